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
//! Parsing follows Go, which accepts more than JSON allows: keys match case-insensitively, duplicates are merged, and base64 may
//! be wrapped in lines, without padding and with stray bits at its end. Only whether an entry *holds* a credential, and for which
//! registry, leaves this module. The credential itself never does.
//!
//! Sources: Docker's `cli/config/types/authconfig.go`; the kubelet's `pkg/credentialprovider/config.go`; `encoding/json` on
//! matching keys.

use std::fmt;

use crate::json::simd::{LANES, Lanes};
use crate::json::{Quoted, Raw, Text, Type};
use crate::placeholder;
pub(crate) use crate::placeholder::is_value;
use crate::registry;
use crate::registry::display::{Key, shown};
use crate::registry::url::{Authority, Url};

pub(crate) mod embedded;

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
    /// Whether its author expects plain HTTP. The scheme of a key does not choose the transport.
    pub fn is_plaintext(&self) -> bool {
        self.key.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
    }

    /// The key, if it is a URL or a host.
    pub fn url(&self) -> Option<Url<'_>> {
        Url::parse(&self.key)
    }
}

/// Why a text is not such a document. Says what was expected and nothing about the text: a position would reveal the length of
/// the credentials before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthError {
    /// Not base64.
    Base64,
    /// Not JSON, or not an object.
    Json,
    /// The entries are at the top level instead of under `auths`, so nothing finds them in this form.
    Unwrapped,
    /// `auths` is this instead of an object.
    Auths(Type),
    /// The entry with this number, from 1, is this instead of an object.
    Entry(usize, Type),
    /// A field of the entry with this number is this instead of a string.
    Field(usize, Type),
    /// `auth` in the entry with this number is not base64 of `user:password`.
    Auth(usize),
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuthError::Base64 => f.write_str("is not base64"),
            AuthError::Json => f.write_str("is not a JSON object"),
            AuthError::Unwrapped => f.write_str("has its entries at the top level; expected them under `auths`"),
            AuthError::Auths(found) => write!(f, "has an invalid `auths`: expected an object, found {found}"),
            AuthError::Entry(nth, found) => write!(f, "has an invalid entry {nth}: expected an object, found {found}"),
            AuthError::Field(nth, found) => {
                write!(f, "has an invalid field in entry {nth}: expected a string, found {found}")
            }
            AuthError::Auth(nth) => write!(f, "has an `auth` in entry {nth} that is not base64 of `user:password`"),
        }
    }
}

/// Reads a document.
pub fn read(document: &[u8], form: Form) -> Result<Vec<Entry>, AuthError> {
    let document = Raw::new(without_mark(document)).map_err(|_| AuthError::Json)?;
    if document.kind() != Type::Object {
        return Err(AuthError::Json);
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
        let key = key.text().map_err(|_| AuthError::Json)?.as_str().to_owned();
        entries.push(Entry { key, holds_credential });
    }
    Ok(())
}

fn holds_credential(entry: Raw<'_>, nth: usize) -> Result<bool, AuthError> {
    credential_of(entry, nth).map(|credential| credential.is_held())
}

fn credential_of(entry: Raw<'_>, nth: usize) -> Result<Credential, AuthError> {
    let mut fields = Vec::new();
    each_member(entry, |key, value| {
        if let Some(name) = Credential::FIELDS.iter().find(|name| is_named(key, name)) {
            fields.push((*name, value));
        }
    })?;
    let mut credential = Credential::default();
    for (name, value) in fields {
        match (value.text(), value.kind()) {
            (Some(text), _) => credential.add(name, &text).ok_or(AuthError::Auth(nth))?,
            (None, Type::Null) => {}
            (None, kind) => return Err(AuthError::Field(nth, kind)),
        }
    }
    Ok(credential)
}

/// What of a credential an entry has, field by field.
#[derive(Debug, Default)]
struct Credential {
    has_username: bool,
    has_password: bool,
    /// A token, or user and password in one.
    has_other: bool,
}

impl Credential {
    const FIELDS: [&str; 5] = ["auth", "username", "password", "identitytoken", "registrytoken"];

    /// Takes a field in. Nothing where it is an `auth` that is no base64 of `user:password`.
    fn add(&mut self, name: &str, value: &str) -> Option<()> {
        let is_value = is_value(value);
        match Self::FIELDS.iter().position(|field| field.eq_ignore_ascii_case(name)) {
            Some(0) if is_value => self.has_other |= holds_password(value)?,
            Some(1) => self.has_username |= is_value,
            Some(2) => self.has_password |= is_value,
            Some(3 | 4) => self.has_other |= is_value,
            _ => {}
        }
        Some(())
    }

    /// Whether a registry gets any. The user may be empty, and some registries do not look at it.
    fn is_held(&self) -> bool {
        self.has_other || self.has_password
    }

    /// The same in a text that may be something else: a password alone may be somebody's, if the key names no registry.
    fn is_held_for(&self, key: &str) -> bool {
        self.has_other || (self.has_password && (self.has_username || names_registry(key)))
    }
}

/// Whether base64 of `user:password` has a password. Twice encoded, as people do who encode for a Secret by hand, it is no
/// less readable. Nothing where it is no such base64.
pub(crate) fn holds_password(auth: &str) -> Option<bool> {
    let decoded = decode(auth.as_bytes()).ok()?;
    let decoded = match decode(&decoded) {
        Ok(twice) if twice.contains(&b':') && std::str::from_utf8(&twice).is_ok() => twice,
        _ => decoded,
    };
    let colon = decoded.iter().position(|byte| *byte == b':')?;
    // All of it may be a reference: `vault:secret/data/registry#auth`.
    if std::str::from_utf8(&decoded).is_ok_and(placeholder::is_reference) {
        return Some(false);
    }
    let password = decoded.get(colon.saturating_add(1)..).unwrap_or_default();
    // Go trims NUL bytes off a password.
    let password = std::str::from_utf8(password).map(|text| text.trim_matches('\0'));
    Some(password.map_or(true, is_value))
}

/// Whether a key names a registry, rather than somebody or something else: it is a URL, or has a dot or a port as hosts do.
pub(crate) fn names_registry(key: &str) -> bool {
    let is_host = |host: &str| host.contains(['.', ':']) || host.eq_ignore_ascii_case("localhost");
    key.contains("://") || Url::parse(key).is_some_and(|url| is_host(url.authority().as_str()))
}

fn each_member<'a>(object: Raw<'a>, mut visit: impl FnMut(Quoted<'a>, Raw<'a>)) -> Result<(), AuthError> {
    let mut cursor = object.cursor();
    let visited = cursor.object(|key, cursor| {
        visit(key, cursor.skip()?);
        Ok(())
    });
    visited.map_err(|_| AuthError::Json)
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

/// The registries that credentials are for: the first few, and their number.
#[derive(Debug, Default)]
pub struct Registries {
    /// Hosts and address blocks, as they were parsed.
    first: Vec<String>,
    count: usize,
}

impl Registries {
    const SHOWN: usize = 3;

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Takes the registry of a key in, if there is one.
    pub(crate) fn extend(&mut self, key: Option<&str>) {
        if let Some(key) = key {
            self.add(key);
        }
    }

    /// Takes the registry of an entry's key in.
    pub(crate) fn add(&mut self, key: &str) {
        // An entry of dockerd may be a block of addresses.
        let block = || registry::parse_cidr(key).map(|_| key);
        let shown = block().or_else(|| Url::parse(key)?.shown().map(Authority::as_str));
        if let Some(shown) = shown {
            if self.first.iter().any(|known| known == shown) {
                return;
            }
            if self.first.len() < Self::SHOWN {
                self.first.push(shown.to_owned());
            }
        }
        self.count = self.count.saturating_add(1);
    }
}

/// `a`, `b`, `c`, 4 more. A key that is neither a URL nor a host is counted and not shown.
impl fmt::Display for Registries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, registry) in self.first.iter().enumerate() {
            write!(f, "{}`{}`", if nth == 0 { "" } else { ", " }, shown(Key(registry)))?;
        }
        match (self.first.len(), self.count.saturating_sub(self.first.len())) {
            (_, 0) => Ok(()),
            (0, 1) => f.write_str("a registry"),
            (0, more) => write!(f, "{more} registries"),
            (_, more) => write!(f, ", {more} more"),
        }
    }
}

/// Adds the registries of a text that is nothing but a document. It may be called as one of the older form is, or be taken for one by
/// its entries. An entry that cannot be read keeps nobody from using the others.
pub(crate) fn collect_document(text: &[u8], form: Form, may_be_legacy: bool, registries: &mut Registries) {
    let Ok(document) = Raw::new(text) else { return };
    // A user name and a password are anybody's, unless all members are entries of registries.
    let mut is_legacy = may_be_legacy;
    let _ = each_member(document, |key, value| is_legacy &= is_entry(key, value));
    is_legacy |= form == Form::Legacy;
    // What breaks off in the middle holds no credentials that anything could use.
    let _ = each_member(document, |key, value| {
        if value.kind() == Type::Object && is_named(key, "auths") {
            collect_entries(value, registries);
        } else if value.kind() == Type::Object && (is_legacy || has_member(value, "auth")) {
            collect_entry(key, value, registries);
        }
    });
}

/// Whether a member has the name of a registry, and nothing but what an entry for one has.
fn is_entry(key: Quoted<'_>, value: Raw<'_>) -> bool {
    const FIELDS: [&str; 7] =
        ["auth", "username", "password", "email", "serveraddress", "identitytoken", "registrytoken"];
    let mut is_entry = value.kind() == Type::Object && key.text().is_ok_and(|key| names_registry(&key));
    if is_entry {
        let _ = each_member(value, |key, _| is_entry &= FIELDS.iter().any(|field| is_named(key, field)));
    }
    is_entry
}

/// Adds the registries of the entries under `auths`.
pub(crate) fn collect_entries(auths: Raw<'_>, registries: &mut Registries) {
    let _ = each_member(auths, |key, entry| collect_entry(key, entry, registries));
}

fn collect_entry(key: Quoted<'_>, entry: Raw<'_>, registries: &mut Registries) {
    if entry.kind() == Type::Object
        && let (Ok(credential), Ok(key)) = (credential_of(entry, 1), key.text())
        && credential.is_held_for(&key)
    {
        registries.add(&key);
    }
}

/// A text without a byte-order mark, and without white space before and after that.
pub(crate) fn without_mark(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii()
}

fn has_member(object: Raw<'_>, name: &str) -> bool {
    let mut has = false;
    let _ = each_member(object, |key, _| has |= is_named(key, name));
    has
}

/// [`decode`] for the shell's reader.
pub(crate) fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    decode(text).ok()
}

/// Decodes base64 as leniently as any of its readers: either alphabet, white space anywhere, padding or none, stray bits at the
/// end.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, AuthError> {
    const MANY: usize = 4;
    let mut decoded = Vec::with_capacity(text.len().div_ceil(MANY).saturating_mul(3).saturating_add(MANY));
    let mut bits: u32 = 0;
    let mut count: u32 = 0;
    let mut is_padded = false;
    let mut at: usize = 0;
    while let Some((first, after)) = text.get(at..).and_then(<[u8]>::split_first) {
        // Sixteen letters at a time are twelve bytes, and four are three, as long as nothing else comes between them.
        if count == 0 && !is_padded && after.len() >= MANY {
            let mut good: usize = 0;
            for letters in text.get(at..).unwrap_or_default().as_chunks::<LANES>().0 {
                let Some(bytes) = Lanes::new(letters).out_of_base64() else { break };
                decoded.extend_from_slice(&bytes);
                decoded.truncate(decoded.len().saturating_sub(MANY));
                good = good.saturating_add(LANES);
            }
            let (groups, _) = text.get(at.saturating_add(good)..).unwrap_or_default().as_chunks::<MANY>();
            for group in groups {
                let values = group.map(|byte| VALUES.get(usize::from(byte)).copied().unwrap_or(NONE));
                if values.iter().fold(0, |all, value| all | value) >= NONE {
                    break;
                }
                let bits = values.iter().fold(0, |bits, value| bits << 6 | u32::from(*value));
                let [_, bytes @ ..] = bits.to_be_bytes();
                decoded.extend_from_slice(&bytes);
                good = good.saturating_add(MANY);
            }
            if good > 0 {
                at = at.saturating_add(good);
                continue;
            }
        }
        let value = VALUES.get(usize::from(*first)).copied().unwrap_or(NONE);
        match first {
            b'=' => is_padded = true,
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ if value == NONE || is_padded => return Err(AuthError::Base64),
            _ => {
                bits = (bits << 6) | u32::from(value);
                count = count.saturating_add(6);
                if let Some(rest) = count.checked_sub(8) {
                    count = rest;
                    decoded.extend(u8::try_from((bits >> rest) & 0xff));
                }
            }
        }
        at = at.saturating_add(1);
    }
    Ok(decoded)
}

/// What [`VALUES`] has for a byte that is no letter of base64.
const NONE: u8 = 64;

/// What each byte stands for in base64, in either alphabet.
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
        {
            values[byte as usize] = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                _ => NONE,
            };
            byte += 1;
        }
    }
    values
};

#[cfg(test)]
mod tests;
