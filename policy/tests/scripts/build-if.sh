# branches
if tool a; then tool b; elif tool c; then tool d; else tool e; fi
