use super::{Cause, Check, Harm, Mode, Rule, credentials_in_env};
use crate::auth;
use crate::command::{Argument, Invocation, Source};
use crate::contents::Held;
use crate::display::{Key, shown};
use crate::places::Carrier;
use crate::program::{self, Flag, Program};

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
#[derive(Clone, Copy, Debug)]
enum Form {
    /// A password or a token.
    Plain,
    /// `user:password`
    Pair,
    /// Base64 of that.
    Auth,
    /// `reg=…,user=…,pass=…`
    Host,
    /// Nothing: the password comes from standard input.
    Input,
}

/// Source: the tools' own help, as it was in 2026.
static FLAGS: [Flag<Form>; 30] = [
    Flag::new(LOGIN_TOOLS, "login", PASSWORD, Form::Plain),
    Flag::new(LOGIN_TOOLS, "login", INPUT, Form::Input),
    Flag::new(CRANE, "auth login", PASSWORD, Form::Plain),
    Flag::new(CRANE, "auth login", INPUT, Form::Input),
    Flag::new(&["helm", "timoni"], "registry login", PASSWORD, Form::Plain),
    Flag::new(&["helm", "timoni", "trivy"], "registry login", INPUT, Form::Input),
    Flag::new(&["werf"], "cr login", PASSWORD, Form::Plain),
    Flag::new(&["werf"], "cr login", INPUT, Form::Input),
    Flag::new(&["oras"], "login", &["--identity-token"], Form::Plain),
    Flag::new(&["oras"], "login", &["--identity-token-stdin"], Form::Input),
    Flag::new(&["regctl"], "registry", &["-p", "--pass"], Form::Plain),
    Flag::new(&["regctl"], "registry", &["--pass-stdin"], Form::Input),
    Flag::new(&["regctl"], "", &["--host"], Form::Host),
    Flag::new(&["falcoctl"], "registry auth", PASSWORD, Form::Plain),
    Flag::new(&["az"], "acr login|import|helm|manifest|repository", PASSWORD, Form::Plain),
    Flag::new(&["oc"], "registry login", &["--auth-basic"], Form::Pair),
    Flag::new(
        &["skopeo", "podman", "podman-remote", "buildah", "timoni", "crictl"],
        "",
        &["--creds", "--src-creds", "--dest-creds"],
        Form::Pair,
    ),
    Flag::new(&["flux", "timoni"], "", &["--creds", "--registry-creds"], Form::Pair),
    Flag::new(&["ctr", "ctr-remote", "soci"], "images|image|i|content pull|push|fetch|rpull", USER, Form::Pair),
    Flag::new(&["ctr", "ctr-remote", "soci"], "push|create", USER, Form::Pair),
    Flag::new(&["crictl"], "pull", &["--auth"], Form::Auth),
    Flag::new(&["skopeo"], "", &["--password", "--src-password", "--dest-password"], Form::Plain),
    Flag::new(
        &["skopeo"],
        "",
        &["--registry-token", "--src-registry-token", "--dest-registry-token"],
        Form::Plain,
    ),
    Flag::new(
        &["cosign", "trivy", "imgpkg", "kbld", "vendir", "az"],
        "",
        &["--registry-password", "--registry-token"],
        Form::Plain,
    ),
    Flag::new(&["trivy"], "", &["--password"], Form::Plain),
    Flag::new(&["jib"], "", &["--to-password", "--from-password"], Form::Plain),
    Flag::new(
        &["oras", "notation"],
        "",
        &["-p", "--password", "--from-password", "--to-password", "--from-identity-token", "--to-identity-token"],
        Form::Plain,
    ),
    Flag::new(&["helm"], OF_HELM, &["--password"], Form::Plain),
    Flag::new(&["kubectl", "oc"], "create secret docker-registry", &["--docker-password"], Form::Plain),
    Flag::new(&["oc"], "secrets new-dockercfg", &["--docker-password"], Form::Plain),
];

const PASSWORD: &[&str] = &["-p", "--password"];
const INPUT: &[&str] = &["--password-stdin"];
const USER: &[&str] = &["-u", "--user"];

/// Tools whose `login` takes a password.
const LOGIN_TOOLS: &[&str] = &[
    "docker", "podman", "podman-remote", "buildah", "nerdctl", "finch", "skopeo", "ko", "cosign", "oras", "notation", "img", "apko",
    "hauler",
];

const CRANE: &[&str] = &["crane", "krane", "gcrane"];

/// Commands of Helm that fetch charts. `helm repo` fetches from no registry, and others do so only from `oci://`.
const OF_HELM: &str = "dep|dependency|fetch|inspect|install|pull|push|show|template|upgrade";

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

const SHORTEST_TOKEN: usize = 16;

fn in_invocation(invocation: &Invocation<'_>, found: &mut dyn FnMut(Source, Cause)) {
    invocation.each_program(&mut |program| in_program(program, invocation.input.as_ref(), found));
    for word in invocation.words.iter().chain(invocation.assignments) {
        if let Some((name, value)) = program::variable_in(&word.text)
            && credentials_in_env::is_credential(name)
            && is_literal(word, value)
        {
            found(word.source, cause(format!("`{}` is set to a literal value", shown(Key(name)))));
        }
        if let Some((name, value)) = word.text.split_once('=')
            && let Some(property) = PROPERTIES.iter().find(|property| **property == name)
            && is_literal(word, value)
        {
            found(word.source, cause(format!("`{property}` is given a literal value")));
        }
        // Most words are shorter than any token.
        let has_token = word.text.len() > SHORTEST_TOKEN && credentials_in_env::TOKENS.iter().any(|token| {
            let rest = word.text.split_once(token).map(|(_, rest)| rest);
            rest.is_some_and(|rest| rest.len() > 8 && !rest.starts_with(|c: char| !c.is_ascii_alphanumeric()))
        });
        if has_token {
            found(word.source, cause("the command holds a token of Docker Hub".to_owned()));
        }
    }
}

fn in_program(program: &Program<'_>, input: Option<&Argument<'_>>, found: &mut dyn FnMut(Source, Cause)) {
    let mut flags = FLAGS.iter().filter(|flag| flag.tools.contains(&program.name)).peekable();
    if flags.peek().is_none() {
        return;
    }
    let line = program.read();
    // Charts of other repositories are none of a registry.
    let is_chart = |flag: &Flag<Form>| flag.commands == OF_HELM;
    let has_registry = || line.operands.iter().any(|operand| operand.starts_with("oci://"));
    let flags: Vec<_> =
        flags.filter(|flag| flag.is_of(program, &line) && (!is_chart(flag) || has_registry())).collect();
    for given in &line.flags {
        let Some((flag, name)) = flags.iter().find_map(|flag| Some((flag, flag.named(given)?))) else { continue };
        let command = || flag.command(program, &line);
        if let (Form::Input, Some(input)) = (flag.means, input) {
            if is_literal(input, &input.text) {
                found(input.source, cause(format!("`{}` is given a literal credential by its input", command())));
            }
        } else if given.value.is_some_and(|value| flag.means.holds(given.value_word, value)) {
            let seen = format!("`{}` is given a literal credential by `{name}`", command());
            found(given.value_word.source, cause(seen));
        }
    }
}

impl Form {
    fn holds(self, word: &Argument<'_>, value: &str) -> bool {
        match self {
            Form::Plain => is_literal(word, value),
            Form::Pair => value.split_once(':').is_some_and(|(_, password)| is_literal(word, password)),
            Form::Auth => is_literal(word, value) && auth::holds_password(value) == Some(true),
            Form::Host => value
                .split(',')
                .filter_map(|setting| setting.trim().strip_prefix("pass="))
                .any(|password| is_literal(word, password.trim_matches('"'))),
            Form::Input => false,
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
        harm: Harm::Is("anyone who can read this object, or list processes on its node, can read the credential"),
        fix: "revoke the credential; keep a new one in a Secret, mount that, and give the tool a file or its standard input (`--password-stdin`)"
            .to_owned(),
        is_unsure: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::takes_value;

    #[test]
    fn tools_read_their_flags_as_rows_need_it() {
        let mut wrong = Vec::new();
        for flag in &FLAGS {
            let is_boolean = matches!(flag.means, Form::Input);
            for (tool, name) in flag.tools.iter().flat_map(|tool| flag.names.iter().map(move |name| (tool, name))) {
                if takes_value(tool, name) != Some(!is_boolean) {
                    wrong.push(format!("{name} of {tool}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
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
        for (flag, name) in FLAGS.iter().flat_map(|flag| flag.names.iter().map(move |name| (flag, name))) {
            let value = match flag.means {
                Form::Plain | Form::Auth => "CANARY",
                Form::Pair => "robot:CANARY",
                Form::Host => "reg=r,user=robot,pass=CANARY",
                Form::Input => "",
            };
            texts.push(if value.is_empty() { (*name).to_owned() } else { format!("{name} {value}") });
            texts.push(if value.is_empty() { (*name).to_owned() } else { format!("{name}={value}") });
            texts.push(if value.is_empty() { (*name).to_owned() } else { format!("{name}\\t{value}") });
            // The others are of ctr, which takes no value in the same word.
            texts.extend((*name == "-p").then(|| format!("{name}{value}")));
        }
        texts.extend(PROPERTIES.iter().map(|it| format!("{it}=CANARY")));
        texts.extend(credentials_in_env::TOKENS.iter().map(|it| format!("{it}CANARY")));
        texts.extend(credentials_in_env::names().map(|it| format!("{it}=CANARY")));
        for text in &texts {
            let missed = search::planted(text).find(|json| !search::may_hold_argument(json));
            assert_eq!(missed.map(|json| String::from_utf8(json).unwrap()), None, "{text} is not found");
        }
        assert!(texts.len() > 100, "{}", texts.len());
    }
}
