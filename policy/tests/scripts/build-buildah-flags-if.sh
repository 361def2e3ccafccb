# branches
FLAGS=""
if [ "$INSECURE" = "true" ]; then
  FLAGS="--tls-verify=false"
fi
buildah push $FLAGS registry.example.com/app
