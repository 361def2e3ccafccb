//! Scripts written at random, of what the policy reads in scripts. Every variable that they use is set, so that every word of every
//! command that they run is known from the text alone.

use std::collections::BTreeSet;

use crate::real::{inner, may_be, read};

/// What is longer the policy may not keep.
const LONGEST: usize = 1000;
const NAMES: [&str; 3] = ["A", "B", "C"];

/// Chance that is no chance: splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % (end.max(1) as u64)).unwrap()
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

struct Writer {
    chance: Chance,
    is_bash: bool,
    /// Functions that are there to be called.
    functions: usize,
    files: usize,
    is_certain: bool,
    /// How many conditions there are for what is written.
    conditions: usize,
}

/// A script, and whether all of it is run.
pub(crate) struct Script {
    pub(crate) text: String,
    pub(crate) is_certain: bool,
}

/// A script for one of the shells.
pub(crate) fn script(seed: u64, is_bash: bool) -> Script {
    let mut writer = Writer { chance: Chance(seed), is_bash, functions: 0, files: 0, is_certain: true, conditions: 0 };
    let mut script = String::new();
    for name in NAMES {
        let value = writer.literal();
        script.push_str(&format!("{name}={}\n", writer.quoted(&value)));
    }
    script.push_str("export A B C\n");
    let arguments: Vec<_> = (0..writer.chance.below(3)).map(|_| writer.word(0)).collect();
    script.push_str(&format!("set -- {}\n", arguments.join(" ")));
    script.push_str(&writer.list(0));
    Script { text: script, is_certain: writer.is_certain }
}

/// What the policy does not see of what a shell ran.
pub(crate) fn difference(shell: &str, script: &Script, run: &BTreeSet<Vec<String>>) -> Option<String> {
    let Script { text: script, is_certain } = script;
    let seen = read(shell, script);
    let is_seen = |words: &Vec<String>| {
        let length: usize = words.iter().map(String::len).sum();
        seen.iter().flat_map(inner).any(|seen| {
            // What depends on a condition may not be known.
            ((!is_certain || length > LONGEST) && may_be(seen, words))
                || seen.len() == words.len() && seen.iter().zip(words).all(|(seen, word)| !seen.1 && seen.0 == *word)
        })
    };
    let missed: Vec<_> = run.iter().filter(|words| !is_seen(words)).collect();
    if !missed.is_empty() {
        let seen: Vec<_> = seen
            .iter()
            .filter(|words| words.first().is_some_and(|(word, _)| word == "tool" || word == "docker"))
            .collect();
        return Some(format!("{shell} ran {missed:?} and the policy saw {seen:?} in\n{script}"));
    }
    let is_run = |seen: &Vec<(String, bool)>| {
        run.iter().any(|words| {
            seen.len() == words.len() && seen.iter().zip(words).all(|(seen, word)| seen.1 || seen.0 == *word)
        })
    };
    let claimed = seen.iter().find(|words| words.first().is_some_and(|(word, _)| word == "tool") && !is_run(words));
    claimed.filter(|_| *is_certain).map(|words| format!("{shell} did not run {words:?} but {run:?} in\n{script}"))
}

impl Writer {
    fn list(&mut self, depth: usize) -> String {
        let mut list = String::new();
        for _ in 0..=self.chance.below(4) {
            let statement = self.statement(depth);
            list.push_str(&statement);
            let has_document = statement.contains("<<") || statement.ends_with('\n');
            let comment = if has_document {
                "\n"
            } else {
                self.chance.pick(&["\n", ";", "\n\n", " # it's \"a\" $(comment\n", " ;\n"])
            };
            list.push_str(if statement.ends_with('\n') { "" } else { comment });
        }
        list
    }

    /// A script that `sh` runs, which is dash here.
    fn inner_list(&mut self, depth: usize) -> String {
        let is_bash = std::mem::replace(&mut self.is_bash, false);
        let list = self.list(depth);
        self.is_bash = is_bash;
        list
    }

    fn statement(&mut self, depth: usize) -> String {
        let deep = if depth > 2 { 5 } else { 24 };
        let nth = self.chance.below(deep);
        // To the policy a file that is written in a branch may also be what it was before, and both are run.
        let nth = if self.conditions > 0 && matches!(nth, 12 | 22) { 0 } else { nth };
        // A loop is read once for each possibility of what a branch may have set, and there is not room for all of them.
        let nth = if !self.is_certain && nth == 8 { 0 } else { nth };
        self.conditions += usize::from(matches!(nth, 7 | 14 | 15));
        let statement = self.statement_of(nth, depth);
        self.conditions -= usize::from(matches!(nth, 7 | 14 | 15));
        statement
    }

    fn statement_of(&mut self, nth: usize, depth: usize) -> String {
        let next = depth + 1;
        // What the policy takes for a condition, and what another `sh` reads otherwise.
        self.is_certain &= !matches!(nth, 7 | 10 | 12..=15);
        match nth {
            0 | 1 => self.command(depth),
            2 => {
                let name = self.chance.pick(&NAMES);
                format!("{name}={}", self.value(depth))
            }
            3 => format!("set -- {} {}", self.word(depth), self.word(depth)),
            4 => format!("docker login --password-stdin {} <<E\n{}\nE\n", self.word(depth), self.document(depth)),
            5 => format!("{{ {} }}", self.list(next)),
            6 => format!("( {})", self.list(next)),
            7 => format!("if {}; then\n{}fi", self.command(depth), self.list(next)),
            8 => format!(
                "for {} in {} {}; do {} done",
                self.chance.pick(&NAMES),
                self.word(depth),
                self.word(depth),
                self.list(next)
            ),
            9 if depth == 0 => {
                self.functions += 1;
                let nth = self.functions;
                let body = self.list(next);
                format!("f{nth}() {{ {body} }}\nf{nth} {}\nf{nth} {}", self.word(depth), self.word(depth))
            }
            10 => {
                let script = self.inner_list(next);
                format!("sh -c {} x {}", self.quoted(&script), self.word(depth))
            }
            11 => {
                let script = self.list(next);
                format!("eval {}", self.quoted(&script))
            }
            12 => {
                self.files += 1;
                let (nth, script) = (self.files, self.inner_list(next));
                format!("cat > r{nth}.sh <<'END{nth}'\n{script}\nEND{nth}\nsh ./r{nth}.sh {}\n", self.word(depth))
            }
            13 => {
                let script = self.inner_list(next);
                format!("printf '%s\\n' {} | sh -s {}", self.quoted(&script), self.word(depth))
            }
            14 => {
                let (first, second) = (self.literal(), self.literal());
                let subject = self.quoted(&first);
                format!("case {subject} in {}) {};; x*|*y) tool case;; esac", self.quoted(&second), self.command(depth))
            }
            15 => format!("{} && {}", self.command(depth), self.statement(next)),
            16 => format!("{} |\n {}", self.command(depth), self.command(depth)),
            17 => format!("{}=$({})", self.chance.pick(&NAMES), self.printing(next)),
            18 if self.is_bash => {
                let words = [self.word(depth), self.word(depth)].join(" ");
                format!("L=({words})\nL+=({})\ntool \"${{L[@]}}\" ${{L[0]}} ${{L[*]}}", self.word(depth))
            }
            19 if self.is_bash => format!("docker login --password-stdin <<< {}", self.word_of_one(depth)),
            20 => format!("{}={} tool {}", self.chance.pick(&["X", "Y"]), self.value(depth), self.word(depth)),
            21 => format!("export {}={}", self.chance.pick(&NAMES), self.word_of_one(depth)),
            22 => {
                self.files += 1;
                let nth = self.files;
                format!("{} > w{nth}; {} >> w{nth}\n. ./w{nth}", self.printed_script(next), self.printed_script(next))
            }
            _ => format!("! {}", self.command(depth)),
        }
    }

    fn command(&mut self, depth: usize) -> String {
        let mut command = self.chance.pick(&["tool", "tool", "'tool'", "to\"ol\"", "\\tool"]).to_owned();
        for _ in 0..self.chance.below(4) {
            command.push_str(self.chance.pick(&[
                " ",
                "  ",
                "\t",
                " \\\n ",
                " 2>/dev/null ",
                " >/dev/null ",
                " </dev/null ",
            ]));
            command.push_str(&self.word(depth));
        }
        command
    }

    fn printing(&mut self, depth: usize) -> String {
        format!("printf '%s' {}", self.word_of_one(depth))
    }

    fn printed_script(&mut self, depth: usize) -> String {
        let script = self.list(depth);
        format!("printf '%s\\n' {}", self.quoted(&script))
    }

    fn value(&mut self, depth: usize) -> String {
        let literal = self.literal();
        match self.chance.below(4) {
            0 => self.quoted(&literal),
            1 => self.chance.pick(&["$A", "\"$B\"", "${C}x", "$A$B", "x${1-y}", "\"$#\""]).to_owned(),
            _ => self.word_of_one(depth),
        }
    }

    /// A word that is one to every shell.
    fn word_of_one(&mut self, depth: usize) -> String {
        let mut word = String::from("\"");
        for _ in 0..=self.chance.below(2) {
            let piece = self.quoted_piece(depth);
            word.push_str(&piece);
        }
        word + "\""
    }

    fn word(&mut self, depth: usize) -> String {
        let mut word = String::new();
        if self.chance.one_in(8) {
            return self.chance.pick(&["\"$@\"", "\"${@}\"", "\"$@x\"", "\"x$@\""]).to_owned();
        }
        // Not in a longer word: dash 0.5.12 makes an empty word of two blanks in a value after `"$@"`.
        for _ in 0..=self.chance.below(3) {
            let piece = self.piece(depth);
            word.push_str(&piece);
        }
        // Digits before a `>` would be the number of a file.
        word + "\"\""
    }

    fn piece(&mut self, depth: usize) -> String {
        let literal = self.literal();
        match self.chance.below(if self.is_bash { 15 } else { 12 }) {
            0..=2 => self.quoted(&literal),
            3 => self.chance.pick(&["${A}", "${B}", "${C}", "$1", "${2}", "$#"]).to_owned(),
            4 => self.chance.pick(&["$@", "$*", "\"$*\""]).to_owned(),
            5 => format!(
                "${{{}{}{}}}",
                self.chance.pick(&["A", "1", "3"]),
                self.chance.pick(&[":-", "-", ":+", "+"]),
                self.inner(depth)
            ),
            6 => self.chance.pick(&["${A?no}", "${B?}", "${A-$B}", "${A:+$B}", "${9:-${C}}", "${8-\"$A\"}"]).to_owned(),
            7 | 8 => {
                let piece = self.quoted_piece(depth);
                format!("\"{piece}\"")
            }
            9 if depth < 3 => format!("$({})", self.printing(depth + 1)),
            10 if depth < 3 => format!("\"$({})\"", self.printing(depth + 1)),
            11 => self.chance.pick(&["--a=b", "x", "a.b/c:1", "-p", "@", "%", "a=b", "=", "^", "]", "}"]).to_owned(),
            12 => self
                .chance
                .pick(&["{a,b}", "{1..3}", "x{,y}", "{a,{b,c}}", "{\"a b\",c}", "{${A},b}", "{a}", "{a,b"])
                .to_owned(),
            13 => self.chance.pick(&["$'a\\tb'", "$'it\\'s'", "$'\\x41\\101'", "$'a\\\\b\"'", "$'\\n'"]).to_owned(),
            14 => self.chance.pick(&["$\"a b\"", "${A,,}", "${B^^}", "$\"$A\""]).to_owned(),
            _ => self.quoted(&literal),
        }
    }

    /// What stands between double quotes.
    fn quoted_piece(&mut self, depth: usize) -> String {
        let literal = self.literal();
        match self.chance.below(7) {
            0 | 1 => in_double_quotes(&literal),
            2 => self.chance.pick(&["${A}", "${B}", "${C}", "${1-}", "$#", "$*", "\\q", "'", "it's"]).to_owned(),
            3 => self
                .chance
                .pick(&["${A:-x y}", "${9:-\"a b\"}", "${9-a'b'c}", "${A:+it}", "${9:-$A}", "${9:+x}", "${9-\\\"}"])
                .to_owned(),
            4 if depth < 3 => format!("$({})", self.printing(depth + 1)),
            5 if depth < 3 => "`printf '%s' \\$A`".to_owned(),
            _ => self.chance.pick(&["a", " ", "#", ";", "x  y"]).to_owned(),
        }
    }

    /// What stands in `${A:-…}`.
    fn inner(&mut self, depth: usize) -> String {
        let literal = self.literal();
        match self.chance.below(5) {
            0 => self.quoted(&literal),
            1 => self.chance.pick(&["$A", "\"$B\"", "a b", "", "x", "a$B", "'a b'"]).to_owned(),
            _ => self.word_of_one(depth),
        }
    }

    fn document(&mut self, depth: usize) -> String {
        let mut document = String::new();
        for _ in 0..self.chance.below(4) {
            let piece = match self.chance.below(3) {
                0 if depth < 3 => self
                    .chance
                    .pick(&["${A}", "${B}", "\\$A", "\\\\", "\"", "'", "`printf x`", "$(printf '%s' \"y z\")", "\\\n"])
                    .to_owned(),
                1 => "a b\n c".to_owned(),
                _ => {
                    let literal = self.literal().replace(['$', '`', '\\'], "");
                    if literal.trim() == "E" { String::new() } else { literal }
                }
            };
            document.push_str(&piece);
        }
        format!("x{document}x")
    }

    /// A text that no shell is at ease with. Nothing that could be the name of a file.
    fn literal(&mut self) -> String {
        const LETTERS: &[&str] = &[
            "a", "b", "c", " ", "'", "\"", "\\", "$", "`", ";", "|", "&", "<", ">", "(", ")", "{", "}", "#", "!", "=",
            "\t", "\n", "é", "~", "-", ",", "$A", "$(", "x y", "..", "%s",
        ];
        (0..self.chance.below(5)).map(|_| self.chance.pick(LETTERS)).collect()
    }

    /// A text in pieces, each quoted in one of the ways that it can be.
    fn quoted(&mut self, text: &str) -> String {
        let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+".contains(c);
        let mut quoted = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let count = 1 + self.chance.below(rest.chars().count());
            let end = rest.char_indices().nth(count).map_or(rest.len(), |(at, _)| at);
            let (piece, after) = rest.split_at(end);
            rest = after;
            match self.chance.below(4) {
                0 if piece.chars().all(is_bare) => quoted.push_str(piece),
                1 if !piece.contains('\n') => quoted.extend(piece.chars().flat_map(|c| ['\\', c])),
                2 if !piece.contains('\'') => quoted.push_str(&format!("'{piece}'")),
                _ => quoted.push_str(&format!("\"{}\"", in_double_quotes(piece))),
            }
        }
        if quoted.is_empty() { "''".to_owned() } else { quoted }
    }
}

fn in_double_quotes(text: &str) -> String {
    let mut quoted = String::new();
    for c in text.chars() {
        if "$`\"\\".contains(c) {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted
}
