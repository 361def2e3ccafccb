//! What `kubectl apply` stores about an object repeats the object, and so do the findings in it.

use super::Finding;
use crate::part::{Part, part_of};
use crate::path::Segment;
use crate::places::LAST_APPLIED;

impl Finding<'_> {
    /// Whether it is in what was applied, and not about what is applied being there.
    fn is_in_applied(&self) -> bool {
        self.path.depth() == self.root.saturating_add(3)
            && matches!(self.path.segments().last(), Some(Segment::Key(key)) if key.as_str() == LAST_APPLIED)
            && self.rule.id != "pull-secret-in-last-applied"
    }

    /// By which rule it is, in any place. Rules about credentials are named for places.
    fn rule_anywhere(&self) -> &'static str {
        const CREDENTIALS: &str = "credentials-in-";
        if self.rule.id.starts_with(CREDENTIALS) { CREDENTIALS } else { self.rule.id }
    }
}

/// Whether there are findings in what was applied.
pub(crate) fn has_applied(found: &[Finding<'_>]) -> bool {
    found.iter().any(Finding::is_in_applied)
}

/// Drops findings in what was applied, where what is found at its places is found in the object as well: the same text by the same
/// rule. What the object has no more stays.
pub(crate) fn drop_repeated(found: &mut Vec<Finding<'_>>, in_applied: &[Finding<'_>]) {
    let (known, applied) = (told(found), told(in_applied));
    found.retain(|finding| {
        let rule = finding.rule_anywhere();
        let mut is_any = false;
        let is_all = applied.iter().filter(|it| it.0 == rule).all(|it| {
            is_any = true;
            known.contains(it)
        });
        !finding.is_in_applied() || !is_any || !is_all
    });
}

/// What findings have in common with those of the same in other places: the rule, and the text that was judged.
fn told(findings: &[Finding<'_>]) -> Vec<(&'static str, Part)> {
    let mut told = Vec::new();
    // Many findings may be of one text, which may be long.
    let mut last = ("", part_of(&""));
    for finding in findings.iter().filter(|finding| !finding.is_in_applied()) {
        let text = finding.value.as_str();
        if !std::ptr::eq(text, last.0) {
            last = (text, part_of(&text));
        }
        told.push((finding.rule_anywhere(), last.1));
    }
    told
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const AUTHS: &str = r#"{"auths":{"ghcr.io":{"auth":"cm9ib3Q6Q0FOQVJZ"}}}"#;
    const OTHER: &str = r#"{"auths":{"ghcr.io":{"auth":"cm9ib3Q6Q0FOQVJZLXR3bw=="}}}"#;
    const FILE: &str = "configs: {r.example.com: {tls: {insecure_skip_verify: true}}}";

    /// The rules that find something in an object to which this was applied, by place.
    #[track_caller]
    fn check((group, kind): (&str, &str), object: &Value, applied: &str, settings: &Value, expected: &[&str]) {
        let mut object = object.clone();
        object["metadata"] = json!({"name": "a", "annotations": {LAST_APPLIED: applied}});
        let request = json!({"kind": {"group": group, "kind": kind}, "operation": "CREATE", "object": object});
        let payload = json!({"request": request, "settings": settings}).to_string();
        let answer: Value = serde_json::from_slice(&crate::validate(payload.as_bytes()).unwrap()).unwrap();
        let findings: Vec<Value> =
            serde_json::from_str(answer["audit_annotations"]["findings"].as_str().unwrap_or("[]")).unwrap();
        let place = |it: &Value| it["path"].as_str().unwrap().replace(LAST_APPLIED, "…");
        let found: Vec<_> =
            findings.iter().map(|it| format!("{} at {}", it["rule"].as_str().unwrap(), place(it))).collect();
        assert_eq!(found, expected, "{applied}");
    }

    #[test]
    fn what_was_applied_is_the_object() {
        const IN_APPLIED: &str = "credentials-in-annotation at metadata.annotations[\"…\"]";
        let data = |entries: Value| json!({"data": entries});
        let maps = ("", "ConfigMap");
        let none = json!({});
        let a = "credentials-in-config-map at data.a";
        let same = data(json!({"a": AUTHS}));
        check(maps, &same, &same.to_string(), &none, &[a]);
        // Whatever becomes of it there.
        check(maps, &same, &same.to_string(), &json!({"rules": {"credentials-in-config-map": "warn"}}), &[a]);
        check(maps, &same, &same.to_string(), &json!({"rules": {"credentials-in-config-map": "allow"}}), &[IN_APPLIED]);
        // Under another key it is the same text.
        check(maps, &same, &data(json!({"b": AUTHS})).to_string(), &none, &[a]);
        // What the object has no more, and what is no manifest.
        for applied in [data(json!({"a": OTHER})), data(json!({"a": AUTHS, "b": OTHER}))] {
            check(maps, &same, &applied.to_string(), &none, &[a, IN_APPLIED]);
        }
        check(maps, &same, &format!("{same}x"), &none, &[a, IN_APPLIED]);
        check(maps, &same, AUTHS, &none, &[a, IN_APPLIED]);
        check(maps, &same, &same.to_string().replace("data", "\\x"), &none, &[a, IN_APPLIED]);
        check(maps, &data(json!({})), &same.to_string(), &none, &[IN_APPLIED]);
        // Each rule by itself.
        let both = data(json!({"a": AUTHS, "registries.yaml": FILE}));
        let file = "insecure-node-config at data[\"registries.yaml\"]";
        check(maps, &both, &both.to_string(), &none, &[a, file]);
        let other = data(json!({"a": OTHER, "registries.yaml": FILE}));
        check(maps, &both, &other.to_string(), &none, &[a, file, IN_APPLIED]);
    }

    #[test]
    fn any_place_of_an_object_is_repeated() {
        let deployment = json!({"spec": {"template": {"metadata": {"annotations": {"a": AUTHS}}, "spec": {"containers": [
            {"name": "web", "env": [{"name": "A", "value": AUTHS}], "args": ["--config", OTHER]},
        ]}}}});
        let pod = "spec.template.spec.containers[0]";
        check(
            ("apps", "Deployment"),
            &deployment,
            &deployment.to_string(),
            &json!({}),
            &[
                "credentials-in-annotation at spec.template.metadata.annotations.a",
                &format!("credentials-in-args at {pod}.args[1]"),
                &format!("credentials-in-env at {pod}.env[0]"),
            ],
        );
        let auths: Value = serde_json::from_str(AUTHS).unwrap();
        let resource = json!({"spec": {"config": auths, "script": FILE}});
        check(
            ("example.com", "Widget"),
            &resource,
            &resource.to_string(),
            &json!({}),
            &["credentials-in-resource at spec.config.auths", "insecure-node-config at spec.script"],
        );
    }
}
