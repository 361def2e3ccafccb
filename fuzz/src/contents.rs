//! Strings that may hold anything.

use insecure_registry_policy::json::Raw;
use insecure_registry_policy::text::contents::{Contents, How, may_hold};
use serde_json::{Value, json};

use crate::judged::found;
use crate::written::{self, Chance};

/// What a string holds is found wherever it stands: no search before it says no.
pub fn check(data: &[u8]) {
    let contents = Contents::of(data);
    // A carriage return may be a line of YAML, and an escape, in JSON or in a URL, one of a file in a string.
    let lines = 1 + data.iter().filter(|byte| matches!(byte, b'\n' | b'\r' | b'\\' | b'%')).count();
    for insecure in &contents.insecure {
        if let How::Unreadable(line) = insecure.how {
            // A file inside of another one counts from its own beginning.
            assert!((1..=lines + 1).contains(&line) || is_wrapped(data), "line {line} of {lines}");
        }
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (credentials, insecure) = (usize::from(contents.credentials.is_any()), contents.insecure.len());
    let mut chance = Chance::of(data);
    let mut escaped = String::new();
    written::string(text, &mut chance, &mut escaped);
    for quoted in [Value::from(text).to_string(), escaped] {
        let quoted = Raw::new(quoted.as_bytes()).unwrap().string().unwrap();
        assert!(may_hold(quoted, None) || contents.is_empty(), "no reason to look at {text:?}");
    }
    let pod = |container: Value| ("Pod", json!({"spec": {"containers": [container]}}));
    let mut places = vec![("credentials-in-config-map", ("ConfigMap", json!({"data": {"a": text}})))];
    if !is_wrapped(data) {
        places.extend([
            ("credentials-in-annotation", ("Service", json!({"metadata": {"annotations": {"a": text}}}))),
            ("credentials-in-resource", ("Widget", json!({"spec": [text]}))),
            ("credentials-in-env", pod(json!({"env": [{"name": "A", "value": text}]}))),
        ]);
    }
    for (rule, (kind, object)) in places {
        let value =
            json!({"request": {"kind": {"kind": kind}, "operation": "CREATE", "object": object}, "settings": {}});
        let payload = value.to_string();
        let (found, _) = found(payload.as_bytes()).unwrap();
        let count = |rule: &str| found.iter().filter(|it| it.rule == rule).count();
        let is_of_tokens = matches!(rule, "credentials-in-env" | "credentials-in-config-map");
        let token = usize::from(is_of_tokens && text.starts_with("dckr_"));
        assert!(count(rule) >= credentials && count(rule) <= credentials.max(token), "{rule}: {payload}");
        assert_eq!(count("insecure-node-config"), insecure, "{rule}: {payload}");
    }
    // Nor is anything wrong with a script, unless it edits files.
    let may_edit = ["sed", "jq", "yq", "systemctl"].iter().any(|editor| text.contains(editor));
    let object = json!({"spec": {"containers": [{"command": ["sh", "-c", text]}]}});
    let value = json!({"request": {"kind": {"kind": "Pod"}, "operation": "CREATE", "object": object}, "settings": {}});
    let (found, _) = found(value.to_string().as_bytes()).unwrap();
    let count = |rule: &str| found.iter().filter(|it| it.rule == rule).count();
    let of_files = count("insecure-node-config");
    assert!(is_wrapped(data) || of_files == insecure || (may_edit && of_files > insecure), "{value}");
    assert!(is_wrapped(data) || count("credentials-in-args") >= credentials, "{value}");
}

/// Whether the text may be base64 or a data URL as a whole. That is looked into in `ConfigMap`s, and elsewhere where the text, or
/// one near it, says so.
fn is_wrapped(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii();
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
    text.starts_with(b"data:")
        || (text.len() >= 24 && text.iter().take(24).all(is_letter))
        || [b"ey", b"ew", b"77", b"ZX", b"Nz"].iter().any(|start| text.starts_with(*start))
}
