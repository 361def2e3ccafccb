while read -r a; do docker pull x; done <<EOF
one
EOF
docker pull y
