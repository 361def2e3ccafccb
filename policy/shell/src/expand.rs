//! From words as they are written to words as a program gets them: quotes are taken off, variables are put in as far as they are
//! known, braces and values are split.

use super::printed::{Escapes, unescape};
use super::run::Runner;
use super::state::Value;
use super::{Dialect, Word, is_name};

/// Words that a word with braces may become.
const MOST_BRACES: usize = 64;
/// How deep expansions may be in each other.
const DEEPEST: u32 = 16;

/// The words that one becomes.
#[derive(Debug, Default)]
pub(super) struct Fields {
    done: Vec<Word>,
    word: Option<Word>,
    separators: Option<String>,
}

impl Fields {
    fn word(&mut self) -> &mut Word {
        self.word.get_or_insert_default()
    }

    fn end_word(&mut self) {
        self.done.extend(self.word.take());
    }

    fn push(&mut self, text: &str) {
        self.word().text.push_str(text);
    }

    /// What is not known, as it is written.
    fn push_unknown(&mut self, written: &str) {
        let word = self.word();
        word.text.push_str(written);
        word.expands = true;
    }

    fn push_value(&mut self, value: &Word, is_split: bool) {
        // What is written of a substitution is no text to split.
        if !is_split || (value.expands && value.text.contains(['(', '`', '{'])) {
            if !(is_split && value.text.is_empty()) {
                self.push(&value.text);
                self.word().expands |= value.expands;
            }
            return;
        }
        let separators = self.separators.take();
        let is_separator = |c: char| separators.as_ref().map_or(matches!(c, ' ' | '\t' | '\n'), |it| it.contains(c));
        let mut rest = value.text.as_str();
        while let Some(at) = rest.find(is_separator) {
            let (text, after) = rest.split_at_checked(at).unwrap_or_default();
            if !text.is_empty() {
                self.push(text);
                self.word().expands |= value.expands;
            } else if after.starts_with(|c: char| !c.is_whitespace()) {
                self.word();
            }
            self.end_word();
            rest = after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        }
        if !rest.is_empty() {
            self.push(rest);
            self.word().expands |= value.expands;
        }
        self.separators = separators;
    }

    fn finish(mut self, to: &mut Vec<Word>) {
        to.append(&mut self.done);
        to.extend(self.word);
    }

    /// All of it in one word.
    pub(super) fn joined(self) -> Word {
        if self.done.is_empty() {
            return self.word.unwrap_or_default();
        }
        let mut words = Vec::new();
        self.finish(&mut words);
        let expands = words.iter().any(|word| word.expands);
        let texts: Vec<_> = words.into_iter().map(|word| word.text).collect();
        Word { text: texts.join(" "), expands }
    }
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// Nothing: it is split where a value has blanks.
    Word,
    /// The braces of `${X:-…}`: it is a value itself.
    Default,
    /// An assignment or the like: nothing is split.
    Assignment,
    Quotes,
    HereDocument,
}

impl Around {
    /// Where values are split.
    fn is_split(self) -> bool {
        matches!(self, Around::Word | Around::Default)
    }

    /// What is around the word of `${X:-…}`.
    fn of_default(self) -> Self {
        if self == Around::Word { Around::Default } else { self }
    }

    fn is_quoted(self) -> bool {
        matches!(self, Around::Quotes | Around::HereDocument)
    }
}

impl Runner<'_, '_, '_> {
    /// The words that a word becomes.
    pub(super) fn words(&mut self, raw: &str, to: &mut Vec<Word>) {
        if is_plain(raw) {
            return to.push(Word { text: raw.to_owned(), expands: false });
        }
        if self.dialect.is_bash && raw.contains('{') && (raw.contains(',') || raw.contains("..")) {
            let mut written = Vec::new();
            if braces(raw, self.dialect, 0, &mut written)
                && self.shell.state.spend(written.len().saturating_mul(raw.len()))
            {
                for raw in written {
                    self.word_into(&raw, to);
                }
                return;
            }
        }
        self.word_into(raw, to);
    }

    fn word_into(&mut self, raw: &str, to: &mut Vec<Word>) {
        // Only values are split.
        let mut fields = if raw.contains(['$', '`']) { self.fields() } else { Fields::default() };
        self.expand(raw, Around::Word, 0, &mut fields);
        fields.finish(to);
    }

    /// The single word that a text becomes.
    pub(super) fn single(&mut self, raw: &str, around: Around) -> Word {
        if is_plain(raw) {
            return Word { text: raw.to_owned(), expands: false };
        }
        let mut fields = Fields::default();
        self.expand(raw, around, 0, &mut fields);
        fields.joined()
    }

    fn fields(&mut self) -> Fields {
        let separators = match self.shell.state.get("IFS") {
            Value::Text(word) if !word.expands => Some(word.text),
            _ => None,
        };
        Fields { separators, ..Fields::default() }
    }

    fn expand(&mut self, raw: &str, around: Around, depth: u32, to: &mut Fields) {
        if depth > DEEPEST {
            return to.push_unknown(raw);
        }
        let lexer = super::lexer::Lexer::new(raw, self.dialect);
        let is_special = |byte: u8| matches!(byte, b'\\' | b'\'' | b'"' | b'$' | b'`' | b'<' | b'>');
        let mut at: usize = 0;
        while let Some(byte) = raw.as_bytes().get(at).copied() {
            let rest = raw.get(at..).unwrap_or_default();
            if !is_special(byte) {
                let length = rest.bytes().position(is_special).unwrap_or(rest.len());
                let text = rest.get(..length).unwrap_or_default();
                if around == Around::Default {
                    to.push_value(&Word { text: text.to_owned(), expands: false }, true);
                } else {
                    to.push(text);
                }
                if at == 0 && byte == b'~' && around == Around::Word {
                    to.word().expands = true;
                }
                at = at.saturating_add(length);
                continue;
            }
            let end = match byte {
                b'<' | b'>'
                    if !(around.is_split() && self.dialect.is_bash && rest.as_bytes().get(1) == Some(&b'(')) =>
                {
                    to.push(rest.get(..1).unwrap_or_default());
                    at = at.saturating_add(1);
                    continue;
                }
                b'<' | b'>' => lexer.substitution_end(at.saturating_add(2)).saturating_add(1),
                b'"' if around == Around::HereDocument => at.saturating_add(1),
                b'\\' => {
                    let next = rest.get(1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                    at.saturating_add(1).saturating_add(next)
                }
                _ => {
                    let known = if around.is_quoted() { None } else { self.lexer.length_of(rest) };
                    let end = known
                        .map_or_else(|| lexer.quoted_end(at, around.is_quoted()), |length| at.saturating_add(length));
                    end.min(raw.len())
                }
            };
            let end = if byte == b'$' { name_end(raw, at, end) } else { end };
            let written = raw.get(at..end).unwrap_or(rest);
            if written == "$" {
                // `$"…"` is a string to translate.
                let is_translated =
                    self.dialect.is_bash && rest.as_bytes().get(1) == Some(&b'"') && !around.is_quoted();
                if !is_translated {
                    to.push("$");
                }
            } else {
                let is_arithmetic = written.starts_with("$((") && lexer.arithmetic_end(at.saturating_add(3)).is_some();
                self.expand_piece(written, is_arithmetic, around, depth, to);
            }
            at = end.max(at.saturating_add(1));
        }
    }

    /// A piece of a word that means something to a shell.
    fn expand_piece(&mut self, written: &str, is_arithmetic: bool, around: Around, depth: u32, to: &mut Fields) {
        let inner = |open: usize, close: &str| {
            let inner = written.get(open..).unwrap_or_default();
            inner.strip_suffix(close).unwrap_or(inner)
        };
        match written.as_bytes().first() {
            Some(b'\\') => match (written.get(1..).unwrap_or_default(), around) {
                ("\n", _) => {}
                ("", _) => to.push("\\"),
                (c @ ("$" | "`" | "\\"), _)
                | (c @ "\"", Around::Word | Around::Default | Around::Assignment | Around::Quotes) => to.push(c),
                (_, Around::Quotes | Around::HereDocument) => to.push(written),
                (c, _) => to.push(c),
            },
            Some(b'\'') if !around.is_quoted() => to.push(inner(1, "'")),
            Some(b'\'') => to.push("'"),
            Some(b'"') => match around {
                Around::HereDocument => to.push("\""),
                // Quotes in `"${X:-"…"}"`.
                Around::Quotes => self.expand(inner(1, "\""), Around::Quotes, depth.saturating_add(1), to),
                _ => {
                    let quoted = inner(1, "\"");
                    if !is_nothing_but_arguments(quoted) {
                        to.word();
                    }
                    self.expand(quoted, Around::Quotes, depth.saturating_add(1), to);
                }
            },
            Some(b'`') => {
                let script = without_backslashes(inner(1, "`"), around == Around::Quotes);
                self.substitute(&script, written, around, to);
            }
            Some(b'<' | b'>') => {
                self.inner_script(inner(2, ")"));
                to.push_unknown(written);
            }
            _ => match written.as_bytes().get(1) {
                Some(b'\'') => {
                    let mut text = String::new();
                    unescape(inner(2, "'"), Escapes::Quoted, self.dialect, &mut text);
                    to.push(&text);
                }
                Some(b'(') if is_arithmetic => {
                    to.push_unknown(written);
                }
                Some(b'(') => self.substitute(inner(2, ")"), written, around, to),
                Some(b'{') => self.parameter(inner(2, "}"), written, around, depth, to),
                _ => {
                    let value = self.value(inner(1, ""));
                    self.put(&value, inner(1, ""), written, around, to);
                }
            },
        }
    }

    /// What a command prints, in place of it.
    fn substitute(&mut self, script: &str, written: &str, around: Around, to: &mut Fields) {
        let printed = self.inner_script(script);
        if printed.expands || !self.shell.state.spend(printed.text.len()) {
            return to.push_unknown(written);
        }
        let text = Word { text: printed.text.trim_end_matches('\n').to_owned(), expands: false };
        to.push_value(&text, around.is_split());
    }

    fn value(&mut self, name: &str) -> Value {
        match name {
            "@" | "*" => self.shell.state.arguments().map_or(Value::Unknown, Value::List),
            "#" => {
                let count = self.shell.state.arguments().map(|arguments| arguments.len().to_string());
                count.map_or(Value::Unknown, |text| Value::Text(Word { text, expands: false }))
            }
            "0" => self.shell.state.zero.clone().map_or(Value::Unknown, Value::Text),
            name if name.bytes().all(|b| b.is_ascii_digit()) => {
                let nth = name.parse::<usize>().ok().and_then(|nth| nth.checked_sub(1));
                match (self.shell.state.arguments(), nth) {
                    (Some(arguments), Some(nth)) => {
                        arguments.get(nth).map_or(Value::Unset, |it| Value::Text(it.clone()))
                    }
                    _ => Value::Unknown,
                }
            }
            name if is_name(name) => self.shell.state.get(name),
            _ => Value::Unknown,
        }
    }

    fn put(&mut self, value: &Value, name: &str, written: &str, around: Around, to: &mut Fields) {
        let is_split = around.is_split();
        let length = match value {
            Value::Unknown | Value::Unset => 0,
            Value::Text(word) => word.text.len(),
            Value::List(words) => words.iter().map(|word| word.text.len().saturating_add(8)).sum(),
        };
        if !self.shell.state.spend(length) {
            return to.push_unknown(written);
        }
        match value {
            Value::Unknown => to.push_unknown(written),
            Value::Unset => {}
            Value::Text(word) => to.push_value(word, is_split),
            Value::List(words) if is_name(name) => {
                if let Some(first) = words.first() {
                    to.push_value(first, is_split);
                }
            }
            // `*` in quotes is a single word.
            Value::List(words) => {
                let is_apart = around.is_split() || (around == Around::Quotes && name.contains('@'));
                for (nth, word) in words.iter().enumerate() {
                    match nth {
                        0 => {}
                        _ if is_apart => to.end_word(),
                        _ => to.push(" "),
                    }
                    if !is_split {
                        to.word();
                    }
                    to.push_value(word, is_split);
                }
            }
        }
    }

    /// `${…}`
    fn parameter(&mut self, inner: &str, written: &str, around: Around, depth: u32, to: &mut Fields) {
        let length = match inner.as_bytes() {
            [b'0'..=b'9', ..] => inner.bytes().take_while(u8::is_ascii_digit).count(),
            [b'@' | b'*', ..] | [b'#'] => 1,
            _ => inner.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count(),
        };
        let (mut name, mut rest) = inner.split_at_checked(length).unwrap_or_default();
        if name.is_empty() {
            return to.push_unknown(written);
        }
        let mut value = self.value(name);
        if let Some((index, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            rest = after;
            if let Value::Text(word) = value {
                value = Value::List(vec![word]);
            }
            match index {
                "@" => name = "@",
                "*" => name = "*",
                _ => {
                    let nth = index.parse::<usize>().ok();
                    value = match (value, nth) {
                        (Value::List(words), Some(nth)) => {
                            words.get(nth).map_or(Value::Unset, |it| Value::Text(it.clone()))
                        }
                        _ => Value::Unknown,
                    };
                }
            }
        }
        let is_empty = match &value {
            Value::Text(word) => word.text.is_empty(),
            Value::List(words) => words.iter().all(|word| word.text.is_empty()),
            Value::Unknown | Value::Unset => true,
        };
        let is_unset = match &value {
            Value::Unset => true,
            Value::List(words) => words.is_empty(),
            _ => false,
        };
        let (counts_empty, operator) = match rest.strip_prefix(':') {
            Some(operator) if operator.starts_with(['-', '=', '?', '+']) => (true, operator),
            _ => (false, rest),
        };
        let word = operator.get(1..).unwrap_or_default();
        let is_missing = value == Value::Unknown || is_unset || (counts_empty && is_empty);
        match operator.as_bytes().first() {
            None => self.put(&value, name, written, around, to),
            Some(b'-' | b'=') if is_missing => {
                if operator.starts_with('=') && is_name(name) {
                    let given = self.single(word, if around.is_quoted() { Around::Quotes } else { Around::Assignment });
                    self.shell.state.set(name, vec![Value::Text(given)]);
                }
                self.expand(word, around.of_default(), depth.saturating_add(1), to);
            }
            Some(b'-' | b'=' | b'?') => {
                // Substitutions in what is not taken are not run; a message may have some.
                self.put(&value, name, written, around, to);
            }
            Some(b'+') if value == Value::Unknown => {
                // Perhaps.
                let before = to.done.len();
                self.expand(word, around.of_default(), depth.saturating_add(1), to);
                let (done, last) = (&mut to.done, &mut to.word);
                for word in done.iter_mut().skip(before).chain(last) {
                    word.expands = true;
                }
            }
            Some(b'+') if is_missing => {}
            Some(b'+') => self.expand(word, around.of_default(), depth.saturating_add(1), to),
            Some(b'#' | b'%' | b'/' | b'^' | b',') => {
                let Value::Text(text) = &value else { return to.push_unknown(written) };
                let pattern = self.single(
                    word.strip_prefix(operator.get(..1).unwrap_or_default()).unwrap_or(word),
                    Around::Assignment,
                );
                let is_known = !(text.expands || pattern.expands);
                let text = if is_known { changed(&text.text, operator, &pattern.text) } else { None };
                match text {
                    Some(text) if self.shell.state.spend(text.len()) => {
                        to.push_value(&Word { text, expands: false }, around.is_split());
                    }
                    _ => to.push_unknown(written),
                }
            }
            _ => to.push_unknown(written),
        }
    }
}

/// Whether a text is a word as it is written, wherever it stands. Most are.
fn is_plain(raw: &str) -> bool {
    let is_plain = |byte: u8| !matches!(byte, b'"' | b'$' | b'\'' | b'<' | b'>' | b'\\' | b'`' | b'{' | b'~');
    !raw.is_empty() && raw.bytes().all(is_plain)
}

/// Where the name of a variable ends, if there is one after the `$`.
fn name_end(raw: &str, at: usize, end: usize) -> usize {
    let name = raw.get(at.saturating_add(1)..).unwrap_or_default();
    if end > at.saturating_add(1) {
        return end;
    }
    let length = match name.as_bytes() {
        [b'a'..=b'z' | b'A'..=b'Z' | b'_', ..] => {
            name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count()
        }
        [b'0'..=b'9' | b'@' | b'*' | b'#' | b'?' | b'!' | b'$' | b'-', ..] => 1,
        _ => 0,
    };
    end.saturating_add(length)
}

/// A value without its beginning or its end, or in another case, where the pattern is a plain text.
fn changed(text: &str, operator: &str, pattern: &str) -> Option<String> {
    let case = |all: &str| operator == all;
    if case("^^") {
        return Some(text.to_ascii_uppercase());
    }
    if case(",,") {
        return Some(text.to_ascii_lowercase());
    }
    let (is_any_before, is_any_after) = (pattern.starts_with('*'), pattern.ends_with('*'));
    let plain = pattern.trim_start_matches('*').trim_end_matches('*');
    if plain.contains(['*', '?', '[', '\\']) || plain.is_empty() {
        return None;
    }
    let rest = if operator.starts_with("##") && is_any_before && !is_any_after {
        text.rsplit_once(plain).map(|(_, rest)| rest)
    } else if operator.starts_with('#') && !operator.starts_with("##") && is_any_before && !is_any_after {
        text.split_once(plain).map(|(_, rest)| rest)
    } else if operator.starts_with("%%") && is_any_after && !is_any_before {
        text.split_once(plain).map(|(rest, _)| rest)
    } else if operator.starts_with('%') && !operator.starts_with("%%") && is_any_after && !is_any_before {
        text.rsplit_once(plain).map(|(rest, _)| rest)
    } else if is_any_before || is_any_after {
        return None;
    } else if operator.starts_with('#') {
        text.strip_prefix(plain)
    } else if operator.starts_with('%') {
        text.strip_suffix(plain)
    } else {
        return None;
    };
    Some(rest.unwrap_or(text).to_owned())
}

/// Whether it is `"$@"`, which is no word where there are no arguments.
fn is_nothing_but_arguments(quoted: &str) -> bool {
    quoted == "$@" || quoted == "${@}" || (quoted.starts_with("${") && quoted.ends_with("[@]}"))
}

/// The script between backquotes.
fn without_backslashes(text: &str, is_quoted: bool) -> String {
    let mut script = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let next = letters.peek().copied();
        let is_escape =
            c == '\\' && matches!(next, Some('$' | '`' | '\\')) || (c == '\\' && is_quoted && next == Some('"'));
        script.push(if is_escape { letters.next().unwrap_or(c) } else { c });
    }
    script
}

/// Bash's brace expansion: `a{b,c}` is `ab ac`. False where there is none, or too much of it.
fn braces(raw: &str, dialect: Dialect, depth: u32, to: &mut Vec<String>) -> bool {
    let lexer = super::lexer::Lexer::new(raw, dialect);
    let mut at: usize = 0;
    let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
    // The first pair that has a comma and is in no other such.
    let mut best: Option<(usize, Vec<usize>, usize)> = None;
    while let Some(byte) = raw.as_bytes().get(at) {
        let next = lexer.quoted_end(at, false);
        match byte {
            b'{' => open.push((at, Vec::new())),
            b',' => {
                if let Some((_, commas)) = open.last_mut() {
                    commas.push(at);
                }
            }
            b'}' => {
                if let Some((start, commas)) = open.pop() {
                    let inner = raw.get(start.saturating_add(1)..at).unwrap_or_default();
                    if !commas.is_empty() || range(inner).is_some() {
                        if best.as_ref().is_none_or(|(known, _, _)| start < *known) {
                            best = Some((start, commas, at));
                        }
                        if open.is_empty() {
                            break;
                        }
                    }
                }
            }
            _ => {}
        }
        at = next;
    }
    let Some((start, commas, end)) = best.filter(|_| depth < DEEPEST) else {
        to.push(raw.to_owned());
        return depth > 0;
    };
    let before = raw.get(..start).unwrap_or_default();
    let after = raw.get(end.saturating_add(1)..).unwrap_or_default();
    let inner = raw.get(start.saturating_add(1)..end).unwrap_or_default();
    let items: Vec<String> = if commas.is_empty() {
        range(inner).unwrap_or_default()
    } else {
        let starts = std::iter::once(start).chain(commas.iter().copied()).map(|at| at.saturating_add(1));
        let ends = commas.iter().copied().chain([end]);
        starts.zip(ends).map(|(start, end)| raw.get(start..end).unwrap_or_default().to_owned()).collect()
    };
    for item in items {
        if to.len() >= MOST_BRACES {
            return false;
        }
        let mut inner = Vec::new();
        braces(&item, dialect, depth.saturating_add(1), &mut inner);
        for item in inner {
            if !braces(&format!("{before}{item}{after}"), dialect, depth.saturating_add(1), to)
                || to.len() > MOST_BRACES
            {
                return false;
            }
        }
    }
    true
}

/// `1..3`
fn range(text: &str) -> Option<Vec<String>> {
    let (first, last) = text.split_once("..")?;
    if let (Ok(first), Ok(last)) = (first.parse::<i32>(), last.parse::<i32>()) {
        let count = usize::try_from(first.abs_diff(last)).ok()?;
        let step = if first <= last { 1 } else { -1 };
        let numbers = std::iter::successors(Some(first), |number| number.checked_add(step));
        return (count < MOST_BRACES).then(|| numbers.take(count.saturating_add(1)).map(|it| it.to_string()).collect());
    }
    let letter = |text: &str| Some(*text.as_bytes().first().filter(|b| b.is_ascii_alphabetic() && text.len() == 1)?);
    let (first, last) = (letter(first)?, letter(last)?);
    let letters = |range: std::ops::RangeInclusive<u8>| -> Vec<String> {
        range.filter(u8::is_ascii_alphabetic).map(|it| char::from(it).to_string()).collect()
    };
    if first <= last {
        Some(letters(first..=last))
    } else {
        let mut backwards = letters(last..=first);
        backwards.reverse();
        Some(backwards)
    }
}
