exec executor --context=dir:///workspace --destination=registry.example.com/app --skip-tls-verify "--build-arg=A=b c"
