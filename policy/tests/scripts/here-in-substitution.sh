A=$(cat <<EOF
a ) b
EOF
)
tool "$A"
