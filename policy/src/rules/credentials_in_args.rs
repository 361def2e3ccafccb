use super::{Evidence, Cause, Check, Risk, Mode, Rule};
use crate::catalogue::credentials::{TOKENS, is_rest_of_token};
use crate::catalogue::flags::PROPERTIES;
use crate::catalogue::{Outcome, Value, When, variables};
use crate::text::command::{Argument, Source};
use crate::text::contents::Credentials;
use crate::search;
use crate::registry::display::{Key, shown};
use crate::places::Carrier;
use crate::text::program::{self, Deeds, Program};

pub(super) static RULE: Rule = Rule {
    id: "credentials-in-args",
    mode: Mode::Deny,
    is_fixed: false, needs: Evidence::Name,
    checks: &[Check::Command(in_command), Check::Credentials(Carrier::Word, say)],
};

pub(super) const DOC: &str = r#"
A command line holds registry credentials: in `command` or `args`, an `exec` probe, a lifecycle hook, or a shell script in
one of these. The credential is a password or token that a flag of a known tool takes (`docker login -p`,
`skopeo copy --src-creds`, `cosign --registry-password`, `kubectl create secret docker-registry --docker-password`,
`-Djib.to.auth.password`), literal text piped into a login, a variable set to a literal value (`REGISTRY_PASSWORD=…`), a
Docker Hub token, or a Docker configuration file. Anyone who can read the object or list processes on the node can read it.

Tools with such flags: {credential tools}.

These are not findings: `--password-stdin`, variables and substitutions (`$PASSWORD`, `$(cat /run/secrets/password)`),
parameters (`$(PASSWORD)`), and the same flags of other tools.

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

fn say(credentials: &Credentials) -> Cause {
    cause(format!("the command holds {}", credentials.what()))
}

const SHORTEST_TOKEN: usize = 16;

fn in_command(deeds: &Deeds<'_, '_>, found: &mut dyn FnMut(Source, Cause)) {
    let command = deeds.command;
    deeds.programs().for_each(|program| in_program(program, command.input.as_ref(), found));
    deeds.each_foreign_flag(&mut |flag| {
        if flag.when.is_credential() && flag.value.is_some_and(|value| is_met(flag.when, flag.word, value)) {
            found(flag.word.source, cause(format!("`{}` holds a literal credential", flag.name)));
        }
    });
    for word in command.words.iter().chain(command.assignments) {
        if let Some((name, value)) = program::variable_in(&word.text)
            && !(word.expands && value.bytes().any(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b';')))
            && variables::of(name).any(|row| row.when.is_credential() && is_met(row.when, word, value))
        {
            found(word.source, cause(format!("`{}` is set to a literal value", shown(Key(name)))));
        }
        if word.text.starts_with("-D")
            && let Some((name, value)) = word.text.split_once('=')
            && let Some(property) = PROPERTIES.iter().find(|property| property.name == name)
            && property.when.is_credential()
            && is_met(property.when, word, value)
        {
            found(word.source, cause(format!("`{}` is set to a literal value", property.name)));
        }
        // Most words are shorter than any token.
        if word.text.len() > SHORTEST_TOKEN && has_token(&word.text) {
            found(word.source, cause("the command holds a Docker Hub token".to_owned()));
        }
    }
}

fn has_token(word: &str) -> bool {
    TOKENS.iter().any(|token| {
        search::is_in_word(word, token.start)
            && word.split_once(token.start).is_some_and(|(_, rest)| is_rest_of_token(rest))
    })
}

fn in_program(program: &Program<'_>, input: Option<&Argument<'_>>, found: &mut dyn FnMut(Source, Cause)) {
    program.each_flag(|row| row.when.is_credential(), &mut |flag| match (flag.row.when, input) {
        (When::Stdin, Some(input)) if is_met(When::Password, input, &input.text) => {
            found(input.source, cause(format!("`{}` reads a literal credential from standard input", flag.command())));
        }
        _ if flag.certainty() != Outcome::Met => {}
        (when, _) if flag.given.value.is_some_and(|value| is_met(when, flag.given.value_word, value)) => {
            let seen = format!("`{}` of `{}` holds a literal credential", flag.name, flag.command());
            found(flag.given.value_word.source, cause(seen));
        }
        _ => {}
    });
}

/// Whether a part of a word is a credential that is written out.
fn is_met(when: When, word: &Argument<'_>, part: &str) -> bool {
    when.test(Value { expands: word.expands, ..Value::of(part) }) == Outcome::Met
}

fn cause(seen: String) -> Cause {
    Cause {
        seen,
        why: "a literal value on the command line".to_owned(),
        risk: Risk::Is("anyone who can read this object, or list processes on its node, can read the credential"),
        fix: "revoke the credential; mount a new one from a Secret, and pass it as a file or on standard input (`--password-stdin`)"
            .to_owned(),
        is_unsure: false,
    }
}
