//! What the policy answers: the same natively, in the host, and through Kubewarden's own crates; and what it is.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
use insecure_registry_host::guest;
use insecure_registry_host::host::{CallOptions, Failure};
use insecure_registry_host::kubewarden::KubewardenPolicy;
use insecure_registry_manifests::request::payload;
use insecure_registry_policy::rules;
use kubewarden_policy_sdk::response::ValidationResponse;
use serde_json::json;

use crate::fixtures::{self, CANARY, found_in, native, rules_in, shown};
use crate::policy;

#[test]
fn each_image_is_found_by_the_rules_that_its_fixture_names() {
    let mut wrong = Vec::new();
    for fixture in fixtures::images() {
        let found = native(&fixture.payload()).map(|answer| rules_in(&answer));
        if found.as_ref() != Ok(&fixture.finds) {
            wrong.push(format!("{}: `{}` finds {found:?}, not {:?}", fixture.name, fixture.image, fixture.finds));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_object_is_found_where_its_fixture_says() {
    let mut wrong = Vec::new();
    for fixture in fixtures::objects() {
        let found = native(&fixture.payload()).map(|answer| found_in(&answer));
        if found.as_ref() != Ok(&fixture.finds) {
            wrong.push(format!("{} finds {found:#?}, not {:#?}", fixture.name, fixture.finds));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_request_is_answered_as_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("../../fixtures/answers");
    settings.set_omit_expression(true);
    let mut wrong = Vec::new();
    settings.bind(|| {
        for fixture in fixtures::requests() {
            let answer = native(&fixture.payload());
            let outcome = match &answer {
                Err(_) => "error",
                Ok(bytes) => {
                    let answer: ValidationResponse = serde_json::from_slice(bytes).unwrap();
                    if !answer.accepted {
                        "deny"
                    } else if answer.warnings.is_some() {
                        "warn"
                    } else {
                        "accept"
                    }
                }
            };
            if !fixture.name.starts_with(outcome) {
                wrong.push(format!("{}: {}", fixture.name, shown(&answer)));
                continue;
            }
            insta::assert_snapshot!(fixture.name.as_str(), shown(&answer));
        }
    });
    assert!(wrong.is_empty(), "named by another outcome:\n{}", wrong.join("\n"));
}

#[test]
fn each_answer_belongs_to_a_request() {
    let requests: BTreeSet<_> = fixtures::requests().into_iter().map(|fixture| fixture.name).collect();
    let answers: BTreeSet<_> =
        fixtures::files("host-tests/fixtures/answers", "snap").iter().map(|path| fixtures::stem(path)).collect();
    let orphans: Vec<_> = answers.difference(&requests).collect();
    assert!(orphans.is_empty(), "answers without a request, to be deleted from fixtures/answers: {orphans:?}");
}

/// Natively and in the guest, twice each, and through the crates that the policy server runs.
#[test]
fn all_hosts_give_the_same_bytes() {
    let kubewarden = KubewardenPolicy::load(guest::policy()).unwrap();
    for (name, payload) in fixtures::payloads() {
        let expected = native(&payload);
        assert_eq!(native(&payload), expected, "{name}: natively, again");
        for turn in ["first", "second"] {
            let call = policy().call("validate", &payload, &CallOptions::default());
            let answer = call.answer.map_err(|failure| match failure {
                Failure::Guest(text) => text,
                other => panic!("{name}: {other}"),
            });
            assert_eq!(answer, expected, "{name}: in the guest, {turn} time");
            assert!(call.stdout.is_empty() && call.stderr.is_empty() && call.console.is_empty(), "{name}: it prints");
            assert!(call.host_calls.is_empty(), "{name}: it calls the host");
        }
        let through = kubewarden.call("validate", &payload);
        let through = through.map_err(|error| error.trim_start_matches("Guest call failure: ").to_owned());
        assert_eq!(through, expected, "{name}: through Kubewarden's crates");
    }
}

/// The SDK's own type reads what is written without it.
#[test]
fn answers_are_what_the_sdk_expects() {
    for (name, payload) in fixtures::payloads() {
        let Ok(bytes) = native(&payload) else { continue };
        let answer: ValidationResponse = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(answer.message.is_some(), !answer.accepted, "{name}");
        assert_eq!(answer.code, (!answer.accepted).then_some(403), "{name}");
        assert!(answer.mutated_object.is_none(), "{name}");
        let warnings = answer.warnings.unwrap_or_default();
        assert!(warnings.len() <= 10, "{name}");
        for warning in warnings {
            assert!(warning.chars().count() <= 120 && !warning.contains('\n'), "{name}: {warning}");
        }
        for annotation in answer.audit_annotations.unwrap_or_default().values() {
            assert!(annotation.len() <= 8 * 1024, "{name}");
        }
    }
}

/// The secrets of all fixtures hold the canary, raw, in JSON, or in base64 (once or twice).
#[test]
fn no_answer_holds_a_secret() {
    let reversed: String = CANARY.chars().rev().collect();
    // Base64 of the canary, and base64 of that, at each of the offsets that it can have in what is encoded.
    let encoded = [
        "Q0FOQVJZ",
        "NBTkFSW",
        "DQU5BUl",
        "UTBGT1FWSl",
        "EwRk9RVkpa",
        "RMEZPUVZKW",
        "TkJUa0ZTV",
        "5CVGtGU1",
        "OQlRrRlNX",
        "RFFVNUJVb",
        "RRVTVCVW",
        "EUVU1QlVs",
    ];
    let leaks = |answer: &str| [CANARY, &reversed].into_iter().chain(encoded).any(|leak| answer.contains(leak));
    let mut planted = 0;
    for (name, payload) in fixtures::payloads() {
        let text = String::from_utf8(payload).unwrap();
        planted += usize::from(leaks(&text));
        let answer = shown(&native(text.as_bytes()));
        assert!(!leaks(&answer), "{name}: {answer}");
    }
    assert!(planted > 50, "only {planted} fixtures have a secret");
}

/// No answer depends on what a secret is, or on how long it is: another secret in its place, another answer never.
#[test]
fn no_answer_depends_on_a_secret() {
    let mut planted = 0;
    for (name, payload) in fixtures::payloads() {
        let text = String::from_utf8(payload).unwrap();
        if !text.contains(CANARY) {
            continue;
        }
        let expected = native(text.as_bytes());
        for secret in ["x", "hunter2", "0", "Tr0ub4dor", "correct-horse-battery-staple"] {
            let answer = native(text.replace(CANARY, secret).as_bytes());
            assert_eq!(answer, expected, "{name}: with a secret of {} characters", secret.len());
            planted += 1;
        }
    }
    assert!(planted > 150, "only {planted} secrets were planted");
}

#[test]
fn each_rule_has_fixtures_that_it_finds_and_fixtures_that_it_passes() {
    let images = fixtures::images();
    for rule in rules::ALL.iter().filter(|rule| rule.judges_images()) {
        let of_rule: Vec<_> = images.iter().filter(|fixture| fixture.file == rule.id).collect();
        assert!(of_rule.iter().any(|fixture| fixture.finds.contains(rule.id)), "{}: no image that it finds", rule.id);
        assert!(of_rule.iter().any(|fixture| !fixture.finds.contains(rule.id)), "{}: no image that it passes", rule.id);
    }
    let objects = fixtures::objects();
    for file in objects.iter().map(|fixture| fixture.file.as_str()).collect::<BTreeSet<_>>() {
        assert!(rules::find(file).is_some(), "fixtures/objects/{file}.yaml is of no rule");
        let of_file = || objects.iter().filter(|fixture| fixture.file == file);
        assert!(of_file().any(|fixture| fixture.finds.is_empty()), "{file}: no object that it passes");
    }
    let requests = fixtures::requests().into_iter().map(|fixture| fixture.payload());
    let requests = requests.chain(objects.iter().map(fixtures::ObjectFixture::payload));
    let requests = requests.map(|payload| native(&payload)).collect::<Vec<_>>();
    for rule in rules::ALL.iter().filter(|rule| !rule.judges_images()) {
        let finds = requests.iter().flatten().any(|answer| rules_in(answer).contains(rule.id));
        assert!(finds, "{}: no request that it finds", rule.id);
    }
    let files: BTreeSet<_> = images.iter().map(|fixture| fixture.file.as_str()).collect();
    let orphans: Vec<_> = files.iter().filter(|file| rules::find(file).is_none() && **file != "look-alikes").collect();
    assert!(orphans.is_empty(), "files of no rule in fixtures/images: {orphans:?}");
}

/// The guest reads sixteen and sixty-four bytes at a time, which native code does not: wherever a document begins and ends in these,
/// and whatever is before it, it is found.
#[test]
fn vectors_say_what_bytes_say() {
    let document = r#"{"auths":{"registry.example.com":{"auth":"cm9ib3Q6Q0FOQVJZ"}}}"#;
    for length in 0..130 {
        let before = ["x", "\"", "\\", "é", "\n"].map(|text| text.repeat(length));
        let texts = before.iter().map(|before| format!("{before} {document}")).chain([
            BASE64_STANDARD.encode(format!("{}{document}", " ".repeat(length))),
            BASE64_URL_SAFE.encode(format!("{document}{}", "\u{fffd}~".repeat(length))),
        ]);
        let data: serde_json::Map<_, _> = texts.enumerate().map(|(nth, text)| (nth.to_string(), json!(text))).collect();
        let expected = data.len();
        let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": data});
        let payload = payload(&fixtures::request(object), &json!({}));
        let answer = policy().call("validate", &payload, &CallOptions::default()).answer.unwrap();
        assert_eq!(answer, native(&payload).unwrap(), "{length}");
        assert_eq!(found_in(&answer).len(), expected, "{length}");
    }
}

/// The same for images, whose length decides how they are read.
#[test]
fn images_of_all_lengths_are_read_alike() {
    for length in 0..80 {
        let name = "a".repeat(length);
        let images = [
            format!("r.io/{name}"),
            format!("r.io:5000/a{name}:1"),
            format!("{name}.io/a/b-c"),
            format!("a/b{name}:{name}"),
        ];
        for image in images {
            let payload =
                payload(&fixtures::request(fixtures::pod(&image)), &json!({"deniedRegistries": ["docker.io/a"]}));
            let answer = policy().call("validate", &payload, &CallOptions::default()).answer;
            assert_eq!(answer.unwrap(), native(&payload).unwrap(), "{image}");
        }
    }
}
