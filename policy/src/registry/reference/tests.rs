//! One table of full rows. Those above the line are distribution/reference's own cases (`reference_test.go`,
//! `normalize_test.go`), normalised; those below are what else its grammar says.

use proptest::prelude::*;

use super::*;

const HEX: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// `{hex}` stands for 64 hex digits, `{a255}` for so many letters, `{127:a/}` for so many repetitions.
fn expand(text: &str) -> String {
    let mut text = text.replace("{hex}", HEX);
    while let Some((before, rest)) = text.split_once('{') {
        let (repetition, after) = rest.split_once('}').unwrap();
        let (times, what) = repetition.split_once(':').unwrap();
        text = format!("{before}{}{after}", what.repeat(times.parse().unwrap()));
    }
    text
}

/// Input, then `registry repository tag digest` with `-` for what is not there, or what is expected and where.
const ROWS: &[(&str, &str)] = &[
    ("test_com", "docker.io library/test_com - -"),
    ("test.com:tag", "docker.io library/test.com tag -"),
    ("test.com:5000", "docker.io library/test.com 5000 -"),
    ("test.com/repo:tag", "test.com repo tag -"),
    ("test:5000/repo", "test:5000 repo - -"),
    ("test:5000/repo:tag", "test:5000 repo tag -"),
    ("test:5000/repo@sha256:{hex}", "test:5000 repo - sha256:{hex}"),
    ("test:5000/repo:tag@sha256:{hex}", "test:5000 repo tag sha256:{hex}"),
    ("", "Component at 0"),
    (":justtag", "Component at 0"),
    ("@sha256:{hex}", "Component at 0"),
    ("repo@sha256:{34:f}", "Digest at 46"),
    ("validname@invaliddigest:{hex}", "Algorithm at 10"),
    ("validname@sha512:{128:f}", "docker.io library/validname - sha512:{128:f}"),
    ("Uppercase:tag", "LowerCase at 0"),
    ("Uppercase/lowercase:tag", "Uppercase lowercase tag -"),
    ("test:5000/Uppercase/lowercase:tag", "LowerCase at 10"),
    ("lowercase:Uppercase", "docker.io library/lowercase Uppercase -"),
    ("domain/{256:a}:tag", "ShorterPath at 255"),
    ("{127:a/}a:tag-puts-this-over-max", "docker.io {127:a/}a tag-puts-this-over-max -"),
    ("aa/asdf$$^/aa", "Component at 7"),
    ("sub-dom1.foo.com/bar/baz/quux", "sub-dom1.foo.com bar/baz/quux - -"),
    ("sub-dom1.foo.com/bar/baz/quux:some-long-tag", "sub-dom1.foo.com bar/baz/quux some-long-tag -"),
    ("b.gcr.io/test.example.com/my-app:test.example.com", "b.gcr.io test.example.com/my-app test.example.com -"),
    ("xn--n3h.com/myimage:xn--n3h.com", "xn--n3h.com myimage xn--n3h.com -"),
    ("xn--7o8h.com/myimage:xn--7o8h.com@sha256:{hex}", "xn--7o8h.com myimage xn--7o8h.com sha256:{hex}"),
    ("foo_bar.com:8080", "docker.io library/foo_bar.com 8080 -"),
    ("foo/foo_bar.com:8080", "docker.io foo/foo_bar.com 8080 -"),
    ("192.168.1.1", "docker.io library/192.168.1.1 - -"),
    ("192.168.1.1:tag", "docker.io library/192.168.1.1 tag -"),
    ("192.168.1.1:5000", "docker.io library/192.168.1.1 5000 -"),
    ("192.168.1.1/repo", "192.168.1.1 repo - -"),
    ("192.168.1.1:5000/repo", "192.168.1.1:5000 repo - -"),
    ("192.168.1.1:5000/repo:5050", "192.168.1.1:5000 repo 5050 -"),
    ("[2001:db8::1]", "Component at 0"),
    ("[2001:db8::1]:5000", "Component at 0"),
    ("[2001:db8::1]:tag", "Component at 0"),
    ("[2001:db8::1]/repo", "[2001:db8::1] repo - -"),
    ("[2001:db8:1:2:3:4:5:6]/repo:tag", "[2001:db8:1:2:3:4:5:6] repo tag -"),
    ("[2001:db8::1]:5000/repo", "[2001:db8::1]:5000 repo - -"),
    ("[2001:db8::1]:5000/repo:tag", "[2001:db8::1]:5000 repo tag -"),
    ("[2001:db8::1]:5000/repo@sha256:{hex}", "[2001:db8::1]:5000 repo - sha256:{hex}"),
    ("[2001:db8::1]:5000/repo:tag@sha256:{hex}", "[2001:db8::1]:5000 repo tag sha256:{hex}"),
    ("[2001:db8::]:5000/repo", "[2001:db8::]:5000 repo - -"),
    ("[::1]:5000/repo", "[::1]:5000 repo - -"),
    ("[fe80::1%eth0]:5000/repo", "Bracket at 8"),
    ("[fe80::1%@invalidzone]:5000/repo", "Bracket at 8"),
    ("example.com/{255:a}:tag", "example.com {255:a} tag -"),
    ("docker/docker", "docker.io docker/docker - -"),
    ("library/debian", "docker.io library/debian - -"),
    ("debian", "docker.io library/debian - -"),
    ("docker.io/docker/docker", "docker.io docker/docker - -"),
    ("docker.io/library/debian", "docker.io library/debian - -"),
    ("docker.io/debian", "docker.io library/debian - -"),
    ("index.docker.io/docker/docker", "docker.io docker/docker - -"),
    ("index.docker.io/library/debian", "docker.io library/debian - -"),
    ("index.docker.io/debian", "docker.io library/debian - -"),
    ("127.0.0.1:5000/docker/docker", "127.0.0.1:5000 docker/docker - -"),
    ("127.0.0.1:5000/library/debian", "127.0.0.1:5000 library/debian - -"),
    ("127.0.0.1:5000/debian", "127.0.0.1:5000 debian - -"),
    ("192.168.0.1", "docker.io library/192.168.0.1 - -"),
    ("192.168.0.1:80", "docker.io library/192.168.0.1 80 -"),
    (
        "docker.io/1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a",
        "docker.io library/1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a - -",
    ),
    ("Docker/docker", "Docker docker - -"),
    (
        "thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev",
        "docker.io library/thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev - -",
    ),
    ("docker///docker", "Component at 7"),
    ("docker.io/docker/Docker", "LowerCase at 17"),
    ("docker.io/docker///docker", "Component at 17"),
    ("{hex}", "Name at 0"),
    ("[fc00::1]:5000/docker", "[fc00::1]:5000 docker - -"),
    ("[fc00::1]:5000/docker/docker", "[fc00::1]:5000 docker/docker - -"),
    ("[fc00:1:2:3:4:5:6:7]:5000/library/debian", "[fc00:1:2:3:4:5:6:7]:5000 library/debian - -"),
    ("https://github.com/docker/docker", "Port at 6"),
    ("docker/Docker", "LowerCase at 7"),
    ("-docker", "Component at 0"),
    ("-docker/docker", "Component at 0"),
    ("-docker.io/docker/docker", "Label at 0"),
    ("docker___/docker", "Component at 6"),
    ("docker/docker-", "Component at 13"),
    ("docker.io/docker-/docker", "Component at 16"),
    ("docker/__docker", "Component at 7"),
    ("foo//bar", "Component at 4"),
    ("LOCALDOMAIN/fooo/bar", "LOCALDOMAIN fooo/bar - -"),
    ("ubuntu-12.04-base", "docker.io library/ubuntu-12.04-base - -"),
    ("FOO/bar", "FOO bar - -"),
    ("busybox:latest@sha256:{hex}", "docker.io library/busybox latest sha256:{hex}"),
    ("test_com/foo", "docker.io test_com/foo - -"),
    // ------------------------------------------------------------------------------------------------------------
    // What is a registry.
    ("registry:5000", "docker.io library/registry 5000 -"),
    ("registry:5000/app", "registry:5000 app - -"),
    ("localhost", "docker.io library/localhost - -"),
    ("localhost:5000", "docker.io library/localhost 5000 -"),
    ("localhost/app", "localhost app - -"),
    ("LocalHost/app", "LocalHost app - -"),
    ("localhost.example.com/app", "localhost.example.com app - -"),
    ("localhosts/app", "docker.io localhosts/app - -"),
    ("Registry.Example.COM:5000/app", "Registry.Example.COM:5000 app - -"),
    ("a.b.c.d.e/app", "a.b.c.d.e app - -"),
    ("1.2/app", "1.2 app - -"),
    ("2130706433/app", "docker.io 2130706433/app - -"),
    ("2130706433:5000/app", "2130706433:5000 app - -"),
    ("0x7f000001:5000/app", "0x7f000001:5000 app - -"),
    ("a--b.c/app", "a--b.c app - -"),
    ("host-.example.com/app", "Label at 5"),
    ("host.-example.com/app", "Label at 5"),
    ("host..example.com/app", "Label at 5"),
    (".example.com/app", "Label at 0"),
    ("example.com./app", "Label at 12"),
    ("exämple.com/app", "Label at 2"),
    // Docker Hub under its other names.
    ("DOCKER.IO/nginx", "DOCKER.IO nginx - -"),
    ("docker.io:443/nginx", "docker.io:443 nginx - -"),
    ("index.docker.io:443/nginx", "index.docker.io:443 nginx - -"),
    ("registry-1.docker.io/library/nginx", "registry-1.docker.io library/nginx - -"),
    ("docker.io/nginx:1@sha256:{hex}", "docker.io library/nginx 1 sha256:{hex}"),
    ("docker.io/", "Component at 10"),
    ("docker.io", "docker.io library/docker.io - -"),
    // A host that is none by the grammar, but is a component.
    ("under_score.example.com/app", "under_score.example.com app - -"),
    ("under__score.example.com/app:1", "under__score.example.com app 1 -"),
    ("under_score.example.com:5000/app", "Label at 5"),
    ("Under_score.example.com/app", "Label at 5"),
    ("under_.example.com/app", "Label at 5"),
    ("a_b.c/{250:d}", "ShorterPath at 255"),
    ("a_b.c/{249:d}", "a_b.c {249:d} - -"),
    // Ports are digits, however many.
    ("example.com:00080/app", "example.com:00080 app - -"),
    ("example.com:99999/app", "example.com:99999 app - -"),
    ("example.com:184467440737095516160/app", "example.com:184467440737095516160 app - -"),
    ("example.com:/app", "Port at 12"),
    ("example.com:80a/app", "Port at 14"),
    ("example.com:80:80/app", "Port at 14"),
    ("example.com:-80/app", "Port at 12"),
    (":5000/app", "Label at 0"),
    // IPv6: any hex and colons, in brackets.
    ("[::ffff:7f00:1]:5000/app", "[::ffff:7f00:1]:5000 app - -"),
    ("[::ffff:127.0.0.1]:5000/app", "Bracket at 11"),
    ("[::]/app", "[::] app - -"),
    ("[:::::]/app", "[:::::] app - -"),
    ("[ABCD]/app", "[ABCD] app - -"),
    ("[abcd]/app", "Component at 0"),
    ("[]:5000/app", "Bracket at 1"),
    ("[::1/app", "Bracket at 4"),
    ("[::1]5000/app", "Port at 5"),
    ("[::1]:/app", "Port at 6"),
    ("::1/app", "Label at 0"),
    // Components.
    ("a.b-c_d__e---f", "docker.io library/a.b-c_d__e---f - -"),
    ("a..b", "Component at 1"),
    ("a._b", "Component at 1"),
    ("a___b", "Component at 1"),
    ("a-_b", "Component at 1"),
    ("a/", "Component at 2"),
    ("/a", "Component at 0"),
    ("example.com/a/b/c/d/e/f", "example.com a/b/c/d/e/f - -"),
    ("example.com//app", "Component at 12"),
    ("example.com/app/", "Component at 16"),
    ("app name", "Component at 3"),
    (" app", "Component at 0"),
    ("app\n", "Component at 3"),
    ("àpp", "Component at 0"),
    ("../app", "Label at 0"),
    ("{247:a}", "docker.io library/{247:a} - -"),
    ("{248:a}", "ShorterPath at 247"),
    ("example.com/{256:a}", "ShorterPath at 267"),
    ("{300:a}.example.com/app", "{300:a}.example.com app - -"),
    // Tags.
    ("app:{128:t}", "docker.io library/app {128:t} -"),
    ("app:{129:t}", "ShorterTag at 132"),
    ("app:_", "docker.io library/app _ -"),
    ("app:1.0-rc_1", "docker.io library/app 1.0-rc_1 -"),
    ("app:", "Tag at 4"),
    ("app:.1", "Tag at 4"),
    ("app:-1", "Tag at 4"),
    ("app:1:2", "Tag at 5"),
    ("app:1/2", "app:1 2 - -"),
    ("example.com/app:1/2", "Tag at 17"),
    ("app:1+2", "Tag at 5"),
    ("app:ü", "Tag at 4"),
    ("app:@sha256:{hex}", "Tag at 4"),
    // Digests.
    ("app@sha384:{96:e}", "docker.io library/app - sha384:{96:e}"),
    ("app@sha256:{63:e}", "Digest at 74"),
    ("app@sha256:{65:e}", "Digest at 75"),
    ("app@sha512:{64:e}", "Digest at 75"),
    ("app@sha256:{63:e}E", "Digest at 74"),
    ("app@SHA256:{64:e}", "Algorithm at 4"),
    ("app@sha256", "Digest at 10"),
    ("app@", "Algorithm at 4"),
    ("app@{hex}", "Algorithm at 4"),
    ("app@sha256:{hex}:tag", "Digest at 75"),
    ("app@sha256:{hex}@sha256:{hex}", "Digest at 75"),
    ("app@blake3:{hex}", "Algorithm at 4"),
    ("app@sha256+b64:{hex}", "Algorithm at 4"),
    // A digest alone is read as a name and a tag.
    ("sha256:{hex}", "docker.io library/sha256 {hex} -"),
];

fn row(text: &str) -> String {
    match Reference::parse(text) {
        Err(error) => format!("{:?} at {}", error.expected, error.at),
        Ok(reference) => {
            let repository: Vec<_> = reference.components().collect();
            let or_none = |part: Option<&str>| part.unwrap_or("-").to_owned();
            [reference.registry.to_owned(), repository.join("/"), or_none(reference.tag), or_none(reference.digest)]
                .join(" ")
        }
    }
}

#[test]
fn reads_each_row_as_the_kubelet_does() {
    for (input, expected) in ROWS {
        assert_eq!(row(&expand(input)), expand(expected), "{input}");
    }
}

#[test]
fn most_references_are_plain() {
    for text in ["registry.example.com:5000/team/app-1:1.2.3", "quay.io/a_b/c", "localhost:5000/app"] {
        assert!(Reference::parse_plain(text).is_some(), "{text}");
    }
    for (input, _) in ROWS {
        let text = expand(input);
        if let Some(plain) = Reference::parse_plain(&text) {
            assert_eq!(Reference::parse_any(&text), Ok(plain), "{text}");
        }
    }
}

#[test]
fn repositories_have_neither_tag_nor_digest() {
    for (reference, expected) in [
        ("app", "docker.io/library/app"),
        ("r.example.com:5000/a/b:1", "r.example.com:5000/a/b"),
        ("r.example.com/a@sha256:{hex}", "r.example.com/a"),
        ("r.example.com/a:1@sha256:{hex}", "r.example.com/a"),
    ] {
        assert_eq!(Reference::parse(&expand(reference)).unwrap().repository(), expected, "{reference}");
    }
}

#[test]
fn rows_are_unique() {
    let mut inputs: Vec<_> = ROWS.iter().map(|(input, _)| input).collect();
    inputs.sort();
    let count = inputs.len();
    inputs.dedup();
    assert_eq!(inputs.len(), count);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is printed reads back as the same reference, and prints the same.
    #[test]
    fn printing_and_parsing_are_inverse(
        text in "((([a-zA-Z0-9]{1,3}[.:-]?){1,3}|\\[[0-9a-f:]{1,6}\\](:[0-9]{1,3})?|localhost|docker\\.io|index\\.docker\\.io|a_b\\.c)/)?\
                 [a-z0-9]{1,3}([._-][a-z0-9]{1,3}|/[a-z0-9]){0,3}(:[\\w][\\w.-]{0,5})?(@sha256:[0-9a-f]{64})?"
    ) {
        if let Ok(reference) = Reference::parse(&text) {
            let printed = reference.to_string();
            let again = Reference::parse(&printed).unwrap();
            prop_assert_eq!(again.to_string(), printed.clone());
            prop_assert_eq!(row(&printed), row(&text));
        }
    }

    /// Plain references are read as the grammar reads them.
    #[test]
    fn plain_references_are_read_by_the_grammar(
        text in "([a-c0-9]{0,2}[.:_-]?){1,3}/([a-cA0-9]{1,2}[./:_-]{0,2}){0,4}[a-z0-9]{0,50}",
        other in "(docker\\.io|index\\.docker\\.io|a\\.b|a:5)(/[a-z0-9]{1,2}){0,3}(:[0-9]{1,58})?",
    ) {
        for text in [text, other] {
            if let Some(plain) = Reference::parse_plain(&text) {
                prop_assert_eq!(Reference::parse_any(&text), Ok(plain), "{}", text);
            }
        }
    }

    /// No text panics, and an error is inside it, after ASCII only.
    #[test]
    fn errors_are_in_the_text(text in any::<String>()) {
        check_error(&text)?;
    }

    /// The same for texts that are nearly references.
    #[test]
    fn errors_are_in_nearly_good_texts(text in "[a-cA-C0-2.:/@_\\[\\]{}é %-]{0,24}(@sha256:[0-9a-fA-F]{60,68})?") {
        check_error(&text)?;
    }
}

fn check_error(text: &str) -> Result<(), TestCaseError> {
    if let Err(error) = Reference::parse(text) {
        prop_assert!(error.at <= text.len());
        prop_assert!(error.expected == Expected::Name || text.as_bytes()[..error.at].is_ascii());
    }
    Ok(())
}
