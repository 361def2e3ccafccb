cat <<E-O.F >/dev/null
tool no
E-O.F
tool yes
