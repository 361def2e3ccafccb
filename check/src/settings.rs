//! Settings as people write them, with the place of each mistake.

mod exemptions;

use std::fmt;
use std::path::{Path, PathBuf};

use insecure_registry_manifests::documents::{Part, Problem};
use insecure_registry_manifests::request::settings_from;
use insecure_registry_manifests::source::{Map, Step, steps};
use insecure_registry_policy::error::Error;
use insecure_registry_policy::settings::{self, Document, Settings};
use insecure_registry_policy::time::{Term, Time};
use insecure_registry_policy::{settings_document, settings_message};
use serde::Serialize;
use serde_json::{Value, json};

use crate::finding::Place;

/// The settings of the files in its folder and below, unless others are given or nearer.
pub const FILE: &str = ".insecure-registry.yaml";

/// The nearest file of settings for a file, in its folder or one above, up to the folder of its repository. Whether there is such a
/// file or folder is asked of the caller.
pub fn nearest(file: &Path, exists: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    for folder in file.ancestors().skip(1) {
        let settings = folder.join(FILE);
        if exists(&settings) {
            return Some(settings);
        }
        if exists(&folder.join(".git")) {
            return None;
        }
    }
    None
}

/// Something wrong with settings.
#[derive(Debug, Serialize)]
pub struct Mistake {
    /// `exemptions[0].reason`; empty if the text cannot be read.
    pub path: String,
    /// What is wrong, and what is accepted there.
    pub message: String,
    /// Where in the text, if they come from one.
    #[serde(flatten)]
    pub place: Option<Place>,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.path, self.message)
    }
}

/// An exemption that has ended, or that ends soon.
#[derive(Debug)]
pub struct Ending {
    /// Which one, when it ends, and where in the text.
    pub mistake: Mistake,
    /// Whether it has ended.
    pub is_over: bool,
}

/// Whether settings are valid: what the policy server is told, and the mistakes one by one.
#[derive(Debug, Serialize)]
pub struct Answer {
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<Mistake>,
}

impl Answer {
    fn of(message: impl FnOnce() -> String, problems: Vec<Mistake>) -> Self {
        let valid = problems.is_empty();
        Answer { valid, message: (!valid).then(message), problems }
    }
}

/// The settings of a text.
#[derive(Debug)]
pub struct Text<'t> {
    value: Value,
    /// The document that has them; none if the text is empty.
    part: Option<Part<'t>>,
    /// Where in the document they stand.
    root: Vec<Step<'static>>,
}

impl<'t> Text<'t> {
    /// Reads settings: a mapping in YAML or JSON, or a policy of Kubewarden that has them under `spec.settings`.
    pub fn read(text: &'t str) -> Result<Self, Problem> {
        let (value, part) = settings_from(text)?;
        let (value, root) = of_policy(value);
        Ok(Text { value, part, root })
    }

    /// The settings as JSON.
    pub fn json(&self) -> String {
        self.value.to_string()
    }

    /// Where in the text something stands, and the way to the settings; none if the text is empty.
    pub(crate) fn map(&self) -> Option<(Map<'t>, &[Step<'static>])> {
        Some((Map::of_settings(self.part.as_ref()?)?, &self.root))
    }

    /// What is wrong with them.
    pub fn mistakes(&self) -> Result<Vec<Mistake>, Error> {
        Ok(self.located(&problems(&self.json())?))
    }

    /// The exemptions that have ended at this time, or end within two weeks. None if there are mistakes.
    pub fn endings(&self, now: Time) -> Result<Vec<Ending>, Error> {
        let json = self.json();
        let document = settings_document(json.as_bytes())?;
        let Ok(settings) = Settings::read(&document) else { return Ok(Vec::new()) };
        let mut endings = Vec::new();
        for (nth, exemption) in settings.exemptions.iter().enumerate() {
            let Some(until) = exemption.until else { continue };
            let (is_over, what) = match until.term(now) {
                Term::Ended => (true, format!("ended {until}; remove the exemption, or give it another date")),
                Term::EndsSoon => (false, format!("ends {until}; fix what it exempts, or give it another date")),
                Term::Counts | Term::Unknown => continue,
            };
            let at = settings::Problem { path: format!("exemptions[{nth}].until"), what: String::new(), is_key: false };
            let place = self.located(&[at]).pop().and_then(|it| it.place);
            let mistake = Mistake { path: format!("exemptions[{nth}]"), message: what, place };
            endings.push(Ending { mistake, is_over });
        }
        Ok(endings)
    }

    fn located(&self, problems: &[settings::Problem]) -> Vec<Mistake> {
        let map = self.part.as_ref().filter(|_| !problems.is_empty()).and_then(Map::of_settings);
        let place = |problem: &settings::Problem| {
            let path = self.root.iter().cloned().chain(steps(&self.value, &problem.path));
            let map = map.as_ref()?;
            Some(Place::of(&if problem.is_key { map.find_key(path) } else { map.find(path) }, true))
        };
        problems.iter().map(|problem| mistake(problem, place(problem))).collect()
    }
}

/// The settings, and where they stand, if this is a policy of Kubewarden; else all of it.
fn of_policy(mut value: Value) -> (Value, Vec<Step<'static>>) {
    let group = value["apiVersion"].as_str().and_then(|version| version.split_once('/'));
    if !matches!(group, Some(("policies.kubewarden.io", _))) {
        return (value, Vec::new());
    }
    let settings = match value.pointer_mut("/spec/settings").map(Value::take) {
        None | Some(Value::Null) => json!({}),
        Some(settings) => settings,
    };
    (settings, vec![Step::Key("spec".into()), Step::Key("settings".into())])
}

/// The settings of a text as JSON.
pub fn json_of(text: &str) -> Result<String, Error> {
    match Text::read(text) {
        Ok(text) => Ok(text.json()),
        Err(problem) => Err(Error::new(format_args!("the settings: {problem}"))),
    }
}

/// Parses settings; all that is wrong with them is one error, in the policy server's words.
pub fn strictly<'d>(document: &'d Document<'d>) -> Result<Settings<'d>, Error> {
    let invalid = |problems: Vec<_>| Error::new(settings_message(&problems));
    let mistakes = Settings::mistakes(document);
    if mistakes.is_empty() { Settings::read(document).map_err(invalid) } else { Err(invalid(mistakes)) }
}

/// Whether settings that are JSON are valid.
pub fn validate(json: &str) -> Result<Answer, Error> {
    let problems = problems(json)?;
    let mistakes = problems.iter().map(|problem| mistake(problem, None)).collect();
    Ok(Answer::of(|| settings_message(&problems), mistakes))
}

/// Whether the settings of a text are valid.
pub fn validate_text(text: &str) -> Result<Answer, Error> {
    let text = match Text::read(text) {
        Ok(text) => text,
        Err(problem) => {
            let (message, place) = (problem.message.clone(), Some(Place::from(&problem)));
            let mistake = Mistake { path: String::new(), message, place };
            return Ok(Answer::of(|| format!("invalid settings: {problem}"), vec![mistake]));
        }
    };
    let problems = problems(&text.json())?;
    Ok(Answer::of(|| settings_message(&problems), text.located(&problems)))
}

fn problems(json: &str) -> Result<Vec<settings::Problem>, Error> {
    Ok(Settings::mistakes(&settings_document(json.as_bytes())?))
}

fn mistake(problem: &settings::Problem, place: Option<Place>) -> Mistake {
    Mistake { path: problem.path.clone(), message: problem.what.clone(), place }
}
