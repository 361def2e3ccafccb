//! `check`: the rules of the policy over manifests.
//!
//! Files go through in batches, each in parallel, and are reported in their order: what is kept is what was found.

mod files;
mod judge;
mod print;

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use insecure_registry_check::{Action, Checker, DEFAULT_NAMESPACE};
use insecure_registry_policy::settings::{Document, Settings};
use rayon::prelude::*;

use crate::Outcome;
use crate::check::judge::Summary;
use crate::check::print::Format;
use crate::error::Error;
use crate::settings;

#[derive(Args)]
pub(crate) struct Options {
    /// Files, folders, patterns such as `deploy/**/*.yaml`, or `-` for standard input
    ///
    /// YAML with any number of documents, or JSON: manifests, Lists, admission reviews. In folders, reads *.yaml, *.yml and *.json
    /// files that git would not ignore. Skips documents with neither `kind` nor `apiVersion`, which are not manifests.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Settings in YAML or JSON, or a Kubewarden policy that has them under `spec.settings`
    #[arg(short, long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The namespace for manifests without one; used by exemptions
    #[arg(short, long, value_name = "NAME", default_value = DEFAULT_NAMESPACE)]
    namespace: String,
    /// The output format
    #[arg(short, long, value_enum, default_value_t = Format::Pretty)]
    format: Format,
    /// Which findings cause exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Deny)]
    fail_on: FailOn,
    /// Skip files in folders that match this pattern; repeatable
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
    /// Include hidden files in folders, and files that git would ignore
    #[arg(long)]
    no_ignore: bool,
    /// Succeed even if there is no manifest
    #[arg(long)]
    allow_empty: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    /// Findings that deny an object
    Deny,
    /// Warnings too
    Warn,
    /// No findings
    Never,
}

/// How many files are judged before their reports are printed.
const BATCH: usize = 512;
/// With fewer files nobody needs to wait.
const FILES_WORTH_A_BAR: usize = 200;

pub(crate) fn check(options: &Options) -> Result<Outcome, Error> {
    let settings = options.settings.as_deref().map(settings::load).transpose()?.unwrap_or_else(|| "{}".to_owned());
    let document = Document::parse(settings.as_bytes()).map_err(|error| Error::new(error.to_string()))?;
    let settings = Settings::read(&document).map_err(|_| Error::new("the settings cannot be read"))?;
    let checker = Checker { settings: &settings, namespace: &options.namespace };

    let files = files::find(&options.paths, &options.exclude, options.no_ignore)?;
    let mut summary = Summary::default();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut printer = options.format.printer(&mut out, matches!(options.fail_on, FailOn::Warn));
    let bar = bar(files.len());
    for batch in files.chunks(BATCH) {
        let reports: Vec<_> = batch
            .par_iter()
            .map(|file| {
                let report = judge::file(file, checker);
                bar.inc(1);
                report
            })
            .collect();
        bar.suspend(|| -> io::Result<()> {
            for report in &reports {
                summary.add(report);
                printer.file(report)?;
            }
            Ok(())
        })?;
    }
    bar.finish_and_clear();
    printer.end(&summary)?;
    drop(printer);
    out.flush()?;

    if summary.unreadable > 0 {
        return Ok(Outcome::Incomplete);
    }
    if summary.objects == 0 && !options.allow_empty {
        return Err(Error::new("found no manifest to check"));
    }
    let fails = match options.fail_on {
        FailOn::Deny => summary.of(Action::Deny) > 0,
        FailOn::Warn => [Action::Deny, Action::Warn, Action::Unchanged, Action::Generated]
            .iter()
            .any(|action| summary.of(*action) > 0),
        FailOn::Never => false,
    };
    Ok(if fails { Outcome::Found } else { Outcome::Fine })
}

/// The bar is on standard error, and on a terminal only.
fn bar(files: usize) -> ProgressBar {
    if files < FILES_WORTH_A_BAR || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {eta} left");
    ProgressBar::new(files as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
