//! Where the objects and lists of a text end: found in one pass, and looked up from then on.
//!
//! The parts of an object are skipped many times over: with the envelope, with what is around them, by themselves. Each time they would
//! be scanned for their end again.

use crate::json::blocks::{self, Scanner};
use crate::json::simd::BLOCK;

/// Shorter texts are scanned sooner than indexed.
const SHORTEST: usize = 2048;

/// A text that begins with few brackets, as one of long strings does, has no index: it would take memory, and save nothing.
const BEGINNING: usize = 64 * 1024;
const SPARSEST: usize = 256;

/// A bracket opens for so many bytes at most, or there is no index: it would be longer than the text.
const DENSEST: usize = 8;

/// See the module. The default knows nothing.
#[derive(Debug, Default)]
pub struct Index {
    /// The address of the text.
    start: usize,
    blocks: Vec<Block>,
    /// For each opening bracket where its value ends; 0 if it does not end.
    ends: Vec<u32>,
}

/// 64 bytes of the text.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    /// A bit for each opening bracket outside of strings.
    openings: u64,
    /// How many there are in the blocks before.
    before: u32,
}

impl Index {
    /// The index of a text.
    pub fn of(json: &[u8]) -> Self {
        if json.len() < SHORTEST { Index::default() } else { Self::build(json).unwrap_or_default() }
    }

    #[inline(never)] // most requests are too small
    fn build(json: &[u8]) -> Option<Self> {
        let most = json.len().checked_div(DENSEST)?;
        let mut index = Index { start: json.as_ptr().addr(), ..Index::default() };
        let blocks = json.len().checked_div(BLOCK)?.saturating_add(1);
        index.blocks.reserve(blocks.min(BEGINNING / BLOCK));
        // The bracket that was opened last. Until it is closed, its end is the number of the one around it.
        let mut open = u32::MAX;
        let mut next: u32 = 0;
        let mut scanner = Scanner::default();
        let mut start: usize = 0;
        while start < json.len() {
            let before = next;
            let known = usize::try_from(next).ok()?;
            if known > most || (start > BEGINNING && known < BEGINNING / SPARSEST) {
                return None;
            }
            if start > BEGINNING && index.blocks.capacity() < blocks {
                // The rest at once, as it is likely to go on: lists that grow by themselves take twice their room.
                index.blocks.reserve_exact(blocks.saturating_sub(index.blocks.len()));
                index.ends.reserve_exact(known.saturating_mul(json.len().checked_div(start)?));
            }
            let rest = json.get(start..)?;
            let last;
            let block = if let Some(block) = rest.first_chunk() {
                block
            } else {
                last = blocks::filled_up(rest);
                &last
            };
            let Some(quotes) = scanner.quotes(json, start, block) else {
                // What never ends has no end to look up.
                let Some(next) = scanner.pass_over(json, start) else { break };
                start = next;
                index.blocks.resize(start.checked_div(BLOCK)?, Block { openings: 0, before });
                continue;
            };
            let [openings, closings] = blocks::brackets(block, scanner.outside(quotes));
            if known.saturating_add(BLOCK) > index.ends.len() {
                index.ends.resize(known.saturating_add(16 * BLOCK), 0);
            }
            let mut brackets = openings | closings;
            while brackets != 0 {
                let first = brackets & brackets.wrapping_neg();
                if openings & first != 0 {
                    *index.ends.get_mut(usize::try_from(next).ok()?)? = open;
                    open = next;
                    next = next.saturating_add(1);
                } else if let Some(end) = index.ends.get_mut(usize::try_from(open).ok()?) {
                    let end_of_it = u32::try_from(start).ok()?.wrapping_add(first.trailing_zeros()).wrapping_add(1);
                    open = std::mem::replace(end, end_of_it);
                }
                brackets ^= first;
            }
            index.blocks.push(Block { openings, before });
            start = start.checked_add(BLOCK)?;
        }
        while let Some(end) = index.ends.get_mut(usize::try_from(open).ok()?) {
            open = std::mem::take(end);
        }
        Some(index)
    }

    /// Where the object or list ends that this part of the text begins with, counted from there.
    pub(super) fn end_of_container(&self, part: &[u8]) -> Option<usize> {
        let at = part.as_ptr().addr().checked_sub(self.start)?;
        let block = self.blocks.get(at / BLOCK)?;
        let bit = 1_u64.wrapping_shl(u32::try_from(at % BLOCK).ok()?);
        if block.openings & bit == 0 {
            return None;
        }
        let before = (block.openings & bit.wrapping_sub(1)).count_ones().saturating_add(block.before);
        let end = usize::try_from(*self.ends.get(usize::try_from(before).ok()?)?).ok()?;
        end.checked_sub(at).filter(|length| (1..=part.len()).contains(length))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The index, whatever the length of the text.
    fn index(json: &[u8]) -> Index {
        Index::build(json).unwrap_or_default()
    }

    #[test]
    fn knows_where_what_is_closed_ends() {
        let text = format!(r#"{{"{}":[{{}},"]",["\\\"}}"],{{"#, "a".repeat(200));
        let known = index(text.as_bytes());
        let ends = |at: usize| known.end_of_container(&text.as_bytes()[at..]).map(|length| &text[at..][..length]);
        let at = |part: &str| text.find(part).unwrap();
        assert_eq!(ends(at("{}")), Some("{}"));
        assert_eq!(ends(at(r#"["\\"#)), Some(r#"["\\\"}"]"#));
        assert_eq!(ends(0), None, "it is not closed");
        assert_eq!(ends(at("[{")), None, "nor is this");
        assert_eq!(ends(at(r#"]","#)), None, "this is in a string");
        assert_eq!(known.end_of_container(b"{}"), None, "this is another text");
    }

    #[test]
    fn only_some_texts_have_one() {
        let text = |length: usize| format!("[\"{}\"]", "x".repeat(length));
        let has_index = |text: &str| Index::of(text.as_bytes()).end_of_container(text.as_bytes()).is_some();
        assert!(has_index(&text(4000)));
        assert!(!has_index(&text(400)), "too short");
        assert!(!has_index(&text(1 << 20)), "too sparse");
        assert!(!has_index(&format!("[{}[]]", "[],".repeat(4000))), "too dense");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        /// What it knows is what a scan from there finds, in any text.
        #[test]
        fn agrees_with_a_scan(text in r#"([\[\]{}",: \\a]{0,40}|"[a\\{}é]{0,200}"){0,8}"#) {
            // So that it has an index, however many brackets there are.
            let text = format!("{text}{}", " ".repeat(DENSEST * text.len()));
            let known = index(text.as_bytes());
            let mut cursor = crate::json::Cursor::indexed(text.as_bytes(), &known);
            let mut plain = crate::json::Cursor::new(text.as_bytes());
            prop_assert_eq!(cursor.skip(), plain.skip());
            if let Ok(raw) = crate::json::Raw::new(text.as_bytes()) {
                let indexed = crate::json::Cursor::indexed(text.as_bytes(), &known).skip().unwrap();
                prop_assert_eq!(indexed.items(), raw.items());
                prop_assert_eq!(indexed.member("a"), raw.member("a"));
            }
        }
    }
}
