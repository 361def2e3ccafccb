tool a >b 2>&1 </dev/null c
tool d 2>/dev/null e
>f tool g
tool h 1>&2 i
tool j>k
tool l 3>&- m
tool 2 >n
