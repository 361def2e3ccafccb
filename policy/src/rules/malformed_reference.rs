use super::{Evidence, Cause, Check, Risk, ImageCase, Mode, Rule};
use crate::registry::reference::Expected;

pub(super) static RULE: Rule =
    Rule { id: "malformed-reference", mode: Mode::Deny, is_fixed: false, needs: Evidence::Schema, checks: &[Check::Image(check)] };

pub(super) const DOC: &str = r#"
An image reference does not follow the grammar that the kubelet uses (distribution/reference, normalised). The kubelet would
reject the reference, and other tools may read it differently, so the policy neither skips nor accepts it. The message gives
the position, counted in characters from 1, and what was expected. It does not quote the text, which may contain a password.

Blank text is neither a reference nor a finding: OpenShift's image triggers write `" "` as a placeholder for an image, and
the API server itself rejects it in a Pod.

Refused:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "registry.example.com/App:1.0"}
```

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "https://registry.example.com/app:1.0"}
```

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "registry.example.com/app@sha256:cafe"}
```

Passes:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "registry.example.com/team/app__x:1.0_rc-1"}
    - {name: hub, image: nginx}
    - {name: triggered, image: " "}
```
"#;

fn check(case: &ImageCase<'_, '_>) -> Option<Cause> {
    let error = case.image.reference.err()?;
    // Where credentials stand before the host, a position would tell how long they are; that has a rule of its own.
    if case.image.has_userinfo {
        return None;
    }
    let expected = error.expected;
    Some(Cause {
        seen: if expected == Expected::DigestAfterAt {
            format!("not a valid image reference: {expected}")
        } else {
            format!("not a valid image reference: at character {}, expected {expected}", error.at.saturating_add(1))
        },
        why: if case.image.is_url {
            "the grammar of distribution/reference".to_owned()
        } else {
            "the grammar of distribution/reference, which the kubelet uses".to_owned()
        },
        risk: Risk::Is(if case.image.is_url {
            "whatever pulls the image rejects the reference, and where other tools would pull from is unknown"
        } else {
            "the kubelet rejects the image with InvalidImageName, and where other tools would pull from is unknown"
        }),
        fix: "write the image as `registry/repository:tag` or `registry/repository@sha256:…`".to_owned(),
        is_unsure: false,
    })
}
