env A=b tool c
env A=b sh -c 'tool "$A"'
nohup tool d
timeout 5 tool e
command tool f
exec tool g
