//! Three readers of YAML over one corpus: the guest's, the tools', and libyaml, which stands for what Kubernetes and k3s read with
//! (Go's reader is a port of it). What libyaml finds was written down by `PyYAML`'s `CSafeLoader.compose_all`, with merge keys resolved as
//! its constructor does; where another reader finds something else, that is written beside it, and reviewed.

use std::collections::BTreeSet;
use std::fs;

use insecure_registry_formats::{Step, yaml};
use insecure_registry_manifests::documents::documents;
use serde_json::{Value, json};

/// A scalar, and the path to it.
type Scalar = (String, String);

/// What a reader finds; nothing where it refuses the text.
type Found = Option<BTreeSet<Scalar>>;

fn found(value: &Value) -> Found {
    let list = value.as_array()?;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Some(list.iter().map(|scalar| (text(&scalar[0]), text(&scalar[1]))).collect())
}

fn as_json(found: &Found) -> Value {
    found.as_ref().map_or(Value::Null, |scalars| scalars.iter().map(|(path, value)| json!([path, value])).collect())
}

/// The guest's reader.
fn guest(text: &str) -> Found {
    let mut scalars = BTreeSet::new();
    let read = yaml::scalars(text, &mut 10_000, &mut |path, value| {
        let path: Vec<_> = path
            .iter()
            .map(|step| match step {
                Step::Key(key) => key.to_string(),
                Step::Item(nth) => nth.to_string(),
            })
            .collect();
        scalars.insert((path.join("/"), value.to_owned()));
    });
    read.is_ok().then_some(scalars)
}

/// The tools' reader, which gives JSON: its strings, and where anything else stands.
fn tools(text: &str) -> Found {
    fn walk(value: &Value, path: &str, scalars: &mut BTreeSet<Scalar>) {
        let under = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}/{key}") };
        match value {
            Value::Null => {}
            Value::String(text) => drop(scalars.insert((path.to_owned(), text.clone()))),
            Value::Bool(_) | Value::Number(_) => drop(scalars.insert((path.to_owned(), OTHER.to_owned()))),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(nth, item)| walk(item, &under(&nth.to_string()), scalars));
            }
            Value::Object(members) => members.iter().for_each(|(key, value)| walk(value, &under(key), scalars)),
        }
    }
    let mut scalars = BTreeSet::new();
    for document in documents(text) {
        let (_, value) = document.ok()?;
        walk(&value, "", &mut scalars);
    }
    Some(scalars)
}

/// A number or a boolean, which may be written in many ways.
const OTHER: &str = "(other)";

/// Whether the tools' reader finds the same, as far as JSON can tell: it has no empty collections here, and no numbers as they are written.
fn is_same_in_json(found: &Found, json: &Found) -> bool {
    match (found, json) {
        (None, None) => true,
        (Some(found), Some(json)) => {
            let paths = |scalars: &BTreeSet<Scalar>| -> BTreeSet<String> {
                scalars.iter().filter(|(_, value)| !value.is_empty()).map(|(path, _)| path.clone()).collect()
            };
            paths(found) == paths(json) && json.iter().all(|scalar| scalar.1 == OTHER || found.contains(scalar))
        }
        _ => false,
    }
}

#[test]
fn readers_agree() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/yaml.json");
    let table: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert!(table.len() > 150);
    let mut actual = Vec::new();
    for row in &table {
        let text = row["text"].as_str().unwrap();
        let libyaml = found(&row["libyaml"]);
        let mut row = json!({"text": text, "libyaml": row["libyaml"]});
        let guest = guest(text);
        assert!(libyaml.is_none() || guest == libyaml, "the guest's reader misses something of {text:?}: {guest:?}");
        if guest != libyaml {
            row["guest"] = as_json(&guest);
        }
        let tools = tools(text);
        if !is_same_in_json(&guest, &tools) {
            row["tools"] = as_json(&tools);
        }
        actual.push(row);
    }
    if actual != table && std::env::var_os("BLESS").is_some() {
        let rows: Vec<_> = actual.iter().map(Value::to_string).collect();
        fs::write(path, format!("[\n{}\n]\n", rows.join(",\n"))).unwrap();
        return;
    }
    for (actual, row) in actual.iter().zip(&table) {
        assert_eq!(actual, row, "differs; BLESS=1 writes what is found");
    }
}
