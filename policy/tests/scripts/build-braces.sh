# only: bash
skopeo copy --{src,dest}-tls-verify=false docker://a docker://b
tool a{b,c{d,e}}f {1..3} {a..c} x{,y} "{a,b}" {a} {a,b}{c,d} \{a,b} ${A:-{a,b}}
