//! What JavaScript is given, natively: over texts of JSON, as they come and go.

use std::fmt::Write as _;
use std::{fs, path::Path};

use serde_json::{Value, json};

use super::{catalogue, check::check, payload, settings};
use crate::rules;
use crate::settings::schema::{self, Field, Holds};

fn checked(text: &str, settings: &str) -> Value {
    serde_json::to_value(check(text, settings).unwrap()).unwrap()
}

const TWO: &str = "\
# comment
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: app
      image: \"localhost:5000/app:1\" # here
---
kind: List
apiVersion: v1
items:
  - apiVersion: v1
    kind: Pod
    metadata: {generateName: job-}
    spec: {containers: [{name: ä, image: registry.lan/app}]}
";

#[test]
fn each_finding_has_its_place_in_the_text() {
    let check = checked(TWO, "{}");
    assert_eq!((&check["unreadable"], &check["skipped"]), (&json!([]), &json!(0)));
    let rows = check["objects"].as_array().unwrap().iter().flat_map(|object| {
        let findings = object["findings"].as_array().unwrap().iter();
        findings.map(|it| {
            format!(
                "{} {} {} {} {} {}:{}-{}",
                object["document"],
                object["subject"],
                it["action"],
                it["rule"],
                it["path"],
                it["line"],
                it["column"],
                it["endColumn"]
            )
            .replace('"', "")
        })
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            "1 Pod shop/web deny loopback-registry spec.containers[0].image 8:14-36",
            "2 Pod default/job- warn suspect-registry spec.containers[0].image 16:1-1",
        ]
    );
    let finding = &check["objects"][0]["findings"][0];
    let text = |field: &str| finding[field].as_str().unwrap();
    assert_eq!(
        text("message"),
        format!(
            "{} at {}: {} ({}); {}; {}",
            text("rule"),
            text("path"),
            text("seen"),
            text("why"),
            text("risk"),
            text("fix")
        )
    );
    assert_eq!(check["objects"][1].get("name"), None);
}

/// The verdict is the guest's, for each request in the text.
#[test]
fn verdicts_are_those_of_the_policy_server() {
    let settings = r#"{"help":"ask us","exemptions":[{"reason":"old","names":["web"]}]}"#;
    let check = checked(TWO, settings);
    assert_eq!(check["objects"][0]["findings"][0]["reason"], "old");
    for (nth, input) in insecure_registry_manifests::request::requests_from(TWO).unwrap().iter().enumerate() {
        let payload = payload(&input.request.to_string(), settings);
        let verdict: Value = serde_json::from_slice(&crate::validate(payload.as_bytes()).unwrap()).unwrap();
        assert_eq!(check["objects"][nth]["verdict"], verdict);
    }
}

#[test]
fn what_cannot_be_judged_is_told_and_hinders_nothing() {
    let text = format!(
        "a: [\n---\nhello: world\n---\nkind: Pod\n---\n{TWO}---\n{}",
        r#"{"kind":"AdmissionReview","request":{"uid":"u","operation":"CREATE","kind":{"kind":"Pod"},"object":[]}}"#
    );
    let check = checked(&text, "{}");
    assert_eq!(check["objects"].as_array().unwrap().len(), 3);
    assert_eq!(check["objects"][2]["findings"][0]["rule"], "unreadable-object");
    assert_eq!(check["skipped"], 1);
    let rows: Vec<_> = check["unreadable"].as_array().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].contains("not valid YAML"), "{rows:?}");
    assert!(rows[1].contains("a manifest needs `apiVersion` as a string"), "{rows:?}");
    assert!(rows[1].contains(r#""line":5"#), "{rows:?}");
    let review = r#"{"kind":"AdmissionReview","request":{"uid":"u","operation":"MOVE","kind":{"kind":"Pod"}}}"#;
    let check = checked(review, "{}");
    assert_eq!(
        check["unreadable"][0]["message"],
        "insecure-registry: the payload is not a validation request: `request.operation`: expected one of CREATE, UPDATE, DELETE, CONNECT"
    );
    assert_eq!(checked("", "{}"), json!({"objects": [], "unreadable": [], "skipped": 0}));
}

#[test]
fn invalid_settings_judge_nothing() {
    for settings in ["1", "{", r#"{"insecureRegistries":["a b"]}"#, r#"{"updates":1}"#] {
        let error = check(TWO, settings).err().unwrap().to_string();
        let answer = crate::validate_settings(settings.as_bytes());
        match answer {
            Ok(answer) => {
                let answer: Value = serde_json::from_slice(&answer).unwrap();
                assert_eq!(error, format!("insecure-registry: {}", answer["message"].as_str().unwrap()));
            }
            Err(expected) => assert_eq!(error, expected.to_string()),
        }
    }
}

#[test]
fn each_mistake_in_settings_has_its_place_in_the_text() {
    let text = "\
insecureRegistries: [a.example.com, \"b c\"]
rules:
  no.such-rule: deny
exemptions:
  - rules: [loopback-registry]
    names:
      - 1
suspectPort: [1]
";
    let answer = serde_json::to_value(settings::validate_text(text).unwrap()).unwrap();
    let native = settings::json_of(text).unwrap();
    let native: Value = serde_json::from_slice(&crate::validate_settings(native.as_bytes()).unwrap()).unwrap();
    assert_eq!((&answer["valid"], &answer["message"]), (&native["valid"], &native["message"]));
    let rows = answer["problems"].as_array().unwrap().iter();
    let mut rows: Vec<_> =
        rows.map(|it| format!("{}:{}-{} {}", it["line"], it["column"], it["endColumn"], it["path"])).collect();
    rows.sort();
    assert_eq!(
        rows,
        [
            r#"1:37-42 "insecureRegistries[1]""#,
            r#"3:17-21 "rules.no.such-rule""#,
            // It exempts everybody, since its only name is none. A mapping has no length of its own.
            r#"5:5-31 "exemptions[0]""#,
            r#"5:5-31 "exemptions[0].reason""#,
            r#"7:9-10 "exemptions[0].names[0]""#,
            r#"8:1-12 "suspectPort""#,
        ]
    );
}

#[test]
fn settings_that_are_no_yaml_are_a_mistake_with_a_place() {
    let answer = |text| serde_json::to_value(settings::validate_text(text).unwrap()).unwrap();
    assert_eq!(answer(""), json!({"valid": true}));
    assert_eq!(answer("# nothing\n"), json!({"valid": true}));
    assert_eq!(answer("help: call us"), json!({"valid": true}));
    let bad = answer("help: x\n- y\n");
    assert_eq!((&bad["valid"], &bad["problems"][0]["line"]), (&json!(false), &json!(2)));
    let message = bad["message"].as_str().unwrap();
    assert!(message.starts_with("invalid settings: line 2, column "), "{message}");
    assert_eq!(answer("[1]")["message"], "invalid settings: line 1, column 1: settings must be a single mapping");
    let error = settings::json_of("a: 1\na: 2\n").unwrap_err().to_string();
    assert_eq!(error, "insecure-registry: the settings: line 2, column 1: not valid YAML: duplicate key");
}

#[test]
fn a_review_is_opened() {
    let request = r#"{"kind":{"kind":"Pod"},"operation":"DELETE"}"#;
    let review = format!(r#"{{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{request}}}"#);
    let expected = format!(r#"{{"request":{request},"settings":{{}}}}"#);
    assert_eq!(payload(request, "{}"), expected);
    assert_eq!(payload(&review, "{}"), expected);
    for (request, expected) in
        [(r#"{"kind":"AdmissionReview"}"#, "null"), ("null", "null"), ("\"hunter2\"", "\"hunter2\"")]
    {
        assert_eq!(payload(request, "{}"), format!(r#"{{"request":{expected},"settings":{{}}}}"#));
    }
}

#[test]
fn all_rules_are_told() {
    let catalogue = catalogue();
    assert_eq!(catalogue.len(), rules::ALL.len());
    assert!(catalogue.iter().all(|rule| !rule.summary.is_empty() && rule.documentation.contains("```yaml")));
}

/// Nothing traps, however deep or odd the text.
#[test]
fn any_text_has_an_answer() {
    for text in ["[", "{", "- ", "a: ", "? ", "&a [", "\"", "|\n", "---\n", "{\"a\":", "[[[[{", "\u{feff}", "!!a "] {
        for times in [1, 100, 20_000] {
            let text = text.repeat(times);
            let _ = check(&text, "{}");
            let _ = settings::validate_text(&text);
            let _ = crate::validate(payload(&text, &text).as_bytes());
        }
    }
}

#[test]
fn the_types_are_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/js/types.ts");
    let actual = fs::read_to_string(&path).unwrap();
    let (_, written) = actual.split_once("// </generated>\n").unwrap();
    let expected = format!("// <generated>\n{}// </generated>\n{written}", generated());
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, expected).unwrap();
    } else {
        assert!(
            actual == expected,
            "policy/src/js/types.ts is not up to date: run `make bless` and look at the difference"
        );
    }
}

/// The ids of the rules, and the settings as `docs/settings.schema.json` has them, which is made of the same fields.
fn generated() -> String {
    let all: Vec<_> = rules::ALL.iter().map(|rule| format!("    | \"{}\"", rule.id)).collect();
    let mut text = "// By `make bless`, from the rules and the fields of the settings.\n\n".to_owned();
    let fixed: Vec<_> = rules::ALL.iter().filter(|rule| rule.is_fixed).map(|rule| format!("\"{}\"", rule.id)).collect();
    let _ = write!(text, "/** The id of a rule. */\nexport type RuleId =\n{};\n\n", all.join("\n"));
    let _ = write!(
        text,
        "/** The id of a rule whose mode the settings may change. */\nexport type SettableRuleId = Exclude<RuleId, {}>;\n\n",
        fixed.join(" | ")
    );
    for field in &schema::ALL {
        if let Holds::Objects(fields) = field.holds {
            let _ = writeln!(text, "/** An item of `{}`. */\n{}", field.name, interface(item_of(field.name), fields));
        }
    }
    let _ = writeln!(text, "/** The settings. Every field is optional. */\n{}", interface("Settings", &schema::ALL));
    text
}

fn item_of(field: &str) -> &'static str {
    match field {
        "exemptions" => "Exemption",
        "customResources" => "CustomResource",
        _ => panic!("`{field}` has items without a name: give them one here"),
    }
}

fn interface(name: &str, fields: &[Field]) -> String {
    let members = fields.iter().map(|field| {
        let optional = if matches!(field.holds, Holds::Mandatory) { "" } else { "?" };
        let of = match field.holds {
            Holds::Strings(_) if field.name == "rules" => "readonly RuleId[]".to_owned(),
            Holds::Strings(_) => "readonly string[]".to_owned(),
            Holds::Ports => "readonly number[]".to_owned(),
            Holds::Modes => "{ readonly [id in SettableRuleId]?: Mode }".to_owned(),
            Holds::Choice(choices) => choices.iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(" | "),
            Holds::Line | Holds::Mandatory => "string".to_owned(),
            Holds::Objects(_) => format!("readonly {}[]", item_of(field.name)),
        };
        format!("    /** {} */\n    {}{optional}: {of};\n", field.description, field.name)
    });
    format!("export interface {name} {{\n{}}}\n", members.collect::<String>())
}
