# unknown
tool "$?" $$ "$-" $!
