//! `registries.conf` of CRI-O, Podman, Buildah and Skopeo, with its drop-ins.
//!
//! Source: <https://github.com/containers/container-libs/blob/main/image/pkg/sysregistriesv2/system_registries_v2.go>.

use std::collections::BTreeMap;

use insecure_registry_policy::registry::{Paths, Pattern};

use super::findings::{Endpoint, Findings, NoPort, Source, named};
use super::value::Value;
use crate::error::Error;

/// A registry by its prefix: what its images are pulled from.
pub(crate) struct Registry {
    endpoints: Vec<Endpoint>,
    blocked: Option<Source>,
}

/// All registries of a node, by prefix.
pub(crate) type Registries = BTreeMap<String, Registry>;

/// Reads a file. The first of equal prefixes counts in a file, the last of files.
pub(crate) fn read(file: &Value, is_drop_in: bool, registries: &mut Registries) -> Result<(), Error> {
    let mut found = Registries::new();
    if let Some(v1) = file.get("registries") {
        if is_drop_in || file.get("registry").is_some() || file.get("unqualified-search-registries").is_some() {
            return Err(v1.at.error("is in version 1, which cannot be used in drop-ins or with version 2"));
        }
        for (name, is_block) in [("insecure", false), ("block", true)] {
            for item in Value::items(v1.path(&[name, "registries"]))? {
                let prefix = location(item)?;
                let registry =
                    found.entry(prefix.to_owned()).or_insert_with(|| Registry { endpoints: vec![], blocked: None });
                let source = item.source(format!("registries.{name}"));
                if is_block {
                    registry.blocked = Some(source);
                } else {
                    registry.endpoints.push(Endpoint { host: host_of(prefix).to_owned(), is_insecure: true, source });
                }
            }
        }
    }
    for registry in Value::items(file.get("registry"))? {
        let (prefix, registry) = read_registry(registry)?;
        found.entry(prefix).or_insert(registry);
    }
    registries.append(&mut found);
    Ok(())
}

fn read_registry(table: &Value) -> Result<(String, Registry), Error> {
    let own = table.get("location").map(location).transpose()?.filter(|it| !it.is_empty());
    let prefix = table.get("prefix").map(location).transpose()?.filter(|it| !it.is_empty()).or(own);
    let prefix = prefix.ok_or_else(|| table.at.error("has neither `location` nor `prefix`"))?;
    if own.is_none() && !prefix.starts_with("*.") {
        return Err(table.at.error("has no `location`"));
    }
    let mut endpoints = Vec::new();
    for mirror in Value::items(table.get("mirror"))? {
        let at = mirror.get("location").ok_or_else(|| mirror.at.error("has no `location`"))?;
        endpoints.push(endpoint(mirror, host_of(location(at)?), "mirror")?);
    }
    endpoints.push(endpoint(table, host_of(own.unwrap_or(prefix)), "registry")?);
    let blocked = Value::if_true(table.get("blocked"))?.map(|it| it.source("blocked"));
    Ok((prefix.to_owned(), Registry { endpoints, blocked }))
}

fn endpoint(table: &Value, host: &str, what: &str) -> Result<Endpoint, Error> {
    let insecure = table.get("insecure");
    let is_insecure = Value::if_true(insecure)?.is_some();
    let source = match insecure {
        Some(it) if is_insecure => it.source(format!("{what}{} is insecure", named("at", host))),
        Some(it) => it.source("insecure = false"),
        None => table.source(format!("{what}, verified by default")),
    };
    Ok(Endpoint { host: host.to_owned(), is_insecure, source })
}

fn location(value: &Value) -> Result<&str, Error> {
    let text = value.text()?.trim_end_matches('/');
    if text.starts_with("http://") || text.starts_with("https://") {
        return Err(value.at.error("has a scheme, which registries.conf does not accept"));
    }
    Ok(text)
}

fn host_of(location: &str) -> &str {
    location.split('/').next().unwrap_or_default()
}

/// Says what the files of a node come to.
pub(crate) fn judge(registries: Registries, findings: &mut Findings) {
    findings.begin(NoPort::Every);
    let prefixes: Vec<(String, bool)> =
        registries.iter().map(|(prefix, it)| (prefix.clone(), it.endpoints.iter().any(|it| it.is_insecure))).collect();
    // The longest prefix wins, by its characters: `*.example.com` before `a.example.com`.
    let winner = |reference: &str| {
        let matching = prefixes.iter().filter(|(prefix, _)| is_prefix(prefix, reference));
        matching.rev().max_by_key(|(prefix, _)| prefix.len())
    };
    for (prefix, registry) in registries {
        let sources = || registry.endpoints.iter().filter(|it| it.is_insecure).map(|it| it.source.clone());
        if let Some(blocked) = registry.blocked {
            let shown = named_prefix(&prefix);
            findings.remark(
                blocked,
                &format!("is blocked by the node; use deniedRegistries to deny{shown} in the policy too"),
            );
        } else if prefix.contains('/') {
            let of_host = named("of", host_of(&prefix));
            for source in sources() {
                let what = format!("is for a path{of_host}; list the host in insecureRegistries to deny all of it");
                findings.remark(source, &what);
            }
            let is_exception =
                sources().next().is_none() && winner(host_of(&prefix)).is_some_and(|(_, insecure)| *insecure);
            if let Some(last) = registry.endpoints.last().filter(|_| is_exception) {
                let what = format!("is for a path{of_host}, and the rest is insecure; use an exemption by image");
                findings.remark(last.source.clone(), &what);
            }
        } else if winner(&prefix).is_none_or(|(winner, _)| *winner == prefix) {
            findings.conclude(&prefix, registry.endpoints);
        }
    }
}

fn named_prefix(prefix: &str) -> String {
    let pattern = Pattern::parse(prefix, Paths::Yes);
    if pattern.is_ok() { format!(" `{prefix}`") } else { String::new() }
}

/// Whether a prefix is one of a reference, as `refMatchingPrefix` sees it.
fn is_prefix(prefix: &str, reference: &str) -> bool {
    let rest = match prefix.strip_prefix('*') {
        Some(suffix) => reference.split_once(suffix).filter(|(before, _)| !before.contains('/')).map(|(_, rest)| rest),
        None => reference.strip_prefix(prefix),
    };
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/', '@']))
}
