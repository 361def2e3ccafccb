//! Checks a text again of which most is as it was: what an editor has with each key.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use insecure_registry_manifests::documents::parts;
use insecure_registry_manifests::items::Items;
use insecure_registry_manifests::source::Step;

use crate::{Check, Checker, File, Place, is_called_like_a_tool_file};

/// What was found in each part of a text by the same settings, to be kept until the text is checked again.
#[derive(Debug, Default)]
pub struct Known {
    /// By the text of a document, or of a List with one item.
    parts: HashMap<String, Check>,
    checked: usize,
}

impl Known {
    /// How many bytes were checked the last time, since they were not known.
    pub fn bytes_checked(&self) -> usize {
        self.checked
    }

    /// What is known of a part, which is kept.
    fn get(&self, part: &str, kept: &mut Known) -> Option<Check> {
        if let Some(check) = kept.parts.get(part) {
            return Some(check.clone());
        }
        let check = self.parts.get(part)?;
        kept.parts.insert(part.to_owned(), check.clone());
        Some(check.clone())
    }
}

impl Checker<'_> {
    /// The same as [`Checker::check_file`], but that parts which are known are not checked again: documents, and items of Lists.
    pub fn check_again(&self, text: &str, file: File<'_>, known: &mut Known) -> Check {
        let before = std::mem::take(known);
        // What is no YAML has no documents.
        let Some(parts) = parts(text).filter(|_| !is_called_like_a_tool_file(file.path)) else {
            return self.check_unknown(text, file, known);
        };
        let (mut all, mut line) = (Check::default(), 0);
        for part in parts {
            let check = match before.get(part, known) {
                Some(check) => check,
                None => self.items(part, file, &before, known).unwrap_or_else(|| self.check_unknown(part, file, known)),
            };
            // What is said of a part that cannot be read depends on the whole text.
            let is_read = check.unreadable.is_empty() && check.engine.is_none() && may_be_alone(part, &check);
            if !is_read {
                let check = if part.len() == text.len() { check } else { self.check_unknown(text, file, known) };
                // Once what is being typed can be read again, the rest is as it was.
                known.parts = before.parts;
                return check;
            }
            all.add(check, line);
            line += lines_in(part);
        }
        all
    }

    /// Checks what is not known.
    fn check_unknown(&self, text: &str, file: File<'_>, known: &mut Known) -> Check {
        known.checked += text.len();
        let check = self.check_file(text, file);
        known.parts.insert(text.to_owned(), check.clone());
        check
    }

    /// What there is in a List, item by item; none if it has to be checked as a whole.
    fn items(&self, part: &str, file: File<'_>, before: &Known, known: &mut Known) -> Option<Check> {
        let list = Items::of(part)?;
        let (mut all, head, mut line) = (Check::default(), lines_in(list.head), 0);
        for (nth, item) in list.items.iter().enumerate() {
            let lines = lines_in(item).max(1);
            let alone = list.alone(item);
            let mut check = before.get(&alone, known).unwrap_or_else(|| self.check_unknown(&alone, file, known));
            if !check.is_of_item(head + 1..=head + lines) {
                return None;
            }
            for step in check.objects.iter_mut().flat_map(|it| &mut it.findings).filter_map(|it| it.steps.get_mut(1)) {
                *step = Step::Item(nth);
            }
            check.documents = 0;
            all.add(check, line);
            line += lines;
        }
        all.documents = 1;
        Some(all)
    }
}

fn lines_in(text: &str) -> usize {
    text.matches('\n').count()
}

/// Whether nothing was passed over that could be said of the whole text: a document that cannot be read counts as skipped.
fn may_be_alone(part: &str, check: &Check) -> bool {
    check.skipped == 0 || insecure_registry_manifests::documents::documents(part).iter().all(Result::is_ok)
}

impl Check {
    /// Whether this is all about the only item of a List, on these lines.
    fn is_of_item(&self, lines: RangeInclusive<usize>) -> bool {
        let [object] = self.objects.as_slice() else { return false };
        let of_findings = object.findings.iter().map(|it| it.place);
        let mut places = of_findings.chain(self.warnings.iter().map(|it| it.place));
        let is_within = |place: Place| lines.contains(&place.line) && lines.contains(&place.last_line);
        object.is_item
            && places.all(is_within)
            && (self.documents, self.skipped, self.patches) == (1, 0, 0)
            && self.unreadable.is_empty()
            && self.engine.is_none()
    }

    /// Adds what was found in the next part, which begins after that many lines.
    fn add(&mut self, part: Check, lines: usize) {
        let documents = self.documents;
        self.objects.extend(part.objects.into_iter().map(|mut object| {
            object.document += documents;
            for finding in &mut object.findings {
                finding.place.line += lines;
                finding.place.last_line += lines;
            }
            object
        }));
        self.warnings.extend(part.warnings.into_iter().map(|mut it| {
            it.document += documents;
            it.place.line += lines;
            it.place.last_line += lines;
            it
        }));
        self.skipped += part.skipped;
        self.patches += part.patches;
        self.documents += part.documents;
    }
}
