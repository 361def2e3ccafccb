use super::{Evidence, Cause, Check, Risk, Mode, Rule};
use crate::text::contents::Credentials;
use crate::places::Carrier;

pub(super) static RULE: Rule = Rule {
    id: "credentials-in-annotation",
    mode: Mode::Deny,
    is_fixed: false, needs: Evidence::Name,
    checks: &[Check::Credentials(Carrier::Annotation, say)],
};

pub(super) const DOC: &str = r#"
An annotation or a label, of any object or of a pod template, holds registry credentials: a Docker configuration file, as
JSON, within a longer text or in base64, or a runtime configuration file that contains credentials. Anyone who can read the
object can read them, and annotations are copied to logs and metrics. What `kubectl apply` stores in
`kubectl.kubernetes.io/last-applied-configuration` is not reported again if the object still has it.

Refused:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    example.com/docker-config: '{"auths":{"ghcr.io":{"auth":"cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="}}}'
```

Passes:

```yaml
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    example.com/docker-config: '{"credHelpers":{"ghcr.io":"ghcr-login"}}'
    example.com/auth: '{"auth":{"user":"robot"}}'
```
"#;

fn say(credentials: &Credentials) -> Cause {
    Cause {
        seen: format!("holds {}", credentials.what()),
        why: credentials.whose().to_owned(),
        risk: Risk::Is("anyone who can read this object can read the credentials"),
        fix: "revoke the credentials; store new ones in a kubernetes.io/dockerconfigjson Secret".to_owned(),
        is_unsure: false,
    }
}
