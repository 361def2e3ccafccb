//! The scalars of a TOML file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use toml_parser::decoder::Encoding;
use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source, Span};

use crate::{Broken, Step};

const DEEPEST: u32 = 64;
/// Names of tables with more keys are not told apart by where they stand in lists.
const LONGEST_NAME: usize = 32;
/// Of a line, brackets and what is in them included.
const MOST_TOKENS: usize = 1 << 15;
/// How many more lines than the good ones may be broken before a text is given up on as no TOML at all: a template's are.
const MOST_BROKEN: usize = 64;

/// Visits each scalar with its path, and each table with a header and what is empty, as an empty scalar. What is no TOML is passed over,
/// line by line; the first such line is the error.
pub fn scalars(text: &str, visit: &mut dyn FnMut(&[Step<'_>], &str)) -> Result<(), Broken> {
    let source = Source::new(text);
    let mut reader = Reader {
        source,
        table: 0,
        path: Vec::new(),
        marks: Vec::new(),
        around: Vec::new(),
        lists: BTreeMap::new(),
        is_filled_in: false,
        visit,
    };
    // Line by line, brackets and long strings kept together: the tokens of a whole file take a dozen times its memory.
    let mut tokens: Vec<Token> = Vec::new();
    let (mut depth, mut deepest): (usize, usize) = (0, 0);
    let mut broken: Option<usize> = None;
    let mut patience = MOST_BROKEN;
    let mut is_long = false;
    for token in source.lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth = depth.saturating_add(1),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
        let is_end = token.kind() == TokenKind::Eof || (token.kind() == TokenKind::Newline && depth == 0);
        // A line that is longer than anybody's is passed over.
        if tokens.len() < MOST_TOKENS {
            tokens.push(token);
        } else {
            is_long = true;
        }
        if is_end && tokens.len() >= MOST_TOKENS {
            broken = broken.or(tokens.first().map(|token| token.span().start()));
            tokens.clear();
        } else if is_end {
            reader.begin();
            let mut error: Option<ParseError> = None;
            parse_document(&tokens, &mut RecursionGuard::new(&mut reader, DEEPEST), &mut error);
            let is_blank = matches!(tokens.first().map(Token::kind), Some(TokenKind::Newline | TokenKind::Comment));
            if error.is_some() {
                broken = broken.or(tokens.first().map(|token| token.span().start()));
                let Some(less) = patience.checked_sub(1) else { break };
                patience = less;
            } else if !is_blank {
                patience = patience.saturating_add(1);
            }
            tokens.clear();
        }
    }
    let line = |at: usize| text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    broken.map_or(Ok(()), |at| Err(Broken { line: line(at), is_deep: is_long || deepest >= DEEPEST as usize }))
}

struct Reader<'t, 'v> {
    source: Source<'t>,
    /// How many steps of the path are the table's.
    table: usize,
    path: Vec<Step<'t>>,
    /// How long the path was before the keys of each value that is being read, outermost first.
    marks: Vec<usize>,
    around: Vec<Around>,
    /// The lists of tables, and the index of the last one in each.
    lists: BTreeMap<Vec<Step<'t>>, usize>,
    /// Whether a shell fills in a part of the line, so that the rest of the line is not known: `registries = [$(list "$INSECURE")]`.
    is_filled_in: bool,
    visit: &'v mut dyn FnMut(&[Step<'_>], &str),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    /// The brackets of a table's name.
    Header {
        is_first: bool,
    },
    /// The keys before a `=`.
    Key,
    InlineTable {
        is_empty: bool,
    },
    Array {
        is_empty: bool,
    },
}

impl<'t> Reader<'t, '_> {
    /// Forgets what a broken line has left.
    fn begin(&mut self) {
        self.path.truncate(self.table);
        self.marks.clear();
        self.around.clear();
        self.is_filled_in = false;
    }

    fn open_header(&mut self) {
        self.path.clear();
        self.around.push(Around::Header { is_first: true });
    }

    fn close_header(&mut self) {
        self.around.pop();
        self.table = self.path.len();
        (self.visit)(&self.path, "");
    }

    /// A list of tables, and each of its tables, is found by the names that lead to it; the last one is meant.
    fn enter_last(&mut self) {
        if self.path.len() <= LONGEST_NAME
            && let Some(last) = self.lists.get(&self.path)
        {
            self.path.push(Step::Item(*last));
        }
    }

    fn end_of_value(&mut self) {
        match self.around.last_mut() {
            Some(Around::Array { is_empty }) => {
                *is_empty = false;
                if let Some(Step::Item(nth)) = self.path.last_mut() {
                    *nth += 1;
                }
            }
            around => {
                if let Some(Around::InlineTable { is_empty }) = around {
                    *is_empty = false;
                }
                let before = self.marks.pop().unwrap_or(self.table);
                self.path.truncate(before);
            }
        }
    }

    fn text(&self, span: Span, encoding: Option<Encoding>, is_key: bool) -> Cow<'t, str> {
        let Some(raw) = self.source.get(span) else { return Cow::Borrowed("") };
        if encoding.is_none() && !is_key {
            // A number, a boolean or a date, as it is written.
            return Cow::Borrowed(raw.as_str());
        }
        // Strings decode as keys do; what decodes scalars knows dates and floats too, and is long.
        let mut text = Cow::Borrowed("");
        Raw::new_unchecked(raw.as_str(), encoding, span).decode_key(&mut text, &mut ());
        text
    }
}

impl EventReceiver for Reader<'_, '_> {
    fn std_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.open_header();
    }

    fn std_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.close_header();
    }

    fn array_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.open_header();
    }

    fn array_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        let nth = if self.path.len() > LONGEST_NAME {
            0
        } else if let Some(last) = self.lists.get_mut(&self.path) {
            *last += 1;
            *last
        } else {
            self.lists.insert(self.path.clone(), 0);
            0
        };
        self.path.push(Step::Item(nth));
        self.close_header();
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, _: &mut dyn ErrorSink) {
        match self.around.last_mut() {
            Some(Around::Header { is_first: is_first @ true }) => *is_first = false,
            Some(Around::Header { .. }) => self.enter_last(),
            Some(Around::Key) => {}
            _ => {
                self.marks.push(self.path.len());
                self.around.push(Around::Key);
            }
        }
        let key = self.text(span, encoding, true);
        self.path.push(Step::Key(key));
    }

    fn key_val_sep(&mut self, _: Span, _: &mut dyn ErrorSink) {
        if self.around.last() == Some(&Around::Key) {
            self.around.pop();
        }
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, _: &mut dyn ErrorSink) {
        let text = self.text(span, encoding, false);
        self.is_filled_in |= encoding.is_none() && text.contains(['$', '`']);
        if !self.is_filled_in {
            (self.visit)(&self.path, &text);
        }
        self.end_of_value();
    }

    fn inline_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) -> bool {
        self.around.push(Around::InlineTable { is_empty: true });
        true
    }

    fn inline_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        if let Some(Around::InlineTable { is_empty: true }) = self.around.pop() {
            (self.visit)(&self.path, "");
        }
        self.end_of_value();
    }

    fn array_open(&mut self, _: Span, _: &mut dyn ErrorSink) -> bool {
        self.around.push(Around::Array { is_empty: true });
        self.path.push(Step::Item(0));
        true
    }

    fn array_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        let array = self.around.pop();
        self.path.pop();
        if let Some(Around::Array { is_empty: true }) = array {
            (self.visit)(&self.path, "");
        }
        self.end_of_value();
    }
}

#[cfg(test)]
mod tests {
    use super::{Broken, Step};

    #[track_caller]
    fn check(text: &str, expected: &[&str], result: Result<(), Broken>) {
        let mut seen = Vec::new();
        let read = super::scalars(text, &mut |path, value| {
            let path: Vec<_> = path
                .iter()
                .map(|step| match step {
                    Step::Key(key) => key.to_string(),
                    Step::Item(nth) => nth.to_string(),
                })
                .collect();
            seen.push(format!("{}={value}", path.join("/")));
        });
        assert_eq!(seen, expected, "{text}");
        assert_eq!(read, result, "{text}");
    }

    #[test]
    fn brackets_keep_lines_together() {
        check("a = [\n 1, # one\n [2,\n 3],\n]\nb = 4\n", &["a/0=1", "a/1/0=2", "a/1/1=3", "b=4"], Ok(()));
        check("a = {b = {c = 1}, d = {e = 2}, f = 3}\n", &["a/b/c=1", "a/d/e=2", "a/f=3"], Ok(()));
        check(
            "[[a]]\n[[a.b]]\nc = 1\n[[a.b]]\n[a.d]\ne = 2\n[[a]]\nf = [{}, []]\n",
            &["a/0=", "a/0/b/0=", "a/0/b/0/c=1", "a/0/b/1=", "a/0/d=", "a/0/d/e=2", "a/1=", "a/1/f/0=", "a/1/f/1="],
            Ok(()),
        );
        check("a = [{b = 1}, {b.c = 2}]\n[d]\ne = 3\n", &["a/0/b=1", "a/1/b/c=2", "d=", "d/e=3"], Ok(()));
    }

    #[test]
    fn what_is_no_string_is_given_as_it_is_written() {
        check(
            "a = 1_000\nb = 1.5\nc = 2026-01-01T00:00:00Z\n'd e' = 'f'",
            &["a=1_000", "b=1.5", "c=2026-01-01T00:00:00Z", "d e=f"],
            Ok(()),
        );
    }

    #[test]
    fn a_broken_line_spoils_no_other() {
        check("[a]\nb.c d.e\nf = 1\n", &["a=", "a/f=1"], Err(Broken { line: 2, is_deep: false }));
        check("a.b\nc = 1\nd = [2\n", &["c=1", "d/0=2"], Err(Broken { line: 1, is_deep: false }));
    }
}
