//! Where a registry is, as written in configuration: a URL, or a host with surrounding text.
//!
//! ```text
//! url        := [ scheme "://" ] [ userinfo "@" ] authority [ ( "/" | "?" | "#" ) … ]
//! authority  := ( name | IPv4 | "[" IPv6 "]" ) [ ":" [ port ] ]
//! ```
//!
//! The authority ends at the first `/`, `?` or `#`, and userinfo ends at the last `@` before that (RFC 3986, section 3.2, as Go's
//! `net/url` applies it). A text that violates this grammar has no host: no part of it is shown or used.

use crate::registry::reference::{DOCKER_HUB, LEGACY_DOCKER_HUB, Reference};

/// The parts of a URL that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'t> {
    scheme: &'t str,
    has_userinfo: bool,
    authority: Authority<'t>,
    /// Everything from the first `/`, `?` or `#` on.
    rest: &'t str,
}

/// A host that follows the grammar, with its port if it has one. Only parsed text becomes one, so it may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority<'t>(&'t str);

impl<'t> Url<'t> {
    /// Splits a URL.
    pub fn parse(text: &'t str) -> Option<Self> {
        let (scheme, after_scheme) = split_scheme(text).unwrap_or(("", text));
        let end = after_scheme.bytes().position(|b| matches!(b, b'/' | b'?' | b'#')).unwrap_or(after_scheme.len());
        let (authority, rest) = after_scheme.split_at_checked(end)?;
        let (userinfo, authority) = match authority.bytes().rposition(|b| b == b'@') {
            Some(at) => (authority.get(..at), authority.get(at.saturating_add(1)..)?),
            None => (None, authority),
        };
        if userinfo.is_some_and(|userinfo| !userinfo.bytes().all(is_of_userinfo)) {
            return None;
        }
        let authority = Authority::parse(authority)?;
        Some(Url { scheme, has_userinfo: userinfo.is_some(), authority, rest })
    }

    /// Whether the scheme is `http`, in any case: Go, dockerd and k3s convert schemes to lower case.
    pub fn is_plaintext(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("http")
    }

    /// Whether there is a user name, a password or a token before the host.
    pub fn has_userinfo(&self) -> bool {
        self.has_userinfo
    }

    /// Host and port.
    pub fn authority(&self) -> Authority<'t> {
        self.authority
    }

    /// The part that may be shown. A later `@` suggests that a `/` split a password, and that what looks like the host is its
    /// first half.
    pub fn shown(&self) -> Option<Authority<'t>> {
        (!self.rest.contains('@')).then_some(self.authority)
    }
}

impl<'t> Authority<'t> {
    /// Parses a host with or without a port.
    pub fn parse(text: &'t str) -> Option<Self> {
        let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
        let (before, _) = text.split_at_checked(text.len().saturating_sub(digits))?;
        let host = before.strip_suffix(':').unwrap_or(text);
        let is_host = match host.strip_prefix('[') {
            Some(address) => {
                let is_of_address = |b: u8| b.is_ascii_hexdigit() || matches!(b, b':' | b'.');
                address.strip_suffix(']').is_some_and(|address| address.bytes().all(is_of_address))
            }
            // Wildcards stand for labels in pull secrets and in files of runtimes.
            None => {
                !host.is_empty()
                    && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'*'))
            }
        };
        is_host.then_some(Authority(text))
    }

    /// The registry of a reference, which has its own grammar.
    pub fn of(reference: &Reference<'t>) -> Self {
        Authority(reference.registry)
    }

    /// As written.
    pub fn as_str(self) -> &'t str {
        self.0
    }

    /// With Docker Hub under the name that references give it.
    pub(crate) fn normalised(self) -> &'t str {
        if self.0 == LEGACY_DOCKER_HUB { DOCKER_HUB } else { self.0 }
    }
}

/// `scheme "://" rest`, the scheme as RFC 3986 writes it.
pub(crate) fn split_scheme(text: &str) -> Option<(&str, &str)> {
    // The first colon ends a scheme, if there is one.
    let (scheme, rest) = text.split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    let is_scheme = scheme.bytes().next()?.is_ascii_alphabetic()
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    is_scheme.then_some((scheme, rest))
}

/// What Go's `validUserinfo` takes, percent-encoding included.
fn is_of_userinfo(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte)
}

#[cfg(test)]
mod tests;
