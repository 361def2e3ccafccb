//! `metadata.yml`: what Kubewarden, its CLI and Artifact Hub know of a policy.
//!
//! Source: `crates/policy-evaluator/src/policy_metadata.rs` of kubewarden-controller. It passes unknown fields over; here they are
//! refused, since a field that is misspelt says nothing to anybody.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The custom section that holds the metadata, and the one that an annotated module is told by.
pub(crate) const SECTION: &str = "io.kubewarden.metadata";

/// The annotation that holds the documentation.
const USAGE: &str = "io.kubewarden.policy.usage";

/// Annotations without which nobody knows what they have.
const MANDATORY: [&str; 7] = [
    "io.kubewarden.policy.title",
    "io.kubewarden.policy.version",
    "io.kubewarden.policy.description",
    "io.kubewarden.policy.author",
    "io.kubewarden.policy.url",
    "io.kubewarden.policy.source",
    "io.kubewarden.policy.license",
];

/// The metadata, as it stands in the module.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Metadata {
    #[serde(default = "protocol_version")]
    protocol_version: String,
    rules: Vec<Rule>,
    /// What people are told: title, version, description, and the documentation.
    pub annotations: BTreeMap<String, String>,
    mutating: bool,
    #[serde(default = "yes")]
    background_audit: bool,
    #[serde(default)]
    context_aware_resources: Vec<ContextAwareResource>,
    #[serde(default = "execution_mode")]
    execution_mode: String,
    #[serde(default = "policy_type")]
    policy_type: String,
    /// What of the host the policy calls, since Kubewarden 1.35; an empty list says that it calls nothing. Where the list is left out,
    /// nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    host_capabilities: Option<BTreeSet<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum_kubewarden_version: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Rule {
    api_groups: Vec<String>,
    api_versions: Vec<String>,
    resources: Vec<String>,
    operations: Vec<Operation>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
enum Operation {
    Create,
    Update,
    Delete,
    Connect,
    #[serde(rename = "*")]
    All,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ContextAwareResource {
    api_version: String,
    kind: String,
}

fn protocol_version() -> String {
    "v1".to_owned()
}

fn execution_mode() -> String {
    "kubewarden-wapc".to_owned()
}

fn policy_type() -> String {
    "kubernetes".to_owned()
}

fn yes() -> bool {
    true
}

/// Reads the metadata, and adds the documentation to its annotations.
pub fn read(yaml: &str, usage: &str) -> Result<Metadata, Error> {
    let mut metadata: Metadata = serde_saphyr::from_str(yaml).map_err(|error| Error::new(error.to_string()))?;
    check(&metadata)?;
    metadata.annotations.insert(USAGE.to_owned(), usage.to_owned());
    Ok(metadata)
}

/// Reads the metadata of an annotated module.
pub(crate) fn from_section(json: &[u8]) -> Result<Metadata, Error> {
    let metadata = serde_json::from_slice(json);
    let metadata: Metadata = metadata.map_err(|error| Error::new(format!("the metadata in the module: {error}")))?;
    check(&metadata)?;
    Ok(metadata)
}

fn check(metadata: &Metadata) -> Result<(), Error> {
    if metadata.rules.is_empty() {
        return Err(Error::new("`rules` is empty; list the resources that the policy checks"));
    }
    for (nth, rule) in metadata.rules.iter().enumerate() {
        let lists = [
            ("apiGroups", rule.api_groups.is_empty()),
            ("apiVersions", rule.api_versions.is_empty()),
            ("resources", rule.resources.is_empty()),
            ("operations", rule.operations.is_empty()),
        ];
        if let Some((name, _)) = lists.iter().find(|(_, is_empty)| *is_empty) {
            return Err(Error::new(format!("`rules[{nth}].{name}` is empty")));
        }
    }
    for (value, field, expected) in [
        (&metadata.protocol_version, "protocolVersion", "v1"),
        (&metadata.execution_mode, "executionMode", "kubewarden-wapc"),
        (&metadata.policy_type, "policyType", "kubernetes"),
    ] {
        if value != expected {
            return Err(Error::new(format!("`{field}` is `{value}`: expected `{expected}`")));
        }
    }
    let is_missing = |name: &&&str| metadata.annotations.get(**name).is_none_or(|value| value.trim().is_empty());
    match MANDATORY.iter().find(is_missing) {
        Some(name) => Err(Error::new(format!("the annotation `{name}` is missing or empty"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "
rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}]
mutating: false
annotations:
  io.kubewarden.policy.title: a
  io.kubewarden.policy.version: 0.1.0
  io.kubewarden.policy.description: a
  io.kubewarden.policy.author: a
  io.kubewarden.policy.url: a
  io.kubewarden.policy.source: a
  io.kubewarden.policy.license: a
";

    #[track_caller]
    fn refused(from: &str, to: &str, expected: &str) {
        assert!(GOOD.contains(from), "{from}");
        let error = read(&GOOD.replacen(from, to, 1), "usage").unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let metadata = read(GOOD, "usage").unwrap();
        let json = serde_json::to_value(&metadata).unwrap();
        assert_eq!(json["protocolVersion"], "v1");
        assert_eq!(json["executionMode"], "kubewarden-wapc");
        assert_eq!(json["annotations"][USAGE], "usage");
        assert!(json.get("hostCapabilities").is_none());
        for list in ["[]", "[oci/v1/verify]"] {
            let yaml = GOOD.replacen("mutating: false", &format!("mutating: false\nhostCapabilities: {list}"), 1);
            let json = serde_json::to_value(read(&yaml, "usage").unwrap()).unwrap();
            assert_eq!(json["hostCapabilities"].as_array().map(Vec::len), Some(usize::from(list != "[]")));
        }
        refused("mutating: false", "mutatin: false", "mutatin");
        refused("mutating: false", "mutating: false\nhostCapability: []", "hostCapability");
        refused("operations: [CREATE]", "operations: []", "`rules[0].operations` is empty");
        refused("operations: [CREATE]", "operations: [CREAT]", "CREAT");
        refused("  io.kubewarden.policy.title: a\n", "", "`io.kubewarden.policy.title` is missing");
        refused("title: a", "title: ''", "`io.kubewarden.policy.title` is missing or empty");
        refused("mutating: false", "mutating: false\nexecutionMode: opa", "`executionMode` is `opa`");
        assert!(read("[", "").is_err());
    }
}
