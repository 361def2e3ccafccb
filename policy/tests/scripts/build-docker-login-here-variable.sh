P=CANARY-pass
docker login -u robot --password-stdin registry.example.com <<-EOF
	${P}
	EOF
