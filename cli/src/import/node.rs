//! A node: its files, and what each of its runtimes makes of them together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::rc::Rc;

use super::containerd::{self, CertsD};
use super::documents::{self, Carried};
use super::findings::{Findings, NoPort, Source};
use super::hosts::{self, Runtime};
use super::registries_conf::Registries;
use super::sources::{self, Kind};
use super::tree::{Location, Tree};
use super::value::{self, Twice};
use super::{crio, docker, flags, k3s, quadlet, registries_conf};

/// How deep files may be carried in files.
const DEEPEST: usize = 4;

/// The files of a node.
pub(crate) struct Node {
    pub(crate) root: Location,
    files: Vec<(Kind, Location)>,
    /// Whether somebody named each file.
    is_by_hand: bool,
    depth: usize,
}

impl Node {
    /// The nodes of a tree, by their roots.
    pub(crate) fn find(tree: &Rc<Tree>, is_system: bool) -> Vec<Node> {
        let mut files: BTreeMap<String, Vec<(Kind, Location)>> = BTreeMap::new();
        for found in sources::search(tree, is_system) {
            let location = if found.kind == Kind::Folder { found.location.parent() } else { found.location };
            files.entry(found.root).or_default().push((found.kind, location));
        }
        let node = |(root, files): (String, Vec<(Kind, Location)>)| {
            let root = Location::at(tree, &root);
            Node { root, files: without_copies(files), is_by_hand: false, depth: DEEPEST }
        };
        files.into_iter().map(node).collect()
    }

    /// A node that something carries.
    pub(crate) fn carried(tree: &Rc<Tree>) -> Node {
        let files = Node::find(tree, false).into_iter().flat_map(|node| node.files).collect();
        Node { root: Location::root(tree), files, is_by_hand: false, depth: DEEPEST }
    }

    /// Files that were given one by one.
    pub(crate) fn by_hand(host: &Rc<Tree>, files: &[(Kind, PathBuf)]) -> Node {
        let mut found = Vec::new();
        for (kind, path) in files {
            let location = Location::of_host(host, path);
            found.push((*kind, if *kind == Kind::Folder { location.parent() } else { location }));
        }
        Node { root: Location::root(host), files: without_copies(found), is_by_hand: true, depth: DEEPEST }
    }

    /// Whether no file is known to be one of a node.
    pub(crate) fn is_unsure(&self) -> bool {
        self.files.iter().all(|(kind, _)| *kind == Kind::Unknown)
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = &Location> {
        self.files.iter().filter(move |(it, _)| *it == kind).map(|(_, location)| location)
    }

    /// Says what the node's runtimes do. Absolute paths in its files are meant below `root`.
    pub(crate) fn interpret(&self, root: &Location, findings: &mut Findings, looked_at: &mut dyn FnMut(&Rc<Tree>)) {
        self.interpret_docker(root, findings);
        self.interpret_crio(root, findings);
        self.interpret_registries_conf(root, findings);
        self.interpret_k3s(root, findings);
        self.interpret_containerd(root, findings);
        quadlet::interpret(&self.of(Kind::Quadlet).cloned().collect::<Vec<_>>(), findings);
        let mut carried = Carried::default();
        for location in self.of(Kind::Document) {
            let Some(text) = location.text() else { continue };
            let read = carried.read(location, &text, root, findings);
            if findings.take(read) == Some(false) && self.is_by_hand {
                findings.errors.push(format!("{}: is not a known document", location.shown()));
            }
        }
        for location in self.of(Kind::Unknown) {
            let Some(text) = location.quiet_text().filter(|text| documents::is_one(text)) else { continue };
            let read = carried.read(location, &text, root, findings);
            if findings.take(read) != Some(false) {
                location.count_as_read();
            }
        }
        for node in carried.nodes() {
            if let Some(depth) = self.depth.checked_sub(1) {
                let node = Node { depth, ..node };
                node.interpret(&node.root, findings, looked_at);
                looked_at(&node.root.tree);
            }
        }
        carried.objects.interpret(findings);
    }

    fn interpret_docker(&self, root: &Location, findings: &mut Findings) {
        let files: Vec<Location> = self.of(Kind::DockerFlags).cloned().collect();
        let names = &["--insecure-registry", "--registry-mirror", "--config-file"];
        let of_flags = Self::say(flags::read(&files, root, names), findings, "dockerd");
        let mut configs: Vec<Location> = self.of(Kind::Docker).cloned().collect();
        let elsewhere: Vec<Location> = of_flags
            .iter()
            .filter(|flag| flag.name == "--config-file")
            .map(|flag| Location::at(&root.tree, &format!("{}/{}", root.path, flag.value)))
            .filter(Location::is_file)
            .collect();
        for location in elsewhere {
            if configs.iter().all(|it| it.canonical() != location.canonical()) {
                configs.push(location);
            }
        }
        // The flags are those of the system's dockerd.
        let main = configs.iter().position(|it| it.path.ends_with("etc/docker/daemon.json")).unwrap_or(0);
        for (nth, location) in configs.iter().enumerate() {
            let Some(text) = location.text() else { continue };
            let mut config = docker::Config::default();
            if text.trim().is_empty() {
                let source = Source { file: location.shown(), line: 1, why: "an empty file".to_owned() };
                findings.remark(source, "dockerd 20.10 does not start with it, later releases do");
            }
            let result = value::json(&location.shown(), &text)
                .and_then(|file| config.read_file(&file))
                .and_then(|()| if nth == main { config.read_flags(&of_flags) } else { Ok(()) });
            if findings.take(result).is_some() {
                let result = docker::interpret(&config, findings);
                findings.take(result);
            }
        }
        if configs.is_empty() {
            let mut config = docker::Config::default();
            let result = config.read_flags(&of_flags).and_then(|()| docker::interpret(&config, findings));
            findings.take(result);
        }
        for location in self.of(Kind::Minikube) {
            let Some(text) = location.text() else { continue };
            let result = value::yaml(&location.shown(), &text, Twice::Last).and_then(|file| {
                let mut config = docker::Config::default();
                config.read_minikube(&file)?;
                docker::interpret(&config, findings)
            });
            findings.take(result);
        }
    }

    fn interpret_crio(&self, root: &Location, findings: &mut Findings) {
        let files: Vec<Location> = self.of(Kind::CrioFlags).cloned().collect();
        let read = flags::read(&files, root, &["--insecure-registry"]);
        let of_flags = Self::say(read, findings, "CRI-O");
        let mut config = crio::Config::default();
        let mut files: Vec<&Location> = self.of(Kind::Crio).collect();
        // crio.conf comes before its drop-ins.
        files.sort_by_key(|it| (it.parent().has_extension("d"), it.path.clone()));
        for location in files {
            let Some(text) = location.text() else { continue };
            let result = value::toml(&location.shown(), &text).and_then(|file| config.read_file(&file));
            findings.take(result);
        }
        config.read_flags(&of_flags);
        config.interpret(findings);
    }

    /// Says what flags leave open, and gives the rest.
    fn say(read: flags::Read, findings: &mut Findings, who: &str) -> Vec<flags::Flag> {
        for file in read.unread {
            let source = Source { file, line: 1, why: "variables".to_owned() };
            findings.remark(source, &format!("are not read by {who}, whose unit names other files"));
        }
        for source in read.open {
            findings.remark(source, "has a variable for its value that no file here sets");
        }
        read.flags
    }

    /// The files that a daemon's flags name, as far as they are here.
    fn named_by_flags(&self, kind: Kind, names: &[&'static str], root: &Location) -> Vec<Location> {
        let files: Vec<Location> = self.of(kind).cloned().collect();
        let flags = flags::read(&files, root, names).flags;
        let at = |flag: &flags::Flag| Location::at(&root.tree, &format!("{}/{}", root.path, flag.value));
        flags.iter().map(at).filter(Location::is_file).collect()
    }

    fn interpret_registries_conf(&self, root: &Location, findings: &mut Findings) {
        let has_crio = self.of(Kind::Crio).chain(self.of(Kind::CrioFlags)).next().is_some()
            || (!self.is_by_hand && root.join("etc/crio").is_folder());
        // A file and the folder beside it belong together, and so does all that is given by hand.
        let mut sets: BTreeMap<String, Option<Registries>> = BTreeMap::new();
        for kind in [Kind::RegistriesConf, Kind::DropIn] {
            let mut locations: Vec<&Location> = self.of(kind).collect();
            locations.sort_by_key(|it| (it.name().to_owned(), it.path.clone()));
            for location in locations {
                let folder = location.parent();
                let path = format!("/{}", location.path);
                let of_vendor = path.split_once("/usr/share/containers/").filter(|_| !self.is_by_hand);
                if let Some((before, name)) = of_vendor
                    && Location::at(&location.tree, &format!("{before}/etc/containers/{name}")).leads_to_file()
                {
                    let source =
                        Source { file: location.shown(), line: 1, why: "a file of the distribution".to_owned() };
                    findings.remark(source, "is not read, since /etc/containers has a file of the same name");
                    continue;
                }
                let is_new = of_vendor.is_some()
                    || path.contains("/registries.rootful")
                    || path.contains("/registries.rootless");
                let note = if is_new { ", for Podman 6 and later" } else { "" };
                // What only some releases read replaces nothing.
                let key = if self.is_by_hand {
                    String::new()
                } else if kind == Kind::DropIn && !is_new {
                    folder.parent().path
                } else {
                    folder.path
                };
                let set = sets.entry(key).or_insert_with(|| Some(Registries::default()));
                let Some(text) = location.text() else { continue };
                let result = value::toml(&location.shown(), &text).and_then(|file| {
                    let mut ignored = Registries::default();
                    registries_conf::read(&file, kind == Kind::DropIn, note, set.as_mut().unwrap_or(&mut ignored))
                });
                // Nothing is pulled with one that is refused; the rest of its set does not count either.
                if findings.take(result).is_none() {
                    *set = None;
                }
            }
        }
        for set in sets.into_values().flatten() {
            registries_conf::interpret(set, has_crio, findings);
        }
    }

    fn interpret_k3s(&self, root: &Location, findings: &mut Findings) {
        let mut files: Vec<Location> = self.of(Kind::K3s).cloned().collect();
        for location in self.of(Kind::K3sConfig) {
            let Some(text) = location.text() else { continue };
            let result = value::yaml(&location.shown(), &text, Twice::Last);
            let Some(file) = findings.take(result) else { continue };
            let Some(value) = k3s::private_registry(&file) else { continue };
            let Ok(path) = value.text() else { continue };
            let named = Location::at(&root.tree, &format!("{}/{path}", root.path));
            if !named.is_file() {
                findings.remark(value.source("private-registry"), "names a file that does not exist here");
                continue;
            }
            let usual = location.path.find("etc/rancher/").map(|start| {
                let program = location.path[start..].split('/').nth(2).unwrap_or_default();
                format!("{}etc/rancher/{program}/registries.yaml", &location.path[..start])
            });
            if let Some(at) = files.iter().position(|it| Some(&it.path) == usual.as_ref() && it.path != named.path) {
                let source = Source { file: files[at].shown(), line: 1, why: "registries.yaml".to_owned() };
                findings.remark(source, "is not read, since private-registry names another file");
                files.remove(at);
            }
            if files.iter().all(|it| it.path != named.path) {
                files.push(named);
            }
        }
        for location in self.named_by_flags(Kind::K3sFlags, &["--private-registry"], root) {
            if files.iter().all(|it| it.canonical() != location.canonical()) {
                files.push(location);
            }
        }
        for location in files {
            let Some(text) = location.text() else { continue };
            let result =
                value::yaml(&location.shown(), &text, Twice::Merged).and_then(|file| k3s::interpret(&file, findings));
            findings.take(result);
        }
    }

    fn interpret_containerd(&self, root: &Location, findings: &mut Findings) {
        let mut roots: BTreeMap<String, (Location, Vec<Location>)> = BTreeMap::new();
        for folder in self.of(Kind::Folder) {
            let parent = folder.parent();
            let entry = roots.entry(parent.path.clone()).or_insert_with(|| (parent, Vec::new()));
            entry.1.push(folder.clone());
        }
        // A folder counts for its host even if nothing in it is known.
        for (certs_d, folders) in roots.values_mut().filter(|_| !self.is_by_hand) {
            *folders = folders_in(certs_d);
        }
        let is_docker = |root: &Location| root.path.ends_with("docker/certs.d");
        let is_containers = |root: &Location| root.path.ends_with("containers/certs.d");
        for (_, folders) in roots.values().filter(|(root, _)| is_containers(root)) {
            findings.begin(NoPort::Https);
            hosts::interpret(std::slice::from_ref(folders), Runtime::Containers, findings);
        }
        roots.retain(|_, (root, _)| !is_containers(root));
        for (_, folders) in roots.values().filter(|(root, _)| is_docker(root)) {
            findings.begin(NoPort::Https);
            hosts::interpret(std::slice::from_ref(folders), Runtime::Dockerd, findings);
        }
        let of_docker: Vec<Vec<Location>> =
            roots.values().filter(|(root, _)| is_docker(root)).map(|(_, it)| it.clone()).collect();
        roots.retain(|_, (root, _)| !is_docker(root));
        let mut read = BTreeSet::new();
        let mut reasons = Vec::new();
        let mut configs: Vec<Location> =
            self.of(Kind::Containerd).filter(|it| self.is_containerd(it)).cloned().collect();
        for location in self.named_by_flags(Kind::ContainerdFlags, &["--config", "-c"], root) {
            if configs.iter().all(|it| it.canonical() != location.canonical()) {
                configs.push(location);
            }
        }
        // Each file of k0s is one that something imports.
        configs.extend(self.of(Kind::ContainerdPart).filter(|it| it.path.contains("k0s/containerd.d/")).cloned());
        for location in &configs {
            let result = containerd::interpret(location, root, findings);
            match findings.take(result) {
                None => reasons.push("config.toml is refused"),
                Some(CertsD::Unread) => reasons.push("config.toml has its own mirrors"),
                Some(CertsD::At(paths, is_read_by_all)) => {
                    let folders: Vec<Vec<Location>> = paths.iter().map(folders_in).collect();
                    for path in &paths {
                        read.insert(path.canonical());
                    }
                    reasons.push("config_path in config.toml names other folders");
                    findings.begin(NoPort::Https);
                    let runtime = if is_read_by_all { Runtime::Containerd } else { Runtime::SomeContainerd };
                    hosts::interpret(&folders, runtime, findings);
                }
                Some(CertsD::Default(source)) => {
                    let mut folders: Vec<Vec<Location>> = Vec::new();
                    for (certs_d, of_root) in roots.values() {
                        let is_usual = certs_d.path.ends_with("containerd/certs.d") || configs.len() == 1;
                        if is_usual && read.insert(certs_d.canonical()) {
                            folders.push(of_root.clone());
                        }
                    }
                    if !folders.is_empty() || !of_docker.is_empty() {
                        let what = "has no config_path, so containerd before 2.3 does not read certs.d, and 2.3 ignores it by \
                                    default (containerd/containerd#12808); it counts here";
                        findings.remark(source, what);
                    }
                    folders.extend(of_docker.iter().cloned());
                    findings.begin(NoPort::Https);
                    // Each root alone: the insecure one counts.
                    for folders in folders {
                        hosts::interpret(&[folders], Runtime::SomeContainerd, findings);
                    }
                }
            }
        }
        for (root, folders) in roots.into_values() {
            if read.contains(&root.canonical()) {
                continue;
            }
            if let Some(why) = reasons.last().filter(|_| !self.is_by_hand) {
                let source = Source { file: root.shown(), line: 1, why: "certs.d".to_owned() };
                findings.remark(source, &format!("is not read by containerd, since {why}"));
            } else {
                findings.begin(NoPort::Https);
                hosts::interpret(&[folders], Runtime::Containerd, findings);
            }
        }
    }

    /// Other tools have a `config.toml` too.
    fn is_containerd(&self, location: &Location) -> bool {
        if self.is_by_hand || location.parent().name() == "containerd" || location.name() != "config.toml" {
            return true;
        }
        let table = location.text().and_then(|text| value::toml(&location.shown(), &text).ok());
        let is_it = table.is_some_and(|it| it.get("plugins").is_some() || it.get("imports").is_some());
        if !is_it {
            location.unread();
        }
        is_it
    }
}

/// Each file once, whatever links lead there.
fn without_copies(files: Vec<(Kind, Location)>) -> Vec<(Kind, Location)> {
    let mut files = files;
    files.sort_by(|(kind, it), (other_kind, other)| (kind, &it.path).cmp(&(other_kind, &other.path)));
    let mut seen = BTreeSet::new();
    files.retain(|(kind, it)| seen.insert((*kind, it.canonical(), it.name().to_owned())));
    files
}

/// The folders of a root that a file names. A root that is not there has none.
fn folders_in(root: &Location) -> Vec<Location> {
    root.names().iter().map(|name| root.join(name)).filter(Location::is_folder).collect()
}
