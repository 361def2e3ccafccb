//! A Dockerfile as a document: what images it names, what it runs, which variables it sets.

use std::ops::Range;

use super::{Instruction, Line, instructions, unquoted};
use crate::documents::Problem;
use crate::source::built::Built;

/// A variable with its value.
type Variable = (String, String);

/// What is known while a file is read.
#[derive(Default)]
struct File {
    escape: char,
    /// The arguments before the first stage, with their defaults.
    globals: Vec<Variable>,
    /// What is set in the stage.
    stage: Vec<Variable>,
    stages: Vec<String>,
    /// How many stages there are.
    count: usize,
    /// Which instruction is the entry point of the stage.
    entry: Option<usize>,
    /// What runs scripts in the stage, if it is not a shell of Unix.
    shell: Vec<String>,
}

/// Reads a file. What its arguments and variables have for values is put in where it is certain.
pub(crate) fn read(text: &str) -> Result<Built, Problem> {
    let (all, escape) = instructions(text)?;
    let mut file = File { escape, ..File::default() };
    let mut items = Vec::new();
    for instruction in &all {
        let inner;
        let mut it = instruction;
        if it.name == "ONBUILD" {
            let inside = super::instruction(&it.arguments, it.source.end, escape);
            inner = Instruction { here: it.here.clone(), ..inside };
            it = &inner;
        }
        if !is_known(&it.name) {
            return Err(problem(text, it.keyword.start, "unknown instruction"));
        }
        if file.count == 0 && !matches!(it.name.as_str(), "ARG" | "FROM") {
            return Err(problem(text, it.keyword.start, "expected FROM before any other instruction"));
        }
        items.push(file.item(it, text));
        if it.name == "ENTRYPOINT" {
            file.entry = Some(items.len() - 1);
        }
        join_entry_point(&mut items, &file, &it.name);
    }
    if file.count == 0 {
        return Err(problem(text, 0, "expected an instruction FROM"));
    }
    let mut members = Vec::new();
    if let Some((at, image)) = syntax(text) {
        members.push(("syntax".to_owned(), 0..0, Built::Scalar(image.to_owned(), at..at + image.len())));
    }
    members.push(("instructions".to_owned(), 0..0, Built::Sequence(items, 0..text.len())));
    Ok(Built::Mapping(members, 0..text.len()))
}

/// Puts the words of an entry point before those of the `CMD` that comes last, which are its arguments.
fn join_entry_point(items: &mut [Built], file: &File, name: &str) {
    let (Some(entry), "CMD") = (file.entry, name) else { return };
    let Some((command, before)) = items.split_last_mut() else { return };
    let (Some(entry), Some(arguments)) = (before.get_mut(entry).and_then(words), words(command)) else { return };
    let mut joined = std::mem::take(entry);
    joined.append(arguments);
    *arguments = joined;
}

/// The words of an instruction, if it is a list of them.
fn words(item: &mut Built) -> Option<&mut Vec<Built>> {
    let Built::Mapping(members, _) = item else { return None };
    members.iter_mut().find_map(|(name, _, value)| match value {
        Built::Sequence(words, _) if matches!(name.as_str(), "CMD" | "ENTRYPOINT") => Some(words),
        _ => None,
    })
}

/// Source: `frontend/dockerfile/command` of `BuildKit`.
fn is_known(name: &str) -> bool {
    matches!(
        name,
        "ADD"
            | "ARG"
            | "CMD"
            | "COPY"
            | "ENTRYPOINT"
            | "ENV"
            | "EXPOSE"
            | "FROM"
            | "HEALTHCHECK"
            | "LABEL"
            | "MAINTAINER"
            | "RUN"
            | "SHELL"
            | "STOPSIGNAL"
            | "USER"
            | "VOLUME"
            | "WORKDIR"
    )
}

fn problem(text: &str, at: usize, message: &str) -> Problem {
    let line = 1 + text[..at].matches('\n').count();
    Problem { line, column: None, message: format!("not a valid Dockerfile: {message}") }
}

/// The image that reads the file: `# syntax=docker/dockerfile:1`.
fn syntax(text: &str) -> Option<(usize, &str)> {
    let lines = text.lines().take_while(|line| super::directive(line).is_some());
    let mut values = lines.filter_map(super::directive).filter(|(name, _)| name.eq_ignore_ascii_case("syntax"));
    let (_, image) = values.next()?;
    Some((image.as_ptr().addr() - text.as_ptr().addr(), image))
}

impl File {
    fn item(&mut self, it: &Instruction, text: &str) -> Built {
        let mut members = Vec::new();
        let mut add = |value: Built| members.push((it.name.clone(), it.keyword.clone(), value));
        match it.name.as_str() {
            "FROM" => {
                let words = it.arguments.words(self.escape);
                if let Some(image) = words.first() {
                    let filled = filled(&image.text, &self.globals, |_| true);
                    if !self.is_stage(&filled) && filled != "scratch" {
                        add(Built::Scalar(filled, image.range()));
                    }
                }
                self.count += 1;
                self.entry = None;
                self.shell.clear();
                self.stage.clear();
                if let [_, name, stage, ..] = words.as_slice()
                    && name.text.eq_ignore_ascii_case("as")
                {
                    self.stages.push(stage.text.to_ascii_lowercase());
                }
            }
            "ARG" | "ENV" => add(self.variables(it)),
            "RUN" | "CMD" | "ENTRYPOINT" => add(self.command(it, &it.arguments, text)),
            "HEALTHCHECK" => {
                let (kind, command) = it.arguments.split();
                if kind.text.eq_ignore_ascii_case("cmd") {
                    add(self.command(it, &command, text));
                }
            }
            "COPY" | "ADD" => add(self.copied(it, text)),
            "SHELL" => {
                let words: Vec<String> = serde_json::from_str(&it.arguments.text).unwrap_or_default();
                let program = words.first().map(|word| word.to_ascii_lowercase()).unwrap_or_default();
                let is_windows = ["cmd", "powershell", "pwsh"].iter().any(|name| program.contains(name));
                self.shell = if is_windows { words } else { Vec::new() };
            }
            _ => {}
        }
        let mounts: Vec<_> = it.flags.iter().filter_map(|flag| self.mounted(flag)).collect();
        if !mounts.is_empty() {
            members.push(("mount".to_owned(), 0..0, Built::Sequence(mounts, it.keyword.clone())));
        }
        Built::Mapping(members, it.keyword.start..it.source.end)
    }

    /// Whether a name, or a number, is that of a stage before.
    fn is_stage(&self, name: &str) -> bool {
        self.stages.contains(&name.to_ascii_lowercase()) || name.parse::<usize>().is_ok_and(|nth| nth < self.count)
    }

    /// `A=b C="d e"`, or `A b c`.
    fn variables(&mut self, it: &Instruction) -> Built {
        let words = it.arguments.words(self.escape);
        let mut members = Vec::new();
        let mut set = |name: Line, value: Line, text: String| {
            members.push((name.text.clone(), name.range(), Built::Scalar(text.clone(), value.range())));
            (name.text, text)
        };
        let is_old = it.name == "ENV" && words.first().is_some_and(|word| !word.text.contains('='));
        let mut new = Vec::new();
        if is_old {
            let (name, value) = it.arguments.split();
            let text = unquoted(&value.text, self.escape);
            new.push(set(name, value, text));
        } else {
            for word in words {
                match word.text.find('=') {
                    Some(at) => {
                        let value = word.part(at + 1..word.text.len());
                        let text = unquoted(&value.text, self.escape);
                        new.push(set(word.part(0..at), value, text));
                    }
                    // It has the value that it has for all stages.
                    None => new.extend(self.globals.iter().find(|(name, _)| *name == word.text).cloned()),
                }
            }
        }
        let known = if self.count == 0 { &mut self.globals } else { &mut self.stage };
        for (name, value) in new {
            let value = filled(&value, known, |_| true);
            known.retain(|(other, _)| *other != name);
            known.push((name, value));
        }
        Built::Mapping(members, it.arguments.range())
    }

    /// A script, or a list of words.
    fn command(&self, it: &Instruction, arguments: &Line, text: &str) -> Built {
        if let Ok(words) = serde_json::from_str::<Vec<String>>(&arguments.text) {
            let places = strings_in(&arguments.text).map(|range| arguments.part(range).range());
            let words = words.into_iter().zip(places).map(|(word, range)| Built::Scalar(word, range));
            return Built::Sequence(words.collect(), arguments.range());
        }
        // A here document that is all of it is the script.
        if let ([here], [word]) = (it.here.as_slice(), arguments.words('\\').as_slice())
            && super::here_document(&word.text).is_some()
        {
            return Built::Block(self.script(&text[here.content.clone()], false), here.content.clone());
        }
        let range = arguments.range().start..it.source.end;
        let script = Built::Block(self.script(&text[range.clone()], true), range.clone());
        if self.shell.is_empty() {
            return script;
        }
        let shell = self.shell.iter().map(|word| Built::Scalar(word.clone(), 0..0));
        Built::Sequence(shell.chain([script]).collect(), range)
    }

    /// A script, line by line as in the source, but that nothing stands in the place of a comment in a command.
    fn script(&self, source: &str, is_joined: bool) -> String {
        let mut script = String::new();
        let mut is_continued = false;
        for line in source.split_inclusive('\n') {
            let end = if line.ends_with('\n') { "\n" } else { "" };
            let bare = line.trim_end_matches(['\r', '\n']);
            if is_continued && (super::is_comment(bare) || bare.trim().is_empty()) {
                script.push('\\');
            } else {
                let trimmed = bare.trim_end_matches([' ', '\t']);
                let before = trimmed.strip_suffix(self.escape).filter(|it| is_joined && !it.ends_with(self.escape));
                is_continued = before.is_some();
                match before {
                    Some(before) => script.extend([before, "\\"]),
                    None => script.push_str(bare),
                }
            }
            script.push_str(end);
        }
        let script = script.replace('\r', "");
        // What the script sets itself may have another value there.
        let known: Vec<_> =
            self.stage.iter().filter(|(name, _)| !script.contains(&format!("{name}="))).cloned().collect();
        let is_plain = |value: &str| value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./:@+,".contains(&b));
        filled(&script, &known, is_plain)
    }

    /// The image that something is copied from, and files that are written out.
    fn copied(&self, it: &Instruction, text: &str) -> Built {
        let mut members = Vec::new();
        for (flag, range) in &it.flags {
            if let Some(image) = flag.strip_prefix("--from=")
                && range.len() == flag.len()
            {
                members.extend(
                    self.image(image, range.end - image.len()..range.end)
                        .map(|image| ("from".to_owned(), range.start..range.start + "--from".len(), image)),
                );
            }
        }
        let words = it.arguments.words(self.escape);
        let to = words.last().map(|word| unquoted(&word.text, self.escape)).unwrap_or_default();
        let name = to.rsplit(['/', '\\']).next().unwrap_or_default();
        if let ([here], false) = (it.here.as_slice(), name.is_empty()) {
            let content = &text[here.content.clone()];
            let content: String = if here.is_indented {
                content.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect()
            } else {
                content.to_owned()
            };
            members.push((name.to_owned(), 0..0, Built::Block(content, here.content.clone())));
        }
        Built::Mapping(members, it.arguments.range())
    }

    /// `--mount=type=bind,from=image`
    fn mounted(&self, (flag, range): &(String, Range<usize>)) -> Option<Built> {
        let settings = flag.strip_prefix("--mount=").filter(|_| range.len() == flag.len())?;
        let mut start = range.end - settings.len();
        for setting in settings.split(',') {
            let end = start + setting.len();
            if let Some(image) = setting.strip_prefix("from=") {
                return self.image(image, end - image.len()..end);
            }
            start = end + 1;
        }
        None
    }

    fn image(&self, image: &str, range: Range<usize>) -> Option<Built> {
        let image = filled(image, &self.globals, |_| true);
        (!self.is_stage(&image)).then_some(Built::Scalar(image, range))
    }
}

/// Where the strings of a list in JSON stand, without their quotes.
fn strings_in(json: &str) -> impl Iterator<Item = Range<usize>> {
    let mut quotes = Vec::new();
    let mut is_escaped = false;
    for (at, byte) in json.bytes().enumerate() {
        match byte {
            _ if std::mem::take(&mut is_escaped) => {}
            b'\\' => is_escaped = true,
            b'"' => quotes.push(at),
            _ => {}
        }
    }
    let pairs: Vec<_> = quotes.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect();
    pairs.into_iter()
}

/// A text with the values of variables: `$A`, `${A}`, `${A:-default}`. What has no value that may be put in stays as it is written.
fn filled(text: &str, variables: &[Variable], may_be: impl Fn(&str) -> bool) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        filled.push_str(before);
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = |text: &str| text.find(|c| !is_name(c)).unwrap_or(text.len());
        let (name, default, end) = if let Some((inner, end)) =
            after.strip_prefix('{').and_then(|inner| inner.split_once('}'))
        {
            let (name, rest) = inner.split_at(length(inner));
            (name, rest.strip_prefix(":-").or_else(|| rest.strip_prefix('-')).or(rest.is_empty().then_some("")), end)
        } else {
            let (name, end) = after.split_at(length(after));
            (name, Some(""), end)
        };
        let known = variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let value = known.filter(|value| !value.is_empty()).or(default).filter(|_| default.is_some());
        if let Some(value) = value.filter(|value| !value.is_empty() && !before.ends_with('\\') && may_be(value)) {
            filled.push_str(value);
            rest = end;
        } else {
            filled.push('$');
            rest = after;
        }
    }
    filled + rest
}
