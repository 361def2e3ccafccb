A=before
echo x | A=after
tool "$A"
