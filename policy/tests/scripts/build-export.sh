export TRIVY_INSECURE=true
export A=b C='d e'
trivy image $A "$C"
