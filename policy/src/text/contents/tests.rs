use super::*;

/// `robot:CANARY-not-a-real-password`
const AUTH: &str = "cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=";
/// `{"auths":{"a.io":{"auth":"<auth>"}}}`
const ENCODED: &str =
    "eyJhdXRocyI6eyJhLmlvIjp7ImF1dGgiOiJjbTlpYjNRNlEwRk9RVkpaTFc1dmRDMWhMWEpsWVd3dGNHRnpjM2R2Y21RPSJ9fX0=";

#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    let text = text.replace("<auth>", AUTH).replace("<encoded>", ENCODED);
    let shown = Credentials::by(text.as_bytes()).map(|credentials| credentials.registries.to_string());
    assert_eq!(shown.as_deref(), expected, "{text}");
    let json = serde_json::to_string(&text).unwrap();
    let may_hold = may_hold(crate::json::Cursor::new(json.as_bytes()).string().unwrap(), None);
    assert!(may_hold || expected.is_none(), "{text}");
}

#[test]
fn what_has_no_key_is_no_file() {
    let may_hold = |text: &str| {
        let json = serde_json::to_string(text).unwrap();
        may_hold(crate::json::Cursor::new(json.as_bytes()).string().unwrap(), None)
    };
    for words in
        ["configs insecure_skip_verify", "$(params.registry-insecure-skip-verify)", "mirrors.endpoint.insecure"]
    {
        assert!(!may_hold(words), "{words}");
    }
    assert!(may_hold("configs: {a: {tls: {insecure_skip_verify: true}}}"));
    assert!(may_hold("[registry]\nconfigs.a.tls.insecure_skip_verify=true"));
}

#[test]
fn documents_are_found_alone() {
    let found = Some("`a.io`");
    check(r#"{"auths":{"a.io":{"auth":"<auth>"}}}"#, found);
    check(r#"{"a.io":{"auth":"<auth>"}}"#, found);
    check(r#"{"a.io":{"AUTH":"<auth>"}}"#, found);
    check(" \t\n{\"a.io\":{\"AUTH\":\"<auth>\"}}", found);
    check(" \u{feff}\n{\"auths\":{\"a.io\":{\"auth\":\"<auth>\"}}}", found);
    check("<encoded>", found);
    check("\n<encoded>\n", found);
    check(
        "ZXlKaGRYUm9jeUk2ZXlKaExtbHZJanA3SW1GMWRHZ2lPaUpqYlRscFlqTlJObEV3Ums5UlZrcGFURmMxZG1SRE1XaE1XRXBzV1Zkd2RHTkhSbnBqTTJSMlkyMVJQU0o5ZlgwPQ==",
        found,
    );
    check("configs:\n  a.io:\n    \"auth\": {password: CANARY}\n", found);
    // A file in lines, as `base64` prints them: the registry is not told.
    check(
        "cHJveHk6CiAgcmVtb3RldXJsOiBodHRwczovL2EuaW8KICB1c2VybmFtZTogcm9ib3QKICBwYXNz\nd29yZDogQ0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQK\n",
        Some(""),
    );
    check(r#"{"auths":{"a.io":{"username":"robot","password":"CANARY"}}}"#, found);
    check(r#"{"auths":{"a.io":{"username":"","password":"CANARY"}}}"#, found);
    check(r#"{"auths":{"a.io":{"password":"CANARY"}}}"#, found);
    check(r#"{"auths":{"admin":{"password":"CANARY"}}}"#, None);
    // The older form, where all members are entries for registries.
    check(r#"{"a.io":{"username":"robot","password":"CANARY","email":""}}"#, found);
    check(r#"{"https://a.io":{"username":"robot","password":"CANARY"}}"#, found);
    check(r#"{"a.io":{"username":"robot","password":"CANARY"},"retries":3}"#, None);
    check(r#"{"a.io":{"username":"robot","password":"CANARY","database":"a"}}"#, None);
    check(r#"{"users":{"username":"robot","password":"CANARY"}}"#, None);
}

#[test]
fn documents_are_found_inside_of_other_text() {
    let found = Some("`a.io`");
    let document = r#"{"auths":{"a.io":{"auth":"<auth>"}}}"#;
    check(&format!("mkdir -p ~/.docker\ncat > ~/.docker/config.json <<EOF\n{document}\nEOF\n"), found);
    check(&format!("x: '{document}'"), found);
    check(&format!("echo {} > x", document.replace('"', "\\\"")), found);
    check(&format!("a = \"b \\\"{}\\\"\"", document.replace('"', "\\\\\\\"")), found);
    check(&format!("a = \"{}\"", document.replace('"', &("\\".repeat(7) + "\""))), found);
    check(r#"x: {"auths":{"a.io":{"email":"a\"b","auth":"<auth>"}}}"#, found);
    check("{\"a\":{\"b\":[{\"auths\" : {\n\t\"a.io\" : { \"auth\" : \"<auth>\" , \"email\" : null } } }]}}", found);
    check("{\\n  \\\"auths\\\": {\\n \\\"a.io\\\": {\\n \\\"auth\\\": \\\"<auth>\\\"}}}", found);
    check("kind: Secret\ndata:\n  .dockerconfigjson: <encoded>\n", found);
    check("DOCKER_CONFIG=<encoded> run", found);
    check(r#"{"x":"<encoded>"}"#, found);
    check(r#"{"auths":{"auths":{"auths":{"a.io":{"auth":"<auth>"}}}}"#, found);
}

#[test]
fn what_turns_tls_off_is_found_inside_of_other_text() {
    // configs: {a.io: {tls: {insecure_skip_verify: true}}}
    let encoded = "Y29uZmlnczoge2EuaW86IHt0bHM6IHtpbnNlY3VyZV9za2lwX3ZlcmlmeTogdHJ1ZX19fQ==";
    for (text, expected) in [
        (r#"echo '{"insecure-registries":["a.io","b.io"]}' > x"#.to_owned(), "Unverified `a.io`, `b.io`"),
        (r#"echo "{\"insecure-registries\" : [ \"a.io\" ,\n \"b.io\" ]}" > x"#.to_owned(), "Unverified `a.io`, `b.io`"),
        (
            r#"x: {"insecure-registries":["a.io"],"registry-mirrors":["http://b.io"]}"#.to_owned(),
            "Unverified `a.io`; Plaintext `b.io`",
        ),
        (r#"x: {"insecure-registries":["127.0.0.0/8"],"registry-mirrors":["https://b.io"]}"#.to_owned(), ""),
        (
            format!(
                "# configs of a registry, tls: insecure_skip_verify: true\ncontent: !!binary {encoded}\nencoding: b64\n"
            ),
            "Unverified `a.io`",
        ),
    ] {
        let contents = Contents::of(text.as_bytes());
        let shown: Vec<_> = contents.insecure.iter().map(|it| format!("{:?} {}", it.how, it.registries)).collect();
        assert_eq!(shown.join("; "), expected, "{text}");
        assert_eq!(contents.is_empty(), expected.is_empty(), "{text}");
    }
    assert!(!Contents::of(format!("x: {{\"auths\":{{\"a.io\":{{\"auth\":\"{AUTH}\"}}}}}}").as_bytes()).is_empty());
}

#[test]
fn what_only_looks_alike_is_none() {
    for text in [
        "",
        "{}",
        "auths",
        r#"{"auths":{}}"#,
        r#"{"auths":{"a.io":{}}}"#,
        r#"{"auths":{"a.io":{"auth":""}}}"#,
        r#"{"auths":{"a.io":{"auth":"$AUTH"}}}"#,
        r#"printf '{"auths":{"%s":{"username":"%s","password":"%s"}}}'"#,
        r#"echo "{\"auths\":{\"$HOST\":{\"auth\":\"$(echo -n $U:$P | base64)\"}}}""#,
        r#"{"auths":{"a.io":{"username":"$USER","password":"$PASSWORD"}}}"#,
        r#"{"auths":{"a.io":{"username":"<user>","password":"<password>"}}}"#,
        r#"{"auths":{"a.io":{"username":"robot","password":"***"}}}"#,
        r#"{"auths":{"a.io":{"username":"robot","password":"ENC[AES256_GCM,data:CANARY]"}}}"#,
        r#"{"auths":{"a.io":{"auth":"vault:secret/data/docker#auth"}}}"#,
        r#"{"auths":{"a.io":{"auth":"dmF1bHQ6c2VjcmV0L2RhdGEvZG9ja2VyI1U6dmF1bHQ6c2VjcmV0L2RhdGEvZG9ja2VyI1A="}}}"#,
        r#"{"credHelpers":{"a.io":"x"}}"#,
        r#"properties: {"auths":{"type":"object","description":"the auths"}}"#,
        r#""auths":{"a.io":{"auth":"#,
        "eyJhbGciOiJSUzI1NiJ9.eyJhdXRoIjoidSJ9.CANARY",
        "auth: {username: robot, password: CANARY}",
        "server { auth_basic on; proxy_set_header Authorization $a; }",
    ] {
        check(text, None);
    }
}

/// Most strings are so, and cost a look.
#[test]
fn what_holds_nothing_is_not_decoded() {
    for text in ["", " ", "nginx", "--port=8080", "https://example.com/author", "a: b\n", "[1, 2]", "\tdata"] {
        let json = serde_json::to_string(text).unwrap();
        assert!(!may_hold(crate::json::Cursor::new(json.as_bytes()).string().unwrap(), None), "{text}");
    }
}

/// The time is linear, so no text that repeats itself is read again for each repetition.
#[test]
fn any_text_is_looked_into() {
    for part in ["\"auths\":{", "\"auths\":{\"a\":{\"b\":\"", "\\\"auths\\\":{", "auth:\nconfigs:\n", "[[[[", "hdXRo"] {
        let _ = Credentials::by(part.repeat(20_000).as_bytes());
    }
}

/// `printf '[host."https://r.io"]\nskip_verify = true\n' | gzip -n | base64 -w0`
const ZIPPED: &str = "H4sIAAAAAAACA4vOyC8u0VPKKCkpKLbS1y/Sy8xXiuUqzs4siC9LLcpMq1SwVSgpKk3lAgB0Dh83KQAAAA==";

#[test]
fn what_stays_unopened_is_told_where_its_name_is_a_files() {
    let unopened = |text: &str, name: &str, mut budget: usize| {
        Contents::within(text.as_bytes(), Some(name).filter(|it| !it.is_empty()), &mut budget).unopened
    };
    for (name, expected) in [
        ("hosts.toml", Some(Bound::Compression)),
        ("certs.d_r.example.com_hosts.toml", Some(Bound::Compression)),
        ("/etc/rancher/k3s/registries.yaml.gz", Some(Bound::Compression)),
        ("/etc/containers/registries.conf.d/1.conf", Some(Bound::Compression)),
        ("GeoLite2-City.mmdb.gz", None),
        ("plugin.wasm", None),
        ("", None),
    ] {
        assert_eq!(unopened(ZIPPED, name, 4), expected, "{name}");
        assert_eq!(unopened(ZIPPED, name, 1000), None, "{name}");
        assert_eq!(unopened("H4sIAAAA", name, 4), None, "{name}");
    }
    let wrapped =
        (0..4).fold("insecure_registry = true # and more of it".to_owned(), |text, _| base64(text.as_bytes()));
    assert_eq!(unopened(&wrapped, "nerdctl.toml", 1000), Some(Bound::Depth));
    assert_eq!(unopened(&wrapped, "notes", 1000), None);
    let document = |layer: u32| {
        let quote = format!("{}\"", "\\".repeat((1 << layer) - 1));
        r#"{"auths":{"a.io":{"auth":"<auth>"}}}"#.replace("<auth>", AUTH).replace('"', &quote)
    };
    for (layer, expected) in [(0, None), (3, None), (4, Some(Bound::Depth)), (5, Some(Bound::Depth))] {
        assert_eq!(unopened(&format!("x = {}", document(layer)), "", 1000), expected, "{layer}");
    }
    let deep = format!("configs: {{a: {{auth: {}{}, insecure_skip_verify: true}}}}", "[".repeat(70), "]".repeat(70));
    assert_eq!(unopened(&deep, "", 1000), Some(Bound::Depth));
}

fn base64(text: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |bytes: &[u8]| {
        let bits = (0..3).fold(0, |bits, nth| bits << 8 | usize::from(bytes.get(nth).copied().unwrap_or(0)));
        [18, 12, 6, 0].map(|shift| char::from(ALPHABET[bits >> shift & 63])).into_iter().take(bytes.len() + 1)
    };
    text.chunks(3).flat_map(group).collect()
}
