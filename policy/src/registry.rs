//! Classifies a registry by its host and port: is TLS verified there?
//!
//! What is known without configuration is here ([`Registry::is_loopback`], [`Registry::suspicion`]); the administrator's entries
//! are [`Pattern`]s. Nothing is resolved: a policy has no network.

pub(crate) mod display;
pub mod image;
pub mod mirror;
pub mod reference;
pub mod url;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use memchr::memchr;

use self::mirror::Mirror;
use self::reference::{DOCKER_HUB, LEGACY_DOCKER_HUB, Reference};
use self::url::{Authority, Url};
use crate::glob;
use crate::json::{Cursor, Quoted, Raw, Text, Type};
use crate::placeholder;
use crate::search;

/// A registry's address, in comparable form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registry<'a> {
    /// The host.
    pub host: Host<'a>,
    /// The port, if one was written. The grammar allows 99999 and more; values too large for a port never equal a valid port.
    pub port: Option<u32>,
}

/// A host, classified as resolvers do.
#[derive(Clone, Copy, Debug)]
pub enum Host<'a> {
    /// A name, without its trailing dot. Compared case-insensitively.
    Name(&'a str),
    /// An address. An IPv6 address that maps an IPv4 one is that IPv4 address.
    Address(IpAddr),
}

impl PartialEq for Host<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Host::Name(a), Host::Name(b)) => a.eq_ignore_ascii_case(b),
            (Host::Address(a), Host::Address(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Host<'_> {}

impl<'a> Host<'a> {
    /// Reads a host name, an IPv4 address, or an IPv6 address with or without brackets.
    fn parse(host: &'a str) -> Self {
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        // Most hosts are no address, and most of those show it early.
        let may_be_address = bare.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':'));
        if may_be_address && let Ok(address) = bare.parse::<IpAddr>() {
            return Host::Address(address.to_canonical());
        }
        if host.eq_ignore_ascii_case(LEGACY_DOCKER_HUB) {
            return Host::Name(DOCKER_HUB);
        }
        Host::Name(host.strip_suffix('.').unwrap_or(host))
    }
}

impl<'a> Registry<'a> {
    /// Parses host and port as written in a reference: `host`, `host:port`, `[IPv6]`, `[IPv6]:port`.
    pub fn parse(text: &'a str) -> Self {
        let (host, port) = split_port(text);
        Registry { host: Host::parse(host), port }
    }

    /// Whether dockerd and containerd by default skip verification here or fall back to HTTP: `localhost`, names under it,
    /// 127.0.0.0/8, `::1` and IPv6 addresses that map one of the former.
    ///
    /// Sources: <https://docs.docker.com/reference/cli/dockerd/#insecure-registries>, containerd's `MatchLocalhost`
    /// (<https://github.com/containerd/containerd/blob/main/core/remotes/docker/registry.go>).
    pub fn is_loopback(&self) -> bool {
        match self.host {
            Host::Name(name) => last_label(name).1.eq_ignore_ascii_case("localhost"),
            Host::Address(address) => address.is_loopback(),
        }
    }

    fn is_of_openshift(&self) -> bool {
        self.port == Some(OPENSHIFT_PORT) && OPENSHIFT.iter().any(|name| self.host == Host::Name(name))
    }

    /// Why this registry may lack TLS, although no setting says so.
    pub fn suspicion(&self, suspect_ports: &[u16]) -> Option<Suspicion> {
        let suspicion = match self.host {
            Host::Address(address) if address.is_unspecified() => Some(Suspicion::Unspecified),
            Host::Address(_) => Some(Suspicion::Address),
            Host::Name(name) => match name_suspicion(name) {
                Some(Suspicion::PrivateSuffix(_)) if self.is_of_openshift() => return None,
                suspicion => suspicion,
            },
        };
        suspicion.or_else(|| {
            let port = u16::try_from(self.port?).ok()?;
            suspect_ports.contains(&port).then_some(Suspicion::Port(port))
        })
    }
}

/// What makes a registry suspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspicion {
    /// An IP address.
    Address,
    /// `0.0.0.0` or `[::]`: some systems connect to the node itself.
    Unspecified,
    /// A name of digits that modern resolvers do not read as an address: `127.1`, `0x7f000001`.
    OldAddress(Ipv4Addr),
    /// Brackets without an IPv6 address.
    BadAddress,
    /// A name that conventionally points to the node itself.
    LoopbackName,
    /// A name without a dot.
    SingleLabel,
    /// A suffix of private networks.
    PrivateSuffix(&'static str),
    /// A port of `suspectPorts`.
    Port(u16),
}

impl fmt::Display for Suspicion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Suspicion::Address => f.write_str("an IP address"),
            Suspicion::Unspecified => f.write_str("an unspecified address"),
            Suspicion::OldAddress(address) => write!(f, "old resolvers read it as {address}"),
            Suspicion::BadAddress => f.write_str("the brackets hold no IPv6 address"),
            Suspicion::LoopbackName => f.write_str("by convention, the node itself"),
            Suspicion::SingleLabel => f.write_str("a name without a domain"),
            Suspicion::PrivateSuffix(suffix) => write!(f, "the private suffix `{suffix}`"),
            Suspicion::Port(port) => write!(f, "port {port}"),
        }
    }
}

/// Names that `/etc/hosts` files lead to the loopback interface.
const LOOPBACK_NAMES: [&str; 7] = [
    "localhost.localdomain",
    "localhost4",
    "localhost4.localdomain4",
    "localhost6",
    "localhost6.localdomain6",
    "ip6-localhost",
    "ip6-loopback",
];

/// Domains that lead there with every name below them.
const LOOPBACK_DOMAINS: [&str; 2] = [".lvh.me", ".localtest.me"];

/// DNS services that answer for every name below them with the address that it spells.
const SPELLING_SERVICES: [&str; 2] = ["nip.io", "sslip.io"];

const PRIVATE_SUFFIXES: [&str; 9] =
    [".svc.cluster.local", ".local", ".lan", ".internal", ".intranet", ".corp", ".home.arpa", ".test", ".svc"];

/// The registry inside of `OpenShift`: a fixed name, with a CA certificate that all nodes of such a cluster trust.
/// Source: <https://docs.openshift.com/container-platform/latest/registry/index.html>
const OPENSHIFT: [&str; 2] =
    ["image-registry.openshift-image-registry.svc", "image-registry.openshift-image-registry.svc.cluster.local"];
const OPENSHIFT_PORT: u32 = 5000;

/// The last labels of all these.
const LAST_LABELS: [&str; 13] = [
    "localdomain",
    "localdomain4",
    "localdomain6",
    "me",
    "io",
    "local",
    "lan",
    "internal",
    "intranet",
    "corp",
    "arpa",
    "test",
    "svc",
];

fn name_suspicion(name: &str) -> Option<Suspicion> {
    if name.starts_with('[') {
        return Some(Suspicion::BadAddress);
    }
    // Most names show at their end that they are none of these.
    let (before, last) = last_label(name);
    let is_number = last.starts_with(|c: char| c.is_ascii_digit());
    if !before.is_empty() && !is_number && !LAST_LABELS.iter().any(|label| last.eq_ignore_ascii_case(label)) {
        return None;
    }
    let is_loopback_domain = |domain: &&str| {
        ends_with(name, domain) || domain.strip_prefix('.').is_some_and(|it| name.eq_ignore_ascii_case(it))
    };
    if LOOPBACK_NAMES.iter().any(|loopback| name.eq_ignore_ascii_case(loopback))
        || LOOPBACK_DOMAINS.iter().any(is_loopback_domain)
        || spells_loopback(name)
    {
        return Some(Suspicion::LoopbackName);
    }
    if let Some(address) = old_address(name) {
        return Some(Suspicion::OldAddress(address));
    }
    if !name.bytes().any(|b| b == b'.') {
        return Some(Suspicion::SingleLabel);
    }
    PRIVATE_SUFFIXES.iter().find(|suffix| ends_with(name, suffix)).map(|suffix| Suspicion::PrivateSuffix(suffix))
}

/// `127.0.0.1.nip.io`, `app.127-0-0-1.nip.io`, `app-7f000001.nip.io`, `0--1.sslip.io`.
fn spells_loopback(name: &str) -> bool {
    let Some(spelling) = SPELLING_SERVICES.iter().find_map(|service| {
        let spelling = name.get(..name.len().saturating_sub(service.len()))?.strip_suffix('.')?;
        ends_with(name, service).then_some(spelling)
    }) else {
        return false;
    };
    let is_loopback = |spelt: &str, separator: char| {
        let mut octets = spelt.rsplit(separator).map(str::parse::<u8>);
        let last_four = [octets.next(), octets.next(), octets.next(), octets.next()];
        matches!(last_four, [Some(Ok(_)), Some(Ok(_)), Some(Ok(_)), Some(Ok(127))])
    };
    let label = last_label(spelling).1;
    let hex = label.rsplit('-').next().unwrap_or(label);
    is_loopback(spelling, '.')
        || is_loopback(label, '-')
        || (hex.len() == 8 && u32::from_str_radix(hex, 16).is_ok_and(|bits| Ipv4Addr::from_bits(bits).is_loopback()))
        || label.replace('-', ":").parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
}

/// A host as `inet_aton` reads it: one to four numbers, decimal, octal (`0177`) or hex (`0x7f`), the last of which fills
/// what is left of the address. What today's parsers accept too never comes here.
fn old_address(name: &str) -> Option<Ipv4Addr> {
    let mut address: u32 = 0;
    let mut parts = name.split('.').peekable();
    for nth in 0..4_u32 {
        let part = parts.next()?;
        let number = match part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
            Some("") => 0,
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None if part.len() > 1 && part.starts_with('0') => u32::from_str_radix(part, 8).ok()?,
            None => part.parse().ok()?,
        };
        let bits_below = 24_u32.saturating_sub(nth.saturating_mul(8));
        if parts.peek().is_none() {
            let room = bits_below.saturating_add(8);
            let fits = number.checked_shr(room).unwrap_or(0) == 0;
            return fits.then(|| Ipv4Addr::from_bits(address | number));
        }
        address |= u32::from(u8::try_from(number).ok()?).checked_shl(bits_below)?;
    }
    None
}

fn last_label(name: &str) -> (&str, &str) {
    let length = name.bytes().rev().take_while(|b| *b != b'.').count();
    let (before, last) = name.split_at_checked(name.len().saturating_sub(length)).unwrap_or(("", name));
    (before.strip_suffix('.').unwrap_or(""), last)
}

fn ends_with(name: &str, suffix: &str) -> bool {
    let tail = name.len().checked_sub(suffix.len()).and_then(|start| name.as_bytes().get(start..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(suffix.as_bytes()))
}

/// Splits a port off, as a number. The host keeps its brackets.
fn split_port(text: &str) -> (&str, Option<u32>) {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (before, port) = text.split_at_checked(text.len().saturating_sub(digits)).unwrap_or((text, ""));
    match before.strip_suffix(':') {
        // More digits than a u32 holds are no port either way.
        Some(host) if digits > 0 => (host, Some(port.parse().unwrap_or(u32::MAX))),
        _ => (text, None),
    }
}

/// An entry of `insecureRegistries`, `trustedRegistries`, `allowedRegistries` or `deniedRegistries`: Docker's
/// `insecure-registries` syntax (`host`, `host:port`, CIDR) and the wildcard of registries.conf (`*.suffix`, any number of
/// labels, not the bare suffix). Entries of the last two may continue with a path of whole components.
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'a> {
    hosts: Hosts<'a>,
    /// None means every port.
    port: Option<u16>,
    path: &'a str,
}

#[derive(Clone, Copy, Debug)]
enum Hosts<'a> {
    One(Host<'a>),
    /// With its leading dot.
    Under(&'a str),
    Block(IpAddr, u8),
}

/// Whether the entries of a setting may continue with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paths {
    /// Hosts only: TLS is a matter of the host.
    No,
    /// `ghcr.io/org/team` too.
    Yes,
}

/// What is wrong with an entry. Does not show its text, which might contain a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// Empty text.
    Empty,
    /// `https://…`.
    Scheme,
    /// `user@host`.
    Userinfo,
    /// A `*` that is not the whole first label.
    Wildcard,
    /// Bits beyond the prefix length are set, or the length is too large.
    Block,
    /// The host violates the grammar at this position.
    Host(usize),
    /// No port from 1 to 65535.
    Port,
    /// A path where only hosts belong.
    Path,
    /// A name without a domain and a port: no reference writes a registry this way.
    Bare,
    /// A path on Docker Hub, without `docker.io` before it.
    HubPath,
    /// The path violates the grammar.
    BadPath,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PatternError::Empty => f.write_str("is empty"),
            PatternError::Scheme => f.write_str("has a scheme; write only the host"),
            PatternError::Userinfo => f.write_str("has an `@`; credentials are not allowed here"),
            PatternError::Wildcard => f.write_str("has a `*` that is not the whole first label; write `*.suffix`"),
            PatternError::Block => f.write_str(
                "is not a valid address block; use a prefix length of at most 32 (IPv4) or 128 (IPv6), and set no bits beyond it",
            ),
            PatternError::Host(at) => write!(f, "is not a valid host at character {}", at.saturating_add(1)),
            PatternError::Port => f.write_str("has no valid port (1 to 65535) after the `:`"),
            PatternError::Path => f.write_str("has a path; whether TLS is used depends on the host alone"),
            PatternError::Bare => f.write_str(
                "would never match: an image on Docker Hub is `docker.io/library/nginx`, and a host without a domain needs a port",
            ),
            PatternError::HubPath => f.write_str("is a Docker Hub path; add the prefix `docker.io/`"),
            PatternError::BadPath => {
                f.write_str("has a path that is not a repository; write whole components in lower case, without a tag")
            }
        }?;
        f.write_str(
            " (accepted: `host`, `host:port`, `*.suffix`, `*.suffix:port`, an address block such as `10.0.0.0/8`)",
        )
    }
}

impl<'a> Pattern<'a> {
    /// Parses an entry.
    pub fn parse(text: &'a str, paths: Paths) -> Result<Self, PatternError> {
        if text.is_empty() {
            return Err(PatternError::Empty);
        }
        let slash = text.bytes().position(|b| b == b'/');
        if slash.is_some() && text.contains("://") {
            return Err(PatternError::Scheme);
        }
        if text.bytes().any(|b| b == b'@') {
            return Err(PatternError::Userinfo);
        }
        let (registry, path) = match slash.and_then(|_| text.split_once('/')) {
            None => (text, ""),
            Some((host, length)) => {
                if let (Host::Address(address), true) = (Host::parse(host), length.bytes().all(|b| b.is_ascii_digit()))
                {
                    let hosts = Hosts::block(address, host, length).ok_or(PatternError::Block)?;
                    return Ok(Pattern { hosts, port: None, path: "" });
                }
                (host, length)
            }
        };
        if registry.len() != text.len() {
            if paths == Paths::No {
                return Err(PatternError::Path);
            }
            let repository = Reference::parse(text).ok().filter(|it| it.tag.is_none() && it.digest.is_none());
            // A wildcard host is none that Reference::parse takes; the path is what has to be one.
            let is_path = registry.starts_with("*.") && path.split('/').all(is_component);
            match repository {
                Some(it) if it.registry == DOCKER_HUB && Host::parse(registry) != Host::Name(DOCKER_HUB) => {
                    return Err(PatternError::HubPath);
                }
                None if !is_path => return Err(PatternError::BadPath),
                _ => {}
            }
        }
        let (host, port) = split_port_of_pattern(registry)?;
        let hosts = Hosts::parse(host)?;
        if let (Paths::Yes, Hosts::One(Host::Name(name)), None) = (paths, hosts, port)
            && !name.bytes().any(|b| b == b'.' || b.is_ascii_uppercase())
            && name != "localhost"
        {
            return Err(PatternError::Bare);
        }
        Ok(Pattern { hosts, port, path })
    }

    /// Whether the entry covers this registry or, if it has a path, this repository.
    pub fn matches(&self, registry: &Registry<'_>, reference: Option<&Reference<'_>>) -> bool {
        self.covers(registry) && (self.path.is_empty() || reference.is_some_and(|it| self.has(it)))
    }

    /// Whether the entry covers something in this registry.
    pub(crate) fn covers(&self, registry: &Registry<'_>) -> bool {
        self.port.is_none_or(|port| registry.port == Some(u32::from(port))) && self.hosts.contain(registry.host)
    }

    /// Whether the entry is one registry, rather than a wildcard or an address block.
    pub fn is_one_host(&self) -> bool {
        matches!(self.hosts, Hosts::One(_))
    }

    /// The path behind the host; empty if it has none.
    pub(crate) fn path(&self) -> &'a str {
        self.path
    }

    /// The components of a repository behind those of the entry's path; `None` if the entry does not cover the repository.
    pub(crate) fn below<'r>(&self, reference: &Reference<'r>, registry: &Registry<'_>) -> Option<Vec<&'r str>> {
        if !self.matches(registry, Some(reference)) {
            return None;
        }
        let mut components = reference.components();
        let is_below = self.path.is_empty() || self.path.split('/').all(|it| components.next() == Some(it));
        // The URL of a registry has no path.
        Some(if is_below { components.filter(|it| !it.is_empty()).collect() } else { Vec::new() })
    }

    /// Whether the entry covers everything that another one covers.
    pub(crate) fn includes(&self, other: &Pattern<'_>) -> bool {
        let has_hosts = match (&self.hosts, &other.hosts) {
            (hosts, Hosts::One(host)) => hosts.contain(*host),
            (Hosts::Under(suffix), Hosts::Under(other)) => ends_with(other, suffix),
            (Hosts::Block(_, length), Hosts::Block(block, other)) => {
                length <= other && self.hosts.contain(Host::Address(*block))
            }
            _ => false,
        };
        has_hosts && (self.port.is_none() || self.port == other.port) && is_path_below(other.path, self.path)
    }

    /// As in a reference, `docker.io/nginx` is `docker.io/library/nginx` too.
    fn has(&self, reference: &Reference<'_>) -> bool {
        let mut components = reference.components();
        self.path.split('/').all(|component| components.next() == Some(component))
            || (reference.official && reference.path == self.path)
    }

    /// Whether a registry exists that the entry covers and that matches the key of a pull secret, where `*` stands for any part of
    /// a label. The kubelet compares label by label, and ports as they are written.
    ///
    /// Source: `URLsMatch` in the kubelet's `pkg/credentialprovider/keyring.go`.
    fn overlaps(&self, key: Authority<'_>) -> bool {
        let (host, port) = split_port(key.as_str());
        let on_port = self.port.is_none_or(|of| port == Some(u32::from(of)));
        let labels: Vec<_> = host.split('.').collect();
        let ends_so = |name: &str| {
            let other: Vec<_> = name.split('.').collect();
            let tail = labels.len().checked_sub(other.len()).and_then(|start| labels.get(start..)).unwrap_or_default();
            !tail.is_empty() && tail.iter().zip(other).all(|(label, of)| glob::matches(label, &of.to_ascii_lowercase()))
        };
        let count = |name: &str| name.split('.').count();
        let has_octets = |address: Ipv4Addr, first: usize| {
            let octets = address.octets();
            let is_octet = |label: &&str| label.contains('*') || label.parse::<u8>().is_ok();
            labels.len() == octets.len()
                && labels.iter().all(is_octet)
                && labels.iter().zip(octets).take(first).all(|(label, octet)| glob::matches(label, &octet.to_string()))
        };
        on_port
            && match self.hosts {
                Hosts::One(Host::Name(name)) => count(name) == labels.len() && ends_so(name),
                Hosts::One(Host::Address(IpAddr::V4(address))) => has_octets(address, 4),
                Hosts::Under(suffix) => labels.len() >= count(suffix) && ends_so(suffix.trim_start_matches('.')),
                Hosts::Block(IpAddr::V4(address), length) => has_octets(address, usize::from(length / 8)),
                Hosts::One(Host::Address(IpAddr::V6(_))) | Hosts::Block(IpAddr::V6(_), _) => false,
            }
    }

    /// How specific the entry is.
    pub fn precision(&self) -> Precision {
        let has_port = self.port.is_some();
        match self.hosts {
            Hosts::One(_) => (true, 0, has_port),
            Hosts::Under(suffix) => (false, suffix.len(), has_port),
            Hosts::Block(_, length) => (false, usize::from(length), has_port),
        }
    }

    /// Whether both entries cover the same registries, however written.
    pub fn is_same(&self, other: &Pattern<'_>) -> bool {
        let same_hosts = match (&self.hosts, &other.hosts) {
            (Hosts::One(a), Hosts::One(b)) => a == b,
            (Hosts::Under(a), Hosts::Under(b)) => a.eq_ignore_ascii_case(b),
            (Hosts::Block(a, length), Hosts::Block(b, other)) => a == b && length == other,
            _ => false,
        };
        same_hosts && self.port == other.port && self.path == other.path
    }
}

/// Whether a path of whole components is another one, or continues it.
pub(crate) fn is_path_below(path: &str, other: &str) -> bool {
    let mut components = path.split('/');
    other.is_empty() || other.split('/').all(|component| components.next() == Some(component))
}

/// Orders entries by how specific they are: an exact host with a port, an exact host, then the longer suffix or prefix length,
/// with a port before without.
pub type Precision = (bool, usize, bool);

/// A list of entries from the settings, as text. A cluster may have a thousand registries but a request only a few, so entries
/// are parsed one by one, and most are ruled out before. `validate_settings` has made sure that each is valid.
#[derive(Clone, Copy, Debug)]
pub struct Patterns<'a> {
    list: Option<Raw<'a>>,
    paths: Paths,
}

impl<'a> Patterns<'a> {
    /// The entries of a JSON list.
    pub fn new(list: Option<Raw<'a>>, paths: Paths) -> Self {
        Patterns { list, paths }
    }

    /// Whether there is no entry.
    pub fn is_empty(self) -> bool {
        // Nothing but the bracket that closes it follows the one that opens it.
        let first = self.list.and_then(|list| list.as_bytes().strip_prefix(b"[")?.trim_ascii_start().first());
        first.is_none_or(|byte| *byte == b']')
    }

    /// The entries as written, in order. Anything but strings is left out.
    pub fn entries(self) -> Vec<Text<'a>> {
        let mut entries = Vec::new();
        self.each(|entry| entries.extend(entry.text()));
        entries
    }

    /// The most specific entry that covers the registry or, if the entry has a path, the repository; of equals, the first.
    pub fn best(self, registry: &Registry<'_>, reference: Option<&Reference<'_>>) -> Option<(Precision, Text<'a>)> {
        let mut best: Option<(Precision, Text<'a>)> = None;
        self.each_near(registry, |entry| {
            if !(entry.has_escapes() || may_match(entry.written(), registry)) {
                return;
            }
            let Ok(text) = entry.text() else { return };
            let Ok(pattern) = Pattern::parse(&text, self.paths) else { return };
            let precision = pattern.precision();
            if pattern.matches(registry, reference) && best.as_ref().is_none_or(|(best, _)| *best < precision) {
                best = Some((precision, text));
            }
        });
        best
    }

    /// The first entry that covers a registry which the key of a pull secret matches.
    pub fn first_in(self, key: Authority<'_>) -> Option<Text<'a>> {
        let overlaps = |entry: &Text<'_>| Pattern::parse(entry, self.paths).is_ok_and(|pattern| pattern.overlaps(key));
        self.entries().into_iter().find(overlaps)
    }

    /// The entries that begin as one that covers the registry does, and perhaps others.
    fn each_near(self, registry: &Registry<'_>, mut visit: impl FnMut(Quoted<'a>)) {
        let Some(list) = self.list else { return };
        let (Host::Name(name), None) = (registry.host, memchr(b'\\', list.as_bytes())) else {
            return self.each(visit);
        };
        let is_hub = name.eq_ignore_ascii_case(DOCKER_HUB);
        // The last byte first: hosts of one list often begin alike.
        let begins = |entry: &[u8], name: &str| {
            let start = entry.get(..name.len()).unwrap_or_default();
            let lasts = start.last().zip(name.as_bytes().last());
            lasts.is_some_and(|(a, b)| a.eq_ignore_ascii_case(b)) && start.eq_ignore_ascii_case(name.as_bytes())
        };
        let first = name.bytes().next().unwrap_or_default();
        let firsts = [first.to_ascii_lowercase(), first.to_ascii_uppercase(), b'*', b'i', b'I'];
        search::each_pair(list.as_bytes(), [b"\"", &firsts], |at| {
            let quoted = list.as_bytes().get(at..).unwrap_or_default();
            let entry = quoted.get(1..).unwrap_or_default();
            if (entry.starts_with(b"*") || begins(entry, name) || (is_hub && begins(entry, LEGACY_DOCKER_HUB)))
                && let Ok(entry) = Cursor::new(quoted).string()
            {
                visit(entry);
            }
        });
    }

    fn each(self, mut visit: impl FnMut(Quoted<'a>)) {
        let Some(list) = self.list else { return };
        // The list was cut from a document that was read, so that there is no error to come.
        let _ = list.cursor().list(|_, cursor| {
            if cursor.kind()? == Type::String {
                visit(cursor.string()?);
            } else {
                cursor.skip()?;
            }
            Ok(())
        });
    }
}

/// Whether an entry is worth to be read for this registry. Says yes too often, and never no to one that matches.
fn may_match(entry: &[u8], registry: &Registry<'_>) -> bool {
    let name = match registry.host {
        Host::Name(name) => name.as_bytes(),
        Host::Address(_) => {
            let mut host = entry.iter().take_while(|b| **b != b'/');
            return host.all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.' | b'[' | b']'));
        }
    };
    let is_end = |b: Option<&u8>| matches!(b, None | Some(b':' | b'/' | b'.'));
    if let Some((b'*', suffix)) = entry.split_first() {
        let length = suffix.iter().take_while(|b| !matches!(b, b':' | b'/')).count();
        let tail = name.len().checked_sub(length).and_then(|start| name.get(start..));
        return suffix.get(..length).zip(tail).is_some_and(|(suffix, tail)| suffix.eq_ignore_ascii_case(tail));
    }
    let starts_with = |name: &[u8]| {
        is_end(entry.get(name.len()))
            && entry.len() >= name.len()
            && entry.iter().zip(name).all(|(a, b)| a.eq_ignore_ascii_case(b))
    };
    starts_with(name) || (name.eq_ignore_ascii_case(DOCKER_HUB.as_bytes()) && starts_with(LEGACY_DOCKER_HUB.as_bytes()))
}

impl<'a> Hosts<'a> {
    fn parse(host: &'a str) -> Result<Self, PatternError> {
        if let Some(suffix) = host.strip_prefix('*') {
            let name = suffix.strip_prefix('.').ok_or(PatternError::Wildcard)?;
            check_name(name).map_err(|error| shifted(error, 2))?;
            return Ok(Hosts::Under(suffix));
        }
        match Host::parse(host) {
            Host::Name(name) => {
                check_name(host.strip_suffix('.').unwrap_or(host))?;
                Ok(Hosts::One(Host::Name(name)))
            }
            address @ Host::Address(_) => Ok(Hosts::One(address)),
        }
    }

    /// A block of addresses; `written` tells whether the address stood there as IPv6, for a block of mapped ones.
    fn block(address: IpAddr, written: &str, length: &str) -> Option<Self> {
        let length: u8 = length.parse().ok()?;
        let length = match address {
            IpAddr::V4(_) if written.contains(':') => length.checked_sub(96)?,
            IpAddr::V4(_) | IpAddr::V6(_) => length,
        };
        let is_aligned = match address {
            IpAddr::V4(address) => length <= 32 && keep_v4(address, length) == address,
            IpAddr::V6(address) => length <= 128 && keep_v6(address, length) == address,
        };
        is_aligned.then_some(Hosts::Block(address, length))
    }

    fn contain(&self, host: Host<'_>) -> bool {
        match (self, host) {
            (Hosts::One(one), host) => *one == host,
            (Hosts::Under(suffix), Host::Name(name)) => name.len() > suffix.len() && ends_with(name, suffix),
            (Hosts::Block(IpAddr::V4(block), length), Host::Address(IpAddr::V4(address))) => {
                keep_v4(address, *length) == *block
            }
            (Hosts::Block(IpAddr::V6(block), length), Host::Address(IpAddr::V6(address))) => {
                keep_v6(address, *length) == *block
            }
            (Hosts::Under(_) | Hosts::Block(..), _) => false,
        }
    }
}

/// The first `length` bits of an address.
fn keep_v4(address: Ipv4Addr, length: u8) -> Ipv4Addr {
    let mask = u32::MAX.checked_shl(32_u32.saturating_sub(u32::from(length))).unwrap_or(0);
    Ipv4Addr::from_bits(address.to_bits() & mask)
}

/// The first `length` bits of an address.
fn keep_v6(address: Ipv6Addr, length: u8) -> Ipv6Addr {
    let mask = u128::MAX.checked_shl(128_u32.saturating_sub(u32::from(length))).unwrap_or(0);
    Ipv6Addr::from_bits(address.to_bits() & mask)
}

/// A port is split off a pattern strictly: what is no port is a mistake to report, not a part of the host. An IPv6
/// address without brackets has none.
fn split_port_of_pattern(registry: &str) -> Result<(&str, Option<u16>), PatternError> {
    if registry.parse::<Ipv6Addr>().is_ok() {
        return Ok((registry, None));
    }
    let after_host = registry.rfind(']').unwrap_or(0);
    let Some(colon) = registry.get(after_host..).and_then(|rest| rest.find(':')) else {
        return Ok((registry, None));
    };
    let (host, port) = registry.split_at_checked(after_host.saturating_add(colon)).ok_or(PatternError::Port)?;
    let port = port.strip_prefix(':').filter(|port| port.bytes().all(|b| b.is_ascii_digit()));
    match port.and_then(|port| port.parse().ok()) {
        Some(0) | None => Err(PatternError::Port),
        port => Ok((host, port)),
    }
}

/// A host name in a pattern. `_` is no part of a registry's grammar, yet such hosts are contacted.
fn check_name(name: &str) -> Result<(), PatternError> {
    if name.contains('*') {
        return Err(PatternError::Wildcard);
    }
    let mut at: usize = 0;
    for label in name.split('.') {
        let good = label.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
        if label.is_empty() || label.starts_with('-') {
            return Err(PatternError::Host(at));
        }
        if good != label.len() || label.ends_with('-') {
            return Err(PatternError::Host(at.saturating_add(good)));
        }
        at = at.saturating_add(label.len()).saturating_add(1);
    }
    Ok(())
}

fn shifted(error: PatternError, by: usize) -> PatternError {
    match error {
        PatternError::Host(at) => PatternError::Host(at.saturating_add(by)),
        other => other,
    }
}

fn is_component(text: &str) -> bool {
    reference::component_end(text) == Some(text.len())
}

/// The lists of registries in the settings.
#[derive(Clone, Debug)]
pub struct Lists<'a> {
    /// Those that are reached without TLS, or with TLS that is not verified.
    pub insecure: Patterns<'a>,
    /// Those whose TLS is verified although they look otherwise.
    pub trusted: Patterns<'a>,
    /// When there is any, images may come from these only.
    pub allowed: Patterns<'a>,
    /// Images may not come from these.
    pub denied: Patterns<'a>,
    /// Ports that make a registry suspect.
    pub suspect_ports: Vec<u16>,
    /// Hosts that are reached without TLS for images of other registries.
    pub mirrors: Vec<Mirror<'a>>,
}

/// How a registry stands, by the settings and by what is known without any.
#[derive(Clone, Debug)]
pub enum Standing<'a> {
    /// This entry of `insecureRegistries` says so.
    Insecure(Text<'a>),
    /// Loopback, where runtimes verify nothing.
    Loopback,
    /// Perhaps without TLS.
    Suspect(Suspicion),
    /// Nothing speaks against it, or `trustedRegistries` speaks for it.
    Fine,
}

impl<'a> Lists<'a> {
    /// Whether anything may be insecure because the settings say so.
    pub fn may_be_insecure(&self) -> bool {
        !(self.insecure.is_empty() && self.mirrors.is_empty())
    }

    /// How a registry stands. The more precise of two entries decides; of equal ones, the insecure one.
    pub fn standing(&self, registry: &Registry<'_>) -> Standing<'a> {
        let best = |patterns: Patterns<'a>| patterns.best(registry, None);
        match (best(self.insecure), best(self.trusted)) {
            (Some((insecure, _)), Some((trusted, _))) if trusted > insecure => Standing::Fine,
            (Some((_, entry)), _) => Standing::Insecure(entry),
            (None, Some(_)) => Standing::Fine,
            (None, None) if registry.is_loopback() => Standing::Loopback,
            (None, None) => registry.suspicion(&self.suspect_ports).map_or(Standing::Fine, Standing::Suspect),
        }
    }
}

impl<'t> Authority<'t> {
    /// The registry there.
    pub fn registry(self) -> Registry<'t> {
        Registry::parse(self.as_str())
    }
}

/// Whether the text is a URL of plain HTTP, with its host written out.
pub(crate) fn is_plaintext_url(url: &str) -> bool {
    url.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://")) && placeholder::is_value(url)
}

/// Whether what is sent there stays on the node: nobody else is on the path, and runtimes verify nothing there anyway. The text
/// is a URL, a host, or a block of addresses as dockerd reads it.
pub(crate) fn stays_on_node(text: &str) -> bool {
    let entry = match url::split_scheme(text) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => rest,
        _ => text,
    };
    match parse_cidr(entry) {
        Some((IpAddr::V4(address), length)) => length >= 8 && address.is_loopback(),
        Some((IpAddr::V6(address), length)) => length == 128 && address.is_loopback(),
        None => Url::parse(text).is_some_and(|url| url.authority().registry().is_loopback()),
    }
}

/// A block of addresses as Go's `net.ParseCIDR` reads it, and dockerd with it: the bits beyond the prefix do not count, so that
/// `127.0.0.1/0` is every address. A block of mapped IPv4 addresses is one of IPv4 addresses.
pub fn parse_cidr(text: &str) -> Option<(IpAddr, u8)> {
    let (address, length) = text.split_once('/')?;
    let is_number = !length.is_empty() && length.bytes().all(|b| b.is_ascii_digit());
    let length = length.parse::<u8>().ok().filter(|_| is_number)?;
    match address.parse().ok()? {
        IpAddr::V4(address) => (length <= 32).then(|| (keep_v4(address, length).into(), length)),
        IpAddr::V6(address) if length <= 128 => {
            let address = keep_v6(address, length);
            Some(match (address.to_ipv4_mapped(), length.checked_sub(96)) {
                (Some(mapped), Some(length)) => (mapped.into(), length),
                _ => (address.into(), length),
            })
        }
        IpAddr::V6(_) => None,
    }
}

#[cfg(test)]
mod tests;
