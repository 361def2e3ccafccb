sed -e 's/a/b/' -e "s|x|$Y|" /dev/null
tool a
