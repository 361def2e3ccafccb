A=b
unset A
tool "${A:-c}" x$A
