//! Which files there are to check.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;

use crate::error::Error;

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Source {
    Stdin,
    /// Of a folder.
    File(PathBuf),
    /// Asked for by its name, so that it may be a pipe.
    Given(PathBuf),
    /// What was asked for and is not there, and why.
    Missing(PathBuf, String),
}

/// The files that were asked for, in the order of the arguments, sorted within each folder, none twice.
pub(super) fn find(paths: &[PathBuf], exclude: &[String], no_ignore: bool) -> Result<Vec<Source>, Error> {
    let exclude = patterns(exclude)?;
    let mut found = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            found.push(Source::Stdin);
        } else if path.is_dir() {
            found.extend(walk(path, no_ignore, |file| is_text(file) && !exclude.is_match(file)));
        } else if path.exists() {
            found.push(Source::Given(path.clone()));
        } else if let Some(base) = base_of_pattern(path) {
            let pattern = patterns(&[path.display().to_string()])?;
            let before = found.len();
            if base.is_dir() {
                found.extend(walk(&base, no_ignore, |file| pattern.is_match(file) && !exclude.is_match(file)));
            }
            if found.len() == before {
                found.push(Source::Missing(path.clone(), "no file matches".to_owned()));
            }
        } else {
            found.push(Source::Missing(path.clone(), "no such file or folder".to_owned()));
        }
    }
    let mut known = HashSet::new();
    found.retain(|source| match source {
        Source::Stdin => known.insert(PathBuf::from("-")),
        Source::File(path) | Source::Given(path) => known.insert(path.clone()),
        Source::Missing(..) => true,
    });
    Ok(found)
}

fn is_text(file: &Path) -> bool {
    let ending = file.extension().and_then(|it| it.to_str()).map(str::to_ascii_lowercase);
    matches!(ending.as_deref(), Some("yaml" | "yml" | "json"))
}

/// The files below a folder.
fn walk(folder: &Path, no_ignore: bool, is_wanted: impl Fn(&Path) -> bool) -> Vec<Source> {
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(!no_ignore).sort_by_file_path(Ord::cmp);
    let mut found = Vec::new();
    for entry in walk.build() {
        match entry {
            // Links are followed to files. What leads nowhere, and what is a pipe or the like, is reported when it is read.
            Ok(entry) if entry.path().is_dir() => {}
            Ok(entry) => {
                let file = entry.path().strip_prefix(".").unwrap_or(entry.path());
                if is_wanted(file) {
                    found.push(Source::File(file.to_owned()));
                }
            }
            Err(error) => found.push(Source::Missing(folder.to_owned(), error.to_string())),
        }
    }
    found
}

/// The folder below which a pattern may match, if the path is a pattern.
fn base_of_pattern(path: &Path) -> Option<PathBuf> {
    let is_pattern = |part: &std::ffi::OsStr| part.to_string_lossy().contains(['*', '?', '[', '{']);
    let mut base = PathBuf::new();
    for part in path {
        if is_pattern(part) {
            return Some(if base.as_os_str().is_empty() { PathBuf::from(".") } else { base });
        }
        base.push(part);
    }
    None
}

fn patterns(texts: &[String]) -> Result<GlobSet, Error> {
    let mut set = GlobSetBuilder::new();
    for text in texts {
        let text = text.strip_prefix("./").unwrap_or(text);
        let glob = GlobBuilder::new(text).literal_separator(true).build();
        set.add(glob.map_err(|error| Error::new(format!("`{text}` is not a valid pattern: {}", error.kind())))?);
    }
    set.build().map_err(|error| Error::new(error.to_string()))
}
