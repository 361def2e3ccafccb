//! Trees as people have them: copies of nodes, archives, several nodes, and what is wrong with files.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

/// A directory with files.
fn tree(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = directory.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

/// Exit code, standard output, standard error.
fn run(directory: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("insecure-registry").unwrap();
    let output = command.current_dir(directory).arg("import").args(arguments).output().unwrap();
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    for text in [&stdout, &stderr] {
        assert!(!text.contains("CANARY"), "a secret is shown: {text}");
    }
    (output.status.code(), stdout, stderr)
}

#[track_caller]
fn finds(files: &[(&str, &str)], arguments: &[&str], expected: &[&str]) -> String {
    let directory = tree(files);
    let (code, out, error) = run(directory.path(), arguments);
    for text in expected {
        assert!(out.contains(text), "{text} is not in\n{out}{error}");
    }
    assert_eq!((code, error.as_str()), (Some(0), ""), "{out}");
    out
}

const DAEMON: &str = r#"{"insecure-registries": ["a.example.com:5000"]}"#;
const A: &str = "\"a.example.com:5000\"";
const HOSTS: &str = "skip_verify = true\n";
const TABLE: &str = "[[registry]]\nlocation = \"a.example.com:5000\"\ninsecure = true\n";
const K3S: &str = "configs:\n  a.example.com:5000:\n    tls: {insecure_skip_verify: true}\n";

/// Each tree has one insecure registry, and a file of something else beside it.
#[test]
#[allow(clippy::too_many_lines)] // a table
fn trees_by_use() {
    let cri = "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry]\nconfig_path = \"";
    let with_path = |path: &str| format!("{cri}{path}\"\n");
    let snap = with_path("${SNAP_DATA}/args/certs.d");
    let k3s_generated = with_path("/var/lib/rancher/k3s/agent/etc/containerd/certs.d");
    let gke = with_path("/etc/containerd/hosts.d");
    let rke2 = with_path("/var/lib/rancher/rke2/agent/etc/containerd/certs.d");
    let elsewhere = with_path("/opt/certs");
    let k0s = with_path("/etc/k0s/containerd.d/certs.d");
    let trees: &[&[(&str, &str)]] = &[
        &[("n/etc/docker/daemon.json", DAEMON)],
        &[("n/home/u/.config/docker/daemon.json", DAEMON)],
        &[("n/home/u/.docker/daemon.json", DAEMON)],
        &[("n/var/snap/docker/2963/config/daemon.json", DAEMON)],
        &[("n/docker/daemon.json", DAEMON)],
        &[
            ("n/lib/systemd/system/docker.service", "[Service]\nExecStart=/usr/bin/dockerd\n"),
            (
                "n/etc/systemd/system/docker.service.d/a.conf",
                "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd --insecure-registry a.example.com:5000\n",
            ),
        ],
        &[
            (
                "n/lib/systemd/system/docker.service",
                "[Service]\nEnvironmentFile=-/etc/default/docker\nExecStart=/usr/sbin/dockerd $DOCKER_OPTS\n",
            ),
            ("n/etc/default/docker", "DOCKER_OPTS=\"--insecure-registry=a.example.com:5000\"\n"),
        ],
        &[(
            "n/etc/systemd/system/docker.service.d/a.conf",
            "[Service]\nEnvironment=\"DOCKER_OPTS=--insecure-registry=a.example.com:5000\"\n",
        )],
        &[("n/etc/sysconfig/crio", "CONTAINER_INSECURE_REGISTRY=a.example.com:5000\n")],
        &[("n/etc/sysconfig/docker", "OPTIONS='--insecure-registry a.example.com:5000'\n")],
        &[
            (
                "n/usr/lib/systemd/system/docker.service",
                "[Service]\nExecStart=/usr/bin/dockerd --config-file /opt/daemon.json\n",
            ),
            ("n/opt/daemon.json", DAEMON),
        ],
        &[(
            "n/home/u/.minikube/profiles/p/config.json",
            r#"{"Name": "p", "InsecureRegistry": ["a.example.com:5000"]}"#,
        )],
        &[("n/etc/sysconfig/crio.minikube", "CRIO_MINIKUBE_OPTIONS='--insecure-registry a.example.com:5000'\n")],
        &[("n/etc/containerd/certs.d/a.example.com_5000_/hosts.toml", HOSTS)],
        &[("n/etc/containerd/config.toml", &gke), ("n/etc/containerd/hosts.d/a.example.com:5000/hosts.toml", HOSTS)],
        &[
            ("n/var/snap/microk8s/7000/args/containerd-template.toml", &snap),
            ("n/var/snap/microk8s/7000/args/certs.d/a.example.com_5000_/hosts.toml", HOSTS),
        ],
        &[("n/etc/rancher/k3s/registries.yaml", K3S)],
        &[("n/etc/rancher/rke2/registries.yaml", K3S)],
        &[("n/etc/rancher/k3s/config.yaml", "private-registry: /opt/r.yaml\n"), ("n/opt/r.yaml", K3S)],
        &[
            ("n/var/lib/rancher/k3s/agent/etc/containerd/config.toml", &k3s_generated),
            ("n/var/lib/rancher/k3s/agent/etc/containerd/certs.d/a.example.com:5000/hosts.toml", HOSTS),
        ],
        &[
            ("n/var/lib/rancher/rke2/agent/etc/containerd/config.toml", &rke2),
            ("n/var/lib/rancher/rke2/agent/etc/containerd/certs.d/a.example.com:5000/hosts.toml", HOSTS),
        ],
        &[
            ("n/etc/k0s/containerd.d/cri.toml", &k0s),
            ("n/etc/k0s/containerd.d/certs.d/a.example.com_5000_/hosts.toml", HOSTS),
        ],
        &[
            (
                "n/etc/systemd/system/k3s.service",
                "[Service]\nExecStart=/usr/local/bin/k3s \\\n    server \\\n\t'--private-registry' \\\n\t'/opt/r.yaml'\n",
            ),
            ("n/opt/r.yaml", K3S),
        ],
        &[
            (
                "n/usr/lib/systemd/system/containerd.service",
                "[Service]\nExecStart=/usr/bin/containerd --config /opt/c.toml\n",
            ),
            ("n/opt/c.toml", &elsewhere),
            ("n/opt/certs/a.example.com:5000/hosts.toml", HOSTS),
        ],
        &[("n/etc/containers/registries.conf", TABLE)],
        &[("n/etc/containers/registries.conf.d/a.conf", TABLE)],
        &[("n/home/u/.config/containers/registries.conf", TABLE)],
        &[("n/etc/crio/crio.conf", "[crio.image]\ninsecure_registries = [\"a.example.com:5000\"]\n")],
        &[("n/Users/u/.docker/daemon.json", DAEMON)],
        &[("n/ProgramData/docker/config/daemon.json", DAEMON)],
        &[("n/home/u/.config/containers/registries.conf.d/a.conf", TABLE)],
        &[
            ("n/etc/docker/daemon.json", "{\"log-driver\": \"json-file\"}"),
            (
                "n/lib/systemd/system/docker.service",
                "[Service]\nType=notify\nExecStart=\nExecStart=/usr/bin/dockerd -H tcp://0.0.0.0:2376 --tlsverify --label provider=docker --insecure-registry a.example.com:5000\n",
            ),
        ],
        &[
            (
                "n/etc/crio/crio.conf.d/00-default",
                "[crio.image]\nglobal_auth_file = \"/var/lib/kubelet/config.json\"\n",
            ),
            (
                "n/etc/containers/registries.conf",
                "short-name-mode = \"\"\n[[registry]]\n  prefix = \"\"\n  location = \"a.example.com:5000\"\n  insecure = true\n",
            ),
        ],
        &[
            ("n/etc/cri/conf.d/cri.toml", "version = 3\n"),
            (
                "n/etc/cri/conf.d/hosts/a.example.com_5000_/hosts.toml",
                "server = 'https://a.example.com:5000'\nskip_verify = true\n",
            ),
        ],
        &[("n/sosreport-host/etc/containers/registries.conf", TABLE), ("n/sosreport-host/var/log/a.log", "CANARY")],
        &[(
            "n/must-gather/quay-sha/cluster-scoped-resources/config.openshift.io/images/cluster.yaml",
            "apiVersion: config.openshift.io/v1\nkind: Image\nspec: {registrySources: {insecureRegistries: [\"a.example.com:5000\"]}}\n",
        )],
    ];
    for files in trees {
        let mut files = files.to_vec();
        files.push(("n/etc/gitlab-runner/config.toml", "CANARY"));
        files.push((
            "n/var/lib/docker/overlay2/x/diff/etc/docker/daemon.json",
            r#"{"insecure-registries": ["CANARY.example.com"]}"#,
        ));
        finds(&files, &["n"], &[A, "# Read:"]);
        // The same without the other file, as an archive.
        let directory = tree(&files);
        for (name, flags) in [("n.tar", "cf"), ("n.tgz", "czf"), ("n.tar.xz", "cJf")] {
            let tar = std::process::Command::new("tar").current_dir(directory.path()).args([flags, name, "n"]).status();
            assert!(tar.unwrap().success());
            let (code, out, error) = run(directory.path(), &[name]);
            assert!(code == Some(0) && out.contains(A), "{files:?}\n{out}{error}");
        }
    }
    eprintln!("{} trees, as folders and as archives", trees.len());
}

/// kind with a registry beside it: the policy knows loopback registries, and a comment says where their images come from.
#[test]
fn mirrors_of_the_node_itself() {
    let config =
        "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry]\nconfig_path = \"/etc/containerd/certs.d\"\n";
    let hosts = "[host.\"http://kind-registry:5000\"]\n";
    let files =
        [("n/etc/containerd/config.toml", config), ("n/etc/containerd/certs.d/localhost:5001/hosts.toml", hosts)];
    let out = finds(&files, &["n"], &["host at `kind-registry:5000` over HTTP: is for a registry on the node"]);
    assert!(out.starts_with("# Nothing found needs an entry.\n"), "{out}");
}

/// CRI-O had a list of its own, which had 127.0.0.0/8; Podman has none.
#[test]
fn loopback_by_runtime() {
    let conf = ("n/etc/containers/registries.conf", "[[registry]]\nlocation = \"localhost:5000\"\n");
    let podman = finds(&[conf], &["n"], &["CRI-O until 1.34 does not verify"]);
    assert!(podman.contains("trustedRegistries"), "{podman}");
    let crio = finds(&[conf, ("n/etc/crio/crio.conf", "")], &["n"], &["CRI-O until 1.34 does not verify"]);
    assert!(!crio.contains("trustedRegistries"), "{crio}");
}

#[test]
fn documents_by_hand() {
    let kind = "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\ncontainerdConfigPatches:\n- |-\n  [plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"a.example.com:5000\"]\n    endpoint = [\"http://m.example.com\"]\n";
    let ignition = r#"{"ignition": {"version": "3.3.0"}, "systemd": {"units": [{"name": "docker.service", "dropins": [{"name": "a.conf", "contents": "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd --insecure-registry=a.example.com:5000\n"}]}]}}"#;
    let butane = "variant: flatcar\nversion: 1.0.0\nstorage:\n  files:\n    - path: /etc/docker/daemon.json\n      contents:\n        inline: |\n          {\"insecure-registries\": [\"a.example.com:5000\"]}\n";
    let cloud = "#cloud-config\nwrite_files:\n  - path: /etc/rancher/k3s/registries.yaml\n    encoding: b64\n    content: Y29uZmlnczoKICBhLmV4YW1wbGUuY29tOjUwMDA6CiAgICB0bHM6IHtpbnNlY3VyZV9za2lwX3ZlcmlmeTogdHJ1ZX0K\n";
    let mime = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"B\"\n\n--B\nContent-Type: application/node.eks.aws\n\napiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  containerd:\n    config: |\n      [plugins.'io.containerd.cri.v1.images'.registry]\n      config_path = ''\n      [plugins.'io.containerd.cri.v1.images'.registry.mirrors.'a.example.com:5000']\n      endpoint = ['http://m.example.com']\n--B--\n";
    let talos = "version: v1alpha1\nmachine:\n  registries:\n    config:\n      a.example.com:5000:\n        tls: {insecureSkipVerify: true}\n        auth: {password: CANARY}\n";
    let bottlerocket = "[[settings.container-registry.mirrors]]\nregistry = \"a.example.com:5000\"\nendpoint = [\"http://m.example.com\"]\n[[settings.container-registry.credentials]]\npassword = \"CANARY\"\n";
    for (name, text) in [
        ("kind.yaml", kind),
        ("config.ign", ignition),
        ("config.bu", butane),
        ("user-data", cloud),
        ("user-data.txt", mime),
        ("controlplane.yaml", talos),
        ("user-data.toml", bottlerocket),
    ] {
        finds(&[(name, text)], &[name], &[A]);
        // And where it is found in a folder.
        let path = format!("n/infra/{name}");
        finds(&[(&path, text), ("n/infra/values.yaml", "a: {b: CANARY"), ("n/infra/x.json", "CANARY")], &["n"], &[A]);
    }
    let credentials = "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders:\n- name: p\n  matchImages: [\"*.example.com:5000\"]\n";
    finds(
        &[("n/etc/docker/daemon.json", DAEMON), ("c.yaml", credentials)],
        &["n", "c.yaml"],
        &[
            A,
            "# c.yaml:5: matchImages: the kubelet has credentials of a provider for `a.example.com:5000`, which is insecure",
        ],
    );
    let buildkit = "[registry.\"a.example.com\"]\nhttp = true\n";
    let directory = tree(&[("buildkitd.toml", buildkit)]);
    assert!(run(directory.path(), &["buildkitd.toml"]).2.contains("is not a known file"));
}

#[test]
fn nodes_are_found_and_compared() {
    let files = tree(&[
        ("nodes/a/etc/docker/daemon.json", DAEMON),
        ("nodes/b/etc/docker/daemon.json", "{}"),
        ("nodes/b/etc/containers/registries.conf", TABLE.replace("a.ex", "b.ex").as_str()),
    ]);
    let (code, out, _) = run(files.path(), &["--merge", "nodes"]);
    assert_eq!(code, Some(0), "{out}");
    let differences = "# Differs between nodes:\n# nodes/a: insecureRegistries `a.example.com:5000`, and not on nodes/b\n\
                       # nodes/b: insecureRegistries `b.example.com:5000`, and not on nodes/a\n";
    assert!(out.contains(differences), "{out}");
    // The same through the lines that each node logs.
    let mut log = String::new();
    for node in ["a", "b"] {
        let (code, line, _) = run(files.path(), &["--node", node, &format!("nodes/{node}")]);
        assert_eq!((code, line.lines().count()), (Some(0), 1), "{line}");
        log += &line;
    }
    fs::write(files.path().join("nodes.log"), log).unwrap();
    let (code, merged, error) = run(files.path(), &["--merge", "nodes.log"]);
    assert_eq!((code, error.as_str()), (Some(0), ""), "{merged}");
    assert!(merged.contains("# a: insecureRegistries `a.example.com:5000`, and not on b\n"), "{merged}");
    let entries =
        |text: &str| text.lines().filter(|line| line.starts_with("  - ")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(entries(&merged), entries(&out));
}

/// A cluster's nodes through kubectl, which is a script here.
#[test]
fn nodes_of_a_cluster() {
    use std::os::unix::fs::PermissionsExt as _;
    let files = tree(&[("a/etc/docker/daemon.json", DAEMON), ("b/etc/docker/daemon.json", DAEMON)]);
    let lines: String = ["a", "b"].map(|node| run(files.path(), &["--node", node, node]).1).concat();
    let script = |listed: &str| {
        let path = files.path().join("kubectl");
        let text = format!(
            "#!/bin/sh\ncase \"$*\" in\nlogs*--ignore-errors*) cat <<'EOF'\n[pod/x] {lines}error: container \"import\" in pod \"c\" is waiting to start\nEOF\n;;\nget*) echo '{listed}' ;;\nesac\n"
        );
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = Command::cargo_bin("insecure-registry").unwrap();
        let output = command.current_dir(files.path()).args(["nodes", "--kubectl"]).arg(&path).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, out, error) = script(r#"{"items": [{"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}]}"#);
    assert_eq!((code, error.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains(A) && out.contains("  # b:b/etc/docker/daemon.json:1: insecure-registries\n"), "{out}");
    let (code, _, error) = script(r#"{"items": [{"metadata": {"name": "a"}}, {"metadata": {"name": "c"}}]}"#);
    assert_eq!((code, error.as_str()), (Some(2), "error: c: has not logged anything yet\n"));
}

/// The Pods can only read, and the policy has nothing to say of it.
#[test]
fn the_daemon_set_is_harmless() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/nodes/daemonset.yaml");
    let output = Command::cargo_bin("insecure-registry").unwrap().arg("check").arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let text = fs::read_to_string(path).unwrap();
    let document = text.split("---\n").last().unwrap();
    let set: serde_json::Value = serde_saphyr::from_str(document).unwrap();
    let pod = &set["spec"]["template"]["spec"];
    assert_eq!(pod["automountServiceAccountToken"], false);
    for container in ["initContainers", "containers"].iter().flat_map(|list| pod[*list].as_array().unwrap()) {
        let context = &container["securityContext"];
        assert_eq!(context["capabilities"]["drop"][0], "ALL");
        assert_eq!(
            (&context["readOnlyRootFilesystem"], &context["allowPrivilegeEscalation"]),
            (&true.into(), &false.into())
        );
        for mount in container["volumeMounts"].as_array().into_iter().flatten() {
            assert_eq!(mount["readOnly"], true, "{mount}");
        }
    }
}

/// docs/import.md has the table of what is read.
#[test]
fn the_documentation_lists_what_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/import.md");
    let page = fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- sources -->\n", "<!-- end of sources -->");
    let (before, rest) = page.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let (_, table, _) = run(Path::new("."), &["--list"]);
    let expected = format!("{before}{begin}{table}{end}{after}");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, expected).unwrap();
    } else {
        assert!(page == expected, "docs/import.md is not up to date: run `make bless` and look at the difference");
    }
}

/// Who can write to a log cannot write settings.
#[test]
fn lines_stay_in_their_comments() {
    let line = r#"{"insecureRegistryNode":2,"node":"a\ninsecureRegistries: []","insecure":[{"entry":"a.example.com:5000","sources":[["f\n- x",1,"w\n- y"]],"isForHttps":false},{"entry":"b\"\n","sources":[],"isForHttps":false}],"mirrors":[{"entry":"docker.io","sources":[],"isForHttps":false,"mirror":["m.example.com","tags",true]},{"entry":"docker.io","sources":[],"isForHttps":false,"mirror":["m.example.com","all}\n- x",true]},{"entry":"docker.io","sources":[],"isForHttps":false,"mirror":["m.example.com\", x: \"","all",true]}],"trusted":[],"remarks":["r\nz: 1"],"errors":[],"read":["f"],"passedOver":[["p\nq","w"]]}"#;
    let files = tree(&[("nodes.log", line)]);
    let (code, out, error) = run(files.path(), &["--merge", "nodes.log"]);
    assert_eq!((code, error.as_str()), (Some(0), ""), "{out}");
    let lines: Vec<&str> = out.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let mirror = "  - {of: \"docker.io\", at: \"m.example.com\", pulls: tags}";
    let expected = ["insecureRegistries:", "  - \"a.example.com:5000\"", "insecureMirrors:", mirror];
    assert_eq!(lines, expected, "{out}");
}

#[test]
fn settings_drift() {
    let files = tree(&[
        ("n/etc/docker/daemon.json", DAEMON),
        ("good.yaml", "insecureRegistries: [\"a.example.com:5000\"]\n"),
        ("wide.yaml", "insecureRegistries: [\"*.example.com\"]\n"),
        ("bad.yaml", "insecureRegistries: [\"c.example.com\"]\ntrustedRegistries: [\"a.example.com:5000\"]\n"),
        (
            "policy.yaml",
            "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nspec:\n  settings:\n    insecureRegistries: [\"a.example.com:5000\"]\n",
        ),
    ]);
    for settings in ["good.yaml", "wide.yaml", "policy.yaml"] {
        let (code, out, error) = run(files.path(), &["--check", settings, "n"]);
        assert_eq!((code, error.as_str()), (Some(0), ""), "{out}");
        assert_eq!(out, format!("{settings}: matches what 1 files of 1 nodes say\n"));
    }
    let (code, out, _) = run(files.path(), &["--check", "bad.yaml", "n"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        out,
        "bad.yaml: `a.example.com:5000` is missing in insecureRegistries: n/etc/docker/daemon.json:1: insecure-registries\n\
         bad.yaml: `c.example.com` in insecureRegistries: no node here says so\n\
         bad.yaml: `a.example.com:5000` in trustedRegistries: no node here says so\n"
    );
}

/// A mirror is right in settings that say as much of it, or more.
#[test]
fn mirrors_drift() {
    let conf = "[[registry]]\nlocation = \"r.example.com/team\"\nmirror-by-digest-only = true\n[[registry.mirror]]\nlocation = \"m.example.com\"\ninsecure = true\n";
    let files = tree(&[
        ("n/etc/containers/registries.conf", conf),
        (
            "good.yaml",
            "insecureMirrors: [{of: r.example.com/team, at: m.example.com, pulls: digests, pullSecrets: never}]\n",
        ),
        ("more.yaml", "insecureMirrors: [{of: r.example.com/team, at: M.example.com}]\n"),
        ("whole.yaml", "insecureRegistries: [r.example.com]\n"),
        ("less.yaml", "insecureMirrors: [{of: r.example.com/team, at: m.example.com, pulls: tags}]\n"),
        ("other.yaml", "insecureMirrors: [{of: r.example.com, at: m.example.com}]\n"),
    ]);
    for settings in ["good.yaml", "more.yaml"] {
        let (code, out, error) = run(files.path(), &["--check", settings, "n"]);
        assert_eq!((code, error.as_str()), (Some(0), ""), "{out}");
    }
    let entry = "{of: \"r.example.com/team\", at: \"m.example.com\", pulls: digests, pullSecrets: never}";
    let missing = format!(
        "`{entry}` is missing in insecureMirrors: n/etc/containers/registries.conf:6: mirror at `m.example.com` is insecure\n"
    );
    for (settings, expected) in [
        ("whole.yaml", "`r.example.com` in insecureRegistries: no node here says so\n"),
        ("less.yaml", missing.as_str()),
        ("other.yaml", missing.as_str()),
    ] {
        let (code, out, _) = run(files.path(), &["--check", settings, "n"]);
        assert_eq!(code, Some(1), "{out}");
        assert!(out.starts_with(&format!("{settings}: {expected}")), "{out}");
    }
}

/// What any node does with a mirror counts for all of them.
#[test]
fn mirrors_of_several_nodes_are_one_entry() {
    let conf =
        "[[registry]]\nlocation = \"docker.io\"\n[[registry.mirror]]\nlocation = \"m.example.com\"\ninsecure = true\n";
    let files = tree(&[
        ("nodes/a/etc/containers/registries.conf", &format!("{conf}pull-from-mirror = \"digest-only\"\n")),
        ("nodes/b/etc/containers/registries.conf", &format!("{conf}pull-from-mirror = \"digest-only\"\n")),
        ("nodes/c/etc/docker/daemon.json", r#"{"registry-mirrors": ["http://m.example.com"]}"#),
    ]);
    let (code, out, error) = run(files.path(), &["nodes/a", "nodes/b"]);
    assert_eq!((code, error.as_str()), (Some(0), ""), "{out}");
    assert!(
        out.contains("\n  - {of: \"docker.io\", at: \"m.example.com\", pulls: digests, pullSecrets: never}\n"),
        "{out}"
    );
    let (code, out, error) = run(files.path(), &["--merge", "nodes"]);
    assert_eq!((code, error.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("\n  - {of: \"docker.io\", at: \"m.example.com\"}\n"), "{out}");
    let different =
        "# nodes/c: insecureMirrors `{of: \"docker.io\", at: \"m.example.com\"}`, and not on nodes/a, nodes/b\n";
    assert!(out.contains(different), "{out}");
}

#[test]
fn nothing_read_is_said() {
    let files = tree(&[("n/etc/hostname", "n")]);
    let (code, out, error) = run(files.path(), &["n"]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert_eq!(error, "error: nothing was read: no file that a runtime reads was found\n");
}

/// What cannot be read is a line, and the rest is read.
#[test]
fn bad_input() {
    use std::os::unix::fs::symlink;
    let files = tree(&[
        ("n/etc/docker/daemon.json", DAEMON),
        ("n/etc/containers/registries.conf", "[[registry]]\nlocation = \"half"),
        ("n/etc/crio/crio.conf.d/a.conf", "\u{0}\u{1}"),
        ("n/opt/rancher/registries.yaml", K3S),
        ("outside/registries.yaml", "configs:\n  CANARY.example.com:\n    tls: {insecure_skip_verify: true}\n"),
    ]);
    let at = |path: &str| files.path().join(path);
    for folder in ["n/etc/rancher", "n/etc/containerd/certs.d/r.example.com", "n/etc/a"] {
        fs::create_dir_all(at(folder)).unwrap();
    }
    // A link within the root, one in a circle, one out of the root, one to a device.
    symlink("/opt/rancher", at("n/etc/rancher/k3s")).unwrap();
    symlink("registries.yaml", at("n/etc/a/registries.yaml")).unwrap();
    symlink("../../../outside", at("n/etc/rancher/rke2")).unwrap();
    symlink("/dev/zero", at("n/etc/containerd/config.toml")).unwrap();
    assert!(
        std::process::Command::new("mkfifo")
            .arg(at("n/etc/containerd/certs.d/r.example.com/hosts.toml"))
            .status()
            .unwrap()
            .success()
    );
    let large = fs::File::create(at("n/etc/containers/registries.yaml")).unwrap();
    large.set_len(4 * 1024 * 1024 * 1024).unwrap();
    let (code, out, error) = run(files.path(), &["n"]);
    assert_eq!(code, Some(2));
    assert!(out.contains(A) && out.contains("n/etc/rancher/k3s/registries.yaml:3"), "{out}");
    assert!(error.contains("n/etc/containers/registries.conf:2: is not valid TOML"), "{error}");
    for line in [
        "# n/etc/a/registries.yaml: links that lead in a circle\n",
        "# n/etc/containerd/certs.d/r.example.com/hosts.toml: a pipe\n",
        "# n/etc/containers/registries.yaml: larger than 8 MiB\n",
    ] {
        assert!(out.contains(line), "{line}{out}");
    }
}

/// What cannot be read beside what can: a line for each.
#[test]
fn good_and_bad_paths() {
    let files = tree(&[("n/etc/docker/daemon.json", DAEMON), ("other", "a = 1\n")]);
    assert!(std::process::Command::new("mkfifo").arg(files.path().join("pipe")).status().unwrap().success());
    let (code, out, error) = run(files.path(), &["pipe", "n", "missing", "other"]);
    assert_eq!(code, Some(2));
    assert!(out.contains(A), "{out}");
    let begins = ["error: pipe: a pipe, not a file", "error: missing: ", "error: other: is not a known file"];
    for (line, begin) in error.lines().zip(begins) {
        assert!(line.starts_with(begin), "{error}");
    }
    // An archive that is not whole yet.
    let tar = std::process::Command::new("tar").current_dir(files.path()).args(["cf", "n.tar", "n"]).status();
    assert!(tar.unwrap().success());
    let bytes = fs::read(files.path().join("n.tar")).unwrap();
    let end = bytes.windows(DAEMON.len()).position(|it| it == DAEMON.as_bytes()).unwrap() + 512;
    fs::write(files.path().join("half.tar"), [&bytes[..end], &[b'x'; 700]].concat()).unwrap();
    let (_, out, error) = run(files.path(), &["half.tar"]);
    assert!(out.contains(A) && out.contains("the rest of the archive cannot be read"), "{out}{error}");
}

/// Objects of Cluster API have a machine's files, and commands that are not read.
#[test]
fn cluster_api() {
    let file = |indent: &str| {
        format!("files:\n- path: /etc/docker/daemon.json\n  content: '{DAEMON}'\n")
            .replace('\n', &format!("\n{indent}"))
    };
    let object = |version: &str, kind: &str, before: &str, indent: &str| {
        format!("apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\nspec:\n{before}{indent}{}\n", file(indent))
    };
    let bootstrap = "bootstrap.cluster.x-k8s.io/v1beta1";
    let control_plane = "controlplane.cluster.x-k8s.io/v1beta2";
    let template = "  template:\n    spec:\n";
    for text in [
        object(bootstrap, "KubeadmConfig", "", "  "),
        object(bootstrap, "KubeadmConfigTemplate", template, "      "),
        object(control_plane, "KubeadmControlPlane", "  kubeadmConfigSpec:\n", "    "),
        object(
            control_plane,
            "KubeadmControlPlaneTemplate",
            &format!("{template}      kubeadmConfigSpec:\n"),
            "        ",
        ),
        object(control_plane, "RKE2ControlPlane", "", "  "),
        object(bootstrap, "RKE2ConfigTemplate", template, "      "),
    ] {
        finds(&[("n/machine.yaml", &text)], &["n"], &[A, "# Read:\n# n/machine.yaml"]);
        finds(&[("machine.yaml", &text)], &["machine.yaml"], &[A]);
    }
    let parts = "apiVersion: bootstrap.cluster.x-k8s.io/v1beta1
kind: KubeadmConfig
spec:
  files:
    - {path: /etc/containerd/certs.d/a.example.com:5000/hosts.toml, content: c2tpcF92ZXJp, encoding: base64}
    - {path: /etc/containerd/certs.d/a.example.com:5000/hosts.toml, content: \"fy = true\\n\", append: true}
    - {path: /etc/docker/daemon.json, contentFrom: {secret: {name: docker, key: daemon.json}}}
  preKubeadmCommands:
    - hostnamectl set-hostname CANARY
    - echo CANARY >>/etc/containerd/config.toml
  postKubeadmCommands:
    - [sed, -i, CANARY, /etc/containers/registries.conf]
";
    let out = finds(
        &[("n/a.yaml", parts)],
        &["n"],
        &[
            A,
            "# n/a.yaml:10: preKubeadmCommands: has commands that may write",
            "# n/a.yaml:12: postKubeadmCommands: has commands that may write",
            "# n/a.yaml:etc/docker/daemon.json: content that cannot be read here",
        ],
    );
    assert_eq!(out.matches("has commands").count(), 2, "{out}");
    let cloud = format!(
        "#cloud-config\nwrite_files:\n- path: /etc/docker/daemon.json\n  content: '{DAEMON}'\nruncmd:\n- [sed, -i, s/CANARY//, /etc/docker/daemon.json]\n- systemctl restart docker CANARY\n"
    );
    let out = finds(&[("n/user-data", &cloud)], &["n"], &[A, "# n/user-data:6: runcmd: has commands that may write"]);
    assert_eq!(out.matches("has commands").count(), 1, "{out}");
    let registries = "apiVersion: controlplane.cluster.x-k8s.io/v1beta1
kind: RKE2ControlPlane
spec:
  privateRegistriesConfig:
    mirrors: {docker.io: {endpoint: [\"https://m.example.com\"]}}
    configs:
      a.example.com:5000: {tls: {insecureSkipVerify: true}, authSecret: {name: CANARY}}
      m.example.com: {tls: {insecureSkipVerify: true}}
      c.example.com: {tls: {insecure_skip_verify: true}}
";
    let mirror = "{of: \"docker.io\", at: \"m.example.com\"}";
    let out = finds(&[("n/a.yaml", registries)], &["n"], &[A, mirror, "a.yaml:7: insecureSkipVerify for"]);
    assert!(!out.contains("c.example.com"), "{out}");
}

/// Virtual machines of developers.
#[test]
fn virtual_machines() {
    let colima = "cpu: 2\nruntime: docker\ndocker:\n  insecure-registries: [\"a.example.com:5000\"]\n  features: {buildkit: true}\n";
    let path = "n/home/u/.colima/default/colima.yaml";
    finds(&[(path, colima)], &["n"], &[A, "colima.yaml:4: insecure-registries"]);
    finds(&[("colima.yaml", colima)], &["colima.yaml"], &[A]);
    let containerd = colima.replace("runtime: docker", "runtime: containerd");
    let out = finds(&[(path, &containerd)], &["n"], &["colima.yaml:3: docker: has no effect"]);
    assert!(!out.contains(A), "{out}");
    let directory = tree(&[(path, &colima.replace("features", "no-such-key"))]);
    assert!(run(directory.path(), &["n"]).2.contains("is a key that dockerd does not know"));
    // A compose file is none of these.
    let directory = tree(&[("n/compose.yaml", "services: {a: {image: a, runtime: docker}}\ndocker: {a: 1}\n")]);
    assert_eq!(run(directory.path(), &["n"]).0, Some(1));
    let lima = format!(
        "images: [{{location: a}}]\nprovision:\n- mode: data\n  path: /etc/docker/daemon.json\n  content: '{DAEMON}'\n- mode: system\n  script: |\n    mkdir -p /etc/containerd/certs.d/CANARY && touch hosts.toml\n- mode: system\n  script: apt-get update CANARY\n"
    );
    let path = "n/home/u/.lima/default/lima.yaml";
    let out = finds(&[(path, &lima)], &["n"], &[A, "lima.yaml:6: provision: has commands that may write"]);
    assert_eq!(out.matches("has commands").count(), 1, "{out}");
    let ignition = "{\"ignition\": {\"version\": \"3.2.0\"}, \"storage\": {\"files\": [{\"path\": \"/etc/containers/registries.conf.d/a.conf\", \"contents\": {\"source\": \"data:,%5B%5Bregistry%5D%5D%0Alocation%20%3D%20%22a.example.com%3A5000%22%0Ainsecure%20%3D%20true%0A\"}}]}}";
    finds(&[("n/home/u/.config/containers/podman/machine/qemu/m.ign", ignition)], &["n"], &[A]);
}

/// What Podman does for one of its units is a comment.
#[test]
fn quadlets() {
    let insecure =
        "is for what Podman pulls for this unit from `a.example.com:5000`; list the registry in insecureRegistries";
    for unit in [
        "[Image]\nImage=a.example.com:5000/app:1\nCreds=robot:CANARY\nTLSVerify=false\n",
        "[Container]\nImage=a.example.com:5000/app:1\nPodmanArgs=--log-level=debug \\\n  --tls-verify=false --creds robot:CANARY\n",
        "[Image]\nTLSVerify = no\nImage = a.example.com:5000/app:1\n",
    ] {
        for path in ["n/etc/containers/systemd/app.image", "n/home/u/.config/containers/systemd/app.container"] {
            let out = finds(&[(path, unit)], &["n"], &[insecure]);
            assert!(out.starts_with("# Nothing found needs an entry."), "{out}");
        }
    }
    for unit in [
        "[Image]\nImage=a.example.com:5000/app:1\n",
        "[Image]\nImage=a.example.com:5000/app:1\nTLSVerify=false\nTLSVerify=true\n",
        "[Container]\nImage=a.example.com:5000/app:1\nExec=skopeo --tls-verify=false\n# TLSVerify=false\n",
        "[Container]\nImage=a.example.com:5000/app:1\nPodmanArgs=--tls-verify\n",
    ] {
        let out = finds(&[("n/etc/containers/systemd/app.container", unit)], &["n"], &["# Read:"]);
        assert!(!out.contains("Podman pulls"), "{out}");
    }
}

/// Archives are known by how they begin, in several parts too; a decoder that asks for more memory than a node's files are worth gets none.
#[test]
fn compressed_archives() {
    let files = tree(&[
        ("n/etc/docker/daemon.json", DAEMON),
        ("m/etc/docker/daemon.json", &DAEMON.replace("a.ex", "b.ex")),
        ("n.tar.bz2", &format!("BZh9{}", " ".repeat(300))),
    ]);
    let shell = |script: &str| {
        let status = std::process::Command::new("sh").current_dir(files.path()).args(["-ec", script]).status();
        assert!(status.unwrap().success(), "{script}");
    };
    shell("tar cf n.tar n && tar cf m.tar m && tar rf n.tar m");
    shell(
        "xz -k -9 n.tar && mv n.tar.xz copy && cut=1024 && head -c $cut n.tar | xz >parts && tail -c +$((cut + 1)) n.tar | xz >>parts",
    );
    shell("xz --check=sha256 --x86 --lzma2=dict=64MiB <n.tar >filters && xz --lzma2=dict=256MiB <n.tar >greedy");
    for name in ["copy", "parts", "filters"] {
        let (code, out, error) = run(files.path(), &[name]);
        assert!(code == Some(0) && out.contains(A) && out.contains("b.example.com:5000"), "{name}: {out}{error}");
    }
    let (code, out, error) = run(files.path(), &["greedy"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(error.starts_with("error: greedy: "), "{error}");
    let bytes = fs::read(files.path().join("copy")).unwrap();
    fs::write(files.path().join("half"), &bytes[..bytes.len() - 40]).unwrap();
    let (_, out, _) = run(files.path(), &["half"]);
    assert!(!out.contains(A) || out.contains("the rest of the archive cannot be read"), "{out}");
    if std::process::Command::new("zstd").arg("--version").output().is_ok() {
        shell("zstd -q n.tar -o zst && head -c 1024 n.tar | zstd -q >frames && tail -c +1025 n.tar | zstd -q >>frames");
        for name in ["zst", "frames"] {
            let (code, out, error) = run(files.path(), &[name]);
            assert!(code == Some(0) && out.contains(A) && out.contains("b.example.com:5000"), "{name}: {out}{error}");
        }
        shell("head -c 100 zst >half.zst");
        let (code, _, error) = run(files.path(), &["half.zst"]);
        assert!(code == Some(2) && error.starts_with("error: half.zst: "), "{error}");
    }
    let (code, _, error) = run(files.path(), &["n.tar.bz2"]);
    assert!(code == Some(2) && error.contains("is compressed with bzip2"), "{error}");
}

/// Many files of something else cost little; 100,000 take a few seconds, of which making them is the most.
#[test]
fn a_large_tree() {
    let files = tree(&[("n/etc/docker/daemon.json", DAEMON)]);
    for folder in 0..5 {
        let folder = files.path().join(format!("n/srv/{folder}/x"));
        fs::create_dir_all(&folder).unwrap();
        for file in 0..1000 {
            fs::write(folder.join(format!("{file}.yaml")), "").unwrap();
        }
    }
    let begun = std::time::Instant::now();
    let (code, out, _) = run(files.path(), &["n"]);
    eprintln!("5,000 files: {:.2} s", begun.elapsed().as_secs_f64());
    assert!(code == Some(0) && out.contains(A));
}
