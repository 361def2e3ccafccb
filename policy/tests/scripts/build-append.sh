# only: bash
A=a
A+=b
tool "$A"
