for i in a b; do docker login -u $i --password-stdin <<EOF
pass-$i
EOF
done
tool after
