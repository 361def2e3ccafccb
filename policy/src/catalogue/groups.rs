//! Which custom resources a cluster has at once: what `deploy/` asks for is derived from this and from the rows of kinds and fields. Not part
//! of the WebAssembly module.

use super::{fields, kinds};

/// In place of a version: for admission only, since nothing lists these, or since no release that is maintained has them.
pub const NO_AUDIT: &str = "";

/// A family of custom resources, which has a file under `deploy/ecosystems/`.
#[derive(Debug)]
pub struct Family {
    /// The name of its file.
    pub file: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it has.
    pub installed: &'static [Installed],
    /// What to know before changing its policy.
    pub note: &'static str,
}

/// Custom resources that a cluster has at once, as one installation of one release brings them.
#[derive(Debug)]
pub struct Installed {
    /// Its name.
    pub name: &'static str,
    /// The API group.
    pub group: &'static str,
    /// The version that clusters serve, or [`NO_AUDIT`].
    pub version: &'static str,
    /// Its kinds, where the group has others too. Otherwise, and for the rest of such a group, the rows say which there are.
    kinds: &'static [&'static str],
}

impl Installed {
    /// The kinds.
    pub fn kinds(&self) -> Vec<&'static str> {
        if !self.kinds.is_empty() {
            return self.kinds.to_vec();
        }
        let is_named = |kind: &&str| all().any(|it| it.group == self.group && it.kinds.contains(kind));
        let rows = kinds::all().chain(fields::kinds()).filter(|(group, _)| *group == self.group);
        let mut kinds: Vec<_> = rows.map(|(_, kind)| kind).filter(|kind| !is_named(kind)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

fn all() -> impl Iterator<Item = &'static Installed> {
    FAMILIES.iter().flat_map(|family| family.installed)
}

const fn family(file: &'static str, title: &'static str, installed: &'static [Installed]) -> Family {
    Family { file, title, installed, note: "" }
}

const fn of_group(name: &'static str, group: &'static str, version: &'static str) -> Installed {
    of_kinds(name, group, version, &[])
}

const fn of_kinds(
    name: &'static str,
    group: &'static str,
    version: &'static str,
    kinds: &'static [&'static str],
) -> Installed {
    Installed { name, group, version, kinds }
}

/// All families. A kind of a group that is installed as a whole needs no line here.
#[rustfmt::skip] // a table
pub static FAMILIES: &[Family] = &[
    family("argo", "Argo Workflows, Rollouts and CD", &[
        of_kinds("argo-cd", "argoproj.io", "v1alpha1", &["Application", "ApplicationSet"]),
        of_group("argo-rollouts", "argoproj.io", "v1alpha1"),
        of_kinds("argo-workflows", "argoproj.io", "v1alpha1", &["ClusterWorkflowTemplate", "CronWorkflow", "Workflow", "WorkflowTemplate"]),
    ]),
    family("builds", "Builds and runners: Shipwright, Camel K, kpack, Carvel, GitHub Actions", &[
        of_group("shipwright-v1beta1", "shipwright.io", "v1beta1"),
        of_group("shipwright-v1alpha1", "shipwright.io", "v1alpha1"),
        of_group("camel", "camel.apache.org", "v1"),
        of_group("actions", "actions.github.com", "v1alpha1"),
        of_group("actions-summerwind", "actions.summerwind.dev", "v1alpha1"),
        of_group("kpack-v1alpha2", "kpack.io", "v1alpha2"),
        of_group("carvel", "kappctrl.k14s.io", "v1alpha1"),
        of_group("carvel-packages", "packaging.carvel.dev", "v1alpha1"),
    ]),
    family("delivery", "Delivery: Kargo, Porter", &[
        of_group("kargo", "kargo.akuity.io", "v1alpha1"),
        of_group("porter", "getporter.org", "v1"),
    ]),
    family("harbor", "Harbor, as operators configure it", &[
        of_group("harbor-mittwald", "registries.mittwald.de", "v1alpha2"),
        of_group("harbor-crossplane", "registry.harbor.crossplane.io", "v1alpha1"),
    ]),
    family("clusters", "Clusters that this cluster makes: Cluster API, Sveltos, kOps, EKS Anywhere, Kubermatic, Gardener, HyperShift, KubeKey", &[
        of_kinds("kubeadm-v1beta1", "bootstrap.cluster.x-k8s.io", "v1beta1", &["KubeadmConfig", "KubeadmConfigTemplate"]),
        of_kinds("kubeadm-v1beta2", "bootstrap.cluster.x-k8s.io", "v1beta2", &["KubeadmConfig", "KubeadmConfigTemplate"]),
        of_kinds("rke2", "bootstrap.cluster.x-k8s.io", "v1beta1", &["RKE2Config", "RKE2ConfigTemplate"]),
        of_kinds("talos", "bootstrap.cluster.x-k8s.io", "v1alpha3", &["TalosConfig", "TalosConfigTemplate"]),
        of_kinds("kubeadm-controlplane-v1beta1", "controlplane.cluster.x-k8s.io", "v1beta1", &["KubeadmControlPlane", "KubeadmControlPlaneTemplate"]),
        of_kinds("kubeadm-controlplane-v1beta2", "controlplane.cluster.x-k8s.io", "v1beta2", &["KubeadmControlPlane", "KubeadmControlPlaneTemplate"]),
        of_kinds("talos-controlplane", "controlplane.cluster.x-k8s.io", "v1alpha3", &["TalosControlPlane"]),
        of_kinds("rke2-controlplane", "controlplane.cluster.x-k8s.io", "v1beta1", &["RKE2ControlPlane", "RKE2ControlPlaneTemplate"]),
        of_group("kops", "kops.k8s.io", "v1alpha2"),
        of_group("eks-anywhere", "anywhere.eks.amazonaws.com", "v1alpha1"),
        of_group("kubermatic", "kubermatic.k8c.io", "v1"),
        of_group("kubermatic-applications", "apps.kubermatic.k8c.io", "v1"),
        of_group("kubeone", "kubeone.k8c.io", NO_AUDIT),
        of_group("cluster-api-v1beta1", "cluster.x-k8s.io", "v1beta1"),
        of_group("cluster-api-v1beta2", "cluster.x-k8s.io", "v1beta2"),
        of_group("cluster-api-helm", "addons.cluster.x-k8s.io", "v1alpha1"),
        of_group("sveltos", "config.projectsveltos.io", "v1beta1"),
        of_group("hypershift", "hypershift.openshift.io", "v1beta1"),
        of_group("gardener", "core.gardener.cloud", "v1beta1"),
        of_group("kubekey", "kubekey.kubesphere.io", "v1alpha2"),
    ]),
    family("crossplane", "Crossplane", &[
        of_group("crossplane-v1", "pkg.crossplane.io", "v1"),
        of_kinds("crossplane-v1beta1", "pkg.crossplane.io", "v1beta1", &["DeploymentRuntimeConfig"]),
        of_kinds("crossplane-v1alpha1", "pkg.crossplane.io", "v1alpha1", &["ControllerConfig"]),
        of_group("crossplane-helm", "helm.crossplane.io", "v1beta1"),
        of_group("crossplane-helm-namespaced", "helm.m.crossplane.io", "v1beta1"),
    ]),
    family("databases", "CloudNativePG and Strimzi", &[
        of_group("cloudnative-pg", "postgresql.cnpg.io", "v1"),
        of_group("strimzi-v1", "kafka.strimzi.io", "v1"),
        of_group("strimzi-v1beta2", "kafka.strimzi.io", "v1beta2"),
        of_kinds("strimzi-mirrormaker", "kafka.strimzi.io", "v1beta2", &["KafkaMirrorMaker"]),
    ]),
    family("flux", "Flux", &[
        of_kinds("flux-helm-v1", "source.toolkit.fluxcd.io", "v1", &["HelmRepository"]),
        of_kinds("flux-oci-v1", "source.toolkit.fluxcd.io", "v1", &["OCIRepository"]),
        of_kinds("flux-oci-v1beta2", "source.toolkit.fluxcd.io", "v1beta2", &["OCIRepository"]),
        of_group("flux-image-v1", "image.toolkit.fluxcd.io", "v1"),
        of_group("flux-image-v1beta2", "image.toolkit.fluxcd.io", "v1beta2"),
        of_group("flux-operator", "fluxcd.controlplane.io", "v1"),
    ]),
    family("knative", "Knative", &[
        of_group("knative-serving", "serving.knative.dev", "v1"),
        of_group("knative-eventing", "sources.knative.dev", "v1"),
        of_group("knative-sinks", "sinks.knative.dev", "v1alpha1"),
    ]),
    family("kubevirt", "KubeVirt and its importer", &[
        of_group("kubevirt", "kubevirt.io", "v1"),
        of_group("kubevirt-pool-v1beta1", "pool.kubevirt.io", "v1beta1"),
        of_group("kubevirt-pool-v1alpha1", "pool.kubevirt.io", "v1alpha1"),
        of_group("kubevirt-cdi", "cdi.kubevirt.io", "v1beta1"),
        of_group("kubevirt-hco", "hco.kubevirt.io", "v1beta1"),
        of_group("kubevirt-hco-v1", "hco.kubevirt.io", "v1"),
    ]),
    Family {
        note: "Keep `failurePolicy: Ignore` here in `protect` mode too: otherwise, a policy server that does not run cannot be repaired.",
        ..family("kubewarden", "Kubewarden itself", &[
            of_group("kubewarden", "policies.kubewarden.io", "v1"),
            of_group("kubewarden-sbomscanner", "sbomscanner.kubewarden.io", "v1alpha1"),
        ])
    },
    family("monitoring", "The Prometheus operator and OpenTelemetry", &[
        of_group("prometheus-v1", "monitoring.coreos.com", "v1"),
        of_kinds("prometheus-v1alpha1", "monitoring.coreos.com", "v1alpha1", &["PrometheusAgent"]),
        of_kinds("opentelemetry-v1beta1", "opentelemetry.io", "v1beta1", &["OpenTelemetryCollector"]),
        of_kinds("opentelemetry-v1alpha1", "opentelemetry.io", "v1alpha1", &["Instrumentation", "OpAMPBridge", "OpenTelemetryCollector", "TargetAllocator"]),
    ]),
    family("olm", "The Operator Lifecycle Manager", &[
        of_group("olm-v0", "operators.coreos.com", "v1alpha1"),
        of_group("olm-v1", "olm.operatorframework.io", "v1"),
    ]),
    family("openshift", "OpenShift. The policy for built-in kinds asks for DeploymentConfigs, too", &[
        of_group("openshift-apps", "apps.openshift.io", "v1"),
        of_group("openshift-builds", "build.openshift.io", "v1"),
        of_group("openshift-config", "config.openshift.io", "v1"),
        of_group("openshift-images", "image.openshift.io", "v1"),
        of_kinds("openshift-imports", "image.openshift.io", NO_AUDIT, &["ImageStreamImport", "ImageStreamTag", "ImageTag"]),
        of_kinds("openshift-machines", "machineconfiguration.openshift.io", "v1", &["MachineConfig"]),
        of_group("openshift-mirror", "mirror.openshift.io", NO_AUDIT),
    ]),
    family("policies", "Other policy engines: Kyverno, Ratify", &[
        of_group("kyverno", "kyverno.io", "v1"),
        of_kinds("kyverno-cleanup", "kyverno.io", "v2", &["CleanupPolicy", "ClusterCleanupPolicy"]),
        of_kinds("kyverno-images-v1", "policies.kyverno.io", "v1", &["ImageValidatingPolicy", "NamespacedImageValidatingPolicy"]),
        of_kinds("kyverno-images-v1alpha1", "policies.kyverno.io", "v1alpha1", &["ImageValidatingPolicy"]),
        of_kinds("kyverno-images-v1beta1", "policies.kyverno.io", "v1beta1", &["ImageValidatingPolicy", "NamespacedImageValidatingPolicy"]),
        of_group("ratify", "config.ratify.deislabs.io", "v1beta1"),
    ]),
    family("rancher", "Rancher, k3s and Fleet", &[
        of_group("rancher-clusters", "provisioning.cattle.io", "v1"),
        of_group("rancher-catalog", "catalog.cattle.io", "v1"),
        of_group("rancher-helm", "helm.cattle.io", "v1"),
        of_group("rancher-fleet", "fleet.cattle.io", "v1alpha1"),
        of_group("rancher-upgrades", "upgrade.cattle.io", "v1"),
    ]),
    family("tekton", "Tekton", &[
        of_group("tekton", "tekton.dev", "v1"),
        of_kinds("tekton-cluster-tasks", "tekton.dev", "v1beta1", &["ClusterTask"]),
        of_kinds("tekton-step-actions", "tekton.dev", "v1beta1", &["StepAction"]),
        of_group("tekton-triggers", "triggers.tekton.dev", "v1beta1"),
        of_group("tekton-operator", "operator.tekton.dev", "v1alpha1"),
    ]),
    family("workloads", "Other controllers that run pods of their users", &[
        of_group("spark", "sparkoperator.k8s.io", "v1beta2"),
        of_kinds("spark-connect", "sparkoperator.k8s.io", "v1alpha1", &["SparkConnect"]),
        of_group("ray", "ray.io", "v1"),
        of_kinds("ray-cron", "ray.io", "v1", &["RayCronJob"]),
        of_group("jobset", "jobset.x-k8s.io", "v1alpha2"),
        of_group("volcano", "batch.volcano.sh", "v1alpha1"),
        of_kinds("volcano-cron", "batch.volcano.sh", "v1alpha1", &["CronJob"]),
        of_group("keda", "keda.sh", "v1alpha1"),
        of_kinds("kserve", "serving.kserve.io", "v1beta1", &["InferenceService"]),
        of_kinds("kserve-runtimes", "serving.kserve.io", "v1alpha1", &["ClusterServingRuntime", "ServingRuntime", "TrainedModel"]),
        of_kinds("kserve-llm", "serving.kserve.io", "v1alpha1", &["LLMInferenceServiceConfig", "LLMInferenceService"]),
        of_group("kruise-v1alpha1", "apps.kruise.io", "v1alpha1"),
        of_kinds("kruise-v1beta1", "apps.kruise.io", "v1beta1", &["StatefulSet"]),
        of_group("agones", "agones.dev", "v1"),
        of_group("leader-worker-set", "leaderworkerset.x-k8s.io", "v1"),
        of_group("disaggregated-set", "disaggregatedset.x-k8s.io", "v1"),
        of_group("istio", "extensions.istio.io", "v1alpha1"),
        of_group("envoy-gateway", "gateway.envoyproxy.io", "v1alpha1"),
        of_group("kuberhealthy", "kuberhealthy.github.io", "v2"),
        of_group("agents", "agents.x-k8s.io", "v1alpha1"),
        of_group("agents-templates", "extensions.agents.x-k8s.io", "v1alpha1"),
    ]),
];
