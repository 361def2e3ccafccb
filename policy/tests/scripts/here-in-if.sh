# branches
if tool x; then
  docker login --password-stdin <<-EOF
	pass
	EOF
fi
tool after
