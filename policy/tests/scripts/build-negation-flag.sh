# branches
if ! tool a; then exit 1; fi
! docker push a || docker push b
