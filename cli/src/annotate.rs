//! The metadata in a module: a custom section of its own.

use wasm_encoder::{CustomSection, Module, RawSection};
use wasmparser::{Parser, Payload, Validator, WasmFeatures};

use crate::error::Error;
use crate::metadata::{self, Metadata, SECTION};

/// The module with this metadata instead of any other, and without what only a debugger reads.
pub(crate) fn annotate(wasm: &[u8], metadata: &Metadata) -> Result<Vec<u8>, Error> {
    let json = serde_json::to_vec(metadata).map_err(|error| Error::new(format!("the metadata: {error}")))?;
    let mut module = Module::new();
    each_section(wasm, |id, name, data| {
        if !matches!(name, Some(name) if name == SECTION || name.starts_with(".debug_") || name == "name") {
            module.section(&RawSection { id, data });
        }
    })?;
    module.section(&CustomSection { name: SECTION.into(), data: json.into() });
    Ok(module.finish())
}

/// The metadata of an annotated module.
pub(crate) fn metadata_of(wasm: &[u8]) -> Result<Metadata, Error> {
    let mut found = None;
    each_custom_section(wasm, &mut |name, data| {
        if name == SECTION && found.is_none() {
            found = Some(data.to_vec());
        }
    })?;
    let json = found.ok_or_else(|| {
        Error::new("has no metadata: annotate it first (`insecure-registry annotate`), or no policy server can load it")
    })?;
    metadata::from_section(&json)
}

/// Visits each section of a module that is valid: its id, its name if it is a custom one, its content.
fn each_section(wasm: &[u8], mut visit: impl FnMut(u8, Option<&str>, &[u8])) -> Result<(), Error> {
    check(wasm)?;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(|error| Error::new(error.to_string()))?;
        let name = if let Payload::CustomSection(section) = &payload { Some(section.name()) } else { None };
        if let Some((id, range)) = payload.as_section() {
            let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
            visit(id, name, wasm.get(place(range.start)..place(range.end)).unwrap_or_default());
        }
    }
    Ok(())
}

fn each_custom_section(wasm: &[u8], visit: &mut dyn FnMut(&str, &[u8])) -> Result<(), Error> {
    check(wasm)?;
    for payload in Parser::new(0).parse_all(wasm) {
        if let Ok(Payload::CustomSection(section)) = payload {
            visit(section.name(), section.data());
        }
    }
    Ok(())
}

fn check(wasm: &[u8]) -> Result<(), Error> {
    if !wasm.starts_with(b"\0asm") {
        return Err(Error::new("is no WebAssembly"));
    }
    if !Parser::is_core_wasm(wasm) {
        return Err(Error::new("is a component; a policy is a module"));
    }
    let checked = Validator::new_with_features(WasmFeatures::default()).validate_all(wasm);
    checked.map(|_| ()).map_err(|error| Error::new(format!("is no valid WebAssembly: {error}")))
}
