for i in a b; do D=reg/$i; tool "$D" "$i"; done
tool "$D"
