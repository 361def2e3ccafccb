//! What the words of files stand beside where they mean something.

use super::documents::is_document;
use super::names::Words;
use super::text::{
    LONGEST_NAME, after_key, after_quotes, is_after_escape, is_after_percent, is_around, is_of_name, is_scalar,
    length_of_word,
};

/// Whether `password` stands around the pair at this position, in any case.
pub(super) fn is_password(text: &[u8], at: usize) -> bool {
    is_around(text, at, 3, b"password")
}

/// Whether a word of a file stands here: `auth` as a key or a table, `authorization`, `AuthConfig`, `remoteurl`, `regopts`.
#[inline(never)]
pub(super) fn is_of_file(text: &[u8], at: usize) -> bool {
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
pub(super) fn may_be_of_file(text: &[u8], at: usize) -> bool {
    match text.get(at) {
        Some(b'a' | b'A' | b'e' | b'g') => is_of_file(text, at),
        Some(b'b' | b'c' | b'C' | b'f' | b'F') => is_insecure(text, at),
        Some(b'p' | b'P') => is_http(text, at),
        _ => false,
    }
}

/// Whether a word of a document or of a file stands at or around this position.
pub(super) fn is_word(text: &[u8], at: usize) -> bool {
    // In documents none begins so.
    let is_of_file_only = matches!(text.get(at), Some(b'b' | b'c' | b'C' | b'f' | b'F' | b'g' | b'p' | b'P'));
    may_be_of_file(text, at) || (!is_of_file_only && is_document(text, at))
}

/// Whether `http:/`, or `http` as a key of TOML, one of YAML that is true, or the end of one that turns it on, stands around the pair at this position, in any case. In JSON a quote or a tab is
/// written with a backslash.
#[inline(never)]
pub(super) fn is_http(text: &[u8], at: usize) -> bool {
    let around = at.checked_sub(3).and_then(|start| text.get(start..)).unwrap_or_default();
    let Some((name, rest)) = around.split_first_chunk::<4>() else { return false };
    if !name.eq_ignore_ascii_case(b"http") {
        return false;
    }
    let rest = after_quotes(rest);
    let is_on = |value| {
        let before = at.checked_sub(3).and_then(|start| text.get(..start)).unwrap_or_default();
        is_after_plain(before) || is_scalar(value, b"true")
    };
    matches!(rest, [b':', b'/' | b'\\', ..] | [b'=', ..]) || matches!(rest, [b':', value @ ..] if is_on(value))
}

/// What `http` is, in any case, whose last two letters stand at this position: [`Words::URL`] as `http:/` where a value or a key begins;
/// [`Words::HTTP`] as a key of TOML or YAML, or the end of one of YAML, that turns it on. In JSON a quote or a tab is written with a backslash.
#[inline(never)]
pub(super) fn http_at(text: &[u8], at: usize, known: Words) -> Words {
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
    let is_on = match after_key(rest) {
        [b'=', value @ ..] => !is_scalar(value, b"false"),
        [b':', value @ ..] => (is_after_plain(before) && !is_scalar(value, b"false")) || is_scalar(value, b"true"),
        _ => false,
    };
    if is_on { Words::HTTP } else { Words::default() }
}

/// Whether `password` stands around this position, in any case, as the key of something that may be a value, rather than a reference to a
/// variable: `${NAME}`.
#[inline(never)]
pub(super) fn is_key_of_password(text: &[u8], at: usize) -> bool {
    is_password(text, at) && is_key_of_value(text.get(at.saturating_add(b"sword".len())..).unwrap_or_default())
}

/// The same for `token`.
pub(super) fn is_key_of_token(text: &[u8], at: usize) -> bool {
    is_around(text, at, 2, b"token") && is_key_of_value(text.get(at.saturating_add(b"ken".len())..).unwrap_or_default())
}

/// Whether a key ends before this text.
#[inline(never)] // called in two places
fn is_key_of_value(rest: &[u8]) -> bool {
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
pub(super) fn begins_value(mut before: &[u8]) -> bool {
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

/// Whether the word that goes on here is a key of YAML or JSON: a colon follows it that no letter follows.
#[inline(never)]
pub(super) fn is_key(rest: &[u8]) -> bool {
    /// As long as a URL may be that is a key.
    const LONGEST: usize = 255;
    let (word, after) = rest.split_at_checked(length_of_word(rest, LONGEST)).unwrap_or_default();
    word.ends_with(b":") || after_key(after).starts_with(b":")
}

/// Whether a key of YAML ends before `http` that tells to use it: `plainHttp`, `plain-http`, `useHttp`.
#[inline(never)]
pub(super) fn is_after_plain(before: &[u8]) -> bool {
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
pub(super) fn is_insecure(text: &[u8], at: usize) -> bool {
    let is_around = |before: usize, word: &[u8]| is_around(text, at, before, word);
    match text.get(at) {
        Some(b'f' | b'F') => is_around(4, b"verify"),
        Some(b'b') => is_around(4, b"disabled") && at.checked_sub(4).is_some_and(|start| is_value_of_tls(text, start)),
        _ => is_around(4, b"insecure") || is_around(5, "inſecure".as_bytes()),
    }
}

/// Whether `validate_certs` stands around this position, as a key with any other value than the ones that leave it on.
#[inline(never)]
pub(super) fn is_unvalidated(text: &[u8], at: usize) -> bool {
    if !is_around(text, at, b"validate_".len(), b"validate_certs") {
        return false;
    }
    let rest = after_key(text.get(at.saturating_add(b"certs".len())..).unwrap_or_default());
    let [b':' | b'=', value @ ..] = rest else { return false };
    !is_scalar(value, b"true") && !is_scalar(value, b"yes")
}

/// Whether a name around the pair at this position turns TLS off in a file, as far as its value is beside it; or `disabled` as what
/// `tls` is.
#[inline(never)]
pub(super) fn is_insecure_in_file(text: &[u8], at: usize) -> bool {
    is_insecure(text, at) && (matches!(text.get(at), Some(b'b')) || may_turn_off(text, at))
}

/// Whether the name around this position may turn TLS off: as a flag, as a value, as a key with any other value than the one that leaves
/// TLS on (`insecure_skip_verify: false`, `tls-verify = true`), or as a variable.
#[inline(never)]
pub(super) fn may_turn_off(text: &[u8], at: usize) -> bool {
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
    let (mut is_for_off, mut is_one) = (false, false);
    for (at, byte) in name.iter().enumerate() {
        let begins = |word: &[u8]| is_around(name, at, 0, word);
        match byte {
            b'i' | b'I' if begins(b"insecure") => is_for_off = true,
            b'i' | b'I' => is_one |= begins("inſecure".as_bytes()),
            b's' | b'S' => is_for_off |= begins(b"skip"),
            b'n' | b'N' => is_one |= begins(b"never"),
            b't' | b'T' => is_one |= begins(b"tlsverify") || begins(b"tls_verify") || begins(b"tls-verify"),
            _ => {}
        }
    }
    // `proxy_ssl_verify`, `trust_chain_verification` and many others are no names of ours.
    if !is_for_off && !is_one {
        return false;
    }
    let rest = after_quotes(text.get(end..).unwrap_or_default());
    let [b':' | b'=', value @ ..] = rest else {
        // Else it is a word of a sentence.
        let is_key = matches!(rest, [b']' | b',' | b'}' | b'\\' | b'%' | b'.', ..] | [])
            // A dotted key of TOML may go on in quotes.
            || (name.ends_with(b".") && rest.first().is_some_and(|byte| is_of_name(*byte)));
        return is_key || name.starts_with(b"-") || begins_value(text.get(..start).unwrap_or_default());
    };
    !is_scalar(value, if is_for_off { b"false" } else { b"true" })
}

/// Whether the scalar at this position may be what a key `tls` of YAML has: that is the word before, but for a tag. What has an anchor
/// may be anybody's.
#[inline(never)]
pub(super) fn is_value_of_tls(text: &[u8], at: usize) -> bool {
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

/// Whether `host` stands by itself, as a table of TOML does, and is no variable: before a dot, a bracket, or an equals sign and a brace.
pub(super) fn is_table(text: &[u8], at: usize, name: &str) -> bool {
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
