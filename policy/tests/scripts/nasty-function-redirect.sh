f() { echo 'tool a'; } > out.sh
f
sh out.sh
