//! Fields of resources that turn TLS off for a registry: a row for each, with its source and what it means.

use super::{Step, steps};
use crate::auth;
use crate::json::{Quoted, Raw, Type};
use crate::path::{Path, Segment};
use crate::registry;
use crate::truth::truth;

/// A field that turns TLS off.
#[derive(Debug)]
pub struct Setting {
    group: &'static str,
    kinds: &'static [&'static str],
    /// Keys, and `[*]` for each item of a list or value of a map.
    path: &'static str,
    is: Is,
    /// What it means only holds if of each of these lists one field has this value, or begins with it.
    only_if: &'static [&'static [(&'static str, Value)]],
    /// What comes of it: "Flux pulls the artifact over plain HTTP".
    pub means: &'static str,
}

/// When a field turns TLS off.
#[derive(Clone, Copy, Debug)]
enum Is {
    /// It is true, as a boolean or as a string.
    True,
    /// It is base64 of that, as a Secret has it.
    TrueInBase64,
    /// It names a registry that is not on the node itself.
    Filled,
    /// It is the URL of such a registry, and its scheme is `http`.
    Http,
    /// It is such a URL, and its key begins so.
    HttpUnder(&'static str),
    /// It is a parameter of one of these names, with a value or a default that is true.
    TrueParameter(&'static [&'static str]),
    /// The same, and false.
    FalseParameter(&'static [&'static str]),
}

#[derive(Clone, Copy, Debug)]
enum Value {
    Equals(&'static str),
    Begins(&'static str),
}

const fn row(
    group: &'static str,
    kinds: &'static [&'static str],
    path: &'static str,
    is: Is,
    means: &'static str,
) -> Setting {
    Setting { group, kinds, path, is, only_if: &[], means }
}

const FLUX: &str = "Flux pulls over plain HTTP";
const NODES: &str = "nodes do not verify the certificate of the registry, or use plain HTTP";
const NODES_HTTP: &str = "nodes reach the registry over plain HTTP";
const IMPORTS: &str = "OpenShift imports the image without verifying TLS, or over plain HTTP";
const CDI: &str = "CDI imports disks from the registry without verifying TLS";
const TEKTON: &str = "the task pushes or pulls without verifying TLS, or over plain HTTP";
const ARGO_CD: &str = "Argo CD pulls charts without verifying TLS, or over plain HTTP";
const ARGO_CD_LABELS: &[(&str, Value)] = &[
    ("metadata.labels[\"argocd.argoproj.io/secret-type\"]", Value::Equals("repository")),
    ("metadata.labels[\"argocd.argoproj.io/secret-type\"]", Value::Equals("repo-creds")),
];
const KYVERNO: &str = "Kyverno reads images and signatures without verifying TLS, or over plain HTTP";
const PIPELINES: &[&str] = &["Pipeline", "PipelineRun", "Task", "ClusterTask", "TaskRun"];
const INSECURE_PARAMETERS: &[&str] =
    &["INSECUREREGISTRY", "INSECURE_REGISTRY", "insecure_registry", "insecure-registry"];
const VERIFYING_PARAMETERS: &[&str] = &["TLSVERIFY", "TLS_VERIFY", "tls-verify", "tlsverify"];

static SETTINGS: &[Setting] = &[
    // https://docs.openshift.com/container-platform/latest/openshift_images/image-configuration.html
    row("config.openshift.io", &["Image"], "spec.registrySources.insecureRegistries[*]", Is::Filled, NODES),
    row("config.openshift.io", &["Image"], "spec.allowedRegistriesForImport[*].insecure", Is::True, IMPORTS),
    // https://docs.openshift.com/container-platform/latest/rest_api/image_apis/imagestream-image-openshift-io-v1.html
    row("image.openshift.io", &["ImageStream"], "spec.tags[*].importPolicy.insecure", Is::True, IMPORTS),
    row(
        "image.openshift.io",
        &["ImageStream"],
        "metadata.annotations[\"openshift.io/image.insecureRepository\"]",
        Is::True,
        IMPORTS,
    ),
    row("image.openshift.io", &["ImageStreamImport"], "spec.images[*].importPolicy.insecure", Is::True, IMPORTS),
    row("image.openshift.io", &["ImageStreamImport"], "spec.repository.importPolicy.insecure", Is::True, IMPORTS),
    // https://fluxcd.io/flux/components/source/ocirepositories/#insecure, helmrepositories/#insecure, image/imagerepositories/
    row("source.toolkit.fluxcd.io", &["OCIRepository"], "spec.insecure", Is::True, FLUX),
    Setting {
        only_if: &[&[("spec.type", Value::Equals("oci"))]],
        ..row("source.toolkit.fluxcd.io", &["HelmRepository"], "spec.insecure", Is::True, FLUX)
    },
    row("image.toolkit.fluxcd.io", &["ImageRepository"], "spec.insecure", Is::True, FLUX),
    // https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories
    Setting {
        only_if: &[
            ARGO_CD_LABELS,
            &[("data.type", Value::Equals("b2Np")), ("data.enableOCI", Value::Equals("dHJ1ZQ=="))],
        ],
        ..row("", &["Secret"], "data.insecure", Is::TrueInBase64, ARGO_CD)
    },
    Setting {
        only_if: &[
            ARGO_CD_LABELS,
            &[("stringData.type", Value::Equals("oci")), ("stringData.enableOCI", Value::Equals("true"))],
        ],
        ..row("", &["Secret"], "stringData.insecure", Is::True, ARGO_CD)
    },
    Setting {
        only_if: &[ARGO_CD_LABELS],
        ..row("", &["Secret"], "data.insecureOCIForceHttp", Is::TrueInBase64, ARGO_CD)
    },
    Setting {
        only_if: &[ARGO_CD_LABELS],
        ..row("", &["Secret"], "stringData.insecureOCIForceHttp", Is::True, ARGO_CD)
    },
    // https://ranchermanager.docs.rancher.com/reference-guides/cluster-configuration/rancher-server-configuration/rke2-cluster-configuration
    row(
        "provisioning.cattle.io",
        &["Cluster"],
        "spec.rkeConfig.registries.configs[*].insecureSkipVerify",
        Is::True,
        NODES,
    ),
    row(
        "provisioning.cattle.io",
        &["Cluster"],
        "spec.rkeConfig.registries.mirrors[*].endpoint[*]",
        Is::Http,
        NODES_HTTP,
    ),
    row(
        "catalog.cattle.io",
        &["ClusterRepo", "Repo"],
        "spec.insecurePlainHttp",
        Is::True,
        "Rancher pulls charts over plain HTTP",
    ),
    // https://caprke2.docs.rancher.com/topics/node-registration; RKE2 as a provider of Cluster API
    row(
        "controlplane.cluster.x-k8s.io",
        &["RKE2ControlPlane"],
        "spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify",
        Is::True,
        NODES,
    ),
    row(
        "controlplane.cluster.x-k8s.io",
        &["RKE2ControlPlane"],
        "spec.privateRegistriesConfig.mirrors[*].endpoint[*]",
        Is::Http,
        NODES_HTTP,
    ),
    row(
        "controlplane.cluster.x-k8s.io",
        &["RKE2ControlPlaneTemplate"],
        "spec.template.spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify",
        Is::True,
        NODES,
    ),
    row(
        "bootstrap.cluster.x-k8s.io",
        &["RKE2ConfigTemplate"],
        "spec.template.spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify",
        Is::True,
        NODES,
    ),
    row(
        "bootstrap.cluster.x-k8s.io",
        &["RKE2Config"],
        "spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify",
        Is::True,
        NODES,
    ),
    // https://docs.k3s.io/helm#helmchart-field-definitions
    row("helm.cattle.io", &["HelmChart"], "spec.plainHTTP", Is::True, "k3s pulls the chart over plain HTTP"),
    Setting {
        only_if: &[&[("spec.chart", Value::Begins("oci://"))]],
        ..row(
            "helm.cattle.io",
            &["HelmChart"],
            "spec.insecureSkipTLSVerify",
            Is::True,
            "k3s pulls the chart without verifying TLS",
        )
    },
    // https://fleet.rancher.io/ref-crds
    Setting {
        only_if: &[&[("spec.helm.repo", Value::Begins("oci://")), ("spec.helm.chart", Value::Begins("oci://"))]],
        ..row(
            "fleet.cattle.io",
            &["HelmOp"],
            "spec.insecureSkipTLSVerify",
            Is::True,
            "Fleet pulls the chart without verifying TLS",
        )
    },
    // https://kops.sigs.k8s.io/cluster_spec/
    row("kops.k8s.io", &["Cluster"], "spec.docker.insecureRegistry", Is::Filled, NODES),
    row("kops.k8s.io", &["Cluster"], "spec.docker.insecureRegistries[*]", Is::Filled, NODES),
    row("kops.k8s.io", &["Cluster"], "spec.docker.registryMirrors[*]", Is::Http, NODES_HTTP),
    row("kops.k8s.io", &["Cluster"], "spec.containerd.registryMirrors[*][*]", Is::Http, NODES_HTTP),
    // https://anywhere.eks.amazonaws.com/docs/getting-started/optional/registrymirror/
    row(
        "anywhere.eks.amazonaws.com",
        &["Cluster"],
        "spec.registryMirrorConfiguration.insecureSkipVerify",
        Is::True,
        NODES,
    ),
    // https://docs.kubermatic.com/kubermatic/latest/references/crds/#nodesettings
    row("kubermatic.k8c.io", &["Seed"], "spec.datacenters[*].node.insecureRegistries[*]", Is::Filled, NODES),
    // https://github.com/gardener/gardener-extension-registry-cache/blob/main/docs/usage/registry-mirror/configuration.md
    row(
        "core.gardener.cloud",
        &["Shoot"],
        "spec.extensions[*].providerConfig.mirrors[*].hosts[*].host",
        Is::Http,
        NODES_HTTP,
    ),
    // https://github.com/kubevirt/containerized-data-importer/blob/main/doc/cdi-config.md
    row("cdi.kubevirt.io", &["CDI"], "spec.config.insecureRegistries[*]", Is::Filled, CDI),
    row("cdi.kubevirt.io", &["CDIConfig"], "spec.insecureRegistries[*]", Is::Filled, CDI),
    row("hco.kubevirt.io", &["HyperConverged"], "spec.storageImport.insecureRegistries[*]", Is::Filled, CDI),
    // https://shipwright.io/docs/build/build/
    row(
        "shipwright.io",
        &["Build", "BuildRun"],
        "spec.output.insecure",
        Is::True,
        "Shipwright pushes without verifying TLS, or over plain HTTP",
    ),
    row(
        "shipwright.io",
        &["BuildRun"],
        "spec.build.spec.output.insecure",
        Is::True,
        "Shipwright pushes without verifying TLS, or over plain HTTP",
    ),
    // https://camel.apache.org/camel-k/latest/installation/registry/registry.html
    row(
        "camel.apache.org",
        &["IntegrationPlatform", "IntegrationProfile"],
        "spec.build.registry.insecure",
        Is::True,
        "Camel K pushes over plain HTTP",
    ),
    row(
        "camel.apache.org",
        &["Build"],
        "spec.tasks[*][*].registry.insecure",
        Is::True,
        "Camel K pushes over plain HTTP",
    ),
    // https://kyverno.io/docs/policy-types/cluster-policy/verify-images/
    row(
        "kyverno.io",
        &["ClusterPolicy", "Policy"],
        "spec.rules[*].context[*].imageRegistry.imageRegistryCredentials.allowInsecureRegistry",
        Is::True,
        KYVERNO,
    ),
    row(
        "kyverno.io",
        &["ClusterPolicy", "Policy"],
        "spec.rules[*].verifyImages[*].imageRegistryCredentials.allowInsecureRegistry",
        Is::True,
        KYVERNO,
    ),
    row(
        "policies.kyverno.io",
        &["ImageValidatingPolicy", "NamespacedImageValidatingPolicy"],
        "spec.credentials.allowInsecureRegistry",
        Is::True,
        KYVERNO,
    ),
    // https://ratify.dev/docs/plugins/store/oras
    row(
        "config.ratify.deislabs.io",
        &["Store", "NamespacedStore"],
        "spec.parameters.useHttp",
        Is::True,
        "Ratify reads signatures over plain HTTP",
    ),
    // https://docs.kubewarden.io/reference/CRDs
    row(
        "policies.kubewarden.io",
        &["PolicyServer"],
        "spec.insecureSources[*]",
        Is::Filled,
        "the policy server pulls policies without verifying TLS, or over plain HTTP",
    ),
    row(
        "sbomscanner.kubewarden.io",
        &["Registry"],
        "spec.insecure",
        Is::True,
        "sbomscanner pulls images without verifying TLS",
    ),
    // https://github.com/kubesphere/kubekey/blob/master/docs/config-example.md
    row("kubekey.kubesphere.io", &["Cluster"], "spec.registry.insecureRegistries[*]", Is::Filled, NODES),
    row("kubekey.kubesphere.io", &["Cluster"], "spec.registry.auths[*].skipTLSVerify", Is::True, NODES),
    row("kubekey.kubesphere.io", &["Cluster"], "spec.registry.auths[*].plainHTTP", Is::True, NODES_HTTP),
    // https://github.com/actions/actions-runner-controller/blob/master/docs/using-custom-volumes.md
    row(
        "actions.summerwind.dev",
        &["RunnerDeployment", "RunnerSet", "RunnerReplicaSet"],
        "spec.template.spec.dockerRegistryMirror",
        Is::Http,
        "the runner's Docker reaches its mirror over plain HTTP",
    ),
    // https://tekton.dev/docs; the parameters are those of the catalog's tasks: buildah, kaniko, skopeo-copy, jib, s2i
    row("tekton.dev", PIPELINES, "spec.params[*]", Is::TrueParameter(INSECURE_PARAMETERS), TEKTON),
    row("tekton.dev", PIPELINES, "spec.params[*]", Is::FalseParameter(VERIFYING_PARAMETERS), TEKTON),
    row("tekton.dev", PIPELINES, "spec.tasks[*].params[*]", Is::TrueParameter(INSECURE_PARAMETERS), TEKTON),
    row("tekton.dev", PIPELINES, "spec.tasks[*].params[*]", Is::FalseParameter(VERIFYING_PARAMETERS), TEKTON),
    row(
        "tekton.dev",
        PIPELINES,
        "spec.pipelineSpec.tasks[*].params[*]",
        Is::TrueParameter(INSECURE_PARAMETERS),
        TEKTON,
    ),
    row(
        "tekton.dev",
        PIPELINES,
        "spec.pipelineSpec.tasks[*].params[*]",
        Is::FalseParameter(VERIFYING_PARAMETERS),
        TEKTON,
    ),
    // https://tekton.dev/docs/pipelines/auth/#configuring-docker-authentication-in-docker,
    // https://github.com/buildpacks-community/kpack/blob/main/docs/secrets.md
    row(
        "",
        &["Secret"],
        "metadata.annotations[*]",
        Is::HttpUnder("tekton.dev/docker-"),
        "Tekton sends these credentials to a registry over plain HTTP",
    ),
    row(
        "",
        &["Secret"],
        "metadata.annotations[*]",
        Is::HttpUnder("kpack.io/docker"),
        "kpack sends these credentials to a registry over plain HTTP",
    ),
    // https://carvel.dev/kapp-controller/docs/latest/controller-config/
    row(
        "",
        &["Secret"],
        "stringData.dangerousSkipTLSVerify",
        Is::Filled,
        "kapp-controller does not verify the certificate of the registry",
    ),
];

/// The same for the entries of a `ConfigMap`, by their keys, so that a long one is gone through once.
static ENTRIES: &[(Key, Setting)] = &[
    // https://aquasecurity.github.io/trivy-operator/latest/docs/vulnerability-scanning/trivy/
    (
        Key::Begins("trivy.insecureRegistry."),
        entry(Is::Filled, "Trivy does not verify the certificate of the registry"),
    ),
    (Key::Begins("trivy.nonSslRegistry."), entry(Is::Filled, "Trivy reaches the registry over plain HTTP")),
    // https://tekton.dev/docs/chains/config/
    (
        Key::Equals("storage.oci.repository.insecure"),
        entry(Is::True, "Tekton Chains pushes signatures without verifying TLS"),
    ),
    // https://carvel.dev/kapp-controller/docs/latest/controller-config/
    (
        Key::Equals("dangerousSkipTLSVerify"),
        entry(Is::Filled, "kapp-controller does not verify the certificate of the registry"),
    ),
];

#[derive(Clone, Copy, Debug)]
enum Key {
    Equals(&'static str),
    Begins(&'static str),
}

const fn entry(is: Is, means: &'static str) -> Setting {
    row("", &["ConfigMap"], "data", is, means)
}

/// What an entry of a `ConfigMap` turns off, if it does.
pub(super) fn of_entry(key: Quoted<'_>, value: Raw<'_>) -> Option<&'static Setting> {
    let (_, setting) = ENTRIES.iter().find(|(expected, _)| match expected {
        Key::Equals(name) => key.is(name),
        Key::Begins(start) => key.written().starts_with(start.as_bytes()),
    })?;
    setting.is.met(value, &Path::default()).then_some(setting)
}

/// Visits the fields of an object that turn TLS off, each with its row, the text of its value and its path.
pub(super) fn each<'a>(
    group: &str,
    kind: &str,
    object: Raw<'a>,
    path: &mut Path<'a>,
    visit: &mut dyn FnMut(&'static Setting, Raw<'a>, &Path<'a>),
) {
    let mut settings = SETTINGS.iter().filter(|it| it.kinds.contains(&kind) && it.group == group).peekable();
    if settings.peek().is_none() {
        return;
    }
    let top = Top(object.members(Top::FIELDS));
    for setting in settings.filter(|it| it.holds(&top)) {
        top.at(setting.path, path, &mut |value, path| {
            if setting.is.met(value, path) {
                visit(setting, value, path);
            }
        });
    }
}

/// The fields of an object that all paths begin with, so that it is gone through once.
struct Top<'a>([Option<Raw<'a>>; 4]);

impl<'a> Top<'a> {
    const FIELDS: [&'static str; 4] = ["metadata", "spec", "data", "stringData"];

    /// Visits what stands at the end of the path.
    fn at(&self, to: &'static str, path: &mut Path<'a>, visit: &mut dyn FnMut(Raw<'a>, &Path<'a>)) {
        let steps = steps(to).unwrap_or_default();
        let Some((Step::Key(first), rest)) = steps.split_first() else { return };
        let field = Self::FIELDS.iter().zip(self.0).find(|(name, _)| *name == first);
        if let Some((name, Some(value))) = field {
            path.push(Segment::key(name));
            at(value, rest, path, visit);
            path.pop();
        }
    }
}

/// Visits what stands at the end of the steps.
fn at<'a>(value: Raw<'a>, steps: &[Step<'static>], path: &mut Path<'a>, visit: &mut dyn FnMut(Raw<'a>, &Path<'a>)) {
    let Some((step, rest)) = steps.split_first() else { return visit(value, path) };
    let mut down = |segment, value: Raw<'a>| {
        path.push(segment);
        at(value, rest, path, visit);
        path.pop();
    };
    match step {
        Step::Key(key) => {
            if let Some(member) = value.member(key) {
                down(Segment::key(key), member);
            }
        }
        Step::Each if value.kind() == Type::List => {
            for (index, item) in value.items().unwrap_or_default().into_iter().enumerate() {
                // There are few of these lists, so they are compared by name always.
                down(Segment::item(index, item), item);
            }
        }
        Step::Each => value.each_member(|key, member| {
            if let Ok(key) = key.text() {
                down(Segment::Key(key), member);
            }
        }),
    }
}

impl Setting {
    /// Whether the rest of the object is as it has to be for the field to mean this.
    fn holds(&self, top: &Top<'_>) -> bool {
        let is_met = |(path, expected): &(&'static str, Value)| {
            let mut is_met = false;
            top.at(path, &mut Path::default(), &mut |value, _| {
                is_met |= value.text().is_some_and(|text| match expected {
                    Value::Equals(value) => text.as_str() == *value,
                    Value::Begins(start) => text.starts_with(start),
                });
            });
            is_met
        };
        self.only_if.iter().all(|any| any.iter().any(is_met))
    }
}

impl Is {
    fn met(self, value: Raw<'_>, path: &Path<'_>) -> bool {
        let text = value.text();
        let text = text.as_deref();
        let is_remote = |text: &str| !registry::stays_on_node(text);
        let is_url = || text.is_some_and(|text| registry::is_plaintext_url(text) && is_remote(text));
        let is_under = |start: &str| match path.segments().last() {
            Some(Segment::Key(key)) => key.starts_with(start),
            _ => false,
        };
        match self {
            Is::True => is(value, true),
            Is::TrueInBase64 => text
                .and_then(|text| auth::decode(text.as_bytes()).ok())
                .is_some_and(|text| std::str::from_utf8(&text).ok().and_then(truth) == Some(true)),
            Is::Filled => text.is_some_and(|text| auth::is_value(text) && is_remote(text)),
            Is::Http => is_url(),
            Is::HttpUnder(start) => is_under(start) && is_url(),
            Is::TrueParameter(names) => is_parameter(value, names, true),
            Is::FalseParameter(names) => is_parameter(value, names, false),
        }
    }
}

fn is(value: Raw<'_>, expected: bool) -> bool {
    match value.as_bytes() {
        b"true" => expected,
        b"false" => !expected,
        _ => value.text().is_some_and(|text| truth(&text) == Some(expected)),
    }
}

fn is_parameter(parameter: Raw<'_>, names: &[&str], expected: bool) -> bool {
    let [name, value, default] = parameter.members(["name", "value", "default"]);
    name.and_then(Raw::text).is_some_and(|name| names.contains(&name.as_str()))
        && value.or(default).is_some_and(|value| is(value, expected))
}

/// Group and kind of all rows.
#[cfg(not(target_os = "wasi"))]
pub(super) fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    SETTINGS.iter().flat_map(|it| it.kinds.iter().map(|kind| (it.group, *kind)))
}

/// What is wrong with a path of the table, if anything is.
#[cfg(test)]
pub(super) fn broken_paths() -> Vec<(&'static str, super::PathError)> {
    let paths =
        SETTINGS.iter().flat_map(|it| it.only_if.iter().copied().flatten().map(|(path, _)| *path).chain([it.path]));
    paths.filter_map(|path| Some((path, steps(path).err()?))).collect()
}
