//! Rewrites images in a person's files, as the policy does in a cluster: only the strings change, and comments and layout stay.
//!
//! What comes out is read again: if it does not say what it should, nothing is changed.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use insecure_registry_manifests::documents::{Part, Problem, documents};
use insecure_registry_manifests::files::FileKind;
use insecure_registry_manifests::order::sort_by_place;
use insecure_registry_manifests::request::{Input, Nature, inputs_in, is_manifest, mapping, payload};
use insecure_registry_manifests::source::{Map, Spelling, Step};
use insecure_registry_policy::path::{Path, Segment};
use insecure_registry_policy::request::Request;
use insecure_registry_policy::rewrite::{self, Origin, Rewritten};
use insecure_registry_policy::settings::Settings;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{Engine, File, Place, Unreadable, may_have_manifests, printable};

/// The entries `rewrites` of these settings, for texts.
#[derive(Clone, Copy, Debug)]
pub struct Fixer<'s> {
    /// The settings.
    pub settings: &'s Settings<'s>,
    /// The namespace of manifests that name none.
    pub namespace: &'s str,
    /// The images that kustomizations name: Kustomize replaces them, so that manifests keep them.
    pub named: &'s BTreeSet<String>,
}

/// A text after its images were rewritten.
#[derive(Debug, Default, Serialize)]
pub struct Fixed {
    /// The new text; `None` if it is the old one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What was changed, in the order of the text.
    pub fixes: Vec<Fix>,
    /// What was to be changed and could not be, in the order of the text.
    pub left: Vec<Left>,
    /// What stays since a kustomization replaces it.
    pub kept: Vec<Left>,
    /// The documents that cannot be read.
    pub unreadable: Vec<Unreadable>,
    /// How many documents were looked at.
    pub documents: usize,
}

/// Something that was changed.
#[derive(Debug, Serialize)]
pub struct Fix {
    /// Where in the text.
    #[serde(flatten)]
    pub place: Place,
    /// Where in the object.
    pub path: String,
    /// The object: `Deployment shop/web`.
    pub subject: String,
    /// What was done.
    pub what: String,
}

/// Something that stays as it is.
#[derive(Debug, Serialize)]
pub struct Left {
    /// Where in the text.
    #[serde(flatten)]
    pub place: Place,
    /// Where in the object.
    pub path: String,
    /// The object.
    pub subject: String,
    /// Why.
    pub why: String,
}

/// The images that a text names for Kustomize to replace.
pub fn named_images(text: &str, file: File<'_>) -> Vec<String> {
    let documents = documents(text).into_iter().flatten();
    let kustomizations = documents.filter(|(_, value)| is_kustomization(value, file_name(file.path)));
    let names = kustomizations.flat_map(|(_, value)| {
        let images = value["images"].as_array().cloned().unwrap_or_default();
        images.into_iter().filter_map(|image| image["name"].as_str().map(str::to_owned))
    });
    names.collect()
}

/// The last part of a path.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

fn is_kustomization(document: &Value, name: &str) -> bool {
    document["kind"] == "Kustomization"
        && document["apiVersion"].as_str().is_some_and(|it| it.starts_with("kustomize."))
        || (document["kind"].is_null() && ["kustomization.yaml", "kustomization.yml"].contains(&name))
}

impl Fixer<'_> {
    /// Rewrites the images in a file.
    pub fn fix(&self, text: &str, file: File<'_>) -> Fixed {
        let mut work = Work::default();
        for (document, read) in (1..).zip(documents(text)) {
            match read {
                Ok((part, value)) => {
                    work.expected.push(value.clone());
                    self.document(document, part, value, file, &mut work);
                }
                Err(problem) => {
                    let is_told = file.is_given || (Engine::of(text).is_none() && may_have_manifests(text));
                    if is_told {
                        work.unreadable.push(Unreadable::new(document, problem, Engine::of(text)));
                    }
                }
            }
        }
        work.done(text)
    }

    fn document(&self, document: usize, part: Part<'_>, value: Value, file: File<'_>, work: &mut Work) {
        work.documents += 1;
        if is_kustomization(&value, file_name(file.path)) {
            return self.kustomization(&part, &value, work);
        }
        let nature = Nature::of(&value);
        let tool_file = FileKind::of(file.path, &value);
        let result = match (nature, tool_file) {
            (Nature::Partial | Nature::Other, Some(kind)) => {
                let input = kind.input(document, file.path, part, value);
                self.tool_file(&input, work)
            }
            (Nature::Partial | Nature::Other, None) if !file.is_given || !is_manifest(&value) => Ok(()),
            (Nature::Patch, _) => Ok(()),
            _ => inputs_in(document, (part, value), self.namespace)
                .and_then(|inputs| inputs.iter().try_for_each(|input| self.manifest(input, work))),
        };
        if let Err(problem) = result {
            work.unreadable.push(Unreadable::new(document, problem, None));
        }
    }

    /// A manifest, whose schema says where images are.
    fn manifest(&self, input: &Input<'_>, work: &mut Work) -> Result<(), Problem> {
        let Some(map) = Map::of(&input.part) else { return Ok(()) };
        let payload = payload(&input.request, &json!({}));
        let refuse = |error: insecure_registry_policy::error::Error| input.part.problem(error.to_string());
        let request = Request::parse(&payload).map_err(refuse)?;
        if !request.is_in_scope() {
            return Ok(());
        }
        let Some(rewritten) = Rewritten::of(&request, self.settings, Origin::File).map_err(refuse)? else {
            return Ok(());
        };
        let at = At { map: &map, root: &input.root, subject: printable(&input.subject()) };
        let mut kept = Vec::new();
        for change in rewritten.changes() {
            if self.named.contains(name_of(change.from)) {
                let why = format!("`{}` stays, since a kustomization replaces it by that name", name_of(change.from));
                work.keep(&at, &change.path, why);
                kept.push(&change.path);
                continue;
            }
            work.replace(&at, &change.path, change.from, &change.to, &change.to_string());
        }
        for pod in rewritten.pod_specs() {
            // Where nothing but images that a kustomization replaces needs it, the pull secret is for that to add.
            let is_kept = |path: &Path<'_>| kept.contains(&path);
            let is_needed = rewritten.changes().iter().any(|change| {
                let around: Path<'_> = change.path.segments().iter().take(pod.path.depth()).cloned().collect();
                around == pod.path && !is_kept(&change.path)
            });
            if is_needed {
                work.add_secrets(&at, &pod.path, &pod.secrets);
            }
        }
        Ok(())
    }

    /// Values of a chart, or another tool's file, where names and shapes say what is an image.
    fn tool_file(&self, input: &Input<'_>, work: &mut Work) -> Result<(), Problem> {
        let Some(map) = Map::of(&input.part) else { return Ok(()) };
        let payload = payload(&input.request, &json!({}));
        let refuse = |error: insecure_registry_policy::error::Error| input.part.problem(error.to_string());
        let request = Request::parse(&payload).map_err(refuse)?;
        let at = At { map: &map, root: &input.root, subject: printable(&input.subject()) };
        for found in rewrite::replacements(&request, self.settings).map_err(refuse)? {
            let (from, to) = (found.from.as_str(), found.to.as_str());
            let what = format!("`{from}` becomes `{to}` (rewrites[{}])", found.entry);
            let object = &input.request["object"];
            let Some(value) = value_at(object, &found.path).and_then(Value::as_str) else { continue };
            if value == from {
                work.replace(&at, &found.path, from, to, &what);
                continue;
            }
            match parts(object, &found.path, value, from, to) {
                Some(parts) => {
                    for (path, from, to) in parts {
                        work.replace(&at, &path, &from, &to, &what);
                    }
                }
                None => work.left(&at, &found.path, format!("{what}, but its parts cannot be told apart")),
            }
        }
        Ok(())
    }

    /// A kustomization replaces images by their names.
    fn kustomization(&self, part: &Part<'_>, document: &Value, work: &mut Work) {
        let Some(map) = Map::of(part) else { return };
        let name =
            document["metadata"]["name"].as_str().map(|name| format!(" {}", printable(name))).unwrap_or_default();
        let at = At { map: &map, root: &[], subject: format!("Kustomization{name}") };
        for (nth, image) in document["images"].as_array().into_iter().flatten().enumerate() {
            let field = |key: &'static str| -> Path<'static> {
                [Segment::key("images"), Segment::index(nth), Segment::key(key)].into_iter().collect()
            };
            let (name, new_name) = (image["name"].as_str(), image["newName"].as_str());
            let Some(pulled) = new_name.or(name) else { continue };
            let Some((entry, to)) = rewrite::repository(pulled, self.settings) else { continue };
            let what = format!("`{pulled}` becomes `{to}` (rewrites[{entry}])");
            match new_name {
                Some(new_name) => work.replace(&at, &field("newName"), new_name, &to, &what),
                None => work.add_new_name(&at, &field("name"), &to, &what),
            }
        }
    }
}

/// A document that is changed.
struct At<'m, 't> {
    map: &'m Map<'t>,
    root: &'m [Step<'static>],
    subject: String,
}

impl At<'_, '_> {
    fn steps<'p>(&'p self, path: &'p Path<'_>) -> impl Iterator<Item = Step<'p>> {
        let steps = path.segments().iter().map(|segment| match segment {
            Segment::Key(key) => Step::Key(Cow::Borrowed(key.as_str())),
            Segment::Item { index, .. } => Step::Item(*index),
        });
        self.root.iter().cloned().chain(steps)
    }

    fn place(&self, path: &Path<'_>) -> Place {
        Place::of(&self.map.find(self.steps(path)), true)
    }

    /// The path in the document, as JSON Pointer has it.
    fn pointer(&self, path: &Path<'_>) -> Vec<String> {
        let step = |step| match step {
            Step::Key(key) => key.into_owned(),
            Step::Item(nth) => nth.to_string(),
        };
        self.steps(path).map(step).collect()
    }
}

/// What is done to a text.
#[derive(Default)]
struct Work {
    /// What the documents are to say afterwards.
    expected: Vec<Value>,
    edits: BTreeMap<(usize, usize), String>,
    aliased: Vec<Aliased>,
    fixes: Vec<Fix>,
    left: Vec<Left>,
    kept: Vec<Left>,
    unreadable: Vec<Unreadable>,
    documents: usize,
}

/// A string that an alias stands for. It changes where its anchor is, if that is an image as well.
struct Aliased {
    range: Range<usize>,
    from: String,
    to: String,
    /// The document, and where in it the alias is.
    document: usize,
    pointer: String,
    left: Left,
}

impl Work {
    fn replace(&mut self, at: &At<'_, '_>, path: &Path<'_>, from: &str, to: &str, what: &str) {
        let left =
            |why: String| Left { place: at.place(path), path: path.to_string(), subject: at.subject.clone(), why };
        match at.map.spelling(at.steps(path)) {
            Some(Spelling::Plain(range)) => {
                let is_other = self.edits.get(&(range.start, range.end)).is_some_and(|it| it != to);
                if is_other {
                    return self.left.push(left(format!("{what}, but another entry is for the same text")));
                }
                self.edits.insert((range.start, range.end), to.to_owned());
                self.expect(at, path, from, to);
                self.fixed(at, path, what);
            }
            Some(Spelling::Alias(range)) => {
                let left = left(format!("{what}, but an alias stands there; change its anchor"));
                self.expect(at, path, from, to);
                let (document, pointer) = (self.expected.len() - 1, pointer(&at.pointer(path)));
                self.aliased.push(Aliased { range, from: from.to_owned(), to: to.to_owned(), document, pointer, left });
            }
            _ => self.left.push(left(format!("{what}, but the text is not written in one piece"))),
        }
    }

    fn add_secrets(&mut self, at: &At<'_, '_>, pod: &Path<'_>, secrets: &[String]) {
        let mut list = pod.clone();
        list.push(Segment::key("imagePullSecrets"));
        let quotes: Vec<_> = secrets.iter().map(|secret| format!("`{secret}`")).collect();
        let what = match quotes.as_slice() {
            [name] => format!("pull secret {name} is added"),
            several => format!("pull secrets {} are added", several.join(", ")),
        };
        let document = self.expected.last_mut();
        let spec = document.and_then(|document| document.pointer_mut(&pointer(&at.pointer(pod))));
        let spec = spec.and_then(Value::as_object_mut);
        let in_list = at.map.front(at.steps(&list)).filter(|front| !front.is_empty || front.column.is_none());
        let in_spec = at.map.front(at.steps(pod)).filter(|front| !front.is_empty);
        let (Some(spec), Some(around)) = (spec, in_spec) else {
            return self.left(at, pod, format!("{what}, but there is no place for it"));
        };
        let items = secrets.iter().map(|secret| Value::from(mapping(vec![("name", secret.as_str().into())])));
        let in_lines = |column: usize| -> String {
            let indent = " ".repeat(column);
            let items = secrets.iter().map(|secret| format!("- name: {}\n{indent}", quoted(secret)));
            items.collect::<Vec<_>>().concat()
        };
        let in_one_line = |is_json: bool| {
            let items = secrets.iter().map(|secret| format!("{{{}}}", in_brackets("name", secret, is_json)));
            items.collect::<Vec<_>>().join(", ")
        };
        let (place, text) = match (spec.get_mut("imagePullSecrets"), in_list) {
            (Some(Value::Array(list)), Some(front)) => {
                list.splice(0..0, items);
                let text = match front.column {
                    Some(column) => in_lines(column),
                    None if front.is_empty => in_one_line(around.is_json),
                    None => format!("{}, ", in_one_line(front.is_json)),
                };
                (front.at, text)
            }
            (None, None) => {
                spec.insert("imagePullSecrets".to_owned(), items.collect());
                let text = match around.column {
                    Some(column) => {
                        let lines = in_lines(column + 2);
                        let indent = " ".repeat(column);
                        format!("imagePullSecrets:\n{indent}  {}\n{indent}", lines.trim_end())
                    }
                    None if around.is_json => format!("\"imagePullSecrets\": [{}], ", in_one_line(true)),
                    None => format!("imagePullSecrets: [{}], ", in_one_line(false)),
                };
                (around.at, text)
            }
            _ => return self.left(at, &list, format!("{what}, but what is there is not a list; add it by hand")),
        };
        self.edits.entry((place, place)).or_default().push_str(&text);
        self.fixed(at, pod, &what);
    }

    fn add_new_name(&mut self, at: &At<'_, '_>, name: &Path<'_>, to: &str, what: &str) {
        let item: Path<'_> = name.segments().iter().take(2).cloned().collect();
        let front = at.map.front(at.steps(&item)).filter(|front| !front.is_empty);
        let document = self.expected.last_mut();
        let image = document.and_then(|document| document.pointer_mut(&pointer(&at.pointer(&item))));
        let (Some(front), Some(image)) = (front, image) else {
            return self.left(at, name, format!("{what}, but there is no place for `newName`"));
        };
        image["newName"] = to.into();
        let text = match front.column {
            Some(column) => format!("newName: {}\n{}", quoted(to), " ".repeat(column)),
            None => format!("{}, ", in_brackets("newName", to, front.is_json)),
        };
        self.edits.entry((front.at, front.at)).or_default().push_str(&text);
        self.fixed(at, name, what);
    }

    /// Notes what the document is to say at a path.
    fn expect(&mut self, at: &At<'_, '_>, path: &Path<'_>, from: &str, to: &str) {
        let document = self.expected.last_mut();
        if let Some(value) = document.and_then(|it| it.pointer_mut(&pointer(&at.pointer(path))))
            && value == from
        {
            *value = to.into();
        }
    }

    fn fixed(&mut self, at: &At<'_, '_>, path: &Path<'_>, what: &str) {
        let fix =
            Fix { place: at.place(path), path: path.to_string(), subject: at.subject.clone(), what: what.to_owned() };
        self.fixes.push(fix);
    }

    fn keep(&mut self, at: &At<'_, '_>, path: &Path<'_>, why: String) {
        let kept = Left { place: at.place(path), path: path.to_string(), subject: at.subject.clone(), why };
        self.kept.push(kept);
    }

    fn left(&mut self, at: &At<'_, '_>, path: &Path<'_>, why: String) {
        let left = Left { place: at.place(path), path: path.to_string(), subject: at.subject.clone(), why };
        self.left.push(left);
    }

    fn done(mut self, text: &str) -> Fixed {
        for it in std::mem::take(&mut self.aliased) {
            if self.edits.get(&(it.range.start, it.range.end)) != Some(&it.to) {
                self.left.push(it.left);
                if let Some(value) = self.expected[it.document].pointer_mut(&it.pointer) {
                    *value = it.from.into();
                }
            }
        }
        let mut new = String::with_capacity(text.len());
        let mut end = 0;
        for ((start, stop), replacement) in &self.edits {
            new.push_str(text.get(end..*start).unwrap_or_default());
            let is_plain = *start < *stop && !text[..*start].ends_with(['"', '\'']);
            new.push_str(&if is_plain { quoted(replacement) } else { Cow::Borrowed(replacement.as_str()) });
            end = *stop;
        }
        new.push_str(text.get(end..).unwrap_or_default());
        let says =
            |text: &str| documents(text).into_iter().map(|it| it.ok().map(|(_, value)| value)).collect::<Vec<_>>();
        let is_right = || {
            let (new, old) = (says(&new), says(text));
            let mut expected = self.expected.iter();
            new.len() == old.len()
                && new.iter().zip(&old).all(|(new, old)| match (new, old) {
                    (Some(new), Some(_)) => expected.next() == Some(new),
                    (None, None) => true,
                    _ => false,
                })
        };
        let mut fixed = Fixed {
            text: None,
            fixes: self.fixes,
            left: self.left,
            kept: self.kept,
            unreadable: self.unreadable,
            documents: self.documents,
        };
        if self.edits.is_empty() {
            return fixed;
        }
        if is_right() {
            fixed.text = Some(new);
        } else {
            let again = |fix: Fix| Left {
                place: fix.place,
                path: fix.path,
                subject: fix.subject,
                why: format!("{}, but the file cannot be changed in place", fix.what),
            };
            fixed.left.extend(fixed.fixes.drain(..).map(again));
        }
        sort_by_place(&mut fixed.fixes, |fix| (fix.place.line, fix.place.column.unwrap_or_default()));
        sort_by_place(&mut fixed.left, |left| (left.place.line, left.place.column.unwrap_or_default()));
        fixed
    }
}

/// A member in brackets, written as what is there already.
fn in_brackets(key: &str, value: &str, is_json: bool) -> String {
    if is_json { format!("\"{key}\": \"{value}\"") } else { format!("{key}: {}", quoted(value)) }
}

/// An image or a name as YAML has it: in quotes only if it is something else without, as the brackets of an IPv6 address or a number are.
fn quoted(text: &str) -> Cow<'_, str> {
    let is_word = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"].contains(&text);
    let is_name = text.contains('/') || (text.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_word);
    if text.starts_with('[') || !is_name { format!("\"{text}\"").into() } else { text.into() }
}

fn pointer(steps: &[String]) -> String {
    steps.iter().flat_map(|step| ["/".to_owned(), step.replace('~', "~0").replace('/', "~1")]).collect()
}

fn value_at<'v>(object: &'v Value, path: &Path<'_>) -> Option<&'v Value> {
    path.segments().iter().try_fold(object, |value, segment| match segment {
        Segment::Key(key) => value.get(key.as_str()),
        Segment::Item { index, .. } => value.get(*index),
    })
}

/// An image without its tag and digest, as written.
fn name_of(image: &str) -> &str {
    let name = image.split_once('@').map_or(image, |(name, _)| name);
    let path = name.rfind('/').unwrap_or(0);
    name.get(path..).and_then(|last| last.find(':')).map_or(name, |colon| &name[..path + colon])
}

/// The parts of an image that is in several fields, with what each becomes: `registry` and `repository`, or `repository` and a tag.
fn parts<'a>(
    object: &Value,
    path: &Path<'a>,
    value: &str,
    from: &str,
    to: &str,
) -> Option<Vec<(Path<'a>, String, String)>> {
    let (last, around) = path.segments().split_last()?;
    let Segment::Key(key) = last else { return None };
    let around: Path<'a> = around.iter().cloned().collect();
    let version = &from[name_of(from).len()..];
    let to = to.strip_suffix(version)?;
    if key.as_str() != "registry" {
        return (value == name_of(from)).then(|| vec![(path.clone(), value.to_owned(), to.to_owned())]);
    }
    let rest = name_of(from).strip_prefix(value)?.strip_prefix('/')?;
    let siblings = value_at(object, &around)?;
    let sibling = ["repository", "image"].into_iter().find(|name| siblings[*name] == rest)?;
    let mut other = around.clone();
    other.push(Segment::key(sibling));
    let (registry, repository) = to.split_once('/')?;
    Some(vec![(path.clone(), value.to_owned(), registry.to_owned()), (other, rest.to_owned(), repository.to_owned())])
}

#[cfg(test)]
mod tests;
