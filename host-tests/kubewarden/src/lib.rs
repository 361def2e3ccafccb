//! The same calls through the crates that Kubewarden is made of: [`wapc`] and [`wasmtime_provider`].
//!
//! Set up as the policy server sets them up: interruption by epoch, one precompiled module, a new instance for each call.
//! Nothing is measured here. A guest's output goes to this process's own stdout, and a guest that passes wild pointers
//! may bring this process down, as it would the policy server; [`insecure_registry_host::host`] is the place to show such things.

use std::fmt;
use std::time::Duration;

use insecure_registry_host::host::{engine, epochs, tick};
use wapc::WapcHost;
use wasmtime_provider::wasmtime::Module;
use wasmtime_provider::{EpochDeadlines, WasmtimeEngineProviderBuilder, WasmtimeEngineProviderPre};

/// The policy server's default.
const DEADLINE: Duration = Duration::from_secs(2);

/// A compiled guest.
pub struct KubewardenPolicy {
    pre: WasmtimeEngineProviderPre,
}

impl fmt::Debug for KubewardenPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KubewardenPolicy").finish_non_exhaustive()
    }
}

impl KubewardenPolicy {
    /// Compiles a module.
    pub fn load(wasm: &[u8]) -> Result<Self, String> {
        let engine = engine(false).map_err(|error| format!("{error:#}"))?;
        let module = Module::new(&engine, wasm).map_err(|error| format!("{error:#}"))?;
        tick([&engine]).map_err(|error| error.to_string())?;
        let pre = WasmtimeEngineProviderBuilder::new()
            .engine(engine)
            .module(module)
            .build_pre()
            .map_err(|error| error.to_string())?;
        Ok(Self { pre })
    }

    /// Makes a call in an instance of its own. Host calls are refused. The error is the text that the policy server would
    /// show, with the prefix that it puts before a guest's own.
    pub fn call(&self, operation: &str, payload: &[u8]) -> Result<Vec<u8>, String> {
        let deadline = epochs(DEADLINE);
        let provider = self
            .pre
            .rehydrate(Some(EpochDeadlines { wapc_init: deadline, wapc_func: deadline }))
            .map_err(|error| error.to_string())?;
        let host = WapcHost::new(
            Box::new(provider),
            Some(Box::new(|_, binding, namespace, operation, _| {
                Err(format!("host call `{binding}/{namespace}/{operation}` is not allowed").into())
            })),
        )
        .map_err(|error| error.to_string())?;
        host.call(operation, payload).map_err(|error| error.to_string())
    }
}
