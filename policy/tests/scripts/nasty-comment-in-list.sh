tool a && # comment
  tool b
tool c | # comment
  tool d
