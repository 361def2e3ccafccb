//! The request as the policy server sends it: an envelope around texts that stay in place.
//!
//! Only what decides whether and how to evaluate the object is parsed here. The object itself stays text in the payload, and so
//! does the user, until needed. Errors name what is missing and never quote the payload, since users see errors and the payload
//! may contain secrets.

use crate::error::Error;
use crate::json::{Cursor, Index, Raw, Text, Type};
use crate::registry::display::Name;

/// An admission request with its settings.
#[derive(Debug)]
pub struct Request<'a> {
    /// API group of the object's kind; empty for the core group.
    pub group: Text<'a>,
    /// The object's kind.
    pub kind: Text<'a>,
    /// The operation.
    pub operation: Operation,
    /// The subresource.
    pub subresource: Option<Text<'a>>,
    /// The object's namespace; `None` for objects without one, and if the audit scanner leaves it out.
    pub namespace: Option<Text<'a>>,
    /// The object's name; empty if not yet generated.
    pub name: Option<Text<'a>>,
    /// The new object.
    pub object: Option<Raw<'a>>,
    /// The old object, on updates only.
    pub old_object: Option<Raw<'a>>,
    /// The user who sends the request.
    pub user_info: Option<Raw<'a>>,
    /// The policy's settings.
    pub settings: Raw<'a>,
}

/// What a request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A new object.
    Create,
    /// A change to an object.
    Update,
    /// Deletion of an object.
    Delete,
    /// A connection to an object, such as `kubectl exec`.
    Connect,
}

impl<'a> Request<'a> {
    /// Parses a payload of the waPC operation `validate`.
    pub fn parse(payload: &'a [u8]) -> Result<Self, Error> {
        Self::read(payload, Cursor::new(payload))
    }

    /// The same, of a payload that has an index: it is walked more than once.
    pub fn parse_indexed(payload: &'a [u8], index: &'a Index) -> Result<Self, Error> {
        Self::read(payload, Cursor::indexed(payload, index))
    }

    fn read(payload: &'a [u8], cursor: Cursor<'a>) -> Result<Self, Error> {
        let Envelope { parts, settings } = Envelope::read(payload, cursor)?;
        let [kind, operation, subresource, namespace, name, object, old_object, user_info] = parts;
        let kind = kind.ok_or_else(|| Error::missing("`request.kind`", KIND))?;
        if kind.kind() != Type::Object {
            return Err(Error::mistyped("`request.kind`", kind.kind(), KIND));
        }
        let [group, kind] = kind.members(["group", "kind"]);
        let operation = match required(operation, "`request.operation`")?.as_str() {
            "CREATE" => Operation::Create,
            "UPDATE" => Operation::Update,
            "DELETE" => Operation::Delete,
            "CONNECT" => Operation::Connect,
            _ => return Err(Error::no_request("`request.operation`: expected one of CREATE, UPDATE, DELETE, CONNECT")),
        };
        Ok(Request {
            group: optional(group, "`request.kind.group`")?.unwrap_or_default(),
            kind: required(kind, "`request.kind.kind`")?,
            operation,
            subresource: optional(subresource, "`request.subResource`")?.filter(|it| !it.is_empty()),
            namespace: optional(namespace, "`request.namespace`")?,
            name: optional(name, "`request.name`")?,
            object,
            old_object,
            user_info,
            settings,
        })
    }

    /// Whether there is something to evaluate: deletion, connections and some subresources have no new object. An unknown
    /// subresource is checked like the object itself, since aggregated API servers may have any.
    pub fn is_in_scope(&self) -> bool {
        matches!(self.operation, Operation::Create | Operation::Update)
            && self.subresource.as_deref().is_none_or(|it| !HARMLESS.contains(&it))
    }
}

/// Subresources through which nothing comes in that a node or a controller would obey: what was observed, how many, for whom. Of an
/// object that is sent along (`resize`), the API server drops all but what they are for.
///
/// Source: `k8s.io/kubernetes/pkg/registry`, `dropNonResizeUpdates` for `resize`.
const HARMLESS: [&str; 5] = ["status", "scale", "eviction", "token", "resize"];

const KIND: &str = "`group`, `version` and `kind`";

fn required<'a>(value: Option<Raw<'a>>, path: &str) -> Result<Text<'a>, Error> {
    optional(value, path)?.filter(|text| !text.is_empty()).ok_or_else(|| Error::missing(path, "a string"))
}

fn optional<'a>(value: Option<Raw<'a>>, path: &str) -> Result<Option<Text<'a>>, Error> {
    value.map(|value| value.text().ok_or_else(|| Error::mistyped(path, value.kind(), "a string"))).transpose()
}

/// The texts of the request's fields that matter, before anybody looks into them.
struct Envelope<'a> {
    parts: [Option<Raw<'a>>; PARTS.len()],
    settings: Raw<'a>,
}

/// In the order in which [`Request::parse`] takes them.
const PARTS: [&str; 8] = ["kind", "operation", "subResource", "namespace", "name", "object", "oldObject", "userInfo"];

impl<'a> Envelope<'a> {
    fn read(payload: &'a [u8], mut cursor: Cursor<'a>) -> Result<Self, Error> {
        let syntax = |error| Error::syntax("the payload", error);
        let found = cursor.kind().map_err(syntax)?;
        if found != Type::Object {
            Raw::new(payload).map_err(syntax)?;
            return Err(Error::mistyped("the payload", found, "`request` and `settings`"));
        }
        let mut parts = [None; PARTS.len()];
        let mut request = Type::Null;
        let mut settings = None;
        let mut twice = None;
        let members = cursor.object(|key, cursor| {
            if key.is("request") {
                if request != Type::Null {
                    twice = Some("request");
                }
                request = cursor.kind()?;
                if request != Type::Object {
                    return cursor.skip().map(|_| ());
                }
                let members = cursor.members(PARTS)?;
                parts = members.values;
                twice = twice.or(members.twice.and_then(|nth| PARTS.get(nth).copied()));
            } else {
                let value = cursor.skip()?;
                if key.is("settings") && settings.replace(value).is_some() {
                    twice = Some("settings");
                }
            }
            Ok(())
        });
        members.and_then(|()| cursor.end()).map_err(syntax)?;
        if let Some(name) = twice {
            return Err(Error::no_request(format_args!("duplicate field `{name}`")));
        }
        match request {
            Type::Object => {}
            Type::Null => return Err(Error::missing("`request`", "an admission request")),
            found => return Err(Error::mistyped("`request`", found, "an admission request")),
        }
        let settings = settings.ok_or_else(|| Error::missing("`settings`", "the policy's settings"))?;
        Ok(Envelope { parts, settings })
    }
}

/// What the object of a request is called: `Deployment shop/web`; `Pod shop/web-*` while its name is to be generated.
pub(crate) fn subject(request: &Request<'_>) -> String {
    let [namespace, name] = [&request.namespace, &request.name].map(|it| it.as_deref().filter(|it| !it.is_empty()));
    called(&request.kind, namespace, name, request.object)
}

/// What an item of a List is called.
pub(crate) fn subject_of(item: Raw<'_>) -> String {
    called(&item.member("kind").and_then(Raw::text).unwrap_or_default(), None, None, Some(item))
}

fn called(kind: &str, namespace: Option<&str>, name: Option<&str>, object: Option<Raw<'_>>) -> String {
    let field = |name| object.and_then(|object| metadata(object, name)).filter(|text| !text.is_empty());
    let [own_namespace, own_name, generated] = ["namespace", "name", "generateName"].map(field);
    let namespace = namespace.or(own_namespace.as_deref());
    let name = name.or(own_name.as_deref());
    let kind_shown = shown(kind);
    let (name, mark) = match (name, generated.as_deref()) {
        (Some(name), _) => (name, ""),
        (None, Some(generated)) => (generated, "*"),
        (None, None) => return kind_shown,
    };
    // A namespace is in itself.
    let namespace = namespace.filter(|namespace| !(kind == "Namespace" && name == *namespace));
    let namespace = namespace.map(|namespace| shown(namespace) + "/").unwrap_or_default();
    format!("{kind_shown} {namespace}{}{mark}", shown(name))
}

#[inline(never)]
fn shown(name: &str) -> String {
    Name::parse(name).map_or_else(|| "?".to_owned(), |name| name.to_string())
}

/// A field of an object's metadata.
pub(crate) fn metadata<'a>(object: Raw<'a>, field: &str) -> Option<Text<'a>> {
    object.member("metadata")?.member(field)?.text()
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
        let no = "insecure-registry: the payload is not a validation request";
        check("", "insecure-registry: the payload is not valid JSON at byte 0");
        check("{\"request\":{\"kind\":hunter2}}", "insecure-registry: the payload is not valid JSON at byte 19");
        check("[]", &format!("{no}: the payload: expected `request` and `settings`, found a list"));
        check("\"hunter2\"", &format!("{no}: the payload: expected `request` and `settings`, found a string"));
        check("{}", &format!("{no}: `request` is missing, expected an admission request"));
        check(
            r#"{"request":"hunter2","settings":{}}"#,
            &format!("{no}: `request`: expected an admission request, found a string"),
        );
        check(
            r#"{"request":{},"settings":{}}"#,
            &format!("{no}: `request.kind` is missing, expected `group`, `version` and `kind`"),
        );
        check(
            r#"{"request":{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{}},"settings":{}}"#,
            &format!("{no}: `request.kind`: expected `group`, `version` and `kind`, found a string"),
        );
        check(
            r#"{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"kind":{"kind":"Pod"},"operation":"CREATE"}}"#,
            &format!("{no}: `settings` is missing, expected the policy's settings"),
        );
        check(
            r#"{"request":{"kind":{"kind":1}, "operation":"CREATE"},"settings":{}}"#,
            &format!("{no}: `request.kind.kind`: expected a string, found a number"),
        );
        check(
            r#"{"request":{"kind":{"kind":"Pod"}},"settings":{}}"#,
            &format!("{no}: `request.operation` is missing, expected a string"),
        );
        check(
            r#"{"request":{"kind":{"kind":"Pod"},"operation":"hunter2"},"settings":{}}"#,
            &format!("{no}: `request.operation`: expected one of CREATE, UPDATE, DELETE, CONNECT"),
        );
        check(
            r#"{"request":{"kind":{"group":"apps","kind":"Deploy\u006dent"},"operation":"UPDATE"},"settings":{}}"#,
            "apps/Deployment Update",
        );
        check(r#"{"request":{"kind":{},"kind":{}},"settings":{}}"#, &format!("{no}: duplicate field `kind`"));
        check(r#"{"settings":{},"request":{},"settings":{}}"#, &format!("{no}: duplicate field `settings`"));
        check(r#"{"request":{},"settings":{}}x"#, "insecure-registry: the payload is not valid JSON at byte 28");
        let no_utf8 = b"{\"request\":{\"kind\":{\"kind\":\"\xff\"},\"operation\":\"CREATE\"},\"settings\":{}}";
        let error = Request::parse(no_utf8).unwrap_err().to_string();
        assert_eq!(error, format!("{no}: `request.kind.kind` is not a valid string"));
    }
}
