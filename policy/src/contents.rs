//! What is in a string, opened as far as needed: a document of Docker's configuration, one inside of a script or of another file,
//! a file of a runtime or a tool, or base64 of any of these.
//!
//! A string is searched for words first. Only what the search found is a reason to decode or to parse. What comes out is facts:
//! registries that credentials are for, and registries for which TLS is turned off. The rules say what they mean where the
//! string stands.

use std::borrow::Cow;

use insecure_registry_formats::gzip;

use crate::auth::{self, Registries, embedded};
use crate::files::{self, Meaning, Seen};
use crate::json::Quoted;
use crate::search::{self, Words};
use crate::shell;

/// Layers that are opened: base64 of base64, a file in a file in a string.
const LAYERS: u32 = 3;
/// Words that files have in which something matters.
const FILES: Words = Words::AUTHS.and(Words::AUTH).and(Words::INSECURE).and(Words::HTTP);
/// The length to which the compressed files of an object may unfold, all together: more than a whole object is long. A thousandth
/// of that is enough to unfold to it.
pub(crate) const UNFOLDED: usize = 2 * 1024 * 1024;

/// What was found in a string.
#[derive(Debug, Default)]
pub struct Contents {
    /// The registry credentials.
    pub held: Held,
    /// How TLS is turned off, each kind of file and each way once.
    pub insecure: Vec<Insecure>,
}

/// Registry credentials that a string holds.
#[derive(Debug, Default)]
pub struct Held {
    /// The registries that they are for, as far as the text says so.
    pub registries: Registries,
    /// The file that they stand in, where it is no document of Docker's configuration: "`registries.yaml` of k3s and RKE2".
    pub file: Option<&'static str>,
}

/// A file that turns TLS off.
#[derive(Debug)]
pub struct Insecure {
    /// The file: "`registries.yaml` of k3s and RKE2".
    pub file: &'static str,
    /// How.
    pub how: How,
    /// For which registries, as far as the text says so.
    pub registries: Registries,
}

/// How a file turns TLS off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Certificates are not verified, or plain HTTP is tried where there is no TLS.
    Unverified,
    /// Plain HTTP is used.
    Plaintext,
    /// Perhaps; the file cannot be read from this line on, counted from 1.
    Unreadable(usize),
}

impl Held {
    /// The credentials in a string, if there is any.
    pub fn by(text: &[u8]) -> Option<Self> {
        Contents::of(text).held.if_any()
    }

    /// Itself, if it is any.
    pub fn if_any(self) -> Option<Self> {
        self.is_any().then_some(self)
    }

    /// `registry credentials for …`
    pub fn what(&self) -> String {
        if self.registries.is_empty() {
            "registry credentials".to_owned()
        } else {
            format!("registry credentials for {}", self.registries)
        }
    }

    /// What they stand in: "a document of Docker's configuration".
    pub fn whose(&self) -> &'static str {
        self.file.unwrap_or("a document of Docker's configuration")
    }

    /// Whether there is any.
    pub fn is_any(&self) -> bool {
        self.file.is_some() || !self.registries.is_empty()
    }
}

impl Contents {
    /// What is in a string that shares its room with no other.
    pub fn of(text: &[u8]) -> Self {
        Contents::within(text, &mut { UNFOLDED })
    }

    /// What is in a string. Compressed files are opened as long as there is room for what they unfold to.
    pub(crate) fn within(text: &[u8], room: &mut usize) -> Self {
        let mut contents = Contents::default();
        contents.look(text, LAYERS, room);
        contents
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        !self.held.is_any() && self.insecure.is_empty()
    }

    fn look(&mut self, text: &[u8], layers: u32, room: &mut usize) {
        let Some(layers) = layers.checked_sub(1) else { return };
        let text = auth::without_mark(text);
        if let Some(text) = after_data_url(text) {
            return self.look(&text, layers, room);
        }
        if text.first() == Some(&b'{') {
            auth::collect_document(text, &mut self.held.registries);
        }
        if (is_base64(text) || search::is_like_base64_of_an_object(text))
            && let Ok(decoded) = auth::decode(text)
        {
            return match gzip::text(&decoded, room) {
                Some(text) => self.look(&text, layers, room),
                None => self.look(&decoded, layers, room),
            };
        }
        let words = Words::of(text);
        if words.has(Words::AUTHS) && !self.held.is_any() {
            embedded::collect_documents(text, &mut self.held.registries);
        }
        if words.has(Words::ENCODED) {
            search::each_encoded(text, |run| self.look(run, layers, room));
        }
        if words.has_any(FILES) {
            let words = words.with_names(text);
            if words.has(Words::REGISTRY) {
                self.look_for_docker(text);
            }
            self.look_into_files(text, words, layers, room);
        }
    }

    /// What turns TLS off for Docker is found wherever it stands, as documents of credentials are.
    fn look_for_docker(&mut self, text: &[u8]) {
        for (key, how) in [("insecure-registries", How::Unverified), ("registry-mirrors", How::Plaintext)] {
            embedded::each_in_list(text, key, &mut |entry| {
                if files::is_insecure_in_daemon(entry, how) {
                    self.add_insecure(files::DAEMON, how, Some(entry));
                }
            });
        }
        files::each_flag_of_dockerd(text, &mut |how, registry| {
            if files::is_insecure_in_daemon(registry, how) {
                self.add_insecure(files::DOCKERD, how, Some(registry));
            }
        });
    }

    fn look_into_files(&mut self, text: &[u8], words: Words, layers: u32, room: &mut usize) {
        let Ok(text) = std::str::from_utf8(text) else { return };
        // The words may stand in a file inside of this one: a manifest that carries it, a script that writes it.
        let found = files::read(text, words, &mut |seen| match seen {
            Seen::Field(format, Meaning::Credential, registry) => {
                self.held.file.get_or_insert(format.name);
                self.held.registries.extend(registry);
            }
            Seen::Field(format, Meaning::Insecure(how), registry) => self.add_insecure(format.name, how, registry),
            Seen::Inner(inner) => self.look(inner.as_bytes(), layers, room),
        });
        if let Some((format, broken)) = found.broken {
            self.add_insecure(format.name, How::Unreadable(broken.line), None);
        }
        if found.is_any {
            shell::each_here_document(text, &mut |document, is_literal| {
                self.look_at_piece(document, is_literal, layers, room);
            });
            if text.contains('>') || text.contains("tee") {
                shell::each_file(text, &mut |file| self.look_at_piece(file, false, layers, room));
            }
        }
    }

    /// Looks at what a script writes. Unless that stands there letter by letter, what cannot be read of it says nothing.
    fn look_at_piece(&mut self, text: &str, is_literal: bool, layers: u32, room: &mut usize) {
        let before = self.insecure.len();
        self.look(text.as_bytes(), layers, room);
        if !is_literal {
            let mut nth: usize = 0;
            self.insecure.retain(|it| {
                nth = nth.saturating_add(1);
                nth <= before || !matches!(it.how, How::Unreadable(_))
            });
        }
    }

    /// Notes a registry, once for each file and way.
    pub(crate) fn add_insecure(&mut self, file: &'static str, how: How, registry: Option<&str>) {
        let known = self.insecure.iter().position(|it| it.file == file && it.how == how);
        let nth = known.unwrap_or(self.insecure.len());
        if known.is_none() {
            self.insecure.push(Insecure { file, how, registries: Registries::default() });
        }
        if let Some(insecure) = self.insecure.get_mut(nth) {
            insecure.registries.extend(registry);
        }
    }
}

/// The content of a `data:` URL (RFC 2397), which Ignition writes files in.
fn after_data_url(text: &[u8]) -> Option<Cow<'_, [u8]>> {
    let rest = text.strip_prefix(b"data:")?;
    let comma = rest.iter().take(100).position(|byte| *byte == b',')?;
    let (media, data) = rest.split_at_checked(comma)?;
    let data = data.get(1..)?;
    if media.ends_with(b";base64") {
        return Some(Cow::Borrowed(data));
    }
    let mut text = Vec::with_capacity(data.len());
    let mut rest = data;
    while let Some((byte, after)) = rest.split_first() {
        let digit = |nth: usize| char::from(*after.get(nth)?).to_digit(16);
        if let (b'%', Some(high), Some(low)) = (byte, digit(0), digit(1)) {
            text.extend(u8::try_from(high << 4 | low));
            rest = after.get(2..)?;
        } else {
            text.push(*byte);
            rest = after;
        }
    }
    Some(Cow::Owned(text))
}

/// Whether a text begins as base64 does, for longer than a word is. In JSON a line of it may end with an escape.
fn is_base64(text: &[u8]) -> bool {
    const SHORT: usize = 24;
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
    let is_of_it = |byte: &u8| is_letter(byte) || matches!(byte, b'\r' | b'\n');
    text.len() >= SHORT
        && text.iter().take(80).take_while(|byte| **byte != b'\\').all(is_of_it)
        && text.iter().take(SHORT).all(is_letter)
}

/// Whether it is worth to decode a string for what [`Contents::of`] finds.
pub fn may_hold(string: Quoted<'_>) -> bool {
    let mut written = string.written();
    loop {
        match written {
            [b' ' | b'\t', rest @ ..] | [b'\\', b'n' | b't' | b'r', rest @ ..] => written = rest,
            // Some other escape, or the first byte of a byte-order mark.
            [b'{' | b'\\' | 0xef, ..] => return true,
            _ => break,
        }
    }
    is_base64(written)
        || search::is_like_base64_of_an_object(written)
        || written.starts_with(b"data:")
        || Words::of(written) != Words::default()
}

#[cfg(test)]
mod tests;
