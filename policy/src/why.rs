//! Explains a decision: at each place of an object, which rules ran, what of the settings matched, and what would change the answer.
//! For tools; the guest has none of it. It asks the same walker and the same judge as [`judge`], so that both say the same.

use serde::Serialize;

use crate::changed;
use crate::error::Error;
use crate::evaluate;
use crate::evaluate::Evaluator;
use crate::finding::{self, Action, Finding};
use crate::object::{Object, Requester};
use crate::places::{Carrier, Evidence, Place, Subject};
use crate::registry::display::{Name, shown};
use crate::registry::image::Image;
use crate::registry::{Lists, Registry};
use crate::request::{self, Request};
use crate::rewrite::Rewritten;
use crate::rules::{ALL, Check, Mode};
use crate::settings::{Exemption, Scope, Selector, Settings};
use crate::time::{Clock, Term};
use crate::verdict::Report;

/// The reasons for a decision.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Why {
    /// The object of the request, or the items of its List.
    pub objects: Vec<WhyObject>,
}

/// An object that was looked at.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhyObject {
    /// `Deployment shop/web`.
    pub subject: String,
    /// The entry of `namespaces` that counts for it: `namespaces[0]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<String>,
    /// The places that were looked at, in the order of the object.
    pub places: Vec<WhyPlace>,
}

/// A place that was looked at.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhyPlace {
    /// `spec.containers[0].image`.
    pub path: String,
    /// The container that it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// What is there: `image`, `environment variable`, …
    pub what: &'static str,
    /// How that is known: by the schema of the kind, by its shape, or by a name only.
    pub known_by: &'static str,
    /// As much of it as may be shown: an image in which something was found, otherwise its registry; the name of a variable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// What became of the image before the rules saw it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rewritten: Option<String>,
    /// The entries of lists of registries that match.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<WhyEntry>,
    /// What was found.
    pub findings: Vec<WhyFinding>,
    /// The rules that ran and found nothing.
    pub passed: Vec<&'static str>,
    /// The rules that did not run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<WhySkipped>,
}

/// An entry of a list that matches.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct WhyEntry {
    /// `trustedRegistries`.
    pub list: &'static str,
    /// The entry.
    pub entry: String,
}

/// Something that was found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhyFinding {
    /// The ID of the rule.
    pub rule: &'static str,
    /// Where, if that is deeper than the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What becomes of it, as in the audit annotation, or `repeated` if the object itself has it too.
    pub action: &'static str,
    /// What was found.
    pub seen: String,
    /// Why it matters.
    pub why: String,
    /// Why it is exempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The exemptions for this rule, and what each has to do with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exemptions: Vec<WhyExemption>,
    /// What would change the answer.
    pub changes: Vec<String>,
}

/// What an exemption has to do with a finding.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhyExemption {
    /// `exemptions[0]`.
    pub path: String,
    /// Its reason.
    pub reason: String,
    /// Whether it covers the finding.
    pub covers: bool,
    /// The selectors that do not match, or `until` if it has ended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mismatches: Vec<&'static str>,
}

/// A rule that did not run.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhySkipped {
    /// Its ID.
    pub rule: &'static str,
    /// The setting that turns it off, or why it cannot run here.
    pub by: String,
    /// What it would have found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub would_find: Vec<String>,
}

/// Explains what [`decide`](crate::decide) says of a request: of its object after images were rewritten, if the settings say so.
pub fn explain(request: Request<'_>, settings: &Settings<'_>, clock: Clock) -> Result<Why, Error> {
    if !request.is_in_scope() {
        return Ok(Why { objects: Vec::new() });
    }
    changed(request, settings, |request, rewritten, say_before| {
        let mut why = explain_places(request, settings, clock, say_before)?;
        for change in rewritten.into_iter().flat_map(Rewritten::changes) {
            let path = change.path.to_string();
            let mut places = why.objects.iter_mut().flat_map(|object| &mut object.places);
            if let Some(place) = places.find(|place| place.path == path) {
                let of_pods = if change.is_of_object { "" } else { "in its Pods, " };
                place.rewritten = Some(format!("{of_pods}{change}"));
            }
        }
        Ok(why)
    })
}

fn explain_places(
    request: &Request<'_>,
    settings: &Settings<'_>,
    clock: Clock,
    say_before: &dyn Fn(&mut [Finding<'_>]),
) -> Result<Why, Error> {
    // What the rules say of places alone; what becomes of it is in this.
    let mut outcome = evaluate(request, settings, clock)?.findings;
    say_before(&mut outcome);
    let mut outcome: Vec<_> = outcome.into_iter().map(Some).collect();
    let requester = Requester::new(request, &settings.exemptions, clock);
    let mut objects = Vec::new();
    for object in Object::of(request, settings, &mut Report::default())? {
        let scope = object.scope(request, settings);
        let all = scope.with_all_rules();
        let (mut judging, mut judging_all) = (Evaluator::new(scope), Evaluator::new(&all));
        let mut places = Vec::new();
        object.each_place(&mut |place| {
            let (mut found, mut others) = (Vec::new(), Vec::new());
            judging.evaluate(&place, &mut |finding| found.push(finding));
            judging_all.evaluate(&place, &mut |finding| others.push(finding));
            say_before(&mut found);
            let place = At { place: &place, object: &object, requester: &requester, settings, scope };
            places.extend(place.explain(found, &others, &mut outcome));
        })?;
        let nth = settings.namespaces.iter().position(|it| std::ptr::eq(&raw const it.scope, scope));
        objects.push(WhyObject {
            subject: if object.is_item() { request::subject_of(object.json()) } else { request::subject(request) },
            settings: nth.map(|nth| format!("namespaces[{nth}]")),
            places,
        });
    }
    Ok(Why { objects })
}

/// A place, with everything that has to do with it.
struct At<'p, 'r, 's, 'a> {
    place: &'p Place<'p, 'a>,
    object: &'p Object<'s, 'a>,
    requester: &'p Requester<'r, 's, 'a>,
    settings: &'s Settings<'s>,
    scope: &'p Scope<'s>,
}

impl<'a> At<'_, '_, '_, 'a> {
    fn explain(
        &self,
        found: Vec<Finding<'a>>,
        with_all: &[Finding<'a>],
        outcome: &mut [Option<Finding<'a>>],
    ) -> Option<WhyPlace> {
        let Place { path, evidence, what, .. } = self.place;
        let ids: Vec<_> = found.iter().map(|it| it.rule.id).collect();
        let (mut passed, mut skipped) = (Vec::new(), Vec::new());
        for rule in ALL.iter().filter(|rule| rule.checks.iter().any(|check| is_for(check, what))) {
            let would_find = with_all.iter().filter(|it| it.rule.id == rule.id).map(|it| it.seen().to_owned());
            let by = if self.scope.mode(rule) == Mode::Allow {
                Some(format!("{}rules.{} is allow", self.entry_of(self.scope.sets_mode(rule)), rule.id))
            } else if rule.needs > *evidence {
                Some("only what may be an image, a flag or a file is known of this place".to_owned())
            } else {
                None
            };
            match by {
                Some(by) => skipped.push(WhySkipped { rule: rule.id, by, would_find: would_find.collect() }),
                None if !ids.contains(&rule.id) => passed.push(rule.id),
                None => {}
            }
        }
        // A command may apply manifests, in which the places are any.
        let may_have_any = matches!(what, Subject::Command(_));
        let are_known = found.iter().all(|it| may_have_any || it.rule.checks.iter().any(|check| is_for(check, what)));
        debug_assert!(are_known, "{ids:?} found something where they are not known to look: {}", name_of(what));
        if found.is_empty() && passed.is_empty() && skipped.is_empty() {
            return None;
        }
        let image = image_of(what);
        let entries = image.as_ref().map(|image| entries(image, &self.scope.registries)).unwrap_or_default();
        // An image in which nothing is found may look like one and be a secret.
        let of_finding = found.iter().find_map(Finding::shown).filter(|_| image.is_some());
        let findings = found.into_iter().map(|it| self.finding(it, &entries, outcome)).collect();
        Some(WhyPlace {
            path: path.to_string(),
            within: finding::name_at(self.place.object, self.place.root, path),
            what: name_of(what),
            known_by: match evidence {
                Evidence::Schema => "schema",
                Evidence::Shape => "shape",
                Evidence::Name => "name",
            },
            shown: match what {
                Subject::Variable { name, .. } => {
                    name.text().ok().and_then(|name| Name::parse(&name).map(|it| it.to_string()))
                }
                _ => of_finding.or_else(|| Some(shown(image?.registry?).to_string())),
            },
            rewritten: None,
            entries,
            findings,
            passed,
            skipped,
        })
    }

    /// `namespaces[0].`, if the setting is one of an entry.
    fn entry_of(&self, is_of_entry: bool) -> String {
        let nth = self.settings.namespaces.iter().position(|it| std::ptr::eq(&raw const it.scope, self.scope));
        nth.filter(|_| is_of_entry).map(|nth| format!("namespaces[{nth}].")).unwrap_or_default()
    }

    fn finding(&self, found: Finding<'a>, entries: &[WhyEntry], outcome: &mut [Option<Finding<'a>>]) -> WhyFinding {
        let is_same = |it: &Finding<'_>| {
            it.rule.id == found.rule.id && it.seen() == found.seen() && it.path.cmp(&found.path).is_eq()
        };
        let judged = outcome.iter_mut().find(|it| it.as_ref().is_some_and(is_same)).and_then(Option::take);
        let (action, is_repeated) = match &judged {
            Some(judged) => (judged.action.clone(), false),
            None => (found.action.clone(), true),
        };
        let finding = judged.unwrap_or(found);
        let exemptions = self.exemptions(&finding);
        let (deeper, here) = (finding.path.to_string(), self.place.path.to_string());
        WhyFinding {
            rule: finding.rule.id,
            action: if is_repeated { "repeated" } else { action.name() },
            seen: finding.seen().to_owned(),
            why: finding.why().to_owned(),
            reason: if let Action::Exempt(reason) = &action { Some(reason.clone()) } else { None },
            changes: if is_repeated { Vec::new() } else { self.changes(&finding, &exemptions, entries) },
            path: (deeper != here).then_some(deeper),
            exemptions,
        }
    }

    fn exemptions(&self, finding: &Finding<'a>) -> Vec<WhyExemption> {
        let of_rule = self.settings.exemptions.iter().enumerate().filter(|(_, it)| it.is_of(finding.rule));
        let exemption = |(nth, exemption): (usize, &Exemption<'_>)| {
            let mut mismatches: Vec<_> = SELECTORS
                .into_iter()
                .filter(|(selector, _)| !self.object.is_met(exemption, *selector, finding, self.requester))
                .map(|(_, name)| name)
                .collect();
            if mismatches.is_empty() && self.requester.term(exemption.until.as_ref()) > Term::EndsSoon {
                mismatches.push("until");
            }
            WhyExemption {
                path: format!("exemptions[{nth}]"),
                reason: exemption.reason.to_owned(),
                covers: mismatches.is_empty(),
                mismatches,
            }
        };
        of_rule.map(exemption).collect()
    }

    /// What would change the answer: the object, or the settings.
    fn changes(&self, finding: &Finding<'a>, exemptions: &[WhyExemption], entries: &[WhyEntry]) -> Vec<String> {
        let rule = finding.rule;
        let mode = self.entry_of(self.scope.sets_mode(rule));
        match &finding.action {
            Action::Exempt(_) => {
                let covering = exemptions.iter().find(|it| it.covers);
                let by = covering.map_or("the annotation insecure-registry.io/ignore", |it| it.path.as_str());
                return vec![format!("without {by}, it would count")];
            }
            Action::Unchanged => return vec!["in a new object, or with `updates: strict`, it would deny".to_owned()],
            Action::Generated => return vec!["with `generated: deny`, it would deny".to_owned()],
            Action::Deny | Action::Warn => {}
        }
        let mut changes = vec![finding.fix().to_owned()];
        if rule.depends_on_lists() {
            let lists = entries.iter().filter(|it| matches!(it.list, "insecureRegistries" | "deniedRegistries"));
            changes.extend(lists.map(|it| format!("remove the entry `{}` from {}", it.entry, it.list)));
        }
        for exemption in exemptions.iter().filter(|it| !it.covers) {
            changes.push(if exemption.mismatches == ["until"] {
                format!("give {} a later `until`", exemption.path)
            } else {
                format!("let {} of {} match", listed(&exemption.mismatches), exemption.path)
            });
        }
        if !rule.is_fixed && self.scope.mode(rule) == Mode::Deny {
            changes.push(format!("set {mode}rules.{} to warn or allow", rule.id));
        }
        changes.push(self.exemption_for(finding));
        changes
    }

    /// The narrowest exemption for a finding.
    fn exemption_for(&self, finding: &Finding<'a>) -> String {
        let mut selectors = vec![format!("rules: [{}]", finding.rule.id)];
        let mut add = |name: &str, value: Option<String>| {
            selectors.extend(value.map(|value| format!("{name}: [{value}]")));
        };
        let name = |text: Option<&str>| text.and_then(Name::parse).map(|it| it.to_string());
        add("namespaces", name(self.object.namespace(self.requester.request())));
        add("kinds", name(Some(&self.object.kind_with_group())));
        add("names", name(self.object.name(self.requester.request())));
        let repository = finding.image_spellings().pop().filter(|_| finding.shown().is_some());
        add("images", repository.map(|it| format!("\"{it}\"")));
        format!("add an exemption: {{reason: …, {}}}", selectors.join(", "))
    }
}

const SELECTORS: [(Selector, &str); 6] = [
    (Selector::Namespace, "namespaces"),
    (Selector::Kind, "kinds"),
    (Selector::Name, "names"),
    (Selector::User, "users"),
    (Selector::Group, "groups"),
    (Selector::Image, "images"),
];

fn listed(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// The entries of the lists that match an image, the most specific of each list.
fn entries(image: &Image<'_>, lists: &Lists<'_>) -> Vec<WhyEntry> {
    let Some(registry) = image.registry else { return Vec::new() };
    let registry = Registry::parse(registry.as_str());
    let reference = image.reference.as_ref().ok();
    [
        ("insecureRegistries", lists.insecure, None),
        ("trustedRegistries", lists.trusted, None),
        ("allowedRegistries", lists.allowed, reference),
        ("deniedRegistries", lists.denied, reference),
    ]
    .into_iter()
    .filter_map(|(list, patterns, reference)| {
        let (_, entry) = patterns.best(&registry, reference)?;
        Some(WhyEntry { list, entry: entry.to_string() })
    })
    .collect()
}

fn image_of<'p>(what: &'p Subject<'_>) -> Option<Image<'p>> {
    match what {
        Subject::Image(text) => Image::parse(text),
        Subject::ImageUrl(text) => Image::parse_url(text),
        _ => None,
    }
}

/// Whether a check is asked about this.
fn is_for(check: &Check, what: &Subject<'_>) -> bool {
    match (what, check) {
        (Subject::Image(_) | Subject::ImageUrl(_), Check::Image(_))
        | (Subject::Variable { .. }, Check::Variable(_) | Check::InsecureVariable(_))
        | (Subject::Command(_), Check::Command(_) | Check::Credentials(Carrier::Word, _))
        | (
            Subject::Text { carrier: Carrier::ConfigEntry, .. },
            Check::InsecureVariable(_) | Check::Credentials(Carrier::ConfigEntry, _),
        )
        | (Subject::Variable { .. } | Subject::Command(_) | Subject::Text { .. }, Check::File(_) | Check::Unopened(_))
        | (Subject::Auths(_) | Subject::Login(..), Check::Credentials(Carrier::Field, _))
        | (Subject::InsecureField(..), Check::InsecureField(_))
        | (Subject::PullSecret(_), Check::PullSecret(_))
        | (Subject::MistypedPullSecret(_), Check::MistypedPullSecret(_))
        | (Subject::LastApplied(..), Check::LastApplied(_))
        | (Subject::Unreadable { .. } | Subject::Variable { .. } | Subject::Text { .. }, Check::Unreadable(_))
        // The places in manifests are any.
        | (Subject::Manifests { .. }, _) => true,
        (Subject::Text { carrier, .. }, Check::Credentials(of, _)) => carrier == of,
        _ => false,
    }
}

fn name_of(what: &Subject<'_>) -> &'static str {
    match what {
        Subject::Image(_) => "image",
        Subject::ImageUrl(_) => "URL of an image",
        Subject::Variable { .. } => "environment variable",
        Subject::Command(_) => "command",
        Subject::Text { carrier: Carrier::ConfigEntry, .. } => "entry of a ConfigMap",
        Subject::Text { carrier: Carrier::Annotation, .. } => "annotation or label",
        Subject::Text { carrier: Carrier::SecretFile, .. } => "file in a Secret",
        Subject::Text { .. } => "text",
        Subject::Manifests { .. } => "manifests in a text",
        Subject::Auths(_) | Subject::Login(..) => "credentials",
        Subject::InsecureField(..) => "field that may disable TLS",
        Subject::PullSecret(_) => "pull secret",
        Subject::MistypedPullSecret(_) => "key of a pull secret",
        Subject::LastApplied(..) => "manifest that kubectl apply stores",
        Subject::Unreadable { .. } => "unexpected value",
    }
}
