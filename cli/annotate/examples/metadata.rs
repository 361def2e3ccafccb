//! Prints the metadata of an annotated module: `cargo run --example metadata annotated-policy.wasm`.

use std::error::Error;
use std::io::{self, Write as _};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let module = env::args_os().nth(1).ok_or("say which module")?;
    let metadata = insecure_registry_annotate::metadata_of(&fs::read(module)?)?;
    serde_json::to_writer_pretty(io::stdout().lock(), &metadata)?;
    Ok(writeln!(io::stdout())?)
}
