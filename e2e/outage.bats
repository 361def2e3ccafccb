# While no policy server runs.
load helpers
load cluster

setup_file() {
    export ns=$label-outage
    namespace "$ns"
    kubectl create deployment web -n "$ns" --image=registry.example.com/web >/dev/null
    kubectl create deployment waits -n "$ns" --image=registry.example.com/web >/dev/null
    kubectl patch deployment waits -n "$ns" --type merge -p '{"metadata": {"finalizers": ["example.com/wait"]}}' >/dev/null
    kubectl create configmap settings -n "$ns" --from-literal=a=b >/dev/null
    kubectl create secret generic token -n "$ns" --from-literal=a=b >/dev/null
    eventually 60 has_pods "$ns" 1 app=web
    judge "$ns"
    away
}

teardown_file() {
    back
    kubectl delete namespace "$ns" "$ns-new" --ignore-not-found --wait=false >/dev/null
}

away() {
    if [[ $POLICY_SERVER ]]; then
        kubectl get validatingwebhookconfiguration "$label" -o json |
            jq '.webhooks[].clientConfig.url |= sub("^https://[^/]*"; "https://127.0.0.1:1")' | kubectl replace -f - >/dev/null
    else
        kubectl patch policyserver "$label" --type merge -p '{"spec": {"replicas": 0}}' >/dev/null
    fi
    eventually 90 nobody_answers
}

nobody_answers() {
    kubectl run probe -n "$ns" --image=registry.example.com/probe --dry-run=server 2>&1 | grep -q 'failed calling webhook'
}

back() {
    if [[ $POLICY_SERVER ]]; then
        kubectl get validatingwebhookconfiguration "$label" -o json |
            jq --arg url "$POLICY_SERVER" '.webhooks[].clientConfig.url |= sub("^https://[^/]*"; $url)' | kubectl replace -f - >/dev/null
    else
        kubectl patch policyserver "$label" --type merge -p '{"spec": {"replicas": 1}}' >/dev/null
    fi
    eventually 90 denies "$ns"
}

@test "away: nothing that the policy asks for is created" {
    says 1 kubectl run web -n "$ns" --image=registry.example.com/web <<'EOF'
Error from server (InternalError): Internal error occurred: failed calling webhook "clusterwide-insecure-registry.kubewarden.admission"
EOF
    says 1 kubectl label configmap settings -n "$ns" team=shop <<'EOF'
Error from server (InternalError): Internal error occurred: failed calling webhook "clusterwide-insecure-registry.kubewarden.admission"
EOF
}

@test "away: what the match conditions leave out, and other kinds, are updated" {
    says 0 kubectl label secret token -n "$ns" team=shop <<'EOF'
secret/token labeled
EOF
    says 0 kubectl create service clusterip web -n "$ns" --tcp=80 <<'EOF'
service/web created
EOF
    says 0 kubectl scale deployment web -n "$ns" --replicas=1 <<'EOF'
deployment.apps/web scaled
EOF
}

@test "away: objects are deleted, and no Pod is replaced" {
    kubectl delete pods -n "$ns" -l app=web --timeout=60s >/dev/null
    sleep 3
    has_pods "$ns" 0 app=web
}

@test "away: finalizers are removed, by users and by the garbage collector" {
    kubectl delete deployment waits -n "$ns" --cascade=foreground --wait=false >/dev/null
    says 0 kubectl patch deployment waits -n "$ns" --type json \
        -p '[{"op": "remove", "path": "/metadata/finalizers/0"}]' <<'EOF'
deployment.apps/waits patched
EOF
    kubectl wait --for=delete deployment/waits -n "$ns" --timeout=60s >/dev/null
}

@test "away: a new namespace gets its ServiceAccount and its root certificate" {
    namespace "$ns-new"
    kubectl label namespace "$ns-new" --overwrite "$label=judged" >/dev/null
    kubectl delete serviceaccount default -n "$ns-new" >/dev/null
    kubectl delete configmap kube-root-ca.crt -n "$ns-new" >/dev/null
    eventually 30 kubectl get serviceaccount default -n "$ns-new"
    eventually 30 kubectl get configmap kube-root-ca.crt -n "$ns-new"
}

@test "away: the namespaces of the second policy take Pods" {
    local system
    for system in longhorn-system rook-ceph kube-flannel calico-system; do
        ! kubectl get namespace "$system" >/dev/null 2>&1 || continue
        kubectl create namespace "$system" -o json --dry-run=client |
            jq --arg tag "$label" '.metadata.labels[$tag] = "judged"' | kubectl create -f - >/dev/null
        eventually 30 kubectl get serviceaccount default -n "$system"
        run kubectl run driver -n "$system" --image=registry.example.com/driver
        kubectl delete namespace "$system" --wait=false >/dev/null
        says 0 echo "$output" <<'EOF'
pod/driver created
EOF
        return
    done
    skip "the cluster has all namespaces of the second policy"
}

@test "back: Pods come again, and denials too" {
    back
    eventually 180 has_pods "$ns" 1 app=web
    says 1 kubectl run direct -n "$ns" --image=localhost:5000/web <<EOF
Error from server: admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Pod $ns/direct denied, 1 problem
- loopback-registry at spec.containers[0].image
EOF
}
