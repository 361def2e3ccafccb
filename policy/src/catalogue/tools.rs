//! The tools that rules know, and how they read their words.

/// A tool.
#[derive(Debug)]
pub struct Tool {
    /// What it is called.
    pub names: &'static [&'static str],
    /// Its subcommands, so that it is known from a word that only has its name.
    pub(crate) commands: &'static str,
    /// Its flags that take a value, of all subcommands together: those that may stand before a subcommand, those that rules are
    /// about, and those that are much used. Of all others a word that looks like a flag is one.
    pub(crate) syntax: Syntax,
    /// Where this was read.
    #[cfg(not(target_family = "wasm"))]
    pub source: &'static str,
}

/// A library for flags, by how it reads words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Library {
    /// `github.com/spf13/pflag`, and GNU's getopt as far as it matters: letters after a single dash are flags each, `--name value`
    /// and `--name=value` are the same, and a boolean takes no next word.
    Pflag,
    /// `github.com/urfave/cli` and Go's own `flag`: as many dashes as one likes, and no groups of letters. Version 1 sorts flags
    /// before other words, the others stop at the first word; what counts for one of them counts.
    Go,
    /// Python's argparse: as pflag, and a flag may be cut short.
    Argparse,
}

/// Which flags of a program take a value, so that the next word is none of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Syntax {
    pub(crate) library: Library,
    /// Whether the lists name the flags that take no value, instead of those that do.
    is_inverted: bool,
    /// Flags of one letter.
    short: &'static str,
    /// All others.
    long: &'static [&'static str],
}

impl Syntax {
    pub(crate) const fn new(library: Library, short: &'static str, long: &'static [&'static str]) -> Self {
        Syntax { library, is_inverted: false, short, long }
    }

    /// All flags take a value but these.
    pub(crate) const fn all_but(short: &'static str, long: &'static [&'static str]) -> Self {
        Syntax { library: Library::Pflag, is_inverted: true, short, long }
    }

    pub(crate) fn takes_value(&self, name: &str) -> bool {
        let is_abbreviated = |long: &&str| self.library == Library::Argparse && long.starts_with(name);
        let is_listed = |name: &str| {
            self.long.contains(&name)
                || (name.len() == 1 && self.short.contains(name))
                || self.long.iter().any(is_abbreviated)
        };
        // Tools that copy have most flags twice more: `--src-creds`, `--dest-creds`.
        let sides = ["src-", "dest-", "from-", "to-"];
        let is_of_side = || sides.iter().find_map(|side| name.strip_prefix(side)).is_some_and(is_listed);
        let is_listed = is_listed(name) || is_of_side();
        is_listed != self.is_inverted
    }
}

/// The lengths of names by their first letter: a look that most other words do not pass.
pub(crate) struct Sieve([u32; 128]);

impl Sieve {
    pub(crate) const fn new() -> Self {
        Sieve([0; 128])
    }

    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
    pub(crate) const fn with(mut self, names: &[&str]) -> Self {
        let mut nth = 0;
        while nth < names.len() {
            self.0[names[nth].as_bytes()[0] as usize] |= 1 << names[nth].len();
            nth += 1;
        }
        self
    }

    pub(crate) fn may_have(&self, name: &str) -> bool {
        let lengths = name.bytes().next().and_then(|first| self.0.get(usize::from(first))).copied().unwrap_or_default();
        u32::try_from(name.len()).is_ok_and(|length| lengths.checked_shr(length).is_some_and(|bits| bits & 1 != 0))
    }
}

#[cfg(not(target_family = "wasm"))]
const fn tool(
    names: &'static [&'static str],
    commands: &'static str,
    library: Library,
    short: &'static str,
    long: &'static [&'static str],
    source: &'static str,
) -> Tool {
    Tool { names, commands, syntax: Syntax::new(library, short, long), source }
}

#[cfg(target_family = "wasm")]
const fn tool(
    names: &'static [&'static str],
    commands: &'static str,
    library: Library,
    short: &'static str,
    long: &'static [&'static str],
    _: &'static str,
) -> Tool {
    Tool { names, commands, syntax: Syntax::new(library, short, long) }
}

/// The tool of this name.
#[inline(never)] // called in many places
pub(crate) fn find(name: &str) -> Option<(&'static str, &'static Tool)> {
    if !SIEVE.may_have(name) {
        return None;
    }
    TOOLS.iter().find_map(|tool| Some((*tool.names.iter().find(|known| **known == name)?, tool)))
}

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
static SIEVE: Sieve = {
    let mut sieve = Sieve::new();
    let mut nth = 0;
    while nth < TOOLS.len() {
        sieve = sieve.with(TOOLS[nth].names);
        nth += 1;
    }
    sieve
};

/// All names of tools.
#[cfg(test)]
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    TOOLS.iter().flat_map(|tool| tool.names.iter().copied())
}

/// Source: where the tools define their flags, as it was in 2026. `docker/cli`: `cli/flags`, `cli/command`; `containerd/nerdctl`:
/// `cmd/nerdctl`; `containers/podman`, `buildah`, `skopeo`: `cmd`; `GoogleContainerTools/kaniko`: `cmd/executor/cmd/root.go`;
/// `google/go-containerregistry`: `cmd/crane`; `oras-project/oras`: `cmd/oras/internal/option`; `regclient/regclient`: `cmd/regctl`;
/// `openshift/oc`: `pkg/cli`; `moby/buildkit`: `cmd/buildctl`; `containerd/containerd`: `cmd/ctr`; the help of all others.
pub(crate) static TOOLS: &[Tool] = &[
    tool(
        &["docker", "buildx", "nerdctl", "finch"],
        "build buildx builder compose container create exec image login manifest pull push run bake",
        Library::Pflag,
        "acfHlmnoptu",
        &[
            "config",
            "context",
            "host",
            "log-level",
            "username",
            "password",
            "output",
            "set",
            "cache-from",
            "cache-to",
            "build-arg",
            "file",
            "tag",
            "platform",
            "address",
            "namespace",
        ],
        "",
    ),
    tool(
        &["podman", "podman-remote", "buildah"],
        "bud build build-using-dockerfile create from image kube login manifest play pull push run container search",
        Library::Pflag,
        "cefhlmptuvw",
        &[
            "authfile",
            "cert-dir",
            "creds",
            "connection",
            "url",
            "identity",
            "root",
            "runroot",
            "storage-driver",
            "storage-opt",
            "log-level",
            "registries-conf",
            "username",
            "password",
            "platform",
            "arch",
            "os",
            "format",
            "build-arg",
            "file",
            "tag",
            "cache-from",
            "cache-to",
        ],
        "",
    ),
    tool(
        &["skopeo"],
        "copy delete inspect list-tags login sync",
        Library::Pflag,
        "dfopsu",
        &[
            "command-timeout",
            "policy",
            "registries.d",
            "override-arch",
            "override-os",
            "override-variant",
            "registries-conf",
            "tmpdir",
            "authfile",
            "creds",
            "username",
            "password",
            "registry-token",
            "cert-dir",
            "retry-times",
            "retry-delay",
            "sign-by",
            "format",
            "src",
            "dest",
            "multi-arch",
        ],
        "",
    ),
    tool(
        &["kaniko"],
        "",
        Library::Pflag,
        "bcdfv",
        &[
            "verbosity",
            "dockerfile",
            "context",
            "destination",
            "custom-platform",
            "build-arg",
            "push-retry",
            "tar-path",
            "target",
            "cache-repo",
            "cache-dir",
            "digest-file",
            "cache-ttl",
            "insecure-registry",
            "skip-tls-verify-registry",
            "registry-certificate",
            "registry-mirror",
            "label",
            "git",
            "ignore-path",
        ],
        "",
    ),
    tool(
        &["crane", "krane", "gcrane"],
        "append auth blob catalog config copy cp delete digest export flatten index list ls manifest mutate pull push rebase tag validate",
        Library::Pflag,
        "abceflmnoptu",
        &["platform", "username", "password", "tag", "output", "base", "cache_path", "format"],
        "",
    ),
    tool(
        &["trivy"],
        "config filesystem fs i image kubernetes k8s module plugin registry repo repository rootfs sbom server client vm",
        Library::Pflag,
        "cfost",
        &[
            "registry-password",
            "cache-dir",
            "config",
            "timeout",
            "format",
            "output",
            "severity",
            "template",
            "ignorefile",
            "input",
            "platform",
            "username",
            "password",
            "registry-token",
            "scanners",
            "db-repository",
            "server",
            "token",
            "skip-dirs",
            "exit-code",
        ],
        "",
    ),
    tool(
        &["cosign"],
        "attach attest attest-blob clean copy dockerfile download env generate initialize load login manifest save sign sign-blob \
         tree triangulate upload verify verify-attestation verify-blob",
        Library::Pflag,
        "aktoup",
        &[
            "key",
            "cert",
            "certificate",
            "certificate-identity",
            "certificate-oidc-issuer",
            "output",
            "fulcio-url",
            "rekor-url",
            "oidc-issuer",
            "identity-token",
            "registry-username",
            "registry-password",
            "registry-token",
            "annotations",
            "predicate",
            "type",
            "timeout",
            "username",
            "password",
            "platform",
        ],
        "",
    ),
    tool(
        &["oras"],
        "attach backup blob copy cp discover login logout manifest pull push repo repository resolve restore tag",
        Library::Pflag,
        "aHopu",
        &[
            "username",
            "password",
            "identity-token",
            "ca-file",
            "cert-file",
            "key-file",
            "registry-config",
            "resolve",
            "header",
            "config",
            "artifact-type",
            "annotation",
            "annotation-file",
            "platform",
            "output",
            "format",
        ],
        "",
    ),
    tool(
        &["notation"],
        "blob cert certificate inspect key list login logout ls plugin policy sign verify",
        Library::Pflag,
        "ekmopstu",
        &["identity-token", "username", "password", "key", "plugin", "signature-format", "output"],
        "",
    ),
    tool(
        &["helm"],
        "chart dep dependency diff fetch inspect install package pull push registry repo secrets show template upgrade",
        Library::Pflag,
        "adflnopsu",
        &[
            "namespace",
            "kube-context",
            "kubeconfig",
            "registry-config",
            "repository-cache",
            "repository-config",
            "version",
            "values",
            "set",
            "repo",
            "username",
            "password",
            "ca-file",
            "cert-file",
            "key-file",
            "destination",
            "timeout",
            "output",
        ],
        "",
    ),
    tool(
        &["flux"],
        "bootstrap build create diff install list pull push tag diag",
        Library::Pflag,
        "afnoO",
        &[
            "namespace",
            "context",
            "kubeconfig",
            "timeout",
            "url",
            "creds",
            "source",
            "revision",
            "path",
            "provider",
            "output",
            "registry-creds",
        ],
        "",
    ),
    tool(
        &["regctl"],
        "artifact blob config digest image index manifest ref registry repo repository tag",
        Library::Pflag,
        "fmoptuv",
        &[
            "host",
            "logopt",
            "verbosity",
            "user-agent",
            "user",
            "pass",
            "tls",
            "hostname",
            "format",
            "platform",
            "file",
            "output",
        ],
        "",
    ),
    tool(
        &["ctr", "ctr-remote", "soci"],
        "c container containers content create i image images push run task tasks t",
        Library::Go,
        "acntu",
        &[
            "address",
            "timeout",
            "connect-timeout",
            "namespace",
            "user",
            "refresh",
            "hosts-dir",
            "platform",
            "snapshotter",
        ],
        "",
    ),
    tool(
        &["crictl"],
        "create exec pull pullp run",
        Library::Go,
        "acirt",
        &["config", "image-endpoint", "runtime-endpoint", "timeout", "auth", "creds", "pod-config"],
        "",
    ),
    tool(
        &["buildctl", "buildctl-daemonless.sh"],
        "build b debug du prune",
        Library::Go,
        "o",
        &[
            "addr",
            "tlsservername",
            "tlscacert",
            "tlscert",
            "tlskey",
            "timeout",
            "output",
            "local",
            "frontend",
            "opt",
            "export-cache",
            "import-cache",
            "secret",
            "allow",
            "registry-auth-tlscontext",
        ],
        "",
    ),
    tool(
        &["kubectl", "oc"],
        "adm apply catalog create debug exec image import-image new-app new-build registry release rsh run set tag",
        Library::Pflag,
        "aefklnopsu",
        &[
            "namespace",
            "context",
            "cluster",
            "user",
            "kubeconfig",
            "server",
            "token",
            "as",
            "certificate-authority",
            "password",
            "username",
            "request-timeout",
            "v",
            "filename",
            "selector",
            "output",
            "image",
            "env",
            "container",
            "docker-server",
            "docker-username",
            "docker-password",
            "docker-email",
            "from-file",
            "from-literal",
            "type",
            "registry-config",
            "filter-by-os",
            "from",
            "to",
            "source",
            "registry",
            "auth-basic",
            "name",
        ],
        "",
    ),
    tool(
        &["oc-mirror"],
        "delete describe init list version",
        Library::Pflag,
        "co",
        &["config", "from", "workspace", "authfile", "dir"],
        "",
    ),
    tool(
        &["ko", "apko"],
        "apply build create deps login publish resolve run",
        Library::Pflag,
        "fjlptu",
        &["filename", "jobs", "platform", "tags", "username", "password"],
        "",
    ),
    tool(
        &["img"],
        "build login logout pull push",
        Library::Pflag,
        "bfopstu",
        &["username", "password", "backend", "state"],
        "",
    ),
    tool(
        &["dockerd"],
        "",
        Library::Pflag,
        "GHbgls",
        &[
            "insecure-registry",
            "registry-mirror",
            "host",
            "data-root",
            "exec-root",
            "storage-driver",
            "log-level",
            "log-driver",
            "config-file",
            "containerd",
        ],
        "",
    ),
    tool(
        &["crio"],
        "",
        Library::Go,
        "cdlr",
        &["insecure-registry", "registry", "config", "log-level", "root", "runroot"],
        "",
    ),
    tool(
        &["minikube", "skaffold", "pack"],
        "apply builder build buildpack config debug deploy dev image package render run start test verify",
        Library::Pflag,
        "BbcdefilmnptvV",
        &[
            "insecure-registry",
            "registry-mirror",
            "profile",
            "driver",
            "container-runtime",
            "filename",
            "tag",
            "default-repo",
            "namespace",
            "config",
            "platform",
            "builder",
            "path",
            "env",
        ],
        "",
    ),
    tool(
        &["werf"],
        "build bundle ci-env cleanup compose converge cr export helm host kube-run managed-images plan purge render run stages",
        Library::Pflag,
        "pu",
        &["repo", "env", "dir", "tmp-dir", "home-dir", "platform", "namespace", "kube-context", "username", "password"],
        "",
    ),
    tool(
        &["falcoctl", "timoni", "zarf", "hauler"],
        "artifact bundle connect destroy dev index init login module mod package registry store tools tls driver mc apply",
        Library::Pflag,
        "aflnopstuv",
        &[
            "config",
            "log-level",
            "username",
            "password",
            "registry-creds",
            "creds",
            "platform",
            "type",
            "version",
            "architecture",
            "tmpdir",
            "store",
            "output",
            "namespace",
            "registry",
            "filename",
        ],
        "",
    ),
    tool(
        &["imgpkg", "kbld", "vendir"],
        "copy describe inspect package pull push relocate resolve sync tag unpackage",
        Library::Pflag,
        "bdfilo",
        &[
            "image",
            "bundle",
            "file",
            "output",
            "lock",
            "lock-output",
            "tar",
            "to-repo",
            "registry-username",
            "registry-password",
            "registry-token",
        ],
        "",
    ),
    tool(
        &["func", "kn", "kn-func"],
        "build config create deploy func invoke run service subscribe",
        Library::Pflag,
        "abeginprtu",
        &[
            "builder",
            "env",
            "image",
            "namespace",
            "path",
            "platform",
            "registry",
            "username",
            "password",
            "config",
            "kubeconfig",
            "context",
        ],
        "",
    ),
    tool(
        &["nydusify"],
        "build check chunkdict commit convert copy mount optimize",
        Library::Go,
        "",
        &["source", "target", "log-level", "work-dir", "platform"],
        "",
    ),
    tool(
        &["argocd"],
        "account admin app appset cert cluster gpg login proj project repo repocreds",
        Library::Pflag,
        "lop",
        &["server", "auth-token", "config", "kube-context", "type", "name", "project", "username", "password"],
        "",
    ),
    tool(
        &["kyverno", "kyvernopre", "background-controller", "reports-controller"],
        "",
        Library::Go,
        "v",
        &["imagePullSecrets"],
        "",
    ),
    tool(
        &["jib"],
        "build jar war",
        Library::Pflag,
        "bcpt",
        &[
            "password",
            "username",
            "target",
            "context",
            "build-file",
            "parameter",
            "credential-helper",
            "name",
            "from",
            "to",
        ],
        "",
    ),
    tool(
        &["az"],
        "acr",
        Library::Argparse,
        "dfginoprtu",
        &[
            "name",
            "username",
            "password",
            "resource-group",
            "registry",
            "subscription",
            "output",
            "query",
            "suffix",
            "source",
            "image",
            "file",
            "registry-password",
            "registry-token",
        ],
        "",
    ),
];
