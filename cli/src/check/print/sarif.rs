//! SARIF 2.1.0: the rules with their documentation, the findings as results, what could not be read as notifications.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use insecure_registry_check::{self as check, Action, Place, rule_page};
use insecure_registry_policy::rules::{self, Mode, Rule};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::json;
use serde_sarif::sarif::{
    ArtifactLocation, Invocation, Location, LogicalLocation, Message, MultiformatMessageString, Notification,
    PhysicalLocation, PropertyBag, Region, ReportingConfiguration, ReportingDescriptor, Result as Finding, ResultLevel,
    Run, SCHEMA_URL, Sarif as Log, Suppression, Tool, ToolComponent,
};

use super::super::checker::{Report, message};
use super::super::summary::Summary;
use super::Printer;
use super::severity::{Severity, weaknesses};

pub(super) struct Sarif<'o> {
    out: &'o mut dyn Write,
    results: Vec<Finding>,
    notifications: Vec<Notification>,
}

impl<'o> Sarif<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        Sarif { out, results: Vec::new(), notifications: Vec::new() }
    }
}

impl Printer for Sarif<'_> {
    fn file(&mut self, report: &Report) -> io::Result<()> {
        for object in &report.objects {
            self.results.extend(object.findings.iter().map(|finding| result(finding, &report.file, &object.subject)));
            if object.more > 0 {
                let text = format!("{} more are denied in {}", object.more, object.subject);
                self.notifications.push(notification("error", &text, location(&report.file, None)));
            }
        }
        for it in report.unreadable.iter().chain(&report.warnings) {
            let region = it.place.as_ref().map(region);
            let level = if it.fails { "error" } else { "warning" };
            self.notifications.push(notification(level, &it.message, location(&it.file, region)));
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        for ((renderer, folder), number) in &summary.unrendered {
            let text = format!("{folder}: {}: {}", renderer.note(*number), renderer.hint(folder));
            self.notifications.push(notification("note", &text, location(folder, None)));
        }
        let invocation = Invocation::builder()
            .execution_successful(summary.failed == 0)
            .tool_execution_notifications(std::mem::take(&mut self.notifications))
            .build();
        let run = Run::builder()
            .tool(Tool::builder().driver(driver()).build())
            .results(std::mem::take(&mut self.results))
            .invocations(vec![invocation])
            .column_kind(json!("unicodeCodePoints"))
            .build();
        let log = Log::builder().schema(SCHEMA_URL).version(json!("2.1.0")).runs(vec![run]).build();
        serde_json::to_writer_pretty(&mut self.out, &log)?;
        writeln!(self.out)
    }
}

fn driver() -> ToolComponent {
    let rules = rules::docs().map(|(rule, doc)| {
        let level = if rule.mode == Mode::Deny { "error" } else { "warning" };
        let text = |text: &str| MultiformatMessageString::builder().text(text).build();
        ReportingDescriptor::builder()
            .id(rule.id)
            .short_description(text(&rules::summary(&doc)))
            .help(MultiformatMessageString::builder().text(doc.trim()).markdown(doc.trim()).build())
            .help_uri(rule_page(rule.id))
            .default_configuration(ReportingConfiguration::builder().level(json!(level)).build())
            .properties(properties(rule))
            .build()
    });
    ToolComponent::builder()
        .name("insecure-registry")
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .information_uri(env!("CARGO_PKG_REPOSITORY"))
        .rules(rules.collect::<Vec<_>>())
        .build()
}

/// What GitHub sorts by. Only what has the tag `security` has a severity there.
///
/// Source: "SARIF support for code scanning", `reportingDescriptor` object.
fn properties(rule: &Rule) -> PropertyBag {
    let tags = ["security", "kubernetes"].map(str::to_owned);
    let weaknesses = weaknesses(rule.id).iter().map(|number| format!("external/cwe/cwe-{number:03}"));
    let severity = Severity::of_rule(rule);
    let is_certain = severity == Severity::High;
    let more = BTreeMap::from([
        ("security-severity".to_owned(), json!(severity.score())),
        ("precision".to_owned(), json!(if is_certain { "very-high" } else { "medium" })),
    ]);
    PropertyBag::builder()
        .tags(tags.into_iter().chain(weaknesses).collect::<Vec<_>>())
        .additional_properties(more)
        .build()
}

fn result(finding: &check::Finding, file: &str, subject: &str) -> Finding {
    let level = match finding.action {
        Action::Deny => ResultLevel::Error,
        Action::Warn | Action::Unchanged | Action::Generated => ResultLevel::Warning,
        Action::Exempt | Action::Placeholder => ResultLevel::Note,
    };
    let index = rules::ALL.iter().position(|rule| rule.id == finding.rule).and_then(|nth| i64::try_from(nth).ok());
    let mut place = location(file, Some(region(&finding.place)));
    let path = format!("{subject}: {}", finding.path);
    place.logical_locations = Some(vec![LogicalLocation::builder().fully_qualified_name(path.as_str()).build()]);
    // What stays the same when lines above it come and go.
    let fingerprint = BTreeMap::from([("object/v1".to_owned(), format!("{path}: {}", finding.rule))]);
    let text = message(finding, subject);
    let mut result = Finding::builder()
        .rule_id(finding.rule)
        .level(level)
        .message(Message::builder().text(text).build())
        .locations(vec![place])
        .partial_fingerprints(fingerprint)
        .build();
    result.rule_index = index;
    if let Some(reason) = &finding.reason {
        let exempt = Suppression::builder().kind(json!("external")).status(json!("accepted"));
        result.suppressions = Some(vec![exempt.justification(reason.as_str()).build()]);
    }
    result
}

fn notification(level: &str, text: &str, place: Location) -> Notification {
    let message = Message::builder().text(text).build();
    Notification::builder().level(json!(level)).message(message).locations(vec![place]).build()
}

/// What may not stand in the path of a URI.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    // In its first component it would end a scheme.
    .add(b':');

fn location(file: &str, region: Option<Region>) -> Location {
    let path = utf8_percent_encode(file, RESERVED).to_string();
    let uri = if !Path::new(file).is_absolute() {
        path
    } else if path.starts_with('/') {
        format!("file://{path}")
    } else {
        // A drive of Windows.
        format!("file:///{path}")
    };
    let mut place = PhysicalLocation::builder().artifact_location(ArtifactLocation::builder().uri(uri).build()).build();
    place.region = region;
    Location::builder().physical_location(place).build()
}

/// Without a column, it is the whole line.
fn region(place: &Place) -> Region {
    let number = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
    let mut region = Region::builder().start_line(number(place.line)).build();
    region.start_column = place.column.map(number);
    region.end_column = place.end_column.map(number);
    region
}
