echo 'A=b' > env.sh
. ./env.sh
tool $A
