use std::fmt::Display;

use super::{Evidence, Cause, Check, Harm, Mode, Rule};
use crate::auth;
use crate::catalogue::flags::PROPERTIES;
use crate::catalogue::{Outcome, Value, When, variables};
use crate::text::command::{Argument, Invocation, Source};
use crate::registry::display::{Key, shown};
use crate::text::program::{Deed, Program};
use crate::shell;

pub(super) static RULE: Rule = Rule {
    id: "insecure-registry-flag",
    mode: Mode::Deny,
    is_fixed: false, needs: Evidence::Name,
    checks: &[Check::Command(in_invocation), Check::InsecureVariable(of_variable)],
};

pub(super) const DOC: &str = r#"
A flag or an environment variable makes a known tool reach registries without TLS, or without verifying TLS: in `command` or
`args`, an `exec` probe, a lifecycle hook, a script in one of these, or `env`. Other tools may use the same flag for
something else, so the tool must be known. It is the first word of a command, including a command run by another program
(`env`, `sudo`, `timeout`, `xargs`, `docker run`, `kubectl exec`, entry points), or the image runs it: `aquasec/trivy` and
its mirrors, but not any image in a folder named `trivy`. An image of another name runs the tool that its arguments are for:
`--destination` with `--context` or `--dockerfile` is kaniko, `docker://` is skopeo. Arguments are parsed as the tool parses
them: the value of another flag is not a flag, and `--insecure false` sets the flag.

A few flags mean the same for any tool: {unmistakable flags}. Arguments in parameters of pipelines, entries of ConfigMaps that
are variables or scripts, and containers in custom resources of any kind are checked too.

Tools with such flags: {insecure tools}. Tools with such variables: {insecure variables}.

Booleans are parsed as Go parses them, so `--tls-verify=0` counts. Variables that a script sets
(`export TRIVY_INSECURE=true`, `docker run -e TRIVY_INSECURE=true`) count like those under `env`. A parameter as the value
(`$(params.INSECURE)`, `$INSECURE`) only warns, because the object does not show the final value; so does a flag in a variable
that a script sets under a condition.

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

fn of_variable(name: &str, value: &str) -> Option<Cause> {
    let rows = variables::of(name).filter(|row| !row.when.is_credential());
    let outcome = rows.map(|row| judge(row.when, value)).max().unwrap_or_default();
    cause(outcome, || shown(Key(name)).to_string(), "its tool")
}

/// What the value of a variable comes to, which may be a command line.
fn judge(when: When, value: &str) -> Outcome {
    let (tool, has_properties) = match when {
        When::Flags(tool) => (tool, true),
        When::Properties => ("", true),
        _ => return when.judge(Value::of(value)),
    };
    let mut worst = Outcome::Fine;
    // No flag without a dash, which may be written as an escape.
    if !value.contains(['-', '\\']) {
        return worst;
    }
    shell::each_command(value, auth::decoded, &mut |command| {
        let words = Argument::of(command.words, (0, 0));
        let mut found = |_: Source, cause: Cause| {
            worst = worst.max(if cause.is_unsure { Outcome::Unsure } else { Outcome::Met });
        };
        if let Some(program) = Program::new(tool, &words) {
            in_program(&program, &mut found);
        }
        if has_properties {
            in_properties(&words, &mut found);
        }
    });
    worst
}

fn in_invocation(invocation: &Invocation<'_>, found: &mut dyn FnMut(Source, Cause)) {
    let found = &mut |source: Source, mut cause: Cause| {
        if invocation.is_conditional {
            cause.seen = cause.seen.replacen(" makes ", " may make ", 1);
            "a condition in the script decides".clone_into(&mut cause.why);
            cause.is_unsure = true;
        }
        found(source, cause);
    };
    invocation.each_deed(&mut |deed| match deed {
        Deed::Run(program) => in_program(program, found),
        Deed::Set(name, value, word) => {
            if let Some(cause) = of_variable(name, value) {
                found(word.source, cause);
            }
        }
    });
    in_properties(invocation.words, found);
    invocation.each_foreign_flag(&mut |flag| {
        let outcome = if flag.when.is_credential() { Outcome::Fine } else { flag.when.judge(Value::of_flag(flag.value)) };
        if let Some(cause) = cause(outcome, || flag.name.to_owned(), "the tool") {
            found(flag.word.source, cause);
        }
    });
}

fn in_program(program: &Program<'_>, found: &mut dyn FnMut(Source, Cause)) {
    program.each_flag(|row| !row.when.is_credential(), &mut |flag| {
        let outcome = flag.row.when.judge(Value::of_flag(flag.given.value));
        if let Some(cause) = cause(outcome, || flag.name.to_owned(), format_args!("`{}`", program.name)) {
            found(flag.given.word.source, cause);
        }
    });
}

fn in_properties(words: &[Argument<'_>], found: &mut dyn FnMut(Source, Cause)) {
    for word in words.iter().filter(|word| word.text.starts_with("-D")) {
        let (name, text) = word.text.split_once('=').map_or((&*word.text, None), |(name, value)| (name, Some(value)));
        let known = PROPERTIES.iter().find(|property| property.name == name && !property.when.is_credential());
        if let Some(property) = known
            && let outcome = property.when.judge(Value::of_flag(text))
            && let Some(cause) = cause(outcome, || property.name.to_owned(), "Jib")
        {
            found(word.source, cause);
        }
    }
}

fn cause(outcome: Outcome, flag: impl FnOnce() -> String, tool: impl Display) -> Option<Cause> {
    let is_unsure = outcome == Outcome::Unsure;
    let makes = if is_unsure { "may make" } else { "makes" };
    (outcome != Outcome::Fine).then(|| Cause {
        seen: format!("`{}` {makes} {tool} reach registries without verifying TLS", flag()),
        why: if is_unsure { "the value is a parameter" } else { "the value disables TLS verification" }.to_owned(),
        harm: Harm::Is(
            "anyone on the network path can read and replace what is pulled or pushed, and read the credentials sent with it",
        ),
        fix: "give the registry a certificate that the tool trusts (from your own CA, for example), and remove the setting".to_owned(),
        is_unsure,
    })
}
