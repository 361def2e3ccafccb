trap 'tool cleanup "a b"' EXIT
tool main
