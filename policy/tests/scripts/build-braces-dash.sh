# only: dash
skopeo copy --{src,dest}-tls-verify=false docker://a docker://b
