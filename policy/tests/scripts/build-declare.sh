# only: bash
declare -x A=b
declare -a L=(c 'd e')
tool $A "${L[@]}"
