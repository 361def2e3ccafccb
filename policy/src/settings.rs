//! The administrator's settings. Every field is optional, and `{}` is a good policy.
//!
//! Parsing is strict, because ignoring a misspelt setting would silently disable a check: each mistake is reported with its path
//! and what is accepted there, and never with the text itself.

use std::cell::OnceCell;
use std::fmt;

use crate::glob;
use crate::json::{Cursor, Json, Quoted, Raw, SyntaxError, Text, Type};
use crate::places::{self, CustomResource};
use crate::registry::display::{Reason, shown};
use crate::registry::{Lists, Paths, Pattern, Patterns};
use crate::rules::{self, Mode, Rule};
use crate::time::Until;

mod rewrites;
#[cfg(not(target_os = "wasi"))]
pub mod schema;

mod mirrors;
pub use self::rewrites::{On, Rewrite};

/// The settings, borrowed from their document.
#[derive(Debug)]
pub struct Settings<'a> {
    /// What counts where no entry of `namespaces` matches.
    pub base: Scope<'a>,
    /// What counts in some namespaces instead; the first that matches decides.
    pub namespaces: Vec<Override<'a>>,
    /// Findings to ignore, as far as they are read.
    pub exemptions: Vec<Exemption<'a>>,
    /// The text of those that are not.
    pub(crate) unread_exemptions: Option<Raw<'a>>,
    /// What annotations of objects may exempt; `None` if nothing.
    pub annotations: Option<Annotations<'a>>,
    /// Where custom resources name images.
    pub custom_resources: Vec<CustomResource<'a>>,
    /// What happens on update to findings that the old object also has.
    pub updates: Updates,
    /// Where images come from instead.
    pub rewrites: Vec<Rewrite<'a>>,
    /// A line added to each denial.
    pub help: &'a str,
}

/// The part of the settings that may differ between namespaces.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    /// What is said of registries.
    pub registries: Lists<'a>,
    /// Rules whose mode is not their default. The first entry of a rule counts.
    modes: Vec<(&'static str, Mode)>,
    /// The outcome of findings in objects that workload controllers create for already evaluated owners.
    pub generated: Generated,
    /// What is different here, for those who read findings.
    difference: Option<Difference<'a>>,
}

/// What an entry of `namespaces` sets.
#[derive(Clone, Debug)]
struct Difference<'a> {
    /// What the entry matches.
    matches: Vec<&'a str>,
    /// How many of the modes are its own.
    modes: usize,
    has_lists: bool,
    has_generated: bool,
}

/// An entry of `namespaces`.
#[derive(Debug)]
pub struct Override<'a> {
    /// Names of namespaces, with `*` for any characters.
    pub matches: Vec<&'a str>,
    /// What counts there: what the entry sets, and the rest of the settings.
    pub scope: Scope<'a>,
}

/// What annotations of objects may exempt.
#[derive(Debug)]
pub struct Annotations<'a> {
    /// Rule IDs.
    pub rules: Vec<&'a str>,
    /// Names of namespaces, with `*` for any characters; if empty, all.
    pub namespaces: Vec<&'a str>,
}

impl Override<'_> {
    /// Whether it counts in a namespace.
    pub fn covers(&self, namespace: &str) -> bool {
        is_any(&self.matches, namespace)
    }
}

impl Annotations<'_> {
    /// Whether annotations count in a namespace.
    pub fn count_in(&self, namespace: Option<&str>) -> bool {
        self.namespaces.is_empty() || namespace.is_some_and(|it| is_any(&self.namespaces, it))
    }
}

fn is_any(patterns: &[&str], text: &str) -> bool {
    patterns.iter().any(|pattern| glob::matches(pattern, text))
}

impl Scope<'_> {
    /// The mode of a rule.
    pub fn mode(&self, rule: &Rule) -> Mode {
        self.modes.iter().find(|(id, _)| *id == rule.id).map_or(rule.mode, |(_, mode)| *mode)
    }

    /// The same with rules that are switched off, which warn.
    #[cfg(not(target_os = "wasi"))]
    pub(crate) fn with_all_rules(&self) -> Self {
        let mut all = self.clone();
        for (_, mode) in all.modes.iter_mut().filter(|(_, mode)| *mode == Mode::Allow) {
            *mode = Mode::Warn;
        }
        all
    }

    /// Whether this is for some namespaces, and sets the mode of the rule.
    pub(crate) fn sets_mode(&self, rule: &Rule) -> bool {
        let own = self.difference.as_ref().map_or(0, |difference| difference.modes);
        self.modes.iter().take(own).any(|(id, _)| *id == rule.id)
    }

    /// The names of the namespaces that this is for, if what the rule finds may depend on it.
    pub(crate) fn differs_for(&self, rule: &Rule) -> Option<String> {
        let difference = self.difference.as_ref()?;
        (self.sets_mode(rule) || (difference.has_lists && rule.depends_on_lists())).then(|| difference.to_string())
    }

    /// The same, if `generated` is only so there.
    pub(crate) fn differs_in_generated(&self) -> Option<String> {
        self.difference.as_ref().filter(|it| it.has_generated).map(Difference::to_string)
    }
}

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, pattern) in self.matches.iter().enumerate() {
            let before = if nth == 0 { "" } else { ", " };
            write!(f, "{before}`{}`", shown(Reason(pattern)))?;
        }
        Ok(())
    }
}

/// What happens on update to findings that the old object also has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Updates {
    /// They only warn, so that an old object can still be scaled, labelled and deleted.
    #[default]
    Ratchet,
    /// They deny like any other.
    Strict,
}

/// The outcome of findings that would deny, in an object that a workload controller creates for an owner whose pod template was
/// evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Generated {
    /// They deny like any other.
    #[default]
    Deny,
    /// They only warn, so that a workload older than the policy survives a drain.
    Warn,
}

/// Findings to ignore. A finding is exempt if it matches every non-empty list.
#[derive(Debug)]
pub struct Exemption<'a> {
    /// The reason, for whoever reads the settings or the audit log later.
    pub reason: &'a str,
    /// Rule IDs; if empty, all rules.
    pub rules: Vec<&'a str>,
    /// Namespaces, with `*` for any characters, as in all lists below.
    pub namespaces: Vec<&'a str>,
    /// `Kind`, or `group/Kind`.
    pub kinds: Vec<&'a str>,
    /// Object names; for an object without a name yet, the prefix `generateName`.
    pub names: Vec<&'a str>,
    /// Names of the user who sends the request.
    pub users: Vec<&'a str>,
    /// Groups of the user who sends the request.
    pub groups: Vec<&'a str>,
    /// References: as written, normalised, or normalised without tag and digest.
    pub images: Vec<&'a str>,
    /// Until when it counts; if missing, for ever.
    pub until: Option<Until<'a>>,
}

/// The settings as they are written. The lists of registries, which may be long, stay text.
#[derive(Debug)]
pub struct Document<'a> {
    lists: [Option<Raw<'a>>; LISTS.len()],
    /// The entries of `namespaces` with their numbers, if it is a list.
    namespaces: Option<Vec<(usize, Document<'a>)>>,
    /// The exemptions, if they are read only once something is found.
    exemptions: Option<Raw<'a>>,
    rest: Json<'a>,
}

const LISTS: [&str; 4] = ["insecureRegistries", "trustedRegistries", "allowedRegistries", "deniedRegistries"];

impl<'a> Document<'a> {
    /// Parses JSON, without checking its fields.
    pub fn parse(json: &'a [u8]) -> Result<Self, SyntaxError> {
        let mut entries = None;
        let is_taken = &mut |key: Quoted<'_>, value| key.is(NAMESPACES) && is_first_list(&mut entries, value);
        let mut document = Self::read(json, Cursor::new(json), is_taken)?;
        if let Some(entries) = entries {
            document.read_namespaces(entries, &mut |_| true)?;
        }
        Ok(document)
    }

    /// Parses what may count for an object. The policy server has let the settings be validated, so what cannot count is not looked at:
    /// the entries of `namespaces` but the first one that is for the object, and `rewrites` if none is. Exemptions stay text until
    /// something is found. `is_for` says of a pattern whether it covers the namespace of the object.
    pub fn parse_for(settings: Raw<'a>, is_for: &dyn Fn(&str) -> bool) -> Result<Self, SyntaxError> {
        let (mut entries, mut exemptions, mut rewrites) = (None, None, None);
        let is_taken = &mut |key: Quoted<'_>, value| match key.position_in([NAMESPACES, EXEMPTIONS, REWRITES]) {
            Some(0) => is_first_list(&mut entries, value),
            Some(1) => is_first_list(&mut exemptions, value),
            Some(_) => is_first_list(&mut rewrites, value),
            None => false,
        };
        let mut document = Self::read(settings.as_bytes(), settings.cursor(), is_taken)?;
        document.exemptions = exemptions;
        // What cannot be understood is read, and reported.
        let covers = |entry: Raw<'_>, field: &str| {
            let patterns = entry.member(field)?.items()?;
            (!patterns.is_empty()).then(|| patterns.into_iter().any(|it| it.text().is_none_or(|it| is_for(&it))))
        };
        if let Some(entries) = entries {
            let mut is_found = false;
            document.read_namespaces(entries, &mut |entry| {
                let is_it = !is_found && covers(entry, "match").unwrap_or(true);
                is_found |= is_it;
                is_it
            })?;
        }
        if let (Some(entries), Json::Object(rest)) = (rewrites, &mut document.rest)
            && entries.items().unwrap_or_default().into_iter().any(|entry| covers(entry, NAMESPACES).unwrap_or(true))
        {
            rest.push((REWRITES.into(), Json::parse(entries.as_bytes())?));
        }
        Ok(document)
    }

    fn read_namespaces(
        &mut self,
        entries: Raw<'a>,
        counts: &mut dyn FnMut(Raw<'a>) -> bool,
    ) -> Result<(), SyntaxError> {
        let mut read = Vec::new();
        for (nth, entry) in entries.items().unwrap_or_default().into_iter().enumerate() {
            if counts(entry) {
                // In an entry, a list of entries is a field like any other: one that is unknown.
                read.push((nth, Self::read(entry.as_bytes(), entry.cursor(), &mut |_, _| false)?));
            }
        }
        self.namespaces = Some(read);
        Ok(())
    }

    /// Parses all but what is taken out of it.
    fn read(
        json: &'a [u8],
        mut cursor: Cursor<'a>,
        is_taken: &mut dyn FnMut(Quoted<'a>, Raw<'a>) -> bool,
    ) -> Result<Self, SyntaxError> {
        let mut lists = [None; LISTS.len()];
        let (namespaces, exemptions) = (None, None);
        if cursor.kind()? != Type::Object {
            return Ok(Document { lists, namespaces, exemptions, rest: Json::parse(json)? });
        }
        let mut rest = Vec::new();
        cursor.object(|key, cursor| {
            let value = cursor.skip()?;
            if is_taken(key, value) {
                return Ok(());
            }
            match key.position_in(LISTS).and_then(|nth| lists.get_mut(nth)) {
                // A second one is a mistake, and stays with the others to be found.
                Some(list) if list.is_none() => *list = Some(value),
                _ => rest.push((key.text()?, Json::parse(value.as_bytes())?)),
            }
            Ok(())
        })?;
        cursor.end()?;
        Ok(Document { lists, namespaces, exemptions, rest: Json::Object(rest) })
    }

    fn list(&self, name: &str) -> Option<Raw<'a>> {
        LISTS.iter().zip(self.lists).find(|(list, _)| **list == name).and_then(|(_, list)| list)
    }
}

impl<'a> Settings<'a> {
    /// Parses the settings, or returns the mistakes. Does not check the entries of the lists of registries, or contradictions;
    /// [`Settings::mistakes`] does.
    pub fn read(document: &'a Document<'a>) -> Result<Self, Vec<Problem>> {
        let mut reader = FieldReader { problems: Vec::new() };
        let settings = reader.settings(document);
        if reader.problems.is_empty() { Ok(settings) } else { Err(reader.problems) }
    }

    /// The exemptions, of which those that are not read yet are read now, into these cells.
    pub(crate) fn exemptions<'t>(
        &'t self,
        document: &'t OnceCell<Json<'t>>,
        read: &'t OnceCell<Vec<Exemption<'t>>>,
    ) -> Result<&'t [Exemption<'t>], Vec<Problem>> {
        let Some(text) = self.unread_exemptions else { return Ok(&self.exemptions) };
        let (mut reader, root) = (FieldReader { problems: Vec::new() }, At::default());
        let path = root.field(EXEMPTIONS);
        let list = document.get_or_init(|| {
            Json::parse(text.as_bytes()).unwrap_or_else(|error| {
                reader.report(path, error);
                Json::Null
            })
        });
        let read = read.get_or_init(|| reader.items(list, path, FieldReader::exemption));
        if reader.problems.is_empty() { Ok(read) } else { Err(reader.problems) }
    }

    /// All mistakes in the settings.
    pub fn mistakes(document: &Document<'_>) -> Vec<Problem> {
        let mut reader = FieldReader { problems: Vec::new() };
        let settings = reader.settings(document);
        reader.without_effect(&settings);
        let base = LISTS.map(|name| reader.entries(document, At::default(), name));
        reader.rewrites(&settings);
        reader.repeated_mirrors(&settings.base.registries.mirrors);
        reader.contradictions(&base, &|_, _| true);
        for (nth, entry) in document.namespaces.iter().flatten() {
            let path = At::default();
            let path = path.field(NAMESPACES);
            let path = path.item(*nth);
            let own = LISTS.map(|name| reader.entries(entry, path, name));
            // What an entry does not set is as it is elsewhere, and checked there.
            let path = path.to_string();
            let is_own = |list: &Entries<'_>| list.path.starts_with(&path);
            let [a, b, c, d] = base.each_ref();
            let mut lists = [a, b, c, d];
            for ((list, own), raw) in lists.iter_mut().zip(&own).zip(entry.lists) {
                if is_given(raw) {
                    *list = own;
                }
            }
            reader.contradictions(&lists.map(Clone::clone), &|list, other| is_own(list) || is_own(other));
        }
        reader.problems
    }
}

/// The entries of a list of registries that mean something, with their positions.
#[derive(Clone)]
struct Entries<'a> {
    path: String,
    list: Vec<(usize, Text<'a>)>,
}

/// Takes the first list of that name; a second one is a mistake, and stays with the others to be found.
fn is_first_list<'a>(slot: &mut Option<Raw<'a>>, value: Raw<'a>) -> bool {
    let is_it = slot.is_none() && value.kind() == Type::List;
    if is_it {
        *slot = Some(value);
    }
    is_it
}

/// Whether a field is there; `null` counts as absent.
fn is_given(value: Option<Raw<'_>>) -> bool {
    value.is_some_and(|value| value.kind() != Type::Null)
}

/// A mistake in the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `exemptions[0].reason`.
    pub path: String,
    /// What is wrong and what is accepted.
    pub what: String,
    /// Whether that is the key, whatever its value.
    pub is_key: bool,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.path, self.what)
    }
}

/// The field with what differs between namespaces.
const NAMESPACES: &str = "namespaces";
const EXEMPTIONS: &str = "exemptions";
const REWRITES: &str = "rewrites";

const FIELDS: [&str; 15] = [
    LISTS[0],
    LISTS[1],
    LISTS[2],
    LISTS[3],
    "suspectPorts",
    "rules",
    EXEMPTIONS,
    "customResources",
    "updates",
    "generated",
    "help",
    "insecureMirrors",
    NAMESPACES,
    "annotations",
    REWRITES,
];
const OVERRIDE_FIELDS: [&str; 8] =
    ["match", LISTS[0], LISTS[1], LISTS[2], LISTS[3], "suspectPorts", "rules", "generated"];
const ANNOTATION_FIELDS: [&str; 2] = ["rules", NAMESPACES];
const EXEMPTION_FIELDS: [&str; 9] =
    ["reason", "rules", "namespaces", "kinds", "names", "users", "groups", "images", "until"];
const CUSTOM_RESOURCE_FIELDS: [&str; 4] = ["group", "kind", "podSpecs", "images"];

/// The default for ports that make a registry suspect.
pub const DEFAULT_SUSPECT_PORTS: [u16; 2] = [80, 5000];

/// Walks the document and collects mistakes. Each function returns what could be read.
struct FieldReader {
    problems: Vec<Problem>,
}

impl FieldReader {
    fn settings<'a>(&mut self, document: &'a Document<'a>) -> Settings<'a> {
        let whole = document;
        let document = &whole.rest;
        let path = At::default();
        let base = self.scope(whole, path, &FIELDS, None);
        let entries = whole.namespaces.as_deref().unwrap_or_default();
        if let Some(other) = document.get(NAMESPACES) {
            self.expect(other, path.field(NAMESPACES), Type::List);
            if whole.namespaces.is_some() {
                self.report(path.field(NAMESPACES), "is given twice");
            }
        }
        let mut namespaces = Vec::with_capacity(entries.len());
        for (nth, entry) in entries {
            namespaces.push(self.namespace(entry, path.field(NAMESPACES).item(*nth), &base));
        }
        Settings {
            base,
            namespaces,
            annotations: document.get("annotations").and_then(|it| self.annotations(it, path.field("annotations"))),
            exemptions: self.objects(document, path, EXEMPTIONS, Self::exemption),
            unread_exemptions: whole.exemptions,
            custom_resources: self.objects(document, path, "customResources", Self::custom_resource),
            updates: match self.chosen(document, path, "updates", ["ratchet", "strict"]) {
                Some("strict") => Updates::Strict,
                _ => Updates::Ratchet,
            },
            rewrites: self.objects(document, path, REWRITES, Self::rewrite),
            help: {
                let help = self.string(document, path, "help").unwrap_or_default();
                if help.contains(['\n', '\r']) {
                    self.report(path.field("help"), "has more than one line");
                }
                help
            },
        }
    }

    /// Reads what may differ between namespaces. What an entry of `namespaces` does not set is as it is in the base.
    fn scope<'a>(
        &mut self,
        document: &'a Document<'a>,
        path: At<'_>,
        fields: &[&str],
        base: Option<&Scope<'a>>,
    ) -> Scope<'a> {
        let [insecure, trusted, allowed, denied] = LISTS.map(|name| self.patterns(document, path, name));
        let rest = &document.rest;
        self.check_fields(rest, path, fields);
        let ports = rest.get("suspectPorts").filter(|ports| ports.kind() != Type::Null);
        let has_lists = ports.is_some() || document.lists.into_iter().any(is_given);
        let ports = ports.map(|ports| self.ports(ports, path.field("suspectPorts")));
        let mut modes = self.modes(rest.get("rules"), path.field("rules"));
        let generated = self.chosen(rest, path, "generated", ["deny", "warn"]).map(|choice| match choice {
            "warn" => Generated::Warn,
            _ => Generated::Deny,
        });
        let difference = base.map(|_| Difference {
            matches: Vec::new(),
            modes: modes.len(),
            has_lists,
            has_generated: generated.is_some(),
        });
        if let Some(base) = base {
            modes.extend(&base.modes);
        }
        let list = |own: Option<Patterns<'a>>, of: fn(&Lists<'a>) -> Patterns<'a>, name: &str| {
            own.or_else(|| base.map(|base| of(&base.registries))).unwrap_or(Patterns::new(None, paths_in(name)))
        };
        Scope {
            registries: Lists {
                insecure: list(insecure, |it| it.insecure, LISTS[0]),
                trusted: list(trusted, |it| it.trusted, LISTS[1]),
                allowed: list(allowed, |it| it.allowed, LISTS[2]),
                denied: list(denied, |it| it.denied, LISTS[3]),
                mirrors: base.map_or_else(
                    || self.objects(rest, path, "insecureMirrors", Self::mirror),
                    |base| base.registries.mirrors.clone(),
                ),
                suspect_ports: ports.unwrap_or_else(|| {
                    base.map_or_else(|| DEFAULT_SUSPECT_PORTS.to_vec(), |base| base.registries.suspect_ports.clone())
                }),
            },
            modes,
            generated: generated.or_else(|| base.map(|base| base.generated)).unwrap_or_default(),
            difference,
        }
    }

    fn namespace<'a>(&mut self, entry: &'a Document<'a>, path: At<'_>, base: &Scope<'a>) -> Override<'a> {
        let mut scope = self.scope(entry, path, &OVERRIDE_FIELDS, Some(base));
        let matches = self.strings(&entry.rest, path, "match");
        if entry.rest.kind() == Type::Null {
            self.report(path, "is null; expected an object");
        }
        if entry.rest.kind() == Type::Object {
            if matches.is_empty() {
                self.report(path.field("match"), "is missing or empty; expected names of namespaces such as `dev-*`");
            }
            let is_set = |field: &&'static str| entry.rest.get(field).is_some_and(|value| value.kind() != Type::Null);
            if !entry.lists.into_iter().any(is_given) && !OVERRIDE_FIELDS.iter().skip(1).any(is_set) {
                let fields = &mut OVERRIDE_FIELDS.iter().skip(1).copied();
                self.report(path, format_args!("changes nothing; give at least one of {}", listed(fields)));
            }
        }
        if let Some(difference) = &mut scope.difference {
            difference.matches.clone_from(&matches);
        }
        Override { matches, scope }
    }

    fn annotations<'a>(&mut self, annotations: &'a Json<'a>, path: At<'_>) -> Option<Annotations<'a>> {
        self.check_fields(annotations, path, &ANNOTATION_FIELDS);
        let rules = self.strings(annotations, path, "rules");
        let namespaces = self.strings(annotations, path, NAMESPACES);
        self.are_rules(&rules, path);
        (!rules.is_empty()).then_some(Annotations { rules, namespaces })
    }

    /// `None` for a list that is not there.
    fn patterns<'a>(&mut self, document: &Document<'a>, path: At<'_>, name: &str) -> Option<Patterns<'a>> {
        let list = document.list(name).filter(|list| list.kind() != Type::Null);
        if let Some(list) = list
            && list.kind() != Type::List
        {
            self.report(path.field(name), format_args!("is {}; expected a list", list.kind()));
        }
        if document.rest.get(name).is_some() {
            self.report(path.field(name), "is given twice");
        }
        list.map(|list| Patterns::new(Some(list), paths_in(name)))
    }

    /// The entries of a list. Those that mean nothing are reported.
    fn entries<'a>(&mut self, document: &Document<'a>, within: At<'_>, name: &str) -> Entries<'a> {
        let list_path = within.field(name);
        let items = document.list(name).and_then(Raw::items).unwrap_or_default();
        let mut good = Vec::new();
        for (nth, item) in items.into_iter().enumerate() {
            let path = list_path.item(nth);
            match item.text() {
                None => self.report(path, format_args!("is {}; expected a string", item.kind())),
                Some(entry) => match Pattern::parse(&entry, paths_in(name)) {
                    Ok(_) => good.push((nth, entry)),
                    Err(error) => self.report(path, error),
                },
            }
        }
        Entries { path: list_path.to_string(), list: good }
    }

    /// Reports what is well-formed and would never match.
    fn without_effect(&mut self, settings: &Settings<'_>) {
        let root = At::default();
        self.hidden(&settings.namespaces);
        if let Some(annotations) = &settings.annotations {
            self.are_namespaces(&annotations.namespaces, root.field("annotations").field(NAMESPACES));
        }
        let is_lower = |name: &str| name.starts_with(|c: char| c.is_ascii_lowercase());
        for (nth, resource) in settings.custom_resources.iter().enumerate() {
            let path = root.field("customResources");
            let path = path.item(nth);
            let is_same = |it: &&CustomResource<'_>| (it.group, it.kind) == (resource.group, resource.kind);
            if resource.group.contains('/') {
                self.report(path.field("group"), "has a version; write only the group");
            } else if resource.group == "core" {
                self.report(path.field("group"), "is not a group; the core group is the empty string");
            }
            if is_lower(resource.kind) || resource.kind.contains(['/', '.']) {
                self.report(path.field("kind"), "is not a kind; write it as manifests do: `Widget`, not `widgets`");
            }
            if settings.custom_resources.iter().take(nth).any(|it| is_same(&it)) {
                self.report(path, "repeats the kind of an earlier entry; put the paths into one entry");
            }
        }
        for (nth, exemption) in settings.exemptions.iter().enumerate() {
            let path = root.field(EXEMPTIONS);
            let path = path.item(nth);
            for (at, kind) in exemption.kinds.iter().enumerate() {
                let (group, name) = kind.rsplit_once('/').unwrap_or(("*", kind));
                let is_version = |part: &str| {
                    part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
                };
                let path = path.field("kinds");
                let path = path.item(at);
                if group.split('/').any(is_version) {
                    self.report(path, "has a version; write `Kind` or `group/Kind`");
                } else if group == "core" {
                    self.report(path, "has a group that does not exist; write a core kind without a group");
                } else if is_lower(name) {
                    self.report(path, "is not a kind; write it as manifests do: `Deployment`, not `deployments`");
                }
            }
            self.are_namespaces(&exemption.namespaces, path.field(NAMESPACES));
            let is_about_images = |id: &&str| rules::find(id).is_none_or(Rule::is_about_images);
            if !exemption.images.is_empty()
                && !exemption.rules.is_empty()
                && !exemption.rules.iter().any(is_about_images)
            {
                let what = "never match, since none of this exemption's `rules` checks images";
                self.report(path.field("images"), what);
            }
        }
    }

    /// Reports entries of `namespaces` that an earlier one hides.
    fn hidden(&mut self, namespaces: &[Override<'_>]) {
        for (nth, entry) in namespaces.iter().enumerate() {
            let path = At::default();
            let path = path.field(NAMESPACES);
            let path = path.item(nth);
            self.are_namespaces(&entry.matches, path.field("match"));
            for (at, pattern) in entry.matches.iter().enumerate() {
                // No name has a star, so only a star matches one: the wider pattern matches the narrower as if that were a name.
                let wider = namespaces.iter().take(nth).enumerate().find_map(|(earlier, other)| {
                    Some((earlier, other.matches.iter().position(|wider| glob::matches(wider, pattern))?))
                });
                if let Some((earlier, other)) = wider {
                    let what = format_args!(
                        "never counts, since `{NAMESPACES}[{earlier}].match[{other}]` matches the same first"
                    );
                    self.report(path.field("match").item(at), what);
                }
            }
        }
    }

    fn are_namespaces(&mut self, patterns: &[&str], path: At<'_>) {
        for (nth, pattern) in patterns.iter().enumerate() {
            let is_of_namespace = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'*');
            if pattern.is_empty() || !pattern.bytes().all(is_of_namespace) {
                let what = "is not a namespace pattern; use lower-case letters, digits, `-`, and `*` as a wildcard";
                self.report(path.item(nth), what);
            }
        }
    }

    fn are_rules(&mut self, ids: &[&str], path: At<'_>) {
        for (nth, id) in ids.iter().enumerate() {
            if rules::find(id).is_none() {
                self.report(
                    path.field("rules").item(nth),
                    format_args!("is not a rule; expected one of {}", all_rules()),
                );
            }
        }
    }

    /// Reports entries that two lists have that exclude each other, of those pairs of lists that matter.
    fn contradictions(&mut self, lists: &[Entries<'_>; 4], matters: &dyn Fn(&Entries<'_>, &Entries<'_>) -> bool) {
        let [insecure, trusted, allowed, denied] = lists;
        for (list, other) in [(trusted, insecure), (allowed, denied)].into_iter().filter(|(a, b)| matters(a, b)) {
            let parsed = |entry| Pattern::parse(entry, Paths::Yes).ok();
            let others: Vec<_> = other.list.iter().filter_map(|(nth, entry)| Some((nth, parsed(entry)?))).collect();
            for (nth, entry) in &list.list {
                let Some(entry) = parsed(entry) else { continue };
                if let Some((nth_other, _)) = others.iter().find(|(_, other)| entry.is_same(other)) {
                    let what = format!("contradicts `{}[{nth_other}]`; keep only one", other.path);
                    self.report(At::Text(&list.path).item(*nth), what);
                }
            }
        }
    }

    fn ports(&mut self, ports: &Json<'_>, path: At<'_>) -> Vec<u16> {
        self.expect(ports, path, Type::List);
        let mut good = Vec::new();
        for (nth, port) in ports.items().iter().enumerate() {
            match port {
                Json::Number(Some(port @ 1..=65535)) => good.extend(u16::try_from(*port).ok()),
                _ => {
                    self.report(path.item(nth), "is not a port; expected an integer from 1 to 65535");
                }
            }
        }
        good
    }

    fn modes(&mut self, modes: Option<&Json<'_>>, path: At<'_>) -> Vec<(&'static str, Mode)> {
        let Some(Json::Object(members)) = modes else {
            if let Some(modes) = modes {
                self.expect(modes, path, Type::Object);
            }
            return Vec::new();
        };
        let mut good: Vec<(&'static str, Mode)> = Vec::new();
        for (id, mode) in members {
            let path = path.field(id);
            let Some(rule) = rules::find(id) else {
                self.report_key(path, format_args!("is not a rule; expected one of {}", all_rules()));
                continue;
            };
            if rule.is_fixed {
                self.report_key(
                    path,
                    "cannot be changed, since the policy cannot check what it cannot read; use an exemption",
                );
                continue;
            }
            match mode {
                Json::Null => {}
                Json::String(mode) if Mode::from_name(mode).is_some() => {
                    if good.iter().any(|(id, _)| *id == rule.id) {
                        self.report(path, "is set twice");
                    }
                    good.extend(Mode::from_name(mode).map(|mode| (rule.id, mode)));
                }
                Json::String(_) => self.report(path, "is not a mode; expected `deny`, `warn` or `allow`"),
                Json::Boolean => {
                    self.report(
                        path,
                        "is a boolean, as which YAML 1.1 reads `off` and `no`; expected `deny`, `warn` or `allow`",
                    );
                }
                other => self.report(path, format_args!("is {}; expected `deny`, `warn` or `allow`", other.kind())),
            }
        }
        good
    }

    #[allow(clippy::unnecessary_wraps)] // as what reads the items of other lists
    fn exemption<'a>(&mut self, exemption: &'a Json<'a>, path: At<'_>) -> Option<Exemption<'a>> {
        self.check_fields(exemption, path, &EXEMPTION_FIELDS);
        let read = Exemption {
            reason: self.string(exemption, path, "reason").unwrap_or_default(),
            rules: self.strings(exemption, path, "rules"),
            namespaces: self.strings(exemption, path, "namespaces"),
            kinds: self.strings(exemption, path, "kinds"),
            names: self.strings(exemption, path, "names"),
            users: self.strings(exemption, path, "users"),
            groups: self.strings(exemption, path, "groups"),
            images: self.strings(exemption, path, "images"),
            until: self.date(exemption, path, "until"),
        };
        if read.reason.trim().is_empty() {
            self.report(path.field("reason"), "is missing; explain why, for whoever reads this later");
        }
        self.are_rules(&read.rules, path);
        if read.selectors().iter().all(|(_, patterns)| patterns.is_empty()) {
            let what = "exempts everything; give at least one of namespaces, kinds, names, users, groups, images; to switch \
                        a rule off, set it to `allow` under `rules`";
            self.report(path, what);
        }
        Some(read)
    }

    fn custom_resource<'a>(&mut self, resource: &'a Json<'a>, path: At<'_>) -> Option<CustomResource<'a>> {
        self.check_fields(resource, path, &CUSTOM_RESOURCE_FIELDS);
        let group = self.string(resource, path, "group");
        let kind = self.string(resource, path, "kind");
        if group.is_none() {
            self.report(path.field("group"), "is missing; expected an API group such as `example.com`");
        }
        if kind.unwrap_or_default().is_empty() {
            self.report(path.field("kind"), "is missing; expected a kind such as `Widget`");
        }
        let mut read = CustomResource::new(group?, kind?);
        if places::shape_of(read.group, read.kind).is_some() {
            self.report(path, format_args!("names a built-in kind: `{}`", read.kind));
        }
        let pod_specs = self.strings(resource, path, "podSpecs");
        let images = self.strings(resource, path, "images");
        let is_empty = pod_specs.is_empty() && images.is_empty();
        for (nth, at) in pod_specs.into_iter().enumerate() {
            read.add_pod_spec(at).unwrap_or_else(|error| self.report(path.field("podSpecs").item(nth), error));
        }
        for (nth, at) in images.into_iter().enumerate() {
            read.add_image(at).unwrap_or_else(|error| self.report(path.field("images").item(nth), error));
        }
        if is_empty {
            self.report(path, "has no path; give at least one in podSpecs or images");
        }
        Some(read)
    }

    fn objects<'a, T>(
        &mut self,
        document: &'a Json<'a>,
        path: At<'_>,
        field: &str,
        read: fn(&mut Self, &'a Json<'a>, At<'_>) -> Option<T>,
    ) -> Vec<T> {
        document.get(field).map_or_else(Vec::new, |list| self.items(list, path.field(field), read))
    }

    fn items<'a, T>(
        &mut self,
        list: &'a Json<'a>,
        path: At<'_>,
        read: fn(&mut Self, &'a Json<'a>, At<'_>) -> Option<T>,
    ) -> Vec<T> {
        self.expect(list, path, Type::List);
        let mut good = Vec::new();
        for (nth, item) in list.items().iter().enumerate() {
            let path = path.item(nth);
            if item.kind() == Type::Object {
                good.extend(read(self, item, path));
            } else {
                self.report(path, format_args!("is {}; expected an object", item.kind()));
            }
        }
        good
    }

    fn strings<'a>(&mut self, object: &'a Json<'a>, path: At<'_>, field: &str) -> Vec<&'a str> {
        let Some(list) = object.get(field) else { return Vec::new() };
        let path = path.field(field);
        self.expect(list, path, Type::List);
        let mut good = Vec::new();
        for (nth, item) in list.items().iter().enumerate() {
            match item {
                Json::String(text) => good.push(text.as_str()),
                other => self.report(path.item(nth), format_args!("is {}; expected a string", other.kind())),
            }
        }
        good
    }

    fn string<'a>(&mut self, object: &'a Json<'a>, path: At<'_>, field: &str) -> Option<&'a str> {
        let value = object.get(field)?;
        self.expect(value, path.field(field), Type::String);
        value.as_str()
    }

    fn date<'a>(&mut self, object: &'a Json<'a>, path: At<'_>, field: &str) -> Option<Until<'a>> {
        let date = Until::parse(self.string(object, path, field)?);
        date.map_err(|error| self.report(path.field(field), error)).ok()
    }

    /// Which of two values a field has, if it has one.
    fn chosen<'a>(&mut self, object: &'a Json<'a>, path: At<'_>, field: &str, values: [&str; 2]) -> Option<&'a str> {
        let choice = self.string(object, path, field)?;
        if !values.contains(&choice) {
            let [one, other] = values;
            self.report(path.field(field), format_args!("is not a valid value; expected `{one}` or `{other}`"));
        }
        Some(choice)
    }

    /// Reports what is neither of the type nor `null`.
    fn expect(&mut self, value: &Json<'_>, path: At<'_>, expected: Type) {
        if value.kind() != expected && value.kind() != Type::Null {
            self.report(path, format_args!("is {}; expected {expected}", value.kind()));
        }
    }

    fn check_fields(&mut self, object: &Json<'_>, path: At<'_>, fields: &[&str]) {
        self.expect(object, path, Type::Object);
        let Json::Object(members) = object else { return };
        for (nth, (field, _)) in members.iter().enumerate() {
            if !fields.contains(&field.as_str()) {
                self.report_key(
                    path.field(field),
                    format_args!("is not a field; expected one of {}", listed(&mut fields.iter().copied())),
                );
            } else if members.iter().take(nth).any(|(earlier, _)| earlier == field) {
                self.report_key(path.field(field), "is given twice");
            }
        }
    }

    fn report(&mut self, path: At<'_>, what: impl fmt::Display) {
        self.add(path, &what, false);
    }

    fn report_key(&mut self, path: At<'_>, what: impl fmt::Display) {
        self.add(path, &what, true);
    }

    #[inline(never)] // one copy for all that is reported
    fn add(&mut self, path: At<'_>, what: &dyn fmt::Display, is_key: bool) {
        self.problems.push(Problem { path: path.to_string(), what: what.to_string(), is_key });
    }
}

impl Exemption<'_> {
    /// The selectors beside `rules`, each with what it is called.
    fn selectors(&self) -> [(Selector, &[&str]); 6] {
        [
            (Selector::Namespace, &self.namespaces),
            (Selector::Kind, &self.kinds),
            (Selector::Name, &self.names),
            (Selector::User, &self.users),
            (Selector::Group, &self.groups),
            (Selector::Image, &self.images),
        ]
    }

    /// Whether it covers findings of this rule.
    pub fn is_of(&self, rule: &Rule) -> bool {
        self.rules.is_empty() || self.rules.contains(&rule.id)
    }

    /// Whether a selector matches. `has` says whether one of the texts matches, and is called only if the selector is set.
    pub fn meets(&self, selector: Selector, has: impl FnOnce(&dyn Fn(&str) -> bool) -> bool) -> bool {
        let patterns = self.selectors().into_iter().find(|(it, _)| *it == selector).map_or(&[] as &[_], |(_, it)| it);
        patterns.is_empty() || has(&|text| is_any(patterns, text))
    }
}

/// What an exemption selects by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selector {
    /// The object's namespace.
    Namespace,
    /// Its kind.
    Kind,
    /// Its name.
    Name,
    /// The user who sends the request.
    User,
    /// A group of that user.
    Group,
    /// The image reference.
    Image,
}

/// Whether TLS is verified is a matter of the host; whom to trust is not.
fn paths_in(list: &str) -> Paths {
    if matches!(list, "allowedRegistries" | "deniedRegistries") { Paths::Yes } else { Paths::No }
}

/// Where something is in the settings. It is written only of what is wrong.
#[derive(Clone, Copy, Default)]
enum At<'p> {
    /// The settings themselves.
    #[default]
    Root,
    Text(&'p str),
    Field(&'p At<'p>, &'p str),
    Item(&'p At<'p>, usize),
}

impl At<'_> {
    fn field<'p>(&'p self, name: &'p str) -> At<'p> {
        At::Field(self, name)
    }

    fn item(&self, nth: usize) -> At<'_> {
        At::Item(self, nth)
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            At::Root => f.write_str("settings"),
            At::Text(path) | At::Field(At::Root, path) => f.write_str(path),
            At::Field(around, name) => write!(f, "{around}.{name}"),
            At::Item(list, nth) => write!(f, "{list}[{nth}]"),
        }
    }
}

fn all_rules() -> String {
    listed(&mut rules::ALL.iter().map(|rule| rule.id))
}

fn listed(names: &mut dyn Iterator<Item = &str>) -> String {
    let mut list = String::new();
    for name in names {
        let separator = if list.is_empty() { "`" } else { ", `" };
        for part in [separator, name, "`"] {
            list.push_str(part);
        }
    }
    list
}

#[cfg(test)]
mod tests;
