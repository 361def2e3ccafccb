//! Manifests as people have them.

use insecure_registry_manifests::documents::{Part, documents};
use insecure_registry_manifests::request::{Input, inputs_in, payload};
use insecure_registry_manifests::source::{Map, Step};
use insecure_registry_policy::evaluate;
use insecure_registry_policy::finding::Finding;
use insecure_registry_policy::path::Segment;
use insecure_registry_policy::request::Request;
use insecure_registry_policy::settings::{Document, Settings};
use insecure_registry_policy::time::Clock;
use serde_json::{Value, json};

use crate::secret::CANARY;

/// Positions are in the text, at what was judged, and a quoted line does not have what may not be shown.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if text.replace("\r\n", "").contains('\r') {
        // YAML counts a line there, and editors do not agree.
        let _ = documents(text);
        return;
    }
    quotes_in(text, &mut |_, _| {});
}

/// Hands on each finding with the line that it is quoted by.
pub(crate) fn quotes_in(text: &str, visit: &mut dyn FnMut(&Input<'_>, &str)) {
    let lines: Vec<_> = text.split('\n').collect();
    let documents = documents(text);
    let is_alone = documents.len() == 1;
    for (nth, document) in documents.into_iter().enumerate() {
        let inputs = document.and_then(|(part, value)| {
            check_begin(&part, &lines);
            inputs_in(nth + 1, (part, value), "default")
        });
        match inputs {
            Ok(inputs) => {
                for input in &inputs {
                    check_input(text, &lines, input, is_alone && inputs.len() == 1, visit);
                }
            }
            Err(problem) => {
                assert!((1..=lines.len() + 1).contains(&problem.line), "{problem} of {} lines", lines.len());
                assert!(problem.column.is_none_or(|column| column >= 1));
                assert!(!problem.message.contains(CANARY), "{problem}");
            }
        }
    }
}

fn check_begin(part: &Part<'_>, lines: &[&str]) {
    let (line, column) = part.begin();
    assert!(line >= 1 && line <= lines.len(), "line {line} of {}", lines.len());
    let column = column.unwrap_or(1);
    assert!(column >= 1 && column <= lines[line - 1].len() + 1, "column {column} of {:?}", lines[line - 1]);
}

fn check_input(text: &str, lines: &[&str], input: &Input<'_>, is_alone: bool, visit: &mut dyn FnMut(&Input<'_>, &str)) {
    let payload = payload(&input.request, &json!({}));
    let Ok(request) = Request::parse(&payload) else { return };
    if !request.is_in_scope() {
        return;
    }
    let document = Document::parse(b"{}").unwrap();
    let settings = Settings::read(&document).unwrap();
    let Ok(report) = evaluate(&request, &settings, Clock::Host) else { return };
    if report.is_empty() {
        return;
    }
    let Some(map) = Map::of(&input.part) else { return };
    for finding in report.sorted() {
        let path = finding.path.segments().iter().map(|segment| match segment {
            Segment::Key(key) => Step::Key(key.as_str().into()),
            Segment::Item { index, .. } => Step::Item(*index),
        });
        let position = map.find(input.root.iter().cloned().chain(path));
        assert!((1..=lines.len()).contains(&position.line), "line {} of {}", position.line, lines.len());
        let line = lines[position.line - 1];
        let width = line.chars().count() + 1;
        let column = position.column.unwrap_or(1);
        assert!((1..=width).contains(&column), "column {column} of {line:?}");
        if let Some(end) = position.end_column(true) {
            assert!(end >= column && end <= width, "column {end} of {line:?}");
        }
        let shown = finding.shown();
        let quote = map.quote(&position, shown.as_deref());
        assert!(quote.text.get(quote.range.clone()).is_some(), "{:?} of {:?}", quote.range, quote.text);
        assert!(!quote.text.contains('\n'));
        if is_alone
            && let Some(value) = value_of(input, finding)
            && value.len() >= 8
            && !value.contains('\n')
            && text.matches(value).count() == 1
            && count(&input.request["object"], value) == 1
        {
            // It stands there as it is, and nowhere else, however written.
            if shown.is_none() {
                assert!(!quote.text.contains(value), "`{}` shows `{value}`", quote.text);
            }
            // The name of an alias, or the beginning of a block, which stand elsewhere.
            let is_elsewhere =
                position.column.is_none_or(|column| matches!(line.chars().nth(column - 1), Some('*' | '|' | '>')));
            if position.end_column(false).is_none() && !is_elsewhere {
                assert!(line.contains(value), "`{value}` is not on line {} of {text:?}", position.line);
            }
        }
        visit(input, &quote.text);
    }
}

/// The string that was judged.
fn value_of<'i>(input: &'i Input<'_>, finding: &Finding<'_>) -> Option<&'i str> {
    let mut value = &input.request["object"];
    for segment in finding.path.segments() {
        value = match segment {
            Segment::Key(key) => value.get(key.as_str())?,
            Segment::Item { index, .. } => value.get(*index)?,
        };
    }
    Value::as_str(value)
}

/// How many strings hold this one.
fn count(value: &Value, text: &str) -> usize {
    match value {
        Value::String(string) => usize::from(string.contains(text)),
        Value::Array(items) => items.iter().map(|item| count(item, text)).sum(),
        Value::Object(members) => members.values().map(|value| count(value, text)).sum(),
        _ => 0,
    }
}
