//! Runs the policy on manifests or admission requests, and shows verdicts and costs.
//!
//! It differs from `kwctl run` in three ways: plain manifests are enough, the policy is built from the sources when none is
//! named, and what a call costs is shown. It is no substitute for it either: it mutates nothing and asks no cluster.

use std::collections::HashMap;
use std::env;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::Parser;
use insecure_registry_host::guest;
use insecure_registry_host::host::{Call, CallOptions, Policy};
use insecure_registry_manifests::request::{Input, payload, requests_from, settings_from};
use serde_json::{Value, json};

/// Runs the policy on Kubernetes manifests, admission requests or admission reviews.
///
/// Exits with 0 if everything could be evaluated, whatever the verdicts, and with 2 if something could not.
#[derive(Parser)]
#[command(name = "insecure-registry-run")]
struct Args {
    /// The compiled policy; without it, the policy is built from the sources next to this program's
    #[arg(long, value_name = "FILE.wasm")]
    policy: Option<PathBuf>,

    /// Settings in YAML or JSON; without it, `NAME.settings.yaml` beside a request `NAME.yaml`, or `settings.yaml` beside
    /// it, or none
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,

    /// YAML or JSON files, directories of such files, or `-` for stdin
    #[arg(required = true, value_name = "REQUEST")]
    requests: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let color = io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|no| no.is_empty());
    let mut out = io::stdout().lock();
    match run(&args, Palette::new(color), &mut out) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        // The reader of a pipe has seen enough.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("error: {stop}");
            ExitCode::from(2)
        }
    }
}

/// What ends the program before the last request.
enum Stop {
    Input(String),
    Output(io::Error),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(message) => f.write_str(message),
            Self::Output(error) => write!(f, "cannot write: {error}"),
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Shows every request; whether all of them could be read and evaluated.
fn run(args: &Args, palette: Palette, out: &mut impl Write) -> Result<bool, Stop> {
    let wasm = match &args.policy {
        Some(path) => fs::read(path).map_err(|error| Stop::Input(about(path, &error)))?,
        None => guest::build("insecure-registry-policy").map_err(|error| Stop::Input(error.to_string()))?,
    };
    let policy = Policy::load(&wasm).map_err(|error| Stop::Input(error.to_string()))?;
    let mut all_settings = AllSettings { policy: &policy, known: HashMap::new() };

    let mut complete = true;
    for path in files(&args.requests)? {
        let text = text(&path);
        let inputs = match text.as_deref().map_err(Clone::clone).and_then(|text| inputs(&path, text)) {
            Ok(inputs) => inputs,
            Err(message) => {
                // Written where the block would be, so that it is seen between its neighbours.
                writeln!(out, "{}\n", palette.error(&message))?;
                complete = false;
                continue;
            }
        };
        let settings = all_settings.for_request(args.settings.as_deref(), &path)?;
        let several = inputs.len() > 1;
        for input in &inputs {
            let call = policy.call("validate", &payload(&input.request, settings), &CallOptions::default());
            title(&path, input, several, palette, out)?;
            complete &= verdict(&call, palette, out)?;
            cost(&call, palette, out)?;
            writeln!(out)?;
        }
    }
    Ok(complete)
}

/// The files to read, with directories replaced by the request files in them.
fn files(requests: &[PathBuf]) -> Result<Vec<PathBuf>, Stop> {
    let mut files = Vec::new();
    for path in requests {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut found = fs::read_dir(path)
            .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>())
            .map_err(|error| Stop::Input(about(path, &error)))?;
        found.retain(|path| path.is_file() && is_request_file(path));
        found.sort();
        if found.is_empty() {
            return Err(Stop::Input(format!("`{}`: contains no request (*.yaml, *.yml, *.json)", path.display())));
        }
        files.append(&mut found);
    }
    Ok(files)
}

fn is_request_file(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
    matches!(extension, Some("yaml" | "yml" | "json")) && stem != "settings" && !stem.ends_with(".settings")
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn text(path: &Path) -> Result<String, String> {
    let text = if is_stdin(path) { io::read_to_string(io::stdin()) } else { fs::read_to_string(path) };
    text.map_err(|error| about(path, &error))
}

fn inputs<'t>(path: &Path, text: &'t str) -> Result<Vec<Input<'t>>, String> {
    match requests_from(text) {
        Ok(inputs) if inputs.is_empty() => Err(about(path, &"contains no request")),
        Ok(inputs) => Ok(inputs),
        Err(error) => Err(about(path, &error)),
    }
}

fn about(path: &Path, error: &dyn fmt::Display) -> String {
    format!("`{}`: {error}", path.display())
}

/// The settings that were needed so far, each validated once. `None` stands for no file.
struct AllSettings<'a> {
    policy: &'a Policy,
    known: HashMap<Option<PathBuf>, Value>,
}

impl AllSettings<'_> {
    /// The settings for a request file. Settings that the policy refuses end the program: so would the policy server not
    /// start with them.
    fn for_request(&mut self, given: Option<&Path>, request: &Path) -> Result<&Value, Stop> {
        let path = given.map(Path::to_path_buf).or_else(|| settings_beside(request));
        if !self.known.contains_key(&path) {
            let settings = self.read(path.as_deref()).map_err(Stop::Input)?;
            self.known.insert(path.clone(), settings);
        }
        Ok(&self.known[&path])
    }

    fn read(&self, path: Option<&Path>) -> Result<Value, String> {
        let settings = match path {
            Some(path) => {
                let text = fs::read_to_string(path).map_err(|error| about(path, &error))?;
                settings_from(&text).map_err(|error| about(path, &error))?.0
            }
            None => json!({}),
        };
        let answer = self
            .policy
            .meter("validate_settings", settings.to_string().as_bytes(), &CallOptions::default())
            .answer
            .map_err(|failure| format!("the settings could not be validated: {failure}"))?;
        let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
        if answer["valid"] == true {
            return Ok(settings);
        }
        let name = path.map_or_else(|| "no settings".to_owned(), |path| format!("`{}`", path.display()));
        let message = answer["message"].as_str().unwrap_or("no reason given");
        Err(format!("{name}: the policy rejects these settings\n{}", indented(message, "  ")))
    }
}

fn settings_beside(request: &Path) -> Option<PathBuf> {
    if is_stdin(request) {
        return None;
    }
    [request.with_extension("settings.yaml"), request.with_file_name("settings.yaml")]
        .into_iter()
        .find(|path| path.is_file())
}

/// `pod.yaml (document 2): Pod team-a/web, CREATE`
fn title(path: &Path, input: &Input<'_>, several: bool, palette: Palette, out: &mut impl Write) -> io::Result<()> {
    let name = if is_stdin(path) { "stdin".to_owned() } else { path.display().to_string() };
    let document = if several { format!(" (document {})", input.document) } else { String::new() };
    writeln!(out, "{}{document}: {}, {}", palette.strong(&name), input.subject(), input.operation())
}

/// The verdict with all that the policy says about it; whether there is one.
fn verdict(call: &Call, palette: Palette, out: &mut impl Write) -> io::Result<bool> {
    let answer = match &call.answer {
        Ok(answer) => serde_json::from_slice::<Value>(answer).unwrap_or_default(),
        Err(failure) => {
            let text = format!("ERROR 500, which is a denial: {failure}");
            writeln!(out, "{}", indented(&palette.error(&text), "  "))?;
            return Ok(false);
        }
    };
    let Some(accepted) = answer["accepted"].as_bool() else {
        let text = "ERROR 500, which is a denial: the answer has no `accepted`";
        writeln!(out, "  {}", palette.error(text))?;
        return Ok(false);
    };
    let warnings = texts(&answer["warnings"]);
    match (accepted, warnings.len()) {
        (false, _) => writeln!(out, "  {}", palette.bad("DENIED"))?,
        (true, 0) => writeln!(out, "  {}", palette.good("accepted"))?,
        (true, 1) => writeln!(out, "  {}", palette.fair("accepted with 1 warning"))?,
        (true, count) => writeln!(out, "  {}", palette.fair(&format!("accepted with {count} warnings")))?,
    }
    if let Some(message) = answer["message"].as_str() {
        writeln!(out, "{}", indented(message, "    "))?;
    }
    for warning in warnings {
        writeln!(out, "    {} {warning}", palette.fair("warning:"))?;
    }
    match audit_findings(&answer["audit_annotations"]) {
        0 => {}
        1 => writeln!(out, "    1 audit finding")?,
        count => writeln!(out, "    {count} audit findings")?,
    }
    Ok(true)
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().map(|items| items.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

/// How many findings the annotations hold: the length of one that is a JSON list, and one for any other text.
fn audit_findings(annotations: &Value) -> usize {
    let Value::Object(annotations) = annotations else {
        return 0;
    };
    annotations
        .values()
        .filter_map(Value::as_str)
        .map(|text| serde_json::from_str::<Vec<Value>>(text).map_or(1, |list| list.len()))
        .sum()
}

/// What the call cost, and what the guest did besides answering.
fn cost(call: &Call, palette: Palette, out: &mut impl Write) -> io::Result<()> {
    for host_call in &call.host_calls {
        let (namespace, operation) = (&host_call.namespace, &host_call.operation);
        writeln!(out, "  host call `{namespace}/{operation}`, refused: there is no cluster here")?;
    }
    for (name, written) in [("stdout", &call.stdout), ("stderr", &call.stderr)] {
        if !written.is_empty() {
            let text = String::from_utf8_lossy(written);
            writeln!(out, "  written to {name}:\n{}", indented(text.trim_end(), "    "))?;
        }
    }
    for line in &call.console {
        writeln!(out, "  console: {line}")?;
    }
    let cost = format!(
        "{} instructions, {} KiB memory, start {} µs, call {} µs",
        grouped(call.instructions),
        grouped(call.peak_memory as u64 / 1024),
        call.start.as_micros(),
        call.call.as_micros(),
    );
    writeln!(out, "  {}", palette.faint(&cost))
}

fn indented(text: &str, by: &str) -> String {
    text.lines().map(|line| format!("{by}{line}")).collect::<Vec<_>>().join("\n")
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The few styles of the output, or none.
#[derive(Clone, Copy)]
struct Palette {
    color: bool,
}

impl Palette {
    fn new(color: bool) -> Self {
        Self { color }
    }

    fn paint(self, style: Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn strong(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    fn faint(self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    fn good(self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default(), text)
    }

    fn fair(self, text: &str) -> String {
        self.paint(AnsiColor::Yellow.on_default(), text)
    }

    fn bad(self, text: &str) -> String {
        self.paint(AnsiColor::Red.on_default().bold(), text)
    }

    fn error(self, text: &str) -> String {
        self.paint(AnsiColor::Magenta.on_default(), text)
    }
}
