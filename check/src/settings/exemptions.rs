//! Changes the exemptions in a text, and leaves the rest as somebody wrote it, comments too.

use insecure_registry_manifests::source::{Map, Step};
use serde_json::Value;

use super::Text;

impl Text<'_> {
    /// The text without the exemptions at these positions, and with others after the last one, which are written for an indentation.
    /// None if the exemptions, or the settings, do not stand on lines of their own. Whoever calls this compares what it means.
    pub fn with_exemptions(&self, text: &str, dropped: &[usize], more: impl Fn(usize) -> String) -> Option<String> {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        if let Some(last) = lines.last_mut().filter(|line| !line.ends_with('\n')) {
            last.push('\n');
        }
        let list = |indent: usize| {
            let more = more(indent + 2);
            if more.is_empty() { more } else { format!("{}exemptions:\n{more}", " ".repeat(indent)) }
        };
        let is_empty = self.value.as_object().is_none_or(serde_json::Map::is_empty);
        if is_empty && self.root.is_empty() {
            lines.retain(|line| matches!(line.trim_start().chars().next(), None | Some('#')));
            lines.push(list(0));
            return Some(lines.concat());
        }
        let map = Map::of_settings(self.part.as_ref()?)?;
        let line_of = |path: &[Step<'_>]| {
            let position = map.find(self.root.iter().cloned().chain(path.iter().cloned()));
            (position.line.saturating_sub(1), position.last_line)
        };
        let key = Step::Key("exemptions".into());
        match &self.value["exemptions"] {
            Value::Array(items) if !items.is_empty() => {
                let starts = (0..items.len()).map(|nth| line_of(&[key.clone(), Step::Item(nth)]));
                let starts: Vec<(usize, usize)> = starts.collect();
                let indent = indent_of(lines.get(starts.first()?.0)?);
                let mut ranges = Vec::new();
                for (nth, (start, end)) in starts.iter().copied().enumerate() {
                    let line = lines.get(start)?;
                    if !line.trim_start().starts_with("- ") || indent_of(line) != indent {
                        return None;
                    }
                    let mut end = starts.get(nth + 1).map_or(end, |(next, _)| end.min(*next)).min(lines.len());
                    // What stands between two items belongs to neither.
                    while end > start + 1 && (is_blank(&lines[end - 1]) || indent_of(&lines[end - 1]) <= indent) {
                        end -= 1;
                    }
                    ranges.push(start..end);
                }
                let more = more(indent);
                lines.insert(ranges.last()?.end, more);
                for nth in dropped.iter().rev() {
                    lines.drain(ranges.get(*nth)?.clone());
                }
            }
            Value::Null | Value::Array(_) if self.value.get("exemptions").is_some() => {
                let (line, _) = line_of(&[key]);
                let line = lines.get_mut(line)?;
                let indent = indent_of(line);
                if !matches!(line.trim(), "exemptions:" | "exemptions: []") {
                    return None;
                }
                *line = list(indent);
            }
            Value::Null => {
                let keys = self.value.as_object()?.keys();
                let (line, key) = keys.map(|key| (line_of(&[Step::Key(key.clone().into())]).0, key)).min()?;
                let text = lines.get(line)?;
                if !text.trim_start().trim_start_matches(['"', '\'']).starts_with(key.as_str()) {
                    return None;
                }
                lines.insert(line, list(indent_of(text)));
            }
            _ => return None,
        }
        Some(lines.concat())
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_blank(line: &str) -> bool {
    matches!(line.trim_start().chars().next(), None | Some('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, dropped: &[usize], more: &str) -> Option<String> {
        let write =
            |indent: usize| if more.is_empty() { String::new() } else { format!("{}{more}\n", " ".repeat(indent)) };
        Text::read(text).unwrap().with_exemptions(text, dropped, write)
    }

    #[test]
    fn exemptions_are_changed_and_nothing_else() {
        let text = "# before\nhelp: x # why\nexemptions: # list\n  # first\n  - reason: a\n    names: [a]\n\n  # second\n  - reason: b\n    \
                    names:\n      - b\n  # after\ngenerated: warn\n";
        assert_eq!(edited(text, &[], "- c").unwrap(), text.replace("      - b\n", "      - b\n  - c\n"));
        assert_eq!(
            edited(text, &[0], "- c").unwrap(),
            text.replace("  - reason: a\n    names: [a]\n", "").replace("      - b\n", "      - b\n  - c\n")
        );
        assert_eq!(
            edited(text, &[0, 1], "").unwrap(),
            "# before\nhelp: x # why\nexemptions: # list\n  # first\n\n  # second\n  # after\ngenerated: warn\n"
        );
        assert_eq!(
            edited("exemptions:\n- reason: a\n  names: [a]", &[], "- c").unwrap(),
            "exemptions:\n- reason: a\n  names: [a]\n- c\n"
        );
    }

    #[test]
    fn where_there_are_none_they_come_first() {
        assert_eq!(edited("# a\n{}\n", &[], "- c").unwrap(), "# a\nexemptions:\n  - c\n");
        assert_eq!(edited("", &[], "- c").unwrap(), "exemptions:\n  - c\n");
        assert_eq!(
            edited("# a\nhelp: x\nupdates: strict\n", &[], "- c").unwrap(),
            "# a\nexemptions:\n  - c\nhelp: x\nupdates: strict\n"
        );
        assert_eq!(edited("help: x\nexemptions: []\n", &[], "- c").unwrap(), "help: x\nexemptions:\n  - c\n");
        let policy = "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nspec:\n  settings:\n    help: x\n  mode: protect\n";
        let expected = policy.replace("    help", "    exemptions:\n      - c\n    help");
        assert_eq!(edited(policy, &[], "- c").unwrap(), expected);
    }

    #[test]
    fn what_stands_on_one_line_is_left_alone() {
        for text in ["{help: x}", "exemptions: [{reason: a, names: [a]}]", "{\"exemptions\": [\n{\"reason\": \"a\"}]}"]
        {
            assert_eq!(edited(text, &[], "- c"), None, "{text}");
        }
    }
}
