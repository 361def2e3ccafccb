echo 'tool a' > run.sh
echo 'tool b' >> run.sh
bash run.sh
