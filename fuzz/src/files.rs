//! Files of runtimes and tools, written in any way that their formats allow.

use std::fmt::Write as _;

use arbitrary::Arbitrary;
use insecure_registry_policy::text::contents::Contents;
use serde_json::{Value, json};

use crate::auth::base64;
use crate::judged::{answer, assert_keeps_secrets, found};
use crate::secret::Secret;
use crate::written::{self, Chance};

/// A field that matters in a file, and the same field where it does not.
#[derive(Arbitrary, Debug)]
pub struct Case {
    file: u8,
    host: u8,
    secret: Secret,
    wrap: Wrap,
    seed: u64,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Wrap {
    None,
    Base64,
    DataUrl,
    HereDocument,
    CloudInit,
}

struct File {
    syntax: Syntax,
    /// Keys; `*` is the host, `[]` an item of a list.
    path: &'static str,
    means: Means,
    /// What stands in such a file too, by which it is told from others.
    other: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Toml,
    Yaml,
    Json,
    /// Lines that are not varied.
    Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    /// It turns verification off by being true.
    True,
    False,
    /// By being `http://`.
    Url,
    /// By naming a registry.
    Registry,
    Password,
    Header,
}

const fn file(syntax: Syntax, path: &'static str, means: Means, other: &'static str) -> File {
    File { syntax, path, means, other }
}

const FILES: [File; 25] = [
    file(Syntax::Toml, "plugins.cri.registry.configs.*.tls.insecure_skip_verify", Means::True, ""),
    file(
        Syntax::Toml,
        "plugins.io/containerd/grpc/v1/cri.registry.configs.*.tls.insecure_skip_verify",
        Means::True,
        "",
    ),
    file(Syntax::Toml, "plugins.io/containerd/cri/v1/images.registry.mirrors.*.endpoint.[]", Means::Url, "version = 3"),
    file(Syntax::Toml, "plugins.cri.registry.configs.*.auth.password", Means::Password, ""),
    file(Syntax::Toml, "host.https://*.skip_verify", Means::True, ""),
    file(Syntax::Toml, "host.https://*.header.authorization", Means::Header, ""),
    file(Syntax::Toml, "crio.image.insecure_registries.[]", Means::Registry, ""),
    file(Syntax::Toml, "registry.*.http", Means::True, ""),
    file(Syntax::Toml, "registry.*.insecure", Means::True, ""),
    file(Syntax::Toml, "insecure_registry", Means::True, ""),
    file(Syntax::Toml, "registries.insecure.registries.[]", Means::Registry, ""),
    file(Syntax::Yaml, "configs.*.tls.insecure_skip_verify", Means::True, ""),
    file(Syntax::Yaml, "configs.*.auth.password", Means::Password, ""),
    file(Syntax::Yaml, "mirrors.*.endpoint.[]", Means::Url, ""),
    file(Syntax::Yaml, "machine.registries.config.*.tls.insecureSkipVerify", Means::True, ""),
    file(Syntax::Yaml, "machine.registries.config.*.auth.password", Means::Password, ""),
    file(Syntax::Yaml, "machine.registries.mirrors.*.endpoints.[]", Means::Url, ""),
    file(Syntax::Yaml, "regopts.[].insecureTLS", Means::True, ""),
    file(Syntax::Yaml, "regopts.[].password", Means::Password, ""),
    file(Syntax::Yaml, "proxy.remoteurl", Means::Url, ""),
    file(Syntax::Json, "extensions.sync.registries.[].tlsVerify", Means::False, ""),
    file(Syntax::Json, "insecure-registries.[]", Means::Registry, ""),
    file(Syntax::Json, "registry-mirrors.[]", Means::Url, ""),
    file(Syntax::Unit, "[Service]\nExecStart=/usr/bin/dockerd \\\n  --insecure-registry *", Means::Registry, ""),
    file(Syntax::Unit, "DOCKER_OPTS=\"--insecure-registry=*\"", Means::Registry, ""),
];

const HOSTS: [&str; 5] = ["registry.example.com", "r.example.com:5000", "10.0.0.1:80", "docker.io", "my_registry"];

impl Case {
    /// The file says what it says however it is written and wrapped, and nothing where the field says the opposite.
    pub fn check(&self) {
        let file = &FILES[usize::from(self.file) % FILES.len()];
        let host = HOSTS[usize::from(self.host) % HOSTS.len()];
        for is_bad in [true, false] {
            let mut chance = Chance::new(self.seed);
            let text = file.text(host, &self.secret, is_bad, &mut chance);
            let text = wrapped(&text, self.wrap, &mut chance);
            let contents = Contents::of(text.as_bytes());
            assert_eq!(!contents.is_empty(), is_bad, "{}: {contents:?} in {text:?}", file.path);
            let rule = match file.means {
                Means::Password | Means::Header => "credentials-in-config-map",
                _ => "insecure-node-config",
            };
            for (kind, object) in [("ConfigMap", json!({"data": {"a": text}}))] {
                let value = json!({"request": {"kind": {"kind": kind}, "operation": "CREATE", "object": object}, "settings": {}});
                for payload in [value.to_string(), written::json(&value, &mut chance)] {
                    let (found, _) = found(payload.as_bytes()).unwrap();
                    assert_eq!(found.iter().any(|it| it.rule == rule), is_bad, "{payload}");
                }
                let payload = value.to_string().into_bytes();
                assert_keeps_secrets(&payload, &answer(&payload));
            }
        }
    }
}

fn wrapped(text: &str, wrap: Wrap, chance: &mut Chance) -> String {
    let indented = |text: &str| {
        text.trim_start_matches('\u{feff}').lines().fold(String::new(), |text, line| text + "      " + line + "\n")
    };
    match wrap {
        Wrap::None => text.to_owned(),
        Wrap::Base64 => base64(text.as_bytes(), chance),
        Wrap::DataUrl => format!("data:;base64,{}", base64(text.as_bytes(), chance)),
        Wrap::HereDocument => format!("#!/bin/sh\ncat > /etc/file << 'EOF'\n{text}\nEOF\n"),
        Wrap::CloudInit => {
            format!("#cloud-config\nwrite_files:\n  - path: /etc/file\n    content: |\n{}", indented(text))
        }
    }
}

impl File {
    fn text(&self, host: &str, secret: &Secret, is_bad: bool, chance: &mut Chance) -> String {
        let value = match self.means {
            Means::True => json!(is_bad),
            Means::False => json!(!is_bad),
            Means::Url => json!(if is_bad { "http://m.example.com" } else { "https://m.example.com" }),
            Means::Registry => json!(if is_bad { host } else { "127.0.0.1:5000" }),
            Means::Password => json!(if is_bad { secret.0.as_str() } else { "${PASSWORD}" }),
            Means::Header => json!(format!("Bearer {}", if is_bad { &secret.0 } else { "${TOKEN}" })),
        };
        if self.syntax == Syntax::Unit {
            return self.path.replace('*', value.as_str().unwrap());
        }
        let path: Vec<String> = self.path.split('.').map(|key| key.replace('/', ".").replace('*', host)).collect();
        let path: Vec<String> = path
            .iter()
            .map(|key| if key.starts_with("https:") { format!("https://{host}") } else { key.clone() })
            .collect();
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match self.syntax {
            Syntax::Toml => toml(&path, &value, self, chance),
            Syntax::Yaml => yaml(&path, &value, chance),
            Syntax::Json | Syntax::Unit => {
                let value = nested(&path, &value);
                if chance.one_in(2) { value.to_string() } else { serde_json::to_string_pretty(&value).unwrap() }
            }
        }
    }
}

fn nested(path: &[&str], value: &Value) -> Value {
    path.iter().rev().fold(value.clone(), |inner, key| if *key == "[]" { json!([inner]) } else { json!({*key: inner}) })
}

fn toml(path: &[&str], value: &Value, file: &File, chance: &mut Chance) -> String {
    let keys: Vec<_> = path.iter().copied().filter(|key| *key != "[]").collect();
    let is_list = keys.len() < path.len();
    let end = chance.pick(&["\n", "\n", "\r\n"]);
    let header = chance.below(keys.len());
    let mut text = String::new();
    for line in ["", "# it's \"a\" [comment]", "root = 'x'", "[other]", "a = [1, [2, '#']] # 3"] {
        if chance.one_in(3) && !(header == 0 && line.starts_with('[')) {
            text += line;
            text += end;
        }
    }
    text = format!("{}{end}{text}", file.other);
    let key = |key: &str, chance: &mut Chance| match chance.below(4) {
        0 if key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') => key.to_owned(),
        1 => format!("'{key}'"),
        2 => {
            let nth = chance.below(key.len());
            let escape = format!("\\u{:04x}", key.as_bytes()[nth]);
            format!("\"{}{escape}{}\"", &key[..nth], &key[nth + 1..])
        }
        _ => format!("\"{key}\""),
    };
    let (table, rest) = keys.split_at(header);
    if !table.is_empty() {
        let table: Vec<_> = table.iter().map(|it| key(it, chance)).collect();
        let blank = chance.pick(&["", "", " ", "\t"]);
        let dot = format!("{blank}.{blank}");
        write!(text, "{blank}[{blank}{}{blank}]{end}", table.join(&dot)).unwrap();
    }
    let rest: Vec<_> = rest.iter().map(|it| key(it, chance)).collect();
    let string = |text: &str, chance: &mut Chance| match chance.below(4) {
        0 => format!("'{text}'"),
        1 => format!("\"\"\"{text}\"\"\""),
        2 => format!("'''{text}'''"),
        _ => format!("\"{text}\""),
    };
    let scalar = match value {
        Value::String(text) => string(text, chance),
        other => other.to_string(),
    };
    let first = if file.means == Means::Registry { "127.0.0.0/8" } else { "https://first.example.com" };
    let scalar = match (is_list, chance.below(3)) {
        (false, _) => scalar,
        (true, 0) => format!("[{scalar}]"),
        (true, 1) => format!("[ {end}  # why{end}  \"{first}\",{end}  {scalar}, # so{end}]"),
        (true, _) => format!("[\"{first}\",{scalar}]"),
    };
    let dotted = 1 + chance.below(rest.len());
    let (dotted, inline) = rest.split_at(dotted);
    let inner = inline.iter().rev().fold(scalar, |inner, key| format!("{{ {key} = {inner} }}"));
    let equals = chance.pick(&[" = ", "=", "    = ", "\t=\t"]);
    write!(text, "{}{equals}{inner}{}{end}", dotted.join("."), chance.pick(&["", " # why", "  "])).unwrap();
    for line in ["b = 2", "[[after]]", "c = 1979-05-27T07:32:00Z"] {
        if chance.one_in(3) {
            text += line;
            text += end;
        }
    }
    text
}

fn yaml(path: &[&str], value: &Value, chance: &mut Chance) -> String {
    let mut text =
        chance.pick(&["", "", "---\n", "# it's \"a\" {comment\n", "%YAML 1.2\n---\n", "\u{feff}"]).to_string();
    let flow = chance.below(path.len() + 1);
    let width = chance.pick(&[1, 2, 4]);
    block(path, value, flow, width, 0, chance, &mut text);
    for line in ["last: [a, 'b']\n", "more: >-\n  folded\n  text\n", "# end\n", "x: !!str 1\n", "y: &a {b: 1}\nz: *a\n"]
    {
        if chance.one_in(3) && flow > 0 && path[0] != "[]" {
            text += line;
        }
    }
    text
}

fn block(path: &[&str], value: &Value, flow: usize, width: usize, indent: usize, chance: &mut Chance, to: &mut String) {
    let Some((key, rest)) = path.split_first() else {
        to.push(' ');
        to.push_str(&flowing(path, value, chance));
        return to.push_str(chance.pick(&["\n", " # why\n"]));
    };
    if flow == 0 {
        to.push_str(chance.pick(&[" ", " ", " &anchor "]));
        to.push_str(&flowing(path, value, chance));
        return to.push('\n');
    }
    if indent > 0 || !to.ends_with(['\n', '\u{feff}']) && !to.is_empty() {
        to.push('\n');
    }
    let pad = " ".repeat(indent);
    if *key == "[]" {
        if chance.one_in(2) {
            writeln!(to, "{pad}- other").unwrap();
        }
        write!(to, "{pad}-").unwrap();
    } else {
        if chance.one_in(3) {
            writeln!(to, "{pad}before: {{a: b}}").unwrap();
        }
        write!(to, "{pad}{}:", key_of_yaml(key, chance)).unwrap();
    }
    block(rest, value, flow - 1, width, indent + width + 1, chance, to);
}

fn flowing(path: &[&str], value: &Value, chance: &mut Chance) -> String {
    let Some((key, rest)) = path.split_first() else {
        return match value {
            Value::String(text) if chance.one_in(2) => format!("'{text}'"),
            Value::Bool(true) => (chance.pick(&["true", "True", "TRUE", "yes", "on"])).to_owned(),
            other => other.to_string(),
        };
    };
    let inner = flowing(rest, value, chance);
    if *key == "[]" { format!("[{inner}]") } else { format!("{{{}: {inner}}}", key_of_yaml(key, chance)) }
}

fn key_of_yaml(key: &str, chance: &mut Chance) -> String {
    match chance.below(4) {
        0 => format!("\"{key}\""),
        1 => format!("'{key}'"),
        _ if key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.' || b == b'-') => key.to_owned(),
        _ => format!("\"{key}\""),
    }
}
