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
`REGISTRY_PASSWORD` or `DOCKER_AUTH_CONFIG`; or the address of a registry with a password in it
(`REGISTRY_URL=https://user:password@…`). Everybody who may read the object can read it.

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

/// Names of tools' own: Watchtower and scripts, Trivy, Knative `func`, falcoctl, docker-registry-proxy, and what distribution's
/// registry is a cache of.
const NAMES: [&str; 6] = [
    "REPO_PASS",
    "TRIVY_PASSWORD",
    "FUNC_PASSWORD",
    "FALCOCTL_REGISTRY_AUTH_BASIC",
    "AUTH_REGISTRIES",
    "REGISTRY_PROXY_PASSWORD",
];

/// Who has registries, and what their addresses are called: `REGISTRY`, `HARBOR_URL`, `REGISTRY_PROXY_REMOTEURL`.
const HOSTS: [&str; 10] = [
    "REGISTRY",
    "CI_REGISTRY",
    "CONTAINER_REGISTRY",
    "DOCKER_REGISTRY",
    "IMAGE_REGISTRY",
    "OCI_REGISTRY",
    "HARBOR",
    "QUAY",
    "GHCR",
    "ARTIFACTORY",
];
const ADDRESSES: [&str; 9] =
    ["", "_ADDRESS", "_ENDPOINT", "_HOST", "_MIRROR", "_SERVER", "_URI", "_URL", "_PROXY_REMOTEURL"];

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
        || (name.written().iter().any(|byte| matches!(byte, b'H' | b'Y')) && value.written().contains(&b'@'))
}

fn check(name: &str, value: &str, held: &Held) -> Option<Cause> {
    let what = if held.is_any() {
        held.what()
    } else if TOKENS.iter().any(|token| value.starts_with(token)) {
        "a token of Docker Hub".to_owned()
    } else if is_credential(name) && auth::is_value(value) {
        "a registry credential".to_owned()
    } else if is_address(name) && has_password(value) {
        "the address of a registry with credentials in it".to_owned()
    } else {
        return None;
    };
    Some(Cause {
        seen: match Name::parse(name) {
            Some(name) => format!("`{}` holds {what}", shown(name)),
            None => format!("the variable holds {what}"),
        },
        why: "a literal value".to_owned(),
        harm: Harm::Is("anyone who can read this object or its history can read the credentials"),
        fix: "revoke the credentials; keep new ones in a Secret and refer to it with secretKeyRef, or name a pull secret in imagePullSecrets"
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

/// Whether a variable of this name holds the address of a registry.
fn is_address(name: &str) -> bool {
    HOSTS.iter().filter_map(|host| name.strip_prefix(host)).any(|rest| ADDRESSES.contains(&rest))
}

/// Whether an address has a password that is written out: `https://user:password@host`.
fn has_password(address: &str) -> bool {
    let (_, rest) = address.split_once("://").unwrap_or(("", address));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let userinfo = authority.rsplit_once('@').map(|(userinfo, _)| userinfo);
    let password = userinfo.and_then(|userinfo| userinfo.split_once(':')).map(|(_, password)| password);
    password.is_some_and(|password| !password.is_empty() && auth::is_value(password))
}

/// Names of variables that hold a credential.
#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = String> {
    let pairs = OWNERS.iter().flat_map(|owner| SECRETS.iter().map(move |secret| format!("{owner}_{secret}")));
    pairs.chain(NAMES.iter().map(|name| (*name).to_owned())).chain(["DIUN_REGOPTS_0_PASSWORD".to_owned()])
}

/// A search before the walk that says no hides a row of the tables.
#[cfg(test)]
mod searched {
    use super::*;
    use crate::json::Cursor;
    use crate::search;

    #[test]
    fn each_name_passes_the_search() {
        let addresses = HOSTS.iter().flat_map(|host| ADDRESSES.iter().map(move |it| format!("{host}{it}")));
        let addresses = addresses.map(|name| (name, "https://robot:CANARY@r".to_owned()));
        let tokens = TOKENS.iter().map(|token| ("ANY".to_owned(), format!("{token}CANARY-of-a-token")));
        for (name, value) in names().map(|name| (name, "CANARY".to_owned())).chain(addresses).chain(tokens) {
            for before in 0..40 {
                let json = format!(r#"[{{"name":"{}","value":"x"}},{{"name":"{name}","value":"{value}"}}]"#, "A".repeat(before));
                assert!(search::may_hold_variable(json.as_bytes()), "{json}");
            }
            let [quoted_name, quoted_value] = [&name, &value].map(|text| format!("\"{text}\""));
            let [quoted_name, quoted_value] =
                [&quoted_name, &quoted_value].map(|json| Cursor::new(json.as_bytes()).string().unwrap());
            assert!(may_concern(quoted_name, quoted_value), "{name}");
            assert!(check(&name, &value, &Held::default()).is_some(), "{name}");
        }
    }
}
