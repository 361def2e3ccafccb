//! An exemption for a finding, written into the text of settings.

use insecure_registry_manifests::source::{Map, Step, Written};
use insecure_registry_policy::settings_document;

use crate::excerpt::Excerpt;
use crate::settings::{self, Text};
use crate::{Action, Checker, Edit, File, Finding, Object};

/// A change of settings that exempts a finding once somebody has written down why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exempt {
    /// The change.
    pub edit: Edit,
    /// Where in the changed text the reason belongs, in bytes: between quotes.
    pub reason: usize,
}

impl Checker<'_> {
    /// The exemption of one rule for one object of a file, in the text of settings. None if that is not what settings are, has its exemptions
    /// in a way that cannot be extended, or if an exemption would not help.
    pub fn exempt(
        &self,
        settings: &str,
        (text, file): (&str, File<'_>),
        object: &Object,
        finding: &Finding,
    ) -> Option<Exempt> {
        let excerpt = Excerpt::of(self, text, file, finding);
        let (text, object, finding) = match &excerpt {
            Some(it) => (it.text.as_str(), it.object(), it.finding()),
            None => (text, object, finding),
        };
        let exempt = Exempt::new(settings, object, finding)?;
        let mut changed = exempt.edit.apply(settings);
        changed.insert_str(exempt.reason, "a reason");
        let json = settings::json_of(&changed).ok()?;
        let document = settings_document(json.as_bytes()).ok()?;
        let settings = settings::strictly(&document).ok()?;
        let after =
            Checker { settings: &settings, namespace: self.namespace, clock: self.clock }.check_file(text, file);
        let is_same = |it: &&Finding| it.rule == finding.rule && it.steps == finding.steps;
        let mut objects = after.objects.iter().filter(|it| it.document == object.document);
        let now = objects.find_map(|it| it.findings.iter().find(is_same))?;
        (now.action == Action::Exempt).then_some(exempt)
    }
}

impl Exempt {
    fn new(text: &str, object: &Object, finding: &Finding) -> Option<Self> {
        let entry = Entry::of(object, finding);
        let settings = Text::read(text).ok()?;
        let Some((map, root)) = settings.map() else {
            // Nothing but comments.
            let before = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            return Some(Exempt::at(text.len(), format!("{before}{}", entry.list(0))));
        };
        let root = || root.iter().cloned();
        let list = root().chain([Step::Key("exemptions".into())]);
        match map.written(list) {
            Some(list) => extended(text, &list, &entry),
            None => added(text, &map, root, &entry),
        }
    }

    /// The change that adds a text at a place. The reason is where the first empty string is.
    fn at(place: usize, text: String) -> Self {
        let reason = place + text.find("\"\"").map_or(0, |at| at + 1);
        Exempt { edit: Edit { range: place..place, text }, reason }
    }
}

/// Another item of a list.
fn extended(text: &str, list: &Written<'_>, entry: &Entry) -> Option<Exempt> {
    let source = text.get(list.range.clone())?;
    if let Some(items) = source.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let comma = if items.trim().is_empty() { "" } else { ", " };
        let end = list.range.start + 1 + items.trim_end().trim_end_matches(',').len();
        return Some(Exempt::at(end, format!("{comma}{}", entry.in_braces())));
    }
    if !source.starts_with("- ") {
        return None;
    }
    let (place, before) = line_after(text, list.range.end);
    Some(Exempt::at(place, format!("{before}{}", entry.item(list.column))))
}

/// A list where there is none.
fn added<'a, P>(text: &str, map: &Map<'_>, root: impl Fn() -> P, entry: &Entry) -> Option<Exempt>
where
    P: Iterator<Item = Step<'a>>,
{
    // A key without a value is one that has to be looked at.
    let settings = map.written(root())?;
    let source = text.get(settings.range.clone())?;
    if let Some(rest) = source.strip_prefix('{') {
        let comma = if rest.trim() == "}" { "" } else { ", " };
        let list = format!("\"exemptions\": [{}]{comma}", entry.in_braces());
        return Some(Exempt::at(settings.range.start + 1, list));
    }
    if settings.scalar.is_some() {
        return None;
    }
    let (place, before) = line_after(text, settings.range.end);
    Some(Exempt::at(place, format!("{before}{}", entry.list(settings.column))))
}

/// The beginning of the line after a place, and what is wanted before a line there.
fn line_after(text: &str, place: usize) -> (usize, &'static str) {
    text[place..].find('\n').map_or((text.len(), "\n"), |at| (place + at + 1, ""))
}

/// An exemption: its fields in order, but for the reason, which comes first and is empty.
struct Entry(Vec<(&'static str, String)>);

impl Entry {
    fn of(object: &Object, finding: &Finding) -> Self {
        let identity = &object.identity;
        let kind = Some(&identity.kind).filter(|kind| !kind.is_empty());
        let fields = [
            ("namespaces", identity.namespace.as_ref()),
            ("kinds", kind),
            ("names", identity.name.as_ref().filter(|name| !name.is_empty())),
        ];
        let rule = ("rules", finding.rule.to_owned());
        let fields = fields.into_iter().filter_map(|(field, value)| Some((field, value?.clone())));
        Entry([rule].into_iter().chain(fields).collect())
    }

    /// As the only one of a list, in lines.
    fn list(&self, indent: usize) -> String {
        format!("{:indent$}exemptions:\n{}", "", self.item(indent + 2))
    }

    fn item(&self, indent: usize) -> String {
        let field = |(field, value): &(&str, String)| format!("{:indent$}  {field}: [{}]\n", "", word(value));
        format!("{:indent$}- reason: \"\"\n{}", "", self.0.iter().map(field).collect::<String>())
    }

    /// As JSON, which YAML reads too.
    fn in_braces(&self) -> String {
        let field = |(field, value): &(&str, String)| format!(", \"{field}\": [{}]", quoted(value));
        format!("{{\"reason\": \"\"{}}}", self.0.iter().map(field).collect::<String>())
    }
}

/// A word as YAML has it: in quotes unless it can be nothing but text.
fn word(text: &str) -> String {
    let is_text = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.contains('-')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    if is_text
        || text.bytes().all(|byte| byte.is_ascii_alphabetic()) && !WORDS.contains(&text.to_ascii_lowercase().as_str())
    {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Words that mean something else to YAML 1.1 or 1.2.
const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
