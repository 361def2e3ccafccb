docker login --password-stdin <<A <<B
first
A
second
B
