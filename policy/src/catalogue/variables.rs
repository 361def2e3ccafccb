//! Environment variables that turn TLS off for registries, or hold credentials of registries.

use super::{Proof, When, proof};
use crate::json::Quoted;

/// A variable.
#[derive(Debug)]
pub struct Variable {
    /// Its name: `#` stands for a number, `{A,B}` for one of these.
    pub name: &'static str,
    /// Whose it is, if it is one tool's.
    pub tool: &'static str,
    /// When it matters.
    pub when: When,
    /// Where this was read.
    pub proof: Proof,
}

const fn variable(name: &'static str, tool: &'static str, when: When, proof: Proof) -> Variable {
    Variable { name, tool, when, proof }
}

/// The rows of variables that are called so.
pub(crate) fn of(name: &str) -> impl Iterator<Item = &'static Variable> {
    VARIABLES.iter().filter(move |it| matches(it.name.as_bytes(), name.as_bytes()))
}

/// Whether a variable is worth to be decoded. Says yes too often, and never no to one that matters.
pub(crate) fn may_concern(name: Quoted<'_>, value: Quoted<'_>) -> bool {
    name.has_escapes()
        || value.written().starts_with(b"dckr_")
        || std::str::from_utf8(name.written()).is_ok_and(|name| of(name).next().is_some())
}

/// Whether a name is one that the pattern stands for.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    match pattern {
        [] => name.is_empty(),
        [b'#', rest @ ..] => {
            let digits = name.iter().take_while(|byte| byte.is_ascii_digit()).count();
            digits > 0 && name.get(digits..).is_some_and(|name| matches(rest, name))
        }
        [b'{', list @ ..] => {
            let Some(end) = list.iter().position(|byte| *byte == b'}') else { return false };
            let Some((choices, [_, rest @ ..])) = list.split_at_checked(end) else { return false };
            choices.split(|byte| *byte == b',').any(|it| name.strip_prefix(it).is_some_and(|name| matches(rest, name)))
        }
        [first, rest @ ..] => name.split_first().is_some_and(|(byte, name)| byte == first && matches(rest, name)),
    }
}

/// All names that the pattern stands for, with `0` for a number.
#[cfg(not(target_family = "wasm"))]
pub fn names(pattern: &str) -> Vec<String> {
    let Some((before, list)) = pattern.split_once('{') else { return vec![pattern.replace('#', "0")] };
    let (choices, after) = list.split_once('}').unwrap_or_default();
    let after = names(after);
    let each = choices.split(',').flat_map(|choice| after.iter().map(move |after| (choice, after)));
    each.map(|(choice, after)| format!("{before}{choice}{after}").replace('#', "0")).collect()
}

pub(crate) static VARIABLES: &[Variable] = &[
    variable("TRIVY_INSECURE", "", When::True, proof("", &[], &[])),
    variable("TRIVY_NON_SSL", "", When::True, proof("", &[], &[])),
    variable("SCANNER_TRIVY_INSECURE", "", When::True, proof("", &[], &[])),
    variable("WERF_INSECURE_REGISTRY", "", When::True, proof("", &[], &[])),
    variable("WERF_SKIP_TLS_VERIFY_REGISTRY", "", When::True, proof("", &[], &[])),
    variable("NUCLIO_KANIKO_INSECURE_PUSH_REGISTRY", "", When::True, proof("", &[], &[])),
    variable("NUCLIO_KANIKO_INSECURE_PULL_REGISTRY", "", When::True, proof("", &[], &[])),
    variable("ENVBUILDER_INSECURE", "", When::True, proof("", &[], &[])),
    variable("FUNC_REGISTRY_INSECURE", "", When::True, proof("", &[], &[])),
    variable("INSECURE_REGISTRY", "", When::True, proof("", &[], &[])),
    variable("GRYPE_REGISTRY_INSECURE_SKIP_TLS_VERIFY", "", When::True, proof("", &[], &[])),
    variable("GRYPE_REGISTRY_INSECURE_USE_HTTP", "", When::True, proof("", &[], &[])),
    variable("SYFT_REGISTRY_INSECURE_SKIP_TLS_VERIFY", "", When::True, proof("", &[], &[])),
    variable("SYFT_REGISTRY_INSECURE_USE_HTTP", "", When::True, proof("", &[], &[])),
    variable("CS_REGISTRY_INSECURE", "", When::True, proof("", &[], &[])),
    variable("CS_DOCKER_INSECURE", "", When::True, proof("", &[], &[])),
    variable("SKAFFOLD_INSECURE_REGISTRY", "", When::True, proof("", &[], &[])),
    variable("DIUN_REGOPTS_#_INSECURETLS", "diun", When::True, proof("", &[], &[])),
    variable("INSECURE_REGISTRY", "", When::Registry, proof("", &[], &[])),
    variable("INSECURE_REGISTRIES", "", When::Registry, proof("", &[], &[])),
    variable("WASM_INSECURE_REGISTRIES", "", When::Registry, proof("", &[], &[])),
    variable("CNB_INSECURE_REGISTRIES", "", When::Registry, proof("", &[], &[])),
    variable(
        "{DOCKER_OPTS,DOCKERD_ARGS,DOCKER_DAEMON_ARGS,DOCKERD_OPTS}",
        "dockerd",
        When::Flags("dockerd"),
        proof("", &[], &[]),
    ),
    variable("{MAVEN_OPTS,GRADLE_OPTS,JAVA_OPTS,JAVA_TOOL_OPTIONS}", "Jib", When::Properties, proof("", &[], &[])),
    variable("REGISTRY_PROXY_REMOTEURL", "distribution", When::Http, proof("", &[], &[])),
    variable(
        "{DOCKER,REGISTRY,CI_REGISTRY,DOCKERHUB,DOCKER_HUB,QUAY,GHCR,HARBOR,ARTIFACTORY}_{PASSWORD,PASS,TOKEN}",
        "",
        When::Password,
        proof("", &[], &[]),
    ),
    variable("REPO_PASS", "", When::Password, proof("", &[], &[])),
    variable("TRIVY_PASSWORD", "", When::Password, proof("", &[], &[])),
    variable("FUNC_PASSWORD", "", When::Password, proof("", &[], &[])),
    variable("FALCOCTL_REGISTRY_AUTH_BASIC", "", When::Password, proof("", &[], &[])),
    variable("AUTH_REGISTRIES", "", When::Password, proof("", &[], &[])),
    variable("REGISTRY_PROXY_PASSWORD", "", When::Password, proof("", &[], &[])),
    variable("DIUN_REGOPTS_#_PASSWORD", "", When::Password, proof("", &[], &[])),
    variable(
        "{REGISTRY,CI_REGISTRY,CONTAINER_REGISTRY,DOCKER_REGISTRY,IMAGE_REGISTRY,OCI_REGISTRY,HARBOR,QUAY,GHCR,ARTIFACTORY}{,_ADDRESS,_ENDPOINT,_HOST,_MIRROR,_SERVER,_URI,_URL,_PROXY_REMOTEURL}",
        "",
        When::Userinfo,
        proof("", &[], &[]),
    ),
];
