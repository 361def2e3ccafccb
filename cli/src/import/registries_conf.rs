//! `registries.conf` of CRI-O, Podman, Buildah and Skopeo, with its drop-ins.
//!
//! Source: <https://github.com/containers/container-libs/blob/main/image/pkg/sysregistriesv2/system_registries_v2.go>; for mirrors
//! and credentials `newImageSource` in `image/docker/docker_image_src.go`.

use std::collections::BTreeMap;

use insecure_registry_policy::registry::mirror::Pulls;
use insecure_registry_policy::registry::reference::Reference;
use insecure_registry_policy::registry::{Paths, Pattern};

use super::docker::is_domain;
use super::findings::{Endpoint, Findings, NoPort, Source, is_loopback, named};
use super::value::Value;
use crate::error::Error;

/// A registry by its prefix: what its images are pulled from.
#[derive(Clone)]
pub(crate) struct Registry {
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) blocked: Option<Source>,
}

/// What the files of one reader say.
#[derive(Default)]
#[allow(clippy::struct_field_names)] // as the file names them
pub(crate) struct Registries {
    /// By prefix.
    pub(crate) registries: BTreeMap<String, Registry>,
    /// Where short names are looked up.
    pub(crate) search: Vec<(String, Source)>,
    /// Short names, and what they stand for.
    pub(crate) aliases: BTreeMap<String, (String, Source)>,
    /// Where version 1 stands beside version 2, and one of them is empty.
    pub(crate) mixed: Vec<Source>,
    /// Where version 1 stands.
    pub(crate) old: Vec<Source>,
}

/// What version 2 has.
const OF_V2: [&str; 6] = [
    "registry",
    "unqualified-search-registries",
    "credential-helpers",
    "short-name-mode",
    "additional-layer-store-auth-helper",
    "aliases",
];

/// Reads a file; a note says which releases do. The first of equal prefixes counts in a file, the last of files.
pub(crate) fn read(file: &Value, is_drop_in: bool, note: &str, all: &mut Registries) -> Result<(), Error> {
    let mut found = BTreeMap::new();
    let search = file.get("unqualified-search-registries");
    let mut searched = search;
    // Version 1 is what has a list of it, version 2 what has anything of it, as far as that is not empty text. Until containers/image
    // 5.24, what is empty was neither.
    let v1 = ["search", "insecure", "block"].iter().filter_map(|list| file.path(&["registries", list, "registries"]));
    let v2 = OF_V2.iter().filter_map(|name| file.get(name)).filter(|it| !it.text().is_ok_and(str::is_empty));
    let (v1, v2): (Vec<&Value>, Vec<&Value>) = (v1.collect(), v2.collect());
    let is_filled = |values: &[&Value]| values.iter().any(|it| !it.is_empty());
    if let Some(first) = v1.first().filter(|_| is_drop_in || !v2.is_empty()) {
        if is_filled(&v1) && (is_drop_in || is_filled(&v2)) {
            return Err(first.at.error("is in version 1, which cannot be used in drop-ins or with version 2"));
        }
        all.mixed.push(first.source("registries"));
    } else if let Some(first) = v1.first() {
        all.old.push(first.source("registries"));
    }
    if let Some(v1) = file.get("registries").filter(|_| is_filled(&v1)) {
        read_v1(v1, &mut found)?;
        searched = v1.path(&["search", "registries"]);
    }
    let mut by_location: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for table in Value::items(file.get("registry"))? {
        let (prefix, location, registry) = read_registry(table)?;
        let is_insecure = Value::if_true(table.get("insecure"))?.is_some();
        let flags = (is_insecure, registry.blocked.is_some());
        if *by_location.entry(location).or_insert(flags) != flags {
            return Err(table.at.error("is a second table for one location, with another `insecure` or `blocked`"));
        }
        found.entry(prefix).or_insert(registry);
    }
    if let Some(search) = searched {
        all.search.clear();
        for item in Value::items(Some(search))? {
            let registry = location(item)?;
            if !is_domain(registry) {
                return Err(item.at.error("is not a valid host to search"));
            }
            all.search.push((registry.to_owned(), item.source("unqualified-search-registries")));
        }
    }
    if let Some(mode) = file.get("short-name-mode")
        && !["", "disabled", "enforcing", "permissive"].contains(&mode.text()?)
    {
        return Err(mode.at.error("is not a mode; expected disabled, enforcing or permissive"));
    }
    for (name, target) in Value::members(file.get("aliases"))? {
        // What has a domain is no short name; below one, its path is that of any repository.
        let domain = name.split_once('/').map_or("", |(first, _)| first);
        let below = format!("x.example.com/{name}");
        if domain.contains(['.', ':']) || domain == "localhost" || !is_repository(&below) {
            return Err(target.at.error("is not a short name"));
        }
        let text = target.text()?;
        let (host, _) = text.split_once('/').unwrap_or_default();
        let has_host = host.contains(['.', ':']) || host == "localhost";
        let is_whole = has_host && is_repository(text);
        if !text.is_empty() && !is_whole {
            return Err(target.at.error("is not a repository with its registry, without a tag"));
        }
        all.aliases.insert(name.clone(), (text.to_owned(), target.source("aliases")));
    }
    for registry in found.values_mut() {
        registry.endpoints = std::mem::take(&mut registry.endpoints).into_iter().map(|it| it.with_note(note)).collect();
    }
    all.registries.append(&mut found);
    Ok(())
}

/// Whether a text is a repository, with neither tag nor digest.
fn is_repository(text: &str) -> bool {
    Reference::parse(text).is_ok_and(|it| it.tag.is_none() && it.digest.is_none())
}

fn read_v1(v1: &Value, found: &mut BTreeMap<String, Registry>) -> Result<(), Error> {
    for (name, is_block) in [("insecure", false), ("block", true)] {
        for item in Value::items(v1.path(&[name, "registries"]))? {
            let prefix = location(item)?;
            let registry =
                found.entry(prefix.to_owned()).or_insert_with(|| Registry { endpoints: vec![], blocked: None });
            let source = item.source(format!("registries.{name}"));
            if is_block {
                registry.blocked = Some(source);
            } else {
                registry.endpoints.push(Endpoint::new(host_of(prefix), true, source));
            }
        }
    }
    Ok(())
}

/// A table: its prefix, what tables are compared by, and what it says.
fn read_registry(table: &Value) -> Result<(String, &str, Registry), Error> {
    let own = table.get("location").map(location).transpose()?.filter(|it| !it.is_empty());
    let prefix = table.get("prefix").map(location).transpose()?.filter(|it| !it.is_empty()).or(own);
    let prefix = prefix.ok_or_else(|| table.at.error("has neither `location` nor `prefix`"))?;
    if own.is_none() && !prefix.starts_with("*.") {
        return Err(table.at.error("has no `location`"));
    }
    if prefix.starts_with("*.") && prefix.contains(['/', '@', ':']) {
        return Err(table.at.error("has a prefix with a wildcard and more than a domain; expected *.example.com"));
    }
    if let Some(pull) = table.get("pull-from-mirror")
        && !pull.text()?.is_empty()
    {
        return Err(pull.at.error("is for mirrors only"));
    }
    let by_digest = Value::if_true(table.get("mirror-by-digest-only"))?.is_some();
    let mut endpoints = Vec::new();
    for mirror in Value::items(table.get("mirror"))? {
        let at = mirror.get("location").ok_or_else(|| mirror.at.error("has no `location`"))?;
        let pull = mirror.get("pull-from-mirror").map(Value::text).transpose()?.unwrap_or_default();
        if by_digest && !pull.is_empty() {
            return Err(mirror.at.error("has `pull-from-mirror` beside the registry's `mirror-by-digest-only`"));
        }
        let pulls = match pull {
            "digest-only" => Pulls::Digests,
            "tag-only" => Pulls::Tags,
            "" | "all" if by_digest => Pulls::Digests,
            "" | "all" => Pulls::All,
            _ => return Err(mirror.at.error("is not a way to pull; expected all, digest-only or tag-only")),
        };
        let location = location(at)?;
        if location.is_empty() {
            return Err(mirror.at.error("has no `location`"));
        }
        let endpoint = endpoint(mirror, host_of(location), "mirror")?;
        endpoints.push(endpoint.pulling(pulls).without_secrets());
    }
    // Where `location` leads elsewhere, that is a mirror for all pulls.
    endpoints.push(endpoint(table, host_of(own.unwrap_or(prefix)), "registry")?.without_secrets());
    let blocked = Value::if_true(table.get("blocked"))?.map(|it| it.source("blocked"));
    Ok((prefix.to_owned(), own.unwrap_or(prefix), Registry { endpoints, blocked }))
}

fn endpoint(table: &Value, host: &str, what: &str) -> Result<Endpoint, Error> {
    let insecure = table.get("insecure");
    let is_insecure = Value::if_true(insecure)?.is_some();
    let source = match insecure {
        Some(it) if is_insecure => it.source(format!("{what}{} is insecure", named("at", host))),
        Some(it) => it.source("insecure = false"),
        None => table.source(format!("{what}, verified by default")),
    };
    Ok(Endpoint::new(host, is_insecure, source))
}

/// A mirror of another reader's making.
pub(crate) fn mirror(location: &str, is_insecure: bool, by_digest: bool, source: Source) -> Endpoint {
    let pulls = if by_digest { Pulls::Digests } else { Pulls::Tags };
    Endpoint::new(host_of(location), is_insecure, source).pulling(pulls).without_secrets()
}

fn location(value: &Value) -> Result<&str, Error> {
    let text = value.text()?.trim_end_matches('/');
    if text.starts_with("http://") || text.starts_with("https://") {
        return Err(value.at.error("has a scheme, which registries.conf does not accept"));
    }
    Ok(text)
}

pub(crate) fn host_of(location: &str) -> &str {
    location.split('/').next().unwrap_or_default()
}

/// Says what the files of a node come to. CRI-O until 1.34 counts 127.0.0.0/8 among its own insecure registries.
pub(crate) fn interpret(all: Registries, has_crio: bool, findings: &mut Findings) {
    findings.begin(NoPort::Every);
    let Registries { registries, search, aliases, mixed, old } = all;
    for source in old {
        findings.remark(source, "is in version 1, which Podman 6 and later refuses; the file counts here");
    }
    for source in mixed {
        let what = "is in version 1 beside version 2 or in a drop-in, which containers/image 5.24 and later refuses even if one of them \
                    is empty; the file counts here";
        findings.remark(source, what);
    }
    let prefixes: Vec<(String, bool)> =
        registries.iter().map(|(prefix, it)| (prefix.clone(), it.endpoints.iter().any(|it| it.is_insecure))).collect();
    // The longest prefix wins, by its characters: `*.example.com` before `a.example.com`.
    let winner = |reference: &str| {
        let matching = prefixes.iter().filter(|(prefix, _)| is_prefix(prefix, reference));
        matching.rev().max_by_key(|(prefix, _)| prefix.len())
    };
    let is_insecure = |reference: &str| winner(reference).is_some_and(|(_, is_insecure)| *is_insecure);
    for (registry, source) in search {
        if is_insecure(&registry) && registry != "docker.io" {
            let what = format!(
                "short names such as `nginx` are looked up{}, which is insecure; the policy takes them for docker.io",
                named("at", &registry)
            );
            findings.remark(source, &what);
        }
    }
    for (target, source) in aliases.into_values() {
        if is_insecure(&target) && host_of(&target) != "docker.io" {
            let what = format!(
                "a short name stands for an image{}, which is insecure; the policy takes it for one of docker.io",
                named("at", host_of(&target))
            );
            findings.remark(source, &what);
        }
    }
    for (prefix, registry) in registries {
        let has_path = prefix.contains('/');
        if let Some(blocked) = registry.blocked {
            let shown = named_prefix(&prefix);
            findings.remark(
                blocked,
                &format!("is blocked by the node; use deniedRegistries to deny{shown} in the policy too"),
            );
            // Blocked is the registry, and not its mirrors.
            let mirrors = registry.endpoints.len().saturating_sub(1);
            let mirrors: Vec<Endpoint> =
                registry.endpoints.into_iter().take(mirrors).filter(|it| it.is_insecure).collect();
            if has_path {
                findings.conclude_path(&prefix, mirrors);
            } else if !mirrors.is_empty() {
                findings.conclude(&prefix, mirrors);
            }
        } else if has_path {
            let is_secure = registry.endpoints.iter().all(|it| !it.is_insecure);
            let is_exception = is_secure && prefix.rsplit_once('/').is_some_and(|(parent, _)| is_insecure(parent));
            if let Some(last) = registry.endpoints.last().filter(|_| is_exception) {
                let of_host = named("of", host_of(&prefix));
                let what = format!("is for a path{of_host}, and the rest is insecure; use an exemption by image");
                findings.remark(last.source.clone(), &what);
            }
            findings.conclude_path(&prefix, registry.endpoints);
        } else if winner(&prefix).is_none_or(|(winner, _)| *winner == prefix) {
            let mut endpoints = registry.endpoints;
            if let Some(own) = endpoints.last_mut().filter(|own| is_loopback(&prefix) && !own.is_insecure) {
                findings.remark(
                    own.source.clone(),
                    "CRI-O until 1.34 does not verify registries of 127.0.0.0/8 whatever is here",
                );
                own.is_insecure = has_crio;
            }
            findings.conclude(&prefix, endpoints);
        } else if let Some(first) = registry.endpoints.first() {
            findings.remark(first.source.clone(), "has no effect, since a longer prefix with a wildcard wins");
        }
    }
}

fn named_prefix(prefix: &str) -> String {
    let pattern = Pattern::parse(prefix, Paths::Yes);
    if pattern.is_ok() { format!(" `{prefix}`") } else { String::new() }
}

/// Whether a prefix is one of a reference, as `refMatchingPrefix` sees it.
pub(crate) fn is_prefix(prefix: &str, reference: &str) -> bool {
    let rest = match prefix.strip_prefix('*') {
        Some(suffix) => reference.split_once(suffix).filter(|(before, _)| !before.contains('/')).map(|(_, rest)| rest),
        None => reference.strip_prefix(prefix),
    };
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/', '@']))
}
