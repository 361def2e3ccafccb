# unknown
A=$(( 1 << 2 ))
tool "$A" $((1+2))
