//! The settings of files: found next to them or above, read again when they have changed.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use insecure_registry_check::settings::{self, Text};

/// More than any settings are long.
const LARGEST: u64 = 16 * 1024 * 1024;

/// All files of settings that were read.
#[derive(Debug, Default)]
pub(crate) struct AllSettings {
    files: HashMap<PathBuf, Read>,
}

#[derive(Debug, Default)]
struct Read {
    stamp: Option<Stamp>,
    /// The last ones that were valid.
    valid: Option<String>,
    /// What is wrong with the present ones.
    mistake: Option<String>,
}

/// What changes when settings do.
#[derive(Debug, PartialEq, Eq)]
enum Stamp {
    Saved(Option<SystemTime>, u64),
    Typed(i32),
    Missing,
}

/// The text of a file as an editor has it, with its version.
pub(crate) type Open<'o> = &'o dyn Fn(&Path) -> Option<(&'o str, i32)>;

/// The settings by which a file is checked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Effective {
    /// As JSON.
    pub(crate) json: String,
    /// What is wrong if these are not the present ones.
    pub(crate) mistake: Option<String>,
}

impl AllSettings {
    /// The settings in a file. While they are not valid, the last ones that were count, or those that every file has.
    pub(crate) fn of(&mut self, file: &Path, open: Open<'_>) -> Effective {
        let read = self.files.entry(file.to_owned()).or_default();
        let typed = open(file);
        let stamp = match (&typed, fs::metadata(file)) {
            (Some((_, version)), _) => Stamp::Typed(*version),
            (None, Ok(metadata)) => Stamp::Saved(metadata.modified().ok(), metadata.len()),
            (None, Err(_)) => Stamp::Missing,
        };
        if read.stamp.as_ref() != Some(&stamp) {
            match text(file, typed.map(|(text, _)| text)).and_then(|text| parsed(&text)) {
                Ok(json) => (read.valid, read.mistake) = (Some(json), None),
                Err(mistake) => read.mistake = Some(mistake),
            }
            read.stamp = Some(stamp);
        }
        Effective { json: read.valid.clone().unwrap_or_else(|| "{}".to_owned()), mistake: read.mistake.clone() }
    }
}

/// The text of settings: as it was typed, else as it was saved.
pub(crate) fn text(file: &Path, typed: Option<&str>) -> Result<String, String> {
    if let Some(text) = typed {
        return Ok(text.to_owned());
    }
    let metadata = fs::metadata(file).map_err(|error| error.to_string())?;
    if !metadata.is_file() || metadata.len() > LARGEST {
        return Err("not a file of settings".to_owned());
    }
    fs::read_to_string(file).map_err(|error| error.to_string())
}

fn parsed(text: &str) -> Result<String, String> {
    let settings = Text::read(text).map_err(|problem| problem.to_string())?;
    let mistakes = settings.mistakes().map_err(|error| error.to_string())?;
    match mistakes.first() {
        None => Ok(settings.json()),
        Some(mistake) => Err(mistake.to_string()),
    }
}

/// The file with the settings for another file.
pub(crate) fn file_for(file: &Path, open: Open<'_>) -> Option<PathBuf> {
    settings::nearest(file, |path| open(path).is_some() || path.exists())
}
