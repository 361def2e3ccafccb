use super::{Evidence, Cause, Check, Risk, Mode, Rule, SecretCase};

pub(super) static RULE: Rule =
    Rule { id: "unreadable-pull-secret", mode: Mode::Deny, is_fixed: false, needs: Evidence::Schema, checks: &[Check::PullSecret(check)] };

pub(super) const DOC: &str = r#"
The document of a pull secret is missing, is not valid base64 or JSON, or does not have the structure of a Docker
configuration file. The kubelet skips such a secret and pulls without credentials. The message says what is wrong and where,
and quotes nothing.

Refused: JSON instead of base64, and the older format with the newer type.

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
        None => "the document is missing or is not a string".to_owned(),
    };
    Some(Cause {
        seen,
        why: "the Secret's type requires a Docker configuration file".to_owned(),
        risk: Risk::Is("the kubelet skips the Secret and pulls without credentials, and the policy cannot check what the Secret holds"),
        fix: "create the Secret with `kubectl create secret docker-registry`".to_owned(),
        is_unsure: false,
    })
}
