//! Checks each place that the walker found with the rules, and turns what they say into findings.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::auth::{self, AuthError, Entry};
use crate::catalogue::{variables, words};
use crate::finding::Finding;
use crate::json::{Kept, Quoted, Raw, Text};
use crate::part::{Part, Parts, part_of};
use crate::path::{Path, Segment};
use crate::places::{self, Carrier, Evidence, Place, PullSecret, Subject};
use crate::registry::image::{self, Image};
use crate::registry::{Registry, Standing};
use crate::rules::{ALL, Cause, Check, ImageCase, ImageCheck, Mode, Rule, SecretCase};
use crate::settings::Scope;
use crate::shell::Branch;
use crate::text::applied::Applied;
use crate::text::command::CommandLine;
use crate::text::contents::{self, Contents, Credentials};
use crate::text::manifests::{self, Taken};
use crate::text::program::Deeds;
use crate::text::words::{Argument, Invocation, Source};
use crate::verdict;

/// How deeply manifests are read in manifests.
const DEEPEST: usize = 2;

/// Checks places with every enabled rule.
#[derive(Debug)]
pub(crate) struct Evaluator<'s> {
    scope: &'s Scope<'s>,
    /// The registry that was judged last: the containers of a pod mostly share one.
    last: Option<(String, Standing<'s>)>,
    /// To how many bytes compressed files may still unfold.
    budget: usize,
    /// Where those texts begin that are files that disable TLS or hold credentials.
    files: BTreeSet<usize>,
    /// How many texts with manifests enclose the place.
    depth: usize,
    /// How many levels there are above the outermost value of the last of them.
    above: usize,
}

impl<'s> Evaluator<'s> {
    /// An evaluator with this part of the settings.
    pub(crate) fn new(scope: &'s Scope<'s>) -> Self {
        Evaluator { scope, last: None, budget: contents::UNFOLDED, files: BTreeSet::new(), depth: 0, above: 0 }
    }

    /// Checks a place, and passes on what each rule finds there.
    pub(crate) fn evaluate<'a>(&mut self, place: &Place<'_, 'a>, found: &mut dyn FnMut(Finding<'a>)) {
        match &place.what {
            Subject::Image(text) | Subject::ImageUrl(text)
                if place.evidence == Evidence::Name && !self.may_be_certain(text) => {}
            Subject::Image(text) => self.check_image(place, text, Image::parse(text), found),
            Subject::ImageUrl(text) => self.check_image(place, text, Image::parse_url(text), found),
            Subject::Variable { name, value, image } => {
                self.check_variable(place, (*name, *value), *image, found);
            }
            // A file of variables that is known as one of a runtime is judged as that.
            Subject::Command(line) if self.is_judged(line) => {}
            Subject::Command(line) => self.check_command(place, line, found),
            Subject::Text { carrier, name, text } => {
                let start = text.written().as_ptr().addr();
                let may_be_variable = |name: &&str| variables::may_be(name) || variables::may_be_token(text.written());
                let entry = name.as_deref().filter(|name| *carrier == Carrier::ConfigEntry && may_be_variable(name));
                if entry.is_none() && !contents::may_hold(*text, name.as_deref()) {
                    return;
                }
                let Ok(text) = text.text() else {
                    return self.check_unreadable(place, "a valid Unicode string", "an invalid one", found);
                };
                let mut contents = Contents::within(text.as_bytes(), name.as_deref(), &mut self.budget);
                if let Some(name) = entry {
                    if !contents.credentials.is_any() && variables::holds_credential(name, &text) {
                        contents.credentials.file = Some("an environment variable");
                    }
                    self.check_text(place, &text, found, |check| match check {
                        Check::InsecureVariable(check) => check(name, &text, None),
                        _ => None,
                    });
                }
                if !contents.insecure.is_empty() || contents.credentials.is_any() {
                    self.files.insert(start);
                }
                self.check_credentials(place, *carrier, &text, &contents.credentials, found);
                self.check_files(place, &text, &contents, found);
            }
            Subject::Manifests { taken, is_read, text } => {
                // An entry of a Secret is base64 in `data`.
                let is_plain = memchr::memchr(b':', text.written()).is_some();
                let string = if is_plain { text.text().ok().map(Text::into) } else { decoded(text.written()) };
                if let Some(string) = string.filter(|string: &Cow<'_, str>| self.may_matter(string.as_bytes())) {
                    let is_file = self.files.contains(&text.written().as_ptr().addr());
                    let mut found = |finding: Finding<'a>| {
                        // These were found in the file itself.
                        if !(is_file && finding.is_of_file()) {
                            found(finding);
                        }
                    };
                    self.check_manifests(place, place.path, &string, (*taken, *is_read), &mut found);
                }
            }
            Subject::Auths(auths) => {
                let mut credentials = Credentials::default();
                auth::collect_entries(*auths, &mut credentials.registries);
                let text = String::from_utf8_lossy(auths.as_bytes()).into_owned().into();
                self.check_credentials(place, Carrier::Field, &text, &credentials, found);
            }
            Subject::InsecureField(field, value) => {
                let text = value.text();
                let value = text.clone().unwrap_or_default();
                self.check_text(place, &value, found, |check| match check {
                    Check::InsecureField(say) => Some(say(field, text.as_deref())),
                    _ => None,
                });
            }
            Subject::Login(registry, password) => {
                let mut credentials =
                    Credentials { file: Some("a user name and a password"), ..Credentials::default() };
                credentials.registries.extend(registry.as_deref());
                self.check_credentials(
                    place,
                    Carrier::Field,
                    &password.text().unwrap_or_default(),
                    &credentials,
                    found,
                );
            }
            Subject::PullSecret(secret) => {
                let case = SecretCase { entries: entries_of(secret), lists: &self.scope.registries };
                self.check_text(place, &secret.text.clone().unwrap_or_default(), found, |check| match check {
                    Check::PullSecret(check) => check(&case),
                    _ => None,
                });
            }
            Subject::MistypedPullSecret(kind) => self.check_text(place, kind, found, |check| match check {
                Check::MistypedPullSecret(check) => Some(check(kind)),
                _ => None,
            }),
            Subject::LastApplied(manifest, form) => self.check_text(place, manifest, found, |check| match check {
                Check::LastApplied(check) => check(manifest, *form),
                _ => None,
            }),
            Subject::Unreadable { expected, found: actual } => self.check_unreadable(place, expected, actual, found),
        }
    }

    /// Whether the variables of a text were found in it as in a file.
    fn is_judged(&self, line: &CommandLine<'_>) -> bool {
        let [list] = line.lists.as_slice() else { return false };
        let text = list.words.string().filter(|_| line.is_text && !line.has_program && list.path.is_empty());
        text.is_some_and(|text| self.files.contains(&text.written().as_ptr().addr()))
    }

    /// Whether something that only has a name for images may be a finding. Few are, and no template is.
    fn may_be_certain(&self, image: &str) -> bool {
        (self.scope.registries.may_be_insecure() || image::may_be_certain(image)) && auth::is_value(image)
    }

    /// Whether manifests in text may hold something that is certain. Anything else is checked once they are applied.
    fn may_matter(&self, text: &[u8]) -> bool {
        self.scope.registries.may_be_insecure() || words::may_be_certain(text)
    }

    /// Checks the manifests in a text at this path. If nothing is known to read them, they only warn.
    fn check_manifests<'a>(
        &mut self,
        place: &Place<'_, 'a>,
        path: &Path<'a>,
        text: &str,
        (taken, is_read): (Taken, bool),
        found: &mut dyn FnMut(Finding<'a>),
    ) {
        if self.depth >= DEEPEST {
            return;
        }
        self.depth = self.depth.saturating_add(1);
        let above = self.above;
        self.above = above.saturating_add(path.depth());
        let mut budget = self.budget;
        manifests::each(text, &mut budget, &mut |json, nth| {
            // In any other file, manifests are only known to be there, not to be read.
            let is_manifest = || json.members(["apiVersion", "kind"]).iter().all(Option::is_some);
            let is_read = is_read && (taken == Taken::Values || is_manifest());
            let mut kept = Kept::default();
            places::walk_text(json, self.above, &mut |inner| {
                self.evaluate(&inner, &mut |finding| found(finding.in_text(place, path, nth, is_read, &mut kept)));
            });
        });
        self.budget = self.budget.min(budget);
        self.depth = self.depth.saturating_sub(1);
        self.above = above;
    }

    fn check_variable<'a>(
        &mut self,
        place: &Place<'_, 'a>,
        (name, value): (Quoted<'a>, Quoted<'a>),
        image: Option<Raw<'a>>,
        found: &mut dyn FnMut(Finding<'a>),
    ) {
        if !(variables::may_concern(name, value) || contents::may_hold(value, None)) {
            return;
        }
        let (Ok(name), Ok(value)) = (name.text(), value.text()) else {
            return self.check_unreadable(place, "a valid Unicode string", "an invalid one", found);
        };
        let image = image.and_then(Raw::text);
        let contents = Contents::within(value.as_bytes(), None, &mut self.budget);
        self.check_text(place, &value, found, |check| match check {
            Check::Variable(check) => check(&name, &value, image.as_deref(), &contents.credentials),
            Check::InsecureVariable(check) => check(&name, &value, image.as_deref()),
            _ => None,
        });
        self.check_files(place, &value, &contents, found);
    }

    fn check_unreadable<'a>(
        &self,
        place: &Place<'_, 'a>,
        expected: &'static str,
        actual: &'static str,
        found: &mut dyn FnMut(Finding<'a>),
    ) {
        self.check_text(place, &actual.into(), found, |check| match check {
            Check::Unreadable(check) => Some(check(expected, actual)),
            _ => None,
        });
    }

    fn check_credentials<'a>(
        &self,
        place: &Place<'_, 'a>,
        carrier: Carrier,
        text: &Text<'a>,
        credentials: &Credentials,
        found: &mut dyn FnMut(Finding<'a>),
    ) {
        if credentials.is_any() {
            self.check_text(place, text, found, |check| match check {
                Check::Credentials(of, say) if of == carrier => Some(say(credentials)),
                _ => None,
            });
        }
    }

    fn check_files<'a>(
        &self,
        place: &Place<'_, 'a>,
        text: &Text<'a>,
        contents: &Contents,
        found: &mut dyn FnMut(Finding<'a>),
    ) {
        for insecure in &contents.insecure {
            let mut found = |finding: Finding<'a>| found(finding.of_parts(insecure.entries.clone()));
            self.check_text(place, text, &mut found, |check| match check {
                Check::File(say) => Some(say(insecure)),
                _ => None,
            });
        }
        if let Some(bound) = contents.unopened {
            self.check_text(place, text, found, |check| match check {
                Check::Unopened(say) => Some(say(bound)),
                _ => None,
            });
        }
    }

    fn check_command<'a>(&mut self, place: &Place<'_, 'a>, line: &CommandLine<'a>, found: &mut dyn FnMut(Finding<'a>)) {
        let (mut causes, mut forms) = (Causes::default(), Forms::default());
        // A script may have many commands.
        let checks: Vec<_> = active(self.scope, place)
            .filter_map(|(rule, check)| if let Check::Command(check) = check { Some((rule, check)) } else { None })
            .collect();
        // If shells differ, a command is visited more than once.
        let mut applied = BTreeSet::new();
        line.each_relevant(&mut |it| {
            causes.begin();
            it.each_applied(&mut |source, form, text| {
                let may_matter = matches!(form, Applied::File(_)) || self.may_matter(text.as_bytes());
                if may_matter && applied.len() < verdict::MOST_FINDINGS {
                    applied.insert((source, form, text.into_owned()));
                }
            });
            let deeds = Deeds::of(it);
            for &(rule, check) in &checks {
                if causes.has_enough_of(rule) {
                    continue;
                }
                let Some(branch) = it.branch.filter(|branch| branch.count > 0) else {
                    check(&deeds, &mut |source, cause| causes.add(it, source, rule, cause));
                    continue;
                };
                let mut seen = Vec::new();
                check(&deeds, &mut |source, cause| {
                    seen.push(cause.seen.clone());
                    causes.add(it, source, rule, cause);
                });
                let mut seen = seen.into_iter();
                // What is found whatever the condition decides is certain.
                let it = Invocation { branch: None, input: it.input.clone(), ..*it };
                check(&Deeds::of(&it), &mut |source, cause| {
                    forms.add((source, rule.id), branch, (seen.next().unwrap_or_default(), cause));
                });
                forms.each_certain(|of, seen, cause| causes.settle(of, &seen, cause));
            }
        });
        let Causes { list: causes, more, .. } = causes;
        let mut causes = causes.into_iter().peekable();
        let mut budget = self.budget;
        // A list that is none of strings is a place of its own.
        let _ = line.each_word(&mut |source, text| {
            let list = line.lists.get(source.0);
            let mut found = |mut finding: Finding<'a>| {
                for key in list.map_or(&[] as &[_], |list| list.path) {
                    finding.path.push(Segment::key(key));
                }
                if list.is_some_and(|list| list.script().is_none()) {
                    finding.path.push(Segment::index(source.1));
                }
                found(finding);
            };
            while let Some(Known { rule, cause, parts, .. }) = causes.next_if(|known| known.source == source) {
                found(Finding::new(rule, place, text.clone(), cause, self.scope).of_parts(parts));
            }
            if line.is_text {
                return;
            }
            let mut contents = Contents::within(text.as_bytes(), None, &mut budget);
            if contents.is_empty() {
                let from = (source, Applied::Manifests, String::new());
                for (_, form, edit) in applied.range(from..).take_while(|(of, ..)| *of == source) {
                    if let Applied::File(name) = form {
                        contents.look_into_edit(edit, Some(name), &mut budget);
                    }
                }
            }
            self.check_credentials(place, Carrier::Word, &text, &contents.credentials, &mut found);
            self.check_files(place, &text, &contents, &mut found);
        });
        self.budget = budget;
        for (source, form, manifests) in applied {
            let taken = match form {
                Applied::Manifests => Taken::Manifests,
                Applied::Values => Taken::Values,
                Applied::File(_) => continue,
            };
            let mut path = place.path.clone();
            let list = line.lists.get(source.0);
            list.map_or(&[] as &[_], |list| list.path).iter().for_each(|key| path.push(Segment::key(key)));
            if list.is_some_and(|list| list.script().is_none()) {
                path.push(Segment::index(source.1));
            }
            self.check_manifests(place, &path, &manifests, (taken, true), found);
        }
        // These come last: by now there are more than any report keeps, and it counts those that deny.
        for (rule, is_unsure) in more {
            let cause = Cause { is_unsure, ..Cause::nothing() };
            found(Finding::new(rule, place, Text::default(), cause, self.scope));
        }
    }

    /// Asks each rule that is not switched off, and hands on what it says of the text at the place.
    fn check_text<'a>(
        &self,
        place: &Place<'_, 'a>,
        text: &Text<'a>,
        found: &mut dyn FnMut(Finding<'a>),
        ask: impl Fn(Check) -> Option<Cause>,
    ) {
        for (rule, check) in active(self.scope, place) {
            if let Some(cause) = ask(check) {
                found(Finding::new(rule, place, text.clone(), cause, self.scope));
            }
        }
    }

    fn check_image<'a>(
        &mut self,
        place: &Place<'_, 'a>,
        text: &Text<'a>,
        image: Option<Image<'_>>,
        found: &mut dyn FnMut(Finding<'a>),
    ) {
        let Some(image) = image else { return };
        let standing = image.registry.map_or(Standing::Fine, |registry| self.standing(registry.as_str()).clone());
        let case = ImageCase { image: &image, standing: &standing, lists: &self.scope.registries };
        for (rule, check) in &OF_IMAGES {
            if rule.needs <= place.evidence
                && self.scope.mode(rule) != Mode::Allow
                && let Some(cause) = check(&case)
            {
                found(Finding::new(rule, place, text.clone(), cause, self.scope));
            }
        }
    }

    fn standing(&mut self, registry: &str) -> &Standing<'s> {
        if self.last.as_ref().is_none_or(|(last, _)| last != registry) {
            self.last = None;
        }
        let standing = || (registry.to_owned(), self.scope.registries.standing(&Registry::parse(registry)));
        let (_, standing) = self.last.get_or_insert_with(standing);
        standing
    }
}

/// What was found in the words of a container, in the order of the words. A word is judged again where a shell runs in a shell, or
/// where the image is called like the program.
#[derive(Default)]
struct Causes {
    list: Vec<Known>,
    /// Of what is beyond the most that is told, the rules, and whether they are unsure: each once.
    more: Vec<(&'static Rule, bool)>,
    /// How many commands were begun.
    commands: usize,
    /// Of the command that was begun last, the part that it has of a word.
    part: Option<(Source, Part)>,
}

/// Something that was found in a word.
struct Known {
    source: Source,
    rule: &'static Rule,
    cause: Cause,
    /// The word, or the commands in it.
    parts: Parts,
    /// The command that it was found in last.
    command: usize,
}

impl Causes {
    /// What is found from now on is found in another command.
    fn begin(&mut self) {
        self.commands = self.commands.saturating_add(1);
        self.part = None;
    }

    /// Whether one more of the rule would change nothing.
    fn has_enough_of(&self, rule: &Rule) -> bool {
        self.more.iter().any(|(other, is_unsure)| other.id == rule.id && !is_unsure)
    }

    /// Says for certain what was not sure before.
    fn settle(&mut self, (source, rule): (Source, &'static str), seen: &str, cause: Cause) {
        let is_it =
            |known: &Known, seen: &str| known.source == source && known.rule.id == rule && known.cause.seen == seen;
        let Some(position) = self.list.iter().position(|known| is_it(known, seen)) else { return };
        if self.list.iter().any(|known| is_it(known, &cause.seen)) {
            self.list.remove(position);
        } else if let Some(known) = self.list.get_mut(position) {
            known.cause = cause;
        }
    }

    fn add(&mut self, invocation: &Invocation<'_>, source: Source, rule: &'static Rule, cause: Cause) {
        if self.list.len() >= verdict::MOST_FINDINGS {
            let is_known = self.more.iter().any(|(other, unsure)| other.id == rule.id && *unsure == cause.is_unsure);
            return self.more.extend((!is_known).then_some((rule, cause.is_unsure)));
        }
        let [start, end] = [false, true].map(|is_end| {
            self.list.partition_point(|known| if is_end { known.source <= source } else { known.source < source })
        });
        let of_word = self.list.get_mut(start..end).unwrap_or_default();
        let known = of_word.iter_mut().find(|known| known.rule.id == rule.id && known.cause.seen == cause.seen);
        match known {
            Some(known) if known.command == self.commands => {}
            Some(known) => {
                known.command = self.commands;
                known.parts.add(part_in(invocation, source, &known.cause, &mut self.part));
            }
            None => {
                let mut parts = Parts::default();
                parts.add(part_in(invocation, source, &cause, &mut self.part));
                self.list.insert(end, Known { source, rule, cause, parts, command: self.commands });
            }
        }
    }
}

/// What was found in the forms of commands whose words a condition decides on.
#[derive(Default)]
struct Forms(Vec<Form>);

/// What a rule found in the forms of a command: those that were visited last.
struct Form {
    of: (Source, &'static str),
    group: usize,
    count: usize,
    /// A bit for each form in which it found something.
    found: u16,
    /// What it said, and what it says if that is certain.
    causes: Vec<(String, Cause)>,
}

impl Forms {
    fn add(&mut self, of: (Source, &'static str), branch: Branch, (seen, cause): (String, Cause)) {
        if cause.is_unsure {
            return;
        }
        let Branch { group, nth, count } = branch;
        let position = self.0.iter().position(|form| form.of == of).unwrap_or(self.0.len());
        if self.0.get(position).is_none_or(|form| form.group != group) {
            let form = Form { of, group, count, found: 0, causes: Vec::new() };
            match self.0.get_mut(position) {
                Some(before) => *before = form,
                None => self.0.push(form),
            }
        }
        if let Some(form) = self.0.get_mut(position) {
            let bit = u32::try_from(nth).ok().and_then(|nth| 1_u16.checked_shl(nth));
            form.found |= bit.unwrap_or_default();
            form.causes.push((seen, cause));
        }
    }

    /// Takes out what was found in all forms of a command.
    fn each_certain(&mut self, mut visit: impl FnMut((Source, &'static str), String, Cause)) {
        for form in self.0.iter_mut().filter(|form| usize::try_from(form.found.count_ones()) == Ok(form.count)) {
            for (seen, cause) in form.causes.drain(..) {
                visit(form.of, seen, cause);
            }
        }
    }
}

/// The part of a word that something was found in: the words that the command has of it. Of a script these are the whole command, so
/// that another line may change.
fn part_in(invocation: &Invocation<'_>, source: Source, cause: &Cause, last: &mut Option<(Source, Part)>) -> Part {
    let words = match *last {
        Some((of, part)) if of == source => part,
        _ => {
            // The words are in the order of their sources.
            let [start, end] = [false, true].map(|is_end| {
                let is_before = |word: &Argument<'_>| if is_end { word.source <= source } else { word.source < source };
                invocation.words.partition_point(is_before)
            });
            let words = invocation.words.get(start..end).unwrap_or_default();
            let input = invocation.input.as_ref().filter(|input| input.source == source);
            let words: Vec<_> = words.iter().chain(input).map(|word| &*word.text).collect();
            part_of(&words)
        }
    };
    *last = Some((source, words));
    part_of(&(words, &cause.seen))
}

/// Reads the document of a pull secret. One that is yet to be decrypted or filled in has no entries.
fn entries_of(secret: &PullSecret<'_>) -> Option<Result<Vec<Entry>, AuthError>> {
    let text = secret.text.as_ref()?;
    let decoded = secret.is_base64.then(|| auth::decode(text.as_bytes()));
    let read = match &decoded {
        Some(decoded) => decoded.as_ref().map_err(|error| *error).and_then(|it| auth::read(it, secret.form)),
        None => auth::read(text.as_bytes(), secret.form),
    };
    let is_pending = |text: &str| !text.trim_ascii().is_empty() && !auth::is_value(text.trim_ascii());
    Some(read.or_else(|error| {
        let decoded = decoded.as_ref().and_then(|decoded| std::str::from_utf8(decoded.as_ref().ok()?).ok());
        if is_pending(text) || decoded.is_some_and(is_pending) { Ok(Vec::new()) } else { Err(error) }
    }))
}

/// The checks of images, picked out by the compiler: of all places images are the most.
static OF_IMAGES: [(&Rule, ImageCheck); of_images::<{ ALL.len() }>().1] = of_images().0;

/// The checks, and how many they are where there is room for all.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // by the compiler
const fn of_images<const N: usize>() -> ([(&'static Rule, ImageCheck); N], usize) {
    let mut picked: [(&Rule, ImageCheck); N] = [(ALL[0], |_| None); N];
    let (mut count, mut nth) = (0, 0);
    while nth < ALL.len() {
        let mut at = 0;
        while at < ALL[nth].checks.len() {
            if let Check::Image(check) = ALL[nth].checks[at] {
                picked[count] = (ALL[nth], check);
                count += 1;
            }
            at += 1;
        }
        nth += 1;
    }
    (picked, count)
}

/// The text that base64 stands for.
fn decoded(base64: &[u8]) -> Option<Cow<'static, str>> {
    Some(Cow::Owned(String::from_utf8(auth::decode(base64).ok()?).ok()?))
}

/// The checks of all rules that are not switched off.
fn active(scope: &Scope<'_>, place: &Place<'_, '_>) -> impl Iterator<Item = (&'static Rule, Check)> {
    let evidence = place.evidence;
    let rules = ALL.iter().copied().filter(move |rule| rule.needs <= evidence && scope.mode(rule) != Mode::Allow);
    rules.flat_map(|rule| rule.checks.iter().map(move |check| (rule, *check)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_other_names_are_not_decoded() {
        for name in
            ["PATH", "BACKEND", "PASSWORD_FILE", "LOG_LEVEL", "INSECURE", "JAVA_HOME", "DIUN_REGOPTS_A_INSECURETLS"]
        {
            let json = format!("\"{name}\"");
            let quoted = || crate::json::Cursor::new(json.as_bytes()).string().unwrap();
            assert!(!variables::may_concern(quoted(), quoted()), "{name}");
        }
    }

    #[test]
    fn what_is_beyond_the_most_is_noted_once_for_each_rule() {
        let [rule, other] = [ALL[0], ALL[1]];
        let cause = |is_unsure| Cause { is_unsure, ..Cause::nothing() };
        let mut causes = Causes::default();
        let command = Invocation {
            words: &[],
            image_names: &[],
            is_of_anyone: false,
            branch: None,
            input: None,
            assignments: &[],
        };
        causes.add(&command, (0, 0), rule, cause(false));
        for nth in 0..verdict::MOST_FINDINGS {
            causes.add(&command, (0, nth), rule, cause(false));
        }
        assert_eq!((causes.list.len(), causes.more.len()), (verdict::MOST_FINDINGS, 0));
        for (rule, is_unsure, expected) in [
            (rule, true, [false, false]),
            (rule, true, [false, false]),
            (other, true, [false, false]),
            (rule, false, [true, false]),
            (rule, false, [true, false]),
            (other, false, [true, true]),
        ] {
            causes.add(&command, (1, 0), rule, cause(is_unsure));
            assert_eq!([ALL[0], ALL[1]].map(|rule| causes.has_enough_of(rule)), expected);
        }
        let more: Vec<_> = causes.more.iter().map(|(rule, is_unsure)| (rule.id, *is_unsure)).collect();
        assert_eq!(more, [(rule.id, true), (other.id, true), (rule.id, false), (other.id, false)]);
    }

    /// What only warns does not deny by being much.
    #[test]
    fn a_thousand_unsure_words_only_warn() {
        let args: Vec<_> =
            ["skopeo", "copy"].into_iter().chain(["--tls-verify=$(TLS)"; verdict::MOST_FINDINGS + 2]).collect();
        let object = serde_json::json!({"spec": {"containers": [{"image": "tools.example.com/a", "args": args}]}});
        let payload = serde_json::json!({
            "request": {"kind": {"group": "", "kind": "Pod"}, "operation": "CREATE", "object": object}, "settings": {},
        });
        let answer = String::from_utf8(crate::validate(payload.to_string().as_bytes()).unwrap()).unwrap();
        assert!(answer.starts_with(r#"{"accepted":true,"#) && answer.contains(" and 999 more: "), "{answer}");
    }
}
