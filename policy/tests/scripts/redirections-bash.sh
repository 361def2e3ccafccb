# only: bash
tool a &>b c
tool d &>>b e
tool f >|b g
