//! Checks files.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use insecure_registry_check::{self as check, Checker, Engine, Finding, Object, Place, decode, printable};
use serde::Serialize;

use super::files::Source;
use super::git::Changes;
use super::render::{self, Failure, Match, Rendered, Section, Template};
use super::unrendered::{self, Renderer, Rendering, rendering};
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
    let rendered = finding.rendered.as_ref().map(|it| format!("; in {}", rendered(it))).unwrap_or_default();
    format!("{seen} ({why}); {risk}; {fix}; at {path} of {subject}{rendered}")
}

/// Where something stands in what was rendered, and whether it is known where that comes from.
pub(super) fn rendered(it: &check::Rendered) -> String {
    let unknown = if it.is_found { "" } else { "; which line of the file it comes from is not known" };
    format!("line {} of `{}`{unknown}", it.line, it.command)
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
        let name = path.to_string_lossy();
        let check = self.checker.check_file(text, check::File { path: &name, is_given, is_final: self.is_strict });
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

impl FileChecker<'_> {
    /// Judges what a renderer made of a folder: a report for each file that it says it comes from.
    pub(super) fn rendered(&self, it: &Rendered) -> Vec<Report> {
        let start = Instant::now();
        // Without words from a renderer about where it comes from, it comes from the file that says what to render.
        let origin = match it.renderer {
            Renderer::Helm => it.folder.join("Chart.yaml"),
            _ => unrendered::kustomization(&it.folder).unwrap_or_else(|| it.folder.clone()),
        };
        let origin = name_of(origin.strip_prefix(".").unwrap_or(&origin));
        let text = match &it.outcome {
            Ok(text) => text,
            Err(Failure::Dependencies) => return Vec::new(),
            Err(Failure::Other(why)) => return vec![self.unreadable(origin, format!("`{}` {why}", it.command))],
        };
        let mut reports: Vec<Report> = Vec::new();
        for section in render::sections(text) {
            let file = section.file(&it.folder);
            let template = file.as_deref().and_then(Template::read);
            let name = file.as_deref().map_or_else(|| origin.clone(), name_of);
            let mut report = Report { file: name, ..Report::default() };
            self.text(section.text, Path::new(""), false, self.unreadable_fails.unwrap_or(false), &mut report);
            for finding in report.objects.iter_mut().flat_map(|object| &mut object.findings) {
                Self::place(finding, &section, template.as_ref(), it);
            }
            for unreadable in report.unreadable.iter_mut().chain(&mut report.warnings) {
                let line = unreadable.place.take().map_or(1, |place| place.line) + section.before;
                unreadable.message = format!("{}; in line {line} of `{}`", unreadable.message, it.command);
            }
            if let (Some(changes), Some(file)) = (self.lines_of, &file) {
                for object in &mut report.objects {
                    let before = object.findings.len();
                    // Whose line is not known may be on any.
                    object.findings.retain(|finding| {
                        let is_found = finding.rendered.as_ref().is_some_and(|it| it.is_found);
                        !is_found || changes.has_line(file, &(finding.place.line..=finding.place.last_line))
                    });
                    report.elsewhere += before - object.findings.len();
                }
            }
            match reports.iter_mut().find(|known| known.file == report.file) {
                Some(known) => known.add(report),
                None => reports.push(report),
            }
        }
        if let Some(last) = reports.last_mut() {
            last.took = start.elapsed();
        }
        reports
    }

    /// A report of something that cannot be read.
    pub(super) fn unreadable(&self, file: String, message: String) -> Report {
        let mut report = Report { file, ..Report::default() };
        report.cannot_read(None, message, self.unreadable_fails.unwrap_or(false));
        report
    }

    /// Tells the place of a finding in its template, as far as that can be known, and its place in what was rendered.
    fn place(finding: &mut Finding, section: &Section<'_>, template: Option<&Template>, it: &Rendered) {
        let line = section.text.lines().nth(finding.place.line - 1).unwrap_or_default();
        let found = template.and_then(|template| template.line_of(line));
        let rendered = check::Rendered {
            command: it.command.clone(),
            line: finding.place.line + section.before,
            is_found: found.is_some(),
        };
        finding.rendered = Some(rendered);
        let (line, is_same) = match found {
            Some(Match::Same(line)) => (line, true),
            Some(Match::Key(line)) => (line, false),
            None => (1, false),
        };
        let column = finding.place.column.filter(|_| is_same);
        let end_column = finding.place.end_column.filter(|_| is_same);
        finding.place = Place { line, last_line: line, column, end_column };
    }
}

impl Report {
    /// Adds what is known of another part of the file.
    fn add(&mut self, other: Report) {
        self.objects.extend(other.objects);
        self.unreadable.extend(other.unreadable);
        self.warnings.extend(other.warnings);
        self.skipped += other.skipped;
        self.elsewhere += other.elsewhere;
    }

    fn cannot_read(&mut self, place: Option<Place>, message: String, fails: bool) {
        self.unreadable.push(Unreadable { file: self.file.clone(), place, message, fails });
    }
}

pub(super) fn name_of(path: &Path) -> String {
    printable(&read::slashed(path))
}
