eval A=b
tool $A
