f() { local a=b; tool "$a"; }
f
tool "${a:-none}"
