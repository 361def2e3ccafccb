set -- --context=. --insecure
set -- "$@" --destination="registry.example.com/a b"
executor "$@"
