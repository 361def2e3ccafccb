//! What the policy may cost, in counts: bytes, instructions, memory. A time is never a test.
//!
//! A budget stands a little above what was measured. Who breaks one finds out what for, and either mends it or says in the
//! commit why the new cost is worth it.

use base64::Engine as _;
use insecure_registry_fixtures::inputs::{self, Input};
use insecure_registry_host::guest;
use insecure_registry_host::host::{Call, CallOptions};
use insecure_registry_manifests::request::payload;
use serde_json::{Value, json};

use crate::fixtures::{pod, request};
use crate::policy;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

fn meter(object: Value, settings: &Value) -> (Call, usize) {
    let payload = payload(&request(object), settings);
    (policy().meter("validate", &payload, &CallOptions::default()), payload.len())
}

#[track_caller]
fn within(what: &str, measured: usize, budget: usize) {
    assert!(measured <= budget, "{what}: {measured}, and the budget is {budget}");
    // A budget that is far off guards nothing.
    assert!(measured * 5 >= budget * 4, "{what}: {measured}; the budget of {budget} can come down");
}

fn instructions(call: &Call) -> usize {
    usize::try_from(call.instructions).unwrap()
}

#[test]
fn the_module_is_small() {
    within("bytes of wasm", guest::policy().len(), 1000 * KIB);
}

#[test]
fn requests_take_few_instructions() {
    let empty = json!({"apiVersion": "v1", "kind": "Pod"});
    within("an empty pod", instructions(&meter(empty, &json!({})).0), 31_000);
    within("a small pod", instructions(&meter(pod("nginx:1.27"), &json!({})).0), 45_000);
    let mut containers = Vec::new();
    for nth in 0..5 {
        containers.push(json!({
            "name": format!("container-{nth}"), "image": format!("registry.example.com/team/app-{nth}:1.2.3"),
            "args": ["--listen=:8080", "--log-level=info"],
            "env": [{"name": "POD_IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}, {"name": "MODE", "value": "production"}],
            "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"}],
            "livenessProbe": {"httpGet": {"path": "/healthz", "port": "http", "scheme": "HTTP"}, "periodSeconds": 10, "timeoutSeconds": 1},
            "resources": {"limits": {"cpu": "500m", "memory": "256Mi"}, "requests": {"cpu": "100m", "memory": "128Mi"}},
            "volumeMounts": [{"mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "name": "token", "readOnly": true}]
        }));
    }
    let mut typical = pod("x");
    typical["spec"]["containers"] = json!(containers);
    within("a typical pod", instructions(&meter(typical, &json!({})).0), 140_000);
}

/// What the benchmarks measure, in instructions; and no more memory than twice the payload and some.
#[test]
fn what_clusters_send_takes_what_it_took() {
    let budgets = [
        ("pod, 0.5 KB", 43_450),
        ("pod, 5 KB", 158_500),
        ("the same, 10 entries in settings", 166_000),
        ("the same, 1,000 entries", 734_000),
        ("pod, 25 KB", 663_500),
        ("Deployment, 300 KB", 4_705_000),
        ("custom resource, 5 KB", 412_000),
        ("Tekton Pipeline, 5 KB", 2_770_000),
        ("pull Secret, 1 KB", 125_500),
        ("Opaque Secret, 1 MiB", 6_280_000),
        ("ConfigMap, 1 MiB, text", 9_970_000),
        ("ConfigMap, 1 MiB, base64", 18_200_000),
        ("ConfigMap, 1 MiB, TOML", 52_300_000),
        ("ConfigMap, 1 MiB, JSON", 22_200_000),
        ("ConfigMap, 1 MiB, `auths`", 42_500_000),
        ("ConfigMap, 1 MiB, nginx", 14_600_000),
        ("ConfigMap, 1 MiB, Prometheus", 94_500_000),
        ("ConfigMap, 1 MiB, Fluent Bit", 23_900_000),
        ("ConfigMap, 1 MiB, Envoy", 30_500_000),
        ("ConfigMap, 1 MiB, Grafana", 36_600_000),
        ("ConfigMap, 1 MiB, OpenAPI", 25_200_000),
        ("ConfigMap, 1 MiB, properties", 36_200_000),
        ("ConfigMap, 1 MiB, shell", 102_000_000),
        ("ConfigMap, 1 MiB, Markdown", 40_700_000),
        ("UPDATE, 2 MiB, text", 12_350_000),
    ];
    cost_what_they_did(&inputs::all(), &budgets);
}

/// What is in the settings costs nothing but reading it, unless it is for the request.
#[test]
fn settings_take_what_they_took() {
    let budgets = [
        ("none", 158_500),
        ("`exemptions` with `until`", 169_000),
        ("`annotations`", 169_000),
        ("`namespaces`, none of which matches", 211_500),
        ("`namespaces`, the last of which matches", 232_000),
        ("`rewrites` for other namespaces", 217_500),
        ("`rewrites` for other registries", 503_000),
        ("`rewrites`, the last of which rewrites all images", 982_000),
    ];
    cost_what_they_did(&inputs::with_settings(), &budgets);
}

#[track_caller]
fn cost_what_they_did(inputs: &[Input], budgets: &[(&str, usize)]) {
    assert_eq!(inputs.len(), budgets.len());
    let mut measured = Vec::new();
    for (input, (name, budget)) in inputs.iter().zip(budgets) {
        assert_eq!(input.name, *name);
        let call = policy().meter("validate", &input.payload, &CallOptions::default());
        measured.push((*name, instructions(&call), *budget));
        let most = 2 * input.payload.len() + 3 * MIB / 2;
        assert!(call.peak_memory <= most, "{name}: {} bytes of memory", call.peak_memory);
        // An object with other images, or with the values of its parameters, is a copy.
        let is_copied = name.contains("rewrites") || name.contains("Pipeline");
        if input.payload.len() < 8 * KIB && !name.contains("entries") && !is_copied {
            assert!(call.peak_memory <= 384 * KIB, "{name}: {} bytes of memory", call.peak_memory);
        }
    }
    let is_off = |(_, measured, budget): &&(&str, usize, usize)| measured > budget || measured * 5 < budget * 4;
    let off: Vec<_> = measured.iter().filter(is_off).collect();
    assert!(off.is_empty(), "over their budgets, or far below: {off:#?}\nall: {measured:#?}");
}

/// Fuel for each byte is the same for small and large inputs: nothing is quadratic.
#[test]
fn instructions_grow_with_the_payload_and_no_faster() {
    type Shape = (&'static str, fn(usize) -> Value);
    let shapes: [Shape; 31] = [
        ("text", |size| json!({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "x".repeat(size)}})),
        ("good containers", |size| containers(size, "nginx")),
        ("bad containers", |size| containers(size, "localhost:5000/app")),
        ("a long image", |size| pod(&"a/".repeat(size / 2))),
        ("the word auths", |size| config_map(&"{\"auths\":".repeat(size / 11))),
        ("documents that are not closed", |size| config_map(&r#"{"auths":{"a":{"auth":"#.repeat(size / 28))),
        ("documents in strings", |size| config_map(&r#""auths":{"a":{"b":""#.repeat(size / 50))),
        ("files in YAML", |size| {
            config_map(&format!("configs:\n{}", "  a: {auth: {password: ''}}\n".repeat(size / 29)))
        }),
        ("nested YAML", |size| config_map(&format!("configs: {{auth: {}", "[".repeat(size)))),
        ("YAML of keys", |size| config_map(&format!("configs: auth:\n{}", "? ".repeat(size / 2)))),
        ("files in TOML", |size| {
            config_map(&format!("[plugins.registry.auth]\n{}", "a.b = [1, {c = 2}]\n".repeat(size / 20)))
        }),
        ("nested TOML", |size| config_map(&format!("[plugins.registry.auth]\na = {}", "[".repeat(size)))),
        ("flags of dockerd", |size| config_map(&format!("ExecStart={}", "--insecure-registry=".repeat(size / 20)))),
        ("words of files", |size| {
            config_map(&"http://insecure-registries\"verify\"registry-mirrors".repeat(size / 53))
        }),
        ("lists of Docker", |size| config_map(&r#""insecure-registries":["a","#.repeat(size / 34))),
        ("here documents", |size| config_map(&"cat <<A\nmirrors: {endpoint: 'http://'}\nA\n".repeat(size / 44))),
        ("here documents that are not closed", |size| {
            config_map(&format!("mirrors: endpoint http://\n{}", "a <<A\n".repeat(size / 8)))
        }),
        ("files in files", |size| {
            config_map(&format!(
                "mirrors: {{endpoint: 'http://'}}\nb:\n{}",
                "- |\n  mirrors: {endpoint: 'http://'}\n".repeat(size / 44)
            ))
        }),
        ("base64 of base64", |size| config_map(&base64(&base64(&"insecure_skip_verify configs\n".repeat(size / 53))))),
        ("a data URL", |size| config_map(&format!("data:,{}", "%0Ainsecure".repeat(size / 11)))),
        ("flags", |size| arguments(&["kaniko", "--insecure", "--tls-verify=0", "crane"].repeat(size / 46))),
        ("base64 in text", |size| config_map(&"eyJhdXRocyI6eyJhIjoi ".repeat(size / 21))),
        ("a resource", |size| {
            let part = json!({"auth": "x", "list": [{"auths": {"a": {"auth": ""}}}, "auth: 5"]});
            json!({"apiVersion": "a.io/v1", "kind": "A", "spec": vec![&part; size / part.to_string().len()]})
        }),
        ("arguments", |size| arguments(&["docker", "login", "-p", "$(X)"].repeat(size / 30))),
        ("a script", |size| arguments(&["sh", "-c", &"docker login -p \"$X\" | y # z\n".repeat(size / 33)])),
        ("a script of substitutions", |size| arguments(&["sh", "-c", &"login $(a `b".repeat(size / 12)])),
        ("base64", |size| config_map(&format!("ew{}", "AAAA".repeat(size / 4)))),
        ("a document of many entries", |size| config_map(&many_entries(size))),
        ("a nested document", |size| config_map(&format!("{}{}", "{\"a\":".repeat(size / 8), "}".repeat(size / 8)))),
        ("quotes", |size| config_map(&"\\\"".repeat(size / 4))),
        ("variables", |size| {
            let mut object = pod("nginx");
            let variable = json!({"name": "REGISTRY_PASSWORD", "value": "$(X)"});
            object["spec"]["containers"][0]["env"] = json!(vec![&variable; size / variable.to_string().len()]);
            object
        }),
    ];
    for (what, object) in shapes {
        // In tenths of an instruction.
        let per_byte = |size| {
            let (call, length) = meter(object(size), &json!({}));
            instructions(&call) * 10 / length
        };
        let (small, large) = (per_byte(100 * KIB), per_byte(2 * MIB));
        assert!(
            large * 10 <= small * 11,
            "{what}: {small} tenths of an instruction for each byte of 100 KiB, {large} of 2 MiB"
        );
    }
}

fn config_map(text: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": text}})
}

fn base64(text: &str) -> String {
    base64::prelude::BASE64_STANDARD.encode(text)
}

fn arguments(words: &[&str]) -> Value {
    let mut object = pod("nginx");
    object["spec"]["containers"][0]["args"] = json!(words);
    object
}

fn many_entries(size: usize) -> String {
    let entries: Vec<_> = (0..size / 40).map(|nth| format!(r#""r{nth}.io":{{"auth":"cm9ib3Q6Q0FOQVJZ"}}"#)).collect();
    format!(r#"{{"auths":{{{}}}}}"#, entries.join(","))
}

fn containers(size: usize, image: &str) -> Value {
    let mut object = pod("x");
    let container = json!({"image": image});
    object["spec"]["containers"] = json!(vec![&container; size / container.to_string().len()]);
    object
}

#[test]
fn memory_is_twice_the_payload_and_some() {
    for (what, object) in [
        ("text", json!({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "x".repeat(2 * MIB)}})),
        ("good containers", containers(2 * MIB, "nginx")),
        ("bad containers", containers(2 * MIB, "localhost:5000/app")),
        ("escapes", pod(&"\n".repeat(MIB))),
        ("base64", config_map(&format!("ew{}", "AAAA".repeat(MIB / 2)))),
        ("a document", config_map(&many_entries(MIB))),
        ("files in YAML", config_map(&format!("configs:\n{}", "  a: {auth: {password: ''}}\n".repeat(MIB / 29)))),
        ("files in TOML", config_map(&format!("[plugins.registry.auth]\n{}", "a.b = [1, {c = 2}]\n".repeat(MIB / 20)))),
        ("a script", arguments(&["sh", "-c", &"docker login -p \"$X\" | y # z\n".repeat(MIB / 33)])),
        ("arguments", arguments(&["docker", "login", "-p", "$(X)"].repeat(MIB / 30))),
    ] {
        let (call, length) = meter(object, &json!({}));
        call.answer.unwrap();
        assert!(call.peak_memory <= 2 * length + 3 * MIB / 2, "{what}: {} bytes for {length}", call.peak_memory);
    }
}

/// Most entries of a long list are passed over without being read.
#[test]
fn long_lists_in_the_settings_are_cheap() {
    let entries: Vec<_> = (0..1000).map(|nth| format!("registry-{nth}.example.com:5000")).collect();
    let with = |settings: &Value| instructions(&meter(pod("registry.example.com/app:1"), settings).0);
    let without = with(&json!({}));
    for list in ["insecureRegistries", "trustedRegistries", "deniedRegistries"] {
        within("an entry that does not match", (with(&json!({list: entries})) - without) / 1000, 590);
    }
}
