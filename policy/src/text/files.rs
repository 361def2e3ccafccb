//! Runtime and tool configuration files that hold registry credentials or disable TLS.
//!
//! The formats are rows of the catalogue. The words that must occur in a text before it is parsed are derived from the field
//! paths.

use insecure_registry_formats::{Broken, Step, toml, yaml};
use memchr::memchr;

use crate::auth;
use crate::catalogue::beside::{Is, Neighbour};
use crate::catalogue::files::{self as table, Effect, FORMATS, Field, Format, Needs, Syntax};
use crate::catalogue::{Outcome, Value, When, is_called, path};
use crate::path::{Path, Segment};
use crate::registry::{is_plaintext_url, stays_on_node};
use crate::search::{self, Words};
use crate::text::contents::Contents;

mod inner;
mod json;
pub(crate) mod units;

use inner::Inner;
use units::Flag;

/// How a file turns TLS off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Certificates are not verified, or plain HTTP is tried where there is no TLS.
    Unverified,
    /// Plain HTTP is used.
    Plaintext,
    /// Who has an image already is not asked for credentials.
    Unchecked,
    /// Perhaps; the file cannot be read from this line on, counted from 1.
    Unreadable(usize),
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
    /// A string in YAML that may be a file itself, and what that is called.
    Inner(Option<&'t str>, &'t str),
}

/// Whether a runtime's file is called so, or something like it: `hosts.toml`, `_default_hosts.toml`,
/// `/etc/rancher/k3s/registries.yaml.gz`.
pub(crate) fn is_called_like_a_file(name: &str) -> bool {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    table::FILE_NAMES.iter().any(|file| name.ends_with(file.name))
        || (name.starts_with('/') && table::FOLDERS.iter().any(|folder| name.contains(folder.part)))
}

/// Whether there is a format whose files are called so, so that a text is read whatever words it has.
pub(crate) fn has_format(name: &str) -> bool {
    // Each of them has an extension, and few keys have.
    if memchr(b'.', name.as_bytes()).is_none() {
        return false;
    }
    let name = name.strip_suffix(".gz").unwrap_or(name);
    FORMATS.iter().any(|format| format.is_called(name))
}

/// Whether a text, also as it is written in JSON, has the words and names of a field that matters in a format.
pub(crate) fn may_be_any(text: &[u8], words: Words) -> bool {
    let mut names = Names::new(text, words);
    FORMATS.iter().any(|format| format.may_be_in(&mut names, None))
}

/// Whether the name of a file of some format stands in a text that was searched for names.
pub(crate) fn has_file_name(text: &[u8], words: Words) -> bool {
    FORMATS.iter().filter_map(|format| format.file).any(|file| {
        words.has(Words::ESCAPE)
            || Words::of_name(file).map_or_else(|| search::contains(text, file), |word| words.has(word))
    })
}

/// Whether the items of a list under this key are files.
pub(crate) fn is_list_of_files(key: &str) -> bool {
    table::LISTS.contains(&key)
}

/// Visits what is in a text that has words of files, and is called so, if that is known.
/// What aliases of YAML stand for is read as long as there is room for it.
pub(crate) fn read(
    text: &str,
    name: Option<&str>,
    words: Words,
    budget: &mut usize,
    visit: &mut dyn FnMut(Seen<'_>),
) -> Found {
    let mut names = Names::new(text.as_bytes(), words);
    // No TOML begins so, and an object in lists does not either.
    let is_json = text.trim_start_matches(['[', ' ', '\t', '\r', '\n']).starts_with('{');
    let formats: Vec<_> = FORMATS.iter().filter(|format| format.may_be_in(&mut names, name)).collect();
    let mut found = Found::default();
    // A file in a file may have its words in base64, and is called what it is called in plain text.
    let has_encoded = words.has(Words::BASE64) && table::LISTS.iter().any(|list| names.has(list));
    if formats.is_empty() && !(has_encoded && table::FILE_NAMES.iter().any(|file| names.has(file.name))) {
        return found;
    }
    found.is_any = true;
    let has_names = words.has_any(Words::HOSTS_TOML.and(Words::BASE64));
    let mut inner = Inner::new(text, has_names && table::LISTS.iter().any(|list| names.has(list)));
    let mut is_toml = false;
    for syntax in [Syntax::Unit, Syntax::Toml, Syntax::Yaml] {
        let mut sheets: Vec<_> =
            formats.iter().filter(|format| format.syntax == syntax).map(|format| Sheet::new(format, name)).collect();
        // What is YAML or JSON may have TOML in a string, whatever words it has itself.
        let may_matter = match syntax {
            Syntax::Unit | Syntax::Toml => !sheets.is_empty() && !is_json,
            Syntax::Yaml => !is_toml && (!sheets.is_empty() || Inner::may_be_in(text, words)),
        };
        if !may_matter {
            continue;
        }
        let (mut is_quiet, mut has_keys) = (true, false);
        let mut scalar = |path: &[Step<'_>], value: &str| {
            has_keys |= !path.is_empty();
            for sheet in &mut sheets {
                sheet.scalar(path, value, &mut |format, meaning, registry| {
                    is_quiet = false;
                    visit(Seen::Field(format, meaning, registry));
                });
            }
            // A text that is nothing but a string was that string before.
            if syntax == Syntax::Yaml && !path.is_empty() {
                inner.scalar(path, value, &mut |name, text| visit(Seen::Inner(name, text)));
            }
        };
        let read = match syntax {
            // What JSON does not understand may be YAML in braces.
            Syntax::Yaml if is_json => {
                json::scalars(text, &mut scalar).or_else(|_| yaml::scalars(text, budget, &mut scalar))
            }
            Syntax::Yaml => yaml::scalars(text, budget, &mut scalar),
            Syntax::Toml => toml::scalars(text, &mut scalar),
            Syntax::Unit => {
                units::scalars(text, &mut scalar);
                Ok(())
            }
        };
        inner.end(&mut |name, text| visit(Seen::Inner(name, text)));
        is_toml = syntax == Syntax::Toml && read.is_ok();
        let Err(broken) = read else {
            if has_keys {
                found.broken = None;
            }
            continue;
        };
        found.is_deep |= broken.is_deep && !sheets.is_empty();
        if is_quiet {
            let mut suspects = sheets.iter().map(|sheet| sheet.format).filter(|format| format.turns_off(&mut names));
            let plain = suspects.find(|format| format.is_plainly(text));
            found.broken = plain.filter(|_| !is_script(text)).map(|plain| (plain, broken)).or(found.broken);
        }
    }
    found
}

/// A field of a file that matters, for tools that show where it stands.
#[derive(Debug)]
pub struct FileField<'p> {
    /// Where it is in the file.
    pub path: Path<'p>,
    /// The file: "Docker's `daemon.json`". None for a file, or a document of credentials, in a string of this one.
    pub file: Option<&'static str>,
    /// Whether it holds a credential; otherwise it disables TLS.
    pub is_credential: bool,
    /// Whether it stands for plain HTTP.
    pub is_plaintext: bool,
    /// The registry that it is about, as far as the file names it.
    pub registry: Option<&'p str>,
    /// Whether the registry is its value, rather than a key on the way to it.
    pub is_registry: bool,
}

/// Visits the fields of a file with this name that matter, each by itself: whether they count beside others, a finding says. The policy
/// itself needs no places.
pub fn each_field(text: &str, name: &str, visit: &mut dyn FnMut(&FileField<'_>)) {
    let words = Words::of(text.as_bytes()).with_names(text.as_bytes());
    let mut names = Names::new(text.as_bytes(), words);
    let is_json = text.trim_start().starts_with('{');
    for syntax in [Syntax::Unit, Syntax::Toml, Syntax::Yaml] {
        let formats = FORMATS.iter().filter(|format| format.syntax == syntax);
        let mut sheets: Vec<_> = formats
            .filter(|format| format.may_be_in(&mut names, Some(name)))
            .map(|format| Sheet::new(format, Some(name)))
            .collect();
        let mut count: usize = 0;
        let mut scalar = |path: &[Step<'_>], value: &str| {
            count = count.saturating_add(1);
            let mut is_known = false;
            for sheet in &mut sheets {
                let found = sheet.of_parameter(path, value).or_else(|| sheet.meaning(path, value));
                let Some((meaning, registry)) = found else { continue };
                is_known = true;
                visit(&FileField {
                    path: path_of(path),
                    file: Some(sheet.format.name),
                    is_credential: meaning == Meaning::Credential,
                    is_plaintext: meaning == Meaning::Insecure(How::Plaintext),
                    registry,
                    is_registry: registry == Some(value),
                });
            }
            let contents = if is_known { Contents::default() } else { Contents::of(value.as_bytes()) };
            for (is_credential, is_found) in
                [(true, contents.credentials.is_any()), (false, !contents.insecure.is_empty())]
            {
                if is_found {
                    let path = path_of(path);
                    visit(&FileField {
                        path,
                        file: None,
                        is_credential,
                        is_plaintext: false,
                        registry: None,
                        is_registry: false,
                    });
                }
            }
        };
        let mut budget = usize::MAX;
        let read = match syntax {
            Syntax::Toml | Syntax::Unit if is_json => continue,
            Syntax::Toml => toml::scalars(text, &mut scalar).is_ok(),
            Syntax::Unit => {
                units::scalars(text, &mut scalar);
                // TOML looks much like it.
                false
            }
            Syntax::Yaml if is_json && json::scalars(text, &mut scalar).is_ok() => true,
            Syntax::Yaml => yaml::scalars(text, &mut budget, &mut scalar).is_ok(),
        };
        if read && count > 0 {
            return;
        }
    }
}

fn path_of<'p>(steps: &'p [Step<'_>]) -> Path<'p> {
    let mut path = Path::default();
    for step in steps {
        path.push(match step {
            Step::Key(key) => Segment::key(key),
            Step::Item(nth) => Segment::index(*nth),
        });
    }
    path
}

/// The names that stand in a text, each looked for once.
struct Names<'t> {
    text: &'t [u8],
    words: Words,
    known: Vec<(&'static str, bool)>,
    /// Whether the keys of all rows were looked for.
    has_all: bool,
}

/// A text so long is searched for the keys of all rows at once: for one at a time it would be gone through as often.
const LONG: usize = 1024;

impl<'t> Names<'t> {
    fn new(text: &'t [u8], words: Words) -> Self {
        Names { text, words, known: Vec::new(), has_all: false }
    }

    /// Whether a name stands anywhere in the text.
    fn has(&mut self, name: &'static str) -> bool {
        self.once(name, search::contains_in_any_case)
    }

    /// Whether a key of this name may be in it.
    fn has_key(&mut self, name: &'static str) -> bool {
        if let Some(word) = Words::of_name(name).filter(|word| word.is_key()) {
            return self.words.has(word);
        }
        if !self.has_all && self.text.len() >= LONG && !self.words.has(Words::ESCAPE) {
            self.has_all = true;
            self.look_for_all();
        }
        self.once(name, search::contains_key)
    }

    /// Looks for the keys of all rows whose words are there.
    fn look_for_all(&mut self) {
        let mut keys: Vec<&'static str> = Vec::new();
        for format in FORMATS.iter().filter(|format| format.has_words(self.words)) {
            for field in format.fields.iter().filter(|field| self.words.has(field.words)) {
                self.add_keys(field.path, &mut keys);
            }
            if let Needs::Beside(beside) = format.needs {
                for it in beside.any.iter().filter(|it| self.words.has(it.words)) {
                    self.add_keys(it.path, &mut keys);
                }
            }
        }
        let mut found = 0_u64;
        search::each_key(self.text, &keys, |nth| found |= 1_u64.wrapping_shl(u32::try_from(nth).unwrap_or_default()));
        self.known
            .extend(keys.into_iter().enumerate().map(|(nth, key)| (key, found >> (nth % search::MOST_KEYS) & 1 != 0)));
    }

    /// Adds the keys of a path that are not known to be there or not.
    fn add_keys(&self, path: &'static str, keys: &mut Vec<&'static str>) {
        for step in table::steps(path) {
            if let path::Step::Key(key) = step
                && keys.len() < search::MOST_KEYS
                && key != "host"
                && Words::of_name(key).is_none_or(|word| !word.is_key() && self.words.has(word))
                && !keys.contains(&key)
                && !self.known.iter().any(|(known, _)| *known == key)
            {
                keys.push(key);
            }
        }
    }

    fn once(&mut self, name: &'static str, contains: fn(&[u8], &str) -> bool) -> bool {
        if let Some((_, has)) = self.known.iter().find(|(known, _)| *known == name) {
            return *has;
        }
        let has = self.words.has(Words::ESCAPE)
            || match name {
                "host" => self.words.has(Words::HOST),
                "hosts.toml" => self.words.has(Words::HOSTS_TOML),
                "capabilities" => self.words.has(Words::CAPABILITIES),
                "authorization" if !self.words.has(Words::AUTH) => false,
                _ if Words::of_name(name).is_some_and(|word| !self.words.has(word)) => false,
                _ => contains(self.text, name),
            };
        self.known.push((name, has));
        has
    }

    fn has_beside(&mut self, neighbour: &Neighbour) -> bool {
        let has_value = match neighbour.is {
            Is::Equal(value) | Is::Begun(value) => self.has(value),
            Is::There => true,
        };
        has_value && self.has_all_of(neighbour.path)
    }

    fn has_all_of(&mut self, path: &'static str) -> bool {
        table::steps(path).all(|step| match step {
            path::Step::Key(name) => self.has_key(name),
            path::Step::Each | path::Step::Item | path::Step::Member => true,
        })
    }
}

/// A script, or a piece of one: it may write a file, and is none.
pub(crate) fn is_script(text: &str) -> bool {
    const COMMANDS: [&str; 22] = [
        "cat", "cd", "chmod", "cp", "do", "done", "echo", "exit", "export", "fi", "for", "if", "local", "mkdir", "mv",
        "printf", "rm", "sed", "set", "tee", "then", "while",
    ];
    let is_command = |line: &str| {
        let word = line.split([' ', '\t', ';']).next().unwrap_or_default();
        let rest = line.get(word.len()..).unwrap_or_default().trim_start();
        COMMANDS.contains(&word) && !rest.starts_with(['=', ':'])
    };
    text.starts_with("#!")
        || text.contains("<<")
        || text.lines().any(|line| is_command(line.trim_start_matches([' ', '\t', '{', '('])))
}

/// What is known of a format while a text is read.
struct Sheet<'t> {
    format: &'static Format,
    /// Its fields with the steps of their paths.
    fields: Vec<(&'static Field, Vec<path::Step<'static>>)>,
    /// Whether a field counts, whatever stands beside it.
    is_sure: bool,
    /// How many steps lead to the mapping that the format's fields are in.
    depth: usize,
    /// That mapping; whether what has to be beside a field is in it; and what is found if it is.
    around: Vec<Step<'t>>,
    is_beside: bool,
    pending: Vec<(Meaning, Option<String>)>,
    /// The parameter that is being read, by its path, with its name and its value, of which either may come first.
    parameter: Option<(Vec<Step<'t>>, [Option<String>; 2])>,
    /// The list of words that is being read, where words may be flags.
    words: Option<(Vec<Step<'t>>, units::Words)>,
}

impl Sheet<'_> {
    fn new(format: &'static Format, name: Option<&str>) -> Self {
        let is_named = name.is_some_and(|name| format.is_called(name));
        let depth = match format.needs {
            Needs::Beside(beside) if !beside.within.is_empty() => table::steps(beside.within).count(),
            _ => 0,
        };
        Sheet {
            format,
            fields: format.fields.iter().map(|field| (field, table::steps(field.path).collect())).collect(),
            is_sure: is_named || matches!(format.needs, Needs::Nothing),
            depth,
            around: Vec::new(),
            is_beside: false,
            pending: Vec::new(),
            parameter: None,
            words: None,
        }
    }

    fn scalar(
        &mut self,
        path: &[Step<'_>],
        value: &str,
        visit: &mut dyn FnMut(&'static Format, Meaning, Option<&str>),
    ) {
        let meaning = self.of_parameter(path, value).or_else(|| self.meaning(path, value));
        if self.is_sure {
            self.each_flag(path, value, visit);
            if let Some((meaning, registry)) = meaning {
                visit(self.format, meaning, registry);
            }
            return;
        }
        let around = path.get(..self.depth);
        if path.is_empty() || around != Some(&*self.around) {
            self.is_beside = false;
            self.pending.clear();
            self.around = around.unwrap_or_default().iter().map(Step::to_owned_step).collect();
        }
        let Some(rest) = path.get(self.depth..).filter(|_| around.is_some()) else { return };
        if !self.is_beside && self.format.needs.are_met(rest, value) {
            self.is_beside = true;
            for (meaning, registry) in self.pending.drain(..) {
                visit(self.format, meaning, registry.as_deref());
            }
        }
        match meaning {
            Some((meaning, registry)) if self.is_beside => visit(self.format, meaning, registry),
            Some((meaning, registry)) => self.pending.push((meaning, registry.map(str::to_owned))),
            None => {}
        }
    }
}

impl Sheet<'_> {
    /// What a scalar means, and which registry it is about.
    fn meaning<'v>(&self, path: &'v [Step<'_>], value: &'v str) -> Option<(Meaning, Option<&'v str>)> {
        self.fields.iter().find_map(|(field, steps)| {
            let path = is_field_at(field, steps, path)?;
            let key = steps.iter().zip(path).rev().find_map(|steps| match steps {
                (path::Step::Each | path::Step::Member, Step::Key(key)) => Some(key.as_ref()),
                _ => None,
            });
            let outcome = field.when.test(Value::in_data(key, value));
            let (meaning, registry) = match field.effect {
                Effect::Credential => (Meaning::Credential, key),
                Effect::Unverified => (Meaning::Insecure(How::Unverified), key),
                Effect::Plaintext => (Meaning::Insecure(How::Plaintext), key),
                Effect::Unchecked => (Meaning::Insecure(How::Unchecked), key),
            };
            let registry = match field.when {
                When::Registry | When::Http | When::HttpInSmallLetters => Some(value),
                _ => registry,
            };
            let is_exempt = field.effect != Effect::Credential && registry.is_some_and(stays_on_node);
            (outcome == Outcome::Met && !is_exempt).then_some((meaning, registry))
        })
    }

    /// Visits the insecure flags in a list of words, or in a string of them, that may begin with the name of a variable.
    fn each_flag(
        &mut self,
        path: &[Step<'_>],
        text: &str,
        visit: &mut dyn FnMut(&'static Format, Meaning, Option<&str>),
    ) {
        let is_it = |(field, steps): &&(&Field, Vec<path::Step<'_>>)| {
            matches!(field.when, When::Flags(_)) && is_field_at(field, steps, path).is_some()
        };
        let Some((field, _)) = self.fields.iter().find(is_it) else { return };
        let list = path.split_last().filter(|(last, _)| matches!(last, Step::Item(_))).map_or(path, |(_, list)| list);
        if self.words.as_ref().is_none_or(|(known, _)| known != list) {
            let list = list.iter().map(Step::to_owned_step).collect();
            self.words = Some((list, units::Words::of(field.when != When::Flags("dockerd"))));
        }
        let Some((_, words)) = &mut self.words else { return };
        let text = text.split_once('=').filter(|(name, _)| units::is_of_flags(name)).map_or(text, |(_, value)| value);
        text.split_ascii_whitespace().for_each(|word| {
            words.add(word, &mut |flag| match flag {
                Flag::Dockerd(how, registry) if is_insecure_in_daemon(registry, how) => {
                    visit(self.format, Meaning::Insecure(how), Some(registry));
                }
                Flag::Dockerd(..) => {}
                Flag::Unverified => visit(self.format, Meaning::Insecure(How::Unverified), None),
            });
        });
    }

    /// What a parameter means, once both its name and its value are known.
    fn of_parameter(&mut self, path: &[Step<'_>], scalar: &str) -> Option<(Meaning, Option<&'static str>)> {
        let (Step::Key(key), parameter) = path.split_last()? else { return None };
        let nth = ["name", "value"].iter().position(|member| member == key)?;
        let mut fields = self.fields.iter().filter_map(|(field, steps)| match field.when {
            When::Parameter(names, when) if is_field_at(field, steps, parameter).is_some() => Some((names, *when)),
            _ => None,
        });
        let (names, when) = fields.next()?;
        if self.parameter.as_ref().is_none_or(|(known, _)| known != parameter) {
            self.parameter = Some((parameter.iter().map(Step::to_owned_step).collect(), [None, None]));
        }
        let (_, members) = self.parameter.as_mut()?;
        *members.get_mut(nth)? = Some(scalar.to_owned());
        let [Some(name), Some(value)] = members else { return None };
        let is_met =
            names.iter().any(|it| is_called(it, name)) && when.test(Value::in_data(None, value)) == Outcome::Met;
        is_met.then_some((Meaning::Credential, None))
    }
}

impl Needs {
    /// Whether a value is what has to stand beside a field, by its path in the mapping that has both.
    fn are_met(self, path: &[Step<'_>], value: &str) -> bool {
        let Needs::Beside(beside) = self else { return false };
        beside.any.iter().any(|it| {
            let length = table::steps(it.path).count();
            let is_it = path.get(..length).is_some_and(|path| is_at(table::steps(it.path), path));
            is_it && (matches!(it.is, Is::There) || path.len() == length) && it.is_met(value)
        })
    }
}

impl Format {
    fn is_called(&self, name: &str) -> bool {
        self.file.is_some_and(|file| name.ends_with(file))
    }

    /// Whether the words of a field that matters are in a text, or in the base64 of a file that is called as such a file is.
    fn may_be_in(&self, names: &mut Names<'_>, name: Option<&str>) -> bool {
        if name.is_some_and(|name| self.is_called(name)) {
            return true;
        }
        let words = names.words;
        if !self.fields.iter().any(|field| words.has(field.words)) {
            return false;
        }
        let may_be_beside = self.may_be_beside(words);
        // A file in a file is called so where it stands there. A name that is not among those that are looked for is known otherwise.
        let may_be_named = self.file.is_some_and(|file| Words::of_name(file).is_some() && names.has(file));
        (may_be_named || may_be_beside)
            && self.fields.iter().any(|field| words.has(field.words) && names.has_all_of(field.path))
            && (may_be_named
                || match self.needs {
                    Needs::Nothing | Needs::Name => true,
                    Needs::Beside(beside) => beside.any.iter().any(|it| words.has(it.words) && names.has_beside(it)),
                })
    }

    /// Whether a text may have what has to stand beside a field, as far as words tell.
    fn may_be_beside(&self, words: Words) -> bool {
        match self.needs {
            Needs::Nothing => true,
            Needs::Name => false,
            Needs::Beside(beside) => beside.any.iter().any(|it| words.has(it.words)),
        }
    }

    /// Whether a text has the words of a field and of what has to stand beside it, or of the file's name.
    fn has_words(&self, words: Words) -> bool {
        let may_be_named = || self.file.is_some_and(|file| Words::of_name(file).is_some_and(|word| words.has(word)));
        self.fields.iter().any(|field| words.has(field.words)) && (self.may_be_beside(words) || may_be_named())
    }

    /// Whether the words of a field that turns TLS off are in a text.
    fn turns_off(&self, names: &mut Names<'_>) -> bool {
        let insecure = Words::INSECURE.and(Words::HTTP).and(Words::URL);
        self.fields
            .iter()
            .any(|field| field.words.has_any(insecure) && names.words.has(field.words) && names.has_all_of(field.path))
    }

    /// Whether a line of the text begins with a table or a key of the format.
    fn is_plainly(&self, text: &str) -> bool {
        let is_begun = |line: &str| {
            let key = line.trim_start_matches(['[', '{', '"', '\'', ' ']);
            let ends: &[char] =
                if self.syntax == Syntax::Toml { &['.', ']', '=', '"', '\''] } else { &[':', '"', '\''] };
            self.fields.iter().filter_map(|field| first_key(field.path)).any(|name| {
                let rest = key.strip_prefix(name);
                rest.is_some_and(|rest| rest.trim_start().starts_with(ends))
            })
        };
        text.lines().any(|line| !line.starts_with([' ', '\t']) && is_begun(line))
    }
}

/// Whether an entry of one of Docker's lists turns TLS off.
pub(crate) fn is_insecure_in_daemon(entry: &str, how: How) -> bool {
    match how {
        How::Unverified => auth::is_value(entry) && !stays_on_node(entry),
        _ => is_plaintext_url(entry) && !stays_on_node(entry),
    }
}

/// The key that a path begins with, if it is one.
fn first_key(path: &'static str) -> Option<&'static str> {
    match table::steps(path).next() {
        Some(path::Step::Key(key)) if !path.starts_with("**") => Some(key),
        _ => None,
    }
}

/// The part of a path that the steps of a field stand for, if the field is there.
fn is_field_at<'p, 's>(field: &Field, steps: &[path::Step<'_>], path: &'p [Step<'s>]) -> Option<&'p [Step<'s>]> {
    let path = if field.path.starts_with("**.") {
        path.get(path.len().checked_sub(steps.len())?..)?
    } else if field.path.ends_with(".**") {
        path.get(..steps.len())?
    } else if path.len() == steps.len() {
        path
    } else {
        return None;
    };
    is_at(steps.iter().copied(), path).then_some(path)
}

fn is_at<'f>(steps: impl IntoIterator<Item = path::Step<'f>>, path: &[Step<'_>]) -> bool {
    steps.into_iter().zip(path).all(|steps| match steps {
        (path::Step::Key(name), Step::Key(key)) => name.eq_ignore_ascii_case(key),
        (path::Step::Each, _) | (path::Step::Item, Step::Item(_)) | (path::Step::Member, Step::Key(_)) => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests;
