tool before
cat <<EOF
tool not
