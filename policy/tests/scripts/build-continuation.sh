docker \
  push \
  --quiet "a\
b"
