# branches
if tool x; then R=a.example.com; else R=b.example.com; fi
docker push $R/app
