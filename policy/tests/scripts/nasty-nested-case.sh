# branches
case a in a) case b in b) tool x;; esac;; esac
tool y
