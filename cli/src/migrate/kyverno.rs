//! Policies of Kyverno whose rules compare `image` with a pattern, as restrict-image-registries does. Images are compared as they are
//! written.
//!
//! Source: `pkg/engine/pattern/pattern.go` of kyverno/kyverno: `|` before `&`, both with spaces around them trimmed; `!` negates.

use serde_json::Value;

use super::entry::of_glob;
use super::{Migration, listed, shown, strings};

const LISTS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

pub(super) fn read(to: &mut Migration, of: &str, policy: &Value) {
    to.is_textual = true;
    let spec = &policy["spec"];
    if policy["kind"] == "Policy" {
        let namespace = policy["metadata"]["namespace"].as_str().unwrap_or("default");
        to.only_in(of, &[namespace]);
    }
    let mut has_rule = false;
    for rule in spec["rules"].as_array().into_iter().flatten() {
        let name = rule["name"].as_str().map(shown).unwrap_or_default();
        let of = format!("rule `{name}` of {of}");
        let validate = &rule["validate"];
        if validate["pattern"].is_null() {
            let fields = ["cel", "deny", "foreach", "anyPattern", "podSecurity", "manifests"];
            let what = match fields.iter().find(|field| !validate[**field].is_null()) {
                Some(field) => format!("uses `validate.{field}`, which is not read"),
                None => "does not validate".to_owned(),
            };
            to.not_read.push(format!("{of} {what}"));
            continue;
        }
        let mut found = Vec::new();
        images_in(&validate["pattern"], "", &mut found);
        if found.is_empty() {
            to.not_read.push(format!("{of} does not compare images with a pattern"));
            continue;
        }
        has_rule = true;
        patterns(to, &of, &found);
        // Enforce has to be asked for; rules decide before their policy does.
        let action = [&validate["failureAction"], &spec["validationFailureAction"]];
        let action = action.into_iter().find_map(Value::as_str).unwrap_or("Audit");
        to.warns.push(action.eq_ignore_ascii_case("audit"));
        selection(to, &of, rule);
        // A policy of a namespace is not for the same objects as one for all.
        if policy["kind"] == "Policy"
            && let Some(scope) = to.scopes.last_mut()
        {
            *scope += &policy["metadata"]["namespace"].to_string();
        }
    }
    if has_rule && !spec["validationFailureActionOverrides"].is_null() {
        to.differs.push(format!("{of}: validationFailureActionOverrides are not taken over"));
    }
}

/// The patterns of images, each with the list of containers that it is for.
fn images_in<'v>(pattern: &'v Value, list: &'v str, found: &mut Vec<(&'v str, Result<&'v str, &'static str>)>) {
    match pattern {
        Value::Object(fields) => {
            for (key, value) in fields {
                let name = without_anchor(key);
                if name == "image" && LISTS.contains(&list) {
                    let is_condition = key.starts_with('(') || key.starts_with("<(");
                    let is_absent = key.starts_with("X(");
                    found.push((
                        list,
                        match value.as_str() {
                            _ if is_condition || is_absent => Err("compares only containers that match a condition"),
                            Some(text) => Ok(text),
                            None => Err("is not a pattern for text"),
                        },
                    ));
                } else {
                    images_in(value, name, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| images_in(item, list, found)),
        _ => {}
    }
}

/// A key without `=( )`, `^( )`, `+( )`, `( )` around it.
fn without_anchor(key: &str) -> &str {
    key.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(key)
}

fn patterns(to: &mut Migration, of: &str, found: &[(&str, Result<&str, &'static str>)]) {
    let mut texts: Vec<&str> = Vec::new();
    for (_, pattern) in found {
        match pattern {
            Ok(text) if !texts.contains(text) => texts.push(text),
            Ok(_) => {}
            Err(why) => to.not_read.push(format!("{of} {why}")),
        }
    }
    if texts.len() > 1 {
        to.differs.push(format!(
            "{of} has several patterns, each for some of the containers; here all of them have to match"
        ));
    }
    let missing: Vec<&str> = LISTS.into_iter().filter(|list| found.iter().all(|(other, _)| other != list)).collect();
    if !missing.is_empty() {
        to.differs.push(format!("{of} does not look at {}; here they are checked", listed(&missing)));
    }
    for text in texts {
        pattern(to, of, text);
    }
}

fn pattern(to: &mut Migration, of: &str, text: &str) {
    let alternatives: Vec<Vec<&str>> =
        text.split('|').map(|it| it.split('&').map(|it| it.trim_matches(' ')).collect()).collect();
    let is_plain = |it: &str| !it.starts_with(['!', '>', '<']);
    let why = if text.contains("{{") || text.contains("$(") {
        Some("has a variable")
    } else if alternatives.iter().flatten().any(|it| it.starts_with(['>', '<'])) {
        Some("compares numbers")
    } else {
        None
    };
    if let Some(why) = why {
        return to.not_read.push(format!("{of}: `{}` {why}", shown(text)));
    }
    match &alternatives[..] {
        [all] => {
            for it in all.iter().filter(|it| is_plain(it)) {
                to.allow(of, [(*it, of_glob(it))]);
            }
            let negated = all.iter().filter_map(|it| it.strip_prefix('!')).map(str::trim);
            to.deny(of, negated.map(|it| (it, of_glob(it))));
        }
        any if any.iter().all(|all| matches!(all[..], [it] if is_plain(it))) => {
            to.allow(of, any.iter().flatten().map(|it| (*it, of_glob(it))));
        }
        _ => to.not_read.push(format!("{of}: `{}` has `|` beside `&` or `!`", shown(text))),
    }
}

/// Which objects a rule is for.
fn selection(to: &mut Migration, of: &str, rule: &Value) {
    let filters = |block: &str| -> Vec<(Value, bool)> {
        let block = &rule[block];
        let all = block["all"].as_array();
        let listed = block["any"].as_array().into_iter().chain(all).flatten().cloned();
        let is_alone = all.is_none_or(|all| all.len() == 1);
        let direct = (!block["resources"].is_null() || !block["subjects"].is_null()).then(|| block.clone());
        listed.chain(direct).map(|filter| (filter, is_alone)).collect()
    };
    // The names of what selects, but for kinds and operations: which requests there are is for the policy's `rules` to say.
    let selectors = |filter: &Value| -> Vec<String> {
        let resources = filter["resources"].as_object().into_iter().flatten();
        let of_resources =
            resources.filter(|(name, value)| !(matches!(name.as_str(), "kinds" | "operations") || is_empty(value)));
        let others = filter.as_object().into_iter().flatten();
        let others =
            others.filter(|(name, value)| !(matches!(name.as_str(), "resources" | "any" | "all") || is_empty(value)));
        of_resources.chain(others).map(|(name, _)| name.clone()).collect()
    };
    let (matched, excluded) = (filters("match"), filters("exclude"));
    let is_for_all = excluded.is_empty() && matched.iter().all(|(filter, _)| selectors(filter).is_empty());
    let scope = || format!("{}{}{}", rule["match"], rule["exclude"], rule["preconditions"]);
    to.scopes.push(if is_for_all { String::new() } else { scope() });
    // Several filters by namespace and nothing else: any of them may match, unless all have to.
    let is_any = matched.iter().all(|(filter, is_alone)| *is_alone && selectors(filter) == ["namespaces"]);
    let mut namespaces: Vec<String> = Vec::new();
    for (filter, _) in matched {
        let names = selectors(&filter);
        if names == ["namespaces"] {
            namespaces.extend(strings(&filter["resources"]["namespaces"]).into_iter().map(str::to_owned));
        } else if !names.is_empty() {
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            to.partial.push(format!("{of} is only for objects that its {} select", listed(&names)));
        }
    }
    let namespaces: Vec<&str> = namespaces.iter().map(String::as_str).collect();
    if is_any && !namespaces.is_empty() {
        to.only_in(of, &namespaces);
    } else if !namespaces.is_empty() {
        to.partial.push(format!("{of} is for the namespaces {} under conditions", listed(&namespaces)));
    }
    for (filter, is_alone) in excluded {
        // Kyverno extends a rule for Pods to what makes them; of other kinds, an exemption would cover more than is excluded.
        let kinds = &filter["resources"]["kinds"];
        let is_any_kind = is_empty(kinds) || strings(kinds).iter().any(|kind| matches!(*kind, "Pod" | "*"));
        let is_always = is_empty(&filter["resources"]["operations"]);
        if is_alone && is_any_kind && is_always && selectors(&filter) == ["namespaces"] {
            to.exempt(of, &strings(&filter["resources"]["namespaces"]));
        } else {
            to.differs.push(format!("{of} excludes other objects than whole namespaces; here they are checked"));
        }
    }
    if !rule["preconditions"].is_null() {
        to.differs.push(format!("{of} has preconditions; here all objects are checked"));
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}
