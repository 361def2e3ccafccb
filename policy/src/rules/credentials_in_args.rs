use super::{Cause, Check, Harm, Mode, Rule, credentials_in_env};
use crate::auth;
use crate::command::{Argument, Flag, Invocation, Source};
use crate::contents::Held;
use crate::display::Shown;
use crate::places::Carrier;

pub(super) static RULE: Rule = Rule {
    id: "credentials-in-args",
    mode: Mode::Deny,
    is_fixed: false,
    checks: &[Check::Command(in_invocation), Check::Credentials(Carrier::Word, say)],
};

pub(super) const DOC: &str = r#"
A command line holds registry credentials: in `command` or `args`, in an `exec` probe, in a lifecycle hook, or in a shell's
script there. It is a password or a token that a flag of a known tool takes (`docker login -p`, `skopeo copy --src-creds`,
`cosign --registry-password`, `kubectl create secret docker-registry --docker-password`, `-Djib.to.auth.password`), a literal
text that is piped into a login, a variable that is set to a literal (`REGISTRY_PASSWORD=…`), a token of Docker Hub, or a document
of Docker's configuration. Everybody who may read the object can read it, and so can everybody on the node who lists processes.

No finding are `--password-stdin`, variables and substitutions (`$PASSWORD`, `$(cat /run/secrets/password)`), parameters
(`$(PASSWORD)`), and the same flags of other tools.

Refused:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: mirror
      image: quay.io/skopeo/stable:v1.16.1
      args: [copy, --src-creds, "robot:CANARY-not-a-real-password", "docker://a.example.com/app:1", "docker://b.example.com/app:1"]
```

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: build
      image: docker:27
      command: [sh, -ec]
      args:
        - |
          docker login -u robot --password='CANARY-not-a-real-password' registry.example.com
          docker push registry.example.com/app:1
```

Passes:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: build
      image: docker:27
      command: [sh, -ec]
      args:
        - |
          # docker login -p CANARY would be wrong
          docker login -u robot --password-stdin registry.example.com < /run/secrets/password
          echo "$TOKEN" | helm registry login -u robot --password-stdin registry.example.com
          skopeo copy --dest-creds "robot:$(cat /run/secrets/password)" docker://a.example.com/app:1 docker://b.example.com/app:1
          mysql --password=CANARY-of-a-database
```
"#;

/// What a flag takes.
#[derive(Clone, Copy)]
enum Form {
    /// A password or a token.
    Plain,
    /// `user:password`
    Pair,
    /// Base64 of that.
    Auth,
}

/// Source: the tools' own help, as it was in 2026.
static FLAGS: [Flag<Form>; 16] = [
    Flag::new(LOGIN_TOOLS, &["login"], &["-p", "--password"], Form::Plain),
    Flag::new(&["oras"], &["login"], &["--identity-token"], Form::Plain),
    Flag::new(&["regctl"], &["registry"], &["-p", "--pass"], Form::Plain),
    Flag::new(&["falcoctl"], &["registry", "auth"], &["-p", "--password"], Form::Plain),
    Flag::new(&["az"], &["acr"], &["-p", "--password"], Form::Plain),
    Flag::new(
        &["skopeo", "podman", "buildah", "flux", "timoni", "crictl"],
        &[],
        &["--creds", "--src-creds", "--dest-creds", "--registry-creds"],
        Form::Pair,
    ),
    Flag::new(&["ctr"], &["pull"], &["-u", "--user"], Form::Pair),
    Flag::new(&["ctr"], &["push"], &["-u", "--user"], Form::Pair),
    Flag::new(&["crictl"], &["pull"], &["--auth"], Form::Auth),
    Flag::new(&["skopeo"], &[], &["--password", "--src-password", "--dest-password"], Form::Plain),
    Flag::new(
        &["skopeo"],
        &[],
        &["--registry-token", "--src-registry-token", "--dest-registry-token"],
        Form::Plain,
    ),
    Flag::new(
        &["cosign", "trivy", "imgpkg", "kbld", "vendir", "az"],
        &[],
        &["--registry-password", "--registry-token"],
        Form::Plain,
    ),
    Flag::new(&["trivy"], &[], &["--password"], Form::Plain),
    Flag::new(&["jib"], &[], &["--to-password", "--from-password"], Form::Plain),
    Flag::new(
        &["oras", "notation"],
        &[],
        &["-p", "--password", "--from-password", "--to-password", "--from-identity-token", "--to-identity-token"],
        Form::Plain,
    ),
    Flag::new(&["kubectl", "oc"], &["docker-registry"], &["--docker-password"], Form::Plain),
];

/// Tools whose `login` takes a password.
const LOGIN_TOOLS: &[&str] = &[
    "docker", "podman", "buildah", "nerdctl", "finch", "skopeo", "crane", "krane", "gcrane", "ko", "cosign", "oras",
    "notation", "helm", "trivy", "img", "apko", "werf",
];

/// Properties of build tools, whatever runs them: Jib, Quarkus, `JKube`.
const PROPERTIES: [&str; 6] = [
    "-Djib.from.auth.password",
    "-Djib.to.auth.password",
    "-Dquarkus.container-image.password",
    "-Djkube.docker.password",
    "-Djkube.docker.push.password",
    "-Djkube.docker.pull.password",
];

fn say(held: &Held) -> Cause {
    cause(format!("the command holds {}", held.what()))
}

fn in_invocation(invocation: &Invocation<'_>, found: &mut dyn FnMut(Source, Cause)) {
    invocation.each_program(&mut |tool, arguments| in_arguments(tool, arguments, invocation.input.as_ref(), found));
    for word in invocation.words.iter().chain(invocation.assignments) {
        if let Some((name, value)) = word.text.split_once('=') {
            let name = name.trim_start_matches("--env=").trim_start_matches("--build-arg=");
            if credentials_in_env::is_credential(name) && is_literal(word, value) {
                found(word.source, cause(format!("`{}` is set to a literal value", Shown(name))));
            } else if let Some(property) = PROPERTIES.iter().find(|property| **property == name)
                && is_literal(word, value)
            {
                found(word.source, cause(format!("`{property}` is given a literal value")));
            }
        }
        let has_token = credentials_in_env::TOKENS.iter().any(|token| {
            let rest = word.text.split_once(token).map(|(_, rest)| rest);
            rest.is_some_and(|rest| rest.len() > 8 && !rest.starts_with(|c: char| !c.is_ascii_alphanumeric()))
        });
        if has_token {
            found(word.source, cause("the command holds a token of Docker Hub".to_owned()));
        }
    }
}

/// Judges the arguments of a tool.
fn in_arguments(
    tool: &str,
    arguments: &[Argument<'_>],
    input: Option<&Argument<'_>>,
    found: &mut dyn FnMut(Source, Cause),
) {
    for flag in FLAGS.iter().filter(|flag| flag.is_of(tool, arguments)) {
        let is_login = flag.after == ["login"];
        if is_login && is_of_a_container(arguments) {
            continue;
        }
        let command = if is_login { " login" } else { "" };
        for (position, argument) in arguments.iter().enumerate() {
            let next = arguments.get(position.saturating_add(1));
            let value = flag.names.iter().find_map(|name| Some((name, argument.value_of_flag(name, next)?)));
            let Some((name, (value, word))) = value else { continue };
            if flag.means.holds(word, value) {
                found(word.source, cause(format!("`{tool}{command}` is given a literal credential by `{name}`")));
            }
        }
        if let Some(input) = input
            && arguments.iter().any(|argument| argument.text == "--password-stdin")
            && is_literal(input, &input.text)
        {
            found(input.source, cause(format!("`{tool}{command}` is given a literal credential by its input")));
        }
    }
}

/// Whether the arguments run a container, so that what follows is its own: `docker run -p 80:80 app login`.
fn is_of_a_container(arguments: &[Argument<'_>]) -> bool {
    let mut words = arguments.iter().map(|argument| &*argument.text);
    words.find(|word| matches!(*word, "run" | "exec" | "login")).is_some_and(|word| word != "login")
}

impl Form {
    fn holds(self, word: &Argument<'_>, value: &str) -> bool {
        match self {
            Form::Plain => is_literal(word, value),
            Form::Pair => value.split_once(':').is_some_and(|(_, password)| is_literal(word, password)),
            Form::Auth => is_literal(word, value) && auth::holds_password(value) == Some(true),
        }
    }
}

/// Whether a part of a word is a value that is written out. `-` is how some tools say that it is read.
fn is_literal(word: &Argument<'_>, part: &str) -> bool {
    auth::is_value(part) && part != "-" && !(word.expands && part.contains(['$', '`']))
}

fn cause(seen: String) -> Cause {
    Cause {
        seen,
        why: "a literal value in a command line".to_owned(),
        harm: Harm::Is("everybody who may read this object can read it, and so can everybody on the node who lists processes"),
        fix: "revoke it; keep a new one in a Secret, mount that, and give the tool a file or its standard input (`--password-stdin`)"
            .to_owned(),
        is_unsure: false,
    }
}
