use serde_json::{Value, json};

use super::*;
use crate::catalogue::path::Step;
use crate::places::Shape;

/// The settings of most tests.
fn settings() -> Value {
    json!({
        "insecureRegistries": ["registry.corp.example:5000"],
        "rewrites": [
            {"from": "registry.corp.example:5000/legacy", "to": "registry.example.com/old", "on": "workloads"},
            {"from": "registry.corp.example:5000", "to": "registry.example.com/corp", "pullSecret": "corp-mirror"},
            {"from": "docker.io", "to": "registry.example.com/hub", "except": ["docker.io/example"]},
        ],
    })
}

#[allow(clippy::needless_pass_by_value)] // as `json!` makes it
fn pod(spec: Value) -> Value {
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec})
}

fn create(group: &str, kind: &str, object: &Value) -> Value {
    json!({"kind": {"group": group, "kind": kind}, "operation": "CREATE", "namespace": "shop", "object": object})
}

fn update(group: &str, kind: &str, old: &Value, new: &Value) -> Value {
    let mut request = create(group, kind, new);
    request["operation"] = json!("UPDATE");
    request["oldObject"] = old.clone();
    request
}

/// The answer to a request, and the bytes of the object in it.
fn answer(request: &Value, settings: &Value) -> (Value, Option<String>) {
    let payload = json!({"request": request, "settings": settings}).to_string();
    let text = String::from_utf8(crate::validate(payload.as_bytes()).unwrap()).unwrap();
    let object = text.split_once("\"mutated_object\":").map(|(_, rest)| rest[..rest.len() - 1].to_owned());
    let answer: Value = serde_json::from_str(&text).unwrap();
    let read = object.as_ref().map(|object| serde_json::from_str::<Value>(object).unwrap());
    assert_eq!(answer.get("mutated_object"), read.as_ref());
    (answer, object)
}

/// What becomes of an image of a new Pod.
#[track_caller]
fn check(image: &str, expected: &str) {
    let (answer, _) = answer(&create("", "Pod", &pod(json!({"containers": [{"image": image}]}))), &settings());
    let actual = match answer["mutated_object"].pointer("/spec/containers/0/image") {
        Some(image) => image.as_str().unwrap().to_owned(),
        None if answer["accepted"] == true => "as it is".to_owned(),
        None => answer["message"].as_str().unwrap().split('\n').nth(1).unwrap().to_owned(),
    };
    assert_eq!(actual, expected, "{image}");
}

#[test]
fn an_image_keeps_its_path_its_tag_and_its_digest() {
    let hex = "a".repeat(64);
    check("registry.corp.example:5000/app", "registry.example.com/corp/app");
    check("registry.corp.example:05000/team/app:1.2", "registry.example.com/corp/team/app:1.2");
    check("Registry.Corp.Example:5000/app", "registry.example.com/corp/app");
    check(
        &format!("registry.corp.example:5000/app:1@sha256:{hex}"),
        &format!("registry.example.com/corp/app:1@sha256:{hex}"),
    );
    check("registry.corp.example:5000/legacy/app:1", "registry.example.com/old/app:1");
    check("registry.corp.example:5000/legacy:1", "registry.example.com/old:1");
    check("registry.corp.example:5000/legacy-app:1", "registry.example.com/corp/legacy-app:1");
    check("nginx", "registry.example.com/hub/library/nginx");
    check("example-org/app:1", "registry.example.com/hub/example-org/app:1");
    check("index.docker.io/library/nginx:1", "registry.example.com/hub/library/nginx:1");
}

#[test]
fn what_no_entry_covers_stays() {
    for image in
        ["registry.example.com/corp/app", "registry.example.com/other", "ghcr.io/example/app", "example/app:1", " ", ""]
    {
        check(image, "as it is");
    }
}

#[test]
fn what_is_not_a_reference_stays_and_is_denied() {
    for (image, rule) in [
        ("registry.corp.example:5000/App", "malformed-reference"),
        ("http://registry.corp.example:5000/app", "insecure-registry"),
        ("robot:CANARY@registry.corp.example:5000/app", "credentials-in-reference"),
    ] {
        check(image, &format!("- {rule} at spec.containers[0].image:"));
    }
}

#[test]
fn what_is_denied_after_a_rewrite_has_both_spellings() {
    let settings = |to: &str| {
        json!({
            "allowedRegistries": ["registry.example.com/ok"],
            "rewrites": [{"from": "registry.corp.example:5000", "to": to}],
        })
    };
    let image = |path: &str| {
        create("", "Pod", &pod(json!({"containers": [{"image": format!("registry.corp.example:5000/{path}")}]})))
    };
    let (denied, object) = answer(&image("app:1"), &settings("registry.example.com/other"));
    assert_eq!((denied["accepted"].as_bool(), object), (Some(false), None));
    let message = denied["message"].as_str().unwrap().replace("\n    ", " ");
    let expected = "untrusted-registry at spec.containers[0].image: `registry.corp.example:5000/app:1` becomes \
                    `registry.example.com/other/app:1` (rewrites[0]): ";
    assert!(message.contains(expected), "{message}");
    assert!(denied.get("warnings").is_none() && denied["audit_annotations"].get("rewrites").is_none(), "{denied}");

    // As long as a path may be, but for what the entry adds.
    let long = "a".repeat(250);
    assert!(answer(&image(&long[..200]), &settings("registry.example.com/ok")).1.is_some());
    let (denied, object) = answer(&image(&long), &settings("registry.example.com/ok/mirror"));
    assert_eq!((denied["accepted"].as_bool(), object), (Some(false), None));
    let message = denied["message"].as_str().unwrap();
    assert!(
        message.contains("- malformed-reference at spec.containers[0].image:\n    `registry.corp.example:5000/aaa")
    );
    assert!(message.contains("(rewrites[0]): ") && message.contains("at most 255 characters"), "{message}");
}

/// Everything but the images and the pull secret is the same bytes: order, white space, numbers, escapes.
#[test]
fn all_else_stays_byte_for_byte() {
    let object = r#"{ "z":1.50e3, "kind":"Pod","apiVersion":"v1","metadata":{"name":"\u0077eb","x":[1,2 , null]},"spec":{"a":"registry.corp.example:5000/app","containers":[{"image": "registry.corp.example:5000/app" ,"name":"registry.corp.example:5000/app"},{"image":"ghcr.io/x/y"}],"initContainers":[{"image":"nginx:1"}],"volumes":[{"image":{"reference":"redis"}}]}}"#;
    let payload = format!(
        r#"{{"request":{{"kind":{{"group":"","kind":"Pod"}},"operation":"CREATE","object":{object}}},"settings":{}}}"#,
        settings()
    );
    let answer = String::from_utf8(crate::validate(payload.as_bytes()).unwrap()).unwrap();
    let (_, mutated) = answer.split_once("\"mutated_object\":").unwrap();
    let expected = object
        .replace(r#""image": "registry.corp.example:5000/app""#, r#""image": "registry.example.com/corp/app""#)
        .replace("\"nginx:1\"", "\"registry.example.com/hub/library/nginx:1\"")
        .replace("\"redis\"", "\"registry.example.com/hub/library/redis\"")
        .replace(r#""spec":{"#, r#""spec":{"imagePullSecrets":[{"name":"corp-mirror"}],"#);
    assert_eq!(mutated, expected + "}");
}

#[test]
fn what_is_no_text_is_not_copied() {
    let payload = json!({"request": create("", "Pod", &pod(json!({"containers": [{"image": "nginx"}]}))), "settings": settings()});
    let (before, after) = payload.to_string().split_once("web").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let payload = [before.as_bytes(), b"\xff", after.as_bytes()].concat();
    let error = crate::validate(&payload).unwrap_err().to_string();
    assert_eq!(error, "insecure-registry: the payload is not a validation request: request.object is not valid UTF-8");
}

#[test]
fn a_pull_secret_is_added_where_it_is_missing() {
    for (secrets, expected) in [
        (json!(null), json!([{"name": "corp-mirror"}])),
        (json!([]), json!([{"name": "corp-mirror"}])),
        (json!([{"name": "other"}]), json!([{"name": "other"}, {"name": "corp-mirror"}])),
        (json!([{"name": "corp-mirror"}, {"name": "other"}]), json!([{"name": "corp-mirror"}, {"name": "other"}])),
        // The API server refuses it.
        (json!("corp-mirror"), json!("corp-mirror")),
    ] {
        let object =
            pod(json!({"containers": [{"image": "registry.corp.example:5000/a"}], "imagePullSecrets": secrets}));
        let (answer, _) = answer(&create("", "Pod", &object), &settings());
        assert_eq!(answer["mutated_object"]["spec"]["imagePullSecrets"], expected, "{secrets}");
    }
    // The entry has none, or none of its images is there.
    for image in ["nginx", "ghcr.io/x/y"] {
        let object = pod(json!({"containers": [{"image": image}]}));
        let (_, mutated) = answer(&create("", "Pod", &object), &settings());
        assert!(!mutated.unwrap_or_default().contains("imagePullSecrets"), "{image}");
    }
}

#[test]
fn entries_count_in_their_namespaces() {
    let settings = json!({"rewrites": [
        {"from": "docker.io", "to": "registry.example.com/dev", "namespaces": ["dev-*", "test"]},
        {"from": "docker.io", "to": "registry.example.com/hub"},
    ]});
    for (namespace, expected) in [("dev-a", "dev"), ("test", "dev"), ("tests", "hub"), ("shop", "hub")] {
        let mut request = create("", "Pod", &pod(json!({"containers": [{"image": "nginx"}]})));
        request["namespace"] = json!(namespace);
        let (answer, _) = answer(&request, &settings);
        let image = format!("registry.example.com/{expected}/library/nginx");
        assert_eq!(answer["mutated_object"]["spec"]["containers"][0]["image"], image, "{namespace}");
    }
}

fn deployment(images: &[&str]) -> Value {
    let containers: Vec<_> =
        images.iter().enumerate().map(|(nth, image)| json!({"name": format!("c{nth}"), "image": image})).collect();
    json!({"metadata": {"name": "web"}, "spec": {"template": {"spec": {"containers": containers}}}})
}

const APP: &str = "registry.corp.example:5000/app:1";
const LEGACY: &str = "registry.corp.example:5000/legacy/app:1";

/// What stays as it is in Git is checked as its Pods will be.
#[test]
fn workloads_stay_unless_the_entry_says_so() {
    let (answer, object) = answer(&create("apps", "Deployment", &deployment(&[APP])), &settings());
    assert_eq!((answer["accepted"].as_bool(), object), (Some(true), None), "{answer}");
    let expected = "Deployment shop/web: in its Pods, `registry.corp.example:5000/app:1` becomes `registry.example.com/corp/app:1` (rewrite…";
    assert_eq!(answer["warnings"], json!([expected]));
    let annotation: Value = serde_json::from_str(answer["audit_annotations"]["rewrites"].as_str().unwrap()).unwrap();
    let entry = json!({
        "path": "spec.template.spec.containers[0].image", "from": APP, "to": "registry.example.com/corp/app:1", "entry": 1,
        "of": "pods",
    });
    assert_eq!(annotation, json!([entry]));

    let (answer, _) = self::answer(&create("apps", "Deployment", &deployment(&[APP, LEGACY])), &settings());
    let images = answer["mutated_object"]["spec"]["template"]["spec"]["containers"].as_array().unwrap();
    let images: Vec<_> = images.iter().map(|it| it["image"].as_str().unwrap()).collect();
    assert_eq!(images, [APP, "registry.example.com/old/app:1"]);
    // The secret is for the image that stays.
    assert!(answer["mutated_object"]["spec"]["template"]["spec"].get("imagePullSecrets").is_none());
}

#[test]
fn images_of_custom_resources_change_where_their_schema_is_known() {
    let mut settings = settings();
    settings["customResources"] =
        json!([{"group": "example.com", "kind": "Widget", "images": ["spec.image"], "podSpecs": ["spec.pod"]}]);
    let spec = json!({
        "image": LEGACY, "pod": {"containers": [{"image": LEGACY}, {"image": "nginx"}]},
        "other": {"image": LEGACY}, "list": [{"image": LEGACY, "command": ["x"]}],
    });
    let (answer, _) = answer(&create("example.com", "Widget", &json!({"spec": spec})), &settings);
    // By name and by shape alone they are not changed, and denied as they are.
    assert_eq!(answer["accepted"], false);
    let rules: Value = serde_json::from_str(answer["audit_annotations"]["findings"].as_str().unwrap()).unwrap();
    let paths: Vec<_> = rules.as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["spec.list[0].image", "spec.other.image"]);

    let spec = json!({"image": LEGACY, "pod": {"containers": [{"image": LEGACY}, {"image": "nginx"}]}});
    let (answer, _) = self::answer(&create("example.com", "Widget", &json!({"spec": spec})), &settings);
    let new = "registry.example.com/old/app:1";
    let spec = json!({"image": new, "pod": {"containers": [{"image": new}, {"image": "nginx"}]}});
    assert_eq!(answer["mutated_object"], json!({"spec": spec}));
}

#[test]
fn charts_keep_the_scheme_of_their_url() {
    for (url, to, expected) in [
        ("oci://ghcr.io/example/charts", "registry.example.com/gh", "oci://registry.example.com/gh/example/charts"),
        ("oci://ghcr.io/example/charts/", "registry.example.com", "oci://registry.example.com/example/charts"),
        ("oci://ghcr.io", "registry.example.com/gh", "oci://registry.example.com/gh"),
        ("oci://ghcr.io", "registry.example.com", "oci://registry.example.com"),
    ] {
        let settings = json!({"rewrites": [{"from": "ghcr.io", "to": to, "on": "workloads"}]});
        let repository = |url: &str| json!({"spec": {"url": url}});
        let (answer, _) = answer(&create("source.toolkit.fluxcd.io", "OCIRepository", &repository(url)), &settings);
        assert_eq!(answer["mutated_object"], repository(expected), "{url}");
    }
}

#[test]
fn lists_stay() {
    let item = pod(json!({"containers": [{"image": "nginx"}]}));
    for (kind, list) in [("List", json!({"items": [item]})), ("PodList", json!({"items": [item]}))] {
        let (answer, _) = answer(&create("", kind, &list), &settings());
        assert_eq!(answer, json!({"accepted": true}), "{kind}");
    }
}

#[test]
fn an_update_leaves_what_was_there() {
    let images = |images: &[&str]| {
        let containers: Vec<_> =
            images.iter().enumerate().map(|(nth, image)| json!({"name": format!("c{nth}"), "image": image})).collect();
        json!(containers)
    };
    let new = "registry.example.com/corp/app:1";
    // A Pod runs on with its image. Another one is rewritten, and its pull secrets cannot change.
    let old = pod(json!({"containers": images(&[APP]), "initContainers": images(&[APP])}));
    let (unchanged, object) = answer(&update("", "Pod", &old, &old), &settings());
    assert_eq!((unchanged["accepted"].as_bool(), object), (Some(true), None));
    assert!(unchanged["warnings"][0].as_str().unwrap().contains("unchanged insecure-registry"), "{unchanged}");
    let other =
        pod(json!({"containers": images(&["registry.corp.example:5000/app:2"]), "initContainers": images(&[APP])}));
    let (answer, _) = answer(&update("", "Pod", &other, &old), &settings());
    assert_eq!(answer["mutated_object"], pod(json!({"containers": images(&[new]), "initContainers": images(&[APP])})));

    // Containers are told apart by their names.
    let mut moved = old.clone();
    moved["spec"]["containers"] = json!([{"name": "new", "image": "nginx"}, {"name": "c0", "image": APP}]);
    let (answer, _) = self::answer(&update("", "Pod", &old, &moved), &settings());
    let containers = &answer["mutated_object"]["spec"]["containers"];
    assert_eq!(containers[0]["image"], "registry.example.com/hub/library/nginx");
    assert_eq!(containers[1]["image"], APP);

    // No volumes, and without an old object nothing.
    let volumes = |image: &str| {
        pod(json!({"containers": images(&["ghcr.io/x/y"]), "volumes": [{"name": "v", "image": {"reference": image}}]}))
    };
    let (answer, _) = self::answer(&update("", "Pod", &volumes("nginx:1"), &volumes("nginx:2")), &settings());
    assert_eq!(answer, json!({"accepted": true}));
}

#[test]
fn new_ephemeral_containers_are_rewritten_and_no_others() {
    let containers = |debuggers: Value| {
        pod(json!({"containers": [{"name": "c", "image": "nginx"}], "ephemeralContainers": debuggers}))
    };
    let (old, new) = (json!({"name": "old", "image": "busybox"}), json!({"name": "new", "image": "busybox"}));
    let mut request = update("", "Pod", &containers(json!([old])), &containers(json!([new, old])));
    request["subResource"] = json!("ephemeralcontainers");
    let rewritten = json!({"name": "new", "image": "registry.example.com/hub/library/busybox"});
    let (answer, _) = answer(&request, &settings());
    assert_eq!(answer["mutated_object"], containers(json!([rewritten, old])));
    // One that is there cannot change.
    request["oldObject"] = containers(json!([{"name": "old", "image": "busybox:1"}, new]));
    assert_eq!(self::answer(&request, &settings()).0, json!({"accepted": true}));
    // Through another subresource nothing does.
    request["subResource"] = json!("unknown");
    request["oldObject"] = containers(json!([]));
    assert_eq!(self::answer(&request, &settings()).0, json!({"accepted": true}));
}

#[test]
fn the_template_of_a_job_never_changes() {
    let (old, new) = (deployment(&[LEGACY]), deployment(&["registry.corp.example:5000/legacy/app:2"]));
    for (group, kind, is_changed) in [("batch", "Job", false), ("apps", "Deployment", true)] {
        let (answer, object) = answer(&update(group, kind, &old, &new), &settings());
        assert_eq!((answer["accepted"].as_bool(), object.is_some()), (Some(true), is_changed), "{answer}");
        let of = if is_changed { "" } else { "in its Pods, " };
        assert!(answer["warnings"][0].as_str().unwrap().starts_with(&format!("{kind} shop/web: {of}`registry.corp")));
        // What its Pods do is not told again with each update.
        let mut labelled = old.clone();
        labelled["metadata"]["labels"] = json!({"a": "b"});
        let (answer, object) = self::answer(&update(group, kind, &old, &labelled), &settings());
        assert_eq!((answer["accepted"].as_bool(), answer.get("warnings"), object), (Some(true), None, None));
    }
}

#[test]
fn many_warnings_are_counted() {
    let pod = |count: usize| {
        let containers: Vec<_> = (0..count).map(|nth| json!({"image": format!("example-org-{nth}/app")})).collect();
        create("", "Pod", &pod(json!({"containers": containers, "initContainers": containers})))
    };
    for (count, lines, last) in [
        (1, 1, "becomes `registry.example.com/hub/example-org-0/app` (rewrites[2]), and 1 more"),
        (5, 5, "`registry.example.com/hub/example-org-4/app` (rewrites[2]), and 1 more"),
        (7, 6, "Pod shop/web: 4 more images rewritten by insecure-registry"),
    ] {
        let (answer, _) = answer(&pod(count), &settings());
        let warnings = answer["warnings"].as_array().unwrap();
        assert_eq!(warnings.len(), lines);
        assert!(warnings[lines - 1].as_str().unwrap().ends_with(last), "{warnings:?}");
        assert!(warnings.iter().all(|it| it.as_str().unwrap().chars().count() <= 120));
    }
    let (answer, _) = answer(&pod(500), &settings());
    let annotation = answer["audit_annotations"]["rewrites"].as_str().unwrap();
    let list: Vec<Value> = serde_json::from_str(annotation).unwrap();
    let more = list.last().unwrap()["more"].as_u64().unwrap();
    assert!(annotation.len() <= 4096 && list.len() > 20);
    assert_eq!(list.len() as u64 - 1 + more, 1000);
}

/// Each costs a look at the object.
#[test]
fn images_beyond_the_first_thousand_are_rewritten_and_counted() {
    let count = MOST_CHANGES + 500;
    let containers: Vec<_> = (0..count).map(|nth| json!({"image": format!("docker.io/a{nth}/a")})).collect();
    let (answer, object) = answer(&create("", "Pod", &pod(json!({"containers": containers}))), &settings());
    let object = object.unwrap();
    for nth in [0, MOST_CHANGES, count - 1] {
        assert!(object.contains(&format!("\"registry.example.com/hub/a{nth}/a\"")), "{nth}");
    }
    assert!(!object.contains("docker.io"));
    let warnings = answer["warnings"].as_array().unwrap();
    let told = warnings.len() - 1;
    let more = format!("Pod shop/web: {} more images rewritten by insecure-registry", count - told);
    assert_eq!(warnings.last().unwrap().as_str(), Some(more.as_str()));
    let annotation = answer["audit_annotations"]["rewrites"].as_str().unwrap();
    let entries: Vec<Value> = serde_json::from_str(annotation).unwrap();
    assert_eq!(entries.last(), Some(&json!({"more": count - (entries.len() - 1)})));
}

#[test]
fn pull_secrets_of_many_pod_specs_are_bounded() {
    let mut settings = settings();
    settings["customResources"] = json!([{"group": "example.com", "kind": "Widget", "podSpecs": ["pods[*]"]}]);
    settings["rewrites"][1]["on"] = json!("workloads");
    let widget = |count: usize| json!({"pods": vec![json!({"containers": [{"image": APP}]}); count]});
    let (answer, _) = answer(&create("example.com", "Widget", &widget(MOST_POD_SPECS)), &settings);
    let pods = answer["mutated_object"]["pods"].as_array().unwrap();
    assert!(pods.iter().all(|pod| pod["imagePullSecrets"] == json!([{"name": "corp-mirror"}])));
    let (answer, _) = self::answer(&create("example.com", "Widget", &widget(MOST_POD_SPECS + 1)), &settings);
    assert_eq!(answer["accepted"], false);
    assert!(answer["message"].as_str().unwrap().contains(&format!("pods[{MOST_POD_SPECS}]")), "{answer}");
}

/// What was rewritten is rewritten no further.
#[test]
fn twice_is_once() {
    let images = ["nginx", "a/b:1", APP, LEGACY, "ghcr.io/x/y", "docker.io/library/redis@sha256:0"];
    let spec = json!({
        "containers": images.map(|image| json!({"image": image})),
        "volumes": images.map(|image| json!({"image": {"reference": image}})),
    });
    let mut settings = settings();
    settings["rules"] = json!({"malformed-reference": "allow"});
    let (first, object) = answer(&create("", "Pod", &pod(spec)), &settings);
    assert!(object.is_some());
    let (second, object) = answer(&create("", "Pod", &first["mutated_object"]), &settings);
    assert_eq!((second, object), (json!({"accepted": true}), None));
}

/// A value of a shape that has this image, if it can have one.
fn planted(shape: Shape, image: &str) -> Option<Value> {
    Some(match shape {
        Shape::Image => json!(image),
        Shape::ImageUrl(scheme) => json!(format!("{scheme}{image}")),
        Shape::ImageReference => json!({"kind": "DockerImage", "name": image}),
        Shape::Bundle => json!({"name": "bundle", "value": image}),
        Shape::Container => json!({"name": "c", "image": image}),
        Shape::List(shape) => json!([planted(*shape, image)?]),
        Shape::Object(members) | Shape::PodSpec(members) => {
            let planted = members.iter().map(|(name, shape)| Some(((*name).to_owned(), planted(*shape, image)?)));
            Value::Object(planted.collect::<Option<_>>()?)
        }
        Shape::Variable | Shape::Arguments(_) | Shape::Map(_) | Shape::Metadata | Shape::Resource | Shape::Secret => {
            return None;
        }
    })
}

/// Every image of a custom resource that the catalogue knows is rewritten, and nothing else is.
#[test]
fn images_of_all_known_custom_resources_change() {
    let settings =
        json!({"rewrites": [{"from": "registry.corp.example", "to": "registry.example.com/corp", "on": "workloads"}]});
    let mut count = 0;
    for row in crate::catalogue::kinds::KINDS {
        for (path, shape) in row.places {
            let object = |image: &str| {
                let steps: Vec<_> = crate::catalogue::path::steps(path).map(Result::unwrap).collect();
                let planted = planted(*shape, image)?;
                Some(steps.iter().rev().fold(planted, |inner, step| match step {
                    Step::Key(key) => json!({*key: inner}),
                    _ => json!([inner]),
                }))
            };
            let Some(old) = object("registry.corp.example/team/app:1") else { continue };
            let new = object("registry.example.com/corp/team/app:1").unwrap();
            for kind in row.kinds {
                let (answer, _) = answer(&create(row.group, kind, &old), &settings);
                assert_eq!(answer["mutated_object"], new, "{path} of {kind}.{}: {answer}", row.group);
                count += 1;
            }
        }
    }
    assert!(count > 100, "only {count} places");
}
