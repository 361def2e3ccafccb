echo 'tool a' | sh
printf 'tool %s\n' b c | bash
cat <<'EOF' | sh -s x
tool "$1"
EOF
