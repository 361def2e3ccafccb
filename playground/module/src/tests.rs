//! What needs no JavaScript.

use insecure_registry_policy::validate;

use super::*;

#[test]
fn a_review_is_opened() {
    let request = r#"{"kind":{"kind":"Pod"},"operation":"DELETE"}"#;
    let review = format!(r#"{{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{request}}}"#);
    let expected = format!(r#"{{"request":{request},"settings":{{}}}}"#);
    assert_eq!(payload(request, "{}"), expected);
    assert_eq!(payload(&review, "{}"), expected);
    for (request, expected) in
        [(r#"{"kind":"AdmissionReview"}"#, "null"), ("null", "null"), ("\"hunter2\"", "\"hunter2\"")]
    {
        assert_eq!(payload(request, "{}"), format!(r#"{{"request":{expected},"settings":{{}}}}"#));
    }
}

#[test]
fn all_rules_are_told() {
    let catalogue = catalogue();
    assert_eq!(catalogue.len(), rules::ALL.len());
    assert!(catalogue.iter().all(|rule| !rule.summary.is_empty() && rule.documentation.contains("```yaml")));
}

/// Nothing traps, however deep or odd the request and the settings.
#[test]
fn any_text_is_answered_or_refused() {
    for text in ["[", "{", "\"", "{\"a\":", "[[[[{"] {
        for times in [1, 100, 20_000] {
            let text = text.repeat(times);
            let _ = validate(payload(&text, &text).as_bytes());
        }
    }
}
