# branches
# unknown
docker run --rm -v "$PWD":/w -e "A=b c" --entrypoint '' image sh -c 'tool in container'
