# What deploy/ ships, before Kubewarden's CRDs and its controller.
load helpers
load cluster

setup() {
    [[ -z $POLICY_SERVER ]] || skip "needs Kubewarden's controller"
}

@test "strict validation: each manifest" {
    local file
    for file in deploy/*.yaml deploy/ecosystems/*.yaml; do
        strict "$file" || return
    done
}

@test "ecosystems: each policy becomes active, also where the cluster lacks its kinds" {
    policies deploy/ecosystems/*.yaml deploy/audit.yaml |
        jq --arg tag "$label" '.metadata.labels[$tag] = "ecosystem"' | kubectl create -f - >/dev/null
    kubectl wait --for=jsonpath='{.status.policyStatus}'=active --timeout=240s clusteradmissionpolicies -l "$label=ecosystem"
    kubectl delete clusteradmissionpolicies -l "$label=ecosystem" --timeout=120s >/dev/null
}

@test "modes: Kubewarden refuses to change protect to monitor in place" {
    says 1 kubectl patch clusteradmissionpolicy insecure-registry --type merge -p '{"spec": {"mode": "monitor"}}' <<'EOF'
The ClusterAdmissionPolicy "insecure-registry" is invalid: spec.mode: Forbidden: field cannot transition from protect to monitor. Recreate instead.
EOF
}
