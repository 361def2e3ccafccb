//! Registry credentials, as Docker's configuration and pull secrets hold them.
//!
//! ```text
//! config  := { "auths": legacy, … }                               config.json, kubernetes.io/dockerconfigjson
//! legacy  := { key: entry, … }                                    .dockercfg, kubernetes.io/dockercfg
//! entry   := { "auth"?, "username"?, "password"?, "identitytoken"?, "registrytoken"?, … }
//! key     := [ scheme "://" ] host [ ":" port ] [ "/" … ]
//! auth    := base64 of user ":" password
//! ```
//!
//! It is read as Go reads it, which is more than JSON says: keys match without regard to case, duplicates are merged, and
//! base64 may be wrapped in lines, without padding and with stray bits at its end. Whether an entry *holds* a credential
//! is all that comes out of here, and for which registry. The credential itself never does.
//!
//! Sources: Docker's `cli/config/types/authconfig.go`; the kubelet's `pkg/credentialprovider/config.go`; `encoding/json` on
//! matching keys.

use std::fmt;

use crate::display::Shown;
use crate::json::{Cursor, Quoted, Raw, SyntaxError, Text, Type};

/// How the entries of a document are wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Under `auths`.
    Config,
    /// At the top, as `.dockercfg` has them.
    Legacy,
}

/// An entry: for which registry, and whether there is something to read in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    key: String,
    /// Whether it holds a credential.
    pub holds_credential: bool,
}

impl Entry {
    /// Whether its author means to reach the registry by plain HTTP. The scheme of a key does not choose the transport.
    pub fn is_plaintext(&self) -> bool {
        self.key.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
    }

    /// Host and port of the registry, without what precedes and what follows them in the key.
    pub fn registry(&self) -> &str {
        let rest = self.key.split_once("://").map_or(self.key.as_str(), |(_, rest)| rest);
        let authority = rest.split('/').next().unwrap_or_default();
        authority.rsplit('@').next().unwrap_or_default()
    }
}

/// Why a text is no such document. Says where and what, and nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthError {
    /// No base64, after so many bytes.
    Base64(usize),
    /// No JSON.
    Json(SyntaxError),
    /// The document is no object, but this.
    Document(Type),
    /// The entries are not under `auths` but at the top, where nobody looks for them in this form.
    Unwrapped,
    /// `auths` is no object, but this.
    Auths(Type),
    /// The entry of this number, from 1, is no object, but this.
    Entry(usize, Type),
    /// A field of the entry of this number is no string, but this.
    Field(usize, Type),
    /// `auth` in the entry of this number is no base64 of `user:password`.
    Auth(usize),
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuthError::Base64(at) => write!(f, "is no base64 after {at} bytes"),
            AuthError::Json(error) => write!(f, "{error}"),
            AuthError::Document(found) => write!(f, "is {found}, not an object"),
            AuthError::Unwrapped => f.write_str("has its entries at the top, not under `auths`"),
            AuthError::Auths(found) => write!(f, "has {found} for `auths`, not an object"),
            AuthError::Entry(nth, found) => write!(f, "has {found} for entry {nth}, not an object"),
            AuthError::Field(nth, found) => write!(f, "has {found} in entry {nth} where a string belongs"),
            AuthError::Auth(nth) => write!(f, "has no base64 of `user:password` for `auth` in entry {nth}"),
        }
    }
}

/// Reads a document.
pub fn read(document: &[u8], form: Form) -> Result<Vec<Entry>, AuthError> {
    let document = Raw::new(without_mark(document)).map_err(AuthError::Json)?;
    if document.kind() != Type::Object {
        return Err(AuthError::Document(document.kind()));
    }
    let mut entries = Vec::new();
    match form {
        Form::Legacy => read_entries(document, &mut entries)?,
        Form::Config => {
            let mut auths = Vec::new();
            each_member(document, |key, value| {
                if is_named(key, "auths") && value.kind() != Type::Null {
                    auths.push(value);
                }
            })?;
            if auths.is_empty() && is_legacy(document)? {
                return Err(AuthError::Unwrapped);
            }
            for auths in auths {
                if auths.kind() != Type::Object {
                    return Err(AuthError::Auths(auths.kind()));
                }
                read_entries(auths, &mut entries)?;
            }
        }
    }
    Ok(entries)
}

/// Whether an object without `auths` is a document of the older form. Else it is one without credentials: `{}`, or helpers.
fn is_legacy(document: Raw<'_>) -> Result<bool, AuthError> {
    let mut holds = false;
    each_member(document, |_, value| {
        holds |= value.kind() == Type::Object && holds_credential(value, 1).unwrap_or(true);
    })?;
    Ok(holds)
}

fn read_entries(object: Raw<'_>, entries: &mut Vec<Entry>) -> Result<(), AuthError> {
    let mut members = Vec::new();
    each_member(object, |key, value| members.push((key, value)))?;
    for (key, value) in members {
        let nth = entries.len().saturating_add(1);
        let holds_credential = match value.kind() {
            Type::Null => false,
            Type::Object => holds_credential(value, nth)?,
            found => return Err(AuthError::Entry(nth, found)),
        };
        let key = key.text().map_err(AuthError::Json)?.as_str().to_owned();
        entries.push(Entry { key, holds_credential });
    }
    Ok(())
}

fn holds_credential(entry: Raw<'_>, nth: usize) -> Result<bool, AuthError> {
    const FIELDS: [&str; 5] = ["auth", "username", "password", "identitytoken", "registrytoken"];
    let mut fields = Vec::new();
    each_member(entry, |key, value| {
        if let Some(name) = FIELDS.iter().find(|name| is_named(key, name)) {
            fields.push((*name, value));
        }
    })?;
    let mut found = Vec::new();
    for (name, value) in fields {
        match (value.text(), value.kind()) {
            (Some(text), _) if is_value(&text) => {
                if name == "auth" && !holds_password(&text).ok_or(AuthError::Auth(nth))? {
                    continue;
                }
                found.push(name);
            }
            (Some(_), _) | (None, Type::Null) => {}
            (None, kind) => return Err(AuthError::Field(nth, kind)),
        }
    }
    let has = |name| found.contains(&name);
    Ok(has("auth") || (has("username") && has("password")) || has("identitytoken") || has("registrytoken"))
}

/// Whether base64 of `user:password` has a password. Twice encoded, as people do who encode for a Secret by hand, it is no
/// less readable. Nothing where it is no such base64.
fn holds_password(auth: &str) -> Option<bool> {
    let decoded = decode(auth.as_bytes()).ok()?;
    let decoded = match decode(&decoded) {
        Ok(twice) if twice.contains(&b':') && std::str::from_utf8(&twice).is_ok() => twice,
        _ => decoded,
    };
    let colon = decoded.iter().position(|byte| *byte == b':')?;
    let password = decoded.get(colon.saturating_add(1)..).unwrap_or_default();
    // Go trims NUL bytes off a password.
    let password = std::str::from_utf8(password).map(|text| text.trim_matches('\0'));
    Some(password.map_or(true, is_value))
}

/// Whether a text is a value at all: neither empty, nor a template that nobody has rendered yet.
pub(crate) fn is_value(text: &str) -> bool {
    let has = |open: &str, close: &str| text.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    !(text.is_empty() || has("{{", "}}") || has("${", "}") || has("$(", ")"))
}

fn each_member<'a>(object: Raw<'a>, mut visit: impl FnMut(Quoted<'a>, Raw<'a>)) -> Result<(), AuthError> {
    let mut cursor = Cursor::new(object.as_bytes());
    let visited = cursor.object(|key, cursor| {
        visit(key, cursor.skip()?);
        Ok(())
    });
    visited.map_err(AuthError::Json)
}

/// Whether Go's decoder takes the key for this name: without regard to case, which in Unicode makes `ſ` an `s`, and the
/// Kelvin sign a `k`.
fn is_named(key: Quoted<'_>, name: &str) -> bool {
    let written = key.written();
    if !key.has_escapes() && written.is_ascii() {
        return written.eq_ignore_ascii_case(name.as_bytes());
    }
    let fold = |c: char| match c {
        'ſ' => 's',
        '\u{212a}' => 'k',
        c => c.to_ascii_lowercase(),
    };
    key.text().is_ok_and(|text: Text<'_>| text.chars().map(fold).eq(name.chars()))
}

/// Registries that credentials are for: the first few, and how many there are.
#[derive(Debug, Default)]
pub struct Registries {
    first: Vec<String>,
    count: usize,
}

impl Registries {
    const SHOWN: usize = 3;

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn add(&mut self, entry: &Entry) {
        if self.count < Self::SHOWN {
            self.first.push(entry.registry().to_owned());
        }
        self.count = self.count.saturating_add(1);
    }
}

/// `a`, `b`, `c`, 4 more
impl fmt::Display for Registries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, registry) in self.first.iter().enumerate() {
            write!(f, "{}`{}`", if nth == 0 { "" } else { ", " }, Shown(registry))?;
        }
        match self.count.saturating_sub(Self::SHOWN) {
            0 => Ok(()),
            more => write!(f, ", {more} more"),
        }
    }
}

/// The registries for which a text holds credentials, where the text is a document in either form, or base64 of one, once
/// or twice. An entry that cannot be read keeps nobody from using the others.
pub fn registries_in(text: &str) -> Registries {
    let mut registries = Registries::default();
    collect_registries(text.as_bytes(), 2, &mut registries);
    registries
}

fn collect_registries(text: &[u8], layers_of_base64: usize, registries: &mut Registries) {
    let text = without_mark(text);
    if text.first() == Some(&b'{') {
        let Ok(document) = Raw::new(text) else { return };
        // Of the older form only what has `auth`: a user name and a password are anybody's.
        let mut collect = |key: Quoted<'_>, entry: Raw<'_>, is_legacy: bool| {
            let is_held = entry.kind() == Type::Object
                && holds_credential(entry, 1).unwrap_or(false)
                && (!is_legacy || has_member(entry, "auth"));
            if let (true, Ok(key)) = (is_held, key.text()) {
                registries.add(&Entry { key: key.as_str().to_owned(), holds_credential: true });
            }
        };
        // What breaks off in the middle holds no credentials that anything could use.
        let _ = each_member(document, |key, value| {
            if value.kind() == Type::Object && is_named(key, "auths") {
                let _ = each_member(value, |key, entry| collect(key, entry, false));
            } else {
                collect(key, value, true);
            }
        });
    } else if let Some(layers) = layers_of_base64.checked_sub(1)
        && is_like_base64_of_an_object(text)
        && let Ok(decoded) = decode(text)
    {
        collect_registries(&decoded, layers, registries);
    }
}

/// A text without a byte-order mark, and without white space before and after that.
fn without_mark(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii()
}

fn has_member(object: Raw<'_>, name: &str) -> bool {
    let mut has = false;
    let _ = each_member(object, |key, _| has |= is_named(key, name));
    has
}

/// Whether a string can be what [`registries_in`] reads, by how it begins. It is asked before the string is decoded, since most
/// strings are not worth that.
pub fn may_be_document(string: Quoted<'_>) -> bool {
    let mut written = string.written();
    while let Some((first, rest)) = written.split_first() {
        match (first, rest.first()) {
            (b' ' | b'\t', _) => written = rest,
            (b'\\', Some(b'n' | b't' | b'r')) => written = rest.get(1..).unwrap_or_default(),
            // Some other escape, or the first byte of a byte-order mark.
            (b'{' | b'\\' | 0xef, _) => return true,
            _ => return is_like_base64_of_an_object(written),
        }
    }
    false
}

/// Whether a text begins as base64 of `{"` does, or of `{` and white space, of a byte-order mark, or of one of the former in
/// base64.
fn is_like_base64_of_an_object(text: &[u8]) -> bool {
    [b"ey", b"ew", b"77", b"ZX", b"Nz"].iter().any(|start| text.starts_with(*start))
}

/// Decodes base64 as the most patient of its readers do: either alphabet, white space anywhere, padding or none, stray bits
/// at the end. An error says how many bytes were good.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, AuthError> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bits: u32 = 0;
    let mut count: u32 = 0;
    let mut is_padded = false;
    for (at, byte) in text.iter().enumerate() {
        let value = match byte {
            b'A'..=b'Z' => byte.wrapping_sub(b'A'),
            b'a'..=b'z' => byte.wrapping_sub(b'a').wrapping_add(26),
            b'0'..=b'9' => byte.wrapping_sub(b'0').wrapping_add(52),
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                is_padded = true;
                continue;
            }
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            _ => return Err(AuthError::Base64(at)),
        };
        if is_padded {
            return Err(AuthError::Base64(at));
        }
        bits = (bits << 6) | u32::from(value);
        count = count.saturating_add(6);
        if let Some(rest) = count.checked_sub(8) {
            count = rest;
            decoded.extend(u8::try_from((bits >> rest) & 0xff));
        }
    }
    Ok(decoded)
}

#[cfg(test)]
mod tests;
