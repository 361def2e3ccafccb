//! YAML as JSON, for those who read objects.

use crate::{Broken, Step, yaml};

/// Calls `visit` with each document of a YAML file as JSON. All scalars are strings there: `"true"`, `"80"`. What is null is left out.
///
/// What aliases stand for takes of the room, as in [`yaml::scalars`]. The documents before an error were visited.
pub fn documents(text: &str, room: &mut usize, visit: &mut dyn FnMut(String)) -> Result<(), Broken> {
    // JSON is little longer than what it is made of; to grow, it would be there twice.
    let length = text.len().saturating_add(text.len() / 4);
    let mut writer = Writer { json: String::with_capacity(length), path: Vec::new() };
    let read = yaml::scalars(text, room, &mut |path, scalar| {
        if path.is_empty() && scalar.is_empty() {
            visit(writer.end());
        } else {
            writer.add(path, scalar);
        }
    });
    let last = writer.end();
    if read.is_ok() {
        visit(last);
    }
    read
}

/// Writes values one after the other, each with its path.
#[derive(Default)]
struct Writer {
    json: String,
    /// The path of the last value: each of its steps is in an object or a list that is open.
    path: Vec<Step<'static>>,
}

impl Writer {
    fn add(&mut self, path: &[Step<'_>], scalar: &str) {
        let common = self.path.iter().zip(path).take_while(|(a, b)| a == b).count();
        let is_open = self.path.len() > common;
        // How many items are missing before this one: what is null is an item, too.
        let missing = match (self.path.get(common), path.get(common)) {
            (Some(Step::Key(_)), Some(Step::Key(_))) => 0,
            (Some(Step::Item(last)), Some(Step::Item(next))) => next.saturating_sub(last.saturating_add(1)),
            (None, _) if self.path.is_empty() && self.json.is_empty() => 0,
            // The same place once more, or another sort of value there: the first one counts.
            _ => return,
        };
        if is_open {
            self.close(common.saturating_add(1));
            self.json.push(',');
            (0..missing).for_each(|_| self.json.push_str("null,"));
        }
        let is_first = |nth: usize| nth > common || !is_open;
        for (nth, step) in path.iter().enumerate().skip(common) {
            match step {
                Step::Key(key) => {
                    self.json.push_str(if is_first(nth) { "{" } else { "" });
                    write(&mut self.json, key);
                    self.json.push(':');
                }
                Step::Item(before) if is_first(nth) => {
                    self.json.push('[');
                    (0..*before).for_each(|_| self.json.push_str("null,"));
                }
                Step::Item(_) => {}
            }
        }
        write(&mut self.json, scalar);
        self.path.truncate(common);
        self.path.extend(path.iter().skip(common).map(Step::to_owned_step));
    }

    /// Closes what is open but for so much.
    fn close(&mut self, open: usize) {
        for step in self.path.drain(open.min(self.path.len())..).rev() {
            self.json.push(if matches!(step, Step::Key(_)) { '}' } else { ']' });
        }
    }

    fn end(&mut self) -> String {
        self.close(0);
        std::mem::take(&mut self.json)
    }
}

/// Writes a string, with its quotes.
pub fn write(json: &mut String, text: &str) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            c if c < ' ' => {
                let digit = |bits: u32| char::from_digit(bits & 15, 16).unwrap_or_default();
                json.push_str("\\u00");
                json.extend([digit(u32::from(c) >> 4), digit(u32::from(c))]);
            }
            c => json.push(c),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        documents(text, &mut 1000, &mut |json| all.push(json)).unwrap();
        all
    }

    #[test]
    fn documents_are_written_as_json() {
        for (text, expected) in [
            ("a: 1\nb: [x, {c: d}, [e]]\nf: \"g\\n\"\n", r#"{"a":"1","b":["x",{"c":"d"},["e"]],"f":"g\n"}"#),
            ("a:\n  b:\n    c: d\n  e: f\ng: h\n", r#"{"a":{"b":{"c":"d"},"e":"f"},"g":"h"}"#),
            ("- ~\n- a\n- ~\n- ~\n- b: c\n", r#"[null,"a",null,null,{"b":"c"}]"#),
            ("a: {}\nb: []\nc: \"\\\"\\\\\\x01\"\n", r#"{"a":"","b":"","c":"\"\\\u0001"}"#),
            ("x: &x {a: b}\ny: *x\nz: {<<: *x, c: d}\n", r#"{"x":{"a":"b"},"y":{"a":"b"},"z":{"c":"d","a":"b"}}"#),
            ("a: 1\na: 2\n", r#"{"a":"1"}"#),
            ("text", r#""text""#),
            ("", ""),
        ] {
            let all = json(text);
            assert_eq!(all, [expected], "{text}");
            assert!(expected.is_empty() || serde_json::from_str::<serde_json::Value>(expected).is_ok(), "{expected}");
        }
        assert_eq!(json("a: 1\n---\nb: 2\n---\n- c\n"), [r#"{"a":"1"}"#, r#"{"b":"2"}"#, r#"["c"]"#]);
    }
}
