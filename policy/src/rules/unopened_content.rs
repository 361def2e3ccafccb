use super::{Evidence, Cause, Check, Risk, Mode, Rule};
use crate::text::contents::Bound;

pub(super) static RULE: Rule =
    Rule { id: "unopened-content", mode: Mode::Warn, is_fixed: false, needs: Evidence::Name, checks: &[Check::Unopened(check)] };

pub(super) const DOC: &str = r"
A runtime configuration file, or a text with registry credentials, exceeds a limit and was not read to the end. The limits
keep requests fast: the compressed files of an object may expand to 2 MiB in total, four layers are opened (base64 in
base64, a file in a file), values may be nested 64 levels deep, and YAML aliases may expand only so far. Only what a runtime
reads counts, identified by its name (`hosts.toml`, or the path `/etc/rancher/k3s/registries.yaml` next to its content) or by
its words. Other data is not a finding, however it is compressed.

Warns:

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: nodes}
data:
  hosts.toml: V1hwS1YyVlhVblJXYm14S1VrUkNibE5YTVc5TlIxSkpVVzV3VUdGVWFESlpNakZYWW0xR1dWUnFRbXBpYlhReFYyeG9iMkZIU2xsUmJrNWhWWHBXY1ZscVNYZGhWVTV6WkVjNWFVMHdOSGRVUjJ4TFlqSlNTVlZ1WkZCaFZHZ3lXV3hrYzJWWFRuUlBXR3hOWWxaWk1GZFdZM2hrTWtwSVZsaFdXazFxYkRCVFYzZDNVM2M5UFE9PQ==
```

Passes:

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: geoip}
binaryData:
  notes.txt: V1hwS1YyVlhVblJXYm14S1VrUkNibE5YTVc5TlIxSkpVVzV3VUdGVWFESlpNakZYWW0xR1dWUnFRbXBpYlhReFYyeG9iMkZIU2xsUmJrNWhWWHBXY1ZscVNYZGhWVTV6WkVjNWFVMHdOSGRVUjJ4TFlqSlNTVlZ1WkZCaFZHZ3lXV3hrYzJWWFRuUlBXR3hOWWxaWk1GZFdZM2hrTWtwSVZsaFdXazFxYkRCVFYzZDNVM2M5UFE9PQ==
```
";

fn check(bound: Bound) -> Cause {
    let (seen, why) = match bound {
        Bound::Compression => {
            ("a compressed runtime file was not opened", "the object's compressed files expand to more than 2 MiB")
        }
        Bound::Depth => {
            ("a runtime file was not read to the end", "too many layers, more than 64 levels of nesting, or too many aliases")
        }
    };
    Cause {
        seen: seen.to_owned(),
        why: why.to_owned(),
        risk: Risk::Is("the file may disable TLS for a registry or hold credentials, unnoticed"),
        fix: "store the file as plain text".to_owned(),
        is_unsure: false,
    }
}
