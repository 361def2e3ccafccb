( ( tool a ) ; ( tool b ) )
