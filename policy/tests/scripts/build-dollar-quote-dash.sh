# only: dash
tool $'a b'
