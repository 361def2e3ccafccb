//! The answer, which the policy server passes to the API server, and from there to the user whose request is denied.

use serde::Serialize;

use crate::finding::{Action, Finding, Seen};
use crate::request::{self, Request};
use crate::settings::Settings;

mod rewrites;
mod words;

pub use self::rewrites::Change;

/// Findings that are kept of one request: more than any message or annotation shows.
pub(crate) const MOST_FINDINGS: usize = 1000;
const MOST_WARNINGS: usize = 10;
/// Of the warnings. The others are of findings.
const MOST_NOTES: usize = 8;
/// In characters. The API server lets longer ones through and clients cut them.
const LONGEST_WARNING: usize = 120;
/// What a warning has of the object's name, in characters.
const LONGEST_SUBJECT: usize = 48;
/// In bytes, the JSON of all findings. The API server gives all audit annotations of a request 256 KiB.
const LONGEST_ANNOTATION: usize = 8 * 1024;

/// What the policy decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether the request is accepted.
    pub accepted: bool,
    /// Why not: a summary line, lines for the findings, and the administrator's line. Lines that the policy wraps have 80
    /// columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The HTTP status of a denial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    /// All findings, for the audit log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_annotations: Option<AuditAnnotations>,
    /// Warnings for the user, whether or not the request is accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// The audit annotations of a verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AuditAnnotations {
    /// A compact JSON list of the findings.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub findings: String,
    /// The same of the images that are rewritten.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rewrites: String,
}

/// A finding in the audit log.
#[derive(Serialize)]
struct AuditEntry<'s> {
    rule: &'s str,
    path: String,
    /// The container, and of a List the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    action: &'s str,
    seen: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'s str>,
}

/// What was found in a request, before it becomes a message.
#[derive(Debug, Default)]
pub struct Report<'a> {
    /// The findings.
    pub findings: Vec<Finding<'a>>,
    /// How many more findings deny, beyond the kept ones. Nothing exempts them.
    pub dropped: usize,
    /// What these are, if somebody compares them.
    pub(crate) rest: Option<Seen<'a>>,
    /// What the user is told apart from the findings, each line once.
    pub notes: Notes,
}

/// Lines for the user: the first few, and how many more there are.
#[derive(Debug, Default)]
pub struct Notes {
    lines: Vec<String>,
    more: usize,
}

impl Notes {
    /// The lines.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Adds a line, if it is another one.
    pub(crate) fn add(&mut self, line: String) {
        let is_known = self.lines.contains(&line);
        if !is_known && self.lines.len() < MOST_NOTES {
            self.lines.push(line);
        } else if !is_known {
            self.more = self.more.saturating_add(1);
        }
    }
}

impl<'a> Report<'a> {
    /// Adds a finding.
    pub fn add(&mut self, finding: Finding<'a>) {
        if !self.is_full() {
            self.findings.push(finding);
        } else if finding.action == Action::Deny {
            if let Some(rest) = &mut self.rest {
                rest.add(self.findings.len().saturating_add(self.dropped), &finding);
            }
            self.dropped = self.dropped.saturating_add(1);
        }
    }

    /// Adds the findings of another report.
    pub fn extend(&mut self, other: Report<'a>) {
        self.dropped = self.dropped.saturating_add(other.dropped);
        self.notes.more = self.notes.more.saturating_add(other.notes.more);
        for line in other.notes.lines {
            self.notes.add(line);
        }
        for finding in other.findings {
            self.add(finding);
        }
    }

    /// The findings by path, then by rule; equal ones in the order found.
    pub fn sorted(&self) -> Vec<&Finding<'a>> {
        sorted(&self.findings)
    }

    /// Whether there may be more that warn.
    pub(crate) fn is_full(&self) -> bool {
        self.findings.len() >= MOST_FINDINGS
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.dropped == 0
    }
}

impl Verdict {
    /// Nothing was found.
    pub fn accepted() -> Self {
        Verdict { accepted: true, message: None, code: None, audit_annotations: None, warnings: Vec::new() }
    }

    /// Builds the verdict for a report. Equal findings give equal text.
    pub fn new(request: &Request<'_>, report: &Report<'_>, settings: &Settings<'_>) -> Self {
        let subject = request::subject(request);
        let findings = sorted(&report.findings);
        let denials = findings.iter().filter(|finding| finding.action == Action::Deny).count();
        let count = denials.saturating_add(report.dropped);
        let is_denied = count > 0;
        Verdict {
            accepted: !is_denied,
            message: is_denied.then(|| words::message(&subject, &findings, count, settings.help)),
            code: is_denied.then_some(403),
            audit_annotations: Some(AuditAnnotations {
                findings: annotation(&findings, report.dropped),
                rewrites: String::new(),
            }),
            warnings: warnings(&subject, &findings, &report.notes),
        }
    }

    /// The same for a request that was rewritten before: an accepted one says what was, and how many more images were.
    #[must_use]
    pub fn with_rewrites(mut self, request: &Request<'_>, changes: &[Change<'_>], more: usize) -> Self {
        if self.accepted {
            self.warnings.extend(rewrites::warnings(&request::subject(request), changes, more));
            let annotations = self.audit_annotations.get_or_insert_default();
            annotations.rewrites = rewrites::annotation(changes, more);
        }
        self
    }

    /// The verdict in the policy server's format, with the object that is to be stored instead of the request's.
    pub fn to_bytes(&self, object: Option<&[u8]>) -> Result<Vec<u8>, serde_json::Error> {
        const MUTATED: &[u8] = b",\"mutated_object\":";
        let mut answer = serde_json::to_vec(self)?;
        if let Some(object) = object.filter(|_| self.accepted) {
            // Its bytes are JSON as they are. The object that they are put into is not empty, and ends with its bracket.
            answer.pop();
            // With its last bracket, which would double the room.
            answer.reserve_exact(object.len().saturating_add(MUTATED.len()).saturating_add(1));
            answer.extend_from_slice(MUTATED);
            answer.extend_from_slice(object);
            answer.push(b'}');
        }
        Ok(answer)
    }
}

/// By path, then by rule; equal ones stay in the order in which they were found. The library's sort is as many bytes as all
/// rules about images together.
fn sorted<'f, 'a>(findings: &'f [Finding<'a>]) -> Vec<&'f Finding<'a>> {
    let mut sorted: Vec<&Finding<'_>> = Vec::with_capacity(findings.len());
    for finding in findings {
        let is_before =
            |it: &&Finding<'_>| it.path.cmp(&finding.path).then_with(|| it.rule.id.cmp(finding.rule.id)).is_le();
        sorted.insert(sorted.partition_point(is_before), finding);
    }
    sorted
}

fn warnings(subject: &str, findings: &[&Finding<'_>], notes: &Notes) -> Vec<String> {
    let before = |finding: &Finding<'_>| match finding.action {
        Action::Warn => Some(""),
        Action::Unchanged => Some("unchanged "),
        Action::Generated => Some("generated "),
        Action::Deny | Action::Exempt(_) => None,
    };
    let is_told = |finding: &Finding<'_>| before(finding).is_some();
    let subject = cut(subject.to_owned(), LONGEST_SUBJECT);
    let budget = MOST_WARNINGS.saturating_sub(notes.lines.len());
    let mut entries = words::entries(findings, &is_told, budget.saturating_add(1));
    if entries.len() > budget || (entries.len() == budget && notes.more > 0) {
        entries.truncate(budget.saturating_sub(1));
    }
    let line = |entry: &words::Entry<'_, '_>| {
        let finding = entry.first()?;
        Some(warning(&format!("{subject}: {}", before(finding)?), finding, entry.len().saturating_sub(1)))
    };
    let notes_lines = notes.lines.iter().map(|note| cut(format!("{subject}: {note}"), LONGEST_WARNING));
    let mut lines: Vec<_> = notes_lines.chain(entries.iter().filter_map(line)).collect();
    let shown = entries.iter().fold(0_usize, |sum, entry| sum.saturating_add(entry.len()));
    let more = findings.iter().filter(|finding| is_told(finding)).count().saturating_sub(shown);
    let more = more.saturating_add(notes.more);
    if more > 0 {
        lines.push(format!("{subject}: {more} more warnings of insecure-registry"));
    }
    lines
}

/// A line for a finding, and for so many more of which the same is said. What is too long loses the beginning of its path first, which the
/// user can guess, then its end.
fn warning(before: &str, finding: &Finding<'_>, more: usize) -> String {
    let name = finding.name().map(|name| format!(" ({name})")).unwrap_or_default();
    let least = if name.is_empty() { 24 } else { 12 };
    let mut path = finding.path.to_string();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let line = |path: &str| format!("{before}{} at {path}{name}{more}: {}", finding.rule.id, finding.seen());
    let over = line(&path).chars().count().saturating_sub(LONGEST_WARNING);
    let dropped = over.saturating_add(1).min(path.chars().count().saturating_sub(least));
    if over > 0 && dropped > 1 {
        let start = path.char_indices().nth(dropped).map_or(0, |(start, _)| start);
        path.replace_range(..start, "…");
    }
    cut(line(&path), LONGEST_WARNING)
}

/// Cuts what is too long at its end.
fn cut(mut text: String, longest: usize) -> String {
    let mut ends = text.char_indices().skip(longest.saturating_sub(1)).map(|(end, _)| end);
    if let (Some(end), Some(_)) = (ends.next(), ends.next()) {
        text.truncate(end);
        text.push('…');
    }
    text
}

fn annotation(findings: &[&Finding<'_>], dropped: usize) -> String {
    const ROOM_FOR_MORE: usize = 32;
    let mut list = String::from("[");
    let mut listed: usize = 0;
    for finding in findings {
        let entry = AuditEntry {
            rule: finding.rule.id,
            path: finding.path.to_string(),
            name: finding.name(),
            action: finding.action.name(),
            seen: finding.seen(),
            reason: if let Action::Exempt(reason) = &finding.action { Some(reason) } else { None },
        };
        // Strings always serialise.
        let Ok(entry) = serde_json::to_string(&entry) else { continue };
        if list.len().saturating_add(entry.len()).saturating_add(ROOM_FOR_MORE) > LONGEST_ANNOTATION {
            break;
        }
        if listed > 0 {
            list.push(',');
        }
        list.push_str(&entry);
        listed = listed.saturating_add(1);
    }
    let more = findings.len().saturating_sub(listed).saturating_add(dropped);
    if more > 0 {
        list.extend((listed > 0).then_some(','));
        list.push_str("{\"more\":");
        list.push_str(&more.to_string());
        list.push('}');
    }
    list.push(']');
    list
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// What becomes of a pod with these images.
    fn answer(images: impl Iterator<Item = String>, settings: &Value) -> Value {
        let containers: Vec<_> = images.map(|image| json!({"image": image})).collect();
        let payload = json!({
            "request": {
                "kind": {"group": "", "kind": "Pod"}, "operation": "CREATE",
                "object": {"metadata": {"namespace": "dev"}, "spec": {"containers": containers}},
            },
            "settings": settings,
        });
        serde_json::from_slice(&crate::validate(payload.to_string().as_bytes()).unwrap()).unwrap()
    }

    /// How many findings the annotation lists, and how many more it counts.
    fn annotated(answer: &Value) -> (usize, u64) {
        let text = answer["audit_annotations"]["findings"].as_str().unwrap();
        assert!(text.len() <= LONGEST_ANNOTATION);
        let mut list: Vec<Value> = serde_json::from_str(text).unwrap();
        let more = list.last().and_then(|last| last["more"].as_u64());
        list.truncate(list.len() - usize::from(more.is_some()));
        assert!(list.iter().all(|entry| entry["rule"].is_string()));
        (list.len(), more.unwrap_or_default())
    }

    #[test]
    fn nothing_found_is_nothing_said() {
        assert_eq!(answer(["nginx".to_owned()].into_iter(), &json!({})), json!({"accepted": true}));
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let denied = |count: usize| answer((0..count).map(|nth| format!("localhost:{}/a", nth + 1)), &json!({}));
        let told = |answer: &Value| answer["message"].as_str().unwrap().matches(" at spec.containers[").count();
        let few = denied(20);
        assert_eq!((told(&few), annotated(&few).1), (20, 0));
        let more = denied(21);
        assert!(more["message"].as_str().unwrap().ends_with("\n- and 1 more"), "{more}");
        for count in [300, MOST_FINDINGS, MOST_FINDINGS + 2] {
            let answer = denied(count);
            let (listed, more) = annotated(&answer);
            assert!(listed > 20, "{listed}");
            assert_eq!(listed as u64 + more, count as u64);
            let first = format!("insecure-registry: Pod denied, {count} problems\n");
            assert!(answer["message"].as_str().unwrap().starts_with(&first), "{answer}");
            assert_eq!(told(&answer), 20);
        }
    }

    #[test]
    fn ten_warnings_are_shown_and_of_more_nine() {
        let warned = |count: usize| {
            let answer = answer((0..count).map(|nth| format!("registry-{nth}:5000/a")), &json!({}));
            assert_eq!(answer["accepted"], true);
            let warnings = answer["warnings"].as_array().unwrap();
            (warnings.len(), warnings.last().unwrap().as_str().unwrap().to_owned(), annotated(&answer))
        };
        let (count, last, _) = warned(MOST_WARNINGS);
        assert!(count == MOST_WARNINGS && last.starts_with("Pod: suspect-registry at spec.containers[9]"), "{last}");
        assert_eq!(warned(MOST_WARNINGS + 1).1, "Pod: 2 more warnings of insecure-registry");
        // What would only warn is not counted beyond what is kept.
        let (listed, more) = warned(MOST_FINDINGS + 2).2;
        assert_eq!(listed as u64 + more, MOST_FINDINGS as u64);
    }

    #[test]
    fn warnings_that_say_the_same_are_one() {
        let answer = answer(["r:5000/a", "r:5000/b", "s:5000/a"].into_iter().map(str::to_owned), &json!({}));
        let why = "may lack TLS: a name without a domain";
        let expected = json!([
            format!("Pod: suspect-registry at spec.containers[0].image and 1 more: `r:5000` {why}"),
            format!("Pod: suspect-registry at spec.containers[2].image: `s:5000` {why}"),
        ]);
        assert_eq!(answer["warnings"], expected);
    }

    #[test]
    fn an_entry_that_is_too_long_for_the_annotation_is_counted() {
        let settings = json!({"exemptions": [{"reason": "x".repeat(LONGEST_ANNOTATION), "namespaces": ["dev"]}]});
        assert_eq!(annotated(&answer(["localhost/a".to_owned()].into_iter(), &settings)), (0, 1));
    }
}
