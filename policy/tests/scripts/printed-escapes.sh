printf 'tool %s "%s"\n' a 'b c' d e > run.sh
sh run.sh
printf 'tool \x41 \101 %%\n' | bash
printf '%b\n' 'tool x\ttab' | sh
