//! Changes of a text that certainly take a finding out of it.
//!
//! What is proposed was tried: the changed text is checked, and has fewer findings of the rule and no more of any other.

use std::collections::BTreeMap;
use std::ops::Range;

use insecure_registry_manifests::documents::documents;
use insecure_registry_manifests::source::{Map, Step, Written};
use insecure_registry_policy::registry::image::Image;
use insecure_registry_policy::registry::{Host, Registry};

use crate::excerpt::Excerpt;
use crate::{Check, Checker, File, Finding, Object};

/// A change of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced, in bytes.
    pub range: Range<usize>,
    /// What comes there.
    pub text: String,
}

/// A change that takes a finding out of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, for a menu. Shows nothing that may be a secret.
    pub title: String,
    /// The change.
    pub edit: Edit,
}

impl Edit {
    /// The text after the change.
    pub fn apply(&self, text: &str) -> String {
        let Range { start, end } = self.range;
        [&text[..start], &self.text, &text[end..]].concat()
    }
}

impl Fix {
    fn new(title: impl Into<String>, range: Range<usize>, text: impl Into<String>) -> Self {
        Fix { title: title.into(), edit: Edit { range, text: text.into() } }
    }
}

/// How many registries are proposed for an image.
const REGISTRIES: usize = 5;

impl Checker<'_> {
    /// What takes a finding out of the text in which it was found.
    pub fn fixes(&self, text: &str, file: File<'_>, object: &Object, finding: &Finding) -> Vec<Fix> {
        let of_excerpt = Excerpt::of(self, text, file, finding).and_then(|it| {
            let fixes = self.fixes_in((&it.text, file), || Counts::of(&it.check), it.object(), it.finding());
            let outside = |fix: Fix| Some(Fix { title: fix.title, edit: it.outside(fix.edit)? });
            fixes.into_iter().map(outside).collect()
        });
        of_excerpt.unwrap_or_else(|| {
            self.fixes_in((text, file), || Counts::of(&self.check_file(text, file)), object, finding)
        })
    }

    fn fixes_in(
        &self,
        (text, file): (&str, File<'_>),
        before: impl FnOnce() -> Counts,
        object: &Object,
        finding: &Finding,
    ) -> Vec<Fix> {
        let nth = object.document.saturating_sub(1);
        let Some(Ok((part, _))) = documents(text).into_iter().nth(nth) else { return Vec::new() };
        let Some(map) = Map::of_settings(&part) else { return Vec::new() };
        let proposed = Place { text, map: &map, finding }.proposed(|| self.secure_registries());
        if proposed.is_empty() {
            return proposed;
        }
        let before = before();
        let is_certain = |fix: &Fix| before.is_mended(&self.check_file(&fix.edit.apply(text), file), finding.rule);
        proposed.into_iter().filter(is_certain).collect()
    }

    /// The registries that the settings name, each of them one: first those that images may come from, then those that are trusted.
    fn secure_registries(&self) -> Vec<String> {
        let lists = &self.settings.base.registries;
        let trusted = lists.trusted.entries().into_iter().filter(|entry| !is_local(entry.as_str()));
        let mut names = Vec::new();
        for entry in lists.allowed.entries().into_iter().chain(trusted) {
            let name = entry.as_str();
            if !name.contains(['*', '/']) && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }
}

/// Whether a registry is on the node or inside of the cluster: it has what is built there, and no copies of other images.
fn is_local(name: &str) -> bool {
    let registry = Registry::parse(name);
    let is_inside = |host: &str| {
        let host = host.to_ascii_lowercase();
        [".svc", ".svc.cluster.local"].iter().any(|end| host.ends_with(end))
    };
    registry.is_loopback() || matches!(registry.host, Host::Name(host) if is_inside(host))
}

/// How many findings there are by rule, and whatever else was said.
struct Counts {
    rules: BTreeMap<&'static str, usize>,
    others: [usize; 5],
}

impl Counts {
    fn of(check: &Check) -> Self {
        let mut rules = BTreeMap::new();
        for finding in check.objects.iter().flat_map(|object| &object.findings) {
            *rules.entry(finding.rule).or_default() += 1;
        }
        let more = check.objects.iter().map(|object| object.more).sum();
        let others = [check.objects.len(), check.unreadable.len(), check.warnings.len(), check.skipped, more];
        Counts { rules, others }
    }

    /// Whether there is less of a rule after a change, and nothing else is worse.
    fn is_mended(&self, check: &Check, rule: &str) -> bool {
        let after = Self::of(check);
        let before = |rule: &str| self.rules.get(rule).copied().unwrap_or_default();
        let is_no_worse = after.rules.iter().all(|(rule, number)| *number <= before(rule));
        let is_less = after.rules.get(rule).copied().unwrap_or_default() < before(rule);
        is_no_worse && is_less && after.others == self.others
    }
}

/// Where a finding stands.
struct Place<'p> {
    text: &'p str,
    map: &'p Map<'p>,
    finding: &'p Finding,
}

impl<'p> Place<'p> {
    /// Changes that may be right.
    fn proposed(&self, registries: impl FnOnce() -> Vec<String>) -> Vec<Fix> {
        match self.finding.rule {
            "insecure-registry-flag" => self.switched().into_iter().chain(self.without_argument()).collect(),
            "insecure-registry-setting" => self.switched().into_iter().collect(),
            "plaintext-scheme" => self.without_scheme().into_iter().chain(self.elsewhere(&registries())).collect(),
            "insecure-registry" | "loopback-registry" | "suspect-registry" | "untrusted-registry" => {
                self.elsewhere(&registries())
            }
            "credentials-in-env" => self.of_secret().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn at(&self, more: Option<&'static str>) -> Option<Written<'p>> {
        let more = more.map(|key| Step::Key(key.into()));
        self.map.written(self.finding.steps.iter().cloned().chain(more))
    }

    /// The range of what a scalar says, within its quotes. None if escapes stand there.
    fn inner(&self, written: &Written<'_>) -> Option<Range<usize>> {
        let Range { start, end } = written.range.clone();
        let source = self.text.get(start..end)?;
        let quotes = usize::from(source.starts_with(['"', '\'']));
        let inner = start + quotes..end.checked_sub(quotes)?;
        (self.text.get(inner.clone()) == written.scalar).then_some(inner)
    }

    /// The other word of `true` and `false`, in the place itself or in the value of a variable there.
    fn switched(&self) -> Option<Fix> {
        let written =
            [None, Some("value")].into_iter().filter_map(|key| self.at(key)).find(|it| it.scalar.is_some())?;
        let other = match written.scalar? {
            "true" | "True" | "TRUE" | "1" | "yes" => "false",
            "false" | "False" | "FALSE" | "0" | "no" => "true",
            _ => return None,
        };
        Some(Fix::new(format!("Set to `{other}`"), self.inner(&written)?, other))
    }

    /// A list without its item, which is all of a flag.
    fn without_argument(&self) -> Option<Fix> {
        let written = self.at(None).filter(|it| it.scalar.is_some_and(|word| word.starts_with('-')))?;
        let (before, Step::Item(nth)) = self.finding.steps.split_last().map(|(last, before)| (before, last))? else {
            return None;
        };
        // What is a word of its own may be the value of the flag.
        let next = self.map.written(before.iter().cloned().chain([Step::Item(nth + 1)]));
        let is_followed = next.is_some_and(|next| next.scalar.is_none_or(|word| !word.starts_with('-')));
        if is_followed && !written.scalar?.contains('=') {
            return None;
        }
        Some(Fix::new("Remove this argument", self.item(&written.range)?, ""))
    }

    /// An item of a list with what separates it: its line, or a comma.
    fn item(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let line = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[range.end..].find('\n').map_or(self.text.len(), |at| range.end + at + 1);
        let (before, after) = (&self.text[line..range.start], &self.text[range.end..end]);
        let is_end =
            |rest: &str| rest.trim().is_empty() || rest.starts_with([' ', '\t']) && rest.trim().starts_with('#');
        if before.trim() == "-" && is_end(after) {
            return Some(line..end);
        }
        let rest = &self.text[range.end..];
        let spaces = |text: &str| text.len() - text.trim_start().len();
        if let Some(after) = rest.trim_start().strip_prefix(',') {
            return Some(range.start..self.text.len() - after.len() + spaces(after));
        }
        let before = self.text[..range.start].trim_end();
        match before.chars().next_back()? {
            ',' => Some(before.len() - 1..range.end),
            '[' => Some(range.clone()),
            _ => None,
        }
    }

    fn without_scheme(&self) -> Option<Fix> {
        let inner = self.inner(&self.at(None)?)?;
        let scheme = self.text.get(inner.start..inner.start + "http://".len())?;
        let is_http = scheme.eq_ignore_ascii_case("http://");
        is_http.then(|| Fix::new("Remove `http://`", inner.start..inner.start + scheme.len(), ""))
    }

    /// The image at one of these registries.
    fn elsewhere(&self, registries: &[String]) -> Vec<Fix> {
        let of_image = || {
            let inner = self.inner(&self.at(None)?)?;
            let text = &self.text[inner.clone()];
            // A registry in a field of its own.
            if self.finding.seen.contains(&format!("`{text}`")) && !text.contains('/') {
                return Some((inner, String::new()));
            }
            let image = Image::parse(text).filter(|it| !it.has_userinfo)?;
            let reference = image.reference.ok()?;
            let library = if reference.official { "library/" } else { "" };
            let tag = reference.tag.map(|tag| format!(":{tag}")).unwrap_or_default();
            let digest = reference.digest.map(|digest| format!("@{digest}")).unwrap_or_default();
            Some((inner, format!("/{library}{}{tag}{digest}", reference.path)))
        };
        let Some((range, path)) = of_image() else { return Vec::new() };
        let fix = |name: &String| Fix::new(format!("Pull from `{name}`"), range.clone(), format!("{name}{path}"));
        registries.iter().take(REGISTRIES).map(fix).collect()
    }

    /// A variable that takes its value from a Secret, which is not there yet.
    fn of_secret(&self) -> Option<Fix> {
        const SECRET: &str = "registry-credentials";
        let (name, value) = (self.at(Some("name"))?, self.at(Some("value"))?);
        let name = name.scalar.filter(|name| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        })?;
        let quote = if self.text[value.key.clone()?].starts_with('"') { "\"" } else { "" };
        let [from, reference, named, key] =
            ["valueFrom", "secretKeyRef", "name", "key"].map(|word| format!("{quote}{word}{quote}"));
        let text = format!("{from}: {{{reference}: {{{named}: {quote}{SECRET}{quote}, {key}: {quote}{name}{quote}}}}}");
        let title = format!("Read `{name}` from the Secret `{SECRET}`");
        Some(Fix::new(title, value.key?.start..value.range.end, text))
    }
}
