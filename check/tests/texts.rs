//! Texts as people write them, and all that is said of them, as tools have it: as JSON.

use insecure_registry_check::{Action, Check, Checker, DEFAULT_NAMESPACE, Engine, File, Finding, Known, settings};
use insecure_registry_manifests::request::{payload, requests_from};
use insecure_registry_policy::error::Error;
use insecure_registry_policy::time::Clock;
use insecure_registry_policy::{settings_document, validate, validate_settings};
use serde_json::{Value, json};

fn check(text: &str, settings: &str) -> Result<Check, Error> {
    let document = settings_document(settings.as_bytes())?;
    let settings = settings::strictly(&document)?;
    Ok(Checker { settings: &settings, namespace: DEFAULT_NAMESPACE, clock: Clock::Host }.check(text))
}

fn checked(text: &str, settings: &str) -> Value {
    serde_json::to_value(check(text, settings).unwrap()).unwrap()
}

const TWO: &str = "\
# comment
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: app
      image: \"localhost:5000/app:1\" # here
---
kind: List
apiVersion: v1
items:
  - apiVersion: v1
    kind: Pod
    metadata: {generateName: job-}
    spec: {containers: [{name: ä, image: registry.lan/app}]}
";

#[test]
fn each_finding_has_its_place_in_the_text() {
    let check = checked(TWO, "{}");
    assert_eq!((&check["unreadable"], &check["skipped"]), (&json!([]), &json!(0)));
    let rows = check["objects"].as_array().unwrap().iter().flat_map(|object| {
        let findings = object["findings"].as_array().unwrap().iter();
        findings.map(|it| {
            format!(
                "{} {} {} {} {} {}:{}-{}",
                object["document"],
                object["subject"],
                it["action"],
                it["rule"],
                it["path"],
                it["line"],
                it["column"],
                it["endColumn"]
            )
            .replace('"', "")
        })
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            "1 Pod shop/web deny loopback-registry spec.containers[0].image 8:14-36",
            "2 Pod default/job- warn suspect-registry spec.containers[0].image 16:null-null",
        ]
    );
    assert_eq!(check["objects"][0]["findings"][0]["within"], "app");
    // What the server makes a name of stands for it, as in the subject.
    let identity = ["kind", "namespace", "name"].map(|field| check["objects"][1][field].as_str().unwrap());
    assert_eq!(identity, ["Pod", "default", "job-"]);
}

/// The verdict is the guest's, for each request in the text.
#[test]
fn verdicts_are_those_of_the_policy_server() {
    let settings = r#"{"help":"ask us","exemptions":[{"reason":"old","names":["web"]}]}"#;
    let check = checked(TWO, settings);
    assert_eq!(check["objects"][0]["findings"][0]["reason"], "old");
    for (nth, input) in requests_from(TWO).unwrap().iter().enumerate() {
        let payload = payload(&input.request, &serde_json::from_str(settings).unwrap());
        let verdict: Value = serde_json::from_slice(&validate(&payload).unwrap()).unwrap();
        assert_eq!(check["objects"][nth]["verdict"], verdict);
    }
}

#[test]
fn what_cannot_be_judged_is_told_and_hinders_nothing() {
    let text = format!(
        "a: [\n---\nhello: world\n---\nkind: Pod\n---\n{TWO}---\n{}",
        r#"{"kind":"AdmissionReview","request":{"uid":"u","operation":"CREATE","kind":{"kind":"Pod"},"object":[]}}"#
    );
    let check = checked(&text, "{}");
    assert_eq!(check["objects"].as_array().unwrap().len(), 3);
    assert_eq!(check["objects"][2]["findings"][0]["rule"], "unreadable-object");
    assert_eq!(check["skipped"], 1);
    let rows: Vec<_> = check["unreadable"].as_array().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].contains("not valid YAML"), "{rows:?}");
    assert!(rows[1].contains("a manifest needs `apiVersion` as a string"), "{rows:?}");
    assert!(rows[1].contains(r#""line":5"#), "{rows:?}");
    let review = r#"{"kind":"AdmissionReview","request":{"uid":"u","operation":"MOVE","kind":{"kind":"Pod"}}}"#;
    let check = checked(review, "{}");
    assert_eq!(
        check["unreadable"][0]["message"],
        "insecure-registry: the payload is not a validation request: `request.operation`: expected one of CREATE, UPDATE, DELETE, CONNECT"
    );
    assert_eq!(checked("", "{}"), json!({"objects": [], "unreadable": [], "skipped": 0}));
}

#[test]
fn a_template_is_told_from_other_text_that_cannot_be_read() {
    for (text, expected) in [
        ("kind: Pod\nspec: {{ .Values.spec }}\n", Some(Engine::Go)),
        ("kind: Pod\nspec: {a: b\nc: {{\n", Some(Engine::Other)),
        ("kind: Pod\n{% if a %}\nspec: {}\n", Some(Engine::Jinja)),
        ("kind: [\n", None),
    ] {
        let check = check(text, "{}").unwrap();
        let engines: Vec<_> = check.unreadable.iter().map(|it| it.engine).collect();
        assert_eq!(engines, [expected], "{text}: {:?}", check.unreadable);
    }
}

#[test]
fn what_an_annotation_does_not_exempt_is_told_where_the_object_is() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {insecure-registry.io/ignore: ENTRY}}\n\
               spec: {containers: [{image: localhost/a}]}\n";
    let warnings = |entry: &str| -> Vec<_> {
        let settings = r#"{"annotations": {"rules": ["loopback-registry"]}}"#;
        let check = check(&format!("---\n---\n{}", pod.replace("ENTRY", entry)), settings).unwrap();
        check.warnings.iter().map(|it| format!("{}: {}", it.place.line, it.message)).collect()
    };
    assert_eq!(warnings("loopback-registry"), ["3: Pod default/a: ignore annotation: no reason for loopback-registry"]);
    assert_eq!(warnings("'loopback-registry: a lab'"), [""; 0]);
}

/// What is found in a file of a folder.
fn in_folder(name: &str, text: &str) -> Check {
    let document = settings_document(b"{}").unwrap();
    let settings = settings::strictly(&document).unwrap();
    let file = File { path: name, is_given: false, is_final: false };
    Checker { settings: &settings, namespace: DEFAULT_NAMESPACE, clock: Clock::Host }.check_file(text, file)
}

#[test]
fn a_folder_has_more_than_manifests() {
    let counts = |name: &str, text: &str| {
        let check = in_folder(name, text);
        (check.objects.len(), check.unreadable.len(), check.skipped, check.patches, check.engine)
    };
    for (name, text, expected) in [
        ("Chart.yaml", "apiVersion: v2\nname: web\n", (0, 0, 1, 0, None)),
        ("a.yaml", "kind: ZarfPackageConfig\n", (0, 0, 1, 0, None)),
        ("a.yaml", "apiVersion: 1\nkind: Dashboard\n", (0, 0, 1, 0, None)),
        ("a.yaml", "- {op: replace, path: /spec/replicas, value: 2}\n", (0, 0, 0, 1, None)),
        ("a.yaml", "apiVersion: v1\nkind: Pod\n", (1, 0, 0, 0, None)),
        ("a.yaml", "apiVersion: v1\nkind: {{ .kind }}\nspec: {{ .spec }}\n", (0, 0, 0, 0, Some(Engine::Go))),
        ("a.yaml", "apiVersion: v1\nkind: Pod\nspec: [\n", (0, 1, 0, 0, None)),
        ("a.yaml", "name: [\n", (0, 0, 1, 0, None)),
        // It converts resources, and nobody asks whether they are admitted.
        ("a.yaml", "apiVersion: v1\nkind: AdmissionReview\nrequest: {objects: []}\n", (0, 0, 1, 0, None)),
        ("a.yaml", "kind: AdmissionReview\nresponse: {uid: a}\n", (0, 0, 1, 0, None)),
        ("values.yaml", "image: {registry: localhost:5000, repository: a}\n", (1, 0, 0, 0, None)),
        ("other.yaml", "image: {registry: localhost:5000, repository: a}\n", (0, 0, 1, 0, None)),
    ] {
        assert_eq!(counts(name, text), expected, "{name}: {text}");
    }
}

#[test]
fn files_of_tools_are_judged_by_their_shape() {
    for (name, text, expected) in [
        (
            "values.yaml",
            "web:\n  image:\n    registry: localhost:5000\n    repository: web\n",
            "3:15 loopback-registry",
        ),
        ("compose.yaml", "services:\n  web:\n    image: localhost:5000/web\n", "3:12 loopback-registry"),
        ("kustomization.yaml", "images:\n- name: web\n  newName: localhost:5000/web\n", "3:12 loopback-registry"),
    ] {
        let check = in_folder(name, text);
        let found = check.objects.iter().flat_map(|object| &object.findings);
        let found: Vec<_> =
            found.map(|it| format!("{}:{} {}", it.place.line, it.place.column.unwrap_or(0), it.rule)).collect();
        assert_eq!(found, [expected], "{name}");
    }
    let check = in_folder("values.yaml", "image: {registry: registry.example.com, repository: web, tag: ''}\n");
    assert!(check.objects[0].findings.is_empty());
}

/// What is found in a file, with its line, its column as far as it may be told, and its path.
fn found_in(path: &str, text: &str) -> Vec<String> {
    let check = in_folder(path, text);
    assert!(check.unreadable.is_empty() && !check.objects.is_empty(), "{path}: {check:?}");
    let found: Vec<_> = check.objects.iter().flat_map(|object| &object.findings).collect();
    let quotes: Vec<_> = found.iter().filter_map(|it| it.quote.as_ref()).map(|quote| &quote.text).collect();
    assert!(!format!("{quotes:?} {found:?}").contains("CANARY"), "{path}: a secret is shown: {quotes:?} {found:?}");
    let place = |it: &Finding| match it.place.column {
        Some(column) => format!("{}:{column}", it.place.line),
        None => it.place.line.to_string(),
    };
    found.iter().map(|it| format!("{} {} {}", place(it), it.rule, it.path)).collect()
}

/// What runtimes and tools read is known by its text, and found at its line.
#[test]
fn files_of_runtimes_are_judged_at_their_lines() {
    for (path, text, expected) in [
        (
            "docker/daemon.json",
            "{\n  \"debug\": true,\n  \"insecure-registries\": [\"localhost:5000\", \"registry.example.com\"]\n}\n",
            &["3 insecure-node-config insecure-registries[1]"] as &[&str],
        ),
        (
            "docker/daemon.json",
            "{\"insecure-registries\": [], \"registry-mirrors\": [\"https://m.example.com\"]}\n",
            &[],
        ),
        (
            "containers/registries.conf",
            "unqualified-search-registries = [\"docker.io\"]\n\n[[registry]]\nlocation = \"a.example.com\"\n\n[[registry]]\n\
             location = \"b.example.com\"\ninsecure = true # yes\n",
            &["8:12 insecure-node-config registry[1].insecure"],
        ),
        ("containers/registries.conf", "[[registry]]\nlocation = \"a.example.com\"\ninsecure = false\n", &[]),
        (
            "registries.conf.d/10-a.conf",
            "[[registry]]\nlocation = 'a.example.com'\n[[registry.mirror]]\nlocation = 'b.example.com'\ninsecure = true\n",
            &["5:12 insecure-node-config registry[0].mirror[0].insecure"],
        ),
        (
            "certs.d/registry.example.com/hosts.toml",
            "server = \"https://registry.example.com\"\n\n[host.\"https://registry.example.com\"]\n  skip_verify = true\n",
            &["4:17 insecure-node-config host[\"https://registry.example.com\"].skip_verify"],
        ),
        (
            "certs.d/registry.example.com/hosts.toml",
            "server = \"https://registry.example.com\"\n[host.\"https://registry.example.com\"]\nca = \"/a.crt\"\n",
            &[],
        ),
        (
            "containerd/config.toml",
            "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"registry.example.com\".tls]\n\
             insecure_skip_verify = true\n\
             [plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"registry.example.com\".auth]\n\
             password = \"CANARY-not-a-real-password\"\n",
            &[
                "3:24 insecure-node-config plugins[\"io.containerd.grpc.v1.cri\"].registry.configs[\"registry.example.com\"].tls.insecure_skip_verify",
                "5:12 credentials-in-resource plugins[\"io.containerd.grpc.v1.cri\"].registry.configs[\"registry.example.com\"].auth.password",
            ],
        ),
        ("site/config.toml", "[params]\ntitle = \"My site\"\npassword = \"CANARY-of-a-site\"\n", &[]),
        (
            "rancher/k3s/registries.yaml",
            "mirrors:\n  a.example.com:\n    endpoint: [\"http://a.example.com\"]\nconfigs:\n  a.example.com:\n    auth:\n      \
             username: robot\n      password: CANARY-not-a-real-password\n    tls: {insecure_skip_verify: true}\n",
            &[
                "3:16 insecure-node-config mirrors[\"a.example.com\"].endpoint[0]",
                "8:17 credentials-in-resource configs[\"a.example.com\"].auth.password",
                "9:33 insecure-node-config configs[\"a.example.com\"].tls.insecure_skip_verify",
            ],
        ),
        (
            "rancher/k3s/registries.yaml",
            "configs:\n  a.example.com: {auth: {username: robot, password: \"${PASSWORD}\"}, tls: {ca_file: /a}}\n",
            &[],
        ),
        (
            "controlplane.yaml",
            "version: v1alpha1\nmachine:\n  registries:\n    config:\n      a.example.com:\n        tls:\n          \
             insecureSkipVerify: true\n",
            &["7:31 insecure-node-config machine.registries.config[\"a.example.com\"].tls.insecureSkipVerify"],
        ),
        ("controlplane.yaml", "version: v1alpha1\nmachine:\n  registries: {mirrors: {}}\n", &[]),
        (
            "mirrors.yaml",
            "apiVersion: v1alpha1\nkind: RegistryTLSConfig\nname: a.example.com\ninsecureSkipVerify: true\n---\n\
             apiVersion: v1alpha1\nkind: RegistryAuthConfig\nname: a.example.com\nusername: robot\n\
             password: CANARY-not-a-real-password\n",
            &["4:21 insecure-node-config insecureSkipVerify", "10:11 credentials-in-resource password"],
        ),
        (
            ".docker/config.json",
            "{\n  \"auths\": {\n    \"registry.example.com\": {\n      \"auth\": \"cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=\"\n    }\n  }\n}\n",
            &["4:15 credentials-in-resource auths[\"registry.example.com\"].auth"],
        ),
        (".docker/config.json", "{\"auths\": {\"registry.example.com\": {}}, \"credsStore\": \"pass\"}\n", &[]),
    ] {
        assert_eq!(found_in(path, text), expected, "{path}: {text}");
    }
}

/// Pipelines and descriptions of builds: images, scripts, variables, logins.
#[test]
fn files_of_pipelines_are_judged_at_their_lines() {
    let workflow = "on: push\nenv:\n  REGISTRY_PASSWORD: CANARY-not-a-real-password\njobs:\n  build:\n    runs-on: ubuntu-latest\n    \
        container: localhost:5000/builder:1\n    services:\n      cache:\n        image: http://registry.example.com/redis\n    steps:\n    \
        - uses: docker://localhost:5000/tool:1\n    - uses: docker/login-action@v3\n      with:\n        username: robot\n        \
        password: CANARY-not-a-real-password\n    - name: push\n      run: |\n        set -e\n        \
        skopeo copy --dest-tls-verify=false a b\n    - run: docker login -u robot -p CANARY-not-a-real-password registry.example.com\n";
    let expected = [
        "3:22 credentials-in-env env.REGISTRY_PASSWORD",
        "7:16 loopback-registry jobs.build.container",
        "10:16 plaintext-scheme jobs.build.services.cache.image",
        "12:13 loopback-registry jobs.build.steps[0].uses",
        "14:7 credentials-in-resource jobs.build.steps[1].with",
        "20 insecure-registry-flag jobs.build.steps[2].run",
        "21:12 credentials-in-args jobs.build.steps[3].run",
    ];
    assert_eq!(found_in(".github/workflows/ci.yml", workflow), expected);
    let workflow = "on: push\nenv:\n  REGISTRY_PASSWORD: ${{ secrets.REGISTRY_PASSWORD }}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    \
        container: {image: registry.example.com/builder:1, credentials: {username: robot, password: '${{ secrets.A }}'}}\n    steps:\n    \
        - uses: docker/login-action@v3\n      with: {username: '${{ vars.USER }}', password: '${{ secrets.PASSWORD }}'}\n    \
        - uses: actions/checkout@v5\n      with: {username: robot, password: CANARY-of-something-else}\n    \
        - run: docker login -u robot -p ${{ secrets.PASSWORD }} registry.example.com\n    \
        - run: docker login -u robot -p '${{ secrets.PASSWORD }}' && echo $PASSWORD | docker login --password-stdin\n    \
        - run: skopeo copy --dest-creds ${{ inputs.creds }} --src-tls-verify=true a b\n    \
        - run: curl --insecure https://www.example.com\n";
    assert_eq!(found_in(".github/workflows/ci.yml", workflow), [] as [&str; 0]);

    // A script that writes a file, and inputs, which are only described.
    let workflow = "on:\n  workflow_call:\n    inputs: {insecure_registry: {type: string, default: registry.example.com}}\njobs:\n  a:\n    \
        steps:\n    - run: |\n        set -e\n        \
        echo '{\"insecure-registries\": [\"registry.example.com\"]}' | sudo tee /etc/docker/daemon.json\n";
    let expected = ["9 insecure-node-config jobs.a.steps[0].run"];
    assert_eq!(found_in(".github/workflows/ci.yml", workflow), expected);
    // Whoever calls it decides.
    let workflow = "jobs:\n  a:\n    steps:\n    - run: skopeo copy --dest-tls-verify=${{ inputs.verify }} a b\n";
    let check = in_folder(".github/workflows/ci.yml", workflow);
    assert_eq!(check.objects[0].findings.iter().map(|it| it.action).collect::<Vec<_>>(), [Action::Warn]);

    let action = "name: a\nruns:\n  using: composite\n  steps:\n  - run: helm push --plain-http a.tgz oci://registry.example.com\n    shell: bash\n";
    assert_eq!(found_in("push/action.yml", action), ["5:10 insecure-registry-flag runs.steps[0].run"]);

    let pipeline = "default:\n  image: {name: 'localhost:5000/builder:1', entrypoint: ['']}\nvariables:\n  \
        REGISTRY_PASSWORD: {value: CANARY-not-a-real-password, description: a}\nbuild:\n  \
        services:\n  - name: docker:dind\n    command: [--insecure-registry=registry.example.com]\n  - localhost:5000/db:1\n  \
        variables: {TRIVY_INSECURE: \"true\"}\n  before_script:\n  - set -e\n  \
        - docker login -u robot -p CANARY-not-a-real-password registry.example.com\n  \
        script: skopeo copy --dest-tls-verify=false a b\n";
    let expected = [
        "2:17 loopback-registry default.image.name",
        "4:3 credentials-in-env variables.REGISTRY_PASSWORD",
        "8:15 insecure-registry-flag build.services[0].command[0]",
        "9:5 loopback-registry build.services[1]",
        "10:31 insecure-registry-flag build.variables.TRIVY_INSECURE",
        "13:5 credentials-in-args build.before_script[1]",
        "14:11 insecure-registry-flag build.script",
    ];
    assert_eq!(found_in(".gitlab-ci.yml", pipeline), expected);
    let pipeline = "image: $CI_REGISTRY_IMAGE/builder:1\nvariables: {REGISTRY_PASSWORD: $CI_REGISTRY_PASSWORD, DOCKER_HOST: 'tcp://docker:2375'}\nbuild:\n  \
        services: ['docker:dind', {name: 'registry.example.com/db:1', alias: db}]\n  script:\n  \
        - docker login -u \"$CI_REGISTRY_USER\" -p \"$CI_REGISTRY_PASSWORD\" $CI_REGISTRY\n  - [skopeo copy a b]\n";
    assert_eq!(found_in(".gitlab-ci.yml", pipeline), [] as [&str; 0]);

    let devfile = "schemaVersion: 2.2.0\nmetadata: {name: a}\ncomponents:\n- name: tools\n  container:\n    \
        image: localhost:5000/tools:1\n    args: [tail, -f]\n- name: deploy\n  kubernetes:\n    inlined: |\n      \
        apiVersion: v1\n      kind: Pod\n      spec: {containers: [{name: a, image: 'http://registry.example.com/a'}]}\n\
        commands:\n- id: push\n  exec: {component: tools, commandLine: 'buildah push --tls-verify=false a b'}\n";
    let expected = [
        "6:12 loopback-registry components[0].container.image",
        "10:5 plaintext-scheme components[1].kubernetes.inlined.spec.containers[0].image",
        "16 insecure-registry-flag commands[0].exec.commandLine",
    ];
    assert_eq!(found_in("devfile.yaml", devfile), expected);
    let devfile = "schemaVersion: 2.2.0\ncomponents:\n- name: tools\n  container: {image: '{{image}}', args: [tail, -f]}\n\
        commands:\n- id: push\n  exec: {component: tools, commandLine: 'buildah push --tls-verify=true a b'}\n";
    assert_eq!(found_in("devfile.yaml", devfile), [] as [&str; 0]);

    let skaffold = "apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  insecureRegistries:\n  - registry.example.com\n  artifacts:\n  \
        - image: localhost:5000/app\n    kaniko: {skipTLSVerifyRegistry: [b.example.com]}\n";
    let expected = [
        "5:5 insecure-node-config build.insecureRegistries[0]",
        "7:12 loopback-registry build.artifacts[0].image",
        "8:38 insecure-node-config build.artifacts[0].kaniko.skipTLSVerifyRegistry[0]",
    ];
    assert_eq!(found_in("skaffold.yaml", skaffold), expected);
    let skaffold =
        "apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  insecureRegistries: []\n  artifacts: [{image: app}]\n";
    assert_eq!(found_in("skaffold.yaml", skaffold), [] as [&str; 0]);
}

/// What other pipelines say, each in its own words, and what is none of it.
#[test]
fn pipelines_of_many_systems_are_judged() {
    const LOGIN: &str = "docker login -u robot -p CANARY-not-a-real-password registry.example.com";
    const SAFE: &str = "docker login -u robot -p $PASSWORD registry.example.com";
    for (path, text, expected) in [
        (
            ".drone.yml",
            "kind: pipeline\nsteps:\n- name: push\n  image: http://registry.example.com/docker:1\n  environment: {REGISTRY_PASSWORD: SECRET}\n  \
             commands:\n  - make\n  - LOGIN\n",
            &[
                "4:10 plaintext-scheme steps[0].image",
                "5:36 credentials-in-env steps[0].environment.REGISTRY_PASSWORD",
                "8:5 credentials-in-args steps[0].commands[1]",
            ] as &[_],
        ),
        (
            ".woodpecker/push.yaml",
            "steps:\n  push:\n    image: a\n    commands: [LOGIN]\n",
            &["4:16 credentials-in-args steps.push.commands[0]"],
        ),
        (
            ".circleci/config.yml",
            "version: 2.1\njobs:\n  push:\n    docker:\n    - image: registry.example.com/ci:1\n      auth: {username: robot, password: SECRET}\n    \
             steps:\n    - checkout\n    - run: make\n    - run: {name: push, command: LOGIN}\n",
            &[
                "6:7 credentials-in-resource jobs.push.docker[0].auth",
                "10:34 credentials-in-args jobs.push.steps[2].run.command",
            ],
        ),
        (
            "azure-pipelines.yml",
            "stages:\n- jobs:\n  - steps:\n    - script: LOGIN\n    - task: Docker@2\n",
            &["4:15 credentials-in-args stages[0].jobs[0].steps[0].script"],
        ),
        (
            "bitbucket-pipelines.yml",
            "pipelines:\n  branches:\n    main:\n    - step: {script: [make, LOGIN]}\n",
            &["4 credentials-in-args pipelines.branches.main[0].step.script[1]"],
        ),
        (
            ".travis.yml",
            "language: go\nafter_success:\n- make\n- LOGIN\n",
            &["4:3 credentials-in-args after_success[1]"],
        ),
        (
            ".buildkite/pipeline.yml",
            "steps:\n- {label: push, commands: [LOGIN]}\n- wait\n",
            &["2 credentials-in-args steps[0].commands[0]"],
        ),
        (
            "cloudbuild.yaml",
            "steps:\n- {id: push, name: gcr.io/kaniko-project/executor:v1.24.0, args: [--destination=registry.example.com/app, --skip-tls-verify]}\n\
             - {name: gcr.io/cloud-builders/docker, entrypoint: bash, args: [-c, LOGIN]}\n- {name: 'localhost:5000/tool:1'}\n",
            &[
                "2 insecure-registry-flag steps[0].args[1]",
                "3 credentials-in-args steps[1].args[1]",
                "4:10 loopback-registry steps[2].name",
            ],
        ),
        (
            "ci/pipeline.yml",
            "resources:\n- name: app\n  type: registry-image\n  source: {repository: registry.example.com/app, insecure: true}\njobs: [{name: a, plan: [{get: app}]}]\n",
            &["4 insecure-node-config resources[0].source.insecure"],
        ),
    ] {
        let with = |login, password| text.replace("LOGIN", login).replace("SECRET", password);
        assert_eq!(found_in(path, &with(LOGIN, "CANARY-not-a-real-password")), expected, "{path}");
        let safe = with(SAFE, "$PASSWORD").replace("http://", "").replace("localhost:5000", "registry.example.com");
        let safe =
            safe.replace("--skip-tls-verify", "--skip-tls-verify=false").replace("insecure: true", "insecure: false");
        assert_eq!(found_in(path, &safe), [] as [&str; 0], "{path}");
    }
    // An expression is neither a password nor a here document.
    let circle =
        "jobs:\n  a:\n    steps:\n    - run: docker login -u robot -p << parameters.password >> registry.example.com\n";
    assert_eq!(found_in(".circleci/config.yml", circle), [] as [&str; 0]);
}

/// Podman calls what it builds `localhost/…`. What it does not build, it pulls.
#[test]
fn what_a_compose_file_builds_is_not_pulled() {
    let compose = "services:\n  a: {image: localhost/a, build: {context: a}}\n  b: {image: localhost/b}\n  c: {image: 'localhost:5000/c', build: c}\n";
    let expected = ["3:14 loopback-registry services.b.image", "4:14 loopback-registry services.c.image"];
    assert_eq!(found_in("podman-compose.yml", compose), expected);
}

/// Of a script as long as a screen, the line is told, and as much of it as may be shown.
#[test]
fn a_line_of_a_script_is_quoted_without_the_rest() {
    let workflow = "on: push\njobs:\n  a:\n    steps:\n    - run: |\n        set -e\n\n        \
        skopeo copy --src-creds u:CANARY-not-a-real-password --dest-tls-verify=false a b\n    - run: 'skopeo copy --src-tls-verify=false CANARY b'\n";
    let check = in_folder(".github/workflows/a.yml", workflow);
    let found = check.objects[0].findings.iter().map(|it| (it.place.line, it.rule, it.quote.clone().unwrap().text));
    let quote = |word: &str| format!("        ••• {word} •••");
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            (8, "credentials-in-args", quote("--src-creds")),
            (8, "insecure-registry-flag", quote("--dest-tls-verify")),
            (9, "insecure-registry-flag", "    - run: '••• --src-tls-verify •••'".to_owned()),
        ]
    );
}

/// What is built, and files of variables.
#[test]
fn dockerfiles_are_judged_at_their_lines() {
    let file = r#"# syntax=localhost:5000/dockerfile:1
ARG REGISTRY=localhost:5000
ARG TAG
FROM --platform=linux/amd64 http://registry.example.com/base:1 AS build
ENV REGISTRY_USER=robot REGISTRY_PASSWORD="CANARY-not-a-real-password" \
    TRIVY_INSECURE=true
ARG VERIFY=false
RUN apk add skopeo \
  # copy an image
  && skopeo copy --src-tls-verify=false docker://a docker://b \

  && docker login -u robot -p CANARY-not-a-real-password registry.example.com
RUN buildah push --tls-verify=$VERIFY app
RUN --mount=type=bind,from=localhost:5000/tools,target=/tools <<EOF
set -e
trivy image --insecure app
EOF
FROM ${REGISTRY}/run:1
COPY --from=build /a /a
COPY --from=localhost:5000/files:1 /a /b
COPY <<-'EOF' /etc/docker/daemon.json
	{"insecure-registries": ["registry.example.com"]}
	EOF
RUN cat <<EOF > /etc/containers/registries.conf
[[registry]]
location = "registry.example.com"
insecure = true
EOF
ENTRYPOINT ["skopeo", "copy", "--dest-tls-verify=false", "docker://a", "docker://b"]
HEALTHCHECK --interval=5m CMD crane --insecure ls registry.example.com/app
ONBUILD RUN docker login -p CANARY-not-a-real-password registry.example.com
"#;
    let expected = [
        "1 loopback-registry syntax",
        "4 plaintext-scheme instructions[2].FROM",
        "5 credentials-in-env instructions[3].ENV.REGISTRY_PASSWORD",
        "6:20 insecure-registry-flag instructions[3].ENV.TRIVY_INSECURE",
        "10 insecure-registry-flag instructions[5].RUN",
        "12 credentials-in-args instructions[5].RUN",
        "13:5 insecure-registry-flag instructions[6].RUN",
        "14 loopback-registry instructions[7].mount[0]",
        "16:1 insecure-registry-flag instructions[7].RUN",
        "18:6 loopback-registry instructions[8].FROM",
        "20:13 loopback-registry instructions[10].COPY.from",
        "22:1 insecure-node-config instructions[11].COPY[\"daemon.json\"]",
        "24:5 insecure-node-config instructions[12].RUN",
        "29 insecure-registry-flag instructions[13].ENTRYPOINT[2]",
        "30 insecure-registry-flag instructions[14].HEALTHCHECK",
        "31 credentials-in-args instructions[15].RUN",
    ];
    assert_eq!(found_in("build/Dockerfile", file), expected);

    let file = r#"ARG REGISTRY=registry.example.com
ARG BASE
FROM ${REGISTRY}/base:${TAG:-1} AS localhost
ARG VERIFY=true
ARG REGISTRY_PASSWORD
ENV REGISTRY_TOKEN= REGISTRY_PASSWORD_FILE=/run/secrets/password CURL_INSECURE=true
RUN buildah push --tls-verify=$VERIFY app && curl --insecure https://www.example.com
RUN --mount=type=secret,id=password docker login -u robot --password-stdin registry.example.com < /run/secrets/password
# RUN skopeo copy --src-tls-verify=false docker://a docker://b
RUN echo "see --tls-verify=false" \
  # skopeo copy --src-tls-verify=false docker://a docker://b
  && argocd-server --insecure
FROM scratch
COPY --from=localhost /a /b
COPY --from=0 /a /b
ADD http://localhost:5000/file.tar.gz /
LABEL registry=http://localhost:5000
FROM localhost
CMD ["skopeo", "copy", "--dest-tls-verify=true", "docker://a", "docker://b"]
"#;
    assert_eq!(found_in("build/web.Dockerfile", file), [] as [&str; 0]);

    // The words of an entry point come before those of a command, in the same stage.
    let file = "FROM a\nENTRYPOINT [\"trivy\"]\nCMD [\"image\", \"--insecure\", \"registry.example.com/app:1\"]\nFROM b\nCMD [\"image\", \"--insecure\"]\n";
    assert_eq!(found_in("Dockerfile", file), ["3 insecure-registry-flag instructions[2].CMD[2]"]);

    let file = "FROM a\nSHELL [\"powershell\", \"-Command\"]\nRUN $env:REGISTRY_PASSWORD = \"CANARY-not-a-real-password\"; ./push.ps1\nRUN docker login -u robot -p $env:REGISTRY_PASSWORD registry.example.com\n";
    assert_eq!(found_in("Dockerfile", file), ["3:5 credentials-in-args instructions[2].RUN[2]"]);

    let variables = "# REGISTRY_PASSWORD=a\nREGISTRY_USER=robot\nexport REGISTRY_PASSWORD='CANARY-not-a-real-password' # it\nTRIVY_INSECURE=true\n";
    let expected =
        ["3 credentials-in-env variables.REGISTRY_PASSWORD", "4:16 insecure-registry-flag variables.TRIVY_INSECURE"];
    assert_eq!(found_in("deploy/.env", variables), expected);
    let variables = "REGISTRY_PASSWORD=\nREGISTRY_TOKEN=${TOKEN}\nDOCKER_PASSWORD=<password>\nTRIVY_INSECURE=false\nAPP_PASSWORD=CANARY\n";
    assert_eq!(found_in("prod.env", variables), [] as [&str; 0]);
}

#[test]
fn scripts_are_checked_at_their_lines() {
    let script = "#!/usr/bin/env bash\nset -euo pipefail\n\nREGISTRY=registry.example.com\n\n\
        docker login -u robot -p CANARY-not-a-real-password \"$REGISTRY\"\n\
        for image in a b; do\n  skopeo copy --dest-creds=robot:CANARY-not-a-real-password \\\n    --dest-tls-verify=false \"docker://$image\" \"docker://$REGISTRY/$image\"\ndone\n\
        cat <<EOF | kubectl apply -f -\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: localhost:5000/a}]}\nEOF\n";
    let expected = [
        "6:1 credentials-in-args script",
        "8 credentials-in-args script",
        "9 insecure-registry-flag script",
        "15:1 loopback-registry script",
    ];
    assert_eq!(found_in("hack/push.sh", script), expected);
    let script = "#!/bin/sh\n# docker login -p CANARY\necho 'use --tls-verify=false'\ndocker login -u robot --password-stdin < token\n\
        docker login -p \"$PASSWORD\"\ncurl --insecure https://www.example.com\nskopeo copy --dest-tls-verify=\"${VERIFY:-true}\" a b\n\
        docker inspect --format '{{.Id}}' a\n[[ $a =~ ^(b|c)$ ]] && echo \"${a[@]}\"\n";
    assert_eq!(found_in("push.sh", script), [] as [&str; 0]);
}

#[test]
fn lists_of_tasks_are_read() {
    let tasks = "- name: Log in
  community.docker.docker_login:
    registry_url: registry.example.com
    username: robot
    password: CANARY-not-a-real-password
- containers.podman.podman_image:
    name: registry.example.com/app
    validate_certs: no
";
    let expected = [
        "5:15 credentials-in-resource [0][\"community.docker.docker_login\"].password",
        "8:21 insecure-node-config [1][\"containers.podman.podman_image\"].validate_certs",
    ];
    assert_eq!(found_in("roles/app/tasks/main.yml", tasks), expected);
    let others = r#"- name: Log in
  community.docker.docker_login: {registry_url: registry.example.com, username: robot, password: "{{ password }}"}
- ansible.builtin.uri: {url: https://www.example.com, user: robot, password: CANARY-of-a-website, validate_certs: no}
"#;
    assert_eq!(found_in("roles/app/tasks/main.yml", others), [] as [&str; 0]);
    let pipeline = "resources:\n- name: app\n  type: registry-image\n  source: {repository: registry.example.com/app, username: robot, password: CANARY-not-a-real-password}\njobs: []\n";
    assert_eq!(found_in("pipeline.yml", pipeline), ["4 credentials-in-resource resources[0].source.password"]);
}

/// What tasks run, and the lines that they put into files.
#[test]
fn tasks_are_checked_at_their_lines() {
    let play = "- hosts: all
  tasks:
    - name: Log in
      ansible.builtin.shell: docker login -u robot -p CANARY-not-a-real-password registry.example.com
    - block:
        - command:
            argv: [podman, pull, --tls-verify=false, registry.example.com/app]
        - lineinfile:
            path: /etc/sysconfig/docker
            line: INSECURE_REGISTRY='--insecure-registry registry.example.com'
";
    let expected = [
        "4:30 credentials-in-args [0].tasks[0][\"ansible.builtin.shell\"]",
        "7 insecure-registry-flag [0].tasks[1].block[0].command.argv[2]",
        "10:19 insecure-node-config [0].tasks[1].block[1].lineinfile.line",
    ];
    assert_eq!(found_in("site.yml", play), expected);
    let copied = "- copy:\n    dest: /etc/docker/daemon.json\n    content: |\n      {\"insecure-registries\": [\"registry.example.com\"]}\n";
    assert_eq!(found_in("tasks/main.yml", copied), ["3:5 insecure-node-config [0].copy.content"]);
    let tasks = "- name: Log in
  shell: docker login -u robot -p {{ password }} registry.example.com
- command: curl --insecure https://registry.example.com
- lineinfile: {path: /etc/sysconfig/docker, line: \"OPTIONS='--selinux-enabled'\"}
- name: a step
  debug: {msg: docker login -u robot -p CANARY registry.example.com}
";
    assert_eq!(found_in("tasks/main.yml", tasks), [] as [&str; 0]);
}

/// Compose files and GitLab put variables into the values of others.
#[test]
fn variables_in_values_are_no_credentials() {
    let compose = "services:\n  a:\n    image: registry.example.com/a\n    environment:\n    - REGISTRY_PASSWORD=VALUE\n    - TRIVY_INSECURE=TRUTH\n";
    let gitlab = "variables:\n  CI_REGISTRY_PASSWORD: VALUE\nbuild: {script: [make]}\n";
    for value in ["$X", "${X:?}", "$pw"] {
        let with = |text: &str| text.replace("VALUE", value).replace("TRUTH", "'false'");
        assert_eq!(found_in("compose.yaml", &with(compose)), [] as [&str; 0], "{value}");
        assert_eq!(found_in(".gitlab-ci.yml", &with(gitlab)), [] as [&str; 0], "{value}");
    }
    for value in ["CANARY-not-a-real-password", "$$CANARY"] {
        let with = |text: &str| text.replace("VALUE", value).replace("TRUTH", "true");
        let expected = [
            "5:7 credentials-in-env services.a.environment[0]",
            "6:7 insecure-registry-flag services.a.environment[1]",
        ];
        assert_eq!(found_in("compose.yaml", &with(compose)), expected, "{value}");
        let expected = ["4:39 credentials-in-env services.a.build.args.REGISTRY_PASSWORD"];
        let built =
            with("services:\n  a:\n    image: registry.example.com/a\n    build: {args: {REGISTRY_PASSWORD: VALUE}}\n");
        assert_eq!(found_in("compose.yaml", &built), expected, "{value}");
        let expected = ["2:25 credentials-in-env variables.CI_REGISTRY_PASSWORD"];
        assert_eq!(found_in(".gitlab-ci.yml", &with(gitlab)), expected, "{value}");
    }
}

#[test]
fn dockerfiles_that_cannot_be_read_are_reported() {
    for (text, expected) in [
        ("FROM a\nRUNS b\n", "2: not a valid Dockerfile: unknown instruction"),
        ("RUN a\n", "1: not a valid Dockerfile: expected FROM before any other instruction"),
        ("# nothing\n", "1: not a valid Dockerfile: expected an instruction FROM"),
        ("FROM a\nRUN <<E\nb\n", "2: not a valid Dockerfile: a here document is not closed"),
    ] {
        let check = in_folder("Dockerfile", text);
        let unreadable: Vec<_> =
            check.unreadable.iter().map(|it| format!("{}: {}", it.place.line, it.message)).collect();
        assert_eq!(unreadable, [expected], "{text}");
    }
    // A template becomes one.
    let check = in_folder("Dockerfile", "FROM a\n{{ if .Values.b }}\nRUN b\n{{ end }}\n");
    assert_eq!((check.unreadable.len(), check.engine), (0, Some(Engine::Go)));
}

/// A finding in a script, or in another text of several lines, is told at its line.
#[test]
fn findings_are_told_at_the_line_of_their_text() {
    let task = "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: a}\nspec:\n  steps:\n  - name: a\n    image: a\n    script: |-\n      \
        #!/bin/sh\n      # --insecure is for tests\n      buildah push --tls-verify=true a\n      crane --insecure-x; crane ls \\\n        --insecure a\n      \
        buildah bud \\\n        --tls-verify=true .\n      skopeo copy \\\n        a b \\\n        --tls-verify=false\n";
    let expected = ["13 insecure-registry-flag spec.steps[0].script", "18 insecure-registry-flag spec.steps[0].script"];
    assert_eq!(found_in("task.yaml", task), expected);
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  daemon.json: |\n    {\n      \"debug\": true,\n      \
        \"insecure-registries\": [\n        \"a.example.com:5000\"\n      ]\n    }\n";
    assert_eq!(found_in("map.yaml", map), ["9 insecure-node-config data[\"daemon.json\"]"]);
    // In a folded text, lines are others.
    let folded = map.replace("daemon.json: |", "daemon.json: >");
    assert!(found_in("map.yaml", &folded).iter().all(|it| it.starts_with("5:")));
}

/// What a line of a Dockerfile is quoted as: keywords, keys and what was found.
#[test]
fn lines_of_dockerfiles_are_quoted_without_secrets() {
    let quotes = |path: &str, text: &str| -> Vec<String> {
        let check = in_folder(path, text);
        let found = check.objects.iter().flat_map(|object| &object.findings);
        found.map(|it| it.quote.as_ref().unwrap().text.clone()).collect()
    };
    let file = "FROM --platform=CANARY localhost:5000/a:1 AS CANARY # CANARY\nENV A=CANARY TRIVY_INSECURE=true B=CANARY\n\
        RUN CANARY; trivy --insecure CANARY\nRUN CANARY \\\n  && crane --insecure CANARY\nCMD [\"crane\", \"--insecure\", \"CANARY\"]\n";
    assert_eq!(
        quotes("Dockerfile", file),
        [
            "FROM ••• localhost:5000/a:1 ••• ••• ••• •••",
            "ENV A=••• TRIVY_INSECURE=true B=•••",
            "RUN ••• --insecure •••",
            "  ••• --insecure •••",
            "CMD [\"•••\", \"--insecure\", \"•••\"]",
        ]
    );
    assert_eq!(quotes(".env", "A=CANARY\nTRIVY_INSECURE=true # CANARY\n"), ["TRIVY_INSECURE=true ••• •••"]);
}

/// Another secret, the same places and the same words.
#[test]
fn no_place_in_a_file_depends_on_a_secret() {
    for (path, text) in [
        (
            "containerd/config.toml",
            "[plugins.cri.registry.configs]\n\"a.example.com\" = {auth = {password = \"SECRET\"}, tls = {insecure_skip_verify = true}} # SECRET\n",
        ),
        (
            "registries.conf",
            "[[registry]]\nx = '''SECRET\nSECRET''' # SECRET\nlocation = \"a.example.com\"\ny = [\"SECRET\"]\ninsecure = true\n",
        ),
        (
            "docker/daemon.json",
            "{\"x\": \"SECRET\", \"insecure-registries\": [\"a.example.com\"], \"y\": \"SECRET\"}\n",
        ),
        (
            "k3s/registries.yaml",
            "configs: {a.example.com: {auth: {username: a, password: SECRET}, tls: {insecure_skip_verify: true}}}\n",
        ),
        (
            ".github/workflows/a.yml",
            "jobs: {a: {steps: [{run: 'docker login -u a -p SECRET && skopeo copy --src-tls-verify=false a b', env: {REGISTRY_PASSWORD: SECRET}}]}}\n",
        ),
        (
            ".github/workflows/a.yml",
            "jobs:\n  a:\n    steps:\n    - run: |\n        docker login -u a -p SECRET\n          SECRET; skopeo copy --src-tls-verify=false SECRET b\n",
        ),
        (
            "Dockerfile",
            "FROM a AS SECRET\nENV A=SECRET REGISTRY_PASSWORD=SECRET B=true TRIVY_INSECURE=true\nRUN SECRET \\\n  && docker login -p SECRET; crane --insecure SECRET\nCMD [\"SECRET\", \"sh\", \"-c\", \"crane --insecure SECRET\"]\n",
        ),
        (".env", "A=SECRET\nREGISTRY_PASSWORD='SECRET' # SECRET\n"),
        ("a.sh", "docker login -p SECRET; crane --insecure SECRET # SECRET\n"),
        (
            ".gitlab-ci.yml",
            "a: {variables: {A: SECRET, REGISTRY_PASSWORD: SECRET}, script: [SECRET, docker login -p SECRET, SECRET]}\n",
        ),
    ] {
        let [short, long] = ["q7q", "q7q-and-a-much-longer-one"].map(|secret| {
            let check = in_folder(path, &text.replace("SECRET", secret));
            let found: Vec<_> = check.objects.into_iter().flat_map(|object| object.findings).collect();
            assert!(!found.is_empty(), "{path}: {text}");
            format!("{found:#?}")
        });
        assert_eq!(short, long, "{path}: {text}");
        assert!(!short.contains("q7q"), "{path}: {short}");
    }
}

/// In TOML too, nothing is shown but keys and what was found.
#[test]
fn lines_of_toml_are_quoted_without_secrets() {
    let text = "[[registry]]\nlocation = \"a.example.com\"\nx = {y = \"CANARY\\u0021\", z = 'CANARY'} # CANARY\n\
        mirror = [{location = \"CANARY\\\"\", insecure = true}] # CANARY\n";
    let check = in_folder("registries.conf", text);
    let [found] = &check.objects[0].findings[..] else { panic!("{check:?}") };
    assert_eq!(found.quote.as_ref().unwrap().text, "mirror = [{location = •••, insecure = true}]");
    assert_eq!((found.place.line, found.place.column), (4, None));
    // A registry is shown where the finding names it.
    let text = "[registries.insecure]\nregistries = ['a.example.com', 'b.example.com']\n";
    let check = in_folder("registries.conf", text);
    let [found] = &check.objects[0].findings[..] else { panic!("{check:?}") };
    assert_eq!(found.quote.as_ref().unwrap().text, "registries = ['a.example.com', •••]");
}

#[test]
fn placeholders_are_shown_and_are_no_findings() {
    let pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - {name: a, image: 'gcr.io/PROJECT_ID/Web:1'}\n  - {name: b, image: gcr.io/Web}\n";
    let check = in_folder("a.yaml", pod);
    let [placeholder, mistake] = &check.objects[0].findings[..] else { panic!("{check:?}") };
    assert_eq!((placeholder.action, &*placeholder.seen), (Action::Placeholder, "`…` is a placeholder"));
    assert_eq!(placeholder.quote.as_ref().unwrap().text, "  - {name: a, image: '…'}");
    assert_eq!(mistake.action, Action::Deny);
    // In a cluster both are mistakes.
    assert!(self::check(pod, "{}").unwrap().objects[0].findings.iter().all(|it| it.action == Action::Deny));
    // What ytt puts in is a comment in YAML. A comment of a person is not.
    for (value, expected) in [
        ("#@ data.values.pull_secret", Action::Placeholder),
        ("# to be filled in", Action::Deny),
        ("'' #@ data.values.pull_secret", Action::Deny),
    ] {
        let secret = format!(
            "a: b\n---\napiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: {value}\n"
        );
        let check = in_folder("a.yaml", &secret);
        let [found] = &check.objects[0].findings[..] else { panic!("{check:?}") };
        assert_eq!(found.action, expected, "{value}");
    }
    // JKube puts in what an annotation names.
    for (annotation, data, expected) in [
        ("jkube.eclipse.org/dockerServerId", "", Action::Placeholder),
        ("jkube.eclipse.org/dockerServerId", "data: {.dockerconfigjson: '!'}\n", Action::Deny),
        ("example.com/dockerServerId", "", Action::Deny),
    ] {
        let secret = format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: a, annotations: {{{annotation}: a}}}}\ntype: kubernetes.io/dockerconfigjson\n{data}"
        );
        let check = in_folder("a.yaml", &secret);
        let [found] = &check.objects[0].findings[..] else { panic!("{check:?}") };
        assert_eq!(found.action, expected, "{annotation} {data}");
    }
}

#[test]
fn the_last_of_several_keys_counts() {
    let text = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    image: localhost:5000/a\n    image: registry.example.com/a\n";
    let found = check(text, "{}").unwrap();
    assert!(found.unreadable.is_empty() && found.objects[0].findings.is_empty(), "{found:?}");
    let warnings: Vec<_> = found.warnings.iter().map(|it| (it.place.line, it.message.as_str())).collect();
    assert_eq!(warnings, [(7, "duplicate key `image`: the last one counts")]);
    let text = text.replace("localhost:5000/a", "a").replace("registry.example.com/a", "localhost:5000/b");
    let found = check(&text, "{}").unwrap();
    assert_eq!(found.objects[0].findings[0].place.line, 7);
}

/// However the path sorts, what stands first is told first.
#[test]
fn findings_are_in_the_order_of_the_text() {
    let text = "apiVersion: v1\nkind: Pod\nspec:\n  initContainers:\n  - {name: a, image: localhost/a}\n  containers:\n  \
        - {name: b, image: localhost/b}\n";
    let check = check(text, "{}").unwrap();
    let found = check.objects[0].findings.iter().map(|it| (it.place.line, it.path.as_str(), it.within.as_deref()));
    let expected = [(5, "spec.initContainers[0].image", Some("a")), (7, "spec.containers[0].image", Some("b"))];
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn invalid_settings_judge_nothing() {
    for settings in ["1", "{", r#"{"insecureRegistries":["a b"]}"#, r#"{"updates":1}"#] {
        let error = check(TWO, settings).err().unwrap().to_string();
        let answer = validate_settings(settings.as_bytes());
        match answer {
            Ok(answer) => {
                let answer: Value = serde_json::from_slice(&answer).unwrap();
                assert_eq!(error, format!("insecure-registry: {}", answer["message"].as_str().unwrap()));
            }
            Err(expected) => assert_eq!(error, expected.to_string()),
        }
    }
}

#[test]
fn each_mistake_in_settings_has_its_place_in_the_text() {
    let text = "\
insecureRegistries: [a.example.com, \"b c\"]
rules:
  no.such-rule: deny
exemptions:
  - rules: [loopback-registry]
    names:
      - 1
suspectPort: [1]
";
    let answer = serde_json::to_value(settings::validate_text(text).unwrap()).unwrap();
    let native = settings::json_of(text).unwrap();
    let native: Value = serde_json::from_slice(&validate_settings(native.as_bytes()).unwrap()).unwrap();
    assert_eq!((&answer["valid"], &answer["message"]), (&native["valid"], &native["message"]));
    let rows = answer["problems"].as_array().unwrap().iter();
    let mut rows: Vec<_> =
        rows.map(|it| format!("{}:{}-{} {}", it["line"], it["column"], it["endColumn"], it["path"])).collect();
    rows.sort();
    assert_eq!(
        rows,
        [
            r#"1:37-42 "insecureRegistries[1]""#,
            r#"3:3-15 "rules.no.such-rule""#,
            // It exempts everybody, since its only name is none. A mapping has no length of its own.
            r#"5:5-31 "exemptions[0]""#,
            r#"5:5-31 "exemptions[0].reason""#,
            r#"7:9-10 "exemptions[0].names[0]""#,
            r#"8:1-12 "suspectPort""#,
        ]
    );
}

#[test]
fn settings_that_are_no_yaml_are_a_mistake_with_a_place() {
    let answer = |text| serde_json::to_value(settings::validate_text(text).unwrap()).unwrap();
    assert_eq!(answer(""), json!({"valid": true}));
    assert_eq!(answer("# nothing\n"), json!({"valid": true}));
    assert_eq!(answer("help: call us"), json!({"valid": true}));
    let bad = answer("help: x\n- y\n");
    assert_eq!((&bad["valid"], &bad["problems"][0]["line"]), (&json!(false), &json!(2)));
    let message = bad["message"].as_str().unwrap();
    assert!(message.starts_with("invalid settings: line 2, column "), "{message}");
    assert_eq!(answer("[1]")["message"], "invalid settings: line 1, column 1: settings must be a single mapping");
    let error = settings::json_of("a: 1\na: 2\n").unwrap_err().to_string();
    assert_eq!(error, "insecure-registry: the settings: line 2, column 1: not valid YAML: duplicate key");
}

/// A policy of Kubewarden has them too, and a path is that in the settings.
#[test]
fn settings_of_a_policy_are_read() {
    let policy = |settings: &str| {
        format!(
            "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nmetadata: {{name: a}}\nspec:\n  mutating: false\n{settings}"
        )
    };
    assert_eq!(settings::json_of(&policy("")).unwrap(), "{}");
    assert_eq!(settings::json_of(&policy("  settings:\n")).unwrap(), "{}");
    assert_eq!(settings::json_of(&policy("  settings: {help: ask us}\n")).unwrap(), r#"{"help":"ask us"}"#);
    let answer = settings::validate_text(&policy("  settings:\n    suspectPort: [1]\n")).unwrap();
    let answer = serde_json::to_value(answer).unwrap();
    let problem = &answer["problems"][0];
    assert_eq!((&problem["path"], &problem["line"], &problem["column"]), (&json!("suspectPort"), &json!(7), &json!(5)));
    // What only looks like one is taken at its word.
    for text in ["apiVersion: v1\nspec: {settings: {help: ask us}}\n", "apiVersion: policies.kubewarden.io\n"] {
        assert!(settings::json_of(text).unwrap().contains("apiVersion"), "{text}");
        let answer = serde_json::to_value(settings::validate_text(text).unwrap()).unwrap();
        assert_eq!(answer["valid"], json!(false), "{text}");
    }
}

/// Nothing traps, however deep or odd the text.
#[test]
fn any_text_has_an_answer() {
    for text in ["[", "{", "- ", "a: ", "? ", "&a [", "\"", "|\n", "---\n", "{\"a\":", "[[[[{", "\u{feff}", "!!a "] {
        for times in [1, 100, 20_000] {
            let text = text.repeat(times);
            let _ = check(&text, "{}");
            let _ = settings::validate_text(&text);
        }
    }
}

/// All that is said of a text.
fn rows(check: &Check) -> impl PartialEq + std::fmt::Debug + use<> {
    let places = check.objects.iter().map(|it| {
        let findings = it.findings.iter().map(|it| format!("{it:?}"));
        (format!("{} {} {:?} {}", it.document, it.subject, it.verdict, it.more), findings.collect::<Vec<_>>())
    });
    let odd = check.warnings.iter().chain(&check.unreadable).map(|it| (it.document, it.place, it.message.clone()));
    (places.collect::<Vec<_>>(), odd.collect::<Vec<_>>(), check.skipped, check.patches, check.engine)
}

const VALUES: File<'_> = File { path: "values.yaml", is_given: false, is_final: false };

fn with_default_settings<T>(use_it: impl FnOnce(Checker<'_>) -> T) -> T {
    let document = settings_document(b"{}").unwrap();
    let settings = settings::strictly(&document).unwrap();
    use_it(Checker { settings: &settings, namespace: DEFAULT_NAMESPACE, clock: Clock::Host })
}

/// A text that is checked again after each key is checked as if it were new.
#[test]
fn what_is_known_changes_nothing() {
    let more =
        "---\n# nothing\n---\nimage: localhost/a\nimage: localhost/b\n---\n[1, 2]\n---\nkind: Chart\napiVersion: 1\n";
    let whole = format!("{TWO}{more}---\n{TWO}...\n{TWO}---\n{{\"a\": \u{e4}\n---\nspec: {{{{ .Values.a }}}}\n");
    let mut known = Known::default();
    let ends = whole.char_indices().map(|(at, _)| at).filter(|at| at % 3 == 0);
    let mut found = 0;
    with_default_settings(|checker| {
        for text in ends.map(|end| &whole[..end]).chain([whole.as_str(), TWO, "", r#"{"a":1}"#, more]) {
            let again = checker.check_again(text, VALUES, &mut known);
            assert_eq!(rows(&again), rows(&checker.check_file(text, VALUES)), "{text}");
            found += again.objects.iter().map(|it| it.findings.len()).sum::<usize>();
        }
    });
    assert!(found > 500, "only {found} findings");
}

/// What is in the text of another format looks like the end of a document.
#[test]
fn a_dockerfile_that_is_known_is_read_as_a_whole() {
    let file = File { path: "/a/Dockerfile", is_given: false, is_final: false };
    let text =
        "FROM localhost/a\nRUN <<X\na: b\n---\nskopeo copy --src-tls-verify=false docker://r.example.com/a dir:a\nX\n";
    with_default_settings(|checker| {
        let (mut known, whole) = (Known::default(), checker.check_file(text, file));
        assert_eq!(whole.objects[0].findings.len(), 2);
        for _ in 0..2 {
            assert_eq!(rows(&checker.check_again(text, file, &mut known)), rows(&whole));
        }
    });
}

/// Items of Lists that an editor checks one by one, and those that it must not.
#[test]
fn items_of_a_list_are_checked_as_the_list_is() {
    let pod = |dash: &str, name: &str, image: &str| {
        let indent = " ".repeat(dash.len());
        format!(
            "{dash}apiVersion: v1 # {name}\n{indent}kind: Pod\n\n{indent}metadata: {{name: {name}}}\n{indent}spec:\n\
             {indent}  containers:\n{indent}  - image: {image}\n{indent}    args:\n{indent}    - |\n{indent}      - a\n\
             {indent}      \thelm pull oci://r/c --plain-http\n# {name}\n"
        )
    };
    let config_map = "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n    name: b\n  data: {a: 'x\n- kind: Pod\n', name: \"{\\\"auths\\\":{\\\"r.example.com\\\":{\\\"auth\\\":\\\"CANARY\\\"}}}\"}\n";
    let of = |head: &str, items: &[String], tail: &str| format!("{head}items:\n{}{tail}", items.concat());
    let (list, tail) = ("apiVersion: v1\nkind: List\n", "kind: List\nmetadata: {resourceVersion: \"\"}\n");
    let images = ["localhost:5000/a", "r.example.com/a", "http://r.lan/a", "'localhost/a\n         '"];
    let pods = |dash: &str| images.map(|image| pod(dash, &image.len().to_string(), image)).to_vec();
    let item = "- metadata: {name: a}\n  spec: {containers: [{image: localhost/a}]}\n";
    let texts = [
        of(list, &pods("- "), ""),
        of(list, &pods("  - "), ""),
        of("apiVersion: v1\n", &pods("-   "), tail),
        of(list, &[pods("- "), vec![config_map.to_owned()]].concat(), ""),
        of("apiVersion: v1\nkind: PodList\n", &[item.to_owned(), pod("- ", "b", "localhost/b")], ""),
        of("apiVersion: v1\nkind: AllowList\n", &[item.to_owned(), "- a\n".to_owned()], ""),
        of(
            "apiVersion: example.com/v1\nkind: AllowList\n",
            &["- a\n".to_owned(), "- image: localhost/a\n".to_owned()],
            "",
        ),
        of("", &pods("- "), ""),
        of(
            list,
            &["- &a {apiVersion: v1, kind: Pod, spec: {containers: [{image: localhost/a}]}}\n- *a\n".to_owned()],
            "",
        ),
        of(&format!("{list}x: &a localhost/a\n"), &[pod("- ", "a", "*a"), pod("- ", "b", "localhost/b")], ""),
        of(list, &pods("- "), "items: []\n"),
        of(&format!("{list}data: \"\n"), &pods("- "), "\"\n"),
        of(list, &pods("- "), "apiVersion: v2\n"),
        of(&format!("{list}image: localhost/a\n"), &pods("- "), ""),
        of(list, &["- kind: Pod\n".to_owned(), pods("- ").concat()], ""),
        of(list, &["- {apiVersion: v1, kind: Pod,\n- image: localhost/a}\n".to_owned()], ""),
        of(list, &[pods("- ").concat(), "- [\n".to_owned()], ""),
    ];
    let mut cheaper = 0;
    with_default_settings(|checker| {
        for text in texts
            .iter()
            .flat_map(|text| [text.clone(), text.replace('\n', "\r\n"), format!("{TWO}---\n{text}---\n{text}")])
        {
            let mut known = Known::default();
            for text in
                [text.replacen("localhost", "r.example.com", 1), text.clone(), text.replacen("Pod", "Po", 2), text]
            {
                let again = checker.check_again(&text, VALUES, &mut known);
                assert_eq!(rows(&again), rows(&checker.check_file(&text, VALUES)), "{text}");
                cheaper += usize::from(known.bytes_checked() < text.len());
            }
        }
    });
    assert!(cheaper > 60, "only {cheaper} texts were not checked as a whole");
}

/// The cost of a key is counted: of a long List, only the item that changes is checked.
#[test]
fn a_key_in_a_long_list_costs_an_item() {
    let item = |nth: usize| {
        format!(
            "  - apiVersion: v1\n    kind: Pod\n    metadata: {{name: a-{nth}}}\n    spec: {{containers: [{{image: localhost/a:{nth}}}]}}\n"
        )
    };
    let mut text = format!("apiVersion: v1\nkind: List\nitems:\n{}", (0..1250).map(item).collect::<String>());
    let mut known = Known::default();
    with_default_settings(|checker| {
        let first = checker.check_again(&text, VALUES, &mut known);
        assert_eq!(first.objects.len(), 1250);
        for (before, after, objects) in [
            ("/a:600}", "/ab:600}", 1250),
            ("localhost/ab", "\"localhost/ab", 0),
            ("\"localhost/ab", "localhost/ab", 1250),
            ("/ab:600}", "/abc:600}", 1250),
        ] {
            assert!(text.contains(before));
            text = text.replacen(before, after, 1);
            let check = checker.check_again(&text, VALUES, &mut known);
            assert_eq!(check.objects.len(), objects);
            if objects > 0 {
                assert!(known.bytes_checked() < 300, "{} bytes for `{after}`", known.bytes_checked());
                let lines: Vec<_> = check.objects.iter().map(|it| it.findings[0].place.line).collect();
                assert_eq!((lines[0], lines[600], lines[1249]), (7, 2407, 5003));
            }
        }
    });
}
