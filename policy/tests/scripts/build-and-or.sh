# branches
tool a && tool b || tool c
cd . && tool d; tool e & tool f; wait
