use super::*;
use crate::registry::{Registry, Standing};

/// Reads settings, and prints all that is wrong with them.
#[track_caller]
fn check(settings: &str, expected: &[&str]) {
    let document = Document::parse(settings.as_bytes()).unwrap();
    let problems = Settings::mistakes(&document);
    let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, expected, "{settings}");
}

#[test]
fn nothing_is_a_good_policy() {
    check("{}", &[]);
    let null = r#"{"insecureRegistries":null,"suspectPorts":null,"rules":null,"exemptions":null,"updates":null,"generated":null,"help":null,"namespaces":null,"annotations":null}"#;
    check(null, &[]);
    let document = Document::parse(null.as_bytes()).unwrap();
    assert_eq!(Settings::read(&document).unwrap().base.registries.suspect_ports, [80, 5000]);
}

#[test]
fn everything_can_be_set() {
    check(
        r#"{
            "insecureRegistries": ["registry.corp:5000", "*.lan", "10.0.0.0/8"],
            "trustedRegistries": ["safe.lan"],
            "allowedRegistries": ["docker.io/library", "ghcr.io"],
            "deniedRegistries": ["docker.io/bitnami"],
            "suspectPorts": [80],
            "rules": {"suspect-registry": "allow", "loopback-registry": "warn"},
            "exemptions": [{"reason": "k3d", "rules": ["loopback-registry"], "namespaces": ["dev-*"], "kinds": ["Pod"],
                "names": ["*"], "users": ["jane"], "groups": ["devs"], "images": ["localhost:5000/dev/*"]}],
            "customResources": [{"group": "example.com", "kind": "Widget", "podSpecs": ["spec.template.spec"],
                "images": ["spec.sidecar.image", "spec.steps[*].image", "spec.map[\"a.b/c\"][*].image"]}],
            "updates": "strict",
            "generated": "warn",
            "help": "ask #platform",
            "insecureMirrors": [
                {"of": "docker.io", "at": "mirror.corp:5000"},
                {"of": "quay.io/team", "at": "[2001:db8::1]:5000", "pulls": "digests", "pullSecrets": "never"},
                {"of": "*.lan:5000", "at": "localhost:5000", "pulls": "content", "pullSecrets": "sent"}
            ],
            "namespaces": [{"match": ["dev-*", "test"], "insecureRegistries": ["k3d:5000"], "trustedRegistries": [],
                "allowedRegistries": [], "deniedRegistries": [], "suspectPorts": [], "rules": {"loopback-registry": "allow"},
                "generated": "deny"}],
            "annotations": {"rules": ["loopback-registry"], "namespaces": ["dev-*"]}
        }"#,
        &[],
    );
}

#[test]
fn what_is_misspelt_is_refused_at_its_path() {
    let fields = "is not a field; expected one of `insecureRegistries`, `trustedRegistries`, `allowedRegistries`, \
                  `deniedRegistries`, `suspectPorts`, `rules`, `exemptions`, `customResources`, `updates`, `generated`, `help`, `insecureMirrors`, \
                  `namespaces`, `annotations`, `rewrites`";
    check(r#"{"insecureRegistry":[]}"#, &[&format!("`insecureRegistry` {fields}")]);
    check(r#"{"help":"a","help":"b"}"#, &["`help` is given twice"]);
    check(r#"{"deniedRegistries":[],"deniedRegistries":["a.io"]}"#, &["`deniedRegistries` is given twice"]);
    check("[]", &["`settings` is a list; expected an object"]);
    check(r#"{"insecureRegistries":"localhost"}"#, &["`insecureRegistries` is a string; expected a list"]);
    check(r#"{"trustedRegistries":["a.b",5]}"#, &["`trustedRegistries[1]` is a number; expected a string"]);
    let accepted =
        "(accepted: `host`, `host:port`, `*.suffix`, `*.suffix:port`, an address block such as `10.0.0.0/8`)";
    check(
        r#"{"insecureRegistries":["10.0.0.0/33","https://user:hunter2@a.b"]}"#,
        &[
            &format!(
                "`insecureRegistries[0]` is not a valid address block; use a prefix length of at most 32 (IPv4) or 128 \
                 (IPv6), and set no bits beyond it {accepted}"
            ),
            &format!("`insecureRegistries[1]` has a scheme; write only the host {accepted}"),
        ],
    );
    check(
        r#"{"suspectPorts":[0,65536,"80",1.5,443]}"#,
        &[
            "`suspectPorts[0]` is not a port; expected an integer from 1 to 65535",
            "`suspectPorts[1]` is not a port; expected an integer from 1 to 65535",
            "`suspectPorts[2]` is not a port; expected an integer from 1 to 65535",
            "`suspectPorts[3]` is not a port; expected an integer from 1 to 65535",
        ],
    );
    check(r#"{"updates":"loose"}"#, &["`updates` is not a valid value; expected `ratchet` or `strict`"]);
    check(r#"{"generated":"allow"}"#, &["`generated` is not a valid value; expected `deny` or `warn`"]);
    check(r#"{"generated":false}"#, &["`generated` is a boolean; expected a string"]);
    check(r#"{"help":"a\nb"}"#, &["`help` has more than one line"]);
}

#[test]
fn rules_and_modes_are_known() {
    let all = all_rules();
    check(r#"{"rules":{"loopback":"deny"}}"#, &[&format!("`rules.loopback` is not a rule; expected one of {all}")]);
    check(
        r#"{"rules":{"loopback-registry":"off"}}"#,
        &["`rules.loopback-registry` is not a mode; expected `deny`, `warn` or `allow`"],
    );
    check(
        r#"{"rules":{"loopback-registry":false}}"#,
        &[
            "`rules.loopback-registry` is a boolean, as which YAML 1.1 reads `off` and `no`; expected `deny`, `warn` or `allow`",
        ],
    );
    check(r#"{"rules":["deny"]}"#, &["`rules` is a list; expected an object"]);
    check(
        r#"{"rules":{"loopback-registry":"deny","loopback-registry":"warn"}}"#,
        &["`rules.loopback-registry` is set twice"],
    );
    check(
        r#"{"rules":{"unreadable-object":"allow"}}"#,
        &[
            "`rules.unreadable-object` cannot be changed, since the policy cannot check what it cannot read; use an exemption",
        ],
    );
}

#[test]
fn exemptions_have_a_reason_and_a_limit() {
    check(
        r#"{"exemptions":[{"namespaces":["dev"]}]}"#,
        &["`exemptions[0].reason` is missing; explain why, for whoever reads this later"],
    );
    check(
        r#"{"exemptions":[{"reason":" ","namespaces":["dev"]}]}"#,
        &["`exemptions[0].reason` is missing; explain why, for whoever reads this later"],
    );
    check(
        r#"{"exemptions":[{"reason":"x","rules":["loopback-registry"],"namespaces":[]}]}"#,
        &[
            "`exemptions[0]` exempts everything; give at least one of namespaces, kinds, names, users, groups, images; to \
           switch a rule off, set it to `allow` under `rules`",
        ],
    );
    let all = all_rules();
    check(
        r#"{"exemptions":["dev",{"reason":"x","namespace":"dev","users":["a"],"rules":["b"]}]}"#,
        &[
            "`exemptions[0]` is a string; expected an object",
            "`exemptions[1].namespace` is not a field; expected one of `reason`, `rules`, `namespaces`, `kinds`, `names`, \
             `users`, `groups`, `images`, `until`",
            &format!("`exemptions[1].rules[0]` is not a rule; expected one of {all}"),
        ],
    );
}

#[test]
fn exemptions_end_on_days_that_exist() {
    let with = |until: &str| format!(r#"{{"exemptions":[{{"reason":"x","namespaces":["dev"],"until":{until}}}]}}"#);
    for until in ["null", r#""2027-01-31""#, r#""2028-02-29""#, r#""2027-01-31T18:00:00+01:00""#] {
        check(&with(until), &[]);
    }
    for (until, expected) in [
        ("20270131", "is a number; expected a string"),
        (
            r#""soon""#,
            "is not a date; expected `2027-01-31`, or a date and time with a zone such as `2027-01-31T18:00:00Z`",
        ),
        (r#""2027-02-29""#, "is a date or time that does not exist"),
        (r#""2027-01-31T18:00:00""#, "has no time zone; add `Z` for UTC, or an offset such as `+01:00`"),
        (r#""2019-12-31""#, "lies before 2020"),
    ] {
        check(&with(until), &[&format!("`exemptions[0].until` {expected}")]);
    }
}

#[test]
fn custom_resources_have_places() {
    check(
        r#"{"customResources":[{"kind":"Widget","images":["spec.image"]}]}"#,
        &["`customResources[0].group` is missing; expected an API group such as `example.com`"],
    );
    check(
        r#"{"customResources":[{"group":"example.com","kind":"Widget"}]}"#,
        &["`customResources[0]` has no path; give at least one in podSpecs or images"],
    );
    check(
        r#"{"customResources":[{"group":"apps","kind":"Deployment","images":["spec.image"]}]}"#,
        &["`customResources[0]` names a built-in kind: `Deployment`"],
    );
    let grammar = "expected keys joined by dots, `[*]` for each item of a list or value of a map, `[\"key\"]` for a key \
                   with other characters than letters, digits, `_`, `-`";
    let paths = r#"["spec..image","","spec.items[0].image",".spec","spec.","spec[\"a","spec[*]image"]"#;
    check(
        &format!(r#"{{"customResources":[{{"group":"example.com","kind":"Widget","images":{paths}}}]}}"#),
        &[
            &format!("`customResources[0].images[0]` is not a valid path at character 6: {grammar}"),
            &format!("`customResources[0].images[1]` is not a valid path at character 1: {grammar}"),
            &format!("`customResources[0].images[2]` is not a valid path at character 11: {grammar}"),
            &format!("`customResources[0].images[3]` is not a valid path at character 1: {grammar}"),
            &format!("`customResources[0].images[4]` is not a valid path at character 6: {grammar}"),
            &format!("`customResources[0].images[5]` is not a valid path at character 5: {grammar}"),
            &format!("`customResources[0].images[6]` is not a valid path at character 8: {grammar}"),
        ],
    );
    let conflict = "conflicts with another path of this kind";
    check(
        r#"{"customResources":[{"group":"example.com","kind":"Widget","podSpecs":["spec"],"images":["spec.image","x.y","x"]}]}"#,
        &[&format!("`customResources[0].images[0]` {conflict}"), &format!("`customResources[0].images[2]` {conflict}")],
    );
}

#[test]
fn contradictions_are_refused() {
    check(
        r#"{"insecureRegistries":["a.b","Registry.Corp"],"trustedRegistries":["registry.corp","registry.corp:443"]}"#,
        &["`trustedRegistries[0]` contradicts `insecureRegistries[1]`; keep only one"],
    );
    check(
        r#"{"allowedRegistries":["docker.io"],"deniedRegistries":["docker.io/bitnami","index.docker.io"]}"#,
        &["`allowedRegistries[0]` contradicts `deniedRegistries[1]`; keep only one"],
    );
}

#[test]
fn the_more_precise_entry_decides() {
    let document = Document::parse(
        br#"{
            "insecureRegistries": ["*.corp", "10.0.0.0/8", "exact.lan", "*.deep.trusted.net", "localhost:5001", "both.lan"],
            "trustedRegistries": ["*.safe.corp", "10.1.0.0/16", "exact.lan:443", "*.trusted.net", "localhost:5000", "both.lan"]
        }"#,
    )
    .unwrap();
    let settings = Settings::read(&document).unwrap();
    for (registry, expected) in [
        ("a.corp", "insecure *.corp"),
        ("a.safe.corp", "fine"),
        ("safe.corp", "insecure *.corp"),
        ("10.2.0.1:5000", "insecure 10.0.0.0/8"),
        ("10.1.0.1:5000", "fine"),
        ("exact.lan", "insecure exact.lan"),
        ("exact.lan:443", "fine"),
        ("both.lan", "insecure both.lan"),
        ("a.trusted.net:5000", "fine"),
        ("a.deep.trusted.net", "insecure *.deep.trusted.net"),
        ("localhost:5000", "fine"),
        ("localhost:5001", "insecure localhost:5001"),
        ("localhost:5002", "loopback"),
        ("registry:5000", "suspect"),
        ("ghcr.io", "fine"),
    ] {
        let actual = match settings.base.registries.standing(&Registry::parse(registry)) {
            Standing::Insecure(entry) => format!("insecure {entry}"),
            Standing::Loopback => "loopback".to_owned(),
            Standing::Suspect(_) => "suspect".to_owned(),
            Standing::Fine => "fine".to_owned(),
        };
        assert_eq!(actual, expected, "{registry}");
    }
}

#[test]
fn what_would_never_match_is_refused() {
    let widget = r#"{"group":"example.com","kind":"Widget","images":["spec.image"]}"#;
    check(
        &format!(r#"{{"customResources":[{widget},{widget}]}}"#),
        &["`customResources[1]` repeats the kind of an earlier entry; put the paths into one entry"],
    );
    check(
        r#"{"customResources":[{"group":"example.com/v1","kind":"widgets","images":["spec.image"]}]}"#,
        &[
            "`customResources[0].group` has a version; write only the group",
            "`customResources[0].kind` is not a kind; write it as manifests do: `Widget`, not `widgets`",
        ],
    );
    check(
        r#"{"exemptions":[{"reason":"a","kinds":["Pod","apps/Deployment","*/Pod","P*","apps/v1/Deployment","v1/Pod","core/Pod","pods"]}]}"#,
        &[
            "`exemptions[0].kinds[4]` has a version; write `Kind` or `group/Kind`",
            "`exemptions[0].kinds[5]` has a version; write `Kind` or `group/Kind`",
            "`exemptions[0].kinds[6]` has a group that does not exist; write a core kind without a group",
            "`exemptions[0].kinds[7]` is not a kind; write it as manifests do: `Deployment`, not `deployments`",
        ],
    );
    check(
        r#"{"exemptions":[{"reason":"a","namespaces":["dev-*","Dev","a/b"]}]}"#,
        &[
            "`exemptions[0].namespaces[1]` is not a namespace pattern; use lower-case letters, digits, `-`, and `*` as a wildcard",
            "`exemptions[0].namespaces[2]` is not a namespace pattern; use lower-case letters, digits, `-`, and `*` as a wildcard",
        ],
    );
    check(
        r#"{"exemptions":[{"reason":"a","rules":["credentials-in-env"],"images":["a.example.com/*"]}]}"#,
        &["`exemptions[0].images` never match, since none of this exemption's `rules` checks images"],
    );
    check(
        r#"{"exemptions":[{"reason":"a","rules":["credentials-in-env","loopback-registry"],"images":["a.example.com/*"]}]}"#,
        &[],
    );
}

#[test]
fn mirrors_are_checked() {
    let accepted =
        "(accepted: `host`, `host:port`, `*.suffix`, `*.suffix:port`, an address block such as `10.0.0.0/8`)";
    check(r#"{"insecureMirrors": {}}"#, &["`insecureMirrors` is an object; expected a list"]);
    check(r#"{"insecureMirrors": ["m.io"]}"#, &["`insecureMirrors[0]` is a string; expected an object"]);
    check(
        r#"{"insecureMirrors": [{}]}"#,
        &[
            &format!("`insecureMirrors[0].of` is empty {accepted}"),
            &format!("`insecureMirrors[0].at` is empty {accepted}"),
        ],
    );
    check(
        r#"{"insecureMirrors": [{"of": "r.io", "at": "http://user:hunter2@m.io", "insecure": true}]}"#,
        &[
            "`insecureMirrors[0].insecure` is not a field; expected one of `of`, `at`, `pulls`, `pullSecrets`",
            &format!("`insecureMirrors[0].at` has a scheme; write only the host {accepted}"),
        ],
    );
    let several = "is more than one host; expected `host` or `host:port`";
    for at in ["*.m.io", "10.0.0.0/8"] {
        let settings = format!(r#"{{"insecureMirrors": [{{"of": "r.io", "at": "{at}"}}]}}"#);
        check(&settings, &[&format!("`insecureMirrors[0].at` {several}")]);
    }
    check(
        r#"{"insecureMirrors": [{"of": "r.io", "at": "m.io/path"}, {"of": "library/nginx", "at": "m.io"}]}"#,
        &[
            &format!("`insecureMirrors[0].at` has a path; whether TLS is used depends on the host alone {accepted}"),
            &format!("`insecureMirrors[1].of` is a Docker Hub path; add the prefix `docker.io/` {accepted}"),
        ],
    );
    check(
        r#"{"insecureMirrors": [{"of": "r.io", "at": "m.io", "pulls": "some", "pullSecrets": false}]}"#,
        &[
            "`insecureMirrors[0].pulls` is not a valid value; expected `all`, `tags`, `digests` or `content`",
            "`insecureMirrors[0].pullSecrets` is a boolean; expected a string",
        ],
    );
    check(
        r#"{"insecureMirrors": [{"of": "docker.io", "at": "m.io"}, {"of": "docker.io", "at": "n.io"},
            {"of": "index.docker.io", "at": "M.io", "pulls": "tags"}]}"#,
        &["`insecureMirrors[2]` repeats `insecureMirrors[0]`; keep only one"],
    );
}

#[test]
fn entries_of_namespaces_are_checked_like_the_settings() {
    let fields = "expected one of `match`, `insecureRegistries`, `trustedRegistries`, `allowedRegistries`, `deniedRegistries`, \
                  `suspectPorts`, `rules`, `generated`";
    check(r#"{"namespaces":{}}"#, &["`namespaces` is an object; expected a list"]);
    check(r#"{"namespaces":[],"namespaces":[]}"#, &["`namespaces` is given twice"]);
    check(
        r#"{"namespaces":["dev-*",null]}"#,
        &["`namespaces[0]` is a string; expected an object", "`namespaces[1]` is null; expected an object"],
    );
    check(
        r#"{"namespaces":[{"match":["dev"],"generated":"warn","namespaces":[],"updates":"strict"}]}"#,
        &[
            &format!("`namespaces[0].namespaces` is not a field; {fields}"),
            &format!("`namespaces[0].updates` is not a field; {fields}"),
        ],
    );
    check(
        r#"{"namespaces":[{"match":["dev"],"rules":{"loopback":"deny"},"suspectPorts":[0],"generated":"no",
            "deniedRegistries":[5],"trustedRegistries":"x"}]}"#,
        &[
            "`namespaces[0].trustedRegistries` is a string; expected a list",
            "`namespaces[0].suspectPorts[0]` is not a port; expected an integer from 1 to 65535",
            &format!("`namespaces[0].rules.loopback` is not a rule; expected one of {}", all_rules()),
            "`namespaces[0].generated` is not a valid value; expected `deny` or `warn`",
            "`namespaces[0].deniedRegistries[0]` is a number; expected a string",
        ],
    );
}

#[test]
fn entries_of_namespaces_that_never_count_are_refused() {
    let missing = "is missing or empty; expected names of namespaces such as `dev-*`";
    for entry in [r#"{"generated":"warn"}"#, r#"{"match":[],"generated":"warn"}"#] {
        check(&format!(r#"{{"namespaces":[{entry}]}}"#), &[&format!("`namespaces[0].match` {missing}")]);
    }
    let fields = "`insecureRegistries`, `trustedRegistries`, `allowedRegistries`, `deniedRegistries`, `suspectPorts`, \
                  `rules`, `generated`";
    check(
        r#"{"namespaces":[{"match":["dev"],"rules":null}]}"#,
        &[&format!("`namespaces[0]` changes nothing; give at least one of {fields}")],
    );
    check(
        r#"{"namespaces":[{"match":["Dev",""],"generated":"warn"}]}"#,
        &[
            "`namespaces[0].match[0]` is not a namespace pattern; use lower-case letters, digits, `-`, and `*` as a wildcard",
            "`namespaces[0].match[1]` is not a namespace pattern; use lower-case letters, digits, `-`, and `*` as a wildcard",
        ],
    );
    for (first, second, is_hidden) in [
        ("dev", "dev", true),
        ("dev-*", "dev-*", true),
        ("dev-*", "dev-a", true),
        ("dev-*", "dev-*-a", true),
        ("d*", "dev", true),
        ("*-a", "dev-*-a", true),
        ("dev-a", "dev-*", false),
        ("dev-*", "*-a", false),
        ("dev-*", "dev*", false),
        ("a*b", "a*b*", false),
    ] {
        let settings = format!(
            r#"{{"namespaces":[{{"match":["x","{first}"],"generated":"warn"}},{{"match":["y","{second}"],"generated":"warn"}}]}}"#
        );
        let hidden = "`namespaces[1].match[1]` never counts, since `namespaces[0].match[1]` matches the same first";
        check(&settings, [hidden].get(..usize::from(is_hidden)).unwrap());
    }
}

#[test]
fn entries_of_namespaces_contradict_what_counts_with_them() {
    let contradiction = "`namespaces[0].trustedRegistries[0]` contradicts `insecureRegistries[0]`; keep only one";
    let trusted = r#""match":["dev"],"trustedRegistries":["a.b"]"#;
    check(&format!(r#"{{"insecureRegistries":["a.b"],"namespaces":[{{{trusted}}}]}}"#), &[contradiction]);
    check(&format!(r#"{{"insecureRegistries":["a.b"],"namespaces":[{{{trusted},"insecureRegistries":[]}}]}}"#), &[]);
    // Said once, where it is.
    check(
        r#"{"allowedRegistries":["a.b"],"deniedRegistries":["a.b"],"namespaces":[{"match":["dev"],"generated":"warn"}]}"#,
        &["`allowedRegistries[0]` contradicts `deniedRegistries[0]`; keep only one"],
    );
    check(
        r#"{"namespaces":[{"match":["dev"],"trustedRegistries":["a.b"],"insecureRegistries":["A.b"]}]}"#,
        &["`namespaces[0].trustedRegistries[0]` contradicts `namespaces[0].insecureRegistries[0]`; keep only one"],
    );
}

#[test]
fn annotations_exempt_from_known_rules() {
    let all = all_rules();
    check(r#"{"annotations":"allow"}"#, &["`annotations` is a string; expected an object"]);
    check(
        r#"{"annotations":{"rules":["loopback"],"namespace":[]}}"#,
        &[
            "`annotations.namespace` is not a field; expected one of `rules`, `namespaces`",
            &format!("`annotations.rules[0]` is not a rule; expected one of {all}"),
        ],
    );
    check(
        r#"{"annotations":{"rules":["loopback-registry"],"namespaces":["Dev"]}}"#,
        &[
            "`annotations.namespaces[0]` is not a namespace pattern; use lower-case letters, digits, `-`, and `*` as a wildcard",
        ],
    );
    for (settings, expected) in
        [("{}", false), (r#"{"rules":[]}"#, false), (r#"{"rules":["loopback-registry"]}"#, true)]
    {
        let settings = format!(r#"{{"annotations":{settings}}}"#);
        let document = Document::parse(settings.as_bytes()).unwrap();
        assert_eq!(Settings::read(&document).unwrap().annotations.is_some(), expected, "{settings}");
    }
}

/// Reads what may count for an object in the namespace `dev`: the mistakes that are noticed, the patterns of the entries of `namespaces`
/// that are left, and how many rewrites.
#[track_caller]
fn check_for_dev(settings: &str, mistakes: &[&str], namespaces: &[&str], rewrites: usize) {
    let raw = Raw::new(settings.as_bytes()).unwrap();
    let document = Document::parse_for(raw, &|pattern| glob::matches(pattern, "dev")).unwrap();
    let (noticed, patterns, count) = match Settings::read(&document) {
        Ok(read) => {
            let patterns = read.namespaces.iter().flat_map(|it| it.matches.iter().map(|it| (*it).to_owned()));
            (Vec::new(), patterns.collect(), read.rewrites.len())
        }
        Err(problems) => (problems.iter().map(ToString::to_string).collect(), Vec::new(), 0),
    };
    assert_eq!((noticed, count), (mistakes.iter().map(|it| (*it).to_owned()).collect(), rewrites), "{settings}");
    assert_eq!(patterns, namespaces, "{settings}");
}

#[test]
fn what_cannot_count_for_an_object_is_not_read() {
    let entries = |names: &[&str]| {
        let entries: Vec<_> =
            names.iter().map(|name| format!(r#"{{"match":["x","{name}"],"generated":"warn"}}"#)).collect();
        format!(r#"{{"namespaces":[{}]}}"#, entries.join(","))
    };
    check_for_dev(&entries(&["prod", "test"]), &[], &[], 0);
    check_for_dev(&entries(&["prod", "d*", "dev"]), &[], &["x", "d*"], 0);
    // Numbers are those in the settings. What comes before the entry that counts, or after it, is not looked at.
    check_for_dev(
        r#"{"namespaces":[{"match":["prod"],"a":1},{"match":["dev"],"b":1},{"match":["dev"],"c":1}]}"#,
        &[
            "`namespaces[1].b` is not a field; expected one of `match`, `insecureRegistries`, `trustedRegistries`, `allowedRegistries`, `deniedRegistries`, `suspectPorts`, `rules`, `generated`",
            "`namespaces[1]` changes nothing; give at least one of `insecureRegistries`, `trustedRegistries`, `allowedRegistries`, `deniedRegistries`, `suspectPorts`, `rules`, `generated`",
        ],
        &[],
        0,
    );
    // Whether it counts cannot be told.
    check_for_dev(
        r#"{"namespaces":[{"match":"prod","generated":"warn"}]}"#,
        &[
            "`namespaces[0].match` is a string; expected a list",
            "`namespaces[0].match` is missing or empty; expected names of namespaces such as `dev-*`",
        ],
        &[],
        0,
    );
    check_for_dev(r#"{"namespaces":{}}"#, &["`namespaces` is an object; expected a list"], &[], 0);
    let rewrite = |nth: usize, more: &str| format!(r#"{{"from":"r{nth}.example.com","to":"m.example.com"{more}}}"#);
    let rewrites = |entries: &[String]| format!(r#"{{"rewrites":[{}]}}"#, entries.join(","));
    let elsewhere = rewrite(0, r#","namespaces":["prod","test-*"],"a":1"#);
    check_for_dev(&rewrites(&[elsewhere.clone(), elsewhere.clone()]), &[], &[], 0);
    // All of them count where one does: it must not rewrite what another one leads to.
    let elsewhere = elsewhere.replace(r#","a":1"#, "");
    check_for_dev(&rewrites(&[elsewhere.clone(), rewrite(1, r#","namespaces":["dev"]"#)]), &[], &[], 2);
    check_for_dev(&rewrites(&[rewrite(1, r#","namespaces":[]"#), elsewhere]), &[], &[], 2);
    check_for_dev(
        r#"{"rewrites":[],"rewrites":[{"from":"a.io","to":"b.io"}],"exemptions":1,"exemptions":[]}"#,
        &["`exemptions` is a number; expected a list"],
        &[],
        0,
    );
}

#[test]
fn exemptions_are_read_once_something_is_found() {
    let payload = |image: &str, exemptions: &str| {
        let object = format!(r#"{{"spec":{{"containers":[{{"image":"{image}"}},{{"image":"{image}"}}]}}}}"#);
        format!(
            r#"{{"request":{{"kind":{{"group":"","kind":"Pod"}},"operation":"CREATE","object":{object}}},"settings":{{"exemptions":{exemptions}}}}}"#
        )
    };
    let answer = |image: &str, exemptions: &str| match crate::validate(payload(image, exemptions).as_bytes()) {
        Ok(answer) => {
            let answer: serde_json::Value = serde_json::from_slice(&answer).unwrap();
            answer["accepted"].to_string()
        }
        Err(error) => error.to_string(),
    };
    let (exempt, mistaken) = (r#"[{"reason":"a","images":["localhost/*"]}]"#, r#"[{"images":["localhost/*"]}]"#);
    for (image, exemptions, expected) in [
        ("localhost/a", "[]", "false"),
        ("localhost/a", exempt, "true"),
        ("localhost/a", r#"[{"reason":"a","images":["localhost/b"]}]"#, "false"),
        ("a.io/a", exempt, "true"),
        ("a.io/a", mistaken, "true"),
        (
            "localhost/a",
            mistaken,
            "insecure-registry: invalid settings: `exemptions[0].reason` is missing; explain why, for whoever reads this later",
        ),
        ("localhost/a", "[\"a\", x]", "insecure-registry: invalid settings: `exemptions` is not valid JSON at byte 6"),
    ] {
        assert_eq!(answer(image, exemptions), expected, "{image} {exemptions}");
    }
}
