//! The scalars of a YAML file, as a reader sees them that has resolved aliases and merge keys.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle};

use crate::{Broken, Step};

/// Deeper nesting is given up on; the parser's work for each token grows with it.
const DEEPEST: usize = 64;
/// Nodes under anchors that are kept for their aliases.
const MOST_KEPT: usize = 1 << 15;
/// What a node takes of the room that there is for aliases, beside its text. Aliases of aliases may mean a thousand million nodes.
const NODE: usize = 16;

/// A node, or the end of one.
#[derive(Clone)]
enum Node<'t> {
    /// A scalar, and whether it is neither quoted nor tagged.
    Scalar(Cow<'t, str>, bool),
    Sequence,
    Mapping,
    End,
    /// What the anchor of this number stands for.
    Alias(usize),
}

/// A collection that the reader is in.
enum Around<'t> {
    Mapping { is_key: bool, is_empty: bool, merged: Option<Box<Merged<'t>>> },
    Sequence { is_empty: bool },
}

/// What is merged into a mapping, with what comes after it there.
#[derive(Default)]
struct Merged<'t> {
    /// The values of its keys `<<`.
    nodes: Vec<Node<'t>>,
    /// The keys after the first of these: what they have, is not taken from it.
    later: BTreeSet<Cow<'t, str>>,
}

/// Why a reader stops before the end.
struct TooMuch;

/// Visits each scalar with its path, and each collection that is empty, as an empty scalar; so is the beginning of each document but the
/// first, with no path. What an alias stands for is visited where
/// the alias is, too, and what is merged into a mapping where that is; keys that stand before a merge key are visited with either value,
/// since readers disagree on which one counts. What is read once more is taken from `room`.
pub fn scalars(text: &str, room: &mut usize, visit: &mut dyn FnMut(&[Step<'_>], &str)) -> Result<(), Broken> {
    let mut reader = Reader {
        path: Vec::new(),
        around: Vec::new(),
        kept: Vec::new(),
        anchors: BTreeMap::new(),
        open: Vec::new(),
        depth: 0,
        merge: None,
        room,
        visit,
    };
    let text = &*with_breaks(text);
    let mut is_first = true;
    let mut options = Options::default();
    options.set_emit_comments(false);
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| Broken { line: error.marker().line(), is_deep: false })?;
        let (node, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                (Node::Scalar(text, style == ScalarStyle::Plain && tag.is_none()), anchor)
            }
            Event::Alias(anchor) => (Node::Alias(anchor), 0),
            Event::MappingStart(_, anchor, _) => (Node::Mapping, anchor),
            Event::SequenceStart(_, anchor, _) => (Node::Sequence, anchor),
            Event::MappingEnd | Event::SequenceEnd => (Node::End, 0),
            Event::DocumentStart(..) => {
                reader.begin();
                if !std::mem::take(&mut is_first) {
                    (reader.visit)(&[], "");
                }
                continue;
            }
            _ => continue,
        };
        reader.add(node, anchor).map_err(|TooMuch| Broken { line: span.start.line(), is_deep: true })?;
    }
    Ok(())
}

/// A text whose lines end as YAML 1.2 has it. libyaml and its port to Go know the breaks of YAML 1.1, and skip the byte-order mark of
/// each document.
fn with_breaks(text: &str) -> Cow<'_, str> {
    const BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];
    const MARK: char = '\u{feff}';
    if text.is_ascii() || !text.contains(|c| c == MARK || BREAKS.contains(&c)) {
        return Cow::Borrowed(text);
    }
    let text = text.strip_prefix(MARK).unwrap_or(text).replace(BREAKS, "\n");
    Cow::Owned(text.replace("\n\u{feff}", "\n"))
}

struct Reader<'t, 'v> {
    path: Vec<Step<'t>>,
    around: Vec<Around<'t>>,
    /// The nodes under anchors.
    kept: Vec<Node<'t>>,
    /// Where the nodes of an anchor are among these.
    anchors: BTreeMap<usize, Range<usize>>,
    /// The anchors whose nodes are being read: their numbers, where they begin, and how deep they stand.
    open: Vec<(usize, usize, usize)>,
    /// How many collections the parser is in.
    depth: usize,
    /// How deep in the value of a merge key the reader is.
    merge: Option<usize>,
    room: &'v mut usize,
    visit: &'v mut dyn FnMut(&[Step<'_>], &str),
}

impl<'t> Reader<'t, '_> {
    /// Begins a document.
    fn begin(&mut self) {
        self.path.clear();
        self.around.clear();
        self.open.clear();
        (self.depth, self.merge) = (0, None);
    }

    /// Takes in what the parser found.
    fn add(&mut self, node: Node<'t>, anchor: usize) -> Result<(), TooMuch> {
        if matches!(node, Node::End) {
            self.depth = self.depth.saturating_sub(1);
        }
        if anchor > 0 {
            self.open.push((anchor, self.kept.len(), self.depth));
        }
        if !self.open.is_empty() {
            if self.kept.len() >= MOST_KEPT {
                return Err(TooMuch);
            }
            self.kept.push(node.clone());
        }
        if matches!(node, Node::Mapping | Node::Sequence) {
            self.depth += 1;
        }
        while let Some((anchor, start, _)) = self.open.pop_if(|(_, _, depth)| *depth == self.depth) {
            self.anchors.insert(anchor, start..self.kept.len());
        }
        self.read(node)
    }

    fn read(&mut self, node: Node<'t>) -> Result<(), TooMuch> {
        if let Some(depth) = self.merge {
            let depth = match node {
                Node::Mapping | Node::Sequence => depth + 1,
                Node::End => depth.saturating_sub(1),
                Node::Scalar(..) | Node::Alias(_) => depth,
            };
            self.merge = (depth > 0).then_some(depth);
            if let Some(Around::Mapping { is_key, merged, .. }) = self.around.last_mut() {
                merged.get_or_insert_default().nodes.push(node);
                *is_key = self.merge.is_none();
            }
            return Ok(());
        }
        match node {
            Node::Scalar(text, is_plain) => self.scalar(text, is_plain),
            Node::Alias(anchor) => {
                // An anchor that is still open has no end.
                let Some(range) = self.anchors.get(&anchor).cloned().filter(|range| !range.is_empty()) else {
                    return self.read(Node::Scalar(Cow::Borrowed(""), true));
                };
                for nth in range {
                    if let Some(node) = self.kept.get(nth).cloned() {
                        self.spend(if let Node::Scalar(text, _) = &node { text.len() } else { 0 })?;
                        self.read(node)?;
                    }
                }
                return Ok(());
            }
            Node::Mapping => self.around.push(Around::Mapping { is_key: true, is_empty: true, merged: None }),
            Node::Sequence => {
                self.around.push(Around::Sequence { is_empty: true });
                self.path.push(Step::Item(0));
            }
            Node::End => self.end()?,
        }
        if self.around.len() > DEEPEST { Err(TooMuch) } else { Ok(()) }
    }

    fn spend(&mut self, length: usize) -> Result<(), TooMuch> {
        *self.room = self.room.checked_sub(length.saturating_add(NODE)).ok_or(TooMuch)?;
        Ok(())
    }

    fn scalar(&mut self, text: Cow<'t, str>, is_plain: bool) {
        if let Some(Around::Mapping { is_key: is_key @ true, is_empty, merged }) = self.around.last_mut() {
            (*is_key, *is_empty) = (false, false);
            if is_plain && text == "<<" {
                self.merge = Some(0);
                return;
            }
            if let Some(merged) = merged {
                merged.later.insert(text.clone());
            }
            return self.path.push(Step::Key(text));
        }
        let is_null = is_plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
        if !is_null {
            (self.visit)(&self.path, &text);
        }
        self.end_of_value();
    }

    fn end(&mut self) -> Result<(), TooMuch> {
        if let Some(Around::Mapping { merged, .. }) = self.around.last_mut()
            && let Some(mut merged) = merged.take()
        {
            self.merge_all(&merged.nodes, &mut merged.later, 0)?;
        }
        match self.around.pop() {
            Some(Around::Sequence { is_empty }) => {
                self.path.pop();
                if is_empty {
                    (self.visit)(&self.path, "");
                }
            }
            Some(Around::Mapping { is_empty: true, .. }) => (self.visit)(&self.path, ""),
            _ => {}
        }
        self.end_of_value();
        Ok(())
    }

    /// Reads the entries of mappings into the one around, but for those that it has already.
    fn merge_all(
        &mut self,
        nodes: &[Node<'t>],
        known: &mut BTreeSet<Cow<'t, str>>,
        depth: usize,
    ) -> Result<(), TooMuch> {
        if depth > DEEPEST {
            return Err(TooMuch);
        }
        let mut rest = nodes;
        while let Some((node, after)) = rest.split_first() {
            rest = after;
            match node {
                Node::Alias(anchor) => {
                    let nodes = self.anchors.get(anchor).and_then(|range| self.kept.get(range.clone()));
                    let nodes = nodes.unwrap_or_default().to_vec();
                    nodes.iter().try_for_each(|node| {
                        self.spend(if let Node::Scalar(text, _) = node { text.len() } else { 0 })
                    })?;
                    self.merge_all(&nodes, known, depth + 1)?;
                }
                Node::Mapping => rest = self.merge_entries(rest, known, depth)?,
                Node::Scalar(..) | Node::Sequence | Node::End => {}
            }
        }
        Ok(())
    }

    /// Reads the entries of the mapping that has just begun, and gives what comes after it.
    fn merge_entries<'n>(
        &mut self,
        mut rest: &'n [Node<'t>],
        known: &mut BTreeSet<Cow<'t, str>>,
        depth: usize,
    ) -> Result<&'n [Node<'t>], TooMuch> {
        let mut merges = Vec::new();
        while let Some((node, after)) = rest.split_first() {
            if matches!(node, Node::End) {
                rest = after;
                break;
            }
            let (key, after) = split_node(rest);
            let (value, after) = split_node(after);
            rest = after;
            match key {
                [Node::Scalar(name, true)] if name == "<<" => merges.push(value),
                [Node::Scalar(name, _)] if !known.insert(name.clone()) => {}
                _ => {
                    for node in key.iter().chain(value) {
                        self.read(node.clone())?;
                    }
                }
            }
        }
        for nodes in merges {
            self.merge_all(nodes, known, depth + 1)?;
        }
        Ok(rest)
    }

    /// Goes back to the collection that the value was in.
    fn end_of_value(&mut self) {
        match self.around.last_mut() {
            Some(Around::Mapping { is_key, is_empty, .. }) => {
                if *is_key {
                    // The value was itself a key, which no format has.
                    self.path.push(Step::Item(0));
                } else {
                    self.path.pop();
                }
                *is_key = !*is_key;
                *is_empty = false;
            }
            Some(Around::Sequence { is_empty }) => {
                *is_empty = false;
                if let Some(Step::Item(nth)) = self.path.last_mut() {
                    *nth += 1;
                }
            }
            None => {}
        }
    }
}

/// The first node with all that is in it, and the rest.
fn split_node<'n, 't>(nodes: &'n [Node<'t>]) -> (&'n [Node<'t>], &'n [Node<'t>]) {
    let mut depth: usize = 0;
    for (nth, node) in nodes.iter().enumerate() {
        match node {
            Node::Mapping | Node::Sequence => depth += 1,
            Node::End => depth = depth.saturating_sub(1),
            Node::Scalar(..) | Node::Alias(_) => {}
        }
        if depth == 0 {
            return nodes.split_at(nth + 1);
        }
    }
    (nodes, &[])
}

#[cfg(test)]
mod tests {
    use super::{Broken, DEEPEST, scalars};

    #[test]
    fn deep_nesting_is_given_up_on() {
        let read = |depth: usize| {
            let mut deepest = 0;
            let text = format!("a: 1\n--- {}x{}", "[".repeat(depth), "]".repeat(depth));
            (scalars(&text, &mut 0, &mut |path, _| deepest = deepest.max(path.len())), deepest)
        };
        assert_eq!(read(DEEPEST), (Ok(()), DEEPEST));
        assert_eq!(read(DEEPEST + 1), (Err(Broken { line: 2, is_deep: true }), 1));
    }
}
