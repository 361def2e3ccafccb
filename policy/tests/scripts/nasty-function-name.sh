# only: bash
my-func() { tool a "$@"; }
my-func b
