//! Searches for one word, and what the searches for many share.

use super::scan::{Pairs, rarest};
use crate::json::simd::{BLOCK, LANES, Lanes, mask};

/// Calls `visit` with the beginning and the end of each place where the word stands.
pub(crate) fn each(text: &[u8], word: &str, mut visit: impl FnMut(usize, usize)) {
    until(text, word, |start, end| {
        visit(start, end);
        false
    });
}

/// Calls `visit` with each position where one of the first bytes stands, and one of the second after it.
pub(crate) fn each_pair(text: &[u8], pair: [&[u8]; 2], mut visit: impl FnMut(usize)) {
    Pairs::new(&[pair]).scan(text, &mut |at| {
        let is_in =
            |side: usize, at: usize| text.get(at).zip(pair.get(side)).is_some_and(|(byte, of)| of.contains(byte));
        if is_in(0, at) && is_in(1, at.saturating_add(1)) {
            visit(at);
        }
        false
    });
}

pub(super) fn until(text: &[u8], word: &str, mut visit: impl FnMut(usize, usize) -> bool) -> bool {
    let before = rarest::<2>(word.as_bytes());
    let pair = |at: usize| word.as_bytes().get(at..at.saturating_add(1)).unwrap_or_default();
    let pairs = Pairs::new(&[[pair(before), pair(before.saturating_add(1))]]);
    pairs.scan(text, &mut |at| {
        let Some(start) = at.checked_sub(before) else { return false };
        text.get(start..).is_some_and(|rest| rest.starts_with(word.as_bytes()))
            && visit(start, start.saturating_add(word.len()))
    })
}

/// Whether the word stands in the text.
pub(crate) fn contains(text: &[u8], word: &str) -> bool {
    until(text, word, |_, _| true)
}

/// Whether the word stands in the text, in any case.
pub(crate) fn contains_in_any_case(text: &[u8], word: &str) -> bool {
    until_in_any_case(text, word.as_bytes(), &mut |_, _| true)
}

/// Whether the word stands in the text by itself, as a key does, in any case. In JSON, what begins a line follows a letter.
pub(crate) fn contains_key(text: &[u8], word: &str) -> bool {
    until_in_any_case(text, word.as_bytes(), &mut is_by_itself)
}

/// Whether what stands between these is a word by itself, see [`contains_key`].
pub(super) fn is_by_itself(before: &[u8], after: &[u8]) -> bool {
    !after.first().is_some_and(|byte| is_of_name(*byte))
        && (!before.last().is_some_and(|byte| is_of_name(*byte)) || is_after_escape(before))
}

/// Whether an escape of JSON or of a URL ends here, whose letters are of no word.
pub(super) fn is_after_escape(before: &[u8]) -> bool {
    matches!(before, [.., b'\\', b'n' | b't' | b'r' | b'b' | b'f'] | [.., b'\\', b'u', _, _, _, _])
        || is_after_percent(before)
}

/// Whether a byte ends here that is written as in a URL, in a file that Ignition is told of.
pub(super) fn is_after_percent(before: &[u8]) -> bool {
    matches!(before, [.., b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

pub(super) fn until_in_any_case(text: &[u8], word: &[u8], visit: &mut dyn FnMut(&[u8], &[u8]) -> bool) -> bool {
    let before = rarest::<2>(word);
    let [first, second] = [before, before.saturating_add(1)].map(|at| word.get(at).copied().unwrap_or_default());
    let [first, second] = [first, second].map(|byte| [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()]);
    Pairs::new(&[[&first, &second]]).scan(text, &mut |at| {
        let (start, rest) = at.checked_sub(before).and_then(|start| text.split_at_checked(start)).unwrap_or_default();
        let (found, rest) = rest.split_at_checked(word.len()).unwrap_or_default();
        !found.is_empty() && equals_in_any_case(found, word) && visit(start, rest)
    })
}

/// The same for texts as short as a key is, of whatever letters.
pub(crate) fn contains_in_any_case_short(text: &[u8], word: &[u8]) -> bool {
    let Some((first, rest)) = word.split_first() else { return true };
    let Some(last) = text.len().checked_sub(word.len()) else { return false };
    for (at, byte) in text.iter().take(last.saturating_add(1)).enumerate() {
        if byte.eq_ignore_ascii_case(first) {
            let after = text.get(at.saturating_add(1)..).unwrap_or_default();
            if after.get(..rest.len()).is_some_and(|after| equals_in_any_case(after, rest)) {
                return true;
            }
        }
    }
    false
}

/// Whether the text before this position ends so.
pub(super) fn ends(text: &[u8], at: usize, end: &[u8]) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with(end))
}

/// Whether two texts are the same but for case. It is the loop of many searches, and most texts differ in the first letter.
#[allow(clippy::inline_always)]
#[inline(always)]
pub(crate) fn equals_in_any_case(text: &[u8], word: &[u8]) -> bool {
    if text.len() != word.len() {
        return false;
    }
    for (a, b) in text.iter().zip(word) {
        if !a.eq_ignore_ascii_case(b) {
            return false;
        }
    }
    true
}

/// Whether a word, in any case, begins this many bytes before the position.
pub(super) fn is_around(text: &[u8], at: usize, before: usize, word: &[u8]) -> bool {
    let around = at.checked_sub(before).and_then(|start| text.get(start..)?.get(..word.len()));
    around.is_some_and(|around| equals_in_any_case(around, word))
}

/// Where the first reference to a parameter may begin: `$(`, `${` or `{{`.
pub(crate) fn first_reference(text: &[u8]) -> Option<usize> {
    static PAIRS: Pairs = Pairs::new(&[[b"$", b"({"], [b"{", b"{"]]);
    let mut found = None;
    PAIRS.scan(text, &mut |at| {
        let is_one = matches!(text.get(at..), Some([b'$', b'(' | b'{', ..] | [b'{', b'{', ..]));
        found = is_one.then_some(at);
        is_one
    });
    found
}

/// Names are no longer: where text is one word, no look at a part of it may be one at the whole.
pub(super) const LONGEST_NAME: usize = 64;

pub(super) const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// The text after white space and quotes. In JSON they have a backslash.
#[inline(never)]
pub(super) fn after_quotes(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'"' | b'\'', after @ ..] | [b'\\', b't' | b'"', after @ ..] = text {
        text = after;
    }
    text
}

/// The same behind a key, which may stand in a string of a string: there are more backslashes.
#[inline(never)]
pub(super) fn after_key(mut text: &[u8]) -> &[u8] {
    loop {
        text = match text {
            [b' ' | b'\t' | b'"' | b'\'', after @ ..] | [b'\\', b't' | b'"', after @ ..] => after,
            [b'\\', after @ ..] if after.starts_with(b"\\") => after,
            _ => return text,
        };
    }
}

/// How long the word is that a text begins with, up to a blank, a quote or a backslash; as long as it may be, if it is longer.
pub(super) fn length_of_word(text: &[u8], longest: usize) -> usize {
    let is_end = |lanes: Lanes| {
        let blanks = lanes.is(b' ').or(lanes.is_in(b'\t', b'\n')).or(lanes.is(b'\r'));
        blanks.or(lanes.is(b'"')).or(lanes.is(b'\'')).or(lanes.is(b'\\'))
    };
    let text = text.get(..longest).unwrap_or(text);
    let (vectors, rest) = text.as_chunks::<LANES>();
    let mut length: usize = 0;
    for bytes in vectors {
        let ends = is_end(Lanes::new(bytes)).bits();
        if ends != 0 {
            return length.saturating_add(usize::try_from(ends.trailing_zeros()).unwrap_or_default());
        }
        length = length.saturating_add(LANES);
    }
    let is_of_it = |byte: &&u8| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'\'' | b'\\');
    length.saturating_add(rest.iter().take_while(is_of_it).count())
}

/// Whether what follows a key's colon or equals sign is this word and nothing more. In JSON quotes and ends of lines have a
/// backslash.
#[inline(never)]
pub(super) fn is_scalar(text: &[u8], word: &[u8]) -> bool {
    let after = after_quotes(text).strip_prefix(word);
    after.is_some_and(|after| {
        matches!(
            after,
            [] | [b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b',' | b'}' | b']', ..]
                | [b'\\', b't' | b'r' | b'n' | b'"', ..]
        )
    })
}

/// A bit for each beginning of three letters that words have, see [`start_of`].
pub(crate) type Starts = [u64; 64];

/// The bit of a beginning, which is the same in any case. Some beginnings share one.
#[inline]
pub(crate) const fn start_of(first: u8, second: u8, third: u8) -> usize {
    ((first & 31) as usize) << 7 ^ ((second & 31) as usize) << 3 ^ (third & 31) as usize
}

/// Calls `visit` with the text from each word on that begins so, until it says that this is enough. A word is one of letters and digits, and
/// of two more signs at most. In JSON and in URLs one may follow the letters of an escape.
pub(crate) fn until_word(text: &[u8], signs: [u8; 2], starts: &Starts, visit: &mut dyn FnMut(&[u8]) -> bool) -> bool {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let [first, second] = signs;
    let is_of_word = |lanes: Lanes| {
        let letters = lanes.is_in(b'0', b'9').or(lanes.with(0x20).is_in(b'a', b'z'));
        letters.or(lanes.is(first)).or(lanes.is(second))
    };
    let mut last = [0; BLOCK];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    // Whether a word and whether an escape went on at the end of the block before.
    let (mut in_word, mut in_escape) = (0, 0);
    let mut at: usize = 0;
    for block in blocks.iter().chain([&last]) {
        let letters = mask(block, is_of_word);
        let escapes = mask(block, |lanes| lanes.is(b'\\').or(lanes.is(b'%')));
        let begins = letters & !(letters << 1 | in_word);
        let mut after_escapes = begins & (escapes << 1 | in_escape);
        (in_word, in_escape) = (letters >> 63, escapes >> 63);
        let mut rest = begins;
        while rest != 0 {
            let start = at.saturating_add(usize::try_from(rest.trailing_zeros()).unwrap_or_default());
            rest &= rest.wrapping_sub(1);
            if is_start(text, start, starts) && visit(text.get(start..).unwrap_or_default()) {
                return true;
            }
        }
        while after_escapes != 0 {
            let start = at.saturating_add(usize::try_from(after_escapes.trailing_zeros()).unwrap_or_default());
            after_escapes &= after_escapes.wrapping_sub(1);
            let length = match text.get(start.saturating_sub(1)..) {
                Some([b'%', ..]) => 2,
                Some([_, b'u', ..]) => 5,
                _ => 1,
            };
            let start = start.saturating_add(length);
            if is_start(text, start, starts) && visit(text.get(start..).unwrap_or_default()) {
                return true;
            }
        }
        at = at.saturating_add(BLOCK);
    }
    false
}

#[allow(clippy::inline_always)] // it is the loop
#[inline(always)]
fn is_start(text: &[u8], at: usize, starts: &Starts) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let start = match rest {
        [first, second, third, ..] => start_of(*first, *second, *third),
        [first, second] => start_of(*first, *second, 0),
        [first] => start_of(*first, 0, 0),
        [] => return false,
    };
    starts.get(start / 64).is_some_and(|bits| bits >> (start % 64) & 1 != 0)
}
