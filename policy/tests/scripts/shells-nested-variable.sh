A=outer
export B=exported
bash -c 'tool "${A:-none}" "$B"'
