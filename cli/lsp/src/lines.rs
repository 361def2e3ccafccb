//! Places in a text as the protocol counts them: lines from 0, and columns in units of UTF-16.

use std::ops;

use insecure_registry_check::Place;
use lsp_types::{Position, Range};

/// Where the lines of a text begin.
#[derive(Debug)]
pub(crate) struct Lines {
    /// As the checker counts, by `\n`.
    checked: Vec<usize>,
    /// As editors count: `\r` alone ends a line too.
    shown: Vec<usize>,
}

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut checked, mut shown) = (vec![0], vec![0]);
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' {
                checked.push(at + 1);
            }
            if *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
                shown.push(at + 1);
            }
        }
        Lines { checked, shown }
    }

    /// The position of a place in bytes.
    pub(crate) fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.shown.partition_point(|start| *start <= offset).max(1) - 1;
        let units = text[self.shown[line]..offset].encode_utf16().count();
        Position { line: number(line), character: number(units) }
    }

    pub(crate) fn range(&self, text: &str, range: ops::Range<usize>) -> Range {
        Range { start: self.position(text, range.start), end: self.position(text, range.end) }
    }

    /// Where a finding stands: up to the end of the line if it is not known how far, and from the beginning if not even where.
    pub(crate) fn of_place(&self, text: &str, place: &Place) -> Range {
        let nth = place.line.clamp(1, self.checked.len()) - 1;
        let start = self.checked[nth];
        let end = self.checked.get(nth + 1).map_or(text.len(), |next| next - 1);
        let line = text[start..end].trim_end();
        // A mark at the beginning of the text is no character of it.
        let indent = line.len() - line.trim_start_matches('\u{feff}').len();
        let line = &line[indent..];
        let start = start + indent;
        let at = |column: usize| start + line.char_indices().nth(column - 1).map_or(line.len(), |(at, _)| at);
        let first = || start + line.len() - line.trim_start().len();
        let begin = place.column.map_or_else(first, at);
        self.range(text, begin..place.end_column.map_or(start + line.len(), at).max(begin))
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_units_of_utf_16_and_lines_those_of_editors() {
        let place = |line, column, end_column| Place { line, last_line: line, column, end_column };
        for (text, place, expected) in [
            ("a: 𝄞 x\n", place(1, Some(6), Some(7)), (0, 6, 7)),
            ("ä: x\n  b: y \n", place(2, Some(3), None), (1, 2, 6)),
            ("a: x\n  b: y \n", place(2, None, None), (1, 2, 6)),
            ("a: x\r\n  b: y\r\n", place(2, None, None), (1, 2, 6)),
            ("# a\rb: x\n", place(1, Some(5), Some(6)), (1, 0, 1)),
            ("\u{feff}a: x", place(1, Some(4), Some(5)), (0, 4, 5)),
            ("a", place(9, Some(9), Some(12)), (0, 1, 1)),
            ("", place(1, Some(1), None), (0, 0, 0)),
        ] {
            let range = Lines::of(text).of_place(text, &place);
            assert_eq!(range.start.line, range.end.line);
            assert_eq!((range.start.line, range.start.character, range.end.character), expected, "{text:?}");
        }
    }
}
