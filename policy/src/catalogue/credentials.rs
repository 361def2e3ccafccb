//! Credentials recognised by their form.

use super::{Proof, proof};
use crate::placeholder::is_value;

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
            &[
                "ANY_NAME=$(TOKEN)",
                "ANY_NAME=docker_pat_CANARY",
                "ANY_NAME=dckr-pat-CANARY",
                "ANY_NAME=dckr_pat_${TOKEN}",
                "ANY_NAME=dckr_pat_<your-token>",
                "ANY_NAME=dckr_pat_your-token",
                "ANY_NAME=dckr_pat_ tokens are made at hub.docker.com",
            ],
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

/// Whether what follows the prefix of a token may be the rest of one, and not a placeholder or a sentence about tokens.
pub(crate) fn is_rest_of_token(rest: &str) -> bool {
    const SHORTEST: usize = 9;
    let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let written = rest.get(..length).unwrap_or_default();
    length >= SHORTEST && written.starts_with(|c: char| c.is_ascii_alphanumeric()) && is_value(written)
}

/// What token a value is, under whatever name.
pub(crate) fn token(value: &str) -> Option<&'static Token> {
    TOKENS.iter().find(|token| value.strip_prefix(token.start).is_some_and(is_rest_of_token))
}
