# What the audit scanner reports of deploy/audit.yaml.
load helpers
load cluster

setup_file() {
    [[ -z $POLICY_SERVER ]] || return 0
    export ns=$label-audit scanner home
    scanner=$(kubectl get cronjobs -A -o json | jq -r '.items[] | select(.metadata.name | endswith("audit-scanner"))
        | "\(.metadata.namespace)/\(.metadata.name)"' | head -n 1)
    [[ $scanner ]] || return 0
    home=${scanner%/*}
    namespace "$ns"
    kubectl create deployment old -n "$ns" --image=localhost:5000/old --replicas=0 >/dev/null
    kubectl create deployment suspect -n "$ns" --image=10.1.2.3:5000/web --replicas=0 >/dev/null
    kubectl create deployment good -n "$ns" --image=registry.example.com/web --replicas=0 >/dev/null
    kubectl create -n "$ns" -f - >/dev/null <<'EOF'
{"apiVersion": "v1", "kind": "PodTemplate", "metadata": {"name": "old"}, "template": {"spec": {"containers": [{"name": "web", "image": "localhost:5000/old"}]}}}
EOF
    kubectl create secret docker-registry pull -n "$ns" --docker-server=http://registry.example.com \
        --docker-username=jane --docker-password=hunter2 >/dev/null
    kubectl create configmap docker -n "$ns" --from-literal='config.json={"auths": {"ghcr.io": {"auth": "amFuZTpodW50ZXIy"}}}' >/dev/null
    judge "$ns"
    policies deploy/audit.yaml | kubectl create -f - >/dev/null
    documents deploy/audit.yaml deploy/audit-scanner-secrets.yaml | jq --arg tag "$label" --arg home "$home" '
        select(.kind | startswith("ClusterRole")) | .metadata.labels[$tag] = "role" | .metadata.name += "-e2e"
        | if .roleRef then .roleRef.name += "-e2e" | .subjects[].namespace = $home else . end' | kubectl create -f - >/dev/null
    kubectl wait --for=condition=PolicyUniquelyReachable clusteradmissionpolicy/insecure-registry-audit --timeout=120s >/dev/null
    kubectl create job "$label" -n "$home" --from="cronjob/${scanner#*/}" -o json --dry-run=client |
        jq --arg tag "$label" '.metadata.labels[$tag] = "audit" | del(.metadata.ownerReferences)' | kubectl create -f - >/dev/null
    kubectl wait --for=condition=Complete "job/$label" -n "$home" --timeout=240s >/dev/null
}

setup() {
    [[ ${home:-} ]] || skip "needs Kubewarden's audit scanner"
}

teardown_file() {
    [[ ${home:-} ]] || return 0
    kubectl delete job "$label" -n "$home" --ignore-not-found >/dev/null
    kubectl delete clusteradmissionpolicy insecure-registry-audit --ignore-not-found >/dev/null
    kubectl delete namespace "$ns" --ignore-not-found --wait=false >/dev/null
}

# The reports of the namespace: `reports` since Kubewarden 1.33, `policyreports` before.
reports() {
    local kind
    for kind in reports.openreports.io policyreports.wgpolicyk8s.io; do
        kubectl get "$kind" -n "$ns" -o json 2>/dev/null | jq '.items[]'
    done
}

@test "audit: what is older than the policy is reported, suspects included" {
    says 0 results <<'EOF'
ConfigMap docker: fail
ConfigMap kube-root-ca.crt: pass
Deployment good: pass
Deployment old: fail
Deployment suspect: fail
PodTemplate old: fail
Secret pull: fail
ServiceAccount default: pass
EOF
}

results() {
    reports | jq -rs '[.[] | .scope as $it | .results[] | select(.policy | endswith("insecure-registry-audit"))
        | select($it.kind != "ReplicaSet" and $it.name != "openshift-service-ca.crt") | "\($it.kind) \($it.name): \(.result)"] | unique[]'
}

@test "audit: no policy is skipped, and none fails" {
    says 0 errors <<'EOF'
0
EOF
}

errors() {
    reports | jq -s '[.[].summary.error] | add'
}

@test "audit: the documented query lists the objects with findings" {
    run --separate-stderr bash -c "$(sed -n '/kubectl get reports -A/,/```/p' docs/deployment.md | sed -e 's/^ *\$ //' -e '/```/d')"
    ((status == 0))
    grep -qx "insecure-registry: Deployment $ns/old denied, 1 problem" <<<"$output"
}
