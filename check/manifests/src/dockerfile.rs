//! Dockerfiles: their instructions as `BuildKit`'s parser reads them, each with its place in the text.
//!
//! Lines are joined where one ends with the escape character, comments within an instruction are left out, and here documents follow the
//! instructions that name them. `document` makes a document of it.
//!
//! Source: <https://github.com/moby/buildkit/blob/3e6e08dcd620f69d73d5181ecb0687e7b5167649/frontend/dockerfile/parser/parser.go>.

use std::ops::Range;

use crate::documents::Problem;

mod document;

pub(crate) use document::read;

/// An instruction.
#[derive(Debug)]
struct Instruction {
    keyword: Range<usize>,
    /// In capitals.
    name: String,
    /// `--name=value`, each with its place.
    flags: Vec<(String, Range<usize>)>,
    arguments: Line,
    /// What stands from the arguments to the end, here documents included.
    source: Range<usize>,
    here: Vec<Here>,
}

/// A here document.
#[derive(Clone, Debug)]
struct Here {
    content: Range<usize>,
    /// Whether tabs at the beginning of lines are left out.
    is_indented: bool,
}

/// A text put together from lines, with the place of each byte, and of its end.
#[derive(Clone, Debug, Default)]
struct Line {
    text: String,
    at: Vec<usize>,
}

impl Line {
    fn of(text: &str, start: usize) -> Self {
        Line { text: text.to_owned(), at: (start..=start + text.len()).collect() }
    }

    fn add(&mut self, other: &Line) {
        self.text.push_str(&other.text);
        self.at.pop();
        self.at.extend(&other.at);
    }

    fn part(&self, range: Range<usize>) -> Self {
        let end = if range.is_empty() { self.at[range.start] } else { self.at[range.end - 1] + 1 };
        let at = self.at[range.clone()].iter().copied().chain([end]).collect();
        Line { text: self.text[range].to_owned(), at }
    }

    fn trimmed(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        self.part(start..start + self.text.trim().len())
    }

    /// Where it stands in the source.
    fn range(&self) -> Range<usize> {
        self.at[0]..self.at[self.at.len() - 1]
    }

    /// Its first word, and what follows.
    fn split(&self) -> (Self, Self) {
        let end = self.text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(self.text.len());
        (self.part(0..end), self.part(end..self.text.len()).trimmed())
    }

    /// Words as a shell splits them, with their quotes.
    fn words(&self, escape: char) -> Vec<Self> {
        let mut words = Vec::new();
        let (mut start, mut quote, mut is_escaped) = (None, None, false);
        for (at, c) in self.text.char_indices() {
            if start.is_none() && !c.is_whitespace() {
                start = Some(at);
            }
            if std::mem::take(&mut is_escaped) {
                continue;
            }
            match quote {
                _ if c == escape && quote != Some('\'') => is_escaped = true,
                Some(open) if c == open => quote = None,
                None if matches!(c, '"' | '\'') => quote = Some(c),
                None if c.is_whitespace() => words.extend(start.take().map(|start| self.part(start..at))),
                _ => {}
            }
        }
        words.extend(start.map(|start| self.part(start..self.text.len())));
        words
    }
}

/// A text without the quotes and escapes of a word.
fn unquoted(word: &str, escape: char) -> String {
    let mut text = String::new();
    let mut quote = None;
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        match quote {
            // Between double quotes it escapes few characters.
            _ if c == escape
                && quote != Some('\'')
                && (quote.is_none()
                    || chars.peek().is_some_and(|next| matches!(next, '"' | '$') || *next == escape)) =>
            {
                text.extend(chars.next());
            }
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => text.push(c),
        }
    }
    text
}

/// The lines of a text that is read.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    escape: char,
}

impl<'t> Lines<'t> {
    /// The next line with its end, and where it begins.
    fn next(&mut self) -> Option<(usize, &'t str)> {
        let rest = &self.text[self.at..];
        let line = rest.split_inclusive('\n').next()?;
        let start = self.at;
        self.at += line.len();
        self.line += 1;
        Some((start, line))
    }

    /// A line without the escape at its end, and whether it had one.
    fn continued<'l>(&self, line: &'l str) -> (&'l str, bool) {
        let line = line.trim_end_matches(['\r', '\n']);
        let end = line.trim_end_matches([' ', '\t']);
        match end.strip_suffix(self.escape) {
            Some(before) if !before.ends_with(self.escape) => (before, true),
            _ => (line, false),
        }
    }
}

fn problem(line: usize, message: &str) -> Problem {
    Problem { line, column: None, message: format!("not a valid Dockerfile: {message}") }
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// A directive at the beginning of the file, such as `# syntax=…`.
fn directive(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().strip_prefix('#')?.split_once('=')?;
    let name = name.trim();
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| (name, value.trim()))
}

/// The instructions of a file, and the character that escapes.
fn instructions(text: &str) -> Result<(Vec<Instruction>, char), Problem> {
    let mut lines = Lines { text, at: text.len() - text.trim_start_matches('\u{feff}').len(), line: 0, escape: '\\' };
    let mut all = Vec::new();
    let mut may_be_directive = true;
    while let Some((start, source)) = lines.next() {
        let begin = lines.line;
        may_be_directive &= is_comment(source);
        if may_be_directive {
            match directive(source) {
                Some((name, "`")) if name.eq_ignore_ascii_case("escape") => lines.escape = '`',
                Some(_) => {}
                None => may_be_directive = false,
            }
        }
        if is_comment(source) {
            continue;
        }
        let (text, mut is_continued) = lines.continued(source);
        let indent = text.len() - text.trim_start().len();
        if text.len() == indent && !is_continued {
            continue;
        }
        let mut line = Line::of(&text[indent..], start + indent);
        let mut end = start + source.trim_end_matches(['\r', '\n']).len();
        while is_continued && let Some((start, source)) = lines.next() {
            end = start + source.trim_end_matches(['\r', '\n']).len();
            if is_comment(source) || source.trim().is_empty() {
                continue;
            }
            let text;
            (text, is_continued) = lines.continued(source);
            line.add(&Line::of(text, start));
        }
        let line = line.trimmed();
        if !line.text.is_empty() {
            let mut instruction = instruction(&line, end, lines.escape);
            here_documents(&mut instruction, &mut lines, begin)?;
            all.push(instruction);
        }
    }
    Ok((all, lines.escape))
}

fn instruction(line: &Line, end: usize, escape: char) -> Instruction {
    let (keyword, mut arguments) = line.split();
    let mut flags = Vec::new();
    let has_flags = |line: &Line| line.text.starts_with("--");
    while has_flags(&arguments)
        && let Some(word) = arguments.words(escape).into_iter().next()
    {
        arguments = arguments.part(word.text.len()..arguments.text.len()).trimmed();
        if word.text == "--" {
            break;
        }
        flags.push((unquoted(&word.text, escape), word.range()));
    }
    let source = arguments.range().start..end.max(arguments.range().start);
    Instruction {
        keyword: keyword.range(),
        name: keyword.text.to_ascii_uppercase(),
        flags,
        arguments,
        source,
        here: Vec::new(),
    }
}

/// Takes the here documents that an instruction names.
fn here_documents(instruction: &mut Instruction, lines: &mut Lines<'_>, begin: usize) -> Result<(), Problem> {
    let inner;
    let of_build = if instruction.name == "ONBUILD" {
        inner = instruction.arguments.split().0.text.to_ascii_uppercase();
        &inner
    } else {
        &instruction.name
    };
    if !matches!(of_build.as_str(), "ADD" | "COPY" | "RUN") || !instruction.arguments.text.contains("<<") {
        return Ok(());
    }
    for word in instruction.arguments.words('\\') {
        let Some((is_indented, end)) = here_document(&word.text) else { continue };
        let start = lines.at;
        loop {
            let Some((at, source)) = lines.next() else {
                return Err(problem(begin, "a here document is not closed"));
            };
            let line = source.trim_end_matches(['\r', '\n']);
            if (if is_indented { line.trim_start_matches('\t') } else { line }) == end {
                instruction.here.push(Here { content: start..at, is_indented });
                instruction.source.end = at + line.len();
                break;
            }
        }
    }
    Ok(())
}

/// Whether a word begins a here document: whether tabs are left out of it, and what ends it.
fn here_document(word: &str) -> Option<(bool, String)> {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
    let (is_indented, end) = rest.strip_prefix('-').map_or((false, rest), |rest| (true, rest));
    let end = unquoted(end, '\\');
    (!end.is_empty() && !end.contains('<')).then_some((is_indented, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Prints of each instruction its name, its flags, its arguments and its here documents.
    fn shown(text: &str) -> Vec<String> {
        let (all, _) = instructions(text).unwrap();
        let shown = all.iter().map(|it| {
            let flags = it.flags.iter().map(|(flag, _)| format!(" [{flag}]")).collect::<Vec<_>>().concat();
            let here = it.here.iter().map(|here| format!(" {:?}", &text[here.content.clone()]));
            let here = here.collect::<Vec<_>>().concat();
            format!("{}{flags} {}{here}", it.name, it.arguments.text)
        });
        shown.collect()
    }

    #[test]
    fn lines_are_joined() {
        assert_eq!(
            shown("\u{feff}# a comment\nfrom a \\\n  # inside\n\n  AS b\n\n  RUN x \\\\\n\tRUN y \\ \n z\nCMD [\"a\"]"),
            ["FROM a   AS b", "RUN x \\\\", "RUN y  z", "CMD [\"a\"]"]
        );
        assert_eq!(shown("# escape=`\nFROM a`\n b\nRUN c \\\nRUN d"), ["FROM a b", "RUN c \\", "RUN d"]);
        // Only the first lines are directives.
        assert_eq!(shown("#\n# escape=`\nRUN a`\nRUN b"), ["RUN a`", "RUN b"]);
        assert_eq!(shown("RUN a \\\r\n b\r\nRUN c\\"), ["RUN a  b", "RUN c"]);
    }

    #[test]
    fn flags_come_first() {
        assert_eq!(
            shown("COPY --from=a --chown=\"b c\" --x d --e f\nCMD -- --a\nRUN"),
            ["COPY [--from=a] [--chown=b c] [--x] d --e f", "CMD --a", "RUN "]
        );
    }

    #[test]
    fn here_documents_follow() {
        let text = "RUN <<E\na\nE\nRUN cat <<-'A B' > /c 3<<D\n\tx\n\tA B\ny\nD\nCMD a <<E\nONBUILD RUN <<E\nz\nE\n";
        assert_eq!(
            shown(text),
            [
                "RUN <<E \"a\\n\"",
                "RUN cat <<-'A B' > /c 3<<D \"\\tx\\n\" \"y\\n\"",
                "CMD a <<E",
                "ONBUILD RUN <<E \"z\\n\"",
            ]
        );
        let problem = instructions("FROM a\n\nRUN <<E\nb\n").unwrap_err();
        assert_eq!(problem.to_string(), "line 3: not a valid Dockerfile: a here document is not closed");
    }

    #[test]
    fn places_are_those_of_the_source() {
        let text = "FROM é \\\n# x\n  b";
        let (all, _) = instructions(text).unwrap();
        let words: Vec<_> = all[0].arguments.words('\\').iter().map(|word| &text[word.range()]).collect();
        assert_eq!(words, ["é", "b"]);
    }

    #[test]
    fn quotes_are_taken_off() {
        for (word, expected) in [
            ("a\\ b", "a b"),
            ("\"a\\\"b\\n\"", "a\"b\\n"),
            ("'a\\'", "a\\"),
            ("a'b'\"c\"", "abc"),
            ("\"\"", ""),
            ("a\\", "a"),
        ] {
            assert_eq!(unquoted(word, '\\'), expected, "{word}");
        }
    }
}
