mkdir -p docker
cat <<'EOF' > docker/daemon.json
{"insecure-registries": ["registry.example.com:5000"]}
EOF
tool reload
