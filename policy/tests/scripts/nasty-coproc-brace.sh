# only: bash
tool {a,b}{1,2} pre{x,y}post "q"{r,s}
