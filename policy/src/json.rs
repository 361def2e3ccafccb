//! JSON as the policy reads it: borrowed from the payload, and never quoted in an error.
//!
//! Three views of one text, each for its own purpose: [`Text`] is a string that borrows wherever no escape stands in
//! it, [`Leaf`] is a field whose type nobody vouches for, [`Json`] is a whole small document. [`member`] and [`at`]
//! look a value up in text that is known to be valid, without building anything around it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::path::Segment;

/// A string of the payload. Borrowed unless an escape had to be resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text<'a>(Cow<'a, str>);

impl Text<'_> {
    /// The string itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Text(Cow::Borrowed(text))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Text(Cow::Owned(text))
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The type of a JSON value, as messages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `null`, or a field that is not there.
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

/// The methods of a visitor to which one scalar is like another: `|visitor, found| value`.
macro_rules! visit_scalars {
    (|$visitor:ident, $found:ident| $value:expr) => {
        visit_scalars!(@ $visitor, $found, $value, visit_bool(bool) Boolean);
        visit_scalars!(@ $visitor, $found, $value, visit_i64(i64) Number);
        visit_scalars!(@ $visitor, $found, $value, visit_u64(u64) Number);
        visit_scalars!(@ $visitor, $found, $value, visit_f64(f64) Number);
    };
    (@ $visitor:ident, $found:ident, $value:expr, $method:ident($scalar:ty) $type:ident) => {
        fn $method<E>($visitor, _: $scalar) -> Result<Self::Value, E> {
            let $found = $crate::json::Type::$type;
            Ok($value)
        }
    };
}
pub(crate) use visit_scalars;

/// A value that ought to be a string, whatever it turns out to be. Reading one never fails on its type.
#[derive(Clone, Debug)]
pub enum Leaf<'a> {
    /// A string, as it should be.
    String(Text<'a>),
    /// Something else, and what.
    Other(Type),
}

impl Default for Leaf<'_> {
    fn default() -> Self {
        Leaf::Other(Type::Null)
    }
}

impl<'a> Leaf<'a> {
    /// The string, or nothing where another value or none stands.
    pub fn into_text(self) -> Option<Text<'a>> {
        match self {
            Leaf::String(text) => Some(text),
            Leaf::Other(_) => None,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Leaf<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LeafVisitor;

        impl<'de> Visitor<'de> for LeafVisitor {
            type Value = Leaf<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Leaf<'de>, E> {
                Ok(Leaf::String(text.into()))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Leaf<'de>, E> {
                Ok(Leaf::String(text.to_owned().into()))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Leaf<'de>, E> {
                Ok(Leaf::default())
            }

            visit_scalars!(|self, found| Leaf::Other(found));

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Leaf<'de>, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Leaf::Other(Type::List))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Leaf<'de>, A::Error> {
                while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Leaf::Other(Type::Object))
            }
        }

        deserializer.deserialize_any(LeafVisitor)
    }
}

/// A whole document, for the small ones: settings, a list of pull secrets.
#[derive(Clone, Debug, PartialEq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, where it is a whole one from 0 to `u64::MAX`.
    Number(Option<u64>),
    /// A string.
    String(Text<'a>),
    /// The items in their order.
    List(Vec<Json<'a>>),
    /// The members in their order, duplicates included.
    Object(Vec<(Text<'a>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// Reads one document. Fails on what is no JSON and on nesting beyond 128 levels.
    pub fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The value's type.
    pub fn kind(&self) -> Type {
        match self {
            Json::Null => Type::Null,
            Json::Boolean(_) => Type::Boolean,
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

    /// The items; none where it is no list.
    pub fn items(&self) -> &[Json<'a>] {
        match self {
            Json::List(items) => items,
            _ => &[],
        }
    }

    /// The member of that name, if it is an object that has one.
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        match self {
            Json::Object(members) => members.iter().find(|(key, _)| key.as_str() == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct JsonVisitor;

        impl<'de> Visitor<'de> for JsonVisitor {
            type Value = Json<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Json<'de>, E> {
                Ok(Json::String(text.into()))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Json<'de>, E> {
                Ok(Json::String(text.to_owned().into()))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Json<'de>, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Json<'de>, E> {
                Ok(Json::Boolean(value))
            }

            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Json<'de>, E> {
                Ok(Json::Number(None))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Json<'de>, E> {
                Ok(Json::Number(Some(value)))
            }

            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Json<'de>, E> {
                Ok(Json::Number(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Json::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json<'de>, A::Error> {
                let mut object = Vec::new();
                while let Some(Leaf::String(key)) = members.next_key()? {
                    object.push((key, members.next_value()?));
                }
                Ok(Json::Object(object))
            }
        }

        deserializer.deserialize_any(JsonVisitor)
    }
}

/// The text of the member `name` of the object in `json`. Nothing where `json` is no object or has no such member; the
/// last of several, as Go's decoder takes it.
pub fn member<'a>(json: &'a str, name: &str) -> Option<&'a str> {
    find(json, Step::Member(name))
}

/// The text of the value at `path` under the value in `json`.
pub fn at<'a>(json: &'a str, path: &[Segment<'_>]) -> Option<&'a str> {
    path.iter().try_fold(json, |json, segment| match segment {
        Segment::Key(key) => find(json, Step::Member(key)),
        Segment::Item { index, .. } => find(json, Step::Item(*index)),
    })
}

/// The text of each item of the list in `json`; nothing where it is no list.
pub fn items(json: &str) -> Option<Vec<&str>> {
    let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    Some(items.into_iter().map(RawValue::get).collect())
}

/// The string in `json`; nothing where it is another value.
pub fn text(json: &str) -> Option<Text<'_>> {
    serde_json::from_str::<Leaf<'_>>(json).ok()?.into_text()
}

/// The type of the value in `json`, by its first character.
pub fn type_of(json: &str) -> Type {
    match json.bytes().find(|b| !b.is_ascii_whitespace()) {
        Some(b'{') => Type::Object,
        Some(b'[') => Type::List,
        Some(b'"') => Type::String,
        Some(b't' | b'f') => Type::Boolean,
        Some(b'n') | None => Type::Null,
        Some(_) => Type::Number,
    }
}

#[derive(Clone, Copy)]
enum Step<'s> {
    Member(&'s str),
    Item(usize),
}

fn find<'a>(json: &'a str, step: Step<'_>) -> Option<&'a str> {
    struct Find<'s>(Step<'s>);

    impl<'de> Visitor<'de> for Find<'_> {
        type Value = Option<&'de RawValue>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object or a list")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
            let Step::Member(name) = self.0 else { return Err(de::Error::custom("no list")) };
            let mut found = None;
            while let Some(is_it) = members.next_key_seed(Is(name))? {
                if is_it {
                    found = Some(members.next_value()?);
                } else {
                    members.next_value::<IgnoredAny>()?;
                }
            }
            Ok(found)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
            let Step::Item(index) = self.0 else { return Err(de::Error::custom("no object")) };
            for _ in 0..index {
                if items.next_element::<IgnoredAny>()?.is_none() {
                    return Ok(None);
                }
            }
            let found = items.next_element()?;
            while items.next_element::<IgnoredAny>()?.is_some() {}
            Ok(found)
        }
    }

    serde_json::Deserializer::from_str(json).deserialize_any(Find(step)).ok().flatten().map(RawValue::get)
}

/// Tells whether a key is this one, without keeping it.
struct Is<'s>(&'s str);

impl<'de> DeserializeSeed<'de> for Is<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Is<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_values_up_without_building_the_rest() {
        let json = r#"{"a":{"b c":[1,{"d":"x"},"end"]},"\u0061\n":true,"a2":null}"#;
        let path = [Segment::key("a"), Segment::key("b c"), Segment::index(1), Segment::key("d")];
        assert_eq!(at(json, &path), Some(r#""x""#));
        assert_eq!(at(json, &path[..2]), Some(r#"[1,{"d":"x"},"end"]"#));
        assert_eq!(at(json, &[]), Some(json));
        assert_eq!(member(json, "a\n"), Some("true"));
        assert_eq!(member(json, "missing"), None);
        assert_eq!(member("[1]", "a"), None);
        assert_eq!(member(r#"{"a":1,"a":2}"#, "a"), Some("2"));
        assert_eq!(at(json, &[Segment::key("a"), Segment::key("b c"), Segment::index(3)]), None);
        assert_eq!(at(json, &[Segment::key("a2"), Segment::key("b")]), None);
        assert_eq!(items("[1, {}]"), Some(vec!["1", "{}"]));
        assert_eq!(items("{}"), None);
    }

    #[test]
    fn borrows_unless_an_escape_was_resolved() {
        let Json::List(list) = Json::parse(r#"["plain","\u0061",-1,1.5,7,null,true]"#).unwrap() else { panic!() };
        assert!(matches!(&list[0], Json::String(Text(Cow::Borrowed("plain")))));
        assert!(matches!(&list[1], Json::String(Text(Cow::Owned(text))) if text == "a"));
        assert_eq!(
            list[2..],
            [Json::Number(None), Json::Number(None), Json::Number(Some(7)), Json::Null, Json::Boolean(true)]
        );
    }
}
