if=x
tool "$if"
