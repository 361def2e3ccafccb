//! What a shell remembers while it runs: variables, functions, files.
//!
//! A condition is not evaluated. So a variable that is set in a branch may have this value afterwards or the one before, and is
//! remembered with both.

use std::rc::Rc;

use super::{Branch, Dialect, Word};

/// More variables than this, more values of one, and longer values are not remembered: time and memory stay those of the text.
const MOST_VARIABLES: usize = 256;
pub(super) const MOST_VALUES: usize = 8;
pub(super) const LONGEST_VALUE: usize = 4096;
/// What the arguments of a shell are kept as.
const ARGUMENTS: &str = "@";
const MOST_FUNCTIONS: usize = 256;
const MOST_FILES: usize = 64;
/// Branches deeper than this are read as if they were always taken.
const MOST_BRANCHES: usize = 24;
/// How much may be read again, and how much longer a script may become: loops, functions, values of variables, files.
const SPARE: usize = 128 * 1024;

/// In place of the number of a combination: whichever is left.
pub(super) const ANY_OTHER: usize = usize::MAX;

/// A variable of a command that has several values, how many, and how many combinations there were before.
pub(super) type Choice = (String, usize, usize);

/// Values by name. There are few, so that a list in order takes less room in the module than a tree, and no more time.
#[derive(Clone, Debug)]
pub(super) struct Table<T>(Vec<(Rc<str>, T)>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table(Vec::new())
    }
}

impl<T> Table<T> {
    fn position(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_ref().cmp(name))
    }

    pub(super) fn get(&self, name: &str) -> Option<&T> {
        self.position(name).ok().and_then(|nth| self.0.get(nth)).map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.position(name).ok().and_then(|nth| self.0.get_mut(nth)).map(|(_, value)| value)
    }

    /// Gives the name, which is kept once, and the value before.
    fn insert(&mut self, name: &str, value: T) -> (Rc<str>, Option<T>) {
        let position = self.position(name);
        if let Some((known, before)) = position.ok().and_then(|nth| self.0.get_mut(nth)) {
            return (Rc::clone(known), Some(std::mem::replace(before, value)));
        }
        let name: Rc<str> = name.into();
        self.0.insert(position.unwrap_or_else(|nth| nth), (Rc::clone(&name), value));
        (name, None)
    }

    fn remove(&mut self, name: &str) -> Option<(Rc<str>, T)> {
        self.position(name).ok().map(|nth| self.0.remove(nth))
    }

    fn contains_key(&self, name: &str) -> bool {
        self.position(name).is_ok()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().map(|(_, value)| value)
    }
}

/// What a variable is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Something that only the environment knows.
    Unknown,
    Unset,
    Text(Word),
    List(Vec<Word>),
}

#[derive(Clone, Debug)]
pub(super) struct Variable {
    values: Rc<Vec<Value>>,
    is_exported: bool,
    /// In which shell it was set: only what is exported is seen in those that it runs.
    level: u32,
}

/// Variables as they were, or as they became in a branch.
pub(super) type Changes = Table<Option<Variable>>;

/// A variable that was set, and what it was before.
type Change = (Rc<str>, Option<Variable>);

#[derive(Clone, Debug)]
pub(super) struct Function {
    pub(super) body: Rc<str>,
    pub(super) dialect: Dialect,
    pub(super) is_called: bool,
}

#[derive(Debug, Default)]
pub(super) struct State {
    variables: Table<Variable>,
    /// What was set in the branches that are open, and what it was before.
    log: Vec<Change>,
    /// Where each of these branches begins in the log.
    branches: Vec<usize>,
    too_deep: usize,
    /// If the command that is run has one of several values of a variable: which.
    pub(super) branch: Option<Branch>,
    /// How many commands had several values.
    groups: usize,
    /// Whether a condition decides on what happens: a branch of `if` or `case`, or what follows a test.
    pub(super) is_decided: bool,
    /// How many conditions there are for what happens.
    pub(super) conditions: usize,
    pub(super) level: u32,
    /// `$0`
    pub(super) zero: Option<Word>,
    /// For each call of a function, what its local variables were before.
    locals: Vec<Vec<Change>>,
    pub(super) functions: Table<Function>,
    pub(super) files: Table<Word>,
    pub(super) traps: Vec<String>,
    spare: usize,
    choices: Vec<Choice>,
    pub(super) choice: usize,
}

impl State {
    pub(super) fn new() -> Self {
        State { spare: SPARE, ..State::default() }
    }

    /// Whether there is room for so many bytes more than the script has.
    pub(super) fn spend(&mut self, length: usize) -> bool {
        let left = self.spare.checked_sub(length);
        self.spare = left.unwrap_or(self.spare);
        left.is_some()
    }

    pub(super) fn get(&mut self, name: &str) -> Value {
        let level = self.level;
        let Some(variable) = self.variables.get(name).filter(|it| it.is_exported || it.level == level) else {
            return Value::Unknown;
        };
        let values = Rc::clone(&variable.values);
        let nth = if values.len() > 1 { self.choose(name, values.len()) } else { 0 };
        values.get(nth).cloned().unwrap_or(Value::Unknown)
    }

    fn choose(&mut self, name: &str, count: usize) -> usize {
        if self.choice == ANY_OTHER {
            return count;
        }
        let known = self.choices.iter().find(|(known, _, _)| known == name).map(|(_, count, stride)| (*count, *stride));
        let (count, stride) = known.unwrap_or_else(|| {
            let stride = self.combinations();
            self.choices.push((name.to_owned(), count, stride));
            (count, stride)
        });
        self.choice.checked_div(stride).and_then(|nth| nth.checked_rem(count)).unwrap_or_default()
    }

    /// The forms of another command.
    pub(super) fn begin_group(&mut self) -> usize {
        self.groups = self.groups.saturating_add(1);
        self.groups
    }

    /// How many combinations of values the command has, and whether all of them are tried.
    pub(super) fn count(choices: &[Choice]) -> usize {
        let count = choices.last().map_or(1, |(_, count, stride)| count.saturating_mul(*stride));
        if count <= MOST_VALUES { count } else { 0 }
    }

    /// How many combinations of values the command has had.
    fn combinations(&self) -> usize {
        self.choices.last().map_or(1, |(_, count, stride)| count.saturating_mul(*stride))
    }

    /// Begins a command, or the same one with other values of its variables.
    pub(super) fn choose_again(&mut self, choices: Vec<Choice>, choice: usize) {
        (self.choices, self.choice) = (choices, choice);
    }

    /// Whether the text that was expanded last may be another one.
    pub(super) fn has_choices(&self) -> bool {
        !self.choices.is_empty()
    }

    /// The combination to take after this one, if there is any; the choices are those of the command so far.
    pub(super) fn after(&mut self, choices: &[Choice], choice: usize, cost: usize) -> Option<usize> {
        let combinations = choices.last().map_or(1_usize, |(_, count, stride)| count.saturating_mul(*stride));
        let next = choice.saturating_add(1);
        if choice == ANY_OTHER || next >= combinations {
            None
        } else if next < MOST_VALUES && self.spend(cost) {
            Some(next)
        } else {
            Some(ANY_OTHER)
        }
    }

    pub(super) fn take_choices(&mut self) -> Vec<Choice> {
        std::mem::take(&mut self.choices)
    }

    pub(super) fn set(&mut self, name: &str, mut values: Vec<Value>) {
        let is_long = |value: &Value| match value {
            Value::Text(word) => word.text.len() > LONGEST_VALUE,
            Value::List(words) => words.iter().map(|word| word.text.len()).sum::<usize>() > LONGEST_VALUE,
            Value::Unknown | Value::Unset => false,
        };
        for value in &mut values {
            if is_long(value) {
                *value = Value::Unknown;
            }
        }
        let is_exported = self.variables.get(name).is_some_and(|it| it.is_exported);
        let variable = Variable { values: Rc::new(values), is_exported, level: self.level };
        self.replace(name, Some(variable));
    }

    pub(super) fn export(&mut self, name: &str) {
        if let Some(variable) = self.variables.get(name) {
            let variable = Variable { is_exported: true, ..variable.clone() };
            self.replace(name, Some(variable));
        }
    }

    fn replace(&mut self, name: &str, variable: Option<Variable>) {
        if self.variables.len() >= MOST_VARIABLES && name != ARGUMENTS && !self.variables.contains_key(name) {
            return;
        }
        let change = match variable {
            Some(variable) => self.variables.insert(name, variable),
            None => match self.variables.remove(name) {
                Some((name, before)) => (name, Some(before)),
                None => return,
            },
        };
        if self.too_deep == 0 && !self.branches.is_empty() {
            self.log.push(change);
            self.forget_repeated();
        }
    }

    /// A function is run, with arguments of its own.
    pub(super) fn begin_function(&mut self, arguments: Vec<Word>) {
        self.locals.push(vec![(ARGUMENTS.into(), self.variables.get(ARGUMENTS).cloned())]);
        self.set_arguments(Some(arguments));
    }

    pub(super) fn end_function(&mut self) {
        for (name, before) in self.locals.pop().unwrap_or_default().into_iter().rev() {
            self.replace(&name, before);
        }
    }

    /// Makes a variable local to the function that is running.
    pub(super) fn make_local(&mut self, name: &str) {
        if super::is_name(name)
            && let Some(locals) = self.locals.last_mut()
        {
            locals.push((name.into(), self.variables.get(name).cloned()));
        }
    }

    /// What is set from here on may not be.
    pub(super) fn begin(&mut self) {
        if self.branches.len() >= MOST_BRANCHES {
            self.too_deep = self.too_deep.saturating_add(1);
        } else {
            self.branches.push(self.log.len());
        }
    }

    /// `$1` and on; none where nobody knows.
    pub(super) fn arguments(&mut self) -> Option<Vec<Word>> {
        match self.get(ARGUMENTS) {
            Value::List(words) => Some(words),
            _ => None,
        }
    }

    pub(super) fn set_arguments(&mut self, words: Option<Vec<Word>>) {
        self.set(ARGUMENTS, vec![words.map_or(Value::Unknown, Value::List)]);
    }

    /// Takes the first arguments off.
    pub(super) fn shift(&mut self, count: usize) {
        let known = self.variables.get(ARGUMENTS).map(|variable| Rc::clone(&variable.values));
        let shifted = known.iter().flat_map(|values| values.iter()).map(|value| match value {
            Value::List(words) => Value::List(words.get(count..).unwrap_or_default().to_vec()),
            other => other.clone(),
        });
        let shifted: Vec<_> = shifted.collect();
        if !shifted.is_empty() {
            self.set(ARGUMENTS, shifted);
        }
    }

    /// Ends a branch, puts back what it changed, and gives what that was.
    pub(super) fn end(&mut self) -> Changes {
        if self.too_deep > 0 {
            self.too_deep = self.too_deep.saturating_sub(1);
            return Changes::default();
        }
        let mut changes = Changes::default();
        let start = self.branches.pop().unwrap_or_default();
        while self.log.len() > start
            && let Some((name, before)) = self.log.pop()
        {
            let now = match before {
                Some(before) => self.variables.insert(&name, before).1,
                None => self.variables.remove(&name).map(|(_, now)| now),
            };
            if !changes.contains_key(&name) {
                changes.insert(&name, now);
            }
        }
        changes
    }

    /// Ends a branch that was always taken.
    pub(super) fn keep(&mut self) {
        if self.too_deep > 0 {
            self.too_deep = self.too_deep.saturating_sub(1);
            return;
        }
        self.branches.pop();
        self.forget_repeated();
    }

    /// What a variable was at first is all that is needed of it.
    fn forget_repeated(&mut self) {
        let start = self.branches.last().copied().unwrap_or_default();
        if self.branches.is_empty() {
            self.log.clear();
        } else if self.log.len().saturating_sub(start) >= MOST_CHANGES {
            let mut seen: Table<()> = Table::default();
            for (name, before) in self.log.split_off(start) {
                if !seen.contains_key(&name) {
                    seen.insert(&name, ());
                    self.log.push((name, before));
                }
            }
        }
    }

    /// Goes on after branches of which one was taken, or none.
    ///
    /// Gives the names of variables that each branch sets, if one was taken for certain.
    pub(super) fn merge(&mut self, branches: &[Changes], may_be_none: bool) -> Vec<Rc<str>> {
        let mut set = Vec::new();
        if branches.iter().all(Table::is_empty) {
            return set;
        }
        let mut names: Table<()> = Table::default();
        for (name, _) in branches.iter().flat_map(Table::iter) {
            names.insert(name, ());
        }
        for (name, ()) in names.iter() {
            let before = self.variables.get(name).cloned();
            let mut values: Vec<Value> = Vec::new();
            let mut is_exported = false;
            let mut add = |variable: Option<&Variable>| {
                is_exported |= variable.is_some_and(|it| it.is_exported);
                let known: &[Value] = variable.map_or(&[Value::Unknown], |it| it.values.as_slice());
                for value in known {
                    if values.len() < MOST_VALUES && !values.contains(value) {
                        values.push(value.clone());
                    } else if values.len() >= MOST_VALUES && !values.contains(&Value::Unknown) {
                        values.push(Value::Unknown);
                    }
                }
            };
            for branch in branches {
                add(branch.get(name).map_or(before.as_ref(), Option::as_ref));
            }
            if may_be_none {
                add(before.as_ref());
            }
            if !may_be_none && branches.iter().all(|branch| branch.contains_key(name)) {
                set.push(name.into());
            }
            let variable = Variable { values: Rc::new(values), is_exported, level: self.level };
            self.replace(name, Some(variable));
        }
        set
    }

    /// All values that a variable may have.
    pub(super) fn values(&self, name: &str) -> Rc<Vec<Value>> {
        self.variables.get(name).map(|variable| Rc::clone(&variable.values)).unwrap_or_default()
    }

    pub(super) fn write(&mut self, path: &str, text: &Word, is_added: bool) {
        let path = path.strip_prefix("./").unwrap_or(path);
        let is_added = is_added || self.conditions > 0;
        let is_known = self.files.contains_key(path);
        if path.starts_with("/dev/") || (!is_known && self.files.len() >= MOST_FILES) || !self.spend(text.text.len()) {
            return;
        }
        match self.files.get_mut(path) {
            Some(file) if is_added => {
                file.text.push_str(&text.text);
                file.expands |= text.expands;
            }
            _ => {
                self.files.insert(path, text.clone());
            }
        }
    }

    /// What was written to a file. Where no file of the path was written, another one of that name: the folder may have been
    /// changed.
    pub(super) fn file(&self, path: &str) -> Option<Word> {
        if self.files.is_empty() {
            return None;
        }
        let path = path.strip_prefix("./").unwrap_or(path);
        let name_of = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let named = || self.files.iter().find(|(known, _)| name_of(known) == name_of(path)).map(|(_, file)| file);
        self.files.get(path).or_else(named).cloned()
    }

    /// A function that nothing has called, which counts as called from now on.
    pub(super) fn uncalled(&mut self) -> Option<Function> {
        let function = self.functions.values_mut().find(|function| !function.is_called)?;
        function.is_called = true;
        Some(function.clone())
    }

    pub(super) fn define(&mut self, name: &str, function: Function) -> bool {
        let has_room = self.functions.len() < MOST_FUNCTIONS || self.functions.contains_key(name);
        if has_room {
            self.functions.insert(name, function);
        }
        has_room
    }
}

/// So many changes of a branch are kept before those of a variable that has changed before are dropped.
const MOST_CHANGES: usize = 1024;
