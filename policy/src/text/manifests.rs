//! Manifests, values of charts and compose files in a text.

use insecure_registry_formats::to_json;

use crate::json::Raw;
use crate::search;

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taken {
    /// Manifests.
    Manifests,
    /// Values of a chart, a compose file, a kustomization or the configuration of Jenkins: recognised by the name only. A cloud-config.
    Values,
}

/// How a text should be read, if at all, judging by its name and its words. The text may still contain JSON escapes.
pub(crate) fn taken(text: &[u8], name: &str) -> Option<Taken> {
    if may_be_manifests(text, name) && search::may_hold_manifest(text) && search::contains(text, "kind") {
        Some(Taken::Manifests)
    } else if (is_of_values(name) && text.contains(&b':')) || text.starts_with(b"#cloud-config") {
        Some(Taken::Values)
    } else {
        None
    }
}

/// Whether a text begins like a manifest, or has a name for manifests. This rules out most long texts.
fn may_be_manifests(text: &[u8], name: &str) -> bool {
    matches!(text, [b'a' | b'k' | b'-' | b'#' | b'{' | b'\\' | b'\n' | b' ', ..])
        || [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end))
}

/// Whether a field or file of this name holds the values of a chart, or services with images.
fn is_of_values(name: &str) -> bool {
    const FIELDS: [&str; 5] = ["values", "valuesContent", "valuesYaml", "helmValues", "defaultValues"];
    const FILES: [&str; 5] = ["values", "compose", "docker-compose", "kustomization", "jenkins"];
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
    let stem = stem.and_then(|stem| stem.rsplit('/').next());
    FIELDS.contains(&name)
        || stem.is_some_and(|stem| {
            FILES.contains(&stem)
                || stem.ends_with("-values")
                || ["values-", "jcasc"].iter().any(|it| stem.starts_with(it))
        })
}

/// Calls `visit` with each document of the text, as JSON, and its number from 0. Text that is not YAML has none.
pub(crate) fn each(text: &str, budget: &mut usize, visit: &mut dyn FnMut(Raw<'_>, usize)) {
    if text.trim_ascii_start().starts_with('{')
        && let Ok(json) = Raw::new(text.as_bytes())
    {
        return visit(json, 0);
    }
    // Parsing takes about as much room as the text.
    let Some(rest) = budget.checked_sub(text.len()) else { return };
    *budget = rest;
    let mut nth: usize = 0;
    let _ = to_json::documents(text, budget, &mut |json| {
        if let Ok(json) = Raw::new(json.as_bytes()) {
            visit(json, nth);
        }
        nth = nth.saturating_add(1);
    });
}
