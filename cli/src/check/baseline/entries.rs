//! Exemptions for exactly what was found: each covers every combination of what it lists, and nothing else may be among these.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use insecure_registry_check::{Finding, Object, Selection};
use insecure_registry_policy::rules;
use serde_json::{Value, json};

/// Begins the reason of each exemption that a baseline wrote, by which they are known again.
pub(super) const MARK: &str = "baseline: ";

/// Why there is an exemption, and how long.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Grant {
    /// In the order in which exemptions are written: older ones first.
    pub(super) is_new: bool,
    pub(super) reason: String,
    pub(super) until: Option<String>,
}

/// What one finding is exempt by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) rule: &'static str,
    pub(super) kind: String,
    pub(super) namespace: Option<String>,
    pub(super) name: String,
    /// Of a rule about images.
    pub(super) image: Option<String>,
}

impl Cell {
    /// The cell of a finding, or why there is none that is exact.
    pub(super) fn of(object: &Object, finding: &Finding) -> Result<Self, &'static str> {
        let target = match &object.selection {
            Selection::Exact(target) => target.clone(),
            Selection::Inexact(why) => return Err(why),
            Selection::Generated => return Err("a workload controller made the object"),
        };
        if finding.image.is_none() && rules::find(finding.rule).is_none_or(rules::Rule::judges_images) {
            return Err("the text there is not an image that settings may name");
        }
        Ok(Cell {
            rule: finding.rule,
            kind: target.kind,
            namespace: target.namespace,
            name: target.name,
            image: finding.image.clone(),
        })
    }
}

/// How many selectors an entry has.
const SELECTORS: usize = 5;
/// Their names in settings, in the order in which they are written.
const NAMES: [&str; SELECTORS] = ["rules", "namespaces", "kinds", "names", "images"];
/// Which selectors are joined first. None is best for all input; all of these are tried.
const ORDERS: [[usize; SELECTORS]; 6] =
    [[0, 4, 3, 1, 2], [0, 4, 1, 3, 2], [0, 3, 4, 1, 2], [4, 0, 3, 1, 2], [3, 0, 4, 1, 2], [3, 1, 2, 0, 4]];

/// An exemption: the product of its selectors, of which an empty one is none at all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) grant: Grant,
    selectors: [BTreeSet<String>; SELECTORS],
}

impl From<(Cell, Grant)> for Entry {
    fn from((cell, grant): (Cell, Grant)) -> Self {
        let of = |text: Option<String>| text.into_iter().collect();
        let rule = Some(cell.rule.to_owned());
        let selectors = [of(rule), of(cell.namespace), of(Some(cell.kind)), of(Some(cell.name)), of(cell.image)];
        Entry { grant, selectors }
    }
}

/// As few exemptions as were found that cover these cells and no others.
pub(super) fn entries(cells: &BTreeMap<Cell, Grant>) -> Vec<Entry> {
    let one_each: BTreeSet<Entry> = cells.iter().map(|(cell, grant)| (cell.clone(), grant.clone()).into()).collect();
    let joined = ORDERS.map(|order| joined(one_each.clone(), order));
    let fewest = joined.into_iter().min_by_key(BTreeSet::len).unwrap_or_default();
    fewest.into_iter().collect()
}

/// Joins entries that differ in one selector: what both cover together is then a product too.
fn joined(mut entries: BTreeSet<Entry>, order: [usize; SELECTORS]) -> BTreeSet<Entry> {
    loop {
        let before = entries.len();
        for nth in order {
            let mut groups: BTreeMap<(Entry, bool), BTreeSet<String>> = BTreeMap::new();
            for mut entry in entries {
                let selector = std::mem::take(&mut entry.selectors[nth]);
                // Without a selector an entry is for anything, and not for nothing.
                let is_any = selector.is_empty();
                groups.entry((entry, is_any)).or_default().extend(selector);
            }
            let group = |((mut entry, _), selector): ((Entry, bool), BTreeSet<String>)| {
                entry.selectors[nth] = selector;
                entry
            };
            entries = groups.into_iter().map(group).collect();
        }
        if entries.len() == before {
            return entries;
        }
    }
}

/// Longer lists have an item a line.
const LONGEST_LINE: usize = 120;

impl Entry {
    /// As settings have it.
    pub(super) fn json(&self) -> Value {
        let mut json = json!({"reason": self.grant.reason});
        for (name, selector) in NAMES.iter().zip(&self.selectors).filter(|(_, selector)| !selector.is_empty()) {
            json[name] = json!(selector);
        }
        if let Some(until) = &self.grant.until {
            json["until"] = json!(until);
        }
        json
    }

    /// As an item of a list in YAML, in which a string of JSON is one too.
    pub(super) fn yaml(&self, indent: usize) -> String {
        let quoted = |text: &str| Value::from(text).to_string();
        let margin = " ".repeat(indent);
        let mut text = format!("{margin}- reason: {}\n", quoted(&self.grant.reason));
        for (name, selector) in NAMES.iter().zip(&self.selectors).filter(|(_, selector)| !selector.is_empty()) {
            // Rules have names of their own, and need no quotes.
            let items = selector.iter().map(|item| if *name == "rules" { item.clone() } else { quoted(item) });
            let items: Vec<_> = items.collect();
            let line = format!("{margin}  {name}: [{}]\n", items.join(", "));
            if line.len() <= LONGEST_LINE {
                text += &line;
            } else {
                let _ = writeln!(text, "{margin}  {name}:");
                text.extend(items.iter().map(|item| format!("{margin}    - {item}\n")));
            }
        }
        if let Some(until) = &self.grant.until {
            let _ = writeln!(text, "{margin}  until: {}", quoted(until));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant() -> Grant {
        Grant { is_new: true, reason: "baseline: test".to_owned(), until: None }
    }

    fn cell(rule: &'static str, namespace: &str, name: &str, image: &str) -> Cell {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Cell { rule, kind: "Pod".to_owned(), namespace: some(namespace), name: name.to_owned(), image: some(image) }
    }

    /// All that an entry covers.
    fn cells_of(entry: &Entry) -> Vec<[Option<String>; SELECTORS]> {
        let mut cells: Vec<[Option<String>; SELECTORS]> = vec![Default::default()];
        for (nth, selector) in entry.selectors.iter().enumerate().filter(|(_, selector)| !selector.is_empty()) {
            let with = |cell: &[Option<String>; SELECTORS], item: &String| {
                let mut cell = cell.clone();
                cell[nth] = Some(item.clone());
                cell
            };
            cells = cells.iter().flat_map(|cell| selector.iter().map(move |item| with(cell, item))).collect();
        }
        cells
    }

    #[test]
    fn like_findings_share_an_exemption() {
        let cells = [("shop", "a"), ("shop", "b"), ("dev", "a"), ("dev", "b")]
            .map(|(namespace, name)| (cell("loopback-registry", namespace, name, "localhost/a"), grant()));
        let entries = entries(&cells.into_iter().collect());
        assert_eq!(entries.len(), 1);
        assert_eq!(
            entries[0].yaml(2),
            "  - reason: \"baseline: test\"\n    rules: [loopback-registry]\n    namespaces: [\"dev\", \"shop\"]\n    \
             kinds: [\"Pod\"]\n    names: [\"a\", \"b\"]\n    images: [\"localhost/a\"]\n"
        );
    }

    #[test]
    fn what_is_not_a_product_is_not_joined() {
        // `b` in `dev` was not found, and an object without a namespace is not one in any.
        let found = [("shop", "a"), ("shop", "b"), ("dev", "a"), ("", "a")];
        let cells = found.map(|(namespace, name)| (cell("loopback-registry", namespace, name, "localhost/a"), grant()));
        assert_eq!(entries(&cells.into_iter().collect()).len(), 3);
    }

    /// Whatever was found, entries cover it, each once, and nothing else.
    #[test]
    fn entries_cover_what_was_found_and_nothing_else() {
        let mut seed: u32 = 1;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % below
        };
        for _ in 0..200 {
            let mut cells = BTreeMap::new();
            for _ in 0..next(40) {
                let is_image = next(3) > 0;
                let rule = ["credentials-in-env", "credentials-in-args", "insecure-registry", "loopback-registry"]
                    [next(2) as usize + if is_image { 2 } else { 0 }];
                let image = if is_image { ["r/a", "r/b", "r/c"][next(3) as usize] } else { "" };
                let cell = cell(rule, ["", "dev", "shop"][next(3) as usize], ["a", "b", "c"][next(3) as usize], image);
                cells.insert(cell, grant());
            }
            let entries = entries(&cells);
            let mut covered: Vec<_> = entries.iter().flat_map(cells_of).collect();
            covered.sort();
            let of = |cell: &Cell| cells_of(&(cell.clone(), grant()).into()).remove(0);
            let mut expected: Vec<_> = cells.keys().map(of).collect();
            expected.sort();
            assert_eq!(covered, expected);
            assert!(entries.len() <= cells.len());
        }
    }
}
