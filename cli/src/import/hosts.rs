//! The folders of `certs.d`: `hosts.toml`, or certificates alone.
//!
//! Source: <https://github.com/containerd/containerd/blob/main/core/remotes/docker/config/hosts.go>.

use std::collections::BTreeSet;

use insecure_registry_policy::registry::mirror::Pulls;

use super::findings::{Endpoint, Findings, Source, host_in, is_loopback, named};
use super::tree::Location;
use super::value::{self, Value};
use crate::error::Error;

/// Judges the folders of some roots as containerd finds them: the first root with a folder for a host, or with
/// `_default`, counts.
pub(crate) fn interpret(roots: &[Vec<Location>], runtime: Runtime, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for folders in roots {
        // `host_port_` comes before `host:port`.
        let (spelt, others): (Vec<_>, Vec<_>) = folders.iter().partition(|folder| folder.name().ends_with('_'));
        for folder in spelt.into_iter().chain(others) {
            let host = host_of(folder.name());
            let endpoints = endpoints(folder, &host, runtime, findings);
            // The first folder counts, with whatever is in it.
            if !seen.insert(host.clone()) {
                continue;
            }
            let Some(endpoints) = findings.take(endpoints).flatten() else { continue };
            if runtime == Runtime::Dockerd && is_loopback(&host) {
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
}

/// Who reads the folders.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runtime {
    Containerd,
    /// containerd, some of whose releases read none of these folders.
    SomeContainerd,
    Dockerd,
    /// CRI-O, Podman and others: certificates alone.
    Containers,
}

const DEFAULT: &str = "_default";

/// `host_port_` is `host:port`.
fn host_of(folder: &str) -> String {
    match folder.strip_suffix('_').and_then(|it| it.rsplit_once('_')) {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => format!("{host}:{port}"),
        _ => folder.to_owned(),
    }
}

/// The hosts that a folder has for a registry, in their order; none if there is nothing in the folder.
fn endpoints(
    folder: &Location,
    registry: &str,
    runtime: Runtime,
    findings: &mut Findings,
) -> Result<Option<Vec<Endpoint>>, Error> {
    let file = folder.join("hosts.toml");
    if runtime != Runtime::Containers && file.is_file() {
        // What cannot be read is passed over, and said.
        let Some(text) = file.text() else { return Ok(None) };
        if !text.is_empty() {
            let table = value::toml(&file.shown(), &text)?;
            return hosts(&table, registry, runtime, findings).map(Some);
        }
    }
    // Without a hosts.toml the registry itself is all there is.
    let certificate = folder.names().into_iter().find(|name| folder.join(name).has_extension("crt"));
    Ok(certificate.map(|name| {
        folder.join(&name).count_as_read();
        let source = Source { file: folder.join(&name).shown(), line: 1, why: "CA certificate".to_owned() };
        vec![Endpoint::new(registry, runtime != Runtime::Containers && is_loopback(registry), source)]
    }))
}

fn hosts(table: &Value, registry: &str, runtime: Runtime, findings: &mut Findings) -> Result<Vec<Endpoint>, Error> {
    let mut endpoints = Vec::new();
    // containerd 1.x does not read a file without one (`getSortedHosts`: "invalid `host` tree").
    let has_hosts = table.exactly("host").is_some();
    let note = match runtime {
        Runtime::Dockerd => ", for dockerd with the containerd image store",
        Runtime::Containers => "",
        _ if has_hosts => "",
        Runtime::Containerd | Runtime::SomeContainerd => {
            ", for containerd 2.x; 1.x ignores a hosts.toml without a table for a host"
        }
    };
    for (url, host) in Value::members(table.exactly("host"))? {
        let pulls = pulls(host)?;
        check(host)?;
        if is_without_host(url) {
            findings.remark(host.source("host"), "has no `//` before its host, so nothing is pulled from there");
            continue;
        }
        let source = host.source(format!("host{}", named("at", host_in(url))));
        let mut endpoint = endpoint(host, url, source)?;
        let Some(pulls) = pulls else { continue };
        endpoint = endpoint.pulling(pulls);
        if runtime == Runtime::Dockerd {
            endpoint = endpoint.without_secrets();
        }
        // Only the order of table headers is what containerd 2 goes by.
        if host.has_header {
            endpoints.push(endpoint.with_note(note));
        } else if endpoint.is_insecure {
            endpoints
                .push(endpoint.with_note(", for containerd 1.x; 2.x ignores a host without a table header of its own"));
        } else {
            let what = "is used by containerd 1.x, and ignored by 2.x for want of a table header of its own";
            findings.remark(endpoint.source, what);
        }
    }
    check(table)?;
    let is_asked = pulls(table)?.is_some();
    let server = table.get("server").map(|server| server.text().map(|url| (url, server))).transpose()?;
    match server.filter(|(url, _)| !url.is_empty() && !is_without_host(url)) {
        Some((url, server)) if is_asked => {
            endpoints.push(endpoint(table, url, server.source("server"))?.with_note(note));
        }
        Some(_) => {}
        // The registry itself, which is asked for all whatever `capabilities` are.
        None => {
            let mut own = endpoint(table, registry, table.source("the registry itself"))?;
            // Nothing else is verified of a loopback host, whatever the file says.
            own.is_insecure |= is_loopback(registry);
            endpoints.push(own.with_note(note));
        }
    }
    let others = match runtime {
        Runtime::SomeContainerd => {
            "is verified only where containerd reads this folder; elsewhere a loopback registry is not, which counts"
        }
        Runtime::Containerd if !has_hosts => {
            "is verified by containerd 2.x; 1.x ignores a hosts.toml without a table for a host, and wins"
        }
        _ => return Ok(endpoints),
    };
    if is_loopback(registry) {
        for endpoint in endpoints.iter_mut().filter(|it| !it.is_insecure) {
            findings.remark(endpoint.source.clone(), others);
            endpoint.is_insecure = true;
        }
    }
    Ok(endpoints)
}

/// What begins with `http` is a URL to containerd, whatever follows. Without `//` it has no host.
fn is_without_host(url: &str) -> bool {
    url.starts_with("http") && !url.contains("://")
}

/// As containerd reads a URL: what does not begin with `http` gets a scheme.
fn endpoint(config: &Value, url: &str, source: Source) -> Result<Endpoint, Error> {
    let skips = Value::if_true(config.get("skip_verify"))?;
    let is_plain = url.starts_with("http://");
    let host = host_in(url);
    if host.is_empty() && url.contains("://") {
        return Err(source.error("is not a valid URL"));
    }
    let source = match (skips, config.get("ca")) {
        (Some(skips), _) => skips.source(format!("skip_verify{}", named("for", host))),
        (None, Some(ca)) if !is_plain => ca.source("ca"),
        (None, _) if is_plain => Source { why: format!("{} over HTTP", source.why), ..source },
        (None, _) => source,
    };
    Ok(Endpoint::new(host, is_plain || skips.is_some(), source))
}

/// Refuses what containerd refuses.
fn check(config: &Value) -> Result<(), Error> {
    let texts = |value: &Value| -> Result<(), Error> {
        if value.is_list() {
            return value.list().iter().try_for_each(|it| it.text().map(|_| ()));
        }
        value.text().map(|_| ())
    };
    config.get("ca").map_or(Ok(()), texts)?;
    for (_, value) in Value::members(config.get("header"))? {
        texts(value)?;
    }
    for value in config.get("client").map_or(&[][..], Value::list) {
        texts(value)?;
        if value.is_list() && value.list().len() != 2 {
            return Err(value.at.error("is not a pair of a certificate and a key"));
        }
    }
    if let Some(value) = config.get("client").filter(|it| !it.is_list()) {
        value.text()?;
    }
    if let Some(value) = config.get("dial_timeout")
        && !value.text()?.is_empty()
        && !is_duration(value.text()?)
    {
        return Err(value.at.error("is not a duration; expected 3s, for example"));
    }
    Value::if_true(config.get("override_path"))?;
    Ok(())
}

/// As Go's `time.ParseDuration`: `1h30m`, `-1.5s`, `0`.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let is_of_number = |c: char| c.is_ascii_digit() || c == '.';
    let mut has_part = false;
    while let Some(end) = rest.find(|c| !is_of_number(c)) {
        let (number, after) = rest.split_at(end);
        let (unit, after) = after.split_at(after.find(is_of_number).unwrap_or(after.len()));
        let is_number = number.contains(|c: char| c.is_ascii_digit()) && number.matches('.').count() < 2;
        if !is_number || !["ns", "us", "µs", "μs", "ms", "s", "m", "h"].contains(&unit) {
            return false;
        }
        (rest, has_part) = (after, true);
    }
    has_part && rest.is_empty()
}

/// Which pulls go there, if any. Without `capabilities` a host has all of them.
fn pulls(config: &Value) -> Result<Option<Pulls>, Error> {
    let mut names = Vec::new();
    for capability in Value::items(config.get("capabilities"))? {
        let name = capability.text()?.to_ascii_lowercase();
        if !["pull", "resolve", "push", "referrers"].contains(&name.as_str()) {
            return Err(capability.at.error("is not a capability; expected pull, resolve, push or referrers"));
        }
        names.push(name);
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    Ok(match (names.is_empty() || has("resolve"), has("pull")) {
        (true, _) => Some(Pulls::All),
        // Another host says which digest a tag has.
        (false, true) => Some(Pulls::Content),
        (false, false) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for text in ["3s", "0", "-0", "1h30m", "1.5s", ".5h", "5.s", "+2m", "2µs", "100ms"] {
            assert!(is_duration(text), "{text}");
        }
        for text in ["", "3", "s", ".s", "1.2.3s", "1m30", "3 s", "3d", "--3s", "-"] {
            assert!(!is_duration(text), "{text}");
        }
    }

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
