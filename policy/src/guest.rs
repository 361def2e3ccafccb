//! The policy as a WebAssembly module: three waPC operations, each a function of this crate.

use kubewarden_policy_sdk::protocol_version_guest;
use kubewarden_policy_sdk::wapc_guest::{CallResult, register_function};

/// The host calls this once in each fresh instance, before the one operation that the instance is made for.
#[allow(unsafe_code)] // an exported symbol
#[unsafe(no_mangle)]
pub(crate) extern "C" fn wapc_init() {
    register_function("validate", |payload| answer(crate::validate(payload)));
    register_function("validate_settings", |payload| answer(crate::validate_settings(payload)));
    register_function("protocol_version", protocol_version_guest);
}

fn answer(result: Result<Vec<u8>, crate::error::Error>) -> CallResult {
    result.map_err(Into::into)
}
