//! The formats, each with the source of what its fields mean.

use super::{Format, Syntax, Test};
use crate::search::Words;

/// Docker's own, which is found wherever it stands by its keys, as a document of credentials is.
pub(crate) const DAEMON: &str = "`daemon.json` of Docker";

/// Its flags, in a file that starts it.
pub(crate) const DOCKERD: &str = "the flags of dockerd";

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

pub(super) static FORMATS: [Format; 24] = [
    // https://docs.k3s.io/installation/private-registry, https://docs.rke2.io/install/private_registry; the fields are those of
    // rancher/wharfie, pkg/registries/types.go
    Format {
        name: "`registries.yaml` of k3s and RKE2",
        syntax: Syntax::Yaml,
        words: &[
            (Words::CONFIGS.and(Words::AUTH), &[]),
            (Words::CONFIGS.and(Words::INSECURE), &[]),
            (Words::ENDPOINT.and(Words::HTTP), &["mirrors"]),
        ],
        fields: &[
            ("configs.*.auth.password", Test::Password),
            ("configs.*.auth.token", Test::Password),
            ("configs.*.auth.auth", Test::Auth),
            ("configs.*.auth.identity_token", Test::Password),
            ("configs.*.auth.identityToken", Test::Password),
            ("configs.*.tls.insecure_skip_verify", Test::True),
            ("mirrors.*.endpoint.*", Test::Url),
        ],
    },
    // https://github.com/containerd/containerd/blob/main/docs/cri/registry.md, versions 1 to 3 of the file; `auths` until 1.2
    Format {
        name: "`config.toml` of containerd",
        syntax: Syntax::Toml,
        words: &[
            (Words::REGISTRY.and(Words::AUTH), &["plugins"]),
            (Words::REGISTRY.and(Words::INSECURE), &["plugins"]),
            (Words::REGISTRY.and(Words::ENDPOINT).and(Words::HTTP), &["plugins"]),
        ],
        fields: &[
            ("plugins.*.registry.configs.*.auth.password", Test::Password),
            ("plugins.*.registry.configs.*.auth.auth", Test::Auth),
            ("plugins.*.registry.configs.*.auth.identitytoken", Test::Password),
            ("plugins.*.registry.auths.*.password", Test::Password),
            ("plugins.*.registry.auths.*.auth", Test::Auth),
            ("plugins.*.registry.auths.*.identitytoken", Test::Password),
            ("plugins.*.registry.configs.*.tls.insecure_skip_verify", Test::True),
            ("plugins.*.registry.mirrors.*.endpoint.*", Test::Url),
        ],
    },
    // https://github.com/containerd/containerd/blob/main/docs/hosts.md; hosts are tables only, `HTTP://` is not http to it, and
    // `skip_verify` may be written in capitals.
    Format {
        name: "`hosts.toml` of containerd",
        syntax: Syntax::Toml,
        words: &[
            (Words::HOST.and(Words::AUTH), &[]),
            (Words::HOST.and(Words::INSECURE), &[]),
            (Words::HOST.and(Words::HTTP), &[]),
        ],
        fields: &[
            ("host.*.header.authorization", Test::Header),
            ("host.*.header.authorization.*", Test::Header),
            ("host.*.skip_verify", Test::True),
            ("host.*", Test::UrlOfKey),
            ("host.*.capabilities.*", Test::UrlOfKey),
        ],
    },
    // The same for the host itself. As these are general names, `capabilities` or `override_path` have to be there too.
    Format {
        name: "`hosts.toml` of containerd",
        syntax: Syntax::Toml,
        words: &[
            (Words::HTTP.and(Words::CAPABILITIES), &["server"]),
            (Words::HTTP.and(Words::HOST), &["server"]),
            (Words::INSECURE.and(Words::CAPABILITIES), &["server"]),
            (Words::INSECURE.and(Words::HOST), &["server"]),
            (Words::HOST.and(Words::AUTH), &[]),
        ],
        fields: &[
            ("server", Test::Url),
            ("skip_verify", Test::True),
            ("header.authorization", Test::Header),
            ("header.authorization.*", Test::Header),
        ],
    },
    // https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md, version 2
    Format {
        name: "`registries.conf` of Podman and CRI-O",
        syntax: Syntax::Toml,
        words: &[(Words::REGISTRY.and(Words::INSECURE), &["[[registry"])],
        fields: &[("registry.*.insecure", Test::True), ("registry.*.mirror.*.insecure", Test::True)],
    },
    // Version 1
    Format {
        name: "`registries.conf` of Podman and CRI-O",
        syntax: Syntax::Toml,
        words: &[(Words::INSECURE.and(Words::REGISTRY), &["registries.insecure"])],
        fields: &[("registries.insecure.registries.*", Test::Registry)],
    },
    // https://github.com/cri-o/cri-o/blob/main/docs/crio.conf.5.md
    Format {
        name: "`crio.conf` of CRI-O",
        syntax: Syntax::Toml,
        words: &[(Words::INSECURE.and(Words::REGISTRY), &["crio.image", "insecure_registries"])],
        fields: &[("crio.image.insecure_registries.*", Test::Registry)],
    },
    // https://docs.docker.com/build/buildkit/toml-configuration/
    Format {
        name: "`buildkitd.toml` of BuildKit",
        syntax: Syntax::Toml,
        words: &[
            (Words::REGISTRY.and(Words::HTTP), &["[registry."]),
            (Words::REGISTRY.and(Words::INSECURE), &["[registry."]),
        ],
        fields: &[("registry.*.http", Test::PlaintextIfTrue), ("registry.*.insecure", Test::True)],
    },
    // https://github.com/containerd/nerdctl/blob/main/docs/config.md
    Format {
        name: "`nerdctl.toml`",
        syntax: Syntax::Toml,
        words: &[(Words::INSECURE.and(Words::REGISTRY), &["insecure_registry"])],
        fields: &[("insecure_registry", Test::True)],
    },
    // https://github.com/containerd/stargz-snapshotter/blob/main/docs/overview.md
    Format {
        name: "the configuration of stargz-snapshotter",
        syntax: Syntax::Toml,
        words: &[(Words::RESOLVER.and(Words::INSECURE), &["mirrors"])],
        fields: &[("resolver.host.*.mirrors.*.insecure", Test::True)],
    },
    // https://www.talos.dev/latest/reference/configuration/v1alpha1/config/, RegistriesConfig
    Format {
        name: "the machine configuration of Talos",
        syntax: Syntax::Yaml,
        words: &[
            (Words::REGISTRY.and(Words::AUTH), &["machine"]),
            (Words::REGISTRY.and(Words::INSECURE), &["machine"]),
            (Words::REGISTRY.and(Words::HTTP), &["machine"]),
        ],
        fields: &[
            ("machine.registries.config.*.auth.password", Test::Password),
            ("machine.registries.config.*.auth.auth", Test::Auth),
            ("machine.registries.config.*.auth.identityToken", Test::Password),
            ("machine.registries.config.*.tls.insecureSkipVerify", Test::True),
            ("machine.registries.mirrors.*.endpoints.*", Test::Url),
        ],
    },
    // https://docs.siderolabs.com/talos/latest/reference/configuration/cri/registryauthconfig and its neighbours
    Format {
        name: "a RegistryAuthConfig of Talos",
        syntax: Syntax::Yaml,
        words: &[(Words::REGISTRY, &["RegistryAuthConfig"])],
        fields: &[("password", Test::Password), ("auth", Test::Auth), ("identityToken", Test::Password)],
    },
    Format {
        name: "a RegistryTLSConfig of Talos",
        syntax: Syntax::Yaml,
        words: &[(Words::REGISTRY.and(Words::INSECURE), &["RegistryTLSConfig"])],
        fields: &[("insecureSkipVerify", Test::True)],
    },
    Format {
        name: "a RegistryMirrorConfig of Talos",
        syntax: Syntax::Yaml,
        words: &[(Words::REGISTRY.and(Words::HTTP), &["RegistryMirrorConfig"])],
        fields: &[("endpoints.*.url", Test::Url)],
    },
    // https://distribution.github.io/distribution/about/configuration/#proxy
    Format {
        name: "the configuration of a distribution registry",
        syntax: Syntax::Yaml,
        words: &[(Words::REMOTE_URL, &["password"]), (Words::REMOTE_URL.and(Words::HTTP), &[])],
        fields: &[("proxy.password", Test::Password), ("proxy.remoteurl", Test::Url)],
    },
    // https://zotregistry.dev/latest/articles/mirroring/
    Format {
        name: "the configuration of zot",
        syntax: Syntax::Yaml,
        words: &[
            (Words::REGISTRY.and(Words::INSECURE), &["sync", "tlsVerify"]),
            (Words::REGISTRY.and(Words::HTTP), &["sync", "urls"]),
        ],
        fields: &[
            ("extensions.sync.registries.*.tlsVerify", Test::False),
            ("extensions.sync.registries.*.urls.*", Test::Url),
        ],
    },
    // https://crazymax.dev/diun/config/regopts/
    Format {
        name: "the configuration of diun",
        syntax: Syntax::Yaml,
        words: &[(Words::REG_OPTS, &["password"]), (Words::REG_OPTS.and(Words::INSECURE), &["insecureTLS"])],
        fields: &[("regopts.*.password", Test::Password), ("regopts.*.insecureTLS", Test::True)],
    },
    // https://argocd-image-updater.readthedocs.io/en/stable/configuration/registries/
    Format {
        name: "`registries.conf` of Argo CD Image Updater",
        syntax: Syntax::Yaml,
        words: &[
            (Words::REGISTRY.and(Words::INSECURE), &["api_url"]),
            (Words::REGISTRY.and(Words::HTTP), &["api_url"]),
        ],
        fields: &[("registries.*.insecure", Test::True), ("registries.*.api_url", Test::Url)],
    },
    // https://github.com/containers/skopeo/blob/main/docs/skopeo-sync.1.md
    Format {
        name: "the source of `skopeo sync`",
        syntax: Syntax::Yaml,
        words: &[(Words::INSECURE.and(Words::DASH_VERIFY), &["images"])],
        fields: &[("*.tls-verify", Test::False)],
    },
    // https://regclient.org/cli/regsync/
    Format {
        name: "the configuration of regsync",
        syntax: Syntax::Yaml,
        words: &[
            (Words::REGISTRY.and(Words::INSECURE), &["creds", "tls"]),
            (Words::REGISTRY.and(Words::INSECURE), &["creds", "tls"]),
        ],
        fields: &[("creds.*.tls", Test::OneOf(&["disabled", "insecure"]))],
    },
    // https://github.com/dragonflyoss/nydus/blob/master/docs/nydusd.md
    Format {
        name: "the configuration of nydusd",
        syntax: Syntax::Yaml,
        words: &[(Words::INSECURE, &["backend"]), (Words::REGISTRY.and(Words::AUTH), &["backend"])],
        fields: &[("device.backend.config.skip_verify", Test::True), ("device.backend.config.auth", Test::Auth)],
    },
    // https://skaffold.dev/docs/references/yaml/
    Format {
        name: "`skaffold.yaml`",
        syntax: Syntax::Yaml,
        words: &[(Words::INSECURE.and(Words::REGISTRY), &["skaffold", "insecureRegistries"])],
        fields: &[("build.insecureRegistries.*", Test::Registry)],
    },
    // https://docs.openshift.com/container-platform/latest/installing/disconnected_install/installing-mirroring-disconnected.html
    Format {
        name: "the configuration of an OpenShift cluster",
        syntax: Syntax::Yaml,
        words: &[(Words::REGISTRY.and(Words::INSECURE), &["registrySources", "insecureRegistries"])],
        fields: &[("spec.registrySources.insecureRegistries.*", Test::Registry)],
    },
    // Docker's configuration, written as YAML: for a template that makes JSON of it.
    Format {
        name: "a document of Docker's configuration in YAML",
        syntax: Syntax::Yaml,
        words: &[(Words::AUTHS, &["auths:"])],
        fields: &[
            ("auths.*.auth", Test::Auth),
            ("auths.*.password", Test::Password),
            ("*.auths.*.auth", Test::Auth),
            ("*.auths.*.password", Test::Password),
        ],
    },
];
