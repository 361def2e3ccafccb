# branches
if [ "$#" -eq 0 ]; then set -- dockerd --host=unix:///x; fi
if [ "${1#-}" != "$1" ]; then set -- dockerd "$@"; fi
exec dockerd --insecure-registry=registry.example.com:5000
