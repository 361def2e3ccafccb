use super::{Cause, Check, Harm, ImageCase, Mode, Rule};
use crate::registry::reference::Expected;

pub(super) static RULE: Rule =
    Rule { id: "malformed-reference", mode: Mode::Deny, is_fixed: false, checks: &[Check::Image(check)] };

pub(super) const DOC: &str = r#"
An image reference does not follow the grammar that the kubelet uses (distribution/reference, normalised). The kubelet
would refuse it, and other tools would read it in ways that nobody checked, so it is neither skipped nor accepted. The
message gives the position, counted in characters from 1, and what was expected. It does not quote the text, which may be
anything, a password included.

Blank text is no reference and no finding: OpenShift's image triggers put `" "` where an image is yet to come, and the API
server itself refuses it in a Pod.

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
            format!("no image reference: {expected}")
        } else {
            format!("no image reference: at character {}, expected {expected}", error.at.saturating_add(1))
        },
        why: if case.image.is_url {
            "grammar of distribution/reference".to_owned()
        } else {
            "grammar of distribution/reference, as the kubelet applies it".to_owned()
        },
        harm: Harm::Is(if case.image.is_url {
            "whatever pulls the image refuses the reference, and where other tools would pull from cannot be told"
        } else {
            "the kubelet refuses the image with InvalidImageName, and where other tools would pull from cannot be told"
        }),
        fix: "write the image as `registry/repository:tag` or `registry/repository@sha256:…`".to_owned(),
        is_unsure: false,
    })
}
