//! Which program a simple command really runs, and how that program parses its arguments.
//!
//! The same flag may have different meanings for different tools, so the tool must be known. It is the first word of the command,
//! unless that word is a program that runs another one: `env`, `sudo`, `docker run`, `kubectl exec`. The programs that run others
//! are in `program/wrappers.rs`, the tools in the catalogue. If the words contain no program, the image determines it.
//!
//! Arguments are parsed as the tool's own flag library parses them: what looks like a flag may be the value of the previous flag.

use crate::catalogue::flags::{self, Flag, REGISTRY_INSECURE, UNMISTAKABLE, Unmistakable};
use crate::catalogue::tools::{self, Library, Syntax, Tool};
use crate::catalogue::{Outcome, When, words};
use crate::registry::image::Image;
use crate::search;
use crate::text::words::{Argument, Invocation};
use crate::truth::truth;

mod wrappers;

use wrappers::Inner;

/// Programs that run programs are followed so deep.
const DEEPEST: u32 = 8;

/// So many words a setting takes that is no flag: `config set NAME VALUE`.
const SETTING: usize = 4;

/// Its program is called `executor`, in a folder of this name.
pub(crate) const KANIKO: &str = "kaniko";

/// A known program and the words that it takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Program<'w> {
    /// Its names.
    pub(crate) name: &'static str,
    tool: &'static Tool,
    /// The number of its row.
    nth: usize,
    words: &'w [Argument<'w>],
}

/// The words of a program, as it reads them.
#[derive(Debug, Default)]
pub(crate) struct Line<'w> {
    /// Those that are neither flags nor values of flags, subcommands first.
    pub(crate) operands: Vec<&'w str>,
    /// The flags.
    pub(crate) flags: Vec<Given<'w>>,
}

/// A flag that is given to a program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'w> {
    /// Its name without dashes.
    name: &'w str,
    /// Whether it is a letter after a single dash, perhaps with others.
    is_short: bool,
    library: Library,
    /// Its value, if it has one.
    pub(crate) value: Option<&'w str>,
    /// The word that it stands in.
    pub(crate) word: &'w Argument<'w>,
    /// The word that its value stands in.
    pub(crate) value_word: &'w Argument<'w>,
}

/// A flag that is given to a program, and that the catalogue has.
#[derive(Debug)]
pub(crate) struct KnownFlag<'p, 'w> {
    /// Its row.
    pub(crate) row: &'static Flag,
    /// Its spelling there.
    pub(crate) name: &'static str,
    /// As it is given.
    pub(crate) given: &'p Given<'w>,
    tool: &'static str,
    line: &'p Line<'w>,
}

impl KnownFlag<'_, '_> {
    /// How sure it is that this is about a registry.
    pub(crate) fn certainty(&self) -> Outcome {
        if self.row.needs_oci { self.line.oci() } else { Outcome::Met }
    }

    /// The tool and its subcommand, for messages.
    pub(crate) fn command(&self) -> String {
        let mut shown = self.tool.to_owned();
        self.line.is_of(self.row.commands, &mut |command| {
            shown.push(' ');
            shown.push_str(command);
        });
        shown
    }
}

/// Reads words one after the other.
struct Arguments<'w> {
    syntax: Syntax,
    words: &'w [Argument<'w>],
    /// The letters of a group that are still to come, and the word that they stand in.
    group: Option<(&'w str, &'w Argument<'w>)>,
    /// Whether `--` was there, after which there are no flags.
    is_after_dashes: bool,
}

enum Item<'w> {
    Flag(Given<'w>),
    /// Something else, and all words from there on.
    Operand(&'w [Argument<'w>]),
}

impl<'w> Arguments<'w> {
    fn new(syntax: Syntax, words: &'w [Argument<'w>]) -> Self {
        Arguments { syntax, words, group: None, is_after_dashes: false }
    }

    fn word(&mut self) -> Option<&'w Argument<'w>> {
        let (word, rest) = self.words.split_first()?;
        self.words = rest;
        Some(word)
    }

    /// A flag and its value, which is the next word if the flag takes one and has none yet.
    fn flag(&mut self, name: &'w str, value: Option<&'w str>, word: &'w Argument<'w>, is_short: bool) -> Given<'w> {
        let next = if value.is_none() && self.syntax.takes_value(name) { self.word() } else { None };
        let value = value.or_else(|| next.map(|next| &*next.text));
        Given { name, is_short, library: self.syntax.library, value, word, value_word: next.unwrap_or(word) }
    }

    /// The next flag of a group of letters.
    fn letter(&mut self, group: &'w str, word: &'w Argument<'w>) -> Option<Given<'w>> {
        let letter = group.chars().next()?;
        let (name, rest) = group.split_at_checked(letter.len_utf8())?;
        let value = match rest.strip_prefix('=').filter(|value| !value.is_empty()) {
            Some(value) => Some(value),
            None if !rest.is_empty() && self.syntax.takes_value(name) => Some(rest),
            None => None,
        };
        self.group = (value.is_none() && !rest.is_empty()).then_some((rest, word));
        Some(self.flag(name, value, word, true))
    }
}

impl<'w> Iterator for Arguments<'w> {
    type Item = Item<'w>;

    #[inline(never)] // one copy for all who read
    fn next(&mut self) -> Option<Item<'w>> {
        if let Some((group, word)) = self.group.take() {
            return self.letter(group, word).map(Item::Flag);
        }
        loop {
            let all = self.words;
            let word = self.word()?;
            let text = &*word.text;
            if self.is_after_dashes || text == "-" {
                return Some(Item::Operand(all));
            }
            if text == "--" {
                self.is_after_dashes = true;
                continue;
            }
            let Some(after) = text.strip_prefix('-') else { return Some(Item::Operand(all)) };
            let long = after.strip_prefix('-').or((self.syntax.library == Library::Go).then_some(after));
            return match long {
                Some(long) => {
                    let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
                    Some(Item::Flag(self.flag(name, value, word, false)))
                }
                None => self.letter(after, word).map(Item::Flag),
            };
        }
    }
}

impl Given<'_> {
    /// Whether it is the flag that is written so: `--password`, `-p`.
    pub(crate) fn is(&self, flag: &str) -> bool {
        match (self.library, flag.strip_prefix("--")) {
            (Library::Go, _) => flag.trim_start_matches('-') == self.name,
            (Library::Argparse, Some(long)) => !self.is_short && !self.name.is_empty() && long.starts_with(self.name),
            (Library::Pflag, Some(long)) => !self.is_short && long == self.name,
            (_, None) => self.is_short && flag.strip_prefix('-') == Some(self.name),
        }
    }
}

impl<'w> Program<'w> {
    /// A tool, if it is known.
    pub(crate) fn new(name: &str, words: &'w [Argument<'w>]) -> Option<Self> {
        let (name, nth) = tools::position(name)?;
        Some(Program { name, tool: tools::TOOLS.get(nth)?, nth, words })
    }

    /// Its words as it reads them.
    pub(crate) fn read(&self) -> Line<'w> {
        let mut line = Line::default();
        for item in Arguments::new(self.tool.syntax, self.words) {
            match item {
                Item::Flag(flag) => line.flags.push(flag),
                Item::Operand(words) => line.operands.extend(words.first().map(|word| &*word.text)),
            }
        }
        line
    }

    /// Calls `visit` with each flag that it is given and that is a row of the catalogue of this sort. Of several rows the first one counts.
    pub(crate) fn each_flag(&self, is_about: impl Fn(&Flag) -> bool, visit: &mut dyn FnMut(&KnownFlag<'_, 'w>)) {
        let mut flags = flags::of_tool(self.nth).filter(|it| it.tools.contains(&self.name) && is_about(it)).peekable();
        if flags.peek().is_none() {
            return;
        }
        let line = self.read();
        if line.flags.is_empty() && line.operands.len() < SETTING {
            return;
        }
        let flags: Vec<_> = flags
            .filter(|it| line.is_of(it.commands, &mut |_| {}) && (!it.needs_oci || line.oci() != Outcome::Fine))
            .collect();
        for given in &line.flags {
            let known =
                flags.iter().find_map(|flag| Some((flag, flag.names.iter().copied().find(|name| given.is(name))?)));
            if let Some((row, name)) = known {
                visit(&KnownFlag { row, name, given, tool: self.name, line: &line });
            }
        }
        for row in &flags {
            if let Some((name, given)) = self.setting(row, &line) {
                visit(&KnownFlag { row, name, given: &given, tool: self.name, line: &line });
            }
        }
    }

    /// The setting of a row that is no flag: its name is the operand after the subcommands, and its value the next one.
    fn setting(&self, row: &Flag, line: &Line<'w>) -> Option<(&'static str, Given<'w>)> {
        let name = row.names.iter().copied().find(|name| !name.starts_with('-'))?;
        let [.., before, value] = line.operands.get(..SETTING)? else { return None };
        let (word, value_word) = (self.word_of(before)?, self.word_of(value)?);
        let library = self.tool.syntax.library;
        (*before == name)
            .then_some((name, Given { name, is_short: false, library, value: Some(value), word, value_word }))
    }

    /// The word that this is the text of.
    pub(crate) fn word_of(&self, text: &str) -> Option<&'w Argument<'w>> {
        self.words.iter().find(|word| std::ptr::eq(&raw const *word.text, text))
    }

    /// Whether the words begin with a subcommand of the tool, if it has any.
    fn has_command(&self) -> bool {
        let commands = self.tool.commands;
        let command = Arguments::new(self.tool.syntax, self.words).find_map(|item| match item {
            Item::Operand(words) => words.first().map(|word| &*word.text),
            Item::Flag(_) => None,
        });
        commands.is_empty() || command.is_some_and(|command| commands.split(' ').any(|it| it == command))
    }
}

impl<'w> Line<'w> {
    /// The value of a flag that is called so, and the word that it stands in.
    pub(crate) fn value(&self, names: &[&str]) -> Option<(&'w str, &'w Argument<'w>)> {
        let mut given = self.flags.iter().filter(|given| names.iter().any(|name| given.is(name)));
        given.find_map(|given| Some((given.value?, given.value_word)))
    }

    /// Whether it is about an artifact of a registry, or may be, for a parameter.
    fn oci(&self) -> Outcome {
        let mut outcome = Outcome::Fine;
        for operand in &self.operands {
            if operand.starts_with("oci://") {
                return Outcome::Met;
            }
            if operand.starts_with('$') || operand.starts_with("{{") {
                outcome = Outcome::Unsure;
            }
        }
        let is_enabled = |it: &Given<'_>| it.is("--enable-oci") && it.value.and_then(truth) != Some(false);
        if self.flags.iter().any(is_enabled) { Outcome::Met } else { outcome }
    }

    /// Whether it begins with these subcommands, of which each goes to `visit`.
    fn is_of(&self, commands: &'static str, visit: &mut dyn FnMut(&'static str)) -> bool {
        let mut operands = self.operands.iter();
        commands.split(' ').filter(|level| !level.is_empty()).all(|level| {
            let operand = operands.next();
            let command = level.split('|').find(|command| Some(command) == operand);
            command.is_some_and(|command| {
                visit(command);
                true
            })
        })
    }
}

/// What a command does that matters.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed<'w> {
    /// It runs a known program.
    Run(Program<'w>),
    /// It sets a variable of this name to this value for a program, in this word.
    Set(&'w str, &'w str, &'w Argument<'w>),
}

/// A command, and what it does: read once for all rules.
#[derive(Debug)]
pub(crate) struct Deeds<'i, 'w> {
    /// The command.
    pub(crate) command: &'i Invocation<'w>,
    all: Vec<Deed<'w>>,
    /// Whether a flag may be among its words that means the same for every program, and no known one takes it.
    has_foreign_flag: bool,
}

impl<'i, 'w> Deeds<'i, 'w> {
    /// Reads a command.
    pub(crate) fn of(command: &'i Invocation<'w>) -> Self {
        let mut all = Vec::new();
        for word in command.assignments {
            if let Some((name, value)) = assignment(&word.text) {
                all.push(Deed::Set(name, value, word));
            }
        }
        Search { image_names: command.image_names, visit: &mut |deed| all.push(deed) }.invocation(command.words);
        let is_known = all.iter().any(|deed| matches!(deed, Deed::Run(_)));
        let has_foreign_flag = !is_known
            && command.words.iter().any(|word| is_foreign(&word.text))
            && !command.words.first().is_some_and(|word| READERS.contains(&word.program()));
        Deeds { command, all, has_foreign_flag }
    }

    /// Each known program that the command runs, and each variable that it sets for one.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Deed<'w>> {
        self.all.iter()
    }

    /// Each known program that the command runs.
    pub(crate) fn programs(&self) -> impl Iterator<Item = &Program<'w>> {
        self.iter().filter_map(|deed| if let Deed::Run(program) = deed { Some(program) } else { None })
    }
}

/// Whether a word may be a flag that means the same for every program.
fn is_foreign(text: &str) -> bool {
    if text.starts_with('-') {
        let name = text.split('=').next().unwrap_or_default();
        if find_unmistakable(name).is_some() {
            return true;
        }
    }
    has_setting(text)
}

/// Whether [`REGISTRY_INSECURE`] stands in a word. Most words are shorter.
fn has_setting(text: &str) -> bool {
    search::is_in_word(text, REGISTRY_INSECURE)
}

/// A flag that means the same for every program, given to an unknown one.
#[derive(Debug)]
pub(crate) struct Foreign<'p, 'w> {
    /// Its spelling.
    pub(crate) name: &'static str,
    pub(crate) when: When,
    /// Its value, if any, and the word that holds it.
    pub(crate) value: Option<&'p str>,
    pub(crate) word: &'p Argument<'w>,
}

/// Programs that treat words that look like flags as text, or take the names of other programs as operands.
const READERS: [&str; 18] = [
    "[",
    "[[",
    "awk",
    "egrep",
    "fgrep",
    "grep",
    "journalctl",
    "jq",
    "logger",
    "pgrep",
    "pkill",
    "ps",
    "rg",
    "sed",
    "service",
    "systemctl",
    "test",
    "yq",
];

impl<'w> Deeds<'_, 'w> {
    /// Calls `visit` with each flag that means the same for every program, if this one is unknown.
    pub(crate) fn each_foreign_flag(&self, visit: &mut dyn FnMut(&Foreign<'_, 'w>)) {
        if !self.has_foreign_flag {
            return;
        }
        let mut words = self.command.words;
        while let Some((word, after)) = words.split_first() {
            words = after;
            if word.text == "--" {
                return;
            }
            let (name, value) =
                word.text.split_once('=').map_or((&*word.text, None), |(name, value)| (name, Some(value)));
            if has_setting(&word.text) && !word.text.contains([' ', '\n']) {
                let settings = if name.starts_with('-') { value.unwrap_or_default() } else { &word.text };
                let when = When::Setting(REGISTRY_INSECURE, &When::True);
                visit(&Foreign { name: REGISTRY_INSECURE, when, value: Some(settings), word });
            }
            let Some((row, name)) = find_unmistakable(name) else { continue };
            let takes_next = value.is_none() && !matches!(row.when, When::True | When::False);
            let next = after.first().filter(|next| takes_next && !next.text.starts_with('-'));
            if !(row.is_certain || self.command.is_of_anyone) {
                continue;
            }
            let value = value.or_else(|| next.map(|next| &*next.text));
            visit(&Foreign { name, when: row.when, value, word: next.unwrap_or(word) });
        }
    }
}

fn find_unmistakable(name: &str) -> Option<(&'static Unmistakable, &'static str)> {
    let bare = name.strip_prefix('-')?;
    let bare = bare.strip_prefix('-').unwrap_or(bare);
    if !words::has_flag(bare) {
        return None;
    }
    UNMISTAKABLE.iter().find_map(|row| {
        let known = row.names.iter().find(|known| known.trim_start_matches('-') == bare)?;
        Some((row, *known))
    })
}

/// The tool that arguments are for, if no other tool takes such arguments.
fn tool_of_words(words: &[Argument<'_>]) -> Option<&'static str> {
    let first = &words.first()?.text;
    let has =
        |flags: &[&str]| words.iter().any(|word| flags.contains(&word.text.split('=').next().unwrap_or_default()));
    let is_copy = ["copy", "inspect", "delete", "list-tags", "sync"].contains(&&**first);
    if first.starts_with('-') && has(&["--destination", "-d"]) && has(&["--context", "--dockerfile", "-c", "-f"]) {
        Some(KANIKO)
    } else if (is_copy || first.starts_with('-')) && words.iter().any(|word| word.text.starts_with("docker://")) {
        Some("skopeo")
    } else {
        None
    }
}

/// A search for programs in the words of a command.
struct Search<'w, 'v> {
    image_names: &'w [&'w str],
    visit: &'v mut dyn FnMut(Deed<'w>),
}

impl<'w> Search<'w, '_> {
    fn invocation(&mut self, words: &'w [Argument<'w>]) {
        for name in self.image_names {
            self.image(name, words);
        }
        // Images are mirrored under different names.
        if self.image_names.iter().all(|name| tools::find(name).is_none())
            && let Some(program) = tool_of_words(words).and_then(|name| Program::new(name, words))
        {
            (self.visit)(Deed::Run(program));
        }
        self.command(words, false, DEEPEST);
    }

    /// What an image runs with these words for arguments.
    fn image(&mut self, name: &str, words: &'w [Argument<'w>]) {
        let has_flags_only = words.first().is_none_or(|word| word.text.starts_with('-'));
        let program = match name {
            // Its entry point runs the daemon, unless it is told a command.
            "docker" if has_flags_only => Program::new("dockerd", words),
            // It takes nothing but flags; all else is another program in its image.
            KANIKO if !has_flags_only => None,
            _ => Program::new(name, words),
        };
        if let Some(program) = program {
            (self.visit)(Deed::Run(program));
        }
    }

    /// Follows a command to the programs that it runs. A guess is believed only if the program's subcommand is there too.
    fn command(&mut self, mut words: &'w [Argument<'w>], is_guess: bool, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        while let Some((word, after)) = words.split_first() {
            if let Some((name, value)) = assignment(&word.text) {
                if !is_guess {
                    (self.visit)(Deed::Set(name, value, word));
                }
            } else if !wrappers::is_keyword(&word.text) {
                break;
            }
            words = after;
        }
        let Some((first, after)) = words.split_first() else { return };
        let (name, is_guess) = match tool_of_variable(first) {
            Some(name) => (name, true),
            None => (self.name_of(first, after), is_guess),
        };
        let mut inner = Vec::new();
        let own = wrappers::find(name, after, &mut inner);
        if wrappers::sets_variables(name) {
            for (word, (name, value)) in own.iter().filter_map(|word| Some((word, variable_in(&word.text)?))) {
                (self.visit)(Deed::Set(name, value, word));
            }
        }
        if let Some(program) = Program::new(name, own)
            && (!is_guess || program.has_command())
        {
            (self.visit)(Deed::Run(program));
        }
        for inner in inner {
            match inner {
                Inner::Command(words) => self.command(words, is_guess, depth),
                Inner::Guess(words) => self.command(words, true, depth),
                Inner::Program(path, words) => {
                    let name = path.rsplit('/').next().unwrap_or_default();
                    let is_kaniko = name == "executor" && path.contains(KANIKO);
                    if let Some(program) = Program::new(if is_kaniko { KANIKO } else { name }, words) {
                        (self.visit)(Deed::Run(program));
                    }
                }
                Inner::Image(image, words) => {
                    for name in names_of(image) {
                        self.image(name, words);
                    }
                    self.command(words, true, depth);
                }
            }
        }
    }

    fn name_of(&self, first: &'w Argument<'w>, after: &[Argument<'_>]) -> &'w str {
        let name = first.program();
        let is_flag = |word: &Argument<'_>| word.text.starts_with('-');
        let is_kaniko =
            || first.text.contains(KANIKO) || self.image_names.contains(&KANIKO) || after.iter().any(is_flag_of_kaniko);
        let Some((_, tool)) = tools::ALIASES.iter().find(|(alias, _)| *alias == name) else { return name };
        match *tool {
            KANIKO if !is_kaniko() => name,
            "dockerd" if !after.first().is_some_and(is_flag) => name,
            tool => tool,
        }
    }
}

/// No build of kaniko goes without one of these, and no other executor has them.
fn is_flag_of_kaniko(word: &Argument<'_>) -> bool {
    let name = word.text.split('=').next().unwrap_or_default();
    matches!(name, "--destination" | "--dockerfile" | "--no-push" | "--context")
}

/// `NAME=value`, before a command or after the like of `env`.
fn assignment(text: &str) -> Option<(&str, &str)> {
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let (name, rest) = text.split_at_checked(length)?;
    let value = rest.strip_prefix('=')?;
    let is_name = !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit());
    is_name.then_some((name, value))
}

/// The variable that a word sets: `NAME=value`, `--env=NAME=value`, `-eNAME=value`, `--opt build-arg:NAME=value`.
pub(crate) fn variable_in(text: &str) -> Option<(&str, &str)> {
    let text = if let Some(long) = text.strip_prefix("--") {
        long.split_once('=')?.1
    } else if let Some(short) = text.strip_prefix('-') {
        let letter = short.chars().next()?;
        short.get(letter.len_utf8()..)?.trim_start_matches('=')
    } else {
        text
    };
    assignment(text.strip_prefix("build-arg:").unwrap_or(text))
}

/// What an image may be called after: `quay.io/skopeo/stable` runs skopeo, `gcr.io/go-containerregistry/crane` runs crane. Only
/// the last part of a name counts, wherever it is mirrored, unless that part is known to say nothing.
pub(crate) fn names_of(image: &str) -> Vec<&str> {
    if let Some(Ok(reference)) = Image::parse(image).map(|image| image.reference) {
        return vec![name_of(reference.path)];
    }
    // quay.io/skopeo/stable:$(params.VERSION), $(params.REGISTRY)/skopeo/stable, $(params.SKOPEO_IMAGE)
    let Some((before, parameter)) = image.find(['$', '{', '<']).and_then(|at| image.split_at_checked(at)) else {
        return Vec::new();
    };
    let before = before.trim_end_matches([':', '@']);
    let after = parameter.rsplit([')', '}', '>']).next().unwrap_or_default();
    match Image::parse(if before.is_empty() { after.trim_start_matches('/') } else { before }) {
        Some(Image { reference: Ok(reference), .. }) => vec![name_of(reference.path)],
        _ => names_in(parameter),
    }
}

fn name_of(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let last = parts.next().unwrap_or_default();
    let folder = parts.next().unwrap_or_default();
    match (folder, last) {
        // quay.io/skopeo/stable, quay.io/buildah/upstream
        ("skopeo" | "buildah" | "podman", "stable" | "upstream" | "testing" | "immutable" | "latest") => folder,
        // gcr.io/kaniko-project/executor
        (_, "executor" | "warmer") if folder.contains(KANIKO) => KANIKO,
        _ if last.contains(KANIKO) => KANIKO,
        // ghcr.io/fluxcd/flux-cli
        (_, "flux-cli") => "flux",
        (_, "jib-cli") => "jib",
        (_, "kyverno-cli") => "kyverno",
        // docker:dind is mirrored under many names.
        _ if last.contains("dind") => "docker",
        // rancher/mirrored-aquasec-trivy
        _ if last.starts_with("mirrored-") => last.rsplit('-').next().unwrap_or_default(),
        _ => last,
    }
}

/// The tool that a variable is named after, which holds the program: `$SKOPEO`, `${CRANE_BIN}`.
fn tool_of_variable(word: &Argument<'_>) -> Option<&'static str> {
    let name = word.text.strip_prefix('$').filter(|_| word.expands)?;
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.find_map(|word| Some(tools::find(&word.to_ascii_lowercase())?.0))
}

/// Tools that a parameter is named after, which holds an image.
fn names_in(parameter: &str) -> Vec<&str> {
    let words = parameter.split(|c: char| !c.is_ascii_alphanumeric());
    let names = words.filter_map(|word| match word {
        _ if word.eq_ignore_ascii_case(KANIKO) => Some(KANIKO),
        _ if word.eq_ignore_ascii_case("dind") => Some("docker"),
        _ => tools::find(word).map(|(name, _)| name),
    });
    names.collect()
}

#[cfg(test)]
mod tests;
