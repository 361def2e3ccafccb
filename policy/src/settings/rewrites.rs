//! The setting `rewrites`: where images come from instead of where they say.

use super::{At, FieldReader, NAMESPACES, REWRITES, Scope, Settings, Type};
use crate::glob;
use crate::json::Json;
use crate::registry::reference::Reference;
use crate::registry::{Paths, Pattern, Registry, Standing, is_path_below};

pub(super) const REWRITE_FIELDS: [&str; 6] = ["from", "to", "pullSecret", "namespaces", "except", "on"];

/// An entry: images that come from a registry are pulled from another one.
#[derive(Debug)]
pub struct Rewrite<'a> {
    from: Pattern<'a>,
    to: Target<'a>,
    /// The pull secret for the new registry, which a pod spec is given if it lacks it.
    pub pull_secret: Option<&'a str>,
    /// Namespaces, with `*` for any characters; if empty, all.
    namespaces: Vec<&'a str>,
    /// Registries and repositories that are left alone.
    except: Vec<Pattern<'a>>,
    /// The objects that are changed.
    pub on: On,
}

/// Which objects are changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum On {
    /// Pods only, so that what is in Git is what is in the cluster.
    #[default]
    Pods,
    /// Everything that has a pod template, and custom resources whose images are known by their schema.
    Workloads,
}

/// Where images are pulled from.
#[derive(Clone, Copy, Debug)]
struct Target<'a> {
    /// As written: a registry, perhaps with a path.
    text: &'a str,
    registry: &'a str,
    path: &'a str,
}

impl<'a> Target<'a> {
    /// Parses a target; `None` if it cannot stand in front of the path of a reference.
    fn parse(text: &'a str) -> Option<Self> {
        let (registry, path) = text.split_once('/').unwrap_or((text, ""));
        let image = format!("{text}/x");
        let reference = Reference::parse(&image).ok()?;
        let is_registry = Registry::parse(registry) == Registry::parse(reference.registry);
        is_registry.then_some(Target { text, registry, path })
    }

    fn registry(&self) -> Registry<'a> {
        Registry::parse(self.registry)
    }

    /// Whether an image is there already.
    fn holds(&self, reference: &Reference<'_>, registry: &Registry<'_>) -> bool {
        let mut components = reference.components();
        self.registry() == *registry
            && (self.path.is_empty() || self.path.split('/').all(|it| components.next() == Some(it)))
    }
}

impl Rewrite<'_> {
    /// Whether it counts in this namespace, or for an object without one.
    pub fn is_for(&self, namespace: Option<&str>) -> bool {
        self.namespaces.is_empty()
            || namespace.is_some_and(|it| self.namespaces.iter().any(|pattern| glob::matches(pattern, it)))
    }

    /// The image in its place, with its tag and its digest; `None` if the entry does not cover it. It may be too long to be a reference.
    /// `registry` is that of the reference.
    pub fn of(&self, reference: &Reference<'_>, registry: &Registry<'_>) -> Option<String> {
        let below = self.from.below(reference, registry)?;
        // A registry alone is not an image, but its URL may stand for what it has.
        if below.is_empty() && self.to.path.is_empty() && !reference.path.is_empty() {
            return None;
        }
        if self.except.iter().any(|it| it.matches(registry, Some(reference))) {
            return None;
        }
        let mut image = self.to.text.to_owned();
        for component in below {
            image.push('/');
            image.push_str(component);
        }
        for (separator, part) in [(':', reference.tag), ('@', reference.digest)] {
            if let Some(part) = part {
                image.push(separator);
                image.push_str(part);
            }
        }
        Some(image)
    }

    /// Whether an image is where this entry leads to.
    pub fn holds(&self, reference: &Reference<'_>, registry: &Registry<'_>) -> bool {
        self.to.holds(reference, registry)
    }

    /// Whether images that this entry has rewritten are among those that another one rewrites.
    fn leads_to(&self, other: &Rewrite<'_>) -> bool {
        other.from.covers(&self.to.registry())
            && (is_path_below(self.to.path, other.from.path()) || is_path_below(other.from.path(), self.to.path))
    }
}

impl FieldReader {
    pub(super) fn rewrite<'a>(&mut self, entry: &'a Json<'a>, path: At<'_>) -> Option<Rewrite<'a>> {
        self.check_fields(entry, path, &REWRITE_FIELDS);
        let before = self.problems.len();
        let from = self.mandatory(entry, path, "from", "a registry such as `registry.corp.example:5000`");
        let from = from.and_then(|from| self.pattern(from, path.field("from")));
        let to = self.mandatory(entry, path, "to", "a registry, perhaps with a path: `registry.example.com/mirror`");
        let to = to.and_then(|to| self.target(to, path.field("to")));
        let pull_secret = self.string(entry, path, "pullSecret").filter(|name| !name.is_empty());
        if pull_secret.is_some_and(|name| !is_name(name)) {
            let what =
                "is not the name of a Secret; use lower-case letters, digits, `-` and `.`, at most 253 characters";
            self.report(path.field("pullSecret"), what);
        }
        let namespaces = self.strings(entry, path, "namespaces");
        self.are_namespaces(&namespaces, path.field("namespaces"));
        let except = self.strings(entry, path, "except").into_iter().enumerate();
        let except: Vec<_> = except.filter_map(|(nth, it)| self.pattern(it, path.field("except").item(nth))).collect();
        let on = match self.string(entry, path, "on") {
            None | Some("pods") => On::Pods,
            Some("workloads") => On::Workloads,
            Some(_) => {
                self.report(path.field("on"), "is not a valid value; expected `pods` or `workloads`");
                On::Pods
            }
        };
        let (from, to) = (from?, to?);
        (self.problems.len() == before).then_some(Rewrite { from, to, pull_secret, namespaces, except, on })
    }

    fn mandatory<'a>(&mut self, entry: &'a Json<'a>, path: At<'_>, field: &str, expected: &str) -> Option<&'a str> {
        if entry.get(field).is_none_or(|value| value.kind() == Type::Null) {
            self.report(path.field(field), format_args!("is missing; expected {expected}"));
        }
        self.string(entry, path, field)
    }

    fn pattern<'a>(&mut self, text: &'a str, path: At<'_>) -> Option<Pattern<'a>> {
        Pattern::parse(text, Paths::Yes).map_err(|error| self.report(path, error)).ok()
    }

    fn target<'a>(&mut self, text: &'a str, path: At<'_>) -> Option<Target<'a>> {
        let pattern = self.pattern(text, path)?;
        let target = Target::parse(text).filter(|_| pattern.is_one_host());
        if target.is_none() {
            let what = "is not a registry that an image can name; expected `host` or `host:port`, perhaps with a path";
            self.report(path, what);
        }
        target
    }

    /// Reports entries that lead to insecure registries or into each other, and those that never count.
    pub(super) fn rewrites(&mut self, settings: &Settings<'_>) {
        for (nth, rewrite) in settings.rewrites.iter().enumerate() {
            let path = At::default();
            let path = path.field(REWRITES);
            let path = path.item(nth);
            if let Some(what) = settings.find_scope(&rewrite.namespaces, &|within, scope| {
                let what = match scope.registries.standing(&rewrite.to.registry()) {
                    Standing::Insecure(entry) => format!("is insecure by the insecureRegistries entry `{entry}`"),
                    Standing::Loopback => {
                        "is a loopback registry, where runtimes do not verify TLS; name a registry with a \
                                           trusted certificate"
                            .to_owned()
                    }
                    Standing::Suspect(_) | Standing::Fine => return None,
                };
                Some(within.map_or(what.clone(), |nth| format!("{what} (where `{NAMESPACES}[{nth}]` counts)")))
            }) {
                self.report(path.field("to"), what);
            }
            if Pattern::parse(rewrite.to.text, Paths::Yes).is_ok_and(|to| to.includes(&rewrite.from)) {
                self.report(path, "never counts, since everything under `from` is under `to`");
            }
            for (other, next) in settings.rewrites.iter().enumerate().filter(|(other, _)| *other != nth) {
                if rewrite.leads_to(next) {
                    let what =
                        format!("leads to images that `rewrites[{other}]` rewrites; name the last registry in `to`");
                    self.report(path.field("to"), what);
                }
            }
            let hides = |earlier: &Rewrite<'_>| {
                earlier.namespaces.is_empty() && earlier.except.is_empty() && earlier.from.includes(&rewrite.from)
            };
            if let Some(earlier) = settings.rewrites.iter().take(nth).position(hides) {
                let what = format!("never counts, since `rewrites[{earlier}]` covers all of it; put this entry first");
                self.report(path.field("from"), what);
            }
        }
    }
}

impl<'a> Settings<'a> {
    /// Finds something in what counts in namespaces with such names, or without names in all: the settings outside of `namespaces`, and
    /// its entries with their numbers. One that an earlier one hides does not count.
    fn find_scope(&self, names: &[&str], find: &dyn Fn(Option<usize>, &Scope<'a>) -> Option<String>) -> Option<String> {
        let names = if names.is_empty() { &["*"] } else { names };
        // A pattern is covered by what matches it as if it were a name: only a star matches a star.
        let is_left = |name: &str, nth| !self.namespaces.iter().take(nth).any(|earlier| earlier.covers(name));
        // Objects without a namespace have no entry.
        let base = names == ["*"] || names.iter().any(|name| is_left(name, usize::MAX));
        if base && let Some(found) = find(None, &self.base) {
            return Some(found);
        }
        for (nth, entry) in self.namespaces.iter().enumerate() {
            let meets = |name| entry.matches.iter().any(|pattern| glob::overlap(pattern, name));
            if names.iter().any(|name| is_left(name, nth) && meets(name))
                && let Some(found) = find(Some(nth), &entry.scope)
            {
                return Some(found);
            }
        }
        None
    }
}

/// Whether Kubernetes takes a text for the name of a Secret: a DNS subdomain (RFC 1123).
fn is_name(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.bytes().all(is_inner)
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests;
