use super::{Cause, Check, Harm, ImageCase, Mode, Rule};

pub(super) static RULE: Rule =
    Rule { id: "plaintext-scheme", mode: Mode::Deny, is_fixed: false, checks: &[Check::Image(check)] };

pub(super) const DOC: &str = r#"
An image reference starts with `http://`, in any case. The reference asks for plain HTTP in so many words. The kubelet
refuses such a reference; tools that copy it into their own configuration do not.

What follows the scheme is judged by the other rules as well.

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

Passes: a host that only begins like a scheme.

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
        why: "it asks for plain HTTP; the kubelet refuses it, and other tools obey".to_owned(),
        harm: Harm::Pull { who: "whoever is on the path", is_pinned: case.image.is_pinned() },
        fix: "write the reference without a scheme, and serve its registry with a certificate that the nodes trust".to_owned(),
        is_unsure: false,
    })
}
