//! Random secrets at random places: each is found, and nothing of it comes out.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as STANDARD;
use insecure_registry_host::host::CallOptions;
use insecure_registry_manifests::request::payload;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fixtures::{findings, native, pod, request};
use crate::policy;

/// A document of Docker's configuration.
fn document(secret: &str) -> Value {
    json!({"auths": {"registry.example.com": {"auth": base64(format!("robot:{secret}").as_bytes())}}})
}

fn plain_document(secret: &str) -> Value {
    json!({"auths": {"registry.example.com": {"username": "robot", "password": secret}}})
}

#[allow(clippy::needless_pass_by_value)] // written out by `json!`
fn with_container(field: &str, value: Value) -> Value {
    let mut object = pod("docker:27");
    object["spec"]["containers"][0][field] = value;
    object
}

fn config_map(text: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": text}})
}

fn annotated(text: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a", "annotations": {"a": text}}})
}

fn resource(spec: &Value) -> Value {
    json!({"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "a"}, "spec": spec})
}

fn pull_secret(field: &str, text: &str) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "type": "kubernetes.io/dockerconfigjson",
        field: {".dockerconfigjson": text},
    })
}

/// Makes an object that holds the secret.
type Plant = fn(&str) -> Value;

/// Every way in which an object can hold the secret, with the rule that finds it.
const PLACES: [(&str, Plant); 29] = [
    ("credentials-in-reference", |it| pod(&format!("robot:{it}@registry.example.com/app:1"))),
    ("credentials-in-env", |it| with_container("env", json!([{"name": "REGISTRY_PASSWORD", "value": it}]))),
    ("credentials-in-env", |it| with_container("env", json!([{"name": "A", "value": document(it).to_string()}]))),
    ("credentials-in-env", |it| {
        with_container("env", json!([{"name": "A", "value": base64(document(it).to_string().as_bytes())}]))
    }),
    ("credentials-in-args", |it| with_container("args", json!(["docker", "login", "-u", "robot", "-p", it]))),
    ("credentials-in-args", |it| with_container("args", json!(["login", format!("--password={it}")]))),
    ("credentials-in-args", |it| {
        with_container("args", json!(["skopeo", "copy", "--src-creds", format!("robot:{it}")]))
    }),
    ("credentials-in-args", |it| with_container("command", json!(["sh", "-c", format!("docker login -p '{it}'")]))),
    ("credentials-in-args", |it| {
        with_container("command", json!(["sh", "-c", format!("printf %s '{it}' | docker login --password-stdin")]))
    }),
    ("credentials-in-args", |it| {
        let script = format!("echo '{}' > /kaniko/.docker/config.json", document(it));
        with_container("lifecycle", json!({"postStart": {"exec": {"command": ["sh", "-c", script]}}}))
    }),
    ("credentials-in-args", |it| {
        with_container("livenessProbe", json!({"exec": {"command": ["crane", "auth", "login", "-p", it]}}))
    }),
    ("credentials-in-config-map", |it| config_map(&document(it).to_string())),
    ("credentials-in-config-map", |it| config_map(&plain_document(it).to_string())),
    ("credentials-in-config-map", |it| config_map(&base64(plain_document(it).to_string().as_bytes()))),
    ("credentials-in-config-map", |it| config_map(&format!("a = {}", json!(document(it).to_string())))),
    ("credentials-in-config-map", |it| {
        config_map(&format!(
            "configs:\n  registry.example.com:\n    auth:\n      username: robot\n      password: '{it}'\n"
        ))
    }),
    ("credentials-in-config-map", |it| {
        config_map(&format!("[plugins.cri.registry.configs.\"registry.example.com\".auth]\npassword = '{it}'\n"))
    }),
    ("credentials-in-config-map", |it| {
        config_map(&format!("[host.\"https://a.example.com\".header]\nauthorization = 'Bearer {it}'\n"))
    }),
    ("credentials-in-config-map", |it| {
        config_map(&base64(
            format!("proxy: {{remoteurl: 'https://a.example.com', password: '{it}'}}\nauth: x").as_bytes(),
        ))
    }),
    ("credentials-in-annotation", |it| annotated(&document(it).to_string())),
    ("credentials-in-annotation", |it| annotated(&json!({"data": {"a": plain_document(it).to_string()}}).to_string())),
    ("credentials-in-resource", |it| resource(&json!({"registries": document(it)}))),
    ("credentials-in-resource", |it| resource(&json!({"list": [{"text": plain_document(it).to_string()}]}))),
    ("credentials-in-resource", |it| {
        resource(&json!({"source": format!("data:;base64,{}", base64(document(it).to_string().as_bytes()))}))
    }),
    ("pull-secret-over-http", |it| {
        let document = json!({"auths": {"http://a.example.com": {"username": "robot", "password": it}}});
        pull_secret("stringData", &document.to_string())
    }),
    ("unreadable-pull-secret", |it| pull_secret("stringData", it)),
    ("unreadable-pull-secret", |it| pull_secret("data", &base64(it.as_bytes()))),
    ("mistyped-pull-secret", |it| {
        let mut secret = pull_secret("stringData", &document(it).to_string());
        secret["type"] = json!("Opaque");
        secret
    }),
    ("pull-secret-in-last-applied", |it| {
        let mut secret = pull_secret("data", &base64(document(it).to_string().as_bytes()));
        let applied = json!({"kind": "Secret", "stringData": {".dockerconfigjson": document(it).to_string()}});
        secret["metadata"]["annotations"] =
            json!({"kubectl.kubernetes.io/last-applied-configuration": applied.to_string()});
        secret
    }),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_secret_is_found_wherever_it_is_planted_and_never_shown(
        secret in "[A-Za-z0-9][A-Za-z0-9!#%+,/:;=?@^_~-]{7,40}",
        place in 0..PLACES.len(),
    ) {
        let (rule, object) = PLACES[place];
        let payload = payload(&request(object(&secret)), &json!({}));
        let answer = native(&payload).unwrap();
        prop_assert_eq!(policy().call("validate", &payload, &CallOptions::default()).answer.unwrap(), answer.clone());
        let text = String::from_utf8(answer.clone()).unwrap();
        let found = findings(&serde_json::from_slice(&answer).unwrap());
        prop_assert!(found.iter().any(|it| it["rule"] == rule), "{}: {}", rule, text);
        for leak in leaks(&secret) {
            prop_assert!(!text.contains(&leak), "{} shows {}: {}", rule, leak, text);
        }
        // Another secret of another length, the same answer.
        let other = payload_of(rule, object, "Zz9-other-secret-of-another-length");
        prop_assert_eq!(native(&other).unwrap(), native(&payload_of(rule, object, &secret)).unwrap());
    }
}

/// The message of an unreadable document gives the position where it stops being one, which depends on the text.
fn payload_of(rule: &str, object: Plant, secret: &str) -> Vec<u8> {
    let secret = if rule == "unreadable-pull-secret" { "CANARY" } else { secret };
    payload(&request(object(secret)), &json!({}))
}

/// The secret, backwards, and in base64 wherever it may begin in what is encoded.
fn leaks(secret: &str) -> Vec<String> {
    let mut leaks = vec![secret.to_owned(), secret.chars().rev().collect()];
    for before in 0..3 {
        let encoded = base64([&vec![0; before], secret.as_bytes()].concat().as_slice());
        // Without the letters at both ends that neighbours have a part in.
        leaks.push(encoded[4..encoded.len() - 4].to_owned());
    }
    leaks
}

fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
