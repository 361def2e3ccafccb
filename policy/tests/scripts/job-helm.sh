helm registry login registry.example.com -u robot -p CANARY-pass --insecure
helm push ./app-1.tgz oci://registry.example.com/charts --plain-http
