//! What a container runs: the commands of its words, and those of the scripts among them.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use crate::auth;
use crate::json::{Cursor, Raw, SyntaxError, Text, Type};
use crate::program;
use crate::shell::{self, Command, Dialects, Shell, Word};

/// The words of a container's command, or of one of its probes or hooks.
#[derive(Debug)]
pub struct CommandLine<'a> {
    /// Lists of strings, which make the words together: command and arguments. Or a string: a script.
    pub lists: Vec<WordList<'a>>,
    /// Whether the first word is what is run; else the image knows.
    pub has_program: bool,
    /// The container's image.
    pub image: Option<Text<'a>>,
    /// The container's variables, a list.
    pub env: Option<Raw<'a>>,
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
        let source = Cell::new((0, 0));
        // The words of the container have sources of their own, and scripts come between them.
        let visit = RefCell::new(visit);
        let mut visit_command = |command: &Command<'_>| {
            let argument = |word: &'_ Word| Argument {
                text: Cow::Owned(word.text.clone()),
                expands: word.expands,
                source: source.get(),
            };
            let words: Vec<_> = command.words.iter().map(argument).collect();
            let assignments: Vec<_> = command.assignments.iter().map(argument).collect();
            let input = command.input.map(argument);
            let invocation = Invocation { words: &words, image_names: &[], input, assignments: &assignments };
            (visit.borrow_mut())(&invocation);
        };
        let mut shell = Shell::new(&mut visit_command);
        let variables = self.variables(&mut shell);
        for (nth, list) in self.lists.iter().enumerate() {
            if let Some(script) = list.script() {
                source.set((nth, 0));
                shell.run_inner(&script, Dialects::Any);
                return shell.finish();
            }
        }
        let mut words = Vec::new();
        let mut hand_on = |words: &[Argument<'_>], is_whole: bool| {
            let is_printer = words.first().is_some_and(|word| is_printer(word.program()));
            for (position, word) in words.iter().enumerate() {
                if !may_run_script(word.program()) {
                    continue;
                }
                let before = position.saturating_add(1);
                let after: Vec<_> = words.iter().skip(before).map(Word::from).collect();
                let Some(found) = script_of(&word.text, &after) else { continue };
                let Script::Text(script) = found.script else { continue };
                source.set(words.get(before.saturating_add(found.position)).map_or((0, 0), |word| word.source));
                shell.run_apart(&script, found.dialects, (found.zero.cloned(), Some(found.arguments.to_vec())), None);
            }
            // An entry point that nobody knows may be a shell.
            if let ([word], false, true) = (words, self.has_program, is_whole)
                && word.text.contains([' ', '\n'])
            {
                source.set(word.source);
                shell.run_inner(&word.text, Dialects::Any);
            }
            if !is_printer {
                let invocation = Invocation { words, image_names: &image_names, input: None, assignments: &[] };
                (visit.borrow_mut())(&invocation);
            }
        };
        let mut is_whole = true;
        let _ = self.each_word(&mut |source, text| {
            let text = if text.contains("$(") || text.contains("$$") {
                expand(&text, &variables).into()
            } else {
                Cow::from(text)
            };
            words.push(Argument { text, expands: false, source });
            if words.len() >= shell::MOST_WORDS {
                is_whole = false;
                hand_on(&words, false);
                shell::carry_over(&mut words);
            }
        });
        hand_on(&words, is_whole);
        shell.finish();
    }

    /// The container's own variables with their literal values, which scripts get too.
    fn variables(&self, shell: &mut Shell<'_>) -> Vec<(Text<'a>, Text<'a>)> {
        let mut variables: Vec<(Text<'a>, Text<'a>)> = Vec::new();
        let Some(env) = self.env else { return variables };
        let mut is_used = false;
        let _ = self.each_word(&mut |_, text| is_used |= text.contains('$'));
        if !is_used {
            return variables;
        }
        let _ = Cursor::new(env.as_bytes()).list(|_, cursor| {
            let [name, value] = cursor.skip()?.members(["name", "value"]);
            if let Some(name) = name.and_then(Raw::text) {
                let value = value.and_then(Raw::text);
                // What refers to others is put together by the kubelet, in their order.
                let value = value.map(|value| {
                    if value.contains("$(") || value.contains("$$") { expand(&value, &variables).into() } else { value }
                });
                let value = value.filter(|value| value.len() <= LONGEST_VARIABLE);
                shell.set_environment(&name, value.as_deref().map(str::to_owned));
                if let (Some(value), true) = (value, variables.len() < MOST_VARIABLES) {
                    variables.push((name, value));
                }
            }
            Ok(())
        });
        variables
    }
}

/// More variables of a container, and longer ones, are not put into its words.
const MOST_VARIABLES: usize = 64;
const LONGEST_VARIABLE: usize = 4096;

/// Puts variables in as the kubelet does: `$(NAME)` is the variable if there is one, and `$$` a dollar sign.
///
/// Source: `k8s.io/kubernetes/third_party/forked/golang/expansion`.
fn expand(text: &str, variables: &[(Text<'_>, Text<'_>)]) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    let most = text.len().saturating_add(LONGEST_VARIABLE);
    while let Some((before, after)) = rest.split_once('$') {
        expanded.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            // Two for the shell as well, unless a bracket follows: what is in it then is left as it is.
            expanded.push('$');
            rest = after;
            continue;
        }
        let name = rest.strip_prefix('(').and_then(|inner| inner.split_once(')')).filter(|(name, _)| name.len() < 100);
        let value = name.and_then(|(name, after)| {
            let (_, value) = variables.iter().rev().find(|(known, _)| known.as_str() == name)?;
            Some((value, after))
        });
        match value.filter(|(value, _)| expanded.len().saturating_add(value.len()) <= most) {
            Some((value, after)) => {
                expanded.push_str(value);
                rest = after;
            }
            None => expanded.push('$'),
        }
    }
    expanded + rest
}

impl<'a> WordList<'a> {
    /// The script, if it is one instead of a list.
    pub fn script(&self) -> Option<Text<'a>> {
        self.words.text().filter(|_| self.is_script)
    }
}

impl From<&Argument<'_>> for Word {
    fn from(argument: &Argument<'_>) -> Self {
        Word { text: argument.text.clone().into_owned(), expands: argument.expands }
    }
}

/// Whether the program prints its words, and does nothing else.
fn is_printer(program: &str) -> bool {
    matches!(program, "echo" | "printf")
}

/// What a shell is given to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Script<'w> {
    Text(String),
    File(&'w str),
    /// Its input.
    Input,
}

/// A script among the words after a shell.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found<'w> {
    pub(crate) script: Script<'w>,
    pub(crate) dialects: Dialects,
    /// `$0`, as far as the words say it.
    pub(crate) zero: Option<&'w Word>,
    /// `$1` and on.
    pub(crate) arguments: &'w [Word],
    /// Which of the words it is in.
    position: usize,
}

/// Whether a program may run a script that is among its words.
fn may_run_script(program: &str) -> bool {
    Dialects::of_program(program).is_some()
        || matches!(program, "su" | "runuser" | "sg" | "flock" | "script" | "cmd" | "pwsh" | "powershell")
}

/// The script that a program runs, as its arguments say.
pub(crate) fn script_of<'w>(program: &str, arguments: &'w [Word]) -> Option<Found<'w>> {
    let program = program_of(program);
    if let Some(dialects) = Dialects::of_program(program) {
        return Some(of_shell(dialects, arguments));
    }
    match program {
        "su" | "runuser" | "sg" | "flock" | "script" => after_c(program, arguments),
        "cmd" => of_cmd(arguments),
        "pwsh" | "powershell" => of_powershell(program, arguments),
        _ => None,
    }
}

/// `sh [-abc] [-o option] [-c script] [file] [arguments]`
fn of_shell(dialects: Dialects, arguments: &[Word]) -> Found<'_> {
    let rest = |position: usize| arguments.get(position..).unwrap_or_default();
    let (mut is_command, mut is_input, mut is_posix) = (false, false, false);
    let mut position: usize = 0;
    while let Some(word) = arguments.get(position) {
        let text = word.text.as_str();
        let mut count: usize = 1;
        match text {
            "-" | "--" => {
                position = position.saturating_add(1);
                break;
            }
            "--rcfile" | "--init-file" => count = 2,
            "--posix" => is_posix = true,
            _ if text.starts_with("--") || (word.expands && text.starts_with('$')) => {}
            _ if text.starts_with(['-', '+']) => {
                is_command |= text.starts_with('-') && text.contains('c');
                is_input |= text.starts_with('-') && text.contains('s');
                count = text.bytes().filter(|byte| matches!(byte, b'o' | b'O')).count().saturating_add(1);
            }
            _ => break,
        }
        position = position.saturating_add(count);
    }
    let dialects = if is_posix { Dialects::Sh } else { dialects };
    let after = rest(position.saturating_add(1));
    match arguments.get(position) {
        Some(script) if is_command => {
            let arguments = after.get(1..).unwrap_or_default();
            Found { script: Script::Text(script.text.clone()), dialects, zero: after.first(), arguments, position }
        }
        Some(file) if !is_input => {
            Found { script: Script::File(&file.text), dialects, zero: Some(file), arguments: after, position }
        }
        _ => Found { script: Script::Input, dialects, zero: None, arguments: rest(position), position: 0 },
    }
}

/// `su -c script`, `flock file -c script`, `script -qc script`, `sg group script`.
fn after_c<'w>(program: &str, arguments: &'w [Word]) -> Option<Found<'w>> {
    let found = |text: &str, position| {
        Some(Found {
            script: Script::Text(text.to_owned()),
            dialects: Dialects::Any,
            zero: None,
            arguments: &[],
            position,
        })
    };
    for (position, word) in arguments.iter().enumerate() {
        let text = word.text.as_str();
        if let Some(script) = text.strip_prefix("--command=").or_else(|| text.strip_prefix("--session-command=")) {
            return found(script, position);
        }
        let letters = text.strip_prefix('-').filter(|letters| letters.bytes().all(|b| b.is_ascii_alphabetic()));
        if matches!(text, "--command" | "--session-command") || letters.is_some_and(|letters| letters.ends_with('c')) {
            let next = position.saturating_add(1);
            return found(&arguments.get(next)?.text, next);
        }
    }
    match arguments {
        [group, script] if program == "sg" && !group.text.starts_with('-') => found(&script.text, 1),
        _ => None,
    }
}

/// What follows `/C` or `/K` is the command, however many words it is.
fn of_cmd(arguments: &[Word]) -> Option<Found<'_>> {
    let is_start = |word: &Word| word.text.eq_ignore_ascii_case("/c") || word.text.eq_ignore_ascii_case("/k");
    let position = arguments.iter().position(is_start)?.saturating_add(1);
    Some(Found {
        script: Script::Text(joined(arguments, position)?),
        dialects: Dialects::Windows,
        zero: None,
        arguments: &[],
        position,
    })
}

fn joined(arguments: &[Word], position: usize) -> Option<String> {
    let words: Vec<_> = arguments.get(position..)?.iter().map(|word| word.text.as_str()).collect();
    Some(words.join(" "))
}

/// Flags of PowerShell may be cut short, and are read in any case.
fn of_powershell<'w>(program: &str, arguments: &'w [Word]) -> Option<Found<'w>> {
    const WITH_VALUE: [&str; 9] = [
        "executionpolicy",
        "ep",
        "version",
        "windowstyle",
        "inputformat",
        "outputformat",
        "configurationname",
        "psconsolefile",
        "workingdirectory",
    ];
    let mut position: usize = 0;
    while let Some(word) = arguments.get(position) {
        let next = position.saturating_add(1);
        let flag = word.text.strip_prefix(['-', '/']).unwrap_or_default().to_ascii_lowercase();
        let is = |name: &str| !flag.is_empty() && name.starts_with(flag.as_str());
        let script = if flag.is_empty() {
            // `powershell` takes it for a command, `pwsh` for a file.
            let script = joined(arguments, position).filter(|_| program == "powershell")?;
            Some((script, position))
        } else if is("command") {
            Some((joined(arguments, next)?, next))
        } else if flag == "ec" || (is("encodedcommand") && !flag.is_empty()) {
            Some((decoded(&arguments.get(next)?.text)?, next))
        } else if is("file") {
            return None;
        } else {
            None
        };
        if let Some((script, position)) = script {
            return Some(Found {
                script: Script::Text(script),
                dialects: Dialects::Windows,
                zero: None,
                arguments: &[],
                position,
            });
        }
        let takes_value = WITH_VALUE.iter().any(|name| is(name));
        position = next.saturating_add(usize::from(takes_value));
    }
    None
}

/// The script of `-EncodedCommand`: base64 of UTF-16.
fn decoded(text: &str) -> Option<String> {
    let bytes = auth::decode(text.as_bytes()).ok()?;
    let (pairs, _) = bytes.as_chunks();
    let units: Vec<_> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    Some(String::from_utf16_lossy(&units))
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
        let line = CommandLine { lists: vec![list], has_program: true, image: None, env: None };
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
            &["a@4", "sh@4 -c@4 b@4", "b@4", "tini@0 --@1 sh@2 -ec@3 a; sh -c 'b'@4"],
        );
        check(&["pwsh", "-Command", "a"], &["a@2", "pwsh@0 -Command@1 a@2"]);
        check(&["cmd.exe", "/C", "a"], &["a@2", "cmd.exe@0 /C@1 a@2"]);
        check(&["sh", "run.sh", "-c", "a b"], &["sh@0 run.sh@1 -c@2 a b@3"]);
    }
}
