//! The suites over the policy: what it answers, in the host that runs it as the policy server does.
//!
//! One binary, since each would link a wasmtime of its own.

mod abuse;
mod answers;
mod budgets;
mod everywhere;
mod protocol;
mod secrets;

use std::sync::OnceLock;

use insecure_registry_fixtures as fixtures;
use insecure_registry_host::guest;
use insecure_registry_host::host::Policy;

/// The policy, compiled once.
fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| Policy::load(guest::policy()).unwrap())
}
