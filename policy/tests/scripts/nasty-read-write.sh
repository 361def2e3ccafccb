tool a 2>&1 1>/dev/null b
