//! Whatever a policy server could send.

use insecure_registry_policy::{validate, validate_settings};

use crate::judged::answer;

/// It is answered, twice the same, and in itself the answer is good.
pub fn check(data: &[u8]) {
    let answer = answer(data);
    if let Err(error) = answer {
        assert!(error.starts_with("insecure-registry: ") && error.len() < 4096, "{error}");
    }
    let _ = validate_settings(data);
    // What was read up to here is no reason to fail.
    if let Some((end, _)) = data.iter().enumerate().rev().find(|(_, byte)| **byte == b'}') {
        let _ = validate(&data[..end]);
    }
}
