//! Where in a tool's file something was found: what was judged is a resource that stands for the file.

use insecure_registry_manifests::files::TEXT;
use insecure_registry_manifests::request::Input;
use insecure_registry_manifests::source::{MASK, Map, Position, Quote, Step};
use insecure_registry_policy::finding::Finding;
use insecure_registry_policy::path::{Path, Segment};
use insecure_registry_policy::text::each_field;

/// A place in the document of a file.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(crate) steps: Vec<Step<'static>>,
    /// The line of a block of text there.
    line: Option<Line>,
    /// The value there, if the finding shows it too.
    value: Option<String>,
}

/// The steps of a path.
pub(crate) fn steps<'p>(path: &'p Path<'_>) -> impl Iterator<Item = Step<'p>> {
    path.segments().iter().map(|segment| match segment {
        Segment::Key(key) => Step::Key(key.as_str().into()),
        Segment::Item { index, .. } => Step::Item(*index),
    })
}

/// The same step, of its own.
pub(crate) fn owned(step: Step<'_>) -> Step<'static> {
    match step {
        Step::Key(key) => Step::Key(key.into_owned().into()),
        Step::Item(nth) => Step::Item(nth),
    }
}

impl Origin {
    /// Where in a tool's file something was found; none in what is no such file.
    pub(crate) fn of(input: &Input<'_>, found: &Finding<'_>) -> Option<Self> {
        if !input.is_file {
            return None;
        }
        let path: Vec<_> = steps(&found.path).collect();
        if let [Step::Key(key), Step::Key(name), ..] = &path[..]
            && key == TEXT
        {
            // What was found in a manifest is told with its place there.
            let (steps, value) = match &path[2..] {
                [] => in_text(input, name, found),
                rest => (rest.iter().cloned().map(owned).collect(), None),
            };
            return Some(Origin { steps, line: None, value });
        }
        let (moved, place) = input.origin(&path);
        let scripts = moved.map(|moved| &moved.scripts[..]).unwrap_or_default();
        let script = scripts.iter().find_map(|(place, script)| Some((place, Line::of(found, script)?)));
        Some(match (script, scripts.first()) {
            (Some((place, line)), _) => Origin { steps: place.clone(), line: Some(line), value: None },
            (None, Some(_)) => {
                Origin { steps: moved.map(|moved| moved.from.clone()).unwrap_or_default(), line: None, value: None }
            }
            (None, None) => Origin { steps: place.into_iter().map(owned).collect(), line: None, value: None },
        })
    }

    /// Its path, as it is written for objects.
    pub(crate) fn path(&self) -> String {
        let mut path = Path::default();
        for step in &self.steps {
            path.push(match step {
                Step::Key(key) => Segment::key(key),
                Step::Item(nth) => Segment::index(*nth),
            });
        }
        path.to_string()
    }

    /// As much of what stands there as may be shown: of a script on a line of its own, of a registry.
    pub(crate) fn shown(&self) -> Option<String> {
        self.line.as_ref().map(|line| format!("{MASK} {} {MASK}", line.word)).or_else(|| self.value.clone())
    }

    /// The line in a block of text, if that is what it is.
    pub(crate) fn line(&self, map: &Map<'_>) -> Option<(Position, Quote)> {
        self.line.as_ref()?.find(map, &self.steps)
    }
}

/// A line of a script, or of another text within a document.
#[derive(Debug)]
pub(crate) struct Line {
    /// From 0.
    nth: usize,
    /// What may be shown of it.
    word: String,
}

/// How many lines of a command are looked at, and how many commands.
const LONGEST: usize = 100;

impl Line {
    /// The line that a finding is about: the first with a word that it names, if possible in a command with all words that it names.
    pub(crate) fn of(found: &Finding<'_>, text: &str) -> Option<Self> {
        let words: Vec<_> = named(found).collect();
        let lines: Vec<_> = text.lines().collect();
        let is_comment = |line: &str| line.trim_start().starts_with('#');
        let continues = |nth: usize| lines.get(nth).is_some_and(|line| line.trim_end().ends_with('\\'));
        let in_command = |nth: usize, word: &str| {
            let start = nth.saturating_sub(LONGEST);
            let first = (start..nth).rev().find(|before| !continues(*before)).map_or(start, |before| before + 1);
            let last = (nth..nth + LONGEST).find(|line| !continues(*line)).unwrap_or(nth);
            lines[first..=last].iter().any(|line| has_word(line, word))
        };
        words.iter().find_map(|word| {
            let has_it = |nth: &usize| has_word(lines[*nth], word) && !is_comment(lines[*nth]);
            let all = |nth: &usize| words.iter().all(|other| in_command(*nth, other));
            // The program may be a variable, or the word may be made of several.
            let in_word = || lines.iter().position(|line| word.len() >= SHORTEST && line.contains(word));
            let first = (0..lines.len()).find(has_it).or_else(in_word)?;
            let nth = (first..lines.len()).filter(has_it).take(LONGEST).find(all).unwrap_or(first);
            Some(Line { nth, word: (*word).to_owned() })
        })
    }

    /// Where it stands, if the text at these steps is a block in which it can be told.
    pub(crate) fn find(&self, map: &Map<'_>, steps: &[Step<'static>]) -> Option<(Position, Quote)> {
        map.line_in_block(steps.iter().cloned(), self.nth, &self.word)
    }
}

/// Whether a line has a word that is not part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(is_of_word) && !line[at + word.len()..].starts_with(is_of_word))
}

/// A shorter word, unless it is a flag, may stand in any text, a secret among them.
const SHORTEST: usize = 3;

/// The flags, variables and files that a finding names, in the order of its words.
fn named<'f>(found: &'f Finding<'_>) -> impl Iterator<Item = &'f str> {
    let is_name = |word: &&str| {
        (word.len() >= SHORTEST || word.starts_with('-'))
            && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
    };
    [found.seen(), found.why()].into_iter().flat_map(|text| text.split('`').skip(1).step_by(2)).filter(is_name)
}

/// The field that a finding in the text of a file is about: of the file that it names, and about the registry that it names, if there is
/// one. With its value, if the finding shows it.
fn in_text(input: &Input<'_>, name: &str, found: &Finding<'_>) -> (Vec<Step<'static>>, Option<String>) {
    let is_of_credentials = found.rule.id.starts_with("credentials-");
    let mut best: Option<(usize, Vec<Step<'static>>, Option<String>)> = None;
    each_field(input.part.source(), name, &mut |field| {
        if field.is_credential != is_of_credentials {
            return;
        }
        let is_of_file = field.file.is_some_and(|file| found.why().contains(file));
        let is_of_registry = field.registry.is_some_and(|registry| found.seen().contains(registry));
        let is_as_said = field.is_plaintext == found.seen().contains("plain HTTP");
        let score = usize::from(is_of_file) * 4 + usize::from(is_as_said) * 2 + usize::from(is_of_registry);
        if best.as_ref().is_none_or(|(known, ..)| *known < score) {
            let shown = field.registry.filter(|it| field.is_registry && found.seen().contains(&format!("`{it}`")));
            best = Some((score, steps(&field.path).map(owned).collect(), shown.map(str::to_owned)));
        }
    });
    best.map(|(_, steps, shown)| (steps, shown)).unwrap_or_default()
}
