use super::{Evidence, Cause, Check, Risk, ImageCase, Mode, Rule};
use crate::registry::display::shown;
use crate::registry::Standing;

pub(super) static RULE: Rule =
    Rule { id: "loopback-registry", mode: Mode::Deny, is_fixed: false, needs: Evidence::Name, checks: &[Check::Image(check)] };

pub(super) const DOC: &str = r#"
The registry of an image is on the loopback interface: `localhost`, a name under it, 127.0.0.0/8, `::1`, or another spelling
of one of these addresses. By default, dockerd and containerd skip certificate verification there or fall back to plain HTTP.
The registry also differs from node to node: any process that can listen on the port, such as a pod with `hostNetwork`, can
serve the image.

If the registry is intended, as with kind, k3d or a registry in a DaemonSet, add an exemption for its images or list it in
`trustedRegistries`.

Refused:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "localhost:5000/app:1.0"}
```

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "LOCALHOST/app:1.0"}
    - {name: b, image: "registry.localhost:5000/app:1.0"}
    - {name: c, image: "127.8.9.10:5000/app:1.0"}
    - {name: d, image: "[::1]/app:1.0"}
    - {name: e, image: "[0:0:0:0:0:ffff:7f00:1]:5000/app:1.0"}
```

Passes: an image on Docker Hub, names that only start with `localhost`, and a trusted registry.

```yaml
# settings: {trustedRegistries: ["127.0.0.1:30443"]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "localhost:5000"}
    - {name: b, image: "localhost.example.com/app:1.0"}
    - {name: c, image: "127.0.0.1:30443/app:1.0"}
    - {name: d, image: "docker.io/localhost/app:1.0"}
```
"#;

fn check(case: &ImageCase<'_, '_>) -> Option<Cause> {
    let (Some(registry), Standing::Loopback) = (case.image.registry, case.standing) else { return None };
    Some(Cause {
        seen: format!("`{}` is a loopback registry", shown(registry)),
        why: "by default, dockerd and containerd skip TLS verification there or fall back to HTTP".to_owned(),
        risk: Risk::Pull { who: "any process that listens on that port of a node", is_pinned: case.image.is_pinned(), sends_secrets: true },
        fix: "push the image to a registry with a trusted certificate; for a development registry, add an exemption or list it in trustedRegistries"
            .to_owned(),
        is_unsure: false,
    })
}
