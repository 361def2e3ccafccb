//! What has to stand beside a field for its row to hold: one grammar for the fields of resources and of files.

use crate::search::Words;

/// A mapping, and what has to be in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beside {
    /// The mapping: the beginning of the field's path. Empty for the whole resource or file.
    pub(crate) within: &'static str,
    /// One of these.
    pub(crate) any: &'static [Neighbour],
}

/// Something that may stand in a mapping.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Neighbour {
    /// Its path in the mapping.
    pub(crate) path: &'static str,
    pub(crate) is: Is,
    /// Words that a file has with it.
    pub(crate) words: Words,
}

/// What a neighbour has to be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Is {
    /// Anything, also something under it.
    There,
    Equal(&'static str),
    Begun(&'static str),
}

pub(crate) const fn within(within: &'static str, any: &'static [Neighbour]) -> Beside {
    Beside { within, any }
}

pub(crate) const fn there(path: &'static str) -> Neighbour {
    Neighbour { path, is: Is::There, words: Words::of_field(path) }
}

pub(crate) const fn equal(path: &'static str, value: &'static str) -> Neighbour {
    Neighbour { path, is: Is::Equal(value), words: Words::of_field(path).and(Words::of_field(value)) }
}

pub(crate) const fn begun(path: &'static str, start: &'static str) -> Neighbour {
    assert!(!Words::of_field(start).is_key(), "what begins so may go on");
    Neighbour { path, is: Is::Begun(start), words: Words::of_field(path).and(Words::of_field(start)) }
}

impl Neighbour {
    /// Whether a value at its path is one that is meant.
    pub(crate) fn is_met(&self, value: &str) -> bool {
        match self.is {
            Is::There => true,
            Is::Equal(expected) => value == expected,
            Is::Begun(start) => value.starts_with(start),
        }
    }
}

#[cfg(not(target_family = "wasm"))]
impl Beside {
    /// What it asks for, in Markdown.
    pub(crate) fn described(&self) -> String {
        let dot = if self.within.is_empty() { "" } else { "." };
        let any = self.any.iter().map(|it| {
            let path = format!("`{}{dot}{}`", self.within, it.path);
            match it.is {
                Is::There => format!("{path} is there"),
                Is::Equal(value) => format!("{path} is `{value}`"),
                Is::Begun(start) => format!("{path} begins with `{start}`"),
            }
        });
        any.collect::<Vec<_>>().join(" or ")
    }
}
