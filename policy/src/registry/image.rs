//! The text in an image field: a reference, and what people put before it.
//!
//! A text that is not a reference is not skipped. A scheme and credentials are removed and noted, so that the rest is still
//! checked, and no later message can quote them.

use crate::registry::reference::{Error, Expected, Reference};
use crate::registry::url::{Authority, split_scheme};
use crate::search::contains_in_any_case_short as has_word;

/// The parsed text of an image field.
#[derive(Clone, Debug)]
pub struct Image<'a> {
    /// The text as written. It may contain credentials, so never show it.
    pub text: &'a str,
    /// Whether it is the URL of something that the kubelet does not pull.
    pub is_url: bool,
    /// Whether it starts with `http://`, in any case.
    pub is_plaintext: bool,
    /// Whether there is userinfo before the host: `user:password@host/app`, `token@host/app`.
    pub has_userinfo: bool,
    /// Host and port of the registry, if they could be determined.
    pub registry: Option<Authority<'a>>,
    /// The reference without scheme and userinfo; positions refer to the whole text.
    pub reference: Result<Reference<'a>, Error>,
}

impl<'a> Image<'a> {
    /// Parses the text of an image field. Blank text names no image: image triggers leave `" "` in a pod template until
    /// they fill it in (<https://github.com/openshift/origin/issues/14659>), and the API server refuses it in a Pod.
    pub fn parse(text: &'a str) -> Option<Self> {
        if text.trim_ascii().is_empty() {
            return None;
        }
        Some(match Reference::parse(text) {
            Ok(reference) => Image {
                text,
                is_url: false,
                is_plaintext: false,
                has_userinfo: false,
                registry: Some(Authority::of(&reference)),
                reference: Ok(reference),
            },
            Err(error) => Self::parse_decorated(text, error),
        })
    }

    /// Reads the URL of an image or an artifact. The path may be missing, since charts are below it, and a trailing `/` has no
    /// meaning.
    pub fn parse_url(text: &'a str) -> Option<Self> {
        let (scheme, rest) = split_scheme(text)?;
        let before = scheme.len().saturating_add("://".len());
        let rest = rest.trim_end_matches('/');
        let is_plaintext = scheme.eq_ignore_ascii_case("http");
        let image = match Authority::parse(rest) {
            Some(authority) => Image {
                reference: Ok(Reference {
                    registry: authority.normalised(),
                    official: false,
                    path: "",
                    tag: None,
                    digest: None,
                }),
                registry: Some(authority),
                text,
                is_url: true,
                is_plaintext,
                has_userinfo: false,
            },
            None => Image::parse(rest)?,
        };
        Some(Image {
            text,
            is_url: true,
            is_plaintext,
            reference: image.reference.map_err(|error| error.after(before)),
            ..image
        })
    }

    /// Reads what stood at an image place of either kind, for what is told of it later.
    pub(crate) fn parse_any(text: &'a str) -> Option<Self> {
        let is_url = ["oci://", "docker://", "registry://"].iter().any(|scheme| text.starts_with(scheme));
        if is_url { Image::parse_url(text) } else { Image::parse(text) }
    }

    #[cold]
    fn parse_decorated(text: &'a str, error: Error) -> Self {
        let (scheme, rest) = split_scheme(text).unwrap_or(("", text));
        let is_plaintext = scheme.eq_ignore_ascii_case("http");
        let userinfo = after_userinfo(rest);
        let rest = userinfo.unwrap_or(rest);

        let parsed = Reference::parse(rest).map_err(|error| error.after(text.len().saturating_sub(rest.len())));
        let reference = if userinfo.is_some() && !rest.contains('/') {
            // It would read as an image on Docker Hub, which nobody means who writes `user@host`.
            Err(error)
        } else if !scheme.is_empty() && !is_plaintext && userinfo.is_none() {
            Err(Error { at: 0, expected: Expected::NoScheme })
        } else {
            parsed.map_err(
                |error| if has_stray_at(rest) { Error { at: 0, expected: Expected::DigestAfterAt } } else { error },
            )
        };
        // After credentials a host stands, even one that the grammar would take for a path on Docker Hub.
        let registry = match parsed {
            _ if userinfo.is_some() => rest.split(['/', '@']).next().and_then(Authority::parse),
            Ok(reference) => Some(Authority::of(&reference)),
            Err(_) => None,
        };
        Image { text, is_url: false, is_plaintext, has_userinfo: userinfo.is_some(), registry, reference }
    }

    /// Whether a digest pins the image, so that nobody on the network path can replace it.
    pub fn is_pinned(&self) -> bool {
        self.reference.is_ok_and(|reference| reference.digest.is_some())
    }
}

/// Whether an image may be insecure by itself: a scheme, userinfo, or the node itself. May report false positives, never false negatives.
pub(crate) fn may_be_certain(text: &str) -> bool {
    let (scheme, rest) = split_scheme(text).unwrap_or(("", text));
    let is_http = !scheme.is_empty() && !["oci", "docker", "registry"].contains(&scheme);
    let is_on_node = || {
        let host = rest.as_bytes().split(|byte| *byte == b'/').next().unwrap_or_default();
        matches!(host, [b'0'..=b'9' | b'[', ..]) || has_word(host, b"localhost")
    };
    let has_userinfo = || rest.split('@').skip(1).any(|after| !is_digest(after));
    is_http || is_on_node() || has_userinfo()
}

/// What follows `userinfo@`, if the text has that: an `@` after which a registry stands. Passwords may hold `/`, `:` and
/// `@`. A digest or a version stands after an `@` as well; so one of two parts has to speak for itself: what precedes has a
/// colon, as `user:password` has and a name with a path has not, or what follows can be nothing but a host.
fn after_userinfo(text: &str) -> Option<&str> {
    let without_digest = match text.rsplit_once('@') {
        Some((before, digest)) if is_digest(digest) => before,
        _ => text,
    };
    let at = without_digest.rfind('@').filter(|at| *at > 0)?;
    let (userinfo, _) = text.split_at_checked(at)?;
    let rest = text.get(at.saturating_add(1)..)?;
    let (registry, has_path) = rest.split_once(['/', '@']).map_or((rest, false), |(host, _)| (host, true));
    // The last colon of an IPv6 address precedes no port.
    let (host, port) = registry.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).unwrap_or((registry, ""));
    let is_port = port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
    let is_bracketed = host.starts_with('[') && host.ends_with(']');
    // Looser than the grammar: a host with `_` is contacted too.
    let is_name =
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    if !is_port || !(is_bracketed || is_name) {
        return None;
    }
    let has_domain = host.rsplit_once('.').is_some_and(|(_, last)| last.starts_with(|c: char| c.is_ascii_alphabetic()));
    let says_host = has_domain || is_bracketed || !port.is_empty() || host.eq_ignore_ascii_case("localhost");
    let says_password = userinfo.split('/').next().is_some_and(|first| first.contains(':'));
    let is_userinfo = match (has_path, userinfo.contains('/')) {
        (true, false) => says_host || says_password,
        (true, true) | (false, false) => says_host && says_password,
        (false, true) => false,
    };
    is_userinfo.then_some(rest)
}

/// Whether an `@` stands there that no digest follows.
fn has_stray_at(text: &str) -> bool {
    text.split_once('@').is_some_and(|(_, after)| !is_digest(after) || after.contains('@'))
}

fn is_digest(text: &str) -> bool {
    ["sha256:", "sha384:", "sha512:"].iter().any(|algorithm| text.starts_with(algorithm)) && !text.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let actual = Image::parse(text).map_or_else(
            || "no image".to_owned(),
            |image| {
                let flags = [(image.is_plaintext, "plaintext "), (image.has_userinfo, "userinfo ")];
                let flags: String = flags.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
                let reference = match image.reference {
                    Ok(reference) => reference.to_string(),
                    Err(error) => format!("{:?} at {}", error.expected, error.at),
                };
                format!("{flags}{} | {reference}", image.registry.map_or("-", Authority::as_str))
            },
        );
        assert_eq!(actual, expected, "{text}");
    }

    #[test]
    fn takes_schemes_and_userinfo_off() {
        let hex = "a".repeat(64);
        check("nginx", "docker.io | docker.io/library/nginx");
        check("", "no image");
        check(" ", "no image");
        check("http://registry.example.com/app", "plaintext registry.example.com | registry.example.com/app");
        check("HtTp://localhost:5000/app:1", "plaintext localhost:5000 | localhost:5000/app:1");
        check("http://", "plaintext - | Component at 7");
        check("http://registry.example.com/App", "plaintext - | LowerCase at 28");
        check("https://registry.example.com/app", "registry.example.com | NoScheme at 0");
        check("docker://registry.example.com/app", "registry.example.com | NoScheme at 0");
        check("http:/registry.example.com/app", "- | Port at 5");
        check("1a://registry.example.com/app", "- | Port at 3");
        check("http.example.com/app", "http.example.com | http.example.com/app");
        check("user:pass@registry.example.com/app", "userinfo registry.example.com | registry.example.com/app");
        check(
            "token@registry.example.com:5000/app",
            "userinfo registry.example.com:5000 | registry.example.com:5000/app",
        );
        check("token@registry:5000/app", "userinfo registry:5000 | registry:5000/app");
        check("token@[::1]/app", "userinfo [::1] | [::1]/app");
        check("token@localhost/app", "userinfo localhost | localhost/app");
        check("u:p@registry:5000/app@sha256:abc", "userinfo registry:5000 | Digest at 32");

        check("user:pa/ss@registry.example.com/app:1", "userinfo registry.example.com | registry.example.com/app:1");
        check("user:p@ss@registry.example.com/app", "userinfo registry.example.com | registry.example.com/app");
        check("user:pass@registry.example.com", "userinfo registry.example.com | Algorithm at 10");
        check("u:p@my_registry.example.com:5000/app", "userinfo my_registry.example.com:5000 | Label at 6");
        check("user:pass@registry/app", "userinfo registry | docker.io/registry/app");
        check("user:pass@[::1]:5000/app", "userinfo [::1]:5000 | [::1]:5000/app");
        check("user:pass@localhost/app", "userinfo localhost | localhost/app");
        check(
            "HTTP://user:pass@registry.example.com/app",
            "plaintext userinfo registry.example.com | registry.example.com/app",
        );
        check("https://user:pass@registry.example.com/app", "userinfo registry.example.com | registry.example.com/app");
        check(
            &format!("user:pass@registry.example.com/app@sha256:{hex}"),
            &format!("userinfo registry.example.com | registry.example.com/app@sha256:{hex}"),
        );
    }

    #[test]
    fn urls_may_lack_a_path() {
        let check = |url: &str, expected: &str| {
            let image = Image::parse_url(url).unwrap();
            let reference = match image.reference {
                Ok(reference) => reference.to_string(),
                Err(error) => format!("{:?} at {}", error.expected, error.at),
            };
            assert_eq!(format!("{} | {reference}", image.registry.map_or("-", Authority::as_str)), expected, "{url}");
        };
        check("oci://registry.example.com", "registry.example.com | registry.example.com");
        check("oci://registry.example.com:5000", "registry.example.com:5000 | registry.example.com:5000");
        check("oci://registry.example.com:5000/", "registry.example.com:5000 | registry.example.com:5000");
        check("oci://ghcr.io/org/charts/", "ghcr.io | ghcr.io/org/charts");
        check("oci://ghcr.io/org/charts//", "ghcr.io | ghcr.io/org/charts");
        check("oci://docker.io", "docker.io | docker.io");
        check("oci://localhost:5000", "localhost:5000 | localhost:5000");
        check("docker://registry.example.com/disk:1", "registry.example.com | registry.example.com/disk:1");
        check("oci://ghcr.io/Org/charts", "- | LowerCase at 14");
        check("oci://u:CANARY@ghcr.io/org", "ghcr.io | ghcr.io/org");
        check("oci://u:CANARY@ghcr.io", "ghcr.io | Algorithm at 15");
        assert!(Image::parse_url("oci://").is_none());
    }

    #[test]
    fn a_digest_is_no_userinfo() {
        let hex = "a".repeat(64);
        check(&format!("nginx@sha256:{hex}"), &format!("docker.io | docker.io/library/nginx@sha256:{hex}"));
        check("nginx@sha256:abc", "- | Digest at 16");
        check("nginx:1.27@latest", "- | DigestAfterAt at 0");
        check("nginx@1.27.3", "- | DigestAfterAt at 0");
        check("ghcr.io/example/app@v1.2.3", "- | DigestAfterAt at 0");
        check("nginx@stable/x", "- | DigestAfterAt at 0");
        check("user:secret@nginx", "- | DigestAfterAt at 0");
        check("secret@registry/app", "- | DigestAfterAt at 0");
        check("example.com/nginx@sha256:abc", "- | Digest at 28");
        check("example.com/nginx:1@md5:0123456789abcdef", "- | DigestAfterAt at 0");
        check("@registry.example.com/app", "- | DigestAfterAt at 0");
        check("u:p@registry.example.com:123456/app", "- | DigestAfterAt at 0");
        check("u:p@registry.example.com:http/app", "- | DigestAfterAt at 0");
        check("u:p@[::1/app", "- | DigestAfterAt at 0");
        check("u:p@/app", "- | DigestAfterAt at 0");
        check("u:p@reg$istry.example.com/app", "- | DigestAfterAt at 0");
    }
}
