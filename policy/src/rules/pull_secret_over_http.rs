use super::{Evidence, Cause, Check, Risk, Mode, Rule, SecretCase};
use crate::auth::Entry;
use crate::registry::display::shown;
use crate::registry::{Lists, Standing};

pub(super) static RULE: Rule =
    Rule { id: "pull-secret-over-http", mode: Mode::Deny, is_fixed: false, needs: Evidence::Name, checks: &[Check::PullSecret(check)] };

pub(super) const DOC: &str = r#"
A pull secret holds credentials for a registry without TLS: the key starts with `http://`, an entry of `insecureRegistries`
matches it, it is a loopback registry, or runtimes send the credentials to a mirror of `insecureMirrors`, too. Anyone on the network path can read the credentials on every pull. The kubelet
ignores the scheme of a key, so `http://` does not choose the transport, but it shows what its author uses, and other tools
obey it.

The key of an entry may have `*` in its labels, as the kubelet matches them: `*.corp.example` covers `registry.corp.example`.

An entry without a credential is not a finding: an empty entry, `credsStore`, `credHelpers`, an empty password, an unrendered
template.

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

```yaml
# settings: {insecureMirrors: [{of: docker.io, at: "mirror.corp.example:5000"}]}
apiVersion: v1
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"auths":{"https://index.docker.io/v1/":{"username":"robot","password":"CANARY-not-a-real-password"}}}'
```

Passes: the same for a registry with TLS, an entry without a credential, and a mirror where pull secrets are never sent.

```yaml
# settings: {insecureMirrors: [{of: docker.io, at: "mirror.corp.example:5000", pullSecrets: never}]}
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
        risk: Risk::Is("anyone on the network path can read the credentials on every pull"),
        fix: "give the registry and its mirrors certificates that the nodes trust and remove `http://` from its key, or remove the entry"
            .to_owned(),
        is_unsure: false,
    })
}

fn why(entry: &Entry, lists: &Lists<'_>) -> Option<String> {
    if !entry.holds_credential {
        return None;
    }
    if entry.is_plaintext() {
        return Some("the key begins with `http://`".to_owned());
    }
    let authority = entry.url()?.authority();
    let insecure = if authority.as_str().contains('*') {
        lists.insecure.first_in(authority)
    } else {
        match lists.standing(&authority.registry()) {
            Standing::Insecure(pattern) => Some(pattern),
            Standing::Loopback => {
                return Some("a loopback registry, for which runtimes skip TLS verification or fall back to HTTP".to_owned());
            }
            Standing::Suspect(_) | Standing::Fine => None,
        }
    };
    if let Some(pattern) = insecure {
        return Some(format!("insecureRegistries entry `{pattern}`"));
    }
    let mirror = lists.mirrors.iter().find(|mirror| mirror.exposes(authority))?;
    Some(format!("nodes send pull secrets to the insecure mirror `{}`, too", mirror.at))
}
