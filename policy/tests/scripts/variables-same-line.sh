A=a B=$A; tool "$B"
