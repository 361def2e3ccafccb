echo 'x y' | { read a b; tool loop; }
