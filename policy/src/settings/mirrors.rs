//! `insecureMirrors`: what the settings say of mirrors.

use super::{At, FieldReader};
use crate::json::Json;
use crate::registry::mirror::{Mirror, Pulls};
use crate::registry::{Paths, Pattern};

pub(super) const FIELDS: [&str; 4] = ["of", "at", "pulls", "pullSecrets"];

/// Whether runtimes send pull secrets to a mirror; the first is the default.
pub(super) const SECRETS: [&str; 2] = ["sent", "never"];

impl FieldReader {
    pub(super) fn mirror<'a>(&mut self, mirror: &'a Json<'a>, path: At<'_>) -> Option<Mirror<'a>> {
        self.check_fields(mirror, path, &FIELDS);
        let of = self.pattern_of(mirror, path, "of", Paths::Yes);
        let at = self.pattern_of(mirror, path, "at", Paths::No);
        if at.is_some_and(|(_, pattern)| !pattern.is_one_host()) {
            self.report(path.field("at"), "is more than one host; expected `host` or `host:port`");
        }
        let pulls = self.string(mirror, path, "pulls").map(|name| {
            let known = Pulls::NAMES.into_iter().zip(Pulls::ALL).find(|(known, _)| *known == name);
            if known.is_none() {
                let what = "is not a valid value; expected `all`, `tags`, `digests` or `content`";
                self.report(path.field("pulls"), what);
            }
            known.map_or(Pulls::All, |(_, pulls)| pulls)
        });
        let sends_secrets = self.chosen(mirror, path, "pullSecrets", SECRETS) != Some(SECRETS[1]);
        let ((of, pattern), (at, _)) = (of?, at?);
        Some(Mirror { of, pattern, at, pulls: pulls.unwrap_or_default(), sends_secrets })
    }

    fn pattern_of<'a>(
        &mut self,
        mirror: &'a Json<'a>,
        path: At<'_>,
        field: &str,
        paths: Paths,
    ) -> Option<(&'a str, Pattern<'a>)> {
        let text = self.string(mirror, path, field).unwrap_or_default();
        match Pattern::parse(text, paths) {
            Ok(pattern) => Some((text, pattern)),
            Err(error) => {
                self.report(path.field(field), error);
                None
            }
        }
    }

    /// Reports entries that repeat an earlier one for the same mirror.
    pub(super) fn repeated_mirrors(&mut self, mirrors: &[Mirror<'_>]) {
        for (nth, mirror) in mirrors.iter().enumerate() {
            let is_same =
                |other: &Mirror<'_>| other.pattern.is_same(&mirror.pattern) && other.at.eq_ignore_ascii_case(mirror.at);
            if let Some(earlier) = mirrors.iter().take(nth).position(is_same) {
                let what = format_args!("repeats `insecureMirrors[{earlier}]`; keep only one").to_string();
                self.report(At::default().field("insecureMirrors").item(nth), what);
            }
        }
    }
}
