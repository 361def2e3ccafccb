//! Where something is in an object: `spec.template.spec.containers[0].image`.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};
use std::hash::{Hash, Hasher};

use crate::json::{Kept, Raw, Text};
use crate::registry::display::{Key, shown};

/// One step down from an object.
#[derive(Clone, Debug)]
pub enum Segment<'a> {
    /// A member of an object.
    Key(Text<'a>),
    /// An item of a list.
    Item {
        /// Counted from 0.
        index: usize,
        /// The item's name, where the walker was asked to look for it: Kubernetes merges lists of containers,
        /// volumes and variables by it, so that it says which item this is when the order changes.
        name: Option<Text<'a>>,
    },
}

impl<'a> Segment<'a> {
    /// A member of an object.
    pub fn key(key: &'a str) -> Self {
        Segment::Key(key.into())
    }

    /// An item of a list, without its name.
    pub fn index(index: usize) -> Self {
        Segment::Item { index, name: None }
    }

    /// An item of a list, with its name, if it has one.
    pub fn item(index: usize, item: Raw<'a>) -> Self {
        let name = item.members(NAMES).into_iter().flatten().find_map(Raw::text);
        Segment::Item { index, name }
    }

    /// The same, for as long as it is wanted.
    pub(crate) fn kept<'o>(&self, kept: &mut Kept) -> Segment<'o> {
        match self {
            Segment::Key(key) => Segment::Key(kept.keep(key)),
            Segment::Item { index, name } => {
                Segment::Item { index: *index, name: name.as_ref().map(|name| kept.keep(name)) }
            }
        }
    }

    /// The key of a member.
    pub(crate) fn as_key(&self) -> Option<&Text<'a>> {
        match self {
            Segment::Key(key) => Some(key),
            Segment::Item { .. } => None,
        }
    }

    /// An order in which what leads to the same thing is equal: items by their names if they have one. Of others only the list
    /// counts: another one in front of them does not make them new.
    fn cmp_thing(&self, other: &Segment<'_>) -> Ordering {
        match (self, other) {
            (Segment::Key(a), Segment::Key(b))
            | (Segment::Item { name: Some(a), .. }, Segment::Item { name: Some(b), .. }) => a.cmp(b),
            _ => self.sort().cmp(&other.sort()),
        }
    }

    /// Keys by name, items by index.
    fn cmp_step(&self, other: &Segment<'_>) -> Ordering {
        match (self, other) {
            (Segment::Key(a), Segment::Key(b)) => a.cmp(b),
            (Segment::Item { index: a, .. }, Segment::Item { index: b, .. }) => a.cmp(b),
            (Segment::Key(_), Segment::Item { .. }) => Ordering::Less,
            (Segment::Item { .. }, Segment::Key(_)) => Ordering::Greater,
        }
    }

    fn sort(&self) -> u8 {
        match self {
            Segment::Key(_) => 0,
            Segment::Item { name: Some(_), .. } => 1,
            Segment::Item { name: None, .. } => 2,
        }
    }
}

/// What says which item of a list it is: its name, or else the registry that it is about.
const NAMES: [&str; 8] = ["name", "domainName", "host", "url", "registry", "repo", "prefix", "location"];

/// A place in an object, from its root.
#[derive(Clone, Debug, Default)]
pub struct Path<'a>(Vec<Segment<'a>>);

impl<'a> Path<'a> {
    /// The steps from the root.
    pub fn segments(&self) -> &[Segment<'a>] {
        &self.0
    }

    /// Goes a step down.
    pub fn push(&mut self, segment: Segment<'a>) {
        self.0.push(segment);
    }

    /// Goes a step up.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// How many steps it is from the root.
    pub fn depth(&self) -> usize {
        self.0.len()
    }

    /// How many steps it has with another one, before they part.
    pub(crate) fn steps_with(&self, other: &Path<'_>) -> usize {
        self.0.iter().zip(&other.0).take_while(|(a, b)| a.cmp_step(b).is_eq()).count()
    }

    /// The steps that tell it from a path that came before, if only numbers of items do: `[1].env[0]` of `containers[1].env[0].value`.
    pub(crate) fn after(&self, before: &Path<'_>) -> Option<Path<'a>> {
        let start = self.steps_with(before);
        let differing = self.0.get(start..)?;
        let is_alike = |(a, b): (&Segment<'_>, &Segment<'_>)| match (a, b) {
            (Segment::Key(a), Segment::Key(b)) => a == b,
            (Segment::Item { .. }, Segment::Item { .. }) => true,
            _ => false,
        };
        if self.depth() != before.depth()
            || !matches!(differing, [Segment::Item { .. }, ..])
            || !differing.iter().zip(before.0.get(start..)?).all(is_alike)
        {
            return None;
        }
        let end = differing.iter().rposition(|step| step.as_key().is_none())?;
        Some(differing.get(..=end)?.iter().cloned().collect())
    }

    /// An order in which paths to the same place in two versions of an object are equal: a container that moved within its list
    /// is the same container. Items without a name are equal.
    pub fn cmp_place(&self, other: &Path<'_>) -> Ordering {
        let differing = self.0.iter().zip(&other.0).map(|(a, b)| a.cmp_thing(b)).find(|order| order.is_ne());
        differing.unwrap_or_else(|| self.depth().cmp(&other.depth()))
    }
}

/// A place, hashed: the same for paths that [`Path::cmp_place`] says are equal.
pub(crate) struct PlaceOf<'p, 'a>(pub(crate) &'p Path<'a>);

impl Hash for PlaceOf<'_, '_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for segment in &self.0.0 {
            segment.sort().hash(state);
            if let Segment::Key(name) | Segment::Item { name: Some(name), .. } = segment {
                name.as_str().hash(state);
            }
        }
        // No step is of this sort.
        u8::MAX.hash(state);
    }
}

impl<'a> FromIterator<Segment<'a>> for Path<'a> {
    fn from_iter<I: IntoIterator<Item = Segment<'a>>>(segments: I) -> Self {
        Path(segments.into_iter().collect())
    }
}

/// In the order of reading: keys by name, items by index.
impl Ord for Path<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let differing = self.0.iter().zip(&other.0).map(|(a, b)| a.cmp_step(b)).find(|order| order.is_ne());
        differing.unwrap_or_else(|| self.depth().cmp(&other.depth()))
    }
}

impl PartialOrd for Path<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Path<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Path<'_> {}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("object");
        }
        let mut f = Short { to: f, budget: LONGEST };
        for (nth, segment) in self.0.iter().enumerate() {
            if f.budget == 0 {
                return f.to.write_char('…');
            }
            match segment {
                Segment::Item { index, .. } => write!(f, "[{index}]")?,
                Segment::Key(key) if is_plain(key) => {
                    f.write_str(if nth == 0 { "" } else { "." })?;
                    f.write_str(key)?;
                }
                Segment::Key(key) => write!(f, "[\"{}\"]", shown(Key(key)))?,
            }
        }
        if f.budget == 0 { f.to.write_char('…') } else { Ok(()) }
    }
}

/// Longer than any path that somebody reads. All that is longer was made to be: keys may be long, and stand in each other.
const LONGEST: usize = 1000;

/// Passes on as many bytes as there is room for.
struct Short<'t, 'f> {
    to: &'t mut fmt::Formatter<'f>,
    budget: usize,
}

impl fmt::Write for Short<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // What is shown is ASCII but for the mark of a long key, so that this cuts where it should.
        let shown = text.get(..self.budget).unwrap_or(text);
        self.budget = self.budget.saturating_sub(text.len());
        self.to.write_str(shown)
    }
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.len() < 100 && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

impl<'a> Raw<'a> {
    /// The value at the path under this one.
    pub fn at(self, path: &[Segment<'_>]) -> Option<Raw<'a>> {
        path.iter().try_fold(self, |value, segment| match segment {
            Segment::Key(key) => value.member(key),
            Segment::Item { index, .. } => value.item(*index),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(index: usize, name: &'static str) -> Segment<'static> {
        Segment::Item { index, name: Some(name.into()) }
    }

    #[test]
    fn prints_as_kubectl_and_jq_users_write_it() {
        let path: Path<'_> = [
            Segment::key("metadata"),
            Segment::key("annotations"),
            Segment::key("example.com/a\"b\n"),
            named(3, "x"),
            Segment::key("image"),
        ]
        .into_iter()
        .collect();
        assert_eq!(path.to_string(), r#"metadata.annotations["example.com/a\"b\n"][3].image"#);
        assert_eq!(Path::default().to_string(), "object");
        let shown = |key: &str| Path::from_iter([Segment::key(key)]).to_string();
        assert_eq!(shown(""), "[\"\"]");
        assert_eq!(shown(&"a".repeat(99)), "a".repeat(99));
        assert_eq!(shown(&"a".repeat(100)), format!("[\"{}\"]", "a".repeat(100)));
    }

    #[test]
    fn is_short() {
        let path: Path<'_> = (0..200).map(|_| Segment::key("a key")).collect();
        let shown = path.to_string();
        assert!(shown.starts_with("[\"a key\"][") && shown.ends_with("…"), "{shown}");
        assert_eq!(shown.chars().count(), LONGEST + 1);
    }

    #[test]
    fn what_came_before_is_not_said_again() {
        let path = |text: &'static str| -> Path<'static> {
            let step = |it: &'static str| it.parse().map_or(Segment::key(it), Segment::index);
            text.split(' ').map(step).collect()
        };
        for (before, it, expected) in [
            ("containers 0 image", "containers 1 image", Some("[1]")),
            ("containers 0 env 2", "containers 1 env 0", Some("[1].env[0]")),
            ("containers 0 env 2", "containers 0 env 3", Some("[3]")),
            ("containers 0 env 2 value", "containers 1 env 2 value", Some("[1].env[2]")),
            ("containers 0 image", "initContainers 1 image", None),
            ("containers 0 image", "containers 1 args", None),
            ("containers 0 image", "containers 1 image reference", None),
            ("containers 0 image", "containers 0 image", None),
            ("containers 0 env 0", "containers 1 args 0", None),
        ] {
            let after = path(it).after(&path(before)).map(|path| path.to_string());
            assert_eq!(after.as_deref(), expected, "{it} after {before}");
        }
    }

    #[test]
    fn sorts_items_as_numbers_and_compares_them_by_name() {
        let at = |segment: Segment<'static>| -> Path<'static> {
            [Segment::key("containers"), segment].into_iter().collect()
        };
        assert!(at(Segment::index(9)) < at(Segment::index(10)));
        assert!(at(named(0, "web")).cmp_place(&at(named(7, "web"))).is_eq());
        assert!(at(named(0, "web")).cmp_place(&at(named(0, "db"))).is_ne());
        assert!(at(named(0, "web")).cmp_place(&at(Segment::index(0))).is_ne());
        assert!(at(Segment::index(1)).cmp_place(&at(Segment::index(2))).is_eq());
        let item = |json: &'static str| at(Segment::item(0, Raw::new(json.as_bytes()).unwrap()));
        assert!(item(r#"{"host":"a"}"#).cmp_place(&item(r#"{"insecure":true,"host":"a"}"#)).is_eq());
        assert!(item(r#"{"host":"a"}"#).cmp_place(&item(r#"{"host":"b"}"#)).is_lt());
        assert!(item(r#"{"host":"a","name":"c"}"#).cmp_place(&item(r#"{"host":"b","name":"c"}"#)).is_eq());
        assert!(item(r#"{"host":"a"}"#).cmp_place(&item("5")).is_lt());
        assert_eq!(at(named(1, "web")), at(named(1, "db")));
        assert_ne!(at(named(1, "web")), at(named(2, "web")));
    }
}
