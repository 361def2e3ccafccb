//! Checks manifests, and locates each finding in the text.

use std::borrow::Cow;
use std::cell::OnceCell;

use insecure_registry_manifests::documents::{Part, Problem, documents};
use insecure_registry_manifests::request::{DEFAULT_NAMESPACE, Input, inputs_in, is_manifest, payload};
use insecure_registry_manifests::source::{Map, Position, Step};
use serde::Serialize;
use serde_json::Value;

use crate::error::Error;
use crate::finding::{Action, Finding};
use crate::path::Segment;
use crate::request::Request;
use crate::settings::Settings;
use crate::verdict::{Report, Verdict};

/// What was found in a text.
#[derive(Serialize)]
pub(super) struct Check {
    objects: Vec<Checked>,
    unreadable: Vec<Unreadable>,
    /// Documents that are no manifests.
    skipped: usize,
}

#[derive(Serialize)]
struct Checked {
    document: usize,
    subject: String,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    operation: String,
    verdict: Verdict,
    findings: Vec<Found>,
    /// Findings beyond those that are listed.
    more: usize,
}

#[derive(Serialize)]
struct Found {
    rule: &'static str,
    path: String,
    action: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    seen: String,
    why: String,
    risk: String,
    fix: String,
    message: String,
    #[serde(flatten)]
    place: Place,
}

/// A document that nobody can judge.
#[derive(Serialize)]
struct Unreadable {
    document: usize,
    message: String,
    #[serde(flatten)]
    place: Place,
}

/// From 1, in characters. What has no length ends where it begins; where a column would say how long something is that may not be
/// shown, it is the whole line.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place {
    line: usize,
    column: usize,
    end_column: usize,
}

impl From<&Problem> for Place {
    fn from(problem: &Problem) -> Self {
        let column = problem.column.unwrap_or(1);
        Place { line: problem.line, column, end_column: column }
    }
}

impl Place {
    /// What may not be shown has no length.
    pub(super) fn of(position: &Position, is_shown: bool) -> Self {
        let column = position.column.unwrap_or(1);
        Place { line: position.line, column, end_column: position.end_column(is_shown).unwrap_or(column) }
    }
}

/// Judges each object in a text as if it were created. The settings are JSON; all that is wrong with them is an error here.
pub(super) fn check(text: &str, settings: &str) -> Result<Check, Error> {
    let settings = crate::settings_document(settings.as_bytes())?;
    let invalid = |problems: Vec<_>| Error::new(crate::settings_message(&problems));
    let mistakes = Settings::mistakes(&settings);
    if !mistakes.is_empty() {
        return Err(invalid(mistakes));
    }
    let settings = Settings::read(&settings).map_err(invalid)?;
    let mut check = Check { objects: Vec::new(), unreadable: Vec::new(), skipped: 0 };
    for (document, read) in (1..).zip(documents(text)) {
        if matches!(&read, Ok((_, value)) if !is_manifest(value)) {
            check.skipped = check.skipped.saturating_add(1);
            continue;
        }
        match read.and_then(|read| inputs_in(document, read, DEFAULT_NAMESPACE)) {
            Ok(inputs) => check.judge(&inputs, &settings),
            Err(problem) => {
                let place = Place::from(&problem);
                check.unreadable.push(Unreadable { document, message: problem.message, place });
            }
        }
    }
    Ok(check)
}

impl Check {
    /// Judges the objects of a document.
    fn judge(&mut self, inputs: &[Input<'_>], settings: &Settings<'_>) {
        let Some(Input { part, .. }) = inputs.first() else { return };
        let places = Places { part, map: OnceCell::new() };
        for input in inputs {
            let payload = payload(&input.request, &Value::Object(serde_json::Map::new()));
            match judge(&payload, settings) {
                Ok((report, verdict)) => self.objects.push(checked(input, &report, verdict, &places)),
                Err(error) => {
                    let place = places.of(input, &[], false);
                    self.unreadable.push(Unreadable { document: input.document, message: error.to_string(), place });
                }
            }
        }
    }
}

/// As [`crate::validate`] does, but under settings that were read once.
fn judge<'a>(payload: &'a [u8], settings: &Settings<'_>) -> Result<(Report<'a>, Verdict), Error> {
    let request = Request::parse(payload)?;
    let report = if request.is_in_scope() { crate::judge(&request, settings)? } else { Report::default() };
    let verdict = if report.is_empty() { Verdict::accepted() } else { Verdict::new(&request, &report, settings) };
    Ok((report, verdict))
}

fn checked(input: &Input<'_>, report: &Report<'_>, verdict: Verdict, places: &Places<'_, '_>) -> Checked {
    let text = |pointer| input.request.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    Checked {
        document: input.document,
        subject: input.subject(),
        kind: text("/kind/kind").unwrap_or_default(),
        namespace: text("/namespace"),
        name: text("/name").or_else(|| text("/object/metadata/name")),
        operation: input.operation().to_owned(),
        verdict,
        findings: report.sorted().into_iter().map(|finding| found(finding, input, places)).collect(),
        more: report.dropped,
    }
}

fn found(finding: &Finding<'_>, input: &Input<'_>, places: &Places<'_, '_>) -> Found {
    Found {
        rule: finding.rule.id,
        path: finding.path.to_string(),
        action: finding.action.name(),
        reason: if let Action::Exempt(reason) = &finding.action { Some(reason.clone()) } else { None },
        seen: finding.seen().to_owned(),
        why: finding.why().to_owned(),
        risk: finding.harm(),
        fix: finding.fix().to_owned(),
        message: finding.to_string(),
        place: places.of(input, finding.path.segments(), finding.shown().is_some()),
    }
}

/// The places of a document, read once somebody asks.
struct Places<'p, 't> {
    part: &'p Part<'t>,
    map: OnceCell<Option<Map<'t>>>,
}

impl Places<'_, '_> {
    fn of(&self, input: &Input<'_>, path: &[Segment<'_>], is_shown: bool) -> Place {
        let part = self.part;
        match self.map.get_or_init(|| Map::of(part)) {
            Some(map) => Place::of(&map.find(input.root.iter().cloned().chain(path.iter().map(step))), is_shown),
            None => Place::from(&part.problem("")),
        }
    }
}

fn step<'s>(segment: &'s Segment<'_>) -> Step<'s> {
    match segment {
        Segment::Key(key) => Step::Key(Cow::Borrowed(key.as_str())),
        Segment::Item { index, .. } => Step::Item(*index),
    }
}
