//! As JSON: `{"version", "findings", "unreadable", "warnings", "summary"}`, the findings one a line.

use std::io::{self, Write};

use insecure_registry_check::{Finding, Identity};
use serde::Serialize;
use serde_json::{Value, json};

use super::super::checker::Report;
use super::super::summary::Summary;
use super::Printer;

/// A finding, with the names that lead to it.
#[derive(Serialize)]
struct Row<'r> {
    file: &'r str,
    #[serde(flatten)]
    identity: &'r Identity,
    #[serde(flatten)]
    finding: &'r Finding,
}

pub(super) struct Json<'o> {
    out: &'o mut dyn Write,
    is_begun: bool,
    unreadable: Vec<Value>,
    warnings: Vec<Value>,
}

impl<'o> Json<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        Json { out, is_begun: false, unreadable: Vec::new(), warnings: Vec::new() }
    }

    fn begin(&mut self) -> io::Result<()> {
        if !self.is_begun {
            write!(self.out, "{{\n\"version\": {},\n\"findings\": [", json!(env!("CARGO_PKG_VERSION")))?;
        }
        Ok(())
    }
}

impl Printer for Json<'_> {
    fn file(&mut self, report: &Report) -> io::Result<()> {
        let rows = report.objects.iter().flat_map(|object| {
            object.findings.iter().map(|finding| Row { file: &report.file, identity: &object.identity, finding })
        });
        for row in rows {
            self.begin()?;
            write!(self.out, "{}\n  {}", if self.is_begun { "," } else { "" }, serde_json::to_string(&row)?)?;
            self.is_begun = true;
        }
        self.unreadable.extend(report.unreadable.iter().map(|it| json!(it)));
        self.warnings.extend(
            report
                .warnings
                .iter()
                .map(|it| json!({"file": it.file, "message": it.message, "line": it.place.map(|it| it.line)})),
        );
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        self.begin()?;
        let (unreadable, warnings) = (json!(self.unreadable), json!(self.warnings));
        writeln!(
            self.out,
            "\n],\n\"unreadable\": {unreadable},\n\"warnings\": {warnings},\n\"summary\": {}\n}}",
            serde_json::to_string(summary)?
        )
    }
}
