# branches
if tool x; then A=1; B=1; else A=2; B=2; fi
tool $A-$B
