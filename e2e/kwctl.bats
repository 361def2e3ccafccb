# Requests through kwctl, as the policies of Kubewarden do: `make e2e-kwctl`.
bats_require_minimum_version 1.5.0

setup_file() {
    cd "$BATS_TEST_DIRNAME/.." || return
    export HOME=$BATS_FILE_TMPDIR KUBECONFIG=/dev/null
}

# The response to a request, or to the creation of a manifest's object: response FILE [SETTINGS]
response() {
    local request=$BATS_TEST_TMPDIR/request.json
    case $1 in
    *.json) cp "$1" "$request" ;;
    *) kwctl scaffold admission-request --operation CREATE --object "$1" >"$request" 2>/dev/null ;;
    esac
    kwctl run annotated-policy.wasm --request-path "$request" --settings-json "${2:-{\}}" 2>"$BATS_TEST_TMPDIR/errors"
}

# What a filter of jq says of the last response: says FILTER EXPECTED
says() {
    diff -u --label expected --label found <(echo "$2") <(jq -r "$1" <<<"$output") || {
        echo "$output"
        return 1
    }
}

@test "accept: a Deployment without findings" {
    run -0 response examples/requests/01-clean-deployment.yaml
    says '.allowed' true
    says '.warnings' null
}

@test "deny: a loopback registry" {
    run -0 response examples/requests/02-loopback-registry.yaml
    says '.allowed' false
    says '.status.code' 403
    says '.status.message | split("\n")[0]' 'insecure-registry: Deployment shop/web denied, 1 problem'
    says '.auditAnnotations.findings | fromjson[] | "\(.rule) at \(.path)"' 'loopback-registry at spec.template.spec.containers[0].image'
}

@test "deny: a registry that the settings call insecure" {
    run -0 response examples/requests/03-insecure-registry-with-pull-secret.yaml '{"insecureRegistries": ["10.0.0.0/8"]}'
    says '.allowed' false
    says '.auditAnnotations.findings | fromjson | map(.rule) | unique[]' insecure-registry
}

@test "deny: an ephemeral container" {
    run -0 response examples/requests/06-ephemeral-container.json
    says '.allowed' false
    says '.auditAnnotations.findings | fromjson[] | "\(.rule) at \(.path)"' 'loopback-registry at spec.ephemeralContainers[0].image'
}

@test "warn: an update that leaves an old finding alone" {
    run -0 response examples/requests/07-update-only-scales.json
    says '.allowed' true
    says '.auditAnnotations.findings | fromjson | map(.action) | unique[]' unchanged
    says '.warnings | length > 0' true
}

rewrites='{"rewrites": [{"from": "localhost:5000", "to": "registry.example.com/dev"}]}'

@test "rewrite: a Pod pulls from another registry, and nothing else changes" {
    local pod=$BATS_TEST_TMPDIR/pod.yaml
    cat >"$pod" <<'EOF'
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: "localhost:5000/web:1"}]}
EOF
    run -0 response "$pod" "$rewrites"
    says '.allowed' true
    says '.patch | @base64d | fromjson | map("\(.op) \(.path) \(.value)")[]' 'replace /spec/containers/0/image registry.example.com/dev/web:1'
    says '.auditAnnotations.rewrites | fromjson | map(.of)[]' object
}

@test "rewrite: a Deployment stays, and is judged as its Pods will be" {
    run -0 response examples/requests/02-loopback-registry.yaml "$rewrites"
    says '.allowed' true
    says '.patch' null
    says '.warnings | length > 0' true
}

@test "settings: what is not a setting is refused with its name" {
    run response examples/requests/01-clean-deployment.yaml '{"insecureRegistry": []}'
    ((status != 0))
    grep -q 'insecureRegistry' "$BATS_TEST_TMPDIR/errors"
}

@test "manifests: kwctl runs the policies of deploy/" {
    local request=$BATS_TEST_TMPDIR/request.json manifest=$BATS_TEST_TMPDIR/policy.yaml
    kwctl scaffold admission-request --operation CREATE --object examples/requests/02-loopback-registry.yaml >"$request" 2>/dev/null
    sed "s|registry://.*|file://$PWD/annotated-policy.wasm|" deploy/core.protect.yaml >"$manifest"
    run -0 kwctl run "$manifest" --request-path "$request"
    grep -q '"allowed":false' <<<"$output"
}

@test "metadata: kwctl reads it" {
    run -0 kwctl inspect annotated-policy.wasm --output yaml
    grep -q 'io.kubewarden.policy.title: insecure-registry' <<<"$output"
    grep -q 'mutating: false' <<<"$output"
}
