tool a; tool b ;tool c;
