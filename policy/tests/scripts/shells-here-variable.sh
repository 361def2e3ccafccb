# unknown
A='a b'
bash <<EOF
tool "$A" \$HOME_NOT x
EOF
