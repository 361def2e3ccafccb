set -- registry.example.com
docker login -u robot -p CANARY "https://$1/v2/"
