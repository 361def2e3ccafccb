//! `insecure-registry fix`, run as a person runs it.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use insta::assert_snapshot;
use serde_json::{Value, json};

fn files() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files")
}

/// What is printed, and the exit code.
fn run_in(folder: &Path, arguments: &[&str], stdin: &str) -> String {
    let mut command = Command::cargo_bin("insecure-registry").unwrap();
    let output = command.current_dir(folder).args(arguments).write_stdin(stdin).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    format!("{stdout}--- stderr\n{stderr}--- exit code {}", output.status.code().unwrap())
}

/// A copy of the files, which may be changed.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("fix")).unwrap();
    for name in ["rewrites.yaml", "fix/web.yaml", "fix/kustomization.yaml", "fix/values.yaml"] {
        fs::copy(files().join(name), folder.path().join(name)).unwrap();
    }
    folder
}

/// The blocks of a language in a part of docs/settings.md.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let mark = format!("```{language}\n");
    page.split(&mark).skip(1).map(|block| block.split_once("```").unwrap().0).collect()
}

/// docs/settings.md shows settings that are valid, and what becomes of a Pod by them.
#[test]
fn the_page_shows_what_happens() {
    let page = fs::read_to_string(files().join("../../../docs/settings.md")).unwrap();
    let (settings, _) = page.split_once("## Messages").unwrap();
    let read = |text: &str| -> Value { serde_saphyr::from_str(text).unwrap() };
    let all = [blocks(&page, "yaml")[0], blocks(settings.split_once("## Rewrites").unwrap().1, "yaml")[0]];
    for settings in all.map(read) {
        let answer = insecure_registry_policy::validate_settings(settings.to_string().as_bytes()).unwrap();
        assert_eq!(String::from_utf8(answer).unwrap(), r#"{"valid":true}"#);
    }
    let (_, example) = page.split_once("<!-- rewrite -->").unwrap();
    let (example, _) = example.split_once("<!-- end of rewrite -->").unwrap();
    let [settings, pod, rewritten] = blocks(example, "yaml").try_into().unwrap();
    let request = json!({
        "kind": {"group": "", "kind": "Pod"}, "operation": "CREATE", "namespace": "shop", "object": read(pod),
    });
    let payload = json!({"request": request, "settings": read(settings)}).to_string();
    let answer: Value =
        serde_json::from_slice(&insecure_registry_policy::validate(payload.as_bytes()).unwrap()).unwrap();
    assert_eq!(answer["mutated_object"], read(rewritten));
    let warnings = answer["warnings"].as_array().unwrap().iter();
    let warnings: Vec<_> = warnings.map(|it| format!("Warning: {}\n", it.as_str().unwrap())).collect();
    assert_eq!(warnings.concat(), blocks(example, "text")[0]);
}

#[test]
fn a_patch_shows_what_would_change() {
    let folder = copy();
    assert_snapshot!(run_in(folder.path(), &["fix", "--settings", "rewrites.yaml", "--diff", "fix"], ""));
    assert_eq!(fs::read(folder.path().join("fix/web.yaml")).unwrap(), fs::read(files().join("fix/web.yaml")).unwrap());
}

#[test]
fn files_are_changed_in_place_and_once() {
    let folder = copy();
    let check = ["fix", "-s", "rewrites.yaml", "--check", "fix"];
    let checked = run_in(folder.path(), &check, "");
    assert!(checked.ends_with("5 changes to make in 3 files\n--- exit code 1"), "{checked}");
    assert_snapshot!(run_in(folder.path(), &["fix", "-s", "rewrites.yaml", "fix"], ""));
    let read = |name: &str| fs::read_to_string(folder.path().join("fix").join(name)).unwrap();
    assert_snapshot!([read("web.yaml"), read("kustomization.yaml"), read("values.yaml")].join("---\n"));
    let again = run_in(folder.path(), &check, "");
    assert!(again.ends_with("0 changes to make in 0 files\n--- exit code 0"), "{again}");
    // What it wrote passes the rules that the old files break.
    let settings = "insecureRegistries: ['registry.corp.example:5000']\nallowedRegistries: [registry.example.com, docker.io/example, docker.io/library/busybox]\n";
    fs::write(folder.path().join("rules.yaml"), settings).unwrap();
    let passes = |folder: &Path| run_in(folder, &["check", "-s", "rules.yaml", "fix"], "").ends_with("--- exit code 0");
    assert!(passes(folder.path()));
    let old = copy();
    fs::write(old.path().join("rules.yaml"), settings).unwrap();
    assert!(!passes(old.path()));
}

#[test]
fn standard_input_is_printed() {
    let pod = "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: nginx}]}\n";
    let run = |stdin: &str| run_in(&files(), &["fix", "-s", "rewrites.yaml", "-"], stdin);
    let expected = "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: registry.example.com/hub/library/nginx}]}\n\
                    --- stderr\n\
                    stdin:3:29: spec.containers[0].image of Pod default/?: `nginx` becomes `registry.example.com/hub/library/nginx` (rewrites[1])\n\
                    1 change made in 1 file\n--- exit code 0";
    assert_eq!(run(pod), expected);
    let other = "a: b # c\n";
    assert_eq!(run(other), format!("{other}--- stderr\n0 changes made in 0 files\n--- exit code 0"));
}

#[test]
fn what_cannot_be_changed_is_said() {
    let pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: |-\n      nginx\n";
    let output = run_in(&files(), &["fix", "-s", "rewrites.yaml", "-"], pod);
    let expected = "left: stdin:5:5: spec.containers[0].image of Pod default/?: `nginx` becomes \
                    `registry.example.com/hub/library/nginx` (rewrites[1]), but the text is not written in one piece\n\
                    0 changes made in 0 files, 1 left to you\n--- exit code 2";
    assert_eq!(output, format!("{pod}--- stderr\n{expected}"));
    let output = run_in(&files(), &["fix", "-s", "rewrites.yaml", "nowhere.yaml"], "");
    assert!(output.contains("error: nowhere.yaml: no such file or folder\n") && output.ends_with("--- exit code 2"));
    let output = run_in(&files(), &["fix", "-s", "settings.yaml", "fix"], "");
    assert!(output.contains("settings.yaml: the settings have no `rewrites`"), "{output}");
    assert!(output.ends_with("--- exit code 2"));
}
