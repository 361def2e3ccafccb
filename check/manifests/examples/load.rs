//! Compares the command with a loader of YAML that does nothing else, over many files: `make bench-files` runs it.
//!
//! Writes 10,000 manifests as repositories have them into a temporary folder. Then the command checks that folder and the loader reads it, in
//! turn, each as a process of its own, and the medians are compared. The loader reads each file and has serde-saphyr make JSON values of all
//! of its documents, on as many threads as the command.

#![allow(clippy::print_stdout)] // figures are what it makes

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde_json::Value;

/// What the files are made of, each with how many of a hundred.
const MANIFESTS: [(&str, usize); 10] = [
    (include_str!("load/deployment.yaml"), 24),
    (include_str!("load/service.yaml"), 20),
    (include_str!("load/configmap.yaml"), 14),
    (include_str!("load/kustomization.yaml"), 10),
    (include_str!("load/rbac.yaml"), 8),
    (include_str!("load/helmrelease.yaml"), 8),
    (include_str!("load/statefulset.yaml"), 5),
    (include_str!("load/prometheusrule.yaml"), 5),
    (include_str!("load/cronjob.yaml"), 4),
    (include_str!("load/crd.yaml"), 2),
];
const FILES: usize = 10_000;
/// One Deployment in so many has a finding. It has no divisor in common with a hundred, so that it meets Deployments.
const ONE_IN: usize = 51;

fn main() {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("--only"), Some(folder)) => println!("{} documents", load(Path::new(&folder))),
        (Some("--write"), Some(folder)) => println!("{} bytes", write(Path::new(&folder))),
        (Some(command), turns) => compare(command, turns.and_then(|it| it.parse().ok()).unwrap_or(15)),
        _ => println!("usage: load COMMAND [TURNS]"),
    }
}

fn compare(command: &str, turns: usize) {
    let folder = std::env::temp_dir().join(format!("insecure-registry-load-{}", std::process::id()));
    let bytes = write(&folder);
    let this = std::env::current_exe().expect("the path of this program");
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..turns {
        times[0].push(time(Command::new(command).args(["check", "--fail-on", "never"]).arg(&folder)));
        times[1].push(time(Command::new(&this).arg("--only").arg(&folder)));
    }
    fs::remove_dir_all(&folder).expect("the folder is removed");
    let [command, loader] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1000.0
    });
    println!(
        "{FILES} files, {bytes} bytes: the command {command:.0} ms, the loader {loader:.0} ms, {:.2} times as long",
        command / loader
    );
}

fn time(command: &mut Command) -> Duration {
    let begin = Instant::now();
    let status = command.stdout(Stdio::null()).status().expect("it runs");
    assert!(status.success(), "{command:?}");
    begin.elapsed()
}

/// Writes the files, and returns how many bytes they have.
fn write(folder: &Path) -> usize {
    let mut kinds: Vec<_> = MANIFESTS.iter().flat_map(|(text, times)| std::iter::repeat_n(*text, *times)).collect();
    // Spread over the files, always in the same way.
    kinds.sort_by_cached_key(|text| text.len());
    let mut bytes = 0;
    for nth in 0..FILES {
        let kind = kinds[nth * 37 % kinds.len()];
        let registry = if nth.is_multiple_of(ONE_IN) { "localhost:5000" } else { "registry.example.com" };
        let text = kind.replace("@N@", &nth.to_string()).replace("@REGISTRY@", registry);
        let mut folder = folder.join(format!("team-{}/app-{}", nth / 500, nth / 10 % 50));
        let mut name = format!("{nth}.yaml");
        if text.contains("kind: Kustomization") {
            folder.push(nth.to_string());
            "kustomization.yaml".clone_into(&mut name);
        }
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(name), &text).expect("a file");
        bytes += text.len();
    }
    bytes
}

fn load(folder: &Path) -> usize {
    let mut files = Vec::new();
    find(folder, &mut files);
    let documents = |file: &PathBuf| {
        let text = fs::read_to_string(file).expect("a text");
        serde_saphyr::from_multiple::<Value>(&text).expect("YAML").len()
    };
    files.par_iter().map(documents).sum()
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            find(&path, files);
        } else {
            files.push(path);
        }
    }
}
