bash -o errexit -c 'tool a'
bash -ceuo pipefail 'tool b'
bash -O extglob -c 'tool c'
bash --rcfile /dev/null -c 'tool d'
bash +e -c 'tool e'
bash -euxo pipefail -c 'tool f' 2>/dev/null
bash --norc --noprofile -c 'tool g'
