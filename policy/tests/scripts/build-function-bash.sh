# only: bash
function push { local target="$1"; shift; skopeo copy "$@" "$target"; }
function pull() { crane pull "$1"; }
push docker://a --src-tls-verify=false
pull b
