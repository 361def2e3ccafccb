//! Image references, as the kubelet reads them.
//!
//! The kubelet hands `image` to distribution/reference's `ParseNormalizedNamed` and puts a Pod into `InvalidImageName`
//! when that fails. This parser accepts and refuses the same texts, and splits them the same way:
//!
//! ```text
//! reference  := name [ ":" tag ] [ "@" digest ]
//! name       := [ registry "/" ] component { "/" component }
//! registry   := ( label { "." label } | "[" { hex | ":" } "]" ) [ ":" { digit } ]
//! label      := letter-or-digit [ { letter-or-digit | "-" } letter-or-digit ]
//! component  := { a-z 0-9 } { ( "." | "_" | "__" | { "-" } ) { a-z 0-9 } }
//! tag        := word { word | "." | "-" }                 at most 128 characters
//! digest     := "sha256:" 64 hex | "sha384:" 96 hex | "sha512:" 128 hex     lower case
//! ```
//!
//! What the grammar does not say:
//! - The first component is a registry if it has a `.` or `:`, is `localhost`, or has an upper-case letter; else the
//!   image is on Docker Hub, and a single component is in `library/` there. No slash, no registry: `registry:5000` is
//!   an image with a tag.
//! - `index.docker.io` is `docker.io`. Neither is folded in another case or with a port.
//! - The limit of 255 characters holds for the path without the registry, `library/` included.
//! - 64 lower-case hex digits alone are an image's identifier, no reference.
//! - The kubelet registers SHA-256, SHA-384 and SHA-512, and no other digest
//!   (`k8s.io/kubernetes/pkg/util/parsers`).
//! - A first component that looks like a registry but breaks its grammar, and happens to be a good path component
//!   (`under_score.example.com/app`), is part of the path there, with no registry at all. containerd splits again at
//!   the first slash and contacts it, so it counts as the registry here.
//!
//! Source: <https://github.com/distribution/reference/blob/main/regexp.go> and `normalize.go` beside it.

use std::fmt;

use crate::json::simd::{self, BLOCK, Lanes};

/// Docker Hub, under the name that distribution/reference gives it.
pub const DOCKER_HUB: &str = "docker.io";
/// The same, under a name of old.
pub(crate) const LEGACY_DOCKER_HUB: &str = "index.docker.io";

const MAX_PATH: usize = 255;
const MAX_TAG: usize = 128;
const IDENTIFIER: usize = 64;

/// A reference, in its parts. They borrow from the text that was parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Host and port as written, or `docker.io` if absent.
    pub registry: &'a str,
    /// Whether the path needs a `library/` prefix: Docker Hub's official images.
    pub official: bool,
    /// The path as written, without the registry.
    pub path: &'a str,
    /// What follows the colon.
    pub tag: Option<&'a str>,
    /// Algorithm, colon and hex digits.
    pub digest: Option<&'a str>,
}

/// Why a text is not a valid reference: where parsing failed, and what was expected there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// The number of valid bytes. All of them are ASCII, so it is also the number of characters.
    pub at: usize,
    /// What would have been accepted there.
    pub expected: Expected,
}

/// What the grammar expects at the position of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A component of a path begins here.
    Component,
    /// A component without upper-case letters.
    LowerCase,
    /// The path is over the limit.
    ShorterPath,
    /// A label of a host name.
    Label,
    /// The `]` of an IPv6 address, after hex digits and colons only.
    Bracket,
    /// The digits of a port, then the slash.
    Port,
    /// The first character of a tag or a further one.
    Tag,
    /// The tag is over the limit.
    ShorterTag,
    /// One of three algorithms.
    Algorithm,
    /// As many lower-case hex digits as the algorithm gives.
    Digest,
    /// An image ID alone does not say where to pull from.
    Name,
    /// A reference has no scheme.
    NoScheme,
    /// A digest follows an `@`. If not, what precedes it may be a password, so its length, and with it the position, is not
    /// reported.
    DigestAfterAt,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Expected::Component => {
                "a path of lower-case letters and digits, with `.`, `_`, `__` or `-` only between them"
            }
            Expected::LowerCase => "a lower-case path",
            Expected::ShorterPath => "a path of at most 255 characters",
            Expected::Label => {
                "a host name: labels of letters, digits and `-`, joined by `.`, beginning and ending with a letter or digit"
            }
            Expected::Bracket => "an IPv6 address in brackets: hex digits and `:`, then `]`",
            Expected::Port => "a numeric port, then `/`",
            Expected::Tag => {
                "a tag: a letter, a digit or `_`, then letters, digits, `_`, `.`, `-`; a digest may follow after `@`"
            }
            Expected::ShorterTag => "a tag of at most 128 characters",
            Expected::Algorithm => "a digest that begins with `sha256:`, `sha384:` or `sha512:`",
            Expected::Digest => "64 lower-case hex digits for sha256, 96 for sha384, 128 for sha512, and nothing else",
            Expected::Name => "a name; an image ID alone does not say where to pull from",
            Expected::NoScheme => "a registry or a repository; an image reference has no scheme",
            Expected::DigestAfterAt => "`@` must be followed by a digest that begins with `sha256:`, `sha384:` or `sha512:`",
        })
    }
}

impl<'a> Reference<'a> {
    /// Parses and normalises a reference.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        Reference::parse_plain(text).map_or_else(|| Reference::parse_any(text), Ok)
    }

    /// Reads most references with a tenth of the work: `registry.example.com[:5000]/team/app[:1.2.3]` in up to 64 lower-case letters,
    /// digits and separators, no two of these side by side. Where it gives nothing, the grammar decides.
    fn parse_plain(text: &'a str) -> Option<Self> {
        let masks = Masks::of(text.as_bytes())?;
        if masks.slashes == 0 || masks.between & (masks.between << 1 | masks.ends) != 0 {
            return None;
        }
        let in_registry = below(masks.slashes);
        if (masks.dots | masks.colons) & in_registry == 0 || masks.underscores & in_registry != 0 {
            return None;
        }
        let port = in_registry & above(masks.colons & in_registry);
        let tag = masks.colons & !in_registry;
        if masks.digits & port != port || (masks.slashes | masks.colons) & above(tag) != 0 {
            return None;
        }
        let (registry, rest) = text.split_at_checked(usize::try_from(masks.slashes.trailing_zeros()).ok()?)?;
        if registry == DOCKER_HUB || registry == LEGACY_DOCKER_HUB {
            return None;
        }
        let end = usize::try_from(tag.trailing_zeros()).ok()?.min(text.len());
        let (path, tag) = rest.split_at_checked(end.checked_sub(registry.len())?)?;
        Some(Reference { registry, official: false, path: path.get(1..)?, tag: tag.get(1..), digest: None })
    }

    fn parse_any(text: &'a str) -> Result<Self, Error> {
        if text.len() == IDENTIFIER && text.bytes().all(is_lower_hex) {
            return Err(Error { at: 0, expected: Expected::Name });
        }
        let Some((first, rest)) = split_at_byte(text, b'/') else {
            return Rest { registry: DOCKER_HUB, official: true, path_before: "", text, from: 0 }.parse();
        };
        let after = first.len().saturating_add(1);
        if first == DOCKER_HUB || first == LEGACY_DOCKER_HUB {
            return Rest { registry: DOCKER_HUB, official: !rest.contains('/'), path_before: "", text, from: after }
                .parse();
        }
        if !looks_like_registry(first) {
            return Rest { registry: DOCKER_HUB, official: false, path_before: "", text, from: 0 }.parse();
        }
        match check_registry(first) {
            Ok(()) => Rest { registry: first, official: false, path_before: "", text, from: after }.parse(),
            // No registry by the grammar, but a component: distribution/reference takes all of it for the path.
            Err(_) if component_end(first) == Some(first.len()) => {
                Rest { registry: first, official: false, path_before: first, text, from: after }.parse()
            }
            Err(error) => Err(error),
        }
    }

    /// Registry and repository: the reference without tag and digest.
    pub fn repository(&self) -> String {
        Reference { tag: None, digest: None, ..*self }.to_string()
    }

    /// The components of the repository, `library` included.
    pub fn components(&self) -> impl Iterator<Item = &'a str> {
        self.official.then_some("library").into_iter().chain(self.path.split('/'))
    }
}

/// The normalised reference. A tag that was not written is not added.
impl fmt::Display for Reference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.registry)?;
        // The URL of a registry has no path.
        if !self.path.is_empty() {
            write!(f, "/{}{}", if self.official { "library/" } else { "" }, self.path)?;
        }
        if let Some(tag) = self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

/// Where in a short text of lower-case letters, digits and what may stand between them the latter are: a bit for each byte.
struct Masks {
    digits: u64,
    dots: u64,
    underscores: u64,
    slashes: u64,
    colons: u64,
    /// Dots, underscores, slashes and colons, and dashes.
    between: u64,
    /// The first byte and the last.
    ends: u64,
}

impl Masks {
    /// Nothing for any other text.
    fn of(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; BLOCK];
        bytes.get_mut(..text.len())?.copy_from_slice(text);
        let mask = |is_it: fn(Lanes) -> Lanes| simd::mask(&bytes, is_it);
        let digits = mask(|it| it.is_in(b'0', b'9'));
        let dots = mask(|it| it.is(b'.'));
        let underscores = mask(|it| it.is(b'_'));
        let slashes = mask(|it| it.is(b'/'));
        let colons = mask(|it| it.is(b':'));
        let between = dots | underscores | slashes | colons | mask(|it| it.is(b'-'));
        let last = 1_u64.checked_shl(u32::try_from(text.len()).ok()?.checked_sub(1)?)?;
        let is_all = digits | mask(|it| it.is_in(b'a', b'z')) | between == last | last.wrapping_sub(1);
        is_all.then_some(Masks { digits, dots, underscores, slashes, colons, between, ends: 1 | last })
    }
}

/// The bits below the lowest that is set; all where none is.
fn below(bits: u64) -> u64 {
    !bits & bits.wrapping_sub(1)
}

/// The bits above the lowest that is set; none where none is.
fn above(bits: u64) -> u64 {
    !(bits ^ bits.wrapping_sub(1))
}

/// A reference whose registry is known.
struct Rest<'a> {
    registry: &'a str,
    official: bool,
    /// What counts as part of the path for its length, though it is the registry.
    path_before: &'a str,
    text: &'a str,
    /// Where the path begins in the text.
    from: usize,
}

impl<'a> Rest<'a> {
    fn parse(self) -> Result<Reference<'a>, Error> {
        let rest = self.text.get(self.from..).unwrap_or_default();
        let name_length = find_byte(rest, |b| matches!(b, b':' | b'@')).unwrap_or(rest.len());
        let (path, suffix) = rest.split_at_checked(name_length).unwrap_or_default();
        self.check_path(path)?;

        let mut at = self.from.saturating_add(path.len());
        let (tag, digest) = match suffix.split_at_checked(1) {
            None => (None, None),
            Some(("@", digest)) => (None, Some(digest)),
            Some((_, suffix)) => match split_at_byte(suffix, b'@') {
                None => (Some(suffix), None),
                Some((tag, digest)) => (Some(tag), Some(digest)),
            },
        };
        if let Some(tag) = tag {
            at = at.saturating_add(1);
            check_tag(tag).map_err(|error| error.after(at))?;
            at = at.saturating_add(tag.len());
        }
        if let Some(digest) = digest {
            check_digest(digest).map_err(|error| error.after(at.saturating_add(1)))?;
        }
        Ok(Reference { registry: self.registry, official: self.official, path, tag, digest })
    }

    fn check_path(&self, path: &str) -> Result<(), Error> {
        let mut good: usize = 0;
        loop {
            let rest = path.get(good..).unwrap_or_default();
            let end = component_end(rest).unwrap_or(0);
            good = good.saturating_add(end);
            match rest.as_bytes().get(end) {
                None if end > 0 => break,
                Some(b'/') if end > 0 => good = good.saturating_add(1),
                other => {
                    let is_upper = other.is_some_and(u8::is_ascii_uppercase);
                    let expected = if is_upper { Expected::LowerCase } else { Expected::Component };
                    return Err(Error { at: self.from.saturating_add(good), expected });
                }
            }
        }
        let implied = if self.official {
            "library/".len()
        } else if self.path_before.is_empty() {
            0
        } else {
            self.path_before.len().saturating_add(1)
        };
        if path.len().saturating_add(implied) > MAX_PATH {
            let at = self.from.saturating_add(MAX_PATH.saturating_sub(implied));
            return Err(Error { at, expected: Expected::ShorterPath });
        }
        Ok(())
    }
}

impl Error {
    /// The same error with this many bytes before the text.
    #[must_use]
    pub fn after(self, before: usize) -> Self {
        Error { at: self.at.saturating_add(before), ..self }
    }
}

fn looks_like_registry(first: &str) -> bool {
    first == "localhost" || first.bytes().any(|b| matches!(b, b'.' | b':') || b.is_ascii_uppercase())
}

fn check_registry(registry: &str) -> Result<(), Error> {
    let (host, after_host) = if let Some(address) = registry.strip_prefix('[') {
        let length = address.bytes().take_while(|b| b.is_ascii_hexdigit() || *b == b':').count();
        let end = length.saturating_add(1);
        if length == 0 || registry.as_bytes().get(end) != Some(&b']') {
            return Err(Error { at: end, expected: Expected::Bracket });
        }
        registry.split_at_checked(end.saturating_add(1)).unwrap_or_default()
    } else {
        let (host, after_host) =
            registry.split_at_checked(find_byte(registry, |b| b == b':').unwrap_or(registry.len())).unwrap_or_default();
        check_host_name(host)?;
        (host, after_host)
    };
    if after_host.is_empty() {
        return Ok(());
    }
    let digits = after_host.strip_prefix(':').map_or(0, |port| port.bytes().take_while(u8::is_ascii_digit).count());
    if digits == 0 || digits.saturating_add(1) != after_host.len() {
        let good = if after_host.starts_with(':') { digits.saturating_add(1) } else { 0 };
        return Err(Error { at: host.len().saturating_add(good), expected: Expected::Port });
    }
    Ok(())
}

/// Labels joined by dots.
fn check_host_name(host: &str) -> Result<(), Error> {
    // What precedes a label, and what precedes a dot or the end, decides.
    let mut before = b'.';
    for (at, byte) in host.bytes().enumerate() {
        let is_good = match byte {
            b'.' => before.is_ascii_alphanumeric(),
            b'-' => before != b'.',
            _ => byte.is_ascii_alphanumeric(),
        };
        if !is_good {
            return Err(Error { at, expected: Expected::Label });
        }
        before = byte;
    }
    if before.is_ascii_alphanumeric() { Ok(()) } else { Err(Error { at: host.len(), expected: Expected::Label }) }
}

/// How much of the text is a component of a path; nothing where not even the first character is.
pub(crate) fn component_end(text: &str) -> Option<usize> {
    let is_alphanumeric = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let mut rest = text.as_bytes();
    let mut end: usize = 0;
    loop {
        let run = rest.iter().take_while(|b| is_alphanumeric(b)).count();
        if run == 0 {
            return (end > 0).then_some(end);
        }
        end = end.saturating_add(run);
        rest = rest.get(run..).unwrap_or_default();
        let separator = match rest {
            [b'_', b'_', next, ..] if is_alphanumeric(next) => 2,
            [b'.' | b'_', next, ..] if is_alphanumeric(next) => 1,
            [b'-', ..] => rest.iter().take_while(|b| **b == b'-').count(),
            _ => return Some(end),
        };
        // A separator at the end belongs to nothing.
        if !rest.get(separator).is_some_and(is_alphanumeric) {
            return Some(end);
        }
        end = end.saturating_add(separator);
        rest = rest.get(separator..).unwrap_or_default();
    }
}

fn check_tag(tag: &str) -> Result<(), Error> {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let begins = tag.bytes().next().is_some_and(is_word);
    let good = tag.bytes().take_while(|b| is_word(*b) || matches!(b, b'.' | b'-')).count();
    if !begins || good != tag.len() {
        return Err(Error { at: if begins { good } else { 0 }, expected: Expected::Tag });
    }
    if tag.len() > MAX_TAG {
        return Err(Error { at: MAX_TAG, expected: Expected::ShorterTag });
    }
    Ok(())
}

fn check_digest(digest: &str) -> Result<(), Error> {
    let (algorithm, hex) = digest.split_once(':').unwrap_or((digest, ""));
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return Err(Error { at: 0, expected: Expected::Algorithm }),
    };
    let good = hex.bytes().take(length).take_while(|b| is_lower_hex(*b)).count();
    if good != length || hex.len() != length {
        // The colon may be what is missing.
        let at = algorithm.len().saturating_add(1).saturating_add(good).min(digest.len());
        return Err(Error { at, expected: Expected::Digest });
    }
    Ok(())
}

/// `str::find` for a byte of ASCII. What it searches is short, and the standard library's search is made for long texts.
fn find_byte(text: &str, is_it: impl Fn(u8) -> bool) -> Option<usize> {
    text.bytes().position(is_it)
}

fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = find_byte(text, |b| b == byte)?;
    Some((text.get(..at)?, text.get(at.saturating_add(1)..)?))
}

fn is_lower_hex(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'a'..=b'f')
}

#[cfg(test)]
mod tests;
