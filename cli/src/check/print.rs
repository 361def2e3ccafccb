//! Reports for people and for programs.

mod github;
mod json;
mod junit;
mod pretty;
mod sarif;

use std::io::{self, Write};

use clap::ValueEnum;

use super::judge::{Report, Summary};

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
}

/// Writes reports in the order in which they come.
pub(super) trait Printer {
    /// Writes a file's report, or keeps what matters of it.
    fn file(&mut self, report: &Report) -> io::Result<()>;
    /// Writes what comes last.
    fn end(&mut self, summary: &Summary) -> io::Result<()>;
}

impl Format {
    /// The printer; with `warnings_fail`, what warns is a failure where failures are told from other things.
    pub(super) fn printer<'o>(self, out: &'o mut dyn Write, warnings_fail: bool) -> Box<dyn Printer + 'o> {
        match self {
            Format::Pretty => Box::new(pretty::Pretty::new(out)),
            Format::Json => Box::new(json::Json::new(out)),
            Format::Sarif => Box::new(sarif::Sarif::new(out)),
            Format::Junit => Box::new(junit::JUnit::new(out, warnings_fail)),
            Format::Github => Box::new(github::Github::new(out)),
        }
    }
}

/// `1 file`, `2 files`.
fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// A line about all files.
fn closing(summary: &Summary) -> String {
    let mut found: Vec<_> = [
        (summary.deny, "denied"),
        (summary.warn, "warned of"),
        (summary.unchanged, "unchanged"),
        (summary.generated, "generated"),
        (summary.exempt, "exempt"),
    ]
    .iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| format!("{number} {what}"))
    .collect();
    if found.is_empty() {
        found.push("nothing found".to_owned());
    }
    let files = count(summary.files, "file", "files");
    let unreadable =
        if summary.unreadable > 0 { format!("; {} not readable", summary.unreadable) } else { String::new() };
    let skipped = match summary.skipped {
        0 => String::new(),
        number => format!(" ({})", count(number, "document is not a manifest", "documents are not manifests")),
    };
    let objects = count(summary.objects, "object", "objects");
    format!("{files}, {objects}: {}{unreadable}{skipped}", found.join(", "))
}
