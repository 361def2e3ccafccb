# only: bash
(( n = 1 << 2 ))
(( n++ )) || true
A=$(( 1 << 2 ))
tool x
for (( i = 0; i < 1; i++ )); do tool loop; done
