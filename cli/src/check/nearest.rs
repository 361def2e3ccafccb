//! The settings of files that nobody gave settings for: in the nearest `.insecure-registry.yaml`.

use std::cell::RefCell;
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
        // Folders share those above them.
        let asked = RefCell::new(HashMap::new());
        let exists = |path: &Path| {
            if let Some(exists) = asked.borrow().get(path) {
                return *exists;
            }
            let exists = path.exists();
            asked.borrow_mut().insert(path.to_owned(), exists);
            exists
        };
        for file in files {
            let folder = folder(file);
            if all.folders.contains_key(folder) {
                continue;
            }
            let mut number = None;
            let file = folder.join("file");
            let file = absolute(&file).unwrap_or(file);
            if let Some(settings) = nearest(&file, exists) {
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
        *self.folders.get(folder(file))?
    }

    /// The files, seen from where the command was called if they are below that.
    pub(super) fn names(&self) -> Vec<String> {
        let here = absolute(".").unwrap_or_default();
        let name = |file: &PathBuf| name_of(file.strip_prefix(&here).unwrap_or(file));
        self.found.iter().map(|(file, _)| name(file)).collect()
    }
}

/// The folder of a text; what comes through a pipe is from here.
fn folder(file: &Source) -> &Path {
    file.path().and_then(Path::parent).unwrap_or(Path::new(""))
}
