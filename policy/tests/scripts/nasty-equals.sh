# unknown
tool a=b =c --d=e 'f=g'
A==b tool x
tool "$A"
