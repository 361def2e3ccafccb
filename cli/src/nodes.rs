//! Settings for a whole cluster: what the `DaemonSet` of deploy/nodes has logged on each node.

use std::collections::BTreeSet;
use std::process::Command;

use clap::Args;
use serde_json::Value;

use crate::Outcome;
use crate::error::Error;
use crate::import::{self, Printed};

#[derive(Args)]
pub(crate) struct Options {
    /// The namespace that the Pods are in
    #[arg(long, short, default_value = "insecure-registry-nodes")]
    namespace: String,
    /// The context of kubectl
    #[arg(long)]
    context: Option<String>,
    /// What to run for kubectl
    #[arg(long, default_value = "kubectl")]
    kubectl: String,
}

const SELECTOR: &str = "app.kubernetes.io/name=insecure-registry-nodes";

/// Reads the logs, and says which nodes have not spoken.
pub(crate) fn nodes(options: &Options) -> Result<Printed, Error> {
    let namespace = ["--namespace", &options.namespace];
    // A Pod that has not started fails kubectl, and is said below by its node's name.
    let logs = ["logs", "--selector", SELECTOR, "--container", "import", "--tail=-1", "--ignore-errors"];
    let logs = [&logs[..], &["--max-log-requests=10000"], &namespace].concat();
    let results = import::merge_lines(&kubectl(options, &logs)?)?;
    let spoken: BTreeSet<String> = results.nodes.iter().map(|node| node.name.clone()).collect();
    let listed: Value = serde_json::from_str(&kubectl(options, &["get", "nodes", "--output=json"])?)
        .map_err(|_| Error::new("kubectl does not list nodes as JSON"))?;
    let items = listed["items"].as_array().cloned().unwrap_or_default();
    let silent: Vec<String> = items
        .iter()
        .filter_map(|node| node["metadata"]["name"].as_str())
        .filter(|name| !spoken.contains(*name))
        .map(str::to_owned)
        .collect();
    let mut printed = results.settings(true)?;
    if !silent.is_empty() {
        printed.errors.extend(silent.iter().map(|name| format!("{name}: has not logged anything yet")));
        printed.outcome = Outcome::Incomplete;
    }
    Ok(printed)
}

/// What kubectl prints.
fn kubectl(options: &Options, arguments: &[&str]) -> Result<String, Error> {
    let context = options.context.iter().flat_map(|context| ["--context", context]);
    let output = Command::new(&options.kubectl)
        .args(arguments)
        .args(context)
        .output()
        .map_err(|error| Error::new(format!("{}: {error}", options.kubectl)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Error::new(format!("{} {}: {}", options.kubectl, arguments.join(" "), said.trim())));
    }
    String::from_utf8(output.stdout).map_err(|_| Error::new("kubectl prints no UTF-8 text"))
}
