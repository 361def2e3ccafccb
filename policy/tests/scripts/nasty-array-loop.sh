# only: bash
R=(a.example.com b.example.com)
for r in "${R[@]}"; do crane --insecure pull "$r/app"; done
