tee run.sh <<X >/dev/null
tool a
X
sh run.sh
echo 'tool b' | tee -a run.sh | cat
sh run.sh
