tool a # tool b
# tool c
tool d#e '#f' \#g # it's
tool h
