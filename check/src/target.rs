//! What an exemption names so that it covers one object and nothing else, spelled as the policy compares it.

use insecure_registry_manifests::request::{Input, is_built_in};
use insecure_registry_manifests::source::Step;
use insecure_registry_policy::finding::Finding;
use insecure_registry_policy::object::is_owner;
use serde_json::Value;

/// An object of a cluster, as exemptions select it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// `Kind`, or `group/Kind`.
    pub kind: String,
    /// None for what belongs to no namespace.
    pub namespace: Option<String>,
    /// The name, or the prefix that the server makes one of.
    pub name: String,
}

/// Whether exemptions can select an object and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// They can.
    Exact(Target),
    /// A cluster says that a workload controller made it: the next one has another name. What it was made of is selected instead.
    Generated,
    /// They cannot, and why.
    Inexact(&'static str),
}

impl Selection {
    pub(crate) fn of(input: &Input<'_>) -> Self {
        let text =
            |pointer: &str| input.request.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
        // The API server, and who stands in for it here, says which kind was asked for; a file of a tool is nothing that is asked for.
        if input.request.get("requestKind").is_none() {
            return Selection::Inexact("the file is not a manifest");
        }
        if is_generated(&input.request["object"]) {
            return Selection::Generated;
        }
        let Some(kind) = text("/kind/kind") else { return Selection::Inexact("the object has no kind") };
        if kind.ends_with("List") && input.request["object"]["items"].is_array() {
            return Selection::Inexact("the object is part of a list in one request");
        }
        let names = ["/name", "/object/metadata/name", "/object/metadata/generateName"];
        let Some(name) = names.iter().find_map(|name| text(name)) else {
            return Selection::Inexact("the object has no name");
        };
        let group = text("/kind/group").unwrap_or_default();
        let namespace = text("/namespace").or_else(|| text("/object/metadata/namespace"));
        // A manifest may leave its namespace to whoever applies it; what comes from a cluster or in a request has none.
        let is_review = matches!(input.root.last(), Some(Step::Key(key)) if key == "object");
        let is_stored = text("/object/metadata/uid").is_some();
        if namespace.is_none() && !(is_built_in(group) || is_review || is_stored) {
            return Selection::Inexact("the manifest does not say whether the object is in a namespace");
        }
        let kind = if group.is_empty() { kind.to_owned() } else { format!("{group}/{kind}") };
        if [Some(kind.as_str()), namespace, Some(name)].into_iter().flatten().any(|text| text.contains('*')) {
            return Selection::Inexact("a name has a `*`, which is a wildcard in exemptions");
        }
        Selection::Exact(Target { kind, namespace: namespace.map(str::to_owned), name: name.to_owned() })
    }
}

/// Whether a workload controller made an object that a cluster has stored.
fn is_generated(object: &Value) -> bool {
    let metadata = &object["metadata"];
    let is_by_workload = |owner: &Value| {
        let text = |name: &str| owner[name].as_str().unwrap_or_default();
        let group = text("apiVersion").rsplit_once('/').map_or("", |(group, _)| group);
        owner["controller"] == true && is_owner(group, text("kind"))
    };
    metadata["uid"].is_string()
        && metadata["ownerReferences"].as_array().is_some_and(|it| it.iter().any(is_by_workload))
}

/// The image that a finding is about, if an exemption can name it and no other, and if it may be shown.
pub(crate) fn image(found: &Finding<'_>) -> Option<String> {
    let shown = found.shown().filter(|_| found.rule.is_about_images())?;
    let is_exact = !shown.contains('*') && found.image_spellings().contains(&shown);
    is_exact.then_some(shown)
}
