//! No part of a URL that may be a secret comes out of the command, in whichever format, and out of `import`.

use std::fs;

use assert_cmd::Command;
use insecure_registry_fixtures::planted;

const SECRET: &str = "cAnArYsEcReT";

/// What a command prints.
fn printed(arguments: &[&str], folder: &std::path::Path) -> String {
    let mut command = Command::cargo_bin("insecure-registry").unwrap();
    let output = command.current_dir(folder).args(arguments).output().unwrap();
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat()
}

#[track_caller]
fn check_hidden(text: &str, of: &str) {
    let line = text.lines().find(|line| line.contains(SECRET));
    assert_eq!(line, None, "{of} shows a secret");
}

#[test]
fn no_format_shows_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    for (nth, request) in planted::requests(SECRET).iter().enumerate() {
        let object = &request["object"];
        fs::write(folder.path().join(format!("{nth:04}.json")), object.to_string()).unwrap();
        fs::write(folder.path().join(format!("{nth:04}.yaml")), serde_saphyr::to_string(object).unwrap()).unwrap();
    }
    let help = printed(&["check", "--help"], folder.path());
    let formats = help.split("--format <FORMAT>").nth(1).unwrap().split("[default: pretty]").next().unwrap();
    let formats: Vec<_> =
        formats.lines().filter_map(|line| line.trim().strip_prefix("- ")?.split(':').next()).collect();
    assert_eq!(formats.len(), 9, "{formats:?}");
    for format in formats {
        let text = printed(&["check", "--group=never", "--format", format, "."], folder.path());
        assert!(text.matches("insecure-node-config").count() > 100, "{format} finds too little");
        check_hidden(&text, format);
    }
}

#[test]
fn import_shows_no_secret() {
    let mut read = 0;
    for url in planted::urls(SECRET) {
        for (path, text) in planted::FILES {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("etc").join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, text.replace("<url>", &url)).unwrap();
            let text = printed(&["import", "etc"], folder.path());
            read += usize::from(text.contains("Registries:") || text.contains("Mirrors:"));
            check_hidden(&text, &format!("import of {path} with {url}"));
        }
    }
    assert!(read > 20, "only {read} files say anything");
}
