use insecure_registry_fixtures as fixtures;
use insecure_registry_policy::validate;
use serde_json::{Value, json};

use super::*;

fn migrated(text: &str) -> Result<Printed, Error> {
    let mut migration = Migration::default();
    migration.text("policy.yaml", text);
    migration.printed()
}

fn printed(policy: &Value) -> String {
    migrated(&policy.to_string()).map_or_else(|error| format!("error: {error}"), |printed| printed.text)
}

fn constraint(kind: &str, spec: &Value) -> Value {
    json!({"apiVersion": "constraints.gatekeeper.sh/v1beta1", "kind": kind, "metadata": {"name": "c"}, "spec": spec})
}

fn rule(pattern: &str) -> Value {
    let pattern = json!({"spec": {"=(initContainers)": [{"image": pattern}], "=(ephemeralContainers)": [{"image": pattern}],
        "containers": [{"image": pattern}]}});
    json!({"name": "r", "match": {"any": [{"resources": {"kinds": ["Pod"]}}]}, "validate": {"pattern": pattern}})
}

fn kyverno(rules: &[Value]) -> Value {
    json!({"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicy", "metadata": {"name": "k"},
        "spec": {"validationFailureAction": "Enforce", "rules": rules}})
}

/// Whether the policy accepts a pod with this image under these settings.
fn accepts(settings: &str, image: &str) -> bool {
    let settings: Value = serde_json::from_str(&settings::json_of(settings).unwrap()).unwrap();
    let payload = json!({"request": fixtures::request(fixtures::pod(image)), "settings": settings});
    let answer: Value = serde_json::from_slice(&validate(payload.to_string().as_bytes()).unwrap()).unwrap();
    answer["accepted"].as_bool().unwrap()
}

const IMAGES: [&str; 14] = [
    "registry.example.com/app:1",
    "registry.example.com.evil.example/app:1",
    "ghcr.io/org/app:1",
    "ghcr.io/org-evil/app:1",
    "ghcr.io/other/app:1",
    "evil.example/ghcr.io/org/app:1",
    "openpolicyagent/opa:1",
    "openpolicyagent-evil/opa:1",
    "nginx:1",
    "nginx.evil.example/app:1",
    "a.example.org/app:1",
    "a.b.example.org/app:1",
    "example.org/app:1",
    "evil.example/x.example.org/app:1",
];

/// Compares with what the other policy does: nothing is allowed that it denies, and what is denied that it allows is what nobody meant.
fn compare(what: &str, settings: &str, allows: impl Fn(&str) -> bool) {
    for image in IMAGES {
        match (accepts(settings, image), allows(image)) {
            (true, false) => panic!("{what}: {image} is allowed here only\n{settings}"),
            (false, true) => assert!(image.contains("evil"), "{what}: {image} is denied here only\n{settings}"),
            _ => {}
        }
    }
}

#[test]
fn prefixes_of_gatekeeper_are_what_they_were_meant_to_be() {
    for prefixes in [
        &["registry.example.com/"][..],
        &["registry.example.com"],
        &["ghcr.io/org/", "openpolicyagent/"],
        &["ghcr.io/org", "openpolicyagent"],
        &["ghcr.io/", "nginx"],
        &["a.example.org/", "registry.example.com", "docker.io/*"],
    ] {
        // `openpolicyagent` alone is the name of an image.
        let prefixes: Vec<&str> = prefixes.iter().copied().filter(|it| *it != "openpolicyagent").collect();
        let begins = |image: &str| prefixes.iter().any(|prefix| image.starts_with(prefix));
        let of = |kind: &str| printed(&constraint(kind, &json!({"parameters": {"repos": prefixes}})));
        compare(&prefixes.join(" "), &of("K8sAllowedRepos"), begins);
        let settings = of("K8sDisallowedRepos");
        for image in IMAGES {
            let is_whole = |prefix: &&&str| prefix.ends_with('/') && image.starts_with(**prefix);
            let is_meant = prefixes.iter().any(|it| is_whole(&it)) || (begins(image) && !image.contains("evil"));
            assert_eq!(accepts(&settings, image), !is_meant, "{image}\n{settings}");
        }
        let starred: Vec<_> = prefixes.iter().map(|prefix| format!("{prefix}*")).collect();
        let starred: Vec<_> = starred.iter().filter(|it| !it.ends_with("**")).collect();
        compare(
            "v2",
            &printed(&constraint("K8sAllowedReposv2", &json!({"parameters": {"allowedImages": starred}}))),
            begins,
        );
    }
}

#[test]
fn patterns_of_kyverno_are_what_they_were_meant_to_be() {
    for (pattern, prefixes) in [
        ("registry.example.com/* | ghcr.io/org/*", &["registry.example.com/", "ghcr.io/org/"][..]),
        ("registry.example.com/*|openpolicyagent/*", &["registry.example.com/", "openpolicyagent/"]),
        ("registry.example.com*", &["registry.example.com"]),
        ("*.example.org/*", &["a.example.org/", "a.b.example.org/", "evil.example/x"]),
    ] {
        compare(pattern, &printed(&kyverno(&[rule(pattern)])), |image| prefixes.iter().any(|it| image.starts_with(it)));
    }
    let denied = printed(&kyverno(&[rule("!ghcr.io/* & !nginx*")]));
    for image in IMAGES {
        let is_denied = image.starts_with("ghcr.io/") || image == "nginx:1";
        assert_eq!(accepts(&denied, image), !is_denied, "{image}\n{denied}");
    }
}

#[test]
fn all_lists_have_to_allow_an_image() {
    let both = json!({"registries": {"allow": ["ghcr.io", "*.example.org"]}, "images": {"allow": ["ghcr.io/org/*", "nginx", "a.example.org/x"]}});
    let text = printed(&both);
    let entries = "allowedRegistries:\n  - \"a.example.org/x\"\n  - \"ghcr.io/org\"\n";
    assert!(text.contains(entries) && !text.contains("- \"docker.io"), "{text}");
    let two = printed(&kyverno(&[rule("ghcr.io/*"), rule("ghcr.io/org/* | quay.io/*")]));
    assert!(
        two.contains("  - \"ghcr.io/org\"\n") && !two.contains("- \"quay.io\"") && !two.contains("- \"ghcr.io\""),
        "{two}"
    );
    let none = printed(&kyverno(&[rule("ghcr.io/*"), rule("quay.io/*")]));
    assert!(
        none.starts_with("error: rule `r` of ClusterPolicy k, rule `r` of ClusterPolicy k have nothing in common"),
        "{none}"
    );
}

/// Settings without a list allow everything: a list is never lost.
#[test]
fn a_list_of_which_nothing_is_left_is_an_error() {
    for policy in [
        constraint("K8sAllowedRepos", &json!({"parameters": {"repos": ["docker.io/*"]}})),
        constraint("K8sAllowedRepos", &json!({"parameters": {"repos": []}})),
        constraint("K8sAllowedReposv2", &json!({})),
        json!({"registries": {"allow": ["reg*.example.com"]}}),
        kyverno(&[rule("*/team/*")]),
    ] {
        let text = printed(&policy);
        assert!(text.starts_with("error: ") && text.contains("nothing of its list"), "{policy}: {text}");
    }
    let all = printed(&json!({"images": {"allow": ["ghcr.io/org/app"], "reject": ["ghcr.io/org/app"]}}));
    assert_eq!(all, "error: all that is allowed is also denied: no image passes");
}

#[test]
fn other_objects_are_exemptions_or_said() {
    let spec = |selector: Value| json!({"match": selector, "parameters": {"repos": ["ghcr.io/"]}});
    let text = printed(&constraint(
        "K8sAllowedRepos",
        &spec(json!({"excludedNamespaces": ["kube-*"], "kinds": [{"kinds": ["Pod"]}]})),
    ));
    let exemption = "exemptions:\n  - reason: \"excluded from K8sAllowedRepos c\"\n    rules: [untrusted-registry]\n    namespaces: [\"kube-*\"]\n";
    assert!(text.contains(exemption) && !text.contains("only for"), "{text}");
    let text = printed(&constraint(
        "K8sAllowedRepos",
        &spec(json!({"namespaces": ["dev-a", "dev-*", "b"], "labelSelector": {}})),
    ));
    let lists = "namespaces:\n  - match: [\"dev-*\", \"b\"]\n    allowedRegistries:\n      - \"ghcr.io\"\n";
    assert!(text.contains(lists), "{text}");
    let other = printed(&constraint("K8sAllowedRepos", &spec(json!({"namespaces": ["Dev"]}))));
    assert!(
        other.contains("# K8sAllowedRepos c is only for the namespaces `Dev`; these settings are for all"),
        "{other}"
    );
    assert!(text.contains("# K8sAllowedRepos c is only for objects that `match.labelSelector` selects"), "{text}");
    let mut of_namespace = kyverno(&[rule("ghcr.io/*")]);
    (of_namespace["kind"], of_namespace["metadata"]["namespace"]) = (json!("Policy"), json!("shop"));
    let text = printed(&of_namespace);
    assert!(text.contains("  - match: [\"shop\"]\n    allowedRegistries:\n"), "{text}");
    let mut two = rule("ghcr.io/*");
    two["match"] = json!({"any": [{"resources": {"namespaces": ["a"]}}, {"resources": {"namespaces": ["b"]}}]});
    let text = printed(&kyverno(&[two.clone()]));
    assert!(text.contains("  - match: [\"a\", \"b\"]\n"), "{text}");
    two["match"]["any"][1] = json!({"resources": {"kinds": ["Pod"]}});
    let text = printed(&kyverno(&[two]));
    assert!(!text.contains("namespaces:\n") && text.contains("is for the namespaces `a` under conditions"), "{text}");
    let mut excluding = rule("ghcr.io/*");
    excluding["exclude"] = json!({"any": [{"resources": {"namespaces": ["kube-system"]}}]});
    assert!(printed(&kyverno(&[excluding.clone()])).contains("    namespaces: [\"kube-system\"]\n"));
    excluding["exclude"]["any"][0]["resources"]["kinds"] = json!(["DaemonSet"]);
    assert!(!printed(&kyverno(&[excluding.clone()])).contains("exemptions:"));
    excluding["exclude"]["any"][0]["resources"]["kinds"] = json!(["Pod"]);
    assert!(printed(&kyverno(&[excluding.clone()])).contains("exemptions:"));
    excluding["exclude"]["any"][0]["subjects"] = json!([{"kind": "User", "name": "a"}]);
    let text = printed(&kyverno(&[excluding.clone()]));
    assert!(!text.contains("exemptions:") && text.contains("excludes other objects than whole namespaces"), "{text}");
    let text = printed(&kyverno(&[excluding, rule("ghcr.io/*")]));
    assert!(text.starts_with("error: these policies are for different objects"), "{text}");
}

#[test]
fn what_is_not_read_is_named() {
    let cel = json!({"name": "c", "validate": {"cel": {"expressions": []}}});
    for (policy, expected) in [
        (kyverno(&[rule("ghcr.io/*"), cel]), "rule `c` of ClusterPolicy k uses `validate.cel`, which is not read"),
        (
            kyverno(&[rule("ghcr.io/* | !quay.io/*")]),
            "rule `r` of ClusterPolicy k: `ghcr.io/* | !quay.io/*` has `|` beside `&` or `!`",
        ),
        (kyverno(&[rule("{{registry}}/*")]), "rule `r` of ClusterPolicy k: `{{registry}}/*` has a variable"),
    ] {
        let printed = migrated(&policy.to_string()).unwrap();
        assert_eq!(printed.errors, [expected]);
        assert!(matches!(printed.outcome, Outcome::Incomplete));
    }
    for (text, expected) in [
        (
            "apiVersion: policies.kyverno.io/v1\nkind: ValidatingPolicy\nmetadata: {name: v}\n",
            "policy.yaml: ValidatingPolicy v is written in CEL, which is not read",
        ),
        ("apiVersion: v1\nkind: Pod\n", "policy.yaml: Pod is not a policy that is read here"),
        ("a: [CANARY\n", "policy.yaml:1: not valid YAML"),
        ("", "found no policy"),
    ] {
        let printed = migrated(text).unwrap();
        assert_eq!((printed.text.as_str(), &printed.errors[..]), ("", &[expected.to_owned()][..]));
    }
}

#[test]
fn what_only_reports_warns() {
    let mut policy = kyverno(&[rule("ghcr.io/*")]);
    assert!(!printed(&policy).contains("rules:"));
    policy["spec"]["validationFailureAction"] = json!("Audit");
    assert!(printed(&policy).contains("  untrusted-registry: warn\n"));
    let dryrun =
        constraint("K8sAllowedRepos", &json!({"enforcementAction": "dryrun", "parameters": {"repos": ["ghcr.io/"]}}));
    assert!(printed(&dryrun).contains("  untrusted-registry: warn\n"));
}

#[test]
fn nobody_gets_out_of_a_comment() {
    let policy = json!({"registries": {"allow": ["ghcr.io\nhelp: evil", "ghcr.io", "robot:CANARY@ghcr.io"]}, "tags": {"reject": ["a\nb: c"]}});
    let text = printed(&policy);
    assert!(text.contains("`ghcr.io?help: evil`") && text.contains("(`a?b: c`)") && !text.contains("CANARY"), "{text}");
    let settings = settings::json_of(&text).unwrap();
    assert_eq!(settings, r#"{"allowedRegistries":["ghcr.io"]}"#);
}
