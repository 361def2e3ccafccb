# unknown
tool '' "" a ""'' "$EMPTY"''
