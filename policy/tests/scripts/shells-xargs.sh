# unknown
echo x | xargs sh -c 'tool "$0"'
