//! Strings in YAML that may be files themselves.

use insecure_registry_formats::Step;

use memchr::memchr2;

use crate::search::{self, Words};

use super::{is_called_like_a_file, is_list_of_files};

/// Collects strings, each with the name of the file that it is.
pub(super) struct Inner<'t> {
    /// How long a string is at most that is not all of the text.
    longest: usize,
    /// Whether there may be lists of files with their paths.
    has_lists: bool,
    /// The item of such a list that is being read, and its path.
    item: Vec<Step<'t>>,
    path: Option<String>,
    /// What stood in it before its path did.
    held: Vec<String>,
}

impl Inner<'_> {
    /// Whether a string in YAML or JSON may be a file that is not YAML or JSON: one of several lines, or one with a name.
    pub(super) fn may_be_in(text: &str, words: Words) -> bool {
        let text = text.as_bytes();
        words.has_any(Words::BASE64.and(Words::HOSTS_TOML))
            || memchr2(b'|', b'>', text).is_some()
            || ["\\n", "data:"].iter().any(|sign| search::contains(text, sign))
    }

    pub(super) fn new(text: &str, has_lists: bool) -> Self {
        Inner { longest: text.len().saturating_sub(1), has_lists, item: Vec::new(), path: None, held: Vec::new() }
    }

    pub(super) fn scalar(&mut self, path: &[Step<'_>], value: &str, visit: &mut dyn FnMut(Option<&str>, &str)) {
        let is_item = |steps: &[Step<'_>]| matches!(steps, [Step::Key(key), Step::Item(_)] if is_list_of_files(key));
        let item = self.has_lists.then(|| path.windows(2).position(is_item)).flatten();
        let item = item.and_then(|start| path.split_at_checked(start.saturating_add(2)));
        if !self.item.is_empty() && item.is_none_or(|(item, _)| item != self.item) {
            self.end(visit);
        }
        let key = path.last().and_then(|step| if let Step::Key(key) = step { Some(key.as_ref()) } else { None });
        let Some((item, rest)) = item else {
            if self.may_be_file(key, value) {
                visit(key, value);
            }
            return;
        };
        if self.item.is_empty() {
            self.item = item.iter().map(Step::to_owned_step).collect();
        }
        if matches!(rest, [Step::Key(key)] if key == "path") {
            for text in self.held.drain(..) {
                visit(Some(value), &text);
            }
            self.path = Some(value.to_owned());
        } else if self.path.is_some() && self.may_be_file(self.path.as_deref(), value) {
            visit(self.path.as_deref(), value);
        } else if self.path.is_none() && value.len() > SHORTEST {
            self.held.push(value.to_owned());
        }
    }

    /// The list's item is over, or the text.
    pub(super) fn end(&mut self, visit: &mut dyn FnMut(Option<&str>, &str)) {
        for text in std::mem::take(&mut self.held) {
            if self.may_be_file(None, &text) {
                visit(None, &text);
            }
        }
        self.item.clear();
        self.path = None;
    }

    fn may_be_file(&self, name: Option<&str>, value: &str) -> bool {
        let is_long = value.contains('\n') || !value.contains(' ');
        value.len() > SHORTEST && value.len() <= self.longest && (is_long || name.is_some_and(is_called_like_a_file))
    }
}

/// No file that matters is shorter.
const SHORTEST: usize = 10;
