//! containerd's `config.toml`, with what it imports, as each release reads it; and where it looks for `certs.d`.
//!
//! Sources: <https://github.com/containerd/containerd/blob/main/cmd/containerd/server/config/config.go> for imports and versions,
//! `internal/cri/config/config.go` (`ValidateImageConfig`), `plugins/cri/images/plugin.go` (`configMigration`), `image_pull.go` in
//! `internal/cri/server/images`; of release 1.7 `services/server/config/config.go` and `pkg/cri/config` for `configs.*.tls`.

use std::collections::{BTreeSet, VecDeque};

use super::findings::{Findings, NoPort, Source};
use super::mirrors::{self, Runtime};
use super::tree::Location;
use super::value::{self, Value};
use crate::error::Error;

/// Where folders for hosts are.
pub(crate) enum CertsD {
    /// The places that are known without configuration, as a file leaves it that says nothing.
    Default(Source),
    /// Nowhere: mirrors stand in `config.toml`.
    Unread,
    /// These, in this order; and whether all releases read them.
    At(Vec<Location>, bool),
}

// Releases, as bits.
const ONE: u8 = 1;
const TWO: u8 = 2;
/// 2.3 and later.
const TWO_THREE: u8 = 4;

fn names(releases: u8) -> &'static str {
    match releases {
        ONE => "containerd 1.x",
        TWO => "containerd 2.0 to 2.2",
        TWO_THREE => "containerd 2.3 and later",
        3 => "containerd before 2.3",
        5 => "containerd 1.x, and 2.3 and later",
        6 => "containerd 2.x",
        _ => "all releases of containerd",
    }
}

const CRI: &str = "cri";
const GRPC: &str = "io.containerd.grpc.v1.cri";
const IMAGES: &str = "io.containerd.cri.v1.images";

/// Which releases read a plugin's table in a file of some version. Releases before 2.3 translate less.
fn readers(version: u8, plugin: &str) -> u8 {
    match (version, plugin) {
        (0 | 1, CRI) => ONE | TWO_THREE,
        (0 | 1 | 3, GRPC) | (4, IMAGES) => TWO_THREE,
        (2, GRPC) => ONE | TWO | TWO_THREE,
        (0..=3, IMAGES) => TWO | TWO_THREE,
        _ => 0,
    }
}

/// Which releases take a file of some version.
fn takers(version: u8) -> u8 {
    match version {
        0..=2 => ONE | TWO | TWO_THREE,
        3 => TWO | TWO_THREE,
        _ => TWO_THREE,
    }
}

/// A file, with its version.
struct File {
    version: u8,
    value: Value,
}

/// Reads a file with its imports. Absolute paths in it are meant below `root`.
pub(crate) fn interpret(location: &Location, root: &Location, findings: &mut Findings) -> Result<CertsD, Error> {
    findings.begin(NoPort::Https);
    let files = files(location, root, findings)?;
    interpret_files(&files, location, root, findings)
}

/// Reads a table that stands in something else, which says the version where the table does not.
pub(crate) fn interpret_table_in(
    value: Value,
    usual: u8,
    location: &Location,
    root: &Location,
    findings: &mut Findings,
) -> Result<CertsD, Error> {
    findings.begin(NoPort::Https);
    let version = if value.get("version").is_some() { version(&value)? } else { usual };
    interpret_files(&[File { version, value }], location, root, findings)
}

fn interpret_files(
    files: &[File],
    location: &Location,
    root: &Location,
    findings: &mut Findings,
) -> Result<CertsD, Error> {
    let source = Source { file: location.shown(), line: 1, why: "config.toml".to_owned() };
    let main = files.first().map_or(0, |file| file.version);
    for file in files {
        say_unread(file, findings)?;
    }
    if let Some(disabled) = disabled(files)? {
        let what =
            "disables CRI, so Kubernetes does not pull through this containerd; mirrors in its file do not count";
        findings.remark(disabled.source("disabled_plugins"), what);
        return Ok(CertsD::Default(source));
    }
    let mut by_release = Vec::new();
    let mut refusals = Vec::new();
    let mut paths: Vec<Location> = Vec::new();
    let (mut config_path, mut has_mirrors) = (None, false);
    for release in [ONE, TWO, TWO_THREE] {
        if takers(main) & release == 0 {
            continue;
        }
        let mut found = Findings::new();
        found.begin(NoPort::Https);
        if let Some(table) = registry_table(files, release) {
            match interpret_table(&table, release, &mut found) {
                Ok(None) => has_mirrors |= !Value::members(table.get("mirrors"))?.is_empty(),
                Ok(Some(value)) => {
                    for path in value.text()?.split(':').map(|path| of_snap(path, location)) {
                        let path = Location::at(&root.tree, &format!("{}/{path}", root.path));
                        if !paths.iter().any(|it| it.path == path.path) {
                            paths.push(path);
                        }
                    }
                    config_path = Some(value);
                }
                Err(error) => {
                    refusals.push((release, error));
                    continue;
                }
            }
        }
        by_release.push((release, found));
    }
    if by_release.is_empty()
        && let Some((_, error)) = refusals.pop()
    {
        return Err(error);
    }
    for (release, error) in refusals {
        let what = format!("{} does not start CRI ({error})", names(release));
        findings.remark(source.clone(), &what);
    }
    findings.absorb(&by_release, names);
    Ok(match (config_path, has_mirrors) {
        (Some(value), _) => {
            let is_read_by_all = paths.len() == 1 || takers(main) == ONE || pulls_by_itself(files);
            if !is_read_by_all {
                let what = "names several folders, which containerd 2.1 and later ignores by default \
                            (containerd/containerd#12808); they count here";
                findings.remark(value.source("config_path"), what);
            }
            CertsD::At(paths, is_read_by_all)
        }
        (None, true) => CertsD::Unread,
        (None, false) => CertsD::Default(source),
    })
}

/// Whether something makes CRI pull by itself, as releases before 2.1 always did, rather than through the transfer service
/// (`CheckLocalImagePullConfigs`).
fn pulls_by_itself(files: &[File]) -> bool {
    let is =
        |table: &Value, name: &str, word: &str| table.get(name).is_some_and(|it| it.word().is_ok_and(|it| it == word));
    let is_in = |table: &Value| {
        let registry = table.get("registry");
        is(table, "use_local_image_pull", "true")
            || is(table, "discard_unpacked_layers", "true")
            || is(table, "disable_snapshot_annotations", "false")
            || is(table, "image_pull_with_sync_fs", "true")
            || (table.get("max_concurrent_downloads").is_some() && !is(table, "max_concurrent_downloads", "3"))
            || ["configs", "auths"].iter().any(|name| registry.and_then(|it| it.get(name)).is_some())
    };
    let plugins = files.iter().filter_map(|file| file.value.get("plugins"));
    let tables = plugins.flat_map(|plugins| [CRI, GRPC, IMAGES].map(|plugin| plugins.exactly(plugin))).flatten();
    // Until version 3 some of it stood in a table of its own.
    tables.into_iter().any(|table| is_in(table) || table.get("containerd").is_some_and(is_in))
}

/// What one release makes of the table: its mirrors, or the path that it has instead.
fn interpret_table(table: &Value, release: u8, findings: &mut Findings) -> Result<Option<Value>, Error> {
    let config_path = table.get("config_path");
    let has_path = config_path.map(Value::text).transpose()?.is_some_and(|text| !text.is_empty());
    let configs = Value::members(table.get("configs"))?;
    let Some(path) = config_path.filter(|_| has_path) else {
        let table = if release == ONE { table.clone() } else { table.without("configs") };
        mirrors::interpret(&table, Runtime::Containerd, findings)?;
        return Ok(None);
    };
    if let Some(mirrors) = table.get("mirrors")
        && !Value::members(Some(mirrors))?.is_empty()
    {
        return Err(mirrors.at.error("`mirrors` conflicts with `config_path`; move the setting into hosts.toml"));
    }
    if let Some(tls) = configs.iter().find_map(|(_, config)| config.get("tls")).filter(|_| release == ONE) {
        return Err(tls.at.error("`configs.*.tls` conflicts with `config_path`; move the setting into hosts.toml"));
    }
    Ok(Some(path.clone()))
}

/// The table for registries that a release sees. 1.x replaces a plugin's table with that of a later file; 2.x adds to it.
fn registry_table(files: &[File], release: u8) -> Option<Value> {
    let mut all: Option<Value> = None;
    // 1.x goes by the version of all files together, which is the last that is given.
    let last = files.iter().rev().map(|file| file.version).find(|version| *version != 0).unwrap_or(0);
    let version = |file: &File| if release == ONE { last } else { file.version };
    for plugin in [CRI, GRPC, IMAGES] {
        let mut of_plugin: Option<Value> = None;
        for file in files.iter().filter(|file| readers(version(file), plugin) & release != 0) {
            let Some(table) = file.value.get("plugins").and_then(|plugins| plugins.exactly(plugin)) else { continue };
            match (&mut of_plugin, table.get("registry")) {
                (it, registry) if release == ONE => *it = registry.cloned(),
                (Some(it), Some(registry)) => it.merge(registry),
                (it @ None, registry) => *it = registry.cloned(),
                (Some(_), None) => {}
            }
        }
        match (&mut all, of_plugin) {
            (Some(all), Some(registry)) => all.merge(&registry),
            (None, registry) => all = registry,
            (Some(_), None) => {}
        }
    }
    all
}

/// Says what stands in a file and no release reads.
fn say_unread(file: &File, findings: &mut Findings) -> Result<(), Error> {
    let plugins = file.value.get("plugins");
    let stargz = plugins.and_then(|it| it.exactly("io.containerd.snapshotter.v1.stargz"));
    for name in ["registry", "resolver"] {
        if let Some(table) = stargz.and_then(|it| it.get(name)) {
            findings.remark(
                table.source(name),
                "is for the stargz snapshotter alone, whose registries are not judged here",
            );
        }
    }
    for plugin in [CRI, GRPC, IMAGES] {
        let Some(registry) = plugins.and_then(|it| it.exactly(plugin)).and_then(|it| it.get("registry")) else {
            continue;
        };
        let who = readers(file.version, plugin);
        if who == 0 {
            let what = format!("has no effect in version {}, where `{plugin}` is not read", file.version);
            findings.remark(registry.source("registry"), &what);
        } else if who & takers(file.version) & ONE == 0 {
            for (_, config) in Value::members(registry.get("configs"))? {
                if let Some(tls) = config.get("tls") {
                    let what = "has no effect, since containerd 2 does not read TLS settings there; move the setting into hosts.toml";
                    findings.remark(tls.source("configs"), what);
                }
            }
        }
    }
    Ok(())
}

/// Where CRI is disabled.
fn disabled(files: &[File]) -> Result<Option<&Value>, Error> {
    for file in files {
        for list in ["disabled_plugins", "required_plugins"] {
            for plugin in Value::items(file.value.get(list))? {
                if file.version > 1 && !plugin.text()?.contains('.') {
                    return Err(plugin.at.error("is not a plugin's full name, so containerd does not start"));
                }
            }
        }
        for plugin in Value::items(file.value.get("disabled_plugins"))? {
            let name = plugin.text()?;
            if matches!(name, CRI | GRPC) {
                return Ok(Some(plugin));
            }
        }
    }
    Ok(None)
}

fn version(value: &Value) -> Result<u8, Error> {
    let Some(version) = value.get("version") else { return Ok(0) };
    if version.text().is_ok() {
        return Err(version.at.error("is not a number"));
    }
    match version.word()?.parse() {
        Ok(version) if version <= 4 => Ok(version),
        _ => Err(version.at.error("has an unknown version; expected 1 to 4")),
    }
}

/// A file and all that it imports, in the order in which containerd reads them.
fn files(location: &Location, root: &Location, findings: &mut Findings) -> Result<Vec<File>, Error> {
    let mut pending = VecDeque::from([location.clone()]);
    let mut loaded = BTreeSet::new();
    let mut files = Vec::new();
    while let Some(location) = pending.pop_front() {
        if !loaded.insert(location.canonical()) {
            continue;
        }
        // What cannot be read is passed over, and said.
        let Some(text) = location.text() else { continue };
        let value = value::toml(&location.shown(), &text)?;
        let version = version(&value)?;
        for import in Value::items(value.get("imports"))? {
            pending.extend(imported(&location, root, import, findings)?);
        }
        files.push(File { version, value });
    }
    Ok(files)
}

fn imported(
    location: &Location,
    root: &Location,
    import: &Value,
    findings: &mut Findings,
) -> Result<Vec<Location>, Error> {
    let text = import.text()?;
    let from_root = |path: &str| format!("{}/{path}", root.path);
    let (tree, path) = match text.strip_prefix('/') {
        Some(path) => (&root.tree, from_root(path)),
        None => (&location.tree, format!("{}/{text}", location.parent().path)),
    };
    if text.contains('*') {
        let found = Location::glob(tree, &super::tree::cleaned(&path));
        return found.ok_or_else(|| import.at.error("is not a valid pattern"));
    }
    let target = Location::at(tree, &path);
    if target.is_file() {
        return Ok(vec![target]);
    }
    // A copy of /etc alone says nothing of what is elsewhere.
    let first = text.trim_start_matches('/').split('/').next().unwrap_or_default();
    if text.starts_with('/') && first != "etc" && !Location::at(tree, &from_root(first)).is_folder() {
        findings.remark(import.source("imports"), "names a file outside of what was given here");
        return Ok(Vec::new());
    }
    Err(import.at.error("names a file that does not exist"))
}

/// `MicroK8s` writes paths with variables of its snap.
fn of_snap(path: &str, location: &Location) -> String {
    let snap = location.path.find("var/snap/").and_then(|start| {
        let parts: Vec<&str> = location.path[start..].split('/').collect();
        Some((parts.get(..4)?.join("/"), parts.get(..3)?.join("/")))
    });
    match snap {
        Some((data, common)) => {
            path.replace("${SNAP_DATA}", &format!("/{data}")).replace("${SNAP_COMMON}", &format!("/{common}/common"))
        }
        None => path.to_owned(),
    }
}
