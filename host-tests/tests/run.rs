//! `insecure-registry-run` as a person sees it. Times are replaced; everything else is compared as it is printed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use insecure_registry_fixtures as fixtures;
use insecure_registry_host::guest;

/// A guest that accepts the settings `{}` alone, and answers every other call with `answer`.
fn guest(answer: &str) -> String {
    let escape = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let valid = r#"{"valid":true}"#;
    let invalid = r#"{"valid":false,"message":"first line\nsecond line"}"#;
    format!(
        r#"(module
            (import "wapc" "__guest_response" (func $response (param i32 i32)))
            (memory (export "memory") 1)
            (data (i32.const 0) "{}")
            (data (i32.const 1000) "{}")
            (data (i32.const 2000) "{}")
            (func (export "__guest_call") (param $operation i32) (param $payload i32) (result i32)
                (if (i32.eq (local.get $operation) (i32.const 17))
                    (then (if (i32.eq (local.get $payload) (i32.const 2))
                        (then (call $response (i32.const 0) (i32.const {})))
                        (else (call $response (i32.const 1000) (i32.const {})))))
                    (else (call $response (i32.const 2000) (i32.const {}))))
                (i32.const 1)))"#,
        escape(valid),
        escape(invalid),
        escape(answer),
        valid.len(),
        invalid.len(),
        answer.len(),
    )
}

/// A folder of its own for each test, with these files in it.
fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // Modules are given as text.
        let bytes = if path.extension().is_some_and(|it| it == "wasm") {
            wat::parse_str(text).unwrap()
        } else {
            text.as_bytes().to_vec()
        };
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn run(folder: &Path, args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_insecure-registry-run"))
        .current_dir(folder)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// What was printed, with `N` in place of each time.
fn printed(output: &Output) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .map(|line| {
            let mut line = line.to_owned();
            for before in ["start ", "call "] {
                if let Some(start) = line.find(before)
                    && line.ends_with(" µs")
                {
                    let start = start + before.len();
                    let end = start + line[start..].find(' ').unwrap();
                    line.replace_range(start..end, "N");
                }
            }
            line + "\n"
        })
        .collect()
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: team-a}\n";

#[test]
fn a_denial_is_shown_with_all_that_it_says() {
    let answer = r#"{"accepted":false,"message":"denied, 2 problems\n- a\n- b","warnings":["w"],"audit_annotations":{"findings":"[1,2,3]"}}"#;
    let folder = folder("denial", &[("policy.wasm", &guest(answer)), ("pod.yaml", POD)]);
    let output = run(&folder, &["--policy", "policy.wasm", "pod.yaml"], "");
    assert_eq!(errors(&output), "");
    assert_eq!(
        printed(&output),
        "pod.yaml: Pod team-a/web, CREATE
  DENIED
    denied, 2 problems
    - a
    - b
    warning: w
    3 audit findings
  9 instructions, 64 KiB memory, start N µs, call N µs

"
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_folder_is_its_request_files() {
    let answer = r#"{"accepted":true,"warnings":["a","b"]}"#;
    let folder = folder(
        "folder",
        &[
            ("policy.wasm", &guest(answer)),
            ("in/b.yml", POD),
            ("in/a.json", r#"{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}}"#),
            ("in/c.yaml", &format!("{POD}---\n{POD}")),
            ("in/settings.yaml", ""),
            ("in/c.settings.yaml", "{}"),
            ("in/README.md", ""),
        ],
    );
    let output = run(&folder, &["--policy", "policy.wasm", "in"], "");
    let printed = printed(&output);
    let shown: Vec<_> = printed.lines().filter(|line| !line.is_empty() && !line.contains("instructions")).collect();
    assert_eq!(
        shown.join("\n"),
        "in/a.json: Node n, CREATE
  accepted with 2 warnings
    warning: a
    warning: b
in/b.yml: Pod team-a/web, CREATE
  accepted with 2 warnings
    warning: a
    warning: b
in/c.yaml (document 1): Pod team-a/web, CREATE
  accepted with 2 warnings
    warning: a
    warning: b
in/c.yaml (document 2): Pod team-a/web, CREATE
  accepted with 2 warnings
    warning: a
    warning: b"
    );
    assert_eq!(output.status.code(), Some(0));
}

/// The files, the arguments, and the settings file that counts.
type Row<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], &'a str);

#[test]
fn refused_settings_are_shown_and_nothing_is_run() {
    let policy = guest(r#"{"accepted":true}"#);
    let rows: [Row<'_>; 3] = [
        (&[("x.settings.yaml", "a: b"), ("settings.yaml", "")], &["x.yaml"], "x.settings.yaml"),
        (&[("settings.yaml", "a: b")], &["x.yaml"], "settings.yaml"),
        (&[("other.yaml", "a: b"), ("settings.yaml", "")], &["--settings", "other.yaml", "x.yaml"], "other.yaml"),
    ];
    for (files, args, name) in rows {
        let files = [&[("policy.wasm", policy.as_str()), ("x.yaml", POD)], files].concat();
        let folder = folder("settings", &files);
        let output = run(&folder, &[&["--policy", "policy.wasm"], args].concat(), "");
        assert_eq!(
            errors(&output),
            format!("error: `{name}`: the policy rejects these settings\n  first line\n  second line\n")
        );
        assert_eq!(printed(&output), "");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_run() {
    let folder = folder(
        "unreadable",
        &[
            ("policy.wasm", &guest(r#"{"accepted":true}"#)),
            ("empty.yaml", "---\n"),
            ("typo.yaml", "kind: Pod\n"),
            ("pod.yaml", POD),
        ],
    );
    let output = run(&folder, &["--policy", "policy.wasm", "empty.yaml", "typo.yaml", "none.yaml", "pod.yaml"], "");
    assert_eq!(
        printed(&output),
        "`empty.yaml`: contains no request

`typo.yaml`: line 1, column 1: a manifest needs `apiVersion` as a string

`none.yaml`: No such file or directory (os error 2)

pod.yaml: Pod team-a/web, CREATE
  accepted
  9 instructions, 64 KiB memory, start N µs, call N µs

"
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_guest_without_a_verdict_is_an_error() {
    let folder = folder("verdict", &[("policy.wasm", &guest("{}")), ("pod.yaml", POD)]);
    let output = run(&folder, &["--policy", "policy.wasm", "pod.yaml"], "");
    assert_eq!(
        printed(&output),
        "pod.yaml: Pod team-a/web, CREATE
  ERROR 500, which is a denial: the answer has no `accepted`
  9 instructions, 64 KiB memory, start N µs, call N µs

"
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn stdin_is_read_and_the_floor_accepts() {
    let folder = folder("stdin", &[]);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("floor.wasm"), guest::floor()).unwrap();
    let output = run(&folder, &["--policy", "floor.wasm", "-"], POD);
    assert_eq!(errors(&output), "");
    let printed = printed(&output);
    let lines: Vec<_> = printed.lines().collect();
    assert_eq!(lines[..2], ["stdin: Pod team-a/web, CREATE", "  accepted"]);
    assert!(lines[2].ends_with(" KiB memory, start N µs, call N µs"), "{printed}");
    assert_eq!(output.status.code(), Some(0));
}

/// CONTRIBUTING.md shows what `make run` prints of an example, but for the line of what it costs.
#[test]
fn the_readme_shows_what_is_printed() {
    let example = "examples/requests/03-insecure-registry-with-pull-secret.yaml";
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = String::from_utf8(run(&root, &[example], "").stdout).unwrap();
    let lines: Vec<_> = output.trim_end().lines().filter(|line| !line.contains(" instructions, ")).collect();
    let block = format!("```text\n{}\n```\n", lines.join("\n"));
    fixtures::up_to_date("CONTRIBUTING.md", |page| fixtures::between(page, "run", &block));
}
