usage() {
  cat <<EOF
usage: docker login -u USER -p PASSWORD
EOF
}
usage
tool x
