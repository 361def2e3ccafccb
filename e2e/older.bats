# Objects that are older than the policy: they stay manageable, and what controllers make of them comes.
load helpers

setup() {
    ns=$label-older-$BATS_TEST_NUMBER
    namespace "$ns"
}

teardown() {
    kubectl delete namespace "$ns" --wait=false >/dev/null
}

# An old Deployment with its Pods, and a second container: old [REPLICAS]
old() {
    kubectl create deployment old -n "$ns" --image=localhost:5000/old --image=registry.example.com/side:1 --replicas="${1:-1}" >/dev/null
    eventually 60 has_pods "$ns" "${1:-1}" app=old
    judge "$ns"
}

@test "ratchet: an old Deployment takes a label, and no new finding" {
    old
    says 0 kubectl label deployment old -n "$ns" team=shop <<EOF
Warning: Deployment $ns/old: unchanged loopback-registry
deployment.apps/old labeled
EOF
    says 1 kubectl set image deployment/old -n "$ns" side=localhost:5000/side <<EOF
Warning: Deployment $ns/old: unchanged loopback-registry
error: failed to patch image update to pod template: admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Deployment $ns/old denied, 1 problem
- loopback-registry at spec.template.spec.containers[1].image
EOF
}

@test "ratchet: server-side apply of an old Deployment" {
    kubectl apply --server-side -n "$ns" -f - >/dev/null < <(kubectl create deployment old --image=localhost:5000/old --dry-run=client -o yaml)
    judge "$ns"
    manifest < <(kubectl create deployment old --image=localhost:5000/old --replicas=2 --dry-run=client -o yaml)
    says 0 kubectl apply --server-side -n "$ns" -f "$MANIFEST" <<EOF
Warning: Deployment $ns/old: unchanged loopback-registry
deployment.apps/old serverside-applied
EOF
}

@test "scale: the new Pods of an old Deployment come" {
    old
    says 0 kubectl scale deployment old -n "$ns" --replicas=3 <<'EOF'
deployment.apps/old scaled
EOF
    eventually 60 has_pods "$ns" 3 app=old
    says 1 kubectl run direct -n "$ns" --image=localhost:5000/old <<EOF
Error from server: admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Pod $ns/direct denied, 1 problem
- loopback-registry at spec.containers[0].image
EOF
}

# The second ReplicaSet of a Deployment has Pods.
rolls_out() {
    kubectl get replicasets -n "$ns" -o json | jq -e '[.items[] | select(.status.replicas > 0)
        | select(.metadata.annotations["deployment.kubernetes.io/revision"] == "'"$1"'")] | length == 1'
}

@test "restart: an old Deployment rolls out again, and with a new image beside the old one" {
    old
    says 0 kubectl rollout restart deployment old -n "$ns" <<EOF
Warning: Deployment $ns/old: unchanged loopback-registry
deployment.apps/old restarted
EOF
    eventually 60 rolls_out 2
    says 0 kubectl set image deployment/old -n "$ns" side=registry.example.com/side:2 <<EOF
Warning: Deployment $ns/old: unchanged loopback-registry
deployment.apps/old image updated
EOF
    eventually 60 rolls_out 3
}

@test "drain: an evicted Pod is replaced" {
    local pod node
    old
    pod=$(kubectl get pods -n "$ns" -l app=old -o name)
    eventually 30 test_node "$pod" || skip "no node takes the Pod"
    node=$(kubectl get "$pod" -n "$ns" -o jsonpath='{.spec.nodeName}')
    kubectl label node "$node" "$label=" >/dev/null
    kubectl label "$pod" -n "$ns" "$label=drained" >/dev/null 2>&1
    says 0 kubectl drain "$node" --pod-selector="$label=drained" --delete-emptydir-data --force --timeout=90s <<EOF
node/$node cordoned
evicting pod $ns/${pod#pod/}
${pod} evicted
node/$node drained
EOF
    kubectl uncordon "$node" >/dev/null
    kubectl label node "$node" "$label-" >/dev/null
    eventually 60 has_pods "$ns" 1 app=old
    [[ $(kubectl get pods -n "$ns" -l app=old -o name) != "$pod" ]]
}

test_node() {
    [[ $(kubectl get "$1" -n "$ns" -o jsonpath='{.spec.nodeName}') ]]
}

@test "StatefulSet and DaemonSet: a deleted Pod of an old one is replaced" {
    local kind first
    for kind in StatefulSet DaemonSet; do
        kubectl create deployment "old-${kind,,}" --image=localhost:5000/old --dry-run=client -o yaml |
            sed -E "s/kind: Deployment/kind: $kind/; /strategy/d" | { [[ $kind == DaemonSet ]] && sed '/replicas/d' || cat; } |
            kubectl create -n "$ns" -f - >/dev/null
    done
    eventually 60 at_least_one old-statefulset
    eventually 60 at_least_one old-daemonset || skip "no node takes a DaemonSet's Pod"
    judge "$ns"
    for kind in statefulset daemonset; do
        first=$(kubectl get pods -n "$ns" -l app="old-$kind" -o jsonpath='{.items[*].metadata.uid}')
        kubectl delete pods -n "$ns" -l app="old-$kind" --timeout=60s >/dev/null
        eventually 60 at_least_one "old-$kind"
        [[ $(kubectl get pods -n "$ns" -l app="old-$kind" -o jsonpath='{.items[*].metadata.uid}') != "$first" ]]
    done
}

at_least_one() {
    (($(pods "$ns" "app=$1") > 0))
}

@test "CronJob: the next Job of an old one comes, with its Pod" {
    kubectl create cronjob old -n "$ns" --image=localhost:5000/old --schedule='* * * * *' >/dev/null
    judge "$ns"
    eventually 90 has_job_with_pod
    says 1 kubectl create job direct -n "$ns" --from=cronjob/old <<EOF
error: failed to create job: admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Job $ns/direct denied, 1 problem
- loopback-registry at spec.template.spec.containers[0].image
EOF
}

has_job_with_pod() {
    (($(kubectl get jobs -n "$ns" -o json | jq '.items | length') > 0)) && (($(pods "$ns") > 0))
}

@test "finalizers: an old object that is being deleted lets its finalizers be removed, and nothing new in" {
    old
    kubectl patch deployment old -n "$ns" --type merge -p '{"metadata": {"finalizers": ["example.com/wait"]}}' 2>/dev/null >/dev/null
    kubectl delete deployment old -n "$ns" --wait=false >/dev/null
    says 1 kubectl set image deployment/old -n "$ns" side=localhost:5000/side <<EOF
Warning: Deployment $ns/old: unchanged loopback-registry
error: failed to patch image update to pod template: admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Deployment $ns/old denied, 1 problem
- loopback-registry at spec.template.spec.containers[1].image
EOF
    says 0 kubectl patch deployment old -n "$ns" --type merge -p '{"metadata": {"finalizers": null}}' <<'EOF'
deployment.apps/old patched
EOF
    eventually 30 is_gone deployment/old
}

is_gone() {
    ! kubectl get "$1" -n "$ns"
}

@test "large objects: a Secret whose update exceeds the policy server's limit loses its finalizer, and takes a label" {
    judge "$ns"
    head -c 800000 /dev/zero | tr '\0' 'x' >"$BATS_TEST_TMPDIR/large"
    kubectl create secret generic large -n "$ns" --from-file="$BATS_TEST_TMPDIR/large" >/dev/null
    says 0 kubectl label secret large -n "$ns" team=shop <<'EOF'
secret/large labeled
EOF
    says 0 kubectl patch secret large -n "$ns" --type merge -p '{"metadata": {"finalizers": ["example.com/wait"]}}' <<'EOF'
secret/large patched
EOF
    kubectl delete secret large -n "$ns" --wait=false >/dev/null
    says 0 kubectl patch secret large -n "$ns" --type merge -p '{"metadata": {"finalizers": null}}' <<'EOF'
secret/large patched
EOF
    eventually 30 is_gone secret/large
}

@test "namespace deletion: a namespace of old objects goes away" {
    old 2
    kubectl create configmap docker -n "$ns" --from-literal=a=b >/dev/null
    says 0 kubectl delete namespace "$ns" --timeout=120s <<EOF
namespace "$ns" deleted
EOF
    namespace "$ns"
}
