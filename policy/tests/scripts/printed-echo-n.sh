echo -n tool > run.sh
echo ' a' >> run.sh
sh run.sh
