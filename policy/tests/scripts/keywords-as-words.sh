tool if then else fi do done
tool { } ! case esac
