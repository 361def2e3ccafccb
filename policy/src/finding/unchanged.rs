//! Which findings of an object its old version also has.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Action, Finding};
use crate::json::Text;
use crate::part::{Part, part_of};
use crate::path::{PlaceOf, Segment};
use crate::places::LAST_APPLIED;

/// What was found in a version of an object: the findings that are kept, and what was seen of those beyond them.
pub(crate) type Version<'f, 'a> = (&'f mut [Finding<'a>], Option<Seen<'a>>);

/// Lets findings pass with a warning that were found in the old version of the object too: same rule, same place, same words. What
/// is found twice has to have been there twice. Those beyond the kept ones, so many as `dropped`, are compared as well; returns how many
/// of them are new.
pub(crate) fn forgive_unchanged<'a>(found: Version<'_, 'a>, dropped: usize, old: Version<'_, 'a>) -> usize {
    let (findings, rest) = found;
    let mut unknown = vec![false; findings.len().saturating_add(dropped)];
    // Heaps, since the library's sort is many bytes, and a list that is kept sorted is quadratic.
    let [mut all, mut known] = [(&*findings, rest), (&*old.0, old.1)].map(|(findings, rest)| {
        let mut seen = rest.unwrap_or_default();
        for (nth, finding) in findings.iter().enumerate() {
            seen.add(nth, finding);
        }
        BinaryHeap::from(seen.list)
    });
    while let Some((part, Reverse(nth))) = all.pop() {
        while known.peek().is_some_and(|(known, _)| *known > part) {
            known.pop();
        }
        if part.is_some() && known.peek().is_some_and(|(known, _)| *known == part) {
            known.pop();
        } else if let Some(unknown) = unknown.get_mut(nth) {
            *unknown = true;
        }
    }
    let mut unknown = unknown.into_iter();
    for (finding, is_unknown) in findings.iter_mut().zip(&mut unknown) {
        if finding.action == Action::Deny && !is_unknown {
            finding.action = Action::Unchanged;
        }
    }
    unknown.filter(|is_unknown| *is_unknown).count()
}

/// What was seen in a version of an object, hashed: of each finding its place and its words, and which finding it is.
#[derive(Debug, Default)]
pub(crate) struct Seen<'a> {
    list: Vec<(Option<Part>, Reverse<usize>)>,
    /// The last text that was hashed: findings below one key share it, and it may be long.
    last: Option<(Text<'a>, Part)>,
}

impl<'a> Seen<'a> {
    /// Adds all that makes a finding.
    pub(crate) fn add(&mut self, nth: usize, finding: &Finding<'a>) {
        let place = (finding.rule.id, PlaceOf(&finding.path));
        for part in finding.parts.iter() {
            self.list.push((Some(part_of(&(&place, part))), Reverse(nth)));
        }
        if finding.parts.is_empty() {
            // What is beyond the most of a container says only that there is more.
            let whole =
                (!finding.cause.seen.is_empty()).then(|| part_of(&(&place, &finding.cause.seen, self.value(finding))));
            self.list.push((whole, Reverse(nth)));
        }
    }

    fn value(&mut self, finding: &Finding<'a>) -> Option<Part> {
        // What was applied repeats the object, where it is judged too. Its text is another one with each label.
        if matches!(finding.path.segments().last(), Some(Segment::Key(key)) if key.as_str() == LAST_APPLIED) {
            return None;
        }
        match &self.last {
            Some((text, part)) if std::ptr::eq(text.as_str(), finding.value.as_str()) => Some(*part),
            _ => {
                let part = part_of(&finding.value.as_str());
                self.last = Some((finding.value.clone(), part));
                Some(part)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::verdict::MOST_FINDINGS;

    /// How many problems there are of a Pod that was another one.
    fn problems(new: &[Value], old: &[Value]) -> usize {
        let pod = |containers: &[Value]| json!({"metadata": {"name": "a"}, "spec": {"containers": containers}});
        let payload = json!({
            "request": {
                "kind": {"group": "", "kind": "Pod"}, "operation": "UPDATE", "object": pod(new), "oldObject": pod(old),
            },
            "settings": {},
        });
        let answer = crate::validate(payload.to_string().as_bytes()).unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!(answer["accepted"].as_bool(), Some(answer["message"].is_null()));
        answer["message"].as_str().map_or(0, |message| {
            let (_, count) = message.lines().next().unwrap().split_once("denied, ").unwrap();
            count.split(' ').next().unwrap().parse().unwrap()
        })
    }

    #[test]
    fn findings_beyond_the_most_are_compared_too() {
        let container = |name: usize, image: &str| json!({"name": format!("c-{name}"), "image": image});
        let old: Vec<_> = (0..MOST_FINDINGS + 500).map(|nth| container(nth, "localhost/app")).collect();
        assert_eq!(problems(&old, &[]), MOST_FINDINGS + 500);
        assert_eq!(problems(&old, &old), 0);
        let backwards: Vec<_> = old.iter().rev().cloned().collect();
        assert_eq!(problems(&backwards, &old), 0);
        // New ones, in front and among those that are not kept.
        let more = |at: usize, name: usize| {
            let mut new = old.clone();
            new.insert(at, container(name, "localhost/new"));
            problems(&new, &old)
        };
        assert_eq!([more(0, 5000), more(old.len(), 5000), more(old.len(), 7)], [1, 1, 1]);
        for nth in [0, MOST_FINDINGS, MOST_FINDINGS + 499] {
            let mut new = old.clone();
            new[nth]["image"] = json!("127.0.0.1/app");
            assert_eq!(problems(&new, &old), 1, "{nth}");
        }
        // Twice is more than once.
        let twice = [&old[..], &old[..3]].concat();
        assert_eq!([problems(&twice, &old), problems(&old, &twice), problems(&old, &old[..1400])], [3, 0, 100]);
    }

    #[test]
    fn what_is_beyond_the_most_of_a_container_is_not_known() {
        let container = |words: usize| {
            let args: Vec<_> =
                ["skopeo", "copy"].into_iter().chain(std::iter::repeat_n("--tls-verify=false", words)).collect();
            json!({"name": "a", "image": "registry.example.com/a", "command": args})
        };
        let [few, many] = [MOST_FINDINGS, MOST_FINDINGS + 2].map(|words| [container(words)]);
        assert_eq!([problems(&few, &few), problems(&many, &many), problems(&many, &few)], [0, 1, 1]);
    }
}
