//! The rules. Each is one file: what it finds and why, examples that run as tests, and the check.
//!
//! A rule checks one place that the walker found and says what it found. It never searches for places, and never decides the
//! outcome of a finding: modes, exemptions and updates are handled elsewhere.

use crate::auth::{AuthError, Entry};
use crate::catalogue::fields::Field;
#[cfg(not(target_os = "wasi"))]
use crate::catalogue::lists;
use crate::places::{Carrier, Evidence};
use crate::registry::image::Image;
use crate::registry::reference::Reference;
use crate::registry::{Lists, Standing};
use crate::text::contents::{Bound, Credentials, Insecure};
use crate::text::program::Deeds;
use crate::text::words::Source;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Named after the problem; used in settings and messages.
    pub id: &'static str,
    /// What a finding does unless the settings say otherwise.
    pub mode: Mode,
    /// Whether the settings may not change the mode.
    pub is_fixed: bool,
    /// The least that must be known of a place.
    pub(crate) needs: Evidence,
    pub(crate) checks: &'static [Check],
}

impl Rule {
    /// Whether what it finds depends on the lists of registries.
    pub(crate) fn depends_on_lists(&self) -> bool {
        self.checks.iter().any(|check| matches!(check, Check::Image(_) | Check::PullSecret(_)))
    }

    /// Whether it checks images, so that exemptions can select by image.
    pub fn is_about_images(&self) -> bool {
        self.checks.iter().any(|check| matches!(check, Check::Image(_)))
    }
}

/// What a finding does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The request is denied.
    Deny,
    /// The user is warned.
    Warn,
    /// Nothing.
    Allow,
}

impl Mode {
    /// The mode with this name in the settings.
    pub fn from_name(name: &str) -> Option<Self> {
        [Mode::Deny, Mode::Warn, Mode::Allow].into_iter().find(|mode| mode.name() == name)
    }

    /// The name of the mode in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Deny => "deny",
            Mode::Warn => "warn",
            Mode::Allow => "allow",
        }
    }
}

/// A rule's check, by what it judges.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    Image(ImageCheck),
    Variable(fn(name: &str, value: &str, image: Option<&str>, credentials: &Credentials) -> Option<Cause>),
    /// A variable that disables TLS.
    InsecureVariable(fn(name: &str, value: &str, image: Option<&str>) -> Option<Cause>),
    /// A command that is run, where it says what it found in which word.
    Command(fn(&Deeds<'_, '_>, found: &mut dyn FnMut(Source, Cause))),
    /// Credentials in a string, by where that stands.
    Credentials(Carrier, fn(&Credentials) -> Cause),
    /// A file that disables TLS, in a string anywhere.
    File(fn(&Insecure) -> Cause),
    InsecureField(fn(&Field, value: Option<&str>) -> Cause),
    PullSecret(fn(&SecretCase<'_, '_>) -> Option<Cause>),
    MistypedPullSecret(fn(kind: &str) -> Cause),
    LastApplied(fn(manifest: &str, form: crate::auth::Form) -> Option<Cause>),
    Unreadable(fn(expected: &'static str, found: &'static str) -> Cause),
    /// Something in a string that was not opened.
    Unopened(fn(Bound) -> Cause),
}

pub(crate) type ImageCheck = fn(&ImageCase<'_, '_>) -> Option<Cause>;

/// The document of a pull secret, with everything known about it.
#[derive(Debug)]
pub struct SecretCase<'s, 'a> {
    /// Its entries, or why it cannot be parsed; `None` if there is no document.
    pub entries: Option<Result<Vec<Entry>, AuthError>>,
    /// What the settings say of registries.
    pub lists: &'s Lists<'a>,
}

/// An image, with everything known about it.
#[derive(Debug)]
pub struct ImageCase<'s, 'a> {
    /// The parsed text.
    pub image: &'s Image<'s>,
    /// The standing of the registry.
    pub standing: &'s Standing<'a>,
    /// What the settings say of registries.
    pub lists: &'s Lists<'a>,
}

impl<'s> ImageCase<'s, '_> {
    /// The reference, if the text is a valid one.
    pub fn reference(&self) -> Option<&Reference<'s>> {
        self.image.reference.as_ref().ok()
    }
}

/// What a rule says about a place.
#[derive(Debug)]
pub struct Cause {
    /// What was found: "`localhost:5000` is a loopback registry".
    pub seen: String,
    /// Why it matters: the settings entry, or what runtimes do.
    pub why: String,
    /// What can happen.
    pub risk: Risk,
    /// What to do.
    pub fix: String,
    /// Whether it is uncertain, so that it warns instead of denying.
    pub is_unsure: bool,
}

impl Cause {
    /// A cause without words.
    pub(crate) fn nothing() -> Self {
        Cause { seen: String::new(), why: String::new(), risk: Risk::Is(""), fix: String::new(), is_unsure: false }
    }
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Risk {
    /// This.
    Is(&'static str),
    /// The image is pulled over a connection that others can read or modify; a digest prevents them from replacing it.
    Pull {
        /// Who can: "anyone on the network path".
        who: &'static str,
        /// Whether a digest protects the image.
        is_pinned: bool,
        /// Whether pull secrets are sent there; to some mirrors they are not.
        sends_secrets: bool,
    },
}

/// One line for each rule: its module, which holds `RULE` and `DOC`.
macro_rules! rules {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// All rules.
        pub static ALL: &[&Rule] = &[$(&$name::RULE),*];

        /// What each rule says of itself, in the order of [`ALL`]. Not in the guest, which never shows it.
        #[cfg(not(target_os = "wasi"))]
        static DOCS: &[(&Rule, &str)] = &[$((&$name::RULE, $name::DOC)),*];
        #[cfg(target_os = "wasi")]
        const _: &[&str] = &[$($name::DOC),*];
    };
}

rules! {
    plaintext_scheme
    malformed_reference
    credentials_in_reference
    insecure_registry
    loopback_registry
    suspect_registry
    untrusted_registry
    insecure_registry_flag
    insecure_node_config
    insecure_registry_setting
    credentials_in_env
    credentials_in_args
    credentials_in_config_map
    credentials_in_annotation
    credentials_in_resource
    pull_secret_over_http
    unreadable_pull_secret
    mistyped_pull_secret
    pull_secret_in_last_applied
    unreadable_object
    unopened_content
}

/// The documentation of each rule, in Markdown, with the lists from the catalogue.
#[cfg(not(target_os = "wasi"))]
pub fn docs() -> impl Iterator<Item = (&'static Rule, String)> {
    DOCS.iter().map(|(rule, doc)| (*rule, lists::fill(doc)))
}

/// The rule with that ID.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// What a rule finds: the first sentence of its documentation.
#[cfg(not(target_os = "wasi"))]
pub fn summary(doc: &str) -> String {
    let text = doc.trim().replace('\n', " ");
    text.split_once(". ").map_or(text.as_str(), |(first, _)| first).to_owned()
}

/// A rule's documentation with a heading and its default mode, in Markdown.
#[cfg(not(target_os = "wasi"))]
pub fn page(rule: &Rule, doc: &str) -> String {
    let fixed = if rule.is_fixed { ", cannot be changed" } else { "" };
    format!("## {}\n\nDefault: `{}`{fixed}\n{doc}", rule.id, rule.mode.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_lead_back_to_their_rules() {
        for rule in ALL {
            assert!(std::ptr::eq(find(rule.id).unwrap(), *rule), "two rules are called {}", rule.id);
            assert!(rule.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", rule.id);
        }
        assert_eq!(ALL.len(), DOCS.len());
        assert!(find("no-such-rule").is_none());
    }
}
