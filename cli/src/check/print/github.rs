//! Annotations of GitHub Actions.
//!
//! Source: "Workflow commands for GitHub Actions", and `command.ts` of actions/toolkit for what is escaped.

use std::io::{self, Write};

use insecure_registry_check::{Action, Place};

use super::super::judge::{Report, Summary, message};
use super::{Printer, closing};

pub(super) struct Github<'o> {
    out: &'o mut dyn Write,
}

impl<'o> Github<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        Github { out }
    }
}

impl Printer for Github<'_> {
    fn file(&mut self, report: &Report) -> io::Result<()> {
        for object in &report.objects {
            for finding in &object.findings {
                let command = match finding.action {
                    Action::Deny => "error",
                    Action::Warn | Action::Unchanged | Action::Generated => "warning",
                    Action::Exempt => continue,
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
        for it in &report.unreadable {
            let place = it.place.as_ref().map(properties).unwrap_or_default();
            let (file, text) = (property(&it.file), data(&it.message));
            writeln!(self.out, "::error file={file}{place},title=unreadable::{text}")?;
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
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
