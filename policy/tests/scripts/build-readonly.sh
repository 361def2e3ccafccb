readonly R=a
tool $R
