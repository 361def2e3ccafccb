CMD='tool'
"$CMD" a
${CMD} b
