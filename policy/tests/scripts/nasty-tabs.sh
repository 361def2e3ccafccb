	tool	a	'b	c'
