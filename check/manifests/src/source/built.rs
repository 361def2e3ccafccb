//! Documents of files that have a reader of their own, and whose parts know where they stand.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{Content, Node, Role};
use crate::order::sort_by_place;

/// A part of a document, and where it stands. What stands nowhere has an empty place.
#[derive(Debug)]
pub(crate) enum Built {
    Scalar(String, Range<usize>),
    /// A text of several lines, of which each is as in the source.
    Block(String, Range<usize>),
    Mapping(Vec<(String, Range<usize>, Built)>, Range<usize>),
    Sequence(Vec<Built>, Range<usize>),
}

impl Built {
    /// The document of a file that is a script.
    pub(crate) fn script(text: &str) -> Self {
        let script = Built::Block(text.to_owned(), 0..text.len());
        Built::Mapping(vec![("script".to_owned(), 0..0, script)], 0..text.len())
    }

    /// The document without places. Of several members of one name the last counts.
    pub(crate) fn value(&self) -> Value {
        match self {
            Built::Scalar(text, _) | Built::Block(text, _) => text.as_str().into(),
            Built::Mapping(members, _) => {
                let mut map = Map::new();
                map.extend(members.iter().map(|(key, _, value)| (key.clone(), value.value())));
                map.into()
            }
            Built::Sequence(items, _) => items.iter().map(Built::value).collect(),
        }
    }
}

/// The nodes of a document, its root, and which of them are words, in the order of the text. What it says nothing about is a word too,
/// which may not be shown.
pub(super) fn nodes(text: &str, document: &Built) -> (Vec<Node>, usize, Vec<usize>) {
    let mut nodes = Vec::new();
    let root = add(&mut nodes, document);
    let mut words: Vec<_> = (0..nodes.len()).filter(|nth| is_word(&nodes[*nth])).collect();
    sort_by_place(&mut words, |nth| (nodes[*nth].range.start, 0));
    let mut at = 0;
    let known: Vec<_> =
        words.iter().map(|nth| nodes[*nth].range.clone()).chain(std::iter::once(text.len()..text.len())).collect();
    for range in known {
        for stretch in stretches(text, at..range.start.max(at)) {
            let content = Content::Scalar { text: String::new(), is_block: false };
            words.push(nodes.len());
            nodes.push(Node { range: stretch, content, role: Role::Other });
        }
        at = at.max(range.end);
    }
    sort_by_place(&mut words, |nth| (nodes[*nth].range.start, 0));
    (nodes, root, words)
}

fn is_word(node: &Node) -> bool {
    matches!(node.content, Content::Scalar { .. }) && !node.range.is_empty()
}

fn add(nodes: &mut Vec<Node>, built: &Built) -> usize {
    let (content, range) = match built {
        Built::Scalar(text, range) => (Content::Scalar { text: text.clone(), is_block: false }, range),
        Built::Block(text, range) => (Content::Scalar { text: text.clone(), is_block: true }, range),
        Built::Mapping(members, range) => {
            let mut children = Vec::new();
            for (key, range, value) in members {
                let content = Content::Scalar { text: key.clone(), is_block: false };
                children.push(nodes.len());
                nodes.push(Node { range: range.clone(), content, role: Role::Key });
                children.push(add(nodes, value));
            }
            (Content::Mapping(children), range)
        }
        Built::Sequence(items, range) => {
            (Content::Sequence(items.iter().map(|item| add(nodes, item)).collect()), range)
        }
    };
    nodes.push(Node { range: range.clone(), content, role: Role::Other });
    nodes.len() - 1
}

/// The words in a part of a text that are not only punctuation.
fn stretches(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let part = &text[range];
    let base = part.as_ptr().addr() - text.as_ptr().addr();
    let is_punctuation = |c: char| matches!(c, '=' | ',' | '[' | ']' | '"' | '\'' | '\\' | '`' | '\u{feff}');
    part.split_whitespace().filter(move |word| !word.chars().all(is_punctuation)).map(move |word| {
        let start = base + word.as_ptr().addr() - part.as_ptr().addr();
        start..start + word.len()
    })
}
