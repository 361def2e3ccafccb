bash -c "tool 'a b' \"c d\""
bash -c 'sh -c "tool \"e f\""'
