//! Settings as people write them, with the position of each mistake.

use insecure_registry_manifests::request::settings_from;
use insecure_registry_manifests::source::{Map, steps};
use serde::Serialize;

use super::check::Place;
use crate::error::Error;
use crate::settings::{Problem, Settings};

/// Whether settings are good: what the guest answers, and the mistakes one by one.
#[derive(Serialize)]
pub(super) struct Answer {
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<Mistake>,
}

#[derive(Serialize)]
struct Mistake {
    path: String,
    message: String,
    #[serde(flatten)]
    place: Option<Place>,
}

impl Answer {
    fn of(message: impl FnOnce() -> String, problems: Vec<Mistake>) -> Self {
        let valid = problems.is_empty();
        Answer { valid, message: (!valid).then(message), problems }
    }
}

/// The settings of a text, as JSON.
pub(super) fn json_of(text: &str) -> Result<String, Error> {
    match settings_from(text) {
        Ok((settings, _)) => Ok(settings.to_string()),
        Err(problem) => Err(Error::new(format_args!("the settings: {problem}"))),
    }
}

/// Judges settings that are JSON.
pub(super) fn validate(json: &str) -> Result<Answer, Error> {
    let problems = mistakes(json)?;
    let mistake =
        |problem: &Problem| Mistake { path: problem.path.clone(), message: problem.what.clone(), place: None };
    Ok(Answer::of(|| crate::settings_message(&problems), problems.iter().map(mistake).collect()))
}

/// Judges the text of settings.
pub(super) fn validate_text(text: &str) -> Result<Answer, Error> {
    let (settings, part) = match settings_from(text) {
        Ok(read) => read,
        Err(problem) => {
            let place = Some(Place::from(&problem));
            let mistake = Mistake { path: String::new(), message: problem.message.clone(), place };
            return Ok(Answer::of(|| format!("invalid settings: {problem}"), vec![mistake]));
        }
    };
    let problems = mistakes(&settings.to_string())?;
    let map = part.as_ref().filter(|_| !problems.is_empty()).and_then(Map::of_settings);
    let mistake = |problem: &Problem| Mistake {
        path: problem.path.clone(),
        message: problem.what.clone(),
        place: map.as_ref().map(|map| Place::of(&map.find(steps(&settings, &problem.path)), true)),
    };
    Ok(Answer::of(|| crate::settings_message(&problems), problems.iter().map(mistake).collect()))
}

fn mistakes(json: &str) -> Result<Vec<Problem>, Error> {
    Ok(Settings::mistakes(&crate::settings_document(json.as_bytes())?))
}
