A='  a  b '
tool $A "$A" x$A
