# only: bash
A=Abc
tool "${A^^}" "${A,,}"
