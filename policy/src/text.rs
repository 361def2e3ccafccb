//! What strings hold: files, documents, commands. A string is looked at by [`crate::search`] before it comes here.

pub(crate) mod applied;
pub mod command;
pub mod contents;
pub(crate) mod files;
pub mod manifests;
pub(crate) mod program;
pub mod words;

pub use files::{FileField, each_field};
