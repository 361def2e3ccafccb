//! systemd units, Podman's Quadlet units, and the environment files that they read (`/etc/default/docker`, `/etc/sysconfig/docker`).
//!
//! Lines, quotes and escapes are those of systemd.syntax(7): a backslash at the end of a line joins the next one to it, comments
//! in between do not count, and either quote begins a word that may hold blanks.
//!
//! Source: systemd, `src/basic/extract-word.c` with `EXTRACT_UNQUOTE | EXTRACT_CUNESCAPE`, and `src/shared/conf-parser.c`.

use insecure_registry_formats::Step;

use super::How;
use crate::catalogue::files::UNIT_VARIABLES;
use crate::truth::truth;

/// What a flag in a unit turns off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flag<'f> {
    /// Of dockerd, for this registry.
    Dockerd(How, &'f str),
    /// Of a tool that verifies no certificate, for whatever it runs.
    Unverified,
}

/// Tools that take `--tls-verify` and its like.
const TOOLS: [&str; 3] = ["podman", "buildah", "skopeo"];

/// Visits the flags of a unit's commands and variables that turn TLS off.
pub(crate) fn each_flag(text: &str, visit: &mut dyn FnMut(Flag<'_>)) {
    let mut words = Words::default();
    each_line(text, &mut |line| {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((key, value)) = line.split_once('=') else { return };
        let key = key.trim_end().trim_end_matches('+');
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return;
        }
        words.begin();
        if matches!(key, "Environment") {
            // Each word is a variable. Commands split what is in it once more.
            each_word(value, &mut |word| {
                let Some((name, value)) = word.split_once('=') else { return };
                words.begin();
                if is_of_flags(name) {
                    value.split_ascii_whitespace().for_each(|word| words.add(word, visit));
                }
            });
        } else if key.starts_with("Exec") || is_of_flags(key) {
            each_word(value, &mut |word| word.split_ascii_whitespace().for_each(|word| words.add(word, visit)));
        }
    });
}

/// Visits the values of a unit, each by its section and its key.
pub(super) fn scalars(text: &str, visit: &mut dyn FnMut(&[Step<'_>], &str)) {
    let mut section = String::new();
    each_line(text, &mut |line| {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            name.clone_into(&mut section);
        } else if let Some((key, value)) = line.split_once('=') {
            let path = [section.as_str(), key.trim_end()].map(|key| Step::Key(key.into()));
            visit(&path, value.trim_start());
        }
    });
}

/// Whether a variable of this name has flags of a daemon.
pub(super) fn is_of_flags(name: &str) -> bool {
    UNIT_VARIABLES.iter().any(|variable| name.ends_with(variable.end))
}

/// The words of a command, as far as they matter for the next one.
#[derive(Default)]
pub(super) struct Words {
    has_tool: bool,
    /// A flag whose value is next.
    flag: Option<How>,
}

impl Words {
    /// Of a tool that takes `--tls-verify`, or of what the words say.
    pub(super) fn of(has_tool: bool) -> Self {
        Words { has_tool, flag: None }
    }

    fn begin(&mut self) {
        *self = Words::default();
    }

    pub(super) fn add(&mut self, word: &str, visit: &mut dyn FnMut(Flag<'_>)) {
        if let Some(how) = self.flag.take() {
            visit(Flag::Dockerd(how, word));
            return;
        }
        let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
        let how = match name {
            "--insecure-registry" => How::Unverified,
            "--registry-mirror" => How::Plaintext,
            "--tls-verify" | "--src-tls-verify" | "--dest-tls-verify" => {
                if self.has_tool && value.and_then(truth) == Some(false) {
                    visit(Flag::Unverified);
                }
                return;
            }
            _ => {
                let program = word.rsplit('/').next().unwrap_or_default().trim_start_matches(['-', '@', '+', '!', ':']);
                self.has_tool |= TOOLS.contains(&program);
                return;
            }
        };
        match value {
            Some(value) => visit(Flag::Dockerd(how, value)),
            None => self.flag = Some(how),
        }
    }
}

/// Visits the lines of a unit, those that belong together as one. Comments are left out.
fn each_line(text: &str, visit: &mut dyn FnMut(&str)) {
    let mut joined = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with(['#', ';']) {
            continue;
        }
        match line.strip_suffix('\\') {
            Some(begin) => {
                joined.push_str(begin);
                joined.push(' ');
            }
            None if joined.is_empty() => visit(line),
            None => {
                joined.push_str(line);
                visit(&joined);
                joined.clear();
            }
        }
    }
    if !joined.is_empty() {
        visit(&joined);
    }
}

/// Visits the words of a value, without quotes and escapes.
fn each_word(value: &str, visit: &mut dyn FnMut(&str)) {
    let mut word = String::new();
    let (mut quote, mut is_word) = (None, false);
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\\', _) => {
                is_word = true;
                match chars.next() {
                    Some('n') => word.push('\n'),
                    Some('t') => word.push('\t'),
                    Some('s') => word.push(' '),
                    Some('x') => {
                        let digits: String = chars.by_ref().take(2).collect();
                        word.extend(u8::from_str_radix(&digits, 16).ok().map(char::from));
                    }
                    other => word.extend(other),
                }
            }
            (_, Some(end)) if c == end => quote = None,
            ('"' | '\'', None) => (quote, is_word) = (Some(c), true),
            (' ' | '\t', None) => {
                if is_word {
                    visit(&word);
                }
                word.clear();
                is_word = false;
            }
            _ => {
                word.push(c);
                is_word = true;
            }
        }
    }
    if is_word {
        visit(&word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut seen = Vec::new();
        each_flag(text, &mut |flag| {
            seen.push(match flag {
                Flag::Dockerd(how, value) => format!("{how:?} {value}"),
                Flag::Unverified => "tool".to_owned(),
            });
        });
        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn commands_and_variables_have_flags() {
        check(
            "[Service]\nExecStart=/usr/bin/dockerd -H fd:// \\\n  --insecure-registry=a.io \\\n# why\n  --registry-mirror http://b.io\nRestart=always\n",
            &["Unverified a.io", "Plaintext http://b.io"],
        );
        check("DOCKER_OPTS=\"--insecure-registry c.io\"\n", &["Unverified c.io"]);
        check(
            "export DOCKER_OPTS+=' --insecure-registry=c.io --insecure-registry d.io'",
            &["Unverified c.io", "Unverified d.io"],
        );
        check(
            "Environment=\"DOCKER_OPTS=--insecure-registry=a.io --insecure-registry=b.io\"",
            &["Unverified a.io", "Unverified b.io"],
        );
        check("Environment=A=b 'OPTIONS=--insecure-registry\\x3da.io' \"C=d\"", &["Unverified a.io"]);
        check("Environment=DOCKER_OPTS=--insecure-registry=a.io", &["Unverified a.io"]);
        check("ExecStart=-/usr/bin/podman pull --tls-verify=false r.io/a", &["tool"]);
        check("ExecStart=/bin/sh -c \"exec skopeo copy --src-tls-verify=0 docker://a docker://b\"", &["tool"]);
        check("ExecStart = '/usr/bin/dockerd' \"--insecure-registry=a.io\"", &["Unverified a.io"]);
    }

    #[test]
    fn what_only_looks_alike_has_none() {
        for text in [
            "Use --insecure-registry=d.io with care.\n# ExecStart=x --insecure-registry=e.io\n",
            "ExecStart=/usr/bin/app --tls-verify=false",
            "ExecStart=/usr/bin/podman pull --tls-verify=true r.io/a",
            "Description=--insecure-registry=a.io",
            "ExecStart=/usr/bin/dockerd --insecure-registry",
            ";Environment=DOCKER_OPTS=--insecure-registry=a.io",
        ] {
            check(text, &[]);
        }
    }
}
