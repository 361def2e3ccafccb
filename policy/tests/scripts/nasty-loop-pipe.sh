for i in a b; do echo "tool $i"; done | sh
