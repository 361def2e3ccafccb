use super::*;

/// What `url.Parse` of Go 1.27 takes for the host, or `!` where it refuses the URL: one row for each pair of unusual parts. `GO_URLS` may
/// name a file with more rows.
const GO: &str = include_str!("go.tsv");

#[test]
fn hosts_are_those_that_go_finds() {
    let more = std::env::var("GO_URLS").map(|path| std::fs::read_to_string(path).unwrap());
    let mut compared = 0;
    for row in more.as_deref().unwrap_or(GO).lines() {
        let (url, host) = row.split_once('\t').unwrap();
        let parsed = Url::parse(url).map(|url| url.authority().as_str());
        let is_plain = !host.is_empty()
            && !host.starts_with(':')
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"[]:.-_*".contains(&b))
            && split_scheme(url).is_some();
        match parsed {
            // Without a scheme it is no URL to Go; other readers put one before it.
            Some(_) if split_scheme(url).is_none() => {}
            Some(parsed) => assert_eq!(parsed, host, "{url}"),
            None => assert!(!is_plain || host.matches(':').count() > 1, "{url}: Go finds {host}"),
        }
        compared += 1;
    }
    assert!(compared > 500, "{compared} rows");
}

#[test]
fn a_host_may_stand_alone() {
    for (text, host) in [
        ("registry.example.com", Some("registry.example.com")),
        ("registry.example.com:5000/v2/", Some("registry.example.com:5000")),
        ("robot:CANARY@registry.example.com", Some("registry.example.com")),
        ("[::1]:5000", Some("[::1]:5000")),
        ("*.example.com", Some("*.example.com")),
        ("", None),
        ("/v2/", None),
        ("a word", None),
        ("registry.example.com:latest", None),
    ] {
        assert_eq!(Url::parse(text).map(|url| url.authority().as_str()), host, "{text}");
    }
}

#[test]
fn what_may_be_half_of_a_password_is_not_shown() {
    for (url, shown) in [
        ("http://registry.example.com/v2/", Some("registry.example.com")),
        ("http://robot:CANARY@registry.example.com", Some("registry.example.com")),
        ("http://registry.example.com?token=CANARY", Some("registry.example.com")),
        ("http://robot:22/CANARY@registry.example.com", None),
        ("http://robot?CANARY@registry.example.com", None),
        ("http://robot#CANARY@registry.example.com", None),
    ] {
        assert_eq!(Url::parse(url).unwrap().shown().map(Authority::as_str), shown, "{url}");
    }
    assert!(Url::parse("http://robot:CANARY/x@registry.example.com").is_none());
}

#[test]
fn schemes_have_no_case() {
    for (url, expected) in [
        ("http://a.example.com", true),
        ("HTTP://a.example.com", true),
        ("https://a.example.com", false),
        ("a.example.com", false),
        ("httpx://a.example.com", false),
    ] {
        assert_eq!(Url::parse(url).unwrap().is_plaintext(), expected, "{url}");
    }
}
