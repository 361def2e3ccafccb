eval 'tool a "b c"'
C='tool d'
eval "$C e"
eval tool '"f g"'
