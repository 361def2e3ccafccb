# branches
[ -n "$X" ] && tool x
if [ "a" = "b" ] || test 1 -lt 2; then tool y; fi
