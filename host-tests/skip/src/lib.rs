//! What it costs to read a request at all: the payload is parsed with `serde_json`, nothing of it is kept, and it is accepted.
//!
//! It stands between the floor guest, which reads nothing, and the policy, which judges. A policy that is faster than this one looks
//! at less than each byte, or looks at many at once. Native builds of it are empty.

/// Run by the host once for each fresh instance, before the one call that the instance serves.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code, reason = "the host finds the entry point by its unmangled name")]
#[unsafe(no_mangle)]
pub extern "C" fn wapc_init() {
    use kubewarden_policy_sdk::wapc_guest::register_function;

    register_function("validate", |payload| {
        serde_json::from_slice::<serde::de::IgnoredAny>(payload)?;
        Ok(br#"{"accepted":true}"#.to_vec())
    });
    register_function("validate_settings", |_| Ok(br#"{"valid":true}"#.to_vec()));
    register_function("protocol_version", |_| Ok(br#""v1""#.to_vec()));
}
