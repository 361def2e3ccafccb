//! What the policy knows about tools, variables, files, fields and kinds: one row per fact, with its source and examples.
//!
//! A row says what it matches and [`When`] it is insecure or a credential; its [`Proof`] has the source and examples. Everything
//! else is derived from the rows: the compiler and tests check the searches against them, `docs/catalogue.md` and the lists in
//! the rules' documentation are generated from them, and a test evaluates each example. To add a fact, add a row.

#![allow(clippy::needless_raw_string_hashes)] // one form for all examples

pub(crate) mod beside;
pub mod credentials;
pub mod fields;
pub mod files;
pub mod flags;
pub mod kinds;
pub(crate) mod names;
pub mod parameters;
pub(crate) mod path;
pub mod shape;
pub mod shapes;
pub mod tools;
pub mod variables;
mod when;
pub(crate) mod words;

#[cfg(not(target_family = "wasm"))]
mod entry;
#[cfg(not(target_family = "wasm"))]
pub mod groups;
#[cfg(not(target_os = "wasi"))]
pub(crate) mod lists;

#[cfg(not(target_family = "wasm"))]
pub use entry::{Entry, Table, entries};
pub use when::When;
pub(crate) use when::{Outcome, Value, is_called};

/// A kind with its group: `apps/Deployment`.
#[cfg(not(target_os = "wasi"))]
fn qualified(group: &str, kind: &str) -> String {
    if group.is_empty() { kind.to_owned() } else { format!("{group}/{kind}") }
}

/// The source of a row, and examples that prove it. Not part of the WebAssembly module.
#[derive(Clone, Copy, Debug)]
pub struct Proof {
    /// A URL, with the version that was read.
    #[cfg(not(target_family = "wasm"))]
    pub source: &'static str,
    /// Examples that the row makes findings.
    #[cfg(not(target_family = "wasm"))]
    pub refused: &'static [&'static str],
    /// Look-alikes that are not findings.
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
