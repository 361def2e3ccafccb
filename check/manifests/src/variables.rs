//! Files of variables, as Compose and Docker read them: `NAME=value` on each line.
//!
//! Source: <https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax>.

use crate::source::built::Built;

/// Reads a file. Lines that set nothing are passed over.
pub(crate) fn read(text: &str) -> Built {
    let mut members = Vec::new();
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    while at < text.len() {
        let line = text[at..].split_inclusive('\n').next().unwrap_or_default();
        let (start, mut next) = (at, at + line.len());
        if let Some((name, value)) = line.split_once('=').filter(|(name, _)| !name.trim_start().starts_with('#')) {
            let name = name.trim();
            let name = name.strip_prefix("export ").map_or(name, str::trim);
            let name_start = start + line.find(name).unwrap_or_default();
            let value_start = start + line.len() - value.trim_start_matches([' ', '\t']).len();
            let (text, length) = value_of(&text[value_start..]);
            let end = value_start + length;
            next = next.max(end);
            if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-')) {
                let range = name_start..name_start + name.len();
                members.push((name.to_owned(), range, Built::Scalar(text, value_start..end)));
            }
        }
        at = next;
    }
    let variables = Built::Mapping(members, 0..text.len());
    Built::Mapping(vec![("variables".to_owned(), 0..0, variables)], 0..text.len())
}

/// The value that a text begins with, and how long it is there. In quotes it may have several lines.
fn value_of(text: &str) -> (String, usize) {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\''))
        && let Some(end) = closing(&text[1..], quote)
    {
        let inner = &text[1..=end];
        let value = if quote == '"' { inner.replace("\\\"", "\"").replace("\\\\", "\\") } else { inner.to_owned() };
        return (value, end + 2);
    }
    let line = text.lines().next().unwrap_or_default();
    let value = line.find(" #").map_or(line, |at| &line[..at]).trim_end();
    (value.to_owned(), value.len())
}

/// Where a quoted text ends.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let was_escaped = std::mem::take(&mut is_escaped);
        is_escaped = c == '\\' && quote == '"' && !was_escaped;
        (c == quote && !was_escaped).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn variables_are_read_as_compose_reads_them() {
        let text = "\u{feff}# A=0\nA=1 # one\n export B = 'two # 2' \nC=\"a \\\"b\\\"\nc\"\nD=\n\nnothing\nE=x#y\nno name=1\nF='open\n";
        assert_eq!(
            read(text).value(),
            json!({"variables": {"A": "1", "B": "two # 2", "C": "a \"b\"\nc", "D": "", "E": "x#y", "F": "'open"}})
        );
    }
}
