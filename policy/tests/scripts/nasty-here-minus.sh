cat <<-E >/dev/null
	tool no
		E
	tool no
	E
tool yes
