//! Files of runtimes and tools that carry credentials of registries, or turn TLS off for some.
//!
//! Each format is a row of a table: what it is called, its syntax, the words that have to stand in a text before it is parsed,
//! and the paths of the fields that matter. So a new format is a row and its fixtures.

use insecure_registry_formats::{Broken, Step, toml, yaml};
use memchr::memrchr;

use crate::auth;
use crate::contents::How;
use crate::registry::{is_plaintext_url, stays_on_node};
use crate::search::{self, Words};
use crate::truth::truth;

mod json;
mod table;

use table::FORMATS;
pub(crate) use table::{DAEMON, DOCKERD};

/// A file format.
#[derive(Debug)]
pub(crate) struct Format {
    /// As it is called in a message.
    pub(crate) name: &'static str,
    syntax: Syntax,
    /// All words of one of these lists stand in such a file, if something in it matters: those that a search knows, which come
    /// first, and others.
    words: &'static [(Words, &'static [&'static str])],
    /// In a path, `*` is any key or any item of a list. The last key that it stands for is the registry, unless the value is.
    fields: &'static [(&'static str, Test)],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Toml,
    /// JSON too, which is read by itself where the text begins like it.
    Yaml,
}

/// When a field matters.
#[derive(Clone, Copy, Debug)]
enum Test {
    /// It is a password or a token.
    Password,
    /// It is base64 of `user:password`.
    Auth,
    /// It is a credential as the value of an HTTP header: `Basic …`, `Bearer …`.
    Header,
    /// It turns verification off by being true.
    True,
    /// It turns verification off by being false.
    False,
    /// It turns verification off by being one of these.
    OneOf(&'static [&'static str]),
    /// It turns TLS off by being true.
    PlaintextIfTrue,
    /// It names a registry for which verification is turned off.
    Registry,
    /// It is the URL of a registry, and its scheme is `http`.
    Url,
    /// The key that it stands under is such a URL.
    UrlOfKey,
}

/// What a field means that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Credential,
    Insecure(How),
}

/// What there was to read.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Whether the words of any format are there.
    pub(crate) is_any: bool,
    /// Whether one is nested too deeply to be read to its end.
    pub(crate) is_deep: bool,
    /// A file that plainly is of a format and could not be read to its end, if nothing was found in it.
    pub(crate) broken: Option<(&'static Format, Broken)>,
}

/// What was read.
pub(crate) enum Seen<'t> {
    /// A field that matters, and the registry that it is about.
    Field(&'static Format, Meaning, Option<&'t str>),
    /// A string in YAML that may be a file itself.
    Inner(&'t str),
}

/// Whether a runtime's file is called so, or something like it: `hosts.toml`, `_default_hosts.toml`,
/// `/etc/rancher/k3s/registries.yaml.gz`.
pub(crate) fn is_called_like_a_file(name: &str) -> bool {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    table::FILE_NAMES.iter().any(|file| name.ends_with(file))
        || table::FOLDERS.iter().any(|folder| name.contains(folder))
}

/// Whether the items of a list under this key are files.
pub(crate) fn is_list_of_files(key: &str) -> bool {
    table::LISTS.contains(&key)
}

/// Visits what is in a text that has words of files.
pub(crate) fn read(text: &str, words: Words, visit: &mut dyn FnMut(Seen<'_>)) -> Found {
    let has = |(known, others): &(Words, &[&str])| {
        words.has(*known) && others.iter().all(|word| search::contains(text.as_bytes(), word))
    };
    let mut found = Found::default();
    let mut may_have_inner = false;
    let is_inner = |value: &str| value.len() < text.len() && (value.contains('\n') || !value.contains(' '));
    for syntax in [Syntax::Yaml, Syntax::Toml] {
        let formats: Vec<_> =
            FORMATS.iter().filter(|format| format.syntax == syntax && format.words.iter().any(has)).collect();
        if formats.is_empty() {
            continue;
        }
        if !found.is_any {
            found.is_any = true;
            may_have_inner = INNER.iter().any(|sign| text.contains(sign));
        }
        let mut is_quiet = true;
        let mut visit = |path: &[Step<'_>], value: &str| {
            for format in &formats {
                if let Some((meaning, registry)) = format.meaning(path, value) {
                    is_quiet = false;
                    visit(Seen::Field(format, meaning, registry));
                }
            }
            if syntax == Syntax::Yaml && may_have_inner && is_inner(value) {
                visit(Seen::Inner(value));
            }
        };
        let read = match syntax {
            // What JSON does not understand may be YAML in braces.
            Syntax::Yaml if text.trim_start().starts_with('{') => {
                json::scalars(text, &mut visit).or_else(|_| yaml::scalars(text, &mut visit))
            }
            Syntax::Yaml => yaml::scalars(text, &mut visit),
            Syntax::Toml => toml::scalars(text, &mut visit),
        };
        may_have_inner &= syntax != Syntax::Yaml;
        found.is_deep |= read.is_err_and(|broken| broken.is_deep);
        if syntax == Syntax::Toml && read.is_ok() {
            // It is TOML, and so is what looked like the keys of YAML.
            found.broken = None;
        }
        // Not a script with such a file in it, which is neither TOML nor YAML.
        if let (Err(broken), true) = (read, is_quiet && !is_script(text)) {
            let insecure = Words::INSECURE.and(Words::HTTP);
            let turns_off = |set: &(Words, &[&str])| set.0.has_any(insecure) && has(set);
            let mut suspects = formats.iter().filter(|format| format.words.iter().any(turns_off));
            let plain = suspects.find(|format| format.is_plainly(text));
            found.broken = found.broken.or(plain.map(|plain| (*plain, broken)));
        }
    }
    // TOML may stand in YAML that has no words of its own.
    if may_have_inner {
        let _ = yaml::scalars(text, &mut |_, value| {
            if is_inner(value) {
                visit(Seen::Inner(value));
            }
        });
    }
    found
}

/// What is in YAML that has files in strings.
const INNER: [&str; 6] = [": |", ": >", "- |", "- >", "base64", "b64"];

fn is_script(text: &str) -> bool {
    text.starts_with("#!") || text.contains("<<")
}

/// How far the beginning of a flag's line may be before it, and how long its value may be.
const LONGEST_LINE: usize = 2000;
const LONGEST_VALUE: usize = 300;

/// Visits what the flags of dockerd name, in a unit of systemd that starts it, or in a file of variables for one.
pub(crate) fn each_flag_of_dockerd(text: &[u8], visit: &mut dyn FnMut(How, &str)) {
    const CARRIERS: [&str; 5] = ["ExecStart=", "DOCKER_OPTS=", "DOCKERD_ARGS=", "INSECURE_REGISTRY=", "OPTIONS="];
    for (flag, how) in [("--insecure-registry", How::Unverified), ("--registry-mirror", How::Plaintext)] {
        search::each(text, flag, |start, end| {
            let before = text.get(start.saturating_sub(LONGEST_LINE)..start).unwrap_or_default();
            let after = text.get(end..end.saturating_add(LONGEST_VALUE).min(text.len())).unwrap_or_default();
            // The lines that a backslash joins are one.
            let (mut line, mut rest) = last_line(before);
            for _ in 0..50 {
                let (earlier, before) = last_line(rest);
                if !earlier.trim_ascii_end().ends_with(b"\\") {
                    break;
                }
                (line, rest) = (earlier, before);
            }
            let is_carrier = |name: &str| line.trim_ascii_start().starts_with(name.as_bytes());
            let value = after.strip_prefix(b"=").or_else(|| after.strip_prefix(b" ")).unwrap_or_default();
            let length =
                value.iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"'\"\\".contains(byte)).count();
            if let (true, Ok(value)) = (
                CARRIERS.iter().any(|name| is_carrier(name)),
                std::str::from_utf8(value.get(..length).unwrap_or_default()),
            ) {
                visit(how, value);
            }
        });
    }
}

/// The last line of a text, and what is before it.
fn last_line(text: &[u8]) -> (&[u8], &[u8]) {
    let Some((before, line)) = memrchr(b'\n', text).and_then(|end| text.split_at_checked(end)) else {
        return (text, &[]);
    };
    (line.get(1..).unwrap_or_default(), before)
}

impl Format {
    /// What a scalar means, and which registry it is about.
    fn meaning<'v>(&self, path: &'v [Step<'_>], value: &'v str) -> Option<(Meaning, Option<&'v str>)> {
        let mut of_field = |(field, test): &(&str, Test)| {
            if !is_at(field, path) {
                return None;
            }
            let any = field.split('.').zip(path).filter(|(name, _)| *name == "*");
            let keys = any.filter_map(|(_, step)| if let Step::Key(key) = step { Some(key.as_ref()) } else { None });
            test.meaning(keys.last(), value)
        };
        self.fields.iter().find_map(&mut of_field)
    }

    /// Whether a line of the text begins with a table or a key of the format.
    fn is_plainly(&self, text: &str) -> bool {
        let is_begun = |line: &str| {
            let key = line.trim_start_matches(['[', '{', '"']);
            self.fields.iter().filter_map(|(field, _)| field.split('.').next()).any(|name| {
                let rest = key.strip_prefix(name);
                name != "*" && rest.is_some_and(|rest| rest.starts_with([':', '.', ']', '"', ' ', '=']))
            })
        };
        text.lines().any(is_begun)
    }
}

impl Test {
    fn meaning<'v>(self, key: Option<&'v str>, value: &'v str) -> Option<(Meaning, Option<&'v str>)> {
        let (unverified, plaintext) = (Meaning::Insecure(How::Unverified), Meaning::Insecure(How::Plaintext));
        let (is_met, meaning, registry) = match self {
            Test::Password => (auth::is_value(value), Meaning::Credential, key),
            Test::Auth => {
                (auth::is_value(value) && auth::holds_password(value) == Some(true), Meaning::Credential, key)
            }
            Test::Header => {
                let credentials = value.split_once(' ').map(|(_, credentials)| credentials.trim());
                (credentials.is_some_and(auth::is_value), Meaning::Credential, key)
            }
            Test::True => (truth(value) == Some(true), unverified, key),
            Test::False => (truth(value) == Some(false), unverified, key),
            Test::OneOf(values) => (values.contains(&value), unverified, key),
            Test::PlaintextIfTrue => (truth(value) == Some(true), plaintext, key),
            Test::Registry => (auth::is_value(value), unverified, Some(value)),
            Test::Url => (is_plaintext_url(value), plaintext, Some(value)),
            Test::UrlOfKey => (key.is_some_and(is_plaintext_url), plaintext, key),
        };
        let is_exempt = matches!(meaning, Meaning::Insecure(_)) && registry.is_some_and(stays_on_node);
        (is_met && !is_exempt).then_some((meaning, registry))
    }
}

/// Whether an entry of one of Docker's lists turns TLS off.
pub(crate) fn is_insecure_in_daemon(entry: &str, how: How) -> bool {
    match how {
        How::Unverified => auth::is_value(entry) && !stays_on_node(entry),
        _ => is_plaintext_url(entry) && !stays_on_node(entry),
    }
}

/// Deeper scalars are in no format's table.
const DEEPEST: usize = 9;

fn is_at(field: &str, path: &[Step<'_>]) -> bool {
    let mut steps = path.iter();
    field.split('.').all(|name| match steps.next() {
        Some(_) if name == "*" => true,
        Some(Step::Key(key)) => name.eq_ignore_ascii_case(key),
        Some(Step::Item(_)) | None => false,
    }) && steps.next().is_none()
}

#[cfg(test)]
mod tests;
