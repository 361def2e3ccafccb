//! Turns the files that a person has (manifests, admission reviews) into the payloads that a policy gets.
//!
//! A file that is not understood is an error and never an empty request: most policies accept an empty request, so a typo
//! would read as a verdict.

use serde_json::{Map, Value};

use crate::documents::{Part, Problem, documents};
use crate::source::{Step, duplicates};

/// An admission request, and where in its file it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Input<'t> {
    /// The number of the document, from 1, without counting empty ones. The items of a `List` share theirs.
    pub document: usize,
    /// The request, without the review around it.
    pub request: Value,
    /// The document.
    pub part: Part<'t>,
    /// Where in the document the request's object stands.
    pub root: Vec<Step<'static>>,
    /// What of the object stands elsewhere in the document.
    pub moved: Vec<Moved>,
    /// Whether it stands for a tool's file, which is no manifest.
    pub is_file: bool,
}

/// Something that stands elsewhere in the object than in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Where in the object.
    pub to: Vec<Step<'static>>,
    /// Where in the document.
    pub from: Vec<Step<'static>>,
    /// If it is a script: what it was put together from, each with its place in the document.
    pub scripts: Vec<(Vec<Step<'static>>, String)>,
}

impl Input<'_> {
    /// What the request is about: `Pod team-a/web`, `Namespace team-a`.
    pub fn subject(&self) -> String {
        let kind = self.kind().unwrap_or("?");
        match (self.namespace(), self.name()) {
            // The server gives a namespace itself as its own namespace.
            (Some(namespace), Some(name)) if !(kind == "Namespace" && namespace == name) => {
                format!("{kind} {namespace}/{name}")
            }
            (_, Some(name)) => format!("{kind} {name}"),
            (Some(namespace), None) => format!("{kind} {namespace}/?"),
            (None, None) => kind.to_owned(),
        }
    }

    /// The kind of its object.
    pub fn kind(&self) -> Option<&str> {
        self.text("/kind/kind")
    }

    /// The namespace.
    pub fn namespace(&self) -> Option<&str> {
        self.text("/namespace")
    }

    /// The name of its object, or the prefix that the server makes one of.
    pub fn name(&self) -> Option<&str> {
        ["/name", "/object/metadata/name", "/object/metadata/generateName"].iter().find_map(|name| self.text(name))
    }

    fn text(&self, pointer: &str) -> Option<&str> {
        self.request.pointer(pointer).and_then(Value::as_str)
    }

    /// Where in the document stands what is at this path in the object: what was moved there, with the rest of the path.
    pub fn origin<'a>(&self, path: &[Step<'a>]) -> (Option<&Moved>, Vec<Step<'a>>) {
        let moved = self.moved.iter().filter(|moved| path.starts_with(&moved.to)).max_by_key(|moved| moved.to.len());
        match moved {
            Some(moved) => {
                let rest = path.get(moved.to.len()..).unwrap_or_default();
                (Some(moved), moved.from.iter().cloned().chain(rest.iter().cloned()).collect())
            }
            None => (None, path.to_vec()),
        }
    }

    /// `CREATE`, `UPDATE`, `DELETE` or `CONNECT`; empty if the request has none.
    pub fn operation(&self) -> &str {
        self.request["operation"].as_str().unwrap_or_default()
    }
}

/// Reads requests out of YAML or JSON of any number of documents. Each is an `AdmissionReview`, the request out of one, or
/// a manifest, for which the request is made that the API server would send on its creation; a `List` of manifests gives
/// one for each item. Empty documents are skipped.
pub fn requests_from(text: &str) -> Result<Vec<Input<'_>>, Problem> {
    let mut inputs = Vec::new();
    for (index, document) in documents(text).into_iter().enumerate() {
        inputs.extend(inputs_in(index + 1, document?, DEFAULT_NAMESPACE)?);
    }
    Ok(inputs)
}

/// The requests in the document of that number.
///
/// Manifests that name no namespace go to this one.
pub fn inputs_in<'t>(
    document: usize,
    (part, value): (Part<'t>, Value),
    namespace: &str,
) -> Result<Vec<Input<'t>>, Problem> {
    let requests = requests_in(value, namespace).map_err(|expected| part.problem(expected))?;
    let input =
        |(root, request)| Input { document, request, part: part.clone(), root, moved: Vec::new(), is_file: false };
    Ok(requests.into_iter().map(input).collect())
}

/// Reads settings: one mapping in YAML or JSON. An empty text is an empty mapping, as it is in a policy resource. The document
/// is there if the text is not empty.
pub fn settings_from(text: &str) -> Result<(Value, Option<Part<'_>>), Problem> {
    let mut documents = documents(text).into_iter();
    let Some(first) = documents.next() else { return Ok((Map::new().into(), None)) };
    let (part, settings) = first?;
    if let Some(duplicate) = duplicates(&part).into_iter().next() {
        return Err(Problem { message: "not valid YAML: duplicate key".to_owned(), ..duplicate });
    }
    if let Some(second) = documents.next() {
        return Err(second?.0.problem("unexpected second document; settings must be a single mapping"));
    }
    if settings.is_object() {
        Ok((settings, Some(part)))
    } else {
        Err(part.problem("settings must be a single mapping"))
    }
}

/// The payload of `validate`: compact, with sorted keys, as the policy server writes it.
#[allow(clippy::missing_panics_doc)] // a value can always be written
pub fn payload(request: &Value, settings: &Value) -> Vec<u8> {
    // Without a copy of the request, which `json!` would make. The error is dropped, since a page would load what prints it.
    let mut payload = br#"{"request":"#.to_vec();
    serde_json::to_writer(&mut payload, request).map_err(drop).expect("a value can be written");
    payload.extend_from_slice(br#","settings":"#);
    serde_json::to_writer(&mut payload, settings).map_err(drop).expect("a value can be written");
    payload.push(b'}');
    payload
}

/// What a document is meant for, as far as its top level says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// A cluster: a manifest, a list of them, a review or a request.
    Manifest,
    /// Has one of `apiVersion` and `kind` as a string only, as a `Chart.yaml` has, or many a tool's configuration.
    Partial,
    /// Operations of RFC 6902, which Kustomize applies to a manifest.
    Patch,
    /// Nothing that is known.
    Other,
}

impl Nature {
    /// What a document is meant for.
    pub fn of(document: &Value) -> Self {
        let is_text = |name| document.get(name).is_some_and(Value::is_string);
        match document {
            Value::Object(fields) if is_request(fields) => Nature::Manifest,
            // Others convert resources, or are answers.
            Value::Object(fields) if fields.get("kind").is_some_and(|kind| kind == "AdmissionReview") => {
                let is_asked = fields.get("request").and_then(Value::as_object).is_some_and(is_request);
                if is_asked { Nature::Manifest } else { Nature::Partial }
            }
            Value::Object(_) if is_text("apiVersion") && is_text("kind") => Nature::Manifest,
            Value::Object(_) if is_text("apiVersion") || is_text("kind") => Nature::Partial,
            Value::Array(items) if !items.is_empty() && items.iter().all(is_operation) => Nature::Patch,
            _ => Nature::Other,
        }
    }
}

fn is_operation(item: &Value) -> bool {
    item["op"].is_string() && item["path"].as_str().is_some_and(|path| path.starts_with('/'))
}

/// Whether a document means to be something for a cluster: if it does not, a tool may pass it over; if it does, and cannot be
/// read as such, nobody may who was asked for it.
pub fn is_manifest(document: &Value) -> bool {
    let has = |object: &Value| object.get("kind").is_some() || object.get("apiVersion").is_some();
    match document {
        Value::Array(items) => items.iter().any(has),
        other => has(other),
    }
}

/// The requests with the places of their objects in the document, or what was expected.
fn requests_in(document: Value, namespace: &str) -> Result<Vec<(Vec<Step<'static>>, Value)>, &'static str> {
    let is_text = |value: &Value| value.is_string();
    let key = |name: &'static str| Step::Key(name.into());
    let Value::Object(mut fields) = document else {
        return Err("expected a mapping: an admission review, an admission request or a manifest");
    };
    match fields.get("kind") {
        Some(Value::String(kind)) if kind == "AdmissionReview" => match fields.remove("request") {
            Some(Value::Object(request)) if is_request(&request) => {
                Ok(vec![(vec![key("request"), key("object")], Value::Object(request))])
            }
            _ => Err("an admission review needs a `request` with `uid`, `operation`, and `kind` as a mapping"),
        },
        Some(Value::String(kind)) if kind == "List" && fields.get("items").is_some() => {
            let Some(Value::Array(items)) = fields.remove("items") else {
                return Err("a `List` needs `items` as a sequence");
            };
            let item = |(nth, item)| match item {
                Value::Object(item)
                    if item.get("apiVersion").is_some_and(is_text) && item.get("kind").is_some_and(is_text) =>
                {
                    Ok((vec![key("items"), Step::Item(nth)], create_in(item, namespace)))
                }
                _ => Err("each item of a `List` needs `apiVersion` and `kind` as strings"),
            };
            items.into_iter().enumerate().map(item).collect()
        }
        Some(Value::String(_)) if fields.get("apiVersion").is_some_and(is_text) => Ok(match typed_items(&mut fields) {
            Some(items) => (0..)
                .zip(items)
                .map(|(nth, item)| (vec![key("items"), Step::Item(nth)], create_in(item, namespace)))
                .collect(),
            None => vec![(Vec::new(), create_in(fields, namespace))],
        }),
        Some(Value::String(_)) => Err("a manifest needs `apiVersion` as a string"),
        Some(Value::Object(_)) if is_request(&fields) => Ok(vec![(vec![key("object")], Value::Object(fields))]),
        Some(Value::Object(_)) => {
            Err("an admission request needs `uid` and `operation` as strings, and `kind` with a `kind`")
        }
        _ => Err("expected `kind`: `AdmissionReview`, the kind of a manifest, or the mapping of an admission request"),
    }
}

/// The items of a list that says what they are, such as a `PodList`; none of what is only called so.
fn typed_items(list: &mut Map<String, Value>) -> Option<Vec<Map<String, Value>>> {
    let text = |object: &Map<String, Value>, name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let kind = text(list, "kind")?.strip_suffix("List")?.to_owned();
    let version = text(list, "apiVersion")?;
    let is_object = |item: &Value| {
        let names = [item.get("apiVersion"), item.get("kind")];
        names.iter().all(|name| name.is_some_and(Value::is_string))
            || (names.iter().all(Option::is_none) && item.get("metadata").is_some_and(Value::is_object))
    };
    let items = list.get_mut("items")?.as_array_mut().filter(|items| items.iter().all(is_object))?;
    let items = std::mem::take(items).into_iter().filter_map(|item| match item {
        Value::Object(mut item) => {
            item.entry("apiVersion").or_insert_with(|| version.as_str().into());
            item.entry("kind").or_insert_with(|| kind.as_str().into());
            Some(item)
        }
        _ => None,
    });
    Some(items.collect())
}

fn is_request(fields: &Map<String, Value>) -> bool {
    let is_text = |name| fields.get(name).is_some_and(Value::is_string);
    is_text("uid") && is_text("operation") && fields.get("kind").is_some_and(|kind| kind["kind"].is_string())
}

/// The request that the API server sends when this manifest is created.
pub fn create(object: Map<String, Value>) -> Value {
    create_in(object, DEFAULT_NAMESPACE)
}

/// Where kubectl creates what names no namespace, unless it is told otherwise.
pub const DEFAULT_NAMESPACE: &str = "default";

/// Whether a group is one of Kubernetes' own, so that its kinds are known to be in namespaces or not.
pub fn is_built_in(group: &str) -> bool {
    group.is_empty() || group.ends_with(".k8s.io") || matches!(group, "apps" | "autoscaling" | "batch" | "policy")
}

fn create_in(mut object: Map<String, Value>, default_namespace: &str) -> Value {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let api_version = text(object.get("apiVersion")).unwrap_or_default();
    let kind = text(object.get("kind")).unwrap_or_default();
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", &api_version));
    let metadata = object.get("metadata");
    let name = text(metadata.and_then(|metadata| metadata.get("name")));
    let mut namespace =
        text(metadata.and_then(|metadata| metadata.get("namespace"))).filter(|namespace| !namespace.is_empty());

    if group.is_empty() && kind == "Namespace" {
        // https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go
        namespace.clone_from(&name);
    } else if namespace.is_none() && is_built_in(group) && !CLUSTER_SCOPED.contains(&kind.as_str()) {
        namespace = Some(default_namespace.to_owned());
        if let Some(Value::Object(metadata)) = object.get_mut("metadata") {
            metadata.insert("namespace".to_owned(), default_namespace.into());
        }
    }

    let mut request = creation(group, version, &kind, &plural(&kind));
    for (field, original) in [("requestKind", "kind"), ("requestResource", "resource")] {
        let value = request[original].clone();
        request.insert(field.to_owned(), value);
    }
    request.insert("dryRun".to_owned(), Value::Bool(false));
    request.insert("options".to_owned(), Value::Object(Map::new()));
    request.insert("object".to_owned(), Value::Object(object));
    // Left out rather than null, as the host leaves them out.
    for (field, value) in [("name", name), ("namespace", namespace)] {
        if let Some(value) = value {
            request.insert(field.to_owned(), Value::String(value));
        }
    }
    Value::Object(request)
}

/// A request of an administrator who creates something, yet without an object.
pub(crate) fn creation(group: &str, version: &str, kind: &str, resource: &str) -> Map<String, Value> {
    let of_kind =
        |name, value: &str| mapping(vec![("group", group.into()), ("version", version.into()), (name, value.into())]);
    let groups = ["system:masters", "system:authenticated"].as_slice();
    let user = mapping(vec![("username", "kubernetes-admin".into()), ("groups", groups.into())]);
    mapping(vec![
        ("uid", "00000000-0000-0000-0000-000000000001".into()),
        ("kind", of_kind("kind", kind).into()),
        ("resource", of_kind("resource", resource).into()),
        ("operation", "CREATE".into()),
        ("userInfo", user.into()),
    ])
}

/// A mapping. Shorter code than that of `json!`, which every page loads: members are inserted one by one, since to collect them is to sort them.
pub fn mapping(members: Vec<(&str, Value)>) -> Map<String, Value> {
    let mut mapping = Map::new();
    mapping.extend(members.into_iter().map(|(name, value)| (name.to_owned(), value)));
    mapping
}

/// The resource name of a kind. Right for all built-in kinds; a custom resource may call itself anything.
fn plural(kind: &str) -> String {
    let kind = kind.to_ascii_lowercase();
    if kind == "endpoints" {
        return kind;
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| kind.ends_with(end)) {
        return format!("{kind}es");
    }
    match kind.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{kind}s"),
    }
}

/// The built-in kinds that live in no namespace; all others do.
const CLUSTER_SCOPED: &[&str] = &[
    "APIService",
    "CSIDriver",
    "CSINode",
    "CertificateSigningRequest",
    "ClusterRole",
    "ClusterRoleBinding",
    "ClusterTrustBundle",
    "ComponentStatus",
    "CustomResourceDefinition",
    "DeviceClass",
    "FlowSchema",
    "IPAddress",
    "IngressClass",
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "ResourceSlice",
    "RuntimeClass",
    "SelfSubjectAccessReview",
    "SelfSubjectReview",
    "SelfSubjectRulesReview",
    "ServiceCIDR",
    "StorageClass",
    "StorageVersion",
    "SubjectAccessReview",
    "TokenReview",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttachment",
    "VolumeAttributesClass",
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_manifest_becomes_the_request_of_its_creation() {
        let inputs =
            requests_from("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: team-a}\n").unwrap();
        assert_eq!(inputs.len(), 1);
        assert_eq!((inputs[0].document, &*inputs[0].root), (1, &[] as &[Step<'_>]));
        assert_eq!(
            inputs[0].request,
            json!({
                    "uid": "00000000-0000-0000-0000-000000000001",
                    "kind": {"group": "apps", "version": "v1", "kind": "Deployment"},
                    "resource": {"group": "apps", "version": "v1", "resource": "deployments"},
                    "requestKind": {"group": "apps", "version": "v1", "kind": "Deployment"},
                    "requestResource": {"group": "apps", "version": "v1", "resource": "deployments"},
                    "operation": "CREATE",
                    "name": "web",
                    "namespace": "team-a",
                    "userInfo": {
                        "username": "kubernetes-admin",
                        "groups": ["system:masters", "system:authenticated"],
                    },
                    "object": {
                        "apiVersion": "apps/v1",
                        "kind": "Deployment",
                        "metadata": {"name": "web", "namespace": "team-a"},
                    },
                    "dryRun": false,
                    "options": {},
            })
        );
        assert_eq!(inputs[0].subject(), "Deployment team-a/web");
        assert_eq!(inputs[0].operation(), "CREATE");
    }

    #[test]
    fn namespaces_are_those_that_the_server_would_set() {
        let rows = [
            ("v1", "Pod", json!("default"), "Pod default/x"),
            ("apps/v1", "Deployment", json!("default"), "Deployment default/x"),
            ("networking.k8s.io/v1", "Ingress", json!("default"), "Ingress default/x"),
            ("v1", "Namespace", json!("x"), "Namespace x"),
            ("v1", "Node", Value::Null, "Node x"),
            ("rbac.authorization.k8s.io/v1", "ClusterRole", Value::Null, "ClusterRole x"),
            ("argoproj.io/v1alpha1", "Workflow", Value::Null, "Workflow x"),
        ];
        for (api_version, kind, namespace, subject) in rows {
            let text = json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "x"}}).to_string();
            let inputs = requests_from(&text).unwrap();
            assert_eq!(inputs[0].request["namespace"], namespace, "{kind}");
            assert_eq!(inputs[0].subject(), subject);
            let object_namespace = if namespace == "default" { namespace } else { Value::Null };
            assert_eq!(inputs[0].request["object"]["metadata"]["namespace"], object_namespace, "{kind}");
        }
    }

    #[test]
    fn a_generated_name_is_no_name() {
        let inputs = requests_from("{apiVersion: v1, kind: Pod, metadata: {generateName: web-}}").unwrap();
        assert_eq!(inputs[0].request.get("name"), None);
        assert_eq!(inputs[0].subject(), "Pod default/web-");
    }

    #[test]
    fn plurals() {
        let rows = [
            ("Pod", "pods"),
            ("Ingress", "ingresses"),
            ("NetworkPolicy", "networkpolicies"),
            ("Gateway", "gateways"),
            ("Endpoints", "endpoints"),
            ("EndpointSlice", "endpointslices"),
            ("StorageClass", "storageclasses"),
            ("ReplicaSet", "replicasets"),
        ];
        for (kind, resource) in rows {
            assert_eq!(plural(kind), resource);
        }
    }

    #[test]
    fn reviews_and_requests_are_taken_as_they_are() {
        let request = json!({
            "uid": "u", "operation": "DELETE", "kind": {"group": "", "version": "v1", "kind": "Pod"},
            "namespace": "n", "name": "x",
        });
        let review = json!({
            "apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request,
        });
        for text in [request.to_string(), review.to_string()] {
            let inputs = requests_from(&text).unwrap();
            assert_eq!((inputs.len(), inputs[0].document, &inputs[0].request), (1, 1, &request));
        }
    }

    #[test]
    fn documents_are_numbered_without_the_empty_ones() {
        let text = "---\n# nothing\n---\napiVersion: v1\nkind: Pod\n---\n---\napiVersion: v1\nkind: List\nitems:\n\
                    - {apiVersion: v1, kind: Secret}\n- {apiVersion: v1, kind: ConfigMap}\n...\n";
        let inputs: Vec<_> =
            requests_from(text).unwrap().iter().map(|input| (input.document, input.subject())).collect();
        assert_eq!(
            inputs,
            [
                (1, "Pod default/?".to_owned()),
                (2, "Secret default/?".to_owned()),
                (2, "ConfigMap default/?".to_owned()),
            ]
        );
        assert_eq!(requests_from("").unwrap(), []);
        assert_eq!(requests_from("---\n").unwrap(), []);
    }

    #[test]
    fn anything_else_is_an_error_that_says_what_was_expected() {
        let pod = "apiVersion: v1\nkind: Pod\n---\n";
        let rows = [
            ("[1]", "line 4, column 1: expected a mapping: an admission review, an admission request or a manifest"),
            (
                "request: {}",
                "line 4, column 1: expected `kind`: `AdmissionReview`, the kind of a manifest, or the mapping \
                 of an admission request",
            ),
            ("kind: Pod", "line 4, column 1: a manifest needs `apiVersion` as a string"),
            (
                "kind: AdmissionReview",
                "line 4, column 1: an admission review needs a `request` with `uid`, `operation`, and `kind` \
                 as a mapping",
            ),
            (
                "kind: {group: ''}",
                "line 4, column 1: an admission request needs `uid` and `operation` as strings, and `kind` \
                 with a `kind`",
            ),
            ("kind: List\nitems: 1", "line 4, column 1: a `List` needs `items` as a sequence"),
            (
                "kind: List\nitems: [{kind: Pod}]",
                "line 4, column 1: each item of a `List` needs `apiVersion` and `kind` as strings",
            ),
        ];
        for (text, message) in rows {
            let error = requests_from(&format!("{pod}{text}")).unwrap_err();
            assert_eq!(error.to_string(), message, "{text}");
        }
    }

    #[test]
    fn a_syntax_error_has_a_position_and_no_text() {
        let error = requests_from("data:\n  password: \"canary-secret\n").unwrap_err().to_string();
        assert!(error.starts_with("line 2: not valid YAML: "), "{error}");
        assert!(!error.contains("canary-secret"), "{error}");
        // Nor one that says how long something is.
        for text in [
            "a: \"SECRET\" b\n",
            "{a: SECRET, b: ]}",
            "a: SECRET: b\n",
            "{\"a\":\"SECRET\"}{\"b\":\"SECRET\",]",
            "'SECRET\n",
        ] {
            let [short, long] = ["x", "a-longer-one"]
                .map(|secret| requests_from(&text.replace("SECRET", secret)).unwrap_err().to_string());
            assert_eq!(short, long, "{text}");
        }
        let error = requests_from("a:\n- [ }\n").unwrap_err().to_string();
        assert!(error.starts_with("line 2, column "), "{error}");
    }

    /// What a text may be is bounded by what it makes of its aliases, and not by its length.
    #[test]
    fn a_long_text_is_read_and_one_that_grows_is_not() {
        let item = "- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: a, labels: {a: b, c: d, e: f, g: h}}\n  \
            spec: {template: {spec: {containers: [{name: a, image: b, args: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]}]}}}\n";
        let list = format!("apiVersion: v1\nkind: List\nitems:\n{}", item.repeat(5000));
        assert_eq!(requests_from(&list).unwrap().len(), 5000);
        let pod = "{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, args: [a, b, c, d, e, f, g, h, i]}]}}";
        let alike = format!("apiVersion: v1\nkind: List\nx: &a {pod}\nitems:\n{}", "- *a\n".repeat(12_000));
        assert_eq!(requests_from(&alike).unwrap().len(), 12_000);
        let documents = "apiVersion: v1\nkind: Pod\n...\n---\n".repeat(2000);
        assert_eq!(requests_from(&documents).unwrap().len(), 2000);
        let bomb = (b'b'..b'k').fold("a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, nth| {
            let (this, before) = (char::from(nth), char::from(nth - 1));
            format!("{text}{this}: &{this} [{}]\n", vec![format!("*{before}"); 9].join(", "))
        });
        let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000_000), vec!["*a"; 99].join(", "));
        for text in [bomb, long] {
            let error = requests_from(&text).unwrap_err().to_string();
            assert!(error.contains("limit") || error.contains("budget"), "{error}");
        }
    }

    #[test]
    fn typed_lists_give_their_items() {
        let subjects = |text: &str| -> Vec<_> { requests_from(text).unwrap().iter().map(Input::subject).collect() };
        let list = |kind: &str, items: &str| format!("apiVersion: apps/v1\nkind: {kind}\nitems: {items}\n");
        assert_eq!(
            subjects(&list(
                "DeploymentList",
                "[{metadata: {name: a}}, {apiVersion: v1, kind: Pod, metadata: {name: b}}]"
            )),
            ["Deployment default/a", "Pod default/b"]
        );
        let text = list("DeploymentList", "[{metadata: {name: a}}]");
        let input = requests_from(&text).unwrap().remove(0);
        assert_eq!(input.request["kind"], json!({"group": "apps", "version": "v1", "kind": "Deployment"}));
        assert_eq!(input.root, [Step::Key("items".into()), Step::Item(0)]);
        assert_eq!(subjects(&list("DeploymentList", "[]")), [""; 0]);
        // What is called like a list.
        for items in ["[a, b]", "[{kind: Pod, metadata: {name: b}}]", "[{name: a}]", "{a: b}", "5"] {
            assert_eq!(subjects(&list("AllowList", items)), ["AllowList default/?"], "{items}");
        }
    }

    #[test]
    fn yaml_is_read_as_kubectl_reads_it() {
        let text = "apiVersion: v1\nkind: Pod\nspec: {a: 0644, b: '0644', c: 1e3, d: null, e: true, f: \"\\u00e9\"}\n";
        assert_eq!(
            requests_from(text).unwrap()[0].request["object"]["spec"],
            json!({"a": 420, "b": "0644", "c": 1000.0, "d": null, "e": true, "f": "é"})
        );
        let json = r#"{"apiVersion": "v1", "kind": "Pod", "spec": "\ud83d\ude00"}"#;
        assert_eq!(requests_from(json).unwrap()[0].request["object"]["spec"], "😀");
    }

    #[test]
    fn settings_are_one_mapping() {
        let settings = |text| settings_from(text).map(|(settings, _)| settings);
        assert_eq!(settings("").unwrap(), json!({}));
        assert_eq!(settings("# none\n").unwrap(), json!({}));
        assert_eq!(settings("a: [b]\n").unwrap(), json!({"a": ["b"]}));
        for (text, message) in [
            ("- a\n", "line 1, column 1: settings must be a single mapping"),
            ("text", "line 1, column 1: settings must be a single mapping"),
            ("a: b\n---\nc: d\n", "line 3, column 1: unexpected second document; settings must be a single mapping"),
        ] {
            assert_eq!(settings(text).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn the_payload_is_compact_and_sorted() {
        let payload =
            payload(&json!({"uid": "u", "kind": {"version": "v1", "kind": "Pod"}}), &json!({"b": 1, "a": []}));
        assert_eq!(
            String::from_utf8(payload).unwrap(),
            r#"{"request":{"kind":{"kind":"Pod","version":"v1"},"uid":"u"},"settings":{"a":[],"b":1}}"#
        );
    }
}
