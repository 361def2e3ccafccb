(cd . && tool a; A=b; tool "$A")
tool "${A:-none}"
