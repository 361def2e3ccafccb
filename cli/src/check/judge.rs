//! Checks files, and sums up what was found in them.

use std::fs::File;
use std::io;
use std::path::Path;

use insecure_registry_check::{Action, Checker, Finding, Object, Place, printable};
use serde::Serialize;

use super::files::Source;
use crate::read;

/// What is known of a file.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Its path, or `stdin`.
    pub(super) file: String,
    /// The objects that were judged.
    pub(super) objects: Vec<Object>,
    pub(super) unreadable: Vec<Unreadable>,
    /// How many documents are not manifests.
    pub(super) skipped: usize,
}

/// A document, or a whole file, that could not be judged.
#[derive(Debug, Serialize)]
pub(super) struct Unreadable {
    pub(super) file: String,
    /// None for a whole file.
    #[serde(flatten)]
    pub(super) place: Option<Place>,
    pub(super) message: String,
}

impl Unreadable {
    /// `file:line:column`, as far as it is known.
    pub(super) fn place(&self) -> String {
        place(&self.file, self.place.as_ref())
    }
}

/// `file:line:column`, as far as it may be told.
pub(super) fn place(file: &str, place: Option<&Place>) -> String {
    let numbers = place.into_iter().flat_map(|it| [Some(it.line), it.column]).flatten();
    [file.to_owned()].into_iter().chain(numbers.map(|number| format!(":{number}"))).collect()
}

/// All that a finding says, in a line: as the policy does, but for the rule, which reports name apart from it.
pub(super) fn message(finding: &Finding, subject: &str) -> String {
    let Finding { seen, why, risk, fix, path, .. } = finding;
    format!("{seen} ({why}); {risk}; {fix}; at {path} of {subject}")
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
    /// Documents that are not manifests.
    pub(super) skipped: usize,
}

impl Summary {
    pub(super) fn add(&mut self, report: &Report) {
        self.files += 1;
        self.objects += report.objects.len();
        self.unreadable += report.unreadable.len();
        self.skipped += report.skipped;
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

/// Reads a file and judges what is in it.
pub(super) fn file(source: &Source, checker: Checker<'_>) -> Report {
    let (name, text) = match source {
        Source::Stdin => ("stdin".to_owned(), read::any(io::stdin())),
        Source::File(path) => (name_of(path), read::regular(path)),
        Source::Given(path) => (name_of(path), File::open(path).and_then(read::any)),
        Source::Missing(path, why) => (name_of(path), Err(io::Error::other(why.clone()))),
    };
    let mut report = Report { file: name, ..Report::default() };
    match text.map(String::from_utf8) {
        Ok(Ok(text)) => report.add(&text, checker),
        Ok(Err(_)) => report.cannot_read(None, "not UTF-8 text".to_owned()),
        Err(error) => report.cannot_read(None, error.to_string()),
    }
    report
}

impl Report {
    fn add(&mut self, text: &str, checker: Checker<'_>) {
        // No manifest is without these words, unless it has them with escapes.
        if !text.contains("kind") && !text.contains("apiVersion") && !text.contains('\\') {
            self.skipped += usize::from(!text.trim().is_empty());
            return;
        }
        let check = checker.check(text);
        self.objects = check.objects;
        self.skipped += check.skipped;
        for it in check.unreadable {
            let hint = if it.is_template {
                "; render templates first: helm template CHART | insecure-registry check -"
            } else {
                ""
            };
            self.cannot_read(Some(it.place), it.message + hint);
        }
    }

    fn cannot_read(&mut self, place: Option<Place>, message: String) {
        self.unreadable.push(Unreadable { file: self.file.clone(), place, message });
    }
}

fn name_of(path: &Path) -> String {
    printable(&path.display().to_string())
}
