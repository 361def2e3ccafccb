# only: bash
OPTS=(--tls-verify=false --format "v2s2")
OPTS+=(--quiet)
buildah push "${OPTS[@]}" registry.example.com/app
buildah push ${OPTS[*]} registry.example.com/app
buildah push "${OPTS[0]}" "${OPTS[1]}" a
