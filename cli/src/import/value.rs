//! What a file says, with the place where it says it: JSON, YAML and TOML alike.
//!
//! These files hold credentials: an error says where and what kind, and never repeats text.

use std::fmt;
use std::path::Path;
use std::rc::Rc;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use toml_edit::{Item, TableLike};

use super::findings::Source;
use crate::error::Error;
use crate::read;

const DEEPEST: usize = 64;

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

/// The name that a file has in comments and errors.
pub(crate) fn shown(path: &Path) -> Rc<str> {
    path.display().to_string().chars().map(|c| if c.is_control() { '?' } else { c }).collect::<String>().into()
}

/// The text of a file.
pub(crate) fn text_of(path: &Path) -> Result<String, Error> {
    let error = |what: &dyn fmt::Display| Error::new(format!("{}: {what}", shown(path)));
    let bytes = read::regular(path).map_err(|it| error(&it))?;
    String::from_utf8(bytes).map_err(|_| error(&"not UTF-8 text"))
}

/// Reads JSON, as strictly as Go does.
pub(crate) fn json(file: &Rc<str>, text: &str) -> Result<Value, Error> {
    serde_json::from_str::<serde::de::IgnoredAny>(text)
        .map_err(|error| At { file: file.clone(), line: error.line() }.error("is not valid JSON"))?;
    yaml(file, text)
}

/// Reads the first document of YAML.
pub(crate) fn yaml(file: &Rc<str>, text: &str) -> Result<Value, Error> {
    let mut reader = Yaml { file, events: Parser::new_from_str(text) };
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

struct Yaml<'f, I> {
    file: &'f Rc<str>,
    events: I,
}

impl<'t, I: Iterator<Item = Result<(Event<'t>, Span), ScanError>>> Yaml<'_, I> {
    fn at(&self, marker: granit_parser::Marker) -> At {
        At { file: self.file.clone(), line: marker.line() }
    }

    fn value(&self, span: Span, data: Data) -> Value {
        Value { at: self.at(span.start), data, has_header: false }
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
        let data = match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) => Data::Word(text.into_owned()),
            Event::Scalar(text, ..) => Data::Text(text.into_owned()),
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break Data::List(items),
                        (event, span) => items.push(self.node(event, span, depth)?),
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut members: Vec<(String, Value)> = Vec::new();
                loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::MappingEnd) {
                        break Data::Map(members);
                    }
                    let key = self.node(event, span, depth)?;
                    let (event, span) = self.next()?;
                    let value = Value { at: key.at.clone(), ..self.node(event, span, depth)? };
                    let name = key.text()?;
                    if members.iter().any(|(earlier, _)| earlier == name) {
                        return Err(key.at.error("is given twice"));
                    }
                    members.push((name.to_owned(), value));
                }
            }
            Event::Alias(_) => return Err(at.error("is an alias, which is not supported")),
            _ => return Err(at.error("is not valid YAML")),
        };
        Ok(Value { at, data, has_header: false })
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
        Value { at: self.at(offset), data, has_header }
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

    /// The member of a map. Go's readers take a name in any case where there is none in the right one.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let Data::Map(members) = &self.data else { return None };
        let exact = members.iter().find(|(key, _)| key == name);
        let found = exact.or_else(|| members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// The value at the end of a path.
    pub(crate) fn path(&self, names: &[&str]) -> Option<&Value> {
        names.iter().try_fold(self, |value, name| value.get(name))
    }

    fn is_null(&self) -> bool {
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

    pub(crate) fn text(&self) -> Result<&str, Error> {
        match &self.data {
            Data::Text(text) | Data::Word(text) => Ok(text),
            Data::List(_) | Data::Map(_) => Err(self.at.error("is not a string")),
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
    fn errors_repeat_nothing() {
        let file: Rc<str> = "f".into();
        let errors = [
            json(&file, "{\"a\": CANARY}").unwrap_err(),
            json(&file, "{\"a\": 1, \"a\": \"CANARY\"}").unwrap_err(),
            yaml(&file, "a: [CANARY\nb: \"").unwrap_err(),
            yaml(&file, "a: &x CANARY\nb: *x\n").unwrap_err(),
            toml(&file, "a = 1\npassword = CANARY\n").unwrap_err(),
            toml(&file, "CANARY = 1\nCANARY = 2\n").unwrap_err(),
        ]
        .map(|error| error.to_string());
        let expected = [
            "f:1: is not valid JSON",
            "f:1: is given twice",
            "f:2: is not valid YAML",
            "f:2: is an alias, which is not supported",
            "f:2: is not valid TOML",
            "f:2: is not valid TOML",
        ];
        assert_eq!(errors, expected);
    }
}
