use super::{Cause, Check, Harm, Mode, Rule, SecretCase};

pub(super) static RULE: Rule =
    Rule { id: "unreadable-pull-secret", mode: Mode::Deny, is_fixed: false, checks: &[Check::PullSecret(check)] };

pub(super) const DOC: &str = r#"
The document of a pull secret is missing, or is no base64, no JSON, or has another shape than Docker's configuration. The
kubelet passes over such a secret, and pulls without credentials. The message says what is wrong and where, and quotes
nothing.

Refused: a document in JSON where base64 belongs, and the older form under the newer type.

```yaml
apiVersion: v1
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: '{"auths":{}}'
```

```yaml
apiVersion: v1
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"registry.example.com":{"username":"robot","password":"CANARY-not-a-real-password"}}'
```

Passes:

```yaml
apiVersion: v1
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockercfg
stringData:
  .dockercfg: '{"registry.example.com":{"username":"robot","password":"CANARY-not-a-real-password"}}'
```
"#;

fn check(case: &SecretCase<'_, '_>) -> Option<Cause> {
    let seen = match &case.entries {
        Some(Ok(_)) => return None,
        Some(Err(error)) => format!("the document {error}"),
        None => "the document is missing, or is no string".to_owned(),
    };
    Some(Cause {
        seen,
        why: "the type of the Secret promises Docker's configuration".to_owned(),
        harm: Harm::Is("the kubelet passes over the Secret and pulls without credentials, and what the Secret holds cannot be judged"),
        fix: "make the Secret with `kubectl create secret docker-registry`".to_owned(),
        is_unsure: false,
    })
}
