//! `insecureMirrors`: what the settings say of mirrors.

use super::{FieldReader, Problem};
use crate::json::Json;
use crate::registry::mirror::{Mirror, Pulls};
use crate::registry::{Paths, Pattern};

pub(super) const FIELDS: [&str; 4] = ["of", "at", "pulls", "pullSecrets"];

/// Whether runtimes send pull secrets to a mirror; the first is the default.
pub(super) const SECRETS: [&str; 2] = ["sent", "never"];

impl FieldReader {
    pub(super) fn mirror<'a>(&mut self, mirror: &'a Json<'a>, path: &str) -> Option<Mirror<'a>> {
        self.check_fields(mirror, path, path, &FIELDS);
        let [of, at] = ["of", "at"].map(|field| {
            let text = self.string(mirror, path, field).unwrap_or_default();
            let paths = if field == "of" { Paths::Yes } else { Paths::No };
            match Pattern::parse(text, paths) {
                Ok(pattern) if field == "of" || pattern.is_one_host() => return Some((text, pattern)),
                Ok(_) => {
                    self.report(&format!("{path}.{field}"), "is more than one host; expected `host` or `host:port`");
                }
                Err(error) => self.report(&format!("{path}.{field}"), error),
            }
            None
        });
        let pulls = self.one_of(mirror, path, "pulls", &Pulls::NAMES);
        let secrets = self.one_of(mirror, path, "pullSecrets", &SECRETS);
        let ((of, pattern), (at, _)) = (of?, at?);
        let pulls = Pulls::ALL.get(pulls).copied().unwrap_or_default();
        Some(Mirror { of, pattern, at, pulls, sends_secrets: secrets == 0 })
    }

    /// The position of a field's value in the list of valid ones; the first is the default.
    fn one_of(&mut self, object: &Json<'_>, path: &str, field: &str, names: &[&str]) -> usize {
        let Some(value) = self.string(object, path, field) else { return 0 };
        names.iter().position(|name| *name == value).unwrap_or_else(|| {
            let what = format!("is not a valid value; expected one of {}", super::listed(names.iter().copied()));
            self.report(&format!("{path}.{field}"), what);
            0
        })
    }
}

/// Entries that repeat an earlier one for the same mirror.
pub(super) fn repeated(mirrors: &[Mirror<'_>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (nth, mirror) in mirrors.iter().enumerate() {
        let is_same = |other: &Mirror<'_>| {
            let patterns = (Pattern::parse(other.at, Paths::No), Pattern::parse(mirror.at, Paths::No));
            other.pattern.is_same(&mirror.pattern) && matches!(patterns, (Ok(other), Ok(at)) if other.is_same(&at))
        };
        if let Some(earlier) = mirrors.iter().take(nth).position(is_same) {
            let what = format!("repeats `insecureMirrors[{earlier}]`; keep only one");
            problems.push(Problem { path: format!("insecureMirrors[{nth}]"), what });
        }
    }
    problems
}
