//! The objects of a request, and the outcome of their findings.
//!
//! Requests without findings pay nothing for this: names, users, the old version and the pull secrets are looked up only if a
//! finding depends on them.

use std::cell::OnceCell;

use crate::error::Error;
use crate::evaluate::Evaluator;
use crate::finding::{self, Action, Finding};
use crate::json::{Cursor, Raw, SyntaxError, Text, Type};
use crate::path::{Path, Segment};
use crate::places::{self, CustomResource, Evidence, LAST_APPLIED, Names, Place, Shape, Start, Subject, group_of};
use crate::request::{Operation, Request, metadata};
use crate::settings::{Exemption, Generated, Selector, Settings, Updates};
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
            Evaluator::new(settings).evaluate(&place, &mut |finding| report.add(finding));
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

    /// Checks all places of the object.
    pub fn find(&self, settings: &Settings<'_>) -> Result<Report<'a>, Error> {
        self.find_in(self.json, Names::Skip, settings)
    }

    fn find_in(&self, json: Raw<'a>, names: Names, settings: &Settings<'_>) -> Result<Report<'a>, Error> {
        let mut report = Report::default();
        let mut evaluator = Evaluator::new(settings);
        let mut evaluate = |place: Place<'_, 'a>| evaluator.evaluate(&place, &mut |finding| report.add(finding));
        self.walk(json, names, &mut evaluate)?;
        Ok(report)
    }

    /// Visits the places of a version of the object.
    pub(crate) fn walk(&self, json: Raw<'a>, names: Names, visit: &mut dyn FnMut(Place<'_, 'a>)) -> Result<(), Error> {
        let kind = Some((&*self.group, &*self.kind));
        let mut walk = |starts: &[Start<'_>], kind: Option<(&str, &str)>| {
            places::walk(json, starts, kind, self.root.clone(), names, visit)
                .map_err(|error: SyntaxError| Error::syntax("the object", error))
        };
        match self.places {
            Places::BuiltIn(shape) => walk(&[Start::Known(shape)], kind.filter(|_| !places::is_workload(shape)))?,
            Places::Other(described) => {
                let known = places::resource_of(&self.group, &self.kind);
                let resources = [described, known.as_ref()].into_iter().flatten().map(Start::Custom);
                walk(&resources.chain([Start::Known(places::ANY)]).collect::<Vec<_>>(), kind)?;
            }
        }
        Ok(())
    }

    /// Whether it is the request's object, rather than an item of a List.
    pub(crate) fn is_whole(&self) -> bool {
        self.root.depth() == 0
    }

    /// Its text.
    pub(crate) fn json(&self) -> Raw<'a> {
        self.json
    }

    /// Its namespace.
    pub(crate) fn namespace(&self, request: &Request<'a>) -> Option<&str> {
        self.names(request).namespace.as_deref()
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
    pub fn forgive_unchanged(&self, old: Raw<'a>, settings: &Settings<'_>) -> Result<Report<'a>, Error> {
        // The paths have to be compared by the names of containers now, so both versions are walked once more.
        let mut found = self.find_in(self.json, Names::Find, settings)?;
        let old = self.find_in(old, Names::Find, settings)?;
        finding::forgive_unchanged(&mut found.findings, &old.findings);
        Ok(found)
    }

    /// Drops findings in what `kubectl apply` stores about the object if the object itself also has them. Text that cannot be
    /// parsed as such an object repeats nothing.
    pub fn drop_repeated(&self, found: &mut Report<'a>, settings: &Settings<'_>) {
        if !finding::has_applied(&found.findings) {
            return;
        }
        let metadata = self.json.member("metadata");
        let applied = metadata.and_then(|it| it.member("annotations")?.member(LAST_APPLIED)?.text());
        let Some(Ok(json)) = applied.as_ref().map(|applied| Raw::new(applied.as_bytes())) else { return };
        let (group, kind) = (self.group.clone(), self.kind.clone());
        let applied = Object { json, group, kind, places: self.places, root: Path::default(), names: OnceCell::new() };
        if let Ok(in_applied) = applied.find(settings)
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
        for finding in &mut found.findings {
            let images = OnceCell::new();
            let exemption = exemptions.iter().find(|exemption| {
                exemption.is_of(finding.rule)
                    && exemption.meets(Selector::Image, |matches| {
                        images.get_or_init(|| finding.image_spellings()).iter().any(|image| matches(image))
                    })
            });
            if let Some(exemption) = exemption {
                finding.action = Action::Exempt(exemption.reason.to_owned());
            }
        }
    }

    /// Downgrades findings to warnings if a workload controller created the object for an owner whose pod template was evaluated,
    /// and the settings say so.
    pub fn forgive_generated(&self, found: &mut Report<'a>, request: &Request<'a>, settings: &Settings<'_>) {
        if settings.generated == Generated::Deny || !found.findings.iter().any(Finding::is_denied) {
            return;
        }
        if is_by_workload_controller(request) && self.is_owned_by_workload() {
            for finding in found.findings.iter_mut().filter(|finding| finding.is_denied()) {
                finding.action = Action::Generated;
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
        self.names.get_or_init(|| {
            let is_item = self.root.depth() > 0;
            let of_request = |name: &Option<Text<'a>>| name.clone().filter(|name| !is_item && !name.is_empty());
            ObjectNames {
                namespace: of_request(&request.namespace).or_else(|| metadata(self.json, "namespace")),
                name: of_request(&request.name)
                    .or_else(|| metadata(self.json, "name"))
                    .or_else(|| metadata(self.json, "generateName")),
            }
        })
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
}

impl<'r, 's, 'a> Requester<'r, 's, 'a> {
    /// Whoever sends this request.
    pub fn new(request: &'r Request<'a>, settings: &'s Settings<'s>) -> Self {
        Requester { request, exemptions: &settings.exemptions, is_covered: OnceCell::new() }
    }

    /// The exemptions that cover them.
    fn exemptions(&self) -> impl Iterator<Item = &'s Exemption<'s>> {
        let is_covered = self.is_covered.get_or_init(|| {
            let is_covered = |exemption: &Exemption<'_>| {
                [(Selector::User, "username"), (Selector::Group, "groups")].into_iter().all(|(selector, field)| {
                    exemption.meets(selector, |matches| is_any(self.request.user_info, field, matches))
                })
            };
            self.exemptions.iter().map(is_covered).collect()
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

/// Whether a field of who asks matches: a string, or any of a list of strings.
fn is_any(user: Option<Raw<'_>>, field: &str, matches: &dyn Fn(&str) -> bool) -> bool {
    let Some(value) = user.and_then(|user| user.member(field)) else { return false };
    let mut is_any = value.text().is_some_and(|text| matches(&text));
    // There may be as many groups as the request has room for, so nobody keeps them.
    let _ = Cursor::new(value.as_bytes()).list(|_, cursor| {
        let item = cursor.skip()?;
        is_any = is_any || item.text().is_some_and(|text| matches(&text));
        Ok(())
    });
    is_any
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::glob::tests::MATCHED;

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
