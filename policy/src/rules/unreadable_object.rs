use super::{Cause, Check, Harm, Mode, Rule};

pub(super) static RULE: Rule =
    Rule { id: "unreadable-object", mode: Mode::Deny, is_fixed: true, checks: &[Check::Unreadable(check)] };

pub(super) const DOC: &str = r"
An object of a known kind is not shaped as Kubernetes shapes it, so that what is in it cannot be found: `containers` is
an object, `image` is a number. What cannot be read is not accepted. `null` is as good as a field that is not there. The
API server refuses such objects of its own kinds; for custom resources, and for manifests that have not reached an API
server, this rule does. Its mode cannot be changed.

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
        seen: format!("{found} stands where {expected} belongs"),
        why: "what cannot be read cannot be judged".to_owned(),
        harm: Harm::Is("an image or a credential could hide there"),
        fix: format!("write {expected}, as the kind's schema has it"),
        is_unsure: false,
    }
}
