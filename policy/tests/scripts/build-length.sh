A=abc
set -- x y
tool "$#"
