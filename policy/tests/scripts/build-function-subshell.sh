f() ( tool "$@" )
f a 'b c'
