//! What images, containers and credentials look like in resources whose schema is unknown.

use super::{Proof, proof};
use crate::search;

/// What a key of an object may say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Image,
    Registry,
    Repository,
    /// A tag or a digest.
    Version,
    Name,
    Command,
    Args,
    /// Variables.
    Env,
    Script,
    /// A list that containers have, and little else.
    OfContainerList,
    /// An object or a string that containers have, and little else.
    OfContainer,
    /// A list of containers.
    Containers,
    Value,
    Default,
    ApiVersion,
    Kind,
    User,
    Password,
    /// Both, in base64.
    Auth,
    /// Where a registry is.
    Address,
    /// How a service's image is built, in a compose file.
    Build,
    /// Not something that a controller acts on: a schema, an example, a status.
    Skipped,
    Other,
}

/// What a key says, as written in JSON. Most say nothing, which their length and first letters tell.
pub(crate) fn key(key: &[u8]) -> Key {
    match key {
        b"image" => Key::Image,
        // What Docker calls it beside a user and a password.
        b"registry" | b"serverAddress" => Key::Registry,
        b"repository" => Key::Repository,
        b"tag" | b"digest" => Key::Version,
        b"name" => Key::Name,
        b"command" => Key::Command,
        b"args" => Key::Args,
        b"script" => Key::Script,
        b"env" => Key::Env,
        b"envFrom" | b"ports" | b"volumeMounts" => Key::OfContainerList,
        b"resources" | b"imagePullPolicy" | b"livenessProbe" | b"readinessProbe" | b"workingDir" => Key::OfContainer,
        b"containers" | b"initContainers" => Key::Containers,
        b"value" | b"values" => Key::Value,
        b"default" => Key::Default,
        b"apiVersion" => Key::ApiVersion,
        b"kind" => Key::Kind,
        b"username" | b"user" | b"registryUser" | b"registryUsername" => Key::User,
        b"password" | b"token" => Key::Password,
        b"auth" => Key::Auth,
        b"build" => Key::Build,
        b"url" | b"server" | b"host" | b"endpoint" => Key::Address,
        b"status" | b"openAPIV3Schema" | b"schema" | b"metadata" | b"samples" | b"examples" => Key::Skipped,
        _ => Key::Other,
    }
}

/// Something that is known by its shape.
#[derive(Debug)]
pub struct Shaped {
    /// What it is, and how it is known.
    pub described: &'static str,
    /// Where the shape was seen, with examples.
    pub proof: Proof,
}

const fn shaped(described: &'static str, proof: Proof) -> Shaped {
    Shaped { described, proof }
}

/// What is known by its shape in any resource that is not built in, and in texts. Examples are objects.
pub static SHAPES: &[Shaped] = &[
    shaped(
        "a container: an object with `image` and one of `command`, `args`, `env`, `envFrom`, `ports`, `volumeMounts`, `resources`, `imagePullPolicy`, `workingDir`, `script` or a probe, or with `image` and `name` under a key that ends with `containers`, `sidecars` or `steps`",
        proof(
            "https://github.com/shipwright-io/build/blob/85aa66454677/pkg/apis/build/v1beta1/buildstrategy.go",
            &[
                "apiVersion: example.com/v1\nkind: BuildStrategy\nmetadata: {name: build}\nspec: {steps: [{name: build, image: 'gcr.io/kaniko-project/executor:v1.24.0', args: [--context=/w, --destination=registry.example.com/app, --skip-tls-verify]}]}",
                "apiVersion: example.com/v1\nkind: Check\nmetadata: {name: check}\nspec: {podSpec: {containers: [{name: check, image: 'localhost:5000/check:1'}]}}",
                "apiVersion: example.com/v1\nkind: Runner\nmetadata: {name: runner}\nspec: {image: 'registry.example.com/runner:1', env: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}]}",
            ],
            &[
                "apiVersion: example.com/v1\nkind: BuildStrategy\nmetadata: {name: build}\nspec: {steps: [{name: build, image: 'gcr.io/kaniko-project/executor:v1.24.0', args: [--context=/w, --destination=registry.example.com/app]}]}",
                "apiVersion: example.com/v1\nkind: Check\nmetadata: {name: check}\nspec: {podSpec: {containers: [{name: check, image: 'Not An Image'}]}}",
                "apiVersion: example.com/v1\nkind: Runner\nmetadata: {name: runner}\nspec: {image: '$(params.IMAGE)', env: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: a, key: b}}}]}",
                "apiVersion: example.com/v1\nkind: Runner\nmetadata: {name: runner}\nstatus: {containers: [{name: a, image: 'localhost:5000/app:1'}]}",
            ],
        ),
    ),
    shaped(
        "an image: a string under `image`, or a key that ends with `Image`, `imageName` or `ImagePullSpec`, and each string in a list under a key that ends with `images`. Only what is certain counts: a scheme, credentials, a loopback or listed registry",
        proof(
            "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2/apis/actions.summerwind.net/v1alpha1/runner_types.go",
            &[
                "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: widget}\nspec: {image: 'localhost:5000/app:1'}",
                "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: widget}\nspec: {workerImage: 'http://registry.example.com/app:1'}",
                "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: widget}\nspec: {images: ['app=127.0.0.1:5000/app:1']}",
                "apiVersion: operator.open-cluster-management.io/v1\nkind: Klusterlet\nmetadata: {name: klusterlet}\nspec: {registrationImagePullSpec: 'localhost:5000/registration:1'}",
            ],
            &[
                "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: widget}\nspec: {image: 'registry.corp:5000/app:1', backgroundImage: 'http://www.example.com/logo.png'}",
                "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: widget}\nspec: {image: 'http://disks.example.com/fedora.qcow2'}",
                "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: widget}\nspec: {image: 'http://www.example.com/img?size=2'}",
            ],
        ),
    ),
    shaped(
        "an image in parts: an object with `repository` and `tag`, `digest` or `image`, or with `registry` and `repository` or `image`; `repository` alone under a key that ends with `image`",
        proof(
            "https://github.com/bitnami/charts/blob/5165628ae066/bitnami/common/templates/_images.tpl",
            &[
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {image: {registry: 'localhost:5000', repository: app, tag: '1'}}}",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {image: {repository: 'http://registry.example.com/app', tag: '1'}}}",
                "apiVersion: nvidia.com/v1\nkind: ClusterPolicy\nmetadata: {name: gpu}\nspec: {driver: {repository: 'localhost:5000/nvidia', image: driver, version: 550.90.07}}",
            ],
            &[
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {image: {registry: registry.example.com, repository: app, tag: '1'}}}",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {git: {repository: 'http://git.example.com/app', tag: v1}}}",
                "apiVersion: nvidia.com/v1\nkind: ClusterPolicy\nmetadata: {name: gpu}\nspec: {driver: {repository: nvcr.io/nvidia, image: driver, version: 550.90.07}}",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {chart: {name: app, repository: 'http://charts.example.com'}}",
            ],
        ),
    ),
    shaped(
        "a registry: a string under `imageRegistry`, `dockerRegistry`, `containerRegistry`, `systemDefaultRegistry` or `defaultRegistry`, and under `registry` of `global` or of a key that ends with `image`",
        proof(
            "https://github.com/bitnami/charts/blob/5165628ae066/bitnami/common/templates/_images.tpl ; https://github.com/rancher/rancher/blob/59bd052e4455/chart/values.yaml",
            &[
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {global: {imageRegistry: 'localhost:5000'}}}",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {systemDefaultRegistry: 'http://registry.example.com'}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: app}\nspec: {source: {helm: {parameters: [{name: global.imageRegistry, value: 'localhost:5000'}]}}}",
            ],
            &[
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {global: {imageRegistry: ''}}}",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {schemaRegistry: 'http://localhost:8081', registry: {url: 'http://localhost:8081'}}}",
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: app}\nspec: {source: {helm: {parameters: [{name: ingress.host, value: 'localhost:5000'}]}}}",
            ],
        ),
    ),
    shaped(
        "credentials: an object with `username` or `user` and a literal `password` or `token`, under a key that says of an image, a registry or Docker that these are its credentials",
        proof(
            "https://github.com/helm/helm-www/blob/e0e2a24eb821/content/en/docs/howto/charts_tips_and_tricks.md (Creating Image Pull Secrets)",
            &[
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {imageCredentials: {registry: registry.example.com, username: robot, password: CANARY-not-a-real-password}}}",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {imagePullSecrets: [{registry: registry.example.com, username: robot, password: CANARY-not-a-real-password}]}}",
                "apiVersion: example.com/v1\nkind: Builder\nmetadata: {name: builder}\nspec: {containerRegistry: {server: registry.example.com, user: robot, token: CANARY-not-a-real-token}}",
                "apiVersion: devops.kubesphere.io/v1alpha1\nkind: S2iBuilder\nmetadata: {name: builder}\nspec: {config: {pushAuthentication: {serverAddress: registry.example.com, username: robot, password: CANARY-not-a-real-password}}}",
            ],
            &[
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {imageCredentials: {registry: registry.example.com, username: robot, password: '${PASSWORD}'}}}",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {imageCredentials: {registry: registry.example.com, username: '', password: ''}}}",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {auth: {username: postgres, password: CANARY-of-a-database}}}",
                "apiVersion: example.com/v1\nkind: Builder\nmetadata: {name: builder}\nspec: {sourceControl: {server: git.example.com, user: robot, token: CANARY-of-a-git-server}}",
            ],
        ),
    ),
    shaped(
        "arguments: a list of strings with flags, and a parameter with `name` and a `value` or `default` that begins with a dash",
        proof(
            "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/kaniko/0.7/kaniko.yaml",
            &[
                "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskRef: {name: kaniko}, params: [{name: EXTRA_ARGS, value: [--verbosity=info, --skip-tls-verify]}]}",
                "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskRef: {name: buildah}, params: [{name: PUSH_EXTRA_ARGS, value: '--format docker --tls-verify=false'}]}",
                "apiVersion: example.com/v1\nkind: Build\nmetadata: {name: build}\nspec: {extraArgs: ['--insecure-registry=registry.example.com']}",
            ],
            &[
                "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskRef: {name: kaniko}, params: [{name: EXTRA_ARGS, value: [--verbosity=info, --insecure]}]}",
                "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskRef: {name: buildah}, params: [{name: PUSH_EXTRA_ARGS, value: '--format docker --tls-verify=true'}]}",
                "apiVersion: example.com/v1\nkind: Server\nmetadata: {name: argocd}\nspec: {extraArgs: [--insecure, --kubelet-insecure-tls]}",
            ],
        ),
    ),
    shaped(
        "commands: a string that starts with the `#!` line of a shell script (`#!/bin/sh`); a list under `runcmd` or `bootcmd` of a cloud-config, or under a key that begins with `pre`, `post` or `boot` and ends with `Commands`. Each is a line for a shell, or a list of words",
        proof(
            "https://github.com/kubernetes-sigs/cluster-api/blob/ae7ff047db49/api/bootstrap/kubeadm/v1beta1/kubeadmconfig_types.go ; https://github.com/canonical/cloud-init/blob/25.2/doc/module-docs/cc_runcmd/data.yaml",
            &[
                "apiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nkind: KubeadmConfig\nmetadata: {name: edge}\nspec: {preKubeadmCommands: [systemctl restart docker, 'podman pull --tls-verify=false registry.example.com/app:1']}",
                "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: edge}\nspec:\n  template:\n    spec:\n      volumes:\n        - name: init\n          cloudInitNoCloud:\n            userData: |\n              #cloud-config\n              runcmd:\n                - [podman, pull, --tls-verify=false, registry.example.com/app:1]",
                "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: edge}\nspec:\n  userData: |\n    #!/bin/sh\n    podman pull --tls-verify=false registry.example.com/app:1",
            ],
            &[
                "apiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nkind: KubeadmConfig\nmetadata: {name: edge}\nspec: {preKubeadmCommands: [systemctl restart docker, 'podman pull registry.example.com/app:1', 'argocd login --insecure argocd.example.com']}",
                "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: edge}\nspec:\n  template:\n    spec:\n      volumes:\n        - name: init\n          cloudInitNoCloud:\n            userData: |\n              #cloud-config\n              runcmd:\n                - [podman, pull, registry.example.com/app:1]\n              bootcmd:\n                - echo podman pull --tls-verify=false registry.example.com/app:1",
            ],
        ),
    ),
    shaped(
        "environment variables: a list of objects with `name` and `value`, or of strings `NAME=value`, or a map, under a key that ends with `env`, `envVars` or `environment`, and the `literals` of a kustomization",
        proof(
            "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2/apis/actions.summerwind.net/v1alpha1/runner_types.go",
            &[
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {extraEnv: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}]}}",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {scanner: {env: {TRIVY_INSECURE: 'true'}}}}",
                "apiVersion: example.com/v1\nkind: Scanner\nmetadata: {name: scanner}\nspec: {environment: ['TRIVY_INSECURE=true']}",
                "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {name: app}\nsecretGenerator: [{name: registry, literals: [REGISTRY_PASSWORD=CANARY-not-a-real-password]}]",
            ],
            &[
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {extraEnv: [{name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: a, key: b}}}]}}",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: app}\nspec: {values: {scanner: {env: {TRIVY_INSECURE: 'false'}}}}",
                "apiVersion: example.com/v1\nkind: Scanner\nmetadata: {name: scanner}\nspec: {environment: ['TRIVY_INSECURE=false', 'REGISTRY_PASSWORD', 'REGISTRY_TOKEN=${TOKEN}']}",
            ],
        ),
    ),
    shaped(
        "manifests, values of a chart or a compose file in a text: of a resource, or of an entry of a ConfigMap, where it only warns. An image `localhost/name` of a service with `build` is built, not pulled",
        proof(
            "https://github.com/k3s-io/helm-controller/blob/21a911f86f91/pkg/apis/helm.cattle.io/v1/types.go ; https://github.com/argoproj/argo-workflows/blob/f016ad89eb26/pkg/apis/workflow/v1alpha1/workflow_types.go ; unverified: which programs read an entry of a ConfigMap",
            &[
                "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: app}\nspec:\n  valuesContent: |\n    image: {registry: 'localhost:5000', repository: app}",
                "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: app}\nspec:\n  templates:\n    - name: app\n      resource:\n        manifest: |\n          apiVersion: v1\n          kind: Pod\n          spec: {containers: [{name: app, image: 'localhost:5000/app:1'}]}",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata:\n  pod.yaml: |\n    apiVersion: v1\n    kind: Pod\n    spec: {containers: [{name: app, image: 'localhost:5000/app:1'}]}",
            ],
            &[
                "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: app}\nspec:\n  valuesContent: |\n    image: {registry: registry.example.com, repository: app}",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata:\n  notes.txt: |\n    image: localhost:5000/app:1",
            ],
        ),
    ),
    shaped(
        "an entry of a ConfigMap that is a variable, a file of variables or a script: its key is a name of the catalogue in capitals, each of its lines is `NAME=value`, its key ends with `.sh`, or its text starts with the `#!` line of a shell script (`#!/bin/sh`)",
        proof(
            "https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/ (Configure all key-value pairs in a ConfigMap as container environment variables)",
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata: {REGISTRY_PASSWORD: CANARY-not-a-real-password}",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata: {push.sh: skopeo copy --src-tls-verify=false docker://a docker://b}",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata:\n  scanner.env: |\n    # of the scanner\n    TRIVY_INSECURE=true",
            ],
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata: {REGISTRY_PASSWORD_FILE: /run/secrets/password, PASSWORD: CANARY-of-a-database}",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata: {push.txt: skopeo copy --src-tls-verify=false docker://a docker://b}",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata:\n  notes.txt: |\n    TRIVY_INSECURE=true is forbidden\n    here",
            ],
        ),
    ),
    shaped(
        "a manifest in a resource: an object with `apiVersion` and `kind`, evaluated as its kind",
        proof(
            "https://github.com/crossplane-contrib/provider-kubernetes/blob/1630dc81b17c/apis/object/v1alpha2/types.go ; https://github.com/open-cluster-management-io/api/blob/b702d005c9c8/work/v1/types.go",
            &[
                "apiVersion: work.open-cluster-management.io/v1\nkind: ManifestWork\nmetadata: {name: work}\nspec: {workload: {manifests: [{apiVersion: apps/v1, kind: Deployment, metadata: {name: app}, spec: {template: {spec: {containers: [{name: app, image: 'localhost:5000/app:1'}]}}}}]}}",
                "apiVersion: kubernetes.crossplane.io/v1alpha2\nkind: Object\nmetadata: {name: source}\nspec: {forProvider: {manifest: {apiVersion: source.toolkit.fluxcd.io/v1, kind: OCIRepository, metadata: {name: app}, spec: {url: 'oci://registry.example.com/app', insecure: true}}}}",
            ],
            &[
                "apiVersion: work.open-cluster-management.io/v1\nkind: ManifestWork\nmetadata: {name: work}\nspec: {workload: {manifests: [{apiVersion: apps/v1, kind: Deployment, metadata: {name: app}, spec: {template: {spec: {containers: [{name: app, image: '${IMAGE}'}]}}}}]}}",
                "apiVersion: kubernetes.crossplane.io/v1alpha2\nkind: Object\nmetadata: {name: source}\nspec: {forProvider: {manifest: {apiVersion: source.toolkit.fluxcd.io/v1, kind: Bucket, metadata: {name: app}, spec: {endpoint: minio.example.com, insecure: true}}}}",
                "apiVersion: example.com/v1\nkind: Scaler\nmetadata: {name: scaler}\nspec: {target: {apiVersion: apps/v1, kind: Deployment, name: app}}",
            ],
        ),
    ),
];

fn ends(text: &[u8], end: &str) -> bool {
    let start = text.len().checked_sub(end.len());
    start.and_then(|start| text.get(start..)).is_some_and(|it| search::equals_in_any_case(it, end.as_bytes()))
}

/// The last letter, which most keys have another of.
fn last(key: &[u8]) -> u8 {
    key.last().map_or(0, u8::to_ascii_lowercase)
}

fn has(text: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| search::contains_in_any_case_short(text, word.as_bytes()))
}

/// Whether a string under this key matters though the key contains none of the words that are searched for.
pub(crate) fn is_without_word(key: &[u8]) -> bool {
    matches!(key, b"newName" | b"assignDomain")
}

/// Whether everything in an object or a list under this key matters.
pub(crate) fn is_telling_of_all(key: &[u8]) -> bool {
    is_of_containers(key) || is_map_of_images(key) || is_list_of_images(key) || has(key, &["registr"])
}

/// Whether an object, or the items of a list, under this key are containers.
pub(crate) fn is_of_containers(key: &[u8]) -> bool {
    match last(key) {
        b's' => ["containers", "sidecars", "steps"].iter().any(|end| ends(key, end)),
        b'r' => ["container", "sidecar"].iter().any(|end| ends(key, end)),
        _ => false,
    }
}

/// Whether a string under this key is an image: `workerImage`. `image` is told by what stands beside it.
pub(crate) fn is_image(key: &[u8]) -> bool {
    match last(key) {
        b'e' if ends(key, "image") => !has(key, &["background", "logo", "icon", "avatar", "banner", "base64", "disk"]),
        b'e' => ends(key, "imageName") || key == b"newName",
        b'l' => ends(key, "imageURL"),
        b'c' => ends(key, "imagePullSpec"),
        _ => false,
    }
}

/// Whether an object under this key is an image in parts.
pub(crate) fn is_of_image(key: &[u8]) -> bool {
    last(key) == b'e' && ends(key, "image")
}

/// Whether what is under this key applies to a whole chart.
pub(crate) fn is_global(key: &[u8]) -> bool {
    matches!(key, b"global" | b"distribution")
}

/// Whether strings in a list under this key are images.
pub(crate) fn is_list_of_images(key: &[u8]) -> bool {
    last(key) == b's' && ends(key, "images")
}

/// Whether a string under this key is a registry that images come from.
pub(crate) fn is_registry(key: &[u8], around: Option<&[u8]>) -> bool {
    const NAMES: [&str; 9] = [
        "imageRepository",
        "imageRegistry",
        "image_registry",
        "image-registry",
        "dockerRegistry",
        "containerRegistry",
        "systemDefaultRegistry",
        "system_default_registry",
        "defaultRegistry",
    ];
    match last(key) {
        b'n' => ends(key, "assignDomain"),
        b'y' => {
            NAMES.iter().any(|name| ends(key, name))
                || (ends(key, "registry") && key != b"registry" && around.is_some_and(is_of_image))
        }
        _ => false,
    }
}

/// Whether a string under this key is the password of an image registry. The names of other registries say what they hold.
pub(crate) fn is_password_of_registry(key: &[u8]) -> bool {
    const NAMES: [&str; 8] = [
        "registryPassword",
        "registryPasswd",
        "registry_password",
        "dockerPassword",
        "docker_password",
        "dockerRegistryPassword",
        "imageRegistryPassword",
        "containerRegistryPassword",
    ];
    NAMES.iter().any(|name| name.as_bytes() == key)
}

/// Whether a registry under this key is a schema registry.
pub(crate) fn is_of_schemas(key: &[u8]) -> bool {
    has(key, &["schema"])
}

/// Whether a string under this key is a URL.
pub(crate) fn is_url(key: &[u8]) -> bool {
    last(key) == b'l' && ends(key, "url")
}

/// Whether an object under this key holds registry credentials.
pub(crate) fn is_of_registry_credentials(key: &[u8]) -> bool {
    (has(key, &["image", "registr", "docker"]) && has(key, &["cred", "auth", "login", "secret"]))
        || (matches!(last(key), b'y' | b's')
            && ["Registry", "Registries"].iter().any(|it| ends(key, it))
            && has(key, &["docker", "image", "container", "private"]))
}

/// Whether all strings in an object under this key are images.
pub(crate) fn is_map_of_images(key: &[u8]) -> bool {
    matches!(key, b"image" | b"images")
}

/// Whether an image is part of an operating system, so that it is never pulled.
///
/// Source: <https://github.com/aws/eks-anywhere/blob/aebd9a0623cd/pkg/api/v1alpha1/tinkerbelltemplateconfig_defaults.go>
pub(crate) fn is_embedded(image: &str) -> bool {
    image.starts_with("127.0.0.1/embedded/")
}

/// Whether the contents of objects of this group are never applied: samples in a console, tests, patterns that are refused, and files of
/// commands.
pub(crate) fn has_samples_only(group: &str) -> bool {
    matches!(
        group,
        "console.openshift.io"
            | "chainsaw.kyverno.io"
            | "kuttl.dev"
            | "cli.kyverno.io"
            | "constraints.gatekeeper.sh"
            | "templates.gatekeeper.sh"
            | "mirror.openshift.io"
    )
}

/// Whether objects of this group are policies, much of which is only compared with other objects.
pub(crate) fn is_of_policies(group: &str) -> bool {
    matches!(group, "policies.kubewarden.io" | "kyverno.io" | "policies.kyverno.io")
}

/// Whether a policy only compares what is under this key.
pub(crate) fn is_compared(key: &[u8]) -> bool {
    const COMPARED: [&[u8]; 7] =
        [b"settings", b"validate", b"preconditions", b"match", b"exclude", b"verifyImages", b"imageVerify"];
    COMPARED.contains(&key)
}

/// Whether a parameter of this name holds arguments of a tool.
pub(crate) fn is_of_arguments(name: &[u8]) -> bool {
    has(name, &["arg", "flag", "opt", "param", "command", "cmd"])
}

/// Whether a list under this key has commands, each a line for a shell or a list of words: cloud-init's, and what providers of Cluster API
/// run before and after they make a node (`preKubeadmCommands`).
pub(crate) fn is_of_commands(key: &[u8]) -> bool {
    match last(key) {
        b'd' => key == b"runcmd" || key == b"bootcmd",
        b's' => key.ends_with(b"Commands") && ["pre", "post", "boot"].iter().any(|it| key.starts_with(it.as_bytes())),
        _ => false,
    }
}

/// Whether a list or an object under this key holds environment variables.
pub(crate) fn is_of_variables(key: &[u8]) -> bool {
    match last(key) {
        b'v' => ends(key, "env"),
        b's' => ends(key, "envVars") || key == b"literals",
        b't' => ends(key, "environment"),
        _ => false,
    }
}

/// Whether a URL under a key for images is that of a container image, rather than of a picture or a disk: those have a file extension or
/// a query.
pub(crate) fn is_url_of_image(url: &str) -> bool {
    let last = url.rsplit('/').next().unwrap_or_default();
    let is_of_host = url.matches('/').count() < 3;
    let has_tag = last.contains(':');
    let is_file = !has_tag && last.contains('.');
    !is_of_host && !is_file && !url.contains(['?', '#', '%', '='])
}
