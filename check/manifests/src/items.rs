//! A List in YAML, cut at its items without reading it, so that an editor checks only the items that have changed.

/// A List whose items begin on lines of their own.
#[derive(Debug, PartialEq, Eq)]
pub struct Items<'t> {
    /// What stands before the first item.
    pub head: &'t str,
    /// Whole lines each.
    pub items: Vec<&'t str>,
    /// What stands after the last item.
    tail: &'t str,
}

/// How long all that is no item may be: it is read again with each of them.
const LONGEST_FRAME: usize = 4096;

/// What the lines of a document are so far.
#[derive(Clone, Copy)]
enum Place {
    Head,
    /// After the key of the items.
    Key,
    /// In an item whose dash is so far from the left.
    Item(usize),
    Tail,
}

impl<'t> Items<'t> {
    /// Cuts a document. None if its lines do not show that its items can be read one by one.
    ///
    /// What ends an item is a line with a dash, as far from the left as that of the first one: in YAML, no text and no collection of
    /// an item goes on there. In brackets or quotes that are open it might, and then what stands before it cannot be read alone.
    pub fn of(document: &'t str) -> Option<Self> {
        let (mut starts, mut end, mut at) = (Vec::new(), document.len(), 0);
        let mut place = Place::Head;
        for line in document.split_inclusive('\n') {
            let (start, text) = (at, line.trim_end());
            at += line.len();
            let content = text.trim_start_matches(' ');
            let indent = text.len() - content.len();
            let is_deeper = matches!(place, Place::Item(column) if indent > column);
            if is_deeper || content.is_empty() || content.starts_with('#') {
                continue;
            }
            // A tab, a directive, a key that is no word, the end of the document.
            if content.starts_with('\t') || text.starts_with(['%', '?']) || text.starts_with("...") {
                return None;
            }
            let is_item = content == "-" || content.starts_with("- ");
            place = match place {
                Place::Head if text == "items:" => Place::Key,
                Place::Key if is_item => Place::Item(indent),
                Place::Item(column) if is_item && indent == column => place,
                // In one place the list has to end, and there must be no other.
                Place::Item(_) if indent == 0 && !is_items(text) => {
                    end = start;
                    Place::Tail
                }
                Place::Head | Place::Tail if !is_items(text) => place,
                _ => return None,
            };
            if matches!(place, Place::Item(_)) {
                starts.push(start);
            }
        }
        let (head, tail) = (&document[..*starts.first()?], &document[end..]);
        let ends = starts.iter().skip(1).copied().chain([end]);
        let items: Vec<_> = starts.iter().zip(ends).map(|(start, end)| &document[*start..end]).collect();
        // An alias may stand for what is in another item.
        let is_short = head.len() + tail.len() <= LONGEST_FRAME;
        (is_short && !items.iter().any(|item| may_have_anchor(item))).then_some(Items { head, items, tail })
    }

    /// The same List with this item only.
    pub fn alone(&self, item: &str) -> String {
        [self.head, item, self.tail].concat()
    }
}

/// Whether a line may begin with the key of the items.
fn is_items(line: &str) -> bool {
    line.trim_start_matches(['"', '\'']).starts_with("items")
}

fn may_have_anchor(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + 1..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | '{' | ',' | ':'))
            && after.is_some_and(|c| !c.is_whitespace() && c != '&')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "---\n# a\napiVersion: v1\nitems:\n";

    #[test]
    fn a_list_is_cut_before_each_item() {
        for (items, tail) in [
            (&["- a: b\n  c:\n  - d\n\n", "- e: |\n   - f\n# g\n", "-\n  h: i && j\n"] as &[&str], "kind: List\n"),
            (&["  - a: b\n    c:\n    - d\n    \te\n  # f\n", "  - f: {g: h}\n"], ""),
            (&["- a: b\r\n", "- c: d\r\n"], "kind: List\r\n"),
            (&["- a"], ""),
        ] {
            let text = [HEAD, &items.concat(), tail].concat();
            let cut = Items::of(&text).unwrap();
            assert_eq!(cut, Items { head: HEAD, items: items.to_vec(), tail });
            assert_eq!(cut.alone(items[0]), [HEAD, items[0], tail].concat());
        }
    }

    #[test]
    fn what_may_belong_together_is_not_cut() {
        let long = format!("# {}\n- a\n", "x".repeat(LONGEST_FRAME));
        for items in [
            "- &a b\n- *a\n",
            "- [&a b]\n- *a\n",
            "  - a\n - b\n",
            "  - a\n  b\n",
            "\t- a\n",
            "- a\nitems: []\n",
            "- a\nkind: List\n\"items\": []\n",
            "- a\n...\n",
            "a: b\n",
            "",
            &long,
        ] {
            assert_eq!(Items::of(&format!("{HEAD}{items}")), None, "{items}");
        }
        for text in
            ["items: [a]\n", "a:\n- b\n", "? items\n:\n- a\n", "%YAML 1.2\n---\nitems:\n- a\n", "a:\n  items:\n  - b\n"]
        {
            assert_eq!(Items::of(text), None, "{text}");
        }
    }
}
