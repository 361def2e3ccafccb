A=$(case a in a) echo x;; (b) echo y;; esac)
tool "$A" after | cat
