//! What has to hold for any input, a module for each fuzz target. That nothing panics is the least of it.
//!
//! Targets that take bytes take them as a user writes them, so that the fixtures are their first inputs. The others take a case
//! that is made of the bytes (`arbitrary`), and know what it has to come to. What is left to chance in how a case is written is
//! drawn from the case itself, so that the same bytes are always the same test.

pub mod auth;
pub mod contents;
pub mod files;
#[cfg(feature = "wasm")]
pub mod guest;
pub mod manifests;
pub mod patterns;
pub mod payloads;
pub mod quotes;
pub mod references;
pub mod requests;
pub mod settings;
pub mod shell;

mod judged;
mod secret;
mod written;

// What runs real shells is a test of the policy, and linted there.
#[allow(clippy::pedantic, dead_code, unreachable_pub)]
#[path = "../../policy/tests/generate/mod.rs"]
mod generate;
#[allow(clippy::pedantic, dead_code, unreachable_pub)]
#[path = "../../policy/tests/real/mod.rs"]
mod real;
