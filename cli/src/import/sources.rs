//! Which files are read, by whom, and since when: one row for each way of configuring a runtime. docs/import.md shows this table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::rc::Rc;

use super::tree::{Found, Location, Tree};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// `daemon.json`.
    Docker,
    /// A unit of dockerd, its drop-ins, and files with flags.
    DockerFlags,
    Minikube,
    /// A file of containerd that another one imports, or that nothing imports.
    ContainerdPart,
    Containerd,
    /// A folder below `certs.d`.
    Folder,
    RegistriesConf,
    DropIn,
    Crio,
    CrioFlags,
    K3s,
    K3sConfig,
    K3sFlags,
    ContainerdFlags,
    /// A document that says what it is: Talos, Bottlerocket, `NodeConfig`, Ignition, objects of `OpenShift` and of Kubernetes.
    Document,
    /// A unit of Podman's Quadlet.
    Quadlet,
    /// Perhaps a document; what is in it says so.
    Unknown,
}

/// A row.
pub(crate) struct Source {
    pub(crate) kind: Kind,
    /// Who reads it.
    pub(crate) runtime: &'static str,
    /// From the node's root; `*` is any name.
    pub(crate) paths: &'static [&'static str],
    /// Which releases read it.
    pub(crate) since: &'static str,
    /// What settings cannot say of it; a comment says so.
    pub(crate) cannot: &'static str,
}

const fn row(
    kind: Kind,
    runtime: &'static str,
    paths: &'static [&'static str],
    since: &'static str,
    cannot: &'static str,
) -> Source {
    Source { kind, runtime, paths, since, cannot }
}

/// All rows.
pub(crate) const SOURCES: &[Source] = &[
    row(
        Kind::Docker,
        "dockerd",
        &[
            "etc/docker/daemon.json",
            "home/*/.config/docker/daemon.json",
            "root/.config/docker/daemon.json",
            "home/*/.docker/daemon.json",
            "root/.docker/daemon.json",
            "Users/*/.docker/daemon.json",
            "ProgramData/docker/config/daemon.json",
            "var/snap/docker/*/config/daemon.json",
        ],
        "all; mirrors with a path since 28.0; with the containerd image store (the default since 29) see docker/cli#6748",
        "blocks of addresses apply to host names by what they resolve to",
    ),
    row(
        Kind::DockerFlags,
        "dockerd",
        &[
            "etc/systemd/system/docker.service",
            "etc/systemd/system/docker.service.d/*.conf",
            "lib/systemd/system/docker.service",
            "lib/systemd/system/docker.service.d/*.conf",
            "usr/lib/systemd/system/docker.service",
            "usr/lib/systemd/system/docker.service.d/*.conf",
            "run/systemd/system/docker.service.d/*.conf",
            "home/*/.config/systemd/user/docker.service",
            "home/*/.config/systemd/user/docker.service.d/*.conf",
            "etc/default/docker",
            "etc/sysconfig/docker",
            "etc/conf.d/docker",
        ],
        "all: `--insecure-registry`, `--registry-mirror`, `--config-file`",
        "variables that no file of the unit sets",
    ),
    row(
        Kind::Minikube,
        "minikube",
        &[
            "home/*/.minikube/profiles/*/config.json",
            "root/.minikube/profiles/*/config.json",
            "Users/*/.minikube/profiles/*/config.json",
            "home/*/.minikube/config/config.json",
            "root/.minikube/config/config.json",
            "Users/*/.minikube/config/config.json",
        ],
        "all: what `minikube start --insecure-registry` stored",
        "—",
    ),
    row(
        Kind::Containerd,
        "containerd",
        &[
            "etc/containerd/config.toml",
            "home/*/.config/containerd/config.toml",
            "root/.config/containerd/config.toml",
            "var/lib/rancher/k3s/agent/etc/containerd/config.toml",
            "var/lib/rancher/rke2/agent/etc/containerd/config.toml",
            "var/snap/microk8s/*/args/containerd.toml",
            "var/snap/microk8s/*/args/containerd-template.toml",
            "etc/k0s/containerd.toml",
            "run/k0s/containerd-cri.toml",
        ],
        "versions 1 to 4 of the file, with `imports`, as 1.x, 2.0 to 2.2 and 2.3 read them; `mirrors` and `configs.*.tls` \
         until 1.7, `mirrors` still in 2.x",
        "mirrors for `*`",
    ),
    row(
        Kind::ContainerdPart,
        "containerd",
        &[
            "etc/containerd/conf.d/*.toml",
            "etc/containerd/config.toml.d/*.toml",
            "etc/k0s/containerd.d/*.toml",
            "var/lib/rancher/k3s/agent/etc/containerd/config.toml.d/*.toml",
            "var/lib/rancher/k3s/agent/etc/containerd/config-v3.toml.d/*.toml",
            "var/lib/rancher/rke2/agent/etc/containerd/config.toml.d/*.toml",
            "var/lib/rancher/rke2/agent/etc/containerd/config-v3.toml.d/*.toml",
        ],
        "where `imports` name them; those of k0s always",
        "—",
    ),
    row(
        Kind::Folder,
        "containerd, dockerd",
        &[
            "etc/containerd/certs.d/*/hosts.toml",
            "etc/containerd/certs.d/*/*.crt",
            "etc/docker/certs.d/*/hosts.toml",
            "etc/docker/certs.d/*/*.crt",
            "var/lib/rancher/k3s/agent/etc/containerd/certs.d/*/hosts.toml",
            "var/lib/rancher/rke2/agent/etc/containerd/certs.d/*/hosts.toml",
            "var/snap/microk8s/*/args/certs.d/*/hosts.toml",
            "home/*/.config/containerd/certs.d/*/hosts.toml",
            "etc/k0s/certs.d/*/hosts.toml",
            "etc/k0s/containerd.d/certs.d/*/hosts.toml",
        ],
        "where `config_path` names them; without it containerd 2.3 and later reads `/etc/containerd/certs.d` and \
         `/etc/docker/certs.d`; where there are several, 2.1 and later ignores all by default (containerd/containerd#12808), \
         and the comments say so; dockerd reads `hosts.toml` with the containerd image store, `*.crt` always",
        "`_default`; hosts without a table header, which containerd 2 ignores and 1.x obeys",
    ),
    row(
        Kind::RegistriesConf,
        "CRI-O, Podman, Buildah, Skopeo",
        &[
            "etc/containers/registries.conf",
            "home/*/.config/containers/registries.conf",
            "root/.config/containers/registries.conf",
            "usr/share/containers/registries.conf",
        ],
        "version 2 of the file, and version 1 until Podman 5; files that mix them count as before containers/image 5.24; \
         `/usr/share` since Podman 6, where `/etc` has no such file",
        "insecure registries for a path alone; blocked registries; short names",
    ),
    row(
        Kind::DropIn,
        "CRI-O, Podman, Buildah, Skopeo",
        &[
            "etc/containers/registries.conf.d/*.conf",
            "home/*/.config/containers/registries.conf.d/*.conf",
            "root/.config/containers/registries.conf.d/*.conf",
            "etc/containers/registries.rootful.conf.d/*.conf",
            "etc/containers/registries.rootless.conf.d/*.conf",
            "etc/containers/registries.rootless.conf.d/*/*.conf",
            "usr/share/containers/registries.conf.d/*.conf",
            "usr/share/containers/registries.rootful.conf.d/*.conf",
            "usr/share/containers/registries.rootless.conf.d/*.conf",
        ],
        "containers/image 5 and later; `rootful`, `rootless` and `/usr/share` since Podman 6",
        "as above",
    ),
    row(
        Kind::Folder,
        "CRI-O, Podman, Buildah, Skopeo",
        &["etc/containers/certs.d/*/*.crt", "home/*/.config/containers/certs.d/*/*.crt"],
        "all",
        "—",
    ),
    row(
        Kind::Crio,
        "CRI-O",
        &["etc/crio/crio.conf", "etc/crio/crio.conf.d/*"],
        "`insecure_registries` until 1.34; 1.35 and later ignores it",
        "blocks of addresses, as for dockerd",
    ),
    row(
        Kind::CrioFlags,
        "CRI-O",
        &[
            "etc/systemd/system/crio.service",
            "etc/systemd/system/crio.service.d/*.conf",
            "lib/systemd/system/crio.service",
            "usr/lib/systemd/system/crio.service",
            "usr/lib/systemd/system/crio.service.d/*.conf",
            "etc/sysconfig/crio",
            "etc/sysconfig/crio.minikube",
            "etc/default/crio",
        ],
        "`--insecure-registry` until 1.34",
        "as above",
    ),
    row(
        Kind::K3s,
        "k3s, RKE2",
        &["etc/rancher/k3s/registries.yaml", "etc/rancher/rke2/registries.yaml"],
        "all",
        "`\"*\"`",
    ),
    row(
        Kind::K3sConfig,
        "k3s, RKE2",
        &[
            "etc/rancher/k3s/config.yaml",
            "etc/rancher/k3s/config.yaml.d/*.yaml",
            "etc/rancher/rke2/config.yaml",
            "etc/rancher/rke2/config.yaml.d/*.yaml",
        ],
        "all: `private-registry`",
        "—",
    ),
    row(
        Kind::K3sFlags,
        "k3s, RKE2",
        &[
            "etc/systemd/system/k3s.service",
            "etc/systemd/system/k3s-agent.service",
            "etc/systemd/system/k3s.service.env",
            "etc/systemd/system/k3s-agent.service.env",
            "usr/local/lib/systemd/system/rke2-server.service",
            "usr/local/lib/systemd/system/rke2-agent.service",
        ],
        "all: `--private-registry`",
        "—",
    ),
    row(
        Kind::ContainerdFlags,
        "containerd",
        &[
            "etc/systemd/system/containerd.service",
            "etc/systemd/system/containerd.service.d/*.conf",
            "lib/systemd/system/containerd.service",
            "usr/lib/systemd/system/containerd.service",
            "usr/lib/systemd/system/containerd.service.d/*.conf",
            "usr/local/lib/systemd/system/containerd.service",
        ],
        "all: `--config`",
        "—",
    ),
    row(
        Kind::Document,
        "Talos, Bottlerocket, EKS, kind, Ignition, cloud-init, Cluster API",
        &["system/state/config.yaml", "etc/eks/nodeadm.d/*.yaml", "etc/eks/nodeadm/*.yaml"],
        "machine configuration, user data and NodeConfig, given as files: `machine.registries`, `RegistryMirrorConfig`, \
         `RegistryTLSConfig`; `settings.container-registry`; `spec.containerd.config`; `containerdConfigPatches`; files and \
         units of Ignition, Butane and `write_files`; `files` of KubeadmConfig, KubeadmControlPlane, RKE2Config, \
         RKE2ControlPlane and their templates, and `privateRegistriesConfig`",
        "as for the files that they hold; files whose content is in a Secret; commands, which a comment names",
    ),
    row(
        Kind::Document,
        "Colima, Lima, Podman machine",
        &[
            "home/*/.colima/*/colima.yaml",
            "Users/*/.colima/*/colima.yaml",
            "home/*/.config/colima/*/colima.yaml",
            "Users/*/.config/colima/*/colima.yaml",
            "home/*/.lima/*/lima.yaml",
            "Users/*/.lima/*/lima.yaml",
            "home/*/.config/containers/podman/machine/*/*.ign",
            "Users/*/.config/containers/podman/machine/*/*.ign",
        ],
        "`docker` of colima.yaml; files of `provision` (`mode: data`); files and units of Ignition",
        "scripts of `provision`, which a comment names",
    ),
    row(
        Kind::Quadlet,
        "Podman",
        &[
            "etc/containers/systemd/*.image",
            "etc/containers/systemd/*.build",
            "etc/containers/systemd/*.container",
            "etc/containers/systemd/*.kube",
            "usr/share/containers/systemd/*.image",
            "usr/share/containers/systemd/*.container",
            "home/*/.config/containers/systemd/*.image",
            "home/*/.config/containers/systemd/*.build",
            "home/*/.config/containers/systemd/*.container",
            "home/*/.config/containers/systemd/*.kube",
        ],
        "units of Quadlet, Podman 4.4 and later: `TLSVerify`, `--tls-verify` in `PodmanArgs`",
        "all of it: Podman alone pulls so, for that unit",
    ),
    row(
        Kind::Document,
        "OpenShift",
        &[
            "cluster-scoped-resources/config.openshift.io/images.yaml",
            "cluster-scoped-resources/config.openshift.io/images/*.yaml",
            "cluster-scoped-resources/config.openshift.io/imagedigestmirrorsets.yaml",
            "cluster-scoped-resources/config.openshift.io/imagedigestmirrorsets/*.yaml",
            "cluster-scoped-resources/config.openshift.io/imagetagmirrorsets.yaml",
            "cluster-scoped-resources/config.openshift.io/imagetagmirrorsets/*.yaml",
            "cluster-scoped-resources/operator.openshift.io/imagecontentsourcepolicies/*.yaml",
            "cluster-scoped-resources/machineconfiguration.openshift.io/machineconfigs/*.yaml",
        ],
        "`image.config.openshift.io/cluster`, IDMS, ITMS, ICSP and MachineConfigs, from a must-gather or given as YAML",
        "as for registries.conf",
    ),
    row(
        Kind::Document,
        "kubelet",
        &[
            "etc/kubernetes/image-credential-provider-config.yaml",
            "etc/kubernetes/credential-provider-config.yaml",
            "etc/kubernetes/image-credential-provider/*.yaml",
            "etc/eks/image-credential-provider/config.json",
            "var/lib/rancher/credentialprovider/config.yaml",
            "etc/srv/kubernetes/cri_auth_config.yaml",
        ],
        "`CredentialProviderConfig` v1alpha1, v1beta1 and v1",
        "which registries a provider's credentials are for",
    ),
];

/// The rows as a table in Markdown.
pub(crate) fn table() -> String {
    let mut text = "| read by | files | releases | not in settings |\n|---|---|---|---|\n".to_owned();
    for Source { runtime, paths, since, cannot, .. } in SOURCES {
        let paths = paths.iter().map(|path| format!("`/{path}`")).collect::<Vec<_>>().join("<br>");
        let _ = writeln!(text, "| {runtime} | {paths} | {since} | {cannot} |");
    }
    text
}

/// Folders that hold other systems' files: of images and of containers.
const OTHERS: &[&str] = &[
    "overlay2",
    "overlay",
    "overlay-images",
    "overlay-containers",
    "io.containerd.snapshotter.v1.overlayfs",
    "io.containerd.snapshotter.v1.native",
    "io.containerd.content.v1.content",
    "io.containerd.runtime.v2.task",
];

/// What has no files, only the kernel's words.
const OF_KERNEL: &[&str] = &["proc", "sys", "dev"];

/// What a path is by its end: the row's kind, and how long the node's root before it is, in components.
fn by_pattern(parts: &[&str]) -> Option<(Kind, usize)> {
    let name = parts.last()?;
    let mut found: Option<(Kind, usize)> = None;
    for source in SOURCES {
        for path in source.paths {
            // Most names are none of these.
            let (folder, last) = path.rsplit_once('/').unwrap_or(("", path));
            if !is_like(last, name) {
                continue;
            }
            let Some(start) = parts.len().checked_sub(folder.split('/').count() + 1) else { continue };
            let is_it = folder.split('/').zip(&parts[start..]).all(|(pattern, part)| is_like(pattern, part));
            if is_it && found.is_none_or(|(_, earlier)| start < earlier) {
                found = Some((source.kind, start));
            }
        }
    }
    found
}

/// One name, with at most one `*`.
pub(crate) fn is_like(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after)
        }
    }
}

/// Whether a folder of a whole system may have files of a row below it.
fn leads_to_pattern(parts: &[&str]) -> bool {
    let leads = |path: &str| {
        let pattern: Vec<&str> = path.split('/').collect();
        parts.len() < pattern.len() && pattern.iter().zip(parts).all(|(pattern, part)| is_like(pattern, part))
    };
    parts.first() == Some(&"etc") || SOURCES.iter().flat_map(|source| source.paths).any(|path| leads(path))
}

/// Whether a folder anywhere may have files of a row below it.
fn may_lead_to_pattern(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    (0..parts.len()).any(|start| {
        SOURCES.iter().flat_map(|source| source.paths).any(|path| {
            let pattern: Vec<&str> = path.split('/').collect();
            let parts = &parts[start..];
            parts.len() < pattern.len() && pattern.iter().zip(parts).all(|(pattern, part)| is_like(pattern, part))
        })
    })
}

/// What a file is by its name alone, wherever it is.
pub(crate) fn by_name(path: &str) -> Option<Kind> {
    let mut parts = path.rsplit('/');
    let (name, parent, above) = (parts.next()?, parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let ends = |extension: &str| name.len() > extension.len() && name.ends_with(extension);
    match name {
        "daemon.json" => Some(Kind::Docker),
        "config.toml" => Some(Kind::Containerd),
        "hosts.toml" => Some(Kind::Folder),
        "registries.conf" => Some(Kind::RegistriesConf),
        "registries.yaml" => Some(Kind::K3s),
        "crio.conf" => Some(Kind::Crio),
        // Folders such as multi-user.target.wants have links to it.
        "docker.service" if !parent.contains(".target.") => Some(Kind::DockerFlags),
        "crio.service" if !parent.contains(".target.") => Some(Kind::CrioFlags),
        _ if parent == "registries.conf.d" && ends(".conf") => Some(Kind::DropIn),
        _ if parent == "docker.service.d" && ends(".conf") => Some(Kind::DockerFlags),
        _ if parent == "crio.service.d" && ends(".conf") => Some(Kind::CrioFlags),
        _ if parent == "crio.conf.d" => Some(Kind::Crio),
        _ if above == "certs.d" && ends(".crt") => Some(Kind::Folder),
        _ if (above, parent) == ("containers", "systemd")
            && [".image", ".build", ".container", ".kube"].iter().any(|it| ends(it)) =>
        {
            Some(Kind::Quadlet)
        }
        _ => None,
    }
}

/// Whether a file may be one that says itself what it is.
fn may_be_document(name: &str) -> bool {
    let (before, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    matches!(extension, "yaml" | "yml" | "toml" | "json" | "ign" | "bu") || before.starts_with("user-data")
}

/// Whether a file of an archive may be wanted. Private keys never are.
pub(crate) fn may_be_read(path: &str) -> bool {
    let extensions = [".toml", ".conf", ".yaml", ".yml", ".json", ".crt", ".service", ".ign", ".bu"];
    let parts: Vec<&str> = path.split('/').collect();
    extensions.iter().any(|extension| path.ends_with(extension))
        || by_pattern(&parts).is_some()
        || by_name(path).is_some()
        || path.rsplit('/').next().is_some_and(|name| name.starts_with("user-data"))
}

/// A file of a node: its kind, the root of the node that it is of, and where it is.
pub(crate) struct Match {
    pub(crate) kind: Kind,
    pub(crate) root: String,
    pub(crate) location: Location,
}

/// Searches a tree. Of a whole system only what rows name is looked at, and all of `etc`; elsewhere nodes may be at any depth.
pub(crate) fn search(tree: &Rc<Tree>, is_system: bool) -> Vec<Match> {
    let mut found = Vec::new();
    let mut by_name_only = Vec::new();
    let has_etc = Location::at(tree, "etc").is_folder();
    // Links may lead in a circle. A folder is looked into twice where a link gives it a name that a row has.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut pending = vec![Location::root(tree)];
    while let Some(folder) = pending.pop() {
        let times = seen.entry(folder.canonical()).or_default();
        *times += 1;
        if *times > 1 && (*times > 2 || !may_lead_to_pattern(&folder.path)) {
            continue;
        }
        for name in folder.names() {
            let location = folder.join(&name);
            // What a ConfigMap is mounted as has its files twice.
            if name.starts_with("..") {
                continue;
            }
            let parts: Vec<&str> = location.path.split('/').collect();
            let is_known = by_pattern(&parts).filter(|(_, start)| !is_system || *start == 0);
            let named = by_name(&location.path).filter(|_| !is_system || parts.first() == Some(&"etc"));
            let is_wanted = is_known.is_some() || named.is_some();
            if !is_wanted && !is_system && may_be_document(&name) && location.leads_to_file() {
                by_name_only.push((Kind::Unknown, location));
                continue;
            }
            // Nothing else is looked at but whether it is a folder.
            let is_folder = || location.may_be_folder() && location.leads_to_folder();
            if !is_wanted && !is_folder() {
                continue;
            }
            match location.kind() {
                Some(Found::Folder) => {
                    let is_of_kernel = has_etc && parts.len() == 1 && OF_KERNEL.contains(&parts[0]);
                    let is_storage = |part: &&str| ["containerd", "docker", "storage"].contains(part);
                    if OTHERS.contains(&name.as_str()) && parts.iter().any(is_storage) {
                        location.pass_over("the files of images and containers");
                    } else if !is_of_kernel && (!is_system || leads_to_pattern(&parts)) {
                        pending.push(location);
                    }
                }
                Some(Found::File) => match (is_known, named) {
                    (Some((kind, start)), _) => {
                        let root = parts[..start].join("/");
                        found.push(Match { kind, root, location });
                    }
                    (None, Some(kind)) => by_name_only.push((kind, location)),
                    (None, None) => {}
                },
                None if is_wanted && location.is_dangling() => location.pass_over("a link that leads to nothing here"),
                None => {}
            }
        }
    }
    let roots: BTreeSet<String> = found.iter().map(|it| it.root.clone()).collect();
    for (kind, location) in by_name_only {
        let is_root = |root: &&String| root.is_empty() || location.path.starts_with(&format!("{root}/"));
        let root = roots.iter().filter(is_root).max_by_key(|root| root.len()).cloned().unwrap_or_default();
        found.push(Match { kind, root, location });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_known_from_their_end() {
        let of = |path: &str| by_pattern(&path.split('/').collect::<Vec<_>>());
        assert_eq!(of("etc/docker/daemon.json"), Some((Kind::Docker, 0)));
        assert_eq!(of("a/b/etc/docker/daemon.json"), Some((Kind::Docker, 2)));
        assert_eq!(of("var/snap/docker/2963/config/daemon.json"), Some((Kind::Docker, 0)));
        assert_eq!(of("etc/systemd/system/docker.service.d/10-machine.conf"), Some((Kind::DockerFlags, 0)));
        assert_eq!(of("etc/docker/key.json"), None);
        assert!(leads_to_pattern(&["var", "lib", "rancher"]) && !leads_to_pattern(&["var", "lib", "docker"]));
    }

    #[test]
    fn private_keys_are_not_kept() {
        assert!(may_be_read("etc/docker/certs.d/r/ca.crt") && may_be_read("etc/default/docker"));
        assert!(!may_be_read("etc/docker/certs.d/r/client.key") && !may_be_read("etc/shadow"));
    }
}
