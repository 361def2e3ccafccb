sh -c 'tool "$@"' sh a 'b c'
sh -c 'tool "$0" "$1"' x y
