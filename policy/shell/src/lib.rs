//! A shell's script as the commands that it runs, so that a flag in a script is found as one in a list of arguments is.
//!
//! It is a reader of POSIX shells and bash that runs a script without running anything: quotes are taken off, variables and
//! functions, loops over known words, here documents, files that are written and then run are followed as far as the text alone
//! says what they are. `lexer` finds where words end, `expand` makes words of them, `run` knows the grammar, `state` is what a shell
//! remembers, `printed` what `echo` prints. What is not known stays as it is written, and the word says so.
//!
//! Tests compare it with bash and dash: `policy/tests/shells.rs`.
//!
//! It is a crate of its own to be built for size: few objects have scripts, and every policy server loads it.

#![warn(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used
)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod expand;
mod lexer;
mod printed;
mod run;
mod scripts;
mod state;

use state::Value;

pub use run::Shell;
pub use scripts::{Found, Script, may_run_script, program_of, script_of};

/// Undoes base64, which scripts are handed around in; none where it is none. The user has a decoder.
pub type Decode = fn(&[u8]) -> Option<Vec<u8>>;

/// Scripts in scripts are followed so far, and substitutions in substitutions: of both together, since what is in one may be in
/// the other, and would be read again and again.
pub const DEEPEST: u32 = 4;

/// More words of a command than this are given in parts, see [`carry_over`].
pub const MOST_WORDS: usize = 256;

/// A script that is longer is read as one shell reads it, even where shells differ.
const LONGEST_FOR_BOTH: usize = 64 * 1024;

/// A simple command.
#[derive(Debug, PartialEq, Eq)]
pub struct Command<'c> {
    /// Its words. None where variables are set and nothing is run.
    pub words: &'c [Word],
    /// What is set for it, before it or by it: `A=b docker push`, `export A=b`.
    pub assignments: &'c [Word],
    /// What it gets for input, where that is written out.
    pub input: Option<&'c Word>,
    /// If a condition decides which values its variables have: which of its forms this is.
    pub branch: Option<Branch>,
}

/// One of the forms that a command may have, of which a condition decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Forms of one command share a number.
    pub group: usize,
    /// Which form it is.
    pub nth: usize,
    /// How many forms there are; 0 where that is not known.
    pub count: usize,
}

/// A word, without its quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The text. What is not known is there as it is written.
    pub text: String,
    /// Whether something in it is not known.
    pub expands: bool,
}

/// How a shell reads a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Whether it has what bash has beyond POSIX: arrays, braces, `$'…'`, `<<<`.
    is_bash: bool,
    /// Whether it keeps to POSIX where that and bash do not agree.
    is_posix: bool,
}

impl Dialect {
    const BASH: Dialect = Dialect { is_bash: true, is_posix: false };
    const BASH_AS_SH: Dialect = Dialect { is_bash: true, is_posix: true };
    const DASH: Dialect = Dialect { is_bash: false, is_posix: true };
}

/// The shells that may read a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialects {
    /// This one.
    Only(Dialect),
    /// `sh`, which is dash, busybox or bash.
    Sh,
    /// Nobody knows, unless the first line says it.
    Any,
    /// `cmd` and PowerShell, to which a backslash is a letter.
    Windows,
}

impl Dialects {
    /// What to read a script as: once for all shells that may read it otherwise than the others.
    fn of(self, script: &str) -> impl Iterator<Item = Dialect> {
        let shells = if self == Dialects::Any { first_line(script) } else { self };
        let (first, second) = match shells {
            Dialects::Only(dialect) => (dialect, None),
            Dialects::Sh => (Dialect::BASH_AS_SH, Some(Dialect::DASH)),
            Dialects::Any => (Dialect::BASH, Some(Dialect::DASH)),
            Dialects::Windows => (Dialect::BASH, None),
        };
        let second = second.filter(|_| script.len() <= LONGEST_FOR_BOTH && is_read_otherwise(script));
        std::iter::once(first).chain(second)
    }

    /// The shell of this name.
    pub fn of_program(name: &str) -> Option<Self> {
        Some(match name {
            "bash" | "rbash" | "zsh" | "ksh" | "mksh" => Dialects::Only(Dialect::BASH),
            "dash" => Dialects::Only(Dialect::DASH),
            "sh" | "ash" => Dialects::Sh,
            _ => return None,
        })
    }
}

/// Which shell the first line of a script asks for.
fn first_line(script: &str) -> Dialects {
    let line = script.strip_prefix("#!").and_then(|rest| rest.lines().next()).unwrap_or_default();
    let mut words = line.split_ascii_whitespace().filter_map(|word| word.rsplit('/').next());
    words.find_map(Dialects::of_program).unwrap_or(Dialects::Any)
}

/// Whether bash and dash may not agree on a script.
fn is_read_otherwise(script: &str) -> bool {
    // `echo` and `function` too.
    let mut before = 0;
    script.bytes().any(|byte| {
        let pair = [before, byte];
        before = byte;
        matches!(&pair, b"$'" | b"((" | b"&>" | b"<(" | b">(" | b"[[" | b"=(" | b";&" | b"|&" | b"${" | b",}" | b"$\"")
            || matches!(pair, [b'{', b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b',' | b'-'])
            || matches!(&pair, b"ho" | b"fu")
    })
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

impl Shell<'_> {
    /// Gives the scripts a variable of their environment; without a value, one that is not known.
    pub fn set_environment(&mut self, name: &str, value: Option<String>) {
        let value = value.map_or(Value::Unknown, |text| Value::Text(Word { text, expands: false }));
        self.state.set(name, vec![value]);
        self.state.export(name);
    }
}

/// Calls `visit` with each command of a script.
pub fn each_command(script: &str, decode: Decode, visit: &mut dyn FnMut(&Command<'_>)) {
    let mut shell = Shell::new(visit, decode);
    shell.run_inner(script, Dialects::Any);
    shell.finish();
}

/// Calls `visit` with the name and the text of each file that a script writes, piece by piece.
pub fn each_file(script: &str, decode: Decode, visit: &mut dyn FnMut(&str, &str)) {
    let mut ignore = |_: &Command<'_>| {};
    let mut shell = Shell::new(&mut ignore, decode);
    shell.run(script, Dialects::Any.of(script).next().unwrap_or(Dialect::BASH));
    shell.finish();
    for (name, file) in shell.state.files.iter() {
        visit(name, &file.text);
    }
}

/// Calls `visit` with the text of each here document, whatever the lines around are, and whether no shell puts anything in it.
pub fn each_here_document(text: &str, visit: &mut dyn FnMut(&str, bool)) {
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
        let document = text.get(start..).and_then(|rest| rest.get(..length)).unwrap_or_default();
        visit(document, after.starts_with(['\'', '"', '\\']) || !document.contains(['$', '`']));
    }
}

/// Keeps of a long list of words those that say what is run, and those that the next word may belong to.
pub fn carry_over<T>(words: &mut Vec<T>) {
    const FIRST: usize = 16;
    const LAST: usize = 16;
    let first = FIRST.min(words.len());
    words.drain(first..words.len().saturating_sub(LAST).max(first));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn no_decoder(_: &[u8]) -> Option<Vec<u8>> {
        None
    }

    /// Reads a script and prints its commands: words with brackets around, `$` after those that expand, `<` before an input, `@` before
    /// what is set.
    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        let mut shown = Vec::new();
        each_command(script, no_decoder, &mut |command| {
            let word = |word: &Word| format!("[{}]{}", word.text, if word.expands { "$" } else { "" });
            let mut words = String::new();
            words.extend(command.assignments.iter().map(|it| "@".to_owned() + &word(it)));
            words.extend(command.words.iter().map(word));
            words.extend(command.input.map(|input| format!("<{}", word(input))));
            if !shown.contains(&words) {
                shown.push(words);
            }
        });
        assert_eq!(shown, expected, "{script}");
    }

    #[test]
    fn many_assignments_come_in_parts() {
        let mut sizes = Vec::new();
        each_command(&"A=b ".repeat(MOST_WORDS + 1), no_decoder, &mut |command| sizes.push(command.assignments.len()));
        assert_eq!(sizes, [MOST_WORDS, 1]);
    }

    #[test]
    fn words_are_split_as_a_shell_splits_them() {
        check("docker login -u a -p 'b c'", &["[docker][login][-u][a][-p][b c]"]);
        check(r#"a "b 'c' \"d\" \\ \x" e\ f"#, &[r#"[a][b 'c' "d" \ \x][e f]"#]);
        check("a 'b'\"c\"d ''", &["[a][bcd][]"]);
        check("a \\\n  b", &["[a][b]"]);
        check("a # b -p c\nd#e", &["[a]", "[d#e]"]);
        check("a;b&&c||d&e\nf", &["[a]", "[b]", "[c]", "[d]", "[e]", "[f]"]);
        check("a|b |& c", &["[a]", "[b]<[]$", "[c]<[]$", "[c]"]);
        check("(a; b) ; { c; }", &["[a]", "[b]", "[c]"]);
        check("if ! a; then b; fi", &["[a]", "[b]"]);
        check("", &[]);
        check("'open -p a", &["[open -p a]"]);
    }

    #[test]
    fn what_is_known_is_put_in() {
        check("B='c  d'; a $B \"$B\" $B-e", &["@[B=c  d]", "[a][c][d][c  d][c][d-e]"]);
        check("a ${B:-c d} ${E?x}", &["[a][c][d][${E?x}]$"]);
        check(
            "set -- b 'c d'; a \"$@\" $2; shift; a $1",
            &["[set][--][b][c d]", "[a][b][c d][c][d]", "[shift]", "[a][c][d]"],
        );
        check("#!/bin/bash\nA=(b 'c d'); A+=(e); a \"${A[@]}\"", &["@[A=b c d]", "@[A=b c d e]", "[a][b][c d][e]"]);
        check("if x; then A=b; else A=c; fi; a $A", &["[x]", "@[A=b]", "@[A=c]", "[a][b]", "[a][c]"]);
        check("for B in c d; do a $B; done", &["[a][c]", "[a][d]"]);
        check("for B in $A; do a; done; b", &["[a]", "[b]"]);
        check("set --; for B; do a; done; b", &["[set][--]", "[b]"]);
        check("f() { a \"$1\"; }; f b", &["[a][b]"]);
        check("f() { a \"$1\"; }", &["[a][$1]$"]);
        check("a --{b,c}-d=e", &["[a][--b-d=e][--c-d=e]", "[a][--{b,c}-d=e]"]);
        check("a $'b\\'c\\x41'", &["[a][b'cA]", "[a][$b\\cx41]"]);
        check("echo 'b c' | a", &["[a]<[b c\n]"]);
        check("a <<E\nb $c\nE\n", &["[a]<[b $c\n]$"]);
        check("A=b c", &["@[A=b][c]"]);
        check("export A=b", &["@[A=b][export][A=b]"]);
    }

    /// Commands with which of so many forms each is.
    #[track_caller]
    fn check_branches(script: &str, expected: &[&str]) {
        let mut shown = Vec::new();
        each_command(script, no_decoder, &mut |command| {
            let words: Vec<_> =
                command.assignments.iter().chain(command.words).map(|word| word.text.as_str()).collect();
            let form = command.branch.map_or_else(String::new, |it| format!(" {}/{}", it.nth + 1, it.count));
            shown.push(words.join(" ") + &form);
        });
        assert_eq!(shown, expected, "{script}");
    }

    #[test]
    fn forms_of_commands_are_counted() {
        check_branches(
            "if x; then A=b; else A=c; fi; a $A",
            &["x", "A=b 1/0", "A=c 1/0", "A=b 1/2", "A=c 2/2", "a b 1/2", "a c 2/2"],
        );
        // Nobody knows what it is if the condition is not met.
        check_branches("if x; then A=b; fi; a $A", &["x", "A=b 1/0", "a b 1/2", "a $A 2/2"]);
        check_branches("[ x ] && A=b; a $A", &["[ x ]", "A=b 1/0", "a b 1/2", "a $A 2/2"]);
        check_branches("A=b; if x; then A=c; fi; a $A", &["A=b", "x", "A=c 1/0", "a c 1/2", "a b 2/2"]);
        check_branches(
            "case $X in a) A=b;; *) A=c;; esac; export B=$A",
            &["A=b 1/0", "A=c 1/0", "A=b 1/2", "A=c 2/2", "B=b 1/2", "B=c 2/2", "export"],
        );
        check_branches("case $X in a) A=b;; b) A=c;; esac", &["A=b 1/0", "A=c 1/0"]);
        // A condition in a condition decides too.
        check_branches("if x; then if y; then A=b; else A=c; fi; fi", &["x", "y", "A=b 1/0", "A=c 1/0"]);
        check_branches(
            "f() { a $1; }; if x; then A=b; else A=c; fi; f $A",
            &["x", "A=b 1/0", "A=c 1/0", "A=b 1/2", "A=c 2/2", "a b 1/2", "a c 2/2"],
        );
        check_branches(
            "if x; then A='b c'; else A=d; fi; for B in $A; do a $B; done; e $B",
            &[
                "x",
                "A=b c 1/0",
                "A=d 1/0",
                "A=b c 1/2",
                "A=d 2/2",
                "a b 1/2",
                "a c 1/2",
                "a d 2/2",
                "e c 1/2",
                "e d 2/2",
            ],
        );
    }

    #[test]
    fn words_say_whether_they_expand() {
        check("a $B \"$F\" '$G' \\$H $", &["[a][$B]$[$F]$[$G][$H][$]"]);
        check("p=$(cat /x) y", &["[cat][/x]", "@[p=$(cat /x)]$[y]"]);
        check("a `b c`d \"$(e \"f)\" | g)\"", &["[b][c]", "[e][f)]", "[g]<[]$", "[a][`b c`d]$[$(e \"f)\" | g)]$"]);
        check("a $1 $@ $? $$", &["[a][$1]$[$@]$[$?]$[$$]$"]);
        check("a $(b", &["[b]", "[a][$(b]$"]);
        check("a $(b $(c) d) e", &["[c]", "[b][$(c)]$[d]", "[a][$(b $(c) d)]$[e]"]);
    }

    #[test]
    fn redirections_are_no_words() {
        check("a >>b 2>/dev/null c", &["[a][c]"]);
        check("a >|b 2>&1 c", &["[a][c]"]);
        check("a <b\nc\nb", &["[a]", "[c]", "[b]"]);
        check("a <<< 'b c' d", &["[a][d]<[b c]"]);
        check("cat <<EOF >f\ndocker login -p x\n'\nEOF\nb", &["[cat]<[docker login -p x\n'\n]", "[b]"]);
        check("cat <<-'E' | b\n\tx\n\tE\nc", &["[cat]<[x\n]", "[b]<[x\n]", "[c]"]);
        check("cat <<EOF\nnever closed", &["[cat]<[never closed]"]);
        // To dash it is a here document.
        check("(( n = 1 << 2 ))\na", &["[a]", "[n][=][1]<[a]"]);
    }

    #[test]
    fn here_documents_are_found() {
        let mut seen = Vec::new();
        let script = "cat <<EOF > a\n1\n2\nEOF\nx << 'A B'\n3\nA\ncat <<-\"C\"\n\t4\n\tC\ny <<< z\ncat <<D\n5";
        each_here_document(script, &mut |document, _| seen.push(document.to_owned()));
        assert_eq!(seen, ["1\n2\n", "3\n", "\t4\n", "5"]);
    }

    #[test]
    fn files_are_put_together() {
        let mut seen = Vec::new();
        let script = "echo -e 'a\\tb' > f; printf '%s\\n' c \"$D\" >> f\n{ echo e; echo g; } > ./h";
        each_file(script, no_decoder, &mut |_, file| seen.push(file.to_owned()));
        assert_eq!(seen, ["a\tb\nc\n$D\n", "e\ng\n"]);
    }

    #[test]
    fn long_commands_come_in_parts() {
        let script: Vec<_> = (0..600).map(|nth| nth.to_string()).collect();
        let mut parts = Vec::new();
        each_command(&script.join(" "), no_decoder, &mut |command| parts.push(command.words.to_vec()));
        let shown: Vec<_> =
            parts.iter().map(|part| (part[0].text.as_str(), part[16].text.as_str(), part.len())).collect();
        assert_eq!(shown, [("0", "16", 256), ("0", "240", 256), ("0", "464", 152)]);
        assert_eq!(parts[2].last().unwrap().text, "599");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_script_is_read(script in "[a-c$'\"`(){}<>|&;#\\\\\n -]{0,60}") {
            each_command(&script, no_decoder, &mut |_| {});
        }

        /// What is quoted for a shell is read back.
        #[test]
        fn quoting_is_undone(words in prop::collection::vec("[^'\r\0]{0,12}", 1..5)) {
            let script: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
            let script = format!("tool {}", script.join(" "));
            let mut read = Vec::new();
            each_command(&script, no_decoder, &mut |command| read.push(command.words.to_vec()));
            let expected: Vec<_> = ["tool".to_owned()].into_iter().chain(words).map(|text| Word { text, expands: false }).collect();
            prop_assert_eq!(&read[0], &expected);
        }
    }
}
