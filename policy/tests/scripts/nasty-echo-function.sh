say() { echo "tool $1"; }
say a | sh
A=$(say b)
$A
