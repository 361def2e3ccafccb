use super::*;

/// Walks an object of a kind, and prints each place: where it is, how deep the pod spec around it, and what is there.
fn places(group: &str, kind: &str, object: &str) -> Vec<String> {
    walked(object, Start::Known(shape_of(group, kind).unwrap()), Names::Skip)
}

fn walked(object: &str, start: Start<'_>, names: Names) -> Vec<String> {
    let mut places = Vec::new();
    let object = Raw::new(object.as_bytes()).unwrap();
    let walked = walk(object, &[start], None, Path::default(), names, &mut |place| {
        let what = match place.what {
            Subject::Image(text) | Subject::ImageUrl(text) => text.to_string(),
            Subject::PullSecret(secret) => {
                format!("{:?} {} {:?}", secret.form, secret.is_base64, secret.text.as_deref())
            }
            Subject::Variable { name, value, .. } => format!("{}={}", name.text().unwrap(), value.text().unwrap()),
            Subject::Text { text, .. } => format!("'{}'", text.text().unwrap()),
            Subject::Manifests { taken, is_read, .. } => format!("{taken:?} {is_read}"),
            Subject::Login(registry, _) => format!("login {:?}", registry.as_deref()),
            Subject::Auths(auths) => format!("{auths:?}"),
            Subject::InsecureField(field, value) => format!("{}: {value:?}", field.means),
            Subject::Command(line) => {
                let mut words = Vec::new();
                let _ = line.each_word(&mut |(list, index), word| {
                    words.push(format!("{}[{index}] {word}", line.lists[list].path.join(".")));
                });
                format!("{} {:?} {}", line.has_program, line.image.as_deref(), words.join(", "))
            }
            Subject::MistypedPullSecret(kind) => format!("in {kind}"),
            Subject::LastApplied(text, form) => format!("{form:?} {text}"),
            Subject::Unreadable { expected, found } => format!("expected {expected}, found {found}"),
        };
        let pod = place.pod.map_or("-".to_owned(), |pod| pod.to_string());
        places.push(format!("{} {pod} {what}", place.path));
    });
    assert_eq!(walked, Ok(()));
    places
}

const POD_SPEC: &str = r#"{"containers":[{"name":"a","image":"c"},{"image":"c2"}],"ephemeralContainers":[{"image":"e"}],
    "initContainers":[{"image":"i"}],"volumes":[{"name":"v","emptyDir":{}},{"image":{"reference":"v"}}]}"#;

#[test]
fn every_kind_has_every_place() {
    for (group, kind, before) in [
        ("", "Pod", "spec"),
        ("", "PodTemplate", "template.spec"),
        ("", "ReplicationController", "spec.template.spec"),
        ("apps", "Deployment", "spec.template.spec"),
        ("apps", "ReplicaSet", "spec.template.spec"),
        ("apps", "StatefulSet", "spec.template.spec"),
        ("apps", "DaemonSet", "spec.template.spec"),
        ("batch", "Job", "spec.template.spec"),
        ("batch", "CronJob", "spec.jobTemplate.spec.template.spec"),
        ("extensions", "Deployment", "spec.template.spec"),
        ("extensions", "ReplicaSet", "spec.template.spec"),
        ("extensions", "DaemonSet", "spec.template.spec"),
    ] {
        let object =
            before.rsplit('.').fold(POD_SPEC.to_owned(), |json, key| format!(r#"{{"x":[{{}}],"{key}":{json}}}"#));
        let pod = before.split('.').count();
        let expected = [
            format!("{before}.containers[0].image {pod} c"),
            format!("{before}.containers[1].image {pod} c2"),
            format!("{before}.ephemeralContainers[0].image {pod} e"),
            format!("{before}.initContainers[0].image {pod} i"),
            format!("{before}.volumes[1].image.reference {pod} v"),
        ];
        assert_eq!(places(group, kind, &object), expected, "{kind}");
    }
    assert!(shape_of("example.com", "Deployment").is_none());
    assert!(shape_of("example.com", "pod").is_none());
    for (group, kind) in [("", "Deployment"), ("apps", "Pod"), ("", "pod"), ("batch", "JOB")] {
        assert!(shape_of(group, kind).is_some(), "{group}/{kind}");
    }
}

#[test]
fn what_is_null_or_missing_hides_nothing() {
    let pod = |spec: &str| places("", "Pod", &format!(r#"{{"spec":{spec}}}"#));
    assert_eq!(places("", "Pod", "{}"), [] as [&str; 0]);
    assert_eq!(pod("null"), [] as [&str; 0]);
    assert_eq!(pod(r#"{"containers":null}"#), [] as [&str; 0]);
    assert_eq!(
        pod(
            r#"{"initContainers":null,"containers":[null,{},{"image":null},{"image":"x"}],"volumes":[{"image":null}]}"#
        ),
        ["spec.containers[3].image 1 x"]
    );
}

#[test]
fn what_has_another_shape_is_a_place() {
    let pod = |object: &str| places("", "Pod", object);
    assert_eq!(pod("[]"), ["object - expected an object, found a list"]);
    assert_eq!(pod(r#"{"spec":"x"}"#), ["spec - expected an object, found a string"]);
    assert_eq!(
        pod(
            r#"{"spec":{"containers":{"image":"a"},"initContainers":[["image"],{"image":5},{"image":["b"]},{"image":"c"}]}}"#
        ),
        [
            "spec.containers 1 expected a list, found an object",
            "spec.initContainers[0] 1 expected an object, found a list",
            "spec.initContainers[1].image 1 expected a string, found a number",
            "spec.initContainers[2].image 1 expected a string, found a list",
            "spec.initContainers[3].image 1 c",
        ]
    );
    assert_eq!(
        pod(r#"{"spec":{"volumes":[{"image":true},{"image":{"reference":{"a":1}}}]}}"#),
        [
            "spec.volumes[0].image 1 expected an object, found a boolean",
            "spec.volumes[1].image.reference 1 expected a string, found an object",
        ]
    );
}

#[test]
fn keys_and_values_are_read_however_they_are_escaped_and_repeated() {
    let object =
        r#"{"sp\u0065c":{"containers":[{"\u0069mage":"\u0061\/b","image":"c"}],"containers":[{"image":"d"}]}}"#;
    assert_eq!(
        places("", "Pod", object),
        [
            "spec.containers[0] 1 expected each field once, found a duplicate field",
            "spec.containers[0].image 1 c",
            "spec.containers[0].image 1 d",
        ]
    );
}

#[test]
fn names_are_found_when_they_are_asked_for() {
    let object = r#"{"spec":{"containers":[{"image":"a","name":"web"},{"image":"b"}]}}"#;
    let mut names = Vec::new();
    let raw = Raw::new(object.as_bytes()).unwrap();
    let result = walk(raw, &[Start::Known(POD)], None, Path::default(), Names::Find, &mut |place| {
        if let Some(Segment::Item { index, name }) = place.path.segments().get(2) {
            names.push((*index, name.as_deref().map(str::to_owned)));
        }
    });
    assert_eq!(result, Ok(()));
    assert_eq!(names, [(0, Some("web".to_owned())), (1, None)]);
    assert_eq!(walked(object, Start::Known(POD), Names::Find), walked(object, Start::Known(POD), Names::Skip));
}

#[test]
fn custom_resources_are_walked_by_their_paths() {
    let mut widget = CustomResource::new("example.com", "Widget");
    widget.add_pod_spec("spec.template.spec").unwrap();
    for path in ["spec.sidecar.image", "spec.steps[*].image", "spec.map[*].image", r#"spec.map["a.b/c"].extra"#] {
        widget.add_image(path).unwrap();
    }
    let object = r#"{"spec":{"image":"not asked for",
        "map":{"a.b/c":{"extra":"m1","image":"m2"},"x":{"extra":"no","image":"m3"},"n":null},
        "sidecar":{"image":"s"},
        "steps":[{"image":"s0"},{},{"image":"s2"}],
        "template":{"spec":{"containers":[{"image":"c"}]}}}}"#;
    assert_eq!(
        walked(object, Start::Custom(&widget), Names::Skip),
        [
            r#"spec.map["a.b/c"].extra - m1"#,
            r#"spec.map["a.b/c"].image - m2"#,
            "spec.map.x.image - m3",
            "spec.sidecar.image - s",
            "spec.steps[0].image - s0",
            "spec.steps[2].image - s2",
            "spec.template.spec.containers[0].image 3 c",
        ]
    );
    assert_eq!(
        walked(
            r#"{"spec":{"sidecar":"x","steps":5,"map":[{"image":"in a list"}]}}"#,
            Start::Custom(&widget),
            Names::Skip
        ),
        [
            "spec.sidecar - expected an object, found a string",
            "spec.steps - expected a list, found a number",
            "spec.map[0].image - in a list",
        ]
    );
}

#[test]
fn secrets_are_read_by_their_type() {
    let secret = |object: &str| places("", "Secret", object);
    assert_eq!(
        secret(
            r#"{"type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"e30=",".dockercfg":"x"},
                "stringData":{".dockerconfigjson":"{}"},
                "metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}"}}}"#
        ),
        [
            r#"data[".dockerconfigjson"] - Config true Some("e30=")"#,
            r#"stringData[".dockerconfigjson"] - Config false Some("{}")"#,
            r#"metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"] - Config {}"#,
        ]
    );
    assert_eq!(
        secret(r#"{"type":"kubernetes.io/dockercfg","data":{".dockercfg":5}}"#),
        [r#"data[".dockercfg"] - Legacy true None"#]
    );
    assert_eq!(secret(r#"{"type":"kubernetes.io/dockercfg"}"#), [r#"data[".dockercfg"] - Legacy true None"#]);
    assert_eq!(
        secret(r#"{"data":{".dockerconfigjson":"e30=","config.json":"e30="},"stringData":{".dockercfg":"{}"}}"#),
        [r#"data[".dockerconfigjson"] - in Opaque"#, r#"stringData[".dockercfg"] - in Opaque"#]
    );
    assert_eq!(secret(r#"{"type":"kubernetes.io/tls","data":{"tls.crt":"eA=="}}"#), [] as [&str; 0]);
    assert_eq!(secret(r#"{"data":"x"}"#), ["data - expected an object, found a string"]);
}

#[test]
fn variables_annotations_and_config_entries_are_places() {
    assert_eq!(
        places(
            "apps",
            "Deployment",
            r#"{"metadata":{"annotations":{"a":"auths","n":null}},"spec":{"template":{"metadata":{"annotations":{"b/c":"auths"},"labels":{"l":"1"}},
                "spec":{"containers":[{"env":[{"name":"REPO_PASS","value":"x"},{"name":"B","valueFrom":{}},{"value":"z"},{"name":"C","value":5}],
                "image":"i"}],"initContainers":[{"env":null}]}}}}"#
        ),
        [
            "metadata.annotations.a - 'auths'",
            r#"spec.template.metadata.annotations["b/c"] - 'auths'"#,
            "spec.template.metadata.labels.l - '1'",
            "spec.template.spec.containers[0].image 3 i",
            "spec.template.spec.containers[0].env[0] 3 REPO_PASS=x",
        ]
    );
    // Where a search finds nothing, nothing is looked at.
    let quiet = r#"{"metadata":{"annotations":{"a":"1"},"labels":{"l":"1"}},"spec":{"containers":[{"env":[{"name":"A","value":"x"}]}]}}"#;
    assert_eq!(places("", "Pod", quiet), [] as [&str; 0]);
    assert_eq!(
        places("", "ConfigMap", r#"{"data":{"config.json":"{}"},"binaryData":{"b":"e30="},"immutable":true}"#),
        [r#"data["config.json"] - '{}'"#, "binaryData.b - 'e30='"]
    );
    assert_eq!(
        places("", "ConfigMap", r#"{"data":{"a":5},"binaryData":[]}"#),
        ["data.a - expected a string, found a number", "binaryData - expected an object, found a list"]
    );
}

#[test]
fn commands_are_places() {
    let pod = |container: &str| places("", "Pod", &format!(r#"{{"spec":{{"containers":[{container}]}}}}"#));
    assert_eq!(
        pod(r#"{"image":"i","command":["a"],"args":["b","--password=c"]}"#),
        [
            "spec.containers[0].image 1 i",
            "spec.containers[0] 1 true Some(\"i\") command[0] a, args[0] b, args[1] --password=c"
        ]
    );
    assert_eq!(pod(r#"{"args":["--password"]}"#), ["spec.containers[0] 1 false None args[0] --password"]);
    assert_eq!(
        pod(
            r#"{"livenessProbe":{"exec":{"command":["--password"]}},"readinessProbe":{"exec":{"command":["--password"]}},"startupProbe":{"exec":{"command":["--password"]}},
            "lifecycle":{"postStart":{"exec":{"command":["--password"]}},"preStop":{"exec":{"command":["x"]}}}}"#
        ),
        [
            "spec.containers[0] 1 true None lifecycle.postStart.exec.command[0] --password",
            "spec.containers[0] 1 true None lifecycle.preStop.exec.command[0] x",
            "spec.containers[0] 1 true None livenessProbe.exec.command[0] --password",
            "spec.containers[0] 1 true None readinessProbe.exec.command[0] --password",
            "spec.containers[0] 1 true None startupProbe.exec.command[0] --password",
        ]
    );
    assert_eq!(
        pod(r#"{"args":["--password","x"],"command":null}"#),
        ["spec.containers[0] 1 false None args[0] --password, args[1] x"]
    );
    assert_eq!(
        pod(r#"{"args":"--password"}"#),
        [
            "spec.containers[0] 1 expected a list of strings for a command, found something else",
            "spec.containers[0] 1 false None ",
        ]
    );
    assert_eq!(
        pod(r#"{"args":["serve"],"command":["x"],"livenessProbe":{"exec":{"command":["x"]}}}"#),
        [] as [&str; 0]
    );
}

#[test]
fn all_strings_of_other_resources_are_places() {
    let resource = |object: &str| walked(object, Start::Known(ANY), Names::Skip);
    assert_eq!(
        resource(
            r#"{"kind":"X","metadata":{"name":"auths","annotations":{"a":"auths"}},"spec":{"a":[{"b":"auths"},5,null,["c"]],"auths":{"r":{}}}}"#
        ),
        [
            "kind - 'X'",
            "metadata.annotations.a - 'auths'",
            "spec.a[0].b - 'auths'",
            "spec.a[3][0] - 'c'",
            "spec.auths - an object in 8 bytes",
        ]
    );
    assert_eq!(resource(r#"{"spec":{"authors":["x"]}}"#), [] as [&str; 0]);
    assert_eq!(resource(r#"["auths"]"#), ["[0] - 'auths'"]);
    let deep = |depth: usize| resource(&format!(r#"{{"a":"auths","b":{}{}}}"#, "[".repeat(depth), "]".repeat(depth)));
    assert_eq!(deep(DEEPEST), ["a - 'auths'"]);
    assert_eq!(deep(DEEPEST + 1).len(), 2);
    let places = deep(1000);
    assert!(places[1].contains("expected at most 128 levels of nesting"), "{places:?}");
}

#[test]
fn custom_resources_have_places_that_may_be_otherwise() {
    let resource = |group: &str, kind: &str, object: &str| {
        let resource = resource_of(group, kind).unwrap();
        let mut places = Vec::new();
        let walked = walk(
            Raw::new(object.as_bytes()).unwrap(),
            &[Start::Custom(&resource)],
            None,
            Path::default(),
            Names::Skip,
            &mut |place| {
                if let Subject::Image(image) | Subject::ImageUrl(image) = &place.what {
                    places.push(format!("{} {image}", place.path));
                } else {
                    places.push(format!("{} something", place.path));
                }
            },
        );
        assert_eq!(walked, Ok(()));
        places
    };
    assert_eq!(
        resource(
            "argoproj.io",
            "Workflow",
            r#"{"spec":{"templates":[{"container":{"image":"a"}},{"script":{"image":"{{inputs.parameters.image}}","source":"docker login -p x"}},{"sidecars":[{"image":"b"}]}]}}"#
        ),
        [
            "spec.templates[0].container.image a",
            "spec.templates[1].script something",
            "spec.templates[2].sidecars[0].image b"
        ]
    );
    assert_eq!(
        resource("source.toolkit.fluxcd.io", "HelmRepository", r#"{"spec":{"url":"oci://r.io/charts"}}"#),
        ["spec.url oci://r.io/charts"]
    );
    assert_eq!(
        resource("source.toolkit.fluxcd.io", "HelmRepository", r#"{"spec":{"url":"http://r.io"}}"#),
        [] as [&str; 0]
    );
    assert_eq!(
        resource(
            "build.openshift.io",
            "BuildConfig",
            r#"{"spec":{"strategy":{"dockerStrategy":{"from":{"kind":"DockerImage","name":"r.io/a"}}},"output":{"to":{"kind":"ImageStreamTag","name":"b"}}}}"#
        ),
        ["spec.strategy.dockerStrategy.from.name r.io/a"]
    );
    assert_eq!(
        resource(
            "tekton.dev",
            "TaskRun",
            r#"{"spec":{"taskRef":{"resolver":"bundles","params":[{"name":"bundle","value":"r.io/b:1"},{"name":"kind","value":"task"}]}}}"#
        ),
        ["spec.taskRef.params[0].value r.io/b:1"]
    );
    assert_eq!(
        resource("monitoring.coreos.com", "Prometheus", r#"{"spec":{"image":{"repository":"a"},"containers":"none"}}"#),
        [] as [&str; 0]
    );
}
