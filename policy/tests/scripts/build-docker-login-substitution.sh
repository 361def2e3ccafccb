docker login -u robot -p "$(echo CANARY-pass)" registry.example.com
docker login -u robot -p `printf '%s' CANARY-pass` registry.example.com
