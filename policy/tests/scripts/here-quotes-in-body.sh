cat <<EOF >/dev/null
it's "a $((1 + 1)) `tool inner` $(tool inner2 "a b")
EOF
tool after
