A='a:b c'
IFS=:
tool $A
