# unknown
# only: bash
docker login -u robot --password-stdin <<< 'CANARY-pass'
docker login -u robot --password-stdin <<< "CANARY-$((1))x$(echo y)" | cat
