//! Reads YAML as almost all manifests are written, straight from the parser's events into values.
//!
//! serde-saphyr reads all of YAML. For that it keeps a copy of each key, the names of all keys of a mapping, and a budget, which takes longer
//! than the parser itself. Here is read what needs none of it: no anchors, tags or merged mappings, keys that are strings and stand once, and
//! scalars whose type is beyond doubt. Everything else is left to serde-saphyr, also to say what is wrong with a text. What is read here is
//! read there in the same way, by the same parser; a test compares both.

use std::borrow::Cow;

use granit_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};

/// serde-saphyr allows a few more.
const DEEPEST: usize = 48;

/// A collection that is not yet closed.
enum Open {
    List(Vec<Value>),
    /// With the key whose value comes next.
    Object(Map<String, Value>, Option<String>),
}

/// The documents of a text that are not empty; none if another reader has to decide.
pub(super) fn values(text: &str) -> Option<Vec<Value>> {
    let mut documents = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    // Another crate may have switched comments on.
    for event in Parser::new_from_str_with_options(text, granit_parser::options! { emit_comments: false }) {
        let value = match event.ok()?.0 {
            Event::Scalar(text, style, 0, None) => match open.last_mut() {
                Some(Open::Object(_, next @ None)) => {
                    *next = Some(key(text, style)?);
                    continue;
                }
                _ => scalar(text, style)?,
            },
            Event::SequenceStart(_, 0, None) if open.len() < DEEPEST => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(_, 0, None) if open.len() < DEEPEST => {
                open.push(Open::Object(Map::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop()? {
                Open::List(items) => Value::Array(items),
                Open::Object(members, None) => Value::Object(members),
                Open::Object(..) => return None,
            },
            Event::StreamStart | Event::StreamEnd | Event::DocumentStart(..) | Event::DocumentEnd => continue,
            _ => return None,
        };
        match open.last_mut() {
            None if value.is_null() => {}
            None => documents.push(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Object(members, key)) => {
                if members.insert(key.take()?, value).is_some() {
                    return None;
                }
            }
        }
    }
    Some(documents)
}

/// Keys are strings however they are written. But one that means nothing is refused, and numbers that are equal are the same key.
fn key(text: Cow<'_, str>, style: ScalarStyle) -> Option<String> {
    let is_string = match style {
        ScalarStyle::Plain => matches!(Meaning::of(&text), Meaning::String | Meaning::Truth(_)),
        _ => true,
    };
    (is_string && text != "<<").then(|| text.into_owned())
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Option<Value> {
    let meaning = if matches!(style, ScalarStyle::Plain) { Meaning::of(&text) } else { Meaning::String };
    match meaning {
        Meaning::Null => Some(Value::Null),
        Meaning::Truth(truth) => Some(Value::Bool(truth)),
        Meaning::Number(number) => Some(Value::Number(number)),
        Meaning::String => Some(Value::String(text.into_owned())),
        Meaning::Unknown => None,
    }
}

/// What a scalar without quotes stands for.
enum Meaning {
    Null,
    Truth(bool),
    Number(Number),
    String,
    /// Perhaps a number, in a form that is seldom seen.
    Unknown,
}

impl Meaning {
    fn of(text: &str) -> Self {
        match text.as_bytes() {
            b"" | b"~" | b"null" | b"Null" | b"NULL" => Meaning::Null,
            [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => Self::of_number(text),
            _ => truth(text).map_or(Meaning::String, Meaning::Truth),
        }
    }

    /// Of what begins as numbers do.
    fn of_number(text: &str) -> Self {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let is_signed = unsigned.len() < text.len();
        // Only in these are there letters that other numbers do not have.
        let letters: &[u8] = match unsigned.as_bytes() {
            [b'0', b'x' | b'X' | b'o' | b'O' | b'b' | b'B', ..] => b"xXoObBaAcCdDfF",
            [b'.', ..] => b"iInNfFaAtTyY",
            _ => b"",
        };
        let (mut digits, mut dots, mut signs, mut others) = (0_usize, 0_usize, 0_usize, 0_usize);
        for byte in unsigned.bytes() {
            match byte {
                b'0'..=b'9' => digits += 1,
                b'.' => dots += 1,
                b'+' | b'-' => signs += 1,
                b'e' | b'E' | b'_' => others += 1,
                _ if letters.contains(&byte) => others += 1,
                // A quantity, a name, anything.
                _ => return Meaning::String,
            }
        }
        let is_whole = dots == 0;
        match unsigned.as_bytes() {
            // A version, an address, a date, a flag.
            _ if dots > 1 || (signs > 0 && others == 0) => Meaning::String,
            _ if digits == 0 && is_whole => Meaning::String,
            // Perhaps an exponent, or hexadecimal.
            _ if others > 0 => Meaning::Unknown,
            // Octal, as in the modes of files.
            [b'0', rest @ ..] if is_whole && !is_signed && rest.iter().all(|digit| *digit < b'8') => {
                Self::finite(u64::from_str_radix(text, 8).ok().map(Number::from))
            }
            [b'0', b'0'..=b'9', ..] | [b'.', ..] | [.., b'.'] => Meaning::Unknown,
            _ if is_whole && !is_signed => Self::finite(text.parse::<u64>().ok().map(Number::from)),
            [b'1'..=b'9', ..] if is_whole && text.starts_with('-') => {
                Self::finite(text.parse::<i64>().ok().map(Number::from))
            }
            _ if !is_signed => Self::finite(text.parse().ok().and_then(Number::from_f64)),
            _ => Meaning::Unknown,
        }
    }

    fn finite(number: Option<Number>) -> Self {
        number.map_or(Meaning::Unknown, Meaning::Number)
    }
}

/// As YAML 1.1 has it, and kubectl.
fn truth(text: &str) -> Option<bool> {
    let is_one_of = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if text.len() > "false".len() {
        None
    } else if is_one_of(["true", "yes", "y", "on"]) {
        Some(true)
    } else {
        is_one_of(["false", "no", "n", "off"]).then_some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What both readers make of a text: the same, or nothing here.
    fn agree(text: &str) -> bool {
        let Some(plain) = values(text) else { return false };
        let all = super::super::all_values(text, serde_saphyr::DuplicateKeyPolicy::Error);
        assert_eq!(Some(&plain), all.as_ref().ok(), "{text:?}");
        // Floating point numbers are equal that are written otherwise.
        assert_eq!(format!("{plain:?}"), format!("{:?}", all.unwrap()), "{text:?}");
        true
    }

    #[test]
    fn manifests_are_read_here_and_as_serde_saphyr_reads_them() {
        for text in [
            include_str!("../../examples/load/deployment.yaml"),
            include_str!("../../examples/load/service.yaml"),
            include_str!("../../examples/load/configmap.yaml"),
            include_str!("../../examples/load/kustomization.yaml"),
            include_str!("../../examples/load/rbac.yaml"),
            include_str!("../../examples/load/helmrelease.yaml"),
            include_str!("../../examples/load/statefulset.yaml"),
            include_str!("../../examples/load/prometheusrule.yaml"),
            include_str!("../../examples/load/cronjob.yaml"),
            include_str!("../../examples/load/crd.yaml"),
            "",
            "# nothing\n",
            "---\n---\na: 1\n...\n---\n~\n---\n'~'\n",
            "a: |\n  b\n  c\nd: >-\n  e\n  f\ng: 'h\n  i'\nj: k\n  l\n",
            "on: {push: {branches: [main, '1']}, \"y\": yes}\n",
            "a: [1, -2, 3.5, 100m, 1.2.3, 0.1.0, 0, 0644, 00, 2026-01-02, --flag, -e, 10Gi, 08:00, .github, '', ]\n",
        ] {
            assert!(agree(&text.replace("@N@", "7").replace("@REGISTRY@", "registry.example.com")), "{text}");
        }
    }

    #[test]
    fn what_needs_more_is_left_to_serde_saphyr() {
        for text in [
            "a: &b 1\n",
            "a: &b 1\nc: *b\n",
            "a: !!str 1\n",
            "a: !b c\n",
            "<<: {a: b}\n",
            "a: 1\na: 2\n",
            "? [a]\n: b\n",
            "? {a: b}\n: c\n",
            "1: a\n",
            "~: a\n",
            ": a\n",
            "a: 0844\n",
            "a: +0644\n",
            "a: 0x1f\n",
            "a: 1e3\n",
            "a: .inf\n",
            "a: 1_000\n",
            "a: +1\n",
            "a: -0\n",
            "a: -1.5\n",
            "a: 18446744073709551616\n",
            "a: [b\n",
            "a: b: c\n",
            &"[".repeat(DEEPEST + 1),
            &format!("{}{}", "[".repeat(DEEPEST + 1), "]".repeat(DEEPEST + 1)),
        ] {
            assert!(values(text).is_none(), "{text}");
        }
    }

    #[test]
    fn short_scalars_mean_what_they_mean_to_serde_saphyr() {
        const LETTERS: &[u8] = b"018-+._exonf~<";
        let mut read = 0;
        for length in 1..=3_u32 {
            for nth in 0..LETTERS.len().pow(length) {
                let letter = |place| char::from(LETTERS[nth / LETTERS.len().pow(place) % LETTERS.len()]);
                let word: String = (0..length).map(letter).collect();
                read += usize::from(agree(&format!("{word}: a\n---\na: {word}\n")));
            }
        }
        assert!(read > 1000, "{read}");
    }

    #[test]
    fn words_mean_what_they_mean_to_serde_saphyr() {
        for word in [
            "true", "True", "TRUE", "tRuE", "false", "yes", "Yes", "no", "NO", "on", "Off", "y", "N", "null", "Null",
            "nULL",
        ] {
            agree(&format!("a: {word}\n"));
            agree(&format!("{word}: a\n"));
            assert!(agree(&format!("a: '{word}'\n")));
        }
    }

    #[test]
    fn texts_of_any_pieces_are_read_as_serde_saphyr_reads_them() {
        const PIECES: &[&str] = &[
            "a",
            "b: ",
            "c:\n",
            "- ",
            "\n",
            "\n  ",
            "\n    ",
            "'d'",
            "\"e\\n\\x41\"",
            "|\n",
            ">-\n",
            "{",
            "}",
            "[",
            "]",
            ", ",
            ",",
            "# f\n",
            "1",
            "2.5",
            "true",
            "null",
            "---\n",
            "...\n",
            "? ",
            ": ",
            "\t",
            "\u{e9}",
            "\u{feff}",
            "<<: ",
            "!g ",
            "&h ",
            "*h",
            "%",
            " ",
            "0o7",
            "\r\n",
        ];
        let mut random = 1_u64;
        let mut next = |below: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(random >> 33).unwrap() % below
        };
        let mut read = 0;
        for _ in 0..40_000 {
            let text: String = (0..=next(12)).map(|_| PIECES[next(PIECES.len())]).collect();
            read += usize::from(agree(&text));
        }
        assert!(read > 1000, "{read}");
    }
}
