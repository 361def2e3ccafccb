//! Turns the files that a person has (manifests, admission reviews) into the payloads that a policy gets.
//!
//! A file that is not understood is an error and never an empty request: most policies accept an empty request, so a typo
//! would read as a verdict.

use std::fmt;

use serde_json::{Map, Value, json};

/// Why a file gives no requests or no settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The text is neither YAML nor JSON; this is the parser's reason, with the position and without the text.
    Syntax(String),
    /// A document is none of the things that can be sent to a policy.
    Unknown {
        /// Its number from 1, without counting empty ones.
        document: usize,
        /// What it should have been.
        expected: &'static str,
    },
    /// The settings are not one mapping.
    Settings,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(reason) => write!(f, "neither yaml nor json: {reason}"),
            Self::Unknown { document, expected } => {
                write!(f, "document {document} is not understood: {expected}")
            }
            Self::Settings => f.write_str("settings must be a single mapping"),
        }
    }
}

impl std::error::Error for Error {}

/// An admission request, and where in its file it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// The number of the document, from 1, without counting empty ones. The items of a `List` share theirs.
    pub document: usize,
    /// The request, without the review around it.
    pub request: Value,
}

impl Input {
    /// What the request is about: `Pod team-a/web`, `Namespace team-a`.
    pub fn subject(&self) -> String {
        let text = |pointer| self.request.pointer(pointer).and_then(Value::as_str);
        let kind = text("/kind/kind").unwrap_or("?");
        let name =
            text("/name").or_else(|| text("/object/metadata/name")).or_else(|| text("/object/metadata/generateName"));
        match (text("/namespace"), name) {
            // The server gives a namespace itself as its own namespace.
            (Some(namespace), Some(name)) if !(kind == "Namespace" && namespace == name) => {
                format!("{kind} {namespace}/{name}")
            }
            (_, Some(name)) => format!("{kind} {name}"),
            (Some(namespace), None) => format!("{kind} {namespace}/?"),
            (None, None) => kind.to_owned(),
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
pub fn requests_from(text: &str) -> Result<Vec<Input>, Error> {
    let mut inputs = Vec::new();
    for (index, value) in documents(text)?.into_iter().enumerate() {
        let document = index + 1;
        let requests = requests_in(value).map_err(|expected| Error::Unknown { document, expected })?;
        inputs.extend(requests.into_iter().map(|request| Input { document, request }));
    }
    Ok(inputs)
}

/// Reads settings: one mapping in YAML or JSON. An empty text is an empty mapping, as it is in a policy resource.
pub fn settings_from(text: &str) -> Result<Value, Error> {
    let mut documents = documents(text)?.into_iter();
    match (documents.next(), documents.next()) {
        (None, _) => Ok(json!({})),
        (Some(settings @ Value::Object(_)), None) => Ok(settings),
        _ => Err(Error::Settings),
    }
}

/// The payload of `validate`: compact, with sorted keys, as the policy server writes it.
pub fn payload(request: &Value, settings: &Value) -> Vec<u8> {
    json!({ "request": request, "settings": settings }).to_string().into_bytes()
}

/// The documents of a text that are not empty.
fn documents(text: &str) -> Result<Vec<Value>, Error> {
    // JSON first: YAML reads no `\ud83d\ude00`.
    let json = serde_json::Deserializer::from_str(text).into_iter();
    if let Ok(mut values) = json.collect::<Result<Vec<Value>, _>>() {
        values.retain(|value| !value.is_null());
        return Ok(values);
    }
    // As kubectl reads YAML: `defaultMode: 0644` is octal. No snippet in the error: it could show a secret.
    let options = serde_saphyr::options! {
        legacy_octal_numbers: true,
        with_snippet: false,
    };
    serde_saphyr::from_multiple_with_options(text, options).map_err(|error| Error::Syntax(error.to_string()))
}

fn requests_in(document: Value) -> Result<Vec<Value>, &'static str> {
    let is_text = |value: &Value| value.is_string();
    let Value::Object(mut fields) = document else {
        return Err("expected a mapping: an admission review, an admission request or a manifest");
    };
    match fields.get("kind") {
        Some(Value::String(kind)) if kind == "AdmissionReview" => match fields.remove("request") {
            Some(Value::Object(request)) if is_request(&request) => Ok(vec![Value::Object(request)]),
            _ => Err("an admission review needs a `request` with `uid`, `operation`, and `kind` as a mapping"),
        },
        Some(Value::String(kind)) if kind == "List" && fields.get("items").is_some() => {
            let Some(Value::Array(items)) = fields.remove("items") else {
                return Err("a `List` needs `items` as a sequence");
            };
            items
                .into_iter()
                .map(|item| match item {
                    Value::Object(item)
                        if item.get("apiVersion").is_some_and(is_text) && item.get("kind").is_some_and(is_text) =>
                    {
                        Ok(create(item))
                    }
                    _ => Err("each item of a `List` needs `apiVersion` and `kind` as strings"),
                })
                .collect()
        }
        Some(Value::String(_)) if fields.get("apiVersion").is_some_and(is_text) => Ok(vec![create(fields)]),
        Some(Value::String(_)) => Err("a manifest needs `apiVersion` as a string"),
        Some(Value::Object(_)) if is_request(&fields) => Ok(vec![Value::Object(fields)]),
        Some(Value::Object(_)) => {
            Err("an admission request needs `uid` and `operation` as strings, and `kind` with a `kind`")
        }
        _ => Err("expected `kind`: `AdmissionReview`, the kind of a manifest, or the mapping of an admission request"),
    }
}

fn is_request(fields: &Map<String, Value>) -> bool {
    let is_text = |name| fields.get(name).is_some_and(Value::is_string);
    is_text("uid") && is_text("operation") && fields.get("kind").is_some_and(|kind| kind["kind"].is_string())
}

/// The request that the API server sends when this manifest is created.
pub fn create(mut object: Map<String, Value>) -> Value {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let api_version = text(object.get("apiVersion")).unwrap_or_default();
    let kind = text(object.get("kind")).unwrap_or_default();
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", &api_version));
    let metadata = object.get("metadata");
    let name = text(metadata.and_then(|metadata| metadata.get("name")));
    let mut namespace =
        text(metadata.and_then(|metadata| metadata.get("namespace"))).filter(|namespace| !namespace.is_empty());

    let built_in =
        group.is_empty() || group.ends_with(".k8s.io") || matches!(group, "apps" | "autoscaling" | "batch" | "policy");
    if group.is_empty() && kind == "Namespace" {
        // https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go
        namespace.clone_from(&name);
    } else if namespace.is_none() && built_in && !CLUSTER_SCOPED.contains(&kind.as_str()) {
        namespace = Some("default".to_owned());
        if let Some(Value::Object(metadata)) = object.get_mut("metadata") {
            metadata.insert("namespace".to_owned(), json!("default"));
        }
    }

    let group_version_kind = json!({ "group": group, "version": version, "kind": kind });
    let group_version_resource = json!({ "group": group, "version": version, "resource": plural(&kind) });
    let mut request = json!({
        "uid": "00000000-0000-0000-0000-000000000001",
        "kind": group_version_kind,
        "resource": group_version_resource,
        "requestKind": group_version_kind,
        "requestResource": group_version_resource,
        "operation": "CREATE",
        "userInfo": {
            "username": "kubernetes-admin",
            "groups": ["system:masters", "system:authenticated"],
        },
        "object": object,
        "dryRun": false,
        "options": {},
    });
    // Left out rather than null, as the host leaves them out.
    for (field, value) in [("name", name), ("namespace", namespace)] {
        if let Some(value) = value {
            request[field] = Value::String(value);
        }
    }
    request
}

/// The resource name of a kind. Right for all built-in kinds; a custom resource may call itself anything.
fn plural(kind: &str) -> String {
    let kind = kind.to_lowercase();
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
    use super::*;

    #[test]
    fn a_manifest_becomes_the_request_of_its_creation() {
        let inputs =
            requests_from("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: team-a}\n").unwrap();
        assert_eq!(
            inputs,
            [Input {
                document: 1,
                request: json!({
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
                }),
            }]
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
            let text = json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "x"}});
            let inputs = requests_from(&text.to_string()).unwrap();
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
        let expected = [Input { document: 1, request: request.clone() }];
        assert_eq!(requests_from(&request.to_string()).unwrap(), expected);
        assert_eq!(requests_from(&review.to_string()).unwrap(), expected);
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
            (
                "[1]",
                "document 2 is not understood: expected a mapping: an admission review, an admission request or a manifest",
            ),
            (
                "request: {}",
                "document 2 is not understood: expected `kind`: `AdmissionReview`, the kind of a manifest, or the mapping \
                 of an admission request",
            ),
            ("kind: Pod", "document 2 is not understood: a manifest needs `apiVersion` as a string"),
            (
                "kind: AdmissionReview",
                "document 2 is not understood: an admission review needs a `request` with `uid`, `operation`, and `kind` \
                 as a mapping",
            ),
            (
                "kind: {group: ''}",
                "document 2 is not understood: an admission request needs `uid` and `operation` as strings, and `kind` \
                 with a `kind`",
            ),
            ("kind: List\nitems: 1", "document 2 is not understood: a `List` needs `items` as a sequence"),
            (
                "kind: List\nitems: [{kind: Pod}]",
                "document 2 is not understood: each item of a `List` needs `apiVersion` and `kind` as strings",
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
        assert!(error.starts_with("neither yaml nor json: "), "{error}");
        assert!(error.contains("line "), "{error}");
        assert!(!error.contains("canary-secret"), "{error}");
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
        assert_eq!(settings_from("").unwrap(), json!({}));
        assert_eq!(settings_from("# none\n").unwrap(), json!({}));
        assert_eq!(settings_from("a: [b]\n").unwrap(), json!({"a": ["b"]}));
        for text in ["- a\n", "text", "a: b\n---\nc: d\n"] {
            let error = settings_from(text).unwrap_err();
            assert_eq!(error.to_string(), "settings must be a single mapping");
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
