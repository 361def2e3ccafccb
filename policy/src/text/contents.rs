//! What a string contains, unwrapped as far as needed: a Docker configuration file, alone or inside a script or another file, a
//! runtime or tool configuration file, or base64 of any of these.
//!
//! A string is first searched for words, and decoded or parsed only if the search finds some. The results are facts: registries
//! that credentials are for, and registries with TLS disabled. The rules interpret them, depending on the place of the string.

use memchr::{memchr, memchr2};

use insecure_registry_formats::gzip::{self, Unfolded};

use crate::auth::{self, Form, Registries, embedded};
use crate::catalogue::files::{DAEMON, DOCKERD, DOCUMENT, UNIT};
use crate::json::Quoted;
use crate::part::{Parts, part_of};
use crate::search::{self, Pairs, Word, Words};
use crate::shell;
pub use crate::text::files::How;
use crate::text::files::units::{self, Flag};
use crate::text::files::{self, Meaning, Seen};

/// Layers that are opened: base64 of base64, a file in a file in a string. A Secret with user data has three before the file.
const LAYERS: u32 = 4;
/// What scripts write files with. Most texts have none of it.
const WRITERS: [&str; 4] = ["echo", "printf", "tee ", "<<"];
/// Words that files have in which something matters.
const FILES: Words = Words::AUTHS.and(Words::AUTH).and(TURNS_OFF).and(Words::BASE64);
/// What files have where they hold credentials and nothing else tells of them.
const SECRET: Words = Words::PASSWORD.and(Words::TOKEN);
/// Those of them that turn TLS off.
const TURNS_OFF: Words = Words::INSECURE.and(Words::HTTP).and(Words::URL);
/// The length to which the compressed files of an object may unfold, all together: more than a whole object is long. A thousandth
/// of that is enough to unfold to it.
pub(crate) const UNFOLDED: usize = 2 * 1024 * 1024;
/// What the aliases of a text may take of this.
const ALIASES: usize = 64 * 1024;

/// What a text stands in.
#[derive(Clone, Copy)]
struct Around {
    /// How many more layers are opened.
    layers: u32,
    /// Whether it is a here document: the shell that writes it may write more pieces of the same file, and fill in what is missing.
    is_script: bool,
}

/// What was found in a string.
#[derive(Debug, Default)]
pub struct Contents {
    /// The registry credentials.
    pub credentials: Credentials,
    /// How TLS is disabled, once for each kind of file and each way.
    pub insecure: Vec<Insecure>,
    /// The limit that kept something from being opened that a runtime may read, judging by its name or words.
    pub unopened: Option<Bound>,
}

/// Why something was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Too many layers (base64 in base64, files in files) or levels of nesting.
    Depth,
    /// Compressed, and expands to more than the limit for one object.
    Compression,
}

/// Registry credentials that a string holds.
#[derive(Debug, Default)]
pub struct Credentials {
    /// The registries that they are for, as far as the text names them.
    pub registries: Registries,
    /// The file that contains them, if it is not a Docker configuration file: "`registries.yaml` of k3s and RKE2".
    pub file: Option<&'static str>,
}

/// A file that disables TLS.
#[derive(Debug)]
pub struct Insecure {
    /// The file: "`registries.yaml` of k3s and RKE2".
    pub file: &'static str,
    /// How.
    pub how: How,
    /// For which registries, as far as the text names them.
    pub registries: Registries,
    /// The entries that say so, where they say all of it: the rest of the text may change.
    pub(crate) entries: Parts,
}

impl Credentials {
    /// The credentials in a string, if there are any.
    pub fn by(text: &[u8]) -> Option<Self> {
        Contents::of(text).credentials.if_any()
    }

    /// Itself, unless empty.
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

    /// What contains them: "a Docker configuration file".
    pub fn whose(&self) -> &'static str {
        self.file.unwrap_or(DOCUMENT)
    }

    /// Whether there are any.
    pub fn is_any(&self) -> bool {
        self.file.is_some() || !self.registries.is_empty()
    }
}

impl Contents {
    /// The contents of a string that does not share its limit with others.
    pub fn of(text: &[u8]) -> Self {
        Contents::within(text, None, &mut { UNFOLDED })
    }

    /// What is in a string that is the content of a file with this name, if something says so. Compressed files are opened as long as
    /// there is room for what they unfold to.
    pub(crate) fn within(text: &[u8], name: Option<&str>, budget: &mut usize) -> Self {
        let mut contents = Contents::default();
        contents.look(text, name, Around { layers: LAYERS, is_script: false }, budget);
        contents
    }

    /// Adds what is in a piece of a file with this name, which need not be read to its end.
    pub(crate) fn look_into_edit(&mut self, piece: &str, name: Option<&str>, budget: &mut usize) {
        self.look(piece.as_bytes(), name, Around { layers: LAYERS, is_script: true }, budget);
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        !self.credentials.is_any() && self.insecure.is_empty() && self.unopened.is_none()
    }

    fn look(&mut self, text: &[u8], name: Option<&str>, around: Around, budget: &mut usize) {
        // What the search sees is what begins so.
        let may_be_legacy = text.starts_with(b"{") || around.layers < LAYERS;
        let text = auth::without_mark(text);
        let is_file = || name.is_some_and(files::is_called_like_a_file);
        let Some(around) = around.layers.checked_sub(1).map(|layers| Around { layers, ..around }) else {
            let words = Words::of(text);
            if is_file() || (words.has(Words::AUTHS) && !words.has(Words::ESCAPE)) {
                self.unopened = Some(Bound::Depth);
            }
            return;
        };
        let (text, is_encoded) = match after_data_url(text) {
            Some(Data::Text(text)) => return self.look(&text, name, around, budget),
            Some(Data::Base64(text)) => (text, true),
            None => (text, is_base64(text) || search::is_like_base64_of_an_object(text)),
        };
        if text.first() == Some(&b'{') {
            let form = if name.is_some_and(|name| name.ends_with("dockercfg")) { Form::Legacy } else { Form::Config };
            auth::collect_document(text, form, may_be_legacy, &mut self.credentials.registries);
        }
        if is_encoded && let Ok(decoded) = auth::decode(text) {
            return match gzip::unfold(&decoded, budget) {
                Unfolded::Text(text) => self.look(&text, name, around, budget),
                Unfolded::None => self.look(&decoded, name, around, budget),
                Unfolded::TooLong if is_file() => self.unopened = Some(Bound::Compression),
                Unfolded::TooLong => {}
            };
        }
        let words = Words::of(text);
        if may_hold_document(text, words) && !self.credentials.is_any() {
            let is_all = embedded::collect_documents(text, &mut self.credentials.registries);
            if !is_all {
                self.unopened = Some(Bound::Depth);
            }
        }
        if words.has(Words::ENCODED) {
            search::each_encoded(text, |run| self.look(run, None, around, budget));
        }
        if (words.has_any(FILES.and(SECRET)) || name.is_some_and(files::has_format))
            && !is_flag(text)
            && let Ok(text) = std::str::from_utf8(text)
        {
            let words = words.with_names(text.as_bytes());
            if may_turn_off_docker(text.as_bytes(), words) {
                self.look_for_docker(text.as_bytes());
                self.look_into_units(text);
            }
            self.look_into_files(text, name, words, around, budget);
        }
    }

    /// What turns TLS off for Docker is found wherever it stands, as documents of credentials are.
    fn look_for_docker(&mut self, text: &[u8]) {
        for (key, how) in [("insecure-registries", How::Unverified), ("registry-mirrors", How::Plaintext)] {
            embedded::each_in_list(text, key, &mut |entry| {
                if files::is_insecure_in_daemon(entry, how) {
                    self.add_insecure(DAEMON, how, Some(entry));
                }
            });
        }
    }

    fn look_into_units(&mut self, text: &str) {
        units::each_flag(text, &mut |flag| match flag {
            Flag::Dockerd(how, registry) if files::is_insecure_in_daemon(registry, how) => {
                self.add_insecure(DOCKERD, how, Some(registry));
            }
            Flag::Dockerd(..) => {}
            Flag::Unverified => self.add_insecure(UNIT, How::Unverified, None),
        });
    }

    fn look_into_files(&mut self, text: &str, name: Option<&str>, words: Words, around: Around, budget: &mut usize) {
        // In JSON such documents were found already, with all their registries.
        let is_found = self.credentials.is_any();
        let is_daemon_found = self.insecure.iter().any(|insecure| insecure.file == DAEMON);
        // The words may stand in a file inside of this one: a manifest that carries it, a script that writes it.
        let mut aliases = ALIASES.min(*budget);
        let before = aliases;
        let found = files::read(text, name, words, &mut aliases, &mut |seen| match seen {
            Seen::Field(format, Meaning::Credential, _) if is_found && format.name == DOCUMENT => {}
            Seen::Field(format, Meaning::Insecure(_), _) if is_daemon_found && format.name == DAEMON => {}
            Seen::Field(format, Meaning::Credential, registry) => {
                self.credentials.file.get_or_insert(format.name);
                self.credentials.registries.extend(registry);
            }
            Seen::Field(format, Meaning::Insecure(how), registry) => self.add_insecure(format.name, how, registry),
            Seen::Inner(name, inner) => self.look(inner.as_bytes(), name, around, budget),
        });
        *budget = budget.saturating_sub(before.saturating_sub(aliases));
        if found.is_deep {
            self.unopened = Some(Bound::Depth);
        } else if let Some((format, broken)) = found.broken.filter(|_| !around.is_script) {
            self.add_insecure(format.name, How::Unreadable(broken.line), None);
        }
        // Most scripts with passwords write no file, and reading one costs more than a look at a file.
        let is_script = words.has_any(FILES) && writes_files(text.as_bytes()) && files::is_script(text);
        if found.is_any || is_script {
            // What a shell puts together need not be a file before it has.
            let around = Around { is_script: true, ..around };
            if memchr(b'<', text.as_bytes()).is_some() {
                shell::each_here_document(text, &mut |document, _| {
                    self.look(document.as_bytes(), None, around, budget);
                });
            }
            if is_script {
                shell::each_file(text, auth::decoded, &mut |name, file| {
                    self.look(file.as_bytes(), Some(name), around, budget);
                });
            }
        }
    }

    /// Notes a registry, once for each file and way.
    pub(crate) fn add_insecure(&mut self, file: &'static str, how: How, registry: Option<&str>) {
        let known = self.insecure.iter().position(|it| it.file == file && it.how == how);
        let nth = known.unwrap_or(self.insecure.len());
        if known.is_none() {
            self.insecure.push(Insecure { file, how, registries: Registries::default(), entries: Parts::default() });
        }
        if let Some(insecure) = self.insecure.get_mut(nth) {
            if let (DAEMON | DOCKERD, Some(entry)) = (file, registry) {
                insecure.entries.add_once(part_of(&(file, how == How::Plaintext, entry)));
            }
            insecure.registries.extend(registry);
        }
    }
}

/// Whether a text is a word that begins as a flag does. Of its value documents were looked for; a file it is not.
fn is_flag(text: &[u8]) -> bool {
    text.starts_with(b"-") && !text.starts_with(b"- ") && !text.starts_with(b"---") && memchr(b'\n', text).is_none()
}

/// What a `data:` URL has after its comma.
enum Data<'t> {
    Base64(&'t [u8]),
    Text(Vec<u8>),
}

/// How a `data:` URL begins, in any case.
const SCHEME: usize = b"data:".len();

fn is_data_url(text: &[u8]) -> bool {
    text.get(..SCHEME).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"data:"))
}

/// The content of a `data:` URL (RFC 2397), which Ignition writes files in.
fn after_data_url(text: &[u8]) -> Option<Data<'_>> {
    let rest = text.get(SCHEME..).filter(|_| is_data_url(text))?;
    let comma = memchr(b',', rest)?;
    let (media, data) = rest.split_at_checked(comma)?;
    let data = data.get(1..)?;
    if media.ends_with(b";base64") {
        return Some(Data::Base64(data));
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
    Some(Data::Text(text))
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

/// Whether a string is worth decoding for [`Contents::of`].
///
/// `name` is the name of the entry or file, if there is one.
pub fn may_hold(string: Quoted<'_>, name: Option<&str>) -> bool {
    if name.is_some_and(files::has_format) {
        return true;
    }
    let mut written = string.written();
    loop {
        match written {
            [b' ' | b'\t', rest @ ..] | [b'\\', b'n' | b't' | b'r', rest @ ..] => written = rest,
            // Some other escape, or the first byte of a byte-order mark.
            [b'\\' | 0xef, ..] => return true,
            _ => break,
        }
    }
    is_base64(written) || search::is_like_base64_of_an_object(written) || is_data_url(written) || may_matter(written)
}

/// Whether something that words tell of may be in a text as it is written in JSON, or in a string: no two of them need to belong
/// together.
fn may_matter(text: &[u8]) -> bool {
    const ENOUGH: Words = Words::ENCODED.and(Words::ESCAPE).and(Words::BASE64);
    let words = Words::until(text, ENOUGH);
    // An object may be a document of the older form, which has no `auths`.
    let is_like_document = words.has(Words::AUTHS) || text.starts_with(b"{");
    if words.has_any(ENOUGH) || (is_like_document && may_hold_entry(text, words)) {
        return true;
    }
    if !words.has_any(FILES.and(SECRET)) {
        return false;
    }
    let words = words.with_names(text);
    may_turn_off_docker(text, words)
        || (may_have_key(text) && files::may_be_any(text, words))
        || (files::has_file_name(text, words) && writes_files(text))
}

/// Whether a text has what stands between a key and its value in every format: else it is a word, or a sentence.
fn may_have_key(text: &[u8]) -> bool {
    memchr2(b':', b'=', text).is_some()
}

/// Whether a document of credentials may stand in a text: `auths`, and beside it the name of what an entry holds.
fn may_hold_document(text: &[u8], words: Words) -> bool {
    words.has(Words::AUTHS) && may_hold_entry(text, words)
}

/// Whether an entry of such a document may hold something.
fn may_hold_entry(text: &[u8], words: Words) -> bool {
    words.has_any(Words::AUTH.and(Words::PASSWORD).and(Words::ESCAPE)) || search::may_hold_token(text)
}

/// Whether a setting or a flag of Docker, or a flag of a unit, may turn TLS off in a text.
fn may_turn_off_docker(text: &[u8], words: Words) -> bool {
    const WORDS: [Word; 3] = [Word::new("insecure-registr"), Word::new("registry-mirror"), Word::new("tls-verify")];
    static PAIRS: Pairs = Pairs::new(&[]).and_word(0, WORDS[0]).and_word(1, WORDS[1]).and_word(2, WORDS[2]);
    words.has_any(Words::REGISTRY.and(Words::DASH_VERIFY))
        && words.has_any(TURNS_OFF)
        && PAIRS.scan(text, &mut |at| WORDS.iter().any(|word| word.is_around(text, at)))
}

/// Whether a text may be a script that writes files.
fn writes_files(text: &[u8]) -> bool {
    let has = |byte| memchr(byte, text).is_some();
    (has(b'>') || has(b'|')) && WRITERS.iter().any(|it| search::contains(text, it))
}

#[cfg(test)]
mod tests;
