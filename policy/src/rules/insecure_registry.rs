use super::{Evidence, Cause, Check, Harm, ImageCase, Mode, Rule};
use crate::registry::Standing;
use crate::registry::display::shown;
use crate::registry::mirror::{Mirror, Pulls};
use crate::registry::url::Authority;

pub(super) static RULE: Rule =
    Rule { id: "insecure-registry", mode: Mode::Deny, is_fixed: false, needs: Evidence::Name, checks: &[Check::Image(check)] };

pub(super) const DOC: &str = r#"
The registry of an image matches an entry of `insecureRegistries`: the administrator says that nodes use plain HTTP for it or
do not verify its certificate. Entries have the syntax of Docker's `insecure-registries` (`host`, `host:port`, CIDR), plus
the wildcard of registries.conf (`*.suffix`).

If both `insecureRegistries` and `trustedRegistries` match, the more specific entry wins: an exact host with a port, then an
exact host, then the longer suffix or prefix length.

If the pod names pull secrets, the finding names them, because each pull sends the credentials they hold for this registry.
If the reference has a digest, the image can be read but not replaced.

The same counts if nodes pull the image through a mirror that `insecureMirrors` lists. The finding names the mirror, and says whether
pull secrets are sent there. `pulls` says which pulls go there: `all`, those of `tags`, those of `digests`, or the `content` of all,
whose tags are resolved elsewhere. If a digest prevents replacement and pull secrets are `never` sent there, others can only read
the image: a warning. So is a mirror on the loopback interface of the nodes, where only their own processes can answer.

Refused:

```yaml
# settings: {insecureRegistries: ["*.corp.example:5000", "10.0.0.0/8"]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "registry.corp.example:5000/team/app:1.0"}
```

```yaml
# settings: {insecureRegistries: ["10.0.0.0/8"]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: app, image: "[::ffff:a01:203]:5000/app:1.0"}
```

```yaml
# settings: {insecureMirrors: [{of: docker.io, at: "mirror.corp.example:5000"}, {of: quay.io/team, at: mirror.example.net, pulls: digests}]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "nginx:1.27"}
    - {name: b, image: "quay.io/team/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
```

Warns: a mirror for digests, where pull secrets are never sent.

```yaml
# settings: {insecureMirrors: [{of: quay.io/team, at: mirror.example.net, pulls: digests, pullSecrets: never}]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: b, image: "quay.io/team/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
```

Passes: another port, the bare suffix, a longer name, a more specific entry of `trustedRegistries`, and a tag where the mirror is for
digests.

```yaml
# settings: {insecureRegistries: ["*.corp.example:5000", "*.example.net"], trustedRegistries: [safe.example.net]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "registry.corp.example:5443/app:1.0"}
    - {name: b, image: "registry.corp.example.com/app:1.0"}
    - {name: c, image: "example.net/app:1.0"}
    - {name: d, image: "safe.example.net/app:1.0"}
```

```yaml
# settings: {insecureMirrors: [{of: quay.io/team, at: mirror.example.net, pulls: digests}]}
apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, image: "quay.io/team/app:1.0"}
    - {name: b, image: "quay.io/teams/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
    - {name: c, image: "mirror.example.net/app:1.0"}
```
"#;

fn check(case: &ImageCase<'_, '_>) -> Option<Cause> {
    let registry = case.image.registry?;
    let Standing::Insecure(entry) = case.standing else { return through_mirror(case, registry) };
    Some(Cause {
        seen: format!("`{}` is reached without TLS", shown(registry)),
        why: format!("insecureRegistries entry `{entry}`"),
        harm: Harm::Pull { who: "anyone on the network path", is_pinned: case.image.is_pinned(), sends_secrets: true },
        fix: "push the image to a registry with a trusted certificate, or list this registry in trustedRegistries once it has one".to_owned(),
        is_unsure: false,
    })
}

/// The mirror that nodes pull the image through: of several the first that denies.
fn through_mirror(case: &ImageCase<'_, '_>, registry: Authority<'_>) -> Option<Cause> {
    if case.lists.mirrors.is_empty() {
        return None;
    }
    let (host, is_pinned) = (registry.registry(), case.image.is_pinned());
    let only_warns = |mirror: &Mirror<'_>| mirror.stays_on_node() || (mirror.is_verified(is_pinned) && !mirror.sends_secrets);
    let serving = case.lists.mirrors.iter().filter(|mirror| mirror.serves(&host, case.reference(), is_pinned));
    let mirror = serving.min_by_key(|mirror| only_warns(mirror))?;
    let pulls = match mirror.pulls {
        Pulls::All => "",
        Pulls::Tags => ", for tags",
        Pulls::Digests => ", for digests",
        Pulls::Content => ", for content alone",
    };
    let has_better_digest = !mirror.is_verified(is_pinned) && !mirror.stays_on_node() && (mirror.pulls == Pulls::Tags || !mirror.sends_secrets);
    Some(Cause {
        seen: format!("`{}` is reached without TLS through the mirror `{}`", shown(registry), mirror.at),
        why: format!("insecureMirrors entry `{}`{pulls}", mirror.of),
        harm: Harm::Pull {
            who: if mirror.stays_on_node() { "any process that listens on that port of a node" } else { "anyone on the network path" },
            is_pinned: mirror.is_verified(is_pinned),
            sends_secrets: mirror.sends_secrets,
        },
        fix: if has_better_digest {
            "give the mirror a certificate that the nodes trust, or pin the image by digest"
        } else {
            "give the mirror a certificate that the nodes trust"
        }
        .to_owned(),
        is_unsure: only_warns(mirror),
    })
}
