# branches
while tool test; do docker push a; break; done
until tool test; do docker push b; done
