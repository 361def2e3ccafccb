# only: bash
docker login -u robot -p $'CANARY-it\'s\tx\x41\101\n' registry.example.com
tool $"translated" x$'a'y
