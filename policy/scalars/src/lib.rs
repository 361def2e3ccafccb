//! The scalars of YAML and TOML files, each with its path; nothing is built of them.
//!
//! This is a crate of its own so that the parsers, which are generic and thereby built where they are used, are built for
//! size: the policy meets such a file now and then, and carries the parsers always.

use std::borrow::Cow;

pub mod toml;
pub mod yaml;

/// A step down to a scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'t> {
    /// A member.
    Key(Cow<'t, str>),
    /// Any item of a list.
    Item,
}
