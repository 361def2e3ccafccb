use proptest::prelude::*;

use super::*;

// Every secret in here says what it is.
const AUTH: &str = "cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="; // robot:CANARY-not-a-real-password

/// Reads a document and prints its registries, those with a credential with a `+`.
fn shown(document: &str, form: Form) -> String {
    match read(document.as_bytes(), form) {
        Err(error) => error.to_string(),
        Ok(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|entry| {
                    let http = if entry.is_plaintext() { "http " } else { "" };
                    format!(
                        "{http}{}{}",
                        entry.url().map_or("?", |url| url.authority().as_str()),
                        if entry.holds_credential { "+" } else { "" }
                    )
                })
                .collect();
            entries.join(", ")
        }
    }
}

#[track_caller]
fn check(document: &str, expected: &str) {
    assert_eq!(shown(&document.replace("<auth>", AUTH), Form::Config), expected, "{document}");
}

#[test]
fn registries_come_out_and_credentials_do_not() {
    check(r#"{"auths":{"ghcr.io":{"auth":"<auth>"}}}"#, "ghcr.io+");
    check(r#"{"auths":{"https://index.docker.io/v1/":{"auth":"<auth>"}}}"#, "index.docker.io+");
    check(r#"{"auths":{"http://registry.example.com:5000":{"auth":"<auth>"}}}"#, "http registry.example.com:5000+");
    check(r#"{"auths":{"HTTP://[::1]:5000/v2/":{"auth":"<auth>"}}}"#, "http [::1]:5000+");
    check(r#"{"auths":{"https://robot:CANARY@registry.example.com/":{"auth":"<auth>"}}}"#, "registry.example.com+");
    check(r#"{"auths":{"a.io":{"username":"robot","password":"CANARY"},"b.io":{"username":"robot"}}}"#, "a.io+, b.io");
    check(r#"{"auths":{"a.io":{"identitytoken":"CANARY"},"b.io":{"registrytoken":"CANARY"}}}"#, "a.io+, b.io+");
    check(r#"{"auths":{}}"#, "");
    check(r#"{"auths":null}"#, "");
    check("{}", "");
    check(r#"{"credsStore":"desktop","credHelpers":{"a.io":"ecr-login"},"HttpHeaders":{"User-Agent":"x"}}"#, "");
    check(r#"{"auths":{"a.io":{}},"credsStore":"desktop"}"#, "a.io");
    check(r#"{"auths":{"a.io":null}}"#, "a.io");
    let legacy = format!(r#"{{"a.io":{{"auth":"{AUTH}","email":"a@example.com"}},"b.io":{{}}}}"#);
    assert_eq!(shown(&legacy, Form::Legacy), "a.io+, b.io");
}

#[test]
fn keys_are_read_as_go_reads_them() {
    check(r#"{"AUTHS":{"a.io":{"Auth":"<auth>"}}}"#, "a.io+");
    check(r#"{"\u0061uths":{"a.io":{"\u0061uth":"<auth>"}}}"#, "a.io+");
    check(r#"{"authſ":{"a.io":{"identityToken":"CANARY"}}}"#, "a.io+");
    check(r#"{"auths":{"a.io":{"auth":"<auth>"}},"auths":{"b.io":{}}}"#, "a.io+, b.io");
    check(r#"{"auths":{"a.io":{}},"Auths":{"b.io":{"auth":"<auth>"}}}"#, "a.io, b.io+");
    check(r#"{"auths":{"a.io":{"auth":"<auth>","auth":""}}}"#, "a.io+");
    check(r#"{"auths":{"a.io":{"\u0075sername":"robot","PASSWORD":"CANARY"}}}"#, "a.io+");
    check(" \u{feff} {\"auths\":{\"a.io\":{\"auth\":\"<auth>\"}}}", "a.io+");
    check("\u{feff}{\"auths\":{\"a.io\":{\"auth\":\"<auth>\"}}}", "a.io+");
}

#[test]
fn base64_is_read_as_patiently_as_by_the_kubelet() {
    let auth = |text: &str| {
        let document = serde_json::json!({"auths": {"a.io": {"auth": text}}}).to_string();
        shown(&document, Form::Config)
    };
    assert_eq!(auth(AUTH), "a.io+");
    assert_eq!(auth(AUTH.trim_end_matches('=')), "a.io+");
    assert_eq!(auth(&format!("{}\n{}\r\n", &AUTH[..20], &AUTH[20..])), "a.io+");
    assert_eq!(auth("cm9ib3Q6Pz8_Pj4-"), "a.io+"); // robot:???>>> in the URL's alphabet
    assert_eq!(auth("Y205aWIzUTZRMEZPUVZKWkxXNXZkQzFoTFhKbFlXd3RjR0Z6YzNkdmNtUT0="), "a.io+"); // encoded twice
    assert_eq!(auth("cm9ib3Q6"), "a.io"); // robot:
    assert_eq!(auth("cm9ib3Q6AAAA"), "a.io"); // robot: and NUL bytes
    assert_eq!(auth("cm9ib3Q6JHtUT0tFTn0="), "a.io"); // robot:${TOKEN}
    assert_eq!(auth(""), "a.io");
    assert_eq!(auth("{{ .Values.auth }}"), "a.io");
    assert_eq!(auth("${AUTH}"), "a.io");
    assert_eq!(auth("$(AUTH)"), "a.io");
    assert_eq!(auth("cm9ib3Q="), "has an `auth` in entry 1 that is not base64 of `user:password`"); // robot
    assert_eq!(auth("Ly80NllXSmo="), "has an `auth` in entry 1 that is not base64 of `user:password`"); // twice, but no text
    assert_eq!(auth("robot:CANARY"), "has an `auth` in entry 1 that is not base64 of `user:password`");
    assert_eq!(decode(b"QUJ=D"), Err(AuthError::Base64));
    assert_eq!(decode(b"QUJD=QUJDQUJD"), Err(AuthError::Base64));
    assert_eq!(decode(b"QUJD!!JDQUJD"), Err(AuthError::Base64));
    assert_eq!(decode(b"QUI"), Ok(b"AB".to_vec()));
    assert_eq!(decode(b"Q"), Ok(Vec::new()));
}

#[test]
fn values_are_told_from_what_stands_for_one() {
    for text in ["CANARY", "CA$NARY", "$1CANARY", "$CA-NARY", "ref", "{{", "<CANARY", "CANARY>", "%s%s", "$uperS3cret"]
    {
        assert!(is_value(text), "{text}");
    }
    for text in ["", "$A_1", "$A_PASSWORD", "${A:-}", "$(A)", "a{{ .A }}", "<password>", "***", "...", "%s", "ref+x"] {
        assert!(!is_value(text), "{text}");
    }
}

#[test]
fn errors_say_what_was_expected_and_quote_nothing() {
    check("CANARY", "is not a JSON object");
    check("", "is not a JSON object");
    check(r#"{"auths":{"a.io":{"password":"CANARY"}"#, "is not a JSON object");
    check(r#""CANARY""#, "is not a JSON object");
    check(r#"{"a.io":{"auth":"<auth>"}}"#, "has its entries at the top level; expected them under `auths`");
    check(r#"{"auths":["CANARY"]}"#, "has an invalid `auths`: expected an object, found a list");
    check(r#"{"auths":{"a.io":{},"b.io":"CANARY"}}"#, "has an invalid entry 2: expected an object, found a string");
    check(
        r#"{"auths":{"a.io":{"auth":{"CANARY":1}}}}"#,
        "has an invalid field in entry 1: expected a string, found an object",
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is encoded is decoded, in any alphabet and however it is wrapped.
    #[test]
    fn decoding_is_the_inverse_of_encoding(bytes in any::<Vec<u8>>(), wrap in 1_usize..20) {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bits: Vec<bool> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)).collect();
        let encode = |chunk: &[bool]| {
            let value = (0..6).fold(0, |value, nth| value << 1 | usize::from(chunk.get(nth).copied().unwrap_or_default()));
            ALPHABET[value]
        };
        let encoded: Vec<u8> = bits.chunks(6).map(encode).collect();
        let wrapped: Vec<u8> = encoded.chunks(wrap).flat_map(|line| [line, b"\n"].concat()).collect();
        let url: Vec<u8> = encoded.iter().map(|byte| match byte { b'+' => b'-', b'/' => b'_', other => *other }).collect();
        prop_assert_eq!(decode(&encoded), Ok(bytes.clone()));
        prop_assert_eq!(decode(&wrapped), Ok(bytes.clone()));
        prop_assert_eq!(decode(&url), Ok(bytes));
    }

    /// No text panics, and no error tells what it was.
    #[test]
    fn any_text_is_read_or_refused(text in any::<Vec<u8>>()) {
        for form in [Form::Config, Form::Legacy] {
            let _ = read(&text, form);
        }
        let _ = decode(&text);
    }
}
