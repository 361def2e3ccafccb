//! What documents write to a node: files, and commands that may write files.

use std::collections::BTreeMap;

use super::findings::Findings;
use super::tree::{Entry, cleaned};
use super::value::Value;

/// A file of a node.
pub(crate) fn entry(content: Option<Vec<u8>>) -> Entry {
    match content {
        Some(bytes) => Entry::File(bytes.into()),
        None => Entry::Unreadable("content that cannot be read here".to_owned()),
    }
}

/// Adds a file to those of a node, at its end if it is appended to.
pub(crate) fn add_file(files: &mut BTreeMap<String, Entry>, path: &str, content: Option<Vec<u8>>, appends: bool) {
    let path = cleaned(path);
    let content = match (files.get(&path), content) {
        (Some(Entry::File(before)), Some(content)) if appends => Some([&**before, &content].concat()),
        (Some(Entry::Unreadable(_)), _) if appends => None,
        (_, content) => content,
    };
    files.insert(path, entry(content));
}

/// Says that commands are not read which may write a runtime's files. Others are none of this command's business.
pub(crate) fn say_commands(commands: &Value, what: &str, findings: &mut Findings) {
    const FILES: [&str; 7] = [
        "daemon.json",
        "hosts.toml",
        "config.toml",
        "registries.conf",
        "registries.yaml",
        "insecure-registr",
        "insecure_skip_verify",
    ];
    let has = |value: &Value| value.text().is_ok_and(|text| FILES.iter().any(|file| text.contains(file)));
    let is_it = |value: &Value| {
        has(value)
            || value.list().iter().any(has)
            || ["script", "path", "expression", "content"].iter().any(|name| value.get(name).is_some_and(has))
    };
    if is_it(commands) {
        let what_else =
            "has commands that may write a runtime's files, and commands are not read; import the node's own files";
        findings.remark(commands.source(what), what_else);
    }
}
