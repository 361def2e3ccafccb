use super::*;

#[test]
fn finds_words_wherever_they_stand() {
    for length in 0..70 {
        for before in 0..length {
            let planted = |word: &str| {
                let mut text = vec![b'.'; length];
                text.splice(before..before, word.bytes());
                text
            };
            for word in
                ["auths", "AuThS", "auth\"", "auth\\\"", "\\u0061", "\\u0033", "\\/", "\"ey", "YXV0a", "hdXRo", "F1dGh"]
                    .into_iter()
                    .chain([
                        "auth:",
                        "remoteurl",
                        "regopts",
                        "tls: disabled",
                        "http://",
                        "http =",
                        "insecure",
                        "verify",
                    ])
                    .chain([",ey", ",77"])
            {
                assert!(may_hold_text(&planted(word)), "{word} at {before} of {length}");
            }
            for other in
                ["author", "eyes", "\\u001b", "\\\\u003c", "pasted", "authn", "AXV0a", "X1dGh", "-port", " -usage"]
            {
                assert!(!may_hold_text(&planted(other)), "{other} at {before} of {length}");
            }
        }
    }
}

#[test]
fn finds_words_of_files_wherever_they_stand() {
    for length in 0..70 {
        for before in 0..length {
            let planted = |word: &str| {
                let mut text = vec![b'.'; length];
                text.splice(before..before, word.bytes());
                text
            };
            assert!(Words::of(&planted("auths")).has(Words::AUTHS));
            assert!(Words::of(&planted("hdXRo")).has(Words::ENCODED));
            for escape in ["\\u0033", "\\x33", "\\U00000033"] {
                assert_ne!(Words::of(&planted(escape)), Words::default(), "{escape} at {before} of {length}");
            }
            for word in [".auth]", "auth:", "auth\\\"", "Authorization", "remoteurl", "regopts", "RegistryAuthConfig"] {
                assert!(Words::of(&planted(word)).has(Words::AUTH), "{word} at {before} of {length}");
            }
            for word in ["insecure-registries", "INSECURE", "skip_verify", "SKIP_VERIFY", "tlsVerify", "http://"] {
                assert!(
                    Words::of(&planted(word)).has_any(Words::INSECURE.and(Words::URL)),
                    "{word} at {before} of {length}"
                );
                assert!(may_hold_text(&planted(word)), "{word} at {before} of {length}");
            }
            for word in ["registries", "Registry", "configs", "endpoint", "[host.", "host = {", "resolver"]
                .into_iter()
                .chain(["remoteurl", "regopts", "tls-verify"])
            {
                let words = Words::default().with_names(&planted(word));
                assert_ne!(words, Words::default(), "{word} at {before} of {length}");
            }
            for other in [
                "auth_basic",
                "https://",
                "http:",
                "curious",
                "modify",
                "see http://",
                "(http:/",
                "x =",
                "plainHttp: false,",
            ]
            .into_iter()
            .chain([
                "insecure: false,",
                "insecure_skip_verify = false ",
                "\\\"insecure\\\": false}",
                "tls_verify: true\\n",
            ]) {
                assert_eq!(Words::of(&planted(other)), Words::default(), "{other} at {before} of {length}");
            }
        }
    }
}

#[test]
fn words_are_a_set() {
    let both = Words::AUTH.and(Words::HTTP);
    assert!(both.has(both) && both.has(Words::AUTH) && !Words::AUTH.has(both));
    assert!(both.has_any(both) && both.has_any(Words::HTTP) && Words::HTTP.has_any(both));
    assert!(!Words::AUTH.has_any(Words::HTTP) && !Words::default().has_any(both));
}

/// Base64 of `auth`, whatever is before and after it.
#[test]
fn encoded_words_are_found_at_each_offset() {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let encode = |text: &[u8]| -> Vec<u8> {
        let group = |bytes: &[u8]| {
            let bits = (0..3).fold(0, |bits, nth| bits << 8 | usize::from(bytes.get(nth).copied().unwrap_or(0)));
            [18, 12, 6, 0].map(|shift| ALPHABET[bits >> shift & 63])
        };
        text.chunks(3).flat_map(group).collect()
    };
    for before in ["", "{", "{\"", "\t{\"", "~~~~", "\u{ff}\u{ff}"] {
        for after in ["s\":{}", "\":\"x\"", "]", ":", "s"] {
            let text = encode(format!("{before}auth{after}").as_bytes());
            assert!(may_hold_text(&text), "{before}auth{after}");
            assert!(Words::of(&text).has(Words::ENCODED), "{before}auth{after}");
        }
    }
}
