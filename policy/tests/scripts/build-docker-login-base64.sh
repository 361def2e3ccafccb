echo Q0FOQVJZLXBhc3M= | base64 -d | docker login -u robot --password-stdin
