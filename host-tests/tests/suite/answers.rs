//! What the policy answers is the same natively, in the host, and through Kubewarden's own crates. Whether it is right, the tests of
//! `fixtures/` say.

use insecure_registry_host::guest;
use insecure_registry_host::host::{CallOptions, Failure};
use insecure_registry_host::kubewarden::KubewardenPolicy;
use kubewarden_policy_sdk::response::ValidationResponse;

use crate::fixtures::{self, native};
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
