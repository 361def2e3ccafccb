//! Credentials recognised by their form.

use super::{Proof, proof};

/// A token that a registry issues.
#[derive(Debug)]
pub struct Token {
    /// Its prefix.
    pub start: &'static str,
    /// Its name in messages.
    pub name: &'static str,
    /// The source of this row.
    pub proof: Proof,
}

const HUB: &str = "a Docker Hub token";

/// Tokens that only registries issue.
pub(crate) static TOKENS: &[Token] = &[
    Token {
        start: "dckr_pat_",
        name: HUB,
        proof: proof(
            "https://docs.docker.com/reference/api/hub/latest/operations/AuthCreateAccessToken.md (2-beta)",
            &["ANY_NAME=dckr_pat_CANARY-of-a-token"],
            &["ANY_NAME=$(TOKEN)", "ANY_NAME=docker_pat_CANARY", "ANY_NAME=dckr-pat-CANARY"],
        ),
    },
    Token {
        start: "dckr_oat_",
        name: HUB,
        proof: proof(
            "https://docs.docker.com/enterprise/security/access-tokens/ (2026)",
            &["ANY_NAME=dckr_oat_CANARY-of-a-token"],
            &["ANY_NAME=$(TOKEN)", "ANY_NAME=docker_oat_CANARY"],
        ),
    },
];
