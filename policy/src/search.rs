//! Searches undecoded text for words that make decoding worthwhile.
//!
//! Most strings of most objects hold no credential. They are passed over 16 bytes at a time, whatever is searched for: two
//! tables say of each byte, by its halves, which pairs of letters it may begin, two others which it may end, and only where a
//! byte begins a pair and the next one ends it the word around it is compared. Pairs are chosen that other text rarely has.
//! It is the search of Teddy in Hyperscan and `aho-corasick`, for words of two letters. The text may be JSON as it is written, with
//! its escapes, or a string.
//!
//! A search may report false positives, never false negatives.

use crate::json::simd::{LANES, Lanes};

/// Sequences of `N` bytes to search for.
struct Sequences<const N: usize> {
    /// For each byte of a sequence: the sequences that a byte may be of, by its lower and by its upper half.
    tables: [[[u8; LANES]; 2]; N],
}

/// For short texts, and words of few letters.
type Pairs = Sequences<2>;

/// For long texts: a vector costs half as much again as for pairs, but ordinary text has few of them.
type Triples = Sequences<3>;

impl<const N: usize> Sequences<N> {
    /// Each is the bytes that may be the first, those that may be the second, and so on.
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
    const fn new(sequences: &[[&[u8]; N]]) -> Self {
        assert!(sequences.len() <= 8, "there is a bit for each");
        let mut tables = [[[0; LANES]; 2]; N];
        let mut nth = 0;
        while nth < sequences.len() {
            let mut place = 0;
            while place < N {
                let bytes = sequences[nth][place];
                let mut at = 0;
                while at < bytes.len() {
                    tables[place] = with(tables[place], bytes[at], nth);
                    at += 1;
                }
                place += 1;
            }
            nth += 1;
        }
        Sequences { tables }
    }

    /// Those of words, in any case: of each the part that other text rarely has.
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
    const fn of_words<const COUNT: usize>(words: &[(&str, Words); COUNT]) -> Self {
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

/// The tables of a byte of a sequence, with one more that it may be.
#[allow(clippy::indexing_slicing)] // worked out by the compiler
const fn with(mut tables: [[u8; LANES]; 2], byte: u8, nth: usize) -> [[u8; LANES]; 2] {
    tables[0][(byte & 0x0f) as usize] |= 1 << nth;
    tables[1][(byte >> 4) as usize] |= 1 << nth;
    tables
}

/// Calls `visit` with each position where a sequence may begin, until it says that this is enough. `in_lanes` tells of the vectors that
/// begin at each of sixteen positions, and one and two bytes (or so many as a window of `W` bytes has beyond a vector) after them.
#[allow(clippy::inline_always)] // it is the loop
#[inline(always)]
fn scan<const W: usize>(
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

impl Pairs {
    /// Calls `visit` with each position where a pair may stand, until it says that this is enough.
    #[inline]
    fn scan(&self, text: &[u8], visit: impl FnMut(usize) -> bool) -> bool {
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
    fn scan(&self, text: &[u8], visit: impl FnMut(usize) -> bool) -> bool {
        let [[low, high], [next_low, next_high], [last_low, last_high]] = &self.tables;
        let in_lanes = |[first, second, third]: [&[u8; LANES]; 3]| {
            let pairs = Lanes::new(first).look_up(low, high).and(Lanes::new(second).look_up(next_low, next_high));
            pairs.and(Lanes::new(third).look_up(last_low, last_high))
        };
        scan::<{ LANES + 2 }>(text, in_lanes, visit)
    }
}

/// `auth`, in any case.
const AUTH: [&[u8]; 2] = [b"aA", b"uU"];
/// The same and `insecure`; [`START`] and [`REMOTE`]; `verify` and the brace of [`is_legacy`]; these, `TOKEN` and `dckr_`.
const AUTH_OR_INSECURE: [&[u8]; 2] = [b"aAcC", b"uU"];
const START_OR_REMOTE: [&[u8]; 2] = [b"e", b"ywu"];
const VERIFY_OR_BRACE: [&[u8]; 2] = [b"fF\"", b"yY{"];
const VERIFY_OR_TOKEN_OR_BRACE: [&[u8]; 2] = [b"fFOc\"", b"yYKk{"];
/// A letter in a `data:` URL, see [`is_percent_of_letter`].
const PERCENT: [&[u8]; 2] = [b"%", b"4567"];
/// Base64 of `auth`, see [`is_encoded`].
const ENCODED: [&[u8]; 2] = [b"X1", b"VRd"];
/// Where base64 of `{"` begins.
const START: [&[u8]; 2] = [b"e", b"yw"];
/// Where base64 of a byte-order mark begins, or base64 of base64; and an escape.
const RARE: [&[u8]; 2] = [b"7ZN\\", b"7Xzu/xU\\"];

/// `remoteurl`; the same and `base64`; `regopts` and `disabled`.
const REMOTE: [&[u8]; 2] = [b"e", b"u"];
const OPTIONS: [&[u8]; 2] = [b"gb", b"ol"];
/// A byte for each half that a byte may have.
const ANY: &[u8] = &[0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff];
/// What stands after `http` where it matters: see [`http_at`].
const SIGNS: &[u8] = b":= \t\"'\\";
/// `http:`, `http =` and, where the text is searched as JSON, `base64`: see [`is_http`]. In JSON a quote after `http` has a backslash.
const SCHEME: [&[u8]; 2] = [b"pP", b":= '\\"];
const SCHEME_OR_BASE64: [&[u8]; 2] = [b"pPeb", b":= '\\6"];
/// The 64 of `base64` and `b64`, or its 6.
const START_OR_REMOTE_OR_BASE64: [&[u8]; 2] = [b"eb", b"ywu6"];
const VERIFY_OR_64: [&[u8]; 2] = [b"fF6", b"yY4"];

static IN_BASE64: Pairs = Pairs::new(&[ENCODED]);

/// Whether base64 of `auth` stands around the pair at this position, at one of the three offsets that it can have.
fn is_encoded(text: &[u8], at: usize) -> bool {
    let (before, rest) = text.split_at_checked(at).unwrap_or_default();
    match rest {
        [b'X', b'V', b'0', b'a'..=b'd', ..] => before.ends_with(b"Y"),
        [b'X', b'R', b'o', ..] => before.ends_with(b"hd"),
        [b'1', b'd', b'G', b'g' | b'h', ..] => before.ends_with(b"F"),
        _ => false,
    }
}

/// Calls `visit` with each run of letters of base64 that has `auth` in it.
pub(crate) fn each_encoded(text: &[u8], mut visit: impl FnMut(&[u8])) {
    let is_letter = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    let mut end: usize = 0;
    IN_BASE64.scan(text, |at| {
        if at >= end && is_encoded(text, at) {
            let (before, after) = text.split_at_checked(at).unwrap_or_default();
            let start = at.saturating_sub(before.iter().rev().take_while(is_letter).count());
            end = at.saturating_add(after.iter().take_while(is_letter).count());
            visit(text.get(start..end).unwrap_or_default());
        }
        false
    });
}

/// Calls `visit` with the beginning and the end of each `auths`, in any case.
pub(crate) fn each_auths(text: &[u8], mut visit: impl FnMut(usize, usize)) {
    const AUTHS: &[u8] = b"auths";
    static PAIRS: Pairs = Pairs::new(&[AUTH]);
    PAIRS.scan(text, |at| {
        let end = at.saturating_add(AUTHS.len());
        if text.get(at..end).is_some_and(|word| equals_in_any_case(word, AUTHS)) {
            visit(at, end);
        }
        false
    });
}

/// Calls `visit` with the beginning and the end of each place where the word stands.
pub(crate) fn each(text: &[u8], word: &str, mut visit: impl FnMut(usize, usize)) {
    until(text, word, |start, end| {
        visit(start, end);
        false
    });
}

/// Calls `visit` with each position where one of the first bytes stands, and one of the second after it.
pub(crate) fn each_pair(text: &[u8], pair: [&[u8]; 2], mut visit: impl FnMut(usize)) {
    Pairs::new(&[pair]).scan(text, |at| {
        let is_in =
            |side: usize, at: usize| text.get(at).zip(pair.get(side)).is_some_and(|(byte, of)| of.contains(byte));
        if is_in(0, at) && is_in(1, at.saturating_add(1)) {
            visit(at);
        }
        false
    });
}

fn until(text: &[u8], word: &str, mut visit: impl FnMut(usize, usize) -> bool) -> bool {
    let before = rarest::<2>(word.as_bytes());
    let pair = |at: usize| word.as_bytes().get(at..at.saturating_add(1)).unwrap_or_default();
    let pairs = Pairs::new(&[[pair(before), pair(before.saturating_add(1))]]);
    pairs.scan(text, |at| {
        let Some(start) = at.checked_sub(before) else { return false };
        text.get(start..).is_some_and(|rest| rest.starts_with(word.as_bytes()))
            && visit(start, start.saturating_add(word.len()))
    })
}

/// Where in a word the letters are, so many of them, that other text rarely has.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // mostly worked out by the compiler
const fn rarest<const N: usize>(word: &[u8]) -> usize {
    const fn rank(byte: u8) -> usize {
        // From the most to the least frequent in configuration.
        const LETTERS: &[u8] = b"etaoinsrcdlpmughfbvkywxjzq";
        let mut nth = 0;
        while nth < LETTERS.len() && LETTERS[nth] != byte {
            nth += 1;
        }
        nth
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
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    until_in_any_case(text, word.as_bytes(), &mut |before, after| {
        let is_begun = is_after_escape(before) || !before.last().is_some_and(is_letter);
        is_begun && !after.first().is_some_and(is_letter)
    })
}

/// Whether an escape of JSON or of a URL ends here, whose letters are of no word.
fn is_after_escape(before: &[u8]) -> bool {
    matches!(before, [.., b'\\', b'n' | b't' | b'r' | b'b' | b'f'] | [.., b'\\', b'u', _, _, _, _])
        || is_after_percent(before)
}

/// Whether a byte ends here that is written as in a URL, in a file that Ignition is told of.
fn is_after_percent(before: &[u8]) -> bool {
    matches!(before, [.., b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

fn until_in_any_case(text: &[u8], word: &[u8], visit: &mut dyn FnMut(&[u8], &[u8]) -> bool) -> bool {
    let before = rarest::<2>(word);
    let [first, second] = [before, before.saturating_add(1)].map(|at| word.get(at).copied().unwrap_or_default());
    let [first, second] = [first, second].map(|byte| [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()]);
    Pairs::new(&[[&first, &second]]).scan(text, |at| {
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

/// Whether something stands here that documents of credentials have: the key `auths` or `auth`, base64 of it, an escape
/// that could spell a letter of it, or a string that begins as base64 of an object does.
fn is_document(text: &[u8], at: usize) -> bool {
    match text.get(at..).unwrap_or_default() {
        // `authſ` is `auths` to Go.
        [b'a' | b'A', b'u' | b'U', b't' | b'T', b'h' | b'H', b's' | b'S' | b'"' | b'\\' | 0xc5, ..] => true,
        [b'\\', ..] => is_needless_escape(text, at),
        // A comma stands before what a data URL holds.
        start if is_like_base64_of_an_object(start) => {
            matches!(at.checked_sub(1).and_then(|at| text.get(at)), Some(b'"' | b','))
        }
        _ => is_encoded(text, at),
    }
}

/// Whether a character stands here as an escape that could stand there itself, in JSON, YAML or TOML: what is written so may be any part
/// of a word. The policy server writes none in JSON. Go's JSON has `<`, `>` and `&` so, which are in no word. A line that is broken
/// within a word is such an escape too.
#[inline(never)]
fn is_needless_escape(text: &[u8], at: usize) -> bool {
    let (before, rest) = text.split_at_checked(at).unwrap_or_default();
    let is_letter =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/'));
    let goes_on = |rest: &[u8]| is_letter(before.last()) && is_letter(rest.trim_ascii_start().first());
    match rest {
        [b'\\', b'u', b'0', b'0', digits @ ..]
        | [b'\\', b'U', b'0', b'0', b'0', b'0', b'0', b'0', digits @ ..]
        | [b'\\', b'x', digits @ ..] => {
            matches!(digits, [b'2'..=b'7', ..])
                && !matches!(digits, [b'2', b'6', ..] | [b'3', b'c' | b'C' | b'e' | b'E', ..])
        }
        // `ſ` and the Kelvin sign are an `s` and a `k` to Go.
        [b'\\', b'u', b'0', b'1', b'7', b'f' | b'F', ..]
        | [b'\\', b'u', b'2', b'1', b'2', b'a' | b'A', ..]
        | [b'\\', b'/', ..] => true,
        [b'\\', b'\n', rest @ ..] | [b'\\', b'\\', b'\\', b'n', rest @ ..] => goes_on(rest),
        _ => false,
    }
}

/// Whether `password` stands around the pair at this position, in any case.
fn is_password(text: &[u8], at: usize) -> bool {
    is_around(text, at, 3, b"password")
}

/// Whether a letter stands here as an escape of URLs. Nobody needs to write one so.
fn is_percent_of_letter(text: &[u8], at: usize) -> bool {
    matches!(
        text.get(at..),
        Some(
            [b'%', b'4' | b'6', b'1'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..]
            | [b'%', b'5' | b'7', b'0'..=b'9' | b'a' | b'A', ..],
        )
    )
}

/// Whether a text begins as base64 of `{"` does, or of `{` and white space, of a byte-order mark, or of one of the former in
/// base64.
pub(crate) fn is_like_base64_of_an_object(text: &[u8]) -> bool {
    matches!(text, [b'e', b'y' | b'w', ..] | [b'7', b'7', ..] | [b'Z', b'X', ..] | [b'N', b'z', ..])
}

/// Whether a string begins here, with its quote, that may be a document of the older form: an object whose first key names a registry.
/// An escape that spells a letter of the key is found by itself.
#[inline(never)]
fn is_legacy(json: &[u8], at: usize) -> bool {
    let Some([b'"', b'{', rest @ ..]) = json.get(at..) else { return false };
    let mut rest = rest;
    while let [b' ', after @ ..] | [b'\\', b'n' | b't' | b'r', after @ ..] = rest {
        rest = after;
    }
    let Some(key) = rest.strip_prefix(b"\\\"") else { return false };
    let key = key.split(|byte| *byte == b'"').next().unwrap_or_default();
    key.iter().any(|byte| matches!(byte, b'.' | b':')) || contains_in_any_case(key, "localhost")
}

/// Whether the 64 of `base64` or `b64` stands here.
fn is_base64(json: &[u8], at: usize) -> bool {
    let (before, rest) = json.split_at_checked(at).unwrap_or_default();
    rest.starts_with(b"64") && matches!(before, [.., b'e' | b'b'])
}

/// Whether a document or a file with credentials may stand in the JSON.
pub(crate) fn may_hold_text(json: &[u8]) -> bool {
    static PAIRS: Pairs = Pairs::new(&[
        AUTH_OR_INSECURE,
        ENCODED,
        START_OR_REMOTE,
        RARE,
        OPTIONS,
        SCHEME_OR_BASE64,
        VERIFY_OR_BRACE,
        PERCENT,
    ]);
    PAIRS.scan(json, |at| match json.get(at..).unwrap_or_default() {
        [b'"', ..] => is_legacy(json, at),
        [b'e' | b'b', b'6', b'4', ..] => true,
        [b'%', ..] => is_percent_of_letter(json, at),
        _ => is_word(json, at),
    })
}

/// Whether a document or the name of a credential may stand in a list of environment variables.
pub(crate) fn may_hold_variable(json: &[u8]) -> bool {
    // …PASS…, …PWORD, …_PAT, …HTTP, NON_SSL, …OPTS, …OPTIONS; `…AUTH_…` and …SECURE have the pair of a document.
    static PAIRS: Pairs = Pairs::new(&[
        AUTH_OR_INSECURE,
        ENCODED,
        START_OR_REMOTE_OR_BASE64,
        RARE,
        [b"ASPT", b"SLTW"],
        VERIFY_OR_TOKEN_OR_BRACE,
        OPTIONS,
        SCHEME,
    ]);
    PAIRS.scan(json, |at| match json.get(at..).unwrap_or_default() {
        // Of names in capitals, which are many, and nothing else begins so.
        [b'A' | b'P' | b'S' | b'T', b'L' | b'S' | b'T' | b'W', ..] => is_name_of_variable(json, at),
        [b'O', b'K', b'E', b'N', ..] | [b'c', b'k', b'r', b'_', ..] | [b'A', b'U', b'T', b'H', b'_', ..] => true,
        [b'"', ..] => is_legacy(json, at),
        [b'e' | b'b', b'6', ..] => is_base64(json, at.saturating_add(1)),
        [b'C', b'U', b'R', b'E', ..] => ends(json, at, b"SE"),
        _ => is_word(json, at),
    }) || memchr::memchr(b'@', json).is_some() // an address with credentials
}

/// Whether a name of a variable stands around this pair that may concern a credential or TLS: `…PASS…`, `…OPTS`, `…OPTIONS`, `…OPT`,
/// `…PWORD`, `NON_SSL`, `…_PAT`, `…HTTP`, `…HTTPS`.
fn is_name_of_variable(json: &[u8], at: usize) -> bool {
    let Some([first, second, rest @ ..]) = json.get(at..) else { return false };
    match (first, second) {
        (b'A', b'S') => rest.first() == Some(&b'S'),
        (b'A', b'T') => rest.first() == Some(&b'"') && ends(json, at, b"_P"),
        (b'P', b'T') => matches!(rest, [b'"', ..] | [b'S', b'"', ..] | [b'I', b'O', b'N', b'S', b'"', ..]),
        (b'P', b'W') => rest.starts_with(b"ORD"),
        (b'S', b'L') => ends(json, at, b"S"),
        (b'T', b'T') => matches!(rest, [b'P', b'"', ..] | [b'P', b'S', b'"', ..]) && ends(json, at, b"H"),
        _ => false,
    }
}

/// Whether the text before this position ends so.
fn ends(text: &[u8], at: usize, end: &[u8]) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with(end))
}

/// Whether a document, or a flag or a command that takes a credential, may stand in a list of words.
pub(crate) fn may_hold_argument(json: &[u8]) -> bool {
    // login; creds and …passw…; token, dckr_ and …PWORD; -p, -u, --user and …_PAT
    static PAIRS: Pairs = Pairs::new(&[
        AUTH,
        ENCODED,
        START,
        RARE,
        [b"gG", b"iI"],
        [b"dDsS", b"sS"],
        [b"kKP", b"eErRW"],
        [b"-A", b"puT"],
    ]);
    let word = |at: usize, before: usize, word: &[u8]| is_around(json, at, before, word);
    PAIRS.scan(json, |at| {
        word(at, 2, b"login")
            || word(at, 2, b"registry-secret")
            || word(at, 2, b"pass")
            || word(at, 3, b"creds")
            || word(at, 2, b"token")
            || word(at, 2, b"dckr_")
            || word(at, 0, b"-user")
            || word(at, 1, b"-auth")
            || word(at, 0, b"pword")
            || json.get(at..).is_some_and(|rest| rest.starts_with(b"AUTH_") || rest.starts_with(b"AUTH="))
            || (json.get(at..).is_some_and(|rest| rest.starts_with(b"AT=")) && ends(json, at, b"_P"))
            || is_short_flag(json, at, b"pu")
            || is_document(json, at)
    }) || memchr::memchr_iter(b'@', json).any(|at| is_after_userinfo(json, at))
}

/// Whether `user:password` may stand before the `@` at this position. What begins as a digest comes after an image.
fn is_after_userinfo(json: &[u8], at: usize) -> bool {
    let (before, rest) = json.split_at_checked(at).unwrap_or_default();
    let mut word = before.iter().rev().take_while(|byte| !matches!(byte, b'"' | b'\'' | b' '));
    !rest.starts_with(b"@sha256:") && word.any(|byte| *byte == b':')
}

/// Words in a resource that suggest something recognisable by its shape: an image, another manifest, credentials, arguments, an insecure
/// registry. They are searched for one at a time, as the walk proceeds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints<'t> {
    text: &'t [u8],
    next: usize,
}

impl<'t> Hints<'t> {
    /// The hints in a resource, if there are any.
    pub(crate) fn of(resource: &'t [u8]) -> Option<Self> {
        let mut hints = Hints { text: resource, next: 0 };
        hints.next = hints.find(0)?;
        Some(hints)
    }

    /// The number of bytes from the start of a part of the resource to the next hint; `usize::MAX` or less if there is none.
    pub(crate) fn before_next(&mut self, part: &[u8]) -> usize {
        let start = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        if self.next < start {
            self.next = self.find(start).unwrap_or(usize::MAX);
        }
        self.next.saturating_sub(start)
    }

    fn find(&self, start: usize) -> Option<usize> {
        static PAIRS: Pairs = Pairs::new(&[
            [b"aA", b"gGuU"],
            [b"i", b"V"],
            [b"sS", b"wW"],
            [b"eE", b"pP"],
            [b"cC", b"uUrRiIkK"],
            [b"fF", b"yY"],
            [b"lL-", b"sSh"],
            [b"iI", b"sS"],
        ]);
        let json = self.text;
        let is_around = |at: usize, before: usize, word: &[u8]| is_around(json, at, before, word);
        let mut found = None;
        PAIRS.scan(json.get(start..).unwrap_or_default(), |at| {
            let at = at.saturating_add(start);
            let is_found = match json.get(at..).unwrap_or_default() {
                [b'a' | b'A', b'u' | b'U', ..] => is_around(at, 0, b"auth"),
                [b'a' | b'A', ..] => is_around(at, 2, b"image"),
                // The first word of all is of the resource itself.
                [b'i', b'V', ..] => is_around(at, 2, b"apiVersion") && at != "{\"ap".len(),
                [b's' | b'S', b'w' | b'W', ..] => is_password(json, at),
                [b'e' | b'E', ..] => is_around(at, 1, b"repository"),
                [b'c' | b'C', b'u' | b'U', ..] => is_around(at, 4, b"insecure"),
                [b'c' | b'C', b'r' | b'R', ..] => is_around(at, 0, b"cred"),
                [b'c' | b'C', b'i' | b'I', ..] => is_around(at, 1, b"oci:"),
                [b'c' | b'C', ..] => is_around(at, 2, b"docker:") || is_around(at, 2, b"docker login"),
                [b'f' | b'F', ..] => is_around(at, 4, b"verify"),
                [b'l' | b'L', ..] => is_around(at, 1, b"tlsver") || is_around(at, 1, b"tls-ver"),
                [b'-', ..] => is_around(at, 0, b"-http"),
                [b'i' | b'I', ..] => is_around(at, 3, b"registr"),
                _ => false,
            };
            found = is_found.then_some(at);
            is_found
        });
        found
    }
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
fn is_around(text: &[u8], at: usize, before: usize, word: &[u8]) -> bool {
    let around = at.checked_sub(before).and_then(|start| text.get(start..)?.get(..word.len()));
    around.is_some_and(|around| equals_in_any_case(around, word))
}

/// Where the first reference to a parameter may begin: `$(`, `${` or `{{`.
pub(crate) fn first_reference(text: &[u8]) -> Option<usize> {
    static PAIRS: Pairs = Pairs::new(&[[b"$", b"({"], [b"{", b"{"]]);
    let mut found = None;
    PAIRS.scan(text, |at| {
        let is_one = matches!(text.get(at..), Some([b'$', b'(' | b'{', ..] | [b'{', b'{', ..]));
        found = is_one.then_some(at);
        is_one
    });
    found
}

/// Whether a manifest may stand in a list of words.
pub(crate) fn may_hold_manifest(json: &[u8]) -> bool {
    /// As long as the shortest one.
    const SHORTEST: usize = 40;
    static PAIRS: Pairs = Pairs::new(&[[b"i", b"V"]]);
    json.len() > SHORTEST && PAIRS.scan(json, |at| ends(json, at, b"ap"))
}

/// Whether manifests may hold something that is certain: words of credentials, flags or fields, or a loopback address.
pub(crate) fn may_be_certain(text: &[u8]) -> bool {
    may_hold_text(text)
        || may_hold_argument(text)
        || may_hold_flag(text)
        || contains(text, "localhost")
        || contains(text, "127.")
        || contains(text, "::")
}

/// Whether a probe or a hook may run a command.
pub(crate) fn may_run_command(json: &[u8]) -> bool {
    static PAIRS: Pairs = Pairs::new(&[[b"x", b"e"]]);
    // The key may be written with an escape, as any.
    PAIRS.scan(json, |_| true) || memchr::memchr(b'\\', json).is_some()
}

/// Whether a flag that turns TLS off, or a file, may stand in a list of words.
pub(crate) fn may_hold_flag(json: &[u8]) -> bool {
    // insecure, …SECURE, verify, -http, …HTTP, tls; mirror, -k, -f and NON_SSL
    static PAIRS: Pairs = Pairs::new(&[
        AUTH_OR_INSECURE,
        VERIFY_OR_64,
        [b"tT", b"pPlL"],
        [b"-_r", b"kSrf"],
        REMOTE,
        OPTIONS,
        SCHEME,
        RARE,
    ]);
    PAIRS.scan(json, |at| {
        let before = |length: usize| at.checked_sub(length).and_then(|start| json.get(start..)).unwrap_or_default();
        match json.get(at..).unwrap_or_default() {
            [b't' | b'T', b'p' | b'P', ..] => {
                matches!(before(2), [b'H', b'T', b'T', b'P', b'=', ..] | [b'H', b'T', b'T', b'P', b'S', b'=', ..])
                    || before(3).starts_with(b"-http")
                    || before(3).starts_with(b"-HTTP")
                    || before(3).starts_with(b"ohttp")
                    || before(6).starts_with(b"OverHttp")
            }
            [b'C', b'U', b'R', b'E', ..] => ends(json, at, b"SE"),
            // `kubectl` may be told images.
            [b't', b'l', b' ' | b'"', ..] => ends(json, at, b"kubec"),
            [b't', b'l', b's', b'"' | b'\'' | b' ' | b'=' | b'-' | b',' | b'\\', ..] => true,
            [b'6', ..] => is_base64(json, at),
            [b'r', b'r', b'o', b'r', ..] => before(2).starts_with(b"mirror"),
            [b'-', b'k', ..] => is_short_flag(json, at, b"k"),
            [b'-', b'f', rest @ ..] => {
                let is_of_reg = || contains(json, "reg ") || contains(json, "reg\"") || contains(json, "reg\\t");
                rest.starts_with(b"orce-non-ssl") || (is_short_flag(json, at, b"f") && is_of_reg())
            }
            [b'_', b'S', ..] => before(3).starts_with(b"NON_SSL"),
            _ => may_be_of_file(json, at) || is_needless_escape(json, at),
        }
    })
}

/// Whether a flag of one of these letters stands here at the beginning of a word. A password may follow `-p` in the same word.
fn is_short_flag(json: &[u8], at: usize, letters: &[u8]) -> bool {
    let (before, rest) = json.split_at_checked(at).unwrap_or_default();
    let [b'-', letter, next, ..] = rest else { return false };
    let is_flag = letters.contains(letter) && (*letter == b'p' || matches!(next, b'"' | b'\'' | b' ' | b'=' | b'\\'));
    is_flag && matches!(before, [.., b'"' | b'\'' | b' ' | b'{' | b',' | b'('] | [.., b'\\', b't' | b'n' | b'r'])
}

/// Whether a word of a file stands here: `auth` as a key or a table, `authorization`, `AuthConfig`, `remoteurl`, `regopts`.
#[inline(never)]
fn is_of_file(text: &[u8], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let begins = |word: &[u8]| rest.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    match rest {
        [b'a' | b'A', b'u' | b'U', ..] => {
            let is_key = matches!(
                rest.get(4),
                Some(b'"' | b'\'' | b':' | b'=' | b'.' | b']' | b',' | b'}' | b'\\' | b' ' | b'\t' | b'\r' | b'\n')
            );
            (is_key && begins(b"auth"))
                || begins(b"authoriz")
                || rest.starts_with(b"AuthC")
                // The field `defaultCacheDuration`, which a CredentialProviderConfig must have.
                || rest.starts_with(b"aultCacheDuration")
        }
        [b'e', ..] => rest.starts_with(b"eurl"),
        [b'g', ..] => rest.starts_with(b"gopts"),
        _ => false,
    }
}

/// Whether one of the words stands here that decide whether a string is read as a file.
fn may_be_of_file(text: &[u8], at: usize) -> bool {
    match text.get(at) {
        Some(b'a' | b'A' | b'e' | b'g') => is_of_file(text, at),
        Some(b'b' | b'c' | b'C' | b'f' | b'F') => is_insecure(text, at),
        Some(b'p' | b'P') => is_http(text, at),
        _ => false,
    }
}

/// Whether a word of a document or of a file stands at or around this position.
fn is_word(text: &[u8], at: usize) -> bool {
    // In documents none begins so.
    let is_of_file_only = matches!(text.get(at), Some(b'b' | b'c' | b'C' | b'f' | b'F' | b'g' | b'p' | b'P'));
    may_be_of_file(text, at) || (!is_of_file_only && is_document(text, at))
}

/// Whether `http:/`, or `http` as a key of TOML or the end of one of YAML that turns it on, stands around the pair at this position, in any case. In JSON a quote or a tab is
/// written with a backslash.
#[inline(never)]
fn is_http(text: &[u8], at: usize) -> bool {
    let around = at.checked_sub(3).and_then(|start| text.get(start..)).unwrap_or_default();
    let Some((name, rest)) = around.split_first_chunk::<4>() else { return false };
    if !name.eq_ignore_ascii_case(b"http") {
        return false;
    }
    let rest = after_quotes(rest);
    matches!(rest, [b':', b'/' | b'\\', ..] | [b'=', ..])
        || (matches!(rest, [b':', ..])
            && at.checked_sub(3).is_some_and(|start| is_after_plain(text.get(..start).unwrap_or_default())))
}

/// What `http` is, in any case, whose last two letters stand at this position: [`Words::URL`] as `http:/` where a value or a key begins;
/// [`Words::HTTP`] as a key of TOML, or the end of one of YAML, that turns it on. In JSON a quote or a tab is written with a backslash.
#[inline(never)]
fn http_at(text: &[u8], at: usize, known: Words) -> Words {
    let Some((before, around)) = at.checked_sub(2).and_then(|start| text.split_at_checked(start)) else {
        return Words::default();
    };
    let Some((name, rest)) = around.split_first_chunk::<4>() else { return Words::default() };
    if !name.eq_ignore_ascii_case(b"http") {
        return Words::default();
    }
    if let [b':', b'/' | b'\\', ..] = rest {
        // Many lines may have one.
        let is_url = !known.has(Words::URL) && (begins_value(before) || is_key(rest));
        return if is_url { Words::URL } else { Words::default() };
    }
    let is_on = match after_quotes(rest) {
        [b'=', value @ ..] => !is_scalar(value, b"false"),
        [b':', value @ ..] => is_after_plain(before) && !is_scalar(value, b"false"),
        _ => false,
    };
    if is_on { Words::HTTP } else { Words::default() }
}

/// Whether `password` stands around this position, in any case, as the key of something that may be a value, rather than a reference to a
/// variable: `${NAME}`.
#[inline(never)]
fn is_key_of_password(text: &[u8], at: usize) -> bool {
    if !is_password(text, at) {
        return false;
    }
    let rest = text.get(at.saturating_add(b"sword".len())..).unwrap_or_default();
    if rest.first().is_some_and(|byte| is_of_name(*byte)) {
        return false;
    }
    let [b':' | b'=', value @ ..] = after_quotes(rest) else {
        // Else it is a word of a sentence, or of a flag.
        return matches!(after_quotes(rest), [] | [b'\n' | b'\r' | b'\\' | b'%' | b']' | b',' | b'}' | b'.', ..]);
    };
    let Some(name) = after_quotes(value).strip_prefix(b"${") else { return true };
    let end = name.iter().take(LONGEST_NAME).take_while(|byte| is_of_name(**byte)).count();
    let rest = name.get(end..).unwrap_or_default();
    !(rest.starts_with(b"}") && is_scalar(rest, b"}"))
}

/// Whether a value or a key may begin after this text, as files have them, rather than a word of a sentence or an argument: after a
/// colon, an equals sign, a bracket, a comma, a dash, a dot of TOML, a property of YAML, or a line's end, since a comment may stand before
/// that. What follows a flag about mirrors is its value.
#[inline(never)]
fn begins_value(mut before: &[u8]) -> bool {
    while let [rest @ .., b'\\', b't' | b'"'] | [rest @ .., b' ' | b'\t' | b'"' | b'\'' | b'\\'] = before {
        before = rest;
    }
    let is_line = matches!(before, [] | [.., b'\n' | b'\r'] | [.., b'\\', b'n' | b'r']);
    let is_sign = matches!(before.last(), Some(b':' | b'=' | b'[' | b'{' | b',' | b'-' | b'.' | b'|' | b'>' | b'?'));
    if is_line || is_sign || is_after_percent(before) {
        return true;
    }
    // A tag, an anchor, or the name of a flag.
    let start = before
        .len()
        .saturating_sub(before.iter().rev().take(LONGEST_NAME).take_while(|byte| is_of_name(**byte)).count());
    let (rest, word) = before.split_at_checked(start).unwrap_or_default();
    matches!(rest.last(), Some(b'!' | b'&' | b'<')) || word.ends_with(b"mirror")
}

/// Names are no longer: where text is one word, no look at a part of it may be one at the whole.
const LONGEST_NAME: usize = 64;

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Whether the word that goes on here is a key of YAML or JSON: a colon follows it that no letter follows.
#[inline(never)]
fn is_key(rest: &[u8]) -> bool {
    /// As long as a URL may be that is a key.
    const LONGEST: usize = 255;
    let is_of_it = |byte: &&u8| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'\'' | b'\\');
    let end = rest.iter().take(LONGEST).take_while(is_of_it).count();
    let (word, after) = rest.split_at_checked(end).unwrap_or_default();
    word.ends_with(b":") || after_quotes(after).starts_with(b":")
}

/// The text after white space and quotes. In JSON they have a backslash.
#[inline(never)]
fn after_quotes(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'"' | b'\'', after @ ..] | [b'\\', b't' | b'"', after @ ..] = text {
        text = after;
    }
    text
}

/// Whether what follows a key's colon or equals sign is this word and nothing more. In JSON quotes and ends of lines have a
/// backslash.
#[inline(never)]
fn is_scalar(text: &[u8], word: &[u8]) -> bool {
    let after = after_quotes(text).strip_prefix(word);
    after.is_some_and(|after| {
        matches!(
            after,
            [] | [b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b',' | b'}' | b']', ..]
                | [b'\\', b't' | b'r' | b'n' | b'"', ..]
        )
    })
}

/// Whether a key of YAML ends before `http` that tells to use it: `plainHttp`, `plain-http`, `useHttp`.
#[inline(never)]
fn is_after_plain(before: &[u8]) -> bool {
    let before = before.strip_suffix(b"_").or_else(|| before.strip_suffix(b"-")).unwrap_or(before);
    let ends = |word: &[u8]| {
        let end = before.len().checked_sub(word.len()).and_then(|start| before.get(start..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(word))
    };
    ends(b"plain") || ends(b"use")
}

/// Whether `insecure` or `verify` stands around the pair at this position, in any case, or `disabled` as what `tls` is. To some readers
/// of TOML `ſ` is an `s`.
#[inline(never)]
fn is_insecure(text: &[u8], at: usize) -> bool {
    let is_around = |before: usize, word: &[u8]| is_around(text, at, before, word);
    match text.get(at) {
        Some(b'f' | b'F') => is_around(4, b"verify"),
        Some(b'b') => is_around(4, b"disabled") && at.checked_sub(4).is_some_and(|start| is_value_of_tls(text, start)),
        _ => is_around(4, b"insecure") || is_around(5, "inſecure".as_bytes()),
    }
}

/// Whether `validate_certs` stands around this position, as a key with any other value than the ones that leave it on.
#[inline(never)]
fn is_unvalidated(text: &[u8], at: usize) -> bool {
    if !is_around(text, at, b"validate_".len(), b"validate_certs") {
        return false;
    }
    let rest = after_quotes(text.get(at.saturating_add(b"certs".len())..).unwrap_or_default());
    let [b':' | b'=', value @ ..] = rest else { return false };
    !is_scalar(value, b"true") && !is_scalar(value, b"yes")
}

/// Whether a name around the pair at this position turns TLS off in a file, as far as its value is beside it; or `disabled` as what
/// `tls` is.
#[inline(never)]
fn is_insecure_in_file(text: &[u8], at: usize) -> bool {
    is_insecure(text, at) && (matches!(text.get(at), Some(b'b')) || may_turn_off(text, at))
}

/// Whether the name around this position may turn TLS off: as a flag, as a value, as a key with any other value than the one that leaves
/// TLS on (`insecure_skip_verify: false`, `tls-verify = true`), or as a variable.
#[inline(never)]
fn may_turn_off(text: &[u8], at: usize) -> bool {
    let is_letter = |byte: u8| is_of_name(byte) || byte == b'.' || !byte.is_ascii();
    let is_letter_at = |at: usize| text.get(at).is_some_and(|byte| is_letter(*byte));
    let (mut start, mut end) = (at, at);
    while at.saturating_sub(start) < LONGEST_NAME && start > 0 && is_letter_at(start.saturating_sub(1)) {
        start = start.saturating_sub(1);
    }
    while end.saturating_sub(at) < LONGEST_NAME && is_letter_at(end) {
        end = end.saturating_add(1);
    }
    // In JSON, what begins a line follows a letter.
    let is_after_line = matches!(text.get(start.saturating_sub(1)..), Some([b'\\', b'n' | b't' | b'r', ..]));
    let start = start.saturating_add(usize::from(is_after_line));
    let name = text.get(start..end).unwrap_or_default();
    let has = |word: &[u8]| contains_in_any_case_short(name, word);
    // `proxy_ssl_verify`, `trust_chain_verification` and many others are no names of ours.
    let words: [&[u8]; 7] =
        [b"insecure", "inſecure".as_bytes(), b"skip", b"never", b"tlsverify", b"tls_verify", b"tls-verify"];
    if !words.into_iter().any(has) {
        return false;
    }
    let rest = after_quotes(text.get(end..).unwrap_or_default());
    let [b':' | b'=', value @ ..] = rest else {
        // Else it is a word of a sentence.
        let is_key = matches!(rest, [b']' | b',' | b'}' | b'\\' | b'%', ..] | []);
        return is_key || name.starts_with(b"-") || begins_value(text.get(..start).unwrap_or_default());
    };
    if has(b"insecure") || has(b"skip") { !is_scalar(value, b"false") } else { !is_scalar(value, b"true") }
}

/// Whether the scalar at this position may be what a key `tls` of YAML has: that is the word before, but for a tag. What has an anchor
/// may be anybody's.
#[inline(never)]
fn is_value_of_tls(text: &[u8], at: usize) -> bool {
    const LONGEST: usize = 64;
    let mut before = text.get(..at).unwrap_or_default();
    for _ in 0..LONGEST {
        before = match before {
            // White space, as it is written in JSON.
            [rest @ .., b'\\', b'n' | b't' | b'r']
            | [rest @ .., b' ' | b'\t' | b'\r' | b'\n' | b':' | b'"' | b'\'' | b'\\' | b'>' | b'|' | b'-'] => rest,
            _ => break,
        };
    }
    let length = before.iter().rev().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let (rest, word) = before.split_at_checked(before.len().saturating_sub(length)).unwrap_or_default();
    word.eq_ignore_ascii_case(b"tls") || matches!(rest.last(), Some(b'&' | b'!' | b'_'))
}

/// Words that a text has, a bit for each: they decide how it is looked into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(u64);

impl Words {
    /// The key `auths`, or an escape that could spell a letter of it.
    pub(crate) const AUTHS: Words = Words(1);
    /// Base64 of `auth`.
    pub(crate) const ENCODED: Words = Words(1 << 1);
    /// What files have beside credentials: `auth` as a key, `authorization`, `remoteurl`, `regopts`.
    pub(crate) const AUTH: Words = Words(1 << 2);
    /// `insecure` or `verify`, in any case, but with a value that leaves TLS on; or `disabled` as what `tls` is.
    pub(crate) const INSECURE: Words = Words(1 << 3);
    /// `http` as a key of TOML, or the end of one of YAML: `plainHttp`.
    pub(crate) const HTTP: Words = Words(1 << 4);
    /// An escape that nobody needs: it may spell a letter of any word.
    pub(crate) const ESCAPE: Words = Words(1 << 5);
    /// `base64` or `b64`.
    pub(crate) const BASE64: Words = Words(1 << 6);
    /// `password`, in any case, as a key of what may be a value.
    pub(crate) const PASSWORD: Words = Words(1 << 7);
    /// `http:/` as a value or a key.
    pub(crate) const URL: Words = Words(1 << 8);

    // The rest is looked for only where one of the former is, see [`Words::with_names`].

    const CONFIGS: Words = Words(1 << 9);
    /// `registry`, `registries` and what is made of them.
    pub(crate) const REGISTRY: Words = Words(1 << 10);
    const CREDENTIAL: Words = Words(1 << 11);
    const ENDPOINT: Words = Words(1 << 12);
    /// `mirror`, `mirrors` and what is made of them.
    const MIRROR: Words = Words(1 << 13);
    const REMOTE_URL: Words = Words(1 << 14);
    const RESOLVER: Words = Words(1 << 15);
    const REG_OPTS: Words = Words(1 << 16);
    const REPOSITORY: Words = Words(1 << 17);
    /// `-verify`
    pub(crate) const DASH_VERIFY: Words = Words(1 << 18);
    /// `host` as a table of TOML.
    pub(crate) const HOST: Words = Words(1 << 19);
    pub(crate) const HOSTS_TOML: Words = Words(1 << 20);
    pub(crate) const CAPABILITIES: Words = Words(1 << 21);
    const HTTP_HEADERS: Words = Words(1 << 22);
    const BACKEND: Words = Words(1 << 23);
    const KANIKO: Words = Words(1 << 24);
    const SKIP_SSL: Words = Words(1 << 25);
    const DANGEROUS: Words = Words(1 << 26);
    const INSECURE_SOURCES: Words = Words(1 << 27);
    const HOSTNAME: Words = Words(1 << 28);
    const CRED_HELPER: Words = Words(1 << 29);
    const REPO_AUTH: Words = Words(1 << 30);
    const ZARF: Words = Words(1 << 31);
    const TRIVY: Words = Words(1 << 32);
    const AUTHORIZATION: Words = Words(1 << 33);
    const DOCKER_LOGIN: Words = Words(1 << 34);
    const PODMAN: Words = Words(1 << 35);

    /// The names of which a field of a file has at least one, or what has to stand beside it, or the file's own.
    const NAMES: [(&str, Words); 27] = [
        ("configs", Words::CONFIGS),
        ("registr", Words::REGISTRY),
        ("credential", Words::CREDENTIAL),
        ("endpoint", Words::ENDPOINT),
        ("mirror", Words::MIRROR),
        ("remoteurl", Words::REMOTE_URL),
        ("resolver", Words::RESOLVER),
        ("regopts", Words::REG_OPTS),
        ("repositor", Words::REPOSITORY),
        ("-verify", Words::DASH_VERIFY),
        ("host", Words::HOST),
        ("hosts.toml", Words::HOSTS_TOML),
        ("capabilities", Words::CAPABILITIES),
        ("httpheaders", Words::HTTP_HEADERS),
        ("backend", Words::BACKEND),
        ("kaniko", Words::KANIKO),
        ("skip_ssl", Words::SKIP_SSL),
        ("dangerous", Words::DANGEROUS),
        ("insecure_sources", Words::INSECURE_SOURCES),
        ("hostname", Words::HOSTNAME),
        ("credhelper", Words::CRED_HELPER),
        ("repoauth", Words::REPO_AUTH),
        ("zarf-config.toml", Words::ZARF),
        ("trivy.yaml", Words::TRIVY),
        ("authorization", Words::AUTHORIZATION),
        ("docker_login", Words::DOCKER_LOGIN),
        ("podman_", Words::PODMAN),
    ];
    const ALL_NAMES: Words = {
        let mut all = Words(0);
        let mut nth = 0;
        #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
        while nth < Words::NAMES.len() {
            all = all.and(Words::NAMES[nth].1);
            nth += 1;
        }
        all
    };

    pub(crate) const fn and(self, other: Self) -> Self {
        Words(self.0 | other.0)
    }

    /// Whether all of the others are among these.
    pub(crate) fn has(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// Whether one of the others is among these.
    pub(crate) const fn has_any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Words that a text has in which the field of a file stands that has this path.
    pub(crate) const fn of_field(path: &str) -> Self {
        const WORDS: [(&str, Words); 9] = [
            ("auths", Words::AUTHS),
            ("auth", Words::AUTH),
            ("insecure", Words::INSECURE),
            ("verify", Words::INSECURE),
            ("validate_certs", Words::INSECURE),
            (".http", Words::HTTP),
            ("plainhttp", Words::HTTP),
            ("plain_http", Words::HTTP),
            ("usehttp", Words::HTTP),
        ];
        let words = Words::in_path(path, &WORDS).and(Words::in_path(path, &Words::NAMES));
        let words = if is_in_path(path, "credentialprovider") { words.and(Words::AUTH) } else { words };
        let words = if is_in_path(path, "password") { words.and(Words::PASSWORD) } else { words };
        // Of these there is a first word, too.
        if words.has_any(Words::REMOTE_URL.and(Words::REG_OPTS)) { words.and(Words::AUTH) } else { words }
    }

    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
    const fn in_path<const COUNT: usize>(path: &str, known: &[(&str, Words); COUNT]) -> Self {
        let mut words = Words(0);
        let mut nth = 0;
        while nth < COUNT {
            let is_there = match known[nth].1 {
                Words::HOST => is_in_path(path, "host{") || is_in_path(path, "host["),
                _ => is_in_path(path, known[nth].0),
            };
            if is_there {
                words = words.and(known[nth].1);
            }
            nth += 1;
        }
        words
    }

    /// What a name is, if it is one of those that are looked for.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Words::NAMES.iter().find(|(known, _)| *known == name).map(|(_, word)| *word)
    }

    /// Whether a text that was searched for names may have a field of these words: it is looked for only where a name is there, or one of
    /// the first words that files of nobody else have.
    pub(crate) const fn is_rare(self) -> bool {
        self.has_any(Words::ALL_NAMES.and(Words::AUTHS).and(Words::HTTP))
    }

    /// Whether one of them is looked for first, in each text.
    pub(crate) const fn is_first(self) -> bool {
        let first = Words::AUTHS.and(Words::AUTH).and(Words::INSECURE).and(Words::HTTP).and(Words::URL);
        self.has_any(first.and(Words::PASSWORD))
    }

    /// Those of the first that a text has.
    pub(crate) fn of(text: &[u8]) -> Self {
        Words::until(text, Words::default())
    }

    /// The same, until one of these is met.
    pub(crate) fn until(text: &[u8], enough: Words) -> Self {
        static TRIPLES: Triples = Triples::new(&[
            // `auth` and `…aultCacheDuration`; `insecure`; `validate_certs`
            [b"aAcC", b"uUe", b"tTlLrR"],
            // See [`is_encoded`]: its pairs, and the letter after each.
            [b"X1", b"VRd", b"0oG"],
            // `remoteurl`, `base64`, `b64`
            [b"eb", b"u6", b"r4"],
            // `regopts`, `disabled`
            [b"gb", b"ol", b"pe"],
            [b"tT", b"pP", SIGNS],
            [b"iI", b"fF", b"yY"],
            [b"sS", b"wW", b"oO"],
            // An escape, in JSON or in a string.
            [b"\\", b"uUx\n\\", ANY],
        ]);
        let mut known = Words::default();
        TRIPLES.scan(text, |at| {
            known = known.and(Words::at(text, at, known));
            known.has_any(enough)
        });
        known
    }

    /// The words around a triple, if there is any; of those that are known not each.
    #[inline(never)] // once, rather than in each loop
    fn at(text: &[u8], at: usize, known: Self) -> Self {
        let insecure = |at| if is_insecure_in_file(text, at) { Self::INSECURE } else { Self::default() };
        let of_file = || if is_of_file(text, at) { Self::AUTH } else { Self::default() };
        match text.get(at..).unwrap_or_default() {
            [b't' | b'T', ..] => http_at(text, at, known),
            [b'a' | b'A', b'u' | b'U', b't' | b'T', b'h' | b'H', b's' | b'S' | 0xc5, ..] => Self::AUTHS.and(Self::AUTH),
            [b'\\', ..] if is_needless_escape(text, at) => Self::AUTHS.and(Self::AUTH).and(Self::ESCAPE),
            [b'e' | b'b', b'6', b'4', ..] => Self::BASE64,
            [b's' | b'S', ..] if known.has(Self::PASSWORD) || !is_key_of_password(text, at) => Self::default(),
            [b's' | b'S', ..] => Self::PASSWORD,
            [b'i' | b'I', ..] => insecure(at.saturating_add(1)),
            [b'c', b'e', ..] if is_unvalidated(text, at) => Self::INSECURE,
            [b'a' | b'A' | b'c' | b'C', b'e', ..] => Self::default(),
            [b'c' | b'C' | b'b', ..] => insecure(at),
            [b'X' | b'1', ..] if is_encoded(text, at) => Self::ENCODED,
            [b'a' | b'A' | b'e' | b'g', ..] => of_file(),
            _ => Self::default(),
        }
    }

    /// These and the rest of those that the text has.
    pub(crate) fn with_names(mut self, text: &[u8]) -> Self {
        static TRIPLES: Triples = Triples::of_words(&Words::NAMES);
        static STARTS: [u8; Words::NAMES.len()] = starts();
        static LETTERS: [[u32; 32]; 3] = letters();
        if self.has(Words::ESCAPE) {
            return Words(u64::MAX);
        }
        TRIPLES.scan(text, |at| {
            let Some([first, second, third, ..]) = text.get(at..) else { return false };
            let [firsts, seconds, thirds] = &LETTERS;
            let of = |table: &[u32; 32], byte: u8| table.get(usize::from(byte & 31)).copied().unwrap_or_default();
            let mut names = of(firsts, *first) & of(seconds, *second) & of(thirds, *third);
            while names != 0 {
                let nth = usize::try_from(names.trailing_zeros()).unwrap_or_default();
                names &= names.wrapping_sub(1);
                let (Some((name, word)), Some(start)) = (Words::NAMES.get(nth), STARTS.get(nth)) else { break };
                let start = usize::from(*start);
                let is_name = is_around(text, at, start, name.as_bytes())
                    && (*word != Words::HOST || is_table(text, at.saturating_sub(start), name));
                if is_name {
                    self = self.and(*word);
                }
            }
            false
        });
        self
    }
}

/// Where the triple of each name begins in it.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::cast_possible_truncation)] // worked out by the compiler
const fn starts() -> [u8; Words::NAMES.len()] {
    let mut starts = [0; Words::NAMES.len()];
    let mut nth = 0;
    while nth < starts.len() {
        starts[nth] = rarest::<3>(Words::NAMES[nth].0.as_bytes()) as u8;
        nth += 1;
    }
    starts
}

/// For each letter of a triple, by the lower bits, which its case does not change: the names that have it there, a bit for each.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
const fn letters() -> [[u32; 32]; 3] {
    assert!(Words::NAMES.len() <= 32, "there is a bit for each");
    let starts = starts();
    let mut letters = [[0; 32]; 3];
    let mut nth = 0;
    while nth < starts.len() {
        let word = Words::NAMES[nth].0.as_bytes();
        let mut place = 0;
        while place < 3 {
            letters[place][(word[starts[nth] as usize + place] & 31) as usize] |= 1 << nth;
            place += 1;
        }
        nth += 1;
    }
    letters
}

/// Whether `host` stands by itself, as a table of TOML does, and is no variable: before a dot, a bracket, or an equals sign and a brace.
fn is_table(text: &[u8], at: usize, name: &str) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let (before, rest) = text.split_at_checked(at).unwrap_or_default();
    // In JSON a line may end with a letter.
    let is_begun =
        is_after_escape(before) || !before.last().is_some_and(|byte| is_letter(byte) || matches!(byte, b'$'));
    // In small letters only.
    let Some(rest) = rest.strip_prefix(name.as_bytes()).filter(|_| is_begun) else { return false };
    match after_quotes(rest) {
        [b'.' | b']' | b'%', ..] => true,
        [b'=', value @ ..] => after_quotes(value).starts_with(b"{"),
        _ => false,
    }
}

/// Whether a word in small letters stands in the path of a field, in any case.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // by the compiler
const fn is_in_path(path: &str, word: &str) -> bool {
    let (path, word) = (path.as_bytes(), word.as_bytes());
    let mut start = 0;
    while start + word.len() <= path.len() {
        let mut length = 0;
        while length < word.len() && path[start + length].to_ascii_lowercase() == word[length] {
            length += 1;
        }
        if length == word.len() {
            return true;
        }
        start += 1;
    }
    false
}

/// Lists of words, as JSON, in which this text stands: as a word of its own and in scripts, after all that separates words, at each
/// offset.
#[cfg(test)]
pub(crate) fn planted(text: &str) -> impl Iterator<Item = Vec<u8>> {
    let separators = ["\",\"", " ", "\\t", "\\n", "\\r\\n", " '", " \\\""];
    let text = text.to_owned();
    (0..40).flat_map(move |before| {
        let text = text.clone();
        separators.into_iter().map(move |separator| {
            let end = match separator {
                " '" => "'",
                " \\\"" => "\\\"",
                _ => "",
            };
            format!("[\"{}{separator}{text}{end}\"]", "x".repeat(before)).into_bytes()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_wherever_they_stand() {
        for length in 0..70 {
            for before in 0..length {
                let planted = |word: &str| {
                    let mut text = vec![b'.'; length];
                    text.splice(before..before, word.bytes());
                    text
                };
                for word in [
                    "auths", "AuThS", "auth\"", "auth\\\"", "\\u0061", "\\u0033", "\\/", "\"ey", "YXV0a", "hdXRo",
                    "F1dGh",
                ] {
                    assert!(may_hold_text(&planted(word)), "{word} at {before} of {length}");
                    assert!(may_hold_variable(&planted(word)), "{word} at {before} of {length}");
                    assert!(may_hold_argument(&planted(word)), "{word} at {before} of {length}");
                }
                for word in [
                    "auth:",
                    "remoteurl",
                    "regopts",
                    "tls: disabled",
                    "http://",
                    "http =",
                    "insecure",
                    "verify",
                    ",ey",
                    ",77",
                ] {
                    assert!(may_hold_text(&planted(word)), "{word} at {before} of {length}");
                    assert!(may_hold_variable(&planted(word)), "{word} at {before} of {length}");
                    let planted = planted(word);
                    assert!(may_hold_argument(&planted) || may_hold_flag(&planted), "{word} at {before} of {length}");
                }
                for word in ["DOCKER_PASSWORD", "CI_TOKEN", "REPO_PASS", "dckr_pat_", "X_AUTH_BASIC"] {
                    assert!(may_hold_variable(&planted(word)), "{word} at {before} of {length}");
                }
                for word in [
                    "login",
                    "--password",
                    "-Djib.to.auth.PASSWORD",
                    "--src-creds",
                    "-token",
                    "dckr_oat_",
                    "\"-p\"",
                    " -u ",
                    "\\t-u ",
                    " -pCANARY",
                    "FALCOCTL_REGISTRY_AUTH_BASIC",
                    "AUTH_REGISTRIES",
                ] {
                    assert!(may_hold_argument(&planted(word)), "{word} at {before} of {length}");
                }
                for word in ["--insecure", "--skip-tls-verify", "--plain-http", "--tls disabled", "--registry-mirror"]
                    .into_iter()
                    .chain(["--PLAIN-HTTP", "-Djib.sendCredentialsOverHttp", " -k ", "\"-k\"", "TRIVY_NON_SSL"])
                {
                    assert!(may_hold_flag(&planted(word)), "{word} at {before} of {length}");
                }
                for word in
                    ["TRIVY_INSECURE", "TRIVY_NON_SSL", "WERF_SKIP_TLS_VERIFY", "DOCKER_OPTS\"", "JAVA_TOOL_OPTIONS\""]
                {
                    assert!(may_hold_variable(&planted(word)), "{word} at {before} of {length}");
                }
                for other in ["http-port", "errors", "title", "https://", "-kubelet", "--kube", "_SSL"] {
                    assert!(!may_hold_flag(&planted(other)), "{other} at {before} of {length}");
                }
                for other in
                    ["author", "eyes", "\\u001b", "\\\\u003c", "pasted", "authn", "AXV0a", "X1dGh", "-port", " -usage"]
                {
                    assert!(!may_hold_text(&planted(other)), "{other} at {before} of {length}");
                    assert!(!may_hold_argument(&planted(other)), "{other} at {before} of {length}");
                }
            }
        }
    }

    #[test]
    fn finds_words_of_files_wherever_they_stand() {
        for length in 0..70 {
            for before in 0..length {
                let planted = |word: &str| {
                    let mut text = vec![b'.'; length];
                    text.splice(before..before, word.bytes());
                    text
                };
                assert!(Words::of(&planted("auths")).has(Words::AUTHS));
                assert!(Words::of(&planted("hdXRo")).has(Words::ENCODED));
                for escape in ["\\u0033", "\\x33", "\\U00000033"] {
                    assert_ne!(Words::of(&planted(escape)), Words::default(), "{escape} at {before} of {length}");
                }
                for word in
                    [".auth]", "auth:", "auth\\\"", "Authorization", "remoteurl", "regopts", "RegistryAuthConfig"]
                {
                    assert!(Words::of(&planted(word)).has(Words::AUTH), "{word} at {before} of {length}");
                }
                for word in ["insecure-registries", "INSECURE", "skip_verify", "SKIP_VERIFY", "tlsVerify", "http://"] {
                    assert!(
                        Words::of(&planted(word)).has_any(Words::INSECURE.and(Words::URL)),
                        "{word} at {before} of {length}"
                    );
                    assert!(may_hold_text(&planted(word)), "{word} at {before} of {length}");
                }
                for word in ["registries", "Registry", "configs", "endpoint", "[host.", "host = {", "resolver"]
                    .into_iter()
                    .chain(["remoteurl", "regopts", "tls-verify"])
                {
                    let words = Words::default().with_names(&planted(word));
                    assert_ne!(words, Words::default(), "{word} at {before} of {length}");
                }
                for other in [
                    "auth_basic",
                    "https://",
                    "http:",
                    "curious",
                    "modify",
                    "see http://",
                    "(http:/",
                    "x =",
                    "plainHttp: false,",
                ]
                .into_iter()
                .chain([
                    "insecure: false,",
                    "insecure_skip_verify = false ",
                    "\\\"insecure\\\": false}",
                    "tls_verify: true\\n",
                ]) {
                    assert_eq!(Words::of(&planted(other)), Words::default(), "{other} at {before} of {length}");
                }
            }
        }
    }

    #[test]
    fn words_are_a_set() {
        let both = Words::AUTH.and(Words::HTTP);
        assert!(both.has(both) && both.has(Words::AUTH) && !Words::AUTH.has(both));
        assert!(both.has_any(both) && both.has_any(Words::HTTP) && Words::HTTP.has_any(both));
        assert!(!Words::AUTH.has_any(Words::HTTP) && !Words::default().has_any(both));
    }

    /// Base64 of `auth`, whatever is before and after it.
    #[test]
    fn encoded_words_are_found_at_each_offset() {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let encode = |text: &[u8]| -> Vec<u8> {
            let group = |bytes: &[u8]| {
                let bits = (0..3).fold(0, |bits, nth| bits << 8 | usize::from(bytes.get(nth).copied().unwrap_or(0)));
                [18, 12, 6, 0].map(|shift| ALPHABET[bits >> shift & 63])
            };
            text.chunks(3).flat_map(group).collect()
        };
        for before in ["", "{", "{\"", "\t{\"", "~~~~", "\u{ff}\u{ff}"] {
            for after in ["s\":{}", "\":\"x\"", "]", ":", "s"] {
                let text = encode(format!("{before}auth{after}").as_bytes());
                assert!(may_hold_text(&text), "{before}auth{after}");
                assert!(Words::of(&text).has(Words::ENCODED), "{before}auth{after}");
            }
        }
    }
}
