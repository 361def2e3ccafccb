use std::borrow::Cow;

use super::{Evidence, Cause, Check, Risk, Mode, Rule};
use crate::auth;
use crate::catalogue::flags::PROPERTIES;
use crate::catalogue::{Outcome, Value, When, variables};
use crate::text::command::{Argument, Source};
use crate::registry::display::{Key, shown};
use crate::text::program::{Deed, Deeds, Program};
use crate::shell;

pub(super) static RULE: Rule = Rule {
    id: "insecure-registry-flag",
    mode: Mode::Deny,
    is_fixed: false, needs: Evidence::Name,
    checks: &[Check::Command(in_command), Check::InsecureVariable(in_variable)],
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
are variables, files of variables (`NAME=value` on each line) or scripts, containers in custom resources of any kind, and the
commands of cloud-init and of providers of Cluster API (`preKubeadmCommands`) are checked too.

Tools with such flags: {insecure tools}. Tools with such variables: {insecure variables}.

Booleans are parsed as Go parses them, so `--tls-verify=0` counts. Variables that a script sets
(`export TRIVY_INSECURE=true`, `docker run -e TRIVY_INSECURE=true`) count like those under `env`. A parameter as the value
(`$(params.INSECURE)`, `$INSECURE`) counts with the value or default that the same object gives it; otherwise it only warns. So does a
flag in a variable that a script sets under a condition, unless every branch sets one.

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

/// Something that disables TLS, or may.
struct Setting {
    source: Source,
    outcome: Outcome,
    /// The flag or the variable, as it is shown.
    name: String,
    tool: Cow<'static, str>,
}

fn in_variable(name: &str, value: &str, image: Option<&str>) -> Option<Cause> {
    Some(cause(of_variable(name, value, image, (0, 0))?, None))
}

fn of_variable(name: &str, value: &str, image: Option<&str>, source: Source) -> Option<Setting> {
    let rows = variables::in_container(name, image).filter(|row| !row.when.is_credential());
    let outcome = rows.map(|row| test(row.when, value)).max().filter(|outcome| *outcome != Outcome::Fine)?;
    Some(Setting { source, outcome, name: shown(Key(name)).to_string(), tool: "its tool".into() })
}

/// What the value of a variable comes to, which may be a command line.
fn test(when: When, value: &str) -> Outcome {
    let (tool, has_properties) = match when {
        When::Flags(tool) => (tool, true),
        When::Properties => ("", true),
        _ => return when.test(Value::of(value)),
    };
    let mut worst = Outcome::Fine;
    // No flag without a dash, which may be written as an escape.
    if !value.contains(['-', '\\']) {
        return worst;
    }
    shell::each_command(value, auth::decoded, &mut |command| {
        let words = Argument::of(command.words, (0, 0));
        let mut found = |setting: Setting| worst = worst.max(setting.outcome);
        if let Some(program) = Program::new(tool, &words) {
            in_program(&program, &mut found);
        }
        if has_properties {
            in_properties(&words, &mut found);
        }
    });
    worst
}

fn in_command(deeds: &Deeds<'_, '_>, found: &mut dyn FnMut(Source, Cause)) {
    let command = deeds.command;
    let doubt = command.branch.map(|_| "a condition in the script decides");
    let found = &mut |setting: Setting| found(setting.source, cause(setting, doubt));
    for deed in deeds.iter() {
        match deed {
            Deed::Run(program) => in_program(program, found),
            Deed::Set(name, value, word) => of_variable(name, value, None, word.source).into_iter().for_each(&mut *found),
        }
    }
    in_properties(command.words, found);
    deeds.each_foreign_flag(&mut |flag| {
        if !flag.when.is_credential() {
            let outcome = flag.when.test(Value::of_flag(flag.value));
            add(outcome, flag.word.source, flag.name, "the tool".into(), found);
        }
    });
}

fn in_program(program: &Program<'_>, found: &mut dyn FnMut(Setting)) {
    program.each_flag(|row| !row.when.is_credential(), &mut |flag| {
        let outcome = flag.row.when.test(Value::of_flag(flag.given.value)).min(flag.certainty());
        add(outcome, flag.given.word.source, flag.name, format!("`{}`", program.name).into(), found);
    });
}

fn in_properties(words: &[Argument<'_>], found: &mut dyn FnMut(Setting)) {
    for word in words.iter().filter(|word| word.text.starts_with("-D")) {
        let (name, text) = word.text.split_once('=').map_or((&*word.text, None), |(name, value)| (name, Some(value)));
        let known = PROPERTIES.iter().find(|property| property.name == name && !property.when.is_credential());
        if let Some(property) = known {
            let outcome = property.when.test(Value::of_flag(text));
            add(outcome, word.source, property.name, "Jib".into(), found);
        }
    }
}

fn add(outcome: Outcome, source: Source, name: &str, tool: Cow<'static, str>, found: &mut dyn FnMut(Setting)) {
    if outcome != Outcome::Fine {
        found(Setting { source, outcome, name: name.to_owned(), tool });
    }
}

/// The doubt is beside that about the value.
fn cause(Setting { outcome, name, tool, .. }: Setting, doubt: Option<&'static str>) -> Cause {
    let doubt = doubt.or((outcome == Outcome::Unsure).then_some("the value is a parameter"));
    let makes = if doubt.is_some() { "may make" } else { "makes" };
    Cause {
        seen: format!("`{name}` {makes} {tool} reach registries without verifying TLS"),
        why: doubt.unwrap_or("the value disables TLS verification").to_owned(),
        risk: Risk::Is(
            "anyone on the network path can read and replace what is pulled or pushed, and read the credentials sent with it",
        ),
        fix: "give the registry a certificate that the tool trusts (from your own CA, for example), and remove the setting".to_owned(),
        is_unsure: doubt.is_some(),
    }
}
