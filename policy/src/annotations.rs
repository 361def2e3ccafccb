//! Exemptions that an object brings along in an annotation, as far as the settings allow them.
//!
//! The text is one entry per line, or several with `;` between them: `RULE: REASON`, or `RULE: REASON, until DATE`. What cannot be
//! read or is not allowed exempts nothing, and the user is told.

use std::fmt;

use crate::rules::{self, Rule};
use crate::settings::Annotations;
use crate::time::{DateError, Until};

/// The key of the annotation, at an object or a pod template.
pub(crate) const IGNORE: &str = "insecure-registry.io/ignore";

/// Entries of an annotation that count. There are fewer rules.
const MOST_ENTRIES: usize = 100;

/// A rule whose findings are exempt.
#[derive(Debug)]
pub(crate) struct Entry<'t> {
    pub(crate) rule: &'static Rule,
    pub(crate) reason: &'t str,
    pub(crate) until: Option<Until<'t>>,
}

/// Why an entry exempts nothing.
#[derive(Debug)]
pub(crate) enum Refusal<'t> {
    /// Nothing may be exempt in the namespace.
    Namespace,
    /// What stands there is not a rule; the number of the entry from 1.
    Unknown(&'t str, usize),
    /// The settings do not let annotations exempt from it.
    Rule(&'static Rule),
    /// It does not say why.
    Reason(&'static Rule),
    /// It does not end on a day.
    Until(&'static Rule, DateError),
    /// It comes after too many others, and so do all further ones.
    Many,
}

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ignore annotation: ")?;
        match self {
            Refusal::Namespace => f.write_str("the settings do not allow it in this namespace"),
            // Anything but a mistyped rule may be a secret.
            Refusal::Unknown(id, _) if id.split('-').all(is_word_of_rules) => write!(f, "`{id}` is not a rule"),
            Refusal::Unknown(_, nth) => write!(f, "entry {nth} does not begin with a rule"),
            Refusal::Rule(rule) => write!(f, "the settings do not let it exempt from {}", rule.id),
            Refusal::Reason(rule) => write!(f, "no reason for {}", rule.id),
            Refusal::Until(rule, error) => write!(f, "the end of {} {error}", rule.id),
            Refusal::Many => write!(f, "only the first {MOST_ENTRIES} entries count"),
        }
    }
}

fn is_word_of_rules(word: &str) -> bool {
    rules::ALL.iter().any(|rule| rule.id.split('-').any(|of_rule| of_rule == word))
}

/// The entries of an annotation.
pub(crate) fn entries<'t>(
    text: &'t str,
    allowed: &Annotations<'_>,
) -> impl Iterator<Item = Result<Entry<'t>, Refusal<'t>>> {
    let entries = text.split(['\n', ';']).map(str::trim).filter(|entry| !entry.is_empty());
    (1..).zip(entries).take(MOST_ENTRIES.saturating_add(1)).map(|(nth, entry)| {
        if nth > MOST_ENTRIES {
            return Err(Refusal::Many);
        }
        let (id, reason) = entry.split_once(':').unwrap_or((entry, ""));
        let rule = rules::find(id.trim_end()).ok_or(Refusal::Unknown(id.trim_end(), nth))?;
        if !allowed.rules.contains(&rule.id) {
            return Err(Refusal::Rule(rule));
        }
        let (reason, until) = match reason.rsplit_once(", until ") {
            Some((reason, until)) => (reason, Some(until.trim())),
            None => (reason, None),
        };
        let until = until.map(Until::parse).transpose().map_err(|error| Refusal::Until(rule, error))?;
        let reason = reason.trim();
        if reason.is_empty() { Err(Refusal::Reason(rule)) } else { Ok(Entry { rule, reason, until }) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let allowed = Annotations { rules: vec!["loopback-registry", "suspect-registry"], namespaces: Vec::new() };
        let entries = entries(text, &allowed).map(|entry| match entry {
            Ok(Entry { rule, reason, until }) => {
                format!("{} {reason}{}", rule.id, until.map(|until| format!(" ends {until}")).unwrap_or_default())
            }
            Err(refusal) => refusal.to_string(),
        });
        assert_eq!(entries.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn entries_have_a_rule_a_reason_and_perhaps_an_end() {
        check("", &[]);
        check(" ;\n; ", &[]);
        check("loopback-registry: k3d", &["loopback-registry k3d"]);
        check("loopback-registry:k3d, until 2027-01-31", &["loopback-registry k3d ends on 2027-01-31"]);
        check(
            "loopback-registry: see https://wiki.example.com/k3d: a, b\nsuspect-registry : x, until 2027-01-31T18:00:00Z ;",
            &[
                "loopback-registry see https://wiki.example.com/k3d: a, b",
                "suspect-registry x ends at 2027-01-31T18:00:00Z",
            ],
        );
    }

    #[test]
    fn many_entries_are_not_read() {
        let text = "loopback-registry: a;".repeat(MOST_ENTRIES);
        let mut expected = vec!["loopback-registry a"; MOST_ENTRIES];
        check(&text, &expected);
        expected.push("ignore annotation: only the first 100 entries count");
        check(&text.repeat(2), &expected);
    }

    #[test]
    fn anything_else_exempts_nothing() {
        for (text, expected) in [
            ("loopback: k3d", "`loopback` is not a rule"),
            ("Loopback-Registry: k3d", "entry 1 does not begin with a rule"),
            ("*: k3d", "entry 1 does not begin with a rule"),
            ("hunter: k3d", "entry 1 does not begin with a rule"),
            ("insecure-registries: k3d", "entry 1 does not begin with a rule"),
            ("registry-insecure: k3d", "`registry-insecure` is not a rule"),
            ("CANARY: k3d", "entry 1 does not begin with a rule"),
            ("loopback-registry, suspect-registry: k3d", "entry 1 does not begin with a rule"),
            ("loopback-registry", "no reason for loopback-registry"),
            ("loopback-registry: ", "no reason for loopback-registry"),
            ("loopback-registry: , until 2027-01-31", "no reason for loopback-registry"),
            (
                "loopback-registry: k3d, until 2027-02-29",
                "the end of loopback-registry is a date or time that does not exist",
            ),
            ("loopback-registry: k3d, until 2019-02-28", "the end of loopback-registry lies before 2020"),
            ("malformed-reference: k3d", "the settings do not let it exempt from malformed-reference"),
            ("unreadable-object", "the settings do not let it exempt from unreadable-object"),
        ] {
            check(text, &[&format!("ignore annotation: {expected}")]);
        }
        check(
            "loopback-registry: k3d, until we move",
            &[
                "ignore annotation: the end of loopback-registry is not a date; expected `2027-01-31`, or a date and time with a \
               zone such as `2027-01-31T18:00:00Z`",
            ],
        );
    }
}
