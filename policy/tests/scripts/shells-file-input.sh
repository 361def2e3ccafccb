echo 'tool a' > run.sh
bash < run.sh
cat run.sh | sh
