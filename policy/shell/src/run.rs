//! The grammar of shells, read while it is run: what a command does to the shell itself is done, all others are shown.
//!
//! Nobody knows which branch is taken, so all of them are. A loop over known words is run for each. A function is run where it is
//! called, and at the end if it never was.

use std::borrow::Cow;
use std::rc::Rc;

use super::expand::Around;
use super::lexer::{Kind, Lexer, Mark};
use super::printed::printed;
use super::scripts::{Script, from_windows, program_of, script_of};
use super::state::{Function, State, Value};
use super::{Branch, Command, DEEPEST, Decode, Dialect, Dialects, MOST_WORDS, Word, carry_over, is_name};

/// How deep blocks, substitutions and calls may be in each other before their brackets and keywords are skipped.
const MOST_NESTED: u32 = 48;
/// How deep functions may call each other.
const MOST_CALLS: u32 = 8;
/// A function that is longer is read where it stands.
const LONGEST_FUNCTION: usize = 64 * 1024;
/// Functions that are nested deeper count against what may be read again.
const MOST_READ_AGAIN: u32 = 6;
/// How many arguments a script is given.
const MOST_ARGUMENTS: usize = 32;
/// How often the body of a loop is run.
const MOST_TURNS: usize = 32;
/// How much of what a command prints is kept for the next one.
const LONGEST_OUTPUT: usize = 256 * 1024;

/// Closes a list of commands, where a command could begin.
const CLOSERS: [&str; 8] = ["then", "elif", "else", "fi", "do", "done", "esac", "}"];
const DECLARATIONS: [&str; 5] = ["export", "declare", "typeset", "local", "readonly"];

/// A shell with those that it runs.
pub struct Shell<'v> {
    pub(super) state: State,
    visit: &'v mut dyn FnMut(&Command<'_>),
    decode: Decode,
    depth: u32,
    nested: u32,
    calls: u32,
    /// What was printed, for each pipe, substitution and file that wants to know.
    outputs: Vec<Word>,
    input: Option<Rc<Word>>,
    /// The words of the command that was run last, of which only the room is needed: most commands are as short as the one before.
    spare: Vec<Word>,
}

/// Runs a script.
pub(super) struct Runner<'t, 's, 'v> {
    pub(super) lexer: Lexer<'t>,
    pub(super) shell: &'s mut Shell<'v>,
    pub(super) dialect: Dialect,
    /// Whether it is only read to its end.
    is_dry: bool,
    /// Whether it is in a function that is read where it stands, and so are those in it.
    is_in_long: bool,
    /// The command that was read last, of which only the room is needed.
    spare: Simple<'t>,
}

#[derive(Debug)]
enum Input<'t> {
    /// A here document, and whether it is expanded.
    Here(Cow<'t, str>, bool),
    String(&'t str),
    File(&'t str),
}

/// Where the input of a command comes from, and where its output goes.
#[derive(Debug, Default)]
struct Redirections<'t> {
    input: Option<Input<'t>>,
    /// A file, and whether it is added to.
    output: Option<(&'t str, bool)>,
}

#[derive(Debug, Default)]
struct Simple<'t> {
    assignments: Vec<&'t str>,
    words: Vec<&'t str>,
    redirections: Redirections<'t>,
}

impl<'v> Shell<'v> {
    /// Calls `visit` with each command of the scripts that it is given.
    pub fn new(visit: &'v mut dyn FnMut(&Command<'_>), decode: Decode) -> Self {
        Shell {
            state: State::new(),
            visit,
            decode,
            depth: DEEPEST,
            nested: 0,
            calls: 0,
            outputs: Vec::new(),
            input: None,
            spare: Vec::new(),
        }
    }

    /// Runs a script in this shell.
    pub(super) fn run(&mut self, script: &str, dialect: Dialect) {
        if self.nested >= MOST_NESTED {
            return;
        }
        self.nested = self.nested.saturating_add(1);
        let lexer = Lexer::new(script, dialect);
        let spare = Simple::default();
        Runner { lexer, shell: self, dialect, is_dry: false, is_in_long: false, spare }.list(&[]);
        self.nested = self.nested.saturating_sub(1);
    }

    /// Runs a script so deep in others.
    pub fn run_inner(&mut self, script: &str, dialects: Dialects) {
        let Some(depth) = self.depth.checked_sub(1) else { return };
        let around = std::mem::replace(&mut self.depth, depth);
        let windows = (dialects == Dialects::Windows).then(|| from_windows(script));
        let script = windows.as_deref().unwrap_or(script);
        let mut dialects = dialects.of(script).peekable();
        while let Some(dialect) = dialects.next() {
            let is_last = dialects.peek().is_none();
            // The other shell begins where this one did.
            let before = (!is_last).then(|| (self.state.files.clone(), self.state.functions.clone()));
            self.state.begin();
            self.run(script, dialect);
            match before {
                None => self.state.keep(),
                Some(before) => {
                    self.state.end();
                    self.finish();
                    (self.state.files, self.state.functions) = before;
                }
            }
        }
        self.depth = around;
    }

    /// Runs a script in a shell of its own, with `$0` and the arguments after it.
    pub fn run_apart(
        &mut self,
        script: &str,
        dialects: Dialects,
        zero: Option<&Word>,
        arguments: &[Word],
        input: Option<Rc<Word>>,
    ) {
        // Most scripts do not ask for them.
        let is_asked = script.contains(['$', 'f']) || !self.state.files.is_empty();
        let arguments = arguments.get(..MOST_ARGUMENTS).unwrap_or(arguments);
        let cost = arguments
            .iter()
            .chain(zero)
            .fold(0_usize, |cost, word| cost.saturating_add(word.text.len()).saturating_add(8));
        let is_known = is_asked && self.state.spend(cost);
        let zero = std::mem::replace(&mut self.state.zero, zero.filter(|_| is_known).cloned());
        let input = std::mem::replace(&mut self.input, input);
        self.state.level = self.state.level.saturating_add(1);
        self.state.begin();
        self.state.set_arguments(is_known.then(|| arguments.to_vec()));
        self.run_inner(script, dialects);
        self.state.end();
        self.state.level = self.state.level.saturating_sub(1);
        self.state.zero = zero;
        self.input = input;
    }

    /// What is left to run at the end: traps, and functions that nothing called.
    pub fn finish(&mut self) {
        for trap in std::mem::take(&mut self.state.traps) {
            self.run_inner(&trap, Dialects::Any);
        }
        while let Some(function) = self.state.uncalled() {
            self.state.set_arguments(None);
            self.run(&function.body, function.dialect);
        }
    }

    /// Runs a command that has been split into words.
    pub(super) fn execute(&mut self, words: &[Word], assignments: &[Word], input: Option<&Rc<Word>>, dialect: Dialect) {
        let program = words.first().filter(|word| !word.expands).map_or("", |word| word.text.as_str());
        if !program.is_empty() && self.call(program, words, input) {
            return;
        }
        let arguments = words.get(1..).unwrap_or_default();
        match program {
            "set" => self.set_arguments(arguments),
            "shift" => {
                let count = arguments.first().and_then(|word| word.text.parse().ok());
                self.state.shift(count.unwrap_or(1));
            }
            "eval" => {
                let texts: Vec<_> = arguments.iter().map(|word| word.text.as_str()).collect();
                return self.run_inner(&texts.join(" "), Dialects::Only(dialect));
            }
            "." | "source" => {
                let file = arguments.first().and_then(|path| self.state.file(&path.text));
                if let Some(file) = file.filter(|file| self.state.spend(file.text.len())) {
                    return self.run_inner(&file.text, Dialects::Only(dialect));
                }
            }
            "trap" => {
                let handler = arguments.iter().find(|word| !matches!(word.text.as_str(), "--" | "-"));
                let handler = handler.filter(|handler| arguments.len() > 1 && self.state.spend(handler.text.len()));
                self.state.traps.extend(handler.map(|handler| handler.text.clone()));
            }
            "read" | "mapfile" | "readarray" | "getopts" => {
                for name in arguments.iter().filter(|word| is_name(&word.text)) {
                    self.state.set(&name.text, vec![Value::Unknown]);
                }
            }
            "unset" => {
                for name in arguments.iter().filter(|word| is_name(&word.text)) {
                    self.state.set(&name.text, vec![Value::Unset]);
                }
            }
            _ => {}
        }
        if let Some(text) = printed(words, dialect) {
            return self.print(&text);
        }
        let branch = self.state.branch;
        (self.visit)(&Command { words, assignments, input: input.map(Rc::as_ref), branch });
        self.scripts(words, assignments, input);
        let output = self.passed_on(program, arguments, input);
        self.print(&output);
    }

    /// Runs the scripts that a command gives to shells.
    fn scripts(&mut self, words: &[Word], assignments: &[Word], input: Option<&Rc<Word>>) {
        if self.depth == 0 {
            return;
        }
        let mut has_exported = false;
        for (position, word) in words.iter().enumerate() {
            let after = words.get(position.saturating_add(1)..).unwrap_or_default();
            let found = script_of(&word.text, after, self.decode);
            let (dialects, zero, arguments) =
                found.as_ref().map_or((Dialects::Any, Some(word), after), |it| (it.dialects, it.zero, it.arguments));
            let mut file = |path: &str| {
                let file = self.state.file(path).filter(|file| self.state.spend(file.text.len()));
                file.map(|file| Cow::Owned(file.text))
            };
            let script = match found.map(|found| found.script) {
                Some(Script::Text(text)) => Some(text),
                Some(Script::File(path)) => file(path),
                Some(Script::Input) => {
                    input.filter(|text| self.state.spend(text.text.len())).map(|text| text.text.as_str().into())
                }
                None if word.text.contains('/') && position == 0 => file(&word.text),
                None => None,
            };
            let Some(script) = script else { continue };
            self.state.begin();
            if !has_exported {
                // `env A=b sh -c …` too.
                let words = words.get(..position).unwrap_or_default();
                for (name, value) in assignments.iter().chain(words).filter_map(|word| word.text.split_once('=')) {
                    self.state.set(name, vec![Value::Text(Word { text: value.to_owned(), expands: false })]);
                    self.state.export(name);
                }
                has_exported = true;
            }
            self.run_apart(&script, dialects, zero, arguments, None);
            self.state.end();
        }
    }

    /// Runs a function, if it is one.
    fn call(&mut self, name: &str, words: &[Word], input: Option<&Rc<Word>>) -> bool {
        let Some(function) = self.state.functions.get(name).cloned() else { return false };
        if self.calls >= MOST_CALLS || !self.state.spend(function.body.len().saturating_add(16)) {
            return true;
        }
        if let Some(function) = self.state.functions.get_mut(name) {
            function.is_called = true;
        }
        let arguments = words.get(1..).unwrap_or_default().to_vec();
        let input = std::mem::replace(&mut self.input, input.cloned());
        self.calls = self.calls.saturating_add(1);
        self.state.begin_function(arguments);
        self.run(&function.body, function.dialect);
        self.state.end_function();
        self.calls = self.calls.saturating_sub(1);
        self.input = input;
        true
    }

    fn set_arguments(&mut self, words: &[Word]) {
        let mut words = words;
        while let Some((word, rest)) = words.split_first() {
            match word.text.as_str() {
                "--" => {
                    self.state.set_arguments(Some(rest.to_vec()));
                    return;
                }
                "-o" | "+o" => words = rest.get(1..).unwrap_or_default(),
                flag if flag.starts_with(['-', '+']) => {
                    let takes_name = flag.ends_with('o');
                    words = rest.get(usize::from(takes_name)..).unwrap_or_default();
                }
                _ => {
                    self.state.set_arguments(Some(words.to_vec()));
                    return;
                }
            }
        }
    }

    /// What comes out of a command that hands on what it gets.
    fn passed_on(&mut self, program: &str, arguments: &[Word], input: Option<&Rc<Word>>) -> Word {
        let unknown = Word { text: String::new(), expands: true };
        let program = program_of(program);
        if is_silent(program) {
            return Word::default();
        } else if !matches!(program, "cat" | "tee" | "base64") {
            return unknown;
        }
        let names: Vec<_> = arguments.iter().filter(|word| !word.text.starts_with('-')).collect();
        let known = input.filter(|text| self.state.spend(text.text.len())).map(|text| Word::clone(text));
        match program {
            "cat" if names.is_empty() => known.unwrap_or(unknown),
            "cat" => {
                let mut all = Word::default();
                for name in names {
                    let file = self
                        .state
                        .file(&name.text)
                        .filter(|file| self.state.spend(file.text.len()))
                        .unwrap_or(unknown.clone());
                    all.text.push_str(&file.text);
                    all.expands |= file.expands;
                }
                all
            }
            "tee" => {
                let Some(text) = known else { return unknown };
                let is_added = arguments.iter().any(|word| matches!(word.text.as_str(), "-a" | "--append"));
                for name in names {
                    self.state.write(&name.text, &text, is_added);
                }
                text
            }
            _ => {
                let decoded = known.and_then(|text| (self.decode)(text.text.trim_end().as_bytes()));
                let is_decoded = arguments.iter().any(|word| matches!(word.text.as_str(), "-d" | "-D" | "--decode"));
                let text = decoded.filter(|_| is_decoded).and_then(|bytes| String::from_utf8(bytes).ok());
                text.map_or(unknown, |text| Word { text, expands: false })
            }
        }
    }

    fn print(&mut self, text: &Word) {
        if let Some(output) = self.outputs.last_mut() {
            let has_room = output.text.len().saturating_add(text.text.len()) <= LONGEST_OUTPUT;
            output.expands |= text.expands || !has_room || self.state.conditions > 0;
            if has_room {
                output.text.push_str(&text.text);
            }
        }
    }
}

impl<'t> Runner<'t, '_, '_> {
    /// Runs the commands up to one of these words or operators, and says which it was.
    fn list(&mut self, ends: &[&str]) -> Option<&'t str> {
        loop {
            let token = self.lexer.peek();
            let is_closer = match token.kind {
                Kind::End => return None,
                Kind::Newline => true,
                Kind::Word => CLOSERS.contains(&token.text),
                Kind::Operator => !(token.text == "(" || is_redirection(token.text)),
            };
            if !is_closer {
                self.and_or();
                continue;
            }
            self.lexer.next();
            if token.kind != Kind::Newline && ends.contains(&token.text) {
                return Some(token.text);
            }
        }
    }

    fn skip_newlines(&mut self) {
        while self.lexer.peek().kind == Kind::Newline {
            self.lexer.next();
        }
    }

    /// What follows `&&` or `||` may not be run.
    fn and_or(&mut self) {
        let mut is_decided = self.is_test();
        self.pipeline();
        let mut is_open = false;
        loop {
            let token = self.lexer.peek();
            let is_or = token.is("||");
            if is_open && !token.is("&&") {
                self.end_branch();
                is_open = false;
            }
            if !(is_or || token.is("&&")) {
                return;
            }
            self.lexer.next();
            self.skip_newlines();
            if !is_open {
                self.begin_branch();
                is_open = true;
            }
            // What comes after a command that only succeeded is meant to be run.
            is_decided |= is_or;
            let is_test = self.is_test();
            self.decided(is_decided, Self::pipeline);
            is_decided |= is_test;
        }
    }

    /// Whether the next command is a test, so that what follows depends on what it says.
    fn is_test(&mut self) -> bool {
        matches!(self.lexer.peek().text, "[" | "[[" | "test" | "!")
    }

    /// Runs something that a condition decides on, if it does.
    fn decided<T>(&mut self, is_decided: bool, run: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.shell.state.is_decided;
        self.shell.state.is_decided |= is_decided;
        let result = run(self);
        self.shell.state.is_decided = before;
        result
    }

    fn begin_branch(&mut self) {
        self.shell.state.begin();
        self.shell.state.conditions = self.shell.state.conditions.saturating_add(1);
    }

    /// Ends a branch that may not have been taken.
    fn end_branch(&mut self) {
        let changes = self.end_of_branch();
        self.shell.state.merge(&[changes], true);
    }

    fn end_of_branch(&mut self) -> super::state::Changes {
        self.shell.state.conditions = self.shell.state.conditions.saturating_sub(1);
        self.shell.state.end()
    }

    fn pipeline(&mut self) {
        let around = self.shell.input.clone();
        let mut is_piped = false;
        loop {
            loop {
                let token = self.lexer.peek();
                if !(token.kind == Kind::Word && (token.text == "!" || (token.text == "time" && self.dialect.is_bash)))
                {
                    break;
                }
                self.lexer.next();
                if token.text == "time" && self.lexer.peek().text == "-p" {
                    self.lexer.next();
                }
            }
            self.shell.outputs.push(Word::default());
            self.shell.state.begin();
            self.command();
            let output = self.shell.outputs.pop().unwrap_or_default();
            let token = self.lexer.peek();
            let is_followed = token.is("|") || token.is("|&");
            if is_piped || is_followed {
                self.shell.state.end();
            } else {
                self.shell.state.keep();
            }
            if !is_followed {
                self.shell.print(&output);
                break;
            }
            is_piped = true;
            self.lexer.next();
            self.skip_newlines();
            self.shell.input = Some(Rc::new(output));
        }
        self.shell.input = around;
    }

    fn command(&mut self) {
        if self.shell.nested >= MOST_NESTED {
            let token = self.lexer.peek();
            if token.is("(") || (token.kind == Kind::Word && is_opener(token.text)) {
                self.lexer.next();
                return;
            }
            return self.simple();
        }
        self.shell.nested = self.shell.nested.saturating_add(1);
        self.compound();
        self.shell.nested = self.shell.nested.saturating_sub(1);
    }

    fn compound(&mut self) {
        let token = self.lexer.peek();
        match (token.kind, token.text) {
            (Kind::Operator, "(") if self.dialect.is_bash && self.lexer.take_arithmetic() => {}
            (Kind::Operator, "(") => {
                self.lexer.next();
                self.shell.state.begin();
                self.list(&[")"]);
                self.shell.state.end();
            }
            (Kind::Word, "{") => {
                self.lexer.next();
                self.list(&["}"]);
            }
            (Kind::Word, "if") => self.if_then(),
            (Kind::Word, "while" | "until") => self.while_do(),
            (Kind::Word, "for" | "select") => self.for_do(),
            (Kind::Word, "case") => self.case_of(),
            (Kind::Word, "[[") if self.dialect.is_bash => self.test(),
            (Kind::Word, "function") if self.dialect.is_bash => {
                self.lexer.next();
                let name = self.lexer.next();
                if self.lexer.peek().is("(") {
                    self.lexer.next();
                    self.lexer.next();
                }
                return self.function(name.text);
            }
            _ => return self.simple(),
        }
        let mut redirections = Redirections::default();
        loop {
            let token = self.lexer.peek();
            if token.kind == Kind::Operator && is_redirection(token.text) {
                self.redirection("", &mut redirections);
            } else if token.kind == Kind::Word && token.is_before_redirection && is_number(token.text) {
                self.lexer.next();
                self.redirection(token.text, &mut redirections);
            } else {
                break;
            }
        }
        if !self.is_dry {
            if let Some(Input::Here(text, true)) = &redirections.input {
                self.single(text, Around::HereDocument);
            }
            self.write(redirections.output);
        }
    }

    fn if_then(&mut self) {
        self.lexer.next();
        self.list(&["then"]);
        let mut branches = Vec::new();
        let mut has_else = false;
        loop {
            self.begin_branch();
            let end = self.decided(true, |it| it.list(&["elif", "else", "fi"]));
            branches.push(self.end_of_branch());
            match end {
                Some("elif") => {
                    self.list(&["then"]);
                }
                Some("else") => has_else = true,
                _ => break,
            }
        }
        self.merge(&branches, !has_else);
    }

    /// Goes on after branches of which one was taken, or none. What each of them sets is set for certain, to one of its values.
    fn merge(&mut self, branches: &[super::state::Changes], may_be_none: bool) {
        let names = self.shell.state.merge(branches, may_be_none);
        if self.is_dry || self.shell.state.is_decided || self.shell.state.branch.is_some() {
            return;
        }
        for name in names {
            self.show_values(&name);
        }
    }

    /// Shows each value that a variable may have.
    fn show_values(&mut self, name: &str) {
        let values = self.shell.state.values(name);
        let is_certain = !self.shell.state.is_decided && self.shell.state.branch.is_none();
        let (group, count) = (self.shell.state.begin_group(), if is_certain { values.len() } else { 0 });
        for (nth, value) in values.iter().enumerate() {
            let Value::Text(value) = value else { continue };
            let assignment = Word { text: format!("{name}={}", value.text), expands: value.expands };
            let branch = Some(Branch { group, nth, count });
            (self.shell.visit)(&Command { words: &[], assignments: &[assignment], input: None, branch });
        }
    }

    /// Sets a variable, and gives it as it is written. One that may have several values is shown with each of them instead.
    fn set(&mut self, raw: &'t str) -> Option<Word> {
        let shown = self.assign(raw);
        match assigned(raw) {
            Some((name, _)) if self.shell.state.values(name).len() > 1 => {
                self.show_values(name);
                None
            }
            _ => Some(shown),
        }
    }

    /// The branch of what is set here.
    fn branch_of_assignment(&mut self) -> Option<Branch> {
        let is_decided = self.shell.state.is_decided;
        let group = if is_decided { self.shell.state.begin_group() } else { 0 };
        self.shell.state.branch.or_else(|| is_decided.then_some(Branch { group, nth: 0, count: 0 }))
    }

    fn while_do(&mut self) {
        self.lexer.next();
        let start = self.lexer.mark();
        for turn in 0..2 {
            self.list(&["do"]);
            self.begin_branch();
            self.list(&["done"]);
            let changes = self.end_of_branch();
            let has_changed = !changes.is_empty();
            self.shell.state.merge(&[changes], true);
            let length = self.lexer.since(start).len();
            if turn > 0 || !has_changed || self.is_dry || !self.shell.state.spend(length) {
                return;
            }
            self.lexer.go_to(start);
        }
    }

    fn for_do(&mut self) {
        let keyword = self.lexer.next();
        if self.lexer.peek().is("(") {
            self.lexer.take_arithmetic();
            self.list(&["do"]);
            self.begin_branch();
            self.list(&["done"]);
            return self.end_branch();
        }
        let name = self.lexer.next().text;
        self.skip_newlines();
        let mut raws = Vec::new();
        let is_in = self.lexer.peek().text == "in";
        if is_in {
            self.lexer.next();
            while self.lexer.peek().kind == Kind::Word {
                let raw = self.lexer.next().text;
                if raws.len() <= MOST_TURNS {
                    raws.push(raw);
                }
            }
        } else {
            raws.push("\"$@\"");
        }
        let mut choices = if self.is_dry { Vec::new() } else { self.items(&raws) };
        let end = loop {
            let token = self.lexer.next();
            match token.text {
                "do" => break "done",
                "{" => break "}",
                _ if token.kind == Kind::End => return,
                _ => {}
            }
        };
        let body = self.lexer.mark();
        if keyword.text == "select" || (!is_in && choices.iter().flatten().any(|item| item.expands)) {
            choices = vec![vec![Word { text: format!("${name}"), expands: true }]];
        }
        if choices.iter().all(Vec::is_empty) {
            let is_dry = std::mem::replace(&mut self.is_dry, true);
            self.list(&[end]);
            self.is_dry = is_dry;
            return;
        }
        let around = self.shell.state.branch;
        let (count, mut branches) = (choices.len(), Vec::new());
        let group = if count > 1 { self.shell.state.begin_group() } else { 0 };
        for (nth, items) in choices.iter().enumerate() {
            if count > 1 {
                self.begin_branch();
                self.shell.state.branch = Some(Branch { group, nth, count: if around.is_none() { count } else { 0 } });
            }
            self.turns(name, items, (body, nth > 0), end);
            if count > 1 {
                branches.push(self.end_of_branch());
            }
        }
        self.shell.state.branch = around;
        self.shell.state.merge(&branches, false);
    }

    /// Runs the body of a loop for each of these. It may have been read before.
    fn turns(&mut self, name: &str, items: &[Word], (body, is_again): (Mark, bool), end: &str) {
        for turn in 0..items.len() {
            let length = self.lexer.since(body).len();
            // Loops in loops would be read again and again.
            if (turn > 0 || is_again) && !self.shell.state.spend(length) {
                break;
            }
            let item = items.get(turn).filter(|_| turn < MOST_TURNS);
            self.shell.state.set(name, vec![item.map_or(Value::Unknown, |item| Value::Text(item.clone()))]);
            self.lexer.go_to(body);
            self.list(&[end]);
            if turn >= MOST_TURNS {
                break;
            }
        }
    }

    /// What a loop is run for, for each of the values that its variables may have.
    fn items(&mut self, raws: &[&str]) -> Vec<Vec<Word>> {
        let (mut all, mut choices) = (Vec::new(), Vec::new());
        let mut next = Some(0);
        while let Some(choice) = next {
            self.shell.state.choose_again(choices, choice);
            let mut items = Vec::new();
            for raw in raws {
                self.words(raw, &mut items);
            }
            if !all.contains(&items) {
                all.push(items);
            }
            choices = self.shell.state.take_choices();
            next = self.shell.state.after(&choices, choice, 64);
        }
        all
    }

    fn case_of(&mut self) {
        self.lexer.next();
        let subject = self.lexer.next().text;
        let subject = (!self.is_dry).then(|| {
            let subject = self.single(subject, Around::Assignment);
            Some(subject.text).filter(|_| !subject.expands && !self.shell.state.has_choices())
        });
        let mut subject = subject.flatten();
        self.skip_newlines();
        self.lexer.next();
        let mut branches = Vec::new();
        let mut has_else = false;
        loop {
            self.skip_newlines();
            let mut token = self.lexer.next();
            if token.kind == Kind::End || token.text == "esac" {
                break;
            }
            let mut patterns = Vec::new();
            while !token.is(")") && token.kind != Kind::End {
                has_else |= token.text == "*";
                if token.kind == Kind::Word && subject.is_some() {
                    patterns.push(token.text);
                }
                token = self.lexer.next();
            }
            // A branch that is not taken for certain is read to its end.
            let matches =
                subject.as_deref().map(|subject| patterns.iter().map(|it| is_match(subject, it)).collect::<Vec<_>>());
            let is_other = matches.as_ref().is_some_and(|matches| matches.iter().all(|it| *it == Some(false)));
            let is_this = matches.is_some_and(|matches| matches.contains(&Some(true)));
            if !is_other {
                subject = None;
            }
            if is_this {
                let end = self.list(&[";;", ";&", ";;&", "esac"]);
                if end == Some(";;") {
                    self.rest_of_case();
                    self.shell.state.merge(&branches, true);
                    return;
                }
                if end.is_none_or(|end| end == "esac") {
                    return;
                }
                continue;
            }
            let is_dry = self.is_dry;
            self.is_dry |= is_other;
            self.begin_branch();
            let end = self.decided(true, |it| it.list(&[";;", ";&", ";;&", "esac"]));
            branches.push(self.end_of_branch());
            self.is_dry = is_dry;
            if end.is_none_or(|end| end == "esac") {
                break;
            }
        }
        self.merge(&branches, !has_else);
    }

    /// Reads a `case` to its end.
    fn rest_of_case(&mut self) {
        let is_dry = std::mem::replace(&mut self.is_dry, true);
        loop {
            self.skip_newlines();
            let mut token = self.lexer.next();
            while !token.is(")") && token.kind != Kind::End && token.text != "esac" {
                token = self.lexer.next();
            }
            if !token.is(")") || self.list(&[";;", ";&", ";;&", "esac"]).is_none_or(|end| end == "esac") {
                break;
            }
        }
        self.is_dry = is_dry;
    }

    /// `[[ … ]]`, in which `<` and `(` mean something else.
    fn test(&mut self) {
        loop {
            let token = self.lexer.next();
            match token.kind {
                Kind::End => return,
                Kind::Word if token.text == "]]" => return,
                Kind::Word if !self.is_dry && token.text.contains(['$', '`']) => {
                    self.single(token.text, Around::Assignment);
                }
                _ => {}
            }
        }
    }

    fn function(&mut self, name: &str) {
        self.skip_newlines();
        if self.is_in_long {
            return self.command();
        }
        let start = self.lexer.mark();
        let is_dry = std::mem::replace(&mut self.is_dry, true);
        self.command();
        self.is_dry = is_dry;
        let body = self.lexer.since(start);
        if is_dry {
            return;
        }
        // Functions in functions are read once for each that they are in.
        let is_deep = self.shell.nested > MOST_READ_AGAIN;
        let has_room = body.len() <= LONGEST_FUNCTION && (!is_deep || self.shell.state.spend(body.len()));
        let function =
            Function { body: if has_room { body.into() } else { "".into() }, dialect: self.dialect, is_called: false };
        if !(has_room && self.shell.state.define(name, function)) {
            self.lexer.go_to(start);
            self.is_in_long = true;
            self.command();
            self.is_in_long = false;
        }
    }

    fn redirection(&mut self, number: &str, to: &mut Redirections<'t>) {
        let operator = self.lexer.next().text;
        let target = self.lexer.next();
        if target.kind != Kind::Word {
            return;
        }
        let is_output = matches!(number, "" | "1");
        match operator {
            "<<" | "<<-" => {
                let (text, expands) = self.lexer.here_document(target.text, operator == "<<-");
                let is_indented = operator == "<<-" && !self.is_dry && text.contains('\t');
                let text = if is_indented { without_tabs(text).into() } else { text.into() };
                to.input = Some(Input::Here(text, expands));
            }
            "<<<" => to.input = Some(Input::String(target.text)),
            "<" | "<>" if matches!(number, "" | "0") => to.input = Some(Input::File(target.text)),
            ">&" if target.text == "1" => {}
            ">&" if is_output && (is_number(target.text) || target.text == "-") => {
                to.output = Some(("/dev/null", false));
            }
            ">" | ">|" | "&>" | ">&" if is_output => to.output = Some((target.text, false)),
            ">>" | "&>>" if is_output => to.output = Some((target.text, true)),
            _ => {}
        }
    }

    fn simple(&mut self) {
        self.lexer.forget_substitutions();
        let mut simple = std::mem::take(&mut self.spare);
        loop {
            let token = self.lexer.peek();
            match token.kind {
                Kind::Word if token.is_before_redirection && is_number(token.text) => {
                    self.lexer.next();
                    self.redirection(token.text, &mut simple.redirections);
                }
                Kind::Operator if is_redirection(token.text) => self.redirection("", &mut simple.redirections),
                Kind::Word => {
                    self.lexer.next();
                    if simple.words.is_empty() && assigned(token.text).is_some() {
                        simple.assignments.push(token.text);
                    } else {
                        simple.words.push(token.text);
                    }
                    if simple.words.len() == 1 && self.lexer.peek().is("(") {
                        let mark = self.lexer.mark();
                        self.lexer.next();
                        if self.lexer.peek().is(")") {
                            self.lexer.next();
                            return self.function(token.text);
                        }
                        self.lexer.go_to(mark);
                    }
                    if simple.words.len().max(simple.assignments.len()) >= MOST_WORDS {
                        if !self.is_dry {
                            self.run_simple(&simple);
                        }
                        self.lexer.forget_substitutions();
                        carry_over(&mut simple.words);
                        simple.assignments.clear();
                    }
                }
                _ => break,
            }
        }
        if !self.is_dry {
            self.run_simple(&simple);
        }
        simple.assignments.clear();
        simple.words.clear();
        simple.redirections = Redirections::default();
        self.spare = simple;
    }

    /// Runs a command with each value that its variables may have, as far as these are few.
    fn run_simple(&mut self, simple: &Simple<'t>) {
        let Some(first) = simple.words.first() else {
            let assignments: Vec<_> = simple.assignments.iter().filter_map(|raw| self.set(raw)).collect();
            if !assignments.is_empty() {
                let branch = self.branch_of_assignment();
                (self.shell.visit)(&Command { words: &[], assignments: &assignments, input: None, branch });
            }
            if let Some(Input::Here(text, true)) = &simple.redirections.input {
                self.single(text, Around::HereDocument);
            }
            return;
        };
        if DECLARATIONS.contains(first) {
            return self.declare(simple);
        }
        let mut choices = Vec::new();
        let length = simple.words.iter().fold(64_usize, |length, raw| length.saturating_add(raw.len()));
        // What the command does to variables, with each of the values.
        let mut branches = Vec::new();
        let (around, mut group) = (self.shell.state.branch, None);
        let mut nth: usize = 0;
        let mut next = Some(0);
        while let Some(choice) = next {
            self.shell.state.choose_again(choices, choice);
            let assignments: Vec<_> =
                simple.assignments.iter().map(|raw| self.single(raw, Around::Assignment)).collect();
            let mut words = std::mem::take(&mut self.shell.spare);
            for raw in &simple.words {
                self.words(raw, &mut words);
            }
            let input = self.input(simple.redirections.input.as_ref());
            choices = self.shell.state.take_choices();
            let is_one = choices.is_empty() && choice == 0;
            if !is_one {
                self.shell.state.begin();
            }
            if !words.is_empty() {
                self.shell.outputs.push(Word::default());
                if !choices.is_empty() {
                    let group = *group.get_or_insert_with(|| self.shell.state.begin_group());
                    // What is a choice in a choice is none of a few.
                    let count = if around.is_none() { State::count(&choices) } else { 0 };
                    self.shell.state.branch = Some(Branch { group, nth, count });
                }
                self.shell.execute(&words, &assignments, input.as_ref(), self.dialect);
                self.shell.state.branch = around;
                self.write(simple.redirections.output);
                let output = self.shell.outputs.pop().unwrap_or_default();
                if choice == 0 {
                    self.shell.print(&output);
                }
            }
            words.clear();
            self.shell.spare = words;
            if !is_one {
                branches.push(self.shell.state.end());
            }
            next = self.shell.state.after(&choices, choice, length);
            nth = nth.saturating_add(1);
        }
        if !branches.is_empty() {
            self.shell.state.merge(&branches, false);
        }
    }

    fn input(&mut self, input: Option<&Input<'t>>) -> Option<Rc<Word>> {
        let text = match input {
            None => return self.shell.input.clone(),
            Some(Input::Here(text, true)) => self.single(text, Around::HereDocument),
            Some(Input::Here(text, false)) => Word { text: text.clone().into_owned(), expands: false },
            Some(Input::String(raw)) => self.single(raw, Around::Assignment),
            Some(Input::File(raw)) => {
                let path = self.single(raw, Around::Assignment);
                let file = self.shell.state.file(&path.text);
                return file.filter(|file| self.shell.state.spend(file.text.len())).map(Rc::new);
            }
        };
        Some(Rc::new(text))
    }

    /// Writes what was printed to a file.
    fn write(&mut self, output: Option<(&'t str, bool)>) {
        let Some((raw, is_added)) = output else { return };
        let path = self.single(raw, Around::Assignment);
        let text = self.shell.outputs.last_mut().map(std::mem::take).unwrap_or_default();
        if !text.text.is_empty() {
            self.shell.state.write(&path.text, &text, is_added);
        }
    }

    /// `export A=b`
    fn declare(&mut self, simple: &Simple<'t>) {
        let mut words = Vec::new();
        let mut assignments = Vec::new();
        let is_export =
            simple.words.first() == Some(&"export") || simple.words.get(1).is_some_and(|flag| flag.contains('x'));
        let is_local = simple.words.first() != Some(&"export") && simple.words.first() != Some(&"readonly");
        for raw in &simple.words {
            if is_local {
                let name = assigned(raw).map_or(*raw, |(name, _)| name);
                self.shell.state.make_local(name);
            }
            if let Some((name, _)) = assigned(raw) {
                if let Some(text) = self.set(raw) {
                    words.push(text.clone());
                    assignments.push(text);
                }
                if is_export {
                    self.shell.state.export(name);
                }
                continue;
            }
            let before = words.len();
            self.words(raw, &mut words);
            let names = words.iter().skip(before).map(|word| word.text.clone());
            for name in names.filter(|name| is_export && is_name(name)).collect::<Vec<_>>() {
                if let Value::Text(value) = self.shell.state.get(&name) {
                    assignments.push(Word { text: format!("{name}={}", value.text), expands: value.expands });
                }
                self.shell.state.export(&name);
            }
        }
        let branch = self.branch_of_assignment();
        (self.shell.visit)(&Command { words: &words, assignments: &assignments, input: None, branch });
    }

    /// Sets a variable to all values that the text may have, and gives the first one as it is written.
    fn assign(&mut self, raw: &'t str) -> Word {
        let Some((name, is_added)) = assigned(raw) else { return Word::default() };
        let text = raw.split_once('=').map_or("", |(_, text)| text);
        let mut values = Vec::new();
        let mut choices = Vec::new();
        let mut shown = Word::default();
        let mut next = Some(0);
        while let Some(choice) = next {
            self.shell.state.choose_again(choices, choice);
            let before = if is_added { self.before(name) } else { Value::Unset };
            let value = self.assigned_value(text, before);
            choices = self.shell.state.take_choices();
            if choice == 0 {
                shown.text.push_str(name);
                shown.text.push('=');
                let words = match &value {
                    Value::Text(word) => std::slice::from_ref(word),
                    Value::List(words) => words.as_slice(),
                    Value::Unknown | Value::Unset => &[],
                };
                for (nth, word) in words.iter().enumerate() {
                    shown.text.push_str(if nth > 0 { " " } else { "" });
                    shown.text.push_str(&word.text);
                    shown.expands |= word.expands;
                }
            }
            if !values.contains(&value) {
                values.push(value);
            }
            next = self.shell.state.after(&choices, choice, raw.len());
        }
        if is_name(name) {
            self.shell.state.set(name, values);
        } else if let Some((name, _)) = name.split_once('[') {
            self.shell.state.set(name, vec![Value::Unknown]);
        }
        shown
    }

    /// The value of a variable that something is added to. Many additions would copy it each time.
    fn before(&mut self, name: &str) -> Value {
        let value = self.shell.state.get(name);
        let length = match &value {
            Value::Text(word) => word.text.len(),
            Value::List(words) => words.iter().map(|word| word.text.len().saturating_add(8)).sum(),
            Value::Unknown | Value::Unset => 0,
        };
        if self.shell.state.spend(length) { value } else { Value::Unknown }
    }

    /// The value of a variable that is set to this, or to what it has with this after it.
    fn assigned_value(&mut self, text: &str, before: Value) -> Value {
        let Some(inner) = text.strip_prefix('(').filter(|_| self.dialect.is_bash) else {
            let word = self.single(text, Around::Assignment);
            return match before {
                Value::Text(before) => Value::Text(after(&before, &word)),
                Value::List(words) => Value::Text(after(words.first().unwrap_or(&Word::default()), &word)),
                Value::Unknown => Value::Text(Word { expands: true, ..word }),
                Value::Unset => Value::Text(word),
            };
        };
        let mut words = match before {
            Value::List(words) => words,
            Value::Text(word) => vec![word],
            _ => Vec::new(),
        };
        let mut lexer = Lexer::new(inner.strip_suffix(')').unwrap_or(inner), self.dialect);
        loop {
            let token = lexer.next();
            match token.kind {
                Kind::End => return Value::List(words),
                Kind::Word => self.words(token.text, &mut words),
                _ => {}
            }
            if words.len() > MOST_WORDS {
                return Value::Unknown;
            }
        }
    }

    /// Runs a script in a subshell, and gives what it prints.
    pub(super) fn inner_script(&mut self, script: &str) -> Word {
        let shell = &mut *self.shell;
        if shell.depth == 0 {
            return Word { text: String::new(), expands: true };
        }
        let choices = shell.state.take_choices();
        let choice = shell.state.choice;
        let conditions = std::mem::take(&mut shell.state.conditions);
        shell.outputs.push(Word::default());
        shell.state.begin();
        shell.run_inner(script, Dialects::Only(self.dialect));
        shell.state.end();
        shell.state.conditions = conditions;
        shell.state.choose_again(choices, choice);
        shell.outputs.pop().unwrap_or_default()
    }
}

/// Whether a program prints nothing.
fn is_silent(program: &str) -> bool {
    matches!(
        program,
        "true"
            | "false"
            | ":"
            | "test"
            | "["
            | "cd"
            | "set"
            | "shift"
            | "sleep"
            | "mkdir"
            | "chmod"
            | "export"
            | "unset"
            | "umask"
            | "trap"
            | "local"
            | "readonly"
            | "rm"
    )
}

fn is_redirection(operator: &str) -> bool {
    operator.bytes().any(|byte| matches!(byte, b'<' | b'>'))
}

fn after(first: &Word, second: &Word) -> Word {
    Word { text: format!("{}{}", first.text, second.text), expands: first.expands || second.expands }
}

/// A here document of `<<-`.
fn without_tabs(text: &str) -> String {
    text.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect()
}

fn is_opener(word: &str) -> bool {
    matches!(word, "{" | "if" | "while" | "until" | "for" | "select" | "case")
}

/// Whether a text is what a pattern stands for, where that is plain.
fn is_match(text: &str, pattern: &str) -> Option<bool> {
    if pattern.contains(['[', '\\', '\'', '"', '$', '`', '(', '?']) {
        return None;
    }
    let Some((start, rest)) = pattern.split_once('*') else { return Some(text == pattern) };
    let Some((middle, end)) = rest.rsplit_once('*') else {
        let rest_of_text = text.strip_prefix(start);
        return Some(rest_of_text.is_some_and(|text| text.ends_with(rest)));
    };
    if middle.contains('*') {
        return None;
    }
    let inner = text.strip_prefix(start).and_then(|text| text.strip_suffix(end));
    Some(inner.is_some_and(|inner| inner.contains(middle)))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// The name of the variable that a word sets, perhaps with an index, and whether the value is added to what it has.
fn assigned(raw: &str) -> Option<(&str, bool)> {
    // Most words set nothing.
    let length = raw.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    if !matches!(raw.as_bytes().get(length), Some(b'=' | b'+' | b'[')) {
        return None;
    }
    let (name, _) = raw.split_once('=')?;
    let (name, is_added) = name.strip_suffix('+').map_or((name, false), |name| (name, true));
    let bare = name.strip_suffix(']').and_then(|name| name.split_once('[')).map_or(name, |(bare, _)| bare);
    is_name(bare).then_some((name, is_added))
}
