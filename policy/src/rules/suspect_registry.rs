use super::{Evidence, Cause, Check, Risk, ImageCase, Mode, Rule};
use crate::registry::display::shown;
use crate::registry::Standing;

pub(super) static RULE: Rule =
    Rule { id: "suspect-registry", mode: Mode::Warn, is_fixed: false, needs: Evidence::Shape, checks: &[Check::Image(check)] };

pub(super) const DOC: &str = r#"
The registry of an image may lack TLS, although no setting says so. Many such registries do use TLS, so this rule only warns.
These are suspect:

- an IP address, `0.0.0.0` and `[::]`;
- a host that only old resolvers read as an address: `127.1:5000`, `0x7f000001:5000`, `2130706433:5000`, `0177.0.0.1`;
- a name that conventionally points to the node itself: `localhost.localdomain`, `ip6-localhost`, names under `lvh.me` and
  `localtest.me`, names under `nip.io` and `sslip.io` that spell a loopback address;
- a name without a dot, with a port;
- a name under `.local`, `.lan`, `.internal`, `.intranet`, `.corp`, `.home.arpa`, `.test`, `.svc`;
- a port in the `suspectPorts` setting, which is `[80, 5000]` by default.

OpenShift's internal registry, `image-registry.openshift-image-registry.svc:5000`, is not suspect: its name is fixed, and the
nodes of such a cluster trust its certificate.

List the registry in `trustedRegistries` if nodes verify its certificate, and in `insecureRegistries` if they do not. Also
list in `trustedRegistries` names that are not registries and are never pulled from: ko's `ko.local` and `kind.local`,
Knative's `dev.local`.

Warns:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "10.1.2.3/app:1.0"}
    - {name: b, image: "registry:5000/app:1.0"}
    - {name: c, image: "registry.lan/app:1.0"}
    - {name: d, image: "registry.example.com:00080/app:1.0"}
    - {name: e, image: "2130706433:5000/app:1.0"}
    - {name: f, image: "app-7f000001.nip.io/app:1.0"}
```

Passes: an image on Docker Hub with a tag that looks like a port, public names, and a trusted registry.

```yaml
# settings: {trustedRegistries: ["10.0.0.0/8"]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "registry:5000"}
    - {name: b, image: "corp.example.com/app:5000"}
    - {name: c, image: "image-registry.openshift-image-registry.svc:5000/project/app:1.0"}
    - {name: d, image: "10.1.2.3:5000/app:1.0"}
    - {name: e, image: "2130706433/app:1.0"}
```
"#;

fn check(case: &ImageCase<'_, '_>) -> Option<Cause> {
    let (Some(registry), Standing::Suspect(suspicion)) = (case.image.registry, case.standing) else { return None };
    Some(Cause {
        seen: format!("`{}` may lack TLS: {suspicion}", shown(registry)),
        why: "neither trustedRegistries nor insecureRegistries lists the registry".to_owned(),
        risk: Risk::Pull { who: "if the registry lacks TLS, anyone on the network path", is_pinned: case.image.is_pinned(), sends_secrets: true },
        fix: "list the registry in trustedRegistries if nodes verify its certificate, otherwise in insecureRegistries".to_owned(),
        is_unsure: false,
    })
}
