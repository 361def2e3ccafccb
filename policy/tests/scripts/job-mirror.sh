set -eu
SRC=registry.example.com
DST=mirror.example.com:5000
for image in "app:1" "web:2"; do
  echo "copying $image"
  skopeo copy --dest-tls-verify=false "docker://$SRC/$image" "docker://$DST/$image"
done
