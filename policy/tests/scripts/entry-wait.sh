i=0
until tool ready || [ "$i" = 3 ]; do sleep 0; i=3; done
docker push a
