# branches
tool a
exit 0
tool b
