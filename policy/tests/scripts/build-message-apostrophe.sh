# only: dash
NAME=app
docker push "${NAME:?can't be empty}" --quiet
