//! The least that a policy of this protocol can be: three operations with constant answers.
//!
//! Whatever the real policy costs above this guest (bytes, instructions, memory, time) is its own doing; what this guest
//! costs is the price of the waPC entry point. It must never read its payload. Native builds of it are empty.

/// Run by the host once for each fresh instance, before the one call that the instance serves.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code, reason = "the host finds the entry point by its unmangled name")]
#[unsafe(no_mangle)]
pub extern "C" fn wapc_init() {
    use kubewarden_policy_sdk::wapc_guest::register_function;

    register_function("validate", |_| Ok(br#"{"accepted":true}"#.to_vec()));
    register_function("validate_settings", |_| Ok(br#"{"valid":true}"#.to_vec()));
    register_function("protocol_version", |_| Ok(br#""v1""#.to_vec()));
}
