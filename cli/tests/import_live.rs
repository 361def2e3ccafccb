//! `import` and the runtimes themselves: each configuration of `live/rows` is pulled with, and what `import` says of the same files has
//! to be what happened. Needs root, and whichever of the runtimes are there; `make test-import-live` runs it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command as Process;

use assert_cmd::Command;

/// What `import` says of a folder: whether what is pulled is insecure, and whether a runtime refuses a file.
fn import(node: &Path, image: &str) -> (bool, bool, String) {
    let mut command = Command::cargo_bin("insecure-registry").unwrap();
    // `config_path` is a path of this machine.
    let config = node.join("etc/containerd/config.toml");
    let output = if config.exists() {
        command.args(["import", "--root", "/"]).arg(config).output().unwrap()
    } else {
        command.arg("import").arg(node).output().unwrap()
    };
    let printed = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    let list = printed.split("trustedRegistries:").next().unwrap();
    let registry = image.split('/').next().unwrap();
    let host = registry.split(':').next().unwrap();
    let (_, domain) = host.split_once('.').unwrap();
    let other_pulls = if image.contains('@') { "pulls: tags" } else { "pulls: digests" };
    // What only other releases do is not what happens here, and an entry for port 443 alone says nothing of other ports.
    let release = containerd();
    let is_one = release.is_some_and(|(major, _)| major < 2);
    let (mut is_insecure, mut comments) = (false, Vec::new());
    for line in list.lines() {
        let Some(entry) = line.strip_prefix("  - ") else {
            comments.extend(line.strip_prefix("  # "));
            continue;
        };
        let is_for_other_pulls = entry.contains(other_pulls);
        // `"r.example.com"`, or `{of: "r.example.com", at: "m.example.com"}`.
        let entry = entry.strip_prefix("{of: ").and_then(|it| it.split(',').next()).unwrap_or(entry).trim_matches('"');
        let (of_port, sources): (Vec<&str>, Vec<&str>) =
            comments.drain(..).partition(|it| it.contains("port 443 alone"));
        let is_for_others = !sources.is_empty() && !sources.iter().any(|it| counts(it, release));
        let is_for_443 = !of_port.is_empty() && registry != host;
        let is_it = entry == registry
            || (entry == host && !is_for_443)
            || entry == format!("*.{domain}")
            || (entry.contains('/') && image.starts_with(entry))
            // A name is compared with blocks by what it resolves to, which a comment says.
            || entry == "10.99.0.0/24";
        is_insecure |= is_it && !is_for_others && !is_for_other_pulls;
    }
    let trusted = printed.split("trustedRegistries:").nth(1).unwrap_or_default();
    is_insecure &= !trusted.contains(&format!("  - \"{registry}\"\n"));
    let is_refused =
        output.status.code() == Some(2) || (is_one && printed.contains("containerd 1.x does not start CRI"));
    (is_insecure, is_refused, printed)
}

/// The release of containerd that is installed, if any.
fn containerd() -> Option<(u32, u32)> {
    let output = Process::new("containerd").arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().find_map(|word| {
        let mut numbers = word.trim_start_matches('v').split('.').map(str::parse);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    })
}

/// Whether what a comment says of an entry is so in a release of containerd.
fn counts(comment: &str, release: Option<(u32, u32)>) -> bool {
    let Some((_, who)) = comment.split_once("for containerd ") else { return true };
    let is = |names: &[&str]| names.iter().any(|name| who.starts_with(name));
    match release {
        None => true,
        Some((0 | 1, _)) => is(&["1.x", "before 2.3"]),
        Some((2, 0..=2)) => is(&["2.x", "2.0 to 2.2", "before 2.3"]),
        Some(_) => is(&["2.x", "2.3 and later", "1.x, and 2.3 and later"]),
    }
}

#[test]
fn the_runtimes_do_what_import_says() {
    if std::env::var_os("INSECURE_REGISTRY_LIVE").is_none() {
        eprintln!("skipped: set INSECURE_REGISTRY_LIVE=1, as root");
        return;
    }
    let work = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/run");
    let output = Process::new(script).arg(work.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let (mut compared, mut wrong) = (BTreeMap::<&str, usize>::new(), Vec::new());
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [row, runtime, kind, image, outcome] = fields[..] else { panic!("{line}") };
        let (is_insecure, is_refused, printed) = import(&work.path().join("rows").join(row).join(kind), image);
        let was_pulled = outcome == "pulled";
        // No entry can say this, and a comment does.
        let is_rest = row.ends_with("-rest") && !row.ends_with("-no-rest");
        let is_insecure = is_insecure || (is_rest && printed.contains("every registry without an entry"));
        // With the right certificate all succeed whose file is taken, if the image is of this registry.
        let is_elsewhere = !image.starts_with(kind) && !image.starts_with("10.");
        let is_blocked = printed.contains("is blocked by the node") || row == "docker-empty";
        // Later releases ignore or refuse these files, which a comment says.
        let is_doubtful =
            ["containerd/containerd#12808", "containers/image 5.24"].iter().any(|it| printed.contains(it));
        let is_right = match kind {
            "known" => was_pulled != is_refused || is_elsewhere || is_blocked || is_doubtful,
            // A registry that is verified cannot be pulled from here. One that is not may speak the other of HTTP and HTTPS.
            _ => !was_pulled || (is_insecure && !is_refused),
        };
        let may_be_pulled = is_insecure && !is_refused;
        let other = if kind == "plain" { "unknown" } else { "plain" };
        let is_other_pulled = text.contains(&format!("{row}\t{runtime}\t{other}\t")) && {
            let prefix = format!("{row}\t{runtime}\t{other}\t");
            text.lines().any(|line| line.starts_with(&prefix) && line.ends_with("pulled"))
        };
        let is_harmless = kind == "known" || !may_be_pulled || was_pulled || is_other_pulled || is_doubtful;
        *compared.entry(runtime).or_default() += 1;
        if !is_right || !is_harmless {
            wrong.push(format!("{line}: import says insecure: {is_insecure}, refused: {is_refused}\n{printed}"));
        }
    }
    eprintln!("pulls compared: {compared:?}, differences: {}", wrong.len());
    assert!(!compared.is_empty() && wrong.is_empty(), "{}", wrong.join("\n"));
}
