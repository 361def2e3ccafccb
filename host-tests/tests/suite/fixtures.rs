//! Reads the fixtures: images by rule, whole requests, and the examples that `make run` shows.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use insecure_registry_manifests::request::{create, payload, requests_from, settings_from};
use serde_json::{Map, Value, json};

/// What every secret in a fixture holds, so that no output may hold it.
pub(crate) const CANARY: &str = "CANARY";

/// An image, and what is found in it.
pub(crate) struct ImageFixture {
    /// The file without its ending, and the number of the case from 1.
    pub(crate) name: String,
    /// The file without its ending: a rule, or `look-alikes`.
    pub(crate) file: String,
    pub(crate) image: String,
    pub(crate) settings: Value,
    pub(crate) finds: BTreeSet<String>,
}

impl ImageFixture {
    pub(crate) fn payload(&self) -> Vec<u8> {
        payload(&request(pod(&self.image)), &self.settings)
    }
}

/// The least pod that has this image.
pub(crate) fn pod(image: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": {"containers": [{"name": "app", "image": image}]}})
}

/// The request that creates an object.
pub(crate) fn request(object: Value) -> Value {
    let Value::Object(object) = object else { panic!("a manifest is a mapping") };
    create(object)
}

pub(crate) fn images() -> Vec<ImageFixture> {
    let mut fixtures = Vec::new();
    for path in files("fixtures/images", "yaml") {
        let file = stem(&path);
        let Value::Array(cases) = yaml(&path) else { panic!("{file}: expected a list of cases") };
        for (nth, case) in cases.iter().enumerate() {
            let name = format!("{file} {}", nth + 1);
            let text =
                |field: &str| case[field].as_str().unwrap_or_else(|| panic!("{name}: `{field}` is missing")).to_owned();
            let known = ["image", "why", "finds", "settings"];
            assert!(
                case.as_object().unwrap().keys().all(|field| known.contains(&field.as_str())),
                "{name}: unknown field"
            );
            assert!(!text("why").is_empty(), "{name}: says nothing");
            let finds = case["finds"].as_array().unwrap_or_else(|| panic!("{name}: `finds` is missing"));
            fixtures.push(ImageFixture {
                image: text("image"),
                settings: case.get("settings").cloned().unwrap_or(json!({})),
                finds: finds.iter().map(|rule| rule.as_str().unwrap().to_owned()).collect(),
                file: file.clone(),
                name,
            });
        }
    }
    fixtures
}

/// A whole request.
pub(crate) struct RequestFixture {
    /// The file without its ending. It begins with the outcome: `deny-`, `warn-`, `accept-`, `error-`.
    pub(crate) name: String,
    pub(crate) request: Value,
    pub(crate) settings: Value,
}

impl RequestFixture {
    pub(crate) fn payload(&self) -> Vec<u8> {
        payload(&self.request, &self.settings)
    }
}

/// Requests are written as the object that is created, with whatever the request has otherwise beside it:
/// `operation`, `oldObject`, `subResource`, `userInfo`, `kind`, …; or as `request`, whole.
pub(crate) fn requests() -> Vec<RequestFixture> {
    let mut fixtures = Vec::new();
    for path in files("fixtures/requests", "yaml") {
        let name = stem(&path);
        let Value::Object(mut fixture) = yaml(&path) else { panic!("{name}: expected a mapping") };
        let why = fixture.remove("why");
        assert!(
            why.as_ref().and_then(Value::as_str).is_some_and(|why| !why.is_empty()),
            "{name}: says nothing in `why`"
        );
        let settings = fixture.remove("settings").unwrap_or(json!({}));
        let request = fixture.remove("request").unwrap_or_else(|| overlaid(&fixture, &name));
        fixtures.push(RequestFixture { name, request, settings });
    }
    fixtures
}

fn overlaid(fixture: &Map<String, Value>, name: &str) -> Value {
    let manifest = fixture.get("object").filter(|object| object.is_object()).or(fixture.get("oldObject"));
    let mut request = request(manifest.unwrap_or_else(|| panic!("{name}: no object")).clone());
    for (field, value) in fixture {
        request[field] = value.clone();
    }
    if let Value::Object(fields) = &mut request {
        // `null` in a fixture takes a field out.
        fields.retain(|_, value| !value.is_null());
    }
    request
}

/// An object, and what is found in it.
pub(crate) struct ObjectFixture {
    /// The file without its ending, and the number of the case from 1.
    pub(crate) name: String,
    /// The file without its ending: a rule.
    pub(crate) file: String,
    pub(crate) request: Value,
    pub(crate) settings: Value,
    /// `rule at path`, with `warn` before what does not deny.
    pub(crate) finds: Vec<String>,
}

impl ObjectFixture {
    pub(crate) fn payload(&self) -> Vec<u8> {
        payload(&self.request, &self.settings)
    }
}

/// Objects by rule: those in which it finds something, and those that look alike. Instead of an `object` there may be a
/// `container`, or the text of a `file`, which stands in a `ConfigMap` then.
pub(crate) fn objects() -> Vec<ObjectFixture> {
    let mut fixtures = Vec::new();
    for path in files("fixtures/objects", "yaml") {
        let file = stem(&path);
        let Value::Array(cases) = yaml(&path) else { panic!("{file}: expected a list of cases") };
        for (nth, case) in cases.into_iter().enumerate() {
            let name = format!("{file} {}", nth + 1);
            let Value::Object(mut case) = case else { panic!("{name}: expected a mapping") };
            let why = case.remove("why");
            assert!(why.as_ref().and_then(Value::as_str).is_some_and(|why| !why.is_empty()), "{name}: says nothing");
            let settings = case.remove("settings").unwrap_or(json!({}));
            let finds = case.remove("finds").unwrap_or_else(|| panic!("{name}: `finds` is missing"));
            let finds = finds.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect();
            let mut take = |field: &str| case.remove(field);
            let object = if let Some(mut container) = take("container") {
                container["name"] = json!("app");
                if container["image"].is_null() {
                    container["image"] = json!("registry.example.com/tools:1");
                }
                json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": {"containers": [container]}})
            } else if let Some(text) = take("file") {
                json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "files"}, "data": {"file": text}})
            } else {
                let mut object = take("object").unwrap_or_else(|| panic!("{name}: no object"));
                if object["metadata"].is_null() {
                    object["metadata"] = json!({"name": "app"});
                }
                object
            };
            assert!(case.is_empty(), "{name}: unknown fields: {case:?}");
            fixtures.push(ObjectFixture { name, file: file.clone(), request: request(object), settings, finds });
        }
    }
    fixtures
}

/// The examples, with the settings that `make run` finds beside them.
pub(crate) fn examples() -> Vec<RequestFixture> {
    let folder = "../examples/requests";
    let mut fixtures = Vec::new();
    for path in files(folder, "yaml").into_iter().chain(files(folder, "json")) {
        let name = stem(&path);
        if name == "settings" || name.ends_with(".settings") {
            continue;
        }
        let beside = [path.with_extension("settings.yaml"), path.with_file_name("settings.yaml")];
        let settings = beside.iter().find_map(|path| fs::read_to_string(path).ok());
        let settings = settings.map_or(json!({}), |text| settings_from(&text).unwrap().0);
        for input in requests_from(&fs::read_to_string(&path).unwrap()).unwrap() {
            fixtures.push(RequestFixture { name: name.clone(), request: input.request, settings: settings.clone() });
        }
    }
    fixtures
}

/// Every payload that any fixture gives, with a name.
pub(crate) fn payloads() -> Vec<(String, Vec<u8>)> {
    let images = images().into_iter().map(|fixture| (fixture.name.clone(), fixture.payload()));
    let requests = requests().into_iter().chain(examples()).map(|fixture| (fixture.name.clone(), fixture.payload()));
    let objects = objects().into_iter().map(|fixture| (fixture.name.clone(), fixture.payload()));
    images.chain(requests).chain(objects).collect()
}

/// An answer of the policy, as a person reads it.
pub(crate) fn shown(answer: &Result<Vec<u8>, String>) -> String {
    let answer: Value = match answer {
        Ok(bytes) => serde_json::from_slice(bytes).unwrap(),
        Err(error) => return format!("error\n  {error}\n"),
    };
    let mut shown =
        if answer["accepted"] == true { "accepted\n".to_owned() } else { format!("denied {}\n", answer["code"]) };
    for line in answer["message"].as_str().unwrap_or_default().lines() {
        writeln!(shown, "  {line}").unwrap();
    }
    for warning in answer["warnings"].as_array().into_iter().flatten() {
        writeln!(shown, "warning: {}", warning.as_str().unwrap()).unwrap();
    }
    for finding in findings(&answer) {
        writeln!(shown, "audit: {finding}").unwrap();
    }
    shown
}

/// The findings in the audit annotation of an answer.
pub(crate) fn findings(answer: &Value) -> Vec<Value> {
    let annotation = answer["audit_annotations"]["findings"].as_str();
    annotation.map_or_else(Vec::new, |annotation| serde_json::from_str(annotation).unwrap())
}

/// The rules that found something, by the audit annotation.
pub(crate) fn rules_in(answer: &[u8]) -> BTreeSet<String> {
    let answer: Value = serde_json::from_slice(answer).unwrap();
    findings(&answer).iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

/// What was found, by the audit annotation, as object fixtures write it.
pub(crate) fn found_in(answer: &[u8]) -> Vec<String> {
    let answer: Value = serde_json::from_slice(answer).unwrap();
    let shown = |finding: &Value| {
        let text = |field: &str| finding[field].as_str().unwrap().to_owned();
        let warn = if text("action") == "deny" { "" } else { "warn " };
        format!("{warn}{} at {}", text("rule"), text("path"))
    };
    findings(&answer).iter().map(shown).collect()
}

/// The policy, natively; an error is the text that the guest gives the host.
pub(crate) fn native(payload: &[u8]) -> Result<Vec<u8>, String> {
    insecure_registry_policy::validate(payload).map_err(|error| error.to_string())
}

/// The files of a folder in order. Tests of other packages read them too.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../host-tests").join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|it| it == ending));
    files.sort();
    files
}

pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

fn yaml(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap();
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
