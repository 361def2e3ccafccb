# only: bash
E=()
tool "${E[@]}" x
