use std::fmt::Display;

use super::{Cause, Check, Harm, Mode, Rule};
use crate::auth;
use crate::command::{Argument, Invocation, Source};
use crate::contents::Held;
use crate::display::{Key, shown};
use crate::json::Quoted;
use crate::program::{Deed, Flag, Program};
use crate::registry::{is_plaintext_url, stays_on_node};
use crate::shell;
use crate::truth::truth;

pub(super) static RULE: Rule = Rule {
    id: "insecure-registry-flag",
    mode: Mode::Deny,
    is_fixed: false,
    checks: &[Check::Command(in_invocation), Check::Variable(in_variable)],
};

pub(super) const DOC: &str = r#"
A flag or an environment variable makes a known tool reach registries without TLS, or without verifying TLS: in `command`
or `args`, in an `exec` probe, in a lifecycle hook, in a script there, or under `env`. The same flag means something else to other
tools, so the tool must be known. It is the first word of a command, also behind programs that run others (`env`, `sudo`,
`timeout`, `xargs`, `docker run`, `kubectl exec`, entry points), or the image runs it: `aquasec/trivy` and its mirrors, but no image
in a folder called `trivy`. Words are read as the tool reads them: the value of another flag is not a flag, and
`--insecure false` is on.

Tools: dockerd, CRI-O, nerdctl, ctr, podman, buildah, skopeo, BuildKit, kaniko, ko, Jib, crane, cosign, oras, notation, helm,
flux, regctl, trivy, falcoctl, imgpkg, kbld, oc, oc-mirror, Skaffold, pack, werf, func, Zarf, Hauler, nydusify, minikube, Kyverno
and the OCI part of argocd. Booleans are read as Go reads them, so `--tls-verify=0` counts. Variables that a script sets
(`export TRIVY_INSECURE=true`, `docker run -e TRIVY_INSECURE=true`) count as those under `env` do. A value that is a parameter
(`$(params.INSECURE)`, `$INSECURE`) only warns: the object does not tell what it will be.

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

/// When a flag or a variable turns TLS off.
#[derive(Clone, Copy, Debug)]
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
    /// Among its settings, which are CSV, this one is true, or empty.
    Setting(&'static str),
    /// Among its settings this one is one of these.
    SettingOf(&'static str, &'static [&'static str]),
}

/// What regctl calls TLS that is off, and TLS that is not verified.
const OFF: &[&str] = &["disabled", "insecure"];

const CONTAINER_TOOLS: &[&str] = &["podman", "podman-remote", "buildah", "skopeo", "oc-mirror"];
/// Commands of Helm that may reach a registry; `helm repo` does not.
const OF_HELM: &str = "chart|dep|dependency|diff|fetch|inspect|install|pull|push|registry|show|template|upgrade";
/// Commands of ctr that reach a registry.
const OF_CTR: &str = "images|image|i|content pull|push|fetch|fetch-object|fetch-blob|push-object|rpull|resolve";

/// Source: the tools' own help, as it was in 2026.
static FLAGS: [Flag<When>; 35] = [
    Flag::new(&["dockerd", "crio", "minikube", "skaffold", "pack"], "", &["--insecure-registry"], When::Filled),
    Flag::new(&["dockerd", "minikube"], "", &["--registry-mirror"], When::Http),
    Flag::new(&["docker", "finch"], "manifest", &["--insecure"], When::True),
    Flag::new(&["nerdctl", "finch", "ko", "flux", "notation", "werf", "img"], "", &["--insecure-registry"], When::True),
    Flag::new(&["werf"], "", &["--skip-tls-verify-registry"], When::True),
    Flag::new(
        &["kaniko"],
        "",
        &["--insecure", "--insecure-pull", "--skip-tls-verify", "--skip-tls-verify-pull"],
        When::True,
    ),
    Flag::new(&["kaniko"], "", &["--insecure-registry", "--skip-tls-verify-registry"], When::Filled),
    Flag::new(CONTAINER_TOOLS, "", &["--tls-verify", "--src-tls-verify", "--dest-tls-verify"], When::False),
    Flag::new(
        &["oc-mirror"],
        "",
        &["--source-skip-tls", "--dest-skip-tls", "--source-use-http", "--dest-use-http"],
        When::True,
    ),
    Flag::new(&["oc"], "image|release|catalog|import-image|tag", &["--insecure"], When::True),
    Flag::new(&["oc"], "adm release|catalog|verify-image-signature", &["--insecure"], When::True),
    Flag::new(&["oc"], "adm prune", &["--force-insecure"], When::True),
    Flag::new(&["oc"], "registry login", &["--insecure"], When::True),
    Flag::new(&["oc"], "new-app|new-build", &["--insecure-registry"], When::True),
    Flag::new(
        &["buildctl", "buildctl-daemonless.sh"],
        "",
        &["--output", "-o", "--export-cache", "--import-cache"],
        When::Setting("registry.insecure"),
    ),
    Flag::new(
        &["docker", "buildx", "nerdctl"],
        "build|buildx|builder|image|bake",
        &["--output", "-o", "--cache-to", "--cache-from", "--set"],
        When::Setting("registry.insecure"),
    ),
    Flag::new(
        &["buildctl", "buildctl-daemonless.sh"],
        "",
        &["--registry-auth-tlscontext"],
        When::Setting("insecure"),
    ),
    Flag::new(&["crane", "krane", "gcrane", "trivy"], "", &["--insecure"], When::True),
    Flag::new(&["cosign"], "", &["--allow-insecure-registry", "--allow-http-registry"], When::True),
    Flag::new(
        &["oras"],
        "",
        &["--insecure", "--from-insecure", "--to-insecure", "--from-plain-http", "--to-plain-http"],
        When::True,
    ),
    Flag::new(&["oras", "falcoctl", "notation", "zarf", "hauler", "soci"], "", &["--plain-http"], When::True),
    Flag::new(&["helm"], OF_HELM, &["--plain-http", "--insecure-skip-tls-verify"], When::True),
    Flag::new(&["helm"], "registry login", &["--insecure"], When::True),
    Flag::new(&["zarf"], "", &["--insecure-skip-tls-verify"], When::True),
    Flag::new(&["hauler", "zarf"], "", &["--insecure"], When::True),
    Flag::new(&["regctl"], "", &["--tls"], When::OneOf(OFF)),
    Flag::new(&["regctl"], "", &["--host"], When::SettingOf("tls", OFF)),
    Flag::new(&["ctr", "ctr-remote"], OF_CTR, &["--plain-http", "--skip-verify", "-k"], When::True),
    Flag::new(&["imgpkg", "kbld"], "", &["--registry-insecure"], When::True),
    Flag::new(&["imgpkg", "kbld"], "", &["--registry-verify-certs"], When::False),
    Flag::new(&["func", "kn", "kn-func", "timoni"], "", &["--registry-insecure"], When::True),
    Flag::new(&["nydusify"], "", &["--source-insecure", "--target-insecure", "--plain-http"], When::True),
    Flag::new(&["argocd"], "", &["--insecure-oci-force-http"], When::True),
    Flag::new(
        &["kyverno", "kyvernopre", "background-controller", "reports-controller"],
        "",
        &["--allowInsecureRegistry"],
        When::True,
    ),
    Flag::new(&["jib"], "", &["--allow-insecure-registries", "--send-credentials-over-http"], When::True),
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

/// What a registry is a cache of.
const REMOTE_URL: &str = "REGISTRY_PROXY_REMOTEURL";

/// Whether a variable is worth to be decoded.
pub(super) fn may_concern(name: Quoted<'_>) -> bool {
    let is_ending = |ending: &&str| name.written().ends_with(ending.as_bytes());
    name.has_escapes()
        || is_diun(name.written())
        || SWITCHES.iter().chain(&LISTS).chain(&DOCKERD).chain(&[REMOTE_URL]).any(is_ending)
        || ["MAVEN_OPTS", "GRADLE_OPTS", "JAVA_OPTS", "JAVA_TOOL_OPTIONS"].iter().any(is_ending)
}

/// `DIUN_REGOPTS_0_INSECURETLS`
fn is_diun(name: &[u8]) -> bool {
    let number = name.strip_prefix(b"DIUN_REGOPTS_").and_then(|rest| rest.strip_suffix(b"_INSECURETLS"));
    number.is_some_and(|number| number.iter().all(u8::is_ascii_digit))
}

fn in_variable(name: &str, value: &str, _: &Held) -> Option<Cause> {
    of_variable(name, value)
}

fn of_variable(name: &str, value: &str) -> Option<Cause> {
    let verdict = if is_switch(name) && (truth(value).is_some() || !LISTS.contains(&name)) {
        is_true(value)
    } else if LISTS.contains(&name) {
        names_registry(value)
    } else if name == REMOTE_URL {
        When::Http.judge(Some(value))
    } else {
        return of_flags(name, value);
    };
    verdict.cause(|| shown(Key(name)).to_string(), "its tool")
}

/// Judges a variable that may hold flags.
fn of_flags(name: &str, value: &str) -> Option<Cause> {
    let mut verdict = Verdict::Fine;
    // No flag without a dash, no property without its letter; both may be written as escapes.
    let may_hold = |letter: char| value.contains([letter, '\\']);
    if !may_hold('-') || !(may_hold('D') || DOCKERD.contains(&name)) {
        return None;
    }
    shell::each_command(value, auth::decoded, &mut |command| {
        let words = Argument::of(command.words, (0, 0));
        let mut found = |_: Source, cause: Cause| {
            let is_worse = !cause.is_unsure || verdict == Verdict::Fine;
            verdict = match (is_worse, cause.is_unsure) {
                (true, false) => Verdict::Insecure,
                (true, true) => Verdict::Unsure,
                (false, _) => verdict,
            };
        };
        if DOCKERD.contains(&name)
            && let Some(program) = Program::new("dockerd", &words)
        {
            in_program(&program, &mut found);
        }
        in_properties(&words, &mut found);
    });
    verdict.cause(|| shown(Key(name)).to_string(), "its tool")
}

fn is_switch(name: &str) -> bool {
    SWITCHES.contains(&name) || is_diun(name.as_bytes())
}

fn in_invocation(invocation: &Invocation<'_>, found: &mut dyn FnMut(Source, Cause)) {
    invocation.each_deed(&mut |deed| match deed {
        Deed::Run(program) => in_program(program, found),
        Deed::Set(name, value, word) => {
            if let Some(cause) = of_variable(name, value) {
                found(word.source, cause);
            }
        }
    });
    in_properties(invocation.words, found);
}

fn in_program(program: &Program<'_>, found: &mut dyn FnMut(Source, Cause)) {
    let mut flags = FLAGS.iter().filter(|flag| flag.tools.contains(&program.name)).peekable();
    if flags.peek().is_none() {
        return;
    }
    let line = program.read();
    for flag in flags.filter(|flag| flag.is_of(program, &line)) {
        for given in &line.flags {
            let Some(name) = flag.named(given) else { continue };
            let verdict = flag.means.judge(given.value);
            if let Some(cause) = verdict.cause(|| name.to_owned(), format_args!("`{}`", program.name)) {
                found(given.word.source, cause);
            }
        }
    }
}

fn in_properties(words: &[Argument<'_>], found: &mut dyn FnMut(Source, Cause)) {
    for word in words.iter().filter(|word| word.text.starts_with("-D")) {
        let (name, value) = word.text.split_once('=').map_or((&*word.text, None), |(name, value)| (name, Some(value)));
        if let Some(property) = PROPERTIES.iter().find(|property| **property == name)
            && let Some(cause) = When::True.judge(value).cause(|| (*property).to_owned(), "Jib")
        {
            found(word.source, cause);
        }
    }
}

impl When {
    /// Judges a flag by its value, if it has one.
    fn judge(self, value: Option<&str>) -> Verdict {
        let Some(value) = value else { return Verdict::of(matches!(self, When::True)) };
        let is_among = |values: &[&str], value: &str| {
            let is_among = values.iter().any(|it| it.eq_ignore_ascii_case(value));
            if is_among { Verdict::Insecure } else { Verdict::of_parameter(value) }
        };
        match self {
            When::True => is_true(value),
            When::False => match truth(value) {
                Some(is_true) => Verdict::of(!is_true),
                None => Verdict::of_parameter(value),
            },
            When::Filled => names_registry(value),
            When::Http => Verdict::of(is_plaintext_url(value) && !stays_on_node(value)),
            When::OneOf(values) => is_among(values, value),
            When::Setting(setting) => settings(value, setting, |value| match value {
                None | Some("") => Verdict::Insecure,
                Some(value) => is_true(value),
            }),
            When::SettingOf(setting, values) => {
                settings(value, setting, |value| value.map_or(Verdict::Fine, |value| is_among(values, value)))
            }
        }
    }
}

/// The worst that is said of the values of a setting, in a text as `type=image,"name=a,b",push=true`.
fn settings(text: &str, setting: &str, judge: impl Fn(Option<&str>) -> Verdict) -> Verdict {
    let mut is_quoted = false;
    let fields = text.split(|c: char| {
        is_quoted ^= c == '"';
        c == ',' && !is_quoted
    });
    let verdicts = fields.filter_map(|field| {
        let field = field.trim_matches(['"', ' ']);
        let (name, value) = field.split_once('=').map_or((field, None), |(name, value)| (name, Some(value)));
        name.eq_ignore_ascii_case(setting).then(|| judge(value))
    });
    verdicts.max().unwrap_or(Verdict::Fine)
}

/// What a value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Fine,
    /// It is a parameter.
    Unsure,
    Insecure,
}

impl Verdict {
    fn of(is_insecure: bool) -> Self {
        if is_insecure { Verdict::Insecure } else { Verdict::Fine }
    }

    /// Of a value that is none of those that a flag takes.
    fn of_parameter(value: &str) -> Self {
        if !value.is_empty() && (value.starts_with('$') || !auth::is_value(value)) { Verdict::Unsure } else { Verdict::Fine }
    }

    fn cause(self, flag: impl FnOnce() -> String, tool: impl Display) -> Option<Cause> {
        let is_unsure = self == Verdict::Unsure;
        let makes = if is_unsure { "may make" } else { "makes" };
        (self != Verdict::Fine).then(|| Cause {
            seen: format!("`{}` {makes} {tool} reach registries without verifying TLS", flag()),
            why: if is_unsure { "its value is a parameter" } else { "its value disables TLS verification" }.to_owned(),
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

/// Loopback is not verified anyway. A parameter may be empty.
fn names_registry(value: &str) -> Verdict {
    let verdict = |entry: &str| {
        let entry = entry.trim();
        if entry.is_empty() || truth(entry) == Some(false) || stays_on_node(entry) {
            Verdict::Fine
        } else if is_parameter(entry) {
            Verdict::Unsure
        } else {
            Verdict::Insecure
        }
    };
    value.split(',').map(verdict).max().unwrap_or(Verdict::Fine)
}

/// Whether a text is a parameter and nothing else.
fn is_parameter(text: &str) -> bool {
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    text.strip_prefix('$').is_some_and(is_name)
        || (!auth::is_value(text) && text.starts_with(['$', '{', '<', '%']) && text.ends_with([')', '}', '>', '%']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::takes_value;

    #[test]
    fn tools_read_their_flags_as_rows_need_it() {
        let mut wrong = Vec::new();
        for flag in &FLAGS {
            let is_boolean = matches!(flag.means, When::True | When::False);
            for (tool, name) in flag.tools.iter().flat_map(|tool| flag.names.iter().map(move |name| (tool, name))) {
                if takes_value(tool, name) != Some(!is_boolean) {
                    wrong.push(format!("{name} of {tool}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn values_are_judged() {
        use Verdict::{Fine, Insecure, Unsure};
        let off = When::SettingOf("tls", OFF);
        let setting = When::Setting("registry.insecure");
        for (when, value, expected) in [
            (When::True, None, Insecure),
            (When::True, Some("1"), Insecure),
            (When::True, Some("F"), Fine),
            (When::True, Some("$X"), Unsure),
            (When::True, Some("maybe"), Fine),
            (When::False, None, Fine),
            (When::False, Some("0"), Insecure),
            (When::False, Some("$(params.TLS)"), Unsure),
            (When::Filled, None, Fine),
            (When::Filled, Some("a.example.com,127.0.0.1"), Insecure),
            (When::Filled, Some(",localhost:5000"), Fine),
            (When::Filled, Some("$(params.A)"), Unsure),
            (When::Filled, Some("$(params.A),b.example.com"), Insecure),
            (When::Filled, Some("$HOST:5000"), Insecure),
            (When::Http, Some("Http://m.example.com"), Insecure),
            (When::Http, Some("https://m.example.com"), Fine),
            (When::Http, Some("http://127.0.0.1:5000"), Fine),
            (When::OneOf(OFF), Some("Disabled"), Insecure),
            (When::OneOf(OFF), Some("enabled"), Fine),
            (When::OneOf(OFF), Some("$TLS"), Unsure),
            (off, Some("reg=a,tls=insecure"), Insecure),
            (off, Some("reg=a,tls=${TLS}"), Unsure),
            (off, Some("reg=tls,user=disabled"), Fine),
            (setting, Some("type=image,registry.insecure"), Insecure),
            (setting, Some("type=image,registry.insecure=,push=true"), Insecure),
            (setting, Some("\"Registry.Insecure=T\""), Insecure),
            (setting, Some("registry.insecure=0"), Fine),
            (setting, Some("\"name=a,registry.insecure=true\""), Fine),
        ] {
            assert_eq!(when.judge(value), expected, "{when:?} of {value:?}");
        }
    }
}

/// A search before the walk that says no hides a row of the tables.
#[cfg(test)]
mod searched {
    use super::*;
    use crate::search;

    #[test]
    fn each_row_passes_the_search() {
        let mut texts: Vec<String> = Vec::new();
        for flag in &FLAGS {
            let values: Vec<String> = match flag.means {
                When::True => vec![String::new(), "true".to_owned()],
                When::False => vec!["false".to_owned(), "0".to_owned()],
                When::Filled => vec!["r".to_owned()],
                When::Http => vec!["http://r".to_owned(), "HTTP://r".to_owned()],
                When::OneOf(values) => values.iter().map(|it| (*it).to_owned()).collect(),
                When::Setting(name) => vec![format!("type=image,{name}=true"), format!("{name}=1")],
                When::SettingOf(name, values) => values.iter().map(|it| format!("reg=r,{name}={it}")).collect(),
            };
            for (name, value) in flag.names.iter().flat_map(|name| values.iter().map(move |value| (name, value))) {
                texts.push(if value.is_empty() { (*name).to_owned() } else { format!("{name}={value}") });
                texts.extend((!value.is_empty()).then(|| format!("{name} {value}")));
                texts.extend((!value.is_empty()).then(|| format!("{name}\\t{value}")));
            }
        }
        texts.extend(PROPERTIES.iter().flat_map(|it| [(*it).to_owned(), format!("{it}=true")]));
        texts.extend(SWITCHES.iter().map(|it| format!("{it}=true")));
        texts.extend(LISTS.iter().map(|it| format!("{it}=r")));
        texts.extend(DOCKERD.iter().map(|it| format!("{it}=--insecure-registry=r")));
        texts.push(format!("{REMOTE_URL}=http://r"));
        for text in &texts {
            let missed = search::planted(text).find(|json| !search::may_hold_flag(json));
            assert_eq!(missed.map(|json| String::from_utf8(json).unwrap()), None, "{text} is not found");
        }
        assert!(texts.len() > 100, "{}", texts.len());
    }

    #[test]
    fn each_variable_passes_the_search() {
        let of = |names: &[&str], value: &str| names.iter().map(|name| ((*name).to_owned(), value.to_owned())).collect();
        let rows: [Vec<(String, String)>; 6] = [
            of(&SWITCHES, "true"),
            of(&LISTS, "r"),
            of(&DOCKERD, "--insecure-registry=r"),
            of(&DOCKERD, "--registry-mirror=http://r"),
            of(&[REMOTE_URL], "http://r"),
            of(&["MAVEN_OPTS", "GRADLE_OPTS", "JAVA_OPTS", "JAVA_TOOL_OPTIONS"], "-DsendCredentialsOverHttp=true"),
        ];
        for (name, value) in rows.iter().flatten() {
            for before in 0..40 {
                let json = format!(r#"[{{"name":"{}_{name}","value":"{value}"}}]"#, "X".repeat(before));
                assert!(search::may_hold_variable(json.as_bytes()), "{json}");
            }
            let quoted = format!("\"{name}\"");
            let quoted = crate::json::Cursor::new(quoted.as_bytes()).string().unwrap();
            assert!(may_concern(quoted), "{name}");
            assert!(of_variable(name, value).is_some(), "{name}={value}");
        }
    }
}
