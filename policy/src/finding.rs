//! What was found, where, and in which words it is told.

use std::fmt;
use std::ops::Range;

use crate::display::{Name, Shown, shown};
use crate::image::Image;
use crate::json::{Json, Raw, Text};
use crate::path::Path;
use crate::places::Place;
use crate::rules::{Cause, Harm, Mode, Rule};
use crate::settings::Settings;
use crate::truth::truth;

mod unchanged;

pub(crate) use unchanged::{Part, Parts, forgive_unchanged, part_of};

/// A rule's cause at a place.
#[derive(Debug)]
pub struct Finding<'a> {
    /// The rule.
    pub rule: &'static Rule,
    /// Where in the request's object.
    pub path: Path<'a>,
    /// What becomes of it.
    pub action: Action,
    cause: Cause,
    /// The text that was judged. It may hold credentials: it is compared, never shown.
    value: Text<'a>,
    /// The parts of the text that the finding is about, where the rest of it may change.
    parts: Parts,
    /// The object, and the steps of the path that lead from it to the pod spec around the place, if there is one.
    object: Raw<'a>,
    pod: Option<Range<usize>>,
}

/// What becomes of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The request is denied.
    Deny,
    /// The user is warned.
    Warn,
    /// The user is warned, since the old object has it as well.
    Unchanged,
    /// The user is warned, since a workload controller made the object of an owner that was judged.
    Generated,
    /// Nothing, for the reason of an exemption.
    Exempt(String),
}

impl Action {
    /// What the audit annotation calls it.
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
        settings: &Settings<'_>,
    ) -> Self {
        let is_denied = settings.mode(rule) == Mode::Deny && !cause.is_unsure;
        let action = if is_denied { Action::Deny } else { Action::Warn };
        let pod = place.pod.map(|pod| place.root..pod);
        let parts = Parts::default();
        Finding { rule, path: place.path.clone(), action, cause, value, parts, object: place.object, pod }
    }

    /// Whether it denies the request.
    pub fn is_denied(&self) -> bool {
        self.action == Action::Deny
    }

    /// Says of which parts of the text alone the finding is.
    pub(crate) fn of_parts(self, parts: Parts) -> Self {
        Finding { parts, ..self }
    }

    /// What was seen, without the rest.
    pub fn seen(&self) -> &str {
        &self.cause.seen
    }

    /// Why it counts: the entry of the settings, or what runtimes do.
    pub fn why(&self) -> &str {
        &self.cause.why
    }

    /// What can come of it.
    pub fn harm(&self) -> String {
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

    /// As much of the text that was judged as may be shown: an image that is a good reference, a flag, a word that is true or
    /// false. All else may hold a secret.
    pub fn shown(&self) -> Option<String> {
        let text = self.value.as_str();
        if self.rule.judges_images() {
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

    /// The spellings of the image that was judged, for exemptions; none where it was no image.
    pub fn image_spellings(&self) -> Vec<String> {
        if !self.rule.judges_images() {
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

    /// What the pod spec around the place calls its pull secrets.
    fn pull_secrets(&self) -> Vec<String> {
        let pod = self.pod.clone().and_then(|pod| self.object.at(self.path.segments().get(pod)?));
        let list = pod.and_then(|pod| pod.member("imagePullSecrets")).map(|list| Json::parse(list.as_bytes()));
        let Some(Ok(list)) = list else { return Vec::new() };
        let name = |secret: &Json<'_>| Some(shown(Name::parse(secret.get("name")?.as_str()?)?).to_string());
        list.items().iter().filter_map(name).collect()
    }

    fn write_harm(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (who, is_pinned) = match self.cause.harm {
            Harm::Is(harm) => return f.write_str(harm),
            Harm::Pull { who, is_pinned } => (who, is_pinned),
        };
        let can = if is_pinned {
            "can read this image, though its digest keeps them from replacing it"
        } else {
            "can read or replace this image"
        };
        write!(f, "{who} {can}")?;
        match self.pull_secrets().as_slice() {
            [] => Ok(()),
            [one] => write!(f, ", and read the credentials that pull secret `{one}` holds for it"),
            [one, other] => write!(f, ", and read the credentials that pull secrets `{one}` and `{other}` hold for it"),
            [one, other, more @ ..] => {
                write!(
                    f,
                    ", and read the credentials that pull secrets `{one}`, `{other}` and {} more hold for it",
                    more.len()
                )
            }
        }
    }
}

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

    /// Judges a pod with this container, and prints of each finding, in order, its rule and as much of the text as is shown. The
    /// parts of a finding are what the whole of it is made of.
    fn shown(container: &Value) -> Vec<String> {
        let object = json!({"spec": {"containers": [container], "imagePullSecrets": [{"name": "a"}]}});
        let payload = json!({
            "request": {"kind": {"group": "", "kind": "Pod"}, "operation": "CREATE", "object": object}, "settings": {},
        })
        .to_string();
        let request = Request::parse(payload.as_bytes()).unwrap();
        let document = Document::parse(b"{}").unwrap();
        let report = crate::judge(&request, &Settings::read(&document).unwrap()).unwrap();
        let findings = report.sorted();
        assert_eq!(findings.len(), report.findings.len());
        for it in &findings {
            let parts = (it.rule.id, &it.path, it.seen(), it.why(), it.harm(), it.fix());
            let (rule, path, seen, why, harm, fix) = parts;
            assert_eq!(format!("{rule} at {path}: {seen} ({why}); {harm}; {fix}"), it.to_string());
        }
        findings.iter().map(|it| format!("{} {}", it.rule.id, it.shown().as_deref().unwrap_or("-"))).collect()
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
