//! An image that is found in a Pod's container is found wherever an image can stand.
//!
//! The places are written out here once more, apart from the walker's own table, so that what it forgets is missed.

use serde_json::{Value, json};

use crate::fixtures::{self, findings, request};
use crate::policy;
use insecure_registry_manifests::request::payload;

/// Kind, `apiVersion`, and where its pod spec is.
const KINDS: [(&str, &str, &str); 12] = [
    ("Pod", "v1", "spec"),
    ("PodTemplate", "v1", "template.spec"),
    ("ReplicationController", "v1", "spec.template.spec"),
    ("Deployment", "apps/v1", "spec.template.spec"),
    ("ReplicaSet", "apps/v1", "spec.template.spec"),
    ("StatefulSet", "apps/v1", "spec.template.spec"),
    ("DaemonSet", "apps/v1", "spec.template.spec"),
    ("Job", "batch/v1", "spec.template.spec"),
    ("CronJob", "batch/v1", "spec.jobTemplate.spec.template.spec"),
    ("Deployment", "extensions/v1beta1", "spec.template.spec"),
    ("ReplicaSet", "extensions/v1beta1", "spec.template.spec"),
    ("DaemonSet", "extensions/v1beta1", "spec.template.spec"),
];

const GOOD: &str = "quay.io/neighbour/good:1";

/// Each place of a pod spec, with harmless neighbours before and after, and the image's path under the pod spec.
fn pod_specs(image: &str) -> [(&'static str, Value); 4] {
    let list = json!([{"name": "first"}, {"name": "bad", "image": image}, {"name": "last", "image": GOOD}]);
    let volumes = json!([{"name": "data", "emptyDir": {}}, {"name": "bad", "image": {"reference": image}}]);
    [
        ("containers[1].image", json!({"containers": list})),
        ("initContainers[1].image", json!({"containers": [{"name": "good", "image": GOOD}], "initContainers": list})),
        (
            "ephemeralContainers[1].image",
            json!({"containers": [{"name": "good", "image": GOOD}], "ephemeralContainers": list}),
        ),
        ("volumes[1].image.reference", json!({"containers": [{"name": "good", "image": GOOD}], "volumes": volumes})),
    ]
}

fn object(kind: &str, api_version: &str, at: &str, pod_spec: Value) -> Value {
    let mut object = at.rsplit('.').fold(pod_spec, |inner, key| json!({key: inner}));
    object["apiVersion"] = json!(api_version);
    object["kind"] = json!(kind);
    object["metadata"] = json!({"name": "app"});
    object
}

/// Every request through which the image can reach a cluster, with its path.
fn plantings(image: &str) -> Vec<(String, Value)> {
    let mut plantings = Vec::new();
    for (kind, api_version, at) in KINDS {
        for (place, pod_spec) in pod_specs(image) {
            let object = object(kind, api_version, at, pod_spec);
            plantings.push((format!("{at}.{place}"), request(object)));
        }
    }
    let [_, _, (place, pod_spec), _] = pod_specs(image);
    let pod = object("Pod", "v1", "spec", pod_spec);
    let mut debug = request(pod.clone());
    debug["subResource"] = json!("ephemeralcontainers");
    debug["operation"] = json!("UPDATE");
    debug["oldObject"] = object("Pod", "v1", "spec", json!({"containers": [{"name": "good", "image": GOOD}]}));
    plantings.push((format!("spec.{place}"), debug));

    let list = json!({"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Namespace"}, pod]});
    plantings.push((format!("items[1].spec.{place}"), request(list)));
    plantings
}

#[test]
fn an_image_is_found_wherever_it_is_planted() {
    let mut planted = 0;
    for fixture in fixtures::images().iter().filter(|fixture| !fixture.finds.is_empty()) {
        for (path, request) in plantings(&fixture.image) {
            let timing = policy().time("validate", &payload(&request, &with_good(&fixture.settings)));
            let answer: Value = serde_json::from_slice(&timing.answer.unwrap()).unwrap();
            let found: Vec<_> = findings(&answer).iter().map(|it| (text(it, "path"), text(it, "rule"))).collect();
            let expected: Vec<_> = fixture.finds.iter().map(|rule| (path.clone(), rule.clone())).collect();
            assert_eq!(found, expected, "{}: `{}`", fixture.name, fixture.image);
            planted += 1;
        }
    }
    assert!(planted > 1000, "only {planted} plantings");
}

/// Whatever the place, in the object itself; the items of a List stay as they are.
#[test]
fn an_image_is_rewritten_wherever_it_is_planted() {
    let settings = json!({"rewrites": [
        {"from": "registry.corp.example:5000", "to": "registry.example.com/corp", "on": "workloads"},
    ]});
    let (old, new) = ("registry.corp.example:5000/team/app:1", "registry.example.com/corp/team/app:1");
    for ((path, request), (_, rewritten)) in plantings(old).into_iter().zip(plantings(new)) {
        let answer = policy().time("validate", &payload(&request, &settings)).answer.unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        if path.starts_with("items") {
            assert_eq!(answer.get("mutated_object"), None, "{path}");
            continue;
        }
        assert_eq!(answer["mutated_object"], rewritten["object"], "{path}: {answer}");
        // Twice is once.
        let answer = policy().time("validate", &payload(&rewritten, &settings)).answer.unwrap();
        assert_eq!(String::from_utf8(answer).unwrap(), r#"{"accepted":true}"#, "{path}");
    }
}

/// The neighbours are allowed, where a fixture allows registries at all.
fn with_good(settings: &Value) -> Value {
    let mut settings = settings.clone();
    if let Some(Value::Array(allowed)) = settings.get_mut("allowedRegistries")
        && !allowed.is_empty()
    {
        allowed.push(json!(GOOD.split(':').next()));
    }
    settings
}

fn text(finding: &Value, field: &str) -> String {
    finding[field].as_str().unwrap().to_owned()
}
