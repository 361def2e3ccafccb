use super::{Evidence, Cause, Check, Risk, ImageCase, Mode, Rule};
use crate::registry::display::shown;

pub(super) static RULE: Rule =
    Rule { id: "untrusted-registry", mode: Mode::Deny, is_fixed: false, needs: Evidence::Schema, checks: &[Check::Image(check)] };

pub(super) const DOC: &str = r#"
`allowedRegistries` is set and no entry matches the image, or an entry of `deniedRegistries` does. Entries are hosts, as in
`insecureRegistries`, optionally followed by a path of whole components: `ghcr.io/org` covers `ghcr.io/org/app` but not
`ghcr.io/organisation/app`. `docker.io` covers images without a registry; Docker Hub's official images are under
`docker.io/library`.

Refused:

```yaml
# settings: {allowedRegistries: [registry.example.com, ghcr.io/org]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "ghcr.io/organisation/app:1.0"}
    - {name: b, image: "nginx:1.27"}
    - {name: c, image: "registry.example.com.evil.example/app:1.0"}
```

```yaml
# settings: {deniedRegistries: [docker.io/bitnami]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "index.docker.io/bitnami/redis:7"}
```

Passes:

```yaml
# settings: {allowedRegistries: [registry.example.com, ghcr.io/org, docker.io/library], deniedRegistries: [registry.example.com/old]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "ghcr.io/org/app:1.0"}
    - {name: b, image: "nginx:1.27"}
    - {name: c, image: "registry.example.com/older/app:1.0"}
```
"#;

const SHOWN: usize = 3;

fn check(case: &ImageCase<'_, '_>) -> Option<Cause> {
    let lists = case.lists;
    if lists.denied.is_empty() && lists.allowed.is_empty() {
        return None;
    }
    let written = case.image.registry?;
    let registry = written.registry();
    let reference = case.reference();
    if let Some((_, entry)) = lists.denied.best(&registry, reference) {
        return Some(Cause {
            seen: format!("images from `{entry}` are denied"),
            why: "an entry in deniedRegistries".to_owned(),
            risk: Risk::Is("the image may run code that nobody here has approved"),
            fix: "use an image from another registry or repository".to_owned(),
            is_unsure: false,
        });
    }
    if lists.allowed.best(&registry, reference).is_some() || lists.allowed.is_empty() {
        return None;
    }
    let allowed = lists.allowed.entries();
    let mut names: Vec<_> = allowed.iter().take(SHOWN).map(|entry| format!("`{entry}`")).collect();
    if allowed.len() > SHOWN {
        names.push(format!("{} more", allowed.len().saturating_sub(SHOWN)));
    }
    Some(Cause {
        seen: match reference {
            Some(reference) => format!("`{}` is not allowed", shown(reference)),
            None => format!("`{}` is not allowed", shown(written)),
        },
        why: "no allowedRegistries entry matches".to_owned(),
        risk: Risk::Is("the image may run code that nobody here has approved"),
        fix: format!("use an image from {}", names.join(", ")),
        is_unsure: false,
    })
}
