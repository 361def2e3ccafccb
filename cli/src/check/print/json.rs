//! As JSON: `{"version", "findings", "unreadable", "summary"}`, the findings one a line.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::super::judge::{Report, Summary};
use super::Printer;

pub(super) struct Json<'o> {
    out: &'o mut dyn Write,
    is_begun: bool,
    unreadable: Vec<Value>,
}

impl<'o> Json<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        Json { out, is_begun: false, unreadable: Vec::new() }
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
        for finding in report.objects.iter().flat_map(|object| &object.findings) {
            self.begin()?;
            write!(self.out, "{}\n  {}", if self.is_begun { "," } else { "" }, serde_json::to_string(finding)?)?;
            self.is_begun = true;
        }
        self.unreadable.extend(report.unreadable.iter().map(|it| json!(it)));
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        self.begin()?;
        let unreadable = json!(self.unreadable);
        writeln!(self.out, "\n],\n\"unreadable\": {unreadable},\n\"summary\": {}\n}}", serde_json::to_string(summary)?)
    }
}
