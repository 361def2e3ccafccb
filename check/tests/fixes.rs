//! Changes that are proposed for findings: they take the finding away and change nothing else, or they are not proposed.

use insecure_registry_check::{Checker, DEFAULT_NAMESPACE, File, settings};
use insecure_registry_policy::settings_document;
use insecure_registry_policy::time::Clock;

const FILE: File<'_> = File { path: "a.yaml", is_given: false, is_final: false };

/// Each title with the changed text, of all findings in a text.
fn fixes_with(settings: &str, file: File<'_>, text: &str) -> Vec<(String, String)> {
    let document = settings_document(settings.as_bytes()).unwrap();
    let settings = settings::strictly(&document).unwrap();
    let checker = Checker { settings: &settings, namespace: DEFAULT_NAMESPACE, clock: Clock::Host };
    let check = checker.check_file(text, file);
    let findings = check.objects.iter().flat_map(|object| object.findings.iter().map(move |it| (object, it)));
    let fixes = findings.flat_map(|(object, finding)| checker.fixes(text, file, object, finding));
    fixes.map(|fix| (fix.title.clone(), fix.edit.apply(text))).collect()
}

/// A pod whose only container has these lines, indented by six.
fn pod(lines: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n    - name: a\n{lines}")
}

/// One fix with this title leaves these lines; none if there is no title.
#[track_caller]
fn check_lines(lines: &str, expected: Option<(&str, &str)>) {
    let fixes = fixes_with("{}", FILE, &pod(lines));
    let expected: Vec<_> = expected.into_iter().map(|(title, lines)| (title.to_owned(), pod(lines))).collect();
    assert_eq!(fixes, expected, "{lines}");
}

#[test]
fn a_flag_is_removed_with_what_separates_it() {
    const REMOVE: &str = "Remove this argument";
    let image = "      image: registry.example.com/skopeo\n";
    for (before, after) in [
        ("[copy, --tls-verify=false, docker://a, dir:b]", "[copy, docker://a, dir:b]"),
        ("[copy, docker://a, dir:b, --tls-verify=false]", "[copy, docker://a, dir:b]"),
        ("[ \"copy\" ,\"--tls-verify=false\" ,\"docker://a\",\"dir:b\"]", "[ \"copy\" ,\"docker://a\",\"dir:b\"]"),
        (
            "\n        - copy\n        - --tls-verify=false # why\n        - dir:b\n",
            "\n        - copy\n        - dir:b\n",
        ),
        ("\n      - copy\n      - \"--tls-verify=false\"", "\n      - copy\n"),
    ] {
        let lines = |args: &str| format!("{image}      args: {args}");
        check_lines(&lines(before), Some((REMOVE, &lines(after))));
    }
    // A flag that may take the next word.
    let crane = "      image: registry.example.com/crane\n      args: ";
    check_lines(&format!("{crane}[--insecure, copy, a, b]"), None);
    check_lines(&format!("{crane}[copy, --insecure, -v]"), Some((REMOVE, &format!("{crane}[copy, -v]"))));
    check_lines(&format!("{crane}[copy, --insecure]"), Some((REMOVE, &format!("{crane}[copy]"))));
    // In a script there is more than the flag.
    check_lines("      image: a.example.com/a\n      command: [sh, -c, \"crane copy --insecure a b\"]\n", None);
}

#[test]
fn a_switch_is_set_to_its_other_word() {
    let image = "      image: registry.example.com/trivy\n      env:";
    for (before, after) in [
        (" [{name: TRIVY_INSECURE, value: \"true\"}]", " [{name: TRIVY_INSECURE, value: \"false\"}]"),
        (
            "\n        - name: TRIVY_INSECURE\n          value: '1'\n",
            "\n        - name: TRIVY_INSECURE\n          value: 'false'\n",
        ),
    ] {
        check_lines(&format!("{image}{before}"), Some(("Set to `false`", &format!("{image}{after}"))));
    }
    let source = |word: &str| {
        format!(
            "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {{name: a}}\nspec:\n  \
             url: oci://registry.example.com/a\n  insecure: {word} # for now\n"
        )
    };
    let fixes = fixes_with("{}", FILE, &source("true"));
    assert_eq!(fixes, [("Set to `false`".to_owned(), source("false"))]);
    // The value of an anchor may be another's too.
    let shared = source("&a true") + "  suspend: *a\n";
    assert_eq!(
        fixes_with("{}", FILE, &shared.replace("&a true # for now", "*b").replace("url:", "suspend: &b true\n  url:"))
            .len(),
        0
    );
}

#[test]
fn an_image_is_pulled_from_a_registry_that_the_settings_name() {
    let settings = r#"{"trustedRegistries":["registry.example.com","*.example.org","10.0.0.0/8"]}"#;
    let pull = "Pull from `registry.example.com`";
    let fixes = |lines: &str| fixes_with(settings, FILE, &pod(lines));
    for (before, after) in [
        ("localhost:5000/team/app:1.0", "registry.example.com/team/app:1.0"),
        ("\"registry.lan/app\"", "\"registry.example.com/app\""),
        (
            "'127.0.0.1/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'",
            "'registry.example.com/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'",
        ),
    ] {
        let image = |image: &str| format!("      image: {image} # here\n");
        assert_eq!(fixes(&image(before)), [(pull.to_owned(), pod(&image(after)))]);
    }
    check_lines("      image: localhost:5000/app\n", None);
    // Docker Hub's own images have a longer name elsewhere.
    let settings = r#"{"allowedRegistries":["mirror.example.com:8443","ghcr.io/team"]}"#;
    let fixes = fixes_with(settings, FILE, &pod("      image: nginx\n"));
    let expected = pod("      image: mirror.example.com:8443/library/nginx\n");
    assert_eq!(fixes, [("Pull from `mirror.example.com:8443`".to_owned(), expected)]);
}

#[test]
fn registries_that_have_no_copies_of_other_images_are_not_proposed() {
    let local =
        r#""image-registry.openshift-image-registry.svc:5000","Registry.default.SVC.cluster.local","localhost:5000""#;
    let titles = |settings: &str, image: &str| {
        let fixes = fixes_with(settings, FILE, &pod(&format!("      image: {image}/team/app:1\n")));
        fixes.into_iter().map(|(title, _)| title).collect::<Vec<_>>()
    };
    let suspect = "10.20.30.40:5000";
    assert_eq!(titles(&format!(r#"{{"trustedRegistries":[{local}]}}"#), suspect), [""; 0]);
    let pull = |name: &str| format!("Pull from `{name}`");
    let settings = format!(r#"{{"trustedRegistries":[{local},"harbor.lan","svc.example.com"]}}"#);
    assert_eq!(titles(&settings, suspect), [pull("harbor.lan"), pull("svc.example.com")]);
    // Where images may come from is for the administrator to say.
    let settings = r#"{"trustedRegistries":["registry.default.svc"],"allowedRegistries":["registry.example.com","registry.default.svc"]}"#;
    assert_eq!(titles(settings, "other.example.com"), [pull("registry.example.com"), pull("registry.default.svc")]);
}

#[test]
fn a_registry_of_its_own_is_replaced_in_values_of_charts() {
    let settings = r#"{"trustedRegistries":["registry.example.com"]}"#;
    let file = File { path: "values.yaml", ..FILE };
    let values = |registry: &str| format!("image:\n  registry: {registry}\n  repository: team/app\n  tag: \"1\"\n");
    let fixes = fixes_with(settings, file, &values("localhost:5000"));
    assert_eq!(fixes, [("Pull from `registry.example.com`".to_owned(), values("registry.example.com"))]);
}

#[test]
fn a_scheme_is_removed() {
    let image = |image: &str| format!("      image: {image}\n");
    let remove = |after: &'static str| Some(("Remove `http://`", after));
    check_lines(&image("http://registry.example.com/a"), remove("      image: registry.example.com/a\n"));
    check_lines(&image("\"HTTP://registry.example.com/a\""), remove("      image: \"registry.example.com/a\"\n"));
}

#[test]
fn a_credential_is_read_from_a_secret() {
    let env = "      image: registry.example.com/a\n      env:";
    let title = "Read `REGISTRY_PASSWORD` from the Secret `registry-credentials`";
    for (before, after) in [
        (
            "\n        - name: REGISTRY_PASSWORD\n          value: CANARY # here\n",
            "\n        - name: REGISTRY_PASSWORD\n          \
             valueFrom: {secretKeyRef: {name: registry-credentials, key: REGISTRY_PASSWORD}} # here\n",
        ),
        (
            " [{\"name\": \"REGISTRY_PASSWORD\", \"value\": \"CANARY\"}]\n",
            " [{\"name\": \"REGISTRY_PASSWORD\", \"valueFrom\": {\"secretKeyRef\": \
             {\"name\": \"registry-credentials\", \"key\": \"REGISTRY_PASSWORD\"}}}]\n",
        ),
    ] {
        check_lines(&format!("{env}{before}"), Some((title, &format!("{env}{after}"))));
    }
}

/// The settings after the exemption of the first finding, with a reason.
fn exempted(settings: &str) -> Option<String> {
    let text = pod("      image: localhost:5000/app\n");
    let json = settings::json_of(settings).unwrap();
    let document = settings_document(json.as_bytes()).unwrap();
    let read = settings::strictly(&document).unwrap();
    let checker = Checker { settings: &read, namespace: "shop", clock: Clock::Host };
    let check = checker.check_file(&text, FILE);
    let (object, finding) = (&check.objects[0], &check.objects[0].findings[0]);
    let exempt = checker.exempt(settings, (&text, FILE), object, finding)?;
    let mut changed = exempt.edit.apply(settings);
    assert!(settings::Text::read(&changed).unwrap().mistakes().unwrap()[0].path.ends_with(".reason"), "{changed}");
    changed.insert_str(exempt.reason, "WHY");
    Some(changed)
}

#[test]
fn an_exemption_goes_where_exemptions_are() {
    const ITEM: &str =
        "- reason: \"WHY\"\n    rules: [loopback-registry]\n    namespaces: [shop]\n    kinds: [Pod]\n    names: [a]\n";
    const BRACES: &str = "{\"reason\": \"WHY\", \"rules\": [\"loopback-registry\"], \"namespaces\": [\"shop\"], \
                          \"kinds\": [\"Pod\"], \"names\": [\"a\"]}";
    let list = format!("exemptions:\n  {ITEM}");
    for (before, after) in [
        ("", list.clone()),
        ("# only this\n", format!("# only this\n{list}")),
        ("suspectPorts: [80]", format!("suspectPorts: [80]\n{list}")),
        ("suspectPorts: [80] # x\n\n# end\n", format!("suspectPorts: [80] # x\n{list}\n# end\n")),
        (
            "exemptions:\n  - reason: other\n    names: [b] # x\nsuspectPorts: [80]\n",
            format!("exemptions:\n  - reason: other\n    names: [b] # x\n  {ITEM}suspectPorts: [80]\n"),
        ),
        (
            "exemptions:\n  - reason: other\n    names: [b]\n\n# The rest.\nsuspectPorts: [80]\n",
            format!("exemptions:\n  - reason: other\n    names: [b]\n  {ITEM}\n# The rest.\nsuspectPorts: [80]\n"),
        ),
        (
            "exemptions:\n- reason: other\n  names: [b]",
            format!("exemptions:\n- reason: other\n  names: [b]\n{}", ITEM.replace("\n    ", "\n  ")),
        ),
        ("exemptions: []\n", format!("exemptions: [{BRACES}]\n")),
        ("exemptions: [{reason: b, names: [b]}]", format!("exemptions: [{{reason: b, names: [b]}}, {BRACES}]")),
        ("{}", format!("{{\"exemptions\": [{BRACES}]}}")),
        ("{\"suspectPorts\": [80]}\n", format!("{{\"exemptions\": [{BRACES}], \"suspectPorts\": [80]}}\n")),
        (
            "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nspec:\n  settings:\n    suspectPorts: [80]\n  mode: monitor\n",
            format!(
                "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nspec:\n  settings:\n    \
                 suspectPorts: [80]\n    exemptions:\n      {}  mode: monitor\n",
                ITEM.replace("\n    ", "\n        ").trim_end_matches(' ')
            ),
        ),
    ] {
        assert_eq!(exempted(before).as_deref(), Some(after.as_str()), "{before}");
    }
    assert_eq!(exempted("exemptions: null\n"), None);
}

/// What is proposed is tried on as little of the text as it takes, and is the same in more of it.
#[test]
fn a_fix_is_the_same_in_a_document_an_item_and_a_text_of_many() {
    let settings = r#"{"trustedRegistries":["registry.example.com"]}"#;
    let fixes = |text: &str| fixes_with(settings, FILE, text);
    let pods = [
        pod("      image: localhost:5000/a\n      args: [a]\n"),
        pod("      image: registry.example.com/skopeo\n      args: [copy, --tls-verify=false, docker://a, dir:b]\n"),
        pod(
            "      image: registry.example.com/b\n      env:\n        - name: REGISTRY_PASSWORD\n          value: CANARY\n",
        ),
        pod("      image: http://registry.example.com/c\n"),
        pod("      image: localhost:5000/a\n      args: [a]\n"),
    ];
    let of_list = |pods: &[String]| {
        let item = |pod: &String| format!("- {}\n", pod.trim_end().replace('\n', "\n  "));
        format!(
            "apiVersion: v1\nkind: List\nitems:\n# all\n{}metadata: {{}}\n",
            pods.iter().map(item).collect::<String>()
        )
    };
    let of_documents = |pods: &[String]| format!("# many\n---\n{}", pods.join("---\n"));
    let of_part = |pods: &[String]| format!("---\n{}---\n{}", pods.join("...\n"), of_list(pods));
    for (text_of, times) in [
        (&of_list as &dyn Fn(&[String]) -> String, 1),
        (&of_documents, 1),
        (&of_part, 2),
        (&|pods| format!("{}---\n{}", of_list(pods), of_documents(pods)), 2),
    ] {
        let found = fixes(&text_of(&pods));
        let mut expected = Vec::new();
        for (nth, pod) in pods.iter().enumerate() {
            for (title, fixed) in fixes(pod) {
                let mut pods = pods.clone();
                pods[nth] = fixed;
                expected.push((title, text_of(&pods)));
            }
        }
        assert!(expected.len() >= pods.len(), "{expected:#?}");
        assert_eq!(found.len(), times * expected.len());
        for (fix, whole) in expected {
            // Where the text has each pod twice, one of them is changed.
            let is_it = |(title, text): &(String, String)| *title == fix && (times > 1 || *text == whole);
            assert!(found.iter().any(is_it), "{fix}\n{found:#?}");
        }
    }
}
