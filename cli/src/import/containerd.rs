//! containerd's `config.toml`, with what it imports, and where it looks for `certs.d`.
//!
//! Source: <https://github.com/containerd/containerd/blob/main/internal/cri/config/config.go>, `image_pull.go` in
//! `internal/cri/server/images`, `cmd/containerd/server/config/config.go` for imports; of release 1.7 the same for
//! `configs.*.tls`, which release 2 does not read.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use super::findings::{Findings, NoPort, Source};
use super::mirrors::{self, Reader};
use super::value::{self, Value};
use crate::error::Error;

/// Where folders for hosts are.
pub(crate) enum CertsD {
    /// The places that are known without configuration, as a file leaves it that says nothing.
    Default(Option<Source>),
    /// Nowhere: mirrors stand in `config.toml`.
    Unread,
    /// These, in this order.
    At(Vec<PathBuf>),
}

/// Reads a file with its imports. Absolute paths in it are meant below `root`.
pub(crate) fn judge(path: &Path, root: &Path, findings: &mut Findings) -> Result<CertsD, Error> {
    findings.begin(NoPort::Https);
    let source = Source { file: value::shown(path), line: 1, why: "config.toml".to_owned() };
    let Some(registry) = registry_table(path, root, findings)? else { return Ok(CertsD::Default(Some(source))) };
    let config_path = registry.get("config_path").map(Value::text).transpose()?;
    if let Some(text) = config_path.filter(|text| !text.is_empty()) {
        let mut unused: Vec<Source> = registry.get("mirrors").map(|it| it.source("mirrors")).into_iter().collect();
        for (_, config) in Value::members(registry.get("configs"))? {
            unused.extend(config.get("tls").map(|it| it.source("configs")));
        }
        for source in unused {
            let what = "conflicts with config_path, so containerd refuses to start; move the setting into hosts.toml";
            findings.remark(source, what);
        }
        return Ok(CertsD::At(text.split(':').map(|path| below(root, Path::new(path))).collect()));
    }
    let has_mirrors = !Value::members(registry.get("mirrors"))?.is_empty();
    mirrors::judge(&registry, Reader::Containerd, findings)?;
    Ok(if has_mirrors { CertsD::Unread } else { CertsD::Default(Some(source)) })
}

/// The table for registries, from all files. Later files count, and add to what is there.
fn registry_table(path: &Path, root: &Path, findings: &mut Findings) -> Result<Option<Value>, Error> {
    let mut pending = VecDeque::from([path.to_owned()]);
    let mut loaded = BTreeSet::new();
    let mut all: Option<Value> = None;
    while let Some(path) = pending.pop_front() {
        if !loaded.insert(path.clone()) {
            continue;
        }
        let file = value::toml(&value::shown(&path), &value::text_of(&path)?)?;
        let version = file.get("version").map(Value::text).transpose()?.unwrap_or("1");
        let plugins = file.get("plugins");
        let plugin = match version {
            "0" | "1" => "cri",
            "2" => "io.containerd.grpc.v1.cri",
            "3" | "4" => "io.containerd.cri.v1.images",
            _ => return Err(file.at.error("has an unknown version; expected 1 to 4")),
        };
        for (name, value) in Value::members(plugins)? {
            let Some(registry) = value.get("registry") else { continue };
            if name != plugin {
                let is_cri =
                    ["cri", "io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images"].contains(&name.as_str());
                if is_cri {
                    let what = format!("has no effect in version {version}, which reads `{plugin}`");
                    findings.remark(registry.source("registry"), &what);
                }
                continue;
            }
            let registry =
                if matches!(version, "3" | "4") { without_tls(registry, findings)? } else { registry.clone() };
            match &mut all {
                Some(all) => all.merge(&registry),
                None => all = Some(registry),
            }
        }
        for import in Value::items(file.get("imports"))? {
            pending.extend(imported(&path, root, import)?);
        }
    }
    Ok(all)
}

/// Release 2, the only one with version 3, has no TLS in `configs`.
fn without_tls(registry: &Value, findings: &mut Findings) -> Result<Value, Error> {
    for (_, config) in Value::members(registry.get("configs"))? {
        if let Some(tls) = config.get("tls") {
            findings.remark(
                tls.source("configs"),
                "has no effect, since containerd 2 does not read TLS settings there; move the setting into hosts.toml",
            );
        }
    }
    Ok(registry.without("configs"))
}

fn imported(path: &Path, root: &Path, import: &Value) -> Result<Vec<PathBuf>, Error> {
    let text = Path::new(import.text()?);
    let target = if text.is_absolute() { below(root, text) } else { path.parent().unwrap_or(root).join(text) };
    let pattern = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = target.parent().unwrap_or(root);
    if !import.text()?.contains('*') {
        return if target.is_file() {
            Ok(vec![target])
        } else {
            Err(import.at.error("names a file that does not exist"))
        };
    }
    if pattern.contains(['?', '[', '\\']) || folder.to_string_lossy().contains('*') {
        return Err(import.at.error("is an unsupported pattern; expected `*` only in the file name"));
    }
    let mut found: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(listed) => listed.filter_map(Result::ok).map(|entry| entry.path()).collect(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(Error::file(folder, error)),
    };
    found.retain(|path| matches(&pattern, &path.file_name().unwrap_or_default().to_string_lossy()));
    found.sort();
    Ok(found)
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => name.strip_prefix(before).is_some_and(|rest| {
            rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| matches(after, &rest[at..]))
        }),
    }
}

/// A path of the node in its copy.
fn below(root: &Path, path: &Path) -> PathBuf {
    root.join(path.strip_prefix("/").unwrap_or(path))
}
