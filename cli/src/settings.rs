//! Settings out of a file: of their own, or of a policy of Kubewarden that has them.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use insecure_registry_manifests::request::settings_from;
use insecure_registry_manifests::source::{Map, Step, steps};
use insecure_registry_policy::settings::{Document, Problem, Settings};
use serde_json::Value;

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
    let place = |line: usize, column: Option<usize>| {
        let column = column.map(|column| format!(":{column}")).unwrap_or_default();
        format!("{}:{line}{column}", path.display())
    };
    let (value, part) =
        settings_from(&text).map_err(|it| Error::new(format!("{}: {}", place(it.line, it.column), it.message)))?;
    let (value, root) = of_policy(value);
    let json = value.to_string();
    let document = Document::parse(json.as_bytes()).map_err(|error| Error::new(error.to_string()).within(path))?;
    let map = part.as_ref().and_then(Map::of_settings);
    let locate = |problem: &Problem| {
        let position = map.as_ref().map(|map| map.find(root.iter().cloned().chain(steps(&value, &problem.path))));
        let (line, column) = position.map_or((1, Some(1)), |it| (it.line, it.column));
        format!("{}: {problem}", place(line, column))
    };
    let mistakes = Settings::mistakes(&document).iter().map(locate).collect();
    Ok((json, mistakes))
}

/// The settings, and where they stand, if this is a policy of Kubewarden; else all of it.
fn of_policy(value: Value) -> (Value, Vec<Step<'static>>) {
    let group = value["apiVersion"].as_str().and_then(|version| version.split_once('/'));
    if !matches!(group, Some(("policies.kubewarden.io", _))) {
        return (value, Vec::new());
    }
    let settings = match &value["spec"]["settings"] {
        Value::Null => Value::Object(serde_json::Map::new()),
        settings => settings.clone(),
    };
    (settings, vec![Step::Key("spec".into()), Step::Key("settings".into())])
}
