//! Settings out of a file: of their own, or of a policy of Kubewarden that has them.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use insecure_registry_check::settings;

use crate::Outcome;
use crate::error::Error;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Check that the settings in a file are valid
    ///
    /// Exits with 1 if they are not.
    Check {
        /// Settings in YAML or JSON, or a Kubewarden policy that has them under `spec.settings`
        file: PathBuf,
    },
}

pub(crate) fn run(command: &Command) -> Result<Outcome, Error> {
    let Command::Check { file } = command;
    let (_, mistakes) = read(file)?;
    let mut out = io::stdout().lock();
    for mistake in &mistakes {
        writeln!(out, "{mistake}")?;
    }
    if mistakes.is_empty() {
        writeln!(out, "{}: the settings are valid", file.display())?;
        return Ok(Outcome::Fine);
    }
    Ok(Outcome::Found)
}

/// The settings of a file as JSON, if the policy takes them.
pub(crate) fn load(path: &Path) -> Result<String, Error> {
    let (json, mistakes) = read(path)?;
    if mistakes.is_empty() {
        return Ok(json);
    }
    Err(Error::new(format!("the policy rejects these settings\n  {}", mistakes.join("\n  "))))
}

/// The settings of a file as JSON, and what is wrong with them, each with its place in the file.
fn read(path: &Path) -> Result<(String, Vec<String>), Error> {
    let text = fs::read_to_string(path).map_err(|error| Error::file(path, error))?;
    let at = |line: usize, column: Option<usize>| {
        let column = column.map(|column| format!(":{column}")).unwrap_or_default();
        format!("{}:{line}{column}", path.display())
    };
    let text =
        settings::Text::read(&text).map_err(|it| Error::new(format!("{}: {}", at(it.line, it.column), it.message)))?;
    let mistakes = text.mistakes().map_err(|error| Error::new(error.to_string()).within(path))?;
    let mistakes = mistakes.iter().map(|mistake| {
        let (line, column) = mistake.place.map_or((1, Some(1)), |it| (it.line, it.column));
        format!("{}: {mistake}", at(line, column))
    });
    Ok((text.json(), mistakes.collect()))
}
