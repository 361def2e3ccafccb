tool 'a
b' "c
d"
