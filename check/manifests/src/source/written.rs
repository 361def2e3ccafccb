//! What is written at a place, for those who change it there.

use std::ops::Range;

use super::{Content, Map, Step};

/// What is written at a place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<'m> {
    /// In bytes of the text; a string with its quotes.
    pub range: Range<usize>,
    /// The key whose value it is.
    pub key: Option<Range<usize>>,
    /// The text of a scalar that is no block; none of anything else.
    pub scalar: Option<&'m str>,
    /// How many characters stand before it on its line: the indentation of a collection that begins on a line of its own.
    pub column: usize,
}

impl Map<'_> {
    /// What is written at a path itself: nothing that an alias or a merged mapping stands for, since others may share that.
    pub fn written<'a>(&self, path: impl IntoIterator<Item = Step<'a>>) -> Option<Written<'_>> {
        let (mut at, mut key) = (self.root, None);
        for step in path {
            let around = &self.nodes[at];
            if matches!(around.content, Content::Alias(_)) {
                return None;
            }
            (key, at) = self.step(at, &step)?;
            let range = &self.nodes[at].range;
            if range.start < around.range.start || range.end > around.range.end {
                return None;
            }
        }
        let node = &self.nodes[at];
        let mut range = self.absolute(&(node.range.start..self.end(at)));
        // The parser begins a sequence that is not indented after its first mark.
        let is_sequence = matches!(node.content, Content::Sequence(_));
        if is_sequence && !self.text[range.clone()].starts_with(['-', '[']) {
            range.start = self.text[..range.start].trim_end().strip_suffix('-')?.len();
        }
        let scalar = match &node.content {
            Content::Scalar { text, is_block: false } => Some(text.as_str()),
            Content::Alias(_) => return None,
            _ => None,
        };
        let start = self.lines[self.line_of(range.start)].start;
        let column = self.characters_between(start, range.start);
        Some(Written { range, key: key.map(|key| self.absolute(&self.nodes[key].range)), scalar, column })
    }

    /// Where a node ends: before the comments that follow a collection in lines.
    fn end(&self, nth: usize) -> usize {
        let node = &self.nodes[nth];
        let is_in_lines = !self.text[self.absolute(&node.range)].starts_with(['{', '[']);
        match &node.content {
            Content::Mapping(nodes) | Content::Sequence(nodes) if is_in_lines => {
                // A value that is empty may be told anywhere after its key.
                let last = nodes.iter().rev().take(2).filter(|nth| !self.nodes[**nth].range.is_empty());
                last.map(|nth| self.end(*nth)).max().unwrap_or(node.range.end)
            }
            _ => node.range.end,
        }
    }
}
