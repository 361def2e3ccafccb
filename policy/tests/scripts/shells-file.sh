cat > run.sh <<'X'
#!/bin/sh
tool a "$1"
X
sh run.sh b
sh ./run.sh 'c d'
. ./run.sh
