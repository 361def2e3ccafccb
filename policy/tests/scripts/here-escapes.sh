docker login --password-stdin <<EOF
a\$b \\ \` \x "q" 'r'
EOF
