//! The command finds what the policy finds in a cluster, whose answers `host-tests/` compares with the native ones: on every fixture, out
//! of JSON and out of YAML; and it shows no secret of any.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use insecure_registry_fixtures as fixtures;
use serde_json::{Value, json};

/// A fixture's name, its request, and what the policy finds in it.
type Case = (String, Value, Option<Vec<Value>>);

/// What the policy finds; nothing if it gives an error. The annotation is cut where it is too long.
fn of_policy(payload: &[u8]) -> Option<Vec<Value>> {
    let answer = fixtures::native(payload).ok()?;
    Some(fixtures::findings(&serde_json::from_slice(&answer).unwrap()))
}

#[test]
fn the_command_and_the_policy_find_the_same() {
    let mut groups: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for (name, payload) in fixtures::payloads() {
        let mut parts: Value = serde_json::from_slice(&payload).unwrap();
        let expected = of_policy(&payload);
        groups.entry(parts["settings"].to_string()).or_default().push((name, parts["request"].take(), expected));
    }
    let (mut compared, mut unreadable) = (0, 0);
    for (settings, cases) in groups {
        let folder = tempfile::tempdir().unwrap();
        let path = |nth: usize, ending: &str| folder.path().join(format!("{nth:04}.{ending}"));
        for (nth, (_, request, _)) in cases.iter().enumerate() {
            fs::write(path(nth, "json"), request.to_string()).unwrap();
            fs::write(path(nth, "yaml"), serde_saphyr::to_string(request).unwrap()).unwrap();
        }
        let settings_file = folder.path().join("settings.txt");
        fs::write(&settings_file, &settings).unwrap();
        let mut command = Command::cargo_bin("insecure-registry").unwrap();
        command.args(["check", "--strict", "--format", "json", "--settings"]).arg(&settings_file).arg(folder.path());
        let output = command.output().unwrap();
        if output.stdout.is_empty() {
            // Settings that are refused: the policy has no verdict either.
            assert!(cases.iter().all(|(_, _, expected)| expected.is_none()), "{settings}");
            continue;
        }
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let by_file = |list: &str| {
            let mut by_file: BTreeMap<String, Vec<Value>> = BTreeMap::new();
            for entry in report[list].as_array().unwrap() {
                let name = entry["file"].as_str().unwrap().rsplit('/').next().unwrap();
                by_file.entry(name.to_owned()).or_default().push(entry.clone());
            }
            by_file
        };
        let (unread, findings) = (by_file("unreadable"), by_file("findings"));
        let of = |list: &BTreeMap<String, Vec<Value>>, file: &str| list.get(file).cloned().unwrap_or_default();
        for (nth, (name, _, expected)) in cases.iter().enumerate() {
            for ending in ["json", "yaml"] {
                let file = format!("{nth:04}.{ending}");
                let Some(expected) = expected else {
                    assert_eq!(of(&unread, &file).len(), 1, "{name}, {ending}: the policy has no verdict");
                    unreadable += 1;
                    continue;
                };
                assert_eq!(of(&unread, &file), [] as [Value; 0], "{name}, {ending}");
                let found: Vec<Value> = of(&findings, &file)
                    .iter()
                    .map(|it| {
                        let mut entry =
                            json!({"rule": it["rule"], "path": it["path"], "action": it["action"], "seen": it["seen"]});
                        for (name, field) in [("name", "within"), ("reason", "reason")] {
                            if !it[field].is_null() {
                                entry[name] = it[field].clone();
                            }
                        }
                        entry
                    })
                    .collect();
                // The policy's annotation is cut where it is too long, and says so in an entry without a rule.
                let is_cut = expected.iter().any(|entry| entry.get("rule").is_none());
                let missing = expected.iter().filter(|entry| entry.get("rule").is_some() && !found.contains(entry));
                assert_eq!(missing.collect::<Vec<_>>(), [] as [&Value; 0], "{name}, {ending}: of {found:#?}");
                assert!(found.len() == expected.len() || is_cut, "{name}, {ending}: {found:#?}, not {expected:#?}");
                compared += 1;
            }
        }
    }
    assert!(compared > 1500, "only {compared} were compared");
    assert!(unreadable > 0, "no fixture gives an error");
}

/// Secrets of all fixtures, in all formats: neither they nor their length come out.
#[test]
fn no_report_holds_a_secret_or_depends_on_one() {
    let mut texts: Vec<String> = fixtures::payloads()
        .into_iter()
        .map(|(_, payload)| {
            let request = serde_json::from_slice::<Value>(&payload).unwrap()["request"].take();
            serde_saphyr::to_string(&request).unwrap()
        })
        .collect();
    let with = |texts: &[String], secret: &str| {
        let folder = tempfile::tempdir().unwrap();
        for (nth, text) in texts.iter().enumerate() {
            fs::write(folder.path().join(format!("{nth:04}.yaml")), text.replace(fixtures::CANARY, secret)).unwrap();
        }
        reports(folder.path())
    };
    for (report, encoded) in with(&texts, fixtures::CANARY)
        .iter()
        .flat_map(|report| [fixtures::CANARY, "Q0FOQVJZ", "NBTkFSW", "DQU5BUl"].map(|encoded| (report, encoded)))
    {
        let line = report.lines().find(|line| line.contains(encoded));
        assert!(line.is_none(), "{encoded}: {}", line.unwrap_or_default());
    }
    // Another secret changes no other text.
    texts.retain(|text| text.contains(fixtures::CANARY));
    assert!(texts.len() > 50);
    let expected = with(&texts, fixtures::CANARY);
    for secret in ["x", "Tr0ub4dor", "correct-horse-battery-staple"] {
        for (report, expected) in with(&texts, secret).iter().zip(&expected) {
            let differing = report.lines().zip(expected.lines()).find(|(a, b)| a != b);
            assert!(report == expected, "with a secret of {} characters: {differing:#?}", secret.len());
        }
    }
}

/// What is printed about the files of a folder, in each format.
fn reports(folder: &Path) -> [String; 5] {
    ["pretty", "json", "sarif", "junit", "github"].map(|format| {
        let mut command = Command::cargo_bin("insecure-registry").unwrap();
        command.current_dir(folder).args(["check", ".", "--format", format]);
        let report = String::from_utf8(command.output().unwrap().stdout).unwrap();
        if format == "sarif" {
            // The documentation of the rules has secrets of its own.
            let mut log: Value = serde_json::from_str(&report).unwrap();
            log["runs"][0]["tool"] = Value::Null;
            return log.to_string();
        }
        report
    })
}
