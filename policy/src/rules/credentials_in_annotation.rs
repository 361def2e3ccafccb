use super::{Cause, Check, Harm, Mode, Rule};
use crate::auth;

pub(super) static RULE: Rule =
    Rule { id: "credentials-in-annotation", mode: Mode::Deny, is_fixed: false, check: Check::Annotation(check) };

pub(super) const DOC: &str = r#"
An annotation, of any object or of a pod template, is a document of Docker's configuration that holds credentials, as JSON or
base64. Everybody who may read the object can read it, and annotations are copied to logs and metrics.

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

fn check(text: &str) -> Option<Cause> {
    let registries = auth::registries_in(text);
    (!registries.is_empty()).then(|| Cause {
        seen: format!("the annotation holds registry credentials for {registries}"),
        why: "a document of Docker's configuration".to_owned(),
        harm: Harm::Is("everybody who may read this object can read them"),
        fix: "revoke them; keep new ones in a kubernetes.io/dockerconfigjson Secret".to_owned(),
    })
}
