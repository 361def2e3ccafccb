push() {
  skopeo copy --dest-tls-verify=false "$1" "docker://$2"
}
push oci:app registry.example.com/app
push oci:web registry.example.com/web
