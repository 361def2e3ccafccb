//! The message of a denial, for a terminal: lines of 80 columns, without repetition.

use std::fmt::Write as _;

use crate::finding::{Action, Finding};

/// Entries of a message: each is a thing that is said, with all its places.
const MOST_ENTRIES: usize = 20;
/// Places of an entry. Each costs a look at the object.
const MOST_PLACES: usize = 30;
/// In bytes, so that places with long keys are fewer.
const LONGEST_PLACES: usize = 1000;
/// In bytes, without the administrator's line. The API server takes more, readers do not.
const LONGEST: usize = 16 * 1024;
/// What is left for a risk and a fix, and for how many more there are.
const ROOM: usize = 2 * 1024;
const COLUMNS: usize = 80;
/// A space at which no line breaks. None comes out, and none is in what may be shown.
const JOINED: char = '\u{a0}';

/// Findings of which the same is said, in their order.
pub(super) type Entry<'f, 'a> = Vec<&'f Finding<'a>>;

/// Puts findings together of which the same is said, and those entries in a row that have the same risk and fix. Findings beyond the most
/// entries are in none.
pub(super) fn entries<'f, 'a>(
    findings: &[&'f Finding<'a>],
    is_told: &dyn Fn(&Finding<'_>) -> bool,
    most: usize,
) -> Vec<Entry<'f, 'a>> {
    let mut entries: Vec<Entry<'_, '_>> = Vec::new();
    for finding in findings.iter().copied().filter(|finding| is_told(finding)) {
        let mut nth = entries.len();
        let mut is_known = false;
        for (other, entry) in entries.iter_mut().enumerate() {
            let Some(first) = entry.first() else { continue };
            if first.is_like(finding) {
                entry.push(finding);
                is_known = true;
                break;
            }
            if first.has_advice_of(finding) {
                nth = other.saturating_add(1);
            }
        }
        if !is_known && entries.len() < most {
            entries.insert(nth, vec![finding]);
        }
    }
    entries
}

/// Says which of the findings deny the object of this name. `count` includes those that were not kept.
pub(super) fn message(subject: &str, findings: &[&Finding<'_>], count: usize, help: &str) -> String {
    let problems = if count == 1 { "problem" } else { "problems" };
    let mut text = format!("insecure-registry: {subject} denied, {count} {problems}");
    let mut more = count;
    let mut last: Option<&Finding<'_>> = None;
    for entry in entries(findings, &|finding| finding.action == Action::Deny, MOST_ENTRIES) {
        let Some(finding) = entry.first() else { continue };
        let end = text.len();
        let goes_on = last.is_some_and(|last| last.has_advice_of(finding));
        if !goes_on {
            write_advice(&mut text, last);
        }
        write_entry(&mut text, if goes_on { "  and" } else { "-" }, if goes_on { "" } else { finding.rule.id }, &entry);
        if text.len() > LONGEST.saturating_sub(ROOM) && last.is_some() {
            text.truncate(end);
            break;
        }
        more = more.saturating_sub(entry.len());
        last = Some(finding);
    }
    write_advice(&mut text, last);
    if more > 0 {
        write_lines(&mut text, "-", &format!("and {more} more"));
    }
    if !help.is_empty() {
        text.push('\n');
        text.push_str(help);
    }
    text
}

fn write_advice(text: &mut String, finding: Option<&Finding<'_>>) {
    if let Some(finding) = finding {
        write_lines(text, "  risk:", &finding.risk());
        write_lines(text, "  fix:", finding.fix());
    }
}

fn write_entry(text: &mut String, before: &str, rule: &str, entry: &[&Finding<'_>]) {
    let mut places = String::from(rule);
    places.push_str(if rule.is_empty() { "at " } else { " at " });
    let mut last = None;
    for (nth, finding) in entry.iter().enumerate() {
        if nth >= MOST_PLACES || places.len() > LONGEST_PLACES {
            let _ = write!(places, " and {} more", entry.len().saturating_sub(nth));
            break;
        }
        let path = last.and_then(|last| finding.path.after(last));
        places.push_str(if nth == 0 { "" } else { ", " });
        places.push_str(&path.as_ref().unwrap_or(&finding.path).to_string());
        if let Some(name) = finding.name() {
            let _ = write!(places, "{JOINED}({name})");
        }
        last = Some(&finding.path);
    }
    places.push(':');
    write_lines(text, before, &places);
    if let Some(finding) = entry.first() {
        write_lines(text, "   ", &format!("{} ({})", finding.seen(), finding.why()));
    }
}

/// Writes words below what is there, with this before them, and with further lines indented. A line breaks at spaces, but not where
/// they stand in backticks, and what is longer than a line stays whole.
fn write_lines(text: &mut String, before: &str, words: &str) {
    const INDENT: &str = "    ";
    text.push('\n');
    text.push_str(before);
    let mut column = before.len();
    let mut is_quoted = false;
    let is_end = |c: char| {
        is_quoted ^= c == '`';
        c == ' ' && !is_quoted
    };
    for word in words.split(is_end) {
        let width = word.chars().count();
        let end = column.saturating_add(1).saturating_add(width);
        if end > COLUMNS && column > INDENT.len() {
            text.push('\n');
            text.push_str(INDENT);
            column = INDENT.len().saturating_add(width);
        } else {
            text.push(' ');
            column = end;
        }
        text.extend(word.chars().map(|c| if c == JOINED { ' ' } else { c }));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn lines(before: &str, words: &str) -> Vec<String> {
        let mut text = String::new();
        write_lines(&mut text, before, words);
        text.lines().skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn lines_break_at_spaces_that_are_not_quoted() {
        assert_eq!(lines("  fix:", "use another"), ["  fix: use another"]);
        let (x, y) = ("x".repeat(73), "y".repeat(90));
        assert_eq!(lines("  fix:", &x), [format!("  fix: {x}")]);
        assert_eq!(lines("  fix:", &format!("a {x}")), ["  fix: a", &format!("    {x}")]);
        assert_eq!(lines("  fix:", &format!("a {y} b")), ["  fix: a", &format!("    {y}"), "    b"]);
        // Nothing is gained by another line.
        assert_eq!(lines("   ", &y), [format!("    {y}")]);
        let quoted = format!("{} `kubectl apply --server-side`, or", "a".repeat(50));
        assert_eq!(
            lines("   ", &quoted),
            [&format!("    {}", "a".repeat(50)), "    `kubectl apply --server-side`, or"]
        );
        // Columns are characters.
        assert_eq!(lines("   ", &"… ".repeat(40)).first().map(|line| line.chars().count()), Some(79));
    }

    /// The message about this object.
    fn said(kind: &str, object: &Value, settings: &Value) -> String {
        let request = json!({"kind": {"group": "", "kind": kind}, "operation": "CREATE", "object": object});
        let payload = json!({"request": request, "settings": settings}).to_string();
        let answer: Value = serde_json::from_slice(&crate::validate(payload.as_bytes()).unwrap()).unwrap();
        answer["message"].as_str().unwrap().to_owned()
    }

    fn pod(containers: &[(&str, String)]) -> Value {
        let containers: Vec<_> = containers.iter().map(|(name, image)| json!({"name": name, "image": image})).collect();
        json!({"metadata": {"namespace": "dev", "name": "web"}, "spec": {"containers": containers}})
    }

    #[test]
    fn what_recurs_is_told_once() {
        let message = said(
            "Pod",
            &pod(&[
                ("a", "localhost/a".to_owned()),
                ("b", "localhost:5000/b".to_owned()),
                ("a b", "localhost/c".to_owned()),
                ("d", "localhost/d@sha256:".to_owned() + &"0".repeat(64)),
                ("e", "localhost/e".to_owned()),
            ]),
            &json!({"help": "ask us"}),
        );
        let expected = "\
insecure-registry: Pod dev/web denied, 5 problems
- loopback-registry at spec.containers[0].image (a), [2], [4] (e):
    `localhost` is a loopback registry (by default, dockerd and containerd skip
    TLS verification there or fall back to HTTP)
  and at spec.containers[1].image (b):
    `localhost:5000` is a loopback registry (by default, dockerd and containerd
    skip TLS verification there or fall back to HTTP)
  risk: any process that listens on that port of a node can read or replace the
    image
  fix: push the image to a registry with a trusted certificate; for a
    development registry, add an exemption or list it in trustedRegistries
- loopback-registry at spec.containers[3].image (d):
    `localhost` is a loopback registry (by default, dockerd and containerd skip
    TLS verification there or fall back to HTTP)
  risk: any process that listens on that port of a node can read the image (its
    digest prevents replacement)
  fix: push the image to a registry with a trusted certificate; for a
    development registry, add an exemption or list it in trustedRegistries
ask us";
        assert_eq!(message, expected);
    }

    #[test]
    fn objects_are_told_by_their_names() {
        let image = json!({"containers": [{"image": "localhost/a"}]});
        let first = |kind: &str, metadata: Value| {
            let message = said(kind, &json!({"metadata": metadata, "spec": image}), &json!({}));
            message
                .lines()
                .next()
                .unwrap()
                .strip_prefix("insecure-registry: ")
                .unwrap()
                .strip_suffix(" denied, 1 problem")
                .unwrap()
                .to_owned()
        };
        for (metadata, expected) in [
            (json!({"namespace": "dev", "name": "web"}), "Pod dev/web"),
            (json!({"namespace": "dev", "generateName": "web-"}), "Pod dev/web-*"),
            (json!({"namespace": "dev", "generateName": "web-", "name": "web-1"}), "Pod dev/web-1"),
            (json!({"name": "web"}), "Pod web"),
            (json!({"generateName": "web-"}), "Pod web-*"),
            (json!({"namespace": "dev"}), "Pod"),
            (json!({"name": "a b\n", "namespace": "u:p@h"}), "Pod ?/?"),
            (json!({}), "Pod"),
            (json!(null), "Pod"),
        ] {
            assert_eq!(first("Pod", metadata.clone()), expected, "{metadata}");
        }
        let request = |kind: &str, namespace: &str| {
            let object = json!({"metadata": {}, "spec": {"image": {}}});
            let request = json!({
                "kind": {"group": "", "kind": kind}, "operation": "CREATE", "namespace": namespace, "name": "dev", "object": object,
            });
            let payload = json!({"request": request, "settings": {}}).to_string();
            crate::request::subject(&crate::request::Request::parse(payload.as_bytes()).unwrap())
        };
        assert_eq!(request("Namespace", "dev"), "Namespace dev");
        assert_eq!(request("Pod", "dev"), "Pod dev/dev");
    }

    #[test]
    fn items_of_a_list_are_told_apart() {
        let item = |name: &str| {
            json!({
                "apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "dev", "name": name},
                "spec": {"containers": [{"name": "app", "image": "localhost/a"}]},
            })
        };
        let message = said("List", &json!({"items": [item("web"), item("db")]}), &json!({}));
        assert!(message.starts_with("insecure-registry: List denied, 2 problems\n"), "{message}");
        assert!(
            message.contains("- loopback-registry at items[0].spec.containers[0].image (Pod dev/web, app):\n"),
            "{message}"
        );
        assert!(
            message.contains("- loopback-registry at items[1].spec.containers[0].image (Pod dev/db, app):\n"),
            "{message}"
        );
    }

    #[test]
    fn a_message_is_bounded() {
        let names: Vec<_> = (0..100).map(|nth| format!("n{nth}-{}", "x".repeat(240))).collect();
        for (distinct, name) in [(false, "c"), (true, "c"), (false, "long"), (true, "long")] {
            let image =
                |nth: usize| if distinct { format!("localhost:{}/a", 5000 + nth) } else { "localhost/a".to_owned() };
            let containers: Vec<_> = names
                .iter()
                .enumerate()
                .map(|(nth, long)| (if name == "long" { long.as_str() } else { name }, image(nth)))
                .collect();
            let message = said("Pod", &pod(&containers), &json!({}));
            assert!(message.len() < LONGEST, "{}", message.len());
            assert!(message.starts_with("insecure-registry: Pod dev/web denied, 100 problems\n"), "{message}");
            let expected = if distinct { "\n- and 80 more" } else { " more:\n" };
            assert!(message.contains(expected), "{message}");
        }
        // Long keys, so that not even the first twenty have room.
        let data: serde_json::Map<_, _> = (0..30)
            .map(|nth| {
                let file = format!(
                    "insecure-registries: [r{nth}.example.com]\n{{\"insecure-registries\":[\"r{nth}.example.com\"]}}"
                );
                (format!("{nth}-{}", "é".repeat(800)), json!(file))
            })
            .collect();
        let message = said("ConfigMap", &json!({"data": data}), &json!({}));
        assert!(message.len() < LONGEST && message.contains("\n- and "), "{message}");
    }
}
