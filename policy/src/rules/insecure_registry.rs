use super::{Evidence, Cause, Check, Risk, ImageCase, Mode, Rule};
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
        risk: Risk::Pull { who: "anyone on the network path", is_pinned: case.image.is_pinned(), sends_secrets: true },
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
    let mut serving = None;
    for mirror in &case.lists.mirrors {
        if mirror.serves(&host, case.reference(), is_pinned) {
            if !only_warns(mirror) {
                serving = Some(mirror);
                break;
            }
            serving = serving.or(Some(mirror));
        }
    }
    let mirror = serving?;
    let pulls = match mirror.pulls {
        Pulls::All => "",
        Pulls::Tags => ", for tags",
        Pulls::Digests => ", for digests",
        Pulls::Content => ", for content alone",
    };
    let has_better_digest = !mirror.is_verified(is_pinned) && (mirror.pulls == Pulls::Tags || !mirror.sends_secrets);
    Some(Cause {
        seen: format!("`{}` is mirrored without TLS at `{}`", shown(registry), mirror.at),
        why: format!("insecureMirrors entry `{}`{pulls}", mirror.of),
        risk: Risk::Pull {
            who: if mirror.stays_on_node() { "any process that listens on that port of a node" } else { "anyone on the network path" },
            is_pinned: mirror.is_verified(is_pinned),
            sends_secrets: mirror.sends_secrets,
        },
        fix: if mirror.stays_on_node() {
            "remove the entry if only the mirror can listen there"
        } else if has_better_digest {
            "give the mirror a certificate that the nodes trust, or pin the image by digest"
        } else {
            "give the mirror a certificate that the nodes trust"
        }
        .to_owned(),
        is_unsure: only_warns(mirror),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    const DIGEST: &str = "@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /// What the rules say of an image under one mirror of docker.io: the outcome, what was seen, the reason, the risk, the fix.
    fn judged(mirrors: &Value, image: &str, secrets: &[&str]) -> Vec<String> {
        use crate::request::Request;
        use crate::settings::{Document, Settings};
        let secrets: Vec<_> = secrets.iter().map(|name| json!({"name": name})).collect();
        let object = json!({"spec": {"containers": [{"image": image}], "imagePullSecrets": secrets}});
        let request = json!({"kind": {"group": "", "kind": "Pod"}, "operation": "CREATE", "object": object});
        let payload = json!({"request": request, "settings": {}}).to_string();
        let settings = json!({"insecureMirrors": mirrors}).to_string();
        let document = Document::parse(settings.as_bytes()).unwrap();
        assert_eq!(Settings::mistakes(&document), []);
        let settings = Settings::read(&document).unwrap();
        let report = crate::evaluate(&Request::parse(payload.as_bytes()).unwrap(), &settings, crate::time::Clock::Missing).unwrap();
        let line = |it: &&crate::finding::Finding<'_>| {
            format!("{}: {} ({}); {}; {}", it.action.name(), it.seen(), it.why(), it.risk(), it.fix())
        };
        report.sorted().iter().map(line).collect()
    }

    #[test]
    fn a_mirror_counts_for_what_is_pulled_through_it() {
        let pinned = format!("nginx{DIGEST}");
        for (pulls, secrets, image, expected) in [
            ("all", "sent", "nginx", Some(("deny", "can read or replace the image", false))),
            ("all", "sent", &pinned, Some(("deny", "prevents replacement", false))),
            ("all", "never", "nginx", Some(("deny", "can read or replace the image", true))),
            ("all", "never", &pinned, Some(("warn", "prevents replacement", false))),
            ("tags", "sent", "nginx", Some(("deny", "can read or replace the image", true))),
            ("tags", "sent", &pinned, None),
            ("digests", "sent", "nginx", None),
            ("digests", "sent", &pinned, Some(("deny", "prevents replacement", false))),
            ("digests", "never", &pinned, Some(("warn", "prevents replacement", false))),
            ("content", "sent", "nginx", Some(("deny", "prevents replacement", false))),
            ("content", "never", "nginx", Some(("warn", "prevents replacement", false))),
        ] {
            let mirrors = json!([{"of": "docker.io", "at": "m.corp:5000", "pulls": pulls, "pullSecrets": secrets}]);
            let found = judged(&mirrors, image, &[]);
            let Some((action, risk, has_digest)) = expected else {
                assert_eq!(found, [""; 0], "{pulls} {secrets} {image}");
                continue;
            };
            assert!(found[0].starts_with(action) && found[0].contains(risk), "{pulls} {secrets} {image}: {}", found[0]);
            assert_eq!(found[0].ends_with("pin the image by digest"), has_digest, "{}", found[0]);
        }
    }

    #[test]
    fn the_mirror_is_named_and_what_is_sent_there() {
        let mirrors = |secrets| json!([{"of": "docker.io", "at": "m.corp:5000", "pullSecrets": secrets}]);
        let seen = "deny: `docker.io` is mirrored without TLS at `m.corp:5000` (insecureMirrors entry \
                    `docker.io`); anyone on the network path can read or replace the image";
        let fix = "give the mirror a certificate that the nodes trust";
        let read = "and read the credentials that pull secret `a` holds for its registry";
        assert_eq!(judged(&mirrors("sent"), "nginx", &["a"]), [format!("{seen}, {read}; {fix}")]);
        let not_sent = "pull secrets `a` and `b` are not sent to the mirror";
        let fix = "give the mirror a certificate that the nodes trust, or pin the image by digest";
        assert_eq!(judged(&mirrors("never"), "nginx", &["a", "b"]), [format!("{seen}; {not_sent}; {fix}")]);
    }

    #[test]
    fn of_several_mirrors_one_that_denies_is_named() {
        let mirrors = json!([
            {"of": "docker.io", "at": "localhost:5000"},
            {"of": "docker.io/library", "at": "a.example.com", "pulls": "digests"},
            {"of": "docker.io", "at": "b.example.com", "pulls": "tags"},
        ]);
        let found = judged(&mirrors, "nginx", &[]);
        assert!(found.len() == 1 && found[0].contains("deny") && found[0].contains("`b.example.com`"), "{found:?}");
        let found = judged(&mirrors, &format!("nginx{DIGEST}"), &[]);
        assert!(found.len() == 1 && found[0].contains("deny") && found[0].contains("`a.example.com`"), "{found:?}");
        let found = judged(&mirrors, &format!("team/nginx{DIGEST}"), &[]);
        let local = "warn: `docker.io` is mirrored without TLS at `localhost:5000` (insecureMirrors entry \
                     `docker.io`); any process that listens on that port of a node can read the image (its digest prevents \
                     replacement); remove the entry if only the mirror can listen there";
        assert_eq!(found, [local]);
        assert_eq!(judged(&mirrors, "quay.io/library/nginx", &[]), [""; 0]);
        assert_eq!(judged(&mirrors, "b.example.com/nginx", &[]), [""; 0]);
    }
}
