# only: bash
A=x
tool ${A}{,.bak}
