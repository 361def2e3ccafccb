//! Searches resources whose schema is unknown.

use super::files::is_password;
use super::scan::Pairs;
use super::text::is_around;

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
        PAIRS.scan_inline(json.get(start..).unwrap_or_default(), |at| {
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
