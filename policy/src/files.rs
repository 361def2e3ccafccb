//! Files of runtimes and tools that carry credentials of registries.
//!
//! Each format is a row of a table: what it is called, its syntax, the words that all have to stand in a text before it is
//! parsed, and the paths of the fields that hold a credential. So a new format is a row and its fixtures.

use insecure_registry_scalars::{Step, toml, yaml};

use crate::auth::{self, Registries};
use crate::search;

mod json;

/// A file format.
#[derive(Debug)]
struct Format {
    /// As it is called in a message.
    name: &'static str,
    syntax: Syntax,
    /// All of them stand in such a file that holds credentials.
    words: &'static [&'static str],
    fields: &'static [(&'static str, Secret)],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Toml,
    /// JSON too, which is read by itself where the text begins like it.
    Yaml,
}

/// How a field holds a credential.
#[derive(Clone, Copy, Debug)]
enum Secret {
    /// As it is: a password, a token.
    Plain,
    /// Base64 of `user:password`.
    Auth,
    /// As the value of an HTTP header: `Basic …`, `Bearer …`.
    Header,
}

/// In a path, `*` is any key or any item of a list. The last key that it stands for is the registry.
static FORMATS: [Format; 8] = [
    // https://docs.k3s.io/installation/private-registry, https://docs.rke2.io/install/private_registry; the fields are those of
    // rancher/wharfie, pkg/registries/types.go
    Format {
        name: "`registries.yaml` of k3s and RKE2",
        syntax: Syntax::Yaml,
        words: &["configs", "auth"],
        fields: &[
            ("configs.*.auth.password", Secret::Plain),
            ("configs.*.auth.token", Secret::Plain),
            ("configs.*.auth.auth", Secret::Auth),
            ("configs.*.auth.identity_token", Secret::Plain),
            ("configs.*.auth.identityToken", Secret::Plain),
        ],
    },
    // https://github.com/containerd/containerd/blob/main/docs/cri/registry.md, versions 1 to 3 of the file; `auths` until 1.2
    Format {
        name: "`config.toml` of containerd",
        syntax: Syntax::Toml,
        words: &["plugins", "registry", "auth"],
        fields: &[
            ("plugins.*.registry.configs.*.auth.password", Secret::Plain),
            ("plugins.*.registry.configs.*.auth.auth", Secret::Auth),
            ("plugins.*.registry.configs.*.auth.identitytoken", Secret::Plain),
            ("plugins.*.registry.auths.*.password", Secret::Plain),
            ("plugins.*.registry.auths.*.auth", Secret::Auth),
            ("plugins.*.registry.auths.*.identitytoken", Secret::Plain),
        ],
    },
    // https://github.com/containerd/containerd/blob/main/docs/hosts.md
    Format {
        name: "`hosts.toml` of containerd",
        syntax: Syntax::Toml,
        words: &["header"],
        fields: &[
            ("host.*.header.authorization", Secret::Header),
            ("host.*.header.authorization.*", Secret::Header),
            ("header.authorization", Secret::Header),
            ("header.authorization.*", Secret::Header),
        ],
    },
    // https://www.talos.dev/latest/reference/configuration/v1alpha1/config/, RegistryConfig
    Format {
        name: "the machine configuration of Talos",
        syntax: Syntax::Yaml,
        words: &["machine", "registries", "auth"],
        fields: &[
            ("machine.registries.config.*.auth.password", Secret::Plain),
            ("machine.registries.config.*.auth.auth", Secret::Auth),
            ("machine.registries.config.*.auth.identityToken", Secret::Plain),
        ],
    },
    // https://docs.siderolabs.com/talos/latest/reference/configuration/cri/registryauthconfig
    Format {
        name: "a RegistryAuthConfig of Talos",
        syntax: Syntax::Yaml,
        words: &["RegistryAuthConfig"],
        fields: &[("password", Secret::Plain), ("auth", Secret::Auth), ("identityToken", Secret::Plain)],
    },
    // https://distribution.github.io/distribution/about/configuration/#proxy
    Format {
        name: "the configuration of a distribution registry",
        syntax: Syntax::Yaml,
        words: &["remoteurl", "password"],
        fields: &[("proxy.password", Secret::Plain)],
    },
    // https://crazymax.dev/diun/config/regopts/
    Format {
        name: "the configuration of diun",
        syntax: Syntax::Yaml,
        words: &["regopts", "password"],
        fields: &[("regopts.*.password", Secret::Plain)],
    },
    // Docker's configuration, written as YAML: for a template that makes JSON of it.
    Format {
        name: "a document of Docker's configuration in YAML",
        syntax: Syntax::Yaml,
        words: &["auths", "auth"],
        fields: &[
            ("auths.*.auth", Secret::Auth),
            ("auths.*.password", Secret::Plain),
            ("*.auths.*.auth", Secret::Auth),
            ("*.auths.*.password", Secret::Plain),
        ],
    },
];

/// The format of a text in which a credential stands; the registries that it is for are added.
pub(crate) fn credentials_in(text: &[u8], registries: &mut Registries) -> Option<&'static str> {
    let text = std::str::from_utf8(text).ok()?;
    let has = |word: &&str| search::contains(text.as_bytes(), word);
    let mut name = None;
    for syntax in [Syntax::Yaml, Syntax::Toml] {
        let formats: Vec<_> =
            FORMATS.iter().filter(|format| format.syntax == syntax && format.words.iter().all(has)).collect();
        if formats.is_empty() {
            continue;
        }
        let mut visit = |path: &[Step<'_>], value: &str| {
            for format in &formats {
                if let Some(field) = format.secret_at(path, value) {
                    name.get_or_insert(format.name);
                    let any = field.split('.').zip(path).filter(|(name, _)| *name == "*");
                    let keys = any.filter_map(|(_, step)| if let Step::Key(key) = step { Some(key) } else { None });
                    if let Some(registry) = keys.last() {
                        registries.add(registry);
                    }
                }
            }
        };
        match syntax {
            Syntax::Yaml if text.trim_start().starts_with('{') => json::scalars(text, &mut visit),
            Syntax::Yaml => yaml::scalars(text, &mut visit),
            Syntax::Toml => toml::scalars(text, &mut visit),
        }
    }
    name
}

impl Format {
    /// The field at the path, if a credential stands there.
    fn secret_at(&self, path: &[Step<'_>], value: &str) -> Option<&'static str> {
        let (field, secret) = self.fields.iter().find(|(field, _)| is_at(field, path))?;
        secret.is_in(value).then_some(*field)
    }
}

impl Secret {
    fn is_in(self, value: &str) -> bool {
        match self {
            Secret::Plain => auth::is_value(value),
            Secret::Auth => auth::is_value(value) && auth::holds_password(value) == Some(true),
            Secret::Header => value.split_once(' ').is_some_and(|(_, credentials)| auth::is_value(credentials.trim())),
        }
    }
}

/// Deeper scalars are in no format's table.
const DEEPEST: usize = 8;

fn is_at(field: &str, path: &[Step<'_>]) -> bool {
    let mut steps = path.iter();
    field.split('.').all(|name| match steps.next() {
        Some(_) if name == "*" => true,
        Some(Step::Key(key)) => name.eq_ignore_ascii_case(key),
        Some(Step::Item) | None => false,
    }) && steps.next().is_none()
}

#[cfg(test)]
mod tests;
