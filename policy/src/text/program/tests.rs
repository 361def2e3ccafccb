use super::*;
use crate::catalogue::tools::Sieve;
use crate::text::words::Source;

fn arguments<'w>(words: &[&'w str]) -> Vec<Argument<'w>> {
    let argument = |(nth, word): (usize, &&'w str)| {
        let source: Source = (0, nth);
        Argument { text: (*word).into(), expands: false, source }
    };
    words.iter().enumerate().map(argument).collect()
}

/// Prints the programs of a command with the words that they take.
fn programs(line: &str, image_names: &[&str]) -> Vec<String> {
    let words: Vec<_> = line.split(' ').collect();
    let words = arguments(&words);
    let mut shown = Vec::new();
    let command =
        Invocation { words: &words, image_names, is_of_anyone: false, branch: None, input: None, assignments: &[] };
    for program in Deeds::of(&command).programs() {
        let words: Vec<_> = program.words.iter().map(|word| &*word.text).collect();
        shown.push(format!("{}: {}", program.name, words.join(" ")));
    }
    shown
}

#[track_caller]
fn check(line: &str, expected: &[&str]) {
    assert_eq!(programs(line, &[]), expected, "{line}");
}

#[test]
fn the_first_word_is_the_program() {
    check("skopeo copy a", &["skopeo: copy a"]);
    check("/usr/bin/skopeo copy a", &["skopeo: copy a"]);
    check("C:\\bin\\docker.EXE login", &["docker: login"]);
    check("A=b C= skopeo copy", &["skopeo: copy"]);
    check("if ! skopeo copy", &["skopeo: copy"]);
    check("/kaniko/executor --insecure", &["kaniko: --insecure"]);
    check("executor --insecure", &[]);
    check("executor --insecure --destination=a", &["kaniko: --insecure --destination=a"]);
    check("curl -o trivy --insecure", &[]);
    check("argocd app sync trivy --insecure", &["argocd: app sync trivy --insecure"]);
    check("kubectl apply -f /x/helm -k", &["kubectl: apply -f /x/helm -k"]);
    check("", &[]);
    check("A=b", &[]);
}

#[test]
fn a_sieve_passes_what_it_has() {
    let sieve = Sieve::new().with(&["env", "docker"]);
    assert!(["env", "docker", "eve", "dddddd"].iter().all(|name| sieve.may_have(name)));
    assert!(["", "e", "envy", "x", "Env", "äö"].iter().all(|name| !sieve.may_have(name)));
    assert!(!sieve.may_have(&"e".repeat(35)) && !sieve.may_have(&"d".repeat(38)));
    assert!(tools::names().all(|name| tools::find(name).is_some()));
}

#[test]
fn programs_that_run_programs_are_followed() {
    check("env -u X A=b skopeo copy", &["skopeo: copy"]);
    check("env - skopeo copy", &["skopeo: copy"]);
    check("sudo -u skopeo crane pull", &["crane: pull"]);
    check("timeout --signal=KILL 5 crane pull", &["crane: pull"]);
    check("timeout -k5 5 crane pull", &["crane: pull"]);
    check("nice -5 crane pull", &["crane: pull"]);
    check("command crane pull", &["crane: pull"]);
    check("command -v crane", &[]);
    check("ssh -p 22 crane helm pull", &["helm: pull"]);
    check("find . -exec crane pull a ; -ok helm pull b ;", &["crane: pull a", "helm: pull b"]);
    check("xargs -0 -I{} -n 1 crane pull", &["crane: pull"]);
    check("docker run -p 8:8 --name login x login -p y", &["docker: run -p 8:8 --name login"]);
    check("docker run --rm quay.io/skopeo/stable copy a", &["docker: run --rm", "skopeo: copy a"]);
    check("docker run --rm x/kaniko-project/executor --insecure", &["docker: run --rm", "kaniko: --insecure"]);
    check("docker run --entrypoint=/bin/helm x pull a", &["docker: run --entrypoint=/bin/helm", "helm: pull a"]);
    check("docker -H x container run -it x crane pull a", &["docker: -H x container run -it", "crane: pull a"]);
    check("docker exec -u a -it x crane auth", &["docker: exec -u a -it x", "crane: auth"]);
    check("docker compose -f a exec -T x crane auth", &["docker: compose -f a exec -T x crane auth", "crane: auth"]);
    check("docker-compose run x crane auth", &["crane: auth"]);
    check("podman unshare skopeo copy", &["podman: unshare", "skopeo: copy"]);
    check("minikube ssh -- docker login", &["minikube: ssh", "docker: login"]);
    check("flatpak-spawn --host podman pull", &["podman: pull"]);
    check("buildah run x -- crane auth", &["buildah: run x --", "crane: auth"]);
    check("ctr run --rm x y crane auth", &["ctr: run --rm x y", "crane: auth"]);
    check("ctr t exec --exec-id a y crane auth", &["ctr: t exec --exec-id a y", "crane: auth"]);
    check("kubectl exec x -- crane auth", &["kubectl: exec x", "crane: auth"]);
    check("kubectl run x --image crane -- pull", &["kubectl: run x --image crane", "crane: pull"]);
    check("kubectl run x --image y --command -- crane pull", &["kubectl: run x --image y --command", "crane: pull"]);
    check("oc rsh x crane pull", &["oc: rsh x crane pull", "crane: pull"]);
    check("/tekton/bin/entrypoint -entrypoint /kaniko/executor -- --insecure", &["kaniko: --insecure"]);
    check("sh /entrypoint.sh crane pull", &["crane: pull"]);
    check("dockerd-entrypoint.sh --tls=false", &["dockerd: --tls=false"]);
    check("dockerd-entrypoint.sh dockerd --tls=false", &["dockerd: --tls=false"]);
}

#[test]
fn a_guess_needs_a_subcommand() {
    check("run skopeo copy", &["skopeo: copy"]);
    check("run skopeo --debug copy", &["skopeo: --debug copy"]);
    check("run skopeo --tls-verify=false", &[]);
    check("./install.sh trivy --insecure", &[]);
    check("retry 5 --delay 10s skopeo copy", &["skopeo: copy"]);
    check("wait -t 5 -- skopeo copy", &["skopeo: copy"]);
    check("wait -- server skopeo copy", &[]);
    check("install skopeo copy", &[]);
    check("log_info skopeo copy", &[]);
    check("a b skopeo copy", &[]);
}

#[test]
fn images_give_programs() {
    let of = |line: &str, image: &str| programs(line, &names_of(image));
    assert_eq!(of("copy a", "quay.io/skopeo/stable"), ["skopeo: copy a"]);
    assert_eq!(of("--tls=false", "docker:dind"), ["dockerd: --tls=false"]);
    assert_eq!(of("login", "docker:27"), ["docker: login"]);
    assert_eq!(of("docker login", "docker:27"), ["docker: docker login", "docker: login"]);
    assert_eq!(of("--insecure", "gcr.io/kaniko-project/executor"), ["kaniko: --insecure"]);
    assert_eq!(of("wget --insecure", "gcr.io/kaniko-project/executor"), [""; 0]);
    assert_eq!(of("executor --insecure", "gcr.io/kaniko-project/executor"), ["kaniko: --insecure"]);
    assert_eq!(of("crane pull a", "registry.example.com/tools"), ["crane: pull a"]);
    assert_eq!(of("crane --insecure", "registry.example.com/tools"), ["crane: --insecure"]);
    assert_eq!(of("-p 80", "registry.example.com/oras/proxy"), [""; 0]);
}

#[test]
fn images_are_called_after_programs() {
    for (image, expected) in [
        ("quay.io/skopeo/stable:v1", "skopeo"),
        ("mirror.example.com/quay/buildah/upstream", "buildah"),
        ("docker:27", "docker"),
        ("registry.example.com/ci/docker-dind:1", "docker"),
        ("mirror.example.com/dockerhub/aquasec/trivy", "trivy"),
        ("registry.example.com/proxy/kaniko-project/executor", "kaniko"),
        ("registry.example.com/kaniko:debug", "kaniko"),
        ("registry.example.com/jobs/executor", "executor"),
        ("registry.example.com/oras/proxy", "proxy"),
        ("$(params.KANIKO_IMAGE)", "kaniko"),
        ("$(params.dind-image)", "docker"),
        ("quay.io/skopeo/stable:$(params.VERSION)", "skopeo"),
        ("registry.example.com/oras/proxy:${VERSION}", "proxy"),
        ("$(params.REGISTRY)/skopeo/stable:v1", "skopeo"),
        ("{{ .Values.registry }}/crane/web", "web"),
        ("docker:${VERSION}-dind", "docker"),
        ("rancher/mirrored-aquasec-trivy:0.57", "trivy"),
    ] {
        assert_eq!(names_of(image), [expected], "{image}");
    }
    for image in ["not an image", "", "$(params.IMAGE)"] {
        assert!(names_of(image).is_empty(), "{image}");
    }
}

#[test]
fn variables_are_set_by_some_words() {
    let variables = |line: &str| {
        let words: Vec<_> = line.split(' ').collect();
        let words = arguments(&words);
        let mut shown = Vec::new();
        let invocation = Invocation {
            words: &words,
            image_names: &[],
            is_of_anyone: false,
            branch: None,
            input: None,
            assignments: &[],
        };
        for deed in Deeds::of(&invocation).iter() {
            if let Deed::Set(name, value, word) = deed {
                shown.push(format!("{name}={value}@{}", word.source.1));
            }
        }
        shown
    };
    assert_eq!(variables("A=b C=d x E=f"), ["A=b@0", "C=d@1"]);
    assert_eq!(variables("env -u X A=b x E=f"), ["A=b@3"]);
    assert_eq!(variables("export A=b C D=e=f"), ["A=b@1", "D=e=f@3"]);
    assert_eq!(variables("docker run -e A=b --env=C=d -eE=f -e=G=h x I=j"), ["A=b@3", "C=d@4", "E=f@5", "G=h@6"]);
    assert_eq!(variables("kubectl set env deploy/x A=b"), ["A=b@4"]);
    assert_eq!(variables("grep A=b x"), [""; 0]);
    assert_eq!(variables("1A=b x"), [""; 0]);
}

#[test]
fn variables_may_come_apart_from_the_words() {
    let (words, assignments) = (arguments(&["trivy", "image"]), arguments(&["A=b", "C"]));
    let mut shown = Vec::new();
    let invocation = Invocation {
        words: &words,
        image_names: &[],
        is_of_anyone: false,
        branch: None,
        input: None,
        assignments: &assignments,
    };
    shown.extend(Deeds::of(&invocation).iter().map(|deed| match deed {
        Deed::Run(program) => program.name.to_owned(),
        Deed::Set(name, value, _) => format!("{name}={value}"),
    }));
    assert_eq!(shown, ["A=b", "trivy"]);
}

/// What the libraries themselves made of random words of a set with a flag that takes a value (`--value`, `-v`) and a boolean
/// (`--bool`, `-b`): the words, the values, what the boolean was set to, and all other words. Recorded with pflag 1.0 and with the
/// package `flag` of Go 1.27, as far as they took the words; of the latter without flags that stand behind other words.
#[test]
fn words_are_read_as_the_libraries_read_them() {
    for (library, recorded) in [(Library::Pflag, include_str!("pflag.txt")), (Library::Go, include_str!("go.txt"))] {
        let syntax = Syntax::new(library, "v", &["value"]);
        assert!(recorded.lines().count() >= 100);
        for line in recorded.lines() {
            let lists: Vec<Vec<String>> = line.split('\t').map(|list| serde_json::from_str(list).unwrap()).collect();
            let words: Vec<_> = lists[0].iter().map(String::as_str).collect();
            let words = arguments(&words);
            let (mut values, mut booleans, mut operands) = (Vec::new(), Vec::new(), Vec::new());
            for item in Arguments::new(syntax, &words) {
                match item {
                    Item::Operand(words) => operands.push(words[0].text.to_string()),
                    Item::Flag(given) if given.is("--bool") || given.is("-b") => {
                        booleans.push(given.value.unwrap_or("true").to_owned());
                    }
                    Item::Flag(given) => values.extend(given.value.map(str::to_owned)),
                }
            }
            assert_eq!([values, booleans, operands], lists[1..], "{library:?}: {line}");
        }
    }
}
