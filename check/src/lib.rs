//! Checks what a person has written, manifests and settings, and says where in the text each finding stands.
//!
//! The command, the JavaScript module and editors share this. It reads no files and prints nothing.

mod finding;
pub mod settings;

use std::cell::OnceCell;

use insecure_registry_manifests::documents::{Problem, documents};
use insecure_registry_manifests::request::{Input, inputs_in, is_manifest, payload};
use insecure_registry_policy::error::Error;
use insecure_registry_policy::judge;
use insecure_registry_policy::request::Request;
use insecure_registry_policy::settings::Settings;
use insecure_registry_policy::verdict::{Report, Verdict};
use serde::Serialize;
use serde_json::json;

pub use insecure_registry_manifests::request::DEFAULT_NAMESPACE;

use crate::finding::Places;
pub use crate::finding::{Action, Finding, Place};

/// The rules under these settings, for texts.
#[derive(Clone, Copy, Debug)]
pub struct Checker<'s> {
    /// The settings.
    pub settings: &'s Settings<'s>,
    /// The namespace of manifests that name none.
    pub namespace: &'s str,
}

/// What was found in a text.
#[derive(Debug, Default, Serialize)]
pub struct Check {
    /// The objects that were judged, in their order.
    pub objects: Vec<Object>,
    /// The documents that could not be.
    pub unreadable: Vec<Unreadable>,
    /// How many documents are not manifests.
    pub skipped: usize,
}

/// An object that was judged.
#[derive(Debug, Serialize)]
pub struct Object {
    /// The number of its document, from 1, without counting empty ones. The items of a `List` share theirs.
    pub document: usize,
    /// `Deployment shop/web`.
    pub subject: String,
    /// What it is called.
    #[serde(flatten)]
    pub identity: Identity,
    /// `CREATE`, or what the admission review says.
    pub operation: String,
    /// What the policy server would answer.
    pub verdict: Verdict,
    /// In the order of the text.
    pub findings: Vec<Finding>,
    /// How many findings that deny there are beyond these.
    pub more: usize,
}

/// What an object is called.
#[derive(Debug, Serialize)]
pub struct Identity {
    /// The kind.
    pub kind: String,
    /// The namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The name, or the prefix that the server makes one of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A document that cannot be judged.
#[derive(Debug, Serialize)]
pub struct Unreadable {
    /// Its number, as for objects.
    pub document: usize,
    /// Where it goes wrong.
    #[serde(flatten)]
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// Whether it looks like a template that nobody has rendered.
    #[serde(skip)]
    pub is_template: bool,
}

impl Checker<'_> {
    /// Judges each object in a text: manifests as if they were created, admission reviews as they are.
    pub fn check(&self, text: &str) -> Check {
        let mut check = Check::default();
        let lines = OnceCell::new();
        let has_template = |line: usize| {
            let lines: &Vec<&str> = lines.get_or_init(|| text.lines().collect());
            lines.get(line.saturating_sub(1)).is_some_and(|line| line.contains("{{"))
        };
        for (document, read) in (1..).zip(documents(text)) {
            let inputs = match read {
                Ok((_, value)) if !is_manifest(&value) => {
                    check.skipped += 1;
                    continue;
                }
                Ok(read) => inputs_in(document, read, self.namespace).map_err(|problem| (problem, false)),
                Err(problem) => {
                    let is_template = has_template(problem.line);
                    Err((problem, is_template))
                }
            };
            match inputs {
                Ok(inputs) => self.objects(&inputs, &mut check),
                Err((problem, is_template)) => {
                    let place = Place::from(&problem);
                    let Problem { message, .. } = problem;
                    check.unreadable.push(Unreadable { document, place, message, is_template });
                }
            }
        }
        check
    }

    /// Judges the objects of a document.
    fn objects(&self, inputs: &[Input<'_>], check: &mut Check) {
        let Some(Input { part, .. }) = inputs.first() else { return };
        let places = Places::new(part);
        for input in inputs {
            match self.object(input, &places) {
                Ok(object) => check.objects.push(object),
                Err(error) => check.unreadable.push(Unreadable {
                    document: input.document,
                    place: places.of_object(input),
                    message: error.to_string(),
                    is_template: false,
                }),
            }
        }
    }

    fn object(&self, input: &Input<'_>, places: &Places<'_, '_>) -> Result<Object, Error> {
        let payload = payload(&input.request, &json!({}));
        let request = Request::parse(&payload)?;
        let report = if request.is_in_scope() { judge(&request, self.settings)? } else { Report::default() };
        let verdict =
            if report.is_empty() { Verdict::accepted() } else { Verdict::new(&request, &report, self.settings) };
        let name = |name: Option<&str>| name.map(printable);
        Ok(Object {
            document: input.document,
            subject: printable(&input.subject()),
            identity: Identity {
                kind: name(input.kind()).unwrap_or_default(),
                namespace: name(input.namespace()),
                name: name(input.name()),
            },
            operation: input.operation().to_owned(),
            verdict,
            findings: places.findings(input, &report),
            more: report.dropped,
        })
    }
}

/// A name as a terminal may see it.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
