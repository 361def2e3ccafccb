//! Parts of tool files, put as the policy knows them: scripts in steps, images under `image`, variables under `env`.

use serde_json::{Map, Value};

use crate::request::{Moved, mapping};
use crate::source::Step;

/// Under which key of the object the scripts of a file are. No tool has such a key.
pub const SCRIPTS: &str = "of a file/steps";
/// Under which key of the object the text of a file is. A word in it is one that the policy searches resources for, so that it looks
/// into each text.
pub const TEXT: &str = "of a file/text (insecure)";

/// Where something is in a file.
type Place = Vec<Step<'static>>;

/// A part that is called otherwise than in a resource, or written otherwise.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece {
    /// A shell script, or a list of such, one run after the other.
    Script,
    /// A shell script, or the words of a command.
    Command,
    /// An image, or an object with an `image`.
    Image,
    /// An image, or an object with its `name`.
    Named,
    /// A container: its image, or an object with `name`, `command`, `entrypoint` and `variables`.
    Service,
    /// Variables, each with a value, or with an object that has one; or a list of them.
    Variables,
    /// The same, where `$NAME` in a value is another variable.
    Expanded,
    /// A task of Ansible, whose module runs a command, or puts a line into a file.
    Task,
    /// What is not done, but described: which inputs there are, of which type.
    Described,
    /// Inputs of a step, which logs in to Docker Hub if it names no registry.
    Login,
    /// A container whose `name` is its image, and whose `entrypoint` is its program.
    Builder,
    /// What an image is pulled with.
    Credentials,
    /// A service of a compose file, where `$NAME` in a variable's value is another one. One that is built is `localhost/…` for Podman, and
    /// nothing pulls that.
    Composed,
}

/// The object with its pieces put where the policy knows them. Of a list nothing is left but its scripts.
pub(super) fn moved(mut object: Value, pieces: &[(&str, Piece)]) -> (Value, Vec<Moved>) {
    let (mut moved, mut scripts) = (Vec::new(), Vec::new());
    for (pattern, piece) in pieces {
        let steps: Vec<_> = pattern.split('.').collect();
        let mut places = Vec::new();
        find(&object, &steps, &mut Vec::new(), &mut places);
        for place in places {
            put(&mut object, &place, *piece, &mut moved, &mut scripts);
        }
    }
    if !object.is_object() {
        object = Value::Object(Map::new());
    }
    if !scripts.is_empty() {
        object[SCRIPTS] = Value::Array(scripts);
    }
    (object, moved)
}

/// The places that a pattern stands for; `*` is any member, and any item, and `**` any object, at any depth.
fn find(value: &Value, pattern: &[&str], path: &mut Vec<Step<'static>>, found: &mut Vec<Vec<Step<'static>>>) {
    let Some((first, rest)) = pattern.split_first() else {
        found.push(path.clone());
        return;
    };
    let is_deep = *first == "**";
    if is_deep && value.is_object() {
        found.push(path.clone());
    }
    let rest = if is_deep { pattern } else { rest };
    let first = if is_deep { &"*" } else { first };
    let mut visit = |step, value| {
        path.push(step);
        find(value, rest, path, found);
        path.pop();
    };
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(key, _)| *first == "*" || key == first)
            .for_each(|(key, value)| visit(Step::Key(key.clone().into()), value)),
        Value::Array(items) if *first == "*" => {
            (0..).zip(items).for_each(|(nth, item)| visit(Step::Item(nth), item));
        }
        _ => {}
    }
}

fn at<'v>(object: &'v mut Value, path: &[Step<'_>]) -> Option<&'v mut Value> {
    path.iter().try_fold(object, |value, step| match step {
        Step::Key(key) => value.get_mut(key.as_ref()),
        Step::Item(nth) => value.get_mut(*nth),
    })
}

fn key(name: &str) -> Step<'static> {
    Step::Key(name.to_owned().into())
}

fn put(object: &mut Value, from: &[Step<'static>], piece: Piece, moved: &mut Vec<Moved>, steps: &mut Vec<Value>) {
    let around = from.split_last().map_or(from, |(_, around)| around);
    let uses = at(object, around).and_then(|around| around.get("uses")?.as_str().map(str::to_owned));
    let name = at(object, around).and_then(|around| around.get("name").cloned());
    let Some(value) = at(object, from) else { return };
    let mut note = |to: &[Step<'static>], from: &[Step<'static>], scripts| {
        moved.push(Moved { to: to.to_vec(), from: from.to_vec(), scripts });
    };
    let below = |last: &str| from.iter().cloned().chain([key(last)]).collect::<Vec<_>>();
    match (piece, &mut *value) {
        (Piece::Command, Value::Array(words)) => {
            let words = std::mem::take(words);
            note(&[key(SCRIPTS), Step::Item(steps.len()), key("command")], from, Vec::new());
            steps.push(mapping(vec![("command", words.into())]).into());
        }
        (Piece::Script | Piece::Command, _) => {
            let mut scripts = Vec::new();
            collect_scripts(value, &mut from.to_vec(), &mut scripts);
            if scripts.is_empty() {
                return;
            }
            let script = scripts.iter().map(|(_, script)| literal(script)).collect::<Vec<_>>().join("\n");
            *value = Value::Null;
            note(&[key(SCRIPTS), Step::Item(steps.len())], from, scripts);
            let name = name.filter(Value::is_string).unwrap_or_default();
            steps.push(mapping(vec![("name", name), ("script", script.into())]).into());
        }
        (Piece::Described, _) => *value = Value::Null,
        (Piece::Image | Piece::Service, Value::String(image)) => {
            let image = std::mem::take(image);
            *value = mapping(vec![("image", image.into())]).into();
            note(&below("image"), from, Vec::new());
        }
        (Piece::Named, Value::Object(members)) => {
            if let Some(name) = members.get("name").filter(|it| it.is_string()).cloned() {
                *value = name;
                note(from, &below("name"), Vec::new());
            }
        }
        (Piece::Service, Value::Object(members)) => {
            let mut service = Map::new();
            for (old, new) in [("name", "image"), ("command", "args"), ("entrypoint", "command"), ("variables", "env")]
            {
                if let Some(value) = members.remove(old) {
                    service.insert(new.to_owned(), value);
                    note(&below(new), &below(old), Vec::new());
                }
            }
            *value = Value::Object(service);
        }
        (Piece::Builder, Value::Object(members)) => {
            if let Some(image) = members.remove("name") {
                members.insert("image".to_owned(), image);
                note(&below("image"), &below("name"), Vec::new());
            }
            if let Some(program) = members.remove("entrypoint") {
                members.insert("command".to_owned(), vec![program].into());
                let to: Vec<_> = below("command").into_iter().chain([Step::Item(0)]).collect();
                note(&to, &below("entrypoint"), Vec::new());
            }
        }
        (Piece::Credentials, _) => {
            const NAME: &str = "imageCredentials";
            let value = std::mem::take(value);
            if let Some(Value::Object(around)) = at(object, around) {
                around.insert(NAME.to_owned(), value);
                let to: Vec<_> = from[..from.len() - 1].iter().cloned().chain([key(NAME)]).collect();
                note(&to, from, Vec::new());
            }
        }
        (Piece::Composed, Value::Object(members)) => compose(members),
        (Piece::Task, Value::Object(members)) => {
            for (name, module) in members {
                let from: Vec<_> = from.iter().cloned().chain([key(name)]).collect();
                task(name, module, from, &mut |from, scripts, step| {
                    let words = step.get("command").map(|_| key("command"));
                    let to: Vec<_> = [key(SCRIPTS), Step::Item(steps.len())].into_iter().chain(words).collect();
                    note(&to, &from, scripts);
                    steps.push(step);
                });
            }
        }
        (Piece::Variables | Piece::Expanded, Value::Object(_) | Value::Array(_)) => {
            let variables = variables(std::mem::take(value), matches!(piece, Piece::Expanded));
            if let Some(Value::Object(around)) = at(object, around) {
                around.insert("env".to_owned(), variables);
                let to: Vec<_> = from[..from.len() - 1].iter().cloned().chain([key("env")]).collect();
                note(&to, from, Vec::new());
            }
        }
        (Piece::Login, Value::Object(members))
            if uses.is_some_and(|uses| uses.starts_with("docker/login-action"))
                && !members.contains_key("registry") =>
        {
            members.insert("registry".to_owned(), "docker.io".into());
        }
        _ => {}
    }
}

/// Takes out what is built, and puts the variables in values in braces.
fn compose(service: &mut Map<String, Value>) {
    let is_local = |image: &Value| image.as_str().is_some_and(|image| image.starts_with("localhost/"));
    if service.get("build").is_some_and(|it| !it.is_null()) && service.get("image").is_some_and(is_local) {
        service.remove("image");
    }
    match service.get_mut("environment") {
        Some(Value::Object(variables)) => variables.values_mut().for_each(brace),
        Some(Value::Array(variables)) => variables.iter_mut().for_each(brace),
        _ => {}
    }
}

/// Variables with their values alone.
fn variables(value: Value, is_expanded: bool) -> Value {
    let expanded = |mut value: Value| {
        if is_expanded {
            brace(&mut value);
        }
        value
    };
    let value_of = |value: Value| expanded(value.get("value").cloned().unwrap_or(value));
    match value {
        Value::Object(mut members) => {
            members.values_mut().for_each(|value| *value = value_of(std::mem::take(value)));
            Value::Object(members)
        }
        Value::Array(items) => items.into_iter().map(expanded).collect(),
        other => other,
    }
}

/// Puts `$NAME` in braces, so that it is a variable for the policy, whatever its name is. `$$` is a dollar sign.
fn brace(value: &mut Value) {
    let Value::String(text) = value else { return };
    let parts: Vec<_> = text.split("$$").map(braced).collect();
    *text = parts.join("$");
}

fn braced(text: &str) -> String {
    let mut parts = text.split('$');
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| {
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let (name, rest) = part.split_at(part.find(|c| !is_of_name(c)).unwrap_or(part.len()));
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if is_name { format!("${{{name}}}{rest}") } else { format!("${part}") }
    });
    first + &rest.collect::<String>()
}

/// Visits what a module of Ansible runs, or writes, as a step with a script: where its text is, and the step.
///
/// Source: <https://docs.ansible.com/ansible/latest/collections/ansible/builtin/>
fn task(name: &str, module: &Value, from: Place, visit: &mut dyn FnMut(Place, Vec<(Place, String)>, Value)) {
    let bare = name.rsplit('.').next().unwrap_or_default();
    let text = |keys: &[&'static str]| keys.iter().find_map(|it| Some((*it, module.get(*it)?.as_str()?.to_owned())));
    let found = match bare {
        "shell" | "command" | "raw" | "win_shell" | "win_command" => {
            if let Some(words) = module.get("argv").and_then(Value::as_array) {
                let from = from.into_iter().chain([key("argv")]).collect();
                return visit(from, Vec::new(), mapping(vec![("command", words.clone().into())]).into());
            }
            module.as_str().map(|script| (None, script.to_owned())).or_else(|| {
                let (it, script) = text(&["cmd"])?;
                Some((Some(it), script))
            })
        }
        "lineinfile" => text(&["path", "dest"]).and_then(|(_, file)| {
            let (it, line) = text(&["line"])?;
            Some((Some(it), format!("cat <<'END OF LINE' >> {file}\n{line}\nEND OF LINE\n")))
        }),
        _ => None,
    };
    let Some((below, script)) = found else { return };
    let from: Vec<_> = from.into_iter().chain(below.map(key)).collect();
    let script = filled(&script);
    visit(from.clone(), vec![(from, script.clone())], mapping(vec![("script", script.into())]).into());
}

/// A script in which the expressions of Jinja are variables, whose values nobody knows yet.
fn filled(script: &str) -> String {
    let mut parts = script.split("{{");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| match part.split_once("}}") {
        Some((_, after)) => ["${EXPRESSION}", after].concat(),
        None => ["{{", part].concat(),
    });
    first + &rest.collect::<String>()
}

/// The strings of a script, in lists of lists too.
fn collect_scripts(value: &Value, path: &mut Vec<Step<'static>>, scripts: &mut Vec<(Vec<Step<'static>>, String)>) {
    match value {
        Value::String(script) => scripts.push((path.clone(), script.clone())),
        Value::Array(items) => {
            for (nth, item) in (0..).zip(items) {
                path.push(Step::Item(nth));
                collect_scripts(item, path, scripts);
                path.pop();
            }
        }
        _ => {}
    }
}

/// A script in which the expressions of a pipeline are variables, whose values nobody knows yet: `${{ secrets.PASSWORD }}` of GitHub and
/// Azure, `<< parameters.password >>` of `CircleCI`.
fn literal(script: &str) -> String {
    // A here document has no such word.
    const CIRCLE: [&str; 3] = ["parameters.", "pipeline.", "matrix."];
    let mut text = String::new();
    let mut rest = script;
    while let Some(at) = rest.find("${{").into_iter().chain(rest.find("<<")).min() {
        let (before, marked) = rest.split_at(at);
        let is_circle = marked.starts_with("<<");
        let (mark, end) = if is_circle { ("<<", ">>") } else { ("${{", "}}") };
        let after = &marked[mark.len()..];
        let inner = after.split_once(end).filter(|(inner, _)| {
            !is_circle || (!inner.contains('\n') && CIRCLE.iter().any(|it| inner.trim_start().starts_with(it)))
        });
        text.push_str(before);
        if let Some((_, after)) = inner {
            text.push_str("${EXPRESSION}");
            rest = after;
        } else {
            text.push_str(mark);
            rest = after;
        }
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn expressions_are_variables() {
        for (script, expected) in [
            ("a ${{ b }}c ${{d}} $e ${{ f", "a ${EXPRESSION}c ${EXPRESSION} $e ${{ f"),
            ("a <<parameters.b>> << pipeline.c >>", "a ${EXPRESSION} ${EXPRESSION}"),
            ("cat << EOF >> a\nb\nEOF\nc <<<d ${{ e }}", "cat << EOF >> a\nb\nEOF\nc <<<d ${EXPRESSION}"),
            ("cat <<EOF\nparameters.a >>\nEOF", "cat <<EOF\nparameters.a >>\nEOF"),
        ] {
            assert_eq!(literal(script), expected);
        }
    }

    #[test]
    fn variables_in_values_get_braces() {
        for (value, expected) in [
            ("$X", "${X}"),
            ("a$b-$_c$1", "a${b}-${_c}$1"),
            ("${X} $$x $", "${X} $x $"),
            ("REGISTRY_PASSWORD=$pw", "REGISTRY_PASSWORD=${pw}"),
        ] {
            let mut value = json!(value);
            brace(&mut value);
            assert_eq!(value, expected);
        }
    }

    #[test]
    fn tasks_of_ansible_run_scripts_at_any_depth() {
        let play = json!([{
            "hosts": "all",
            "tasks": [
                {"shell": "a {{ b }} {{ c"},
                {"block": [{"ansible.builtin.command": {"argv": ["d", "e"]}}, {"command": {"cmd": "f"}}]},
                {"lineinfile": {"dest": "/g", "line": "h"}},
                {"debug": {"msg": "i"}},
            ],
        }]);
        let (object, moved) = moved(play, &[("**", Piece::Task)]);
        let steps = json!([
            {"script": "a ${EXPRESSION} {{ c"},
            {"command": ["d", "e"]},
            {"script": "f"},
            {"script": "cat <<'END OF LINE' >> /g\nh\nEND OF LINE\n"},
        ]);
        assert_eq!(object, json!({ SCRIPTS: steps }));
        assert_eq!(moved.len(), 4);
        assert_eq!(moved[2].from.last(), Some(&key("cmd")));
    }

    #[test]
    fn pieces_are_put_where_the_policy_knows_them() {
        let document = json!({
            "image": {"name": "a", "entrypoint": [""]},
            "build": {
                "services": ["b", {"name": "c", "command": ["d"]}],
                "variables": {"E": "f", "G": {"value": "h", "description": "i"}},
                "script": ["j", ["k"]],
            },
        });
        let pieces = [
            ("image", Piece::Named),
            ("*.services.*", Piece::Service),
            ("*.variables", Piece::Variables),
            ("*.script", Piece::Script),
        ];
        let (object, moved) = moved(document, &pieces);
        assert_eq!(
            object,
            json!({
                "image": "a",
                "build": {
                    "services": [{"image": "b"}, {"image": "c", "args": ["d"]}],
                    "variables": null,
                    "env": {"E": "f", "G": "h"},
                    "script": null,
                },
                SCRIPTS: [{"name": null, "script": "j\nk"}],
            })
        );
        let script = moved.iter().find(|moved| !moved.scripts.is_empty()).unwrap();
        assert_eq!(script.to, [key(SCRIPTS), Step::Item(0)]);
        let places: Vec<_> = script.scripts.iter().map(|(path, _)| path.len()).collect();
        assert_eq!(places, [3, 4]);
    }
}
