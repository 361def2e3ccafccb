# unknown
A=b
tool "${A}c" "$A.c" "$A-c" $A/c "$Ac" "x${A}"
