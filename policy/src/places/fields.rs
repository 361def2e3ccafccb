//! Finds the fields that disable TLS.

use std::cell::OnceCell;

use crate::catalogue::beside::Beside;
use crate::catalogue::fields::{ENTRIES, FIELDS, Field, Match};
use crate::catalogue::path::{self, Step, Steps};
use crate::catalogue::{Outcome, Value, When};
use crate::json::{Quoted, Raw, Text, Type};
use crate::path::{Path, Segment};
use crate::search;

/// What an entry of a `ConfigMap` turns off, if it does.
pub(super) fn of_entry(key: Quoted<'_>, value: Raw<'_>) -> Option<&'static Field> {
    let entry = ENTRIES.iter().find(|entry| match entry.matches {
        Match::Equals => key.is(entry.key),
        Match::Begins => key.written().starts_with(entry.key.as_bytes()),
    })?;
    is_met(entry.field.when, value, &Path::default()).then_some(&entry.field)
}

/// Whether any field of this kind is known.
pub(super) fn are_known(group: &str, kind: &str) -> bool {
    FIELDS.iter().any(|it| it.group == group && it.kinds.contains(&kind))
}

/// Visits the fields of an object that turn TLS off, each with its row, the text of its value and its path.
pub(super) fn each<'a>(
    group: &str,
    kind: &str,
    object: Raw<'a>,
    path: &mut Path<'a>,
    visit: &mut dyn FnMut(&'static Field, Raw<'a>, &Path<'a>),
) {
    let mut fields = FIELDS.iter().filter(|it| it.group == group && it.kinds.contains(&kind)).peekable();
    if fields.peek().is_none() {
        return;
    }
    let top = Top { object, members: object.members(Top::FIELDS) };
    // Parameters have many places, and their names a word that is found sooner than these.
    let may_have_parameter = OnceCell::new();
    let may_be_in = |field: &Field| {
        !matches!(field.when, When::Parameter(..))
            || *may_have_parameter.get_or_init(|| search::may_hold_flag(object.as_bytes()))
    };
    for field in fields.filter(|it| may_be_in(it)) {
        top.field(field, path, &mut |value, path| {
            if is_met(field.when, value, path) {
                visit(field, value, path);
            }
        });
    }
}

/// An object with the fields that most paths begin with, so that it is gone through once.
struct Top<'a> {
    object: Raw<'a>,
    members: [Option<Raw<'a>>; 5],
}

impl<'a> Top<'a> {
    const FIELDS: [&'static str; 5] = ["metadata", "spec", "data", "stringData", "type"];

    /// Visits what stands at the end of the path.
    fn at(&self, to: &'static str, path: &mut Path<'a>, visit: &mut dyn FnMut(Raw<'a>, &Path<'a>)) {
        let mut steps = path::steps(to);
        let Some(Ok(Step::Key(first))) = steps.next() else { return };
        let known = Self::FIELDS.iter().zip(self.members).find(|(name, _)| **name == first);
        if let Some(value) = known.map_or_else(|| self.object.member(first), |(_, value)| value) {
            path.push(Segment::key(first));
            at(value, steps, path, visit);
            path.pop();
        }
    }

    /// Visits the values of a field, if what its row needs stands beside it.
    fn field(&self, field: &'static Field, path: &mut Path<'a>, visit: &mut dyn FnMut(Raw<'a>, &Path<'a>)) {
        let mut within = None;
        for beside in field.only_if {
            if !beside.within.is_empty() {
                within = Some(beside);
            } else if !has_neighbour(beside, |to, visit| self.at(to, &mut Path::default(), visit)) {
                return;
            }
        }
        let Some(beside) = within else { return self.at(field.path, path, visit) };
        let rest = field.path.get(beside.within.len()..).unwrap_or_default();
        let rest = path::steps(rest.strip_prefix('.').unwrap_or(rest));
        self.at(beside.within, path, &mut |mapping, path| {
            if has_neighbour(beside, |to, visit| at(mapping, path::steps(to), &mut Path::default(), visit)) {
                at(mapping, rest.clone(), &mut path.clone(), visit);
            }
        });
    }
}

/// Whether one of the neighbours is in the mapping through which `at` goes.
fn has_neighbour(beside: &Beside, at: impl Fn(&'static str, &mut dyn FnMut(Raw<'_>, &Path<'_>))) -> bool {
    let mut is_met = false;
    for neighbour in beside.any {
        at(neighbour.path, &mut |value, _| is_met |= value.text().is_some_and(|text| neighbour.is_met(&text)));
    }
    is_met
}

/// Visits what stands at the end of the steps.
fn at<'a>(value: Raw<'a>, mut steps: Steps<'static>, path: &mut Path<'a>, visit: &mut dyn FnMut(Raw<'a>, &Path<'a>)) {
    let Some(Ok(step)) = steps.next() else { return visit(value, path) };
    let mut down = |segment, value: Raw<'a>| {
        path.push(segment);
        at(value, steps.clone(), path, visit);
        path.pop();
    };
    match step {
        Step::Key(key) => {
            if let Some(member) = value.member(key) {
                down(Segment::key(key), member);
            }
        }
        Step::Each | Step::Item if value.kind() == Type::List => {
            for (index, item) in value.items().unwrap_or_default().into_iter().enumerate() {
                // There are few of these lists, so they are compared by name always.
                down(Segment::item(index, item), item);
            }
        }
        Step::Item => {}
        Step::Each | Step::Member => value.each_member(|key, member| {
            if let Ok(key) = key.text() {
                down(Segment::Key(key), member);
            }
        }),
    }
}

/// Whether the value is as the row has it. A parameter says nothing of what it will be.
pub(super) fn is_met(when: When, value: Raw<'_>, path: &Path<'_>) -> bool {
    let key = path.segments().last().and_then(Segment::as_key).map(Text::as_str);
    let test = |when: When, value: Raw<'_>, is_data| {
        let text = match value.as_bytes() {
            b"true" => Some("true".into()),
            b"false" => Some("false".into()),
            _ => value.text(),
        };
        text.is_some_and(|text| when.test(Value { is_data, ..Value::in_data(key, &text) }) == Outcome::Met)
    };
    let When::Parameter(names, when) = when else { return test(when, value, true) };
    let [name, value, default] = value.members(["name", "value", "default"]);
    name.and_then(Raw::text).is_some_and(|name| names.contains(&name.as_str()))
        && value.or(default).is_some_and(|value| test(*when, value, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_parameters_have_a_word_that_is_searched_for() {
        for field in FIELDS {
            if let When::Parameter(names, _) = field.when {
                for name in names {
                    assert!(search::may_hold_flag(format!("{{\"name\":\"{name}\"}}").as_bytes()), "{name}");
                }
            }
        }
    }
}
