tool a! '!' "!"
