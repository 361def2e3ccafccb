//! What a container runs: the commands of its words, and those of the scripts among them.

use std::borrow::Cow;

use crate::json::{Cursor, Raw, SyntaxError, Text, Type};
use crate::program;
use crate::shell::{self, Word};

/// The words of a container's command, or of one of its probes or hooks.
#[derive(Debug)]
pub struct CommandLine<'a> {
    /// Lists of strings, which make the words together: command and arguments. Or a string: a script.
    pub lists: Vec<WordList<'a>>,
    /// Whether the first word is what is run; else the image knows.
    pub has_program: bool,
    /// The container's image.
    pub image: Option<Text<'a>>,
}

/// A list of words and where it is.
#[derive(Clone, Copy, Debug)]
pub struct WordList<'a> {
    /// From the container on: `livenessProbe`, `exec`, `command`.
    pub path: &'static [&'static str],
    /// The list; or a script.
    pub words: Raw<'a>,
    /// Whether it is a script.
    pub is_script: bool,
}

/// Which word of a container it is: the number of the list, and the index in it.
pub type Source = (usize, usize);

/// A command that is run, perhaps among others.
#[derive(Debug)]
pub struct Invocation<'w> {
    /// Its words, the program first unless the image knows it.
    pub words: &'w [Argument<'w>],
    /// Names of the program that the image gives, where there is no program among the words.
    pub image_names: &'w [&'w str],
    /// What it gets for input, where that is a literal text.
    pub input: Option<Argument<'w>>,
    /// Variables that are set for it, before it or by it: `NAME=value`. `A=b docker push`, `export A=b`; and what a script sets for
    /// itself, where there are no words.
    pub assignments: &'w [Argument<'w>],
}

/// A word of a command.
#[derive(Clone, Debug)]
pub struct Argument<'w> {
    /// The text, without quotes.
    pub text: Cow<'w, str>,
    /// Whether a shell puts something else in place of a part of it.
    pub expands: bool,
    /// Which of the container's words it comes from.
    pub source: Source,
}

impl<'a> CommandLine<'a> {
    /// Calls `visit` with each word; `null` is an empty one, as Go's decoder has it. An error where a list is none of strings.
    pub fn each_word(&self, visit: &mut dyn FnMut(Source, Text<'a>)) -> Result<(), SyntaxError> {
        for (nth, list) in self.lists.iter().enumerate() {
            if let Some(script) = list.script() {
                visit((nth, 0), script);
                continue;
            }
            Cursor::new(list.words.as_bytes()).list(|index, cursor| {
                let word = match cursor.kind()? {
                    Type::Null => cursor.skip().map(|_| Text::default())?,
                    _ => cursor.string()?.text()?,
                };
                visit((nth, index), word);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Calls `visit` with each command that the words run, as far as they say so. Very long ones come in parts.
    pub fn each_invocation(&self, visit: &mut dyn FnMut(&Invocation<'_>)) {
        let image_names = match &self.image {
            // A tool that is called like other programs is known by its image.
            Some(image) if self.has_program => {
                program::names_of(image).into_iter().filter(|name| *name == program::KANIKO).collect()
            }
            Some(image) => program::names_of(image),
            None => Vec::new(),
        };
        for (nth, list) in self.lists.iter().enumerate() {
            if let Some(script) = list.script() {
                let script = Argument { text: script.into(), expands: false, source: (nth, 0) };
                return visit_script(&script, shell::DEEPEST, visit);
            }
        }
        let mut words = Vec::new();
        let mut hand_on = |words: &[Argument<'_>]| {
            visit_all(
                &Invocation { words, image_names: &image_names, input: None, assignments: &[] },
                shell::DEEPEST,
                visit,
            );
        };
        let _ = self.each_word(&mut |source, text| {
            words.push(Argument { text: text.into(), expands: false, source });
            if words.len() >= shell::MOST_WORDS {
                hand_on(&words);
                shell::carry_over(&mut words);
            }
        });
        hand_on(&words);
    }
}

impl<'a> WordList<'a> {
    /// The script, if it is one instead of a list.
    pub fn script(&self) -> Option<Text<'a>> {
        self.words.text().filter(|_| self.is_script)
    }
}

/// Visits a command, and those of the scripts that it gives to shells, so many deep.
fn visit_all(invocation: &Invocation<'_>, depth: u32, visit: &mut dyn FnMut(&Invocation<'_>)) {
    if depth > 0 {
        for (position, word) in invocation.words.iter().enumerate() {
            let after = invocation.words.get(position.saturating_add(1)..).unwrap_or_default();
            if let Some(script) = is_shell(word.program()).then(|| script_in(after)).flatten() {
                visit_script(script, depth, visit);
            }
        }
    }
    // What is only printed may be a lesson how not to do it.
    if !invocation.words.first().is_some_and(|word| is_printer(word.program())) {
        visit(invocation);
    }
}

/// Whether the program prints its words, and does nothing else.
fn is_printer(program: &str) -> bool {
    matches!(program, "echo" | "printf")
}

fn visit_script(script: &Argument<'_>, depth: u32, visit: &mut dyn FnMut(&Invocation<'_>)) {
    let mut piped: Option<Word> = None;
    shell::each_command(&script.text, depth, &mut |command| {
        let argument = |word: &Word| Argument {
            text: Cow::Owned(word.text.clone()),
            expands: word.expands,
            source: script.source,
        };
        let words: Vec<_> = command
            .words
            .iter()
            .map(|word| Argument {
                text: Cow::Borrowed(word.text.as_str()),
                expands: word.expands,
                source: script.source,
            })
            .collect();
        let input = command.input.as_ref().or(piped.as_ref()).map(argument);
        visit_all(&Invocation { words: &words, image_names: &[], input, assignments: &[] }, command.depth, visit);
        piped = command.is_piped.then(|| printed(&command.words).cloned()).flatten();
    });
}

/// What `echo` and `printf` print, if it is a single text.
fn printed(words: &[Word]) -> Option<&Word> {
    match words.split_first() {
        Some((program, [.., last])) if is_printer(program_of(&program.text)) => Some(last),
        _ => None,
    }
}

fn is_shell(program: &str) -> bool {
    matches!(program, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "pwsh" | "powershell" | "cmd")
}

/// The script among the arguments of a shell: what follows `-c`, also in a group of flags such as `-ec`.
fn script_in<'w>(arguments: &'w [Argument<'w>]) -> Option<&'w Argument<'w>> {
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let flag = &*argument.text;
        let is_group = flag.starts_with('-') && !flag.starts_with("--");
        if flag.eq_ignore_ascii_case("-command")
            || flag.eq_ignore_ascii_case("/c")
            || (is_group && flag.contains('c') && flag.bytes().skip(1).all(|b| b.is_ascii_alphabetic()))
        {
            return arguments.find(|argument| !argument.text.starts_with('-'));
        }
        // A file to run, unless it is the value of `-o`.
        if !is_group && !flag.starts_with("--") && !flag.starts_with('+') && flag != "pipefail" {
            return None;
        }
    }
    None
}

impl Argument<'_> {
    /// The name of the program that the word is a path of.
    pub fn program(&self) -> &str {
        program_of(&self.text)
    }
}

fn program_of(word: &str) -> &str {
    let name = word.rsplit(['/', '\\']).next().unwrap_or_default();
    let ending = name.len().checked_sub(4).and_then(|at| name.split_at_checked(at));
    let is_ending = |ending: &str| [".exe", ".cmd", ".bat"].iter().any(|it| ending.eq_ignore_ascii_case(it));
    ending.filter(|(_, ending)| is_ending(ending)).map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], expected: &[&str]) {
        let json = serde_json::to_string(words).unwrap();
        let list = WordList { path: &["args"], words: Raw::new(json.as_bytes()).unwrap(), is_script: false };
        let line = CommandLine { lists: vec![list], has_program: true, image: None };
        let mut shown = Vec::new();
        line.each_invocation(&mut |it| {
            let words: Vec<_> = it.words.iter().map(|word| format!("{}@{}", word.text, word.source.1)).collect();
            shown.push(words.join(" "));
        });
        assert_eq!(shown, expected);
    }

    #[test]
    fn scripts_are_found_behind_shells() {
        check(&["crane", "auth"], &["crane@0 auth@1"]);
        check(&["sh", "-c", "a b"], &["a@2 b@2", "sh@0 -c@1 a b@2"]);
        check(&["/bin/bash", "-euo", "pipefail", "-c", "a"], &["a@4", "/bin/bash@0 -euo@1 pipefail@2 -c@3 a@4"]);
        check(
            &["tini", "--", "sh", "-ec", "a; sh -c 'b'"],
            &["a@4", "b@4", "sh@4 -c@4 b@4", "tini@0 --@1 sh@2 -ec@3 a; sh -c 'b'@4"],
        );
        check(&["pwsh", "-Command", "a"], &["a@2", "pwsh@0 -Command@1 a@2"]);
        check(&["cmd.exe", "/C", "a"], &["a@2", "cmd.exe@0 /C@1 a@2"]);
        check(&["sh", "run.sh", "-c", "a b"], &["sh@0 run.sh@1 -c@2 a b@3"]);
    }
}
