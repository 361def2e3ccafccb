tool a | tool b | cat
tool c |
  tool d
tool e 2>&1 | tee log
