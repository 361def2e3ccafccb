# unknown
aws ecr get-login-password --region eu-1 | docker login --username AWS --password-stdin registry.example.com
