//! Secrets that must not come out.

use arbitrary::{Arbitrary, Unstructured};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// What every secret here holds.
pub(crate) const CANARY: &str = "CANARY";

/// A password with the mark in it, of characters that stand for themselves in JSON, YAML, TOML and between single quotes.
#[derive(Clone, Debug)]
pub(crate) struct Secret(pub(crate) String);

impl<'a> Arbitrary<'a> for Secret {
    fn arbitrary(u: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        const LETTERS: &[u8; 64] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789!#%+,/:;=?@^_~-.&*";
        let mut some = |most: usize| -> arbitrary::Result<String> {
            let length = u.int_in_range(0..=most)?;
            (0..length).map(|_| Ok(char::from(LETTERS[usize::from(u8::arbitrary(u)? & 63)]))).collect()
        };
        Ok(Secret(format!("x{}{CANARY}{CANARY}{}", some(6)?, some(6)?)))
    }
}

impl Secret {
    pub(crate) fn base64(&self, user: &str) -> String {
        BASE64_STANDARD.encode(format!("{user}:{}", self.0))
    }
}

/// Text that is no secret, and does not look like one of ours.
#[derive(Clone, Debug)]
pub(crate) struct Text(pub(crate) String);

impl<'a> Arbitrary<'a> for Text {
    fn arbitrary(u: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        let text = String::arbitrary(u)?;
        Ok(Text(if leak(&text).is_some() { String::new() } else { text }))
    }
}

/// The part of a secret that stands in a text: the mark, backwards too, and base64 of it.
pub(crate) fn leak(text: &str) -> Option<String> {
    let mut leaks = vec![CANARY.to_owned(), CANARY.chars().rev().collect()];
    for before in 0..3 {
        let encoded = BASE64_STANDARD.encode([&vec![0; before], CANARY.repeat(2).as_bytes()].concat());
        // Without the letters at both ends that neighbours have a part in, which leaves a mark and more.
        leaks.push(encoded[4..encoded.len() - 4].to_owned());
    }
    leaks.into_iter().find(|leak| text.contains(leak))
}
