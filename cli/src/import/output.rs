//! What is printed: settings with comments, a line for each node, what differs between nodes.

use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::findings::{Entry, Findings, List, Mirror, Report, Source};
use super::tree::Tree;
use crate::Outcome;
use crate::error::Error;
use crate::read;

/// Names in one comment, before the others are counted.
const MOST_NAMES: usize = 20;

/// What goes to standard output, what goes beside it, and how it ended.
pub(crate) struct Printed {
    pub(crate) text: String,
    pub(crate) errors: Vec<String>,
    pub(crate) outcome: Outcome,
}

/// A node with its name.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) findings: Findings,
}

/// What was found, on all nodes.
#[derive(Default)]
pub(crate) struct Results {
    pub(crate) nodes: Vec<Named>,
    read: BTreeSet<String>,
    passed_over: BTreeSet<(String, String)>,
}

/// One node, as a line of JSON.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    insecure_registry_node: u8,
    node: String,
    insecure: Vec<LineEntry>,
    #[serde(default)]
    mirrors: Vec<LineEntry>,
    trusted: Vec<LineEntry>,
    remarks: Vec<String>,
    errors: Vec<String>,
    read: Vec<String>,
    passed_over: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LineEntry {
    entry: String,
    sources: Vec<(String, usize, String)>,
    is_for_https: bool,
    /// Where a mirror is, which pulls go there, and whether pull secrets do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mirror: Option<(String, String, bool)>,
}

impl From<&Entry> for LineEntry {
    fn from(entry: &Entry) -> Self {
        let source = |it: &Source| (it.file.to_string(), it.line, it.why.clone());
        let mirror = |it: Mirror| (it.at, it.pulls, it.sends_secrets);
        LineEntry {
            entry: entry.entry.clone(),
            sources: entry.sources.iter().map(source).collect(),
            is_for_https: entry.is_for_https,
            mirror: entry.mirror.clone().map(mirror),
        }
    }
}

/// The version of a line.
const LINE: u8 = 2;

/// The text of a file that has lines of nodes; nothing if it is another one.
pub(crate) fn lines_of_nodes(path: &Path) -> Result<Option<String>, Error> {
    let is_one = path.extension().is_some_and(|it| it == "json" || it == "jsonl" || it == "log" || it == "txt");
    if !is_one {
        return Ok(None);
    }
    let bytes = read::regular(path).map_err(|error| Error::file(path, error))?;
    Ok(String::from_utf8(bytes).ok().filter(|text| text.contains("\"insecureRegistryNode\":")))
}

impl Results {
    /// Takes in which files of a tree were read, and which were passed over.
    pub(crate) fn looked_at(&mut self, tree: &Rc<Tree>) {
        self.read.extend(tree.files_read());
        self.passed_over.extend(tree.passed_over());
    }

    /// Adds the lines of nodes that a log has. A node that speaks twice counts with its last line.
    pub(crate) fn add_lines(&mut self, name: &str, lines: &str) -> Result<(), Error> {
        for (number, text) in lines.lines().enumerate() {
            let Some(start) = text.find("{\"insecureRegistryNode\":") else { continue };
            let line: Line = serde_json::from_str(&text[start..])
                .map_err(|_| Error::new(format!("{name}:{}: is not the line of a node", number + 1)))?;
            if line.insecure_registry_node != LINE {
                return Err(Error::new(format!(
                    "{name}:{}: is the line of another version of this command",
                    number + 1
                )));
            }
            // A log is written by others: what it says stays within its comment.
            let node = plain(&line.node);
            let of_node = |text: String| format!("{node}:{}", plain(&text));
            let mut findings = Findings::new();
            let source = |(file, line, why): (String, usize, String)| {
                let (file, why) = (of_node(file).into(), plain(&why));
                Source { file, line, why }
            };
            for (list, entries) in List::ALL.into_iter().zip([line.insecure, line.mirrors, line.trusted]) {
                for LineEntry { entry, sources, is_for_https, mirror } in entries {
                    let sources = sources.into_iter().map(source).collect();
                    let mirror = mirror.map(|(at, pulls, sends_secrets)| Mirror { at, pulls, sends_secrets });
                    findings.state(list, Entry { entry, sources, is_for_https, mirror });
                }
            }
            findings.remarks_of(line.remarks.into_iter().map(of_node));
            findings.errors.extend(line.errors.into_iter().map(of_node));
            self.read.extend(line.read.into_iter().map(of_node));
            self.passed_over.extend(line.passed_over.into_iter().map(|(file, why)| (of_node(file), plain(&why))));
            self.nodes.retain(|it| it.name != node);
            self.nodes.push(Named { name: node, findings });
        }
        Ok(())
    }

    /// What all nodes say together.
    pub(crate) fn all(&self) -> Result<Report, Error> {
        let mut all = Findings::new();
        for node in &self.nodes {
            all.append(node.findings.clone());
        }
        all.report()
    }

    /// How many files were read.
    pub(crate) fn files(&self) -> usize {
        self.read.len()
    }

    /// One line of JSON.
    pub(crate) fn line(&mut self, name: &str) -> Printed {
        let report = match self.all() {
            Ok(report) => report,
            Err(error) => Report { errors: vec![error.to_string()], ..Report::default() },
        };
        let entries = |list| report.of(list).iter().map(LineEntry::from).collect();
        let line = Line {
            insecure_registry_node: LINE,
            node: name.to_owned(),
            insecure: entries(List::Insecure),
            mirrors: entries(List::Mirrors),
            trusted: entries(List::Verified),
            remarks: report.remarks,
            errors: report.errors,
            read: self.read.iter().cloned().collect(),
            passed_over: self.passed_over.iter().cloned().collect(),
        };
        let text = serde_json::to_string(&line).unwrap_or_default() + "\n";
        Printed { text, errors: Vec::new(), outcome: Outcome::Fine }
    }

    /// Settings in YAML.
    pub(crate) fn settings(self, says_differences: bool) -> Result<Printed, Error> {
        let report = self.all()?;
        if self.files() == 0 && !report.errors.is_empty() {
            return Ok(Printed { text: String::new(), errors: report.errors, outcome: Outcome::Incomplete });
        }
        if self.files() == 0 {
            let mut errors = vec!["nothing was read: no file that a runtime reads was found".to_owned()];
            errors.extend(self.passed_over.iter().map(|(file, why)| format!("{file}: was passed over: {why}")));
            return Ok(Printed { text: String::new(), errors, outcome: Outcome::Found });
        }
        let mut text = String::new();
        for list in List::ALL {
            let entries = report.of(list);
            if !entries.is_empty() {
                text.extend([list.setting(), ":\n"]);
            }
            for entry in entries {
                text.extend(entry.sources.iter().map(|source| format!("  # {source}\n")));
                if entry.is_for_https {
                    text += "  # the node's setting is for port 443 alone, the entry for every port\n";
                }
                text.extend(["  - ", &entry.shown(), "\n"]);
            }
        }
        if text.is_empty() {
            text += "# Nothing found needs an entry.\n{}\n";
        }
        let mut section = |title: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                text.extend(["# ", title, ":\n"]);
                text.extend(lines.iter().map(|line| format!("# {line}\n")));
            }
        };
        section("Not in these settings", report.remarks);
        if says_differences {
            section("Differs between nodes", self.differences()?);
        }
        section("Refused by their runtimes", report.errors.clone());
        section("Passed over", self.passed_over.iter().map(|(file, why)| format!("{file}: {why}")).collect());
        section("Read", shortened(&self.read));
        let outcome = if report.errors.is_empty() { Outcome::Fine } else { Outcome::Incomplete };
        Ok(Printed { text, errors: report.errors, outcome })
    }

    /// Node by node: the entries that not all nodes have.
    fn differences(&self) -> Result<Vec<String>, Error> {
        let mut reports = Vec::new();
        for node in &self.nodes {
            reports.push((node.name.as_str(), node.findings.clone().report()?));
        }
        let mut lines = Vec::new();
        let entries = |report: &Report, list| report.of(list).iter().map(Entry::plain).collect::<Vec<_>>();
        for (name, report) in &reports {
            for list in List::ALL {
                for entry in entries(report, list) {
                    let others: Vec<&str> = reports
                        .iter()
                        .filter(|(_, other)| !entries(other, list).contains(&entry))
                        .map(|(name, _)| *name)
                        .collect();
                    if !others.is_empty() {
                        lines.push(format!("{name}: {} `{entry}`, and not on {}", list.setting(), counted(&others)));
                    }
                }
            }
        }
        Ok(lines)
    }
}

/// Text in one line.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { '?' } else { c }).collect()
}

/// Names, the first of them.
fn counted(names: &[&str]) -> String {
    let shown = names.iter().take(MOST_NAMES).copied().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MOST_NAMES) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

fn shortened(names: &BTreeSet<String>) -> Vec<String> {
    const MOST: usize = 100;
    let mut lines: Vec<String> = names.iter().take(MOST).cloned().collect();
    if names.len() > MOST {
        lines.push(format!("and {} more", names.len() - MOST));
    }
    lines
}
