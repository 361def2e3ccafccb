//! GitLab's Code Quality report: a list of what is shown in merge requests.
//!
//! Source: "Code Quality", "Code Quality report format", and `app/validators/json_schemas/codeclimate.json` of gitlabhq/gitlabhq.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::super::checker::{Report, message};
use super::super::summary::Summary;
use super::Printer;
use super::fingerprint::Fingerprints;
use super::severity::Severity;

pub(super) struct CodeQuality<'o> {
    out: &'o mut dyn Write,
    issues: Vec<Value>,
    prints: Fingerprints,
}

impl<'o> CodeQuality<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        CodeQuality { out, issues: Vec::new(), prints: Fingerprints::default() }
    }

    fn issue(&mut self, rule: &str, severity: &str, text: &str, (file, line): (&str, usize), parts: &[&str]) {
        self.issues.push(json!({
            "check_name": rule,
            "description": text,
            "fingerprint": self.prints.of(parts),
            "severity": severity,
            "location": {"path": file, "lines": {"begin": line}},
        }));
    }
}

impl Printer for CodeQuality<'_> {
    fn file(&mut self, report: &Report) -> io::Result<()> {
        let file = report.file.as_str();
        for object in &report.objects {
            let subject = object.subject.as_str();
            for finding in &object.findings {
                let severity = match Severity::of(finding.action) {
                    Some(Severity::High) => "critical",
                    Some(Severity::Medium) => "minor",
                    None => continue,
                };
                let parts = [file, subject, &finding.path, finding.rule];
                let text = message(finding, subject);
                self.issue(finding.rule, severity, &text, (file, finding.place.line), &parts);
            }
            if object.more > 0 {
                let text = format!("{} more are denied in {subject}", object.more);
                self.issue("more", "critical", &text, (file, 1), &[file, subject, "more"]);
            }
        }
        for it in report.unreadable.iter().chain(&report.warnings) {
            let severity = if it.fails { "major" } else { "info" };
            let line = it.place.map_or(1, |place| place.line);
            self.issue("unreadable", severity, &it.message, (&it.file, line), &[file, &it.message]);
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, &self.issues)?;
        writeln!(self.out)
    }
}
