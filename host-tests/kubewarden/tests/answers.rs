//! What the host of `host-tests/` answers is what Kubewarden's own crates do, and what the SDK reads.

use insecure_registry_fixtures as fixtures;
use insecure_registry_host::guest;
use insecure_registry_host::host::{CallOptions, Failure, Policy};
use insecure_registry_kubewarden::KubewardenPolicy;
use kubewarden_policy_sdk::response::ValidationResponse;

#[test]
fn the_policy_gives_the_same_bytes() {
    let kubewarden = KubewardenPolicy::load(guest::policy()).unwrap();
    for (name, payload) in fixtures::payloads() {
        let through = kubewarden.call("validate", &payload);
        let through = through.map_err(|error| error.trim_start_matches("Guest call failure: ").to_owned());
        assert_eq!(through, fixtures::native(&payload), "{name}");
    }
    assert_eq!(kubewarden.call("protocol_version", b""), Ok(br#""v1""#.to_vec()));
}

/// The SDK's own type reads what is written without it.
#[test]
fn answers_are_what_the_sdk_expects() {
    for (name, payload) in fixtures::payloads() {
        let Ok(bytes) = fixtures::native(&payload) else { continue };
        let answer: ValidationResponse = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(answer.message.is_some(), !answer.accepted, "{name}");
        assert_eq!(answer.code, (!answer.accepted).then_some(403), "{name}");
        assert_eq!(answer.mutated_object.is_some(), name.starts_with("warn-rewritten-pod"), "{name}");
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

#[test]
fn the_floor_answers_alike() {
    let ours = Policy::load(guest::floor()).unwrap();
    let theirs = KubewardenPolicy::load(guest::floor()).unwrap();
    for operation in ["validate", "validate_settings", "protocol_version"] {
        let answer = ours.call(operation, b"{}", &CallOptions::default()).answer.unwrap();
        assert_eq!(theirs.call(operation, b"{}"), Ok(answer), "{operation}");
    }
    let Err(Failure::Guest(refusal)) = ours.call("mutate", b"", &CallOptions::default()).answer else { panic!() };
    assert_eq!(theirs.call("mutate", b""), Err(format!("Guest call failure: {refusal}")));
}

/// The body of `__guest_call` in a guest of one page, with the imports of the protocol and of WASI that are used here.
fn guest(code: &str) -> Vec<u8> {
    let text = format!(
        r#"(module
            (import "wapc" "__guest_request" (func $request (param i32 i32)))
            (import "wapc" "__guest_response" (func $response (param i32 i32)))
            (import "wapc" "__guest_error" (func $error (param i32 i32)))
            (import "wapc" "__host_call" (func $host_call (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
            (import "wapc" "__host_response" (func $host_response (param i32)))
            (import "wapc" "__host_response_len" (func $host_response_len (result i32)))
            (import "wapc" "__host_error" (func $host_error (param i32)))
            (import "wapc" "__host_error_len" (func $host_error_len (result i32)))
            (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes (param i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "environ_get" (func $environ (param i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
            (memory (export "memory") 1)
            (data (i32.const 0) "kubewarden" "oci" "v1/x" "image")
            (func (export "__guest_call") (param $op i32) (param $len i32) (result i32) {code}))"#
    );
    wat::parse_str(text).unwrap()
}

/// What the protocol's functions do, and those of WASI: their status, and what they write, is the answer.
#[test]
fn small_guests_are_answered_alike() {
    for code in [
        // What it was called with.
        "(call $request (i32.const 0) (i32.const 100)) (call $response (i32.const 0) (i32.const 120)) (i32.const 1)",
        // The answer to a host call.
        "(if (result i32)
            (call $host_call (i32.const 0) (i32.const 10) (i32.const 10) (i32.const 3)
                (i32.const 13) (i32.const 4) (i32.const 17) (i32.const 5))
            (then (call $host_response (i32.const 100)) (call $response (i32.const 100) (call $host_response_len)) (i32.const 1))
            (else (call $host_error (i32.const 100)) (call $error (i32.const 100) (call $host_error_len)) (i32.const 0)))",
        // An answer and an error.
        "(i32.const 0) (call $error (i32.const 0) (i32.const 4))",
        "(call $error (i32.const 0) (i32.const 4)) (call $response (i32.const 4) (i32.const 4)) (i32.const 1)",
        // The environment is empty.
        "(i32.store (i32.const 100) (i32.const -1)) (i32.store (i32.const 104) (i32.const -1))
        (i32.store8 (i32.const 108) (call $environ_sizes (i32.const 100) (i32.const 104)))
        (i32.store8 (i32.const 109) (call $environ (i32.const 200) (i32.const 300)))
        (call $response (i32.const 100) (i32.const 10)) (i32.const 1)",
        // Random numbers go where they should, and nowhere else.
        "(i32.store8 (i32.const 100) (call $random (i32.const 200) (i32.const 16)))
        (i32.store8 (i32.const 101) (i64.ne (i64.load (i32.const 200)) (i64.const 0)))
        (i64.store (i32.const 104) (i64.load (i32.const 216)))
        (call $response (i32.const 100) (i32.const 12)) (i32.const 1)",
        // Two pieces of output, of no length; and a file that is not open.
        "(i32.store (i32.const 100) (i32.const 0)) (i32.store (i32.const 108) (i32.const 10))
        (i32.store8 (i32.const 120) (call $write (i32.const 1) (i32.const 100) (i32.const 2) (i32.const 116)))
        (i32.store8 (i32.const 121) (call $write (i32.const 9) (i32.const 100) (i32.const 1) (i32.const 124)))
        (call $response (i32.const 116) (i32.const 12)) (i32.const 1)",
    ] {
        let guest = guest(code);
        let ours = Policy::load(&guest).unwrap().call("validate", b"payload", &CallOptions::default()).answer;
        let ours = ours.map_err(|failure| match failure {
            Failure::Guest(text) => format!("Guest call failure: {text}"),
            other => panic!("{other}: {code}"),
        });
        assert_eq!(ours, KubewardenPolicy::load(&guest).unwrap().call("validate", b"payload"), "{code}");
    }
}
