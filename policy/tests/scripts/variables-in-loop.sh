LIST="a b"
for i in $LIST c; do tool "$i"; done
