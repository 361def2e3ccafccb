//! Builds the guests, so that no test can run yesterday's policy.
//!
//! The build is that of `make policy.wasm`, and cargo itself decides whether there is anything to do: a second run takes a
//! fraction of a second. What an outer cargo or a coverage tool puts into the
//! environment for native code is taken out, as it would make another artifact.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

const TARGET: &str = "wasm32-wasip1";

/// The policy, as a user builds it. Built once for each process.
///
/// # Panics
///
/// With cargo's own messages if it does not build.
pub fn policy() -> &'static [u8] {
    static POLICY: OnceLock<Vec<u8>> = OnceLock::new();
    POLICY.get_or_init(|| built("insecure-registry-policy"))
}

/// The least that a policy can be: what [`policy`] costs is measured above this. Built once for each process.
///
/// # Panics
///
/// With cargo's own messages if it does not build.
pub fn floor() -> &'static [u8] {
    static FLOOR: OnceLock<Vec<u8>> = OnceLock::new();
    FLOOR.get_or_init(|| built("floor-guest"))
}

/// What reads its payload and judges nothing. Built once for each process.
///
/// # Panics
///
/// With cargo's own messages if it does not build.
pub fn skip() -> &'static [u8] {
    static SKIP: OnceLock<Vec<u8>> = OnceLock::new();
    SKIP.get_or_init(|| built("skip-guest"))
}

fn built(package: &str) -> Vec<u8> {
    build(package).unwrap_or_else(|error| panic!("{error}"))
}

/// Why there is no guest.
#[derive(Debug)]
pub enum Error {
    /// Cargo, or the file that it made, cannot be reached.
    Io {
        /// The program or file.
        what: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The package does not build.
    Build {
        /// Its name.
        package: String,
        /// What cargo wrote to stderr.
        messages: String,
    },
    /// Cargo built the package, and reported no wasm file for it.
    NoArtifact {
        /// Its name.
        package: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { what, error } => write!(f, "`{}`: {error}", what.display()),
            Self::Build { package, messages } => {
                write!(f, "`{package}` does not build for {TARGET}\n{messages}")
            }
            Self::NoArtifact { package } => {
                write!(f, "cargo reported no wasm file for `{package}`")
            }
        }
    }
}

impl std::error::Error for Error {}

/// Builds a package of this workspace in release mode, and returns its wasm.
pub fn build(package: &str) -> Result<Vec<u8>, Error> {
    // Set by `cargo test` and `cargo run`, and then the very same cargo. Otherwise the one of rust-toolchain.toml.
    let cargo = PathBuf::from(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    let mut command = Command::new(&cargo);
    command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        // As nothing but a cdylib, since cargo optimises no rlib when it links.
        .args(["rustc", "--release", "--target", TARGET, "-p", package, "--crate-type", "cdylib"])
        // The path of the artifact is cargo's to say: CARGO_TARGET_DIR and configuration files move it.
        .arg("--message-format=json-render-diagnostics")
        .stdin(Stdio::null());
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(changes_the_artifact) {
            command.env_remove(name);
        }
    }
    let output = command.output().map_err(|error| Error::Io { what: cargo, error })?;
    if !output.status.success() {
        return Err(Error::Build {
            package: package.to_owned(),
            messages: String::from_utf8_lossy(&output.stderr).into_owned(),
        });
    }
    let path = artifact(&output.stdout, package).ok_or_else(|| Error::NoArtifact { package: package.to_owned() })?;
    fs::read(&path).map_err(|error| Error::Io { what: path, error })
}

/// Whether a variable of the environment would make cargo build something else than it does without.
///
/// `CARGO_TARGET_DIR` and `RUSTC_WRAPPER` (a compiler cache) stay: they change where and how fast, not what.
pub fn changes_the_artifact(name: &str) -> bool {
    matches!(
        name,
        "RUSTFLAGS"
            | "CARGO_ENCODED_RUSTFLAGS"
            | "RUSTC_WORKSPACE_WRAPPER"
            | "CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER"
            | "CARGO_BUILD_RUSTFLAGS"
            | "CARGO_BUILD_TARGET"
            | "CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS"
    ) || name.starts_with("CARGO_PROFILE_")
}

/// The wasm file of the package in cargo's messages, one JSON object a line.
pub fn artifact(messages: &[u8], package: &str) -> Option<PathBuf> {
    let name = package.replace('-', "_");
    messages
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter(|message| message["target"]["name"] == name.as_str())
        .find_map(|message| {
            message["filenames"]
                .as_array()?
                .iter()
                .filter_map(Value::as_str)
                .map(PathBuf::from)
                .find(|path| path.extension().is_some_and(|extension| extension == "wasm"))
        })
}
