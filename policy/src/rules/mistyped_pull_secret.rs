use super::{Cause, Check, Harm, Mode, Rule};
use crate::registry::display::{Name, shown};

pub(super) static RULE: Rule =
    Rule { id: "mistyped-pull-secret", mode: Mode::Warn, is_fixed: false, checks: &[Check::MistypedPullSecret(check)] };

pub(super) const DOC: &str = r#"
A Secret has the key of a pull secret (`.dockerconfigjson`, `.dockercfg`), and another type. The kubelet skips it, so that
pulls fail, or go without credentials, for no visible reason. `config.json` in an Opaque Secret is how build tools are given
credentials, and is no finding.

Warns:

```yaml
apiVersion: v1
kind: Secret
metadata: {name: regcred}
type: Opaque
stringData:
  .dockerconfigjson: '{"auths":{"registry.example.com":{"username":"robot","password":"CANARY-not-a-real-password"}}}'
```

Passes:

```yaml
apiVersion: v1
kind: Secret
metadata: {name: kaniko}
type: Opaque
stringData:
  config.json: '{"auths":{"registry.example.com":{"username":"robot","password":"CANARY-not-a-real-password"}}}'
```
"#;

fn check(kind: &str) -> Cause {
    Cause {
        seen: match Name::parse(kind) {
            Some(kind) => format!("the key of a pull secret in a Secret of type `{}`", shown(kind)),
            None => "the key of a pull secret in a Secret of another type".to_owned(),
        },
        why: "the kubelet looks at the type, not at the key".to_owned(),
        harm: Harm::Is("the kubelet pulls without these credentials"),
        fix: "give the Secret the type `kubernetes.io/dockerconfigjson`, or `kubernetes.io/dockercfg` for `.dockercfg`".to_owned(),
        is_unsure: false,
    }
}
