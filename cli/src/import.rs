//! Settings out of a node's own configuration: what its runtimes do with registries, said in the policy's words.
//!
//! Nothing differs silently: a file that its runtime refuses is an error, what cannot be read is passed over with a line, and what
//! cannot be said in settings is a comment. The policy has no entry for a host on the port of HTTPS alone, so that one without a
//! port is for every port here too, which a comment says.

mod archive;
mod containerd;
mod crio;
mod docker;
mod documents;
mod drift;
mod findings;
mod flags;
mod hosts;
mod k3s;
mod lima;
mod mirrors;
mod node;
mod openshift;
mod output;
mod quadlet;
mod registries_conf;
mod sources;
mod talos;
mod tree;
mod value;
mod written;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::Args;

use self::findings::Findings;
pub(crate) use self::node::Node;
pub(crate) use self::output::Printed;
use self::output::{Named, Results};
use self::sources::{Kind, SOURCES};
use self::tree::{Location, Tree};
use self::value::Value;
use crate::Outcome;
use crate::error::Error;
use crate::read;

#[derive(Args)]
pub(crate) struct Options {
    /// The root for absolute paths in the files; by default the given directory, or / for a file
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Compare settings, or a Kubewarden policy that has them, with the nodes: exits with 1 if they differ
    #[arg(long, value_name = "SETTINGS", conflicts_with_all = ["merge", "node"])]
    check: Option<PathBuf>,
    /// Say node by node what differs between them
    #[arg(long)]
    merge: bool,
    /// Print one line of JSON for a node of this name, as `nodes` collects them
    #[arg(long, value_name = "NAME", conflicts_with = "merge")]
    node: Option<String>,
    /// List what is read, by whom and since when
    #[arg(long, exclusive = true)]
    list: bool,
    /// Files, archives (tar, tar.gz, tar.xz, tar.zst) or directories to search, such as a copy of a node's /etc, or /. Each directory is one node,
    /// and so is each root of a node in it
    #[arg(required_unless_present = "list", value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// What is printed, and how it ended.
pub(crate) fn import(options: &Options) -> Result<Printed, Error> {
    if options.list {
        return Ok(Printed { text: sources::table(), errors: Vec::new(), outcome: Outcome::Fine });
    }
    let mut results = read(options);
    if let Some(name) = &options.node {
        return Ok(results.line(name));
    }
    match &options.check {
        Some(settings) => drift::check(settings, results),
        None => results.settings(options.merge),
    }
}

/// What `nodes` does with the lines of all nodes.
pub(crate) fn merge_lines(lines: &str) -> Result<Results, Error> {
    let mut results = Results::default();
    results.add_lines("-", lines)?;
    Ok(results)
}

fn read(options: &Options) -> Results {
    let mut results = Results::default();
    let mut by_hand: Vec<(Kind, PathBuf)> = Vec::new();
    let root = options.root.as_deref().map(|root| Tree::folder(root, ""));
    let mut findings = Findings::new();
    for path in &options.paths {
        // What cannot be read is a line; the rest is read.
        let read = read_path(path, root.as_ref(), &mut by_hand, &mut results);
        findings.take(read);
    }
    if !by_hand.is_empty() {
        let host = Tree::host();
        let node = Node::by_hand(&host, &by_hand);
        let root = root.unwrap_or_else(|| host.clone());
        node.interpret(&Location::root(&root), &mut findings, &mut |tree| results.looked_at(tree));
        results.looked_at(&host);
        results.looked_at(&root);
    }
    if !by_hand.is_empty() || !findings.is_empty() {
        results.nodes.push(Named { name: "files".to_owned(), findings });
    }
    results
}

/// Reads what was given: a folder, an archive, or the log of nodes. Other files are read together, later.
fn read_path(
    path: &Path,
    root: Option<&Rc<Tree>>,
    by_hand: &mut Vec<(Kind, PathBuf)>,
    results: &mut Results,
) -> Result<(), Error> {
    let metadata = fs::metadata(path).map_err(|error| Error::file(path, error))?;
    let name = value::shown(path).to_string();
    if metadata.is_dir() {
        let (tree, is_system) = of_folder(path)?;
        add(&Node::find(&tree, is_system), &name, root, results);
        results.looked_at(&tree);
    } else if let Some(what) = read::what_else(metadata.file_type()) {
        return Err(Error::new(format!("{}: {what}, not a file", value::shown(path))));
    } else if let Some(tree) = archive::open(path)? {
        let is_system = Location::at(&tree, "etc").is_folder() && Location::at(&tree, "usr").is_folder();
        add(&Node::find(&tree, is_system), &name, root, results);
        results.looked_at(&tree);
    } else if let Some(lines) = output::lines_of_nodes(path)? {
        results.add_lines(&name, &lines)?;
    } else {
        let kind = sources::by_name(&read::slashed(path)).filter(|kind| *kind != Kind::Document);
        by_hand.push((kind.map_or_else(|| kind_by_content(path), Ok)?, path.to_owned()));
    }
    Ok(())
}

/// Judges the nodes of a tree; if there are several, each by its own root.
fn add(nodes: &[Node], name: &str, root: Option<&Rc<Tree>>, results: &mut Results) {
    for node in nodes {
        let mut findings = Findings::new();
        let root = root.map_or_else(|| node.root.clone(), Location::root);
        node.interpret(&root, &mut findings, &mut |tree| results.looked_at(tree));
        // A folder with documents of other programs is no node.
        if node.is_unsure() && findings.is_empty() {
            continue;
        }
        let name = if node.root.path.is_empty() { name.to_owned() } else { format!("{name}/{}", node.root.path) };
        results.nodes.push(Named { name, findings });
    }
}

/// The tree of a folder: a node's root, or its `etc`, by its name or by what is in it.
fn of_folder(path: &Path) -> Result<(Rc<Tree>, bool), Error> {
    fs::read_dir(path).map_err(|error| Error::file(path, error))?;
    let has = |name: &str| path.join(name).is_dir();
    let is_etc = fs::canonicalize(path).is_ok_and(|path| path.file_name() == Some(OsStr::new("etc")));
    let is_copy_of_etc = !has("etc")
        && SOURCES
            .iter()
            .flat_map(|source| source.paths)
            .any(|it| it.strip_prefix("etc/").is_some_and(|rest| !rest.contains('*') && path.join(rest).exists()));
    if is_etc || is_copy_of_etc {
        return Ok((Tree::folder(path, "etc"), false));
    }
    Ok((Tree::folder(path, ""), has("etc") && has("usr")))
}

/// What a file given by hand is.
fn kind_by_content(path: &Path) -> Result<Kind, Error> {
    let name = value::shown(path);
    let bytes = read::regular(path).map_err(|error| Error::new(format!("{name}: {error}")))?;
    let text = tree::decode(&bytes).ok_or_else(|| Error::new(format!("{name}: not UTF-8 text")))?;
    let has = |value: &Value, names: &[&str]| names.iter().any(|name| value.get(name).is_some());
    if let Ok(toml) = value::toml(&name, &text) {
        let is_registries = ["registry", "registries"].iter().any(|it| {
            // buildkitd.toml has a table by host there.
            toml.get(it).is_some_and(|registry| {
                registry.is_list()
                    || registry.get("insecure").is_some()
                    || registry.get("search").is_some()
                    || registry.get("block").is_some()
            })
        });
        if is_registries || has(&toml, &["unqualified-search-registries", "short-name-mode"]) {
            return Ok(Kind::RegistriesConf);
        }
        if has(&toml, &["plugins", "imports", "disabled_plugins"]) {
            return Ok(Kind::Containerd);
        }
        if toml.path(&["crio"]).is_some() {
            return Ok(Kind::Crio);
        }
        if toml.path(&["settings"]).is_some() {
            return Ok(Kind::Document);
        }
        if has(&toml, &["server", "host", "skip_verify"]) {
            return Err(Error::new(format!(
                "{name}: looks like a hosts.toml, whose folder names its registry; give it under its name"
            )));
        }
    }
    if let Ok(yaml) = value::yaml(&name, &text, value::Twice::Last) {
        if has(&yaml, &["insecure-registries", "registry-mirrors"]) {
            return Ok(Kind::Docker);
        }
        if ["mirrors", "configs"].iter().any(|it| yaml.get(it).is_some_and(Value::is_map)) {
            return Ok(Kind::K3s);
        }
    }
    if documents::is_one(&text) {
        return Ok(Kind::Document);
    }
    if text.contains("--insecure-registry") || text.contains("--registry-mirror") || text.contains("dockerd") {
        return Ok(Kind::DockerFlags);
    }
    let known = "daemon.json, config.toml, certs.d/<host>/hosts.toml, registries.conf, registries.yaml, crio.conf, a unit of \
                 dockerd, machine configuration or user data; docs/import.md lists them";
    Err(Error::new(format!("{name}: is not a known file; expected one of {known}")))
}
