tool a &
tool b &
wait
