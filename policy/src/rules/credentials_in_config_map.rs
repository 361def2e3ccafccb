use super::{Evidence, Cause, Check, Risk, Mode, Rule};
use crate::text::contents::Credentials;
use crate::places::Carrier;

pub(super) static RULE: Rule = Rule {
    id: "credentials-in-config-map",
    mode: Mode::Deny,
    is_fixed: false, needs: Evidence::Name,
    checks: &[Check::Credentials(Carrier::ConfigEntry, say)],
};

pub(super) const DOC: &str = r#"
An entry of a ConfigMap holds registry credentials, in `data` or `binaryData`: a Docker configuration file, alone or inside a
script or another file; a runtime or tool configuration file that contains credentials; a Docker Hub token, under any name; or
the value of a variable whose name denotes a registry credential, such as `REGISTRY_PASSWORD`. ConfigMaps are not protected like
Secrets: many more people and programs can usually read them.

These files are known: {credential files}. All of them are found in base64 too.

These are not findings: helpers (`credHelpers`, `credsStore`), entries without a credential, and placeholders: templates
(`{{ … }}`), variables (`${PASSWORD}`, `$PASSWORD`), references that a webhook resolves (`vault:…`), values encrypted by
SOPS.

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

fn say(credentials: &Credentials) -> Cause {
    Cause {
        seen: format!("holds {}", credentials.what()),
        why: credentials.whose().to_owned(),
        risk: Risk::Is("anyone who can read this ConfigMap can read the credentials"),
        fix: "revoke the credentials; store new ones in a Secret and use that instead".to_owned(),
        is_unsure: false,
    }
}
