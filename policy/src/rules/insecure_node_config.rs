use super::{Cause, Check, Harm, Mode, Rule};
use crate::text::contents::{How, Insecure};

pub(super) static RULE: Rule =
    Rule { id: "insecure-node-config", mode: Mode::Deny, is_fixed: false, checks: &[Check::File(say)] };

pub(super) const DOC: &str = r#"
A file of a runtime or a tool turns TLS off for a registry: certificates are not verified, or plain HTTP is used. It may be an entry
of a ConfigMap, of a Secret that is called like such a file, a field of any other resource (a MachineConfig's data URL, a file of
a KubeadmConfig with its encoding, a patch for kind), a variable, or a here document in a script. The format is told by what is
in it.

These files are known: {insecure files}.

No finding is what stays on the node (`http://127.0.0.1:65001`, as Dragonfly and Spegel have it), an empty list, `false`, and
the same words in other files. A file that plainly is one of these and cannot be read to its end warns.

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
    let fix = "give the registry a certificate that the nodes trust (a CA of your own will do), and take the setting out";
    match insecure.how {
        How::Unverified => Cause {
            seen: format!("turns verification of TLS off for {registries}"),
            why: insecure.file.to_owned(),
            harm: HARM,
            fix: fix.to_owned(),
            is_unsure: false,
        },
        How::Plaintext => Cause {
            seen: format!("uses plain HTTP for {registries}"),
            why: insecure.file.to_owned(),
            harm: HARM,
            fix: fix.to_owned(),
            is_unsure: false,
        },
        How::Unchecked => Cause {
            seen: "lets each pod use private images that are on the node, without credentials for them".to_owned(),
            why: insecure.file.to_owned(),
            harm: Harm::Is("who may create a pod on the node can run, and read, images of registries that they may not pull from"),
            fix: "verify the credentials for images that are on the node: `NeverVerifyPreloadedImages` or `AlwaysVerify`"
                .to_owned(),
            is_unsure: false,
        },
        How::Unreadable(line) => Cause {
            seen: format!("cannot be read from line {line} on"),
            why: insecure.file.to_owned(),
            harm: Harm::Is("the file has words of a setting that turns TLS off, and what they mean cannot be told"),
            fix: "fix the syntax".to_owned(),
            is_unsure: true,
        },
    }
}

const HARM: Harm = Harm::Is(
    "whoever is on the path of a pull can read and replace images, and read the credentials that are sent along",
);
