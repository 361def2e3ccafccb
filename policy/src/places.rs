//! Where images, commands, settings and credentials are in an object. This module knows places and checks nothing; `rules` check
//! and search nothing.
//!
//! A [`Shape`] describes the structure that leads to a place. The walker goes over the object's text once, in order, follows the
//! shapes, skips everything else without decoding it, and builds nothing: it passes each [`Place`] to a visitor as it is reached.
//! A value with an unexpected structure is a place too ([`Subject::Unreadable`]), so that nothing is skipped because it could not be
//! parsed.
//!
//! Lists of variables and arguments, metadata and whole resources of other kinds are walked only if a search of their text finds
//! a reason to.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fmt;

use memchr::memchr;

use crate::auth::{self, Form};
use crate::catalogue::fields::Field;
use crate::catalogue::path::{self, Step};
use crate::catalogue::shape::POD_SPEC;
pub use crate::catalogue::shape::{Carrier, Shape};
use crate::catalogue::{kinds, variables, words};
use crate::json::{Cursor, DEEPEST, Quoted, Raw, SyntaxError, Text, Type};
use crate::path::{Path, Segment};
use crate::search::{self, Hints};
use crate::text::command::{CommandLine, WordList};
use crate::text::files;
use crate::text::manifests::{self, Taken};

mod fields;
mod shapes;

/// A place that rules check.
#[derive(Debug)]
pub struct Place<'p, 'a> {
    /// The object around it.
    pub object: Raw<'a>,
    /// How many steps of the path lead to that object.
    pub root: usize,
    /// Where it is.
    pub path: &'p Path<'a>,
    /// How many steps of the path lead to the enclosing pod spec, if there is one.
    pub pod: Option<usize>,
    /// How it is known.
    pub evidence: Evidence,
    /// What is there.
    pub what: Subject<'a>,
}

/// How well a place is known, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// By names only: a field `image`, the values of a chart.
    Name,
    /// By its shape: an object that looks like a container, a manifest in another object.
    Shape,
    /// By the schema of its kind.
    Schema,
}

/// What is at a place.
#[derive(Debug)]
pub enum Subject<'a> {
    /// The text of an image field.
    Image(Text<'a>),
    /// The URL of an image, or of a registry or a path there that holds some: `oci://registry.example.com/charts`.
    ImageUrl(Text<'a>),
    /// An environment variable with a literal value.
    Variable {
        /// Its name.
        name: Quoted<'a>,
        /// Its value.
        value: Quoted<'a>,
        /// The image of its container, if it has one.
        image: Option<Raw<'a>>,
    },
    /// What a container runs; the place is the container.
    Command(CommandLine<'a>),
    /// A string that may hold anything.
    Text {
        /// Where it stands.
        carrier: Carrier,
        /// What the file is called that it is the content of, if something beside it says so: an entry's key, or a path.
        name: Option<Text<'a>>,
        /// The string.
        text: Quoted<'a>,
    },
    /// A text that may hold manifests, or values of a chart.
    Manifests {
        /// What it is taken for.
        taken: Taken,
        /// Whether something reads it as that.
        is_read: bool,
        /// The text.
        text: Quoted<'a>,
    },
    /// An object under the key `auths`, as in Docker configuration files.
    Auths(Raw<'a>),
    /// A field that disables TLS, and its value.
    InsecureField(&'static Field, Raw<'a>),
    /// A literal password with a user name, and the registry if it is named.
    Login(Option<Text<'a>>, Raw<'a>),
    /// The document of a pull secret.
    PullSecret(PullSecret<'a>),
    /// The key of a pull secret's document in a Secret of this other type.
    MistypedPullSecret(Text<'a>),
    /// What `kubectl apply` stores about a pull secret: its manifest.
    LastApplied(Text<'a>, Form),
    /// A value of another type than the place has.
    Unreadable {
        /// What Kubernetes has there, with its article.
        expected: &'static str,
        /// What is there, with its article.
        found: &'static str,
    },
}

/// The document of a pull secret, where the kubelet looks for it.
#[derive(Clone, Debug)]
pub struct PullSecret<'a> {
    /// How it is wrapped.
    pub form: Form,
    /// The text at its key; `None` if there is no such key, or no text.
    pub text: Option<Text<'a>>,
    /// Whether the text is base64, as it is in `data`, and is not in `stringData`.
    pub is_base64: bool,
}

/// The types of pull secrets, the keys of their documents, and how these are wrapped.
///
/// Source: `k8s.io/api/core/v1`, `SecretTypeDockerConfigJson` and `SecretTypeDockercfg`.
pub const PULL_SECRETS: [(&str, &str, Form); 2] = [
    ("kubernetes.io/dockerconfigjson", ".dockerconfigjson", Form::Config),
    ("kubernetes.io/dockercfg", ".dockercfg", Form::Legacy),
];

/// What `kubectl apply` remembers of an object: its manifest.
pub(crate) const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

const POD: Shape = Shape::Object(&[("metadata", Shape::Metadata), ("spec", POD_SPEC)]);
const POD_TEMPLATE: Shape = Shape::Object(&[("metadata", Shape::Metadata), ("template", POD)]);
const WORKLOAD: Shape = Shape::Object(&[("metadata", Shape::Metadata), ("spec", Shape::Object(&[("template", POD)]))]);
const CRON_JOB: Shape =
    Shape::Object(&[("metadata", Shape::Metadata), ("spec", Shape::Object(&[("jobTemplate", WORKLOAD)]))]);
const CONFIG_MAP: Shape = Shape::Object(&[
    ("binaryData", Shape::Map(Carrier::ConfigEntry)),
    ("data", Shape::Map(Carrier::ConfigEntry)),
    ("metadata", Shape::Metadata),
]);
/// Its strings are documentation, and so is what `kubectl apply` remembers of it.
const CUSTOM_RESOURCE_DEFINITION: Shape = Shape::Object(&[]);

/// The shape of an unknown kind.
pub const ANY: Shape = Shape::Resource;

/// The kinds with known places: API group, kind, shape.
pub const KINDS: [(&str, &str, Shape); 15] = [
    ("", "Pod", POD),
    ("", "PodTemplate", POD_TEMPLATE),
    ("", "ReplicationController", WORKLOAD),
    ("apps", "Deployment", WORKLOAD),
    ("apps", "ReplicaSet", WORKLOAD),
    ("apps", "StatefulSet", WORKLOAD),
    ("apps", "DaemonSet", WORKLOAD),
    ("batch", "Job", WORKLOAD),
    ("batch", "CronJob", CRON_JOB),
    ("", "ConfigMap", CONFIG_MAP),
    ("", "Secret", Shape::Secret),
    ("apiextensions.k8s.io", "CustomResourceDefinition", CUSTOM_RESOURCE_DEFINITION),
    // Gone since Kubernetes 1.16, but not from all manifests and not from all old clusters.
    ("extensions", "Deployment", WORKLOAD),
    ("extensions", "ReplicaSet", WORKLOAD),
    ("extensions", "DaemonSet", WORKLOAD),
];

/// The shape of a built-in kind. A group without a dot is one of Kubernetes' own, and has no other kind of the same name: who writes
/// `v1` for `apps/v1`, or `pod`, means what they say.
pub fn shape_of(group: &str, kind: &str) -> Option<Shape> {
    let is_own = !group.contains('.');
    let is_kind =
        |(g, k, _): &&(&str, &str, _)| if is_own { k.eq_ignore_ascii_case(kind) } else { *g == group && *k == kind };
    KINDS.iter().find(is_kind).map(|(_, _, shape)| *shape)
}

/// Group and kind of all built-in resources.
#[cfg(not(target_os = "wasi"))]
pub fn built_in_kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.iter().map(|(group, kind, _)| (*group, *kind))
}

/// Group and kind of all resources that have places of their own.
#[cfg(not(target_family = "wasm"))]
pub fn known_kinds() -> Vec<(&'static str, &'static str)> {
    let mut kinds: Vec<_> = built_in_kinds().collect();
    kinds.extend(kinds::all());
    kinds.extend(crate::catalogue::fields::kinds());
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The group in `group/version`; the core group is in no `apiVersion`.
pub(crate) fn group_of(version: &str) -> &str {
    version.split_once('/').map_or("", |(group, _)| group)
}

/// Whether a built-in kind is one that runs pods, and nothing else.
pub fn is_workload(shape: Shape) -> bool {
    let Shape::Object(members) = shape else { return false };
    members.iter().any(|(name, _)| matches!(*name, "spec" | "template"))
}

/// The places of a kind that the administrator described.
#[derive(Debug)]
pub struct CustomResource<'a> {
    /// The API group.
    pub group: &'a str,
    /// The kind.
    pub kind: &'a str,
    tree: Tree<'a>,
    trust: Trust,
}

/// Paths that share their beginnings. A tree either ends in a shape or has branches.
#[derive(Debug, Default)]
struct Tree<'a> {
    end: Option<Shape>,
    branches: Vec<(Step<'a>, Tree<'a>)>,
}

impl<'a> CustomResource<'a> {
    /// A kind with no places yet.
    pub fn new(group: &'a str, kind: &'a str) -> Self {
        CustomResource { group, kind, tree: Tree::default(), trust: Trust::Full }
    }

    /// Adds a pod spec at the path.
    pub fn add_pod_spec(&mut self, path: &'a str) -> Result<(), PathError> {
        self.add(path, POD_SPEC)
    }

    /// Adds an image at the path.
    pub fn add_image(&mut self, path: &'a str) -> Result<(), PathError> {
        self.add(path, Shape::Image)
    }

    pub(crate) fn add(&mut self, path: &'a str, shape: Shape) -> Result<(), PathError> {
        let mut tree = &mut self.tree;
        for step in path::steps(path) {
            let step = step.map_err(PathError::Grammar)?;
            if matches!(step, Step::Item | Step::Member) {
                return Err(PathError::Grammar(path.find(['#', '{']).unwrap_or_default()));
            }
            if tree.end.is_some() {
                return Err(PathError::Conflict);
            }
            let known = tree.branches.iter().position(|(known, _)| *known == step);
            let nth = known.unwrap_or(tree.branches.len());
            if known.is_none() {
                tree.branches.push((step, Tree::default()));
            }
            let (_, branch) = tree.branches.get_mut(nth).ok_or(PathError::Conflict)?;
            tree = branch;
        }
        if tree.end.is_some() || !tree.branches.is_empty() {
            return Err(PathError::Conflict);
        }
        tree.end = Some(shape);
        Ok(())
    }
}

/// What is wrong with a path in the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathError {
    /// It violates the grammar after this many bytes.
    Grammar(usize),
    /// It continues where another path of this kind ends, or the reverse.
    Conflict,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathError::Grammar(at) => write!(
                f,
                "is not a valid path at character {}: expected keys joined by dots, `[*]` for each item of a list or value of a \
                 map, `[\"key\"]` for a key with other characters than letters, digits, `_`, `-`",
                at.saturating_add(1)
            ),
            PathError::Conflict => f.write_str("conflicts with another path of this kind"),
        }
    }
}

/// The fields of a container that are looked at.
///
/// Source: `k8s.io/api/core/v1`, `Container`; `script` of Tekton's `Step` and `source` of Argo's `ScriptTemplate`.
const CONTAINER: [&str; 10] = [
    "image",
    "env",
    "command",
    "args",
    "script",
    "source",
    "lifecycle",
    "livenessProbe",
    "readinessProbe",
    "startupProbe",
];

/// What Tekton merges into each step that stands beside it: <https://tekton.dev/docs/pipelines/tasks/#specifying-a-step-template>
const TEMPLATE: &str = "stepTemplate";

const COMMAND: &[&str] = &["command"];
const SCRIPT: &[&str] = &["script"];
const SOURCE: &[&str] = &["source"];
const VALUE: &[&str] = &["value"];
const DEFAULT: &[&str] = &["default"];
const ARGS: &[&str] = &["args"];

/// Where the words of its probes are.
const PROBES: [&[&str]; 3] = [
    &["livenessProbe", "exec", "command"],
    &["readinessProbe", "exec", "command"],
    &["startupProbe", "exec", "command"],
];

const ANNOTATIONS_AND_LABELS: Shape =
    Shape::Object(&[("annotations", Shape::Map(Carrier::Annotation)), ("labels", Shape::Map(Carrier::Annotation))]);

/// Where the walk of an object begins.
#[derive(Clone, Copy, Debug)]
pub enum Start<'s> {
    /// A built-in kind.
    Known(Shape),
    /// A kind of the settings.
    Custom(&'s CustomResource<'s>),
}

/// Whether the walker looks for the names of items in lists, which costs another look at each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Indexes suffice.
    Skip,
    /// Paths are to be compared between two versions of an object.
    Find,
}

/// Walks an object, and passes its places to `visit`, each once, for each start in the order in which they are written. An error means
/// that the visited text is not JSON.
///
/// `root` is the object's position in the request's object, for the items of a List. `kind` is its group and kind, if fields of it
/// may disable TLS.
pub fn walk<'a>(
    object: Raw<'a>,
    starts: &[Start<'_>],
    kind: Option<(&str, &str)>,
    root: Path<'a>,
    names: Names,
    visit: &mut dyn FnMut(Place<'_, 'a>),
) -> Result<(), SyntaxError> {
    let mut walk = Walk::new(object, root, names, visit);
    if starts.iter().any(|start| matches!(start, Start::Known(Shape::Resource))) {
        walk.seen = Some(BTreeSet::new());
    }
    if let Some((group, kind)) = kind {
        walk.has_fields = fields::are_known(group, kind);
        walk.fields(object, group, kind);
    }
    for start in starts {
        let node = match start {
            Start::Known(Shape::Resource) => {
                if search::may_hold_text(object.as_bytes()) {
                    walk.resource(&mut object.cursor())?;
                }
                walk.shapes(object, kind.map_or("", |(group, _)| group));
                continue;
            }
            Start::Known(shape) => Node::Shape(*shape),
            Start::Custom(resource) => {
                walk.trust = resource.trust;
                Node::Tree(&resource.tree)
            }
        };
        walk.value(&mut object.cursor(), node)?;
    }
    Ok(())
}

/// Visits the images of an object that are known by a schema, and what else it has that costs no search.
pub(crate) fn walk_images<'a>(
    object: Raw<'a>,
    starts: &[Start<'_>],
    root: Path<'a>,
    names: Names,
    visit: &mut dyn FnMut(Place<'_, 'a>),
) -> Result<(), SyntaxError> {
    let mut walk = Walk::new(object, root, names, visit);
    walk.is_for_images = true;
    walk.seen = Some(BTreeSet::new());
    for start in starts {
        let node = match start {
            Start::Known(Shape::Resource) => continue,
            Start::Known(shape) => Node::Shape(*shape),
            Start::Custom(resource) => {
                walk.trust = resource.trust;
                Node::Tree(&resource.tree)
            }
        };
        walk.value(&mut object.cursor(), node)?;
    }
    Ok(())
}

/// The places of a common custom resource.
pub fn resource_of(group: &str, kind: &str) -> Option<CustomResource<'static>> {
    let row = kinds::find(group, kind)?;
    let mut resource = CustomResource { trust: Trust::Some, ..CustomResource::new(row.group, "") };
    for (path, shape) in row.places {
        // Each path of the table is tested to be one.
        let _ = resource.add(path, *shape);
    }
    Some(resource)
}

/// In place of the root's depth, for what stands in a text: that is in a resource, too, wherever its own root is.
const IN_TEXT: usize = usize::MAX;

/// Walks a manifest, or values of a chart, from a text in another object. `above` is how deep the text itself stands.
pub fn walk_text<'a>(json: Raw<'a>, above: usize, visit: &mut dyn FnMut(Place<'_, 'a>)) {
    let mut walk = Walk::new(json, Path::default(), Names::Skip, visit);
    walk.root = IN_TEXT;
    walk.above = above;
    let version = json.member("apiVersion").and_then(Raw::text).unwrap_or_default();
    walk.shapes(json, group_of(&version));
}

/// How much is known of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// Its schema. What is not shaped so is a place of its own.
    Full,
    /// Where some versions of it have something. Others may have something else there, or a parameter.
    Some,
}

struct Walk<'v, 'a> {
    object: Raw<'a>,
    root: usize,
    path: Path<'a>,
    /// How many levels there are above the path, if it is one in a text. Together they are bounded: a walk in a walk takes stack.
    above: usize,
    pod: Option<usize>,
    names: Names,
    trust: Trust,
    /// The image of the container whose variables are being walked.
    image: Option<Raw<'a>>,
    /// What each of the steps that are being walked has unless it has its own.
    template: Option<Raw<'a>>,
    /// The path of the file that is being walked, in a list of files.
    file: Option<Text<'a>>,
    evidence: Evidence,
    /// Where in a resource something may be known by its shape.
    hints: Hints<'a>,
    /// Whether it is inside a policy, much of which is only compared.
    is_policy: bool,
    /// Whether fields of this kind are known that disable TLS.
    has_fields: bool,
    /// Whether nothing is looked for but images.
    is_for_images: bool,
    /// Where the containers, variables and images begin that were visited, if they may be reached again.
    seen: Option<BTreeSet<usize>>,
    visit: &'v mut dyn FnMut(Place<'_, 'a>),
}

impl<'v, 'a> Walk<'v, 'a> {
    fn new(object: Raw<'a>, root: Path<'a>, names: Names, visit: &'v mut dyn FnMut(Place<'_, 'a>)) -> Self {
        Walk {
            object,
            root: root.depth(),
            path: root,
            above: 0,
            pod: None,
            names,
            trust: Trust::Full,
            image: None,
            template: None,
            file: None,
            evidence: Evidence::Schema,
            has_fields: false,
            is_for_images: false,
            hints: Hints::default(),
            is_policy: false,
            seen: None,
            visit,
        }
    }

    /// Visits the fields of an object that disable TLS.
    fn fields(&mut self, object: Raw<'a>, group: &str, kind: &str) {
        let mut path = std::mem::take(&mut self.path);
        fields::each(group, kind, object, &mut path, &mut |field, value, path| {
            if self.is_new(value) {
                let Walk { object, root, pod, evidence, .. } = *self;
                let what = Subject::InsecureField(field, value);
                (self.visit)(Place { object, root, path, pod, evidence, what });
            }
        });
        self.path = path;
    }

    fn is_too_deep(&self) -> bool {
        self.path.depth().saturating_add(self.above) > DEEPEST
    }

    fn is_in_text(&self) -> bool {
        self.root == IN_TEXT
    }

    /// Whether a value is visited for the first time.
    fn is_new(&mut self, value: Raw<'_>) -> bool {
        self.is_new_at(value.as_bytes())
    }

    fn is_new_at(&mut self, text: &[u8]) -> bool {
        self.seen.as_mut().is_none_or(|seen| seen.insert(text.as_ptr().addr()))
    }

    fn value(&mut self, json: &mut Cursor<'a>, node: Node<'_>) -> Result<(), SyntaxError> {
        let kind = json.kind()?;
        let is_met_again =
            || matches!(node, Node::Shape(Shape::Container | Shape::Variable | Shape::Image | Shape::ImageUrl(_)));
        if kind == Type::Null || (self.seen.is_some() && is_met_again() && !self.is_new(json.here().skip()?)) {
            json.skip()?;
            return Ok(());
        }
        self.value_of(json, kind, node)
    }

    fn value_of(&mut self, json: &mut Cursor<'a>, kind: Type, node: Node<'_>) -> Result<(), SyntaxError> {
        match (kind, node) {
            (_, Node::Shape(Shape::Metadata | Shape::Map(_) | Shape::Secret)) if self.is_for_images => {
                json.skip()?;
            }
            (Type::String, Node::Shape(Shape::Image)) => {
                let text = json.string()?.text()?;
                self.image(text);
            }
            (Type::String, Node::Shape(Shape::ImageUrl(scheme))) => {
                let text = json.string()?.text()?;
                if text.starts_with(scheme) && auth::is_value(&text) {
                    self.place(Subject::ImageUrl(text));
                }
            }
            (Type::Object, Node::Shape(Shape::ImageReference)) => {
                self.named_image(json, "kind", "DockerImage", "name")?;
            }
            (Type::Object, Node::Shape(Shape::Bundle)) => self.named_image(json, "name", "bundle", "value")?,
            (Type::Object, Node::Shape(Shape::Secret)) => {
                let secret = json.skip()?;
                self.secret(secret);
            }
            (Type::Object, Node::Shape(Shape::Container)) => self.container(json)?,
            (Type::Object, Node::Shape(Shape::Variable)) => self.variable(json)?,
            // `NAME=value`, in resources other than pods.
            (Type::String, Node::Shape(Shape::Variable)) if self.trust == Trust::Some => {
                if let Some((name, value)) = json.string()?.split_once(b'=') {
                    self.place(Subject::Variable { name, value, image: self.image });
                }
            }
            (Type::Object, Node::Shape(Shape::Map(carrier))) => self.map(json, carrier)?,
            (Type::List, Node::Shape(Shape::Arguments(tool))) => {
                let list = json.skip()?;
                let text = list.as_bytes();
                if words::may_hold_command(text, &[tool.as_bytes()], &[])
                    && self.is_new(list)
                    && let Ok(tool) = Raw::new(tool.as_bytes())
                {
                    let lists = [tool, list].map(|words| WordList { path: &[], words, is_script: false });
                    self.text_command(lists.into());
                }
            }
            (Type::Object, Node::Shape(Shape::Metadata)) => {
                let metadata = json.skip()?;
                if search::may_hold_text(metadata.as_bytes()) {
                    self.members(&mut metadata.cursor(), Node::Shape(ANNOTATIONS_AND_LABELS))?;
                }
            }
            (Type::Object, _) if node.has_members() => self.members(json, node)?,
            (found, _) => match node.item() {
                Some(item) if found == Type::List => self.items(json, item)?,
                _ => {
                    json.skip()?;
                    self.unreadable(node.expected().name(), found.name());
                }
            },
        }
        Ok(())
    }

    /// A parameter of a custom resource is filled in later, and judged in the Pod that comes of it.
    fn image(&mut self, text: Text<'a>) {
        if self.trust == Trust::Full || auth::is_value(&text) {
            self.place(Subject::Image(text));
        }
    }

    /// The image in one member of an object, if another member says that it is one.
    fn named_image(
        &mut self,
        json: &mut Cursor<'a>,
        tag: &str,
        expected: &str,
        member: &'static str,
    ) -> Result<(), SyntaxError> {
        let [tag, image] = json.members([tag, member])?.values;
        if let Some(image) = image {
            self.is_new(image);
        }
        if let (Some(tag), Some(image)) = (tag.and_then(Raw::text), image.and_then(Raw::text))
            && tag.as_str() == expected
        {
            self.path.push(Segment::key(member));
            self.image(image);
            self.path.pop();
        }
        Ok(())
    }

    fn unreadable(&mut self, expected: &'static str, found: &'static str) {
        if self.trust == Trust::Full {
            self.place(Subject::Unreadable { expected, found });
        }
    }

    fn members(&mut self, json: &mut Cursor<'a>, node: Node<'_>) -> Result<(), SyntaxError> {
        let around = (self.pod, self.template);
        if let Node::Shape(Shape::PodSpec(_)) = node {
            self.pod = Some(self.path.depth());
        }
        if node.has_template() {
            self.template = json.here().skip()?.member(TEMPLATE);
        }
        json.object(|key, json| {
            match node.member(key) {
                [None, None] => {
                    json.skip()?;
                }
                [Some(node), None] | [None, Some(node)] => {
                    self.path.push(Segment::Key(key.text()?));
                    self.value(json, node)?;
                    self.path.pop();
                }
                [Some(node), Some(other)] => {
                    let value = json.skip()?;
                    self.path.push(Segment::Key(key.text()?));
                    for node in [node, other] {
                        self.value(&mut value.cursor(), node)?;
                    }
                    self.path.pop();
                }
            }
            Ok(())
        })?;
        (self.pod, self.template) = around;
        Ok(())
    }

    fn items(&mut self, json: &mut Cursor<'a>, node: Node<'_>) -> Result<(), SyntaxError> {
        json.list(|index, json| {
            if self.names == Names::Skip {
                self.path.push(Segment::index(index));
                self.value(json, node)?;
            } else {
                let item = json.skip()?;
                self.path.push(Segment::item(index, item));
                self.value(&mut item.cursor(), node)?;
            }
            self.path.pop();
            Ok(())
        })
    }

    /// Its lists of words are looked into only where a search finds a reason to, all of them at once where it finds one in any.
    fn container(&mut self, json: &mut Cursor<'a>) -> Result<(), SyntaxError> {
        let members = json.members(CONTAINER)?;
        if members.twice.is_some() {
            self.unreadable("each field once", "a duplicate field");
        }
        let [image, env, command, args, script, source, lifecycle, probes @ ..] = members.values;
        // Some resources have one string for all of it.
        let is_string = |it: &Raw<'_>| self.trust == Trust::Some && it.kind() == Type::String;
        let (line, command) = (command.filter(is_string), command.filter(|it| !is_string(it)));
        if let Some(image) = image {
            self.member("image", image, Node::Shape(Shape::Image))?;
        }
        if self.is_for_images {
            return Ok(());
        }
        let template = self.template.filter(|_| self.is_step());
        let image = image.or_else(|| template?.member("image"));
        if let Some(env) = env.filter(|env| words::may_hold_variable(env.as_bytes())) {
            self.image = image;
            self.member("env", env, Node::Shape(Shape::List(&Shape::Variable)))?;
            self.image = None;
        }
        let is_list = |env: &Raw<'_>| env.kind() == Type::List;
        let env = [template.and_then(|it| it.member("env")).filter(is_list), env.filter(is_list)];
        let around = [command, args].map(|words| words.map_or(&[] as &[u8], |words| words.as_bytes()));
        let may_be_in = |it: Raw<'_>| {
            let text = it.as_bytes();
            let image = image.map_or(&[] as &[u8], |image| image.as_bytes());
            words::may_hold_command(text, &around, image) || search::may_hold_manifest(text)
        };
        // Words may have variables of the container put in, which hold a flag then.
        let may_be_in_env = OnceCell::new();
        let may_be_put_in = || *may_be_in_env.get_or_init(|| env.iter().any(|env| env.is_some_and(may_be_in)));
        let may_hold = |value: Option<Raw<'_>>| {
            value.is_some_and(|it| may_be_in(it) || (memchr(b'$', it.as_bytes()).is_some() && may_be_put_in()))
        };
        for (value, path) in [(script, SCRIPT), (source, SOURCE), (line, COMMAND)] {
            if may_hold(value) && value.is_some_and(|it| it.kind() == Type::String) {
                self.command(&[(value, path)], true, None, env);
            }
        }
        if may_hold(command) || may_hold(args) {
            self.command(&[(command, COMMAND), (args, ARGS)], command.is_some(), image.and_then(Raw::text), env);
        }
        let may_hold =
            |value: Option<Raw<'_>>| value.is_some_and(|it| search::may_run_command(it.as_bytes())) && may_hold(value);
        if may_hold(lifecycle) {
            self.hook(lifecycle, &["lifecycle", "postStart", "exec", "command"], env);
            self.hook(lifecycle, &["lifecycle", "preStop", "exec", "command"], env);
        }
        for (probe, list) in probes.into_iter().zip(PROBES).filter(|(probe, _)| may_hold(*probe)) {
            self.hook(probe, list, env);
        }
        Ok(())
    }

    /// Whether the container at the path is a step, rather than a sidecar or the template itself.
    fn is_step(&self) -> bool {
        let [.., list, _] = self.path.segments() else { return false };
        list.as_key().is_some_and(|key| key.as_str() == "steps")
    }

    /// A command that is run in the container beside its own: what stands at the end of the list's path, from its second key on.
    fn hook(&mut self, value: Option<Raw<'a>>, path: &'static [&'static str], env: [Option<Raw<'a>>; 2]) {
        let words = path.iter().skip(1).try_fold(value, |value, key| value.map(|value| value.member(key)));
        self.command(&[(words.flatten(), path)], true, None, env);
    }

    fn command(
        &mut self,
        lists: &[(Option<Raw<'a>>, &'static [&'static str])],
        has_program: bool,
        image: Option<Text<'a>>,
        env: [Option<Raw<'a>>; 2],
    ) {
        let trust = self.trust;
        let lists = lists
            .iter()
            .filter_map(|&(words, path)| {
                let is_script = matches!(path, ["script" | "source" | "value"])
                    || (trust == Trust::Some && words.is_some_and(|words| words.kind() == Type::String));
                Some(WordList { path, words: words?, is_script })
            })
            .collect();
        let line = CommandLine { lists, has_program, image, env, is_of_anyone: false, is_text: false };
        if line.each_word(&mut |_, _| {}).is_err() {
            self.unreadable("a list of strings for a command", "something else");
        }
        self.place(Subject::Command(line));
    }

    fn member(&mut self, key: &'static str, value: Raw<'a>, node: Node<'_>) -> Result<(), SyntaxError> {
        self.path.push(Segment::key(key));
        self.value(&mut value.cursor(), node)?;
        self.path.pop();
        Ok(())
    }

    /// All strings of a resource, and its annotations and labels as such.
    fn resource(&mut self, json: &mut Cursor<'a>) -> Result<(), SyntaxError> {
        if json.kind()? != Type::Object {
            return self.strings(json);
        }
        json.object(|key, json| {
            self.path.push(Segment::Key(key.text()?));
            if key.is("metadata") {
                self.value(json, Node::Shape(Shape::Metadata))?;
            } else {
                self.field(key, json)?;
            }
            self.path.pop();
            Ok(())
        })
    }

    fn strings(&mut self, json: &mut Cursor<'a>) -> Result<(), SyntaxError> {
        match json.kind()? {
            Type::String => {
                let text = json.string()?;
                let name = self.file.clone().or_else(|| self.path.segments().last().and_then(Segment::as_key).cloned());
                self.place(Subject::Text { carrier: Carrier::Field, name, text });
                Ok(())
            }
            Type::Object | Type::List if self.is_too_deep() => {
                json.skip()?;
                self.place(Subject::Unreadable { expected: "at most 128 levels of nesting", found: "more" });
                Ok(())
            }
            Type::Object => json.object(|key, json| {
                self.path.push(Segment::Key(key.text()?));
                self.field(key, json)?;
                self.path.pop();
                Ok(())
            }),
            Type::List => {
                // A file's path may stand after its content. A list within such a list is not looked at once more.
                let is_of_files = self.file.is_none()
                    && self
                        .path
                        .segments()
                        .last()
                        .and_then(Segment::as_key)
                        .is_some_and(|key| files::is_list_of_files(key));
                json.list(|index, json| {
                    if self.names == Names::Skip && !is_of_files {
                        self.path.push(Segment::index(index));
                        self.strings(json)?;
                    } else {
                        let item = json.skip()?;
                        self.path.push(match self.names {
                            Names::Skip => Segment::index(index),
                            Names::Find => Segment::item(index, item),
                        });
                        if is_of_files {
                            self.file = item.member("path").and_then(Raw::text);
                        }
                        self.strings(&mut item.cursor())?;
                        if is_of_files {
                            self.file = None;
                        }
                    }
                    self.path.pop();
                    Ok(())
                })
            }
            Type::Null | Type::Boolean | Type::Number => json.skip().map(|_| ()),
        }
    }

    fn field(&mut self, key: Quoted<'a>, json: &mut Cursor<'a>) -> Result<(), SyntaxError> {
        if key.is("auths") && json.kind()? == Type::Object {
            let auths = json.skip()?;
            self.place(Subject::Auths(auths));
            return Ok(());
        }
        self.strings(json)
    }

    fn variable(&mut self, json: &mut Cursor<'a>) -> Result<(), SyntaxError> {
        let (mut name, mut value) = (None, None);
        json.object(|key, json| {
            // A number or a boolean is no credential, and `valueFrom` is how one is given.
            if json.kind()? != Type::String {
                json.skip()?;
                return Ok(());
            }
            let string = json.string()?;
            match key.position_in(["name", "value"]) {
                Some(0) => name = Some(string),
                Some(_) => value = Some(string),
                None => {}
            }
            Ok(())
        })?;
        if let (Some(name), Some(value)) = (name, value) {
            let image = self.image;
            self.place(Subject::Variable { name, value, image });
            // Some images run what a variable holds: `STARTUP_SCRIPT` of <https://github.com/kubernetes/contrib/tree/master/startup-script>.
            let written = value.written();
            if name.written().ends_with(variables::SCRIPTS.as_bytes())
                && written.contains(&b' ')
                && words::may_run_command(written)
            {
                self.command(&[(Some(value.into()), VALUE)], true, None, [None; 2]);
            }
        }
        Ok(())
    }

    fn map(&mut self, json: &mut Cursor<'a>, carrier: Carrier) -> Result<(), SyntaxError> {
        json.object(|key, json| {
            let what = match json.kind()? {
                Type::String => Subject::Text { carrier, name: Some(key.text()?), text: json.string()? },
                found => {
                    json.skip()?;
                    if found == Type::Null {
                        return Ok(());
                    }
                    Subject::Unreadable { expected: Type::String.name(), found: found.name() }
                }
            };
            self.path.push(Segment::Key(key.text()?));
            let text = if let Subject::Text { text, .. } = what { Some(text) } else { None };
            if let (Carrier::ConfigEntry, Some(text)) = (carrier, text)
                && let Some(field) = fields::of_entry(key, text.into())
            {
                self.place(Subject::InsecureField(field, text.into()));
            }
            self.place(what);
            if let (Carrier::ConfigEntry, Some(text)) = (carrier, text) {
                self.entry(key, text);
            }
            self.path.pop();
            Ok(())
        })
    }

    /// An entry of a `ConfigMap` that is a script, sets variables or holds manifests. Whether anything reads them is unknown.
    fn entry(&mut self, key: Quoted<'a>, text: Quoted<'a>) {
        let (name, written) = (key.written(), text.written());
        let is_script = is_script(written) || name.ends_with(b".sh");
        let first = written.strip_prefix(b"export ").unwrap_or(written);
        let may_set =
            name.ends_with(b".env") || (first.first().is_some_and(u8::is_ascii_uppercase) && sets_variable(first));
        if (is_script || may_set)
            && words::may_run_command(written)
            && (is_script || text.text().is_ok_and(|text| text.lines().all(is_of_variables)))
        {
            let lists = vec![WordList { path: &[], words: text.into(), is_script: true }];
            let line = CommandLine {
                lists,
                has_program: is_script,
                image: None,
                env: [None; 2],
                is_of_anyone: !is_script,
                is_text: true,
            };
            self.place(Subject::Command(line));
        } else if let Ok(name) = key.text()
            && let Some(taken) = manifests::taken(written, &name)
        {
            self.place(Subject::Manifests { taken, is_read: false, text });
        }
    }

    /// Secrets whose entries are manifests that a controller applies.
    ///
    /// Source: <https://github.com/kubernetes-sigs/cluster-api/blob/ae7ff047db49/api/addons/v1beta1/clusterresourceset_types.go>
    fn applied(&mut self, field: &'static str, entries: Raw<'a>) {
        entries.each_member(|key, text| {
            if let (Ok(key), Some(text)) = (key.text(), text.string()) {
                self.path.push(Segment::key(field));
                self.path.push(Segment::Key(key));
                self.place(Subject::Manifests { taken: Taken::Manifests, is_read: true, text });
                self.path.pop();
                self.path.pop();
            }
        });
    }

    fn secret(&mut self, secret: Raw<'a>) {
        let [kind, data, string_data, metadata] = secret.members(["type", "data", "stringData", "metadata"]);
        let kind = kind.and_then(Raw::text).unwrap_or_else(|| "Opaque".into());
        let fields = [("data", data, true), ("stringData", string_data, false)];
        for (field, value, _) in fields {
            if let Some(found) = value.map(Raw::kind).filter(|found| *found != Type::Object) {
                self.place_at(&[field], Subject::Unreadable { expected: Type::Object.name(), found: found.name() });
            }
        }
        for (field, value, _) in fields {
            if let Some(value) = value {
                value.each_member(|key, text| self.file(field, key, text));
                if kind.as_str() == "addons.cluster.x-k8s.io/resource-set" {
                    self.applied(field, value);
                }
            }
        }
        let Some((_, key, form)) = PULL_SECRETS.iter().find(|(name, _, _)| *name == kind.as_str()) else {
            for (_, key, _) in &PULL_SECRETS {
                for (field, _, _) in
                    fields.iter().filter(|(_, value, _)| value.is_some_and(|it| it.member(key).is_some()))
                {
                    self.place_at(&[field, key], Subject::MistypedPullSecret(kind.clone()));
                }
            }
            return;
        };
        let mut is_missing = true;
        for (field, value, is_base64) in fields {
            if let Some(text) = value.and_then(|value| value.member(key)) {
                is_missing = false;
                self.place_at(
                    &[field, key],
                    Subject::PullSecret(PullSecret { form: *form, text: text.text(), is_base64 }),
                );
            }
        }
        if is_missing {
            self.place_at(&["data", key], Subject::PullSecret(PullSecret { form: *form, text: None, is_base64: true }));
        }
        // Its own annotations are not searched: who may read a Secret may read them.
        let annotations = metadata.and_then(|metadata| metadata.member("annotations"));
        if let Some(applied) = annotations.and_then(|annotations| annotations.member(LAST_APPLIED)?.text()) {
            self.place_at(&["metadata", "annotations", LAST_APPLIED], Subject::LastApplied(applied, *form));
        }
    }

    /// An entry of a Secret that is named like a runtime configuration file.
    fn file(&mut self, field: &'static str, key: Quoted<'a>, text: Raw<'a>) {
        let Ok(key) = key.text() else { return };
        if let Some(text) = text.string().filter(|_| files::is_called_like_a_file(&key)) {
            self.path.push(Segment::key(field));
            self.path.push(Segment::Key(key.clone()));
            self.place(Subject::Text { carrier: Carrier::SecretFile, name: Some(key), text });
            self.path.pop();
            self.path.pop();
        }
    }

    fn place_at(&mut self, keys: &[&'static str], what: Subject<'a>) {
        for key in keys {
            self.path.push(Segment::key(key));
        }
        self.place(what);
        for _ in keys {
            self.path.pop();
        }
    }

    fn place(&mut self, what: Subject<'a>) {
        let Walk { object, root, pod, evidence, .. } = *self;
        (self.visit)(Place { object, root, path: &self.path, pod, evidence, what });
    }
}

/// Whether a text starts with the `#!` line of a shell script, also as it is written in JSON: `#!/bin/sh`, `#!/usr/bin/env bash`,
/// `#!/sbin/openrc-run`.
#[inline(never)] // called in two places
pub(super) fn is_script(text: &[u8]) -> bool {
    const LONGEST: usize = 64;
    if !text.starts_with(b"#!") {
        return false;
    }
    let length = text.iter().take(LONGEST).take_while(|byte| !matches!(byte, b'\n' | b'\\')).count();
    let line = text.get(..length).unwrap_or_default();
    line.windows(2).any(|pair| pair == b"sh") || line.ends_with(b"/openrc-run")
}

/// Whether a text begins with a variable, as a file of variables does: `NAME=value`.
fn sets_variable(text: &[u8]) -> bool {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    length > 0 && text.get(length) == Some(&b'=')
}

/// Whether a line may stand in a file of variables, as Docker, systemd and shells read them.
fn is_of_variables(line: &str) -> bool {
    let line = line.trim();
    let line = line.strip_prefix("export ").unwrap_or(line);
    line.is_empty() || line.starts_with('#') || sets_variable(line.as_bytes())
}

/// What the walker looks for in the value before it.
#[derive(Clone, Copy)]
enum Node<'s> {
    Shape(Shape),
    Tree(&'s Tree<'s>),
}

impl<'s> Node<'s> {
    fn expected(self) -> Type {
        match self {
            Node::Shape(Shape::Image | Shape::ImageUrl(_)) => Type::String,
            Node::Shape(Shape::List(_) | Shape::Arguments(_)) => Type::List,
            Node::Tree(tree) if matches!(tree.branches.as_slice(), [(Step::Each, _)]) => Type::List,
            Node::Shape(
                Shape::Object(_)
                | Shape::PodSpec(_)
                | Shape::Container
                | Shape::ImageReference
                | Shape::Bundle
                | Shape::Variable
                | Shape::Map(_)
                | Shape::Metadata
                | Shape::Resource
                | Shape::Secret,
            )
            | Node::Tree(_) => Type::Object,
        }
    }

    /// Whether what all steps have in common may stand in it.
    fn has_template(self) -> bool {
        matches!(self, Node::Tree(tree) if tree.branch(|step| step == Step::Key(TEMPLATE)).is_some())
    }

    fn has_members(self) -> bool {
        matches!(self, Node::Shape(Shape::Object(_) | Shape::PodSpec(_)) | Node::Tree(_))
    }

    /// What is looked for in a member of an object, if anything. A key and `[*]` can both lead on.
    fn member(self, key: Quoted<'_>) -> [Option<Node<'s>>; 2] {
        match self {
            Node::Shape(Shape::Object(members) | Shape::PodSpec(members)) => {
                let position = key.position_in(members.iter().map(|(name, _)| *name));
                [position.and_then(|nth| members.get(nth)).map(|(_, shape)| Node::Shape(*shape)), None]
            }
            Node::Shape(_) => [None, None],
            Node::Tree(tree) => [
                tree.branch(|step| matches!(step, Step::Key(name) if key.is(name))),
                tree.branch(|step| step == Step::Each),
            ],
        }
    }

    fn item(self) -> Option<Node<'s>> {
        match self {
            Node::Shape(Shape::List(shape)) => Some(Node::Shape(*shape)),
            Node::Shape(_) => None,
            Node::Tree(tree) => tree.branch(|step| step == Step::Each),
        }
    }
}

impl<'s> Tree<'s> {
    fn branch(&'s self, leads: impl Fn(Step<'_>) -> bool) -> Option<Node<'s>> {
        let (_, tree) = self.branches.iter().find(|(step, _)| leads(*step))?;
        Some(tree.end.map_or(Node::Tree(tree), Node::Shape))
    }
}

#[cfg(test)]
mod tests;
