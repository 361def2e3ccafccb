//! Fields of resources, and entries of `ConfigMap`s, that turn TLS off for registries.

use super::{Proof, When, proof};

/// A field that turns TLS off.
#[derive(Debug)]
pub struct Field {
    /// The API group.
    pub group: &'static str,
    /// The kinds that have it.
    pub kinds: &'static [&'static str],
    /// Keys, and `[*]` for each item of a list or value of a map.
    pub path: &'static str,
    /// When it does.
    pub when: When,
    /// That only holds if of each of these lists one field has this value, or begins with it.
    pub(crate) only_if: &'static [&'static [(&'static str, Only)]],
    /// What comes of it: "Flux pulls the artifact over plain HTTP".
    pub means: &'static str,
    /// Where this was read.
    pub proof: Proof,
}

/// What another field has to be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Only {
    Equals(&'static str),
    Begins(&'static str),
}

/// An entry of a `ConfigMap` that turns TLS off.
#[derive(Debug)]
pub struct Entry {
    /// Its key, or what that begins with.
    pub key: &'static str,
    pub(crate) matches: Match,
    /// The field that it is: `data`.
    pub field: Field,
}

impl Entry {
    /// The key as documents show it.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn shown_key(&self) -> String {
        match self.matches {
            Match::Equals => self.key.to_owned(),
            Match::Begins => format!("{}…", self.key),
        }
    }
}

/// How the key of an entry is compared.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Match {
    Equals,
    Begins,
}

const fn field(
    group: &'static str,
    kinds: &'static [&'static str],
    path: &'static str,
    when: When,
    means: &'static str,
    proof: Proof,
) -> Field {
    Field { group, kinds, path, when, only_if: &[], means, proof }
}

impl Field {
    const fn only_if(self, only_if: &'static [&'static [(&'static str, Only)]]) -> Self {
        Field { only_if, ..self }
    }
}

const fn entry(key: &'static str, matches: Match, when: When, means: &'static str, proof: Proof) -> Entry {
    Entry { key, matches, field: field("", &["ConfigMap"], "data", when, means, proof) }
}

/// Group and kind of all rows.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    FIELDS.iter().flat_map(|it| it.kinds.iter().map(|kind| (it.group, *kind)))
}

const FLUX: &str = "Flux pulls over plain HTTP";
const NODES: &str = "nodes do not verify the certificate of the registry, or use plain HTTP";
const NODES_HTTP: &str = "nodes reach the registry over plain HTTP";
const IMPORTS: &str = "OpenShift imports the image without verifying TLS, or over plain HTTP";
const CDI: &str = "CDI imports disks from the registry without verifying TLS";
const TEKTON: &str = "the task pushes or pulls without verifying TLS, or over plain HTTP";
const ARGO_CD: &str = "Argo CD pulls charts without verifying TLS, or over plain HTTP";
const ARGO_CD_LABELS: &[(&str, Only)] = &[
    ("metadata.labels[\"argocd.argoproj.io/secret-type\"]", Only::Equals("repository")),
    ("metadata.labels[\"argocd.argoproj.io/secret-type\"]", Only::Equals("repo-creds")),
];
const KYVERNO: &str = "Kyverno reads images and signatures without verifying TLS, or over plain HTTP";
const PIPELINES: &[&str] = &["Pipeline", "PipelineRun", "Task", "ClusterTask", "TaskRun"];
const INSECURE_PARAMETERS: &[&str] =
    &["INSECUREREGISTRY", "INSECURE_REGISTRY", "insecure_registry", "insecure-registry"];
const VERIFYING_PARAMETERS: &[&str] = &["TLSVERIFY", "TLS_VERIFY", "tls-verify", "tlsverify"];

pub(crate) static FIELDS: &[Field] = &[
    // https://docs.openshift.com/container-platform/latest/openshift_images/image-configuration.html
    field(
        "config.openshift.io",
        &["Image"],
        "spec.registrySources.insecureRegistries[*]",
        When::Registry,
        NODES,
        proof("", &[], &[]),
    ),
    field(
        "config.openshift.io",
        &["Image"],
        "spec.allowedRegistriesForImport[*].insecure",
        When::True,
        IMPORTS,
        proof("", &[], &[]),
    ),
    // https://docs.openshift.com/container-platform/latest/rest_api/image_apis/imagestream-image-openshift-io-v1.html
    field(
        "image.openshift.io",
        &["ImageStream"],
        "spec.tags[*].importPolicy.insecure",
        When::True,
        IMPORTS,
        proof("", &[], &[]),
    ),
    field(
        "image.openshift.io",
        &["ImageStream"],
        "metadata.annotations[\"openshift.io/image.insecureRepository\"]",
        When::True,
        IMPORTS,
        proof("", &[], &[]),
    ),
    field(
        "image.openshift.io",
        &["ImageStreamImport"],
        "spec.images[*].importPolicy.insecure",
        When::True,
        IMPORTS,
        proof("", &[], &[]),
    ),
    field(
        "image.openshift.io",
        &["ImageStreamImport"],
        "spec.repository.importPolicy.insecure",
        When::True,
        IMPORTS,
        proof("", &[], &[]),
    ),
    // https://fluxcd.io/flux/components/source/ocirepositories/#insecure, helmrepositories/#insecure, image/imagerepositories/
    field("source.toolkit.fluxcd.io", &["OCIRepository"], "spec.insecure", When::True, FLUX, proof("", &[], &[])),
    field("source.toolkit.fluxcd.io", &["HelmRepository"], "spec.insecure", When::True, FLUX, proof("", &[], &[]))
        .only_if(&[&[("spec.type", Only::Equals("oci"))]]),
    field("image.toolkit.fluxcd.io", &["ImageRepository"], "spec.insecure", When::True, FLUX, proof("", &[], &[])),
    // https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories
    field("", &["Secret"], "data.insecure", When::TrueInBase64, ARGO_CD, proof("", &[], &[])).only_if(&[
        ARGO_CD_LABELS,
        &[("data.type", Only::Equals("b2Np")), ("data.enableOCI", Only::Equals("dHJ1ZQ=="))],
    ]),
    field("", &["Secret"], "stringData.insecure", When::True, ARGO_CD, proof("", &[], &[])).only_if(&[
        ARGO_CD_LABELS,
        &[("stringData.type", Only::Equals("oci")), ("stringData.enableOCI", Only::Equals("true"))],
    ]),
    field("", &["Secret"], "data.insecureOCIForceHttp", When::TrueInBase64, ARGO_CD, proof("", &[], &[]))
        .only_if(&[ARGO_CD_LABELS]),
    field("", &["Secret"], "stringData.insecureOCIForceHttp", When::True, ARGO_CD, proof("", &[], &[]))
        .only_if(&[ARGO_CD_LABELS]),
    // https://ranchermanager.docs.rancher.com/reference-guides/cluster-configuration/rancher-server-configuration/rke2-cluster-configuration
    field(
        "provisioning.cattle.io",
        &["Cluster"],
        "spec.rkeConfig.registries.configs[*].insecureSkipVerify",
        When::True,
        NODES,
        proof("", &[], &[]),
    ),
    field(
        "provisioning.cattle.io",
        &["Cluster"],
        "spec.rkeConfig.registries.mirrors[*].endpoint[*]",
        When::Http,
        NODES_HTTP,
        proof("", &[], &[]),
    ),
    field(
        "catalog.cattle.io",
        &["ClusterRepo", "Repo"],
        "spec.insecurePlainHttp",
        When::True,
        "Rancher pulls charts over plain HTTP",
        proof("", &[], &[]),
    ),
    // https://caprke2.docs.rancher.com/topics/node-registration; RKE2 as a provider of Cluster API
    field(
        "controlplane.cluster.x-k8s.io",
        &["RKE2ControlPlane"],
        "spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify",
        When::True,
        NODES,
        proof("", &[], &[]),
    ),
    field(
        "controlplane.cluster.x-k8s.io",
        &["RKE2ControlPlane"],
        "spec.privateRegistriesConfig.mirrors[*].endpoint[*]",
        When::Http,
        NODES_HTTP,
        proof("", &[], &[]),
    ),
    field(
        "controlplane.cluster.x-k8s.io",
        &["RKE2ControlPlaneTemplate"],
        "spec.template.spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify",
        When::True,
        NODES,
        proof("", &[], &[]),
    ),
    field(
        "bootstrap.cluster.x-k8s.io",
        &["RKE2ConfigTemplate"],
        "spec.template.spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify",
        When::True,
        NODES,
        proof("", &[], &[]),
    ),
    field(
        "bootstrap.cluster.x-k8s.io",
        &["RKE2Config"],
        "spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify",
        When::True,
        NODES,
        proof("", &[], &[]),
    ),
    // https://docs.k3s.io/helm#helmchart-field-definitions
    field(
        "helm.cattle.io",
        &["HelmChart"],
        "spec.plainHTTP",
        When::True,
        "k3s pulls the chart over plain HTTP",
        proof("", &[], &[]),
    ),
    field(
        "helm.cattle.io",
        &["HelmChart"],
        "spec.insecureSkipTLSVerify",
        When::True,
        "k3s pulls the chart without verifying TLS",
        proof("", &[], &[]),
    )
    .only_if(&[&[("spec.chart", Only::Begins("oci://"))]]),
    // https://fleet.rancher.io/ref-crds
    field(
        "fleet.cattle.io",
        &["HelmOp"],
        "spec.insecureSkipTLSVerify",
        When::True,
        "Fleet pulls the chart without verifying TLS",
        proof("", &[], &[]),
    )
    .only_if(&[&[("spec.helm.repo", Only::Begins("oci://")), ("spec.helm.chart", Only::Begins("oci://"))]]),
    // https://kops.sigs.k8s.io/cluster_spec/
    field("kops.k8s.io", &["Cluster"], "spec.docker.insecureRegistry", When::Registry, NODES, proof("", &[], &[])),
    field("kops.k8s.io", &["Cluster"], "spec.docker.insecureRegistries[*]", When::Registry, NODES, proof("", &[], &[])),
    field("kops.k8s.io", &["Cluster"], "spec.docker.registryMirrors[*]", When::Http, NODES_HTTP, proof("", &[], &[])),
    field(
        "kops.k8s.io",
        &["Cluster"],
        "spec.containerd.registryMirrors[*][*]",
        When::Http,
        NODES_HTTP,
        proof("", &[], &[]),
    ),
    // https://anywhere.eks.amazonaws.com/docs/getting-started/optional/registrymirror/
    field(
        "anywhere.eks.amazonaws.com",
        &["Cluster"],
        "spec.registryMirrorConfiguration.insecureSkipVerify",
        When::True,
        NODES,
        proof("", &[], &[]),
    ),
    // https://docs.kubermatic.com/kubermatic/latest/references/crds/#nodesettings
    field(
        "kubermatic.k8c.io",
        &["Seed"],
        "spec.datacenters[*].node.insecureRegistries[*]",
        When::Registry,
        NODES,
        proof("", &[], &[]),
    ),
    // https://github.com/gardener/gardener-extension-registry-cache/blob/main/docs/usage/registry-mirror/configuration.md
    field(
        "core.gardener.cloud",
        &["Shoot"],
        "spec.extensions[*].providerConfig.mirrors[*].hosts[*].host",
        When::Http,
        NODES_HTTP,
        proof("", &[], &[]),
    ),
    // https://github.com/kubevirt/containerized-data-importer/blob/main/doc/cdi-config.md
    field("cdi.kubevirt.io", &["CDI"], "spec.config.insecureRegistries[*]", When::Registry, CDI, proof("", &[], &[])),
    field("cdi.kubevirt.io", &["CDIConfig"], "spec.insecureRegistries[*]", When::Registry, CDI, proof("", &[], &[])),
    field(
        "hco.kubevirt.io",
        &["HyperConverged"],
        "spec.storageImport.insecureRegistries[*]",
        When::Registry,
        CDI,
        proof("", &[], &[]),
    ),
    // https://shipwright.io/docs/build/build/
    field(
        "shipwright.io",
        &["Build", "BuildRun"],
        "spec.output.insecure",
        When::True,
        "Shipwright pushes without verifying TLS, or over plain HTTP",
        proof("", &[], &[]),
    ),
    field(
        "shipwright.io",
        &["BuildRun"],
        "spec.build.spec.output.insecure",
        When::True,
        "Shipwright pushes without verifying TLS, or over plain HTTP",
        proof("", &[], &[]),
    ),
    // https://camel.apache.org/camel-k/latest/installation/registry/registry.html
    field(
        "camel.apache.org",
        &["IntegrationPlatform", "IntegrationProfile"],
        "spec.build.registry.insecure",
        When::True,
        "Camel K pushes over plain HTTP",
        proof("", &[], &[]),
    ),
    field(
        "camel.apache.org",
        &["Build"],
        "spec.tasks[*][*].registry.insecure",
        When::True,
        "Camel K pushes over plain HTTP",
        proof("", &[], &[]),
    ),
    // https://kyverno.io/docs/policy-types/cluster-policy/verify-images/
    field(
        "kyverno.io",
        &["ClusterPolicy", "Policy"],
        "spec.rules[*].context[*].imageRegistry.imageRegistryCredentials.allowInsecureRegistry",
        When::True,
        KYVERNO,
        proof("", &[], &[]),
    ),
    field(
        "kyverno.io",
        &["ClusterPolicy", "Policy"],
        "spec.rules[*].verifyImages[*].imageRegistryCredentials.allowInsecureRegistry",
        When::True,
        KYVERNO,
        proof("", &[], &[]),
    ),
    field(
        "policies.kyverno.io",
        &["ImageValidatingPolicy", "NamespacedImageValidatingPolicy"],
        "spec.credentials.allowInsecureRegistry",
        When::True,
        KYVERNO,
        proof("", &[], &[]),
    ),
    // https://ratify.dev/docs/plugins/store/oras
    field(
        "config.ratify.deislabs.io",
        &["Store", "NamespacedStore"],
        "spec.parameters.useHttp",
        When::True,
        "Ratify reads signatures over plain HTTP",
        proof("", &[], &[]),
    ),
    // https://docs.kubewarden.io/reference/CRDs
    field(
        "policies.kubewarden.io",
        &["PolicyServer"],
        "spec.insecureSources[*]",
        When::Registry,
        "the policy server pulls policies without verifying TLS, or over plain HTTP",
        proof("", &[], &[]),
    ),
    field(
        "sbomscanner.kubewarden.io",
        &["Registry"],
        "spec.insecure",
        When::True,
        "sbomscanner pulls images without verifying TLS",
        proof("", &[], &[]),
    ),
    // https://github.com/kubesphere/kubekey/blob/master/docs/config-example.md
    field(
        "kubekey.kubesphere.io",
        &["Cluster"],
        "spec.registry.insecureRegistries[*]",
        When::Registry,
        NODES,
        proof("", &[], &[]),
    ),
    field(
        "kubekey.kubesphere.io",
        &["Cluster"],
        "spec.registry.auths[*].skipTLSVerify",
        When::True,
        NODES,
        proof("", &[], &[]),
    ),
    field(
        "kubekey.kubesphere.io",
        &["Cluster"],
        "spec.registry.auths[*].plainHTTP",
        When::True,
        NODES_HTTP,
        proof("", &[], &[]),
    ),
    // https://github.com/actions/actions-runner-controller/blob/master/docs/using-custom-volumes.md
    field(
        "actions.summerwind.dev",
        &["RunnerDeployment", "RunnerSet", "RunnerReplicaSet"],
        "spec.template.spec.dockerRegistryMirror",
        When::Http,
        "the runner's Docker reaches its mirror over plain HTTP",
        proof("", &[], &[]),
    ),
    // https://tekton.dev/docs; the parameters are those of the catalog's tasks: buildah, kaniko, skopeo-copy, jib, s2i
    field(
        "tekton.dev",
        PIPELINES,
        "spec.params[*]",
        When::Parameter(INSECURE_PARAMETERS, &When::True),
        TEKTON,
        proof("", &[], &[]),
    ),
    field(
        "tekton.dev",
        PIPELINES,
        "spec.params[*]",
        When::Parameter(VERIFYING_PARAMETERS, &When::False),
        TEKTON,
        proof("", &[], &[]),
    ),
    field(
        "tekton.dev",
        PIPELINES,
        "spec.tasks[*].params[*]",
        When::Parameter(INSECURE_PARAMETERS, &When::True),
        TEKTON,
        proof("", &[], &[]),
    ),
    field(
        "tekton.dev",
        PIPELINES,
        "spec.tasks[*].params[*]",
        When::Parameter(VERIFYING_PARAMETERS, &When::False),
        TEKTON,
        proof("", &[], &[]),
    ),
    field(
        "tekton.dev",
        PIPELINES,
        "spec.pipelineSpec.tasks[*].params[*]",
        When::Parameter(INSECURE_PARAMETERS, &When::True),
        TEKTON,
        proof("", &[], &[]),
    ),
    field(
        "tekton.dev",
        PIPELINES,
        "spec.pipelineSpec.tasks[*].params[*]",
        When::Parameter(VERIFYING_PARAMETERS, &When::False),
        TEKTON,
        proof("", &[], &[]),
    ),
    // https://tekton.dev/docs/pipelines/auth/#configuring-docker-authentication-in-docker,
    // https://github.com/buildpacks-community/kpack/blob/main/docs/secrets.md
    field(
        "",
        &["Secret"],
        "metadata.annotations[*]",
        When::Under("tekton.dev/docker-", &When::Http),
        "Tekton sends these credentials to a registry over plain HTTP",
        proof("", &[], &[]),
    ),
    field(
        "",
        &["Secret"],
        "metadata.annotations[*]",
        When::Under("kpack.io/docker", &When::Http),
        "kpack sends these credentials to a registry over plain HTTP",
        proof("", &[], &[]),
    ),
    // https://carvel.dev/kapp-controller/docs/latest/controller-config/
    field(
        "",
        &["Secret"],
        "stringData.dangerousSkipTLSVerify",
        When::Registry,
        "kapp-controller does not verify the certificate of the registry",
        proof("", &[], &[]),
    ),
];

pub(crate) static ENTRIES: &[Entry] = &[
    // https://aquasecurity.github.io/trivy-operator/latest/docs/vulnerability-scanning/trivy/
    entry(
        "trivy.insecureRegistry.",
        Match::Begins,
        When::Registry,
        "Trivy does not verify the certificate of the registry",
        proof("", &[], &[]),
    ),
    entry(
        "trivy.nonSslRegistry.",
        Match::Begins,
        When::Registry,
        "Trivy reaches the registry over plain HTTP",
        proof("", &[], &[]),
    ),
    // https://tekton.dev/docs/chains/config/
    entry(
        "storage.oci.repository.insecure",
        Match::Equals,
        When::True,
        "Tekton Chains pushes signatures without verifying TLS",
        proof("", &[], &[]),
    ),
    // https://carvel.dev/kapp-controller/docs/latest/controller-config/
    entry(
        "dangerousSkipTLSVerify",
        Match::Equals,
        When::Registry,
        "kapp-controller does not verify the certificate of the registry",
        proof("", &[], &[]),
    ),
];
