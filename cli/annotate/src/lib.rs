//! The metadata in a module: a custom section of its own.

mod error;
mod metadata;

use std::fs;
use std::path::PathBuf;

use clap::Args;
use wasmparser::{Parser, Payload, Validator, WasmFeatures};

pub use error::Error;
use metadata::SECTION;
pub use metadata::{Metadata, read as read_metadata};

/// The magic number and the version that a module begins with.
const HEADER: &[u8] = b"\0asm\x01\0\0\0";
/// The number of a custom section.
const CUSTOM: u8 = 0;

/// What is annotated, and with what.
#[derive(Args, Debug)]
pub struct Options {
    /// The module
    module: PathBuf,
    /// The metadata
    #[arg(short, long, default_value = "metadata.yml", value_name = "FILE")]
    metadata: PathBuf,
    /// The documentation, in Markdown
    #[arg(short, long, default_value = "README.md", value_name = "FILE")]
    usage: PathBuf,
    /// The file to write the annotated module to
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

impl Options {
    /// Reads the module, and writes the annotated one.
    pub fn run(&self) -> Result<(), Error> {
        let text = |path: &PathBuf| fs::read_to_string(path).map_err(|error| Error::file(path, error));
        let metadata = metadata::read(&text(&self.metadata)?, &text(&self.usage)?);
        let metadata = metadata.map_err(|error| error.within(&self.metadata))?;
        let module = fs::read(&self.module).map_err(|error| Error::file(&self.module, error))?;
        let annotated = annotate(&module, &metadata).map_err(|error| error.within(&self.module))?;
        fs::write(&self.output, annotated).map_err(|error| Error::file(&self.output, error))
    }
}

/// The module with this metadata instead of any other, and without what only a debugger reads.
pub fn annotate(wasm: &[u8], metadata: &Metadata) -> Result<Vec<u8>, Error> {
    let json = serde_json::to_vec(metadata).map_err(|error| Error::new(format!("the metadata: {error}")))?;
    let mut module = HEADER.to_vec();
    each_section(wasm, |id, name, data| {
        if !matches!(name, Some(name) if name == SECTION || name.starts_with(".debug_") || name == "name") {
            add_section(&mut module, id, data);
        }
    })?;
    let mut data = Vec::new();
    add_number(&mut data, SECTION.len());
    data.extend(SECTION.as_bytes());
    data.extend(json);
    add_section(&mut module, CUSTOM, &data);
    Ok(module)
}

fn add_section(module: &mut Vec<u8>, id: u8, data: &[u8]) {
    module.push(id);
    add_number(module, data.len());
    module.extend(data);
}

/// A number as WebAssembly writes it, in LEB128: seven bits in each byte, the lowest first.
fn add_number(bytes: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            return bytes.push(low);
        }
        bytes.push(low | 0x80);
    }
}

/// The metadata of an annotated module.
pub fn metadata_of(wasm: &[u8]) -> Result<Metadata, Error> {
    let mut found = None;
    each_custom_section(wasm, &mut |name, data| {
        if name == SECTION && found.is_none() {
            found = Some(data.to_vec());
        }
    })?;
    let json = found.ok_or_else(|| {
        Error::new("has no metadata, so policy servers cannot load it; run `insecure-registry annotate` first")
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
            visit(id, name, wasm.get(range).unwrap_or_default());
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
        return Err(Error::new("is not WebAssembly"));
    }
    if !Parser::is_core_wasm(wasm) {
        return Err(Error::new("is a component; a policy is a module"));
    }
    let checked = Validator::new_with_features(WasmFeatures::default()).validate_all(wasm);
    checked.map(|_| ()).map_err(|error| Error::new(format!("is not valid WebAssembly: {error}")))
}
