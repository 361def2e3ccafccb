//! What is known from a baseline, and what of the baseline is no longer needed.

use std::path::Path;

use insecure_registry_check::settings::strictly;
use insecure_registry_check::{Action, Finding, Object, Selection, printable};
use insecure_registry_policy::glob;
use insecure_registry_policy::settings::{Document, Exemption};
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::entries::{Cell, Grant};
use crate::error::Error;
use crate::settings;

/// The exemptions of a baseline, and which of their items were needed.
#[derive(Debug)]
pub(in crate::check) struct Known {
    file: String,
    entries: Vec<Needed>,
    /// How many findings are known.
    pub(in crate::check) findings: usize,
    /// How many objects workload controllers made.
    pub(in crate::check) generated: usize,
}

/// An exemption.
#[derive(Debug)]
pub(super) struct Needed {
    reason: String,
    until: Option<String>,
    /// Other selectors than a baseline writes.
    is_for_users: bool,
    selectors: Vec<Selector>,
}

/// The items of a selector, each with whether it was needed.
#[derive(Debug)]
struct Selector {
    name: &'static str,
    items: Vec<(String, bool)>,
}

impl Needed {
    pub(super) fn of(exemption: &Exemption<'_>) -> Self {
        let selectors = [
            ("rules", &exemption.rules),
            ("namespaces", &exemption.namespaces),
            ("kinds", &exemption.kinds),
            ("names", &exemption.names),
            ("images", &exemption.images),
        ];
        let selector = |(name, items): (&'static str, &Vec<&str>)| Selector {
            name,
            items: items.iter().map(|item| ((*item).to_owned(), false)).collect(),
        };
        Needed {
            reason: exemption.reason.to_owned(),
            until: exemption.until.map(|until| until.as_str().to_owned()),
            is_for_users: !(exemption.users.is_empty() && exemption.groups.is_empty()),
            selectors: selectors.map(selector).into(),
        }
    }

    /// Why it exempts, and how long.
    pub(super) fn grant(&self) -> Grant {
        Grant { is_new: false, reason: self.reason.clone(), until: self.until.clone() }
    }

    /// Whether it covers a cell; if so, it is needed for that.
    pub(super) fn covers(&mut self, cell: &Cell) -> bool {
        // The order of the selectors above.
        let texts =
            [Some(cell.rule), cell.namespace.as_deref(), Some(&cell.kind), Some(&cell.name), cell.image.as_deref()];
        let short_kind = cell.kind.rsplit('/').next().unwrap_or_default();
        let matches = |name: &str, item: &str, text: &str| {
            glob::matches(item, text) || (name == "kinds" && glob::matches(item, short_kind))
        };
        let mut hits = Vec::new();
        for (nth, (selector, text)) in self.selectors.iter().zip(texts).enumerate() {
            let before = hits.len();
            let is_hit = |(item, _): &&(String, bool)| text.is_some_and(|text| matches(selector.name, item, text));
            let found = selector.items.iter().enumerate().filter(|(_, item)| is_hit(item)).map(|(at, _)| (nth, at));
            hits.extend(found);
            if hits.len() == before && !selector.items.is_empty() {
                return false;
            }
        }
        if self.is_for_users {
            return false;
        }
        for (nth, at) in hits {
            self.selectors[nth].items[at].1 = true;
        }
        true
    }

    /// What was not needed of the exemption at this path.
    fn unneeded(&self, path: &str) -> Vec<String> {
        if self.selectors.iter().flat_map(|it| &it.items).all(|(_, is_needed)| !is_needed) {
            return vec![format!("`{path}`")];
        }
        let of = |selector: &Selector| {
            let unneeded = selector.items.iter().enumerate().filter(|(_, (_, is_needed))| !is_needed);
            let line = |(nth, (item, _)): (usize, &(String, bool))| {
                format!("`{}` in `{path}.{}[{nth}]`", printable(item), selector.name)
            };
            unneeded.map(line).collect::<Vec<_>>()
        };
        self.selectors.iter().flat_map(of).collect()
    }
}

impl Known {
    /// Reads a baseline, and adds its exemptions to the settings, after those that are there.
    pub(in crate::check) fn add_to(settings: &mut String, file: &Path) -> Result<Self, Error> {
        let baseline = settings::load(file)?;
        let document = Document::parse(baseline.as_bytes()).map_err(|error| Error::new(error.to_string()))?;
        let read = strictly(&document).map_err(|error| Error::new(error.to_string()).within(file))?;
        let entries = read.exemptions.iter().map(Needed::of).collect();
        let [mut baseline, mut all] =
            [&baseline, &*settings].map(|json| serde_json::from_str(json).unwrap_or(json!({})));
        if let Some(other) = baseline.as_object().and_then(|it| it.keys().find(|key| *key != "exemptions")) {
            let what = "a baseline has only `exemptions`; give other settings with --settings";
            return Err(Error::new(format!("found `{other}`: {what}")).within(file));
        }
        if let Value::Array(more) = baseline["exemptions"].take() {
            match &mut all["exemptions"] {
                Value::Array(exemptions) => exemptions.extend(more),
                exemptions => *exemptions = Value::Array(more),
            }
        }
        *settings = all.to_string();
        Ok(Known { file: super::super::files::name_of(file), entries, findings: 0, generated: 0 })
    }

    /// Takes out what workload controllers made, since what it was made of is checked, and counts what is known of the rest.
    pub(in crate::check) fn compare(&mut self, objects: &mut Vec<Object>) {
        let before = objects.len();
        objects.retain(|object| object.selection != Selection::Generated);
        self.generated += before - objects.len();
        for object in objects.iter() {
            self.look_at(object);
        }
    }

    fn look_at(&mut self, object: &Object) {
        let is_exempt = |finding: &&Finding| finding.action == Action::Exempt;
        for finding in object.findings.iter().filter(is_exempt) {
            let Ok(cell) = Cell::of(object, finding) else { continue };
            let mut is_known = false;
            for entry in &mut self.entries {
                is_known |= entry.covers(&cell) && finding.reason.as_deref() == Some(entry.reason.as_str());
            }
            self.findings += usize::from(is_known);
        }
    }

    /// What of the baseline is no longer needed, a line each.
    pub(in crate::check) fn unneeded(&self) -> Vec<String> {
        let all = (0..).zip(&self.entries).flat_map(|(nth, entry)| entry.unneeded(&format!("exemptions[{nth}]")));
        all.map(|it| format!("{}: {it} is no longer needed", self.file)).collect()
    }
}

impl Serialize for Known {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut known = to.serialize_struct("Known", 3)?;
        known.serialize_field("findings", &self.findings)?;
        known.serialize_field("generated", &self.generated)?;
        known.serialize_field("unneeded", &self.unneeded())?;
        known.end()
    }
}
