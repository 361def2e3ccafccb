A=$(echo 'a  b')B
tool "$A" $A
