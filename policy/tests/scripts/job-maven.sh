mvn -B -Djib.to.auth.password=CANARY-pass "-DsendCredentialsOverHttp=true" package
