A="a b"'c d'\ e
tool "$A" $A
