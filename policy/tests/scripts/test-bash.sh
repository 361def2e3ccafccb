# only: bash
# branches
[[ a < b ]] && tool x
[[ "$X" == a* || ( -n "$Y" && 1 -lt 2 ) ]] || tool y
[[ $(tool inner) =~ ^a(b|c)$ ]]
tool z
