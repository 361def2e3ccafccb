//! The settings.

use insecure_registry_policy::settings::{Document, Problem, Settings};
use insecure_registry_policy::{validate, validate_settings};
use serde_json::{Value, json};

use crate::written::{self, Chance};

const LISTS: [&str; 4] = ["insecureRegistries", "trustedRegistries", "allowedRegistries", "deniedRegistries"];
/// Of an exemption, what may be well-formed and never match.
const SELECTORS: [&str; 3] = [".kinds[", ".namespaces[", ".images"];

/// `read` fails with some of the mistakes. Where it does not, there are mistakes only in the lists of registries, and in what would
/// have no effect. The same settings, written otherwise, have the same.
pub fn check(data: &[u8]) {
    let Ok(document) = Document::parse(data) else {
        assert!(validate_settings(data).is_err());
        return;
    };
    let mistakes = Settings::mistakes(&document);
    match Settings::read(&document) {
        Ok(settings) => {
            let is_of_list = |it: &Problem| LISTS.iter().any(|list| it.path.contains(&format!("{list}[")));
            let has_no_effect = |it: &Problem| {
                it.path.starts_with("customResources[")
                    || it.path.starts_with("annotations.namespaces[")
                    || (it.path.starts_with("namespaces[") && it.path.contains("].match["))
                    || (it.path.starts_with("exemptions[") && SELECTORS.iter().any(|name| it.path.contains(name)))
            };
            assert!(mistakes.iter().all(|it| is_of_list(it) || has_no_effect(it)), "read, in spite of {mistakes:?}");
            if mistakes.is_empty() {
                assert!(settings.exemptions.iter().all(|it| !it.reason.trim().is_empty()));
            }
        }
        Err(problems) => {
            assert!(!problems.is_empty() && mistakes.starts_with(&problems), "{problems:?} are not among {mistakes:?}");
        }
    }
    let answer = validate_settings(data).expect("it was read");
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    assert_eq!(answer["valid"], mistakes.is_empty());
    assert_eq!(answer["message"].is_null(), mistakes.is_empty());

    // Duplicates are gone in this.
    let Ok(settings) = serde_json::from_slice::<Value>(data) else { return };
    let sorted = |text: &str| {
        let mut mistakes: Vec<_> =
            Settings::mistakes(&Document::parse(text.as_bytes()).unwrap()).iter().map(Problem::to_string).collect();
        mistakes.sort();
        mistakes
    };
    let mistakes = sorted(&settings.to_string());
    assert_eq!(sorted(&written::json(&settings, &mut Chance::of(data))), mistakes);

    let object = json!({"metadata": {"name": "a"}, "spec": {"containers": [{"image": "localhost:5000/app"}]}});
    let request = json!({"kind": {"kind": "Pod"}, "operation": "CREATE", "object": object});
    let payload = json!({"request": request, "settings": settings}).to_string();
    if mistakes.is_empty() {
        assert!(validate(payload.as_bytes()).is_ok(), "good settings, and an error");
    }
}
