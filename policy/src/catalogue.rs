//! What the policy knows of tools, variables, files, fields and kinds: a row for each fact, with its source and examples.
//!
//! A row says what it matches and [`When`] it is insecure or a credential; its [`Proof`] says where that was read and shows it. All else
//! is derived from the rows: what searches look for is checked against them by the compiler and by tests, `docs/catalogue.md` and the
//! lists of the rules' documentation are written from them, and each example is judged in a test. To add a fact is to add a row.

#![allow(clippy::needless_raw_string_hashes)] // one form for all examples

pub mod credentials;
pub mod fields;
pub mod files;
pub mod flags;
pub mod kinds;
pub(crate) mod path;
pub mod shape;
pub mod tools;
pub mod variables;
mod when;

#[cfg(not(target_family = "wasm"))]
mod entry;
#[cfg(not(target_os = "wasi"))]
pub(crate) mod lists;

#[cfg(not(target_family = "wasm"))]
pub use entry::{Entry, Table, entries};
pub use when::When;
pub(crate) use when::{Outcome, Value};

/// A kind with its group: `apps/Deployment`.
#[cfg(not(target_os = "wasi"))]
fn qualified(group: &str, kind: &str) -> String {
    if group.is_empty() { kind.to_owned() } else { format!("{group}/{kind}") }
}

/// Where a row was read, and what shows that it holds. In a module of WebAssembly there is nothing of it.
#[derive(Clone, Copy, Debug)]
pub struct Proof {
    /// An address, with the version that was read there.
    #[cfg(not(target_family = "wasm"))]
    pub source: &'static str,
    /// What the row makes a finding.
    #[cfg(not(target_family = "wasm"))]
    pub refused: &'static [&'static str],
    /// What looks like it and is none.
    #[cfg(not(target_family = "wasm"))]
    pub passes: &'static [&'static str],
}

#[cfg(not(target_family = "wasm"))]
const fn proof(source: &'static str, refused: &'static [&'static str], passes: &'static [&'static str]) -> Proof {
    Proof { source, refused, passes }
}

#[cfg(target_family = "wasm")]
const fn proof(_: &'static str, _: &'static [&'static str], _: &'static [&'static str]) -> Proof {
    Proof {}
}

#[cfg(test)]
mod tests;
