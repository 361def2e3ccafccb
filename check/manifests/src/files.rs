//! Files of tools that are no manifests and yet say which images run, and how registries are reached: values of charts, compose files,
//! a `kustomization.yaml` without its kind.
//!
//! Each is judged as a resource of a kind that nobody knows, of which the policy recognises places by their shape.

use serde_json::{Value, json};

use crate::documents::Part;
use crate::request::Input;

/// A kind of file, as a kind of resource.
#[derive(Debug, PartialEq, Eq)]
pub struct FileKind {
    group: &'static str,
    version: &'static str,
    kind: &'static str,
}

const VALUES: FileKind = FileKind { group: "values.helm.sh", version: "v1", kind: "Values" };
const COMPOSE: FileKind = FileKind { group: "compose-spec.io", version: "v1", kind: "Compose" };
const KUSTOMIZATION: FileKind =
    FileKind { group: "kustomize.config.k8s.io", version: "v1beta1", kind: "Kustomization" };

impl FileKind {
    /// What a file of this name is that has this document.
    pub fn of(name: &str, document: &Value) -> Option<&'static Self> {
        let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?;
        let is_one_of = |words: &[&str]| words.contains(&stem);
        let begins = |word: &str| stem.strip_prefix(word).is_some_and(|rest| rest.starts_with(['-', '.', '_']));
        let ends = |word: &str| stem.strip_suffix(word).is_some_and(|rest| rest.ends_with(['-', '.', '_']));
        document.as_object()?;
        if is_one_of(&["values"]) || begins("values") || ends("values") {
            return Some(&VALUES);
        }
        let is_compose =
            ["compose", "docker-compose"].iter().any(|word| is_one_of(&[word]) || begins(word) || ends(word));
        if is_compose && document["services"].is_object() {
            return Some(&COMPOSE);
        }
        is_one_of(&["kustomization"]).then_some(&KUSTOMIZATION)
    }

    /// The request that stands for the file.
    pub fn input<'t>(&self, document: usize, name: &str, part: Part<'t>, object: Value) -> Input<'t> {
        let kind = json!({"group": self.group, "version": self.version, "kind": self.kind});
        let resource = json!({"group": self.group, "version": self.version, "resource": self.kind.to_lowercase()});
        let mut request = json!({
            "uid": "00000000-0000-0000-0000-000000000001",
            "kind": kind,
            "resource": resource,
            "operation": "CREATE",
            "name": name,
            "userInfo": {"username": "kubernetes-admin", "groups": ["system:masters", "system:authenticated"]},
        });
        request["object"] = object;
        Input { document, request, part, root: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_name_and_content() {
        let values = json!({"image": {"repository": "a"}});
        let services = json!({"services": {"a": {"image": "b"}}});
        for (name, document, expected) in [
            ("values.yaml", &values, Some(&VALUES)),
            ("values-prod.yaml", &values, Some(&VALUES)),
            ("values.prod.yml", &values, Some(&VALUES)),
            ("ci-values.yaml", &values, Some(&VALUES)),
            ("values.json", &values, None),
            ("eigenvalues.yaml", &values, None),
            ("valuesof.yaml", &values, None),
            ("values.yaml", &json!([1]), None),
            ("docker-compose.yml", &services, Some(&COMPOSE)),
            ("compose.dev.yaml", &services, Some(&COMPOSE)),
            ("compose.yaml", &values, None),
            ("services.yaml", &services, None),
            ("kustomization.yaml", &values, Some(&KUSTOMIZATION)),
        ] {
            assert_eq!(FileKind::of(name, document), expected, "{name}");
        }
    }
}
