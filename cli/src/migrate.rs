//! `migrate`: settings out of those of other policies that compare images with lists.
//!
//! What cannot be said here is a comment, and nothing becomes wider without one: where several lists have to allow an image, only what all
//! of them allow is allowed here, and a list of which nothing can be said is an error.

mod entry;
mod gatekeeper;
mod kyverno;
mod trusted_repos;

use std::fmt::Write as _;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use insecure_registry_check::{decode, settings};
use insecure_registry_policy::glob;
use serde_json::Value;

use self::entry::{Entry, Form, Said, common, shown};
use crate::Outcome;
use crate::error::Error;
use crate::import::Printed;
use crate::read;

#[derive(Args)]
pub(crate) struct Options {
    /// Policies or their settings in YAML or JSON, or `-` for standard input
    ///
    /// Settings of Kubewarden's trusted-repos, or the policy that has them; constraints `K8sAllowedRepos`, `K8sAllowedReposv2` and
    /// `K8sDisallowedRepos` of Gatekeeper; `ClusterPolicy` and Policy of Kyverno that compare `image` with a pattern.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What was read of all policies.
#[derive(Debug, Default)]
struct Migration {
    /// The policies.
    from: Vec<String>,
    allowed: Vec<Allowed>,
    denied: Vec<Entry>,
    exemptions: Vec<Exemption>,
    /// Whether each policy only warns, or only reports.
    warns: Vec<bool>,
    /// What is different here.
    differs: Vec<String>,
    left_out: Vec<String>,
    not_read: Vec<String>,
    /// The namespaces that the policies are for, if not for all.
    only: Option<Vec<String>>,
    /// Policies that are for some objects only, for another reason.
    partial: Vec<String>,
    /// Whether images are compared as they are written.
    is_textual: bool,
    /// Which objects each policy is for, as far as two can be compared.
    scopes: Vec<String>,
}

/// A list of which one entry has to match.
#[derive(Debug)]
struct Allowed {
    /// Whose it is.
    of: String,
    entries: Vec<Entry>,
}

/// Namespaces that a policy leaves out.
#[derive(Debug)]
struct Exemption {
    reason: String,
    namespaces: Vec<String>,
}

pub(crate) fn migrate(options: &Options) -> Result<Printed, Error> {
    let mut migration = Migration::default();
    for path in &options.files {
        let is_stdin = path == Path::new("-");
        let bytes = if is_stdin { read::any(io::stdin()) } else { File::open(path).and_then(read::any) };
        let bytes = bytes.map_err(|error| Error::file(path, error))?;
        let name = if is_stdin { "stdin".to_owned() } else { shown(&path.display().to_string()) };
        match decode(bytes) {
            Some(text) => migration.text(&name, &text),
            None => migration.not_read.push(format!("{name}: not UTF-8 or UTF-16 text")),
        }
    }
    migration.printed()
}

impl Migration {
    fn text(&mut self, file: &str, text: &str) {
        // No snippet in an error: it could show a secret.
        let options = serde_saphyr::options! { with_snippet: false };
        match serde_saphyr::from_multiple_with_options::<Value>(text, options) {
            Ok(documents) => documents.into_iter().filter(|it| !it.is_null()).for_each(|it| self.document(file, it)),
            Err(error) => {
                let line = error.location().map(|at| format!(":{}", at.line())).unwrap_or_default();
                self.not_read.push(format!("{file}{line}: not valid YAML"));
            }
        }
    }

    fn document(&mut self, file: &str, mut document: Value) {
        if document["kind"] == "List"
            && let Value::Array(items) = document["items"].take()
        {
            return items.into_iter().for_each(|item| self.document(file, item));
        }
        let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let (version, kind) = (text("/apiVersion"), text("/kind"));
        let name = shown(&[kind, text("/metadata/name")].join(" "));
        let (of, at) = (name.trim().to_owned(), format!("{file}: {name}"));
        let not_read = match (version.split('/').next().unwrap_or_default(), kind) {
            ("constraints.gatekeeper.sh", _) if gatekeeper::is_read(kind) => {
                self.from.push(format!("Gatekeeper's {of}"));
                return gatekeeper::read(self, &of, &document);
            }
            // What constraints are made of says nothing itself.
            ("templates.gatekeeper.sh", _) => return,
            ("kyverno.io", "ClusterPolicy" | "Policy") => {
                self.from.push(format!("Kyverno's {of}"));
                return kyverno::read(self, &of, &document);
            }
            ("policies.kyverno.io", _) => "is written in CEL, which is not read",
            ("policies.kubewarden.io", "ClusterAdmissionPolicy" | "AdmissionPolicy")
                if trusted_repos::is_settings(&document["spec"]["settings"]) =>
            {
                self.from.push(format!("trusted-repos in {of}"));
                return trusted_repos::read_policy(self, &of, &document);
            }
            ("", "") if trusted_repos::is_settings(&document) => {
                self.from.push(format!("trusted-repos in {file}"));
                return trusted_repos::read(self, "trusted-repos", &document);
            }
            _ => "is not a policy that is read here",
        };
        self.not_read.push(format!("{} {not_read}", at.trim()));
    }

    /// Adds a list of which one entry has to match.
    fn allow<'t>(&mut self, of: &str, patterns: impl IntoIterator<Item = (&'t str, Result<Form<'t>, String>)>) {
        let (mut entries, mut is_all) = (Vec::new(), false);
        for (pattern, form) in patterns {
            match form.and_then(Form::entry) {
                Ok(Said::All) => {
                    is_all = true;
                    self.differs
                        .push(format!("{of}: `{}` allows every image, so that its list allows all", shown(pattern)));
                }
                Ok(Said::Entry(entry)) => entries.push(entry.of(pattern)),
                Err(why) => self.left_out.push(format!("{of}: `{}` {why}", shown(pattern))),
            }
        }
        if !is_all {
            self.allowed.push(Allowed { of: of.to_owned(), entries });
        }
    }

    /// Adds patterns of which none may match.
    fn deny<'t>(&mut self, of: &str, patterns: impl IntoIterator<Item = (&'t str, Result<Form<'t>, String>)>) {
        for (pattern, form) in patterns {
            match form.and_then(Form::entry) {
                Ok(Said::All) => self.left_out.push(format!("{of}: `{}` denies every image", shown(pattern))),
                Ok(Said::Entry(entry)) if entry.had_tag => {
                    let why = format!("is for some tags: `{}` in deniedRegistries would deny all of them", entry.text);
                    self.left_out.push(format!("{of}: `{}` {why}", shown(pattern)));
                }
                Ok(Said::Entry(entry)) => self.denied.push(entry.of(pattern)),
                Err(why) => self.left_out.push(format!("{of}: `{}` {why}", shown(pattern))),
            }
        }
    }

    /// Takes in which namespaces a policy is for, if settings can say it.
    fn only_in(&mut self, of: &str, namespaces: &[&str]) {
        if !namespaces.iter().all(is_pattern) || namespaces.is_empty() {
            return self.partial.push(format!("{of} is only for the namespaces {}", listed(namespaces)));
        }
        // What another pattern covers would be refused.
        let is_covered = |(nth, it): (usize, &str)| {
            let mut others = namespaces.iter().enumerate().filter(|(other, _)| *other != nth);
            others.any(|(other, pattern)| glob::matches(pattern, it) && (other < nth || !glob::matches(it, pattern)))
        };
        let kept = (0..).zip(namespaces).filter(|(nth, it)| !is_covered((*nth, **it))).map(|(_, it)| (*it).to_owned());
        self.only = Some(kept.collect());
    }

    /// Leaves namespaces out, if exemptions can.
    fn exempt(&mut self, of: &str, namespaces: &[&str]) {
        let (good, bad): (Vec<&str>, Vec<&str>) = namespaces.iter().copied().partition(is_pattern);
        for it in bad {
            self.left_out.push(format!("{of}: the excluded namespace `{}` is not a pattern of namespaces", shown(it)));
        }
        if !good.is_empty() {
            let namespaces: Vec<_> = good.into_iter().map(str::to_owned).collect();
            // Several policies may leave out the same.
            if self.exemptions.iter().all(|it| it.namespaces != namespaces) {
                self.exemptions.push(Exemption { reason: format!("excluded from {of}"), namespaces });
            }
        }
    }

    /// What all lists allow; none if there is no list.
    fn all_allow(&mut self) -> Result<Option<Vec<Entry>>, Error> {
        let lists = std::mem::take(&mut self.allowed);
        if let Some(list) = lists.iter().find(|list| list.entries.is_empty()) {
            let what = format!("{}: nothing of its list of allowed images can be said in settings", list.of);
            return Err(Error::new([&[what], &self.left_out[..]].concat().join("\n  ")));
        }
        if self.scopes.windows(2).any(|two| two[0] != two[1]) {
            let what =
                "these policies are for different objects, so that they cannot be one list: migrate them one by one";
            return Err(Error::new(
                [what.to_owned()].into_iter().chain(self.partial.clone()).collect::<Vec<_>>().join("\n  "),
            ));
        }
        let mut lists = lists.into_iter();
        let Some(Allowed { of, mut entries }) = lists.next() else { return Ok(None) };
        let mut names = vec![of];
        for list in lists {
            entries = common(&entries, &list.entries);
            names.push(list.of);
        }
        if entries.is_empty() {
            return Err(Error::new(format!(
                "{} have nothing in common: no image passes all of them",
                names.join(", ")
            )));
        }
        if names.len() > 1 {
            self.differs.push(format!("allowed is what all of these allow: {}", names.join(", ")));
        }
        Ok(Some(entries))
    }

    fn printed(mut self) -> Result<Printed, Error> {
        if self.from.is_empty() {
            let errors = if self.not_read.is_empty() { vec!["found no policy".to_owned()] } else { self.not_read };
            return Ok(Printed { text: String::new(), errors, outcome: Outcome::Incomplete });
        }
        let allowed = self.all_allow()?;
        let has_list = allowed.is_some();
        let mut allowed = sorted(allowed.unwrap_or_default());
        let denied = sorted(std::mem::take(&mut self.denied));
        allowed.retain(|entry| denied.iter().all(|it| it.text != entry.text));
        if has_list && allowed.is_empty() {
            return Err(Error::new("all that is allowed is also denied: no image passes"));
        }
        self.general(&allowed, &denied);

        let mut lists = String::new();
        for (name, entries) in [("allowedRegistries", &allowed), ("deniedRegistries", &denied)] {
            if !entries.is_empty() {
                lists.extend([name, ":\n"]);
            }
            for entry in entries {
                lists.extend(entry.notes.iter().map(|note| format!("  # {note}\n")));
                let _ = writeln!(lists, "  - {}", Value::from(entry.text.as_str()));
            }
        }
        let is_empty = lists.is_empty();
        if !is_empty && self.warns.iter().any(|warns| *warns) {
            if self.warns.iter().all(|warns| *warns) {
                lists += "rules:\n  # like the policy, which only reports\n  untrusted-registry: warn\n";
            } else {
                self.differs.push("some of the policies only report; here all of them deny".to_owned());
            }
        }
        let mut text = format!("# From {}.\n", self.from.join(", "));
        match self.only.take().filter(|_| !is_empty) {
            Some(namespaces) => {
                let _ = writeln!(text, "namespaces:\n  - match: {}", quoted(&namespaces));
                text.extend(lines_below(&lists));
            }
            None => text += &lists,
        }
        if !is_empty && !self.exemptions.is_empty() {
            text += "exemptions:\n";
            for Exemption { reason, namespaces } in &self.exemptions {
                let namespaces = quoted(namespaces);
                let reason = Value::from(reason.as_str());
                let _ = writeln!(
                    text,
                    "  - reason: {reason}\n    rules: [untrusted-registry]\n    namespaces: {namespaces}"
                );
            }
        }
        if is_empty {
            text += "{}\n";
        }
        let mut section = |title: &str, lines: &[String]| {
            if !lines.is_empty() {
                text.extend(["# ", title, ":\n"]);
                text.extend(lines.iter().map(|line| format!("# {line}\n")));
            }
        };
        let partial =
            self.partial.iter().map(|it| format!("{it}; these settings are for all that the policy is asked about"));
        self.differs.extend(partial);
        section("Differs", &self.differs);
        section("Left out", &self.left_out);
        section("Not read", &self.not_read);
        accepted(&text)?;
        let outcome = match (self.not_read.is_empty(), self.left_out.is_empty()) {
            (false, _) => Outcome::Incomplete,
            (true, false) => Outcome::Found,
            (true, true) => Outcome::Fine,
        };
        Ok(Printed { text, errors: self.not_read, outcome })
    }

    /// What differs for all such policies.
    fn general(&mut self, allowed: &[Entry], denied: &[Entry]) {
        let has = |is: fn(&str) -> bool| allowed.iter().chain(denied).any(|entry| is(&entry.text));
        let registry = |entry: &str| entry.split('/').next().unwrap_or_default().to_owned();
        let mut general = Vec::new();
        if allowed.iter().chain(denied).any(|entry| !registry(&entry.text).contains(':')) {
            general.push("an entry without a port covers every port");
        }
        if has(|entry| entry.contains('/')) {
            general.push("an entry with a path covers every tag and all repositories below it");
        }
        if self.is_textual && has(|entry| entry == "docker.io" || entry.starts_with("docker.io/")) {
            general.push("`docker.io` also covers images that name no registry");
        }
        if !(allowed.is_empty() && denied.is_empty()) {
            general.push(
                "images are checked wherever an object names one, in all kinds, volumes and custom resources too",
            );
        }
        self.differs.splice(0..0, general.into_iter().map(str::to_owned));
    }
}

impl Entry {
    /// Notes what it was made of, if that is written differently.
    fn of(mut self, pattern: &str) -> Self {
        let from = shown(pattern);
        if from.trim_end_matches('*').trim_end_matches('/') != self.text {
            self.notes.insert(0, format!("from `{from}`"));
        }
        if self.notes.len() > 1 {
            self.notes = vec![self.notes.join(": ")];
        }
        self
    }
}

/// By their text; of those that are the same, one with the notes of all.
fn sorted(entries: Vec<Entry>) -> Vec<Entry> {
    let mut sorted: Vec<Entry> = Vec::new();
    for entry in entries {
        match sorted.iter_mut().find(|it| it.text == entry.text) {
            Some(same) => {
                for note in entry.notes {
                    if !same.notes.contains(&note) {
                        same.notes.push(note);
                    }
                }
            }
            None => sorted.push(entry),
        }
    }
    sorted.sort_by(|a, b| a.text.cmp(&b.text));
    sorted
}

/// Whether settings take it for a pattern of namespaces.
fn is_pattern(text: &&str) -> bool {
    let is_of_pattern = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'*');
    !text.is_empty() && text.bytes().all(is_of_pattern)
}

/// Makes sure that the policy accepts what is printed.
fn accepted(printed: &str) -> Result<(), Error> {
    let text = settings::Text::read(printed).map_err(|error| Error::new(error.to_string()))?;
    let mistakes = text.mistakes().map_err(|error| Error::new(error.to_string()))?;
    match mistakes.first() {
        None => Ok(()),
        Some(mistake) => Err(Error::new(format!("the policy would reject the settings: {mistake}"))),
    }
}

/// The strings of a list; nothing else counts.
fn strings(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A list in YAML, on one line.
fn quoted(items: &[String]) -> String {
    let items: Vec<_> = items.iter().map(|it| Value::from(it.as_str()).to_string()).collect();
    format!("[{}]", items.join(", "))
}

/// Lines of YAML, as far to the right as the members of an item of a list.
fn lines_below(lines: &str) -> impl Iterator<Item = String> {
    lines.lines().map(|line| format!("    {line}\n"))
}

/// Names for a sentence.
fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{}`", shown(name))).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
