//! The request, as the policy server sends it: an envelope around texts that stay where they are.
//!
//! Only what decides whether and how the object is judged is read here. The object itself stays text in the payload, and
//! so does who asked, until somebody wants to know. Errors name what is missing and never quote the payload, which the
//! user would see, and which may hold secrets.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::Error;
use crate::json::{Leaf, Text, Type, visit_scalars};

/// An admission request with the settings that came along.
#[derive(Debug)]
pub struct Request<'a> {
    /// API group of the object's kind; empty for the core group.
    pub group: Text<'a>,
    /// The object's kind.
    pub kind: Text<'a>,
    /// What is done to the object.
    pub operation: Operation,
    /// The subresource through which it is done.
    pub subresource: Option<Text<'a>>,
    /// The object's namespace; none for objects without, and where the audit scanner leaves it out.
    pub namespace: Option<Text<'a>>,
    /// The object's name; empty while it is to be generated.
    pub name: Option<Text<'a>>,
    /// The object as it is to become: JSON.
    pub object: Option<&'a str>,
    /// The object as it was: JSON. There is one on update only.
    pub old_object: Option<&'a str>,
    /// Who asks: JSON.
    pub user_info: Option<&'a str>,
    /// The policy's settings: JSON.
    pub settings: &'a str,
}

/// What a request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A new object.
    Create,
    /// A change to an object.
    Update,
    /// The end of one.
    Delete,
    /// A connection to one, such as `kubectl exec`.
    Connect,
}

impl<'a> Request<'a> {
    /// Reads a payload of the waPC operation `validate`.
    pub fn parse(payload: &'a [u8]) -> Result<Self, Error> {
        let payload = std::str::from_utf8(payload)
            .map_err(|error| Error::new(format_args!("the payload is no UTF-8 after {} bytes", error.valid_up_to())))?;
        let envelope: Part<Envelope<'a>> =
            serde_json::from_str(payload).map_err(|error| Error::syntax("the payload", &error))?;
        let envelope = envelope.required("the payload", "`request` and `settings`")?;
        let request = envelope.request.required("`request`", "an admission request")?;
        let kind = request.kind.required("`request.kind`", "`group`, `version` and `kind`")?;
        let settings = envelope.settings.ok_or_else(|| Error::missing("`settings`", "the policy's settings"))?;

        let operation = match text(request.operation, "`request.operation`")?.as_str() {
            "CREATE" => Operation::Create,
            "UPDATE" => Operation::Update,
            "DELETE" => Operation::Delete,
            "CONNECT" => Operation::Connect,
            _ => {
                return Err(Error::new(
                    "the payload is no validation request: `request.operation` is none of CREATE, UPDATE, DELETE, CONNECT",
                ));
            }
        };
        Ok(Request {
            group: optional(kind.group, "`request.kind.group`")?.unwrap_or_default(),
            kind: text(kind.kind, "`request.kind.kind`")?,
            operation,
            subresource: optional(request.subresource, "`request.subResource`")?.filter(|it| !it.is_empty()),
            namespace: optional(request.namespace, "`request.namespace`")?,
            name: optional(request.name, "`request.name`")?,
            object: request.object.map(RawValue::get),
            old_object: request.old_object.map(RawValue::get),
            user_info: request.user_info.map(RawValue::get),
            settings: settings.get(),
        })
    }

    /// Whether there is something to judge: deleting and connecting bring no new object, and of the subresources only
    /// `ephemeralcontainers` brings a container.
    pub fn is_in_scope(&self) -> bool {
        matches!(self.operation, Operation::Create | Operation::Update)
            && self.subresource.as_deref().is_none_or(|it| it == "ephemeralcontainers")
    }
}

fn text<'a>(leaf: Leaf<'a>, path: &str) -> Result<Text<'a>, Error> {
    match leaf {
        Leaf::String(text) if !text.is_empty() => Ok(text),
        Leaf::String(_) | Leaf::Other(Type::Null) => Err(Error::missing(path, "a string")),
        Leaf::Other(found) => Err(Error::mistyped(path, found, "a string")),
    }
}

fn optional<'a>(leaf: Leaf<'a>, path: &str) -> Result<Option<Text<'a>>, Error> {
    match leaf {
        Leaf::Other(found) if found != Type::Null => Err(Error::mistyped(path, found, "a string")),
        leaf => Ok(leaf.into_text()),
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    request: Part<Fields<'a>>,
    #[serde(borrow)]
    settings: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields<'a> {
    #[serde(borrow, default)]
    kind: Part<Kind<'a>>,
    #[serde(borrow, default)]
    operation: Leaf<'a>,
    #[serde(borrow, default, rename = "subResource")]
    subresource: Leaf<'a>,
    #[serde(borrow, default)]
    namespace: Leaf<'a>,
    #[serde(borrow, default)]
    name: Leaf<'a>,
    #[serde(borrow)]
    object: Option<&'a RawValue>,
    #[serde(borrow)]
    old_object: Option<&'a RawValue>,
    #[serde(borrow)]
    user_info: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow, default)]
    group: Leaf<'a>,
    #[serde(borrow, default)]
    kind: Leaf<'a>,
}

/// An object of the envelope, or what stands in its place. Reading one never fails on its type, so that no error of
/// serde's quotes what it found.
enum Part<T> {
    Is(T),
    Other(Type),
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Part::Other(Type::Null)
    }
}

impl<T> Part<T> {
    fn required(self, path: &str, expected: &str) -> Result<T, Error> {
        match self {
            Part::Is(part) => Ok(part),
            Part::Other(Type::Null) => Err(Error::missing(path, expected)),
            Part::Other(found) => Err(Error::mistyped(path, found, expected)),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PartVisitor<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for PartVisitor<T> {
            type Value = Part<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Part<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members)).map(Part::Is)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Part<T>, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Part::Other(Type::List))
            }

            fn visit_str<E: de::Error>(self, _: &str) -> Result<Part<T>, E> {
                Ok(Part::Other(Type::String))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Part<T>, E> {
                Ok(Part::Other(Type::Null))
            }

            visit_scalars!(|self, found| Part::Other(found));
        }

        deserializer.deserialize_any(PartVisitor(std::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(payload: &str, expected: &str) {
        let actual = match Request::parse(payload.as_bytes()) {
            Ok(request) => format!("{}/{} {:?}", request.group, request.kind, request.operation),
            Err(error) => error.to_string(),
        };
        assert_eq!(actual, expected, "{payload}");
    }

    #[test]
    fn names_what_is_missing_and_quotes_nothing() {
        let no = "insecure-registry: the payload is no validation request";
        check("", "insecure-registry: the payload is no JSON: EOF while parsing a value at line 1 column 0");
        check(
            "{\"request\":{\"kind\":hunter2}}",
            "insecure-registry: the payload is no JSON: expected value at line 1 column 20",
        );
        check("[]", &format!("{no}: the payload is a list, expected `request` and `settings`"));
        check("\"hunter2\"", &format!("{no}: the payload is a string, expected `request` and `settings`"));
        check("{}", &format!("{no}: `request` is missing, expected an admission request"));
        check(
            r#"{"request":"hunter2","settings":{}}"#,
            &format!("{no}: `request` is a string, expected an admission request"),
        );
        check(
            r#"{"request":{},"settings":{}}"#,
            &format!("{no}: `request.kind` is missing, expected `group`, `version` and `kind`"),
        );
        check(
            r#"{"request":{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{}},"settings":{}}"#,
            &format!("{no}: `request.kind` is a string, expected `group`, `version` and `kind`"),
        );
        check(
            r#"{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"kind":{"kind":"Pod"},"operation":"CREATE"}}"#,
            &format!("{no}: `settings` is missing, expected the policy's settings"),
        );
        check(
            r#"{"request":{"kind":{"kind":1}, "operation":"CREATE"},"settings":{}}"#,
            &format!("{no}: `request.kind.kind` is a number, expected a string"),
        );
        check(
            r#"{"request":{"kind":{"kind":"Pod"}},"settings":{}}"#,
            &format!("{no}: `request.operation` is missing, expected a string"),
        );
        check(
            r#"{"request":{"kind":{"kind":"Pod"},"operation":"hunter2"},"settings":{}}"#,
            &format!("{no}: `request.operation` is none of CREATE, UPDATE, DELETE, CONNECT"),
        );
        check(
            r#"{"request":{"kind":{"group":"apps","kind":"Deploy\u006dent"},"operation":"UPDATE"},"settings":{}}"#,
            "apps/Deployment Update",
        );
        assert_eq!(
            Request::parse(b"{\xff").unwrap_err().to_string(),
            "insecure-registry: the payload is no UTF-8 after 1 bytes"
        );
    }
}
