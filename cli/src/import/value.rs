//! What a file says, with the place where it says it: JSON, YAML and TOML alike.
//!
//! These files hold credentials: an error says where and what kind, and never repeats text.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use toml_edit::{Item, TableLike};

use super::findings::Source;
use crate::error::Error;
use crate::read;

const DEEPEST: usize = 64;

/// Values that aliases may make of a file: more than any configuration has.
const MOST_VALUES: usize = 200_000;

/// A line of a file, from 1. No column: it would say how long a password is that stands before it.
#[derive(Clone, Debug)]
pub(crate) struct At {
    file: Rc<str>,
    line: usize,
}

impl At {
    pub(crate) fn error(&self, what: &str) -> Error {
        Error::new(format!("{}:{}: {what}", self.file, self.line))
    }
}

/// A value. Members of a map stand where their key does.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) at: At,
    data: Data,
    syntax: Syntax,
    /// Whether it is a table of TOML that is not written as dotted keys or in line.
    pub(crate) has_header: bool,
}

#[derive(Clone, Debug)]
enum Data {
    Text(String),
    /// What has no quotes: numbers, truth values, in YAML text too.
    Word(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// What a reader makes of keys and words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Json,
    Yaml,
    Toml,
}

/// What a reader makes of a key that is given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Twice {
    /// The last one counts, as in Go's `encoding/json`.
    Last,
    /// As yaml.v2 does for registries.yaml: what is a struct takes both, of a map's keys the last one counts.
    Merged,
    Refused,
}

/// The name that a file has in comments and errors.
pub(crate) fn shown(path: &Path) -> Rc<str> {
    read::slashed(path).chars().map(|c| if c.is_control() { '?' } else { c }).collect::<String>().into()
}

/// Reads JSON as Go does: strictly, and the last of equal keys counts. What is empty is an empty object, as it is to dockerd.
pub(crate) fn json(file: &Rc<str>, text: &str) -> Result<Value, Error> {
    let text = if text.trim().is_empty() { "{}" } else { text };
    serde_json::from_str::<serde::de::IgnoredAny>(text)
        .map_err(|error| At { file: file.clone(), line: error.line() }.error("is not valid JSON"))?;
    read(file, text, Syntax::Json, Twice::Last)
}

/// Reads the first document of YAML.
pub(crate) fn yaml(file: &Rc<str>, text: &str, twice: Twice) -> Result<Value, Error> {
    read(file, text, Syntax::Yaml, twice)
}

/// Reads all documents of YAML, or JSON.
pub(crate) fn documents(file: &Rc<str>, text: &str) -> Result<Vec<Value>, Error> {
    let mut documents = Vec::new();
    let mut reader = Yaml::new(file, text, Syntax::Yaml, Twice::Last);
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
            (Event::StreamEnd, _) => return Ok(documents),
            (event, span) => documents.push(reader.node(event, span, DEEPEST)?),
        }
    }
}

fn read(file: &Rc<str>, text: &str, syntax: Syntax, twice: Twice) -> Result<Value, Error> {
    let mut reader = Yaml::new(file, text, syntax, twice);
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(..), _) => {}
            (Event::StreamEnd | Event::DocumentEnd, span) => {
                return Ok(reader.value(span, Data::Map(Vec::new())));
            }
            (event, span) => return reader.node(event, span, DEEPEST),
        }
    }
}

struct Yaml<'t> {
    file: Rc<str>,
    events: Box<dyn Iterator<Item = Result<(Event<'t>, Span), ScanError>> + 't>,
    anchors: HashMap<usize, Value>,
    syntax: Syntax,
    twice: Twice,
    /// What aliases may still add.
    left: usize,
}

impl<'t> Yaml<'t> {
    fn new(file: &Rc<str>, text: &'t str, syntax: Syntax, twice: Twice) -> Self {
        let events = Box::new(Parser::new_from_str(text));
        Yaml { file: file.clone(), events, anchors: HashMap::new(), syntax, twice, left: MOST_VALUES }
    }

    fn at(&self, marker: granit_parser::Marker) -> At {
        At { file: self.file.clone(), line: marker.line() }
    }

    fn value(&self, span: Span, data: Data) -> Value {
        Value { at: self.at(span.start), data, syntax: self.syntax, has_header: false }
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), Error> {
        match self.events.find(|event| !matches!(event, Ok((Event::Comment(..), _)))) {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(self.at(*error.marker()).error("is not valid YAML")),
            None => Err(Error::new(format!("{}: is not valid YAML: unexpected end", self.file))),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Value, Error> {
        let at = self.at(span.start);
        let depth = depth.checked_sub(1).ok_or_else(|| at.error("is nested too deeply"))?;
        let (data, anchor) = match event {
            Event::Scalar(text, ScalarStyle::Plain, anchor, _) => (Data::Word(text.into_owned()), anchor),
            Event::Scalar(text, _, anchor, _) => (Data::Text(text.into_owned()), anchor),
            Event::SequenceStart(_, anchor, _) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break (Data::List(items), anchor),
                        (event, span) => items.push(self.node(event, span, depth)?),
                    }
                }
            }
            Event::MappingStart(_, anchor, _) => (Data::Map(self.members(depth)?), anchor),
            Event::Alias(anchor) => {
                let value = self.anchors.get(&anchor).cloned().ok_or_else(|| at.error("is an alias of nothing"))?;
                self.left = self
                    .left
                    .checked_sub(value.size())
                    .ok_or_else(|| at.error("has aliases that make too much of it"))?;
                return Ok(value);
            }
            _ => return Err(at.error("is not valid YAML")),
        };
        let value = Value { at, data, syntax: self.syntax, has_header: false };
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
        Ok(value)
    }

    fn members(&mut self, depth: usize) -> Result<Vec<(String, Value)>, Error> {
        let mut members: Vec<(String, Value)> = Vec::new();
        let mut merged: Vec<(String, Value)> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                break;
            }
            let is_plain = matches!(event, Event::Scalar(_, ScalarStyle::Plain, ..));
            let key = self.node(event, span, depth)?;
            let (event, span) = self.next()?;
            let value = Value { at: key.at.clone(), ..self.node(event, span, depth)? };
            let name = key.word()?;
            if name == "<<" && is_plain && self.syntax == Syntax::Yaml {
                merged.extend(value.merge_source()?);
                continue;
            }
            match members.iter_mut().find(|(earlier, _)| earlier == name) {
                None => members.push((name.to_owned(), value)),
                Some(_) if self.twice == Twice::Refused => return Err(key.at.error("is given twice")),
                // The struct of all tables, then maps by registry, then structs.
                Some((_, earlier)) if self.twice == Twice::Merged && (DEEPEST - depth) % 2 == 1 => {
                    earlier.overlay(&value);
                }
                Some((_, earlier)) => *earlier = value,
            }
        }
        for (name, value) in merged {
            if members.iter().all(|(earlier, _)| *earlier != name) {
                members.push((name, value));
            }
        }
        Ok(members)
    }
}

/// Reads TOML.
pub(crate) fn toml(file: &Rc<str>, text: &str) -> Result<Value, Error> {
    let starts: Vec<usize> = [0].into_iter().chain(text.match_indices('\n').map(|(nth, _)| nth + 1)).collect();
    let reader = Toml { file, text, starts };
    match toml_edit::Document::parse(text) {
        Ok(document) => Ok(reader.value(document.as_item(), 0)),
        Err(error) => Err(reader.at(error.span().map_or(0, |span| span.start)).error("is not valid TOML")),
    }
}

struct Toml<'t> {
    file: &'t Rc<str>,
    text: &'t str,
    /// Where lines begin.
    starts: Vec<usize>,
}

impl Toml<'_> {
    fn at(&self, offset: usize) -> At {
        let line = self.starts.partition_point(|start| *start <= offset);
        At { file: self.file.clone(), line }
    }

    fn value(&self, item: &Item, offset: usize) -> Value {
        let data = match item {
            Item::Table(table) => self.map(table),
            Item::ArrayOfTables(tables) => {
                let offset_of = |table: &toml_edit::Table| table.span().map_or(offset, |span| span.start);
                Data::List(tables.iter().map(|it| self.value(&Item::Table(it.clone()), offset_of(it))).collect())
            }
            Item::Value(toml_edit::Value::Array(array)) => Data::List(
                array
                    .iter()
                    .map(|it| self.value(&Item::Value(it.clone()), it.span().map_or(offset, |at| at.start)))
                    .collect(),
            ),
            Item::Value(toml_edit::Value::InlineTable(table)) => self.map(table),
            Item::Value(toml_edit::Value::String(text)) => Data::Text(text.value().clone()),
            other => Data::Word(other.span().and_then(|span| self.text.get(span)).unwrap_or_default().to_owned()),
        };
        let has_header = item.as_table().is_some_and(|table| !table.is_dotted());
        Value { at: self.at(offset), data, syntax: Syntax::Toml, has_header }
    }

    fn map(&self, table: &dyn TableLike) -> Data {
        let offset_of = |key| table.key(key).and_then(toml_edit::Key::span).map_or(0, |span| span.start);
        Data::Map(table.iter().map(|(key, item)| (key.to_owned(), self.value(item, offset_of(key)))).collect())
    }
}

impl Value {
    pub(crate) fn source(&self, why: impl Into<String>) -> Source {
        Source { file: self.at.file.clone(), line: self.at.line, why: why.into() }
    }

    /// The member of a map. Go's readers of JSON and TOML take a name in any case where there is none in the right one.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let Data::Map(members) = &self.data else { return None };
        let found = match self.syntax {
            Syntax::Yaml => members.iter().find(|(key, _)| key == name),
            // Of two that differ in case the last one counts.
            Syntax::Json => members.iter().rev().find(|(key, _)| key.eq_ignore_ascii_case(name)),
            Syntax::Toml => {
                let exact = members.iter().find(|(key, _)| key == name);
                exact.or_else(|| members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)))
            }
        };
        found.map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// The member by exactly this name.
    pub(crate) fn exactly(&self, name: &str) -> Option<&Value> {
        let Data::Map(members) = &self.data else { return None };
        members.iter().find(|(key, _)| key == name).map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// How many values there are.
    fn size(&self) -> usize {
        match &self.data {
            Data::Text(_) | Data::Word(_) => 1,
            Data::List(items) => items.iter().map(Value::size).sum::<usize>() + 1,
            Data::Map(members) => members.iter().map(|(_, value)| value.size()).sum::<usize>() + 1,
        }
    }

    /// What `<<` takes in: a map, or several of which the first counts.
    fn merge_source(&self) -> Result<Vec<(String, Value)>, Error> {
        match &self.data {
            Data::Map(members) => Ok(members.clone()),
            Data::List(items) => Ok(items.iter().map(Value::merge_source).collect::<Result<Vec<_>, _>>()?.concat()),
            Data::Text(_) | Data::Word(_) => Err(self.at.error("is not a map")),
        }
    }

    /// Takes the members of another map over its own; of anything else the other counts.
    pub(crate) fn overlay(&mut self, other: &Value) {
        match (&mut self.data, &other.data) {
            (Data::Map(members), Data::Map(others)) => {
                for (name, other) in others {
                    match members.iter_mut().find(|(key, _)| key == name) {
                        Some((_, value)) => *value = other.clone(),
                        None => members.push((name.clone(), other.clone())),
                    }
                }
            }
            _ => *self = other.clone(),
        }
    }

    /// The value at the end of a path.
    pub(crate) fn path(&self, names: &[&str]) -> Option<&Value> {
        names.iter().try_fold(self, |value, name| value.get(name))
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.data, Data::Word(word) if matches!(word.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The members of a map that may be missing.
    pub(crate) fn members(value: Option<&Value>) -> Result<&[(String, Value)], Error> {
        match value.map(|value| (&value.data, &value.at)) {
            None => Ok(&[]),
            Some((Data::Map(members), _)) => Ok(members),
            Some((_, at)) => Err(at.error("is not a map")),
        }
    }

    /// The items of a list that may be missing.
    pub(crate) fn items(value: Option<&Value>) -> Result<&[Value], Error> {
        match value.map(|value| (&value.data, &value.at)) {
            None => Ok(&[]),
            Some((Data::List(items), _)) => Ok(items),
            Some((_, at)) => Err(at.error("is not a list")),
        }
    }

    /// Text. Only YAML has text without quotes.
    pub(crate) fn text(&self) -> Result<&str, Error> {
        match &self.data {
            Data::Text(text) => Ok(text),
            Data::Word(text) if self.syntax == Syntax::Yaml => Ok(text),
            Data::Word(_) | Data::List(_) | Data::Map(_) => Err(self.at.error("is not a string")),
        }
    }

    /// Text or a word: a number, a name.
    pub(crate) fn word(&self) -> Result<&str, Error> {
        match &self.data {
            Data::Text(text) | Data::Word(text) => Ok(text),
            Data::List(_) | Data::Map(_) => Err(self.at.error("is not a string")),
        }
    }

    /// Text where it is some, for what nobody else reads.
    pub(crate) fn text_at(&self, names: &[&str]) -> Option<&str> {
        self.path(names).and_then(|value| value.text().ok())
    }

    pub(crate) fn is_map(&self) -> bool {
        matches!(self.data, Data::Map(_))
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.data, Data::List(_))
    }

    /// Whether a list or a map has nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.data {
            Data::List(items) => items.is_empty(),
            Data::Map(members) => members.is_empty(),
            Data::Text(_) | Data::Word(_) => false,
        }
    }

    /// What is in a list; nothing where it is none.
    pub(crate) fn list(&self) -> &[Value] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// The value itself, where it is true. YAML 1.1 has many words for it.
    pub(crate) fn if_true(value: Option<&Value>) -> Result<Option<&Value>, Error> {
        let Some(value) = value else { return Ok(None) };
        let Data::Word(word) = &value.data else { return Err(value.at.error("is neither true nor false")) };
        match word.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "y" => Ok(Some(value)),
            "false" | "no" | "off" | "n" => Ok(None),
            _ => Err(value.at.error("is neither true nor false")),
        }
    }

    /// The same map without a member.
    pub(crate) fn without(&self, name: &str) -> Value {
        let mut value = self.clone();
        if let Data::Map(members) = &mut value.data {
            members.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        }
        value
    }

    /// Adds what another says: maps by their members, lists by their items; of anything else the other counts.
    pub(crate) fn merge(&mut self, other: &Value) {
        match (&mut self.data, &other.data) {
            (Data::Map(members), Data::Map(others)) => {
                for (name, other) in others {
                    match members.iter_mut().find(|(key, _)| key == name) {
                        Some((_, value)) => value.merge(other),
                        None => members.push((name.clone(), other.clone())),
                    }
                }
            }
            (Data::List(items), Data::List(others)) => items.extend(others.iter().cloned()),
            _ => *self = other.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_place() {
        let file: Rc<str> = "f".into();
        let json = json(&file, "{\n  \"a\": [\"x\",\n    \"y\"]}").unwrap();
        let items = Value::items(json.get("a")).unwrap();
        assert_eq!(items.iter().map(|it| it.at.line).collect::<Vec<_>>(), [2, 3]);
        let toml = toml(&file, "a = 1\n[[r]]\nB = true\n[h.'x'.header]\n[d]\nk.l = 'é'\n").unwrap();
        let first = &Value::items(toml.get("r")).unwrap()[0];
        assert_eq!((first.at.line, first.get("b").map(|it| it.at.line)), (2, Some(3)));
        assert!(toml.path(&["h", "x"]).unwrap().has_header);
        assert!(!toml.path(&["d", "k"]).unwrap().has_header);
        assert_eq!(toml.path(&["d", "k", "l"]).unwrap().at.line, 6);
    }

    #[test]
    fn equal_keys() {
        let file: Rc<str> = "f".into();
        let last = json(&file, r#"{"a": ["x"], "A": ["y"]}"#).unwrap();
        assert_eq!(Value::items(last.get("a")).unwrap()[0].text().unwrap(), "y");
        let text = "m:\n  r: {a: 1, b: 2}\n  r: {a: 3}\nm:\n  s: {}\n";
        let merged = yaml(&file, text, Twice::Merged).unwrap();
        assert_eq!(merged.path(&["m", "r", "a"]).unwrap().word().unwrap(), "3");
        assert!(merged.path(&["m", "r", "b"]).is_none() && merged.path(&["m", "s"]).is_some());
        assert!(yaml(&file, text, Twice::Refused).is_err());
    }

    #[test]
    fn aliases() {
        let file: Rc<str> = "f".into();
        let value = yaml(&file, "a: &x {k: v}\nb: *x\nc: {<<: *x, l: w}\nd: {<<: [*x], k: u}\n", Twice::Last).unwrap();
        for (path, expected) in [(["b", "k"], "v"), (["c", "k"], "v"), (["c", "l"], "w"), (["d", "k"], "u")] {
            assert_eq!(value.text_at(&path), Some(expected));
        }
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for nth in 1..9 {
            let before = format!("*a{}", nth - 1);
            bomb.extend([format!("a{nth}: &a{nth} [{}]\n", vec![before; 10].join(", "))]);
        }
        assert!(yaml(&file, &bomb, Twice::Last).is_err());
    }

    #[test]
    fn errors_repeat_nothing() {
        let file: Rc<str> = "f".into();
        let errors = [
            json(&file, "{\"a\": CANARY}").unwrap_err(),
            yaml(&file, "a: 1\na: CANARY\n", Twice::Refused).unwrap_err(),
            yaml(&file, "a: [CANARY\nb: \"", Twice::Last).unwrap_err(),
            yaml(&file, "<<: CANARY\n", Twice::Last).unwrap_err(),
            toml(&file, "a = 1\npassword = CANARY\n").unwrap_err(),
            toml(&file, "CANARY = 1\nCANARY = 2\n").unwrap_err(),
        ]
        .map(|error| error.to_string());
        let expected = [
            "f:1: is not valid JSON",
            "f:2: is given twice",
            "f:2: is not valid YAML",
            "f:1: is not a map",
            "f:2: is not valid TOML",
            "f:2: is not valid TOML",
        ];
        assert_eq!(errors, expected);
    }
}
