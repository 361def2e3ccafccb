//! What the files say of registries, and the settings that say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;

use insecure_registry_policy::registry::mirror::Pulls;
use insecure_registry_policy::registry::url::Url;
use insecure_registry_policy::registry::{Paths, Pattern, Registry};
use insecure_registry_policy::settings::{DEFAULT_SUSPECT_PORTS, Document, Settings};
use serde_json::{Value, json};

use super::sources::is_like;
use crate::error::Error;

/// Where docker.io really is.
pub(crate) const HUB: &str = "registry-1.docker.io";

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

impl Source {
    /// An error of the runtime, at this place.
    pub(crate) fn error(&self, what: &str) -> Error {
        Error::new(format!("{}:{}: {what}", self.file, self.line))
    }
}

/// A host that a runtime pulls from for a registry.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) host: String,
    /// Plain HTTP, or a certificate that is not verified.
    pub(crate) is_insecure: bool,
    pub(crate) source: Source,
    /// Which pulls go there, if it is a mirror.
    pulls: Pulls,
    /// Whether the registry's pull secrets are sent there, if it is a mirror.
    sends_secrets: bool,
}

impl Endpoint {
    pub(crate) fn new(host: &str, is_insecure: bool, source: Source) -> Self {
        Endpoint { host: host.to_owned(), is_insecure, source, pulls: Pulls::All, sends_secrets: true }
    }

    /// The same, at another host.
    pub(crate) fn at(self, host: &str) -> Self {
        Endpoint { host: host.to_owned(), ..self }
    }

    /// The same, for these pulls alone.
    pub(crate) fn pulling(self, pulls: Pulls) -> Self {
        Endpoint { pulls, ..self }
    }

    /// The same, where the runtime does not send pull secrets to mirrors.
    pub(crate) fn without_secrets(self) -> Self {
        Endpoint { sends_secrets: false, ..self }
    }

    /// Whether it is the registry itself.
    fn is_of(&self, registry: &str) -> bool {
        self.host.eq_ignore_ascii_case(registry)
            || (self.host == HUB && matches!(registry, "docker.io" | "index.docker.io"))
    }

    /// The same, with a remark where it is insecure.
    pub(crate) fn with_note(mut self, note: &str) -> Self {
        if self.is_insecure {
            self.source.why.push_str(note);
        }
        self
    }
}

/// Whether a host without a port means every port of it, or the port of HTTPS alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPort {
    Every,
    Https,
}

#[derive(Clone)]
struct Claim {
    entry: String,
    sources: Vec<Source>,
    /// What decides for itself: a runtime of a node.
    scope: usize,
    no_port: NoPort,
    /// If the entry is a registry whose images come from there.
    mirror: Option<Mirror>,
}

/// An insecure mirror: where it is, and what goes there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mirror {
    pub(crate) at: String,
    /// One of [`Pulls::NAMES`].
    pub(crate) pulls: String,
    pub(crate) sends_secrets: bool,
}

/// What is claimed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Insecure,
    Mirrors,
    Verified,
}

impl List {
    pub(crate) const ALL: [List; 3] = [List::Insecure, List::Mirrors, List::Verified];

    /// The setting that has its entries.
    pub(crate) fn setting(self) -> &'static str {
        match self {
            List::Insecure => "insecureRegistries",
            List::Mirrors => "insecureMirrors",
            List::Verified => "trustedRegistries",
        }
    }
}

/// All that was found.
#[derive(Clone)]
pub(crate) struct Findings {
    insecure: Vec<Claim>,
    mirrors: Vec<Claim>,
    verified: Vec<Claim>,
    remarks: BTreeSet<Source>,
    /// Files that their runtime refuses.
    pub(crate) errors: Vec<String>,
    /// What another run of this command remarked.
    said: Vec<String>,
    /// Patterns of images that the kubelet has credentials for.
    credentials: Vec<(String, Source)>,
    scope: usize,
    no_port: NoPort,
}

/// What the findings come to: settings, and what they do not say.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) insecure: Vec<Entry>,
    pub(crate) mirrors: Vec<Entry>,
    pub(crate) trusted: Vec<Entry>,
    pub(crate) remarks: Vec<String>,
    pub(crate) errors: Vec<String>,
}

impl Report {
    /// The entries of a setting.
    pub(crate) fn of(&self, list: List) -> &[Entry] {
        match list {
            List::Insecure => &self.insecure,
            List::Mirrors => &self.mirrors,
            List::Verified => &self.trusted,
        }
    }
}

impl Findings {
    pub(crate) fn new() -> Self {
        Findings {
            insecure: Vec::new(),
            mirrors: Vec::new(),
            verified: Vec::new(),
            remarks: BTreeSet::new(),
            errors: Vec::new(),
            said: Vec::new(),
            credentials: Vec::new(),
            scope: 0,
            no_port: NoPort::Https,
        }
    }

    /// Whether nothing was found at all.
    pub(crate) fn is_empty(&self) -> bool {
        List::ALL.iter().all(|list| self.claims(*list).is_empty())
            && self.remarks.is_empty()
            && self.errors.is_empty()
            && self.credentials.is_empty()
    }

    fn claims(&self, list: List) -> &Vec<Claim> {
        match list {
            List::Insecure => &self.insecure,
            List::Mirrors => &self.mirrors,
            List::Verified => &self.verified,
        }
    }

    fn claims_mut(&mut self, list: List) -> &mut Vec<Claim> {
        match list {
            List::Insecure => &mut self.insecure,
            List::Mirrors => &mut self.mirrors,
            List::Verified => &mut self.verified,
        }
    }

    /// Takes the error, if there is one: the file counts for nothing, and the rest is read.
    pub(crate) fn take<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.errors.push(error.to_string())).ok()
    }

    /// Adds what releases of a runtime say of one file. Where not all of them say so, it is said which do.
    pub(crate) fn absorb(&mut self, releases: &[(u8, Findings)], name: impl Fn(u8) -> &'static str) {
        let all = releases.iter().fold(0, |all, (release, _)| all | release);
        let noted = |why: &str, who: u8| if who == all { why.to_owned() } else { format!("{why}, for {}", name(who)) };
        let who_says = |says: &dyn Fn(&Findings) -> bool| {
            releases.iter().filter(|(_, findings)| says(findings)).fold(0, |who, (release, _)| who | release)
        };
        let is_same = |claim: &Claim, other: &Claim| {
            other.entry == claim.entry && other.sources == claim.sources && other.mirror == claim.mirror
        };
        for list in List::ALL {
            let mut claims: Vec<Claim> = Vec::new();
            for claim in releases.iter().flat_map(|(_, findings)| findings.claims(list)) {
                if !claims.iter().any(|other| is_same(claim, other)) {
                    claims.push(claim.clone());
                }
            }
            for mut claim in claims {
                let who = who_says(&|findings| findings.claims(list).iter().any(|other| is_same(&claim, other)));
                for source in &mut claim.sources {
                    source.why = noted(&source.why, who);
                }
                claim.scope = self.scope;
                self.claims_mut(list).push(claim);
            }
        }
        let remarks: BTreeSet<&Source> = releases.iter().flat_map(|(_, findings)| &findings.remarks).collect();
        for remark in remarks {
            let who = who_says(&|findings| findings.remarks.contains(remark));
            self.remarks.insert(Source { why: noted(&remark.why, who), ..remark.clone() });
        }
    }

    /// Adds what another node says.
    pub(crate) fn append(&mut self, other: Findings) {
        let scope = self.scope + 1;
        for list in List::ALL {
            let claims = other.claims(list).iter().map(|claim| Claim { scope: claim.scope + scope, ..claim.clone() });
            self.claims_mut(list).extend(claims);
        }
        self.remarks.extend(other.remarks);
        self.errors.extend(other.errors);
        self.said.extend(other.said);
        self.credentials.extend(other.credentials);
        self.scope = scope + other.scope;
    }

    /// Takes in an entry that another run of this command came to. Others may have written it: what is none is left out.
    pub(crate) fn state(&mut self, list: List, entry: Entry) {
        let Entry { entry, sources, is_for_https, mirror } = entry;
        let is_one_host = |mirror: &Mirror| {
            Pattern::parse(&mirror.at, Paths::No).is_ok_and(|it| it.is_one_host())
                && Pulls::NAMES.contains(&mirror.pulls.as_str())
        };
        let is_good = match (list, &mirror) {
            (List::Mirrors, Some(mirror)) => is_one_host(mirror) && Pattern::parse(&entry, Paths::Yes).is_ok(),
            (List::Insecure | List::Verified, None) => Pattern::parse(&entry, Paths::No).is_ok(),
            _ => false,
        };
        if is_good {
            let no_port = if is_for_https { NoPort::Https } else { NoPort::Every };
            let claim = Claim { entry, sources, scope: self.scope, no_port, mirror };
            self.claims_mut(list).push(claim);
        }
    }

    /// Takes in what another run of this command remarked.
    pub(crate) fn remarks_of(&mut self, remarks: impl Iterator<Item = String>) {
        self.said.extend(remarks);
    }

    /// Notes that the kubelet gets credentials for images that match a pattern.
    pub(crate) fn credentials(&mut self, pattern: &str, source: Source) {
        self.credentials.push((pattern.to_owned(), source));
    }

    /// Says which credentials go to an insecure registry.
    fn say_credentials(&mut self) {
        for (pattern, source) in std::mem::take(&mut self.credentials) {
            let host = pattern.split('/').next().unwrap_or_default();
            let labels: Vec<&str> = host.split('.').collect();
            let is_for = |entry: &str| {
                let others: Vec<&str> = entry.split('.').collect();
                labels.len() == others.len() && labels.iter().zip(&others).all(|(label, other)| is_like(label, other))
            };
            let insecure = self.insecure.iter().find(|claim| is_for(&claim.entry)).map(|claim| claim.entry.clone());
            let mirrors = self.mirrors.iter().filter(|claim| is_for(claim.entry.split('/').next().unwrap_or_default()));
            let mut mirrors = mirrors.filter_map(|claim| claim.mirror.as_ref().map(|mirror| (&claim.entry, mirror)));
            let mirror = mirrors.find(|(_, mirror)| mirror.sends_secrets);
            let what = match (insecure, mirror) {
                (Some(entry), _) => {
                    format!("the kubelet has credentials of a provider for `{entry}`, which is insecure")
                }
                (None, Some((of, Mirror { at, .. }))) => format!(
                    "the kubelet has credentials of a provider for `{of}`, which are also sent to its insecure mirror `{at}`"
                ),
                (None, None) => continue,
            };
            self.remark(source, &what);
        }
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
        self.claim_insecure(entry, sources, None);
    }

    /// Claims that images of a registry come from an insecure host.
    pub(crate) fn mirrored(&mut self, of: &str, endpoint: Endpoint) {
        let Endpoint { host, source, pulls, sends_secrets, .. } = endpoint;
        if !Pattern::parse(&host, Paths::No).is_ok_and(|it| it.is_one_host()) {
            return self.remark(source, "is a mirror whose host cannot be an entry");
        }
        let pulls = Pulls::NAMES[pulls as usize].to_owned();
        let mirror = Mirror { at: host.to_ascii_lowercase(), pulls, sends_secrets };
        self.claim_insecure(of, vec![source], Some(mirror));
    }

    fn claim_insecure(&mut self, entry: &str, sources: Vec<Source>, mirror: Option<Mirror>) {
        let is_wildcard = entry.contains('*') && self.no_port == NoPort::Https;
        let paths = if mirror.is_some() { Paths::Yes } else { Paths::No };
        match Pattern::parse(entry, paths) {
            Ok(_) if is_wildcard => {
                let what = "has a `*`, which this runtime does not support, so no registry matches";
                self.remarks(sources, what);
            }
            Ok(_) => {
                if entry.bytes().any(|b| b.is_ascii_uppercase()) {
                    let what = "is compared with its case by the runtime; the entry is for any case";
                    self.remarks(sources.clone(), what);
                }
                let claim = Claim { mirror, ..self.claim(entry, sources) };
                let list = if claim.mirror.is_some() { List::Mirrors } else { List::Insecure };
                self.claims_mut(list).push(claim);
            }
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
        Claim { entry: entry.to_ascii_lowercase(), sources, scope: self.scope, no_port: self.no_port, mirror: None }
    }

    /// A registry is as insecure as any host that its images may come from: itself, or a mirror. A host on the node itself harms only
    /// a registry there: nobody is on the path, yet another node has another registry by that name.
    pub(crate) fn conclude(&mut self, registry: &str, endpoints: Vec<Endpoint>) {
        let (insecure, verified) = self.sorted(endpoints, is_loopback(registry));
        let sources = |endpoints: Vec<Endpoint>| endpoints.into_iter().map(|it| it.source).collect::<Vec<_>>();
        if registry.eq_ignore_ascii_case("index.docker.io") {
            let what = "has no effect: runtimes look up images of Docker Hub as docker.io";
            return self.remarks(sources(insecure), what);
        }
        if registry.contains('/') {
            let what = "has a `/`, so no registry matches";
            return self.remarks(sources(insecure), what);
        }
        let (own, mirrors): (Vec<_>, Vec<_>) = insecure.into_iter().partition(|endpoint| endpoint.is_of(registry));
        for mirror in mirrors {
            self.mirrored(registry, mirror);
        }
        if !own.is_empty() {
            self.insecure(registry, sources(own));
        } else if !verified.is_empty() {
            self.verified(registry, verified);
        }
    }

    /// The same for the repositories below a path.
    pub(crate) fn conclude_path(&mut self, path: &str, endpoints: Vec<Endpoint>) {
        let host = path.split('/').next().unwrap_or_default();
        for endpoint in self.sorted(endpoints, is_loopback(host)).0 {
            if endpoint.is_of(host) {
                let what = format!(
                    "is for a path{}; list the host in insecureRegistries to deny all of it",
                    named("of", host)
                );
                self.remark(endpoint.source, &what);
            } else {
                self.mirrored(path, endpoint);
            }
        }
    }

    /// The same for all registries that the runtime has nothing else for.
    pub(crate) fn conclude_rest(&mut self, endpoints: Vec<Endpoint>) {
        for Endpoint { source, .. } in self.sorted(endpoints, false).0 {
            let what = "is for every registry without an entry of its own there, which no entry of the settings can say; \
                        list those that images come from in insecureRegistries, or the others in allowedRegistries";
            self.remark(source, what);
        }
    }

    /// What all of it comes to.
    pub(crate) fn report(mut self) -> Result<Report, Error> {
        self.say_credentials();
        let trusted = self.trusted();
        let insecure = merged(self.insecure.iter());
        // The policy knows loopback registries without being told, unless it is told otherwise.
        let is_news = |entry: &str| !stays_on_node(entry) || trusted.iter().any(|it| covers(&it.entry, &probe(entry)));
        let insecure: Vec<_> = insecure.into_iter().filter(|it| is_news(&it.entry)).collect();
        let (mirrors, known): (Vec<_>, Vec<_>) =
            merged(self.mirrors.iter()).into_iter().partition(|it| is_news(&it.entry));
        for entry in known {
            let what = "is for a registry on the node, which the policy denies without an entry (loopback-registry), although its \
                        images come from elsewhere";
            self.remarks(entry.sources, what);
        }
        check(&insecure, &mirrors, &trusted)?;
        let mut remarks: Vec<String> = self.remarks.iter().map(ToString::to_string).chain(self.said).collect();
        remarks.dedup();
        Ok(Report { insecure, mirrors, trusted, remarks, errors: self.errors })
    }

    /// What speaks for insecure, and what does not.
    fn sorted(&mut self, endpoints: Vec<Endpoint>, is_on_node: bool) -> (Vec<Endpoint>, Vec<Source>) {
        let (mut insecure, mut others) = (Vec::new(), Vec::new());
        for endpoint in endpoints {
            if !endpoint.is_insecure {
                others.push(endpoint.source);
            } else if is_on_node || !is_loopback(&endpoint.host) {
                insecure.push(endpoint);
            } else {
                let mut source = endpoint.source;
                self.remark(source.clone(), "stays on the node, where nobody is on the path, so it does not count");
                source.why.push_str(", which stays on the node");
                others.push(source);
            }
        }
        (insecure, others)
    }

    /// What is verified and would not be seen so.
    fn trusted(&mut self) -> Vec<Entry> {
        let mut trusted: Vec<Claim> = Vec::new();
        // Nodes of a cluster say the same a thousand times: each entry once for each of two scopes.
        let mut rivals: Vec<Claim> = Vec::new();
        let mut scopes: BTreeMap<(&str, bool), Vec<usize>> = BTreeMap::new();
        for claim in &self.insecure {
            let seen = scopes.entry((&claim.entry, claim.no_port == NoPort::Every)).or_default();
            if seen.len() < 2 && !seen.contains(&claim.scope) {
                seen.push(claim.scope);
                rivals.push(claim.clone());
            }
        }
        for claim in std::mem::take(&mut self.verified) {
            let probe = probe(&claim.entry);
            let rival = rivals.iter().find(|other| {
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
            } else if !is_seen_otherwise && !rivals.iter().any(|other| covers(&other.entry, &probe)) {
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

/// An entry of the settings.
#[derive(Clone, Debug)]
#[allow(clippy::struct_field_names)] // an entry has the text of an entry
pub(crate) struct Entry {
    pub(crate) entry: String,
    pub(crate) sources: Vec<Source>,
    /// Whether the runtimes mean the port of HTTPS alone.
    pub(crate) is_for_https: bool,
    /// If the entry is a registry whose images come from there.
    pub(crate) mirror: Option<Mirror>,
}

impl Entry {
    /// The entry as it stands in settings of YAML.
    pub(crate) fn shown(&self) -> String {
        if self.mirror.is_some() { self.plain() } else { format!("\"{}\"", self.entry) }
    }

    /// The entry in words.
    pub(crate) fn plain(&self) -> String {
        let Some(Mirror { at, .. }) = &self.mirror else { return self.entry.clone() };
        let value = self.value();
        let mut text = format!("{{of: \"{}\", at: \"{at}\"", self.entry);
        for field in ["pulls", "pullSecrets"] {
            if let Some(word) = value.get(field).and_then(Value::as_str) {
                text.extend([", ", field, ": ", word]);
            }
        }
        text + "}"
    }

    /// The entry as JSON.
    pub(crate) fn value(&self) -> Value {
        let Some(Mirror { at, pulls, sends_secrets }) = &self.mirror else { return json!(self.entry) };
        let mut value = json!({"of": self.entry, "at": at});
        if pulls != Pulls::NAMES[0] {
            value["pulls"] = json!(pulls);
        }
        if !sends_secrets {
            value["pullSecrets"] = json!("never");
        }
        value
    }

    /// Whether all that another entry says of the same mirror is said by this one.
    pub(crate) fn covers_uses_of(&self, other: &Entry) -> bool {
        let (Some(mirror), Some(other)) = (&self.mirror, &other.mirror) else { return false };
        (mirror.pulls == Pulls::NAMES[0] || mirror.pulls == other.pulls)
            && (mirror.sends_secrets || !other.sends_secrets)
    }

    /// Whether both are for the same registry and, if there is one, the same mirror.
    pub(crate) fn is_for_same(&self, other: &Entry) -> bool {
        let at = |it: &Entry| it.mirror.as_ref().map(|mirror| mirror.at.clone()).unwrap_or_default();
        is_same(&self.entry, &other.entry) && (at(self) == at(other) || is_same(&at(self), &at(other)))
    }
}

/// Sorted, without duplicates, with all that they come from.
fn merged<'c>(claims: impl Iterator<Item = &'c Claim>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for claim in claims {
        let (entry, sources, mirror) = (claim.entry.clone(), claim.sources.clone(), claim.mirror.clone());
        let is_for_https = claim.no_port == NoPort::Https
            && !claim.entry.contains(['*', '/'])
            && claim.entry != "docker.io"
            && Registry::parse(&claim.entry).port.is_none();
        let new = Entry { entry, sources, is_for_https, mirror };
        let Some(it) = entries.iter_mut().find(|it| it.is_for_same(&new)) else {
            entries.push(new);
            continue;
        };
        it.sources.extend(new.sources);
        it.is_for_https &= is_for_https;
        // What any of them does with the mirror counts.
        if let (Some(mirror), Some(other)) = (&mut it.mirror, new.mirror) {
            if mirror.pulls != other.pulls {
                Pulls::NAMES[0].clone_into(&mut mirror.pulls);
            }
            mirror.sends_secrets |= other.sends_secrets;
        }
    }
    for it in &mut entries {
        it.sources.sort();
        it.sources.dedup();
    }
    entries.sort_by(|it, other| (&it.entry, &it.mirror).cmp(&(&other.entry, &other.mirror)));
    entries
}

/// The policy's own opinion of the settings. It has none, or what is above is wrong.
fn check(insecure: &[Entry], mirrors: &[Entry], trusted: &[Entry]) -> Result<(), Error> {
    let list = |entries: &[Entry]| entries.iter().map(Entry::value).collect::<Vec<_>>();
    let settings = json!({
        "insecureRegistries": list(insecure), "insecureMirrors": list(mirrors), "trustedRegistries": list(trusted),
    });
    let settings = settings.to_string();
    let document = Document::parse(settings.as_bytes()).map_err(|_| Error::new("the settings cannot be read back"))?;
    match Settings::mistakes(&document).first() {
        None => Ok(()),
        Some(mistake) => Err(Error::new(format!("the policy rejects the settings: {mistake}"))),
    }
}

/// A host that the entry is for.
pub(crate) fn probe(entry: &str) -> String {
    entry.replacen('*', "x", 1)
}

/// Whether an entry is for a host.
pub(crate) fn covers(entry: &str, host: &str) -> bool {
    Pattern::parse(entry, Paths::No).is_ok_and(|pattern| pattern.matches(&Registry::parse(host), None))
}

pub(crate) fn is_same(entry: &str, other: &str) -> bool {
    let pattern = |text| Pattern::parse(text, Paths::Yes).or_else(|_| Pattern::parse(text, Paths::No));
    matches!((pattern(entry), pattern(other)), (Ok(entry), Ok(other)) if entry.is_same(&other))
}

/// Whether an entry is for hosts on the node alone.
fn stays_on_node(entry: &str) -> bool {
    is_loopback(&probe(entry))
        || block(entry)
            .is_some_and(|(address, length)| address.is_loopback() && length >= if address.is_ipv4() { 8 } else { 128 })
}

/// The first address of a block.
pub(crate) fn address_in(entry: &str) -> Option<String> {
    block(entry).map(|(address, _)| if address.is_ipv6() { format!("[{address}]") } else { address.to_string() })
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
