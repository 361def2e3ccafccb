# branches
if tool a; then if tool b; then tool c; fi; fi; tool d
