outer() { inner "$1-$2"; }
inner() { tool "$1" "$#"; }
outer a b
