//! Settings out of a file: of their own, or of a policy of Kubewarden that has them.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use insecure_registry_check::settings::{self, Mistake};
use insecure_registry_policy::time::Time;

use crate::Outcome;
use crate::error::Error;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Check that the settings in a file are valid, and list exemptions that have ended or end within 14 days
    ///
    /// Exits with 1 if the settings are not valid, or if an exemption has ended (see --fail-on).
    Check {
        /// Settings in YAML or JSON, or a Kubewarden policy that has them under `spec.settings`
        file: PathBuf,
        /// Which exemptions cause exit code 1
        #[arg(long, value_enum, default_value_t = FailOn::Ended)]
        fail_on: FailOn,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FailOn {
    /// Those that have ended
    Ended,
    /// Those that end within 14 days too
    Soon,
    /// None
    Never,
}

pub(crate) fn run(command: &Command) -> Result<Outcome, Error> {
    let Command::Check { file, fail_on } = command;
    let text = text(file)?;
    let text = parsed(file, &text)?;
    let mistakes = mistakes(file, &text)?;
    let mut out = io::stdout().lock();
    for mistake in &mistakes {
        writeln!(out, "{mistake}")?;
    }
    if !mistakes.is_empty() {
        return Ok(Outcome::Found);
    }
    writeln!(out, "{}: the settings are valid", file.display())?;
    let now = Time::now().ok_or_else(|| Error::new("the system's clock is before 1970"))?;
    let endings = text.endings(now).map_err(|error| Error::new(error.to_string()).within(file))?;
    for ending in &endings {
        writeln!(out, "{}", located(file, &ending.mistake))?;
    }
    let fails = match fail_on {
        FailOn::Ended => endings.iter().any(|it| it.is_over),
        FailOn::Soon => !endings.is_empty(),
        FailOn::Never => false,
    };
    Ok(if fails { Outcome::Found } else { Outcome::Fine })
}

/// The settings of a file as JSON, if the policy takes them.
pub(crate) fn load(path: &Path) -> Result<String, Error> {
    let text = text(path)?;
    let text = parsed(path, &text)?;
    let mistakes = mistakes(path, &text)?;
    if mistakes.is_empty() {
        return Ok(text.json());
    }
    Err(Error::new(format!("the policy rejects these settings\n  {}", mistakes.join("\n  "))))
}

fn text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| Error::file(path, error))
}

fn parsed<'t>(path: &Path, text: &'t str) -> Result<settings::Text<'t>, Error> {
    settings::Text::read(text).map_err(|it| Error::new(format!("{}: {}", at(path, it.line, it.column), it.message)))
}

/// What is wrong with settings, each with its place in the file.
fn mistakes(path: &Path, text: &settings::Text<'_>) -> Result<Vec<String>, Error> {
    let mistakes = text.mistakes().map_err(|error| Error::new(error.to_string()).within(path))?;
    Ok(mistakes.iter().map(|mistake| located(path, mistake)).collect())
}

fn located(path: &Path, mistake: &Mistake) -> String {
    let (line, column) = mistake.place.map_or((1, Some(1)), |it| (it.line, it.column));
    format!("{}: {mistake}", at(path, line, column))
}

fn at(path: &Path, line: usize, column: Option<usize>) -> String {
    let column = column.map(|column| format!(":{column}")).unwrap_or_default();
    format!("{}:{line}{column}", path.display())
}
