//! The policy for JavaScript: functions over JSON values.
//!
//! Values are passed as JSON, so that a verdict is byte for byte what the policy server gets. What the functions do is in
//! the policy and in `insecure-registry-check`, which know nothing about JavaScript and are tested natively.

use std::collections::BTreeSet;

use insecure_registry_check::fix::{Fixer, named_images};
use insecure_registry_check::{Checker, DEFAULT_NAMESPACE, File, settings};
use insecure_registry_policy::error::Error;
use insecure_registry_policy::json::Raw;
use insecure_registry_policy::settings::Settings;
use insecure_registry_policy::time::{Clock, Time};
use insecure_registry_policy::{settings_document, validate_at};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The types of what comes and goes. Rules and settings in it are generated: `make bless`.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.ts");

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn stringify(value: &JsValue) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn parse(text: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = Date)]
    fn now() -> f64;
}

/// The time of the page, or of Node.
fn clock() -> Clock {
    #[allow(clippy::cast_possible_truncation)] // there are fewer seconds
    Clock::At(Time::from_unix((now() / 1000.0) as i64))
}

/// Evaluates an admission request: what the policy server would answer.
///
/// Throws if there is no answer: if it is not an admission request, or if the settings are invalid. Deny the request in that
/// case.
#[wasm_bindgen(unchecked_return_type = "Verdict")]
pub fn evaluate(
    #[wasm_bindgen(unchecked_param_type = "AdmissionRequest | AdmissionReview")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Settings | string")] settings: &JsValue,
) -> Result<JsValue, JsValue> {
    let payload = payload(&json(request)?, &settings_json(settings)?);
    let verdict = validate_at(payload.as_bytes(), clock()).map_err(thrown)?;
    parse(&String::from_utf8(verdict).map_err(|_| thrown(Error::new("the verdict is not text")))?)
}

/// Checks manifests as if they were created: YAML as kubectl parses it, or JSON. Each finding has its position in the text.
///
/// Throws if the settings are invalid.
#[wasm_bindgen(unchecked_return_type = "Check")]
pub fn check(
    manifest: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "Settings | string")] settings: &JsValue,
) -> Result<JsValue, JsValue> {
    with_settings(settings, |settings| value(&checker(settings).check(manifest)))
}

/// Explains what becomes of manifests, place by place: which rules ran there, what of the settings matched, and what would change
/// the answer. The same as the command `insecure-registry why`.
///
/// Throws if the settings are invalid.
#[wasm_bindgen(unchecked_return_type = "Explanation")]
pub fn why(
    manifest: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "Settings | string")] settings: &JsValue,
) -> Result<JsValue, JsValue> {
    with_settings(settings, |settings| value(&checker(settings).explain(manifest)))
}

/// Rewrites the images in manifests as `rewrites` in the settings say; everything else in the text stays as it is. The same as the
/// command `insecure-registry fix`.
///
/// Throws if the settings are invalid.
#[wasm_bindgen(unchecked_return_type = "Fixed")]
pub fn fix(
    manifest: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "Settings | string")] settings: &JsValue,
) -> Result<JsValue, JsValue> {
    with_settings(settings, |settings| {
        let mut named = BTreeSet::new();
        named.extend(named_images(manifest, GIVEN)); // to collect them is to sort them first
        value(&Fixer { settings, namespace: DEFAULT_NAMESPACE, named: &named }.fix(manifest, GIVEN))
    })
}

/// Changes of a text that certainly take a finding away, each of them tried: the finding `check(manifest, settings).objects[object]
/// .findings[finding]`. The list may be empty.
///
/// Throws if the settings are invalid, or if there is no such finding.
#[wasm_bindgen(js_name = quickFixes, unchecked_return_type = "QuickFix[]")]
pub fn quick_fixes(
    manifest: &str,
    object: usize,
    finding: usize,
    #[wasm_bindgen(unchecked_optional_param_type = "Settings | string")] settings: &JsValue,
) -> Result<JsValue, JsValue> {
    with_settings(settings, |settings| value(&changes(&checker(settings), manifest, object, finding).map_err(thrown)?))
}

/// A text that somebody passed, whatever it is.
const GIVEN: File<'_> = File { path: "", is_given: true, is_final: true };

fn checker<'s>(settings: &'s Settings<'s>) -> Checker<'s> {
    Checker { settings, namespace: DEFAULT_NAMESPACE, clock: clock() }
}

/// A change that takes a finding away.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct QuickFix {
    title: String,
    /// All of the manifest after the change.
    text: String,
}

fn changes(checker: &Checker<'_>, manifest: &str, object: usize, finding: usize) -> Result<Vec<QuickFix>, Error> {
    let check = checker.check(manifest);
    let Some((object, finding)) = check.objects.get(object).and_then(|it| Some((it, it.findings.get(finding)?))) else {
        return Err(Error::new("there is no such finding"));
    };
    let fixes = checker.fixes(manifest, GIVEN, object, finding).into_iter();
    Ok(fixes.map(|fix| QuickFix { text: fix.edit.apply(manifest), title: fix.title }).collect())
}

/// Says whether settings are valid, and what is wrong with them. If they are text, each problem has its position.
#[wasm_bindgen(js_name = validateSettings, unchecked_return_type = "SettingsAnswer")]
pub fn validate_settings(
    #[wasm_bindgen(unchecked_param_type = "Settings | string")] settings: &JsValue,
) -> Result<JsValue, JsValue> {
    let answer = match settings.as_string() {
        Some(text) => settings::validate_text(&text),
        None => settings::validate(&settings_json(settings)?),
    };
    value(&answer.map_err(thrown)?)
}

/// The payload that the policy server would send. A review is opened.
fn payload(request: &str, settings: &str) -> String {
    let request = match Raw::new(request.as_bytes()) {
        Ok(review)
            if review.member("kind").and_then(Raw::text).is_some_and(|kind| kind.as_str() == "AdmissionReview") =>
        {
            let inner = review.member("request").and_then(|inner| std::str::from_utf8(inner.as_bytes()).ok());
            inner.unwrap_or("null")
        }
        _ => request,
    };
    format!(r#"{{"request":{request},"settings":{settings}}}"#)
}

/// Does something with settings. Throws if they are invalid.
fn with_settings(
    settings: &JsValue,
    then: impl FnOnce(&Settings<'_>) -> Result<JsValue, JsValue>,
) -> Result<JsValue, JsValue> {
    let settings = settings_json(settings)?;
    let document = settings_document(settings.as_bytes()).map_err(thrown)?;
    then(&settings::strictly(&document).map_err(thrown)?)
}

/// A text of settings is YAML, nothing is no settings, and all else is taken as it is.
fn settings_json(settings: &JsValue) -> Result<String, JsValue> {
    match settings.as_string() {
        Some(text) => settings::json_of(&text).map_err(thrown),
        None if settings.is_undefined() || settings.is_null() => Ok("{}".to_owned()),
        None => json(settings),
    }
}

/// `null` for what JSON has no word for. Throws what `JSON.stringify` throws.
fn json(value: &JsValue) -> Result<String, JsValue> {
    Ok(stringify(value)?.unwrap_or_else(|| "null".to_owned()))
}

fn value(answer: &impl Serialize) -> Result<JsValue, JsValue> {
    parse(&serde_json::to_string(answer).map_err(|_| thrown(Error::new("the answer cannot be written")))?)
}

/// An `Error` of JavaScript with the text that the guest gives the policy server.
#[allow(clippy::needless_pass_by_value)] // for map_err
fn thrown(error: Error) -> JsValue {
    JsError::new(&error.to_string()).into()
}

#[cfg(test)]
mod tests;
