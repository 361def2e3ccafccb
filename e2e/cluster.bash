# What the scenarios need in a cluster: a look at it first, the policies of deploy/, and nothing of that afterwards. Sourced by `run`.
#
# All that is made here has the label below. The policies judge only the namespaces where it is `judged`, so that a namespace can get
# objects that are older than the policy: its label is `unjudged` until they are there.
label=registry-e2e

die() {
    echo "error: $*" >&2
    exit 1
}

# The last line that a command wrote, without what kubectl prints before it.
last_line() {
    tail -n 1 | sed -E 's/^(error|Error from server[^:]*|E[0-9]{4}[^]]*\]): *//'
}

# The documents of manifests, as JSON. `patch --local` is the one command that reads kinds which the cluster may lack.
documents() {
    local file
    for file; do
        kubectl patch --local -f "$file" --type merge -p '{}' -o json
    done
}

# The policies of manifests, as the scenarios install them.
policies() {
    documents "$@" | jq --arg tag "$label" --arg from "${MODULE:-}" --arg server "$label" '
        select(.kind | endswith("AdmissionPolicy"))
        | .metadata.labels[$tag] = "policy"
        | .spec.policyServer = $server
        | if $from == "" then . else .spec.module = $from end
        | if .metadata.namespace then .metadata.namespace = $tag + "-shop"
          else .spec.namespaceSelector.matchExpressions += [{key: $tag, operator: "In", values: ["judged"]}] end'
}

# The name that Kubewarden gives a policy in the policy server and in the webhook.
unique_name='(if .metadata.namespace then "namespaced-\(.metadata.namespace)-" else "clusterwide-" end + .metadata.name)'

installed=(deploy/core.protect.yaml deploy/namespace.yaml)

# What a policy server that is given by its URL has to serve: its policies.yml.
policies_yml() {
    policies "${installed[@]}" | jq -s "map({key: $unique_name, value: {
        module: .spec.module, policyMode: .spec.mode, allowedToMutate: .spec.mutating, settings: .spec.settings}}) | from_entries"
}

# The webhooks that Kubewarden's controller would write.
webhooks() {
    policies "${installed[@]}" | jq -s --arg tag "$label" --arg url "$POLICY_SERVER" \
        --arg ca "$(base64 -w 0 "${POLICY_SERVER_CA:-/dev/null}")" '{
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingWebhookConfiguration",
        metadata: {name: $tag, labels: {($tag): "policy"}},
        webhooks: map('"$unique_name"' as $name | {
            name: "\($name).kubewarden.admission",
            clientConfig: ({url: "\($url)/validate/\($name)"} + if $ca == "" then {} else {caBundle: $ca} end),
            rules: .spec.rules,
            failurePolicy: .spec.failurePolicy,
            matchConditions: .spec.matchConditions,
            namespaceSelector: (if .metadata.namespace
                then {matchLabels: {"kubernetes.io/metadata.name": .metadata.namespace}} else .spec.namespaceSelector end),
            sideEffects: "None",
            timeoutSeconds: 10,
            admissionReviewVersions: ["v1"]
        })}'
}

# Shows manifests to the API server as if to create them, under other names, with unknown fields refused.
strict() {
    documents "$@" | jq --arg tag "$label" '.metadata.name = $tag + "-" + .metadata.name
        | if .kind == "Namespace" then .metadata.name += "-dry-run" else . end
        | if .kind == "AdmissionPolicy" then .metadata.namespace = "default" else . end' |
        kubectl create --dry-run=server --validate=strict -f - 2>&1
}

# Says in a line what the cluster lacks.
check() {
    local program answer
    for program in kubectl jq bats; do
        command -v "$program" >/dev/null || die "$program is missing"
    done
    answer=$(kubectl get --raw /readyz --request-timeout=10s 2>&1) ||
        die "the cluster of KUBECONFIG cannot be reached: $(last_line <<<"$answer")"
    if [[ ${POLICY_SERVER:-} ]]; then
        [[ $POLICY_SERVER == https://* ]] || die "POLICY_SERVER: expected a URL with https://, found \`$POLICY_SERVER\`"
        [[ -z ${POLICY_SERVER_CA:-} || -r $POLICY_SERVER_CA ]] || die "POLICY_SERVER_CA: cannot read \`$POLICY_SERVER_CA\`"
    else
        check_kubewarden
    fi
    answer=$(kubectl get namespaces,validatingwebhookconfigurations -l "$label" -o name)
    [[ -z $answer ]] || remove 2>/dev/null || die "what an earlier run left cannot be removed: it has the label $label"
}

check_kubewarden() {
    local crd=clusteradmissionpolicies.policies.kubewarden.io answer name
    kubectl get crd "$crd" >/dev/null 2>&1 ||
        die "Kubewarden is not in this cluster (no CRD $crd): install its charts, or set POLICY_SERVER to the URL of a policy server"
    answer=$(strict deploy/core.protect.yaml) || case $answer in
        *'unknown field'* | *'no matches for kind'*)
            die "Kubewarden's CRDs are older than deploy/ needs: $(grep -oE 'unknown field "[^"]*"|no matches for kind "[^"]*"' <<<"$answer" | head -n 1)"
            ;;
        *'failed calling webhook'*) die "Kubewarden's controller does not answer: $(last_line <<<"$answer")" ;;
        *) die "Kubewarden refuses deploy/core.protect.yaml: $(last_line <<<"$answer")" ;;
        esac
    name=$(kubectl get clusteradmissionpolicies -l "$label!=policy" -o json |
        jq -r '[.items[].metadata.name | select(. == "insecure-registry" or . == "insecure-registry-system")][0] // empty')
    [[ -z $name ]] || die "the cluster has the policy $name already: the scenarios need a cluster without it"
    name=$(kubectl get policyservers -o name | head -n 1)
    [[ $name ]] || die "the cluster has no PolicyServer: install the chart kubewarden-defaults"
}

# The policies of deploy/, and the first namespace that they judge.
install() {
    local answer
    kubectl create namespace "$label-shop" -o json --dry-run=client |
        jq --arg tag "$label" '.metadata.labels[$tag] = "unjudged"' | quiet kubectl create -f -
    if [[ ${POLICY_SERVER:-} ]]; then
        webhooks | quiet kubectl create -f -
    else
        # As the first one: with its image, its account and the registries that it trusts.
        kubectl get policyservers -o json | jq --arg tag "$label" '.items[0]
            | {apiVersion, kind, metadata: {name: $tag, labels: {($tag): "policy"}}, spec: (.spec + {replicas: 1})}
            | del(.spec.minAvailable, .spec.maxUnavailable)' | quiet kubectl create -f -
        policies "${installed[@]}" | quiet kubectl create -f -
        answer=$(kubectl wait --for=condition=PolicyUniquelyReachable --timeout=180s -A -l "$label=policy" \
            clusteradmissionpolicies,admissionpolicies 2>&1) || die "the policies do not become active: $(last_line <<<"$answer")"
    fi
}

# Runs a command, and shows what it said only if it fails.
quiet() {
    local answer
    answer=$("$@" 2>&1) || die "$1 $2: $(last_line <<<"$answer")"
}

# Takes away all that has the label.
remove() {
    local kinds=validatingwebhookconfigurations,clusterroles,clusterrolebindings node namespace
    for node in $(kubectl get nodes -l "$label" -o name); do
        kubectl uncordon "$node" >/dev/null && kubectl label "$node" "$label-" >/dev/null
    done
    if [[ -z ${POLICY_SERVER:-} ]]; then
        kubectl delete clusteradmissionpolicies,admissionpolicies -A -l "$label" --timeout=120s >/dev/null
        kubectl delete policyservers -l "$label" --timeout=120s >/dev/null
        kubectl delete jobs -A -l "$label" --timeout=60s >/dev/null
    fi
    kubectl delete "$kinds" -l "$label" --timeout=60s >/dev/null
    kubectl delete namespaces -l "$label" --wait=false >/dev/null
    # Finalizers of scenarios that failed.
    for namespace in $(kubectl get namespaces -l "$label" -o jsonpath='{.items[*].metadata.name}'); do
        kubectl get deployments,secrets -n "$namespace" -o json | jq -r '.items[] | select(.metadata.finalizers) | "\(.kind)/\(.metadata.name)"' |
            xargs -r -n 1 kubectl patch -n "$namespace" --type merge -p '{"metadata": {"finalizers": null}}' >/dev/null
    done
    kubectl wait --for=delete namespaces -l "$label" --timeout=180s >/dev/null
}
