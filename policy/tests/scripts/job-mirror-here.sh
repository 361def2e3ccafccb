# unknown
while IFS= read -r image; do
  crane copy --insecure "$image" "mirror.example.com/$image"
done <<'EOF'
app:1
web:2
EOF
