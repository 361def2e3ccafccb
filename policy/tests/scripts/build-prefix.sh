TRIVY_INSECURE=true SYFT=1 trivy image a
A=1 B=2 tool "${A:-none}"
