//! Descriptions of the settings: for the JSON Schema, Rancher's form and the documentation. Not in the guest, which only parses
//! settings.

use serde_json::{Map, Value, json};

use super::rewrites::REWRITE_FIELDS;
use super::{
    ANNOTATION_FIELDS, CUSTOM_RESOURCE_FIELDS, DEFAULT_SUSPECT_PORTS, EXEMPTION_FIELDS, FIELDS, OVERRIDE_FIELDS,
    mirrors,
};
use crate::registry::mirror::Pulls;
use crate::rules;

/// A field of the settings.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its label in a form.
    pub label: &'static str,
    /// What it means, in one or two sentences.
    pub description: &'static str,
    /// What it holds.
    pub holds: Holds,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// A list of strings like these.
    Strings(&'static [&'static str]),
    /// A list of ports.
    Ports,
    /// A mode for each rule.
    Modes,
    /// One of these; the first is the default.
    Choice(&'static [&'static str]),
    /// A line.
    Line,
    /// A required string.
    Mandatory,
    /// A date, or a time with its zone.
    Date,
    /// A required list of strings like these.
    Patterns(&'static [&'static str]),
    /// A list of objects with these fields.
    Objects(&'static [Field]),
    /// A list of objects with these fields, where a missing one has the value that it has elsewhere in the settings.
    Overrides(&'static [Field]),
    /// An object with these fields.
    Object(&'static [Field]),
}

const fn field(name: &'static str, label: &'static str, description: &'static str, holds: Holds) -> Field {
    Field { name, label, description, holds }
}

/// All fields, in documentation order.
pub static ALL: [Field; FIELDS.len()] = [
    field(
        FIELDS[0],
        "Insecure registries",
        "Registries that nodes reach without TLS or without verifying it, as daemon.json, hosts.toml or registries.conf say on the \
         nodes. A host, host:port, *.suffix, *.suffix:port or an address block.",
        Holds::Strings(&["*.corp.example:5000", "10.0.0.0/8"]),
    ),
    field(
        FIELDS[1],
        "Trusted registries",
        "Registries whose TLS nodes verify, even if they look insecure. Silences loopback-registry and suspect-registry.",
        Holds::Strings(&["image-registry.openshift-image-registry.svc:5000"]),
    ),
    field(
        FIELDS[2],
        "Allowed registries",
        "If set, images may come only from these. Entries may continue with a path of whole components.",
        Holds::Strings(&["registry.example.com", "ghcr.io/example"]),
    ),
    field(
        FIELDS[3],
        "Denied registries",
        "Images may not come from these. Entries may continue with a path of whole components.",
        Holds::Strings(&["docker.io/example"]),
    ),
    field(FIELDS[4], "Suspect ports", "Ports that make a registry suspect.", Holds::Ports),
    field(FIELDS[5], "Rule modes", "Overrides a rule's default mode: deny, warn or allow.", Holds::Modes),
    field(
        FIELDS[6],
        "Exemptions",
        "Findings to ignore. Every non-empty list must match; exempt findings stay in the audit log.",
        Holds::Objects(&EXEMPTION),
    ),
    field(
        FIELDS[7],
        "Custom resources",
        "Paths of pod specs and images in other kinds. Paths are keys joined by dots, `[*]` for each item of a list or value of a map, \
         `[\"a.b/c\"]` for any key.",
        Holds::Objects(&CUSTOM_RESOURCE),
    ),
    field(
        FIELDS[8],
        "Updates",
        "What happens on update to findings that the old object also has: ratchet only warns, strict denies.",
        Holds::Choice(&["ratchet", "strict"]),
    ),
    field(
        FIELDS[9],
        "Generated objects",
        "Findings in objects that Kubernetes' workload controllers create for an already evaluated owner, such as a ReplicaSet's Pods: \
         deny, or warn, so that workloads older than the policy survive a drain. Set warn only if the policy evaluates all workload \
         kinds on CREATE and UPDATE.",
        Holds::Choice(&["deny", "warn"]),
    ),
    field(FIELDS[10], "Help", "A line added to each denial, such as whom to ask.", Holds::Line),
    field(
        FIELDS[11],
        "Insecure mirrors",
        "Mirrors that nodes reach without TLS or without verifying it, for images of other registries.",
        Holds::Objects(&MIRROR),
    ),
    field(
        FIELDS[12],
        "Namespaces",
        "Other settings for some namespaces. The first entry that matches the object's namespace counts; a list replaces the one outside, \
         and rules that an entry does not name keep their mode.",
        Holds::Overrides(&OVERRIDE),
    ),
    field(
        FIELDS[13],
        "Annotations",
        "What the annotation insecure-registry.io/ignore of an object or a pod template may exempt. Without it, annotations exempt \
         nothing.",
        Holds::Object(&ANNOTATION),
    ),
    field(
        FIELDS[14],
        "Rewrites",
        "Where images come from instead. The first entry that covers an image rewrites it, if the policy resource has `mutating: true`; \
         the rules check the image after that.",
        Holds::Objects(&REWRITE),
    ),
];

static OVERRIDE: [Field; OVERRIDE_FIELDS.len()] = [
    field(
        OVERRIDE_FIELDS[0],
        "Match",
        "Names of namespaces; `*` stands for any characters.",
        Holds::Patterns(&["dev-*"]),
    ),
    field(
        OVERRIDE_FIELDS[1],
        "Insecure registries",
        "Instead of insecureRegistries.",
        Holds::Strings(&["*.dev.example:5000"]),
    ),
    field(
        OVERRIDE_FIELDS[2],
        "Trusted registries",
        "Instead of trustedRegistries.",
        Holds::Strings(&["registry.dev.example"]),
    ),
    field(
        OVERRIDE_FIELDS[3],
        "Allowed registries",
        "Instead of allowedRegistries.",
        Holds::Strings(&["registry.example.com"]),
    ),
    field(
        OVERRIDE_FIELDS[4],
        "Denied registries",
        "Instead of deniedRegistries.",
        Holds::Strings(&["docker.io/example"]),
    ),
    field(OVERRIDE_FIELDS[5], "Suspect ports", "Instead of suspectPorts.", Holds::Ports),
    field(OVERRIDE_FIELDS[6], "Rule modes", "The modes of some rules: deny, warn or allow.", Holds::Modes),
    field(OVERRIDE_FIELDS[7], "Generated objects", "Instead of generated.", Holds::Choice(&["deny", "warn"])),
];

static ANNOTATION: [Field; ANNOTATION_FIELDS.len()] = [
    field(
        ANNOTATION_FIELDS[0],
        "Rules",
        "IDs of the rules that annotations may exempt; if empty, none.",
        Holds::Strings(&["loopback-registry"]),
    ),
    field(
        ANNOTATION_FIELDS[1],
        "Namespaces",
        "Where they may; `*` stands for any characters. If empty, everywhere.",
        Holds::Strings(&["dev-*"]),
    ),
];

static REWRITE: [Field; REWRITE_FIELDS.len()] = [
    field(REWRITE_FIELDS[0], "From", "A registry as in allowedRegistries: it may go on with a path.", Holds::Mandatory),
    field(REWRITE_FIELDS[1], "To", "The registry that takes its place, perhaps with a path.", Holds::Mandatory),
    field(
        REWRITE_FIELDS[2],
        "Pull secret",
        "A pull secret for the new registry, added to pod specs that lack it.",
        Holds::Line,
    ),
    field(
        REWRITE_FIELDS[3],
        "Namespaces",
        "Namespaces, with `*` for any characters; if empty, all.",
        Holds::Strings(&["shop-*"]),
    ),
    field(
        REWRITE_FIELDS[4],
        "Except",
        "Registries and repositories that are left alone, as in allowedRegistries.",
        Holds::Strings(&["registry.corp.example:5000/base"]),
    ),
    field(
        REWRITE_FIELDS[5],
        "On",
        "The objects that are changed: pods, so that workloads stay as they are in Git, or workloads too.",
        Holds::Choice(&["pods", "workloads"]),
    ),
];

static EXEMPTION: [Field; EXEMPTION_FIELDS.len()] = [
    field(EXEMPTION_FIELDS[0], "Reason", "Why, for whoever reads this later.", Holds::Mandatory),
    field(EXEMPTION_FIELDS[1], "Rules", "Rule IDs; if empty, all rules.", Holds::Strings(&["loopback-registry"])),
    field(
        EXEMPTION_FIELDS[2],
        "Namespaces",
        "`*` stands for any characters, here and below.",
        Holds::Strings(&["dev-*"]),
    ),
    field(EXEMPTION_FIELDS[3], "Kinds", "Kind, or group/Kind.", Holds::Strings(&["Pod"])),
    field(EXEMPTION_FIELDS[4], "Names", "Object names, or prefixes from generateName.", Holds::Strings(&["app-*"])),
    field(EXEMPTION_FIELDS[5], "Users", "Names of the user who sends the request.", Holds::Strings(&["jane"])),
    field(EXEMPTION_FIELDS[6], "Groups", "Groups of the user who sends the request.", Holds::Strings(&["developers"])),
    field(
        EXEMPTION_FIELDS[7],
        "Images",
        "References as written, normalised, or normalised without tag and digest.",
        Holds::Strings(&["localhost:5000/dev/*"]),
    ),
    field(
        EXEMPTION_FIELDS[8],
        "Until",
        "The last day on which it counts, in UTC (2027-01-31), or a time with its zone (2027-01-31T18:00:00Z). It warns during its \
         last 14 days.",
        Holds::Date,
    ),
];

static CUSTOM_RESOURCE: [Field; CUSTOM_RESOURCE_FIELDS.len()] = [
    field(CUSTOM_RESOURCE_FIELDS[0], "Group", "The API group.", Holds::Mandatory),
    field(CUSTOM_RESOURCE_FIELDS[1], "Kind", "The kind.", Holds::Mandatory),
    field(CUSTOM_RESOURCE_FIELDS[2], "Pod specs", "Paths of pod specs.", Holds::Strings(&["spec.template.spec"])),
    field(CUSTOM_RESOURCE_FIELDS[3], "Images", "Paths of images.", Holds::Strings(&["spec.parts[*].image"])),
];

static MIRROR: [Field; mirrors::FIELDS.len()] = [
    field(
        mirrors::FIELDS[0],
        "Of",
        "The registry whose images come from the mirror, as in insecureRegistries; may continue with a path of whole components.",
        Holds::Mandatory,
    ),
    field(mirrors::FIELDS[1], "At", "The mirror: host or host:port.", Holds::Mandatory),
    field(
        mirrors::FIELDS[2],
        "Pulls",
        "Which pulls go there: all, those of tags, those of digests, or content (all, but tags are resolved elsewhere).",
        Holds::Choice(&Pulls::NAMES),
    ),
    field(
        mirrors::FIELDS[3],
        "Pull secrets",
        "Whether the runtime sends the registry's pull secrets there: containerd and dockerd do, CRI-O never does.",
        Holds::Choice(&mirrors::SECRETS),
    ),
];

/// What a date looks like.
const DATE: &str = r"^\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2}))?$";

/// The JSON Schema of the settings.
pub fn json_schema() -> Value {
    let mut schema = object_schema(&ALL);
    let Value::Object(members) = &mut schema else { return schema };
    members.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    members.insert("title".to_owned(), json!("Settings of the Insecure Registry policy"));
    schema
}

fn object_schema(fields: &[Field]) -> Value {
    let properties: Map<_, _> = fields.iter().map(|field| (field.name.to_owned(), field_schema(field))).collect();
    let is_mandatory = |field: &&Field| matches!(field.holds, Holds::Mandatory | Holds::Patterns(_));
    let required: Vec<_> = fields.iter().filter(is_mandatory).map(|field| field.name).collect();
    let mut schema = json!({"type": "object", "additionalProperties": false, "properties": properties});
    if let (Value::Object(members), false) = (&mut schema, required.is_empty()) {
        members.insert("required".to_owned(), json!(required));
    }
    schema
}

fn field_schema(field: &Field) -> Value {
    let mut schema = match field.holds {
        Holds::Strings(examples) => {
            json!({"type": "array", "items": {"type": "string", "minLength": 1}, "default": [], "examples": [examples]})
        }
        Holds::Ports => json!({
            "type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 65535}, "default": DEFAULT_SUSPECT_PORTS,
        }),
        Holds::Modes => {
            let modes: Map<_, _> = rules::ALL
                .iter()
                .filter(|rule| !rule.is_fixed)
                .map(|rule| {
                    let mode = json!({"enum": ["deny", "warn", "allow"], "default": rule.mode.name()});
                    (rule.id.to_owned(), mode)
                })
                .collect();
            json!({"type": "object", "additionalProperties": false, "properties": modes, "default": {}})
        }
        Holds::Choice(choices) => json!({"enum": choices, "default": choices.first()}),
        Holds::Line => json!({"type": "string", "pattern": "^[^\\n\\r]*$", "default": ""}),
        Holds::Mandatory => json!({"type": "string", "minLength": 1}),
        Holds::Date => json!({"type": "string", "pattern": DATE, "examples": ["2027-01-31", "2027-01-31T18:00:00Z"]}),
        Holds::Patterns(examples) => {
            json!({"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "examples": [examples]})
        }
        Holds::Objects(fields) => json!({"type": "array", "items": object_schema(fields), "default": []}),
        Holds::Overrides(fields) => {
            json!({"type": "array", "items": without_defaults(object_schema(fields)), "default": []})
        }
        Holds::Object(fields) => object_schema(fields),
    };
    if let Value::Object(members) = &mut schema {
        members.insert("description".to_owned(), json!(field.description));
    }
    schema
}

/// The same schema, of something whose fields have no defaults of their own.
fn without_defaults(mut schema: Value) -> Value {
    if let Value::Object(members) = &mut schema {
        members.remove("default");
        for member in members.values_mut() {
            *member = without_defaults(member.take());
        }
    }
    schema
}

/// The questions of Rancher's form, `questions-ui.yml`.
pub fn questions() -> Value {
    let questions = ALL.iter().flat_map(|field| match field.holds {
        // A variable with a dot is a field of an object.
        Holds::Object(fields) => {
            fields.iter().map(|inner| question(&format!("{}.{}", field.name, inner.name), inner)).collect::<Vec<_>>()
        }
        _ => vec![question(field.name, field)],
    });
    json!({"questions": questions.collect::<Vec<_>>()})
}

/// The type of a field in a form, its default, and what else the form is told.
fn answers(field: &Field) -> (&'static str, Value, Option<(&'static str, Value)>) {
    match field.holds {
        Holds::Strings(_) | Holds::Patterns(_) => ("array[", json!([]), None),
        Holds::Ports => ("array[", json!(DEFAULT_SUSPECT_PORTS), None),
        Holds::Modes | Holds::Object(_) => ("map[", json!({}), None),
        Holds::Choice(choices) => ("enum", json!(choices.first()), Some(("options", json!(choices)))),
        Holds::Line | Holds::Mandatory | Holds::Date => ("string", json!(""), None),
        Holds::Objects(fields) => {
            let questions = fields.iter().map(|field| sequence_question(field, true)).collect();
            ("sequence[", json!([]), Some(("sequence_questions", questions)))
        }
        Holds::Overrides(fields) => {
            let questions = fields.iter().map(|field| sequence_question(field, false)).collect();
            ("sequence[", json!([]), Some(("sequence_questions", questions)))
        }
    }
}

fn question(variable: &str, field: &Field) -> Value {
    let (kind, default, more) = answers(field);
    let question: Map<_, _> = [
        ("variable", json!(variable)),
        ("label", json!(field.label)),
        ("description", json!(field.description)),
        ("group", json!("Settings")),
        ("required", json!(false)),
        ("type", json!(kind)),
        ("default", default),
    ]
    .into_iter()
    .chain(more)
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    Value::Object(question)
}

/// A question about an item of a list. Where there are no defaults, an answer that nobody gave must not be one.
fn sequence_question(field: &Field, has_default: bool) -> Value {
    let (kind, default, more) = answers(field);
    let is_mandatory = matches!(field.holds, Holds::Mandatory | Holds::Patterns(_));
    let mut question = json!({
        "variable": field.name, "label": field.label, "tooltip": field.description,
        "type": kind, "required": is_mandatory,
    });
    if let Value::Object(members) = &mut question {
        // An empty text is no date.
        if has_default && !matches!(field.holds, Holds::Date) {
            members.insert("default".to_owned(), default);
        }
        members.extend(more.map(|(name, value)| (name.to_owned(), value)));
    }
    question
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An object with all fields as their examples have it is good, and so are all defaults.
    #[test]
    fn examples_and_defaults_are_settings() {
        let answer = |settings: &Value| {
            let answer = crate::validate_settings(settings.to_string().as_bytes()).unwrap();
            String::from_utf8(answer).unwrap()
        };
        let schema = json_schema();
        let mut defaults = Map::new();
        for field in &ALL {
            let default = &schema["properties"][field.name]["default"];
            if !default.is_null() {
                defaults.insert(field.name.to_owned(), default.clone());
            }
            assert_eq!(answer(&json!({field.name: example(field)})), r#"{"valid":true}"#, "{}", field.name);
        }
        assert_eq!(answer(&Value::Object(defaults)), r#"{"valid":true}"#);
        assert_eq!(schema["properties"]["rules"]["properties"]["suspect-registry"]["default"], "warn");
        assert!(schema["properties"]["rules"]["properties"].get("unreadable-object").is_none());
        let entries = &schema["properties"]["namespaces"];
        assert!(entries["default"].is_array() && !entries["items"].to_string().contains("\"default\""), "{entries}");
    }

    /// A value of a field, with all fields that it has.
    fn example(field: &Field) -> Value {
        let object = |fields: &[Field]| {
            Value::Object(fields.iter().map(|field| (field.name.to_owned(), example(field))).collect())
        };
        match field.holds {
            Holds::Strings(examples) | Holds::Patterns(examples) => json!(examples),
            Holds::Ports => json!(DEFAULT_SUSPECT_PORTS),
            Holds::Modes => json!({"suspect-registry": "deny"}),
            Holds::Choice(choices) => json!(choices.last()),
            Holds::Date => json!("2027-01-31"),
            Holds::Mandatory if field.name == "kind" => json!("Widget"),
            Holds::Mandatory if field.name == "to" => json!("registry.example.com/mirror"),
            Holds::Line | Holds::Mandatory => json!("example.com"),
            Holds::Objects(fields) | Holds::Overrides(fields) => json!([object(fields)]),
            Holds::Object(fields) => object(fields),
        }
    }
}
