# only: bash
tool a |& tool b
