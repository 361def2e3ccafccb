//! How bad a finding is, in the words of those who take reports; and which weakness a rule is about.

use insecure_registry_check::Action;
use insecure_registry_policy::rules::{Mode, Rule};

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Severity {
    /// It denies.
    High,
    /// It warns.
    Medium,
}

impl Severity {
    /// Of what becomes of a finding; none if nothing does.
    pub(super) fn of(action: Action) -> Option<Self> {
        match action {
            Action::Deny => Some(Severity::High),
            Action::Warn | Action::Unchanged | Action::Generated => Some(Severity::Medium),
            Action::Exempt | Action::Placeholder => None,
        }
    }

    /// Of a rule unless settings say otherwise.
    pub(super) fn of_rule(rule: &Rule) -> Self {
        if rule.mode == Mode::Deny { Severity::High } else { Severity::Medium }
    }

    /// As a number of CVSS, by which code hosts sort: high from 7.0, medium from 4.0.
    ///
    /// Source: "SARIF support for code scanning", `security-severity`.
    pub(super) fn score(self) -> &'static str {
        match self {
            Severity::High => "8.0",
            Severity::Medium => "5.0",
        }
    }
}

/// The weaknesses in the Common Weakness Enumeration that a rule is about.
///
/// 20 improper input validation, 295 improper certificate validation, 312 cleartext storage, 319 cleartext transmission, 522 insufficiently
/// protected credentials, 523 unprotected transport of credentials, 829 functionality from an untrusted sphere.
pub(super) fn weaknesses(rule: &str) -> &'static [u16] {
    match rule {
        "plaintext-scheme" | "suspect-registry" => &[319],
        "insecure-registry"
        | "loopback-registry"
        | "insecure-registry-flag"
        | "insecure-node-config"
        | "insecure-registry-setting" => &[295, 319],
        "untrusted-registry" => &[829],
        "pull-secret-over-http" => &[523, 319],
        "malformed-reference" | "unreadable-object" | "unreadable-pull-secret" | "unopened-content" => &[20],
        _ => &[522, 312],
    }
}

#[cfg(test)]
mod tests {
    use insecure_registry_policy::rules;

    use super::*;

    /// What is left over is about credentials.
    #[test]
    fn each_rule_has_its_weakness() {
        let left = rules::ALL.iter().filter(|rule| weaknesses(rule.id) == [522, 312]).map(|rule| rule.id);
        let is_of_credentials = |rule: &&str| rule.starts_with("credentials-in-") || rule.contains("pull-secret");
        let others: Vec<_> = left.filter(|rule| !is_of_credentials(rule)).collect();
        assert!(others.is_empty(), "{others:?}: say which weakness they are about");
    }
}
