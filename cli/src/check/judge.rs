//! Judges the documents of a file, and says where in it something was found.

use std::cell::OnceCell;
use std::fs::File;
use std::io;
use std::path::Path;

use insecure_registry_manifests::documents::documents;
use insecure_registry_manifests::request::{Input, inputs_in, is_manifest, payload};
use insecure_registry_manifests::source::{Map, Position, Quote, Step};
use insecure_registry_policy::finding;
use insecure_registry_policy::path::Segment;
use insecure_registry_policy::request::Request;
use insecure_registry_policy::settings::Settings;
use serde::Serialize;
use serde_json::{Value, json};

use super::files::Source;
use crate::read;

/// What judges: the rules under these settings.
pub(super) struct Judge<'s> {
    pub(super) settings: &'s Settings<'s>,
    pub(super) namespace: &'s str,
}

/// What is known of a file.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Its path, or `stdin`.
    pub(super) file: String,
    /// The objects that were judged.
    pub(super) objects: Vec<Object>,
    pub(super) unreadable: Vec<Unreadable>,
    /// How many documents are not manifests.
    pub(super) passed_over: usize,
}

/// An object that was judged.
#[derive(Debug)]
pub(super) struct Object {
    /// `Deployment shop/web`.
    pub(super) subject: String,
    pub(super) findings: Vec<Finding>,
    /// How many findings that deny there are beside these.
    pub(super) more: usize,
}

/// A finding, in words and with its place in the file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding {
    pub(super) file: String,
    pub(super) line: usize,
    /// None, here and below, where it would say how long a secret is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_column: Option<usize>,
    pub(super) kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    /// Where in the object.
    pub(super) path: String,
    /// The name of the container that the place is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) within: Option<String>,
    pub(super) rule: &'static str,
    pub(super) action: Action,
    pub(super) seen: String,
    pub(super) why: String,
    pub(super) risk: String,
    pub(super) fix: String,
    /// Why it is exempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    #[serde(skip)]
    pub(super) quote: Option<Quote>,
    /// Where in the text it stands, in bytes: for their order.
    #[serde(skip)]
    at: usize,
}

/// What becomes of a finding, as the policy's audit annotation names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Action {
    Deny,
    Warn,
    Unchanged,
    Generated,
    Exempt,
}

/// A document, or a whole file, that could not be judged.
#[derive(Debug, Serialize)]
pub(super) struct Unreadable {
    pub(super) file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) column: Option<usize>,
    pub(super) message: String,
}

impl Unreadable {
    /// `file:line:column`, as far as it is known.
    pub(super) fn place(&self) -> String {
        place(&self.file, self.line, self.column)
    }
}

/// What is known of all files.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary {
    pub(super) files: usize,
    pub(super) objects: usize,
    /// Findings by action.
    pub(super) deny: usize,
    pub(super) warn: usize,
    pub(super) unchanged: usize,
    pub(super) generated: usize,
    pub(super) exempt: usize,
    pub(super) unreadable: usize,
    /// Documents that are no manifests.
    pub(super) passed_over: usize,
}

impl Summary {
    pub(super) fn add(&mut self, report: &Report) {
        self.files += 1;
        self.objects += report.objects.len();
        self.unreadable += report.unreadable.len();
        self.passed_over += report.passed_over;
        for object in &report.objects {
            self.deny += object.more;
            for finding in &object.findings {
                *match finding.action {
                    Action::Deny => &mut self.deny,
                    Action::Warn => &mut self.warn,
                    Action::Unchanged => &mut self.unchanged,
                    Action::Generated => &mut self.generated,
                    Action::Exempt => &mut self.exempt,
                } += 1;
            }
        }
    }

    pub(super) fn of(&self, action: Action) -> usize {
        match action {
            Action::Deny => self.deny,
            Action::Warn => self.warn,
            Action::Unchanged => self.unchanged,
            Action::Generated => self.generated,
            Action::Exempt => self.exempt,
        }
    }
}

impl Judge<'_> {
    /// Reads a file and judges what is in it.
    pub(super) fn file(&self, source: &Source) -> Report {
        let (name, text) = match source {
            Source::Stdin => ("stdin".to_owned(), read::any(io::stdin())),
            Source::File(path) => (name_of(path), read::regular(path)),
            Source::Given(path) => (name_of(path), File::open(path).and_then(read::any)),
            Source::Missing(path, why) => (name_of(path), Err(io::Error::other(why.clone()))),
        };
        let mut report = Report { file: name, ..Report::default() };
        match text.map(String::from_utf8) {
            Ok(Ok(text)) => self.text(&text, &mut report),
            Ok(Err(_)) => report.cannot_read(None, "not UTF-8 text".to_owned()),
            Err(error) => report.cannot_read(None, error.to_string()),
        }
        report
    }

    fn text(&self, text: &str, report: &mut Report) {
        // No manifest is without these words, unless it has them with escapes.
        if !text.contains("kind") && !text.contains("apiVersion") && !text.contains('\\') {
            report.passed_over += usize::from(!text.trim().is_empty());
            return;
        }
        let lines = OnceCell::new();
        for (nth, document) in documents(text).into_iter().enumerate() {
            match document {
                Ok((_, value)) if !is_manifest(&value) => report.passed_over += 1,
                Ok(document) => match inputs_in(nth + 1, document, self.namespace) {
                    Ok(inputs) => {
                        let map = OnceCell::new();
                        for input in &inputs {
                            self.input(input, &map, report);
                        }
                    }
                    Err(problem) => report.cannot_read(Some((problem.line, problem.column)), problem.message),
                },
                Err(problem) => {
                    let lines: &Vec<&str> = lines.get_or_init(|| text.lines().collect());
                    let line = lines.get(problem.line - 1).copied().unwrap_or_default();
                    let hint = if line.contains("{{") {
                        "; render templates first: helm template CHART | insecure-registry check -"
                    } else {
                        ""
                    };
                    let message = format!("{}{hint}", problem.message);
                    report.cannot_read(Some((problem.line, problem.column)), message);
                }
            }
        }
    }

    /// Judges an object. The map is that of its document, made once somebody needs it.
    fn input<'t>(&self, input: &Input<'t>, map: &OnceCell<Option<Map<'t>>>, report: &mut Report) {
        let payload = payload(&input.request, &json!({}));
        let subject = printable(&input.subject());
        let judged = Request::parse(&payload).and_then(|request| {
            if !request.is_in_scope() {
                return Ok(Object { subject: subject.clone(), findings: Vec::new(), more: 0 });
            }
            let found = insecure_registry_policy::judge(&request, self.settings)?;
            let map = || map.get_or_init(|| Map::of(&input.part)).as_ref();
            let findings = found.sorted().into_iter();
            let mut findings: Vec<_> =
                findings.map(|finding| Finding::new(finding, &report.file, input, map())).collect();
            findings.sort_by_key(|finding| finding.at);
            Ok(Object { subject: subject.clone(), findings, more: found.dropped })
        });
        match judged {
            Ok(object) => report.objects.push(object),
            Err(error) => report.cannot_read(Some(input.part.begin()), error.to_string()),
        }
    }
}

impl Report {
    fn cannot_read(&mut self, at: Option<(usize, Option<usize>)>, message: String) {
        let (line, column) = (at.map(|(line, _)| line), at.and_then(|(_, column)| column));
        self.unreadable.push(Unreadable { file: self.file.clone(), line, column, message });
    }
}

impl Finding {
    fn new(found: &finding::Finding<'_>, file: &str, input: &Input<'_>, map: Option<&Map<'_>>) -> Self {
        let position = map.map(|map| {
            let place = found.path.segments().iter().map(|segment| match segment {
                Segment::Key(key) => Step::Key(key.as_str().into()),
                Segment::Item { index, .. } => Step::Item(*index),
            });
            map.find(input.root.iter().cloned().chain(place))
        });
        let shown = found.shown();
        let quote = map.zip(position.as_ref()).map(|(map, position)| map.quote(position, shown.as_deref()));
        let at = position.as_ref().map_or(0, Position::offset);
        let (line, column, end_column) = position.map_or_else(
            || (input.part.begin().0, input.part.begin().1, None),
            |it| (it.line, it.column, it.end_column(shown.is_some())),
        );
        let text = |pointer: &str| input.request.pointer(pointer).and_then(Value::as_str).map(printable);
        let (action, reason) = match &found.action {
            finding::Action::Deny => (Action::Deny, None),
            finding::Action::Warn => (Action::Warn, None),
            finding::Action::Unchanged => (Action::Unchanged, None),
            finding::Action::Generated => (Action::Generated, None),
            finding::Action::Exempt(reason) => (Action::Exempt, Some(reason.clone())),
        };
        Finding {
            file: file.to_owned(),
            line,
            column,
            end_column,
            kind: text("/kind/kind").unwrap_or_default(),
            namespace: text("/namespace"),
            name: text("/name")
                .or_else(|| text("/object/metadata/name"))
                .or_else(|| text("/object/metadata/generateName")),
            path: found.path.to_string(),
            within: found.name(),
            rule: found.rule.id,
            action,
            seen: found.seen().to_owned(),
            why: found.why().to_owned(),
            risk: found.harm(),
            fix: found.fix().to_owned(),
            reason,
            quote,
            at,
        }
    }

    /// `file:line:column`, as far as it may be told.
    pub(super) fn place(&self) -> String {
        place(&self.file, Some(self.line), self.column)
    }

    /// All that it says, in a line: as the policy does, but for the rule, which reports name apart from it.
    pub(super) fn message(&self, subject: &str) -> String {
        format!("{} ({}); {}; {}; at {} of {subject}", self.seen, self.why, self.risk, self.fix, self.path)
    }
}

fn place(file: &str, line: Option<usize>, column: Option<usize>) -> String {
    let numbers = line.into_iter().chain(column).map(|number| format!(":{number}"));
    [file.to_owned()].into_iter().chain(numbers).collect()
}

fn name_of(path: &Path) -> String {
    printable(&path.display().to_string())
}

/// A name as a terminal may see it.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
