//! The parts of a text that a finding is about, so that the rest of the text may change.

use std::hash::{DefaultHasher, Hash, Hasher as _};

/// Parts of a text that a finding is about: the commands of a script, the registries of a file. None where it is about all of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts(Vec<Part>);

/// Hashes, since there may be as many as the text has words. Two, so that nobody finds other words with the same ones.
pub(crate) type Part = (u64, u64);

impl Parts {
    /// More of them are compared as one.
    const MOST: usize = 64;

    /// Whether the finding is about the whole text.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Part> {
        self.0.iter()
    }

    /// Takes a part in, if it is another one.
    pub(crate) fn add_once(&mut self, part: Part) {
        if !self.0.contains(&part) {
            self.add(part);
        }
    }

    /// Takes a part in.
    pub(crate) fn add(&mut self, part: Part) {
        let is_full = self.0.len() >= Self::MOST;
        match self.0.last_mut() {
            Some(last) if is_full => *last = part_of(&(*last, part)),
            _ => self.0.push(part),
        }
    }
}

/// The part that consists of this.
pub(crate) fn part_of(what: &impl Hash) -> Part {
    let hash = |seed: u8| {
        // With keys that never change: equal input has to give equal answers.
        let mut hasher = DefaultHasher::new();
        seed.hash(&mut hasher);
        what.hash(&mut hasher);
        hasher.finish()
    };
    (hash(0), hash(1))
}
