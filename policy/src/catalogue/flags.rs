//! Flags of tools that turn TLS off for registries, or take credentials of registries.

use super::{Proof, When, proof};

/// A flag that means something to these tools, and to no other.
#[derive(Debug)]
pub struct Flag {
    /// The programs.
    pub tools: &'static [&'static str],
    /// The subcommands that have it, level by level: `images|image pull|push`. All, if there are none.
    pub commands: &'static str,
    /// Its spellings.
    pub names: &'static [&'static str],
    /// When it matters.
    pub when: When,
    /// Whether it is about a registry only where an operand begins with `oci://`.
    pub needs_oci: bool,
    /// Where this was read.
    pub proof: Proof,
}

/// A property of Java programs, whatever runs them.
#[derive(Debug)]
pub struct Property {
    /// As it is written: `-Djib.allowInsecureRegistries`.
    pub name: &'static str,
    /// When it matters.
    pub when: When,
    /// Where this was read.
    pub proof: Proof,
}

const fn flag(
    tools: &'static [&'static str],
    commands: &'static str,
    names: &'static [&'static str],
    when: When,
    proof: Proof,
) -> Flag {
    Flag { tools, commands, names, when, needs_oci: false, proof }
}

const fn flag_if_oci(
    tools: &'static [&'static str],
    commands: &'static str,
    names: &'static [&'static str],
    when: When,
    proof: Proof,
) -> Flag {
    Flag { needs_oci: true, ..flag(tools, commands, names, when, proof) }
}

const fn property(name: &'static str, when: When, proof: Proof) -> Property {
    Property { name, when, proof }
}

const OFF: &[&str] = &["disabled", "insecure"];
const CONTAINER_TOOLS: &[&str] = &["podman", "podman-remote", "buildah", "skopeo", "oc-mirror"];
const OF_HELM: &str = "chart|dep|dependency|diff|fetch|inspect|install|pull|push|registry|show|template|upgrade";
const OF_HELM_CHARTS: &str = "dep|dependency|fetch|inspect|install|pull|push|show|template|upgrade";
const OF_CTR: &str = "images|image|i|content pull|push|fetch|fetch-object|fetch-blob|push-object|rpull|resolve";
const PASSWORD: &[&str] = &["-p", "--password"];
const INPUT: &[&str] = &["--password-stdin"];
const USER: &[&str] = &["-u", "--user"];
const LOGIN_TOOLS: &[&str] = &[
    "docker",
    "podman",
    "podman-remote",
    "buildah",
    "nerdctl",
    "finch",
    "skopeo",
    "ko",
    "cosign",
    "oras",
    "notation",
    "img",
    "apko",
    "hauler",
];
const CRANE: &[&str] = &["crane", "krane", "gcrane"];

pub(crate) static FLAGS: &[Flag] = &[
    flag(
        &["dockerd", "crio", "minikube", "skaffold", "pack"],
        "",
        &["--insecure-registry"],
        When::Registry,
        proof("", &[], &[]),
    ),
    flag(&["dockerd", "minikube"], "", &["--registry-mirror"], When::Http, proof("", &[], &[])),
    flag(&["docker", "finch"], "manifest", &["--insecure"], When::True, proof("", &[], &[])),
    flag(
        &["nerdctl", "finch", "ko", "flux", "notation", "werf", "img"],
        "",
        &["--insecure-registry"],
        When::True,
        proof("", &[], &[]),
    ),
    flag(&["werf"], "", &["--skip-tls-verify-registry"], When::True, proof("", &[], &[])),
    flag(
        &["kaniko"],
        "",
        &["--insecure", "--insecure-pull", "--skip-tls-verify", "--skip-tls-verify-pull"],
        When::True,
        proof("", &[], &[]),
    ),
    flag(&["kaniko"], "", &["--insecure-registry", "--skip-tls-verify-registry"], When::Registry, proof("", &[], &[])),
    flag(
        CONTAINER_TOOLS,
        "",
        &["--tls-verify", "--src-tls-verify", "--dest-tls-verify"],
        When::False,
        proof("", &[], &[]),
    ),
    flag(
        &["oc-mirror"],
        "",
        &["--source-skip-tls", "--dest-skip-tls", "--source-use-http", "--dest-use-http"],
        When::True,
        proof("", &[], &[]),
    ),
    flag(&["oc"], "image|release|catalog|import-image|tag", &["--insecure"], When::True, proof("", &[], &[])),
    flag(&["oc"], "adm release|catalog|verify-image-signature", &["--insecure"], When::True, proof("", &[], &[])),
    flag(&["oc"], "adm prune", &["--force-insecure"], When::True, proof("", &[], &[])),
    flag(&["oc"], "registry login", &["--insecure"], When::True, proof("", &[], &[])),
    flag(&["oc"], "new-app|new-build", &["--insecure-registry"], When::True, proof("", &[], &[])),
    flag(
        &["buildctl", "buildctl-daemonless.sh"],
        "",
        &["--output", "-o", "--export-cache", "--import-cache"],
        When::Setting("registry.insecure", &When::True),
        proof("", &[], &[]),
    ),
    flag(
        &["docker", "buildx", "nerdctl"],
        "build|buildx|builder|image|bake",
        &["--output", "-o", "--cache-to", "--cache-from", "--set"],
        When::Setting("registry.insecure", &When::True),
        proof("", &[], &[]),
    ),
    flag(
        &["buildctl", "buildctl-daemonless.sh"],
        "",
        &["--registry-auth-tlscontext"],
        When::Setting("insecure", &When::True),
        proof("", &[], &[]),
    ),
    flag(&["crane", "krane", "gcrane", "trivy"], "", &["--insecure"], When::True, proof("", &[], &[])),
    flag(&["cosign"], "", &["--allow-insecure-registry", "--allow-http-registry"], When::True, proof("", &[], &[])),
    flag(
        &["oras"],
        "",
        &["--insecure", "--from-insecure", "--to-insecure", "--from-plain-http", "--to-plain-http"],
        When::True,
        proof("", &[], &[]),
    ),
    flag(
        &["oras", "falcoctl", "notation", "zarf", "hauler", "soci"],
        "",
        &["--plain-http"],
        When::True,
        proof("", &[], &[]),
    ),
    flag(&["helm"], OF_HELM, &["--plain-http", "--insecure-skip-tls-verify"], When::True, proof("", &[], &[])),
    flag(&["helm"], "registry login", &["--insecure"], When::True, proof("", &[], &[])),
    flag(&["zarf"], "", &["--insecure-skip-tls-verify"], When::True, proof("", &[], &[])),
    flag(&["hauler", "zarf"], "", &["--insecure"], When::True, proof("", &[], &[])),
    flag(&["regctl"], "", &["--tls"], When::OneOf(OFF), proof("", &[], &[])),
    flag(&["regctl"], "", &["--host"], When::Setting("tls", &When::OneOf(OFF)), proof("", &[], &[])),
    flag(&["ctr", "ctr-remote"], OF_CTR, &["--plain-http", "--skip-verify", "-k"], When::True, proof("", &[], &[])),
    flag(&["imgpkg", "kbld"], "", &["--registry-insecure"], When::True, proof("", &[], &[])),
    flag(&["imgpkg", "kbld"], "", &["--registry-verify-certs"], When::False, proof("", &[], &[])),
    flag(&["func", "kn", "kn-func", "timoni"], "", &["--registry-insecure"], When::True, proof("", &[], &[])),
    flag(
        &["nydusify"],
        "",
        &["--source-insecure", "--target-insecure", "--plain-http"],
        When::True,
        proof("", &[], &[]),
    ),
    flag(&["argocd"], "", &["--insecure-oci-force-http"], When::True, proof("", &[], &[])),
    flag(
        &["kyverno", "kyvernopre", "background-controller", "reports-controller"],
        "",
        &["--allowInsecureRegistry"],
        When::True,
        proof("", &[], &[]),
    ),
    flag(
        &["jib"],
        "",
        &["--allow-insecure-registries", "--send-credentials-over-http"],
        When::True,
        proof("", &[], &[]),
    ),
    flag(LOGIN_TOOLS, "login", PASSWORD, When::Password, proof("", &[], &[])),
    flag(LOGIN_TOOLS, "login", INPUT, When::Stdin, proof("", &[], &[])),
    flag(CRANE, "auth login", PASSWORD, When::Password, proof("", &[], &[])),
    flag(CRANE, "auth login", INPUT, When::Stdin, proof("", &[], &[])),
    flag(&["helm", "timoni"], "registry login", PASSWORD, When::Password, proof("", &[], &[])),
    flag(&["helm", "timoni", "trivy"], "registry login", INPUT, When::Stdin, proof("", &[], &[])),
    flag(&["werf"], "cr login", PASSWORD, When::Password, proof("", &[], &[])),
    flag(&["werf"], "cr login", INPUT, When::Stdin, proof("", &[], &[])),
    flag(&["oras"], "login", &["--identity-token"], When::Password, proof("", &[], &[])),
    flag(&["oras"], "login", &["--identity-token-stdin"], When::Stdin, proof("", &[], &[])),
    flag(&["regctl"], "registry", &["-p", "--pass"], When::Password, proof("", &[], &[])),
    flag(&["regctl"], "registry", &["--pass-stdin"], When::Stdin, proof("", &[], &[])),
    flag(&["regctl"], "", &["--host"], When::Setting("pass", &When::Password), proof("", &[], &[])),
    flag(&["falcoctl"], "registry auth", PASSWORD, When::Password, proof("", &[], &[])),
    flag(&["az"], "acr login|import|helm|manifest|repository", PASSWORD, When::Password, proof("", &[], &[])),
    flag(&["oc"], "registry login", &["--auth-basic"], When::Pair, proof("", &[], &[])),
    flag(
        &["skopeo", "podman", "podman-remote", "buildah", "timoni", "crictl"],
        "",
        &["--creds", "--src-creds", "--dest-creds"],
        When::Pair,
        proof("", &[], &[]),
    ),
    flag(&["flux", "timoni"], "", &["--creds", "--registry-creds"], When::Pair, proof("", &[], &[])),
    flag(
        &["ctr", "ctr-remote", "soci"],
        "images|image|i|content pull|push|fetch|rpull",
        USER,
        When::Pair,
        proof("", &[], &[]),
    ),
    flag(&["ctr", "ctr-remote", "soci"], "push|create", USER, When::Pair, proof("", &[], &[])),
    flag(&["crictl"], "pull", &["--auth"], When::Auth, proof("", &[], &[])),
    flag(&["skopeo"], "", &["--password", "--src-password", "--dest-password"], When::Password, proof("", &[], &[])),
    flag(
        &["skopeo"],
        "",
        &["--registry-token", "--src-registry-token", "--dest-registry-token"],
        When::Password,
        proof("", &[], &[]),
    ),
    flag(
        &["cosign", "trivy", "imgpkg", "kbld", "vendir", "az"],
        "",
        &["--registry-password", "--registry-token"],
        When::Password,
        proof("", &[], &[]),
    ),
    flag(&["trivy"], "", &["--password"], When::Password, proof("", &[], &[])),
    flag(&["jib"], "", &["--to-password", "--from-password"], When::Password, proof("", &[], &[])),
    flag(
        &["oras", "notation"],
        "",
        &["-p", "--password", "--from-password", "--to-password", "--from-identity-token", "--to-identity-token"],
        When::Password,
        proof("", &[], &[]),
    ),
    flag_if_oci(&["helm"], OF_HELM_CHARTS, &["--password"], When::Password, proof("", &[], &[])),
    flag(
        &["kubectl", "oc"],
        "create secret docker-registry",
        &["--docker-password"],
        When::Password,
        proof("", &[], &[]),
    ),
    flag(&["oc"], "secrets new-dockercfg", &["--docker-password"], When::Password, proof("", &[], &[])),
];

pub(crate) static PROPERTIES: &[Property] = &[
    property("-Djib.allowInsecureRegistries", When::True, proof("", &[], &[])),
    property("-DallowInsecureRegistries", When::True, proof("", &[], &[])),
    property("-Djib.sendCredentialsOverHttp", When::True, proof("", &[], &[])),
    property("-DsendCredentialsOverHttp", When::True, proof("", &[], &[])),
    property("-Djib.from.auth.password", When::Password, proof("", &[], &[])),
    property("-Djib.to.auth.password", When::Password, proof("", &[], &[])),
    property("-Dquarkus.container-image.password", When::Password, proof("", &[], &[])),
    property("-Djkube.docker.password", When::Password, proof("", &[], &[])),
    property("-Djkube.docker.push.password", When::Password, proof("", &[], &[])),
    property("-Djkube.docker.pull.password", When::Password, proof("", &[], &[])),
];
