tool {a,b
tool a}
