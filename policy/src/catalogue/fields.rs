//! Fields of resources, and entries of `ConfigMap`s, that disable TLS for registries.

use super::beside::{Beside, begun, equal, within};
use super::{Proof, When, proof};
use crate::search::{self, Pairs, Word};

/// A field that disables TLS.
#[derive(Debug)]
pub struct Field {
    /// The API group.
    pub group: &'static str,
    /// The kinds that have it.
    pub kinds: &'static [&'static str],
    /// Keys, and `[*]` for each item of a list or value of a map.
    pub path: &'static str,
    /// When it does so.
    pub when: When,
    /// What has to stand beside it, all of these.
    pub(crate) only_if: &'static [Beside],
    /// Whether the field may concern something other than images, so that it only warns.
    pub(crate) is_unsure: bool,
    /// The effect: "Flux pulls the artifact over plain HTTP".
    pub means: &'static str,
    /// The source of this row.
    pub proof: Proof,
}

/// An entry of a `ConfigMap` that disables TLS.
#[derive(Debug)]
pub struct Entry {
    /// Its key, or the key's prefix.
    pub key: &'static str,
    pub(crate) matches: Match,
    /// The field it corresponds to: `data`.
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
    Field { group, kinds, path, when, only_if: &[], is_unsure: false, means, proof }
}

impl Field {
    const fn only_if(self, only_if: &'static [Beside]) -> Self {
        Field { only_if, ..self }
    }

    /// The part of the object in which a neighbour has to stand, if it is not the whole.
    pub(crate) fn mapping(&self) -> Option<&'static Beside> {
        self.only_if.iter().find(|beside| !beside.within.is_empty())
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
const NODES: &str = "nodes pull without verifying TLS, or over plain HTTP";
const NODES_UNVERIFIED: &str = "nodes pull without verifying TLS";
const NODES_HTTP: &str = "nodes pull over plain HTTP";
const IMPORTS: &str = "OpenShift imports the image without verifying TLS, or over plain HTTP";
const CDI: &str = "CDI imports disks from the registry without verifying TLS, or over plain HTTP";
const TEKTON: &str = "the task pushes or pulls without verifying TLS, or over plain HTTP";
const ARGO_CD: &str = "Argo CD pulls charts and artifacts without verifying TLS";
const ARGO_CD_HTTP: &str = "Argo CD pulls charts and artifacts over plain HTTP";
const FLEET: &str = "Fleet reads and writes bundles without verifying TLS";
const FLEET_HTTP: &str = "Fleet reads and writes bundles over plain HTTP";
const KYVERNO: &str = "Kyverno reads images and signatures without verifying TLS, or over plain HTTP";
const CHAINS: &str = "Tekton Chains pushes signatures without verifying TLS, or over plain HTTP";
const RUNNER: &str = "the runner's Docker reaches its mirror over plain HTTP";
const SHIPWRIGHT: &str = "Shipwright pushes without verifying TLS, or over plain HTTP";
const CAMEL: &str = "Camel K pushes without verifying TLS, or over plain HTTP";
const KUBERMATIC: &str = "Kubermatic pulls charts without verifying TLS";
const KUBERMATIC_HTTP: &str = "Kubermatic pulls charts over plain HTTP";
const CROSSPLANE_HELM: &str = "Crossplane pulls the chart without verifying TLS";
const CROSSPLANE_HELM_HTTP: &str = "Crossplane pulls the chart over plain HTTP";
const KARGO: &str = "Kargo reads the registry without verifying TLS";
const HARBOR: &str = "Harbor reaches the registry without verifying TLS";
const SVELTOS: &str = "Sveltos pulls charts without verifying TLS";
const SVELTOS_HTTP: &str = "Sveltos pulls charts over plain HTTP";

const ARGO_CD_LABELS: Beside = within(
    "",
    &[
        equal("metadata.labels[\"argocd.argoproj.io/secret-type\"]", "repository"),
        equal("metadata.labels[\"argocd.argoproj.io/secret-type\"]", "repo-creds"),
    ],
);
const TALOS_CONTROL_PLANE: &str = "https://github.com/siderolabs/cluster-api-control-plane-provider-talos/blob/d3b00eb6b34ecacb0292731b6a591f7a00fc6054/api/v1alpha3/taloscontrolplane_types.go";
const TALOS_CONTROL_PLANE_PATCH: Beside =
    within("spec.controlPlaneConfig.controlplane.configPatches[*]", &[begun("path", "/machine/registries")]);

/// The base64 of `oci` and of `true`.
const ARGO_CD_OCI: Beside = within("", &[equal("data.type", "b2Np"), equal("data.enableOCI", "dHJ1ZQ==")]);
const ARGO_CD_OCI_TEXT: Beside = within("", &[equal("stringData.type", "oci"), equal("stringData.enableOCI", "true")]);
const FLEET_OCI_STORAGE: Beside = within("", &[equal("type", "fleet.cattle.io/bundle-oci-storage/v1alpha1")]);
const PROVIDER_HELM_OCI: Beside =
    within("", &[begun("spec.forProvider.chart.repository", "oci://"), begun("spec.forProvider.chart.url", "oci://")]);

const PIPELINES: &[&str] = &["Pipeline", "PipelineRun", "Task", "ClusterTask", "TaskRun"];
/// Parameters that are `true` for an insecure registry: of the tasks jib-maven and jib-gradle in Tekton's catalog, and of tasks
/// that others write for kaniko and skopeo.
const INSECURE_PARAMETERS: &[&str] = &["INSECUREREGISTRY", "INSECURE_REGISTRY", "insecure-registry"];
/// Parameters that are `false` for an insecure registry: of the tasks buildah and skopeo-copy in Tekton's catalog, and of the tasks
/// buildah, `s2i-*` and `skopeo-copy` of `OpenShift` Pipelines.
const VERIFYING_PARAMETERS: &[&str] =
    &["TLSVERIFY", "TLS_VERIFY", "srcTLSverify", "destTLSverify", "SRC_TLS_VERIFY", "DEST_TLS_VERIFY"];
/// Parameters that name an insecure registry: of the tasks docker-build and dockerslim-build in Tekton's catalog, which pass it to
/// dockerd as `--insecure-registry`.
const REGISTRY_PARAMETERS: &[&str] = &["insecure_registry"];

/// Whether a parameter of one of the rows may stand in an object.
pub(crate) fn may_hold_parameter(object: &[u8]) -> bool {
    static PAIRS: Pairs = {
        let (mut pairs, mut nth) = (Pairs::new(&[[b"\\", b"u"]]), 0);
        #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
        while nth < PARAMETERS.len() {
            pairs = pairs.and_word(1 + nth % 7, PARAMETERS[nth]);
            nth += 1;
        }
        pairs
    };
    PAIRS.scan_inline(object, |at| {
        search::is_needless_escape(object, at) || PARAMETERS.iter().any(|name| name.is_around(object, at))
    })
}

/// The names of parameters, each once; the first one stands for those that are not there.
static PARAMETERS: [Word; 16] = {
    let mut names = [""; 16];
    let (mut count, mut row) = (0, 0);
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while row < FIELDS.len() {
        if let When::Parameter(of_row, _) = FIELDS[row].when {
            let mut nth = 0;
            while nth < of_row.len() {
                let mut known = 0;
                while known < count && !super::names::is_same(names[known], of_row[nth]) {
                    known += 1;
                }
                names[known] = of_row[nth];
                count = if known == count { count + 1 } else { count };
                nth += 1;
            }
        }
        row += 1;
    }
    let mut words = [Word::new(names[0]); 16];
    let mut nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while nth < count {
        words[nth] = Word::new(names[nth]);
        nth += 1;
    }
    words
};

/// A field that disables TLS in whatever resource, by its name.
#[derive(Debug)]
pub struct Anywhere {
    /// Whether it is this field, by its key and the key around it.
    is_it: fn(key: &[u8], around: &[u8]) -> bool,
    /// What the field is called, for documents.
    pub described: &'static str,
    /// The field.
    pub field: Field,
}

/// The rows of a field with this key, under another one.
pub(crate) fn anywhere<'k>(key: &'k [u8], around: Option<&'k [u8]>) -> impl Iterator<Item = &'static Field> + use<'k> {
    let around = around.unwrap_or_default();
    // A letter of `insecure`, `verify` or `http`, which each of them has.
    let may_be_any = key.iter().any(|byte| matches!(byte, b'c' | b'C' | b'v' | b'V' | b'h' | b'H'));
    let rows = if may_be_any { ANYWHERE } else { &[] };
    rows.iter().filter(move |row| (row.is_it)(key, around)).map(|row| &row.field)
}

const fn anywhere_if(
    is_it: fn(&[u8], &[u8]) -> bool,
    described: &'static str,
    when: When,
    is_unsure: bool,
    proof: Proof,
) -> Anywhere {
    const MEANS: &str = "a registry is reached without verifying TLS, or over plain HTTP";
    Anywhere { is_it, described, field: Field { is_unsure, ..field("", &[], "", when, MEANS, proof) } }
}

/// Whether a key has both words, in any case.
fn says_insecure_registry(key: &[u8], _: &[u8]) -> bool {
    has_word(key, b"insecure") && has_word(key, b"registr")
}

fn says_registry(around: &[u8]) -> bool {
    has_word(around, b"registr") && !has_word(around, b"schema") && !has_word(around, b"service")
}

fn has_word(text: &[u8], word: &[u8]) -> bool {
    search::contains_in_any_case_short(text, word)
}

fn is_any(key: &[u8], names: &[&str]) -> bool {
    let is_letter = |byte: &&u8| byte.is_ascii_alphanumeric();
    let lowered = key.iter().filter(is_letter).map(u8::to_ascii_lowercase);
    names.iter().any(|name| lowered.clone().eq(name.bytes()))
}

/// Fields that disable TLS wherever they occur: in any custom resource, in values of charts, in parameters.
pub(crate) static ANYWHERE: &[Anywhere] = &[
    anywhere_if(
        says_insecure_registry,
        "a key with the words `insecure` and `registry` or `registries`",
        When::RegistryOrTrue,
        false,
        proof(
            "https://github.com/openshift/api/blob/2a3d73913b5a/config/v1/types_image.go ; so do many charts and operators",
            &[
                "apiVersion: example.com/v1\nkind: Builder\nmetadata: {name: builder}\nspec: {insecureRegistries: [registry.example.com]}",
                "apiVersion: example.com/v1\nkind: Builder\nmetadata: {name: builder}\nspec: {push: {registryInsecure: true}}",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: dind}\nspec: {values: {docker: {insecure-registries: [registry.example.com:5000]}}}",
            ],
            &[
                "apiVersion: example.com/v1\nkind: Builder\nmetadata: {name: builder}\nspec: {insecureRegistries: []}",
                "apiVersion: example.com/v1\nkind: Builder\nmetadata: {name: builder}\nspec: {push: {registryInsecure: false}}",
                "apiVersion: example.com/v1\nkind: Builder\nmetadata: {name: builder}\nspec: {insecureRegistries: ['localhost:5000']}",
            ],
        ),
    ),
    anywhere_if(
        |key, _| is_any(key, &["srctlsverify", "desttlsverify"]),
        "`srcTLSVerify` or `destTLSVerify`, in any spelling",
        When::False,
        false,
        proof(
            "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/skopeo-copy/0.2/skopeo-copy.yaml",
            &["apiVersion: example.com/v1\nkind: Mirror\nmetadata: {name: mirror}\nspec: {destTLSVerify: false}"],
            &["apiVersion: example.com/v1\nkind: Mirror\nmetadata: {name: mirror}\nspec: {destTLSVerify: true}"],
        ),
    ),
    anywhere_if(
        |key, around| {
            is_any(
                key,
                &["insecure", "insecureskipverify", "insecureskiptlsverify", "skiptlsverify", "plainhttp", "usehttp"],
            ) && says_registry(around)
        },
        "`insecure`, `insecureSkipVerify`, `skipTLSVerify`, `plainHTTP` or `useHTTP` under a key that says registry",
        When::True,
        true,
        proof(
            "https://github.com/shipwright-io/build/blob/85aa66454677/pkg/apis/build/v1beta1/build_types.go ; it only warns, since the registry may be of something else than images",
            &[
                "apiVersion: example.com/v1\nkind: Builder\nmetadata: {name: builder}\nspec: {registry: {host: registry.example.com, insecure: true}}",
            ],
            &[
                "apiVersion: example.com/v1\nkind: Builder\nmetadata: {name: builder}\nspec: {registry: {host: registry.example.com, insecure: false}}",
                "apiVersion: example.com/v1\nkind: Server\nmetadata: {name: server}\nspec: {server: {insecure: true}, schemaRegistry: {insecure: true}}",
            ],
        ),
    ),
    anywhere_if(
        |key, around| is_any(key, &["tlsverify", "verifytls", "tlsverification"]) && says_registry(around),
        "`tlsVerify` or `verifyTLS` under a key that says registry",
        When::False,
        true,
        proof(
            "https://github.com/containers/skopeo/blob/b71619af4512/cmd/skopeo/utils.go ; it only warns, since the registry may be of something else than images",
            &[
                "apiVersion: example.com/v1\nkind: Builder\nmetadata: {name: builder}\nspec: {registry: {host: registry.example.com, tlsVerify: false}}",
            ],
            &[
                "apiVersion: example.com/v1\nkind: Builder\nmetadata: {name: builder}\nspec: {registry: {host: registry.example.com, tlsVerify: true}, ldap: {tlsVerify: false}}",
            ],
        ),
    ),
];

pub(crate) static FIELDS: &[Field] = &[
    // Documents of Talos, in the form of manifests: v1alpha1
    field("", &["RegistryTLSConfig"], "insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/siderolabs/talos/blob/ad8823176e75/pkg/machinery/config/types/cri/registry_tls.go",
        &["apiVersion: v1alpha1\nkind: RegistryTLSConfig\nname: registry.example.com\ninsecureSkipVerify: true"],
        &["apiVersion: v1alpha1\nkind: RegistryTLSConfig\nname: registry.example.com\ninsecureSkipVerify: false"],
    )),
    field("", &["RegistryMirrorConfig"], "endpoints[*].url", When::Http, NODES_HTTP, proof(
        "https://github.com/siderolabs/talos/blob/ad8823176e75/pkg/machinery/config/types/cri/registry_mirror.go",
        &["apiVersion: v1alpha1\nkind: RegistryMirrorConfig\nname: docker.io\nendpoints: [{url: 'http://mirror.example.com'}]"],
        &["apiVersion: v1alpha1\nkind: RegistryMirrorConfig\nname: docker.io\nendpoints: [{url: 'https://mirror.example.com'}]"],
    )),
    // OpenShift; served: config.openshift.io v1, image.openshift.io v1
    field("config.openshift.io", &["Image"], "spec.registrySources.insecureRegistries[*]", When::Registry, NODES, proof(
        "https://github.com/openshift/api/blob/2a3d73913b5a/config/v1/types_image.go",
        &["apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec: {registrySources: {insecureRegistries: [registry.example.com]}}"],
        &[
            "apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec: {registrySources: {insecureRegistries: ['localhost:5000']}}",
            "apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec: {registrySources: {blockedRegistries: [registry.example.com]}}",
        ],
    )),
    field("config.openshift.io", &["Image"], "spec.allowedRegistriesForImport[*].insecure", When::True,
        "OpenShift lets users import images from the registry over plain HTTP", proof(
        "https://github.com/openshift/api/blob/2a3d73913b5a/config/v1/types_image.go",
        &["apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec: {allowedRegistriesForImport: [{domainName: registry.example.com, insecure: true}]}"],
        &[
            "apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec: {allowedRegistriesForImport: [{domainName: registry.example.com, insecure: false}]}",
            "apiVersion: config.openshift.io/v1\nkind: OAuth\nmetadata: {name: cluster}\nspec: {identityProviders: [{name: ldap, type: LDAP, ldap: {url: 'ldap://ldap.example.com', insecure: true, attributes: {id: [dn]}}}]}",
        ],
    )),
    field("image.openshift.io", &["ImageStream"], "spec.tags[*].importPolicy.insecure", When::True, IMPORTS, proof(
        "https://github.com/openshift/api/blob/2a3d73913b5a/image/v1/types.go",
        &["apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: app}\nspec: {tags: [{name: latest, from: {kind: DockerImage, name: 'registry.example.com/app:1'}, importPolicy: {insecure: true}}]}"],
        &["apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: app}\nspec: {tags: [{name: latest, from: {kind: DockerImage, name: 'registry.example.com/app:1'}, importPolicy: {insecure: false, scheduled: true}}]}"],
    )),
    field("image.openshift.io", &["ImageStream"], "metadata.annotations[\"openshift.io/image.insecureRepository\"]", When::True, IMPORTS, proof(
        "https://github.com/openshift/api/blob/2a3d73913b5a/image/v1/consts.go",
        &["apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: app, annotations: {openshift.io/image.insecureRepository: 'true'}}\nspec: {dockerImageRepository: registry.example.com/app}"],
        &[
            "apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: app, annotations: {openshift.io/image.insecureRepository: 'false'}}\nspec: {dockerImageRepository: registry.example.com/app}",
            "apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: app, annotations: {openshift.io/image.dockerRepositoryCheck: '2026-01-01T00:00:00Z'}}\nspec: {dockerImageRepository: registry.example.com/app}",
        ],
    )),
    field("image.openshift.io", &["ImageStreamTag"], "tag.importPolicy.insecure", When::True, IMPORTS, proof(
        "https://github.com/openshift/api/blob/2a3d73913b5a/image/v1/types.go",
        &["apiVersion: image.openshift.io/v1\nkind: ImageStreamTag\nmetadata: {name: 'app:latest'}\ntag: {name: latest, from: {kind: DockerImage, name: 'registry.example.com/app:1'}, importPolicy: {insecure: true}}"],
        &["apiVersion: image.openshift.io/v1\nkind: ImageStreamTag\nmetadata: {name: 'app:latest'}\ntag: {name: latest, from: {kind: DockerImage, name: 'registry.example.com/app:1'}, importPolicy: {insecure: false}}"],
    )),
    field("image.openshift.io", &["ImageTag"], "spec.importPolicy.insecure", When::True, IMPORTS, proof(
        "https://github.com/openshift/api/blob/2a3d73913b5a/image/v1/types.go",
        &["apiVersion: image.openshift.io/v1\nkind: ImageTag\nmetadata: {name: 'app:latest'}\nspec: {name: latest, from: {kind: DockerImage, name: 'registry.example.com/app:1'}, importPolicy: {insecure: true}}"],
        &["apiVersion: image.openshift.io/v1\nkind: ImageTag\nmetadata: {name: 'app:latest'}\nspec: {name: latest, from: {kind: DockerImage, name: 'registry.example.com/app:1'}, importPolicy: {insecure: false}}"],
    )),
    field("image.openshift.io", &["ImageStreamImport"], "spec.images[*].importPolicy.insecure", When::True, IMPORTS, proof(
        "https://github.com/openshift/api/blob/2a3d73913b5a/image/v1/types.go",
        &["apiVersion: image.openshift.io/v1\nkind: ImageStreamImport\nmetadata: {name: app}\nspec: {import: true, images: [{from: {kind: DockerImage, name: 'registry.example.com/app:1'}, importPolicy: {insecure: true}}]}"],
        &["apiVersion: image.openshift.io/v1\nkind: ImageStreamImport\nmetadata: {name: app}\nspec: {import: true, images: [{from: {kind: DockerImage, name: 'registry.example.com/app:1'}, importPolicy: {insecure: false}}]}"],
    )),
    field("image.openshift.io", &["ImageStreamImport"], "spec.repository.importPolicy.insecure", When::True, IMPORTS, proof(
        "https://github.com/openshift/api/blob/2a3d73913b5a/image/v1/types.go",
        &["apiVersion: image.openshift.io/v1\nkind: ImageStreamImport\nmetadata: {name: app}\nspec: {import: true, repository: {from: {kind: DockerImage, name: registry.example.com/app}, importPolicy: {insecure: true}}}"],
        &["apiVersion: image.openshift.io/v1\nkind: ImageStreamImport\nmetadata: {name: app}\nspec: {import: true, repository: {from: {kind: DockerImage, name: registry.example.com/app}, importPolicy: {insecure: false}}}"],
    )),

    // Flux; served: source.toolkit.fluxcd.io v1 (v1beta2 until Flux 2.7), image.toolkit.fluxcd.io v1 (v1beta2 until Flux 2.7)
    field("source.toolkit.fluxcd.io", &["OCIRepository"], "spec.insecure", When::True, FLUX, proof(
        "https://github.com/fluxcd/source-controller/blob/39b711b111fa/api/v1/ocirepository_types.go",
        &["apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: app}\nspec: {interval: 5m, url: 'oci://registry.example.com/manifests', insecure: true}"],
        &[
            "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: app}\nspec: {interval: 5m, url: 'oci://registry.example.com/manifests', insecure: false}",
            "apiVersion: source.toolkit.fluxcd.io/v1\nkind: Bucket\nmetadata: {name: minio}\nspec: {interval: 5m, bucketName: manifests, endpoint: minio.example.com, insecure: true}",
        ],
    )),
    field("source.toolkit.fluxcd.io", &["HelmRepository"], "spec.insecure", When::True, FLUX, proof(
        "https://github.com/fluxcd/source-controller/blob/39b711b111fa/api/v1/helmrepository_types.go",
        &["apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: charts}\nspec: {type: oci, url: 'oci://registry.example.com/charts', insecure: true}"],
        &[
            // Without the type it is ignored.
            "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: charts}\nspec: {url: 'https://charts.example.com', insecure: true}",
            "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: charts}\nspec: {type: oci, url: 'oci://registry.example.com/charts', insecure: false}",
        ],
    )).only_if(&[within("", &[equal("spec.type", "oci")])]),
    field("image.toolkit.fluxcd.io", &["ImageRepository"], "spec.insecure", When::True, FLUX, proof(
        "https://github.com/fluxcd/image-reflector-controller/blob/debe2aaa3a98/api/v1/imagerepository_types.go",
        &["apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageRepository\nmetadata: {name: app}\nspec: {image: registry.example.com/app, interval: 5m, insecure: true}"],
        &["apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageRepository\nmetadata: {name: app}\nspec: {image: registry.example.com/app, interval: 5m, insecure: false}"],
    )),
    // Flux Operator; served: fluxcd.controlplane.io v1
    field("fluxcd.controlplane.io", &["ResourceSetInputProvider"], "spec.insecure", When::True, "Flux Operator lists tags over plain HTTP", proof(
        "https://github.com/controlplaneio-fluxcd/flux-operator/blob/17c6aeaddd8d/api/v1/resourcesetinputprovider_types.go",
        &["apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSetInputProvider\nmetadata: {name: tags}\nspec: {type: OCIArtifactTag, url: 'oci://registry.example.com/charts/app', insecure: true}"],
        &[
            "apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSetInputProvider\nmetadata: {name: tags}\nspec: {type: OCIArtifactTag, url: 'oci://registry.example.com/charts/app', insecure: false}",
            "apiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSetInputProvider\nmetadata: {name: inputs}\nspec: {type: ExternalService, url: 'http://inputs.example.com/api', insecure: true}",
        ],
    )).only_if(&[within("", &[equal("spec.type", "OCIArtifactTag")])]),

    // Argo CD
    field("", &["Secret"], "data.insecure", When::TrueInBase64, ARGO_CD, proof(
        "https://github.com/argoproj/argo-cd/blob/37ee0097cf85/util/db/repository_secrets.go",
        &[
            "apiVersion: v1\nkind: Secret\nmetadata: {name: charts, labels: {argocd.argoproj.io/secret-type: repository}}\ndata: {type: b2Np, url: b2NpOi8vcmVnaXN0cnkuZXhhbXBsZS5jb20vY2hhcnRz, insecure: dHJ1ZQ==}",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: charts, labels: {argocd.argoproj.io/secret-type: repo-creds}}\ndata: {type: aGVsbQ==, enableOCI: dHJ1ZQ==, url: cmVnaXN0cnkuZXhhbXBsZS5jb20vY2hhcnRz, insecure: dHJ1ZQ==}",
        ],
        &[
            "apiVersion: v1\nkind: Secret\nmetadata: {name: charts, labels: {argocd.argoproj.io/secret-type: repository}}\ndata: {type: b2Np, url: b2NpOi8vcmVnaXN0cnkuZXhhbXBsZS5jb20vY2hhcnRz, insecure: ZmFsc2U=}",
            // A Git repository.
            "apiVersion: v1\nkind: Secret\nmetadata: {name: git, labels: {argocd.argoproj.io/secret-type: repository}}\ndata: {type: Z2l0, url: aHR0cHM6Ly9naXQuZXhhbXBsZS5jb20vYXBwLmdpdA==, insecure: dHJ1ZQ==}",
            // A cluster.
            "apiVersion: v1\nkind: Secret\nmetadata: {name: cluster, labels: {argocd.argoproj.io/secret-type: cluster}}\ndata: {type: b2Np, insecure: dHJ1ZQ==}",
        ],
    )).only_if(&[ARGO_CD_LABELS, ARGO_CD_OCI]),
    field("", &["Secret"], "stringData.insecure", When::True, ARGO_CD, proof(
        "https://github.com/argoproj/argo-cd/blob/37ee0097cf85/util/db/repository_secrets.go",
        &[
            "apiVersion: v1\nkind: Secret\nmetadata: {name: charts, labels: {argocd.argoproj.io/secret-type: repository}}\nstringData: {type: oci, url: 'oci://registry.example.com/charts', insecure: 'true'}",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: charts, labels: {argocd.argoproj.io/secret-type: repo-creds}}\nstringData: {type: helm, enableOCI: 'true', url: registry.example.com/charts, insecure: 'true'}",
        ],
        &[
            "apiVersion: v1\nkind: Secret\nmetadata: {name: charts, labels: {argocd.argoproj.io/secret-type: repository}}\nstringData: {type: oci, url: 'oci://registry.example.com/charts', insecure: 'false'}",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: git, labels: {argocd.argoproj.io/secret-type: repository}}\nstringData: {type: git, url: 'https://git.example.com/app.git', insecure: 'true'}",
        ],
    )).only_if(&[ARGO_CD_LABELS, ARGO_CD_OCI_TEXT]),
    field("", &["Secret"], "data.insecureOCIForceHttp", When::TrueInBase64, ARGO_CD_HTTP, proof(
        "https://github.com/argoproj/argo-cd/blob/37ee0097cf85/pkg/apis/application/v1alpha1/repository_types.go",
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: charts, labels: {argocd.argoproj.io/secret-type: repository}}\ndata: {type: b2Np, url: b2NpOi8vcmVnaXN0cnkuZXhhbXBsZS5jb20vY2hhcnRz, insecureOCIForceHttp: dHJ1ZQ==}"],
        &[
            "apiVersion: v1\nkind: Secret\nmetadata: {name: charts, labels: {argocd.argoproj.io/secret-type: repository}}\ndata: {type: b2Np, url: b2NpOi8vcmVnaXN0cnkuZXhhbXBsZS5jb20vY2hhcnRz, insecureOCIForceHttp: ZmFsc2U=}",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: other}\ndata: {insecureOCIForceHttp: dHJ1ZQ==}",
        ],
    )).only_if(&[ARGO_CD_LABELS]),
    field("", &["Secret"], "stringData.insecureOCIForceHttp", When::True, ARGO_CD_HTTP, proof(
        "https://github.com/argoproj/argo-cd/blob/37ee0097cf85/pkg/apis/application/v1alpha1/repository_types.go",
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: charts, labels: {argocd.argoproj.io/secret-type: repo-creds}}\nstringData: {type: oci, url: 'oci://registry.example.com', insecureOCIForceHttp: 'true'}"],
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: charts, labels: {argocd.argoproj.io/secret-type: repo-creds}}\nstringData: {type: oci, url: 'oci://registry.example.com', insecureOCIForceHttp: 'false'}"],
    )).only_if(&[ARGO_CD_LABELS]),

    // Rancher; served: provisioning.cattle.io v1, catalog.cattle.io v1
    field("provisioning.cattle.io", &["Cluster"], "spec.rkeConfig.registries.configs[*].insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/rancher/rancher/blob/59bd052e4455/pkg/apis/rke.cattle.io/v1/cluster_configuration_types.go",
        &["apiVersion: provisioning.cattle.io/v1\nkind: Cluster\nmetadata: {name: edge}\nspec: {rkeConfig: {registries: {configs: {registry.example.com: {insecureSkipVerify: true}}}}}"],
        &[
            "apiVersion: provisioning.cattle.io/v1\nkind: Cluster\nmetadata: {name: edge}\nspec: {rkeConfig: {registries: {configs: {registry.example.com: {insecureSkipVerify: false}}}}}",
            "apiVersion: provisioning.cattle.io/v1\nkind: Cluster\nmetadata: {name: edge}\nspec: {rkeConfig: {registries: {configs: {registry.example.com: {tlsSecretName: registry-tls, authConfigSecretName: registry-login}}}}}",
        ],
    )),
    field("provisioning.cattle.io", &["Cluster"], "spec.rkeConfig.registries.mirrors[*].endpoint[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/rancher/rancher/blob/59bd052e4455/pkg/apis/rke.cattle.io/v1/cluster_configuration_types.go",
        &["apiVersion: provisioning.cattle.io/v1\nkind: Cluster\nmetadata: {name: edge}\nspec: {rkeConfig: {registries: {mirrors: {docker.io: {endpoint: ['http://registry.example.com']}}}}}"],
        &["apiVersion: provisioning.cattle.io/v1\nkind: Cluster\nmetadata: {name: edge}\nspec: {rkeConfig: {registries: {mirrors: {docker.io: {endpoint: ['https://registry.example.com', 'http://127.0.0.1:65001']}}}}}"],
    )),
    // Git and HTTP repositories have the same fields.
    field("catalog.cattle.io", &["ClusterRepo"], "spec.insecurePlainHttp", When::True, "Rancher pulls charts over plain HTTP", proof(
        "https://github.com/rancher/rancher/blob/59bd052e4455/pkg/apis/catalog.cattle.io/v1/types.go",
        &["apiVersion: catalog.cattle.io/v1\nkind: ClusterRepo\nmetadata: {name: charts}\nspec: {url: 'oci://registry.example.com/charts', insecurePlainHttp: true}"],
        &[
            "apiVersion: catalog.cattle.io/v1\nkind: ClusterRepo\nmetadata: {name: charts}\nspec: {url: 'oci://registry.example.com/charts', insecurePlainHttp: false}",
            "apiVersion: catalog.cattle.io/v1\nkind: ClusterRepo\nmetadata: {name: charts}\nspec: {url: 'https://charts.example.com', insecurePlainHttp: true}",
        ],
    )).only_if(&[within("", &[begun("spec.url", "oci://")])]),
    field("catalog.cattle.io", &["ClusterRepo"], "spec.insecureSkipTLSVerify", When::True, "Rancher pulls charts without verifying TLS", proof(
        "https://github.com/rancher/rancher/blob/59bd052e4455/pkg/catalogv2/oci/client.go",
        &["apiVersion: catalog.cattle.io/v1\nkind: ClusterRepo\nmetadata: {name: charts}\nspec: {url: 'oci://registry.example.com/charts', insecureSkipTLSVerify: true}"],
        &[
            "apiVersion: catalog.cattle.io/v1\nkind: ClusterRepo\nmetadata: {name: charts}\nspec: {url: 'oci://registry.example.com/charts', insecureSkipTLSVerify: false}",
            "apiVersion: catalog.cattle.io/v1\nkind: ClusterRepo\nmetadata: {name: charts}\nspec: {gitRepo: 'https://git.example.com/charts.git', gitBranch: main, insecureSkipTLSVerify: true}",
        ],
    )).only_if(&[within("", &[begun("spec.url", "oci://")])]),

    // Talos as a provider of Cluster API; patches in text are known as Talos's files
    field("bootstrap.cluster.x-k8s.io", &["TalosConfig"], "spec.configPatches[*].value.config[*].tls.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/siderolabs/cluster-api-bootstrap-provider-talos/blob/e21a01e06ee3/api/v1alpha3/talosconfig_types.go ; https://github.com/siderolabs/talos/blob/ad8823176e75/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfig\nmetadata: {name: edge}\nspec: {generateType: worker, configPatches: [{op: add, path: /machine/registries, value: {config: {registry.example.com: {tls: {insecureSkipVerify: true}}}}}]}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfig\nmetadata: {name: edge}\nspec: {generateType: worker, configPatches: [{op: add, path: /machine/registries, value: {config: {registry.example.com: {tls: {insecureSkipVerify: false}}}}}]}"],
    )),
    field("bootstrap.cluster.x-k8s.io", &["TalosConfig"], "spec.configPatches[*].value[*].tls.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/siderolabs/cluster-api-bootstrap-provider-talos/blob/e21a01e06ee3/api/v1alpha3/talosconfig_types.go ; https://github.com/siderolabs/talos/blob/ad8823176e75/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfig\nmetadata: {name: edge}\nspec: {generateType: worker, configPatches: [{op: add, path: /machine/registries/config, value: {registry.example.com: {tls: {insecureSkipVerify: true}}}}]}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfig\nmetadata: {name: edge}\nspec: {generateType: worker, configPatches: [{op: add, path: /machine/registries/config, value: {registry.example.com: {tls: {insecureSkipVerify: false}}}}]}"],
    )),
    field("bootstrap.cluster.x-k8s.io", &["TalosConfig"], "spec.configPatches[*].value.mirrors[*].endpoints[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/siderolabs/cluster-api-bootstrap-provider-talos/blob/e21a01e06ee3/api/v1alpha3/talosconfig_types.go ; https://github.com/siderolabs/talos/blob/ad8823176e75/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfig\nmetadata: {name: edge}\nspec: {generateType: worker, configPatches: [{op: add, path: /machine/registries, value: {mirrors: {docker.io: {endpoints: ['http://registry.example.com']}}}}]}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfig\nmetadata: {name: edge}\nspec: {generateType: worker, configPatches: [{op: add, path: /machine/registries, value: {mirrors: {docker.io: {endpoints: ['https://registry.example.com']}}}}]}"],
    )),
    field("bootstrap.cluster.x-k8s.io", &["TalosConfig"], "spec.configPatches[*].value[*].endpoints[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/siderolabs/cluster-api-bootstrap-provider-talos/blob/e21a01e06ee3/api/v1alpha3/talosconfig_types.go ; https://github.com/siderolabs/talos/blob/ad8823176e75/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfig\nmetadata: {name: edge}\nspec: {generateType: worker, configPatches: [{op: add, path: /machine/registries/mirrors, value: {docker.io: {endpoints: ['http://registry.example.com']}}}]}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfig\nmetadata: {name: edge}\nspec: {generateType: worker, configPatches: [{op: add, path: /machine/registries/mirrors, value: {docker.io: {endpoints: ['https://registry.example.com']}}}]}"],
    )),
    field("bootstrap.cluster.x-k8s.io", &["TalosConfigTemplate"], "spec.template.spec.configPatches[*].value.config[*].tls.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/siderolabs/cluster-api-bootstrap-provider-talos/blob/e21a01e06ee3/api/v1alpha3/talosconfig_types.go ; https://github.com/siderolabs/talos/blob/ad8823176e75/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {generateType: worker, configPatches: [{op: add, path: /machine/registries, value: {config: {registry.example.com: {tls: {insecureSkipVerify: true}}}}}]}}}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {generateType: worker, configPatches: [{op: add, path: /machine/registries, value: {config: {registry.example.com: {tls: {insecureSkipVerify: false}}}}}]}}}"],
    )),
    field("bootstrap.cluster.x-k8s.io", &["TalosConfigTemplate"], "spec.template.spec.configPatches[*].value[*].tls.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/siderolabs/cluster-api-bootstrap-provider-talos/blob/e21a01e06ee3/api/v1alpha3/talosconfig_types.go ; https://github.com/siderolabs/talos/blob/ad8823176e75/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {generateType: worker, configPatches: [{op: add, path: /machine/registries/config, value: {registry.example.com: {tls: {insecureSkipVerify: true}}}}]}}}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {generateType: worker, configPatches: [{op: add, path: /machine/registries/config, value: {registry.example.com: {tls: {insecureSkipVerify: false}}}}]}}}"],
    )),
    field("bootstrap.cluster.x-k8s.io", &["TalosConfigTemplate"], "spec.template.spec.configPatches[*].value.mirrors[*].endpoints[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/siderolabs/cluster-api-bootstrap-provider-talos/blob/e21a01e06ee3/api/v1alpha3/talosconfig_types.go ; https://github.com/siderolabs/talos/blob/ad8823176e75/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {generateType: worker, configPatches: [{op: add, path: /machine/registries, value: {mirrors: {docker.io: {endpoints: ['http://registry.example.com']}}}}]}}}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {generateType: worker, configPatches: [{op: add, path: /machine/registries, value: {mirrors: {docker.io: {endpoints: ['https://registry.example.com']}}}}]}}}"],
    )),
    field("bootstrap.cluster.x-k8s.io", &["TalosConfigTemplate"], "spec.template.spec.configPatches[*].value[*].endpoints[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/siderolabs/cluster-api-bootstrap-provider-talos/blob/e21a01e06ee3/api/v1alpha3/talosconfig_types.go ; https://github.com/siderolabs/talos/blob/ad8823176e75/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {generateType: worker, configPatches: [{op: add, path: /machine/registries/mirrors, value: {docker.io: {endpoints: ['http://registry.example.com']}}}]}}}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3\nkind: TalosConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {generateType: worker, configPatches: [{op: add, path: /machine/registries/mirrors, value: {docker.io: {endpoints: ['https://registry.example.com']}}}]}}}"],
    )),
    // RKE2 as a provider of Cluster API; served: controlplane.cluster.x-k8s.io and bootstrap.cluster.x-k8s.io v1beta1, v1beta2
    field("controlplane.cluster.x-k8s.io", &["RKE2ControlPlane"], "spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286ad223/controlplane/config/crd/bases/controlplane.cluster.x-k8s.io_rke2controlplanes.yaml",
        &["apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: RKE2ControlPlane\nmetadata: {name: edge}\nspec: {version: v1.34.1+rke2r1, rolloutStrategy: {type: RollingUpdate}, privateRegistriesConfig: {configs: {registry.example.com: {tls: {insecureSkipVerify: true}}}}}"],
        &["apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: RKE2ControlPlane\nmetadata: {name: edge}\nspec: {version: v1.34.1+rke2r1, rolloutStrategy: {type: RollingUpdate}, privateRegistriesConfig: {configs: {registry.example.com: {tls: {insecureSkipVerify: false, tlsConfigSecret: {name: registry-ca}}}}}}"],
    )),
    field("controlplane.cluster.x-k8s.io", &["RKE2ControlPlane"], "spec.privateRegistriesConfig.mirrors[*].endpoint[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286ad223/bootstrap/api/v1beta2/rke2config_types.go",
        &["apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: RKE2ControlPlane\nmetadata: {name: edge}\nspec: {version: v1.34.1+rke2r1, rolloutStrategy: {type: RollingUpdate}, privateRegistriesConfig: {mirrors: {docker.io: {endpoint: ['http://registry.example.com']}}}}"],
        &["apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: RKE2ControlPlane\nmetadata: {name: edge}\nspec: {version: v1.34.1+rke2r1, rolloutStrategy: {type: RollingUpdate}, privateRegistriesConfig: {mirrors: {docker.io: {endpoint: ['https://registry.example.com']}}}}"],
    )),
    field("controlplane.cluster.x-k8s.io", &["RKE2ControlPlaneTemplate"], "spec.template.spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286ad223/controlplane/config/crd/bases/controlplane.cluster.x-k8s.io_rke2controlplanetemplates.yaml",
        &["apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: RKE2ControlPlaneTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {rolloutStrategy: {type: RollingUpdate}, privateRegistriesConfig: {configs: {registry.example.com: {tls: {insecureSkipVerify: true}}}}}}}"],
        &["apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: RKE2ControlPlaneTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {rolloutStrategy: {type: RollingUpdate}, privateRegistriesConfig: {configs: {registry.example.com: {tls: {insecureSkipVerify: false}}}}}}}"],
    )),
    field("controlplane.cluster.x-k8s.io", &["RKE2ControlPlaneTemplate"], "spec.template.spec.privateRegistriesConfig.mirrors[*].endpoint[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286ad223/controlplane/config/crd/bases/controlplane.cluster.x-k8s.io_rke2controlplanetemplates.yaml",
        &["apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: RKE2ControlPlaneTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {rolloutStrategy: {type: RollingUpdate}, privateRegistriesConfig: {mirrors: {docker.io: {endpoint: ['http://registry.example.com']}}}}}}"],
        &["apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: RKE2ControlPlaneTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {rolloutStrategy: {type: RollingUpdate}, privateRegistriesConfig: {mirrors: {docker.io: {endpoint: ['https://registry.example.com']}}}}}}"],
    )),
    field("bootstrap.cluster.x-k8s.io", &["RKE2ConfigTemplate"], "spec.template.spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286ad223/bootstrap/config/crd/bases/bootstrap.cluster.x-k8s.io_rke2configtemplates.yaml",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1beta2\nkind: RKE2ConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {privateRegistriesConfig: {configs: {registry.example.com: {tls: {insecureSkipVerify: true}}}}}}}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1beta2\nkind: RKE2ConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {privateRegistriesConfig: {configs: {registry.example.com: {tls: {insecureSkipVerify: false}}}}}}}"],
    )),
    field("bootstrap.cluster.x-k8s.io", &["RKE2ConfigTemplate"], "spec.template.spec.privateRegistriesConfig.mirrors[*].endpoint[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286ad223/bootstrap/config/crd/bases/bootstrap.cluster.x-k8s.io_rke2configtemplates.yaml",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1beta2\nkind: RKE2ConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {privateRegistriesConfig: {mirrors: {docker.io: {endpoint: ['http://registry.example.com']}}}}}}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1beta2\nkind: RKE2ConfigTemplate\nmetadata: {name: edge}\nspec: {template: {spec: {privateRegistriesConfig: {mirrors: {docker.io: {endpoint: ['https://registry.example.com']}}}}}}"],
    )),
    field("bootstrap.cluster.x-k8s.io", &["RKE2Config"], "spec.privateRegistriesConfig.configs[*].tls.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286ad223/bootstrap/api/v1beta2/rke2config_types.go",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1beta2\nkind: RKE2Config\nmetadata: {name: edge}\nspec: {privateRegistriesConfig: {configs: {registry.example.com: {tls: {insecureSkipVerify: true}}}}}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1beta2\nkind: RKE2Config\nmetadata: {name: edge}\nspec: {privateRegistriesConfig: {configs: {registry.example.com: {tls: {insecureSkipVerify: false}}}}}"],
    )),
    field("bootstrap.cluster.x-k8s.io", &["RKE2Config"], "spec.privateRegistriesConfig.mirrors[*].endpoint[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286ad223/bootstrap/api/v1beta2/rke2config_types.go",
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1beta2\nkind: RKE2Config\nmetadata: {name: edge}\nspec: {privateRegistriesConfig: {mirrors: {docker.io: {endpoint: ['http://registry.example.com']}}}}"],
        &["apiVersion: bootstrap.cluster.x-k8s.io/v1beta2\nkind: RKE2Config\nmetadata: {name: edge}\nspec: {privateRegistriesConfig: {mirrors: {docker.io: {endpoint: ['https://registry.example.com']}}}}"],
    )),

    // Charts of k3s and RKE2; served: helm.cattle.io v1
    field("helm.cattle.io", &["HelmChart"], "spec.plainHTTP", When::True, "k3s pulls the chart over plain HTTP", proof(
        "https://github.com/k3s-io/helm-controller/blob/21a911f86f91/pkg/apis/helm.cattle.io/v1/types.go",
        &["apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: app}\nspec: {chart: 'oci://registry.example.com/charts/app', plainHTTP: true}"],
        &["apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: app}\nspec: {chart: 'oci://registry.example.com/charts/app', plainHTTP: false}"],
    )),
    field("helm.cattle.io", &["HelmChart"], "spec.insecureSkipTLSVerify", When::True, "k3s pulls the chart without verifying TLS", proof(
        "https://github.com/k3s-io/helm-controller/blob/21a911f86f91/pkg/apis/helm.cattle.io/v1/types.go",
        &["apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: app}\nspec: {chart: 'oci://registry.example.com/charts/app', insecureSkipTLSVerify: true}"],
        &[
            "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: app}\nspec: {chart: app, repo: 'https://charts.example.com', insecureSkipTLSVerify: true}",
            "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: app}\nspec: {chart: 'oci://registry.example.com/charts/app', insecureSkipTLSVerify: false}",
        ],
    )).only_if(&[within("", &[begun("spec.chart", "oci://")])]),

    // Fleet; served: fleet.cattle.io v1alpha1
    field("fleet.cattle.io", &["HelmOp"], "spec.insecureSkipTLSVerify", When::True, "Fleet pulls the chart without verifying TLS", proof(
        "https://github.com/rancher/fleet/blob/3b2c622ce176/pkg/apis/fleet.cattle.io/v1alpha1/helmop_types.go",
        &[
            "apiVersion: fleet.cattle.io/v1alpha1\nkind: HelmOp\nmetadata: {name: app}\nspec: {helm: {repo: 'oci://registry.example.com/charts/app', version: 1.0.0}, insecureSkipTLSVerify: true}",
            "apiVersion: fleet.cattle.io/v1alpha1\nkind: HelmOp\nmetadata: {name: app}\nspec: {helm: {chart: 'oci://registry.example.com/charts/app', version: 1.0.0}, insecureSkipTLSVerify: true}",
        ],
        &[
            "apiVersion: fleet.cattle.io/v1alpha1\nkind: HelmOp\nmetadata: {name: app}\nspec: {helm: {repo: 'oci://registry.example.com/charts/app', version: 1.0.0}, insecureSkipTLSVerify: false}",
            "apiVersion: fleet.cattle.io/v1alpha1\nkind: HelmOp\nmetadata: {name: app}\nspec: {helm: {repo: 'https://charts.example.com', chart: app}, insecureSkipTLSVerify: true}",
            "apiVersion: fleet.cattle.io/v1alpha1\nkind: GitRepo\nmetadata: {name: app}\nspec: {repo: 'https://git.example.com/app.git', insecureSkipTLSVerify: true}",
        ],
    )).only_if(&[within("", &[begun("spec.helm.repo", "oci://"), begun("spec.helm.chart", "oci://")])]),
    field("", &["Secret"], "data.insecureSkipTLS", When::TrueInBase64, FLEET, proof(
        "https://github.com/rancher/fleet/blob/3b2c622ce176/internal/ocistorage/secret.go",
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: ocistorage}\ntype: fleet.cattle.io/bundle-oci-storage/v1alpha1\ndata: {reference: cmVnaXN0cnkuZXhhbXBsZS5jb20vYnVuZGxlcw==, insecureSkipTLS: dHJ1ZQ==}"],
        &[
            "apiVersion: v1\nkind: Secret\nmetadata: {name: ocistorage}\ntype: fleet.cattle.io/bundle-oci-storage/v1alpha1\ndata: {reference: cmVnaXN0cnkuZXhhbXBsZS5jb20vYnVuZGxlcw==, insecureSkipTLS: ZmFsc2U=}",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: other}\ntype: Opaque\ndata: {insecureSkipTLS: dHJ1ZQ==}",
        ],
    )).only_if(&[FLEET_OCI_STORAGE]),
    field("", &["Secret"], "stringData.insecureSkipTLS", When::True, FLEET, proof(
        "https://github.com/rancher/fleet/blob/3b2c622ce176/internal/ocistorage/secret.go",
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: ocistorage}\ntype: fleet.cattle.io/bundle-oci-storage/v1alpha1\nstringData: {reference: registry.example.com/bundles, insecureSkipTLS: 'true'}"],
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: ocistorage}\ntype: fleet.cattle.io/bundle-oci-storage/v1alpha1\nstringData: {reference: registry.example.com/bundles, insecureSkipTLS: 'false'}"],
    )).only_if(&[FLEET_OCI_STORAGE]),
    field("", &["Secret"], "data.basicHTTP", When::TrueInBase64, FLEET_HTTP, proof(
        "https://github.com/rancher/fleet/blob/3b2c622ce176/internal/ocistorage/secret.go",
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: ocistorage}\ntype: fleet.cattle.io/bundle-oci-storage/v1alpha1\ndata: {reference: cmVnaXN0cnkuZXhhbXBsZS5jb20vYnVuZGxlcw==, basicHTTP: dHJ1ZQ==}"],
        &[
            "apiVersion: v1\nkind: Secret\nmetadata: {name: ocistorage}\ntype: fleet.cattle.io/bundle-oci-storage/v1alpha1\ndata: {reference: cmVnaXN0cnkuZXhhbXBsZS5jb20vYnVuZGxlcw==, basicHTTP: ZmFsc2U=}",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: other}\ntype: Opaque\ndata: {basicHTTP: dHJ1ZQ==}",
        ],
    )).only_if(&[FLEET_OCI_STORAGE]),
    field("", &["Secret"], "stringData.basicHTTP", When::True, FLEET_HTTP, proof(
        "https://github.com/rancher/fleet/blob/3b2c622ce176/internal/ocistorage/secret.go",
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: ocistorage}\ntype: fleet.cattle.io/bundle-oci-storage/v1alpha1\nstringData: {reference: registry.example.com/bundles, basicHTTP: 'true'}"],
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: ocistorage}\ntype: fleet.cattle.io/bundle-oci-storage/v1alpha1\nstringData: {reference: registry.example.com/bundles, basicHTTP: 'false'}"],
    )).only_if(&[FLEET_OCI_STORAGE]),

    // kOps; v1alpha2 is the version that it reads and writes. It takes `docker` without effect since 1.29.
    field("kops.k8s.io", &["Cluster"], "spec.docker.insecureRegistry", When::Registry, NODES, proof(
        "https://github.com/kubernetes/kops/blob/v1.28.0/pkg/apis/kops/v1alpha2/dockerconfig.go, until v1.28",
        &["apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge.example.com}\nspec: {docker: {insecureRegistry: registry.example.com}}"],
        &["apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge.example.com}\nspec: {docker: {insecureRegistry: 'localhost:5000'}}"],
    )),
    field("kops.k8s.io", &["Cluster"], "spec.docker.insecureRegistries[*]", When::Registry, NODES, proof(
        "https://github.com/kubernetes/kops/blob/v1.28.0/pkg/apis/kops/v1alpha2/dockerconfig.go, until v1.28",
        &["apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge.example.com}\nspec: {docker: {insecureRegistries: [registry.example.com]}}"],
        &["apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge.example.com}\nspec: {docker: {insecureRegistries: ['127.0.0.1:5000']}}"],
    )),
    field("kops.k8s.io", &["Cluster"], "spec.docker.registryMirrors[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/kubernetes/kops/blob/v1.28.0/pkg/apis/kops/v1alpha2/dockerconfig.go, until v1.28",
        &["apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge.example.com}\nspec: {docker: {registryMirrors: ['http://registry.example.com']}}"],
        &["apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge.example.com}\nspec: {docker: {registryMirrors: ['https://registry.example.com']}}"],
    )),
    field("kops.k8s.io", &["Cluster", "InstanceGroup"], "spec.containerd.registryMirrors[*][*]", When::Http, NODES_HTTP, proof(
        "https://github.com/kubernetes/kops/blob/268927e26409/pkg/apis/kops/v1alpha2/containerdconfig.go",
        &[
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge.example.com}\nspec: {containerd: {registryMirrors: {docker.io: ['http://registry.example.com']}}}",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata: {name: nodes}\nspec: {role: Node, containerd: {registryMirrors: {docker.io: ['http://registry.example.com']}}}",
        ],
        &["apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge.example.com}\nspec: {containerd: {registryMirrors: {docker.io: ['https://registry.example.com']}}}"],
    )),

    // EKS Anywhere; served: anywhere.eks.amazonaws.com v1alpha1
    field("anywhere.eks.amazonaws.com", &["Cluster"], "spec.registryMirrorConfiguration.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/aws/eks-anywhere/blob/aebd9a0623cd/pkg/api/v1alpha1/cluster_types.go",
        &["apiVersion: anywhere.eks.amazonaws.com/v1alpha1\nkind: Cluster\nmetadata: {name: edge}\nspec: {registryMirrorConfiguration: {endpoint: registry.example.com, port: '443', insecureSkipVerify: true}}"],
        &["apiVersion: anywhere.eks.amazonaws.com/v1alpha1\nkind: Cluster\nmetadata: {name: edge}\nspec: {registryMirrorConfiguration: {endpoint: registry.example.com, port: '443', insecureSkipVerify: false}}"],
    )),

    // Kubermatic; served: kubermatic.k8c.io v1, apps.kubermatic.k8c.io v1
    field("kubermatic.k8c.io", &["Seed"], "spec.datacenters[*].node.insecureRegistries[*]", When::Registry, NODES, proof(
        "https://github.com/kubermatic/kubermatic/blob/2974df5bdca4/sdk/apis/kubermatic/v1/datacenter.go",
        &["apiVersion: kubermatic.k8c.io/v1\nkind: Seed\nmetadata: {name: edge}\nspec: {kubeconfig: {name: edge}, datacenters: {edge-1: {spec: {}, node: {insecureRegistries: [registry.example.com]}}}}"],
        &["apiVersion: kubermatic.k8c.io/v1\nkind: Seed\nmetadata: {name: edge}\nspec: {kubeconfig: {name: edge}, datacenters: {edge-1: {spec: {}, node: {insecureRegistries: ['localhost:5000']}}}}"],
    )),
    field("kubermatic.k8c.io", &["Seed"], "spec.datacenters[*].node.registryMirrors[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/kubermatic/kubermatic/blob/2974df5bdca4/sdk/apis/kubermatic/v1/datacenter.go",
        &["apiVersion: kubermatic.k8c.io/v1\nkind: Seed\nmetadata: {name: edge}\nspec: {kubeconfig: {name: edge}, datacenters: {edge-1: {spec: {}, node: {registryMirrors: ['http://registry.example.com']}}}}"],
        &["apiVersion: kubermatic.k8c.io/v1\nkind: Seed\nmetadata: {name: edge}\nspec: {kubeconfig: {name: edge}, datacenters: {edge-1: {spec: {}, node: {registryMirrors: ['https://registry.example.com']}}}}"],
    )),
    field("kubermatic.k8c.io", &["Seed"], "spec.datacenters[*].node.containerdRegistryMirrors.registries[*].mirrors[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/kubermatic/kubermatic/blob/2974df5bdca4/sdk/apis/kubermatic/v1/datacenter.go",
        &["apiVersion: kubermatic.k8c.io/v1\nkind: Seed\nmetadata: {name: edge}\nspec: {kubeconfig: {name: edge}, datacenters: {edge-1: {spec: {}, node: {containerdRegistryMirrors: {registries: {docker.io: {mirrors: ['http://registry.example.com']}}}}}}}"],
        &["apiVersion: kubermatic.k8c.io/v1\nkind: Seed\nmetadata: {name: edge}\nspec: {kubeconfig: {name: edge}, datacenters: {edge-1: {spec: {}, node: {containerdRegistryMirrors: {registries: {docker.io: {mirrors: ['https://registry.example.com']}}}}}}}"],
    )),
    field("kubermatic.k8c.io", &["KubermaticConfiguration"], "spec.userCluster.systemApplications.insecureSkipTLSVerify", When::True, KUBERMATIC, proof(
        "https://github.com/kubermatic/kubermatic/blob/2974df5bdca4/sdk/apis/kubermatic/v1/configuration.go",
        &["apiVersion: kubermatic.k8c.io/v1\nkind: KubermaticConfiguration\nmetadata: {name: kubermatic}\nspec: {userCluster: {systemApplications: {helmRepository: 'oci://registry.example.com/charts', insecureSkipTLSVerify: true}}}"],
        &["apiVersion: kubermatic.k8c.io/v1\nkind: KubermaticConfiguration\nmetadata: {name: kubermatic}\nspec: {userCluster: {systemApplications: {helmRepository: 'oci://registry.example.com/charts', insecureSkipTLSVerify: false}}}"],
    )),
    field("kubermatic.k8c.io", &["KubermaticConfiguration"], "spec.userCluster.systemApplications.plainHTTP", When::True, KUBERMATIC_HTTP, proof(
        "https://github.com/kubermatic/kubermatic/blob/2974df5bdca4/sdk/apis/kubermatic/v1/configuration.go",
        &["apiVersion: kubermatic.k8c.io/v1\nkind: KubermaticConfiguration\nmetadata: {name: kubermatic}\nspec: {userCluster: {systemApplications: {helmRepository: 'oci://registry.example.com/charts', plainHTTP: true}}}"],
        &["apiVersion: kubermatic.k8c.io/v1\nkind: KubermaticConfiguration\nmetadata: {name: kubermatic}\nspec: {userCluster: {systemApplications: {helmRepository: 'oci://registry.example.com/charts', plainHTTP: false}}}"],
    )),
    field("kubermatic.k8c.io", &["KubermaticConfiguration"], "spec.userCluster.applications.insecureSkipTLSVerify", When::True, KUBERMATIC, proof(
        "https://github.com/kubermatic/kubermatic/blob/2974df5bdca4/sdk/apis/kubermatic/v1/configuration.go",
        &["apiVersion: kubermatic.k8c.io/v1\nkind: KubermaticConfiguration\nmetadata: {name: kubermatic}\nspec: {userCluster: {applications: {insecureSkipTLSVerify: true}}}"],
        &["apiVersion: kubermatic.k8c.io/v1\nkind: KubermaticConfiguration\nmetadata: {name: kubermatic}\nspec: {userCluster: {applications: {namespace: apps, insecureSkipTLSVerify: false}}}"],
    )),
    field("kubermatic.k8c.io", &["KubermaticConfiguration"], "spec.userCluster.applications.plainHTTP", When::True, KUBERMATIC_HTTP, proof(
        "https://github.com/kubermatic/kubermatic/blob/2974df5bdca4/sdk/apis/kubermatic/v1/configuration.go",
        &["apiVersion: kubermatic.k8c.io/v1\nkind: KubermaticConfiguration\nmetadata: {name: kubermatic}\nspec: {userCluster: {applications: {plainHTTP: true}}}"],
        &["apiVersion: kubermatic.k8c.io/v1\nkind: KubermaticConfiguration\nmetadata: {name: kubermatic}\nspec: {userCluster: {applications: {namespace: apps, plainHTTP: false}}}"],
    )),
    field("apps.kubermatic.k8c.io", &["ApplicationDefinition"], "spec.versions[*].template.source.helm.insecure", When::True, KUBERMATIC, proof(
        "https://github.com/kubermatic/kubermatic/blob/2974df5bdca4/sdk/apis/apps.kubermatic/v1/application_definition.go",
        &["apiVersion: apps.kubermatic.k8c.io/v1\nkind: ApplicationDefinition\nmetadata: {name: app}\nspec: {description: App, method: helm, versions: [{version: 1.0.0, template: {source: {helm: {url: 'oci://registry.example.com/charts', chartName: app, chartVersion: 1.0.0, insecure: true}}}}]}"],
        &[
            "apiVersion: apps.kubermatic.k8c.io/v1\nkind: ApplicationDefinition\nmetadata: {name: app}\nspec: {description: App, method: helm, versions: [{version: 1.0.0, template: {source: {helm: {url: 'oci://registry.example.com/charts', chartName: app, chartVersion: 1.0.0, insecure: false}}}}]}",
            "apiVersion: apps.kubermatic.k8c.io/v1\nkind: ApplicationDefinition\nmetadata: {name: app}\nspec: {description: App, method: helm, versions: [{version: 1.0.0, template: {source: {helm: {url: 'https://charts.example.com', chartName: app, chartVersion: 1.0.0, insecure: true}}}}]}",
        ],
    )).only_if(&[within("spec.versions[*].template.source.helm", &[begun("url", "oci://")])]),
    field("apps.kubermatic.k8c.io", &["ApplicationDefinition"], "spec.versions[*].template.source.helm.plainHTTP", When::True, KUBERMATIC_HTTP, proof(
        "https://github.com/kubermatic/kubermatic/blob/2974df5bdca4/sdk/apis/apps.kubermatic/v1/application_definition.go",
        &["apiVersion: apps.kubermatic.k8c.io/v1\nkind: ApplicationDefinition\nmetadata: {name: app}\nspec: {description: App, method: helm, versions: [{version: 1.0.0, template: {source: {helm: {url: 'oci://registry.example.com/charts', chartName: app, chartVersion: 1.0.0, plainHTTP: true}}}}]}"],
        &["apiVersion: apps.kubermatic.k8c.io/v1\nkind: ApplicationDefinition\nmetadata: {name: app}\nspec: {description: App, method: helm, versions: [{version: 1.0.0, template: {source: {helm: {url: 'oci://registry.example.com/charts', chartName: app, chartVersion: 1.0.0, plainHTTP: false}}}}]}"],
    )).only_if(&[within("spec.versions[*].template.source.helm", &[begun("url", "oci://")])]),

    // Gardener; served: core.gardener.cloud v1beta1
    field("core.gardener.cloud", &["Shoot"], "spec.extensions[*].providerConfig.mirrors[*].hosts[*].host", When::Http, NODES_HTTP, proof(
        "https://github.com/gardener/gardener-extension-registry-cache/blob/1a9d24afef67/docs/usage/registry-mirror/configuration.md",
        &["apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata: {name: edge}\nspec: {extensions: [{type: registry-mirror, providerConfig: {apiVersion: mirror.extensions.gardener.cloud/v1alpha1, kind: MirrorConfig, mirrors: [{upstream: docker.io, hosts: [{host: 'http://registry.example.com'}]}]}}]}"],
        &["apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata: {name: edge}\nspec: {extensions: [{type: registry-mirror, providerConfig: {apiVersion: mirror.extensions.gardener.cloud/v1alpha1, kind: MirrorConfig, mirrors: [{upstream: docker.io, hosts: [{host: 'https://registry.example.com'}]}]}}]}"],
    )),
    field("core.gardener.cloud", &["Shoot"], "spec.extensions[*].providerConfig.caches[*].remoteURL", When::Http, "the registry cache and the nodes pull over plain HTTP", proof(
        "https://github.com/gardener/gardener-extension-registry-cache/blob/1a9d24afef67/docs/usage/registry-cache/configuration.md",
        &["apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata: {name: edge}\nspec: {extensions: [{type: registry-cache, providerConfig: {apiVersion: registry.extensions.gardener.cloud/v1alpha3, kind: RegistryConfig, caches: [{upstream: registry.example.com, remoteURL: 'http://registry.example.com'}]}}]}"],
        &["apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata: {name: edge}\nspec: {extensions: [{type: registry-cache, providerConfig: {apiVersion: registry.extensions.gardener.cloud/v1alpha3, kind: RegistryConfig, caches: [{upstream: registry.example.com, remoteURL: 'https://registry.example.com'}]}}]}"],
    )),
    field("core.gardener.cloud", &["Shoot"], "spec.extensions[*].providerConfig.caches[*].http.tls", When::False, "nodes reach the registry cache over plain HTTP", proof(
        "https://github.com/gardener/gardener-extension-registry-cache/blob/1a9d24afef67/docs/usage/registry-cache/configuration.md",
        &["apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata: {name: edge}\nspec: {extensions: [{type: registry-cache, providerConfig: {apiVersion: registry.extensions.gardener.cloud/v1alpha3, kind: RegistryConfig, caches: [{upstream: docker.io, http: {tls: false}}]}}]}"],
        &["apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata: {name: edge}\nspec: {extensions: [{type: registry-cache, providerConfig: {apiVersion: registry.extensions.gardener.cloud/v1alpha3, kind: RegistryConfig, caches: [{upstream: docker.io, http: {tls: true}}]}}]}"],
    )),

    // CDI and HyperConverged; served: cdi.kubevirt.io v1beta1, hco.kubevirt.io v1, v1beta1
    field("cdi.kubevirt.io", &["CDI"], "spec.config.insecureRegistries[*]", When::Registry, CDI, proof(
        "https://github.com/kubevirt/containerized-data-importer/blob/c07cdb6fbd18/staging/src/kubevirt.io/containerized-data-importer-api/pkg/apis/core/v1beta1/types.go",
        &["apiVersion: cdi.kubevirt.io/v1beta1\nkind: CDI\nmetadata: {name: cdi}\nspec: {config: {insecureRegistries: [registry.example.com]}}"],
        &["apiVersion: cdi.kubevirt.io/v1beta1\nkind: CDI\nmetadata: {name: cdi}\nspec: {config: {insecureRegistries: ['localhost:5000']}}"],
    )),
    field("cdi.kubevirt.io", &["CDIConfig"], "spec.insecureRegistries[*]", When::Registry, CDI, proof(
        "https://github.com/kubevirt/containerized-data-importer/blob/c07cdb6fbd18/staging/src/kubevirt.io/containerized-data-importer-api/pkg/apis/core/v1beta1/types.go",
        &["apiVersion: cdi.kubevirt.io/v1beta1\nkind: CDIConfig\nmetadata: {name: config}\nspec: {insecureRegistries: [registry.example.com]}"],
        &["apiVersion: cdi.kubevirt.io/v1beta1\nkind: CDIConfig\nmetadata: {name: config}\nspec: {insecureRegistries: ['127.0.0.1:5000']}"],
    )),
    field("hco.kubevirt.io", &["HyperConverged"], "spec.storageImport.insecureRegistries[*]", When::Registry, CDI, proof(
        "https://github.com/kubevirt/hyperconverged-cluster-operator/blob/03da3cff7325/config/crd/bases/hco.kubevirt.io_hyperconvergeds.yaml",
        &["apiVersion: hco.kubevirt.io/v1beta1\nkind: HyperConverged\nmetadata: {name: kubevirt-hyperconverged}\nspec: {storageImport: {insecureRegistries: [registry.example.com]}}"],
        &["apiVersion: hco.kubevirt.io/v1beta1\nkind: HyperConverged\nmetadata: {name: kubevirt-hyperconverged}\nspec: {storageImport: {insecureRegistries: ['localhost:5000']}}"],
    )),
    field("hco.kubevirt.io", &["HyperConverged"], "spec.storage.storageImport.insecureRegistries[*]", When::Registry, CDI, proof(
        "https://github.com/kubevirt/hyperconverged-cluster-operator/blob/03da3cff7325/api/v1/hyperconverged_types.go, since hco.kubevirt.io/v1",
        &["apiVersion: hco.kubevirt.io/v1\nkind: HyperConverged\nmetadata: {name: kubevirt-hyperconverged}\nspec: {storage: {storageImport: {insecureRegistries: [registry.example.com]}}}"],
        &["apiVersion: hco.kubevirt.io/v1\nkind: HyperConverged\nmetadata: {name: kubevirt-hyperconverged}\nspec: {storage: {storageImport: {insecureRegistries: ['localhost:5000']}}}"],
    )),

    // Shipwright; served: shipwright.io v1alpha1, v1beta1
    field("shipwright.io", &["Build", "BuildRun"], "spec.output.insecure", When::True, SHIPWRIGHT, proof(
        "https://github.com/shipwright-io/build/blob/85aa66454677/pkg/apis/build/v1beta1/build_types.go",
        &[
            "apiVersion: shipwright.io/v1beta1\nkind: Build\nmetadata: {name: app}\nspec: {source: {type: Git, git: {url: 'https://git.example.com/app.git'}}, strategy: {name: buildah, kind: ClusterBuildStrategy}, output: {image: 'registry.example.com/app:1', insecure: true}}",
            "apiVersion: shipwright.io/v1beta1\nkind: BuildRun\nmetadata: {name: app}\nspec: {build: {name: app}, output: {image: 'registry.example.com/app:1', insecure: true}}",
        ],
        &["apiVersion: shipwright.io/v1beta1\nkind: BuildRun\nmetadata: {name: app}\nspec: {build: {name: app}, output: {image: 'registry.example.com/app:1', insecure: false}}"],
    )),
    field("shipwright.io", &["BuildRun"], "spec.build.spec.output.insecure", When::True, SHIPWRIGHT, proof(
        "https://github.com/shipwright-io/build/blob/85aa66454677/deploy/crds/shipwright.io_buildruns.yaml",
        &["apiVersion: shipwright.io/v1beta1\nkind: BuildRun\nmetadata: {name: app}\nspec: {build: {spec: {source: {type: Git, git: {url: 'https://git.example.com/app.git'}}, strategy: {name: buildah, kind: ClusterBuildStrategy}, output: {image: 'registry.example.com/app:1', insecure: true}}}}"],
        &["apiVersion: shipwright.io/v1beta1\nkind: BuildRun\nmetadata: {name: app}\nspec: {build: {spec: {source: {type: Git, git: {url: 'https://git.example.com/app.git'}}, strategy: {name: buildah, kind: ClusterBuildStrategy}, output: {image: 'registry.example.com/app:1', insecure: false}}}}"],
    )),
    field("shipwright.io", &["BuildRun"], "spec.buildSpec.output.insecure", When::True, SHIPWRIGHT, proof(
        "https://github.com/shipwright-io/build/blob/85aa66454677/deploy/crds/shipwright.io_buildruns.yaml",
        &["apiVersion: shipwright.io/v1alpha1\nkind: BuildRun\nmetadata: {name: app}\nspec: {buildSpec: {source: {url: 'https://git.example.com/app.git'}, strategy: {name: buildah, kind: ClusterBuildStrategy}, output: {image: 'registry.example.com/app:1', insecure: true}}}"],
        &["apiVersion: shipwright.io/v1alpha1\nkind: BuildRun\nmetadata: {name: app}\nspec: {buildSpec: {source: {url: 'https://git.example.com/app.git'}, strategy: {name: buildah, kind: ClusterBuildStrategy}, output: {image: 'registry.example.com/app:1', insecure: false}}}"],
    )),

    // Camel K; served: camel.apache.org v1
    field("camel.apache.org", &["IntegrationPlatform", "IntegrationProfile"], "spec.build.registry.insecure", When::True, CAMEL, proof(
        "https://github.com/apache/camel-k/blob/4782ebd227bf/pkg/resources/config/crd/bases/camel.apache.org_integrationplatforms.yaml",
        &[
            "apiVersion: camel.apache.org/v1\nkind: IntegrationPlatform\nmetadata: {name: camel-k}\nspec: {build: {registry: {address: registry.example.com, insecure: true}}}",
            "apiVersion: camel.apache.org/v1\nkind: IntegrationProfile\nmetadata: {name: edge}\nspec: {build: {registry: {address: registry.example.com, insecure: true}}}",
        ],
        &["apiVersion: camel.apache.org/v1\nkind: IntegrationPlatform\nmetadata: {name: camel-k}\nspec: {build: {registry: {address: registry.example.com, insecure: false}}}"],
    )),
    field("camel.apache.org", &["Build"], "spec.tasks[*][*].registry.insecure", When::True, CAMEL, proof(
        "https://github.com/apache/camel-k/blob/4782ebd227bf/pkg/resources/config/crd/bases/camel.apache.org_builds.yaml",
        &["apiVersion: camel.apache.org/v1\nkind: Build\nmetadata: {name: kit-1}\nspec: {tasks: [{jib: {name: jib, image: 'registry.example.com/kit:1', registry: {address: registry.example.com, insecure: true}}}]}"],
        &["apiVersion: camel.apache.org/v1\nkind: Build\nmetadata: {name: kit-1}\nspec: {tasks: [{jib: {name: jib, image: 'registry.example.com/kit:1', registry: {address: registry.example.com, insecure: false}}}]}"],
    )),

    // Kyverno; served: kyverno.io v1, v2beta1 (ClusterPolicy, Policy), v2, v2beta1 (CleanupPolicy); policies.kyverno.io v1alpha1, v1beta1, v1
    field("kyverno.io", &["ClusterPolicy", "Policy"], "spec.rules[*].context[*].imageRegistry.imageRegistryCredentials.allowInsecureRegistry", When::True, KYVERNO, proof(
        "https://github.com/kyverno/kyverno/blob/111e07bbecc6/config/crds/kyverno/kyverno.io_clusterpolicies.yaml",
        &[
            "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: labels}\nspec: {rules: [{name: labels, match: {any: [{resources: {kinds: [Pod]}}]}, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: true}}}], validate: {message: labels, deny: {}}}]}",
            "apiVersion: kyverno.io/v1\nkind: Policy\nmetadata: {name: labels}\nspec: {rules: [{name: labels, match: {any: [{resources: {kinds: [Pod]}}]}, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: true}}}], validate: {message: labels, deny: {}}}]}",
        ],
        &["apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: labels}\nspec: {rules: [{name: labels, match: {any: [{resources: {kinds: [Pod]}}]}, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: false}}}], validate: {message: labels, deny: {}}}]}"],
    )),
    field("kyverno.io", &["ClusterPolicy", "Policy"], "spec.rules[*].validate.foreach[*].context[*].imageRegistry.imageRegistryCredentials.allowInsecureRegistry", When::True, KYVERNO, proof(
        "https://github.com/kyverno/kyverno/blob/111e07bbecc6/config/crds/kyverno/kyverno.io_clusterpolicies.yaml",
        &["apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: labels}\nspec: {rules: [{name: labels, match: {any: [{resources: {kinds: [Pod]}}]}, validate: {message: labels, foreach: [{list: request.object.spec.containers, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: true}}}], deny: {}}]}}]}"],
        &[
            "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: labels}\nspec: {rules: [{name: labels, match: {any: [{resources: {kinds: [Pod]}}]}, validate: {message: labels, foreach: [{list: request.object.spec.containers, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: false}}}], deny: {}}]}}]}",
            "apiVersion: kyverno.io/v1\nkind: Policy\nmetadata: {name: labels}\nspec: {rules: [{name: labels, match: {any: [{resources: {kinds: [Pod]}}]}, validate: {message: labels, foreach: [{list: request.object.spec.containers, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: false}}}], deny: {}}]}}]}",
        ],
    )),
    field("kyverno.io", &["ClusterPolicy", "Policy"], "spec.rules[*].mutate.foreach[*].context[*].imageRegistry.imageRegistryCredentials.allowInsecureRegistry", When::True, KYVERNO, proof(
        "https://github.com/kyverno/kyverno/blob/111e07bbecc6/config/crds/kyverno/kyverno.io_clusterpolicies.yaml",
        &["apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: digest}\nspec: {rules: [{name: digest, match: {any: [{resources: {kinds: [Pod]}}]}, mutate: {foreach: [{list: request.object.spec.containers, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: true}}}], patchStrategicMerge: {metadata: {labels: {team: a}}}}]}}]}"],
        &[
            "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: digest}\nspec: {rules: [{name: digest, match: {any: [{resources: {kinds: [Pod]}}]}, mutate: {foreach: [{list: request.object.spec.containers, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: false}}}], patchStrategicMerge: {metadata: {labels: {team: a}}}}]}}]}",
            "apiVersion: kyverno.io/v1\nkind: Policy\nmetadata: {name: digest}\nspec: {rules: [{name: digest, match: {any: [{resources: {kinds: [Pod]}}]}, mutate: {foreach: [{list: request.object.spec.containers, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: false}}}], patchStrategicMerge: {metadata: {labels: {team: a}}}}]}}]}",
        ],
    )),
    field("kyverno.io", &["ClusterPolicy", "Policy"], "spec.rules[*].mutate.targets[*].context[*].imageRegistry.imageRegistryCredentials.allowInsecureRegistry", When::True, KYVERNO, proof(
        "https://github.com/kyverno/kyverno/blob/111e07bbecc6/config/crds/kyverno/kyverno.io_clusterpolicies.yaml",
        &["apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: digest}\nspec: {rules: [{name: digest, match: {any: [{resources: {kinds: [Pod]}}]}, mutate: {targets: [{apiVersion: v1, kind: ConfigMap, name: images, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: true}}}]}], patchStrategicMerge: {metadata: {labels: {team: a}}}}}]}"],
        &[
            "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: digest}\nspec: {rules: [{name: digest, match: {any: [{resources: {kinds: [Pod]}}]}, mutate: {targets: [{apiVersion: v1, kind: ConfigMap, name: images, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: false}}}]}], patchStrategicMerge: {metadata: {labels: {team: a}}}}}]}",
            "apiVersion: kyverno.io/v1\nkind: Policy\nmetadata: {name: digest}\nspec: {rules: [{name: digest, match: {any: [{resources: {kinds: [Pod]}}]}, mutate: {targets: [{apiVersion: v1, kind: ConfigMap, name: images, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: false}}}]}], patchStrategicMerge: {metadata: {labels: {team: a}}}}}]}",
        ],
    )),
    field("kyverno.io", &["CleanupPolicy", "ClusterCleanupPolicy"], "spec.context[*].imageRegistry.imageRegistryCredentials.allowInsecureRegistry", When::True, KYVERNO, proof(
        "https://github.com/kyverno/kyverno/blob/111e07bbecc6/config/crds/kyverno/kyverno.io_cleanuppolicies.yaml",
        &[
            "apiVersion: kyverno.io/v2\nkind: CleanupPolicy\nmetadata: {name: old}\nspec: {schedule: '0 1 * * *', match: {any: [{resources: {kinds: [Pod]}}]}, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: true}}}]}",
            "apiVersion: kyverno.io/v2\nkind: ClusterCleanupPolicy\nmetadata: {name: old}\nspec: {schedule: '0 1 * * *', match: {any: [{resources: {kinds: [Pod]}}]}, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: true}}}]}",
        ],
        &["apiVersion: kyverno.io/v2\nkind: CleanupPolicy\nmetadata: {name: old}\nspec: {schedule: '0 1 * * *', match: {any: [{resources: {kinds: [Pod]}}]}, context: [{name: image, imageRegistry: {reference: 'registry.example.com/app:1', imageRegistryCredentials: {allowInsecureRegistry: false}}}]}"],
    )),
    field("kyverno.io", &["ClusterPolicy", "Policy"], "spec.rules[*].verifyImages[*].imageRegistryCredentials.allowInsecureRegistry", When::True, KYVERNO, proof(
        "https://github.com/kyverno/kyverno/blob/111e07bbecc6/api/kyverno/v1/image_verification_types.go",
        &[
            "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: signed}\nspec: {rules: [{name: signed, match: {any: [{resources: {kinds: [Pod]}}]}, verifyImages: [{imageReferences: ['registry.example.com/*'], imageRegistryCredentials: {allowInsecureRegistry: true}}]}]}",
            "apiVersion: kyverno.io/v1\nkind: Policy\nmetadata: {name: signed}\nspec: {rules: [{name: signed, match: {any: [{resources: {kinds: [Pod]}}]}, verifyImages: [{imageReferences: ['registry.example.com/*'], imageRegistryCredentials: {allowInsecureRegistry: true}}]}]}",
        ],
        &["apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: signed}\nspec: {rules: [{name: signed, match: {any: [{resources: {kinds: [Pod]}}]}, verifyImages: [{imageReferences: ['registry.example.com/*'], imageRegistryCredentials: {allowInsecureRegistry: false, secrets: [registry-login]}}]}]}"],
    )),
    field("policies.kyverno.io", &["ImageValidatingPolicy", "NamespacedImageValidatingPolicy"], "spec.credentials.allowInsecureRegistry", When::True, KYVERNO, proof(
        "https://github.com/kyverno/api/blob/b27c1100b961/api/policies.kyverno.io/v1beta1/imagevalidating_policy.go",
        &[
            "apiVersion: policies.kyverno.io/v1beta1\nkind: ImageValidatingPolicy\nmetadata: {name: signed}\nspec: {matchImageReferences: [{glob: 'registry.example.com/*'}], credentials: {allowInsecureRegistry: true}, attestors: [{name: ci, cosign: {keyless: {identities: [{issuer: 'https://issuer.example.com', subject: ci}]}}}], validations: [{expression: 'true'}]}",
            "apiVersion: policies.kyverno.io/v1beta1\nkind: NamespacedImageValidatingPolicy\nmetadata: {name: signed}\nspec: {matchImageReferences: [{glob: 'registry.example.com/*'}], credentials: {allowInsecureRegistry: true}, attestors: [{name: ci, cosign: {keyless: {identities: [{issuer: 'https://issuer.example.com', subject: ci}]}}}], validations: [{expression: 'true'}]}",
        ],
        &["apiVersion: policies.kyverno.io/v1beta1\nkind: ImageValidatingPolicy\nmetadata: {name: signed}\nspec: {matchImageReferences: [{glob: 'registry.example.com/*'}], credentials: {allowInsecureRegistry: false, secrets: [registry-login]}, attestors: [{name: ci, cosign: {keyless: {identities: [{issuer: 'https://issuer.example.com', subject: ci}]}}}], validations: [{expression: 'true'}]}"],
    )),

    // Ratify; served: config.ratify.deislabs.io v1beta1 (Store also v1alpha1)
    field("config.ratify.deislabs.io", &["Store", "NamespacedStore"], "spec.parameters.useHttp", When::True, "Ratify reads signatures over plain HTTP", proof(
        "https://github.com/ratify-project/ratify/blob/v1.4.0/pkg/referrerstore/oras/oras.go, until v1.4",
        &[
            "apiVersion: config.ratify.deislabs.io/v1beta1\nkind: Store\nmetadata: {name: store-oras}\nspec: {name: oras, parameters: {cosignEnabled: true, useHttp: true}}",
            "apiVersion: config.ratify.deislabs.io/v1beta1\nkind: NamespacedStore\nmetadata: {name: store-oras}\nspec: {name: oras, parameters: {cosignEnabled: true, useHttp: true}}",
        ],
        &["apiVersion: config.ratify.deislabs.io/v1beta1\nkind: Store\nmetadata: {name: store-oras}\nspec: {name: oras, parameters: {cosignEnabled: true, useHttp: false}}"],
    )),

    // Kubewarden; served: policies.kubewarden.io v1, v1alpha2; sbomscanner.kubewarden.io v1alpha1
    field("policies.kubewarden.io", &["PolicyServer"], "spec.insecureSources[*]", When::Registry, "the policy server pulls policies without verifying TLS, or over plain HTTP", proof(
        "https://github.com/kubewarden/kubewarden-controller/blob/3460bb719b38/api/policies/v1/policyserver_types.go",
        &["apiVersion: policies.kubewarden.io/v1\nkind: PolicyServer\nmetadata: {name: default}\nspec: {image: 'registry.example.com/policy-server:v1', replicas: 1, insecureSources: [registry.example.com]}"],
        &["apiVersion: policies.kubewarden.io/v1\nkind: PolicyServer\nmetadata: {name: default}\nspec: {image: 'registry.example.com/policy-server:v1', replicas: 1, insecureSources: ['localhost:5000']}"],
    )),
    field("sbomscanner.kubewarden.io", &["Registry"], "spec.insecure", When::True, "sbomscanner pulls images without verifying TLS, or over plain HTTP", proof(
        "https://github.com/kubewarden/sbomscanner/blob/6c174bd08f67/api/v1alpha1/registry_types.go",
        &["apiVersion: sbomscanner.kubewarden.io/v1alpha1\nkind: Registry\nmetadata: {name: example}\nspec: {uri: registry.example.com, insecure: true}"],
        &["apiVersion: sbomscanner.kubewarden.io/v1alpha1\nkind: Registry\nmetadata: {name: example}\nspec: {uri: registry.example.com, insecure: false}"],
    )),
    field("sbomscanner.kubewarden.io", &["WorkloadScanConfiguration"], "spec.insecure", When::True, "sbomscanner pulls images without verifying TLS, or over plain HTTP", proof(
        "https://github.com/kubewarden/sbomscanner/blob/6c174bd08f67/api/v1alpha1/workloadscanconfiguration_types.go",
        &["apiVersion: sbomscanner.kubewarden.io/v1alpha1\nkind: WorkloadScanConfiguration\nmetadata: {name: default}\nspec: {enabled: true, insecure: true}"],
        &["apiVersion: sbomscanner.kubewarden.io/v1alpha1\nkind: WorkloadScanConfiguration\nmetadata: {name: default}\nspec: {enabled: true, insecure: false}"],
    )),

    // KubeKey 2 and 3; kubekey.kubesphere.io v1alpha2
    field("kubekey.kubesphere.io", &["Cluster"], "spec.registry.insecureRegistries[*]", When::Registry, NODES, proof(
        "https://github.com/kubesphere/kubekey/blob/v3.1.10/cmd/kk/apis/kubekey/v1alpha2/cluster_types.go, until v3.1",
        &["apiVersion: kubekey.kubesphere.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge}\nspec: {registry: {insecureRegistries: [registry.example.com]}}"],
        &["apiVersion: kubekey.kubesphere.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge}\nspec: {registry: {insecureRegistries: ['localhost:5000']}}"],
    )),
    field("kubekey.kubesphere.io", &["Cluster"], "spec.registry.registryMirrors[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/kubesphere/kubekey/blob/v3.1.10/cmd/kk/apis/kubekey/v1alpha2/cluster_types.go, until v3.1",
        &["apiVersion: kubekey.kubesphere.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge}\nspec: {registry: {registryMirrors: ['http://registry.example.com']}}"],
        &["apiVersion: kubekey.kubesphere.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge}\nspec: {registry: {registryMirrors: ['https://registry.example.com']}}"],
    )),
    field("kubekey.kubesphere.io", &["Cluster"], "spec.registry.auths[*].skipTLSVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/kubesphere/kubekey/blob/v3.1.10/cmd/kk/pkg/registry/docker_registry_config.go, until v3.1",
        &["apiVersion: kubekey.kubesphere.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge}\nspec: {registry: {auths: {registry.example.com: {skipTLSVerify: true}}}}"],
        &["apiVersion: kubekey.kubesphere.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge}\nspec: {registry: {auths: {registry.example.com: {skipTLSVerify: false}}}}"],
    )),
    field("kubekey.kubesphere.io", &["Cluster"], "spec.registry.auths[*].plainHTTP", When::True, NODES_HTTP, proof(
        "https://github.com/kubesphere/kubekey/blob/v3.1.10/cmd/kk/pkg/registry/docker_registry_config.go, until v3.1",
        &["apiVersion: kubekey.kubesphere.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge}\nspec: {registry: {auths: {registry.example.com: {plainHTTP: true}}}}"],
        &["apiVersion: kubekey.kubesphere.io/v1alpha2\nkind: Cluster\nmetadata: {name: edge}\nspec: {registry: {auths: {registry.example.com: {plainHTTP: false}}}}"],
    )),

    // GitHub runners of actions-runner-controller's older mode; served: actions.summerwind.dev v1alpha1
    field("actions.summerwind.dev", &["RunnerDeployment", "RunnerReplicaSet"], "spec.template.spec.dockerRegistryMirror", When::Http, RUNNER, proof(
        "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2/apis/actions.summerwind.net/v1alpha1/runner_types.go",
        &[
            "apiVersion: actions.summerwind.dev/v1alpha1\nkind: RunnerDeployment\nmetadata: {name: runners}\nspec: {replicas: 1, template: {spec: {repository: example/app, dockerRegistryMirror: 'http://registry.example.com'}}}",
            "apiVersion: actions.summerwind.dev/v1alpha1\nkind: RunnerReplicaSet\nmetadata: {name: runners}\nspec: {replicas: 1, template: {spec: {repository: example/app, dockerRegistryMirror: 'http://registry.example.com'}}}",
        ],
        &["apiVersion: actions.summerwind.dev/v1alpha1\nkind: RunnerDeployment\nmetadata: {name: runners}\nspec: {replicas: 1, template: {spec: {repository: example/app, dockerRegistryMirror: 'https://registry.example.com'}}}"],
    )),
    field("actions.summerwind.dev", &["Runner", "RunnerSet"], "spec.dockerRegistryMirror", When::Http, RUNNER, proof(
        "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2/charts/actions-runner-controller/crds/actions.summerwind.dev_runnersets.yaml",
        &[
            "apiVersion: actions.summerwind.dev/v1alpha1\nkind: Runner\nmetadata: {name: runner}\nspec: {repository: example/app, dockerRegistryMirror: 'http://registry.example.com'}",
            "apiVersion: actions.summerwind.dev/v1alpha1\nkind: RunnerSet\nmetadata: {name: runners}\nspec: {repository: example/app, dockerRegistryMirror: 'http://registry.example.com', serviceName: runners, selector: {matchLabels: {app: runner}}, template: {metadata: {labels: {app: runner}}}}",
        ],
        &["apiVersion: actions.summerwind.dev/v1alpha1\nkind: RunnerSet\nmetadata: {name: runners}\nspec: {repository: example/app, dockerRegistryMirror: 'https://registry.example.com', serviceName: runners, selector: {matchLabels: {app: runner}}, template: {metadata: {labels: {app: runner}}}}"],
    )),

    // provider-helm of Crossplane; served: helm.crossplane.io v1beta1, helm.m.crossplane.io v1beta1
    field("helm.crossplane.io", &["Release"], "spec.forProvider.insecureSkipTLSVerify", When::True, CROSSPLANE_HELM, proof(
        "https://github.com/crossplane-contrib/provider-helm/blob/4854188ddc0f/apis/cluster/release/v1beta1/types.go",
        &["apiVersion: helm.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, repository: 'oci://registry.example.com/charts', version: 1.0.0}, insecureSkipTLSVerify: true}}"],
        &[
            "apiVersion: helm.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, repository: 'oci://registry.example.com/charts', version: 1.0.0}, insecureSkipTLSVerify: false}}",
            "apiVersion: helm.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, repository: 'https://charts.example.com', version: 1.0.0}, insecureSkipTLSVerify: true}}",
        ],
    )).only_if(&[PROVIDER_HELM_OCI]),
    field("helm.crossplane.io", &["Release"], "spec.forProvider.plainHTTP", When::True, CROSSPLANE_HELM_HTTP, proof(
        "https://github.com/crossplane-contrib/provider-helm/blob/4854188ddc0f/apis/cluster/release/v1beta1/types.go",
        &["apiVersion: helm.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {url: 'oci://registry.example.com/charts/app:1.0.0'}, plainHTTP: true}}"],
        &["apiVersion: helm.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {url: 'oci://registry.example.com/charts/app:1.0.0'}, plainHTTP: false}}"],
    )).only_if(&[PROVIDER_HELM_OCI]),
    field("helm.m.crossplane.io", &["Release"], "spec.forProvider.insecureSkipTLSVerify", When::True, CROSSPLANE_HELM, proof(
        "https://github.com/crossplane-contrib/provider-helm/blob/4854188ddc0f/apis/namespaced/release/v1beta1/types.go",
        &["apiVersion: helm.m.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, repository: 'oci://registry.example.com/charts', version: 1.0.0}, insecureSkipTLSVerify: true}}"],
        &["apiVersion: helm.m.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {name: app, repository: 'https://charts.example.com', version: 1.0.0}, insecureSkipTLSVerify: true}}"],
    )).only_if(&[PROVIDER_HELM_OCI]),
    field("helm.m.crossplane.io", &["Release"], "spec.forProvider.plainHTTP", When::True, CROSSPLANE_HELM_HTTP, proof(
        "https://github.com/crossplane-contrib/provider-helm/blob/4854188ddc0f/apis/namespaced/release/v1beta1/types.go",
        &["apiVersion: helm.m.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {url: 'oci://registry.example.com/charts/app:1.0.0'}, plainHTTP: true}}"],
        &["apiVersion: helm.m.crossplane.io/v1beta1\nkind: Release\nmetadata: {name: app}\nspec: {forProvider: {namespace: app, chart: {url: 'oci://registry.example.com/charts/app:1.0.0'}, plainHTTP: false}}"],
    )).only_if(&[PROVIDER_HELM_OCI]),

    // The Helm add-on provider of Cluster API; served: addons.cluster.x-k8s.io v1alpha1
    field("addons.cluster.x-k8s.io", &["HelmChartProxy", "HelmReleaseProxy"], "spec.tlsConfig.insecureSkipTLSVerify", When::True,
        "Cluster API pulls the chart without verifying TLS", proof(
        "https://github.com/kubernetes-sigs/cluster-api-addon-provider-helm/blob/8c581411b5c0/api/v1alpha1/helmchartproxy_types.go",
        &[
            "apiVersion: addons.cluster.x-k8s.io/v1alpha1\nkind: HelmChartProxy\nmetadata: {name: app}\nspec: {clusterSelector: {matchLabels: {app: enabled}}, repoURL: 'oci://registry.example.com/charts', chartName: app, tlsConfig: {insecureSkipTLSVerify: true}}",
            "apiVersion: addons.cluster.x-k8s.io/v1alpha1\nkind: HelmReleaseProxy\nmetadata: {name: app}\nspec: {clusterRef: {name: edge}, repoURL: 'oci://registry.example.com/charts', chartName: app, tlsConfig: {insecureSkipTLSVerify: true}}",
        ],
        &[
            "apiVersion: addons.cluster.x-k8s.io/v1alpha1\nkind: HelmChartProxy\nmetadata: {name: app}\nspec: {clusterSelector: {matchLabels: {app: enabled}}, repoURL: 'oci://registry.example.com/charts', chartName: app, tlsConfig: {insecureSkipTLSVerify: false}}",
            "apiVersion: addons.cluster.x-k8s.io/v1alpha1\nkind: HelmChartProxy\nmetadata: {name: app}\nspec: {clusterSelector: {matchLabels: {app: enabled}}, repoURL: 'https://charts.example.com', chartName: app, tlsConfig: {insecureSkipTLSVerify: true}}",
        ],
    )).only_if(&[within("", &[begun("spec.repoURL", "oci://")])]),

    // Sveltos; served: config.projectsveltos.io v1beta1
    field("config.projectsveltos.io", &["ClusterProfile", "Profile"], "spec.helmCharts[*].registryCredentialsConfig.insecureSkipTLSVerify", When::True, SVELTOS, proof(
        "https://github.com/projectsveltos/addon-controller/blob/60c635803577/api/v1beta1/spec.go",
        &[
            "apiVersion: config.projectsveltos.io/v1beta1\nkind: ClusterProfile\nmetadata: {name: app}\nspec: {helmCharts: [{repositoryURL: 'oci://registry.example.com/charts', chartName: app, releaseName: app, releaseNamespace: app, registryCredentialsConfig: {insecureSkipTLSVerify: true}}]}",
            "apiVersion: config.projectsveltos.io/v1beta1\nkind: Profile\nmetadata: {name: app}\nspec: {helmCharts: [{repositoryURL: 'oci://registry.example.com/charts', chartName: app, releaseName: app, releaseNamespace: app, registryCredentialsConfig: {insecureSkipTLSVerify: true}}]}",
        ],
        &[
            "apiVersion: config.projectsveltos.io/v1beta1\nkind: ClusterProfile\nmetadata: {name: app}\nspec: {helmCharts: [{repositoryURL: 'oci://registry.example.com/charts', chartName: app, releaseName: app, releaseNamespace: app, registryCredentialsConfig: {insecureSkipTLSVerify: false}}]}",
            "apiVersion: config.projectsveltos.io/v1beta1\nkind: ClusterProfile\nmetadata: {name: app}\nspec: {helmCharts: [{repositoryURL: 'https://charts.example.com', chartName: app/app, releaseName: app, releaseNamespace: app, registryCredentialsConfig: {insecureSkipTLSVerify: true}}]}",
        ],
    )).only_if(&[within("spec.helmCharts[*]", &[begun("repositoryURL", "oci://")])]),
    field("config.projectsveltos.io", &["ClusterProfile", "Profile"], "spec.helmCharts[*].registryCredentialsConfig.plainHTTP", When::True, SVELTOS_HTTP, proof(
        "https://github.com/projectsveltos/addon-controller/blob/60c635803577/api/v1beta1/spec.go",
        &[
            "apiVersion: config.projectsveltos.io/v1beta1\nkind: ClusterProfile\nmetadata: {name: app}\nspec: {helmCharts: [{repositoryURL: 'oci://registry.example.com/charts', chartName: app, releaseName: app, releaseNamespace: app, registryCredentialsConfig: {plainHTTP: true}}]}",
            "apiVersion: config.projectsveltos.io/v1beta1\nkind: Profile\nmetadata: {name: app}\nspec: {helmCharts: [{repositoryURL: 'oci://registry.example.com/charts', chartName: app, releaseName: app, releaseNamespace: app, registryCredentialsConfig: {plainHTTP: true}}]}",
        ],
        &["apiVersion: config.projectsveltos.io/v1beta1\nkind: ClusterProfile\nmetadata: {name: app}\nspec: {helmCharts: [{repositoryURL: 'oci://registry.example.com/charts', chartName: app, releaseName: app, releaseNamespace: app, registryCredentialsConfig: {plainHTTP: false}}]}"],
    )).only_if(&[within("spec.helmCharts[*]", &[begun("repositoryURL", "oci://")])]),

    // Control planes of Talos; served: controlplane.cluster.x-k8s.io v1alpha3. A patch says which part of the configuration its value is
    field("controlplane.cluster.x-k8s.io", &["TalosControlPlane"], "spec.controlPlaneConfig.controlplane.configPatches[*].value.config[*].tls.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        TALOS_CONTROL_PLANE,
        &["apiVersion: controlplane.cluster.x-k8s.io/v1alpha3\nkind: TalosControlPlane\nmetadata: {name: edge}\nspec: {controlPlaneConfig: {controlplane: {generateType: controlplane, configPatches: [{op: add, path: /machine/registries, value: {config: {registry.example.com: {tls: {insecureSkipVerify: true}}}}}]}}}"],
        &["apiVersion: controlplane.cluster.x-k8s.io/v1alpha3\nkind: TalosControlPlane\nmetadata: {name: edge}\nspec: {controlPlaneConfig: {controlplane: {generateType: controlplane, configPatches: [{op: add, path: /machine/registries, value: {config: {registry.example.com: {tls: {insecureSkipVerify: false}}}}}]}}}"],
    )).only_if(&[TALOS_CONTROL_PLANE_PATCH]),
    field("controlplane.cluster.x-k8s.io", &["TalosControlPlane"], "spec.controlPlaneConfig.controlplane.configPatches[*].value.tls.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        TALOS_CONTROL_PLANE,
        &["apiVersion: controlplane.cluster.x-k8s.io/v1alpha3\nkind: TalosControlPlane\nmetadata: {name: edge}\nspec: {controlPlaneConfig: {controlplane: {generateType: controlplane, configPatches: [{op: add, path: /machine/registries/config/registry.example.com, value: {tls: {insecureSkipVerify: true}}}]}}}"],
        &["apiVersion: controlplane.cluster.x-k8s.io/v1alpha3\nkind: TalosControlPlane\nmetadata: {name: edge}\nspec: {controlPlaneConfig: {controlplane: {generateType: controlplane, configPatches: [{op: add, path: /machine/kubelet/extraConfig, value: {tls: {insecureSkipVerify: true}}}, {op: add, path: /machine/registries/config/registry.example.com, value: {tls: {insecureSkipVerify: false}}}]}}}"],
    )).only_if(&[TALOS_CONTROL_PLANE_PATCH]),
    field("controlplane.cluster.x-k8s.io", &["TalosControlPlane"], "spec.controlPlaneConfig.controlplane.configPatches[*].value.mirrors[*].endpoints[*]", When::Http, NODES_HTTP, proof(
        TALOS_CONTROL_PLANE,
        &["apiVersion: controlplane.cluster.x-k8s.io/v1alpha3\nkind: TalosControlPlane\nmetadata: {name: edge}\nspec: {controlPlaneConfig: {controlplane: {generateType: controlplane, configPatches: [{op: add, path: /machine/registries, value: {mirrors: {docker.io: {endpoints: ['http://registry.example.com']}}}}]}}}"],
        &["apiVersion: controlplane.cluster.x-k8s.io/v1alpha3\nkind: TalosControlPlane\nmetadata: {name: edge}\nspec: {controlPlaneConfig: {controlplane: {generateType: controlplane, configPatches: [{op: add, path: /machine/registries, value: {mirrors: {docker.io: {endpoints: ['https://registry.example.com']}}}}]}}}"],
    )).only_if(&[TALOS_CONTROL_PLANE_PATCH]),
    field("controlplane.cluster.x-k8s.io", &["TalosControlPlane"], "spec.controlPlaneConfig.controlplane.configPatches[*].value[*].endpoints[*]", When::Http, NODES_HTTP, proof(
        TALOS_CONTROL_PLANE,
        &["apiVersion: controlplane.cluster.x-k8s.io/v1alpha3\nkind: TalosControlPlane\nmetadata: {name: edge}\nspec: {controlPlaneConfig: {controlplane: {generateType: controlplane, configPatches: [{op: add, path: /machine/registries/mirrors, value: {docker.io: {endpoints: ['http://registry.example.com']}}}]}}}"],
        &["apiVersion: controlplane.cluster.x-k8s.io/v1alpha3\nkind: TalosControlPlane\nmetadata: {name: edge}\nspec: {controlPlaneConfig: {controlplane: {generateType: controlplane, configPatches: [{op: add, path: /machine/registries/mirrors, value: {docker.io: {endpoints: ['https://registry.example.com']}}}]}}}"],
    )).only_if(&[TALOS_CONTROL_PLANE_PATCH]),

    // Kargo; served: kargo.akuity.io v1alpha1. Git has such a field, too
    field("kargo.akuity.io", &["Warehouse"], "spec.subscriptions[*].image.insecureSkipTLSVerify", When::True, KARGO, proof(
        "https://github.com/akuity/kargo/blob/v1.11.2/api/v1alpha1/zz_subscription_types.go",
        &["apiVersion: kargo.akuity.io/v1alpha1\nkind: Warehouse\nmetadata: {name: app}\nspec: {subscriptions: [{image: {repoURL: registry.example.com/app, insecureSkipTLSVerify: true}}]}"],
        &["apiVersion: kargo.akuity.io/v1alpha1\nkind: Warehouse\nmetadata: {name: app}\nspec: {subscriptions: [{git: {repoURL: 'https://git.example.com/app.git', insecureSkipTLSVerify: true}}, {image: {repoURL: registry.example.com/app, insecureSkipTLSVerify: false}}]}"],
    )),
    field("kargo.akuity.io", &["Warehouse"], "spec.subscriptions[*].chart.insecureSkipTLSVerify", When::True, KARGO, proof(
        "https://github.com/akuity/kargo/blob/v1.11.2/api/v1alpha1/zz_subscription_types.go",
        &["apiVersion: kargo.akuity.io/v1alpha1\nkind: Warehouse\nmetadata: {name: app}\nspec: {subscriptions: [{chart: {repoURL: 'oci://registry.example.com/charts/app', insecureSkipTLSVerify: true}}]}"],
        &["apiVersion: kargo.akuity.io/v1alpha1\nkind: Warehouse\nmetadata: {name: app}\nspec: {subscriptions: [{chart: {repoURL: 'https://charts.example.com', name: app, insecureSkipTLSVerify: true}}, {chart: {repoURL: 'oci://registry.example.com/charts/app', insecureSkipTLSVerify: false}}]}"],
    )).only_if(&[within("spec.subscriptions[*].chart", &[begun("repoURL", "oci://")])]),

    // Registries that Harbor replicates from and to; served: registries.mittwald.de v1alpha2, registry.harbor.crossplane.io v1alpha1
    field("registries.mittwald.de", &["Registry"], "spec.insecure", When::True, HARBOR, proof(
        "https://github.com/mittwald/harbor-operator/blob/15011c80f2c4a6fef7c24edf18da19b454054dc7/apis/registries/v1alpha2/registry_types.go",
        &["apiVersion: registries.mittwald.de/v1alpha2\nkind: Registry\nmetadata: {name: upstream}\nspec: {name: upstream, type: docker-registry, url: 'https://registry.example.com', insecure: true, parentInstance: {name: harbor}}"],
        &["apiVersion: registries.mittwald.de/v1alpha2\nkind: Registry\nmetadata: {name: upstream}\nspec: {name: upstream, type: docker-registry, url: 'https://registry.example.com', insecure: false, parentInstance: {name: harbor}}"],
    )),
    field("registry.harbor.crossplane.io", &["Registry"], "spec.forProvider.insecure", When::True, HARBOR, proof(
        "https://github.com/goharbor/terraform-provider-harbor/blob/main/docs/resources/registry.md ; https://github.com/globallogicuki/provider-harbor/blob/c82a8a64703469d2d73d20ab4ac1bed29a573a84/apis/registry/v1alpha1/zz_registry_types.go",
        &["apiVersion: registry.harbor.crossplane.io/v1alpha1\nkind: Registry\nmetadata: {name: upstream}\nspec: {forProvider: {name: upstream, providerName: docker-registry, endpointUrl: 'https://registry.example.com', insecure: true}}"],
        &["apiVersion: registry.harbor.crossplane.io/v1alpha1\nkind: Registry\nmetadata: {name: upstream}\nspec: {forProvider: {name: upstream, providerName: docker-registry, endpointUrl: 'https://registry.example.com', insecure: false}}"],
    )),

    // Hosted control planes of OpenShift; served: hypershift.openshift.io v1beta1
    field("hypershift.openshift.io", &["HostedCluster"], "spec.configuration.image.registrySources.insecureRegistries[*]", When::Registry, NODES, proof(
        "https://github.com/openshift/hypershift/blob/3ee9615567ac/api/hypershift/v1beta1/zz_generated.featuregated-crd-manifests/hostedclusters.hypershift.openshift.io/AAA_ungated.yaml",
        &["apiVersion: hypershift.openshift.io/v1beta1\nkind: HostedCluster\nmetadata: {name: edge}\nspec: {release: {image: 'registry.example.com/release:1'}, pullSecret: {name: pull}, platform: {type: None}, networking: {}, etcd: {managementType: Managed}, services: [], configuration: {image: {registrySources: {insecureRegistries: [registry.example.com]}}}}"],
        &[
            "apiVersion: hypershift.openshift.io/v1beta1\nkind: HostedCluster\nmetadata: {name: edge}\nspec: {release: {image: 'registry.example.com/release:1'}, pullSecret: {name: pull}, platform: {type: None}, networking: {}, etcd: {managementType: Managed}, services: [], configuration: {image: {registrySources: {insecureRegistries: ['localhost:5000']}}}}",
            "apiVersion: hypershift.openshift.io/v1beta1\nkind: HostedCluster\nmetadata: {name: edge}\nspec: {release: {image: 'registry.example.com/release:1'}, pullSecret: {name: pull}, platform: {type: None}, networking: {}, etcd: {managementType: Managed}, services: [], configuration: {image: {registrySources: {blockedRegistries: [registry.example.com]}}}}",
        ],
    )),
    // The configuration of oc-mirror 1
    field("mirror.openshift.io", &["ImageSetConfiguration"], "storageConfig.registry.skipTLS", When::True, "oc-mirror reads and writes its metadata without verifying TLS, or over plain HTTP", proof(
        "https://github.com/openshift/oc-mirror/blob/855b64a3c9c0/v1/pkg/api/v1alpha2/types_storage_config.go",
        &["apiVersion: mirror.openshift.io/v1alpha2\nkind: ImageSetConfiguration\nstorageConfig: {registry: {imageURL: 'registry.example.com/mirror/metadata:latest', skipTLS: true}}"],
        &["apiVersion: mirror.openshift.io/v1alpha2\nkind: ImageSetConfiguration\nstorageConfig: {registry: {imageURL: 'registry.example.com/mirror/metadata:latest', skipTLS: false}}"],
    )),

    // Nutanix's extensions of Cluster API (CAREN); cluster.x-k8s.io v1beta1, v1beta2
    field("cluster.x-k8s.io", &["Cluster"], "spec.topology.variables[*].value.globalImageRegistryMirror.url", When::Http, NODES_HTTP, proof(
        "https://github.com/nutanix-cloud-native/cluster-api-runtime-extensions-nutanix/blob/a3310a609380/api/v1alpha1/clusterconfig_types.go",
        &["apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\nmetadata: {name: edge}\nspec: {topology: {class: nutanix, version: v1.34.1, variables: [{name: clusterConfig, value: {globalImageRegistryMirror: {url: 'http://registry.example.com'}}}]}}"],
        &["apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\nmetadata: {name: edge}\nspec: {topology: {class: nutanix, version: v1.34.1, variables: [{name: clusterConfig, value: {globalImageRegistryMirror: {url: 'https://registry.example.com'}}}]}}"],
    )),

    // KubeOne; kubeone.k8c.io v1beta2, v1beta3
    field("kubeone.k8c.io", &["KubeOneCluster"], "registryConfiguration.insecureRegistry", When::True, NODES, proof(
        "https://github.com/kubermatic/kubeone/blob/a3c4f6b0e0f1/pkg/apis/kubeone/v1beta3/types.go",
        &["apiVersion: kubeone.k8c.io/v1beta3\nkind: KubeOneCluster\nname: edge\nregistryConfiguration: {overwriteRegistry: registry.example.com, insecureRegistry: true}"],
        &["apiVersion: kubeone.k8c.io/v1beta3\nkind: KubeOneCluster\nname: edge\nregistryConfiguration: {overwriteRegistry: registry.example.com, insecureRegistry: false}"],
    )),
    field("kubeone.k8c.io", &["KubeOneCluster"], "containerRuntime.containerd.registries[*].tlsConfig.insecureSkipVerify", When::True, NODES_UNVERIFIED, proof(
        "https://github.com/kubermatic/kubeone/blob/a3c4f6b0e0f1/pkg/apis/kubeone/v1beta3/types.go",
        &["apiVersion: kubeone.k8c.io/v1beta3\nkind: KubeOneCluster\nname: edge\ncontainerRuntime: {containerd: {registries: {registry.example.com: {tlsConfig: {insecureSkipVerify: true}}}}}"],
        &["apiVersion: kubeone.k8c.io/v1beta3\nkind: KubeOneCluster\nname: edge\ncontainerRuntime: {containerd: {registries: {registry.example.com: {tlsConfig: {insecureSkipVerify: false}}}}}"],
    )),
    field("kubeone.k8c.io", &["KubeOneCluster"], "containerRuntime.containerd.registries[*].mirrors[*]", When::Http, NODES_HTTP, proof(
        "https://github.com/kubermatic/kubeone/blob/a3c4f6b0e0f1/pkg/apis/kubeone/v1beta3/types.go",
        &["apiVersion: kubeone.k8c.io/v1beta3\nkind: KubeOneCluster\nname: edge\ncontainerRuntime: {containerd: {registries: {docker.io: {mirrors: ['http://registry.example.com']}}}}"],
        &["apiVersion: kubeone.k8c.io/v1beta3\nkind: KubeOneCluster\nname: edge\ncontainerRuntime: {containerd: {registries: {docker.io: {mirrors: ['https://registry.example.com']}}}}"],
    )),

    // Tekton's operator; served: operator.tekton.dev v1alpha1
    field("operator.tekton.dev", &["TektonChain"], "spec[\"storage.oci.repository.insecure\"]", When::True, CHAINS, proof(
        "https://github.com/tektoncd/operator/blob/390143289a66/pkg/apis/operator/v1alpha1/tektonchain_types.go",
        &["apiVersion: operator.tekton.dev/v1alpha1\nkind: TektonChain\nmetadata: {name: chain}\nspec: {targetNamespace: tekton-chains, storage.oci.repository: registry.example.com/signatures, storage.oci.repository.insecure: true}"],
        &["apiVersion: operator.tekton.dev/v1alpha1\nkind: TektonChain\nmetadata: {name: chain}\nspec: {targetNamespace: tekton-chains, storage.oci.repository: registry.example.com/signatures, storage.oci.repository.insecure: false}"],
    )),
    field("operator.tekton.dev", &["TektonConfig"], "spec.chain[\"storage.oci.repository.insecure\"]", When::True, CHAINS, proof(
        "https://github.com/tektoncd/operator/blob/390143289a66/docs/TektonConfig.md",
        &["apiVersion: operator.tekton.dev/v1alpha1\nkind: TektonConfig\nmetadata: {name: config}\nspec: {targetNamespace: tekton-pipelines, chain: {disabled: false, storage.oci.repository.insecure: true}}"],
        &["apiVersion: operator.tekton.dev/v1alpha1\nkind: TektonConfig\nmetadata: {name: config}\nspec: {targetNamespace: tekton-pipelines, chain: {disabled: false, storage.oci.repository.insecure: false}}"],
    )),

    // Tekton; served: tekton.dev v1, v1beta1 (ClusterTask: v1beta1 only, until Tekton Pipelines 1.0)
    field("tekton.dev", PIPELINES, "spec.params[*]", When::Parameter(INSECURE_PARAMETERS, &When::True), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/jib-maven/0.5/jib-maven.yaml ; INSECURE_REGISTRY and insecure-registry are unverified: found in tasks whose repositories are not known",
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {params: [{name: INSECUREREGISTRY, default: 'true'}, {name: INSECURE_REGISTRY, default: 'true'}, {name: insecure-registry, default: 'true'}], tasks: [{name: build, taskRef: {name: build}}]}"],
        &[
            "apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {params: [{name: INSECUREREGISTRY, default: 'false'}, {name: INSECURE_REGISTRY, default: 'false'}, {name: insecure-registry, default: 'false'}], tasks: [{name: build, taskRef: {name: build}}]}",
            "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineRef: {name: build}, params: [{name: INSECUREREGISTRY, value: 'false'}, {name: INSECURE_REGISTRY, value: 'false'}, {name: insecure-registry, value: 'false'}]}",
            "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: build}\nspec: {params: [{name: INSECUREREGISTRY, default: 'false'}, {name: INSECURE_REGISTRY, default: 'false'}, {name: insecure-registry, default: 'false'}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}",
            "apiVersion: tekton.dev/v1beta1\nkind: ClusterTask\nmetadata: {name: build}\nspec: {params: [{name: INSECUREREGISTRY, default: 'false'}, {name: INSECURE_REGISTRY, default: 'false'}, {name: insecure-registry, default: 'false'}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}",
            "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskRef: {name: build}, params: [{name: INSECUREREGISTRY, value: 'false'}, {name: INSECURE_REGISTRY, value: 'false'}, {name: insecure-registry, value: 'false'}]}",
            "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskRef: {name: rhacs-image-check}, params: [{name: insecure-skip-tls-verify, value: 'true'}]}",
        ],
    )),
    field("tekton.dev", PIPELINES, "spec.params[*]", When::Parameter(VERIFYING_PARAMETERS, &When::False), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/buildah/0.9/buildah.yaml (TLSVERIFY); https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/skopeo-copy/0.2/skopeo-copy.yaml; https://github.com/openshift-pipelines/task-containers/blob/fe6505259a57/templates/spec-buildah.tpl (TLS_VERIFY); https://github.com/openshift-pipelines/task-containers/blob/d30af126b5ca/templates/task-skopeo-copy.yaml",
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {params: [{name: TLSVERIFY, default: 'false'}, {name: TLS_VERIFY, default: 'false'}, {name: srcTLSverify, default: 'false'}, {name: destTLSverify, default: 'false'}, {name: SRC_TLS_VERIFY, default: 'false'}, {name: DEST_TLS_VERIFY, default: 'false'}], tasks: [{name: build, taskRef: {name: build}}]}"],
        &[
            "apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {params: [{name: TLSVERIFY, default: 'true'}, {name: TLS_VERIFY, default: 'true'}, {name: srcTLSverify, default: 'true'}, {name: destTLSverify, default: 'true'}, {name: SRC_TLS_VERIFY, default: 'true'}, {name: DEST_TLS_VERIFY, default: 'true'}], tasks: [{name: build, taskRef: {name: build}}]}",
            "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineRef: {name: build}, params: [{name: TLSVERIFY, value: 'true'}, {name: TLS_VERIFY, value: 'true'}, {name: srcTLSverify, value: 'true'}, {name: destTLSverify, value: 'true'}, {name: SRC_TLS_VERIFY, value: 'true'}, {name: DEST_TLS_VERIFY, value: 'true'}]}",
            "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: build}\nspec: {params: [{name: TLSVERIFY, default: 'true'}, {name: TLS_VERIFY, default: 'true'}, {name: srcTLSverify, default: 'true'}, {name: destTLSverify, default: 'true'}, {name: SRC_TLS_VERIFY, default: 'true'}, {name: DEST_TLS_VERIFY, default: 'true'}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}",
            "apiVersion: tekton.dev/v1beta1\nkind: ClusterTask\nmetadata: {name: build}\nspec: {params: [{name: TLSVERIFY, default: 'true'}, {name: TLS_VERIFY, default: 'true'}, {name: srcTLSverify, default: 'true'}, {name: destTLSverify, default: 'true'}, {name: SRC_TLS_VERIFY, default: 'true'}, {name: DEST_TLS_VERIFY, default: 'true'}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}",
            "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskRef: {name: build}, params: [{name: TLSVERIFY, value: 'true'}, {name: TLS_VERIFY, value: 'true'}, {name: srcTLSverify, value: 'true'}, {name: destTLSverify, value: 'true'}, {name: SRC_TLS_VERIFY, value: 'true'}, {name: DEST_TLS_VERIFY, value: 'true'}]}",
            "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskRef: {name: build}, params: [{name: TLSVERIFY, value: $(params.verify)}, {name: TLS_VERIFY, value: $(params.verify)}, {name: srcTLSverify, value: $(params.verify)}, {name: destTLSverify, value: $(params.verify)}, {name: SRC_TLS_VERIFY, value: $(params.verify)}, {name: DEST_TLS_VERIFY, value: $(params.verify)}]}",
        ],
    )),
    field("tekton.dev", PIPELINES, "spec.params[*]", When::Parameter(REGISTRY_PARAMETERS, &When::Registry), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/docker-build/0.1/docker-build.yaml",
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {params: [{name: insecure_registry, default: registry.example.com}], tasks: [{name: build, taskRef: {name: build}}]}"],
        &[
            "apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {params: [{name: insecure_registry, default: 'localhost:5000'}], tasks: [{name: build, taskRef: {name: build}}]}",
            "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineRef: {name: build}, params: [{name: insecure_registry, value: 'localhost:5000'}]}",
            "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: build}\nspec: {params: [{name: insecure_registry, default: 'localhost:5000'}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}",
            "apiVersion: tekton.dev/v1beta1\nkind: ClusterTask\nmetadata: {name: build}\nspec: {params: [{name: insecure_registry, default: 'localhost:5000'}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}",
            "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskRef: {name: build}, params: [{name: insecure_registry, value: 'localhost:5000'}]}",
            "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskRef: {name: build}, params: [{name: insecure_registry, value: ''}]}",
            "apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskRef: {name: build}, params: [{name: insecure_registry, value: $(params.registry)}]}",
        ],
    )),
    field("tekton.dev", &["Pipeline"], "spec.tasks[*].params[*]", When::Parameter(INSECURE_PARAMETERS, &When::True), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/jib-maven/0.5/jib-maven.yaml ; INSECURE_REGISTRY and insecure-registry are unverified: found in tasks whose repositories are not known",
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: INSECUREREGISTRY, value: 'true'}, {name: INSECURE_REGISTRY, value: 'true'}, {name: insecure-registry, value: 'true'}]}]}"],
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: INSECUREREGISTRY, value: 'false'}, {name: INSECURE_REGISTRY, value: 'false'}, {name: insecure-registry, value: 'false'}]}]}"],
    )),
    field("tekton.dev", &["Pipeline"], "spec.tasks[*].params[*]", When::Parameter(VERIFYING_PARAMETERS, &When::False), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/buildah/0.9/buildah.yaml (TLSVERIFY); https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/skopeo-copy/0.2/skopeo-copy.yaml; https://github.com/openshift-pipelines/task-containers/blob/fe6505259a57/templates/spec-buildah.tpl (TLS_VERIFY); https://github.com/openshift-pipelines/task-containers/blob/d30af126b5ca/templates/task-skopeo-copy.yaml",
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: TLSVERIFY, value: 'false'}, {name: TLS_VERIFY, value: 'false'}, {name: srcTLSverify, value: 'false'}, {name: destTLSverify, value: 'false'}, {name: SRC_TLS_VERIFY, value: 'false'}, {name: DEST_TLS_VERIFY, value: 'false'}]}]}"],
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: TLSVERIFY, value: 'true'}, {name: TLS_VERIFY, value: 'true'}, {name: srcTLSverify, value: 'true'}, {name: destTLSverify, value: 'true'}, {name: SRC_TLS_VERIFY, value: 'true'}, {name: DEST_TLS_VERIFY, value: 'true'}]}]}"],
    )),
    field("tekton.dev", &["Pipeline"], "spec.tasks[*].params[*]", When::Parameter(REGISTRY_PARAMETERS, &When::Registry), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/docker-build/0.1/docker-build.yaml",
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: insecure_registry, value: registry.example.com}]}]}"],
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: insecure_registry, value: 'localhost:5000'}]}]}"],
    )),
    field("tekton.dev", &["Pipeline"], "spec.finally[*].params[*]", When::Parameter(INSECURE_PARAMETERS, &When::True), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/jib-maven/0.5/jib-maven.yaml ; INSECURE_REGISTRY and insecure-registry are unverified: found in tasks whose repositories are not known",
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: INSECUREREGISTRY, value: 'true'}, {name: INSECURE_REGISTRY, value: 'true'}, {name: insecure-registry, value: 'true'}]}]}"],
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: INSECUREREGISTRY, value: 'false'}, {name: INSECURE_REGISTRY, value: 'false'}, {name: insecure-registry, value: 'false'}]}]}"],
    )),
    field("tekton.dev", &["Pipeline"], "spec.finally[*].params[*]", When::Parameter(VERIFYING_PARAMETERS, &When::False), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/buildah/0.9/buildah.yaml (TLSVERIFY); https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/skopeo-copy/0.2/skopeo-copy.yaml; https://github.com/openshift-pipelines/task-containers/blob/fe6505259a57/templates/spec-buildah.tpl (TLS_VERIFY); https://github.com/openshift-pipelines/task-containers/blob/d30af126b5ca/templates/task-skopeo-copy.yaml",
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: TLSVERIFY, value: 'false'}, {name: TLS_VERIFY, value: 'false'}, {name: srcTLSverify, value: 'false'}, {name: destTLSverify, value: 'false'}, {name: SRC_TLS_VERIFY, value: 'false'}, {name: DEST_TLS_VERIFY, value: 'false'}]}]}"],
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: TLSVERIFY, value: 'true'}, {name: TLS_VERIFY, value: 'true'}, {name: srcTLSverify, value: 'true'}, {name: destTLSverify, value: 'true'}, {name: SRC_TLS_VERIFY, value: 'true'}, {name: DEST_TLS_VERIFY, value: 'true'}]}]}"],
    )),
    field("tekton.dev", &["Pipeline"], "spec.finally[*].params[*]", When::Parameter(REGISTRY_PARAMETERS, &When::Registry), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/docker-build/0.1/docker-build.yaml",
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: insecure_registry, value: registry.example.com}]}]}"],
        &["apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: build}\nspec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: insecure_registry, value: 'localhost:5000'}]}]}"],
    )),
    field("tekton.dev", &["PipelineRun"], "spec.pipelineSpec.params[*]", When::Parameter(INSECURE_PARAMETERS, &When::True), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/jib-maven/0.5/jib-maven.yaml ; INSECURE_REGISTRY and insecure-registry are unverified: found in tasks whose repositories are not known",
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {params: [{name: INSECUREREGISTRY, default: 'true'}, {name: INSECURE_REGISTRY, default: 'true'}, {name: insecure-registry, default: 'true'}], tasks: [{name: test, taskRef: {name: test}}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {params: [{name: INSECUREREGISTRY, default: 'false'}, {name: INSECURE_REGISTRY, default: 'false'}, {name: insecure-registry, default: 'false'}], tasks: [{name: test, taskRef: {name: test}}]}}"],
    )),
    field("tekton.dev", &["PipelineRun"], "spec.pipelineSpec.params[*]", When::Parameter(VERIFYING_PARAMETERS, &When::False), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/buildah/0.9/buildah.yaml (TLSVERIFY); https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/skopeo-copy/0.2/skopeo-copy.yaml; https://github.com/openshift-pipelines/task-containers/blob/fe6505259a57/templates/spec-buildah.tpl (TLS_VERIFY); https://github.com/openshift-pipelines/task-containers/blob/d30af126b5ca/templates/task-skopeo-copy.yaml",
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {params: [{name: TLSVERIFY, default: 'false'}, {name: TLS_VERIFY, default: 'false'}, {name: srcTLSverify, default: 'false'}, {name: destTLSverify, default: 'false'}, {name: SRC_TLS_VERIFY, default: 'false'}, {name: DEST_TLS_VERIFY, default: 'false'}], tasks: [{name: test, taskRef: {name: test}}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {params: [{name: TLSVERIFY, default: 'true'}, {name: TLS_VERIFY, default: 'true'}, {name: srcTLSverify, default: 'true'}, {name: destTLSverify, default: 'true'}, {name: SRC_TLS_VERIFY, default: 'true'}, {name: DEST_TLS_VERIFY, default: 'true'}], tasks: [{name: test, taskRef: {name: test}}]}}"],
    )),
    field("tekton.dev", &["PipelineRun"], "spec.pipelineSpec.params[*]", When::Parameter(REGISTRY_PARAMETERS, &When::Registry), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/docker-build/0.1/docker-build.yaml",
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {params: [{name: insecure_registry, default: registry.example.com}], tasks: [{name: test, taskRef: {name: test}}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {params: [{name: insecure_registry, default: 'localhost:5000'}], tasks: [{name: test, taskRef: {name: test}}]}}"],
    )),
    field("tekton.dev", &["PipelineRun"], "spec.pipelineSpec.tasks[*].params[*]", When::Parameter(INSECURE_PARAMETERS, &When::True), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/jib-maven/0.5/jib-maven.yaml ; INSECURE_REGISTRY and insecure-registry are unverified: found in tasks whose repositories are not known",
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: INSECUREREGISTRY, value: 'true'}, {name: INSECURE_REGISTRY, value: 'true'}, {name: insecure-registry, value: 'true'}]}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: INSECUREREGISTRY, value: 'false'}, {name: INSECURE_REGISTRY, value: 'false'}, {name: insecure-registry, value: 'false'}]}]}}"],
    )),
    field("tekton.dev", &["PipelineRun"], "spec.pipelineSpec.tasks[*].params[*]", When::Parameter(VERIFYING_PARAMETERS, &When::False), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/buildah/0.9/buildah.yaml (TLSVERIFY); https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/skopeo-copy/0.2/skopeo-copy.yaml; https://github.com/openshift-pipelines/task-containers/blob/fe6505259a57/templates/spec-buildah.tpl (TLS_VERIFY); https://github.com/openshift-pipelines/task-containers/blob/d30af126b5ca/templates/task-skopeo-copy.yaml",
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: TLSVERIFY, value: 'false'}, {name: TLS_VERIFY, value: 'false'}, {name: srcTLSverify, value: 'false'}, {name: destTLSverify, value: 'false'}, {name: SRC_TLS_VERIFY, value: 'false'}, {name: DEST_TLS_VERIFY, value: 'false'}]}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: TLSVERIFY, value: 'true'}, {name: TLS_VERIFY, value: 'true'}, {name: srcTLSverify, value: 'true'}, {name: destTLSverify, value: 'true'}, {name: SRC_TLS_VERIFY, value: 'true'}, {name: DEST_TLS_VERIFY, value: 'true'}]}]}}"],
    )),
    field("tekton.dev", &["PipelineRun"], "spec.pipelineSpec.tasks[*].params[*]", When::Parameter(REGISTRY_PARAMETERS, &When::Registry), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/docker-build/0.1/docker-build.yaml",
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: insecure_registry, value: registry.example.com}]}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: build, taskRef: {name: build}, params: [{name: insecure_registry, value: 'localhost:5000'}]}]}}"],
    )),
    field("tekton.dev", &["PipelineRun"], "spec.pipelineSpec.finally[*].params[*]", When::Parameter(INSECURE_PARAMETERS, &When::True), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/jib-maven/0.5/jib-maven.yaml ; INSECURE_REGISTRY and insecure-registry are unverified: found in tasks whose repositories are not known",
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: INSECUREREGISTRY, value: 'true'}, {name: INSECURE_REGISTRY, value: 'true'}, {name: insecure-registry, value: 'true'}]}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: INSECUREREGISTRY, value: 'false'}, {name: INSECURE_REGISTRY, value: 'false'}, {name: insecure-registry, value: 'false'}]}]}}"],
    )),
    field("tekton.dev", &["PipelineRun"], "spec.pipelineSpec.finally[*].params[*]", When::Parameter(VERIFYING_PARAMETERS, &When::False), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/buildah/0.9/buildah.yaml (TLSVERIFY); https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/skopeo-copy/0.2/skopeo-copy.yaml; https://github.com/openshift-pipelines/task-containers/blob/fe6505259a57/templates/spec-buildah.tpl (TLS_VERIFY); https://github.com/openshift-pipelines/task-containers/blob/d30af126b5ca/templates/task-skopeo-copy.yaml",
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: TLSVERIFY, value: 'false'}, {name: TLS_VERIFY, value: 'false'}, {name: srcTLSverify, value: 'false'}, {name: destTLSverify, value: 'false'}, {name: SRC_TLS_VERIFY, value: 'false'}, {name: DEST_TLS_VERIFY, value: 'false'}]}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: TLSVERIFY, value: 'true'}, {name: TLS_VERIFY, value: 'true'}, {name: srcTLSverify, value: 'true'}, {name: destTLSverify, value: 'true'}, {name: SRC_TLS_VERIFY, value: 'true'}, {name: DEST_TLS_VERIFY, value: 'true'}]}]}}"],
    )),
    field("tekton.dev", &["PipelineRun"], "spec.pipelineSpec.finally[*].params[*]", When::Parameter(REGISTRY_PARAMETERS, &When::Registry), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/docker-build/0.1/docker-build.yaml",
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: insecure_registry, value: registry.example.com}]}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: build}\nspec: {pipelineSpec: {tasks: [{name: test, taskRef: {name: test}}], finally: [{name: build, taskRef: {name: build}, params: [{name: insecure_registry, value: 'localhost:5000'}]}]}}"],
    )),
    field("tekton.dev", &["TaskRun"], "spec.taskSpec.params[*]", When::Parameter(INSECURE_PARAMETERS, &When::True), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/jib-maven/0.5/jib-maven.yaml ; INSECURE_REGISTRY and insecure-registry are unverified: found in tasks whose repositories are not known",
        &["apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskSpec: {params: [{name: INSECUREREGISTRY, default: 'true'}, {name: INSECURE_REGISTRY, default: 'true'}, {name: insecure-registry, default: 'true'}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskSpec: {params: [{name: INSECUREREGISTRY, default: 'false'}, {name: INSECURE_REGISTRY, default: 'false'}, {name: insecure-registry, default: 'false'}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}}"],
    )),
    field("tekton.dev", &["TaskRun"], "spec.taskSpec.params[*]", When::Parameter(VERIFYING_PARAMETERS, &When::False), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/buildah/0.9/buildah.yaml (TLSVERIFY); https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/skopeo-copy/0.2/skopeo-copy.yaml; https://github.com/openshift-pipelines/task-containers/blob/fe6505259a57/templates/spec-buildah.tpl (TLS_VERIFY); https://github.com/openshift-pipelines/task-containers/blob/d30af126b5ca/templates/task-skopeo-copy.yaml",
        &["apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskSpec: {params: [{name: TLSVERIFY, default: 'false'}, {name: TLS_VERIFY, default: 'false'}, {name: srcTLSverify, default: 'false'}, {name: destTLSverify, default: 'false'}, {name: SRC_TLS_VERIFY, default: 'false'}, {name: DEST_TLS_VERIFY, default: 'false'}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskSpec: {params: [{name: TLSVERIFY, default: 'true'}, {name: TLS_VERIFY, default: 'true'}, {name: srcTLSverify, default: 'true'}, {name: destTLSverify, default: 'true'}, {name: SRC_TLS_VERIFY, default: 'true'}, {name: DEST_TLS_VERIFY, default: 'true'}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}}"],
    )),
    field("tekton.dev", &["TaskRun"], "spec.taskSpec.params[*]", When::Parameter(REGISTRY_PARAMETERS, &When::Registry), TEKTON, proof(
        "https://github.com/tektoncd/catalog/blob/55dd80ef1b83/task/docker-build/0.1/docker-build.yaml",
        &["apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskSpec: {params: [{name: insecure_registry, default: registry.example.com}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}}"],
        &["apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: build}\nspec: {taskSpec: {params: [{name: insecure_registry, default: 'localhost:5000'}], steps: [{name: push, image: 'registry.example.com/build:1', command: [build]}]}}"],
    )),

    // Secrets of Tekton and kpack. The scheme does not choose the transport there; it says what its author uses.
    field("", &["Secret"], "metadata.annotations[*]", When::Under("tekton.dev/docker-", &When::Http),
        "Tekton sends these credentials to a registry over plain HTTP", proof(
        "https://github.com/tektoncd/pipeline/blob/3ee1745ae5b2/docs/auth.md",
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: registry-login, annotations: {tekton.dev/docker-0: 'http://registry.example.com'}}\ntype: kubernetes.io/basic-auth"],
        &[
            "apiVersion: v1\nkind: Secret\nmetadata: {name: registry-login, annotations: {tekton.dev/docker-0: 'https://registry.example.com'}}\ntype: kubernetes.io/basic-auth",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: git-login, annotations: {tekton.dev/git-0: 'http://git.example.com'}}\ntype: kubernetes.io/basic-auth",
        ],
    )),
    field("", &["Secret"], "metadata.annotations[*]", When::Under("kpack.io/docker", &When::Http),
        "kpack uses these credentials for a registry over plain HTTP", proof(
        "https://github.com/buildpacks-community/kpack/blob/bfa95d79a5b8/docs/secrets.md",
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: registry-login, annotations: {kpack.io/docker: 'http://registry.example.com'}}\ntype: kubernetes.io/basic-auth"],
        &[
            "apiVersion: v1\nkind: Secret\nmetadata: {name: registry-login, annotations: {kpack.io/docker: 'https://registry.example.com/v1/'}}\ntype: kubernetes.io/basic-auth",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: git-login, annotations: {kpack.io/git: 'http://git.example.com'}}\ntype: kubernetes.io/basic-auth",
        ],
    )),

    // The configuration of kapp-controller, as a Secret. It counts for all that kapp-controller fetches, Git included.
    field("", &["Secret"], "stringData.dangerousSkipTLSVerify", When::Registry, "kapp-controller does not verify the certificate of the registry", proof(
        "https://github.com/carvel-dev/kapp-controller/blob/e4b4822224f7/pkg/config/config.go",
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: kapp-controller-config, namespace: kapp-controller}\nstringData: {dangerousSkipTLSVerify: registry.example.com}"],
        &["apiVersion: v1\nkind: Secret\nmetadata: {name: kapp-controller-config, namespace: kapp-controller}\nstringData: {dangerousSkipTLSVerify: ''}"],
    )),
];

/// The same for the entries of a `ConfigMap`, by their keys.
pub(crate) static ENTRIES: &[Entry] = &[
    // Trivy Operator
    entry(
        "trivy.insecureRegistry.",
        Match::Begins,
        When::Registry,
        "Trivy does not verify the certificate of the registry",
        proof(
            "https://github.com/aquasecurity/trivy-operator/blob/1006872c1463/pkg/plugins/trivy/config.go",
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: trivy-operator-trivy-config}\ndata: {trivy.insecureRegistry.example: registry.example.com}",
            ],
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: trivy-operator-trivy-config}\ndata: {trivy.insecureRegistry.node: 'localhost:5000'}",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: trivy-operator-trivy-config}\ndata: {trivy.registry.mirror.docker.io: registry.example.com, trivy.serverInsecure: 'false'}",
            ],
        ),
    ),
    entry(
        "trivy.nonSslRegistry.",
        Match::Begins,
        When::Registry,
        "Trivy reaches the registry over plain HTTP",
        proof(
            "https://github.com/aquasecurity/trivy-operator/blob/1006872c1463/pkg/plugins/trivy/config.go",
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: trivy-operator-trivy-config}\ndata: {trivy.nonSslRegistry.example: registry.example.com}",
            ],
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: trivy-operator-trivy-config}\ndata: {trivy.nonSslRegistry.node: 'localhost:5000'}",
            ],
        ),
    ),
    entry(
        "trivy.dbRepositoryInsecure",
        Match::Equals,
        When::True,
        "Trivy does not verify the certificate of the registry of its database",
        proof(
            "https://github.com/aquasecurity/trivy-operator/blob/1006872c1463/pkg/plugins/trivy/config.go",
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: trivy-operator-trivy-config}\ndata: {trivy.dbRepository: registry.example.com/trivy-db, trivy.dbRepositoryInsecure: 'true'}",
            ],
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: trivy-operator-trivy-config}\ndata: {trivy.dbRepository: registry.example.com/trivy-db, trivy.dbRepositoryInsecure: 'false'}",
            ],
        ),
    ),
    // Tekton Chains
    entry(
        "storage.oci.repository.insecure",
        Match::Equals,
        When::True,
        CHAINS,
        proof(
            "https://github.com/tektoncd/chains/blob/e44b60fe65e6/docs/config.md",
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: chains-config, namespace: tekton-chains}\ndata: {storage.oci.repository: registry.example.com/signatures, storage.oci.repository.insecure: 'true'}",
            ],
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: chains-config, namespace: tekton-chains}\ndata: {storage.oci.repository: registry.example.com/signatures, storage.oci.repository.insecure: 'false'}",
            ],
        ),
    ),
    // kapp-controller
    entry(
        "dangerousSkipTLSVerify",
        Match::Equals,
        When::Registry,
        "kapp-controller does not verify the certificate of the registry",
        proof(
            "https://github.com/carvel-dev/kapp-controller/blob/e4b4822224f7/pkg/config/config.go",
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kapp-controller-config, namespace: kapp-controller}\ndata: {dangerousSkipTLSVerify: 'registry.example.com, mirror.example.com:8443'}",
            ],
            &[
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kapp-controller-config, namespace: kapp-controller}\ndata: {dangerousSkipTLSVerify: ''}",
            ],
        ),
    ),
];
