{ echo 'tool a'; printf '%s\n' 'tool b'; } > run.sh
sh run.sh
