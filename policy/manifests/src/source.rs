//! Where something stands in a document, and its line without what nobody may see.
//!
//! Documents are read into values without positions, which is quick. Only where something was found in one are its events read
//! once more, by the same parser, into a map of positions.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::Value;

use crate::documents::Part;

/// One step down from a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// A member of an object.
    Key(Cow<'a, str>),
    /// An item of a list, from 0.
    Item(usize),
}

/// The steps of a path such as `exemptions[0].reason`, as far as the value has them. A key may hold any character, so that the value
/// says where it ends.
pub fn steps<'v>(value: &'v Value, path: &str) -> Vec<Step<'v>> {
    let (mut at, mut rest) = (value, path);
    let mut steps = Vec::new();
    loop {
        let next = match at {
            Value::Object(members) => {
                let name = rest.strip_prefix('.').unwrap_or(rest);
                let after = |key: &str| {
                    name.strip_prefix(key).filter(|after| after.is_empty() || after.starts_with(['.', '[']))
                };
                let members = members.iter().filter_map(|(key, value)| Some((key, value, after(key)?)));
                let longest = members.max_by_key(|(key, ..)| key.len());
                longest.map(|(key, value, after)| (Step::Key(key.into()), value, after))
            }
            Value::Array(items) => rest.strip_prefix('[').and_then(|rest| {
                let (nth, after) = rest.split_once(']')?;
                let nth = nth.parse().ok()?;
                Some((Step::Item(nth), items.get(nth)?, after))
            }),
            _ => None,
        };
        let Some((step, value, after)) = next else { return steps };
        // Each step is as long as its name, and an empty key ends the way.
        if after.len() == rest.len() {
            return steps;
        }
        steps.push(step);
        (at, rest) = (value, after);
    }
}

/// The positions of all that stands in a document.
#[derive(Debug)]
pub struct Map<'t> {
    text: &'t str,
    /// What was read of the text; the places of nodes count from its beginning.
    part: Range<usize>,
    /// The line on which that begins.
    line: usize,
    /// Where the lines of the part begin.
    lines: Vec<usize>,
    /// In the order of the text.
    nodes: Vec<Node>,
    root: usize,
}

#[derive(Debug)]
struct Node {
    range: Range<usize>,
    content: Content,
    role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Key,
    /// The value of a key that is known to have names.
    Name,
    /// A map whose keys anybody chooses, so that none of them says what its value is.
    Free,
    Other,
}

#[derive(Debug)]
enum Content {
    Scalar {
        text: String,
        is_block: bool,
    },
    /// Keys and values in turn.
    Mapping(Vec<usize>),
    Sequence(Vec<usize>),
    Alias(usize),
}

/// Where something stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    end_column: usize,
    is_key: bool,
    range: Range<usize>,
}

/// A line of a text without what nobody may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The line, without its end.
    pub text: String,
    /// What it is quoted for, in bytes of it.
    pub range: Range<usize>,
}

/// What stands in place of what is not shown, whatever its length.
pub const MASK: &str = "•••";

/// The keys of maps whose keys anybody chooses.
const FREE: [&str; 6] = ["annotations", "binaryData", "data", "labels", "matchLabels", "stringData"];

/// How much of a line is quoted before and after what it is quoted for, in bytes.
const AROUND: usize = 200;

/// The keys whose values are names, which may be shown.
const NAMES: [&str; 4] = ["apiVersion", "kind", "name", "namespace"];

impl<'t> Map<'t> {
    /// The map of a document; none if its positions cannot be told.
    pub fn of(part: &Part<'t>) -> Option<Self> {
        let text = part.text.get(part.range.clone())?;
        let mut builder = Builder::default();
        builder.read(&without_surrogates(text), part.nth)?;
        let root = builder.root?;
        let lines = [0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Some(Map { text: part.text, part: part.range.clone(), line: part.line, lines, nodes: builder.nodes, root })
    }

    /// Where the value at the path stands, or what is nearest to it on the way. What begins on a line of its own, a block of text
    /// or a collection, is pointed at by its key.
    pub fn find<'a>(&self, path: impl IntoIterator<Item = Step<'a>>) -> Position {
        let (mut at, mut key) = (self.root, None);
        for step in path {
            let Some((next_key, next)) = self.step(at, &step) else { break };
            (at, key) = (next, next_key);
        }
        let node = match (&self.nodes[at].content, key) {
            (Content::Scalar { is_block: true, .. }, None) => return self.position(self.header(at), false),
            (Content::Scalar { is_block: false, .. } | Content::Alias(_), _) | (_, None) => at,
            (_, Some(key)) => key,
        };
        self.position(self.first_line(node), Some(node) == key)
    }

    /// The line of a position. All scalars on it are masked but keys and names, and what stands at the position: of that this much
    /// may be shown.
    pub fn quote(&self, position: &Position, shown: Option<&str>) -> Quote {
        let before = &self.text[..position.range.start];
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[line..].find('\n').map_or(self.text.len(), |at| line + at);
        // Another document may stand on the same line, and a line may be the whole file.
        let start =
            line.max(self.part.start).max(self.text.floor_char_boundary(position.range.start.saturating_sub(AROUND)));
        let end = end.min(self.part.end).min(self.text.floor_char_boundary(position.range.end + AROUND));
        let cut = if start > line.max(self.part.start) { "…" } else { "" };
        let mut line = Line { text: cut.to_owned(), position, marks: [None; 2] };
        let mut at = start;
        for node in self.words_between(start, end) {
            let range = self.absolute(&node.range);
            if !line.copy(self.text, at..range.start.max(start)) {
                return line.end();
            }
            let is_found = range.start == position.range.start;
            let source = self.text.get(range.clone()).unwrap_or_default();
            let words = match &node.content {
                Content::Scalar { is_block: true, .. } => return line.end(),
                Content::Alias(_) => source.into(),
                _ if is_found && node.role != Role::Key => {
                    shown.map_or(MASK.into(), |shown| quoted_like(source, shown))
                }
                _ if matches!(source, "true" | "false" | "null" | "{}" | "[]") => source.into(),
                Content::Scalar { text, .. }
                    if node.role == Role::Key && is_harmless(text) && !source.contains('\n') =>
                {
                    source.into()
                }
                Content::Scalar { text, .. } if node.role == Role::Name && is_name(text) => source.into(),
                _ => MASK.into(),
            };
            line.add(&range, &words);
            at = range.end;
        }
        line.copy(self.text, at..end);
        line.end()
    }

    /// The scalars and aliases that are at least in part between two places of the text, in their order.
    fn words_between(&self, start: usize, end: usize) -> impl Iterator<Item = &Node> {
        let is_word = |node: &&Node| !matches!(node.content, Content::Mapping(_) | Content::Sequence(_));
        let [start, end] = [start, end].map(|at| at - self.part.start);
        let first = self.nodes.partition_point(|node| node.range.start < start);
        let (before, after) = self.nodes.split_at(first);
        let last = before.iter().rfind(is_word).filter(|node| node.range.end > start);
        last.into_iter().chain(after.iter().take_while(move |node| node.range.start < end).filter(is_word))
    }

    /// A value that an alias stands for is where its anchor is; its members are there too.
    fn resolve(&self, mut nth: usize) -> usize {
        // An anchor stands before its aliases, so this ends.
        while let Content::Alias(target) = self.nodes[nth].content {
            nth = target;
        }
        nth
    }

    fn step(&self, from: usize, step: &Step<'_>) -> Option<(Option<usize>, usize)> {
        match (&self.nodes[self.resolve(from)].content, step) {
            (Content::Mapping(members), Step::Key(name)) => {
                let is_called = |key: &usize, name: &str| matches!(&self.nodes[self.resolve(*key)].content, Content::Scalar { text, .. } if text == name);
                let members = || members.chunks_exact(2);
                // The last of several counts, in JSON; YAML has none.
                let own = members().rfind(|member| is_called(&member[0], name));
                own.map(|member| (Some(member[0]), member[1])).or_else(|| {
                    let merged = members().filter(|member| is_called(&member[0], "<<"));
                    merged.map(|member| self.resolve(member[1])).find_map(|merged| match &self.nodes[merged].content {
                        Content::Sequence(items) => items.iter().find_map(|item| self.step(*item, step)),
                        Content::Mapping(_) => self.step(merged, step),
                        _ => None,
                    })
                })
            }
            (Content::Sequence(items), Step::Item(nth)) => Some((None, *items.get(*nth)?)),
            _ => None,
        }
    }

    fn absolute(&self, range: &Range<usize>) -> Range<usize> {
        self.part.start + range.start..self.part.start + range.end
    }

    /// Where a node stands, up to the end of the line that it begins on.
    fn first_line(&self, nth: usize) -> Range<usize> {
        let range = self.absolute(&self.nodes[nth].range);
        let source = self.text.get(range.clone()).unwrap_or_default();
        range.start..range.start + source.lines().next().unwrap_or_default().len()
    }

    /// The `|` or `>` before a block of text.
    fn header(&self, nth: usize) -> Range<usize> {
        let start = self.absolute(&self.nodes[nth].range).start;
        let header = self.text.get(..start).and_then(|before| before.rfind(['|', '>']));
        header.map_or(start..start, |at| at..at + 1)
    }

    fn position(&self, range: Range<usize>, is_key: bool) -> Position {
        let before = self.text.get(..range.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let count = |range: Range<usize>| {
            self.text.get(range).unwrap_or_default().trim_start_matches('\u{feff}').chars().count()
        };
        Position {
            line: self.line + self.lines.partition_point(|start| *start <= range.start - self.part.start).max(1) - 1,
            column: 1 + count(line_start..range.start),
            end_column: 1 + count(line_start..range.end),
            is_key,
            range,
        }
    }
}

impl Position {
    /// Where it ends on its line; none if that would say how long something is that may not be shown.
    pub fn end_column(&self, is_shown: bool) -> Option<usize> {
        (is_shown || self.is_key).then_some(self.end_column)
    }
}

/// A line that is being quoted, and where in it begins and ends what it is quoted for.
struct Line<'p> {
    text: String,
    position: &'p Position,
    marks: [Option<usize>; 2],
}

impl Line<'_> {
    /// Adds what stands at this range of the source.
    fn add(&mut self, range: &Range<usize>, words: &str) {
        self.mark(range.start);
        self.text.push_str(words);
        self.mark(range.end);
    }

    /// Copies what stands between words: punctuation and tags; whether it goes on after that. A comment ends the line.
    fn copy(&mut self, source: &str, range: Range<usize>) -> bool {
        for (at, c) in source.get(range.clone()).unwrap_or_default().char_indices() {
            self.mark(range.start + at);
            match c {
                '#' => return false,
                '\t' => self.text.push(' '),
                '\u{feff}' => {}
                c if c.is_control() => {}
                c => self.text.push(c),
            }
        }
        self.mark(range.end);
        true
    }

    fn mark(&mut self, at: usize) {
        for (mark, of) in self.marks.iter_mut().zip([self.position.range.start, self.position.range.end]) {
            if at == of {
                *mark = Some(self.text.len());
            }
        }
    }

    fn end(mut self) -> Quote {
        self.text.truncate(self.text.trim_end().len());
        let [start, end] = self.marks;
        let start = start.unwrap_or_default().min(self.text.len());
        Quote { range: start..end.unwrap_or(self.text.len()).clamp(start, self.text.len()), text: self.text }
    }
}

/// The words in the quotes that the source has.
fn quoted_like<'s>(source: &str, words: &'s str) -> Cow<'s, str> {
    match source.chars().next() {
        Some(quote @ ('"' | '\'')) => format!("{quote}{words}{quote}").into(),
        _ => words.into(),
    }
}

/// Whether a key may stand in a message. Of a URL that is so if there is nothing but a host in it, or the path of a registry's
/// interface.
fn is_harmless(text: &str) -> bool {
    let path = text.split_once("://").map_or("", |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    text.len() <= 256
        && !text.contains(['@', '?', '#'])
        && !text.chars().any(char::is_control)
        && matches!(path.trim_end_matches('/'), "" | "v1" | "v2")
}

/// Whether a name is made of what names in Kubernetes are made of, and thus is no document.
fn is_name(text: &str) -> bool {
    text.len() <= 256
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/' | b':'))
}

/// YAML has no surrogates, and JSON that has them is read by another reader. Positions are the same without them.
fn without_surrogates(text: &str) -> Cow<'_, str> {
    let mut filled = Cow::Borrowed(text);
    for (at, _) in text.match_indices("\\u") {
        let unit = text.get(at + 2..at + 6).and_then(|hex| u16::from_str_radix(hex, 16).ok());
        if unit.is_some_and(|unit| (0xd800..0xe000).contains(&unit)) {
            filled.to_mut().replace_range(at..at + 6, "      ");
        }
    }
    filled
}

#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    /// The collections that are open.
    open: Vec<usize>,
    anchors: HashMap<usize, usize>,
    root: Option<usize>,
}

impl Builder {
    /// Reads the events of one of the documents of a text that are not empty.
    fn read(&mut self, text: &str, nth: usize) -> Option<()> {
        let mut document = 0;
        for event in Parser::new_from_str(text) {
            let (event, span) = event.ok()?;
            let mut range = range_of(&span)?;
            match event {
                Event::Scalar(value, style, anchor, _) => {
                    let is_empty_document = self.open.is_empty() && range.is_empty();
                    if !is_empty_document {
                        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                        // A block goes on up to the next word.
                        range.end = range.start + text.get(range.clone())?.trim_end().len();
                        self.add(Content::Scalar { text: value.into_owned(), is_block }, range, anchor);
                    }
                }
                Event::Alias(anchor) => {
                    let target = *self.anchors.get(&anchor)?;
                    let nth = self.add(Content::Alias(target), range, 0);
                    if self.nodes[nth].role == Role::Free {
                        self.free(target);
                    }
                }
                Event::MappingStart(_, anchor, _) => self.begin(Content::Mapping(Vec::new()), range, anchor),
                Event::SequenceStart(_, anchor, _) => self.begin(Content::Sequence(Vec::new()), range, anchor),
                Event::MappingEnd | Event::SequenceEnd => {
                    let ended = &mut self.nodes[self.open.pop()?].range;
                    // The end of a block is found at the next word.
                    ended.end = ended.start + text.get(ended.start..range.end)?.trim_end().len();
                }
                Event::DocumentEnd if self.root.is_some() => {
                    if document == nth {
                        return Some(());
                    }
                    document += 1;
                    *self = Builder::default();
                }
                _ => {}
            }
        }
        None
    }

    fn begin(&mut self, content: Content, range: Range<usize>, anchor: usize) {
        let nth = self.add(content, range, anchor);
        self.open.push(nth);
    }

    fn add(&mut self, content: Content, range: Range<usize>, anchor: usize) -> usize {
        let nth = self.nodes.len();
        self.nodes.push(Node { range, content, role: Role::Other });
        if anchor != 0 {
            self.anchors.insert(anchor, nth);
        }
        let Some(around) = self.open.last().copied() else {
            self.root = Some(nth);
            return nth;
        };
        self.nodes[nth].role = match &self.nodes[around].content {
            Content::Mapping(members) => match (members.len() % 2, members.last()) {
                (1, Some(key)) if self.is_one_of(*key, &FREE) => Role::Free,
                // What is merged into such a map is a part of it.
                (1, Some(key)) if self.nodes[around].role == Role::Free => {
                    if self.is_one_of(*key, &["<<"]) {
                        Role::Free
                    } else {
                        Role::Other
                    }
                }
                (1, Some(key)) if self.is_one_of(*key, &NAMES) => Role::Name,
                (1, _) => Role::Other,
                _ => Role::Key,
            },
            _ => Role::Other,
        };
        if let Content::Mapping(nodes) | Content::Sequence(nodes) = &mut self.nodes[around].content {
            nodes.push(nth);
        }
        nth
    }

    /// A map that was read turns out to have keys that anybody chooses.
    fn free(&mut self, nth: usize) {
        let Content::Mapping(members) = &self.nodes[nth].content else { return };
        for member in members.clone() {
            if self.nodes[member].role == Role::Name {
                self.nodes[member].role = Role::Other;
            }
        }
    }

    fn is_one_of(&self, key: usize, names: &[&str]) -> bool {
        matches!(&self.nodes[key].content, Content::Scalar { text, .. } if names.contains(&text.as_str()))
    }
}

fn range_of(span: &Span) -> Option<Range<usize>> {
    Some(span.start.byte_offset()?..span.end.byte_offset()?)
}

#[cfg(test)]
mod tests;
