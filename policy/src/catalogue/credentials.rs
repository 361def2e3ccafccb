//! Credentials that are known by what they look like.

use super::{Proof, proof};

/// A token that a registry issues.
#[derive(Debug)]
pub struct Token {
    /// What it begins with.
    pub start: &'static str,
    /// As it is called in a message.
    pub name: &'static str,
    /// Where this was read.
    pub proof: Proof,
}

const HUB: &str = "a token of Docker Hub";

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
