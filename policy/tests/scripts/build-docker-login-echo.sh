echo "CANARY-pass" | docker login --username robot --password-stdin registry.example.com
