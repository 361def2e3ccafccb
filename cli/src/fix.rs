//! `fix`: the policy's rewrites, in files.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use insecure_registry_check::fix::{Fixed, Fixer, named_images};
use insecure_registry_check::{DEFAULT_NAMESPACE, File, Place, decode};
use insecure_registry_policy::settings::{Document, Settings};
use similar::TextDiff;

use crate::Outcome;
use crate::check::checker::{place, read_source};
use crate::check::files::{self, Source};
use crate::error::Error;
use crate::settings;

#[derive(Args)]
pub(crate) struct Options {
    /// Files, folders, patterns such as `deploy/**/*.yaml`, or `-` for standard input, which is printed
    ///
    /// In folders, reads *.yaml, *.yml and *.json files that git tracks or would not ignore, and skips what is not a manifest.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Settings with `rewrites`, in YAML or JSON, or a Kubewarden policy that has them under `spec.settings`
    #[arg(short, long, value_name = "FILE")]
    settings: PathBuf,
    /// The namespace for manifests without one
    #[arg(short, long, value_name = "NAME", default_value = DEFAULT_NAMESPACE)]
    namespace: String,
    /// Print what would change as a patch, and change nothing
    #[arg(long)]
    diff: bool,
    /// Change nothing, and exit with 1 if something would change
    #[arg(long)]
    check: bool,
    /// Skip files in folders that match this pattern; repeatable
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
    /// Include files in folders that git ignores
    #[arg(long)]
    no_ignore: bool,
}

/// A file that was read.
struct Read {
    source: Source,
    name: String,
    is_given: bool,
    text: String,
}

impl Read {
    fn file(&self) -> File<'_> {
        let path = self.source.path().and_then(Path::to_str).unwrap_or_default();
        File { path, is_given: self.is_given, is_final: false }
    }
}

/// How many of what.
#[derive(Default)]
struct Count {
    changed: usize,
    files: usize,
    left: usize,
    documents: usize,
    failed: usize,
}

pub(crate) fn fix(options: &Options) -> Result<Outcome, Error> {
    let settings = settings::load(&options.settings)?;
    let document = Document::parse(settings.as_bytes()).map_err(|error| Error::new(error.to_string()))?;
    let settings = Settings::read(&document).map_err(|_| Error::new("the settings cannot be read"))?;
    if settings.rewrites.is_empty() {
        let error = Error::new("the settings have no `rewrites`, which say what becomes of images");
        return Err(error.within(&options.settings));
    }
    let mut count = Count::default();
    let mut files = Vec::new();
    for source in files::find(&options.paths, &options.exclude, options.no_ignore)?.sources {
        let (name, bytes, is_given) = read_source(&source);
        let text = bytes.map_err(|error| error.to_string());
        match text.and_then(|bytes| utf8(bytes).ok_or_else(|| "not UTF-8 text".to_owned())) {
            Ok(text) => files.push(Read { source, name, is_given, text }),
            Err(error) => {
                count.failed += usize::from(is_given);
                writeln!(io::stderr(), "error: {name}: {error}")?;
            }
        }
    }
    let named: BTreeSet<_> = files.iter().flat_map(|file| named_images(&file.text, file.file())).collect();
    let rewriter = Fixer { settings: &settings, namespace: &options.namespace, named: &named };

    let mut out = BufWriter::new(io::stdout().lock());
    for file in &files {
        let fixed = rewriter.fix(&file.text, file.file());
        count.documents += fixed.documents;
        count.changed += fixed.fixes.len();
        count.left += fixed.left.len();
        report(options, file, &fixed, &mut out, &mut count)?;
        if let Some(text) = &fixed.text {
            count.files += 1;
            write(options, file, text, &mut out)?;
        } else if matches!(file.source, Source::Stdin) && !options.diff && !options.check {
            out.write_all(file.text.as_bytes())?;
        }
    }
    out.flush()?;
    let is_dry = options.diff || options.check;
    writeln!(io::stderr(), "{}", summary(&count, is_dry))?;
    Ok(if options.check && count.changed > 0 {
        Outcome::Found
    } else if count.failed + count.left > 0 {
        Outcome::Incomplete
    } else {
        Outcome::Fine
    })
}

/// A byte order mark stays. UTF-16 would not be written back as it was.
fn utf8(bytes: Vec<u8>) -> Option<String> {
    let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if is_utf16 { None } else { decode(bytes) }
}

/// Says what was changed and what was not: to standard error, where standard output is a patch or the new text.
fn report(options: &Options, file: &Read, fixed: &Fixed, out: &mut impl Write, count: &mut Count) -> Result<(), Error> {
    let line = |at: &Place, path: &str, subject: &str, what: &str| {
        format!("{}: {path} of {subject}: {what}", place(&file.name, Some(at)))
    };
    for it in &fixed.fixes {
        let line = line(&it.place, &it.path, &it.subject, &it.what);
        match file.source {
            _ if options.diff => {}
            Source::Stdin => writeln!(io::stderr(), "{line}")?,
            _ => writeln!(out, "{line}")?,
        }
    }
    for it in &fixed.kept {
        writeln!(io::stderr(), "kept: {}", line(&it.place, &it.path, &it.subject, &it.why))?;
    }
    for it in &fixed.left {
        writeln!(io::stderr(), "left: {}", line(&it.place, &it.path, &it.subject, &it.why))?;
    }
    for it in &fixed.unreadable {
        count.failed += usize::from(file.is_given);
        writeln!(io::stderr(), "error: {}: {}", place(&file.name, Some(&it.place)), it.message)?;
    }
    Ok(())
}

fn write(options: &Options, file: &Read, text: &str, out: &mut impl Write) -> Result<(), Error> {
    if options.diff {
        let diff = TextDiff::from_lines(file.text.as_str(), text);
        let name = &file.name;
        write!(out, "{}", diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")))?;
    } else if !options.check {
        match file.source.path() {
            Some(path) => fs::write(path, text).map_err(|error| Error::file(path, error))?,
            None => out.write_all(text.as_bytes())?,
        }
    }
    Ok(())
}

fn summary(count: &Count, is_dry: bool) -> String {
    let plural = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let changes = plural(count.changed, "change", "changes");
    let files = plural(count.files, "file", "files");
    let would = if is_dry { "to make" } else { "made" };
    let left = if count.left > 0 { format!(", {} left to you", count.left) } else { String::new() };
    format!("{changes} {would} in {files}{left}")
}
