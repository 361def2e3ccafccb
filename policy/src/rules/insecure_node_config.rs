use super::{Evidence, Cause, Check, Risk, Mode, Rule};
use crate::text::contents::{How, Insecure};

pub(super) static RULE: Rule =
    Rule { id: "insecure-node-config", mode: Mode::Deny, is_fixed: false, needs: Evidence::Name, checks: &[Check::File(say)] };

pub(super) const DOC: &str = r#"
A runtime or tool configuration file disables TLS for a registry: it turns off certificate verification or uses plain HTTP.
The file may be an entry of a ConfigMap, an entry with such a file name or user data in a Secret, a field of any other resource (a
MachineConfig's data URL, an encoded file in a KubeadmConfig, a kind patch), a variable, or a here-document in a script. The
content determines the format.

These files are known: {insecure files}.

These are not findings: addresses that stay on the node (`http://127.0.0.1:65001`, as in Dragonfly and Spegel), an empty
list, `false`, and the same words in other files. A file that is clearly one of these but cannot be parsed to the end
produces a warning.

Refused:

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: docker}
data:
  daemon.json: |
    {"log-driver": "journald", "insecure-registries": ["registry.example.com:5000"]}
```

```yaml
apiVersion: machineconfiguration.openshift.io/v1
kind: MachineConfig
metadata: {name: 99-worker-registries}
spec:
  config:
    storage:
      files:
        - path: /etc/containers/registries.conf.d/mirror.conf
          contents:
            source: data:,%5B%5Bregistry%5D%5D%0Alocation%20%3D%20%22registry.example.com%22%0Ainsecure%20%3D%20true%0A
```

```yaml
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: nodes}
spec:
  template:
    spec:
      initContainers:
        - name: configure
          image: registry.example.com/tools:1
          command: [sh, -c]
          args:
            - |
              cat > /host/etc/containerd/certs.d/registry.example.com/hosts.toml <<EOF
              server = "https://registry.example.com"
              [host."https://registry.example.com"]
                skip_verify = true
              EOF
```

Passes:

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: nodes}
data:
  daemon.json: |
    {"insecure-registries": [], "registry-mirrors": ["https://mirror.example.com"]}
  hosts.toml: |
    server = "https://registry.example.com"
    [host."http://127.0.0.1:65001"]
      capabilities = ["pull", "resolve"]
  telegraf.toml: |
    [[inputs.http]]
      insecure_skip_verify = true
```
"#;

fn say(insecure: &Insecure) -> Cause {
    let registries =
        if insecure.registries.is_empty() { "a registry".to_owned() } else { insecure.registries.to_string() };
    let fix = "give the registry a certificate that the nodes trust (from your own CA, for example), and remove the setting";
    match insecure.how {
        How::Unverified => Cause {
            seen: format!("disables TLS verification for {registries}"),
            why: insecure.file.to_owned(),
            risk: RISK,
            fix: fix.to_owned(),
            is_unsure: false,
        },
        How::Plaintext => Cause {
            seen: format!("uses plain HTTP for {registries}"),
            why: insecure.file.to_owned(),
            risk: RISK,
            fix: fix.to_owned(),
            is_unsure: false,
        },
        How::Unchecked => Cause {
            seen: "lets any pod use private images already on the node without credentials".to_owned(),
            why: insecure.file.to_owned(),
            risk: Risk::Is("anyone who can create a pod on the node can run and read private images that they may not pull"),
            fix: "require credentials for images already on the node: `NeverVerifyPreloadedImages` or `AlwaysVerify`"
                .to_owned(),
            is_unsure: false,
        },
        How::Unreadable(line) => Cause {
            seen: format!("cannot be parsed from line {line} on"),
            why: insecure.file.to_owned(),
            risk: Risk::Is("the file mentions a setting that disables TLS, and its value cannot be determined"),
            fix: "fix the syntax".to_owned(),
            is_unsure: true,
        },
    }
}

const RISK: Risk = Risk::Is(
    "anyone on the network path can read and replace images, and read the credentials sent with each pull",
);
