exec tool a
