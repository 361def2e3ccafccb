for i in a b; do echo "tool $i"; done > run.sh
sh run.sh
