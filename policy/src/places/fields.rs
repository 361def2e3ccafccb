//! Finds the fields that disable TLS.

use std::cell::OnceCell;

use crate::catalogue::beside::Beside;
use crate::catalogue::fields::{ENTRIES, FIELDS, Field, Match, may_hold_parameter};
use crate::catalogue::path::{self, Step, Steps};
use crate::catalogue::{Outcome, Value, When};
use crate::json::{Quoted, Raw, Text, Type};
use crate::path::{Path, Segment};

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
            || *may_have_parameter.get_or_init(|| may_hold_parameter(object.as_bytes()))
    };
    let rows: Vec<_> = fields.filter(|it| may_be_in(it) && top.is_as_needed(it)).collect();
    let mut trail = Trail::new(path);
    for (nth, field) in rows.iter().enumerate() {
        let is_anywhere = field.mapping().is_none();
        let is_alike = |it: &&&Field| {
            std::ptr::eq(**it, *field) || (it.path == field.path && is_anywhere && it.mapping().is_none())
        };
        // What several rows say of one place is looked for once.
        if rows.iter().take(nth).any(|it| is_alike(&it)) {
            continue;
        }
        let of_path: Vec<_> = rows.iter().skip(nth).filter(is_alike).collect();
        top.field(field, &mut trail, &mut |value, trail| {
            // A parameter of no name in any row is the usual one.
            let name = OnceCell::new();
            let has_name = |names: &[&str]| {
                let name = name.get_or_init(|| value.member("name").and_then(Raw::text));
                name.as_ref().is_some_and(|name| names.contains(&name.as_str()))
            };
            for row in &of_path {
                let may_be_met = if let When::Parameter(names, _) = row.when { has_name(names) } else { true };
                if may_be_met && is_met(row.when, value, trail.path) {
                    visit(row, value, &trail.named());
                }
            }
        });
    }
}

/// The way down to a value.
struct Trail<'p, 'a> {
    path: &'p mut Path<'a>,
    /// The items of lists on the way, and how deep each is.
    items: Vec<(usize, Raw<'a>)>,
}

impl<'p, 'a> Trail<'p, 'a> {
    fn new(path: &'p mut Path<'a>) -> Self {
        Trail { path, items: Vec::new() }
    }

    /// The path with the names of items. There are few findings here, so they are compared by name always.
    fn named(&self) -> Path<'a> {
        let named = |(depth, segment): (usize, &Segment<'a>)| {
            let item = self.items.iter().find(|(at, _)| *at == depth);
            match (segment, item) {
                (Segment::Item { index, .. }, Some((_, item))) => Segment::item(*index, *item),
                _ => segment.clone(),
            }
        };
        self.path.segments().iter().enumerate().map(named).collect()
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
    fn at(&self, to: &'static str, trail: &mut Trail<'_, 'a>, visit: &mut dyn FnMut(Raw<'a>, &Trail<'_, 'a>)) {
        let mut steps = path::steps(to);
        let Some(Ok(Step::Key(first))) = steps.next() else { return };
        let known = Self::FIELDS.iter().zip(self.members).find(|(name, _)| **name == first);
        if let Some(value) = known.map_or_else(|| self.object.member(first), |(_, value)| value) {
            trail.path.push(Segment::key(first));
            at(value, steps, trail, visit);
            trail.path.pop();
        }
    }

    /// Whether the rest of the object is as it has to be for the field to mean what its row says.
    fn is_as_needed(&self, field: &Field) -> bool {
        let mut needed = field.only_if.iter().filter(|beside| beside.within.is_empty());
        needed
            .all(|beside| has_neighbour(beside, |to, visit| self.at(to, &mut Trail::new(&mut Path::default()), visit)))
    }

    /// Visits the values of a field, if what its row needs stands in the same mapping.
    fn field(&self, field: &'static Field, trail: &mut Trail<'_, 'a>, visit: &mut dyn FnMut(Raw<'a>, &Trail<'_, 'a>)) {
        let Some(beside) = field.mapping() else { return self.at(field.path, trail, visit) };
        let rest = field.path.get(beside.within.len()..).unwrap_or_default();
        let rest = path::steps(rest.strip_prefix('.').unwrap_or(rest));
        self.at(beside.within, trail, &mut |mapping, trail| {
            let in_mapping = |to, visit: &mut dyn FnMut(Raw<'a>, &Trail<'_, 'a>)| {
                at(mapping, path::steps(to), &mut Trail::new(&mut Path::default()), visit);
            };
            if has_neighbour(beside, in_mapping) {
                let mut path = trail.path.clone();
                at(mapping, rest.clone(), &mut Trail { path: &mut path, items: trail.items.clone() }, visit);
            }
        });
    }
}

/// Whether one of the neighbours is in the mapping through which `at` goes.
fn has_neighbour<'a>(beside: &Beside, at: impl Fn(&'static str, &mut dyn FnMut(Raw<'a>, &Trail<'_, 'a>))) -> bool {
    let mut is_met = false;
    for neighbour in beside.any {
        at(neighbour.path, &mut |value, _| is_met |= value.text().is_some_and(|text| neighbour.is_met(&text)));
    }
    is_met
}

/// Visits what stands at the end of the steps.
fn at<'a>(
    value: Raw<'a>,
    mut steps: Steps<'static>,
    trail: &mut Trail<'_, 'a>,
    visit: &mut dyn FnMut(Raw<'a>, &Trail<'_, 'a>),
) {
    let Some(Ok(step)) = steps.next() else { return visit(value, trail) };
    let mut down = |trail: &mut Trail<'_, 'a>, segment, value: Raw<'a>| {
        trail.path.push(segment);
        at(value, steps.clone(), trail, visit);
        trail.path.pop();
    };
    match step {
        Step::Key(key) => {
            if let Some(member) = value.member(key) {
                down(trail, Segment::key(key), member);
            }
        }
        Step::Each | Step::Item if value.kind() == Type::List => {
            let _ = value.cursor().list(|index, cursor| {
                let item = cursor.skip()?;
                trail.items.push((trail.path.depth(), item));
                down(trail, Segment::index(index), item);
                trail.items.pop();
                Ok(())
            });
        }
        Step::Item => {}
        Step::Each | Step::Member => value.each_member(|key, member| {
            if let Ok(key) = key.text() {
                down(trail, Segment::Key(key), member);
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
    fn the_names_of_parameters_are_searched_for() {
        for field in FIELDS {
            if let When::Parameter(names, _) = field.when {
                for name in names {
                    assert!(may_hold_parameter(format!("{{\"name\":\"{name}\"}}").as_bytes()), "{name}");
                }
            }
        }
    }
}
