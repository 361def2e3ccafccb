tool "$(echo "a $(echo 'b c')")" `echo \`echo d\``
