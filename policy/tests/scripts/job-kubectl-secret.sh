kubectl create secret docker-registry regcred --docker-server=registry.example.com \
  --docker-username=robot --docker-password='CANARY pass' --dry-run=client -o yaml | kubectl apply -f -
