A=$( (echo b) )
tool "$A"
