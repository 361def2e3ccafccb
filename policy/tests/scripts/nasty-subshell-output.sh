(echo tool a; echo tool b) | sh
