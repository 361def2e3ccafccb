//! Rows that the runtimes' own tests and sources have, beside those of `GROUPS`: what is written in other ways, and what several files
//! say together.

use crate::Is::{Insecure, Mirrored, Plain, Refused, Said, Trusted};
use crate::{
    BOTTLEROCKET, CONTAINERD, CRIO, Group, HOSTS, K3S, MOBY, MOBY_FILE, NODEADM, OPENSHIFT, SYSREGISTRIES,
    SYSREGISTRIES_6, Set, TALOS,
};

pub(crate) const GROUPS: &[Group] = &[
    Group {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        path: "etc/containerd/certs.d/r.example.com/hosts.toml",
        rows: &[
            (
                r#"server = "https://default.example.com"
ca = "/etc/path/default"
[header]
  x-custom-1 = "custom header"
[host."https://mirror.example.com"]
  capabilities = ["pull"]
  ca = "/etc/certs/mirror.pem"
  skip_verify = false
  [host."https://mirror.example.com".header]
    x-custom-2 = ["value1", "value2"]
[host."https://bak.example.com/us"]
  capabilities = ["pull"]
  skip_verify = true
[host."http://mirror.example.com"]
  capabilities = ["pull"]
[host."https://test-1.example.com"]
  capabilities = ["pull", "resolve", "push", "referrers"]
  ca = ["/etc/certs/test-1-ca.pem", "/etc/certs/special.pem"]
  client = [["/etc/certs/client.cert", "/etc/certs/client.key"],["/etc/certs/client.pem", ""]]
[host."https://test-2.example.com"]
  client = "/etc/certs/client.pem"
[host."https://test-3.example.com"]
  client = ["/etc/certs/client-1.pem", "/etc/certs/client-2.pem"]
[host."https://noncompliant.example.com/v2/namespaceprefix"]
  capabilities = ["pull"]
  override_path = true
[host."https://onlyheader.example.com".header]
  x-custom-1 = "justaheader"
[host."https://dial-timeout.example.com"]
  dial_timeout = "3s"
"#,
                &[
                    Mirrored("of: r.example.com, at: bak.example.com, pulls: content"),
                    Mirrored("of: r.example.com, at: mirror.example.com, pulls: content"),
                    Plain("test-1.example.com"),
                ],
            ),
            (
                "[host.\"http://m.example.com:5000\"]\nca = \"ca.pem\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com:5000")],
            ),
            (
                "[host.\"http://m.example.com:80\"]\nskip_verify = false\n",
                &[Mirrored("of: r.example.com, at: m.example.com:80")],
            ),
            (
                "[host.\"https://m.example.com\"]\ncapabilities = []\nskip_verify = true\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[host]\n  [host.'https://m.example.com']\n    capabilities = ['pull', 'resolve']\n    skip_verify = true\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "colour = \"blue\"\n[host.\"https://m.example.com\"]\nskip_verify = true\nsize = 5\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"1h30m\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"500ms\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"1.5s\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"0\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"-3s\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"+2m\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"2us\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            ("[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"3\"\n", &[Refused]),
            ("[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"1m30\"\n", &[Refused]),
            ("[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"s\"\n", &[Refused]),
            ("[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = \"3 s\"\n", &[Refused]),
            ("[host.\"https://m.example.com\"]\nskip_verify = true\ndial_timeout = 3\n", &[Refused]),
            (
                "[host.\"https://m.example.com\"]\nskip_verify = true\nclient = [[\"a.cert\", \"a.key\", \"b.key\"]]\n",
                &[Refused],
            ),
            ("[host.\"https://m.example.com\"]\nskip_verify = true\nclient = [[\"a.cert\"]]\n", &[Refused]),
            ("[host.\"https://m.example.com\"]\nclient = 5\n", &[Refused]),
            ("[host.\"https://m.example.com\".header]\nx = 5\n", &[Refused]),
            ("[host.\"https://m.example.com\".header]\nx = [\"a\", 5]\n", &[Refused]),
            ("[host.\"https://m.example.com\"]\ncapabilities = \"pull\"\n", &[Refused]),
            ("server = 5\n", &[Refused]),
            ("server = \"\"\nskip_verify = true\n", &[Insecure("r.example.com")]),
            ("[host.\"https://m.example.com\"]\n[host.\"https://m.example.com\"]\n", &[Refused]),
            ("[host.\"https://m.example.com\"]\noverride_path = 1\n", &[Refused]),
            (
                "server = \"http://other.example.com:8080\"\n",
                &[Mirrored("of: r.example.com, at: other.example.com:8080"), Said("for containerd 2.x")],
            ),
            ("server = \"http-registry.example.com\"\nskip_verify = true\n", &[Insecure("r.example.com")]),
            (
                "[host.\"http-mirror.example.com\"]\nskip_verify = true\n",
                &[Plain("r.example.com"), Said("has no `//` before its host")],
            ),
            ("[host.\"HTTP://m.example.com\"]\n", &[Plain("r.example.com")]),
            (
                "server = \"http://[2001:db8::1]:5000\"\n[host.\"https://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: [2001:db8::1]:5000")],
            ),
        ],
    },
    Group {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        path: "etc/containerd/certs.d/[2001:db8::1]_5000_/hosts.toml",
        rows: &[("skip_verify = true\n", &[Insecure("[2001:db8::1]:5000")])],
    },
    Group {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        path: "etc/containerd/certs.d/docker.io/hosts.toml",
        rows: &[
            (
                "server = \"https://registry-1.docker.io\"\n[host.\"http://m.example.com\"]\ncapabilities = [\"pull\", \"resolve\"]\n",
                &[Mirrored("of: docker.io, at: m.example.com")],
            ),
            ("skip_verify = true\n", &[Insecure("docker.io")]),
            ("server = \"https://docker.io\"\nskip_verify = true\n", &[Insecure("docker.io")]),
        ],
    },
    Group {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        path: "etc/containerd/certs.d/registry-1.docker.io/hosts.toml",
        rows: &[("skip_verify = true\n", &[Insecure("registry-1.docker.io"), Plain("docker.io")])],
    },
    Group {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        path: "etc/containerd/certs.d/localhost_443_/hosts.toml",
        rows: &[(
            "server = \"https://localhost:443\"\n[host.\"https://localhost:443\"]\nca = \"ca.pem\"\n",
            &[Trusted("localhost:443")],
        )],
    },
    Group {
        runtime: "containerd config.toml",
        source: CONTAINERD,
        path: "etc/containerd/config.toml",
        rows: &[
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = []\n",
                &[Plain("r.example.com")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com/v2/r\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"m.example.com\"]\n",
                &[Plain("r.example.com")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://r.example.com\"]\n",
                &[Insecure("r.example.com")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://[m.example.com\"]\n",
                &[Said("is not a valid URL")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors]\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"*\"]\nendpoint = [\"http://m.example.com\"]\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"https://r.example.com\"]\n",
                &[Plain("r.example.com"), Said("every registry without an entry")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"registry-1.docker.io\".tls]\ninsecure_skip_verify = true\n",
                &[Insecure("docker.io"), Said("for containerd 1.x")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"docker.io\".tls]\ninsecure_skip_verify = true\n",
                &[Plain("docker.io")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"r.example.com\".tls]\ninsecure_skip_verify = \"yes\"\n",
                &[Plain("r.example.com"), Said("containerd 1.x does not start CRI")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"*\".tls]\ninsecure_skip_verify = true\n",
                &[Plain("r.example.com")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.auths.\"https://r.example.com\"]\nauth = \"CANARY\"\n",
                &[Plain("r.example.com")],
            ),
            (
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"127.0.0.1:5000\"]\nendpoint = [\"http://127.0.0.1:5000\"]\n",
                &[Plain("127.0.0.1:5000")],
            ),
            (
                "version = 3\n[plugins.\"io.containerd.transfer.v1.local\"]\nconfig_path = \"/etc/containerd/certs.d\"\n",
                &[Plain("r.example.com")],
            ),
        ],
    },
    Group {
        runtime: "dockerd",
        source: MOBY,
        path: "etc/docker/daemon.json",
        rows: &[
            (r#"{"insecure-registries": ["42.42.42.42/8"]}"#, &[Insecure("42.0.0.0/8")]),
            (
                r#"{"insecure-registries": ["localhost:5000", "127.0.0.0/8", "::1/128"]}"#,
                &[Plain("localhost:5000"), Plain("127.0.0.0/8")],
            ),
            (r#"{"insecure-registries": ["r.example.com:0"]}"#, &[Said("cannot be an entry")]),
            (r#"{"insecure-registries": ["r.example.com:443"]}"#, &[Insecure("r.example.com:443")]),
            (r#"{"insecure-registries": ["http://r.example.com/"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["http://10.0.0.0/8"]}"#, &[Insecure("10.0.0.0/8")]),
            ("{\"insecure-registries\": [\"\\\"r.example.com:5000\\\"\"]}", &[Refused]),
            (r#"{"insecure-registries": ["10.0.0.5"]}"#, &[Insecure("10.0.0.5"), Said("port 443 alone")]),
            (r#"{"insecure-registries": ["10.0.0.0/33"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["010.0.0.0/8"]}"#, &[Refused]),
            (r#"{"insecure-registries": ["r-.example.com"]}"#, &[Refused]),
            (r#"{"registry-mirrors": ["http://m.example.com?"]}"#, &[Mirrored("of: docker.io, at: m.example.com")]),
            (r#"{"registry-mirrors": ["http://@m.example.com"]}"#, &[Refused]),
            (r#"{"registry-mirrors": ["!invalid!://%as%"]}"#, &[Refused]),
            (r#"{"registry-mirrors": ["https://m.example.com/v1/#frag"]}"#, &[Refused]),
            (
                r#"{"registry-mirrors": ["http://"], "insecure-registries": ["r.example.com"]}"#,
                &[Insecure("r.example.com"), Said("is a mirror whose host cannot be an entry")],
            ),
            (
                r#"{"registry-mirrors": ["http://m.example.com:99999"], "insecure-registries": ["r.example.com"]}"#,
                &[Insecure("r.example.com")],
            ),
            (
                r#"{"registry-mirrors": ["https://10.0.0.5:5000"], "insecure-registries": ["10.0.0.0/8"]}"#,
                &[Mirrored("of: docker.io, at: 10.0.0.5:5000")],
            ),
            (
                r#"{"registry-mirrors": ["https://m.example.com:5000/base"], "insecure-registries": ["m.example.com:5000"]}"#,
                &[Mirrored("of: docker.io, at: m.example.com:5000"), Said("before 28.0")],
            ),
            (r#"{"registry-mirrors": []}"#, &[Plain("docker.io")]),
        ],
    },
    Group {
        runtime: "dockerd",
        source: MOBY_FILE,
        path: "etc/docker/daemon.json",
        rows: &[
            (r#"{"insecure-registries": ["r.example.com"]} {}"#, &[Refused]),
            ("{\"insecure-registries\": [\"r.example.com\"]}\n// a comment\n", &[Refused]),
        ],
    },
    Group {
        runtime: "containers/image",
        source: SYSREGISTRIES,
        path: "etc/containers/registries.conf",
        rows: &[
            (
                "[[registry]]\nprefix = \"*.so.example.com\"\nlocation = \"m.example.com\"\ninsecure = true\n",
                &[Mirrored("of: *.so.example.com, at: m.example.com, pullSecrets: never")],
            ),
            (
                "[[registry]]\nprefix = \"complex.example.com:4000/with/path\"\nlocation = \"m.example.com:5000\"\ninsecure = true\n",
                &[Mirrored("of: complex.example.com:4000/with/path, at: m.example.com:5000, pullSecrets: never")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\nprefix = \"\"\ninsecure = true\n",
                &[Insecure("r.example.com")],
            ),
            (
                "[[registry]]\nlocation = \"\"\nprefix = \"*.example.com\"\ninsecure = true\n",
                &[Insecure("*.example.com")],
            ),
            (
                "[[registry]]\nprefix = \"*.example.com\"\ninsecure = true\n[[registry]]\nlocation = \"deep.dev.example.com\"\n",
                &[Insecure("*.example.com"), Trusted("deep.dev.example.com")],
            ),
            (
                "[[registry]]\nprefix = \"*.example.com\"\ninsecure = true\n[[registry]]\nlocation = \"a.example.com\"\n",
                &[Insecure("*.example.com"), Said("has no effect, since a longer prefix with a wildcard wins")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n[[registry]]\nlocation = \"r.example.com:5000\"\n",
                &[Insecure("r.example.com"), Trusted("r.example.com:5000")],
            ),
            (
                "[[registry]]\nprefix = \"*\"\nlocation = \"r.example.com\"\ninsecure = true\n",
                &[Plain("r.example.com")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com/team/app:1\"\ninsecure = true\n",
                &[Plain("r.example.com"), Said("is for a path of `r.example.com`")],
            ),
            ("[[registry]]\nlocation = \"docker.io\"\ninsecure = true\n", &[Insecure("docker.io")]),
            (
                "[[registry]]\nlocation = \"docker.io/library\"\ninsecure = true\n",
                &[Plain("docker.io"), Said("is for a path of `docker.io`")],
            ),
            (
                "[[registry]]\nprefix = \"docker.io\"\nlocation = \"m.example.com/hub\"\ninsecure = true\n",
                &[Mirrored("of: docker.io, at: m.example.com, pullSecrets: never")],
            ),
            (
                "[[registry]]\nlocation = \"docker.io\"\n[[registry.mirror]]\nlocation = \"m.example.com:5000/hub\"\ninsecure = true\n",
                &[Mirrored("of: docker.io, at: m.example.com:5000, pullSecrets: never")],
            ),
            (
                "unqualified-search-registries = []\n[registries.search]\nregistries = []\n[registries.block]\nregistries = []\n[registries.insecure]\nregistries = []\n",
                &[Plain("r.example.com"), Said("containers/image 5.24 and later refuses")],
            ),
            (
                "unqualified-search-registries = []\n[registries.insecure]\nregistries = [\"r.example.com\"]\n",
                &[Insecure("r.example.com"), Said("containers/image 5.24 and later refuses")],
            ),
            (
                "[registries.insecure]\nregistries = []\n[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
                &[Insecure("r.example.com"), Said("containers/image 5.24 and later refuses")],
            ),
            (
                "[aliases]\n[registries.insecure]\nregistries = [\"r.example.com\"]\n",
                &[Insecure("r.example.com"), Said("containers/image 5.24 and later refuses")],
            ),
            (
                "[registries]\n[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
                &[Insecure("r.example.com")],
            ),
            (
                "[registries.insecure]\n[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
                &[Insecure("r.example.com")],
            ),
            (
                "additional-layer-store-auth-helper = \"x\"\n[registries.insecure]\nregistries = [\"r.example.com\"]\n",
                &[Refused],
            ),
            (
                "short-name-mode = \"\"\n[registries.insecure]\nregistries = [\"r.example.com\"]\n",
                &[Insecure("r.example.com")],
            ),
            ("[registries.insecure]\nregistries = [\"http://r.example.com\"]\n", &[Refused]),
            ("[registries.search]\nregistries = [\"r.example.com/team\"]\n", &[Refused]),
            (
                "[registries.insecure]\nregistries = [\"r.example.com\"]\n[registries.block]\nregistries = [\"r.example.com\"]\n",
                &[Plain("r.example.com"), Said("is blocked by the node")],
            ),
            (
                "credential-helpers = [\"helper\"]\n[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
                &[Insecure("r.example.com")],
            ),
            ("[aliases]\n\"Foo\" = \"quay.io/foo\"\n", &[Refused]),
            ("[aliases]\n\"foo\" = \"quay.io/Foo\"\n", &[Refused]),
            ("[aliases]\n\"foo@sha256:aaaa\" = \"quay.io/foo\"\n", &[Refused]),
            ("[aliases]\n\"foo\" = \"quay.io\"\n", &[Refused]),
            (
                "[aliases]\n\"docker\" = \"docker.io/foo\"\n\"quay/foo\" = \"quay.io/library/foo\"\n\"x\" = \"localhost/x\"\n",
                &[Plain("quay.io")],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\n[[registry.mirror]]\nlocation = \"http://m.example.com\"\n",
                &[Refused],
            ),
            (
                "[[registry]]\nlocation = \"r.example.com\"\n[[registry.mirror]]\nlocation = \"m.example.com\"\ninsecure = true\npull-from-mirror = \"\"\n",
                &[Mirrored("of: r.example.com, at: m.example.com, pullSecrets: never")],
            ),
            ("invalid\n", &[Refused]),
            ("[[registry]]\nlocation = \"r.example.com\"\ninsecure = \"true\"\n", &[Refused]),
            (
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\nprefix = \"s.example.com\"\n",
                &[Insecure("r.example.com"), Mirrored("of: s.example.com, at: r.example.com, pullSecrets: never")],
            ),
        ],
    },
    Group {
        runtime: "containers/image",
        source: SYSREGISTRIES_6,
        path: "etc/containers/registries.rootful.conf.d/a.conf",
        rows: &[(
            "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            &[Insecure("r.example.com"), Said("for Podman 6 and later")],
        )],
    },
    Group {
        runtime: "containers/image",
        source: SYSREGISTRIES_6,
        path: "etc/containers/registries.rootless.conf.d/a.conf",
        rows: &[(
            "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            &[Insecure("r.example.com"), Said("for Podman 6 and later")],
        )],
    },
    Group {
        runtime: "containers/image",
        source: SYSREGISTRIES_6,
        path: "etc/containers/registries.rootless.conf.d/1000/a.conf",
        rows: &[(
            "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            &[Insecure("r.example.com"), Said("for Podman 6 and later")],
        )],
    },
    Group {
        runtime: "k3s",
        source: K3S,
        path: "etc/rancher/k3s/registries.yaml",
        rows: &[
            ("mirrors:\n  docker.io:\n", &[Plain("docker.io")]),
            (
                "mirrors:\n  docker.io:\n    endpoint: [docker.io]\nconfigs:\n  docker.io:\n    tls: {insecure_skip_verify: true}\n",
                &[Insecure("docker.io")],
            ),
            (
                "mirrors:\n  docker.io:\n    endpoint: [\"localhost:5000\"]\n",
                &[Plain("docker.io"), Said("stays on the node")],
            ),
            (
                "mirrors:\n  docker.io:\n    endpoint: [\"https://localhost:5000\", \"127.0.0.1:443\"]\n",
                &[Plain("docker.io")],
            ),
            (
                "mirrors:\n  r.example.com:\n    endpoint: [\"http://r.example.com:5000/v2\"]\n",
                &[Mirrored("of: r.example.com, at: r.example.com:5000")],
            ),
            ("mirrors:\n  r.example.com:\n    endpoint: [\"http://r.example.com\"]\n", &[Insecure("r.example.com")]),
            ("configs:\n  \"*\":\n    tls: {insecure_skip_verify: true}\n", &[Said("every registry without an entry")]),
            (
                "configs:\n  \"*\":\n    tls: {insecure_skip_verify: true}\n  r.example.com: {}\n",
                &[Insecure("r.example.com")],
            ),
            (
                "configs:\n  \"*\":\n    tls: {insecure_skip_verify: true}\n  r.example.com:\n    auth: {username: robot, password: CANARY}\n",
                &[Plain("r.example.com")],
            ),
            (
                "mirrors:\n  docker.io:\n    endpoint: [\"https://m.example.com\"]\nconfigs:\n  \"m.example.com:443\":\n    tls: {insecure_skip_verify: true}\n",
                &[Insecure("m.example.com:443"), Plain("docker.io")],
            ),
            (
                "mirrors:\n  docker.io:\n    endpoint: [\"https://user:bad{@docker2.example.com\", \"http://m.example.com\"]\n",
                &[Mirrored("of: docker.io, at: m.example.com")],
            ),
            (
                "mirrors:\n  docker.io:\n    endpoint: [\"/v2\", \"http://m.example.com\"]\n",
                &[Mirrored("of: docker.io, at: m.example.com")],
            ),
            ("mirrors:\n  docker.io:\n    endpoint: \"http://m.example.com\"\n", &[Refused]),
            (
                "mirrors:\n  docker.io:\n    endpoint: [\"http://m.example.com:443\"]\n    rewrite:\n      \"(.*)\": \"docker/$1\"\n",
                &[Mirrored("of: docker.io, at: m.example.com:443")],
            ),
            ("mirrors:\n\tdocker.io:\n", &[Refused]),
            (
                "configs:\n  r.example.com:\n    tls: {insecure_skip_verify: on, ca_file: /etc/ca.pem}\n",
                &[Insecure("r.example.com")],
            ),
            (
                "mirrors:\n  \"r.example.com:5000\": {}\nconfigs:\n  \"r.example.com:5000\":\n    tls: {insecure_skip_verify: True}\n",
                &[Insecure("r.example.com:5000")],
            ),
            ("auths: {}\nmirrors: null\n", &[Plain("r.example.com")]),
        ],
    },
    Group {
        runtime: "Talos",
        source: TALOS,
        path: "system/state/config.yaml",
        rows: &[
            (
                r#"version: v1alpha1
machine:
  registries:
    mirrors:
      docker.io:
        endpoints: ["https://harbor.example.com/v2/mirrors/proxy.docker.io"]
        overridePath: true
      ghcr.io:
        endpoints: ["https://harbor.example.com/v2/mirrors/proxy.ghcr.io"]
        overridePath: true
    config:
      harbor.example.com:
        tls: {insecureSkipVerify: true}
        auth: {username: robot, password: CANARY}
"#,
                &[
                    Mirrored("of: docker.io, at: harbor.example.com"),
                    Mirrored("of: ghcr.io, at: harbor.example.com"),
                    Insecure("harbor.example.com"),
                ],
            ),
            (
                "version: v1alpha1\nmachine:\n  registries:\n    mirrors:\n      docker.io:\n        endpoints: [\"https://harbor.example.com\", \"http://127.0.0.1:5001/v2/\"]\n        skipFallback: true\n",
                &[Plain("docker.io"), Said("stays on the node")],
            ),
            (
                "version: v1alpha1\nmachine:\n  registries:\n    mirrors:\n      docker.io:\n        endpoints: [\"HTTP://m.example.com\"]\n",
                &[Mirrored("of: docker.io, at: m.example.com")],
            ),
            ("apiVersion: v1alpha1\nkind: RegistryTLSConfig\nname: \"*\"\ninsecureSkipVerify: true\n", &[Refused]),
            (
                "apiVersion: v1alpha1
kind: RegistryMirrorConfig
name: docker.io
endpoints:
  - url: https://m.example.com
  - url: http://n.example.com
    overridePath: true
skipFallback: true
---
apiVersion: v1alpha1
kind: RegistryTLSConfig
name: m.example.com
insecureSkipVerify: true
",
                &[
                    Mirrored("of: docker.io, at: m.example.com"),
                    Mirrored("of: docker.io, at: n.example.com"),
                    Insecure("m.example.com"),
                ],
            ),
            (
                "version: v1alpha1\nmachine:\n  registries:\n    config:\n      \"some.example.com:123\":\n        tls: {ca: Q0FOQVJZ, insecureSkipVerify: false}\n",
                &[Plain("some.example.com:123")],
            ),
            (
                "version: v1alpha1\nmachine:\n  registries:\n    config:\n      \"registry.lan:5000\":\n        tls: {ca: Q0FOQVJZ}\n",
                &[Trusted("registry.lan:5000")],
            ),
        ],
    },
    Group {
        runtime: "CRI-O",
        source: CRIO,
        path: "etc/crio/crio.conf",
        rows: &[
            (
                "[crio.image]\ninsecure_registries = [\"http://r.example.com\"]\n",
                &[Plain("r.example.com"), Said("cannot be an entry")],
            ),
            ("[crio.image]\nregistries = [\"r.example.com\"]\n", &[Plain("r.example.com")]),
        ],
    },
    Group {
        runtime: "CRI-O",
        source: CRIO,
        path: "etc/sysconfig/crio",
        rows: &[(
            "CRIO_CONFIG_OPTIONS=\"--insecure-registry a.example.com,b.example.com\"\n",
            &[Insecure("a.example.com"), Insecure("b.example.com")],
        )],
    },
    Group {
        runtime: "OpenShift",
        source: OPENSHIFT,
        path: "cluster-scoped-resources/config.openshift.io/images.yaml",
        rows: &[
            (
                "apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec:\n  registrySources:\n    insecureRegistries: [r.example.com/team]\n",
                &[Plain("r.example.com"), Said("is for a path of `r.example.com`")],
            ),
            (
                r#"apiVersion: config.openshift.io/v1
kind: Image
metadata: {name: cluster}
spec:
  registrySources:
    insecureRegistries: ["*.lab.example.com"]
---
apiVersion: config.openshift.io/v1
kind: ImageTagMirrorSet
spec:
  imageTagMirrors:
    - source: docker.io
      mirrors: ["m.lab.example.com:5000/hub"]
"#,
                &[
                    Insecure("*.lab.example.com"),
                    Mirrored("of: docker.io, at: m.lab.example.com:5000, pulls: tags, pullSecrets: never"),
                ],
            ),
            (
                "apiVersion: config.openshift.io/v1
kind: Image
metadata: {name: cluster}
spec:
  registrySources:
    insecureRegistries: [m.example.com]
---
apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSet
spec:
  imageDigestMirrors:
    - source: r.example.com/team
      mirrorSourcePolicy: NeverContactSource
      mirrors: [m.example.com/team]
",
                &[
                    Mirrored("of: r.example.com/team, at: m.example.com, pulls: digests, pullSecrets: never"),
                    Said("is blocked by the node"),
                ],
            ),
            (
                "apiVersion: config.openshift.io/v1
kind: Image
metadata: {name: cluster}
spec:
  registrySources:
    insecureRegistries: [m.example.com]
---
apiVersion: operator.openshift.io/v1alpha1
kind: ImageContentSourcePolicy
spec:
  repositoryDigestMirrors:
    - source: quay.io/openshift-release-dev/ocp-release
      mirrors: [m.example.com/ocp]
",
                &[Mirrored(
                    "of: quay.io/openshift-release-dev/ocp-release, at: m.example.com, pulls: digests, pullSecrets: never",
                )],
            ),
        ],
    },
    Group {
        runtime: "EKS nodeadm",
        source: NODEADM,
        path: "etc/eks/nodeadm.d/node.yaml",
        rows: &[(
            "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  containerd:\n    config: |\n      [plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"r.example.com\".tls]\n      insecure_skip_verify = true\n",
            &[Plain("r.example.com"), Said("containerd 1.x does not start CRI")],
        )],
    },
    Group {
        runtime: "Bottlerocket",
        source: BOTTLEROCKET,
        path: "etc/user-data.toml",
        rows: &[
            (
                "[settings.container-registry]\nmirrors = [{registry = \"r.example.com\", endpoint = [\"http://m.example.com\", \"https://n.example.com\"]}]\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[settings.container-registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
                &[Mirrored("of: r.example.com, at: m.example.com")],
            ),
            (
                "[[settings.container-registry.credentials]]\nregistry = \"r.example.com\"\nusername = \"robot\"\npassword = \"CANARY\"\n",
                &[Plain("r.example.com")],
            ),
        ],
    },
];

/// Files that a runtime reads together.
pub(crate) const SETS: &[Set] = &[
    Set {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        files: &[
            (
                "etc/containerd/certs.d/r.example.com/hosts.toml",
                "[host.\"http://m.example.com\"]\ncapabilities = [\"write\"]\n",
            ),
            ("etc/containerd/certs.d/r.example.com/ca.crt", "CANARY"),
        ],
        expected: &[Refused, Plain("r.example.com")],
    },
    Set {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        files: &[
            ("etc/containerd/certs.d/_default/hosts.toml", "[host.\"http://m.example.com\"]\n"),
            (
                "etc/containerd/certs.d/r.example.com/hosts.toml",
                "server = \"https://r.example.com\"\n[host.\"https://r.example.com\"]\n",
            ),
        ],
        expected: &[Plain("r.example.com"), Said("every registry without an entry")],
    },
    Set {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        files: &[
            (
                "etc/containerd/certs.d/r.example.com_5000_/hosts.toml",
                "server = \"https://r.example.com:5000\"\n[host.\"https://r.example.com:5000\"]\n",
            ),
            ("etc/containerd/certs.d/r.example.com:5000/hosts.toml", "skip_verify = true\n"),
        ],
        expected: &[Trusted("r.example.com:5000")],
    },
    Set {
        runtime: "containerd hosts.toml",
        source: HOSTS,
        files: &[
            ("etc/containerd/certs.d/r.example.com_5000_/other.txt", ""),
            ("etc/containerd/certs.d/r.example.com:5000/hosts.toml", "skip_verify = true\n"),
        ],
        expected: &[Plain("r.example.com:5000")],
    },
    Set {
        runtime: "containerd config.toml",
        source: CONTAINERD,
        files: &[
            (
                "etc/containerd/config.toml",
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry]\nconfig_path = \"/etc/containerd/certs.d:/etc/docker/certs.d\"\n",
            ),
            ("etc/docker/certs.d/r.example.com/hosts.toml", "skip_verify = true\n"),
        ],
        expected: &[Insecure("r.example.com"), Said("containerd/containerd#12808")],
    },
    Set {
        runtime: "containerd config.toml",
        source: CONTAINERD,
        files: &[
            (
                "etc/containerd/config.toml",
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry]\nconfig_path = \"/opt/a:/opt/b\"\n",
            ),
            (
                "opt/a/r.example.com/hosts.toml",
                "server = \"https://r.example.com\"\n[host.\"https://r.example.com\"]\n",
            ),
            ("opt/b/r.example.com/hosts.toml", "skip_verify = true\n"),
        ],
        expected: &[Plain("r.example.com")],
    },
    Set {
        runtime: "containerd config.toml",
        source: CONTAINERD,
        files: &[
            (
                "etc/containerd/config.toml",
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry]\nconfig_path = \"/opt/a:/opt/b\"\n",
            ),
            (
                "opt/a/localhost_5000_/hosts.toml",
                "server = \"https://localhost:5000\"\n[host.\"https://localhost:5000\"]\n",
            ),
        ],
        expected: &[Plain("localhost:5000"), Said("containerd/containerd#12808")],
    },
    Set {
        runtime: "containerd config.toml",
        source: CONTAINERD,
        files: &[
            (
                "etc/containerd/config.toml",
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry]\nconfig_path = \"/opt/a:/opt/b\"\n[plugins.\"io.containerd.grpc.v1.cri\".containerd]\ndiscard_unpacked_layers = true\n",
            ),
            (
                "opt/a/localhost_5000_/hosts.toml",
                "server = \"https://localhost:5000\"\n[host.\"https://localhost:5000\"]\n",
            ),
        ],
        expected: &[Trusted("localhost:5000")],
    },
    Set {
        runtime: "containerd config.toml",
        source: CONTAINERD,
        files: &[
            ("etc/containerd/config.toml", "version = 3\n"),
            (
                "etc/containerd/certs.d/localhost_5000_/hosts.toml",
                "server = \"https://localhost:5000\"\n[host.\"https://localhost:5000\"]\n",
            ),
        ],
        expected: &[Plain("localhost:5000"), Said("has no config_path")],
    },
    Set {
        runtime: "containerd config.toml",
        source: CONTAINERD,
        files: &[
            ("etc/containerd/config.toml", "version = 2\nimports = [\"/etc/containerd/conf.d/*.toml\"]\n"),
            (
                "etc/containerd/conf.d/a.toml",
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
            ),
        ],
        expected: &[Mirrored("of: r.example.com, at: m.example.com")],
    },
    Set {
        runtime: "containerd config.toml",
        source: CONTAINERD,
        files: &[
            ("etc/containerd/config.toml", "version = 2\nimports = [\"conf.d/a.toml\"]\n"),
            (
                "etc/containerd/conf.d/a.toml",
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
            ),
        ],
        expected: &[Mirrored("of: r.example.com, at: m.example.com")],
    },
    Set {
        runtime: "containerd config.toml",
        source: CONTAINERD,
        files: &[
            ("etc/containerd/config.toml", "version = 2\n"),
            (
                "etc/containerd/conf.d/a.toml",
                "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"r.example.com\"]\nendpoint = [\"http://m.example.com\"]\n",
            ),
        ],
        expected: &[Plain("r.example.com")],
    },
    Set {
        runtime: "containerd config.toml",
        source: CONTAINERD,
        files: &[
            ("etc/containerd/config.toml", "version = 2\nimports = [\"a.toml\"]\n"),
            ("etc/containerd/a.toml", "version = 2\nimports = [\"config.toml\"]\n"),
        ],
        expected: &[Plain("r.example.com")],
    },
    Set {
        runtime: "dockerd",
        source: MOBY_FILE,
        files: &[
            ("etc/docker/daemon.json", r#"{"insecure-registries": ["a.example.com"]}"#),
            (
                "etc/systemd/system/docker.service",
                "[Service]\nExecStart=/usr/bin/dockerd --insecure-registry b.example.com\n",
            ),
        ],
        expected: &[Refused],
    },
    Set {
        runtime: "dockerd",
        source: MOBY_FILE,
        files: &[
            ("etc/docker/daemon.json", r#"{"registry-mirrors": ["https://a.example.com"]}"#),
            (
                "etc/systemd/system/docker.service",
                "[Service]\nExecStart=/usr/bin/dockerd --insecure-registry b.example.com\n",
            ),
        ],
        expected: &[Insecure("b.example.com")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES,
        files: &[
            ("etc/containers/registries.conf", "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n"),
            ("etc/containers/registries.conf.d/a.conf", "[[registry]]\nlocation = \"r.example.com\"\n"),
        ],
        expected: &[Plain("r.example.com")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES,
        files: &[
            ("etc/containers/registries.conf", "[[registry]]\nlocation = \"r.example.com\"\n"),
            (
                "etc/containers/registries.conf.d/a.conf",
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            ),
            ("etc/containers/registries.conf.d/b.conf", "[[registry]]\nlocation = \"s.example.com\"\n"),
        ],
        expected: &[Insecure("r.example.com")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES,
        files: &[
            ("etc/containers/registries.conf", ""),
            (
                "etc/containers/registries.conf.d/a.ignore",
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            ),
        ],
        expected: &[Plain("r.example.com")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES,
        files: &[
            ("etc/containers/registries.conf", ""),
            (
                "etc/containers/registries.conf.d/sub/a.conf",
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            ),
        ],
        expected: &[Plain("r.example.com")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES,
        files: &[
            ("etc/containers/registries.conf", "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n"),
            ("etc/containers/registries.conf.d/a.conf", "[registries.insecure]\nregistries = [\"s.example.com\"]\n"),
        ],
        expected: &[Refused, Plain("r.example.com")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES,
        files: &[
            (
                "etc/containers/registries.conf",
                "unqualified-search-registries = [\"r.example.com\"]\n[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            ),
            ("etc/containers/registries.conf.d/a.conf", "unqualified-search-registries = []\n"),
        ],
        expected: &[Insecure("r.example.com")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES,
        files: &[
            (
                "etc/containers/registries.conf",
                "[aliases]\nx = \"r.example.com/x\"\n[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            ),
            ("etc/containers/registries.conf.d/a.conf", "[aliases]\nx = \"\"\n"),
        ],
        expected: &[Insecure("r.example.com")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES_6,
        files: &[(
            "usr/share/containers/registries.conf",
            "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
        )],
        expected: &[Insecure("r.example.com"), Said("for Podman 6 and later")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES_6,
        files: &[
            ("usr/share/containers/registries.conf", "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n"),
            ("etc/containers/registries.conf", "[[registry]]\nlocation = \"r.example.com\"\n"),
        ],
        expected: &[Plain("r.example.com"), Said("/etc/containers has a file of the same name")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES_6,
        files: &[
            ("etc/containers/registries.conf", "[[registry]]\nlocation = \"s.example.com\"\n"),
            (
                "usr/share/containers/registries.conf.d/a.conf",
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            ),
        ],
        expected: &[Insecure("r.example.com"), Said("for Podman 6 and later")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES_6,
        files: &[
            ("etc/containers/registries.conf.d/a.conf", "[[registry]]\nlocation = \"r.example.com\"\n"),
            (
                "usr/share/containers/registries.conf.d/a.conf",
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            ),
        ],
        expected: &[Plain("r.example.com"), Said("/etc/containers has a file of the same name")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES_6,
        files: &[
            ("etc/containers/registries.conf", ""),
            (
                "etc/containers/registries.rootful.conf.d/a.toml",
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            ),
        ],
        expected: &[Plain("r.example.com")],
    },
    Set {
        runtime: "containers/image",
        source: SYSREGISTRIES_6,
        files: &[
            (
                "etc/containers/registries.conf.d/a.conf",
                "[[registry]]\nlocation = \"r.example.com\"\ninsecure = true\n",
            ),
            ("etc/containers/registries.rootful.conf.d/a.conf", "[[registry]]\nlocation = \"r.example.com\"\n"),
        ],
        expected: &[Insecure("r.example.com"), Said("is verified here, but")],
    },
    Set {
        runtime: "CRI-O",
        source: CRIO,
        files: &[
            ("etc/crio/crio.conf", "[crio.image]\ninsecure_registries = [\"a.example.com\"]\n"),
            ("etc/crio/crio.conf.d/10-b", "[crio.image]\ninsecure_registries = [\"b.example.com\"]\n"),
        ],
        expected: &[Plain("a.example.com"), Insecure("b.example.com")],
    },
    Set {
        runtime: "CRI-O",
        source: CRIO,
        files: &[
            ("etc/crio/crio.conf", "[crio.image]\ninsecure_registries = [\"a.example.com\"]\n"),
            ("etc/crio/crio.conf.d/10-b.conf", "[crio.image]\npause_image = \"x\"\n"),
        ],
        expected: &[Insecure("a.example.com")],
    },
];
