docker push "${A:-"b c"}" "${A:-\"b\"}" ${A:-"d  e"}f
