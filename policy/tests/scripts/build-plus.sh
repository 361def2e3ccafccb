# unknown
A=x
docker push ${A:+--all-tags} ${B:+--quiet} "${A+a b}"
