{ tool a; tool b
}
{ tool c; } 2>&1 >/dev/null
