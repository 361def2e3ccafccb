cat <<EOF
EOF
tool yes
