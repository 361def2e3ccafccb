sh -c 'tool a "b c"'
sh -ec 'tool d'
sh -e -c 'tool e; tool f'
