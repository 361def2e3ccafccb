//! The texts that are open, what was found in them, and how an editor shows that.

use std::path::PathBuf;

use insecure_registry_check::settings::Text;
use insecure_registry_check::{Action, Check, Checker, File, Finding, Known, Object, Place, rule_page};
use insecure_registry_policy::rules;
use insecure_registry_policy::settings::Settings;
use insecure_registry_policy::settings_document;
use insecure_registry_policy::time::Clock;
use lsp_types::{CodeDescription, Diagnostic, DiagnosticSeverity, NumberOrString, Range, Uri};

use crate::lines::Lines;
use crate::uri;

/// A text that is open.
pub(crate) struct Document {
    pub(crate) uri: Uri,
    pub(crate) path: Option<PathBuf>,
    pub(crate) version: i32,
    pub(crate) text: String,
    pub(crate) lines: Lines,
    check: Check,
    /// What was found in parts of it, by the same settings.
    known: Known,
    /// The settings by which it was checked.
    pub(crate) json: String,
    pub(crate) is_checked: bool,
}

impl Document {
    pub(crate) fn new(uri: Uri, version: i32, text: String) -> Self {
        let (path, lines) = (uri::path(&uri), Lines::of(&text));
        let (check, known, json) = (Check::default(), Known::default(), String::new());
        Document { uri, path, version, text, lines, check, known, json, is_checked: false }
    }

    /// Takes the place of an older text: what was found in its parts need not be found again.
    pub(crate) fn replace(&mut self, before: Document) {
        (self.known, self.json) = (before.known, before.json);
    }

    /// Checks it by settings.
    pub(crate) fn check(&mut self, json: String, namespace: &str) {
        if self.json != json {
            self.known = Known::default();
        }
        self.check = checked(&self.text, &uri::whole(&self.uri), &json, namespace, &mut self.known);
        (self.json, self.is_checked) = (json, true);
    }

    /// What is shown of what was found.
    fn findings(&self) -> impl Iterator<Item = (&Object, &Finding)> {
        let is_shown = |(_, it): &(_, &Finding)| !matches!(it.action, Action::Exempt | Action::Placeholder);
        let objects = self.check.objects.iter();
        objects.flat_map(|object| object.findings.iter().map(move |it| (object, it))).filter(is_shown)
    }

    pub(crate) fn findings_in(&self, range: Range) -> Vec<(&Object, &Finding)> {
        let is_near = |place: &Place| {
            let at = self.lines.of_place(&self.text, place);
            at.start <= range.end && range.start <= at.end
        };
        self.findings().filter(|(_, it)| is_near(&it.place)).collect()
    }

    pub(crate) fn diagnostic(&self, finding: &Finding) -> Diagnostic {
        let severity =
            if finding.action == Action::Deny { DiagnosticSeverity::ERROR } else { DiagnosticSeverity::WARNING };
        let Finding { seen, why, risk, fix, .. } = finding;
        let page = rule_page(finding.rule).parse().ok();
        Diagnostic {
            code: Some(NumberOrString::String(finding.rule.to_owned())),
            code_description: page.map(|href| CodeDescription { href }),
            ..diagnostic(
                self.lines.of_place(&self.text, &finding.place),
                severity,
                format!("{seen}: {why}\nrisk: {risk}\nfix: {fix}"),
            )
        }
    }

    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        let at = |place: &Place| self.lines.of_place(&self.text, place);
        let check = &self.check;
        let found = self.findings().map(|(_, finding)| self.diagnostic(finding));
        let more = check.objects.iter().filter(|object| object.more > 0).map(|object| {
            let text = format!("{} more findings in {}", object.more, object.subject);
            diagnostic(Range::default(), DiagnosticSeverity::ERROR, text)
        });
        let unread = check.unreadable.iter().map(|it| {
            diagnostic(
                at(&it.place),
                DiagnosticSeverity::WARNING,
                format!("this document is not checked: {}", it.message),
            )
        });
        let odd =
            check.warnings.iter().map(|it| diagnostic(at(&it.place), DiagnosticSeverity::WARNING, it.message.clone()));
        found.chain(more).chain(unread).chain(odd).collect()
    }
}

pub(crate) fn diagnostic(range: Range, severity: DiagnosticSeverity, message: String) -> Diagnostic {
    let source = Some("insecure-registry".to_owned());
    Diagnostic { range, severity: Some(severity), source, message, ..Diagnostic::default() }
}

/// What is wrong with a text of settings.
pub(crate) fn mistakes(text: &str) -> Vec<Diagnostic> {
    let lines = Lines::of(text);
    let error = |place: Option<&Place>, message: String| {
        let range = place.map_or_else(Range::default, |place| lines.of_place(text, place));
        diagnostic(range, DiagnosticSeverity::ERROR, message)
    };
    match Text::read(text) {
        Err(problem) => vec![error(Some(&Place::from(&problem)), problem.message.clone())],
        Ok(settings) => match settings.mistakes() {
            Ok(mistakes) => mistakes.iter().map(|it| error(it.place.as_ref(), it.to_string())).collect(),
            Err(it) => vec![error(None, it.to_string())],
        },
    }
}

fn checked(text: &str, name: &str, json: &str, namespace: &str, known: &mut Known) -> Check {
    let Ok(document) = settings_document(json.as_bytes()) else { return Check::default() };
    let Ok(settings) = Settings::read(&document) else { return Check::default() };
    Checker { settings: &settings, namespace, clock: Clock::Host }.check_again(text, file(name), known)
}

/// Any file may be open: what is no manifest is passed over, as in a folder.
pub(crate) fn file(name: &str) -> File<'_> {
    File { path: name, is_given: false, is_final: false }
}

/// A finding in Markdown.
pub(crate) fn words(object: &Object, finding: &Finding) -> String {
    let Finding { seen, why, risk, fix, path, rule, .. } = finding;
    let what = if finding.action == Action::Deny { "denied" } else { "warned of" };
    let subject = &object.subject;
    format!(
        "**{rule}** ({what})\n\n{seen}: {why}\n\n- **risk**: {risk}\n- **fix**: {fix}\n- **at**: `{path}` of `{subject}`\n"
    )
}

/// What a rule says of itself.
pub(crate) fn explanation(id: &str) -> String {
    let doc = rules::docs().find(|(rule, _)| rule.id == id);
    doc.map(|(_, doc)| format!("\n---\n\n{}\n\n[{id}]({})", doc.trim(), rule_page(id))).unwrap_or_default()
}
