//! Insecure Registry: a Kubewarden policy that keeps insecure registries and exposed registry credentials out of a cluster.
//!
//! A request passes through these modules:
//!
//! ```text
//! bytes → request (the envelope, borrowed) → object (which ones there are) → places (walks one) → rules (judge one place)
//!       → finding → verdict → bytes
//! ```
//!
//! If the settings say where images come from instead, `rewrite` changes the object before the rules see it. `parameters` puts in the
//! values of an object's own parameters.
//!
//! The policy server calls [`validate`] and [`validate_settings`], through `guest`. [`judge`] is for other tools.

#![warn(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used
)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod annotations;
pub mod auth;
pub mod catalogue;
pub mod error;
mod evaluate;
pub mod finding;
pub mod glob;
#[cfg(target_os = "wasi")]
mod guest;
pub mod json;
pub mod object;
pub mod parameters;
mod part;
pub mod path;
mod placeholder;
pub mod places;
pub mod registry;
pub mod request;
pub mod rewrite;
pub mod rules;
mod search;
pub mod settings;
pub mod text;
pub mod time;
mod truth;
pub mod verdict;
#[cfg(not(target_os = "wasi"))]
pub mod why;

use std::cell::OnceCell;

use insecure_registry_shell as shell;
use serde::Serialize;

use crate::error::Error;
use crate::finding::Finding;
use crate::json::Index;
use crate::object::{Object, Requester};
use crate::parameters::Filled;
use crate::request::Request;
use crate::rewrite::{Origin, Rewritten};
use crate::settings::{Document, Settings};
use crate::time::Clock;
use crate::verdict::{Report, Verdict};

/// Answers the waPC operation `validate`: the payload is `{"request":…,"settings":{…}}`, the answer a verdict.
pub fn validate(payload: &[u8]) -> Result<Vec<u8>, Error> {
    validate_at(payload, Clock::Host)
}

/// The same, at the time of this clock.
pub fn validate_at(payload: &[u8], clock: Clock) -> Result<Vec<u8>, Error> {
    let index = Index::of(payload);
    let request = Request::parse_indexed(payload, &index)?;
    let answer = if request.is_in_scope() {
        let document = settings_for(&request)?;
        let settings = Settings::read(&document).map_err(|problems| invalid(&problems))?;
        decide(request, &settings, clock, |verdict, _, object| verdict.to_bytes(object))?
    } else {
        Verdict::accepted().to_bytes(None)
    };
    answer.map_err(|_| Error::new("the verdict cannot be written"))
}

/// Decides a request that is in scope ([`Request::is_in_scope`]), after rewriting its images if the settings say so. `answer` gets the
/// verdict, the findings and the object that is to be stored instead of the request's.
pub fn decide<T>(
    request: Request<'_>,
    settings: &Settings<'_>,
    clock: Clock,
    answer: impl FnOnce(&Verdict, &Report<'_>, Option<&[u8]>) -> T,
) -> Result<T, Error> {
    changed(request, settings, |request, rewritten, explain| {
        let mut report = evaluate(request, settings, clock)?;
        explain(&mut report.findings);
        let verdict = if report.is_empty() { Verdict::accepted() } else { Verdict::new(request, &report, settings) };
        Ok(match rewritten {
            None => answer(&verdict, &report, None),
            Some(rewritten) => {
                let verdict = verdict.with_rewrites(request, rewritten.changes(), rewritten.more());
                answer(&verdict, &report, rewritten.object())
            }
        })
    })
}

/// Passes the request on as the rules see it: with images rewritten if the settings say so, and with the values of parameters put in. Also
/// passes what says of findings how what they are about came about.
pub(crate) fn changed<'a, T>(
    request: Request<'a>,
    settings: &Settings<'_>,
    run: impl FnOnce(&Request<'_>, Option<&Rewritten<'a>>, &dyn Fn(&mut [Finding<'_>])) -> Result<T, Error>,
) -> Result<T, Error> {
    let rewritten = Rewritten::of(&request, settings, Origin::Request)?;
    let request = match &rewritten {
        Some(rewritten) => rewritten.request(request)?,
        None => request,
    };
    let filled = Filled::of(&request);
    let request = match &filled {
        Some(filled) => filled.request(request)?,
        None => request,
    };
    run(&request, rewritten.as_ref(), &|findings| {
        if let Some(filled) = &filled {
            filled.explain(findings);
        }
        if let Some(rewritten) = &rewritten {
            rewritten.explain(findings);
        }
    })
}

/// Evaluates a request and returns the findings, for tools with their own output.
///
/// A request that is not in scope ([`Request::is_in_scope`]) has no object to evaluate.
pub fn evaluate<'a>(request: &Request<'a>, settings: &Settings<'_>, clock: Clock) -> Result<Report<'a>, Error> {
    let mut report = Report::default();
    // Who asks, and what is exempt: read once something is found.
    let (exemptions_document, exemptions) = (OnceCell::new(), OnceCell::new());
    let mut requester = None;
    for object in Object::of(request, settings, &mut report)? {
        let scope = object.scope(request, settings);
        let mut found = object.find(scope)?;
        if found.is_empty() {
            continue;
        }
        if let Some(old) = object.old_version(request, settings) {
            found = object.forgive_unchanged(old, scope)?;
        }
        object.drop_repeated(&mut found, scope);
        let requester = if let Some(requester) = &requester {
            requester
        } else {
            let exemptions =
                settings.exemptions(&exemptions_document, &exemptions).map_err(|problems| invalid(&problems))?;
            requester.insert(Requester::new(request, exemptions, clock))
        };
        object.exempt(&mut found, requester);
        if let Some(allowed) = &settings.annotations {
            object.exempt_annotated(&mut found, requester, allowed);
        }
        object.forgive_generated(&mut found, request, scope);
        report.extend(found);
    }
    Ok(report)
}

/// Answers the waPC operation `validate_settings`: the payload is the settings.
pub fn validate_settings(payload: &[u8]) -> Result<Vec<u8>, Error> {
    #[derive(Serialize)]
    struct Answer {
        valid: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<String>,
    }

    let document = settings_document(payload)?;
    let problems = Settings::mistakes(&document);
    let message = (!problems.is_empty()).then(|| settings_message(&problems));
    serde_json::to_vec(&Answer { valid: message.is_none(), message })
        .map_err(|_| Error::new("the answer cannot be written"))
}

/// Parses the text of settings, without checking its fields.
pub fn settings_document(settings: &[u8]) -> Result<Document<'_>, Error> {
    Document::parse(settings).map_err(|error| Error::syntax(SETTINGS, error))
}

/// Parses of the settings of a request what may count for its object.
fn settings_for<'a>(request: &Request<'a>) -> Result<Document<'a>, Error> {
    if request.kind.ends_with("List") {
        // Its items may be in any namespace.
        return settings_document(request.settings.as_bytes());
    }
    let namespace = OnceCell::new();
    let is_for = |pattern: &str| {
        let namespace = namespace.get_or_init(|| object::namespace_of(request));
        namespace.as_deref().is_some_and(|namespace| glob::matches(pattern, namespace))
    };
    Document::parse_for(request.settings, &is_for).map_err(|error| Error::syntax(SETTINGS, error))
}

const SETTINGS: &str = "the text of the settings";

fn invalid(problems: &[settings::Problem]) -> Error {
    Error::new(settings_message(problems))
}

const MOST_PROBLEMS: usize = 10;

/// What the policy server is told about invalid settings.
pub fn settings_message(problems: &[settings::Problem]) -> String {
    let mut listed: Vec<_> = problems.iter().take(MOST_PROBLEMS).map(ToString::to_string).collect();
    if problems.len() > MOST_PROBLEMS {
        listed.push(format!("+{} more", problems.len().saturating_sub(MOST_PROBLEMS)));
    }
    format!("invalid settings: {}", listed.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_mistakes_in_settings_are_told_and_the_others_counted() {
        let message = |count: usize| {
            let document = serde_json::json!({"suspectPorts": vec![0; count]}).to_string();
            let answer = String::from_utf8(validate_settings(document.as_bytes()).unwrap()).unwrap();
            assert!(answer.starts_with(r#"{"valid":false,"#), "{answer}");
            (answer.matches("is not a port").count(), answer.matches(" more").count(), answer.contains("; +2 more"))
        };
        assert_eq!(message(MOST_PROBLEMS), (MOST_PROBLEMS, 0, false));
        assert_eq!(message(MOST_PROBLEMS + 2), (MOST_PROBLEMS, 1, true));
    }
}
