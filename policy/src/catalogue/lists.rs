//! The lists in the rules' documentation, generated from the tables.

use super::fields::{ENTRIES, FIELDS};
use super::files::{Effect, FORMATS};
use super::flags::{FLAGS, UNMISTAKABLE};
use super::variables::VARIABLES;

/// A text with the lists in place of their names: `{insecure tools}`.
pub(crate) fn fill(text: &str) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, name, after)) = next(rest) {
        filled.push_str(before);
        match list(name) {
            Some(list) => {
                let list = wrapped(&list, &filled);
                filled.push_str(&list);
            }
            // Braces of YAML.
            None => filled.extend(["{", name, "}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// A list of the catalogue by its name.
fn list(name: &str) -> Option<Vec<String>> {
    let of_tools = |is_credential: bool| {
        let flags = FLAGS.iter().filter(move |flag| flag.when.is_credential() == is_credential);
        flags.flat_map(|flag| flag.tools).map(|tool| format!("`{tool}`")).collect()
    };
    let of_files = |is_credential: bool| {
        let has = move |effect: Effect| (effect == Effect::Credential) == is_credential;
        let formats = FORMATS.iter().filter(move |format| format.fields.iter().any(|field| has(field.effect)));
        formats.map(|format| format.name.to_owned()).collect()
    };
    let mut list: Vec<String> = match name {
        "insecure tools" => of_tools(false),
        "credential tools" => of_tools(true),
        "unmistakable flags" => {
            let flags = UNMISTAKABLE.iter().filter(|row| row.is_certain && !row.when.is_credential());
            flags.flat_map(|row| row.names).map(|name| format!("`{name}`")).collect()
        }
        "insecure files" => of_files(false),
        "credential files" => of_files(true),
        "insecure variables" => {
            let variables = VARIABLES.iter().filter(|row| !row.when.is_credential() && !row.tool.is_empty());
            variables.map(|row| row.tool.to_owned()).collect()
        }
        "insecure kinds" => {
            let fields = FIELDS.iter().chain(ENTRIES.iter().map(|entry| &entry.field));
            let kinds = fields.flat_map(|field| field.kinds.iter().map(|kind| (field.group, *kind)));
            kinds.map(|(group, kind)| super::qualified(group, kind)).map(|kind| format!("`{kind}`")).collect()
        }
        _ => return None,
    };
    list.sort_unstable_by_key(|name| name.to_ascii_lowercase());
    list.dedup();
    Some(list)
}

/// The list in lines of the documentation's width, after a text.
fn wrapped(list: &[String], before: &str) -> String {
    const WIDTH: usize = 130;
    let mut column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let mut text = String::new();
    for (nth, name) in list.iter().enumerate() {
        let end = match list.len().saturating_sub(nth) {
            1 => "",
            2 => " and",
            _ => ",",
        };
        let words = format!("{name}{end}");
        for word in words.split(' ') {
            let length = word.chars().count();
            if column.saturating_add(length).saturating_add(1) > WIDTH {
                text.push('\n');
                column = 0;
            } else if nth > 0 || !text.is_empty() {
                text.push(' ');
                column = column.saturating_add(1);
            }
            text.push_str(word);
            column = column.saturating_add(length);
        }
    }
    text
}
