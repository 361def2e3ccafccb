//! The folders of `certs.d`: `hosts.toml`, or certificates alone.
//!
//! Source: <https://github.com/containerd/containerd/blob/main/core/remotes/docker/config/hosts.go>.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::findings::{Endpoint, Findings, Source, host_in, is_loopback, named};
use super::value::{self, Value};
use crate::error::Error;

/// Judges the folders of some roots as containerd finds them: the first root with a folder for a host, or with
/// `_default`, counts.
pub(crate) fn judge(folders: &[Vec<PathBuf>], reader: Reader, findings: &mut Findings) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for root in folders {
        // `host_port_` comes before `host:port`.
        let (spelt, others): (Vec<_>, Vec<_>) = root.iter().partition(|folder| name_of(folder).ends_with('_'));
        for folder in spelt.into_iter().chain(others) {
            let host = host_of(&name_of(folder));
            let Some(endpoints) = endpoints(folder, &host)? else { continue };
            if !seen.insert(host.clone()) {
                continue;
            }
            if reader == Reader::Dockerd && is_loopback(&host) {
                // Not verified, whatever stands there.
            } else if host == DEFAULT {
                findings.conclude_rest(endpoints);
            } else {
                findings.conclude(&host, endpoints);
            }
        }
        if seen.contains(DEFAULT) {
            break;
        }
    }
    Ok(())
}

/// Who reads the folders.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    Containerd,
    Dockerd,
}

const DEFAULT: &str = "_default";

fn name_of(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// `host_port_` is `host:port`.
fn host_of(folder: &str) -> String {
    match folder.strip_suffix('_').and_then(|it| it.rsplit_once('_')) {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => format!("{host}:{port}"),
        _ => folder.to_owned(),
    }
}

/// The hosts that a folder has for a registry, in their order; none if there is nothing in the folder.
fn endpoints(folder: &Path, registry: &str) -> Result<Option<Vec<Endpoint>>, Error> {
    let file = folder.join("hosts.toml");
    let name = value::shown(&file);
    if file.is_file() {
        let text = value::text_of(&file)?;
        if !text.is_empty() {
            return hosts(&value::toml(&name, &text)?, registry).map(Some);
        }
    }
    // Without a hosts.toml the registry itself is all there is.
    let listed = fs::read_dir(folder).map_err(|error| Error::file(folder, error))?;
    let mut certificates: Vec<PathBuf> = listed.filter_map(Result::ok).map(|entry| entry.path()).collect();
    certificates.retain(|path| path.extension().is_some_and(|extension| extension == "crt"));
    certificates.sort();
    Ok(certificates.first().map(|path| {
        let source = Source { file: value::shown(path), line: 1, why: "CA certificate".to_owned() };
        vec![Endpoint { host: registry.to_owned(), is_insecure: is_loopback(registry), source }]
    }))
}

fn hosts(table: &Value, registry: &str) -> Result<Vec<Endpoint>, Error> {
    let mut endpoints = Vec::new();
    for (url, host) in Value::members(table.get("host"))? {
        // Others are read, and never asked.
        if host.has_header && pulls(host)? {
            endpoints.push(endpoint(host, url, host.source(format!("host{}", named("at", host_in(url)))))?);
        }
    }
    if !pulls(table)? {
        return Ok(endpoints);
    }
    let server = table.get("server").map(|server| server.text().map(|url| (url, server))).transpose()?;
    let server = server.filter(|(url, _)| !url.is_empty());
    endpoints.push(if let Some((url, server)) = server {
        endpoint(table, url, server.source("server"))?
    } else {
        let own = endpoint(table, registry, table.source("the registry itself"))?;
        // Nothing else is verified of a loopback host, whatever the file says.
        Endpoint { is_insecure: own.is_insecure || is_loopback(registry), ..own }
    });
    Ok(endpoints)
}

fn endpoint(config: &Value, url: &str, source: Source) -> Result<Endpoint, Error> {
    let skips = Value::if_true(config.get("skip_verify"))?;
    let is_plain = url.starts_with("http://");
    let source = match (skips, config.get("ca")) {
        (Some(skips), _) => skips.source(format!("skip_verify{}", named("for", host_in(url)))),
        (None, Some(ca)) if !is_plain => ca.source("ca"),
        (None, _) if is_plain => Source { why: format!("{} over HTTP", source.why), ..source },
        (None, _) => source,
    };
    Ok(Endpoint { host: host_in(url).to_owned(), is_insecure: is_plain || skips.is_some(), source })
}

/// Whether images come from there. Without `capabilities` a host has all of them.
fn pulls(config: &Value) -> Result<bool, Error> {
    let mut names = Vec::new();
    for capability in Value::items(config.get("capabilities"))? {
        names.push(capability.text()?.to_ascii_lowercase());
    }
    Ok(names.is_empty() || names.iter().any(|name| matches!(name.as_str(), "pull" | "resolve")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_hosts() {
        for (folder, host) in [
            ("registry.example.com", "registry.example.com"),
            ("registry.example.com:5000", "registry.example.com:5000"),
            ("registry.example.com_5000_", "registry.example.com:5000"),
            ("10.0.0.5_5000_", "10.0.0.5:5000"),
            ("_default", "_default"),
            ("my_registry_", "my_registry_"),
        ] {
            assert_eq!(host_of(folder), host);
        }
    }
}
