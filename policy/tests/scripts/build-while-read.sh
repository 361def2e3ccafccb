printf '%s\n' a b | while read -r line; do tool loop; done
