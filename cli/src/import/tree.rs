//! A node's files, wherever they are: in a folder, in an archive, in an object that carries them. Paths are the node's own,
//! without the first `/`; links lead to the node's own files too, and never out of it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use globset::GlobBuilder;

use crate::read;

/// More than any configuration is long. What a runtime reads is some kilobytes.
const LARGEST: u64 = 8 * 1024 * 1024;

/// As many links as Linux follows in one path.
const MOST_LINKS: usize = 40;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    File,
    Folder,
}

/// What a tree in memory has at a path.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    File(Rc<[u8]>),
    Folder,
    Link(String),
    /// Something that cannot be read, and why.
    Unreadable(String),
}

#[derive(Debug)]
enum Store {
    /// A folder, and where it stands on the node: `etc` for a copy of `/etc` alone.
    Folder {
        base: PathBuf,
        mount: String,
    },
    Memory(BTreeMap<String, Entry>),
}

/// The files of a node.
#[derive(Debug)]
pub(crate) struct Tree {
    store: Store,
    /// What the paths of this tree begin with where they are shown.
    shown: String,
    /// Folders that somebody named, by their paths here.
    named: RefCell<BTreeMap<String, String>>,
    read: RefCell<BTreeSet<String>>,
    passed_over: RefCell<BTreeMap<String, String>>,
}

impl Tree {
    fn new(store: Store, shown: String) -> Rc<Self> {
        Rc::new(Tree {
            store,
            shown,
            named: RefCell::default(),
            read: RefCell::default(),
            passed_over: RefCell::default(),
        })
    }

    /// The machine that this runs on.
    pub(crate) fn host() -> Rc<Self> {
        Tree::folder(Path::new("/"), "")
    }

    /// A folder that is the node's root, or `mount` of it.
    pub(crate) fn folder(base: &Path, mount: &str) -> Rc<Self> {
        let shown = read::slashed(base);
        let shown = if shown.ends_with('/') { shown } else { shown + "/" };
        Tree::new(Store::Folder { base: base.to_owned(), mount: mount.to_owned() }, shown)
    }

    /// Files that are in memory; `shown` says where they come from.
    pub(crate) fn memory(entries: BTreeMap<String, Entry>, shown: impl Into<String>) -> Rc<Self> {
        Tree::new(Store::Memory(entries), shown.into())
    }

    /// All that was read, as it is shown.
    pub(crate) fn files_read(&self) -> Vec<String> {
        self.read.borrow().iter().cloned().collect()
    }

    /// All that was passed over, as it is shown, and why.
    pub(crate) fn passed_over(&self) -> Vec<(String, String)> {
        self.passed_over.borrow().iter().map(|(path, why)| (path.clone(), why.clone())).collect()
    }

    fn pass_over(&self, path: &str, why: impl Into<String>) {
        self.passed_over.borrow_mut().entry(self.show(path)).or_insert(why.into());
    }

    fn show(&self, path: &str) -> String {
        let path = match &self.store {
            Store::Folder { mount, .. } if !mount.is_empty() => match strip_folder(path, mount) {
                Some(rest) => rest.to_owned(),
                None => format!("../{path}"),
            },
            _ => path.to_owned(),
        };
        let named = self.named.borrow();
        let mut folder = path.as_str();
        while let Some((parent, _)) = folder.rsplit_once('/').filter(|_| !named.is_empty()) {
            if let Some(name) = named.get(parent) {
                return without_control(&format!("{name}{}", &path[parent.len() + 1..]));
            }
            folder = parent;
        }
        without_control(&format!("{}{path}", self.shown))
    }

    /// Where a path of the node is in the file system.
    fn host_path(&self, path: &str) -> PathBuf {
        let Store::Folder { base, mount } = &self.store else { return PathBuf::new() };
        match strip_folder(path, mount) {
            Some("") => base.clone(),
            Some(rest) => base.join(rest),
            // `.` and a link have no parent by their names.
            None => fs::canonicalize(base).ok().and_then(|it| it.parent().map(|it| it.join(path))).unwrap_or_default(),
        }
    }

    /// What stands at a path that has no links in it.
    fn look(&self, path: &str) -> io::Result<Option<Entry>> {
        match &self.store {
            Store::Folder { .. } if path.is_empty() => Ok(Some(Entry::Folder)),
            Store::Folder { .. } => {
                let host = self.host_path(path);
                let kind = match fs::symlink_metadata(&host) {
                    Ok(metadata) => metadata.file_type(),
                    Err(error) if is_missing(&error) => return Ok(None),
                    Err(error) => return Err(error),
                };
                if kind.is_symlink() {
                    return fs::read_link(&host).map(|to| Some(Entry::Link(self.within(&to))));
                }
                Ok(Some(match read::what_else(kind) {
                    Some("a folder") => Entry::Folder,
                    Some(what) => Entry::Unreadable(what.to_owned()),
                    None => Entry::File(Rc::from([])),
                }))
            }
            Store::Memory(entries) => {
                let is_folder = || {
                    let inside = format!("{path}/");
                    path.is_empty()
                        || entries.range(inside.clone()..).next().is_some_and(|(key, _)| key.starts_with(&inside))
                };
                Ok(entries.get(path).cloned().or_else(|| is_folder().then_some(Entry::Folder)))
            }
        }
    }

    /// Where a link leads, on the node. A copy may have links that name the place of the copy.
    fn within(&self, target: &Path) -> String {
        let text = read::slashed(target);
        let Store::Folder { base, mount } = &self.store else { return text };
        if !target.is_absolute() {
            return text;
        }
        let here = fs::canonicalize(base).unwrap_or_default();
        match target.strip_prefix(&here) {
            Ok(rest) if here.parent().is_some() => format!("/{mount}/{}", read::slashed(rest)),
            _ => text,
        }
    }

    /// A path without links. Nothing where there is nothing, or a link that leads to nothing.
    fn resolve(&self, path: &str) -> Result<Option<(String, Entry)>, String> {
        let mut pending: Vec<String> = path.split('/').rev().map(str::to_owned).collect();
        let mut resolved: Vec<String> = Vec::new();
        let mut entry = Entry::Folder;
        let mut links = 0;
        while let Some(name) = pending.pop() {
            match name.as_str() {
                "" | "." => continue,
                ".." => {
                    resolved.pop();
                    entry = Entry::Folder;
                    continue;
                }
                _ => resolved.push(name),
            }
            match self.look(&resolved.join("/")) {
                Ok(Some(Entry::Link(target))) => {
                    links += 1;
                    if links > MOST_LINKS {
                        return Err("links that lead in a circle".to_owned());
                    }
                    if target.starts_with('/') {
                        resolved.clear();
                    } else {
                        resolved.pop();
                    }
                    entry = Entry::Folder;
                    pending.extend(target.split('/').rev().map(str::to_owned));
                }
                Ok(Some(found)) => entry = found,
                Ok(None) => return Ok(None),
                Err(error) => return Err(format!("cannot be read ({})", error.kind())),
            }
        }
        Ok(Some((resolved.join("/"), entry)))
    }
}

fn without_control(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// What is below a folder; all is below the root.
fn strip_folder<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() {
        return Some(path);
    }
    path.strip_prefix(folder).and_then(|rest| if rest.is_empty() { Some("") } else { rest.strip_prefix('/') })
}

/// A path of a tree.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    pub(crate) tree: Rc<Tree>,
    pub(crate) path: String,
}

impl Location {
    pub(crate) fn root(tree: &Rc<Tree>) -> Self {
        Location { tree: tree.clone(), path: String::new() }
    }

    pub(crate) fn at(tree: &Rc<Tree>, path: &str) -> Self {
        Location { tree: tree.clone(), path: cleaned(path) }
    }

    /// A path as somebody gave it, on the machine that this runs on. It is shown as it was given.
    pub(crate) fn of_host(host: &Rc<Tree>, path: &Path) -> Self {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let location = Location::at(host, &read::slashed(&absolute));
        let parent = path.parent().map(read::slashed).unwrap_or_default();
        let parent = if parent.is_empty() || parent.ends_with('/') { parent } else { parent + "/" };
        host.named.borrow_mut().insert(location.parent().path, parent);
        location
    }

    /// Notes that this counts, though nothing in it is looked at.
    pub(crate) fn count_as_read(&self) {
        self.tree.read.borrow_mut().insert(self.tree.show(&self.path));
    }

    /// Takes back that this was read: it is not what it seemed to be.
    pub(crate) fn unread(&self) {
        self.tree.read.borrow_mut().remove(&self.tree.show(&self.path));
    }

    pub(crate) fn join(&self, name: &str) -> Self {
        Location::at(&self.tree, &format!("{}/{name}", self.path))
    }

    pub(crate) fn parent(&self) -> Self {
        Location::at(&self.tree, self.path.rsplit_once('/').map_or("", |(parent, _)| parent))
    }

    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        Path::new(self.name()).extension().is_some_and(|it| it == extension)
    }

    pub(crate) fn shown(&self) -> Rc<str> {
        self.tree.show(&self.path).into()
    }

    /// The same place by its own path, without links.
    pub(crate) fn canonical(&self) -> String {
        self.tree.resolve(&self.path).ok().flatten().map_or_else(|| self.path.clone(), |(path, _)| path)
    }

    pub(crate) fn pass_over(&self, why: impl Into<String>) {
        self.tree.pass_over(&self.path, why);
    }

    /// What is here, once links are followed. What cannot be read is passed over.
    pub(crate) fn kind(&self) -> Option<Found> {
        match self.tree.resolve(&self.path) {
            Ok(Some((_, Entry::File(_)))) => Some(Found::File),
            Ok(Some((_, Entry::Folder))) => Some(Found::Folder),
            Ok(Some((_, Entry::Unreadable(why)))) | Err(why) => {
                self.pass_over(why);
                None
            }
            Ok(Some((_, Entry::Link(_))) | None) => None,
        }
    }

    /// Whether this is a folder, without a word about what it is else.
    pub(crate) fn leads_to_folder(&self) -> bool {
        matches!(self.tree.resolve(&self.path), Ok(Some((_, Entry::Folder))))
    }

    /// Whether this is a file, without a word about what it is else.
    pub(crate) fn leads_to_file(&self) -> bool {
        matches!(self.tree.resolve(&self.path), Ok(Some((_, Entry::File(_)))))
    }

    pub(crate) fn is_file(&self) -> bool {
        self.kind() == Some(Found::File)
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.kind() == Some(Found::Folder)
    }

    /// Whether this is a folder or a link, without a look at what a link leads to.
    pub(crate) fn may_be_folder(&self) -> bool {
        match self.tree.look(&self.path) {
            Ok(Some(entry)) => matches!(entry, Entry::Folder | Entry::Link(_)),
            // A link before it.
            _ => true,
        }
    }

    /// Whether this is a link that leads nowhere.
    pub(crate) fn is_dangling(&self) -> bool {
        matches!(self.tree.look(&self.path), Ok(Some(Entry::Link(_))))
            && matches!(self.tree.resolve(&self.path), Ok(None))
    }

    /// The bytes of a file; nothing where there is none, or where it is passed over.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        let (path, entry) = match self.tree.resolve(&self.path) {
            Ok(found) => found?,
            Err(why) => {
                self.pass_over(why);
                return None;
            }
        };
        let bytes = match (entry, &self.tree.store) {
            (Entry::File(bytes), Store::Memory(_)) => bytes.to_vec(),
            (Entry::File(_), Store::Folder { .. }) => match read_file(&self.tree.host_path(&path)) {
                Ok(bytes) => bytes,
                Err(why) => {
                    self.pass_over(why);
                    return None;
                }
            },
            (Entry::Unreadable(why), _) => {
                self.pass_over(why);
                return None;
            }
            (Entry::Folder | Entry::Link(_), _) => return None,
        };
        self.tree.read.borrow_mut().insert(self.tree.show(&self.path));
        Some(bytes)
    }

    /// The text of a file that nobody may have asked for: it is not said that it was read, nor why not.
    pub(crate) fn quiet_text(&self) -> Option<String> {
        let (path, entry) = self.tree.resolve(&self.path).ok()??;
        match (entry, &self.tree.store) {
            (Entry::File(bytes), Store::Memory(_)) => decode(&bytes),
            (Entry::File(_), Store::Folder { .. }) => decode(&read_file(&self.tree.host_path(&path)).ok()?),
            _ => None,
        }
    }

    /// The text of a file, without a byte-order mark.
    pub(crate) fn text(&self) -> Option<String> {
        let bytes = self.bytes()?;
        let text = decode(&bytes);
        if text.is_none() {
            self.pass_over("not UTF-8 text");
        }
        text
    }

    /// The names in a folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let path = match self.tree.resolve(&self.path) {
            Ok(Some((path, Entry::Folder))) => path,
            Ok(_) => return Vec::new(),
            Err(why) => {
                self.pass_over(format!("a folder that {why}"));
                return Vec::new();
            }
        };
        let mut names = BTreeSet::new();
        match &self.tree.store {
            Store::Folder { .. } => match fs::read_dir(self.tree.host_path(&path)) {
                Ok(listed) => {
                    names.extend(listed.filter_map(Result::ok).map(|it| it.file_name().to_string_lossy().into_owned()));
                }
                Err(error) if is_missing(&error) => {}
                Err(error) => self.pass_over(format!("a folder that cannot be read ({})", error.kind())),
            },
            Store::Memory(entries) => {
                let inside = if path.is_empty() { String::new() } else { format!("{path}/") };
                let below = entries.range(inside.clone()..).map_while(|(key, _)| key.strip_prefix(&inside));
                names.extend(below.filter_map(|rest| rest.split('/').next()).map(str::to_owned));
            }
        }
        names.remove("");
        names.into_iter().collect()
    }

    /// Files that match a pattern of Go's `filepath.Glob`, sorted.
    pub(crate) fn glob(tree: &Rc<Tree>, pattern: &str) -> Option<Vec<Location>> {
        let mut found = vec![Location::root(tree)];
        for part in pattern.split('/').filter(|it| !it.is_empty()) {
            let mut next = Vec::new();
            if part.contains(['*', '?', '[', '\\']) {
                let glob = GlobBuilder::new(part).literal_separator(true).build().ok()?.compile_matcher();
                for folder in &found {
                    next.extend(folder.names().iter().filter(|name| glob.is_match(name)).map(|name| folder.join(name)));
                }
            } else {
                next.extend(found.iter().map(|folder| folder.join(part)).filter(|it| it.kind().is_some()));
            }
            found = next;
        }
        Some(found)
    }
}

/// Without `.`, `..` and double slashes; never above the root.
pub(crate) fn cleaned(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Reads a file. One that changes meanwhile is read again, once.
fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let state = || fs::metadata(path).ok().map(|it| (it.len(), it.modified().ok()));
    for _ in 0..2 {
        let before = state();
        let bytes = read_once(path)?;
        if state() == before {
            return Ok(bytes);
        }
    }
    Err("written while it was read".to_owned())
}

fn read_once(path: &Path) -> Result<Vec<u8>, String> {
    let cannot = |error: &io::Error| format!("cannot be read ({})", error.kind());
    let metadata = fs::metadata(path).map_err(|error| cannot(&error))?;
    if let Some(what) = read::what_else(metadata.file_type()) {
        return Err(what.to_owned());
    }
    let file = fs::File::open(path).map_err(|error| cannot(&error))?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| cannot(&error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Why a file is passed over that is as long as no configuration.
pub(crate) fn too_large() -> String {
    format!("larger than {} MiB", LARGEST / 1024 / 1024)
}

pub(crate) fn is_too_large(size: u64) -> bool {
    size > LARGEST
}

/// Text in UTF-8, or in what a byte-order mark says.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8(rest.to_vec()).ok();
    }
    let units = |from: fn([u8; 2]) -> u16| -> Option<String> {
        let (pairs, rest) = bytes.get(2..)?.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| from(*pair)).collect();
        rest.is_empty().then(|| String::from_utf16(&units).ok()).flatten()
    };
    if bytes.starts_with(b"\xff\xfe") {
        return units(u16::from_le_bytes);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return units(u16::from_be_bytes);
    }
    String::from_utf8(bytes.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(entries: &[(&str, Entry)]) -> Rc<Tree> {
        Tree::memory(entries.iter().map(|(path, it)| ((*path).to_owned(), it.clone())).collect(), "n/")
    }

    fn file(text: &str) -> Entry {
        Entry::File(text.as_bytes().into())
    }

    #[test]
    fn links_stay_on_the_node() {
        let tree = memory(&[
            ("etc/docker", Entry::Link("/opt/docker".to_owned())),
            ("opt/docker/daemon.json", file("{}")),
            ("opt/docker/up", Entry::Link("../../../../etc/docker/daemon.json".to_owned())),
            ("a", Entry::Link("b".to_owned())),
            ("b", Entry::Link("a".to_owned())),
        ]);
        let at = |path: &str| Location::at(&tree, path);
        assert_eq!(at("etc/docker/daemon.json").text().as_deref(), Some("{}"));
        assert_eq!(at("etc/docker/up").text().as_deref(), Some("{}"));
        assert_eq!(at("a").text(), None);
        assert_eq!(tree.passed_over(), [("n/a".to_owned(), "links that lead in a circle".to_owned())]);
        assert_eq!(Location::root(&tree).names(), ["a", "b", "etc", "opt"]);
        let found = Location::glob(&tree, "/*/docker/*.json").unwrap();
        assert_eq!(
            found.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(),
            ["etc/docker/daemon.json", "opt/docker/daemon.json"]
        );
    }

    #[test]
    fn byte_order_marks() {
        assert_eq!(decode(b"\xef\xbb\xbf{}").as_deref(), Some("{}"));
        assert_eq!(decode(b"\xff\xfe{\0}\0").as_deref(), Some("{}"));
        assert_eq!(decode(b"\xfe\xff\0{\0}").as_deref(), Some("{}"));
        assert_eq!(decode(b"\xff\xfe{"), None);
    }
}
