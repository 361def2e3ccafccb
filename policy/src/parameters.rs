//! Puts the values that an object gives its own parameters where it refers to them, before the rules see it: `$(params.NAME)` of
//! Tekton, `{{inputs.parameters.NAME}}` of Argo Workflows, `${NAME}` of OpenShift. Who refers how is in the catalogue.
//!
//! Only the kinds of its rows are looked at, and only where something in the object may be a reference. What has no value there, or one
//! that somebody else passes, stays as it is written. All other bytes stay, so that paths lead to what they led to.

use crate::catalogue::parameters::{self, Parameters, Scope, Set};
use crate::error::Error;
use crate::finding::Finding;
use crate::json::{Cursor, DEEPEST, Quoted, Raw, SyntaxError, Text, Type};
use crate::places::group_of;
use crate::registry::display::{Key, shown};
use crate::request::Request;
use crate::search;

/// More parameters than this that count in one place, and longer values, are not put in.
const MOST: usize = 128;
const LONGEST: usize = 4096;
/// A reference that ends later than this is none.
const LONGEST_REFERENCE: usize = 100;
/// By how many bytes an object may grow.
const ROOM: usize = 64 * 1024;
/// So many findings are told of parameters: each costs a look at the object.
const MOST_EXPLAINED: usize = 100;
/// What a list item has instead of a value that comes from somewhere else.
const ELSEWHERE: [&str; 4] = ["valueFrom", "configMapValue", "secretValue", "values"];

/// A request whose objects have the values of their parameters in place.
#[derive(Debug)]
pub struct Filled<'a> {
    original: Raw<'a>,
    object: Option<Vec<u8>>,
    old: Option<Vec<u8>>,
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
        let fill = |object: Raw<'a>| Filler::new(object, row).filled();
        let (object, old) = (fill(original), request.old_object.and_then(fill));
        (object.is_some() || old.is_some()).then_some(Filled { original, object, old })
    }

    /// The request with these objects.
    pub fn request<'r>(&'r self, request: Request<'r>) -> Result<Request<'r>, Error> {
        let read = |object: &'r Option<Vec<u8>>, before: Option<Raw<'r>>| match object {
            Some(object) => {
                Raw::new(object).map(Some).map_err(|error| Error::syntax("the object with parameters", error))
            }
            None => Ok(before),
        };
        let (object, old_object) = (read(&self.object, request.object)?, read(&self.old, request.old_object)?);
        Ok(Request { object, old_object, ..request })
    }

    /// Says of findings which parameters have to do with them.
    pub fn explain(&self, findings: &mut [Finding<'_>]) {
        let Some(Ok(object)) = self.object.as_deref().map(Raw::new) else { return };
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
fn names_in(text: &str, filled: &str) -> Vec<String> {
    let mut names = Vec::new();
    let rows = parameters::PARAMETERS.iter().filter(|row| !row.group.is_empty());
    for row in rows {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once(row.around.0) {
            rest = after;
            let Some((inner, _)) = after.split_once(row.around.1) else { break };
            let is_there = filled.contains(&[row.around.0, inner, row.around.1].concat());
            let name = row.sets.iter().flat_map(|set| spellings(set, inner)).next();
            let name = name.map(|(name, _)| name.trim_start_matches('{')).filter(|_| !is_there);
            if let Some(name) = name.map(|name| shown(Key(name)).to_string())
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
    }
    names
}

/// A parameter with what it stands for.
#[derive(Clone)]
struct Binding<'a> {
    set: &'static Set,
    name: Text<'a>,
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

/// The rows of the resources around, each with how deep its resource is.
type Rows = Vec<(&'static Parameters, usize)>;

struct Filler<'a> {
    object: Raw<'a>,
    /// Where the next reference may be, in bytes from the beginning of the object.
    next: usize,
    rows: Rows,
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
            rows: row.map(|row| (row, 0)).into_iter().collect(),
            depth: 0,
            bindings: Vec::new(),
            calls: Vec::new(),
            spare: 4 * MOST,
            room: ROOM,
            out: Vec::new(),
            done: 0,
        }
    }

    /// The object with what is known put in, if that is anything.
    fn filled(mut self) -> Option<Vec<u8>> {
        let object = self.object.as_bytes();
        self.next = search::first_reference(object)?;
        self.value(&mut Cursor::new(object)).ok()?;
        if self.done == 0 {
            return None;
        }
        self.out.extend_from_slice(object.get(self.done..)?);
        Some(self.out)
    }

    /// The number of bytes from the start of a part of the object to where the next reference may be.
    fn before_next(&mut self, part: &[u8]) -> usize {
        let object = self.object.as_bytes();
        let start = part.as_ptr().addr().saturating_sub(object.as_ptr().addr());
        if self.next < start {
            let next = search::first_reference(object.get(start..).unwrap_or_default());
            self.next = next.map_or(usize::MAX, |next| next.saturating_add(start));
        }
        self.next.saturating_sub(start)
    }

    fn value(&mut self, json: &mut Cursor<'a>) -> Result<(), SyntaxError> {
        match json.kind()? {
            Type::String => {
                let string = json.string()?;
                self.string(string);
                Ok(())
            }
            kind @ (Type::Object | Type::List) => {
                let before = self.before_next(json.rest());
                if json.skip_within(before) {
                    return Ok(());
                }
                if self.depth >= DEEPEST {
                    return json.skip().map(|_| ());
                }
                let depth = self.depth;
                self.depth = depth.saturating_add(1);
                if kind == Type::Object {
                    self.members(json)?
                } else {
                    json.list(|_, json| self.value(json))?
                }
                self.depth = depth;
                Ok(())
            }
            _ => json.skip().map(|_| ()),
        }
    }

    fn members(&mut self, json: &mut Cursor<'a>) -> Result<(), SyntaxError> {
        let object = json.here().skip()?;
        let (rows, bindings, calls) = (self.rows.len(), self.bindings.len(), self.calls.len());
        let is_root = self.depth == 1;
        if !is_root {
            let [version, kind] = object.members(["apiVersion", "kind"]).map(|it| it.and_then(Raw::text));
            let row = version.zip(kind).and_then(|(version, kind)| parameters::find(group_of(&version), &kind));
            self.rows.extend(row.map(|row| (row, self.depth.saturating_sub(1))));
        }
        if self.rows.len() > rows || (is_root && rows > 0) {
            self.bind(object, |scope| scope == Scope::Resource);
            if self.rows.last().is_some_and(|(row, _)| row.sets.iter().any(|set| set.scope == Scope::Template)) {
                self.collect_calls(&mut Cursor::new(object.as_bytes()), DEEPEST)?;
            }
        }
        let own = self.bindings.len();
        self.bind(object, |scope| scope != Scope::Resource);
        json.object(|key, json| {
            // The parameters themselves have the values of those around.
            let is_list = self
                .sets()
                .any(|(set, _)| set.scope == Scope::Around && key.position_in(set.lists.iter().copied()).is_some());
            let inner = if is_list { self.bindings.split_off(own) } else { Vec::new() };
            self.value(json)?;
            self.bindings.extend(inner);
            Ok(())
        })?;
        self.rows.truncate(rows);
        self.bindings.truncate(bindings);
        self.calls.truncate(calls);
        Ok(())
    }

    fn sets(&self) -> impl Iterator<Item = (&'static Set, usize)> + use<'a> {
        let rows = self.rows.clone();
        rows.into_iter().flat_map(|(row, depth)| row.sets.iter().map(move |set| (set, depth)))
    }

    /// Takes note of the parameters of an object in these scopes.
    fn bind(&mut self, object: Raw<'a>, counts: impl Fn(Scope) -> bool) {
        let mut found = Vec::new();
        for (set, depth) in self.sets().filter(|(set, _)| counts(set.scope)) {
            if set.scope == Scope::Resource && depth != self.depth.saturating_sub(1) {
                continue;
            }
            for path in set.lists {
                let list = path.split('.').try_fold(object, Raw::member);
                self.bind_list(set, object, list, &mut found);
            }
        }
        self.bindings.extend(found);
    }

    fn bind_list(&mut self, set: &'static Set, object: Raw<'a>, list: Option<Raw<'a>>, found: &mut Vec<Binding<'a>>) {
        let Some(list) = list else { return };
        let of_template = (set.scope == Scope::Template).then(|| object.member("name").and_then(Raw::text)).flatten();
        let _ = Cursor::new(list.as_bytes()).list(|_, json| {
            let item = json.skip()?;
            let [name, value, default] = item.members(["name", "value", "default"]);
            let Some(name) = name.and_then(Raw::text) else { return Ok(()) };
            let mut is_default = value.is_none();
            let mut known = value.or(default).map(|value| self.read(value));
            if known.is_none() && item.members(ELSEWHERE).iter().any(Option::is_some) {
                (known, is_default) = (Some(Value::Unknown), false);
            }
            if let Some(template) = &of_template {
                (known, is_default) = (self.passed(template, &name, known), false);
            }
            if let Some(value) = known.filter(|_| self.spend()) {
                found.push(Binding { set, name, value, is_default });
            }
            Ok(())
        });
    }

    /// What a template gets for a parameter: what all that call it pass, if that is the same, or what it has itself.
    fn passed(&self, template: &str, name: &str, own: Option<Value<'a>>) -> Option<Value<'a>> {
        let mut calls = self.calls.iter().filter(|call| call.template.as_str() == template).map(|call| {
            let passed = call.arguments.iter().find(|(known, _)| known.as_str() == name);
            passed.map(|(_, value)| value).or(own.as_ref()).unwrap_or(&Value::Unknown)
        });
        let Some(first) = calls.next() else { return own };
        Some(if calls.all(|other| other == first) { first.clone() } else { Value::Unknown })
    }

    fn collect_calls(&mut self, json: &mut Cursor<'a>, depth: usize) -> Result<(), SyntaxError> {
        let Some(depth) = depth.checked_sub(1) else { return json.skip().map(|_| ()) };
        match json.kind()? {
            Type::List => json.list(|_, json| self.collect_calls(json, depth)),
            Type::Object => {
                let object = json.here().skip()?;
                let [template, entry, arguments] = object.members(["template", "entrypoint", "arguments"]);
                if let Some(template) = template.or(entry).and_then(Raw::text)
                    && self.spend()
                {
                    let mut passed = Vec::new();
                    let list = arguments.and_then(|it| it.member("parameters"));
                    for item in list.and_then(Raw::items).unwrap_or_default() {
                        let [name, value] = item.members(["name", "value"]);
                        if let Some(name) = name.and_then(Raw::text).filter(|_| self.spend()) {
                            passed.push((name, value.map_or(Value::Unknown, |value| self.read(value))));
                        }
                    }
                    self.calls.push(Call { template, arguments: passed });
                }
                json.object(|_, json| self.collect_calls(json, depth))
            }
            _ => json.skip().map(|_| ()),
        }
    }

    /// Whether there is room for one more.
    fn spend(&mut self) -> bool {
        let left = self.spare.checked_sub(1);
        self.spare = left.unwrap_or_default();
        left.is_some()
    }

    /// What a value is, with the parameters around put in. An empty one is yet to be given.
    fn read(&mut self, value: Raw<'a>) -> Value<'a> {
        let text = match value.kind() {
            Type::String => value.text(),
            Type::List | Type::Object => return Value::Json(value),
            _ => std::str::from_utf8(value.as_bytes()).ok().map(Text::from),
        };
        let Some(text) = text.filter(|text| !text.is_empty() && text.len() <= LONGEST) else { return Value::Unknown };
        self.put_in(&text).map_or(Value::Text(text), |text| Value::Text(text.into()))
    }

    fn string(&mut self, string: Quoted<'a>) {
        if self.before_next(string.written()) >= string.written().len() {
            return;
        }
        let Ok(text) = string.text() else { return };
        let new = match self.unquoted(&text) {
            Some(value) => Some(value),
            None => self.put_in(&text).and_then(|text| serde_json::to_vec(&text).ok()),
        };
        let object = self.object.as_bytes();
        let at = Raw::from(string).as_bytes();
        let start = at.as_ptr().addr().checked_sub(object.as_ptr().addr());
        if let (Some(new), Some(start)) = (new, start) {
            if self.done == 0 {
                self.out.reserve(object.len());
            }
            self.out.extend_from_slice(object.get(self.done..start).unwrap_or_default());
            self.out.extend_from_slice(&new);
            self.done = start.saturating_add(at.len());
        }
    }

    /// What stands in the place of a string that is a reference in the form which takes its quotes away.
    fn unquoted(&mut self, text: &str) -> Option<Vec<u8>> {
        let rows = self.rows.clone();
        let (row, inner) = rows.iter().find_map(|(row, _)| {
            let (open, close) = row.unquoted?;
            Some((*row, text.strip_prefix(open)?.strip_suffix(close)?))
        })?;
        let value = self.resolve(row, inner)?;
        match Raw::new(value.as_bytes()) {
            Ok(_) => Some(value.as_bytes().to_vec()),
            Err(_) => serde_json::to_vec(value.as_str()).ok(),
        }
    }

    /// The text with the values of its references; `None` if nothing is known of any.
    fn put_in(&mut self, text: &str) -> Option<String> {
        let mut filled = String::new();
        let (mut done, mut rest) = (0, text);
        while let Some(at) = search::first_reference(rest.as_bytes()) {
            let start = text.len().saturating_sub(rest.len()).saturating_add(at);
            let reference = rest.get(at..)?;
            if let Some((value, length)) = self.reference(reference) {
                filled.push_str(text.get(done..start)?);
                filled.push_str(&value);
                rest = reference.get(length..)?;
                done = text.len().saturating_sub(rest.len());
            } else {
                rest = reference.get(1..)?;
            }
        }
        (done > 0).then(|| filled + text.get(done..).unwrap_or_default())
    }

    /// The value of the reference that a text begins with, and how long that is.
    fn reference(&mut self, text: &str) -> Option<(Text<'a>, usize)> {
        let rows = self.rows.clone();
        let found = rows.iter().rev().find_map(|(row, _)| {
            let (open, close) = row.around;
            let inner = text.strip_prefix(open)?;
            let end = inner
                .as_bytes()
                .iter()
                .take(LONGEST_REFERENCE)
                .position(|byte| close.as_bytes().first() == Some(byte))?;
            let (inner, after) = inner.split_at_checked(end)?;
            let after = after.strip_prefix(close)?;
            Some((self.resolve(row, inner)?, text.len().saturating_sub(after.len())))
        });
        let (value, length) = found?;
        self.room = self.room.checked_sub(value.len())?;
        Some((value, length))
    }

    fn resolve(&self, row: &'static Parameters, inner: &str) -> Option<Text<'a>> {
        let mut spellings = row.sets.iter().flat_map(|set| spellings(set, inner).map(move |it| (set, it)));
        let (value, part) = spellings.find_map(|(set, (name, part))| Some((self.find(set, name)?, part)))?;
        let value = match (value, part) {
            (Value::Text(text), "") => Some(text.clone()),
            (Value::Json(json), part) => {
                let nth = part.strip_prefix('[').and_then(|part| part.strip_suffix(']'));
                let part = match (nth, part.strip_prefix('.')) {
                    (Some(nth), _) => json.item(nth.parse().ok()?),
                    (None, Some(key)) => json.member(key),
                    (None, None) => None,
                };
                part.and_then(Raw::text)
            }
            _ => None,
        };
        value.filter(|value| !value.is_empty() && value.len() <= LONGEST)
    }

    /// The innermost value of a name, else its innermost default.
    fn find(&self, set: &'static Set, name: &str) -> Option<&Value<'a>> {
        let named = || {
            let is_it = |it: &&Binding<'a>| std::ptr::eq(it.set, set) && it.name.as_str() == name;
            self.bindings.iter().rev().filter(is_it)
        };
        named().find(|it| !it.is_default).or_else(|| named().next()).map(|it| &it.value)
    }
}

/// How what stands in a reference may be read: the name, and which part of its value is meant.
fn spellings<'t>(set: &'static Set, inner: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let inner = inner.trim();
    set.prefixes.iter().filter_map(move |prefix| inner.strip_prefix(prefix).map(|rest| (*prefix, rest))).flat_map(
        |(prefix, rest)| {
            let quoted = ["[\"", "['"].iter().find_map(|open| {
                let close = if *open == "['" { "']" } else { "\"]" };
                rest.strip_prefix(open)?.split_once(close)
            });
            let bare = if prefix.is_empty() { Some(rest) } else { rest.strip_prefix('.') };
            let whole = bare.map(|name| (name, ""));
            let part = bare.and_then(|name| name.split_at_checked(name.find(['.', '['])?));
            [quoted, whole, part].into_iter().flatten()
        },
    )
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
            "$(params.empty)",
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
                && message.contains("(the value disables TLS verification; this object sets parameter `VERIFY`)"),
            "{message}"
        );
        assert_eq!(names_in("$(params.a)$(params.a) $(params.b) ${c}", "1 $(params.b) ${c}"), ["a"]);
        assert_eq!(names_in("$(params.x\u{1b})", ""), ["x\\u{1b}"]);
    }
}
