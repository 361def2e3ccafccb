//! `why`: what the policy looks at in manifests, which rules run there, and what would change the answer.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use insecure_registry_check::why::{ExplainedObject, ExplainedPlace, Explanation};
use insecure_registry_check::{Checker, DEFAULT_NAMESPACE, decode, printable};
use insecure_registry_policy::settings::{Document, Settings};
use insecure_registry_policy::time::Clock;
use insecure_registry_policy::why::WhyFinding;

use crate::Outcome;
use crate::error::Error;
use crate::{read, settings};

#[derive(Args)]
pub(crate) struct Options {
    /// A file with manifests or admission reviews in YAML or JSON, or `-` for standard input
    file: PathBuf,
    /// Settings in YAML or JSON, or a Kubewarden policy that has them under `spec.settings`
    #[arg(short, long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The namespace for manifests without one
    #[arg(short, long, value_name = "NAME", default_value = DEFAULT_NAMESPACE)]
    namespace: String,
    /// The output format
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show only places where something was found, or would be if a rule were not switched off
    #[arg(long)]
    findings: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// Everything as JSON
    Json,
}

pub(crate) fn why(options: &Options) -> Result<Outcome, Error> {
    let settings = options.settings.as_deref().map(settings::load).transpose()?.unwrap_or_else(|| "{}".to_owned());
    let document = Document::parse(settings.as_bytes()).map_err(|error| Error::new(error.to_string()))?;
    let settings = Settings::read(&document).map_err(|_| Error::new("the settings cannot be read"))?;
    let checker = Checker { settings: &settings, namespace: &options.namespace, clock: Clock::Host };

    let file = &options.file;
    let is_stdin = file == Path::new("-");
    let bytes = if is_stdin { read::any(io::stdin()) } else { File::open(file).and_then(read::any) };
    let bytes = bytes.map_err(|error| Error::file(file, error))?;
    let text = decode(bytes).ok_or_else(|| Error::new("not UTF-8 or UTF-16 text").within(file))?;
    let mut explanation = checker.explain(&text);
    if options.findings {
        for object in &mut explanation.objects {
            object.places.retain(|it| {
                !it.why.findings.is_empty() || it.why.skipped.iter().any(|skipped| !skipped.would_find.is_empty())
            });
        }
    }
    let mut out = io::stdout().lock();
    match options.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &explanation).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Text => {
            let name = if is_stdin { "stdin".to_owned() } else { printable(&file.display().to_string()) };
            write(&mut out, &name, &explanation)?;
        }
    }
    if !explanation.unreadable.is_empty() {
        return Ok(Outcome::Incomplete);
    }
    if explanation.objects.is_empty() {
        return Err(Error::new("found no manifest to explain"));
    }
    Ok(Outcome::Fine)
}

fn write(out: &mut dyn Write, file: &str, explanation: &Explanation) -> io::Result<()> {
    for (nth, object) in explanation.objects.iter().enumerate() {
        if nth > 0 {
            writeln!(out)?;
        }
        write_object(out, file, object)?;
    }
    for it in &explanation.unreadable {
        writeln!(out, "{file}:{}: cannot be read: {}", it.place.line, it.message)?;
    }
    Ok(())
}

fn write_object(out: &mut dyn Write, file: &str, object: &ExplainedObject) -> io::Result<()> {
    writeln!(out, "{} is {}", object.subject, if object.accepted { "accepted" } else { "denied" })?;
    if let Some(entry) = &object.settings {
        writeln!(out, "  the settings of {entry} count for it")?;
    }
    if object.places.is_empty() {
        writeln!(out, "  nothing in it is a place that the policy checks")?;
    }
    for place in &object.places {
        write_place(out, file, place)?;
    }
    Ok(())
}

fn write_place(out: &mut dyn Write, file: &str, ExplainedPlace { place, why }: &ExplainedPlace) -> io::Result<()> {
    let within = why.within.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    let shown = why.shown.as_ref().map(|shown| format!(" `{shown}`")).unwrap_or_default();
    writeln!(out, "  {file}:{}: {}{within}: {}{shown}", place.line, printable(&why.path), why.what)?;
    if why.known_by != "schema" {
        writeln!(out, "    known by its {} only", why.known_by)?;
    }
    if let Some(rewritten) = &why.rewritten {
        writeln!(out, "    {}", printable(rewritten))?;
    }
    for it in &why.entries {
        writeln!(out, "    {} entry `{}` matches", it.list, printable(&it.entry))?;
    }
    for finding in &why.findings {
        write_finding(out, finding)?;
    }
    for it in &why.skipped {
        let would =
            if it.would_find.is_empty() { String::new() } else { format!("; else: {}", it.would_find.join(", ")) };
        writeln!(out, "    {} did not run: {}{would}", it.rule, it.by)?;
    }
    if !why.passed.is_empty() {
        writeln!(out, "    found nothing: {}", why.passed.join(", "))?;
    }
    Ok(())
}

fn write_finding(out: &mut dyn Write, finding: &WhyFinding) -> io::Result<()> {
    let at = finding.path.as_ref().map(|path| format!(" at {}", printable(path))).unwrap_or_default();
    writeln!(out, "    {} {}{at}: {} ({})", finding.action, finding.rule, finding.seen, finding.why)?;
    if let Some(reason) = &finding.reason {
        writeln!(out, "      exempt: {}", printable(reason))?;
    }
    for it in &finding.exemptions {
        let mismatches: Vec<_> = it.mismatches.iter().map(|name| format!("`{name}`")).collect();
        let covers = if it.covers {
            "covers it".to_owned()
        } else if it.mismatches == ["until"] {
            "covered it, but has ended".to_owned()
        } else {
            format!("does not cover it: {} not matching", mismatches.join(", "))
        };
        writeln!(out, "      {} ({}) {covers}", it.path, printable(&it.reason))?;
    }
    for (nth, change) in finding.changes.iter().enumerate() {
        writeln!(out, "      {}: {change}", if nth == 0 { "to change that" } else { "or" })?;
    }
    Ok(())
}
