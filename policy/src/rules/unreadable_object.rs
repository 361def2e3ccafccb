use super::{Evidence, Cause, Check, Risk, Mode, Rule};

pub(super) static RULE: Rule =
    Rule { id: "unreadable-object", mode: Mode::Deny, is_fixed: true, needs: Evidence::Schema, checks: &[Check::Unreadable(check)] };

pub(super) const DOC: &str = r"
An object of a known kind does not have the structure that Kubernetes defines, so its content cannot be found: `containers`
is an object, or `image` is a number. The policy does not accept what it cannot read. `null` counts as absent. The API server
rejects such objects of its own kinds; this rule does so for custom resources, and for manifests that have not reached an API
server. Its mode cannot be changed.

Refused:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers: {name: app, image: nginx}
```

```yaml
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
        - {name: app, image: 5}
```

Passes:

```yaml
apiVersion: v1
kind: Pod
spec:
  initContainers: null
  containers:
    - {name: app, image: null}
    - {name: other}
```
";

fn check(expected: &'static str, found: &'static str) -> Cause {
    Cause {
        seen: format!("expected {expected}, found {found}"),
        why: "the policy cannot check what it cannot read".to_owned(),
        risk: Risk::Is("an image or a credential could hide there"),
        fix: format!("write {expected}, as the kind's schema requires"),
        is_unsure: false,
    }
}
