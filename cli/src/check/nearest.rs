//! The settings of files that nobody gave settings for: in the nearest `.insecure-registry.yaml`.

use std::collections::HashMap;
use std::path::{Path, PathBuf, absolute};

use insecure_registry_check::settings::nearest;

use super::files::{Source, name_of};
use crate::error::Error;
use crate::settings::load;

/// All settings that were found.
#[derive(Debug, Default)]
pub(super) struct Nearest {
    /// By the folder of a file, the number of its settings.
    folders: HashMap<PathBuf, Option<usize>>,
    /// What is found, in its order: the file, and its settings as JSON.
    found: Vec<(PathBuf, String)>,
}

impl Nearest {
    /// Looks for the settings of these files. Those that the policy would refuse are an error.
    pub(super) fn of(files: &[Source]) -> Result<Self, Error> {
        let mut all = Nearest::default();
        let mut known: HashMap<PathBuf, usize> = HashMap::new();
        for file in files {
            let file = location(file);
            let Some(folder) = file.parent().filter(|folder| !all.folders.contains_key(*folder)) else { continue };
            let mut number = None;
            if let Some(settings) = nearest(&file, Path::exists) {
                let next = all.found.len();
                let known = *known.entry(settings.clone()).or_insert(next);
                if known == next {
                    let json = load(&settings)?;
                    all.found.push((settings, json));
                }
                number = Some(known);
            }
            all.folders.insert(folder.to_owned(), number);
        }
        Ok(all)
    }

    /// The texts of all settings, as JSON.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.found.iter().map(|(_, json)| json.as_str())
    }

    /// The number of the settings for a file.
    pub(super) fn number(&self, file: &Source) -> Option<usize> {
        *self.folders.get(location(file).parent()?)?
    }

    /// The files, seen from where the command was called if they are below that.
    pub(super) fn names(&self) -> Vec<String> {
        let here = absolute(".").unwrap_or_default();
        let name = |file: &PathBuf| name_of(file.strip_prefix(&here).unwrap_or(file));
        self.found.iter().map(|(file, _)| name(file)).collect()
    }
}

/// Where a text comes from; what comes through a pipe is from here.
fn location(file: &Source) -> PathBuf {
    let path = file.path().unwrap_or(Path::new("stdin"));
    absolute(path).unwrap_or_else(|_| path.to_owned())
}
