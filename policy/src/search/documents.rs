//! Searches for documents of credentials, as they are written, in base64, or in a string.

use super::files::{is_key_of_password, is_key_of_token, is_word};
use super::scan::Pairs;
use super::text::{contains_in_any_case, equals_in_any_case, is_around};

/// `auth`, in any case.
pub(super) const AUTH: [&[u8]; 2] = [b"aA", b"uU"];

/// The same and `insecure`; where base64 of `{"` begins, and `remoteurl`; `verify` and the brace of [`is_legacy`].
pub(super) const AUTH_OR_INSECURE: [&[u8]; 2] = [b"aAcC", b"uU"];

pub(super) const START_OR_REMOTE: [&[u8]; 2] = [b"e", b"ywu"];

pub(super) const VERIFY_OR_BRACE: [&[u8]; 2] = [b"fF\"", b"yY{"];

/// A letter in a `data:` URL, see [`is_percent_of_letter`].
pub(super) const PERCENT: [&[u8]; 2] = [b"%", b"4567"];

/// Base64 of `auth`, see [`is_encoded`].
pub(super) const ENCODED: [&[u8]; 2] = [b"X1", b"VRd"];

/// Where base64 of a byte-order mark begins, or base64 of base64; and an escape.
pub(super) const RARE: [&[u8]; 2] = [b"7ZN\\", b"7Xzu/xU\\"];

/// `regopts` and `disabled`.
pub(super) const OPTIONS: [&[u8]; 2] = [b"gb", b"ol"];

/// `http:`, `http =` and `base64`: see [`is_http`]; the keys `password` and `token` of files. In JSON a quote after them has a backslash.
pub(super) const SCHEME_OR_BASE64: [&[u8]; 2] = [b"pPebdDnN", b":= '\\6"];
/// The same without `base64`.
pub(super) const SCHEME: [&[u8]; 2] = [b"pPdDnN", b":= '\\"];
/// `base64` and `b64` have a 6.
pub(super) const START_OR_REMOTE_OR_BASE64: [&[u8]; 2] = [b"eb", b"ywu6"];

pub(super) static IN_BASE64: Pairs = Pairs::new(&[ENCODED]);

/// Whether base64 of `auth` stands around the pair at this position, at one of the three offsets that it can have.
pub(super) fn is_encoded(text: &[u8], at: usize) -> bool {
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
    IN_BASE64.scan(text, &mut |at| {
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
    PAIRS.scan(text, &mut |at| {
        let end = at.saturating_add(AUTHS.len());
        if text.get(at..end).is_some_and(|word| equals_in_any_case(word, AUTHS)) {
            visit(at, end);
        }
        false
    });
}

/// Whether `token` stands in a text, in any case, or one of the letters that Go takes for an `s` or a `k`.
pub(crate) fn may_hold_token(text: &[u8]) -> bool {
    static PAIRS: Pairs = Pairs::new(&[[b"kK", b"eE"], [b"\xc5", b"\xbf"], [b"\xe2", b"\x84"]]);
    PAIRS.scan(text, &mut |at| match text.get(at..).unwrap_or_default() {
        [b'k' | b'K', ..] => is_around(text, at, b"to".len(), b"token"),
        rest => rest.starts_with("ſ".as_bytes()) || rest.starts_with("\u{212a}".as_bytes()),
    })
}

/// Whether something stands here that documents of credentials have: the key `auths` or `auth`, base64 of it, an escape
/// that could spell a letter of it, or a string that begins as base64 of an object does.
pub(super) fn is_document(text: &[u8], at: usize) -> bool {
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
pub(crate) fn is_needless_escape(text: &[u8], at: usize) -> bool {
    let (before, rest) = text.split_at_checked(at).unwrap_or_default();
    let is_letter =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/'));
    let goes_on = |rest: &[u8]| {
        let last = before.iter().rev().find(|byte| **byte != b'\\');
        is_letter(last) && is_letter(rest.trim_ascii_start().first())
    };
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

/// Whether a letter stands here as an escape of URLs. Nobody needs to write one so.
pub(super) fn is_percent_of_letter(text: &[u8], at: usize) -> bool {
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
pub(super) fn is_legacy(json: &[u8], at: usize) -> bool {
    let Some([b'"', b'{', rest @ ..]) = json.get(at..) else { return false };
    let mut rest = rest;
    while let [b' ', after @ ..] | [b'\\', b'n' | b't' | b'r', after @ ..] = rest {
        rest = after;
    }
    let Some(key) = rest.strip_prefix(b"\\\"") else { return false };
    let key = key.split(|byte| *byte == b'"').next().unwrap_or_default();
    key.iter().any(|byte| matches!(byte, b'.' | b':')) || contains_in_any_case(key, "localhost")
}

/// The pairs of [`is_of_text`]: there is room for one more.
pub(crate) const OF_TEXT: [[&[u8]; 2]; 7] =
    [AUTH_OR_INSECURE, ENCODED, START_OR_REMOTE, RARE, OPTIONS, SCHEME_OR_BASE64, VERIFY_OR_BRACE];

/// The same in other pairs, which lists of variables have less often.
pub(crate) const OF_VARIABLES: [[&[u8]; 2]; 7] =
    [AUTH_OR_INSECURE, ENCODED, START_OR_REMOTE_OR_BASE64, RARE, OPTIONS, SCHEME, VERIFY_OR_BRACE];

/// Whether a document or a file with credentials may stand in the JSON.
pub(crate) fn may_hold_text(json: &[u8]) -> bool {
    static PAIRS: Pairs = Pairs::new(&OF_TEXT).and(OF_TEXT.len(), PERCENT);
    PAIRS.scan_inline(json, |at| is_of_text(json, at))
}

/// Whether a word of a document or of a file stands at or around this position.
pub(crate) fn is_of_text(json: &[u8], at: usize) -> bool {
    match json.get(at..).unwrap_or_default() {
        [b'"', ..] => is_legacy(json, at),
        [b'e' | b'b', b'6', b'4', ..] => true,
        [b'%', ..] => is_percent_of_letter(json, at),
        [b'd' | b'D', ..] => is_key_of_password(json, at.saturating_sub(b"word".len())),
        [b'n' | b'N', b':' | b'=' | b' ' | b'\'' | b'\\', ..] => is_key_of_token(json, at.saturating_sub(b"ke".len())),
        _ => is_word(json, at),
    }
}
