//! Searches undecoded text for words that make decoding worthwhile.
//!
//! Most strings of most objects hold no credential. They are passed over 16 bytes at a time, whatever is searched for: two
//! tables say of each byte, by its halves, which pairs of letters it may begin, two others which it may end, and only where a
//! byte begins a pair and the next one ends it the word around it is compared. Pairs are chosen that other text rarely has.
//! It is the search of Teddy in Hyperscan and `aho-corasick`, for words of two letters. The text may be JSON as it is written, with
//! its escapes, or a string.
//!
//! A search may report false positives, never false negatives.

mod commands;
mod documents;
mod files;
mod hints;
mod names;
mod scan;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use commands::{is_in_word, may_hold_credential, may_hold_manifest, may_run_command};
pub(crate) use documents::{
    OF_VARIABLES, each_auths, each_encoded, is_like_base64_of_an_object, is_needless_escape, is_of_text, may_hold_text,
    may_hold_token,
};
pub(crate) use hints::Hints;
pub(crate) use names::{MOST_KEYS, Words, each_key};
pub(crate) use scan::{Pairs, Word};
pub(crate) use text::{
    Starts, contains, contains_in_any_case, contains_in_any_case_short, contains_key, each, each_pair,
    equals_in_any_case, first_reference, start_of, until_word,
};

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
