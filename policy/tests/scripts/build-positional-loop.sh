set -- a 'b c'
for i; do tool "$i"; done
for i in "$@"; do docker push "$i"; done
