//! Constraints of Gatekeeper's library. Images are compared as they are written, by their beginning.
//!
//! Source: `src/general/{allowedrepos,allowedreposv2,disallowedrepos}/src.rego` of open-policy-agent/gatekeeper-library.

use serde_json::Value;

use super::entry::{of_prefix, of_prefix_or_exact};
use super::{Migration, shown, strings};

pub(super) fn is_read(kind: &str) -> bool {
    matches!(kind, "K8sAllowedRepos" | "K8sAllowedReposv2" | "K8sDisallowedRepos")
}

pub(super) fn read(to: &mut Migration, of: &str, constraint: &Value) {
    to.is_textual = true;
    let spec = &constraint["spec"];
    let parameters = &spec["parameters"];
    match constraint["kind"].as_str() {
        Some("K8sAllowedRepos") => {
            to.allow(of, strings(&parameters["repos"]).into_iter().map(|it| (it, of_prefix(it))));
        }
        Some("K8sAllowedReposv2") => {
            to.allow(of, strings(&parameters["allowedImages"]).into_iter().map(|it| (it, of_prefix_or_exact(it))));
        }
        _ => to.deny(of, strings(&parameters["repos"]).into_iter().map(|it| (it, of_prefix(it)))),
    }
    match spec["enforcementAction"].as_str().unwrap_or("deny") {
        "deny" => to.warns.push(false),
        "warn" | "dryrun" => to.warns.push(true),
        other => {
            to.warns.push(false);
            to.differs.push(format!("{of}: enforcementAction is `{}`; here findings deny", shown(other)));
        }
    }
    let mut scope = spec["match"].clone();
    if let Some(scope) = scope.as_object_mut() {
        scope.retain(|name, _| !matches!(name.as_str(), "kinds" | "source"));
    }
    to.scopes.push(if scope.as_object().is_none_or(serde_json::Map::is_empty) {
        String::new()
    } else {
        scope.to_string()
    });
    for (name, value) in spec["match"].as_object().into_iter().flatten() {
        match name.as_str() {
            // Which requests there are is for the policy's `rules` to say, and other kinds have no containers there.
            "kinds" | "source" => {}
            "excludedNamespaces" => to.exempt(of, &strings(value)),
            "namespaces" => to.only_in(of, &strings(value)),
            "scope" if value == "*" => {}
            other => to.partial.push(format!("{of} is only for objects that `match.{}` selects", shown(other))),
        }
    }
}
