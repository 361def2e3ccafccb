//! What the files say of registries, and the settings that say the same.

use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;

use insecure_registry_policy::registry::url::Url;
use insecure_registry_policy::registry::{Paths, Pattern, Registry};
use insecure_registry_policy::settings::{DEFAULT_SUSPECT_PORTS, Document, Settings};
use serde_json::json;

use crate::error::Error;

/// Where something stands, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Source {
    pub(crate) file: Rc<str>,
    pub(crate) line: usize,
    pub(crate) why: String,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.why)
    }
}

/// A host that a runtime pulls from for a registry.
pub(crate) struct Endpoint {
    pub(crate) host: String,
    /// Plain HTTP, or a certificate that is not verified.
    pub(crate) is_insecure: bool,
    pub(crate) source: Source,
}

/// Whether a host without a port means every port of it, or the port of HTTPS alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPort {
    Every,
    Https,
}

struct Claim {
    entry: String,
    sources: Vec<Source>,
    /// What decides for itself: a runtime of a node.
    scope: usize,
    no_port: NoPort,
}

/// All that was found.
pub(crate) struct Findings {
    insecure: Vec<Claim>,
    verified: Vec<Claim>,
    remarks: BTreeSet<Source>,
    scope: usize,
    no_port: NoPort,
}

impl Findings {
    pub(crate) fn new() -> Self {
        let (insecure, verified) = (Vec::new(), Vec::new());
        Findings { insecure, verified, remarks: BTreeSet::new(), scope: 0, no_port: NoPort::Https }
    }

    /// From here on another runtime speaks. What it verifies says nothing of the others.
    pub(crate) fn begin(&mut self, no_port: NoPort) {
        self.scope += 1;
        self.no_port = no_port;
    }

    fn remarks(&mut self, sources: Vec<Source>, what: &str) {
        for source in sources {
            self.remark(source, what);
        }
    }

    pub(crate) fn remark(&mut self, mut source: Source, what: &str) {
        source.why.push_str(": ");
        source.why.push_str(what);
        self.remarks.insert(source);
    }

    pub(crate) fn insecure(&mut self, entry: &str, sources: Vec<Source>) {
        let is_wildcard = entry.contains('*') && self.no_port == NoPort::Https;
        match Pattern::parse(entry, Paths::No) {
            Ok(_) if is_wildcard => {
                let what = "has a `*`, which this runtime does not support, so no registry matches";
                self.remarks(sources, what);
            }
            Ok(_) => self.insecure.push(self.claim(entry, sources)),
            Err(error) => {
                // Without what is accepted instead, which is for who writes settings.
                let error = error.to_string();
                let error = error.split(" (accepted").next().unwrap_or_default();
                self.remarks(sources, &format!("cannot be an entry: {error}"));
            }
        }
    }

    fn verified(&mut self, entry: &str, sources: Vec<Source>) {
        let is_wildcard = entry.contains('*') && self.no_port == NoPort::Https;
        if Pattern::parse(entry, Paths::No).is_ok() && !is_wildcard {
            self.verified.push(self.claim(entry, sources));
        }
    }

    fn claim(&self, entry: &str, sources: Vec<Source>) -> Claim {
        Claim { entry: entry.to_ascii_lowercase(), sources, scope: self.scope, no_port: self.no_port }
    }

    /// A registry is as insecure as any host that its images may come from. A host on the node itself harms only a
    /// registry there: nobody is on the path, yet another node has another registry by that name.
    pub(crate) fn conclude(&mut self, registry: &str, endpoints: Vec<Endpoint>) {
        let (insecure, verified) = sorted(endpoints, is_loopback(registry));
        if registry.contains('/') {
            let what = "has a `/`, so no registry matches";
            self.remarks(insecure, what);
        } else if !insecure.is_empty() {
            self.insecure(registry, insecure);
        } else if !verified.is_empty() {
            self.verified(registry, verified);
        }
    }

    /// The same for all registries that the runtime has nothing else for.
    pub(crate) fn conclude_rest(&mut self, endpoints: Vec<Endpoint>) {
        for source in sorted(endpoints, false).0 {
            let what = "is for every registry without an entry of its own there, which no entry of the settings can say; \
                        list those that images come from in insecureRegistries, or the others in allowedRegistries";
            self.remark(source, what);
        }
    }

    /// The settings in YAML.
    pub(crate) fn settings(mut self) -> Result<String, Error> {
        let trusted = self.trusted();
        let insecure = merged(self.insecure.iter());
        // The policy knows loopback registries without being told, unless it is told otherwise.
        let is_news =
            |entry: &str| !stays_on_node(entry) || trusted.iter().any(|(other, _)| covers(other, &probe(entry)));
        let insecure: Vec<_> = insecure.into_iter().filter(|(entry, _)| is_news(entry)).collect();
        check(&insecure, &trusted)?;
        let mut text = String::new();
        for (name, entries) in [("insecureRegistries", &insecure), ("trustedRegistries", &trusted)] {
            if !entries.is_empty() {
                text.extend([name, ":\n"]);
            }
            for (entry, sources) in entries {
                text.extend(sources.iter().map(|source| format!("  # {source}\n")));
                text.extend(["  - \"", entry, "\"\n"]);
            }
        }
        if text.is_empty() {
            text += "# Nothing found needs an entry.\n{}\n";
        }
        if !self.remarks.is_empty() {
            text += "# Not in these settings:\n";
            text.extend(self.remarks.iter().map(|remark| format!("# {remark}\n")));
        }
        Ok(text)
    }

    /// What is verified and would not be seen so.
    fn trusted(&mut self) -> Vec<Entry> {
        let mut trusted: Vec<Claim> = Vec::new();
        for claim in std::mem::take(&mut self.verified) {
            let probe = probe(&claim.entry);
            let rival = self.insecure.iter().find(|other| {
                is_same(&other.entry, &claim.entry) || (other.scope != claim.scope && other.is_for(&probe))
            });
            let is_seen_otherwise = {
                let registry = Registry::parse(&probe);
                registry.is_loopback() || registry.suspicion(&DEFAULT_SUSPECT_PORTS).is_some()
            };
            if let Some(rival) = rival {
                let (entry, source) = (&rival.entry, rival.sources.first());
                let what = source.map_or_else(String::new, |it| {
                    format!(
                        "is verified here, but {}:{} makes the registry insecure, and wins: `{entry}`",
                        it.file, it.line
                    )
                });
                self.remarks(claim.sources, &what);
            } else if !is_seen_otherwise && !self.insecure.iter().any(|other| covers(&other.entry, &probe)) {
                // Nobody would think otherwise.
            } else if claim.no_port == NoPort::Https && is_loopback(&probe) && Registry::parse(&probe).port.is_none() {
                let what = "is verified on the port of HTTPS alone, and an entry would trust every port; use a name that is not \
                            loopback, or an exemption";
                self.remarks(claim.sources, what);
            } else {
                trusted.push(claim);
            }
        }
        merged(trusted.iter())
    }
}

impl Claim {
    fn is_for(&self, probe: &str) -> bool {
        let is_host = !self.entry.contains(['*', '/']);
        let is_port = self.no_port == NoPort::Every || Registry::parse(&self.entry).port == Registry::parse(probe).port;
        covers(&self.entry, probe) && (is_port || !is_host)
    }
}

type Entry = (String, Vec<Source>);

/// Sorted, without duplicates, with all that they come from.
fn merged<'c>(claims: impl Iterator<Item = &'c Claim>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for claim in claims {
        match entries.iter_mut().find(|(entry, _)| is_same(entry, &claim.entry)) {
            Some((_, sources)) => sources.extend_from_slice(&claim.sources),
            None => entries.push((claim.entry.clone(), claim.sources.clone())),
        }
    }
    for (_, sources) in &mut entries {
        sources.sort();
        sources.dedup();
    }
    entries.sort();
    entries
}

/// What speaks for insecure, and what does not.
fn sorted(endpoints: Vec<Endpoint>, is_on_node: bool) -> (Vec<Source>, Vec<Source>) {
    let (mut insecure, mut others) = (Vec::new(), Vec::new());
    for Endpoint { host, is_insecure, mut source } in endpoints {
        if !is_insecure {
            others.push(source);
        } else if is_on_node || !is_loopback(&host) {
            insecure.push(source);
        } else {
            source.why.push_str(", which stays on the node");
            others.push(source);
        }
    }
    (insecure, others)
}

/// The policy's own opinion of the settings. It has none, or what is above is wrong.
fn check(insecure: &[Entry], trusted: &[Entry]) -> Result<(), Error> {
    let list = |entries: &[Entry]| entries.iter().map(|(entry, _)| entry.clone()).collect::<Vec<_>>();
    let settings = json!({"insecureRegistries": list(insecure), "trustedRegistries": list(trusted)}).to_string();
    let document = Document::parse(settings.as_bytes()).map_err(|_| Error::new("the settings cannot be read back"))?;
    match Settings::mistakes(&document).first() {
        None => Ok(()),
        Some(mistake) => Err(Error::new(format!("the policy rejects the settings: {mistake}"))),
    }
}

/// A host that the entry is for.
fn probe(entry: &str) -> String {
    entry.replacen('*', "x", 1)
}

/// Whether an entry is for a host.
pub(crate) fn covers(entry: &str, host: &str) -> bool {
    Pattern::parse(entry, Paths::No).is_ok_and(|pattern| pattern.matches(&Registry::parse(host), None))
}

fn is_same(entry: &str, other: &str) -> bool {
    let pattern = |text| Pattern::parse(text, Paths::No);
    matches!((pattern(entry), pattern(other)), (Ok(entry), Ok(other)) if entry.is_same(&other))
}

/// Whether an entry is for hosts on the node alone.
fn stays_on_node(entry: &str) -> bool {
    is_loopback(&probe(entry))
        || block(entry)
            .is_some_and(|(address, length)| address.is_loopback() && length >= if address.is_ipv4() { 8 } else { 128 })
}

/// An address block.
pub(crate) fn block(entry: &str) -> Option<(std::net::IpAddr, u8)> {
    let (address, length) = entry.split_once('/')?;
    let length =
        Some(length).filter(|it| it.bytes().all(|b| b.is_ascii_digit()) && (*it == "0" || !it.starts_with('0')))?;
    let address: std::net::IpAddr = address.parse().ok()?;
    length
        .parse()
        .ok()
        .filter(|length| *length <= if address.is_ipv4() { 32 } else { 128 })
        .map(|length| (address, length))
}

pub(crate) fn is_loopback(host: &str) -> bool {
    Registry::parse(host).is_loopback()
}

/// Host and port of a URL, or of what is written in its place; nothing where there is no host that follows the grammar.
pub(crate) fn host_in(url: &str) -> &str {
    Url::parse(url).map_or("", |url| url.authority().as_str())
}

pub(crate) fn is_http(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("http"))
}

/// A host in a comment, after a preposition; what is none might be anything, and is not shown.
pub(crate) fn named(preposition: &str, host: &str) -> String {
    if Pattern::parse(host, Paths::No).is_ok() { format!(" {preposition} `{host}`") } else { String::new() }
}
