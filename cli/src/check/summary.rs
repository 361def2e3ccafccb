//! What is known of all files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::time::Duration;

use insecure_registry_check::Action;
use serde::Serialize;
use serde_json::{Value, json};

use super::baseline::Known;
use super::checker::{Report, place};
use super::files::name_of;
use super::render::Rendered;
use super::unrendered::{Renderer, kustomization};

/// What is known of all files.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary {
    pub(super) files: usize,
    pub(super) objects: usize,
    /// Objects with findings.
    pub(super) objects_with_findings: usize,
    /// Findings by action.
    pub(super) deny: usize,
    pub(super) warn: usize,
    pub(super) unchanged: usize,
    pub(super) generated: usize,
    pub(super) exempt: usize,
    pub(super) placeholder: usize,
    pub(super) unreadable: usize,
    /// Documents that are not manifests.
    pub(super) skipped: usize,
    /// Files that git ignores.
    pub(super) ignored: usize,
    /// Findings that are not on changed lines.
    pub(super) elsewhere: usize,
    /// What is known from a baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) baseline: Option<Known>,
    pub(super) rules: BTreeMap<&'static str, Counts>,
    #[serde(serialize_with = "as_rows")]
    pub(super) unrendered: BTreeMap<(Renderer, String), usize>,
    /// The files of settings that were found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) settings: Vec<String>,
    /// Which placeholders there are.
    #[serde(skip)]
    pub(super) placeholders: BTreeMap<String, Placeholder>,
    /// Unreadable documents that make the command fail.
    #[serde(skip)]
    pub(super) failed: usize,
    /// The files that took longest.
    #[serde(skip)]
    pub(super) slowest: BTreeSet<(Duration, String)>,
    /// What was found in files, if kustomizations are rendered, which have the same once more.
    #[serde(skip)]
    pub(super) seen: Option<Seen>,
}

/// Findings by rule, words, path and kind, each with the names of its objects.
pub(super) type Seen = HashMap<(&'static str, String, String, String), Vec<String>>;

/// How often a rule found something.
#[derive(Debug, Default, Serialize)]
pub(super) struct Counts {
    pub(super) findings: usize,
    pub(super) objects: usize,
    pub(super) files: usize,
}

/// Where a placeholder stands.
#[derive(Debug, Default)]
pub(super) struct Placeholder {
    pub(super) number: usize,
    pub(super) first: String,
}

/// How many of the slowest files are shown.
const SLOWEST: usize = 10;

fn as_rows<S: serde::Serializer>(map: &BTreeMap<(Renderer, String), usize>, to: S) -> Result<S::Ok, S::Error> {
    let row = |((renderer, folder), number): (&(Renderer, String), &usize)| -> Value {
        json!({"folder": folder, "renderer": renderer, "number": number})
    };
    to.collect_seq(map.iter().map(row))
}

impl Summary {
    /// Compares a report with the baseline, if there is one.
    pub(super) fn compare(&mut self, report: &mut Report) {
        let Some(known) = &mut self.baseline else { return };
        known.compare(&mut report.objects);
    }

    pub(super) fn add(&mut self, report: &Report) {
        self.files += 1;
        self.objects += report.objects.len();
        self.unreadable += report.unreadable.len();
        self.failed += report.unreadable.iter().filter(|it| it.fails).count();
        self.skipped += report.skipped;
        self.elsewhere += report.elsewhere;
        if let Some(it) = &report.unrendered {
            *self.unrendered.entry((it.renderer, it.folder.clone())).or_default() += it.number;
        }
        self.slowest.insert((report.took, report.file.clone()));
        if self.slowest.len() > SLOWEST {
            self.slowest.pop_first();
        }
        let mut of_file = BTreeSet::new();
        for object in &report.objects {
            self.deny += object.more;
            if let Some(seen) = &mut self.seen {
                for it in object.findings.iter().filter(|it| it.rendered.is_none()) {
                    let key = (it.rule, it.seen.clone(), it.path.clone(), object.identity.kind.clone());
                    seen.entry(key).or_default().push(object.identity.name.clone().unwrap_or_default());
                }
            }
            let mut of_object = BTreeSet::new();
            for finding in &object.findings {
                if finding.action == Action::Placeholder {
                    let placeholder = self.placeholders.entry(finding.seen.clone()).or_default();
                    placeholder.number += 1;
                    if placeholder.number == 1 {
                        placeholder.first = place(&report.file, Some(&finding.place));
                    }
                    self.placeholder += 1;
                    continue;
                }
                let counts = self.rules.entry(finding.rule).or_default();
                counts.findings += 1;
                counts.objects += usize::from(of_object.insert(finding.rule));
                counts.files += usize::from(of_file.insert(finding.rule));
                *match finding.action {
                    Action::Deny => &mut self.deny,
                    Action::Warn => &mut self.warn,
                    Action::Unchanged => &mut self.unchanged,
                    Action::Generated => &mut self.generated,
                    Action::Exempt => &mut self.exempt,
                    Action::Placeholder => &mut self.placeholder,
                } += 1;
            }
            self.objects_with_findings += usize::from(!of_object.is_empty() || object.more > 0);
        }
    }

    /// Forgets that there was something to render where that was done, or was tried and is told otherwise.
    pub(super) fn forget(&mut self, rendered: &[Rendered]) {
        let has_kustomizations = rendered.iter().any(|it| it.renderer == Renderer::Kustomize);
        self.unrendered.retain(|(renderer, folder), _| match renderer {
            Renderer::Helm => {
                !rendered.iter().any(|it| it.renderer == Renderer::Helm && name_of(&it.folder) == *folder)
            }
            Renderer::Kustomize => !(has_kustomizations && kustomization(Path::new(folder)).is_some()),
            _ => true,
        });
    }

    /// Takes out of what Kustomize made what was found in the files that it made it of.
    pub(super) fn forget_seen(&self, report: &mut Report) {
        let Some(seen) = &self.seen else { return };
        for object in &mut report.objects {
            let kind = &object.identity.kind;
            let name = object.identity.name.as_deref().unwrap_or_default();
            object.findings.retain(|it| {
                let is_of_kustomize = it.rendered.as_ref().is_some_and(|it| it.command.contains("kustomize"));
                let names = seen.get(&(it.rule, it.seen.clone(), it.path.clone(), kind.clone()));
                // Kustomize may put something before a name, and after it.
                let is_known = names.is_some_and(|names| names.iter().any(|known| name.contains(known)));
                !(is_of_kustomize && is_known)
            });
        }
    }

    /// The findings, but for placeholders, which are none.
    pub(super) fn findings(&self) -> usize {
        self.deny + self.warn + self.unchanged + self.generated + self.exempt
    }
}
