//! Annotations of GitHub Actions.
//!
//! Source: "Workflow commands for GitHub Actions", and `command.ts` of actions/toolkit for what is escaped.

use std::io::{self, Write};

use super::super::judge::{Action, Report, Summary};
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
                let (file, title) = (property(&finding.file), property(finding.rule));
                let column = finding.column.map(|column| format!(",col={column}")).unwrap_or_default();
                let end = finding.end_column.map(|end| format!(",endColumn={end}")).unwrap_or_default();
                let place = format!("file={file},line={}{column}{end}", finding.line);
                let text = data(&finding.message(&object.subject));
                writeln!(self.out, "::{command} {place},title={title}::{text}")?;
            }
            if object.more > 0 {
                let text = data(&format!("{} more are denied in {}", object.more, object.subject));
                writeln!(self.out, "::error file={}::{text}", property(&report.file))?;
            }
        }
        for it in &report.unreadable {
            let line = it.line.map(|line| format!(",line={line}")).unwrap_or_default();
            let column = it.column.map(|column| format!(",col={column}")).unwrap_or_default();
            let (file, text) = (property(&it.file), data(&it.message));
            writeln!(self.out, "::error file={file}{line}{column},title=unreadable::{text}")?;
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        writeln!(self.out, "{}", closing(summary))
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
