# branches
case x in "a b") tool a;; [a-c]*|'d)') tool b;; *) tool c;; esac
