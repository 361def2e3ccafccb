//! Formats that others define: the scalars of YAML and TOML files, each with its path and nothing built of them; gzip.
//!
//! This is a crate of its own so that the parsers, which are generic and thereby built where they are used, are built for
//! size: the policy meets such a file now and then, and carries the parsers always.

use std::borrow::Cow;

pub mod gzip;
pub mod to_json;
pub mod toml;
pub mod yaml;

/// A step down to a scalar.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step<'t> {
    /// A member.
    Key(Cow<'t, str>),
    /// An item of a list, counted from 0.
    Item(usize),
}

impl Step<'_> {
    /// The same, for as long as it is wanted.
    pub fn to_owned_step<'o>(&self) -> Step<'o> {
        match self {
            Step::Key(key) => Step::Key(Cow::Owned(key.clone().into_owned())),
            Step::Item(nth) => Step::Item(*nth),
        }
    }
}

/// Where a text stopped to be what it was read as. What came before was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The line, from 1.
    pub line: usize,
    /// Whether it is nested too deeply, and may be good otherwise.
    pub is_deep: bool,
}
