use super::*;
use crate::documents::documents;

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

/// Position and quoted line of a place in the only, or last, document.
#[track_caller]
fn check(text: &str, place: &str, shown: Option<&str>, expected: (usize, usize), line: &str, underlined: &str) {
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
    check(text, "spec[0].env[0]", None, (5, 33), flow, "{name: P, value: •••}");
    let flow = "  - {name: x, image: •••, env: [{name: P, value: •••}]}";
    check(text, "spec[0].env[0].value", None, (5, 50), flow, MASK);
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
    assert_eq!((position.line, position.column), (2, 3));
    assert_eq!(map.quote(&position, None).text, "  a.txt: |-");
    check(text, "data.b", None, (5, 6), "  b: •••", MASK);
    check(text, "args[1]", None, (9, 3), "- >", ">");
}

#[test]
fn what_may_be_called_name_is_no_name() {
    let text = "spec: {image: x, metadata: {name: app, annotations: {name: hunter2}}, data: &d {kind: hunter2}, name: '{\"hunter2\"}'}\n";
    let line = "spec: {image: x, metadata: {name: app, annotations: {name: •••}}, data: &d {kind: •••}, name: •••}";
    check(text, "spec.image", Some("x"), (1, 15), line, "x");
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
    check(text, "b.c", Some("x"), (2, 47), "{\"kind\":\"Pod\",\"b\":{\"c\":\"x\"}}", "\"x\"");
    let (part, _) = documents(text).remove(0).unwrap();
    let map = Map::of(&part).unwrap();
    let position = map.find(path("b.c"));
    assert_eq!((position.line, position.column, position.end_column(true)), (2, 13, Some(22)));
    let position = map.find(path("a"));
    assert_eq!(map.quote(&position, None).text, "{\"a\": •••, •••: •••,");
}

#[test]
fn the_last_of_two_members_counts() {
    check("{\"a\": \"x\",\n \"a\": \"y\"}", "a", Some("y"), (2, 7), " \"a\": \"y\"}", "\"y\"");
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
