use super::{Evidence, Cause, Check, Risk, Mode, Rule};
use crate::catalogue::credentials::token;
use crate::catalogue::{Outcome, Value, When, variables};
use crate::text::contents::Credentials;
use crate::registry::display::{Name, shown};

pub(super) static RULE: Rule =
    Rule { id: "credentials-in-env", mode: Mode::Deny, is_fixed: false, needs: Evidence::Name, checks: &[Check::Variable(check)] };

pub(super) const DOC: &str = r#"
An environment variable has a literal value that holds registry credentials: a Docker configuration file, as JSON or base64,
under any name; a Docker Hub token; any value of a variable whose name denotes a registry credential, such as
`REGISTRY_PASSWORD` or `DOCKER_AUTH_CONFIG`; or a registry address that contains a password
(`REGISTRY_URL=https://user:password@…`). Anyone who can read the object can read the credentials.

These are not findings: `valueFrom`, file names (`REGISTRY_PASSWORD_FILE`), an empty value, a parameter (`$(VAR)`), an
unrendered template, and a reference that a webhook resolves (`vault:…`, `op://…`).

Refused:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: runner
      image: registry.example.com/runner:1.0
      env:
        - {name: DOCKER_AUTH_CONFIG, value: '{"auths":{"ghcr.io":{"auth":"cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="}}}'}
```

```yaml
apiVersion: v1
kind: Pod
spec:
  initContainers:
    - name: push
      image: registry.example.com/push:1.0
      env:
        - {name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}
```

Passes:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: push
      image: registry.example.com/push:1.0
      env:
        - {name: REGISTRY_PASSWORD, valueFrom: {secretKeyRef: {name: registry, key: password}}}
        - {name: REGISTRY_PASSWORD_FILE, value: /run/secrets/password}
        - {name: DOCKER_PASSWORD, value: $(REGISTRY_PASSWORD)}
        - {name: COSIGN_PASSWORD, value: CANARY-passphrase-of-a-key}
        - {name: REGISTRY_HTTP_SECRET, value: CANARY-not-a-registry-credential}
        - {name: DOCKER_AUTH_CONFIG, value: '{"credHelpers":{"ghcr.io":"ghcr-login"}}'}
```
"#;

fn check(name: &str, value: &str, image: Option<&str>, credentials: &Credentials) -> Option<Cause> {
    let what = if credentials.is_any() {
        credentials.what()
    } else if let Some(token) = token(value) {
        token.name.to_owned()
    } else {
        let mut rows = variables::in_container(name, image).filter(|row| row.when.is_credential());
        match rows.find(|row| row.when.test(Value::of(value)) == Outcome::Met)?.when {
            When::Userinfo => "a registry address with credentials",
            _ => "a registry credential",
        }
        .to_owned()
    };
    Some(Cause {
        seen: match Name::parse(name) {
            Some(name) => format!("`{}` holds {what}", shown(name)),
            None => format!("the variable holds {what}"),
        },
        why: "a literal value".to_owned(),
        risk: Risk::Is("anyone who can read this object or its history can read the credentials"),
        fix: "revoke the credentials; store new ones in a Secret and refer to it with secretKeyRef, or name a pull secret in imagePullSecrets"
            .to_owned(),
        is_unsure: false,
    })
}
