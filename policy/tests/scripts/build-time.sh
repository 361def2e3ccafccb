# only: bash
time tool a
time -p tool b
