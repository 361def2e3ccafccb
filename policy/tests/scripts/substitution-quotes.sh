tool "$(echo ")" '(')" "a $(echo "b 'c'") d"
