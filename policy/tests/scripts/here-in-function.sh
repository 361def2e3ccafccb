f() {
  docker login --password-stdin <<EOF
pass $1
EOF
}
f a
f b
