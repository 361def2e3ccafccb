tool "$(echo a # it's )
)"
