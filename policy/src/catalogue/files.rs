//! Runtime and tool configuration files that disable TLS for registries or hold registry credentials.

use super::beside::{Beside, Neighbour, begun, equal, there};
use super::{Proof, When, path, proof};
use crate::search::Words;

/// A file format.
#[derive(Debug)]
pub struct Format {
    /// Its name in messages.
    pub name: &'static str,
    pub(crate) syntax: Syntax,
    /// How the name of such a file ends, where its fields are as general that they only count in a file of that name.
    pub(crate) file: Option<&'static str>,
    pub(crate) needs: Needs,
    /// The fields that matter.
    pub fields: &'static [Field],
    /// The source of this row.
    pub proof: Proof,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    Toml,
    /// JSON too, which has its own parser if the text starts like JSON.
    Yaml,
    /// A unit of systemd: sections with keys.
    Unit,
}

/// What a field needs to count, where its name is one that other files have.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Needs {
    Nothing,
    /// A file with the format's name.
    Name,
    /// What stands beside it, or that name.
    Beside(Beside),
}

/// A field that matters.
#[derive(Debug)]
pub struct Field {
    /// Its path. The last key that a `[*]` stands for is the registry, unless the value is. `**` stands for any path at the beginning
    /// or at the end.
    pub path: &'static str,
    /// When it matters.
    pub when: When,
    pub(crate) effect: Effect,
    /// Words that a text has in which it stands and matters.
    pub(crate) words: Words,
}

/// What comes of a field that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The file holds a credential.
    Credential,
    /// TLS is not verified, and plain HTTP may be used.
    Unverified,
    /// Plain HTTP is used.
    Plaintext,
    /// Credentials are not required.
    Unchecked,
}

/// The name of such files where they are mounted; a prefix may precede it, and the extension of a compressed file may follow.
#[derive(Debug)]
pub struct FileName {
    /// How the name ends.
    pub name: &'static str,
    /// The source of this row.
    pub proof: Proof,
}

/// A folder that contains such files.
#[derive(Debug)]
pub struct Folder {
    /// A part of an absolute path.
    pub part: &'static str,
    /// The source of this row.
    pub proof: Proof,
}

/// A variable that holds a daemon's flags, in a systemd unit or an environment file.
#[derive(Debug)]
pub struct UnitVariable {
    /// How its name ends.
    pub end: &'static str,
    /// The source of this row.
    pub proof: Proof,
}

const fn file_name(name: &'static str, proof: Proof) -> FileName {
    FileName { name, proof }
}

const fn folder(part: &'static str, proof: Proof) -> Folder {
    Folder { part, proof }
}

const fn unit_variable(end: &'static str, proof: Proof) -> UnitVariable {
    UnitVariable { end, proof }
}

const fn format(name: &'static str, syntax: Syntax, fields: &'static [Field], proof: Proof) -> Format {
    Format { name, syntax, file: None, needs: Needs::Nothing, fields, proof }
}

impl Format {
    const fn called(self, file: &'static str) -> Self {
        Format { file: Some(file), needs: Needs::Name, ..self }
    }

    const fn beside(self, within: &'static str, any: &'static [Neighbour]) -> Self {
        Format { needs: Needs::Beside(Beside { within, any }), ..self }
    }
}

const fn field(path: &'static str, when: When, effect: Effect) -> Field {
    let words = Words::of_field(path);
    let words = match when {
        When::Http | When::HttpInSmallLetters | When::Key(_) => Words::of_url(path).and(Words::URL),
        When::Assigned => words.and(Words::PASSWORD),
        // Words such as `disabled` count where the field is.
        When::OneOf(_) => words.and(Words::INSECURE),
        _ => words,
    };
    Field { path, when, effect, words }
}

/// A text is not read unless it has words of a field and of what stands beside it. Each row has one that other text rarely has, and a field
/// that counts wherever it stands has one that [`Words::of`] finds.
const _: () = {
    let mut nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
    while nth < FORMATS.len() {
        let format = &FORMATS[nth];
        let beside = match format.needs {
            Needs::Beside(Beside { any: [one], .. }) => one.words,
            _ => Words::of_field(""),
        };
        let mut are_rare = false;
        if let Needs::Beside(Beside { any, .. }) = format.needs {
            are_rare = true;
            let mut nth = 0;
            while nth < any.len() {
                are_rare &= any[nth].words.is_rare();
                nth += 1;
            }
        }
        let is_called = format.file.is_some() || !matches!(format.needs, Needs::Name);
        assert!(is_called, "a format whose name is needed has none");
        let mut field = 0;
        while field < format.fields.len() {
            let words = format.fields[field].words.and(beside);
            assert!(
                words.is_rare() || are_rare || matches!(format.needs, Needs::Name),
                "a field and what is beside it have none of `Words::NAMES`"
            );
            assert!(
                // The flags themselves have such words.
                words.is_first() || format.file.is_some() || matches!(format.fields[field].when, When::Flags(_)),
                "a field and what is beside it have no word that `Words::of` finds"
            );
            field += 1;
        }
        nth += 1;
    }
};

/// The steps of a field's path without `**`.
pub(crate) fn steps(path: &str) -> impl Iterator<Item = path::Step<'_>> + Clone {
    let path = path.strip_prefix("**.").unwrap_or(path);
    // Each path is tested to be one.
    path::steps(path.strip_suffix(".**").unwrap_or(path)).map_while(Result::ok)
}

/// Where Docker and the kubelet keep credentials.
pub(crate) const DOCUMENT: &str = "a Docker configuration file";

/// Docker's own, which is found wherever it stands by its keys, as a document of credentials is.
pub(crate) const DAEMON: &str = "Docker's `daemon.json`";

/// Its flags, in a file that starts it.
pub(crate) const DOCKERD: &str = "the dockerd flags";

/// A unit that starts some other tool.
pub(crate) const UNIT: &str = "a systemd unit";

/// Under which keys lists of files are, each with its `path`: Ignition, Butane, `KubeadmConfig` and its like; cloud-init; `MicroK8s`.
pub(crate) const LISTS: [&str; 3] = ["files", "write_files", "extraWriteFiles"];

/// What these files are called where they are mounted; something may stand before it, and the ending of a compressed file after it.
/// A Secret is looked into under such a key only.
pub(crate) static FILE_NAMES: &[FileName] = &[
    file_name(
        "daemon.json",
        proof(
            "https://github.com/moby/moby/blob/docker-v29.7.2/daemon/command/daemon_unix.go",
            &["daemon.json", "/etc/docker/daemon.json", "daemon.json.gz"],
            &["daemon.json.md", "daemons.json"],
        ),
    ),
    file_name(
        "config.toml",
        proof(
            "https://github.com/containerd/containerd/blob/v2.3.4/docs/cri/config.md",
            &["config.toml", "/etc/containerd/config.toml", "runner-config.toml"],
            &["config.tml"],
        ),
    ),
    file_name(
        "hosts.toml",
        proof(
            "https://github.com/containerd/containerd/blob/v2.3.4/docs/hosts.md",
            &["hosts.toml", "_default_hosts.toml", "/etc/containerd/certs.d/registry.example.com/hosts.toml"],
            &["hosts"],
        ),
    ),
    file_name(
        "registries.conf",
        proof(
            "https://github.com/containers/image/blob/v5.36.1/docs/containers-registries.conf.5.md",
            &["registries.conf", "/etc/containers/registries.conf"],
            &["registries.conf.bak"],
        ),
    ),
    file_name(
        "registries.yaml",
        proof(
            "https://github.com/k3s-io/docs/blob/2936f00759b3c639bdf98797797018514f1ba4ad/docs/installation/private-registry.md",
            &["registries.yaml", "/etc/rancher/k3s/registries.yaml.gz"],
            &["registries.yml"],
        ),
    ),
    file_name(
        "buildkitd.toml",
        proof(
            "https://github.com/moby/buildkit/blob/v0.32.2/docs/buildkitd.toml.md",
            &["buildkitd.toml", "/etc/buildkit/buildkitd.toml"],
            &["buildkitd.json"],
        ),
    ),
    file_name(
        "nerdctl.toml",
        proof(
            "https://github.com/containerd/nerdctl/blob/v2.3.5/docs/config.md",
            &["nerdctl.toml", "/etc/nerdctl/nerdctl.toml"],
            &["nerdctl.json"],
        ),
    ),
    file_name(
        "crio.conf",
        proof(
            "https://github.com/cri-o/cri-o/blob/v1.34.0/docs/crio.conf.5.md",
            &["crio.conf", "/etc/crio/crio.conf"],
            &["crio.service"],
        ),
    ),
    file_name(
        "trivy.yaml",
        proof(
            "https://github.com/aquasecurity/trivy/blob/v0.74.0/pkg/flag/global_flags.go",
            &["trivy.yaml"],
            &["trivy.txt"],
        ),
    ),
    file_name(
        "falcoctl.yaml",
        proof(
            "https://github.com/falcosecurity/falcoctl/blob/v0.13.0/README.md",
            &["falcoctl.yaml", "/etc/falcoctl/falcoctl.yaml"],
            &["falco.yaml"],
        ),
    ),
    file_name(
        "skaffold.yaml",
        proof(
            "https://github.com/GoogleContainerTools/skaffold/blob/v2.24.0/cmd/skaffold/app/cmd/flags.go",
            &["skaffold.yaml"],
            &["skaffold.json"],
        ),
    ),
    file_name(
        "userdata",
        proof(
            "https://github.com/kubevirt/user-guide/blob/14e7abf870f0006cebd2e2efedd02d583b63e3c1/docs/user_workloads/startup_scripts.md",
            &["userdata"],
            &["userdata.txt", "networkdata"],
        ),
    ),
    file_name(
        "userData",
        proof(
            "https://github.com/openshift/machine-api-operator/blob/8175312c45a5bc86ed0cef0295466a490ad3d311/docs/user/machine-api-operator-overview.md",
            &["userData"],
            &["userDataSecret"],
        ),
    ),
    file_name(
        "user-data",
        proof(
            "https://github.com/canonical/cloud-init/blob/25.2/doc/rtd/reference/datasources/nocloud.rst",
            &["user-data"],
            &["meta-data"],
        ),
    ),
    file_name(
        "zarf-config.toml",
        proof("https://github.com/zarf-dev/zarf/blob/v0.84.0/src/cmd/dev.go", &["zarf-config.toml"], &["zarf.yaml"]),
    ),
];

/// Where such files are: a path that begins at the root and has this in it.
pub(crate) static FOLDERS: &[Folder] = &[
    folder(
        "/etc/containerd/",
        proof(
            "https://github.com/containerd/containerd/blob/v2.3.4/docs/hosts.md",
            &["/etc/containerd/conf.d/mirror"],
            &["etc/containerd/conf.d/mirror"],
        ),
    ),
    folder(
        "/etc/containers/",
        proof(
            "https://github.com/containers/image/blob/v5.36.1/docs/containers-registries.conf.5.md",
            &["/etc/containers/registries.conf.d/01-mirror"],
            &["/etc/containers.d/mirror"],
        ),
    ),
    folder(
        "/etc/docker/",
        proof(
            "https://github.com/moby/moby/blob/docker-v29.7.2/daemon/command/daemon_unix.go",
            &["/etc/docker/registry/config.yml", "/host/etc/docker/daemon"],
            &["etc/docker/daemon"],
        ),
    ),
    folder(
        "/etc/crio/",
        proof(
            "https://github.com/cri-o/cri-o/blob/v1.34.0/docs/crio.conf.5.md",
            &["/etc/crio/crio.conf.d/10-mirror"],
            &["/etc/crictl/10-mirror"],
        ),
    ),
    folder(
        "/etc/rancher/",
        proof(
            "https://github.com/k3s-io/docs/blob/2936f00759b3c639bdf98797797018514f1ba4ad/docs/installation/private-registry.md",
            &["/etc/rancher/rke2/registries"],
            &["/etc/ranch/registries"],
        ),
    ),
    folder(
        "/var/lib/rancher/",
        proof(
            "https://github.com/k3s-io/docs/blob/2936f00759b3c639bdf98797797018514f1ba4ad/docs/installation/private-registry.md",
            &["/var/lib/rancher/k3s/agent/etc/containerd/config-v3.toml.tmpl"],
            &["/var/lib/ranch/config"],
        ),
    ),
    folder(
        "/etc/buildkit/",
        proof(
            "https://github.com/moby/buildkit/blob/v0.32.2/README.md",
            &["/etc/buildkit/config"],
            &["etc/buildkit/config"],
        ),
    ),
    folder(
        "/etc/nerdctl/",
        proof(
            "https://github.com/containerd/nerdctl/blob/v2.3.5/docs/config.md",
            &["/etc/nerdctl/config"],
            &["etc/nerdctl/config"],
        ),
    ),
    folder(
        "/etc/containerd-stargz-grpc/",
        proof(
            "https://github.com/containerd/stargz-snapshotter/blob/v0.18.2/cmd/containerd-stargz-grpc/main.go",
            &["/etc/containerd-stargz-grpc/config"],
            &["etc/containerd-stargz-grpc/config"],
        ),
    ),
    folder(
        "/etc/soci-snapshotter-grpc/",
        proof(
            "https://github.com/awslabs/soci-snapshotter/blob/v0.15.0/config/config.go",
            &["/etc/soci-snapshotter-grpc/config"],
            &["etc/soci-snapshotter-grpc/config"],
        ),
    ),
    folder(
        "/etc/nydus/",
        proof(
            "https://github.com/containerd/nydus-snapshotter/blob/v0.15.15/README.md",
            &["/etc/nydus/nydusd-config.json"],
            &["etc/nydus/nydusd-config.json"],
        ),
    ),
    folder(
        "/etc/distribution/",
        proof(
            "https://github.com/distribution/distribution/blob/v3.1.1/docs/content/about/configuration.md, since v3",
            &["/etc/distribution/config.yml"],
            &["etc/distribution/config.yml"],
        ),
    ),
    folder(
        "/etc/zot/",
        proof(
            "https://github.com/project-zot/zot/blob/v2.1.20/build/Dockerfile",
            &["/etc/zot/config.json"],
            &["etc/zot/config.json"],
        ),
    ),
    folder(
        "/certs.d/",
        proof(
            "https://github.com/containerd/containerd/blob/v2.3.4/docs/hosts.md",
            &[
                "/etc/containerd/certs.d/registry.example.com/hosts",
                "/var/snap/microk8s/current/args/certs.d/docker.io/hosts",
            ],
            &["certs.d/hosts"],
        ),
    ),
];

/// How variables end that hold flags of dockerd, in a unit of systemd or in a file of variables that it reads.
pub(crate) static UNIT_VARIABLES: &[UnitVariable] = &[
    unit_variable(
        "OPTS",
        proof(
            "https://github.com/moby/moby/blob/docker-v29.7.2/contrib/init/sysvinit-debian/docker.default",
            &["DOCKER_OPTS=\"--insecure-registry=registry.example.com\""],
            &["DOCKER_OPTS=\"--insecure-registry=127.0.0.0/8\""],
        ),
    ),
    unit_variable(
        "OPTIONS",
        proof(
            "https://github.com/projectatomic/atomic-system-containers/blob/6d8269b346605c59d0d6b08bfeab8b61c31fafc5/docker-centos/init.sh, the packages of docker 1.13 for CentOS and RHEL",
            &["OPTIONS='--selinux-enabled --insecure-registry registry.example.com'"],
            &["OPTIONS='--selinux-enabled'"],
        ),
    ),
    unit_variable(
        "ARGS",
        proof(
            "https://github.com/jpetazzo/dind/blob/248c10c4165205ef595a86d95a42859036296fa4/wrapdocker",
            &["DOCKER_DAEMON_ARGS=--insecure-registry=registry.example.com"],
            &["DOCKER_DAEMON_ARGS=-D"],
        ),
    ),
    unit_variable(
        "FLAGS",
        proof(
            "unverified: a convention of units of systemd, no project found that documents it for dockerd",
            &["DOCKER_FLAGS=--insecure-registry=registry.example.com"],
            &["DOCKER_FLAGS=-D"],
        ),
    ),
    unit_variable(
        "REGISTRY",
        proof(
            "https://github.com/projectatomic/atomic-system-containers/blob/6d8269b346605c59d0d6b08bfeab8b61c31fafc5/docker-centos/init.sh, the packages of docker 1.13 for CentOS and RHEL",
            &["INSECURE_REGISTRY='--insecure-registry registry.example.com'"],
            &["ADD_REGISTRY='--add-registry registry.example.com'"],
        ),
    ),
    unit_variable(
        "MIRROR",
        proof(
            "unverified: a convention of units of systemd, no project found that documents it for dockerd",
            &["DOCKER_REGISTRY_MIRROR=--registry-mirror=http://mirror.example.com"],
            &["DOCKER_REGISTRY_MIRROR=--registry-mirror=https://mirror.example.com"],
        ),
    ),
];

#[allow(long_running_const_eval)] // the words of each path
pub(crate) static FORMATS: &[Format] = &[
    // Nothing reads `token`, but the documentation shows it, so people write a credential there.
    format(
        "`registries.yaml` of k3s and RKE2",
        Syntax::Yaml,
        &[
            field("configs{*}.auth.password", When::Password, Effect::Credential),
            field("configs{*}.auth.token", When::Password, Effect::Credential),
            field("configs{*}.auth.auth", When::Auth, Effect::Credential),
            field("configs{*}.auth.identity_token", When::Password, Effect::Credential),
            field("configs{*}.tls.insecure_skip_verify", When::True, Effect::Unverified),
            field("mirrors{*}.endpoint[#]", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/rancher/wharfie/blob/v0.8.0-rc2/pkg/registries/types.go; https://github.com/k3s-io/docs/blob/2936f00759b3c639bdf98797797018514f1ba4ad/docs/installation/private-registry.md",
            &[
                r#"mirrors:
  docker.io:
    endpoint:
      - http://mirror.example.com:5000
configs:
  registry.example.com:
    auth:
      username: robot
      password: CANARY-not-a-real-password
    tls:
      insecure_skip_verify: true
"#,
                r#"configs:
  registry.example.com:
    auth:
      token: CANARY-not-a-real-token
"#,
                r#"configs:
  registry.example.com:
    auth:
      auth: cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=
"#,
                r#"{"configs": {"registry.example.com": {"auth": {"identity_token": "CANARY-not-a-real-token"}}}}"#,
            ],
            &[
                r#"mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com:5000
      - http://localhost:5000
configs:
  registry.example.com:
    auth:
      username: robot
      password: ${REGISTRY_PASSWORD}
      token: ""
      auth: "{{ .auth }}"
      identity_token: ""
    tls:
      ca_file: /etc/ssl/certs/registry.pem
      insecure_skip_verify: false
"#,
                r#"oauth:
  configs:
    app:
      auth:
        password: CANARY-of-something-else
"#,
            ],
        ),
    ),
    // Its handler reads JSON into the same structure, by the names of the fields.
    format(
        "Harvester's `containerd-registry` setting",
        Syntax::Yaml,
        &[
            field("Configs{*}.Auth.IdentityToken", When::Password, Effect::Credential),
            field("Configs{*}.TLS.InsecureSkipVerify", When::True, Effect::Unverified),
            field("Mirrors{*}.Endpoints[#]", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/harvester/harvester/blob/26876cf0f726779262b3a9e115118b4558044845/pkg/containerd/registry.go; https://github.com/harvester/harvester/blob/18c51c9dc1b6c874946731ff696d30b63692d732/pkg/controller/master/setting/containerd_registry.go",
            &[
                r#"{"Mirrors": {"docker.io": {"Endpoints": ["http://mirror.example.com:5000"], "Rewrites": null}}, "Configs": {"registry.example.com": {"Auth": {"Username": "robot", "IdentityToken": "CANARY-not-a-real-token"}, "TLS": {"CAFile": "", "InsecureSkipVerify": true}}}, "Auths": null}"#,
            ],
            &[
                r#"{"Mirrors": {"docker.io": {"Endpoints": ["https://mirror.example.com:5000"], "Rewrites": null}}, "Configs": {"registry.example.com": {"Auth": {"Username": "robot", "IdentityToken": ""}, "TLS": {"CAFile": "", "InsecureSkipVerify": false}}}, "Auths": null}"#,
            ],
        ),
    ),
    // Versions 1 to 3 of the file; the plugin is `cri`, `io.containerd.grpc.v1.cri` or `io.containerd.cri.v1.images`. Containerd 2
    // does not read `tls` any more, and `auths` is older than `configs`.
    format(
        "`config.toml` of containerd",
        Syntax::Toml,
        &[
            field("plugins{*}.registry.configs{*}.auth.password", When::Password, Effect::Credential),
            field("plugins{*}.registry.configs{*}.auth.auth", When::Auth, Effect::Credential),
            field("plugins{*}.registry.configs{*}.auth.identitytoken", When::Password, Effect::Credential),
            field("plugins{*}.registry.auths{*}.password", When::Password, Effect::Credential),
            field("plugins{*}.registry.auths{*}.auth", When::Auth, Effect::Credential),
            field("plugins{*}.registry.auths{*}.identitytoken", When::Password, Effect::Credential),
            field("plugins{*}.registry.headers.Authorization[#]", When::Header, Effect::Credential),
            field("plugins{*}.registry.configs{*}.tls.insecure_skip_verify", When::True, Effect::Unverified),
            field("plugins{*}.registry.mirrors{*}.endpoint[#]", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/containerd/containerd/blob/v2.3.4/internal/cri/config/config.go; https://github.com/containerd/containerd/blob/v1.7.0/pkg/cri/config/config.go (tls until 1.7)",
            &[
                r#"version = 2
[plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
  endpoint = ["http://mirror.example.com:5000"]
[plugins."io.containerd.grpc.v1.cri".registry.configs."registry.example.com".tls]
  insecure_skip_verify = true
[plugins."io.containerd.grpc.v1.cri".registry.configs."registry.example.com".auth]
  username = "robot"
  password = "CANARY-not-a-real-password"
"#,
                r#"version = 3
[plugins.'io.containerd.cri.v1.images'.registry.configs.'registry.example.com'.auth]
  auth = 'cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ='
[plugins.'io.containerd.cri.v1.images'.registry.headers]
  Authorization = ["Bearer CANARY-not-a-real-token"]
"#,
                r#"version = 3
[plugins.'io.containerd.cri.v1.images'.registry.configs.'registry.example.com'.auth]
  identitytoken = 'CANARY-not-a-real-token'
"#,
                r#"[plugins.cri.registry.auths."https://registry.example.com"]
  username = "robot"
  password = "CANARY-not-a-real-password"
[plugins.cri.registry.auths."https://other.example.com"]
  auth = "cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="
[plugins.cri.registry.auths."https://third.example.com"]
  identitytoken = "CANARY-not-a-real-token"
"#,
            ],
            &[
                r#"version = 2
[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = "/etc/containerd/certs.d"
[plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
  endpoint = ["https://mirror.example.com:5000", "http://127.0.0.1:5000"]
[plugins."io.containerd.grpc.v1.cri".registry.configs."registry.example.com".tls]
  insecure_skip_verify = false
[plugins."io.containerd.grpc.v1.cri".registry.configs."registry.example.com".auth]
  username = "robot"
  password = ""
  auth = ""
  identitytoken = ""
[plugins."io.containerd.grpc.v1.cri".registry.auths."https://registry.example.com"]
  password = "${REGISTRY_PASSWORD}"
  auth = ""
  identitytoken = ""
[plugins."io.containerd.grpc.v1.cri".registry.headers]
  User-Agent = ["containerd"]
  Authorization = ["Bearer ${TOKEN}"]
"#,
                r#"[plugins.other]
[registry.configs.app.auth]
  password = "CANARY-of-something-else"
"#,
            ],
        ),
    ),
    // `HTTP://` is not http to it, and `skip_verify` may be written in capitals. Hosts in inline tables and dotted keys are read up
    // to containerd 1.7.
    format(
        "`hosts.toml` of containerd",
        Syntax::Toml,
        &[
            field("host{*}.header.authorization", When::Header, Effect::Credential),
            field("host{*}.header.authorization[#]", When::Header, Effect::Credential),
            field("host{*}.skip_verify", When::True, Effect::Unverified),
            // The key that `{*}` stands for is the URL.
            field("host{*}.**", When::Key(&When::HttpInSmallLetters), Effect::Plaintext),
        ],
        proof(
            "https://github.com/containerd/containerd/blob/v2.3.4/core/remotes/docker/config/hosts.go; https://github.com/containerd/containerd/blob/v2.3.4/docs/hosts.md",
            &[
                r#"server = "https://registry.example.com"

[host."http://mirror.example.com:5000"]
  capabilities = ["pull", "resolve"]

[host."https://other.example.com"]
  SKIP_VERIFY = true
"#,
                r#"[host."https://registry.example.com".header]
  authorization = "Basic cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="
"#,
                r#"[host."https://registry.example.com"]
  header = {Authorization = ["Bearer CANARY-not-a-real-token"]}
"#,
            ],
            &[
                r#"server = "https://registry.example.com"

[host."https://mirror.example.com:5000"]
  capabilities = ["pull", "resolve"]
  skip_verify = false
  ca = "/etc/ssl/certs/mirror.pem"
  [host."https://mirror.example.com:5000".header]
    x-meta-source = "mirror"
    authorization = "Basic ${AUTH}"

[host."https://other.example.com".header]
  authorization = ["Bearer ${TOKEN}"]

[host."http://localhost:5000"]
  capabilities = ["pull"]
"#,
                r#"[proxy.header]
authorization = "Basic cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="
"#,
            ],
        ),
    ),
    // The same for the host that the file is for. These names are general.
    format(
        "`hosts.toml` of containerd",
        Syntax::Toml,
        &[
            field("server", When::HttpInSmallLetters, Effect::Plaintext),
            field("skip_verify", When::True, Effect::Unverified),
        ],
        proof(
            "https://github.com/containerd/containerd/blob/v2.3.4/core/remotes/docker/config/hosts.go; https://github.com/containerd/containerd/blob/v2.3.4/docs/hosts.md",
            &[
                r#"server = "http://registry.example.com"
capabilities = ["pull", "resolve"]
"#,
                r#"server = "https://registry.example.com"
skip_verify = true

[host."https://mirror.example.com"]
  capabilities = ["pull"]
"#,
            ],
            &[
                r#"server = "https://registry.example.com"
skip_verify = false
capabilities = ["pull", "resolve"]
"#,
                r#"server = "HTTP://registry.example.com"
capabilities = ["pull"]
"#,
                r#"server = "http://localhost:5000"
capabilities = ["pull"]
"#,
            ],
        ),
    )
    .called("hosts.toml")
    .beside("", &[there("host{*}"), there("capabilities[#]"), there("header.authorization")]),
    format(
        "`hosts.toml` of containerd",
        Syntax::Toml,
        &[
            field("header.authorization", When::Header, Effect::Credential),
            field("header.authorization[#]", When::Header, Effect::Credential),
        ],
        proof(
            "https://github.com/containerd/containerd/blob/v2.3.4/core/remotes/docker/config/hosts.go",
            &[
                r#"server = "https://registry.example.com"
[header]
  Authorization = "Basic cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="
"#,
                r#"[header]
  authorization = ["Bearer CANARY-not-a-real-token"]
"#,
            ],
            &[
                r#"server = "https://registry.example.com"
[header]
  x-meta-source = "registry"
  authorization = "Basic ${AUTH}"
"#,
                r#"[header]
  authorization = ["Bearer ${TOKEN}"]
"#,
            ],
        ),
    ),
    format(
        "`registries.conf` of Podman and CRI-O",
        Syntax::Toml,
        &[
            field("registry[#].insecure", When::True, Effect::Unverified),
            field("registry[#].mirror[#].insecure", When::True, Effect::Unverified),
            // Version 1
            field("registries.insecure.registries[#]", When::Registry, Effect::Unverified),
        ],
        proof(
            "https://github.com/containers/image/blob/v5.36.1/pkg/sysregistriesv2/system_registries_v2.go; https://github.com/containers/image/blob/v5.36.1/docs/containers-registries.conf.5.md",
            &[
                r#"unqualified-search-registries = ["registry.example.com"]

[[registry]]
prefix = "registry.example.com/team"
location = "registry.example.com"
insecure = true

[[registry]]
location = "docker.io"
[[registry.mirror]]
location = "mirror.example.com:5000"
insecure = true
"#,
                r#"[registries.search]
registries = ['docker.io']

[registries.insecure]
registries = ['registry.example.com']
"#,
            ],
            &[
                r#"unqualified-search-registries = ["registry.example.com"]

[[registry]]
location = "docker.io"
insecure = false
[[registry.mirror]]
location = "mirror.example.com"
insecure = false
"#,
                r#"[registries.search]
registries = ['registry.example.com']

[registries.insecure]
registries = ['localhost:5000']
"#,
            ],
        ),
    ),
    format(
        "`crio.conf` of CRI-O",
        Syntax::Toml,
        &[field("crio.image.insecure_registries[#]", When::Registry, Effect::Unverified)],
        proof(
            "https://github.com/cri-o/cri-o/blob/v1.34.0/docs/crio.conf.5.md, until v1.34 (v1.35 ignores it)",
            &[
                r#"[crio]
[crio.image]
insecure_registries = [
    "registry.example.com",
]
"#,
            ],
            &[
                r#"[crio]
[crio.image]
global_auth_file = "/etc/crio/auth.json"
insecure_registries = ["127.0.0.1:5000"]
"#,
            ],
        ),
    ),
    format(
        "`buildkitd.toml` of BuildKit",
        Syntax::Toml,
        &[
            field("registry{*}.http", When::True, Effect::Plaintext),
            field("registry{*}.insecure", When::True, Effect::Unverified),
        ],
        proof(
            "https://github.com/moby/buildkit/blob/v0.32.2/util/resolver/config/config.go; https://github.com/moby/buildkit/blob/v0.32.2/docs/buildkitd.toml.md",
            &[
                r#"debug = true
[registry."docker.io"]
  mirrors = ["mirror.example.com:5000"]
[registry."mirror.example.com:5000"]
  http = true
[registry."registry.example.com"]
  insecure = true
"#,
            ],
            &[
                r#"insecure-entitlements = ["network.host", "security.insecure"]
[registry."registry.example.com"]
  mirrors = ["mirror.example.com"]
  http = false
  insecure = false
  ca = ["/etc/config/ca.pem"]
[registry."localhost:5000"]
  http = true
"#,
            ],
        ),
    ),
    format(
        "`nerdctl.toml`",
        Syntax::Toml,
        &[field("insecure_registry", When::True, Effect::Unverified)],
        proof(
            "https://github.com/containerd/nerdctl/blob/v2.3.5/pkg/config/config.go; https://github.com/containerd/nerdctl/blob/v2.3.5/docs/config.md, since v0.16.0",
            &[
                r#"debug = false
namespace = "k8s.io"
insecure_registry = true
"#,
            ],
            &[
                r#"namespace = "k8s.io"
insecure_registry = false
hosts_dir = ["/etc/containerd/certs.d"]
"#,
            ],
        ),
    ),
    // `insecure` is plain HTTP to both of them.
    format(
        "the stargz-snapshotter or SOCI configuration",
        Syntax::Toml,
        &[
            field("resolver.host{*}.mirrors[#].insecure", When::True, Effect::Plaintext),
            field("resolver.host{*}.mirrors[#].header.authorization", When::Header, Effect::Credential),
            field("resolver.host{*}.mirrors[#].header.authorization[#]", When::Header, Effect::Credential),
        ],
        proof(
            "https://github.com/containerd/stargz-snapshotter/blob/v0.18.2/service/resolver/registry.go; https://github.com/awslabs/soci-snapshotter/blob/v0.15.0/config/resolver.go",
            &[
                r#"[[resolver.host."docker.io".mirrors]]
host = "mirror.example.com:5000"
insecure = true
"#,
                r#"[[resolver.host."docker.io".mirrors]]
host = "mirror.example.com"
[resolver.host."docker.io".mirrors.header]
Authorization = "Basic cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="
"#,
                r#"[[resolver.host."docker.io".mirrors]]
host = "mirror.example.com"
header = {Authorization = ["Bearer CANARY-not-a-real-token"]}
"#,
            ],
            &[
                r#"[resolver]
request_timeout_sec = 30
[[resolver.host."docker.io".mirrors]]
host = "mirror.example.com"
insecure = false
header = {Authorization = "Basic ${AUTH}"}
[[resolver.host."docker.io".mirrors]]
host = "other.example.com"
header = {Authorization = ["Bearer ${TOKEN}"]}
"#,
            ],
        ),
    ),
    format(
        "the nydus-snapshotter configuration",
        Syntax::Toml,
        &[field("remote.skip_ssl_verify", When::True, Effect::Unverified)],
        proof(
            "https://github.com/containerd/nydus-snapshotter/blob/v0.15.15/config/config.go",
            &[
                r#"version = 1
[daemon]
fs_driver = "fusedev"
[remote]
skip_ssl_verify = true
"#,
            ],
            &[
                r#"version = 1
[remote]
skip_ssl_verify = false
[remote.mirrors_config]
dir = "/etc/nydus/certs.d"
"#,
            ],
        ),
    ),
    format(
        "the Talos machine configuration",
        Syntax::Yaml,
        &[
            field("machine.registries.config{*}.auth.password", When::Password, Effect::Credential),
            field("machine.registries.config{*}.auth.auth", When::Auth, Effect::Credential),
            field("machine.registries.config{*}.auth.identityToken", When::Password, Effect::Credential),
            field("machine.registries.config{*}.tls.insecureSkipVerify", When::True, Effect::Unverified),
            field("machine.registries.mirrors{*}.endpoints[#]", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/siderolabs/talos/blob/v1.13.9/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go",
            &[
                r#"version: v1alpha1
machine:
  type: worker
  registries:
    mirrors:
      docker.io:
        endpoints:
          - http://mirror.example.com:5000
    config:
      registry.example.com:
        tls:
          insecureSkipVerify: true
        auth:
          username: robot
          password: CANARY-not-a-real-password
"#,
                r#"machine:
  registries:
    config:
      registry.example.com:
        auth:
          auth: cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=
      other.example.com:
        auth:
          identityToken: CANARY-not-a-real-token
"#,
            ],
            &[
                r#"version: v1alpha1
machine:
  registries:
    mirrors:
      docker.io:
        endpoints:
          - https://mirror.example.com:5000
    config:
      registry.example.com:
        tls:
          insecureSkipVerify: false
        auth:
          username: robot
          password: ${REGISTRY_PASSWORD}
          auth: ""
          identityToken: ""
"#,
            ],
        ),
    ),
    format(
        "a Talos RegistryAuthConfig",
        Syntax::Yaml,
        &[
            field("password", When::Password, Effect::Credential),
            field("auth", When::Auth, Effect::Credential),
            field("identityToken", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/siderolabs/talos/blob/v1.13.9/pkg/machinery/config/types/cri/registry_auth.go, since v1.12",
            &[
                r#"apiVersion: v1alpha1
kind: RegistryAuthConfig
name: registry.example.com
username: robot
password: CANARY-not-a-real-password
"#,
                r#"apiVersion: v1alpha1
kind: RegistryAuthConfig
name: registry.example.com
auth: cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=
---
apiVersion: v1alpha1
kind: RegistryAuthConfig
name: other.example.com
identityToken: CANARY-not-a-real-token
"#,
            ],
            &[
                r#"apiVersion: v1alpha1
kind: RegistryAuthConfig
name: registry.example.com
username: robot
password: ${REGISTRY_PASSWORD}
auth: ""
identityToken: ""
"#,
                r#"kind: OtherConfig
name: app
password: CANARY-of-something-else
"#,
            ],
        ),
    )
    .beside("", &[equal("kind", "RegistryAuthConfig")]),
    format(
        "a Talos RegistryTLSConfig",
        Syntax::Yaml,
        &[field("insecureSkipVerify", When::True, Effect::Unverified)],
        proof(
            "https://github.com/siderolabs/talos/blob/v1.13.9/pkg/machinery/config/types/cri/registry_tls.go, since v1.12",
            &[
                r#"apiVersion: v1alpha1
kind: RegistryTLSConfig
name: registry.example.com
insecureSkipVerify: true
"#,
            ],
            &[
                r#"apiVersion: v1alpha1
kind: RegistryTLSConfig
name: registry.example.com
insecureSkipVerify: false
"#,
                r#"kind: ServerConfig
insecureSkipVerify: true
"#,
            ],
        ),
    )
    .beside("", &[equal("kind", "RegistryTLSConfig")]),
    format(
        "a Talos RegistryMirrorConfig",
        Syntax::Yaml,
        &[field("endpoints[#].url", When::Http, Effect::Plaintext)],
        proof(
            "https://github.com/siderolabs/talos/blob/v1.13.9/pkg/machinery/config/types/cri/registry_mirror.go, since v1.12",
            &[
                r#"apiVersion: v1alpha1
kind: RegistryMirrorConfig
name: docker.io
endpoints:
  - url: http://mirror.example.com:5000
"#,
            ],
            &[
                r#"apiVersion: v1alpha1
kind: RegistryMirrorConfig
name: docker.io
endpoints:
  - url: https://mirror.example.com:5000
"#,
                r#"kind: Service
endpoints:
  - url: http://app.example.com
"#,
            ],
        ),
    )
    .beside("", &[equal("kind", "RegistryMirrorConfig")]),
    // User data of a node. Until 1.3 the mirrors were a map.
    format(
        "the Bottlerocket settings",
        Syntax::Toml,
        &[
            field("settings.container-registry.credentials[#].password", When::Password, Effect::Credential),
            field("settings.container-registry.credentials[#].auth", When::Auth, Effect::Credential),
            field("settings.container-registry.credentials[#].identitytoken", When::Password, Effect::Credential),
            field("settings.container-registry.mirrors[#].endpoint[#]", When::Http, Effect::Plaintext),
            field("settings.container-registry.mirrors{*}[#]", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/bottlerocket-os/bottlerocket/blob/v1.20.0/sources/models/src/lib.rs; https://bottlerocket.dev/en/os/1.20.x/api/settings/container-registry/ (1.20)",
            &[
                r#"[settings.kubernetes]
cluster-name = "production"

[[settings.container-registry.mirrors]]
registry = "*"
endpoint = ["http://mirror.example.com:5000"]

[[settings.container-registry.credentials]]
registry = "docker.io"
username = "robot"
password = "CANARY-not-a-real-password"

[[settings.container-registry.credentials]]
registry = "registry.example.com"
auth = "cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="

[[settings.container-registry.credentials]]
registry = "other.example.com"
identitytoken = "CANARY-not-a-real-token"
"#,
                r#"[settings.container-registry.mirrors]
"docker.io" = ["http://mirror.example.com:5000"]
"#,
            ],
            &[
                r#"[[settings.container-registry.mirrors]]
registry = "*"
endpoint = ["https://mirror.example.com:5000"]

[[settings.container-registry.credentials]]
registry = "docker.io"
username = "robot"
password = "${REGISTRY_PASSWORD}"
auth = ""
identitytoken = ""
"#,
                r#"[settings.container-registry.mirrors]
"docker.io" = ["https://mirror.example.com:5000"]
"#,
            ],
        ),
    ),
    format(
        "a distribution registry's configuration",
        Syntax::Yaml,
        &[
            field("proxy.password", When::Password, Effect::Credential),
            field("proxy.remoteurl", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/distribution/distribution/blob/v3.1.1/configuration/configuration.go; https://github.com/distribution/distribution/blob/v3.1.1/docs/content/about/configuration.md",
            &[
                r#"version: 0.1
storage:
  filesystem:
    rootdirectory: /var/lib/registry
proxy:
  remoteurl: https://registry-1.docker.io
  username: robot
  password: CANARY-not-a-real-password
"#,
                r#"version: 0.1
proxy:
  remoteurl: http://registry.example.com
"#,
            ],
            &[
                r#"version: 0.1
proxy:
  remoteurl: https://registry-1.docker.io
  username: robot
  password: ${REGISTRY_PASSWORD}
auth:
  htpasswd:
    realm: basic-realm
    path: /auth/htpasswd
"#,
                r#"proxy:
  url: http://proxy.example.com:3128
  username: robot
  password: CANARY-of-a-proxy
"#,
            ],
        ),
    )
    .beside("proxy", &[there("remoteurl")]),
    format(
        "the zot configuration",
        Syntax::Yaml,
        &[
            field("extensions.sync.registries[#].tlsVerify", When::False, Effect::Unverified),
            field("extensions.sync.registries[#].urls[#]", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/project-zot/zot/blob/v2.1.20/pkg/extensions/config/sync/config.go; https://github.com/project-zot/zot/blob/v2.1.20/examples/config-allextensions.json",
            &[
                r#"{"distSpecVersion": "1.1.1", "extensions": {"sync": {"registries": [{"urls": ["https://registry.example.com"], "onDemand": true, "tlsVerify": false}]}}}"#,
                r#"{"extensions": {"sync": {"registries": [{"urls": ["http://registry.example.com:5000"], "onDemand": true}]}}}"#,
            ],
            &[
                r#"{"distSpecVersion": "1.1.1", "extensions": {"sync": {"credentialsFile": "/etc/zot/credentials.json", "registries": [{"urls": ["https://registry.example.com"], "tlsVerify": true}]}}}"#,
            ],
        ),
    ),
    format(
        "the diun configuration",
        Syntax::Yaml,
        &[
            field("regopts[#].password", When::Password, Effect::Credential),
            field("regopts[#].insecureTLS", When::True, Effect::Unverified),
        ],
        proof(
            "https://github.com/crazy-max/diun/blob/v4.33.0/docs/config/regopts.md",
            &[
                r#"regopts:
  - name: registry.example.com
    selector: image
    username: robot
    password: CANARY-not-a-real-password
  - name: other.example.com
    insecureTLS: true
"#,
            ],
            &[
                r#"regopts:
  - name: registry.example.com
    usernameFile: /run/secrets/username
    passwordFile: /run/secrets/password
    insecureTLS: false
  - name: other.example.com
    username: robot
    password: "{{ .password }}"
"#,
            ],
        ),
    ),
    format(
        "`registries.conf` of Argo CD Image Updater",
        Syntax::Yaml,
        &[
            field("registries[#].insecure", When::True, Effect::Unverified),
            field("registries[#].api_url", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/argoproj-labs/argocd-image-updater/blob/v1.3.0/registry-scanner/pkg/registry/config.go; https://github.com/argoproj-labs/argocd-image-updater/blob/v1.3.0/docs/configuration/registries.md",
            &[
                r#"registries:
  - name: Registry
    prefix: registry.example.com
    api_url: https://registry.example.com
    credentials: pullsecret:argocd/registry
    insecure: yes
  - name: Other
    prefix: other.example.com
    api_url: http://other.example.com:5000
"#,
            ],
            &[
                r#"registries:
  - name: Registry
    prefix: registry.example.com
    api_url: https://registry.example.com
    insecure: no
"#,
                r#"registries:
  - name: schema
    url: http://schema.example.com
    insecure: true
"#,
            ],
        ),
    )
    .beside("registries[#]", &[there("api_url")]),
    format(
        "a `skopeo sync` source file",
        Syntax::Yaml,
        &[
            field("{*}.tls-verify", When::False, Effect::Unverified),
            field("{*}.credentials.password", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/containers/skopeo/blob/v1.22.2/cmd/skopeo/sync.go; https://github.com/containers/skopeo/blob/v1.22.2/docs/skopeo-sync.1.md",
            &[
                r#"registry.example.com:
  images:
    app: ["1"]
  tls-verify: false
"#,
                r#"registry.example.com:
  images-by-tag-regex:
    app: ^1\.
  credentials:
    username: robot
    password: CANARY-not-a-real-password
other.example.com:
  tls-verify: false
  images-by-semver:
    app: ">= 1.0"
"#,
            ],
            &[
                r#"registry.example.com:
  images:
    app: []
  tls-verify: true
  credentials:
    username: robot
    password: ${REGISTRY_PASSWORD}
"#,
                r#"ldap:
  tls-verify: false
  credentials:
    password: CANARY-of-a-directory
"#,
            ],
        ),
    )
    .beside("{*}", &[there("images{*}"), there("images-by-tag-regex{*}"), there("images-by-semver{*}")]),
    format(
        "the regsync or regbot configuration",
        Syntax::Yaml,
        &[
            field("creds[#].tls", When::OneOf(&["disabled"]), Effect::Plaintext),
            field("creds[#].tls", When::OneOf(&["insecure"]), Effect::Unverified),
            field("creds[#].token", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/regclient/regclient/blob/v0.11.5/config/host.go; https://github.com/regclient/regclient/blob/v0.11.5/cmd/regsync/config.go",
            &[
                r#"version: 1
creds:
  - registry: registry.example.com:5000
    tls: disabled
  - registry: other.example.com
    tls: insecure
    user: robot
    pass: CANARY-not-a-real-password
  - registry: third.example.com
    token: CANARY-not-a-real-token
sync:
  - source: registry.example.com:5000/app
    target: other.example.com/app
    type: repository
"#,
            ],
            &[
                r#"version: 1
creds:
  - registry: registry.example.com
    tls: enabled
    user: robot
    pass: "{{env \"REGISTRY_PASS\"}}"
    token: ""
"#,
                r#"creds:
  - host: db.example.com
    tls: disabled
    pass: CANARY-of-a-database
"#,
            ],
        ),
    )
    .beside("creds[#]", &[there("registry")]),
    format(
        "`config.json` of regctl",
        Syntax::Yaml,
        &[
            field("hosts{*}.tls", When::OneOf(&["disabled"]), Effect::Plaintext),
            field("hosts{*}.tls", When::OneOf(&["insecure"]), Effect::Unverified),
        ],
        proof(
            "https://github.com/regclient/regclient/blob/v0.11.5/config/host.go; https://github.com/regclient/regclient/blob/v0.11.5/cmd/regctl/config.go",
            &[
                r#"{"hosts": {"registry.example.com:5000": {"tls": "disabled", "hostname": "registry.example.com:5000"}, "other.example.com": {"tls": "insecure", "hostname": "other.example.com", "user": "robot", "pass": "CANARY-not-a-real-password"}, "third.example.com": {"hostname": "third.example.com", "token": "CANARY-not-a-real-token"}}}"#,
            ],
            &[
                r#"{"hosts": {"registry.example.com": {"tls": "enabled", "hostname": "registry.example.com", "user": "robot", "pass": "", "token": "", "credHelper": "docker-credential-pass"}}}"#,
                r#"{"hosts": {"db.example.com": {"tls": "disabled", "port": 5432}}}"#,
            ],
        ),
    )
    .beside("hosts{*}", &[there("hostname"), there("credHelper"), there("repoAuth")]),
    format(
        "the nydusd configuration",
        Syntax::Yaml,
        &[
            field("device.backend.config.skip_verify", When::True, Effect::Unverified),
            field("device.backend.config.auth", When::Auth, Effect::Credential),
        ],
        proof(
            "https://github.com/dragonflyoss/nydus/blob/v2.4.4/docs/nydusd.md; https://github.com/dragonflyoss/nydus/blob/v2.4.4/api/src/config.rs",
            &[
                r#"{"device": {"backend": {"type": "registry", "config": {"scheme": "https", "host": "registry.example.com", "repo": "team/app", "skip_verify": true, "auth": "cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="}}}, "mode": "direct"}"#,
            ],
            &[
                r#"{"device": {"backend": {"type": "registry", "config": {"scheme": "https", "host": "registry.example.com", "repo": "team/app", "skip_verify": false, "auth": "", "registry_token": ""}}}, "mode": "direct"}"#,
            ],
        ),
    ),
    // Version 2 is written in TOML or JSON.
    format(
        "the nydusd configuration",
        Syntax::Toml,
        NYDUSD,
        proof(
            "https://github.com/dragonflyoss/nydus/blob/v2.4.4/api/src/config.rs, since v2.2",
            &[
                r#"version = 2
[backend]
type = "registry"
[backend.registry]
scheme = "http"
host = "registry.example.com"
repo = "team/app"
auth = "cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="
"#,
                r#"version = 2
[backend]
type = "registry"
[backend.registry]
host = "registry.example.com"
skip_verify = true
registry_token = "CANARY-not-a-real-token"
"#,
            ],
            &[
                r#"version = 2
[backend]
type = "registry"
[backend.registry]
scheme = "https"
host = "registry.example.com"
repo = "team/app"
auth = ""
registry_token = ""
skip_verify = false
"#,
                r#"version = 2
[backend]
type = "oss"
[backend.oss]
scheme = "http"
skip_verify = true
"#,
            ],
        ),
    ),
    format(
        "the nydusd configuration",
        Syntax::Yaml,
        NYDUSD,
        proof(
            "https://github.com/dragonflyoss/nydus/blob/v2.4.4/api/src/config.rs, since v2.2",
            &[
                r#"{"version": 2, "backend": {"type": "registry", "registry": {"scheme": "http", "host": "registry.example.com", "repo": "team/app", "auth": "cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="}}}"#,
                r#"{"version": 2, "backend": {"type": "registry", "registry": {"host": "registry.example.com", "skip_verify": true, "registry_token": "CANARY-not-a-real-token"}}}"#,
            ],
            &[
                r#"{"version": 2, "backend": {"type": "registry", "registry": {"scheme": "https", "host": "registry.example.com", "skip_verify": false, "auth": "", "registry_token": ""}}}"#,
            ],
        ),
    ),
    format(
        "the Dragonfly configuration",
        Syntax::Yaml,
        &[
            field("proxy.registryMirror.insecure", When::True, Effect::Unverified),
            field("proxy.registryMirror.url", When::Http, Effect::Plaintext),
            field("proxy.registryMirror.addr", When::Http, Effect::Plaintext),
            field("containerRuntime.containerd.registries[#].serverAddr", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/dragonflyoss/Dragonfly2/blob/v2.1.66/client/config/peerhost.go ; https://github.com/dragonflyoss/client/blob/v1.5.1/dragonfly-client-config/src/dfdaemon.rs and dfinit.rs",
            &[
                r#"proxy:
  server:
    port: 4001
  registryMirror:
    addr: http://registry.example.com
"#,
                r#"proxy:
  addr: http://127.0.0.1:4001
containerRuntime:
  containerd:
    configPath: /etc/containerd/config.toml
    registries:
      - hostNamespace: registry.example.com
        serverAddr: http://registry.example.com
"#,
                r#"aliveTime: 0s
proxy:
  defaultFilter: Expires&Signature
  registryMirror:
    dynamic: true
    url: https://registry.example.com
    insecure: true
"#,
                r#"proxy:
  registryMirror:
    url: http://registry.example.com:5000
"#,
            ],
            &[
                r#"proxy:
  registryMirror:
    dynamic: true
    url: https://index.docker.io
    insecure: false
"#,
                r#"proxy:
  addr: http://127.0.0.1:4001
  registryMirror:
    addr: https://registry.example.com
containerRuntime:
  containerd:
    registries:
      - hostNamespace: registry.example.com
        serverAddr: https://registry.example.com
        skipVerify: true
"#,
            ],
        ),
    ),
    // Skaffold reaches `insecureRegistries` by plain HTTP. The other fields become flags of kaniko.
    format(
        "`skaffold.yaml`",
        Syntax::Yaml,
        &[
            field("build.insecureRegistries[#]", When::Registry, Effect::Plaintext),
            field("build.artifacts[#].kaniko.insecure", When::True, Effect::Plaintext),
            field("build.artifacts[#].kaniko.insecurePull", When::True, Effect::Plaintext),
            field("build.artifacts[#].kaniko.insecureRegistry[#]", When::Registry, Effect::Plaintext),
            field("build.artifacts[#].kaniko.skipTLSVerifyPull", When::True, Effect::Unverified),
            field("build.artifacts[#].kaniko.skipTLSVerifyRegistry[#]", When::Registry, Effect::Unverified),
            field("profiles[#].build.insecureRegistries[#]", When::Registry, Effect::Plaintext),
            field("profiles[#].build.artifacts[#].kaniko.insecure", When::True, Effect::Plaintext),
            field("profiles[#].build.artifacts[#].kaniko.insecurePull", When::True, Effect::Plaintext),
            field("profiles[#].build.artifacts[#].kaniko.insecureRegistry[#]", When::Registry, Effect::Plaintext),
            field("profiles[#].build.artifacts[#].kaniko.skipTLSVerifyPull", When::True, Effect::Unverified),
            field("profiles[#].build.artifacts[#].kaniko.skipTLSVerifyRegistry[#]", When::Registry, Effect::Unverified),
        ],
        proof(
            "https://github.com/GoogleContainerTools/skaffold/blob/v2.24.0/pkg/skaffold/schema/latest/config.go",
            &[
                r#"apiVersion: skaffold/v4beta13
kind: Config
build:
  insecureRegistries: [registry.example.com]
  artifacts:
    - image: app
      kaniko:
        insecure: true
        insecurePull: true
        insecureRegistry: [registry.example.com]
        skipTLS: true
        skipTLSVerifyPull: true
        skipTLSVerifyRegistry: [registry.example.com]
"#,
                r#"apiVersion: skaffold/v4beta13
kind: Config
profiles:
  - name: development
    build:
      insecureRegistries: [registry.example.com]
      artifacts:
        - image: app
          kaniko:
            insecure: true
            insecurePull: true
            insecureRegistry: [registry.example.com]
            skipTLS: true
            skipTLSVerifyPull: true
            skipTLSVerifyRegistry: [registry.example.com]
"#,
            ],
            &[
                r#"apiVersion: skaffold/v4beta13
kind: Config
build:
  insecureRegistries: ["localhost:5000"]
  artifacts:
    - image: app
      kaniko:
        insecure: false
        insecurePull: false
        insecureRegistry: ["localhost:5000"]
        skipTLS: false
        skipTLSVerifyPull: false
        skipTLSVerifyRegistry: []
profiles:
  - name: development
    build:
      insecureRegistries: []
      artifacts:
        - image: app
          kaniko:
            insecure: false
            insecurePull: false
            insecureRegistry: []
            skipTLS: false
            skipTLSVerifyPull: false
            skipTLSVerifyRegistry: ["localhost:5000"]
"#,
            ],
        ),
    ),
    format(
        "`func.yaml` of Knative",
        Syntax::Yaml,
        &[field("registryInsecure", When::True, Effect::Unverified)],
        proof(
            "https://github.com/knative/func/blob/knative-v1.23.1/pkg/functions/function.go",
            &[
                r#"specVersion: 0.36.0
name: app
runtime: go
registry: registry.example.com/team
registryInsecure: true
"#,
            ],
            &[
                r#"name: app
runtime: go
registry: registry.example.com/team
registryInsecure: false
"#,
            ],
        ),
    ),
    format(
        "`helmfile.yaml`",
        Syntax::Yaml,
        &[
            field("repositories[#].plainHttp", When::True, Effect::Plaintext),
            field("helmDefaults.plainHttp", When::True, Effect::Plaintext),
            field("releases[#].plainHttp", When::True, Effect::Plaintext),
        ],
        proof(
            "https://github.com/helmfile/helmfile/blob/v1.7.4/pkg/state/state.go",
            &[
                r#"repositories:
  - name: charts
    url: registry.example.com/charts
    oci: true
    plainHttp: true
"#,
                r#"helmDefaults:
  plainHttp: true
releases:
  - name: app
    chart: oci://registry.example.com/charts/app
    plainHttp: true
"#,
            ],
            &[
                r#"repositories:
  - name: charts
    url: registry.example.com/charts
    oci: true
    plainHttp: false
helmDefaults:
  plainHttp: false
releases:
  - name: app
    chart: oci://registry.example.com/charts/app
    plainHttp: false
"#,
            ],
        ),
    ),
    // Of a repository that is a registry.
    format(
        "`helmfile.yaml`",
        Syntax::Yaml,
        &[
            field("repositories[#].skipTLSVerify", When::True, Effect::Unverified),
            field("repositories[#].password", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/helmfile/helmfile/blob/v1.7.4/pkg/state/state.go",
            &[
                r#"repositories:
  - name: charts
    url: registry.example.com/charts
    oci: true
    skipTLSVerify: true
    username: robot
    password: CANARY-not-a-real-password
"#,
            ],
            &[
                r#"repositories:
  - name: charts
    url: registry.example.com/charts
    oci: true
    skipTLSVerify: false
    username: robot
    password: '{{ requiredEnv "REGISTRY_PASSWORD" }}'
"#,
                r#"repositories:
  - name: charts
    url: https://charts.example.com
    skipTLSVerify: true
    username: robot
    password: CANARY-of-a-chart-museum
"#,
            ],
        ),
    )
    .beside("repositories[#]", &[there("oci")]),
    format(
        "`vendir.yml`",
        Syntax::Yaml,
        &[
            field("directories[#].contents[#].image.dangerousSkipTLSVerify", When::True, Effect::Unverified),
            field("directories[#].contents[#].imgpkgBundle.dangerousSkipTLSVerify", When::True, Effect::Unverified),
        ],
        proof(
            "https://github.com/carvel-dev/vendir/blob/v0.40.0/pkg/vendir/config/directory.go",
            &[
                r#"apiVersion: vendir.k14s.io/v1alpha1
kind: Config
directories:
  - path: vendor
    contents:
      - path: bundle
        imgpkgBundle:
          image: registry.example.com/bundle:1
          dangerousSkipTLSVerify: true
      - path: image
        image:
          url: registry.example.com/app:1
          dangerousSkipTLSVerify: true
"#,
            ],
            &[
                r#"apiVersion: vendir.k14s.io/v1alpha1
kind: Config
directories:
  - path: vendor
    contents:
      - path: bundle
        imgpkgBundle:
          image: registry.example.com/bundle:1
          dangerousSkipTLSVerify: false
      - path: image
        image:
          url: registry.example.com/app:1
          dangerousSkipTLSVerify: false
      - path: code
        git:
          url: https://git.example.com/app
          dangerousSkipTLSVerify: true
"#,
            ],
        ),
    ),
    format(
        "`zarf-config.toml`",
        Syntax::Toml,
        &[
            field("init.registry.push_password", When::Password, Effect::Credential),
            field("init.registry.pull_password", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/zarf-dev/zarf/blob/v0.84.0/src/cmd/viper.go",
            &[
                r#"log_level = "info"
[init.registry]
url = "registry.example.com"
push_username = "robot"
push_password = "CANARY-not-a-real-password"
pull_password = "CANARY-not-a-real-password-either"
"#,
            ],
            &[
                r#"[init.registry]
url = "registry.example.com"
push_username = "robot"
push_password = ""
pull_password = "${PULL_PASSWORD}"
[init.git]
push_password = "CANARY-of-a-git-server"
"#,
            ],
        ),
    ),
    format(
        "`zarf-config.toml`",
        Syntax::Toml,
        &[
            field("plain_http", When::True, Effect::Plaintext),
            field("insecure_skip_tls_verify", When::True, Effect::Unverified),
            field("insecure", When::True, Effect::Unverified),
        ],
        proof(
            "https://github.com/zarf-dev/zarf/blob/v0.84.0/src/cmd/viper.go; https://github.com/zarf-dev/zarf/blob/v0.50.0/src/cmd/viper.go (insecure, deprecated)",
            &[
                r#"plain_http = true
insecure_skip_tls_verify = true
"#,
                r#"insecure = true
"#,
            ],
            &[
                r#"plain_http = false
insecure_skip_tls_verify = false
insecure = false
"#,
            ],
        ),
    )
    .called("zarf-config.toml"),
    format(
        "`trivy.yaml`",
        Syntax::Yaml,
        &[
            field("insecure", When::True, Effect::Unverified),
            field("registry.password", When::Password, Effect::Credential),
            field("registry.password[#]", When::Password, Effect::Credential),
            field("registry.token", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/aquasecurity/trivy/blob/v0.74.0/pkg/flag/global_flags.go; https://github.com/aquasecurity/trivy/blob/v0.74.0/pkg/flag/registry_flags.go",
            &[
                r#"insecure: true
registry:
  username: [robot]
  password: [CANARY-not-a-real-password]
"#,
                r#"registry:
  username: robot
  password: CANARY-not-a-real-password
"#,
                r#"registry:
  token: CANARY-not-a-real-token
"#,
            ],
            &[
                r#"insecure: false
registry:
  username: []
  password: []
  token: ""
"#,
                r#"registry:
  password: ""
"#,
                r#"registry:
  password: [""]
"#,
            ],
        ),
    )
    .called("trivy.yaml"),
    format(
        "the Grype or Syft configuration",
        Syntax::Yaml,
        &[
            field("registry.insecure-skip-tls-verify", When::True, Effect::Unverified),
            field("registry.insecure-use-http", When::True, Effect::Plaintext),
            field("registry.auth[#].password", When::Password, Effect::Credential),
            field("registry.auth[#].token", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/anchore/syft/blob/v1.51.0/cmd/syft/internal/options/registry.go; https://github.com/anchore/grype/blob/v0.116.0/cmd/grype/cli/options/registry.go",
            &[
                r#"registry:
  insecure-skip-tls-verify: true
  insecure-use-http: true
  auth:
    - authority: registry.example.com
      username: robot
      password: CANARY-not-a-real-password
    - authority: other.example.com
      token: CANARY-not-a-real-token
"#,
            ],
            &[
                r#"registry:
  insecure-skip-tls-verify: false
  insecure-use-http: false
  auth:
    - authority: registry.example.com
      username: ""
      password: ""
      token: ""
  ca-cert: ""
"#,
            ],
        ),
    ),
    format(
        "`falcoctl.yaml`",
        Syntax::Yaml,
        &[
            field("registry.auth.basic[#].password", When::Password, Effect::Credential),
            field("registry.auth.oauth[#].clientSecret", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/falcosecurity/falcoctl/blob/v0.13.0/internal/config/config.go",
            &[
                r#"artifact:
  follow:
    every: 6h
registry:
  auth:
    basic:
      - registry: registry.example.com
        user: robot
        password: CANARY-not-a-real-password
    oauth:
      - registry: other.example.com
        clientID: robot
        clientSecret: CANARY-not-a-real-secret
        tokenURL: https://auth.example.com/token
"#,
            ],
            &[
                r#"registry:
  auth:
    basic:
      - registry: registry.example.com
        user: robot
        password: ${REGISTRY_PASSWORD}
    oauth:
      - registry: other.example.com
        clientID: robot
        clientSecret: ""
    gcp:
      - registry: third.example.com
"#,
            ],
        ),
    ),
    // What a list of this name says is plain HTTP to Notation, and unverified to Buildah (`BUILD_REGISTRY_SOURCES`).
    format(
        "Notation's `insecureRegistries` list",
        Syntax::Yaml,
        &[field("insecureRegistries[#]", When::Registry, Effect::Plaintext)],
        proof(
            "https://github.com/notaryproject/notation-go/blob/v1.3.2/config/config.go; https://github.com/containers/common/blob/v0.64.1/libimage/copier.go",
            &[
                r#"{"insecureRegistries": ["registry.example.com"], "signatureFormat": "cose"}"#,
                r#"{"insecureRegistries": ["registry.example.com:5000"], "blockedRegistries": ["other.example.com"]}"#,
            ],
            &[
                r#"{"insecureRegistries": [], "signatureFormat": "jws"}"#,
                r#"{"insecureRegistries": ["localhost:5000"]}"#,
            ],
        ),
    ),
    format(
        "the Ratify configuration",
        Syntax::Yaml,
        &[field("store.plugins[#].useHttp", When::True, Effect::Plaintext)],
        proof(
            "https://github.com/ratify-project/ratify/blob/v1.4.0/test/bats/tests/config/config.json",
            &[
                r#"{"store": {"version": "1.0.0", "plugins": [{"name": "oras", "cosignEnabled": true, "useHttp": true}]}}"#,
            ],
            &[
                r#"{"store": {"version": "1.0.0", "plugins": [{"name": "oras", "cosignEnabled": true, "useHttp": false}]}}"#,
            ],
        ),
    ),
    format(
        "`sources.yaml` of Kubewarden",
        Syntax::Yaml,
        &[field("insecure_sources[#]", When::Registry, Effect::Unverified)],
        proof(
            "https://github.com/kubewarden/policy-fetcher/blob/v0.11.0/src/sources.rs",
            &[
                r#"insecure_sources:
  - registry.example.com:5000
source_authorities: {}
"#,
            ],
            &[
                r#"insecure_sources:
  - localhost:5000
source_authorities:
  registry.example.com:
    - type: Path
      path: /etc/ssl/certs/registry.pem
"#,
            ],
        ),
    ),
    format(
        "the Renovate configuration",
        Syntax::Yaml,
        &[field("hostRules[#].insecureRegistry", When::True, Effect::Plaintext)],
        proof(
            "https://github.com/renovatebot/renovate/blob/44.39.2/docs/usage/configuration-options.md",
            &[
                r#"{"hostRules": [{"hostType": "docker", "matchHost": "registry.example.com", "insecureRegistry": true}]}"#,
            ],
            &[
                r#"{"hostRules": [{"hostType": "docker", "matchHost": "registry.example.com", "insecureRegistry": false}]}"#,
            ],
        ),
    ),
    format(
        "the Spinnaker accounts",
        Syntax::Yaml,
        &[
            field("**.dockerRegistry.accounts[#].insecureRegistry", When::True, Effect::Unverified),
            field("**.dockerRegistry.accounts[#].password", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/spinnaker/clouddriver/blob/v5.91.7/clouddriver-docker/src/main/groovy/com/netflix/spinnaker/clouddriver/docker/registry/config/DockerRegistryConfigurationProperties.groovy",
            &[
                r#"dockerRegistry:
  enabled: true
  accounts:
    - name: registry
      address: https://registry.example.com
      username: robot
      password: CANARY-not-a-real-password
"#,
                r#"providers:
  dockerRegistry:
    accounts:
      - name: registry
        address: https://registry.example.com
        insecureRegistry: true
"#,
            ],
            &[
                r#"dockerRegistry:
  accounts:
    - name: registry
      address: https://registry.example.com
      username: robot
      passwordFile: /run/secrets/password
      insecureRegistry: false
    - name: other
      address: https://other.example.com
      password: ${REGISTRY_PASSWORD}
"#,
            ],
        ),
    ),
    format(
        "the Quay configuration",
        Syntax::Yaml,
        &[field("REPO_MIRROR_TLS_VERIFY", When::False, Effect::Unverified)],
        proof(
            "https://github.com/quay/quay/blob/ffba0c70e2d8d522290a4fbbaa704dbf2fc37f34/util/config/schema.py",
            &[
                r#"FEATURE_REPO_MIRROR: true
REPO_MIRROR_INTERVAL: 30
REPO_MIRROR_TLS_VERIFY: false
"#,
            ],
            &[
                r#"FEATURE_REPO_MIRROR: true
REPO_MIRROR_TLS_VERIFY: true
"#,
            ],
        ),
    ),
    // Clusters that are described by a file.
    format(
        "`cluster.yml` of RKE",
        Syntax::Yaml,
        &[field("private_registries[#].password", When::Password, Effect::Credential)],
        proof(
            "https://github.com/rancher/rke/blob/v1.7.0-rc.3/types/rke_types.go",
            &[
                r#"nodes:
  - address: node.example.com
    user: ubuntu
    role: [controlplane, worker, etcd]
private_registries:
  - url: registry.example.com
    user: robot
    password: CANARY-not-a-real-password
    is_default: true
"#,
            ],
            &[
                r#"private_registries:
  - url: registry.example.com
    user: robot
    password: ${REGISTRY_PASSWORD}
  - url: other.example.com
    is_default: true
"#,
            ],
        ),
    ),
    format(
        "the Kubespray variables",
        Syntax::Yaml,
        &[
            field("containerd_registries_mirrors[#].server", When::Http, Effect::Plaintext),
            field("containerd_registries_mirrors[#].mirrors[#].host", When::Http, Effect::Plaintext),
            field("containerd_registries_mirrors[#].mirrors[#].skip_verify", When::True, Effect::Unverified),
            field("containerd_registries_mirrors[#].mirrors[#].header.Authorization", When::Header, Effect::Credential),
            field("containerd_registry_auth[#].password", When::Password, Effect::Credential),
            field("crio_registries[#].insecure", When::True, Effect::Unverified),
            field("crio_registries[#].mirrors[#].insecure", When::True, Effect::Unverified),
            field("crio_insecure_registries[#]", When::Registry, Effect::Unverified),
            field("crio_registry_auth[#].password", When::Password, Effect::Credential),
            field("docker_insecure_registries[#]", When::Registry, Effect::Unverified),
            field("docker_registry_mirrors[#]", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/kubernetes-sigs/kubespray/blob/v2.31.0/docs/CRI/containerd.md; https://github.com/kubernetes-sigs/kubespray/blob/v2.31.0/docs/CRI/cri-o.md; https://github.com/kubernetes-sigs/kubespray/blob/v2.31.0/docs/CRI/docker.md; https://github.com/kubernetes-sigs/kubespray/blob/v2.31.0/inventory/sample/group_vars/all/containerd.yml",
            &[
                r#"containerd_registries_mirrors:
  - prefix: docker.io
    server: http://server.example.com
    mirrors:
      - host: http://mirror.example.com:5000
        capabilities: ["pull", "resolve"]
      - host: https://other.example.com
        skip_verify: true
        header:
          Authorization: "Basic cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="
containerd_registry_auth:
  - registry: registry.example.com
    username: robot
    password: CANARY-not-a-real-password
"#,
                r#"container_manager: crio
crio_registries:
  - prefix: registry.example.com
    location: registry.example.com
    insecure: true
  - prefix: docker.io
    location: registry-1.docker.io
    mirrors:
      - location: mirror.example.com:5000
        insecure: true
crio_insecure_registries:
  - registry.example.com
crio_registry_auth:
  - registry: registry.example.com
    username: robot
    password: CANARY-not-a-real-password
"#,
                r#"container_manager: docker
docker_insecure_registries:
  - registry.example.com
docker_registry_mirrors:
  - http://mirror.example.com
"#,
            ],
            &[
                r#"containerd_registries_mirrors:
  - prefix: docker.io
    server: https://server.example.com
    mirrors:
      - host: https://mirror.example.com
        capabilities: ["pull", "resolve"]
        skip_verify: false
        header:
          Authorization: "Basic {{ mirror_auth }}"
containerd_registry_auth:
  - registry: registry.example.com
    username: robot
    password: "{{ registry_password }}"
crio_registries:
  - prefix: docker.io
    location: registry-1.docker.io
    insecure: false
    mirrors:
      - location: mirror.example.com
        insecure: false
crio_insecure_registries: ["localhost:5000"]
crio_registry_auth:
  - registry: registry.example.com
    username: robot
    password: ""
docker_insecure_registries: []
docker_registry_mirrors:
  - https://mirror.example.com
"#,
                r#"docker_insecure_registries: ["127.0.0.1:5000"]
"#,
            ],
        ),
    ),
    format(
        "a KubeOneCluster",
        Syntax::Yaml,
        &[
            field("registryConfiguration.insecureRegistry", When::True, Effect::Unverified),
            field("containerRuntime.containerd.registries{*}.tlsConfig.insecureSkipVerify", When::True, Effect::Unverified),
            field("containerRuntime.containerd.registries{*}.auth.password", When::Password, Effect::Credential),
            field("containerRuntime.containerd.registries{*}.auth.auth", When::Auth, Effect::Credential),
            field("containerRuntime.containerd.registries{*}.auth.identityToken", When::Password, Effect::Credential),
            field("containerRuntime.containerd.registries{*}.mirrors[#]", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/kubermatic/kubeone/blob/v1.14.2/pkg/apis/kubeone/v1beta3/types.go",
            &[
                r#"apiVersion: kubeone.k8c.io/v1beta3
kind: KubeOneCluster
registryConfiguration:
  overwriteRegistry: registry.example.com
  insecureRegistry: true
containerRuntime:
  containerd:
    registries:
      docker.io:
        mirrors: [http://mirror.example.com]
      registry.example.com:
        tlsConfig:
          insecureSkipVerify: true
        auth:
          username: robot
          password: CANARY-not-a-real-password
      other.example.com:
        auth:
          auth: cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=
      third.example.com:
        auth:
          identityToken: CANARY-not-a-real-token
"#,
            ],
            &[
                r#"apiVersion: kubeone.k8c.io/v1beta3
kind: KubeOneCluster
registryConfiguration:
  overwriteRegistry: registry.example.com
  insecureRegistry: false
containerRuntime:
  containerd:
    registries:
      docker.io:
        mirrors: [https://mirror.example.com]
      registry.example.com:
        tlsConfig:
          insecureSkipVerify: false
        auth:
          username: robot
          password: ${REGISTRY_PASSWORD}
          auth: ""
          identityToken: ""
"#,
            ],
        ),
    )
    .beside("", &[equal("kind", "KubeOneCluster")]),
    format(
        "an OpenShift cluster's configuration",
        Syntax::Yaml,
        &[field("spec.registrySources.insecureRegistries[#]", When::Registry, Effect::Unverified)],
        proof(
            "https://github.com/openshift/api/blob/2a3d73913b5a7caec4c57d5c3d04f51106ec4da3/config/v1/types_image.go",
            &[
                r#"apiVersion: config.openshift.io/v1
kind: Image
metadata:
  name: cluster
spec:
  registrySources:
    insecureRegistries:
      - registry.example.com
"#,
            ],
            &[
                r#"apiVersion: config.openshift.io/v1
kind: Image
metadata:
  name: cluster
spec:
  registrySources:
    insecureRegistries:
      - localhost:5000
    blockedRegistries:
      - other.example.com
"#,
            ],
        ),
    ),
    // KEP-2535: pods may use images of the node without the credentials that they were pulled with.
    format(
        "a KubeletConfiguration",
        Syntax::Yaml,
        &[field("imagePullCredentialsVerificationPolicy", When::OneOf(&["NeverVerify"]), Effect::Unchecked)],
        proof(
            "https://github.com/kubernetes/kubelet/blob/v0.36.3/config/v1beta1/types.go, since v1.33",
            &[
                r#"apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
imagePullCredentialsVerificationPolicy: NeverVerify
"#,
            ],
            &[
                r#"apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
imagePullCredentialsVerificationPolicy: NeverVerifyPreloadedImages
"#,
                r#"apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
imagePullCredentialsVerificationPolicy: AlwaysVerify
"#,
            ],
        ),
    )
    .beside("", &[equal("kind", "KubeletConfiguration")]),
    // The variables and arguments of plugins that fetch credentials of registries, by what their names end with: all of them are for
    // that. A name that ends with `SECRET` may be that of a Secret.
    format(
        "a kubelet CredentialProviderConfig",
        Syntax::Yaml,
        &[
            field(
                "providers[#].env[#]",
                When::Parameter(
                    &["*PASSWORD", "*PASSWD", "*TOKEN", "*SECRET_KEY", "*SECRET_ACCESS_KEY", "*CLIENT_SECRET", "*KEY_SECRET", "*API_KEY"],
                    &When::Password,
                ),
                Effect::Credential,
            ),
            field("providers[#].args[#]", When::Setting("*password", &When::Password), Effect::Credential),
            field("providers[#].args[#]", When::Setting("*token", &When::Password), Effect::Credential),
            field("providers[#].args[#]", When::Setting("*client-secret", &When::Password), Effect::Credential),
            field("providers[#].args[#]", When::Userinfo, Effect::Credential),
        ],
        proof(
            "https://github.com/kubernetes/kubelet/blob/v0.36.3/config/v1/types.go, since v1.20; https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html (2026)",
            &[
                r#"apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: ecr-credential-provider
    apiVersion: credentialprovider.kubelet.k8s.io/v1
    matchImages: ["*.dkr.ecr.*.amazonaws.com"]
    defaultCacheDuration: 12h
    env:
      - name: AWS_ACCESS_KEY_ID
        value: robot
      - name: AWS_SECRET_ACCESS_KEY
        value: CANARY-not-a-real-key
      - name: AWS_SESSION_TOKEN
        value: CANARY-not-a-real-token
"#,
                r#"apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: registry-credential-provider
    apiVersion: credentialprovider.kubelet.k8s.io/v1
    matchImages: [registry.example.com]
    defaultCacheDuration: 1h
    env: [{name: REGISTRY_PASSWORD, value: CANARY-not-a-real-password}, {name: DOCKER_PASSWORD, value: CANARY-not-a-real-password}]
"#,
                r#"apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: azure-credential-provider
    apiVersion: credentialprovider.kubelet.k8s.io/v1
    matchImages: ["*.azurecr.io"]
    defaultCacheDuration: 1h
    env: [{name: AZURE_CLIENT_SECRET, value: CANARY-not-a-real-secret}]
"#,
                r#"apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: registry-credential-provider
    apiVersion: credentialprovider.kubelet.k8s.io/v1
    matchImages: [registry.example.com]
    defaultCacheDuration: 1h
    args: [get-credentials, --registry-password=CANARY-not-a-real-password]
"#,
                r#"apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: vault-credential-provider
    apiVersion: credentialprovider.kubelet.k8s.io/v1
    matchImages: [registry.example.com]
    defaultCacheDuration: 1h
    args: ["--vault-token=CANARY-not-a-real-token", "--url=https://robot:CANARY@vault.example.com"]
"#,
            ],
            &[
                r#"apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: ecr-credential-provider
    apiVersion: credentialprovider.kubelet.k8s.io/v1
    matchImages: ["*.dkr.ecr.*.amazonaws.com"]
    defaultCacheDuration: 12h
    args: [get-credentials, --v=3, --password-file=/etc/registry/password, --token=${TOKEN}, --url=https://robot@vault.example.com]
    env:
      - name: AWS_WEB_IDENTITY_TOKEN_FILE
        value: /var/run/secrets/token
      - name: TOKEN_URL
        value: https://token.example.com
      - name: IMAGE_PULL_SECRET
        value: regcred
      - name: AWS_ACCESS_KEY_ID
        value: robot
      - name: AWS_PROFILE
        value: registry
      - name: AWS_REGION
        value: eu-central-1
      - name: AWS_SECRET_ACCESS_KEY
        value: ""
      - name: AWS_SESSION_TOKEN
        value: ${AWS_SESSION_TOKEN}
      - name: REGISTRY_PASSWORD
        value: ""
      - name: DOCKER_PASSWORD
        value: ""
"#,
            ],
        ),
    )
    .beside("", &[equal("kind", "CredentialProviderConfig")]),
    // A `repository` beside it: the sources of other types of resources have a `uri`, a `url` or a `bucket`.
    format(
        "a Concourse pipeline",
        Syntax::Yaml,
        &[
            field("resources[#].source.insecure", When::True, Effect::Unverified),
            field("resources[#].source.insecure_registries[#]", When::Registry, Effect::Unverified),
            field("resources[#].source.password", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/concourse/registry-image-resource/blob/b25996c61b3577916416e6e3d3912002b2bf5bef/README.md ; https://github.com/concourse/docker-image-resource/blob/bc3552d1207f11b5c4b3a643adc10489ef41c81d/README.md",
            &[
                r#"resources:
  - name: app
    type: registry-image
    source: {repository: registry.example.com/app, insecure: true}
"#,
                r#"resources:
  - name: app
    type: docker-image
    source: {repository: registry.example.com/app, insecure_registries: [registry.example.com]}
"#,
                r#"resources:
  - name: app
    type: registry-image
    source: {repository: registry.example.com/app, username: robot, password: CANARY-not-a-real-password}
"#,
            ],
            &[
                r#"resources:
  - name: app
    type: registry-image
    source: {repository: registry.example.com/app, insecure: false, insecure_registries: [], username: robot, password: ((registry.password))}
"#,
                r#"resources:
  - name: source
    type: git
    source: {uri: https://git.example.com/app, username: robot, password: CANARY-of-git, insecure: true}
"#,
            ],
        ),
    )
    .beside("resources[#].source", &[there("repository")]),
    // Podman makes units of systemd of these.
    format(
        "a Quadlet unit of Podman",
        Syntax::Unit,
        &[
            field("{*}.TLSVerify", When::False, Effect::Unverified),
            field("{*}.PodmanArgs", When::Flags("podman"), Effect::Unverified),
        ],
        proof(
            "https://github.com/containers/podman/blob/v5.8.2/pkg/systemd/quadlet/quadlet.go",
            &[
                "[Image]\nImage=registry.example.com/app:1\nTLSVerify=false\n",
                "[Unit]\nDescription=Build\n\n[Build]\nImageTag=registry.example.com/app:1\nTLSVerify=no\n",
                "[Container]\nImage=registry.example.com/app:1\nPodmanArgs=--memory 1g \\\n  --tls-verify=false\n",
            ],
            &[
                "[Image]\nImage=registry.example.com/app:1\nTLSVerify=true\n",
                "[Container]\nImage=registry.example.com/app:1\nPodmanArgs=--memory 1g --tls-verify=true\n",
                "[Container]\nImage=registry.example.com/app:1\n# TLSVerify=false\nEnvironment=TLSVerify=false\n",
            ],
        ),
    ),
    format(
        "a Quadlet unit of Podman",
        Syntax::Unit,
        &[field("Image.Creds", When::Pair, Effect::Credential)],
        proof(
            "https://github.com/containers/podman/blob/v5.8.2/pkg/systemd/quadlet/quadlet.go, since v4.8",
            &["[Image]\nImage=registry.example.com/app:1\nCreds=robot:CANARY-not-a-real-password\n"],
            &["[Image]\nImage=registry.example.com/app:1\nCreds=robot\nAuthFile=/etc/containers/auth.json\n"],
        ),
    )
    .called(".image"),
    // Its jobs run dind beside themselves, and have these variables.
    format(
        "the GitLab Runner configuration",
        Syntax::Toml,
        &[
            field("runners[#].docker.services[#].command[#]", When::Flags("dockerd"), Effect::Unverified),
            field("runners[#].kubernetes.services[#].command[#]", When::Flags("dockerd"), Effect::Unverified),
            field("runners[#].environment[#]", When::Flags("dockerd"), Effect::Unverified),
            field("runners[#].environment[#]", When::Assigned, Effect::Credential),
        ],
        proof(
            "https://docs.gitlab.com/runner/configuration/advanced-configuration/ ; https://docs.gitlab.com/runner/executors/kubernetes/ (2026)",
            &[
                r#"[[runners]]
  name = "build"
  executor = "kubernetes"
  [runners.kubernetes]
    image = "alpine:3.20"
    [[runners.kubernetes.services]]
      name = "docker:27-dind"
      command = ["--insecure-registry", "registry.example.com:5000"]
"#,
                r#"[[runners]]
  executor = "docker"
  [runners.docker]
    image = "docker:27"
    [[runners.docker.services]]
      name = "docker:27-dind"
      alias = "docker"
      command = ["--registry-mirror", "http://mirror.example.com"]
"#,
                r#"[[runners]]
  environment = ["DOCKER_OPTS=--insecure-registry=registry.example.com"]
"#,
                r#"[[runners]]
  environment = ["CI_REGISTRY_PASSWORD=CANARY-not-a-real-password"]
"#,
            ],
            &[
                r#"[[runners]]
  name = "build"
  token = "CANARY-of-gitlab"
  environment = ["DOCKER_TLS_CERTDIR=/certs", "CI_REGISTRY_PASSWORD=${REGISTRY_PASSWORD}", "DATABASE_PASSWORD=CANARY"]
  [runners.docker]
    image = "docker:27"
    [[runners.docker.services]]
      name = "docker:27-dind"
      command = ["--registry-mirror", "https://mirror.example.com", "--insecure-registry", "localhost:5000"]
"#,
            ],
        ),
    ),
    // Rules for other hosts have passwords, too.
    format(
        "the Renovate configuration",
        Syntax::Yaml,
        &[
            field("hostRules[#].password", When::Password, Effect::Credential),
            field("hostRules[#].token", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/renovatebot/renovate/blob/44.39.2/docs/usage/docker.md",
            &[
                r#"{"hostRules": [{"hostType": "docker", "matchHost": "registry.example.com", "username": "robot", "password": "CANARY-not-a-real-password"}]}"#,
                r#"{"hostRules": [{"password": "CANARY-not-a-real-password", "matchHost": "registry.example.com", "hostType": "docker"}]}"#,
                r#"{"hostRules": [{"matchHost": "ghcr.io", "hostType": "docker", "token": "CANARY-not-a-real-token"}]}"#,
                r#"{"hostRules": [{"matchHost": "ghcr.io", "token": "CANARY-not-a-real-token"}]}"#,
                r#"{"hostRules": [{"matchHost": "registry.gitlab.com", "password": "CANARY-not-a-real-password"}]}"#,
            ],
            &[
                r#"{"hostRules": [{"hostType": "npm", "matchHost": "npm.example.com", "username": "robot", "password": "CANARY-of-npm"}, {"hostType": "docker", "matchHost": "registry.example.com", "password": "{{ secrets.PASSWORD }}"}]}"#,
                r#"{"hostRules": [{"matchHost": "gitlab.com", "token": "CANARY-of-a-git-server"}, {"hostType": "docker", "matchHost": "ghcr.io", "token": "{{ secrets.TOKEN }}"}]}"#,
            ],
        ),
    )
    .beside(
        "hostRules[#]",
        &[
            equal("hostType", "docker"),
            equal("matchHost", "docker.io"),
            equal("matchHost", "index.docker.io"),
            equal("matchHost", "ghcr.io"),
            equal("matchHost", "quay.io"),
            equal("matchHost", "registry.gitlab.com"),
        ],
    ),
    // Bundles from a registry. Other services serve them by HTTP.
    format(
        "the Open Policy Agent configuration",
        Syntax::Yaml,
        &[
            field("services[*].allow_insecure_tls", When::True, Effect::Unverified),
            field("services[*].url", When::Http, Effect::Plaintext),
            field("services[*].credentials.bearer.token", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/open-policy-agent/opa/blob/01c474da7333662c62f862a832fdb59d76c4b44b/v1/plugins/rest/rest.go",
            &[
                "services:\n  ghcr:\n    url: https://ghcr.io\n    type: oci\n    credentials:\n      bearer:\n        scheme: Bearer\n        token: CANARY-not-a-real-token\n",
                "services:\n  registry:\n    url: https://registry.example.com\n    type: oci\n    allow_insecure_tls: true\n",
                "services:\n  - name: registry\n    type: oci\n    url: http://registry.example.com\n",
            ],
            &[
                "services:\n  bundles:\n    url: http://bundles.example.com\n    allow_insecure_tls: true\n  registry:\n    url: https://registry.example.com\n    type: oci\n    credentials: {bearer: {token: '${TOKEN}'}}\n",
                "services:\n  bundles:\n    url: https://bundles.example.com\n    credentials: {bearer: {token: CANARY-of-a-server}}\n",
            ],
        ),
    )
    .beside("services[*]", &[equal("type", "oci")]),
    // A JSON patch of it: how much of the path is in the value differs.
    format(
        "a patch of the Talos machine configuration",
        Syntax::Yaml,
        &[
            field("[#].value.mirrors{*}.endpoints[#]", When::Http, Effect::Plaintext),
            field("[#].value{*}.endpoints[#]", When::Http, Effect::Plaintext),
            field("[#].value.endpoints[#]", When::Http, Effect::Plaintext),
            field("[#].value.config{*}.tls.insecureSkipVerify", When::True, Effect::Unverified),
            field("[#].value{*}.tls.insecureSkipVerify", When::True, Effect::Unverified),
            field("[#].value.tls.insecureSkipVerify", When::True, Effect::Unverified),
            field("[#].value.config{*}.auth.password", When::Password, Effect::Credential),
            field("[#].value{*}.auth.password", When::Password, Effect::Credential),
            field("[#].value.auth.password", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/siderolabs/talos/blob/ad8823176e75/pkg/machinery/config/types/v1alpha1/v1alpha1_types.go ; https://www.rfc-editor.org/rfc/rfc6902",
            &[
                "- op: add\n  path: /machine/registries\n  value:\n    mirrors:\n      docker.io:\n        endpoints: [http://mirror.example.com]\n",
                r#"[{"op": "add", "path": "/machine/registries/config", "value": {"registry.example.com": {"tls": {"insecureSkipVerify": true}}}}]"#,
                "- path: /machine/registries/config/registry.example.com\n  op: add\n  value: {auth: {username: robot, password: CANARY-not-a-real-password}, tls: {insecureSkipVerify: true}}\n",
            ],
            &[
                "- op: add\n  path: /machine/registries\n  value:\n    mirrors:\n      docker.io:\n        endpoints: [https://mirror.example.com]\n",
                r#"[{"op": "add", "path": "/machine/kubelet/extraConfig", "value": {"tls": {"insecureSkipVerify": true}}}]"#,
            ],
        ),
    )
    .beside("[#]", &[begun("path", "/machine/registries")]),
    format(
        "the k3d configuration",
        Syntax::Yaml,
        &[
            field("registries.create.proxy.remoteURL", When::Http, Effect::Plaintext),
            field("registries.create.proxy.password", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/k3d-io/k3d/blob/v5.9.0/pkg/types/registry.go",
            &[
                "apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  create:\n    name: cache\n    proxy: {remoteURL: \"http://registry.example.com\"}\n",
                "apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  create:\n    name: cache\n    proxy:\n      remoteURL: https://registry.example.com\n      username: robot\n      password: CANARY-not-a-real-password\n",
            ],
            &[
                "apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  create:\n    name: cache\n    proxy: {remoteURL: \"https://registry.example.com\", username: \"\", password: \"\"}\n",
            ],
        ),
    ),
    // Where its caches pull from.
    format(
        "the Kraken configuration",
        Syntax::Yaml,
        &[
            field("backends[#].backend.registry_blob.security.basic.password", When::Password, Effect::Credential),
            field("backends[#].backend.registry_tag.security.basic.password", When::Password, Effect::Credential),
        ],
        proof(
            "https://github.com/uber/kraken/blob/v0.1.27/lib/backend/registrybackend/security/security.go",
            &[
                "backends:\n  - namespace: library/.*\n    backend:\n      registry_blob:\n        address: registry.example.com\n        security:\n          basic: {username: robot, password: CANARY-not-a-real-password}\n",
                "backends:\n  - namespace: library/.*\n    backend:\n      registry_tag:\n        address: registry.example.com\n        security:\n          basic: {username: robot, password: CANARY-not-a-real-password}\n",
            ],
            &[
                "backends:\n  - namespace: library/.*\n    backend:\n      registry_blob:\n        address: registry.example.com\n        security:\n          basic: {username: \"\", password: \"\"}\n",
            ],
        ),
    ),
    format(
        "`devspace.yaml`",
        Syntax::Yaml,
        &[field("images{*}.kaniko.insecure", When::True, Effect::Unverified)],
        proof(
            "https://github.com/devspace-sh/devspace/blob/v6.4.0-rc.1/pkg/devspace/config/versions/latest/schema.go",
            &["version: v2beta1\nname: app\nimages:\n  app:\n    image: registry.example.com/app\n    kaniko: {insecure: true}\n"],
            &["version: v2beta1\nname: app\nimages:\n  app:\n    image: registry.example.com/app\n    kaniko: {insecure: false}\n"],
        ),
    ),
    format(
        "`devspace.yaml`",
        Syntax::Yaml,
        &[field("pullSecrets{*}.password", When::Password, Effect::Credential)],
        proof(
            "https://github.com/devspace-sh/devspace/blob/v6.4.0-rc.1/pkg/devspace/config/versions/latest/schema.go",
            &[
                "version: v2beta1\nname: app\npullSecrets:\n  registry:\n    registry: registry.example.com\n    username: robot\n    password: CANARY-not-a-real-password\n",
            ],
            &[
                "version: v2beta1\nname: app\npullSecrets:\n  registry:\n    registry: registry.example.com\n    username: robot\n    password: ${REGISTRY_PASSWORD}\n",
            ],
        ),
    )
    .beside("pullSecrets{*}", &[there("registry")]),
    format(
        "the Garden configuration",
        Syntax::Yaml,
        &[field("providers[#].deploymentRegistry.insecure", When::True, Effect::Plaintext)],
        proof(
            "https://github.com/garden-io/garden/blob/016ce9e8e56a1a0c4128ad010690752f307850bb/docs/reference/providers/kubernetes.md",
            &[
                "kind: Project\nname: app\nproviders:\n  - name: kubernetes\n    deploymentRegistry: {hostname: registry.example.com, insecure: true}\n",
            ],
            &[
                "kind: Project\nname: app\nproviders:\n  - name: kubernetes\n    deploymentRegistry: {hostname: registry.example.com, insecure: false}\n  - name: other\n    insecure: true\n",
            ],
        ),
    ),
    format(
        "Skaffold's global configuration",
        Syntax::Yaml,
        &[
            field("global.insecure-registries[#]", When::Registry, Effect::Plaintext),
            field("kubeContexts[#].insecure-registries[#]", When::Registry, Effect::Plaintext),
        ],
        proof(
            "https://github.com/GoogleContainerTools/skaffold/blob/v2.24.0/pkg/skaffold/config/global_config.go",
            &[
                "global:\n  default-repo: registry.example.com/dev\n  insecure-registries: [registry.example.com]\nkubeContexts: []\n",
                "kubeContexts:\n  - kube-context: dev\n    insecure-registries: [registry.example.com]\n",
            ],
            &["global:\n  default-repo: registry.example.com/dev\n  insecure-registries: ['localhost:5000']\n"],
        ),
    ),
    // Since it reads JSON. In TOML, it is BuildKit's.
    format(
        "the Dagger engine's configuration",
        Syntax::Yaml,
        &[
            field("registries{*}.insecure", When::True, Effect::Unverified),
            field("registries{*}.http", When::True, Effect::Plaintext),
        ],
        proof(
            "https://github.com/dagger/dagger/blob/v1.0.0-beta.10/engine/config/config.go",
            &[
                r#"{"registries": {"registry.example.com": {"mirrors": ["mirror.example.com"], "insecure": true}}}"#,
                r#"{"registries": {"registry.example.com:5000": {"http": true}}}"#,
            ],
            &[
                r#"{"registries": {"registry.example.com": {"mirrors": ["mirror.example.com"], "http": false, "insecure": false}}}"#,
            ],
        ),
    ),
    // A task is a key of its module's name, wherever tasks stand: in a playbook, in a role, in a block.
    format(
        "an Ansible task",
        Syntax::Yaml,
        &[
            field("**.docker_login.password", When::Password, Effect::Credential),
            field(r#"**.["community.docker.docker_login"].password"#, When::Password, Effect::Credential),
            field(r#"**.["community.general.docker_login"].password"#, When::Password, Effect::Credential),
            field("**.podman_login.password", When::Password, Effect::Credential),
            field(r#"**.["containers.podman.podman_login"].password"#, When::Password, Effect::Credential),
            field("**.podman_image.password", When::Password, Effect::Credential),
            field(r#"**.["containers.podman.podman_image"].password"#, When::Password, Effect::Credential),
            field("**.podman_play.password", When::Password, Effect::Credential),
            field(r#"**.["containers.podman.podman_play"].password"#, When::Password, Effect::Credential),
            field("**.helm_registry_auth.password", When::Password, Effect::Credential),
            field(r#"**.["kubernetes.core.helm_registry_auth"].password"#, When::Password, Effect::Credential),
            field("**.podman_login.tlsverify", When::False, Effect::Unverified),
            field(r#"**.["containers.podman.podman_login"].tlsverify"#, When::False, Effect::Unverified),
            field("**.podman_image.validate_certs", When::False, Effect::Unverified),
            field(r#"**.["containers.podman.podman_image"].validate_certs"#, When::False, Effect::Unverified),
            field("**.podman_play.tls_verify", When::False, Effect::Unverified),
            field(r#"**.["containers.podman.podman_play"].tls_verify"#, When::False, Effect::Unverified),
            field("**.podman_container.tls_verify", When::False, Effect::Unverified),
            field(r#"**.["containers.podman.podman_container"].tls_verify"#, When::False, Effect::Unverified),
            field("**.helm_registry_auth.insecure", When::True, Effect::Unverified),
            field(r#"**.["kubernetes.core.helm_registry_auth"].insecure"#, When::True, Effect::Unverified),
            field("**.helm_registry_auth.plain_http", When::True, Effect::Plaintext),
            field(r#"**.["kubernetes.core.helm_registry_auth"].plain_http"#, When::True, Effect::Plaintext),
            field(r#"**.["kubernetes.core.helm"].plain_http"#, When::True, Effect::Plaintext),
            field(r#"**.["kubernetes.core.helm_pull"].plain_http"#, When::True, Effect::Plaintext),
            field(r#"**.["kubernetes.core.helm_template"].plain_http"#, When::True, Effect::Plaintext),
            field(r#"**.["kubernetes.core.helm_template"].insecure_registry"#, When::True, Effect::Unverified),
        ],
        proof(
            "https://github.com/ansible-collections/community.docker/blob/ac6ecb0527b9b490470078cbe02a13515dcbb1ea/plugins/modules/docker_login.py ; https://github.com/containers/ansible-podman-collections/tree/47fa1e300f56024294e19f3f131dc6919fe79bc6/plugins/modules (podman_container, podman_image, podman_login, podman_play) ; https://github.com/ansible-collections/kubernetes.core/tree/ec8942dd90601f9723dedd5941672bc14c033592/plugins/modules (helm, helm_pull, helm_registry_auth, helm_template)",
            &[
                r#"- hosts: all
  tasks:
    - name: Log in
      community.docker.docker_login:
        registry_url: registry.example.com
        username: robot
        password: CANARY-not-a-real-password
"#,
                r#"- block:
    - containers.podman.podman_image:
        name: registry.example.com/app
        validate_certs: no
"#,
                r#"- podman_login: {registry: registry.example.com, username: robot, password: "{{ password }}", tlsverify: false}
"#,
                r#"- kubernetes.core.helm_registry_auth:
    host: registry.example.com
    username: robot
    password: CANARY-not-a-real-password
"#,
                r#"- kubernetes.core.helm:
    name: app
    chart_ref: oci://registry.example.com/app
    plain_http: true
"#,
            ],
            &[
                r#"- community.docker.docker_login:
    registry_url: registry.example.com
    username: robot
    password: "{{ password }}"
"#,
                r#"- containers.podman.podman_image:
    name: registry.example.com/app
    validate_certs: yes
"#,
                r#"- ansible.builtin.uri:
    url: https://registry.example.com
    user: robot
    password: CANARY-of-a-website
    validate_certs: no
- kubernetes.core.k8s:
    validate_certs: no
    src: podman_image.yaml
"#,
            ],
        ),
    ),
    // In YAML, for a template that makes JSON of it; JSON is found by itself, wherever it stands.
    format(
        DOCUMENT,
        Syntax::Yaml,
        &[
            field("**.auths{*}.auth", When::Auth, Effect::Credential),
            field("**.auths{*}.password", When::PasswordOfRegistry, Effect::Credential),
            field("**.auths{*}.identitytoken", When::PasswordOfRegistry, Effect::Credential),
            field("**.auths{*}.registrytoken", When::PasswordOfRegistry, Effect::Credential),
        ],
        proof(
            "https://github.com/docker/cli/blob/v29.7.2/cli/config/types/authconfig.go",
            &[
                r#"image:
  auths:
    registry.example.com:
      auth: cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=
"#,
                r#"auths:
  registry.example.com:
    username: robot
    password: CANARY-not-a-real-password
"#,
                r#"auths:
  registry.example.com:
    identitytoken: CANARY-not-a-real-token
  other.example.com:
    registrytoken: CANARY-not-a-real-token
"#,
            ],
            &[
                r#"auths:
  registry.example.com:
    auth: ""
    username: robot
    password: ${REGISTRY_PASSWORD}
    identitytoken: ""
    registrytoken: ""
credHelpers:
  other.example.com: ecr-login
"#,
                r#"auths:
  admin:
    password: CANARY-of-something-else
"#,
            ],
        ),
    ),
    // The client sends it to the daemon with each request.
    format(
        "the `HttpHeaders` in a Docker configuration file",
        Syntax::Yaml,
        &[field("HttpHeaders.Authorization", When::Header, Effect::Credential)],
        proof(
            "https://github.com/docker/cli/blob/v29.7.2/cli/config/configfile/file.go; https://github.com/docker/cli/blob/v29.7.2/docs/reference/commandline/docker.md",
            &[
                r#"{"HttpHeaders": {"Authorization": "Basic cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="}}"#,
            ],
            &[
                r#"{"HttpHeaders": {"MyHeader": "MyValue", "Authorization": "Basic ${AUTH}"}, "credsStore": "secretservice"}"#,
            ],
        ),
    ),
    // Found wherever it stands; here with escapes in its keys.
    format(
        DAEMON,
        Syntax::Yaml,
        &[
            field("insecure-registries[#]", When::Registry, Effect::Unverified),
            field("registry-mirrors[#]", When::Http, Effect::Plaintext),
        ],
        proof(
            "https://github.com/moby/moby/blob/docker-v29.7.2/daemon/command/config.go",
            &[
                r#"{"insecure-registries": ["registry.example.com:5000"], "log-driver": "json-file"}"#,
                r#"{"registry-mirrors": ["http://mirror.example.com"]}"#,
                r#"{"insecure\u002dregistries": ["10.0.0.0/8"]}"#,
            ],
            &[
                r#"{"insecure-registries": ["127.0.0.0/8", "::1/128"], "registry-mirrors": ["https://mirror.example.com"]}"#,
            ],
        ),
    ),
];

/// Version 2 of nydusd's configuration.
const NYDUSD: &[Field] = &[
    field("backend.registry.skip_verify", When::True, Effect::Unverified),
    field("backend.registry.scheme", When::OneOf(&["http"]), Effect::Plaintext),
    field("backend.registry.auth", When::Auth, Effect::Credential),
    field("backend.registry.registry_token", When::Password, Effect::Credential),
];
