cat <<'X' >run.sh
tool a
X
chmod +x run.sh
./run.sh
