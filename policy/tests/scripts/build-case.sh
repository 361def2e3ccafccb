# branches
case "$1" in
  push) docker push a ;;
  pull|fetch) docker pull a ;;
  (x) tool x;;
  *) docker push b; docker push c
esac
