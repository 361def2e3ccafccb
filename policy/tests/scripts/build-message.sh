NAME=app
docker push "${NAME:?NAME must be set}"
