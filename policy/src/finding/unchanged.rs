//! Which findings of an object its old version also has.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{Action, Finding};
use crate::part::Part;
use crate::path::Segment;
use crate::places::LAST_APPLIED;

/// Lets findings pass with a warning that were found in the old version of the object too: same rule, same place, same words. What
/// is found twice has to have been there twice.
pub(crate) fn forgive_unchanged(found: &mut [Finding<'_>], old: &[Finding<'_>]) {
    let mut unknown = vec![false; found.len()];
    // Heaps, since the library's sort is many bytes, and a list that is kept sorted is quadratic.
    let mut known: BinaryHeap<_> = old.iter().flat_map(|finding| Seen::all_of(0, finding)).collect();
    let mut all: BinaryHeap<_> =
        found.iter().enumerate().flat_map(|(nth, finding)| Seen::all_of(nth, finding)).collect();
    while let Some(seen) = all.pop() {
        while known.peek().is_some_and(|known| *known > seen) {
            known.pop();
        }
        if known.peek().is_some_and(|known| *known == seen) {
            known.pop();
        } else if let Some(unknown) = unknown.get_mut(seen.nth) {
            *unknown = true;
        }
    }
    for (finding, is_unknown) in found.iter_mut().zip(unknown) {
        if finding.action == Action::Deny && !is_unknown {
            finding.action = Action::Unchanged;
        }
    }
}

/// One thing that was seen in one version of an object.
struct Seen<'f, 'a> {
    /// Which finding it is.
    nth: usize,
    finding: &'f Finding<'a>,
    part: Option<Part>,
}

impl<'f, 'a> Seen<'f, 'a> {
    /// All that makes a finding.
    fn all_of(nth: usize, finding: &'f Finding<'a>) -> impl Iterator<Item = Self> {
        let whole = finding.parts.is_empty().then_some(None);
        let parts = finding.parts.iter().map(|part| Some(*part));
        whole.into_iter().chain(parts).map(move |part| Seen { nth, finding, part })
    }
}

/// Equal where the same was seen.
impl Ord for Seen<'_, '_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (self.finding, other.finding);
        // What was applied repeats the object, where it is judged too. Its text is another one with each label.
        let is_applied = matches!(a.path.segments().last(), Some(Segment::Key(key)) if key.as_str() == LAST_APPLIED);
        let value = || if is_applied { Ordering::Equal } else { a.value.cmp(&b.value) };
        let rest = || match (self.part, other.part) {
            // The value last: it may be long, and most findings differ in their place.
            (None, None) => a.cause.seen.cmp(&b.cause.seen).then_with(value),
            (part, other) => part.cmp(&other),
        };
        (a.rule.id.cmp(b.rule.id)).then_with(|| a.path.cmp_place(&b.path)).then_with(rest)
    }
}

impl PartialOrd for Seen<'_, '_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Seen<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Seen<'_, '_> {}
