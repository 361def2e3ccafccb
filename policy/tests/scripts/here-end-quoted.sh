cat <<"E F" >/dev/null
tool no
E F
cat <<\EOF >/dev/null
$(tool no)
EOF
tool yes
