//! Settings out of a node's own configuration: what its runtimes do with registries, said in the policy's words.
//!
//! Half of it would be wrong settings: what cannot be read is an error, and what cannot be said is a comment. The policy has
//! no entry for a host on the port of HTTPS alone, so that one without a port is for every port here too.

mod containerd;
mod docker;
mod findings;
mod hosts;
mod k3s;
mod mirrors;
mod registries_conf;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use self::containerd::CertsD;
use self::findings::{Findings, NoPort};
use self::hosts::Reader;
use self::registries_conf::Registries;
use self::value::Value;
use crate::error::Error;
use crate::read;

/// Entries of directories that are looked at before a directory is too large for a node's configuration.
const MOST_ENTRIES: usize = 50_000;

#[derive(Args)]
pub(crate) struct Options {
    /// The root for absolute paths in the files; by default the given directory, or / for a file
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Files or directories to search, such as a copy of a node's /etc, or /. Each directory is one node
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// The settings, in YAML.
pub(crate) fn import(options: &Options) -> Result<String, Error> {
    let mut by_hand = Node::default();
    let mut nodes = Vec::new();
    for path in &options.paths {
        let metadata = fs::metadata(path).map_err(|error| Error::file(path, error))?;
        if metadata.is_dir() {
            nodes.push(Node::find(path)?);
        } else {
            let kind = kind_of(path).map_or_else(|| kind_by_content(path), Ok)?;
            by_hand.add(kind, path);
        }
    }
    nodes.push(by_hand);
    let mut findings = Findings::new();
    for node in nodes {
        let root = options.root.as_deref().or(node.root.as_deref()).unwrap_or(Path::new("/"));
        node.judge(root, &mut findings)?;
    }
    findings.settings()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Docker,
    Containerd,
    /// A folder below `certs.d`.
    Folder,
    RegistriesConf,
    DropIn,
    K3s,
}

/// The files of a node.
#[derive(Default)]
struct Node {
    /// Where it was found; none for files that were given by hand.
    root: Option<PathBuf>,
    files: BTreeSet<(Kind, PathBuf)>,
    /// What was not looked into, and why.
    passed_over: Vec<(PathBuf, String)>,
}

impl Node {
    /// Searches a directory; of a whole system, its `etc`.
    fn find(directory: &Path) -> Result<Self, Error> {
        let etc = directory.join("etc");
        let is_etc = fs::canonicalize(directory).is_ok_and(|path| path.file_name() == Some(OsStr::new("etc")));
        let root = if is_etc { directory.join("..") } else { directory.to_owned() };
        let mut node = Node { root: Some(root), ..Node::default() };
        let is_system = etc.is_dir() && directory.join("usr").is_dir();
        let first = if is_system { etc } else { directory.to_owned() };
        let mut pending = vec![first.clone()];
        let mut seen = 0;
        // Links may lead in a circle.
        let mut linked = BTreeSet::new();
        while let Some(directory) = pending.pop() {
            let listed = match fs::read_dir(&directory) {
                Ok(listed) => listed,
                Err(error) if directory == first => return Err(Error::file(&directory, error)),
                Err(error) => {
                    node.passed_over.push((directory, format!("a folder that cannot be read ({})", error.kind())));
                    continue;
                }
            };
            for entry in listed {
                let entry = entry.map_err(|error| Error::file(&directory, error))?;
                let path = entry.path();
                seen += 1;
                if seen > MOST_ENTRIES {
                    return Err(Error::file(
                        &directory,
                        std::io::Error::other("too large for a node's configuration; give its etc directory"),
                    ));
                }
                let is_link = entry.file_type().is_ok_and(|it| it.is_symlink());
                if path.is_dir() {
                    // What a ConfigMap is mounted as has its files twice.
                    let is_copy = entry.file_name().to_string_lossy().starts_with("..");
                    let mut is_new_link = || {
                        let leads_out = |target: &PathBuf| {
                            !fs::canonicalize(&directory).is_ok_and(|directory| directory.starts_with(target))
                        };
                        let target = fs::canonicalize(&path).ok().filter(|_| is_known_folder(&path)).filter(leads_out);
                        target.is_some_and(|target| linked.insert(target))
                    };
                    if !is_copy && (!is_link || is_new_link()) {
                        pending.push(path);
                    }
                } else if let Some(kind) = kind_of(&path) {
                    let metadata = fs::metadata(&path).map_err(|error| Error::file(&path, error))?;
                    if let Some(what) = read::what_else(metadata.file_type()) {
                        node.passed_over.push((path, what.to_owned()));
                    } else if kind != Kind::Containerd || is_containerd(&path) {
                        node.add(kind, &path);
                    }
                }
            }
        }
        Ok(node)
    }

    fn add(&mut self, kind: Kind, path: &Path) {
        let folder = || path.parent().filter(|it| it.file_name().is_some()).map(Path::to_owned);
        let absolute = || std::path::absolute(path).ok().and_then(|it| it.parent().map(Path::to_owned));
        let path = if kind == Kind::Folder { folder().or_else(absolute) } else { Some(path.to_owned()) };
        self.files.extend(path.map(|path| (kind, path)));
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = &Path> {
        self.files.iter().filter(move |(it, _)| *it == kind).map(|(_, path)| path.as_path())
    }

    fn judge(&self, root: &Path, findings: &mut Findings) -> Result<(), Error> {
        for (path, why) in &self.passed_over {
            let source = findings::Source { file: value::shown(path), line: 1, why: why.clone() };
            findings.remark(source, "was skipped");
        }
        for path in self.of(Kind::Docker) {
            docker::judge(&value::json(&value::shown(path), &value::text_of(path)?)?, findings)?;
        }
        for path in self.of(Kind::K3s) {
            k3s::judge(&value::yaml(&value::shown(path), &value::text_of(path)?)?, findings)?;
        }
        self.judge_registries_conf(findings)?;
        let mut certs_d = CertsD::Default(None);
        for path in self.of(Kind::Containerd) {
            let found = containerd::judge(path, root, findings)?;
            if matches!(certs_d, CertsD::Default(_)) {
                certs_d = found;
            }
        }
        self.judge_folders(&certs_d, findings)
    }

    fn judge_registries_conf(&self, findings: &mut Findings) -> Result<(), Error> {
        // A file and the folder beside it belong together, and so does all that is given by hand.
        let mut sets: BTreeMap<Option<&Path>, Registries> = BTreeMap::new();
        for kind in [Kind::RegistriesConf, Kind::DropIn] {
            let mut paths: Vec<&Path> = self.of(kind).collect();
            paths.sort_by_key(|path| (path.file_name(), *path));
            for path in paths {
                let base = if kind == Kind::DropIn { path.parent() } else { Some(path) }.and_then(Path::parent);
                let set = sets.entry(base.filter(|_| self.root.is_some())).or_default();
                let file = value::toml(&value::shown(path), &value::text_of(path)?)?;
                registries_conf::read(&file, kind == Kind::DropIn, set)?;
            }
        }
        for set in sets.into_values() {
            registries_conf::judge(set, findings);
        }
        Ok(())
    }

    fn judge_folders(&self, certs_d: &CertsD, findings: &mut Findings) -> Result<(), Error> {
        let mut roots: BTreeMap<&Path, Vec<PathBuf>> = BTreeMap::new();
        for folder in self.of(Kind::Folder) {
            roots.entry(folder.parent().unwrap_or(folder)).or_default().push(folder.to_owned());
        }
        let is_docker = |root: &Path| root.ends_with("docker/certs.d");
        for (_, folders) in roots.iter().filter(|(root, _)| is_docker(root)) {
            findings.begin(NoPort::Https);
            hosts::judge(std::slice::from_ref(folders), Reader::Dockerd, findings)?;
        }
        roots.retain(|root, _| !is_docker(root));
        findings.begin(NoPort::Https);
        match certs_d {
            CertsD::Default(source) => {
                if let Some(source) = source.as_ref().filter(|_| !roots.is_empty()) {
                    let what = "has no config_path, so containerd before 2.3 does not read certs.d";
                    findings.remark(source.clone(), what);
                }
                roots.into_values().try_for_each(|folders| hosts::judge(&[folders], Reader::Containerd, findings))
            }
            CertsD::At(paths) => {
                let mut folders = paths.iter().map(|path| folders_in(path)).collect::<Result<Vec<_>, _>>()?;
                for (root, given) in roots.into_iter().filter(|(root, _)| !paths.iter().any(|path| is_one(path, root)))
                {
                    if self.root.is_some() {
                        unread(root, "config_path in config.toml names other folders", findings);
                    } else {
                        // Given by hand, and so meant to be read.
                        folders.insert(0, given);
                    }
                }
                hosts::judge(&folders, Reader::Containerd, findings)
            }
            CertsD::Unread => {
                for root in roots.keys() {
                    unread(root, "config.toml has its own mirrors", findings);
                }
                Ok(())
            }
        }
    }
}

fn unread(root: &Path, why: &str, findings: &mut Findings) {
    let source = findings::Source { file: value::shown(root), line: 1, why: "certs.d".to_owned() };
    findings.remark(source, &format!("is not read by containerd, since {why}"));
}

fn is_one(path: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(path), fs::canonicalize(other)), (Ok(path), Ok(other)) if path == other)
}

/// The folders of a root that a file names. A root that is not there has none.
fn folders_in(root: &Path) -> Result<Vec<PathBuf>, Error> {
    if !root.exists() {
        return Ok(Vec::new());
    }
    let listed = fs::read_dir(root).map_err(|error| Error::file(root, error))?;
    let mut folders: Vec<PathBuf> = listed.filter_map(Result::ok).map(|entry| entry.path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    Ok(folders)
}

/// Folders that are searched through a link too.
fn is_known_folder(path: &Path) -> bool {
    let is = |path: &Path, name: &str| path.file_name() == Some(OsStr::new(name));
    is(path, "certs.d") || is(path, "registries.conf.d") || path.parent().is_some_and(|parent| is(parent, "certs.d"))
}

/// What a file is by its name.
fn kind_of(path: &Path) -> Option<Kind> {
    let name_of =
        |path: Option<&Path>| path.and_then(Path::file_name).and_then(OsStr::to_str).unwrap_or_default().to_owned();
    let parent = path.parent();
    let (name, above) = (name_of(Some(path)), parent.and_then(Path::parent));
    let has_extension = |extension: &str| path.extension().is_some_and(|it| it == extension);
    match name.as_str() {
        "daemon.json" => Some(Kind::Docker),
        "config.toml" => Some(Kind::Containerd),
        "hosts.toml" => Some(Kind::Folder),
        "registries.conf" => Some(Kind::RegistriesConf),
        "registries.yaml" => Some(Kind::K3s),
        _ if name_of(parent) == "registries.conf.d" && has_extension("conf") => Some(Kind::DropIn),
        _ if name_of(above) == "certs.d" && has_extension("crt") => Some(Kind::Folder),
        _ => None,
    }
}

/// Other tools have a `config.toml` too.
fn is_containerd(path: &Path) -> bool {
    path.parent().is_some_and(|parent| parent.ends_with("containerd"))
        || matches!(kind_by_content(path), Ok(Kind::Containerd))
}

fn kind_by_content(path: &Path) -> Result<Kind, Error> {
    let (name, text) = (value::shown(path), value::text_of(path)?);
    let has = |value: &Value, names: &[&str]| names.iter().any(|name| value.get(name).is_some());
    if let Ok(toml) = value::toml(&name, &text) {
        if has(&toml, &["registry", "registries", "unqualified-search-registries"]) {
            return Ok(Kind::RegistriesConf);
        }
        if has(&toml, &["plugins", "imports"]) {
            return Ok(Kind::Containerd);
        }
    } else if let Ok(yaml) = value::yaml(&name, &text) {
        if has(&yaml, &["insecure-registries", "registry-mirrors"]) {
            return Ok(Kind::Docker);
        }
        if has(&yaml, &["mirrors", "configs"]) {
            return Ok(Kind::K3s);
        }
    }
    let known = "daemon.json, config.toml, certs.d/<host>/hosts.toml, registries.conf, registries.yaml";
    Err(Error::new(format!("{name}: is not a known file; expected one of {known}")))
}
