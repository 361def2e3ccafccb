//! Quick fixes.

use insecure_registry_check::{Checker, Edit, Finding, Object};
use lsp_types::Uri;
use serde_json::{Value, json};

use crate::abilities::{Abilities, SHOW};
use crate::document::{Document, file};
use crate::lines::Lines;
use crate::uri;

/// Of how many findings fixes are looked for: each is tried.
const FINDINGS: usize = 10;

/// Settings that may be extended by an exemption.
pub(crate) struct Target {
    pub(crate) uri: Uri,
    pub(crate) text: String,
    /// Whether the file is not there yet.
    pub(crate) is_new: bool,
}

/// What there is to do about a document.
pub(crate) struct OfDocument<'d> {
    pub(crate) document: &'d Document,
    pub(crate) checker: Checker<'d>,
    pub(crate) target: Option<&'d Target>,
    pub(crate) abilities: Abilities,
}

impl OfDocument<'_> {
    pub(crate) fn actions(&self, found: &[(&Object, &Finding)]) -> Vec<Value> {
        let of_finding = |(object, finding): &(&Object, &Finding)| {
            let exempt = self.exempt(object, finding);
            self.fixes(object, finding).into_iter().chain(exempt).collect::<Vec<_>>()
        };
        found.iter().take(FINDINGS).flat_map(of_finding).collect()
    }

    fn fixes(&self, object: &Object, finding: &Finding) -> Vec<Value> {
        let Document { uri, text, lines, .. } = self.document;
        let name = uri::whole(uri);
        let fixes = self.checker.fixes(text, file(&name), object, finding);
        let is_only = fixes.len() == 1;
        let action = |(title, edit): (String, Edit)| {
            let edits = json!([{"range": lines.range(text, edit.range), "newText": edit.text}]);
            let mut action = self.action(&title, finding);
            action["edit"] = json!({"changes": {uri.as_str(): edits}});
            action["isPreferred"] = json!(is_only);
            action
        };
        fixes.into_iter().map(|fix| action((fix.title, fix.edit))).collect()
    }

    fn exempt(&self, object: &Object, finding: &Finding) -> Option<Value> {
        let target = self.target?;
        let name = uri::whole(&self.document.uri);
        let exempt = self.checker.exempt(&target.text, (&self.document.text, file(&name)), object, finding)?;
        let place = Lines::of(&target.text).range(&target.text, exempt.edit.range.clone());
        let uri = target.uri.as_str();
        let edits = json!([{"range": place, "newText": exempt.edit.text}]);
        let title = format!("Exempt `{}` for {} in {}", finding.rule, object.subject, uri::name(&target.uri));
        let mut action = self.action(&title, finding);
        action["edit"] = if target.is_new && self.abilities.creates {
            let create = json!({"kind": "create", "uri": uri, "options": {"ignoreIfExists": true}});
            let change = json!({"textDocument": {"uri": uri, "version": null}, "edits": edits});
            json!({"documentChanges": [create, change]})
        } else {
            json!({"changes": {uri: edits}})
        };
        if self.abilities.shows {
            let changed = exempt.edit.apply(&target.text);
            let reason = Lines::of(&changed).position(&changed, exempt.reason);
            action["command"] = json!({"title": "Write down the reason", "command": SHOW, "arguments": [uri, reason]});
        }
        Some(action)
    }

    fn action(&self, title: &str, finding: &Finding) -> Value {
        json!({"title": title, "kind": "quickfix", "diagnostics": [self.document.diagnostic(finding)]})
    }
}
