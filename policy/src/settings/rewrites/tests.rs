use serde_json::{Value, json};

/// What is said of these entries, without their common path.
fn said(settings: &Value) -> String {
    let answer = crate::validate_settings(settings.to_string().as_bytes()).unwrap();
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    answer["message"].as_str().unwrap_or("fine").replace("invalid settings: ", "")
}

#[track_caller]
fn check(entries: &Value, expected: &str) {
    assert_eq!(said(&json!({"rewrites": entries})), expected, "{entries}");
}

#[test]
fn good_entries_are_taken() {
    check(&json!([]), "fine");
    check(&json!([{"from": "docker.io", "to": "registry.example.com/hub"}]), "fine");
    check(
        &json!([{"from": "*.corp.example:5000", "to": "registry.example.com:8443/corp/x", "on": "workloads"}]),
        "fine",
    );
    check(&json!([{"from": "10.0.0.0/8", "to": "registry.example.com", "pullSecret": "a-1.b", "on": "pods"}]), "fine");
    check(
        &json!([{"from": "docker.io/example", "to": "docker.io/other", "pullSecret": "", "namespaces": [], "except": []}]),
        "fine",
    );
    // It is left alone under its own target.
    check(&json!([{"from": "*.example.com", "to": "registry.example.com/mirror"}]), "fine");
    check(
        &json!([
            {"from": "docker.io/example", "to": "registry.example.com/a"},
            {"from": "docker.io", "to": "registry.example.com/b", "namespaces": ["dev-*"]},
            {"from": "docker.io", "to": "registry.example.com/c"},
        ]),
        "fine",
    );
}

#[test]
fn entries_that_are_not_understood_are_refused() {
    check(
        &json!([{}]),
        "`rewrites[0].from` is missing; expected a registry such as `registry.corp.example:5000`; \
                         `rewrites[0].to` is missing; expected a registry, perhaps with a path: `registry.example.com/mirror`",
    );
    let entry = |field: &str, value: Value| {
        let mut entry = json!({"from": "docker.io", "to": "registry.example.com/hub"});
        entry[field] = value;
        json!([entry])
    };
    let accepted =
        "(accepted: `host`, `host:port`, `*.suffix`, `*.suffix:port`, an address block such as `10.0.0.0/8`)";
    for (field, value, expected) in [
        ("from", json!(5), "from` is a number; expected a string".to_owned()),
        ("from", json!("http://registry.corp.example"), format!("from` has a scheme; write only the host {accepted}")),
        ("from", json!("robot:CANARY@r.example.com"), format!("from` has an `@`; credentials are not allowed here {accepted}")),
        ("to", json!("https://registry.example.com"), format!("to` has a scheme; write only the host {accepted}")),
        ("to", json!("http://registry.example.com"), format!("to` has a scheme; write only the host {accepted}")),
        ("pullSecret", json!("My Secret"), "pullSecret` is not the name of a Secret; use lower-case letters, digits, `-` and `.`, at most 253 characters".to_owned()),
        ("pullSecret", json!("-a"), "pullSecret` is not the name of a Secret; use lower-case letters, digits, `-` and `.`, at most 253 characters".to_owned()),
        ("namespaces", json!(["Dev"]), "namespaces[0]` is not a namespace pattern; use lower-case letters, digits, `-`, and `*` as a wildcard".to_owned()),
        ("except", json!(["a b"]), format!("except[0]` is not a valid host at character 2 {accepted}")),
        ("on", json!("Pods"), "on` is not a valid value; expected `pods` or `workloads`".to_owned()),
        ("On", json!("pods"), "On` is not a field; expected one of `from`, `to`, `pullSecret`, `namespaces`, `except`, `on`".to_owned()),
    ] {
        check(&entry(field, value), &format!("`rewrites[0].{expected}"));
    }
    for to in ["*.example.com", "10.0.0.0/8", "::1", "2001:db8::1"] {
        let what = "`rewrites[0].to` is not a registry that an image can name; expected `host` or `host:port`, perhaps with a path";
        check(&entry("to", json!(to)), what);
    }
    for to in ["registry.example.com/", "registry.example.com/A", "registry.example.com/a:1", "nginx", "a/b"] {
        assert!(said(&json!({"rewrites": entry("to", json!(to))})).starts_with("`rewrites[0].to` "), "{to}");
    }
}

#[test]
fn entries_that_lead_to_insecure_registries_are_refused() {
    let to = |to: &str| json!([{"from": "docker.io", "to": to}]);
    let settings = json!({
        "insecureRegistries": ["*.corp.example:5000"], "trustedRegistries": ["localhost:5001"], "rewrites": to("r.corp.example:5000/x"),
    });
    assert_eq!(said(&settings), "`rewrites[0].to` is insecure by the insecureRegistries entry `*.corp.example:5000`");
    let loopback = "`rewrites[0].to` is a loopback registry, where runtimes do not verify TLS; name a registry with a trusted certificate";
    for registry in ["localhost:5000", "127.0.0.1:5000/hub", "[::1]:5000"] {
        check(&to(registry), loopback);
    }
    assert_eq!(said(&json!({"trustedRegistries": ["localhost:5001"], "rewrites": to("localhost:5001/x")})), "fine");
}

#[test]
fn entries_that_lead_to_insecure_registries_in_some_namespaces_are_refused() {
    let insecure = |entries: Value, namespaces: Value| {
        said(&json!({
            "rewrites": [{"from": "docker.io", "to": "r.corp.example", "namespaces": namespaces}], "namespaces": entries,
        }))
    };
    let here = |nth: usize| {
        format!(
            "`rewrites[0].to` is insecure by the insecureRegistries entry `*.corp.example` (where `namespaces[{nth}]` counts)"
        )
    };
    let dev = json!({"match": ["dev-*"], "insecureRegistries": ["*.corp.example"]});
    let secure = json!({"match": ["dev-a*"], "rules": {"suspect-registry": "deny"}});
    for (namespaces, expected) in [
        (json!([]), here(0)),
        (json!(["dev-a"]), here(0)),
        (json!(["prod", "*-a"]), here(0)),
        (json!(["prod", "d*b"]), here(0)),
        (json!(["dev", "prod-*"]), "fine".to_owned()),
    ] {
        assert_eq!(insecure(json!([dev]), namespaces.clone()), expected, "{namespaces}");
    }
    assert_eq!(insecure(json!([secure, dev]), json!(["dev-*"])), here(1));
    assert_eq!(insecure(json!([secure, dev]), json!(["dev-a", "dev-ab*"])), "fine");
    // What is only so elsewhere does not count.
    let elsewhere = |namespaces: Value| {
        said(&json!({
            "insecureRegistries": ["r.corp.example"],
            "rewrites": [{"from": "docker.io", "to": "r.corp.example", "namespaces": namespaces}],
            "namespaces": [{"match": ["prod-*"], "insecureRegistries": []}],
        }))
    };
    let base = "`rewrites[0].to` is insecure by the insecureRegistries entry `r.corp.example`";
    assert_eq!(elsewhere(json!(["prod-a"])), "fine");
    assert_eq!(elsewhere(json!(["prod-a", "prod"])), base);
    assert_eq!(elsewhere(json!([])), base);
    let trusted = json!({
        "trustedRegistries": ["localhost:5001"], "rewrites": [{"from": "docker.io", "to": "localhost:5001/x"}],
        "namespaces": [{"match": ["*"], "trustedRegistries": []}],
    });
    assert_eq!(
        said(&trusted),
        "`rewrites[0].to` is a loopback registry, where runtimes do not verify TLS; name a registry with a trusted certificate \
         (where `namespaces[0]` counts)"
    );
}

#[test]
fn entries_that_lead_into_each_other_or_never_count_are_refused() {
    let entry = |from: &str, to: &str| json!({"from": from, "to": to});
    let chain = |nth: usize, other: usize| {
        format!(
            "`rewrites[{nth}].to` leads to images that `rewrites[{other}]` rewrites; name the last registry in `to`"
        )
    };
    check(&json!([entry("docker.io", "a.example.com"), entry("a.example.com", "b.example.com")]), &chain(0, 1));
    check(&json!([entry("a.example.com/x", "b.example.com"), entry("docker.io", "a.example.com")]), &chain(1, 0));
    check(&json!([entry("docker.io", "a.example.com/x"), entry("*.example.com", "b.example.net")]), &chain(0, 1));
    check(
        &json!([entry("a.example.com", "b.example.com"), entry("b.example.com", "a.example.com")]),
        &format!("{}; {}", chain(0, 1), chain(1, 0)),
    );
    check(&json!([entry("docker.io", "a.example.com/x"), entry("a.example.com/y", "b.example.com")]), "fine");
    let same = "`rewrites[0]` never counts, since everything under `from` is under `to`";
    check(&json!([entry("a.example.com", "a.example.com")]), same);
    check(&json!([entry("a.example.com/x/y", "a.example.com/x")]), same);
    let hidden = "`rewrites[1].from` never counts, since `rewrites[0]` covers all of it; put this entry first";
    for (first, second) in [
        ("docker.io", "docker.io"),
        ("docker.io", "docker.io/example"),
        ("*.corp.example", "a.corp.example:5000"),
        ("*.corp.example", "*.b.corp.example"),
        ("10.0.0.0/8", "10.1.0.0/16"),
        ("10.0.0.0/8", "10.0.0.1:5000"),
    ] {
        check(&json!([entry(first, "r.example.net/1"), entry(second, "r.example.net/2")]), hidden);
    }
    for (first, second) in
        [("docker.io/example", "docker.io"), ("docker.io/a", "docker.io/ab"), ("r.example.org:1", "r.example.org")]
    {
        check(&json!([entry(first, "r.example.net/1"), entry(second, "r.example.net/2")]), "fine");
    }
}
