//! Puts the values that an object gives its own parameters where it refers to them, before the rules see it: `$(params.NAME)` of
//! Tekton, `{{inputs.parameters.NAME}}` of Argo Workflows, `${NAME}` of `OpenShift`. Who refers how is in the catalogue.
//!
//! Only the kinds of its rows are looked at, and only where something in the object may be a reference. What has no value there, or one
//! that somebody else passes, stays as it is written. All other bytes stay, so that paths lead to what they led to.

use insecure_registry_formats::to_json;

use crate::catalogue::parameters::{self, Parameters, Scope, Set};
use crate::error::Error;
use crate::finding::Finding;
use crate::json::{DEEPEST, Index, Quoted, Raw, SyntaxError, Text, Type};
use crate::places::group_of;
use crate::request::Request;
use crate::search;

/// More parameters than this, arguments of calls among them, and longer values, are not put in.
const MOST: usize = 256;
const LONGEST: usize = 4096;
/// A reference that ends later than this is none.
const LONGEST_REFERENCE: usize = 100;
/// By how many bytes an object may grow.
const ROOM: usize = 64 * 1024;
/// So many findings are told of parameters: each costs a look at the object.
const MOST_EXPLAINED: usize = 100;

/// A request whose objects have the values of their parameters in place.
#[derive(Debug)]
pub struct Filled<'a> {
    original: Raw<'a>,
    object: Option<Indexed>,
    old: Option<Indexed>,
}

/// An object that is walked as often as the request's.
#[derive(Debug)]
struct Indexed {
    json: Vec<u8>,
    index: Index,
}

impl Indexed {
    fn new(json: Vec<u8>) -> Self {
        let index = Index::of(&json);
        Indexed { json, index }
    }

    fn raw(&self) -> Result<Raw<'_>, SyntaxError> {
        Raw::indexed(&self.json, &self.index)
    }
}

impl<'a> Filled<'a> {
    /// Puts parameters into the objects of a request; `None` if there are none to put in.
    pub fn of(request: &Request<'a>) -> Option<Self> {
        let (group, kind) = (&*request.group, &*request.kind);
        let row = if group.contains('.') || kind == "Template" { Some(parameters::find(group, kind)?) } else { None };
        // The items of a List say for themselves what they are.
        if row.is_none() && kind != "List" {
            return None;
        }
        let original = request.object?;
        let fill = |object: Raw<'a>| Filler::new(object, row).filled().map(Indexed::new);
        let (object, old) = (fill(original), request.old_object.and_then(fill));
        (object.is_some() || old.is_some()).then_some(Filled { original, object, old })
    }

    /// The request with these objects.
    pub fn request<'r>(&'r self, request: Request<'r>) -> Result<Request<'r>, Error> {
        let read = |object: &'r Option<Indexed>, before: Option<Raw<'r>>| match object {
            Some(object) => object.raw().map(Some).map_err(|error| Error::syntax("the object with parameters", error)),
            None => Ok(before),
        };
        let (object, old_object) = (read(&self.object, request.object)?, read(&self.old, request.old_object)?);
        Ok(Request { object, old_object, ..request })
    }

    /// Says of findings which parameters have to do with them.
    pub fn explain(&self, findings: &mut [Finding<'_>]) {
        let Some(Ok(object)) = self.object.as_ref().map(Indexed::raw) else { return };
        for finding in findings.iter_mut().take(MOST_EXPLAINED) {
            let path = finding.path.segments();
            let [before, after] = [self.original, object].map(|object| object.at(path).and_then(Raw::text));
            if let (Some(before), after) = (before, after.unwrap_or_default())
                && before != after
            {
                finding.is_by_parameters(&names_in(&before, &after));
            }
        }
    }
}

/// The parameters that a text refers to, and another one does not.
fn names_in<'t>(text: &'t str, filled: &str) -> Vec<&'t str> {
    let mut names = Vec::new();
    for row in parameters::PARAMETERS {
        let (open, close) = row.around;
        let mut rest = text;
        while let Some((_, after)) = rest.split_once(open) {
            rest = after;
            let Some((inner, _)) = after.split_once(close) else { break };
            let is_there = filled.contains(&[open, inner, close].concat());
            let name = row.sets.iter().find_map(|set| spellings(set, inner).into_iter().flatten().next());
            let name =
                name.map(|(name, _)| name.trim_start_matches('{')).filter(|name| !is_there && !names.contains(name));
            names.extend(name);
        }
    }
    names
}

/// A parameter with what it stands for.
struct Binding<'a> {
    set: &'static Set,
    name: Text<'a>,
    /// Nothing that is known, a text, or a list or an object.
    value: Value<'a>,
    is_default: bool,
}

#[derive(Clone, PartialEq)]
enum Value<'a> {
    /// Something that only a run knows.
    Unknown,
    Text(Text<'a>),
    /// A list or an object.
    Json(Raw<'a>),
}

/// What a template is called with.
struct Call<'a> {
    template: Text<'a>,
    arguments: Vec<(Text<'a>, Value<'a>)>,
}

/// The members that matter here, looked for in one pass. Paths of lists begin with one of them.
const KEYS: [&str; 14] = [
    "apiVersion",
    "kind",
    "name",
    "value",
    "default",
    "params",
    "parameters",
    "paramValues",
    "inputs",
    "matrix",
    "spec",
    "template",
    "entrypoint",
    "arguments",
];

#[derive(Default)]
struct Members<'a>([Option<Raw<'a>>; KEYS.len()]);

impl<'a> Members<'a> {
    fn of(object: Raw<'a>) -> Self {
        let mut found = [None; KEYS.len()];
        each(object, &mut |key, value| {
            if let Some(slot) = key.and_then(|key| found.get_mut(key.position_in(KEYS)?)) {
                *slot = Some(value).filter(|value| value.kind() != Type::Null);
            }
        });
        Members(found)
    }

    fn get(&self, name: &str) -> Option<Raw<'a>> {
        *self.0.get(KEYS.iter().position(|key| *key == name)?)?
    }

    fn text(&self, name: &str) -> Option<Text<'a>> {
        self.get(name)?.text()
    }
}

/// Calls `visit` with each member of an object, or each item of a list. One copy for all who read: they are many.
fn each<'a>(value: Raw<'a>, visit: &mut dyn FnMut(Option<Quoted<'a>>, Raw<'a>)) {
    let mut cursor = value.cursor();
    let _ = if value.kind() == Type::List {
        cursor.list(|_, json| {
            visit(None, json.skip()?);
            Ok(())
        })
    } else {
        cursor.object(|key, json| {
            visit(Some(key), json.skip()?);
            Ok(())
        })
    };
}

struct Filler<'a> {
    object: Raw<'a>,
    /// Where the next reference may be, in bytes from the beginning of the object.
    next: usize,
    /// The rows of the resources around, each once: resources may stand in each other.
    rows: Vec<&'static Parameters>,
    /// The row of the innermost of them, and how deep that is.
    innermost: Option<(&'static Parameters, usize)>,
    depth: usize,
    bindings: Vec<Binding<'a>>,
    calls: Vec<Call<'a>>,
    /// How many bindings and arguments of calls may still be kept.
    spare: usize,
    room: usize,
    out: Vec<u8>,
    /// How much of the object is written.
    done: usize,
}

impl<'a> Filler<'a> {
    fn new(object: Raw<'a>, row: Option<&'static Parameters>) -> Self {
        Filler {
            object,
            next: 0,
            rows: row.into_iter().collect(),
            innermost: row.map(|row| (row, 1)),
            depth: 0,
            bindings: Vec::new(),
            calls: Vec::new(),
            spare: MOST,
            room: ROOM,
            out: Vec::new(),
            done: 0,
        }
    }

    /// The object with what is known put in, if that is anything.
    fn filled(mut self) -> Option<Vec<u8>> {
        let object = self.object.as_bytes();
        self.next = search::first_reference(object)?;
        self.value(self.object);
        if self.done == 0 {
            return None;
        }
        self.out.extend_from_slice(object.get(self.done..)?);
        Some(self.out)
    }

    /// Whether a reference may begin in this part of the object.
    fn may_refer(&mut self, part: &[u8]) -> bool {
        let object = self.object.as_bytes();
        let start = part.as_ptr().addr().saturating_sub(object.as_ptr().addr());
        if self.next < start {
            let next = search::first_reference(object.get(start..).unwrap_or_default());
            self.next = next.map_or(usize::MAX, |next| next.saturating_add(start));
        }
        self.next < start.saturating_add(part.len())
    }

    fn value(&mut self, value: Raw<'a>) {
        if !self.may_refer(value.as_bytes()) || self.depth >= DEEPEST {
            return;
        }
        self.depth = self.depth.saturating_add(1);
        match value.kind() {
            Type::String => self.string(value),
            Type::Object => self.members(value),
            Type::List => each(value, &mut |_, item| self.value(item)),
            _ => {}
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn members(&mut self, object: Raw<'a>) {
        let members = Members::of(object);
        let (rows, bindings, calls) = (self.rows.len(), self.bindings.len(), self.calls.len());
        let around = self.innermost;
        if self.depth > 1
            && let (Some(version), Some(kind)) = (members.text("apiVersion"), members.text("kind"))
            && let Some(row) = parameters::find(group_of(&version), &kind)
        {
            self.innermost = Some((row, self.depth));
            if !self.rows.iter().any(|known| std::ptr::eq(*known, row)) {
                self.rows.push(row);
            }
        }
        if let Some((row, depth)) = self.innermost
            && depth == self.depth
        {
            let mut found = Vec::new();
            self.bind(&members, row, true, &mut found);
            self.bindings.append(&mut found);
            if row.sets.iter().any(|set| set.scope == Scope::Template) {
                self.collect_calls_in(object, &members, DEEPEST);
            }
        }
        let own = self.bindings.len();
        let mut found = Vec::new();
        let mut nth = 0;
        while let Some(row) = self.rows.get(nth) {
            self.bind(&members, row, false, &mut found);
            nth = nth.saturating_add(1);
        }
        self.bindings.append(&mut found);
        let has_lists = self.bindings.len() > own;
        each(object, &mut |key, value| {
            // The parameters themselves have the values of those around.
            let is_list =
                has_lists && key.is_some_and(|key| ["params", "parameters", "paramValues"].iter().any(|it| key.is(it)));
            let inner = if is_list { self.bindings.split_off(own) } else { Vec::new() };
            self.value(value);
            self.bindings.extend(inner);
        });
        self.rows.truncate(rows);
        self.innermost = around;
        self.bindings.truncate(bindings);
        self.calls.truncate(calls);
    }

    /// Takes note of the parameters of a resource, or of those of an object in it.
    fn bind(
        &mut self,
        members: &Members<'a>,
        row: &'static Parameters,
        is_of_resource: bool,
        found: &mut Vec<Binding<'a>>,
    ) {
        for set in row.sets.iter().filter(|set| (set.scope == Scope::Resource) == is_of_resource) {
            for path in set.lists {
                let (first, rest) = path.split_once('.').unwrap_or((path, ""));
                let Some(value) = members.get(first) else { continue };
                let mut keys = rest.split('.').filter(|key| !key.is_empty());
                if let Some(list) = keys.try_fold(value, Raw::member) {
                    self.bind_list(set, members, list, found);
                }
            }
        }
    }

    fn bind_list(&mut self, set: &'static Set, around: &Members<'a>, list: Raw<'a>, found: &mut Vec<Binding<'a>>) {
        let template = around.text("name").filter(|_| set.scope == Scope::Template);
        each(list, &mut |_, item| {
            let item = Members::of(item);
            let (Some(name), value) = (item.text("name"), item.get("value")) else { return };
            let mut known = value.or(item.get("default")).map(|value| self.read(value));
            if let Some(template) = &template {
                known = self.passed(template, &name, known);
            }
            let is_default = value.is_none() && template.is_none();
            if let Some(value) = known.filter(|_| self.spend()) {
                found.push(Binding { set, name, value, is_default });
            }
        });
    }

    /// What a template gets for a parameter: what all that call it pass, if that is the same, or what it has itself.
    fn passed(&self, template: &str, name: &str, own: Option<Value<'a>>) -> Option<Value<'a>> {
        let mut known: Option<&Value<'a>> = None;
        for call in self.calls.iter().filter(|call| call.template.as_str() == template) {
            let passed = call.arguments.iter().find(|(known, _)| known.as_str() == name).map(|(_, value)| value);
            let passed = passed.or(own.as_ref()).unwrap_or(&Value::Unknown);
            known = Some(if known.is_none_or(|known| known == passed) { passed } else { &Value::Unknown });
        }
        known.cloned().or(own)
    }

    /// Takes note of the calls in a value. A resource in it takes note of its own.
    fn collect_calls(&mut self, value: Raw<'a>, depth: usize) {
        match value.kind() {
            Type::Object => {
                let it = Members::of(value);
                let is_resource = it
                    .text("apiVersion")
                    .zip(it.text("kind"))
                    .is_some_and(|(version, kind)| parameters::find(group_of(&version), &kind).is_some());
                if !is_resource {
                    self.collect_calls_in(value, &it, depth);
                }
            }
            Type::List => self.collect_calls_in(value, &Members::default(), depth),
            _ => {}
        }
    }

    fn collect_calls_in(&mut self, value: Raw<'a>, it: &Members<'a>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if let Some(template) = it.text("template").or_else(|| it.text("entrypoint"))
            && self.spend()
        {
            let mut arguments = Vec::new();
            if let Some(list) = it.get("arguments").and_then(|arguments| arguments.member("parameters")) {
                each(list, &mut |_, item| {
                    let item = Members::of(item);
                    if let Some(name) = item.text("name").filter(|_| self.spend()) {
                        arguments.push((name, item.get("value").map_or(Value::Unknown, |value| self.read(value))));
                    }
                });
            }
            self.calls.push(Call { template, arguments });
        }
        each(value, &mut |_, value| self.collect_calls(value, depth));
    }

    /// Whether there is room for one more.
    fn spend(&mut self) -> bool {
        let left = self.spare.checked_sub(1);
        self.spare = left.unwrap_or_default();
        left.is_some()
    }

    /// What a value is, with the parameters around put in.
    fn read(&mut self, value: Raw<'a>) -> Value<'a> {
        let text = match value.kind() {
            Type::String => value.text(),
            Type::List | Type::Object => return Value::Json(value),
            _ => std::str::from_utf8(value.as_bytes()).ok().map(Text::from),
        };
        let Some(text) = text.filter(|text| text.len() <= LONGEST) else { return Value::Unknown };
        self.put_in(&text).map_or(Value::Text(text), |text| Value::Text(text.into()))
    }

    fn string(&mut self, string: Raw<'a>) {
        let Some(text) = string.text() else { return };
        let mut new = String::new();
        match self.unquoted(&text) {
            Some(value) if Raw::new(value.as_bytes()).is_ok() => new.push_str(&value),
            Some(value) => to_json::write(&mut new, &value),
            None => match self.put_in(&text) {
                Some(text) => to_json::write(&mut new, &text),
                None => return,
            },
        }
        let object = self.object.as_bytes();
        let Some(start) = string.as_bytes().as_ptr().addr().checked_sub(object.as_ptr().addr()) else { return };
        if self.done == 0 {
            self.out.reserve(object.len());
        }
        self.out.extend_from_slice(object.get(self.done..start).unwrap_or_default());
        self.out.extend_from_slice(new.as_bytes());
        self.done = start.saturating_add(string.as_bytes().len());
    }

    /// The value of a string that is a reference in the form which takes its quotes away.
    fn unquoted(&self, text: &str) -> Option<Text<'a>> {
        self.rows.iter().find_map(|row| {
            let (open, close) = row.unquoted?;
            self.resolve(row, text.strip_prefix(open)?.strip_suffix(close)?).filter(|value| !value.is_empty())
        })
    }

    /// The text with the values of its references; `None` if nothing is known of any.
    fn put_in(&mut self, text: &str) -> Option<String> {
        let mut filled = String::new();
        let (mut done, mut at) = (0, 0);
        while let Some(next) = search::first_reference(text.as_bytes().get(at..)?) {
            let start = at.saturating_add(next);
            at = start.saturating_add(1);
            if let Some((value, length)) = self.reference(text, start)
                && let Some(room) = self.room.checked_sub(value.len())
            {
                self.room = room;
                filled.push_str(text.get(done..start)?);
                filled.push_str(&value);
                at = start.saturating_add(length);
                done = at;
            }
        }
        (done > 0).then(|| filled + text.get(done..).unwrap_or_default())
    }

    /// The value of the reference that begins at a position in a text, and how long that is. In a name, or in a template of `OpenShift`, an
    /// empty one is yet to be given; as all of a text, or as what a flag is set to, it is a value.
    fn reference(&self, text: &str, start: usize) -> Option<(Text<'a>, usize)> {
        let (before, text) = text.split_at_checked(start)?;
        self.rows.iter().rev().find_map(|row| {
            let (open, close) = row.around;
            let inner = text.strip_prefix(open)?;
            let end = inner.bytes().take(LONGEST_REFERENCE).position(|byte| close.as_bytes().first() == Some(&byte))?;
            let (inner, after) = inner.split_at_checked(end)?;
            let after = after.strip_prefix(close)?;
            let is_whole = before.ends_with('=') || (before.is_empty() && after.is_empty());
            let may_be_empty = is_whole && row.unquoted.is_none();
            let value = self.resolve(row, inner).filter(|value| may_be_empty || !value.is_empty())?;
            Some((value, text.len().saturating_sub(after.len())))
        })
    }

    fn resolve(&self, row: &'static Parameters, inner: &str) -> Option<Text<'a>> {
        let found = row.sets.iter().find_map(|set| {
            let known = |(name, part)| Some((self.find(set, name)?, part));
            spellings(set, inner).into_iter().flatten().find_map(known)
        });
        let (value, part) = found?;
        let value = match (value, part) {
            (Value::Text(text), "") => Some(text.clone()),
            (Value::Json(json), part) => {
                let nth = part.strip_prefix('[').and_then(|part| part.strip_suffix(']'));
                match (nth, part.strip_prefix('.')) {
                    (Some(nth), _) => json.item(nth.parse().ok()?),
                    (None, Some(key)) => json.member(key),
                    (None, None) => None,
                }
                .and_then(Raw::text)
            }
            _ => None,
        };
        value.filter(|value| value.len() <= LONGEST)
    }

    /// The innermost value of a name, else its innermost default.
    fn find(&self, set: &'static Set, name: &str) -> Option<&Value<'a>> {
        let mut default = None;
        for it in self.bindings.iter().rev() {
            if it.name.as_str() == name && std::ptr::eq(it.set, set) {
                if !it.is_default {
                    return Some(&it.value);
                }
                default = default.or(Some(&it.value));
            }
        }
        default
    }
}

/// How what stands in a reference may be read: the name, and which part of its value is meant.
fn spellings<'t>(set: &'static Set, inner: &'t str) -> [Option<(&'t str, &'t str)>; 3] {
    let inner = inner.trim();
    let Some((prefix, rest)) = set.prefixes.iter().find_map(|it| Some((*it, inner.strip_prefix(it)?))) else {
        return [None; 3];
    };
    let quoted =
        [("[\"", "\"]"), ("['", "']")].iter().find_map(|(open, close)| rest.strip_prefix(open)?.split_once(close));
    let bare = if prefix.is_empty() { Some(rest) } else { rest.strip_prefix('.') };
    let part = bare.and_then(|name| name.split_at_checked(name.find(['.', '['])?));
    [quoted, bare.map(|name| (name, "")), part]
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// The object of this kind with its parameters put in.
    #[track_caller]
    fn filled(group: &str, kind: &str, object: &Value) -> Value {
        let request = json!({"kind": {"group": group, "kind": kind}, "operation": "CREATE", "object": object});
        let payload = json!({"request": request, "settings": {}}).to_string();
        let request = Request::parse(payload.as_bytes()).unwrap();
        let Some(filled) = Filled::of(&request) else { return object.clone() };
        let request = filled.request(request).unwrap();
        serde_json::from_slice(request.object.unwrap().as_bytes()).unwrap()
    }

    /// What becomes of a text in a step of a Task with these parameters.
    #[track_caller]
    fn check(params: &Value, text: &str, expected: &str) {
        let task = |text: &str| json!({"spec": {"params": params, "steps": [{"script": text}]}});
        assert_eq!(filled("tekton.dev", "Task", &task(text)), task(expected), "{text}");
    }

    #[test]
    fn references_are_read_as_tekton_reads_them() {
        let params = json!([
            {"name": "a", "default": "1"},
            {"name": "b-c", "default": "x \"y\"\n"},
            {"name": "d.e", "default": "2"},
            {"name": "list", "type": "array", "default": ["3", "4"]},
            {"name": "object", "type": "object", "default": {"key": "5"}},
            {"name": "none", "type": "string"},
            {"name": "empty", "default": ""},
            {"name": "number", "default": 6},
        ]);
        for (text, expected) in [
            ("$(params.a)", "1"),
            ("$(inputs.params.a) $(params[\"a\"])$(params['a'])", "1 11"),
            ("$(params.b-c)|", "x \"y\"\n|"),
            ("$(params[\"d.e\"]) $(params.d.e)", "2 2"),
            ("$(params.list[1]) $(params.list[0])", "4 3"),
            ("$(params.object.key)", "5"),
            ("$(params.number)", "6"),
            ("$(params.empty)", ""),
            ("--flag=$(params.empty) $(params.empty)", "--flag= $(params.empty)"),
            ("é$(params.a)é\u{1f980}", "é1é\u{1f980}"),
            ("$$(params.a) $($(params.a))", "$1 $(1)"),
        ] {
            check(&params, text, expected);
        }
        for text in [
            "$(params.list[*])",
            "$(params.list)",
            "$(params.list[2])",
            "$(params.list[x])",
            "$(params.object.other)",
            "$(params.none)",
            "$(params.empty)/app",
            "-$(params.empty)",
            "$(params.other)",
            "$(params.)",
            "$(params.a",
            "$(params.a.b)",
            "$(tasks.params.a)",
            "$(workspaces.a.path) $(a) ${a} {{a}}",
            "params.a",
        ] {
            check(&params, text, text);
        }
    }

    #[test]
    fn the_innermost_value_counts_before_any_default() {
        let run = |value: Value, text: &str| {
            let object = json!({"spec": {
                "pipelineSpec": {
                    "params": [{"name": "a", "default": "pipeline"}, {"name": "b", "default": "pipeline"}],
                    "tasks": [{
                        "name": "one",
                        "params": value,
                        "taskSpec": {"params": [{"name": "a", "default": "task"}, {"name": "b"}], "steps": [{"args": [text]}]},
                    }],
                },
                "params": [{"name": "a", "value": "run"}],
            }});
            let filled = filled("tekton.dev", "PipelineRun", &object);
            filled["spec"]["pipelineSpec"]["tasks"][0]["taskSpec"]["steps"][0]["args"][0].as_str().unwrap().to_owned()
        };
        let text = "$(params.a) $(params.b)";
        assert_eq!(run(json!([]), text), "run pipeline");
        let passed = json!([{"name": "a", "value": "one"}, {"name": "b", "value": "$(params.a)"}]);
        assert_eq!(run(passed, text), "one run");
        let unknown = json!([{"name": "a", "value": "$(tasks.x.results.y)"}, {"name": "b", "value": ["1", "2"]}]);
        assert_eq!(run(unknown, text), "$(tasks.x.results.y) $(params.b)");
    }

    #[test]
    fn templates_get_what_they_are_called_with() {
        let argo = |calls: Value, own: Value| {
            let object = json!({"spec": {
                "entrypoint": "main",
                "arguments": {"parameters": [{"name": "global", "value": "all"}, {"name": "late", "valueFrom": {"configMapKeyRef": {}}}]},
                "templates": [
                    {"name": "main", "steps": [calls]},
                    {"name": "build", "inputs": {"parameters": [own]}, "container": {"args": ["{{inputs.parameters.a}}", "{{ workflow.parameters.global }}", "{{workflow.parameters.late}}"]}},
                ],
            }});
            let filled = filled("argoproj.io", "Workflow", &object);
            let args = filled["spec"]["templates"][1]["container"]["args"].clone();
            assert_eq!((&args[1], &args[2]), (&json!("all"), &json!("{{workflow.parameters.late}}")));
            args[0].as_str().unwrap().to_owned()
        };
        let call =
            |value: &str| json!({"template": "build", "arguments": {"parameters": [{"name": "a", "value": value}]}});
        let bare = json!({"template": "build"});
        let other = json!({"template": "other", "arguments": {"parameters": [{"name": "a", "value": "2"}]}});
        let unknown = "{{inputs.parameters.a}}";
        for (calls, own, expected) in [
            (json!([]), json!({"name": "a", "value": "0"}), "0"),
            (json!([other]), json!({"name": "a", "default": "0"}), "0"),
            (json!([call("1")]), json!({"name": "a"}), "1"),
            (json!([call("1"), call("1")]), json!({"name": "a", "default": "0"}), "1"),
            (json!([call("{{workflow.parameters.global}}")]), json!({"name": "a"}), "all"),
            (json!([call("1"), call("2")]), json!({"name": "a"}), unknown),
            (json!([call("1"), bare]), json!({"name": "a", "default": "0"}), unknown),
            (json!([call("1"), bare]), json!({"name": "a", "default": "1"}), "1"),
            (json!([call("{{item}}")]), json!({"name": "a", "default": "0"}), "{{item}}"),
            (json!([]), json!({"name": "a"}), unknown),
        ] {
            assert_eq!(argo(calls.clone(), own.clone()), expected, "{calls} {own}");
        }
    }

    #[test]
    fn resources_in_each_other_have_their_own_calls_and_parameters() {
        let workflow = |value: &str| {
            json!({"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": {
                "arguments": {"parameters": [{"name": "global", "value": value}]},
                "templates": [
                    {"name": "main", "steps": [[{"template": "build", "arguments": {"parameters": [
                        {"name": "a", "value": "{{workflow.parameters.global}}"},
                    ]}}]]},
                    {"name": "build", "inputs": {"parameters": [{"name": "a"}]}, "container": {"args": ["{{inputs.parameters.a}}"]}},
                ],
            }})
        };
        let sensor = json!({"spec": {"triggers": [workflow("1"), workflow("2")]}});
        let filled = filled("argoproj.io", "Sensor", &sensor);
        let args = |nth: usize| &filled["spec"]["triggers"][nth]["spec"]["templates"][1]["container"]["args"][0];
        assert_eq!((args(0), args(1)), (&json!("1"), &json!("2")));
    }

    #[test]
    fn templates_of_openshift_have_values_without_quotes() {
        let object = json!({
            "parameters": [{"name": "A", "value": "true"}, {"name": "B", "value": "x"}, {"name": "C", "generate": "expression"}],
            "objects": [{"apiVersion": "tekton.dev/v1", "kind": "Task", "spec": {
                "params": [{"name": "p", "default": "${B}"}],
                "steps": [{"args": ["${A}", "${{A}}", "${{B}}", "${C}", "${{C}}", "${HOME}/$B/${B}", "$(params.p)"]}],
            }}],
        });
        let args = |object: &Value| object["objects"][0]["spec"]["steps"][0]["args"].clone();
        let expected = json!(["true", true, "x", "${C}", "${{C}}", "${HOME}/$B/x", "x"]);
        for group in ["template.openshift.io", ""] {
            assert_eq!(args(&filled(group, "Template", &object)), expected);
        }
        let mut item = object;
        item["apiVersion"] = json!("v1");
        item["kind"] = json!("Template");
        assert_eq!(args(&filled("", "List", &json!({"items": [item.clone()]}))["items"][0]), expected);
        // No parameters count in other kinds.
        assert_eq!(args(&filled("example.com", "Widget", &item)), args(&item));
    }

    #[test]
    fn an_object_grows_by_no_more_than_there_is_room() {
        let long = "x".repeat(LONGEST);
        let steps = vec![json!("$(params.a)"); 100];
        let object = json!({"spec": {"params": [{"name": "a", "default": long}], "steps": [{"args": steps}]}});
        let filled = filled("tekton.dev", "Task", &object).to_string();
        assert_eq!(filled.matches("$(params.a)").count(), 100 - ROOM / LONGEST);
    }

    #[test]
    fn findings_name_the_parameters() {
        let object = json!({"spec": {
            "params": [{"name": "VERIFY", "default": "false"}, {"name": "b\u{1b}", "default": "a"}],
            "steps": [{"image": "quay.io/skopeo/stable", "args": ["copy", "--src-tls-verify=$(params.VERIFY)", "docker://$(params.b\u{1b})", "docker://b"]}],
        }});
        let request = json!({"kind": {"group": "tekton.dev", "kind": "Task"}, "operation": "CREATE", "object": object});
        let answer = crate::validate(json!({"request": request, "settings": {}}).to_string().as_bytes()).unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        let message = answer["message"].as_str().unwrap().replace("\n    ", " ");
        assert!(
            message.contains("insecure-registry-flag at spec.steps[0].args[1]")
                && message.contains("(the value disables TLS verification; this object sets the parameter `VERIFY`)"),
            "{message}"
        );
        assert_eq!(names_in("$(params.a)$(params.a) $(params.b) ${c}", "1 $(params.b) ${c}"), ["a"]);
        assert_eq!(names_in("$(params.x\u{1b})", ""), ["x\u{1b}"]);
    }
}
