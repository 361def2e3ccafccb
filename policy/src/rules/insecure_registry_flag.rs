use super::{Cause, Check, Harm, Mode, Rule};
use crate::auth;
use crate::command::{Argument, Flag, Invocation, Source};
use crate::contents::Held;
use crate::display::Shown;
use crate::json::Quoted;
use crate::registry::stays_on_node;
use crate::shell;
use crate::truth::truth;

pub(super) static RULE: Rule = Rule {
    id: "insecure-registry-flag",
    mode: Mode::Deny,
    is_fixed: false,
    checks: &[Check::Command(in_invocation), Check::Variable(in_variable)],
};

pub(super) const DOC: &str = r#"
A flag or an environment variable makes a known tool reach registries without TLS, or with TLS that is not verified: in `command`
or `args`, in an `exec` probe, in a lifecycle hook, in a script there, or under `env`. The same flag means something else to other
tools, so the tool has to be known: by the command's word, by the container's image, or by a word of the script.

Tools: dockerd, CRI-O, nerdctl, ctr, podman, buildah, skopeo, BuildKit, kaniko, ko, Jib, crane, cosign, oras, notation, helm,
flux, regctl, trivy, falcoctl, imgpkg, kbld, oc, oc-mirror, Skaffold, pack, werf, func, Zarf, Hauler, nydusify, minikube, Kyverno
and the OCI part of argocd. Booleans are read as Go reads them, so `--tls-verify=0` counts. A value that is a parameter
(`$(params.INSECURE)`, `$INSECURE`) warns, since nobody can tell.

Refused:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: build
      image: gcr.io/kaniko-project/executor:v1.23.2
      args: [--destination=registry.example.com/app, --skip-tls-verify]
```

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: mirror
      image: registry.example.com/tools:1
      command: [sh, -c, "skopeo copy --dest-tls-verify=0 docker://a.example.com/app docker://registry.example.com/app"]
```

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: dind
      image: docker:27-dind
      args: [--insecure-registry=registry.example.com:5000]
    - name: scan
      image: aquasec/trivy:0.57.0
      env: [{name: TRIVY_NON_SSL, value: "true"}]
```

Passes:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: argocd, image: "quay.io/argoproj/argocd:v2.13.0", command: [argocd-server, --insecure]}
    - {name: metrics, image: "registry.k8s.io/metrics-server/metrics-server:v0.7.2", args: [--kubelet-insecure-tls]}
    - {name: push, image: "quay.io/buildah/stable:v1.37", command: [buildah, push, --tls-verify=true, app]}
    - {name: sign, image: "ghcr.io/sigstore/cosign/cosign:v2.4.1", args: [verify, --insecure-ignore-tlog, app]}
```
"#;

/// When a flag turns TLS off.
#[derive(Clone, Copy)]
enum When {
    /// It is there, or true.
    True,
    /// It is false.
    False,
    /// It names a registry.
    Filled,
    /// It is the URL of a registry, and its scheme is `http`.
    Http,
    /// It is one of these.
    OneOf(&'static [&'static str]),
    /// This stands in it, a list of settings.
    Contains(&'static str),
}

const ANY: &[&str] = &[];

/// Source: the tools' own help, as it was in 2026.
static FLAGS: [Flag<When>; 32] = [
    Flag::new(
        &["dockerd", "dockerd-entrypoint.sh", "docker", "crio", "minikube", "skaffold"],
        ANY,
        &["--insecure-registry"],
        When::Filled,
    ),
    Flag::new(&["dockerd", "dockerd-entrypoint.sh", "docker", "minikube"], ANY, &["--registry-mirror"], When::Http),
    Flag::new(&["docker"], &["manifest"], &["--insecure"], When::True),
    Flag::new(&["nerdctl", "ko", "flux", "notation", "werf", "img"], ANY, &["--insecure-registry"], When::True),
    Flag::new(&["pack"], ANY, &["--insecure-registry"], When::Filled),
    Flag::new(&["werf"], ANY, &["--skip-tls-verify-registry"], When::True),
    Flag::new(
        &["kaniko"],
        ANY,
        &["--insecure", "--insecure-pull", "--skip-tls-verify", "--skip-tls-verify-pull"],
        When::True,
    ),
    Flag::new(&["kaniko"], ANY, &["--insecure-registry", "--skip-tls-verify-registry"], When::Filled),
    Flag::new(
        &["podman", "podman-remote", "buildah", "skopeo", "oc-mirror"],
        ANY,
        &["--tls-verify", "--src-tls-verify", "--dest-tls-verify"],
        When::False,
    ),
    Flag::new(
        &["oc-mirror"],
        ANY,
        &["--source-skip-tls", "--dest-skip-tls", "--source-use-http", "--dest-use-http"],
        When::True,
    ),
    Flag::new(&["oc"], &["image"], &["--insecure"], When::True),
    Flag::new(&["oc"], &["release"], &["--insecure"], When::True),
    Flag::new(&["oc"], &["catalog"], &["--insecure"], When::True),
    Flag::new(
        &["buildctl", "buildctl-daemonless.sh", "docker", "buildx"],
        ANY,
        &["--output", "-o", "--export-cache", "--import-cache", "--cache-to", "--cache-from"],
        When::Contains("registry.insecure=true"),
    ),
    Flag::new(
        &["buildctl", "buildctl-daemonless.sh"],
        ANY,
        &["--registry-auth-tlscontext"],
        When::Contains("insecure=true"),
    ),
    Flag::new(&["crane", "krane", "gcrane", "trivy"], ANY, &["--insecure"], When::True),
    Flag::new(&["cosign"], ANY, &["--allow-insecure-registry", "--allow-http-registry"], When::True),
    Flag::new(
        &["oras"],
        ANY,
        &["--insecure", "--from-insecure", "--to-insecure", "--from-plain-http", "--to-plain-http"],
        When::True,
    ),
    Flag::new(
        &["oras", "helm", "falcoctl", "notation", "zarf", "hauler", "soci", "ctr-remote"],
        ANY,
        &["--plain-http"],
        When::True,
    ),
    Flag::new(&["helm", "zarf"], ANY, &["--insecure-skip-tls-verify"], When::True),
    Flag::new(&["helm"], &["registry", "login"], &["--insecure"], When::True),
    Flag::new(&["hauler", "zarf"], ANY, &["--insecure"], When::True),
    Flag::new(&["regctl"], ANY, &["--tls"], When::OneOf(&["disabled", "insecure"])),
    Flag::new(&["ctr"], &["pull"], &["--plain-http", "--skip-verify"], When::True),
    Flag::new(&["ctr"], &["push"], &["--plain-http", "--skip-verify"], When::True),
    Flag::new(&["imgpkg", "kbld"], ANY, &["--registry-insecure"], When::True),
    Flag::new(&["imgpkg", "kbld"], ANY, &["--registry-verify-certs"], When::False),
    Flag::new(&["func", "kn", "kn-func", "timoni"], ANY, &["--registry-insecure"], When::True),
    Flag::new(&["nydusify"], ANY, &["--source-insecure", "--target-insecure", "--plain-http"], When::True),
    Flag::new(&["argocd"], ANY, &["--insecure-oci-force-http"], When::True),
    Flag::new(
        &["kyverno", "kyvernopre", "background-controller", "reports-controller"],
        ANY,
        &["--allowInsecureRegistry", "-allowInsecureRegistry"],
        When::True,
    ),
    Flag::new(&["jib"], ANY, &["--allow-insecure-registries", "--send-credentials-over-http"], When::True),
];

/// Properties of build tools, whatever runs them: Jib.
const PROPERTIES: [&str; 4] = [
    "-Djib.allowInsecureRegistries",
    "-DallowInsecureRegistries",
    "-Djib.sendCredentialsOverHttp",
    "-DsendCredentialsOverHttp",
];

/// Variables that turn TLS off by being true, each of one tool.
const SWITCHES: [&str; 17] = [
    "TRIVY_INSECURE",
    "TRIVY_NON_SSL",
    "SCANNER_TRIVY_INSECURE",
    "WERF_INSECURE_REGISTRY",
    "WERF_SKIP_TLS_VERIFY_REGISTRY",
    "NUCLIO_KANIKO_INSECURE_PUSH_REGISTRY",
    "NUCLIO_KANIKO_INSECURE_PULL_REGISTRY",
    "ENVBUILDER_INSECURE",
    "FUNC_REGISTRY_INSECURE",
    "INSECURE_REGISTRY",
    "GRYPE_REGISTRY_INSECURE_SKIP_TLS_VERIFY",
    "GRYPE_REGISTRY_INSECURE_USE_HTTP",
    "SYFT_REGISTRY_INSECURE_SKIP_TLS_VERIFY",
    "SYFT_REGISTRY_INSECURE_USE_HTTP",
    "CS_REGISTRY_INSECURE",
    "CS_DOCKER_INSECURE",
    "SKAFFOLD_INSECURE_REGISTRY",
];

/// Variables that turn it off by naming registries.
const LISTS: [&str; 4] =
    ["INSECURE_REGISTRY", "INSECURE_REGISTRIES", "WASM_INSECURE_REGISTRIES", "CNB_INSECURE_REGISTRIES"];

/// Variables that hold flags of dockerd.
const DOCKERD: [&str; 4] = ["DOCKER_OPTS", "DOCKERD_ARGS", "DOCKER_DAEMON_ARGS", "DOCKERD_OPTS"];

/// Whether a variable is worth to be decoded.
pub(super) fn may_concern(name: Quoted<'_>) -> bool {
    let is_ending = |ending: &&str| name.written().ends_with(ending.as_bytes());
    name.has_escapes()
        || is_diun(name.written())
        || SWITCHES.iter().chain(&LISTS).chain(&DOCKERD).any(is_ending)
        || ["MAVEN_OPTS", "GRADLE_OPTS", "JAVA_OPTS", "JAVA_TOOL_OPTIONS"].iter().any(is_ending)
}

/// `DIUN_REGOPTS_0_INSECURETLS`
fn is_diun(name: &[u8]) -> bool {
    let number = name.strip_prefix(b"DIUN_REGOPTS_").and_then(|rest| rest.strip_suffix(b"_INSECURETLS"));
    number.is_some_and(|number| number.iter().all(u8::is_ascii_digit))
}

fn in_variable(name: &str, value: &str, _: &Held) -> Option<Cause> {
    let is_switch = SWITCHES.contains(&name) || is_diun(name.as_bytes());
    let verdict = if is_switch && (truth(value).is_some() || !LISTS.contains(&name)) {
        is_true(value)
    } else if LISTS.contains(&name) {
        names_registry(value)
    } else {
        let mut verdict = Verdict::Fine;
        shell::each_command(value, &mut |command| {
            let argument = |word: &shell::Word| Argument {
                text: word.text.clone().into(),
                expands: word.expands,
                source: (0, 0),
            };
            let words: Vec<_> = command.words.iter().map(argument).collect();
            let mut found = |_: Source, cause: Cause| {
                verdict = if cause.is_unsure { Verdict::Unsure } else { Verdict::Insecure };
            };
            if DOCKERD.contains(&name) {
                in_arguments("dockerd", &words, &mut found);
            }
            in_properties(&words, &mut found);
        });
        verdict
    };
    verdict.cause(|| format!("`{}` makes its tool reach registries without verified TLS", Shown(name)))
}

fn in_invocation(invocation: &Invocation<'_>, found: &mut dyn FnMut(Source, Cause)) {
    invocation.each_program(&mut |tool, arguments| in_arguments(tool, arguments, found));
    in_properties(invocation.words, found);
}

fn in_arguments(tool: &str, arguments: &[Argument<'_>], found: &mut dyn FnMut(Source, Cause)) {
    for flag in FLAGS.iter().filter(|flag| flag.is_of(tool, arguments)) {
        for (position, argument) in arguments.iter().enumerate() {
            let next = arguments.get(position.saturating_add(1));
            for name in flag.names {
                let verdict = flag.means.judge(argument, name, next);
                if let Some(cause) = verdict.cause(|| format!("`{name}` makes `{tool}` reach registries without verified TLS")) {
                    found(argument.source, cause);
                }
            }
        }
    }
}

fn in_properties(words: &[Argument<'_>], found: &mut dyn FnMut(Source, Cause)) {
    for word in words {
        for property in PROPERTIES {
            let verdict = When::True.judge(word, property, None);
            if let Some(cause) = verdict.cause(|| format!("`{property}` makes Jib reach registries without verified TLS")) {
                found(word.source, cause);
            }
        }
    }
}

impl When {
    /// Judges an argument by whether it is the flag of this name.
    fn judge(self, argument: &Argument<'_>, name: &str, next: Option<&Argument<'_>>) -> Verdict {
        // A boolean flag needs no value, and takes one from the next word only where that is a boolean.
        let is_alone = argument.text == name;
        let next = match self {
            When::True | When::False => next.filter(|next| truth(&next.text).is_some()),
            _ => next,
        };
        if let (When::True, true, None) = (self, is_alone, next) {
            return Verdict::Insecure;
        }
        if !is_alone && !argument.text.get(name.len()..).is_some_and(|rest| rest.starts_with('=')) {
            return Verdict::Fine;
        }
        let Some((value, _)) = argument.value_of_flag(name, next) else { return Verdict::Fine };
        match self {
            When::True => is_true(value),
            When::False => match truth(value) {
                Some(is_true) => Verdict::of(!is_true),
                None => Verdict::of_parameter(value),
            },
            When::Filled => names_registry(value),
            When::Http => Verdict::of(value.starts_with("http://") && !stays_on_node(value)),
            When::OneOf(values) if values.contains(&value) => Verdict::Insecure,
            When::OneOf(_) => Verdict::of_parameter(value),
            When::Contains(setting) => Verdict::of(value.contains(setting)),
        }
    }
}

/// What a value says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Fine,
    Insecure,
    /// It is a parameter.
    Unsure,
}

impl Verdict {
    fn of(is_insecure: bool) -> Self {
        if is_insecure { Verdict::Insecure } else { Verdict::Fine }
    }

    /// Of a value that is none of those that a flag takes.
    fn of_parameter(value: &str) -> Self {
        if !value.is_empty() && !auth::is_value(value) { Verdict::Unsure } else { Verdict::Fine }
    }

    fn cause(self, seen: impl FnOnce() -> String) -> Option<Cause> {
        let is_unsure = self == Verdict::Unsure;
        (self != Verdict::Fine).then(|| Cause {
            seen: seen() + if is_unsure { ", perhaps" } else { "" },
            why: if is_unsure { "its value is a parameter" } else { "its value says so" }.to_owned(),
            harm: Harm::Is(
                "whoever is on the path can read and replace what is pulled and pushed, and read the credentials that are sent along",
            ),
            fix: "give the registry a certificate that the tool trusts (a CA of your own will do), and take the flag out".to_owned(),
            is_unsure,
        })
    }
}

fn is_true(value: &str) -> Verdict {
    match truth(value) {
        Some(is_true) => Verdict::of(is_true),
        None => Verdict::of_parameter(value),
    }
}

/// A registry that is a parameter is insecure whichever it is. Loopback is not verified anyway.
fn names_registry(value: &str) -> Verdict {
    let is_insecure = |entry: &str| {
        let entry = entry.trim();
        !(entry.is_empty() || truth(entry) == Some(false) || stays_on_node(entry))
    };
    Verdict::of(value.split(',').any(is_insecure))
}
