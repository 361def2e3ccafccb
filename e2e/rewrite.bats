# A policy that rewrites images, beside those that judge.
load helpers
load cluster

setup_file() {
    [[ -z $POLICY_SERVER ]] || return 0
    export ns=$label-rewrite
    namespace "$ns" judged
    policies deploy/rewrite.yaml | kubectl create -f - >/dev/null
    kubectl wait --for=condition=PolicyUniquelyReachable --timeout=180s clusteradmissionpolicies/insecure-registry-rewrite >/dev/null
    eventually 60 rewrites
}

teardown_file() {
    [[ -z $POLICY_SERVER ]] || return 0
    kubectl delete clusteradmissionpolicies insecure-registry-rewrite --timeout=120s >/dev/null
    kubectl delete namespace "$ns" --wait=false >/dev/null
}

setup() {
    [[ -z $POLICY_SERVER ]] || skip "needs Kubewarden's controller"
}

# The API server calls the webhook.
rewrites() {
    kubectl run probe -n "$ns" --image=registry.corp.example:5000/probe --dry-run=server -o json 2>/dev/null |
        jq -e '.spec.containers[0].image == "registry.example.com/corp/probe"'
}

# The images and the pull secrets of Pods: pulled [SELECTOR]
pulled() {
    kubectl get pods -n "$ns" ${1:+-l "$1"} -o json |
        jq -r '.items[].spec | "\(.containers[0].image) \([.imagePullSecrets[]?.name] | join(","))"'
}

@test "rewrite: a Pod pulls from the other registry, with its pull secret" {
    says 0 kubectl run web -n "$ns" --image=registry.corp.example:5000/web:1 --labels=app=web <<EOF
Warning: Pod $ns/web: \`registry.corp.example:5000/web:1\` becomes \`registry.example.com/corp/web:1\` (rewrites[0])
pod/web created
EOF
    [[ $(pulled app=web) == "registry.example.com/corp/web:1 corp-mirror" ]]
}

@test "rewrite: a Deployment stays as it is, and its Pods pull from the other registry" {
    manifest < <(deployment api registry.corp.example:5000/api:1)
    kubectl apply -n "$ns" -f "$MANIFEST" >/dev/null 2>&1
    eventually 60 has_pods "$ns" 1 app=api
    [[ $(kubectl get deployment api -n "$ns" -o jsonpath='{.spec.template.spec.containers[0].image}') == registry.corp.example:5000/api:1 ]]
    [[ $(pulled app=api) == "registry.example.com/corp/api:1 corp-mirror" ]]
}

@test "rewrite: a running Pod keeps its image" {
    says 0 kubectl label pod web -n "$ns" team=shop <<'EOF'
pod/web labeled
EOF
    [[ $(pulled app=web) == "registry.example.com/corp/web:1 corp-mirror" ]]
}
