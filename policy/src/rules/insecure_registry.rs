use super::{Evidence, Cause, Check, Risk, ImageCase, Mode, Rule};
use crate::registry::display::shown;
use crate::registry::Standing;

pub(super) static RULE: Rule =
    Rule { id: "insecure-registry", mode: Mode::Deny, is_fixed: false, needs: Evidence::Name, checks: &[Check::Image(check)] };

pub(super) const DOC: &str = r#"
The registry of an image matches an entry of `insecureRegistries`: the administrator says that nodes use plain HTTP for it or
do not verify its certificate. Entries have the syntax of Docker's `insecure-registries` (`host`, `host:port`, CIDR), plus
the wildcard of registries.conf (`*.suffix`).

If both `insecureRegistries` and `trustedRegistries` match, the more specific entry wins: an exact host with a port, then an
exact host, then the longer suffix or prefix length.

If the pod names pull secrets, the finding names them, because each pull sends the credentials they hold for this registry.
If the reference has a digest, the image can be read but not replaced.

Refused:

```yaml
# settings: {insecureRegistries: ["*.corp.example:5000", "10.0.0.0/8"]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "registry.corp.example:5000/team/app:1.0"}
```

```yaml
# settings: {insecureRegistries: ["10.0.0.0/8"]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "[::ffff:a01:203]:5000/app:1.0"}
```

Passes: another port, the bare suffix, a longer name, and a more specific entry of `trustedRegistries`.

```yaml
# settings: {insecureRegistries: ["*.corp.example:5000", "*.example.net"], trustedRegistries: [safe.example.net]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "registry.corp.example:5443/app:1.0"}
    - {name: b, image: "registry.corp.example.com/app:1.0"}
    - {name: c, image: "example.net/app:1.0"}
    - {name: d, image: "safe.example.net/app:1.0"}
```
"#;

fn check(case: &ImageCase<'_, '_>) -> Option<Cause> {
    let (Some(registry), Standing::Insecure(entry)) = (case.image.registry, case.standing) else { return None };
    Some(Cause {
        seen: format!("`{}` is reached without TLS", shown(registry)),
        why: format!("insecureRegistries entry `{entry}`"),
        risk: Risk::Pull { who: "anyone on the network path", is_pinned: case.image.is_pinned() },
        fix: "push the image to a registry with a trusted certificate, or list this registry in trustedRegistries once it has one".to_owned(),
        is_unsure: false,
    })
}
