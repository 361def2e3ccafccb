# only: bash
bash <<< 'tool a'
sh <<< "tool b; tool c"
