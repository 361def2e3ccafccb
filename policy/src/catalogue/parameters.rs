//! How resources refer to parameters, and where in the same object these have values.

use super::{Proof, proof};

/// The parameters of a family of resources.
#[derive(Debug)]
pub struct Parameters {
    /// The API group.
    pub group: &'static str,
    /// The kinds; none: all of the group.
    pub kinds: &'static [&'static str],
    /// What begins and what ends a reference.
    pub around: (&'static str, &'static str),
    /// The same of a reference that is all of a string, and is replaced together with its quotes.
    pub unquoted: Option<(&'static str, &'static str)>,
    /// What a reference may name.
    pub sets: &'static [Set],
    /// The source of this row.
    pub proof: Proof,
}

/// Parameters that are referred to in the same way.
#[derive(Debug)]
pub struct Set {
    /// What begins a name, before `.name` or `["name"]`; nothing: the name stands alone.
    pub prefixes: &'static [&'static str],
    /// The lists that give names values, or defaults: paths from the object in which they count.
    pub lists: &'static [&'static str],
    /// Where they count.
    pub scope: Scope,
}

/// Where the parameters of a list count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In any object that has the list. The innermost value counts, else the innermost default.
    Around,
    /// In the whole resource, which has the list at this path.
    Resource,
    /// In a template that has a name. What calls it by that name may pass other values, in `arguments.parameters`.
    Template,
}

/// The row of a kind, if there is one.
pub(crate) fn find(group: &str, kind: &str) -> Option<&'static Parameters> {
    PARAMETERS.iter().find(|row| row.group == group && (row.kinds.is_empty() || row.kinds.contains(&kind)))
}

const OF_TEKTON: Set = Set {
    prefixes: &["params", "inputs.params"],
    lists: &["params", "inputs.params", "matrix.params"],
    scope: Scope::Around,
};
const OPENSHIFT: Parameters = Parameters {
    group: "template.openshift.io",
    kinds: &["Template"],
    around: ("${", "}"),
    unquoted: Some(("${{", "}}")),
    sets: &[Set { prefixes: &[""], lists: &["parameters"], scope: Scope::Resource }],
    proof: proof(
        "https://github.com/openshift/library-go/blob/b5cb24cba01d03d010e02abe84072841bac03385/pkg/template/templateprocessing/template.go",
        &[
            "apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: {name: app}\nparameters: [{name: INSECURE, value: \"true\"}]\nobjects: [{apiVersion: image.openshift.io/v1, kind: ImageStream, metadata: {name: app}, spec: {tags: [{name: a, from: {kind: DockerImage, name: registry.example.com/app}, importPolicy: {insecure: \"${{INSECURE}}\"}}]}}]",
            "apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: {name: app}\nparameters: [{name: IMAGE, value: \"http://registry.example.com/app:1\"}]\nobjects: [{apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {containers: [{name: app, image: \"${IMAGE}\"}]}}]",
        ],
        &[
            "apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: {name: app}\nparameters: [{name: INSECURE, value: \"false\"}]\nobjects: [{apiVersion: image.openshift.io/v1, kind: ImageStream, metadata: {name: app}, spec: {tags: [{name: a, from: {kind: DockerImage, name: registry.example.com/app}, importPolicy: {insecure: \"${{INSECURE}}\"}}]}}]",
            "apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: {name: app}\nparameters: [{name: IMAGE, value: \"registry.example.com/app:1\"}, {name: PASSWORD, generate: expression, from: \"[a-z]{8}\"}]\nobjects: [{apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {containers: [{name: app, image: \"${IMAGE}\", env: [{name: REGISTRY_PASSWORD, value: \"${PASSWORD}\"}]}]}}]",
        ],
    ),
};

/// All rows.
pub static PARAMETERS: &[Parameters] = &[
    Parameters {
        group: "tekton.dev",
        kinds: &[],
        around: ("$(", ")"),
        unquoted: None,
        sets: &[OF_TEKTON],
        proof: proof(
            "https://github.com/tektoncd/pipeline/blob/81876e6bc928b8b444fa020eead5d2a3cd080900/docs/variables.md",
            &[
                "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: push}\nspec: {params: [{name: VERIFY, default: \"false\"}], steps: [{name: push, image: quay.io/buildah/stable, args: [push, --tls-verify=$(params.VERIFY), app]}]}",
                "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: push}\nspec: {params: [{name: verify, value: \"false\"}], pipelineSpec: {params: [{name: verify, default: \"true\"}], tasks: [{name: push, params: [{name: VERIFY, value: $(params.verify)}], taskSpec: {params: [{name: VERIFY}], steps: [{name: push, image: a.example.com/tools, script: 'buildah push --tls-verify=$(params[\"VERIFY\"]) app'}]}}]}}",
            ],
            &[
                "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: push}\nspec: {params: [{name: VERIFY, default: \"true\"}], steps: [{name: push, image: quay.io/buildah/stable, args: [push, --tls-verify=$(params.VERIFY), app]}]}",
                "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: push}\nspec: {params: [{name: verify, value: \"true\"}], pipelineSpec: {params: [{name: verify, default: \"false\"}], tasks: [{name: push, params: [{name: VERIFY, value: $(params.verify)}], taskSpec: {params: [{name: VERIFY}], steps: [{name: push, image: a.example.com/tools, script: 'buildah push --tls-verify=$(params[\"VERIFY\"]) app'}]}}]}}",
            ],
        ),
    },
    Parameters {
        group: "triggers.tekton.dev",
        kinds: &[],
        around: ("$(", ")"),
        unquoted: None,
        sets: &[Set { prefixes: &["tt.params"], lists: &["spec.params"], scope: Scope::Resource }],
        proof: proof(
            "https://github.com/tektoncd/triggers/blob/d2543bc0ac996d4e699669420ecaaaab2d6084ac/docs/triggertemplates.md",
            &[
                "apiVersion: triggers.tekton.dev/v1beta1\nkind: TriggerTemplate\nmetadata: {name: build}\nspec: {params: [{name: image, default: \"http://registry.example.com/app:1\"}], resourcetemplates: [{apiVersion: tekton.dev/v1, kind: TaskRun, metadata: {generateName: build-}, spec: {taskSpec: {steps: [{name: build, image: $(tt.params.image)}]}}}]}",
            ],
            &[
                "apiVersion: triggers.tekton.dev/v1beta1\nkind: TriggerTemplate\nmetadata: {name: build}\nspec: {params: [{name: image, default: \"registry.example.com/app:1\"}, {name: other, default: \"http://registry.example.com/app:1\"}], resourcetemplates: [{apiVersion: tekton.dev/v1, kind: TaskRun, metadata: {generateName: build-}, spec: {taskSpec: {steps: [{name: build, image: $(tt.params.image)}]}}}]}",
            ],
        ),
    },
    Parameters {
        group: "shipwright.io",
        kinds: &[],
        around: ("$(", ")"),
        unquoted: None,
        sets: &[Set { prefixes: &["params"], lists: &["parameters", "paramValues"], scope: Scope::Around }],
        proof: proof(
            "https://github.com/shipwright-io/build/blob/4ba23af9db367259d0b87dd753f4543b55135da6/docs/buildstrategies.md",
            &[
                "apiVersion: shipwright.io/v1beta1\nkind: BuildStrategy\nmetadata: {name: build}\nspec: {parameters: [{name: verify, default: \"false\"}], steps: [{name: push, image: quay.io/buildah/stable, command: [buildah, push, --tls-verify=$(params.verify), app]}]}",
            ],
            &[
                "apiVersion: shipwright.io/v1beta1\nkind: BuildStrategy\nmetadata: {name: build}\nspec: {parameters: [{name: verify, default: \"true\"}], steps: [{name: push, image: quay.io/buildah/stable, command: [buildah, push, --tls-verify=$(params.verify), app]}]}",
            ],
        ),
    },
    Parameters {
        group: "argoproj.io",
        kinds: &["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow", "Sensor"],
        around: ("{{", "}}"),
        unquoted: None,
        sets: &[
            Set { prefixes: &["inputs.parameters"], lists: &["inputs.parameters"], scope: Scope::Template },
            Set {
                prefixes: &["workflow.parameters"],
                lists: &["spec.arguments.parameters", "spec.workflowSpec.arguments.parameters"],
                scope: Scope::Resource,
            },
        ],
        proof: proof(
            "https://github.com/argoproj/argo-workflows/blob/1354cbe8e69af645fd88424069053d90152a9e46/docs/variables.md",
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: push}\nspec: {entrypoint: push, arguments: {parameters: [{name: verify, value: \"false\"}]}, templates: [{name: push, container: {image: quay.io/skopeo/stable, args: [copy, \"--dest-tls-verify={{workflow.parameters.verify}}\", \"docker://a.example.com/a\", \"docker://b.example.com/a\"]}}]}",
                "apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {name: push}\nspec: {entrypoint: main, templates: [{name: main, steps: [[{name: a, template: push, arguments: {parameters: [{name: verify, value: \"false\"}]}}]]}, {name: push, inputs: {parameters: [{name: verify, default: \"true\"}]}, container: {image: quay.io/skopeo/stable, args: [copy, \"--dest-tls-verify={{ inputs.parameters.verify }}\", \"docker://a.example.com/a\", \"docker://b.example.com/a\"]}}]}",
            ],
            &[
                "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: push}\nspec: {entrypoint: push, arguments: {parameters: [{name: verify, value: \"true\"}]}, templates: [{name: push, container: {image: quay.io/skopeo/stable, args: [copy, \"--dest-tls-verify={{workflow.parameters.verify}}\", \"docker://a.example.com/a\", \"docker://b.example.com/a\"]}}]}",
                "apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {name: push}\nspec: {entrypoint: main, templates: [{name: main, steps: [[{name: a, template: push, arguments: {parameters: [{name: verify, value: \"true\"}]}}]]}, {name: push, inputs: {parameters: [{name: verify, default: \"false\"}]}, container: {image: quay.io/skopeo/stable, args: [copy, \"--dest-tls-verify={{ inputs.parameters.verify }}\", \"docker://a.example.com/a\", \"docker://b.example.com/a\"]}}]}",
            ],
        ),
    },
    OPENSHIFT,
    // As it was before groups, and as most files still have it.
    Parameters { group: "", ..OPENSHIFT },
];
