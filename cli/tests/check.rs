//! `insecure-registry check` and its kin, run as a person runs them: whole outputs, reviewed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use assert_cmd::Command;
use insta::assert_snapshot;
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn command(binary: &str) -> Command {
    let mut command = Command::cargo_bin(binary).unwrap();
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files")).env_remove("NO_COLOR");
    command
}

/// What is printed, and the exit code. No secret is in it.
fn run_with(arguments: &[&str], stdin: &str) -> String {
    let output = command("insecure-registry").args(arguments).write_stdin(stdin).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(!stdout.contains("CANARY") && !stderr.contains("CANARY"), "a secret is shown: {stdout}{stderr}");
    assert!(!stdout.contains('\u{1b}') && !stderr.contains('\u{1b}'), "no terminal, no colours");
    let stderr = if stderr.is_empty() { String::new() } else { format!("--- stderr\n{stderr}") };
    format!("{stdout}{stderr}--- exit code {}", output.status.code().unwrap())
}

fn run(arguments: &[&str]) -> String {
    run_with(arguments, "")
}

/// The last line before the exit code, and that.
fn ending(arguments: &[&str], stdin: &str) -> String {
    let output = run_with(arguments, stdin);
    let lines: Vec<_> = output.lines().collect();
    lines[lines.len().saturating_sub(2)..].join("\n")
}

#[test]
fn lines_are_quoted_without_secrets() {
    assert_snapshot!(run(&["check", "deploy"]));
}

#[test]
fn settings_count() {
    assert_snapshot!(run(&["check", "--settings", "settings.yaml", "deploy/web.yaml"]));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_judged() {
    assert_snapshot!(run(&["check", "broken", "nowhere.yaml", "nowhere/*.yaml"]));
}

#[test]
fn as_json() {
    assert_snapshot!(run(&["check", "--format", "json", "-s", "settings.yaml", "deploy", "broken/typos.yaml"]));
}

#[test]
fn as_annotations() {
    assert_snapshot!(run(&["check", "--format", "github", "deploy/list.json", "broken/template.yaml"]));
}

#[test]
fn as_junit() {
    assert_snapshot!(run(&["check", "--format", "junit", "deploy", "broken/template.yaml"]));
    let failures = |more: &[&str]| run(&[&["check", "--format", "junit", "deploy/list.json"], more].concat());
    assert!(failures(&[]).contains("failures=\"0\"") && failures(&["--fail-on", "warn"]).contains("failures=\"1\""));
}

#[test]
fn as_sarif() {
    let mut command = command("insecure-registry");
    command.args(["check", "--format", "sarif", "-s", "settings.yaml", "deploy", "broken/typos.yaml"]);
    let log: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    assert_eq!(mistakes(&log), None);
    // The rules are the documentation, which is compared elsewhere.
    let mut log = log;
    let rules = log["runs"][0]["tool"]["driver"]["rules"].take();
    let rules = rules.as_array().unwrap();
    assert_eq!(rules.len(), insecure_registry_policy::rules::ALL.len());
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let log = serde_json::to_string_pretty(&log).unwrap();
    assert!(!log.contains("CANARY"), "a secret is shown: {log}");
    assert_snapshot!(log);
}

/// What is wrong with a log, by the official schema of SARIF 2.1.0, which serde-sarif has in its package.
fn mistakes(log: &Value) -> Option<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Process::new(cargo).args(["metadata", "--format-version", "1"]).current_dir(root()).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let package = metadata["packages"].as_array().unwrap().iter().find(|package| package["name"] == "serde-sarif");
    let manifest = Path::new(package.unwrap()["manifest_path"].as_str().unwrap()).to_owned();
    let schema = fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap();
    // A stray bracket in a pattern, which validators of today want escaped.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}\\\\]?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert!(schema["$id"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.enable_format_assertions();
    compiler.add_resource("https://example.com/sarif.json", schema).unwrap();
    let index = compiler.compile("https://example.com/sarif.json", &mut schemas).unwrap();
    schemas.validate(log, index).err().map(|error| format!("{error:#}"))
}

#[test]
fn the_schema_tells_good_from_bad() {
    assert_eq!(mistakes(&json!({"version": "2.1.0", "runs": []})), None);
    assert!(mistakes(&json!({"version": "2.1.0", "runs": [{"results": []}]})).is_some());
}

#[test]
fn exit_codes_say_how_it_went() {
    let warns = ["check", "deploy/list.json"];
    let code =
        |arguments: &[&str], more: &[&str]| ending(&[arguments, more].concat(), "").lines().last().map(str::to_owned);
    for (arguments, more, expected) in [
        (&["check", "deploy/web.yaml"] as &[&str], &[] as &[&str], 1),
        (&["check", "deploy/web.yaml"], &["--fail-on", "never"], 0),
        (&warns, &[], 0),
        (&warns, &["--fail-on", "warn"], 1),
        (&["check", "broken/template.yaml"], &["--fail-on", "never"], 2),
        (&["check", "broken/template.yaml"], &["--unreadable", "warn", "--allow-empty"], 0),
        // In a folder nobody asked for it.
        (&["check", "broken"], &["--fail-on", "never"], 0),
        (&["check", "broken"], &["--fail-on", "never", "--unreadable", "fail"], 2),
        // What was found counts more than what was not read.
        (&["check", "broken/template.yaml", "deploy/web.yaml"], &[], 1),
        (&["check", "nowhere.yaml", "deploy/list.json"], &["--unreadable", "warn"], 2),
        (&["check", "deploy/other.yaml"], &[], 2),
        (&["check", "deploy/other.yaml"], &["--allow-empty"], 0),
        (&["check", "nowhere"], &[], 2),
        (&["check", "deploy"], &["--settings", "bad-settings.yaml"], 2),
        (&["check", "deploy", "--exclude", "["], &[], 2),
        (&["check"], &[], 2),
        (&["check", "--no-such-flag"], &[], 2),
        (&["settings", "check", "settings.yaml"], &[], 0),
        (&["settings", "check", "bad-settings.yaml"], &[], 1),
        (&["settings", "check", "nowhere.yaml"], &[], 2),
        (&["explain", "no-such-rule"], &[], 2),
    ] {
        assert_eq!(code(arguments, more).unwrap(), format!("--- exit code {expected}"), "{arguments:?} {more:?}");
    }
}

#[test]
fn standard_input_is_read() {
    let manifests = fs::read_to_string(root().join("cli/tests/files/deploy/web.yaml")).unwrap();
    assert_eq!(
        ending(&["check", "-"], &manifests),
        "1 file, 3 objects: 6 findings in 2 objects (6 denied)\n--- exit code 1"
    );
    let output = run_with(&["check", "-"], &manifests);
    assert!(output.contains(" --> stdin:12:18\n"), "{output}");
    assert_eq!(
        run_with(&["check", "-"], ""),
        "1 file, 0 objects: nothing found\n\
         --- stderr\nerror: found no manifest to check\n--- exit code 2"
    );
}

#[test]
fn what_breaks_off_does_not_hide_what_was_before() {
    let pod = r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": {"containers": [{"image": "localhost/a"}]}}"#;
    let output = run_with(&["check", "-"], &format!("{pod}\n{{\"kind\": CANARY"));
    assert!(output.contains("error[loopback-registry]"), "{output}");
    assert!(
        output.contains("error[unreadable]: not valid JSON: a value in the stream is broken\n --> stdin:2\n"),
        "{output}"
    );
}

#[cfg(unix)]
#[test]
fn links_lead_to_files_and_pipes_are_not_waited_for() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder.yaml")).unwrap();
    fs::write(at("folder.yaml/pod.yaml"), "{apiVersion: v1, kind: Pod, metadata: {name: x}}").unwrap();
    symlink(at("folder.yaml/pod.yaml"), at("link.yaml")).unwrap();
    symlink(at("folder.yaml"), at("linked.yaml")).unwrap();
    symlink(at("nowhere"), at("broken.yaml")).unwrap();
    symlink(at("circle.yaml"), at("circle.yaml")).unwrap();
    assert!(Process::new("mkfifo").arg(at("pipe.yaml")).status().unwrap().success());
    symlink(at("pipe.yaml"), at("to-pipe.yaml")).unwrap();
    symlink("/dev/zero", at("zero.yaml")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket.json")).unwrap();
    let mut command = command("insecure-registry");
    let output = command.current_dir(folder.path()).args(["check", "."]).output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    assert!(output.ends_with("8 files, 2 objects: nothing found; 6 not readable\n"), "{output}");
    for (file, what) in [
        ("broken.yaml", "No such file"),
        ("circle.yaml", "Too many levels"),
        ("pipe.yaml", "a pipe, not a file"),
        ("socket.json", "a socket, not a file"),
        ("to-pipe.yaml", "a pipe, not a file"),
        ("zero.yaml", "a device, not a file"),
    ] {
        let message = output.lines().zip(output.lines().skip(1)).find(|(_, place)| *place == format!(" --> {file}"));
        assert!(message.is_some_and(|(message, _)| message.contains(what)), "{file}: {output}");
    }
}

/// A pipe that is asked for by its name is waited for: `check <(helm template chart)`.
#[cfg(unix)]
#[test]
fn a_pipe_that_is_given_is_read() {
    let script = "exec \"$0\" check <(echo '{apiVersion: v1, kind: Pod, metadata: {name: x}}')";
    let binary = assert_cmd::cargo::cargo_bin("insecure-registry");
    let output = Process::new("bash").arg("-c").arg(script).arg(binary).output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output, "1 file, 1 object: nothing found\n");
}

/// Where something stands does not say how long a secret is: another secret, the same output, in each format.
#[test]
fn no_place_depends_on_a_secret() {
    let texts = [
        "{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: [{name: a, env: [{name: REGISTRY_PASSWORD, value: SECRET}], image: localhost/a}]}}",
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"type\":\"Opaque\",\"metadata\":{\"name\":\"x\"},\"stringData\":{\"a\":\"SECRET\",\".dockercfg\":\"{}\"}},{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"y\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"localhost/a\"}]}}]}",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n  - {name: a, args: [docker, login, -p, \"SECRET\"], image: \"localhost/a\"}\n",
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"annotations\":{\"a\":\"SECRET\"}}}{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":5}}{\"kind\": \"SECRET\" \"b\"}",
        "apiVersion: v1\nkind: Secret\nstringData: {a: \"SECRET\" b}\n",
    ];
    for format in ["pretty", "json", "sarif", "junit", "github"] {
        for text in texts {
            // The rules' documentation, which SARIF has, holds secrets of its own.
            let [short, long] = ["q7q", "q7q-and-a-much-longer-one"].map(|secret| {
                let mut command = command("insecure-registry");
                command.args(["check", "--format", format, "-"]).write_stdin(text.replace("SECRET", secret));
                let output = command.output().unwrap();
                (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
            });
            assert_eq!(short, long, "{format}: {text}");
            assert!(short.1 > 0 && !short.0.contains("q7q"), "{format}: {text}");
        }
    }
}

/// As many objects as `kubectl get deployments -A -o yaml` gives in a large cluster, and as many findings on one line.
#[test]
fn large_lists_are_judged() {
    let deployment = "- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: a, namespace: b, labels: {a: b, c: d, e: f}}\n  spec:\n    \
        replicas: 1\n    selector: {matchLabels: {a: b}}\n    template:\n      metadata: {labels: {a: b}}\n      spec:\n        containers:\n        \
        - {name: a, image: registry.example.com/a, args: [a, b, c, d, e, f, g, h], ports: [{containerPort: 80, name: http}]}\n        \
        - {name: b, image: registry.example.com/b, env: [{name: A, value: b}, {name: C, value: d}, {name: E, value: f}]}\n";
    let list = format!("apiVersion: v1\nkind: List\nitems:\n{}", deployment.repeat(5000));
    assert_eq!(ending(&["check", "-"], &list), "1 file, 5000 objects: nothing found\n--- exit code 0");
    let pod =
        json!({"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "image": "localhost/a"}]}});
    let list = json!({"apiVersion": "v1", "kind": "List", "items": vec![pod; 5000]}).to_string();
    assert_eq!(
        ending(&["check", "-"], &list),
        "1 file, 5000 objects: 5000 findings in 5000 objects (5000 denied)\n--- exit code 1"
    );
}

#[test]
fn folders_and_patterns_give_files() {
    let folder = tempfile::tempdir().unwrap();
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: x}}";
    for file in [
        ".git/HEAD",
        ".gitignore",
        "a/b.yaml",
        "a/c.yml",
        "a/d.txt",
        "a/ignored.yaml",
        "a/deep/e.JSON",
        ".hidden.yaml",
        "with space#.yaml",
    ] {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, if file == ".gitignore" { "ignored.yaml\n" } else { pod }).unwrap();
    }
    let files = |arguments: &[&str]| {
        let mut command = command("insecure-registry");
        command.current_dir(folder.path()).args(["check", "--format", "junit"]).args(arguments);
        let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
        let names = output.lines().filter_map(|line| line.trim().strip_prefix("<testsuite name=\"")?.split('"').next());
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(files(&["."]), [".hidden.yaml", "a/b.yaml", "a/c.yml", "a/deep/e.JSON", "with space#.yaml"]);
    assert_eq!(files(&["a", "a/b.yaml", "./a/d.txt"]), ["a/b.yaml", "a/c.yml", "a/deep/e.JSON", "./a/d.txt"]);
    assert_eq!(files(&["a/*.yaml"]), ["a/b.yaml"]);
    assert_eq!(files(&["**/*.{yml,JSON}"]), ["a/c.yml", "a/deep/e.JSON"]);
    assert_eq!(files(&[".", "--exclude", "a/**"]), [".hidden.yaml", "with space#.yaml"]);
    assert_eq!(files(&[".", "--no-ignore"]).len(), 6);
}

/// Writes files below a folder.
fn write(folder: &Path, files: &[(&str, &str)]) {
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// What is printed in a folder, and the exit code.
fn run_in(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let output = command("insecure-registry").current_dir(folder).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (text, output.status.code().unwrap())
}

/// Runs git, without what the machine or the user sets.
fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Process::new("git");
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").current_dir(folder);
    git.args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]).args(arguments);
    let output = git.output().expect("git is there");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

const GOOD: &str = "{apiVersion: v1, kind: Pod, metadata: {name: x}}";
const BAD: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n  - name: a\n    image: localhost/a\n";

/// What git tracks is judged whatever `.gitignore` says of it, and so are folders that begin with a dot.
#[test]
fn tracked_files_are_judged_and_ignored_ones_counted() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ".gitignore",
        "build/tracked.yaml",
        "build/ignored.yaml",
        ".tekton/task.yaml",
        ".git-hooks/a.yaml",
        "new.yaml",
    ];
    write(folder.path(), &files.map(|file| (file, if file == ".gitignore" { "build/\n" } else { GOOD })));
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "--force", ".gitignore", "build/tracked.yaml", ".tekton"]);
    let ending = |folder: &Path, arguments: &[&str]| run_in(folder, arguments).0;
    assert_eq!(
        ending(folder.path(), &["check", "."]),
        "4 files, 4 objects: nothing found; left out: 1 file that git ignores (see --no-ignore)\n"
    );
    // Who asks for an ignored folder gets it.
    assert_eq!(ending(folder.path(), &["check", "build"]), "2 files, 2 objects: nothing found\n");
    assert_eq!(ending(folder.path(), &["check", ".", "--no-ignore"]), "5 files, 5 objects: nothing found\n");
}

#[test]
fn only_what_a_branch_changes_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let block = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  daemon.json: |\n    {\n    }\n";
    write(at, &[("old.yaml", BAD), ("edited.yaml", BAD), ("block.yaml", block), ("gone.yaml", BAD)]);
    git(at, &["init", "-q"]);
    git(at, &["add", "."]);
    git(at, &["commit", "-q", "-m", "a"]);
    git(at, &["checkout", "-q", "-b", "branch"]);
    assert_eq!(run_in(at, &["check", "--changed", "main"]), ("0 files, 0 objects: nothing found\n".to_owned(), 0));
    let edited = BAD.replace("name: x", "name: y") + "  - name: b\n    image: localhost/b\n";
    let block = block.replace("    {\n", "    {\"insecure-registries\": [\"registry.example.com\"]\n");
    write(at, &[("edited.yaml", &edited), ("block.yaml", &block), ("deep/new.yaml", BAD)]);
    fs::remove_file(at.join("gone.yaml")).unwrap();
    git(at, &["commit", "-q", "-a", "-m", "b"]);
    let last = |folder: &Path, arguments: &[&str]| {
        let (text, code) = run_in(folder, arguments);
        (text.lines().last().unwrap().to_owned(), code)
    };
    assert_eq!(
        last(at, &["check", "--changed", "main"]),
        ("3 files, 3 objects: 4 findings in 3 objects (4 denied)".to_owned(), 1)
    );
    assert_eq!(
        last(at, &["check", "--changed", "main", "--changed-lines", "."]),
        (
            "3 files, 3 objects: 3 findings in 3 objects (3 denied); left out: 1 finding is not on a changed line"
                .to_owned(),
            1
        )
    );
    assert_eq!(
        last(&at.join("deep"), &["check", "--changed", "main", "."]),
        ("1 file, 1 object: 1 finding in 1 object (1 denied)".to_owned(), 1)
    );
    let (text, code) = run_in(at, &["check", "--changed", "nowhere"]);
    assert!(code == 2 && text.starts_with("error: --changed: "), "{text}");
    assert_eq!(run_in(at, &["check", "--changed=--output=x"]).1, 2);
}

/// A repository with charts, an overlay and Jinja: one line for each, after the findings.
#[test]
fn what_is_to_be_rendered_is_a_line_for_each_folder() {
    let folder = tempfile::tempdir().unwrap();
    let template = "apiVersion: v1\nkind: Pod\nspec: {{ .Values.spec }}\n";
    write(
        folder.path(),
        &[
            ("charts/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"),
            ("charts/web/values.yaml", "image: {registry: registry.example.com, repository: web}\n"),
            ("charts/web/templates/a.yaml", template),
            ("charts/web/templates/b.yaml", template),
            ("charts/web/templates/c.yaml", GOOD),
            ("charts/web/charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.0.0\n"),
            ("charts/web/charts/db/templates/a.yaml", template),
            ("overlays/dev/kustomization.yaml", "resources: [../../base]\n"),
            ("overlays/dev/patches/a.yaml", "- {op: add, path: /a, value: b}\n"),
            ("roles/a.yaml", "apiVersion: v1\nkind: Pod\n{% if a %}\nspec: {}\n{% endif %}\n"),
            (
                "a.yaml",
                "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: ko://example.com/a}, {name: b, image: ko://example.com/b}]}\n",
            ),
        ],
    );
    assert_eq!(
        run_in(folder.path(), &["check", "."]),
        (
            "charts/web: 3 templates not rendered: `helm template charts/web | insecure-registry check -`, or --render\n\
             overlays/dev: 1 patch not applied: `kustomize build overlays/dev | insecure-registry check -`, or --render\n\
             roles: 1 Jinja template not rendered: check what is made of them\n\
             a.yaml:3:38 and 1 more place: `ko://…` is a placeholder\n\n\
             11 files, 4 objects: nothing found; 2 placeholders; left out: 2 documents are not manifests\n"
                .to_owned(),
            0
        )
    );
    let (text, code) = run_in(folder.path(), &["check", ".", "--strict"]);
    assert!(code == 1 && text.contains("error[malformed-reference]"), "{text}");
}

#[test]
fn many_charts_and_many_findings_are_told_in_few_lines() {
    let folder = tempfile::tempdir().unwrap();
    let template = "apiVersion: v1\nkind: Pod\nspec: {{- toYaml .Values.spec | nindent 2 }}\n";
    for nth in 0..7 {
        let chart = |file: &str| format!("charts/{nth}/{file}");
        let files = [(chart("Chart.yaml"), "name: a\n"), (chart("templates/a.yaml"), template)];
        write(folder.path(), &files.each_ref().map(|(file, text)| (file.as_str(), *text)));
    }
    let pods =
        "---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: localhost/a}]}\n";
    write(folder.path(), &[("pods.yaml", &pods.repeat(20))]);
    let (text, code) = run_in(folder.path(), &["check", "."]);
    assert_eq!((text.matches("error[loopback-registry]").count(), text.matches("= also: ").count(), code), (1, 19, 1));
    let notes =
        "charts/4: 1 template not rendered\n2 more folders: 2 templates not rendered (--format json lists all)\n";
    assert!(text.contains(notes), "{text}");
    let (text, _) = run_in(folder.path(), &["check", ".", "--group=never"]);
    assert_eq!(text.matches("error[loopback-registry]").count(), 20);
}

/// What is printed in a folder with these programs only, and the exit code.
#[cfg(unix)]
fn run_with_programs(folder: &Path, programs: &[(&str, &str)], arguments: &[&str]) -> (String, i32) {
    use std::os::unix::fs::PermissionsExt as _;
    let at = tempfile::tempdir().unwrap();
    for (name, script) in programs {
        let path = at.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = command("insecure-registry");
    let output = command.env("PATH", at.path()).current_dir(folder).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert!(!text.contains("CANARY"), "a secret is shown: {text}");
    (text, output.status.code().unwrap())
}

const CHART: &[(&str, &str)] = &[
    ("charts/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"),
    (
        "charts/web/templates/pod.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: {{ .Values.name }}\n    image: {{ .Values.image }}\n    \
            command: [skopeo, copy, --src-tls-verify=false, a, b]\n",
    ),
];

/// A stand-in for helm, which prints what helm prints for that chart.
const HELM: &str = "[ \"$1 $2\" = 'template ./charts/web' ] || exit 3\n/bin/cat <<'END'\n---\n# Source: web/templates/pod.yaml\n\
    apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: web\n    image: localhost:5000/web:1\n    \
    command: [skopeo, copy, --src-tls-verify=false, a, b]\n---\n# Source: web/charts/db/templates/pod.yaml\napiVersion: v1\nkind: Pod\n\
    spec: {containers: [{name: db, image: localhost:5000/db:1}]}\nEND\n";

/// What helm makes of a chart is judged, and found in its templates: on the line that it comes from, if that can be known.
#[cfg(unix)]
#[test]
fn what_is_rendered_is_found_in_its_templates() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), CHART);
    let (text, code) = run_with_programs(folder.path(), &[("helm", HELM)], &["check", ".", "--render"]);
    let rendered = |line: u32, rest: &str| format!("  = rendered: line {line} of `helm template charts/web`{rest}\n");
    for part in [
        // Its value is filled in.
        " --> charts/web/templates/pod.yaml:7\n",
        "image: localhost:5000/web:1\n",
        &rendered(9, ""),
        // It stands there so.
        " --> charts/web/templates/pod.yaml:8\n",
        "command: [•••, •••, --src-tls-verify=false, •••, •••]\n",
        &rendered(10, ""),
        // The chart in it is not here as files.
        "--> charts/web/Chart.yaml\n",
        &rendered(15, "; which line of the file it comes from is not known"),
        "3 files, 2 objects: 3 findings in 2 objects (3 denied); left out: 1 document is not a manifest\n",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(code == 1 && !text.contains("not rendered"), "{text}");
    // The page shows the first of them.
    let page = fs::read_to_string(root().join("docs/command-line.md")).unwrap();
    let shown = page.split_once("<!-- rendered -->\n```text\n").unwrap().1.split_once("```\n").unwrap().0;
    assert!(text.starts_with(shown), "{text}");
    let (text, _) =
        run_with_programs(folder.path(), &[("helm", HELM)], &["check", ".", "--render", "--format", "json"]);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        json["findings"][0]["rendered"],
        json!({"command": "helm template charts/web", "line": 9, "isFound": true})
    );
}

/// Each folder that a renderer fails at is a line, without what it says: that may quote a value.
#[cfg(unix)]
#[test]
fn what_cannot_be_rendered_is_a_line_for_each_folder() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), CHART);
    write(
        folder.path(),
        &[
            ("overlay/kustomization.yaml", "resources: [../base]\n"),
            ("base/kustomization.yaml", "resources: [pod.yaml]\n"),
            ("base/pod.yaml", BAD),
            ("library/Chart.yaml", "apiVersion: v2\nname: library\ntype: library\nversion: 1.0.0\n"),
        ],
    );
    let helm = |message: &str| format!("echo '{message}' >&2\nexit 1\n");
    let kustomize = "[ \"$1 $2\" = 'build ./overlay' ] || exit 3\n/bin/cat <<'END'\napiVersion: v1\nkind: Pod\nmetadata: {name: xy}\n\
        spec:\n  containers:\n  - name: a\n    image: localhost/a\n  - name: b\n    image: localhost/b\nEND\n";
    let failing = helm("Error: execution error at (web/templates/pod.yaml:7:3): password CANARY is too short");
    let programs = [("helm", failing.as_str()), ("kustomize", kustomize)];
    let (text, code) = run_with_programs(folder.path(), &programs, &["check", ".", "--render"]);
    for part in [
        "warning[unreadable]: `helm template charts/web` fails at web/templates/pod.yaml:7\n --> charts/web/Chart.yaml\n",
        // What was found in the file itself is not told again.
        " --> base/pod.yaml:7:12\n",
        " --> overlay/kustomization.yaml\n",
        "  = at: spec.containers[1].image (b) of Pod default/xy\n",
        "  = rendered: line 9 of `kustomize build overlay`; which line of the file it comes from is not known\n",
        "2 findings in 2 objects (2 denied); 1 not readable",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert_eq!(code, 1);
    let arguments = ["check", ".", "--render", "--unreadable", "fail", "--fail-on", "never"];
    assert_eq!(run_with_programs(folder.path(), &programs, &arguments).1, 2);

    let missing = helm(
        "Error: An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: db",
    );
    write(folder.path(), &[("charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")]);
    let programs = [("helm", missing.as_str()), ("kustomize", kustomize)];
    let (text, _) = run_with_programs(folder.path(), &programs, &["check", ".", "--render"]);
    let part = "not rendered, since the charts that they need are not in `charts/`: charts/shop, charts/web; run `helm dependency build CHART` first\n";
    assert_eq!(text.matches(part).count(), 1, "{text}");

    let (text, code) = run_with_programs(folder.path(), &[("kustomize", kustomize)], &["check", ".", "--render"]);
    let error =
        "error: --render needs helm for charts, which is not installed: see https://helm.sh/docs/intro/install/\n";
    assert_eq!((text.as_str(), code), (error, 2));
    let (text, code) = run_with_programs(folder.path(), &[("helm", HELM)], &["check", ".", "--render"]);
    assert!(code == 2 && text.starts_with("error: --render needs kustomize or kubectl for kustomizations"), "{text}");
    // Nothing is rendered that nobody asked for.
    assert_eq!(run_with_programs(folder.path(), &[], &["check", "overlay"]).1, 0);
}

/// The same with the programs themselves.
#[test]
fn with_helm_and_kustomize_the_same_is_found() {
    let has = |program: &str, argument: &str| {
        Process::new(program).arg(argument).output().is_ok_and(|output| output.status.success())
    };
    assert!(has("helm", "version"), "this test needs helm: `.ci/setup tests`");
    assert!(has("kustomize", "version") || has("kubectl", "help"), "this test needs kubectl: `.ci/setup tests`");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), CHART);
    write(
        folder.path(),
        &[
            ("charts/web/values.yaml", "name: web\nimage: localhost:5000/web:1\n"),
            (
                "charts/needy/Chart.yaml",
                "apiVersion: v2\nname: needy\nversion: 1.0.0\ndependencies: [{name: db, version: 1.0.0, repository: 'https://charts.example.com'}]\n",
            ),
            ("charts/broken/Chart.yaml", "apiVersion: v2\nname: broken\nversion: 1.0.0\n"),
            ("charts/broken/templates/a.yaml", "a: {{ fail \"CANARY\" }}\n"),
            (
                "overlay/kustomization.yaml",
                "resources: [pod.yaml]\nimages: [{name: app, newName: localhost:5000/app}]\n",
            ),
            (
                "overlay/pod.yaml",
                "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: a, image: app}]}\n",
            ),
        ],
    );
    let (text, code) = run_in(folder.path(), &["check", ".", "--render"]);
    for part in [
        " --> charts/web/templates/pod.yaml:7\n",
        " --> charts/web/templates/pod.yaml:8\n",
        "fails at broken/templates/a.yaml:1\n",
        "not rendered, since the charts that it needs are not in `charts/`: charts/needy;",
        " --> overlay/kustomization.yaml\n",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(code == 1 && !text.contains("CANARY"), "{text}");
}

#[test]
fn like_findings_are_shown_once_with_their_places() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[("a.yaml", BAD), ("b.yaml", BAD), ("c.yaml", &BAD.replace("localhost/a", "localhost:5000/a"))],
    );
    let (text, _) = run_in(folder.path(), &["check", ".", "--group", "--summary"]);
    assert_eq!(text.matches("error[loopback-registry]").count(), 2, "{text}");
    assert!(text.contains("  = also: b.yaml:7:12, spec.containers[0].image of Pod default/x\n"), "{text}");
    let table = "rule               findings  objects  files\nloopback-registry         3        3      3\n\n";
    assert!(text.contains(table), "{text}");
    // Nothing is shown once where nobody asks for it, and this is no terminal.
    let (text, _) = run_in(folder.path(), &["check", "."]);
    assert_eq!(text.matches("error[loopback-registry]").count(), 3, "{text}");
    let (text, _) = run_in(folder.path(), &["check", ".", "--timings"]);
    assert_eq!(text.matches(" ms  ").count(), 3, "{text}");
}

/// Each file that cannot be read is a line, and the rest is judged.
#[cfg(unix)]
#[test]
fn bad_input_hinders_nothing() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let utf16 =
        |text: &str| [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    write(
        folder.path(),
        &[("good.yaml", BAD), ("closed/a.yaml", GOOD), ("twice.yaml", "kind: Pod\napiVersion: v1\nkind: Pod\n")],
    );
    fs::write(at("utf-16.yaml"), utf16(BAD)).unwrap();
    fs::write(at("bytes.yaml"), [0, 159, 146, 150]).unwrap();
    fs::File::create(at("huge.json")).unwrap().set_len(1 << 30).unwrap();
    symlink(".", at("circle")).unwrap();
    fs::set_permissions(at("closed"), fs::Permissions::from_mode(0o0)).unwrap();
    let is_closed = fs::read_dir(at("closed")).is_err();
    let (text, code) = run_in(folder.path(), &["check", "."]);
    fs::set_permissions(at("closed"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("warning[unreadable]: not UTF-8 or UTF-16 text\n --> bytes.yaml\n"), "{text}");
    assert!(text.contains("warning[unreadable]: longer than 256 MiB\n --> huge.json\n"), "{text}");
    assert!(text.contains("warning: duplicate key `kind`: the last one counts\n --> twice.yaml:3:1\n"), "{text}");
    assert!(text.contains(" --> utf-16.yaml:7:12\n"), "{text}");
    // root may read everything.
    if is_closed {
        assert!(text.contains("warning[unreadable]: Permission denied (os error 13)\n --> closed\n"), "{text}");
    }
    assert!(text.contains("2 findings in 2 objects"), "{text}");
}

#[test]
fn a_namespace_is_given_to_those_without() {
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: [{name: a, image: localhost/a}]}}";
    let settings = ["check", "-", "-s", "settings.yaml"];
    assert_eq!(ending(&settings, pod), "1 file, 1 object: 1 finding in 1 object (1 denied)\n--- exit code 1");
    assert_eq!(
        ending(&[&settings[..], &["-n", "shop"]].concat(), pod),
        "1 file, 1 object: 1 finding in 1 object (1 exempt)\n--- exit code 0"
    );
}

#[test]
fn settings_are_checked_where_they_stand() {
    assert_snapshot!(
        [
            run(&["settings", "check", "bad-settings.yaml"]),
            run(&["settings", "check", "policy.yaml"]),
            run(&["settings", "check", "settings.yaml"]),
            run(&["settings", "check", "ended-settings.yaml"]),
            run(&["settings", "check", "--fail-on", "never", "ended-settings.yaml"]),
            run(&["check", "deploy", "-s", "bad-settings.yaml"]),
        ]
        .join("\n\n")
    );
}

#[test]
fn decisions_are_explained() {
    let settings = ["-s", "why-settings.yaml"];
    assert_snapshot!(run(&[&["why", "why.yaml"], &settings[..]].concat()));
    assert_snapshot!(run(&[&["why", "--findings", "--format", "json", "why.yaml"], &settings[..]].concat()));
    let ends = [
        run(&["why", "why.yaml", "-s", "bad-settings.yaml"]),
        run(&["why", "nowhere.yaml"]),
        run(&["why", "broken/typos.yaml"]),
    ];
    assert_snapshot!(ends.join("\n\n"));
}

#[test]
fn rules_explain_themselves() {
    assert_snapshot!(run(&["rules"]));
    assert_snapshot!(run(&["explain", "loopback-registry"]));
    assert_snapshot!(run(&["explain", "loopback"]));
}

#[test]
fn kubectl_finds_it() {
    let help =
        |binary: &str| String::from_utf8(command(binary).args(["check", "--help"]).output().unwrap().stdout).unwrap();
    assert!(help("insecure-registry").contains("Usage: insecure-registry check"));
    assert!(help("kubectl-insecure_registry").contains("Usage: kubectl insecure-registry check"));
    // krew and Homebrew make a link to the command.
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("kubectl-insecure_registry");
    std::os::unix::fs::symlink(assert_cmd::cargo::cargo_bin("insecure-registry"), &link).unwrap();
    let linked = Process::new(link).args(["check", "--help"]).output().unwrap().stdout;
    assert_eq!(String::from_utf8(linked).unwrap(), help("kubectl-insecure_registry"));
    let Ok(kubectl) = Process::new("kubectl").arg("version").arg("--client").output() else {
        eprintln!("kubectl is not here: only its way of finding plugins is tested");
        return;
    };
    assert!(kubectl.status.success());
    let binary = assert_cmd::cargo::cargo_bin("kubectl-insecure_registry");
    let mut kubectl = Command::new("kubectl");
    kubectl.env("PATH", format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap()));
    kubectl.args(["insecure-registry", "check", "-"]).write_stdin("{apiVersion: v1, kind: Pod, metadata: {name: x}}");
    kubectl.assert().success().stdout("1 file, 1 object: nothing found\n");
}

/// Terminals get colours, unless `NO_COLOR` is set.
#[test]
fn colours_are_for_terminals() {
    let binary = assert_cmd::cargo::cargo_bin("insecure-registry");
    let on_terminal = |no_color: &str| {
        let mut script = Process::new("script");
        script
            .args(["--quiet", "--return", "--command"])
            .arg(format!("{} check deploy/web.yaml", binary.display()))
            .arg("/dev/null");
        script.env("NO_COLOR", no_color).current_dir(root().join("cli/tests/files"));
        String::from_utf8(script.output().expect("script of util-linux is there").stdout).unwrap()
    };
    assert!(on_terminal("").contains("\u{1b}[1m"));
    let plain = on_terminal("1");
    assert!(!plain.contains('\u{1b}') && plain.contains("error[loopback-registry]"), "{plain}");
}

/// A tree of that many manifests, in folders of a hundred.
fn tree(manifests: usize) -> tempfile::TempDir {
    let tree = tempfile::tempdir().unwrap();
    for nth in 0..manifests {
        let folder = tree.path().join(format!("{:03}", nth / 100));
        fs::create_dir_all(&folder).unwrap();
        let image = if nth % 50 == 0 { "localhost:5000/web:1" } else { "registry.example.com/web:1" };
        let arguments = format!("    - --argument=value-{nth}\n").repeat(20);
        let text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web-{nth}\nspec:\n  containers:\n  - name: web\n    image: {image}\n    args:\n{arguments}"
        );
        fs::write(folder.join(format!("{nth}.yaml")), text).unwrap();
    }
    tree
}

/// The last line of a check, and the most memory that it had, in KiB.
fn measured(folder: &Path) -> (String, u64) {
    let mut check = Process::new(assert_cmd::cargo::cargo_bin("insecure-registry"));
    let output = tempfile::NamedTempFile::new().unwrap();
    check.arg("check").arg(folder).stdout(output.reopen().unwrap());
    let mut check = check.spawn().unwrap();
    let status = format!("/proc/{}/status", check.id());
    let mut peak = 0;
    while check.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(peak);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let text = fs::read_to_string(output.path()).unwrap();
    (text.lines().last().unwrap().to_owned(), peak)
}

#[test]
fn ten_thousand_files_take_no_more_memory_than_two_thousand() {
    let (few, many) = (tree(2_000), tree(10_000));
    let (ending, few) = measured(few.path());
    assert_eq!(ending, "2000 files, 2000 objects: 40 findings in 40 objects (40 denied)");
    let (ending, many) = measured(many.path());
    assert_eq!(ending, "10000 files, 10000 objects: 200 findings in 200 objects (200 denied)");
    assert!(few > 0 && many < few * 3 / 2, "{few} KiB, then {many} KiB");
}

/// The settings of a text, as the policy would get them.
fn settings_in(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

#[test]
fn a_baseline_leaves_only_what_is_new() {
    let folder = tempfile::tempdir().unwrap();
    let baseline = folder.path().join("baseline.yaml");
    let baseline = baseline.to_str().unwrap();
    let write = |more: &[&str]| run(&[&["baseline", "--until", "2099-12-31", "--output", baseline], more].concat());
    assert_eq!(write(&["shop.yaml"]), "--- stderr\n2 exemptions for 2 findings\n--- exit code 0");
    let check = |more: &[&str]| ending(&[&["check", "--baseline", baseline], more].concat(), "");
    assert_eq!(
        check(&["shop.yaml"]),
        "1 file, 1 object: 2 findings in 1 object (2 exempt); 2 known from the baseline\n--- exit code 0"
    );
    // The same Deployment with other findings, and another object.
    assert_eq!(
        check(&["deploy/web.yaml"]),
        "1 file, 3 objects: 6 findings in 2 objects (4 denied, 2 exempt); 2 known from the baseline\n--- exit code 1"
    );
    // What is no longer there.
    let clean = folder.path().join("clean.yaml");
    let shop = fs::read_to_string(root().join("cli/tests/files/shop.yaml")).unwrap();
    fs::write(&clean, shop.replace("localhost:5000", "registry.example.com")).unwrap();
    let output = run(&["check", "--baseline", baseline, clean.to_str().unwrap()]);
    assert!(output.contains("baseline.yaml: `exemptions[1]` is no longer needed\n"), "{output}");
    assert!(output.ends_with("1 known from the baseline\n--- exit code 0"), "{output}");
    let json = run(&["check", "--format", "json", "--baseline", baseline, clean.to_str().unwrap()]);
    assert!(json.contains("\"baseline\":{\"findings\":1,\"generated\":0,\"unneeded\":["), "{json}");
    // A baseline is nothing else.
    let output = run(&["check", "--baseline", "settings.yaml", "shop.yaml"]);
    assert!(output.contains("settings.yaml: found `insecureRegistries`: a baseline has only `exemptions`"), "{output}");
}

#[test]
fn settings_keep_what_is_not_of_the_baseline() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.yaml");
    let path = path.to_str().unwrap();
    let text = "# ours\nhelp: ask us # always\nexemptions:\n  # by hand\n  - reason: k3d\n    rules: [loopback-registry]\n    namespaces: [dev]\n";
    fs::write(path, text).unwrap();
    let write = |more: &[&str]| {
        let output = run(&[&["baseline", "--settings", path, "--output", path], more].concat());
        (output, fs::read_to_string(path).unwrap())
    };
    let (_, first) = write(&["--until", "2099-12-31", "--reason", "first", "shop.yaml"]);
    assert!(first.starts_with(text) && first.matches("reason: \"baseline: first\"").count() == 2, "{first}");
    assert_eq!(
        write(&["--until", "2099-01-01", "--reason", "later", "shop.yaml"]).1,
        first,
        "what is known keeps its end"
    );
    let (output, pruned) = write(&["--prune", "deploy/list.json", "shop.yaml"]);
    assert_eq!((output.as_str(), &pruned), ("--- stderr\n2 exemptions for 2 findings\n--- exit code 0", &first));
    let (output, pruned) = write(&["--prune", "deploy/list.json"]);
    assert_eq!((output.as_str(), pruned.as_str()), ("--- stderr\n0 exemptions for 0 findings\n--- exit code 0", text));
    let (output, pruned) = write(&["--prune", "deploy/web.yaml"]);
    assert!(output.contains("0 exemptions for 0 findings; 6 new findings not added"), "{output}");
    assert_eq!(pruned, text);
    // In the settings of a policy, and where they cannot be changed.
    let policy = fs::read_to_string(root().join("cli/tests/files/policy.yaml")).unwrap().replace(": of}", ": warn}");
    fs::write(path, &policy).unwrap();
    let (_, written) = write(&["shop.yaml"]);
    let read = settings_in(&written);
    assert_eq!(read["spec"]["settings"]["exemptions"].as_array().unwrap().len(), 2, "{written}");
    assert!(
        written.contains("mode") == policy.contains("mode")
            && ending(&["settings", "check", path], "").contains("valid")
    );
    fs::write(path, "{help: x}\n").unwrap();
    let (output, written) = write(&["shop.yaml"]);
    assert!(output.contains("error: cannot change the exemptions of these settings"), "{output}");
    assert_eq!(written, "{help: x}\n");
}

#[test]
fn what_cannot_be_exempted_exactly_is_named() {
    let manifests = "{apiVersion: v1, kind: Pod, spec: {containers: [{image: localhost/a}]}}\n---\n\
         {apiVersion: v1, kind: Pod, metadata: {name: b}, spec: {containers: [{image: 'robot:CANARY@r.example.com/x'}]}}\n---\n\
         {apiVersion: example.com/v1, kind: Widget, metadata: {name: c}, spec: {containers: [{image: localhost/a}]}}\n---\n\
         {apiVersion: v1, kind: Pod, metadata: {name: d, uid: x, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: d, \
         controller: true}]}, spec: {containers: [{image: localhost/a}]}}\n";
    assert_snapshot!(run_with(&["baseline", "-"], manifests));
    let output = run_with(&["baseline", "--until", "2099-02-30", "-"], manifests);
    assert_eq!(output, "--- stderr\nerror: --until is a date or time that does not exist; or `never`\n--- exit code 2");
}

#[test]
fn settings_are_made_of_those_of_other_policies() {
    for (files, code) in [
        (&["constraint.yaml"] as &[&str], 1),
        (&["restrict-image-registries.yaml"], 0),
        (&["trusted-repos.yaml"], 1),
        (&["restrict-image-registries.yaml", "restrict-image-registries.yaml"], 0),
    ] {
        let paths: Vec<_> = files.iter().map(|file| format!("migrate/{file}")).collect();
        let arguments: Vec<_> = ["migrate"].into_iter().chain(paths.iter().map(String::as_str)).collect();
        let output = command("insecure-registry").args(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{files:?}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.yaml");
        fs::write(&path, &output.stdout).unwrap();
        assert!(run(&["settings", "check", path.to_str().unwrap()]).contains("the settings are valid"));
    }
    let output = run_with(&["migrate", "-"], "kind: Pod\n");
    assert_eq!(output, "--- stderr\nerror: stdin: Pod is not a policy that is read here\n--- exit code 2");
}

/// What is wrong with a document, by the parts of a format's schema that say what has to be there.
fn mistakes_by(schema: &Value, document: &Value) -> Option<String> {
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("https://example.com/schema.json", schema.clone()).unwrap();
    let schema = compiler.compile("https://example.com/schema.json", &mut schemas).unwrap();
    schemas.validate(document, schema).err().map(|error| error.to_string())
}

/// The report of some files, with a time that is always the same.
fn report(format: &str) -> Value {
    let mut command = command("insecure-registry");
    command.env("SOURCE_DATE_EPOCH", "1735689599");
    command.args(["check", "--format", format, "-s", "settings.yaml", "deploy", "broken/typos.yaml"]);
    let output = command.output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stdout).contains("CANARY"), "a secret is shown");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn as_gitlab_sast() {
    let report = report("gitlab-sast");
    let text = json!({"type": "string", "minLength": 1});
    let time = json!({"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$"});
    let url = json!({"type": "string", "pattern": "^https?://.+"});
    let tool = json!({
        "type": "object",
        "required": ["id", "name", "version", "vendor"],
        "properties": {"id": text, "name": text, "url": url, "version": text, "vendor": {"required": ["name"]}},
    });
    let identifier = json!({
        "type": "object",
        "required": ["type", "name", "value"],
        "properties": {"type": text, "name": text, "value": text, "url": url},
    });
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "required": ["scan", "version", "vulnerabilities"],
        "properties": {
            "version": {"const": "15.0.7"},
            "scan": {
                "required": ["analyzer", "end_time", "scanner", "start_time", "status", "type"],
                "properties": {
                    "analyzer": tool,
                    "scanner": tool,
                    "start_time": time,
                    "end_time": time,
                    "status": {"enum": ["success", "failure"]},
                    "type": {"const": "sast"},
                    "messages": {"items": {
                        "required": ["level", "value"],
                        "properties": {"level": {"enum": ["info", "warn", "fatal"]}, "value": text},
                    }},
                },
            },
            "vulnerabilities": {"type": "array", "items": {
                "required": ["id", "identifiers", "location"],
                "properties": {
                    "id": text,
                    "name": {"type": "string", "maxLength": 255},
                    "severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
                    "solution": {"type": "string", "maxLength": 7000},
                    "identifiers": {"type": "array", "minItems": 1, "items": identifier},
                    "location": {"properties": {"file": {"type": "string"}, "start_line": {"type": "number"}}},
                },
            }},
        },
    });
    assert_eq!(mistakes_by(&schema, &report), None);
    // What is exempt is left out, and what cannot be read is told.
    assert_snapshot!(serde_json::to_string_pretty(&report).unwrap());
}

#[test]
fn as_gitlab_codequality() {
    let report = report("gitlab-codequality");
    let schema = json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "required": ["path", "lines"],
                    "properties": {"lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}},
                },
            },
        },
    });
    assert_eq!(mistakes_by(&schema, &report), None);
    let mut prints: Vec<_> = report.as_array().unwrap().iter().map(|it| it["fingerprint"].as_str().unwrap()).collect();
    let all = prints.len();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), all, "GitLab shows one of those that have the same fingerprint");
    assert_snapshot!(serde_json::to_string_pretty(&report).unwrap());
}

/// The fields of the reports that both custom resources have; an API server drops or refuses others.
fn schema_of_reports() -> Value {
    let text = json!({"type": "string"});
    let count = json!({"type": "integer", "minimum": 0});
    let object = |required: &[&str], properties: &Value| json!({"type": "object", "required": required, "additionalProperties": false, "properties": properties});
    let resource = object(
        &["kind"],
        &json!({"apiVersion": text, "kind": text, "namespace": text, "name": text, "uid": text, "resourceVersion": text, "fieldPath": text}),
    );
    let result = object(
        &["policy", "result"],
        &json!({
            "source": text,
            "policy": text,
            "rule": text,
            "category": text,
            "severity": {"enum": ["critical", "high", "medium", "low", "info"]},
            "result": {"enum": ["pass", "fail", "warn", "error", "skip"]},
            "scored": {"type": "boolean"},
            "message": text,
            "properties": {"type": "object", "additionalProperties": text},
            "resources": {"type": "array", "items": resource},
        }),
    );
    object(
        &["apiVersion", "kind", "metadata"],
        &json!({
            "apiVersion": text,
            "kind": text,
            "metadata": {"type": "object", "required": ["name"]},
            "summary": object(&[], &json!({"pass": count, "fail": count, "warn": count, "error": count, "skip": count})),
            "results": {"type": "array", "items": result},
        }),
    )
}

#[test]
fn as_policy_reports() {
    for (format, version, kinds) in [
        ("policy-report", "wgpolicyk8s.io/v1alpha2", ["ClusterPolicyReport", "PolicyReport"]),
        ("open-reports", "openreports.io/v1alpha1", ["ClusterReport", "Report"]),
    ] {
        let report = report(format);
        let items = report["items"].as_array().unwrap();
        for item in items {
            assert_eq!(mistakes_by(&schema_of_reports(), item), None);
            let has_namespace = item["metadata"]["namespace"].is_string();
            assert_eq!(
                (&item["apiVersion"], &item["kind"]),
                (&json!(version), &json!(kinds[usize::from(has_namespace)]))
            );
            let results = item["results"].as_array().unwrap();
            for (result, number) in item["summary"].as_object().unwrap() {
                let listed = results.iter().filter(|it| it["result"] == *result).count();
                assert!(result == "pass" || number.as_u64() == Some(listed as u64), "{item}");
            }
            for it in results {
                assert!(
                    it["policy"].is_string()
                        && ["fail", "warn", "error", "skip"].contains(&it["result"].as_str().unwrap())
                );
                assert!(it["severity"].is_null() || ["high", "medium"].contains(&it["severity"].as_str().unwrap()));
            }
        }
        if format == "open-reports" {
            assert_snapshot!(serde_json::to_string_pretty(&report).unwrap());
        }
    }
    // What a cluster knows an object by, and more results than an object of a cluster holds.
    let container = json!({"image": "localhost/a"});
    let pod = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "a", "namespace": "b", "uid": "0-1"},
        "spec": {"containers": vec![container; 600]},
    });
    let mut command = command("insecure-registry");
    let output =
        command.args(["check", "--format", "policy-report", "-"]).write_stdin(pod.to_string()).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let items = report["items"].as_array().unwrap();
    let rows: Vec<_> = items
        .iter()
        .map(|it| (it["metadata"]["name"].as_str().unwrap(), it["results"].as_array().unwrap().len()))
        .collect();
    assert_eq!(rows, [("insecure-registry", 500), ("insecure-registry-2", 100)]);
    let expected = json!([{"apiVersion": "v1", "kind": "Pod", "namespace": "b", "name": "a", "uid": "0-1"}]);
    assert_eq!(items[0]["results"][0]["resources"], expected);
}

#[test]
fn the_nearest_settings_count() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{image: localhost/a}]}\n";
    for (path, text) in [
        (".git/HEAD", ""),
        (".insecure-registry.yaml", "rules: {loopback-registry: allow}\n"),
        ("a.yaml", pod),
        ("inner/.insecure-registry.yaml", "rules: {loopback-registry: warn}\n"),
        ("inner/deep/b.yaml", pod),
        ("other/.git/HEAD", ""),
        ("other/c.yaml", pod),
    ] {
        fs::create_dir_all(at(path).parent().unwrap()).unwrap();
        fs::write(at(path), text).unwrap();
    }
    let check = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("insecure-registry").unwrap();
        let output = command.current_dir(folder.path()).arg("check").args(arguments).write_stdin(pod).output().unwrap();
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (output.status.code().unwrap(), text)
    };
    let (code, text) = check(&["a.yaml", "inner"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("warning[loopback-registry]"), "{text}");
    for file in [".insecure-registry.yaml", "inner/.insecure-registry.yaml"] {
        assert!(text.contains(&format!("\nchecked with the settings in {file}\n")), "{text}");
    }
    assert_eq!(
        (check(&["-"]).0, check(&["other"]).0),
        (0, 1),
        "standard input is from here, and another repository has its own"
    );
    // What is given counts for all.
    fs::write(at("given.yaml"), "{}").unwrap();
    let (code, text) = check(&["--settings", "given.yaml", "a.yaml"]);
    assert!(code == 1 && !text.contains("checked with"), "{text}");
    fs::write(at(".insecure-registry.yaml"), "rules: {loopback-registry: CANARY}\n").unwrap();
    let (code, text) = check(&["a.yaml"]);
    assert!(code == 2 && text.contains(".insecure-registry.yaml:1:") && !text.contains("CANARY"), "{text}");
}
