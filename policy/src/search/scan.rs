//! Passes over text sixteen bytes at a time, and stops where a sequence of two or three letters may stand.
//!
//! Two tables say of each byte, by its halves, which sequences it may begin, two others which it may go on with. It is the search of
//! Teddy in Hyperscan and `aho-corasick`, for words of two or three letters.

use crate::json::simd::{LANES, Lanes};

/// Sequences of `N` bytes to search for.
pub(crate) struct Sequences<const N: usize> {
    /// For each byte of a sequence: the sequences that a byte may be of, by its lower and by its upper half.
    tables: [[[u8; LANES]; 2]; N],
}

/// For short texts, and words of few letters.
pub(crate) type Pairs = Sequences<2>;

/// For long texts: a vector costs half as much again as for pairs, but ordinary text has few of them.
pub(super) type Triples = Sequences<3>;

impl<const N: usize> Sequences<N> {
    /// Each is the bytes that may be the first, those that may be the second, and so on.
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
    pub(crate) const fn new(sequences: &[[&[u8]; N]]) -> Self {
        assert!(sequences.len() <= 8, "there is a bit for each");
        let mut all = Sequences { tables: [[[0; LANES]; 2]; N] };
        let mut nth = 0;
        while nth < sequences.len() {
            all = all.and(nth, sequences[nth]);
            nth += 1;
        }
        all
    }

    /// These and one more, which shares its bit with those of the same number.
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
    pub(crate) const fn and(mut self, nth: usize, sequence: [&[u8]; N]) -> Self {
        let mut place = 0;
        while place < N {
            let mut at = 0;
            while at < sequence[place].len() {
                self.tables[place] = with(self.tables[place], sequence[place][at], nth);
                at += 1;
            }
            place += 1;
        }
        self
    }

    /// Those of words, in any case: of each the part that other text rarely has.
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
    pub(super) const fn of_words<W, const COUNT: usize>(words: &[(&str, W); COUNT]) -> Self {
        let mut tables = [[[0; LANES]; 2]; N];
        let mut nth = 0;
        while nth < COUNT {
            let word = words[nth].0.as_bytes();
            let start = rarest::<N>(word);
            let mut place = 0;
            while place < N {
                let byte = word[start + place];
                // Words that follow each other share a bit.
                tables[place] = with(tables[place], byte.to_ascii_lowercase(), nth * 8 / COUNT);
                tables[place] = with(tables[place], byte.to_ascii_uppercase(), nth * 8 / COUNT);
                place += 1;
            }
            nth += 1;
        }
        Sequences { tables }
    }
}

impl Triples {
    /// Adds a byte, in any case, that a sequence may have at this place, or any byte.
    pub(super) fn add(&mut self, place: usize, byte: Option<u8>, nth: usize) {
        let Some(tables) = self.tables.get_mut(place) else { return };
        if let Some(byte) = byte {
            *tables = with(with(*tables, byte.to_ascii_lowercase(), nth), byte.to_ascii_uppercase(), nth);
            return;
        }
        tables.as_flattened_mut().iter_mut().for_each(|bits| *bits |= 1 << nth);
    }
}

/// The tables of a byte of a sequence, with one more that it may be.
#[allow(clippy::indexing_slicing)] // worked out by the compiler
pub(super) const fn with(mut tables: [[u8; LANES]; 2], byte: u8, nth: usize) -> [[u8; LANES]; 2] {
    tables[0][(byte & 0x0f) as usize] |= 1 << nth;
    tables[1][(byte >> 4) as usize] |= 1 << nth;
    tables
}

/// Calls `visit` with each position where a sequence may begin, until it says that this is enough. `in_lanes` tells of the vectors that
/// begin at each of sixteen positions, and one and two bytes (or so many as a window of `W` bytes has beyond a vector) after them.
#[allow(clippy::inline_always)] // it is the loop
#[inline(always)]
pub(super) fn scan<const W: usize>(
    text: &[u8],
    in_lanes: impl Fn([&[u8; LANES]; 3]) -> Lanes,
    mut visit: impl FnMut(usize) -> bool,
) -> bool {
    let mut visit_each = |start: usize, mut bits: u16| {
        while bits != 0 {
            if visit(start.saturating_add(usize::try_from(bits.trailing_zeros()).unwrap_or_default())) {
                return true;
            }
            bits &= bits.wrapping_sub(1);
        }
        false
    };
    let [firsts, seconds, thirds] =
        [0, 1, W.saturating_sub(LANES)].map(|offset| text.get(offset..).unwrap_or_default().as_chunks().0);
    for (nth, ((first, second), third)) in firsts.iter().zip(seconds).zip(thirds).enumerate() {
        let found = in_lanes([first, second, third]);
        if found.is_any() && visit_each(nth.saturating_mul(LANES), found.nonzero()) {
            return true;
        }
    }
    let seen = thirds.len().saturating_mul(LANES);
    // What is left is less than a vector: the last one of the text, of which the first bytes were seen, or what there is.
    let mut window = [0; W];
    let start = if let Some(last) = text.last_chunk::<W>() {
        window = *last;
        text.len().saturating_sub(W)
    } else {
        for (to, from) in window.iter_mut().zip(text) {
            *to = *from;
        }
        0
    };
    let known = u32::try_from(seen.saturating_sub(start)).unwrap_or_default();
    let (Some(first), Some(second), Some(third)) =
        (window.first_chunk(), window.get(1..).and_then(|rest| rest.first_chunk()), window.last_chunk())
    else {
        return false;
    };
    let found = in_lanes([first, second, third]).nonzero();
    visit_each(start, found & u16::MAX.checked_shl(known).unwrap_or_default())
}

/// A word to search for by a pair of its letters that other text rarely has.
#[derive(Clone, Copy)]
pub(crate) struct Word {
    text: &'static str,
    /// Where the pair begins.
    at: usize,
}

impl Word {
    pub(crate) const fn new(text: &'static str) -> Self {
        Word { text, at: rarest::<2>(text.as_bytes()) }
    }

    pub(crate) const fn text(self) -> &'static str {
        self.text
    }

    /// Where its pair begins in it.
    pub(crate) const fn at(self) -> usize {
        self.at
    }

    /// Whether it stands around its pair at this position.
    pub(crate) fn is_around(self, text: &[u8], at: usize) -> bool {
        at.checked_sub(self.at)
            .and_then(|start| text.get(start..))
            .is_some_and(|rest| rest.starts_with(self.text.as_bytes()))
    }
}

impl Pairs {
    /// These and that of a word.
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
    pub(crate) const fn and_word(self, nth: usize, word: Word) -> Self {
        let (_, pair) = word.text.as_bytes().split_at(word.at);
        self.and(nth, [&[pair[0]], &[pair[1]]])
    }

    /// These and those of words.
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
    pub(crate) const fn and_words(mut self, nth: usize, words: &[Word]) -> Self {
        let mut at = 0;
        while at < words.len() {
            self = self.and_word(nth, words[at]);
            at += 1;
        }
        self
    }

    /// Calls `visit` with each position where a pair may stand, until it says that this is enough.
    #[inline(never)] // once, rather than in each search
    pub(crate) fn scan(&self, text: &[u8], visit: &mut dyn FnMut(usize) -> bool) -> bool {
        self.scan_inline(text, visit)
    }

    /// The same where what is done at a position is little, or there are many.
    #[inline]
    pub(crate) fn scan_inline(&self, text: &[u8], visit: impl FnMut(usize) -> bool) -> bool {
        let [[low, high], [next_low, next_high]] = &self.tables;
        let in_lanes = |[first, second, _]: [&[u8; LANES]; 3]| {
            Lanes::new(first).look_up(low, high).and(Lanes::new(second).look_up(next_low, next_high))
        };
        scan::<{ LANES + 1 }>(text, in_lanes, visit)
    }
}

impl Triples {
    /// The same for three letters.
    #[inline]
    pub(super) fn scan(&self, text: &[u8], visit: impl FnMut(usize) -> bool) -> bool {
        let [[low, high], [next_low, next_high], [last_low, last_high]] = &self.tables;
        let in_lanes = |[first, second, third]: [&[u8; LANES]; 3]| {
            let pairs = Lanes::new(first).look_up(low, high).and(Lanes::new(second).look_up(next_low, next_high));
            pairs.and(Lanes::new(third).look_up(last_low, last_high))
        };
        scan::<{ LANES + 2 }>(text, in_lanes, visit)
    }
}

/// From the most to the least frequent in configuration.
const LETTERS: &[u8] = b"etaoinsrcdlpmughfbvkywxjzq";

/// The place of each letter among them.
static RANKS: [u8; 32] = ranks();

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::cast_possible_truncation)] // worked out by the compiler
const fn ranks() -> [u8; 32] {
    let mut ranks = [0; 32];
    let mut nth = 0;
    while nth < LETTERS.len() {
        ranks[(LETTERS[nth] & 31) as usize] = nth as u8;
        nth += 1;
    }
    ranks
}

/// Where in a word the letters are, so many of them, that other text rarely has.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // mostly worked out by the compiler
pub(super) const fn rarest<const N: usize>(word: &[u8]) -> usize {
    const fn rank(byte: u8) -> usize {
        if byte.is_ascii_lowercase() { RANKS[(byte & 31) as usize] as usize } else { LETTERS.len() }
    }
    let (mut best, mut most, mut at) = (0, 0, 0);
    while at + N <= word.len() {
        let (mut sum, mut place) = (0, 0);
        while place < N {
            sum += rank(word[at + place]);
            place += 1;
        }
        if sum > most {
            (best, most) = (at, sum);
        }
        at += 1;
    }
    best
}
