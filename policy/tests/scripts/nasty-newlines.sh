

tool a


tool b
