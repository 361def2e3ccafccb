tool "~" '~/x' a~b
