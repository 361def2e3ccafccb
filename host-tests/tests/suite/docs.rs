//! The documentation says what the rules do: its examples are run, and what is copied from the code is compared.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use insecure_registry_manifests::request::{payload, requests_from, settings_from};
use insecure_registry_policy::rules::{self, Rule};
use serde_json::{Value, json};

use crate::fixtures::{findings, native};

/// The examples of a rule's documentation: the settings in their first line, the manifest, and whether the rule finds it.
fn examples(doc: &str) -> Vec<(Value, String, bool)> {
    let mut examples = Vec::new();
    let mut finds = None;
    let mut blocks = doc.split("```");
    while let (Some(prose), Some(block)) = (blocks.next(), blocks.next()) {
        for line in prose.lines() {
            finds = match line.split(':').next() {
                Some("Refused" | "Warns") => Some(true),
                Some("Passes") => Some(false),
                _ => finds,
            };
        }
        let manifest = block.strip_prefix("yaml\n").expect("an example is YAML").to_owned();
        let settings = manifest.lines().next().and_then(|line| line.strip_prefix("# settings: "));
        let settings = settings.map_or(json!({}), |settings| settings_from(settings).unwrap().0);
        examples.push((settings, manifest, finds.expect("an example is refused, warned of, or passes")));
    }
    examples
}

#[test]
fn each_example_does_what_its_rule_says() {
    for (rule, doc) in rules::DOCS {
        let examples = examples(doc);
        assert!(examples.iter().any(|(_, _, finds)| *finds), "{}: no example of what it finds", rule.id);
        assert!(examples.iter().any(|(_, _, finds)| !finds), "{}: no example of what passes", rule.id);
        for (settings, manifest, finds) in examples {
            let inputs = requests_from(&manifest).unwrap();
            let answer = native(&payload(&inputs[0].request, &settings)).unwrap();
            let answer: Value = serde_json::from_slice(&answer).unwrap();
            let findings = findings(&answer);
            if finds {
                assert!(findings.iter().any(|it| it["rule"] == rule.id), "{}: nothing found\n{manifest}", rule.id);
                let is_warning = rule.mode == rules::Mode::Warn;
                assert_eq!(answer["accepted"], is_warning, "{}: {answer}\n{manifest}", rule.id);
            } else {
                assert!(findings.is_empty(), "{}: {findings:?}\n{manifest}", rule.id);
            }
        }
    }
}

/// Each image in an example of what is refused is refused by itself.
#[test]
fn each_image_of_an_example_counts() {
    for (rule, doc) in rules::DOCS.iter().filter(|(rule, _)| rule.judges_images()) {
        for (settings, manifest, _) in examples(doc).into_iter().filter(|(_, _, finds)| *finds) {
            let request = requests_from(&manifest).unwrap().remove(0).request;
            let answer: Value = serde_json::from_slice(&native(&payload(&request, &settings)).unwrap()).unwrap();
            let found = findings(&answer).iter().filter(|it| it["rule"] == rule.id).count();
            assert_eq!(found, manifest.matches("image:").count(), "{}\n{manifest}", rule.id);
        }
    }
}

fn table() -> String {
    let mut table = "| rule | default | what it finds |\n|---|---|---|\n".to_owned();
    for (Rule { id, mode, .. }, doc) in rules::DOCS {
        writeln!(table, "| [`{id}`](docs/rules.md#{id}) | {} | {} |", mode.name(), rules::summary(doc)).unwrap();
    }
    table
}

fn catalogue() -> String {
    let mut page = "# Rules\n\n\
        Generated from `policy/src/rules/*.rs` by `make bless`. Each example is run as a test. A line `# settings:` at its\n\
        head gives the settings that it is judged under; without one, these are `{}`.\n\n\
        The mode of a rule is changed under `rules` in the settings: `deny`, `warn` or `allow`.\n"
        .to_owned();
    for (rule, doc) in rules::DOCS {
        write!(page, "\n{}", rules::page(rule, doc)).unwrap();
    }
    page
}

#[test]
fn docs_rules_md_is_up_to_date() {
    up_to_date("docs/rules.md", |_| catalogue());
}

#[test]
fn the_readme_is_up_to_date() {
    up_to_date("README.md", |readme| {
        let readme = between(readme, "rules", &table());
        between(&readme, "run", &run())
    });
}

/// What `make run` prints of an example, without the line of what it costs.
fn run() -> String {
    let example = "examples/requests/03-insecure-registry-with-pull-secret.yaml";
    let mut command = Command::new(env!("CARGO_BIN_EXE_insecure-registry-run"));
    let output = command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).arg(example).output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = output.trim_end().lines().filter(|line| !line.contains(" instructions, ")).collect();
    format!("```text\n{}\n```\n", lines.join("\n"))
}

/// A text with what stands between two marks replaced.
fn between(text: &str, mark: &str, content: &str) -> String {
    let (before, rest) = text.split_once(&format!("<!-- {mark} -->\n")).expect("the first mark");
    let (_, after) = rest.split_once(&format!("<!-- end of {mark} -->")).expect("the last mark");
    format!("{before}<!-- {mark} -->\n{content}<!-- end of {mark} -->{after}")
}

/// Compares a file with what it should be, or writes it.
pub(crate) fn up_to_date(file: &str, expected: impl FnOnce(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let actual = fs::read_to_string(&path).unwrap_or_default();
    let expected = expected(&actual);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, expected).unwrap();
    } else {
        assert!(actual == expected, "{file} is not up to date: run `make bless` and look at the difference");
    }
}
