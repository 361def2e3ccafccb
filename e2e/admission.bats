# What users send.
load helpers

setup_file() {
    export ns=$label-admission
    namespace "$ns" judged
}

teardown_file() {
    kubectl delete namespace "$ns" --wait=false >/dev/null
}

@test "apply: what has no findings is accepted without a word" {
    manifest < <(deployment web registry.example.com/shop/web:1.4.2)
    says 0 kubectl apply -n "$ns" -f "$MANIFEST" <<'EOF'
deployment.apps/web created
EOF
}

@test "apply: a folder's good objects are created, and the denial names the other one" {
    local folder=$BATS_TEST_TMPDIR/folder
    mkdir "$folder"
    deployment api registry.example.com/shop/api:1 >"$folder/1.yaml"
    deployment cache localhost:5000/cache:dev >"$folder/2.yaml"
    deployment queue registry.example.com/shop/queue:1 >"$folder/3.yaml"
    says 1 kubectl apply -n "$ns" -f "$folder" <<EOF
deployment.apps/api created
deployment.apps/queue created
Error from server: error when creating "$folder/2.yaml": admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Deployment $ns/cache denied, 1 problem
- loopback-registry at spec.template.spec.containers[0].image
EOF
}

@test "deny: each kind that has a pod template, and a Pod" {
    local kind
    says 1 kubectl run web -n "$ns" --image=127.0.0.1:5000/web <<EOF
Error from server: admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Pod $ns/web denied, 1 problem
- loopback-registry at spec.containers[0].image
EOF
    says 1 kubectl create job web -n "$ns" --image=localhost:5000/web <<EOF
error: failed to create job: admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Job $ns/web denied, 1 problem
- loopback-registry at spec.template.spec.containers[0].image
EOF
    says 1 kubectl create cronjob web -n "$ns" --image=localhost:5000/web --schedule='@daily' <<EOF
error: failed to create cronjob: admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: CronJob $ns/web denied, 1 problem
- loopback-registry at spec.jobTemplate.spec.template.spec.containers[0].image
EOF
    for kind in DaemonSet StatefulSet ReplicaSet; do
        manifest < <(deployment web localhost:5000/web | sed -E "s/kind: Deployment/kind: $kind/; /replicas|strategy/d")
        says 1 kubectl create -n "$ns" -f "$MANIFEST" <<EOF
Error from server: error when creating "$MANIFEST": admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: $kind $ns/web denied, 1 problem
- loopback-registry at spec.template.spec.containers[0].image
EOF
    done
}

@test "deny: credentials in a ConfigMap, and a pull secret for a registry without TLS" {
    says 1 kubectl create configmap docker -n "$ns" --from-literal='config.json={"auths": {"ghcr.io": {"auth": "amFuZTpodW50ZXIy"}}}' <<EOF
error: failed to create configmap: admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: ConfigMap $ns/docker denied, 1 problem
- credentials-in-config-map at data["config.json"]
EOF
    says 1 kubectl create secret docker-registry pull -n "$ns" --docker-server=http://registry.example.com \
        --docker-username=jane --docker-password=hunter2 <<EOF
error: failed to create secret admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Secret $ns/pull denied, 1 problem
- pull-secret-over-http at data[".dockerconfigjson"]
EOF
    says 0 kubectl create secret docker-registry pull -n "$ns" --docker-server=registry.example.com \
        --docker-username=jane --docker-password=hunter2 <<'EOF'
secret/pull created
EOF
}

@test "warn: what only looks insecure is created" {
    manifest < <(deployment suspect 10.1.2.3:5000/web)
    says 0 kubectl apply -n "$ns" -f "$MANIFEST" <<EOF
Warning: Deployment $ns/suspect: suspect-registry
deployment.apps/suspect created
EOF
}

@test "server-side apply: denied, warned and accepted alike" {
    manifest < <(deployment applied localhost:5000/web)
    says 1 kubectl apply --server-side -n "$ns" -f "$MANIFEST" <<EOF
Error from server: admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Deployment $ns/applied denied, 1 problem
- loopback-registry at spec.template.spec.containers[0].image
EOF
    manifest < <(deployment applied 10.1.2.3:5000/web)
    says 0 kubectl apply --server-side -n "$ns" -f "$MANIFEST" <<EOF
Warning: Deployment $ns/applied: suspect-registry
deployment.apps/applied serverside-applied
EOF
    manifest < <(deployment applied registry.example.com/web)
    says 0 kubectl apply --server-side -n "$ns" -f "$MANIFEST" <<'EOF'
deployment.apps/applied serverside-applied
EOF
}

@test "debug: an ephemeral container is judged like any other" {
    kubectl run debugged -n "$ns" --image=registry.example.com/web >/dev/null
    says 1 kubectl debug debugged -n "$ns" --profile=general --image=localhost:5000/busybox --container=shell <<EOF
Error from server: admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Pod $ns/debugged denied, 1 problem
- loopback-registry at spec.ephemeralContainers[0].image
EOF
    kubectl debug debugged -n "$ns" --profile=general --image=busybox --container=shell
    [[ $(kubectl get pod debugged -n "$ns" -o jsonpath='{.spec.ephemeralContainers[*].image}') == busybox ]]
}

@test "generated: a Pod that claims to be a controller's is denied if a user sends it" {
    kubectl create deployment owner -n "$ns" --image=registry.example.com/web --replicas=0 >/dev/null
    eventually 30 kubectl get replicasets -n "$ns" -l app=owner -o jsonpath='{.items[0].metadata.uid}'
    manifest < <(kubectl get replicasets -n "$ns" -l app=owner -o json | jq '.items[0] | {
        apiVersion: "v1", kind: "Pod",
        metadata: {name: "claims", ownerReferences: [{apiVersion, kind, name: .metadata.name, uid: .metadata.uid, controller: true}]},
        spec: {containers: [{name: "web", image: "localhost:5000/web"}]}}')
    says 1 kubectl create -n "$ns" -f "$MANIFEST" <<EOF
Error from server: error when creating "$MANIFEST": admission webhook "clusterwide-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Pod $ns/claims denied, 1 problem
- loopback-registry at spec.containers[0].image
EOF
}

@test "Helm: a release is not sent to the policy server, and is judged with another key" {
    local release='{"auths": {"http://registry.example.com": {"auth": "amFuZTpodW50ZXIy"}}}'
    says 0 kubectl create secret generic release.v1 -n "$ns" --type=helm.sh/release.v1 \
        --from-literal="release=$release" <<'EOF'
secret/release.v1 created
EOF
    says 0 kubectl create secret generic release.v2 -n "$ns" --type=helm.sh/release.v1 \
        --from-literal="release=x" --from-literal=".dockerconfigjson=$release" <<EOF
Warning: Secret $ns/release.v2: mistyped-pull-secret
secret/release.v2 created
EOF
}

@test "system namespaces: the second policy denies there" {
    local system
    for system in longhorn-system rook-ceph kube-flannel calico-system; do
        ! kubectl get namespace "$system" >/dev/null 2>&1 || continue
        kubectl create namespace "$system" -o json --dry-run=client |
            jq --arg tag "$label" '.metadata.labels[$tag] = "judged"' | kubectl create -f - >/dev/null
        eventually 30 kubectl get serviceaccount default -n "$system"
        eventually 30 denies "$system"
        run kubectl create deployment web -n "$system" --image=localhost:5000/web
        kubectl delete namespace "$system" --wait=false >/dev/null
        says 0 echo "$output" <<EOF
error: failed to create deployment: admission webhook "clusterwide-insecure-registry-system.kubewarden.admission" denied the request: insecure-registry: Deployment $system/web denied, 1 problem
- loopback-registry at spec.template.spec.containers[0].image
EOF
        return
    done
    skip "the cluster has all namespaces of the second policy"
}

@test "namespace.yaml: an AdmissionPolicy judges its own namespace" {
    eventually 30 kubectl get serviceaccount default -n "$label-shop"
    says 1 kubectl run web -n "$label-shop" --image=localhost:5000/web <<EOF
Error from server: admission webhook "namespaced-$label-shop-insecure-registry.kubewarden.admission" denied the request: insecure-registry: Pod $label-shop/web denied, 1 problem
- loopback-registry at spec.containers[0].image
EOF
    says 0 kubectl run web --image=localhost:5000/web --dry-run=server -n default <<'EOF'
pod/web created (server dry run)
EOF
}
