use super::{Cause, Check, Harm, Mode, Rule};
use crate::text::contents::Held;
use crate::places::Carrier;

pub(super) static RULE: Rule = Rule {
    id: "credentials-in-config-map",
    mode: Mode::Deny,
    is_fixed: false,
    checks: &[Check::Credentials(Carrier::ConfigEntry, say)],
};

pub(super) const DOC: &str = r#"
An entry of a ConfigMap holds registry credentials, in `data` or `binaryData`: a document of Docker's configuration, alone or
inside of a script or another file, or a file of a runtime or a tool with credentials of its own. ConfigMaps are not kept as
Secrets are: many more people and programs may read them.

These files are known: {credential files}. All of it is found as base64 too.

No finding are helpers (`credHelpers`, `credsStore`), entries without a credential, and what is yet to be filled in: templates
(`{{ … }}`), variables (`${PASSWORD}`, `$PASSWORD`), references that a webhook resolves (`vault:…`), values that SOPS encrypted.

Refused:

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: docker}
data:
  config.json: |
    {"auths": {"registry.example.com": {"username": "robot", "password": "CANARY-not-a-real-password"}}}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: k3s}
data:
  registries.yaml: |
    mirrors:
      registry.example.com:
        endpoint: ["https://registry.example.com"]
    configs:
      registry.example.com:
        auth: {username: robot, password: CANARY-not-a-real-password}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: gitlab-runner}
data:
  config.toml: |
    [[runners]]
      environment = ["DOCKER_AUTH_CONFIG={\"auths\":{\"registry.example.com\":{\"auth\":\"cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=\"}}}"]
```

Passes:

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: docker}
data:
  config.json: |
    {"credHelpers": {"123456789012.dkr.ecr.eu-west-1.amazonaws.com": "ecr-login"}, "auths": {"registry.example.com": {}}}
  registries.yaml: |
    configs:
      registry.example.com:
        auth: {username: robot, password: "${REGISTRY_PASSWORD}"}
        tls: {ca_file: /etc/ssl/registry.pem}
```
"#;

fn say(held: &Held) -> Cause {
    Cause {
        seen: format!("holds {}", held.what()),
        why: held.whose().to_owned(),
        harm: Harm::Is("anyone who can read this ConfigMap can read the credentials"),
        fix: "revoke the credentials; keep new ones in a Secret and mount that instead".to_owned(),
        is_unsure: false,
    }
}
