//! Where something stands in a document, and its line without what nobody may see.
//!
//! Documents are read into values without positions, which is quick. Only where something was found in one are its events read
//! once more, by the same parser, into a map of positions.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span};
use serde_json::Value;

use crate::documents::{Format, Part, Problem};
use crate::{dockerfile, variables};

pub(crate) mod built;
mod toml;
mod written;

pub use written::Written;

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
    /// Whether a block of text has a header.
    is_yaml: bool,
    /// The lines of the part.
    lines: Vec<LineOfPart>,
    /// How many characters there are before each so many bytes of the part.
    characters: Vec<usize>,
    /// In the order of the text.
    nodes: Vec<Node>,
    /// Those of them that are scalars or aliases.
    words: Vec<usize>,
    root: usize,
}

#[derive(Debug)]
struct LineOfPart {
    /// Where it begins; the first one perhaps before the part.
    start: usize,
    /// Where the first thing begins on it that nobody may see.
    hidden: Option<usize>,
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
    /// In characters, from 1. None where it would say how long something is that may not be shown: after it on its line.
    pub column: Option<usize>,
    /// The last line of what stands there.
    pub last_line: usize,
    end_column: usize,
    is_key: bool,
    range: Range<usize>,
}

/// How a string is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// As it is, perhaps in quotes: its characters, without the quotes.
    Plain(Range<usize>),
    /// With escapes, in several lines, or as a block of text.
    Otherwise,
    /// Elsewhere: an alias stands there for this string.
    Alias(Range<usize>),
}

/// Where something can be added to a collection: in front of what it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Front {
    /// The place in the text, in bytes.
    pub at: usize,
    /// In front of what begins on this column, counted from 0, every item on a line of its own; `None` in brackets.
    pub column: Option<usize>,
    /// Whether it is empty.
    pub is_empty: bool,
    /// Whether it may be JSON, where keys are in quotes.
    pub is_json: bool,
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

/// How many bytes there are between two places before which characters are counted.
const STRIDE: usize = 1024;

/// How much of a line is quoted before and after what it is quoted for, in bytes.
const AROUND: usize = 200;

/// The keys whose values are names, which may be shown.
const NAMES: [&str; 4] = ["apiVersion", "kind", "name", "namespace"];

impl<'t> Map<'t> {
    /// The map of a document; none if its positions cannot be told. After what may not be shown there are no columns.
    pub fn of(part: &Part<'t>) -> Option<Self> {
        let mut map = Self::of_settings(part)?;
        map.hide();
        Some(map)
    }

    /// The map of settings, in which no secret belongs.
    pub fn of_settings(part: &Part<'t>) -> Option<Self> {
        let text = part.text.get(part.range.clone())?;
        let is_word = |(_, node): &(usize, &Node)| !matches!(node.content, Content::Mapping(_) | Content::Sequence(_));
        let (nodes, root, words) = match part.format {
            Format::Yaml => {
                let mut builder = Builder::default();
                builder.read(&without_surrogates(text), part.nth)?;
                let words = (0..).zip(&builder.nodes).filter(is_word).map(|(nth, _)| nth).collect();
                (builder.nodes, builder.root?, words)
            }
            Format::Toml => {
                let (nodes, root) = toml::nodes(text)?;
                // The words come first, and after them what they are put together to.
                let words = (0..).zip(&nodes).take(root).filter(is_word).map(|(nth, _)| nth).collect();
                (nodes, root, words)
            }
            Format::Dockerfile => built::nodes(text, &dockerfile::read(text).ok()?),
            Format::Variables => built::nodes(text, &variables::read(text)),
            Format::Script => built::nodes(text, &built::Built::script(text)),
        };
        let starts = text.match_indices('\n').map(|(at, _)| part.range.start + at + 1);
        let lines =
            [part.line_start].into_iter().chain(starts).map(|start| LineOfPart { start, hidden: None }).collect();
        let mut counted = 0;
        let characters = text.as_bytes().chunks(STRIDE).map(|chunk| {
            let after = counted + characters_in(chunk);
            std::mem::replace(&mut counted, after)
        });
        let characters = characters.collect();
        let (text, line, format, part) = (part.text, part.line, part.format, part.range.clone());
        let is_yaml = format == Format::Yaml;
        Some(Map { text, part, line, is_yaml, lines, characters, nodes, words, root })
    }

    /// Notes on each line where the first thing begins that may not be shown. What stands before the part belongs to another document.
    fn hide(&mut self) {
        let before = &self.text[self.lines[0].start..self.part.start];
        if !before.trim_start_matches('\u{feff}').trim().is_empty() {
            self.lines[0].hidden = Some(self.lines[0].start);
        }
        let mut line = 0;
        for word in &self.words {
            let node = &self.nodes[*word];
            if self.shown(node).is_some() {
                continue;
            }
            let range = self.absolute(&node.range);
            // In the order of the text, but that an empty value may be told after what follows it.
            while line > 0 && self.lines[line].start > range.start {
                line -= 1;
            }
            while self.lines.get(line + 1).is_some_and(|next| next.start <= range.start) {
                line += 1;
            }
            self.lines[line].hidden.get_or_insert(range.start);
            while self.lines.get(line + 1).is_some_and(|next| next.start < range.end) {
                line += 1;
                let start = self.lines[line].start;
                self.lines[line].hidden = Some(start);
            }
        }
    }

    /// As much of a word as may be shown: keys, names, aliases and what can be no secret. None where that is nothing.
    fn shown(&self, node: &Node) -> Option<&'t str> {
        let source = self.text.get(self.absolute(&node.range)).unwrap_or_default();
        let is_shown = match &node.content {
            Content::Scalar { is_block: true, .. } => false,
            Content::Alias(_) => true,
            _ if matches!(source, "true" | "false" | "null" | "{}" | "[]" | "") => true,
            Content::Scalar { text, .. } => match node.role {
                Role::Key => is_harmless(text) && !source.contains('\n'),
                Role::Name => is_name(text),
                Role::Free | Role::Other => false,
            },
            Content::Mapping(_) | Content::Sequence(_) => false,
        };
        is_shown.then_some(source)
    }

    /// Where the value at the path stands, or what is nearest to it on the way. What begins on a line of its own, a block of text
    /// or a collection, is pointed at by its key.
    pub fn find<'a>(&self, path: impl IntoIterator<Item = Step<'a>>) -> Position {
        let (at, key) = self.follow(path);
        let node = match (&self.nodes[at].content, key) {
            (Content::Scalar { is_block: true, .. }, None) if self.is_yaml => {
                return Position { last_line: self.last_line(at), ..self.position(self.header(at), false) };
            }
            (Content::Scalar { is_block: false, .. } | Content::Alias(_), _) | (_, None) => at,
            // A key that stands nowhere.
            (_, Some(key)) if self.nodes[key].range.is_empty() => at,
            (_, Some(key)) => key,
        };
        Position { last_line: self.last_line(at), ..self.position(self.first_line(node), Some(node) == key) }
    }

    /// Where the last key of a path stands, whatever its value; where the value stands, if no key does.
    pub fn find_key<'a>(&self, path: impl IntoIterator<Item = Step<'a>>) -> Position {
        let (at, key) = self.follow(path);
        let node = key.filter(|key| !self.nodes[*key].range.is_empty()).unwrap_or(at);
        self.position(self.first_line(node), Some(node) == key)
    }

    /// What stands at a path, or at as much of it as there is, and its key.
    fn follow<'a>(&self, path: impl IntoIterator<Item = Step<'a>>) -> (usize, Option<usize>) {
        let (mut at, mut key) = (self.root, None);
        for step in path {
            let Some((next_key, next)) = self.step(at, &step) else { break };
            (at, key) = (next, next_key);
        }
        (at, key)
    }

    /// The line of a literal block of text at the path, counted from 0, with as much of it as may be shown. None if it is written
    /// otherwise.
    pub fn line_in_block<'a>(
        &self,
        path: impl IntoIterator<Item = Step<'a>>,
        nth: usize,
        shown: &str,
    ) -> Option<(Position, Quote)> {
        let at = path.into_iter().try_fold(self.root, |at, step| Some(self.step(at, &step)?.1))?;
        let at = self.resolve(at);
        let Content::Scalar { is_block: true, .. } = self.nodes[at].content else { return None };
        let first = if self.is_yaml {
            let header = self.header(at);
            if self.text.get(header.clone()) != Some("|") {
                return None;
            }
            self.line_of(header.start) + 1
        } else {
            self.line_of(self.absolute(&self.nodes[at].range).start)
        };
        let line = self.lines.get(first + nth)?;
        let source = self.text.get(line.start..)?.lines().next()?;
        // The first line may begin with a keyword.
        let before = self.absolute(&self.nodes[at].range).start.saturating_sub(line.start);
        let before = if self.is_yaml || before > source.len() { 0 } else { before };
        let indent = before.max(source.len() - source.trim_start().len());
        let range = line.start + indent..line.start + source.trim_end().len();
        let before = format!("{}{MASK} ", &source[..indent]);
        let text = format!("{before}{shown} {MASK}");
        let quote = Quote { range: before.len()..before.len() + shown.len(), text };
        (range.start < range.end).then(|| (self.position(range, false), quote))
    }

    /// How the string at the path is written; `None` if there is something else.
    pub fn spelling<'a>(&self, path: impl IntoIterator<Item = Step<'a>>) -> Option<Spelling> {
        let nth = self.node_at(path)?;
        let target = self.resolve(nth);
        let Content::Scalar { text, is_block } = &self.nodes[target].content else { return None };
        let range = self.absolute(&self.nodes[target].range);
        let source = self.text.get(range.clone())?;
        let quotes = usize::from(source.starts_with(['"', '\'']));
        let inner = range.start + quotes..range.end.saturating_sub(quotes).max(range.start + quotes);
        Some(match self.text.get(inner.clone()) {
            _ if *is_block => Spelling::Otherwise,
            Some(inner_text) if inner_text == text && nth == target => Spelling::Plain(inner),
            Some(inner_text) if inner_text == text => Spelling::Alias(inner),
            _ => Spelling::Otherwise,
        })
    }

    /// Where the collection at the path begins; `None` if there is none.
    pub fn front<'a>(&self, path: impl IntoIterator<Item = Step<'a>>) -> Option<Front> {
        let node = &self.nodes[self.resolve(self.node_at(path)?)];
        let (Content::Mapping(children) | Content::Sequence(children)) = &node.content else { return None };
        let range = self.absolute(&node.range);
        let is_empty = children.is_empty();
        let first = children.first().map(|first| self.absolute(&self.nodes[*first].range).start);
        let (is_list, text) = (matches!(node.content, Content::Sequence(_)), self.text.get(range.clone())?);
        // A list that is not indented begins after its first dash, with its first item.
        let is_in_brackets =
            if is_list { text.starts_with('[') && first != Some(range.start) } else { text.starts_with('{') };
        if is_in_brackets {
            let inside = self.text.get(range.start + 1..range.end)?.trim_start();
            let keys = if is_list { inside.strip_prefix('{').map(str::trim_start) } else { Some(inside) };
            let is_json = keys.is_none_or(|keys| keys.starts_with(['"', '}']));
            return Some(Front { at: range.start + 1, column: None, is_empty, is_json });
        }
        let at = match is_list {
            true if text.starts_with('-') => range.start,
            true => self.text.get(..range.start)?.trim_end().strip_suffix('-')?.len(),
            false => first?,
        };
        let line_start = self.text.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
        let before = self.text.get(line_start..at)?.trim_start_matches('\u{feff}');
        Some(Front { at, column: Some(before.chars().count()), is_empty, is_json: false })
    }

    fn node_at<'a>(&self, path: impl IntoIterator<Item = Step<'a>>) -> Option<usize> {
        path.into_iter().try_fold(self.root, |at, step| self.step(at, &step).map(|(_, next)| next))
    }

    /// The line on which a node ends.
    fn last_line(&self, nth: usize) -> usize {
        let range = self.absolute(&self.nodes[nth].range);
        self.line + self.line_of(range.end.max(range.start + 1) - 1)
    }

    /// The line of a position. All scalars on it are masked but keys and names, and what stands at the position: of that this much
    /// may be shown.
    pub fn quote(&self, position: &Position, shown: Option<&str>) -> Quote {
        let nth = self.line_of(position.range.start);
        let end = self.lines.get(nth + 1).map_or(self.part.end, |next| next.start - 1);
        // Another document may stand on the same line, and a line may be the whole file.
        let begin = self.lines[nth].start.max(self.part.start);
        let start = begin.max(self.text.floor_char_boundary(position.range.start.saturating_sub(AROUND)));
        let end = end.min(self.text.floor_char_boundary(position.range.end + AROUND));
        let cut = if start > begin { "…" } else { "" };
        let mut line = Line { text: cut.to_owned(), position, marks: [None; 2] };
        let mut at = start;
        for node in self.words_between(start, end) {
            let range = self.absolute(&node.range);
            if !line.copy(self.text, at..range.start.max(start))
                || matches!(node.content, Content::Scalar { is_block: true, .. })
            {
                return line.end();
            }
            let is_value = node.role != Role::Key && !matches!(node.content, Content::Alias(_));
            // What was found may be shown only as far as the finding does, whatever key it has.
            let is_found = is_value && range.start == position.range.start;
            let words = shown
                .filter(|_| is_found)
                .map(|shown| quoted_like(self.text.get(range.clone()).unwrap_or_default(), shown))
                .or_else(|| self.shown(node).filter(|_| !is_found || node.role != Role::Name).map(Cow::Borrowed));
            let words = words.unwrap_or(Cow::Borrowed(MASK));
            line.add(&range, &words);
            at = range.end;
        }
        line.copy(self.text, at..end);
        line.end()
    }

    /// The scalars and aliases that are at least in part between two places of the text, in their order.
    fn words_between(&self, start: usize, end: usize) -> impl Iterator<Item = &Node> {
        let [start, end] = [start, end].map(|at| at - self.part.start);
        let first = self.words.partition_point(|word| self.nodes[*word].range.start < start);
        let (before, after) = self.words.split_at(first);
        let last = before.last().map(|word| &self.nodes[*word]).filter(|node| node.range.end > start);
        let after = after.iter().map(|word| &self.nodes[*word]);
        last.into_iter().chain(after.take_while(move |node| node.range.start < end))
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
                // The last of several counts.
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
        let nth = self.line_of(range.start);
        let line = &self.lines[nth];
        let is_exact = line.hidden.is_none_or(|hidden| range.start <= hidden);
        let column = 1 + self.characters_between(line.start, range.start);
        Position {
            line: self.line + nth,
            last_line: self.line + nth,
            column: is_exact.then_some(column),
            end_column: column + self.characters_between(range.start, range.end),
            is_key,
            range,
        }
    }

    /// The number of the line in the part on which this place is.
    fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.start <= at).max(1) - 1
    }

    /// How many characters a person sees between two places of a line.
    fn characters_between(&self, start: usize, end: usize) -> usize {
        let outside = self.text.get(start..self.part.start.clamp(start, end)).unwrap_or_default();
        let mark = self.text.get(start..end).is_some_and(|text| text.starts_with('\u{feff}'));
        let [inside, end] = [start.max(self.part.start), end.max(self.part.start)].map(|at| self.characters_before(at));
        characters_in(outside.as_bytes()) + end - inside - usize::from(mark)
    }

    /// How many characters of the part are before a place in it.
    fn characters_before(&self, at: usize) -> usize {
        let at = at - self.part.start;
        let nth = (at / STRIDE).min(self.characters.len() - 1);
        let rest = &self.text.as_bytes()[self.part.start + nth * STRIDE..self.part.start + at];
        self.characters[nth] + characters_in(rest)
    }
}

/// How many characters begin in these bytes of UTF-8.
fn characters_in(bytes: &[u8]) -> usize {
    #[cfg(test)]
    tests::COUNTED.set(tests::COUNTED.get() + bytes.len());
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

impl Position {
    /// Where it is in the text, in bytes. For comparing, not for showing.
    pub fn offset(&self) -> usize {
        self.range.start
    }

    /// Where it ends on its line; none if that would say how long something is that may not be shown.
    pub fn end_column(&self, is_shown: bool) -> Option<usize> {
        self.column.filter(|_| is_shown || self.is_key).map(|_| self.end_column)
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

/// The keys that stand again in the same mapping of a document, each where it stands last. None in JSON, and none that may not be shown.
pub fn duplicates(part: &Part<'_>) -> Vec<Problem> {
    if !part.has_duplicates() {
        return Vec::new();
    }
    let Some(map) = Map::of(part) else { return Vec::new() };
    let mut again = Vec::new();
    for node in &map.nodes {
        let Content::Mapping(members) = &node.content else { continue };
        let mut last = HashMap::new();
        for key in members.iter().step_by(2) {
            let Content::Scalar { text, .. } = &map.nodes[*key].content else { continue };
            if text != "<<" && last.insert(text.as_str(), *key).is_some() {
                again.push((*key, text.as_str(), node.range.start));
            }
        }
    }
    // Of several, the last counts.
    let is_last = |nth: usize, key: &str, start: usize| {
        !again.iter().any(|(other, text, range)| *other > nth && *text == key && *range == start)
    };
    let problem = |(nth, key, _): &(usize, &str, usize)| {
        let position = map.position(map.first_line(*nth), true);
        let name = if is_harmless(key) { format!(" `{key}`") } else { String::new() };
        let message = format!("duplicate key{name}: the last one counts");
        Problem { line: position.line, column: position.column, message }
    };
    again.iter().filter(|(nth, key, start)| is_last(*nth, key, *start)).map(problem).collect()
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
        let mut options = Options::default();
        options.set_emit_comments(false);
        for event in Parser::new_from_str_with_options(text, options) {
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
