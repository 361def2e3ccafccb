set --
tool "$@" x "$*" $@
