cat <<EOF | docker login --password-stdin
pass
EOF
