//! Checks files.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use insecure_registry_check::{self as check, Checker, Engine, Finding, Object, Place, decode, printable};
use serde::Serialize;

use super::files::Source;
use super::git::Changes;
use super::unrendered::{Rendering, rendering};
use crate::read;

/// How files are judged.
#[derive(Clone, Copy)]
pub(super) struct FileChecker<'s> {
    pub(super) checker: Checker<'s>,
    /// Whether placeholders are judged as they would be in a cluster.
    pub(super) is_strict: bool,
    /// Whether what cannot be read is a failure; if nobody said so, it is in files that were given by name.
    pub(super) unreadable_fails: Option<bool>,
    /// Findings elsewhere than on changed lines are left out.
    pub(super) lines_of: Option<&'s Changes>,
}

/// What is known of a file.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Its path, or `stdin`.
    pub(super) file: String,
    /// The objects that were judged.
    pub(super) objects: Vec<Object>,
    pub(super) unreadable: Vec<Unreadable>,
    /// What is odd about documents that were judged.
    pub(super) warnings: Vec<Unreadable>,
    /// How many documents are not manifests.
    pub(super) skipped: usize,
    /// How many findings are not on changed lines.
    pub(super) elsewhere: usize,
    /// What is to be rendered before it is manifests.
    pub(super) unrendered: Option<Rendering>,
    pub(super) took: Duration,
}

/// A document, or a whole file, that could not be judged.
#[derive(Debug, Serialize)]
pub(super) struct Unreadable {
    pub(super) file: String,
    /// None for a whole file.
    #[serde(flatten)]
    pub(super) place: Option<Place>,
    pub(super) message: String,
    /// Whether the command fails.
    pub(super) fails: bool,
}

impl Unreadable {
    /// `file:line:column`, as far as it is known.
    pub(super) fn place(&self) -> String {
        place(&self.file, self.place.as_ref())
    }
}

/// `file:line:column`, as far as it may be told.
pub(crate) fn place(file: &str, place: Option<&Place>) -> String {
    let numbers = place.into_iter().flat_map(|it| [Some(it.line), it.column]).flatten();
    [file.to_owned()].into_iter().chain(numbers.map(|number| format!(":{number}"))).collect()
}

/// All that a finding says, in a line: as the policy does, but for the rule, which reports name apart from it.
pub(super) fn message(finding: &Finding, subject: &str) -> String {
    let Finding { seen, why, risk, fix, path, .. } = finding;
    format!("{seen} ({why}); {risk}; {fix}; at {path} of {subject}")
}

/// The name of a file, its content, and whether somebody asked for it.
pub(crate) fn read_source(source: &Source) -> (String, io::Result<Vec<u8>>, bool) {
    match source {
        Source::Stdin => ("stdin".to_owned(), read::any(io::stdin()), true),
        Source::File(path) => (name_of(path), read::regular(path), false),
        Source::Given(path) => (name_of(path), File::open(path).and_then(read::any), true),
        Source::Missing(path, why) => (name_of(path), Err(io::Error::other(why.clone())), true),
        Source::Closed(path, why) => (name_of(path), Err(io::Error::other(why.clone())), false),
    }
}

impl FileChecker<'_> {
    /// Reads a file and judges what is in it.
    pub(super) fn file(&self, source: &Source) -> Report {
        let start = Instant::now();
        let (name, text, is_given) = read_source(source);
        let mut report = Report { file: name, ..Report::default() };
        let fails = self.unreadable_fails.unwrap_or(is_given);
        match text.map(decode) {
            Ok(Some(text)) => {
                // What may be in any file is an error only where it matters.
                let is_given = is_given && self.unreadable_fails != Some(false);
                self.text(&text, source.path().unwrap_or(Path::new("")), is_given, fails, &mut report);
            }
            Ok(None) => report.cannot_read(None, "not UTF-8 or UTF-16 text".to_owned(), fails),
            Err(error) => {
                // Who asks for what is not there has mistyped something.
                let fails = fails || matches!(source, Source::Missing(..));
                report.cannot_read(None, error.to_string(), fails);
            }
        }
        report.took = start.elapsed();
        report
    }

    fn text(&self, text: &str, path: &Path, is_given: bool, fails: bool, report: &mut Report) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let check = self.checker.check_file(text, check::File { name, is_given, is_final: self.is_strict });
        report.objects = check.objects;
        report.skipped += check.skipped;
        report.unrendered = rendering(path, check.engine, check.patches);
        for it in check.unreadable {
            let hint = match it.engine {
                Some(Engine::Go) => "; render templates first: helm template CHART | insecure-registry check -",
                Some(Engine::Jinja | Engine::Other) => "; render templates first, and check the result",
                None => "",
            };
            report.cannot_read(Some(it.place), it.message + hint, fails);
        }
        for it in check.warnings {
            let (file, place) = (report.file.clone(), Some(it.place));
            report.warnings.push(Unreadable { file, place, message: it.message, fails: false });
        }
        if let Some(changes) = self.lines_of {
            for object in &mut report.objects {
                let before = object.findings.len();
                object.findings.retain(|it| changes.has_line(path, &(it.place.line..=it.place.last_line)));
                report.elsewhere += before - object.findings.len();
            }
        }
    }
}

impl Report {
    fn cannot_read(&mut self, place: Option<Place>, message: String, fails: bool) {
        self.unreadable.push(Unreadable { file: self.file.clone(), place, message, fails });
    }
}

pub(super) fn name_of(path: &Path) -> String {
    printable(&path.display().to_string())
}
