//! Writes the fixtures as first inputs of the targets that take text: `cargo run --example seeds FOLDER`.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use insecure_registry_fixtures as fixtures;
use serde_json::Value;

/// Longer ones slow a fuzzer down.
const LONGEST: usize = 8 * 1024;

fn main() {
    let folder = env::args().nth(1).expect("say where: cargo run --example seeds FOLDER");
    let write = |target: &str, inputs: BTreeSet<Vec<u8>>| {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder).unwrap();
        for (nth, input) in inputs.into_iter().filter(|input| input.len() <= LONGEST).enumerate() {
            fs::write(folder.join(format!("fixture-{nth:03}")), input).unwrap();
        }
    };
    let payloads: BTreeSet<_> = fixtures::payloads().into_iter().map(|(_, payload)| payload).collect();
    let mut strings = BTreeSet::new();
    let mut settings = BTreeSet::new();
    for payload in &payloads {
        let payload: Value = serde_json::from_slice(payload).unwrap();
        settings.insert(payload["settings"].to_string().into_bytes());
        each_string(&payload["request"]["object"], &mut |text| {
            strings.insert(text.as_bytes().to_vec());
        });
    }
    let lists = |settings: &[u8]| -> Vec<String> {
        let settings: Value = serde_json::from_slice(settings).unwrap();
        let lists = ["insecureRegistries", "trustedRegistries", "allowedRegistries", "deniedRegistries"];
        let entries = lists.iter().filter_map(|list| settings[*list].as_array()).flatten();
        entries.filter_map(|entry| Some(entry.as_str()?.to_owned())).collect()
    };
    let patterns = settings.iter().map(|settings| lists(settings)).filter(|list| !list.is_empty());
    write("patterns", patterns.map(|list| [&list[..1], &list[..]].concat().join("\n").into_bytes()).collect());
    write("references", fixtures::images().into_iter().map(|fixture| fixture.image.into_bytes()).collect());
    write("contents", strings.into_iter().filter(|text| text.len() > 20).collect());
    write("settings", settings);
    let mut manifests = BTreeSet::new();
    for (folder, ending) in
        [("host-tests/fixtures/requests", "yaml"), ("examples/requests", "yaml"), ("examples/requests", "json")]
    {
        for path in fixtures::files(folder, ending) {
            let text = fs::read_to_string(&path).unwrap();
            manifests.insert(text.into_bytes());
        }
    }
    for payload in &payloads {
        // As `kubectl get -o json` prints it.
        let payload: Value = serde_json::from_slice(payload).unwrap();
        manifests.insert(serde_json::to_string_pretty(&payload["request"]["object"]).unwrap().into_bytes());
    }
    write("manifests", manifests);
    write("payloads", payloads);
}

fn each_string(value: &Value, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(items) => items.iter().for_each(|item| each_string(item, visit)),
        Value::Object(members) => members.values().for_each(|value| each_string(value, visit)),
        _ => {}
    }
}
