//! Tables of names that the compiler makes of the catalogue's rows. Names are compared in any case.

use crate::search::{Starts, start_of};

/// Names, each found by the hash of its key.
pub(crate) struct Names<const SLOTS: usize, const MOST: usize> {
    /// For each hash the number of a name and one; the next slots have those for which there was no room.
    slots: [u8; SLOTS],
    known: [&'static [u8]; MOST],
    /// How much of each name is the key.
    keys: [u8; MOST],
    classes: [u8; MOST],
    count: u8,
}

impl<const SLOTS: usize, const MOST: usize> Names<SLOTS, MOST> {
    pub(crate) const EMPTY: Self =
        Names { slots: [0; SLOTS], known: [&[]; MOST], keys: [0; MOST], classes: [0; MOST], count: 0 };

    /// Adds a name. Of two with the same key the shorter one stays, with the classes of both.
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::cast_possible_truncation)] // computed by the compiler
    pub(crate) const fn add(&mut self, key: &'static [u8], name: &'static [u8], class: u8) {
        let (mut at, mut probes) = (hash(key) as usize % SLOTS, 0);
        loop {
            if self.slots[at] == 0 {
                self.count += 1;
                self.slots[at] = self.count;
                let nth = self.count as usize - 1;
                (self.known[nth], self.keys[nth], self.classes[nth]) = (name, key.len() as u8, class);
                return;
            }
            let nth = self.slots[at] as usize - 1;
            if self.keys[nth] as usize == key.len() && begins(self.known[nth], key) {
                self.known[nth] = if name.len() < self.known[nth].len() { name } else { self.known[nth] };
                self.classes[nth] |= class;
                return;
            }
            (at, probes) = ((at + 1) % SLOTS, probes + 1);
            assert!(probes < SLOTS / 8, "more slots are needed");
        }
    }

    /// The number of the name of which `is_it` says that it is the one, among those whose keys may have this hash.
    #[inline]
    pub(crate) fn find(&self, hash: u32, is_it: impl Fn(&'static [u8]) -> bool) -> Option<usize> {
        let mut at = usize::try_from(hash).unwrap_or_default();
        loop {
            at = at.checked_rem(SLOTS)?;
            let nth = usize::from(self.slots.get(at)?.checked_sub(1)?);
            if is_it(self.known.get(nth)?) {
                return Some(nth);
            }
            at = at.saturating_add(1);
        }
    }

    /// The class of the name of this number.
    pub(crate) fn class(&self, nth: usize) -> u8 {
        self.classes.get(nth).copied().unwrap_or_default()
    }

    /// How many there are.
    pub(crate) const fn count(&self) -> usize {
        self.count as usize
    }

    /// The same without room for more.
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    pub(crate) const fn shrunk<const COUNT: usize>(&self) -> Names<SLOTS, COUNT> {
        let mut shrunk = Names { slots: self.slots, ..Names::EMPTY };
        shrunk.count = self.count;
        let mut nth = 0;
        while nth < COUNT {
            shrunk.known[nth] = self.known[nth];
            shrunk.keys[nth] = self.keys[nth];
            shrunk.classes[nth] = self.classes[nth];
            nth += 1;
        }
        shrunk
    }

    /// How the names begin.
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::cast_possible_truncation)] // computed by the compiler
    pub(crate) const fn starts(&self) -> Starts {
        let mut starts = [0; 64];
        let mut nth = 0;
        while nth < self.count as usize {
            let mut other = 0;
            while other < 1024_usize {
                // A name may be shorter than that, and anything may follow it.
                let [any_second, any_third] = [(other / 32) as u8, (other % 32) as u8];
                let (first, second, third) = match self.known[nth] {
                    [first] => (*first, any_second, any_third),
                    [first, second] => (*first, *second, any_third),
                    [first, second, third, ..] => (*first, *second, *third),
                    [] => (0, 0, 0),
                };
                let at = start_of(first, second, third);
                starts[at / 64] |= 1 << (at % 64);
                other = if self.known[nth].len() > 2 { 1024 } else { other + 1 };
            }
            nth += 1;
        }
        starts
    }
}

/// FNV-1a, whatever the case of letters.
pub(crate) const START: u32 = 0x811c_9dc5;

#[inline]
pub(crate) const fn and(hash: u32, byte: u8) -> u32 {
    (hash ^ (byte | 0x20) as u32).wrapping_mul(0x0100_0193)
}

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
pub(crate) const fn hash(name: &[u8]) -> u32 {
    let (mut hash, mut nth) = (START, 0);
    while nth < name.len() {
        hash = and(hash, name[nth]);
        nth += 1;
    }
    hash
}

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
pub(crate) const fn begins(name: &[u8], start: &[u8]) -> bool {
    let mut nth = 0;
    while nth < start.len() && nth < name.len() && name[nth].eq_ignore_ascii_case(&start[nth]) {
        nth += 1;
    }
    nth == start.len()
}

/// Whether two names are the same.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
pub(crate) const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut nth = 0;
    while a.len() == b.len() && nth < a.len() && a[nth] == b[nth] {
        nth += 1;
    }
    a.len() == b.len() && nth == a.len()
}

/// Whether a name comes before another one.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
pub(crate) const fn is_before(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut nth = 0;
    while nth < a.len() && nth < b.len() && a[nth] == b[nth] {
        nth += 1;
    }
    nth < b.len() && (nth == a.len() || a[nth] < b[nth])
}
