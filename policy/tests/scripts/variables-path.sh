BIN=.
A=tool
$A x
