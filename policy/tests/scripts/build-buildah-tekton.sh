set -ex
TLS_VERIFY=false
IMAGE=registry.example.com/app:1
[ -n "" ] || buildah bud --format=oci --tls-verify=$TLS_VERIFY --no-cache -f ./Dockerfile -t $IMAGE .
buildah push --tls-verify=$TLS_VERIFY --digestfile ./digest $IMAGE docker://$IMAGE
