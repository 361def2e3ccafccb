//! What the worst requests that are known may cost, and how much the policy may say to them. `make abuse` looks for worse ones.
//!
//! These are requests of 2 MiB: more than the API server lets through of one object, so that nothing that reaches a policy server is
//! more expensive.

use std::time::Duration;

use insecure_registry_fixtures::hostile::{CLASSES, Class, gzip};
use insecure_registry_fixtures::request;
use insecure_registry_host::host::{Call, CallOptions};
use insecure_registry_manifests::request::payload;
use serde_json::{Value, json};

use crate::policy;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// The policy server stops a policy after 2 s. A machine of 2026 gets through twice as many by then.
const MOST_INSTRUCTIONS: u64 = 12_000_000_000;

/// More than twice the payload and 1.5 MiB that what clusters send stays below: what is decoded, unfolded or read as YAML is there
/// beside what it came of, three layers deep.
const MOST_MEMORY: usize = 12 * MIB;

fn meter(payload: &[u8]) -> Call {
    policy().meter("validate", payload, &CallOptions { deadline: Duration::from_mins(1), ..CallOptions::default() })
}

fn answer(payload: &[u8]) -> Value {
    serde_json::from_slice(&meter(payload).answer.unwrap()).unwrap()
}

fn worst(class: &Class, size: usize) -> Vec<u8> {
    (class.carry)(&class.worst, size)
}

#[test]
#[allow(clippy::cast_precision_loss)] // fewer than 2^52
fn the_worst_requests_end_in_time() {
    for class in CLASSES {
        let [half, whole] = [MIB, 2 * MIB].map(|size| {
            let payload = worst(class, size);
            let call = meter(&payload);
            call.answer.as_ref().unwrap_or_else(|failure| panic!("{}: {failure}", class.name));
            assert!(call.peak_memory <= MOST_MEMORY, "{}: {} bytes of memory", class.name, call.peak_memory);
            (call.instructions, call.instructions as f64 / payload.len() as f64)
        });
        assert!(whole.0 <= MOST_INSTRUCTIONS, "{}: {} instructions", class.name, whole.0);
        assert!(whole.1 <= half.1 * 1.1, "{}: {} for each byte of 1 MiB, {} of 2 MiB", class.name, half.1, whole.1);
    }
}

#[test]
fn answers_are_short_whatever_was_asked() {
    for class in CLASSES {
        let answer = answer(&worst(class, MIB));
        let message = answer["message"].as_str().unwrap_or_default();
        let entries = message.lines().filter(|line| line.starts_with("- ") || line.starts_with("  and at ")).count();
        assert!(entries <= 21, "{}: {entries} entries", class.name);
        assert!(message.len() <= 16 * KIB, "{}: {} bytes of message", class.name, message.len());
        let annotation = answer["audit_annotations"]["findings"].as_str().unwrap_or_default();
        assert!(annotation.len() <= 8 * KIB, "{}: {} bytes of annotation", class.name, annotation.len());
        assert!(
            annotation.is_empty() || serde_json::from_str::<Value>(annotation).is_ok(),
            "{}: {annotation}",
            class.name
        );
        let warnings = answer["warnings"].as_array().cloned().unwrap_or_default();
        assert!(warnings.len() <= 10, "{}: {} warnings", class.name, warnings.len());
        for warning in warnings {
            assert!(warning.as_str().unwrap().chars().count() <= 120, "{}: {warning}", class.name);
        }
    }
}

/// Keys may be as long as the object, stand in each other, and be longer still as they are shown.
#[test]
fn long_keys_make_no_long_answers() {
    for key in ["\u{10ffff}", "\"", "\n", "a"] {
        let leaf = json!({"auths": {key.repeat(1000): {"auth": "cm9ib3Q6Q0FOQVJZ"}}});
        let mut resource = json!(vec![leaf; 30]);
        for _ in 0..100 {
            resource = json!({key.repeat(1000): resource});
        }
        let object =
            json!({"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "a"}, "spec": resource});
        let answer = answer(&payload(&request(object), &json!({})));
        assert!(answer["message"].as_str().unwrap().starts_with("insecure-registry: Widget a denied, 30 problems\n"));
        assert!(answer.to_string().len() <= 128 * KIB, "{} bytes", answer.to_string().len());
    }
}

/// Of the findings in a container's commands a thousand are kept. What is beyond still denies, once for each rule.
#[test]
fn findings_without_number_deny() {
    let script: Vec<_> = (0..5000).map(|nth| format!("DIUN_REGOPTS_{nth}_PASSWORD=CANARY")).collect();
    let mut object = insecure_registry_fixtures::pod("nginx");
    object["spec"]["containers"][0]["args"] = json!(["sh", "-c", script.join("\n")]);
    let answer = answer(&payload(&request(object), &json!({})));
    let message = answer["message"].as_str().unwrap();
    assert!(message.starts_with("insecure-registry: Pod default/app denied, 1001 problems\n"), "{message}");
    assert!(message.ends_with("\n- and 981 more"), "{message}");
}

/// Compressed files beyond the room that they share are not opened, and what is not compressed is found all the same.
#[test]
fn compressed_files_share_their_room() {
    // So long that it is compressed, and not just stored, which would leave it to be seen.
    let insecure = &(r#"{"insecure-registries": ["registry.example.com:5000"]}"#.to_owned() + &" ".repeat(1000));
    let bomb = gzip(&vec![b' '; MIB - 1]);
    let found = |bombs: usize, file: &str| {
        let mut data: serde_json::Map<_, _> = (0..bombs).map(|nth| (format!("{nth}"), json!(bomb))).collect();
        data.insert("z".to_owned(), json!(file));
        let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": data});
        answer(&payload(&request(object), &json!({})))["accepted"] == false
    };
    assert!(found(0, &gzip(insecure.as_bytes())));
    assert!(found(1, &gzip(insecure.as_bytes())));
    assert!(!found(3, &gzip(insecure.as_bytes())));
    assert!(found(3, insecure));
}
