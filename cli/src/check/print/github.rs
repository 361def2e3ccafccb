//! Annotations of GitHub Actions.
//!
//! Source: "Workflow commands for GitHub Actions", and `command.ts` of actions/toolkit for what is escaped.

use std::io::{self, Write};

use insecure_registry_check::{Action, Place};

use super::super::checker::{Report, message};
use super::super::summary::Summary;
use super::{Layout, Printer, closing, notes, table};

pub(super) struct Github<'o> {
    out: &'o mut dyn Write,
    layout: Layout,
}

impl<'o> Github<'o> {
    pub(super) fn new(out: &'o mut dyn Write, layout: Layout) -> Self {
        Github { out, layout }
    }
}

impl Printer for Github<'_> {
    fn file(&mut self, report: &Report) -> io::Result<()> {
        for object in &report.objects {
            for finding in &object.findings {
                let command = match finding.action {
                    Action::Deny => "error",
                    Action::Warn | Action::Unchanged | Action::Generated => "warning",
                    Action::Exempt | Action::Placeholder => continue,
                };
                let (file, title) = (property(&report.file), property(finding.rule));
                let place = properties(&finding.place);
                let text = data(&message(finding, &object.subject));
                writeln!(self.out, "::{command} file={file}{place},title={title}::{text}")?;
            }
            if object.more > 0 {
                let text = data(&format!("{} more are denied in {}", object.more, object.subject));
                writeln!(self.out, "::error file={}::{text}", property(&report.file))?;
            }
        }
        let unreadable = report.unreadable.iter().map(|it| (it, "unreadable"));
        for (it, title) in unreadable.chain(report.warnings.iter().map(|it| (it, "document"))) {
            let command = if it.fails { "error" } else { "warning" };
            let place = it.place.as_ref().map(properties).unwrap_or_default();
            let (file, text) = (property(&it.file), data(&it.message));
            writeln!(self.out, "::{command} file={file}{place},title={title}::{text}")?;
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        let table = if self.layout.has_table { table(summary) } else { Vec::new() };
        for line in notes(summary).iter().chain(&table) {
            writeln!(self.out, "{line}")?;
        }
        writeln!(self.out, "{}", closing(summary))
    }
}

fn properties(place: &Place) -> String {
    let numbers = [("line", Some(place.line)), ("col", place.column), ("endColumn", place.end_column)];
    numbers.iter().filter_map(|(name, number)| Some(format!(",{name}={}", (*number)?))).collect()
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
