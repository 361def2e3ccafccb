//! Documents of credentials.

use arbitrary::Arbitrary;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD};
use insecure_registry_policy::auth::{self, Form, read};
use insecure_registry_policy::registry::url::Url;
use insecure_registry_policy::text::contents::Credentials;
use serde_json::{Value, json};

use crate::judged::{answer, assert_keeps_secrets, found};
use crate::secret::Secret;
use crate::written::{self, Chance};

/// A document that Go reads a credential from, and the same document without it.
#[derive(Arbitrary, Debug)]
pub struct Case {
    entries: Vec<Entry>,
    form: bool,
    seed: u64,
}

#[derive(Arbitrary, Debug)]
struct Entry {
    host: u8,
    credential: Credential,
    noise: Vec<Noise>,
}

#[derive(Arbitrary, Debug)]
enum Credential {
    Auth(Secret),
    Password(Secret),
    IdentityToken(Secret),
    RegistryToken(Secret),
    None,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Noise {
    Email,
    Null,
    Number,
    Boolean,
    EmptyAuth,
    EmptyPassword,
    Username,
    Nested,
}

const HOSTS: [&str; 8] = [
    "registry.example.com",
    "https://index.docker.io/v1/",
    "http://registry.example.com:5000",
    "localhost:5000",
    "10.0.0.1:5000/v2/",
    "[::1]:5000",
    "a b\t\"\\",
    "",
];

/// How a document stands in a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    Plain,
    Base64,
    TwiceBase64,
    DataUrl,
    /// In a longer text, where escapes are not spelt out.
    Embedded,
    /// In a string of a longer text.
    String,
}

const LAYERS: [Layer; 6] =
    [Layer::Plain, Layer::Base64, Layer::TwiceBase64, Layer::DataUrl, Layer::Embedded, Layer::String];

impl Case {
    /// The document is found wherever it stands and however it is written, and without its credentials it is not.
    pub fn check(&self) {
        let entries: Vec<_> = self.entries.iter().take(6).collect();
        let holds = entries.iter().any(|entry| !matches!(entry.credential, Credential::None));
        self.read(&entries, true, holds);
        self.read(&entries, false, false);
        let mut chance = Chance::new(self.seed);
        let layer = chance.pick(&LAYERS);
        if holds {
            let text = self.text(&entries, true, layer, &mut chance);
            assert!(Credentials::by(text.as_bytes()).is_some(), "{layer:?}: nothing in {text}");
            Self::is_found(&text, layer, true, &mut chance);
        }
        let text = self.text(&entries, false, layer, &mut chance);
        assert!(Credentials::by(text.as_bytes()).is_none(), "{layer:?}: something in {text}");
        Self::is_found(&text, layer, false, &mut chance);
    }

    /// As a pull secret it is read, whatever it holds.
    fn read(&self, entries: &[&Entry], with: bool, holds: bool) {
        let mut chance = Chance::new(self.seed);
        let document = self.document(entries, with, false, &mut chance);
        let form = if self.form { Form::Config } else { Form::Legacy };
        let read = read(document.as_bytes(), form).unwrap_or_else(|error| panic!("{error}: {document}"));
        assert_eq!(read.iter().any(|entry| entry.holds_credential), holds, "{document}");
        if !with {
            return;
        }
        for entry in entries.iter().filter(|entry| !matches!(entry.credential, Credential::None)) {
            // Of a key that is none there is no host.
            let registry = Url::parse(entry.host()).map(|url| url.authority());
            let is_of =
                |entry: &auth::Entry| entry.holds_credential && entry.url().map(|url| url.authority()) == registry;
            assert!(read.iter().any(is_of), "nothing for {registry:?} in {document}");
        }
    }

    fn text(&self, entries: &[&Entry], with: bool, layer: Layer, chance: &mut Chance) -> String {
        let is_embedded = matches!(layer, Layer::Embedded | Layer::String);
        let document = self.document(entries, with, is_embedded, chance);
        match layer {
            Layer::Plain => document,
            Layer::Base64 => base64(document.as_bytes(), chance),
            Layer::TwiceBase64 => base64(base64(document.as_bytes(), chance).as_bytes(), chance),
            Layer::DataUrl => format!("data:application/json;base64,{}", base64(document.as_bytes(), chance)),
            Layer::Embedded => format!("cat > config.json <<EOF\n{document}\nEOF\n"),
            Layer::String => format!("config: {}\n", Value::from(document)),
        }
    }

    /// JSON that Go reads as a document. In a longer text it is a bit plainer: see `auth/embedded.rs`.
    fn document(&self, entries: &[&Entry], with: bool, is_embedded: bool, chance: &mut Chance) -> String {
        let form = self.form || is_embedded;
        let mut text = String::new();
        if !is_embedded && chance.one_in(8) {
            text.push('\u{feff}');
        }
        let mut written: Vec<String> =
            entries.iter().map(|entry| entry.json(with, form, is_embedded, chance)).collect();
        chance.shuffle(&mut written);
        text.push('{');
        if form {
            let (first, second) = written.split_at(chance.below(written.len() + 1));
            let mut members = vec![first.join(","), second.join(",")];
            // Both are read.
            members.retain(|entries| !entries.is_empty() || chance.one_in(4));
            let mut members: Vec<_> = members
                .into_iter()
                .map(|entries| format!("{}:{{{entries}}}", key("auths", is_embedded, chance)))
                .collect();
            for other in [r#""credsStore":"desktop""#, r#""credHelpers":{"ghcr.io":"ghcr-login"}"#, r#""auths":null"#] {
                if chance.one_in(4) && !(is_embedded && other.contains("null")) {
                    members.push(other.to_owned());
                }
            }
            chance.shuffle(&mut members);
            text.push_str(&members.join(","));
        } else {
            text.push_str(&written.join(","));
        }
        written::blank(chance, &mut text);
        text.push('}');
        text
    }

    /// The places that strings are searched in.
    fn is_found(text: &str, layer: Layer, is_held: bool, chance: &mut Chance) {
        let pod = |container: Value| ("Pod", json!({"spec": {"containers": [container]}}));
        let mut places = vec![
            ("credentials-in-config-map", ("ConfigMap", json!({"data": {"a": text}}))),
            ("credentials-in-annotation", ("Service", json!({"metadata": {"annotations": {"a": text}}}))),
            ("credentials-in-resource", ("Widget", json!({"spec": {"list": [{"a": text}]}}))),
            ("credentials-in-env", pod(json!({"env": [{"name": "A", "value": text}]}))),
            ("credentials-in-args", pod(json!({"args": [text]}))),
        ];
        // A fourth layer is not opened.
        if !matches!(layer, Layer::TwiceBase64 | Layer::DataUrl) {
            places.push((
                "credentials-in-config-map",
                ("ConfigMap", json!({"binaryData": {"a": base64(text.as_bytes(), chance)}})),
            ));
        }
        for (rule, (kind, object)) in places {
            let request = json!({"kind": {"kind": kind}, "operation": "CREATE", "object": object});
            let value = json!({"request": request, "settings": {}});
            for payload in [value.to_string(), written::json(&value, chance)] {
                let (found, _) = found(payload.as_bytes()).unwrap();
                assert_eq!(found.iter().any(|it| it.rule == rule), is_held, "{layer:?}, {rule}: {payload}");
            }
            let payload = value.to_string().into_bytes();
            assert_keeps_secrets(&payload, &answer(&payload));
        }
    }
}

impl Entry {
    fn host(&self) -> &'static str {
        HOSTS[usize::from(self.host) % HOSTS.len()]
    }

    fn json(&self, with: bool, form: bool, is_embedded: bool, chance: &mut Chance) -> String {
        let mut fields: Vec<(&str, Value)> = Vec::new();
        let value = |secret: &Secret| json!(if with { secret.0.as_str() } else { "" });
        match &self.credential {
            Credential::Auth(secret) => {
                let auth = format!("robot:{}", if with { &secret.0 } else { "" });
                fields.push(("auth", json!(base64(auth.as_bytes(), chance))));
            }
            Credential::Password(secret) => {
                fields.push(("username", json!("robot")));
                fields.push(("password", value(secret)));
                if !form {
                    // Of the older form only what has `auth` is told from other objects.
                    let auth = if with { secret.base64("robot") } else { String::new() };
                    fields.push(("auth", json!(auth)));
                }
            }
            Credential::IdentityToken(secret) => fields.push(("identitytoken", value(secret))),
            Credential::RegistryToken(secret) => fields.push(("registrytoken", value(secret))),
            Credential::None => {}
        }
        if !form && !fields.iter().any(|(name, _)| *name == "auth") {
            fields.push(("auth", json!("")));
        }
        // The last of two fields counts.
        chance.shuffle(&mut fields);
        for noise in self.noise.iter().take(4) {
            let (name, value) = match noise {
                Noise::Email => ("email", json!("a@example.com")),
                Noise::Null => ("auth", json!(null)),
                Noise::Number => ("n", json!(-1.5e3)),
                Noise::Boolean => ("b", json!(true)),
                Noise::EmptyAuth => ("auth", json!("")),
                Noise::EmptyPassword => ("password", json!("")),
                Noise::Username if matches!(self.credential, Credential::None) => ("username", json!("robot")),
                Noise::Nested if !is_embedded => ("x", json!({"auth": [{}], "auths": null})),
                Noise::Username | Noise::Nested => continue,
            };
            fields.insert(0, (name, value));
        }
        let mut text = String::new();
        written::blank(chance, &mut text);
        text.push_str(&quoted(self.host(), is_embedded, chance));
        text.push_str(":{");
        for (nth, (name, value)) in fields.into_iter().enumerate() {
            text.push_str(if nth == 0 { "" } else { "," });
            text.push_str(&key(name, is_embedded, chance));
            text.push(':');
            written::blank(chance, &mut text);
            match value {
                Value::String(value) => text.push_str(&quoted(&value, is_embedded, chance)),
                other => text.push_str(&other.to_string()),
            }
            written::blank(chance, &mut text);
        }
        text.push('}');
        text
    }
}

/// A name as Go takes it: in any case, and with the letters that fold to ASCII.
fn key(name: &str, is_embedded: bool, chance: &mut Chance) -> String {
    let rarity = chance.pick(&[0, 0, 3, 1]);
    let cased: String = name
        .chars()
        .map(|c| match c {
            _ if rarity == 0 || !chance.one_in(rarity) => c,
            's' if !is_embedded && chance.one_in(2) => 'ſ',
            'k' if !is_embedded && chance.one_in(2) => '\u{212a}',
            c => c.to_ascii_uppercase(),
        })
        .collect();
    quoted(&cased, is_embedded, chance)
}

fn quoted(text: &str, is_embedded: bool, chance: &mut Chance) -> String {
    if is_embedded {
        return Value::from(text).to_string();
    }
    let mut quoted = String::new();
    written::string(text, chance, &mut quoted);
    quoted
}

/// Base64 as its readers take it: either alphabet, padded or not, in lines.
pub(crate) fn base64(bytes: &[u8], chance: &mut Chance) -> String {
    let encoded = match chance.below(4) {
        0 => BASE64_STANDARD.encode(bytes),
        1 => BASE64_STANDARD_NO_PAD.encode(bytes),
        2 => BASE64_URL_SAFE.encode(bytes),
        _ => BASE64_URL_SAFE_NO_PAD.encode(bytes),
    };
    if !chance.one_in(3) {
        return encoded;
    }
    let width = chance.pick(&[64, 76]);
    let end = chance.pick(&["\n", "\r\n"]);
    let lines: Vec<_> = encoded.as_bytes().chunks(width).map(|line| str::from_utf8(line).unwrap()).collect();
    lines.join(end) + chance.pick(&["", "\n"])
}
