A=registry.example.com/app:1.2
tool "${A%:*}" "${A##*/}" "${A%%/*}" "${A#registry.}" "${A%:1.2}" "${A#*/}"
