//! Where custom resources that many clusters have name images and run containers: a row for each, with its places.
//!
//! A path leads to a pod spec, a container, a list of containers, an image, or to what a controller reads as one. What else
//! may stand in such a resource is found as in any other.

use super::{CONTAINERS, CustomResource, POD_SPEC, Shape, Trust};

/// Places of a group's kinds.
struct Resource {
    group: &'static str,
    kinds: &'static [&'static str],
    places: &'static [(&'static str, Shape)],
}

const fn row(
    group: &'static str,
    kinds: &'static [&'static str],
    places: &'static [(&'static str, Shape)],
) -> Resource {
    Resource { group, kinds, places }
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

static RESOURCES: &[Resource] = &[
    // Argo: https://argoproj.github.io
    row("argoproj.io", &["Rollout"], TEMPLATE),
    row("argoproj.io", &["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"], ARGO_TEMPLATES),
    row(
        "argoproj.io",
        &["CronWorkflow"],
        &[
            ("spec.workflowSpec.templates[*].container", Shape::Container),
            ("spec.workflowSpec.templates[*].script", Shape::Container),
            ("spec.workflowSpec.templates[*].containerSet.containers", CONTAINERS),
            ("spec.workflowSpec.templates[*].initContainers", CONTAINERS),
            ("spec.workflowSpec.templates[*].sidecars", CONTAINERS),
        ],
    ),
    row("argoproj.io", &["Application"], &[("spec.source.repoURL", OCI), ("spec.sources[*].repoURL", OCI)]),
    row(
        "argoproj.io",
        &["AnalysisTemplate", "ClusterAnalysisTemplate"],
        &[("spec.metrics[*].provider.job.spec.template.spec", POD_SPEC)],
    ),
    // Knative: https://knative.dev/docs
    row("serving.knative.dev", &["Service", "Configuration"], TEMPLATE),
    row("serving.knative.dev", &["Revision"], &[("spec", POD_SPEC)]),
    row("sources.knative.dev", &["ContainerSource"], TEMPLATE),
    // Tekton: https://tekton.dev/docs
    row("tekton.dev", &["Task", "ClusterTask", "TaskRun"], TEKTON_TASK),
    row("tekton.dev", &["Pipeline"], TEKTON_PIPELINE),
    row("tekton.dev", &["PipelineRun"], TEKTON_PIPELINE_RUN),
    // KubeVirt and its importer: https://kubevirt.io/user-guide
    row("kubevirt.io", &["VirtualMachineInstance"], DISKS),
    row("kubevirt.io", &["VirtualMachine", "VirtualMachineInstanceReplicaSet"], DISKS_OF_TEMPLATE),
    row(
        "pool.kubevirt.io",
        &["VirtualMachinePool"],
        &[("spec.virtualMachineTemplate.spec.template.spec.volumes[*].containerDisk.image", Shape::Image)],
    ),
    row("cdi.kubevirt.io", &["DataVolume"], &[("spec.source.registry.url", DOCKER)]),
    row("cdi.kubevirt.io", &["DataImportCron"], &[("spec.template.spec.source.registry.url", DOCKER)]),
    // OpenShift: https://docs.openshift.com/container-platform/latest/rest_api
    row("apps.openshift.io", &["DeploymentConfig"], TEMPLATE),
    row("build.openshift.io", &["BuildConfig", "Build"], BUILD),
    row(
        "image.openshift.io",
        &["ImageStream"],
        &[("spec.tags[*].from", Shape::ImageReference), ("spec.dockerImageRepository", Shape::Image)],
    ),
    row(
        "image.openshift.io",
        &["ImageStreamImport"],
        &[("spec.images[*].from", Shape::ImageReference), ("spec.repository.from", Shape::ImageReference)],
    ),
    // Crossplane: https://docs.crossplane.io
    row("pkg.crossplane.io", &["Provider", "Configuration", "Function"], &[("spec.package", Shape::Image)]),
    row("pkg.crossplane.io", &["DeploymentRuntimeConfig"], &[("spec.deploymentTemplate.spec.template.spec", POD_SPEC)]),
    row("pkg.crossplane.io", &["ControllerConfig"], IMAGE),
    // CloudNativePG: https://cloudnative-pg.io/documentation
    row("postgresql.cnpg.io", &["Cluster"], &[("spec.imageName", Shape::Image)]),
    row("postgresql.cnpg.io", &["Pooler"], TEMPLATE),
    row("postgresql.cnpg.io", &["ImageCatalog", "ClusterImageCatalog"], &[("spec.images[*].image", Shape::Image)]),
    // Strimzi: https://strimzi.io/docs
    row(
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
    ),
    row(
        "kafka.strimzi.io",
        &["KafkaConnect"],
        &[("spec.image", Shape::Image), ("spec.build.output.image", Shape::Image)],
    ),
    row("kafka.strimzi.io", &["KafkaBridge", "KafkaMirrorMaker2", "KafkaMirrorMaker"], IMAGE),
    // Prometheus operator: https://prometheus-operator.dev
    row("monitoring.coreos.com", &["Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler"], PROMETHEUS),
    // OLM: https://olm.operatorframework.io
    row("operators.coreos.com", &["CatalogSource"], IMAGE),
    row(
        "operators.coreos.com",
        &["ClusterServiceVersion"],
        &[
            ("spec.install.spec.deployments[*].spec.template.spec", POD_SPEC),
            ("spec.relatedImages[*].image", Shape::Image),
        ],
    ),
    row("olm.operatorframework.io", &["ClusterCatalog"], &[("spec.source.image.ref", Shape::Image)]),
    // Agent Sandbox: https://agent-sandbox.sigs.k8s.io
    row("extensions.agents.x-k8s.io", &["SandboxTemplate"], &[("spec.podTemplate.spec", POD_SPEC)]),
    row("agents.x-k8s.io", &["Sandbox"], &[("spec.podTemplate.spec", POD_SPEC)]),
    // Flux: https://fluxcd.io/flux/components
    row("source.toolkit.fluxcd.io", &["OCIRepository", "HelmRepository"], &[("spec.url", OCI)]),
    row("image.toolkit.fluxcd.io", &["ImageRepository"], IMAGE),
    // Kubewarden: https://docs.kubewarden.io
    row("policies.kubewarden.io", &["ClusterAdmissionPolicy", "AdmissionPolicy"], &[("spec.module", REGISTRY)]),
    row(
        "policies.kubewarden.io",
        &["ClusterAdmissionPolicyGroup", "AdmissionPolicyGroup"],
        &[("spec.policies[*].module", REGISTRY)],
    ),
    row("policies.kubewarden.io", &["PolicyServer"], IMAGE),
    // Charts of k3s and Fleet: https://docs.k3s.io/helm, https://fleet.rancher.io
    row("helm.cattle.io", &["HelmChart"], &[("spec.chart", OCI), ("spec.jobImage", Shape::Image)]),
    row("fleet.cattle.io", &["HelmOp"], &[("spec.helm.repo", OCI), ("spec.helm.chart", OCI)]),
    // Batch and machine learning
    row(
        "sparkoperator.k8s.io",
        &["SparkApplication"],
        &[("spec.image", Shape::Image), ("spec.driver.image", Shape::Image), ("spec.executor.image", Shape::Image)],
    ),
    row(
        "ray.io",
        &["RayCluster"],
        &[("spec.headGroupSpec.template.spec", POD_SPEC), ("spec.workerGroupSpecs[*].template.spec", POD_SPEC)],
    ),
    row("jobset.x-k8s.io", &["JobSet"], &[("spec.replicatedJobs[*].template.spec.template.spec", POD_SPEC)]),
    row("batch.volcano.sh", &["Job"], &[("spec.tasks[*].template.spec", POD_SPEC)]),
    row("keda.sh", &["ScaledJob"], &[("spec.jobTargetRef.template.spec", POD_SPEC)]),
    row("serving.kserve.io", &["InferenceService"], &[("spec.predictor", POD_SPEC), ("spec.transformer", POD_SPEC)]),
    // Others that run pods of their users
    row("actions.github.com", &["AutoscalingRunnerSet", "EphemeralRunnerSet"], TEMPLATE),
    row("apps.kruise.io", &["CloneSet", "StatefulSet", "DaemonSet"], TEMPLATE),
    row("agones.dev", &["GameServer"], TEMPLATE),
    row("agones.dev", &["Fleet"], &[("spec.template.spec.template.spec", POD_SPEC)]),
    row("opentelemetry.io", &["OpenTelemetryCollector"], IMAGE),
];

/// The places of a kind, if it is known.
pub(super) fn find(group: &str, kind: &str) -> Option<CustomResource<'static>> {
    let row = RESOURCES.iter().find(|row| row.kinds.contains(&kind) && row.group == group)?;
    let mut resource = CustomResource { trust: Trust::Some, ..CustomResource::new(row.group, "") };
    for (path, shape) in row.places {
        // Each path of the table is tested to be one.
        let _ = resource.add(path, *shape);
    }
    Some(resource)
}

/// Each row with its kinds.
#[cfg(not(target_os = "wasi"))]
pub(super) fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static [(&'static str, Shape)])> {
    RESOURCES.iter().flat_map(|row| row.kinds.iter().map(|kind| (row.group, *kind, row.places)))
}
