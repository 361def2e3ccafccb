use super::{Evidence, Cause, Check, Risk, ImageCase, Mode, Rule};

pub(super) static RULE: Rule =
    Rule { id: "plaintext-scheme", mode: Mode::Deny, is_fixed: false, needs: Evidence::Name, checks: &[Check::Image(check)] };

pub(super) const DOC: &str = r#"
An image reference starts with `http://`, in any case. The kubelet rejects such a reference, but other tools that copy it
into their own configuration pull over plain HTTP.

The other rules check what follows the scheme.

Refused:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "http://registry.example.com/app:1.0"}
```

```yaml
apiVersion: v1
kind: Pod
spec:
  initContainers:
    - {name: init, image: "HTTP://registry.example.com/app:1.0"}
```

Passes: a host that only starts like a scheme.

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "http.example.com/app:1.0"}
```
"#;

fn check(case: &ImageCase<'_, '_>) -> Option<Cause> {
    case.image.is_plaintext.then(|| Cause {
        seen: "the reference starts with `http://`".to_owned(),
        why: "the kubelet rejects it, and other tools use plain HTTP".to_owned(),
        risk: Risk::Pull { who: "anyone on the network path", is_pinned: case.image.is_pinned(), sends_secrets: true },
        fix: "remove the scheme, and give the registry a certificate that the nodes trust".to_owned(),
        is_unsure: false,
    })
}
