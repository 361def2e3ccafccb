//! Which files there are to check.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::{DirEntry, WalkBuilder};
use insecure_registry_check::{is_called_like_a_tool_file, printable};

use super::git;
use crate::error::Error;
use crate::read;

/// A file as reports name it.
pub(super) fn name_of(path: &Path) -> String {
    printable(&read::slashed(path))
}

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    Stdin,
    /// Of a folder.
    File(PathBuf),
    /// Asked for by its name, so that it may be a pipe.
    Given(PathBuf),
    /// What was asked for and is not there, and why.
    Missing(PathBuf, String),
    /// What is in a folder and cannot be looked at, and why.
    Closed(PathBuf, String),
}

impl Source {
    /// The file, if there is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) | Source::Given(path) => Some(path),
            _ => None,
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Files {
    pub(crate) sources: Vec<Source>,
    /// How many files were left out since git ignores them.
    pub(crate) ignored: usize,
}

/// The files that were asked for, in the order of the arguments, sorted within each folder, none twice.
pub(crate) fn find(paths: &[PathBuf], exclude: &[String], no_ignore: bool) -> Result<Files, Error> {
    let exclude = patterns(exclude)?;
    let mut found = Files::default();
    for path in paths {
        if path == Path::new("-") {
            found.sources.push(Source::Stdin);
        } else if path.is_dir() {
            found.walk(path, no_ignore, |file| is_text(file) && !exclude.is_match(file));
        } else if path.exists() {
            found.sources.push(Source::Given(path.clone()));
        } else if let Some(base) = base_of_pattern(path) {
            let pattern = patterns(&[path.display().to_string()])?;
            let before = found.sources.len();
            if base.is_dir() {
                found.walk(&base, no_ignore, |file| pattern.is_match(file) && !exclude.is_match(file));
            }
            if found.sources.len() == before {
                found.sources.push(Source::Missing(path.clone(), "no file matches".to_owned()));
            }
        } else {
            found.sources.push(Source::Missing(path.clone(), "no such file or folder".to_owned()));
        }
    }
    let mut known = HashSet::new();
    found.sources.retain(|source| match source {
        Source::Stdin => known.insert(PathBuf::from("-")),
        Source::File(path) | Source::Given(path) => known.insert(path.clone()),
        Source::Missing(..) | Source::Closed(..) => true,
    });
    Ok(found)
}

fn is_text(file: &Path) -> bool {
    let ending = file.extension().and_then(|it| it.to_str()).map(str::to_ascii_lowercase);
    matches!(ending.as_deref(), Some("yaml" | "yml" | "json")) || is_called_like_a_tool_file(&file.to_string_lossy())
}

impl Files {
    /// Adds the files below a folder: those that git tracks or does not ignore, or all of them.
    fn walk(&mut self, folder: &Path, no_ignore: bool, is_wanted: impl Fn(&Path) -> bool) {
        let mut files = self.below(folder, is_wanted);
        if !no_ignore {
            // Only of files that are wanted it is asked whether git ignores them.
            let matcher = walk(folder).standard_filters(true).hidden(false).build_matchers().pop();
            let is_ignored: Vec<_> = match matcher {
                Some(mut git) => files.iter().map(|file| git.matched(below(folder, file), false).is_ignore()).collect(),
                None => Vec::new(),
            };
            if is_ignored.contains(&true) {
                let tracked: HashSet<_> =
                    git::tracked(folder).into_iter().map(|file| without_dot(&folder.join(file)).to_owned()).collect();
                let all = files.len();
                let mut is_ignored = is_ignored.into_iter();
                files.retain(|file| !is_ignored.next().unwrap_or_default() || tracked.contains(file));
                self.ignored += all - files.len();
            }
        }
        self.sources.extend(files.into_iter().map(Source::File));
    }

    /// All files below a folder that are wanted, in their order.
    fn below(&mut self, folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut walk = walk(folder);
        walk.standard_filters(false).sort_by_file_name(Ord::cmp);
        for entry in walk.build() {
            match entry {
                // Links are followed to files. What leads nowhere, and what is a pipe or the like, is reported when it is read.
                Ok(entry) if is_folder(&entry) => {}
                Ok(entry) => {
                    let file = without_dot(entry.path());
                    if is_wanted(file) {
                        found.push(file.to_owned());
                    }
                }
                Err(error) => {
                    let path = path_of(&error).unwrap_or(folder).to_owned();
                    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    self.sources.push(Source::Closed(path, why));
                }
            }
        }
        found
    }
}

fn walk(folder: &Path) -> WalkBuilder {
    let mut walk = WalkBuilder::new(folder);
    walk.filter_entry(|entry| !is_of_git(entry));
    walk
}

/// The path of a file seen from a folder that it is below.
fn below<'f>(folder: &Path, file: &'f Path) -> &'f Path {
    file.strip_prefix(without_dot(folder)).unwrap_or(file)
}

/// The path that an error of a walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// Whether an entry is a folder or a link to one. Only links are looked at: what else it is, the folder that it is in has said.
fn is_folder(entry: &DirEntry) -> bool {
    match entry.file_type() {
        Some(kind) if !kind.is_symlink() => kind.is_dir(),
        _ => entry.path().is_dir(),
    }
}

fn is_of_git(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name() == ".git"
}

fn without_dot(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
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
