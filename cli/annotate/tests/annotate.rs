//! The metadata in a module, as a person puts it there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A memory, between a section of names and one of debugging.
const MODULE: &[u8] = b"\0asm\x01\0\0\0\0\x06\x04nameX\x05\x03\x01\0\x01\0\x0d\x0b.debug_infoX";
/// The header and the memory.
const BARE: &[u8] = b"\0asm\x01\0\0\0\x05\x03\x01\0\x01";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A folder of its own for each test.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn annotate(module: &Path, metadata: &Path, output: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_insecure-registry-annotate"));
    command.arg(module).arg("--output").arg(output).arg("--metadata").arg(metadata);
    command.arg("--usage").arg(root().join("README.md")).output().unwrap()
}

#[test]
fn annotating_is_repeatable_and_replaces_what_was_there() {
    let folder = folder("annotate");
    let [module, once, again] = ["policy.wasm", "once.wasm", "again.wasm"].map(|name| folder.join(name));
    fs::write(&module, MODULE).unwrap();
    for (from, to) in [(&module, &once), (&once, &again)] {
        let output = annotate(from, &root().join("metadata.yml"), to);
        assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
    }
    let wasm = fs::read(&once).unwrap();
    assert!(wasm.starts_with(BARE), "neither names nor what only a debugger reads");
    assert_eq!(fs::read(&again).unwrap(), wasm, "the same bytes, with one section of metadata still");
    let marks = wasm.windows(22).filter(|window| window == b"io.kubewarden.metadata").count();
    assert_eq!(marks, 1);
    let metadata = insecure_registry_annotate::metadata_of(&wasm).unwrap();
    assert_eq!(metadata.annotations["io.kubewarden.policy.title"], "insecure-registry");
    assert_eq!(
        metadata.annotations["io.kubewarden.policy.usage"],
        fs::read_to_string(root().join("README.md")).unwrap()
    );
}

#[test]
fn bad_input_is_named() {
    let folder = folder("bad");
    let [module, file, out] = ["policy.wasm", "metadata.yml", "out.wasm"].map(|name| folder.join(name));
    let run = |wasm: &[u8], metadata: &str| {
        fs::write(&module, wasm).unwrap();
        fs::write(&file, metadata).unwrap();
        let output = annotate(&module, &file, &out);
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]));
        String::from_utf8(output.stderr).unwrap()
    };
    let good = fs::read_to_string(root().join("metadata.yml")).unwrap();
    assert!(run(BARE, &good.replace("mutating:", "mutatin:")).contains("mutatin"));
    assert!(run(BARE, "rules: []\nmutating: false\nannotations: {}\n").contains("`rules` is empty"));
    assert!(run(b"\0asm\x0d\0\x01\0", &good).contains("is a component"));
    assert!(run(b"\0asm\x01\0\0\0\x01", &good).contains("is not valid WebAssembly"));
    assert!(run(b"text", &good).contains("is not WebAssembly"));
    assert!(!out.exists());
}
