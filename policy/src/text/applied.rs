//! What commands apply to a cluster, as manifests: their standard input, patches, images, annotations; the values that they give to
//! charts; and what they write into files that they edit.

use std::borrow::Cow;

use crate::catalogue::kinds;
use crate::json::Raw;
use crate::shell::program_of;
use crate::text::program::{Line, Program};
use crate::text::words::{Argument, Invocation, Source};

/// What a text is that a command applies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Applied {
    Manifests,
    /// Values of a chart.
    Values,
    /// A part of the file of this name.
    File(String),
}

/// Paths of more keys lead to nothing that matters.
const MOST_KEYS: usize = 32;

/// Before so many words no program stands any more: `sudo -E timeout 10 kubectl`.
const LATEST: usize = 4;

impl Invocation<'_> {
    /// Calls `visit` with each text that the command applies, and the word that it comes from.
    pub(crate) fn each_applied(&self, visit: &mut dyn FnMut(Source, Applied, Cow<'_, str>)) {
        let Some(at) = position_of_program(self.words.iter().map(|word| &*word.text)) else { return };
        let Some((program, words)) = self.words.get(at..).and_then(<[_]>::split_first) else { return };
        match program.program() {
            "systemctl" => {
                if let (Some(input), true) = (&self.input, words.iter().any(|word| word.text == "edit")) {
                    visit(input.source, Applied::File("override.conf".to_owned()), Cow::Borrowed(&input.text));
                }
                return;
            }
            editor @ ("sed" | "jq" | "yq") => return edited(editor, words, visit),
            _ => {}
        }
        let Some(program) = Program::new(program.program(), words) else { return };
        let line = program.read();
        let mut visit_image = |image: &str, word: &Argument<'_>| {
            if is_written_out(image) {
                let pod =
                    format!(r#"{{"apiVersion":"v1","kind":"Pod","spec":{{"containers":[{{"image":"{image}"}}]}}}}"#);
                visit(word.source, Applied::Manifests, pod.into());
            }
        };
        match line.operands.as_slice() {
            ["apply" | "create" | "replace", ..]
                if let Some(input) = &self.input
                    && line.value(&["-f", "--filename"]).is_some_and(|(file, _)| file == "-") =>
            {
                visit(input.source, Applied::Manifests, Cow::Borrowed(&input.text));
            }
            ["run" | "debug", ..]
            | ["create", "deployment" | "deploy" | "job" | "cronjob" | "cj" | "deploymentconfig" | "dc", ..] => {
                if let Some((image, word)) = line.value(&["--image"]) {
                    visit_image(image, word);
                }
                if let Some((overrides, word)) = line.value(&["--overrides"]) {
                    each_patch(("", "Pod"), overrides, &mut |pod| visit(word.source, Applied::Manifests, pod.into()));
                }
            }
            ["set", "image", _, images @ ..] => {
                for image in images {
                    if let (Some((_, name)), Some(word)) = (image.split_once('='), program.word_of(image)) {
                        visit_image(name, word);
                    }
                }
            }
            ["patch", rest @ ..] => {
                if let Some((patch, word)) = line.value(&["-p", "--patch"]) {
                    let kind = kind_of(rest.first().copied().unwrap_or_default());
                    each_patch(kind, patch, &mut |object| visit(word.source, Applied::Manifests, object.into()));
                }
            }
            ["annotate", resource, annotations @ ..] => {
                for annotation in annotations {
                    let Some((name, value)) = annotation.split_once('=') else { continue };
                    if let (true, true, Some(word)) =
                        (is_written_out(name), is_written_out(value), program.word_of(annotation))
                    {
                        let patch = format!(r#"{{"metadata":{{"annotations":{{"{name}":"{value}"}}}}}}"#);
                        each_patch(kind_of(resource), &patch, &mut |object| {
                            visit(word.source, Applied::Manifests, object.into());
                        });
                    }
                }
            }
            ["install" | "upgrade" | "template", ..] => {
                if let Some((source, values)) = values(&line) {
                    visit(source, Applied::Values, values.into());
                }
            }
            _ => {}
        }
    }
}

/// Where a program stands that applies something, if there is one among the first words.
pub(crate) fn position_of_program<'t>(words: impl Iterator<Item = &'t str>) -> Option<usize> {
    words.take(LATEST).position(|word| {
        // Most words end like none of these.
        matches!(word.as_bytes(), [.., b'l' | b'c' | b'm' | b'd' | b'q'])
            && matches!(program_of(word), "kubectl" | "oc" | "helm" | "sed" | "jq" | "yq" | "systemctl")
    })
}

/// Whether a text is a value, and needs no escape in JSON.
fn is_written_out(text: &str) -> bool {
    !text.is_empty() && !text.contains(['$', '`', '{', '<', '"', '\\']) && !text.contains(char::is_control)
}

/// The group and the kind of what `kubectl` is told to change: `deployment/app`, `images.config.openshift.io`. A kind that is built in
/// needs no group.
fn kind_of(resource: &str) -> (&str, &str) {
    let resource = resource.split('/').next().unwrap_or_default();
    kinds::of_resource(resource).unwrap_or_else(|| {
        let name = resource.split('.').next().unwrap_or_default();
        let kind = match name {
            "deploy" => "Deployment",
            "ds" => "DaemonSet",
            "sts" => "StatefulSet",
            "rs" => "ReplicaSet",
            "cj" => "CronJob",
            "po" => "Pod",
            "cm" => "ConfigMap",
            "" => "Patch",
            _ => name.strip_suffix('s').unwrap_or(name),
        };
        ("", kind)
    })
}

/// Calls `visit` with what a patch makes of an object of this kind: one document of a merge patch, or one for each operation of a JSON
/// patch.
fn each_patch((group, kind): (&str, &str), patch: &str, visit: &mut dyn FnMut(String)) {
    let patch = patch.trim();
    let version = if group.is_empty() { "v1".to_owned() } else { format!("{group}/v1") };
    let head = format!(r#"{{"apiVersion":"{version}","kind":"{kind}","#);
    match patch.as_bytes() {
        [b'{', rest @ ..] if !rest.trim_ascii_start().starts_with(b"}") => {
            visit(head + patch.get(1..).unwrap_or_default());
        }
        [b'[', ..] => {
            let operations = Raw::new(patch.as_bytes()).ok().and_then(Raw::items).unwrap_or_default();
            for operation in operations {
                let [op, place, value] = operation.members(["op", "path", "value"]);
                let is_adding = op.and_then(Raw::text).is_some_and(|op| matches!(op.as_str(), "add" | "replace"));
                let (Some(place), Some(value), true) = (place.and_then(Raw::text), value, is_adding) else { continue };
                let mut object = head.clone();
                let keys: Vec<_> =
                    place.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect();
                let value = String::from_utf8_lossy(value.as_bytes());
                if keys.len() <= MOST_KEYS && keys.iter().all(|key| is_written_out(key)) {
                    nest(&keys, &value, &mut object);
                    visit(object + "}");
                }
            }
        }
        [] | [b'{', ..] => {}
        // YAML, by its lines.
        _ => visit(format!("apiVersion: {version}\nkind: {kind}\n{patch}")),
    }
}

/// Writes a member with a value at the end of a path: numbers, and `-`, stand for items of lists.
fn nest(path: &[String], value: &str, to: &mut String) {
    let Some((key, rest)) = path.split_first() else { return to.push_str(value) };
    let is_item = |key: &String| key == "-" || key.bytes().all(|byte| byte.is_ascii_digit());
    let (open, close) = match rest.first() {
        None => ("", ""),
        Some(next) if is_item(next) => ("[", "]"),
        Some(_) => ("{", "}"),
    };
    if !is_item(key) {
        to.push('"');
        to.push_str(key);
        to.push_str("\":");
    }
    to.push_str(open);
    nest(rest, value, to);
    to.push_str(close);
}

/// What an editor puts into a file: the replacements and lines of `sed -i`, and what `jq` and `yq` assign.
fn edited(program: &str, words: &[Argument<'_>], visit: &mut dyn FnMut(Source, Applied, Cow<'_, str>)) {
    let is_flag = |word: &&Argument<'_>| word.text.starts_with('-') && word.text.len() > 1;
    if program == "sed" && !words.iter().any(|word| word.text.starts_with("-i") || word.text.starts_with("--in-place"))
    {
        return;
    }
    let operands: Vec<_> = words.iter().filter(|word| !is_flag(word)).collect();
    let Some((file, scripts)) = operands.split_last() else { return };
    for script in scripts {
        let mut found = |text: String| visit(script.source, Applied::File(file.text.to_string()), text.into());
        if program == "sed" {
            inserted(&script.text, &mut found);
        } else {
            assigned(&script.text, &mut found);
        }
    }
}

/// Calls `visit` with what commands of `sed` put in: `s/a/b/`, `/a/a\text`, `5i text`, `/a/c text`.
fn inserted(script: &str, visit: &mut dyn FnMut(String)) {
    let unescaped = |text: &str| {
        let mut written = String::with_capacity(text.len());
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match (c, if c == '\\' { chars.next() } else { None }) {
                ('\\', Some('n')) => written.push('\n'),
                ('\\', Some('t')) => written.push('\t'),
                ('\\', other) => written.extend(other),
                _ => written.push(c),
            }
        }
        written
    };
    let mut rest = script;
    while let Some(at) = rest.find('s') {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let command = after.get(1..).unwrap_or_default();
        rest = command;
        let Some(delimiter) = command.chars().next().filter(char::is_ascii_punctuation).filter(|c| *c != '\\') else {
            continue;
        };
        // It begins the script, or comes after an address or another command.
        if !before.trim_end().is_empty() && !before.trim_end().ends_with([';', '/', '\n', '{', '$', '!']) {
            continue;
        }
        let mut parts = split_unescaped(command.get(1..).unwrap_or_default(), delimiter);
        if let (Some(_), Some(replacement)) = (parts.next(), parts.next()) {
            visit(unescaped(replacement));
            rest = parts.next().unwrap_or_default();
        }
    }
    // The text is what follows the command and its backslash or blank.
    for command in ["a\\", "i\\", "c\\", "a ", "i ", "c "] {
        let line = script.split_once(command).filter(|(address, _)| {
            address.is_empty() || address.trim_end().ends_with(|c: char| c == '/' || c == '$' || c.is_ascii_digit())
        });
        if let Some((_, text)) = line {
            return visit(unescaped(text.trim_start_matches(['\n', ' '])));
        }
    }
}

/// A text in parts around a letter that no backslash precedes.
fn split_unescaped(text: &str, delimiter: char) -> impl Iterator<Item = &str> {
    let mut is_escaped = false;
    text.split(move |c| {
        let is_end = c == delimiter && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    })
}

/// Calls `visit` with a document for each assignment of `jq` or `yq`: `.a."b.c" = true`, `.["a"] += ["b"]`.
fn assigned(expression: &str, visit: &mut dyn FnMut(String)) {
    for assignment in expression.split(" | ") {
        let Some((path, value)) = assignment.split_once('=') else { continue };
        let path = path.trim_end_matches([' ', '|', '+', '*']);
        let value = value.trim();
        let keys = keys(path.trim_start().trim_start_matches('(').trim_end_matches(')'));
        let Some(keys) = keys.filter(|_| Raw::new(value.as_bytes()).is_ok()) else { continue };
        let mut document = String::from("{");
        nest(&keys, value, &mut document);
        visit(document + "}");
    }
}

/// The keys of a path of `jq` and `yq`, which begins with a dot.
fn keys(path: &str) -> Option<Vec<String>> {
    let mut keys = Vec::new();
    let mut rest = path.strip_prefix('.')?;
    while !rest.is_empty() {
        let quoted = rest.strip_prefix("[\"").or_else(|| rest.strip_prefix('"'));
        let (key, after) = if let Some(quoted) = quoted {
            quoted.split_once('"')?
        } else {
            let bare = rest.trim_start_matches('[');
            bare.split_at_checked(bare.find(['.', '[', ']']).unwrap_or(bare.len()))?
        };
        let is_plain = is_written_out(key) && !(quoted.is_none() && key.contains([' ', '=', '(', ')', ',']));
        keys.push(is_plain.then(|| key.to_owned())?);
        rest = after.trim_start_matches([']', '.']);
    }
    (1..=MOST_KEYS).contains(&keys.len()).then_some(keys)
}

/// The values that `helm` is given as arguments, as one document, and the first word of them.
fn values(line: &Line<'_>) -> Option<(Source, String)> {
    let mut entries = Vec::new();
    let mut source = None;
    for given in line.flags.iter().filter(|given| given.is("--set") || given.is("--set-string")) {
        source = source.or(Some(given.value_word.source));
        for setting in given.value.unwrap_or_default().split(',') {
            let Some((path, value)) = setting.split_once('=') else { continue };
            let path: Vec<_> = path.split('.').collect();
            if path.len() <= MOST_KEYS && path.iter().all(|key| is_written_out(key)) && is_written_out(value) {
                entries.push((path, value));
            }
        }
    }
    // What has the same beginning stands together.
    entries.sort_by(|(path, _), (other, _)| path.cmp(other));
    let source = source.filter(|_| !entries.is_empty())?;
    let mut values = String::new();
    write_values(&entries, 0, &mut values);
    Some((source, values))
}

fn write_values(mut entries: &[(Vec<&str>, &str)], depth: usize, to: &mut String) {
    let mut separator = '{';
    while let Some((path, value)) = entries.first() {
        let Some(key) = path.get(depth) else { break };
        let length = entries.iter().take_while(|(other, _)| other.get(depth) == Some(key)).count();
        let Some((of_key, rest)) = entries.split_at_checked(length) else { break };
        entries = rest;
        // `containers[0]`
        let (name, is_item) = key.split_once('[').map_or((*key, false), |(name, _)| (name, true));
        to.push(separator);
        separator = ',';
        to.extend(["\"", name, "\":"]);
        to.push_str(if is_item { "[" } else { "" });
        if path.len() > depth.saturating_add(1) {
            write_values(of_key, depth.saturating_add(1), to);
        } else if matches!(*value, "true" | "false" | "null") {
            to.push_str(value);
        } else {
            to.extend(["\"", value, "\""]);
        }
        to.push_str(if is_item { "]" } else { "" });
    }
    to.push_str(if separator == '{' { "{}" } else { "}" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(command: &str, expected: &[&str]) {
        let words: Vec<_> = command
            .split('|')
            .map(|word| Argument { text: word.to_owned().into(), expands: false, source: (0, 0) })
            .collect();
        let invocation = Invocation {
            words: &words,
            image_names: &[],
            is_of_anyone: false,
            branch: None,
            input: None,
            assignments: &[],
        };
        let mut seen = Vec::new();
        invocation.each_applied(&mut |_, _, text| {
            let is_plain = text.starts_with("apiVersion") || command.starts_with("sed");
            assert!(is_plain || Raw::new(text.as_bytes()).is_ok(), "{text}");
            seen.push(text.into_owned());
        });
        assert_eq!(seen, expected, "{command}");
    }

    #[test]
    fn patches_are_objects() {
        let image = r#"{"apiVersion":"config.openshift.io/v1","kind":"Image","spec":{"a":1}}"#;
        for resource in
            ["image.config.openshift.io/cluster", "images.config|cluster", "images.v1.config.openshift.io|x"]
        {
            check(&format!("oc|patch|{resource}|--type=merge|-p|{{\"spec\":{{\"a\":1}}}}"), &[image]);
        }
        check(
            "sudo|kubectl|-n|a|patch|deploy/app|--patch=spec: {a: 1}",
            &["apiVersion: v1\nkind: Deployment\nspec: {a: 1}"],
        );
        check(
            r#"kubectl|patch|ocirepositories|app|--type|json|-p|[{"op":"add","path":"/spec/a~1b/-","value":{"c":[]}},{"op":"remove","path":"/a"},{"op":"replace","path":"/spec/x/0/y","value":true}]"#,
            &[
                r#"{"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"OCIRepository","spec":{"a/b":[{"c":[]}]}}"#,
                r#"{"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"OCIRepository","spec":{"x":[{"y":true}]}}"#,
            ],
        );
        check("kubectl|patch|pod|a|-p|{}", &[]);
        check("git|patch|pod|a|-p|{\"a\":1}", &[]);
    }

    #[test]
    fn images_are_those_of_pods() {
        let pod =
            |image| format!(r#"{{"apiVersion":"v1","kind":"Pod","spec":{{"containers":[{{"image":"{image}"}}]}}}}"#);
        check("kubectl|set|image|deployment/a|a=b:1|--record|c=d", &[&pod("b:1"), &pod("d")]);
        check("kubectl|run|a|--image|b|--|sh|-c|--image=c", &[&pod("b")]);
        check("oc|create|job|a|--image=b", &[&pod("b")]);
        check("kubectl|run|a|--image=$IMAGE", &[]);
        check("kubectl|create|secret|generic|a|--image=b", &[]);
    }

    #[test]
    fn files_are_edited() {
        check(
            r#"yq|-i|.configs."r.example.com".tls.insecure_skip_verify = true|registries.yaml"#,
            &[r#"{"configs":{"r.example.com":{"tls":{"insecure_skip_verify":true}}}}"#],
        );
        check(r#"jq|.["a-b"] += ["c"]|daemon.json"#, &[r#"{"a-b":["c"]}"#]);
        check("jq|.a.b|daemon.json", &[]);
        check(&format!("jq|{} = 1|daemon.json", ".a".repeat(33)), &[]);
        check("jq|.a == true|daemon.json", &[]);
        check("jq|select(.a = 1)|daemon.json", &[]);
        check("sed|-i|s#a\\#b#c\\nd#g; s/e/f/|config.toml", &["c\nd", "f"]);
        check("sed|-i|-e|/a/s,b,c,|config.toml", &["c"]);
        check("sed|-i|/a/a\\  b|config.toml", &["b"]);
        check("sed|-i|/a/d|config.toml", &[]);
        check("sed|s/a/b/|config.toml", &[]);
    }

    #[test]
    fn values_are_one_document() {
        check(
            "helm|upgrade|--install|a|b|--set|image.tag=1,x=true|--set-string|image.list[0].name=c",
            &[r#"{"image":{"list":[{"name":"c"}],"tag":"1"},"x":true}"#],
        );
        check("helm|install|a|b|--set|a=1|--set|a.b=2", &[r#"{"a":"1"}"#]);
        check("helm|list|--set|a=1", &[]);
        check(&format!("helm|install|a|b|--set|{}=1", ["a"; 33].join(".")), &[]);
        check("helm|install|a|b|--set|a=$B", &[]);
    }
}
