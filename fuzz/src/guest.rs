//! The policy as a cluster runs it.

use std::sync::OnceLock;
use std::time::Duration;

use arbitrary::{Arbitrary, Unstructured};
use insecure_registry_host::guest;
use insecure_registry_host::host::{CallOptions, Failure, Policy};
use insecure_registry_policy::{validate, validate_settings};

use crate::requests;

/// Instructions that any call may take, and those that it may take for each byte of its payload. An update walks three times, and
/// each file in it is parsed each time; that they are no more for long texts is in `host-tests/tests/suite/budgets.rs`.
const CONSTANT: u64 = 300_000;
const PER_BYTE: u64 = 4_000;

/// The guest says what the same code says natively, in so many instructions: of the bytes as a payload, and of the request that
/// the target `requests` makes of them.
pub fn check(data: &[u8]) {
    agrees("validate", data);
    agrees("validate_settings", data);
    if let Ok(case) = requests::Case::arbitrary(&mut Unstructured::new(data)) {
        agrees("validate", &case.payload());
    }
}

fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| Policy::load(guest::policy()).expect("the policy is one"))
}

fn agrees(operation: &str, payload: &[u8]) {
    let native = if operation == "validate" { validate(payload) } else { validate_settings(payload) };
    let native = native.map_err(|error| Failure::Guest(error.to_string()));
    let options = CallOptions { deadline: Duration::from_secs(30), ..CallOptions::default() };
    let call = policy().meter(operation, payload, &options);
    assert_eq!(call.answer, native, "{operation} of {}", String::from_utf8_lossy(payload));
    assert!(call.console.is_empty() && call.host_calls.is_empty() && call.stdout.is_empty() && call.stderr.is_empty());
    let most = CONSTANT + PER_BYTE * payload.len() as u64;
    assert!(
        call.instructions <= most,
        "{} instructions for the {} bytes of {}",
        call.instructions,
        payload.len(),
        String::from_utf8_lossy(payload)
    );
}
