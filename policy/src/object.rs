//! The objects of a request, and what becomes of the findings in one.
//!
//! Nothing here costs a request in which nothing is found: names, users, the old version and the pull secrets are looked
//! up only once there is a finding that they matter to.

use std::cell::OnceCell;

use crate::error::Error;
use crate::finding::{Action, Finding};
use crate::json::{Json, Raw, SyntaxError, Text, Type};
use crate::path::{Path, Segment};
use crate::places::{self, CustomResource, Names, Place, Shape, Start, What};
use crate::request::{Operation, Request};
use crate::rules::Judge;
use crate::settings::{Selector, Settings};
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
    /// Any other, and what the settings say of it.
    Other(Option<&'s CustomResource<'s>>),
}

/// What an object is called.
#[derive(Debug, Default)]
struct ObjectNames<'a> {
    namespace: Option<Text<'a>>,
    name: Option<Text<'a>>,
}

impl<'s, 'a> Object<'s, 'a> {
    /// The objects of a request: its object, or the items of its List. An item that cannot be told is reported.
    pub fn of(request: &Request<'a>, settings: &'s Settings<'s>, report: &mut Report<'a>) -> Result<Vec<Self>, Error> {
        let json = request.object.ok_or_else(|| Error::missing("`request.object`", "the object to judge"))?;
        let (group, kind) = (request.group.clone(), request.kind.clone());
        if let Some(places) = known(&group, &kind, settings) {
            return Ok(vec![Object { json, group, kind, places, root: Path::default(), names: OnceCell::new() }]);
        }
        // A `PodList` vouches for the kind of its items, a `List` does not.
        let is_list = group.is_empty() && kind.as_str() == "List";
        let item_kind = kind.strip_suffix("List").filter(|item_kind| known(&group, item_kind, settings).is_some());
        if is_list || item_kind.is_some() {
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
            let place =
                Place { object: list, root: 0, path: &path, pod: None, what: What::Unreadable { expected, found } };
            Judge::new(settings).judge(&place, &mut |finding| report.add(finding));
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
                (Some(version), Some(kind), _) => (group_of(&version), kind),
                (None, None, Some(item_kind)) => item_kind.clone(),
                _ => {
                    unreadable(root, "an object with `apiVersion` and `kind`", "an object without them");
                    continue;
                }
            };
            if kind.as_str() == "List" {
                unreadable(root, "an object that is no List", "a List");
            } else {
                let places = known(&group, &kind, settings).unwrap_or(Places::Other(None));
                objects.push(Object { json, group, kind, places, root, names: OnceCell::new() });
            }
        }
        objects
    }

    /// Judges all places of the object.
    pub fn find(&self, settings: &Settings<'_>) -> Result<Report<'a>, Error> {
        self.find_in(self.json, Names::Skip, settings)
    }

    fn find_in(&self, json: Raw<'a>, names: Names, settings: &Settings<'_>) -> Result<Report<'a>, Error> {
        let mut report = Report::default();
        let mut judge = Judge::new(settings);
        let mut judge = |place: Place<'_, 'a>| judge.judge(&place, &mut |finding| report.add(finding));
        let mut walk = |start: Start<'_>| {
            places::walk(json, start, self.root.clone(), names, &mut judge)
                .map_err(|error: SyntaxError| Error::syntax("the object", error))
        };
        match self.places {
            Places::BuiltIn(shape) => walk(Start::Known(shape))?,
            Places::Other(described) => {
                if let Some(known) = places::resource_of(&self.group, &self.kind) {
                    walk(Start::Custom(&known))?;
                }
                if let Some(described) = described {
                    walk(Start::Custom(described))?;
                }
                walk(Start::Known(places::ANY))?;
            }
        }
        if !matches!(self.places, Places::BuiltIn(shape) if places::is_workload(shape)) {
            places::settings(json, (&self.group, &self.kind), self.root.clone(), &mut judge);
        }
        Ok(report)
    }

    /// Whether the object only waits for its finalizers. They must never hang on a policy.
    pub fn is_being_deleted(&self) -> bool {
        self.metadata("deletionTimestamp").is_some()
    }

    /// Lets findings pass with a warning that stand unchanged in the old version of the object.
    pub fn forgive_unchanged(
        &self,
        found: Report<'a>,
        request: &Request<'a>,
        settings: &Settings<'_>,
    ) -> Result<Report<'a>, Error> {
        let (Operation::Update, Some(old)) = (request.operation, request.old_object) else { return Ok(found) };
        // The paths have to be compared by the names of containers now, so both versions are walked once more.
        let mut found = self.find_in(self.json, Names::Find, settings)?;
        let old = self.find_in(old, Names::Find, settings)?;
        // In order, since a thousand findings would be compared with a thousand.
        let mut known: Vec<&Finding<'_>> = Vec::with_capacity(old.findings.len());
        for old in &old.findings {
            known.insert(known.partition_point(|known| known.cmp_same(old).is_lt()), old);
        }
        for finding in found.findings.iter_mut().filter(|finding| finding.action == Action::Deny) {
            if known.binary_search_by(|known| known.cmp_same(finding)).is_ok() {
                finding.action = Action::Unchanged;
            }
        }
        Ok(found)
    }

    /// Lets findings pass that an exemption covers.
    pub fn exempt(&self, found: &mut Report<'a>, request: &Request<'a>, settings: &Settings<'_>) {
        for finding in &mut found.findings {
            let spellings = |selector| self.spellings(selector, finding, request);
            let exemption = settings.exemptions.iter().find(|exemption| exemption.covers(finding.rule, spellings));
            if let Some(exemption) = exemption {
                finding.action = Action::Exempt(exemption.reason.to_owned());
            }
        }
    }

    fn spellings(&self, selector: Selector, finding: &Finding<'_>, request: &Request<'a>) -> Vec<String> {
        let own = |text: &Text<'_>| text.as_str().to_owned();
        match selector {
            Selector::Namespace => self.names(request).namespace.iter().map(own).collect(),
            Selector::Name => self.names(request).name.iter().map(own).collect(),
            Selector::Kind => vec![own(&self.kind), format!("{}/{}", self.group, self.kind)],
            Selector::User => user(request, "username"),
            Selector::Group => user(request, "groups"),
            Selector::Image => finding.image_spellings(),
        }
    }

    fn names(&self, request: &Request<'a>) -> &ObjectNames<'a> {
        self.names.get_or_init(|| {
            let is_item = self.root.depth() > 0;
            let of_request = |name: &Option<Text<'a>>| name.clone().filter(|name| !is_item && !name.is_empty());
            ObjectNames {
                namespace: of_request(&request.namespace).or_else(|| self.metadata("namespace")),
                name: of_request(&request.name)
                    .or_else(|| self.metadata("name"))
                    .or_else(|| self.metadata("generateName")),
            }
        })
    }

    fn metadata(&self, field: &str) -> Option<Text<'a>> {
        self.json.member("metadata")?.member(field)?.text()
    }
}

/// The places of a kind that is built in or described in the settings.
fn known<'s>(group: &str, kind: &str, settings: &'s Settings<'s>) -> Option<Places<'s>> {
    let described =
        || settings.custom_resources.iter().find(|it: &&CustomResource<'_>| it.group == group && it.kind == kind);
    places::shape_of(group, kind).map(Places::BuiltIn).or_else(|| described().map(|it| Places::Other(Some(it))))
}

/// The group in `group/version`; the core group is in no `apiVersion`.
fn group_of<'a>(version: &Text<'a>) -> Text<'a> {
    version.split_once('/').map_or_else(Text::default, |(group, _)| group.to_owned().into())
}

fn user(request: &Request<'_>, field: &str) -> Vec<String> {
    match request.user_info.and_then(|user| user.member(field)).map(|value| Json::parse(value.as_bytes())) {
        Some(Ok(Json::String(name))) => vec![name.as_str().to_owned()],
        Some(Ok(list)) => list.items().iter().filter_map(|group| group.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}
