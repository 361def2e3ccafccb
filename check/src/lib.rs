//! Checks what a person has written, manifests and settings, and says where in the text each finding stands.
//!
//! The command, the JavaScript module and editors share this. It reads no files and prints nothing.

mod again;
mod excerpt;
mod exempt;
mod files;
mod finding;
pub mod fix;
mod fixes;
mod placeholder;
pub mod settings;
mod target;
pub mod why;

use insecure_registry_manifests::documents::{Part, Problem, documents};
use insecure_registry_manifests::files::FileKind;
use insecure_registry_manifests::request::{Input, Nature, inputs_in, is_manifest, payload};
use insecure_registry_manifests::source::{Step, duplicates};
use insecure_registry_policy::decide;
use insecure_registry_policy::error::Error;
use insecure_registry_policy::request::Request;
use insecure_registry_policy::settings::Settings;
use insecure_registry_policy::time::Clock;
use insecure_registry_policy::verdict::{Report, Verdict};
use serde::Serialize;
use serde_json::{Value, json};

pub use insecure_registry_manifests::documents::decode;
pub use insecure_registry_manifests::files::{
    is_called_like_one as is_called_like_a_tool_file, paths_of_such as paths_of_tool_files,
};
pub use insecure_registry_manifests::request::DEFAULT_NAMESPACE;
pub use insecure_registry_manifests::templates::Engine;

pub use crate::again::Known;
pub use crate::exempt::Exempt;
use crate::finding::Places;
pub use crate::finding::{Action, Finding, Place, Rendered};
pub use crate::fixes::{Edit, Fix};
pub use crate::target::{Selection, Target};

/// The rules under these settings, for texts.
#[derive(Clone, Copy, Debug)]
pub struct Checker<'s> {
    /// The settings.
    pub settings: &'s Settings<'s>,
    /// The namespace of manifests that name none.
    pub namespace: &'s str,
    /// Says whether exemptions have ended.
    pub clock: Clock,
}

/// A file that a text is from.
#[derive(Clone, Copy, Debug)]
pub struct File<'f> {
    /// Its path, or as much of it as is known.
    pub path: &'f str,
    /// Whether somebody asked for it, rather than for a folder that it is in. What cannot be read in it is then an error, whatever it is.
    pub is_given: bool,
    /// Whether it is judged as it would be in a cluster: with placeholders as the mistakes that they are there.
    pub is_final: bool,
}

/// What was found in a text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Check {
    /// The objects that were judged, in their order.
    pub objects: Vec<Object>,
    /// The documents that could not be.
    pub unreadable: Vec<Unreadable>,
    /// What is odd about documents that were judged, such as a key that stands twice in a mapping.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Unreadable>,
    /// How many documents are not manifests.
    pub skipped: usize,
    /// How many patches there are that Kustomize applies to manifests.
    #[serde(skip)]
    pub patches: usize,
    /// What renders the text, if some of it is to be rendered before it is manifests.
    #[serde(skip)]
    pub engine: Option<Engine>,
    /// How many documents there are.
    #[serde(skip)]
    pub(crate) documents: usize,
}

/// An object that was judged.
#[derive(Clone, Debug, Serialize)]
pub struct Object {
    /// The number of its document, from 1, without counting empty ones. The items of a `List` share theirs.
    pub document: usize,
    /// `Deployment shop/web`.
    pub subject: String,
    /// What it is called.
    #[serde(flatten)]
    pub identity: Identity,
    /// What exemptions call it.
    #[serde(skip)]
    pub selection: Selection,
    /// Whether it is an item of a `List`.
    #[serde(skip)]
    pub(crate) is_item: bool,
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
#[derive(Clone, Debug, Serialize)]
pub struct Identity {
    /// The kind.
    pub kind: String,
    /// The namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The name, or the prefix that the server makes one of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The version of its kind.
    #[serde(skip)]
    pub api_version: Option<String>,
    /// What the cluster that it comes from knows it by.
    #[serde(skip)]
    pub uid: Option<String>,
}

/// A document that cannot be judged.
#[derive(Clone, Debug, Serialize)]
pub struct Unreadable {
    /// Its number, as for objects.
    pub document: usize,
    /// Where it goes wrong.
    #[serde(flatten)]
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What renders it, if it looks like a template that nobody has rendered.
    #[serde(skip)]
    pub engine: Option<Engine>,
}

impl Unreadable {
    fn new(document: usize, problem: Problem, engine: Option<Engine>) -> Self {
        let place = Place::from(&problem);
        Unreadable { document, place, message: problem.message, engine }
    }
}

impl Checker<'_> {
    /// Judges each object in a text: manifests as if they were created, admission reviews as they are.
    pub fn check(&self, text: &str) -> Check {
        self.check_file(text, File { path: "", is_given: true, is_final: true })
    }

    /// Judges each object in a file, which may also be one of a tool, such as the values of a chart.
    pub fn check_file(&self, text: &str, file: File<'_>) -> Check {
        let mut check = Check::default();
        if let Some(kind) = FileKind::of_name(file.path) {
            check.documents = 1;
            match kind.read(file.path, text) {
                Ok(input) => self.objects(&[input], file, &mut check),
                Err(problem) => Self::unreadable(1, problem, text, file, &mut check),
            }
            return check;
        }
        for (document, read) in (1..).zip(documents(text)) {
            check.documents = document;
            match read {
                Ok((part, value)) => self.document(document, part, value, file, &mut check),
                Err(_) if !file.is_given && Engine::of(text).is_none() && !may_have_manifests(text) => {
                    check.skipped += 1;
                }
                Err(problem) => Self::unreadable(document, problem, text, file, &mut check),
            }
        }
        check
    }

    /// Notes that a document cannot be read. In a folder a template is none.
    fn unreadable(document: usize, problem: Problem, text: &str, file: File<'_>, check: &mut Check) {
        let engine = Engine::of(text);
        if engine.is_some() && !file.is_given {
            check.engine = engine;
        } else {
            check.unreadable.push(Unreadable::new(document, problem, engine));
        }
    }

    fn document(&self, document: usize, part: Part<'_>, value: Value, file: File<'_>, check: &mut Check) {
        let warnings = duplicates(&part).into_iter().map(|it| Unreadable::new(document, it, None));
        let nature = Nature::of(&value);
        let inputs = match (nature, FileKind::of(file.path, &value)) {
            (_, Some(kind)) => Ok(vec![kind.input(document, file.path, part, value)]),
            (Nature::Patch, _) => {
                check.patches += 1;
                return;
            }
            (Nature::Partial | Nature::Other, None) if !file.is_given || !is_manifest(&value) => {
                check.skipped += 1;
                return;
            }
            _ => inputs_in(document, (part, value), self.namespace),
        };
        match inputs {
            Ok(inputs) => {
                check.warnings.extend(warnings);
                self.objects(&inputs, file, check);
            }
            Err(problem) => check.unreadable.push(Unreadable::new(document, problem, None)),
        }
    }

    /// Judges the objects of a document.
    fn objects(&self, inputs: &[Input<'_>], file: File<'_>, check: &mut Check) {
        let Some(Input { part, .. }) = inputs.first() else { return };
        let places = Places::new(part);
        for input in inputs {
            match self.object(input, &places, file) {
                Ok((object, notes)) => {
                    check.warnings.extend(notes.into_iter().map(|note| Unreadable {
                        document: input.document,
                        place: places.of_object(input),
                        message: format!("{}: {note}", object.subject),
                        engine: None,
                    }));
                    check.objects.push(object);
                }
                Err(error) => check.unreadable.push(Unreadable {
                    document: input.document,
                    place: places.of_object(input),
                    message: error.to_string(),
                    engine: None,
                }),
            }
        }
    }

    /// An object, and what its user is told apart from the findings.
    fn object(
        &self,
        input: &Input<'_>,
        places: &Places<'_, '_>,
        file: File<'_>,
    ) -> Result<(Object, Vec<String>), Error> {
        let payload = payload(&input.request, &json!({}));
        let request = Request::parse(&payload)?;
        let answer = |verdict: &Verdict, report: &Report<'_>| {
            let findings = places.findings(input, report, !file.is_final);
            (verdict.clone(), findings, report.dropped, report.notes.lines().to_vec())
        };
        let (verdict, findings, more, notes) = if request.is_in_scope() {
            decide(request, self.settings, self.clock, |verdict, report, _| answer(verdict, report))?
        } else {
            answer(&Verdict::accepted(), &Report::default())
        };
        let name = |name: Option<&str>| name.map(printable);
        let object = Object {
            document: input.document,
            subject: printable(&input.subject()),
            identity: Identity {
                kind: name(input.kind()).unwrap_or_default(),
                namespace: name(input.namespace()),
                name: name(input.name()),
                api_version: name(input.request["object"]["apiVersion"].as_str()),
                uid: name(input.request["object"]["metadata"]["uid"].as_str()),
            },
            selection: Selection::of(input),
            is_item: input.root.len() == 2 && input.root.first() == Some(&Step::Key("items".into())),
            operation: input.operation().to_owned(),
            verdict,
            findings,
            more,
        };
        Ok((object, notes))
    }
}

/// Whether there are keys in a text that manifests have.
fn may_have_manifests(text: &str) -> bool {
    ["apiVersion", "kind"].iter().all(|key| {
        text.match_indices(key)
            .any(|(at, key)| text[at + key.len()..].trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    })
}

/// Where the documentation of a rule can be read.
pub fn rule_page(rule: &str) -> String {
    format!("{}/blob/main/docs/rules.md#{rule}", env!("CARGO_PKG_REPOSITORY"))
}

/// A name as a terminal may see it.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
