//! Flags of a daemon: in its systemd unit with drop-ins, and in the files of variables that distributions have for it.
//!
//! Source: systemd.unit(5), systemd.service(5), systemd.exec(5).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::findings::Source;
use super::tree::{Location, cleaned};

/// A flag with its value.
#[derive(Clone, Debug)]
pub(crate) struct Flag {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) source: Source,
}

/// A word, and where it stands.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    file: Rc<str>,
    line: usize,
}

/// What the units and the files of a daemon come to.
pub(crate) struct Read {
    pub(crate) flags: Vec<Flag>,
    /// Files of variables that no unit names.
    pub(crate) unread: Vec<Rc<str>>,
    /// Flags whose value is a variable that nothing sets.
    pub(crate) open: Vec<Source>,
}

/// Reads the units of one daemon and its files of variables. Without a unit, every variable of these files counts.
pub(crate) fn read(files: &[Location], root: &Location, names: &[&'static str]) -> Read {
    let (units, variables): (Vec<_>, Vec<_>) =
        files.iter().partition(|it| it.has_extension("service") || it.has_extension("conf"));
    let mut words = Vec::new();
    let mut left_out = Vec::new();
    // One that runs for a user is another one.
    let mut sets: BTreeMap<Option<&str>, Vec<&Location>> = BTreeMap::new();
    for file in units {
        let user = file.path.find("/.config/").map(|at| &file.path[..at]);
        sets.entry(user).or_default().push(file);
    }
    let mut mentioned = BTreeSet::new();
    let mut has_unit = false;
    for set in sets.into_values() {
        let read = Unit::read(&set, root);
        has_unit |= read.command.is_some();
        words.extend(read.words());
        mentioned.extend(read.files);
    }
    for file in variables {
        if !has_unit {
            words.extend(assignments(file).into_iter().flat_map(|(name, value)| as_words(&name, &value)));
        } else if !mentioned.contains(&file.path) {
            left_out.push(file.shown());
        }
    }
    let mut open = Vec::new();
    let flags = flags(&words, names, &mut open);
    Read { flags, unread: left_out, open }
}

/// A setting of a unit, in whatever section.
pub(crate) struct Setting {
    pub(crate) key: String,
    pub(crate) value: String,
    file: Rc<str>,
    line: usize,
}

impl Setting {
    pub(crate) fn source(&self) -> Source {
        Source { file: self.file.clone(), line: self.line, why: self.key.clone() }
    }
}

/// The settings of a unit, in their order.
pub(crate) fn settings(text: &str, file: &Rc<str>) -> Vec<Setting> {
    let lines = logical_lines(text, file).into_iter();
    let setting = |Word { text, file, line }: Word| {
        let (key, value) = text.split_once('=')?;
        Some(Setting { key: key.trim().to_owned(), value: value.trim().to_owned(), file, line })
    };
    lines.filter_map(setting).collect()
}

/// The words of a setting's value.
pub(crate) fn words(value: &str) -> Vec<String> {
    value.split('\n').flat_map(|line| split_text(line, true)).collect()
}

/// Flags with their values, in one word or in two.
fn flags(words: &[Word], names: &[&'static str], open: &mut Vec<Source>) -> Vec<Flag> {
    let mut flags = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (name, value) = match word.text.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word.text.as_str(), None),
        };
        let Some(name) = names.iter().find(|it| **it == name) else { continue };
        let source = Source { file: word.file.clone(), line: word.line, why: (*name).to_owned() };
        let Some(value) = value.or_else(|| words.next().map(|it| it.text.clone())) else { continue };
        if value.contains('$') {
            open.push(source);
        } else {
            flags.push(Flag { name, value, source });
        }
    }
    flags
}

/// A unit with its drop-ins.
#[derive(Default)]
struct Unit {
    command: Option<Word>,
    variables: BTreeMap<String, Word>,
    /// Files of variables that it names.
    files: BTreeSet<String>,
}

impl Unit {
    fn read(files: &[&Location], root: &Location) -> Self {
        let mut unit = Unit::default();
        // The unit of the administrator replaces that of the package.
        let rank = |it: &&&Location| {
            ["usr/lib/", "lib/", "run/", "etc/"].iter().position(|folder| it.path.starts_with(folder)).unwrap_or(4)
        };
        let services = files.iter().filter(|it| it.has_extension("service"));
        let main = services.max_by_key(rank);
        let mut drop_ins: Vec<&&Location> = files.iter().filter(|it| it.has_extension("conf")).collect();
        drop_ins.sort_by_key(|it| (it.name().to_owned(), rank(it)));
        for file in main.into_iter().chain(drop_ins) {
            unit.read_file(file, root);
        }
        unit
    }

    fn read_file(&mut self, file: &Location, root: &Location) {
        let Some(text) = file.text() else { return };
        let mut section = String::new();
        for Word { text, file, line } in logical_lines(&text, &file.shown()) {
            let text = text.trim();
            if let Some(name) = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
                name.clone_into(&mut section);
            }
            let Some((key, value)) = text.split_once('=').filter(|_| section == "Service") else { continue };
            let value = Word { text: value.trim().to_owned(), file, line };
            match key.trim() {
                "ExecStart" if value.text.is_empty() => self.command = None,
                "ExecStart" => {
                    // With prefixes such as `-` and `+`.
                    let text = value.text.trim_start_matches(['-', '@', ':', '+', '!']).to_owned();
                    self.command = Some(Word { text, ..value });
                }
                "Environment" if value.text.is_empty() => self.variables.clear(),
                "Environment" => {
                    for word in split(&value) {
                        if let Some((name, value)) = word.text.split_once('=') {
                            self.variables.insert(name.to_owned(), Word { text: value.to_owned(), ..word.clone() });
                        }
                    }
                }
                "EnvironmentFile" => {
                    let path = cleaned(value.text.trim_start_matches('-'));
                    let file = Location::at(&root.tree, &format!("{}/{path}", root.path));
                    self.variables.extend(assignments(&file));
                    self.files.insert(file.path);
                }
                _ => {}
            }
        }
    }

    /// The words of the command. `$NAME` alone is split into words, `${NAME}` is not.
    fn words(&self) -> Vec<Word> {
        let mut words = Vec::new();
        // Where the unit itself is not in a copy, what its drop-ins set is meant for it.
        if self.command.is_none() {
            return self.variables.iter().flat_map(|(name, value)| as_words(name, value)).collect();
        }
        words.extend(self.variables.get(OF_CRIO).into_iter().flat_map(|value| as_words(OF_CRIO, value)));
        for word in self.command.iter().flat_map(split) {
            let name =
                word.text.strip_prefix('$').filter(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
            match name.and_then(|name| self.variables.get(name)) {
                Some(value) => words.extend(split(value)),
                None => words.push(Word { text: self.expand(&word.text), ..word }),
            }
        }
        words
    }

    fn expand(&self, text: &str) -> String {
        let mut expanded = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            expanded += before;
            let Some((name, after)) = after.split_once('}') else {
                expanded += "${";
                rest = after;
                continue;
            };
            match self.variables.get(name) {
                Some(value) => expanded += &value.text,
                None => expanded.extend(["${", name, "}"]),
            }
            rest = after;
        }
        expanded + rest
    }
}

/// The variable that CRI-O takes for its flag.
const OF_CRIO: &str = "CONTAINER_INSECURE_REGISTRY";

/// The words of a variable's value.
fn as_words(name: &str, value: &Word) -> Vec<Word> {
    if name == OF_CRIO {
        return vec![Word { text: format!("--insecure-registry={}", value.text), ..value.clone() }];
    }
    split(value)
}

/// Lines, joined where a backslash ends them, without comments.
fn logical_lines(text: &str, file: &Rc<str>) -> Vec<Word> {
    let mut lines: Vec<Word> = Vec::new();
    let mut goes_on = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with(['#', ';']) {
            continue;
        }
        let (part, continues) = match line.strip_suffix('\\') {
            Some(part) => (part, true),
            None => (line, false),
        };
        match lines.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.text.push('\n');
                last.text.push_str(part);
            }
            None => lines.push(Word { text: part.to_owned(), file: file.clone(), line: number + 1 }),
        }
        goes_on = continues;
    }
    lines
}

/// The variables of a file, as a shell and systemd read it.
fn assignments(file: &Location) -> Vec<(String, Word)> {
    let Some(text) = file.text() else { return Vec::new() };
    let mut found = Vec::new();
    let mut lines = logical_lines(&text, &file.shown()).into_iter();
    while let Some(line) = lines.next() {
        let text = line.text.trim().trim_start_matches("export ").to_owned();
        let Some((name, value)) = text.split_once('=') else { continue };
        let mut value = value.to_owned();
        // A quote goes on over lines.
        if let Some(quote) = value.chars().next().filter(|it| matches!(it, '"' | '\'')) {
            while value.matches(quote).count() % 2 == 1 {
                let Some(next) = lines.next() else { break };
                value.push('\n');
                value.push_str(&next.text);
            }
        }
        let unquoted = split_text(&value, false).concat();
        let name = name.trim().trim_end_matches('+').to_owned();
        found.push((name, Word { text: unquoted, ..line }));
    }
    found
}

/// The words of a text; each stands on the line that it begins on.
fn split(word: &Word) -> Vec<Word> {
    let mut words = Vec::new();
    for (nth, line) in word.text.split('\n').enumerate() {
        words.extend(split_text(line, true).into_iter().map(|text| Word {
            text,
            line: word.line + nth,
            ..word.clone()
        }));
    }
    words
}

/// Words without their quotes; or what is in quotes, as one.
fn split_text(text: &str, at_spaces: bool) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (character, quote) {
            (it, Some(open)) if it == open => quote = None,
            ('\\', it) if it != Some('\'') => word.get_or_insert_default().extend(characters.next()),
            ('"' | '\'', None) => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (it, None) if it.is_whitespace() && at_spaces => words.extend(word.take()),
            (it, _) => word.get_or_insert_default().push(it),
        }
    }
    words.extend(word);
    words
}
