//! Reports as objects of Kubernetes: of the Policy Working Group, or of `OpenReports`, which came of that. One for each namespace and one
//! for what has none, as a List that kubectl applies.
//!
//! Source: `wgpolicyk8s.io_policyreports.yaml` of kubernetes-sigs/wg-policy-prototypes, v1alpha2; `openreports.io_reports.yaml` of
//! openreports/reports-api, v1alpha1.

use std::collections::BTreeMap;
use std::io::{self, Write};

use insecure_registry_check::{Action, Finding, Identity, Object};
use serde_json::{Map, Value, json};

use super::super::checker::{Report, message};
use super::super::summary::Summary;
use super::Printer;
use super::severity::Severity;

/// What a report is called.
const NAME: &str = "insecure-registry";
/// How many results are in a report, which has to fit into etcd: 1.5 MiB, of which a result takes less than 2 KiB.
const RESULTS: usize = 500;

/// Whose objects these are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Group {
    PolicyWorkingGroup,
    OpenReports,
}

impl Group {
    fn version(self) -> &'static str {
        match self {
            Group::PolicyWorkingGroup => "wgpolicyk8s.io/v1alpha2",
            Group::OpenReports => "openreports.io/v1alpha1",
        }
    }

    fn kind(self, has_namespace: bool) -> &'static str {
        match (self, has_namespace) {
            (Group::PolicyWorkingGroup, true) => "PolicyReport",
            (Group::PolicyWorkingGroup, false) => "ClusterPolicyReport",
            (Group::OpenReports, true) => "Report",
            (Group::OpenReports, false) => "ClusterReport",
        }
    }
}

pub(super) struct PolicyReport<'o> {
    out: &'o mut dyn Write,
    group: Group,
    /// By namespace.
    scopes: BTreeMap<Option<String>, Scope>,
}

/// What was found in a namespace.
#[derive(Default)]
struct Scope {
    results: Vec<Value>,
    /// Objects in which nothing was found.
    passed: usize,
}

impl<'o> PolicyReport<'o> {
    pub(super) fn new(out: &'o mut dyn Write, group: Group) -> Self {
        PolicyReport { out, group, scopes: BTreeMap::new() }
    }

    fn scope(&mut self, namespace: Option<&str>) -> &mut Scope {
        self.scopes.entry(namespace.map(str::to_owned)).or_default()
    }

    /// The report of that number about a namespace.
    fn object(&self, namespace: Option<&str>, nth: usize, results: &[Value], passed: usize) -> Value {
        let name = if nth == 0 { NAME.to_owned() } else { format!("{NAME}-{}", nth + 1) };
        let count = |what: &str| results.iter().filter(|it| it["result"] == what).count();
        let mut metadata = json!({"name": name, "labels": {"app.kubernetes.io/managed-by": NAME}});
        if let Some(namespace) = namespace {
            metadata["namespace"] = json!(namespace);
        }
        json!({
            "apiVersion": self.group.version(),
            "kind": self.group.kind(namespace.is_some()),
            "metadata": metadata,
            "summary": {
                "pass": passed,
                "fail": count("fail"),
                "warn": count("warn"),
                "error": count("error"),
                "skip": count("skip"),
            },
            "results": results,
        })
    }
}

fn result(object: &Object, finding: &Finding) -> Option<Value> {
    let result = match finding.action {
        Action::Deny => "fail",
        Action::Warn | Action::Unchanged | Action::Generated => "warn",
        Action::Exempt => "skip",
        Action::Placeholder => return None,
    };
    let mut row = row(result, &message(finding, &object.subject));
    row["rule"] = json!(finding.rule);
    row["resources"] = json!([reference(&object.identity)]);
    row["properties"] = json!({"path": finding.path});
    match Severity::of(finding.action) {
        Some(Severity::High) => row["severity"] = json!("high"),
        Some(Severity::Medium) => row["severity"] = json!("medium"),
        None => {}
    }
    if let Some(reason) = &finding.reason {
        row["properties"]["reason"] = json!(reason);
    }
    Some(row)
}

fn row(result: &str, message: &str) -> Value {
    json!({
        "source": NAME,
        "policy": NAME,
        "category": "Secure supply chain",
        "result": result,
        "scored": result != "warn",
        "message": message,
    })
}

/// Which object it is, as far as its manifest says.
fn reference(identity: &Identity) -> Value {
    let fields = [
        ("apiVersion", identity.api_version.as_ref()),
        ("kind", Some(&identity.kind)),
        ("namespace", identity.namespace.as_ref()),
        ("name", identity.name.as_ref()),
        ("uid", identity.uid.as_ref()),
    ];
    let fields = fields.into_iter().filter_map(|(field, value)| Some((field.to_owned(), json!(value?))));
    Value::Object(fields.collect::<Map<_, _>>())
}

impl Printer for PolicyReport<'_> {
    fn file(&mut self, report: &Report) -> io::Result<()> {
        for object in &report.objects {
            let scope = self.scope(object.identity.namespace.as_deref());
            let before = scope.results.len();
            scope.results.extend(object.findings.iter().filter_map(|finding| result(object, finding)));
            if object.more > 0 {
                let mut row = row("fail", &format!("{} more are denied in {}", object.more, object.subject));
                row["resources"] = json!([reference(&object.identity)]);
                scope.results.push(row);
            }
            scope.passed += usize::from(scope.results.len() == before);
        }
        for it in &report.unreadable {
            let row = row("error", &format!("{}: {}", it.place(), it.message));
            self.scope(None).results.push(row);
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        let mut items = Vec::new();
        for (namespace, scope) in &self.scopes {
            let mut passed = scope.passed;
            let mut parts: Vec<&[Value]> = scope.results.chunks(RESULTS).collect();
            if parts.is_empty() {
                parts.push(&[]);
            }
            for (nth, results) in parts.into_iter().enumerate() {
                items.push(self.object(namespace.as_deref(), nth, results, std::mem::take(&mut passed)));
            }
        }
        let list = json!({"apiVersion": "v1", "kind": "List", "items": items});
        serde_json::to_writer_pretty(&mut self.out, &list)?;
        writeln!(self.out)
    }
}
