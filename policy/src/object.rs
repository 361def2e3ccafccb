//! The objects of a request, and the outcome of their findings.
//!
//! Requests without findings pay nothing for this: names, users, the old version and the pull secrets are looked up only if a
//! finding depends on them.

use std::cell::OnceCell;

use crate::annotations::{self, Entry, IGNORE, Refusal};
use crate::error::Error;
use crate::evaluate::Evaluator;
use crate::finding::{self, Action, Finding, Seen};
use crate::json::{Raw, SyntaxError, Text, Type};
use crate::path::{Path, Segment};
use crate::places::{self, CustomResource, Evidence, LAST_APPLIED, Names, Place, Shape, Start, Subject, group_of};
use crate::request::{self, Operation, Request, metadata};
use crate::settings::{Annotations, Exemption, Generated, Scope, Selector, Settings, Updates};
#[cfg(not(target_os = "wasi"))]
use crate::time::Until;
use crate::time::{Clock, Now, Term};
use crate::verdict::Report;

/// An object whose places are known.
#[derive(Debug)]
pub struct Object<'s, 'a> {
    json: Raw<'a>,
    group: Text<'a>,
    kind: Text<'a>,
    places: Places<'s>,
    /// Where it stands in the request's object: nowhere below, or an item of a List.
    root: Path<'a>,
    names: OnceCell<ObjectNames<'a>>,
}

/// Where the walks of an object begin.
#[derive(Clone, Copy, Debug)]
enum Places<'s> {
    /// A built-in kind.
    BuiltIn(Shape),
    /// Any other, and what the settings say about it.
    Other(Option<&'s CustomResource<'s>>),
}

/// What an object is called.
#[derive(Debug, Default)]
struct ObjectNames<'a> {
    namespace: Option<Text<'a>>,
    name: Option<Text<'a>>,
}

impl<'s, 'a> Object<'s, 'a> {
    /// The objects of a request: its object, or the items of its List. An unidentifiable item is reported.
    pub fn of(request: &Request<'a>, settings: &'s Settings<'s>, report: &mut Report<'a>) -> Result<Vec<Self>, Error> {
        let json = request.object.ok_or_else(|| Error::missing("`request.object`", "the object to judge"))?;
        let (group, kind) = (request.group.clone(), request.kind.clone());
        if let Some(places) = known(&group, &kind, settings) {
            return Ok(vec![Object { json, group, kind, places, root: Path::default(), names: OnceCell::new() }]);
        }
        if is_list(&group, &kind, settings) {
            // A `PodList` vouches for the kind of its items, a `List` does not.
            let item_kind = kind.strip_suffix("List").filter(|item_kind| !item_kind.is_empty());
            let item_kind = item_kind.map(|item_kind| (group.clone(), Text::from(item_kind.to_owned())));
            return Ok(Self::of_list(json, item_kind.as_ref(), settings, report));
        }
        let places = Places::Other(None);
        Ok(vec![Object { json, group, kind, places, root: Path::default(), names: OnceCell::new() }])
    }

    fn of_list(
        list: Raw<'a>,
        item_kind: Option<&(Text<'a>, Text<'a>)>,
        settings: &'s Settings<'s>,
        report: &mut Report<'a>,
    ) -> Vec<Self> {
        let mut unreadable = |path: Path<'a>, expected, found| {
            let place = Place {
                object: list,
                root: 0,
                path: &path,
                pod: None,
                evidence: Evidence::Schema,
                what: Subject::Unreadable { expected, found },
            };
            Evaluator::new(&settings.base).evaluate(&place, &mut |finding| report.add(finding));
        };
        let Some(items) = list.member("items") else { return Vec::new() };
        let Some(items) = items.items() else {
            unreadable(Path::from_iter([Segment::key("items")]), Type::List.name(), items.kind().name());
            return Vec::new();
        };
        let mut objects = Vec::new();
        for (index, json) in items.into_iter().enumerate() {
            let root = Path::from_iter([Segment::key("items"), Segment::index(index)]);
            if json.kind() != Type::Object {
                unreadable(root, Type::Object.name(), json.kind().name());
                continue;
            }
            let [version, kind] = json.members(["apiVersion", "kind"]).map(|field| field?.text());
            let (group, kind) = match (version, kind, item_kind) {
                (Some(version), Some(kind), _) => (group_of(&version).to_owned().into(), kind),
                (None, None, Some(item_kind)) => item_kind.clone(),
                _ => {
                    unreadable(root, "an object with `apiVersion` and `kind`", "an object without them");
                    continue;
                }
            };
            if is_list(&group, &kind, settings) {
                unreadable(root, "an item that is not a List", "a List");
            } else {
                let places = known(&group, &kind, settings).unwrap_or(Places::Other(None));
                objects.push(Object { json, group, kind, places, root, names: OnceCell::new() });
            }
        }
        objects
    }

    /// What counts for the object: the first entry of `namespaces` that matches its namespace, or the settings without them. A Namespace
    /// belongs to itself.
    pub fn scope<'t>(&self, request: &Request<'a>, settings: &'t Settings<'t>) -> &'t Scope<'t> {
        if settings.namespaces.is_empty() {
            return &settings.base;
        }
        let namespace = self.namespace(request);
        let entry = namespace.and_then(|it| settings.namespaces.iter().find(|entry| entry.covers(it)));
        entry.map_or(&settings.base, |entry| &entry.scope)
    }

    pub(crate) fn namespace(&self, request: &Request<'a>) -> Option<&str> {
        let names = self.names(request);
        if is_namespace(&self.group, &self.kind) { names.name.as_deref() } else { names.namespace.as_deref() }
    }

    /// Checks all places of the object.
    pub fn find(&self, scope: &Scope<'_>) -> Result<Report<'a>, Error> {
        self.find_in(self.json, Names::Skip, scope)
    }

    fn find_in(&self, json: Raw<'a>, names: Names, scope: &Scope<'_>) -> Result<Report<'a>, Error> {
        let rest = matches!(names, Names::Find).then(Seen::default);
        let mut report = Report { rest, ..Report::default() };
        let mut evaluator = Evaluator::new(scope);
        self.walk(json, names, &mut |place| evaluator.evaluate(&place, &mut |finding| report.add(finding)))?;
        Ok(report)
    }

    /// Visits the places of a version of the object.
    pub(crate) fn walk(&self, json: Raw<'a>, names: Names, visit: &mut dyn FnMut(Place<'_, 'a>)) -> Result<(), Error> {
        let kind = Some((&*self.group, &*self.kind));
        self.walk_starts(&mut |starts| {
            let is_workload = matches!(starts, [Start::Known(shape)] if places::is_workload(*shape));
            places::walk(json, starts, kind.filter(|_| !is_workload), self.root.clone(), names, visit)
        })
    }

    /// Visits the images of a version of the object that are known by their schema.
    pub(crate) fn walk_images(
        &self,
        json: Raw<'a>,
        names: Names,
        visit: &mut dyn FnMut(Place<'_, 'a>),
    ) -> Result<(), Error> {
        self.walk_starts(&mut |starts| places::walk_images(json, starts, self.root.clone(), names, visit))
    }

    /// Walks from where walks of the object begin.
    fn walk_starts(&self, walk: &mut dyn FnMut(&[Start<'_>]) -> Result<(), SyntaxError>) -> Result<(), Error> {
        let walked = match self.places {
            Places::BuiltIn(shape) => walk(&[Start::Known(shape)]),
            Places::Other(described) => {
                let known = places::resource_of(&self.group, &self.kind);
                let any = Start::Known(places::ANY);
                match (described, &known) {
                    (Some(described), Some(known)) => walk(&[Start::Custom(described), Start::Custom(known), any]),
                    (Some(resource), None) | (None, Some(resource)) => walk(&[Start::Custom(resource), any]),
                    (None, None) => walk(&[any]),
                }
            }
        };
        walked.map_err(|error| Error::syntax("the object", error))
    }

    /// Whether it is an item of a List, rather than the request's object.
    pub(crate) fn is_item(&self) -> bool {
        self.root.depth() > 0
    }

    /// Its text.
    pub(crate) fn json(&self) -> Raw<'a> {
        self.json
    }

    /// Whether it is of this built-in kind.
    pub(crate) fn is_of_kind(&self, kind: &str) -> bool {
        matches!(self.places, Places::BuiltIn(_)) && self.kind.eq_ignore_ascii_case(kind)
    }

    /// The old version of the object, if unchanged findings may pass with a warning: by the settings, or because the object is
    /// being deleted and a policy must never block its finalizers. What the new version or a new object says about deletion is
    /// ignored: the API server drops it.
    pub fn old_version(&self, request: &Request<'a>, settings: &Settings<'_>) -> Option<Raw<'a>> {
        // An item of a List is no version of anything: no API server sends an update of one.
        let old = request.old_object.filter(|_| request.operation == Operation::Update && self.root.depth() == 0)?;
        let may_ratchet = settings.updates == Updates::Ratchet || metadata(old, "deletionTimestamp").is_some();
        may_ratchet.then_some(old)
    }

    /// Downgrades findings that the old version of the object also has to warnings.
    pub fn forgive_unchanged(&self, old: Raw<'a>, scope: &Scope<'_>) -> Result<Report<'a>, Error> {
        // The paths have to be compared by the names of containers now, so both versions are walked once more.
        let mut found = self.find_in(self.json, Names::Find, scope)?;
        let mut old = self.find_in(old, Names::Find, scope)?;
        found.dropped = finding::forgive_unchanged(
            (&mut found.findings, found.rest.take()),
            found.dropped,
            (&mut old.findings, old.rest),
        );
        Ok(found)
    }

    /// Drops findings in what `kubectl apply` stores about the object if the object itself also has them. Text that cannot be
    /// parsed as such an object repeats nothing.
    pub fn drop_repeated(&self, found: &mut Report<'a>, scope: &Scope<'_>) {
        if !finding::has_applied(&found.findings) {
            return;
        }
        let metadata = self.json.member("metadata");
        let applied = metadata.and_then(|it| it.member("annotations")?.member(LAST_APPLIED)?.text());
        let Some(Ok(json)) = applied.as_ref().map(|applied| Raw::new(applied.as_bytes())) else { return };
        let (group, kind) = (self.group.clone(), self.kind.clone());
        let applied = Object { json, group, kind, places: self.places, root: Path::default(), names: OnceCell::new() };
        if let Ok(in_applied) = applied.find(scope)
            && !in_applied.is_full()
        {
            finding::drop_repeated(&mut found.findings, &in_applied.findings);
        }
    }

    /// Exempts the findings that an exemption covers.
    pub fn exempt(&self, found: &mut Report<'a>, requester: &Requester<'_, '_, 'a>) {
        // What is the same for all findings is looked at once.
        let exemptions = requester.exemptions().filter(|exemption| self.is_covered(exemption, requester.request));
        let exemptions: Vec<_> = exemptions.collect();
        if exemptions.is_empty() {
            return;
        }
        let line = self.notes();
        for finding in &mut found.findings {
            let images = OnceCell::new();
            // Of several, the first that counts; else one that still does.
            let mut best: Option<(&Exemption<'_>, Term)> = None;
            for exemption in &exemptions {
                let covers = exemption.is_of(finding.rule)
                    && exemption.meets(Selector::Image, |matches| {
                        images.get_or_init(|| finding.image_spellings()).iter().any(|image| matches(image))
                    });
                if !covers {
                    continue;
                }
                let term = requester.now.term(exemption.until.as_ref());
                if best.is_none_or(|(_, known)| term < known) {
                    best = Some((exemption, term));
                }
                if term == Term::Counts {
                    break;
                }
            }
            let note = best.and_then(|(exemption, term)| finding.exempt(exemption.reason, exemption.until, term));
            if let Some(note) = note {
                found.notes.add(line(note));
            }
        }
    }

    /// Exempts the findings that an annotation of the object, or of the pod template around them, covers.
    pub fn exempt_annotated(
        &self,
        found: &mut Report<'a>,
        requester: &Requester<'_, '_, 'a>,
        allowed: &Annotations<'_>,
    ) {
        let (texts, templates) = self.annotated(&found.findings);
        let line = self.notes();
        let mut exemptions: Vec<Vec<(Entry<'_>, Term)>> = Vec::with_capacity(texts.len());
        for text in &texts {
            let mut of_text: Vec<(Entry<'_>, Term)> = Vec::new();
            if text.is_some() && !allowed.count_in(self.namespace(requester.request)) {
                found.notes.add(line(Refusal::Namespace.to_string()));
            } else if let Some(text) = text {
                for entry in annotations::entries(text, allowed) {
                    match entry {
                        Ok(entry) => {
                            // Of several for a rule, the one that lasts.
                            let term = requester.now.term(entry.until.as_ref());
                            match of_text.iter_mut().find(|(known, _)| known.rule.id == entry.rule.id) {
                                Some(known) if term < known.1 => *known = (entry, term),
                                Some(_) => {}
                                None => of_text.push((entry, term)),
                            }
                        }
                        Err(refusal) => found.notes.add(line(refusal.to_string())),
                    }
                }
            }
            exemptions.push(of_text);
        }
        for (finding, template) in found.findings.iter_mut().zip(templates) {
            if matches!(finding.action, Action::Exempt(_)) {
                continue;
            }
            let of_object = exemptions.first().into_iter().flatten();
            let of_template = exemptions.get(template).filter(|_| template > 0).into_iter().flatten();
            let of_rule = of_object.chain(of_template).filter(|(entry, _)| entry.rule.id == finding.rule.id);
            if let Some((entry, term)) = of_rule.min_by_key(|(_, term)| *term) {
                let note = finding.exempt(&format!("annotation: {}", entry.reason), entry.until, *term);
                if let Some(note) = note {
                    found.notes.add(line(note));
                }
            }
        }
    }

    /// The annotations that may exempt findings: the object's first, then those of pod templates; and for each finding, which of them its
    /// template has, 0 if there is none but the object.
    fn annotated(&self, findings: &[Finding<'a>]) -> (Vec<Option<Text<'a>>>, Vec<usize>) {
        /// Each costs a look at the object. Findings in others are exempt by the object only.
        const MOST_TEMPLATES: usize = 100;
        let text = |object: Raw<'a>| object.member("metadata")?.member("annotations")?.member(IGNORE)?.text();
        let mut texts = vec![text(self.json)];
        let mut last: Option<&Finding<'a>> = None;
        let mut of_findings = Vec::with_capacity(findings.len());
        let mut nth = 0;
        for finding in findings {
            let is_known = last.is_some_and(|last| last.has_template_of(finding));
            if !is_known {
                nth = 0;
                if let Some(template) = (texts.len() <= MOST_TEMPLATES).then(|| finding.template()).flatten() {
                    nth = texts.len();
                    texts.push(text(template));
                }
            }
            last = Some(finding);
            of_findings.push(nth);
        }
        (texts, of_findings)
    }

    /// Makes lines for the user, which say of an item of a List which one it is.
    fn notes(&self) -> impl Fn(String) -> String {
        let subject = OnceCell::new();
        move |note| {
            let subject = || subject.get_or_init(|| request::subject_of(self.json));
            if self.root.depth() == 0 { note } else { format!("{}: {note}", subject()) }
        }
    }

    /// Downgrades findings to warnings if a workload controller created the object for an owner whose pod template was evaluated,
    /// and the settings say so.
    pub fn forgive_generated(&self, found: &mut Report<'a>, request: &Request<'a>, scope: &Scope<'_>) {
        if scope.generated == Generated::Deny || !found.findings.iter().any(Finding::is_denied) {
            return;
        }
        if is_by_workload_controller(request) && self.is_owned_by_workload() {
            for finding in found.findings.iter_mut().filter(|finding| finding.is_denied()) {
                finding.action = Action::Generated;
                if let Some(namespaces) = scope.differs_in_generated() {
                    finding.is_by_settings_for(&namespaces);
                }
            }
        }
    }

    /// Whether the object's controller is a workload. Only who makes the object can vouch for that: anybody can write an owner down.
    fn is_owned_by_workload(&self) -> bool {
        let owners = self.json.member("metadata").and_then(|metadata| metadata.member("ownerReferences")?.items());
        owners.unwrap_or_default().into_iter().any(|owner| {
            let text = |name| owner.member(name).and_then(Raw::text).unwrap_or_default();
            let is_controller = owner.member("controller").is_some_and(|it| it.as_bytes() == b"true");
            is_controller && is_owner(group_of(&text("apiVersion")), &text("kind"))
        })
    }

    /// Whether an exemption covers this object, whoever asks.
    fn is_covered(&self, exemption: &Exemption<'_>, request: &Request<'a>) -> bool {
        exemption.meets(Selector::Namespace, |matches| self.names(request).namespace.as_deref().is_some_and(matches))
            && exemption.meets(Selector::Name, |matches| self.names(request).name.as_deref().is_some_and(matches))
            && exemption.meets(Selector::Kind, |matches| {
                matches(&self.kind) || matches(&format!("{}/{}", self.group, self.kind))
            })
    }

    fn names(&self, request: &Request<'a>) -> &ObjectNames<'a> {
        self.names.get_or_init(|| ObjectNames::of(request, self.json, self.is_item()))
    }
}

impl<'a> ObjectNames<'a> {
    fn of(request: &Request<'a>, object: Raw<'a>, is_item: bool) -> Self {
        let of_request = |name: &Option<Text<'a>>| name.clone().filter(|name| !is_item && !name.is_empty());
        ObjectNames {
            namespace: of_request(&request.namespace).or_else(|| metadata(object, "namespace")),
            name: of_request(&request.name)
                .or_else(|| metadata(object, "name"))
                .or_else(|| metadata(object, "generateName")),
        }
    }
}

/// The namespace of a request's object, if it has one and is not a List. A Namespace belongs to itself.
pub(crate) fn namespace_of<'a>(request: &Request<'a>) -> Option<Text<'a>> {
    let names = ObjectNames::of(request, request.object?, false);
    if is_namespace(&request.group, &request.kind) { names.name } else { names.namespace }
}

fn is_namespace(group: &str, kind: &str) -> bool {
    group.is_empty() && kind == "Namespace"
}

/// What explanations need to know.
#[cfg(not(target_os = "wasi"))]
impl<'a> Object<'_, 'a> {
    pub(crate) fn each_place(&self, visit: &mut dyn FnMut(Place<'_, 'a>)) -> Result<(), Error> {
        self.walk(self.json, Names::Skip, visit)
    }

    pub(crate) fn name(&self, request: &Request<'a>) -> Option<&str> {
        self.names(request).name.as_deref()
    }

    /// The kind as exemptions name it.
    pub(crate) fn kind_with_group(&self) -> String {
        if self.group.is_empty() { self.kind.to_string() } else { format!("{}/{}", self.group, self.kind) }
    }

    /// Whether a selector of an exemption matches.
    pub(crate) fn is_met(
        &self,
        exemption: &Exemption<'_>,
        selector: Selector,
        finding: &Finding<'a>,
        requester: &Requester<'_, '_, 'a>,
    ) -> bool {
        let request = requester.request;
        let is_any = |field: &str, matches: &dyn Fn(&str) -> bool| {
            let mut is_any = false;
            each_text(request.user_info, field, &mut |text| is_any = is_any || matches(text));
            is_any
        };
        exemption.meets(selector, |matches| match selector {
            Selector::Namespace => self.names(request).namespace.as_deref().is_some_and(matches),
            Selector::Name => self.names(request).name.as_deref().is_some_and(matches),
            Selector::Kind => matches(&self.kind) || matches(&format!("{}/{}", self.group, self.kind)),
            Selector::User => is_any("username", matches),
            Selector::Group => is_any("groups", matches),
            Selector::Image => finding.image_spellings().iter().any(|image| matches(image)),
        })
    }
}

#[cfg(not(target_os = "wasi"))]
impl<'r, 'a> Requester<'r, '_, 'a> {
    pub(crate) fn request(&self) -> &'r Request<'a> {
        self.request
    }

    pub(crate) fn term(&self, until: Option<&Until<'_>>) -> Term {
        self.now.term(until)
    }
}

/// Whether workload controllers make objects of a kind's pod template, which is judged.
pub fn is_owner(group: &str, kind: &str) -> bool {
    let kinds: &[&str] = match group {
        "" => &["ReplicationController"],
        "apps" => &["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
        "apps.openshift.io" => &["DeploymentConfig"],
        "batch" => &["CronJob", "Job"],
        _ => &[],
    };
    is_one_of(kind, kinds)
}

/// The names of workload controllers. Those of kube-controller-manager share one unless each has an account of its own.
///
/// Source: `plugin/pkg/auth/authorizer/rbac/bootstrappolicy/controller_policy.go` of Kubernetes; `pkg/cmd/controller/config.go` of
/// openshift-controller-manager, whose deployer-controller makes Pods of no pod template.
const WORKLOAD_CONTROLLERS: [&str; 9] = [
    "system:kube-controller-manager",
    "system:serviceaccount:kube-system:cronjob-controller",
    "system:serviceaccount:kube-system:daemon-set-controller",
    "system:serviceaccount:kube-system:deployment-controller",
    "system:serviceaccount:kube-system:job-controller",
    "system:serviceaccount:kube-system:replicaset-controller",
    "system:serviceaccount:kube-system:replication-controller",
    "system:serviceaccount:kube-system:statefulset-controller",
    "system:serviceaccount:openshift-infra:deploymentconfig-controller",
];

fn is_by_workload_controller(request: &Request<'_>) -> bool {
    let user = request.user_info.and_then(|user| user.member("username")?.text());
    user.is_some_and(|user| is_one_of(&user, &WORKLOAD_CONTROLLERS))
}

/// Not inlined: code that compares with each name is long.
#[inline(never)]
fn is_one_of(text: &str, names: &[&str]) -> bool {
    names.contains(&text)
}

/// Who sends a request, and which exemptions cover them. Parsed once, and only if needed.
#[derive(Debug)]
pub struct Requester<'r, 's, 'a> {
    request: &'r Request<'a>,
    exemptions: &'s [Exemption<'s>],
    /// Of each exemption.
    is_covered: OnceCell<Vec<bool>>,
    now: Now,
}

impl<'r, 's, 'a> Requester<'r, 's, 'a> {
    /// Whoever sends this request, at the time of this clock.
    pub fn new(request: &'r Request<'a>, exemptions: &'s [Exemption<'s>], clock: Clock) -> Self {
        Requester { request, exemptions, is_covered: OnceCell::new(), now: Now::new(clock) }
    }

    /// The exemptions that cover them.
    fn exemptions(&self) -> impl Iterator<Item = &'s Exemption<'s>> {
        let is_covered = self.is_covered.get_or_init(|| {
            let mut is_covered = vec![true; self.exemptions.len()];
            for (selector, field) in [(Selector::User, "username"), (Selector::Group, "groups")] {
                let mut is_met: Vec<_> = self.exemptions.iter().map(|it| it.meets(selector, |_| false)).collect();
                if is_met.contains(&false) {
                    // There may be as many groups as the request has room for, so each is read once for all exemptions.
                    each_text(self.request.user_info, field, &mut |text| {
                        for (exemption, is_met) in self.exemptions.iter().zip(&mut is_met) {
                            *is_met = *is_met || exemption.meets(selector, |matches| matches(text));
                        }
                    });
                }
                is_covered.iter_mut().zip(is_met).for_each(|(is_covered, is_met)| *is_covered &= is_met);
            }
            is_covered
        });
        self.exemptions.iter().zip(is_covered).filter(|(_, is_covered)| **is_covered).map(|(exemption, _)| exemption)
    }
}

/// The places of a kind that is built in or described in the settings.
fn known<'s>(group: &str, kind: &str, settings: &'s Settings<'s>) -> Option<Places<'s>> {
    let described =
        || settings.custom_resources.iter().find(|it: &&CustomResource<'_>| it.group == group && it.kind == kind);
    places::shape_of(group, kind).map(Places::BuiltIn).or_else(|| described().map(|it| Places::Other(Some(it))))
}

/// Whether a kind is a list of objects: `List` itself, or one of a kind that has places.
fn is_list(group: &str, kind: &str, settings: &Settings<'_>) -> bool {
    let has_places = |kind| known(group, kind, settings).is_some() || places::resource_of(group, kind).is_some();
    kind.strip_suffix("List").is_some_and(|item| if item.is_empty() { group.is_empty() } else { has_places(item) })
}

/// Calls `visit` with each text in a field of who asks: a string, or a list of strings.
fn each_text(user: Option<Raw<'_>>, field: &str, visit: &mut dyn FnMut(&str)) {
    let Some(value) = user.and_then(|user| user.member(field)) else { return };
    if let Some(text) = value.text() {
        visit(&text);
    }
    let _ = value.cursor().list(|_, cursor| {
        if let Some(text) = cursor.skip()?.text() {
            visit(&text);
        }
        Ok(())
    });
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::glob::tests::MATCHED;
    use crate::time::{Clock, Time};

    /// What becomes of an image of a loopback registry at this time: the outcome, the reason that is given, and the warnings.
    fn at(clock: Clock, exemptions: &Value) -> (String, String, Vec<String>) {
        let payload = json!({
            "request": {
                "kind": {"group": "", "kind": "Pod"}, "operation": "CREATE", "namespace": "dev", "name": "web",
                "object": {"metadata": {}, "spec": {"containers": [{"image": "localhost/a"}, {"image": "localhost/b"}]}},
            },
            "settings": {"exemptions": exemptions},
        });
        let answer = crate::validate_at(payload.to_string().as_bytes(), clock).unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        let findings = answer["audit_annotations"]["findings"].as_str().unwrap();
        let findings: Value = serde_json::from_str(findings).unwrap();
        assert_eq!(findings[0]["action"], findings[1]["action"]);
        let message = answer["message"].as_str().unwrap_or_default().replace("\n    ", " ");
        let why = message.split_once("fall back to HTTP").map_or("", |(_, rest)| rest.lines().next().unwrap());
        let warnings = answer["warnings"].as_array().into_iter().flatten();
        (
            findings[0]["action"].as_str().unwrap().to_owned(),
            why.trim_end_matches(')').to_owned(),
            warnings.map(|it| it.as_str().unwrap().to_owned()).collect(),
        )
    }

    #[test]
    fn exemptions_end() {
        let exemption = |until: &str| json!([{"reason": "k3d\u{1b}[31m", "namespaces": ["dev"], "until": until}]);
        let at = |clock, until: &str| at(clock, &exemption(until));
        // 2027-01-01T00:00:00Z
        let day = 24 * 60 * 60;
        let clock = |days: i64| Clock::At(Time::from_unix(1_798_761_600 + days * day));
        let none: Vec<String> = Vec::new();
        assert_eq!(at(clock(0), "2027-01-31"), ("exempt".into(), String::new(), none.clone()));
        let soon = vec![r"Pod dev/web: loopback-registry is exempt only until 2027-01-31: k3d\u{1b}[31m".to_owned()];
        assert_eq!(at(clock(17), "2027-01-31"), ("exempt".into(), String::new(), soon.clone()));
        assert_eq!(at(Clock::At(Time::from_unix(1_798_761_600 + 31 * day - 1)), "2027-01-31").2, soon);
        let ended = r"; the exemption ended on 2027-01-31: k3d\u{1b}[31m";
        assert_eq!(at(clock(31), "2027-01-31"), ("deny".into(), ended.into(), none.clone()));
        let ended = r"; the exemption ended at 2027-01-31T18:00:00+01:00: k3d\u{1b}[31m";
        assert_eq!(at(clock(31), "2027-01-31T18:00:00+01:00"), ("deny".into(), ended.into(), none.clone()));
        let unknown =
            r"; the exemption ends on 2027-01-31, but the host has no clock to compare it with: k3d\u{1b}[31m";
        assert_eq!(at(Clock::Missing, "2027-01-31"), ("deny".into(), unknown.into(), none));
    }

    #[test]
    fn of_several_exemptions_the_one_that_lasts_counts() {
        let clock = Clock::At(Time::from_unix(1_798_761_600));
        let exemption = |reason: &str, until: Value| json!({"reason": reason, "namespaces": ["dev"], "until": until});
        let [ended, soon, late, for_ever] =
            [json!("2026-12-31"), json!("2027-01-02"), json!("2027-06-30"), Value::Null]
                .map(|until| exemption("it", until));
        for (exemptions, action, warnings) in [
            (json!([ended, soon, late]), "exempt", 0),
            (json!([soon, for_ever]), "exempt", 0),
            (json!([ended, soon]), "exempt", 1),
            (json!([ended]), "deny", 0),
        ] {
            let (actual, _, lines) = at(clock, &exemptions);
            assert_eq!((actual.as_str(), lines.len()), (action, warnings), "{exemptions}");
        }
    }

    /// How often a pattern is compared for a request with so many findings, by a user with so many groups.
    fn compared(findings: usize, groups: usize, exemptions: &Value) -> usize {
        let containers = vec![json!({"image": "localhost/a"}); findings];
        let payload = json!({
            "request": {
                "kind": {"group": "", "kind": "Pod"}, "operation": "CREATE", "namespace": "dev",
                "userInfo": {"username": "jane", "groups": vec!["team"; groups]},
                "object": {"metadata": {}, "spec": {"containers": containers}},
            },
            "settings": {"exemptions": exemptions},
        });
        let before = MATCHED.get();
        let answer = String::from_utf8(crate::validate(payload.to_string().as_bytes()).unwrap()).unwrap();
        assert!(answer.contains("\"accepted\":false"), "{answer}");
        MATCHED.get() - before
    }

    #[test]
    fn who_asks_is_compared_once_for_each_exemption() {
        let other = |field: &str| json!({"reason": "r", field: ["other-*"]});
        let by_group = json!(vec![other("groups"); 20]);
        assert_eq!([1, 10, 1000].map(|findings| compared(findings, 50, &by_group)), [20 * 50; 3]);
        let by_all = json!([other("users"), other("groups"), other("namespaces"), other("names"), other("kinds")]);
        // No name to compare, and two spellings of the kind.
        assert_eq!([1, 1000].map(|findings| compared(findings, 5, &by_all)), [1 + 5 + 1 + 2; 2]);
        // An image has four spellings, and is compared for those who are covered only.
        let of_images = |user: &str| json!([{"reason": "r", "images": ["other"], "users": [user]}]);
        assert_eq!(compared(10, 5, &of_images("jane")), 1 + 10 * 4);
        assert_eq!(compared(10, 5, &of_images("john")), 1);
    }
}
