# branches
f() { tool "$1"; if [ "$1" = a ]; then f b; fi; }
f a
