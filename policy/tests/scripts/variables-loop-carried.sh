# branches
F=
i=0
while [ "$i" != 11 ]; do tool x $F; F=--insecure; i=1$i; [ "$i" = 110 ] && i=11; done
