A='x y'
bash -c "tool '$A'"
