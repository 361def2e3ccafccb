//! What was found, where, and the words for it.

use std::fmt::{self, Write as _};
use std::ops::Range;

use crate::json::{Json, Kept, Raw, Text};
use crate::part::Parts;
use crate::path::{Path, Segment};
use crate::places::Place;
use crate::registry::display::{Key, Name, Reason, Shown, shown};
use crate::registry::image::Image;
use crate::request;
use crate::rules::{Cause, Check, Mode, Risk, Rule};
use crate::settings::Scope;
use crate::time::{Term, Until};
use crate::truth::truth;

mod repeated;
mod unchanged;

pub(crate) use repeated::{drop_repeated, has_applied};
pub(crate) use unchanged::{Seen, forgive_unchanged};

/// A rule's cause at a place.
#[derive(Debug)]
pub struct Finding<'a> {
    /// The rule.
    pub rule: &'static Rule,
    /// Where in the request's object.
    pub path: Path<'a>,
    /// The outcome.
    pub action: Action,
    cause: Cause,
    /// The text that was judged. It may hold credentials: it is compared, never shown.
    value: Text<'a>,
    /// What stands there, if the evaluated text was put in its place.
    before: Option<String>,
    /// The parts of the text that the finding is about, where the rest of it may change.
    parts: Parts,
    /// The object, how many steps of the path lead to it, and those that lead from it to the pod spec around the place, if there is one.
    object: Raw<'a>,
    root: usize,
    pod: Option<Range<usize>>,
}

/// The outcome of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The request is denied.
    Deny,
    /// The user is warned.
    Warn,
    /// The user is warned, since the old object also has the finding.
    Unchanged,
    /// The user is warned, since a workload controller created the object for an already evaluated owner.
    Generated,
    /// Nothing; the reason of the exemption.
    Exempt(String),
}

impl Action {
    /// Its name in the audit annotation.
    pub fn name(&self) -> &'static str {
        match self {
            Action::Deny => "deny",
            Action::Warn => "warn",
            Action::Unchanged => "unchanged",
            Action::Generated => "generated",
            Action::Exempt(_) => "exempt",
        }
    }
}

impl<'a> Finding<'a> {
    pub(crate) fn new(
        rule: &'static Rule,
        place: &Place<'_, 'a>,
        value: Text<'a>,
        cause: Cause,
        scope: &Scope<'_>,
    ) -> Self {
        let is_denied = scope.mode(rule) == Mode::Deny && !cause.is_unsure;
        let action = if is_denied { Action::Deny } else { Action::Warn };
        let pod = place.pod.map(|pod| place.root..pod);
        let parts = Parts::default();
        let (object, root) = (place.object, place.root);
        let mut finding =
            Finding { rule, path: place.path.clone(), action, cause, value, before: None, parts, object, root, pod };
        if let Some(namespaces) = scope.differs_for(rule) {
            finding.is_by_settings_for(&namespaces);
        }
        finding
    }

    /// Says that the settings for these namespaces have to do with it.
    pub(crate) fn is_by_settings_for(&mut self, namespaces: &str) {
        let words = format!("; by the settings for namespaces {namespaces}");
        if !self.cause.why.ends_with(&words) {
            self.cause.why.push_str(&words);
        }
    }

    /// Says that these parameters have to do with it, which have their values in the object.
    pub(crate) fn is_by_parameters(&mut self, names: &[&str]) {
        let Some((first, others)) = names.split_first() else { return };
        let (parameters, several) = if others.is_empty() { ("parameter", "") } else { ("parameters", " and others") };
        let _ = write!(self.cause.why, "; this object sets the {parameters} `{}`{several}", shown(Key(first)));
    }

    /// The same finding, in the object whose text at this path has the document of this number. If nothing is known to read the text, it
    /// only warns.
    pub(crate) fn in_text<'t>(
        self,
        place: &Place<'_, 't>,
        path: &Path<'t>,
        document: usize,
        is_read: bool,
        kept: &mut Kept,
    ) -> Finding<'t> {
        let mut path = path.clone();
        if document > 0 {
            path.push(Segment::index(document));
        }
        for segment in self.path.segments() {
            path.push(segment.kept(kept));
        }
        let action = if self.action == Action::Deny && !is_read { Action::Warn } else { self.action };
        let value = kept.keep(&self.value);
        let Finding { rule, cause, parts, .. } = self;
        Finding {
            rule,
            path,
            action,
            cause,
            value,
            before: None,
            parts,
            object: place.object,
            root: place.root,
            pod: None,
        }
    }

    /// Exempts it for this reason, unless the exemption has ended: then it says so. Returns a line about an end that is near.
    pub(crate) fn exempt(&mut self, reason: &str, until: Option<Until<'_>>, term: Term) -> Option<String> {
        let note = until.and_then(|until| {
            let told = shown(Reason(reason));
            let ended = match term {
                Term::Counts => return None,
                Term::EndsSoon => {
                    return Some(format!("{} is exempt only until {}: {told}", self.rule.id, until.as_str()));
                }
                Term::Ended => format!("the exemption ended {until}"),
                Term::Unknown => format!("the exemption ends {until}, but the host has no clock to compare it with"),
            };
            let _ = write!(self.cause.why, "; {ended}: {told}");
            None
        });
        if term <= Term::EndsSoon {
            self.action = Action::Exempt(reason.to_owned());
        }
        note
    }

    /// Whether it concerns something that files have too: a field that disables TLS, or credentials.
    pub(crate) fn is_of_file(&self) -> bool {
        let is_of_file =
            |check: &Check| matches!(check, Check::InsecureField(_) | Check::Credentials(..) | Check::Variable(_));
        self.rule.checks.iter().any(is_of_file)
    }

    /// Whether it denies the request.
    pub fn is_denied(&self) -> bool {
        self.action == Action::Deny
    }

    /// Says of which parts of the text alone the finding is.
    pub(crate) fn of_parts(self, parts: Parts) -> Self {
        Finding { parts, ..self }
    }

    /// Says that the evaluated image was put in the place of another one, and how.
    pub(crate) fn set_before(&mut self, before: String, how: &str) {
        self.before = Some(before);
        self.cause.seen = format!("{how}: {}", self.cause.seen);
    }

    /// What was found, without the rest.
    pub fn seen(&self) -> &str {
        &self.cause.seen
    }

    /// Why it matters: the settings entry, or what runtimes do.
    pub fn why(&self) -> &str {
        &self.cause.why
    }

    /// What can happen.
    pub fn risk(&self) -> String {
        struct Words<'f, 'a>(&'f Finding<'a>);
        impl fmt::Display for Words<'_, '_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.write_harm(f)
            }
        }
        Words(self).to_string()
    }

    /// What to do.
    pub fn fix(&self) -> &str {
        &self.cause.fix
    }

    /// What the place is called: the container that it is in, and of a List the item.
    pub fn name(&self) -> Option<String> {
        name_at(self.object, self.root, &self.path)
    }

    /// The pod template around the place, unless that is the object itself.
    pub(crate) fn template(&self) -> Option<Raw<'a>> {
        let pod = self.pod.as_ref()?;
        let path = self.path.segments().get(pod.start..pod.end.checked_sub(1)?)?;
        if path.is_empty() { None } else { self.object.at(path) }
    }

    /// Whether the same pod template is around both, or none.
    pub(crate) fn has_template_of(&self, other: &Self) -> bool {
        self.pod == other.pod && self.pod.as_ref().is_none_or(|pod| self.path.steps_with(&other.path) >= pod.end)
    }

    /// Whether the same is said of both, but for the place.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.action == other.action
            && self.cause.seen == other.cause.seen
            && self.cause.why == other.cause.why
            && self.has_advice_of(other)
    }

    /// Whether both are by the same rule, and have the same risk and the same fix.
    pub(crate) fn has_advice_of(&self, other: &Self) -> bool {
        // What can come of it depends on the pull secrets.
        let is_same_pod = || {
            let end = |it: &Self| it.pod.as_ref().map_or(it.root, |pod| pod.end);
            std::ptr::eq(self.object.as_bytes(), other.object.as_bytes())
                && end(self) == end(other)
                && self.path.steps_with(&other.path) >= end(self)
        };
        self.rule.id == other.rule.id
            && self.cause.fix == other.cause.fix
            && self.cause.risk == other.cause.risk
            && (matches!(self.cause.risk, Risk::Is(_)) || is_same_pod())
    }

    /// The part of the evaluated text that may be shown: a valid image reference, a flag, a boolean word. Anything else may
    /// contain a secret.
    pub fn shown(&self) -> Option<String> {
        let text = self.before.as_deref().unwrap_or(self.value.as_str());
        if self.rule.is_about_images() {
            return Shown::image(&Image::parse_any(text)?).map(|image| image.to_string());
        }
        if !self.rule.id.starts_with("insecure-") {
            return None;
        }
        let (name, value) = text.split_once('=').unwrap_or((text, "true"));
        let is_flag = name.starts_with("--") && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        match (is_flag, truth(value)) {
            (true, None) => Some(format!("{name}=…")),
            (true, Some(_)) => Some(text.to_owned()),
            (false, _) => truth(text).map(|_| text.to_owned()),
        }
    }

    /// The spellings of the evaluated image, for exemptions; empty if there was no image.
    pub fn image_spellings(&self) -> Vec<String> {
        if !self.rule.is_about_images() {
            return Vec::new();
        }
        let Some(image) = Image::parse_any(&self.value) else { return Vec::new() };
        let mut spellings = vec![image.text.to_owned()];
        if let Ok(mut reference) = image.reference {
            let registry = reference.registry.to_ascii_lowercase();
            spellings.push(reference.to_string());
            reference.registry = &registry;
            spellings.push(reference.to_string());
            spellings.push(reference.repository());
        }
        spellings
    }

    /// The first pull secrets of the pod spec around the place, and whether there are others.
    fn pull_secrets(&self) -> Vec<String> {
        const ENOUGH: usize = 3;
        let pod = self.pod.clone().and_then(|pod| self.object.at(self.path.segments().get(pod)?));
        let list = pod.and_then(|pod| pod.member("imagePullSecrets")).map(|list| Json::parse(list.as_bytes()));
        let Some(Ok(list)) = list else { return Vec::new() };
        let mut names = Vec::with_capacity(ENOUGH);
        for secret in list.items() {
            let name = secret.get("name").and_then(|name| Name::parse(name.as_str()?)).map(|name| name.to_string());
            if let Some(name) = name.filter(|name| names.len() < ENOUGH && !names.contains(name)) {
                names.push(name);
            }
        }
        names
    }

    fn write_harm(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (who, is_pinned, sends_secrets) = match self.cause.risk {
            Risk::Is(risk) => return f.write_str(risk),
            Risk::Pull { who, is_pinned, sends_secrets } => (who, is_pinned, sends_secrets),
        };
        let can = if is_pinned {
            "can read the image (its digest prevents replacement)"
        } else {
            "can read or replace the image"
        };
        write!(f, "{who} {can}")?;
        let (several, hold, is) = match self.pull_secrets().as_slice() {
            [] => return Ok(()),
            [one] => (format!(" `{one}`"), "holds", "is"),
            [one, other] => (format!("s `{one}` and `{other}`"), "hold", "are"),
            [one, other, ..] => (format!("s `{one}`, `{other}` and others"), "hold", "are"),
        };
        if !sends_secrets {
            return write!(f, "; pull secret{several} {is} not sent to the mirror");
        }
        write!(f, ", and read the credentials that pull secret{several} {hold} for its registry")
    }
}

/// What a place of an object at this root is called.
pub(crate) fn name_at(object: Raw<'_>, root: usize, path: &Path<'_>) -> Option<String> {
    let segments = path.segments().get(root..)?;
    let is_named = |nth: &usize| {
        let list = segments.get(..*nth).and_then(|before| before.last()?.as_key());
        let is_item = matches!(segments.get(*nth), Some(Segment::Item { .. }));
        is_item && list.is_some_and(|list| NAMED.contains(&list.as_str()))
    };
    let name = |nth: usize| Some(Name::parse(&object.at(segments.get(..=nth)?)?.member("name")?.text()?)?.to_string());
    let item = (root > 0).then(|| request::subject_of(object));
    // Each costs a look at the object.
    let names = (0..segments.len()).filter(is_named).take(2).filter_map(name);
    let names: Vec<String> = item.into_iter().chain(names).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Lists whose items have names that people know them by.
const NAMED: [&str; 8] =
    ["containers", "initContainers", "ephemeralContainers", "volumes", "steps", "sidecars", "tasks", "templates"];

/// The whole finding: rule, path, what was seen, why it counts, what can come of it, what to do.
impl fmt::Display for Finding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {} ({}); ", self.rule.id, self.path, self.cause.seen, self.cause.why)?;
        self.write_harm(f)?;
        write!(f, "; {}", self.cause.fix)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::request::Request;
    use crate::settings::{Document, Settings};
    use crate::time::Clock;
    use crate::verdict::Report;

    /// The payload for a pod with this container and these pull secrets.
    fn pod(container: &Value, secrets: &Value) -> String {
        let object = json!({"spec": {"containers": [container], "imagePullSecrets": secrets}});
        let request = json!({"kind": {"group": "", "kind": "Pod"}, "operation": "CREATE", "object": object});
        json!({"request": request, "settings": {}}).to_string()
    }

    fn evaluate(payload: &str) -> Report<'_> {
        let document = Document::parse(b"{}").unwrap();
        crate::evaluate(
            &Request::parse(payload.as_bytes()).unwrap(),
            &Settings::read(&document).unwrap(),
            Clock::Missing,
        )
        .unwrap()
    }

    /// Judges a pod with this container, and prints of each finding, in order, its rule and as much of the text as is shown. The
    /// parts of a finding are what the whole of it is made of.
    fn shown(container: &Value) -> Vec<String> {
        let payload = pod(container, &json!([{"name": "a"}]));
        let report = evaluate(&payload);
        let findings = report.sorted();
        assert_eq!(findings.len(), report.findings.len());
        for it in &findings {
            let parts = (it.rule.id, &it.path, it.seen(), it.why(), it.risk(), it.fix());
            let (rule, path, seen, why, risk, fix) = parts;
            assert_eq!(format!("{rule} at {path}: {seen} ({why}); {risk}; {fix}"), it.to_string());
        }
        findings.iter().map(|it| format!("{} {}", it.rule.id, it.shown().as_deref().unwrap_or("-"))).collect()
    }

    #[test]
    fn pull_secrets_are_named_once() {
        let risk = |secrets: Value| {
            let payload = pod(&json!({"image": "localhost/a"}), &secrets);
            let risk = evaluate(&payload).findings[0].risk();
            risk.split_once(", and read the credentials that pull ")
                .map(|(_, rest)| rest.to_owned())
                .unwrap_or_default()
        };
        let [a, b, c, empty] = ["a", "b", "c", ""].map(|name| json!({"name": name}));
        for (secrets, expected) in [
            (json!([]), ""),
            (json!([empty, {}, null]), ""),
            (json!([empty, a, {}, a]), "secret `a` holds for its registry"),
            (json!([a, a, b, empty]), "secrets `a` and `b` hold for its registry"),
            (json!([b, a, a, c, c]), "secrets `b`, `a` and others hold for its registry"),
        ] {
            assert_eq!(risk(secrets.clone()), expected, "{secrets}");
        }
    }

    #[test]
    fn only_what_cannot_be_a_secret_is_shown() {
        for (image, expected) in [
            ("localhost/a:1", &["loopback-registry localhost/a:1"] as &[_]),
            ("u:CANARY@localhost/a", &["credentials-in-reference -", "loopback-registry -"]),
            ("http://r.example.com/A", &["malformed-reference -", "plaintext-scheme -"]),
        ] {
            assert_eq!(shown(&json!({"image": image})), expected, "{image}");
        }
        let image = "tools.example.com/a";
        for (args, expected) in [
            (["skopeo", "--tls-verify=false"], "insecure-registry-flag --tls-verify=false"),
            (["skopeo", "--tls-verify=$(CANARY)"], "insecure-registry-flag --tls-verify=…"),
            (["dockerd", "--insecure-registry=CANARY.example.com"], "insecure-registry-flag --insecure-registry=…"),
            (["crane", "--insecure"], "insecure-registry-flag --insecure"),
            (["sh", "crane --insecure"], "insecure-registry-flag -"),
            (["mvn", "-DsendCredentialsOverHttp=true"], "insecure-registry-flag -"),
            (["skopeo", "--password=CANARY"], "credentials-in-args -"),
        ] {
            let args = if args[0] == "sh" { json!(["sh", "-c", args[1]]) } else { json!(args) };
            assert_eq!(shown(&json!({"image": image, "command": args})), [expected], "{args}");
        }
        for (name, value, expected) in [
            ("TRIVY_INSECURE", "true", "insecure-registry-flag true"),
            ("INSECURE_REGISTRIES", "CANARY.example.com", "insecure-registry-flag -"),
            ("REGISTRY_PASSWORD", "true", "credentials-in-env -"),
        ] {
            assert_eq!(shown(&json!({"image": image, "env": [{"name": name, "value": value}]})), [expected], "{name}");
        }
    }
}
