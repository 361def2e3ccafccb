use super::{Cause, Check, Harm, Mode, Rule, SecretCase};
use crate::auth::Entry;
use crate::registry::display::shown;
use crate::registry::{Lists, Standing};

pub(super) static RULE: Rule =
    Rule { id: "pull-secret-over-http", mode: Mode::Deny, is_fixed: false, checks: &[Check::PullSecret(check)] };

pub(super) const DOC: &str = r#"
A pull secret holds credentials for a registry without TLS: its key begins with `http://`, an entry of `insecureRegistries`
matches it, or it is a loopback registry. Whoever is on the path reads them with each pull. The kubelet ignores the scheme
of a key, so `http://` does not choose the transport, but it says what its author uses; other tools obey it.

The key of an entry may have `*` in its labels, as the kubelet matches them: `*.corp.example` covers `registry.corp.example`.

An entry that holds no credential is none: an empty one, `credsStore`, `credHelpers`, an empty password, a template that is
not rendered.

Refused:

```yaml
apiVersion: v1
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"auths":{"http://registry.example.com":{"username":"robot","password":"CANARY-not-a-real-password"}}}'
```

```yaml
# settings: {insecureRegistries: ["10.0.0.0/8"]}
apiVersion: v1
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: eyJhdXRocyI6eyIxMC4xLjIuMzo1MDAwIjp7ImF1dGgiOiJjbTlpYjNRNlEwRk9RVkpaTFc1dmRDMWhMWEpsWVd3dGNHRnpjM2R2Y21RPSJ9fX0=
```

Passes: the same for a registry with TLS, and an entry without a credential.

```yaml
apiVersion: v1
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {"auths": {
      "https://index.docker.io/v1/": {"username": "robot", "password": "CANARY-not-a-real-password"},
      "http://registry.example.com": {}
    }}
```
"#;

fn check(case: &SecretCase<'_, '_>) -> Option<Cause> {
    let entries = case.entries.as_ref()?.as_ref().ok()?;
    let mut exposed = entries.iter().filter_map(|entry| Some((entry, why(entry, case.lists)?)));
    let (first, why) = exposed.next()?;
    let registry = match first.url().and_then(|url| url.shown()) {
        Some(registry) => format!("`{}`", shown(registry)),
        None => "a registry".to_owned(),
    };
    Some(Cause {
        seen: match exposed.count() {
            0 => format!("credentials for {registry} are sent without TLS"),
            more => format!("credentials for {registry} and {more} more are sent without TLS"),
        },
        why,
        harm: Harm::Is("whoever is on the path reads the credentials with each pull"),
        fix: "serve the registry with a certificate that the nodes trust and write its key without `http://`, or take the entry out"
            .to_owned(),
        is_unsure: false,
    })
}

fn why(entry: &Entry, lists: &Lists<'_>) -> Option<String> {
    if !entry.holds_credential {
        return None;
    }
    if entry.is_plaintext() {
        return Some("its key begins with `http://`".to_owned());
    }
    let authority = entry.url()?.authority();
    if authority.as_str().contains('*') {
        let entry = lists.insecure.first_in(authority)?;
        return Some(format!("insecureRegistries entry `{entry}`"));
    }
    match lists.standing(&authority.registry()) {
        Standing::Insecure(pattern) => Some(format!("insecureRegistries entry `{pattern}`")),
        Standing::Loopback => Some("a loopback registry, where runtimes do not verify TLS, or fall back to HTTP".to_owned()),
        Standing::Suspect(_) | Standing::Fine => None,
    }
}
