//! Real shells, what they run, and what the policy sees of it.

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::io::Read as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use insecure_registry_policy::json::Raw;
use insecure_registry_policy::text::command::{CommandLine, WordList};
use serde_json::json;

/// Tools that write down their words.
pub(crate) const TOOLS: [&str; 34] = [
    "docker",
    "dockerd",
    "podman",
    "buildah",
    "skopeo",
    "crane",
    "cosign",
    "oras",
    "helm",
    "trivy",
    "kubectl",
    "oc",
    "nerdctl",
    "ctr",
    "crictl",
    "regctl",
    "executor",
    "buildctl",
    "syft",
    "grype",
    "ko",
    "notation",
    "flux",
    "mvn",
    "tool",
    "curl",
    "apk",
    "apt-get",
    "systemctl",
    "git",
    "aws",
    "az",
    "gcloud",
    "imgpkg",
];
/// Tools that scripts need, and that harm nobody in an empty folder.
const LINKS: [&str; 15] = [
    "bash", "dash", "cat", "tee", "chmod", "base64", "mkdir", "env", "xargs", "sleep", "true", "date", "sed", "nohup",
    "timeout",
];
/// Programs that run the words after them, or that the policy shows without judging them.
const WRAPPERS: [&str; 8] = ["env", "xargs", "nohup", "timeout", "exec", "command", "sh", "time"];
const LONGEST: Duration = Duration::from_secs(20);

/// A folder with the tools, and one to run in.
pub(crate) struct Room {
    folder: PathBuf,
    tools: PathBuf,
    log: PathBuf,
}

impl Room {
    pub(crate) fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("insecure-registry-shells-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let tools = folder.join("tools");
        fs::create_dir_all(&tools).unwrap();
        let room = Room { log: folder.join("log"), folder, tools };
        let dash = find("dash");
        // One call of `printf`, so that what runs at once does not mix.
        let stub = format!(
            "#!{}\ninput=\ncase \" $* \" in *' --password-stdin '*) input=\"<$({})\";; esac\nname=\"${{0##*/}}\"\n\
             if [ -n \"$input\" ]; then set -- \"$@\" \"$input\"; fi\nprintf '%s\\0' \"$#\" \"$name\" \"$@\" >> '{}'\n",
            dash.display(),
            find("cat").display(),
            room.log.display()
        );
        for tool in TOOLS {
            let path = room.tools.join(tool);
            fs::write(&path, &stub).unwrap();
            fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        }
        for tool in LINKS {
            symlink(find(tool), room.tools.join(tool)).unwrap();
        }
        symlink(dash, room.tools.join("sh")).unwrap();
        room
    }

    /// Runs a script, and gives the commands that were run.
    pub(crate) fn run(&self, shell: &str, script: &str) -> BTreeSet<Vec<String>> {
        let folder = self.folder.join("here");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        self.start(shell, script, &folder);
        // What runs in the background may be a little later.
        if script.contains('&') {
            std::thread::sleep(Duration::from_millis(30));
        }
        let mut log = Vec::new();
        File::open(&self.log).unwrap().read_to_end(&mut log).unwrap();
        let mut words = log.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned());
        let mut seen = BTreeSet::new();
        while let Some(count) = words.next().filter(|count| !count.is_empty()) {
            seen.insert(words.by_ref().take(count.parse::<usize>().unwrap() + 1).collect());
        }
        seen
    }

    /// Runs a script to its end, with an empty log.
    fn start(&self, shell: &str, script: &str, folder: &Path) {
        File::create(&self.log).unwrap();
        let mut child = Command::new(find(shell))
            .args(["-c", script])
            .current_dir(folder)
            .env_clear()
            .env("PATH", &self.tools)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if start.elapsed() > LONGEST {
                child.kill().unwrap();
                panic!("{shell} does not end: {script}");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Room {
    /// Runs scripts, each in a subshell and a folder of its own, and gives the commands that each ran. The tool `tool` is a function,
    /// which is quicker.
    pub(crate) fn run_all(&self, shell: &str, scripts: &[String]) -> Vec<BTreeSet<Vec<String>>> {
        let folder = self.folder.join("here");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        let log = self.log.display();
        // Bash writes line by line, and what runs at once would mix.
        let words = if shell == "bash" { r#""${@//$'\n'/$'\1'}""# } else { r#""$@""# };
        let mut driver = format!("tool() {{ printf '%s\\0' \"$#\" tool {words} >> '{log}'; }}\n");
        for (nth, script) in scripts.iter().enumerate() {
            fs::create_dir(folder.join(nth.to_string())).unwrap();
            fs::write(folder.join(format!("{nth}.sh")), script).unwrap();
            driver.push_str(&format!("(cd {nth} && . ../{nth}.sh)\nprintf '%s\\0' end >> '{log}'\n"));
        }
        self.start(shell, &driver, &folder);
        let log = fs::read(&self.log).unwrap();
        let mut words = log.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).replace('\u{1}', "\n"));
        let mut all = Vec::new();
        let mut seen = BTreeSet::new();
        while let Some(count) = words.next().filter(|count| !count.is_empty()) {
            if count == "end" {
                all.push(std::mem::take(&mut seen));
            } else {
                seen.insert(words.by_ref().take(count.parse::<usize>().unwrap() + 1).collect());
            }
        }
        assert_eq!(all.len(), scripts.len(), "{shell} stopped");
        all
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn find(program: &str) -> PathBuf {
    let folders = ["/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin"];
    let paths = folders.iter().map(|folder| Path::new(folder).join(program));
    let found = paths.into_iter().find(|path| path.exists());
    found.unwrap_or_else(|| panic!("this test needs `{program}`, and it is in none of {folders:?}"))
}

/// A word that the policy saw: its text, and whether it may be anything.
pub(crate) type Seen = Vec<(String, bool)>;

/// The commands that the policy sees in the script of a shell.
pub(crate) fn read(shell: &str, script: &str) -> Vec<Seen> {
    // The kubelet takes two dollar signs for one.
    let words = json!([shell, "-c", script.replace('$', "$$")]).to_string();
    let list = WordList { path: &["command"], words: Raw::new(words.as_bytes()).unwrap(), is_script: false };
    let line = CommandLine {
        lists: vec![list],
        has_program: true,
        image: None,
        env: [None; 2],
        is_of_anyone: false,
        is_text: false,
    };
    let mut seen = Vec::new();
    line.each_invocation(&mut |it| {
        let mut words: Seen = it.words.iter().map(|word| (word.text.to_string(), word.expands)).collect();
        if let Some(input) = it.input.as_ref().filter(|_| words.iter().any(|(word, _)| word == "--password-stdin")) {
            words.push((format!("<{}", input.text.trim_end_matches('\n')), input.expands));
        }
        seen.push(words);
    });
    seen
}

/// Whether the words may be these, where those that expand stand for any number of any words.
pub(crate) fn may_be(seen: &[(String, bool)], words: &[String]) -> bool {
    match (seen.split_first(), words.split_first()) {
        (None, None) => true,
        (Some(((_, true), rest)), _) => (0..=words.len()).any(|count| may_be(rest, &words[count..])),
        (Some(((text, false), seen)), Some((word, words))) => text == word && may_be(seen, words),
        _ => false,
    }
}

/// The words of a command, and those after each program that runs others.
pub(crate) fn inner(seen: &Seen) -> Vec<&[(String, bool)]> {
    let mut all = vec![seen.as_slice()];
    if seen.first().is_some_and(|(program, _)| WRAPPERS.contains(&program.as_str())) {
        all.extend((1..seen.len()).map(|start| &seen[start..]));
    }
    all
}
