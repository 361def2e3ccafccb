//! What is known of all files.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use insecure_registry_check::Action;
use serde::Serialize;
use serde_json::{Value, json};

use super::checker::{Report, place};
use super::unrendered::Renderer;

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
}

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

    /// The findings, but for placeholders, which are none.
    pub(super) fn findings(&self) -> usize {
        self.deny + self.warn + self.unchanged + self.generated + self.exempt
    }
}
