//! What is said of images that were rewritten.

use std::fmt;

use serde::Serialize;

use super::{LONGEST_SUBJECT, LONGEST_WARNING, cut};
use crate::path::Path;
use crate::registry::display::{Composed, Shown, shown};
use crate::registry::image::Image;

const MOST_WARNINGS: usize = 5;
/// In bytes.
const LONGEST_ANNOTATION: usize = 4 * 1024;

/// An image that is rewritten.
#[derive(Debug)]
pub struct Change<'a> {
    /// Where it is in the object.
    pub path: Path<'a>,
    /// As it is in the object: a reference, perhaps with a scheme before it.
    pub from: &'a str,
    /// What comes in its place.
    pub to: String,
    /// The entry of the settings, from 0.
    pub entry: usize,
    /// Whether the object changes, rather than the Pods that come of it.
    pub is_of_object: bool,
    /// Whether the old object has the same image there.
    pub is_unchanged: bool,
}

impl Change<'_> {
    /// Whether the user is told of it: not with each update of something that stays as it is.
    fn is_told(&self) -> bool {
        self.is_of_object || !self.is_unchanged
    }
}

/// What became what.
impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = Image::parse_any(self.from).as_ref().and_then(Shown::image) {
            write!(f, "`{from}` ")?;
        }
        write!(f, "becomes `{}` (rewrites[{}])", shown(Composed(&self.to)), self.entry)
    }
}

/// A rewritten image in the audit log. One that was not a reference would not have been rewritten, so that it holds no credentials.
#[derive(Serialize)]
struct AuditRewrite<'c> {
    path: String,
    from: &'c str,
    to: &'c str,
    entry: usize,
    /// What is rewritten: the object, or the Pods that come of it.
    of: &'static str,
}

/// A line for each image, with all its places. So many more images are only counted.
pub(super) fn warnings(subject: &str, changes: &[Change<'_>], mut more: usize) -> Vec<String> {
    let subject = cut(subject.to_owned(), LONGEST_SUBJECT);
    let mut told: Vec<(&Change<'_>, usize)> = Vec::new();
    for change in changes.iter().filter(|change| change.is_told()) {
        let is_same =
            |it: &Change<'_>| it.from == change.from && it.to == change.to && it.is_of_object == change.is_of_object;
        if let Some((_, count)) = told.iter_mut().find(|(it, _)| is_same(it)) {
            *count = count.saturating_add(1);
        } else if told.len() < MOST_WARNINGS {
            told.push((change, 0));
        } else {
            more = more.saturating_add(1);
        }
    }
    let line = |(change, count): &(&Change<'_>, usize)| {
        let of = if change.is_of_object { "" } else { "in its Pods, " };
        let more = if *count > 0 { format!(", and {count} more") } else { String::new() };
        cut(format!("{subject}: {of}{change}{more}"), LONGEST_WARNING)
    };
    let mut lines: Vec<_> = told.iter().map(line).collect();
    if more > 0 {
        lines.push(format!("{subject}: {more} more images rewritten by insecure-registry"));
    }
    lines
}

/// All of them as a compact JSON list. So many more images are only counted.
pub(super) fn annotation(changes: &[Change<'_>], more: usize) -> String {
    const ROOM_FOR_MORE: usize = 32;
    let mut list = String::from("[");
    for (nth, change) in changes.iter().enumerate() {
        let of = if change.is_of_object { "object" } else { "pods" };
        let entry =
            AuditRewrite { path: change.path.to_string(), from: change.from, to: &change.to, entry: change.entry, of };
        // Strings always serialise.
        let Ok(entry) = serde_json::to_string(&entry) else { continue };
        list.extend((nth > 0).then_some(','));
        if list.len().saturating_add(entry.len()).saturating_add(ROOM_FOR_MORE) > LONGEST_ANNOTATION {
            list.push_str("{\"more\":");
            list.push_str(&changes.len().saturating_sub(nth).saturating_add(more).to_string());
            list.push('}');
            break;
        }
        list.push_str(&entry);
    }
    list.push(']');
    list
}
