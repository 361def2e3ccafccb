//! Whether settings still say what the nodes do.

use std::path::Path;

use insecure_registry_policy::registry::{Paths, Pattern, Precision};
use serde_json::Value;

use super::findings::{Entry, List, Mirror, address_in, covers, is_same, probe};
use super::output::{Printed, Results};
use crate::Outcome;
use crate::error::Error;
use crate::settings;

/// Compares settings with what was read. What the nodes do and the settings do not say is drift, and what the settings say and no
/// node does.
pub(crate) fn check(path: &Path, results: Results) -> Result<Printed, Error> {
    let text = settings::load(path)?;
    let value: Value = serde_json::from_str(&text).map_err(|_| Error::new("the settings cannot be read back"))?;
    let list = |name: &str| -> Vec<String> {
        let entries = value.get(name).and_then(Value::as_array);
        entries.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let (insecure, trusted) = (list("insecureRegistries"), list("trustedRegistries"));
    if results.files() == 0 {
        return results.settings(false);
    }
    let (files, nodes) = (results.files(), results.nodes.len());
    let report = results.all()?;
    let shown = path.display();
    let mut lines = Vec::new();
    for (entries, own, other, setting) in [
        (&report.insecure, &insecure, &trusted, "insecureRegistries"),
        (&report.trusted, &trusted, &insecure, "trustedRegistries"),
    ] {
        for it in entries {
            if !is_said(&it.entry, own, other) {
                let source = it.sources.first().map(ToString::to_string).unwrap_or_default();
                lines.push(format!("{shown}: `{}` is missing in {setting}: {source}", it.entry));
            }
        }
        for entry in own {
            let says = |it: &Entry| is_same(&it.entry, entry) || covers(entry, &probe(&it.entry));
            if !entries.iter().any(says) {
                lines.push(format!("{shown}: `{entry}` in {setting}: no node here says so"));
            }
        }
    }
    let own: Vec<Entry> =
        value.get("insecureMirrors").and_then(Value::as_array).into_iter().flatten().map(mirror).collect();
    let setting = List::Mirrors.setting();
    for it in &report.mirrors {
        // A registry that is insecure by itself is denied, whatever its mirrors are.
        let is_denied = || is_said(it.entry.split('/').next().unwrap_or_default(), &insecure, &trusted);
        if !own.iter().any(|entry| entry.is_for_same(it) && entry.covers_uses_of(it)) && !is_denied() {
            let source = it.sources.first().map(ToString::to_string).unwrap_or_default();
            lines.push(format!("{shown}: `{}` is missing in {setting}: {source}", it.plain()));
        }
    }
    for entry in &own {
        if !report.mirrors.iter().any(|it| it.is_for_same(entry)) {
            lines.push(format!("{shown}: `{}` in {setting}: no node here says so", entry.plain()));
        }
    }
    let outcome = match (report.errors.is_empty(), lines.is_empty()) {
        (false, _) => Outcome::Incomplete,
        (true, false) => Outcome::Found,
        (true, true) => {
            lines.push(format!("{shown}: matches what {files} files of {nodes} nodes say"));
            Outcome::Fine
        }
    };
    let text = lines.into_iter().map(|line| line + "\n").collect();
    Ok(Printed { text, errors: report.errors, outcome })
}

/// An entry of `insecureMirrors`, which the policy has accepted.
fn mirror(value: &Value) -> Entry {
    let text = |name: &str, default: &str| value.get(name).and_then(Value::as_str).unwrap_or(default).to_owned();
    let sends_secrets = text("pullSecrets", "sent") == "sent";
    let mirror = Mirror { at: text("at", ""), pulls: text("pulls", "all"), sends_secrets };
    Entry { entry: text("of", ""), sources: Vec::new(), is_for_https: false, mirror: Some(mirror) }
}

/// Whether the settings have an entry for this one, and nothing more specific to the contrary.
fn is_said(entry: &str, own: &[String], other: &[String]) -> bool {
    if own.iter().any(|it| is_same(it, entry)) {
        return true;
    }
    let probe = address_in(entry).unwrap_or_else(|| probe(entry));
    let best = |list: &[String]| -> Option<Precision> {
        let matching = list.iter().filter(|it| covers(it, &probe));
        matching.filter_map(|it| Pattern::parse(it, Paths::No).ok().map(|it| it.precision())).max()
    };
    best(own).is_some_and(|own| best(other).is_none_or(|other| own >= other))
}
