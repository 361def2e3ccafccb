use super::{Evidence, Cause, Check, Risk, Mode, Rule};
use crate::registry::display::{Name, shown};

pub(super) static RULE: Rule =
    Rule { id: "mistyped-pull-secret", mode: Mode::Warn, is_fixed: false, needs: Evidence::Schema, checks: &[Check::MistypedPullSecret(check)] };

pub(super) const DOC: &str = r#"
A Secret has the key of a pull secret (`.dockerconfigjson`, `.dockercfg`) but another type. The kubelet skips the Secret, so
pulls fail or go without credentials for no visible reason. `config.json` in an Opaque Secret is not a finding: build tools
get their credentials that way.

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
            Some(kind) => format!("has a pull secret's key but type `{}`", shown(kind)),
            None => "has a pull secret's key but another type".to_owned(),
        },
        why: "the kubelet checks the type, not the key".to_owned(),
        risk: Risk::Is("the kubelet pulls without these credentials"),
        fix: "set the Secret's type to `kubernetes.io/dockerconfigjson`, or to `kubernetes.io/dockercfg` for `.dockercfg`".to_owned(),
        is_unsure: false,
    }
}
