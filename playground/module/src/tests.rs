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

/// What a change of the text does, and which finding it is for.
#[test]
fn a_finding_is_taken_away() {
    let manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: ä\n      image: \
                    registry.example.com/a:1\n      command:\n        - skopeo\n        - copy\n        - \
                    --src-tls-verify=false\n        - a\n        - b\n";
    let document = settings_document(b"{}").unwrap();
    let settings = settings::strictly(&document).unwrap();
    let checker = Checker { settings: &settings, namespace: DEFAULT_NAMESPACE, clock: Clock::Host };
    let fixed = changes(&checker, manifest, 0, 0).unwrap();
    let removed = QuickFix {
        title: "Remove this argument".to_owned(),
        text: manifest.replace("        - --src-tls-verify=false\n", ""),
    };
    assert_eq!(fixed, [removed]);
    for (object, finding) in [(0, 1), (1, 0), (usize::MAX, usize::MAX)] {
        let error = changes(&checker, manifest, object, finding).unwrap_err();
        assert_eq!(error.to_string(), "insecure-registry: there is no such finding");
    }
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
