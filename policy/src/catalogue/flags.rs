//! Flags of tools that disable TLS for registries or take registry credentials.

use super::names::is_same;
use super::tools::TOOLS;
use super::{Proof, When, proof};

/// A flag that has this meaning only for these tools.
#[derive(Debug)]
pub struct Flag {
    /// The programs.
    pub tools: &'static [&'static str],
    /// The subcommands that have it, level by level: `images|image pull|push`. If empty, all subcommands.
    pub commands: &'static str,
    /// Its spellings.
    pub names: &'static [&'static str],
    /// When it matters.
    pub when: When,
    /// Whether it concerns a registry only if an operand starts with `oci://`.
    pub needs_oci: bool,
    /// The source of this row.
    pub proof: Proof,
}

/// The rows of flags that a tool may have, by the number of its own row.
pub(crate) fn of_tool(nth: usize) -> impl Iterator<Item = &'static Flag> {
    let words = OF_TOOLS.get(nth).copied().unwrap_or_default();
    words.into_iter().zip(FLAGS.chunks(64)).flat_map(|(mut bits, rows)| {
        std::iter::from_fn(move || {
            let nth = usize::try_from(bits.trailing_zeros()).ok().filter(|_| bits != 0)?;
            bits &= bits.wrapping_sub(1);
            rows.get(nth)
        })
    })
}

const WORDS: usize = FLAGS.len().div_ceil(64);

/// For each tool a bit for each row of flags: scripts have many commands, and few tools have many flags.
static OF_TOOLS: [[u64; WORDS]; TOOLS.len()] = of_tools();

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
const fn of_tools() -> [[u64; WORDS]; TOOLS.len()] {
    let mut of_tools = [[0; WORDS]; TOOLS.len()];
    let mut flag = 0;
    while flag < FLAGS.len() {
        let mut nth = 0;
        while nth < FLAGS[flag].tools.len() {
            let mut tool = 0;
            while tool < TOOLS.len() {
                let mut name = 0;
                while name < TOOLS[tool].names.len() {
                    if is_same(FLAGS[flag].tools[nth], TOOLS[tool].names[name]) {
                        of_tools[tool][flag / 64] |= 1 << (flag % 64);
                    }
                    name += 1;
                }
                tool += 1;
            }
            nth += 1;
        }
        flag += 1;
    }
    of_tools
}

/// A Java property, whatever program reads it.
#[derive(Debug)]
pub struct Property {
    /// As written: `-Djib.allowInsecureRegistries`.
    pub name: &'static str,
    /// When it matters.
    pub when: When,
    /// The source of this row.
    pub proof: Proof,
}

const fn flag(
    tools: &'static [&'static str],
    commands: &'static str,
    names: &'static [&'static str],
    when: When,
    proof: Proof,
) -> Flag {
    Flag { tools, commands, names, when, needs_oci: false, proof }
}

const fn flag_if_oci(
    tools: &'static [&'static str],
    commands: &'static str,
    names: &'static [&'static str],
    when: When,
    proof: Proof,
) -> Flag {
    Flag { needs_oci: true, ..flag(tools, commands, names, when, proof) }
}

const fn property(name: &'static str, when: When, proof: Proof) -> Property {
    Property { name, when, proof }
}

/// A flag that means the same whatever tool it is given to: images are mirrored and renamed, and tools are wrapped in scripts.
#[derive(Debug)]
pub struct Unmistakable {
    /// Its spellings. One dash or two.
    pub names: &'static [&'static str],
    /// When it matters.
    pub when: When,
    /// Whether no other program has it. Others count only where nothing says whose arguments they are: in parameters of pipelines,
    /// for example.
    pub is_certain: bool,
    /// The source of this row.
    pub proof: Proof,
}

const fn unmistakable(names: &'static [&'static str], when: When, is_certain: bool, proof: Proof) -> Unmistakable {
    Unmistakable { names, when, is_certain, proof }
}

/// The setting of `BuildKit`'s outputs and caches that goes with any flag: `type=image,registry.insecure=true`.
pub(crate) const REGISTRY_INSECURE: &str = "registry.insecure";

/// Flags that no other tool has.
///
/// Examples are command lines of a tool that is not in the catalogue.
pub(crate) static UNMISTAKABLE: &[Unmistakable] = &[
    unmistakable(
        &["--insecure-registry", "--insecure-registries"],
        When::RegistryOrTrue,
        true,
        proof(
            "https://github.com/GoogleContainerTools/kaniko/blob/236ba5690eda/cmd/executor/cmd/root.go ; https://github.com/buildpacks/lifecycle/blob/4bd4b13ede43/cmd/lifecycle/cli/flags.go ; https://github.com/inspektor-gadget/inspektor-gadget/blob/aeac857bd979/cmd/common/utils/flags.go (`--insecure-registries`)",
            &[
                "build-image --insecure-registry=registry.example.com",
                "build-image --insecure-registries registry.example.com:5000",
                "/cnb/lifecycle/creator -insecure-registry=registry.example.com app",
            ],
            &[
                "build-image --insecure-registry=127.0.0.1:5000",
                "build-image --insecure-registries=",
                "grep -- --insecure-registry=registry.example.com file",
                "argocd-server --insecure",
            ],
        ),
    ),
    unmistakable(
        &["--skip-tls-verify-registry"],
        When::Registry,
        true,
        proof(
            "https://github.com/GoogleContainerTools/kaniko/blob/236ba5690eda/cmd/executor/cmd/root.go",
            &["build-image --skip-tls-verify-registry=registry.example.com"],
            &["build-image --skip-tls-verify-registry=localhost:5000"],
        ),
    ),
    unmistakable(
        &["--insecure-pull", "--skip-tls-verify-pull"],
        When::True,
        true,
        proof(
            "https://github.com/GoogleContainerTools/kaniko/blob/236ba5690eda/cmd/executor/cmd/root.go",
            &["build-image --insecure-pull", "build-image --skip-tls-verify-pull"],
            &["build-image --insecure-pull=false", "build-image --skip-tls-verify-pull=false"],
        ),
    ),
    unmistakable(
        &["--allow-insecure-registry", "--allow-insecure-registries"],
        When::True,
        true,
        proof(
            "https://github.com/sigstore/cosign/blob/d6d86c224e58/cmd/cosign/cli/options/registry.go ; https://github.com/GoogleContainerTools/jib/blob/fb949e2676af/jib-cli/src/main/java/com/google/cloud/tools/jib/cli/CommonCliOptions.java (`--allow-insecure-registries`)",
            &["sign-image --allow-insecure-registry app", "jib-image --allow-insecure-registries"],
            &["sign-image --allow-insecure-registry=false app", "jib-image --allow-insecure-registries=false"],
        ),
    ),
    unmistakable(
        &["--src-tls-verify", "--dest-tls-verify"],
        When::False,
        true,
        proof(
            "https://github.com/containers/skopeo/blob/b71619af4512/cmd/skopeo/utils.go",
            &["mirror-image --src-tls-verify=false a b", "mirror-image --dest-tls-verify=0 a b"],
            &["mirror-image --src-tls-verify=true a b", "mirror-image --dest-tls-verify a b"],
        ),
    ),
    unmistakable(
        &["--skip-tls-verify"],
        When::True,
        false,
        proof(
            "https://github.com/GoogleContainerTools/kaniko/blob/236ba5690eda/cmd/executor/cmd/root.go",
            &["build-image --skip-tls-verify"],
            &[
                "build-image --skip-tls-verify=false",
                "check-links --skip-tls-verification",
                "kubectl --insecure-skip-tls-verify get pods",
            ],
        ),
    ),
    unmistakable(
        &["--tls-verify"],
        When::False,
        false,
        proof(
            "https://github.com/containers/skopeo/blob/b71619af4512/cmd/skopeo/utils.go",
            &["push-image --tls-verify=false app"],
            &["push-image --tls-verify=true app", "push-image --tls-verify app"],
        ),
    ),
    unmistakable(
        &["--registry-password", "--registry-token", "--docker-password"],
        When::Password,
        true,
        proof(
            "https://github.com/sigstore/cosign/blob/d6d86c224e58/cmd/cosign/cli/options/registry.go ; https://github.com/kubernetes/kubectl/blob/dee3483a3d6a/pkg/cmd/create/create_secret_docker.go (`--docker-password`)",
            &[
                "push-image --registry-password=CANARY-not-a-real-password",
                "push-image --registry-token CANARY-not-a-real-token",
                "pull-secret --docker-password=CANARY-not-a-real-password",
            ],
            &[
                "push-image --registry-password=$PASSWORD",
                "push-image --registry-token ${TOKEN}",
                "pull-secret --docker-password=$(cat /run/secrets/password)",
            ],
        ),
    ),
    unmistakable(
        &["--src-creds", "--dest-creds"],
        When::Pair,
        true,
        proof(
            "https://github.com/containers/skopeo/blob/b71619af4512/cmd/skopeo/utils.go",
            &[
                "mirror-image --src-creds=robot:CANARY-not-a-real-password a b",
                "mirror-image --dest-creds robot:CANARY-not-a-real-password a b",
            ],
            &["mirror-image --src-creds=robot:$PASSWORD a b", "mirror-image --dest-creds=$CREDENTIALS a b"],
        ),
    ),
];

/// Flags that turn TLS off or take a credential, by tool. The same flag means something else to other tools.
///
/// Examples are command lines. `kaniko` stands for `/kaniko/executor`.
pub(crate) static FLAGS: &[Flag] = &[
    // docker, buildx
    flag(
        &["docker"],
        "manifest create|inspect|push",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/docker/cli/blob/28f756087eea5fa301f3fbf12b01ae62f91521c2/cli/command/manifest/push.go",
            &[
                "docker manifest push --insecure registry.example.com/app:1",
                "docker manifest create -a --insecure=true registry.example.com/app:1 registry.example.com/app:1-amd64",
            ],
            &[
                "docker manifest inspect --insecure=false registry.example.com/app:1",
                "docker run --rm registry.example.com/app:1 --insecure",
            ],
        ),
    ),
    flag(
        &["docker"],
        "build|buildx|builder|image",
        &["--output", "-o", "--cache-to", "--cache-from"],
        When::Setting("registry.insecure", &When::True),
        proof(
            "https://github.com/moby/buildkit/blob/73ed6825c4b7569379ef89df0aedcdbe64473d31/exporter/containerimage/export.go; https://github.com/docker/buildx/blob/461836ba0fcb3e847dab6045a726889faa150bdb/commands/build.go",
            &[
                "docker buildx build -o type=image,name=registry.example.com/app:1,push=true,registry.insecure=true .",
                "docker build --output type=registry,name=registry.example.com/app:1,registry.insecure .",
                "docker buildx build --cache-to type=registry,ref=registry.example.com/app:cache,registry.insecure=1 --cache-from type=registry,ref=registry.example.com/app:cache,registry.insecure=t .",
            ],
            &[
                "docker buildx build -o type=image,name=registry.example.com/app:1,registry.insecure=false .",
                "docker build --output type=local,dest=out --cache-to type=inline --cache-from registry.example.com/app:cache .",
                "docker buildx build -o 'type=image,\"name=a,registry.insecure=true\"' .",
                "docker buildx create --buildkitd-flags '--allow-insecure-entitlement security.insecure'",
            ],
        ),
    ),
    flag(
        &["docker"],
        "buildx|bake",
        &["--set"],
        When::Setting("registry.insecure", &When::True),
        proof(
            "https://github.com/docker/buildx/blob/461836ba0fcb3e847dab6045a726889faa150bdb/commands/bake.go",
            &["docker buildx bake --set '*.output=type=registry,registry.insecure=true' app"],
            &[
                "docker buildx bake --set app.platform=linux/arm64 app",
                "docker buildx bake --set '*.output=type=registry,registry.insecure=false'",
            ],
        ),
    ),
    flag(
        &["docker"],
        "compose publish",
        &["--insecure-registry"],
        When::True,
        proof(
            "https://github.com/docker/compose/blob/f72979427042620a94dd52ce78b39c68cb02c085/cmd/compose/publish.go",
            &["docker compose publish --insecure-registry registry.example.com/app:1"],
            &["docker compose publish --insecure-registry=false registry.example.com/app:1"],
        ),
    ),
    flag(
        &["docker"],
        "login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/docker/cli/blob/28f756087eea5fa301f3fbf12b01ae62f91521c2/cli/command/registry/login.go",
            &[
                "docker login -u robot -p CANARY-not-a-real-password registry.example.com",
                "docker login -urobot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "docker login -u robot -p $PASSWORD registry.example.com",
                "docker login -u robot --password \"$(cat /run/secrets/password)\" registry.example.com",
                "docker login -u robot --password - registry.example.com",
                "docker create -p 8080:80 --name login registry.example.com/app:1",
                "docker compose -p shop up login",
                "docker run --rm registry.example.com/app:1 login --password CANARY-not-a-real-password",
            ],
        ),
    ),
    flag(
        &["docker"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/docker/cli/blob/28f756087eea5fa301f3fbf12b01ae62f91521c2/cli/command/registry/login.go",
            &["echo CANARY-not-a-real-password | docker login -u robot --password-stdin registry.example.com"],
            &[
                "docker login -u robot --password-stdin registry.example.com < /run/secrets/password",
                "echo $PASSWORD | docker login -u robot --password-stdin registry.example.com",
            ],
        ),
    ),
    flag(
        &["buildx"],
        "build|b",
        &["--output", "-o", "--cache-to", "--cache-from"],
        When::Setting("registry.insecure", &When::True),
        proof(
            "https://github.com/docker/buildx/blob/461836ba0fcb3e847dab6045a726889faa150bdb/commands/build.go",
            &[
                "buildx build -o type=image,push=true,registry.insecure=true .",
                "docker-buildx build --output=type=registry,registry.insecure=1 .",
                "buildx b --cache-to type=registry,ref=registry.example.com/app:cache,registry.insecure=true --cache-from type=registry,ref=registry.example.com/app:cache,registry.insecure=true .",
            ],
            &[
                "buildx build -o type=docker --cache-to type=inline --cache-from registry.example.com/app:cache .",
                "buildx build --output type=registry,registry.insecure=false .",
            ],
        ),
    ),
    flag(
        &["buildx"],
        "bake|f",
        &["--set"],
        When::Setting("registry.insecure", &When::True),
        proof(
            "https://github.com/docker/buildx/blob/461836ba0fcb3e847dab6045a726889faa150bdb/commands/bake.go",
            &["buildx bake --set app.output=type=registry,registry.insecure=true"],
            &["buildx bake --set app.output=type=registry,registry.insecure=false"],
        ),
    ),
    // nerdctl, Finch
    flag(
        &["nerdctl", "finch"],
        "",
        &["--insecure-registry"],
        When::True,
        proof(
            "https://github.com/containerd/nerdctl/blob/8da504083f1543446a003f5870dec1bc12a75b85/cmd/nerdctl/main.go",
            &[
                "nerdctl --insecure-registry pull registry.example.com/app:1",
                "nerdctl -n k8s.io push --insecure-registry=true registry.example.com/app:1",
                "finch pull --insecure-registry registry.example.com/app:1",
            ],
            &[
                "nerdctl --insecure-registry=false pull registry.example.com/app:1",
                "finch pull --insecure-registry=false registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["nerdctl"],
        "manifest create|inspect|push",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/containerd/nerdctl/blob/8da504083f1543446a003f5870dec1bc12a75b85/cmd/nerdctl/manifest/manifest_push.go",
            &["nerdctl manifest push --insecure registry.example.com/app:1"],
            &["nerdctl manifest push --insecure=false registry.example.com/app:1"],
        ),
    ),
    flag(
        &["nerdctl", "finch"],
        "build|builder|image",
        &["--output", "-o", "--cache-to", "--cache-from"],
        When::Setting("registry.insecure", &When::True),
        proof(
            "https://github.com/containerd/nerdctl/blob/8da504083f1543446a003f5870dec1bc12a75b85/cmd/nerdctl/builder/builder_build.go",
            &[
                "nerdctl build -o type=image,name=registry.example.com/app:1,push=true,registry.insecure=true .",
                "finch build --output=type=image,push=true,registry.insecure=true .",
                "nerdctl build --cache-to type=registry,ref=registry.example.com/app:cache,registry.insecure=true --cache-from type=registry,ref=registry.example.com/app:cache,registry.insecure=true .",
            ],
            &[
                "nerdctl build -o type=local,dest=out --cache-to type=inline --cache-from registry.example.com/app:cache .",
                "finch build --output type=image,push=true,registry.insecure=false .",
            ],
        ),
    ),
    flag(
        &["nerdctl", "finch"],
        "login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/containerd/nerdctl/blob/8da504083f1543446a003f5870dec1bc12a75b85/cmd/nerdctl/login/login.go",
            &[
                "nerdctl login -u robot -p CANARY-not-a-real-password registry.example.com",
                "finch login -u robot --password CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "nerdctl login -u robot -p $PASSWORD registry.example.com",
                "finch login --password=$PASSWORD registry.example.com",
                "nerdctl run -p 8080:80 --name login registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["nerdctl", "finch"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/containerd/nerdctl/blob/8da504083f1543446a003f5870dec1bc12a75b85/cmd/nerdctl/login/login.go",
            &[
                "echo CANARY-not-a-real-password | nerdctl login -u robot --password-stdin registry.example.com",
                "echo CANARY-not-a-real-password | finch login -u robot --password-stdin registry.example.com",
            ],
            &["nerdctl login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // Podman, Buildah
    flag(
        &["podman", "podman-remote", "buildah"],
        "",
        &["--tls-verify"],
        When::False,
        proof(
            "https://github.com/containers/podman/blob/c6580b4a5219c9efb9ab79a540637d8a58b736f8/cmd/podman/images/pull.go; https://github.com/containers/buildah/blob/5b1b18eebdc249bf445fe58b6f3d82fa91f35cf7/pkg/cli/common.go",
            &[
                "podman pull --tls-verify=false registry.example.com/app:1",
                "podman run -it --tls-verify=0 registry.example.com/app:1",
                "podman-remote push --tls-verify=F registry.example.com/app:1",
                "buildah bud --tls-verify=false -t registry.example.com/app:1 .",
            ],
            &[
                "podman pull --tls-verify registry.example.com/app:1",
                "buildah push --tls-verify=true registry.example.com/app:1",
                "podman run registry.example.com/app:1 --tls-verify=false",
            ],
        ),
    ),
    flag(
        &["podman", "podman-remote", "buildah"],
        "manifest add|create|push",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/containers/podman/blob/c6580b4a5219c9efb9ab79a540637d8a58b736f8/cmd/podman/manifest/push.go; https://github.com/containers/buildah/blob/5b1b18eebdc249bf445fe58b6f3d82fa91f35cf7/cmd/buildah/manifest.go (hidden, as Docker has it)",
            &[
                "podman manifest push --insecure registry.example.com/app:1",
                "podman-remote manifest add --insecure list registry.example.com/app:1",
                "buildah manifest create --insecure list registry.example.com/app:1",
            ],
            &[
                "podman manifest push --insecure=false registry.example.com/app:1",
                "podman manifest inspect --insecure registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["podman", "podman-remote", "buildah"],
        "",
        &["--creds"],
        When::Pair,
        proof(
            "https://github.com/containers/podman/blob/c6580b4a5219c9efb9ab79a540637d8a58b736f8/cmd/podman/images/pull.go; https://github.com/containers/buildah/blob/5b1b18eebdc249bf445fe58b6f3d82fa91f35cf7/cmd/buildah/pull.go",
            &[
                "podman pull --creds robot:CANARY-not-a-real-password registry.example.com/app:1",
                "podman-remote push --creds=robot:CANARY-not-a-real-password registry.example.com/app:1",
                "buildah from --creds robot:CANARY-not-a-real-password registry.example.com/app:1",
            ],
            &[
                "podman pull --creds robot:$PASSWORD registry.example.com/app:1",
                "buildah from --creds robot registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["podman", "podman-remote", "buildah"],
        "login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/containers/common/blob/f437c58aab67eec2b1c942f7ad4fec37a25a3766/pkg/auth/cli.go",
            &[
                "podman login -u robot -p CANARY-not-a-real-password registry.example.com",
                "podman-remote login --password=CANARY-not-a-real-password registry.example.com",
                "buildah login -p CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "podman login -u robot -p $PASSWORD registry.example.com",
                "buildah login --password $PASSWORD registry.example.com",
                "podman pod create -p 8080:80 --name login",
            ],
        ),
    ),
    flag(
        &["podman", "podman-remote", "buildah"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/containers/common/blob/f437c58aab67eec2b1c942f7ad4fec37a25a3766/pkg/auth/cli.go",
            &[
                "echo CANARY-not-a-real-password | podman login -u robot --password-stdin registry.example.com",
                "echo CANARY-not-a-real-password | podman-remote login -u robot --password-stdin registry.example.com",
                "echo CANARY-not-a-real-password | buildah login -u robot --password-stdin registry.example.com",
            ],
            &["podman login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // Skopeo
    flag(
        &["skopeo"],
        "",
        &["--tls-verify", "--src-tls-verify", "--dest-tls-verify"],
        When::False,
        proof(
            "https://github.com/containers/skopeo/blob/b71619af4512a2c77dd160576492d4ebbc0b63ea/cmd/skopeo/utils.go",
            &[
                "skopeo inspect --tls-verify=false docker://registry.example.com/app:1",
                "skopeo copy --src-tls-verify=0 --dest-tls-verify=false docker://a.example.com/app:1 docker://b.example.com/app:1",
            ],
            &[
                "skopeo inspect --tls-verify docker://registry.example.com/app:1",
                "skopeo copy --src-tls-verify=true --dest-tls-verify=1 docker://a.example.com/app:1 docker://b.example.com/app:1",
                "skopeo --insecure-policy inspect docker://registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["skopeo"],
        "",
        &["--creds", "--src-creds", "--dest-creds", "--screds", "--dcreds"],
        When::Pair,
        proof(
            "https://github.com/containers/skopeo/blob/b71619af4512a2c77dd160576492d4ebbc0b63ea/cmd/skopeo/utils.go; https://github.com/containers/skopeo/blob/b71619af4512a2c77dd160576492d4ebbc0b63ea/cmd/skopeo/copy.go (--screds and --dcreds, hidden)",
            &[
                "skopeo inspect --creds robot:CANARY-not-a-real-password docker://registry.example.com/app:1",
                "skopeo copy --src-creds robot:CANARY-not-a-real-password --dest-creds=robot:CANARY-not-a-real-password docker://a.example.com/app:1 docker://b.example.com/app:1",
                "skopeo copy --screds robot:CANARY-not-a-real-password --dcreds robot:CANARY-not-a-real-password docker://a.example.com/app:1 docker://b.example.com/app:1",
            ],
            &[
                "skopeo inspect --creds robot docker://registry.example.com/app:1",
                "skopeo copy --src-creds robot:$PASSWORD --dest-creds=$CREDS docker://a.example.com/app:1 docker://b.example.com/app:1",
                "skopeo copy --screds robot:$A --dcreds robot:$B docker://a.example.com/app:1 docker://b.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["skopeo"],
        "",
        &[
            "--password",
            "--src-password",
            "--dest-password",
            "--registry-token",
            "--src-registry-token",
            "--dest-registry-token",
        ],
        When::Password,
        proof(
            "https://github.com/containers/skopeo/blob/b71619af4512a2c77dd160576492d4ebbc0b63ea/cmd/skopeo/utils.go",
            &[
                "skopeo inspect --username robot --password CANARY-not-a-real-password docker://registry.example.com/app:1",
                "skopeo copy --src-username robot --src-password=CANARY-not-a-real-password --dest-username robot --dest-password CANARY-not-a-real-password docker://a.example.com/app:1 docker://b.example.com/app:1",
                "skopeo inspect --registry-token CANARY-not-a-real-password docker://registry.example.com/app:1",
                "skopeo copy --src-registry-token CANARY-not-a-real-password --dest-registry-token=CANARY-not-a-real-password docker://a.example.com/app:1 docker://b.example.com/app:1",
            ],
            &[
                "skopeo login -u robot --password $PASSWORD registry.example.com",
                "skopeo copy --src-password $A --dest-password=$B docker://a.example.com/app:1 docker://b.example.com/app:1",
                "skopeo inspect --registry-token $TOKEN docker://registry.example.com/app:1",
                "skopeo copy --src-registry-token=$A --dest-registry-token=$B docker://a.example.com/app:1 docker://b.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["skopeo"],
        "login",
        &["-p"],
        When::Password,
        proof(
            "https://github.com/containers/skopeo/blob/b71619af4512a2c77dd160576492d4ebbc0b63ea/cmd/skopeo/login.go; https://github.com/containers/common/blob/f437c58aab67eec2b1c942f7ad4fec37a25a3766/pkg/auth/cli.go",
            &["skopeo login -u robot -p CANARY-not-a-real-password registry.example.com"],
            &["skopeo login -u robot -p $PASSWORD registry.example.com"],
        ),
    ),
    flag(
        &["skopeo"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/containers/skopeo/blob/b71619af4512a2c77dd160576492d4ebbc0b63ea/cmd/skopeo/login.go; https://github.com/containers/common/blob/f437c58aab67eec2b1c942f7ad4fec37a25a3766/pkg/auth/cli.go",
            &["echo CANARY-not-a-real-password | skopeo login -u robot --password-stdin registry.example.com"],
            &["skopeo login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // kaniko
    flag(
        &["kaniko"],
        "",
        &["--insecure", "--insecure-pull", "--skip-tls-verify", "--skip-tls-verify-pull"],
        When::True,
        proof(
            "https://github.com/GoogleContainerTools/kaniko/blob/236ba5690eda9170d0157aa8137ebbeb09d38685/cmd/executor/cmd/root.go",
            &[
                "kaniko --insecure --destination=registry.example.com/app:1",
                "kaniko --destination=registry.example.com/app:1 --skip-tls-verify=true --insecure-pull --skip-tls-verify-pull",
                "kaniko --destination=registry.example.com/app:1 --insecure false",
                "/kaniko/warmer --image=registry.example.com/app:1 --skip-tls-verify-pull",
            ],
            &[
                "kaniko --insecure=false --insecure-pull=F --skip-tls-verify=0 --skip-tls-verify-pull=false --destination=registry.example.com/app:1",
                "argocd-server --insecure",
            ],
        ),
    ),
    flag(
        &["kaniko"],
        "",
        &["--insecure-registry", "--skip-tls-verify-registry"],
        When::Registry,
        proof(
            "https://github.com/GoogleContainerTools/kaniko/blob/236ba5690eda9170d0157aa8137ebbeb09d38685/cmd/executor/cmd/root.go",
            &[
                "kaniko --insecure-registry=registry.example.com --destination=registry.example.com/app:1",
                "kaniko --skip-tls-verify-registry registry.example.com --destination=registry.example.com/app:1",
            ],
            &[
                "kaniko --insecure-registry=localhost:5000 --skip-tls-verify-registry=127.0.0.1:5000 --destination=registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["kaniko"],
        "login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/osscontainertools/kaniko/blob/6bcc934434e351c80b979d8bf34828810e22bae1/cmd/executor/cmd/login.go (in the maintained fork)",
            &[
                "/kaniko/executor login -u robot -p CANARY-not-a-real-password registry.example.com",
                "/kaniko/executor login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "/kaniko/executor login -u robot -p $PASSWORD registry.example.com",
                "/kaniko/executor login -u robot --password $PASSWORD registry.example.com",
            ],
        ),
    ),
    flag(
        &["kaniko"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/osscontainertools/kaniko/blob/6bcc934434e351c80b979d8bf34828810e22bae1/cmd/executor/cmd/login.go (in the maintained fork)",
            &[
                "echo CANARY-not-a-real-password | /kaniko/executor login -u robot --password-stdin registry.example.com",
            ],
            &["/kaniko/executor login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // crane
    flag(
        &["crane", "krane", "gcrane"],
        "",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/root.go",
            &[
                "crane --insecure digest registry.example.com/app:1",
                "krane copy --insecure registry.example.com/app:1 registry.example.com/app:2",
                "gcrane ls --insecure=true registry.example.com/app",
            ],
            &[
                "crane digest --insecure=false registry.example.com/app:1",
                "curl -o /usr/local/bin/crane --insecure https://files.example.com/crane",
            ],
        ),
    ),
    flag(
        &["crane", "krane", "gcrane"],
        "auth login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &[
                "crane auth login -u robot -p CANARY-not-a-real-password registry.example.com",
                "krane auth login -u robot --password CANARY-not-a-real-password registry.example.com",
                "gcrane auth login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "crane auth login -u robot -p $PASSWORD registry.example.com",
                "crane auth login -u robot --password $PASSWORD registry.example.com",
            ],
        ),
    ),
    flag(
        &["crane", "krane", "gcrane"],
        "auth login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &[
                "echo CANARY-not-a-real-password | crane auth login -u robot --password-stdin registry.example.com",
                "echo CANARY-not-a-real-password | krane auth login -u robot --password-stdin registry.example.com",
                "echo CANARY-not-a-real-password | gcrane auth login -u robot --password-stdin registry.example.com",
            ],
            &["crane auth login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // Trivy
    flag(
        &["trivy"],
        "",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/aquasecurity/trivy/blob/dc3c56eed58ab21c7e08d26757c517bc946a86c5/pkg/flag/global_flags.go",
            &["trivy image --insecure registry.example.com/app:1", "trivy --insecure server"],
            &[
                "trivy image --insecure=false registry.example.com/app:1",
                "curl -o /usr/local/bin/trivy --insecure https://files.example.com/trivy",
            ],
        ),
    ),
    flag(
        &["trivy"],
        "",
        &["--password", "--registry-token"],
        When::Password,
        proof(
            "https://github.com/aquasecurity/trivy/blob/dc3c56eed58ab21c7e08d26757c517bc946a86c5/pkg/flag/registry_flags.go",
            &[
                "trivy image --username robot --password CANARY-not-a-real-password registry.example.com/app:1",
                "trivy image --registry-token=CANARY-not-a-real-password registry.example.com/app:1",
            ],
            &[
                "trivy image --username robot --password $PASSWORD registry.example.com/app:1",
                "trivy image --registry-token $TOKEN registry.example.com/app:1",
                "trivy image --server https://trivy.example.com --token CANARY-not-a-real-password registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["trivy"],
        "",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/aquasecurity/trivy/blob/dc3c56eed58ab21c7e08d26757c517bc946a86c5/pkg/flag/registry_flags.go",
            &[
                "echo CANARY-not-a-real-password | trivy registry login --username robot --password-stdin registry.example.com",
            ],
            &["trivy registry login --username robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // Cosign
    flag(
        &["cosign"],
        "",
        &["--allow-insecure-registry", "--allow-http-registry"],
        When::True,
        proof(
            "https://github.com/sigstore/cosign/blob/d6d86c224e5899b54f56cbb063b79dc43abc11c2/cmd/cosign/cli/options/registry.go",
            &[
                "cosign sign --allow-insecure-registry --key cosign.key registry.example.com/app:1",
                "cosign verify --allow-http-registry=true --key cosign.pub registry.example.com/app:1",
            ],
            &[
                "cosign verify --allow-insecure-registry=false --allow-http-registry=false --key cosign.pub registry.example.com/app:1",
                "cosign verify --insecure-ignore-tlog --insecure-ignore-sct --key cosign.pub registry.example.com/app:1",
                "cosign sign --insecure-skip-verify --key cosign.key registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["cosign"],
        "",
        &["--registry-password", "--registry-token"],
        When::Password,
        proof(
            "https://github.com/sigstore/cosign/blob/d6d86c224e5899b54f56cbb063b79dc43abc11c2/cmd/cosign/cli/options/registry.go",
            &[
                "cosign verify --registry-username robot --registry-password CANARY-not-a-real-password --key cosign.pub registry.example.com/app:1",
                "cosign verify --registry-token=CANARY-not-a-real-password --key cosign.pub registry.example.com/app:1",
            ],
            &[
                "cosign verify --registry-password $PASSWORD --key cosign.pub registry.example.com/app:1",
                "cosign verify --registry-token=$TOKEN --key cosign.pub registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["cosign"],
        "login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/sigstore/cosign/blob/d6d86c224e5899b54f56cbb063b79dc43abc11c2/cmd/cosign/cli/commands.go; https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &[
                "cosign login -u robot -p CANARY-not-a-real-password registry.example.com",
                "cosign login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "cosign login -u robot -p $PASSWORD registry.example.com",
                "cosign login -u robot --password $PASSWORD registry.example.com",
            ],
        ),
    ),
    flag(
        &["cosign"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/sigstore/cosign/blob/d6d86c224e5899b54f56cbb063b79dc43abc11c2/cmd/cosign/cli/commands.go; https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &["echo CANARY-not-a-real-password | cosign login -u robot --password-stdin registry.example.com"],
            &["cosign login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // oras
    flag(
        &["oras"],
        "",
        &["--insecure", "--from-insecure", "--to-insecure", "--plain-http", "--from-plain-http", "--to-plain-http"],
        When::True,
        proof(
            "https://github.com/oras-project/oras/blob/94fa1d8adac78d388a9545f1b4095d0bc52f2dd8/cmd/oras/internal/option/remote.go",
            &[
                "oras pull --insecure registry.example.com/app:1",
                "oras push --plain-http registry.example.com/app:1 file.txt",
                "oras cp --from-insecure --to-insecure registry.example.com/app:1 registry.example.com/app:2",
                "oras cp --from-plain-http --to-plain-http=true registry.example.com/app:1 registry.example.com/app:2",
            ],
            &[
                "oras pull --insecure=false --plain-http=false registry.example.com/app:1",
                "oras cp --from-insecure=false --to-insecure=0 --from-plain-http=false --to-plain-http=F registry.example.com/app:1 registry.example.com/app:2",
            ],
        ),
    ),
    flag(
        &["oras"],
        "",
        &[
            "-p",
            "--password",
            "--from-password",
            "--to-password",
            "--identity-token",
            "--from-identity-token",
            "--to-identity-token",
        ],
        When::Password,
        proof(
            "https://github.com/oras-project/oras/blob/94fa1d8adac78d388a9545f1b4095d0bc52f2dd8/cmd/oras/internal/option/remote.go",
            &[
                "oras push -urobot -pCANARY-not-a-real-password registry.example.com/app:1 file.txt",
                "oras login -u robot --password CANARY-not-a-real-password registry.example.com",
                "oras cp --from-username robot --from-password=CANARY-not-a-real-password --to-username robot --to-password CANARY-not-a-real-password a.example.com/app:1 b.example.com/app:1",
                "oras pull --identity-token CANARY-not-a-real-password registry.example.com/app:1",
                "oras cp --from-identity-token CANARY-not-a-real-password --to-identity-token=CANARY-not-a-real-password a.example.com/app:1 b.example.com/app:1",
            ],
            &[
                "oras push -u robot -p $PASSWORD registry.example.com/app:1 file.txt",
                "oras login --password $PASSWORD --identity-token=$TOKEN registry.example.com",
                "oras cp --from-password=$A --to-password=$B --from-identity-token=$C --to-identity-token=$D a.example.com/app:1 b.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["oras"],
        "",
        &["--password-stdin", "--identity-token-stdin"],
        When::Stdin,
        proof(
            "https://github.com/oras-project/oras/blob/94fa1d8adac78d388a9545f1b4095d0bc52f2dd8/cmd/oras/internal/option/remote.go",
            &[
                "echo CANARY-not-a-real-password | oras login -u robot --password-stdin registry.example.com",
                "echo CANARY-not-a-real-password | oras login --identity-token-stdin registry.example.com",
            ],
            &[
                "oras login -u robot --password-stdin registry.example.com < /run/secrets/password",
                "oras login --identity-token-stdin registry.example.com < /run/secrets/token",
            ],
        ),
    ),
    // Notation
    flag(
        &["notation"],
        "",
        &["--insecure-registry"],
        When::True,
        proof(
            "https://github.com/notaryproject/notation/blob/2a558558ae29505a54c67621ae5aef3f1764367a/cmd/notation/internal/flag/flags.go",
            &["notation sign --insecure-registry registry.example.com/app:1"],
            &["notation sign --insecure-registry=false registry.example.com/app:1"],
        ),
    ),
    flag(
        &["notation"],
        "",
        &["--plain-http"],
        When::True,
        proof(
            "https://github.com/notaryproject/notation/blob/06398102f3a59263edd74d24ce67a403a2a9fed4/cmd/notation/common.go, in older versions",
            &["notation verify --plain-http registry.example.com/app:1"],
            &["notation verify --plain-http=false registry.example.com/app:1"],
        ),
    ),
    flag(
        &["notation"],
        "",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/notaryproject/notation/blob/2a558558ae29505a54c67621ae5aef3f1764367a/cmd/notation/internal/flag/flags.go",
            &[
                "notation sign -u robot -p CANARY-not-a-real-password registry.example.com/app:1",
                "notation login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "notation login -u robot -p $PASSWORD registry.example.com",
                "notation sign --password $PASSWORD registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["notation"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/notaryproject/notation/blob/2a558558ae29505a54c67621ae5aef3f1764367a/cmd/notation/login.go",
            &["echo CANARY-not-a-real-password | notation login -u robot --password-stdin registry.example.com"],
            &["notation login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // Helm. The second flag is that of a chart repository too, and of dependencies nobody knows where they come from.
    flag(
        &["helm"],
        "dep|dependencies|dependency|fetch|inspect|install|package|plugin|pull|push|show|template|upgrade",
        &["--plain-http"],
        When::True,
        proof(
            "https://github.com/helm/helm/blob/e9b85e4de16ad45805843fb121748018cf89094b/pkg/cmd/flags.go",
            &[
                "helm pull --plain-http oci://registry.example.com/charts/app",
                "helm dependencies build --plain-http ./app",
            ],
            &["helm pull --plain-http=false oci://registry.example.com/charts/app"],
        ),
    ),
    flag_if_oci(
        &["helm"],
        "fetch|inspect|install|plugin|pull|push|show|template|upgrade",
        &["--insecure-skip-tls-verify"],
        When::True,
        proof(
            "https://github.com/helm/helm/blob/e9b85e4de16ad45805843fb121748018cf89094b/pkg/cmd/flags.go",
            &[
                "helm upgrade --install app oci://registry.example.com/charts/app --insecure-skip-tls-verify",
                "CHART=oci://registry.example.com/charts/app; helm pull --insecure-skip-tls-verify $CHART",
            ],
            &[
                "helm pull --insecure-skip-tls-verify=false oci://registry.example.com/charts/app",
                "helm install app https://charts.example.com/app-1.0.0.tgz --insecure-skip-tls-verify",
                "helm upgrade --install app charts/app --insecure-skip-tls-verify",
                "helm repo add charts https://charts.example.com --insecure-skip-tls-verify",
                "helm upgrade --install app ./app --kube-insecure-skip-tls-verify",
                "kubectl apply -f /manifests/helm --insecure-skip-tls-verify",
            ],
        ),
    ),
    flag_if_oci(
        &["helm"],
        "diff upgrade",
        &["--insecure-skip-tls-verify"],
        When::True,
        proof(
            "https://github.com/databus23/helm-diff/blob/d01cb21d1bd4c102e8eeaa69d456af9934739d84/cmd/upgrade.go",
            &["helm diff upgrade app oci://registry.example.com/charts/app --insecure-skip-tls-verify"],
            &[
                "helm diff upgrade app oci://registry.example.com/charts/app --insecure-skip-tls-verify=false",
                "helm diff upgrade app charts/app --insecure-skip-tls-verify",
            ],
        ),
    ),
    flag(
        &["helm"],
        "registry login",
        &["--insecure", "--plain-http"],
        When::True,
        proof(
            "https://github.com/helm/helm/blob/e9b85e4de16ad45805843fb121748018cf89094b/pkg/cmd/registry_login.go",
            &[
                "helm registry login --insecure -u robot registry.example.com",
                "helm registry login --plain-http -u robot registry.example.com",
            ],
            &["helm registry login --insecure=false --plain-http=false -u robot registry.example.com"],
        ),
    ),
    flag(
        &["helm"],
        "registry login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/helm/helm/blob/e9b85e4de16ad45805843fb121748018cf89094b/pkg/cmd/registry_login.go",
            &[
                "helm registry login -u robot -p CANARY-not-a-real-password registry.example.com",
                "helm registry login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "helm registry login -u robot -p $PASSWORD registry.example.com",
                "helm registry login -u robot --password $PASSWORD registry.example.com",
            ],
        ),
    ),
    flag(
        &["helm"],
        "registry login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/helm/helm/blob/e9b85e4de16ad45805843fb121748018cf89094b/pkg/cmd/registry_login.go",
            &["echo CANARY-not-a-real-password | helm registry login -u robot --password-stdin registry.example.com"],
            &["helm registry login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    flag_if_oci(
        &["helm"],
        "fetch|inspect|install|package|plugin|pull|push|show|template|upgrade",
        &["--password"],
        When::Password,
        proof(
            "https://github.com/helm/helm/blob/e9b85e4de16ad45805843fb121748018cf89094b/pkg/cmd/flags.go",
            &[
                "helm pull --username robot --password CANARY-not-a-real-password oci://registry.example.com/charts/app",
                "helm push app-1.0.0.tgz oci://registry.example.com/charts --password=CANARY-not-a-real-password",
            ],
            &[
                "helm pull --username robot --password $PASSWORD oci://registry.example.com/charts/app",
                "helm pull --repo https://charts.example.com --username robot --password CANARY-not-a-real-password app",
                "helm repo add charts https://charts.example.com --username robot --password CANARY-not-a-real-password",
            ],
        ),
    ),
    // Flux
    flag(
        &["flux"],
        "diff|list|pull|push artifact|artifacts",
        &["--insecure-registry"],
        When::True,
        proof(
            "https://github.com/fluxcd/flux2/blob/da2d22d3690191a315822612085f424e4133b06a/cmd/flux/push_artifact.go",
            &[
                "flux push artifact oci://registry.example.com/app:1 --path=. --source=git --revision=1 --insecure-registry",
                "flux list artifacts oci://registry.example.com/app --insecure-registry=true",
            ],
            &["flux pull artifact oci://registry.example.com/app:1 --output=. --insecure-registry=false"],
        ),
    ),
    flag(
        &["flux"],
        "create source oci",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/fluxcd/flux2/blob/da2d22d3690191a315822612085f424e4133b06a/cmd/flux/create_source_oci.go",
            &["flux create source oci app --url=oci://registry.example.com/app --tag=1 --insecure"],
            &[
                "flux create source oci app --url=oci://registry.example.com/app --tag=1 --insecure=false",
                "flux create source bucket app --bucket-name=app --endpoint=minio.example.com --insecure",
            ],
        ),
    ),
    flag(
        &["flux"],
        "diff|list|pull|push|tag artifact|artifacts",
        &["--creds"],
        When::Pair,
        proof(
            "https://github.com/fluxcd/flux2/blob/da2d22d3690191a315822612085f424e4133b06a/cmd/flux/push_artifact.go",
            &[
                "flux tag artifact oci://registry.example.com/app:1 --tag=latest --creds=robot:CANARY-not-a-real-password",
            ],
            &["flux tag artifact oci://registry.example.com/app:1 --tag=latest --creds=robot:$PASSWORD"],
        ),
    ),
    flag(
        &["flux"],
        "bootstrap|install",
        &["--registry-creds"],
        When::Pair,
        proof(
            "https://github.com/fluxcd/flux2/blob/da2d22d3690191a315822612085f424e4133b06a/cmd/flux/install.go",
            &[
                "flux install --registry=registry.example.com/fluxcd --image-pull-secret=pull --registry-creds=robot:CANARY-not-a-real-password",
            ],
            &[
                "flux install --registry=registry.example.com/fluxcd --image-pull-secret=pull --registry-creds=robot:$PASSWORD",
            ],
        ),
    ),
    flag(
        &["flux"],
        "create secret oci",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/fluxcd/flux2/blob/da2d22d3690191a315822612085f424e4133b06a/cmd/flux/create_secret_oci.go",
            &[
                "flux create secret oci pull --url=registry.example.com -u robot -p CANARY-not-a-real-password",
                "flux create secret oci pull --url=registry.example.com --username=robot --password=CANARY-not-a-real-password",
            ],
            &[
                "flux create secret oci pull --url=registry.example.com -u robot -p $PASSWORD",
                "flux create secret oci pull --url=registry.example.com --username=robot --password=$PASSWORD",
                "flux create secret git app --url=https://git.example.com/app --username=robot --password=CANARY-not-a-real-password",
            ],
        ),
    ),
    // regctl
    flag(
        &["regctl"],
        "registry set",
        &["--tls"],
        When::OneOf(&["disabled", "insecure"]),
        proof(
            "https://github.com/regclient/regclient/blob/725072f65f14ab63d6b220246c3a889dcd5e2f5f/cmd/regctl/registry.go",
            &[
                "regctl registry set --tls disabled registry.example.com",
                "regctl registry set registry.example.com --tls=insecure",
            ],
            &["regctl registry set --tls enabled registry.example.com"],
        ),
    ),
    flag(
        &["regctl"],
        "",
        &["--host"],
        When::Setting("tls", &When::OneOf(&["disabled", "insecure"])),
        proof(
            "https://github.com/regclient/regclient/blob/725072f65f14ab63d6b220246c3a889dcd5e2f5f/cmd/regctl/root.go",
            &[
                "regctl --host reg=registry.example.com,tls=disabled tag ls registry.example.com/app",
                "regctl tag ls --host=reg=registry.example.com,tls=insecure registry.example.com/app",
            ],
            &[
                "regctl --host reg=registry.example.com,tls=enabled tag ls registry.example.com/app",
                "regctl --host reg=tls,user=disabled tag ls registry.example.com/app",
            ],
        ),
    ),
    flag(
        &["regctl"],
        "",
        &["--host"],
        When::Setting("pass", &When::Password),
        proof(
            "https://github.com/regclient/regclient/blob/725072f65f14ab63d6b220246c3a889dcd5e2f5f/cmd/regctl/root.go",
            &[
                "regctl --host reg=registry.example.com,user=robot,pass=CANARY-not-a-real-password tag ls registry.example.com/app",
            ],
            &["regctl --host reg=registry.example.com,user=robot,pass=$PASSWORD tag ls registry.example.com/app"],
        ),
    ),
    flag(
        &["regctl"],
        "registry login",
        &["-p", "--pass"],
        When::Password,
        proof(
            "https://github.com/regclient/regclient/blob/725072f65f14ab63d6b220246c3a889dcd5e2f5f/cmd/regctl/registry.go",
            &[
                "regctl registry login -u robot -p CANARY-not-a-real-password registry.example.com",
                "regctl registry login -u robot --pass=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "regctl registry login -u robot -p $PASSWORD registry.example.com",
                "regctl registry login -u robot --pass $PASSWORD registry.example.com",
                "regctl image digest -p linux/amd64 registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["regctl"],
        "registry login",
        &["--pass-stdin"],
        When::Stdin,
        proof(
            "https://github.com/regclient/regclient/blob/725072f65f14ab63d6b220246c3a889dcd5e2f5f/cmd/regctl/registry.go",
            &["echo CANARY-not-a-real-password | regctl registry login -u robot --pass-stdin registry.example.com"],
            &["regctl registry login -u robot --pass-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // ctr, ctr-remote
    flag(
        &["ctr", "ctr-remote"],
        "images|image|i mount|pull|push|unmount",
        &["--plain-http", "--skip-verify", "-k"],
        When::True,
        proof(
            "https://github.com/containerd/containerd/blob/301026e58c619e63d09c0ec411012e54c0124b03/cmd/ctr/commands/commands.go",
            &[
                "ctr images pull --plain-http registry.example.com/app:1",
                "ctr -n k8s.io i pull -k registry.example.com/app:1",
                "ctr-remote image push -skip-verify registry.example.com/app:1",
            ],
            &[
                "ctr images pull --plain-http=false --skip-verify=false registry.example.com/app:1",
                "ctr i pull -k=false registry.example.com/app:1",
                "ctr images ls -q",
            ],
        ),
    ),
    flag(
        &["ctr", "ctr-remote"],
        "content fetch|fetch-blob|fetch-object|push-object",
        &["--plain-http", "--skip-verify", "-k"],
        When::True,
        proof(
            "https://github.com/containerd/containerd/blob/301026e58c619e63d09c0ec411012e54c0124b03/cmd/ctr/commands/commands.go; https://github.com/containerd/containerd/blob/301026e58c619e63d09c0ec411012e54c0124b03/cmd/ctr/commands/content/fetch.go",
            &[
                "ctr content fetch --plain-http registry.example.com/app:1",
                "ctr-remote content fetch-object --skip-verify registry.example.com/app:1",
                "ctr content push-object -k registry.example.com/app:1 sha256:0123456789abcdef application/json",
            ],
            &["ctr content fetch --plain-http=false --skip-verify=0 -k=false registry.example.com/app:1"],
        ),
    ),
    flag(
        &["ctr-remote"],
        "images|image|i rpull",
        &["--plain-http", "--skip-verify", "-k"],
        When::True,
        proof(
            "https://github.com/containerd/stargz-snapshotter/blob/7cf47cba499264f61bc4adac00e05edd599ca48f/cmd/ctr-remote/commands/rpull.go; https://github.com/containerd/containerd/blob/301026e58c619e63d09c0ec411012e54c0124b03/cmd/ctr/commands/commands.go",
            &[
                "ctr-remote images rpull --plain-http registry.example.com/app:1",
                "ctr-remote i rpull --skip-verify registry.example.com/app:1",
                "ctr-remote i rpull -k registry.example.com/app:1",
            ],
            &["ctr-remote images rpull --plain-http=false --skip-verify=false -k=false registry.example.com/app:1"],
        ),
    ),
    flag(
        &["ctr", "ctr-remote"],
        "images|image|i mount|pull|push|rpull|unmount",
        &["-u", "--user"],
        When::Pair,
        proof(
            "https://github.com/containerd/containerd/blob/301026e58c619e63d09c0ec411012e54c0124b03/cmd/ctr/commands/commands.go",
            &[
                "ctr images pull -u robot:CANARY-not-a-real-password registry.example.com/app:1",
                "ctr-remote images rpull --user robot:CANARY-not-a-real-password registry.example.com/app:1",
            ],
            &[
                "ctr images pull -u robot registry.example.com/app:1",
                "ctr i push --user robot:$PASSWORD registry.example.com/app:1",
                "ctr run --user 1000:1000 registry.example.com/app:1 app",
            ],
        ),
    ),
    flag(
        &["ctr", "ctr-remote"],
        "content fetch|fetch-blob|fetch-object|push-object",
        &["-u", "--user"],
        When::Pair,
        proof(
            "https://github.com/containerd/containerd/blob/301026e58c619e63d09c0ec411012e54c0124b03/cmd/ctr/commands/commands.go; https://github.com/containerd/containerd/blob/301026e58c619e63d09c0ec411012e54c0124b03/cmd/ctr/commands/content/fetch.go",
            &[
                "ctr content fetch -u robot:CANARY-not-a-real-password registry.example.com/app:1",
                "ctr-remote content fetch --user=robot:CANARY-not-a-real-password registry.example.com/app:1",
            ],
            &[
                "ctr content fetch -u robot:$PASSWORD registry.example.com/app:1",
                "ctr content fetch --user robot registry.example.com/app:1",
            ],
        ),
    ),
    // soci
    flag(
        &["soci"],
        "push",
        &["--plain-http", "--skip-verify", "-k"],
        When::True,
        proof(
            "https://github.com/awslabs/soci-snapshotter/blob/77fb4266a671d3905ca95fbcaac5a556853b7733/cmd/soci/commands/internal/registry.go",
            &[
                "soci push --plain-http registry.example.com/app:1",
                "soci push --skip-verify registry.example.com/app:1",
                "soci push -k registry.example.com/app:1",
            ],
            &["soci push --plain-http=false --skip-verify=false -k=false registry.example.com/app:1"],
        ),
    ),
    flag(
        &["soci"],
        "push",
        &["-u", "--user"],
        When::Pair,
        proof(
            "https://github.com/awslabs/soci-snapshotter/blob/77fb4266a671d3905ca95fbcaac5a556853b7733/cmd/soci/commands/internal/registry.go",
            &[
                "soci push -u robot:CANARY-not-a-real-password registry.example.com/app:1",
                "soci push --user robot:CANARY-not-a-real-password registry.example.com/app:1",
            ],
            &[
                "soci push -u robot:$PASSWORD registry.example.com/app:1",
                "soci push --user robot registry.example.com/app:1",
            ],
        ),
    ),
    // crictl
    flag(
        &["crictl"],
        "create|pull|run",
        &["--creds"],
        When::Pair,
        proof(
            "https://github.com/kubernetes-sigs/cri-tools/blob/ba03eabc14500ba95be34f9cb7149c0f7de6ce33/cmd/crictl/image.go",
            &["crictl pull --creds robot:CANARY-not-a-real-password registry.example.com/app:1"],
            &["crictl pull --creds robot:$PASSWORD registry.example.com/app:1"],
        ),
    ),
    flag(
        &["crictl"],
        "create|pull|run",
        &["--auth"],
        When::Auth,
        proof(
            "https://github.com/kubernetes-sigs/cri-tools/blob/ba03eabc14500ba95be34f9cb7149c0f7de6ce33/cmd/crictl/image.go",
            &["crictl pull --auth cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ= registry.example.com/app:1"],
            &[
                "crictl pull --auth $AUTH registry.example.com/app:1",
                "crictl pull --auth cm9ib3Q6 registry.example.com/app:1",
            ],
        ),
    ),
    // BuildKit
    flag(
        &["buildctl", "buildctl-daemonless.sh"],
        "",
        &["--output", "-o", "--export-cache", "--import-cache"],
        When::Setting("registry.insecure", &When::True),
        proof(
            "https://github.com/moby/buildkit/blob/73ed6825c4b7569379ef89df0aedcdbe64473d31/exporter/containerimage/export.go; https://github.com/moby/buildkit/blob/73ed6825c4b7569379ef89df0aedcdbe64473d31/cache/remotecache/registry/registry.go; https://github.com/moby/buildkit/blob/73ed6825c4b7569379ef89df0aedcdbe64473d31/cmd/buildctl/build.go",
            &[
                "buildctl build --frontend dockerfile.v0 --output type=image,name=registry.example.com/app:1,push=true,registry.insecure=true",
                "buildctl-daemonless.sh build --frontend dockerfile.v0 -o type=image,name=registry.example.com/app:1,push=true,registry.insecure",
                "buildctl build --frontend dockerfile.v0 --export-cache type=registry,ref=registry.example.com/app:cache,registry.insecure=1 --import-cache type=registry,ref=registry.example.com/app:cache,registry.insecure=true",
            ],
            &[
                "buildctl build --frontend dockerfile.v0 --output type=image,name=registry.example.com/app:1,push=true,registry.insecure=false",
                "buildctl build --frontend dockerfile.v0 -o type=local,dest=out --export-cache type=inline --import-cache type=registry,ref=registry.example.com/app:cache",
                "buildctl build --frontend dockerfile.v0 --allow security.insecure -o type=local,dest=out",
            ],
        ),
    ),
    flag(
        &["buildctl", "buildctl-daemonless.sh"],
        "",
        &["--registry-auth-tlscontext"],
        When::Setting("insecure", &When::True),
        proof(
            "https://github.com/moby/buildkit/blob/73ed6825c4b7569379ef89df0aedcdbe64473d31/cmd/buildctl/build/registryauthtlscontext.go",
            &[
                "buildctl build --registry-auth-tlscontext host=https://registry.example.com,insecure=true --frontend dockerfile.v0",
                "buildctl-daemonless.sh build --registry-auth-tlscontext=host=https://registry.example.com,insecure=1 --frontend dockerfile.v0",
            ],
            &[
                "buildctl build --registry-auth-tlscontext host=https://registry.example.com,insecure=false,ca=/ca.crt --frontend dockerfile.v0",
            ],
        ),
    ),
    // oc, kubectl
    flag(
        &["oc"],
        "image append|extract|info|mirror",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/openshift/oc/blob/6b8e30c5b39aa742147846341a203905e04834f3/pkg/cli/image/manifest/manifest.go",
            &[
                "oc image info --insecure registry.example.com/app:1",
                "oc -n app image mirror a.example.com/app:1 b.example.com/app:1 --insecure=true",
            ],
            &[
                "oc image info --insecure=false registry.example.com/app:1",
                "oc login --insecure-skip-tls-verify https://api.example.com:6443",
            ],
        ),
    ),
    flag(
        &["oc"],
        "import-image|tag",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/openshift/oc/blob/6b8e30c5b39aa742147846341a203905e04834f3/pkg/cli/importimage/importimage.go; https://github.com/openshift/oc/blob/6b8e30c5b39aa742147846341a203905e04834f3/pkg/cli/tag/tag.go",
            &[
                "oc import-image app:1 --from=registry.example.com/app:1 --confirm --insecure",
                "oc tag --source=docker --insecure registry.example.com/app:1 app:1",
            ],
            &[
                "oc import-image app:1 --from=registry.example.com/app:1 --confirm --insecure=false",
                "oc tag registry.example.com/app:1 app:1",
            ],
        ),
    ),
    flag(
        &["oc"],
        "create imagestreamtag|istag",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/openshift/oc/blob/6b8e30c5b39aa742147846341a203905e04834f3/pkg/cli/create/imagestreamtag.go",
            &[
                "oc create imagestreamtag app:1 --from-image=registry.example.com/app:1 --insecure",
                "oc create istag app:1 --from-image=registry.example.com/app:1 --insecure=true",
            ],
            &[
                "oc create istag app:1 --from-image=registry.example.com/app:1 --insecure=false",
                "oc create route edge --service=app --insecure-policy=Redirect",
            ],
        ),
    ),
    flag(
        &["oc"],
        "adm catalog|node-image|release|verify-image-signature",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/openshift/oc/blob/6b8e30c5b39aa742147846341a203905e04834f3/pkg/cli/image/manifest/manifest.go; https://github.com/openshift/oc/blob/6b8e30c5b39aa742147846341a203905e04834f3/pkg/cli/admin/verifyimagesignature/verify-signature.go",
            &[
                "oc adm release mirror --from=a.example.com/release:1 --to=b.example.com/release --insecure",
                "oc adm catalog mirror a.example.com/index:1 b.example.com --insecure=true",
            ],
            &["oc adm release info --insecure=false registry.example.com/release:1"],
        ),
    ),
    flag(
        &["oc"],
        "adm prune images",
        &["--force-insecure"],
        When::True,
        proof(
            "https://github.com/openshift/oc/blob/6b8e30c5b39aa742147846341a203905e04834f3/pkg/cli/admin/prune/images/images.go",
            &["oc adm prune images --confirm --force-insecure"],
            &["oc adm prune images --confirm --force-insecure=false"],
        ),
    ),
    flag(
        &["oc"],
        "registry login",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/openshift/oc/blob/6b8e30c5b39aa742147846341a203905e04834f3/pkg/cli/registry/login/login.go",
            &["oc registry login --insecure --registry registry.example.com"],
            &[
                "oc registry login --insecure=false --registry registry.example.com",
                "oc registry login --skip-check --registry registry.example.com",
            ],
        ),
    ),
    flag(
        &["oc"],
        "new-app|new-build",
        &["--insecure-registry"],
        When::True,
        proof(
            "https://github.com/openshift/oc/blob/6b8e30c5b39aa742147846341a203905e04834f3/pkg/cli/newapp/newapp.go; https://github.com/openshift/oc/blob/6b8e30c5b39aa742147846341a203905e04834f3/pkg/cli/newbuild/newbuild.go",
            &[
                "oc new-app --insecure-registry --image=registry.example.com/app:1",
                "oc new-build --insecure-registry=true --image=registry.example.com/app:1",
            ],
            &["oc new-app --insecure-registry=false --image=registry.example.com/app:1"],
        ),
    ),
    flag(
        &["oc"],
        "registry login",
        &["--auth-basic"],
        When::Pair,
        proof(
            "https://github.com/openshift/oc/blob/6b8e30c5b39aa742147846341a203905e04834f3/pkg/cli/registry/login/login.go",
            &["oc registry login --registry registry.example.com --auth-basic=robot:CANARY-not-a-real-password"],
            &["oc registry login --registry registry.example.com --auth-basic=robot:$PASSWORD"],
        ),
    ),
    flag(
        &["kubectl", "oc"],
        "create secret docker-registry",
        &["--docker-password"],
        When::Password,
        proof(
            "https://github.com/kubernetes/kubectl/blob/dee3483a3d6a64c07fdf746caf80af446dee99ac/pkg/cmd/create/create_secret_docker.go",
            &[
                "kubectl -n app create secret docker-registry pull --docker-server=registry.example.com --docker-username=robot --docker-password=CANARY-not-a-real-password",
                "oc create secret docker-registry pull --docker-server registry.example.com --docker-username robot --docker-password CANARY-not-a-real-password",
            ],
            &[
                "kubectl create secret docker-registry pull --docker-server=registry.example.com --docker-username=robot --docker-password=$PASSWORD",
                "kubectl create secret docker-registry pull --from-file=.dockerconfigjson=config.json",
            ],
        ),
    ),
    flag(
        &["oc"],
        "secrets new-dockercfg",
        &["--docker-password"],
        When::Password,
        proof(
            "https://github.com/openshift/origin/blob/02631cda4e6cdb30e19e24fa41be6ca255ce8caf/pkg/cmd/cli/secrets/dockercfg.go, until 3.11",
            &[
                "oc secrets new-dockercfg pull --docker-server=registry.example.com --docker-username=robot --docker-email=robot@example.com --docker-password=CANARY-not-a-real-password",
            ],
            &[
                "oc secrets new-dockercfg pull --docker-server=registry.example.com --docker-username=robot --docker-email=robot@example.com --docker-password=$PASSWORD",
            ],
        ),
    ),
    // oc-mirror, also as `oc mirror`
    flag(
        &["oc-mirror"],
        "",
        &["--tls-verify", "--src-tls-verify", "--dest-tls-verify"],
        When::False,
        proof(
            "https://github.com/openshift/oc-mirror/blob/855b64a3c9c03634bcab6210b641274772050cda/internal/pkg/mirror/options.go (version 2)",
            &[
                "oc-mirror --v2 -c set.yaml --workspace file:///data --src-tls-verify=false --dest-tls-verify=false docker://registry.example.com",
                "oc-mirror --v2 -c set.yaml --tls-verify=0 docker://registry.example.com",
            ],
            &[
                "oc-mirror --v2 -c set.yaml --tls-verify --src-tls-verify=true --dest-tls-verify=true docker://registry.example.com",
            ],
        ),
    ),
    flag(
        &["oc"],
        "mirror",
        &["--tls-verify", "--src-tls-verify", "--dest-tls-verify"],
        When::False,
        proof(
            "https://github.com/openshift/oc-mirror/blob/855b64a3c9c03634bcab6210b641274772050cda/internal/pkg/mirror/options.go (version 2)",
            &[
                "oc mirror --v2 -c set.yaml --workspace file:///data --src-tls-verify=false --dest-tls-verify=false docker://registry.example.com",
                "oc mirror --v2 -c set.yaml --tls-verify=false docker://registry.example.com",
            ],
            &[
                "oc mirror --v2 -c set.yaml --tls-verify --src-tls-verify=true --dest-tls-verify=true docker://registry.example.com",
            ],
        ),
    ),
    flag(
        &["oc-mirror"],
        "",
        &["--source-skip-tls", "--dest-skip-tls", "--source-use-http", "--dest-use-http"],
        When::True,
        proof(
            "https://github.com/openshift/oc-mirror/blob/855b64a3c9c03634bcab6210b641274772050cda/v1/pkg/cli/mirror/options.go (version 1)",
            &[
                "oc-mirror -c set.yaml --source-skip-tls --dest-skip-tls docker://registry.example.com",
                "oc-mirror -c set.yaml --source-use-http --dest-use-http=true docker://registry.example.com",
            ],
            &[
                "oc-mirror -c set.yaml --source-skip-tls=false --dest-skip-tls=false --source-use-http=false --dest-use-http=false docker://registry.example.com",
                "oc-mirror -c set.yaml --oci-insecure-signature-policy docker://registry.example.com",
            ],
        ),
    ),
    flag(
        &["oc"],
        "mirror",
        &["--source-skip-tls", "--dest-skip-tls", "--source-use-http", "--dest-use-http"],
        When::True,
        proof(
            "https://github.com/openshift/oc-mirror/blob/855b64a3c9c03634bcab6210b641274772050cda/v1/pkg/cli/mirror/options.go (version 1)",
            &[
                "oc mirror -c set.yaml --source-skip-tls --dest-skip-tls docker://registry.example.com",
                "oc mirror -c set.yaml --source-use-http --dest-use-http docker://registry.example.com",
            ],
            &[
                "oc mirror -c set.yaml --source-skip-tls=false --dest-skip-tls=false --source-use-http=false --dest-use-http=false docker://registry.example.com",
            ],
        ),
    ),
    flag(
        &["oc-mirror"],
        "",
        &["--src-creds", "--dest-creds", "--screds", "--dcreds"],
        When::Pair,
        proof(
            "https://github.com/openshift/oc-mirror/blob/855b64a3c9c03634bcab6210b641274772050cda/internal/pkg/mirror/options.go; https://github.com/openshift/oc-mirror/blob/855b64a3c9c03634bcab6210b641274772050cda/internal/pkg/cli/executor.go (version 2)",
            &[
                "oc-mirror --v2 -c set.yaml --src-creds robot:CANARY-not-a-real-password --dest-creds=robot:CANARY-not-a-real-password docker://registry.example.com",
                "oc-mirror --v2 -c set.yaml --screds robot:CANARY-not-a-real-password --dcreds robot:CANARY-not-a-real-password docker://registry.example.com",
            ],
            &[
                "oc-mirror --v2 -c set.yaml --src-creds $A --dest-creds=robot:$B --screds robot:$A --dcreds robot docker://registry.example.com",
            ],
        ),
    ),
    flag(
        &["oc-mirror"],
        "",
        &["--src-password", "--dest-password", "--src-registry-token", "--dest-registry-token"],
        When::Password,
        proof(
            "https://github.com/openshift/oc-mirror/blob/855b64a3c9c03634bcab6210b641274772050cda/internal/pkg/mirror/options.go (version 2)",
            &[
                "oc-mirror --v2 -c set.yaml --src-password CANARY-not-a-real-password --dest-password=CANARY-not-a-real-password docker://registry.example.com",
                "oc-mirror --v2 -c set.yaml --src-registry-token CANARY-not-a-real-password --dest-registry-token=CANARY-not-a-real-password docker://registry.example.com",
            ],
            &[
                "oc-mirror --v2 -c set.yaml --src-password $A --dest-password=$B --src-registry-token=$C --dest-registry-token=$D docker://registry.example.com",
            ],
        ),
    ),
    // ko, apko
    flag(
        &["ko"],
        "",
        &["--insecure-registry"],
        When::True,
        proof(
            "https://github.com/ko-build/ko/blob/42978711adcbd3ff231b81907534090d30838a4d/pkg/commands/options/publish.go",
            &["ko build --insecure-registry ./cmd/app"],
            &["ko build --insecure-registry=false ./cmd/app"],
        ),
    ),
    flag(
        &["ko", "apko"],
        "login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/ko-build/ko/blob/42978711adcbd3ff231b81907534090d30838a4d/pkg/commands/root.go; https://github.com/chainguard-dev/apko/blob/d1b5d5ec7633ad7288e5841b38fc8103a9773436/internal/cli/commands.go; https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &[
                "ko login -u robot -p CANARY-not-a-real-password registry.example.com",
                "apko login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "ko login -u robot -p $PASSWORD registry.example.com",
                "apko login -u robot --password $PASSWORD registry.example.com",
                "apko publish -p curl image.yaml registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["ko", "apko"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/ko-build/ko/blob/42978711adcbd3ff231b81907534090d30838a4d/pkg/commands/root.go; https://github.com/chainguard-dev/apko/blob/d1b5d5ec7633ad7288e5841b38fc8103a9773436/internal/cli/commands.go; https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &[
                "echo CANARY-not-a-real-password | ko login -u robot --password-stdin registry.example.com",
                "echo CANARY-not-a-real-password | apko login -u robot --password-stdin registry.example.com",
            ],
            &["ko login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    flag(
        &["ko"],
        "auth login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/ko-build/ko/blob/42978711adcbd3ff231b81907534090d30838a4d/pkg/commands/root.go; https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &[
                "ko auth login -u robot -p CANARY-not-a-real-password registry.example.com",
                "ko auth login -u robot --password CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "ko auth login -u robot -p $PASSWORD registry.example.com",
                "ko auth login -u robot --password=$PASSWORD registry.example.com",
            ],
        ),
    ),
    // img
    flag(
        &["img"],
        "push",
        &["--insecure-registry"],
        When::True,
        proof(
            "https://github.com/genuinetools/img/blob/16d3b6cad7e72f4cd9c8dad0e159902eeee00898/push.go",
            &["img push --insecure-registry registry.example.com/app:1"],
            &["img push --insecure-registry=false registry.example.com/app:1"],
        ),
    ),
    flag(
        &["img"],
        "login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/genuinetools/img/blob/16d3b6cad7e72f4cd9c8dad0e159902eeee00898/login.go",
            &[
                "img login -u robot -p CANARY-not-a-real-password registry.example.com",
                "img login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "img login -u robot -p $PASSWORD registry.example.com",
                "img login -u robot --password $PASSWORD registry.example.com",
            ],
        ),
    ),
    flag(
        &["img"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/genuinetools/img/blob/16d3b6cad7e72f4cd9c8dad0e159902eeee00898/login.go",
            &["echo CANARY-not-a-real-password | img login -u robot --password-stdin registry.example.com"],
            &["img login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // dockerd
    flag(
        &["dockerd"],
        "",
        &["--insecure-registry"],
        When::Registry,
        proof(
            "https://github.com/moby/moby/blob/b985e2313a8676e18072b442911fc8f64f17d440/daemon/command/config.go",
            &[
                "dockerd --insecure-registry=registry.example.com:5000",
                "dockerd -H unix:///var/run/docker.sock --insecure-registry 10.0.0.0/8",
            ],
            &["dockerd --insecure-registry=localhost:5000", "dockerd --insecure-registry 127.0.0.0/8"],
        ),
    ),
    flag(
        &["dockerd"],
        "",
        &["--registry-mirror"],
        When::Http,
        proof(
            "https://github.com/moby/moby/blob/b985e2313a8676e18072b442911fc8f64f17d440/daemon/command/config.go",
            &[
                "dockerd --registry-mirror=http://mirror.example.com",
                "dockerd --registry-mirror HTTP://mirror.example.com",
            ],
            &[
                "dockerd --registry-mirror=https://mirror.example.com",
                "dockerd --registry-mirror http://127.0.0.1:5000",
            ],
        ),
    ),
    // CRI-O
    flag(
        &["crio"],
        "",
        &["--insecure-registry"],
        When::Registry,
        proof(
            "https://github.com/cri-o/cri-o/blob/f954a17e505f8931e91004403b5f5eac71ab6085/internal/criocli/criocli.go",
            &[
                "crio --insecure-registry registry.example.com:5000",
                "crio -insecure-registry=a.example.com,b.example.com",
            ],
            &["crio --insecure-registry localhost:5000"],
        ),
    ),
    // minikube
    flag(
        &["minikube"],
        "start",
        &["--insecure-registry"],
        When::Registry,
        proof(
            "https://github.com/kubernetes/minikube/blob/eb25dbc703701fa38c3f65c89a1896baa375e5ed/cmd/minikube/cmd/start_flags.go",
            &["minikube -p dev start --insecure-registry=registry.example.com:5000"],
            &["minikube start --insecure-registry=localhost:5000"],
        ),
    ),
    flag(
        &["minikube"],
        "start",
        &["--registry-mirror"],
        When::Http,
        proof(
            "https://github.com/kubernetes/minikube/blob/eb25dbc703701fa38c3f65c89a1896baa375e5ed/cmd/minikube/cmd/start_flags.go",
            &["minikube start --registry-mirror=http://mirror.example.com"],
            &["minikube start --registry-mirror=https://mirror.example.com"],
        ),
    ),
    // `minikube config set NAME VALUE`: a word that is no flag, before its value.
    flag(
        &["minikube"],
        "config set",
        &["insecure-registry"],
        When::Registry,
        proof(
            "https://github.com/kubernetes/minikube/blob/eb25dbc703701fa38c3f65c89a1896baa375e5ed/cmd/minikube/cmd/config/config.go",
            &["minikube config set insecure-registry registry.example.com:5000"],
            &[
                "minikube config set insecure-registry localhost:5000",
                "minikube config unset insecure-registry",
                "minikube config set profile insecure-registry",
            ],
        ),
    ),
    // Skaffold
    flag(
        &["skaffold"],
        "config set",
        &["insecure-registries"],
        When::Registry,
        proof(
            "https://github.com/GoogleContainerTools/skaffold/blob/77f04ed9893f3d6d912fa8963271c8cfb0ba918e/cmd/skaffold/app/cmd/config/set.go",
            &["skaffold config set --global insecure-registries registry.example.com:5000"],
            &[
                "skaffold config set --global insecure-registries localhost:5000",
                "skaffold config unset --global insecure-registries",
            ],
        ),
    ),
    flag(
        &["skaffold"],
        "",
        &["--insecure-registry"],
        When::Registry,
        proof(
            "https://github.com/GoogleContainerTools/skaffold/blob/359a940c1b26e9aecfad508c1e87a679ec86e49b/cmd/skaffold/app/cmd/flags.go",
            &[
                "skaffold build --insecure-registry registry.example.com:5000",
                "skaffold run -n app --insecure-registry=registry.example.com",
            ],
            &["skaffold build --insecure-registry localhost:5000"],
        ),
    ),
    // pack
    flag(
        &["pack"],
        "build|rebase",
        &["--insecure-registry"],
        When::Registry,
        proof(
            "https://github.com/buildpacks/pack/blob/7640af991ccd0ed30c2365bf91175271ba9b05b7/internal/commands/build.go",
            &[
                "pack build registry.example.com/app:1 --publish --insecure-registry registry.example.com",
                "pack rebase --insecure-registry=registry.example.com registry.example.com/app:1",
            ],
            &["pack build registry.example.com/app:1 --publish --insecure-registry localhost:5000"],
        ),
    ),
    flag(
        &["pack"],
        "manifest create|push",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/buildpacks/pack/blob/7640af991ccd0ed30c2365bf91175271ba9b05b7/internal/commands/manifest_push.go",
            &["pack manifest push --insecure registry.example.com/app:1"],
            &["pack manifest push --insecure=false registry.example.com/app:1"],
        ),
    ),
    // The lifecycle of Cloud Native Buildpacks
    flag(
        &["analyzer", "creator", "exporter", "rebaser", "restorer"],
        "",
        &["--insecure-registry"],
        When::Registry,
        proof(
            "https://github.com/buildpacks/lifecycle/blob/4bd4b13ede43d340b8e3960d3e3e5ab42d697d1f/cmd/lifecycle/cli/flags.go",
            &[
                "/cnb/lifecycle/creator -app=/workspace -insecure-registry=registry.example.com registry.example.com/app:1",
                "/cnb/lifecycle/analyzer -insecure-registry registry.example.com registry.example.com/app:1",
                "/cnb/lifecycle/exporter -insecure-registry=registry.example.com registry.example.com/app:1",
                "/cnb/lifecycle/rebaser -insecure-registry=registry.example.com registry.example.com/app:1",
                "/cnb/lifecycle/restorer -insecure-registry=registry.example.com",
            ],
            &["/cnb/lifecycle/creator -app=/workspace -insecure-registry=localhost:5000 registry.example.com/app:1"],
        ),
    ),
    // kpack's kp
    flag(
        &["kp"],
        "",
        &["--registry-verify-certs"],
        When::False,
        proof(
            "https://github.com/buildpacks-community/kpack-cli/blob/f92a96fabd1da7189ecceda7a3cb723c27984ec8/pkg/commands/command_flags.go",
            &["kp image create app --tag registry.example.com/app:1 --local-path . --registry-verify-certs=false"],
            &["kp image create app --tag registry.example.com/app:1 --local-path . --registry-verify-certs"],
        ),
    ),
    // Shipwright's shp
    flag(
        &["shp"],
        "build|buildrun",
        &["--output-insecure"],
        When::True,
        proof(
            "https://github.com/shipwright-io/cli/blob/04686eb6892915442215e365c0ff625082802ee3/pkg/shp/flags/flags.go",
            &["shp build create app --output-image=registry.example.com/app:1 --output-insecure"],
            &["shp build create app --output-image=registry.example.com/app:1 --output-insecure=false"],
        ),
    ),
    // werf
    flag(
        &["werf"],
        "",
        &["--insecure-registry", "--skip-tls-verify-registry", "--insecure-helm-dependencies"],
        When::True,
        proof(
            "https://github.com/werf/werf/blob/73d8d4ac99352a6b05189cfcfa598ad6e0868197/cmd/werf/common/common.go",
            &[
                "werf build --repo registry.example.com/app --insecure-registry",
                "werf converge --repo registry.example.com/app --skip-tls-verify-registry=true --insecure-helm-dependencies",
            ],
            &[
                "werf converge --repo registry.example.com/app --insecure-registry=false --skip-tls-verify-registry=false --insecure-helm-dependencies=false",
                "werf converge --repo registry.example.com/app --skip-tls-verify-kube",
            ],
        ),
    ),
    flag(
        &["werf"],
        "cr login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/werf/werf/blob/73d8d4ac99352a6b05189cfcfa598ad6e0868197/cmd/werf/cr/login/login.go",
            &[
                "werf cr login -u robot -p CANARY-not-a-real-password registry.example.com",
                "werf cr login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "werf cr login -u robot -p $PASSWORD registry.example.com",
                "werf cr login -u robot --password $PASSWORD registry.example.com",
                "werf converge --kube-auth-password CANARY-not-a-real-password",
            ],
        ),
    ),
    flag(
        &["werf"],
        "cr login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/werf/werf/blob/73d8d4ac99352a6b05189cfcfa598ad6e0868197/cmd/werf/cr/login/login.go",
            &["echo CANARY-not-a-real-password | werf cr login -u robot --password-stdin registry.example.com"],
            &["werf cr login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // falcoctl
    flag(
        &["falcoctl"],
        "",
        &["--plain-http"],
        When::True,
        proof(
            "https://github.com/falcosecurity/falcoctl/blob/71a05e34cea07e9b71196e2bb98d43988793667d/pkg/options/registry.go",
            &["falcoctl artifact install --plain-http registry.example.com/rules:1"],
            &[
                "falcoctl artifact install --plain-http=false registry.example.com/rules:1",
                "falcoctl driver install --http-insecure",
            ],
        ),
    ),
    flag(
        &["falcoctl"],
        "registry auth basic",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/falcosecurity/falcoctl/blob/71a05e34cea07e9b71196e2bb98d43988793667d/cmd/registry/auth/basic/basic.go",
            &[
                "falcoctl registry auth basic -u robot -p CANARY-not-a-real-password registry.example.com",
                "falcoctl registry auth basic -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "falcoctl registry auth basic -u robot -p $PASSWORD registry.example.com",
                "falcoctl registry auth basic -u robot --password $PASSWORD registry.example.com",
            ],
        ),
    ),
    flag(
        &["falcoctl"],
        "registry auth basic",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/falcosecurity/falcoctl/blob/71a05e34cea07e9b71196e2bb98d43988793667d/cmd/registry/auth/basic/basic.go",
            &[
                "echo CANARY-not-a-real-password | falcoctl registry auth basic -u robot --password-stdin registry.example.com",
            ],
            &["falcoctl registry auth basic -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // Timoni
    flag(
        &["timoni"],
        "",
        &["--registry-insecure"],
        When::True,
        proof(
            "https://github.com/stefanprodan/timoni/blob/74ab9cc2fbee3459505706f5fb7c2742ecffbf5d/cmd/timoni/main.go",
            &["timoni mod push . oci://registry.example.com/app --version=1.0.0 --registry-insecure"],
            &[
                "timoni mod push . oci://registry.example.com/app --version=1.0.0 --registry-insecure=false",
                "timoni apply app oci://registry.example.com/app --kube-insecure-skip-tls-verify",
            ],
        ),
    ),
    flag(
        &["timoni"],
        "",
        &["--creds"],
        When::Pair,
        proof(
            "https://github.com/stefanprodan/timoni/blob/74ab9cc2fbee3459505706f5fb7c2742ecffbf5d/internal/flags/credentials.go",
            &["timoni mod pull oci://registry.example.com/app --creds robot:CANARY-not-a-real-password"],
            &["timoni mod pull oci://registry.example.com/app --creds robot:$PASSWORD"],
        ),
    ),
    flag(
        &["timoni"],
        "registry login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/stefanprodan/timoni/blob/74ab9cc2fbee3459505706f5fb7c2742ecffbf5d/cmd/timoni/registry.go; https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &[
                "timoni registry login registry.example.com -u robot -p CANARY-not-a-real-password",
                "timoni registry login registry.example.com -u robot --password=CANARY-not-a-real-password",
            ],
            &[
                "timoni registry login registry.example.com -u robot -p $PASSWORD",
                "timoni registry login registry.example.com -u robot --password $PASSWORD",
            ],
        ),
    ),
    flag(
        &["timoni"],
        "registry login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/stefanprodan/timoni/blob/74ab9cc2fbee3459505706f5fb7c2742ecffbf5d/cmd/timoni/registry.go; https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &["echo CANARY-not-a-real-password | timoni registry login registry.example.com -u robot --password-stdin"],
            &["timoni registry login registry.example.com -u robot --password-stdin < /run/secrets/password"],
        ),
    ),
    // Zarf
    flag(
        &["zarf"],
        "",
        &["--plain-http", "--insecure-skip-tls-verify", "--insecure"],
        When::True,
        proof(
            "https://github.com/zarf-dev/zarf/blob/97a1b4d0e9ca6095450f87a9c8690d5c76f71702/src/cmd/root.go; https://github.com/zarf-dev/zarf/blob/97a1b4d0e9ca6095450f87a9c8690d5c76f71702/src/cmd/crane.go (--insecure of `zarf tools registry`; of all commands in older versions)",
            &[
                "zarf package deploy oci://registry.example.com/app:1 --plain-http",
                "zarf --insecure-skip-tls-verify init --confirm",
                "zarf tools registry catalog registry.example.com --insecure",
            ],
            &[
                "zarf package deploy oci://registry.example.com/app:1 --plain-http=false --insecure-skip-tls-verify=false",
                "zarf tools registry catalog registry.example.com --insecure=false",
                "zarf package verify app.tar.zst --insecure-ignore-tlog",
            ],
        ),
    ),
    flag(
        &["zarf"],
        "",
        &["--registry-push-password", "--registry-pull-password"],
        When::Password,
        proof(
            "https://github.com/zarf-dev/zarf/blob/97a1b4d0e9ca6095450f87a9c8690d5c76f71702/src/cmd/initialize.go",
            &[
                "zarf init --registry-url registry.example.com --registry-push-username robot --registry-push-password CANARY-not-a-real-password --registry-pull-username robot --registry-pull-password=CANARY-not-a-real-password",
            ],
            &[
                "zarf init --registry-url registry.example.com --registry-push-password $A --registry-pull-password=$B",
                "zarf init --git-url https://git.example.com --git-push-username robot --git-push-password CANARY-not-a-real-password",
            ],
        ),
    ),
    flag(
        &["zarf"],
        "tools|t registry|r login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/zarf-dev/zarf/blob/97a1b4d0e9ca6095450f87a9c8690d5c76f71702/src/cmd/crane.go; https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &[
                "zarf tools registry login -u robot -p CANARY-not-a-real-password registry.example.com",
                "zarf t r login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "zarf tools registry login -u robot -p $PASSWORD registry.example.com",
                "zarf tools registry login -u robot --password $PASSWORD registry.example.com",
            ],
        ),
    ),
    flag(
        &["zarf"],
        "tools|t registry|r login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/zarf-dev/zarf/blob/97a1b4d0e9ca6095450f87a9c8690d5c76f71702/src/cmd/crane.go; https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &[
                "echo CANARY-not-a-real-password | zarf tools registry login -u robot --password-stdin registry.example.com",
            ],
            &["zarf tools registry login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // Hauler
    flag(
        &["hauler"],
        "store|s copy",
        &["--insecure", "--plain-http"],
        When::True,
        proof(
            "https://github.com/hauler-dev/hauler/blob/923a92d8ce93e29cd36e0d22b51931833edc54e3/internal/flags/copy.go",
            &[
                "hauler store copy registry://registry.example.com --insecure",
                "hauler -l debug store copy --plain-http registry://registry.example.com",
            ],
            &["hauler store copy registry://registry.example.com --insecure=false --plain-http=false"],
        ),
    ),
    flag(
        &["hauler"],
        "store|s add chart|image",
        &["--insecure-skip-tls-verify"],
        When::True,
        proof(
            "https://github.com/hauler-dev/hauler/blob/923a92d8ce93e29cd36e0d22b51931833edc54e3/internal/flags/add.go",
            &[
                "hauler store add image registry.example.com/app:1 --insecure-skip-tls-verify",
                "hauler store add chart app --repo oci://registry.example.com/charts --insecure-skip-tls-verify",
            ],
            &[
                "hauler store add image registry.example.com/app:1 --insecure-skip-tls-verify=false",
                "hauler store add file https://files.example.com/app.tar --insecure-skip-tls-verify",
            ],
        ),
    ),
    flag(
        &["hauler"],
        "store|s sync",
        &["--insecure-skip-tls-verify"],
        When::True,
        proof(
            "https://github.com/hauler-dev/hauler/blob/923a92d8ce93e29cd36e0d22b51931833edc54e3/internal/flags/sync.go",
            &["hauler store sync -f manifest.yaml --insecure-skip-tls-verify"],
            &["hauler store sync -f manifest.yaml --insecure-skip-tls-verify=false"],
        ),
    ),
    flag(
        &["hauler"],
        "store|s copy",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/hauler-dev/hauler/blob/923a92d8ce93e29cd36e0d22b51931833edc54e3/internal/flags/copy.go (deprecated)",
            &[
                "hauler store copy -u robot -p CANARY-not-a-real-password registry://registry.example.com",
                "hauler store copy --username robot --password=CANARY-not-a-real-password registry://registry.example.com",
            ],
            &[
                "hauler store copy -u robot -p $PASSWORD registry://registry.example.com",
                "hauler store copy --username robot --password $PASSWORD registry://registry.example.com",
                "hauler store add image -p linux/amd64 registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["hauler"],
        "login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/hauler-dev/hauler/blob/923a92d8ce93e29cd36e0d22b51931833edc54e3/cmd/hauler/cli/cli.go; https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &[
                "hauler login -u robot -p CANARY-not-a-real-password registry.example.com",
                "hauler login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "hauler login -u robot -p $PASSWORD registry.example.com",
                "hauler login -u robot --password $PASSWORD registry.example.com",
            ],
        ),
    ),
    flag(
        &["hauler"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/hauler-dev/hauler/blob/923a92d8ce93e29cd36e0d22b51931833edc54e3/cmd/hauler/cli/cli.go; https://github.com/google/go-containerregistry/blob/3f4ff3ca60f51c876ac4bd89e9a787157aaa4f15/cmd/crane/cmd/auth.go",
            &["echo CANARY-not-a-real-password | hauler login -u robot --password-stdin registry.example.com"],
            &["hauler login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // imgpkg, kbld
    flag(
        &["imgpkg", "kbld"],
        "",
        &["--registry-insecure"],
        When::True,
        proof(
            "https://github.com/carvel-dev/imgpkg/blob/240e8789fa543b7c3c4561dee85866dd6c852c44/pkg/imgpkg/cmd/registry_flags.go; https://github.com/carvel-dev/kbld/blob/da01feb635375aabac7b7f1e9c1a29f00bafe779/pkg/kbld/cmd/registry_flags.go",
            &[
                "imgpkg pull -i registry.example.com/app:1 -o out --registry-insecure",
                "kbld -f . --registry-insecure=true",
            ],
            &[
                "imgpkg pull -i registry.example.com/app:1 -o out --registry-insecure=false",
                "kbld -f . --registry-insecure=false",
            ],
        ),
    ),
    flag(
        &["imgpkg", "kbld"],
        "",
        &["--registry-verify-certs"],
        When::False,
        proof(
            "https://github.com/carvel-dev/imgpkg/blob/240e8789fa543b7c3c4561dee85866dd6c852c44/pkg/imgpkg/cmd/registry_flags.go; https://github.com/carvel-dev/kbld/blob/da01feb635375aabac7b7f1e9c1a29f00bafe779/pkg/kbld/cmd/registry_flags.go",
            &[
                "imgpkg push -i registry.example.com/app:1 -f . --registry-verify-certs=false",
                "kbld -f . --registry-verify-certs=0",
            ],
            &[
                "imgpkg push -i registry.example.com/app:1 -f . --registry-verify-certs",
                "kbld -f . --registry-verify-certs=true",
            ],
        ),
    ),
    flag(
        &["imgpkg"],
        "",
        &["--registry-password", "--registry-token"],
        When::Password,
        proof(
            "https://github.com/carvel-dev/imgpkg/blob/240e8789fa543b7c3c4561dee85866dd6c852c44/pkg/imgpkg/cmd/registry_flags.go",
            &[
                "imgpkg pull -i registry.example.com/app:1 -o out --registry-username robot --registry-password CANARY-not-a-real-password",
                "imgpkg pull -i registry.example.com/app:1 -o out --registry-token=CANARY-not-a-real-password",
            ],
            &[
                "imgpkg pull -i registry.example.com/app:1 -o out --registry-username robot --registry-password $PASSWORD",
                "imgpkg pull -i registry.example.com/app:1 -o out --registry-token=$TOKEN",
            ],
        ),
    ),
    // func, also as `kn func`
    flag(
        &["func", "kn-func"],
        "build|deploy",
        &["--registry-insecure"],
        When::True,
        proof(
            "https://github.com/knative/func/blob/c18d6045a1b0cb6c2b411f03082ab9ed20ba90b3/cmd/build.go",
            &[
                "func build --registry-insecure --image registry.example.com/app:1",
                "kn-func deploy --registry-insecure=true --image registry.example.com/app:1",
            ],
            &["func build --registry-insecure=false --image registry.example.com/app:1", "func invoke --insecure"],
        ),
    ),
    flag(
        &["kn"],
        "func build|deploy",
        &["--registry-insecure"],
        When::True,
        proof(
            "https://github.com/knative/func/blob/c18d6045a1b0cb6c2b411f03082ab9ed20ba90b3/cmd/deploy.go",
            &["kn func deploy --registry-insecure --image registry.example.com/app:1"],
            &["kn func deploy --registry-insecure=false --image registry.example.com/app:1"],
        ),
    ),
    flag(
        &["func", "kn-func"],
        "build|deploy",
        &["--password", "--token"],
        When::Password,
        proof(
            "https://github.com/knative/func/blob/c18d6045a1b0cb6c2b411f03082ab9ed20ba90b3/cmd/build.go",
            &[
                "func build --image registry.example.com/app:1 --push --username robot --password CANARY-not-a-real-password",
                "kn-func deploy --image registry.example.com/app:1 --token=CANARY-not-a-real-password",
            ],
            &[
                "func build --image registry.example.com/app:1 --username robot --password $PASSWORD",
                "kn-func deploy --image registry.example.com/app:1 --token $TOKEN",
            ],
        ),
    ),
    flag(
        &["kn"],
        "func build|deploy",
        &["--password", "--token"],
        When::Password,
        proof(
            "https://github.com/knative/func/blob/c18d6045a1b0cb6c2b411f03082ab9ed20ba90b3/cmd/deploy.go",
            &[
                "kn func deploy --image registry.example.com/app:1 --username robot --password CANARY-not-a-real-password",
                "kn func deploy --image registry.example.com/app:1 --token=CANARY-not-a-real-password",
            ],
            &[
                "kn func deploy --image registry.example.com/app:1 --username robot --password $PASSWORD",
                "kn func deploy --image registry.example.com/app:1 --token $TOKEN",
            ],
        ),
    ),
    // nydusify
    flag(
        &["nydusify"],
        "",
        &["--source-insecure", "--target-insecure", "--build-cache-insecure", "--chunk-dict-insecure", "--plain-http"],
        When::True,
        proof(
            "https://github.com/dragonflyoss/nydus/blob/34e6071e556aca39ad5b400d69a609797f879e55/contrib/nydusify/cmd/nydusify.go",
            &[
                "nydusify convert --source a.example.com/app:1 --target b.example.com/app:1 --source-insecure --target-insecure=true",
                "nydusify convert --source a.example.com/app:1 --target b.example.com/app:1 --build-cache b.example.com/cache --build-cache-insecure --chunk-dict-insecure --plain-http",
            ],
            &[
                "nydusify convert --source a.example.com/app:1 --target b.example.com/app:1 --source-insecure=false --target-insecure=false --build-cache-insecure=false --chunk-dict-insecure=false --plain-http=false",
            ],
        ),
    ),
    // Argo CD
    flag(
        &["argocd"],
        "",
        &["--insecure-oci-force-http"],
        When::True,
        proof(
            "https://github.com/argoproj/argo-cd/blob/37ee0097cf851bc2dd7665fc081bbce61a7e836e/cmd/util/repo.go",
            &["argocd repo add oci://registry.example.com/charts --type oci --name charts --insecure-oci-force-http"],
            &[
                "argocd repo add oci://registry.example.com/charts --type oci --name charts --insecure-oci-force-http=false",
                "argocd app sync trivy --insecure",
                "argocd login argocd.example.com --insecure --plaintext",
            ],
        ),
    ),
    flag_if_oci(
        &["argocd"],
        "repo add",
        &["--insecure-skip-server-verification"],
        When::True,
        proof(
            "https://github.com/argoproj/argo-cd/blob/37ee0097cf851bc2dd7665fc081bbce61a7e836e/cmd/util/repo.go",
            &[
                "argocd repo add oci://registry.example.com/charts --type oci --name charts --insecure-skip-server-verification",
                "argocd repo add registry.example.com --type helm --enable-oci --name charts --insecure-skip-server-verification",
            ],
            &[
                "argocd repo add https://git.example.com/app --insecure-skip-server-verification",
                "argocd repo add https://charts.example.com --type helm --enable-oci=false --insecure-skip-server-verification",
                "argocd repo add oci://registry.example.com/charts --type oci --insecure-skip-server-verification=false",
            ],
        ),
    ),
    flag_if_oci(
        &["argocd"],
        "repo|repocreds add",
        &["--password"],
        When::Password,
        proof(
            "https://github.com/argoproj/argo-cd/blob/37ee0097cf851bc2dd7665fc081bbce61a7e836e/cmd/util/repo.go; https://github.com/argoproj/argo-cd/blob/37ee0097cf851bc2dd7665fc081bbce61a7e836e/cmd/argocd/commands/repocreds.go",
            &[
                "argocd repo add oci://registry.example.com/charts --type oci --username robot --password CANARY-not-a-real-password",
                "argocd repocreds add oci://registry.example.com --type oci --username robot --password=CANARY-not-a-real-password",
                "argocd repo add registry.example.com --type helm --enable-oci --username robot --password CANARY-not-a-real-password",
            ],
            &[
                "argocd repo add https://charts.example.com --type helm --username robot --password CANARY-of-charts",
                "argocd repo add oci://registry.example.com/charts --type oci --username robot --password $PASSWORD",
                "argocd repo add https://git.example.com/app --username robot --password CANARY-not-a-real-password",
                "argocd login argocd.example.com --username admin --password CANARY-not-a-real-password",
            ],
        ),
    ),
    // Kyverno
    flag(
        &["kyverno", "background-controller", "reports-controller"],
        "",
        &["--allowInsecureRegistry"],
        When::True,
        proof(
            "https://github.com/kyverno/kyverno/blob/111e07bbecc66abfde36ab99969af22d7a961003/cmd/internal/flag.go",
            &[
                "kyverno --allowInsecureRegistry=true --imagePullSecrets=pull",
                "background-controller --allowInsecureRegistry",
                "reports-controller -allowInsecureRegistry",
            ],
            &[
                "kyverno --allowInsecureRegistry=false",
                "reports-controller --allowInsecureRegistry=false",
                "kyverno apply policy.yaml --registry",
            ],
        ),
    ),
    // Jib
    flag(
        &["jib"],
        "",
        &["--allow-insecure-registries", "--send-credentials-over-http"],
        When::True,
        proof(
            "https://github.com/GoogleContainerTools/jib/blob/fb949e2676afbbd7dd7a1ef61e20251931325654/jib-cli/src/main/java/com/google/cloud/tools/jib/cli/CommonCliOptions.java",
            &[
                "jib build --target registry.example.com/app:1 --allow-insecure-registries",
                "jib jar app.jar --target=registry.example.com/app:1 --send-credentials-over-http=true",
            ],
            &[
                "jib build --target registry.example.com/app:1 --allow-insecure-registries=false --send-credentials-over-http=false",
            ],
        ),
    ),
    flag(
        &["jib"],
        "",
        &["--password", "--to-password", "--from-password"],
        When::Password,
        proof(
            "https://github.com/GoogleContainerTools/jib/blob/fb949e2676afbbd7dd7a1ef61e20251931325654/jib-cli/src/main/java/com/google/cloud/tools/jib/cli/CommonCliOptions.java",
            &[
                "jib build --target registry.example.com/app:1 --username robot --password=CANARY-not-a-real-password",
                "jib build --target registry.example.com/app:1 --to-username robot --to-password CANARY-not-a-real-password --from-username robot --from-password=CANARY-not-a-real-password",
            ],
            &[
                "jib build --target registry.example.com/app:1 --username robot --password=$PASSWORD",
                "jib build --target registry.example.com/app:1 --to-password=$A --from-password=$B",
            ],
        ),
    ),
    // Azure
    flag(
        &["az"],
        "acr import|login|manifest|repository",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/Azure/azure-cli/blob/0166521808dadf9de0e96ca2a8ddb7582fdbe717/src/azure-cli/azure/cli/command_modules/acr/_params.py",
            &[
                "az acr login --name app -u robot -p CANARY-not-a-real-password",
                "az acr import --name app --source registry.example.com/app:1 --username robot --password=CANARY-not-a-real-password",
            ],
            &[
                "az acr login --name app -u robot -p $PASSWORD",
                "az acr import --name app --source registry.example.com/app:1 --username robot --password $PASSWORD",
                "az login --service-principal -u robot -p CANARY-not-a-real-password --tenant example.com",
            ],
        ),
    ),
    flag(
        &["az"],
        "",
        &["--registry-password"],
        When::Password,
        proof(
            "https://github.com/Azure/azure-cli/blob/0919e82d495e19bb10625c2a63bf88254f2fee10/src/azure-cli/azure/cli/command_modules/container/_params.py",
            &[
                "az container create -g app -n app --image registry.example.com/app:1 --registry-login-server registry.example.com --registry-username robot --registry-password CANARY-not-a-real-password",
            ],
            &[
                "az container create -g app -n app --image registry.example.com/app:1 --registry-username robot --registry-password $PASSWORD",
            ],
        ),
    ),
    // Tekton's tkn
    flag(
        &["tkn"],
        "",
        &["--remote-skip-tls"],
        When::True,
        proof(
            "https://github.com/tektoncd/cli/blob/95ae329e13ba430734bbe6d177a2845c61edb10b/pkg/bundle/flags.go",
            &["tkn bundle push registry.example.com/bundle:1 -f task.yaml --remote-skip-tls"],
            &["tkn bundle push registry.example.com/bundle:1 -f task.yaml --remote-skip-tls=false"],
        ),
    ),
    flag(
        &["tkn"],
        "",
        &["--remote-password"],
        When::Password,
        proof(
            "https://github.com/tektoncd/cli/blob/95ae329e13ba430734bbe6d177a2845c61edb10b/pkg/bundle/flags.go",
            &[
                "tkn bundle push registry.example.com/bundle:1 -f task.yaml --remote-username robot --remote-password CANARY-not-a-real-password",
            ],
            &[
                "tkn bundle push registry.example.com/bundle:1 -f task.yaml --remote-username robot --remote-password $PASSWORD",
            ],
        ),
    ),
    // Operator Framework
    flag(
        &["opm"],
        "",
        &["--skip-tls", "--skip-tls-verify", "--use-http"],
        When::True,
        proof(
            "https://github.com/operator-framework/operator-registry/blob/4f9d6f222b01aac84c52de7dbdaa6a289380a303/cmd/opm/root/cmd.go",
            &[
                "opm render registry.example.com/index:1 --skip-tls-verify",
                "opm index add --skip-tls --bundles registry.example.com/bundle:1",
                "opm render registry.example.com/index:1 --use-http=true",
            ],
            &["opm render registry.example.com/index:1 --skip-tls=false --skip-tls-verify=false --use-http=false"],
        ),
    ),
    flag(
        &["operator-sdk"],
        "run bundle|bundle-upgrade",
        &["--skip-tls", "--skip-tls-verify", "--use-http"],
        When::True,
        proof(
            "https://github.com/operator-framework/operator-sdk/blob/60559f3e002e0a6eccd7260935ef3aa1d154c66e/internal/olm/operator/registry/index_image.go",
            &[
                "operator-sdk run bundle registry.example.com/bundle:1 --skip-tls-verify",
                "operator-sdk run bundle-upgrade registry.example.com/bundle:2 --use-http",
                "operator-sdk run bundle registry.example.com/bundle:1 --skip-tls",
            ],
            &[
                "operator-sdk run bundle registry.example.com/bundle:1 --skip-tls=false --skip-tls-verify=false --use-http=false",
            ],
        ),
    ),
    // Conftest
    flag(
        &["conftest"],
        "pull|push",
        &["--tls"],
        When::False,
        proof(
            "https://github.com/open-policy-agent/conftest/blob/6a3fd606993c1003de444a0ea93c7e916b845d4c/internal/commands/push.go; https://github.com/open-policy-agent/conftest/blob/6a3fd606993c1003de444a0ea93c7e916b845d4c/internal/registry/client.go",
            &["conftest push --tls=false oci://registry.example.com/policy:1"],
            &[
                "conftest push --tls oci://registry.example.com/policy:1",
                "conftest pull -s oci://registry.example.com/policy:1",
            ],
        ),
    ),
    flag(
        &["conftest"],
        "test",
        &["--tls"],
        When::False,
        proof(
            "https://github.com/open-policy-agent/conftest/blob/6a3fd606993c1003de444a0ea93c7e916b845d4c/internal/commands/test.go",
            &["conftest test --update oci://registry.example.com/policy:1 --tls=false deployment.yaml"],
            &["conftest test --update oci://registry.example.com/policy:1 --tls=true deployment.yaml"],
        ),
    ),
    // Inspektor Gadget
    flag(
        &["ig", "kubectl-gadget"],
        "",
        &["--insecure-registries"],
        When::Registry,
        proof(
            "https://github.com/inspektor-gadget/inspektor-gadget/blob/aeac857bd9791c2ac5ce3e9e669be04634f385e7/cmd/common/utils/flags.go",
            &[
                "ig image pull --insecure-registries registry.example.com registry.example.com/gadget:1",
                "kubectl-gadget run --insecure-registries=registry.example.com registry.example.com/gadget:1",
            ],
            &["ig image pull --insecure-registries localhost:5000 registry.example.com/gadget:1"],
        ),
    ),
    flag(
        &["ig"],
        "login",
        &["--tls-verify"],
        When::False,
        proof(
            "https://github.com/inspektor-gadget/inspektor-gadget/blob/aeac857bd9791c2ac5ce3e9e669be04634f385e7/cmd/common/auth/auth.go",
            &["ig login -u robot --tls-verify=false registry.example.com"],
            &["ig login -u robot --tls-verify registry.example.com"],
        ),
    ),
    flag(
        &["ig"],
        "login",
        &["--plain-http"],
        When::True,
        proof(
            "https://github.com/inspektor-gadget/inspektor-gadget/blob/aeac857bd9791c2ac5ce3e9e669be04634f385e7/cmd/common/auth/auth.go",
            &["ig login -u robot --plain-http registry.example.com"],
            &["ig login -u robot --plain-http=false registry.example.com", "ig daemon --tls-insecure"],
        ),
    ),
    flag(
        &["ig"],
        "login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/inspektor-gadget/inspektor-gadget/blob/aeac857bd9791c2ac5ce3e9e669be04634f385e7/cmd/common/auth/auth.go",
            &[
                "ig login -u robot -p CANARY-not-a-real-password registry.example.com",
                "ig login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "ig login -u robot -p $PASSWORD registry.example.com",
                "ig login -u robot --password $PASSWORD registry.example.com",
            ],
        ),
    ),
    flag(
        &["ig"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/inspektor-gadget/inspektor-gadget/blob/aeac857bd9791c2ac5ce3e9e669be04634f385e7/cmd/common/auth/auth.go",
            &["echo CANARY-not-a-real-password | ig login -u robot --password-stdin registry.example.com"],
            &["ig login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // wkg
    flag(
        &["wkg"],
        "oci pull|push",
        &["--insecure"],
        When::Registry,
        proof(
            "https://github.com/bytecodealliance/wasm-pkg-tools/blob/1f2db16bdefe439f003b640a731fbfdff780e483/crates/wkg/src/oci.rs",
            &["wkg oci push --insecure registry.example.com registry.example.com/app:1 app.wasm"],
            &["wkg oci push --insecure localhost:5000 localhost:5000/app:1 app.wasm"],
        ),
    ),
    flag(
        &["wkg"],
        "oci pull|push",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/bytecodealliance/wasm-pkg-tools/blob/1f2db16bdefe439f003b640a731fbfdff780e483/crates/wkg/src/oci.rs",
            &[
                "wkg oci pull -u robot -p CANARY-not-a-real-password registry.example.com/app:1",
                "wkg oci pull -u robot --password=CANARY-not-a-real-password registry.example.com/app:1",
            ],
            &[
                "wkg oci pull -u robot -p $PASSWORD registry.example.com/app:1",
                "wkg oci pull -u robot --password=$PASSWORD registry.example.com/app:1",
            ],
        ),
    ),
    // wasme
    flag(
        &["wasme"],
        "",
        &["--insecure", "--plain-http"],
        When::True,
        proof(
            "https://github.com/solo-io/wasm/blob/main/docs/content/reference/cli/wasme.md (0.0.33)",
            &["wasme push --insecure registry.example.com/app:1", "wasme pull --plain-http registry.example.com/app:1"],
            &[
                "wasme push --insecure=false registry.example.com/app:1",
                "wasme pull --plain-http=false registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["wasme"],
        "login|pull|push",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/solo-io/wasm/blob/main/docs/content/reference/cli/wasme.md (0.0.33)",
            &[
                "wasme push -u robot -p CANARY-not-a-real-password registry.example.com/app:1",
                "wasme login --username robot --password=CANARY-not-a-real-password",
            ],
            &[
                "wasme push -u robot -p $PASSWORD registry.example.com/app:1",
                "wasme login --username robot --password=$PASSWORD",
            ],
        ),
    ),
    // Porter
    flag(
        &["porter"],
        "",
        &["--insecure-registry"],
        When::True,
        proof(
            "https://github.com/getporter/porter/blob/9b11297479db5f78eb4574c665cda1ec532250e4/cmd/porter/main.go",
            &["porter publish --reference registry.example.com/app:1 --insecure-registry"],
            &["porter publish --reference registry.example.com/app:1 --insecure-registry=false"],
        ),
    ),
    // wasmCloud's wash
    flag(
        &["wash"],
        "oci",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/wasmCloud/wasmCloud/blob/7cd553cc57cfb5a64717d76b11ddeea2cd8c0a8b/crates/wash/src/cli/oci.rs",
            &["wash oci push --insecure registry.example.com/app:1 app.wasm"],
            &["wash oci push registry.example.com/app:1 app.wasm", "argocd-server --insecure"],
        ),
    ),
    flag(
        &["wash"],
        "host",
        &["--allow-insecure-registries"],
        When::True,
        proof(
            "https://github.com/wasmCloud/wasmCloud/blob/7cd553cc57cfb5a64717d76b11ddeea2cd8c0a8b/crates/wash/src/cli/host.rs",
            &["wash host --allow-insecure-registries"],
            &["wash host", "echo wash host --allow-insecure-registries"],
        ),
    ),
    flag(
        &["wash"],
        "oci",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/wasmCloud/wasmCloud/blob/7cd553cc57cfb5a64717d76b11ddeea2cd8c0a8b/crates/wash/src/cli/oci.rs",
            &[
                "wash oci push -u robot -p CANARY-not-a-real-password registry.example.com/app:1 app.wasm",
                "wash oci pull --user robot --password=CANARY-not-a-real-password registry.example.com/app:1",
            ],
            &[
                "wash oci push -u robot -p $PASSWORD registry.example.com/app:1 app.wasm",
                "wash oci pull --user robot --password $PASSWORD registry.example.com/app:1",
            ],
        ),
    ),
    // Apptainer, Singularity
    flag(
        &["apptainer", "singularity"],
        "",
        &["--no-https", "--nohttps"],
        When::True,
        proof(
            "https://github.com/apptainer/apptainer/blob/917d66577963ca297352a22e13c86f1748ddc645/cmd/internal/cli/apptainer.go",
            &[
                "apptainer pull --no-https docker://registry.example.com/app:1",
                "singularity pull --nohttps docker://registry.example.com/app:1",
            ],
            &[
                "apptainer pull --no-https=false docker://registry.example.com/app:1",
                "singularity pull --nohttps=false docker://registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["apptainer", "singularity"],
        "",
        &["--docker-password"],
        When::Password,
        proof(
            "https://github.com/apptainer/apptainer/blob/917d66577963ca297352a22e13c86f1748ddc645/cmd/internal/cli/apptainer.go",
            &[
                "apptainer pull --docker-username robot --docker-password CANARY-not-a-real-password docker://registry.example.com/app:1",
                "singularity build --docker-password=CANARY-not-a-real-password app.sif docker://registry.example.com/app:1",
            ],
            &["apptainer pull --docker-username robot --docker-password $PASSWORD docker://registry.example.com/app:1"],
        ),
    ),
    flag(
        &["apptainer", "singularity"],
        "registry login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/apptainer/apptainer/blob/917d66577963ca297352a22e13c86f1748ddc645/cmd/internal/cli/registry.go",
            &[
                "apptainer registry login -u robot -p CANARY-not-a-real-password docker://registry.example.com",
                "singularity registry login -u robot --password=CANARY-not-a-real-password docker://registry.example.com",
            ],
            &[
                "apptainer registry login -u robot -p $PASSWORD docker://registry.example.com",
                "singularity registry login -u robot --password $PASSWORD docker://registry.example.com",
            ],
        ),
    ),
    flag(
        &["apptainer", "singularity"],
        "registry login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/apptainer/apptainer/blob/917d66577963ca297352a22e13c86f1748ddc645/cmd/internal/cli/registry.go",
            &[
                "echo CANARY-not-a-real-password | apptainer registry login -u robot --password-stdin docker://registry.example.com",
                "echo CANARY-not-a-real-password | singularity registry login -u robot --password-stdin docker://registry.example.com",
            ],
            &[
                "apptainer registry login -u robot --password-stdin docker://registry.example.com < /run/secrets/password",
            ],
        ),
    ),
    // Camel K's kamel
    flag(
        &["kamel"],
        "install",
        &["--registry-insecure"],
        When::True,
        proof(
            "https://github.com/apache/camel-k/blob/00972d79d9af114d5e68280ce164e11a2f4acf55/pkg/cmd/install.go (gone from the main branch in 2026)",
            &["kamel install --registry registry.example.com --organization app --registry-insecure"],
            &["kamel install --registry registry.example.com --organization app --registry-insecure=false"],
        ),
    ),
    flag(
        &["kamel"],
        "install",
        &["--registry-auth-password"],
        When::Password,
        proof(
            "https://github.com/apache/camel-k/blob/00972d79d9af114d5e68280ce164e11a2f4acf55/pkg/cmd/install.go (gone from the main branch in 2026)",
            &[
                "kamel install --registry registry.example.com --registry-auth-username robot --registry-auth-password CANARY-not-a-real-password",
            ],
            &[
                "kamel install --registry registry.example.com --registry-auth-username robot --registry-auth-password $PASSWORD",
            ],
        ),
    ),
    // envbuilder
    flag(
        &["envbuilder"],
        "",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/coder/envbuilder/blob/da95f80ea89fc615b85441da107c29004061df6a/options/options.go",
            &["envbuilder --insecure --git-url https://git.example.com/app"],
            &["envbuilder --insecure=false --git-url https://git.example.com/app"],
        ),
    ),
    // Talos's talosctl
    flag(
        &["talosctl"],
        "cluster create",
        &["--registry-insecure-skip-verify"],
        When::Registry,
        proof(
            "https://github.com/siderolabs/talos/blob/ad8823176e75b9cd07647ddde13c34f2ab77c663/cmd/talosctl/cmd/mgmt/cluster/create/cmd_dev.go",
            &["talosctl cluster create --registry-insecure-skip-verify registry.example.com"],
            &[
                "talosctl cluster create --registry-insecure-skip-verify localhost:5000",
                "talosctl apply-config --insecure -n node.example.com -f config.yaml",
            ],
        ),
    ),
    flag(
        &["talosctl"],
        "cluster|gen create|config",
        &["--registry-mirror"],
        When::Setting("*", &When::Http),
        proof(
            "https://github.com/siderolabs/talos/blob/7dc454c19477a1b30337f539ba65f3ec94106562/cmd/talosctl/cmd/mgmt/gen/config.go",
            &[
                "talosctl gen config dev https://node.example.com:6443 --registry-mirror docker.io=http://mirror.example.com",
                "talosctl cluster create --registry-mirror=docker.io=http://mirror.example.com",
            ],
            &["talosctl cluster create --registry-mirror docker.io=https://mirror.example.com"],
        ),
    ),
    // Dockle
    flag(
        &["dockle"],
        "",
        &["--insecure"],
        When::True,
        proof(
            "https://github.com/goodwithtech/dockle/blob/35171ccb9b247592269f5c84be69331ef0ad6c19/pkg/app.go",
            &["dockle --insecure registry.example.com/app:1"],
            &["dockle --insecure=false registry.example.com/app:1"],
        ),
    ),
    flag(
        &["dockle"],
        "",
        &["--password"],
        When::Password,
        proof(
            "https://github.com/goodwithtech/dockle/blob/35171ccb9b247592269f5c84be69331ef0ad6c19/pkg/app.go",
            &["dockle --username robot --password CANARY-not-a-real-password registry.example.com/app:1"],
            &["dockle --username robot --password $PASSWORD registry.example.com/app:1"],
        ),
    ),
    // Kubescape
    flag(
        &["kubescape"],
        "scan image",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/kubescape/kubescape/blob/8554683e2d9782e05423469299b27a84614de148/cmd/scan/image.go",
            &[
                "kubescape scan image -u robot -p CANARY-not-a-real-password registry.example.com/app:1",
                "kubescape scan image --username robot --password=CANARY-not-a-real-password registry.example.com/app:1",
            ],
            &[
                "kubescape scan image -u robot -p $PASSWORD registry.example.com/app:1",
                "kubescape scan image --username robot --password $PASSWORD registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["kubescape"],
        "patch",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/kubescape/kubescape/blob/8554683e2d9782e05423469299b27a84614de148/cmd/patch/patch.go",
            &[
                "kubescape patch --image registry.example.com/app:1 -u robot -p CANARY-not-a-real-password",
                "kubescape patch --image registry.example.com/app:1 -u robot --password=CANARY-not-a-real-password",
            ],
            &[
                "kubescape patch --image registry.example.com/app:1 -u robot -p $PASSWORD",
                "kubescape patch --image registry.example.com/app:1 -u robot --password $PASSWORD",
            ],
        ),
    ),
    flag(
        &["kubescape"],
        "scan",
        &["--registry-password", "--registry-token"],
        When::Password,
        proof(
            "https://github.com/kubescape/kubescape/blob/8554683e2d9782e05423469299b27a84614de148/cmd/scan/scan.go",
            &[
                "kubescape scan --scan-images --registry-username robot --registry-password CANARY-not-a-real-password",
                "kubescape scan --scan-images --registry-token=CANARY-not-a-real-password",
            ],
            &[
                "kubescape scan --scan-images --registry-username robot --registry-password $PASSWORD",
                "kubescape scan --scan-images --registry-token $TOKEN",
                "kubescape scan --account app --access-key CANARY-not-a-real-password",
            ],
        ),
    ),
    // kluctl
    flag(
        &["kluctl"],
        "",
        &["--registry-insecure-skip-tls-verify", "--registry-plain-http"],
        When::Registry,
        proof(
            "https://github.com/kluctl/kluctl/blob/b8269b5ece61e7d3e036f80ce7dea5b59c949141/cmd/kluctl/args/registry_credentials.go",
            &[
                "kluctl deploy -t prod --registry-insecure-skip-tls-verify=registry.example.com",
                "kluctl deploy --registry-plain-http registry.example.com/charts",
            ],
            &[
                "kluctl deploy -t prod --registry-plain-http=localhost:5000",
                "kluctl deploy --registry-insecure-skip-tls-verify=localhost:5000",
                "kluctl deploy --registry-ca-file registry.example.com=ca.crt",
            ],
        ),
    ),
    flag(
        &["kluctl"],
        "",
        &["--registry-password", "--registry-token", "--registry-creds"],
        When::Password,
        proof(
            "https://github.com/kluctl/kluctl/blob/b8269b5ece61e7d3e036f80ce7dea5b59c949141/cmd/kluctl/args/registry_credentials.go",
            &[
                "kluctl deploy --registry-username registry.example.com=robot --registry-password registry.example.com=CANARY-not-a-real-password",
                "kluctl deploy --registry-creds=registry.example.com=robot:CANARY-not-a-real-password",
                "kluctl deploy --registry-token=registry.example.com=CANARY-not-a-real-token",
            ],
            &[
                "kluctl deploy --registry-username registry.example.com=robot --registry-password registry.example.com=$PASSWORD",
                "kluctl deploy --registry-creds=registry.example.com=$CREDENTIALS",
                "kluctl deploy --registry-token=registry.example.com=$TOKEN",
            ],
        ),
    ),
    // reg
    flag(
        &["reg"],
        "digest|layer|ls|manifest|rm|server|tags|vulns",
        &["-k", "--insecure", "-f", "--force-non-ssl"],
        When::True,
        proof(
            "https://github.com/genuinetools/reg/blob/efad427c695e7fff11825ccb61ebd964d9e47643/main.go",
            &[
                "reg ls -k registry.example.com",
                "reg tags --insecure registry.example.com/app",
                "reg ls -f registry.example.com",
                "reg ls --force-non-ssl registry.example.com",
            ],
            &[
                "reg ls -k=false registry.example.com",
                "reg tags --insecure=false registry.example.com/app",
                "reg ls -f=false registry.example.com",
                "reg ls --force-non-ssl=false registry.example.com",
                "reg add HKLM -k",
                "reg add HKLM -f",
            ],
        ),
    ),
    flag(
        &["reg"],
        "digest|layer|ls|manifest|rm|server|tags|vulns",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/genuinetools/reg/blob/efad427c695e7fff11825ccb61ebd964d9e47643/main.go",
            &[
                "reg ls -u robot -p CANARY-not-a-real-password registry.example.com",
                "reg tags --username robot --password=CANARY-not-a-real-password registry.example.com/app",
            ],
            &[
                "reg ls -u robot -p $PASSWORD registry.example.com",
                "reg tags --username robot --password=$PASSWORD registry.example.com/app",
            ],
        ),
    ),
    // k3d
    flag(
        &["k3d"],
        "registry|registries|reg create",
        &["--proxy-password"],
        When::Password,
        proof(
            "https://github.com/k3d-io/k3d/blob/46f3480daa747ba71c155d0f619ce6aba7b95db9/cmd/registry/registryCreate.go",
            &[
                "k3d registry create mirror --proxy-remote-url https://registry.example.com --proxy-username robot --proxy-password CANARY-not-a-real-password",
            ],
            &[
                "k3d registry create mirror --proxy-remote-url https://registry.example.com --proxy-username robot --proxy-password $PASSWORD",
            ],
        ),
    ),
    // Sealos
    flag(
        &["sealos"],
        "from|login|manifest|pull|push",
        &["--tls-verify"],
        When::False,
        proof(
            "https://github.com/labring/sealos/blob/beea1e56cb3382a49da7bfd90b50c8f4269caa0d/lifecycle/pkg/buildah/login.go; https://github.com/labring/sealos/blob/beea1e56cb3382a49da7bfd90b50c8f4269caa0d/lifecycle/pkg/buildah/from.go",
            &["sealos pull --tls-verify=false registry.example.com/app:1"],
            &[
                "sealos pull --tls-verify registry.example.com/app:1",
                "sealos run --tls-verify=false registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["sealos"],
        "",
        &["--creds"],
        When::Pair,
        proof(
            "https://github.com/labring/sealos/blob/beea1e56cb3382a49da7bfd90b50c8f4269caa0d/lifecycle/pkg/buildah/pull.go",
            &["sealos pull --creds robot:CANARY-not-a-real-password registry.example.com/app:1"],
            &["sealos pull --creds robot:$PASSWORD registry.example.com/app:1"],
        ),
    ),
    flag(
        &["sealos"],
        "login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/labring/sealos/blob/beea1e56cb3382a49da7bfd90b50c8f4269caa0d/lifecycle/pkg/buildah/login.go; https://github.com/containers/common/blob/f437c58aab67eec2b1c942f7ad4fec37a25a3766/pkg/auth/cli.go",
            &[
                "sealos login -u robot -p CANARY-not-a-real-password registry.example.com",
                "sealos login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "sealos login -u robot -p $PASSWORD registry.example.com",
                "sealos login -u robot --password $PASSWORD registry.example.com",
                "sealos run -p CANARY-not-a-real-password --masters node.example.com registry.example.com/app:1",
            ],
        ),
    ),
    flag(
        &["sealos"],
        "login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/labring/sealos/blob/beea1e56cb3382a49da7bfd90b50c8f4269caa0d/lifecycle/pkg/buildah/login.go; https://github.com/containers/common/blob/f437c58aab67eec2b1c942f7ad4fec37a25a3766/pkg/auth/cli.go",
            &["echo CANARY-not-a-real-password | sealos login -u robot --password-stdin registry.example.com"],
            &["sealos login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // OpenFaaS
    flag(
        &["faas-cli"],
        "registry-login",
        &["--password"],
        When::Password,
        proof(
            "https://github.com/openfaas/faas-cli/blob/c8191b71e7edf10be3b660ddcaee52c11de79238/commands/registry_login.go",
            &[
                "faas-cli registry-login --server registry.example.com --username robot --password CANARY-not-a-real-password",
            ],
            &[
                "faas-cli registry-login --server registry.example.com --username robot --password $PASSWORD",
                "faas-cli login --username admin --password CANARY-not-a-real-password",
            ],
        ),
    ),
    flag(
        &["faas-cli"],
        "registry-login",
        &["--password-stdin", "-s"],
        When::Stdin,
        proof(
            "https://github.com/openfaas/faas-cli/blob/c8191b71e7edf10be3b660ddcaee52c11de79238/commands/registry_login.go",
            &[
                "echo CANARY-not-a-real-password | faas-cli registry-login --username robot --password-stdin",
                "echo CANARY-not-a-real-password | faas-cli registry-login --username robot -s",
            ],
            &[
                "faas-cli registry-login --username robot --password-stdin < /run/secrets/password",
                "faas-cli registry-login --username robot -s < /run/secrets/password",
            ],
        ),
    ),
    // Snyk
    flag(
        &["snyk"],
        "container monitor|sbom|test",
        &["--password"],
        When::Password,
        proof(
            "https://github.com/snyk/cli/blob/09c67d45868624c75c53b66d29058bdb52173723/help/cli-commands/container-test.md",
            &["snyk container test --username=robot --password=CANARY-not-a-real-password registry.example.com/app:1"],
            &["snyk container test --username=robot --password=$PASSWORD registry.example.com/app:1"],
        ),
    ),
    // Spin
    flag(
        &["spin"],
        "registry|oci pull|push",
        &["--insecure", "-k"],
        When::True,
        proof(
            "https://github.com/spinframework/spin/blob/94a8fc8a7804ec2519bb8d12df70ab77ad2e4f60/src/commands/registry.rs",
            &[
                "spin registry push --insecure registry.example.com/app:1",
                "spin oci pull -k registry.example.com/app:1",
            ],
            &[
                "spin registry push registry.example.com/app:1",
                "argocd-server --insecure",
                "curl -k https://registry.example.com/v2/",
            ],
        ),
    ),
    flag(
        &["spin"],
        "up",
        &["--insecure", "-k"],
        When::True,
        proof(
            "https://github.com/spinframework/spin/blob/94a8fc8a7804ec2519bb8d12df70ab77ad2e4f60/src/commands/up.rs",
            &["spin up --insecure -f registry.example.com/app:1", "spin up -k -f registry.example.com/app:1"],
            &[
                "spin up -f registry.example.com/app:1",
                "argocd-server --insecure",
                "curl -k https://registry.example.com/v2/",
            ],
        ),
    ),
    flag(
        &["spin"],
        "registry|oci login",
        &["-p", "--password"],
        When::Password,
        proof(
            "https://github.com/spinframework/spin/blob/94a8fc8a7804ec2519bb8d12df70ab77ad2e4f60/src/commands/registry.rs",
            &[
                "spin registry login -u robot -p CANARY-not-a-real-password registry.example.com",
                "spin registry login -u robot --password=CANARY-not-a-real-password registry.example.com",
            ],
            &[
                "spin registry login -u robot -p $PASSWORD registry.example.com",
                "spin registry login -u robot --password $PASSWORD registry.example.com",
            ],
        ),
    ),
    flag(
        &["spin"],
        "registry|oci login",
        &["--password-stdin"],
        When::Stdin,
        proof(
            "https://github.com/spinframework/spin/blob/94a8fc8a7804ec2519bb8d12df70ab77ad2e4f60/src/commands/registry.rs",
            &["echo CANARY-not-a-real-password | spin registry login -u robot --password-stdin registry.example.com"],
            &["spin registry login -u robot --password-stdin registry.example.com < /run/secrets/password"],
        ),
    ),
    // Slim
    flag(
        &["slim", "mint"],
        "registry|reg image-index-create",
        &["--insecure-refs"],
        When::True,
        proof(
            "https://github.com/slimtoolkit/slim/blob/7ba111e39b44c70ffcf071c8bcf771989fa84533/pkg/app/master/command/registry/flags.go",
            &[
                "slim registry image-index-create --image-name registry.example.com/app:1 --insecure-refs",
                "mint reg image-index-create --image-name registry.example.com/app:1 --insecure-refs=true",
            ],
            &["slim registry image-index-create --image-name registry.example.com/app:1 --insecure-refs=false"],
        ),
    ),
    flag(
        &["slim", "mint"],
        "",
        &["--registry-secret"],
        When::Password,
        proof(
            "https://github.com/slimtoolkit/slim/blob/7ba111e39b44c70ffcf071c8bcf771989fa84533/pkg/app/master/command/cliflags.go",
            &[
                "slim build --registry-account robot --registry-secret CANARY-not-a-real-password registry.example.com/app:1",
                "mint xray --registry-secret=CANARY-not-a-real-password registry.example.com/app:1",
            ],
            &["slim build --registry-account robot --registry-secret $SECRET registry.example.com/app:1"],
        ),
    ),
    // Actions Runner Controller
    flag(
        &["actions-runner-controller", "manager"],
        "",
        &["--docker-registry-mirror"],
        When::Http,
        proof(
            "https://github.com/actions/actions-runner-controller/blob/2ee6b3b8e8d2781c2f2bd4f0033fbb436465c5c1/main.go",
            &[
                "/manager --docker-registry-mirror=http://mirror.example.com",
                "actions-runner-controller --docker-registry-mirror http://mirror.example.com",
            ],
            &["/manager --docker-registry-mirror=https://mirror.example.com"],
        ),
    ),
];

/// Java properties that build tools read, whatever runs them.
pub(crate) static PROPERTIES: &[Property] = &[
    // Jib
    property(
        "-Djib.allowInsecureRegistries",
        When::True,
        proof(
            "https://github.com/GoogleContainerTools/jib/blob/fb949e2676afbbd7dd7a1ef61e20251931325654/jib-plugins-common/src/main/java/com/google/cloud/tools/jib/plugins/common/PropertyNames.java",
            &["mvn package jib:build -Djib.allowInsecureRegistries=true"],
            &["mvn package jib:build -Djib.allowInsecureRegistries=false"],
        ),
    ),
    property(
        "-DsendCredentialsOverHttp",
        When::True,
        proof(
            "https://github.com/GoogleContainerTools/jib/blob/fb949e2676afbbd7dd7a1ef61e20251931325654/jib-core/src/main/java/com/google/cloud/tools/jib/global/JibSystemProperties.java",
            &["gradle jib -DsendCredentialsOverHttp=true"],
            &["gradle jib -DsendCredentialsOverHttp=false"],
        ),
    ),
    property(
        "-Djib.from.auth.password",
        When::Password,
        proof(
            "https://github.com/GoogleContainerTools/jib/blob/fb949e2676afbbd7dd7a1ef61e20251931325654/jib-plugins-common/src/main/java/com/google/cloud/tools/jib/plugins/common/PropertyNames.java",
            &[
                "mvn package jib:build -Djib.from.auth.username=robot -Djib.from.auth.password=CANARY-not-a-real-password",
            ],
            &["mvn package jib:build -Djib.from.auth.username=robot -Djib.from.auth.password=$PASSWORD"],
        ),
    ),
    property(
        "-Djib.to.auth.password",
        When::Password,
        proof(
            "https://github.com/GoogleContainerTools/jib/blob/fb949e2676afbbd7dd7a1ef61e20251931325654/jib-plugins-common/src/main/java/com/google/cloud/tools/jib/plugins/common/PropertyNames.java",
            &["gradle jib -Djib.to.auth.username=robot -Djib.to.auth.password=CANARY-not-a-real-password"],
            &["gradle jib -Djib.to.auth.username=robot -Djib.to.auth.password=$PASSWORD"],
        ),
    ),
    // Quarkus
    property(
        "-Dquarkus.container-image.insecure",
        When::True,
        proof(
            "https://github.com/quarkusio/quarkus/blob/06ee62481cbd87ac9066a48e16e6400af53115a0/extensions/container-image/deployment/src/main/java/io/quarkus/container/image/deployment/ContainerImageConfig.java",
            &["./mvnw package -Dquarkus.container-image.push=true -Dquarkus.container-image.insecure=true"],
            &["./mvnw package -Dquarkus.container-image.push=true -Dquarkus.container-image.insecure=false"],
        ),
    ),
    property(
        "-Dquarkus.container-image.password",
        When::Password,
        proof(
            "https://github.com/quarkusio/quarkus/blob/06ee62481cbd87ac9066a48e16e6400af53115a0/extensions/container-image/deployment/src/main/java/io/quarkus/container/image/deployment/ContainerImageConfig.java",
            &[
                "./mvnw package -Dquarkus.container-image.push=true -Dquarkus.container-image.username=robot -Dquarkus.container-image.password=CANARY-not-a-real-password",
            ],
            &[
                "./mvnw package -Dquarkus.container-image.push=true -Dquarkus.container-image.username=robot -Dquarkus.container-image.password=$PASSWORD",
            ],
        ),
    ),
    property(
        "-Dquarkus.jib.base-registry-password",
        When::Password,
        proof(
            "https://github.com/quarkusio/quarkus/blob/095feab7314beef55520d4e5087daf053755260e/extensions/container-image/container-image-jib/deployment/src/main/java/io/quarkus/container/image/jib/deployment/ContainerImageJibConfig.java",
            &[
                "./mvnw package -Dquarkus.container-image.build=true -Dquarkus.jib.base-registry-username=robot -Dquarkus.jib.base-registry-password=CANARY-not-a-real-password",
            ],
            &[
                "./mvnw package -Dquarkus.container-image.build=true -Dquarkus.jib.base-registry-username=robot -Dquarkus.jib.base-registry-password=$PASSWORD",
            ],
        ),
    ),
    // JKube
    // Spring Boot. The plug-in takes no such property: what is in a pom.xml refers to it by this name
    property(
        "-Ddocker.publishRegistry.password",
        When::Password,
        proof(
            "https://docs.spring.io/spring-boot/maven-plugin/build-image.html (Spring Boot 3.5: `publishRegistry`, with the password in a property)",
            &[
                "mvn spring-boot:build-image -Dspring-boot.build-image.publish=true -Ddocker.publishRegistry.username=robot -Ddocker.publishRegistry.password=CANARY-not-a-real-password",
            ],
            &[
                "mvn spring-boot:build-image -Dspring-boot.build-image.publish=true -Ddocker.publishRegistry.username=robot -Ddocker.publishRegistry.password=$PASSWORD",
            ],
        ),
    ),
    property(
        "-Djkube.docker.password",
        When::Password,
        proof(
            "https://github.com/eclipse-jkube/jkube/blob/ca090b243f088fae22c7715f846d706ec98c87fc/kubernetes-maven-plugin/doc/src/main/asciidoc/inc/_authentication.adoc",
            &["mvn k8s:push -Djkube.docker.username=robot -Djkube.docker.password=CANARY-not-a-real-password"],
            &["mvn k8s:push -Djkube.docker.username=robot -Djkube.docker.password=$PASSWORD"],
        ),
    ),
    property(
        "-Djkube.docker.push.password",
        When::Password,
        proof(
            "https://github.com/eclipse-jkube/jkube/blob/ca090b243f088fae22c7715f846d706ec98c87fc/kubernetes-maven-plugin/doc/src/main/asciidoc/inc/_authentication.adoc",
            &[
                "mvn k8s:push -Djkube.docker.push.username=robot -Djkube.docker.push.password=CANARY-not-a-real-password",
            ],
            &["mvn k8s:push -Djkube.docker.push.username=robot -Djkube.docker.push.password=$PASSWORD"],
        ),
    ),
    property(
        "-Djkube.docker.pull.password",
        When::Password,
        proof(
            "https://github.com/eclipse-jkube/jkube/blob/ca090b243f088fae22c7715f846d706ec98c87fc/kubernetes-maven-plugin/doc/src/main/asciidoc/inc/_authentication.adoc",
            &[
                "mvn k8s:build -Djkube.docker.pull.username=robot -Djkube.docker.pull.password=CANARY-not-a-real-password",
            ],
            &["mvn k8s:build -Djkube.docker.pull.username=robot -Djkube.docker.pull.password=$PASSWORD"],
        ),
    ),
    // docker-maven-plugin
    property(
        "-Ddocker.password",
        When::Password,
        proof(
            "https://github.com/fabric8io/docker-maven-plugin/blob/25120570adc00f84664eca442aa777d9d9a8205a/src/main/asciidoc/inc/_authentication.adoc",
            &["mvn docker:push -Ddocker.username=robot -Ddocker.password=CANARY-not-a-real-password"],
            &["mvn docker:push -Ddocker.username=robot -Ddocker.password=$PASSWORD"],
        ),
    ),
    property(
        "-Ddocker.push.password",
        When::Password,
        proof(
            "https://github.com/fabric8io/docker-maven-plugin/blob/25120570adc00f84664eca442aa777d9d9a8205a/src/main/asciidoc/inc/_authentication.adoc",
            &["mvn docker:push -Ddocker.push.username=robot -Ddocker.push.password=CANARY-not-a-real-password"],
            &["mvn docker:push -Ddocker.push.username=robot -Ddocker.push.password=$PASSWORD"],
        ),
    ),
    property(
        "-Ddocker.pull.password",
        When::Password,
        proof(
            "https://github.com/fabric8io/docker-maven-plugin/blob/25120570adc00f84664eca442aa777d9d9a8205a/src/main/asciidoc/inc/_authentication.adoc",
            &["mvn docker:build -Ddocker.pull.username=robot -Ddocker.pull.password=CANARY-not-a-real-password"],
            &["mvn docker:build -Ddocker.pull.username=robot -Ddocker.pull.password=$PASSWORD"],
        ),
    ),
];
