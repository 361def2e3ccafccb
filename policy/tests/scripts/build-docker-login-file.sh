echo CANARY-pass > password
docker login -u robot --password-stdin < password
cat password | docker login -u robot --password-stdin
