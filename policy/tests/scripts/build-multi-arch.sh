for arch in amd64 arm64 arm; do
  podman build --arch "$arch" --tls-verify=false -t "registry.example.com/app:$arch" .
done
podman manifest push --tls-verify=false registry.example.com/app
