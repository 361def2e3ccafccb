//! Rewrites images to the registries that the settings name, and adds the pull secrets for these.
//!
//! Only with `rewrites` in the settings: one walk finds the images, and the new object is the old one with those strings replaced. All
//! other bytes stay. The rules then check the new object, so that what is denied is what would run.
//!
//! A pod template that stays as it is, because only Pods are changed or because Kubernetes does not let it change, is checked as its
//! Pods will be: each of them is rewritten when it is created.

use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};
use std::ops::Range;

use memchr::memchr;

use crate::error::Error;
use crate::finding::Finding;
#[cfg(not(target_os = "wasi"))]
use crate::json::Text;
use crate::json::{Raw, Type};
use crate::object::Object;
use crate::path::{Path, Segment};
use crate::places::{Evidence, Names, Place, Subject};
use crate::registry::Registry;
use crate::registry::image::Image;
use crate::registry::url::split_scheme;
use crate::request::{Operation, Request};
use crate::settings::{On, Rewrite, Settings};
use crate::verdict::{Change, Report};

/// Of how many pod specs pull secrets are read: each costs a look at the object. Images of further ones that need a secret stay as they
/// are.
const MOST_POD_SPECS: usize = 64;
/// Of how many images of a request is kept what became of them: more than any message or annotation shows, and as many as findings.
const MOST_CHANGES: usize = 1000;

/// A request's object after its images were rewritten.
#[derive(Debug)]
pub struct Rewritten<'a> {
    changes: Vec<Change<'a>>,
    /// How many more images are rewritten.
    more: usize,
    pod_specs: Vec<PodSpec<'a>>,
    /// What is checked.
    checked: Vec<u8>,
    /// What is written, if that is something else.
    written: Option<Vec<u8>>,
    /// Whether anything is.
    is_of_object: bool,
}

/// A pod spec whose images are pulled from another registry.
#[derive(Debug)]
pub struct PodSpec<'a> {
    /// Where it is in the object.
    pub path: Path<'a>,
    /// The pull secrets that it lacks.
    pub secrets: Vec<String>,
    is_of_object: bool,
}

/// What is rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The object of a request: what the entries say, and Kubernetes allows.
    Request,
    /// A manifest in a file, whatever its kind.
    File,
}

/// What is changed in an object's text. There may be as many images as the object has room for, so that of each only its place is kept.
#[derive(Default)]
struct Edits {
    /// Where images begin in the object, in bytes, times two; and one if the object itself is changed there.
    images: BTreeSet<usize>,
    /// What is put in or replaced beside images, in its order.
    others: Vec<Edit>,
    /// By how many bytes the text grows and shrinks.
    added: usize,
    removed: usize,
}

struct Edit {
    at: Range<usize>,
    text: String,
    is_of_object: bool,
}

impl<'a> Rewritten<'a> {
    /// Rewrites the images of a request's object; `None` if there are none to rewrite. The items of a List stay as they are.
    pub fn of(request: &Request<'a>, settings: &Settings<'_>, origin: Origin) -> Result<Option<Self>, Error> {
        if settings.rewrites.is_empty() {
            return Ok(None);
        }
        let objects = Object::of(request, settings, &mut Report::default())?;
        let [object] = objects.as_slice() else { return Ok(None) };
        if object.is_item() {
            return Ok(None);
        }
        let namespace = object.namespace(request);
        let entries: Vec<_> =
            settings.rewrites.iter().enumerate().filter(|(_, rewrite)| rewrite.is_for(namespace)).collect();
        if entries.is_empty() {
            return Ok(None);
        }
        let mut plan = Plan {
            entries,
            all: &settings.rewrites,
            target: Target::of(request, object, origin),
            before: Before::of(request, object)?,
            changes: Vec::new(),
            most: if origin == Origin::File { usize::MAX } else { MOST_CHANGES },
            more: 0,
            pod_specs: Vec::new(),
            edits: Edits::default(),
        };
        let names = if request.operation == Operation::Update { Names::Find } else { Names::Skip };
        object.walk_images(object.json(), names, &mut |place| plan.add(&place, object.json()))?;
        if plan.changes.is_empty() {
            return Ok(None);
        }
        // What is not an image is copied as it is, and the answer has to be text.
        if std::str::from_utf8(object.json().as_bytes()).is_err() {
            return Err(Error::no_request("request.object is not valid UTF-8"));
        }
        Ok(Some(plan.carried_out(object.json())))
    }

    /// The request with the new object, for the rules.
    pub fn request<'r>(&'r self, request: Request<'r>) -> Result<Request<'r>, Error> {
        let object = Raw::new(&self.checked).map_err(|error| Error::syntax("the rewritten object", error))?;
        Ok(Request { object: Some(object), ..request })
    }

    /// The object that is to be stored; `None` if it is the one of the request.
    pub fn object(&self) -> Option<&[u8]> {
        self.is_of_object.then(|| self.written.as_deref().unwrap_or(&self.checked))
    }

    /// The images that are rewritten: of those of a request, the first of them.
    pub fn changes(&self) -> &[Change<'a>] {
        &self.changes
    }

    /// How many more are.
    pub(crate) fn more(&self) -> usize {
        self.more
    }

    /// The pod specs that lack pull secrets.
    pub fn pod_specs(&self) -> &[PodSpec<'a>] {
        &self.pod_specs
    }

    /// Says of findings in rewritten images what was there before.
    pub fn explain(&self, findings: &mut [Finding<'_>]) {
        for finding in findings.iter_mut().filter(|finding| finding.rule.is_about_images()) {
            if let Some(change) = self.changes.iter().find(|change| change.path == finding.path) {
                finding.set_before(change.from.to_owned(), &change.to_string());
            }
        }
    }
}

/// An image in a file of a tool that is known by its name or its shape only, such as the values of a chart.
#[cfg(not(target_os = "wasi"))]
#[derive(Debug)]
pub struct Replacement<'a> {
    /// Where it is, or a part of it.
    pub path: Path<'a>,
    /// The image as a whole.
    pub from: Text<'a>,
    /// What comes in its place.
    pub to: String,
    /// The entry of the settings, from 0.
    pub entry: usize,
}

/// The images of such a file that are rewritten, whatever namespaces the entries are for.
#[cfg(not(target_os = "wasi"))]
pub fn replacements<'a>(request: &Request<'a>, settings: &Settings<'_>) -> Result<Vec<Replacement<'a>>, Error> {
    let entries: Vec<_> = settings.rewrites.iter().enumerate().collect();
    let mut found = Vec::new();
    for object in Object::of(request, settings, &mut Report::default())? {
        object.walk(object.json(), Names::Skip, &mut |place| {
            if let Subject::Image(text) | Subject::ImageUrl(text) = &place.what
                && let Some((entry, _, to)) = rewritten(text, &entries, &settings.rewrites)
            {
                found.push(Replacement { path: place.path.clone(), from: text.clone(), to, entry });
            }
        })?;
    }
    Ok(found)
}

/// A repository in the place of another one, whatever namespaces the entries are for; and the entry.
#[cfg(not(target_os = "wasi"))]
pub fn repository(name: &str, settings: &Settings<'_>) -> Option<(usize, String)> {
    let entries: Vec<_> = settings.rewrites.iter().enumerate().collect();
    rewritten(name, &entries, &settings.rewrites).map(|(entry, _, to)| (entry, to))
}

/// What a request's object allows to change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    /// A manifest in a file.
    File,
    /// A new object.
    New { is_pod: bool },
    /// An update of a Pod, of which Kubernetes lets the images of containers change and little else.
    ///
    /// Source: `ValidatePodUpdate` of `k8s.io/kubernetes/pkg/apis/core/validation`.
    Pod,
    /// New ephemeral containers of a Pod, by their subresource.
    ///
    /// Source: `ValidatePodEphemeralContainersUpdate`, there as well.
    EphemeralContainers,
    /// An update of something else.
    Other,
    /// An update that must not change anything: of a Job, whose template is immutable, or through some other subresource.
    Nothing { is_pod: bool },
}

impl Target {
    fn of(request: &Request<'_>, object: &Object<'_, '_>, origin: Origin) -> Self {
        let is_pod = object.is_of_kind("Pod");
        match (request.operation, request.subresource.as_deref()) {
            _ if origin == Origin::File => Target::File,
            (Operation::Create, None) => Target::New { is_pod },
            (Operation::Update, None) if is_pod => Target::Pod,
            (Operation::Update, None) if !object.is_of_kind("Job") => Target::Other,
            (Operation::Update, Some("ephemeralcontainers")) if is_pod => Target::EphemeralContainers,
            _ => Target::Nothing { is_pod },
        }
    }

    fn is_pod(self) -> bool {
        matches!(
            self,
            Target::New { is_pod: true } | Target::Pod | Target::EphemeralContainers | Target::Nothing { is_pod: true }
        )
    }

    /// Whether an image may change here that is not as it was.
    fn may_change(self, on: On, path: &Path<'_>, was_there: bool) -> bool {
        let list = match path.segments() {
            [_, Segment::Key(list), Segment::Item { .. }, _] => list.as_str(),
            _ => "",
        };
        match self {
            Target::File | Target::New { is_pod: true } => true,
            Target::New { is_pod: false } | Target::Other => on == On::Workloads,
            Target::Pod => matches!(list, "containers" | "initContainers"),
            Target::EphemeralContainers => list == "ephemeralContainers" && !was_there,
            Target::Nothing { .. } => false,
        }
    }
}

/// The images of the old object, by place.
struct Before<'a>(Vec<Was<'a>>);

impl<'a> Before<'a> {
    fn of(request: &Request<'a>, object: &Object<'_, 'a>) -> Result<Self, Error> {
        let mut images = BinaryHeap::new();
        if let Some(old) = request.old_object.filter(|_| request.operation == Operation::Update) {
            object.walk_images(old, Names::Find, &mut |place| {
                if let Subject::Image(text) | Subject::ImageUrl(text) = &place.what
                    && let Some(image) = text.in_payload()
                {
                    images.push(Was { path: place.path.clone(), image });
                }
            })?;
        }
        Ok(Before(images.into_sorted_vec()))
    }

    /// Whether an image was at this place, and whether it was this one.
    fn has(&self, path: &Path<'_>, image: &str) -> (bool, bool) {
        // Items without a name are all at one place, and there may be many.
        let first = self.0.partition_point(|it| it.path.cmp_place(path).is_lt());
        let same = self.0.partition_point(|it| it.cmp_to(path, image).is_lt());
        let was_there = self.0.get(first).is_some_and(|it| it.path.cmp_place(path).is_eq());
        (was_there, self.0.get(same).is_some_and(|it| it.cmp_to(path, image).is_eq()))
    }
}

/// An image of the old object. They are put in order by a heap, since the library's sort is many bytes, and a list that is kept sorted
/// is quadratic.
#[derive(Debug)]
struct Was<'a> {
    path: Path<'a>,
    image: &'a str,
}

impl Was<'_> {
    /// By place, then by image.
    fn cmp_to(&self, path: &Path<'_>, image: &str) -> Ordering {
        self.path.cmp_place(path).then_with(|| self.image.cmp(image))
    }
}

impl Ord for Was<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cmp_to(&other.path, other.image)
    }
}

impl PartialOrd for Was<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Was<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Was<'_> {}

/// What is to be done, while the object is walked.
struct Plan<'p, 'a> {
    entries: Vec<(usize, &'p Rewrite<'p>)>,
    all: &'p [Rewrite<'p>],
    target: Target,
    before: Before<'a>,
    changes: Vec<Change<'a>>,
    /// How many changes are kept, and how many are not.
    most: usize,
    more: usize,
    pod_specs: Vec<PodSpec<'a>>,
    edits: Edits,
}

impl<'a> Plan<'_, 'a> {
    fn add(&mut self, place: &Place<'_, 'a>, object: Raw<'a>) {
        let (text, is_url) = match &place.what {
            Subject::Image(text) => (text, false),
            Subject::ImageUrl(text) => (text, true),
            _ => return,
        };
        if place.evidence != Evidence::Schema {
            return;
        }
        // No reference needs an escape, and the policy server writes none that is not needed.
        let Some(from) = text.in_payload() else { return };
        let Some((entry, rewrite, to)) = rewritten(from, &self.entries, self.all) else { return };
        let Some(at) = range_in(object, from.as_bytes()) else { return };
        let (was_there, is_unchanged) = self.before.has(place.path, from);
        let is_of_object = !is_unchanged && self.target.may_change(rewrite.on, place.path, was_there);
        let is_of_pods = !is_url && place.pod.is_some() && !self.target.is_pod();
        if !(is_of_object || is_of_pods) || !self.add_secret(place, rewrite.pull_secret, is_of_object) {
            return;
        }
        let place_and_kind = at.start.saturating_mul(2).saturating_add(usize::from(is_of_object));
        if !self.edits.images.insert(place_and_kind) {
            return;
        }
        self.edits.added = self.edits.added.saturating_add(to.len());
        self.edits.removed = self.edits.removed.saturating_add(from.len());
        if self.changes.len() < self.most {
            self.changes.push(Change { path: place.path.clone(), from, to, entry, is_of_object, is_unchanged });
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// Notes that a pod spec needs a pull secret. Says no if there are too many of them.
    fn add_secret(&mut self, place: &Place<'_, 'a>, secret: Option<&str>, is_of_object: bool) -> bool {
        let (Some(pod), Some(secret)) = (place.pod.and_then(|pod| place.path.segments().get(..pod)), secret) else {
            return true;
        };
        if matches!(self.target, Target::Pod | Target::EphemeralContainers) {
            return true;
        }
        let path: Path<'_> = pod.iter().cloned().collect();
        let nth = self.pod_specs.iter().position(|it| it.path == path).unwrap_or(self.pod_specs.len());
        if nth >= MOST_POD_SPECS {
            return false;
        }
        if nth == self.pod_specs.len() {
            self.pod_specs.push(PodSpec { path, secrets: Vec::new(), is_of_object: false });
        }
        if let Some(pod) = self.pod_specs.get_mut(nth) {
            pod.is_of_object |= is_of_object;
            if !pod.secrets.iter().any(|it| it == secret) {
                pod.secrets.push(secret.to_owned());
            }
        }
        true
    }

    fn carried_out(mut self, object: Raw<'a>) -> Rewritten<'a> {
        for pod in &mut self.pod_specs {
            let Some(spec) = object.at(pod.path.segments()) else { continue };
            if let Some((at, text)) = with_secrets(object, spec, &mut pod.secrets) {
                self.edits.added = self.edits.added.saturating_add(text.len());
                let nth = self.edits.others.partition_point(|it| it.at.start <= at.start);
                self.edits.others.insert(nth, Edit { at, text, is_of_object: pod.is_of_object });
            }
        }
        self.pod_specs.retain(|pod| !pod.secrets.is_empty());
        let is_of_object = |image: &usize| image & 1 == 1;
        let (images, others) = (&self.edits.images, &self.edits.others);
        let is_all = images.iter().all(is_of_object) && others.iter().all(|edit| edit.is_of_object);
        let is_any = images.iter().any(is_of_object);
        let checked = self.edited(object, false);
        let written = (is_any && !is_all).then(|| self.edited(object, true));
        let Plan { changes, more, pod_specs, .. } = self;
        Rewritten { changes, more, pod_specs, checked, written, is_of_object: is_any }
    }

    /// The text of an object with these edits; perhaps with those of the object alone.
    #[inline(never)]
    fn edited(&self, object: Raw<'_>, is_of_object: bool) -> Vec<u8> {
        let Edits { images, others, added, removed } = &self.edits;
        let object = object.as_bytes();
        let mut new = Vec::with_capacity(object.len().saturating_add(*added).saturating_sub(*removed));
        let mut done = 0;
        let mut replace = |at: Range<usize>, text: &str| {
            new.extend_from_slice(object.get(done..at.start).unwrap_or_default());
            new.extend_from_slice(text.as_bytes());
            done = at.end;
        };
        let mut others = others.iter().filter(|edit| edit.is_of_object || !is_of_object).peekable();
        for image in images.iter().filter(|image| *image & 1 == 1 || !is_of_object) {
            let start = image / 2;
            while let Some(edit) = others.next_if(|edit| edit.at.start <= start) {
                replace(edit.at.clone(), &edit.text);
            }
            let rest = object.get(start..).unwrap_or_default();
            let image = memchr(b'"', rest).and_then(|end| std::str::from_utf8(rest.get(..end)?).ok());
            if let Some(image) = image
                && let Some((_, _, to)) = rewritten(image, &self.entries, self.all)
            {
                replace(start..start.saturating_add(image.len()), &to);
            }
        }
        for edit in others {
            replace(edit.at.clone(), &edit.text);
        }
        new.extend_from_slice(object.get(done..).unwrap_or_default());
        new
    }
}

/// The image in the place of another one, by the first entry that covers it. What is not a reference stays, and so does what any entry
/// leads to.
#[inline(never)]
fn rewritten<'p>(
    image: &str,
    entries: &[(usize, &'p Rewrite<'p>)],
    all: &[Rewrite<'_>],
) -> Option<(usize, &'p Rewrite<'p>, String)> {
    let image = Image::parse_any(image)?;
    let reference = image.reference.ok().filter(|_| !image.is_plaintext && !image.has_userinfo)?;
    let registry = Registry::parse(reference.registry);
    let to = |(entry, rewrite): &(usize, &'p Rewrite<'p>)| Some((*entry, *rewrite, rewrite.of(&reference, &registry)?));
    let (entry, rewrite, to) = entries.iter().find_map(to)?;
    if all.iter().any(|rewrite| rewrite.holds(&reference, &registry)) {
        return None;
    }
    let scheme = if image.is_url { split_scheme(image.text).map_or("", |(scheme, _)| scheme) } else { "" };
    let separator = if scheme.is_empty() { "" } else { "://" };
    Some((entry, rewrite, format!("{scheme}{separator}{to}")))
}

/// The edit that adds to a pod spec those of the pull secrets that it lacks; what it has is dropped from the list.
fn with_secrets(object: Raw<'_>, spec: Raw<'_>, secrets: &mut Vec<String>) -> Option<(Range<usize>, String)> {
    let mut list = None;
    spec.each_member(|key, value| {
        if key.is("imagePullSecrets") {
            list = Some(value);
        }
    });
    let items = list.and_then(Raw::items).unwrap_or_default();
    secrets.retain(|secret| {
        !items.iter().any(|item| item.member("name").and_then(Raw::text).is_some_and(|it| it.as_str() == secret))
    });
    if secrets.is_empty() {
        return None;
    }
    let new: Vec<_> = secrets.iter().map(|secret| format!("{{\"name\":\"{secret}\"}}")).collect();
    let new = new.join(",");
    match list.map(|list| (list.kind(), range_in(object, list.as_bytes()))) {
        Some((Type::Null, Some(at))) => Some((at, format!("[{new}]"))),
        Some((Type::List, Some(at))) => {
            let end = at.end.checked_sub(1)?;
            Some((end..end, if items.is_empty() { new } else { format!(",{new}") }))
        }
        None => {
            // A pod spec with images has members.
            let start = range_in(object, spec.as_bytes())?.start.checked_add(1)?;
            Some((start..start, format!("\"imagePullSecrets\":[{new}],")))
        }
        // The API server refuses it.
        Some(_) => {
            secrets.clear();
            None
        }
    }
}

/// Where a part of an object's text stands in it.
fn range_in(object: Raw<'_>, part: &[u8]) -> Option<Range<usize>> {
    let start = part.as_ptr().addr().checked_sub(object.as_bytes().as_ptr().addr())?;
    let end = start.checked_add(part.len())?;
    (end <= object.as_bytes().len()).then_some(start..end)
}

#[cfg(test)]
mod tests;
