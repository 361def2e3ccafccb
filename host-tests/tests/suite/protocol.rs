//! What a host may do to the policy, and what the policy says then: an error or a denial, in words, and never a trap.

use std::time::Duration;

use insecure_registry_host::host::{Call, CallOptions, Failure, HostTime};
use insecure_registry_manifests::request::payload;
use serde_json::{Value, json};

use crate::fixtures::{CANARY, pod, request};
use crate::policy;

fn call(operation: &str, payload: &[u8]) -> Call {
    policy().call(operation, payload, &CallOptions::default())
}

/// The text of the error that the guest gives. Anything else fails the test: an answer, and above all a trap.
#[track_caller]
fn error(operation: &str, payload: &[u8]) -> String {
    match call(operation, payload).answer {
        Err(Failure::Guest(text)) => text,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn answer(operation: &str, payload: &[u8]) -> Value {
    serde_json::from_slice(&call(operation, payload).answer.unwrap()).unwrap()
}

#[test]
fn protocol_version_is_v1() {
    assert_eq!(call("protocol_version", b"").answer.unwrap(), br#""v1""#);
}

#[test]
fn unknown_operations_are_refused_by_name() {
    assert_eq!(error("mutate", b"{}"), "No handler registered for function mutate");
    assert_eq!(error("", b""), "No handler registered for function ");
}

#[test]
fn payloads_that_are_no_request_are_refused_without_being_quoted() {
    let no = "insecure-registry: the payload is not a validation request";
    let review =
        json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request(pod(CANARY))});
    for (payload, expected) in [
        (String::new(), "insecure-registry: the payload is not valid JSON at byte 0".to_owned()),
        (CANARY.to_owned(), "insecure-registry: the payload is not valid JSON at byte 0".to_owned()),
        (format!(r#"{{"request":{{"name":"{CANARY}"}},"request":{{}}}}"#), format!("{no}: duplicate field `request`")),
        ("[]".to_owned(), format!("{no}: the payload: expected `request` and `settings`, found a list")),
        ("{}".to_owned(), format!("{no}: `request` is missing, expected an admission request")),
        (review.to_string(), format!("{no}: `settings` is missing, expected the policy's settings")),
        (
            json!({"request": review, "settings": {}}).to_string(),
            format!("{no}: `request.kind`: expected `group`, `version` and `kind`, found a string"),
        ),
        (
            json!({"request": {"kind": {"group": "", "kind": "Pod"}, "operation": CANARY}, "settings": {}}).to_string(),
            format!("{no}: `request.operation`: expected one of CREATE, UPDATE, DELETE, CONNECT"),
        ),
        (
            json!({"request": {"kind": {"group": "", "kind": "Pod"}, "operation": "CREATE"}, "settings": {}})
                .to_string(),
            format!("{no}: `request.object` is missing, expected the object to judge"),
        ),
    ] {
        assert_eq!(error("validate", payload.as_bytes()), expected, "{payload}");
    }
    assert_eq!(error("validate", b"{\xff}"), "insecure-registry: the payload is not valid JSON at byte 1");
}

#[test]
fn settings_that_mean_nothing_are_refused_on_each_request() {
    let pod = request(pod("nginx"));
    for (settings, expected) in [
        (json!([]), "insecure-registry: invalid settings: `settings` is a list; expected an object"),
        (json!("x"), "insecure-registry: invalid settings: `settings` is a string; expected an object"),
        (json!({"updates": 5}), "insecure-registry: invalid settings: `updates` is a number; expected a string"),
    ] {
        assert_eq!(error("validate", &payload(&pod, &settings)), expected);
    }
}

#[test]
fn settings_are_validated_in_words() {
    assert_eq!(answer("validate_settings", b"{}"), json!({"valid": true}));
    assert_eq!(
        answer("validate_settings", br#"{"updates":"loose","exemptions":[{"users":["a"]}]}"#),
        json!({
            "valid": false,
            "message": "invalid settings: `exemptions[0].reason` is missing; explain why, for whoever reads this later; \
                        `updates` is not a valid value; expected `ratchet` or `strict`"
        })
    );
    assert_eq!(
        answer("validate_settings", br#"{"trustedRegistries":["a.b"],"insecureRegistries":["A.b"]}"#),
        json!({
            "valid": false,
            "message": "invalid settings: `trustedRegistries[0]` contradicts `insecureRegistries[0]`; keep only one"
        })
    );
    let many: Vec<_> = (0..100).map(|_| "*").collect();
    let message = answer("validate_settings", json!({"insecureRegistries": many}).to_string().as_bytes());
    assert!(message["message"].as_str().unwrap().ends_with("; +90 more"));
    assert_eq!(
        error("validate_settings", b""),
        "insecure-registry: the text of the settings is not valid JSON at byte 0"
    );
    let secret = format!(r#"{{"insecureRegistries":["{CANARY}:{CANARY}@a.b","https://{CANARY}"],"help":5}}"#);
    let refused = answer("validate_settings", secret.as_bytes());
    assert!(refused["valid"] == false && !refused.to_string().contains(CANARY), "{refused}");
}

/// The policy server refuses bodies over 2 MiB before the guest sees them.
#[test]
fn two_mebibytes_are_judged() {
    let size = 2 << 20;
    let text = "x".repeat(size);
    let config_map =
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "big"}, "data": {"key": text}});
    assert_eq!(answer("validate", &payload(&request(config_map), &json!({}))), json!({"accepted": true}));

    let mut annotated = pod("localhost:5000/app");
    annotated["metadata"]["annotations"] = json!({"text": text});
    assert_eq!(answer("validate", &payload(&request(annotated), &json!({})))["accepted"], false);

    let answer = answer("validate", &payload(&request(pod(&format!("localhost:5000/{text}"))), &json!({})));
    let message = answer["message"].as_str().unwrap();
    assert!(message.contains("malformed-reference") && message.len() < 1000, "{message}");

    let containers: Vec<_> = (0..size / 40).map(|nth| json!({"image": format!("localhost:5000/app:{nth}")})).collect();
    let mut many = pod("nginx");
    many["spec"]["containers"] = json!(containers);
    let call = call("validate", &payload(&request(many), &json!({})));
    let answer: Value = serde_json::from_slice(&call.answer.unwrap()).unwrap();
    let message = answer["message"].as_str().unwrap();
    assert!(
        message.starts_with(&format!("insecure-registry: Pod default/app denied, {} problems\n", containers.len()))
    );
    assert!(message.ends_with(&format!("\n- and {} more", containers.len() - 1000)));
    assert!(message.len() < 16 * 1024, "{}", message.len());
}

#[test]
fn ten_thousand_levels_are_judged_or_refused() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    for deep in [deep("[", "]"), deep(r#"{"a":"#, "}")] {
        let beside =
            json!({"kind": {"group": "", "version": "v1", "kind": "Pod"}, "operation": "CREATE", "object": "@"});
        let plant = |spec: &str| {
            let object = format!(r#"{{"other":{deep},"spec":{spec}}}"#);
            format!(r#"{{"request":{},"settings":{{}}}}"#, beside.to_string().replace("\"@\"", &object))
        };
        // Where nobody looks.
        assert_eq!(
            answer("validate", plant(r#"{"containers":[{"image":"nginx"}]}"#).as_bytes()),
            json!({"accepted": true})
        );
        assert_eq!(
            answer("validate", plant(r#"{"containers":[{"image":"localhost/x"}]}"#).as_bytes())["accepted"],
            false
        );
        // Where an image belongs.
        let refused = answer("validate", plant(&format!(r#"{{"containers":[{{"image":{deep}}}]}}"#)).as_bytes());
        assert!(refused["message"].as_str().unwrap().contains("unreadable-object at spec.containers[0].image"));
        let refused = answer("validate", plant(&format!(r#"{{"containers":{deep}}}"#)).as_bytes());
        assert_eq!(refused["accepted"], false);
        // Where settings belong.
        let settings = format!(r#"{{"request":{},"settings":{deep}}}"#, request(pod("nginx")));
        let expected = "insecure-registry: the text of the settings nests deeper than 128 levels at byte ";
        let error = error("validate", settings.as_bytes());
        assert!(error.starts_with(expected), "{error}");
    }
}

/// Each text in another one is walked while the one around it is: the levels of all of them have to fit on the stack.
#[test]
fn deep_manifests_in_texts_of_deep_manifests_are_judged() {
    let deep = |value: Value| (0..120).fold(value, |inner, _| json!({"a": inner}));
    let widget =
        |spec| json!({"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "a"}, "spec": spec});
    let object = (0..3).fold(json!("-"), |inner, _| {
        widget(deep(json!({"manifest": format!("{inner}\n"), "image": "localhost:5000/app"})))
    });
    let judged = answer("validate", &payload(&request(object), &json!({})));
    assert_eq!(judged["accepted"], false, "{judged}");
}

/// A string that is no Unicode cannot come from the policy server. Where a credential could be in it, it is not passed over.
#[test]
fn strings_that_are_no_unicode_are_refused() {
    let plant = |kind: &str, object: &str| {
        let kind = json!({"group": "", "version": "v1", "kind": kind});
        let text = format!(r#"{{"request":{{"kind":{kind},"object":{object},"operation":"CREATE"}},"settings":{{}}}}"#);
        answer("validate", text.as_bytes())["message"].as_str().unwrap().to_owned()
    };
    let env = r#"{"spec":{"containers":[{"env":[{"name":"A","value":"{\"auths\":{\"r\":{\"auth\":\"\ud800"}]}]}}"#;
    assert!(
        plant("Pod", env)
            .contains("unreadable-object at spec.containers[0].env[0]:\n    expected a valid Unicode string")
    );
    let data = r#"{"data":{"a":"{\"auths\":{\"r\":{\"auth\":\"\ud800"}}"#;
    assert!(plant("ConfigMap", data).contains("unreadable-object at data.a:\n    expected a valid Unicode string"));
}

/// The policy says nothing to the host but its answer, so a host that refuses to log changes nothing.
#[test]
fn a_host_that_refuses_every_call_gets_the_same_answers() {
    let payload = payload(&request(pod("localhost:5000/app")), &json!({}));
    let mut options = CallOptions::default();
    options.script = options.script.answer("kubewarden", "tracing", "log", Err("refused".to_owned()));
    let call = policy().call("validate", &payload, &options);
    assert_eq!(call.answer, policy().call("validate", &payload, &CallOptions::default()).answer);
    assert!(call.host_calls.is_empty());
}

/// The time is the host's, and a host that has none gets a denial that says so.
#[test]
fn exemptions_end_by_the_clock_of_the_host() {
    let exemption = json!({"reason": "k3d", "namespaces": ["default"], "until": "2027-01-31"});
    let payload = payload(&request(pod("localhost:5000/app")), &json!({"exemptions": [exemption]}));
    let at = |time| {
        let answer = policy().call("validate", &payload, &CallOptions { time, ..CallOptions::default() }).answer;
        serde_json::from_slice::<Value>(&answer.unwrap()).unwrap()
    };
    // The end of 2027-01-31 in UTC.
    let end = 1_801_440_000;
    let early = at(HostTime::At(Duration::from_secs(end - 15 * 24 * 60 * 60)));
    assert!(early["accepted"] == true && early["warnings"].is_null(), "{early}");
    let soon = at(HostTime::At(Duration::from_nanos((end - 1) * 1_000_000_000 + 999_999_999)));
    let warning = "Pod default/app: loopback-registry is exempt only until 2027-01-31: k3d";
    assert!(soon["accepted"] == true && soon["warnings"] == json!([warning]), "{soon}");
    for (time, expected) in [
        (HostTime::At(Duration::from_secs(end)), "the exemption ended on 2027-01-31: k3d"),
        (HostTime::Unknown, "but the host has no clock to compare it with: k3d"),
    ] {
        let denied = at(time);
        let message = denied["message"].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(denied["accepted"] == false && message.contains(expected), "{message}");
    }
}
