//! `insecure-registry lsp`, spoken to as an editor does: over its pipes, in the protocol.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command as Process, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use assert_cmd::Command;
use insecure_registry_fixtures::planted;
use serde_json::{Value, json};

/// Far longer than anything takes.
const TIMEOUT: Duration = Duration::from_mins(1);

/// An editor with a folder.
struct Editor {
    folder: tempfile::TempDir,
    server: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    last: i64,
    version: i64,
    /// The newest diagnostics of each file, by name.
    diagnostics: HashMap<String, Vec<Value>>,
    /// What the server asked.
    asked: Vec<Value>,
    /// All that the server has sent.
    heard: String,
}

impl Editor {
    fn new(arguments: &[&str]) -> Self {
        Self::with(
            arguments,
            &json!({
                "workspace": {
                    "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]},
                    "didChangeWatchedFiles": {"dynamicRegistration": true},
                },
                "window": {"showDocument": {"support": true}},
            }),
        )
    }

    fn with(arguments: &[&str], capabilities: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        let mut process = Process::new(assert_cmd::cargo::cargo_bin("insecure-registry"));
        process.arg("lsp").args(arguments).current_dir(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut server = process.spawn().unwrap();
        let (to, stdout) = (server.stdin.take().unwrap(), server.stdout.take().unwrap());
        let (sender, from) = channel();
        thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            loop {
                let (mut length, mut line) = (0, String::new());
                while stdout.read_line(&mut line).unwrap() > 2 {
                    if let Some(number) = line.strip_prefix("Content-Length: ") {
                        length = number.trim().parse().unwrap();
                    }
                    line.clear();
                }
                let mut body = vec![0; length];
                if length == 0 || stdout.read_exact(&mut body).is_err() {
                    return;
                }
                if sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
                    return;
                }
            }
        });
        let (diagnostics, asked, heard) = (HashMap::new(), Vec::new(), String::new());
        let mut editor = Editor { folder, server, to, from, last: 0, version: 0, diagnostics, asked, heard };
        let root = editor.uri("");
        let parameters = json!({
            "processId": null,
            "rootUri": root,
            "workspaceFolders": [{"uri": root, "name": "a"}],
            "capabilities": capabilities,
        });
        let answer = editor.ask("initialize", parameters);
        assert_eq!(answer["result"]["serverInfo"]["name"], "insecure-registry");
        editor.tell("initialized", json!({}));
        editor
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display()).trim_end_matches('/').replace(' ', "%20")
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.to.flush().unwrap();
    }

    #[allow(clippy::needless_pass_by_value)] // for json!
    fn tell(&mut self, method: &str, parameters: Value) {
        self.send(json!({"method": method, "params": parameters}));
    }

    fn receive(&mut self) -> Value {
        let message = self.from.recv_timeout(TIMEOUT).expect("the server says something");
        self.heard += &message.to_string();
        if message["method"] == "textDocument/publishDiagnostics" {
            let parameters = &message["params"];
            let name = parameters["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            self.diagnostics.insert(name, parameters["diagnostics"].as_array().unwrap().clone());
        } else if message.get("method").is_some() {
            self.asked.push(message.clone());
        }
        message
    }

    /// The answer to a request; all that was said before has come then.
    #[allow(clippy::needless_pass_by_value)] // for json!
    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(json!({"id": id, "method": method, "params": parameters}));
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    fn open(&mut self, name: &str, text: &str) {
        self.version += 1;
        let document = json!({"uri": self.uri(name), "languageId": "yaml", "version": self.version, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn change(&mut self, name: &str, text: &str) {
        self.version += 1;
        let document = json!({"uri": self.uri(name), "version": self.version});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
    }

    fn save(&mut self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
        let changes = json!([{"uri": self.uri(name), "type": 2}]);
        self.tell("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    }

    fn at(&self, name: &str, line: u64, character: u64) -> Value {
        json!({"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": character}})
    }

    fn hover(&mut self, name: &str, line: u64, character: u64) -> Value {
        let parameters = self.at(name, line, character);
        self.ask("textDocument/hover", parameters)["result"].take()
    }

    fn actions(&mut self, name: &str, range: &Value) -> Vec<Value> {
        let document = json!({"uri": self.uri(name)});
        let parameters = json!({"textDocument": document, "range": range, "context": {"diagnostics": []}});
        self.ask("textDocument/codeAction", parameters)["result"].as_array().unwrap().clone()
    }

    /// `line:start-end severity code` of each diagnostic of a file, once all is checked.
    fn shown(&mut self, name: &str) -> Vec<String> {
        self.hover(name, 0, 0);
        let row = |it: &Value| {
            let (start, end) = (&it["range"]["start"], &it["range"]["end"]);
            let code = it["code"].as_str().unwrap_or("-");
            format!("{}:{}-{} {} {code}", start["line"], start["character"], end["character"], it["severity"])
        };
        self.diagnostics.get(name).map(|list| list.iter().map(row).collect()).unwrap_or_default()
    }

    fn codes(&mut self, name: &str) -> Vec<String> {
        self.shown(name).iter().map(|row| row.rsplit(' ').next().unwrap().to_owned()).collect()
    }

    fn end(mut self) -> (ExitStatus, String) {
        assert_eq!(self.ask("shutdown", Value::Null)["result"], Value::Null);
        self.tell("exit", Value::Null);
        (self.server.wait().unwrap(), self.heard)
    }
}

/// A text after the edits of a file in a change.
fn edited(text: &str, edits: &Value) -> String {
    let offset = |place: &Value| {
        let (line, units) = (place["line"].as_u64().unwrap(), place["character"].as_u64().unwrap());
        let start: usize = text.split_inclusive('\n').take(usize::try_from(line).unwrap()).map(str::len).sum();
        let mut left = units;
        let rest = text[start..].char_indices().find(|(_, c)| {
            let is_there = left == 0;
            left = left.saturating_sub(c.len_utf16() as u64);
            is_there
        });
        rest.map_or(text.len(), |(at, _)| start + at)
    };
    let [edit] = edits.as_array().unwrap().as_slice() else { panic!("one edit: {edits}") };
    let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
    format!("{}{}{}", &text[..start], edit["newText"].as_str().unwrap(), &text[end..])
}

fn pod(image: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: a, namespace: shop}}\nspec: {{containers: [{{name: 𝄞, image: {image}}}]}}\n"
    )
}

const LOOPBACK: &str = "localhost:5000/app";

/// What the editor shows is what the command reports, at the same places.
#[test]
fn diagnostics_are_the_findings_of_the_command() {
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/deploy");
    let mut editor = Editor::new(&[]);
    let mut compared = 0;
    for entry in fs::read_dir(files).unwrap() {
        let path = entry.unwrap().path();
        let (name, text) = (path.file_name().unwrap().to_str().unwrap(), fs::read_to_string(&path).unwrap());
        let output = Command::cargo_bin("insecure-registry").unwrap();
        let output = { output }.args(["check", "--format", "json"]).arg(&path).output().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = report["findings"].as_array().unwrap().iter();
        let expected: Vec<_> = findings
            .filter(|it| it["action"] != "exempt" && it["action"] != "placeholder")
            .map(|it| {
                let severity = if it["action"] == "deny" { 1 } else { 2 };
                (it["line"].as_u64().unwrap() - 1, it["column"].as_u64(), severity, it["rule"].clone())
            })
            .collect();
        editor.open(name, &text);
        editor.shown(name);
        let shown: Vec<_> = editor.diagnostics[name].iter().filter(|it| it["code"].is_string()).cloned().collect();
        assert_eq!(shown.len(), expected.len(), "{name}");
        for (it, (line, column, severity, rule)) in shown.iter().zip(expected) {
            assert_eq!((&it["code"], &it["severity"]), (&rule, &json!(severity)));
            assert_eq!(it["range"]["start"]["line"], line, "{name} {rule}");
            if let Some(column) = column {
                assert_eq!(it["range"]["start"]["character"], column - 1, "{name} {rule}");
            }
            assert!(it["codeDescription"]["href"].as_str().unwrap().ends_with(&format!("#{}", rule.as_str().unwrap())));
            compared += 1;
        }
    }
    assert!(compared > 5, "only {compared} findings");
    let (status, heard) = editor.end();
    assert!(status.success() && !heard.contains("CANARY"));
}

#[test]
fn what_is_typed_is_checked_in_units_of_utf_16() {
    let mut editor = Editor::new(&[]);
    editor.open("a b.yaml", &pod(LOOPBACK));
    // The container's name stands before the image on its line, and could be anything: so the whole line is shown.
    editor.shown("a b.yaml");
    assert_eq!(editor.shown("a%20b.yaml"), ["3:0-59 1 loopback-registry"]);
    let text =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - image: localhost:5000/app # 𝄞\n";
    editor.open("b.yaml", text);
    assert_eq!(editor.shown("b.yaml"), ["5:13-31 1 loopback-registry"]);
    editor.change("b.yaml", &text.replace("localhost:5000", "registry.example.com"));
    assert_eq!(editor.shown("b.yaml"), Vec::<String>::new());
    // Half of a document is a document that is not checked, and the others are.
    editor.change("b.yaml", &format!("{text}---\napiVersion: v1\nkind: Pod\nspec: {{\n"));
    let shown = editor.shown("b.yaml");
    assert_eq!((shown.len(), shown[0].as_str()), (2, "5:13-31 1 loopback-registry"), "{shown:?}");
    assert!(shown[1].ends_with(" 2 -"), "{shown:?}");
    // JSON, values of charts, and what is no manifest.
    editor.open(
        "a.json",
        r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"image":"localhost/a"}]}}"#,
    );
    assert_eq!(editor.codes("a.json"), ["loopback-registry"]);
    editor.open("values.yaml", "image:\n  registry: localhost:5000\n  repository: app\n");
    assert_eq!(editor.shown("values.yaml"), ["1:12-26 1 loopback-registry"]);
    editor.open("other.yaml", "image: {registry: localhost:5000, repository: app}\n");
    editor.open("template.yaml", "kind: Pod\napiVersion: v1\nspec: {{ .Values.spec }}\n");
    assert_eq!((editor.codes("other.yaml").len(), editor.codes("template.yaml").len()), (0, 0));
    // What is closed is not shown any more.
    let document = json!({"textDocument": {"uri": editor.uri("a.json")}});
    editor.tell("textDocument/didClose", document);
    assert_eq!(editor.codes("a.json").len(), 0);
    assert!(editor.end().0.success());
}

/// A folder may say what a file is, and a name that it is no YAML.
#[test]
fn files_of_tools_are_checked_by_their_paths() {
    let workflow = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n    - run: docker login -u a -p CANARY-not-a-real-password r.example.com\n";
    let dockerfile = "FROM localhost/a\nRUN skopeo copy --src-tls-verify=false docker://r.example.com/a dir:a\n";
    let mut editor = Editor::new(&[]);
    for (path, text, expected) in [
        (".github/workflows/a.yml", workflow, &["credentials-in-args"] as &[&str]),
        ("b/b.yml", workflow, &[]),
        ("Dockerfile", dockerfile, &["loopback-registry", "insecure-registry-flag"]),
        ("a/Dockerfile.j2", dockerfile, &[]),
    ] {
        editor.open(path, text);
        editor.hover(path, 0, 0);
        let shown = &editor.diagnostics[path.rsplit('/').next().unwrap()];
        assert_eq!(shown.iter().map(|it| &it["code"]).collect::<Vec<_>>(), expected, "{path}");
    }
    let (status, heard) = editor.end();
    assert!(status.success() && !heard.contains("CANARY"));
}

#[test]
fn a_rule_is_explained_where_it_found_something() {
    let mut editor = Editor::new(&[]);
    editor.open("a.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: localhost:5000/app\n");
    let hover = editor.hover("a.yaml", 4, 20);
    assert_eq!(hover["range"], json!({"start": {"line": 4, "character": 13}, "end": {"line": 4, "character": 31}}));
    let text = hover["contents"]["value"].as_str().unwrap();
    for part in [
        "**loopback-registry** (denied)\n\n`localhost:5000` is a loopback registry: ",
        "- **at**: `spec.containers[0].image` of `Pod",
        "The registry of an image is on the loopback interface",
        "Passes:",
        "docs/rules.md#loopback-registry",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(editor.hover("a.yaml", 4, 2), Value::Null);
    assert_eq!(editor.hover("a.yaml", 400, 2), Value::Null);
    assert_eq!(editor.hover("never-opened.yaml", 0, 0), Value::Null);
    assert!(editor.end().0.success());
}

#[test]
fn quick_fixes_take_findings_away() {
    let mut editor = Editor::new(&[]);
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/deploy/web.yaml")).unwrap();
    editor.save(".insecure-registry.yaml", "trustedRegistries: [registry.example.com]\n");
    editor.open("web.yaml", &text);
    let before = editor.codes("web.yaml");
    let mut titles = Vec::new();
    for diagnostic in editor.diagnostics["web.yaml"].clone() {
        for action in editor.actions("web.yaml", &diagnostic["range"]) {
            let title = action["title"].as_str().unwrap().to_owned();
            let rule = action["diagnostics"][0]["code"].as_str().unwrap().to_owned();
            if titles.contains(&(rule.clone(), title.clone())) || title.starts_with("Exempt") {
                continue;
            }
            let changed = edited(&text, &action["edit"]["changes"][editor.uri("web.yaml")]);
            editor.change("web.yaml", &changed);
            let after = editor.codes("web.yaml");
            let count = |codes: &[String]| codes.iter().filter(|code| **code == rule).count();
            assert_eq!((after.len(), count(&after)), (before.len() - 1, count(&before) - 1), "{title}: {after:?}");
            titles.push((rule, title));
            editor.change("web.yaml", &text);
        }
    }
    let titles: Vec<_> = titles.iter().map(|(rule, title)| format!("{rule}: {title}")).collect();
    assert_eq!(
        titles,
        [
            "loopback-registry: Pull from `registry.example.com`",
            "credentials-in-env: Read `REGISTRY_PASSWORD` from the Secret `registry-credentials`",
            "plaintext-scheme: Remove `http://`",
            "plaintext-scheme: Pull from `registry.example.com`",
            "insecure-registry-flag: Remove this argument",
        ]
    );
    assert!(editor.end().0.success());
}

/// The exemption that is proposed for the first finding of a file: its edits of the settings.
fn exemption(editor: &mut Editor, name: &str) -> Value {
    editor.shown(name);
    let range = editor.diagnostics[name.rsplit('/').next().unwrap()][0]["range"].clone();
    let actions = editor.actions(name, &range);
    actions.into_iter().find(|it| it["title"].as_str().unwrap().starts_with("Exempt")).expect("an exemption")
}

#[test]
fn an_exemption_counts_once_it_has_a_reason() {
    const SETTINGS: &str = ".insecure-registry.yaml";
    let mut editor = Editor::new(&[]);
    fs::create_dir_all(editor.path("a/b")).unwrap();
    editor.open("a/b/pod.yaml", &pod(LOOPBACK));
    let action = exemption(&mut editor, "a/b/pod.yaml");
    assert_eq!(action["title"], "Exempt `loopback-registry` for Pod shop/a in .insecure-registry.yaml");
    let [create, change] = action["edit"]["documentChanges"].as_array().unwrap().as_slice() else { panic!("{action}") };
    assert_eq!((&create["kind"], create["uri"].as_str()), (&json!("create"), Some(editor.uri(SETTINGS).as_str())));
    let text = edited("", &change["edits"]);
    assert!(text.contains("- reason: \"\"\n    rules: [loopback-registry]\n    namespaces: [shop]\n"), "{text}");
    // The editor makes the file, and is asked to show where the reason belongs.
    editor.open(SETTINGS, &text);
    let command = &action["command"];
    editor.asked.clear();
    editor.ask("workspace/executeCommand", json!({"command": command["command"], "arguments": command["arguments"]}));
    let shown = editor.asked.pop().unwrap();
    assert_eq!((&shown["method"], &shown["params"]["uri"]), (&json!("window/showDocument"), &create["uri"]));
    let place = &shown["params"]["selection"]["start"];
    assert_eq!(place, &json!({"line": 1, "character": 13}));
    // Without a reason it is a mistake in the settings, and nothing is exempt.
    assert_eq!(editor.codes("pod.yaml"), ["loopback-registry", "-"]);
    let mistake = editor.diagnostics[SETTINGS][0].clone();
    assert!(mistake["message"].as_str().unwrap().contains("exemptions[0].reason"), "{mistake}");
    let reasoned = text.replace("\"\"", "\"a registry of this machine\"");
    editor.change(SETTINGS, &reasoned);
    assert_eq!((editor.codes("pod.yaml").len(), editor.codes(SETTINGS).len()), (0, 0));
    // Another one is added to the file as it is in the editor.
    editor.open("a/other.yaml", &pod(LOOPBACK).replace("name: a", "name: b"));
    let action = exemption(&mut editor, "a/other.yaml");
    let changed = edited(&reasoned, &action["edit"]["changes"][editor.uri(SETTINGS)]).replace("\"\"", "again");
    editor.change(SETTINGS, &changed);
    assert_eq!((editor.codes("pod.yaml").len(), editor.codes("other.yaml").len()), (0, 0));
    assert!(editor.end().0.success());
}

#[test]
fn an_editor_without_abilities_gets_plain_changes() {
    let mut editor = Editor::with(&[], &json!({}));
    editor.open("pod.yaml", &pod(LOOPBACK));
    let action = exemption(&mut editor, "pod.yaml");
    assert!(
        action["edit"]["changes"][editor.uri(".insecure-registry.yaml")].is_array() && action.get("command").is_none()
    );
    // Nobody tells that settings have changed: they are looked at with the next key.
    fs::write(editor.path(".insecure-registry.yaml"), "rules: {loopback-registry: allow}\n").unwrap();
    editor.change("pod.yaml", &pod(LOOPBACK));
    assert_eq!(editor.codes("pod.yaml").len(), 0);
    assert!(editor.asked.is_empty());
    assert!(editor.end().0.success());
}

#[test]
fn the_nearest_settings_count_and_their_mistakes_are_shown() {
    const SETTINGS: &str = ".insecure-registry.yaml";
    let mut editor = Editor::new(&[]);
    let registration = loop {
        if let Some(asked) = editor.asked.pop() {
            break asked;
        }
        editor.receive();
    };
    assert_eq!(
        registration["params"]["registrations"][0]["registerOptions"]["watchers"][0]["globPattern"],
        "**/.insecure-registry.yaml"
    );
    fs::create_dir_all(editor.path("a/b")).unwrap();
    fs::write(editor.path("a").join(SETTINGS), "rules: {loopback-registry: warn}\n").unwrap();
    // Above the repository, nobody looks.
    fs::create_dir_all(editor.path("other/.git")).unwrap();
    for (name, severity) in [("a/b/pod.yaml", 2), ("top.yaml", 1), ("other/inner.yaml", 1)] {
        editor.open(name, &pod(LOOPBACK));
        let name = name.rsplit('/').next().unwrap();
        editor.shown(name);
        assert_eq!(editor.diagnostics[name][0]["severity"], severity, "{name}");
    }
    editor.save(SETTINGS, "rules: {loopback-registry: allow}\n");
    assert_eq!(
        (editor.codes("top.yaml").len(), editor.codes("pod.yaml").len(), editor.codes("inner.yaml").len()),
        (0, 1, 1)
    );
    // What is wrong is said in the file of settings and in each that it is for; the last valid ones go on.
    editor.save(SETTINGS, "rules: {loopback-registry: allow}\nsuspectports: [CANARY]\n");
    assert_eq!(editor.shown("top.yaml"), ["0:0-0 3 -"]);
    assert_eq!(editor.diagnostics[SETTINGS][0]["range"]["start"]["line"], 1);
    editor.save(SETTINGS, "rules: {loopback-registry: [\n");
    assert_eq!(editor.shown("top.yaml"), ["0:0-0 3 -"]);
    editor.save(SETTINGS, "");
    assert_eq!(editor.codes("top.yaml"), ["loopback-registry"]);
    assert_eq!(editor.diagnostics[SETTINGS].len(), 0);
    fs::remove_file(editor.path(SETTINGS)).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", json!({"changes": []}));
    assert_eq!(editor.codes("top.yaml"), ["loopback-registry"]);
    let (status, heard) = editor.end();
    assert!(status.success() && !heard.contains("CANARY"));
}

#[test]
fn given_settings_count_for_all_files() {
    let settings = tempfile::NamedTempFile::new().unwrap();
    fs::write(settings.path(), "rules: {loopback-registry: allow}\n").unwrap();
    let mut editor = Editor::new(&["--settings", settings.path().to_str().unwrap()]);
    fs::write(editor.path(".insecure-registry.yaml"), "rules: {loopback-registry: warn}\n").unwrap();
    editor.open("a.yaml", &pod(LOOPBACK));
    assert_eq!(editor.codes("a.yaml").len(), 0);
    assert!(editor.end().0.success());
    let mut editor = Editor::new(&["--settings", "nowhere.yaml", "--stdio"]);
    editor.open("a.yaml", &pod(LOOPBACK));
    assert_eq!(editor.codes("a.yaml"), ["loopback-registry", "-"]);
    assert!(editor.end().0.success());
}

#[test]
fn no_answer_shows_a_secret() {
    const SECRET: &str = "cAnArYsEcReT";
    let mut editor = Editor::new(&[]);
    editor.save(".insecure-registry.yaml", "trustedRegistries: [registry.example.com]\n");
    let mut found = 0;
    for (nth, request) in planted::requests(SECRET).iter().enumerate() {
        let object = &request["object"];
        let texts = [("yaml", serde_saphyr::to_string(object).unwrap()), ("json", object.to_string())];
        for (ending, text) in texts {
            let name = format!("{nth}.{ending}");
            editor.open(&name, &text);
            found += editor.codes(&name).len();
            // Ten are enough for what costs more.
            if nth % 10 == 0 {
                for diagnostic in editor.diagnostics[&name].clone() {
                    let start = &diagnostic["range"]["start"];
                    editor.hover(&name, start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap());
                    let titles: Vec<_> =
                        editor.actions(&name, &diagnostic["range"]).into_iter().map(|it| it["title"].clone()).collect();
                    assert!(!json!(titles).to_string().contains(SECRET));
                }
            }
            editor.tell("textDocument/didClose", json!({"textDocument": {"uri": editor.uri(&name)}}));
        }
    }
    assert!(found > 200, "only {found} findings");
    let (status, heard) = editor.end();
    let at = heard.find(SECRET).map(|at| heard[at.saturating_sub(200)..at].to_owned());
    assert!(status.success() && at.is_none(), "{at:?}");
}

#[test]
fn what_is_not_understood_is_an_error_and_no_end() {
    let mut editor = Editor::new(&[]);
    assert_eq!(editor.ask("textDocument/rename", json!({}))["error"]["code"], -32601);
    let answer = editor.ask("textDocument/hover", json!({"textDocument": "CANARY"}));
    assert_eq!(answer["error"], json!({"code": -32602, "message": "the parameters cannot be read"}));
    assert_eq!(editor.ask("workspace/executeCommand", json!({"command": "rm"}))["error"]["code"], -32602);
    editor.tell("textDocument/didOpen", json!({"textDocument": 1}));
    editor.tell(
        "textDocument/didChange",
        json!({"textDocument": {"uri": "file:///a", "version": 1}, "contentChanges": []}),
    );
    editor.tell("$/setTrace", json!({}));
    editor.open("a.yaml", &pod(LOOPBACK));
    assert_eq!(editor.codes("a.yaml"), ["loopback-registry"]);
    assert!(editor.end().0.success());
}

/// What is typed while a text is checked is checked once, not key by key.
#[test]
fn keys_do_not_queue() {
    const KEYS: usize = 60;
    let containers = (0..400).map(|nth| format!("  - {{name: a-{nth}, image: localhost/a:{nth}}}\n"));
    let text = format!("{}spec:\n  containers:\n{}", "apiVersion: v1\nkind: Pod\n", containers.collect::<String>());
    let mut editor = Editor::new(&[]);
    editor.open("a.yaml", &text);
    for key in 0..KEYS {
        editor.change("a.yaml", &format!("{text}#{}", "x".repeat(key)));
    }
    editor.change("a.yaml", &text.replacen("localhost/a:0}", "localhost/a:0/}", 1));
    assert_eq!(editor.codes("a.yaml")[0], "malformed-reference");
    let published = editor.heard.matches("textDocument/publishDiagnostics").count();
    assert!(published < KEYS / 2, "{published} checks for {KEYS} keys");
    assert!(editor.end().0.success());
}

#[test]
fn an_editor_that_is_gone_ends_the_server() {
    let editor = Editor::new(&[]);
    let Editor { mut server, to, .. } = editor;
    drop(to);
    assert_eq!(server.wait().unwrap().code(), Some(1));
    let mut editor = Editor::new(&[]);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.server.wait().unwrap().code(), Some(1));
}
