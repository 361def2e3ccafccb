//! What the documentation shows of the command is what it prints, and what others are to run can be run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use assert_cmd::Command;
use insecure_registry_check::{is_called_like_a_tool_file, paths_of_tool_files};
use regex::Regex;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files() -> PathBuf {
    root().join("cli/tests/files")
}

/// What a line such as `$ insecure-registry check x` prints.
fn output(line: &str) -> String {
    let mut words = line.split_whitespace();
    assert_eq!((words.next(), words.next()), (Some("$"), Some("insecure-registry")), "{line}");
    let output = Command::cargo_bin("insecure-registry").unwrap().args(words).current_dir(files()).output().unwrap();
    String::from_utf8(output.stdout).unwrap() + std::str::from_utf8(&output.stderr).unwrap()
}

/// A page with the output of each command between its marks.
fn with_outputs(page: &str) -> String {
    let (begin, end) = ("<!-- output -->\n````console\n", "````\n<!-- end of output -->");
    let mut parts = page.split(begin);
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        let (block, rest) = part.split_once(end).expect("the last mark");
        let line = block.lines().next().unwrap();
        text.extend([begin, line, "\n", output(line).trim_end(), "\n", end, rest]);
    }
    text
}

#[test]
fn pages_show_what_is_printed() {
    for page in ["README.md", "docs/command-line.md", "docs/settings.md"] {
        let path = root().join(page);
        let actual = fs::read_to_string(&path).unwrap();
        let expected = with_outputs(&actual);
        assert_ne!(actual.matches("<!-- output -->").count(), 0, "{page} shows nothing");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, expected).unwrap();
        } else {
            assert!(actual == expected, "{page} is not up to date: run `make bless` and look at the difference");
        }
    }
}

fn yaml(file: &str) -> Value {
    serde_saphyr::from_str(&fs::read_to_string(root().join(file)).unwrap()).unwrap()
}

/// A folder of releases, as it is on a server, with one of this version for this machine.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
struct Releases(tempfile::TempDir);

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
impl Releases {
    fn new(program: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("insecure-registry-{}-x86_64-unknown-linux-musl", env!("CARGO_PKG_VERSION"));
        let releases = Releases(folder);
        let release = releases.folder();
        fs::create_dir_all(release.join(&name)).unwrap();
        fs::copy(program, release.join(&name).join("insecure-registry")).unwrap();
        let pack = "tar -cf - $0 | gzip -1 > $0.tar.gz && sha256sum $0.tar.gz > checksums.txt";
        assert!(Process::new("bash").args(["-c", pack, &name]).current_dir(&release).status().unwrap().success());
        releases
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join(format!("v{}", env!("CARGO_PKG_VERSION")))
    }

    fn url(&self) -> String {
        format!("file://{}", self.0.path().display())
    }
}

/// pre-commit runs the entry, in the hook's repository, with the hook's arguments and the names of the files.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn the_hook_of_pre_commit_runs() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hook = &hooks[0];
    assert_eq!((hook["language"].as_str(), hooks.as_array().unwrap().len()), (Some("script"), 1));
    let mut entry = hook["entry"].as_str().unwrap().split(' ');
    let script = root().canonicalize().unwrap().join(entry.next().unwrap());
    let arguments: Vec<_> = entry.collect();
    let program = assert_cmd::cargo::cargo_bin("insecure-registry");
    let releases = Releases::new(&program);
    let (cache, nothing) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let run = |files: &[&str], releases: &str, path: &str| {
        let mut hook = Process::new(&script);
        hook.current_dir(self::files()).args(&arguments).args(files).env("XDG_CACHE_HOME", cache.path());
        hook.env("RELEASES", releases).env("PATH", path).output().unwrap()
    };
    // Only what is in these folders is found: no command that happens to be installed.
    let system = "/usr/bin:/bin";
    let missing = format!("file://{}", nothing.path().display());
    let output = run(&[], &missing, system);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && text.contains("no `insecure-registry` in PATH either"), "{text}");
    let with_command = format!("{}:{system}", program.parent().unwrap().display());
    assert_eq!(run(&["deploy/web.yaml"], &missing, &with_command).status.code(), Some(1), "the command in PATH");
    let hook = |files: &[&str]| run(files, &releases.url(), system).status.code();
    assert_eq!(hook(&["deploy/other.yaml"]), Some(0), "no manifest at all");
    assert_eq!(hook(&["--settings", "settings.yaml", "deploy/review.yaml"]), Some(0));
    assert_eq!(hook(&["deploy/other.yaml", "deploy/web.yaml"]), Some(1));
    assert_eq!(hook(&["broken/template.yaml"]), Some(0), "a template, which pre-commit gives by name");
    assert_eq!(run(&["deploy/web.yaml"], &missing, system).status.code(), Some(1), "it is installed once");
}

/// The hook is given what the command reads in a folder, and nothing else.
#[test]
fn the_hook_of_pre_commit_is_given_what_the_command_reads() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let pattern = |key: &str| Regex::new(hooks[0][key].as_str().unwrap()).unwrap();
    let (files, exclude) = (pattern("files"), pattern("exclude"));
    let is_given = |path: &str| files.is_match(path) && !exclude.is_match(path);
    for path in paths_of_tool_files().chain(["a.yaml", "b/a.yml", "a.json"].map(str::to_owned)) {
        assert!(is_given(&path), "{path}");
    }
    for path in [
        "Dockerfile.dockerignore",
        "Dockerfile.j2",
        "Containerfile.prod.tmpl",
        ".env.template",
        ".envrc",
        "Cargo.toml",
        "nginx.conf",
        "conf.d/a.conf",
        "MyDockerfile",
        "main.rs",
    ] {
        assert!(!is_given(path) && !is_called_like_a_tool_file(path), "{path}");
    }
    for path in ["Dockerfile.j2x", ".env.local", "build/web.Dockerfile", "Dockerfile.in.prod"] {
        assert!(is_given(path) && is_called_like_a_tool_file(path), "{path}");
    }
}

/// A release is installed if its archive is what its checksums say, and nothing else is.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn a_release_is_installed_by_its_checksum() {
    let version = env!("CARGO_PKG_VERSION");
    let release = tempfile::NamedTempFile::new().unwrap();
    fs::write(&release, "the command").unwrap();
    let releases = Releases::new(release.path());
    let install = |into: &Path, releases: &str| {
        let mut bash = Process::new("bash");
        let output = bash.arg(root().join(".ci/install")).arg(into).env("RELEASES", releases).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let folder = tempfile::tempdir().unwrap();
    let (code, text) = install(folder.path(), "file:///nowhere");
    assert!(code == 3 && text.ends_with(&format!("there is no release of {version}\n")), "{text}");
    assert_eq!(install(folder.path(), &releases.url()), (0, String::new()));
    let installed = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect::<Vec<_>>();
    assert_eq!(installed, ["insecure-registry"]);
    assert_eq!(fs::read_to_string(folder.path().join("insecure-registry")).unwrap(), "the command");
    let release = releases.folder();
    let sums = fs::read_to_string(release.join("checksums.txt")).unwrap();
    for wrong in [sums.replace(['0', '1', '2', '3'], "f"), String::new()] {
        fs::write(release.join("checksums.txt"), wrong).unwrap();
        let empty = tempfile::tempdir().unwrap();
        let (code, text) = install(empty.path(), &releases.url());
        assert!(code == 1 && text.contains("does not have the checksum"), "{text}");
        assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);
    }
}

/// The step that checks, with the environment that a runner gives it.
#[test]
fn the_action_checks_and_writes_sarif() {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["id"] == "check").unwrap();
    let install = steps.iter().find(|step| step["name"] == "install").unwrap();
    assert!(install["run"].as_str().unwrap().contains("--path \"$GITHUB_ACTION_PATH/cli\""));
    let inputs = action["inputs"].as_object().unwrap();
    for (variable, value) in step["env"].as_object().unwrap() {
        let input = value.as_str().unwrap().trim_start_matches("${{ inputs.").trim_end_matches(" }}");
        assert!(inputs.contains_key(input), "{variable} comes from no input");
    }
    let key = steps.iter().find(|step| step["id"] == "key").unwrap();
    let output = tempfile::NamedTempFile::new().unwrap();
    let mut bash = Process::new("bash");
    bash.args(["-e", "-o", "pipefail", "-c", key["run"].as_str().unwrap()]);
    bash.env("GITHUB_ACTION_PATH", root()).env("GITHUB_OUTPUT", output.path());
    assert!(bash.status().unwrap().success());
    let sources = fs::read_to_string(output.path()).unwrap();
    assert!(sources.starts_with("sources=") && sources.trim_end().len() == "sources=".len() + 40, "{sources}");
    let run = |paths: &str, settings: &str, fail_on: &str| {
        let runner = tempfile::tempdir().unwrap();
        let bin = runner.path().join("insecure-registry/bin");
        fs::create_dir_all(&bin).unwrap();
        fs::copy(assert_cmd::cargo::cargo_bin("insecure-registry"), bin.join("insecure-registry")).unwrap();
        let mut bash = Process::new("bash");
        bash.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"].as_str().unwrap()]);
        bash.current_dir(files()).env("RUNNER_TEMP", runner.path());
        bash.env("GITHUB_OUTPUT", runner.path().join("output"));
        bash.env("PATHS", paths).env("SETTINGS", settings).env("FAIL_ON", fail_on);
        let output = bash.output().unwrap();
        let outputs = fs::read_to_string(runner.path().join("output")).unwrap_or_default();
        let Some(sarif) = outputs.trim().strip_prefix("sarif=") else { return (output.status.code().unwrap(), 0) };
        let log: Value = serde_json::from_str(&fs::read_to_string(sarif).unwrap()).unwrap();
        (output.status.code().unwrap(), log["runs"][0]["results"].as_array().unwrap().len())
    };
    assert_eq!(run("deploy/web.yaml\n", "", "deny"), (1, 6));
    assert_eq!(run("deploy/web.yaml", "", "never"), (0, 6));
    assert_eq!(run("\ndeploy/list.json\n\ndeploy/review.yaml\n", "settings.yaml", "deny"), (0, 2));
    assert_eq!(run("deploy/web.yaml\nbroken/template.yaml", "", "never"), (2, 6));
    assert_eq!(run("deploy/web.yaml", "bad-settings.yaml", "deny"), (2, 0), "no report to upload");
}

/// A tag of an action can be moved to other code, and a commit cannot.
#[test]
fn actions_are_pinned_by_commit() {
    let workflows = fs::read_dir(root().join(".github/workflows")).unwrap().map(|entry| entry.unwrap().path());
    let mut pinned = 0;
    for file in workflows.chain([root().join("action.yml")]) {
        let text = fs::read_to_string(&file).unwrap();
        for action in text.lines().filter_map(|line| line.split("uses: ").nth(1)) {
            let (_, version) = action.split_once('@').unwrap();
            let (commit, release) = version.split_once(" # v").unwrap_or((version, ""));
            let is_commit = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_commit && !release.is_empty(), "{}: {action}", file.display());
            pinned += 1;
        }
    }
    assert!(pinned > 10, "only {pinned} actions");
}
