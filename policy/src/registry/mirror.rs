//! Insecure mirrors: hosts without TLS that nodes pull a registry's images from, as the settings list them.

use super::url::Authority;
use super::{Pattern, Registry};
use crate::registry::reference::Reference;

/// A mirror that nodes reach without TLS, or with TLS that is not verified.
#[derive(Clone, Copy, Debug)]
pub struct Mirror<'a> {
    /// The registry or repository whose images come from there, as written.
    pub of: &'a str,
    pub(crate) pattern: Pattern<'a>,
    /// The mirror: a host, perhaps with a port.
    pub at: &'a str,
    /// Which pulls go there.
    pub pulls: Pulls,
    /// Whether runtimes send the registry's pull secrets there, too.
    pub sends_secrets: bool,
}

/// Which pulls go through a mirror.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pulls {
    /// Every pull.
    #[default]
    All,
    /// Those of references without a digest: `pull-from-mirror = "tag-only"` of registries.conf.
    Tags,
    /// Those of references with a digest: `mirror-by-digest-only`, `pull-from-mirror = "digest-only"`.
    Digests,
    /// Every pull, after tags were resolved elsewhere: containerd's `capabilities = ["pull"]`.
    Content,
}

impl Pulls {
    /// All of them, the default first.
    pub const ALL: [Pulls; 4] = [Pulls::All, Pulls::Tags, Pulls::Digests, Pulls::Content];
    /// Their names in the settings, in the same order.
    pub const NAMES: [&'static str; 4] = ["all", "tags", "digests", "content"];
}

impl Mirror<'_> {
    /// Whether nodes pull this image through the mirror.
    pub fn serves(&self, registry: &Registry<'_>, reference: Option<&Reference<'_>>, is_pinned: bool) -> bool {
        let is_asked = match self.pulls {
            Pulls::All | Pulls::Content => true,
            Pulls::Tags => !is_pinned,
            Pulls::Digests => is_pinned,
        };
        is_asked && self.pattern.matches(registry, reference)
    }

    /// Whether a digest protects what comes from there.
    pub fn is_verified(&self, is_pinned: bool) -> bool {
        is_pinned || self.pulls == Pulls::Content
    }

    /// Whether others on the network can read a pull secret with this key, because it is sent there.
    pub fn exposes(&self, key: Authority<'_>) -> bool {
        let is_key = || {
            if key.as_str().contains('*') { self.pattern.overlaps(key) } else { self.pattern.covers(&key.registry()) }
        };
        self.sends_secrets && !self.stays_on_node() && is_key()
    }

    /// Whether nobody but processes of the node can answer in its place.
    pub fn stays_on_node(&self) -> bool {
        Registry::parse(self.at).is_loopback()
    }
}
