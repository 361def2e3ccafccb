use serde_json::json;
use serde_saphyr::DuplicateKeyPolicy;

use super::*;

/// What another reader makes of a text. A document that is null is none here.
fn other(text: &str, duplicate_keys: DuplicateKeyPolicy) -> Option<Vec<Value>> {
    let options = serde_saphyr::options! {
        legacy_octal_numbers: true,
        with_snippet: false,
        duplicate_keys: duplicate_keys,
    };
    let documents: Vec<Value> = serde_saphyr::from_multiple_with_options(text, options).ok()?;
    Some(documents.into_iter().filter(|document| !document.is_null()).collect())
}

fn agree(text: &str) {
    let found = values(text);
    let strict = other(text, DuplicateKeyPolicy::Error);
    let expected = other(text, DuplicateKeyPolicy::LastWins)
        .map(|documents| Values { has_duplicates: strict.as_ref() != Some(&documents), documents });
    assert_eq!(found.as_ref().ok(), expected.as_ref(), "{text:?}: {found:?}");
}

const SCALARS: [&str; 94] = [
    "",
    "~",
    "null",
    "Null",
    "NULL",
    "nULL",
    "true",
    "True",
    "TRUE",
    "tRue",
    "false",
    "yes",
    "Yes",
    "NO",
    "y",
    "N",
    "on",
    "off",
    "Off",
    "0",
    "-0",
    "+0",
    "00",
    "7",
    "007",
    "-007",
    "0644",
    "0o644",
    "0x1F",
    "-0x10",
    "0b101",
    "08",
    "0128",
    "-09",
    "0_10",
    "1_000",
    "1__0",
    "1_",
    "_1",
    "0x_1f",
    "0x",
    "0b2",
    "0xg",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "-9223372036854775809",
    "1.5",
    "-1.5",
    "+1.5",
    ".5",
    "1.",
    "1e3",
    "1E-3",
    "+1e3",
    "1e999",
    "-1e999",
    ".inf",
    "-.Inf",
    "+.INF",
    ".nan",
    "-.NaN",
    "inf",
    "nan",
    "Infinity",
    "-infinity",
    ".",
    "..",
    "-",
    "--",
    "+",
    "1:30",
    "2001-12-14",
    "1.2.3",
    "a",
    "<<",
    "a b",
    "a: b",
    "'a'",
    "\"a\"",
    "''",
    "\"true\"",
    "'1'",
    "\"\\u00e4\\n\"",
    "ä",
    "|\n    a\n    b\n",
    ">-\n    a\n    b\n",
    "[]",
    "{}",
    "[a, 1, ~]",
    "{a: 1}",
    "{a: }",
    "[[]]",
    "? a",
];

const TAGS: [&str; 12] = [
    "",
    "!!str ",
    "!!int ",
    "!!float ",
    "!!bool ",
    "!!null ",
    "!!binary ",
    "!!map ",
    "!!seq ",
    "! ",
    "!own ",
    "!!timestamp ",
];

/// Each scalar with each tag wherever it may stand.
#[test]
fn scalars_are_read_as_by_another_reader() {
    for scalar in SCALARS {
        for tag in TAGS {
            for text in [
                format!("{tag}{scalar}\n"),
                format!("a: {tag}{scalar}\n"),
                format!("- {tag}{scalar}\n- b\n"),
                format!("a: &x {tag}{scalar}\nb: *x\nc: [*x]\n"),
            ] {
                agree(&text);
            }
        }
        // What can be no value can be a key, but not with an anchor.
        if values(scalar).is_ok() {
            agree(&format!("&x {scalar}: a\n*x : b\n"));
        }
        for text in [
            format!("{scalar}: a\n"),
            format!("{{{scalar}: a}}\n"),
            format!("? {scalar}\n: a\n"),
            format!("!!str {scalar}: a\n"),
            format!("--- {scalar}\n--- b\n"),
            format!("a: {{<<: {scalar}, b: c}}\n"),
        ] {
            agree(&text);
        }
    }
}

#[test]
fn documents_are_read_as_by_another_reader() {
    for text in [
        "",
        "# nothing\n",
        "---\n---\n...\n",
        "---\na: 1\n---\n# none\n---\nb: 2\n...\n---\n- c\n",
        "a: 1\na: 2\n",
        "a: {b: 1, c: 2, b: 3}\n",
        "a: 1\n\"a\": 2\n",
        "- &a {b: 1}\n- *a\n- c: *a\n",
        "x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\nz: {b: 3, <<: *x}\n",
        "x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz:\n  <<: [*x, *y]\n",
        "x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz:\n  <<: *y\n  <<: *x\n",
        "x: &x {a: 1}\ny: &y {<<: *x, b: 2}\nz: {<<: *y, c: 3}\n",
        "x: {<<: {a: 1}, b: 2}\n",
        "x: {<<: [[{a: 1}], {a: 2}], b: 2}\n",
        "x: {\"<<\": {a: 1}}\n",
        "x: {<<: 1}\n",
        "x: {<<: [1]}\n",
        "x: {<<: ~}\n",
        "x: *none\n",
        "x: &x [*x]\n",
        "x: &x {a: *x}\n",
        "--- &x a\n--- *x\n",
        "&x a: 1\nb: *x\n",
        "? [a]\n: b\n",
        "? {a: b}\n: c\n",
        "{{ .Values.image }}\n",
        "a: {{ .Values.image }}\n",
        "a: [\n",
        "a: \"b\n",
        "a: b: c\n",
        "\tb: c\n",
        "a: 'b' c\n",
        "%YAML 1.2\n---\na: 1\n",
        "%TAG !e! tag:yaml.org,2002:\n---\na: !e!int '1'\n",
        "!!map [a]\n",
        "!!seq {a: b}\n",
        "!!str [a]\n",
        "!!binary SGVsbG8=\n",
        "!!binary SGVsbG8\n",
        "!!binary SGVsbA==\n",
        "!!binary |\n  SGVs\n  bG8=\n",
        "!!binary \"/w==\"\n",
        "!!binary \"*\"\n",
        "\u{feff}a: 1\n",
        "a: 1\n--- b\n--- |\n  c\n",
        "a: \"\\ud83d\"\n",
    ] {
        agree(text);
    }
}

/// Deep nesting, written out or by aliases, and what aliases multiply.
#[test]
fn what_is_too_much_is_refused() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(values(&nested(DEEPEST)).is_ok());
    assert_eq!(values(&nested(DEEPEST + 1)), Err(Broken { at: (1, 65), reason: TOO_DEEP.into() }));
    let lines = |count: usize, alias: &dyn Fn(usize) -> String| {
        (1..=count).map(|nth| format!("- &a{nth} [{}]\n", alias(nth - 1))).collect::<Vec<_>>().concat()
    };
    let chain = |length| lines(length, &|nth| format!("*a{nth}"));
    assert!(values(&format!("- &a0 []\n{}", chain(DEEPEST - 2))).is_ok());
    assert_eq!(
        values(&format!("- &a0 []\n{}", chain(DEEPEST - 1))),
        Err(Broken { at: (64, 9), reason: TOO_DEEP.into() })
    );
    let bomb = lines(9, &|nth| vec![format!("*a{nth}"); 10].join(", "));
    let error = values(&format!("- &a0 {}\n{bomb}", "x".repeat(1000))).unwrap_err();
    assert_eq!(error.reason, TOO_MUCH);
    let wide = format!("- &a {}\n{}", "x".repeat(1 << 20), "- *a\n".repeat(100));
    assert_eq!(values(&wide).unwrap_err().reason, TOO_MUCH);
    // What is written out is as large as it is.
    let large = format!("- &a b\n{}", "- {a: [1, 2]}\n".repeat(300_000));
    assert_eq!(values(&large).unwrap().documents[0].as_array().unwrap().len(), 300_001);
}

#[test]
fn errors_say_where_and_why() {
    for (text, at, reason) in [
        ("a: 1\nb: {[c]: d}\n", (2, 5), NO_KEY),
        ("a: 1\n~: d\n", (2, 1), NO_KEY),
        ("a: 1\nb: !!int c\n", (2, 10), "invalid integer"),
        ("a: 1\nb: !!str [c]\n", (2, 10), WRONG_TAG),
        ("a: .inf\n", (1, 4), "expected a finite number"),
        ("a: 1e999\n", (1, 4), "a number is too large"),
        ("x: &x [*x]\n", (1, 8), "an alias refers to a value that contains it"),
        ("a: *x\n", (1, 4), "an alias refers to an anchor that is not defined"),
        ("a: {<<: b}\n", (1, 9), "expected a mapping or a list of mappings after `<<`"),
    ] {
        assert_eq!(values(text), Err(Broken { at, reason: reason.into() }), "{text}");
    }
}

#[test]
fn numbers_are_as_large_as_they_are() {
    let text = "[18446744073709551615, -9223372036854775808, 0644, 0x_ff, 0XFF, 0B11, 0O7, 1_000.5, 1e2]";
    let expected = json!([u64::MAX, i64::MIN, 0o644, 255, 255, 3, 7, "1_000.5", 100.0]);
    assert_eq!(values(text).unwrap().documents, [expected]);
}

#[test]
fn manifests_are_read_as_by_another_reader() {
    for text in [
        include_str!("../../../examples/load/deployment.yaml"),
        include_str!("../../../examples/load/service.yaml"),
        include_str!("../../../examples/load/configmap.yaml"),
        include_str!("../../../examples/load/kustomization.yaml"),
        include_str!("../../../examples/load/rbac.yaml"),
        include_str!("../../../examples/load/helmrelease.yaml"),
        include_str!("../../../examples/load/statefulset.yaml"),
        include_str!("../../../examples/load/prometheusrule.yaml"),
        include_str!("../../../examples/load/cronjob.yaml"),
        include_str!("../../../examples/load/crd.yaml"),
    ] {
        agree(&text.replace("@N@", "7").replace("@REGISTRY@", "registry.example.com"));
    }
}

#[test]
fn texts_of_any_pieces_are_read_as_by_another_reader() {
    const PIECES: &[&str] = &[
        "a",
        "b: ",
        "c:\n",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "'d'",
        "\"e\\n\\x41\"",
        "|\n",
        ">-\n",
        "{",
        "}",
        "[",
        "]",
        ", ",
        ",",
        "# f\n",
        "1",
        "2.5",
        "true",
        "null",
        "---\n",
        "...\n",
        "? ",
        ": ",
        "\t",
        "\u{e9}",
        "\u{feff}",
        "<<: ",
        "&h ",
        "*h",
        "%",
        " ",
        "0o7",
        "\r\n",
    ];
    let mut random = 1_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    let mut read = 0;
    for _ in 0..40_000 {
        let text: String = (0..=next(12)).map(|_| PIECES[next(PIECES.len())]).collect();
        agree(&text);
        read += usize::from(values(&text).is_ok_and(|values| !values.documents.is_empty()));
    }
    assert!(read > 1000, "{read}");
}
