use super::{Evidence, Cause, Check, Risk, ImageCase, Mode, Rule};
use crate::registry::display::shown;

pub(super) static RULE: Rule =
    Rule { id: "credentials-in-reference", mode: Mode::Deny, is_fixed: false, needs: Evidence::Name, checks: &[Check::Image(check)] };

pub(super) const DOC: &str = r#"
An image reference contains a user name, a password or a token before the host, as in a URL. Anyone who can read the object
or its history can read the credentials. The kubelet rejects such a reference, but only after it is stored. The message names
the host and never what precedes it.

Refused:

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "robot:CANARY-not-a-real-password@registry.example.com/app:1.0"}
```

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "https://CANARY-not-a-real-token@registry.example.com/app:1.0"}
```

Passes: the `@` of a digest.

```yaml
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
```
"#;

fn check(case: &ImageCase<'_, '_>) -> Option<Cause> {
    case.image.has_userinfo.then(|| Cause {
        seen: match case.image.registry {
            Some(registry) => format!("the reference has credentials before the host `{}`", shown(registry)),
            None => "the reference has credentials before the host".to_owned(),
        },
        why: "userinfo, as in a URL".to_owned(),
        risk: Risk::Is("anyone who can read this object or its history can read the credentials"),
        fix: "remove and revoke the credentials; store new ones in a kubernetes.io/dockerconfigjson Secret and name it in imagePullSecrets"
            .to_owned(),
        is_unsure: false,
    })
}
