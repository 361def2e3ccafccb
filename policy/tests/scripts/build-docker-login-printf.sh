printf '%s' 'CANARY-pass' | docker login -u robot --password-stdin registry.example.com
docker build -t a . && docker push a
