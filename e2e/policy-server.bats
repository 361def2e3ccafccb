# Requests through a policy server on this machine, without a cluster: `make e2e-policy-server`. What changes objects, and what must not.
bats_require_minimum_version 1.5.0

setup_file() {
    cd "$BATS_TEST_DIRNAME/.." || return
    export HOME=$BATS_FILE_TMPDIR KUBECONFIG=/dev/null URL=http://127.0.0.1:${POLICY_SERVER_PORT:-3737}
    policies >"$BATS_FILE_TMPDIR/policies.yml"
    policy-server --policies "$BATS_FILE_TMPDIR/policies.yml" --policies-download-dir "$BATS_FILE_TMPDIR/policies" \
        --sigstore-cache-dir "$BATS_FILE_TMPDIR/sigstore" --ignore-kubernetes-connection-failure --workers 1 \
        --addr 127.0.0.1 --port "${URL##*:}" --readiness-probe-port "$((${URL##*:} + 1))" >"$BATS_FILE_TMPDIR/log" 2>&1 3>&- &
    echo $! >"$BATS_FILE_TMPDIR/pid"
    local end=$((SECONDS + 60))
    until curl -sf "http://127.0.0.1:$((${URL##*:} + 1))/readiness"; do
        kill -0 "$(<"$BATS_FILE_TMPDIR/pid")" && ((SECONDS < end)) || {
            cat "$BATS_FILE_TMPDIR/log"
            return 1
        }
        sleep 0.3
    done
}

teardown_file() {
    kill "$(<"$BATS_FILE_TMPDIR/pid")"
}

# The policies of deploy/ that rewrite, without the right to, in `monitor` mode, and in a group; and the example of a group, with a member
# that accepts one registry in place of the one that verifies signatures.
policies() {
    object_of deploy/rewrite.yaml | jq --arg from "file://$PWD/annotated-policy.wasm" --slurpfile group <(object_of deploy/group.yaml) '
        {"module": $from, settings: .spec.settings} as $policy
        | {
            rewrite: ($policy + {allowedToMutate: true}),
            "not-mutating": $policy,
            monitor: ($policy + {allowedToMutate: true, policyMode: "monitor"}),
            "rewriting-group": {expression: "one()", message: "the group refuses", policies: {one: $policy}},
            group: ($group[0].spec | {expression, message, policies: (
                (.policies | map_values({"module": $from, settings}))
                + {signed: {"module": $from, settings: {allowedRegistries: ["localhost:5001"], trustedRegistries: ["localhost:5001"]}}})}),
        }'
}

# A manifest as JSON: kwctl scaffolds a request from any object.
object_of() {
    kwctl scaffold admission-request --operation CREATE --object "$1" 2>/dev/null | jq .object
}

# The response about the creation of a Pod with this image, and perhaps a variable: response POLICY IMAGE [NAME=VALUE]
response() {
    jq -n --arg image "$2" --arg variable "${3:-}" '{
        apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview",
        request: {
            uid: "1", operation: "CREATE", name: "web", namespace: "shop",
            kind: {group: "", version: "v1", kind: "Pod"}, resource: {group: "", version: "v1", resource: "pods"},
            requestKind: {group: "", version: "v1", kind: "Pod"}, requestResource: {group: "", version: "v1", resource: "pods"},
            userInfo: {username: "jane", groups: []},
            object: {apiVersion: "v1", kind: "Pod", metadata: {name: "web", namespace: "shop"}, spec: {containers: [
                {name: "web", image: $image}
                + if $variable == "" then {} else {env: [($variable | split("=") | {name: .[0], value: .[1]})]} end]}},
        }}' | curl -s -H 'Content-Type: application/json' -d @- "$URL/validate/$1" | jq .response
}

# What a filter of jq says of the last response: says FILTER EXPECTED
says() {
    diff -u --label expected --label found <(echo "$2") <(jq -r "$1" <<<"$output") || {
        echo "$output"
        return 1
    }
}

image=registry.corp.example:5000/web:1

@test "rewrite: the patch replaces the image and adds the pull secret" {
    run -0 response rewrite $image
    says '.allowed' true
    says '.patch | @base64d | fromjson | map("\(.op) \(.path)")[]' $'replace /spec/containers/0/image\nadd /spec/imagePullSecrets'
    says '.patch | @base64d | fromjson | .[0].value' registry.example.com/corp/web:1
    says '.warnings[]' "Pod shop/web: \`$image\` becomes \`registry.example.com/corp/web:1\` (rewrites[0])"
}

@test "rewrite: an image that no entry is for stays" {
    run -0 response rewrite quay.example.com/web:1
    says '[.allowed, .patch, .warnings] | tostring' '[true,null,null]'
}

@test "rewrite: without mutating, the policy server refuses" {
    run -0 response not-mutating $image
    says '[.allowed, .patch] | tostring' '[false,null]'
    says '.status.message' 'Request rejected by policy not-mutating. The policy attempted to mutate the request, but it is currently configured to not allow mutations.'
    run -0 response not-mutating quay.example.com/web:1
    says '.allowed' true
}

@test "rewrite: in monitor mode nothing changes" {
    run -0 response monitor $image
    says '[.allowed, .patch] | tostring' '[true,null]'
}

@test "rewrite: a group refuses" {
    run -0 response rewriting-group $image
    says '.allowed' false
    says '.status.details.causes[].message' 'mutation is not allowed inside of policy group'
}

@test "group: an insecure registry needs the other member, credentials are denied either way" {
    run -0 response group registry.example.com/web:1
    says '.allowed' true
    run -0 response group localhost:5000/web:1
    says '.allowed' false
    says '.status.message' 'an image comes from an insecure registry and is not signed, or the object exposes credentials'
    run -0 response group localhost:5001/web:1
    says '.allowed' true
    run -0 response group registry.example.com/web:1 REGISTRY_PASSWORD=CANARY
    says '.allowed' false
    says '.status.details.causes | map(.field)[]' spec.policies.credentials
    [[ $output != *CANARY* ]]
}
