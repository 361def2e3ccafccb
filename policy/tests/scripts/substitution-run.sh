A=$(crane digest a)
tool x
