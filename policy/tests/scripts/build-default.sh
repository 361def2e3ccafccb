skopeo copy --dest-tls-verify="${TLS_VERIFY:-false}" ${SRC:-docker://a} "${DST-docker://b c}"
