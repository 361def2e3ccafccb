tool *.tar [a]? "*"
