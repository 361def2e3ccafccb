A=out
tool a > $A b
tool c >"$A.log"
