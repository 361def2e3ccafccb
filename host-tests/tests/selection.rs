//! `make run`, `make annotated-policy.wasm` and `make test` build one selection of packages and features: none builds a dependency
//! again that another has built.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What `ONE_SELECTION` is in the Makefile.
fn one_selection() -> Vec<String> {
    let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
    let value = makefile.lines().find_map(|line| line.strip_prefix("ONE_SELECTION := "));
    value.expect("the Makefile has it").split_whitespace().map(str::to_owned).collect()
}

/// The files of each dependency that is not of this workspace, as cargo makes or finds them.
fn built(arguments: &[&str], more: &[String]) -> BTreeMap<String, BTreeSet<String>> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root()).args(arguments).args(more).args(["--quiet", "--message-format=json"]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for message in output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let message: Value = serde_json::from_slice(message).unwrap();
        let package = message["package_id"].as_str().unwrap_or_default();
        if message["reason"] == "compiler-artifact" && package.starts_with("registry+") {
            let names = message["filenames"].as_array().unwrap().iter();
            files.entry(package.to_owned()).or_default().extend(names.map(|name| name.as_str().unwrap().to_owned()));
        }
    }
    files
}

#[test]
fn nothing_is_built_twice() {
    let more = one_selection();
    // As `make test` does: one after the other.
    let mut tests = built(&["test", "--no-run", "--tests"], &[]);
    for (package, files) in built(&["test", "--no-run", "--test", "suite"], &[]) {
        tests.entry(package).or_default().extend(files);
    }
    for program in ["insecure-registry-run", "insecure-registry-annotate", "insecure-registry-push"] {
        let program = built(&["build", "--bin", program], &more);
        assert!(program.len() > 10, "there are dependencies: {program:?}");
        for (package, files) in program {
            let known = tests.get(&package).unwrap_or_else(|| panic!("no test needs {package}"));
            assert!(
                files.is_subset(known),
                "{package} is built with other features for `make test`: {files:?}, not {known:?}"
            );
        }
    }
}
