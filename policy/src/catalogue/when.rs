//! When a value disables TLS or is a credential: one type of condition for all tables.

use std::fmt;

use super::variables;
use crate::auth;
use crate::registry::{self, stays_on_node};
use crate::truth::truth;

/// When a row is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The value is true as Go's `strconv.ParseBool` and YAML parse it. A flag without a value is true.
    True,
    /// It is false.
    False,
    /// It is base64 of a true value, as in a Secret.
    TrueInBase64,
    /// It is one of these, in any case.
    OneOf(&'static [&'static str]),
    /// It names a registry that is not on the node, or several, separated by commas.
    Registry,
    /// The same, or it is true.
    RegistryOrTrue,
    /// It is the URL of such a registry, and its scheme is `http` in any case.
    Http,
    /// The same, with a lower-case scheme.
    HttpInSmallLetters,
    /// It is a literal password or token.
    Password,
    /// The same, under a key that is a registry.
    PasswordOfRegistry,
    /// It is `user:password` with a literal password.
    Pair,
    /// It is base64 of that.
    Auth,
    /// It is a literal credential as the value of an HTTP header: `Basic …`, `Bearer …`.
    Header,
    /// It is an address that contains `user:password@` before the host, and the password is literal.
    Userinfo,
    /// The flag reads a password from standard input, and literal text is piped in.
    Stdin,
    /// Its key meets this condition.
    Key(&'static When),
    /// Its key has this prefix, and it meets this condition.
    Under(&'static str, &'static When),
    /// In its CSV settings, `a=b,c=d`, this one meets the condition. A `*` at the beginning of its name stands for anything.
    Setting(&'static str, &'static When),
    /// It is a parameter, `{name, value}` or `{name, default}`, of one of these names, and its value meets the condition. In files, a `*`
    /// at the beginning of a name stands for anything.
    Parameter(&'static [&'static str], &'static When),
    /// It is `NAME=value`, as a variable of the catalogue that holds a credential.
    Assigned,
    /// It holds flags of this tool, one of which is insecure.
    Flags(&'static str),
    /// It holds Java properties (`-Dname=value`), one of which is insecure.
    Properties,
}

/// What a value comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// The row is not met.
    #[default]
    Fine,
    /// The value is a parameter, which may meet it.
    Unsure,
    /// The row is met.
    Met,
}

/// A value where a row looks at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'v> {
    /// The key that it stands under, where a table's rows look at that.
    pub(crate) key: Option<&'v str>,
    /// Its text. A flag may have none.
    pub(crate) text: Option<&'v str>,
    /// Whether it is a word in which a shell expands parameters.
    pub(crate) expands: bool,
    /// Whether it is in a file or a resource, where `false` may be the name of a registry, and a template has no value yet.
    pub(crate) is_data: bool,
}

impl<'v> Value<'v> {
    /// A value of which nothing else is known.
    pub(crate) fn of(text: &'v str) -> Self {
        Value { key: None, text: Some(text), expands: false, is_data: false }
    }

    /// A value in a file or a resource.
    pub(crate) fn in_data(key: Option<&'v str>, text: &'v str) -> Self {
        Value { key, is_data: true, ..Value::of(text) }
    }

    /// The value of a flag, if it has one.
    pub(crate) fn of_flag(text: Option<&'v str>) -> Self {
        Value { text, ..Value::of("") }
    }

    fn with(self, text: Option<&'v str>) -> Self {
        Value { text, ..self }
    }

    /// Whether a part of it is written out. `-` is how some tools say that they read it from somewhere else.
    pub(crate) fn is_literal(self, part: &str) -> bool {
        auth::is_value(part) && part != "-" && !(self.expands && part.contains(['$', '`']))
    }
}

impl Outcome {
    /// Met or fine.
    pub(crate) fn of(is_met: bool) -> Self {
        if is_met { Outcome::Met } else { Outcome::Fine }
    }

    /// Of a value that is none of those that are expected.
    fn of_other(value: &str) -> Self {
        let is_parameter = !value.is_empty() && (value.starts_with('$') || !auth::is_value(value));
        if is_parameter { Outcome::Unsure } else { Outcome::Fine }
    }

    fn of_truth(value: &str, expected: bool) -> Self {
        match truth(value) {
            Some(is_true) => Outcome::of(is_true == expected),
            None => Outcome::of_other(value),
        }
    }
}

impl When {
    /// Whether a row with this condition is about credentials, rather than about TLS.
    pub(crate) const fn is_credential(self) -> bool {
        match self {
            When::Password
            | When::PasswordOfRegistry
            | When::Pair
            | When::Auth
            | When::Header
            | When::Userinfo
            | When::Assigned
            | When::Stdin => true,
            When::Key(when) | When::Under(_, when) | When::Setting(_, when) | When::Parameter(_, when) => {
                when.is_credential()
            }
            _ => false,
        }
    }

    /// Whether a flag with this condition takes no value.
    #[cfg(test)]
    pub(crate) const fn is_switch(self) -> bool {
        matches!(self, When::True | When::False | When::Stdin)
    }

    /// What a value comes to. [`When::Parameter`], [`When::Flags`] and [`When::Properties`] are for those who can read such values;
    /// [`When::Stdin`] is about another word.
    pub(crate) fn test(self, value: Value<'_>) -> Outcome {
        let Some(text) = value.text else { return Outcome::of(matches!(self, When::True | When::RegistryOrTrue)) };
        match self {
            When::True => Outcome::of_truth(text, true),
            When::False => Outcome::of_truth(text, false),
            When::TrueInBase64 => {
                let decoded = auth::decode(text.as_bytes()).ok();
                Outcome::of(decoded.is_some_and(|text| std::str::from_utf8(&text).ok().and_then(truth) == Some(true)))
            }
            When::OneOf(values) if values.iter().any(|it| it.eq_ignore_ascii_case(text)) => Outcome::Met,
            When::OneOf(_) => Outcome::of_other(text),
            When::Registry if value.is_data => {
                let is_remote = |entry: &str| !entry.is_empty() && !stays_on_node(entry);
                Outcome::of(text == "*" || (auth::is_value(text) && text.split(',').map(str::trim).any(is_remote)))
            }
            When::Registry => text.split(',').map(names_registry).max().unwrap_or_default(),
            When::RegistryOrTrue => truth(text).map_or_else(|| When::Registry.test(value), Outcome::of),
            When::Http => Outcome::of(registry::is_plaintext_url(text) && !stays_on_node(text)),
            When::HttpInSmallLetters => {
                Outcome::of(text.starts_with("http://") && auth::is_value(text) && !stays_on_node(text))
            }
            When::Password => Outcome::of(value.is_literal(text)),
            When::PasswordOfRegistry => {
                Outcome::of(value.is_literal(text) && value.key.is_some_and(auth::names_registry))
            }
            When::Pair => Outcome::of(text.split_once(':').is_some_and(|(_, password)| value.is_literal(password))),
            When::Auth => Outcome::of(value.is_literal(text) && auth::holds_password(text) == Some(true)),
            When::Header => {
                let credentials = text.split_once(' ').map(|(_, credentials)| credentials.trim());
                Outcome::of(credentials.is_some_and(|it| value.is_literal(it)))
            }
            When::Userinfo => Outcome::of(has_password(text)),
            When::Assigned => {
                let is_credential = |(name, value)| !is_expanded(value) && variables::holds_credential(name, value);
                Outcome::of(text.split_once('=').is_some_and(is_credential))
            }
            When::Key(when) => value.key.map_or(Outcome::Fine, |key| when.test(value.with(Some(key)))),
            When::Under(start, when) if value.key.is_some_and(|key| key.starts_with(start)) => when.test(value),
            When::Setting(name, when) => setting(text, name, |text| match (text, when) {
                (None | Some(""), When::True) => Outcome::Met,
                (text, when) => when.test(value.with(text)),
            }),
            When::Under(..) | When::Stdin | When::Parameter(..) | When::Flags(_) | When::Properties => Outcome::Fine,
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::True => f.write_str("is true"),
            When::False => f.write_str("is false"),
            When::TrueInBase64 => f.write_str("is base64 of `true`"),
            When::OneOf(values) => {
                let values: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
                write!(f, "is {}", values.join(" or "))
            }
            When::Registry => f.write_str("names a registry that is not on the node"),
            When::RegistryOrTrue => f.write_str("is true, or names a registry that is not on the node"),
            When::Http => f.write_str("is an `http://` URL of a host other than the node itself"),
            When::HttpInSmallLetters => {
                f.write_str("is an `http://` URL (in lower case) of a host that is not the node itself")
            }
            When::Password => f.write_str("is a literal password or token"),
            When::PasswordOfRegistry => f.write_str("is a literal password or token, under a registry's name"),
            When::Pair => f.write_str("is `user:password`"),
            When::Auth => f.write_str("is base64 of `user:password`"),
            When::Header => f.write_str("is an HTTP header with a literal credential"),
            When::Userinfo => f.write_str("is an address that contains `user:password@`"),
            When::Assigned => f.write_str("is a variable that holds a credential, as `NAME=value`"),
            When::Stdin => f.write_str("is given, and literal text is piped into the command"),
            When::Key(when) => write!(f, "is under a key that {when}"),
            When::Under(start, when) => write!(f, "is under a key that begins with `{start}`, and {when}"),
            When::Setting(name, when) => write!(f, "has the setting `{name}`, which {when}"),
            When::Parameter(names, when) => {
                let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
                write!(f, "is a parameter named {}, and its value {when}", names.join(" or "))
            }
            When::Flags(tool) => write!(f, "holds an insecure flag of {tool}"),
            When::Properties => f.write_str("holds an insecure Java property"),
        }
    }
}

/// Loopback is not verified anyway. A parameter may be empty.
fn names_registry(entry: &str) -> Outcome {
    let entry = entry.trim();
    if entry.is_empty() || truth(entry) == Some(false) || stays_on_node(entry) {
        Outcome::Fine
    } else if is_parameter(entry) {
        Outcome::Unsure
    } else {
        Outcome::Met
    }
}

/// Whether a text is a parameter and nothing else.
fn is_parameter(text: &str) -> bool {
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    text.strip_prefix('$').is_some_and(is_name)
        || (!auth::is_value(text) && text.starts_with(['$', '{', '<', '%']) && text.ends_with([')', '}', '>', '%']))
}

/// Whether a name, in any case, is the one that a row means, or ends as it does after a `*`.
pub(crate) fn is_called(pattern: &str, name: &str) -> bool {
    let (end, start) = match pattern.strip_prefix('*') {
        Some(end) => (end, name.len().saturating_sub(end.len())),
        None => (pattern, 0),
    };
    name.get(start..).is_some_and(|name| name.eq_ignore_ascii_case(end))
}

/// Whether `os.Expand` of Go puts a variable into a text: `$NAME`, `${NAME}`, but not after another `$`.
fn is_expanded(text: &str) -> bool {
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [b'$', b'{' | b'_' | b'a'..=b'z' | b'A'..=b'Z', ..] => return true,
            [b'$', b'$', rest @ ..] | [_, rest @ ..] => rest,
            [] => return false,
        }
    }
}

/// The worst that is said of a setting, in a text such as `type=image,"name=a,b",push=true`.
fn setting(text: &str, name: &str, outcome_of: impl Fn(Option<&str>) -> Outcome) -> Outcome {
    let mut is_quoted = false;
    let fields = text.split(|c: char| {
        is_quoted ^= c == '"';
        c == ',' && !is_quoted
    });
    let outcomes = fields.filter_map(|field| {
        let field = field.trim_matches(['"', ' ']);
        let (key, value) = field.split_once('=').map_or((field, None), |(key, value)| (key, Some(value)));
        is_called(name, key).then(|| outcome_of(value.map(|value| value.trim_matches('"'))))
    });
    outcomes.max().unwrap_or_default()
}

/// Whether an address has a password that is written out: `https://user:password@host`.
fn has_password(address: &str) -> bool {
    let (_, rest) = address.split_once("://").unwrap_or(("", address));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let userinfo = authority.rsplit_once('@').map(|(userinfo, _)| userinfo);
    let password = userinfo.and_then(|userinfo| userinfo.split_once(':')).map(|(_, password)| password);
    password.is_some_and(|password| !password.is_empty() && auth::is_value(password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_judged() {
        use Outcome::{Fine, Met, Unsure};
        const OFF: &When = &When::OneOf(&["disabled", "insecure"]);
        let off = When::Setting("tls", OFF);
        let setting = When::Setting("registry.insecure", &When::True);
        for (when, text, expected) in [
            (When::True, None, Met),
            (When::True, Some("1"), Met),
            (When::True, Some("F"), Fine),
            (When::True, Some("$X"), Unsure),
            (When::True, Some("maybe"), Fine),
            (When::False, None, Fine),
            (When::False, Some("0"), Met),
            (When::False, Some("$(params.TLS)"), Unsure),
            (When::Registry, None, Fine),
            (When::Registry, Some("a.example.com,127.0.0.1"), Met),
            (When::Registry, Some(",localhost:5000"), Fine),
            (When::Registry, Some("$(params.A)"), Unsure),
            (When::Registry, Some("$(params.A),b.example.com"), Met),
            (When::Registry, Some("$HOST:5000"), Met),
            (When::Http, Some("Http://m.example.com"), Met),
            (When::Http, Some("https://m.example.com"), Fine),
            (When::Http, Some("http://127.0.0.1:5000"), Fine),
            (When::HttpInSmallLetters, Some("http://m.example.com"), Met),
            (When::HttpInSmallLetters, Some("HTTP://m.example.com"), Fine),
            (*OFF, Some("Disabled"), Met),
            (*OFF, Some("enabled"), Fine),
            (*OFF, Some("$TLS"), Unsure),
            (off, Some("reg=a,tls=insecure"), Met),
            (off, Some("reg=a,tls=${TLS}"), Unsure),
            (off, Some("reg=tls,user=disabled"), Fine),
            (setting, Some("type=image,registry.insecure"), Met),
            (setting, Some("type=image,registry.insecure=,push=true"), Met),
            (setting, Some("\"Registry.Insecure=T\""), Met),
            (setting, Some("registry.insecure=0"), Fine),
            (setting, Some("\"name=a,registry.insecure=true\""), Fine),
            (When::Setting("pass", &When::Password), Some("reg=a,pass=\"CANARY\""), Met),
            (When::Setting("pass", &When::Password), Some("reg=a,pass="), Fine),
            (When::Setting("*password", &When::Password), Some("--registry-PASSWORD=CANARY"), Met),
            (When::Setting("*password", &When::Password), Some("--password-file=CANARY"), Fine),
            (When::Setting("*password", &When::Password), Some("--password"), Fine),
            (When::Setting("*password", &When::Password), Some("word=CANARY"), Fine),
            (When::Pair, Some("robot:CANARY"), Met),
            (When::Pair, Some("robot:$(PASSWORD)"), Fine),
            (When::Password, Some("-"), Fine),
            (When::Header, Some("Basic CANARY"), Met),
            (When::Header, Some("Basic ${AUTH}"), Fine),
            (When::Userinfo, Some("https://robot:CANARY@r.example.com/a"), Met),
            (When::Userinfo, Some("robot@r.example.com"), Fine),
        ] {
            assert_eq!(when.test(Value::of_flag(text)), expected, "{when:?} of {text:?}");
        }
        let under = |key| Value::in_data(Some(key), "http://r.example.com");
        for (text, expected) in [("*", Met), ("false", Met), ("{{ a }}", Fine), ("localhost", Fine)]
            .into_iter()
            .chain([("localhost,127.0.0.1:5000", Fine), ("localhost, r.example.com", Met)])
        {
            assert_eq!(When::Registry.test(Value::in_data(None, text)), expected, "{text}");
        }
        assert_eq!(When::Under("a/", &When::Http).test(under("a/b")), Met);
        assert_eq!(When::Under("a/", &When::Http).test(under("b")), Fine);
        assert_eq!(When::Key(&When::Http).test(under("http://r.example.com")), Met);
        assert!(!Value { expands: true, ..Value::of("") }.is_literal("a$b"));
    }
}
