use insecure_registry_policy::settings::Document;

use super::*;

const SETTINGS: &str = r#"{"rewrites": [
    {"from": "registry.corp.example:5000", "to": "registry.example.com/corp", "pullSecret": "corp-mirror"},
    {"from": "docker.io", "to": "registry.example.com/hub"}
]}"#;

fn fix_named(text: &str, name: &str, named: &[&str]) -> Fixed {
    let document = Document::parse(SETTINGS.as_bytes()).unwrap();
    let settings = Settings::read(&document).unwrap();
    let named = named.iter().map(|name| (*name).to_owned()).collect();
    let rewriter = Fixer { settings: &settings, namespace: "default", named: &named };
    let fixed = rewriter.fix(text, File { path: name, is_given: true, is_final: true });
    // Twice is once.
    if let Some(text) = &fixed.text {
        let again = rewriter.fix(text, File { path: name, is_given: true, is_final: true });
        assert!(again.text.is_none() && again.fixes.is_empty(), "{text}");
    }
    fixed
}

fn fix(text: &str) -> Fixed {
    fix_named(text, "app.yaml", &[])
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let fixed = fix(text);
    assert_eq!(fixed.text.as_deref().unwrap_or(text), expected);
    assert!(fixed.left.is_empty(), "{:?}", fixed.left);
}

/// What is left to a person, with its line.
#[track_caller]
fn check_left(text: &str, name: &str, expected: &[&str]) {
    let fixed = fix_named(text, name, &[]);
    let left: Vec<_> = fixed.left.iter().map(|it| format!("{}: {}: {}", it.place.line, it.path, it.why)).collect();
    assert_eq!(left, expected);
}

#[test]
fn comments_and_layout_stay() {
    check(
        "# A comment\r\napiVersion: v1\r\nkind:   Pod # another\r\nspec:\r\n  containers:\r\n  - image:   nginx:1 # the server\r\n    name: 'a'\r\n  -   {image: \"redis\", name: b}\r\n",
        "# A comment\r\napiVersion: v1\r\nkind:   Pod # another\r\nspec:\r\n  containers:\r\n  - image:   registry.example.com/hub/library/nginx:1 # the server\r\n    name: 'a'\r\n  -   {image: \"registry.example.com/hub/library/redis\", name: b}\r\n",
    );
    let text = "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      initContainers: [{name: i, image: 'busybox'}]\n      containers: []\n---\n# nothing\n---\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"volumes\":[{\"image\":{\"reference\":\"nginx\"}}]}}\n";
    let expected = text
        .replace("'busybox'", "'registry.example.com/hub/library/busybox'")
        .replace("\"nginx\"", "\"registry.example.com/hub/library/nginx\"");
    check(text, &expected);
}

#[test]
fn what_no_entry_covers_stays() {
    for text in [
        "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: ghcr.io/a/b}]}\n",
        "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: $IMAGE}, {image: 'registry.corp.example:5000/App'}]}\n",
        "apiVersion: v1\nkind: ConfigMap\ndata: {image: nginx}\n",
        "just: text\n",
    ] {
        check(text, text);
    }
}

#[test]
fn a_pull_secret_is_added_in_the_style_of_the_file() {
    let pod = |spec: &str| format!("apiVersion: v1\nkind: Pod\nspec:\n{spec}");
    let before = "registry.corp.example:5000/app";
    let after = "registry.example.com/corp/app";
    for (spec, expected) in [
        (
            "  containers: # all\n  - image: IMAGE\n",
            "  imagePullSecrets:\n    - name: corp-mirror\n  containers: # all\n  - image: IMAGE\n",
        ),
        (
            "  imagePullSecrets: # for the registry\n    - name: a # first\n  containers: [{image: IMAGE}]\n",
            "  imagePullSecrets: # for the registry\n    - name: corp-mirror\n    - name: a # first\n  containers: [{image: IMAGE}]\n",
        ),
        (
            "  imagePullSecrets:\n  # first\n  - name: a\n  containers: [{image: IMAGE}]\n",
            "  imagePullSecrets:\n  # first\n  - name: corp-mirror\n  - name: a\n  containers: [{image: IMAGE}]\n",
        ),
        (
            "  imagePullSecrets:\n  -   &a-b {name: a}\n  -   name: c\n  containers: [{image: IMAGE}]\n",
            "  imagePullSecrets:\n  - name: corp-mirror\n  -   &a-b {name: a}\n  -   name: c\n  containers: [{image: IMAGE}]\n",
        ),
        (
            "  imagePullSecrets: [{name: a}]\n  containers: [{image: IMAGE}]\n",
            "  imagePullSecrets: [{name: corp-mirror}, {name: a}]\n  containers: [{image: IMAGE}]\n",
        ),
        (
            "  imagePullSecrets: [\"a\", {name: b}]\n  containers: [{image: IMAGE}]\n",
            "  imagePullSecrets: [{\"name\": \"corp-mirror\"}, \"a\", {name: b}]\n  containers: [{image: IMAGE}]\n",
        ),
        (
            "  imagePullSecrets: []\n  containers: [{image: IMAGE}]\n",
            "  imagePullSecrets: [{name: corp-mirror}]\n  containers: [{image: IMAGE}]\n",
        ),
        (
            "  { containers: [{image: IMAGE}], imagePullSecrets: [ ] }\n",
            "  { containers: [{image: IMAGE}], imagePullSecrets: [{name: corp-mirror} ] }\n",
        ),
        (
            "  { 'containers': [{image: IMAGE}]}\n",
            "  {imagePullSecrets: [{name: corp-mirror}],  'containers': [{image: IMAGE}]}\n",
        ),
        (
            "  imagePullSecrets:\n  - name: corp-mirror\n  containers: [{image: IMAGE}]\n",
            "  imagePullSecrets:\n  - name: corp-mirror\n  containers: [{image: IMAGE}]\n",
        ),
    ] {
        check(&pod(&spec.replace("IMAGE", before)), &pod(&expected.replace("IMAGE", after)));
    }
    let json = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"image\":\"IMAGE\"}],\"imagePullSecrets\":[]}}";
    let with_secret = json.replace("[]", "[{\"name\": \"corp-mirror\"}]");
    check(&json.replace("IMAGE", before), &with_secret.replace("IMAGE", after));
    check(
        &format!(
            "{{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {{\"containers\": [{{\"image\": \"{before}\"}}]}}}}"
        ),
        &format!(
            "{{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {{\"imagePullSecrets\": [{{\"name\": \"corp-mirror\"}}], \"containers\": [{{\"image\": \"{after}\"}}]}}}}"
        ),
    );
    let list = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec: &spec\n    containers:\n    - image: IMAGE\n- apiVersion: v1\n  kind: Pod\n  spec:\n    containers: []\n";
    let fixed = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec: &spec\n    imagePullSecrets:\n      - name: corp-mirror\n    containers:\n    - image: IMAGE\n- apiVersion: v1\n  kind: Pod\n  spec:\n    containers: []\n";
    check(&list.replace("IMAGE", before), &fixed.replace("IMAGE", after));
    check_left(
        &pod("  imagePullSecrets:\n  containers: [{image: registry.corp.example:5000/app}]\n"),
        "app.yaml",
        &[
            "4: spec.imagePullSecrets: pull secret `corp-mirror` is added, but what is there is not a list; add it by hand",
        ],
    );
}

#[test]
fn pull_secrets_of_several_entries_are_added_together() {
    let settings = r#"{"rewrites": [
        {"from": "a.example", "to": "r.example.com/a", "pullSecret": "one"},
        {"from": "b.example", "to": "r.example.com/b", "pullSecret": "2024"},
        {"from": "c.example", "to": "r.example.com/c", "pullSecret": "on"}
    ]}"#;
    let document = Document::parse(settings.as_bytes()).unwrap();
    let settings = Settings::read(&document).unwrap();
    let named = BTreeSet::new();
    let fixer = Fixer { settings: &settings, namespace: "default", named: &named };
    let images = "containers: [{image: a.example/x}, {image: b.example/x}, {image: c.example/x}]";
    for (before, after) in [
        (
            "  CONTAINERS\n",
            "  imagePullSecrets:\n    - name: one\n    - name: \"2024\"\n    - name: \"on\"\n  CONTAINERS\n",
        ),
        ("  {CONTAINERS}\n", "  {imagePullSecrets: [{name: one}, {name: \"2024\"}, {name: \"on\"}], CONTAINERS}\n"),
        (
            "  imagePullSecrets: []\n  CONTAINERS\n",
            "  imagePullSecrets: [{name: one}, {name: \"2024\"}, {name: \"on\"}]\n  CONTAINERS\n",
        ),
        (
            "  imagePullSecrets:\n  - {name: one}\n  CONTAINERS\n",
            "  imagePullSecrets:\n  - name: \"2024\"\n  - name: \"on\"\n  - {name: one}\n  CONTAINERS\n",
        ),
    ] {
        let text = |spec: &str, images: &str| {
            format!("apiVersion: v1\nkind: Pod\nspec:\n{}", spec.replace("CONTAINERS", images))
        };
        let written = fixer.fix(&text(before, images), File { path: "a.yaml", is_given: true, is_final: true });
        let moved = ["a", "b", "c"].iter().fold(images.to_owned(), |text, it| {
            text.replace(&format!("{it}.example/"), &format!("r.example.com/{it}/"))
        });
        assert_eq!(written.text.as_deref(), Some(&*text(after, &moved)), "{:?}", written.left);
        let told: Vec<_> = written.fixes.iter().filter(|it| it.what.starts_with("pull")).map(|it| &it.what).collect();
        assert_eq!(told.len(), 1, "{told:?}");
    }
}

#[test]
fn strings_that_are_not_in_one_piece_are_left() {
    let becomes = "`nginx` becomes `registry.example.com/hub/library/nginx` (rewrites[1])";
    let pod = |image: &str| format!("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: {image}\n");
    for image in ["|-\n      nginx", ">-\n      nginx", "\"ngin\\x78\""] {
        let expected = format!("5: spec.containers[0].image: {becomes}, but the text is not written in one piece");
        check_left(&pod(image), "app.yaml", &[&expected]);
    }
    // An alias is what its anchor is, wherever that changes.
    check(
        "apiVersion: v1\nkind: Pod\nspec:\n  initContainers:\n  - image: &image nginx\n  containers:\n  - image: *image\n",
        "apiVersion: v1\nkind: Pod\nspec:\n  initContainers:\n  - image: &image registry.example.com/hub/library/nginx\n  containers:\n  - image: *image\n",
    );
    check_left(
        "x: &image nginx\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: *image\n  - image: redis\n",
        "app.yaml",
        &[&format!("6: spec.containers[0].image: {becomes}, but an alias stands there; change its anchor")],
    );
    // Something else has the same string.
    let fixed = fix("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: &image nginx\n    name: *image\n");
    assert!(fixed.text.is_none() && fixed.fixes.is_empty());
    assert_eq!(fixed.left[0].why, format!("{becomes}, but the file cannot be changed in place"));
}

#[test]
fn kustomizations_name_images_apart_from_their_manifests() {
    let text = "kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nimages:\n# one\n- name: app\n  newName: registry.corp.example:5000/app # here\n  newTag: \"2\"\n- name: nginx\n  newTag: \"1\"\n- {name: redis, digest: sha256:x}\n- name: ghcr.io/a/b\n";
    let expected = "kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nimages:\n# one\n- name: app\n  newName: registry.example.com/corp/app # here\n  newTag: \"2\"\n- newName: registry.example.com/hub/library/nginx\n  name: nginx\n  newTag: \"1\"\n- {newName: registry.example.com/hub/library/redis, name: redis, digest: sha256:x}\n- name: ghcr.io/a/b\n";
    check(text, expected);
    let file = |name| File { path: name, is_given: true, is_final: true };
    assert_eq!(named_images(text, file("a.yaml")), ["app", "nginx", "redis", "ghcr.io/a/b"]);
    assert_eq!(named_images("images: [{name: a}]", file("kustomization.yaml")), ["a"]);
    assert!(named_images("images: [{name: a}]", file("other.yaml")).is_empty());

    // What Kustomize replaces by its name keeps that name.
    let pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: nginx:1\n  - image: redis\n  - image: registry.corp.example:5000/app@sha256:x\n";
    let fixed = fix_named(pod, "pod.yaml", &["nginx", "redi"]);
    assert_eq!(fixed.text.unwrap(), pod.replace("redis", "registry.example.com/hub/library/redis"));
    let kept: Vec<_> = fixed.kept.iter().map(|it| format!("{}: {}", it.place.line, it.why)).collect();
    assert_eq!(kept, ["5: `nginx` stays, since a kustomization replaces it by that name"]);
}

#[test]
fn values_of_charts_have_images_whole_or_in_parts() {
    let text = "image: nginx:1\nserver:\n  image:\n    repository: registry.corp.example:5000/app # whole\n    tag: 1.2\nredis:\n  image:\n    registry: docker.io\n    repository: bitnami/redis\n    tag: \"7\"\nother:\n  image: {registry: ghcr.io, repository: a/b, tag: 1}\n";
    let expected = "image: registry.example.com/hub/library/nginx:1\nserver:\n  image:\n    repository: registry.example.com/corp/app # whole\n    tag: 1.2\nredis:\n  image:\n    registry: registry.example.com\n    repository: hub/bitnami/redis\n    tag: \"7\"\nother:\n  image: {registry: ghcr.io, repository: a/b, tag: 1}\n";
    let fixed = fix_named(text, "values.yaml", &[]);
    assert_eq!(fixed.text.as_deref(), Some(expected), "{:?}", fixed.left);
    assert_eq!(fixed.fixes.len(), 4);
    let compose = "services:\n  web: {image: \"nginx\"}\n";
    let fixed = fix_named(compose, "compose.yaml", &[]);
    assert_eq!(fixed.text.as_deref(), Some("services:\n  web: {image: \"registry.example.com/hub/library/nginx\"}\n"));
}

#[test]
fn what_cannot_be_read_does_not_hinder_the_rest() {
    let fixed = fix("apiVersion: v1\nkind: Pod\nspec: {containers: [{image: nginx}]}\n---\nkind: {{ x }}\n: :\n");
    assert_eq!(fixed.unreadable.len(), 1);
    assert!(fixed.text.unwrap().contains("{image: registry.example.com/hub/library/nginx}"));
}

#[test]
fn the_name_of_an_image_is_without_tag_and_digest() {
    for (image, name) in [
        ("nginx", "nginx"),
        ("nginx:1", "nginx"),
        ("r:5000/a", "r:5000/a"),
        ("r:5000/a:1@sha256:x", "r:5000/a"),
        ("a@sha256:x", "a"),
    ] {
        assert_eq!(name_of(image), name);
    }
}
