: "${REG:=registry.example.com}" ${TAG=1}
docker push "$REG/app:$TAG"
