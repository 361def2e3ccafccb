cleanup() { docker rm app; }
trap cleanup EXIT INT
tool main
