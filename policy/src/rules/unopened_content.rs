use super::{Cause, Check, Harm, Mode, Rule};
use crate::text::contents::Bound;

pub(super) static RULE: Rule =
    Rule { id: "unopened-content", mode: Mode::Warn, is_fixed: false, checks: &[Check::Unopened(check)] };

pub(super) const DOC: &str = r"
A file of a runtime, or a text with registry credentials, was not read to its end because it exceeds a bound. The bounds keep requests
fast: the compressed files of an object may unfold to 2 MiB in total, three layers are opened (base64 in base64, a file in a file),
values may nest 64 levels deep, and YAML's aliases may expand so far only. Only what a runtime reads counts, by its name (`hosts.toml`, or the path
`/etc/rancher/k3s/registries.yaml` beside its content) or by its words. Other data is no finding, however it is compressed.

Warns:

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: nodes}
data:
  hosts.toml: WXpKV2VXUnRWbmxKUkRCblNXMW9NR1JJUW5wUGFUaDJZMjFXYm1GWVRqQmpibXQxV2xob2FHSllRbk5hVXpWcVlqSXdhVU5zZEc5aU0wNHdUR2xLYjJSSVVuZFBhVGgyWWxkc2VXTnRPWGxNYlZZMFdWY3hkMkpIVlhWWk1qbDBTV3d3U3c9PQ==
```

Passes:

```yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: geoip}
binaryData:
  notes.txt: WXpKV2VXUnRWbmxKUkRCblNXMW9NR1JJUW5wUGFUaDJZMjFXYm1GWVRqQmpibXQxV2xob2FHSllRbk5hVXpWcVlqSXdhVU5zZEc5aU0wNHdUR2xLYjJSSVVuZFBhVGgyWWxkc2VXTnRPWGxNYlZZMFdWY3hkMkpIVlhWWk1qbDBTV3d3U3c9PQ==
```
";

fn check(bound: Bound) -> Cause {
    let (seen, why) = match bound {
        Bound::Compression => {
            ("a compressed file of a runtime was not opened", "the compressed files of an object unfold to more than 2 MiB")
        }
        Bound::Depth => {
            ("a file of a runtime was not read to its end", "it is in more than three layers, nests deeper than 64 levels, or expands too far through aliases")
        }
    };
    Cause {
        seen: seen.to_owned(),
        why: why.to_owned(),
        harm: Harm::Is("the file may turn TLS off for a registry or hold credentials unnoticed"),
        fix: "store the file as plain text".to_owned(),
        is_unsure: false,
    }
}
