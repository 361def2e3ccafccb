//! The rules. Each is one file: what it finds, why, with examples that are run as tests, and the check.
//!
//! A rule judges one place that the walker found and says what it saw. It never looks for places, and it never decides
//! what becomes of a finding: modes, exemptions and updates are not its business.

use crate::auth::{self, AuthError, Entry, Form};
use crate::catalogue::fields::Field;
#[cfg(not(target_os = "wasi"))]
use crate::catalogue::lists;
use crate::catalogue::variables;
use crate::command::{Argument, CommandLine, Invocation, Source};
use crate::contents::{self, Bound, Contents, Held, Insecure};
use crate::finding::{self, Finding, Part, Parts};
use crate::image::Image;
use crate::json::Text;
use crate::path::Segment;
use crate::places::{Carrier, Place, PullSecret, What};
use crate::reference::Reference;
use crate::registry::Registry;
use crate::settings::{Settings, Standing};
use crate::verdict;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Named for the bad thing, as settings and messages name it.
    pub id: &'static str,
    /// What a finding does unless the settings say otherwise.
    pub mode: Mode,
    /// Whether the settings may not change the mode.
    pub is_fixed: bool,
    checks: &'static [Check],
}

impl Rule {
    /// Whether it judges images, so that exemptions can select by image.
    pub fn judges_images(&self) -> bool {
        self.checks.iter().any(|check| matches!(check, Check::Image(_)))
    }
}

/// What a finding does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The request is denied.
    Deny,
    /// The user is warned.
    Warn,
    /// Nothing.
    Allow,
}

impl Mode {
    /// The mode that the settings call so.
    pub fn from_name(name: &str) -> Option<Self> {
        [Mode::Deny, Mode::Warn, Mode::Allow].into_iter().find(|mode| mode.name() == name)
    }

    /// What the settings call the mode.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Deny => "deny",
            Mode::Warn => "warn",
            Mode::Allow => "allow",
        }
    }
}

/// A rule's check, by what it judges.
#[derive(Clone, Copy, Debug)]
enum Check {
    Image(ImageCheck),
    Variable(fn(name: &str, value: &str, held: &Held) -> Option<Cause>),
    /// A command that is run, where it says what it found in which word.
    Command(fn(&Invocation<'_>, found: &mut dyn FnMut(Source, Cause))),
    /// Credentials in a string, by where that stands.
    Credentials(Carrier, fn(&Held) -> Cause),
    /// A file that turns TLS off, in a string anywhere.
    File(fn(&Insecure) -> Cause),
    InsecureField(fn(&Field, value: Option<&str>) -> Cause),
    PullSecret(fn(&SecretCase<'_, '_>) -> Option<Cause>),
    MistypedPullSecret(fn(kind: &str) -> Cause),
    LastApplied(fn(manifest: &str, form: Form) -> Option<Cause>),
    Unreadable(fn(expected: &'static str, found: &'static str) -> Cause),
    /// Something in a string that stayed unopened.
    Unopened(fn(Bound) -> Cause),
}

type ImageCheck = fn(&ImageCase<'_, '_>) -> Option<Cause>;

/// The document of a pull secret, with all that is known of it.
#[derive(Debug)]
pub struct SecretCase<'s, 'a> {
    /// Its entries, or why it cannot be read; nothing where there is no document.
    pub entries: Option<Result<Vec<Entry>, AuthError>>,
    /// What the administrator decided.
    pub settings: &'s Settings<'a>,
}

/// An image, with all that is known of it.
#[derive(Debug)]
pub struct ImageCase<'s, 'a> {
    /// The text, read.
    pub image: &'s Image<'s>,
    /// How the registry stands.
    pub standing: &'s Standing<'a>,
    /// What the administrator decided.
    pub settings: &'s Settings<'a>,
}

impl<'s> ImageCase<'s, '_> {
    /// The reference, if the text has a good one.
    pub fn reference(&self) -> Option<&Reference<'s>> {
        self.image.reference.as_ref().ok()
    }
}

/// What a rule says of a place.
#[derive(Debug)]
pub struct Cause {
    /// What was seen: "`localhost:5000` is a loopback registry".
    pub seen: String,
    /// Why it counts: the entry of the settings, or what runtimes do.
    pub why: String,
    /// What can come of it.
    pub harm: Harm,
    /// What to do.
    pub fix: String,
    /// Whether it cannot be told for certain, so that it warns where it would deny.
    pub is_unsure: bool,
}

impl Cause {
    /// A cause without words.
    fn nothing() -> Self {
        Cause { seen: String::new(), why: String::new(), harm: Harm::Is(""), fix: String::new(), is_unsure: false }
    }
}

/// What can come of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// This.
    Is(&'static str),
    /// The image is pulled over a connection that somebody may listen to or answer; a digest keeps them from replacing it.
    Pull {
        /// Who is that: "whoever is on the path".
        who: &'static str,
        /// Whether the reference has a digest.
        is_pinned: bool,
    },
}

/// One line for each rule: its module, which holds `RULE` and `DOC`.
macro_rules! rules {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// All rules.
        pub static ALL: &[&Rule] = &[$(&$name::RULE),*];

        /// What each rule says of itself, in the order of [`ALL`]. Not in the guest, which never shows it.
        #[cfg(not(target_os = "wasi"))]
        static DOCS: &[(&Rule, &str)] = &[$((&$name::RULE, $name::DOC)),*];
        #[cfg(target_os = "wasi")]
        const _: &[&str] = &[$($name::DOC),*];
    };
}

rules! {
    plaintext_scheme
    malformed_reference
    credentials_in_reference
    insecure_registry
    loopback_registry
    suspect_registry
    untrusted_registry
    insecure_registry_flag
    insecure_node_config
    insecure_registry_setting
    credentials_in_env
    credentials_in_args
    credentials_in_config_map
    credentials_in_annotation
    credentials_in_resource
    pull_secret_over_http
    unreadable_pull_secret
    mistyped_pull_secret
    pull_secret_in_last_applied
    unreadable_object
    unopened_content
}

/// What each rule says of itself, in Markdown, with the lists that the catalogue has.
#[cfg(not(target_os = "wasi"))]
pub fn docs() -> impl Iterator<Item = (&'static Rule, String)> {
    DOCS.iter().map(|(rule, doc)| (*rule, lists::fill(doc)))
}

/// The rule of that id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// What a rule finds: the first sentence of its documentation.
#[cfg(not(target_os = "wasi"))]
pub fn summary(doc: &str) -> String {
    let text = doc.trim().replace('\n', " ");
    text.split_once(". ").map_or(text.as_str(), |(first, _)| first).to_owned()
}

/// A rule's documentation with a heading and its default mode, in Markdown.
#[cfg(not(target_os = "wasi"))]
pub fn page(rule: &Rule, doc: &str) -> String {
    let fixed = if rule.is_fixed { ", cannot be changed" } else { "" };
    format!("## {}\n\nDefault: `{}`{fixed}\n{doc}", rule.id, rule.mode.name())
}

/// Judges places by every rule that is not switched off.
#[derive(Debug)]
pub struct Judge<'s> {
    settings: &'s Settings<'s>,
    /// The registry that was judged last: the containers of a pod mostly share one.
    last: Option<(String, Standing<'s>)>,
    /// To how many bytes compressed files may still unfold.
    room: usize,
}

impl<'s> Judge<'s> {
    /// A judge under these settings.
    pub fn new(settings: &'s Settings<'s>) -> Self {
        Judge { settings, last: None, room: contents::UNFOLDED }
    }

    /// Judges a place, and hands on what each rule finds there.
    pub fn judge<'a>(&mut self, place: &Place<'_, 'a>, found: &mut dyn FnMut(Finding<'a>)) {
        match &place.what {
            What::Image(text) => self.judge_image(place, text, Image::parse(text), found),
            What::ImageUrl(text) => self.judge_image(place, text, Image::parse_url(text), found),
            What::Variable { name, value } => {
                if !(variables::may_concern(*name, *value) || contents::may_hold(*value, None)) {
                    return;
                }
                let (Ok(name), Ok(value)) = (name.text(), value.text()) else {
                    return self.judge_unreadable(place, "a string in Unicode", "a string that is none", found);
                };
                let contents = Contents::within(value.as_bytes(), None, &mut self.room);
                self.judge_text(place, &value, found, |check| match check {
                    Check::Variable(check) => check(&name, &value, &contents.held),
                    _ => None,
                });
                self.judge_files(place, &value, &contents, found);
            }
            What::Command(line) => self.judge_command(place, line, found),
            What::Text { carrier, name, text } => {
                if !contents::may_hold(*text, name.as_deref()) {
                    return;
                }
                let Ok(text) = text.text() else {
                    return self.judge_unreadable(place, "a string in Unicode", "a string that is none", found);
                };
                let contents = Contents::within(text.as_bytes(), name.as_deref(), &mut self.room);
                self.judge_held(place, *carrier, &text, &contents.held, found);
                self.judge_files(place, &text, &contents, found);
            }
            What::Auths(auths) => {
                let mut held = Held::default();
                auth::collect_entries(*auths, &mut held.registries);
                let text = String::from_utf8_lossy(auths.as_bytes()).into_owned().into();
                self.judge_held(place, Carrier::Field, &text, &held, found);
            }
            What::InsecureField(field, value) => {
                let text = value.text();
                let value = text.clone().unwrap_or_default();
                self.judge_text(place, &value, found, |check| match check {
                    Check::InsecureField(say) => Some(say(field, text.as_deref())),
                    _ => None,
                });
            }
            What::PullSecret(secret) => {
                let case = SecretCase { entries: entries_of(secret), settings: self.settings };
                self.judge_text(place, &secret.text.clone().unwrap_or_default(), found, |check| match check {
                    Check::PullSecret(check) => check(&case),
                    _ => None,
                });
            }
            What::MistypedPullSecret(kind) => self.judge_text(place, kind, found, |check| match check {
                Check::MistypedPullSecret(check) => Some(check(kind)),
                _ => None,
            }),
            What::LastApplied(manifest, form) => self.judge_text(place, manifest, found, |check| match check {
                Check::LastApplied(check) => check(manifest, *form),
                _ => None,
            }),
            What::Unreadable { expected, found: actual } => self.judge_unreadable(place, expected, actual, found),
        }
    }

    fn judge_unreadable<'a>(
        &self,
        place: &Place<'_, 'a>,
        expected: &'static str,
        actual: &'static str,
        found: &mut dyn FnMut(Finding<'a>),
    ) {
        self.judge_text(place, &actual.into(), found, |check| match check {
            Check::Unreadable(check) => Some(check(expected, actual)),
            _ => None,
        });
    }

    fn judge_held<'a>(
        &self,
        place: &Place<'_, 'a>,
        carrier: Carrier,
        text: &Text<'a>,
        held: &Held,
        found: &mut dyn FnMut(Finding<'a>),
    ) {
        if held.is_any() {
            self.judge_text(place, text, found, |check| match check {
                Check::Credentials(of, say) if of == carrier => Some(say(held)),
                _ => None,
            });
        }
    }

    fn judge_files<'a>(
        &self,
        place: &Place<'_, 'a>,
        text: &Text<'a>,
        contents: &Contents,
        found: &mut dyn FnMut(Finding<'a>),
    ) {
        for insecure in &contents.insecure {
            let mut found = |finding: Finding<'a>| found(finding.of_parts(insecure.entries.clone()));
            self.judge_text(place, text, &mut found, |check| match check {
                Check::File(say) => Some(say(insecure)),
                _ => None,
            });
        }
        if let Some(bound) = contents.unopened {
            self.judge_text(place, text, found, |check| match check {
                Check::Unopened(say) => Some(say(bound)),
                _ => None,
            });
        }
    }

    fn judge_command<'a>(&mut self, place: &Place<'_, 'a>, line: &CommandLine<'a>, found: &mut dyn FnMut(Finding<'a>)) {
        let mut causes = Causes::default();
        // A script may have many commands.
        let judges: Vec<_> = active(self.settings)
            .filter_map(|(rule, check)| if let Check::Command(judge) = check { Some((rule, judge)) } else { None })
            .collect();
        line.each_invocation(&mut |it| {
            causes.begin();
            for &(rule, judge) in &judges {
                if !causes.has_enough_of(rule) {
                    judge(it, &mut |source, cause| causes.add(it, source, rule, cause));
                }
            }
        });
        let Causes { list: causes, more, .. } = causes;
        let mut causes = causes.into_iter().peekable();
        let mut room = self.room;
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
                found(Finding::new(rule, place, text.clone(), cause, self.settings).of_parts(parts));
            }
            let contents = Contents::within(text.as_bytes(), None, &mut room);
            self.judge_held(place, Carrier::Word, &text, &contents.held, &mut found);
            self.judge_files(place, &text, &contents, &mut found);
        });
        self.room = room;
        // These come last: by now there are more than any report keeps, and it counts those that deny.
        for (rule, is_unsure) in more {
            let cause = Cause { is_unsure, ..Cause::nothing() };
            found(Finding::new(rule, place, Text::default(), cause, self.settings));
        }
    }

    /// Asks each rule that is not switched off, and hands on what it says of the text at the place.
    fn judge_text<'a>(
        &self,
        place: &Place<'_, 'a>,
        text: &Text<'a>,
        found: &mut dyn FnMut(Finding<'a>),
        ask: impl Fn(Check) -> Option<Cause>,
    ) {
        for (rule, check) in active(self.settings) {
            if let Some(cause) = ask(check) {
                found(Finding::new(rule, place, text.clone(), cause, self.settings));
            }
        }
    }

    fn judge_image<'a>(
        &mut self,
        place: &Place<'_, 'a>,
        text: &Text<'a>,
        image: Option<Image<'_>>,
        found: &mut dyn FnMut(Finding<'a>),
    ) {
        let Some(image) = image else { return };
        let standing = image.registry.map_or(Standing::Fine, |registry| self.standing(registry.as_str()).clone());
        let case = ImageCase { image: &image, standing: &standing, settings: self.settings };
        for (rule, check) in &OF_IMAGES {
            if self.settings.mode(rule) != Mode::Allow
                && let Some(cause) = check(&case)
            {
                found(Finding::new(rule, place, text.clone(), cause, self.settings));
            }
        }
    }

    fn standing(&mut self, registry: &str) -> &Standing<'s> {
        if self.last.as_ref().is_none_or(|(last, _)| last != registry) {
            self.last = None;
        }
        let standing = || (registry.to_owned(), self.settings.standing(&Registry::parse(registry)));
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
            finding::part_of(&words)
        }
    };
    *last = Some((source, words));
    finding::part_of(&(words, &cause.seen))
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

/// The checks of all rules that are not switched off.
fn active(settings: &Settings<'_>) -> impl Iterator<Item = (&'static Rule, Check)> {
    let rules = ALL.iter().copied().filter(|rule| settings.mode(rule) != Mode::Allow);
    rules.flat_map(|rule| rule.checks.iter().map(move |check| (rule, *check)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_lead_back_to_their_rules() {
        for rule in ALL {
            assert!(std::ptr::eq(find(rule.id).unwrap(), *rule), "two rules are called {}", rule.id);
            assert!(rule.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", rule.id);
        }
        assert_eq!(ALL.len(), DOCS.len());
        assert!(find("no-such-rule").is_none());
    }

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
        let command = Invocation { words: &[], image_names: &[], input: None, assignments: &[] };
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
