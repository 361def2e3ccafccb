//! `insecure-registry-bindgen MODULE.wasm FOLDER`: writes the module, the JavaScript that loads it and its types into the folder.
//!
//! A library instead of the command `wasm-bindgen`, so that Cargo.lock pins it as it pins the other side of the interface.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

mod order;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [module, folder] = arguments.as_slice() else {
        eprintln!("usage: insecure-registry-bindgen MODULE.wasm FOLDER");
        return ExitCode::from(2);
    };
    match generate(Path::new(module), Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("`{}`: {error}", Path::new(module).display());
            ExitCode::FAILURE
        }
    }
}

fn generate(module: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut bindgen = Bindgen::new();
    // `web`: one module for browsers, bundlers and Node; who imports it says where the bytes come from.
    bindgen.input_path(module).out_name("insecure_registry").web(true)?.typescript(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate(folder)?;
    let module = folder.join("insecure_registry_bg.wasm");
    fs::write(&module, order::by_similarity(&fs::read(&module)?)?)?;
    // Beside ours, the types say how to load the module, in terms of browsers only; the package says that itself.
    let types = folder.join("insecure_registry.d.ts");
    let all = fs::read_to_string(&types)?;
    let (ours, _) = all.split_once("export type InitInput").ok_or("the types end otherwise than expected")?;
    Ok(fs::write(types, format!("{}\n", ours.trim_end()))?)
}
