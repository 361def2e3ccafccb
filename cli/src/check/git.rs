//! What git knows of files, asked of the program.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;

/// Runs git in a folder. The folder's configuration starts no program.
fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let mut git = Command::new("git");
    git.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C").arg("-C").arg(folder);
    git.args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]).args(arguments);
    match git.output() {
        Ok(output) if output.status.success() => Ok(output.stdout),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned()),
        Err(error) => Err(format!("cannot run git: {error}")),
    }
}

/// Paths that end with a null byte each.
fn paths(bytes: &[u8]) -> impl Iterator<Item = PathBuf> + '_ {
    bytes.split(|byte| *byte == 0).filter(|path| !path.is_empty()).map(path)
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// The files that git tracks below a folder, seen from there; none outside of a repository.
pub(super) fn tracked(folder: &Path) -> Vec<PathBuf> {
    git(folder, &["ls-files", "-z", "--cached"]).map(|bytes| paths(&bytes).collect()).unwrap_or_default()
}

/// What differs from where a branch began.
pub(super) struct Changes {
    files: HashSet<PathBuf>,
    /// The new lines of files that were there before.
    lines: HashMap<PathBuf, Vec<RangeInclusive<usize>>>,
}

impl Changes {
    /// The changes since the branch of the working tree left `reference`, with files that git does not track yet.
    pub(super) fn since(reference: &str) -> Result<Self, Error> {
        let here = Path::new(".");
        let run = |arguments: &[&str]| git(here, arguments).map_err(|why| Error::new(format!("--changed: {why}")));
        if reference.starts_with('-') {
            return Err(Error::new(format!("--changed: `{reference}` is not a revision")));
        }
        let top = run(&["rev-parse", "--show-toplevel"])?;
        let top = path(top.strip_suffix(b"\n").unwrap_or(&top));
        let base = run(&["merge-base", reference, "HEAD"])?;
        let base = String::from_utf8_lossy(&base).trim().to_owned();
        let absolute = |file: PathBuf| {
            let file = top.join(file);
            file.canonicalize().unwrap_or(file)
        };
        let changed = run(&["diff", "--no-ext-diff", "--name-only", "-z", "--diff-filter=d", &base, "--"])?;
        let new = run(&["ls-files", "-z", "--others", "--exclude-standard", "--full-name", ":/"])?;
        let diff =
            ["diff", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--unified=0", "--diff-filter=M"];
        let diff = run(&[&diff[..], &["--dst-prefix=b/", &base, "--"]].concat())?;
        let files = paths(&changed).chain(paths(&new)).map(absolute).collect();
        let mut lines: HashMap<PathBuf, Vec<_>> = HashMap::new();
        let mut file = None;
        for line in diff.split(|byte| *byte == b'\n') {
            if let Some(name) = line.strip_prefix(b"+++ b/") {
                file = Some(absolute(path(name.strip_suffix(b"\t").unwrap_or(name))));
            } else if let (Some(range), Some(file)) = (hunk(line), &file) {
                lines.entry(file.clone()).or_default().push(range);
            }
        }
        Ok(Changes { files, lines })
    }

    /// Whether a file was changed or is new.
    pub(super) fn has(&self, file: &Path) -> bool {
        file.canonicalize().is_ok_and(|file| self.files.contains(&file))
    }

    /// Whether a file below a folder was changed or is new.
    pub(super) fn has_below(&self, folder: &Path) -> bool {
        folder.canonicalize().is_ok_and(|folder| self.files.iter().any(|file| file.starts_with(&folder)))
    }

    /// Whether one of these lines of a file that was changed is new.
    pub(super) fn has_line(&self, file: &Path, lines: &RangeInclusive<usize>) -> bool {
        let Some(changed) = file.canonicalize().ok().and_then(|file| self.lines.get(&file)) else { return true };
        changed.iter().any(|new| new.start() <= lines.end() && lines.start() <= new.end())
    }
}

/// The new lines of `@@ -1,2 +3,4 @@`.
fn hunk(line: &[u8]) -> Option<RangeInclusive<usize>> {
    let line = String::from_utf8_lossy(line.strip_prefix(b"@@ -")?);
    let words = line.split(" @@").next()?;
    let (start, count) = match words.split_once('+')?.1.split_once(',') {
        Some((start, count)) => (start, count.parse().ok()?),
        None => (words.split_once('+')?.1, 1_usize),
    };
    let start: usize = start.parse().ok()?;
    (count > 0).then(|| start..=start + count - 1)
}

#[cfg(test)]
mod tests {
    use super::hunk;

    #[test]
    fn hunks_say_which_lines_are_new() {
        assert_eq!(hunk(b"@@ -1,2 +3,4 @@ spec:"), Some(3..=6));
        assert_eq!(hunk(b"@@ -1 +1 @@"), Some(1..=1));
        assert_eq!(hunk(b"@@ -1,2 +3,0 @@"), None);
        assert_eq!(hunk(b"+++ b/a"), None);
    }
}
