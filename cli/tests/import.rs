//! The command, run over small trees; and the policy, run with what it prints.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use insecure_registry_policy::{validate, validate_settings};
use serde_json::{Value, json};
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

/// What is printed, without the list of what was read; what is wrong, where a runtime refuses a file.
fn run(directory: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::cargo_bin("insecure-registry").unwrap();
    let output = command.current_dir(directory).arg("import").args(arguments).output().unwrap();
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    for text in [&stdout, &stderr] {
        assert!(!text.contains("CANARY"), "a secret is shown: {text}");
    }
    match output.status.code() {
        Some(0) => {
            assert_eq!(stderr, "");
            Ok(stdout.split("# Read:\n").next().unwrap().to_owned())
        }
        Some(1 | 2) => Err(stderr),
        other => panic!("{other:?}: {stderr}"),
    }
}

/// What `import n` prints for a tree.
fn import(files: &[(&str, &str)]) -> String {
    run(tree(files).path(), &["n"]).unwrap()
}

fn fails(files: &[(&str, &str)]) -> String {
    run(tree(files).path(), &["n"]).unwrap_err()
}

/// What is printed, as the policy gets it.
fn settings(printed: &str) -> Value {
    let text = insecure_registry_check::settings::Text::read(printed).unwrap_or_else(|it| panic!("{}", it.message));
    let settings: Value = serde_json::from_str(&text.json()).unwrap();
    let answer: Value = serde_json::from_slice(&validate_settings(settings.to_string().as_bytes()).unwrap()).unwrap();
    assert_eq!(answer, json!({"valid": true}), "{printed}");
    settings
}

/// What the policy does with an image under these settings: `deny`, `warn` or `pass`.
fn verdict(printed: &str, image: &str) -> &'static str {
    let request = json!({
        "uid": "u", "operation": "CREATE", "kind": {"group": "", "version": "v1", "kind": "Pod"},
        "name": "web", "namespace": "default", "object": {
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "default"},
            "spec": {"containers": [{"name": "web", "image": image}]},
        },
    });
    let payload = json!({"request": request, "settings": settings(printed)}).to_string();
    let verdict: Value = serde_json::from_slice(&validate(payload.as_bytes()).unwrap()).unwrap();
    match (verdict["accepted"].as_bool().unwrap(), verdict["warnings"].as_array().is_some_and(|it| !it.is_empty())) {
        (false, _) => "deny",
        (true, true) => "warn",
        (true, false) => "pass",
    }
}

/// Compares what is printed, and what the policy does under it.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &str, images: &[(&str, &str)]) {
    let printed = import(files);
    assert_eq!(printed, expected, "\n{printed}");
    for (image, what) in images {
        assert_eq!(verdict(&printed, image), *what, "{image}\n{printed}");
    }
}

const DAEMON: &str = "n/etc/docker/daemon.json";
const CONFIG: &str = "n/etc/containerd/config.toml";
const CONF: &str = "n/etc/containers/registries.conf";
const K3S: &str = "n/etc/rancher/k3s/registries.yaml";
const NOTHING: &str = "# Nothing found needs an entry.\n{}\n";

#[test]
fn docker_insecure_registries() {
    check(
        &[(
            DAEMON,
            r#"{
  "insecure-registries": [
    "registry.corp.example:5000",
    "HTTP://plain.example.com", "10.1.2.3/8",
    "127.0.0.0/8", "localhost:5000", "docker.io", "index.docker.io"
  ]
}"#,
        )],
        r#"insecureRegistries:
  # n/etc/docker/daemon.json:4: insecure-registries
  - "10.0.0.0/8"
  # n/etc/docker/daemon.json:4: insecure-registries
  # the node's setting is for port 443 alone, the entry for every port
  - "plain.example.com"
  # n/etc/docker/daemon.json:3: insecure-registries
  - "registry.corp.example:5000"
# Not in these settings:
# n/etc/docker/daemon.json:3: insecure-registries: with the containerd image store, the default since Docker 29, dockerd may not obey them (docker/cli#6748); they count as in earlier releases
# n/etc/docker/daemon.json:4: insecure-registries `10.0.0.0/8`: also covers host names that resolve into this block, which the policy does not resolve; list them in insecureRegistries
# n/etc/docker/daemon.json:5: insecure-registries: has no effect for docker.io, which dockerd always verifies
"#,
        &[
            ("registry.corp.example:5000/a", "deny"),
            ("registry.corp.example/a", "pass"),
            ("plain.example.com/a", "deny"),
            ("10.9.9.9:5000/a", "deny"),
            ("11.9.9.9/a", "warn"),
            ("localhost:5000/a", "deny"),
            ("nginx", "pass"),
        ],
    );
}

#[test]
fn docker_mirrors_are_for_docker_io() {
    check(
        &[(DAEMON, "{\"registry-mirrors\": [\"https://a.example.com\",\n \"http://m.example.com:5000/\"]}")],
        r#"insecureMirrors:
  # n/etc/docker/daemon.json:2: registry-mirrors at `m.example.com:5000` for docker.io
  - {of: "docker.io", at: "m.example.com:5000"}
"#,
        &[("nginx", "deny"), ("index.docker.io/library/nginx", "deny"), ("m.example.com:5000/a", "warn")],
    );
    check(
        &[(DAEMON, "{\"insecure-registries\": [\"10.0.0.0/8\"],\n\"registry-mirrors\": [\"https://10.0.0.5\"]}")],
        r#"insecureRegistries:
  # n/etc/docker/daemon.json:1: insecure-registries
  - "10.0.0.0/8"
insecureMirrors:
  # n/etc/docker/daemon.json:2: registry-mirrors at `10.0.0.5` for docker.io
  - {of: "docker.io", at: "10.0.0.5"}
# Not in these settings:
# n/etc/docker/daemon.json:1: insecure-registries `10.0.0.0/8`: also covers host names that resolve into this block, which the policy does not resolve; list them in insecureRegistries
# n/etc/docker/daemon.json:1: insecure-registries: with the containerd image store, the default since Docker 29, dockerd may not obey them (docker/cli#6748); they count as in earlier releases
"#,
        &[("nginx", "deny"), ("10.0.0.5/a", "deny")],
    );
    check(
        &[(DAEMON, r#"{"registry-mirrors": ["http://127.0.0.1:5000", "https://m.example.com"]}"#)],
        r"# Nothing found needs an entry.
{}
# Not in these settings:
# n/etc/docker/daemon.json:1: registry-mirrors at `127.0.0.1:5000` for docker.io: stays on the node, where nobody is on the path, so it does not count
",
        &[("nginx", "pass")],
    );
}

#[test]
fn docker_hub_by_its_host() {
    check(
        &[(DAEMON, r#"{"insecure-registries": ["registry-1.docker.io"]}"#)],
        r#"insecureRegistries:
  # n/etc/docker/daemon.json:1: insecure-registries `registry-1.docker.io`, where docker.io comes from with the containerd image store
  - "docker.io"
  # n/etc/docker/daemon.json:1: insecure-registries
  # the node's setting is for port 443 alone, the entry for every port
  - "registry-1.docker.io"
# Not in these settings:
# n/etc/docker/daemon.json:1: insecure-registries: with the containerd image store, the default since Docker 29, dockerd may not obey them (docker/cli#6748); they count as in earlier releases
"#,
        &[("nginx", "deny")],
    );
}

#[test]
fn docker_certificates() {
    check(
        &[
            (DAEMON, r#"{"insecure-registries": ["10.0.0.0/8", "both.lan:5000"]}"#),
            ("n/etc/docker/certs.d/registry.lan:5000/ca.crt", "CANARY"),
            ("n/etc/docker/certs.d/both.lan:5000/ca.crt", "CANARY"),
            ("n/etc/docker/certs.d/10.0.0.5:5000/ca.crt", "CANARY"),
            ("n/etc/docker/certs.d/localhost:5000/ca.crt", "CANARY"),
            ("n/etc/docker/certs.d/registry.example.com/ca.crt", "CANARY"),
        ],
        r#"insecureRegistries:
  # n/etc/docker/daemon.json:1: insecure-registries
  - "10.0.0.0/8"
  # n/etc/docker/daemon.json:1: insecure-registries
  - "both.lan:5000"
trustedRegistries:
  # n/etc/docker/certs.d/registry.lan:5000/ca.crt:1: CA certificate
  - "registry.lan:5000"
# Not in these settings:
# n/etc/docker/certs.d/10.0.0.5:5000/ca.crt:1: CA certificate: is verified here, but n/etc/docker/daemon.json:1 makes the registry insecure, and wins: `10.0.0.0/8`
# n/etc/docker/certs.d/both.lan:5000/ca.crt:1: CA certificate: is verified here, but n/etc/docker/daemon.json:1 makes the registry insecure, and wins: `both.lan:5000`
# n/etc/docker/daemon.json:1: insecure-registries `10.0.0.0/8`: also covers host names that resolve into this block, which the policy does not resolve; list them in insecureRegistries
# n/etc/docker/daemon.json:1: insecure-registries: with the containerd image store, the default since Docker 29, dockerd may not obey them (docker/cli#6748); they count as in earlier releases
"#,
        &[
            ("registry.lan:5000/a", "pass"),
            ("both.lan:5000/a", "deny"),
            ("10.0.0.5:5000/a", "deny"),
            ("localhost:5000/a", "deny"),
        ],
    );
}

#[test]
fn docker_entries_that_cannot_be() {
    let errors = ["*.example.com", "ftp://CANARY", "user:CANARY@h", "h:x"]
        .map(|entry| fails(&[(DAEMON, &json!({"insecure-registries": [entry]}).to_string())]));
    assert_eq!(
        errors.concat(),
        r"error: n/etc/docker/daemon.json:1: is not a valid host, so dockerd does not start
error: n/etc/docker/daemon.json:1: has a scheme that dockerd refuses; write only the host
error: n/etc/docker/daemon.json:1: is not a valid host, so dockerd does not start
error: n/etc/docker/daemon.json:1: is not a valid host, so dockerd does not start
"
    );
}

#[test]
fn hosts_toml() {
    check(
        &[
            (
                "n/etc/containerd/certs.d/skip.example.com/hosts.toml",
                "server = \"https://skip.example.com\"\n\nskip_verify = true\n",
            ),
            (
                "n/etc/containerd/certs.d/plain.example.com_5000_/hosts.toml",
                "server = \"http://plain.example.com:5000\"\n",
            ),
            (
                "n/etc/containerd/certs.d/docker.io/hosts.toml",
                "server = \"https://registry-1.docker.io\"\n[host.\"http://m.example.com:5000\"]\n  capabilities = [\"pull\"]\n  [host.\"http://m.example.com:5000\".header]\n  authorization = \"Basic CANARY\"\n",
            ),
            (
                "n/etc/containerd/certs.d/push.example.com/hosts.toml",
                "[host.\"http://m.example.com\"]\ncapabilities = [\"push\"]\n",
            ),
            ("n/etc/containerd/certs.d/near.example.com/hosts.toml", "[host.\"http://127.0.0.1:5000\"]\n"),
            (
                "n/etc/containerd/certs.d/dotted.example.com/hosts.toml",
                "host.\"http://m.example.com\".skip_verify = true\n",
            ),
            (
                "n/etc/containerd/certs.d/upper.example.com/hosts.toml",
                "[host.\"HTTPS://upper.example.com\"]\nSKIP_VERIFY = true\n",
            ),
        ],
        r#"insecureRegistries:
  # n/etc/containerd/certs.d/plain.example.com_5000_/hosts.toml:1: server over HTTP, for containerd 2.x; 1.x ignores a hosts.toml without a table for a host
  - "plain.example.com:5000"
  # n/etc/containerd/certs.d/skip.example.com/hosts.toml:3: skip_verify for `skip.example.com`, for containerd 2.x; 1.x ignores a hosts.toml without a table for a host
  # the node's setting is for port 443 alone, the entry for every port
  - "skip.example.com"
  # n/etc/containerd/certs.d/upper.example.com/hosts.toml:2: skip_verify for `upper.example.com`
  # the node's setting is for port 443 alone, the entry for every port
  - "upper.example.com"
insecureMirrors:
  # n/etc/containerd/certs.d/docker.io/hosts.toml:2: host at `m.example.com:5000` over HTTP
  - {of: "docker.io", at: "m.example.com:5000", pulls: content}
  # n/etc/containerd/certs.d/dotted.example.com/hosts.toml:1: skip_verify for `m.example.com`, for containerd 1.x; 2.x ignores a host without a table header of its own
  # the node's setting is for port 443 alone, the entry for every port
  - {of: "dotted.example.com", at: "m.example.com"}
# Not in these settings:
# n/etc/containerd/certs.d/near.example.com/hosts.toml:1: host at `127.0.0.1:5000` over HTTP: stays on the node, where nobody is on the path, so it does not count
"#,
        &[
            ("skip.example.com/a", "deny"),
            ("plain.example.com:5000/a", "deny"),
            ("plain.example.com/a", "pass"),
            ("nginx", "deny"),
            ("push.example.com/a", "pass"),
            ("near.example.com/a", "pass"),
            ("dotted.example.com/a", "deny"),
            ("upper.example.com/a", "deny"),
        ],
    );
}

#[test]
fn hosts_toml_that_verifies() {
    check(
        &[
            (
                "n/certs.d/registry.lan:5000/hosts.toml",
                "server = \"https://registry.lan:5000\"\nca = \"/etc/ca.pem\"\n",
            ),
            ("n/certs.d/localhost:5000/hosts.toml", "server = \"https://localhost:5000\"\nca = \"/etc/ca.pem\"\n"),
            ("n/certs.d/localhost:6000/hosts.toml", "ca = \"/etc/ca.pem\"\n"),
            ("n/certs.d/localhost/hosts.toml", "server = \"https://localhost\"\n"),
            ("n/certs.d/10.0.0.5/hosts.toml", "[host.\"https://10.0.0.5\"]\nskip_verify = false\n"),
            ("n/certs.d/10.0.0.6/hosts.toml", ""),
        ],
        r#"trustedRegistries:
  # n/certs.d/10.0.0.5/hosts.toml:1: host at `10.0.0.5`
  # n/certs.d/10.0.0.5/hosts.toml:1: the registry itself
  # the node's setting is for port 443 alone, the entry for every port
  - "10.0.0.5"
  # n/certs.d/registry.lan:5000/hosts.toml:2: ca
  - "registry.lan:5000"
# Not in these settings:
# n/certs.d/localhost/hosts.toml:1: server: is verified by containerd 2.x; 1.x ignores a hosts.toml without a table for a host, and wins
# n/certs.d/localhost:5000/hosts.toml:2: ca: is verified by containerd 2.x; 1.x ignores a hosts.toml without a table for a host, and wins
"#,
        &[
            ("registry.lan:5000/a", "pass"),
            ("registry.lan:5001/a", "warn"),
            ("localhost:5000/a", "deny"),
            ("localhost:6000/a", "deny"),
            ("localhost/a", "deny"),
            ("10.0.0.5/a", "pass"),
            ("10.0.0.6/a", "warn"),
        ],
    );
}

#[test]
fn hosts_toml_for_all() {
    check(
        &[("n/certs.d/_default/hosts.toml", "skip_verify = true\n[host.\"http://m.example.com\"]\n")],
        r"# Nothing found needs an entry.
{}
# Not in these settings:
# n/certs.d/_default/hosts.toml:1: skip_verify for `_default`: is for every registry without an entry of its own there, which no entry of the settings can say; list those that images come from in insecureRegistries, or the others in allowedRegistries
# n/certs.d/_default/hosts.toml:2: host at `m.example.com` over HTTP: is for every registry without an entry of its own there, which no entry of the settings can say; list those that images come from in insecureRegistries, or the others in allowedRegistries
",
        &[],
    );
}

#[test]
fn config_toml_of_each_version() {
    let mirror = "endpoint = [\"http://m.example.com:5000\"]\n";
    for (version, plugin) in [
        ("", "cri"),
        ("version = 2\n", "\"io.containerd.grpc.v1.cri\""),
        ("version = 3\n", "\"io.containerd.cri.v1.images\""),
    ] {
        let text = format!(
            "{version}\n[plugins.{plugin}.registry.mirrors.\"r.example.com\"]\n{mirror}[plugins.{plugin}.registry.configs.\"s.example.com\".tls]\ninsecure_skip_verify = true\n[plugins.{plugin}.registry.configs.\"s.example.com\".auth]\npassword = \"CANARY\"\n"
        );
        let line = if version.is_empty() { 3 } else { 4 };
        let printed = import(&[(CONFIG, &text)]);
        let who = if version.is_empty() { ", for containerd 1.x, and 2.3 and later" } else { "" };
        let port = "  # the node's setting is for port 443 alone, the entry for every port\n";
        let mut expected = format!(
            "insecureMirrors:\n  # {CONFIG}:{line}: endpoint at `m.example.com:5000`{who}\n{port}  - {{of: \"r.example.com\", at: \"m.example.com:5000\"}}\n"
        );
        if version == "version = 3\n" {
            expected.extend([format!(
                "# Not in these settings:\n# {CONFIG}:{}: configs: has no effect, since containerd 2 does not read TLS settings there; move the setting into hosts.toml\n",
                line + 1
            )]);
        } else {
            expected = format!(
                "insecureRegistries:\n  # {CONFIG}:{}: insecure_skip_verify for `s.example.com`, for containerd 1.x\n{port}  - \"s.example.com\"\n{expected}",
                line + 2
            );
        }
        assert_eq!(printed, expected, "\n{printed}");
        assert_eq!(verdict(&printed, "r.example.com/a"), "deny");
        assert_eq!(verdict(&printed, "m.example.com:5000/a"), "warn");
    }
}

#[test]
fn config_toml_with_config_path() {
    check(
        &[
            (
                CONFIG,
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry]\nconfig_path = \"/opt/certs:/etc/containerd/certs.d\"\n",
            ),
            ("n/opt/certs/a.example.com/hosts.toml", "skip_verify = true\n"),
            ("n/etc/containerd/certs.d/a.example.com/hosts.toml", "server = \"https://a.example.com\"\n"),
            ("n/etc/containerd/certs.d/b.example.com/hosts.toml", "skip_verify = true\n"),
            ("n/etc/other/certs.d/c.example.com/hosts.toml", "skip_verify = true\n"),
        ],
        r#"insecureRegistries:
  # n/opt/certs/a.example.com/hosts.toml:1: skip_verify for `a.example.com`, for containerd 2.x; 1.x ignores a hosts.toml without a table for a host
  # the node's setting is for port 443 alone, the entry for every port
  - "a.example.com"
  # n/etc/containerd/certs.d/b.example.com/hosts.toml:1: skip_verify for `b.example.com`, for containerd 2.x; 1.x ignores a hosts.toml without a table for a host
  # the node's setting is for port 443 alone, the entry for every port
  - "b.example.com"
# Not in these settings:
# n/etc/containerd/config.toml:3: config_path: names several folders, which containerd 2.1 and later ignores by default (containerd/containerd#12808); they count here
# n/etc/other/certs.d:1: certs.d: is not read by containerd, since config_path in config.toml names other folders
"#,
        &[
            ("a.example.com/a", "deny"),
            ("b.example.com/a", "deny"),
            ("c.example.com/a", "pass"),
            ("r.example.com/a", "pass"),
        ],
    );
}

#[test]
fn config_toml_of_another_plugin_version() {
    check(
        &[(
            CONFIG,
            "version = 3\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
        )],
        r#"insecureMirrors:
  # n/etc/containerd/config.toml:3: endpoint at `m.example.com`, for containerd 2.3 and later
  # the node's setting is for port 443 alone, the entry for every port
  - {of: "r.example.com", at: "m.example.com"}
"#,
        &[("r.example.com/a", "deny")],
    );
}

#[test]
fn config_toml_imports() {
    check(
        &[
            (
                CONFIG,
                "version = 2\nimports = [\"/etc/containerd/conf.d/*.toml\", \"more.toml\"]\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"r.example.com\".tls]\ninsecure_skip_verify = true\n",
            ),
            (
                "n/etc/containerd/conf.d/1.toml",
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"r.example.com\".tls]\ninsecure_skip_verify = false\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"s.example.com\".tls]\ninsecure_skip_verify = true\n",
            ),
            ("n/etc/containerd/conf.d/2.txt", "CANARY"),
            (
                "n/etc/containerd/more.toml",
                "imports = [\"config.toml\"]\n[plugins.cri.registry.mirrors.\"*\"]\nendpoint = [\"http://m.example.com\"]\n",
            ),
            ("n/etc/containerd/certs.d/x.example.com/hosts.toml", "skip_verify = true\n"),
        ],
        r#"insecureRegistries:
  # n/etc/containerd/conf.d/1.toml:5: insecure_skip_verify for `s.example.com`, for containerd 1.x
  # the node's setting is for port 443 alone, the entry for every port
  - "s.example.com"
# Not in these settings:
# n/etc/containerd/certs.d:1: certs.d: is not read by containerd, since config.toml has its own mirrors
# n/etc/containerd/more.toml:3: endpoint at `m.example.com`: is for every registry without an entry of its own there, which no entry of the settings can say; list those that images come from in insecureRegistries, or the others in allowedRegistries, for containerd 2.3 and later
"#,
        &[("r.example.com/a", "pass"), ("s.example.com/a", "deny")],
    );
}

#[test]
fn config_toml_for_loopback_and_docker_io() {
    check(
        &[(
            CONFIG,
            "[plugins.cri.registry.mirrors.\"localhost:5000\"]\nendpoint = [\"https://localhost:5000\"]\n[plugins.cri.registry.mirrors.\"localhost:6000\"]\nendpoint = [\"https://r.example.com\"]\n[plugins.cri.registry.configs.\"registry-1.docker.io\".tls]\ninsecure_skip_verify = true\n",
        )],
        r#"insecureRegistries:
  # n/etc/containerd/config.toml:6: insecure_skip_verify for `registry-1.docker.io`, for containerd 1.x
  - "docker.io"
  # n/etc/containerd/config.toml:6: insecure_skip_verify for `registry-1.docker.io`, for containerd 1.x
  # the node's setting is for port 443 alone, the entry for every port
  - "registry-1.docker.io"
trustedRegistries:
  # n/etc/containerd/config.toml:2: endpoint at `localhost:5000`, for containerd 1.x, and 2.3 and later
  - "localhost:5000"
"#,
        &[("localhost:5000/a", "pass"), ("localhost:6000/a", "deny"), ("nginx", "deny")],
    );
}

#[test]
fn registries_conf_v2() {
    check(
        &[(
            CONF,
            r#"unqualified-search-registries = ["CANARY.example.com"]
[[registry]]
location = "10.0.0.5:5000"
insecure = true
[[registry]]
prefix = "alias.example.com"
location = "plain.example.com/team"
insecure = true
[[registry]]
location = "mirrored.example.com"
[[registry.mirror]]
location = "m.example.com"
[[registry.mirror]]
location = "n.example.com:5000"
insecure = true
[[registry]]
prefix = "*.corp.example"
insecure = true
[[registry]]
location = "good.corp.example"
insecure = false
[[registry]]
location = "localhost:5000"
"#,
        )],
        r#"insecureRegistries:
  # n/etc/containers/registries.conf:18: registry at `*.corp.example` is insecure
  - "*.corp.example"
  # n/etc/containers/registries.conf:4: registry at `10.0.0.5:5000` is insecure
  - "10.0.0.5:5000"
insecureMirrors:
  # n/etc/containers/registries.conf:8: registry at `plain.example.com` is insecure
  - {of: "alias.example.com", at: "plain.example.com", pullSecrets: never}
  # n/etc/containers/registries.conf:15: mirror at `n.example.com:5000` is insecure
  - {of: "mirrored.example.com", at: "n.example.com:5000", pullSecrets: never}
trustedRegistries:
  # n/etc/containers/registries.conf:21: insecure = false
  - "good.corp.example"
  # n/etc/containers/registries.conf:22: registry, verified by default
  - "localhost:5000"
# Not in these settings:
# n/etc/containers/registries.conf:22: registry, verified by default: CRI-O until 1.34 does not verify registries of 127.0.0.0/8 whatever is here
"#,
        &[
            ("10.0.0.5:5000/a", "deny"),
            ("alias.example.com/a", "deny"),
            ("plain.example.com/team/a", "pass"),
            ("mirrored.example.com/a", "deny"),
            ("n.example.com:5000/a", "warn"),
            ("a.b.corp.example/a", "deny"),
            ("good.corp.example/a", "pass"),
            ("corp.example/a", "pass"),
            ("localhost:5000/a", "pass"),
        ],
    );
}

#[test]
fn registries_conf_v1() {
    check(
        &[(
            CONF,
            "[registries.search]\nregistries = [\"docker.io\"]\n[registries.insecure]\nregistries = [\n  \"r.example.com\",\n  \"b.example.com\"]\n[registries.block]\nregistries = [\"b.example.com\"]\n",
        )],
        r#"insecureRegistries:
  # n/etc/containers/registries.conf:5: registries.insecure
  - "r.example.com"
# Not in these settings:
# n/etc/containers/registries.conf:2: registries: is in version 1, which Podman 6 and later refuses; the file counts here
# n/etc/containers/registries.conf:8: registries.block: is blocked by the node; use deniedRegistries to deny `b.example.com` in the policy too
"#,
        &[("r.example.com/a", "deny"), ("b.example.com/a", "pass")],
    );
}

#[test]
fn registries_conf_drop_ins() {
    check(
        &[
            (
                CONF,
                "[[registry]]\nlocation = \"r.lan\"\ninsecure = true\n[[registry]]\nlocation = \"s.lan\"\n[[registry]]\nlocation = \"s.lan\"\nblocked = false\n",
            ),
            ("n/etc/containers/registries.conf.d/10-a.conf", "[[registry]]\nlocation = \"r.lan\"\n"),
            ("n/etc/containers/registries.conf.d/20-b.conf", "[[registry]]\nlocation = \"s.lan\"\ninsecure = true\n"),
            ("n/etc/containers/registries.conf.d/30.disabled", "CANARY"),
        ],
        r#"insecureRegistries:
  # n/etc/containers/registries.conf.d/20-b.conf:3: registry at `s.lan` is insecure
  - "s.lan"
trustedRegistries:
  # n/etc/containers/registries.conf.d/10-a.conf:1: registry, verified by default
  - "r.lan"
"#,
        &[("r.lan/a", "pass"), ("s.lan/a", "deny")],
    );
}

#[test]
fn registries_conf_paths_and_lengths() {
    check(
        &[(
            CONF,
            r#"[[registry]]
location = "r.example.com/team"
insecure = true
[[registry]]
location = "s.example.com"
insecure = true
[[registry]]
location = "s.example.com/safe"
[[registry]]
location = "blocked.example.com/team"
blocked = true
[[registry]]
prefix = "*.w.example.com"
insecure = true
[[registry]]
location = "a.w.example.com"
[[registry]]
location = "bb.w.example.com"
"#,
        )],
        r#"insecureRegistries:
  # n/etc/containers/registries.conf:14: registry at `*.w.example.com` is insecure
  - "*.w.example.com"
  # n/etc/containers/registries.conf:6: registry at `s.example.com` is insecure
  - "s.example.com"
trustedRegistries:
  # n/etc/containers/registries.conf:17: registry, verified by default
  - "bb.w.example.com"
# Not in these settings:
# n/etc/containers/registries.conf:3: registry at `r.example.com` is insecure: is for a path of `r.example.com`; list the host in insecureRegistries to deny all of it
# n/etc/containers/registries.conf:7: registry, verified by default: is for a path of `s.example.com`, and the rest is insecure; use an exemption by image
# n/etc/containers/registries.conf:11: blocked: is blocked by the node; use deniedRegistries to deny `blocked.example.com/team` in the policy too
# n/etc/containers/registries.conf:15: registry, verified by default: has no effect, since a longer prefix with a wildcard wins
"#,
        &[("s.example.com/a", "deny"), ("a.w.example.com/a", "deny"), ("bb.w.example.com/a", "pass")],
    );
}

#[test]
fn k3s_registries() {
    check(
        &[(
            K3S,
            r#"mirrors:
  docker.io:
    endpoint:
      - "https://m.example.com:5000"
  plain.example.com:
    endpoint: ["http://n.example.com"]
  near.lan:
    endpoint: ["http://127.0.0.1:5000"]
  "*":
    endpoint: ["http://all.example.com"]
configs:
  "m.example.com:5000":
    auth:
      username: u
      password: CANARY
    tls:
      insecure_skip_verify: yes
  registry.lan:5000:
    tls:
      ca_file: /etc/ca.pem
  localhost:5000:
    tls: {ca_file: /etc/ca.pem}
"#,
        )],
        r#"insecureRegistries:
  # n/etc/rancher/k3s/registries.yaml:17: insecure_skip_verify for `m.example.com:5000`
  - "m.example.com:5000"
insecureMirrors:
  # n/etc/rancher/k3s/registries.yaml:17: insecure_skip_verify for `m.example.com:5000`
  - {of: "docker.io", at: "m.example.com:5000"}
  # n/etc/rancher/k3s/registries.yaml:6: endpoint at `n.example.com`
  # the node's setting is for port 443 alone, the entry for every port
  - {of: "plain.example.com", at: "n.example.com"}
trustedRegistries:
  # n/etc/rancher/k3s/registries.yaml:7: the registry itself
  # n/etc/rancher/k3s/registries.yaml:8: endpoint at `127.0.0.1:5000`, which stays on the node
  # the node's setting is for port 443 alone, the entry for every port
  - "near.lan"
  # n/etc/rancher/k3s/registries.yaml:20: ca_file
  - "registry.lan:5000"
# Not in these settings:
# n/etc/rancher/k3s/registries.yaml:8: endpoint at `127.0.0.1:5000`: stays on the node, where nobody is on the path, so it does not count
# n/etc/rancher/k3s/registries.yaml:10: endpoint at `all.example.com`: is for every registry without an entry of its own there, which no entry of the settings can say; list those that images come from in insecureRegistries, or the others in allowedRegistries
"#,
        &[
            ("nginx", "deny"),
            ("m.example.com:5000/a", "deny"),
            ("plain.example.com/a", "deny"),
            ("near.lan/a", "pass"),
            ("registry.lan:5000/a", "pass"),
            ("localhost:5000/a", "deny"),
        ],
    );
}

#[test]
fn rke2_for_all() {
    check(
        &[(
            "n/etc/rancher/rke2/registries.yaml",
            "configs:\n  \"*\":\n    tls:\n      insecure_skip_verify: true\n  a.lan: {}\n  b.lan: {auth: {password: CANARY}}\n",
        )],
        r#"insecureRegistries:
  # n/etc/rancher/rke2/registries.yaml:4: insecure_skip_verify
  # the node's setting is for port 443 alone, the entry for every port
  - "a.lan"
trustedRegistries:
  # n/etc/rancher/rke2/registries.yaml:6: the registry itself
  # the node's setting is for port 443 alone, the entry for every port
  - "b.lan"
# Not in these settings:
# n/etc/rancher/rke2/registries.yaml:4: insecure_skip_verify: is for every registry without an entry of its own there, which no entry of the settings can say; list those that images come from in insecureRegistries, or the others in allowedRegistries
"#,
        &[("a.lan/a", "deny"), ("b.lan/a", "pass")],
    );
}

#[test]
fn insecure_wins_over_verified() {
    check(
        &[
            (DAEMON, r#"{"insecure-registries": ["registry.lan:5000"]}"#),
            ("n/etc/containerd/certs.d/registry.lan:5000/hosts.toml", "ca = \"ca.pem\"\n"),
            (CONF, "[[registry]]\nlocation = \"Registry.lan:5000\"\ninsecure = true\n"),
        ],
        r#"insecureRegistries:
  # n/etc/containers/registries.conf:3: registry at `Registry.lan:5000` is insecure
  # n/etc/docker/daemon.json:1: insecure-registries
  - "registry.lan:5000"
# Not in these settings:
# n/etc/containerd/certs.d/registry.lan:5000/hosts.toml:1: ca: is verified here, but n/etc/docker/daemon.json:1 makes the registry insecure, and wins: `registry.lan:5000`
# n/etc/containers/registries.conf:3: registry at `Registry.lan:5000` is insecure: is compared with its case by the runtime; the entry is for any case
# n/etc/docker/daemon.json:1: insecure-registries: with the containerd image store, the default since Docker 29, dockerd may not obey them (docker/cli#6748); they count as in earlier releases
"#,
        &[("registry.lan:5000/a", "deny")],
    );
}

#[test]
fn nodes_are_apart() {
    let files = tree(&[
        ("a/etc/containers/registries.conf", "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n"),
        ("b/etc/containers/registries.conf.d/1.conf", "[[registry]]\nlocation = \"r.example.com\"\n"),
    ]);
    let printed = run(files.path(), &["a", "b/etc"]).unwrap();
    assert_eq!(
        printed,
        r#"insecureRegistries:
  # a/etc/containers/registries.conf:3: registry at `r.example.com` is insecure
  - "r.example.com"
# Not in these settings:
# b/etc/containers/registries.conf.d/1.conf:1: registry, verified by default: is verified here, but a/etc/containers/registries.conf:3 makes the registry insecure, and wins: `r.example.com`
"#,
        "\n{printed}"
    );
}

#[test]
fn files_given_by_hand() {
    let files = tree(&[
        ("d.json", "{\"insecure-registries\": [\"a.example.com\"]}"),
        ("c", "[plugins.cri.registry.mirrors.\"b.example.com\"]\nendpoint = [\"http://m.example.com\"]\n"),
        ("r", "[[registry]]\nlocation = \"c.example.com\"\ninsecure = true\n"),
        ("k", "mirrors:\n  d.example.com:\n    endpoint: [\"http://m.example.com\"]\n"),
        ("e.example.com/hosts.toml", "skip_verify = true\n"),
        ("root/opt/certs/f.example.com/hosts.toml", "skip_verify = true\n"),
        ("config.toml", "[plugins.cri.registry]\nconfig_path = \"/opt/certs\"\n"),
        ("other", "a = 1\n"),
    ]);
    let printed = run(files.path(), &["d.json", "c", "r", "k"]).unwrap();
    assert_eq!(
        printed,
        r#"insecureRegistries:
  # d.json:1: insecure-registries
  # the node's setting is for port 443 alone, the entry for every port
  - "a.example.com"
  # r:3: registry at `c.example.com` is insecure
  - "c.example.com"
insecureMirrors:
  # c:2: endpoint at `m.example.com`, for containerd 1.x, and 2.3 and later
  # the node's setting is for port 443 alone, the entry for every port
  - {of: "b.example.com", at: "m.example.com"}
  # k:3: endpoint at `m.example.com`
  # the node's setting is for port 443 alone, the entry for every port
  - {of: "d.example.com", at: "m.example.com"}
# Not in these settings:
# d.json:1: insecure-registries: with the containerd image store, the default since Docker 29, dockerd may not obey them (docker/cli#6748); they count as in earlier releases
"#,
        "\n{printed}"
    );
    let printed = run(files.path(), &["--root", "root", "config.toml", "e.example.com/hosts.toml"]).unwrap();
    assert_eq!(
        printed,
        r#"insecureRegistries:
  # e.example.com/hosts.toml:1: skip_verify for `e.example.com`, for containerd 2.x; 1.x ignores a hosts.toml without a table for a host
  # the node's setting is for port 443 alone, the entry for every port
  - "e.example.com"
  # root/opt/certs/f.example.com/hosts.toml:1: skip_verify for `f.example.com`, for containerd 2.x; 1.x ignores a hosts.toml without a table for a host
  # the node's setting is for port 443 alone, the entry for every port
  - "f.example.com"
"#,
        "\n{printed}"
    );
    assert_eq!(
        run(files.path(), &["other"]).unwrap_err(),
        r"error: other: is not a known file; expected one of daemon.json, config.toml, certs.d/<host>/hosts.toml, registries.conf, registries.yaml, crio.conf, a unit of dockerd, machine configuration or user data; docs/import.md lists them
"
    );
    assert_eq!(
        run(files.path(), &["missing"]).unwrap_err(),
        r"error: missing: No such file or directory (os error 2)
"
    );
}

#[test]
fn nothing_to_say() {
    check(&[(DAEMON, "{}"), (CONF, ""), (K3S, "# none\n")], NOTHING, &[("localhost:5000/a", "deny")]);
    let nothing = fails(&[("n/etc/hostname", "CANARY"), ("n/etc/gitlab-runner/config.toml", "CANARY")]);
    assert_eq!(nothing, "error: nothing was read: no file that a runtime reads was found\n");
}

#[test]
fn broken_files() {
    let good = (DAEMON, r#"{"insecure-registries": ["a.example.com"]}"#);
    let errors: Vec<String> = [
        (DAEMON, "{\"insecure-registries\": [\"CANARY\",]}"),
        (DAEMON, "{\"insecure-registries\": \"CANARY\"}"),
        (CONFIG, "version = 2\npassword = CANARY\n"),
        (CONFIG, "version = 9\n"),
        (CONFIG, "imports = [\"CANARY.toml\"]\n"),
        ("n/certs.d/r/hosts.toml", "[host.\"https://r\"]\nskip_verify = \"CANARY\"\n"),
        ("n/certs.d/r/hosts.toml", "[host.\"https://r\".header]\nauthorization = \"Basic CANARY\n"),
        (CONF, "[[registry]]\nlocation = \"https://CANARY\"\n"),
        (CONF, "[[registry]]\ninsecure = true\n"),
        (CONF, "[[registry]]\nlocation = \"r\"\ninsecure = 1\n"),
        ("n/registries.conf.d/1.conf", "[registries.insecure]\nregistries = [\"CANARY\"]\n"),
        (K3S, "configs:\n  r:\n    auth: {password: \"CANARY}\n"),
        (K3S, "configs:\n  r: {tls: {insecure_skip_verify: CANARY}}\n"),
        (K3S, "configs: [CANARY]\n"),
    ]
    .into_iter()
    .map(|(path, text)| if path == DAEMON { fails(&[(path, text)]) } else { fails(&[good, (path, text)]) })
    .collect();
    assert_eq!(
        errors.concat(),
        r"error: n/etc/docker/daemon.json:1: is not valid JSON
error: n/etc/docker/daemon.json:1: is not a list
error: n/etc/containerd/config.toml:2: is not valid TOML
error: n/etc/containerd/config.toml:1: has an unknown version; expected 1 to 4
error: n/etc/containerd/config.toml:1: names a file that does not exist
error: n/certs.d/r/hosts.toml:2: is neither true nor false
error: n/certs.d/r/hosts.toml:2: is not valid TOML
error: n/etc/containers/registries.conf:2: has a scheme, which registries.conf does not accept
error: n/etc/containers/registries.conf:1: has neither `location` nor `prefix`
error: n/etc/containers/registries.conf:3: is neither true nor false
error: n/registries.conf.d/1.conf:2: is in version 1, which cannot be used in drop-ins or with version 2
error: n/etc/rancher/k3s/registries.yaml:3: is not valid YAML
error: n/etc/rancher/k3s/registries.yaml:2: is neither true nor false
error: n/etc/rancher/k3s/registries.yaml:1: is not a map
"
    );
}

#[test]
fn links_and_mounted_files() {
    let files = tree(&[("n/real/r.example.com/hosts.toml", "skip_verify = true\n")]);
    let at = |path: &str| files.path().join(path);
    fs::create_dir_all(at("n/etc/containerd")).unwrap();
    // As on the node, and as where the copy is.
    std::os::unix::fs::symlink("/real", at("n/etc/containerd/certs.d")).unwrap();
    std::os::unix::fs::symlink(at("n"), at("n/etc/loop")).unwrap();
    let printed = run(files.path(), &["n"]).unwrap();
    assert_eq!(
        printed,
        r#"insecureRegistries:
  # n/etc/containerd/certs.d/r.example.com/hosts.toml:1: skip_verify for `r.example.com`, for containerd 2.x; 1.x ignores a hosts.toml without a table for a host
  # the node's setting is for port 443 alone, the entry for every port
  - "r.example.com"
"#,
        "\n{printed}"
    );
    std::os::unix::fs::symlink("/none", at("n/etc/registries.yaml")).unwrap();
    let printed = run(files.path(), &["n"]).unwrap();
    assert!(
        printed.ends_with("# Passed over:\n# n/etc/registries.yaml: a link that leads to nothing here\n"),
        "{printed}"
    );
}

#[test]
fn what_is_no_file_is_passed_over_with_words() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let files =
        tree(&[(DAEMON, r#"{"insecure-registries": ["a.example.com"]}"#), ("n/etc/ssl/private/daemon.json", "CANARY")]);
    let at = |path: &str| files.path().join(path);
    for folder in ["a", "b", "c", "d/registries.yaml", "certs.d"] {
        fs::create_dir_all(at("n/etc").join(folder)).unwrap();
    }
    assert!(std::process::Command::new("mkfifo").arg(at("n/etc/a/registries.yaml")).status().unwrap().success());
    symlink("/dev/zero", at("n/etc/b/registries.yaml")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("n/etc/c/config.toml")).unwrap();
    symlink(at("n/etc"), at("n/etc/certs.d/certs.d")).unwrap();
    fs::set_permissions(at("n/etc/ssl/private"), fs::Permissions::from_mode(0o000)).unwrap();
    // Who may read everything reads this too.
    let is_readable = fs::read_dir(at("n/etc/ssl/private")).is_ok();
    if is_readable {
        fs::remove_file(at("n/etc/ssl/private/daemon.json")).unwrap();
    }
    let printed = run(files.path(), &["n"]).unwrap();
    let mut expected = r#"insecureRegistries:
  # n/etc/docker/daemon.json:1: insecure-registries
  # the node's setting is for port 443 alone, the entry for every port
  - "a.example.com"
# Not in these settings:
# n/etc/docker/daemon.json:1: insecure-registries: with the containerd image store, the default since Docker 29, dockerd may not obey them (docker/cli#6748); they count as in earlier releases
# Passed over:
# n/etc/a/registries.yaml: a pipe
# n/etc/b/registries.yaml: a link that leads to nothing here
# n/etc/c/config.toml: a socket
"#
    .to_owned();
    if !is_readable {
        expected += "# n/etc/ssl/private:1: a folder that cannot be read (permission denied): was skipped\n";
    }
    assert_eq!(printed, expected, "\n{printed}");
    assert_eq!(
        run(files.path(), &["n/etc/a/registries.yaml"]).unwrap_err(),
        "error: n/etc/a/registries.yaml: a pipe, not a file\n"
    );
}
