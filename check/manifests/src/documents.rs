//! The documents of a text: YAML as kubectl reads it, or JSON.

use std::fmt;
use std::ops::Range;

use serde_json::Value;
use serde_saphyr::DuplicateKeyPolicy;

mod plain;

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    /// In characters, from 1. None where it would say how long something is that may not be shown: after it on its line.
    pub column: Option<usize>,
    /// What was found or expected there, without any of the text.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Problem {}

/// Where a document stands in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'t> {
    pub(crate) text: &'t str,
    /// The part that was read by itself: the document, or those that end with `...`.
    pub(crate) range: Range<usize>,
    /// The line of the text on which the part begins, from 1.
    pub(crate) line: usize,
    /// Where that line begins.
    pub(crate) line_start: usize,
    /// Which of the documents in that part, from 0.
    pub(crate) nth: usize,
    /// Whether a mapping in that part has a key several times. The last one counts.
    pub(crate) has_duplicates: bool,
    pub(crate) format: Format,
}

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML or JSON.
    Yaml,
    /// TOML.
    Toml,
    /// The instructions of a Dockerfile.
    Dockerfile,
    /// `NAME=value` on each line.
    Variables,
}

impl<'t> Part<'t> {
    /// A whole file in one of the other formats.
    pub fn of_file(text: &'t str, format: Format) -> Self {
        Part { text, range: 0..text.len(), line: 1, line_start: 0, nth: 0, has_duplicates: false, format }
    }

    /// What was read.
    pub fn source(&self) -> &'t str {
        self.text.get(self.range.clone()).unwrap_or_default()
    }

    /// The rest of the line, from this place in the whole text on.
    pub fn rest_of_line(&self, at: usize) -> &'t str {
        self.text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default()
    }

    /// A problem of the document as a whole.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        let (line, column) = self.begin();
        Problem { line, column, message: message.into() }
    }

    /// Whether a mapping has a key several times, of which the last one counts; [`crate::source::duplicates`] names them.
    pub fn has_duplicates(&self) -> bool {
        self.has_duplicates
    }

    /// Line and column where the document begins, after comments and the line of `---`; both from 1. No column where another document
    /// stands before it on its line.
    pub fn begin(&self) -> (usize, Option<usize>) {
        let part = &self.text[self.range.clone()];
        let is_content = |line: &&str| !matches!(line.trim_start().chars().next(), None | Some('#' | '%'));
        let line = part.lines().position(|line| is_content(&line) && line.trim_end() != "---").unwrap_or_default();
        let start = if line == 0 { self.line_start } else { self.range.start };
        let before = &self.text[start..self.range.start];
        let indent = part.lines().nth(line).map_or(0, |line| line.len() - line.trim_start().len());
        (self.line + line, column_after(before).map(|column| column + indent))
    }
}

/// The column after what stands on a line before it, if that is nothing that somebody might not want to be measured: white space, and
/// what opens a list or a mapping.
fn column_after(before: &str) -> Option<usize> {
    let before = before.trim_start_matches('\u{feff}');
    before.chars().all(|c| matches!(c, ' ' | '\t' | '-' | '[' | '{')).then(|| before.chars().count() + 1)
}

/// The same for a line and a column of a text, both from 1.
fn column_on(line: Option<&str>, column: usize) -> Option<usize> {
    let line = line.unwrap_or_default();
    let end = line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    column_after(&line[..end])
}

/// The text of a file: UTF-8, or UTF-16 with a byte order mark, as YAML has it. None if it is neither.
pub fn decode(bytes: Vec<u8>) -> Option<String> {
    let units = |unit: fn([u8; 2]) -> u16| -> Option<String> {
        let (pairs, []) = bytes.as_chunks::<2>() else { return None };
        String::from_utf16(&pairs.iter().map(|pair| unit(*pair)).collect::<Vec<_>>()).ok()
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => String::from_utf8(bytes).ok(),
    }
}

/// The parts of a text that are read each by itself, each from the beginning of a line; none if it is read as one.
pub fn parts(text: &str) -> Option<impl Iterator<Item = &str>> {
    let is_json = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with(['{', '[']);
    (!is_json).then(|| ranges(text).map(|range| &text[range]))
}

/// Reads the documents of a text that are not empty. One that cannot be read does not hinder the others.
pub fn documents(text: &str) -> Vec<Result<(Part<'_>, Value), Problem>> {
    if text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with(['{', '['])
        && let Some(documents) = json(text)
    {
        return documents;
    }
    let mut line = 1;
    let parts = ranges(text).map(|range| {
        let next = line + lines_in(&text[range.clone()]);
        let line = std::mem::replace(&mut line, next);
        Part { text, line_start: range.start, range, line, nth: 0, has_duplicates: false, format: Format::Yaml }
    });
    parts.flat_map(|part| yaml(&part)).collect()
}

/// JSON has a reader of its own: YAML reads no `\ud83d\ude00`. What it does not understand may be YAML in braces.
/// Once a whole value is followed by another, it is JSON that goes wrong.
fn json(text: &str) -> Option<Vec<Result<(Part<'_>, Value), Problem>>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter();
    let (mut documents, mut begin, mut line, mut line_start) = (Vec::new(), start, 1, 0);
    while let Some(value) = values.next() {
        let value: Value = match value {
            Ok(value) => value,
            Err(error) if begin > start && text[begin..].trim_start().starts_with(['{', '[']) => {
                let message = "not valid JSON: a value in the stream is broken".to_owned();
                let column = column_on(text.lines().nth(error.line() - 1), error.column());
                documents.push(Err(Problem { line: error.line(), column, message }));
                return Some(documents);
            }
            Err(_) => return None,
        };
        let end = start + values.byte_offset();
        let document = text[begin..end].trim_start();
        let range = end - document.len()..end;
        line += lines_in(&text[begin..range.start]);
        let last_line = |range: Range<usize>| text[range.clone()].rfind('\n').map(|at| range.start + at + 1);
        line_start = last_line(begin..range.start).unwrap_or(line_start);
        if !value.is_null() {
            documents.push(Ok((
                Part { text, range, line, line_start, nth: 0, has_duplicates: false, format: Format::Yaml },
                value,
            )));
        }
        line += lines_in(document);
        line_start = last_line(end - document.len()..end).unwrap_or(line_start);
        begin = end;
    }
    Some(documents)
}

/// The parts between lines of `---`, as kubectl splits them before it reads any. Each begins with that line. A part of nothing
/// but directives and comments belongs to the next one.
///
/// Source: `k8s.io/apimachinery/pkg/util/yaml`, `YAMLReader`.
fn ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_mark = |line: &str| {
        line.strip_prefix("---").is_some_and(|rest| rest.trim_start().len() < rest.len() || rest.is_empty())
    };
    let mut ends = Vec::new();
    let (mut at, mut has_directive, mut has_content) = (0, false, false);
    for line in text.split_inclusive('\n') {
        if is_mark(line) && at > 0 && (has_content || !has_directive) {
            ends.push(at);
            (has_directive, has_content) = (false, false);
        }
        match line.trim_start_matches('\u{feff}').chars().next() {
            Some('%') if !has_content => has_directive = true,
            Some('#' | '\n' | '\r') => {}
            _ => has_content = true,
        }
        at += line.len();
    }
    ends.push(text.len());
    let mut begin = 0;
    ends.into_iter().map(move |end| std::mem::replace(&mut begin, end)..end)
}

fn lines_in(text: &str) -> usize {
    text.matches('\n').count()
}

fn yaml<'t>(part: &Part<'t>) -> Vec<Result<(Part<'t>, Value), Problem>> {
    let text = &part.text[part.range.clone()];
    // A reader that refuses duplicates knows whether there are any.
    let (values, has_duplicates) =
        match plain::values(text).map_or_else(|| all_values(text, DuplicateKeyPolicy::Error), Ok) {
            Err(error) if is_duplicate(&error) => (all_values(text, DuplicateKeyPolicy::LastWins), true),
            values => (values, false),
        };
    match values {
        Ok(values) => values
            .into_iter()
            .enumerate()
            .filter(|(_, value)| !value.is_null())
            .map(|(nth, value)| Ok((Part { nth, has_duplicates, ..part.clone() }, value)))
            .collect(),
        Err(error) => vec![Err(syntax(part, &error))],
    }
}

/// The documents of a text that are not empty, whatever YAML has.
fn all_values(text: &str, duplicate_keys: DuplicateKeyPolicy) -> Result<Vec<Value>, serde_saphyr::Error> {
    let defaults = serde_saphyr::Budget::default();
    // As kubectl reads YAML: `defaultMode: 0644` is octal. No snippet in an error: it could show a secret. A text may be as long as it
    // is: only what aliases make of it is bounded, to a million events, which take a hundred megabytes or so.
    let options = serde_saphyr::options! {
        legacy_octal_numbers: true,
        with_snippet: false,
        duplicate_keys: duplicate_keys,
        budget: serde_saphyr::budget! {
            enforce_alias_anchor_ratio: false,
            max_events: 4 * text.len() + defaults.max_events,
            max_nodes: 2 * text.len() + defaults.max_events,
            max_total_scalar_bytes: text.len() + defaults.max_total_scalar_bytes,
            max_documents: text.len() + defaults.max_documents,
        },
    };
    serde_saphyr::from_multiple_with_options(text, options)
}

fn is_duplicate(error: &serde_saphyr::Error) -> bool {
    error.to_string().starts_with("duplicate mapping key")
}

fn syntax(part: &Part<'_>, error: &serde_saphyr::Error) -> Problem {
    let as_number = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    let location = error.location().map(|at| (as_number(at.line()), as_number(at.column())));
    let (line, column) = location.filter(|(line, _)| *line > 0).unwrap_or((1, 1));
    let column = column_on(part.text[part.range.clone()].lines().nth(line - 1), column);
    let message = error.to_string();
    // The parser's reason without its position, which counts from the beginning of the part, and without the names of keys.
    let reason = match message.rfind(" at line ") {
        _ if message.contains("budget breached") => "what its aliases stand for exceeds a limit",
        Some(end) => &message[..end],
        None => &message,
    };
    Problem { line: part.line + line - 1, column, message: format!("not valid YAML: {reason}") }
}
