//! The formats, each with the source of what its fields mean.

use super::{Beside, Field, Format, Neighbour, Syntax, Test};
use crate::search::Words;

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
pub(super) const FILE_NAMES: [&str; 8] = [
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
pub(super) const FOLDERS: [&str; 8] = [
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
pub(super) const LISTS: [&str; 2] = ["files", "write_files"];

const fn field(path: &'static str, test: Test) -> Field {
    let words = Words::of_field(path);
    let words = match test {
        Test::Url | Test::ExactUrl | Test::ExactUrlOfKey => words.and(Words::HTTP),
        // Words such as `disabled` count where the field is.
        Test::OneOf(_) => words.and(Words::INSECURE),
        _ => words,
    };
    Field { path, test, words }
}

const fn beside(path: &'static str) -> Neighbour {
    Neighbour { path, words: Words::of_field(path) }
}

/// Which hosts there are may stand in `hosts.toml`, or only how the one is reached that the file is for.
const HOSTS_TOML: Option<&str> = Some("hosts.toml");

pub(super) static FORMATS: [Format; 26] = [
    // https://docs.k3s.io/installation/private-registry, https://docs.rke2.io/install/private_registry; the fields are those of
    // rancher/wharfie, pkg/registries/types.go
    Format {
        name: "`registries.yaml` of k3s and RKE2",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Nothing,
        fields: &[
            field("configs.*.auth.password", Test::Password),
            field("configs.*.auth.token", Test::Password),
            field("configs.*.auth.auth", Test::Auth),
            field("configs.*.auth.identity_token", Test::Password),
            field("configs.*.auth.identityToken", Test::Password),
            field("configs.*.tls.insecure_skip_verify", Test::True),
            field("mirrors.*.endpoint.[]", Test::Url),
        ],
    },
    // https://github.com/containerd/containerd/blob/main/docs/cri/registry.md, versions 1 to 3 of the file; `auths` until 1.2
    Format {
        name: "`config.toml` of containerd",
        syntax: Syntax::Toml,
        file: None,
        beside: Beside::Nothing,
        fields: &[
            field("plugins.*.registry.configs.*.auth.password", Test::Password),
            field("plugins.*.registry.configs.*.auth.auth", Test::Auth),
            field("plugins.*.registry.configs.*.auth.identitytoken", Test::Password),
            field("plugins.*.registry.auths.*.password", Test::Password),
            field("plugins.*.registry.auths.*.auth", Test::Auth),
            field("plugins.*.registry.auths.*.identitytoken", Test::Password),
            field("plugins.*.registry.configs.*.tls.insecure_skip_verify", Test::True),
            field("plugins.*.registry.mirrors.*.endpoint.[]", Test::Url),
        ],
    },
    // https://github.com/containerd/containerd/blob/main/docs/hosts.md; core/remotes/docker/config/hosts.go: `HTTP://` is not http to it,
    // and `skip_verify` may be written in capitals. Hosts in inline tables and dotted keys are read up to containerd 1.7.
    Format {
        name: "`hosts.toml` of containerd",
        syntax: Syntax::Toml,
        file: None,
        beside: Beside::Nothing,
        fields: &[
            field("host.*.header.authorization", Test::Header),
            field("host.*.header.authorization.[]", Test::Header),
            field("host.*.skip_verify", Test::True),
            field("host.*.**", Test::ExactUrlOfKey),
        ],
    },
    // The same for the host that the file is for. These names are general.
    Format {
        name: "`hosts.toml` of containerd",
        syntax: Syntax::Toml,
        file: HOSTS_TOML,
        beside: Beside::One(&[beside("host.*"), beside("capabilities.[]"), beside("header.authorization")]),
        fields: &[field("server", Test::ExactUrl), field("skip_verify", Test::True)],
    },
    Format {
        name: "`hosts.toml` of containerd",
        syntax: Syntax::Toml,
        file: HOSTS_TOML,
        beside: Beside::Nothing,
        fields: &[field("header.authorization", Test::Header), field("header.authorization.[]", Test::Header)],
    },
    // https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md, version 2
    Format {
        name: "`registries.conf` of Podman and CRI-O",
        syntax: Syntax::Toml,
        file: None,
        beside: Beside::Nothing,
        fields: &[
            field("registry.[].insecure", Test::True),
            field("registry.[].mirror.[].insecure", Test::True),
            // Version 1
            field("registries.insecure.registries.[]", Test::Registry),
        ],
    },
    // https://github.com/cri-o/cri-o/blob/main/docs/crio.conf.5.md
    Format {
        name: "`crio.conf` of CRI-O",
        syntax: Syntax::Toml,
        file: None,
        beside: Beside::Nothing,
        fields: &[field("crio.image.insecure_registries.[]", Test::Registry)],
    },
    // https://docs.docker.com/build/buildkit/toml-configuration/
    Format {
        name: "`buildkitd.toml` of BuildKit",
        syntax: Syntax::Toml,
        file: None,
        beside: Beside::Nothing,
        fields: &[field("registry.*.http", Test::PlaintextIfTrue), field("registry.*.insecure", Test::True)],
    },
    // https://github.com/containerd/nerdctl/blob/main/docs/config.md
    Format {
        name: "`nerdctl.toml`",
        syntax: Syntax::Toml,
        file: None,
        beside: Beside::Nothing,
        fields: &[field("insecure_registry", Test::True)],
    },
    // https://github.com/containerd/stargz-snapshotter/blob/main/docs/overview.md
    Format {
        name: "the configuration of stargz-snapshotter",
        syntax: Syntax::Toml,
        file: None,
        beside: Beside::Nothing,
        fields: &[field("resolver.host.*.mirrors.[].insecure", Test::True)],
    },
    // https://www.talos.dev/latest/reference/configuration/v1alpha1/config/, RegistriesConfig
    Format {
        name: "the machine configuration of Talos",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Nothing,
        fields: &[
            field("machine.registries.config.*.auth.password", Test::Password),
            field("machine.registries.config.*.auth.auth", Test::Auth),
            field("machine.registries.config.*.auth.identityToken", Test::Password),
            field("machine.registries.config.*.tls.insecureSkipVerify", Test::True),
            field("machine.registries.mirrors.*.endpoints.[]", Test::Url),
        ],
    },
    // https://docs.siderolabs.com/talos/latest/reference/configuration/cri/registryauthconfig and its neighbours
    Format {
        name: "a RegistryAuthConfig of Talos",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Kind(beside("RegistryAuthConfig")),
        fields: &[field("password", Test::Password), field("auth", Test::Auth), field("identityToken", Test::Password)],
    },
    Format {
        name: "a RegistryTLSConfig of Talos",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Kind(beside("RegistryTLSConfig")),
        fields: &[field("insecureSkipVerify", Test::True)],
    },
    Format {
        name: "a RegistryMirrorConfig of Talos",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Kind(beside("RegistryMirrorConfig")),
        fields: &[field("endpoints.[].url", Test::Url)],
    },
    // https://distribution.github.io/distribution/about/configuration/#proxy
    Format {
        name: "the configuration of a distribution registry",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::One(&[beside("remoteurl")]),
        fields: &[field("proxy.password", Test::Password), field("proxy.remoteurl", Test::Url)],
    },
    // https://zotregistry.dev/latest/articles/mirroring/
    Format {
        name: "the configuration of zot",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Nothing,
        fields: &[
            field("extensions.sync.registries.[].tlsVerify", Test::False),
            field("extensions.sync.registries.[].urls.[]", Test::Url),
        ],
    },
    // https://crazymax.dev/diun/config/regopts/
    Format {
        name: "the configuration of diun",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Nothing,
        fields: &[field("regopts.[].password", Test::Password), field("regopts.[].insecureTLS", Test::True)],
    },
    // https://argocd-image-updater.readthedocs.io/en/stable/configuration/registries/
    Format {
        name: "`registries.conf` of Argo CD Image Updater",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::One(&[beside("api_url")]),
        fields: &[field("registries.[].insecure", Test::True), field("registries.[].api_url", Test::Url)],
    },
    // https://github.com/containers/skopeo/blob/main/docs/skopeo-sync.1.md
    Format {
        name: "the source of `skopeo sync`",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::One(&[beside("images.*"), beside("images-by-tag-regex.*"), beside("images-by-semver.*")]),
        fields: &[field("*.tls-verify", Test::False)],
    },
    // https://regclient.org/cli/regsync/
    Format {
        name: "the configuration of regsync",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::One(&[beside("registry")]),
        fields: &[field("creds.[].tls", Test::OneOf(&["disabled", "insecure"]))],
    },
    // https://github.com/dragonflyoss/nydus/blob/master/docs/nydusd.md
    Format {
        name: "the configuration of nydusd",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Nothing,
        fields: &[
            field("device.backend.config.skip_verify", Test::True),
            field("device.backend.config.auth", Test::Auth),
        ],
    },
    // https://skaffold.dev/docs/references/yaml/
    Format {
        name: "`skaffold.yaml`",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Nothing,
        fields: &[field("build.insecureRegistries.[]", Test::Registry)],
    },
    // https://docs.openshift.com/container-platform/latest/installing/disconnected_install/installing-mirroring-disconnected.html
    Format {
        name: "the configuration of an OpenShift cluster",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Nothing,
        fields: &[field("spec.registrySources.insecureRegistries.[]", Test::Registry)],
    },
    // In YAML, for a template that makes JSON of it; JSON is found by itself, wherever it stands.
    Format {
        name: DOCUMENT,
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Nothing,
        fields: &[
            field("**.auths.*.auth", Test::Auth),
            field("**.auths.*.password", Test::PasswordOfRegistry),
            field("**.auths.*.identitytoken", Test::PasswordOfRegistry),
        ],
    },
    // https://github.com/docker/cli/blob/master/cli/config/configfile/file.go: sent with each request.
    Format {
        name: "the `HttpHeaders` of Docker's configuration",
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Nothing,
        fields: &[field("HttpHeaders.Authorization", Test::Header)],
    },
    // https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file: found wherever it stands; here with escapes in its keys.
    Format {
        name: DAEMON,
        syntax: Syntax::Yaml,
        file: None,
        beside: Beside::Nothing,
        fields: &[field("insecure-registries.[]", Test::Registry), field("registry-mirrors.[]", Test::Url)],
    },
];
