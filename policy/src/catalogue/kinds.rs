//! Where common custom resources name images and run containers.
//!
//! A path leads to a pod spec, a container, a list of containers, an image, or to what a controller reads as one. Anything else
//! in such a resource is found as in any other.

use super::fields::FIELDS;
use super::shape::{CONTAINERS, POD_SPEC, Shape};
use super::{Proof, proof};

/// Kinds of a group that have the same places.
#[derive(Debug)]
pub struct Kind {
    /// The API group.
    pub group: &'static str,
    /// The kinds.
    pub kinds: &'static [&'static str],
    /// The places, each with its shape.
    pub places: &'static [(&'static str, Shape)],
    /// The source of this row.
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
    KINDS.iter().find(|row| row.group == group && row.kinds.contains(&kind))
}

/// The group and the kind of a resource as `kubectl` is told it: singular or plural, with the beginning of its group, if at all.
pub(crate) fn of_resource(resource: &str) -> Option<(&'static str, &'static str)> {
    let (name, group) = resource.split_once('.').unwrap_or((resource, ""));
    // A version may stand before the group.
    let after_version = group.split_once('.').map(|(_, group)| group);
    let rows = KINDS.iter().map(|row| (row.group, row.kinds));
    let rows = rows.chain(FIELDS.iter().map(|row| (row.group, row.kinds)));
    let mut rows = rows.filter(|(known, _)| known.starts_with(group) || after_version == Some(known));
    rows.find_map(|(group, kinds)| Some((group, *kinds.iter().find(|kind| is_named(kind, name))?)))
}

/// Whether a resource of this kind is called so: `repository`, `Repository`, `repositories`.
fn is_named(kind: &str, name: &str) -> bool {
    let is_start = |length: usize| {
        let starts = (kind.get(..length), name.get(..length));
        matches!(starts, (Some(kind), Some(name)) if kind.eq_ignore_ascii_case(name))
    };
    let end = |length: usize| name.get(length..);
    is_start(kind.len()) && matches!(end(kind.len()), Some("" | "s" | "es"))
        || kind.strip_suffix('y').is_some_and(|start| is_start(start.len()) && end(start.len()) == Some("ies"))
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
const VARIABLES: Shape = Shape::List(&Shape::Variable);

const TEMPLATE: &[(&str, Shape)] = &[("spec.template.spec", POD_SPEC)];
const ARGO_WORKFLOW: &[(&str, Shape)] = &[
    ("spec.templates[*].container", Shape::Container),
    ("spec.templates[*].script", Shape::Container),
    ("spec.templates[*].containerSet.containers", CONTAINERS),
    ("spec.templates[*].initContainers", CONTAINERS),
    ("spec.templates[*].sidecars", CONTAINERS),
    ("spec.templates[*].steps[*][*].inline.container", Shape::Container),
    ("spec.templates[*].steps[*][*].inline.script", Shape::Container),
    ("spec.templates[*].dag.tasks[*].inline.container", Shape::Container),
    ("spec.templates[*].dag.tasks[*].inline.script", Shape::Container),
    ("spec.templateDefaults.container", Shape::Container),
    ("spec.templateDefaults.script", Shape::Container),
    ("spec.templateDefaults.initContainers", CONTAINERS),
    ("spec.templateDefaults.sidecars", CONTAINERS),
];
const ARGO_CRON_WORKFLOW: &[(&str, Shape)] = &[
    ("spec.workflowSpec.templates[*].container", Shape::Container),
    ("spec.workflowSpec.templates[*].script", Shape::Container),
    ("spec.workflowSpec.templates[*].containerSet.containers", CONTAINERS),
    ("spec.workflowSpec.templates[*].initContainers", CONTAINERS),
    ("spec.workflowSpec.templates[*].sidecars", CONTAINERS),
    ("spec.workflowSpec.templates[*].steps[*][*].inline.container", Shape::Container),
    ("spec.workflowSpec.templates[*].steps[*][*].inline.script", Shape::Container),
    ("spec.workflowSpec.templates[*].dag.tasks[*].inline.container", Shape::Container),
    ("spec.workflowSpec.templates[*].dag.tasks[*].inline.script", Shape::Container),
    ("spec.workflowSpec.templateDefaults.container", Shape::Container),
    ("spec.workflowSpec.templateDefaults.script", Shape::Container),
    ("spec.workflowSpec.templateDefaults.initContainers", CONTAINERS),
    ("spec.workflowSpec.templateDefaults.sidecars", CONTAINERS),
];
const TEKTON_TASK: &[(&str, Shape)] =
    &[("spec.steps", CONTAINERS), ("spec.sidecars", CONTAINERS), ("spec.stepTemplate", Shape::Container)];
const TEKTON_TASK_RUN: &[(&str, Shape)] = &[
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
    ("spec.finally[*].taskSpec.stepTemplate", Shape::Container),
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
    ("spec.pipelineSpec.finally[*].taskSpec.stepTemplate", Shape::Container),
    ("spec.pipelineSpec.finally[*].taskRef.bundle", Shape::Image),
    ("spec.pipelineSpec.finally[*].taskRef.params[*]", Shape::Bundle),
    ("spec.pipelineRef.bundle", Shape::Image),
    ("spec.pipelineRef.params[*]", Shape::Bundle),
];
const DISKS: &[(&str, Shape)] = &[
    ("spec.volumes[*].containerDisk.image", Shape::Image),
    ("spec.domain.firmware.kernelBoot.container.image", Shape::Image),
];
const BUILD: &[(&str, Shape)] = &[
    ("spec.strategy.dockerStrategy.from", Shape::ImageReference),
    ("spec.strategy.dockerStrategy.env", VARIABLES),
    ("spec.strategy.sourceStrategy.from", Shape::ImageReference),
    ("spec.strategy.sourceStrategy.env", VARIABLES),
    ("spec.strategy.customStrategy.from", Shape::ImageReference),
    ("spec.strategy.customStrategy.env", VARIABLES),
    ("spec.source.images[*].from", Shape::ImageReference),
    ("spec.output.to", Shape::ImageReference),
];
const IMAGE: &[(&str, Shape)] = &[("spec.image", Shape::Image)];
const CROSSPLANE_HELM: &[(&str, Shape)] =
    &[("spec.forProvider.chart.repository", OCI), ("spec.forProvider.chart.url", OCI)];
const IMAGE_AND_CONTAINERS: &[(&str, Shape)] =
    &[("spec.image", Shape::Image), ("spec.containers", CONTAINERS), ("spec.initContainers", CONTAINERS)];
const POD_TEMPLATE: &[(&str, Shape)] = &[("spec.podTemplate.spec", POD_SPEC)];
const URL: &[(&str, Shape)] = &[("spec.url", OCI)];
const SPARK: &[(&str, Shape)] = &[
    ("spec.image", Shape::Image),
    ("spec.driver.image", Shape::Image),
    ("spec.driver.template.spec", POD_SPEC),
    ("spec.driver.sidecars", CONTAINERS),
    ("spec.driver.initContainers", CONTAINERS),
    ("spec.executor.image", Shape::Image),
    ("spec.executor.template.spec", POD_SPEC),
    ("spec.executor.sidecars", CONTAINERS),
    ("spec.executor.initContainers", CONTAINERS),
];
const SPARK_SCHEDULED: &[(&str, Shape)] = &[
    ("spec.template.image", Shape::Image),
    ("spec.template.driver.image", Shape::Image),
    ("spec.template.driver.template.spec", POD_SPEC),
    ("spec.template.driver.sidecars", CONTAINERS),
    ("spec.template.driver.initContainers", CONTAINERS),
    ("spec.template.executor.image", Shape::Image),
    ("spec.template.executor.template.spec", POD_SPEC),
    ("spec.template.executor.sidecars", CONTAINERS),
    ("spec.template.executor.initContainers", CONTAINERS),
];
const RUNNERS: &[(&str, Shape)] = &[
    ("spec.template.spec.image", Shape::Image),
    ("spec.template.spec.env", VARIABLES),
    ("spec.template.spec.dockerEnv", VARIABLES),
    ("spec.template.spec.containers", CONTAINERS),
    ("spec.template.spec.initContainers", CONTAINERS),
    ("spec.template.spec.sidecarContainers", CONTAINERS),
];

pub(crate) static KINDS: &[Kind] = &[
    // Argo; served: argoproj.io v1alpha1
    kind(
        "argoproj.io",
        &["Rollout"],
        TEMPLATE,
        proof(
            "https://github.com/argoproj/argo-rollouts/blob/9f8d111d8f8e/pkg/apis/rollouts/v1alpha1/types.go",
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "argoproj.io",
        &["Experiment"],
        &[("spec.templates[*].template.spec", POD_SPEC)],
        proof(
            "https://github.com/argoproj/argo-rollouts/blob/9f8d111d8f8e/pkg/apis/rollouts/v1alpha1/experiment_types.go",
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: Experiment\nmetadata: {name: app}\nspec: {templates: [{name: a, selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}]}",
            ],
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: Experiment\nmetadata: {name: app}\nspec: {templates: [{name: a, selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}]}",
            ],
        ),
    ),
    kind(
        "argoproj.io",
        &["AnalysisTemplate", "ClusterAnalysisTemplate", "AnalysisRun"],
        &[("spec.metrics[*].provider.job.spec.template.spec", POD_SPEC)],
        proof(
            "https://github.com/argoproj/argo-rollouts/blob/9f8d111d8f8e/pkg/apis/rollouts/v1alpha1/analysis_types.go",
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate\nmetadata: {name: app}\nspec: {metrics: [{name: smoke-test, provider: {job: {spec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}}}]}",
            ],
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate\nmetadata: {name: app}\nspec: {metrics: [{name: smoke-test, provider: {job: {spec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}}]}",
                "apiVersion: argoproj.io/v1alpha1\nkind: ClusterAnalysisTemplate\nmetadata: {name: app}\nspec: {metrics: [{name: smoke-test, provider: {job: {spec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}}]}",
                "apiVersion: argoproj.io/v1alpha1\nkind: AnalysisRun\nmetadata: {name: app}\nspec: {metrics: [{name: smoke-test, provider: {job: {spec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}}]}",
            ],
        ),
    ),
    kind(
        "argoproj.io",
        &["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"],
        ARGO_WORKFLOW,
        proof(
            "https://github.com/argoproj/argo-workflows/blob/f016ad89eb26/pkg/apis/workflow/v1alpha1/workflow_types.go",
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: app}\nspec: {entrypoint: step-1, templates: [{name: step-1, container: {name: app, image: 'http://registry.example.com/app:1'}}, {name: step-2, script: {name: app, image: 'http://registry.example.com/app:1'}}, {name: step-3, containerSet: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, {name: step-4, initContainers: [{name: app, image: 'http://registry.example.com/app:1'}]}, {name: step-5, sidecars: [{name: app, image: 'http://registry.example.com/app:1'}]}, {name: step-6, steps: [[{name: a, inline: {container: {name: app, image: 'http://registry.example.com/app:1'}}}]]}, {name: step-7, steps: [[{name: a, inline: {script: {name: app, image: 'http://registry.example.com/app:1'}}}]]}, {name: step-8, dag: {tasks: [{name: a, inline: {container: {name: app, image: 'http://registry.example.com/app:1'}}}]}}, {name: step-9, dag: {tasks: [{name: a, inline: {script: {name: app, image: 'http://registry.example.com/app:1'}}}]}}], templateDefaults: {container: {name: app, image: 'http://registry.example.com/app:1'}, initContainers: [{name: app, image: 'http://registry.example.com/app:1'}], sidecars: [{name: app, image: 'http://registry.example.com/app:1'}]}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: app}\nspec: {entrypoint: step-1, templateDefaults: {script: {name: app, image: 'http://registry.example.com/app:1'}}}",
            ],
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: app}\nspec: {entrypoint: step-1, templates: [{name: step-1, container: {name: app, image: 'registry.example.com/app:1'}}, {name: step-2, script: {name: app, image: 'registry.example.com/app:1'}}, {name: step-3, containerSet: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, {name: step-4, initContainers: [{name: app, image: 'registry.example.com/app:1'}]}, {name: step-5, sidecars: [{name: app, image: 'registry.example.com/app:1'}]}, {name: step-6, steps: [[{name: a, inline: {container: {name: app, image: 'registry.example.com/app:1'}}}]]}, {name: step-7, steps: [[{name: a, inline: {script: {name: app, image: 'registry.example.com/app:1'}}}]]}, {name: step-8, dag: {tasks: [{name: a, inline: {container: {name: app, image: 'registry.example.com/app:1'}}}]}}, {name: step-9, dag: {tasks: [{name: a, inline: {script: {name: app, image: 'registry.example.com/app:1'}}}]}}], templateDefaults: {container: {name: app, image: 'registry.example.com/app:1'}, initContainers: [{name: app, image: 'registry.example.com/app:1'}], sidecars: [{name: app, image: 'registry.example.com/app:1'}]}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: app}\nspec: {entrypoint: step-1, templateDefaults: {script: {name: app, image: 'registry.example.com/app:1'}}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {name: app}\nspec: {entrypoint: step-1, templates: [{name: step-1, container: {name: app, image: 'registry.example.com/app:1'}}, {name: step-2, script: {name: app, image: 'registry.example.com/app:1'}}, {name: step-3, containerSet: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, {name: step-4, initContainers: [{name: app, image: 'registry.example.com/app:1'}]}, {name: step-5, sidecars: [{name: app, image: 'registry.example.com/app:1'}]}, {name: step-6, steps: [[{name: a, inline: {container: {name: app, image: 'registry.example.com/app:1'}}}]]}, {name: step-7, steps: [[{name: a, inline: {script: {name: app, image: 'registry.example.com/app:1'}}}]]}, {name: step-8, dag: {tasks: [{name: a, inline: {container: {name: app, image: 'registry.example.com/app:1'}}}]}}, {name: step-9, dag: {tasks: [{name: a, inline: {script: {name: app, image: 'registry.example.com/app:1'}}}]}}], templateDefaults: {container: {name: app, image: 'registry.example.com/app:1'}, initContainers: [{name: app, image: 'registry.example.com/app:1'}], sidecars: [{name: app, image: 'registry.example.com/app:1'}]}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: ClusterWorkflowTemplate\nmetadata: {name: app}\nspec: {entrypoint: step-1, templates: [{name: step-1, container: {name: app, image: 'registry.example.com/app:1'}}, {name: step-2, script: {name: app, image: 'registry.example.com/app:1'}}, {name: step-3, containerSet: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, {name: step-4, initContainers: [{name: app, image: 'registry.example.com/app:1'}]}, {name: step-5, sidecars: [{name: app, image: 'registry.example.com/app:1'}]}, {name: step-6, steps: [[{name: a, inline: {container: {name: app, image: 'registry.example.com/app:1'}}}]]}, {name: step-7, steps: [[{name: a, inline: {script: {name: app, image: 'registry.example.com/app:1'}}}]]}, {name: step-8, dag: {tasks: [{name: a, inline: {container: {name: app, image: 'registry.example.com/app:1'}}}]}}, {name: step-9, dag: {tasks: [{name: a, inline: {script: {name: app, image: 'registry.example.com/app:1'}}}]}}], templateDefaults: {container: {name: app, image: 'registry.example.com/app:1'}, initContainers: [{name: app, image: 'registry.example.com/app:1'}], sidecars: [{name: app, image: 'registry.example.com/app:1'}]}}",
            ],
        ),
    ),
    kind(
        "argoproj.io",
        &["CronWorkflow"],
        ARGO_CRON_WORKFLOW,
        proof(
            "https://github.com/argoproj/argo-workflows/blob/f016ad89eb26/pkg/apis/workflow/v1alpha1/cron_workflow_types.go",
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: {name: app}\nspec: {schedules: ['0 1 * * *'], workflowSpec: {entrypoint: step-1, templates: [{name: step-1, container: {name: app, image: 'http://registry.example.com/app:1'}}, {name: step-2, script: {name: app, image: 'http://registry.example.com/app:1'}}, {name: step-3, containerSet: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, {name: step-4, initContainers: [{name: app, image: 'http://registry.example.com/app:1'}]}, {name: step-5, sidecars: [{name: app, image: 'http://registry.example.com/app:1'}]}, {name: step-6, steps: [[{name: a, inline: {container: {name: app, image: 'http://registry.example.com/app:1'}}}]]}, {name: step-7, steps: [[{name: a, inline: {script: {name: app, image: 'http://registry.example.com/app:1'}}}]]}, {name: step-8, dag: {tasks: [{name: a, inline: {container: {name: app, image: 'http://registry.example.com/app:1'}}}]}}, {name: step-9, dag: {tasks: [{name: a, inline: {script: {name: app, image: 'http://registry.example.com/app:1'}}}]}}], templateDefaults: {container: {name: app, image: 'http://registry.example.com/app:1'}, initContainers: [{name: app, image: 'http://registry.example.com/app:1'}], sidecars: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: {name: app}\nspec: {schedules: ['0 1 * * *'], workflowSpec: {entrypoint: step-1, templateDefaults: {script: {name: app, image: 'http://registry.example.com/app:1'}}}}",
            ],
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: {name: app}\nspec: {schedules: ['0 1 * * *'], workflowSpec: {entrypoint: step-1, templates: [{name: step-1, container: {name: app, image: 'registry.example.com/app:1'}}, {name: step-2, script: {name: app, image: 'registry.example.com/app:1'}}, {name: step-3, containerSet: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, {name: step-4, initContainers: [{name: app, image: 'registry.example.com/app:1'}]}, {name: step-5, sidecars: [{name: app, image: 'registry.example.com/app:1'}]}, {name: step-6, steps: [[{name: a, inline: {container: {name: app, image: 'registry.example.com/app:1'}}}]]}, {name: step-7, steps: [[{name: a, inline: {script: {name: app, image: 'registry.example.com/app:1'}}}]]}, {name: step-8, dag: {tasks: [{name: a, inline: {container: {name: app, image: 'registry.example.com/app:1'}}}]}}, {name: step-9, dag: {tasks: [{name: a, inline: {script: {name: app, image: 'registry.example.com/app:1'}}}]}}], templateDefaults: {container: {name: app, image: 'registry.example.com/app:1'}, initContainers: [{name: app, image: 'registry.example.com/app:1'}], sidecars: [{name: app, image: 'registry.example.com/app:1'}]}}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: {name: app}\nspec: {schedules: ['0 1 * * *'], workflowSpec: {entrypoint: step-1, templateDefaults: {script: {name: app, image: 'registry.example.com/app:1'}}}}",
            ],
        ),
    ),
    kind(
        "argoproj.io",
        &["Application"],
        &[("spec.source.repoURL", OCI), ("spec.sources[*].repoURL", OCI)],
        proof(
            "https://github.com/argoproj/argo-cd/blob/37ee0097cf85/pkg/apis/application/v1alpha1/types.go",
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: app}\nspec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, source: {repoURL: 'oci://localhost:5000/charts/app'}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: app}\nspec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, sources: [{repoURL: 'oci://localhost:5000/charts/app'}]}",
            ],
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: app}\nspec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, source: {repoURL: 'oci://registry.example.com/charts/app'}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: app}\nspec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, sources: [{repoURL: 'oci://registry.example.com/charts/app'}]}",
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: app}\nspec: {project: default, destination: {server: 'https://kubernetes.default.svc', namespace: app}, source: {repoURL: 'http://git.example.com/app.git', path: deploy}}",
            ],
        ),
    ),
    kind(
        "argoproj.io",
        &["ApplicationSet"],
        &[
            ("spec.template.spec.source.repoURL", OCI),
            ("spec.template.spec.sources[*].repoURL", OCI),
            ("spec.generators[*][*].template.spec.source.repoURL", OCI),
            ("spec.generators[*][*].template.spec.sources[*].repoURL", OCI),
        ],
        proof(
            "https://github.com/argoproj/argo-cd/blob/37ee0097cf85/pkg/apis/application/v1alpha1/applicationset_types.go",
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: app}\nspec: {generators: [{list: {elements: [{cluster: edge}], template: {metadata: {name: app}, spec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, source: {repoURL: 'oci://localhost:5000/charts/app'}}}}}], template: {metadata: {name: app}, spec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, source: {repoURL: 'oci://localhost:5000/charts/app'}}}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: app}\nspec: {generators: [{list: {elements: [{cluster: edge}], template: {metadata: {name: app}, spec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, sources: [{repoURL: 'oci://localhost:5000/charts/app'}]}}}}], template: {metadata: {name: app}, spec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, sources: [{repoURL: 'oci://localhost:5000/charts/app'}]}}}",
            ],
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: app}\nspec: {generators: [{list: {elements: [{cluster: edge}], template: {metadata: {name: app}, spec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, source: {repoURL: 'oci://registry.example.com/charts/app'}}}}}], template: {metadata: {name: app}, spec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, source: {repoURL: 'oci://registry.example.com/charts/app'}}}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: app}\nspec: {generators: [{list: {elements: [{cluster: edge}], template: {metadata: {name: app}, spec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, sources: [{repoURL: 'oci://registry.example.com/charts/app'}]}}}}], template: {metadata: {name: app}, spec: {destination: {server: 'https://kubernetes.default.svc', namespace: app}, project: default, sources: [{repoURL: 'oci://registry.example.com/charts/app'}]}}}",
            ],
        ),
    ),
    // Knative; served: serving.knative.dev v1, sources.knative.dev v1, sinks.knative.dev v1alpha1
    kind(
        "serving.knative.dev",
        &["Service", "Configuration"],
        TEMPLATE,
        proof(
            "https://github.com/knative/serving/blob/98e5ef90aa70/pkg/apis/serving/v1/service_types.go",
            &[
                "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: app}\nspec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: app}\nspec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
                "apiVersion: serving.knative.dev/v1\nkind: Configuration\nmetadata: {name: app}\nspec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "serving.knative.dev",
        &["Revision"],
        &[("spec", POD_SPEC)],
        proof(
            "https://github.com/knative/serving/blob/98e5ef90aa70/pkg/apis/serving/v1/revision_types.go",
            &[
                "apiVersion: serving.knative.dev/v1\nkind: Revision\nmetadata: {name: app}\nspec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}",
            ],
            &[
                "apiVersion: serving.knative.dev/v1\nkind: Revision\nmetadata: {name: app}\nspec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}",
            ],
        ),
    ),
    kind(
        "sources.knative.dev",
        &["ContainerSource"],
        TEMPLATE,
        proof(
            "https://github.com/knative/eventing/blob/8cf4c4b67303/pkg/apis/sources/v1/container_types.go",
            &[
                "apiVersion: sources.knative.dev/v1\nkind: ContainerSource\nmetadata: {name: app}\nspec: {sink: {uri: 'https://sink.example.com'}, template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: sources.knative.dev/v1\nkind: ContainerSource\nmetadata: {name: app}\nspec: {sink: {uri: 'https://sink.example.com'}, template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "sinks.knative.dev",
        &["JobSink"],
        &[("spec.job.spec.template.spec", POD_SPEC)],
        proof(
            "https://github.com/knative/eventing/blob/8cf4c4b67303/pkg/apis/sinks/v1alpha1/job_sink_types.go",
            &[
                "apiVersion: sinks.knative.dev/v1alpha1\nkind: JobSink\nmetadata: {name: app}\nspec: {job: {spec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}}",
            ],
            &[
                "apiVersion: sinks.knative.dev/v1alpha1\nkind: JobSink\nmetadata: {name: app}\nspec: {job: {spec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}",
            ],
        ),
    ),
    // Tekton; served: tekton.dev v1, v1beta1 (ClusterTask: v1beta1 only, until Tekton Pipelines 1.0; StepAction: v1beta1, v1alpha1); triggers.tekton.dev v1beta1, v1alpha1
    kind(
        "tekton.dev",
        &["Task", "ClusterTask"],
        TEKTON_TASK,
        proof(
            "https://github.com/tektoncd/pipeline/blob/3ee1745ae5b2/pkg/apis/pipeline/v1/task_types.go",
            &[
                "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: app}\nspec: {steps: [{name: app, image: 'http://registry.example.com/app:1'}], sidecars: [{name: app, image: 'http://registry.example.com/app:1'}], stepTemplate: {image: 'http://registry.example.com/app:1'}}",
            ],
            &[
                "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: app}\nspec: {steps: [{name: app, image: 'registry.example.com/app:1'}], sidecars: [{name: app, image: 'registry.example.com/app:1'}], stepTemplate: {image: 'registry.example.com/app:1'}}",
                "apiVersion: tekton.dev/v1beta1\nkind: ClusterTask\nmetadata: {name: app}\nspec: {steps: [{name: app, image: 'registry.example.com/app:1'}], sidecars: [{name: app, image: 'registry.example.com/app:1'}], stepTemplate: {image: 'registry.example.com/app:1'}}",
            ],
        ),
    ),
    kind(
        "tekton.dev",
        &["TaskRun"],
        TEKTON_TASK_RUN,
        proof(
            "https://github.com/tektoncd/pipeline/blob/3ee1745ae5b2/pkg/apis/pipeline/v1/taskrun_types.go (taskRef.bundle: v1beta1/taskref_types.go)",
            &[
                "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: app}\nspec: {taskSpec: {steps: [{name: app, image: 'http://registry.example.com/app:1'}], sidecars: [{name: app, image: 'http://registry.example.com/app:1'}], stepTemplate: {image: 'http://registry.example.com/app:1'}}}",
                "apiVersion: tekton.dev/v1beta1\nkind: TaskRun\nmetadata: {name: app}\nspec: {taskRef: {bundle: 'http://registry.example.com/app:1'}}",
                "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: app}\nspec: {taskRef: {resolver: bundles, params: [{name: bundle, value: 'http://registry.example.com/app:1'}]}}",
            ],
            &[
                "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: app}\nspec: {taskSpec: {steps: [{name: app, image: 'registry.example.com/app:1'}], sidecars: [{name: app, image: 'registry.example.com/app:1'}], stepTemplate: {image: 'registry.example.com/app:1'}}}",
                "apiVersion: tekton.dev/v1beta1\nkind: TaskRun\nmetadata: {name: app}\nspec: {taskRef: {bundle: 'registry.example.com/app:1'}}",
                "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: app}\nspec: {taskRef: {resolver: bundles, params: [{name: bundle, value: 'registry.example.com/app:1'}]}}",
                "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: app}\nspec: {taskRef: {resolver: git, params: [{name: url, value: 'http://git.example.com/tasks.git'}, {name: pathInRepo, value: build.yaml}]}}",
            ],
        ),
    ),
    kind(
        "tekton.dev",
        &["Pipeline"],
        TEKTON_PIPELINE,
        proof(
            "https://github.com/tektoncd/pipeline/blob/3ee1745ae5b2/pkg/apis/pipeline/v1/pipeline_types.go",
            &[
                "apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: app}\nspec: {tasks: [{name: task-1, taskSpec: {steps: [{name: app, image: 'http://registry.example.com/app:1'}], sidecars: [{name: app, image: 'http://registry.example.com/app:1'}], stepTemplate: {image: 'http://registry.example.com/app:1'}}}, {name: task-2, taskRef: {resolver: bundles, params: [{name: bundle, value: 'http://registry.example.com/app:1'}]}}], finally: [{name: last-1, taskSpec: {steps: [{name: app, image: 'http://registry.example.com/app:1'}], sidecars: [{name: app, image: 'http://registry.example.com/app:1'}], stepTemplate: {image: 'http://registry.example.com/app:1'}}}, {name: last-2, taskRef: {resolver: bundles, params: [{name: bundle, value: 'http://registry.example.com/app:1'}]}}]}",
                "apiVersion: tekton.dev/v1beta1\nkind: Pipeline\nmetadata: {name: app}\nspec: {tasks: [{name: task-1, taskRef: {bundle: 'http://registry.example.com/app:1'}}], finally: [{name: last-1, taskRef: {bundle: 'http://registry.example.com/app:1'}}]}",
            ],
            &[
                "apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: app}\nspec: {tasks: [{name: task-1, taskSpec: {steps: [{name: app, image: 'registry.example.com/app:1'}], sidecars: [{name: app, image: 'registry.example.com/app:1'}], stepTemplate: {image: 'registry.example.com/app:1'}}}, {name: task-2, taskRef: {resolver: bundles, params: [{name: bundle, value: 'registry.example.com/app:1'}]}}], finally: [{name: last-1, taskSpec: {steps: [{name: app, image: 'registry.example.com/app:1'}], sidecars: [{name: app, image: 'registry.example.com/app:1'}], stepTemplate: {image: 'registry.example.com/app:1'}}}, {name: last-2, taskRef: {resolver: bundles, params: [{name: bundle, value: 'registry.example.com/app:1'}]}}]}",
                "apiVersion: tekton.dev/v1beta1\nkind: Pipeline\nmetadata: {name: app}\nspec: {tasks: [{name: task-1, taskRef: {bundle: 'registry.example.com/app:1'}}], finally: [{name: last-1, taskRef: {bundle: 'registry.example.com/app:1'}}]}",
            ],
        ),
    ),
    kind(
        "tekton.dev",
        &["PipelineRun"],
        TEKTON_PIPELINE_RUN,
        proof(
            "https://github.com/tektoncd/pipeline/blob/3ee1745ae5b2/pkg/apis/pipeline/v1/pipelinerun_types.go (pipelineRef.bundle: v1beta1/pipelineref_types.go)",
            &[
                "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: app}\nspec: {pipelineSpec: {tasks: [{name: task-1, taskSpec: {steps: [{name: app, image: 'http://registry.example.com/app:1'}], sidecars: [{name: app, image: 'http://registry.example.com/app:1'}], stepTemplate: {image: 'http://registry.example.com/app:1'}}}, {name: task-2, taskRef: {resolver: bundles, params: [{name: bundle, value: 'http://registry.example.com/app:1'}]}}], finally: [{name: last-1, taskSpec: {steps: [{name: app, image: 'http://registry.example.com/app:1'}], sidecars: [{name: app, image: 'http://registry.example.com/app:1'}], stepTemplate: {image: 'http://registry.example.com/app:1'}}}, {name: last-2, taskRef: {resolver: bundles, params: [{name: bundle, value: 'http://registry.example.com/app:1'}]}}]}}",
                "apiVersion: tekton.dev/v1beta1\nkind: PipelineRun\nmetadata: {name: app}\nspec: {pipelineSpec: {tasks: [{name: task-1, taskRef: {bundle: 'http://registry.example.com/app:1'}}], finally: [{name: last-1, taskRef: {bundle: 'http://registry.example.com/app:1'}}]}}",
                "apiVersion: tekton.dev/v1beta1\nkind: PipelineRun\nmetadata: {name: app}\nspec: {pipelineRef: {bundle: 'http://registry.example.com/app:1'}}",
                "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: app}\nspec: {pipelineRef: {resolver: bundles, params: [{name: bundle, value: 'http://registry.example.com/app:1'}]}}",
            ],
            &[
                "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: app}\nspec: {pipelineSpec: {tasks: [{name: task-1, taskSpec: {steps: [{name: app, image: 'registry.example.com/app:1'}], sidecars: [{name: app, image: 'registry.example.com/app:1'}], stepTemplate: {image: 'registry.example.com/app:1'}}}, {name: task-2, taskRef: {resolver: bundles, params: [{name: bundle, value: 'registry.example.com/app:1'}]}}], finally: [{name: last-1, taskSpec: {steps: [{name: app, image: 'registry.example.com/app:1'}], sidecars: [{name: app, image: 'registry.example.com/app:1'}], stepTemplate: {image: 'registry.example.com/app:1'}}}, {name: last-2, taskRef: {resolver: bundles, params: [{name: bundle, value: 'registry.example.com/app:1'}]}}]}}",
                "apiVersion: tekton.dev/v1beta1\nkind: PipelineRun\nmetadata: {name: app}\nspec: {pipelineSpec: {tasks: [{name: task-1, taskRef: {bundle: 'registry.example.com/app:1'}}], finally: [{name: last-1, taskRef: {bundle: 'registry.example.com/app:1'}}]}}",
                "apiVersion: tekton.dev/v1beta1\nkind: PipelineRun\nmetadata: {name: app}\nspec: {pipelineRef: {bundle: 'registry.example.com/app:1'}}",
                "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: app}\nspec: {pipelineRef: {resolver: bundles, params: [{name: bundle, value: 'registry.example.com/app:1'}]}}",
            ],
        ),
    ),
    kind(
        "tekton.dev",
        &["StepAction"],
        &[("spec", Shape::Container)],
        proof(
            "https://github.com/tektoncd/pipeline/blob/3ee1745ae5b2/pkg/apis/pipeline/v1beta1/stepaction_types.go",
            &[
                "apiVersion: tekton.dev/v1beta1\nkind: StepAction\nmetadata: {name: app}\nspec: {image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: tekton.dev/v1beta1\nkind: StepAction\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "triggers.tekton.dev",
        &["TriggerTemplate"],
        &[
            ("spec.resourcetemplates[*].spec.taskSpec.steps", CONTAINERS),
            ("spec.resourcetemplates[*].spec.pipelineSpec.tasks[*].taskSpec.steps", CONTAINERS),
            ("spec.resourcetemplates[*].spec.pipelineSpec.finally[*].taskSpec.steps", CONTAINERS),
        ],
        proof(
            "https://github.com/tektoncd/triggers/blob/088902973c89/pkg/apis/triggers/v1beta1/trigger_template_types.go",
            &[
                "apiVersion: triggers.tekton.dev/v1beta1\nkind: TriggerTemplate\nmetadata: {name: app}\nspec: {resourcetemplates: [{apiVersion: tekton.dev/v1, kind: TaskRun, metadata: {generateName: app-}, spec: {taskSpec: {steps: [{name: app, image: 'http://registry.example.com/app:1'}]}}}, {apiVersion: tekton.dev/v1, kind: PipelineRun, metadata: {generateName: app-}, spec: {pipelineSpec: {tasks: [{name: build, taskSpec: {steps: [{name: app, image: 'http://registry.example.com/app:1'}]}}], finally: [{name: report, taskSpec: {steps: [{name: app, image: 'http://registry.example.com/app:1'}]}}]}}}]}",
            ],
            &[
                "apiVersion: triggers.tekton.dev/v1beta1\nkind: TriggerTemplate\nmetadata: {name: app}\nspec: {resourcetemplates: [{apiVersion: tekton.dev/v1, kind: TaskRun, metadata: {generateName: app-}, spec: {taskSpec: {steps: [{name: app, image: 'registry.example.com/app:1'}]}}}, {apiVersion: tekton.dev/v1, kind: PipelineRun, metadata: {generateName: app-}, spec: {pipelineSpec: {tasks: [{name: build, taskSpec: {steps: [{name: app, image: 'registry.example.com/app:1'}]}}], finally: [{name: report, taskSpec: {steps: [{name: app, image: 'registry.example.com/app:1'}]}}]}}}]}",
            ],
        ),
    ),
    // KubeVirt and its importer; served: kubevirt.io v1, v1alpha3; pool.kubevirt.io v1beta1, v1alpha1; cdi.kubevirt.io v1beta1; hco.kubevirt.io v1, v1beta1
    kind(
        "kubevirt.io",
        &["VirtualMachineInstance"],
        DISKS,
        proof(
            "https://github.com/kubevirt/api/blob/c3275b31894b/core/v1/schema.go",
            &[
                "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {name: app}\nspec: {volumes: [{name: disk, containerDisk: {image: 'http://registry.example.com/app:1'}}], domain: {firmware: {kernelBoot: {container: {image: 'http://registry.example.com/app:1'}}}}}",
            ],
            &[
                "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {name: app}\nspec: {volumes: [{name: disk, containerDisk: {image: 'registry.example.com/app:1'}}], domain: {firmware: {kernelBoot: {container: {image: 'registry.example.com/app:1'}}}}}",
            ],
        ),
    ),
    kind(
        "kubevirt.io",
        &["VirtualMachine"],
        &[
            ("spec.template.spec.volumes[*].containerDisk.image", Shape::Image),
            ("spec.template.spec.domain.firmware.kernelBoot.container.image", Shape::Image),
            ("spec.dataVolumeTemplates[*].spec.source.registry.url", DOCKER),
        ],
        proof(
            "https://github.com/kubevirt/api/blob/c3275b31894b/core/v1/types.go",
            &[
                "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: app}\nspec: {runStrategy: Always, dataVolumeTemplates: [{metadata: {name: root}, spec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://localhost:5000/disk:1'}}}}], template: {spec: {volumes: [{name: disk, containerDisk: {image: 'http://registry.example.com/app:1'}}], domain: {firmware: {kernelBoot: {container: {image: 'http://registry.example.com/app:1'}}}}}}}",
            ],
            &[
                "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: app}\nspec: {runStrategy: Always, dataVolumeTemplates: [{metadata: {name: root}, spec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://registry.example.com/disk:1'}}}}], template: {spec: {volumes: [{name: disk, containerDisk: {image: 'registry.example.com/app:1'}}], domain: {firmware: {kernelBoot: {container: {image: 'registry.example.com/app:1'}}}}}}}",
            ],
        ),
    ),
    kind(
        "kubevirt.io",
        &["VirtualMachineInstanceReplicaSet"],
        &[
            ("spec.template.spec.volumes[*].containerDisk.image", Shape::Image),
            ("spec.template.spec.domain.firmware.kernelBoot.container.image", Shape::Image),
        ],
        proof(
            "https://github.com/kubevirt/api/blob/c3275b31894b/core/v1/types.go",
            &[
                "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstanceReplicaSet\nmetadata: {name: app}\nspec: {replicas: 1, selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {volumes: [{name: disk, containerDisk: {image: 'http://registry.example.com/app:1'}}], domain: {firmware: {kernelBoot: {container: {image: 'http://registry.example.com/app:1'}}}}}}}",
            ],
            &[
                "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstanceReplicaSet\nmetadata: {name: app}\nspec: {replicas: 1, selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {volumes: [{name: disk, containerDisk: {image: 'registry.example.com/app:1'}}], domain: {firmware: {kernelBoot: {container: {image: 'registry.example.com/app:1'}}}}}}}",
            ],
        ),
    ),
    kind(
        "pool.kubevirt.io",
        &["VirtualMachinePool"],
        &[
            ("spec.virtualMachineTemplate.spec.template.spec.volumes[*].containerDisk.image", Shape::Image),
            ("spec.virtualMachineTemplate.spec.template.spec.domain.firmware.kernelBoot.container.image", Shape::Image),
            ("spec.virtualMachineTemplate.spec.dataVolumeTemplates[*].spec.source.registry.url", DOCKER),
        ],
        proof(
            "https://github.com/kubevirt/api/blob/c3275b31894b/pool/v1beta1/types.go",
            &[
                "apiVersion: pool.kubevirt.io/v1beta1\nkind: VirtualMachinePool\nmetadata: {name: app}\nspec: {replicas: 1, selector: {matchLabels: {app: app}}, virtualMachineTemplate: {metadata: {labels: {app: app}}, spec: {runStrategy: Always, dataVolumeTemplates: [{metadata: {name: root}, spec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://localhost:5000/disk:1'}}}}], template: {spec: {volumes: [{name: disk, containerDisk: {image: 'http://registry.example.com/app:1'}}], domain: {firmware: {kernelBoot: {container: {image: 'http://registry.example.com/app:1'}}}}}}}}}",
            ],
            &[
                "apiVersion: pool.kubevirt.io/v1beta1\nkind: VirtualMachinePool\nmetadata: {name: app}\nspec: {replicas: 1, selector: {matchLabels: {app: app}}, virtualMachineTemplate: {metadata: {labels: {app: app}}, spec: {runStrategy: Always, dataVolumeTemplates: [{metadata: {name: root}, spec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://registry.example.com/disk:1'}}}}], template: {spec: {volumes: [{name: disk, containerDisk: {image: 'registry.example.com/app:1'}}], domain: {firmware: {kernelBoot: {container: {image: 'registry.example.com/app:1'}}}}}}}}}",
            ],
        ),
    ),
    kind(
        "cdi.kubevirt.io",
        &["DataVolume"],
        &[("spec.source.registry.url", DOCKER)],
        proof(
            "https://github.com/kubevirt/containerized-data-importer/blob/c07cdb6fbd18/staging/src/kubevirt.io/containerized-data-importer-api/pkg/apis/core/v1beta1/types.go",
            &[
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\nmetadata: {name: app}\nspec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://localhost:5000/disk:1'}}}",
            ],
            &[
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\nmetadata: {name: app}\nspec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://registry.example.com/disk:1'}}}",
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: DataVolume\nmetadata: {name: app}\nspec: {source: {http: {url: 'http://images.example.com/disk.img'}}, storage: {resources: {requests: {storage: 10Gi}}}}",
            ],
        ),
    ),
    kind(
        "cdi.kubevirt.io",
        &["DataImportCron"],
        &[("spec.template.spec.source.registry.url", DOCKER)],
        proof(
            "https://github.com/kubevirt/containerized-data-importer/blob/c07cdb6fbd18/staging/src/kubevirt.io/containerized-data-importer-api/pkg/apis/core/v1beta1/types.go",
            &[
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: DataImportCron\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', managedDataSource: app, template: {spec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://localhost:5000/disk:1'}}}}}",
            ],
            &[
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: DataImportCron\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', managedDataSource: app, template: {spec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://registry.example.com/disk:1'}}}}}",
            ],
        ),
    ),
    kind(
        "cdi.kubevirt.io",
        &["VolumeImportSource"],
        &[("spec.source.registry.url", DOCKER)],
        proof(
            "https://github.com/kubevirt/containerized-data-importer/blob/c07cdb6fbd18/staging/src/kubevirt.io/containerized-data-importer-api/pkg/apis/core/v1beta1/types.go",
            &[
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: VolumeImportSource\nmetadata: {name: app}\nspec: {source: {registry: {url: 'docker://localhost:5000/disk:1'}}}",
            ],
            &[
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: VolumeImportSource\nmetadata: {name: app}\nspec: {source: {registry: {url: 'docker://registry.example.com/disk:1'}}}",
            ],
        ),
    ),
    kind(
        "hco.kubevirt.io",
        &["HyperConverged"],
        &[
            ("spec.workloadSources.dataImportCronTemplates[*].spec.template.spec.source.registry.url", DOCKER),
            ("spec.dataImportCronTemplates[*].spec.template.spec.source.registry.url", DOCKER),
        ],
        proof(
            "https://github.com/kubevirt/hyperconverged-cluster-operator/blob/03da3cff7325/api/v1/hyperconverged_types.go (the second of v1beta1)",
            &[
                "apiVersion: hco.kubevirt.io/v1\nkind: HyperConverged\nmetadata: {name: kubevirt-hyperconverged}\nspec: {workloadSources: {dataImportCronTemplates: [{metadata: {name: app}, spec: {schedule: '0 1 * * *', managedDataSource: app, template: {spec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://localhost:5000/disk:1'}}}}}}]}}",
                "apiVersion: hco.kubevirt.io/v1beta1\nkind: HyperConverged\nmetadata: {name: kubevirt-hyperconverged}\nspec: {dataImportCronTemplates: [{metadata: {name: app}, spec: {schedule: '0 1 * * *', managedDataSource: app, template: {spec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://localhost:5000/disk:1'}}}}}}]}",
            ],
            &[
                "apiVersion: hco.kubevirt.io/v1\nkind: HyperConverged\nmetadata: {name: kubevirt-hyperconverged}\nspec: {workloadSources: {dataImportCronTemplates: [{metadata: {name: app}, spec: {schedule: '0 1 * * *', managedDataSource: app, template: {spec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://registry.example.com/disk:1'}}}}}}]}}",
                "apiVersion: hco.kubevirt.io/v1beta1\nkind: HyperConverged\nmetadata: {name: kubevirt-hyperconverged}\nspec: {dataImportCronTemplates: [{metadata: {name: app}, spec: {schedule: '0 1 * * *', managedDataSource: app, template: {spec: {storage: {resources: {requests: {storage: '10Gi'}}}, source: {registry: {url: 'docker://registry.example.com/disk:1'}}}}}}]}",
            ],
        ),
    ),
    // OpenShift; served: apps.openshift.io v1, build.openshift.io v1, image.openshift.io v1, hypershift.openshift.io v1beta1
    kind(
        "apps.openshift.io",
        &["DeploymentConfig"],
        TEMPLATE,
        proof(
            "https://github.com/openshift/api/blob/2a3d73913b5a/apps/v1/types.go",
            &[
                "apiVersion: apps.openshift.io/v1\nkind: DeploymentConfig\nmetadata: {name: app}\nspec: {replicas: 1, selector: {app: app}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: apps.openshift.io/v1\nkind: DeploymentConfig\nmetadata: {name: app}\nspec: {replicas: 1, selector: {app: app}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "build.openshift.io",
        &["BuildConfig", "Build"],
        BUILD,
        proof(
            "https://github.com/openshift/api/blob/2a3d73913b5a/build/v1/types.go",
            &[
                "apiVersion: build.openshift.io/v1\nkind: BuildConfig\nmetadata: {name: app}\nspec: {strategy: {dockerStrategy: {from: {kind: DockerImage, name: 'http://registry.example.com/app:1'}, env: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}]}}, source: {images: [{paths: [{sourcePath: /a, destinationDir: a}], from: {kind: DockerImage, name: 'http://registry.example.com/app:1'}}]}, output: {to: {kind: DockerImage, name: 'http://registry.example.com/app:1'}}}",
                "apiVersion: build.openshift.io/v1\nkind: BuildConfig\nmetadata: {name: app}\nspec: {strategy: {sourceStrategy: {from: {kind: DockerImage, name: 'http://registry.example.com/app:1'}, env: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}]}}}",
                "apiVersion: build.openshift.io/v1\nkind: BuildConfig\nmetadata: {name: app}\nspec: {strategy: {customStrategy: {from: {kind: DockerImage, name: 'http://registry.example.com/app:1'}, env: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}]}}}",
            ],
            &[
                "apiVersion: build.openshift.io/v1\nkind: BuildConfig\nmetadata: {name: app}\nspec: {strategy: {dockerStrategy: {from: {kind: DockerImage, name: 'registry.example.com/app:1'}, env: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}]}}, source: {images: [{paths: [{sourcePath: /a, destinationDir: a}], from: {kind: DockerImage, name: 'registry.example.com/app:1'}}]}, output: {to: {kind: DockerImage, name: 'registry.example.com/app:1'}}}",
                "apiVersion: build.openshift.io/v1\nkind: BuildConfig\nmetadata: {name: app}\nspec: {strategy: {sourceStrategy: {from: {kind: DockerImage, name: 'registry.example.com/app:1'}, env: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}]}}}",
                "apiVersion: build.openshift.io/v1\nkind: BuildConfig\nmetadata: {name: app}\nspec: {strategy: {customStrategy: {from: {kind: DockerImage, name: 'registry.example.com/app:1'}, env: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}]}}}",
                "apiVersion: build.openshift.io/v1\nkind: Build\nmetadata: {name: app}\nspec: {strategy: {dockerStrategy: {from: {kind: DockerImage, name: 'registry.example.com/app:1'}, env: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}]}}, source: {images: [{paths: [{sourcePath: /a, destinationDir: a}], from: {kind: DockerImage, name: 'registry.example.com/app:1'}}]}, output: {to: {kind: DockerImage, name: 'registry.example.com/app:1'}}}",
                "apiVersion: build.openshift.io/v1\nkind: BuildConfig\nmetadata: {name: app}\nspec: {source: {git: {uri: 'http://git.example.com/app.git'}}, strategy: {dockerStrategy: {from: {kind: ImageStreamTag, name: 'base:1'}}}, output: {to: {kind: ImageStreamTag, name: 'app:latest'}}}",
            ],
        ),
    ),
    kind(
        "image.openshift.io",
        &["ImageStream"],
        &[("spec.tags[*].from", Shape::ImageReference), ("spec.dockerImageRepository", Shape::Image)],
        proof(
            "https://github.com/openshift/api/blob/2a3d73913b5a/image/v1/types.go",
            &[
                "apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: app}\nspec: {tags: [{name: latest, from: {kind: DockerImage, name: 'http://registry.example.com/app:1'}}], dockerImageRepository: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: app}\nspec: {tags: [{name: latest, from: {kind: DockerImage, name: 'registry.example.com/app:1'}}], dockerImageRepository: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "image.openshift.io",
        &["ImageStreamTag"],
        &[("tag.from", Shape::ImageReference)],
        proof(
            "https://github.com/openshift/api/blob/2a3d73913b5a/image/v1/types.go",
            &[
                "apiVersion: image.openshift.io/v1\nkind: ImageStreamTag\nmetadata: {name: 'app:latest'}\ntag: {name: latest, from: {kind: DockerImage, name: 'http://registry.example.com/app:1'}}",
            ],
            &[
                "apiVersion: image.openshift.io/v1\nkind: ImageStreamTag\nmetadata: {name: 'app:latest'}\ntag: {name: latest, from: {kind: DockerImage, name: 'registry.example.com/app:1'}}",
            ],
        ),
    ),
    kind(
        "image.openshift.io",
        &["ImageTag"],
        &[("spec.from", Shape::ImageReference)],
        proof(
            "https://github.com/openshift/api/blob/2a3d73913b5a/image/v1/types.go",
            &[
                "apiVersion: image.openshift.io/v1\nkind: ImageTag\nmetadata: {name: 'app:latest'}\nspec: {name: latest, from: {kind: DockerImage, name: 'http://registry.example.com/app:1'}}",
            ],
            &[
                "apiVersion: image.openshift.io/v1\nkind: ImageTag\nmetadata: {name: 'app:latest'}\nspec: {name: latest, from: {kind: DockerImage, name: 'registry.example.com/app:1'}}",
            ],
        ),
    ),
    kind(
        "hypershift.openshift.io",
        &["HostedCluster", "NodePool"],
        &[("spec.release.image", Shape::Image)],
        proof(
            "https://github.com/openshift/hypershift/blob/3ee9615567ac/api/hypershift/v1beta1/hostedcluster_types.go",
            &[
                "apiVersion: hypershift.openshift.io/v1beta1\nkind: HostedCluster\nmetadata: {name: app}\nspec: {pullSecret: {name: pull}, platform: {type: None}, networking: {}, etcd: {managementType: Managed}, services: [], release: {image: 'http://registry.example.com/app:1'}}",
            ],
            &[
                "apiVersion: hypershift.openshift.io/v1beta1\nkind: HostedCluster\nmetadata: {name: app}\nspec: {pullSecret: {name: pull}, platform: {type: None}, networking: {}, etcd: {managementType: Managed}, services: [], release: {image: 'registry.example.com/app:1'}}",
                "apiVersion: hypershift.openshift.io/v1beta1\nkind: NodePool\nmetadata: {name: app}\nspec: {clusterName: edge, replicas: 1, management: {upgradeType: Replace}, platform: {type: None}, release: {image: 'registry.example.com/app:1'}}",
            ],
        ),
    ),
    kind(
        "image.openshift.io",
        &["ImageStreamImport"],
        &[("spec.images[*].from", Shape::ImageReference), ("spec.repository.from", Shape::ImageReference)],
        proof(
            "https://github.com/openshift/api/blob/2a3d73913b5a/image/v1/types.go",
            &[
                "apiVersion: image.openshift.io/v1\nkind: ImageStreamImport\nmetadata: {name: app}\nspec: {import: true, images: [{from: {kind: DockerImage, name: 'http://registry.example.com/app:1'}}], repository: {from: {kind: DockerImage, name: 'http://registry.example.com/app:1'}}}",
            ],
            &[
                "apiVersion: image.openshift.io/v1\nkind: ImageStreamImport\nmetadata: {name: app}\nspec: {import: true, images: [{from: {kind: DockerImage, name: 'registry.example.com/app:1'}}], repository: {from: {kind: DockerImage, name: 'registry.example.com/app:1'}}}",
            ],
        ),
    ),
    // Crossplane; served: pkg.crossplane.io v1 (Function, FunctionRevision also v1beta1), v1beta1 (DeploymentRuntimeConfig), v1alpha1 (ControllerConfig); helm.crossplane.io v1beta1, helm.m.crossplane.io v1beta1
    kind(
        "pkg.crossplane.io",
        &["Provider", "Configuration", "Function"],
        &[("spec.package", Shape::Image)],
        proof(
            "https://github.com/crossplane/crossplane/blob/2d040d2daf4e/apis/pkg/v1/package_types.go",
            &[
                "apiVersion: pkg.crossplane.io/v1\nkind: Provider\nmetadata: {name: app}\nspec: {package: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: pkg.crossplane.io/v1\nkind: Provider\nmetadata: {name: app}\nspec: {package: 'registry.example.com/app:1'}",
                "apiVersion: pkg.crossplane.io/v1\nkind: Configuration\nmetadata: {name: app}\nspec: {package: 'registry.example.com/app:1'}",
                "apiVersion: pkg.crossplane.io/v1\nkind: Function\nmetadata: {name: app}\nspec: {package: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "pkg.crossplane.io",
        &["ProviderRevision", "ConfigurationRevision", "FunctionRevision"],
        IMAGE,
        proof(
            "https://github.com/crossplane/crossplane/blob/2d040d2daf4e/apis/pkg/v1/revision_types.go",
            &[
                "apiVersion: pkg.crossplane.io/v1\nkind: ProviderRevision\nmetadata: {name: app}\nspec: {desiredState: Active, revision: 1, image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: pkg.crossplane.io/v1\nkind: ProviderRevision\nmetadata: {name: app}\nspec: {desiredState: Active, revision: 1, image: 'registry.example.com/app:1'}",
                "apiVersion: pkg.crossplane.io/v1\nkind: ConfigurationRevision\nmetadata: {name: app}\nspec: {desiredState: Active, revision: 1, image: 'registry.example.com/app:1'}",
                "apiVersion: pkg.crossplane.io/v1\nkind: FunctionRevision\nmetadata: {name: app}\nspec: {desiredState: Active, revision: 1, image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "pkg.crossplane.io",
        &["DeploymentRuntimeConfig"],
        &[("spec.deploymentTemplate.spec.template.spec", POD_SPEC)],
        proof(
            "https://github.com/crossplane/crossplane/blob/2d040d2daf4e/apis/pkg/v1beta1/deployment_runtime_config_types.go",
            &[
                "apiVersion: pkg.crossplane.io/v1beta1\nkind: DeploymentRuntimeConfig\nmetadata: {name: app}\nspec: {deploymentTemplate: {spec: {selector: {}, template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}}",
            ],
            &[
                "apiVersion: pkg.crossplane.io/v1beta1\nkind: DeploymentRuntimeConfig\nmetadata: {name: app}\nspec: {deploymentTemplate: {spec: {selector: {}, template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}",
            ],
        ),
    ),
    kind(
        "pkg.crossplane.io",
        &["ControllerConfig"],
        IMAGE,
        proof(
            "https://github.com/crossplane/crossplane/blob/v1.20.0/apis/pkg/v1alpha1/config.go, until v1.20",
            &[
                "apiVersion: pkg.crossplane.io/v1alpha1\nkind: ControllerConfig\nmetadata: {name: app}\nspec: {image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: pkg.crossplane.io/v1alpha1\nkind: ControllerConfig\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "helm.crossplane.io",
        &["Release"],
        CROSSPLANE_HELM,
        proof(
            "https://github.com/crossplane-contrib/provider-helm/blob/4854188ddc0f/apis/cluster/release/v1beta1/types.go",
            &[
                "apiVersion: helm.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, version: '1.0.0', repository: 'oci://localhost:5000/charts/app'}}}",
                "apiVersion: helm.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, version: '1.0.0', url: 'oci://localhost:5000/charts/app'}}}",
            ],
            &[
                "apiVersion: helm.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, version: '1.0.0', repository: 'oci://registry.example.com/charts/app'}}}",
                "apiVersion: helm.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, version: '1.0.0', url: 'oci://registry.example.com/charts/app'}}}",
            ],
        ),
    ),
    kind(
        "helm.m.crossplane.io",
        &["Release"],
        CROSSPLANE_HELM,
        proof(
            "https://github.com/crossplane-contrib/provider-helm/blob/4854188ddc0f/apis/namespaced/release/v1beta1/types.go",
            &[
                "apiVersion: helm.m.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, version: '1.0.0', repository: 'oci://localhost:5000/charts/app'}}}",
                "apiVersion: helm.m.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, version: '1.0.0', url: 'oci://localhost:5000/charts/app'}}}",
            ],
            &[
                "apiVersion: helm.m.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, version: '1.0.0', repository: 'oci://registry.example.com/charts/app'}}}",
                "apiVersion: helm.m.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, version: '1.0.0', url: 'oci://registry.example.com/charts/app'}}}",
            ],
        ),
    ),
    // CloudNativePG; served: postgresql.cnpg.io v1
    kind(
        "postgresql.cnpg.io",
        &["Cluster"],
        &[("spec.imageName", Shape::Image), ("spec.postgresql.extensions[*].image.reference", Shape::Image)],
        proof(
            "https://github.com/cloudnative-pg/cloudnative-pg/blob/a95a534dbe08/api/v1/cluster_types.go",
            &[
                "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: app}\nspec: {instances: 1, storage: {size: '1Gi'}, imageName: 'http://registry.example.com/app:1', postgresql: {extensions: [{name: vector, image: {reference: 'http://registry.example.com/app:1'}}]}}",
            ],
            &[
                "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: app}\nspec: {instances: 1, storage: {size: '1Gi'}, imageName: 'registry.example.com/app:1', postgresql: {extensions: [{name: vector, image: {reference: 'registry.example.com/app:1'}}]}}",
            ],
        ),
    ),
    kind(
        "postgresql.cnpg.io",
        &["Pooler"],
        &[("spec.template.spec", POD_SPEC), ("spec.pgbouncer.image", Shape::Image)],
        proof(
            "https://github.com/cloudnative-pg/cloudnative-pg/blob/a95a534dbe08/api/v1/pooler_types.go",
            &[
                "apiVersion: postgresql.cnpg.io/v1\nkind: Pooler\nmetadata: {name: app}\nspec: {cluster: {name: app}, instances: 1, type: rw, pgbouncer: {poolMode: session, image: 'http://registry.example.com/app:1'}, template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: postgresql.cnpg.io/v1\nkind: Pooler\nmetadata: {name: app}\nspec: {cluster: {name: app}, instances: 1, type: rw, pgbouncer: {poolMode: session, image: 'registry.example.com/app:1'}, template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "postgresql.cnpg.io",
        &["ImageCatalog", "ClusterImageCatalog"],
        &[
            ("spec.images[*].image", Shape::Image),
            ("spec.images[*].extensions[*].image.reference", Shape::Image),
            ("spec.componentImages[*].image", Shape::Image),
        ],
        proof(
            "https://github.com/cloudnative-pg/cloudnative-pg/blob/a95a534dbe08/api/v1/imagecatalog_types.go",
            &[
                "apiVersion: postgresql.cnpg.io/v1\nkind: ImageCatalog\nmetadata: {name: app}\nspec: {images: [{major: 17, image: 'http://registry.example.com/app:1', extensions: [{name: vector, image: {reference: 'http://registry.example.com/app:1'}}]}], componentImages: [{key: pgbouncer, image: 'http://registry.example.com/app:1'}]}",
            ],
            &[
                "apiVersion: postgresql.cnpg.io/v1\nkind: ImageCatalog\nmetadata: {name: app}\nspec: {images: [{major: 17, image: 'registry.example.com/app:1', extensions: [{name: vector, image: {reference: 'registry.example.com/app:1'}}]}], componentImages: [{key: pgbouncer, image: 'registry.example.com/app:1'}]}",
                "apiVersion: postgresql.cnpg.io/v1\nkind: ClusterImageCatalog\nmetadata: {name: app}\nspec: {images: [{major: 17, image: 'registry.example.com/app:1', extensions: [{name: vector, image: {reference: 'registry.example.com/app:1'}}]}], componentImages: [{key: pgbouncer, image: 'registry.example.com/app:1'}]}",
            ],
        ),
    ),
    // Strimzi; served: kafka.strimzi.io v1 (since 0.49), v1beta2 (until 1.0)
    kind(
        "kafka.strimzi.io",
        &["Kafka"],
        &[
            ("spec.kafka.image", Shape::Image),
            ("spec.entityOperator.topicOperator.image", Shape::Image),
            ("spec.entityOperator.userOperator.image", Shape::Image),
            ("spec.cruiseControl.image", Shape::Image),
            ("spec.kafkaExporter.image", Shape::Image),
            ("spec.zookeeper.image", Shape::Image),
        ],
        proof(
            "https://github.com/strimzi/strimzi-kafka-operator/blob/8541da1e336b/api/src/main/java/io/strimzi/api/kafka/model/kafka/KafkaClusterSpec.java (zookeeper: v1beta2 only)",
            &[
                "apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: {name: app}\nspec: {kafka: {listeners: [{name: tls, port: 9093, type: internal, tls: true}], image: 'http://registry.example.com/app:1'}, entityOperator: {topicOperator: {image: 'http://registry.example.com/app:1'}, userOperator: {image: 'http://registry.example.com/app:1'}}, cruiseControl: {image: 'http://registry.example.com/app:1'}, kafkaExporter: {image: 'http://registry.example.com/app:1'}}",
                "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: app}\nspec: {kafka: {listeners: [{name: tls, port: 9093, type: internal, tls: true}]}, zookeeper: {image: 'http://registry.example.com/app:1'}}",
            ],
            &[
                "apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: {name: app}\nspec: {kafka: {listeners: [{name: tls, port: 9093, type: internal, tls: true}], image: 'registry.example.com/app:1'}, entityOperator: {topicOperator: {image: 'registry.example.com/app:1'}, userOperator: {image: 'registry.example.com/app:1'}}, cruiseControl: {image: 'registry.example.com/app:1'}, kafkaExporter: {image: 'registry.example.com/app:1'}}",
                "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: app}\nspec: {kafka: {listeners: [{name: tls, port: 9093, type: internal, tls: true}]}, zookeeper: {image: 'registry.example.com/app:1'}}",
            ],
        ),
    ),
    // Porter; served: getporter.org v1
    kind(
        "getporter.org",
        &["Installation"],
        &[("spec.bundle.repository", Shape::Image)],
        proof(
            "https://github.com/getporter/operator/blob/739b94007238b71d96f7ec99ca1359bf2681c808/api/v1/installation_types.go",
            &[
                "apiVersion: getporter.org/v1\nkind: Installation\nmetadata: {name: app}\nspec: {schemaVersion: 1.0.2, namespace: app, name: app, bundle: {repository: 'localhost:5000/app', version: 1.0.0}}",
            ],
            &[
                "apiVersion: getporter.org/v1\nkind: Installation\nmetadata: {name: app}\nspec: {schemaVersion: 1.0.2, namespace: app, name: app, bundle: {repository: registry.example.com/app, version: 1.0.0}}",
            ],
        ),
    ),
    kind(
        "kafka.strimzi.io",
        &["KafkaConnect"],
        &[
            ("spec.image", Shape::Image),
            ("spec.build.output.image", Shape::Image),
            ("spec.build.output.additionalKanikoOptions", Shape::Arguments(r#"["kaniko"]"#)),
            ("spec.build.output.additionalBuildOptions", Shape::Arguments(r#"["buildah","build"]"#)),
            ("spec.build.output.additionalPushOptions", Shape::Arguments(r#"["buildah","push"]"#)),
        ],
        proof(
            "https://github.com/strimzi/strimzi-kafka-operator/blob/8541da1e336b/api/src/main/java/io/strimzi/api/kafka/model/connect/build/Output.java",
            &[
                "apiVersion: kafka.strimzi.io/v1\nkind: KafkaConnect\nmetadata: {name: app}\nspec: {replicas: 1, groupId: app, configStorageTopic: app-config, offsetStorageTopic: app-offset, statusStorageTopic: app-status, bootstrapServers: 'kafka.example.com:9093', build: {output: {type: docker, image: 'http://registry.example.com/app:1'}, plugins: []}, image: 'http://registry.example.com/app:1'}",
                "apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaConnect\nmetadata: {name: app}\nspec: {replicas: 1, bootstrapServers: 'kafka.example.com:9093', build: {output: {type: docker, image: 'registry.example.com/app:1', additionalKanikoOptions: [--insecure]}, plugins: []}}",
                "apiVersion: kafka.strimzi.io/v1\nkind: KafkaConnect\nmetadata: {name: app}\nspec: {replicas: 1, bootstrapServers: 'kafka.example.com:9093', build: {output: {type: docker, image: 'registry.example.com/app:1', additionalBuildOptions: [--tls-verify=false], additionalPushOptions: [--tls-verify=false, '--creds=robot:CANARY-not-a-real-password']}, plugins: []}}",
            ],
            &[
                "apiVersion: kafka.strimzi.io/v1\nkind: KafkaConnect\nmetadata: {name: app}\nspec: {replicas: 1, groupId: app, configStorageTopic: app-config, offsetStorageTopic: app-offset, statusStorageTopic: app-status, bootstrapServers: 'kafka.example.com:9093', build: {output: {type: docker, image: 'registry.example.com/app:1', additionalKanikoOptions: [--insecure=false], additionalBuildOptions: [--authfile=/auth.json], additionalPushOptions: [--tls-verify=true]}, plugins: []}, image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "kafka.strimzi.io",
        &["KafkaBridge", "KafkaMirrorMaker2"],
        IMAGE,
        proof(
            "https://github.com/strimzi/strimzi-kafka-operator/blob/8541da1e336b/api/src/main/java/io/strimzi/api/kafka/model/bridge/KafkaBridgeSpec.java",
            &[
                "apiVersion: kafka.strimzi.io/v1\nkind: KafkaBridge\nmetadata: {name: app}\nspec: {replicas: 1, bootstrapServers: 'kafka.example.com:9093', image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: kafka.strimzi.io/v1\nkind: KafkaBridge\nmetadata: {name: app}\nspec: {replicas: 1, bootstrapServers: 'kafka.example.com:9093', image: 'registry.example.com/app:1'}",
                "apiVersion: kafka.strimzi.io/v1\nkind: KafkaMirrorMaker2\nmetadata: {name: app}\nspec: {replicas: 1, target: {alias: b, bootstrapServers: 'b.example.com:9093', groupId: app, configStorageTopic: app-config, offsetStorageTopic: app-offset, statusStorageTopic: app-status}, mirrors: [{source: {alias: a, bootstrapServers: 'a.example.com:9093'}}], image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "kafka.strimzi.io",
        &["KafkaMirrorMaker"],
        IMAGE,
        proof(
            "https://github.com/strimzi/strimzi-kafka-operator/blob/0.45.0/api/src/main/java/io/strimzi/api/kafka/model/mirrormaker/KafkaMirrorMakerSpec.java, until 0.45",
            &[
                "apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaMirrorMaker\nmetadata: {name: app}\nspec: {replicas: 1, image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaMirrorMaker\nmetadata: {name: app}\nspec: {replicas: 1, image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    // Prometheus operator; served: monitoring.coreos.com v1, v1alpha1 (PrometheusAgent)
    kind(
        "monitoring.coreos.com",
        &["Prometheus"],
        &[
            ("spec.image", Shape::Image),
            ("spec.containers", CONTAINERS),
            ("spec.initContainers", CONTAINERS),
            ("spec.thanos.image", Shape::Image),
        ],
        proof(
            "https://github.com/prometheus-operator/prometheus-operator/blob/6adcebc5076c/pkg/apis/monitoring/v1/prometheus_types.go",
            &[
                "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: app}\nspec: {image: 'http://registry.example.com/app:1', containers: [{name: app, image: 'http://registry.example.com/app:1'}], initContainers: [{name: app, image: 'http://registry.example.com/app:1'}], thanos: {image: 'http://registry.example.com/app:1'}}",
            ],
            &[
                "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1', containers: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}], thanos: {image: 'registry.example.com/app:1'}}",
            ],
        ),
    ),
    kind(
        "monitoring.coreos.com",
        &["Alertmanager", "ThanosRuler", "PrometheusAgent"],
        IMAGE_AND_CONTAINERS,
        proof(
            "https://github.com/prometheus-operator/prometheus-operator/blob/6adcebc5076c/pkg/apis/monitoring/v1/alertmanager_types.go",
            &[
                "apiVersion: monitoring.coreos.com/v1\nkind: Alertmanager\nmetadata: {name: app}\nspec: {image: 'http://registry.example.com/app:1', containers: [{name: app, image: 'http://registry.example.com/app:1'}], initContainers: [{name: app, image: 'http://registry.example.com/app:1'}]}",
            ],
            &[
                "apiVersion: monitoring.coreos.com/v1\nkind: Alertmanager\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1', containers: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}]}",
                "apiVersion: monitoring.coreos.com/v1\nkind: ThanosRuler\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1', containers: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}]}",
                "apiVersion: monitoring.coreos.com/v1alpha1\nkind: PrometheusAgent\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1', containers: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}]}",
            ],
        ),
    ),
    // Operator Lifecycle Manager; served: operators.coreos.com v1alpha1, olm.operatorframework.io v1
    kind(
        "operators.coreos.com",
        &["CatalogSource"],
        IMAGE,
        proof(
            "https://github.com/operator-framework/api/blob/3048ccdc52d1/pkg/operators/v1alpha1/catalogsource_types.go",
            &[
                "apiVersion: operators.coreos.com/v1alpha1\nkind: CatalogSource\nmetadata: {name: app}\nspec: {sourceType: grpc, image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: operators.coreos.com/v1alpha1\nkind: CatalogSource\nmetadata: {name: app}\nspec: {sourceType: grpc, image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "operators.coreos.com",
        &["ClusterServiceVersion"],
        &[
            ("spec.install.spec.deployments[*].spec.template.spec", POD_SPEC),
            ("spec.relatedImages[*].image", Shape::Image),
        ],
        proof(
            "https://github.com/operator-framework/api/blob/3048ccdc52d1/pkg/operators/v1alpha1/clusterserviceversion_types.go",
            &[
                "apiVersion: operators.coreos.com/v1alpha1\nkind: ClusterServiceVersion\nmetadata: {name: app}\nspec: {displayName: App, install: {strategy: deployment, spec: {deployments: [{name: app, spec: {selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}]}}, relatedImages: [{name: app, image: 'http://registry.example.com/app:1'}]}",
            ],
            &[
                "apiVersion: operators.coreos.com/v1alpha1\nkind: ClusterServiceVersion\nmetadata: {name: app}\nspec: {displayName: App, install: {strategy: deployment, spec: {deployments: [{name: app, spec: {selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}]}}, relatedImages: [{name: app, image: 'registry.example.com/app:1'}]}",
            ],
        ),
    ),
    kind(
        "olm.operatorframework.io",
        &["ClusterCatalog"],
        &[("spec.source.image.ref", Shape::Image)],
        proof(
            "https://github.com/operator-framework/operator-controller/blob/df2c201d70e8/api/v1/clustercatalog_types.go",
            &[
                "apiVersion: olm.operatorframework.io/v1\nkind: ClusterCatalog\nmetadata: {name: app}\nspec: {source: {type: Image, image: {ref: 'localhost:5000/catalog:1'}}}",
            ],
            &[
                "apiVersion: olm.operatorframework.io/v1\nkind: ClusterCatalog\nmetadata: {name: app}\nspec: {source: {type: Image, image: {ref: 'registry.example.com/app:1'}}}",
            ],
        ),
    ),
    // Agent Sandbox; served: agents.x-k8s.io v1alpha1, v1beta1; extensions.agents.x-k8s.io v1alpha1, v1beta1
    kind(
        "agents.x-k8s.io",
        &["Sandbox"],
        POD_TEMPLATE,
        proof(
            "https://github.com/kubernetes-sigs/agent-sandbox/blob/2fd412d55eca/api/v1beta1/sandbox_types.go",
            &[
                "apiVersion: agents.x-k8s.io/v1beta1\nkind: Sandbox\nmetadata: {name: app}\nspec: {podTemplate: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: agents.x-k8s.io/v1beta1\nkind: Sandbox\nmetadata: {name: app}\nspec: {podTemplate: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "extensions.agents.x-k8s.io",
        &["SandboxTemplate"],
        POD_TEMPLATE,
        proof(
            "https://github.com/kubernetes-sigs/agent-sandbox/blob/2fd412d55eca/extensions/api/v1beta1/sandboxtemplate_types.go",
            &[
                "apiVersion: extensions.agents.x-k8s.io/v1beta1\nkind: SandboxTemplate\nmetadata: {name: app}\nspec: {podTemplate: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: extensions.agents.x-k8s.io/v1beta1\nkind: SandboxTemplate\nmetadata: {name: app}\nspec: {podTemplate: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    // Flux; served: source.toolkit.fluxcd.io v1 (v1beta2 until Flux 2.7), image.toolkit.fluxcd.io v1 (v1beta2 until Flux 2.7), fluxcd.controlplane.io v1
    kind(
        "source.toolkit.fluxcd.io",
        &["OCIRepository", "HelmRepository"],
        URL,
        proof(
            "https://github.com/fluxcd/source-controller/blob/39b711b111fa/api/v1/ocirepository_types.go",
            &[
                "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: app}\nspec: {interval: '5m', url: 'oci://localhost:5000/charts/app'}",
            ],
            &[
                "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: app}\nspec: {interval: '5m', url: 'oci://registry.example.com/charts/app'}",
                "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: app}\nspec: {type: oci, url: 'oci://registry.example.com/charts/app'}",
                "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: app}\nspec: {interval: 5m, url: 'https://charts.example.com'}",
            ],
        ),
    ),
    kind(
        "image.toolkit.fluxcd.io",
        &["ImageRepository"],
        IMAGE,
        proof(
            "https://github.com/fluxcd/image-reflector-controller/blob/debe2aaa3a98/api/v1/imagerepository_types.go",
            &[
                "apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageRepository\nmetadata: {name: app}\nspec: {interval: '5m', image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageRepository\nmetadata: {name: app}\nspec: {interval: '5m', image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "fluxcd.controlplane.io",
        &["FluxInstance"],
        &[("spec.distribution.artifact", OCI), ("spec.sync.url", OCI)],
        proof(
            "https://github.com/controlplaneio-fluxcd/flux-operator/blob/17c6aeaddd8d/api/v1/fluxinstance_types.go",
            &[
                "apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux}\nspec: {distribution: {version: '2.x', registry: registry.example.com/fluxcd, artifact: 'oci://localhost:5000/charts/app'}, sync: {kind: OCIRepository, ref: latest, path: clusters/edge, url: 'oci://localhost:5000/charts/app'}}",
            ],
            &[
                "apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux}\nspec: {distribution: {version: '2.x', registry: registry.example.com/fluxcd, artifact: 'oci://registry.example.com/charts/app'}, sync: {kind: OCIRepository, ref: latest, path: clusters/edge, url: 'oci://registry.example.com/charts/app'}}",
                "apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux}\nspec: {distribution: {version: 2.x, registry: registry.example.com/fluxcd}, sync: {kind: GitRepository, url: 'http://git.example.com/fleet.git', ref: refs/heads/main, path: clusters/edge}}",
            ],
        ),
    ),
    kind(
        "fluxcd.controlplane.io",
        &["ResourceSetInputProvider"],
        URL,
        proof(
            "https://github.com/controlplaneio-fluxcd/flux-operator/blob/17c6aeaddd8d/api/v1/resourcesetinputprovider_types.go",
            &[
                "apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSetInputProvider\nmetadata: {name: app}\nspec: {type: OCIArtifactTag, url: 'oci://localhost:5000/charts/app'}",
            ],
            &[
                "apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSetInputProvider\nmetadata: {name: app}\nspec: {type: OCIArtifactTag, url: 'oci://registry.example.com/charts/app'}",
            ],
        ),
    ),
    // Kubewarden; served: policies.kubewarden.io v1, v1alpha2
    kind(
        "policies.kubewarden.io",
        &["ClusterAdmissionPolicy", "AdmissionPolicy"],
        &[("spec.module", REGISTRY)],
        proof(
            "https://github.com/kubewarden/kubewarden-controller/blob/3460bb719b38/api/policies/v1/policy_types.go",
            &[
                "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nmetadata: {name: app}\nspec: {rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}], mutating: false, module: 'registry://localhost:5000/policies/labels:v1'}",
            ],
            &[
                "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nmetadata: {name: app}\nspec: {rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}], mutating: false, module: 'registry://registry.example.com/policies/labels:v1'}",
                "apiVersion: policies.kubewarden.io/v1\nkind: AdmissionPolicy\nmetadata: {name: app}\nspec: {rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}], mutating: false, module: 'registry://registry.example.com/policies/labels:v1'}",
                "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nmetadata: {name: app}\nspec: {module: 'https://policies.example.com/labels.wasm', rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}], mutating: false}",
            ],
        ),
    ),
    kind(
        "policies.kubewarden.io",
        &["ClusterAdmissionPolicyGroup", "AdmissionPolicyGroup"],
        &[("spec.policies[*].module", REGISTRY)],
        proof(
            "https://github.com/kubewarden/kubewarden-controller/blob/3460bb719b38/api/policies/v1/policy_types.go",
            &[
                "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicyGroup\nmetadata: {name: app}\nspec: {rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}], expression: 'labels()', message: labels are missing, policies: {labels: {module: 'registry://localhost:5000/policies/labels:v1'}}}",
            ],
            &[
                "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicyGroup\nmetadata: {name: app}\nspec: {rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}], expression: 'labels()', message: labels are missing, policies: {labels: {module: 'registry://registry.example.com/policies/labels:v1'}}}",
                "apiVersion: policies.kubewarden.io/v1\nkind: AdmissionPolicyGroup\nmetadata: {name: app}\nspec: {rules: [{apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE]}], expression: 'labels()', message: labels are missing, policies: {labels: {module: 'registry://registry.example.com/policies/labels:v1'}}}",
            ],
        ),
    ),
    kind(
        "policies.kubewarden.io",
        &["PolicyServer"],
        &[("spec.image", Shape::Image), ("spec.env", VARIABLES)],
        proof(
            "https://github.com/kubewarden/kubewarden-controller/blob/3460bb719b38/api/policies/v1/policyserver_types.go",
            &[
                "apiVersion: policies.kubewarden.io/v1\nkind: PolicyServer\nmetadata: {name: app}\nspec: {replicas: 1, image: 'http://registry.example.com/app:1', env: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}]}",
            ],
            &[
                "apiVersion: policies.kubewarden.io/v1\nkind: PolicyServer\nmetadata: {name: app}\nspec: {replicas: 1, image: 'registry.example.com/app:1', env: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}]}",
            ],
        ),
    ),
    // Charts: k3s and RKE2, Rancher, Fleet, Cluster API, Sveltos, Kubermatic; served: helm.cattle.io v1, upgrade.cattle.io v1, catalog.cattle.io v1, fleet.cattle.io v1alpha1, addons.cluster.x-k8s.io v1alpha1, config.projectsveltos.io v1beta1, apps.kubermatic.k8c.io v1
    kind(
        "helm.cattle.io",
        &["HelmChart"],
        &[("spec.chart", OCI), ("spec.jobImage", Shape::Image)],
        proof(
            "https://github.com/k3s-io/helm-controller/blob/21a911f86f91/pkg/apis/helm.cattle.io/v1/types.go",
            &[
                "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: app}\nspec: {chart: 'oci://localhost:5000/charts/app', jobImage: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: app}\nspec: {chart: 'oci://registry.example.com/charts/app', jobImage: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "upgrade.cattle.io",
        &["Plan"],
        &[
            ("spec.upgrade.image", Shape::Image),
            ("spec.upgrade.envs", VARIABLES),
            ("spec.prepare.image", Shape::Image),
            ("spec.prepare.envs", VARIABLES),
        ],
        proof(
            "https://github.com/rancher/system-upgrade-controller/blob/d357e2302999/pkg/apis/upgrade.cattle.io/v1/types.go",
            &[
                "apiVersion: upgrade.cattle.io/v1\nkind: Plan\nmetadata: {name: app}\nspec: {version: v1.34.1, upgrade: {image: 'http://registry.example.com/app:1', envs: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}]}, prepare: {image: 'http://registry.example.com/app:1', envs: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}]}}",
            ],
            &[
                "apiVersion: upgrade.cattle.io/v1\nkind: Plan\nmetadata: {name: app}\nspec: {version: v1.34.1, upgrade: {image: 'registry.example.com/app:1', envs: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}]}, prepare: {image: 'registry.example.com/app:1', envs: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}]}}",
            ],
        ),
    ),
    kind(
        "catalog.cattle.io",
        &["ClusterRepo"],
        URL,
        proof(
            "https://github.com/rancher/rancher/blob/59bd052e4455/pkg/apis/catalog.cattle.io/v1/types.go",
            &[
                "apiVersion: catalog.cattle.io/v1\nkind: ClusterRepo\nmetadata: {name: app}\nspec: {url: 'oci://localhost:5000/charts/app'}",
            ],
            &[
                "apiVersion: catalog.cattle.io/v1\nkind: ClusterRepo\nmetadata: {name: app}\nspec: {url: 'oci://registry.example.com/charts/app'}",
            ],
        ),
    ),
    kind(
        "fleet.cattle.io",
        &["HelmOp"],
        &[("spec.helm.repo", OCI), ("spec.helm.chart", OCI)],
        proof(
            "https://github.com/rancher/fleet/blob/3b2c622ce176/pkg/apis/fleet.cattle.io/v1alpha1/helmop_types.go",
            &[
                "apiVersion: fleet.cattle.io/v1alpha1\nkind: HelmOp\nmetadata: {name: app}\nspec: {helm: {repo: 'oci://localhost:5000/charts/app'}}",
                "apiVersion: fleet.cattle.io/v1alpha1\nkind: HelmOp\nmetadata: {name: app}\nspec: {helm: {chart: 'oci://localhost:5000/charts/app'}}",
            ],
            &[
                "apiVersion: fleet.cattle.io/v1alpha1\nkind: HelmOp\nmetadata: {name: app}\nspec: {helm: {repo: 'oci://registry.example.com/charts/app'}}",
                "apiVersion: fleet.cattle.io/v1alpha1\nkind: HelmOp\nmetadata: {name: app}\nspec: {helm: {chart: 'oci://registry.example.com/charts/app'}}",
            ],
        ),
    ),
    kind(
        "addons.cluster.x-k8s.io",
        &["HelmChartProxy", "HelmReleaseProxy"],
        &[("spec.repoURL", OCI)],
        proof(
            "https://github.com/kubernetes-sigs/cluster-api-addon-provider-helm/blob/8c581411b5c0/api/v1alpha1/helmchartproxy_types.go",
            &[
                "apiVersion: addons.cluster.x-k8s.io/v1alpha1\nkind: HelmChartProxy\nmetadata: {name: app}\nspec: {clusterSelector: {matchLabels: {app: enabled}}, chartName: app, repoURL: 'oci://localhost:5000/charts/app'}",
            ],
            &[
                "apiVersion: addons.cluster.x-k8s.io/v1alpha1\nkind: HelmChartProxy\nmetadata: {name: app}\nspec: {clusterSelector: {matchLabels: {app: enabled}}, chartName: app, repoURL: 'oci://registry.example.com/charts/app'}",
                "apiVersion: addons.cluster.x-k8s.io/v1alpha1\nkind: HelmReleaseProxy\nmetadata: {name: app}\nspec: {clusterRef: {name: edge}, chartName: app, repoURL: 'oci://registry.example.com/charts/app'}",
            ],
        ),
    ),
    kind(
        "config.projectsveltos.io",
        &["ClusterProfile", "Profile"],
        &[("spec.helmCharts[*].repositoryURL", OCI)],
        proof(
            "https://github.com/projectsveltos/addon-controller/blob/60c635803577/api/v1beta1/spec.go",
            &[
                "apiVersion: config.projectsveltos.io/v1beta1\nkind: ClusterProfile\nmetadata: {name: app}\nspec: {helmCharts: [{chartName: app, releaseName: app, releaseNamespace: app, repositoryURL: 'oci://localhost:5000/charts/app'}]}",
            ],
            &[
                "apiVersion: config.projectsveltos.io/v1beta1\nkind: ClusterProfile\nmetadata: {name: app}\nspec: {helmCharts: [{chartName: app, releaseName: app, releaseNamespace: app, repositoryURL: 'oci://registry.example.com/charts/app'}]}",
                "apiVersion: config.projectsveltos.io/v1beta1\nkind: Profile\nmetadata: {name: app}\nspec: {helmCharts: [{chartName: app, releaseName: app, releaseNamespace: app, repositoryURL: 'oci://registry.example.com/charts/app'}]}",
            ],
        ),
    ),
    kind(
        "apps.kubermatic.k8c.io",
        &["ApplicationDefinition"],
        &[("spec.versions[*].template.source.helm.url", OCI)],
        proof(
            "https://github.com/kubermatic/kubermatic/blob/2974df5bdca4/sdk/apis/apps.kubermatic/v1/application_definition.go",
            &[
                "apiVersion: apps.kubermatic.k8c.io/v1\nkind: ApplicationDefinition\nmetadata: {name: app}\nspec: {description: App, method: helm, versions: [{version: '1.0.0', template: {source: {helm: {chartName: app, chartVersion: '1.0.0', url: 'oci://localhost:5000/charts/app'}}}}]}",
            ],
            &[
                "apiVersion: apps.kubermatic.k8c.io/v1\nkind: ApplicationDefinition\nmetadata: {name: app}\nspec: {description: App, method: helm, versions: [{version: '1.0.0', template: {source: {helm: {chartName: app, chartVersion: '1.0.0', url: 'oci://registry.example.com/charts/app'}}}}]}",
            ],
        ),
    ),
    // Carvel; served: kappctrl.k14s.io v1alpha1, packaging.carvel.dev v1alpha1
    kind(
        "kappctrl.k14s.io",
        &["App"],
        &[("spec.fetch[*].imgpkgBundle.image", Shape::Image), ("spec.fetch[*].image.url", Shape::Image)],
        proof(
            "https://github.com/carvel-dev/kapp-controller/blob/e4b4822224f7/pkg/apis/kappctrl/v1alpha1/types_fetch.go",
            &[
                "apiVersion: kappctrl.k14s.io/v1alpha1\nkind: App\nmetadata: {name: app}\nspec: {serviceAccountName: app, template: [{ytt: {}}], deploy: [{kapp: {}}], fetch: [{imgpkgBundle: {image: 'http://registry.example.com/app:1'}}, {image: {url: 'http://registry.example.com/app:1'}}]}",
            ],
            &[
                "apiVersion: kappctrl.k14s.io/v1alpha1\nkind: App\nmetadata: {name: app}\nspec: {serviceAccountName: app, template: [{ytt: {}}], deploy: [{kapp: {}}], fetch: [{imgpkgBundle: {image: 'registry.example.com/app:1'}}, {image: {url: 'registry.example.com/app:1'}}]}",
                "apiVersion: kappctrl.k14s.io/v1alpha1\nkind: App\nmetadata: {name: app}\nspec: {serviceAccountName: app, fetch: [{http: {url: 'http://files.example.com/app.tgz'}}], template: [{ytt: {}}], deploy: [{kapp: {}}]}",
            ],
        ),
    ),
    kind(
        "packaging.carvel.dev",
        &["PackageRepository"],
        &[("spec.fetch.imgpkgBundle.image", Shape::Image), ("spec.fetch.image.url", Shape::Image)],
        proof(
            "https://github.com/carvel-dev/kapp-controller/blob/e4b4822224f7/pkg/apis/packaging/v1alpha1/package_repository.go",
            &[
                "apiVersion: packaging.carvel.dev/v1alpha1\nkind: PackageRepository\nmetadata: {name: app}\nspec: {fetch: {imgpkgBundle: {image: 'http://registry.example.com/app:1'}}}",
                "apiVersion: packaging.carvel.dev/v1alpha1\nkind: PackageRepository\nmetadata: {name: app}\nspec: {fetch: {image: {url: 'http://registry.example.com/app:1'}}}",
            ],
            &[
                "apiVersion: packaging.carvel.dev/v1alpha1\nkind: PackageRepository\nmetadata: {name: app}\nspec: {fetch: {imgpkgBundle: {image: 'registry.example.com/app:1'}}}",
                "apiVersion: packaging.carvel.dev/v1alpha1\nkind: PackageRepository\nmetadata: {name: app}\nspec: {fetch: {image: {url: 'registry.example.com/app:1'}}}",
            ],
        ),
    ),
    // Builds: Shipwright, kpack, Camel K; served: shipwright.io v1beta1, v1alpha1; kpack.io v1alpha2, v1alpha1; camel.apache.org v1
    kind(
        "shipwright.io",
        &["BuildStrategy", "ClusterBuildStrategy"],
        &[("spec.steps", CONTAINERS), ("spec.buildSteps", CONTAINERS)],
        proof(
            "https://github.com/shipwright-io/build/blob/85aa66454677/pkg/apis/build/v1beta1/buildstrategy.go (buildSteps: v1alpha1)",
            &[
                "apiVersion: shipwright.io/v1beta1\nkind: BuildStrategy\nmetadata: {name: app}\nspec: {steps: [{name: app, image: 'http://registry.example.com/app:1'}]}",
                "apiVersion: shipwright.io/v1alpha1\nkind: BuildStrategy\nmetadata: {name: app}\nspec: {buildSteps: [{name: app, image: 'http://registry.example.com/app:1'}]}",
            ],
            &[
                "apiVersion: shipwright.io/v1beta1\nkind: BuildStrategy\nmetadata: {name: app}\nspec: {steps: [{name: app, image: 'registry.example.com/app:1'}]}",
                "apiVersion: shipwright.io/v1alpha1\nkind: BuildStrategy\nmetadata: {name: app}\nspec: {buildSteps: [{name: app, image: 'registry.example.com/app:1'}]}",
                "apiVersion: shipwright.io/v1beta1\nkind: ClusterBuildStrategy\nmetadata: {name: app}\nspec: {steps: [{name: app, image: 'registry.example.com/app:1'}]}",
            ],
        ),
    ),
    kind(
        "shipwright.io",
        &["Build"],
        &[
            ("spec.output.image", Shape::Image),
            ("spec.source.ociArtifact.image", Shape::Image),
            ("spec.builder.image", Shape::Image),
            ("spec.source.bundleContainer.image", Shape::Image),
        ],
        proof(
            "https://github.com/shipwright-io/build/blob/85aa66454677/pkg/apis/build/v1beta1/source.go (builder, bundleContainer: v1alpha1)",
            &[
                "apiVersion: shipwright.io/v1beta1\nkind: Build\nmetadata: {name: app}\nspec: {strategy: {name: buildah, kind: ClusterBuildStrategy}, source: {type: OCI, ociArtifact: {image: 'http://registry.example.com/app:1'}}, output: {image: 'http://registry.example.com/app:1'}}",
                "apiVersion: shipwright.io/v1alpha1\nkind: Build\nmetadata: {name: app}\nspec: {strategy: {name: buildah, kind: ClusterBuildStrategy}, output: {image: 'registry.example.com/built:1'}, builder: {image: 'http://registry.example.com/app:1'}, source: {bundleContainer: {image: 'http://registry.example.com/app:1'}}}",
            ],
            &[
                "apiVersion: shipwright.io/v1beta1\nkind: Build\nmetadata: {name: app}\nspec: {strategy: {name: buildah, kind: ClusterBuildStrategy}, source: {type: OCI, ociArtifact: {image: 'registry.example.com/app:1'}}, output: {image: 'registry.example.com/app:1'}}",
                "apiVersion: shipwright.io/v1alpha1\nkind: Build\nmetadata: {name: app}\nspec: {strategy: {name: buildah, kind: ClusterBuildStrategy}, output: {image: 'registry.example.com/built:1'}, builder: {image: 'registry.example.com/app:1'}, source: {bundleContainer: {image: 'registry.example.com/app:1'}}}",
            ],
        ),
    ),
    kind(
        "shipwright.io",
        &["BuildRun"],
        &[
            ("spec.output.image", Shape::Image),
            ("spec.build.spec.output.image", Shape::Image),
            ("spec.build.spec.source.ociArtifact.image", Shape::Image),
            ("spec.buildSpec.output.image", Shape::Image),
            ("spec.buildSpec.builder.image", Shape::Image),
        ],
        proof(
            "https://github.com/shipwright-io/build/blob/85aa66454677/pkg/apis/build/v1beta1/buildrun_types.go (buildSpec: v1alpha1)",
            &[
                "apiVersion: shipwright.io/v1beta1\nkind: BuildRun\nmetadata: {name: app}\nspec: {build: {name: app}, output: {image: 'http://registry.example.com/app:1'}}",
                "apiVersion: shipwright.io/v1beta1\nkind: BuildRun\nmetadata: {name: app}\nspec: {build: {spec: {strategy: {name: buildah, kind: ClusterBuildStrategy}, source: {type: OCI, ociArtifact: {image: 'http://registry.example.com/app:1'}}, output: {image: 'http://registry.example.com/app:1'}}}}",
                "apiVersion: shipwright.io/v1alpha1\nkind: BuildRun\nmetadata: {name: app}\nspec: {buildSpec: {strategy: {name: buildah, kind: ClusterBuildStrategy}, source: {url: 'https://git.example.com/app.git'}, output: {image: 'http://registry.example.com/app:1'}, builder: {image: 'http://registry.example.com/app:1'}}}",
            ],
            &[
                "apiVersion: shipwright.io/v1beta1\nkind: BuildRun\nmetadata: {name: app}\nspec: {build: {name: app}, output: {image: 'registry.example.com/app:1'}}",
                "apiVersion: shipwright.io/v1beta1\nkind: BuildRun\nmetadata: {name: app}\nspec: {build: {spec: {strategy: {name: buildah, kind: ClusterBuildStrategy}, source: {type: OCI, ociArtifact: {image: 'registry.example.com/app:1'}}, output: {image: 'registry.example.com/app:1'}}}}",
                "apiVersion: shipwright.io/v1alpha1\nkind: BuildRun\nmetadata: {name: app}\nspec: {buildSpec: {strategy: {name: buildah, kind: ClusterBuildStrategy}, source: {url: 'https://git.example.com/app.git'}, output: {image: 'registry.example.com/app:1'}, builder: {image: 'registry.example.com/app:1'}}}",
            ],
        ),
    ),
    kind(
        "kpack.io",
        &["Image"],
        &[
            ("spec.tag", Shape::Image),
            ("spec.additionalTags[*]", Shape::Image),
            ("spec.source.registry.image", Shape::Image),
        ],
        proof(
            "https://github.com/buildpacks-community/kpack/blob/bfa95d79a5b8/pkg/apis/build/v1alpha2/image_types.go",
            &[
                "apiVersion: kpack.io/v1alpha2\nkind: Image\nmetadata: {name: app}\nspec: {builder: {kind: ClusterBuilder, name: default}, tag: 'http://registry.example.com/app:1', additionalTags: ['http://registry.example.com/app:1'], source: {registry: {image: 'http://registry.example.com/app:1'}}}",
            ],
            &[
                "apiVersion: kpack.io/v1alpha2\nkind: Image\nmetadata: {name: app}\nspec: {builder: {kind: ClusterBuilder, name: default}, tag: 'registry.example.com/app:1', additionalTags: ['registry.example.com/app:1'], source: {registry: {image: 'registry.example.com/app:1'}}}",
                "apiVersion: kpack.io/v1alpha2\nkind: Image\nmetadata: {name: app}\nspec: {builder: {kind: ClusterBuilder, name: default}, source: {git: {url: 'http://git.example.com/app.git', revision: main}}, tag: 'registry.example.com/app'}",
            ],
        ),
    ),
    kind(
        "kpack.io",
        &["Builder", "ClusterBuilder"],
        &[("spec.tag", Shape::Image)],
        proof(
            "https://github.com/buildpacks-community/kpack/blob/bfa95d79a5b8/pkg/apis/build/v1alpha2/builder_types.go",
            &[
                "apiVersion: kpack.io/v1alpha2\nkind: Builder\nmetadata: {name: app}\nspec: {serviceAccountName: app, stack: {name: base, kind: ClusterStack}, store: {name: default, kind: ClusterStore}, order: [{group: [{id: paketo-buildpacks/go}]}], tag: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: kpack.io/v1alpha2\nkind: Builder\nmetadata: {name: app}\nspec: {serviceAccountName: app, stack: {name: base, kind: ClusterStack}, store: {name: default, kind: ClusterStore}, order: [{group: [{id: paketo-buildpacks/go}]}], tag: 'registry.example.com/app:1'}",
                "apiVersion: kpack.io/v1alpha2\nkind: ClusterBuilder\nmetadata: {name: app}\nspec: {serviceAccountRef: {name: app, namespace: app}, stack: {name: base, kind: ClusterStack}, store: {name: default, kind: ClusterStore}, order: [{group: [{id: paketo-buildpacks/go}]}], tag: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "kpack.io",
        &["ClusterStack"],
        &[("spec.buildImage.image", Shape::Image), ("spec.runImage.image", Shape::Image)],
        proof(
            "https://github.com/buildpacks-community/kpack/blob/bfa95d79a5b8/pkg/apis/build/v1alpha2/cluster_stack_types.go",
            &[
                "apiVersion: kpack.io/v1alpha2\nkind: ClusterStack\nmetadata: {name: app}\nspec: {id: io.buildpacks.stacks.jammy, buildImage: {image: 'http://registry.example.com/app:1'}, runImage: {image: 'http://registry.example.com/app:1'}}",
            ],
            &[
                "apiVersion: kpack.io/v1alpha2\nkind: ClusterStack\nmetadata: {name: app}\nspec: {id: io.buildpacks.stacks.jammy, buildImage: {image: 'registry.example.com/app:1'}, runImage: {image: 'registry.example.com/app:1'}}",
            ],
        ),
    ),
    kind(
        "kpack.io",
        &["ClusterStore"],
        &[("spec.sources[*].image", Shape::Image)],
        proof(
            "https://github.com/buildpacks-community/kpack/blob/bfa95d79a5b8/pkg/apis/build/v1alpha2/cluster_store_types.go",
            &[
                "apiVersion: kpack.io/v1alpha2\nkind: ClusterStore\nmetadata: {name: app}\nspec: {sources: [{image: 'http://registry.example.com/app:1'}]}",
            ],
            &[
                "apiVersion: kpack.io/v1alpha2\nkind: ClusterStore\nmetadata: {name: app}\nspec: {sources: [{image: 'registry.example.com/app:1'}]}",
            ],
        ),
    ),
    kind(
        "kpack.io",
        &["Buildpack", "ClusterBuildpack", "ClusterLifecycle"],
        IMAGE,
        proof(
            "https://github.com/buildpacks-community/kpack/blob/bfa95d79a5b8/pkg/apis/core/v1alpha1/buildpack_types.go",
            &[
                "apiVersion: kpack.io/v1alpha2\nkind: Buildpack\nmetadata: {name: app}\nspec: {image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: kpack.io/v1alpha2\nkind: Buildpack\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1'}",
                "apiVersion: kpack.io/v1alpha2\nkind: ClusterBuildpack\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1'}",
                "apiVersion: kpack.io/v1alpha2\nkind: ClusterLifecycle\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "camel.apache.org",
        &["IntegrationPlatform", "IntegrationProfile"],
        &[("spec.build.baseImage", Shape::Image)],
        proof(
            "https://github.com/apache/camel-k/blob/4782ebd227bf/pkg/apis/camel/v1/integrationplatform_types.go",
            &[
                "apiVersion: camel.apache.org/v1\nkind: IntegrationPlatform\nmetadata: {name: app}\nspec: {build: {baseImage: 'http://registry.example.com/app:1'}}",
            ],
            &[
                "apiVersion: camel.apache.org/v1\nkind: IntegrationPlatform\nmetadata: {name: app}\nspec: {build: {baseImage: 'registry.example.com/app:1'}}",
                "apiVersion: camel.apache.org/v1\nkind: IntegrationProfile\nmetadata: {name: app}\nspec: {build: {baseImage: 'registry.example.com/app:1'}}",
            ],
        ),
    ),
    kind(
        "camel.apache.org",
        &["Integration"],
        &[("spec.traits.container.image", Shape::Image)],
        proof(
            "https://github.com/apache/camel-k/blob/4782ebd227bf/pkg/apis/camel/v1/trait/container.go",
            &[
                "apiVersion: camel.apache.org/v1\nkind: Integration\nmetadata: {name: app}\nspec: {traits: {container: {image: 'http://registry.example.com/app:1'}}}",
            ],
            &[
                "apiVersion: camel.apache.org/v1\nkind: Integration\nmetadata: {name: app}\nspec: {traits: {container: {image: 'registry.example.com/app:1'}}}",
            ],
        ),
    ),
    kind(
        "camel.apache.org",
        &["IntegrationKit"],
        IMAGE,
        proof(
            "https://github.com/apache/camel-k/blob/4782ebd227bf/pkg/apis/camel/v1/integrationkit_types.go",
            &[
                "apiVersion: camel.apache.org/v1\nkind: IntegrationKit\nmetadata: {name: app}\nspec: {image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: camel.apache.org/v1\nkind: IntegrationKit\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "camel.apache.org",
        &["Build"],
        &[("spec.tasks[*][*].baseImage", Shape::Image), ("spec.tasks[*][*].image", Shape::Image)],
        proof(
            "https://github.com/apache/camel-k/blob/4782ebd227bf/pkg/apis/camel/v1/build_types.go",
            &[
                "apiVersion: camel.apache.org/v1\nkind: Build\nmetadata: {name: app}\nspec: {tasks: [{jib: {name: jib, baseImage: 'http://registry.example.com/app:1', image: 'http://registry.example.com/app:1'}}]}",
            ],
            &[
                "apiVersion: camel.apache.org/v1\nkind: Build\nmetadata: {name: app}\nspec: {tasks: [{jib: {name: jib, baseImage: 'registry.example.com/app:1', image: 'registry.example.com/app:1'}}]}",
            ],
        ),
    ),
    // Batch; served: sparkoperator.k8s.io v1beta2, v1alpha1 (SparkConnect); ray.io v1, v1alpha1; jobset.x-k8s.io v1alpha2; leaderworkerset.x-k8s.io v1; disaggregatedset.x-k8s.io v1; batch.volcano.sh v1alpha1; keda.sh v1alpha1
    kind(
        "sparkoperator.k8s.io",
        &["SparkApplication"],
        SPARK,
        proof(
            "https://github.com/kubeflow/spark-operator/blob/38082f3318e9/api/v1beta2/sparkapplication_types.go",
            &[
                "apiVersion: sparkoperator.k8s.io/v1beta2\nkind: SparkApplication\nmetadata: {name: app}\nspec: {type: Scala, mode: cluster, sparkVersion: '4.0.0', mainClass: com.example.App, mainApplicationFile: 'local:///app.jar', image: 'http://registry.example.com/app:1', driver: {image: 'http://registry.example.com/app:1', template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, sidecars: [{name: app, image: 'http://registry.example.com/app:1'}], initContainers: [{name: app, image: 'http://registry.example.com/app:1'}]}, executor: {image: 'http://registry.example.com/app:1', template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, sidecars: [{name: app, image: 'http://registry.example.com/app:1'}], initContainers: [{name: app, image: 'http://registry.example.com/app:1'}]}}",
            ],
            &[
                "apiVersion: sparkoperator.k8s.io/v1beta2\nkind: SparkApplication\nmetadata: {name: app}\nspec: {type: Scala, mode: cluster, sparkVersion: '4.0.0', mainClass: com.example.App, mainApplicationFile: 'local:///app.jar', image: 'registry.example.com/app:1', driver: {image: 'registry.example.com/app:1', template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, sidecars: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}]}, executor: {image: 'registry.example.com/app:1', template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, sidecars: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}]}}",
            ],
        ),
    ),
    kind(
        "sparkoperator.k8s.io",
        &["ScheduledSparkApplication"],
        SPARK_SCHEDULED,
        proof(
            "https://github.com/kubeflow/spark-operator/blob/38082f3318e9/api/v1beta2/scheduledsparkapplication_types.go",
            &[
                "apiVersion: sparkoperator.k8s.io/v1beta2\nkind: ScheduledSparkApplication\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', template: {type: Scala, mode: cluster, sparkVersion: '4.0.0', mainClass: com.example.App, mainApplicationFile: 'local:///app.jar', image: 'http://registry.example.com/app:1', driver: {image: 'http://registry.example.com/app:1', template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, sidecars: [{name: app, image: 'http://registry.example.com/app:1'}], initContainers: [{name: app, image: 'http://registry.example.com/app:1'}]}, executor: {image: 'http://registry.example.com/app:1', template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, sidecars: [{name: app, image: 'http://registry.example.com/app:1'}], initContainers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: sparkoperator.k8s.io/v1beta2\nkind: ScheduledSparkApplication\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', template: {type: Scala, mode: cluster, sparkVersion: '4.0.0', mainClass: com.example.App, mainApplicationFile: 'local:///app.jar', image: 'registry.example.com/app:1', driver: {image: 'registry.example.com/app:1', template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, sidecars: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}]}, executor: {image: 'registry.example.com/app:1', template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, sidecars: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "sparkoperator.k8s.io",
        &["SparkConnect"],
        &[
            ("spec.image", Shape::Image),
            ("spec.server.template.spec", POD_SPEC),
            ("spec.executor.template.spec", POD_SPEC),
        ],
        proof(
            "https://github.com/kubeflow/spark-operator/blob/38082f3318e9/api/v1alpha1/sparkconnect_types.go",
            &[
                "apiVersion: sparkoperator.k8s.io/v1alpha1\nkind: SparkConnect\nmetadata: {name: app}\nspec: {sparkVersion: '4.0.0', image: 'http://registry.example.com/app:1', server: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}, executor: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}",
            ],
            &[
                "apiVersion: sparkoperator.k8s.io/v1alpha1\nkind: SparkConnect\nmetadata: {name: app}\nspec: {sparkVersion: '4.0.0', image: 'registry.example.com/app:1', server: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}, executor: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}",
            ],
        ),
    ),
    kind(
        "ray.io",
        &["RayCluster"],
        &[("spec.headGroupSpec.template.spec", POD_SPEC), ("spec.workerGroupSpecs[*].template.spec", POD_SPEC)],
        proof(
            "https://github.com/ray-project/kuberay/blob/feeaf72facab/ray-operator/apis/ray/v1/raycluster_types.go",
            &[
                "apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {name: app}\nspec: {headGroupSpec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}, workerGroupSpecs: [{groupName: workers, replicas: 1, minReplicas: 1, maxReplicas: 1, template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}]}",
            ],
            &[
                "apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {name: app}\nspec: {headGroupSpec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}, workerGroupSpecs: [{groupName: workers, replicas: 1, minReplicas: 1, maxReplicas: 1, template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}]}",
            ],
        ),
    ),
    kind(
        "ray.io",
        &["RayJob"],
        &[
            ("spec.rayClusterSpec.headGroupSpec.template.spec", POD_SPEC),
            ("spec.rayClusterSpec.workerGroupSpecs[*].template.spec", POD_SPEC),
            ("spec.submitterPodTemplate.spec", POD_SPEC),
        ],
        proof(
            "https://github.com/ray-project/kuberay/blob/feeaf72facab/ray-operator/apis/ray/v1/rayjob_types.go",
            &[
                "apiVersion: ray.io/v1\nkind: RayJob\nmetadata: {name: app}\nspec: {rayClusterSpec: {headGroupSpec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}, workerGroupSpecs: [{groupName: workers, replicas: 1, minReplicas: 1, maxReplicas: 1, template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}]}, submitterPodTemplate: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: ray.io/v1\nkind: RayJob\nmetadata: {name: app}\nspec: {rayClusterSpec: {headGroupSpec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}, workerGroupSpecs: [{groupName: workers, replicas: 1, minReplicas: 1, maxReplicas: 1, template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}]}, submitterPodTemplate: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "ray.io",
        &["RayCronJob"],
        &[
            ("spec.jobTemplate.rayClusterSpec.headGroupSpec.template.spec", POD_SPEC),
            ("spec.jobTemplate.rayClusterSpec.workerGroupSpecs[*].template.spec", POD_SPEC),
            ("spec.jobTemplate.submitterPodTemplate.spec", POD_SPEC),
        ],
        proof(
            "https://github.com/ray-project/kuberay/blob/feeaf72facab/ray-operator/apis/ray/v1/raycronjob_types.go",
            &[
                "apiVersion: ray.io/v1\nkind: RayCronJob\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', jobTemplate: {rayClusterSpec: {headGroupSpec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}, workerGroupSpecs: [{groupName: workers, replicas: 1, minReplicas: 1, maxReplicas: 1, template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}]}, submitterPodTemplate: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}",
            ],
            &[
                "apiVersion: ray.io/v1\nkind: RayCronJob\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', jobTemplate: {rayClusterSpec: {headGroupSpec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}, workerGroupSpecs: [{groupName: workers, replicas: 1, minReplicas: 1, maxReplicas: 1, template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}]}, submitterPodTemplate: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}",
            ],
        ),
    ),
    kind(
        "ray.io",
        &["RayService"],
        &[
            ("spec.rayClusterConfig.headGroupSpec.template.spec", POD_SPEC),
            ("spec.rayClusterConfig.workerGroupSpecs[*].template.spec", POD_SPEC),
        ],
        proof(
            "https://github.com/ray-project/kuberay/blob/feeaf72facab/ray-operator/apis/ray/v1/rayservice_types.go",
            &[
                "apiVersion: ray.io/v1\nkind: RayService\nmetadata: {name: app}\nspec: {rayClusterConfig: {headGroupSpec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}, workerGroupSpecs: [{groupName: workers, replicas: 1, minReplicas: 1, maxReplicas: 1, template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}]}}",
            ],
            &[
                "apiVersion: ray.io/v1\nkind: RayService\nmetadata: {name: app}\nspec: {rayClusterConfig: {headGroupSpec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}, workerGroupSpecs: [{groupName: workers, replicas: 1, minReplicas: 1, maxReplicas: 1, template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}]}}",
            ],
        ),
    ),
    kind(
        "jobset.x-k8s.io",
        &["JobSet"],
        &[("spec.replicatedJobs[*].template.spec.template.spec", POD_SPEC)],
        proof(
            "https://github.com/kubernetes-sigs/jobset/blob/08dfbdfd6827/api/jobset/v1alpha2/jobset_types.go",
            &[
                "apiVersion: jobset.x-k8s.io/v1alpha2\nkind: JobSet\nmetadata: {name: app}\nspec: {replicatedJobs: [{name: workers, template: {spec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}}]}",
            ],
            &[
                "apiVersion: jobset.x-k8s.io/v1alpha2\nkind: JobSet\nmetadata: {name: app}\nspec: {replicatedJobs: [{name: workers, template: {spec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}]}",
            ],
        ),
    ),
    kind(
        "leaderworkerset.x-k8s.io",
        &["LeaderWorkerSet"],
        &[
            ("spec.leaderWorkerTemplate.leaderTemplate.spec", POD_SPEC),
            ("spec.leaderWorkerTemplate.workerTemplate.spec", POD_SPEC),
        ],
        proof(
            "https://github.com/kubernetes-sigs/lws/blob/060ab4da17ee/api/leaderworkerset/v1/leaderworkerset_types.go",
            &[
                "apiVersion: leaderworkerset.x-k8s.io/v1\nkind: LeaderWorkerSet\nmetadata: {name: app}\nspec: {leaderWorkerTemplate: {leaderTemplate: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, workerTemplate: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}",
            ],
            &[
                "apiVersion: leaderworkerset.x-k8s.io/v1\nkind: LeaderWorkerSet\nmetadata: {name: app}\nspec: {leaderWorkerTemplate: {leaderTemplate: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, workerTemplate: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}",
            ],
        ),
    ),
    kind(
        "disaggregatedset.x-k8s.io",
        &["DisaggregatedSet"],
        &[
            ("spec.roles[*].spec.leaderWorkerTemplate.leaderTemplate.spec", POD_SPEC),
            ("spec.roles[*].spec.leaderWorkerTemplate.workerTemplate.spec", POD_SPEC),
        ],
        proof(
            "https://github.com/kubernetes-sigs/lws/blob/060ab4da17ee/api/disaggregatedset/v1/disaggregatedset_types.go",
            &[
                "apiVersion: disaggregatedset.x-k8s.io/v1\nkind: DisaggregatedSet\nmetadata: {name: app}\nspec: {roles: [{name: prefill, spec: {leaderWorkerTemplate: {leaderTemplate: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, workerTemplate: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}}, {name: decode, spec: {leaderWorkerTemplate: {leaderTemplate: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, workerTemplate: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}}]}",
            ],
            &[
                "apiVersion: disaggregatedset.x-k8s.io/v1\nkind: DisaggregatedSet\nmetadata: {name: app}\nspec: {roles: [{name: prefill, spec: {leaderWorkerTemplate: {leaderTemplate: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, workerTemplate: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}, {name: decode, spec: {leaderWorkerTemplate: {leaderTemplate: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, workerTemplate: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}]}",
            ],
        ),
    ),
    kind(
        "batch.volcano.sh",
        &["Job"],
        &[("spec.tasks[*].template.spec", POD_SPEC)],
        proof(
            "https://github.com/volcano-sh/apis/blob/536f121f5365/pkg/apis/batch/v1alpha1/job.go",
            &[
                "apiVersion: batch.volcano.sh/v1alpha1\nkind: Job\nmetadata: {name: app}\nspec: {minAvailable: 1, tasks: [{name: workers, replicas: 1, template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}]}",
            ],
            &[
                "apiVersion: batch.volcano.sh/v1alpha1\nkind: Job\nmetadata: {name: app}\nspec: {minAvailable: 1, tasks: [{name: workers, replicas: 1, template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}]}",
            ],
        ),
    ),
    kind(
        "batch.volcano.sh",
        &["CronJob"],
        &[("spec.jobTemplate.spec.tasks[*].template.spec", POD_SPEC)],
        proof(
            "https://github.com/volcano-sh/apis/blob/536f121f5365/pkg/apis/batch/v1alpha1/job.go",
            &[
                "apiVersion: batch.volcano.sh/v1alpha1\nkind: CronJob\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', jobTemplate: {spec: {tasks: [{name: workers, replicas: 1, template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}]}}}",
            ],
            &[
                "apiVersion: batch.volcano.sh/v1alpha1\nkind: CronJob\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', jobTemplate: {spec: {tasks: [{name: workers, replicas: 1, template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}]}}}",
            ],
        ),
    ),
    kind(
        "keda.sh",
        &["ScaledJob"],
        &[("spec.jobTargetRef.template.spec", POD_SPEC)],
        proof(
            "https://github.com/kedacore/keda/blob/8b4f083ca8c8/apis/keda/v1alpha1/scaledjob_types.go",
            &[
                "apiVersion: keda.sh/v1alpha1\nkind: ScaledJob\nmetadata: {name: app}\nspec: {triggers: [{type: cron, metadata: {timezone: UTC, start: '0 1 * * *', end: '0 2 * * *', desiredReplicas: '1'}}], jobTargetRef: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}",
            ],
            &[
                "apiVersion: keda.sh/v1alpha1\nkind: ScaledJob\nmetadata: {name: app}\nspec: {triggers: [{type: cron, metadata: {timezone: UTC, start: '0 1 * * *', end: '0 2 * * *', desiredReplicas: '1'}}], jobTargetRef: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}",
            ],
        ),
    ),
    // KServe; served: serving.kserve.io v1beta1 (InferenceService), v1alpha1, v1alpha2 (LLMInferenceService)
    // A predictor is a pod spec with a container of its own beside it, for each framework; `[*]` reaches these.
    kind(
        "serving.kserve.io",
        &["InferenceService"],
        &[
            ("spec.predictor", POD_SPEC),
            ("spec.transformer", POD_SPEC),
            ("spec.explainer", POD_SPEC),
            ("spec[*].model", Shape::Container),
            ("spec[*][*].storageUri", OCI),
            ("spec[*].storageUris[*].uri", OCI),
        ],
        proof(
            "https://github.com/kserve/kserve/blob/aaac4e294dae/pkg/apis/serving/v1beta1/predictor.go",
            &[
                "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: app}\nspec: {predictor: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}, transformer: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}, explainer: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}",
                "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: app}\nspec: {predictor: {model: {name: app, image: 'http://registry.example.com/app:1', storageUri: 'oci://localhost:5000/charts/app'}}}",
                "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: app}\nspec: {predictor: {storageUris: [{uri: 'oci://localhost:5000/charts/app'}]}}",
            ],
            &[
                "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: app}\nspec: {predictor: {containers: [{name: app, image: 'registry.example.com/app:1'}]}, transformer: {containers: [{name: app, image: 'registry.example.com/app:1'}]}, explainer: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}",
                "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: app}\nspec: {predictor: {model: {name: app, image: 'registry.example.com/app:1', storageUri: 'oci://registry.example.com/charts/app'}}}",
                "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: app}\nspec: {predictor: {storageUris: [{uri: 'oci://registry.example.com/charts/app'}]}}",
                "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: app}\nspec: {predictor: {model: {modelFormat: {name: sklearn}, storageUri: 's3://models/app'}}}",
            ],
        ),
    ),
    kind(
        "serving.kserve.io",
        &["ServingRuntime", "ClusterServingRuntime"],
        &[("spec.containers", CONTAINERS), ("spec.workerSpec.containers", CONTAINERS)],
        proof(
            "https://github.com/kserve/kserve/blob/aaac4e294dae/pkg/apis/serving/v1alpha1/servingruntime_types.go",
            &[
                "apiVersion: serving.kserve.io/v1alpha1\nkind: ServingRuntime\nmetadata: {name: app}\nspec: {supportedModelFormats: [{name: sklearn}], containers: [{name: app, image: 'http://registry.example.com/app:1'}], workerSpec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}",
            ],
            &[
                "apiVersion: serving.kserve.io/v1alpha1\nkind: ServingRuntime\nmetadata: {name: app}\nspec: {supportedModelFormats: [{name: sklearn}], containers: [{name: app, image: 'registry.example.com/app:1'}], workerSpec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}",
                "apiVersion: serving.kserve.io/v1alpha1\nkind: ClusterServingRuntime\nmetadata: {name: app}\nspec: {supportedModelFormats: [{name: sklearn}], containers: [{name: app, image: 'registry.example.com/app:1'}], workerSpec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}",
            ],
        ),
    ),
    kind(
        "serving.kserve.io",
        &["TrainedModel"],
        &[("spec.model.storageUri", OCI)],
        proof(
            "https://github.com/kserve/kserve/blob/aaac4e294dae/pkg/apis/serving/v1alpha1/trained_model.go",
            &[
                "apiVersion: serving.kserve.io/v1alpha1\nkind: TrainedModel\nmetadata: {name: app}\nspec: {inferenceService: app, model: {framework: sklearn, memory: '1Gi', storageUri: 'oci://localhost:5000/charts/app'}}",
            ],
            &[
                "apiVersion: serving.kserve.io/v1alpha1\nkind: TrainedModel\nmetadata: {name: app}\nspec: {inferenceService: app, model: {framework: sklearn, memory: '1Gi', storageUri: 'oci://registry.example.com/charts/app'}}",
            ],
        ),
    ),
    kind(
        "serving.kserve.io",
        &["LLMInferenceService", "LLMInferenceServiceConfig"],
        &[
            ("spec.model.uri", OCI),
            ("spec.template", POD_SPEC),
            ("spec.worker", POD_SPEC),
            ("spec.prefill.template", POD_SPEC),
            ("spec.prefill.worker", POD_SPEC),
            ("spec.router.scheduler.template", POD_SPEC),
        ],
        proof(
            "https://github.com/kserve/kserve/blob/aaac4e294dae/pkg/apis/serving/v1alpha1/llm_inference_service_types.go",
            &[
                "apiVersion: serving.kserve.io/v1alpha1\nkind: LLMInferenceService\nmetadata: {name: app}\nspec: {model: {uri: 'oci://localhost:5000/charts/app'}, template: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}, worker: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}, prefill: {template: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}, worker: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, router: {scheduler: {template: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}",
            ],
            &[
                "apiVersion: serving.kserve.io/v1alpha1\nkind: LLMInferenceService\nmetadata: {name: app}\nspec: {model: {uri: 'oci://registry.example.com/charts/app'}, template: {containers: [{name: app, image: 'registry.example.com/app:1'}]}, worker: {containers: [{name: app, image: 'registry.example.com/app:1'}]}, prefill: {template: {containers: [{name: app, image: 'registry.example.com/app:1'}]}, worker: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, router: {scheduler: {template: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}",
                "apiVersion: serving.kserve.io/v1alpha1\nkind: LLMInferenceServiceConfig\nmetadata: {name: app}\nspec: {model: {uri: 'oci://registry.example.com/charts/app'}, template: {containers: [{name: app, image: 'registry.example.com/app:1'}]}, worker: {containers: [{name: app, image: 'registry.example.com/app:1'}]}, prefill: {template: {containers: [{name: app, image: 'registry.example.com/app:1'}]}, worker: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, router: {scheduler: {template: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}",
            ],
        ),
    ),
    // Others; served: extensions.istio.io v1alpha1, actions.github.com v1alpha1, actions.summerwind.dev v1alpha1, apps.kruise.io v1alpha1, v1beta1, agones.dev v1, kuberhealthy.github.io v2, opentelemetry.io v1alpha1, v1beta1 (OpenTelemetryCollector)
    kind(
        "actions.github.com",
        &["AutoscalingRunnerSet"],
        &[("spec.template.spec", POD_SPEC), ("spec.listenerTemplate.spec", POD_SPEC)],
        proof(
            "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2/apis/actions.github.com/v1alpha1/autoscalingrunnerset_types.go",
            &[
                "apiVersion: actions.github.com/v1alpha1\nkind: AutoscalingRunnerSet\nmetadata: {name: app}\nspec: {githubConfigUrl: 'https://github.com/example/app', githubConfigSecret: runners, template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, listenerTemplate: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: actions.github.com/v1alpha1\nkind: AutoscalingRunnerSet\nmetadata: {name: app}\nspec: {githubConfigUrl: 'https://github.com/example/app', githubConfigSecret: runners, template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, listenerTemplate: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "actions.github.com",
        &["EphemeralRunnerSet"],
        &[("spec.ephemeralRunnerSpec.spec", POD_SPEC)],
        proof(
            "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2/apis/actions.github.com/v1alpha1/ephemeralrunnerset_types.go",
            &[
                "apiVersion: actions.github.com/v1alpha1\nkind: EphemeralRunnerSet\nmetadata: {name: app}\nspec: {patchID: 1, ephemeralRunnerSpec: {githubConfigUrl: 'https://github.com/example/app', githubConfigSecret: runners, runnerScaleSetId: 1, spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: actions.github.com/v1alpha1\nkind: EphemeralRunnerSet\nmetadata: {name: app}\nspec: {patchID: 1, ephemeralRunnerSpec: {githubConfigUrl: 'https://github.com/example/app', githubConfigSecret: runners, runnerScaleSetId: 1, spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "actions.github.com",
        &["EphemeralRunner"],
        &[("spec.spec", POD_SPEC)],
        proof(
            "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2/apis/actions.github.com/v1alpha1/ephemeralrunner_types.go",
            &[
                "apiVersion: actions.github.com/v1alpha1\nkind: EphemeralRunner\nmetadata: {name: app}\nspec: {githubConfigUrl: 'https://github.com/example/app', githubConfigSecret: runners, runnerScaleSetId: 1, spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}",
            ],
            &[
                "apiVersion: actions.github.com/v1alpha1\nkind: EphemeralRunner\nmetadata: {name: app}\nspec: {githubConfigUrl: 'https://github.com/example/app', githubConfigSecret: runners, runnerScaleSetId: 1, spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}",
            ],
        ),
    ),
    kind(
        "actions.github.com",
        &["AutoscalingListener"],
        &[("spec.image", Shape::Image), ("spec.template.spec", POD_SPEC)],
        proof(
            "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2/apis/actions.github.com/v1alpha1/autoscalinglistener_types.go",
            &[
                "apiVersion: actions.github.com/v1alpha1\nkind: AutoscalingListener\nmetadata: {name: app}\nspec: {image: 'http://registry.example.com/app:1', template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: actions.github.com/v1alpha1\nkind: AutoscalingListener\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1', template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "actions.summerwind.dev",
        &["Runner"],
        &[
            ("spec.image", Shape::Image),
            ("spec.env", VARIABLES),
            ("spec.dockerEnv", VARIABLES),
            ("spec.containers", CONTAINERS),
            ("spec.initContainers", CONTAINERS),
            ("spec.sidecarContainers", CONTAINERS),
        ],
        proof(
            "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2/apis/actions.summerwind.net/v1alpha1/runner_types.go",
            &[
                "apiVersion: actions.summerwind.dev/v1alpha1\nkind: Runner\nmetadata: {name: app}\nspec: {repository: example/app, image: 'http://registry.example.com/app:1', env: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}], dockerEnv: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}], containers: [{name: app, image: 'http://registry.example.com/app:1'}], initContainers: [{name: app, image: 'http://registry.example.com/app:1'}], sidecarContainers: [{name: app, image: 'http://registry.example.com/app:1'}]}",
            ],
            &[
                "apiVersion: actions.summerwind.dev/v1alpha1\nkind: Runner\nmetadata: {name: app}\nspec: {repository: example/app, image: 'registry.example.com/app:1', env: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}], dockerEnv: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}], containers: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}], sidecarContainers: [{name: app, image: 'registry.example.com/app:1'}]}",
            ],
        ),
    ),
    kind(
        "actions.summerwind.dev",
        &["RunnerDeployment", "RunnerReplicaSet"],
        RUNNERS,
        proof(
            "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2/apis/actions.summerwind.net/v1alpha1/runnerdeployment_types.go",
            &[
                "apiVersion: actions.summerwind.dev/v1alpha1\nkind: RunnerDeployment\nmetadata: {name: app}\nspec: {replicas: 1, template: {spec: {repository: example/app, image: 'http://registry.example.com/app:1', env: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}], dockerEnv: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}], containers: [{name: app, image: 'http://registry.example.com/app:1'}], initContainers: [{name: app, image: 'http://registry.example.com/app:1'}], sidecarContainers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: actions.summerwind.dev/v1alpha1\nkind: RunnerDeployment\nmetadata: {name: app}\nspec: {replicas: 1, template: {spec: {repository: example/app, image: 'registry.example.com/app:1', env: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}], dockerEnv: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}], containers: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}], sidecarContainers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
                "apiVersion: actions.summerwind.dev/v1alpha1\nkind: RunnerReplicaSet\nmetadata: {name: app}\nspec: {replicas: 1, template: {spec: {repository: example/app, image: 'registry.example.com/app:1', env: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}], dockerEnv: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry-login, key: password}}}], containers: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}], sidecarContainers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "actions.summerwind.dev",
        &["RunnerSet"],
        &[("spec.image", Shape::Image), ("spec.template.spec", POD_SPEC)],
        proof(
            "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2/apis/actions.summerwind.net/v1alpha1/runnerset_types.go",
            &[
                "apiVersion: actions.summerwind.dev/v1alpha1\nkind: RunnerSet\nmetadata: {name: app}\nspec: {repository: example/app, serviceName: runners, selector: {matchLabels: {app: runner}}, template: {metadata: {labels: {app: runner}}, spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}, image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: actions.summerwind.dev/v1alpha1\nkind: RunnerSet\nmetadata: {name: app}\nspec: {repository: example/app, serviceName: runners, selector: {matchLabels: {app: runner}}, template: {metadata: {labels: {app: runner}}, spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}, image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "apps.kruise.io",
        &["CloneSet", "StatefulSet", "DaemonSet"],
        TEMPLATE,
        proof(
            "https://github.com/openkruise/kruise/blob/07169cfac7b9/apis/apps/v1beta1/cloneset_types.go",
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: CloneSet\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: CloneSet\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
                "apiVersion: apps.kruise.io/v1beta1\nkind: StatefulSet\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
                "apiVersion: apps.kruise.io/v1beta1\nkind: DaemonSet\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "apps.kruise.io",
        &["BroadcastJob"],
        TEMPLATE,
        proof(
            "https://github.com/openkruise/kruise/blob/07169cfac7b9/apis/apps/v1beta1/broadcastjob_types.go",
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: BroadcastJob\nmetadata: {name: app}\nspec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: BroadcastJob\nmetadata: {name: app}\nspec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "apps.kruise.io",
        &["AdvancedCronJob"],
        &[
            ("spec.template.jobTemplate.spec.template.spec", POD_SPEC),
            ("spec.template.broadcastJobTemplate.spec.template.spec", POD_SPEC),
        ],
        proof(
            "https://github.com/openkruise/kruise/blob/07169cfac7b9/apis/apps/v1beta1/advancedcronjob_types.go",
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: AdvancedCronJob\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', template: {jobTemplate: {spec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}}}",
                "apiVersion: apps.kruise.io/v1beta1\nkind: AdvancedCronJob\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', template: {broadcastJobTemplate: {spec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}}}",
            ],
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: AdvancedCronJob\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', template: {jobTemplate: {spec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}}",
                "apiVersion: apps.kruise.io/v1beta1\nkind: AdvancedCronJob\nmetadata: {name: app}\nspec: {schedule: '0 1 * * *', template: {broadcastJobTemplate: {spec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}}",
            ],
        ),
    ),
    kind(
        "apps.kruise.io",
        &["UnitedDeployment"],
        &[("spec.template[*].spec.template.spec", POD_SPEC)],
        proof(
            "https://github.com/openkruise/kruise/blob/07169cfac7b9/apis/apps/v1beta1/uniteddeployment_types.go",
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: UnitedDeployment\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, template: {deploymentTemplate: {spec: {selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}}}",
            ],
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: UnitedDeployment\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, template: {deploymentTemplate: {spec: {selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}}",
            ],
        ),
    ),
    kind(
        "apps.kruise.io",
        &["SidecarSet"],
        &[("spec.containers", CONTAINERS), ("spec.initContainers", CONTAINERS)],
        proof(
            "https://github.com/openkruise/kruise/blob/07169cfac7b9/apis/apps/v1beta1/sidecarset_types.go",
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: SidecarSet\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, containers: [{name: app, image: 'http://registry.example.com/app:1'}], initContainers: [{name: app, image: 'http://registry.example.com/app:1'}]}",
            ],
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: SidecarSet\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, containers: [{name: app, image: 'registry.example.com/app:1'}], initContainers: [{name: app, image: 'registry.example.com/app:1'}]}",
            ],
        ),
    ),
    kind(
        "apps.kruise.io",
        &["EphemeralJob"],
        &[("spec.template.ephemeralContainers", CONTAINERS)],
        proof(
            "https://github.com/openkruise/kruise/blob/07169cfac7b9/apis/apps/v1alpha1/ephemeraljob_types.go",
            &[
                "apiVersion: apps.kruise.io/v1alpha1\nkind: EphemeralJob\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, template: {ephemeralContainers: [{name: app, image: 'http://registry.example.com/app:1'}]}}",
            ],
            &[
                "apiVersion: apps.kruise.io/v1alpha1\nkind: EphemeralJob\nmetadata: {name: app}\nspec: {selector: {matchLabels: {app: app}}, template: {ephemeralContainers: [{name: app, image: 'registry.example.com/app:1'}]}}",
            ],
        ),
    ),
    kind(
        "apps.kruise.io",
        &["ImagePullJob"],
        IMAGE,
        proof(
            "https://github.com/openkruise/kruise/blob/07169cfac7b9/apis/apps/v1beta1/imagepulljob_types.go",
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: ImagePullJob\nmetadata: {name: app}\nspec: {completionPolicy: {type: Always}, image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: ImagePullJob\nmetadata: {name: app}\nspec: {completionPolicy: {type: Always}, image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "apps.kruise.io",
        &["ImageListPullJob"],
        &[("spec.images[*]", Shape::Image)],
        proof(
            "https://github.com/openkruise/kruise/blob/07169cfac7b9/apis/apps/v1beta1/imagelistpulljob_types.go",
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: ImageListPullJob\nmetadata: {name: app}\nspec: {completionPolicy: {type: Always}, images: ['http://registry.example.com/app:1']}",
            ],
            &[
                "apiVersion: apps.kruise.io/v1beta1\nkind: ImageListPullJob\nmetadata: {name: app}\nspec: {completionPolicy: {type: Always}, images: ['registry.example.com/app:1']}",
            ],
        ),
    ),
    kind(
        "agones.dev",
        &["GameServer"],
        TEMPLATE,
        proof(
            "https://github.com/googleforgames/agones/blob/b19d5fe780b0/pkg/apis/agones/v1/gameserver.go",
            &[
                "apiVersion: agones.dev/v1\nkind: GameServer\nmetadata: {name: app}\nspec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: agones.dev/v1\nkind: GameServer\nmetadata: {name: app}\nspec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "agones.dev",
        &["Fleet", "GameServerSet"],
        &[("spec.template.spec.template.spec", POD_SPEC)],
        proof(
            "https://github.com/googleforgames/agones/blob/b19d5fe780b0/pkg/apis/agones/v1/fleet.go",
            &[
                "apiVersion: agones.dev/v1\nkind: Fleet\nmetadata: {name: app}\nspec: {replicas: 1, template: {spec: {template: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}}}",
            ],
            &[
                "apiVersion: agones.dev/v1\nkind: Fleet\nmetadata: {name: app}\nspec: {replicas: 1, template: {spec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}",
                "apiVersion: agones.dev/v1\nkind: GameServerSet\nmetadata: {name: app}\nspec: {replicas: 1, template: {spec: {template: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}}}",
            ],
        ),
    ),
    kind(
        "kuberhealthy.github.io",
        &["HealthCheck"],
        &[("spec.podSpec.spec", POD_SPEC)],
        proof(
            "https://github.com/kuberhealthy/kuberhealthy/blob/e73a82d79790/pkg/api/kuberhealthycheck_types.go",
            &[
                "apiVersion: kuberhealthy.github.io/v2\nkind: HealthCheck\nmetadata: {name: app}\nspec: {runInterval: '5m', timeout: '2m', podSpec: {spec: {containers: [{name: app, image: 'http://registry.example.com/app:1'}]}}}",
            ],
            &[
                "apiVersion: kuberhealthy.github.io/v2\nkind: HealthCheck\nmetadata: {name: app}\nspec: {runInterval: '5m', timeout: '2m', podSpec: {spec: {containers: [{name: app, image: 'registry.example.com/app:1'}]}}}",
            ],
        ),
    ),
    kind(
        "opentelemetry.io",
        &["OpenTelemetryCollector"],
        &[
            ("spec.image", Shape::Image),
            ("spec.initContainers", CONTAINERS),
            ("spec.additionalContainers", CONTAINERS),
            ("spec.targetAllocator.image", Shape::Image),
        ],
        proof(
            "https://github.com/open-telemetry/opentelemetry-operator/blob/be8944414a87/apis/v1beta1/common.go",
            &[
                "apiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\nmetadata: {name: app}\nspec: {mode: statefulset, config: {receivers: {otlp: {protocols: {grpc: {}}}}, exporters: {debug: {}}, service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}}, image: 'http://registry.example.com/app:1', initContainers: [{name: app, image: 'http://registry.example.com/app:1'}], additionalContainers: [{name: app, image: 'http://registry.example.com/app:1'}], targetAllocator: {image: 'http://registry.example.com/app:1'}}",
            ],
            &[
                "apiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\nmetadata: {name: app}\nspec: {mode: statefulset, config: {receivers: {otlp: {protocols: {grpc: {}}}}, exporters: {debug: {}}, service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}}, image: 'registry.example.com/app:1', initContainers: [{name: app, image: 'registry.example.com/app:1'}], additionalContainers: [{name: app, image: 'registry.example.com/app:1'}], targetAllocator: {image: 'registry.example.com/app:1'}}",
            ],
        ),
    ),
    kind(
        "opentelemetry.io",
        &["Instrumentation"],
        &[
            ("spec.java.image", Shape::Image),
            ("spec.nodejs.image", Shape::Image),
            ("spec.python.image", Shape::Image),
            ("spec.dotnet.image", Shape::Image),
            ("spec.go.image", Shape::Image),
            ("spec.apacheHttpd.image", Shape::Image),
            ("spec.nginx.image", Shape::Image),
            ("spec.java.extensions[*].image", Shape::Image),
        ],
        proof(
            "https://github.com/open-telemetry/opentelemetry-operator/blob/be8944414a87/apis/v1alpha1/instrumentation_types.go",
            &[
                "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: app}\nspec: {java: {image: 'http://registry.example.com/app:1', extensions: [{dir: /extensions, image: 'http://registry.example.com/app:1'}]}, nodejs: {image: 'http://registry.example.com/app:1'}, python: {image: 'http://registry.example.com/app:1'}, dotnet: {image: 'http://registry.example.com/app:1'}, go: {image: 'http://registry.example.com/app:1'}, apacheHttpd: {image: 'http://registry.example.com/app:1'}, nginx: {image: 'http://registry.example.com/app:1'}}",
            ],
            &[
                "apiVersion: opentelemetry.io/v1alpha1\nkind: Instrumentation\nmetadata: {name: app}\nspec: {java: {image: 'registry.example.com/app:1', extensions: [{dir: /extensions, image: 'registry.example.com/app:1'}]}, nodejs: {image: 'registry.example.com/app:1'}, python: {image: 'registry.example.com/app:1'}, dotnet: {image: 'registry.example.com/app:1'}, go: {image: 'registry.example.com/app:1'}, apacheHttpd: {image: 'registry.example.com/app:1'}, nginx: {image: 'registry.example.com/app:1'}}",
            ],
        ),
    ),
    kind(
        "opentelemetry.io",
        &["TargetAllocator", "OpAMPBridge"],
        IMAGE,
        proof(
            "https://github.com/open-telemetry/opentelemetry-operator/blob/be8944414a87/apis/v1alpha1/targetallocator_types.go",
            &[
                "apiVersion: opentelemetry.io/v1alpha1\nkind: TargetAllocator\nmetadata: {name: app}\nspec: {image: 'http://registry.example.com/app:1'}",
            ],
            &[
                "apiVersion: opentelemetry.io/v1alpha1\nkind: TargetAllocator\nmetadata: {name: app}\nspec: {image: 'registry.example.com/app:1'}",
                "apiVersion: opentelemetry.io/v1alpha1\nkind: OpAMPBridge\nmetadata: {name: app}\nspec: {endpoint: 'wss://opamp.example.com/v1/opamp', capabilities: {ReportsStatus: true}, image: 'registry.example.com/app:1'}",
            ],
        ),
    ),
    kind(
        "extensions.istio.io",
        &["WasmPlugin"],
        URL,
        proof(
            "https://github.com/istio/api/blob/b8f8791d9653/extensions/v1alpha1/wasm.proto",
            &[
                "apiVersion: extensions.istio.io/v1alpha1\nkind: WasmPlugin\nmetadata: {name: app}\nspec: {url: 'oci://localhost:5000/charts/app'}",
            ],
            &[
                "apiVersion: extensions.istio.io/v1alpha1\nkind: WasmPlugin\nmetadata: {name: app}\nspec: {url: 'oci://registry.example.com/charts/app'}",
                "apiVersion: extensions.istio.io/v1alpha1\nkind: WasmPlugin\nmetadata: {name: app}\nspec: {url: 'https://files.example.com/filter.wasm'}",
            ],
        ),
    ),
    kind(
        "gateway.envoyproxy.io",
        &["EnvoyExtensionPolicy"],
        &[("spec.wasm[*].code.image.url", Shape::Image)],
        proof(
            "https://github.com/envoyproxy/gateway/blob/d32f28294245/api/v1alpha1/wasm_types.go",
            &[
                "apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: EnvoyExtensionPolicy\nmetadata: {name: app}\nspec: {wasm: [{name: app, code: {type: Image, image: {url: 'localhost:5000/filter:1'}}}]}",
            ],
            &[
                "apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: EnvoyExtensionPolicy\nmetadata: {name: app}\nspec: {wasm: [{name: app, code: {type: Image, image: {url: 'registry.example.com/filter:1'}}}]}",
                "apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: EnvoyExtensionPolicy\nmetadata: {name: app}\nspec: {wasm: [{name: app, code: {type: HTTP, http: {url: 'http://files.example.com/filter.wasm'}}}]}",
            ],
        ),
    ),
];
