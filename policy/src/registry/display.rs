//! Which parts of the user's text may appear in a message.
//!
//! [`shown`] is the only way into a message, and takes only parsed values: a host, a repository, a name, a key. Unparsed text
//! never gets into a message, because it may contain a secret.

use std::fmt::{self, Write as _};

use crate::registry::image::Image;
use crate::registry::reference::Reference;
use crate::registry::url::{Authority, Url};

/// Longer than any name in Kubernetes, which has 253 characters at most, and than any registry that exists.
const LONGEST: usize = 256;

/// Stands in the place of what is not shown.
pub(crate) const HIDDEN: char = '…';

/// Says of a parsed value how it is shown: short, and without control characters.
pub(crate) fn shown<'t>(value: impl Into<Shown<'t>>) -> Shown<'t> {
    value.into()
}

/// A parsed value, fit for a line of a message.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'t>(Parsed<'t>);

#[derive(Clone, Copy)]
enum Parsed<'t> {
    Text(&'t str),
    Repository(Reference<'t>),
    /// A key that is a URL, perhaps with more behind the host, of which nothing is shown.
    Url {
        scheme: &'t str,
        authority: Option<Authority<'t>>,
        is_whole: bool,
    },
}

/// The name of an object, a variable or a type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name<'t>(&'t str);

impl<'t> Name<'t> {
    /// Reads a name: letters, digits, `-`, `_`, `.` and `/`.
    pub(crate) fn parse(text: &'t str) -> Option<Self> {
        let is_of_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/');
        (!text.is_empty() && text.bytes().all(is_of_name)).then_some(Name(text))
    }
}

/// The key of a member.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'t>(pub(crate) &'t str);

/// Why there is an exemption, in the words of whoever made it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reason<'t>(pub(crate) &'t str);

impl<'t> From<Reason<'t>> for Shown<'t> {
    fn from(Reason(reason): Reason<'t>) -> Self {
        Shown(Parsed::Text(reason))
    }
}

impl<'t> From<Authority<'t>> for Shown<'t> {
    fn from(authority: Authority<'t>) -> Self {
        Shown(Parsed::Text(authority.as_str()))
    }
}

/// Without tag and digest.
impl<'t> From<&Reference<'t>> for Shown<'t> {
    fn from(reference: &Reference<'t>) -> Self {
        Shown(Parsed::Repository(Reference { tag: None, digest: None, ..*reference }))
    }
}

impl<'t> Shown<'t> {
    /// An image as it was written, if it is a reference and nothing else.
    pub(crate) fn image(image: &Image<'t>) -> Option<Self> {
        (image.reference.is_ok() && !image.has_userinfo).then_some(Shown(Parsed::Text(image.text)))
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(*self).fmt(f)
    }
}

impl<'t> From<Name<'t>> for Shown<'t> {
    fn from(name: Name<'t>) -> Self {
        Shown(Parsed::Text(name.0))
    }
}

/// Of a key that is a URL only scheme and host are shown: documents of credentials have URLs for keys.
impl<'t> From<Key<'t>> for Shown<'t> {
    fn from(Key(key): Key<'t>) -> Self {
        let (scheme, rest) = key.split_once("://").map_or(("", key), |(scheme, rest)| (scheme, rest));
        if rest.len() == key.len() && !key.contains(['@', '?', '#']) {
            return Shown(Parsed::Text(key));
        }
        let authority = Url::parse(key).and_then(|url| url.shown());
        let is_whole = authority.is_some_and(|authority| authority.as_str() == rest);
        let scheme = ["http", "https"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known)).unwrap_or_default();
        Shown(Parsed::Url { scheme, authority, is_whole })
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = Line { to: f, budget: LONGEST };
        match self.0 {
            Parsed::Text(text) => f.write_str(text),
            Parsed::Repository(reference) => write!(f, "{reference}"),
            Parsed::Url { scheme, authority, is_whole } => {
                if !scheme.is_empty() {
                    write!(f, "{scheme}://")?;
                }
                f.write_str(authority.map_or("", Authority::as_str))?;
                if is_whole { Ok(()) } else { f.to.write_char(HIDDEN) }
            }
        }
    }
}

/// Passes on printable characters, as many as there is room for.
struct Line<'t, 'f> {
    to: &'t mut fmt::Formatter<'f>,
    budget: usize,
}

impl fmt::Write for Line<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            let Some(budget) = self.budget.checked_sub(1) else { return Ok(()) };
            self.budget = budget;
            match c {
                _ if budget == 0 => self.to.write_char('…')?,
                '"' | '\\' => write!(self.to, "\\{c}")?,
                ' '..='~' => self.to.write_char(c)?,
                // Other scripts too: a letter that looks like another one must not pass for it.
                _ => write!(self.to, "{}", c.escape_default())?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_short_and_printable() {
        let key = |text: &str| shown(Key(text)).to_string();
        assert_eq!(key("registry.example.com:5000"), "registry.example.com:5000");
        assert_eq!(key("it's"), "it's");
        assert_eq!(key("a\n\"b\\ с\u{202e}"), "a\\n\\\"b\\\\ \\u{441}\\u{202e}");
        assert_eq!(key(&"x".repeat(LONGEST - 1)), "x".repeat(LONGEST - 1));
        assert_eq!(key(&"x".repeat(1000)), format!("{}…", "x".repeat(LONGEST - 1)));
    }

    #[test]
    fn keys_that_are_urls_are_shown_without_what_may_be_a_secret() {
        for (key, expected) in [
            ("https://index.docker.io/v1/", "https://index.docker.io…"),
            ("https://registry.example.com", "https://registry.example.com"),
            ("http://robot:CANARY@registry.example.com", "http://registry.example.com…"),
            ("http://robot:CANARY/x@registry.example.com", "http://…"),
            ("http://robot:2222/CANARY@registry.example.com", "http://…"),
            ("robot:CANARY@registry.example.com:5000", "registry.example.com:5000…"),
            ("https://registry.example.com?token=CANARY", "https://registry.example.com…"),
            ("https://registry.example.com#CANARY", "https://registry.example.com…"),
            ("HTTP://registry.example.com", "http://registry.example.com"),
            ("CANARY://registry.example.com", "registry.example.com"),
            ("C ANARY://registry.example.com", "…"),
        ] {
            assert_eq!(shown(Key(key)).to_string(), expected, "{key}");
        }
    }

    #[test]
    fn names_are_no_sentences() {
        assert!(Name::parse("kubernetes.io/dockerconfigjson").is_some());
        assert!(Name::parse("REGISTRY_PASSWORD").is_some());
        for text in ["", "a b", "a@b", "a:b", "a=b", "é"] {
            assert!(Name::parse(text).is_none(), "{text}");
        }
    }
}
