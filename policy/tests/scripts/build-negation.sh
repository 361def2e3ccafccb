# branches
! tool a
if ! tool b; then tool c; fi; tool d
