# only: bash
# unknown
cat <(tool a "b c") >/dev/null
tool x
