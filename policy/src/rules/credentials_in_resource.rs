use super::{Evidence, Cause, Check, Risk, Mode, Rule};
use crate::text::contents::Credentials;
use crate::places::Carrier;

pub(super) static RULE: Rule = Rule {
    id: "credentials-in-resource",
    mode: Mode::Deny,
    is_fixed: false, needs: Evidence::Name,
    checks: &[Check::Credentials(Carrier::Field, say)],
};

pub(super) const DOC: &str = r#"
A field of a resource of any other kind, such as a custom resource, holds registry credentials: a string that contains a
Docker configuration file or a runtime configuration file, or an object `auths` whose entries hold a credential. Anyone who
can read the resource can read the credentials, because only Secrets are protected as such.

A CustomResourceDefinition is not searched: its strings describe fields.

Refused:

```yaml
apiVersion: example.com/v1
kind: Builder
metadata: {name: builder}
spec:
  registry:
    auths:
      registry.example.com: {auth: cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=}
```

```yaml
apiVersion: controlplane.cluster.x-k8s.io/v1beta1
kind: KubeadmControlPlane
metadata: {name: control-plane}
spec:
  kubeadmConfigSpec:
    files:
      - path: /etc/containerd/certs.d/registry.example.com/hosts.toml
        content: |
          [host."https://registry.example.com".header]
          authorization = "Basic cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="
```

Passes: encrypted values, and values taken from a Secret later.

```yaml
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: regcred}
spec:
  target:
    template:
      type: kubernetes.io/dockerconfigjson
      data:
        .dockerconfigjson: '{"auths":{"registry.example.com":{"username":"robot","password":"{{ .password }}"}}}'
```
"#;

fn say(credentials: &Credentials) -> Cause {
    Cause {
        seen: format!("holds {}", credentials.what()),
        why: credentials.whose().to_owned(),
        risk: Risk::Is("anyone who can read this resource can read the credentials"),
        fix: "revoke the credentials; store new ones in a Secret and refer to it".to_owned(),
        is_unsure: false,
    }
}
