//! Whole requests.

use arbitrary::Arbitrary;
use serde_json::{Map, Value, json};

use crate::judged::{Found, answer, assert_keeps_secrets, found};
use crate::secret::{Secret, Text};
use crate::written::{self, Chance};

/// A request, and what is planted in it.
#[derive(Arbitrary, Debug)]
pub struct Case {
    object: Object,
    operation: Operation,
    settings: u8,
    seed: u64,
}

#[derive(Arbitrary, Debug)]
enum Object {
    Workload { kind: u8, pod: Pod, plant: Plant },
    ConfigMap { entries: Vec<(Key, Filling)>, binary: Vec<(Key, Filling)>, annotations: Vec<(Key, Filling)> },
    Secret { kind: u8, key: u8, is_text: bool, document: Document, applied: Option<Document> },
    Resource { kind: u8, spec: Tree, annotations: Vec<(Key, Filling)> },
}

#[derive(Arbitrary, Debug)]
enum Operation {
    Create,
    /// Of the same object.
    Unchanged,
    /// Of the same object with its containers in another order.
    Reordered,
    Strict,
    Delete,
    Debug,
}

#[derive(Arbitrary, Debug)]
struct Pod {
    containers: Vec<Container>,
    init: Vec<Container>,
    volumes: Vec<Image>,
    annotations: Vec<(Key, Filling)>,
    pull_secrets: u8,
}

#[derive(Arbitrary, Debug)]
struct Container {
    image: Image,
    env: Vec<Variable>,
    command: Vec<Word>,
    args: Vec<Word>,
    hook: Vec<Word>,
    probe: Vec<Word>,
}

#[derive(Arbitrary, Debug)]
enum Image {
    Good,
    Bad(u8),
    UserInfo(Secret),
    Text(Text),
}

#[derive(Arbitrary, Debug)]
enum Variable {
    Named(u8, Secret),
    Filled(Key, Filling),
    Switch(u8, Text),
    From,
}

#[derive(Arbitrary, Debug)]
enum Word {
    Text(Text),
    Tool(u8),
    Login(u8, Secret),
    Script(Vec<Word>),
    Flag(u8),
    Filled(Filling),
}

#[derive(Arbitrary, Debug)]
enum Key {
    Known(u8),
    Text(Text),
}

/// What stands in a string.
#[derive(Arbitrary, Debug)]
enum Filling {
    Text(Text),
    Secret(u8, Secret),
    Insecure(u8),
    Document(Document),
    /// Of files it is looked into in a `ConfigMap` only, unless `base64` stands nearby.
    Base64(Document),
    Lines(Vec<Filling>),
}

#[derive(Arbitrary, Debug)]
struct Document {
    host: u8,
    form: u8,
    secret: Secret,
}

#[derive(Arbitrary, Debug)]
enum Tree {
    String(Filling),
    Auths(Document),
    List(Vec<Tree>),
    Map(Vec<(Key, Tree)>),
    Boolean(bool),
    Number(i32),
}

/// An insecure image somewhere in the pod spec.
#[derive(Arbitrary, Debug)]
struct Plant {
    image: u8,
    place: u8,
    at: u8,
}

/// Kind, group, and where the pod is.
const KINDS: [(&str, &str, &[&str]); 9] = [
    ("Pod", "", &[]),
    ("PodTemplate", "", &["template"]),
    ("ReplicationController", "", &["spec", "template"]),
    ("Deployment", "apps", &["spec", "template"]),
    ("ReplicaSet", "apps", &["spec", "template"]),
    ("StatefulSet", "apps", &["spec", "template"]),
    ("DaemonSet", "apps", &["spec", "template"]),
    ("Job", "batch", &["spec", "template"]),
    ("CronJob", "batch", &["spec", "jobTemplate", "spec", "template"]),
];

/// Images, and what finds each whatever the settings below say.
const BAD: [(&str, &str); 10] = [
    ("http://registry.example.com/app:1", "plaintext-scheme"),
    ("HTTP://quay.io/app", "plaintext-scheme"),
    ("localhost:5000/app", "loopback-registry"),
    ("127.1.2.3/app@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "loopback-registry"),
    ("[::ffff:7f00:1]:5000/app", "loopback-registry"),
    ("App.LocalHost/app", "loopback-registry"),
    ("registry.example.com/App", "malformed-reference"),
    ("https://registry.example.com/app", "malformed-reference"),
    ("robot@registry.example.com/app", "credentials-in-reference"),
    ("registry.example.com:port/app", "malformed-reference"),
];
const GOOD: &str = "quay.io/neighbour/good:1";

const KEYS: [&str; 16] = [
    "a",
    "config.json",
    ".dockerconfigjson",
    "daemon.json",
    "hosts.toml",
    "registries.conf",
    "registries.yaml",
    "config.toml",
    "auths",
    "auth",
    "DOCKER_AUTH_CONFIG",
    "a.b/c",
    "insecure",
    "tekton.dev/docker-0",
    "openshift.io/image.insecureRepository",
    "image",
];
const VARIABLES: [&str; 6] =
    ["REGISTRY_PASSWORD", "DOCKER_TOKEN", "REPO_PASS", "DIUN_REGOPTS_0_PASSWORD", "TRIVY_PASSWORD", "A_DOCKER_PASS"];
const SWITCHES: [&str; 5] =
    ["INSECURE_REGISTRY", "TRIVY_INSECURE", "WERF_SKIP_TLS_VERIFY_REGISTRY", "DOCKER_OPTS", "TRIVY_NON_SSL"];
const TOOLS: [&str; 12] =
    ["docker", "sh", "crane", "/kaniko/executor", "skopeo", "copy", "helm", "login", "-c", "bash", "dockerd", "trivy"];
const FLAGS: [&str; 10] = [
    "--insecure",
    "--tls-verify=false",
    "--insecure-registry=r.example.com",
    "--insecure-registry",
    "--skip-tls-verify",
    "--plain-http",
    "--registry-mirror=http://m.example.com",
    "--dest-tls-verify",
    "false",
    "$(X)",
];
/// Ways to give a credential to a tool, in arguments.
const LOGINS: [&[&str]; 6] = [
    &["docker", "login", "-u", "robot", "-p", "{}"],
    &["crane", "auth", "login", "--password={}"],
    &["skopeo", "copy", "--src-creds", "robot:{}"],
    &["helm", "registry", "login", "--password", "{}"],
    &["cosign", "sign", "--registry-password={}"],
    &["mvn", "-Djib.to.auth.password={}"],
];
/// Files with a credential of their own.
const FILES: [&str; 7] = [
    "configs:\n  registry.example.com:\n    auth:\n      username: robot\n      password: '{}'\n",
    "[plugins.cri.registry.configs.\"registry.example.com\".auth]\npassword = '{}'\n",
    "[host.\"https://a.example.com\".header]\nauthorization = 'Bearer {}'\n",
    "proxy: {remoteurl: 'https://a.example.com', password: '{}'}\n",
    "machine:\n  registries:\n    config:\n      r.example.com:\n        auth: {password: '{}'}\n",
    "regopts:\n  - name: a\n    password: '{}'\n",
    "docker login -u robot -p '{}'\n",
];
/// Files that turn TLS off.
const INSECURE: [&str; 9] = [
    r#"{"insecure-registries":["r.example.com:5000"],"registry-mirrors":["http://m.example.com"]}"#,
    "[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"r.example.com\".tls]\ninsecure_skip_verify = true\n",
    "server = \"https://r.example.com\"\n[host.\"https://r.example.com\"]\nskip_verify = true\n",
    "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
    "mirrors:\n  r.example.com:\n    endpoint: ['http://m.example.com']\n",
    "[registry.\"r.example.com\"]\nhttp = true\n",
    "[Service]\nExecStart=/usr/bin/dockerd \\\n  --insecure-registry r.example.com\n",
    "machine: {registries: {config: {r.example.com: {tls: {insecureSkipVerify: true}}}}}\n",
    "registries:\n- api_url: http://r.example.com\n  insecure: yes\n",
];
const RESOURCES: [(&str, &str); 8] = [
    ("example.com", "Widget"),
    ("", "Service"),
    ("config.openshift.io", "Image"),
    ("image.openshift.io", "ImageStream"),
    ("source.toolkit.fluxcd.io", "OCIRepository"),
    ("tekton.dev", "TaskRun"),
    ("machineconfiguration.openshift.io", "MachineConfig"),
    ("argoproj.io", "Workflow"),
];

/// Settings under which each of [`BAD`] is found.
fn settings(nth: u8) -> Value {
    let all = [
        json!({}),
        json!({"updates": "strict"}),
        json!({"insecureRegistries": ["r.example.com", "*.corp.example:5000", "10.0.0.0/8"], "help": "questions: #a"}),
        json!({"allowedRegistries": ["quay.io", "docker.io/library"], "suspectPorts": []}),
        json!({"rules": {"suspect-registry": "deny", "loopback-registry": "warn"}}),
        json!({"deniedRegistries": ["quay.io/neighbour"], "trustedRegistries": ["registry.lan"]}),
        json!({"exemptions": [{"reason": "old", "namespaces": ["no-such"], "kinds": ["Pod"], "images": ["x*"]}]}),
        json!({"customResources": [
            {"group": "example.com", "kind": "Widget", "podSpecs": ["a"], "images": ["image", "[\"config.json\"][*]"]}
        ]}),
    ];
    all[usize::from(nth) % all.len()].clone()
}

impl Case {
    /// However the request is written, the answer is the same; no secret is in it; it is the same for the same pod in another kind;
    /// what is planted is found; and what an update leaves as it was is not denied.
    pub fn check(&self) {
        let value = self.value();
        let settings = &value["settings"];
        let payload = value.to_string().into_bytes();
        let answer = answer(&payload);
        assert!(answer.is_ok(), "{answer:?}");
        assert_keeps_secrets(&payload, &answer);
        self.is_the_same_however_written(&value, &answer);

        let (found, dropped) = found(&payload).unwrap();
        let is_ratcheted = settings["updates"] != "strict";
        match self.operation {
            Operation::Delete => assert!(found.is_empty()),
            Operation::Unchanged | Operation::Reordered if is_ratcheted => {
                let denied: Vec<_> = found.iter().filter(|it| it.action == "deny").collect();
                assert!(denied.is_empty() || dropped > 0, "an update denies {denied:?}");
            }
            _ => {}
        }
        if let Object::Workload { kind, plant, .. } = &self.object
            && !matches!(self.operation, Operation::Delete)
        {
            let (_, _, at) = KINDS[usize::from(*kind) % KINDS.len()];
            let (path, _, rule) = plant.of();
            let path = format!("{}.{path}", [at, &["spec"]].concat().join("."));
            assert!(found.iter().any(|it| it.path == path && it.rule == rule), "no {rule} at {path}: {found:?}");
            self.is_the_same_in_other_kinds(settings, &found, at, usize::from(*kind));
        }
    }

    fn is_the_same_however_written(&self, value: &Value, answer: &Result<Vec<u8>, String>) {
        let mut chance = Chance::new(self.seed);
        let text = written::json(value, &mut chance);
        let other = insecure_registry_policy::validate(text.as_bytes()).map_err(|error| error.to_string());
        let show = |answer: &Result<Vec<u8>, String>| match answer {
            Ok(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Err(error) => error.clone(),
        };
        assert_eq!(show(&other), show(answer), "written as {text}");
    }

    fn is_the_same_in_other_kinds(&self, settings: &Value, expected: &[Found], at: &[&str], known: usize) {
        if !matches!(self.operation, Operation::Create | Operation::Strict) {
            return;
        }
        let relative = |found: &[Found], at: &[&str]| -> Vec<Found> {
            let prefix = at.join(".");
            let relative = |it: &Found| {
                let path = it.path.strip_prefix(&prefix).unwrap_or_else(|| panic!("{} is not in {prefix}", it.path));
                Found { path: path.trim_start_matches('.').to_owned(), ..it.clone() }
            };
            found.iter().map(relative).collect()
        };
        let other = Chance::new(self.seed).below(KINDS.len());
        if other == known {
            return;
        }
        let (kind, group, other_at) = KINDS[other];
        let object = self.workload(other);
        let request = json!({"kind": {"group": group, "kind": kind}, "operation": "CREATE", "object": object});
        let payload = json!({"request": request, "settings": settings}).to_string().into_bytes();
        let (found, _) = found(&payload).unwrap();
        assert_eq!(relative(&found, other_at), relative(expected, at), "{kind}");

        // The same as an item of a list.
        let version = if group.is_empty() { "v1".to_owned() } else { format!("{group}/v1") };
        let mut item = object;
        item["apiVersion"] = json!(version);
        item["kind"] = json!(kind);
        let list =
            json!({"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Namespace"}, item]});
        let request = json!({"kind": {"group": "", "kind": "List"}, "operation": "CREATE", "object": list});
        let payload = json!({"request": request, "settings": settings}).to_string().into_bytes();
        let (found, _) = crate::judged::found(&payload).unwrap();
        let prefix = [&["items[1]"], other_at].concat();
        assert_eq!(relative(&found, &prefix), relative(expected, at), "{kind} in a List");
    }

    fn value(&self) -> Value {
        let (group, kind) = self.kind();
        let mut request = json!({
            "uid": "1", "kind": {"group": group, "version": "v1", "kind": kind}, "operation": "CREATE",
            "name": "app", "namespace": "default", "object": self.object(), "dryRun": false, "options": {},
            "userInfo": {"username": "me", "groups": ["us"]},
        });
        self.operate(&mut request);
        json!({"request": request, "settings": settings(self.settings)})
    }

    /// The payload, as a policy server writes it.
    pub fn payload(&self) -> Vec<u8> {
        self.value().to_string().into_bytes()
    }

    /// The object, as a file has it.
    pub(crate) fn manifest(&self) -> Value {
        let (group, kind) = self.kind();
        let mut object = self.object();
        object["apiVersion"] = json!(if group.is_empty() { "v1".to_owned() } else { format!("{group}/v1") });
        object["kind"] = json!(kind);
        object
    }

    fn operate(&self, request: &mut Value) {
        match self.operation {
            Operation::Create => {}
            Operation::Strict => request["operation"] = json!("UPDATE"),
            Operation::Unchanged | Operation::Debug => {
                request["operation"] = json!("UPDATE");
                request["oldObject"] = request["object"].clone();
                if matches!(self.operation, Operation::Debug) {
                    request["subResource"] = json!("ephemeralcontainers");
                }
            }
            Operation::Reordered => {
                request["operation"] = json!("UPDATE");
                request["oldObject"] = request["object"].clone();
                if let Object::Workload { kind, .. } = &self.object {
                    let (_, _, at) = KINDS[usize::from(*kind) % KINDS.len()];
                    let mut chance = Chance::new(self.seed);
                    for list in ["containers", "initContainers", "ephemeralContainers", "volumes"] {
                        let pointer = format!("/oldObject/{}/{list}", [at, &["spec"]].concat().join("/"));
                        if let Some(Value::Array(items)) = request.pointer_mut(&pointer) {
                            chance.shuffle(items);
                        }
                    }
                }
            }
            Operation::Delete => {
                request["operation"] = json!("DELETE");
                request["oldObject"] = request["object"].take();
            }
        }
    }

    fn kind(&self) -> (&'static str, &'static str) {
        match &self.object {
            Object::Workload { kind, .. } => {
                let (kind, group, _) = KINDS[usize::from(*kind) % KINDS.len()];
                (group, kind)
            }
            Object::ConfigMap { .. } => ("", "ConfigMap"),
            Object::Secret { .. } => ("", "Secret"),
            Object::Resource { kind, .. } => RESOURCES[usize::from(*kind) % RESOURCES.len()],
        }
    }

    fn object(&self) -> Value {
        match &self.object {
            Object::Workload { kind, .. } => self.workload(usize::from(*kind) % KINDS.len()),
            Object::ConfigMap { entries, binary, annotations } => json!({
                "metadata": {"name": "app", "annotations": map(annotations)},
                "data": map(entries),
                "binaryData": binary.iter().take(8).map(|(key, filling)| {
                    (key.text(), json!(base64::Engine::encode(&base64::prelude::BASE64_STANDARD, filling.text())))
                }).collect::<Map<_, _>>(),
            }),
            Object::Secret { kind, key, is_text, document, applied } => {
                let types = ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg", "Opaque"];
                let keys = [".dockerconfigjson", ".dockercfg", "config.toml", "hosts.toml"];
                let text = document.text();
                let encoded = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, &text);
                let (field, text) = if *is_text { ("stringData", text) } else { ("data", encoded) };
                let mut object = json!({
                    "metadata": {"name": "app"}, "type": types[usize::from(*kind) % 3],
                    field: {keys[usize::from(*key) % 4]: text},
                });
                if let Some(applied) = applied {
                    let manifest = json!({"kind": "Secret", "stringData": {".dockerconfigjson": applied.text()}});
                    object["metadata"]["annotations"] =
                        json!({"kubectl.kubernetes.io/last-applied-configuration": manifest.to_string()});
                }
                object
            }
            Object::Resource { spec, annotations, .. } => {
                json!({"metadata": {"name": "app", "annotations": map(annotations)}, "spec": spec.value(0)})
            }
        }
    }

    fn workload(&self, kind: usize) -> Value {
        let Object::Workload { pod, plant, .. } = &self.object else { panic!("no workload") };
        let (_, _, at) = KINDS[kind];
        let mut object = at.iter().rev().fold(pod.value(plant), |inner, key| json!({*key: inner}));
        if !at.is_empty() {
            object["metadata"] = json!({"name": "app"});
        }
        object
    }
}

impl Plant {
    /// Where it is in the pod spec; the image; the rule that finds it.
    fn of(&self) -> (String, &'static str, &'static str) {
        let (image, rule) = BAD[usize::from(self.image) % BAD.len()];
        let path = match self.place % 4 {
            0 => "containers",
            1 => "initContainers",
            2 => "ephemeralContainers",
            _ => return (format!("volumes[{}].image.reference", self.at % 2), image, rule),
        };
        (format!("{path}[{}].image", self.at % 2), image, rule)
    }
}

impl Pod {
    fn value(&self, plant: &Plant) -> Value {
        let (path, image, _) = plant.of();
        let (list, _) = path.split_once('[').unwrap();
        let named = |name: String, container: &Container| container.value(&name);
        let containers = |name: &str, of: &[Container]| -> Vec<Value> {
            of.iter().take(6).enumerate().map(|(nth, it)| named(format!("{name}{nth}"), it)).collect()
        };
        let volumes = self.volumes.iter().take(6).enumerate();
        let mut spec = json!({
            "containers": containers("c", &self.containers),
            "initContainers": containers("i", &self.init),
            "volumes": volumes.map(|(nth, it)| json!({"name": format!("v{nth}"), "image": {"reference": it.text()}})).collect::<Vec<_>>(),
        });
        if spec[list].is_null() {
            spec[list] = json!([]);
        }
        let good = if list == "volumes" {
            json!({"name": "good", "emptyDir": {}})
        } else {
            json!({"name": "good", "image": GOOD})
        };
        let bad = if list == "volumes" {
            json!({"name": "bad", "image": {"reference": image}})
        } else {
            json!({"name": "bad", "image": image})
        };
        let Value::Array(items) = &mut spec[list] else { panic!("no list") };
        if plant.at % 2 == 1 {
            items.insert(0, good);
        }
        items.insert(usize::from(plant.at % 2), bad);
        let secrets: Vec<_> = (0..self.pull_secrets % 4).map(|nth| json!({"name": format!("regcred-{nth}")})).collect();
        if !secrets.is_empty() {
            spec["imagePullSecrets"] = json!(secrets);
        }
        json!({"metadata": {"name": "app", "annotations": map(&self.annotations)}, "spec": spec})
    }
}

impl Container {
    fn value(&self, name: &str) -> Value {
        let words = |words: &[Word]| words.iter().take(8).flat_map(|word| word.texts(0)).collect::<Vec<_>>();
        let mut value = json!({"name": name, "image": self.image.text()});
        if !self.env.is_empty() {
            value["env"] = self.env.iter().take(8).map(Variable::value).collect();
        }
        for (field, words) in [("command", words(&self.command)), ("args", words(&self.args))] {
            if !words.is_empty() {
                value[field] = json!(words);
            }
        }
        if !self.hook.is_empty() {
            value["lifecycle"] = json!({"preStop": {"exec": {"command": words(&self.hook)}}});
        }
        if !self.probe.is_empty() {
            value["readinessProbe"] = json!({"exec": {"command": words(&self.probe)}});
        }
        value
    }
}

impl Image {
    fn text(&self) -> String {
        match self {
            Image::Good => GOOD.to_owned(),
            Image::Bad(nth) => BAD[usize::from(*nth) % BAD.len()].0.to_owned(),
            Image::UserInfo(secret) => format!("robot:{}@registry.example.com/app:1", secret.0),
            Image::Text(text) => text.0.clone(),
        }
    }
}

impl Variable {
    fn value(&self) -> Value {
        match self {
            Variable::Named(nth, secret) => {
                json!({"name": VARIABLES[usize::from(*nth) % VARIABLES.len()], "value": secret.0})
            }
            Variable::Filled(key, filling) => json!({"name": key.text(), "value": filling.text()}),
            Variable::Switch(nth, text) => {
                json!({"name": SWITCHES[usize::from(*nth) % SWITCHES.len()], "value": text.0})
            }
            Variable::From => json!({"name": "A", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}),
        }
    }
}

impl Word {
    fn texts(&self, depth: usize) -> Vec<String> {
        match self {
            Word::Text(text) => vec![text.0.clone()],
            Word::Tool(nth) => vec![TOOLS[usize::from(*nth) % TOOLS.len()].to_owned()],
            Word::Flag(nth) => vec![FLAGS[usize::from(*nth) % FLAGS.len()].to_owned()],
            Word::Login(nth, secret) => {
                LOGINS[usize::from(*nth) % LOGINS.len()].iter().map(|word| word.replace("{}", &secret.0)).collect()
            }
            Word::Script(words) => {
                // Quotes of quotes of quotes: the text grows fourfold with each.
                let words = if depth < 3 { words.as_slice() } else { &[] };
                let quoted = |word: String| format!("'{}'", word.replace('\'', "'\\''"));
                let lines = words.iter().take(8).map(|word| match word {
                    Word::Text(text) => text.0.replace(['\'', '"', '`', '\\', '<', '(', '{'], ""),
                    word => word.texts(depth + 1).into_iter().map(quoted).collect::<Vec<_>>().join(" "),
                });
                vec!["sh".to_owned(), "-c".to_owned(), lines.collect::<Vec<_>>().join("\n")]
            }
            Word::Filled(filling) => vec![filling.text()],
        }
    }
}

impl Key {
    fn text(&self) -> String {
        match self {
            Key::Known(nth) => KEYS[usize::from(*nth) % KEYS.len()].to_owned(),
            Key::Text(text) => text.0.clone(),
        }
    }
}

impl Filling {
    fn text(&self) -> String {
        match self {
            Filling::Text(text) => text.0.clone(),
            Filling::Secret(nth, secret) => FILES[usize::from(*nth) % FILES.len()].replace("{}", &secret.0),
            Filling::Insecure(nth) => INSECURE[usize::from(*nth) % INSECURE.len()].to_owned(),
            Filling::Document(document) => document.text(),
            Filling::Base64(document) => base64::Engine::encode(&base64::prelude::BASE64_STANDARD, document.text()),
            Filling::Lines(fillings) => fillings.iter().take(4).map(Filling::text).collect::<Vec<_>>().join("\n"),
        }
    }
}

impl Document {
    fn value(&self) -> Value {
        let host = ["registry.example.com", "http://r.example.com", "localhost:5000", "ghcr.io/a"];
        let host = host[usize::from(self.host) % 4];
        let auth = json!({host: {"auth": self.secret.base64("robot")}});
        match self.form % 4 {
            0 => json!({"auths": auth}),
            1 => auth,
            2 => json!({"auths": {host: {"username": "robot", "password": self.secret.0}}}),
            _ => json!({"auths": {host: {"identitytoken": self.secret.0}}}),
        }
    }

    fn text(&self) -> String {
        self.value().to_string()
    }
}

impl Tree {
    fn value(&self, depth: usize) -> Value {
        if depth > 20 {
            return Value::Null;
        }
        match self {
            Tree::String(filling) => json!(filling.text()),
            Tree::Auths(document) => document.value(),
            Tree::List(items) => items.iter().take(6).map(|item| item.value(depth + 1)).collect(),
            Tree::Map(members) => {
                let members = members.iter().take(6);
                Value::Object(members.map(|(key, value)| (key.text(), value.value(depth + 1))).collect())
            }
            Tree::Boolean(boolean) => json!(boolean),
            Tree::Number(number) => json!(number),
        }
    }
}

fn map(entries: &[(Key, Filling)]) -> Value {
    let entries = entries.iter().take(8);
    Value::Object(entries.map(|(key, filling)| (key.text(), json!(filling.text()))).collect())
}
