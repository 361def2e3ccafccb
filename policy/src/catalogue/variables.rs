//! Environment variables that disable TLS for registries or hold registry credentials.

use super::credentials::{TOKENS, token};
use super::{Outcome, Proof, Value, When, proof};
use crate::json::Quoted;

/// A variable.
#[derive(Debug)]
pub struct Variable {
    /// Its name: `#` stands for a number, `{A,B}` for one of these.
    pub name: &'static str,
    /// The tool it belongs to, if only one.
    pub tool: &'static str,
    /// The images whose containers it belongs to, if it may mean something else in others.
    pub images: &'static [&'static str],
    /// When it matters.
    pub when: When,
    /// The source of this row.
    pub proof: Proof,
}

const fn variable(name: &'static str, tool: &'static str, when: When, proof: Proof) -> Variable {
    Variable { name, tool, images: &[], when, proof }
}

impl Variable {
    const fn of_images(self, images: &'static [&'static str]) -> Self {
        Variable { images, ..self }
    }
}

/// The rows that match a name, whatever has the variable.
pub(crate) fn of(name: &str) -> impl Iterator<Item = &'static Variable> {
    in_container(name, None)
}

/// The rows that match the name of a variable of a container with this image.
pub(crate) fn in_container<'n>(
    name: &'n str,
    image: Option<&'n str>,
) -> impl Iterator<Item = &'static Variable> + use<'n> {
    let is_of = move |row: &Variable| row.images.iter().any(|it| image.is_some_and(|image| has_path(image, it)));
    all(name).filter(move |row| row.images.is_empty() || is_of(row))
}

/// Whether an image has this path in some registry, whatever its tag.
fn has_path(image: &str, path: &str) -> bool {
    let image = image.split('@').next().unwrap_or_default();
    let name = match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => image,
    };
    name.strip_suffix(path).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// The rows that match a name, those that count only in some containers included.
fn all(name: &str) -> impl Iterator<Item = &'static Variable> + use<'_> {
    let mut next = 0;
    std::iter::from_fn(move || after(&mut next, name.as_bytes()))
}

/// The first row from a number on that matches a name; the number becomes that of the row behind it.
#[inline(never)] // called in many places
fn after(next: &mut usize, name: &[u8]) -> Option<&'static Variable> {
    if !may_end(name) {
        return None;
    }
    let words = BY_FIRST.get(usize::from(name.first()? & 31))?;
    loop {
        let bits = words.get(*next / 64)?.checked_shr(u32::try_from(*next % 64).ok()?)?;
        if bits == 0 {
            *next = (*next / 64).saturating_add(1).saturating_mul(64);
            continue;
        }
        let nth = next.saturating_add(usize::try_from(bits.trailing_zeros()).ok()?);
        *next = nth.saturating_add(1);
        let row = VARIABLES.get(nth)?;
        if matches(row.name.as_bytes(), name) {
            return Some(row);
        }
    }
}

/// For each first letter a bit for each row whose names may begin so.
static BY_FIRST: [[u64; VARIABLES.len().div_ceil(64)]; 32] = {
    let mut rows = [[0; VARIABLES.len().div_ceil(64)]; 32];
    let mut nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while nth < VARIABLES.len() {
        let pattern = VARIABLES[nth].name.as_bytes();
        // The first letter, or that of each choice.
        let (mut at, is_choice) = (0, pattern[0] == b'{');
        while at < pattern.len() && pattern[at] != b'}' && (is_choice || at == 0) {
            let is_first = if is_choice { matches!(pattern[at], b'{' | b',') } else { true };
            if is_first {
                let letter = pattern[if is_choice { at + 1 } else { at }];
                assert!(letter.is_ascii_uppercase() || letter == b'_', "a name begins with a capital letter or `_`");
                rows[(letter & 31) as usize][nth / 64] |= 1 << (nth % 64);
            }
            at += 1;
        }
        nth += 1;
    }
    rows
};

/// How the names of variables end that hold a script.
pub(crate) const SCRIPTS: &str = "_SCRIPT";

/// How names end, which is what a search for them sees first.
pub(crate) struct Ends {
    /// The last letters.
    pub(crate) lasts: [u8; 37],
    /// For each of them a bit for each letter before it.
    before: [u64; 64],
}

pub(crate) const ENDS: Ends = {
    let mut ends = Ends { lasts: [b'D'; 37], before: [0; 64] };
    let mut nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while nth < VARIABLES.len() {
        let pattern = VARIABLES[nth].name.as_bytes();
        let mut at = 0;
        while at < pattern.len() {
            let is_of_name = pattern[at].is_ascii_uppercase() || pattern[at].is_ascii_digit() || pattern[at] == b'_';
            assert!(is_of_name || matches!(pattern[at], b'#' | b'{' | b',' | b'}'), "a name is one of capital letters");
            at += 1;
        }
        ends.add(pattern);
        nth += 1;
    }
    ends.add(SCRIPTS.as_bytes());
    ends
};

/// The last letters of names that do not end with a number.
pub(crate) const LETTERS: [u8; 37] = {
    let mut letters = ENDS.lasts;
    let mut nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while nth < letters.len() {
        letters[nth] = if letters[nth].is_ascii_digit() { ENDS.lasts[0] } else { letters[nth] };
        nth += 1;
    }
    letters
};

/// The letters before the `_` and the number with which other names end.
pub(crate) const NUMBERED: [u8; 2] = *b"DN";

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
const _: () = {
    let mut nth = 0;
    while nth < VARIABLES.len() {
        let pattern = VARIABLES[nth].name.as_bytes();
        if let [rest @ .., b'#'] = pattern {
            let [.., before, b'_'] = rest else { panic!("expected `_` before a number at the end of a name") };
            assert!(matches!(before, b'}' | b'D' | b'N'), "a letter is not one of `NUMBERED`");
            let mut at = if *before == b'}' { rest.len() - 2 } else { 0 };
            while at > 0 && rest[at] != b'{' {
                let is_last = matches!(rest[at], b'}' | b',');
                assert!(!is_last || matches!(rest[at - 1], b'D' | b'N'), "a letter is not one of `NUMBERED`");
                at -= 1;
            }
        }
        nth += 1;
    }
};

impl Ends {
    /// Adds the ends of the names that a pattern stands for.
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    const fn add(&mut self, pattern: &[u8]) {
        let end = pattern.len() - 1;
        if pattern[end] != b'}' {
            return self.add_letter(pattern[end], pattern[end - 1]);
        }
        let mut at = end;
        while pattern[at] != b'{' {
            if matches!(pattern[at], b'}' | b',') {
                self.add_letter(pattern[at - 1], pattern[at - 2]);
            }
            at -= 1;
        }
    }

    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    const fn add_letter(&mut self, last: u8, before: u8) {
        assert!(!matches!(last, b'{' | b'}' | b','), "a choice at the end of a name is two letters long");
        assert!(!matches!(before, b'{' | b'}' | b','), "a choice at the end of a name is two letters long");
        let mut digit = b'0';
        while digit <= b'9' {
            if last == b'#' {
                self.add_letter(digit, before);
                self.add_letter(digit, b'#');
            } else if before == b'#' {
                self.add_letter(last, digit);
            }
            digit += 1;
        }
        if last == b'#' || before == b'#' {
            return;
        }
        self.before[(last & 63) as usize] |= 1 << (before & 63);
        let mut nth = 0;
        while nth < self.lasts.len() - 1 && self.lasts[nth] != last && !(nth > 0 && self.lasts[nth] == self.lasts[0]) {
            nth += 1;
        }
        self.lasts[nth] = last;
    }
}

/// Whether the last two letters are those of a name. Those of most names are not.
fn may_end(name: &[u8]) -> bool {
    let [.., before, last] = name else { return false };
    ENDS.before.get(usize::from(last & 63)).is_some_and(|letters| letters >> (before & 63) & 1 != 0)
}

/// Whether the name of a variable that matters ends at this position, be it of the only letter of a flag: `-eNAME=value`.
#[inline(never)] // once, rather than in each loop
pub(crate) fn ends_at(text: &[u8], end: usize) -> bool {
    let text = text.get(..end).unwrap_or_default();
    if !may_end(text) {
        return false;
    }
    // A number at the end of a name is one of its own.
    if text.last().is_some_and(u8::is_ascii_digit) {
        let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        if !text.get(..text.len().saturating_sub(digits)).is_some_and(|before| before.ends_with(b"_")) {
            return false;
        }
    }
    let is_of_name = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_';
    let length = text.iter().rev().take(LONGEST).take_while(is_of_name).count();
    let (before, name) = text.split_at_checked(text.len().saturating_sub(length)).unwrap_or_default();
    // A number is no name.
    if !name.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte == b'_') {
        return false;
    }
    let is_known = |name: &[u8]| std::str::from_utf8(name).is_ok_and(|name| all(name).next().is_some());
    is_known(name)
        || name.ends_with(SCRIPTS.as_bytes())
        || (before.ends_with(b"-") && is_known(name.get(1..).unwrap_or_default()))
}

/// Longer than any name.
const LONGEST: usize = 128;

/// Whether a variable is worth decoding. May say yes to others, and never says no to one that matters.
pub(crate) fn may_concern(name: Quoted<'_>, value: Quoted<'_>) -> bool {
    name.has_escapes()
        || may_be_token(value.written())
        || std::str::from_utf8(name.written()).is_ok_and(|name| all(name).next().is_some())
}

/// Whether an entry of a `ConfigMap` is called like a variable that matters.
pub(crate) fn may_be(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        && of(name).next().is_some()
}

/// Whether a value may be a token of a registry, by how it begins.
pub(crate) fn may_be_token(value: &[u8]) -> bool {
    TOKENS.iter().any(|token| value.starts_with(token.start.as_bytes()))
}

/// Whether the value of a variable of this name is a credential.
pub(crate) fn holds_credential(name: &str, value: &str) -> bool {
    token(value).is_some()
        || of(name).any(|row| row.when.is_credential() && row.when.test(Value::of(value)) == Outcome::Met)
}

/// Whether a name is one that the pattern stands for.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    match pattern {
        [] => name.is_empty(),
        [b'#', rest @ ..] => {
            let digits = name.iter().take_while(|byte| byte.is_ascii_digit()).count();
            digits > 0 && name.get(digits..).is_some_and(|name| matches(rest, name))
        }
        [b'{', list @ ..] => {
            let Some(end) = list.iter().position(|byte| *byte == b'}') else { return false };
            let Some((choices, [_, rest @ ..])) = list.split_at_checked(end) else { return false };
            choices.split(|byte| *byte == b',').any(|it| name.strip_prefix(it).is_some_and(|name| matches(rest, name)))
        }
        [first, rest @ ..] => name.split_first().is_some_and(|(byte, name)| byte == first && matches(rest, name)),
    }
}

/// All names that the pattern stands for, with `0` for a number.
#[cfg(not(target_family = "wasm"))]
pub fn names(pattern: &str) -> Vec<String> {
    let Some((before, list)) = pattern.split_once('{') else { return vec![pattern.replace('#', "0")] };
    let (choices, after) = list.split_once('}').unwrap_or_default();
    let after = names(after);
    let each = choices.split(',').flat_map(|choice| after.iter().map(move |after| (choice, after)));
    each.map(|(choice, after)| format!("{before}{choice}{after}").replace('#', "0")).collect()
}

/// Plugins of Drone and Woodpecker whose settings are about registries. Those of others have a password, too.
const IMAGE_PLUGINS: &[&str] =
    &["plugins/docker", "plugins/kaniko", "woodpeckerci/plugin-docker-buildx", "woodpeckerci/plugin-kaniko"];

pub(crate) static VARIABLES: &[Variable] = &[
    // TLS turned off: Trivy and what runs it
    variable(
        "TRIVY_INSECURE",
        "Trivy",
        When::True,
        proof(
            "https://github.com/aquasecurity/trivy/blob/v0.74.0/pkg/flag/global_flags.go",
            &["TRIVY_INSECURE=true", "TRIVY_INSECURE=1"],
            &[
                "TRIVY_INSECURE=false",
                "TRIVY_INSECURE=0",
                "ARGOCD_SERVER_INSECURE=true",
                "OTEL_EXPORTER_OTLP_INSECURE=true",
            ],
        ),
    ),
    // Any text turns it on, `false` as well: the tool only asks whether there is one
    variable(
        "TRIVY_NON_SSL",
        "Trivy",
        When::True,
        proof(
            "https://github.com/aquasecurity/trivy/blob/v0.74.0/pkg/flag/global_flags.go",
            &["TRIVY_NON_SSL=true"],
            &["TRIVY_NON_SSL="],
        ),
    ),
    variable(
        "TRIVY_NON_SSL",
        "Trivy",
        When::False,
        proof(
            "https://github.com/aquasecurity/trivy/blob/v0.74.0/pkg/flag/global_flags.go, since v0.39.0 (until then a boolean)",
            &["TRIVY_NON_SSL=false", "TRIVY_NON_SSL=0"],
            &["TRIVY_NON_SSL="],
        ),
    ),
    variable(
        "SCANNER_TRIVY_INSECURE",
        "Harbor's scanner adapter for Trivy",
        When::True,
        proof(
            "https://github.com/goharbor/harbor-scanner-trivy/blob/v0.38.0/pkg/etc/config.go",
            &["SCANNER_TRIVY_INSECURE=true"],
            &["SCANNER_TRIVY_INSECURE=false"],
        ),
    ),
    // Settings of plugins, which Drone and Woodpecker hand on as variables
    variable(
        "PLUGIN_{INSECURE,SKIP_TLS_VERIFY}",
        "the plugins of Drone and Woodpecker that push images",
        When::True,
        proof(
            "https://github.com/drone-plugins/drone-docker/blob/b5598ee56dc43e02accba56677ea7d3cba9e13c9/cmd/drone-docker/main.go; https://github.com/drone/drone-kaniko/blob/71882ec9616510eb7b74aae95005e9329952090c/cmd/kaniko-docker/main.go",
            &["PLUGIN_INSECURE=true", "PLUGIN_SKIP_TLS_VERIFY=true"],
            &["PLUGIN_INSECURE=false", "PLUGIN_SKIP_TLS_VERIFY=false"],
        ),
    )
    .of_images(IMAGE_PLUGINS),
    variable(
        "PLUGIN_PASSWORD",
        "the plugins of Drone and Woodpecker that push images",
        When::Password,
        proof(
            "https://github.com/drone-plugins/drone-docker/blob/b5598ee56dc43e02accba56677ea7d3cba9e13c9/cmd/drone-docker/main.go; https://github.com/woodpecker-ci/plugin-docker-buildx (docs.md)",
            &["PLUGIN_PASSWORD=CANARY-not-a-real-password"],
            &["PLUGIN_PASSWORD=", "PLUGIN_PASSWORD=${PASSWORD}"],
        ),
    )
    .of_images(IMAGE_PLUGINS),
    // Other scanners
    variable(
        "{GRYPE,SYFT}_REGISTRY_INSECURE_{SKIP_TLS_VERIFY,USE_HTTP}",
        "Grype and Syft",
        When::True,
        proof(
            "https://github.com/anchore/syft/blob/v1.51.0/cmd/syft/internal/options/registry.go; https://github.com/anchore/grype/blob/v0.116.0/cmd/grype/cli/options/registry.go",
            &[
                "GRYPE_REGISTRY_INSECURE_SKIP_TLS_VERIFY=true",
                "GRYPE_REGISTRY_INSECURE_USE_HTTP=true",
                "SYFT_REGISTRY_INSECURE_SKIP_TLS_VERIFY=true",
                "SYFT_REGISTRY_INSECURE_USE_HTTP=true",
            ],
            &[
                "GRYPE_REGISTRY_INSECURE_SKIP_TLS_VERIFY=false",
                "GRYPE_REGISTRY_INSECURE_USE_HTTP=false",
                "SYFT_REGISTRY_INSECURE_SKIP_TLS_VERIFY=false",
                "SYFT_REGISTRY_INSECURE_USE_HTTP=false",
            ],
        ),
    ),
    variable(
        "CS_{REGISTRY,DOCKER}_INSECURE",
        "GitLab's container scanning",
        When::OneOf(&["true"]),
        proof(
            "https://docs.gitlab.com/user/application_security/container_scanning/ (GitLab 18); lib/gcs/environment.rb of gitlab-org/security-products/analyzers/container-scanning",
            &["CS_REGISTRY_INSECURE=true", "CS_DOCKER_INSECURE=true"],
            &["CS_REGISTRY_INSECURE=false", "CS_DOCKER_INSECURE=false"],
        ),
    ),
    variable(
        "REGISTRY_{SKIP_VERIFY_TLS,USE_HTTP}",
        "KubeClarity",
        When::True,
        proof(
            "https://github.com/openclarity/kubeclarity/blob/v2.23.3/shared/pkg/config/runtime_scanner.go",
            &["REGISTRY_SKIP_VERIFY_TLS=true", "REGISTRY_USE_HTTP=true"],
            &["REGISTRY_SKIP_VERIFY_TLS=false", "REGISTRY_USE_HTTP=false"],
        ),
    ),
    // Build tools
    variable(
        "WERF_{INSECURE,SKIP_TLS_VERIFY}_REGISTRY",
        "werf",
        When::True,
        proof(
            "https://github.com/werf/werf/blob/v2.77.1/cmd/werf/common/common.go",
            &["WERF_INSECURE_REGISTRY=true", "WERF_SKIP_TLS_VERIFY_REGISTRY=1"],
            &["WERF_INSECURE_REGISTRY=false", "WERF_SKIP_TLS_VERIFY_REGISTRY=0", "WERF_SKIP_TLS_VERIFY_KUBE=true"],
        ),
    ),
    variable(
        "WERF_{INSECURE,SKIP_TLS_VERIFY}_HELM_DEPENDENCIES",
        "werf",
        When::True,
        proof(
            "https://github.com/werf/werf/blob/v2.77.1/cmd/werf/common/common.go",
            &["WERF_INSECURE_HELM_DEPENDENCIES=true", "WERF_SKIP_TLS_VERIFY_HELM_DEPENDENCIES=true"],
            &[
                "WERF_INSECURE_HELM_DEPENDENCIES=false",
                "WERF_SKIP_TLS_VERIFY_HELM_DEPENDENCIES=false",
                "HELM_KUBEINSECURE_SKIP_TLS_VERIFY=true",
            ],
        ),
    ),
    variable(
        "NUCLIO_KANIKO_INSECURE_{PUSH,PULL}_REGISTRY",
        "Nuclio",
        When::OneOf(&["true"]),
        proof(
            "https://github.com/nuclio/nuclio/blob/1.14.1/pkg/containerimagebuilderpusher/types.go",
            &["NUCLIO_KANIKO_INSECURE_PUSH_REGISTRY=true", "NUCLIO_KANIKO_INSECURE_PULL_REGISTRY=True"],
            &["NUCLIO_KANIKO_INSECURE_PUSH_REGISTRY=false", "NUCLIO_KANIKO_INSECURE_PULL_REGISTRY=false"],
        ),
    ),
    variable(
        "ENVBUILDER_INSECURE",
        "envbuilder",
        When::True,
        proof(
            "https://github.com/coder/envbuilder/blob/v1.3.0/options/options.go",
            &["ENVBUILDER_INSECURE=true"],
            &["ENVBUILDER_INSECURE=false"],
        ),
    ),
    variable(
        "FUNC_REGISTRY_INSECURE",
        "Knative `func`",
        When::True,
        proof(
            "https://github.com/knative/func/blob/knative-v1.23.1/cmd/build.go, since v1.14",
            &["FUNC_REGISTRY_INSECURE=true"],
            &["FUNC_REGISTRY_INSECURE=false"],
        ),
    ),
    variable(
        "SKAFFOLD_INSECURE_REGISTRY",
        "Skaffold",
        When::Registry,
        proof(
            "https://github.com/GoogleContainerTools/skaffold/blob/v2.24.0/cmd/skaffold/app/cmd/flags.go",
            &[
                "SKAFFOLD_INSECURE_REGISTRY=registry.example.com",
                "SKAFFOLD_INSECURE_REGISTRY=localhost:5000,registry.example.com",
            ],
            &["SKAFFOLD_INSECURE_REGISTRY=localhost:5000"],
        ),
    ),
    variable(
        "CNB_INSECURE_REGISTRIES",
        "the Cloud Native Buildpacks lifecycle",
        When::Registry,
        proof(
            "https://github.com/buildpacks/lifecycle/blob/v0.21.17/platform/defaults.go",
            &["CNB_INSECURE_REGISTRIES=registry.example.com"],
            &["CNB_INSECURE_REGISTRIES=localhost:5000"],
        ),
    ),
    variable(
        "REGISTRY_INSECURE",
        "Camel K",
        When::True,
        proof(
            "https://github.com/apache/camel-k/blob/4782ebd227bf6bb0357770158b65fb57f82dd7f4/pkg/platform/env_platform.go, after v2.10",
            &["REGISTRY_INSECURE=true"],
            &["REGISTRY_INSECURE=false"],
        ),
    ),
    variable(
        "DOCKER_REGISTRY_SECURE",
        "Yatai",
        When::False,
        proof(
            "https://github.com/bentoml/yatai-image-builder/blob/v3.0.42/helm/yatai-image-builder/templates/secret-env.yaml",
            &["DOCKER_REGISTRY_SECURE=false"],
            &["DOCKER_REGISTRY_SECURE=true"],
        ),
    ),
    variable(
        "DOTNET_CONTAINER_INSECURE_REGISTRIES",
        "the .NET SDK",
        When::Registry,
        proof(
            "https://github.com/dotnet/core/blob/1b8c0b7ea335ff81506948e11b5b5d9a66624b71/release-notes/9.0/preview/preview7/sdk.md, since .NET 9",
            &["DOTNET_CONTAINER_INSECURE_REGISTRIES=registry.example.com"],
            &["DOTNET_CONTAINER_INSECURE_REGISTRIES=localhost:5000"],
        ),
    ),
    // Runtimes, and what pulls images itself
    variable(
        "CONTAINER_INSECURE_REGISTRY",
        "CRI-O",
        When::Registry,
        proof(
            "https://github.com/cri-o/cri-o/blob/v1.34.0/internal/criocli/criocli.go, until v1.34 (v1.35 ignores it)",
            &["CONTAINER_INSECURE_REGISTRY=registry.example.com"],
            &["CONTAINER_INSECURE_REGISTRY=localhost:5000"],
        ),
    ),
    variable(
        "WASM_INSECURE_REGISTRIES",
        "Istio",
        When::Registry,
        proof(
            "https://github.com/istio/istio/blob/1.30.3/pilot/cmd/pilot-agent/options/options.go",
            &["WASM_INSECURE_REGISTRIES=registry.example.com", "WASM_INSECURE_REGISTRIES=*"],
            &["WASM_INSECURE_REGISTRIES=localhost:5000"],
        ),
    ),
    variable(
        "KSERVE_OCI_INSECURE_REGISTRY",
        "KServe",
        When::True,
        proof(
            "https://github.com/kserve/kserve/blob/aaac4e294dae2c7b1aa1886447793f3aa1c30912/python/storage/kserve_storage/kserve_storage.py, after v0.20",
            &["KSERVE_OCI_INSECURE_REGISTRY=true", "KSERVE_OCI_INSECURE_REGISTRY=1"],
            &["KSERVE_OCI_INSECURE_REGISTRY=false", "KSERVE_OCI_INSECURE_REGISTRY=0"],
        ),
    ),
    variable(
        "{APPTAINER,SINGULARITY}_{NOHTTPS,NO_HTTPS}",
        "Apptainer and Singularity",
        When::True,
        proof(
            "https://github.com/apptainer/apptainer/blob/v1.5.3/cmd/internal/cli/apptainer.go",
            &["APPTAINER_NOHTTPS=true", "APPTAINER_NO_HTTPS=1", "SINGULARITY_NOHTTPS=true", "SINGULARITY_NO_HTTPS=1"],
            &["APPTAINER_NOHTTPS=false", "APPTAINER_NO_HTTPS=0", "SINGULARITY_NOHTTPS=false", "SINGULARITY_NO_HTTPS=0"],
        ),
    ),
    variable(
        "ZARF_PLAIN_HTTP",
        "Zarf",
        When::True,
        proof(
            "https://github.com/zarf-dev/zarf/blob/v0.84.0/src/cmd/viper.go",
            &["ZARF_PLAIN_HTTP=true"],
            &["ZARF_PLAIN_HTTP=false"],
        ),
    ),
    variable(
        "ZARF_INSECURE_SKIP_TLS_VERIFY",
        "Zarf",
        When::True,
        proof(
            "https://github.com/zarf-dev/zarf/blob/v0.84.0/src/cmd/viper.go",
            &["ZARF_INSECURE_SKIP_TLS_VERIFY=true"],
            &["ZARF_INSECURE_SKIP_TLS_VERIFY=false", "ZARF_PACKAGE_INSECURE_IGNORE_TLOG=true"],
        ),
    ),
    variable(
        "ZARF_INSECURE",
        "Zarf",
        When::True,
        proof(
            "https://github.com/zarf-dev/zarf/blob/v0.50.0/src/cmd/viper.go, deprecated",
            &["ZARF_INSECURE=true"],
            &["ZARF_INSECURE=false"],
        ),
    ),
    variable(
        "WKG_OCI_INSECURE",
        "wkg",
        When::Registry,
        proof(
            "https://github.com/bytecodealliance/wasm-pkg-tools/blob/1f2db16bdefe439f003b640a731fbfdff780e483/crates/wkg/src/oci.rs",
            &["WKG_OCI_INSECURE=registry.example.com"],
            &["WKG_OCI_INSECURE=localhost:5000", "WKG_OCI_INSECURE="],
        ),
    ),
    variable(
        "MINIKUBE_INSECURE_REGISTRY",
        "minikube",
        When::Registry,
        proof(
            "https://minikube.sigs.k8s.io/docs/handbook/config/ (`MINIKUBE_` and the name of a flag)",
            &["MINIKUBE_INSECURE_REGISTRY=registry.example.com:5000"],
            &["MINIKUBE_INSECURE_REGISTRY=localhost:5000", "MINIKUBE_MEMORY=4096"],
        ),
    ),
    // Plugins of Drone and Woodpecker get their settings so. `PLUGIN_INSECURE` is many a plugin's
    variable(
        "PLUGIN_{INSECURE_REGISTRY,INSECURE_REGISTRIES,SKIP_TLS_VERIFY_REGISTRY}",
        "the plugins of Drone and Woodpecker that push images",
        When::RegistryOrTrue,
        proof(
            "https://github.com/drone/drone-kaniko/blob/71882ec9616510eb7b74aae95005e9329952090c/cmd/kaniko-docker/main.go",
            &[
                "PLUGIN_INSECURE_REGISTRY=registry.example.com",
                "PLUGIN_INSECURE_REGISTRIES=registry.example.com",
                "PLUGIN_SKIP_TLS_VERIFY_REGISTRY=true",
            ],
            &[
                "PLUGIN_INSECURE_REGISTRY=localhost:5000",
                "PLUGIN_INSECURE_REGISTRIES=",
                "PLUGIN_SKIP_TLS_VERIFY_REGISTRY=false",
                "PLUGIN_SKIP_TLS_VERIFY=true",
                "PLUGIN_INSECURE=true",
            ],
        ),
    ),
    variable(
        "PLUGIN_{INSECURE,SKIP_TLS_VERIFY}_PULL",
        "the plugins of Drone and Woodpecker that push images",
        When::True,
        proof(
            "https://github.com/drone/drone-kaniko/blob/71882ec9616510eb7b74aae95005e9329952090c/cmd/kaniko-docker/main.go",
            &["PLUGIN_INSECURE_PULL=true", "PLUGIN_SKIP_TLS_VERIFY_PULL=true"],
            &["PLUGIN_INSECURE_PULL=false", "PLUGIN_SKIP_TLS_VERIFY_PULL=false"],
        ),
    ),
    variable(
        "DIUN_REGOPTS_#_INSECURETLS",
        "diun",
        When::True,
        proof(
            "https://github.com/crazy-max/diun/blob/v4.33.0/docs/config/regopts.md",
            &["DIUN_REGOPTS_0_INSECURETLS=true", "DIUN_REGOPTS_12_INSECURETLS=1"],
            &["DIUN_REGOPTS_0_INSECURETLS=false"],
        ),
    ),
    // Names that several programs share
    variable(
        "INSECURE_REGISTRY",
        "",
        When::True,
        proof(
            "https://github.com/docker/model-runner/blob/v1.2.6/pkg/distribution/registry/client.go",
            &["INSECURE_REGISTRY=true", "INSECURE_REGISTRY=yes"],
            &["INSECURE_REGISTRY=false", "INSECURE_REGISTRY=no"],
        ),
    ),
    variable(
        "INSECURE_REGISTRY",
        "",
        When::Registry,
        proof(
            "https://github.com/kubev2v/migration-planner/blob/v0.21.0/internal/image/builder.go; https://github.com/projectatomic/atomic-system-containers/blob/6d8269b346605c59d0d6b08bfeab8b61c31fafc5/docker-centos/init.sh",
            &["INSECURE_REGISTRY=registry.example.com:5000", "INSECURE_REGISTRY=localhost:5000,registry.example.com"],
            &["INSECURE_REGISTRY=localhost:5000", "INSECURE_REGISTRY="],
        ),
    ),
    variable(
        "INSECURE_REGISTRIES",
        "",
        When::Registry,
        proof(
            "unverified: searched the indexed code for the name; it stands in several entry points that pass it on to dockerd and in small services, and in no project that documents it",
            &["INSECURE_REGISTRIES=registry.example.com"],
            &["INSECURE_REGISTRIES=localhost:5000", "INSECURE_REGISTRIES=false"],
        ),
    ),
    // dockerd
    variable(
        "DOCKER_INSECURE_REGISTRY",
        "the dind runner of actions-runner-controller",
        When::Registry,
        proof(
            "https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/runner/entrypoint-dind.sh",
            &["DOCKER_INSECURE_REGISTRY=registry.example.com:5000"],
            &["DOCKER_INSECURE_REGISTRY=127.0.0.1:5000"],
        ),
    ),
    variable(
        "DOCKER_REGISTRY_MIRROR",
        "the dind runner of actions-runner-controller",
        When::Http,
        proof(
            "https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/runner/entrypoint-dind.sh; https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/runner/entrypoint-dind-rootless.sh",
            &["DOCKER_REGISTRY_MIRROR=http://mirror.example.com", "DOCKER_REGISTRY_MIRROR=HTTP://mirror.example.com"],
            &["DOCKER_REGISTRY_MIRROR=https://mirror.example.com", "DOCKER_REGISTRY_MIRROR=http://127.0.0.1:5000"],
        ),
    ),
    variable(
        "DOCKER_OPTS",
        "dockerd",
        When::Flags("dockerd"),
        proof(
            "https://github.com/moby/moby/blob/docker-v29.7.2/contrib/init/sysvinit-debian/docker.default",
            &[
                "DOCKER_OPTS=--insecure-registry=registry.example.com",
                "DOCKER_OPTS=--insecure-registry registry.example.com --debug",
                "DOCKER_OPTS=--registry-mirror=http://mirror.example.com",
            ],
            &["DOCKER_OPTS=--debug --insecure-registry=127.0.0.0/8"],
        ),
    ),
    variable(
        "DOCKER_DAEMON_ARGS",
        "jpetazzo/dind",
        When::Flags("dockerd"),
        proof(
            "https://github.com/jpetazzo/dind/blob/248c10c4165205ef595a86d95a42859036296fa4/wrapdocker",
            &["DOCKER_DAEMON_ARGS=-D --insecure-registry registry.example.com"],
            &["DOCKER_DAEMON_ARGS=-D"],
        ),
    ),
    variable(
        "DOCKERD_{ARGS,OPTS}",
        "",
        When::Flags("dockerd"),
        proof(
            "unverified: searched the indexed code for both names; they stand in the entry points of many images of Docker in Docker (`dockerd ${DOCKERD_ARGS:-}`), and in no project that documents them",
            &[
                "DOCKERD_ARGS=--insecure-registry=registry.example.com",
                "DOCKERD_OPTS=--insecure-registry=registry.example.com",
            ],
            &["DOCKERD_ARGS=--storage-driver=vfs", "DOCKERD_OPTS=--storage-driver=vfs"],
        ),
    ),
    // A registry that is a cache of another one
    variable(
        "REGISTRY_PROXY_REMOTEURL",
        "distribution",
        When::Http,
        proof(
            "https://github.com/distribution/distribution/blob/v3.1.1/configuration/configuration.go",
            &[
                "REGISTRY_PROXY_REMOTEURL=http://registry.example.com",
                "REGISTRY_PROXY_REMOTEURL=HTTP://registry.example.com",
            ],
            &[
                "REGISTRY_PROXY_REMOTEURL=https://registry-1.docker.io",
                "REGISTRY_HTTP_HOST=http://registry.example.com",
            ],
        ),
    ),
    // Jib, by way of what starts Maven, Gradle, sbt or any JVM
    variable(
        "{MAVEN,GRADLE,JAVA,SBT}_OPTS",
        "Jib",
        When::Properties,
        proof(
            "https://github.com/GoogleContainerTools/jib/blob/v3.5.2-maven/jib-core/src/main/java/com/google/cloud/tools/jib/global/JibSystemProperties.java; https://github.com/GoogleContainerTools/jib/blob/v3.5.2-maven/jib-plugins-common/src/main/java/com/google/cloud/tools/jib/plugins/common/PropertyNames.java",
            &[
                "MAVEN_OPTS=-Djib.allowInsecureRegistries=true",
                "GRADLE_OPTS=-DsendCredentialsOverHttp=true",
                "JAVA_OPTS=-Djib.allowInsecureRegistries=true",
                "SBT_OPTS=-DsendCredentialsOverHttp=true",
            ],
            &[
                "MAVEN_OPTS=-Xmx1g -Djib.allowInsecureRegistries=false",
                "GRADLE_OPTS=-Xmx1g",
                "JAVA_OPTS=-Xmx1g -Djib.allowInsecureRegistries=false",
                "SBT_OPTS=-Xmx1g",
            ],
        ),
    ),
    variable(
        "MAVEN_ARGS",
        "Jib",
        When::Properties,
        proof(
            "https://github.com/GoogleContainerTools/jib/blob/v3.5.2-maven/jib-core/src/main/java/com/google/cloud/tools/jib/global/JibSystemProperties.java; https://github.com/GoogleContainerTools/jib/blob/v3.5.2-maven/jib-plugins-common/src/main/java/com/google/cloud/tools/jib/plugins/common/PropertyNames.java; https://maven.apache.org/configure.html (Maven 3.9)",
            &["MAVEN_ARGS=-Djib.allowInsecureRegistries=true"],
            &["MAVEN_ARGS=-B -Dmaven.wagon.http.ssl.insecure=true"],
        ),
    ),
    variable(
        "{JAVA_TOOL,_JAVA,JDK_JAVA}_OPTIONS",
        "Jib",
        When::Properties,
        proof(
            "https://github.com/GoogleContainerTools/jib/blob/v3.5.2-maven/jib-core/src/main/java/com/google/cloud/tools/jib/global/JibSystemProperties.java; https://github.com/GoogleContainerTools/jib/blob/v3.5.2-maven/jib-plugins-common/src/main/java/com/google/cloud/tools/jib/plugins/common/PropertyNames.java; https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html (Java 21)",
            &[
                "JAVA_TOOL_OPTIONS=-DsendCredentialsOverHttp=true",
                "_JAVA_OPTIONS=-Djib.allowInsecureRegistries",
                "JDK_JAVA_OPTIONS=-DsendCredentialsOverHttp=true",
            ],
            &[
                "JAVA_TOOL_OPTIONS=-DsendCredentialsOverHttp=false",
                "_JAVA_OPTIONS=-DsendCredentialsOverHttp=false",
                "JDK_JAVA_OPTIONS=-DsendCredentialsOverHttp=false",
            ],
        ),
    ),
    // Credentials: names that are a convention, each with a project that uses it
    variable(
        "DOCKER_{PASSWORD,PASSWD,PASS,TOKEN,ACCESS_TOKEN,PAT}",
        "",
        When::Password,
        proof(
            "https://github.com/apptainer/apptainer/blob/v1.5.3/cmd/internal/cli/apptainer.go; https://github.com/strimzi/strimzi-kafka-operator/blob/1.1.0/.azure/templates/jobs/build/push_containers.yaml; https://github.com/stefanprodan/timoni/blob/v0.33.0/cmd/timoni/artifact_push.go (DOCKER_PASSWORD, DOCKER_PASS, DOCKER_PAT; the other names follow the same convention)",
            &[
                "DOCKER_PASSWORD=CANARY-not-a-real-password",
                "DOCKER_PASS=CANARY-not-a-real-password",
                "DOCKER_TOKEN=CANARY-not-a-real-password",
                "DOCKER_PAT=CANARY-not-a-real-password",
                "DOCKER_PASSWD=CANARY-not-a-real-password",
                "DOCKER_ACCESS_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "DOCKER_PASSWORD=$(CREDENTIAL)",
                "DOCKER_PASS=$(CREDENTIAL)",
                "DOCKER_TOKEN=$(CREDENTIAL)",
                "DOCKER_PAT=$(CREDENTIAL)",
                "DOCKER_PASSWORD_FILE=/run/secrets/password",
                "DOCKER_PASSWORD=",
                "DOCKER_PASSWD=$(CREDENTIAL)",
                "DOCKER_ACCESS_TOKEN=$(CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "REGISTRY_{PASSWORD,PASSWD,PASS,TOKEN}",
        "",
        When::Password,
        proof(
            "https://github.com/aws/eks-anywhere/blob/v0.26.1/docs/content/en/docs/getting-started/optional/registrymirror.md; https://github.com/buildpacks-community/kpack/blob/v0.17.2/.github/workflows/ci.yaml (REGISTRY_PASSWORD, REGISTRY_PASS; the other names follow the same convention)",
            &[
                "REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "REGISTRY_PASS=CANARY-not-a-real-password",
                "REGISTRY_TOKEN=CANARY-not-a-real-password",
                "REGISTRY_PASSWD=CANARY-not-a-real-password",
            ],
            &[
                "REGISTRY_PASSWORD=$(CREDENTIAL)",
                "REGISTRY_PASS=$(CREDENTIAL)",
                "REGISTRY_TOKEN=$(CREDENTIAL)",
                "REGISTRY_PASSWORD_FILE=/run/secrets/password",
                "REGISTRY_PASSWORD=vault:secret/data/registry#password",
                "SCHEMA_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "REGISTRY_HTTP_SECRET=CANARY-not-a-real-password",
                "REGISTRY_AUTH=htpasswd",
                "REGISTRY_PASSWD=$(CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "CI_REGISTRY_{PASSWORD,PASS,TOKEN}",
        "",
        When::Password,
        proof(
            "https://docs.gitlab.com/ci/variables/predefined_variables/ (GitLab 18; CI_REGISTRY_PASSWORD; the other names follow the same convention)",
            &[
                "CI_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "CI_REGISTRY_PASS=CANARY-not-a-real-password",
                "CI_REGISTRY_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "CI_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "CI_REGISTRY_PASS=$(CREDENTIAL)",
                "CI_REGISTRY_TOKEN=$(CREDENTIAL)",
                "CI_REGISTRY_PASSWORD=$CI_JOB_TOKEN",
            ],
        ),
    ),
    variable(
        "DOCKERHUB_{PASSWORD,PASS,TOKEN,ACCESS_TOKEN,PAT}",
        "",
        When::Password,
        proof(
            "https://github.com/ko-build/ko/blob/v0.19.1/.github/workflows/registries.yaml; https://github.com/kubernetes/minikube/blob/v1.38.1/hack/jenkins/kicbase_auto_build.sh; https://github.com/docker/login-action/blob/v4.1.0/README.md (DOCKERHUB_PASSWORD, DOCKERHUB_PASS, DOCKERHUB_TOKEN; the other names follow the same convention)",
            &[
                "DOCKERHUB_PASSWORD=CANARY-not-a-real-password",
                "DOCKERHUB_PASS=CANARY-not-a-real-password",
                "DOCKERHUB_TOKEN=CANARY-not-a-real-password",
                "DOCKERHUB_PAT=CANARY-not-a-real-password",
                "DOCKERHUB_ACCESS_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "DOCKERHUB_PASSWORD=$(CREDENTIAL)",
                "DOCKERHUB_PASS=$(CREDENTIAL)",
                "DOCKERHUB_TOKEN=$(CREDENTIAL)",
                "DOCKERHUB_PAT=$(CREDENTIAL)",
                "DOCKERHUB_ACCESS_TOKEN=$(CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "DOCKER_HUB_{PASSWORD,PASS,TOKEN,ACCESS_TOKEN,PAT}",
        "",
        When::Password,
        proof(
            "https://github.com/docker/model-runner/blob/v1.2.6/pkg/distribution/oci/authn/authn.go; https://github.com/kuberhealthy/kuberhealthy/blob/v3.0.13/.github/workflows/release.yml (DOCKER_HUB_PASSWORD, DOCKER_HUB_PAT; the other names follow the same convention)",
            &[
                "DOCKER_HUB_PASSWORD=CANARY-not-a-real-password",
                "DOCKER_HUB_PASS=CANARY-not-a-real-password",
                "DOCKER_HUB_TOKEN=CANARY-not-a-real-password",
                "DOCKER_HUB_PAT=CANARY-not-a-real-password",
                "DOCKER_HUB_ACCESS_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "DOCKER_HUB_PASSWORD=$(CREDENTIAL)",
                "DOCKER_HUB_PASS=$(CREDENTIAL)",
                "DOCKER_HUB_TOKEN=$(CREDENTIAL)",
                "DOCKER_HUB_PAT=$(CREDENTIAL)",
                "DOCKER_HUB_ACCESS_TOKEN=$(CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "QUAY_{PASSWORD,PASS,TOKEN,OAUTH_TOKEN,ROBOT_TOKEN}",
        "",
        When::Password,
        proof(
            "https://github.com/ko-build/ko/blob/v0.19.1/.github/workflows/registries.yaml; https://github.com/docker/login-action/blob/v4.1.0/README.md (QUAY_PASSWORD, QUAY_ROBOT_TOKEN; the other names follow the same convention)",
            &[
                "QUAY_PASSWORD=CANARY-not-a-real-password",
                "QUAY_PASS=CANARY-not-a-real-password",
                "QUAY_TOKEN=CANARY-not-a-real-password",
                "QUAY_ROBOT_TOKEN=CANARY-not-a-real-password",
                "QUAY_OAUTH_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "QUAY_PASSWORD=$(CREDENTIAL)",
                "QUAY_PASS=$(CREDENTIAL)",
                "QUAY_TOKEN=$(CREDENTIAL)",
                "QUAY_ROBOT_TOKEN=$(CREDENTIAL)",
                "QUAY_OAUTH_TOKEN=$(CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "GHCR_{PASSWORD,PASS,TOKEN,PAT}",
        "",
        When::Password,
        proof(
            "https://github.com/project-zot/zot/blob/v2.1.20/.github/workflows/sync-3rdparty-images.yaml; https://github.com/docker/login-action/blob/v4.1.0/.github/workflows/ci.yml (GHCR_TOKEN, GHCR_PAT; the other names follow the same convention)",
            &[
                "GHCR_PASSWORD=CANARY-not-a-real-password",
                "GHCR_PASS=CANARY-not-a-real-password",
                "GHCR_TOKEN=CANARY-not-a-real-password",
                "GHCR_PAT=CANARY-not-a-real-password",
            ],
            &[
                "GHCR_PASSWORD=$(CREDENTIAL)",
                "GHCR_PASS=$(CREDENTIAL)",
                "GHCR_TOKEN=$(CREDENTIAL)",
                "GHCR_PAT=$(CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "CR_PAT",
        "",
        When::Password,
        proof(
            "https://github.com/crossplane/crossplane/blob/v2.3.4/test/e2e/manifests/pkg/configuration/dependency/package/crossplane.yaml",
            &["CR_PAT=CANARY-not-a-real-password"],
            &["CR_PAT=$(CREDENTIAL)"],
        ),
    ),
    variable(
        "HARBOR_{PASSWORD,PASS,TOKEN,ROBOT_PASSWORD,ROBOT_TOKEN}",
        "",
        When::Password,
        proof(
            "https://github.com/goharbor/terraform-provider-harbor/blob/v3.12.4/provider/provider.go (HARBOR_PASSWORD; the other names follow the same convention)",
            &[
                "HARBOR_PASSWORD=CANARY-not-a-real-password",
                "HARBOR_PASS=CANARY-not-a-real-password",
                "HARBOR_TOKEN=CANARY-not-a-real-password",
                "HARBOR_ROBOT_PASSWORD=CANARY-not-a-real-password",
                "HARBOR_ROBOT_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "HARBOR_PASSWORD=$(CREDENTIAL)",
                "HARBOR_PASS=$(CREDENTIAL)",
                "HARBOR_TOKEN=$(CREDENTIAL)",
                "HARBOR_ROBOT_PASSWORD=$(CREDENTIAL)",
                "HARBOR_ROBOT_TOKEN=$(CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "ACR_{PASSWORD,PASS,TOKEN,ADMIN_PASSWORD,SP_PASSWORD}",
        "",
        When::Password,
        proof(
            "unverified: a convention for Azure Container Registry",
            &[
                "ACR_PASSWORD=CANARY-not-a-real-password",
                "ACR_PASS=CANARY-not-a-real-password",
                "ACR_TOKEN=CANARY-not-a-real-password",
                "ACR_ADMIN_PASSWORD=CANARY-not-a-real-password",
                "ACR_SP_PASSWORD=CANARY-not-a-real-password",
            ],
            &[
                "ACR_PASSWORD=$(CREDENTIAL)",
                "ACR_PASS=$(CREDENTIAL)",
                "ACR_TOKEN=$(CREDENTIAL)",
                "ACR_ADMIN_PASSWORD=$(CREDENTIAL)",
                "ACR_SP_PASSWORD=$(CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "AIRFLOW_CONN_DOCKER_{DEFAULT,REGISTRY}",
        "Airflow",
        When::Userinfo,
        proof(
            "https://github.com/apache/airflow/blob/providers-docker/4.4.0/providers/docker/docs/connections/docker.rst",
            &[
                "AIRFLOW_CONN_DOCKER_DEFAULT=docker://robot:CANARY-not-a-real-password@registry.example.com:443?reauth=False",
                "AIRFLOW_CONN_DOCKER_REGISTRY=docker://robot:CANARY-not-a-real-password@https%3A%2F%2Findex.docker.io%2Fv1",
            ],
            &[
                "AIRFLOW_CONN_DOCKER_DEFAULT=docker://registry.example.com",
                "AIRFLOW_CONN_DOCKER_REGISTRY=docker://robot:${PASSWORD}@registry.example.com",
                "AIRFLOW_CONN_POSTGRES_DEFAULT=postgresql://robot:CANARY-of-a-database@db.example.com/app",
            ],
        ),
    ),
    variable(
        "ARTIFACTORY_{PASSWORD,PASS,TOKEN}",
        "",
        When::Password,
        proof(
            "unverified: searched the indexed code; the names are used in many builds, mostly for packages rather than images, and no project documents them for a registry",
            &[
                "ARTIFACTORY_PASSWORD=CANARY-not-a-real-password",
                "ARTIFACTORY_PASS=CANARY-not-a-real-password",
                "ARTIFACTORY_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "ARTIFACTORY_PASSWORD=$(CREDENTIAL)",
                "ARTIFACTORY_PASS=$(CREDENTIAL)",
                "ARTIFACTORY_TOKEN=$(CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "DOCKER_REGISTRY_{PASSWORD,PASSWD,PASS,TOKEN}",
        "",
        When::Password,
        proof(
            "https://github.com/bentoml/yatai-image-builder/blob/v3.0.42/helm/yatai-image-builder/templates/secret-env.yaml (DOCKER_REGISTRY_PASSWORD; the other names follow the same convention)",
            &[
                "DOCKER_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "DOCKER_REGISTRY_PASS=CANARY-not-a-real-password",
                "DOCKER_REGISTRY_TOKEN=CANARY-not-a-real-password",
                "DOCKER_REGISTRY_PASSWD=CANARY-not-a-real-password",
            ],
            &[
                "DOCKER_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "DOCKER_REGISTRY_PASS=$(CREDENTIAL)",
                "DOCKER_REGISTRY_TOKEN=$(CREDENTIAL)",
                "DOCKER_REGISTRY_PASSWD=$(CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "{AZURE_CONTAINER,CONTAINER,GITLAB,HELM,IMAGE,OCI}_REGISTRY_{PASSWORD,PASS,TOKEN}",
        "",
        When::Password,
        proof(
            "https://github.com/buildpacks-community/kpack/blob/v0.17.2/.github/workflows/ci.yaml (IMAGE_REGISTRY_PASSWORD; the other names follow the same convention)",
            &[
                "AZURE_CONTAINER_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "AZURE_CONTAINER_REGISTRY_PASS=CANARY-not-a-real-password",
                "AZURE_CONTAINER_REGISTRY_TOKEN=CANARY-not-a-real-password",
                "CONTAINER_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "CONTAINER_REGISTRY_PASS=CANARY-not-a-real-password",
                "CONTAINER_REGISTRY_TOKEN=CANARY-not-a-real-password",
                "IMAGE_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "IMAGE_REGISTRY_PASS=CANARY-not-a-real-password",
                "IMAGE_REGISTRY_TOKEN=CANARY-not-a-real-password",
                "OCI_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "OCI_REGISTRY_PASS=CANARY-not-a-real-password",
                "OCI_REGISTRY_TOKEN=CANARY-not-a-real-password",
                "GITLAB_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "GITLAB_REGISTRY_PASS=CANARY-not-a-real-password",
                "GITLAB_REGISTRY_TOKEN=CANARY-not-a-real-password",
                "HELM_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "HELM_REGISTRY_PASS=CANARY-not-a-real-password",
                "HELM_REGISTRY_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "AZURE_CONTAINER_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "AZURE_CONTAINER_REGISTRY_PASS=$(CREDENTIAL)",
                "AZURE_CONTAINER_REGISTRY_TOKEN=$(CREDENTIAL)",
                "CONTAINER_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "CONTAINER_REGISTRY_PASS=$(CREDENTIAL)",
                "CONTAINER_REGISTRY_TOKEN=$(CREDENTIAL)",
                "IMAGE_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "IMAGE_REGISTRY_PASS=$(CREDENTIAL)",
                "IMAGE_REGISTRY_TOKEN=$(CREDENTIAL)",
                "OCI_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "OCI_REGISTRY_PASS=$(CREDENTIAL)",
                "OCI_REGISTRY_TOKEN=$(CREDENTIAL)",
                "GITLAB_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "GITLAB_REGISTRY_PASS=$(CREDENTIAL)",
                "GITLAB_REGISTRY_TOKEN=$(CREDENTIAL)",
                "HELM_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "HELM_REGISTRY_PASS=$(CREDENTIAL)",
                "HELM_REGISTRY_TOKEN=$(CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "{LOCAL,PRIVATE,DOCKER_PRIVATE}_REGISTRY_PASSWORD",
        "",
        When::Password,
        proof(
            "https://github.com/redhat-cop/helm-charts/blob/e76fc5c933d5/.github/workflows/install-integration-tests-operators-installer.yaml (LOCAL_REGISTRY_PASSWORD; the other names follow the same convention)",
            &[
                "LOCAL_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "PRIVATE_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "DOCKER_PRIVATE_REGISTRY_PASSWORD=CANARY-not-a-real-password",
            ],
            &[
                "LOCAL_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "PRIVATE_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "DOCKER_PRIVATE_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "LOCAL_REGISTRY_PASSWORD_FILE=/run/secrets/password",
                "EUREKA_REGISTRY_PASSWORD=CANARY-of-a-directory-of-services",
            ],
        ),
    ),
    variable(
        "KLUCTL_REGISTRY_{PLAIN_HTTP,INSECURE_SKIP_TLS_VERIFY}",
        "kluctl",
        When::True,
        proof(
            "https://github.com/kluctl/kluctl/blob/b8269b5ece61e7d3e036f80ce7dea5b59c949141/docs/kluctl/deployments/oci.md",
            &["KLUCTL_REGISTRY_PLAIN_HTTP=true", "KLUCTL_REGISTRY_INSECURE_SKIP_TLS_VERIFY=true"],
            &["KLUCTL_REGISTRY_PLAIN_HTTP=false", "KLUCTL_REGISTRY_INSECURE_SKIP_TLS_VERIFY=false"],
        ),
    ),
    variable(
        "KLUCTL_REGISTRY_#_{PLAIN_HTTP,INSECURE_SKIP_TLS_VERIFY}",
        "kluctl",
        When::True,
        proof(
            "https://github.com/kluctl/kluctl/blob/b8269b5ece61e7d3e036f80ce7dea5b59c949141/docs/kluctl/deployments/oci.md",
            &["KLUCTL_REGISTRY_1_PLAIN_HTTP=true", "KLUCTL_REGISTRY_0_INSECURE_SKIP_TLS_VERIFY=true"],
            &["KLUCTL_REGISTRY_1_PLAIN_HTTP=false", "KLUCTL_REGISTRY_0_INSECURE_SKIP_TLS_VERIFY=false"],
        ),
    ),
    variable(
        "KLUCTL_REGISTRY_{PASSWORD,IDENTITY_TOKEN,TOKEN}",
        "kluctl",
        When::Password,
        proof(
            "https://github.com/kluctl/kluctl/blob/b8269b5ece61e7d3e036f80ce7dea5b59c949141/docs/kluctl/deployments/oci.md",
            &[
                "KLUCTL_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "KLUCTL_REGISTRY_IDENTITY_TOKEN=CANARY-not-a-real-token",
                "KLUCTL_REGISTRY_TOKEN=CANARY-not-a-real-token",
            ],
            &[
                "KLUCTL_REGISTRY_PASSWORD=$(CREDENTIAL)",
                "KLUCTL_REGISTRY_IDENTITY_TOKEN=$(CREDENTIAL)",
                "KLUCTL_REGISTRY_TOKEN=$(CREDENTIAL)",
                "KLUCTL_GIT_0_PASSWORD=CANARY-of-git",
            ],
        ),
    ),
    variable(
        "KLUCTL_REGISTRY_#_{PASSWORD,IDENTITY_TOKEN,TOKEN}",
        "kluctl",
        When::Password,
        proof(
            "https://github.com/kluctl/kluctl/blob/b8269b5ece61e7d3e036f80ce7dea5b59c949141/docs/kluctl/deployments/oci.md",
            &[
                "KLUCTL_REGISTRY_0_PASSWORD=CANARY-not-a-real-password",
                "KLUCTL_REGISTRY_0_IDENTITY_TOKEN=CANARY-not-a-real-token",
                "KLUCTL_REGISTRY_0_TOKEN=CANARY-not-a-real-token",
            ],
            &[
                "KLUCTL_REGISTRY_0_PASSWORD=$(CREDENTIAL)",
                "KLUCTL_REGISTRY_0_IDENTITY_TOKEN=$(CREDENTIAL)",
                "KLUCTL_REGISTRY_0_TOKEN=$(CREDENTIAL)",
                "KLUCTL_GIT_0_PASSWORD=CANARY-of-git",
            ],
        ),
    ),
    variable(
        "QUARKUS_CONTAINER_IMAGE_INSECURE",
        "Quarkus",
        When::True,
        proof(
            "https://github.com/quarkusio/quarkus/blob/06ee62481cbd87ac9066a48e16e6400af53115a0/extensions/container-image/deployment/src/main/java/io/quarkus/container/image/deployment/ContainerImageConfig.java ; https://quarkus.io/guides/config-reference#environment-variables",
            &["QUARKUS_CONTAINER_IMAGE_INSECURE=true"],
            &["QUARKUS_CONTAINER_IMAGE_INSECURE=false", "QUARKUS_TLS_TRUST_ALL=true"],
        ),
    ),
    // Credentials: names of one tool
    variable(
        "QUARKUS_CONTAINER_IMAGE_PASSWORD",
        "Quarkus",
        When::Password,
        proof(
            "https://github.com/quarkusio/quarkus/blob/06ee62481cbd87ac9066a48e16e6400af53115a0/extensions/container-image/deployment/src/main/java/io/quarkus/container/image/deployment/ContainerImageConfig.java ; https://quarkus.io/guides/config-reference#environment-variables",
            &["QUARKUS_CONTAINER_IMAGE_PASSWORD=CANARY-not-a-real-password"],
            &["QUARKUS_CONTAINER_IMAGE_PASSWORD=$(CREDENTIAL)", "QUARKUS_DATASOURCE_PASSWORD=CANARY-of-a-database"],
        ),
    ),
    variable(
        "REPO_PASS",
        "Watchtower",
        When::Password,
        proof(
            "https://github.com/containrrr/watchtower/blob/v1.7.1/pkg/registry/trust.go",
            &["REPO_PASS=CANARY-not-a-real-password"],
            &["REPO_PASS=$(REPO_CREDENTIAL)"],
        ),
    ),
    variable(
        "TRIVY_{PASSWORD,REGISTRY_TOKEN}",
        "Trivy",
        When::Password,
        proof(
            "https://github.com/aquasecurity/trivy/blob/v0.74.0/pkg/flag/registry_flags.go",
            &[
                "TRIVY_PASSWORD=CANARY-not-a-real-password",
                "TRIVY_REGISTRY_TOKEN=CANARY-not-a-real-password",
                "TRIVY_PASSWORD=CANARY-first,CANARY-second",
            ],
            &[
                "TRIVY_PASSWORD=$(TRIVY_CREDENTIAL)",
                "TRIVY_REGISTRY_TOKEN=$(TRIVY_CREDENTIAL)",
                "TRIVY_TOKEN=CANARY-not-a-real-password",
            ],
        ),
    ),
    variable(
        "{GRYPE,SYFT}_REGISTRY_AUTH_{PASSWORD,TOKEN}",
        "Grype and Syft",
        When::Password,
        proof(
            "https://github.com/anchore/syft/blob/v1.51.0/cmd/syft/internal/options/registry.go; https://github.com/anchore/grype/blob/v0.116.0/cmd/grype/cli/options/registry.go",
            &[
                "GRYPE_REGISTRY_AUTH_PASSWORD=CANARY-not-a-real-password",
                "GRYPE_REGISTRY_AUTH_TOKEN=CANARY-not-a-real-password",
                "SYFT_REGISTRY_AUTH_PASSWORD=CANARY-not-a-real-password",
                "SYFT_REGISTRY_AUTH_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "GRYPE_REGISTRY_AUTH_PASSWORD=$(SCANNER_CREDENTIAL)",
                "GRYPE_REGISTRY_AUTH_TOKEN=$(SCANNER_CREDENTIAL)",
                "SYFT_REGISTRY_AUTH_PASSWORD=$(SCANNER_CREDENTIAL)",
                "SYFT_REGISTRY_AUTH_TOKEN=$(SCANNER_CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "FUNC_{PASSWORD,TOKEN}",
        "Knative `func`",
        When::Password,
        proof(
            "https://github.com/knative/func/blob/knative-v1.23.1/cmd/deploy.go",
            &["FUNC_PASSWORD=CANARY-not-a-real-password", "FUNC_TOKEN=CANARY-not-a-real-password"],
            &["FUNC_PASSWORD=$(FUNC_CREDENTIAL)", "FUNC_TOKEN=$(FUNC_CREDENTIAL)"],
        ),
    ),
    variable(
        "FALCOCTL_REGISTRY_AUTH_{BASIC,OAUTH}",
        "falcoctl",
        When::Password,
        proof(
            "https://github.com/falcosecurity/falcoctl/blob/v0.13.0/README.md",
            &[
                "FALCOCTL_REGISTRY_AUTH_BASIC=registry.example.com,robot,CANARY-not-a-real-password",
                "FALCOCTL_REGISTRY_AUTH_OAUTH=registry.example.com,robot,CANARY-not-a-real-password,https://auth.example.com/token",
            ],
            &[
                "FALCOCTL_REGISTRY_AUTH_BASIC=$(FALCOCTL_CREDENTIAL)",
                "FALCOCTL_REGISTRY_AUTH_OAUTH=$(FALCOCTL_CREDENTIAL)",
                "FALCOCTL_REGISTRY_AUTH_GCP=registry.example.com",
            ],
        ),
    ),
    variable(
        "AUTH_REGISTRIES",
        "docker-registry-proxy",
        When::Password,
        proof(
            "https://github.com/rpardini/docker-registry-proxy/blob/0.7.0/README.md",
            &["AUTH_REGISTRIES=registry.example.com:robot:CANARY-not-a-real-password"],
            &["AUTH_REGISTRIES=$(AUTH_OF_REGISTRIES)", "AUTH_REGISTRIES_DELIMITER=;;;"],
        ),
    ),
    variable(
        "REGISTRY_PROXY_PASSWORD",
        "distribution",
        When::Password,
        proof(
            "https://github.com/distribution/distribution/blob/v3.1.1/configuration/configuration.go",
            &["REGISTRY_PROXY_PASSWORD=CANARY-not-a-real-password"],
            &["REGISTRY_PROXY_PASSWORD=$(PROXY_CREDENTIAL)"],
        ),
    ),
    variable(
        "DIUN_REGOPTS_#_PASSWORD",
        "diun",
        When::Password,
        proof(
            "https://github.com/crazy-max/diun/blob/v4.33.0/docs/config/regopts.md",
            &[
                "DIUN_REGOPTS_0_PASSWORD=CANARY-not-a-real-password",
                "DIUN_REGOPTS_12_PASSWORD=CANARY-not-a-real-password",
            ],
            &["DIUN_REGOPTS_0_PASSWORD=$(DIUN_CREDENTIAL)", "DIUN_REGOPTS_0_PASSWORDFILE=/run/secrets/password"],
        ),
    ),
    variable(
        "NOTATION_PASSWORD",
        "Notation",
        When::Password,
        proof(
            "https://github.com/notaryproject/notation/blob/v1.3.2/cmd/notation/common.go",
            &["NOTATION_PASSWORD=CANARY-not-a-real-password"],
            &["NOTATION_PASSWORD=$(NOTATION_CREDENTIAL)", "COSIGN_PASSWORD=CANARY-not-a-real-password"],
        ),
    ),
    variable(
        "{APPTAINER,SINGULARITY}_DOCKER_PASSWORD",
        "Apptainer and Singularity",
        When::Password,
        proof(
            "https://github.com/apptainer/apptainer/blob/v1.5.3/cmd/internal/cli/apptainer.go",
            &[
                "APPTAINER_DOCKER_PASSWORD=CANARY-not-a-real-password",
                "SINGULARITY_DOCKER_PASSWORD=CANARY-not-a-real-password",
            ],
            &["APPTAINER_DOCKER_PASSWORD=$(DOCKER_CREDENTIAL)", "SINGULARITY_DOCKER_PASSWORD=$(DOCKER_CREDENTIAL)"],
        ),
    ),
    variable(
        "IMGPKG_{PASSWORD,TOKEN}",
        "imgpkg",
        When::Password,
        proof(
            "https://github.com/carvel-dev/imgpkg/blob/v0.43.1/pkg/imgpkg/v1/registry.go",
            &["IMGPKG_PASSWORD=CANARY-not-a-real-password", "IMGPKG_TOKEN=CANARY-not-a-real-password"],
            &["IMGPKG_PASSWORD=$(IMGPKG_CREDENTIAL)", "IMGPKG_TOKEN=$(IMGPKG_CREDENTIAL)"],
        ),
    ),
    variable(
        "IMGPKG_REGISTRY_{PASSWORD,IDENTITY_TOKEN,REGISTRY_TOKEN}",
        "imgpkg",
        When::Password,
        proof(
            "https://github.com/carvel-dev/imgpkg/blob/v0.43.1/pkg/imgpkg/registry/auth/env_keychain.go",
            &[
                "IMGPKG_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "IMGPKG_REGISTRY_IDENTITY_TOKEN=CANARY-not-a-real-password",
                "IMGPKG_REGISTRY_REGISTRY_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "IMGPKG_REGISTRY_PASSWORD=$(IMGPKG_CREDENTIAL)",
                "IMGPKG_REGISTRY_IDENTITY_TOKEN=$(IMGPKG_CREDENTIAL)",
                "IMGPKG_REGISTRY_REGISTRY_TOKEN=$(IMGPKG_CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "IMGPKG_REGISTRY_{PASSWORD,IDENTITY_TOKEN,REGISTRY_TOKEN}_#",
        "imgpkg",
        When::Password,
        proof(
            "https://github.com/carvel-dev/imgpkg/blob/v0.43.1/pkg/imgpkg/registry/auth/env_keychain.go, the number may be any text",
            &[
                "IMGPKG_REGISTRY_PASSWORD_0=CANARY-not-a-real-password",
                "IMGPKG_REGISTRY_IDENTITY_TOKEN_0=CANARY-not-a-real-password",
                "IMGPKG_REGISTRY_REGISTRY_TOKEN_0=CANARY-not-a-real-password",
            ],
            &[
                "IMGPKG_REGISTRY_PASSWORD_0=$(IMGPKG_CREDENTIAL)",
                "IMGPKG_REGISTRY_IDENTITY_TOKEN_0=$(IMGPKG_CREDENTIAL)",
                "IMGPKG_REGISTRY_REGISTRY_TOKEN_0=$(IMGPKG_CREDENTIAL)",
                "IMGPKG_REGISTRY_USERNAME_0=robot",
            ],
        ),
    ),
    variable(
        "KBLD_REGISTRY_{PASSWORD,IDENTITY_TOKEN,REGISTRY_TOKEN}",
        "kbld",
        When::Password,
        proof(
            "https://github.com/carvel-dev/kbld/blob/v0.42.0/pkg/kbld/registry/env_keychain.go",
            &[
                "KBLD_REGISTRY_PASSWORD=CANARY-not-a-real-password",
                "KBLD_REGISTRY_IDENTITY_TOKEN=CANARY-not-a-real-password",
                "KBLD_REGISTRY_REGISTRY_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "KBLD_REGISTRY_PASSWORD=$(KBLD_CREDENTIAL)",
                "KBLD_REGISTRY_IDENTITY_TOKEN=$(KBLD_CREDENTIAL)",
                "KBLD_REGISTRY_REGISTRY_TOKEN=$(KBLD_CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "KBLD_REGISTRY_{PASSWORD,IDENTITY_TOKEN,REGISTRY_TOKEN}_#",
        "kbld",
        When::Password,
        proof(
            "https://github.com/carvel-dev/kbld/blob/v0.42.0/pkg/kbld/registry/env_keychain.go, the number may be any text",
            &[
                "KBLD_REGISTRY_PASSWORD_0=CANARY-not-a-real-password",
                "KBLD_REGISTRY_IDENTITY_TOKEN_0=CANARY-not-a-real-password",
                "KBLD_REGISTRY_REGISTRY_TOKEN_0=CANARY-not-a-real-password",
            ],
            &[
                "KBLD_REGISTRY_PASSWORD_0=$(KBLD_CREDENTIAL)",
                "KBLD_REGISTRY_IDENTITY_TOKEN_0=$(KBLD_CREDENTIAL)",
                "KBLD_REGISTRY_REGISTRY_TOKEN_0=$(KBLD_CREDENTIAL)",
                "KBLD_REGISTRY_USERNAME_0=robot",
            ],
        ),
    ),
    variable(
        "WKG_OCI_PASSWORD",
        "wkg",
        When::Password,
        proof(
            "https://github.com/bytecodealliance/wasm-pkg-tools/blob/1f2db16bdefe439f003b640a731fbfdff780e483/crates/wkg/src/oci.rs",
            &["WKG_OCI_PASSWORD=CANARY-not-a-real-password"],
            &["WKG_OCI_PASSWORD=$(CREDENTIAL)"],
        ),
    ),
    variable(
        "WERF_PASSWORD",
        "werf",
        When::Password,
        proof(
            "https://github.com/werf/werf/blob/v2.77.1/cmd/werf/cr/login/login.go",
            &["WERF_PASSWORD=CANARY-not-a-real-password"],
            &["WERF_PASSWORD=$(WERF_CREDENTIAL)"],
        ),
    ),
    variable(
        "WERF_{REPO,FINAL_REPO}_{DOCKER_HUB_PASSWORD,DOCKER_HUB_TOKEN,GITHUB_TOKEN,HARBOR_PASSWORD,QUAY_TOKEN}",
        "werf",
        When::Password,
        proof(
            "https://github.com/werf/werf/blob/v2.77.1/cmd/werf/common/repo_data.go",
            &[
                "WERF_REPO_DOCKER_HUB_PASSWORD=CANARY-not-a-real-password",
                "WERF_REPO_DOCKER_HUB_TOKEN=CANARY-not-a-real-password",
                "WERF_REPO_GITHUB_TOKEN=CANARY-not-a-real-password",
                "WERF_REPO_HARBOR_PASSWORD=CANARY-not-a-real-password",
                "WERF_REPO_QUAY_TOKEN=CANARY-not-a-real-password",
                "WERF_FINAL_REPO_DOCKER_HUB_PASSWORD=CANARY-not-a-real-password",
                "WERF_FINAL_REPO_DOCKER_HUB_TOKEN=CANARY-not-a-real-password",
                "WERF_FINAL_REPO_GITHUB_TOKEN=CANARY-not-a-real-password",
                "WERF_FINAL_REPO_HARBOR_PASSWORD=CANARY-not-a-real-password",
                "WERF_FINAL_REPO_QUAY_TOKEN=CANARY-not-a-real-password",
            ],
            &[
                "WERF_REPO_DOCKER_HUB_PASSWORD=$(WERF_CREDENTIAL)",
                "WERF_REPO_DOCKER_HUB_TOKEN=$(WERF_CREDENTIAL)",
                "WERF_REPO_GITHUB_TOKEN=$(WERF_CREDENTIAL)",
                "WERF_REPO_HARBOR_PASSWORD=$(WERF_CREDENTIAL)",
                "WERF_REPO_QUAY_TOKEN=$(WERF_CREDENTIAL)",
                "WERF_FINAL_REPO_DOCKER_HUB_PASSWORD=$(WERF_CREDENTIAL)",
                "WERF_FINAL_REPO_DOCKER_HUB_TOKEN=$(WERF_CREDENTIAL)",
                "WERF_FINAL_REPO_GITHUB_TOKEN=$(WERF_CREDENTIAL)",
                "WERF_FINAL_REPO_HARBOR_PASSWORD=$(WERF_CREDENTIAL)",
                "WERF_FINAL_REPO_QUAY_TOKEN=$(WERF_CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "ZARF_INIT_REGISTRY_{PUSH,PULL}_PASSWORD",
        "Zarf",
        When::Password,
        proof(
            "https://github.com/zarf-dev/zarf/blob/v0.84.0/src/cmd/viper.go",
            &[
                "ZARF_INIT_REGISTRY_PUSH_PASSWORD=CANARY-not-a-real-password",
                "ZARF_INIT_REGISTRY_PULL_PASSWORD=CANARY-not-a-real-password",
            ],
            &[
                "ZARF_INIT_REGISTRY_PUSH_PASSWORD=$(ZARF_CREDENTIAL)",
                "ZARF_INIT_REGISTRY_PULL_PASSWORD=$(ZARF_CREDENTIAL)",
                "ZARF_INIT_GIT_PUSH_PASSWORD=CANARY-not-a-real-password",
            ],
        ),
    ),
    variable(
        "KAMAL_REGISTRY_PASSWORD",
        "Kamal",
        When::Password,
        proof(
            "https://github.com/basecamp/kamal/blob/v2.12.0/lib/kamal/cli/templates/deploy.yml",
            &["KAMAL_REGISTRY_PASSWORD=CANARY-not-a-real-password"],
            &["KAMAL_REGISTRY_PASSWORD=$(KAMAL_CREDENTIAL)"],
        ),
    ),
    variable(
        "SNYK_REGISTRY_PASSWORD",
        "the Snyk CLI",
        When::Password,
        proof(
            "https://docs.snyk.io/snyk-cli/configure-the-snyk-cli/environment-variables-for-snyk-cli (2026)",
            &["SNYK_REGISTRY_PASSWORD=CANARY-not-a-real-password"],
            &["SNYK_REGISTRY_PASSWORD=$(SNYK_CREDENTIAL)", "SNYK_TOKEN=CANARY-not-a-real-password"],
        ),
    ),
    variable(
        "REGISTRY_CREDENTIAL_PASSWORD",
        "Harbor",
        When::Password,
        proof(
            "https://github.com/goharbor/harbor/blob/v2.15.2/src/lib/config/systemconfig.go",
            &["REGISTRY_CREDENTIAL_PASSWORD=CANARY-not-a-real-password"],
            &["REGISTRY_CREDENTIAL_PASSWORD=$(HARBOR_CREDENTIAL)"],
        ),
    ),
    variable(
        "HARBOR_ADMIN_PASSWORD",
        "Harbor",
        When::Password,
        proof(
            "https://github.com/goharbor/harbor/blob/v2.15.2/src/lib/config/metadata/metadatalist.go",
            &["HARBOR_ADMIN_PASSWORD=CANARY-not-a-real-password"],
            &["HARBOR_ADMIN_PASSWORD=$(HARBOR_CREDENTIAL)"],
        ),
    ),
    variable(
        "CI_DEPENDENCY_PROXY_PASSWORD",
        "GitLab CI",
        When::Password,
        proof(
            "https://docs.gitlab.com/ci/variables/predefined_variables/ (GitLab 18)",
            &["CI_DEPENDENCY_PROXY_PASSWORD=CANARY-not-a-real-password"],
            &["CI_DEPENDENCY_PROXY_PASSWORD=$(PROXY_CREDENTIAL)"],
        ),
    ),
    variable(
        "{SDK,DOTNET}_CONTAINER_REGISTRY_PWORD",
        "the .NET SDK",
        When::Password,
        proof(
            "https://github.com/dotnet/sdk/blob/191309d9c54520ca3ae9777ccfa0dcae98f3dc42/test/Microsoft.NET.Build.Containers.UnitTests/AuthHandshakeMessageHandlerTests.cs, DOTNET_ since 8.0.400",
            &[
                "SDK_CONTAINER_REGISTRY_PWORD=CANARY-not-a-real-password",
                "DOTNET_CONTAINER_REGISTRY_PWORD=CANARY-not-a-real-password",
            ],
            &[
                "SDK_CONTAINER_REGISTRY_PWORD=$(DOTNET_CREDENTIAL)",
                "DOTNET_CONTAINER_REGISTRY_PWORD=$(DOTNET_CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "DOTNET_CONTAINER_{PUSH,PULL}_REGISTRY_PWORD",
        "the .NET SDK",
        When::Password,
        proof(
            "https://github.com/dotnet/sdk/blob/191309d9c54520ca3ae9777ccfa0dcae98f3dc42/test/Microsoft.NET.Build.Containers.UnitTests/AuthHandshakeMessageHandlerTests.cs",
            &[
                "DOTNET_CONTAINER_PUSH_REGISTRY_PWORD=CANARY-not-a-real-password",
                "DOTNET_CONTAINER_PULL_REGISTRY_PWORD=CANARY-not-a-real-password",
            ],
            &[
                "DOTNET_CONTAINER_PUSH_REGISTRY_PWORD=$(DOTNET_CREDENTIAL)",
                "DOTNET_CONTAINER_PULL_REGISTRY_PWORD=$(DOTNET_CREDENTIAL)",
            ],
        ),
    ),
    variable(
        "IMAGE_PULL_AUTH",
        "nydusd",
        When::Auth,
        proof(
            "https://github.com/dragonflyoss/nydus/blob/v2.4.4/docs/nydusd.md",
            &["IMAGE_PULL_AUTH=cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="],
            &["IMAGE_PULL_AUTH=$(NYDUS_CREDENTIAL)"],
        ),
    ),
    variable(
        "CNB_REGISTRY_AUTH",
        "the Cloud Native Buildpacks lifecycle",
        When::Password,
        proof(
            "https://github.com/buildpacks/lifecycle/blob/v0.21.17/auth/keychain.go",
            &[r#"CNB_REGISTRY_AUTH={"registry.example.com":"Basic cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="}"#],
            &["CNB_REGISTRY_AUTH=$(CNB_CREDENTIAL)", "CNB_REGISTRY_AUTH_KEYCHAIN_SKIP_AMAZON=true"],
        ),
    ),
    // Credentials in an address: the value tells, if the name is one of a registry's
    variable(
        "{REGISTRY,CI_REGISTRY,CONTAINER_REGISTRY,DOCKER_REGISTRY,IMAGE_REGISTRY,OCI_REGISTRY,HARBOR,QUAY,GHCR,ARTIFACTORY}",
        "",
        When::Userinfo,
        proof(
            "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1 (RFC 3986); the names are a convention: https://github.com/goharbor/terraform-provider-harbor/blob/v3.12.4/provider/provider.go has HARBOR_URL, https://github.com/apache/camel-k/blob/4782ebd227bf6bb0357770158b65fb57f82dd7f4/pkg/platform/env_platform.go has REGISTRY_ADDRESS",
            &[
                "REGISTRY=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CI_REGISTRY=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CONTAINER_REGISTRY=https://robot:CANARY-not-a-real-password@registry.example.com",
                "DOCKER_REGISTRY=https://robot:CANARY-not-a-real-password@registry.example.com",
                "IMAGE_REGISTRY=https://robot:CANARY-not-a-real-password@registry.example.com",
                "OCI_REGISTRY=https://robot:CANARY-not-a-real-password@registry.example.com",
                "HARBOR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "QUAY=https://robot:CANARY-not-a-real-password@registry.example.com",
                "GHCR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "ARTIFACTORY=https://robot:CANARY-not-a-real-password@registry.example.com",
                "REGISTRY=robot:CANARY-not-a-real-password@registry.example.com",
            ],
            &[
                "REGISTRY=https://registry.example.com",
                "CI_REGISTRY=https://registry.example.com",
                "CONTAINER_REGISTRY=https://registry.example.com",
                "DOCKER_REGISTRY=https://registry.example.com",
                "IMAGE_REGISTRY=https://registry.example.com",
                "OCI_REGISTRY=https://registry.example.com",
                "HARBOR=https://registry.example.com",
                "QUAY=https://registry.example.com",
                "GHCR=https://registry.example.com",
                "ARTIFACTORY=https://registry.example.com",
                "REGISTRY=https://robot@registry.example.com",
            ],
        ),
    ),
    variable(
        "{REGISTRY,CI_REGISTRY,CONTAINER_REGISTRY,DOCKER_REGISTRY,IMAGE_REGISTRY,OCI_REGISTRY,HARBOR,QUAY,GHCR,ARTIFACTORY}_{ADDRESS,ENDPOINT,HOST,MIRROR,SERVER,URI,URL}",
        "",
        When::Userinfo,
        proof(
            "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1 (RFC 3986); the names are a convention: https://github.com/goharbor/terraform-provider-harbor/blob/v3.12.4/provider/provider.go has HARBOR_URL, https://github.com/apache/camel-k/blob/4782ebd227bf6bb0357770158b65fb57f82dd7f4/pkg/platform/env_platform.go has REGISTRY_ADDRESS",
            &[
                "REGISTRY_ADDRESS=https://robot:CANARY-not-a-real-password@registry.example.com",
                "REGISTRY_ENDPOINT=https://robot:CANARY-not-a-real-password@registry.example.com",
                "REGISTRY_HOST=https://robot:CANARY-not-a-real-password@registry.example.com",
                "REGISTRY_MIRROR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "REGISTRY_SERVER=https://robot:CANARY-not-a-real-password@registry.example.com",
                "REGISTRY_URI=https://robot:CANARY-not-a-real-password@registry.example.com",
                "REGISTRY_URL=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CI_REGISTRY_ADDRESS=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CI_REGISTRY_ENDPOINT=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CI_REGISTRY_HOST=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CI_REGISTRY_MIRROR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CI_REGISTRY_SERVER=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CI_REGISTRY_URI=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CI_REGISTRY_URL=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CONTAINER_REGISTRY_ADDRESS=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CONTAINER_REGISTRY_ENDPOINT=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CONTAINER_REGISTRY_HOST=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CONTAINER_REGISTRY_MIRROR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CONTAINER_REGISTRY_SERVER=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CONTAINER_REGISTRY_URI=https://robot:CANARY-not-a-real-password@registry.example.com",
                "CONTAINER_REGISTRY_URL=https://robot:CANARY-not-a-real-password@registry.example.com",
                "DOCKER_REGISTRY_ADDRESS=https://robot:CANARY-not-a-real-password@registry.example.com",
                "DOCKER_REGISTRY_ENDPOINT=https://robot:CANARY-not-a-real-password@registry.example.com",
                "DOCKER_REGISTRY_HOST=https://robot:CANARY-not-a-real-password@registry.example.com",
                "DOCKER_REGISTRY_MIRROR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "DOCKER_REGISTRY_SERVER=https://robot:CANARY-not-a-real-password@registry.example.com",
                "DOCKER_REGISTRY_URI=https://robot:CANARY-not-a-real-password@registry.example.com",
                "DOCKER_REGISTRY_URL=https://robot:CANARY-not-a-real-password@registry.example.com",
                "IMAGE_REGISTRY_ADDRESS=https://robot:CANARY-not-a-real-password@registry.example.com",
                "IMAGE_REGISTRY_ENDPOINT=https://robot:CANARY-not-a-real-password@registry.example.com",
                "IMAGE_REGISTRY_HOST=https://robot:CANARY-not-a-real-password@registry.example.com",
                "IMAGE_REGISTRY_MIRROR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "IMAGE_REGISTRY_SERVER=https://robot:CANARY-not-a-real-password@registry.example.com",
                "IMAGE_REGISTRY_URI=https://robot:CANARY-not-a-real-password@registry.example.com",
                "IMAGE_REGISTRY_URL=https://robot:CANARY-not-a-real-password@registry.example.com",
                "OCI_REGISTRY_ADDRESS=https://robot:CANARY-not-a-real-password@registry.example.com",
                "OCI_REGISTRY_ENDPOINT=https://robot:CANARY-not-a-real-password@registry.example.com",
                "OCI_REGISTRY_HOST=https://robot:CANARY-not-a-real-password@registry.example.com",
                "OCI_REGISTRY_MIRROR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "OCI_REGISTRY_SERVER=https://robot:CANARY-not-a-real-password@registry.example.com",
                "OCI_REGISTRY_URI=https://robot:CANARY-not-a-real-password@registry.example.com",
                "OCI_REGISTRY_URL=https://robot:CANARY-not-a-real-password@registry.example.com",
                "HARBOR_ADDRESS=https://robot:CANARY-not-a-real-password@registry.example.com",
                "HARBOR_ENDPOINT=https://robot:CANARY-not-a-real-password@registry.example.com",
                "HARBOR_HOST=https://robot:CANARY-not-a-real-password@registry.example.com",
                "HARBOR_MIRROR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "HARBOR_SERVER=https://robot:CANARY-not-a-real-password@registry.example.com",
                "HARBOR_URI=https://robot:CANARY-not-a-real-password@registry.example.com",
                "HARBOR_URL=https://robot:CANARY-not-a-real-password@registry.example.com",
                "QUAY_ADDRESS=https://robot:CANARY-not-a-real-password@registry.example.com",
                "QUAY_ENDPOINT=https://robot:CANARY-not-a-real-password@registry.example.com",
                "QUAY_HOST=https://robot:CANARY-not-a-real-password@registry.example.com",
                "QUAY_MIRROR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "QUAY_SERVER=https://robot:CANARY-not-a-real-password@registry.example.com",
                "QUAY_URI=https://robot:CANARY-not-a-real-password@registry.example.com",
                "QUAY_URL=https://robot:CANARY-not-a-real-password@registry.example.com",
                "GHCR_ADDRESS=https://robot:CANARY-not-a-real-password@registry.example.com",
                "GHCR_ENDPOINT=https://robot:CANARY-not-a-real-password@registry.example.com",
                "GHCR_HOST=https://robot:CANARY-not-a-real-password@registry.example.com",
                "GHCR_MIRROR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "GHCR_SERVER=https://robot:CANARY-not-a-real-password@registry.example.com",
                "GHCR_URI=https://robot:CANARY-not-a-real-password@registry.example.com",
                "GHCR_URL=https://robot:CANARY-not-a-real-password@registry.example.com",
                "ARTIFACTORY_ADDRESS=https://robot:CANARY-not-a-real-password@registry.example.com",
                "ARTIFACTORY_ENDPOINT=https://robot:CANARY-not-a-real-password@registry.example.com",
                "ARTIFACTORY_HOST=https://robot:CANARY-not-a-real-password@registry.example.com",
                "ARTIFACTORY_MIRROR=https://robot:CANARY-not-a-real-password@registry.example.com",
                "ARTIFACTORY_SERVER=https://robot:CANARY-not-a-real-password@registry.example.com",
                "ARTIFACTORY_URI=https://robot:CANARY-not-a-real-password@registry.example.com",
                "ARTIFACTORY_URL=https://robot:CANARY-not-a-real-password@registry.example.com",
            ],
            &[
                "REGISTRY_ADDRESS=https://registry.example.com",
                "REGISTRY_ENDPOINT=https://registry.example.com",
                "REGISTRY_HOST=https://registry.example.com",
                "REGISTRY_MIRROR=https://registry.example.com",
                "REGISTRY_SERVER=https://registry.example.com",
                "REGISTRY_URI=https://registry.example.com",
                "REGISTRY_URL=https://registry.example.com",
                "CI_REGISTRY_ADDRESS=https://registry.example.com",
                "CI_REGISTRY_ENDPOINT=https://registry.example.com",
                "CI_REGISTRY_HOST=https://registry.example.com",
                "CI_REGISTRY_MIRROR=https://registry.example.com",
                "CI_REGISTRY_SERVER=https://registry.example.com",
                "CI_REGISTRY_URI=https://registry.example.com",
                "CI_REGISTRY_URL=https://registry.example.com",
                "CONTAINER_REGISTRY_ADDRESS=https://registry.example.com",
                "CONTAINER_REGISTRY_ENDPOINT=https://registry.example.com",
                "CONTAINER_REGISTRY_HOST=https://registry.example.com",
                "CONTAINER_REGISTRY_MIRROR=https://registry.example.com",
                "CONTAINER_REGISTRY_SERVER=https://registry.example.com",
                "CONTAINER_REGISTRY_URI=https://registry.example.com",
                "CONTAINER_REGISTRY_URL=https://registry.example.com",
                "DOCKER_REGISTRY_ADDRESS=https://registry.example.com",
                "DOCKER_REGISTRY_ENDPOINT=https://registry.example.com",
                "DOCKER_REGISTRY_HOST=https://registry.example.com",
                "DOCKER_REGISTRY_MIRROR=https://registry.example.com",
                "DOCKER_REGISTRY_SERVER=https://registry.example.com",
                "DOCKER_REGISTRY_URI=https://registry.example.com",
                "DOCKER_REGISTRY_URL=https://registry.example.com",
                "IMAGE_REGISTRY_ADDRESS=https://registry.example.com",
                "IMAGE_REGISTRY_ENDPOINT=https://registry.example.com",
                "IMAGE_REGISTRY_HOST=https://registry.example.com",
                "IMAGE_REGISTRY_MIRROR=https://registry.example.com",
                "IMAGE_REGISTRY_SERVER=https://registry.example.com",
                "IMAGE_REGISTRY_URI=https://registry.example.com",
                "IMAGE_REGISTRY_URL=https://registry.example.com",
                "OCI_REGISTRY_ADDRESS=https://registry.example.com",
                "OCI_REGISTRY_ENDPOINT=https://registry.example.com",
                "OCI_REGISTRY_HOST=https://registry.example.com",
                "OCI_REGISTRY_MIRROR=https://registry.example.com",
                "OCI_REGISTRY_SERVER=https://registry.example.com",
                "OCI_REGISTRY_URI=https://registry.example.com",
                "OCI_REGISTRY_URL=https://registry.example.com",
                "HARBOR_ADDRESS=https://registry.example.com",
                "HARBOR_ENDPOINT=https://registry.example.com",
                "HARBOR_HOST=https://registry.example.com",
                "HARBOR_MIRROR=https://registry.example.com",
                "HARBOR_SERVER=https://registry.example.com",
                "HARBOR_URI=https://registry.example.com",
                "HARBOR_URL=https://registry.example.com",
                "QUAY_ADDRESS=https://registry.example.com",
                "QUAY_ENDPOINT=https://registry.example.com",
                "QUAY_HOST=https://registry.example.com",
                "QUAY_MIRROR=https://registry.example.com",
                "QUAY_SERVER=https://registry.example.com",
                "QUAY_URI=https://registry.example.com",
                "QUAY_URL=https://registry.example.com",
                "GHCR_ADDRESS=https://registry.example.com",
                "GHCR_ENDPOINT=https://registry.example.com",
                "GHCR_HOST=https://registry.example.com",
                "GHCR_MIRROR=https://registry.example.com",
                "GHCR_SERVER=https://registry.example.com",
                "GHCR_URI=https://registry.example.com",
                "GHCR_URL=https://registry.example.com",
                "ARTIFACTORY_ADDRESS=https://registry.example.com",
                "ARTIFACTORY_ENDPOINT=https://registry.example.com",
                "ARTIFACTORY_HOST=https://registry.example.com",
                "ARTIFACTORY_MIRROR=https://registry.example.com",
                "ARTIFACTORY_SERVER=https://registry.example.com",
                "ARTIFACTORY_URI=https://registry.example.com",
                "ARTIFACTORY_URL=https://registry.example.com",
                "REGISTRY_URL=https://robot:$(CREDENTIAL)@registry.example.com",
                "DATABASE_URL=https://robot:CANARY-not-a-real-password@db.example.com",
            ],
        ),
    ),
    variable(
        "REGISTRY_PROXY_REMOTEURL",
        "distribution",
        When::Userinfo,
        proof(
            "https://github.com/distribution/distribution/blob/v3.1.1/configuration/configuration.go",
            &["REGISTRY_PROXY_REMOTEURL=https://robot:CANARY-not-a-real-password@registry.example.com"],
            &["REGISTRY_PROXY_REMOTEURL=https://registry.example.com"],
        ),
    ),
];
