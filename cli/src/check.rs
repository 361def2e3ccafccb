//! `check`: the rules of the policy over manifests.
//!
//! Files go through in batches, each in parallel, and are reported in their order: what is kept is what was found.

mod baseline;
pub(crate) mod checker;
pub(crate) mod files;
mod git;
mod nearest;
mod print;
mod render;
mod summary;
mod unrendered;

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use insecure_registry_check::{Checker, DEFAULT_NAMESPACE};
use insecure_registry_policy::settings::{Document, Settings};
use insecure_registry_policy::time::Clock;
use rayon::prelude::*;

pub(crate) use self::baseline::{Options as BaselineOptions, baseline};
use crate::Outcome;
use crate::check::baseline::Known;
use crate::check::checker::FileChecker;
use crate::check::git::Changes;
use crate::check::nearest::Nearest;
use crate::check::print::{Format, Group, Layout};
use crate::check::summary::{Seen, Summary};
use crate::error::Error;
use crate::settings;

#[derive(Args)]
#[allow(clippy::struct_excessive_bools)] // flags of the command line
pub(crate) struct Options {
    /// Files, folders, patterns such as `deploy/**/*.yaml`, or `-` for standard input
    ///
    /// YAML with any number of documents, or JSON: manifests, Lists, admission reviews, values of charts, compose files, pipelines, and
    /// what runtimes read, such as daemon.json and registries.conf; Dockerfiles, scripts (.sh), and files of variables (.env). In folders, reads *.yaml,
    /// *.yml, *.json and other files of these sorts that git tracks or would not ignore, and skips what is none of these.
    #[arg(required_unless_present = "changed", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Settings in YAML or JSON, or a Kubewarden policy that has them under `spec.settings` [default: the nearest
    /// `.insecure-registry.yaml`, in the folder of each file or above, up to the top of its repository]
    #[arg(short, long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Exemptions that `baseline` wrote: only findings that they do not cover are reported
    ///
    /// Says how many findings are known, and which parts of the baseline are no longer needed. Objects that workload controllers made are
    /// left out, since what they were made of is checked.
    #[arg(short, long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// The namespace for manifests without one; used by exemptions
    #[arg(short, long, value_name = "NAME", default_value = DEFAULT_NAMESPACE)]
    namespace: String,
    /// The output format
    #[arg(short, long, value_enum, default_value_t = Format::Pretty)]
    format: Format,
    /// Which findings cause exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Deny)]
    fail_on: FailOn,
    /// What an unreadable document does: cause exit code 2, or not [default: fail in files given by name, warn in folders]
    #[arg(long, value_enum, value_name = "ACTION")]
    unreadable: Option<OnUnreadable>,
    /// Treat placeholders such as `ko://…`, `$IMAGE` and `PROJECT_ID` as the cluster would
    #[arg(long)]
    strict: bool,
    /// Render charts with helm, and kustomizations with kustomize or kubectl, and check the result too
    ///
    /// Runs these programs, which may download what a kustomization names. A finding is reported in the template that it comes from.
    #[arg(long)]
    render: bool,
    /// Check only files that changed since this branch left another, such as `origin/main`
    #[arg(long, value_name = "REVISION")]
    changed: Option<String>,
    /// With --changed, report only findings on changed lines
    #[arg(long, requires = "changed")]
    changed_lines: bool,
    /// Show like findings once, with all their places; `auto` does so from 20 findings on
    #[arg(long, value_enum, default_value_t = Group::Auto, num_args = 0..=1, require_equals = true, default_missing_value = "always", value_name = "WHEN")]
    group: Group,
    /// End with a table of findings by rule
    #[arg(long)]
    summary: bool,
    /// Print the slowest files to standard error
    #[arg(long)]
    timings: bool,
    /// Skip files in folders that match this pattern; repeatable
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
    /// Include files in folders that git ignores
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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnUnreadable {
    /// Cause exit code 2
    Fail,
    /// Only report it
    Warn,
}

/// How many files are judged before their reports are printed.
const BATCH: usize = 512;
/// With fewer files nobody needs to wait.
const FILES_WORTH_A_BAR: usize = 200;

pub(crate) fn check(options: &Options) -> Result<Outcome, Error> {
    let mut settings = options.settings.as_deref().map(settings::load).transpose()?.unwrap_or_else(|| "{}".to_owned());
    let known = options.baseline.as_deref().map(|file| Known::add_to(&mut settings, file)).transpose()?;
    let document = Document::parse(settings.as_bytes()).map_err(|error| Error::new(error.to_string()))?;
    let settings = Settings::read(&document).map_err(|_| Error::new("the settings cannot be read"))?;
    let checker = Checker { settings: &settings, namespace: &options.namespace, clock: Clock::Host };

    let changes = options.changed.as_deref().map(Changes::since).transpose()?;
    let here = [PathBuf::from(".")];
    let paths = if options.paths.is_empty() { &here[..] } else { &options.paths };
    let files = files::find(paths, &options.exclude, options.no_ignore)?;
    let seen = options.render.then(Seen::new);
    let mut summary = Summary { ignored: files.ignored, seen, baseline: known, ..Summary::default() };
    let mut files = files.sources;
    let is_changed = |folder: &Path| changes.as_ref().is_none_or(|changes| changes.has_below(folder));
    let rendered = if options.render { render::render(&files, is_changed)? } else { Vec::new() };
    if let Some(changes) = &changes {
        files.retain(|file| file.path().is_none_or(|path| changes.has(path)));
    }
    files.retain(|file| !file.path().is_some_and(|path| rendered.iter().any(|it| it.replaces(path))));
    let nearest = if options.settings.is_some() || options.baseline.is_some() {
        Nearest::default()
    } else {
        Nearest::of(&files)?
    };
    summary.settings = nearest.names();
    let documents = nearest.texts().map(|json| Document::parse(json.as_bytes())).collect::<Result<Vec<_>, _>>();
    let documents = documents.map_err(|error| Error::new(error.to_string()))?;
    let nearer = documents.iter().map(Settings::read).collect::<Result<Vec<_>, _>>();
    let nearer = nearer.map_err(|_| Error::new("the settings cannot be read"))?;
    let file_checker = FileChecker {
        checker,
        is_strict: options.strict,
        unreadable_fails: options.unreadable.map(|it| it == OnUnreadable::Fail),
        lines_of: changes.as_ref().filter(|_| options.changed_lines),
    };
    let layout = Layout {
        warnings_fail: matches!(options.fail_on, FailOn::Warn),
        group: options.group,
        has_table: options.summary,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut printer = options.format.printer(&mut out, layout);
    let bar = bar(files.len());
    for batch in files.chunks(BATCH) {
        let mut reports: Vec<_> = batch
            .par_iter()
            .map(|file| {
                let settings = nearest.number(file).map_or(checker.settings, |number| &nearer[number]);
                let report = FileChecker { checker: Checker { settings, ..checker }, ..file_checker }.file(file);
                bar.inc(1);
                report
            })
            .collect();
        bar.suspend(|| -> io::Result<()> {
            for report in &mut reports {
                summary.compare(report);
                summary.add(report);
                printer.file(report)?;
            }
            Ok(())
        })?;
    }
    bar.finish_and_clear();
    summary.forget(&rendered);
    let dependencies = render::dependencies(&rendered).map(|(file, message)| file_checker.unreadable(file, message));
    let reports: Vec<_> = rendered.par_iter().map(|it| file_checker.rendered(it)).collect();
    for mut report in dependencies.into_iter().chain(reports.into_iter().flatten()) {
        summary.forget_seen(&mut report);
        summary.add(&report);
        printer.file(&report)?;
    }
    printer.end(&summary)?;
    drop(printer);
    out.flush()?;

    if options.timings {
        let mut err = io::stderr().lock();
        for (took, file) in summary.slowest.iter().rev() {
            writeln!(err, "{:>8.1} ms  {file}", took.as_secs_f64() * 1000.0)?;
        }
    }
    let fails = match options.fail_on {
        FailOn::Deny => summary.deny > 0,
        FailOn::Warn => summary.deny + summary.warn + summary.unchanged + summary.generated > 0,
        FailOn::Never => false,
    };
    if fails {
        return Ok(Outcome::Found);
    }
    if summary.failed > 0 {
        return Ok(Outcome::Incomplete);
    }
    let may_be_empty = options.allow_empty || changes.is_some();
    if summary.objects == 0 && !may_be_empty {
        return Err(Error::new("found no manifest to check"));
    }
    Ok(Outcome::Fine)
}

/// The bar is on standard error, and on a terminal only.
fn bar(files: usize) -> ProgressBar {
    if files < FILES_WORTH_A_BAR || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {eta} left");
    ProgressBar::new(files as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
