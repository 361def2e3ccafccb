//! What a container runs: the commands in its arguments, including those in scripts.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use crate::auth;
use crate::catalogue::words;
use crate::json::{Raw, SyntaxError, Text, Type};
use crate::shell::{self, Command, Dialects, Script, Shell, Word};
use crate::text::applied;
use crate::text::program;
pub use crate::text::words::{Argument, Invocation, Source};

/// The words of a container's command, or of one of its probes or hooks.
#[derive(Debug)]
pub struct CommandLine<'a> {
    /// Lists of strings that together form the words: command and arguments. Or a string: a script.
    pub lists: Vec<WordList<'a>>,
    /// Whether the first word is the program; otherwise the image determines it.
    pub has_program: bool,
    /// The container's image.
    pub image: Option<Text<'a>>,
    /// Lists of the container's variables. Those of the last one count where both have a name.
    pub env: [Option<Raw<'a>>; 2],
    /// Whether nothing says which tool the words are for.
    pub is_of_anyone: bool,
    /// Whether its strings are also evaluated as text.
    pub is_text: bool,
}

/// A list of words and where it is.
#[derive(Clone, Copy, Debug)]
pub struct WordList<'a> {
    /// Relative to the container: `livenessProbe`, `exec`, `command`.
    pub path: &'static [&'static str],
    /// The list; or a script.
    pub words: Raw<'a>,
    /// Whether it is a script.
    pub is_script: bool,
}

impl<'a> CommandLine<'a> {
    /// Calls `visit` with each word; `null` is an empty word, as in Go's decoder. An error if a list holds anything but strings.
    pub fn each_word(&self, visit: &mut dyn FnMut(Source, Text<'a>)) -> Result<(), SyntaxError> {
        for (nth, list) in self.lists.iter().enumerate() {
            if let Some(script) = list.script() {
                visit((nth, 0), script);
                continue;
            }
            list.words.cursor().list(|index, cursor| {
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

    /// Calls `visit` with each command that the words run, as far as this can be determined. Very long ones come in parts.
    pub fn each_invocation(&self, visit: &mut dyn FnMut(&Invocation<'_>)) {
        self.each(|_| true, visit);
    }

    /// The same without commands of scripts that no rule has anything to say of: most are, and to follow a command costs more than to read
    /// it.
    pub(crate) fn each_relevant(&self, visit: &mut dyn FnMut(&Invocation<'_>)) {
        fn texts(words: &[Word]) -> impl Iterator<Item = &str> + Clone {
            words.iter().map(|word| word.text.as_str())
        }
        let is_relevant = |command: &Command<'_>| {
            self.is_of_anyone
                || words::may_concern(texts(command.assignments).chain(texts(command.words)))
                || applied::position_of_program(texts(command.words)).is_some()
        };
        self.each(is_relevant, visit);
    }

    fn each(&self, is_wanted: impl Fn(&Command<'_>) -> bool, visit: &mut dyn FnMut(&Invocation<'_>)) {
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
            if !is_wanted(command) {
                return;
            }
            // No command of a script begins with a flag, unless it is one of arguments.
            let is_of_flags =
                !self.is_of_anyone && command.words.first().is_some_and(|word| word.text.starts_with('-'));
            let words = Argument::of(if is_of_flags { &[] } else { command.words }, source.get());
            let assignments = Argument::of(command.assignments, source.get());
            let input = command.input.map(|input| Argument::new(input, source.get()));
            let branch = command.branch;
            let is_of_anyone = self.is_of_anyone && words.first().is_some_and(|word| word.text.starts_with('-'));
            let invocation =
                Invocation { words: &words, image_names: &[], is_of_anyone, branch, input, assignments: &assignments };
            (visit.borrow_mut())(&invocation);
        };
        let mut shell = Shell::new(&mut visit_command, auth::decoded);
        let variables = self.variables(&mut shell);
        for (nth, list) in self.lists.iter().enumerate() {
            if let Some(script) = list.script() {
                source.set((nth, 0));
                shell.run_inner(&script, Dialects::Any);
                return shell.finish();
            }
        }
        let mut words = Vec::new();
        let mut hand_on = |words: &mut [Argument<'_>], is_whole: bool| {
            let is_printer = words.first().is_some_and(|word| is_printer(word.program()));
            for position in 0..words.len() {
                let Some((word, after)) = words.get_mut(position..).and_then(<[_]>::split_first_mut) else { break };
                if !shell::may_run_script(word.program()) {
                    continue;
                }
                // A script may be as long as the request: it is lent, not copied.
                let lent: Vec<_> = after.iter_mut().map(Argument::lend).collect();
                let mut script = None;
                if let Some(found) = shell::script_of(&word.text, &lent, auth::decoded)
                    && let Script::Text(text) = found.script
                {
                    source.set(after.get(found.position).map_or((0, 0), |word| word.source));
                    shell.run_apart(&text, found.dialects, found.zero, found.arguments, None);
                    script = Some(found.position);
                }
                for (word, lent) in after.iter_mut().zip(lent) {
                    word.text = lent.text.into();
                }
                // The shell expands it: what it assigns is seen in its commands.
                if let Some(word) = script.and_then(|position| after.get_mut(position)) {
                    word.expands = true;
                }
            }
            // An entry point that nobody knows may be a shell.
            if let ([word], false, true) = (&*words, self.has_program, is_whole)
                && word.text.contains([' ', '\n'])
            {
                source.set(word.source);
                shell.run_inner(&word.text, Dialects::Any);
            }
            if !is_printer {
                let is_of_anyone = self.is_of_anyone && !self.has_program;
                let image_names = &image_names;
                let invocation =
                    Invocation { words, image_names, is_of_anyone, branch: None, input: None, assignments: &[] };
                (visit.borrow_mut())(&invocation);
            }
        };
        let mut is_whole = true;
        let _ = self.each_word(&mut |source, text| {
            let text = if (text.contains("$(") && !variables.is_empty()) || text.contains("$$") {
                expand(&text, &variables).into()
            } else {
                Cow::from(text)
            };
            words.push(Argument { text, expands: false, source });
            if words.len() >= shell::MOST_WORDS {
                is_whole = false;
                hand_on(&mut words, false);
                shell::carry_over(&mut words);
            }
        });
        hand_on(&mut words, is_whole);
        shell.finish();
    }

    /// The container's own variables with their literal values, which scripts get too.
    fn variables(&self, shell: &mut Shell<'_>) -> Vec<(Text<'a>, Text<'a>)> {
        let mut variables: Vec<(Text<'a>, Text<'a>)> = Vec::new();
        if self.env.iter().all(Option::is_none) {
            return variables;
        }
        let mut is_used = false;
        let _ = self.each_word(&mut |_, text| is_used |= text.contains('$'));
        if !is_used {
            return variables;
        }
        for env in self.env {
            let Some(env) = env else { continue };
            let _ = env.cursor().list(|_, cursor| {
                let [name, value] = cursor.skip()?.members(["name", "value"]);
                if let Some(name) = name.and_then(Raw::text) {
                    let value = value.and_then(Raw::text);
                    // What refers to others is put together by the kubelet, in their order.
                    let is_composed = |value: &Text<'_>| value.contains("$(") || value.contains("$$");
                    let value = value.map(|it| if is_composed(&it) { expand(&it, &variables).into() } else { it });
                    let value = value.filter(|value| value.len() <= LONGEST_VARIABLE);
                    shell.set_environment(&name, value.as_deref().map(str::to_owned));
                    match value {
                        Some(value) if variables.len() < MOST_VARIABLES => variables.push((name, value)),
                        Some(_) => {}
                        // It hides those before.
                        None => {
                            let hidden = variables.iter_mut().filter(|(known, _)| known.as_str() == name.as_str());
                            hidden.for_each(|(known, _)| *known = Text::default());
                        }
                    }
                }
                Ok(())
            });
        }
        variables
    }
}

/// More variables of a container, and longer ones, are not put into its words.
const MOST_VARIABLES: usize = 64;
const LONGEST_VARIABLE: usize = 4096;
/// A bracket that closes later than this closes no name.
const LONGEST_NAME: usize = 100;

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
        let name = rest.strip_prefix('(').and_then(|inner| {
            let length = inner.bytes().take(LONGEST_NAME).position(|byte| byte == b')')?;
            let (name, after) = inner.split_at_checked(length)?;
            Some((name, after.strip_prefix(')')?))
        });
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

/// Whether the program prints its words, and does nothing else.
fn is_printer(program: &str) -> bool {
    matches!(program, "echo" | "printf")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], expected: &[&str]) {
        check_those(words, |line, visit| line.each_invocation(visit), expected);
    }

    type Each = fn(&CommandLine<'_>, &mut dyn FnMut(&Invocation<'_>));

    #[track_caller]
    fn check_those(words: &[&str], each: Each, expected: &[&str]) {
        let json = serde_json::to_string(words).unwrap();
        let list = WordList { path: &["args"], words: Raw::new(json.as_bytes()).unwrap(), is_script: false };
        let line = CommandLine {
            lists: vec![list],
            has_program: true,
            image: None,
            env: [None; 2],
            is_of_anyone: false,
            is_text: false,
        };
        let mut shown = Vec::new();
        each(&line, &mut |it| {
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

    /// Of commands of scripts, those that may matter to a rule.
    #[test]
    fn commands_of_scripts_are_left_out() {
        let script = "mkdir -p a; docker ps; kubectl get pods; docker login -p a; a=b; TRIVY_INSECURE=true; tar -xf a";
        check_those(
            &["sh", "-c", script],
            |line, visit| line.each_relevant(visit),
            &["kubectl@2 get@2 pods@2", "docker@2 login@2 -p@2 a@2", "", &format!("sh@0 -c@1 {script}@2")],
        );
    }
}
