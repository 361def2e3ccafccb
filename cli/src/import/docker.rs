//! dockerd: `daemon.json`, and the flags of its unit.
//!
//! Source: <https://github.com/moby/moby/blob/master/daemon/pkg/registry/config.go> (`loadInsecureRegistries`, `ValidateMirror`,
//! `isSecureIndex`), `service_v2.go` there and `daemon/hosts.go` for what is done with mirrors; `daemon/config/config.go`
//! (`getConflictFreeConfiguration`) for what is refused.

use std::net::IpAddr;

use insecure_registry_policy::registry::parse_cidr;
use insecure_registry_policy::registry::url::Url;

use super::findings::{Endpoint, Findings, HUB, NoPort, Source, block, covers, host_in, is_http, named};
use super::flags::Flag;
use super::value::Value;
use crate::error::Error;

/// What one dockerd is told.
#[derive(Default)]
pub(crate) struct Config {
    insecure: Vec<(String, Source)>,
    mirrors: Vec<(String, Source)>,
}

impl Config {
    /// Reads `daemon.json`. dockerd does not start with a key that it does not know, whatever its case.
    pub(crate) fn read_file(&mut self, file: &Value) -> Result<(), Error> {
        for (name, value) in Value::members(Some(file).filter(|file| !file.is_null()))? {
            if FLAT.contains(&name.as_str()) {
                continue;
            }
            let inner: Vec<&str> = if value.is_map() {
                Value::members(Some(value))?.iter().map(|(name, _)| name.as_str()).collect()
            } else {
                vec![name]
            };
            if inner.iter().any(|name| !KNOWN.contains(name)) {
                return Err(value.at.error("is a key that dockerd does not know, so it does not start"));
            }
        }
        for (list, name) in [(&mut self.insecure, "insecure-registries"), (&mut self.mirrors, "registry-mirrors")] {
            for item in Value::items(file.get(name))? {
                list.push((item.text()?.to_owned(), item.source(name)));
            }
        }
        Ok(())
    }

    /// Reads flags. What stands in the file too is refused.
    pub(crate) fn read_flags(&mut self, flags: &[Flag]) -> Result<(), Error> {
        let in_file = [!self.insecure.is_empty(), !self.mirrors.is_empty()];
        for flag in flags {
            let (list, is_twice) = match flag.name {
                "--insecure-registry" => (&mut self.insecure, in_file[0]),
                "--registry-mirror" => (&mut self.mirrors, in_file[1]),
                _ => continue,
            };
            if is_twice {
                let Source { file, line, .. } = &flag.source;
                let what = "is in daemon.json too, so dockerd does not start";
                return Err(Error::new(format!("{file}:{line}: `{}` {what}", flag.name)));
            }
            list.push((flag.value.clone(), flag.source.clone()));
        }
        Ok(())
    }

    /// Reads what minikube keeps of a profile, or of its own settings.
    pub(crate) fn read_minikube(&mut self, file: &Value) -> Result<(), Error> {
        for (list, names) in [
            (&mut self.insecure, ["InsecureRegistry", "insecure-registry"]),
            (&mut self.mirrors, ["RegistryMirror", "registry-mirror"]),
        ] {
            for name in names {
                let Some(value) = file.get(name) else { continue };
                if value.is_list() {
                    for item in value.list() {
                        list.push((item.text()?.to_owned(), item.source(name)));
                    }
                } else {
                    let entries = value.text()?.split(',').filter(|it| !it.is_empty());
                    list.extend(entries.map(|entry| (entry.to_owned(), value.source(name))));
                }
            }
        }
        Ok(())
    }
}

pub(crate) fn interpret(config: &Config, findings: &mut Findings) -> Result<(), Error> {
    findings.begin(NoPort::Https);
    // All or nothing: dockerd does not start with one that it refuses.
    for (entry, source) in &config.insecure {
        check_entry(entry).map_err(|what| source.error(what))?;
    }
    for (mirror, source) in &config.mirrors {
        check_mirror(mirror).map_err(|what| source.error(what))?;
    }
    let insecure = entries(&config.insecure, Runtime::Docker, findings);
    if let Some((_, source)) = config.insecure.first().filter(|_| !insecure.is_empty()) {
        let what = "with the containerd image store, the default since Docker 29, dockerd may not obey them \
                    (docker/cli#6748); they count as in earlier releases";
        findings.remark(Source { why: "insecure-registries".to_owned(), ..source.clone() }, what);
    }
    let is_insecure = |url: &str| {
        let host = host_in(url);
        let is_in = |entry: &String| entry == host || (block(entry).is_some() && covers(entry, host));
        is_http(url) || insecure.iter().any(is_in)
    };
    let mut endpoints = Vec::new();
    for (url, source) in &config.mirrors {
        let of_path = if has_path(url) { ", which dockerd before 28.0 refuses for its path" } else { "" };
        let why = format!("registry-mirrors{} for docker.io{of_path}", named("at", host_in(url)));
        let source = Source { why, ..source.clone() };
        endpoints.push(Endpoint::new(host_in(url), is_insecure(url), source));
    }
    findings.conclude("docker.io", endpoints);
    Ok(())
}

/// Who reads a list of insecure registries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runtime {
    Docker,
    Crio,
}

/// What a list says: the entries as they are compared.
pub(crate) fn entries(list: &[(String, Source)], runtime: Runtime, findings: &mut Findings) -> Vec<String> {
    let mut insecure = Vec::new();
    for (text, source) in list {
        let source = source.clone();
        let entry = if runtime == Runtime::Docker { without_scheme(text) } else { text };
        if let Some((address, length)) = parse_cidr(entry) {
            let entry = format!("{address}/{length}");
            let is_mapped = entry_address(text).is_some_and(|it| it.to_canonical() != it);
            let mut why = source.clone();
            why.why = format!("{} `{entry}`", source.why);
            if length == 0 {
                let what = "is every registry, by name too; list those that images come from in insecureRegistries";
                findings.remark(why, what);
            } else if !address.is_loopback() {
                let what = "also covers host names that resolve into this block, which the policy does not resolve; list \
                            them in insecureRegistries";
                findings.remark(why, what);
            }
            let mut source = source;
            if is_mapped && runtime == Runtime::Docker {
                source.why += ", until Docker 28";
            }
            findings.insecure(&entry, vec![source]);
            insecure.push(entry);
            continue;
        }
        match (runtime, entry) {
            (Runtime::Docker, "docker.io" | "index.docker.io") => {
                findings.remark(source, "has no effect for docker.io, which dockerd always verifies");
            }
            (Runtime::Docker, HUB) => {
                let mut of_hub = source.clone();
                of_hub.why =
                    format!("{} `{HUB}`, where docker.io comes from with the containerd image store", source.why);
                findings.insecure("docker.io", vec![of_hub]);
                findings.insecure(entry, vec![source]);
            }
            _ => findings.insecure(entry, vec![source]),
        }
        insecure.push(entry.to_owned());
    }
    insecure
}

fn entry_address(entry: &str) -> Option<IpAddr> {
    entry.split_once('/').and_then(|(address, _)| address.parse().ok())
}

/// Why dockerd refuses an entry.
fn check_entry(text: &str) -> Result<(), &'static str> {
    if text.starts_with('-') || text.ends_with('-') {
        return Err("begins or ends with a hyphen, so dockerd does not start");
    }
    let entry = without_scheme(text);
    if entry.contains("://") {
        return Err("has a scheme that dockerd refuses; write only the host");
    }
    if parse_cidr(entry).is_some() {
        return Ok(());
    }
    let (host, port) = split_port(entry);
    let is_address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
    if !is_domain(entry) && !is_address {
        return Err("is not a valid host, so dockerd does not start");
    }
    match port.map(str::parse::<u32>) {
        Some(Err(_)) => Err("has no valid port, so dockerd does not start"),
        Some(Ok(port)) if port > 65535 => Err("has no valid port, so dockerd does not start"),
        _ => Ok(()),
    }
}

/// As `net.SplitHostPort`, which knows no IPv6 address without brackets.
fn split_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    }
}

/// `DomainRegexp` of distribution/reference.
pub(crate) fn is_domain(text: &str) -> bool {
    let (host, port) = split_port(text);
    let is_port = port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()));
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_bracketed = host
        .strip_prefix('[')
        .and_then(|it| it.strip_suffix(']'))
        .is_some_and(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_hexdigit() || b == b':'));
    is_port && (is_bracketed || host.split('.').all(is_label))
}

/// Why dockerd refuses a mirror.
fn check_mirror(text: &str) -> Result<(), &'static str> {
    let Some((scheme, rest)) = text.split_once("://").filter(|(scheme, _)| !scheme.is_empty()) else {
        return Err("has no scheme, so dockerd does not start; write https://");
    };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return Err("has a scheme that dockerd refuses; write https://");
    }
    // Go takes a URL without a host.
    let has_host = !rest.is_empty() && !rest.starts_with(['/', '?', '#']);
    match Url::parse(text) {
        None if has_host => return Err("is not a valid URL, so dockerd does not start"),
        Some(url) if url.has_userinfo() => return Err("has credentials, so dockerd does not start"),
        _ => {}
    }
    let after = |sign: char| rest.split_once(sign).is_some_and(|(_, after)| !after.is_empty());
    if after('?') || after('#') {
        return Err("has a query or a fragment, so dockerd does not start");
    }
    Ok(())
}

fn has_path(url: &str) -> bool {
    url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).is_some_and(|(_, path)| !path.is_empty())
}

/// dockerd strips `http://` and `https://`, in any case; nothing else is left of an entry with a scheme.
fn without_scheme(entry: &str) -> &str {
    match entry.split_once("://") {
        Some((scheme, host)) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => host,
        _ => entry,
    }
}

/// Keys whose members are not options.
const FLAT: &[&str] = &[
    "builder",
    "cluster-store-opts",
    "default-network-opts",
    "default-ulimits",
    "features",
    "log-opts",
    "nri-opts",
    "runtimes",
];

/// Options of all releases, as `daemon.json` names them: flags, and lists by their plural.
#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "add-runtime", "allow-direct-routing", "allow-nondistributable-artifacts", "api-cors-header", "authorization-plugins", "bip",
    "bip6", "bridge", "bridge-accept-fwmark", "cdi-spec-dirs", "cgroup-parent", "cluster-advertise", "cluster-store", "config-file",
    "containerd", "containerd-namespace", "containerd-plugins-namespace", "cpu-rt-period", "cpu-rt-runtime", "cri-containerd",
    "data-root", "debug", "default-address-pools", "default-cgroupns-mode", "default-gateway", "default-gateway-v6",
    "default-ipc-mode", "default-runtime", "default-shm-size", "default-stop-timeout", "deprecated-key-path",
    "disable-legacy-registry", "dns", "dns-opts", "dns-search", "enable-cors", "exec-driver", "exec-opts", "exec-root",
    "experimental", "firewall-backend", "fixed-cidr", "fixed-cidr-v6", "graph", "group", "host-gateway-ip", "host-gateway-ips",
    "hosts", "http-proxy", "https-proxy", "icc", "init", "init-path", "insecure-registries", "ip", "ip-forward",
    "ip-forward-no-drop", "ip-masq", "ip6tables", "iptables", "ipv6", "labels", "live-restore", "log-driver", "log-format",
    "log-level", "max-concurrent-downloads", "max-concurrent-uploads", "max-download-attempts", "metrics-addr", "min-api-version",
    "mtu", "network-control-plane-mtu", "network-diagnostic-port", "no-new-privileges", "no-proxy", "node-generic-resources",
    "oom-score-adjust", "pidfile", "raw-logs", "registry-mirrors", "restart", "rootless", "seccomp-profile", "selinux-enabled",
    "shutdown-timeout", "storage-driver", "storage-opts", "swarm-default-advertise-addr", "tls", "tlscacert", "tlscert", "tlskey",
    "tlsverify", "userland-proxy", "userland-proxy-path", "userns-remap",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of moby's `TestLoadInsecureRegistries`, `TestValidateMirror` and `TestNewServiceConfig`.
    #[test]
    fn what_dockerd_refuses() {
        for entry in [
            "127.0.0.1:8080",
            "2001:db8::1",
            "[2001:db8::1]:80",
            "http://myregistry.example.com",
            "HTTP://a.example.com",
            "102.10.8.1/24",
        ] {
            assert_eq!(check_entry(entry), Ok(()), "{entry}");
        }
        for entry in [
            "svn://myregistry.example.com",
            "-invalid-registry",
            "mytest-.com",
            "1200:0000:AB00:1234:0000:2552:7777:1313:8080",
            "myregistry.example.com:500000",
            "\"myregistry.example.com\"",
            "[fe80::]/64",
            "*.example.com",
            "a.example.com/path",
            "",
        ] {
            assert!(check_entry(entry).is_err(), "{entry}");
        }
        for mirror in
            ["http://m.example.com/", "https://localhost:5000", "http://m.example.com/v1/", "HTTP://m.example.com"]
        {
            assert_eq!(check_mirror(mirror), Ok(()), "{mirror}");
        }
        for mirror in [
            "m.example.com:5000",
            "ftp://m.example.com",
            "http://m.example.com/?q=foo",
            "https://m.example.com#frag",
            "http://foo:bar@m.example.com/",
            "!invalid!://%as%",
        ] {
            assert!(check_mirror(mirror).is_err(), "{mirror}");
        }
    }
}
