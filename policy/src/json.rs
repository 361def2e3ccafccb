//! The policy's JSON parser: it borrows from the payload, skips rather than decodes, and never quotes in an error.
//!
//! Why not `serde_json` throughout: the policy looks at a few strings of a payload and must skip all others, on every request, in
//! an instance that was never warm. This parser skips 64 bytes at a time, with SIMD (`blocks`); with `serde_json` a pod took more
//! than twice the instructions, and a `ConfigMap` more than four times. Values that are used are parsed strictly. Skipped values
//! are checked only for quotes and brackets: the policy server has parsed and written them itself, and nothing depends on them.
//!
//! [`Raw`] is a value that is still text, [`Cursor`] goes through one, [`Text`] is a string out of it, and [`Json`] is a
//! whole small document.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use memchr::memchr;

use crate::json::simd::{LANES, Lanes};

mod blocks;
mod index;
pub(crate) mod simd;

pub use index::Index;

/// A string of the payload. Borrowed unless an escape had to be resolved; then its copies share it, since each finding has one,
/// and of each key above it.
#[derive(Clone)]
pub struct Text<'a>(Shared<'a>);

#[derive(Clone)]
enum Shared<'a> {
    Payload(&'a str),
    /// No `Rc<str>`, which the string would have to be copied into.
    Own(Rc<String>),
}

impl<'a> Text<'a> {
    /// The string where it stands in the payload; `None` if an escape had to be resolved.
    pub(crate) fn in_payload(&self) -> Option<&'a str> {
        match &self.0 {
            Shared::Payload(text) => Some(text),
            Shared::Own(_) => None,
        }
    }

    /// The string itself.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Shared::Payload(text) => text,
            Shared::Own(text) => text,
        }
    }
}

/// Copies of texts that outlive their source: one copy each, however many findings share it.
#[derive(Debug, Default)]
pub(crate) struct Kept(BTreeMap<(usize, usize), Text<'static>>);

impl Kept {
    /// A text that outlives its source.
    pub(crate) fn keep(&mut self, text: &Text<'_>) -> Text<'static> {
        match &text.0 {
            Shared::Own(text) => Text(Shared::Own(Rc::clone(text))),
            Shared::Payload(text) => {
                let place = (text.as_ptr().addr(), text.len());
                self.0.entry(place).or_insert_with(|| (*text).to_owned().into()).clone()
            }
        }
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Default for Text<'_> {
    fn default() -> Self {
        Text(Shared::Payload(""))
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text<'_> {}

impl PartialOrd for Text<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (text, other) = (self.as_str(), other.as_str());
        // Findings below one key share it, and it may be long.
        if std::ptr::eq(text, other) { Ordering::Equal } else { text.cmp(other) }
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Text(Shared::Payload(text))
    }
}

impl<'a> From<Text<'a>> for Cow<'a, str> {
    fn from(text: Text<'a>) -> Self {
        match text.0 {
            Shared::Payload(text) => Cow::Borrowed(text),
            Shared::Own(text) => Cow::Owned(Rc::unwrap_or_clone(text)),
        }
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Text(Shared::Own(Rc::new(text)))
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// The type of a JSON value, as messages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `null`, or an absent field.
    Null,
    /// `true` or `false`.
    Boolean,
    /// Any number.
    Number,
    /// A string.
    String,
    /// `[…]`, which Kubernetes calls a list.
    List,
    /// `{…}`.
    Object,
}

impl Type {
    /// With its article.
    pub fn name(self) -> &'static str {
        match self {
            Type::Null => "nothing",
            Type::Boolean => "a boolean",
            Type::Number => "a number",
            Type::String => "a string",
            Type::List => "a list",
            Type::Object => "an object",
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The nesting limit of [`Json`], the same as in `serde_json`.
pub const DEEPEST: usize = 128;

/// Why text cannot be parsed, and after how many valid bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxError {
    /// It is not JSON.
    NoJson(usize),
    /// It nests deeper than [`DEEPEST`].
    TooDeep(usize),
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SyntaxError::NoJson(at) => write!(f, "is not valid JSON at byte {at}"),
            SyntaxError::TooDeep(at) => write!(f, "nests deeper than {DEEPEST} levels at byte {at}"),
        }
    }
}

/// A value as text.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    json: &'a [u8],
    /// Of a text that this is a part of.
    index: Option<&'a Index>,
}

impl PartialEq for Raw<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl Eq for Raw<'_> {}

/// Without its text, which may hold secrets.
impl fmt::Debug for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {} bytes", self.kind(), self.json.len())
    }
}

impl<'a> Raw<'a> {
    /// The only value in the text.
    pub fn new(json: &'a [u8]) -> Result<Self, SyntaxError> {
        let mut cursor = Cursor::new(json);
        let value = cursor.skip()?;
        cursor.end()?;
        Ok(value)
    }

    /// The same, of a text that has an index.
    pub fn indexed(json: &'a [u8], index: &'a Index) -> Result<Self, SyntaxError> {
        let mut cursor = Cursor::indexed(json, index);
        let value = cursor.skip()?;
        cursor.end()?;
        Ok(value)
    }

    /// The text.
    pub fn as_bytes(self) -> &'a [u8] {
        self.json
    }

    /// Walks the value.
    pub fn cursor(self) -> Cursor<'a> {
        Cursor { json: self.json, at: 0, index: self.index }
    }

    /// The value's type.
    pub fn kind(self) -> Type {
        self.cursor().kind().unwrap_or(Type::Null)
    }

    /// The string as written; `None` for any other value.
    pub fn string(self) -> Option<Quoted<'a>> {
        self.cursor().string().ok()
    }

    /// The string; `None` for any other value.
    pub fn text(self) -> Option<Text<'a>> {
        self.string()?.text().ok()
    }

    /// The member with that name; `None` if this is not an object, or the member is absent or `null`. The last of several, as in
    /// Go's decoder.
    pub fn member(self, name: &str) -> Option<Raw<'a>> {
        let [member] = self.members([name]);
        member
    }

    /// The members with these names, in one pass.
    pub fn members<const N: usize>(self, names: [&str; N]) -> [Option<Raw<'a>>; N] {
        self.cursor().members(names).map_or([None; N], |members| members.values)
    }

    /// Calls `visit` with each member, if this is an object.
    pub fn each_member(self, mut visit: impl FnMut(Quoted<'a>, Raw<'a>)) {
        let _ = self.cursor().object(|key, cursor| {
            visit(key, cursor.skip()?);
            Ok(())
        });
    }

    /// The items; `None` if this is not a list.
    pub fn items(self) -> Option<Vec<Raw<'a>>> {
        let mut items = Vec::new();
        self.cursor()
            .list(|_, cursor| {
                items.push(cursor.skip()?);
                Ok(())
            })
            .ok()?;
        Some(items)
    }

    /// The item of that number. The list may be long: nothing of it is kept, and what follows is not read.
    pub(crate) fn item(self, nth: usize) -> Option<Raw<'a>> {
        let mut found = None;
        let _ = self.cursor().list(|index, cursor| {
            let item = cursor.skip()?;
            if index < nth {
                return Ok(());
            }
            found = Some(item);
            Err(SyntaxError::NoJson(0))
        });
        found
    }
}

/// A string as written, with its quotes: a key, or a value not decoded yet.
#[derive(Clone, Copy)]
pub struct Quoted<'a> {
    json: &'a [u8],
    may_have_escapes: bool,
}

/// Without its text, which may be a secret.
impl fmt::Debug for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
}

impl<'a> Quoted<'a> {
    /// The text between the quotes, escapes included.
    pub fn written(self) -> &'a [u8] {
        self.json.get(1..self.json.len().saturating_sub(1)).unwrap_or_default()
    }

    /// The parts before and after the first such byte, as written.
    pub fn split_once(self, byte: u8) -> Option<(Self, Self)> {
        let at = memchr(byte, self.written())?.saturating_add(1);
        let (before, behind) = (self.json.get(..=at)?, self.json.get(at..)?);
        Some((Quoted { json: before, ..self }, Quoted { json: behind, ..self }))
    }

    /// Whether it contains a backslash.
    pub fn has_escapes(self) -> bool {
        self.may_have_escapes && memchr(b'\\', self.written()).is_some()
    }

    /// Whether it is this string, however it is escaped.
    pub fn is(self, text: &str) -> bool {
        self.position_in([text]).is_some()
    }

    /// Which of these strings it is, however it is escaped.
    pub fn position_in<'t>(self, texts: impl IntoIterator<Item = &'t str> + Clone) -> Option<usize> {
        let written = self.written();
        let position =
            texts.clone().into_iter().position(|text| text.len() == written.len() && text.as_bytes() == written);
        if position.is_some() || !self.has_escapes() {
            return position;
        }
        let own = self.text().ok()?;
        texts.into_iter().position(|text| own.as_str() == text)
    }

    /// The string. An error if its escapes or its UTF-8 are invalid.
    pub fn text(self) -> Result<Text<'a>, SyntaxError> {
        let text = if self.has_escapes() {
            unescape(self.written()).and_then(|text| String::from_utf8(text).ok()).map(Text::from)
        } else {
            std::str::from_utf8(self.written()).ok().map(Text::from)
        };
        text.ok_or(SyntaxError::NoJson(0))
    }
}

impl<'a> From<Quoted<'a>> for Raw<'a> {
    fn from(string: Quoted<'a>) -> Self {
        Raw { json: string.json, index: None }
    }
}

/// Members of an object. `null` counts as absent.
pub struct Members<'a, const N: usize> {
    /// The values, in the order of the names that were asked for; the last of several.
    pub values: [Option<Raw<'a>>; N],
    /// The name that occurs more than once.
    pub twice: Option<usize>,
}

/// Walks JSON text, value by value.
pub struct Cursor<'a> {
    json: &'a [u8],
    at: usize,
    index: Option<&'a Index>,
}

impl<'a> Cursor<'a> {
    /// In front of the first value.
    pub fn new(json: &'a [u8]) -> Self {
        Cursor { json, at: 0, index: None }
    }

    /// The same, of a text that has an index.
    pub fn indexed(json: &'a [u8], index: &'a Index) -> Self {
        Cursor { json, at: 0, index: Some(index) }
    }

    /// The type of the next value.
    #[allow(clippy::inline_always)] // each value is asked
    #[inline(always)]
    pub fn kind(&mut self) -> Result<Type, SyntaxError> {
        match self.peek() {
            Some(b'{') => Ok(Type::Object),
            Some(b'[') => Ok(Type::List),
            Some(b'"') => Ok(Type::String),
            Some(b't' | b'f') => Ok(Type::Boolean),
            Some(b'n') => Ok(Type::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Type::Number),
            _ => self.error(),
        }
    }

    /// Consumes the next value, a string. An error for any other value.
    pub fn string(&mut self) -> Result<Quoted<'a>, SyntaxError> {
        if self.peek() == Some(b'"') { self.skip_string() } else { self.error() }
    }

    /// Consumes the next value and returns it as text.
    pub fn skip(&mut self) -> Result<Raw<'a>, SyntaxError> {
        let kind = self.kind()?;
        let start = self.at;
        match kind {
            Type::Object | Type::List => {
                let rest = self.json.get(start..).unwrap_or_default();
                let length = self.known_end_of_container(rest).or_else(|| blocks::end_of_container(rest));
                let Some(length) = length else { return Err(SyntaxError::NoJson(self.json.len())) };
                self.at = start.saturating_add(length);
            }
            Type::String => {
                self.skip_string()?;
            }
            Type::Null | Type::Boolean | Type::Number => self.skip_scalar()?,
        }
        Ok(Raw { json: self.json.get(start..self.at).unwrap_or_default(), index: self.index })
    }

    #[allow(clippy::inline_always)] // as above
    #[inline(always)]
    fn known_end_of_container(&self, rest: &[u8]) -> Option<usize> {
        self.index?.end_of_container(rest)
    }

    /// Consumes the next value if it is an object or a list that ends within this many bytes.
    pub(crate) fn skip_within(&mut self, bytes: usize) -> bool {
        let text = self.rest();
        let length = match self.known_end_of_container(text) {
            Some(length) => Some(length).filter(|length| *length <= bytes),
            None => blocks::end_of_container(text.get(..bytes).unwrap_or(text)),
        };
        self.at = self.at.saturating_add(length.unwrap_or_default());
        length.is_some()
    }

    /// The text from the next value on.
    pub(crate) fn rest(&mut self) -> &'a [u8] {
        self.peek();
        self.json.get(self.at..).unwrap_or_default()
    }

    /// Another cursor at the same value, to get its text after walking it.
    #[must_use]
    pub fn here(&self) -> Self {
        Cursor { ..*self }
    }

    /// Walks the next value, an object. `visit` gets each key and must consume its value. An error for any other value.
    pub fn object(
        &mut self,
        mut visit: impl FnMut(Quoted<'a>, &mut Self) -> Result<(), SyntaxError>,
    ) -> Result<(), SyntaxError> {
        self.sequence(b'{', b'}', |cursor, _| {
            let key = cursor.string()?;
            if cursor.peek() != Some(b':') {
                return cursor.error();
            }
            cursor.step();
            visit(key, cursor)
        })
    }

    /// Consumes the next value, an object, and returns the members with these names.
    pub fn members<const N: usize>(&mut self, names: [&str; N]) -> Result<Members<'a, N>, SyntaxError> {
        let mut members = Members { values: [None; N], twice: None };
        self.object(|key, cursor| {
            let is_null = cursor.kind()? == Type::Null;
            let value = cursor.skip()?;
            let member = key.position_in(names);
            if let Some((nth, slot)) = member.and_then(|nth| Some((nth, members.values.get_mut(nth)?)))
                && !is_null
                && slot.replace(value).is_some()
            {
                members.twice = Some(nth);
            }
            Ok(())
        })?;
        Ok(members)
    }

    /// Walks the next value, a list. `visit` gets each index and must consume the item. An error for any other value.
    pub fn list(
        &mut self,
        mut visit: impl FnMut(usize, &mut Self) -> Result<(), SyntaxError>,
    ) -> Result<(), SyntaxError> {
        self.sequence(b'[', b']', |cursor, index| visit(index, cursor))
    }

    /// An error if anything but white space remains.
    pub fn end(&mut self) -> Result<(), SyntaxError> {
        if self.peek().is_some() { self.error() } else { Ok(()) }
    }

    fn sequence(
        &mut self,
        open: u8,
        close: u8,
        mut element: impl FnMut(&mut Self, usize) -> Result<(), SyntaxError>,
    ) -> Result<(), SyntaxError> {
        if self.peek() != Some(open) {
            return self.error();
        }
        self.step();
        if self.peek() == Some(close) {
            self.step();
            return Ok(());
        }
        for index in 0.. {
            element(self, index)?;
            match self.peek() {
                Some(b',') => self.step(),
                Some(end) if end == close => break,
                _ => return self.error(),
            }
        }
        self.step();
        Ok(())
    }

    /// The byte ahead that is no white space.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.json.get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.step(),
                other => return other.copied(),
            }
        }
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// Goes past the string ahead.
    fn skip_string(&mut self) -> Result<Quoted<'a>, SyntaxError> {
        let rest = self.json.get(self.at..).unwrap_or_default();
        let short = blocks::end_of_short_string(rest);
        let Some(end) = short.or_else(|| blocks::end_of_string(rest)) else { return self.error() };
        let length = end.saturating_add(1);
        self.at = self.at.saturating_add(length);
        Ok(Quoted { json: rest.get(..length).unwrap_or_default(), may_have_escapes: short.is_none() })
    }

    fn skip_scalar(&mut self) -> Result<(), SyntaxError> {
        let rest = self.json.get(self.at..).unwrap_or_default();
        let length =
            rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')).count();
        let is_scalar = match rest.get(..length).unwrap_or_default() {
            b"null" | b"true" | b"false" => true,
            [b'-' | b'0'..=b'9', digits @ ..] => {
                digits.iter().all(|byte| !byte.is_ascii_alphabetic() || matches!(byte, b'e' | b'E'))
            }
            _ => false,
        };
        if !is_scalar {
            return self.error();
        }
        self.at = self.at.saturating_add(length);
        Ok(())
    }

    fn error<T>(&self) -> Result<T, SyntaxError> {
        Err(SyntaxError::NoJson(self.at))
    }
}

/// Resolves the escapes of a string. What comes out is no longer than what goes in, and is put together in one piece of
/// memory: the text may be half of the payload.
fn unescape(written: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(written.len().saturating_add(LANES));
    let mut rest = copy_plain(written, &mut text)?;
    while let Some((_, escape)) = rest.split_first() {
        let mut length = 2;
        match escape.first()? {
            b'n' => text.push(b'\n'),
            b't' => text.push(b'\t'),
            b'r' => text.push(b'\r'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            c @ (b'"' | b'\\' | b'/') => text.push(*c),
            b'u' => {
                let (units, c) = match (unit(rest)?, rest.get(6..).and_then(unit)) {
                    (high @ 0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) => {
                        (12, char::decode_utf16([high, low]).next()?.ok()?)
                    }
                    (unit, _) => (6, char::from_u32(u32::from(unit))?),
                };
                length = units;
                text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            _ => return None,
        }
        rest = copy_plain(rest.get(length..)?, &mut text)?;
    }
    Some(text)
}

/// Copies what is before the next backslash, and gives the rest. Where there are many, runs are short: a whole vector is copied, which
/// is no call, and what is not of the run cut off again.
fn copy_plain<'t>(mut rest: &'t [u8], text: &mut Vec<u8>) -> Option<&'t [u8]> {
    while let Some((bytes, after)) = rest.split_first_chunk::<LANES>() {
        text.extend_from_slice(bytes);
        let backslashes = Lanes::new(bytes).is(b'\\').bits();
        if backslashes != 0 {
            let length = usize::try_from(backslashes.trailing_zeros()).ok()?;
            text.truncate(text.len().saturating_sub(LANES).saturating_add(length));
            return rest.get(length..);
        }
        rest = after;
    }
    let (plain, rest) = rest.split_at_checked(rest.iter().take_while(|byte| **byte != b'\\').count())?;
    text.extend_from_slice(plain);
    Some(rest)
}

/// The number in `\uXXXX`.
fn unit(escape: &[u8]) -> Option<u16> {
    let digits = escape.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0_u16, |unit, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}

/// A whole document, for the small ones: settings, a list of pull secrets.
#[derive(Clone, Debug, PartialEq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number, if it is an integer from 0 to `u64::MAX`.
    Number(Option<u64>),
    /// A string.
    String(Text<'a>),
    /// The items in their order.
    List(Vec<Json<'a>>),
    /// The members in their order, duplicates included.
    Object(Vec<(Text<'a>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// Parses one document. Fails for invalid JSON and for nesting deeper than [`DEEPEST`].
    pub fn parse(text: &'a [u8]) -> Result<Self, SyntaxError> {
        let mut cursor = Cursor::new(text);
        let document = Self::read(&mut cursor, DEEPEST)?;
        cursor.end()?;
        Ok(document)
    }

    /// Reads the value ahead, which may nest so deep.
    fn read(cursor: &mut Cursor<'a>, depth: usize) -> Result<Self, SyntaxError> {
        let Some(depth) = depth.checked_sub(1) else { return Err(SyntaxError::TooDeep(cursor.at)) };
        Ok(match cursor.kind()? {
            Type::Null => {
                cursor.skip()?;
                Json::Null
            }
            Type::Boolean => {
                cursor.skip()?;
                Json::Boolean
            }
            Type::Number => {
                Json::Number(std::str::from_utf8(cursor.skip()?.json).ok().and_then(|digits| digits.parse().ok()))
            }
            Type::String => Json::String(cursor.string()?.text()?),
            Type::List => {
                let mut list = Vec::new();
                cursor.list(|_, cursor| {
                    list.push(Self::read(cursor, depth)?);
                    Ok(())
                })?;
                Json::List(list)
            }
            Type::Object => {
                let mut object = Vec::new();
                cursor.object(|key, cursor| {
                    object.push((key.text()?, Self::read(cursor, depth)?));
                    Ok(())
                })?;
                Json::Object(object)
            }
        })
    }

    /// The value's type.
    pub fn kind(&self) -> Type {
        match self {
            Json::Null => Type::Null,
            Json::Boolean => Type::Boolean,
            Json::Number(_) => Type::Number,
            Json::String(_) => Type::String,
            Json::List(_) => Type::List,
            Json::Object(_) => Type::Object,
        }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items; empty if it is not a list.
    pub fn items(&self) -> &[Json<'a>] {
        match self {
            Json::List(items) => items,
            _ => &[],
        }
    }

    /// The member with that name, if it is an object that has one.
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        match self {
            Json::Object(members) => members.iter().find(|(key, _)| key.as_str() == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::path::Segment;

    fn raw(json: &str) -> Raw<'_> {
        Raw::new(json.as_bytes()).unwrap()
    }

    #[test]
    fn looks_values_up_without_building_the_rest() {
        let json = raw(r#"{"a":{"b c":[1,{"d":"x"},"end"]},"\u0061\n":true,"a2":null}"#);
        let path = [Segment::key("a"), Segment::key("b c"), Segment::index(1), Segment::key("d")];
        let bytes = |value: Option<Raw<'_>>| value.map(|value| String::from_utf8(value.json.to_vec()).unwrap());
        assert_eq!(bytes(json.at(&path)).as_deref(), Some(r#""x""#));
        assert_eq!(bytes(json.at(&path[..2])).as_deref(), Some(r#"[1,{"d":"x"},"end"]"#));
        assert_eq!(json.at(&[]), Some(json));
        assert_eq!(bytes(json.member("a\n")).as_deref(), Some("true"));
        assert_eq!(json.member("missing"), None);
        assert_eq!(raw("[1]").member("a"), None);
        assert_eq!(bytes(raw(r#"{"a":1,"a":2}"#).member("a")).as_deref(), Some("2"));
        assert_eq!(json.at(&[Segment::key("a"), Segment::key("b c"), Segment::index(3)]), None);
        assert_eq!(json.at(&[Segment::key("a2"), Segment::key("b")]), None);
        assert_eq!(raw("{}").items(), None);
        assert_eq!(raw(" [ 1 , { } ] ").items(), Some(vec![raw("1"), raw("{ }")]));
    }

    #[test]
    fn borrows_unless_an_escape_was_resolved() {
        let Json::List(list) = Json::parse(br#"["plain","\u0061",-1,1.5,7,null,true]"#).unwrap() else { panic!() };
        assert!(matches!(&list[0], Json::String(Text(Shared::Payload("plain")))));
        assert!(matches!(&list[1], Json::String(Text(Shared::Own(text))) if text.as_str() == "a"));
        assert_eq!(
            list[2..],
            [Json::Number(None), Json::Number(None), Json::Number(Some(7)), Json::Null, Json::Boolean]
        );
        assert!(matches!(raw(r#""plain""#).text(), Some(Text(Shared::Payload("plain")))));
        assert_eq!(raw(r#""\u0061\\\"""#).text().as_deref(), Some("a\\\""));
        assert_eq!(raw("5").text(), None);
    }

    #[test]
    fn what_is_printed_for_debugging_is_no_value() {
        let json = raw(r#""CANARY""#);
        assert_eq!(format!("{json:?} {:?}", json.string().unwrap()), "a string in 8 bytes a string");
    }

    #[test]
    fn strings_end_at_their_own_quote() {
        for text in [
            "",
            "\\",
            "\"",
            "a\\\"b",
            "fifteen chars..",
            "sixteen chars...",
            "seventeen chars..",
            "sixteen chars..\"\\\"\\",
        ] {
            let json = serde_json::to_string(&[text, "next"]).unwrap();
            let items = raw(&json).items().unwrap();
            assert_eq!(items.len(), 2, "{json}");
            assert_eq!(items[0].text().as_deref(), Some(text), "{json}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused_at_its_place() {
        for (json, at) in [
            ("", 0),
            ("  ", 2),
            ("x", 0),
            ("nul", 0),
            ("nulls", 0),
            ("hunter2", 0),
            ("-x", 0),
            ("\"a", 0),
            ("\"a\\\"", 0),
            ("[", 1),
            ("[1", 2),
            ("{\"a\":", 5),
            ("[1]]", 3),
            ("1 2", 2),
            ("]", 0),
            ("'a'", 0),
        ] {
            assert_eq!(Raw::new(json.as_bytes()), Err(SyntaxError::NoJson(at)), "{json}");
        }
        for json in ["{1:2}", "{\"a\"}", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "{,}", "{\"a\":hunter2}"] {
            let visited = Cursor::new(json.as_bytes()).object(|_, cursor| cursor.skip().map(|_| ()));
            assert!(visited.is_err(), "{json}");
        }
        assert!(Cursor::new(b"[1,]").list(|_, cursor| cursor.skip().map(|_| ())).is_err());
        assert_eq!(Raw::new(b"\"\xff\"").unwrap().text(), None);
    }

    /// Documents whose strings are full of what a careless scanner falls for.
    fn documents() -> impl Strategy<Value = serde_json::Value> {
        let text = "[\\\\\"{}\\[\\],: a\n]{0,80}";
        let leaf = prop_oneof![
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i32>().prop_map(serde_json::Value::from),
            text.prop_map(serde_json::Value::from)
        ];
        leaf.prop_recursive(6, 60, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
                prop::collection::vec((text, inner), 0..6)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever serde_json takes is skipped whole, and whatever is looked up in it is what serde_json finds.
        #[test]
        fn skips_what_serde_json_reads(json in "[\\[\\]{}\",:\\\\ a1ntrue.-]{0,30}") {
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(&json) {
                let raw = Raw::new(json.as_bytes()).unwrap();
                prop_assert_eq!(&serde_json::from_slice::<serde_json::Value>(raw.json).unwrap(), &value);
                prop_assert_eq!(raw.items().map(|items| items.len()), value.as_array().map(Vec::len));
                let text = raw.text();
                prop_assert_eq!(text.as_deref(), value.as_str());
            }
        }

        /// Strings are read as `serde_json` reads them, whatever is escaped in them, and however.
        #[test]
        fn strings_are_what_serde_json_reads(json in "\"([ -!#-\\[\\]-~é]|\\\\[nrtbf/\\\\\"x]|\\\\u(00[0-9a-fA-F]{2}|d[8-9a-fA-F][0-9a-f]{2}|[0-9a-f]{4}|[0-9g]{3})){0,12}\"") {
            let expected = serde_json::from_str::<String>(&json).ok();
            let actual = Raw::new(json.as_bytes()).ok().and_then(Raw::text);
            prop_assert_eq!(actual.as_deref().map(str::to_owned), expected);
        }

        /// Strings end at their own quote, whatever is escaped in them, and wherever blocks end.
        #[test]
        fn any_string_ends_at_its_own_quote(parts in proptest::collection::vec("[a-z]{0,70}|\\\\{1,3}|\"|é{0,20}", 0..12), after in "[\"a\\\\]{0,70}") {
            let json = serde_json::to_string(&parts.concat()).unwrap();
            let text = format!("{json}{after}");
            let mut cursor = Cursor::new(text.as_bytes());
            let string = cursor.string().unwrap();
            prop_assert_eq!(string.json, json.as_bytes());
            prop_assert_eq!(string.text().unwrap().to_string(), parts.concat());
        }

        /// Objects and lists end at their own bracket, whatever strings of any length hold, and wherever blocks end.
        #[test]
        fn containers_end_at_their_own_bracket(value in documents(), before in 0_usize..70, after in "[\\[\\]{}\", ]{0,70}") {
            let json = serde_json::json!(["x".repeat(before), value]).to_string();
            let text = format!("{json}{after}");
            let mut cursor = Cursor::new(text.as_bytes());
            prop_assert_eq!(cursor.skip().unwrap().json, json.as_bytes());
            let items = raw(&json).items().unwrap();
            prop_assert_eq!(serde_json::from_slice::<serde_json::Value>(items[1].json).unwrap(), value);
        }

        /// No text panics.
        #[test]
        fn any_text_is_read_or_refused(json in any::<Vec<u8>>()) {
            if let Ok(raw) = Raw::new(&json) {
                let _ = (raw.kind(), raw.text(), raw.items(), raw.member("a"));
            }
        }
    }
}
