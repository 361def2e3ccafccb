use super::{Cause, Check, Harm, Mode, Rule};
use crate::auth;

pub(super) static RULE: Rule =
    Rule { id: "credentials-in-config-map", mode: Mode::Deny, is_fixed: false, check: Check::ConfigEntry(check) };

pub(super) const DOC: &str = r#"
An entry of a ConfigMap is a document of Docker's configuration that holds credentials, as JSON or base64, in `data` or
`binaryData`. A ConfigMap is no place for secrets: most roles may read it, and it is not encrypted at rest.

Refused:

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: docker}
data:
  config.json: '{"auths":{"ghcr.io":{"auth":"cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="}}}'
```

Passes: helpers only, and a file of passwords that are hashed.

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: docker}
data:
  config.json: '{"auths":{"ghcr.io":{}},"credsStore":"ecr-login"}'
  htpasswd: "robot:$2y$05$CANARYnotarealhashCANARYnotarealhashCANARYnotare"
```
"#;

fn check(text: &str) -> Option<Cause> {
    let registries = auth::registries_in(text);
    (!registries.is_empty()).then(|| Cause {
        seen: format!("the entry holds registry credentials for {registries}"),
        why: "a document of Docker's configuration".to_owned(),
        harm: Harm::Is("everybody who may read this ConfigMap can read them"),
        fix: "revoke them; keep new ones in a Secret and mount that instead".to_owned(),
    })
}
