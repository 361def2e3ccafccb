//! Documents of credentials inside of a longer text: a script that writes one, a file of another format that carries one,
//! the manifest of a pull secret.
//!
//! A document is recognised by its key `auths` and what follows, so nothing before it has to be parsed. It may stand in a string
//! of the text, with a backslash before each quote, and in a string of a string. Anything that does not continue as a document is
//! abandoned at once; only a few such attempts read any one byte, so the time is linear.

use std::borrow::Cow;

use super::{Credential, Registries};
use crate::search;

/// How deep in strings of strings a document is read.
const MOST_LAYERS: u32 = 3;

/// Adds the registries of all documents in the text. Tells whether all of them were read: one may be too deep in strings.
pub(crate) fn collect_documents(text: &[u8], registries: &mut Registries) -> bool {
    let mut is_all = true;
    search::each_auths(text, |start, end| {
        let before = text.get(..start).unwrap_or_default();
        if let Some(layer) = layer_before(before) {
            let _ = Scanner { text, at: end, layer }.document(registries);
        } else if before.ends_with(DEEP) {
            is_all = false;
        }
    });
    is_all
}

/// What stands before the key of a document that is in more strings.
const DEEP: &[u8] = br#"\\\\\\\\\\\\\\\""#;

/// Visits the strings of each list under this key.
pub(crate) fn each_in_list(text: &[u8], key: &str, visit: &mut dyn FnMut(&str)) {
    search::each(text, key, |start, end| {
        if let Some(layer) = layer_before(text.get(..start).unwrap_or_default()) {
            let _ = Scanner { text, at: end, layer }.list(visit);
        }
    });
}

/// In how many strings the key stands whose first letter is next: a quote is before it, and backslashes before that, one in
/// a string, three in a string of a string.
fn layer_before(before: &[u8]) -> Option<u32> {
    let before = before.strip_suffix(b"\"")?;
    let backslashes = before.iter().rev().take(16).take_while(|byte| **byte == b'\\').count();
    match backslashes {
        0 => Some(0),
        1 => Some(1),
        3 => Some(2),
        7 => Some(MOST_LAYERS),
        _ => None,
    }
}

/// Reads JSON that may stand in a string.
struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    layer: u32,
}

impl<'t> Scanner<'t> {
    /// The rest of a document, after the word `auths`. Nothing where it does not go on as one.
    fn document(&mut self, registries: &mut Registries) -> Option<()> {
        self.string()?.is_empty().then_some(())?;
        self.expect(b':')?;
        self.members(|reader, key| {
            let mut credential = Credential::default();
            reader.members(|reader, name| {
                if reader.peek()? == b'"' {
                    reader.expect(b'"')?;
                    let value = reader.string()?;
                    credential.add(&name, &value);
                    Some(())
                } else {
                    reader.scalar()
                }
            })?;
            if credential.is_held_for(&key) {
                registries.add(&key);
            }
            Some(())
        })
    }

    /// The rest of a list of strings, after the word that is its key.
    fn list(&mut self, visit: &mut dyn FnMut(&str)) -> Option<()> {
        self.string()?.is_empty().then_some(())?;
        self.expect(b':')?;
        self.expect(b'[')?;
        loop {
            match self.significant()? {
                b'"' => visit(&self.string()?),
                b',' => {}
                _ => return None,
            }
        }
    }

    /// Goes through the object ahead.
    fn members(&mut self, mut visit: impl FnMut(&mut Self, Cow<'t, str>) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        if self.peek()? == b'}' {
            return self.expect(b'}');
        }
        loop {
            self.expect(b'"')?;
            let key = self.string()?;
            self.expect(b':')?;
            visit(self, key)?;
            match self.significant()? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// The rest of the string ahead, after its opening quote.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        let rest = self.text.get(self.at..)?;
        let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        if self.layer == 0 && rest.get(end) == Some(&b'"') {
            self.at = self.at.saturating_add(end).saturating_add(1);
            return std::str::from_utf8(rest.get(..end)?).ok().map(Cow::Borrowed);
        }
        let mut string = Vec::new();
        while let Some(byte) = self.next(self.layer.saturating_add(1)) {
            string.push(byte);
        }
        // It ended with a quote, and not with the text.
        let is_whole = self.text.get(self.at.checked_sub(1)?) == Some(&b'"');
        String::from_utf8(string).ok().filter(|_| is_whole).map(Cow::Owned)
    }

    /// Goes past `null`, a boolean or a number.
    fn scalar(&mut self) -> Option<()> {
        while self.peek()?.is_ascii_alphanumeric() || matches!(self.peek()?, b'-' | b'+' | b'.') {
            self.significant()?;
        }
        Some(())
    }

    #[inline(always)]
    #[allow(clippy::inline_always)] // as above
    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.significant()? == byte).then_some(())
    }

    fn peek(&mut self) -> Option<u8> {
        let before = self.at;
        let byte = self.significant();
        self.at = before;
        byte
    }

    /// The next byte that is no white space.
    #[inline(always)]
    #[allow(clippy::inline_always)] // it is the loop
    fn significant(&mut self) -> Option<u8> {
        if self.layer == 0 {
            let rest = self.text.get(self.at..)?;
            let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            self.at = self.at.saturating_add(blank).saturating_add(1);
            return rest.get(blank).copied();
        }
        loop {
            match self.next(self.layer)? {
                b' ' | b'\t' | b'\r' | b'\n' => {}
                byte => return Some(byte),
            }
        }
    }

    /// The next byte, as it reads in so many strings; nothing at the end of the innermost.
    fn next(&mut self, layer: u32) -> Option<u8> {
        let Some(outer) = layer.checked_sub(1) else {
            let byte = self.text.get(self.at).copied();
            self.at = self.at.saturating_add(usize::from(byte.is_some()));
            return byte;
        };
        match self.next(outer)? {
            b'"' => None,
            b'\\' => Some(match self.next(outer)? {
                b'n' => b'\n',
                b't' => b'\t',
                b'r' => b'\r',
                // Not spelt out: what is written so is no name of a field.
                b'u' => b'?',
                other => other,
            }),
            byte => Some(byte),
        }
    }
}
