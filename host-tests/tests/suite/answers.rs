//! What the policy answers is the same natively and in the host; `kubewarden/` compares it with Kubewarden's own crates. Whether it is
//! right, the tests of `fixtures/` say.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
use insecure_registry_host::host::{CallOptions, Failure};
use insecure_registry_manifests::request::payload;
use serde_json::json;

use crate::fixtures::{self, found_in, native};
use crate::policy;

/// Natively and in the guest, twice each.
#[test]
fn both_give_the_same_bytes() {
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
