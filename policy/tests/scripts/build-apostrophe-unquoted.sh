docker push ${A:-'b c'} d
