# unknown
tool "$(date)" a$(date)b
