//! A shell's script as the commands that it runs, so that a flag in a script is found as one in a list of arguments is.
//!
//! It is the grammar of POSIX shells as far as words go: quotes, backslashes, comments, operators, redirections, here
//! documents, substitutions. Nothing is expanded. A word that would be says so, since nobody knows what it becomes.

/// Substitutions in substitutions are followed so far, and so are shells that a script calls: of both together, since what is
/// in one may be in the other, and would be read again and again.
pub(crate) const DEEPEST: u32 = 4;

/// A simple command.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Command {
    /// Its words, assignments before it included, redirections not.
    pub(crate) words: Vec<Word>,
    /// Whether its output is the next command's input.
    pub(crate) is_piped: bool,
    /// A string that is its input: `<<< word`.
    pub(crate) input: Option<Word>,
    /// How many scripts deep what it runs may still be.
    pub(crate) depth: u32,
}

/// A word, without its quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// The text, with variables and substitutions as they are written.
    pub(crate) text: String,
    /// Whether something in it is a variable or a substitution.
    pub(crate) expands: bool,
}

/// More words of a command than this are given in parts, see [`carry_over`].
pub(crate) const MOST_WORDS: usize = 256;

/// Calls `visit` with each command of a script, and with those of scripts in it so many deep. What is not closed goes on to the end.
pub(crate) fn each_command(script: &str, depth: u32, visit: &mut dyn FnMut(&Command)) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let mut reader = Reader {
        rest: script,
        depth,
        visit,
        command: Command::default(),
        word: None,
        role: Role::Argument,
        here: Vec::new(),
    };
    while reader.step() {}
    reader.end_command(false);
}

/// Calls `visit` with the text of each here document, whatever the lines around are.
pub(crate) fn each_here_document(text: &str, visit: &mut dyn FnMut(&str)) {
    let mut lines = text.split_inclusive('\n');
    let mut at: usize = 0;
    while let Some(line) = lines.next() {
        at = at.saturating_add(line.len());
        let Some((_, after)) = line.split_once("<<").filter(|(_, after)| !after.starts_with('<')) else { continue };
        let after = after.trim_start_matches('-').trim_start();
        let is_of_word = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        let end = after.trim_start_matches(['\'', '"', '\\']).split(is_of_word).next().unwrap_or_default();
        if end.is_empty() {
            continue;
        }
        let start = at;
        let mut length: usize = 0;
        for line in lines.by_ref() {
            at = at.saturating_add(line.len());
            if line.trim() == end {
                break;
            }
            length = length.saturating_add(line.len());
        }
        visit(text.get(start..).and_then(|rest| rest.get(..length)).unwrap_or_default());
    }
}

/// Keeps of a long list of words those that say what is run, and those that the next word may belong to.
pub(crate) fn carry_over<T>(words: &mut Vec<T>) {
    const FIRST: usize = 16;
    const LAST: usize = 16;
    words.drain(FIRST.min(words.len())..words.len().saturating_sub(LAST).max(FIRST));
}

struct Reader<'t, 'v> {
    rest: &'t str,
    /// How deep substitutions may still be.
    depth: u32,
    visit: &'v mut dyn FnMut(&Command),
    command: Command,
    word: Option<Word>,
    /// What becomes of the word that is next.
    role: Role,
    /// The ends of the here documents that begin with the next line.
    here: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Argument,
    /// The file of a redirection.
    File,
    /// The end of a here document.
    HereDocument,
    HereString,
}

impl<'t> Reader<'t, '_> {
    /// Reads on by a character or a bit more. False at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.next() else { return false };
        match c {
            '\\' => match self.next() {
                Some('\n') | None => {}
                Some(c) => self.push(c),
            },
            '\'' => {
                let text = self.until('\'');
                self.word().text.push_str(text);
            }
            '"' => self.double_quoted(),
            '$' | '`' => self.expansion(c),
            '#' if self.word.is_none() => {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.skip(end);
            }
            '\n' => {
                self.end_command(false);
                self.here_documents();
            }
            ' ' | '\t' | '\r' => self.end_word(),
            '&' if self.rest.starts_with('>') => self.end_word(),
            '|' => {
                let is_or = self.take("|");
                self.take("&");
                self.end_command(!is_or);
            }
            ';' | '&' | '(' | ')' => self.end_command(false),
            '<' | '>' => self.redirection(c),
            c => self.push(c),
        }
        true
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.skip(c.len_utf8());
        Some(c)
    }

    fn skip(&mut self, length: usize) {
        self.rest = self.rest.get(length..).unwrap_or_default();
    }

    fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Goes past the next `end`, and gives what is before it.
    fn until(&mut self, end: char) -> &'t str {
        let (text, rest) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        text
    }

    fn word(&mut self) -> &mut Word {
        self.word.get_or_insert_default()
    }

    fn push(&mut self, c: char) {
        self.word().text.push(c);
    }

    fn end_word(&mut self) {
        let Some(word) = self.word.take() else { return };
        match std::mem::replace(&mut self.role, Role::Argument) {
            Role::Argument => {
                self.command.words.push(word);
                if self.command.words.len() >= MOST_WORDS {
                    self.command.depth = self.depth;
                    (self.visit)(&self.command);
                    carry_over(&mut self.command.words);
                }
            }
            Role::File => {}
            Role::HereDocument => self.here.push(word.text),
            Role::HereString => self.command.input = Some(word),
        }
    }

    fn end_command(&mut self, is_piped: bool) {
        self.end_word();
        self.role = Role::Argument;
        let mut command = std::mem::take(&mut self.command);
        if !command.words.is_empty() {
            command.is_piped = is_piped;
            command.depth = self.depth;
            (self.visit)(&command);
        }
    }

    fn double_quoted(&mut self) {
        self.word();
        while let Some(c) = self.next() {
            match c {
                '"' => return,
                '\\' => match self.next() {
                    Some('\n') | None => {}
                    Some(c @ ('$' | '`' | '"' | '\\')) => self.push(c),
                    Some(c) => {
                        self.push('\\');
                        self.push(c);
                    }
                },
                '$' | '`' => self.expansion(c),
                c => self.push(c),
            }
        }
    }

    /// What begins with `$` or a backquote.
    fn expansion(&mut self, c: char) {
        let before = self.rest;
        if c == '`' {
            let script = self.until('`');
            each_command(script, self.depth, self.visit);
        } else if self.take("'") {
            // $'…' has no variables, but escapes that nobody needs for a password.
            let text = self.until('\'');
            self.word().text.push_str(text);
            return;
        } else if self.take("(") {
            self.inner();
        } else if self.take("{") {
            let end = end_of(self.rest, '{', '}');
            self.skip(end.saturating_add(1));
        } else if !self.rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "_@*#?!-".contains(c)) {
            return self.push(c);
        } else {
            let name = self.rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
            let length = self.rest.len().saturating_sub(name.len());
            self.skip(length.max(1));
        }
        let length = before.len().saturating_sub(self.rest.len());
        let written = before.get(..length).unwrap_or_default();
        let word = self.word();
        word.expands = true;
        word.text.push(c);
        word.text.push_str(written);
    }

    /// Reads the script of a substitution, which the bracket ahead closes.
    fn inner(&mut self) {
        let end = end_of(self.rest, '(', ')');
        each_command(self.rest.get(..end).unwrap_or_default(), self.depth, self.visit);
        self.skip(end.saturating_add(1));
    }

    fn redirection(&mut self, c: char) {
        // `2>`: the number is no argument.
        if self.word.as_ref().is_some_and(|word| word.text.bytes().all(|b| b.is_ascii_digit())) {
            self.word = None;
        }
        self.end_word();
        if self.take("(") {
            self.inner();
            self.word().expands = true;
        } else if c == '<' && self.take("<<") {
            self.role = Role::HereString;
        } else if c == '<' && self.take("<") {
            self.take("-");
            self.role = Role::HereDocument;
        } else {
            let _ = self.take(">") || self.take("&") || self.take("|");
            self.role = Role::File;
        }
    }

    /// Goes past the here documents whose commands the line had.
    fn here_documents(&mut self) {
        for end in std::mem::take(&mut self.here) {
            while !self.rest.is_empty() {
                let line = self.until('\n');
                if line.trim_start_matches('\t').trim_end_matches('\r') == end {
                    break;
                }
            }
        }
    }
}

/// Where the bracket closes that was opened before the text: brackets in quotes are none.
fn end_of(text: &str, open: char, close: char) -> usize {
    let mut depth: u32 = 1;
    let mut quote = None;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if is_escaped => is_escaped = false,
            (None | Some('"'), '\\') => is_escaped = true,
            (Some(quoted), c) if quoted == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, c) if c == open => depth = depth.saturating_add(1),
            (None, c) if c == close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads a script and prints its commands: words with brackets around, `$` after those that expand, `|` after a command
    /// that is piped.
    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        let mut shown = Vec::new();
        each_command(script, DEEPEST, &mut |command| {
            let word = |word: &Word| format!("[{}]{}", word.text, if word.expands { "$" } else { "" });
            let mut words: String = command.words.iter().map(word).collect();
            words.extend(command.input.as_ref().map(|input| format!("<{}", word(input))));
            shown.push(words + if command.is_piped { "|" } else { "" });
        });
        assert_eq!(shown, expected, "{script}");
    }

    #[test]
    fn words_are_split_as_a_shell_splits_them() {
        check("docker login -u a -p 'b c'", &["[docker][login][-u][a][-p][b c]"]);
        check(r#"a "b 'c' \"d\" \\ \x" e\ f"#, &[r#"[a][b 'c' "d" \ \x][e f]"#]);
        check("a 'b'\"c\"d ''", &["[a][bcd][]"]);
        check("a \\\n  b", &["[a][b]"]);
        check("a # b -p c\nd#e", &["[a]", "[d#e]"]);
        check("a;b&&c||d&e\nf", &["[a]", "[b]", "[c]", "[d]", "[e]", "[f]"]);
        check("a|b |& c", &["[a]|", "[b]|", "[c]"]);
        check("(a; b) ; { c; }", &["[a]", "[b]", "[{][c]", "[}]"]);
        check("if ! a; then b; fi", &["[if][!][a]", "[then][b]", "[fi]"]);
        check("", &[]);
        check("'open -p a", &["[open -p a]"]);
    }

    #[test]
    fn words_say_whether_they_expand() {
        check("a $B ${C:-d e} \"$F\" '$G' \\$H $ $'i j'", &["[a][$B]$[${C:-d e}]$[$F]$[$G][$H][$][i j]"]);
        check("p=$(cat /x) y", &["[cat][/x]", "[p=$(cat /x)]$[y]"]);
        check("a `b c`d \"$(e \"f)\" | g)\"", &["[b][c]", "[e][f)]|", "[g]", "[a][`b c`d]$[$(e \"f)\" | g)]$"]);
        check("a $1 $@ $? $$", &["[a][$1]$[$@]$[$?]$[$$]"]);
        check("a $(b", &["[b]", "[a][$(b]$"]);
        check("a $(b $(c) d) e", &["[c]", "[b][$(c)]$[d]", "[a][$(b $(c) d)]$[e]"]);
        check("a $(b \\) c) d", &["[b][)][c]", "[a][$(b \\) c)]$[d]"]);
        check("a $(b ')' \"\\\")\") c", &["[b][)][\")]", "[a][$(b ')' \"\\\")\")]$[c]"]);
    }

    #[test]
    fn redirections_are_no_words() {
        check("a >b 2>&1 <c &>d e", &["[a][e]"]);
        check("a >>b 2>/dev/null c", &["[a][c]"]);
        check("a >|b c", &["[a][c]"]);
        check("a <b\nc\nb", &["[a]", "[c]", "[b]"]);
        check("a <<< 'b c' d", &["[a][d]<[b c]"]);
        check("cat <<EOF >f\ndocker login -p x\n'\nEOF\nb", &["[cat]", "[b]"]);
        check("cat <<-'E' | b\n\tx\n\tE\nc", &["[cat]|", "[b]", "[c]"]);
        check("a <(b c) d", &["[b][c]", "[a][]$[d]"]);
        check("cat <<EOF\nnever closed", &["[cat]"]);
    }

    #[test]
    fn here_documents_are_found() {
        let mut seen = Vec::new();
        let script = "cat <<EOF > a\n1\n2\nEOF\nx << 'A B'\n3\nA\ncat <<-\"C\"\n\t4\n\tC\ny <<< z\ncat <<D\n5";
        each_here_document(script, &mut |document| seen.push(document.to_owned()));
        assert_eq!(seen, ["1\n2\n", "3\n", "\t4\n", "5"]);
    }

    #[test]
    fn long_commands_come_in_parts() {
        let script: Vec<_> = (0..600).map(|nth| nth.to_string()).collect();
        let mut parts = Vec::new();
        each_command(&script.join(" "), DEEPEST, &mut |command| parts.push(command.words.clone()));
        let shown: Vec<_> =
            parts.iter().map(|part| (part[0].text.as_str(), part[16].text.as_str(), part.len())).collect();
        assert_eq!(shown, [("0", "16", 256), ("0", "240", 256), ("0", "464", 152)]);
        assert_eq!(parts[2].last().unwrap().text, "599");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_script_is_read(script in "[a-c$'\"`(){}<>|&;#\\\\\n -]{0,60}") {
            each_command(&script, DEEPEST, &mut |_| {});
        }

        /// What is quoted for a shell is read back.
        #[test]
        fn quoting_is_undone(words in prop::collection::vec("[^'\r\0]{0,12}", 1..5)) {
            let script: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
            let expected: Vec<_> = words.iter().map(|text| Word { text: text.clone(), expands: false }).collect();
            let mut read = Vec::new();
            each_command(&script.join(" "), DEEPEST, &mut |command| read.push(command.words.clone()));
            prop_assert_eq!(&read, &[expected]);
        }
    }
}
