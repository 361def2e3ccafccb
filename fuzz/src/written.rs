//! JSON, written in any way that means the same.

use std::fmt::Write as _;

use serde_json::Value;

/// Chance that is no chance: splitmix64.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Chance(seed)
    }

    /// Of any bytes (FNV-1a).
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Chance(
            bytes
                .iter()
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap()
    }

    pub(crate) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for nth in (1..items.len()).rev() {
            items.swap(nth, self.below(nth + 1));
        }
    }
}

/// The value with its keys in any order, white space anywhere, and any character of any string as an escape.
pub(crate) fn json(value: &Value, chance: &mut Chance) -> String {
    let mut text = String::new();
    write(value, chance, &mut text);
    text
}

fn write(value: &Value, chance: &mut Chance, to: &mut String) {
    blank(chance, to);
    match value {
        Value::Object(members) => {
            to.push('{');
            let mut members: Vec<_> = members.iter().collect();
            chance.shuffle(&mut members);
            for (nth, (key, value)) in members.into_iter().enumerate() {
                to.push_str(if nth == 0 { "" } else { "," });
                blank(chance, to);
                string(key, chance, to);
                blank(chance, to);
                to.push(':');
                if key == "auths" {
                    // Its registries are named in their order, and an update compares its text.
                    to.push_str(&value.to_string());
                } else {
                    write(value, chance, to);
                }
            }
            blank(chance, to);
            to.push('}');
        }
        Value::Array(items) => {
            to.push('[');
            for (nth, item) in items.iter().enumerate() {
                to.push_str(if nth == 0 { "" } else { "," });
                write(item, chance, to);
            }
            blank(chance, to);
            to.push(']');
        }
        Value::String(text) => string(text, chance, to),
        other => to.push_str(&other.to_string()),
    }
    blank(chance, to);
}

pub(crate) fn blank(chance: &mut Chance, to: &mut String) {
    while chance.one_in(12) {
        to.push(chance.pick(&[' ', '\n', '\t', '\r']));
    }
}

/// A string with its quotes: as `serde_json` writes it, or with some or all characters as escapes.
pub(crate) fn string(text: &str, chance: &mut Chance, to: &mut String) {
    let rarity = chance.pick(&[0, 0, 0, 0, 20, 5, 1]);
    to.push('"');
    for c in text.chars() {
        if rarity > 0 && chance.one_in(rarity) {
            escape(c, chance, to);
        } else {
            let plain = Value::from(c.to_string()).to_string();
            to.push_str(&plain[1..plain.len() - 1]);
        }
    }
    to.push('"');
}

fn escape(c: char, chance: &mut Chance, to: &mut String) {
    if c == '/' && chance.one_in(2) {
        return to.push_str("\\/");
    }
    for unit in c.encode_utf16(&mut [0; 2]) {
        if chance.one_in(2) {
            write!(to, "\\u{unit:04x}").unwrap();
        } else {
            write!(to, "\\u{unit:04X}").unwrap();
        }
    }
}
