cat <<A; cat <<B
tool not
A
tool not either
B
tool yes
