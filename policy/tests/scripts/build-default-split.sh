skopeo copy ${OPTS:---src-tls-verify=false --all} a b
