tool $(echo a b) "$(echo c d)" x$(echo e f)g
