//! Findings, and where in a text they stand.

use std::cell::OnceCell;

use insecure_registry_manifests::documents::{Part, Problem};
use insecure_registry_manifests::order::sort_by_place;
use insecure_registry_manifests::request::Input;
use insecure_registry_manifests::source::{Map, Position, Quote, Step};
use insecure_registry_policy::finding;
use insecure_registry_policy::path::Segment;
use insecure_registry_policy::verdict::Report;
use serde::Serialize;

use crate::files::{Line, Origin, owned, steps};
use crate::placeholder;
use crate::target;

/// A finding, in words and with its place in the text.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Where in the text.
    #[serde(flatten)]
    pub place: Place,
    /// Where in the object.
    pub path: String,
    /// The name of the container that the place is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The id of the rule.
    pub rule: &'static str,
    /// What becomes of it.
    pub action: Action,
    /// What was found.
    pub seen: String,
    /// Why it matters.
    pub why: String,
    /// What can happen.
    pub risk: String,
    /// What to do.
    pub fix: String,
    /// Why it is exempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The line of the text, without what may not be shown.
    #[serde(skip)]
    pub quote: Option<Quote>,
    /// The image, as an exemption may name it: none where there is none, and where it may not be shown.
    #[serde(skip)]
    pub image: Option<String>,
    /// Where in the document.
    #[serde(skip)]
    pub(crate) steps: Vec<Step<'static>>,
    /// Where it stands in what somebody made of the text, if that was judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rendered: Option<Rendered>,
}

/// A place in what a command makes of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rendered {
    /// The command.
    pub command: String,
    /// The line of its output, from 1.
    pub line: usize,
    /// Whether it is known on which line of the text it stands.
    pub is_found: bool,
}

/// What becomes of a finding, as the policy's audit annotation names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// The object is denied.
    Deny,
    /// The user is warned.
    Warn,
    /// The user is warned, since the old object also has the finding.
    Unchanged,
    /// The user is warned, since a controller created the object for an already evaluated owner.
    Generated,
    /// Nothing; [`Finding::reason`] says why.
    Exempt,
    /// Nothing: it stands for something else, and [`Finding::seen`] shows it.
    Placeholder,
}

/// Where something stands in a text. Numbers count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The last line of what stands there.
    #[serde(skip)]
    pub last_line: usize,
    /// None, here and below, where it would say how long something is that may not be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The column after its end on that line; none also where it has no length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<usize>,
}

impl From<&Problem> for Place {
    fn from(problem: &Problem) -> Self {
        Place { line: problem.line, last_line: problem.line, column: problem.column, end_column: None }
    }
}

impl Place {
    /// The place of what may be shown, or may not.
    pub(crate) fn of(position: &Position, is_shown: bool) -> Self {
        Place {
            line: position.line,
            last_line: position.last_line,
            column: position.column,
            end_column: position.end_column(is_shown),
        }
    }
}

/// The places of a document, which is read for them once something is found in it.
pub(crate) struct Places<'p, 't> {
    part: &'p Part<'t>,
    map: OnceCell<Option<Map<'t>>>,
}

impl<'p, 't> Places<'p, 't> {
    pub(crate) fn new(part: &'p Part<'t>) -> Self {
        Places { part, map: OnceCell::new() }
    }

    fn map(&self) -> Option<&Map<'t>> {
        self.map.get_or_init(|| Map::of(self.part)).as_ref()
    }

    fn begin(&self) -> Place {
        let (line, column) = self.part.begin();
        Place { line, last_line: line, column, end_column: None }
    }

    /// Where something in the object of a request stands, at these steps.
    pub(crate) fn at<'s>(&self, input: &Input<'s>, steps: Vec<Step<'s>>) -> Place {
        let place = |map: &Map<'t>| Place::of(&map.find(input.root.iter().cloned().chain(steps)), false);
        self.map().map_or_else(|| self.begin(), place)
    }

    /// Where the object of a request begins.
    pub(crate) fn of_object(&self, input: &Input<'_>) -> Place {
        self.map().map_or_else(|| self.begin(), |map| Place::of(&map.find(input.root.iter().cloned()), false))
    }

    /// What was found in a request, in the order of the text.
    pub(crate) fn findings(&self, input: &Input<'_>, report: &Report<'_>, are_templates: bool) -> Vec<Finding> {
        let findings = report.sorted().into_iter().map(|finding| self.finding(input, finding, are_templates));
        let mut findings: Vec<_> = findings.collect();
        sort_by_place(&mut findings, |(at, _)| (*at, 0));
        if input.is_file {
            // A script that writes a file is known as a script and as a text.
            findings
                .dedup_by(|(_, a), (_, b)| (a.rule, &a.path, &a.seen, &a.why) == (b.rule, &b.path, &b.seen, &b.why));
        }
        findings.into_iter().map(|(_, finding)| finding).collect()
    }

    /// A finding, and where in the text it stands, in bytes.
    fn finding(&self, input: &Input<'_>, found: &finding::Finding<'_>, are_templates: bool) -> (usize, Finding) {
        let placeholder = if are_templates { placeholder_at(input, found) } else { None };
        let shown = placeholder.clone().or_else(|| found.shown());
        // An image in parts is shown as one: the place has a part of it.
        let part = value_at(input, found).filter(|part| !part.is_empty());
        let shown = shown.map(|shown| part.filter(|part| shown.contains(part)).map_or(shown, str::to_owned));
        let origin = Origin::of(input, found);
        let steps = match &origin {
            Some(origin) => origin.steps.clone(),
            None => input.root.iter().cloned().chain(steps(&found.path).map(owned)).collect(),
        };
        let (at, place, quote) = match self.map() {
            Some(map) => {
                let line = match &origin {
                    Some(origin) => origin.line(map),
                    None => value_at(input, found).and_then(|text| Line::of(found, text)?.find(map, &steps)),
                };
                let (position, quote) = line.unwrap_or_else(|| {
                    let position = map.find(steps.iter().cloned());
                    let of_script = origin.as_ref().and_then(Origin::shown);
                    let quote = map.quote(&position, of_script.as_deref().or(shown.as_deref()));
                    (position, quote)
                });
                (position.offset(), Place::of(&position, found.shown().is_some()), Some(quote))
            }
            None => (0, self.begin(), None),
        };
        let placeholder =
            placeholder.or_else(|| (are_templates && self.is_of_ytt(found, at)).then(|| "#@ …".to_owned()));
        let placeholder = placeholder.or_else(|| if are_templates { filled_by_annotation(input, found) } else { None });
        let (action, reason) = match &found.action {
            finding::Action::Deny => (Action::Deny, None),
            finding::Action::Warn => (Action::Warn, None),
            finding::Action::Unchanged => (Action::Unchanged, None),
            finding::Action::Generated => (Action::Generated, None),
            finding::Action::Exempt(reason) => (Action::Exempt, Some(reason.clone())),
        };
        let (action, seen) = match placeholder {
            Some(text) if action != Action::Exempt => (Action::Placeholder, format!("`{text}` is a placeholder")),
            _ => (action, found.seen().to_owned()),
        };
        let finding = Finding {
            place,
            path: origin.map_or_else(|| found.path.to_string(), |origin| origin.path()),
            within: found.name(),
            rule: found.rule.id,
            action,
            seen,
            why: found.why().to_owned(),
            risk: if input.is_file { of_file(&found.risk()) } else { found.risk() },
            fix: found.fix().to_owned(),
            reason,
            quote,
            rendered: None,
            image: target::image(found),
            steps,
        };
        (at, finding)
    }
}

impl Places<'_, '_> {
    /// Whether what is missing at this place is a value that ytt puts in: `key: #@ data.values.key`, which is a comment in YAML.
    ///
    /// Source: <https://carvel.dev/ytt/docs/v0.52.x/yaml-primer/>.
    fn is_of_ytt(&self, found: &finding::Finding<'_>, at: usize) -> bool {
        UNREAD.contains(&found.rule.id) && self.part.rest_of_line(at).contains(": #@ ")
    }
}

/// What can happen with a file, in which an object may be read.
fn of_file(risk: &str) -> String {
    risk.replace("this resource", "this file").replace("this object", "this file")
}

/// The rules about what cannot be read as what it should be.
const UNREAD: [&str; 3] = ["malformed-reference", "unreadable-object", "unreadable-pull-secret"];

/// The placeholder that stands where something could not be read.
fn placeholder_at(input: &Input<'_>, found: &finding::Finding<'_>) -> Option<String> {
    if !UNREAD.contains(&found.rule.id) {
        return None;
    }
    let text = value_at(input, found)?.trim();
    // A document may have anything in it; what stands for all of it begins so.
    let is_all = ["{{", "${", "$(", "<"].iter().any(|mark| text.starts_with(mark));
    (is_all || found.rule.id == "malformed-reference").then(|| placeholder::in_text(text)).flatten()
}

/// Annotations by which a tool puts the document into a pull secret that has none.
///
/// Source: <https://eclipse.dev/jkube/docs/kubernetes-maven-plugin/#secrets>.
const FILLED_BY: [&str; 2] = ["jkube.eclipse.org/dockerServerId", "maven.fabric8.io/dockerServerId"];

/// The annotation that says what will be the document of a pull secret.
fn filled_by_annotation(input: &Input<'_>, found: &finding::Finding<'_>) -> Option<String> {
    let annotations = &input.request["object"]["metadata"]["annotations"];
    let is_empty = found.rule.id == "unreadable-pull-secret" && value_at(input, found).is_none();
    FILLED_BY.iter().find(|key| is_empty && annotations[**key].is_string()).map(|key| (*key).to_owned())
}

/// The string that a finding is about, if it is one.
fn value_at<'i>(input: &'i Input<'_>, found: &finding::Finding<'_>) -> Option<&'i str> {
    let object = &input.request["object"];
    let value = found.path.segments().iter().try_fold(object, |value, segment| match segment {
        Segment::Key(key) => value.get(key.as_str()),
        Segment::Item { index, .. } => value.get(*index),
    });
    value?.as_str()
}
