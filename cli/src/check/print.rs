//! Reports for people and for programs.

mod fingerprint;
mod github;
mod gitlab_codequality;
mod gitlab_sast;
mod json;
mod junit;
mod policy_report;
mod pretty;
mod sarif;
mod severity;

use std::io::{self, Write};

use clap::ValueEnum;

use super::baseline::Known;
use super::checker::Report;
use super::summary::{Placeholder, Summary};
use super::unrendered::Renderer;

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Format {
    /// For people: the source lines, the findings, and the fixes
    Pretty,
    /// Everything as JSON
    Json,
    /// SARIF 2.1.0, which code hosts show next to the code
    Sarif,
    /// `JUnit`'s XML, which CI servers show as tests: one for each object
    Junit,
    /// GitHub Actions annotations
    Github,
    /// GitLab's SAST report, for security dashboards
    GitlabSast,
    /// GitLab's Code Quality report, for merge requests
    GitlabCodequality,
    /// `PolicyReport` objects (wgpolicyk8s.io/v1alpha2), for what comes from a cluster
    PolicyReport,
    /// `Report` objects (openreports.io/v1alpha1), likewise
    OpenReports,
}

/// When like findings are shown once.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Group {
    /// If there are many
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How reports are written.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    /// What warns is a failure where failures are told from other things.
    pub(super) warnings_fail: bool,
    pub(super) group: Group,
    /// Whether a table of findings by rule comes last.
    pub(super) has_table: bool,
}

/// Writes reports in the order in which they come.
pub(super) trait Printer {
    /// Writes a file's report, or keeps what matters of it.
    fn file(&mut self, report: &Report) -> io::Result<()>;
    /// Writes what comes last.
    fn end(&mut self, summary: &Summary) -> io::Result<()>;
}

impl Format {
    pub(super) fn printer<'o>(self, out: &'o mut dyn Write, layout: Layout) -> Box<dyn Printer + 'o> {
        match self {
            Format::Pretty => Box::new(pretty::Pretty::new(out, layout)),
            Format::Json => Box::new(json::Json::new(out)),
            Format::Sarif => Box::new(sarif::Sarif::new(out)),
            Format::Junit => Box::new(junit::JUnit::new(out, layout.warnings_fail)),
            Format::Github => Box::new(github::Github::new(out, layout)),
            Format::GitlabSast => Box::new(gitlab_sast::Sast::new(out)),
            Format::GitlabCodequality => Box::new(gitlab_codequality::CodeQuality::new(out)),
            Format::PolicyReport => {
                Box::new(policy_report::PolicyReport::new(out, policy_report::Group::PolicyWorkingGroup))
            }
            Format::OpenReports => Box::new(policy_report::PolicyReport::new(out, policy_report::Group::OpenReports)),
        }
    }
}

/// `1 file`, `2 files`.
pub(super) fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// How many placeholders, or other things of one sort, are listed.
const LISTED: usize = 20;
/// How many folders with templates are listed: a repository of charts has hundreds.
const FOLDERS: usize = 5;

/// What was not judged, in lines: templates, patches, placeholders.
fn notes(summary: &Summary) -> Vec<String> {
    let mut notes = Vec::new();
    let mut more = |lines: Vec<String>, listed: usize, what: &str| {
        let rest = lines.len().saturating_sub(listed);
        notes.extend(lines.into_iter().take(listed));
        if rest > 0 {
            notes.push(format!("{what} (--format json lists all)", what = what.replace("{}", &rest.to_string())));
        }
    };
    let settings = summary.settings.iter().map(|file| format!("checked with the settings in {file}"));
    more(settings.collect(), LISTED, "{} more files of settings");
    for renderer in Renderer::ALL {
        let of: Vec<_> = summary.unrendered.iter().filter(|((by, _), _)| *by == renderer).collect();
        // The way to check them is the same for all, and told once.
        let hint = match &of[..] {
            [] => continue,
            [((_, folder), _)] => renderer.hint(folder),
            [.., _] => renderer.hint("FOLDER"),
        };
        let line = |(nth, ((_, folder), number)): (usize, &(&(Renderer, String), &usize))| {
            let hint = if nth == 0 { format!(": {hint}") } else { String::new() };
            format!("{folder}: {}{hint}", renderer.note(**number))
        };
        let rest = of.iter().skip(FOLDERS).map(|(_, number)| **number).sum();
        let rest = format!("{{}} more folders: {}", renderer.note(rest));
        more(of.iter().enumerate().map(line).collect(), FOLDERS, &rest);
    }
    let placeholder = |(seen, it): (&String, &Placeholder)| {
        let places = if it.number == 1 {
            String::new()
        } else {
            format!(" and {}", count(it.number - 1, "more place", "more places"))
        };
        (it.number, format!("{}{places}: {seen}", it.first))
    };
    let mut placeholders: Vec<_> = summary.placeholders.iter().map(placeholder).collect();
    placeholders.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    more(placeholders.into_iter().map(|(_, line)| line).collect(), LISTED, "{} more placeholders");
    more(summary.baseline.as_ref().map(Known::unneeded).unwrap_or_default(), LISTED, "{} more parts of the baseline");
    notes
}

/// The findings by rule, as lines.
fn table(summary: &Summary) -> Vec<String> {
    let width = summary.rules.keys().map(|rule| rule.len()).max().unwrap_or(0).max("rule".len());
    let row = |rule: &str, numbers: [&str; 3]| {
        let [findings, objects, files] = numbers;
        format!("{rule:width$}  {findings:>8}  {objects:>7}  {files:>5}")
    };
    if summary.rules.is_empty() {
        return Vec::new();
    }
    let head = row("rule", ["findings", "objects", "files"]);
    let rows = summary.rules.iter().map(|(rule, it)| {
        let numbers = [it.findings, it.objects, it.files].map(|number| number.to_string());
        row(rule, [&numbers[0], &numbers[1], &numbers[2]])
    });
    [head].into_iter().chain(rows).collect()
}

/// A line about all files.
fn closing(summary: &Summary) -> String {
    let list = |parts: &[(usize, &str)]| {
        let parts = parts.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}"));
        parts.collect::<Vec<_>>().join(", ")
    };
    let found = match summary.findings() {
        0 => "nothing found".to_owned(),
        number => {
            let actions = list(&[
                (summary.deny, "denied"),
                (summary.warn, "warned of"),
                (summary.unchanged, "unchanged"),
                (summary.generated, "generated"),
                (summary.exempt, "exempt"),
            ]);
            let objects = count(summary.objects_with_findings, "object", "objects");
            format!("{} in {objects} ({actions})", count(number, "finding", "findings"))
        }
    };
    let files = count(summary.files, "file", "files");
    let objects = count(summary.objects, "object", "objects");
    let mut parts = vec![format!("{files}, {objects}: {found}")];
    let placeholders = if summary.placeholder == 1 { "placeholder" } else { "placeholders" };
    let others = list(&[(summary.unreadable, "not readable"), (summary.placeholder, placeholders)]);
    parts.extend(Some(others).filter(|it| !it.is_empty()));
    parts.extend(summary.baseline.as_ref().map(|it| format!("{} known from the baseline", it.findings)));
    let generated = summary.baseline.as_ref().map_or(0, |it| it.generated);
    let owned = format!("{} created by workload controllers", if generated == 1 { "object is" } else { "objects are" });
    let documents = if summary.skipped == 1 { "document is not a manifest" } else { "documents are not manifests" };
    let files = if summary.ignored == 1 {
        "file that git ignores (see --no-ignore)"
    } else {
        "files that git ignores (see --no-ignore)"
    };
    let elsewhere =
        if summary.elsewhere == 1 { "finding is not on a changed line" } else { "findings are not on changed lines" };
    let left_out = list(&[
        (summary.skipped, documents),
        (summary.ignored, files),
        (summary.elsewhere, elsewhere),
        (generated, &owned),
    ]);
    parts.extend(Some(left_out).filter(|it| !it.is_empty()).map(|it| format!("left out: {it}")));
    parts.join("; ")
}
