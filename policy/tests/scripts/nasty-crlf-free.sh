tool a	;	tool b
