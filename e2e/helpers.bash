# What the scenarios are written with.
# shellcheck disable=SC2154 # `run` exports the label
bats_require_minimum_version 1.5.0

# Keeps of the policy's messages what a scenario is about: the object, the rule, the place. The rest, other tests compare.
gist() {
    sed -E -e '/ at$/{N;s/\n +/ /}' -e '/^  /d' \
        -e 's/^(- [a-z-]+ at [^ ]+[^ :]).*/\1/' \
        -e 's/^(Warning: .*[a-z]-[a-z-]+) at .*/\1/' \
        -e 's/^(.*failed calling webhook "[^"]*"): .*/\1/' <<<"$1"
}

# Runs a command; its status, and the gist of what it says, have to be those given: says 0 kubectl … <<'EOF'
says() {
    local wanted=$1 expected found status=0
    expected=$(cat)
    shift
    found=$("$@" 2>&1) || status=$?
    if [[ $status != "$wanted" ]]; then
        echo "status: expected $wanted, found $status"
        echo "$found"
        return 1
    fi
    diff -u --label expected --label found <(echo "$expected") <(gist "$found")
}

# says, for a command that reads a manifest: the file is written to $MANIFEST first.
manifest() {
    MANIFEST=$BATS_TEST_TMPDIR/${1:-manifest}.yaml
    cat >"$MANIFEST"
}

# Repeats a command until it succeeds: eventually SECONDS COMMAND…
eventually() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        if ((SECONDS > end)); then
            echo "not within the time given: $*"
            return 1
        fi
        sleep 0.3
    done
}

# A namespace that the policies judge, or not yet.
namespace() {
    kubectl create namespace "$1" -o json --dry-run=client |
        jq --arg tag "$label" '.metadata.labels[$tag] = "unjudged"' | kubectl create -f - >/dev/null
    eventually 30 kubectl get serviceaccount default -n "$1"
    [[ ${2:-} != judged ]] || judge "$1"
}

# From here on, the policies judge a namespace.
judge() {
    kubectl label namespace "$1" --overwrite "$label=judged" >/dev/null
    eventually 30 denies "$1"
}

denies() {
    ! kubectl run probe -n "$1" --image=localhost:5000/probe --dry-run=server 2>"$BATS_TEST_TMPDIR/probe" &&
        grep -q 'denied the request' "$BATS_TEST_TMPDIR/probe"
}

# A Deployment: deployment NAME IMAGE [REPLICAS]
deployment() {
    kubectl create deployment "$1" --image="$2" --replicas="${3:-1}" --dry-run=client -o yaml
}

# How many Pods of a namespace there are, those that are being deleted left out: pods NAMESPACE [SELECTOR]
pods() {
    kubectl get pods -n "$1" ${2:+-l "$2"} -o json | jq '[.items[] | select(.metadata.deletionTimestamp | not)] | length'
}

has_pods() {
    (($(pods "$1" "$3") == $2))
}
