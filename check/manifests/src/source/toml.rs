//! The nodes of a TOML file.
//!
//! The guest's reader of TOML says which scalars there are, each with its path. What it does not decode it borrows, and so says where it
//! stands; what it does decode is found at its key. What may be seen is decided for every word of the file, read or not.

use std::ops::Range;

use insecure_registry_formats::{self as formats, Step};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::{Content, Node, Role};

/// Longer files have no positions.
const LONGEST: usize = 4 * 1024 * 1024;

/// The nodes, of which the words come first and in their order, and the root among them.
pub(super) fn nodes(text: &str) -> Option<(Vec<Node>, usize)> {
    if text.len() > LONGEST {
        return None;
    }
    let mut tree = Tree { text, nodes: words(text), words: 0, root: 0 };
    tree.words = tree.nodes.len();
    tree.root = tree.add(Content::Mapping(Vec::new()), 0..0);
    // A line that cannot be read spoils no other.
    let _ = formats::toml::scalars(text, &mut |path, value| tree.insert(path, value));
    Some((tree.nodes, tree.root))
}

fn words(text: &str) -> Vec<Node> {
    let word = |kind: TokenKind, range: Range<usize>| {
        let is_block = match kind {
            TokenKind::Atom | TokenKind::LiteralString | TokenKind::BasicString => false,
            TokenKind::MlLiteralString | TokenKind::MlBasicString => true,
            _ => return None,
        };
        let content = Content::Scalar { text: text.get(range.clone())?.to_owned(), is_block };
        Some(Node { range, content, role: Role::Other })
    };
    Source::new(text).lex().filter_map(|token| word(token.kind(), token.span().start()..token.span().end())).collect()
}

struct Tree<'t> {
    text: &'t str,
    nodes: Vec<Node>,
    /// How many of the nodes are words.
    words: usize,
    root: usize,
}

impl Tree<'_> {
    fn add(&mut self, content: Content, range: Range<usize>) -> usize {
        self.nodes.push(Node { range, content, role: Role::Other });
        self.nodes.len() - 1
    }

    /// The word that something borrowed from the text stands in.
    fn word_of(&self, borrowed: &str) -> Option<usize> {
        let at = borrowed.as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        if borrowed.is_empty() || at + borrowed.len() > self.text.len() {
            return None;
        }
        let words = &self.nodes[..self.words];
        let nth = words.partition_point(|word| word.range.end <= at);
        words.get(nth).filter(|word| word.range.start <= at).map(|_| nth)
    }

    /// Adds a scalar, or a table that may be empty.
    fn insert(&mut self, path: &[Step<'_>], value: &str) {
        let mut at = self.root;
        for (nth, step) in path.iter().enumerate() {
            let next = path.get(nth + 1);
            at = match step {
                Step::Key(name) => self.member(at, name, next, value),
                Step::Item(index) => self.item(at, *index, next, value),
            };
        }
    }

    fn member(&mut self, at: usize, name: &str, next: Option<&Step<'_>>, value: &str) -> usize {
        if !matches!(self.nodes[at].content, Content::Mapping(_)) {
            // A table that was taken for an empty scalar.
            self.nodes[at].content = Content::Mapping(Vec::new());
        }
        let word = self.word_of(name);
        if let Some(word) = word {
            self.nodes[word].role = Role::Key;
            self.nodes[word].content = Content::Scalar { text: name.to_owned(), is_block: false };
        }
        let Content::Mapping(members) = &self.nodes[at].content else { return at };
        let is_called =
            |key: usize| matches!(&self.nodes[key].content, Content::Scalar { text, .. } if text.as_str() == name);
        if let Some(known) = members.chunks_exact(2).find(|member| is_called(member[0])) {
            return known[1];
        }
        let around = self.nodes[at].range.clone();
        let key = word.unwrap_or_else(|| {
            // Another key may be told in its place: one that is escaped.
            let content = Content::Scalar { text: name.to_owned(), is_block: false };
            let key = self.add(content, around);
            self.nodes[key].role = Role::Key;
            key
        });
        let range = self.nodes[key].range.clone();
        let child = self.child(next, value, range);
        if let Content::Mapping(members) = &mut self.nodes[at].content {
            members.extend([key, child]);
        }
        child
    }

    fn item(&mut self, at: usize, index: usize, next: Option<&Step<'_>>, value: &str) -> usize {
        if !matches!(self.nodes[at].content, Content::Sequence(_)) {
            self.nodes[at].content = Content::Sequence(Vec::new());
        }
        let Content::Sequence(items) = &self.nodes[at].content else { return at };
        if let Some(known) = items.get(index) {
            return *known;
        }
        let range = self.nodes[at].range.clone();
        let child = self.child(next, value, range);
        if let Content::Sequence(items) = &mut self.nodes[at].content {
            items.push(child);
        }
        child
    }

    /// What a key or an index leads to: more of the path, or the value, at its word or near its key.
    fn child(&mut self, next: Option<&Step<'_>>, value: &str, near: Range<usize>) -> usize {
        match next {
            Some(Step::Key(_)) => self.add(Content::Mapping(Vec::new()), near),
            Some(Step::Item(_)) => self.add(Content::Sequence(Vec::new()), near),
            None => match self.word_of(value) {
                Some(word) => word,
                None => self.add(Content::Mapping(Vec::new()), near),
            },
        }
    }
}
