//! GitLab's report of static application security testing, version 15.0.7 of its schema.
//!
//! Source: `sast-report-format.json` of gitlab-org/security-products/security-report-schemas.

use std::env;
use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use insecure_registry_check::{Finding, rule_page};
use insecure_registry_policy::rules;
use serde_json::{Value, json};

use super::super::checker::Report;
use super::super::summary::Summary;
use super::fingerprint::Fingerprints;
use super::severity::{Severity, weaknesses};
use super::{Printer, notes};

/// How long a name may be, in characters.
const NAME: usize = 255;

pub(super) struct Sast<'o> {
    out: &'o mut dyn Write,
    begun: String,
    vulnerabilities: Vec<Value>,
    messages: Vec<Value>,
    prints: Fingerprints,
}

impl<'o> Sast<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        let (vulnerabilities, messages) = (Vec::new(), Vec::new());
        Sast { out, begun: now(), vulnerabilities, messages, prints: Fingerprints::default() }
    }

    fn vulnerability(&mut self, finding: &Finding, severity: Severity, file: &str, subject: &str) -> Value {
        let Finding { rule, path, seen, why, risk, fix, place, .. } = finding;
        // GitLab keeps apart what is the same but for its line by this.
        let signature = json!({"algorithm": "scope_offset", "value": format!("{file}|{subject}|{path}|{rule}:0")});
        let item = json!({
            "file": file,
            "start_line": place.line,
            "end_line": place.last_line,
            "signatures": [signature],
        });
        let weaknesses = weaknesses(rule).iter().map(|number| {
            json!({
                "type": "cwe",
                "name": format!("CWE-{number}"),
                "value": number.to_string(),
                "url": format!("https://cwe.mitre.org/data/definitions/{number}.html"),
            })
        });
        let own = json!({"type": "insecure_registry_rule", "name": rule, "value": rule, "url": rule_page(rule)});
        let identifiers: Vec<_> = [own].into_iter().chain(weaknesses).collect();
        json!({
            "id": self.prints.of(&[file, subject, path, rule]),
            "name": summary(rule),
            "description": format!("{seen} ({why}); {risk}; at {path} of {subject}"),
            "severity": match severity {
                Severity::High => "High",
                Severity::Medium => "Medium",
            },
            "solution": fix,
            "identifiers": identifiers,
            "links": [{"url": rule_page(rule)}],
            "location": {"file": file, "start_line": place.line, "end_line": place.last_line},
            "tracking": {"type": "source", "items": [item]},
        })
    }
}

impl Printer for Sast<'_> {
    fn file(&mut self, report: &Report) -> io::Result<()> {
        for object in &report.objects {
            for finding in &object.findings {
                if let Some(severity) = Severity::of(finding.action) {
                    let it = self.vulnerability(finding, severity, &report.file, &object.subject);
                    self.vulnerabilities.push(it);
                }
            }
            if object.more > 0 {
                let text = format!("{}: {} more are denied in {}", report.file, object.more, object.subject);
                self.messages.push(json!({"level": "warn", "value": text}));
            }
        }
        let unread = report.unreadable.iter().chain(&report.warnings);
        self.messages.extend(unread.map(|it| {
            let level = if it.fails { "fatal" } else { "warn" };
            json!({"level": level, "value": format!("{}: {}", it.place(), it.message)})
        }));
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        let notes = notes(summary).into_iter().map(|note| json!({"level": "info", "value": note}));
        let messages: Vec<_> = self.messages.drain(..).chain(notes).collect();
        let tool = json!({
            "id": "insecure-registry",
            "name": "Insecure Registry",
            "url": env!("CARGO_PKG_REPOSITORY"),
            "vendor": {"name": "Insecure Registry"},
            "version": env!("CARGO_PKG_VERSION"),
        });
        let log = json!({
            "version": "15.0.7",
            "scan": {
                "analyzer": tool,
                "scanner": tool,
                "type": "sast",
                "status": if summary.failed == 0 { "success" } else { "failure" },
                "start_time": self.begun,
                "end_time": now(),
                "messages": messages,
            },
            "vulnerabilities": self.vulnerabilities,
        });
        serde_json::to_writer_pretty(&mut self.out, &log)?;
        writeln!(self.out)
    }
}

/// What a rule finds, as a name that is the same for all its findings.
fn summary(id: &str) -> String {
    let doc = rules::docs().find(|(rule, _)| rule.id == id);
    let text = doc.map_or_else(|| id.to_owned(), |(_, doc)| rules::summary(&doc));
    if text.chars().count() <= NAME {
        return text;
    }
    text.chars().take(NAME - 1).chain(['…']).collect()
}

/// The time, which the format wants; `SOURCE_DATE_EPOCH` makes it the same each time (<https://reproducible-builds.org>).
fn now() -> String {
    let given = env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    let seconds = given.or_else(|| Some(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs()));
    time(seconds.unwrap_or_default())
}

/// Seconds since 1970 as a date and a time.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
fn time(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let day = days + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_dates() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00"),
            (951_782_399, "2000-02-28T23:59:59"),
            (951_782_400, "2000-02-29T00:00:00"),
            (1_735_689_599, "2024-12-31T23:59:59"),
            (4_107_542_400, "2100-03-01T00:00:00"),
        ] {
            assert_eq!(time(seconds), expected);
        }
    }

    #[test]
    fn names_are_as_short_as_they_must_be() {
        for rule in rules::ALL {
            let name = summary(rule.id);
            assert!(!name.is_empty() && name.chars().count() <= NAME, "{name}");
        }
    }
}
