docker login -u robot --password-stdin registry.example.com <<EOF
CANARY-pass
EOF
