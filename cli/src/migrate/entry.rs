//! Entries of `allowedRegistries` and `deniedRegistries` for what other policies compare images with.

use insecure_registry_policy::registry::reference::Reference;
use insecure_registry_policy::registry::{Paths, Pattern};

/// How another policy compares an image with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form<'t> {
    /// Everything passes.
    All,
    /// The image begins with it.
    Prefix(&'t str),
    /// The image is it.
    Exact(&'t str),
}

/// What an entry is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// No entry: everything.
    All,
    Entry(Entry),
}

/// An entry, and how it differs from what it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) text: String,
    pub(super) notes: Vec<String>,
    /// Whether there was a tag or a digest, of which entries know nothing.
    pub(super) had_tag: bool,
}

/// A glob with `*` and `?`, both for any characters, `/` too.
pub(super) fn of_glob(glob: &str) -> Result<Form<'_>, String> {
    let rest = glob.trim_end_matches('*');
    let is_prefix = rest.len() < glob.len();
    let inner = rest.strip_prefix("*.").filter(|inner| inner.contains('/')).unwrap_or(rest);
    if inner.contains(['*', '?']) {
        return Err("has a wildcard where entries have none".to_owned());
    }
    Ok(match (rest, is_prefix) {
        ("", true) => Form::All,
        (_, true) => Form::Prefix(rest),
        (_, false) if inner.len() < rest.len() => return Err("has a wildcard where entries have none".to_owned()),
        (_, false) => Form::Exact(rest),
    })
}

/// A text whose last `*`, if there is one, stands for any characters.
pub(super) fn of_prefix_or_exact(text: &str) -> Result<Form<'_>, String> {
    match text.strip_suffix('*') {
        Some("") => Ok(Form::All),
        Some(prefix) => of_prefix(prefix),
        None if text.contains('*') => Err(LITERAL.to_owned()),
        None => Ok(Form::Exact(text)),
    }
}

/// A text that images begin with.
pub(super) fn of_prefix(text: &str) -> Result<Form<'_>, String> {
    match text {
        "" => Ok(Form::All),
        _ if text.contains('*') => Err(LITERAL.to_owned()),
        _ => Ok(Form::Prefix(text)),
    }
}

const LITERAL: &str = "has a literal `*`, which no image contains";

impl Form<'_> {
    /// The entry that comes nearest, or why there is none.
    pub(super) fn entry(self) -> Result<Said, String> {
        let entry = match self {
            Form::All => return Ok(Said::All),
            Form::Prefix(text) => prefix(text)?,
            Form::Exact(text) => exact(text)?,
        };
        Pattern::parse(&entry.text, Paths::Yes).map_err(|error| {
            let error = error.to_string();
            error.split(" (accepted").next().unwrap_or(&error).to_owned()
        })?;
        Ok(Said::Entry(entry))
    }
}

fn exact(text: &str) -> Result<Entry, String> {
    let reference = Reference::parse(text).map_err(|_| "is not an image".to_owned())?;
    let had_tag = reference.tag.is_some() || reference.digest.is_some();
    let notes = if had_tag { vec!["the entry covers every tag".to_owned()] } else { Vec::new() };
    Ok(Entry { text: reference.repository(), notes, had_tag })
}

fn prefix(text: &str) -> Result<Entry, String> {
    if text.contains("://") {
        return Err("has a scheme, which no image has".to_owned());
    }
    let mut notes = Vec::new();
    let also = |other: &str| format!("the pattern also matches `{}{other}`, the entry does not", shown(text));
    let Some((host, path)) = text.split_once('/') else {
        let (name, port) = text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
        let is_host = name.contains('.') || name == "localhost";
        let entry = match port {
            Some("") if is_host => name.to_owned(),
            Some(port) if is_host && port.bytes().all(|b| b.is_ascii_digit()) => {
                if port.len() < 5 {
                    notes.push(also("0/app"));
                }
                text.to_owned()
            }
            Some(_) => return Err("may be a host with a port, or an image with a tag: end it with a `/`".to_owned()),
            None if is_host => {
                notes.push(also(".evil.example/app"));
                text.to_owned()
            }
            None => {
                notes.push(also(".evil.example/app"));
                format!("docker.io/library/{text}")
            }
        };
        return Ok(Entry { text: entry, notes, had_tag: false });
    };
    let is_host = host.contains(['.', ':']) || host == "localhost";
    let base = if is_host { host.to_owned() } else { format!("docker.io/{host}") };
    if host.starts_with("*.") {
        notes.push(format!("the pattern also matches `evil.example/x{}…`, the entry does not", &text[1..]));
    }
    let is_whole = path.is_empty() || path.ends_with('/');
    let path = path.trim_end_matches('/');
    let (folders, last) = path.rsplit_once('/').map_or(("", path), |(folders, last)| (folders, last));
    let name = last.split([':', '@']).next().unwrap_or(last);
    let had_tag = name.len() < last.len();
    if had_tag && last.trim_end_matches(':').len() > name.len() {
        notes.push("the entry covers every tag".to_owned());
    } else if !is_whole && !had_tag {
        notes.push(also("-evil/app"));
    }
    let path = [base.as_str(), folders, name].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("/");
    Ok(Entry { text: path, notes, had_tag: had_tag && last.trim_end_matches(':').len() > name.len() })
}

/// A pattern as a comment may have it: in one line, and without what may be a password.
pub(super) fn shown(text: &str) -> String {
    let may_be_secret = text.contains('@') && !text.contains("@sha256:");
    let text = if may_be_secret { text.rsplit_once('@').map_or(text, |(_, after)| after) } else { text };
    let plain: String =
        text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { '?' } else { c }).collect();
    if may_be_secret { format!("…@{plain}") } else { plain }
}

/// The entries that two lists have in common: of two of which one covers the other, the narrower.
pub(super) fn common(a: &[Entry], b: &[Entry]) -> Vec<Entry> {
    let within = |list: &[Entry], other: &[Entry]| {
        let is_covered = |entry: &&Entry| other.iter().any(|it| covers(&it.text, &entry.text));
        list.iter().filter(is_covered).cloned().collect::<Vec<_>>()
    };
    let mut common = within(a, b);
    for entry in within(b, a) {
        if common.iter().all(|it| it.text != entry.text) {
            common.push(entry);
        }
    }
    common
}

/// Whether all that an entry covers is covered by another.
fn covers(wide: &str, narrow: &str) -> bool {
    fn parts(entry: &str) -> (&str, &str, &str) {
        let (registry, path) = entry.split_once('/').unwrap_or((entry, ""));
        let (host, port) = registry.rsplit_once(':').filter(|(host, _)| !host.contains(':')).unwrap_or((registry, ""));
        (host, port, path)
    }
    let ((host, port, path), (other_host, other_port, other_path)) = (parts(wide), parts(narrow));
    let is_host = host.eq_ignore_ascii_case(other_host)
        || host.strip_prefix('*').is_some_and(|suffix| {
            other_host.len() > suffix.len() && other_host.to_ascii_lowercase().ends_with(&suffix.to_ascii_lowercase())
        });
    let is_path =
        path.is_empty() || other_path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    is_host && (port.is_empty() || port == other_port) && is_path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(form: Result<Form<'_>, String>) -> Result<String, String> {
        Ok(match form?.entry()? {
            Said::All => "all".to_owned(),
            Said::Entry(it) => [it.text].into_iter().chain(it.notes).collect::<Vec<_>>().join("; "),
        })
    }

    #[test]
    fn prefixes() {
        let also = |text: &str, more: &str| format!("the pattern also matches `{text}{more}`, the entry does not");
        for (text, expected) in [
            ("registry.example.com/", "registry.example.com".to_owned()),
            ("registry.example.com:5000/", "registry.example.com:5000".to_owned()),
            ("registry.example.com:", "registry.example.com".to_owned()),
            (
                "registry.example.com",
                format!("registry.example.com; {}", also("registry.example.com", ".evil.example/app")),
            ),
            ("r.example.com:500", format!("r.example.com:500; {}", also("r.example.com:500", "0/app"))),
            ("r.example.com:50000", "r.example.com:50000".to_owned()),
            ("ghcr.io/org/", "ghcr.io/org".to_owned()),
            ("ghcr.io/org", format!("ghcr.io/org; {}", also("ghcr.io/org", "-evil/app"))),
            ("ghcr.io/org/app:", "ghcr.io/org/app".to_owned()),
            ("ghcr.io/org/app:v1", "ghcr.io/org/app; the entry covers every tag".to_owned()),
            ("openpolicyagent/", "docker.io/openpolicyagent".to_owned()),
            ("library/nginx", format!("docker.io/library/nginx; {}", also("library/nginx", "-evil/app"))),
            ("nginx", format!("docker.io/library/nginx; {}", also("nginx", ".evil.example/app"))),
            ("localhost:5000/", "localhost:5000".to_owned()),
            ("", "all".to_owned()),
        ] {
            assert_eq!(entry(of_prefix(text)), Ok(expected), "{text}");
        }
        for (text, expected) in [
            ("docker.io/*", LITERAL),
            ("https://registry.example.com/", "has a scheme, which no image has"),
            ("registry:5000", "may be a host with a port, or an image with a tag: end it with a `/`"),
            ("ubuntu:20.14", "may be a host with a port, or an image with a tag: end it with a `/`"),
            (
                "ghcr.io/team-",
                "has a path that is not a repository; write whole components in lower case, without a tag",
            ),
        ] {
            assert_eq!(entry(of_prefix(text)), Err(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn globs_and_exact_images() {
        for (glob, expected) in [
            ("eu.foo.io/*", "eu.foo.io"),
            ("*", "all"),
            ("nginx", "docker.io/library/nginx"),
            ("quay.io/coreos/etcd:v3.4.12", "quay.io/coreos/etcd; the entry covers every tag"),
            (
                "*.example.com/*",
                "*.example.com; the pattern also matches `evil.example/x.example.com/…`, the entry does not",
            ),
        ] {
            assert_eq!(entry(of_glob(glob)).as_deref(), Ok(expected), "{glob}");
        }
        for glob in ["*/team/*", "foo.io/*/app", "foo?.io/*", "*.example.com", "*:latest"] {
            assert_eq!(entry(of_glob(glob)), Err("has a wildcard where entries have none".to_owned()), "{glob}");
        }
        assert_eq!(
            entry(of_prefix_or_exact("ubuntu:20.14")).unwrap(),
            "docker.io/library/ubuntu; the entry covers every tag"
        );
        assert_eq!(entry(of_prefix_or_exact("openpolicyagent/*")).unwrap(), "docker.io/openpolicyagent");
        assert_eq!(entry(of_prefix_or_exact("a/*/b")).unwrap_err(), LITERAL);
    }

    #[test]
    fn what_two_lists_have_in_common() {
        for (wide, narrow, expected) in [
            ("ghcr.io", "ghcr.io/org", true),
            ("ghcr.io/org", "ghcr.io", false),
            ("ghcr.io/org", "ghcr.io/organisation", false),
            ("*.example.com", "a.example.com:5000/x", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "*.a.example.com", true),
            ("r.example.com:5000", "r.example.com", false),
            ("r.example.com", "r.example.com:5000", true),
        ] {
            assert_eq!(covers(wide, narrow), expected, "{wide} {narrow}");
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(shown("robot:CANARY@registry.example.com/"), "…@registry.example.com/");
        assert_eq!(shown("a/b@sha256:00\n"), "a/b@sha256:00?");
    }
}
