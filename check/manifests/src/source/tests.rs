use std::cell::Cell;

use super::*;
use crate::documents::documents;

thread_local! {
    /// How many bytes were gone through to count characters.
    pub(super) static COUNTED: Cell<usize> = const { Cell::new(0) };
}

/// Steps as `a.b[0]`.
fn path(text: &str) -> Vec<Step<'_>> {
    text.split(['.', '['])
        .filter(|step| !step.is_empty())
        .map(|step| match step.strip_suffix(']') {
            Some(nth) => Step::Item(nth.parse().unwrap()),
            None => Step::Key(step.into()),
        })
        .collect()
}

/// The column of what stands after something that is not shown.
const AFTER: Option<usize> = None;

/// Position and quoted line of a place in the only, or last, document.
#[track_caller]
fn check(
    text: &str,
    place: &str,
    shown: Option<&str>,
    expected: (usize, impl Into<Option<usize>>),
    line: &str,
    underlined: &str,
) {
    let expected = (expected.0, expected.1.into());
    let (part, _) = documents(text).pop().unwrap().unwrap();
    let map = Map::of(&part).expect("a map");
    let position = map.find(path(place));
    assert_eq!((position.line, position.column), expected, "{place}");
    let quote = map.quote(&position, shown);
    assert_eq!(quote.text, line);
    assert_eq!(&quote.text[quote.range], underlined);
}

#[test]
fn a_value_is_found_where_it_stands() {
    let text =
        "a: b\n---\n# é\nspec:\n  - {name: x, image: 'é', env: [{name: P, value: hunter2}]} # hunter2\n  - image: y\n";
    let flow = "  - {name: x, image: 'r/é', env: [{name: P, value: •••}]}";
    check(text, "spec[0].image", Some("r/é"), (5, 22), flow, "'r/é'");
    let flow = "  - {name: x, image: •••, env: [{name: P, value: •••}]}";
    check(text, "spec[0].env[0]", None, (5, AFTER), flow, "{name: P, value: •••}");
    let flow = "  - {name: x, image: •••, env: [{name: P, value: •••}]}";
    check(text, "spec[0].env[0].value", None, (5, AFTER), flow, MASK);
    check(text, "spec[1].image", Some("y"), (6, 12), "  - image: y", "y");
    check(text, "spec[1].nothing", None, (6, 5), "  - image: •••", "image: •••");
    check(text, "spec", None, (4, 1), "spec:", "spec");
    check(text, "spec[7]", None, (4, 1), "spec:", "spec");
}

#[test]
fn blocks_and_lines_that_go_on_show_nothing_of_themselves() {
    let text =
        "data:\n  a.txt: |- # hunter2\n\n    hunter2\n  b: \"hunter2\n    hunter2\"\nargs:\n- -c\n- >\n  hunter2\n";
    check(text, "data.a.txt", None, (1, 1), "data:", "data");
    let (part, _) = documents(text).pop().unwrap().unwrap();
    let map = Map::of(&part).unwrap();
    let position = map.find([Step::Key("data".into()), Step::Key("a.txt".into())]);
    assert_eq!((position.line, position.column), (2, Some(3)));
    assert_eq!(map.quote(&position, None).text, "  a.txt: |-");
    check(text, "data.b", None, (5, 6), "  b: •••", MASK);
    check(text, "args[1]", None, (9, 3), "- >", ">");
}

#[test]
fn aliases_and_merged_members_are_followed() {
    let text = "base: &base\n  image: x\n  name: n\na: *base\nb:\n  <<: *base\n  name: m\nc: {<<: [*base, {d: e}]}\nf: &img y\ng: *img\n";
    check(text, "a.image", Some("x"), (2, 10), "  image: x", "x");
    check(text, "b.image", Some("x"), (2, 10), "  image: x", "x");
    check(text, "b.name", Some("m"), (7, 9), "  name: m", "m");
    check(text, "c.d", None, (8, 21), "c: {<<: [*base, {d: •••}]}", MASK);
    check(text, "g", None, (10, 4), "g: *img", "*img");
}

#[test]
fn json_is_found_too() {
    let text = "{\"a\": \"\\ud83d\\ude00\", \"user:pw@host\": 1,\n \"b\": {\"c\": \"hunter2\"}}{\"kind\":\"Pod\",\"b\":{\"c\":\"x\"}}";
    check(text, "b.c", Some("x"), (2, AFTER), "{\"kind\":\"Pod\",\"b\":{\"c\":\"x\"}}", "\"x\"");
    let (part, _) = documents(text).remove(0).unwrap();
    let map = Map::of(&part).unwrap();
    let position = map.find(path("b.c"));
    assert_eq!((position.line, position.column, position.end_column(true)), (2, Some(13), Some(22)));
    let position = map.find(path("a"));
    assert_eq!(map.quote(&position, None).text, "{\"a\": •••, •••: •••,");
}

#[test]
fn the_last_of_two_members_counts() {
    check("{\"a\": \"x\",\n \"a\": \"y\"}", "a", Some("y"), (2, 7), " \"a\": \"y\"}", "\"y\"");
}

#[test]
fn what_contains_itself_is_no_document() {
    for text in ["a: &a {<<: *a, b: c}\n", "a: &a [*a]\n", "&a {<<: [*a, {b: c}]}\n"] {
        assert!(documents(text)[0].is_err(), "{text}");
    }
}

#[test]
fn paths_are_followed_as_far_as_they_lead() {
    let value = serde_json::json!({"rules": {"a.b": {"c": []}, "a": 1}, "list": [{"x": 1}]});
    let key = |name: &'static str| Step::Key(name.into());
    assert_eq!(steps(&value, "rules.a.b.c"), [key("rules"), key("a.b"), key("c")]);
    assert_eq!(steps(&value, "rules.a"), [key("rules"), key("a")]);
    assert_eq!(steps(&value, "list[0].x.y"), [key("list"), Step::Item(0), key("x")]);
    assert_eq!(steps(&value, "list[1]"), [key("list")]);
    assert_eq!(steps(&value, "nothing"), []);
}

#[test]
fn documents_are_told_apart() {
    let text = "%YAML 1.2\n---\na: b\n...\n---\n---\n# none\n--- {a: c}\n...\n";
    check(text, "a", Some("c"), (8, 9), "--- {a: c}", "c");
    let documents = documents(text);
    assert_eq!(documents.len(), 2);
    let map = Map::of(&documents[0].as_ref().unwrap().0).unwrap();
    assert_eq!(map.find(path("a")).line, 3);
}

#[test]
fn a_tab_and_a_byte_order_mark_keep_columns() {
    check("\u{feff}a:\tb\n", "a", Some("b"), (1, 4), "a: b", "b");
}

#[test]
fn what_may_be_called_name_is_no_name() {
    let text = "spec: {image: x, metadata: {name: app, annotations: {name: hunter2}}, data: &d {kind: hunter2}, name: '{\"hunter2\"}'}\n";
    let line = "spec: {image: x, metadata: {name: app, annotations: {name: •••}}, data: &d {kind: •••}, name: •••}";
    check(text, "spec.image", Some("x"), (1, 15), line, "x");
    let text = "a: &a {name: hunter2, image: x}\nb: &b {kind: hunter2, image: y}\ndata: *a\nlabels: {<<: *b}\n";
    check(text, "a.image", Some("x"), (1, AFTER), "a: &a {name: •••, image: x}", "x");
    check(text, "b.image", Some("y"), (2, AFTER), "b: &b {kind: •••, image: y}", "y");
    check(
        "stringData: {name: hunter2, x: y}\n",
        "stringData.x",
        None,
        (1, AFTER),
        "stringData: {name: •••, x: •••}",
        MASK,
    );
    check("metadata: {name: a, x: y}\n", "metadata.x", None, (1, 24), "metadata: {name: a, x: •••}", MASK);
}

/// Visits the path of each value in another.
fn all(value: &Value, path: &[Step<'static>], visit: &mut dyn FnMut(&[Step<'static>])) {
    visit(path);
    let next = |step| [path, &[step]].concat();
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| all(value, &next(Step::Key(key.clone().into())), visit));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(nth, value)| all(value, &next(Step::Item(nth)), visit));
        }
        _ => {}
    }
}

/// No place says how long something is that is not shown.
#[test]
fn no_place_depends_on_the_length_of_what_is_not_shown() {
    let texts = [
        "{\"a\": \"SECRET\", \"b\": true, \"c\": {\"d\": \"é\"}} {\"kind\": \"SECRET\", \"b\": {\"c\": \"x\"}}",
        "a: {b: c, SECRET@d: 'e', f: SECRET, g: h}\nb: \"SECRET\n  SECRET\" # SECRET\nc: [SECRET, true, {d: e}]\n",
        "- a: SECRET\n  b: SECRET\n- [SECRET, SECRET]\n- SECRET\n  SECRET\n- ? SECRET\n  : true\n- |\n  SECRET\n- {name: SECRET/@, b: c}\n",
        "a: b\n---\nname: SECRET x\nb: c\n--- {a: SECRET, b: c}\n",
    ];
    let places = |text: &str| {
        let mut places = Vec::new();
        for (part, value) in documents(text).into_iter().map(Result::unwrap) {
            let map = Map::of(&part).unwrap();
            all(&value, &[], &mut |path| {
                let position = map.find(path.iter().cloned());
                places.push((part.begin(), position.line, position.column, position.end_column(false)));
            });
        }
        places
    };
    for text in texts {
        let [short, long] = ["x", "xxxxxxxxxxxxxxxxxxxx"].map(|secret| places(&text.replace("SECRET", secret)));
        assert_eq!(short, long, "{text}");
        assert!(short.len() > 3 && short.iter().any(|(_, _, column, _)| column.is_some()), "{text}");
    }
}

/// What a document costs is counted: each place of a line that is the whole file is found and quoted without going through it.
#[test]
fn a_long_line_is_gone_through_once() {
    let text = format!("{{\"é\":[{}]}}", vec!["{\"name\":\"x\",\"a\":true}"; 20_000].join(","));
    let (part, _) = documents(&text).pop().unwrap().unwrap();
    let map = Map::of(&part).unwrap();
    COUNTED.set(0);
    for nth in 0..20_000 {
        let position = map.find(path(&format!("é[{nth}].a")));
        assert_eq!(position.column, Some(7 + 22 * nth + 16));
        assert!(map.quote(&position, Some("true")).text.len() < 3 * AROUND);
    }
    assert!(COUNTED.get() < 20_000 * 4 * STRIDE, "{} bytes", COUNTED.get());
}

#[test]
fn columns_are_counted_across_strides() {
    for before in [0, STRIDE - 3, STRIDE - 2, STRIDE - 1, STRIDE, 3 * STRIDE + 1] {
        let key = "é".repeat(200 + before % 2);
        let text = format!("{}\n{key}: {{name: x, a: y}}", "#".repeat(before));
        let (part, _) = documents(&text).pop().unwrap().unwrap();
        let map = Map::of(&part).unwrap();
        let position = map.find([Step::Key(key.clone().into()), Step::Key("a".into())]);
        assert_eq!((position.line, position.column, position.end_column), (2, AFTER, key.chars().count() + 17));
    }
}
