//! YAML as JSON values, as kubectl reads it: built from the parser's events, in one pass.
//!
//! The schema is that of `sigs.k8s.io/yaml`, which is YAML 1.1 for booleans and octal numbers. `<<` merges mappings. No error quotes the
//! text.

use std::borrow::Cow;
use std::collections::HashMap;

use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine as _, alphabet};
use granit_parser::{ErrorKind, Event, Marker, Options, Parser, ScalarStyle, Tag};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

/// How deep lists and mappings may be nested, aliases included.
const DEEPEST: usize = 64;
/// How much all aliases of a text may stand for, in nodes, and in pieces of text of so many bytes.
const ROOM: usize = 1_000_000;
const PIECE: usize = 64;

/// The documents of a text that are not null.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Values {
    pub(super) documents: Vec<Value>,
    /// Whether a mapping has a key several times. The last one counts.
    pub(super) has_duplicates: bool,
}

/// Why a text cannot be read, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// Line and column, both from 1.
    pub(super) at: (usize, usize),
    /// Without any of the text.
    pub(super) reason: Cow<'static, str>,
}

/// Reads a text.
pub(super) fn values(text: &str) -> Result<Values, Broken> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    let mut reader = Reader { values: Values::default(), open: Vec::new(), anchors: HashMap::new(), room: ROOM };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| match error.kind() {
            ErrorKind::UnknownAnchor => broken(error.marker(), "an alias refers to an anchor that is not defined"),
            _ => broken(error.marker(), error.info()),
        })?;
        reader.read(event).map_err(|reason| broken(&span.start, reason))?;
    }
    Ok(reader.values)
}

fn broken(at: &Marker, reason: impl Into<Cow<'static, str>>) -> Broken {
    Broken { at: (at.line().max(1), at.col() + 1), reason: reason.into() }
}

struct Reader {
    values: Values,
    /// The collections around what is read.
    open: Vec<Open>,
    /// What the anchors of the document stand for. Those whose node is still open are not among them.
    anchors: HashMap<usize, Anchored>,
    /// What is left of it for aliases.
    room: usize,
}

struct Open {
    anchor: usize,
    collection: Collection,
}

enum Collection {
    List(Vec<Value>),
    Mapping {
        members: Map<String, Value>,
        /// The key whose value comes next.
        key: Option<Key>,
        /// What is merged into it: what comes first, wins.
        merged: Vec<Map<String, Value>>,
    },
}

struct Anchored {
    value: Value,
    key: Option<Key>,
    size: Size,
}

#[derive(Clone)]
enum Key {
    Name(String),
    /// `<<`
    Merge,
}

#[derive(Clone, Copy, Default)]
struct Size {
    /// In nodes and pieces of text.
    nodes: usize,
    depth: usize,
}

type Reason = &'static str;

const TOO_DEEP: Reason = "nested too deeply";
const TOO_MUCH: Reason = "its aliases expand beyond a limit";
const NO_KEY: Reason = "expected a string as the key";
const WRONG_TAG: Reason = "a tag does not match its value";

impl Reader {
    fn read(&mut self, event: Event<'_>) -> Result<(), Reason> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = Kind::of(tag.as_deref());
                let is_plain = style == ScalarStyle::Plain;
                // Most keys are read as nothing else.
                if anchor == 0
                    && let Some(Open { collection: Collection::Mapping { key: next @ None, .. }, .. }) =
                        self.open.last_mut()
                {
                    *next = Some(key(text, is_plain, tag)?);
                    return Ok(());
                }
                let name = if anchor == 0 { None } else { key(text.clone(), is_plain, tag).ok() };
                let value = scalar(text, is_plain, tag)?;
                self.complete(value, name, anchor)
            }
            Event::Alias(anchor) => {
                let Some(Anchored { value, key, size }) = self.anchors.get(&anchor) else {
                    return Err("an alias refers to a value that contains it");
                };
                self.room = self.room.checked_sub(size.nodes).ok_or(TOO_MUCH)?;
                if self.open.len() + size.depth > DEEPEST {
                    return Err(TOO_DEEP);
                }
                let (value, key) = (value.clone(), key.clone());
                self.complete(value, key, 0)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.begin(Collection::List(Vec::new()), anchor, tag.as_deref(), Kind::List)
            }
            Event::MappingStart(_, anchor, tag) => {
                let mapping = Collection::Mapping { members: Map::new(), key: None, merged: Vec::new() };
                self.begin(mapping, anchor, tag.as_deref(), Kind::Mapping)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open { anchor, collection }) => self.complete(collection.end(), None, anchor),
                None => Ok(()),
            },
            Event::DocumentEnd => {
                self.anchors.clear();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, collection: Collection, anchor: usize, tag: Option<&Tag>, own: Kind) -> Result<(), Reason> {
        let kind = Kind::of(tag);
        if kind != own && !matches!(kind, Kind::None | Kind::Plain | Kind::Other) {
            return Err(WRONG_TAG);
        }
        if let Some(Open { collection: Collection::Mapping { key: None, .. }, .. }) = self.open.last() {
            return Err(NO_KEY);
        }
        if self.open.len() >= DEEPEST {
            return Err(TOO_DEEP);
        }
        self.open.push(Open { anchor, collection });
        Ok(())
    }

    /// Takes a value that was read to its end to where it belongs; `as_key` is what it means as a key.
    fn complete(&mut self, value: Value, as_key: Option<Key>, anchor: usize) -> Result<(), Reason> {
        if anchor != 0 {
            let size = size(&value);
            self.room = self.room.checked_sub(size.nodes).ok_or(TOO_MUCH)?;
            self.anchors.insert(anchor, Anchored { value: value.clone(), key: as_key.clone(), size });
        }
        match self.open.last_mut().map(|open| &mut open.collection) {
            None if value.is_null() => {}
            None => self.values.documents.push(value),
            Some(Collection::List(items)) => items.push(value),
            Some(Collection::Mapping { members, key, merged }) => match key.take() {
                None => *key = Some(as_key.ok_or(NO_KEY)?),
                Some(Key::Merge) => merge(value, merged)?,
                Some(Key::Name(name)) => {
                    self.values.has_duplicates |= members.insert(name, value).is_some();
                }
            },
        }
        Ok(())
    }
}

impl Collection {
    fn end(self) -> Value {
        match self {
            Collection::List(items) => Value::Array(items),
            Collection::Mapping { mut members, merged, .. } => {
                for (name, value) in merged.into_iter().flatten() {
                    if let Entry::Vacant(vacant) = members.entry(name) {
                        vacant.insert(value);
                    }
                }
                Value::Object(members)
            }
        }
    }
}

/// Takes the mappings of a value that is merged.
fn merge(value: Value, merged: &mut Vec<Map<String, Value>>) -> Result<(), Reason> {
    match value {
        Value::Null => Ok(()),
        Value::Object(members) => {
            merged.push(members);
            Ok(())
        }
        Value::Array(items) => items.into_iter().try_for_each(|item| merge(item, merged)),
        _ => Err("expected a mapping or a list of mappings after `<<`"),
    }
}

fn size(value: &Value) -> Size {
    let around = |sizes: &mut dyn Iterator<Item = Size>| {
        let all = sizes.fold(Size::default(), |all, one| Size {
            nodes: all.nodes.saturating_add(one.nodes),
            depth: all.depth.max(one.depth),
        });
        Size { nodes: all.nodes.saturating_add(1), depth: all.depth + 1 }
    };
    match value {
        Value::Array(items) => around(&mut items.iter().map(size)),
        Value::Object(members) => around(&mut members.iter().map(|(name, value)| {
            let size = size(value);
            Size { nodes: size.nodes + 1 + name.len() / PIECE, ..size }
        })),
        Value::String(text) => Size { nodes: 1 + text.len() / PIECE, depth: 0 },
        _ => Size { nodes: 1, depth: 0 },
    }
}

/// What a tag says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    None,
    Null,
    Boolean,
    Integer,
    Float,
    Text,
    /// `!`, which leaves nothing to be guessed.
    Plain,
    Binary,
    Timestamp,
    List,
    Mapping,
    Merge,
    /// What nobody but an application understands, so that a value is what it looks like.
    Other,
}

impl Kind {
    fn of(tag: Option<&Tag>) -> Self {
        let Some(tag) = tag else { return Kind::None };
        match tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() {
            Some("null") => Kind::Null,
            Some("bool") => Kind::Boolean,
            Some("int") => Kind::Integer,
            Some("float") => Kind::Float,
            Some("str") => Kind::Text,
            Some("binary") => Kind::Binary,
            Some("timestamp") => Kind::Timestamp,
            Some("seq") => Kind::List,
            Some("map") => Kind::Mapping,
            Some("merge") => Kind::Merge,
            None if tag.suffix_in_namespace("!").is_some_and(|suffix| suffix.is_empty()) => Kind::Plain,
            _ => Kind::Other,
        }
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// What a scalar means as a key.
fn key(text: Cow<'_, str>, is_plain: bool, tag: Kind) -> Result<Key, Reason> {
    match tag {
        Kind::None | Kind::Merge if is_plain && text == "<<" => Ok(Key::Merge),
        Kind::None | Kind::Other if is_plain && is_null(&text) => Err(NO_KEY),
        Kind::None | Kind::Text | Kind::Plain | Kind::Merge | Kind::Other => Ok(Key::Name(text.into_owned())),
        _ => Err(NO_KEY),
    }
}

fn scalar(text: Cow<'_, str>, is_plain: bool, tag: Kind) -> Result<Value, Reason> {
    match tag {
        Kind::None | Kind::Other if is_plain => plain(text),
        Kind::None | Kind::Other | Kind::Text | Kind::Plain | Kind::Merge => Ok(text.into_owned().into()),
        Kind::Null => Ok(Value::Null),
        Kind::Boolean => boolean(text.trim_ascii()).map(Value::Bool).ok_or("invalid boolean"),
        Kind::Integer => integer(text.trim_ascii()).map(Value::Number).ok_or("invalid integer"),
        Kind::Float => float(text.trim_ascii())?.map(Value::Number).ok_or("invalid number"),
        Kind::Binary => {
            let bytes = base64(&text).ok_or("invalid base64")?;
            String::from_utf8(bytes).map(Value::String).map_err(|_| "binary data is not text")
        }
        Kind::Timestamp | Kind::List | Kind::Mapping => Err(WRONG_TAG),
    }
}

/// A scalar that is not in quotes is what it looks like.
fn plain(text: Cow<'_, str>) -> Result<Value, Reason> {
    // Most are words.
    let begin = text.bytes().next().unwrap_or_default();
    if begin.is_ascii_digit() || matches!(begin, b'+' | b'-' | b'.') {
        if let Some(number) = integer(&text) {
            return Ok(number.into());
        }
        if let Some(number) = float(&text)? {
            return Ok(number.into());
        }
    } else if is_null(&text) {
        return Ok(Value::Null);
    } else if let Some(truth) = boolean(&text) {
        return Ok(truth.into());
    }
    Ok(text.into_owned().into())
}

/// The booleans of YAML 1.1.
fn boolean(text: &str) -> Option<bool> {
    let is_one_of = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if text.len() > 5 {
        None
    } else if is_one_of(["true", "yes", "y", "on"]) {
        Some(true)
    } else {
        is_one_of(["false", "no", "n", "off"]).then_some(false)
    }
}

/// An integer of 64 bits: decimal, with a prefix, or octal as in YAML 1.1. `_` may stand between digits.
fn integer(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (radix, digits) = match unsigned.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &unsigned[2..]),
        [b'0', b'o' | b'O', ..] => (8, &unsigned[2..]),
        [b'0', b'b' | b'B', ..] => (2, &unsigned[2..]),
        [b'0', _, ..] => (8, &unsigned[1..]),
        _ => (10, unsigned),
    };
    let digits = digits.strip_prefix('_').filter(|_| radix != 10).unwrap_or(digits);
    let mut magnitude: Option<u64> = None;
    let mut is_after_digit = false;
    for byte in digits.bytes() {
        if byte == b'_' && is_after_digit {
            is_after_digit = false;
            continue;
        }
        let digit = char::from(byte).to_digit(radix)?;
        magnitude = Some(magnitude.unwrap_or_default().checked_mul(u64::from(radix))?.checked_add(u64::from(digit))?);
        is_after_digit = true;
    }
    let magnitude = magnitude.filter(|_| is_after_digit)?;
    if text.starts_with('-') { 0_i64.checked_sub_unsigned(magnitude).map(Number::from) } else { Some(magnitude.into()) }
}

/// JSON has no number for what is infinite or none.
fn float(text: &str) -> Result<Option<Number>, Reason> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_signed = unsigned.len() < text.len();
    match unsigned {
        ".inf" | ".Inf" | ".INF" => return Err("expected a finite number"),
        ".nan" | ".NaN" | ".NAN" if !is_signed => return Err("expected a number, found NaN"),
        _ => {}
    }
    let exponent_at = unsigned.find(['e', 'E']).unwrap_or(unsigned.len());
    let (mantissa, exponent) = unsigned.split_at(exponent_at);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_exponent = |text: &str| {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        !digits.is_empty() && is_digits(digits)
    };
    let is_float = !(whole.is_empty() && fraction.is_empty())
        && is_digits(whole)
        && is_digits(fraction)
        && (exponent.is_empty() || is_exponent(&exponent[1..]));
    if !is_float {
        return Ok(None);
    }
    // As JSON writes it, which has no leading zeros and no bare point: the parser of JSON is here anyway, and that of Rust has tables of
    // 10 KB, which every page would load.
    let sign = if text.starts_with('-') { "-" } else { "" };
    let json = format!("{sign}{}.{}{exponent}", or_zero(whole.trim_start_matches('0')), or_zero(fraction));
    let number = serde_json::from_str(&json).ok().and_then(Number::from_f64);
    number.map(Some).ok_or("a number is too large")
}

fn or_zero(digits: &str) -> &str {
    if digits.is_empty() { "0" } else { digits }
}

/// Base64 with its padding, as Go reads it, and with white space anywhere.
fn base64(text: &str) -> Option<Vec<u8>> {
    const BASE64: GeneralPurpose =
        GeneralPurpose::new(&alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));
    let letters: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    BASE64.decode(letters).ok()
}

#[cfg(test)]
mod tests;
