//! Checks a text again of which most is as it was: what an editor has with each key.

use std::collections::HashMap;

use insecure_registry_manifests::documents::parts;

use crate::{Check, Checker, File};

/// What was found in each part of a text by the same settings, to be kept until the text is checked again.
#[derive(Debug, Default)]
pub struct Known(HashMap<String, Check>);

impl Checker<'_> {
    /// The same as [`Checker::check_file`], but that parts which are known are not checked again.
    pub fn check_again(&self, text: &str, file: File<'_>, known: &mut Known) -> Check {
        let Known(before) = std::mem::take(known);
        let Some(parts) = parts(text) else { return self.check_file(text, file) };
        let (mut all, mut line) = (Check::default(), 0);
        for part in parts {
            let check = match before.get(part).or_else(|| known.0.get(part)) {
                Some(check) => check.clone(),
                None => self.check_file(part, file),
            };
            // What is said of a part that cannot be read depends on the whole text.
            let is_read = check.unreadable.is_empty() && check.engine.is_none() && may_be_alone(part, &check);
            if !is_read {
                return self.check_file(text, file);
            }
            known.0.insert(part.to_owned(), check.clone());
            all.add(check, line);
            line += part.matches('\n').count();
        }
        all
    }
}

/// Whether nothing was passed over that could be said of the whole text: a document that cannot be read counts as skipped.
fn may_be_alone(part: &str, check: &Check) -> bool {
    check.skipped == 0 || insecure_registry_manifests::documents::documents(part).iter().all(Result::is_ok)
}

impl Check {
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
