use super::{Cause, Check, Harm, Mode, Rule};
use crate::auth;
use crate::contents::Held;
use crate::display::{Name, shown};
use crate::json::Quoted;

pub(super) static RULE: Rule =
    Rule { id: "credentials-in-env", mode: Mode::Deny, is_fixed: false, checks: &[Check::Variable(check)] };

pub(super) const DOC: &str = r#"
An environment variable has a literal value that holds registry credentials: a document of Docker's configuration, as JSON or
base64, under any name; a token of Docker Hub; or any value for a name that means a registry credential, such as
`REGISTRY_PASSWORD` or `DOCKER_AUTH_CONFIG`. Everybody who may read the object can read it.

No finding are `valueFrom`, names of files (`REGISTRY_PASSWORD_FILE`), an empty value, a parameter (`$(VAR)`), a template
that is not rendered, and a reference that a webhook resolves (`vault:…`, `op://…`).

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

/// Who the credential is for, and what it is called: every pair of them is a name.
const OWNERS: [&str; 9] =
    ["DOCKER", "REGISTRY", "CI_REGISTRY", "DOCKERHUB", "DOCKER_HUB", "QUAY", "GHCR", "HARBOR", "ARTIFACTORY"];
const SECRETS: [&str; 3] = ["PASSWORD", "PASS", "TOKEN"];

/// Names of tools' own: Watchtower and scripts, Trivy, Knative `func`, falcoctl, docker-registry-proxy.
const NAMES: [&str; 5] =
    ["REPO_PASS", "TRIVY_PASSWORD", "FUNC_PASSWORD", "FALCOCTL_REGISTRY_AUTH_BASIC", "AUTH_REGISTRIES"];

/// Tokens that Docker Hub issues: personal and organisation access tokens.
pub(super) const TOKENS: [&str; 2] = ["dckr_pat_", "dckr_oat_"];

/// Whether a variable is worth to be decoded, beside those that may be documents. Says yes too often, and never no to one that
/// is found.
pub(super) fn may_concern(name: Quoted<'_>, value: Quoted<'_>) -> bool {
    // Most names do not even end in the same letter.
    let may_end = matches!(name.written().last(), Some(b'D' | b'S' | b'N' | b'C'));
    let is_ending = |ending: &&str| name.written().ends_with(ending.as_bytes());
    name.has_escapes()
        || (may_end && SECRETS.iter().chain(&NAMES).any(is_ending))
        || value.written().starts_with(b"dckr_")
}

fn check(name: &str, value: &str, held: &Held) -> Option<Cause> {
    let what = if held.is_any() {
        held.what()
    } else if TOKENS.iter().any(|token| value.starts_with(token)) {
        "a token of Docker Hub".to_owned()
    } else if is_credential(name) && auth::is_value(value) {
        "a registry credential".to_owned()
    } else {
        return None;
    };
    Some(Cause {
        seen: match Name::parse(name) {
            Some(name) => format!("`{}` holds {what}", shown(name)),
            None => format!("the variable holds {what}"),
        },
        why: "a literal value".to_owned(),
        harm: Harm::Is("everybody who may read this object or its history can read them"),
        fix: "revoke them; keep new ones in a Secret, and refer to it with secretKeyRef, or name a pull secret in imagePullSecrets"
            .to_owned(),
        is_unsure: false,
    })
}

/// Whether a variable of this name holds a registry credential.
pub(super) fn is_credential(name: &str) -> bool {
    let is_pair = name.rsplit_once('_').is_some_and(|(owner, secret)| OWNERS.contains(&owner) && SECRETS.contains(&secret));
    // DIUN_REGOPTS_0_PASSWORD
    let is_diun = name.strip_prefix("DIUN_REGOPTS_").and_then(|rest| rest.strip_suffix("_PASSWORD"));
    is_pair || NAMES.contains(&name) || is_diun.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}
