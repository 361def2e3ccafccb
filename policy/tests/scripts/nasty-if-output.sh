# branches
if tool x; then echo 'tool a'; fi > run.sh
sh run.sh
