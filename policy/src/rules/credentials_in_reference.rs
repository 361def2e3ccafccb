use super::{Cause, Check, Harm, ImageCase, Mode, Rule};
use crate::registry::display::shown;

pub(super) static RULE: Rule =
    Rule { id: "credentials-in-reference", mode: Mode::Deny, is_fixed: false, checks: &[Check::Image(check)] };

pub(super) const DOC: &str = r#"
A user name, a password or a token stands before the host of an image reference, as in a URL. Everybody who may read the
object can read it, and it stays in the object's history. The kubelet refuses such a reference, but only after it was
stored. The message names the host and never what stands before it.

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
            Some(registry) => format!("credentials stand before the host `{}`", shown(registry)),
            None => "credentials stand before the host".to_owned(),
        },
        why: "userinfo, as in a URL".to_owned(),
        harm: Harm::Is("anyone who can read this object or its history can read the credentials"),
        fix: "remove the credentials and revoke them; keep new ones in a kubernetes.io/dockerconfigjson Secret and name it in imagePullSecrets"
            .to_owned(),
        is_unsure: false,
    })
}
