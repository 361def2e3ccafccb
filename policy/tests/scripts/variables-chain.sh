A=a
B=$A/b
C="${B}/c d"
tool $C "$C"
