//! Files of runtimes and tools that turn TLS off for registries, or hold credentials of registries.

use super::{Proof, When, path, proof};
use crate::search::Words;

/// A file format.
#[derive(Debug)]
pub struct Format {
    /// As it is called in a message.
    pub name: &'static str,
    pub(crate) syntax: Syntax,
    /// How the name of such a file ends, where that is as good as what stands beside a field.
    pub(crate) file: Option<&'static str>,
    pub(crate) beside: Beside,
    /// The fields that matter.
    pub fields: &'static [Field],
    /// Where this was read.
    pub proof: Proof,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    Toml,
    /// JSON too, which is read by itself where the text begins like it.
    Yaml,
}

/// What has to stand beside a field, in the same mapping, where its name is one that other files have.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Beside {
    Nothing,
    /// One of these, or something under it.
    One(&'static [Neighbour]),
    /// `kind`, with this value.
    Kind(Neighbour),
}

/// What stands beside a field: its path, or what `kind` is, and the words that a text has with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Neighbour {
    pub(crate) path: &'static str,
    pub(crate) words: Words,
}

/// A field that matters.
#[derive(Debug)]
pub struct Field {
    /// Its path. The last key that a `[*]` stands for is the registry, unless the value is. `**` stands for any path at the beginning
    /// or at the end.
    pub path: &'static str,
    /// When it matters.
    pub when: When,
    pub(crate) effect: Effect,
    /// Words that a text has in which it stands and matters.
    pub(crate) words: Words,
}

/// What comes of a field that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The file holds a credential.
    Credential,
    /// TLS is not verified, and plain HTTP may be what is left.
    Unverified,
    /// There is no TLS.
    Plaintext,
}

/// Where Docker and the kubelet keep credentials.
pub(crate) const DOCUMENT: &str = "a document of Docker's configuration";

/// Docker's own, which is found wherever it stands by its keys, as a document of credentials is.
pub(crate) const DAEMON: &str = "`daemon.json` of Docker";

/// Its flags, in a file that starts it.
pub(crate) const DOCKERD: &str = "the flags of dockerd";

/// A unit that starts some other tool.
pub(crate) const UNIT: &str = "a unit of systemd";

/// What these files are called where they are mounted; something may stand before it, and the ending of a compressed file after it.
/// A Secret is looked into under such a key only.
pub(crate) const FILE_NAMES: [&str; 8] = [
    "daemon.json",
    "config.toml",
    "hosts.toml",
    "registries.conf",
    "registries.yaml",
    "buildkitd.toml",
    "nerdctl.toml",
    "crio.conf",
];

/// Where such files are.
pub(crate) const FOLDERS: [&str; 8] = [
    "/etc/containerd/",
    "/etc/containers/",
    "/etc/docker/",
    "/etc/crio/",
    "/etc/rancher/",
    "/etc/buildkit/",
    "/etc/nerdctl/",
    "/certs.d/",
];

/// Under which keys lists of files are, each with its `path`: Ignition, Butane, `KubeadmConfig` and its like; cloud-init.
pub(crate) const LISTS: [&str; 2] = ["files", "write_files"];

const fn format(name: &'static str, syntax: Syntax, fields: &'static [Field], proof: Proof) -> Format {
    Format { name, syntax, file: None, beside: Beside::Nothing, fields, proof }
}

impl Format {
    const fn called(self, file: &'static str) -> Self {
        Format { file: Some(file), ..self }
    }

    const fn beside(self, neighbours: &'static [Neighbour]) -> Self {
        Format { beside: Beside::One(neighbours), ..self }
    }

    const fn of_kind(self, kind: &'static str) -> Self {
        Format { beside: Beside::Kind(beside(kind)), ..self }
    }
}

const fn field(path: &'static str, when: When, effect: Effect) -> Field {
    let words = Words::of_field(path);
    let words = match when {
        When::Http | When::HttpInSmallLetters | When::Key(_) => words.and(Words::HTTP),
        // Words such as `disabled` count where the field is.
        When::OneOf(_) => words.and(Words::INSECURE),
        _ => words,
    };
    Field { path, when, effect, words }
}

const fn beside(path: &'static str) -> Neighbour {
    Neighbour { path, words: Words::of_field(path) }
}

/// The steps of a field's path without `**`.
pub(crate) fn steps(path: &str) -> impl Iterator<Item = path::Step<'_>> + Clone {
    let path = path.strip_prefix("**.").unwrap_or(path);
    // Each path is tested to be one.
    path::steps(path.strip_suffix(".**").unwrap_or(path)).map_while(Result::ok)
}

pub(crate) static FORMATS: &[Format] = &[
    // https://docs.k3s.io/installation/private-registry, https://docs.rke2.io/install/private_registry; the fields are those of
    // rancher/wharfie, pkg/registries/types.go
    format(
        "`registries.yaml` of k3s and RKE2",
        Syntax::Yaml,
        &[
            field("configs{*}.auth.password", When::Password, Effect::Credential),
            field("configs{*}.auth.token", When::Password, Effect::Credential),
            field("configs{*}.auth.auth", When::Auth, Effect::Credential),
            field("configs{*}.auth.identity_token", When::Password, Effect::Credential),
            field("configs{*}.auth.identityToken", When::Password, Effect::Credential),
            field("configs{*}.tls.insecure_skip_verify", When::True, Effect::Unverified),
            field("mirrors{*}.endpoint[#]", When::Http, Effect::Plaintext),
        ],
        proof("", &[], &[]),
    ),
    // https://github.com/containerd/containerd/blob/main/docs/cri/registry.md, versions 1 to 3 of the file; `auths` until 1.2
    format(
        "`config.toml` of containerd",
        Syntax::Toml,
        &[
            field("plugins{*}.registry.configs{*}.auth.password", When::Password, Effect::Credential),
            field("plugins{*}.registry.configs{*}.auth.auth", When::Auth, Effect::Credential),
            field("plugins{*}.registry.configs{*}.auth.identitytoken", When::Password, Effect::Credential),
            field("plugins{*}.registry.auths{*}.password", When::Password, Effect::Credential),
            field("plugins{*}.registry.auths{*}.auth", When::Auth, Effect::Credential),
            field("plugins{*}.registry.auths{*}.identitytoken", When::Password, Effect::Credential),
            field("plugins{*}.registry.configs{*}.tls.insecure_skip_verify", When::True, Effect::Unverified),
            field("plugins{*}.registry.mirrors{*}.endpoint[#]", When::Http, Effect::Plaintext),
        ],
        proof("", &[], &[]),
    ),
    // https://github.com/containerd/containerd/blob/main/docs/hosts.md; core/remotes/docker/config/hosts.go: `HTTP://` is not http to it,
    // and `skip_verify` may be written in capitals. Hosts in inline tables and dotted keys are read up to containerd 1.7.
    format(
        "`hosts.toml` of containerd",
        Syntax::Toml,
        &[
            field("host{*}.header.authorization", When::Header, Effect::Credential),
            field("host{*}.header.authorization[#]", When::Header, Effect::Credential),
            field("host{*}.skip_verify", When::True, Effect::Unverified),
            field("host{*}.**", When::Key(&When::HttpInSmallLetters), Effect::Plaintext),
        ],
        proof("", &[], &[]),
    ),
    // The same for the host that the file is for. These names are general.
    format(
        "`hosts.toml` of containerd",
        Syntax::Toml,
        &[
            field("server", When::HttpInSmallLetters, Effect::Plaintext),
            field("skip_verify", When::True, Effect::Unverified),
        ],
        proof("", &[], &[]),
    )
    .called("hosts.toml")
    .beside(&[beside("host{*}"), beside("capabilities[#]"), beside("header.authorization")]),
    format(
        "`hosts.toml` of containerd",
        Syntax::Toml,
        &[
            field("header.authorization", When::Header, Effect::Credential),
            field("header.authorization[#]", When::Header, Effect::Credential),
        ],
        proof("", &[], &[]),
    )
    .called("hosts.toml"),
    // https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md, version 2
    format(
        "`registries.conf` of Podman and CRI-O",
        Syntax::Toml,
        &[
            field("registry[#].insecure", When::True, Effect::Unverified),
            field("registry[#].mirror[#].insecure", When::True, Effect::Unverified),
            // Version 1
            field("registries.insecure.registries[#]", When::Registry, Effect::Unverified),
        ],
        proof("", &[], &[]),
    ),
    // https://github.com/cri-o/cri-o/blob/main/docs/crio.conf.5.md
    format(
        "`crio.conf` of CRI-O",
        Syntax::Toml,
        &[field("crio.image.insecure_registries[#]", When::Registry, Effect::Unverified)],
        proof("", &[], &[]),
    ),
    // https://docs.docker.com/build/buildkit/toml-configuration/
    format(
        "`buildkitd.toml` of BuildKit",
        Syntax::Toml,
        &[
            field("registry{*}.http", When::True, Effect::Plaintext),
            field("registry{*}.insecure", When::True, Effect::Unverified),
        ],
        proof("", &[], &[]),
    ),
    // https://github.com/containerd/nerdctl/blob/main/docs/config.md
    format(
        "`nerdctl.toml`",
        Syntax::Toml,
        &[field("insecure_registry", When::True, Effect::Unverified)],
        proof("", &[], &[]),
    ),
    // https://github.com/containerd/stargz-snapshotter/blob/main/docs/overview.md
    format(
        "the configuration of stargz-snapshotter",
        Syntax::Toml,
        &[field("resolver.host{*}.mirrors[#].insecure", When::True, Effect::Unverified)],
        proof("", &[], &[]),
    ),
    // https://www.talos.dev/latest/reference/configuration/v1alpha1/config/, RegistriesConfig
    format(
        "the machine configuration of Talos",
        Syntax::Yaml,
        &[
            field("machine.registries.config{*}.auth.password", When::Password, Effect::Credential),
            field("machine.registries.config{*}.auth.auth", When::Auth, Effect::Credential),
            field("machine.registries.config{*}.auth.identityToken", When::Password, Effect::Credential),
            field("machine.registries.config{*}.tls.insecureSkipVerify", When::True, Effect::Unverified),
            field("machine.registries.mirrors{*}.endpoints[#]", When::Http, Effect::Plaintext),
        ],
        proof("", &[], &[]),
    ),
    // https://docs.siderolabs.com/talos/latest/reference/configuration/cri/registryauthconfig and its neighbours
    format(
        "a RegistryAuthConfig of Talos",
        Syntax::Yaml,
        &[
            field("password", When::Password, Effect::Credential),
            field("auth", When::Auth, Effect::Credential),
            field("identityToken", When::Password, Effect::Credential),
        ],
        proof("", &[], &[]),
    )
    .of_kind("RegistryAuthConfig"),
    format(
        "a RegistryTLSConfig of Talos",
        Syntax::Yaml,
        &[field("insecureSkipVerify", When::True, Effect::Unverified)],
        proof("", &[], &[]),
    )
    .of_kind("RegistryTLSConfig"),
    format(
        "a RegistryMirrorConfig of Talos",
        Syntax::Yaml,
        &[field("endpoints[#].url", When::Http, Effect::Plaintext)],
        proof("", &[], &[]),
    )
    .of_kind("RegistryMirrorConfig"),
    // https://distribution.github.io/distribution/about/configuration/#proxy
    format(
        "the configuration of a distribution registry",
        Syntax::Yaml,
        &[
            field("proxy.password", When::Password, Effect::Credential),
            field("proxy.remoteurl", When::Http, Effect::Plaintext),
        ],
        proof("", &[], &[]),
    )
    .beside(&[beside("remoteurl")]),
    // https://zotregistry.dev/latest/articles/mirroring/
    format(
        "the configuration of zot",
        Syntax::Yaml,
        &[
            field("extensions.sync.registries[#].tlsVerify", When::False, Effect::Unverified),
            field("extensions.sync.registries[#].urls[#]", When::Http, Effect::Plaintext),
        ],
        proof("", &[], &[]),
    ),
    // https://crazymax.dev/diun/config/regopts/
    format(
        "the configuration of diun",
        Syntax::Yaml,
        &[
            field("regopts[#].password", When::Password, Effect::Credential),
            field("regopts[#].insecureTLS", When::True, Effect::Unverified),
        ],
        proof("", &[], &[]),
    ),
    // https://argocd-image-updater.readthedocs.io/en/stable/configuration/registries/
    format(
        "`registries.conf` of Argo CD Image Updater",
        Syntax::Yaml,
        &[
            field("registries[#].insecure", When::True, Effect::Unverified),
            field("registries[#].api_url", When::Http, Effect::Plaintext),
        ],
        proof("", &[], &[]),
    )
    .beside(&[beside("api_url")]),
    // https://github.com/containers/skopeo/blob/main/docs/skopeo-sync.1.md
    format(
        "the source of `skopeo sync`",
        Syntax::Yaml,
        &[field("{*}.tls-verify", When::False, Effect::Unverified)],
        proof("", &[], &[]),
    )
    .beside(&[beside("images{*}"), beside("images-by-tag-regex{*}"), beside("images-by-semver{*}")]),
    // https://regclient.org/cli/regsync/
    format(
        "the configuration of regsync",
        Syntax::Yaml,
        &[field("creds[#].tls", When::OneOf(&["disabled", "insecure"]), Effect::Unverified)],
        proof("", &[], &[]),
    )
    .beside(&[beside("registry")]),
    // https://github.com/dragonflyoss/nydus/blob/master/docs/nydusd.md
    format(
        "the configuration of nydusd",
        Syntax::Yaml,
        &[
            field("device.backend.config.skip_verify", When::True, Effect::Unverified),
            field("device.backend.config.auth", When::Auth, Effect::Credential),
        ],
        proof("", &[], &[]),
    ),
    // https://skaffold.dev/docs/references/yaml/
    format(
        "`skaffold.yaml`",
        Syntax::Yaml,
        &[field("build.insecureRegistries[#]", When::Registry, Effect::Unverified)],
        proof("", &[], &[]),
    ),
    // https://docs.openshift.com/container-platform/latest/installing/disconnected_install/installing-mirroring-disconnected.html
    format(
        "the configuration of an OpenShift cluster",
        Syntax::Yaml,
        &[field("spec.registrySources.insecureRegistries[#]", When::Registry, Effect::Unverified)],
        proof("", &[], &[]),
    ),
    // In YAML, for a template that makes JSON of it; JSON is found by itself, wherever it stands.
    format(
        DOCUMENT,
        Syntax::Yaml,
        &[
            field("**.auths{*}.auth", When::Auth, Effect::Credential),
            field("**.auths{*}.password", When::PasswordOfRegistry, Effect::Credential),
            field("**.auths{*}.identitytoken", When::PasswordOfRegistry, Effect::Credential),
        ],
        proof("", &[], &[]),
    ),
    // https://github.com/docker/cli/blob/master/cli/config/configfile/file.go: sent with each request.
    format(
        "the `HttpHeaders` of Docker's configuration",
        Syntax::Yaml,
        &[field("HttpHeaders.Authorization", When::Header, Effect::Credential)],
        proof("", &[], &[]),
    ),
    // https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file: found wherever it stands; here with escapes in its keys.
    format(
        DAEMON,
        Syntax::Yaml,
        &[
            field("insecure-registries[#]", When::Registry, Effect::Unverified),
            field("registry-mirrors[#]", When::Http, Effect::Plaintext),
        ],
        proof("", &[], &[]),
    ),
];
