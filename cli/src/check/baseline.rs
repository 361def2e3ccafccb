//! `baseline`: exemptions for what is there today, so that a policy that finds much can be enforced for everything new.

mod entries;
mod known;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use insecure_registry_check::settings::{Text, strictly};
use insecure_registry_check::{Action, Checker, DEFAULT_NAMESPACE, Selection};
use insecure_registry_policy::settings::{Document, Settings};
use insecure_registry_policy::time::{Clock, Until};
use rayon::prelude::*;
use serde_json::{Value, json};

use self::entries::{Cell, Entry, Grant, MARK, entries};
pub(super) use self::known::Known;
use self::known::Needed;
use super::checker::{FileChecker, Report, place};
use super::files;
use super::print::count;
use crate::Outcome;
use crate::error::Error;
use crate::settings;

#[derive(Args)]
pub(crate) struct Options {
    /// Files, folders, patterns, or `-` for standard input, as for `check`
    ///
    /// For a cluster: kubectl get deployments,statefulsets,daemonsets,cronjobs,jobs,pods -A -o json | insecure-registry baseline -
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Settings, or a Kubewarden policy that has them: prints them with the baseline in them, in place of an earlier one
    ///
    /// Findings that these settings exempt are not in the baseline. Those of an earlier baseline keep their reason and end.
    #[arg(short, long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// With --settings: add nothing, and take out what is no longer needed
    #[arg(long, requires = "settings")]
    prune: bool,
    /// When the exemptions end: a date, a time with a zone, or `never` [default: in 90 days]
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Why there are exemptions, for whoever reads them later
    #[arg(long, value_name = "TEXT", default_value = "known when the policy was introduced")]
    reason: String,
    /// Exempt what only warns too
    #[arg(long)]
    warnings: bool,
    /// The namespace for manifests without one
    #[arg(short, long, value_name = "NAME", default_value = DEFAULT_NAMESPACE)]
    namespace: String,
    /// Write to this file, which may be that of --settings, rather than to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Skip files in folders that match this pattern; repeatable
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
    /// Include files in folders that git ignores
    #[arg(long)]
    no_ignore: bool,
}

/// How long exemptions last if nobody says so.
const DAYS: u64 = 90;

/// What was found, as far as a baseline is concerned.
#[derive(Debug, Default)]
struct Found {
    cells: BTreeMap<Cell, Grant>,
    /// What cannot be exempted exactly, a line each.
    inexact: Vec<String>,
    /// What is new, and is not added.
    new: usize,
    /// Objects that workload controllers made.
    generated: usize,
}

pub(crate) fn baseline(options: &Options) -> Result<Outcome, Error> {
    let text = options.settings.as_deref().map(settings::text).transpose()?.unwrap_or_default();
    let json = options.settings.as_deref().map(settings::load).transpose()?.unwrap_or_else(|| "{}".to_owned());
    let (mut earlier, positions) = earlier(&json)?;
    let mut all: Value = serde_json::from_str(&json).map_err(|error| Error::new(error.to_string()))?;
    for position in positions.iter().rev() {
        if let Some(exemptions) = all["exemptions"].as_array_mut() {
            exemptions.remove(*position);
        }
    }

    let until = match options.until.as_deref() {
        Some("never") => None,
        Some(date) => {
            Until::parse(date).map_err(|error| Error::new(format!("--until {error}; or `never`")))?;
            Some(date.to_owned())
        }
        None => Some(after(DAYS)?),
    };
    let grant = Grant { is_new: true, reason: format!("{MARK}{}", options.reason.trim()), until };
    let reports = judged(options, &all.to_string())?;
    let mut found = Found::default();
    for report in &reports {
        found.take(report, options, &mut earlier, &grant);
    }

    let entries = entries(&found.cells);
    let printed = if options.settings.is_some() {
        merged(&text, all, &positions, &entries)?
    } else {
        format!(
            "exemptions:{}\n",
            if entries.is_empty() { " []".to_owned() } else { format!("\n{}", yaml(&entries, 2)) }
        )
    };
    let printed = printed.trim_end_matches('\n').to_owned() + "\n";
    accepted(&printed)?;
    match &options.output {
        Some(path) => fs::write(path, &printed).map_err(|error| Error::file(path, error))?,
        None => io::stdout().lock().write_all(printed.as_bytes())?,
    }
    report(&found, &entries, &reports)
}

/// The exemptions of an earlier baseline, and their positions.
fn earlier(json: &str) -> Result<(Vec<Needed>, Vec<usize>), Error> {
    let document = Document::parse(json.as_bytes()).map_err(|error| Error::new(error.to_string()))?;
    let read = strictly(&document).map_err(|error| Error::new(error.to_string()))?;
    let marked = read.exemptions.iter().enumerate().filter(|(_, exemption)| exemption.reason.starts_with(MARK));
    Ok(marked.map(|(nth, exemption)| (Needed::of(exemption), nth)).unzip())
}

/// What is found under these settings.
fn judged(options: &Options, json: &str) -> Result<Vec<Report>, Error> {
    let document = Document::parse(json.as_bytes()).map_err(|error| Error::new(error.to_string()))?;
    let settings = Settings::read(&document).map_err(|_| Error::new("the settings cannot be read"))?;
    let checker = Checker { settings: &settings, namespace: &options.namespace, clock: Clock::Host };
    let checker = FileChecker { checker, is_strict: false, unreadable_fails: None, lines_of: None };
    let files = files::find(&options.paths, &options.exclude, options.no_ignore)?;
    let reports: Vec<_> = files.sources.par_iter().map(|file| checker.file(file)).collect();
    if reports.iter().all(|report| report.objects.is_empty() && report.unreadable.is_empty()) {
        return Err(Error::new("found no manifest to check"));
    }
    Ok(reports)
}

impl Found {
    fn take(&mut self, report: &Report, options: &Options, earlier: &mut [Needed], grant: &Grant) {
        for object in &report.objects {
            if object.selection == Selection::Generated {
                self.generated += 1;
                continue;
            }
            if object.more > 0 {
                let what = count(object.more, "more finding", "more findings");
                self.inexact.push(format!("{}: {what} in {}: too many to list", report.file, object.subject));
            }
            for finding in &object.findings {
                let is_wanted = match finding.action {
                    Action::Deny => true,
                    Action::Warn => options.warnings,
                    _ => false,
                };
                if !is_wanted {
                    continue;
                }
                match Cell::of(object, finding) {
                    Ok(cell) => match earlier.iter_mut().find_map(|it| it.covers(&cell).then(|| it.grant())) {
                        Some(grant) => drop(self.cells.insert(cell, grant)),
                        None if options.prune => self.new += 1,
                        None => drop(self.cells.insert(cell, grant.clone())),
                    },
                    Err(why) => {
                        let at = place(&report.file, Some(&finding.place));
                        self.inexact.push(format!("{at}: {} in {}: {why}", finding.rule, object.subject));
                    }
                }
            }
        }
    }
}

fn yaml(entries: &[Entry], indent: usize) -> String {
    entries.iter().map(|entry| entry.yaml(indent)).collect()
}

/// The text of settings with other exemptions of a baseline.
fn merged(text: &str, mut all: Value, positions: &[usize], entries: &[Entry]) -> Result<String, Error> {
    let read = Text::read(text).map_err(|error| Error::new(error.to_string()))?;
    let printed = read.with_exemptions(text, positions, |indent| yaml(entries, indent));
    let more = entries.iter().map(Entry::json);
    match &mut all["exemptions"] {
        Value::Array(exemptions) => exemptions.extend(more),
        exemptions => *exemptions = more.collect(),
    }
    // What it means is compared, since only the text is known where people put things.
    let is_meant = |printed: &String| {
        let Ok(json) = insecure_registry_check::settings::json_of(printed) else { return false };
        let Ok(mut read) = serde_json::from_str::<Value>(&json) else { return false };
        if read["exemptions"].is_null() {
            read["exemptions"] = json!([]);
        }
        read == all
    };
    printed.filter(is_meant).ok_or_else(|| {
        Error::new(
            "cannot change the exemptions of these settings: write each exemption on lines of its own, or leave out --settings and \
             add what is printed by hand",
        )
    })
}

/// Makes sure that the policy accepts what is printed.
fn accepted(printed: &str) -> Result<(), Error> {
    let text = Text::read(printed).map_err(|error| Error::new(error.to_string()))?;
    let mistakes = text.mistakes().map_err(|error| Error::new(error.to_string()))?;
    match mistakes.first() {
        None => Ok(()),
        Some(mistake) => Err(Error::new(format!("the policy would reject the settings: {mistake}"))),
    }
}

/// Says what is in the baseline and what is not, and ends accordingly.
fn report(found: &Found, entries: &[Entry], reports: &[Report]) -> Result<Outcome, Error> {
    let mut err = io::stderr().lock();
    let unreadable: Vec<_> = reports.iter().flat_map(|report| &report.unreadable).collect();
    for it in &unreadable {
        writeln!(err, "{}: {}", it.place(), it.message)?;
    }
    for line in &found.inexact {
        writeln!(err, "not exempted: {line}")?;
    }
    let mut parts = vec![format!(
        "{} for {}",
        count(entries.len(), "exemption", "exemptions"),
        count(found.cells.len(), "finding", "findings")
    )];
    if found.new > 0 {
        parts.push(format!("{} not added", count(found.new, "new finding", "new findings")));
    }
    if !found.inexact.is_empty() {
        parts.push(format!("{} cannot be exempted exactly", found.inexact.len()));
    }
    if found.generated > 0 {
        let what = "created by workload controllers left out; set `generated: warn` so that such objects only warn";
        parts.push(format!("{} {what}", count(found.generated, "object", "objects")));
    }
    writeln!(err, "{}", parts.join("; "))?;
    Ok(if !found.inexact.is_empty() {
        Outcome::Found
    } else if unreadable.iter().any(|it| it.fails) {
        Outcome::Incomplete
    } else {
        Outcome::Fine
    })
}

/// The date in so many days, in UTC.
fn after(days: u64) -> Result<String, Error> {
    const DAY: u64 = 24 * 60 * 60;
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_err(|_| Error::new("the system's clock is before 1970"))?;
    Ok(date(now.as_secs() / DAY + days))
}

/// The date that many days after the beginning of 1970.
fn date(mut days: u64) -> String {
    let is_leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}

#[cfg(test)]
mod tests;
