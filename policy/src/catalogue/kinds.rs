//! Where custom resources that many clusters have name images and run containers.
//!
//! A path leads to a pod spec, a container, a list of containers, an image, or to what a controller reads as one. What else
//! may stand in such a resource is found as in any other.

use super::{Proof, proof};
use crate::places::{CONTAINERS, POD_SPEC, Shape};

/// Kinds of a group that have the same places.
#[derive(Debug)]
pub struct Kind {
    /// The API group.
    pub group: &'static str,
    /// The kinds.
    pub kinds: &'static [&'static str],
    /// The places, each with what stands there.
    pub places: &'static [(&'static str, Shape)],
    /// Where this was read.
    pub proof: Proof,
}

const fn kind(
    group: &'static str,
    kinds: &'static [&'static str],
    places: &'static [(&'static str, Shape)],
    proof: Proof,
) -> Kind {
    Kind { group, kinds, places, proof }
}

/// The row of a kind, if there is one.
pub(crate) fn find(group: &str, kind: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|row| row.kinds.contains(&kind) && row.group == group)
}

/// Group and kind of all rows.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.iter().flat_map(|row| row.kinds.iter().map(|kind| (row.group, *kind)))
}

/// A chart or an artifact; other schemes are no registries.
const OCI: Shape = Shape::ImageUrl("oci://");
const DOCKER: Shape = Shape::ImageUrl("docker://");
const REGISTRY: Shape = Shape::ImageUrl("registry://");

const ARGO_TEMPLATES: &[(&str, Shape)] = &[
    ("spec.templates[*].container", Shape::Container),
    ("spec.templates[*].script", Shape::Container),
    ("spec.templates[*].containerSet.containers", CONTAINERS),
    ("spec.templates[*].initContainers", CONTAINERS),
    ("spec.templates[*].sidecars", CONTAINERS),
    ("spec.templateDefaults.container", Shape::Container),
];

const TEKTON_TASK: &[(&str, Shape)] = &[
    ("spec.steps", CONTAINERS),
    ("spec.sidecars", CONTAINERS),
    ("spec.stepTemplate", Shape::Container),
    ("spec.taskSpec.steps", CONTAINERS),
    ("spec.taskSpec.sidecars", CONTAINERS),
    ("spec.taskSpec.stepTemplate", Shape::Container),
    ("spec.taskRef.bundle", Shape::Image),
    ("spec.taskRef.params[*]", Shape::Bundle),
];

const TEKTON_PIPELINE: &[(&str, Shape)] = &[
    ("spec.tasks[*].taskSpec.steps", CONTAINERS),
    ("spec.tasks[*].taskSpec.sidecars", CONTAINERS),
    ("spec.tasks[*].taskSpec.stepTemplate", Shape::Container),
    ("spec.tasks[*].taskRef.bundle", Shape::Image),
    ("spec.tasks[*].taskRef.params[*]", Shape::Bundle),
    ("spec.finally[*].taskSpec.steps", CONTAINERS),
    ("spec.finally[*].taskSpec.sidecars", CONTAINERS),
    ("spec.finally[*].taskRef.bundle", Shape::Image),
    ("spec.finally[*].taskRef.params[*]", Shape::Bundle),
];

const TEKTON_PIPELINE_RUN: &[(&str, Shape)] = &[
    ("spec.pipelineSpec.tasks[*].taskSpec.steps", CONTAINERS),
    ("spec.pipelineSpec.tasks[*].taskSpec.sidecars", CONTAINERS),
    ("spec.pipelineSpec.tasks[*].taskSpec.stepTemplate", Shape::Container),
    ("spec.pipelineSpec.tasks[*].taskRef.bundle", Shape::Image),
    ("spec.pipelineSpec.tasks[*].taskRef.params[*]", Shape::Bundle),
    ("spec.pipelineSpec.finally[*].taskSpec.steps", CONTAINERS),
    ("spec.pipelineSpec.finally[*].taskSpec.sidecars", CONTAINERS),
    ("spec.pipelineRef.bundle", Shape::Image),
    ("spec.pipelineRef.params[*]", Shape::Bundle),
];

const DISKS: &[(&str, Shape)] = &[
    ("spec.volumes[*].containerDisk.image", Shape::Image),
    ("spec.domain.firmware.kernelBoot.container.image", Shape::Image),
];

const DISKS_OF_TEMPLATE: &[(&str, Shape)] = &[
    ("spec.template.spec.volumes[*].containerDisk.image", Shape::Image),
    ("spec.template.spec.domain.firmware.kernelBoot.container.image", Shape::Image),
    ("spec.dataVolumeTemplates[*].spec.source.registry.url", DOCKER),
];

const BUILD: &[(&str, Shape)] = &[
    ("spec.strategy.dockerStrategy.from", Shape::ImageReference),
    ("spec.strategy.dockerStrategy.env", Shape::List(&Shape::Variable)),
    ("spec.strategy.sourceStrategy.from", Shape::ImageReference),
    ("spec.strategy.sourceStrategy.env", Shape::List(&Shape::Variable)),
    ("spec.strategy.customStrategy.from", Shape::ImageReference),
    ("spec.strategy.customStrategy.env", Shape::List(&Shape::Variable)),
    ("spec.source.images[*].from", Shape::ImageReference),
    ("spec.output.to", Shape::ImageReference),
];

const TEMPLATE: &[(&str, Shape)] = &[("spec.template.spec", POD_SPEC)];
const IMAGE: &[(&str, Shape)] = &[("spec.image", Shape::Image)];
const PROMETHEUS: &[(&str, Shape)] = &[
    ("spec.image", Shape::Image),
    ("spec.thanos.image", Shape::Image),
    ("spec.containers", CONTAINERS),
    ("spec.initContainers", CONTAINERS),
];

pub(crate) static KINDS: &[Kind] = &[
    // Argo: https://argoproj.github.io
    kind("argoproj.io", &["Rollout"], TEMPLATE, proof("", &[], &[])),
    kind(
        "argoproj.io",
        &["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"],
        ARGO_TEMPLATES,
        proof("", &[], &[]),
    ),
    kind(
        "argoproj.io",
        &["CronWorkflow"],
        &[
            ("spec.workflowSpec.templates[*].container", Shape::Container),
            ("spec.workflowSpec.templates[*].script", Shape::Container),
            ("spec.workflowSpec.templates[*].containerSet.containers", CONTAINERS),
            ("spec.workflowSpec.templates[*].initContainers", CONTAINERS),
            ("spec.workflowSpec.templates[*].sidecars", CONTAINERS),
        ],
        proof("", &[], &[]),
    ),
    kind(
        "argoproj.io",
        &["Application"],
        &[("spec.source.repoURL", OCI), ("spec.sources[*].repoURL", OCI)],
        proof("", &[], &[]),
    ),
    kind(
        "argoproj.io",
        &["AnalysisTemplate", "ClusterAnalysisTemplate"],
        &[("spec.metrics[*].provider.job.spec.template.spec", POD_SPEC)],
        proof("", &[], &[]),
    ),
    // Knative: https://knative.dev/docs
    kind("serving.knative.dev", &["Service", "Configuration"], TEMPLATE, proof("", &[], &[])),
    kind("serving.knative.dev", &["Revision"], &[("spec", POD_SPEC)], proof("", &[], &[])),
    kind("sources.knative.dev", &["ContainerSource"], TEMPLATE, proof("", &[], &[])),
    // Tekton: https://tekton.dev/docs
    kind("tekton.dev", &["Task", "ClusterTask", "TaskRun"], TEKTON_TASK, proof("", &[], &[])),
    kind("tekton.dev", &["Pipeline"], TEKTON_PIPELINE, proof("", &[], &[])),
    kind("tekton.dev", &["PipelineRun"], TEKTON_PIPELINE_RUN, proof("", &[], &[])),
    // KubeVirt and its importer: https://kubevirt.io/user-guide
    kind("kubevirt.io", &["VirtualMachineInstance"], DISKS, proof("", &[], &[])),
    kind(
        "kubevirt.io",
        &["VirtualMachine", "VirtualMachineInstanceReplicaSet"],
        DISKS_OF_TEMPLATE,
        proof("", &[], &[]),
    ),
    kind(
        "pool.kubevirt.io",
        &["VirtualMachinePool"],
        &[("spec.virtualMachineTemplate.spec.template.spec.volumes[*].containerDisk.image", Shape::Image)],
        proof("", &[], &[]),
    ),
    kind("cdi.kubevirt.io", &["DataVolume"], &[("spec.source.registry.url", DOCKER)], proof("", &[], &[])),
    kind(
        "cdi.kubevirt.io",
        &["DataImportCron"],
        &[("spec.template.spec.source.registry.url", DOCKER)],
        proof("", &[], &[]),
    ),
    // OpenShift: https://docs.openshift.com/container-platform/latest/rest_api
    kind("apps.openshift.io", &["DeploymentConfig"], TEMPLATE, proof("", &[], &[])),
    kind("build.openshift.io", &["BuildConfig", "Build"], BUILD, proof("", &[], &[])),
    kind(
        "image.openshift.io",
        &["ImageStream"],
        &[("spec.tags[*].from", Shape::ImageReference), ("spec.dockerImageRepository", Shape::Image)],
        proof("", &[], &[]),
    ),
    kind(
        "image.openshift.io",
        &["ImageStreamImport"],
        &[("spec.images[*].from", Shape::ImageReference), ("spec.repository.from", Shape::ImageReference)],
        proof("", &[], &[]),
    ),
    // Crossplane: https://docs.crossplane.io
    kind(
        "pkg.crossplane.io",
        &["Provider", "Configuration", "Function"],
        &[("spec.package", Shape::Image)],
        proof("", &[], &[]),
    ),
    kind(
        "pkg.crossplane.io",
        &["DeploymentRuntimeConfig"],
        &[("spec.deploymentTemplate.spec.template.spec", POD_SPEC)],
        proof("", &[], &[]),
    ),
    kind("pkg.crossplane.io", &["ControllerConfig"], IMAGE, proof("", &[], &[])),
    // CloudNativePG: https://cloudnative-pg.io/documentation
    kind("postgresql.cnpg.io", &["Cluster"], &[("spec.imageName", Shape::Image)], proof("", &[], &[])),
    kind("postgresql.cnpg.io", &["Pooler"], TEMPLATE, proof("", &[], &[])),
    kind(
        "postgresql.cnpg.io",
        &["ImageCatalog", "ClusterImageCatalog"],
        &[("spec.images[*].image", Shape::Image)],
        proof("", &[], &[]),
    ),
    // Strimzi: https://strimzi.io/docs
    kind(
        "kafka.strimzi.io",
        &["Kafka"],
        &[
            ("spec.kafka.image", Shape::Image),
            ("spec.zookeeper.image", Shape::Image),
            ("spec.entityOperator.topicOperator.image", Shape::Image),
            ("spec.entityOperator.userOperator.image", Shape::Image),
            ("spec.cruiseControl.image", Shape::Image),
            ("spec.kafkaExporter.image", Shape::Image),
        ],
        proof("", &[], &[]),
    ),
    kind(
        "kafka.strimzi.io",
        &["KafkaConnect"],
        &[("spec.image", Shape::Image), ("spec.build.output.image", Shape::Image)],
        proof("", &[], &[]),
    ),
    kind("kafka.strimzi.io", &["KafkaBridge", "KafkaMirrorMaker2", "KafkaMirrorMaker"], IMAGE, proof("", &[], &[])),
    // Prometheus operator: https://prometheus-operator.dev
    kind(
        "monitoring.coreos.com",
        &["Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler"],
        PROMETHEUS,
        proof("", &[], &[]),
    ),
    // OLM: https://olm.operatorframework.io
    kind("operators.coreos.com", &["CatalogSource"], IMAGE, proof("", &[], &[])),
    kind(
        "operators.coreos.com",
        &["ClusterServiceVersion"],
        &[
            ("spec.install.spec.deployments[*].spec.template.spec", POD_SPEC),
            ("spec.relatedImages[*].image", Shape::Image),
        ],
        proof("", &[], &[]),
    ),
    kind(
        "olm.operatorframework.io",
        &["ClusterCatalog"],
        &[("spec.source.image.ref", Shape::Image)],
        proof("", &[], &[]),
    ),
    // Agent Sandbox: https://agent-sandbox.sigs.k8s.io
    kind(
        "extensions.agents.x-k8s.io",
        &["SandboxTemplate"],
        &[("spec.podTemplate.spec", POD_SPEC)],
        proof("", &[], &[]),
    ),
    kind("agents.x-k8s.io", &["Sandbox"], &[("spec.podTemplate.spec", POD_SPEC)], proof("", &[], &[])),
    // Flux: https://fluxcd.io/flux/components
    kind("source.toolkit.fluxcd.io", &["OCIRepository", "HelmRepository"], &[("spec.url", OCI)], proof("", &[], &[])),
    kind("image.toolkit.fluxcd.io", &["ImageRepository"], IMAGE, proof("", &[], &[])),
    // Kubewarden: https://docs.kubewarden.io
    kind(
        "policies.kubewarden.io",
        &["ClusterAdmissionPolicy", "AdmissionPolicy"],
        &[("spec.module", REGISTRY)],
        proof("", &[], &[]),
    ),
    kind(
        "policies.kubewarden.io",
        &["ClusterAdmissionPolicyGroup", "AdmissionPolicyGroup"],
        &[("spec.policies[*].module", REGISTRY)],
        proof("", &[], &[]),
    ),
    kind("policies.kubewarden.io", &["PolicyServer"], IMAGE, proof("", &[], &[])),
    // Charts of k3s and Fleet: https://docs.k3s.io/helm, https://fleet.rancher.io
    kind(
        "helm.cattle.io",
        &["HelmChart"],
        &[("spec.chart", OCI), ("spec.jobImage", Shape::Image)],
        proof("", &[], &[]),
    ),
    kind("fleet.cattle.io", &["HelmOp"], &[("spec.helm.repo", OCI), ("spec.helm.chart", OCI)], proof("", &[], &[])),
    // Batch and machine learning
    kind(
        "sparkoperator.k8s.io",
        &["SparkApplication"],
        &[("spec.image", Shape::Image), ("spec.driver.image", Shape::Image), ("spec.executor.image", Shape::Image)],
        proof("", &[], &[]),
    ),
    kind(
        "ray.io",
        &["RayCluster"],
        &[("spec.headGroupSpec.template.spec", POD_SPEC), ("spec.workerGroupSpecs[*].template.spec", POD_SPEC)],
        proof("", &[], &[]),
    ),
    kind(
        "jobset.x-k8s.io",
        &["JobSet"],
        &[("spec.replicatedJobs[*].template.spec.template.spec", POD_SPEC)],
        proof("", &[], &[]),
    ),
    kind("batch.volcano.sh", &["Job"], &[("spec.tasks[*].template.spec", POD_SPEC)], proof("", &[], &[])),
    kind("keda.sh", &["ScaledJob"], &[("spec.jobTargetRef.template.spec", POD_SPEC)], proof("", &[], &[])),
    kind(
        "serving.kserve.io",
        &["InferenceService"],
        &[("spec.predictor", POD_SPEC), ("spec.transformer", POD_SPEC)],
        proof("", &[], &[]),
    ),
    // Others that run pods of their users
    kind("actions.github.com", &["AutoscalingRunnerSet", "EphemeralRunnerSet"], TEMPLATE, proof("", &[], &[])),
    kind("apps.kruise.io", &["CloneSet", "StatefulSet", "DaemonSet"], TEMPLATE, proof("", &[], &[])),
    kind("agones.dev", &["GameServer"], TEMPLATE, proof("", &[], &[])),
    kind("agones.dev", &["Fleet"], &[("spec.template.spec.template.spec", POD_SPEC)], proof("", &[], &[])),
    kind("opentelemetry.io", &["OpenTelemetryCollector"], IMAGE, proof("", &[], &[])),
];
