//! Descriptions of the settings: for the JSON Schema, Rancher's form and the documentation. Not in the guest, which only parses
//! settings.

use serde_json::{Map, Value, json};

use super::rewrites::REWRITE_FIELDS;
use super::{CUSTOM_RESOURCE_FIELDS, DEFAULT_SUSPECT_PORTS, EXEMPTION_FIELDS, FIELDS};
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
    /// A list of objects with these fields.
    Objects(&'static [Field]),
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
        "Rewrites",
        "Where images come from instead. The first entry that covers an image rewrites it, if the policy resource has `mutating: true`; \
         the rules check the image after that.",
        Holds::Objects(&REWRITE),
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
];

static CUSTOM_RESOURCE: [Field; CUSTOM_RESOURCE_FIELDS.len()] = [
    field(CUSTOM_RESOURCE_FIELDS[0], "Group", "The API group.", Holds::Mandatory),
    field(CUSTOM_RESOURCE_FIELDS[1], "Kind", "The kind.", Holds::Mandatory),
    field(CUSTOM_RESOURCE_FIELDS[2], "Pod specs", "Paths of pod specs.", Holds::Strings(&["spec.template.spec"])),
    field(CUSTOM_RESOURCE_FIELDS[3], "Images", "Paths of images.", Holds::Strings(&["spec.parts[*].image"])),
];

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
    let is_mandatory = |field: &&Field| matches!(field.holds, Holds::Mandatory);
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
        Holds::Objects(fields) => json!({"type": "array", "items": object_schema(fields), "default": []}),
    };
    if let Value::Object(members) = &mut schema {
        members.insert("description".to_owned(), json!(field.description));
    }
    schema
}

/// The questions of Rancher's form, `questions-ui.yml`.
pub fn questions() -> Value {
    json!({"questions": ALL.iter().map(question).collect::<Vec<_>>()})
}

fn question(field: &Field) -> Value {
    let (kind, default, more) = match field.holds {
        Holds::Strings(_) => ("array[", json!([]), None),
        Holds::Ports => ("array[", json!(DEFAULT_SUSPECT_PORTS), None),
        Holds::Modes => ("map[", json!({}), None),
        Holds::Choice(choices) => ("enum", json!(choices.first()), Some(("options", json!(choices)))),
        Holds::Line | Holds::Mandatory => ("string", json!(""), None),
        Holds::Objects(fields) => {
            ("sequence[", json!([]), Some(("sequence_questions", fields.iter().map(sequence_question).collect())))
        }
    };
    let question: Map<_, _> = [
        ("variable", json!(field.name)),
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

fn sequence_question(field: &Field) -> Value {
    let is_list = matches!(field.holds, Holds::Strings(_));
    let mut question = json!({
        "variable": field.name, "label": field.label, "tooltip": field.description,
        "type": if is_list { "array[" } else { "string" }, "default": if is_list { json!([]) } else { json!("") },
        "required": matches!(field.holds, Holds::Mandatory),
    });
    if let (Holds::Choice(choices), Value::Object(members)) = (field.holds, &mut question) {
        members.insert("type".to_owned(), json!("enum"));
        members.insert("default".to_owned(), json!(choices.first()));
        members.insert("options".to_owned(), json!(choices));
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
            defaults.insert(field.name.to_owned(), schema["properties"][field.name]["default"].clone());
            if let Holds::Strings(examples) = field.holds {
                assert_eq!(answer(&json!({field.name: examples})), r#"{"valid":true}"#, "{}", field.name);
            }
            if let Holds::Objects(fields) = field.holds {
                let object: Map<_, _> = fields
                    .iter()
                    .map(|field| {
                        let value = match field.holds {
                            Holds::Strings(examples) => json!(examples),
                            Holds::Choice(choices) => json!(choices[0]),
                            _ if field.name == "kind" => json!("Widget"),
                            _ if field.name == "to" => json!("registry.example.com/mirror"),
                            _ => json!("example.com"),
                        };
                        (field.name.to_owned(), value)
                    })
                    .collect();
                assert_eq!(answer(&json!({field.name: [object]})), r#"{"valid":true}"#, "{}", field.name);
            }
        }
        assert_eq!(answer(&Value::Object(defaults)), r#"{"valid":true}"#);
        assert_eq!(schema["properties"]["rules"]["properties"]["suspect-registry"]["default"], "warn");
        assert!(schema["properties"]["rules"]["properties"].get("unreadable-object").is_none());
    }
}
