//! What the policy says, in parts that can be compared.

use insecure_registry_policy::request::Request;
use insecure_registry_policy::settings::{Document, Settings};
use insecure_registry_policy::time::Clock;
use insecure_registry_policy::{decide, evaluate, validate, validate_settings};
use serde_json::Value;

use crate::secret::leak;

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    pub(crate) path: String,
    pub(crate) rule: &'static str,
    pub(crate) action: String,
    /// Seen, why, harm, fix.
    pub(crate) words: [String; 4],
}

/// What [`judge`] finds, in its order, and how many more there are.
pub(crate) fn found(payload: &[u8]) -> Result<(Vec<Found>, usize), String> {
    let request = Request::parse(payload).map_err(|error| error.to_string())?;
    if !request.is_in_scope() {
        return Ok((Vec::new(), 0));
    }
    let document = Document::parse(request.settings.as_bytes()).map_err(|error| error.to_string())?;
    let settings = Settings::read(&document).map_err(|problems| problems[0].to_string())?;
    let found = decide(request, &settings, Clock::Host, |_, report, _| {
        let found = report.sorted().into_iter().map(|it| Found {
            path: it.path.to_string(),
            rule: it.rule.id,
            action: it.action.name().to_owned(),
            words: [it.seen().to_owned(), it.why().to_owned(), it.risk(), it.fix().to_owned()],
        });
        (found.collect(), report.dropped)
    });
    found.map_err(|error| error.to_string())
}

/// How many lines [`judge`] has for the user apart from what it finds.
fn notes(payload: &[u8]) -> usize {
    let Ok(request) = Request::parse(payload) else { return 0 };
    let Ok(document) = Document::parse(request.settings.as_bytes()) else { return 0 };
    let Ok(settings) = Settings::read(&document) else { return 0 };
    evaluate(&request, &settings, Clock::Host).map_or(0, |report| report.notes.lines().len())
}

/// The answer, or the error, of `validate`, once it is seen to be good in itself: it says the same as [`judge`], it is no longer
/// than it may be, and the next one is the same.
pub(crate) fn answer(payload: &[u8]) -> Result<Vec<u8>, String> {
    let answer = validate(payload).map_err(|error| error.to_string());
    assert_eq!(answer, validate(payload).map_err(|error| error.to_string()), "another answer");
    let found = found(payload);
    let bytes = match &answer {
        Ok(bytes) => bytes,
        Err(error) => {
            assert!(found.is_err(), "an error, though it was judged: {error}");
            return answer;
        }
    };
    let (found, dropped) = match found {
        Ok(found) => found,
        // Of the settings, an answer reads only what may apply.
        Err(error) => {
            assert!(are_settings_wrong(payload), "an answer, though it could not be judged: {error}");
            return answer;
        }
    };
    let verdict: Value = serde_json::from_slice(bytes).expect("an answer is JSON");
    let count = |action: &str| found.iter().filter(|it| it.action == action).count();
    let denied = count("deny") + dropped;
    assert_eq!(verdict["accepted"], denied == 0);
    if denied > 0 {
        let message = verdict["message"].as_str().unwrap();
        let end = format!(" denied, {denied} problem{}", if denied == 1 { "" } else { "s" });
        let first = message.lines().next().unwrap();
        assert!(first.starts_with("insecure-registry: ") && first.ends_with(&end), "{message}");
        let told = message.lines().filter(|line| line.starts_with("- ") && !line.starts_with("- and ")).count();
        assert!((1..=count("deny").min(20)).contains(&told) || count("deny") == 0, "{message}");
    } else {
        assert!(verdict["message"].is_null());
    }
    let warnings = verdict["warnings"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    let warned = count("warn") + count("unchanged") + count("generated");
    let told = warned + notes(payload);
    // What was rewritten is told first, in a few lines.
    let rewrites = if verdict["audit_annotations"]["rewrites"].is_string() { 5 } else { 0 };
    assert!(warnings.len() <= told.min(10) + rewrites, "{warnings:?}");
    assert!(warnings.is_empty() == (told + rewrites == 0), "{warnings:?}");
    assert!(warnings.iter().all(|warning| {
        let warning = warning.as_str().unwrap();
        warning.chars().count() <= 120 && !warning.contains(char::is_control)
    }));
    if let Some(annotation) = verdict["audit_annotations"]["findings"].as_str() {
        assert!(annotation.len() <= 8 * 1024, "{} bytes of annotation", annotation.len());
        let entries: Vec<Value> = serde_json::from_str(annotation).expect("an annotation is JSON");
        let more = entries.last().and_then(|last| last["more"].as_u64()).unwrap_or_default();
        let listed = entries.iter().filter(|entry| entry["more"].is_null()).count();
        assert_eq!(listed + usize::try_from(more).unwrap(), found.len() + dropped, "{annotation}");
    } else {
        assert!(found.is_empty() && dropped == 0, "no annotation for {found:?}");
    }
    answer
}

/// No secret is in an answer, an error, or in the words of a finding that an answer cuts off.
pub(crate) fn assert_keeps_secrets(payload: &[u8], answer: &Result<Vec<u8>, String>) {
    let text = match answer {
        Ok(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Err(error) => error.clone(),
    };
    let words = found(payload).map(|(found, _)| format!("{found:?}")).unwrap_or_default();
    for text in [text, words] {
        if let Some(leak) = leak(&text) {
            panic!("shows `{leak}`: {text}\nof {}", String::from_utf8_lossy(payload));
        }
    }
}

/// Whether the settings of a payload would not have been accepted.
fn are_settings_wrong(payload: &[u8]) -> bool {
    let Ok(payload) = serde_json::from_slice::<Value>(payload) else { return true };
    let answer = validate_settings(payload["settings"].to_string().as_bytes());
    answer.map_or(true, |answer| serde_json::from_slice::<Value>(&answer).expect("an answer is JSON")["valid"] == false)
}
