# unknown
tool "$UNKNOWN" a
tool x$UNKNOWN "$UNKNOWN-$UNKNOWN" $UNKNOWN
