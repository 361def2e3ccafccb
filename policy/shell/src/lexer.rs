//! Where words, operators and here documents begin and end. Nothing is expanded, and nothing is copied.

use super::Dialect;

/// How deep substitutions may be in each other before a `$` is a letter like any other. Nobody writes half as many.
const DEEPEST: u32 = 8;
/// How far the end of arithmetic may be. What is longer is read as a substitution in parentheses.
const LONGEST_ARITHMETIC: usize = 256;

/// More brackets than this in each other count as never closed.
const MOST_OPEN: usize = 64;

/// Substitutions whose ends are kept: those that are as long as this, and so many of a command.
const LONG_SUBSTITUTION: usize = 16;
const MOST_SUBSTITUTIONS: usize = 256;

/// What a script is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// `|`, `&&`, `<<-`.
    Operator,
    Newline,
    End,
}

/// A piece of a script.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    /// Whether the next character belongs to an operator that a number before it is the file of: `2>`.
    pub(super) is_before_redirection: bool,
}

impl Token<'_> {
    pub(super) fn is(&self, operator: &str) -> bool {
        self.kind == Kind::Operator && self.text == operator
    }
}

/// Where the here documents of a line are: after the line, one after the other.
#[derive(Clone, Copy, Debug)]
struct Here {
    line_end: usize,
    next: usize,
}

/// Reads a script from the beginning on.
#[derive(Clone, Debug)]
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    at: usize,
    dialect: Dialect,
    here: Option<Here>,
    /// How deep it is in substitutions.
    depth: u32,
    /// What was read last, where it was read from, and where it ended: most tokens are looked at several times.
    last: Option<(usize, Token<'t>, usize)>,
    /// Where substitutions begin and end that are not in others, as far as they were read since this was cleared: to find the end of one
    /// takes as long as to read it.
    substitutions: Vec<(usize, usize)>,
}

/// A place in a script that can be read again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    at: usize,
    here: Option<Here>,
}

/// What is not closed yet, while the end of a substitution is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Bracket,
    /// After `case`, until `in`.
    Case,
    /// Where patterns are, up to their bracket.
    Pattern,
    /// After the bracket of a pattern, up to `;;`.
    Branch,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str, dialect: Dialect) -> Self {
        Lexer { text, at: 0, dialect, here: None, depth: 0, last: None, substitutions: Vec::new() }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.at, here: self.here }
    }

    pub(super) fn go_to(&mut self, mark: Mark) {
        (self.at, self.here) = (mark.at, mark.here);
    }

    /// How much has been read since the mark.
    pub(super) fn since(&self, mark: Mark) -> &'t str {
        self.slice(mark.at, self.at)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end.min(self.text.len())).unwrap_or_default()
    }

    fn rest(&self, at: usize) -> &'t [u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    pub(super) fn peek(&mut self) -> Token<'t> {
        if let Some((start, token, _)) = self.last
            && start == self.at
        {
            return token;
        }
        let mark = self.mark();
        let token = self.next();
        self.go_to(mark);
        token
    }

    pub(super) fn next(&mut self) -> Token<'t> {
        if let Some((start, token, end)) = self.last
            && start == self.at
        {
            self.at = end;
            return token;
        }
        let from = self.at;
        self.skip_blanks();
        let start = self.at;
        let kind = match self.byte(start) {
            None => Kind::End,
            Some(b'\n') => {
                self.at = start.saturating_add(1);
                if let Some(here) = self.here.filter(|here| here.line_end == start) {
                    self.at = here.next;
                }
                Kind::Newline
            }
            Some(byte) => {
                let is_plain = byte.is_ascii_alphanumeric() || byte == b'-';
                let length = if is_plain { 0 } else { self.operator(start, byte) };
                self.at = if length > 0 { start.saturating_add(length) } else { self.word_end(start) };
                if length > 0 { Kind::Operator } else { Kind::Word }
            }
        };
        let end = if kind == Kind::Newline { start.saturating_add(1) } else { self.at };
        let is_before_redirection = matches!(self.byte(self.at), Some(b'<' | b'>'));
        let token = Token { kind, text: self.slice(start, end), is_before_redirection };
        if kind != Kind::Newline {
            self.last = Some((from, token, self.at));
        }
        token
    }

    /// Goes past `((…))`, if it is here.
    pub(super) fn take_arithmetic(&mut self) -> bool {
        self.skip_blanks();
        let end = match self.rest(self.at) {
            [b'(', b'(', ..] => self.arithmetic_end(self.at.saturating_add(2)),
            _ => None,
        };
        self.at = end.map_or(self.at, |end| end.saturating_add(2));
        end.is_some()
    }

    fn skip_blanks(&mut self) {
        loop {
            self.at = self.at.saturating_add(match self.rest(self.at) {
                [b' ' | b'\t', ..] | [b'\r', b'\n', ..] => 1,
                [b'\\', b'\n', ..] => 2,
                [b'#', rest @ ..] => find(rest, b'\n').saturating_add(1),
                _ => return,
            });
        }
    }

    /// The length of the operator here; 0 where a word begins.
    fn operator(&self, at: usize, byte: u8) -> usize {
        let [next, third] = [1, 2].map(|after| self.byte(at.saturating_add(after)).unwrap_or_default());
        let is_bash = self.dialect.is_bash;
        match (byte, next) {
            (b'<' | b'>', b'(') if is_bash => 0,
            (b'<', b'<') if matches!(third, b'<' | b'-') => 3,
            (b'&', b'>') if is_bash && third == b'>' => 3,
            (b';', b';') if is_bash && third == b'&' => 3,
            (b'<', b'<' | b'&' | b'>') | (b'>', b'>' | b'&' | b'|') | (b'&', b'&') | (b'|', b'|') | (b';', b';') => 2,
            (b'&', b'>') | (b'|' | b';', b'&') if is_bash => 2,
            (b'<' | b'>' | b'&' | b'|' | b';' | b'(' | b')', _) => 1,
            _ => 0,
        }
    }

    /// Another command begins, which has substitutions of its own.
    pub(super) fn forget_substitutions(&mut self) {
        self.substitutions.clear();
    }

    /// The length of a substitution that was read as a piece of a word.
    pub(super) fn length_of(&self, substitution: &str) -> Option<usize> {
        if self.substitutions.is_empty() {
            return None;
        }
        let at = substitution.as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        let nth = self.substitutions.binary_search_by_key(&at, |(start, _)| *start).ok()?;
        self.substitutions.get(nth).map(|(start, end)| end.saturating_sub(*start))
    }

    fn word_end(&mut self, start: usize) -> usize {
        let is_plain = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/' | b'.' | b'=');
        let mut at = start;
        loop {
            at = at.saturating_add(self.rest(at).iter().take_while(is_plain).count());
            at = match self.rest(at) {
                [] | [b' ' | b'\t' | b'\n' | b'|' | b'&' | b';' | b')', ..] | [b'\r', b'\n', ..] => {
                    return at.min(self.text.len());
                }
                [b'<' | b'>', b'(', ..] if self.dialect.is_bash => {
                    self.substitution_end(at.saturating_add(2)).saturating_add(1)
                }
                [b'(', ..] if self.dialect.is_bash && is_array(self.slice(start, at)) => {
                    self.substitution_end(at.saturating_add(1)).saturating_add(1)
                }
                [b'(' | b'<' | b'>', ..] => return at,
                [b'$', b'(', ..] => {
                    let end = self.quoted_end(at, false);
                    if self.substitutions.last().is_some_and(|(last, _)| *last >= at) {
                        self.substitutions.clear();
                    }
                    let is_long = end.saturating_sub(at) >= LONG_SUBSTITUTION;
                    if is_long && self.substitutions.len() < MOST_SUBSTITUTIONS {
                        self.substitutions.push((at, end));
                    }
                    end
                }
                _ => self.quoted_end(at, false),
            };
        }
    }

    /// Where the character, the quotes or the substitution that is here ends.
    pub(super) fn quoted_end(&self, at: usize, is_quoted: bool) -> usize {
        let next = at.saturating_add(1);
        match self.byte(at) {
            Some(b'\\') => at.saturating_add(2),
            Some(b'\'') if !is_quoted => self.find(next, b'\'').saturating_add(1),
            Some(b'"') => self.double_end(next).saturating_add(1),
            Some(b'`') => self.backquote_end(next).saturating_add(1),
            Some(b'$') => self.dollar_end(at, is_quoted),
            _ => next,
        }
    }

    fn find(&self, at: usize, byte: u8) -> usize {
        at.saturating_add(find(self.rest(at), byte)).min(self.text.len())
    }

    /// Where the double quotes close that were opened before.
    pub(super) fn double_end(&self, mut at: usize) -> usize {
        loop {
            at = match self.byte(at) {
                None => return self.text.len(),
                Some(b'"') => return at,
                Some(_) => self.quoted_end(at, true),
            };
        }
    }

    /// Where the backquote closes.
    pub(super) fn backquote_end(&self, mut at: usize) -> usize {
        loop {
            at = match self.byte(at) {
                None => return self.text.len(),
                Some(b'`') => return at,
                Some(b'\\') => at.saturating_add(2),
                Some(_) => at.saturating_add(1),
            };
        }
    }

    /// Where `$'…'` closes.
    fn dollar_quote_end(&self, mut at: usize) -> usize {
        loop {
            at = match self.byte(at) {
                None => return self.text.len(),
                Some(b'\'') => return at,
                Some(b'\\') => at.saturating_add(2),
                Some(_) => at.saturating_add(1),
            };
        }
    }

    /// Where what begins with the `$` here ends, as far as brackets and quotes go: a name after it is not read.
    pub(super) fn dollar_end(&self, at: usize, is_quoted: bool) -> usize {
        if self.depth >= DEEPEST {
            return at.saturating_add(1);
        }
        let inner = at.saturating_add(2);
        let deeper = || Lexer { depth: self.depth.saturating_add(1), ..Lexer::new(self.text, self.dialect) };
        match self.rest(at) {
            [_, b'(', rest @ ..] if let Some(length) = length_of_simple(rest) => {
                inner.saturating_add(length).saturating_add(1)
            }
            [_, b'(', b'(', ..] => match self.arithmetic_end(at.saturating_add(3)) {
                Some(end) => end.saturating_add(2),
                None => deeper().substitution_end(inner).saturating_add(1),
            },
            [_, b'(', ..] => deeper().substitution_end(inner).saturating_add(1),
            [_, b'{', ..] => deeper().brace_end(inner, is_quoted).saturating_add(1),
            [_, b'\'', ..] if self.dialect.is_bash && !is_quoted => self.dollar_quote_end(inner).saturating_add(1),
            _ => at.saturating_add(1),
        }
    }

    /// Where `))` stands that closes arithmetic which was opened before.
    pub(super) fn arithmetic_end(&self, start: usize) -> Option<usize> {
        let mut depth: u32 = 0;
        for (nth, byte) in self.rest(start).iter().take(LONGEST_ARITHMETIC).enumerate() {
            match byte {
                b'(' => depth = depth.saturating_add(1),
                b')' if depth == 0 => {
                    let end = start.saturating_add(nth);
                    return (self.byte(end.saturating_add(1)) == Some(b')')).then_some(end);
                }
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }

    /// Where the brace closes that was opened before. Whether a single quote in double quotes quotes anything, shells do not agree:
    /// to bash it does, and by POSIX only in a pattern, `"${X%'…'}"`.
    fn brace_end(&self, start: usize, is_quoted: bool) -> usize {
        let name = self.rest(start).iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        let is_pattern =
            matches!(self.rest(start.saturating_add(name)), [b'#' | b'%' | b'/' | b'^' | b',', ..]) && name > 0;
        let has_quotes = !is_quoted || is_pattern || (self.dialect.is_bash && !self.dialect.is_posix);
        let mut at = start;
        loop {
            at = match self.byte(at) {
                None => return self.text.len(),
                Some(b'}') => return at,
                Some(b'$') => self.dollar_end(at, is_quoted),
                Some(_) => self.quoted_end(at, !has_quotes),
            };
        }
    }

    /// Where the bracket closes that was opened before: brackets in quotes, comments, here documents and before the branches of a
    /// `case` are others.
    pub(super) fn substitution_end(&self, start: usize) -> usize {
        let mut inner = Lexer { at: start, depth: self.depth, ..Lexer::new(self.text, self.dialect) };
        let mut open: Vec<Open> = Vec::new();
        let mut is_first = true;
        loop {
            if open.len() > MOST_OPEN {
                return self.text.len();
            }
            let token = inner.next();
            let top = open.last().copied();
            match token.kind {
                Kind::End => return self.text.len(),
                Kind::Newline => is_first = true,
                Kind::Word => {
                    match (token.text, top) {
                        ("case", _) if is_first && top != Some(Open::Pattern) => open.push(Open::Case),
                        ("in", Some(Open::Case)) => {
                            open.pop();
                            open.push(Open::Pattern);
                        }
                        ("esac", Some(Open::Pattern | Open::Branch)) if is_first => {
                            open.pop();
                        }
                        _ => {}
                    }
                    is_first = (is_first && is_followed_by_command(token.text))
                        || (token.text == "in" && top == Some(Open::Case));
                }
                Kind::Operator => {
                    match (token.text, top) {
                        ("<<" | "<<-", _) => {
                            let end = inner.next();
                            inner.here_document(end.text, token.text == "<<-");
                            continue;
                        }
                        ("<" | ">" | ">>" | "<<<" | ">&" | "<&" | "<>" | ">|" | "&>" | "&>>", _) => {
                            inner.next();
                            continue;
                        }
                        ("(", Some(Open::Pattern)) => {}
                        ("(", _) => open.push(Open::Bracket),
                        (")", None) => return inner.at.saturating_sub(1),
                        (")", Some(Open::Pattern)) => {
                            open.pop();
                            open.push(Open::Branch);
                        }
                        (")", Some(_)) => {
                            // An `esac` is missing: whatever is open in here is closed.
                            while open.pop().is_some_and(|open| open != Open::Bracket) {}
                        }
                        (";;" | ";&" | ";;&", Some(Open::Branch)) => {
                            open.pop();
                            open.push(Open::Pattern);
                        }
                        _ => {}
                    }
                    is_first = true;
                }
            }
        }
    }

    /// The here document that this word closes, and whether a shell expands it. The operator is before.
    pub(super) fn here_document(&mut self, word: &str, is_indented: bool) -> (&'t str, bool) {
        let mut here = match self.here {
            Some(here) if here.line_end >= self.at => here,
            _ => {
                let mut line = Lexer { at: self.at, depth: self.depth, ..Lexer::new(self.text, self.dialect) };
                let line_end = loop {
                    match line.next().kind {
                        Kind::Newline => break line.at.saturating_sub(1),
                        Kind::End => break self.text.len(),
                        _ => {}
                    }
                };
                Here { line_end, next: line_end.saturating_add(1) }
            }
        };
        let start = here.next;
        let mut end = start;
        let close = without_quotes(word);
        loop {
            let line_end = self.find(end, b'\n');
            let line = self.slice(end, line_end);
            here.next = line_end.saturating_add(1).min(self.text.len());
            let line = if is_indented { line.trim_start_matches('\t') } else { line };
            if line.trim_end_matches('\r') == close || line_end >= self.text.len() {
                if line.trim_end_matches('\r') != close {
                    end = self.text.len();
                }
                break;
            }
            end = here.next;
        }
        self.here = Some(here);
        (self.slice(start, end), !word.contains(['\'', '"', '\\']))
    }
}

/// The length of what is in a substitution, if its bracket is the first that closes, and nothing before it has brackets of its own or
/// hides one. Most are like that.
fn length_of_simple(text: &[u8]) -> Option<usize> {
    let is_special = |byte: &u8| matches!(byte, b'(' | b')' | b'\'' | b'"' | b'\\' | b'`' | b'$' | b'#' | b'<');
    let length = text.iter().position(is_special)?;
    let (inner, after) = text.split_at_checked(length)?;
    let is_closed = matches!(after, [b')', ..]);
    // The patterns of a `case` have brackets that close nothing.
    (is_closed && !inner.windows(4).any(|it| it == b"case")).then_some(length)
}

fn find(text: &[u8], byte: u8) -> usize {
    text.iter().position(|it| *it == byte).unwrap_or(text.len())
}

/// Whether the next word may be the first of a command.
pub(super) fn is_followed_by_command(keyword: &str) -> bool {
    matches!(
        keyword,
        "if" | "then" | "else" | "elif" | "while" | "until" | "do" | "{" | "!" | "time" | "fi" | "done" | "esac" | "}"
    )
}

/// Whether a bracket after this opens an array: `NAME=`, `NAME+=`.
fn is_array(before: &str) -> bool {
    before.strip_suffix('=').is_some_and(|name| super::is_name(name.strip_suffix('+').unwrap_or(name)))
}

/// A word that closes a here document.
fn without_quotes(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '\'' | '"' | '\\')).collect()
}
