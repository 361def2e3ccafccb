//! What runtimes make of their files, row by row, and what `import` says of the same files. Each group names the source that it
//! was read from. No row may differ silently: a registry is in the settings as it is on the node, or a comment says why not.

use std::collections::BTreeMap;
use std::fs;

use assert_cmd::Command;
use serde_json::{Value, json};

/// What a runtime does, and how it has to show.
#[derive(Clone, Copy, Debug)]
enum Is {
    /// Pulled from without TLS, or without verifying it: in insecureRegistries.
    Insecure(&'static str),
    /// Images come from another host without TLS, or without verifying it: in insecureMirrors.
    Mirrored(&'static str),
    /// Verified, although the policy would think otherwise: in trustedRegistries.
    Trusted(&'static str),
    /// Verified as the policy expects: in neither list.
    Plain(&'static str),
    /// Not to be said in settings: a comment holds this text.
    Said(&'static str),
    /// The runtime does not take the file: an error with its place.
    Refused,
}
use Is::{Insecure, Mirrored, Plain, Refused, Said, Trusted};

#[path = "import_rows/of_tests.rs"]
mod of_tests;

/// Several files that a runtime reads together.
struct Set {
    runtime: &'static str,
    source: &'static str,
    files: &'static [(&'static str, &'static str)],
    expected: &'static [Is],
}

struct Group {
    runtime: &'static str,
    source: &'static str,
    path: &'static str,
    rows: &'static [(&'static str, &'static [Is])],
}

const MOBY: &str = "https://github.com/moby/moby/blob/b985e2313a/daemon/pkg/registry/config.go, config_test.go";
const MOBY_FILE: &str = "https://github.com/moby/moby/blob/b985e2313a/daemon/config/config.go";
const HOSTS: &str =
    "https://github.com/containerd/containerd/blob/301026e58/core/remotes/docker/config/hosts.go, hosts_test.go";
const CONTAINERD: &str = "https://github.com/containerd/containerd/blob/301026e58/cmd/containerd/server/config/config.go, \
                          plugins/cri/images/plugin.go, internal/cri/server/images/image_pull.go";
const SYSREGISTRIES: &str =
    "https://github.com/containers/container-libs/blob/f0ddf1a745/image/pkg/sysregistriesv2/system_registries_v2.go";
/// Podman 6: <https://github.com/containers/container-libs/pull/773>.
const SYSREGISTRIES_6: &str = "https://github.com/containers/podman/blob/c6580b4a52/vendor/go.podman.io/image/v5/pkg/sysregistriesv2/system_registries_v2.go, \
                               vendor/go.podman.io/storage/pkg/configfile/parse.go";
const K3S: &str = "https://github.com/k3s-io/k3s/blob/06ea261ce3/pkg/agent/containerd/config.go; yaml.v2 for the file";
const CRIO: &str = "https://github.com/cri-o/cri-o/blob/v1.34.0/internal/storage/image.go";
const TALOS: &str = "https://github.com/siderolabs/talos, internal/pkg/containers/cri/containerd/hosts.go, pkg/machinery/config/types/cri";
const BOTTLEROCKET: &str = "https://github.com/bottlerocket-os/bottlerocket-core-kit/blob/a10182f9/packages/containerd/containerd-config-toml_k8s_containerd_sock";
const NODEADM: &str =
    "https://github.com/awslabs/amazon-eks-ami/blob/81fec2e8/nodeadm/internal/containerd/config.template.toml";
const OPENSHIFT: &str = "https://github.com/openshift/machine-config-operator/blob/7ff337a4f/vendor/github.com/openshift/runtime-utils/pkg/registries/registries.go";
const SYSTEMD: &str = "systemd.service(5), systemd.exec(5); https://docs.docker.com/engine/daemon/";

const GROUPS: &[Group] = &[
    Group {
        runtime: "dockerd",
        source: MOBY,
        path: "etc/docker/daemon.json",
        rows: &[
            (r#"{"insecure-registries": ["127.0.0.1"]}"#, &[Plain("127.0.0.1")]),
            (
                r#"{"insecure-registries": ["r.example.com:8080"]}"#,
                &[Insecure("r.example.com:8080"), Plain("r.example.com")],
            ),
            (r#"{"insecure-registries": ["2001:db8::1"]}"#, &[Insecure("2001:db8::1")]),
            (r#"{"insecure-registries": ["[2001:db8::1]:80"]}"#, &[Insecure("[2001:db8::1]:80")]),
            (
                r#"{"insecure-registries": ["http://r.example.com"]}"#,
                &[Insecure("r.example.com"), Said("port 443 alone")],
            ),
            (r#"{"insecure-registries": ["https://r.example.com"]}"#, &[Insecure("r.example.com")]),
            (r#"{"insecure-registries": ["HTTP://r.example.com"]}"#, &[Insecure("r.example.com")]),
            (r#"{"insecure-registries": ["svn://r.example.com"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["-invalid-registry"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["r.example.com-"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["mytest-.com"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["1200:0000:AB00:1234:0000:2552:7777:1313:8080"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["r.example.com:500000"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["\"r.example.com\""]}"#, &[Refused]),
            (r#"{"insecure-registries": ["[fe80::]/64"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["*.example.com"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["r.example.com/path"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["user@r.example.com"]}"#, &[Refused]),
            (r#"{"insecure-registries": [""]}"#, &[Refused]),
            (
                r#"{"insecure-registries": ["102.10.8.1/24"]}"#,
                &[Insecure("102.10.8.0/24"), Said("resolve into this block")],
            ),
            (r#"{"insecure-registries": ["fe80::/64"]}"#, &[Insecure("fe80::/64")]),
            (r#"{"insecure-registries": ["0.0.0.0/0"]}"#, &[Insecure("0.0.0.0/0"), Said("is every registry")]),
            (r#"{"insecure-registries": ["::ffff:10.0.0.0/104"]}"#, &[Insecure("10.0.0.0/8"), Said("until Docker 28")]),
            (r#"{"insecure-registries": ["docker.io"]}"#, &[Plain("docker.io"), Said("has no effect for docker.io")]),
            (
                r#"{"insecure-registries": ["index.docker.io"]}"#,
                &[Plain("docker.io"), Said("has no effect for docker.io")],
            ),
            (
                r#"{"insecure-registries": ["registry-1.docker.io"]}"#,
                &[Insecure("docker.io"), Insecure("registry-1.docker.io")],
            ),
            (r#"{"insecure-registries": ["r.example.com"]}"#, &[Said("docker/cli#6748")]),
            (
                r#"{"registry-mirrors": ["http://m.example.com"]}"#,
                &[Mirrored("of: docker.io, at: m.example.com"), Plain("m.example.com")],
            ),
            (r#"{"registry-mirrors": ["HTTP://m.example.com"]}"#, &[Mirrored("of: docker.io, at: m.example.com")]),
            (r#"{"registry-mirrors": ["https://m.example.com/"]}"#, &[Plain("docker.io")]),
            (
                r#"{"registry-mirrors": ["http://m.example.com/v1/"]}"#,
                &[Mirrored("of: docker.io, at: m.example.com"), Said("before 28.0")],
            ),
            (r#"{"registry-mirrors": ["http://localhost:5000"]}"#, &[Plain("docker.io"), Said("stays on the node")]),
            (r#"{"registry-mirrors": ["http://127.0.0.1"]}"#, &[Plain("docker.io"), Said("stays on the node")]),
            (r#"{"registry-mirrors": ["http://m.example.com/?q=foo"]}"#, &[Refused]),
            (r#"{"registry-mirrors": ["http://m.example.com?q=foo"]}"#, &[Refused]),
            (r#"{"registry-mirrors": ["https://m.example.com#frag"]}"#, &[Refused]),
            (r#"{"registry-mirrors": ["https://m.example.com/v1/?q=foo#frag"]}"#, &[Refused]),
            (r#"{"registry-mirrors": ["http://foo:CANARY@m.example.com/"]}"#, &[Refused]),
            (r#"{"registry-mirrors": ["m.example.com:5000"]}"#, &[Refused]),
            (r#"{"registry-mirrors": ["ftp://m.example.com"]}"#, &[Refused]),
            (
                r#"{"registry-mirrors": ["https://m.example.com"], "insecure-registries": ["m.example.com"]}"#,
                &[Mirrored("of: docker.io, at: m.example.com"), Insecure("m.example.com")],
            ),
        ],
    },
    Group {
        runtime: "dockerd",
        source: MOBY_FILE,
        path: "etc/docker/daemon.json",
        rows: &[
            ("", &[Plain("r.example.com")]),
            (" \n\t", &[Plain("r.example.com")]),
            ("\u{feff}{\"insecure-registries\": [\"r.example.com\"]}", &[Insecure("r.example.com")]),
            (
                r#"{"insecure-registries": ["a.example.com"], "insecure-registries": ["b.example.com"]}"#,
                &[Plain("a.example.com"), Insecure("b.example.com")],
            ),
            (r#"{"Insecure-Registries": ["r.example.com"]}"#, &[Refused]),
            (r#"{"insecure-registry": ["r.example.com"]}"#, &[Refused]),
            (r#"{"insecure-registries": "r.example.com"}"#, &[Refused]),
            (r#"{"insecure-registries": [5000]}"#, &[Refused]),
            (r#"{"insecure-registries": ["r.example.com",]}"#, &[Refused]),
            (r#"{"insecure-registries": null}"#, &[Plain("r.example.com")]),
            ("null", &[Plain("r.example.com")]),
            ("[]", &[Refused]),
            (
                r#"{"insecure-registries": ["R.example.com"]}"#,
                &[Insecure("r.example.com"), Said("is compared with its case")],
            ),
            (r#"{"insecure-registries": ["my_registry:5000"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["r.example.com."]}"#, &[Refused]),
            (r#"{"insecure-registries": ["r.example.com:"]}"#, &[Refused]),
            (
                r#"{"log-opts": {"max-size": "10m"}, "features": {"containerd-snapshotter": true}, "proxies": {"http-proxy": "http://p.example.com"}, "runtimes": {"x": {"path": "y"}}, "insecure-registries": ["r.example.com"]}"#,
                &[Insecure("r.example.com")],
            ),
        ],
    },
    Group {
        runtime: "dockerd",
        source: SYSTEMD,
        path: "etc/systemd/system/docker.service.d/10-machine.conf",
        rows: &[
            (
                "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -H fd:// --insecure-registry 10.96.0.0/12 --registry-mirror http://m.example.com\n",
                &[Insecure("10.96.0.0/12"), Mirrored("of: docker.io, at: m.example.com")],
            ),
            (
                "[Service]\nExecStart=/usr/bin/dockerd \\\n  --insecure-registry=r.example.com:5000\n",
                &[Insecure("r.example.com:5000")],
            ),
            (
                "[Service]\nEnvironment=\"DOCKER_OPTS=--insecure-registry=a.example.com --insecure-registry b.example.com\"\nExecStart=/usr/bin/dockerd $DOCKER_OPTS\n",
                &[Insecure("a.example.com"), Insecure("b.example.com")],
            ),
            (
                "[Service]\nEnvironment=R=r.example.com\nExecStart=/usr/bin/dockerd --insecure-registry=${R}\n",
                &[Insecure("r.example.com")],
            ),
            (
                "[Service]\nExecStart=/usr/bin/dockerd --insecure-registry ${R}\n",
                &[Said("has a variable for its value")],
            ),
            (
                "[Service]\nExecStart=/usr/bin/dockerd --insecure-registry a.example.com\nExecStart=\nExecStart=/usr/bin/dockerd\n",
                &[Plain("a.example.com")],
            ),
            ("[Service]\n# ExecStart=/usr/bin/dockerd --insecure-registry a.example.com\n", &[Plain("a.example.com")]),
            ("[Service]\nExecStart=/usr/bin/dockerd --insecure-registry -bad\n", &[Refused]),
        ],
    },
    Group {
        runtime: "dockerd",
        source: SYSTEMD,
        path: "etc/default/docker",
        rows: &[
            (
                "DOCKER_OPTS=\"--insecure-registry r.example.com:5000 --dns 8.8.8.8\"\n",
                &[Insecure("r.example.com:5000")],
            ),
            (
                "export DOCKER_OPTS='--registry-mirror=http://m.example.com'\n",
                &[Mirrored("of: docker.io, at: m.example.com")],
            ),
            ("#DOCKER_OPTS=\"--insecure-registry r.example.com\"\n", &[Plain("r.example.com")]),
        ],
    },
    Group {
        runtime: "dockerd",
        source: SYSTEMD,
        path: "etc/sysconfig/docker",
        rows: &[(
            "OPTIONS='--selinux-enabled'\nINSECURE_REGISTRY='--insecure-registry r.example.com'\n",
            &[Insecure("r.example.com")],
        )],
    },
    Group {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        path: "etc/containerd/certs.d/r.example.com/hosts.toml",
        rows: &[
            ("", &[Plain("r.example.com")]),
            ("server = \"https://r.example.com\"\n", &[Plain("r.example.com")]),
            ("server = \"http://r.example.com\"\n", &[Insecure("r.example.com"), Said("for containerd 2.x")]),
            ("server = \"HTTP://r.example.com\"\n", &[Plain("r.example.com")]),
            ("server = \"r.example.com\"\nskip_verify = true\n", &[Insecure("r.example.com")]),
            ("skip_verify = true\n", &[Insecure("r.example.com")]),
            ("SKIP_VERIFY = true\n", &[Insecure("r.example.com")]),
            ("skip_verify = false\n", &[Plain("r.example.com")]),
            ("capabilities = [\"push\"]\nskip_verify = true\n", &[Insecure("r.example.com")]),
            (
                "capabilities = [\"push\"]\nskip_verify = true\n[host.\"https://m.example.com\"]\n",
                &[Insecure("r.example.com")],
            ),
            ("server = \"http://r.example.com\"\ncapabilities = [\"push\"]\n", &[Plain("r.example.com")]),
            (
                "[host.\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com"), Plain("m.example.com")],
            ),
            (
                "[ host.\"http://m.example.com\" ]\ncapabilities = [ \"pull\" ]\n",
                &[Mirrored("of: r.example.com, at: m.example.com, pulls: content")],
            ),
            (
                "[host.'http://m.example.com']\ncapabilities = ['Resolve']\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            ("[host.\"http://m.example.com\"]\ncapabilities = [\"push\"]\n", &[Plain("r.example.com")]),
            ("[host.\"http://m.example.com\"]\ncapabilities = [\"referrers\"]\n", &[Plain("r.example.com")]),
            ("[host.\"http://m.example.com\"]\ncapabilities = [\"write\"]\n", &[Refused]),
            (
                "[host.\"https://m.example.com\"]\nskip_verify = true\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            ("[host.\"https://m.example.com\"]\nskip_verify = false\nca = \"ca.pem\"\n", &[Plain("r.example.com")]),
            (
                "[host.\"https://m.example.com/us\"]\nskip_verify = true\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            ("[host.\"m.example.com\"]\nskip_verify = true\n", &[Mirrored("of: r.example.com, at: m.example.com")]),
            (
                "[host.\"http://m.example.com\".header]\nx-custom = \"a\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[host]\n\"http://m.example.com\" = {}\n",
                &[Mirrored("of: r.example.com, at: m.example.com"), Said("2.x ignores")],
            ),
            (
                "host = {\"http://m.example.com:5000\" = {capabilities = [\"pull\"]}}\n",
                &[Mirrored("of: r.example.com, at: m.example.com:5000, pulls: content"), Said("2.x ignores")],
            ),
            (
                "host.\"https://m.example.com\".skip_verify = true\n",
                &[Mirrored("of: r.example.com, at: m.example.com"), Said("2.x ignores")],
            ),
            ("[HOST.\"http://m.example.com\"]\n", &[Plain("r.example.com")]),
            ("[host.\"http://127.0.0.1:5000\"]\n", &[Plain("r.example.com"), Said("stays on the node")]),
            ("[host.\"https://m.example.com\"]\nskip_verify = \"true\"\n", &[Refused]),
            ("[host.\"https://m.example.com\"]\nca = 5\n", &[Refused]),
            (
                "[host.\"https://m.example.com\"]\nca = [\"a.pem\", \"b.pem\"]\nclient = [[\"a.cert\", \"a.key\"]]\ndial_timeout = \"3s\"\n",
                &[Plain("r.example.com")],
            ),
            ("server = \"https://r.example.com\n", &[Refused]),
            ("[host.\"https://m.example.com\"]\nca = [5]\n", &[Refused]),
            ("[host.\"https://m.example.com\"]\ndial_timeout = \"soon\"\n", &[Refused]),
            ("[host.\"https://m.example.com\"]\noverride_path = \"yes\"\n", &[Refused]),
            ("[[host]]\nskip_verify = true\n", &[Refused]),
            ("[host.\"http://[::1\"]\n", &[Refused]),
        ],
    },
    Group {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        path: "etc/containerd/certs.d/localhost_5000_/hosts.toml",
        rows: &[
            ("ca = \"ca.pem\"\n", &[Plain("localhost:5000")]),
            (
                "server = \"https://localhost:5000\"\n",
                &[Plain("localhost:5000"), Said("1.x ignores a hosts.toml without a table")],
            ),
            ("server = \"https://localhost:5000\"\n[host.\"https://localhost:5000\"]\n", &[Trusted("localhost:5000")]),
            ("server = \"http://localhost:5000\"\n", &[Plain("localhost:5000")]),
            ("[host.\"http://m.example.com\"]\n", &[Plain("localhost:5000")]),
        ],
    },
    Group {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        path: "etc/containerd/certs.d/10.0.0.5_5000_/hosts.toml",
        rows: &[
            ("server = \"https://10.0.0.5:5000\"\nca = \"ca.pem\"\n", &[Trusted("10.0.0.5:5000")]),
            ("server = \"http://10.0.0.5:5000\"\n", &[Insecure("10.0.0.5:5000")]),
        ],
    },
    Group {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        path: "etc/containerd/certs.d/_default/hosts.toml",
        rows: &[
            ("skip_verify = true\n", &[Said("every registry without an entry")]),
            ("[host.\"http://m.example.com\"]\n", &[Said("every registry without an entry")]),
            ("[host.\"https://m.example.com\"]\n", &[Plain("m.example.com")]),
        ],
    },
    Group {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        path: "etc/containerd/certs.d/index.docker.io/hosts.toml",
        rows: &[("skip_verify = true\n", &[Plain("docker.io"), Said("look up images of Docker Hub as docker.io")])],
    },
    Group {
        runtime: "dockerd with the containerd image store",
        source: "https://github.com/moby/moby/blob/b985e2313a/daemon/hosts.go",
        path: "etc/docker/certs.d/r.example.com/hosts.toml",
        rows: &[
            ("skip_verify = true\n", &[Insecure("r.example.com"), Said("with the containerd image store")]),
            ("server = \"https://r.example.com\"\n", &[Plain("r.example.com")]),
        ],
    },
    Group {
        runtime: "containerd config.toml",
        source: CONTAINERD,
        path: "etc/containerd/config.toml",
        rows: &[
            (
                "[plugins.cri.registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com"), Said("1.x, and 2.3 and later")],
            ),
            (
                "version = 1\n[plugins.cri.registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com"), Said("containerd 2.3 and later")],
            ),
            (
                "[plugins.\"io.containerd.cri.v1.images\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com"), Said("containerd 2.x")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.cri.v1.images\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com"), Said("containerd 2.x")],
            ),
            (
                "version = 2\n[plugins.cri.registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Plain("r.example.com"), Said("has no effect in version 2")],
            ),
            (
                "version = 3\n[plugins.\"io.containerd.cri.v1.images\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "version = 3\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com"), Said("containerd 2.3 and later")],
            ),
            (
                "version = 4\n[plugins.\"io.containerd.cri.v1.images\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "version = 4\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Plain("r.example.com"), Said("has no effect in version 4")],
            ),
            ("version = 5\n", &[Refused]),
            ("version = \"2\"\n", &[Refused]),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = \"http://m.example.com\"\n",
                &[Refused],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.snapshotter.v1.stargz\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Plain("r.example.com"), Said("the stargz snapshotter alone")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"r.example.com\".tls]\ninsecure_skip_verify = true\n",
                &[Insecure("r.example.com"), Said("for containerd 1.x")],
            ),
            (
                "version = 3\n[plugins.\"io.containerd.cri.v1.images\".registry.configs.\"r.example.com\".tls]\ninsecure_skip_verify = true\n",
                &[Plain("r.example.com"), Said("containerd 2 does not read TLS settings")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"https://m.example.com\"]\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"m.example.com\".tls]\ninsecure_skip_verify = true\n",
                &[
                    Mirrored("of: r.example.com, at: m.example.com"),
                    Insecure("m.example.com"),
                    Said("for containerd 1.x"),
                ],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry]\nconfig_path = \"/etc/containerd/certs.d\"\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Refused],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry]\nconfig_path = \"/etc/containerd/certs.d\"\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"r.example.com\".tls]\ninsecure_skip_verify = true\n",
                &[Plain("r.example.com"), Said("containerd 1.x does not start CRI")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"*\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Said("every registry without an entry")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"localhost:5000\"]\nendpoint = [\"https://localhost:5000\"]\n",
                &[Trusted("localhost:5000")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"docker.io\"]\nendpoint = [\"HTTP://m.example.com\"]\n",
                &[Mirrored("of: docker.io, at: m.example.com")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"index.docker.io\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Plain("docker.io"), Said("look up images of Docker Hub as docker.io")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry]\nmirrors = {\"r.example.com\" = {endpoint = [\"http://m.example.com\"]}}\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "disabled_plugins = [\"cri\"]\n[plugins.cri.registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Plain("r.example.com"), Said("disables CRI")],
            ),
            ("version = 2\ndisabled_plugins = [\"cri\"]\n", &[Refused]),
            ("version = 2\nimports = [\"/etc/containerd/missing.toml\"]\n", &[Refused]),
            ("version = 2\nimports = [\"/etc/containerd/*.d/*.toml\"]\n", &[Plain("r.example.com")]),
            ("imports = 5\n", &[Refused]),
        ],
    },
    Group {
        runtime: "containers/image",
        source: SYSREGISTRIES,
        path: "etc/containers/registries.conf",
        rows: &[
            ("", &[Plain("r.example.com")]),
            ("[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n", &[Insecure("r.example.com")]),
            ("[[ registry ]]\nlocation    = \"r.example.com\"\ninsecure    = true\n", &[Insecure("r.example.com")]),
            ("registry = [{location = \"r.example.com\", insecure = true}]\n", &[Insecure("r.example.com")]),
            ("[[registry]]\nLocation = \"r.example.com/\"\nInsecure = true\n", &[Insecure("r.example.com")]),
            (
                "[[registry]]\nlocation = \"localhost:5000\"\n",
                &[Trusted("localhost:5000"), Said("CRI-O until 1.34 does not verify")],
            ),
            ("[[registry]]\nprefix = \"*.example.com\"\ninsecure = true\n", &[Insecure("*.example.com")]),
            ("[[registry]]\nprefix = \"*.example.com:5000\"\ninsecure = true\n", &[Refused]),
            ("[[registry]]\nprefix = \"*.example.com/team\"\ninsecure = true\n", &[Refused]),
            ("[[registry]]\nprefix = \"r.example.com\"\ninsecure = true\n", &[Refused]),
            ("[[registry]]\ninsecure = true\n", &[Refused]),
            ("[[registry]]\nlocation = \"https://r.example.com\"\n", &[Refused]),
            ("[[registry]]\nlocation = \"r.example.com\"\ninsecure = 1\n", &[Refused]),
            (
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n[[registry]]\nprefix = \"s.example.com\"\nlocation = \"r.example.com\"\n",
                &[Refused],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\nblocked = true\n[[registry]]\nprefix = \"s.example.com\"\nlocation = \"r.example.com\"\n",
                &[Refused],
            ),
            ("[[registry]]\nlocation = \"r.example.com\"\npull-from-mirror = \"all\"\n", &[Refused]),
            (
                "[[registry]]\nlocation = \"r.example.com/team\"\n[[registry.mirror]]\nlocation = \"m.example.com/team\"\ninsecure = true\n[[registry]]\nlocation = \"r.example.com/team/a\"\n",
                &[
                    Mirrored("of: r.example.com/team, at: m.example.com, pullSecrets: never"),
                    Plain("r.example.com"),
                    Said("is for a path of `r.example.com`, and the rest is insecure"),
                ],
            ),
            (
                "[[registry]]\nprefix = \"r.example.com\"\nlocation = \"m.example.com/r\"\ninsecure = true\n",
                &[Mirrored("of: r.example.com, at: m.example.com, pullSecrets: never")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n[[registry.mirror]]\nlocation = \"m.example.com\"\ninsecure = true\n",
                &[Insecure("r.example.com"), Mirrored("of: r.example.com, at: m.example.com, pullSecrets: never")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\nblocked = true\n[[registry.mirror]]\nlocation = \"m.example.com\"\ninsecure = true\n",
                &[Mirrored("of: r.example.com, at: m.example.com, pullSecrets: never"), Said("is blocked by the node")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com/team\"\nblocked = true\n[[registry.mirror]]\nlocation = \"localhost:5000\"\ninsecure = true\n",
                &[Plain("r.example.com/team"), Said("stays on the node"), Said("is blocked by the node")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\n[[registry.mirror]]\nlocation = \"m.example.com\"\npull-from-mirror = \"sometimes\"\n",
                &[Refused],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\nmirror-by-digest-only = true\n[[registry.mirror]]\nlocation = \"m.example.com\"\npull-from-mirror = \"all\"\n",
                &[Refused],
            ),
            ("[[registry]]\nlocation = \"r.example.com\"\n[[registry.mirror]]\nlocation = \"\"\n", &[Refused]),
            (
                "[[registry]]\nlocation = \"r.example.com\"\n[[registry.mirror]]\nlocation = \"m.example.com\"\ninsecure = true\n",
                &[Mirrored("of: r.example.com, at: m.example.com, pullSecrets: never"), Plain("m.example.com")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\nmirror-by-digest-only = true\n[[registry.mirror]]\nlocation = \"m.example.com\"\ninsecure = true\n",
                &[Mirrored("of: r.example.com, at: m.example.com, pulls: digests, pullSecrets: never")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\n[[registry.mirror]]\nlocation = \"m.example.com\"\ninsecure = true\npull-from-mirror = \"digest-only\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com, pulls: digests, pullSecrets: never")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\n[[registry.mirror]]\nlocation = \"m.example.com\"\ninsecure = true\npull-from-mirror = \"tag-only\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com, pulls: tags, pullSecrets: never")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com/team\"\ninsecure = true\n",
                &[Plain("r.example.com"), Said("is for a path of `r.example.com`")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\nblocked = true\n",
                &[Plain("r.example.com"), Said("is blocked by the node")],
            ),
            (
                "unqualified-search-registries = [\"r.example.com:5000\"]\n[[registry]]\nlocation = \"r.example.com:5000\"\ninsecure = true\n",
                &[
                    Insecure("r.example.com:5000"),
                    Said("short names such as `nginx` are looked up at `r.example.com:5000`"),
                ],
            ),
            ("unqualified-search-registries = [\"https://r.example.com\"]\n", &[Refused]),
            ("unqualified-search-registries = [\"r.example.com/team\"]\n", &[Refused]),
            ("short-name-mode = \"maybe\"\n", &[Refused]),
            ("[aliases]\n\"a\" = \"quay.io/a:1\"\n", &[Refused]),
            ("[aliases]\n\"a\" = \"a\"\n", &[Refused]),
            ("[aliases]\n\"a.example.com/b\" = \"quay.io/b\"\n", &[Refused]),
            ("[aliases]\n\"a\" = \"\"\n\"b/c\" = \"quay.io/b/c\"\n", &[Plain("quay.io")]),
            (
                "[aliases]\n\"nginx\" = \"r.example.com/nginx\"\n[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
                &[Insecure("r.example.com"), Said("a short name stands for an image at `r.example.com`")],
            ),
            (
                "[registries.insecure]\nregistries = [\"r.example.com\"]\n",
                &[Insecure("r.example.com"), Said("Podman 6 and later refuses")],
            ),
            (
                "[registries.insecure]\nregistries = [\"r.example.com\"]\n[[registry]]\nlocation = \"s.example.com\"\n",
                &[Refused],
            ),
            (
                "[[registry]]\nlocation = \"index.docker.io\"\ninsecure = true\n",
                &[Plain("docker.io"), Said("look up images of Docker Hub as docker.io")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\nunknown = 1\n",
                &[Insecure("r.example.com")],
            ),
        ],
    },
    Group {
        runtime: "containers/image",
        source: "https://github.com/containers/container-libs/blob/f0ddf1a745/image/docker/docker_client.go (dockerCertDir)",
        path: "etc/containers/certs.d/r.lan:5000/ca.crt",
        rows: &[("CANARY", &[Trusted("r.lan:5000")])],
    },
    Group {
        runtime: "k3s",
        source: K3S,
        path: "etc/rancher/k3s/registries.yaml",
        rows: &[
            ("", &[Plain("r.example.com")]),
            (
                "mirrors:\n  r.example.com:\n    endpoint: [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com"), Plain("m.example.com")],
            ),
            (
                "mirrors:\n  r.example.com:\n    endpoint: [\"HTTP://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            ("mirrors:\n  r.example.com:\n    endpoint: [\"m.example.com\"]\n", &[Plain("r.example.com")]),
            (
                "mirrors:\n  r.example.com:\n    endpoint: [\"http://127.0.0.1:5000\"]\n",
                &[Plain("r.example.com"), Said("stays on the node")],
            ),
            (
                "mirrors:\n  docker.io:\n    endpoint: [\"https://m.example.com\"]\nconfigs:\n  m.example.com:\n    tls: {insecure_skip_verify: yes}\n",
                &[Mirrored("of: docker.io, at: m.example.com"), Insecure("m.example.com")],
            ),
            (
                "configs:\n  registry-1.docker.io:\n    tls: {insecure_skip_verify: true}\nmirrors:\n  docker.io: {}\n",
                &[Insecure("docker.io")],
            ),
            ("configs:\n  r.example.com:\n    tls: {insecure_skip_verify: true}\n", &[Insecure("r.example.com")]),
            (
                "configs:\n  r.example.com: &x\n    tls: {insecure_skip_verify: true}\n  s.example.com: *x\n",
                &[Insecure("r.example.com"), Insecure("s.example.com")],
            ),
            (
                "x: &x {insecure_skip_verify: true}\nconfigs:\n  r.example.com:\n    tls:\n      <<: *x\n",
                &[Insecure("r.example.com")],
            ),
            ("Configs:\n  r.example.com:\n    tls: {insecure_skip_verify: true}\n", &[Plain("r.example.com")]),
            ("configs:\n  r.example.com:\n    tls: {insecureSkipVerify: true}\n", &[Plain("r.example.com")]),
            (
                "configs:\n  r.example.com:\n    tls: {insecure_skip_verify: true}\n  r.example.com:\n    tls: {}\n",
                &[Plain("r.example.com")],
            ),
            (
                "configs:\n  r.example.com:\n    tls: {insecure_skip_verify: true}\nconfigs:\n  s.example.com:\n    tls: {insecure_skip_verify: true}\n",
                &[Insecure("r.example.com"), Insecure("s.example.com")],
            ),
            ("configs:\n  r.example.com:\n    tls: {insecure_skip_verify: \"true\"}\n", &[Refused]),
            ("configs: [r.example.com]\n", &[Refused]),
            (
                "mirrors:\n  \"*\":\n    endpoint: [\"http://m.example.com\"]\n",
                &[Said("every registry without an entry")],
            ),
            (
                "mirrors:\n  index.docker.io:\n    endpoint: [\"http://m.example.com\"]\n",
                &[Plain("docker.io"), Said("look up images of Docker Hub as docker.io")],
            ),
            ("configs:\n  registry.lan:5000:\n    tls: {ca_file: /etc/ca.pem}\n", &[Trusted("registry.lan:5000")]),
            (
                "mirrors:\n  r.example.com:\n    endpoint: [\"http://user:CANARY@m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
        ],
    },
    Group {
        runtime: "CRI-O",
        source: CRIO,
        path: "etc/crio/crio.conf.d/99-a.conf",
        rows: &[
            (
                "[crio.image]\ninsecure_registries = [\"r.example.com:5000\"]\n",
                &[Insecure("r.example.com:5000"), Said("until CRI-O 1.34")],
            ),
            (
                "[crio.image]\ninsecure_registries = [\"10.0.0.0/8\"]\n",
                &[Insecure("10.0.0.0/8"), Said("resolve into this block")],
            ),
            ("[crio.image]\ninsecure_registries = [\"docker.io\"]\n", &[Insecure("docker.io")]),
            ("[crio.image]\ninsecure_registries = []\n", &[Plain("r.example.com")]),
            ("[crio.image]\ninsecure_registries = 5\n", &[Refused]),
        ],
    },
    Group {
        runtime: "Talos",
        source: TALOS,
        path: "system/state/config.yaml",
        rows: &[
            (
                "version: v1alpha1\nmachine:\n  registries:\n    mirrors:\n      docker.io:\n        endpoints: [\"http://m.example.com:5000\"]\n",
                &[Mirrored("of: docker.io, at: m.example.com:5000")],
            ),
            (
                "version: v1alpha1\nmachine:\n  registries:\n    config:\n      r.example.com:\n        tls: {insecureSkipVerify: true}\n",
                &[Insecure("r.example.com")],
            ),
            (
                "version: v1alpha1\nmachine:\n  registries:\n    mirrors:\n      r.example.com:\n        endpoints: [\"https://m.example.com\"]\n    config:\n      m.example.com:\n        tls: {insecureSkipVerify: true}\n",
                &[Mirrored("of: r.example.com, at: m.example.com"), Insecure("m.example.com")],
            ),
            (
                "apiVersion: v1alpha1\nkind: RegistryMirrorConfig\nname: r.example.com\nendpoints:\n  - url: http://m.example.com\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "apiVersion: v1alpha1\nkind: RegistryTLSConfig\nname: r.example.com\ninsecureSkipVerify: true\n",
                &[Insecure("r.example.com")],
            ),
            (
                "apiVersion: v1alpha1\nkind: RegistryTLSConfig\nname: r.example.com\ninsecureSkipVerify: false\n",
                &[Plain("r.example.com")],
            ),
            (
                "apiVersion: v1alpha1\nkind: RegistryMirrorConfig\nname: \"*\"\nendpoints:\n  - url: http://m.example.com\n",
                &[Said("every registry without an entry")],
            ),
        ],
    },
    Group {
        runtime: "Bottlerocket",
        source: BOTTLEROCKET,
        path: "etc/eks/nodeadm/settings.yaml",
        rows: &[
            (
                "[[settings.container-registry.mirrors]]\nregistry = \"docker.io\"\nendpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: docker.io, at: m.example.com")],
            ),
            (
                "[[settings.container-registry.mirrors]]\nregistry = \"*\"\nendpoint = [\"http://m.example.com\"]\n",
                &[Said("every registry without an entry")],
            ),
            (
                "{\"settings\": {\"container-registry\": {\"mirrors\": [{\"registry\": \"r.example.com\", \"endpoint\": [\"https://m.example.com\"]}]}}}",
                &[Plain("r.example.com")],
            ),
        ],
    },
    Group {
        runtime: "EKS nodeadm",
        source: NODEADM,
        path: "etc/eks/nodeadm.d/node.yaml",
        rows: &[
            (
                "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  containerd:\n    config: |\n      [plugins.\"io.containerd.grpc.v1.cri\".registry]\n      config_path = \"\"\n      [plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\n      endpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  containerd:\n    config: |\n      [plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\n      endpoint = [\"http://m.example.com\"]\n",
                &[Refused],
            ),
        ],
    },
    Group {
        runtime: "OpenShift",
        source: OPENSHIFT,
        path: "cluster-scoped-resources/config.openshift.io/images.yaml",
        rows: &[
            (
                "apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec:\n  registrySources:\n    insecureRegistries: [r.example.com, \"*.dev.example.com\"]\n",
                &[Insecure("r.example.com"), Insecure("*.dev.example.com")],
            ),
            (
                "apiVersion: config.openshift.io/v1\nkind: Image\nspec:\n  registrySources:\n    blockedRegistries: [r.example.com]\n",
                &[Said("is blocked by the node")],
            ),
            (
                "apiVersion: config.openshift.io/v1\nkind: Image\nspec:\n  registrySources:\n    allowedRegistries: [r.example.com]\n",
                &[Said("allowedRegistries to say so")],
            ),
            (
                "apiVersion: config.openshift.io/v1\nkind: Image\nspec:\n  allowedRegistriesForImport: [{domainName: r.example.com, insecure: true}]\n",
                &[Plain("r.example.com"), Said("image streams alone")],
            ),
            (
                "apiVersion: config.openshift.io/v1\nkind: Image\nspec:\n  registrySources:\n    insecureRegistries: [m.example.com:5000]\n---\napiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nspec:\n  imageDigestMirrors:\n    - source: r.example.com\n      mirrors: [m.example.com:5000/r]\n",
                &[
                    Insecure("m.example.com:5000"),
                    Mirrored("of: r.example.com, at: m.example.com:5000, pulls: digests, pullSecrets: never"),
                ],
            ),
            (
                "apiVersion: config.openshift.io/v1\nkind: ImageTagMirrorSet\nspec:\n  imageTagMirrors:\n    - source: r.example.com\n      mirrors: [m.example.com]\n",
                &[Plain("r.example.com")],
            ),
            (
                "apiVersion: machineconfiguration.openshift.io/v1\nkind: MachineConfig\nmetadata: {name: 99-a, labels: {machineconfiguration.openshift.io/role: worker}}\nspec:\n  config:\n    ignition: {version: 3.2.0}\n    storage:\n      files:\n        - path: /etc/containers/registries.conf.d/a.conf\n          contents: {source: \"data:,%5B%5Bregistry%5D%5D%0Alocation%20%3D%20%22r.example.com%22%0Ainsecure%20%3D%20true%0A\"}\n",
                &[Insecure("r.example.com")],
            ),
        ],
    },
];

/// The lists of the settings, and all comments.
fn run(files: &[(&str, &str)]) -> (Option<i32>, Value, String) {
    let directory = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let file = directory.path().join("n").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let mut command = Command::cargo_bin("insecure-registry").unwrap();
    let output = command.current_dir(directory.path()).args(["import", "n"]).output().unwrap();
    let (out, error) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(!out.contains("CANARY") && !error.contains("CANARY"), "a secret is shown: {out}{error}");
    let mut settings = json!({});
    let mut list = "";
    for line in out.lines().filter(|line| !line.trim_start().starts_with('#') && *line != "{}") {
        if let Some(entry) = line.strip_prefix("  - ") {
            // `r.example.com`, or `of: r.example.com, at: m.example.com`.
            let entry = entry.replace(['"', '{', '}'], "");
            settings[list].as_array_mut().unwrap().push(json!(entry));
        } else {
            list = line.strip_suffix(':').unwrap();
            settings[list] = json!([]);
        }
    }
    let comments = out.lines().filter(|line| line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n");
    (output.status.code(), settings, comments + &error)
}

/// Every row, by runtime: how many agree, and in how many a comment says what differs.
#[test]
fn no_row_differs_silently() {
    let mut figures: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut compare = |runtime: &'static str, source: &str, files: &[(&str, &str)], expected: &[Is]| {
        let (code, settings, comments) = run(files);
        let has = |list: &str, entry: &str| settings[list].as_array().is_some_and(|it| it.contains(&json!(entry)));
        let is_refused = expected.iter().any(|is| matches!(is, Refused));
        let mut is_said = false;
        for is in expected {
            let is_right = match is {
                Insecure(entry) => has("insecureRegistries", entry),
                Trusted(entry) => has("trustedRegistries", entry),
                Mirrored(entry) => has("insecureMirrors", entry),
                Plain(entry) => {
                    let mirrors = settings["insecureMirrors"].to_string();
                    let is_mirrored = mirrors.contains(&format!("\"of: {entry},"));
                    !has("insecureRegistries", entry) && !has("trustedRegistries", entry) && !is_mirrored
                }
                Said(words) => {
                    is_said = true;
                    comments.contains(words)
                }
                Refused => true,
            };
            if !is_right || code != Some(if is_refused { 2 } else { 0 }) {
                let files: Vec<_> = files.iter().map(|(path, text)| format!("{path}:\n{text}")).collect();
                let files = files.join("\n");
                wrong.push(format!("{runtime} ({source}): {is:?}, exit {code:?}\n{files}\n{settings}\n{comments}"));
            }
        }
        let figure = figures.entry(runtime).or_default();
        if is_said { figure.1 += 1 } else { figure.0 += 1 }
    };
    for Group { runtime, source, path, rows } in GROUPS.iter().chain(of_tests::GROUPS) {
        for (text, expected) in *rows {
            compare(runtime, source, &[(path, text)], expected);
        }
    }
    for Set { runtime, source, files, expected } in of_tests::SETS {
        compare(runtime, source, files, expected);
    }
    for (runtime, (agree, said)) in &figures {
        eprintln!("{runtime}: {agree} agree, {said} said");
    }
    let rows: usize = figures.values().map(|(agree, said)| agree + said).sum();
    assert!(wrong.is_empty(), "{} of {rows} rows:\n{}", wrong.len(), wrong.join("\n----\n"));
    eprintln!("{rows} rows, none silent");
}
