//! The manifests under `deploy/` are what Kubewarden's own types read, ask for each kind that the policy knows, and carry
//! settings that it takes.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use insecure_registry_policy::{places, validate_settings};
use k8s_openapi::api::admissionregistration::v1::RuleWithOperations;
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding};
use kubewarden_policy_sdk::crd::policies::{AdmissionPolicy, ClusterAdmissionPolicy};
use serde_json::Value;

use crate::fixtures::files;

/// The documents of all files, with the file's name.
pub(crate) fn documents() -> Vec<(PathBuf, Value)> {
    let paths = files("deploy", "yaml").into_iter().chain(files("deploy/ecosystems", "yaml"));
    let documents = paths.flat_map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        let documents: Vec<Value> = serde_saphyr::from_multiple(&text).unwrap();
        documents.into_iter().map(move |document| (path.clone(), document))
    });
    documents.collect()
}

/// The rules of a policy, read strictly by the SDK's type, and its settings.
fn policy_in(document: &Value) -> Option<(Vec<RuleWithOperations>, Value)> {
    let refuse = |error: serde_json::Error| format!("{error} in {document:#}");
    match document["kind"].as_str().unwrap() {
        "ClusterAdmissionPolicy" => {
            let policy = serde_json::from_value::<ClusterAdmissionPolicy>(document.clone()).map_err(refuse).unwrap();
            let spec = policy.spec.unwrap();
            Some((spec.rules.unwrap(), spec.settings.0))
        }
        "AdmissionPolicy" => {
            let policy = serde_json::from_value::<AdmissionPolicy>(document.clone()).map_err(refuse).unwrap();
            let spec = policy.spec.unwrap();
            Some((spec.rules.unwrap(), spec.settings.0))
        }
        _ => None,
    }
}

#[test]
fn each_manifest_is_what_its_kind_is() {
    for (path, document) in documents() {
        let kind = document["kind"].as_str().unwrap();
        match kind {
            "ClusterRole" => drop(serde_json::from_value::<ClusterRole>(document.clone()).unwrap()),
            "ClusterRoleBinding" => drop(serde_json::from_value::<ClusterRoleBinding>(document.clone()).unwrap()),
            _ => {
                let (rules, settings) = policy_in(&document).unwrap_or_else(|| panic!("{}: a {kind}", path.display()));
                let answer = validate_settings(settings.to_string().as_bytes()).unwrap();
                assert_eq!(String::from_utf8(answer).unwrap(), r#"{"valid":true}"#, "{}", path.display());
                for rule in rules {
                    assert_eq!(rule.operations.unwrap(), ["CREATE", "UPDATE"], "{}", path.display());
                    // The audit scanner passes over rules with a `*`.
                    for list in [rule.api_groups, rule.api_versions, rule.resources] {
                        let list = list.unwrap();
                        assert!(!list.is_empty() && !list.iter().any(|it| it.contains('*')), "{}", path.display());
                    }
                }
            }
        }
    }
}

#[test]
fn each_kind_with_places_is_asked_for() {
    let mut asked = BTreeSet::new();
    for (rules, _) in documents().iter().filter_map(|(_, document)| policy_in(document)) {
        for rule in rules {
            for group in rule.api_groups.unwrap() {
                asked.extend(rule.resources.iter().flatten().map(|resource| (group.clone(), resource.clone())));
            }
        }
    }
    let missing: Vec<_> = places::known_kinds()
        .into_iter()
        // Gone, and described by others.
        .filter(|(group, kind)| *group != "extensions" && *kind != "CustomResourceDefinition")
        .map(|(group, kind)| (group.to_owned(), plural(kind)))
        .filter(|kind| !asked.contains(kind))
        .collect();
    assert!(missing.is_empty(), "in no manifest under deploy/: {missing:?}");
}

/// The name of a kind's resource.
pub(crate) fn plural(kind: &str) -> String {
    let kind = kind.to_lowercase();
    match kind.strip_suffix('y') {
        Some(start) => format!("{start}ies"),
        None if kind.ends_with(['s', 'x']) => format!("{kind}es"),
        None => format!("{kind}s"),
    }
}

#[test]
fn kube_system_is_judged_by_one_policy_and_spared_by_the_other() {
    let documents = documents();
    let of = |name: &str| {
        let mut found = documents.iter().map(|(_, document)| document).filter(|it| it["metadata"]["name"] == name);
        found.find(|it| it["spec"]["mode"] == "protect").unwrap()["spec"].clone()
    };
    let (others, system) = (of("insecure-registry"), of("insecure-registry-kube-system"));
    assert_eq!(others["failurePolicy"], "Fail");
    assert_eq!(system["failurePolicy"], "Ignore");
    assert_eq!(others["rules"], system["rules"], "the same kinds in all namespaces");
}
