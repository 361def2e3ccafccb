//! Manifests with secrets, written in any way that YAML allows.

use std::fmt::Write as _;

use arbitrary::Arbitrary;
use insecure_registry_manifests::documents::documents;
use serde_json::{Map, Value};

use crate::manifests::quotes_in;
use crate::requests;
use crate::secret::leak;
use crate::written::Chance;

/// Objects, one document each.
#[derive(Arbitrary, Debug)]
pub struct Case {
    objects: Vec<requests::Case>,
    seed: u64,
}

impl Case {
    /// What was written is read, what is found in it is where it was written, and no line that is quoted holds a secret.
    pub fn check(&self) {
        let mut chance = Chance::new(self.seed);
        let objects: Vec<_> = self.objects.iter().take(3).map(requests::Case::manifest).collect();
        if objects.iter().any(has_long_key) {
            return;
        }
        let mut text = String::new();
        for object in &objects {
            text.push_str(chance.pick(&["---\n", "--- # a: b\n", "---\n# it's\n"]));
            let mut writer = Writer { chance: &mut chance, text: &mut text, anchors: Vec::new() };
            writer.object(object);
        }
        let read: Vec<_> = documents(&text).into_iter().map(|it| it.map(|(_, value)| value)).collect();
        for (read, object) in read.iter().zip(&objects) {
            assert_eq!(read.as_ref().unwrap_or_else(|problem| panic!("{problem}: {text:?}")), object, "of {text:?}");
        }
        assert_eq!(read.len(), objects.len(), "documents of {text:?}");
        quotes_in(&text, &mut |_, quote| {
            if let Some(leak) = leak(quote) {
                panic!("`{quote}` shows `{leak}` of {text:?}");
            }
        });
    }
}

struct Writer<'w> {
    chance: &'w mut Chance,
    text: &'w mut String,
    /// Strings that have one.
    anchors: Vec<String>,
}

impl Writer<'_> {
    fn object(&mut self, object: &Value) {
        if self.chance.one_in(6) {
            self.flow(object);
            self.text.push('\n');
        } else {
            let Value::Object(members) = object else { panic!("no object") };
            self.mapping(members, 0);
        }
    }

    fn mapping(&mut self, members: &Map<String, Value>, indent: usize) {
        let mut members: Vec<_> = members.iter().collect();
        self.chance.shuffle(&mut members);
        for (nth, (key, value)) in members.into_iter().enumerate() {
            if nth > 0 {
                self.pad(indent);
            }
            self.scalar(key, true);
            self.text.push(':');
            self.value(value, indent);
        }
    }

    /// What follows a key or a dash, up to the end of the line or lines.
    fn value(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Object(members) if !members.is_empty() && !self.chance.one_in(5) => {
                self.text.push('\n');
                self.pad(indent + 2);
                return self.mapping(members, indent + 2);
            }
            Value::Array(items) if !items.is_empty() && !self.chance.one_in(5) => {
                // A sequence may be no deeper than its key.
                let deeper = indent + 2 * self.chance.below(2);
                self.text.push('\n');
                for item in items {
                    self.pad(deeper);
                    self.text.push('-');
                    match item {
                        Value::Object(members) if !members.is_empty() => {
                            self.text.push(' ');
                            self.mapping(members, deeper + 2);
                        }
                        item => self.value(item, deeper + 2),
                    }
                }
                return;
            }
            Value::String(text) if is_block(text) && self.chance.one_in(2) => return self.literal(text, indent + 2),
            value => {
                self.text.push(' ');
                self.flow(value);
            }
        }
        self.text.push_str(self.chance.pick(&["\n", "\n", "  \n", " # it's \"a\" comment\n", "\n\n"]));
    }

    fn flow(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                self.text.push('{');
                for (nth, (key, value)) in members.iter().enumerate() {
                    self.text.push_str(if nth == 0 { "" } else { ", " });
                    self.scalar(key, true);
                    self.text.push_str(": ");
                    self.flow(value);
                }
                self.text.push('}');
            }
            Value::Array(items) => {
                self.text.push('[');
                for (nth, item) in items.iter().enumerate() {
                    self.text.push_str(if nth == 0 { "" } else { ", " });
                    self.flow(item);
                }
                self.text.push(']');
            }
            Value::String(text) => {
                if let Some(nth) = self.anchors.iter().position(|known| known == text) {
                    write!(self.text, "*a{nth} ").unwrap();
                } else if self.chance.one_in(12) {
                    write!(self.text, "&a{} ", self.anchors.len()).unwrap();
                    self.anchors.push(text.clone());
                    self.scalar(text, false);
                } else {
                    self.scalar(text, false);
                }
            }
            other => self.text.push_str(&other.to_string()),
        }
    }

    fn scalar(&mut self, text: &str, is_key: bool) {
        let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./@".contains(c))
            && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
                .iter()
                .any(|it| text.eq_ignore_ascii_case(it));
        let is_single = text.chars().all(|c| matches!(c, ' '..='~')) && !text.starts_with(' ') && !text.ends_with(' ');
        match self.chance.below(4) {
            0 | 1 if is_plain => self.text.push_str(text),
            2 if is_single && !(is_key && text.len() > 100) => {
                write!(self.text, "'{}'", text.replace('\'', "''")).unwrap();
            }
            // JSON's escapes are YAML's, once what is no printable character is one.
            _ => {
                self.text.push('"');
                for c in text.chars() {
                    match c {
                        '"' | '\\' => self.text.extend(['\\', c]),
                        ' '..='~' => self.text.push(c),
                        c => write!(self.text, "\\U{:08x}", u32::from(c)).unwrap(),
                    }
                }
                self.text.push('"');
            }
        }
    }

    fn literal(&mut self, text: &str, indent: usize) {
        self.text.push_str(if text.ends_with('\n') { " |\n" } else { " |-\n" });
        for line in text.lines() {
            self.pad(indent);
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn pad(&mut self, indent: usize) {
        self.text.extend(std::iter::repeat_n(' ', indent));
    }
}

/// Whether a block of lines is just this text.
fn is_block(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\n' | ' '..='~'))
        && !text.starts_with([' ', '\n'])
        && !text.ends_with("\n\n")
        && !text.is_empty()
        && text.lines().all(|line| !line.is_empty() && !line.starts_with(' ') || line.len() > line.trim_start().len())
        && text != "\n"
}

/// Whether a key may be longer than the 1,024 characters that YAML allows, once it is escaped.
fn has_long_key(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_long_key),
        Value::Object(members) => members.iter().any(|(key, value)| key.chars().count() > 90 || has_long_key(value)),
        _ => false,
    }
}
