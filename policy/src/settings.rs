//! The administrator's settings. Every field is optional, and `{}` is a good policy.
//!
//! Parsing is strict, because ignoring a misspelt setting would silently disable a check: each mistake is reported with its path
//! and what is accepted there, and never with the text itself.

use std::fmt;

use crate::glob;
use crate::json::{Cursor, Json, Raw, SyntaxError, Text, Type};
use crate::places::{self, CustomResource};
use crate::registry::{Lists, Paths, Pattern, Patterns};
use crate::rules::{self, Mode, Rule};

#[cfg(not(target_os = "wasi"))]
pub mod schema;

mod mirrors;

/// The settings, borrowed from their document.
#[derive(Debug)]
pub struct Settings<'a> {
    /// What is said of registries.
    pub registries: Lists<'a>,
    /// Rules whose mode is not their default.
    modes: Vec<(&'static str, Mode)>,
    /// Findings to ignore.
    pub exemptions: Vec<Exemption<'a>>,
    /// Where custom resources name images.
    pub custom_resources: Vec<CustomResource<'a>>,
    /// What happens on update to findings that the old object also has.
    pub updates: Updates,
    /// The outcome of findings in objects that workload controllers create for already evaluated owners.
    pub generated: Generated,
    /// A line added to each denial.
    pub help: &'a str,
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
}

/// The settings as they are written. The lists of registries, which may be long, stay text.
#[derive(Debug)]
pub struct Document<'a> {
    lists: [Option<Raw<'a>>; LISTS.len()],
    rest: Json<'a>,
}

const LISTS: [&str; 4] = ["insecureRegistries", "trustedRegistries", "allowedRegistries", "deniedRegistries"];

impl<'a> Document<'a> {
    /// Parses JSON, without checking its fields.
    pub fn parse(json: &'a [u8]) -> Result<Self, SyntaxError> {
        let mut cursor = Cursor::new(json);
        let mut lists = [None; LISTS.len()];
        if cursor.kind()? != Type::Object {
            return Ok(Document { lists, rest: Json::parse(json)? });
        }
        let mut rest = Vec::new();
        cursor.object(|key, cursor| {
            let value = cursor.skip()?;
            match key.position_in(LISTS).and_then(|nth| lists.get_mut(nth)) {
                // A second one is a mistake, and stays with the others to be found.
                Some(list) if list.is_none() => *list = Some(value),
                _ => rest.push((key.text()?, Json::parse(value.as_bytes())?)),
            }
            Ok(())
        })?;
        cursor.end()?;
        Ok(Document { lists, rest: Json::Object(rest) })
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

    /// All mistakes in the settings.
    pub fn mistakes(document: &Document<'_>) -> Vec<Problem> {
        let mut reader = FieldReader { problems: Vec::new() };
        let settings = reader.settings(document);
        reader.without_effect(&settings);
        let [insecure, trusted, allowed, denied] = LISTS.map(|name| reader.entries(document, name));
        reader.repeated_mirrors(&settings.registries.mirrors);
        for (name, list, other_name, other) in [
            ("trustedRegistries", &trusted, "insecureRegistries", &insecure),
            ("allowedRegistries", &allowed, "deniedRegistries", &denied),
        ] {
            reader.contradictions((name, list), (other_name, other));
        }
        reader.problems
    }

    /// The mode of a rule under these settings.
    pub fn mode(&self, rule: &Rule) -> Mode {
        self.modes.iter().find(|(id, _)| *id == rule.id).map_or(rule.mode, |(_, mode)| *mode)
    }
}

/// A mistake in the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `exemptions[0].reason`.
    pub path: String,
    /// What is wrong and what is accepted.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.path, self.what)
    }
}

const FIELDS: [&str; 12] = [
    LISTS[0],
    LISTS[1],
    LISTS[2],
    LISTS[3],
    "suspectPorts",
    "rules",
    "exemptions",
    "customResources",
    "updates",
    "generated",
    "help",
    "insecureMirrors",
];
const EXEMPTION_FIELDS: [&str; 8] = ["reason", "rules", "namespaces", "kinds", "names", "users", "groups", "images"];
const CUSTOM_RESOURCE_FIELDS: [&str; 4] = ["group", "kind", "podSpecs", "images"];

/// The default for ports that make a registry suspect.
pub const DEFAULT_SUSPECT_PORTS: [u16; 2] = [80, 5000];

/// Walks the document and collects mistakes. Each function returns what could be read.
struct FieldReader {
    problems: Vec<Problem>,
}

impl FieldReader {
    fn settings<'a>(&mut self, document: &'a Document<'a>) -> Settings<'a> {
        let [insecure, trusted, allowed, denied] = LISTS.map(|name| self.patterns(document, name));
        let document = &document.rest;
        self.check_fields(document, "settings", "", &FIELDS);
        let ports = document.get("suspectPorts").filter(|ports| ports.kind() != Type::Null);
        Settings {
            registries: Lists {
                insecure,
                trusted,
                allowed,
                denied,
                mirrors: self.objects(document, "insecureMirrors", Self::mirror),
                suspect_ports: ports.map_or_else(|| DEFAULT_SUSPECT_PORTS.to_vec(), |ports| self.ports(ports)),
            },
            modes: self.modes(document.get("rules")),
            exemptions: self.objects(document, "exemptions", |reader, item, path| Some(reader.exemption(item, path))),
            custom_resources: self.objects(document, "customResources", Self::custom_resource),
            updates: if self.is_chosen(document, "", "updates", "ratchet", "strict") {
                Updates::Strict
            } else {
                Updates::Ratchet
            },
            generated: if self.is_chosen(document, "", "generated", "deny", "warn") {
                Generated::Warn
            } else {
                Generated::Deny
            },
            help: {
                let help = self.string(document, "", "help").unwrap_or_default();
                if help.contains(['\n', '\r']) {
                    self.report("help", "has more than one line");
                }
                help
            },
        }
    }

    fn patterns<'a>(&mut self, document: &Document<'a>, name: &str) -> Patterns<'a> {
        let list = document.list(name).filter(|list| list.kind() != Type::Null);
        if let Some(list) = list
            && list.kind() != Type::List
        {
            self.report(name, format_args!("is {}; expected a list", list.kind()));
        }
        if document.rest.get(name).is_some() {
            self.report(name, "is given twice");
        }
        Patterns::new(list, paths_in(name))
    }

    /// The entries of a list with their positions. Those that mean nothing are reported.
    fn entries<'a>(&mut self, document: &Document<'a>, name: &str) -> Vec<(usize, Text<'a>)> {
        let items = document.list(name).and_then(Raw::items).unwrap_or_default();
        let mut good = Vec::new();
        for (nth, item) in items.into_iter().enumerate() {
            let path = format!("{name}[{nth}]");
            match item.text() {
                None => self.report(&path, format_args!("is {}; expected a string", item.kind())),
                Some(entry) => match Pattern::parse(&entry, paths_in(name)) {
                    Ok(_) => good.push((nth, entry)),
                    Err(error) => self.report(&path, error),
                },
            }
        }
        good
    }

    /// Reports what is well-formed and would never match.
    fn without_effect(&mut self, settings: &Settings<'_>) {
        let is_lower = |name: &str| name.starts_with(|c: char| c.is_ascii_lowercase());
        for (nth, resource) in settings.custom_resources.iter().enumerate() {
            let path = format!("customResources[{nth}]");
            let is_same = |it: &&CustomResource<'_>| (it.group, it.kind) == (resource.group, resource.kind);
            if resource.group.contains('/') {
                self.report(&format!("{path}.group"), "has a version; write only the group");
            } else if resource.group == "core" {
                self.report(&format!("{path}.group"), "is not a group; the core group is the empty string");
            }
            if is_lower(resource.kind) || resource.kind.contains(['/', '.']) {
                self.report(
                    &format!("{path}.kind"),
                    "is not a kind; write it as manifests do: `Widget`, not `widgets`",
                );
            }
            if settings.custom_resources.iter().take(nth).any(|it| is_same(&it)) {
                self.report(&path, "repeats the kind of an earlier entry; put the paths into one entry");
            }
        }
        for (nth, exemption) in settings.exemptions.iter().enumerate() {
            for (at, kind) in exemption.kinds.iter().enumerate() {
                let (group, name) = kind.rsplit_once('/').unwrap_or(("*", kind));
                let is_version = |part: &str| {
                    part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
                };
                let path = format!("exemptions[{nth}].kinds[{at}]");
                if group.split('/').any(is_version) {
                    self.report(&path, "has a version; write `Kind` or `group/Kind`");
                } else if group == "core" {
                    self.report(&path, "has a group that does not exist; write a core kind without a group");
                } else if is_lower(name) {
                    self.report(&path, "is not a kind; write it as manifests do: `Deployment`, not `deployments`");
                }
            }
            for (at, namespace) in exemption.namespaces.iter().enumerate() {
                let is_of_namespace = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'*');
                if !namespace.bytes().all(is_of_namespace) {
                    let what = "is not a namespace pattern; use lower-case letters, digits, `-`, and `*` as a wildcard";
                    self.report(&format!("exemptions[{nth}].namespaces[{at}]"), what);
                }
            }
            let is_about_images = |id: &&str| rules::find(id).is_none_or(Rule::is_about_images);
            if !exemption.images.is_empty()
                && !exemption.rules.is_empty()
                && !exemption.rules.iter().any(is_about_images)
            {
                let what = "never match, since none of this exemption's `rules` checks images";
                self.report(&format!("exemptions[{nth}].images"), what);
            }
        }
    }

    fn contradictions(
        &mut self,
        (name, entries): (&str, &[(usize, Text<'_>)]),
        (other_name, others): (&str, &[(usize, Text<'_>)]),
    ) {
        let parsed = |entry| Pattern::parse(entry, Paths::Yes).ok();
        let others: Vec<_> = others.iter().filter_map(|(nth, entry)| Some((nth, parsed(entry)?))).collect();
        for (nth, entry) in entries {
            let Some(entry) = parsed(entry) else { continue };
            if let Some((other, _)) = others.iter().find(|(_, other)| entry.is_same(other)) {
                let what = format_args!("contradicts `{other_name}[{other}]`; keep only one").to_string();
                self.report(&format!("{name}[{nth}]"), what);
            }
        }
    }

    fn ports(&mut self, ports: &Json<'_>) -> Vec<u16> {
        self.expect(ports, "suspectPorts", Type::List);
        let mut good = Vec::new();
        for (nth, port) in ports.items().iter().enumerate() {
            match port {
                Json::Number(Some(port @ 1..=65535)) => good.extend(u16::try_from(*port).ok()),
                _ => {
                    self.report(&format!("suspectPorts[{nth}]"), "is not a port; expected an integer from 1 to 65535");
                }
            }
        }
        good
    }

    fn modes(&mut self, modes: Option<&Json<'_>>) -> Vec<(&'static str, Mode)> {
        let Some(Json::Object(members)) = modes else {
            if let Some(modes) = modes {
                self.expect(modes, "rules", Type::Object);
            }
            return Vec::new();
        };
        let mut good: Vec<(&'static str, Mode)> = Vec::new();
        for (id, mode) in members {
            let path = format!("rules.{id}");
            let Some(rule) = rules::find(id) else {
                self.report(
                    &path,
                    format_args!("is not a rule; expected one of {}", listed(rules::ALL.iter().map(|rule| rule.id))),
                );
                continue;
            };
            if rule.is_fixed {
                self.report(
                    &path,
                    "cannot be changed, since the policy cannot check what it cannot read; use an exemption",
                );
                continue;
            }
            match mode {
                Json::Null => {}
                Json::String(mode) if Mode::from_name(mode).is_some() => {
                    if good.iter().any(|(id, _)| *id == rule.id) {
                        self.report(&path, "is set twice");
                    }
                    good.extend(Mode::from_name(mode).map(|mode| (rule.id, mode)));
                }
                Json::String(_) => self.report(&path, "is not a mode; expected `deny`, `warn` or `allow`"),
                Json::Boolean => {
                    self.report(
                        &path,
                        "is a boolean, as which YAML 1.1 reads `off` and `no`; expected `deny`, `warn` or `allow`",
                    );
                }
                other => self.report(&path, format_args!("is {}; expected `deny`, `warn` or `allow`", other.kind())),
            }
        }
        good
    }

    fn exemption<'a>(&mut self, exemption: &'a Json<'a>, path: &str) -> Exemption<'a> {
        self.check_fields(exemption, path, path, &EXEMPTION_FIELDS);
        let read = Exemption {
            reason: self.string(exemption, path, "reason").unwrap_or_default(),
            rules: self.strings(exemption, path, "rules"),
            namespaces: self.strings(exemption, path, "namespaces"),
            kinds: self.strings(exemption, path, "kinds"),
            names: self.strings(exemption, path, "names"),
            users: self.strings(exemption, path, "users"),
            groups: self.strings(exemption, path, "groups"),
            images: self.strings(exemption, path, "images"),
        };
        if read.reason.trim().is_empty() {
            self.report(&format!("{path}.reason"), "is missing; explain why, for whoever reads this later");
        }
        for (nth, id) in read.rules.iter().enumerate() {
            if rules::find(id).is_none() {
                let all = listed(rules::ALL.iter().map(|rule| rule.id));
                self.report(&format!("{path}.rules[{nth}]"), format_args!("is not a rule; expected one of {all}"));
            }
        }
        if read.selectors().iter().all(|(_, patterns)| patterns.is_empty()) {
            let what = "exempts everything; give at least one of namespaces, kinds, names, users, groups, images; to switch \
                        a rule off, set it to `allow` under `rules`";
            self.report(path, what);
        }
        read
    }

    fn custom_resource<'a>(&mut self, resource: &'a Json<'a>, path: &str) -> Option<CustomResource<'a>> {
        self.check_fields(resource, path, path, &CUSTOM_RESOURCE_FIELDS);
        let group = self.string(resource, path, "group");
        let kind = self.string(resource, path, "kind");
        if group.is_none() {
            self.report(&format!("{path}.group"), "is missing; expected an API group such as `example.com`");
        }
        if kind.unwrap_or_default().is_empty() {
            self.report(&format!("{path}.kind"), "is missing; expected a kind such as `Widget`");
        }
        let mut read = CustomResource::new(group?, kind?);
        if places::shape_of(read.group, read.kind).is_some() {
            self.report(path, format_args!("names a built-in kind: `{}`", read.kind));
        }
        let pod_specs = self.strings(resource, path, "podSpecs");
        let images = self.strings(resource, path, "images");
        let is_empty = pod_specs.is_empty() && images.is_empty();
        for (nth, at) in pod_specs.into_iter().enumerate() {
            read.add_pod_spec(at).unwrap_or_else(|error| self.report(&format!("{path}.podSpecs[{nth}]"), error));
        }
        for (nth, at) in images.into_iter().enumerate() {
            read.add_image(at).unwrap_or_else(|error| self.report(&format!("{path}.images[{nth}]"), error));
        }
        if is_empty {
            self.report(path, "has no path; give at least one in podSpecs or images");
        }
        Some(read)
    }

    fn objects<'a, T>(
        &mut self,
        document: &'a Json<'a>,
        field: &str,
        mut read: impl FnMut(&mut Self, &'a Json<'a>, &str) -> Option<T>,
    ) -> Vec<T> {
        let Some(list) = document.get(field) else { return Vec::new() };
        self.expect(list, field, Type::List);
        let mut good = Vec::new();
        for (nth, item) in list.items().iter().enumerate() {
            let path = format!("{field}[{nth}]");
            if item.kind() == Type::Object {
                good.extend(read(self, item, &path));
            } else {
                self.report(&path, format_args!("is {}; expected an object", item.kind()));
            }
        }
        good
    }

    fn strings<'a>(&mut self, object: &'a Json<'a>, path: &str, field: &str) -> Vec<&'a str> {
        let Some(list) = object.get(field) else { return Vec::new() };
        let path = joined(path, field);
        self.expect(list, &path, Type::List);
        let mut good = Vec::new();
        for (nth, item) in list.items().iter().enumerate() {
            match item {
                Json::String(text) => good.push(text.as_str()),
                other => self.report(&format!("{path}[{nth}]"), format_args!("is {}; expected a string", other.kind())),
            }
        }
        good
    }

    fn string<'a>(&mut self, object: &'a Json<'a>, path: &str, field: &str) -> Option<&'a str> {
        let value = object.get(field)?;
        self.expect(value, &joined(path, field), Type::String);
        value.as_str()
    }

    /// Whether a field has this of two values, rather than its default.
    fn is_chosen(&mut self, object: &Json<'_>, path: &str, field: &str, default: &str, other: &str) -> bool {
        let choice = self.string(object, path, field).unwrap_or(default);
        if choice != default && choice != other {
            self.report(&joined(path, field), format_args!("is not a valid value; expected `{default}` or `{other}`"));
        }
        choice == other
    }

    /// Reports what is neither of the type nor `null`.
    fn expect(&mut self, value: &Json<'_>, path: &str, expected: Type) {
        if value.kind() != expected && value.kind() != Type::Null {
            self.report(path, format_args!("is {}; expected {expected}", value.kind()));
        }
    }

    fn check_fields(&mut self, object: &Json<'_>, name: &str, path: &str, fields: &[&str]) {
        self.expect(object, name, Type::Object);
        let Json::Object(members) = object else { return };
        for (nth, (field, _)) in members.iter().enumerate() {
            if !fields.contains(&field.as_str()) {
                self.report(
                    &joined(path, field),
                    format_args!("is not a field; expected one of {}", listed(fields.iter().copied())),
                );
            } else if members.iter().take(nth).any(|(earlier, _)| earlier == field) {
                self.report(&joined(path, field), "is given twice");
            }
        }
    }

    fn report(&mut self, path: &str, what: impl fmt::Display) {
        self.problems.push(Problem { path: path.to_owned(), what: what.to_string() });
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
        patterns.is_empty() || has(&|text| patterns.iter().any(|pattern| glob::matches(pattern, text)))
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

fn joined(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

fn listed<'s>(names: impl Iterator<Item = &'s str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
