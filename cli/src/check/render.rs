//! Renders charts with helm, and kustomizations with kustomize or kubectl, so that what a cluster gets is judged too.
//!
//! What these programs say of a failure may quote values, so that only the place in it is told.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde_json::Value;

use super::files::{Source, name_of};
use super::unrendered::{self, KUSTOMIZATIONS, Renderer};
use crate::error::Error;
use crate::read;

/// What a renderer made of a folder.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) renderer: Renderer,
    pub(super) folder: PathBuf,
    /// The command, as a person would write it.
    pub(super) command: String,
    pub(super) outcome: Result<String, Failure>,
}

/// Why a renderer made nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The charts that a chart depends on are not there.
    Dependencies,
    /// In words.
    Other(String),
}

/// How long a renderer may take for a folder.
const LONGEST: Duration = Duration::from_mins(2);

/// Renders what can be rendered among these files: charts that are part of no other, if they changed, and kustomizations that no other one
/// names, whatever changed, since they may be made of files from anywhere.
pub(super) fn render(files: &[Source], is_changed: impl Fn(&Path) -> bool) -> Result<Vec<Rendered>, Error> {
    let paths: Vec<_> = files.iter().filter_map(Source::path).collect();
    let mut charts = charts(&paths);
    charts.retain(|chart| is_changed(chart));
    let kustomizations = kustomizations(&paths);
    let missing = |programs: &str, what: &str, where_from: &str| {
        Error::new(format!("--render needs {programs} for {what}, which is not installed: see {where_from}"))
    };
    let helm = has("helm");
    if !charts.is_empty() && !helm {
        return Err(missing("helm", "charts", "https://helm.sh/docs/intro/install/"));
    }
    let kustomize: &[&str] = if has("kustomize") {
        &["kustomize", "build"]
    } else if has("kubectl") {
        &["kubectl", "kustomize"]
    } else if kustomizations.is_empty() {
        &[]
    } else {
        let from = "https://kubectl.docs.kubernetes.io/installation/kustomize/";
        return Err(missing("kustomize or kubectl", "kustomizations", from));
    };
    let jobs: Vec<_> = charts
        .into_iter()
        .map(|folder| (Renderer::Helm, &["helm", "template"][..], folder))
        .chain(kustomizations.into_iter().map(|folder| (Renderer::Kustomize, kustomize, folder)))
        .collect();
    Ok(jobs
        .into_par_iter()
        .map(|(renderer, program, folder)| {
            let shown = name_of(&folder);
            let shown = if shown.contains(' ') { format!("'{shown}'") } else { shown };
            let command = format!("{} {shown}", program.join(" "));
            let outcome = run(program, &folder).map_err(Trouble::failure);
            Rendered { renderer, folder, command, outcome }
        })
        .collect())
}

/// Whether a program is found on the path.
fn has(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path).any(|folder| folder.join(&name).is_file())
}

/// The charts to which these files belong; a library has no manifests of its own.
fn charts(paths: &[&Path]) -> BTreeSet<PathBuf> {
    let is_chart = |path: &&&Path| path.file_name().is_some_and(|name| name == "Chart.yaml");
    let charts = paths.iter().filter(is_chart).filter_map(|path| unrendered::chart(path));
    let is_library = |chart: &Path| {
        let text = read::regular(&chart.join("Chart.yaml")).map(|text| String::from_utf8_lossy(&text).into_owned());
        text.is_ok_and(|text| text.lines().any(|line| line.trim_end() == "type: library"))
    };
    charts
        .map(|chart| if chart.as_os_str().is_empty() { PathBuf::from(".") } else { chart })
        .filter(|it| !is_library(it))
        .collect()
}

/// The kustomizations among these files that are built by themselves: none that another one names, and no component.
fn kustomizations(paths: &[&Path]) -> BTreeSet<PathBuf> {
    let mut folders = BTreeMap::new();
    let mut named = BTreeSet::new();
    for path in paths.iter().filter(|path| KUSTOMIZATIONS.iter().any(|name| path.ends_with(name))) {
        let Ok(text) = read::regular(path) else { continue };
        let Ok(document) = serde_saphyr::from_str::<Value>(&String::from_utf8_lossy(&text)) else { continue };
        let is_kustomize = document["apiVersion"].as_str().is_none_or(|it| it.starts_with("kustomize.config.k8s.io/"));
        if !is_kustomize {
            continue;
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        for list in ["resources", "bases", "components"] {
            let entries = document[list].as_array().into_iter().flatten().filter_map(Value::as_str);
            named.extend(entries.filter_map(|entry| folder.join(entry).canonicalize().ok()));
        }
        if document["kind"] != "Component" {
            folders.insert(folder.canonicalize().unwrap_or(folder.to_owned()), folder.to_owned());
        }
    }
    folders.into_iter().filter(|(at, _)| !named.contains(at)).map(|(_, folder)| folder).collect()
}

/// What went wrong with a program.
enum Trouble {
    Start(std::io::Error),
    TooLong,
    Output(std::io::Error),
    /// What it wrote to standard error.
    Failed(String),
}

/// Runs a renderer, and gives what it prints.
fn run(program: &[&str], folder: &Path) -> Result<String, Trouble> {
    let [program, arguments @ ..] = program else { return Ok(String::new()) };
    // What begins with a dash is no option.
    let folder = if folder.is_absolute() { folder.to_owned() } else { Path::new(".").join(folder) };
    let mut command = Command::new(program);
    command.args(arguments).arg(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(Trouble::Start)?;
    let output = child.stdout.take().map(|output| thread::spawn(move || read::any(output)));
    let errors = child.stderr.take().map(|errors| {
        thread::spawn(move || {
            let mut text = Vec::new();
            // The rest is read, so that nobody waits, and thrown away.
            let mut rest = errors;
            let _ = rest.by_ref().take(64 * 1024).read_to_end(&mut text);
            let _ = std::io::copy(&mut rest, &mut std::io::sink());
            String::from_utf8_lossy(&text).into_owned()
        })
    });
    let start = Instant::now();
    let status = loop {
        match child.try_wait().map_err(Trouble::Output)? {
            Some(status) => break status,
            None if start.elapsed() > LONGEST => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(Trouble::TooLong);
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    let errors = errors.and_then(|it| it.join().ok()).unwrap_or_default();
    if !status.success() {
        return Err(Trouble::Failed(errors));
    }
    let output = output.and_then(|it| it.join().ok()).unwrap_or_else(|| Ok(Vec::new())).map_err(Trouble::Output)?;
    Ok(String::from_utf8_lossy(&output).into_owned())
}

impl Trouble {
    fn failure(self) -> Failure {
        match self {
            Trouble::Start(error) => Failure::Other(format!("cannot be started: {error}")),
            Trouble::Output(error) => Failure::Other(format!("its output cannot be read: {error}")),
            Trouble::TooLong => Failure::Other(format!("takes longer than {} minutes", LONGEST.as_secs() / 60)),
            Trouble::Failed(text) if lacks_dependencies(&text) => Failure::Dependencies,
            Trouble::Failed(text) => Failure::Other(match place_in(&text) {
                Some(place) => format!("fails at {place}"),
                None => "fails; run it to see why".to_owned(),
            }),
        }
    }
}

fn lacks_dependencies(text: &str) -> bool {
    text.contains("missing in charts/") || text.contains("helm dependency build")
}

/// The first place in a template that an error of helm names: `web/templates/pod.yaml:3:14`.
fn place_in(text: &str) -> Option<String> {
    text.split(|c: char| c.is_whitespace() || "()<>:\"'".contains(c)).find(|word| word.contains("/templates/")).map(
        |file| {
            let rest = text.split_once(file).map_or("", |(_, rest)| rest);
            let line: String =
                rest.strip_prefix(':').unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
            let file: String = insecure_registry_check::printable(file).chars().take(200).collect();
            if line.is_empty() { file } else { format!("{file}:{line}") }
        },
    )
}

/// A part of what helm printed, with the file that it comes from.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Section<'t> {
    /// As helm names it: the chart's name, and the path in it.
    pub(super) source: Option<&'t str>,
    pub(super) text: &'t str,
    /// How many lines come before.
    pub(super) before: usize,
}

/// The parts of what was rendered: helm says before each document which template it comes from.
pub(super) fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    let (mut begin, mut at, mut before, mut lines) = (0, 0, 0, 0);
    let mut source = None;
    let mut end = |source, range: std::ops::Range<usize>, before| {
        if !matches!(text[range.clone()].trim(), "" | "---") {
            sections.push(Section { source, text: &text[range], before });
        }
    };
    let mut is_after_mark = false;
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("# Source: ").filter(|_| is_after_mark) {
            end(source, begin..at, before);
            (begin, before, source) = (at, lines, Some(path.trim_end()));
        }
        is_after_mark = line.trim_end() == "---";
        at += line.len();
        lines += 1;
    }
    end(source, begin..text.len(), before);
    sections
}

impl Rendered {
    /// Whether a file is a template that was rendered, so that it need not be read itself.
    pub(super) fn replaces(&self, file: &Path) -> bool {
        let without_dot = |path: &Path| path.strip_prefix(".").unwrap_or(path).to_owned();
        let chart = without_dot(&self.folder);
        let is_in = |folder: &Path| file.strip_prefix(&chart).is_ok_and(|rest| rest.starts_with(folder));
        self.renderer == Renderer::Helm && self.outcome.is_ok() && is_in(Path::new("templates"))
    }
}

/// A report about charts whose dependencies are not there: one for all of them.
pub(super) fn dependencies(rendered: &[Rendered]) -> Option<(String, String)> {
    const LISTED: usize = 10;
    let charts: Vec<_> =
        rendered.iter().filter(|it| it.outcome == Err(Failure::Dependencies)).map(|it| name_of(&it.folder)).collect();
    let first = charts.first()?.clone();
    let more = charts.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let listed = charts.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let what = if charts.len() == 1 { "the charts that it needs are" } else { "the charts that they need are" };
    Some((
        first,
        format!("not rendered, since {what} not in `charts/`: {listed}{more}; run `helm dependency build CHART` first"),
    ))
}

impl Section<'_> {
    /// The file that the part comes from, if it is there.
    pub(super) fn file(&self, chart: &Path) -> Option<PathBuf> {
        let (_, path) = self.source?.split_once('/')?;
        let is_within = Path::new(path).components().all(|it| matches!(it, std::path::Component::Normal(_)));
        let file = chart.strip_prefix(".").unwrap_or(chart).join(path);
        (is_within && file.is_file()).then_some(file)
    }
}

/// A template, in which lines of what was made of it are looked for.
pub(super) struct Template {
    text: String,
}

/// Where in a template a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// It stands there as it was rendered.
    Same(usize),
    /// The line has the same key, and its value is filled in.
    Key(usize),
}

impl Template {
    pub(super) fn read(file: &Path) -> Option<Self> {
        let text = fs::metadata(file).ok().and_then(|_| read::regular(file).ok())?;
        Some(Template { text: String::from_utf8(text).ok()? })
    }

    /// The only line that a rendered line may come from.
    pub(super) fn line_of(&self, rendered: &str) -> Option<Match> {
        if rendered.trim().is_empty() {
            return None;
        }
        let only = |is_it: &dyn Fn(&str) -> bool| {
            let mut lines = (1..).zip(self.text.lines()).filter(|(_, line)| is_it(line));
            lines.next().filter(|_| lines.next().is_none()).map(|(number, _)| number)
        };
        let same = only(&|line| line.trim_end() == rendered.trim_end());
        same.map(Match::Same).or_else(|| {
            let key = key_of(rendered)?;
            only(&|line| key_of(line) == Some(key)).map(Match::Key)
        })
    }
}

/// The key that a line of YAML begins with.
fn key_of(line: &str) -> Option<&str> {
    let line = line.trim_start().trim_start_matches("- ").trim_start();
    let (key, _) = line.split_once(':')?;
    (!key.is_empty() && !key.contains(['{', '}', '#', ' '])).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_helm_prints_is_told_apart_by_its_template() {
        let text = "---\n# Source: web/templates/a.yaml\na: b\n---\n# Source: web/charts/db/templates/b.yaml\n\
            c: |\n  ---\n  # Source: no\n---\nd: e\n";
        let sections: Vec<_> = sections(text).into_iter().map(|it| (it.source, it.before, it.text)).collect();
        assert_eq!(
            sections,
            [
                (Some("web/templates/a.yaml"), 1, "# Source: web/templates/a.yaml\na: b\n---\n"),
                (
                    Some("web/charts/db/templates/b.yaml"),
                    4,
                    "# Source: web/charts/db/templates/b.yaml\nc: |\n  ---\n  # Source: no\n---\nd: e\n"
                ),
            ]
        );
        assert_eq!(super::sections("a: b\n"), [Section { source: None, text: "a: b\n", before: 0 }]);
    }

    #[test]
    fn a_rendered_line_is_found_in_its_template() {
        let text = "kind: Pod\nspec:\n  containers:\n  - name: {{ .Name }}\n    image: {{ .Image }}\n    env:\n    \
            - name: A\n    args: [a]\n"
            .to_owned();
        let template = Template { text };
        for (line, expected) in [
            ("    args: [a]", Some(Match::Same(8))),
            ("    image: localhost:5000/web", Some(Match::Key(5))),
            // It may be one of two.
            ("  - name: web", None),
            ("    command: [a]", None),
            ("", None),
        ] {
            assert_eq!(template.line_of(line), expected, "{line}");
        }
    }

    #[test]
    fn of_an_error_only_the_place_is_told() {
        let failed = |text: &str| Trouble::Failed(text.to_owned()).failure();
        assert_eq!(
            failed("Error: execution error at (web/templates/pod.yaml:3:14): password CANARY is too short"),
            Failure::Other("fails at web/templates/pod.yaml:3".to_owned())
        );
        assert_eq!(
            failed("Error: YAML parse error on web/templates/a.yaml: CANARY"),
            Failure::Other("fails at web/templates/a.yaml".to_owned())
        );
        assert_eq!(failed("Error: CANARY"), Failure::Other("fails; run it to see why".to_owned()));
        assert_eq!(
            failed(
                "Error: An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: db"
            ),
            Failure::Dependencies
        );
    }
}
