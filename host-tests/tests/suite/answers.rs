//! What the policy answers is the same natively, in the host, and through Kubewarden's own crates. Whether it is right, the tests of
//! `fixtures/` say.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
use insecure_registry_host::guest;
use insecure_registry_host::host::{CallOptions, Failure};
use insecure_registry_host::kubewarden::KubewardenPolicy;
use insecure_registry_manifests::request::payload;
use kubewarden_policy_sdk::response::ValidationResponse;
use serde_json::json;

use crate::fixtures::{self, found_in, native};
use crate::policy;

/// Natively and in the guest, twice each, and through the crates that the policy server runs.
#[test]
fn all_hosts_give_the_same_bytes() {
    let kubewarden = KubewardenPolicy::load(guest::policy()).unwrap();
    for (name, payload) in fixtures::payloads() {
        let expected = native(&payload);
        assert_eq!(native(&payload), expected, "{name}: natively, again");
        for turn in ["first", "second"] {
            let call = policy().call("validate", &payload, &CallOptions::default());
            let answer = call.answer.map_err(|failure| match failure {
                Failure::Guest(text) => text,
                other => panic!("{name}: {other}"),
            });
            assert_eq!(answer, expected, "{name}: in the guest, {turn} time");
            assert!(call.stdout.is_empty() && call.stderr.is_empty() && call.console.is_empty(), "{name}: it prints");
            assert!(call.host_calls.is_empty(), "{name}: it calls the host");
        }
        let through = kubewarden.call("validate", &payload);
        let through = through.map_err(|error| error.trim_start_matches("Guest call failure: ").to_owned());
        assert_eq!(through, expected, "{name}: through Kubewarden's crates");
    }
}

/// The SDK's own type reads what is written without it.
#[test]
fn answers_are_what_the_sdk_expects() {
    for (name, payload) in fixtures::payloads() {
        let Ok(bytes) = native(&payload) else { continue };
        let answer: ValidationResponse = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(answer.message.is_some(), !answer.accepted, "{name}");
        assert_eq!(answer.code, (!answer.accepted).then_some(403), "{name}");
        assert!(answer.mutated_object.is_none(), "{name}");
        let warnings = answer.warnings.unwrap_or_default();
        assert!(warnings.len() <= 10, "{name}");
        for warning in warnings {
            assert!(warning.chars().count() <= 120 && !warning.contains('\n'), "{name}: {warning}");
        }
        for annotation in answer.audit_annotations.unwrap_or_default().values() {
            assert!(annotation.len() <= 8 * 1024, "{name}");
        }
    }
}

/// The guest reads sixteen and sixty-four bytes at a time, which native code does not: wherever a document begins and ends in these,
/// and whatever is before it, it is found.
#[test]
fn vectors_say_what_bytes_say() {
    let document = r#"{"auths":{"registry.example.com":{"auth":"cm9ib3Q6Q0FOQVJZ"}}}"#;
    for length in 0..130 {
        let before = ["x", "\"", "\\", "é", "\n"].map(|text| text.repeat(length));
        let texts = before.iter().map(|before| format!("{before} {document}")).chain([
            BASE64_STANDARD.encode(format!("{}{document}", " ".repeat(length))),
            BASE64_URL_SAFE.encode(format!("{document}{}", "\u{fffd}~".repeat(length))),
        ]);
        let data: serde_json::Map<_, _> = texts.enumerate().map(|(nth, text)| (nth.to_string(), json!(text))).collect();
        let expected = data.len();
        let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": data});
        let payload = payload(&fixtures::request(object), &json!({}));
        let answer = policy().call("validate", &payload, &CallOptions::default()).answer.unwrap();
        assert_eq!(answer, native(&payload).unwrap(), "{length}");
        assert_eq!(found_in(&answer).len(), expected, "{length}");
    }
}

/// The same for images, whose length decides how they are read.
#[test]
fn images_of_all_lengths_are_read_alike() {
    for length in 0..80 {
        let name = "a".repeat(length);
        let images = [
            format!("r.io/{name}"),
            format!("r.io:5000/a{name}:1"),
            format!("{name}.io/a/b-c"),
            format!("a/b{name}:{name}"),
        ];
        for image in images {
            let payload =
                payload(&fixtures::request(fixtures::pod(&image)), &json!({"deniedRegistries": ["docker.io/a"]}));
            let answer = policy().call("validate", &payload, &CallOptions::default()).answer;
            assert_eq!(answer.unwrap(), native(&payload).unwrap(), "{image}");
        }
    }
}
