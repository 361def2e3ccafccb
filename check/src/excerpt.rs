//! As little of a text as it takes to try what takes a finding away: what was found in one document or item depends on no other.

use std::ops::Range;

use insecure_registry_manifests::documents::parts;
use insecure_registry_manifests::items::Items;
use insecure_registry_manifests::source::Step;

use crate::{Check, Checker, Edit, File, Finding, Object, is_called_like_a_tool_file};

/// The document that a finding is in, or its List with one item only.
pub(crate) struct Excerpt {
    pub(crate) text: String,
    pub(crate) check: Check,
    /// The object and the finding in the check.
    found: (usize, usize),
    /// What of it stands in the whole text in one piece.
    range: Range<usize>,
    /// Where in the whole text that is.
    at: usize,
}

impl Excerpt {
    /// The excerpt of a text in which something was found; none if that has to be the whole text.
    pub(crate) fn of(checker: &Checker<'_>, text: &str, file: File<'_>, finding: &Finding) -> Option<Self> {
        if is_called_like_a_tool_file(file.path) {
            return None;
        }
        let mut place = Place { line: 1, at: 0 };
        let parts: Vec<_> = parts(text)?.collect();
        let part = parts[place.go_to(finding.place.line, &parts)?];
        let item = Items::of(part).and_then(|list| {
            let mut place = Place { line: place.line + lines_in(list.head), at: place.at + list.head.len() };
            let nth = place.go_to(finding.place.line, &list.items)?;
            let (head, item) = (list.head.len(), list.items[nth]);
            Some((list.alone(item), head..head + item.len(), place, Some(nth)))
        });
        let whole = || (part.to_owned(), 0..part.len(), place, None);
        let (text, range, place, nth) = item.unwrap_or_else(whole);
        let check = checker.check_file(&text, file);
        // How many more lines are before it in the whole text.
        let lines = place.line - 1 - lines_in(&text[..range.start]);
        let is_it = |it: &Finding| {
            let steps = it.steps.iter().enumerate().map(|(at, step)| match nth {
                Some(nth) if at == 1 => Step::Item(nth),
                _ => step.clone(),
            });
            it.rule == finding.rule
                && it.place.line + lines == finding.place.line
                && steps.eq(finding.steps.iter().cloned())
        };
        let mut objects = check.objects.iter().enumerate();
        let found = objects.find_map(|(nth, object)| Some((nth, object.findings.iter().position(is_it)?)))?;
        Some(Excerpt { text, check, found, range, at: place.at })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.check.objects[self.found.0]
    }

    pub(crate) fn finding(&self) -> &Finding {
        &self.object().findings[self.found.1]
    }

    /// The same change of the whole text.
    pub(crate) fn outside(&self, edit: Edit) -> Option<Edit> {
        let Range { start, end } = edit.range;
        let moved = |at: usize| at - self.range.start + self.at;
        (self.range.start <= start && end <= self.range.end)
            .then(|| Edit { range: moved(start)..moved(end), text: edit.text })
    }
}

/// Where a part of a text begins.
#[derive(Clone, Copy)]
struct Place {
    /// From 1.
    line: usize,
    at: usize,
}

impl Place {
    /// Moves to the part that has a line.
    fn go_to(&mut self, line: usize, parts: &[&str]) -> Option<usize> {
        parts.iter().position(|part| {
            let next = self.line + lines_in(part);
            let has_it = line < next || !part.ends_with('\n');
            if !has_it {
                (self.line, self.at) = (next, self.at + part.len());
            }
            has_it
        })
    }
}

fn lines_in(text: &str) -> usize {
    text.matches('\n').count()
}
