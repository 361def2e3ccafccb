use proptest::prelude::*;

use super::*;

fn evaluate(registry: &str) -> String {
    let registry = Registry::parse(registry);
    if registry.is_loopback() {
        return "loopback".to_owned();
    }
    registry.suspicion(&[80, 5000]).map_or("fine".to_owned(), |suspicion| format!("{suspicion:?}"))
}

#[test]
fn knows_loopback_and_suspect_registries_in_all_spellings() {
    for (registry, expected) in [
        ("localhost", "loopback"),
        ("localhost:5000", "loopback"),
        ("LocalHost:443", "loopback"),
        ("registry.localhost", "loopback"),
        ("a.b.localhost:5000", "loopback"),
        ("127.0.0.1", "loopback"),
        ("127.255.255.254:80", "loopback"),
        ("[::1]:5000", "loopback"),
        ("[0:0:0:0:0:0:0:1]", "loopback"),
        ("[0000:0000:0000:0000:0000:0000:0000:0001]", "loopback"),
        ("[::ffff:7f00:1]:5000", "loopback"),
        ("[0:0:0:0:0:FFFF:7F00:0001]", "loopback"),
        ("[::ffff:7fff:ffff]", "loopback"),
        ("localhost.example.com", "fine"),
        ("localhostx.com", "fine"),
        ("xlocalhost", "SingleLabel"),
        ("128.0.0.1", "Address"),
        ("10.0.0.1:443", "Address"),
        ("[2001:db8::1]:5000", "Address"),
        // The IPv4-compatible form is no address of an interface.
        ("[::7f00:1]", "Address"),
        ("0.0.0.0:5000", "Unspecified"),
        ("[::]:5000", "Unspecified"),
        ("[::ffff:0:0]", "Unspecified"),
        ("[:::::]", "BadAddress"),
        ("127.1:5000", "OldAddress(127.0.0.1)"),
        ("127.0.1", "OldAddress(127.0.0.1)"),
        ("0x7f000001:5000", "OldAddress(127.0.0.1)"),
        ("0x7F.0.0.1", "OldAddress(127.0.0.1)"),
        ("2130706433:5000", "OldAddress(127.0.0.1)"),
        ("0177.0.0.1", "OldAddress(127.0.0.1)"),
        ("127.000.000.001", "OldAddress(127.0.0.1)"),
        ("10.1", "OldAddress(10.0.0.1)"),
        ("4294967296:5000", "SingleLabel"),
        ("256.0.0.1", "fine"),
        ("1.2.3.4.5", "fine"),
        ("127.16777216", "fine"),
        ("0x.example.com", "fine"),
        ("localhost.localdomain", "LoopbackName"),
        ("IP6-localhost:5000", "LoopbackName"),
        ("127.0.0.1.nip.io", "LoopbackName"),
        ("registry.127-0-0-1.nip.io:5000", "LoopbackName"),
        ("registry-127-8-9-10.sslip.io", "LoopbackName"),
        ("app-7f000001.nip.io", "LoopbackName"),
        ("7f000001.NIP.io", "LoopbackName"),
        ("app-7F000001.NIP.io", "LoopbackName"),
        ("0--1.sslip.io", "LoopbackName"),
        ("app.lvh.me:5000", "LoopbackName"),
        ("lvh.me", "LoopbackName"),
        ("registry.LocalTest.me", "LoopbackName"),
        ("xlvh.me", "fine"),
        ("10.0.0.1.nip.io", "fine"),
        ("app-8f000001.nip.io", "fine"),
        ("nip.io", "fine"),
        ("127.0.0.1.nip.io.example.com", "fine"),
        ("registry:5000", "SingleLabel"),
        ("Registry", "SingleLabel"),
        ("registry.lan", "PrivateSuffix(\".lan\")"),
        ("registry.corp:8443", "PrivateSuffix(\".corp\")"),
        ("registry.CORP", "PrivateSuffix(\".corp\")"),
        ("registry.ns.svc.cluster.local:5000", "PrivateSuffix(\".svc.cluster.local\")"),
        ("registry.ns.svc", "PrivateSuffix(\".svc\")"),
        ("printer.local", "PrivateSuffix(\".local\")"),
        ("nas.home.arpa", "PrivateSuffix(\".home.arpa\")"),
        ("corp.example.com", "fine"),
        ("registry.corp.evil.com", "fine"),
        ("registry.incorp", "fine"),
        ("example.test.com", "fine"),
        ("registry.example.com", "fine"),
        ("registry.example.com:80", "Port(80)"),
        ("registry.example.com:00080", "Port(80)"),
        ("registry.example.com:5000", "Port(5000)"),
        ("registry.example.com:50000", "fine"),
        ("registry.example.com:65616", "fine"),
        ("registry.example.com:4294967376", "fine"),
        ("docker.io", "fine"),
        // No port, so that the colon is a part of a strange name.
        ("localhost:", "SingleLabel"),
    ] {
        assert_eq!(evaluate(registry), expected, "{registry}");
    }
}

#[test]
fn every_suspect_name_ends_in_a_label_that_is_looked_for() {
    let names = [&LOOPBACK_NAMES[..], &LOOPBACK_DOMAINS, &SPELLING_SERVICES, &PRIVATE_SUFFIXES].concat();
    let mut labels: Vec<_> = names.iter().filter(|name| name.contains('.')).map(|name| last_label(name).1).collect();
    labels.extend(LAST_LABELS);
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), LAST_LABELS.len(), "{labels:?}");
}

#[test]
fn patterns_match_whole_labels() {
    for (pattern, registry, expected) in [
        ("registry.corp", "registry.corp", true),
        ("registry.corp", "REGISTRY.Corp", true),
        ("Registry.CORP", "registry.corp", true),
        ("registry.corp", "registry.corp:5000", true),
        ("registry.corp", "registry.corp.evil.com", false),
        ("registry.corp", "xregistry.corp", false),
        ("registry.corp", "a.registry.corp", false),
        ("registry.corp.", "registry.corp", true),
        ("registry.corp:5000", "registry.corp:5000", true),
        ("registry.corp:5000", "registry.corp:05000", true),
        ("registry.corp:5000", "registry.corp:50000", false),
        ("registry.corp:5000", "registry.corp", false),
        ("registry.corp:443", "registry.corp", false),
        ("under_score.corp", "under_score.corp", true),
        ("*.corp", "registry.corp", true),
        ("*.corp", "a.b.c.corp:5000", true),
        ("*.corp", "corp:5000", false),
        ("*.corp", "xcorp:5000", false),
        ("*.corp", "registry.xcorp", false),
        ("*.corp", ".corp", false),
        ("*.corp:5000", "registry.CORP:5000", true),
        ("*.corp:5000", "registry.corp:5001", false),
        ("*.corp", "[::1]:5000", false),
        ("10.0.0.0/8", "10.255.0.1:5000", true),
        ("10.0.0.0/8", "11.0.0.1", false),
        ("10.0.0.0/8", "[::ffff:a00:1]:5000", true),
        ("::ffff:10.0.0.0/104", "10.1.2.3", true),
        ("10.0.0.0/8", "10.example.com", false),
        ("0.0.0.0/0", "203.0.113.1", true),
        ("0.0.0.0/0", "[2001:db8::1]", false),
        ("::/0", "[2001:db8::1]", true),
        ("::/0", "203.0.113.1", false),
        ("2001:db8::/32", "[2001:db8:ffff::1]:5000", true),
        ("2001:db8::/32", "[2001:db9::1]", false),
        ("10.1.2.3", "10.1.2.3:5000", true),
        ("10.1.2.3/32", "10.1.2.3:5000", true),
        ("10.1.2.3:5000", "10.1.2.3:80", false),
        ("::1", "[::1]:5000", true),
        ("[::1]:5000", "[0:0:0:0:0:0:0:1]:5000", true),
        ("[::1]:5000", "[::1]", false),
        ("::ffff:127.0.0.1", "127.0.0.1:5000", true),
        ("docker.io", "docker.io", true),
        ("index.docker.io", "docker.io", true),
        ("docker.io", "DOCKER.IO", true),
        ("docker.io", "docker.io:443", true),
        ("docker.io", "registry-1.docker.io", false),
    ] {
        let matches = Pattern::parse(pattern, Paths::No).unwrap().matches(&Registry::parse(registry), None);
        assert_eq!(matches, expected, "{pattern} {registry}");
        assert_eq!(is_in_list(pattern, &Registry::parse(registry), None), expected, "{pattern} {registry}, in a list");
    }
}

/// Whether a list finds the entry, which is not read if it is seen not to match before.
fn is_in_list(entry: &str, registry: &Registry<'_>, reference: Option<&Reference<'_>>) -> bool {
    let json = serde_json::to_string(&["other.example.org", entry, "198.51.100.0/24"]).unwrap();
    let list = Patterns::new(Some(Raw::new(json.as_bytes()).unwrap()), Paths::Yes);
    list.best(registry, reference).is_some_and(|(_, text)| text.as_str() == entry)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is seen not to match before it is read does not match.
    #[test]
    fn no_entry_that_matches_is_passed_over(
        entry in "(\\*\\.)?([ab]\\.|A\\.|index\\.|docker\\.|1\\.|::){0,3}(a|B|io|corp|1|0\\.0/8|::1|\\[::1\\])\\.?(:80|:0080)?(/a)?",
        registry in "([abAB]\\.|docker\\.|1\\.){0,3}(a|b|io|corp|1|\\[::1\\])(:80|:0080|:81)?",
    ) {
        let registry = Registry::parse(&registry);
        let reference = Reference::parse("x/a/b").unwrap();
        if let Ok(pattern) = Pattern::parse(&entry, Paths::Yes) {
            let matches = pattern.matches(&registry, Some(&reference));
            prop_assert_eq!(is_in_list(&entry, &registry, Some(&reference)), matches, "{} {:?}", entry, registry);
        }
    }
}

#[test]
fn paths_match_whole_components() {
    for (pattern, reference, expected) in [
        ("docker.io", "nginx", true),
        ("docker.io/library", "nginx", true),
        ("docker.io/library/nginx", "nginx:1.27", true),
        ("docker.io/library/nginx", "nginx-unprivileged", false),
        ("docker.io/bitnami", "bitnami/redis", true),
        ("docker.io/bitnami", "docker.io/bitnami", true),
        ("docker.io/nginx", "nginx:1.27", true),
        ("docker.io/nginx", "nginx/nginx-ingress", true),
        ("docker.io/nginx", "docker.io/other/nginx", false),
        ("ghcr.io/nginx", "nginx", false),
        ("index.docker.io/bitnami", "bitnami/redis", true),
        ("ghcr.io/org", "ghcr.io/org/app", true),
        ("ghcr.io/org", "ghcr.io/organisation/app", false),
        ("ghcr.io/org/team", "ghcr.io/org/app", false),
        (
            "ghcr.io/org/team",
            "ghcr.io/org/team/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            true,
        ),
        ("ghcr.io/org/team", "ghcr.io/org", false),
        ("*.example.com/org", "a.example.com/org/app", true),
        ("*.example.com/org", "a.example.com/other/org", false),
        ("[::1]:5000/org", "[::1]:5000/org/app", true),
        ("registry:5000/org", "registry:5000/org/app", true),
    ] {
        let reference = Reference::parse(reference).unwrap();
        let registry = Registry::parse(reference.registry);
        let matches = Pattern::parse(pattern, Paths::Yes).unwrap().matches(&registry, Some(&reference));
        assert_eq!(matches, expected, "{pattern} {reference}");
        assert_eq!(is_in_list(pattern, &registry, Some(&reference)), expected, "{pattern} {reference}, in a list");
    }
}

#[test]
fn patterns_that_mean_nothing_are_refused() {
    for (pattern, paths, expected) in [
        ("", Paths::No, PatternError::Empty),
        ("https://registry.corp", Paths::No, PatternError::Scheme),
        ("user:pass@registry.corp", Paths::No, PatternError::Userinfo),
        ("*", Paths::No, PatternError::Wildcard),
        ("*corp", Paths::No, PatternError::Wildcard),
        ("registry.*", Paths::No, PatternError::Wildcard),
        ("*.*.corp", Paths::No, PatternError::Wildcard),
        ("*.", Paths::No, PatternError::Host(2)),
        ("*:5000", Paths::No, PatternError::Wildcard),
        ("10.0.0.5/8", Paths::No, PatternError::Block),
        ("10.0.0.0/33", Paths::No, PatternError::Block),
        ("10.0.0.0/", Paths::No, PatternError::Block),
        ("2001:db8::/129", Paths::No, PatternError::Block),
        ("2001:db8::1/64", Paths::No, PatternError::Block),
        ("::ffff:10.0.0.0/95", Paths::No, PatternError::Block),
        ("registry corp", Paths::No, PatternError::Host(8)),
        ("-registry.corp", Paths::No, PatternError::Host(0)),
        ("registry..corp", Paths::No, PatternError::Host(9)),
        ("registrä.corp", Paths::No, PatternError::Host(7)),
        ("registry.corp:", Paths::No, PatternError::Port),
        ("registry.corp:0", Paths::No, PatternError::Port),
        ("registry.corp:65536", Paths::No, PatternError::Port),
        ("registry.corp:+80", Paths::No, PatternError::Port),
        ("registry.corp:http", Paths::No, PatternError::Port),
        ("ghcr.io/org", Paths::No, PatternError::Path),
        ("/", Paths::No, PatternError::Path),
        ("ghcr.io/", Paths::Yes, PatternError::BadPath),
        ("*.example.com/", Paths::Yes, PatternError::BadPath),
        ("*.example.com/a//b", Paths::Yes, PatternError::BadPath),
        ("ghcr.io/Org", Paths::Yes, PatternError::BadPath),
        ("ghcr.io/org:tag", Paths::Yes, PatternError::BadPath),
        ("ghcr.io/org/*", Paths::Yes, PatternError::BadPath),
        ("*.example.com/Org", Paths::Yes, PatternError::BadPath),
        ("nginx", Paths::Yes, PatternError::Bare),
        ("library/nginx", Paths::Yes, PatternError::HubPath),
        ("bitnami/redis", Paths::Yes, PatternError::HubPath),
    ] {
        assert_eq!(Pattern::parse(pattern, paths).unwrap_err(), expected, "{pattern}");
    }
}

#[test]
fn the_more_precise_entry_is_found() {
    let order = ["*.example.com", "*.example.com:5000", "*.a.example.com", "b.a.example.com", "b.a.example.com:5000"];
    let precision = |text| Pattern::parse(text, Paths::No).unwrap().precision();
    assert!(order.windows(2).all(|pair| precision(pair[0]) < precision(pair[1])));
    assert!(precision("10.0.0.0/8") < precision("10.1.0.0/16"));
    assert!(precision("10.1.0.0/16") < precision("10.1.2.3"));
}

#[test]
fn of_a_list_the_most_precise_entry_is_the_best() {
    let best = |entries: &[&str], registry: &str| {
        let json = serde_json::to_string(entries).unwrap();
        let list = Patterns::new(Some(Raw::new(json.as_bytes()).unwrap()), Paths::No);
        list.best(&Registry::parse(registry), None).map(|(_, entry)| entry.to_string())
    };
    for (entries, registry, expected) in [
        (["*.corp", "a.corp", "*.CORP"], "a.corp", "a.corp"),
        (["a.corp", "*.corp", "*.CORP"], "a.corp", "a.corp"),
        (["a.corp", "*.CORP", "*.corp"], "b.corp", "*.CORP"),
        (["10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0"], "10.1.2.3", "10.1.0.0/16"),
    ] {
        assert_eq!(best(&entries, registry).as_deref(), Some(expected), "{entries:?} {registry}");
    }
}

/// A thousand entries cost next to nothing because most are not read.
#[test]
fn entries_that_cannot_match_are_not_read() {
    for (registry, entry) in [
        ("a.example.com", "b.example.com"),
        ("a.example.com", "a.example"),
        ("a.example.com", "a.example.community"),
        ("a.example.com", "*.example.org"),
        ("a.example.com", "index.docker.io"),
        ("a.example.com", "10.0.0.0/8"),
        ("10.0.0.1", "registry.example.com"),
        ("10.0.0.1", "registry.example.com/10"),
    ] {
        assert!(!may_match(entry.as_bytes(), &Registry::parse(registry)), "{entry} for {registry}");
    }
}

#[test]
fn the_same_registries_are_the_same_entry() {
    let is_same = |a, b| {
        let parse = |text| Pattern::parse(text, Paths::Yes).unwrap();
        parse(a).is_same(&parse(b))
    };
    assert!(is_same("Registry.corp", "registry.CORP."));
    assert!(is_same("docker.io", "index.docker.io"));
    assert!(is_same("*.Corp:80", "*.corp:080"));
    assert!(is_same("::ffff:10.0.0.0/104", "10.0.0.0/8"));
    assert!(is_same("::1", "[0:0:0:0:0:0:0:1]"));
    assert!(!is_same("registry.corp", "registry.corp:443"));
    assert!(!is_same("ghcr.io/a", "ghcr.io/b"));
    assert!(!is_same("10.0.0.0/8", "10.0.0.0/16"));
}

/// What `net.ParseCIDR` of Go 1.27 makes of a block, or `!` where it refuses it.
const GO: &str = include_str!("go.tsv");

#[test]
fn blocks_are_those_that_go_reads() {
    let mut compared = 0;
    for row in GO.lines() {
        let (text, expected) = row.split_once('\t').unwrap();
        let read = parse_cidr(text).map(|(address, length)| format!("{address}/{length}"));
        assert_eq!(read.as_deref().unwrap_or("!"), expected, "{text}");
        compared += 1;
    }
    assert!(compared > 400, "{compared} rows");
}

#[test]
fn only_what_lies_on_the_node_stays_there() {
    for (text, expected) in [
        ("localhost", true),
        ("localhost:5000", true),
        ("127.0.0.1:5000", true),
        ("http://127.0.0.1:5000/v2/", true),
        ("HTTP://LOCALHOST", true),
        ("http://robot:CANARY@localhost:5000", true),
        ("127.0.0.0/8", true),
        ("127.1.2.3/16", true),
        ("https://127.0.0.0/8", true),
        ("::1/128", true),
        ("::ffff:127.0.0.1/104", true),
        ("127.0.0.1/0", false),
        ("127.0.0.0/1", false),
        ("127.0.0.1/7", false),
        ("::1/127", false),
        ("::1/0", false),
        ("::ffff:127.0.0.1/96", false),
        ("10.0.0.0/8", false),
        ("http://evil.example.com?@localhost", false),
        ("http://evil.example.com#@127.0.0.1", false),
        ("http://evil.example.com/@localhost", false),
        ("http://localhost@evil.example.com", false),
        ("http://localhost:80@evil.example.com", false),
        ("http://localhost\\@evil.example.com", false),
        ("", false),
    ] {
        assert_eq!(stays_on_node(text), expected, "{text}");
    }
}

#[test]
fn openshifts_own_registry_is_no_suspect() {
    for (registry, is_suspect) in [
        ("image-registry.openshift-image-registry.svc:5000", false),
        ("image-registry.openshift-image-registry.svc.cluster.local:5000", false),
        ("IMAGE-REGISTRY.openshift-image-registry.svc:5000", false),
        ("image-registry.openshift-image-registry.svc", true),
        ("image-registry.openshift-image-registry.svc:80", true),
        ("image-registry.other.svc:5000", true),
        ("evil-image-registry.openshift-image-registry.svc:5000", true),
        ("image-registry.openshift-image-registry.svc.evil.example:5000", true),
    ] {
        assert_eq!(Registry::parse(registry).suspicion(&[80, 5000]).is_some(), is_suspect, "{registry}");
    }
}

#[test]
fn keys_with_wildcards_meet_the_entries_that_they_match() {
    for (entry, key, expected) in [
        ("registry.corp.example", "*.corp.example", true),
        ("registry.corp.example", "reg*.corp.example", true),
        ("registry.corp.example", "*.*.example", true),
        ("registry.corp.example", "*.example", false),
        ("registry.corp.example", "*.other.example", false),
        ("registry.corp.example:5000", "*.corp.example:5000", true),
        ("registry.corp.example:5000", "*.corp.example", false),
        ("registry.corp.example", "*.corp.example:5000", true),
        ("*.corp.example", "*.corp.example", true),
        ("*.corp.example", "*.a.corp.example", true),
        ("*.corp.example", "*.example", false),
        ("*.corp.example", "*.other.example", false),
        ("10.0.0.0/8", "10.*.*.*", true),
        ("10.0.0.0/8", "11.*.*.*", false),
        ("10.1.2.3", "10.*.2.3", true),
        ("10.0.0.0/8", "*.corp.example.com", false),
    ] {
        let json = serde_json::to_string(&[entry]).unwrap();
        let list = Patterns::new(Some(Raw::new(json.as_bytes()).unwrap()), Paths::No);
        assert_eq!(list.first_in(Authority::parse(key).unwrap()).is_some(), expected, "{entry} {key}");
    }
}
