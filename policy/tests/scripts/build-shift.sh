set -- a b c d
shift
tool "$1" "$#"
shift 2
tool "$@"
