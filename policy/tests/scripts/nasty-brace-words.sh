tool {} { a} {a, }b
