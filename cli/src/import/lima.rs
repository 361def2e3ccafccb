//! Virtual machines of Lima, and of Colima, which runs on it: what their YAML has of a machine's files.
//!
//! Source: <https://github.com/lima-vm/lima/blob/master/templates/default.yaml> (`provision`),
//! <https://github.com/abiosoft/colima/blob/main/embedded/defaults/colima.yaml> (`docker`: "maps directly to daemon.json").

use std::collections::BTreeMap;

use super::docker;
use super::findings::Findings;
use super::tree::Entry;
use super::value::Value;
use super::written::{add_file, say_commands};
use crate::error::Error;

/// Whether a document is one of these.
pub(crate) fn is_one(document: &Value) -> bool {
    is_colima(document) || is_provisioned(document)
}

fn is_colima(document: &Value) -> bool {
    document.get("runtime").is_some() && document.get("docker").is_some_and(|it| it.is_map() || it.is_null())
}

fn is_provisioned(document: &Value) -> bool {
    let steps = document.get("provision").map_or(&[][..], Value::list);
    !steps.is_empty() && steps.iter().all(|step| step.is_map() && (step.get("mode").or(step.get("script")).is_some()))
}

/// Judges what Colima passes to dockerd, and gives the files that are written into the machine.
pub(crate) fn read(document: &Value, findings: &mut Findings) -> Result<BTreeMap<String, Entry>, Error> {
    let runtime = document.text_at(&["runtime"]).unwrap_or("docker");
    if let Some(settings) = document.get("docker").filter(|it| is_colima(document) && it.is_map()) {
        if runtime == "docker" {
            let mut config = docker::Config::default();
            config.read_file(settings)?;
            docker::interpret(&config, findings)?;
        } else if !Value::members(Some(settings))?.is_empty() {
            findings.remark(settings.source("docker"), "has no effect, since Colima runs another runtime than Docker");
        }
    }
    let mut files = BTreeMap::new();
    for step in document.get("provision").map_or(&[][..], Value::list) {
        match (step.text_at(&["mode"]), step.text_at(&["path"])) {
            (Some("data"), Some(path)) => {
                let content = step.text_at(&["content"]).unwrap_or_default();
                add_file(&mut files, path, Some(content.as_bytes().to_vec()), false);
            }
            _ => say_commands(step, "provision", findings),
        }
    }
    Ok(files)
}
