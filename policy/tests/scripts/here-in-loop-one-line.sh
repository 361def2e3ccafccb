for i in a b; do docker login -u $i --password-stdin <<EOF; done
pass-$i
EOF
tool after
