//! Files of tools that are no manifests and yet say which images run, and how registries are reached: values of charts, compose files,
//! pipelines, what runtimes on nodes read.
//!
//! Each is judged as a resource of a kind that nobody knows, of which the policy recognises places by their shape, or that has the file as
//! a text, which the policy knows by its name and its words. Scripts stand in steps, as they do in resources, and each place is told where
//! it came from ([`Input::origin`]).

use serde_json::Value;

use crate::documents::{Format, Part, Problem};
use crate::request::{Input, Nature, creation, mapping};
use crate::source::built::Built;
use crate::{dockerfile, variables};

mod pieces;

use pieces::Piece;
pub use pieces::{SCRIPTS, TEXT};

/// A kind of file, as a kind of resource.
#[derive(Debug)]
pub struct FileKind {
    group: &'static str,
    version: &'static str,
    kind: &'static str,
    format: Format,
    /// What such files are called; anything, where there is nothing.
    names: &'static [Name],
    /// Whether a document is one.
    is: fn(&Value) -> bool,
    /// Whether it is one although it has the `apiVersion` and `kind` of a manifest.
    is_over_manifests: bool,
    /// Whether it is a list, rather than a mapping.
    is_list: bool,
    /// Whether the policy knows such files by their text, rather than by what is in them.
    is_text: bool,
    /// What in it is called otherwise than in a resource.
    pieces: &'static [(&'static str, Piece)],
}

/// What a file is called.
#[derive(Debug)]
enum Name {
    /// A word alone, or with something before or after it: `values`, `values-prod`, `ci.values`; in YAML.
    Word(&'static str),
    /// The end of a name.
    End(&'static str),
    /// A file in such a folder, with such an ending.
    In(&'static str, &'static str),
    /// The beginning of a name with more after it, and not this at its end, which says that something else makes the file.
    Begin(&'static str, &'static [&'static str]),
}

const ANY: fn(&Value) -> bool = |_| true;

const FILE: FileKind = FileKind {
    group: "",
    version: "v1",
    kind: "",
    format: Format::Yaml,
    names: &[],
    is: ANY,
    is_over_manifests: false,
    is_list: false,
    is_text: false,
    pieces: &[],
};

/// A file that a program on a node, or a tool for images, reads.
const TEXT_FILE: FileKind = FileKind { group: "files", is_text: true, ..FILE };

const TOML: FileKind = FileKind { format: Format::Toml, ..TEXT_FILE };

/// What is made into a file before it is one, or goes with one.
const MADE: &[&str] =
    &[".dockerignore", ".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".erb", ".in", ".md"];

/// The kinds of files in YAML and JSON; the first that fits counts.
static KINDS: &[FileKind] = &[
    FileKind { group: "values.helm.sh", kind: "Values", names: &[Name::Word("values")], ..FILE },
    FileKind {
        group: "compose-spec.io",
        kind: "Compose",
        names: &[Name::Word("compose"), Name::Word("docker-compose")],
        is: |it| it["services"].is_object(),
        pieces: &[("services.*", Piece::Composed), ("services.*.build.args", Piece::Expanded)],
        ..FILE
    },
    FileKind {
        group: "kustomize.config.k8s.io",
        version: "v1beta1",
        kind: "Kustomization",
        names: &[Name::End("/kustomization.yaml"), Name::End("/kustomization.yml")],
        ..FILE
    },
    FileKind { kind: "Skaffold", is: |it| starts(it, "apiVersion", "skaffold/"), is_over_manifests: true, ..TEXT_FILE },
    FileKind { kind: "AnsibleTasks", is: are_tasks, is_list: true, pieces: &[("**", Piece::Task)], ..TEXT_FILE },
    FileKind {
        group: "devfile.io",
        kind: "Devfile",
        is: |it| it["schemaVersion"].is_string() && it["components"].is_array(),
        pieces: &[("commands.*.exec.commandLine", Piece::Script)],
        ..FILE
    },
    FileKind {
        group: "github.com",
        kind: "Workflow",
        names: &[
            Name::In(".github/workflows/", ".yml"),
            Name::In(".github/workflows/", ".yaml"),
            Name::In(".gitea/workflows/", ".yaml"),
            Name::In(".gitea/workflows/", ".yml"),
            Name::In(".forgejo/workflows/", ".yaml"),
            Name::In(".forgejo/workflows/", ".yml"),
        ],
        is: |it| it["jobs"].is_object(),
        pieces: &[
            ("on", Piece::Described),
            ("jobs.*.container", Piece::Image),
            ("jobs.*.container.credentials", Piece::Credentials),
            ("jobs.*.services.*.credentials", Piece::Credentials),
            ("jobs.*.steps.*.run", Piece::Script),
            ("jobs.*.steps.*.with", Piece::Login),
        ],
        ..FILE
    },
    FileKind {
        group: "github.com",
        kind: "Action",
        names: &[Name::End("/action.yml"), Name::End("/action.yaml")],
        is: |it| it["runs"].is_object(),
        pieces: &[
            ("inputs", Piece::Described),
            ("runs.steps.*.run", Piece::Script),
            ("runs.steps.*.with", Piece::Login),
        ],
        ..FILE
    },
    FileKind {
        group: "gitlab.com",
        kind: "Pipeline",
        names: &[
            Name::End(".gitlab-ci.yml"),
            Name::End(".gitlab-ci.yaml"),
            Name::In(".gitlab/ci/", ".yml"),
            Name::In(".gitlab-ci/", ".yml"),
        ],
        pieces: &[
            ("before_script", Piece::Script),
            ("script", Piece::Script),
            ("after_script", Piece::Script),
            ("*.before_script", Piece::Script),
            ("*.script", Piece::Script),
            ("*.after_script", Piece::Script),
            ("image", Piece::Named),
            ("*.image", Piece::Named),
            ("services.*", Piece::Service),
            ("*.services.*", Piece::Service),
            ("variables", Piece::Expanded),
            ("*.variables", Piece::Expanded),
        ],
        ..FILE
    },
    FileKind {
        group: "woodpecker-ci.org",
        kind: "Pipeline",
        names: &[
            Name::End("/.drone.yml"),
            Name::End("/.drone.yaml"),
            Name::End("/.woodpecker.yml"),
            Name::End("/.woodpecker.yaml"),
            Name::In(".woodpecker/", ".yml"),
            Name::In(".woodpecker/", ".yaml"),
        ],
        pieces: &[("steps.*.commands", Piece::Script), ("pipeline.*.commands", Piece::Script)],
        ..FILE
    },
    FileKind {
        group: "circleci.com",
        kind: "Config",
        names: &[Name::End("/.circleci/config.yml"), Name::End("/.circleci/config.yaml")],
        pieces: &[
            ("parameters", Piece::Described),
            ("jobs.*.parameters", Piece::Described),
            ("commands.*.parameters", Piece::Described),
            ("jobs.*.steps.*.run", Piece::Script),
            ("jobs.*.steps.*.run.command", Piece::Script),
            ("commands.*.steps.*.run", Piece::Script),
            ("commands.*.steps.*.run.command", Piece::Script),
            ("jobs.*.docker.*.auth", Piece::Credentials),
            ("executors.*.docker.*.auth", Piece::Credentials),
        ],
        ..FILE
    },
    FileKind {
        group: "azure.com",
        kind: "Pipeline",
        names: &[
            Name::Word("azure-pipelines"),
            Name::In(".azure-pipelines/", ".yml"),
            Name::In(".azuredevops/", ".yml"),
        ],
        pieces: &[
            ("parameters", Piece::Described),
            ("steps.*.script", Piece::Script),
            ("steps.*.bash", Piece::Script),
            ("steps.*.pwsh", Piece::Script),
            ("jobs.*.steps.*.script", Piece::Script),
            ("jobs.*.steps.*.bash", Piece::Script),
            ("jobs.*.steps.*.pwsh", Piece::Script),
            ("stages.*.jobs.*.steps.*.script", Piece::Script),
            ("stages.*.jobs.*.steps.*.bash", Piece::Script),
            ("stages.*.jobs.*.steps.*.pwsh", Piece::Script),
            ("variables", Piece::Variables),
            ("jobs.*.variables", Piece::Variables),
            ("stages.*.variables", Piece::Variables),
        ],
        ..FILE
    },
    FileKind {
        group: "bitbucket.org",
        kind: "Pipelines",
        names: &[Name::End("/bitbucket-pipelines.yml")],
        pieces: &[
            ("definitions.steps.*.step.script", Piece::Script),
            ("pipelines.*.*.step.script", Piece::Script),
            ("pipelines.*.*.*.step.script", Piece::Script),
            ("pipelines.*.*.parallel.*.step.script", Piece::Script),
            ("pipelines.*.*.*.parallel.*.step.script", Piece::Script),
        ],
        ..FILE
    },
    FileKind {
        group: "travis-ci.com",
        kind: "Config",
        names: &[Name::End("/.travis.yml")],
        pieces: &[
            ("before_install", Piece::Script),
            ("install", Piece::Script),
            ("before_script", Piece::Script),
            ("script", Piece::Script),
            ("after_success", Piece::Script),
            ("after_script", Piece::Script),
            ("before_deploy", Piece::Script),
            ("jobs.include.*.script", Piece::Script),
        ],
        ..FILE
    },
    FileKind {
        group: "buildkite.com",
        kind: "Pipeline",
        names: &[Name::In(".buildkite/", ".yml"), Name::In(".buildkite/", ".yaml")],
        is: |it| it["steps"].is_array(),
        pieces: &[
            ("steps.*.command", Piece::Script),
            ("steps.*.commands", Piece::Script),
            ("steps.*.steps.*.command", Piece::Script),
            ("steps.*.steps.*.commands", Piece::Script),
        ],
        ..FILE
    },
    FileKind {
        group: "cloud.google.com",
        kind: "Build",
        names: &[Name::Word("cloudbuild")],
        is: |it| it["steps"].is_array(),
        pieces: &[("steps.*", Piece::Builder)],
        ..FILE
    },
    FileKind { kind: "ConcoursePipeline", is: |it| it["jobs"].is_array() && it["resources"].is_array(), ..TEXT_FILE },
    FileKind { kind: "DockerDaemon", names: &[Name::End("daemon.json")], ..TEXT_FILE },
    FileKind {
        kind: "DockerConfig",
        names: &[Name::End("config.json"), Name::End("auth.json"), Name::End("dockerconfig.json")],
        is: |it| it["auths"].is_object(),
        ..TEXT_FILE
    },
    FileKind {
        kind: "Registries",
        names: &[Name::End("registries.yaml"), Name::End("registries.yml")],
        is: |it| it["mirrors"].is_object() || it["configs"].is_object(),
        ..TEXT_FILE
    },
    FileKind {
        kind: "TalosMachine",
        is: |it| it["machine"].is_object() && (it["version"] == "v1alpha1" || it["machine"]["registries"].is_object()),
        ..TEXT_FILE
    },
    FileKind {
        kind: "TalosDocument",
        is: |it| it["apiVersion"] == "v1alpha1" && it["kind"].as_str().is_some_and(|it| it.ends_with("Config")),
        is_over_manifests: true,
        ..TEXT_FILE
    },
    FileKind { kind: "Helmfile", names: &[Name::End("helmfile.yaml")], ..TEXT_FILE },
    FileKind {
        kind: "Vendir",
        is: |it| starts(it, "apiVersion", "vendir.k14s.io/"),
        is_over_manifests: true,
        ..TEXT_FILE
    },
    FileKind {
        kind: "KnativeFunction",
        names: &[Name::End("/func.yaml")],
        is: |it| it["specVersion"].is_string() || it["runtime"].is_string(),
        ..TEXT_FILE
    },
    FileKind { kind: "TrivyConfig", names: &[Name::End("/trivy.yaml")], ..TEXT_FILE },
    FileKind { kind: "FalcoctlConfig", names: &[Name::End("/falcoctl.yaml")], ..TEXT_FILE },
];

/// The kinds of files in other formats, which their names alone tell.
static NAMED: &[FileKind] = &[
    FileKind {
        group: "docker.com",
        kind: "Dockerfile",
        format: Format::Dockerfile,
        names: &[
            Name::End("/Dockerfile"),
            Name::End("/Containerfile"),
            Name::End(".Dockerfile"),
            Name::End(".dockerfile"),
            Name::End(".Containerfile"),
            Name::Begin("Dockerfile.", MADE),
            Name::Begin("Containerfile.", MADE),
        ],
        pieces: &[
            ("syntax", Piece::Image),
            ("instructions.*.FROM", Piece::Image),
            ("instructions.*.COPY.from", Piece::Image),
            ("instructions.*.mount.*", Piece::Image),
            ("instructions.*.RUN", Piece::Command),
            ("instructions.*.CMD", Piece::Command),
            ("instructions.*.ENTRYPOINT", Piece::Command),
            ("instructions.*.HEALTHCHECK", Piece::Command),
            ("instructions.*.ENV", Piece::Variables),
            ("instructions.*.ARG", Piece::Variables),
        ],
        ..FILE
    },
    FileKind {
        group: "docker.com",
        kind: "Variables",
        format: Format::Variables,
        names: &[Name::End(".env"), Name::Begin(".env.", MADE)],
        pieces: &[("variables", Piece::Variables)],
        ..FILE
    },
    FileKind {
        kind: "Script",
        format: Format::Script,
        names: &[Name::End(".sh"), Name::End(".bash")],
        pieces: &[("script", Piece::Script)],
        ..FILE
    },
    FileKind { kind: "ContainerdHosts", names: &[Name::End("hosts.toml")], ..TOML },
    FileKind { kind: "ContainerdConfig", names: &[Name::End("config.toml")], ..TOML },
    FileKind {
        kind: "RegistriesConf",
        names: &[Name::End("registries.conf"), Name::In("registries.conf.d/", ".conf")],
        ..TOML
    },
    FileKind {
        kind: "CrioConfig",
        names: &[Name::End("crio.conf"), Name::In("crio.conf.d/", ""), Name::In("crio/", ".conf")],
        ..TOML
    },
    FileKind { kind: "BuildkitConfig", names: &[Name::End("buildkitd.toml")], ..TOML },
    FileKind { kind: "NerdctlConfig", names: &[Name::End("nerdctl.toml")], ..TOML },
    FileKind { kind: "ZarfConfig", names: &[Name::End("zarf-config.toml")], ..TOML },
];

fn starts(document: &Value, key: &str, start: &str) -> bool {
    document[key].as_str().is_some_and(|text| text.starts_with(start))
}

/// Whether a list is an Ansible playbook, or tasks of one: a module's name says so, with its collection or without.
fn are_tasks(document: &Value) -> bool {
    const KEYS: [&str; 15] = [
        "hosts",
        "block",
        "blockinfile",
        "command",
        "copy",
        "lineinfile",
        "shell",
        "win_shell",
        "docker_login",
        "podman_container",
        "podman_image",
        "podman_login",
        "podman_play",
        "helm_registry_auth",
        "import_playbook",
    ];
    let is_module = |key: &str| KEYS.contains(&key) || key.split('.').count() == 3;
    // A step of a pipeline has an image, a task has none.
    let is_task = |task: &serde_json::Map<_, _>| !task.contains_key("image") && task.keys().any(|key| is_module(key));
    document.as_array().is_some_and(|items| items.iter().any(|item| item.as_object().is_some_and(is_task)))
}

impl Name {
    /// The path has `/` between its parts, and one at its beginning.
    fn is(&self, path: &str) -> bool {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        match self {
            Name::End(end) => path.ends_with(end),
            Name::Begin(start, others) => {
                name.len() > start.len() && name.starts_with(start) && !others.iter().any(|end| name.ends_with(end))
            }
            Name::In(part, end) => name.ends_with(end) && format!("{folder}/").ends_with(&format!("/{part}")),
            Name::Word(word) => {
                let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
                let is_mark = |c: Option<char>| matches!(c, Some('-' | '.' | '_'));
                stem.is_some_and(|stem| {
                    stem == *word
                        || stem.strip_prefix(word).is_some_and(|rest| is_mark(rest.chars().next()))
                        || stem.strip_suffix(word).is_some_and(|rest| is_mark(rest.chars().next_back()))
                })
            }
        }
    }
}

/// The path with a `/` at its beginning, and between its parts on any system.
fn rooted(path: &str) -> String {
    format!("/{}", path.replace('\\', "/").trim_start_matches('/'))
}

/// Whether a file is called as one that counts although it is in neither YAML nor JSON.
pub fn is_called_like_one(path: &str) -> bool {
    FileKind::of_name(path).is_some()
}

/// Paths of such files, one for each name that they may have.
pub fn paths_of_such() -> impl Iterator<Item = String> {
    NAMED.iter().flat_map(|kind| kind.names).map(|name| match name {
        Name::Word(word) => format!("{word}.yaml"),
        Name::End(end) => format!("a{end}"),
        Name::In(folder, end) => format!("{folder}a{end}"),
        Name::Begin(start, _) => format!("{start}a"),
    })
}

impl FileKind {
    /// What a file at this path is that has this document.
    pub fn of(path: &str, document: &Value) -> Option<&'static Self> {
        let path = rooted(path);
        let is_manifest = Nature::of(document) == Nature::Manifest;
        KINDS.iter().find(|kind| {
            (if kind.is_list { document.is_array() } else { document.is_object() })
                && (kind.is_over_manifests || !is_manifest)
                && (kind.names.is_empty() || kind.names.iter().any(|name| name.is(&path)))
                && (kind.is)(document)
        })
    }

    /// What a file at this path is if it is in neither YAML nor JSON.
    pub fn of_name(path: &str) -> Option<&'static Self> {
        let path = rooted(path);
        NAMED.iter().find(|kind| kind.names.iter().any(|name| name.is(&path)))
    }

    /// The request that stands for such a file.
    pub fn read<'t>(&self, path: &str, text: &'t str) -> Result<Input<'t>, Problem> {
        let document = match self.format {
            Format::Dockerfile => dockerfile::read(text)?.value(),
            Format::Variables => variables::read(text).value(),
            Format::Script => Built::script(text).value(),
            Format::Yaml | Format::Toml => Value::Null,
        };
        Ok(self.input(1, path, Part::of_file(text, self.format), document))
    }

    /// The request that stands for the file.
    pub fn input<'t>(&self, document: usize, path: &str, part: Part<'t>, object: Value) -> Input<'t> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let mut request = creation(self.group, self.version, self.kind, &self.kind.to_ascii_lowercase());
        request.insert("name".to_owned(), name.into());
        let (mut object, moved) = pieces::moved(object, self.pieces);
        if self.is_text {
            let scripts = object.get_mut(SCRIPTS).map(Value::take);
            let mut members = vec![(TEXT, mapping(vec![(name, part.source().into())]).into())];
            members.extend(scripts.map(|scripts| (SCRIPTS, scripts)));
            object = mapping(members).into();
        }
        request.insert("object".to_owned(), object);
        Input { document, request: request.into(), part, root: Vec::new(), moved, is_file: true }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn files_are_known_by_name_and_content() {
        let values = json!({"image": {"repository": "a"}});
        let services = json!({"services": {"a": {"image": "b"}}});
        let jobs = json!({"jobs": {}});
        for (path, document, expected) in [
            ("values.yaml", &values, Some("Values")),
            ("charts/a/values-prod.yaml", &values, Some("Values")),
            ("values.prod.yml", &values, Some("Values")),
            ("ci-values.yaml", &values, Some("Values")),
            ("values.json", &values, None),
            ("eigenvalues.yaml", &values, None),
            ("valuesof.yaml", &values, None),
            ("values.yaml", &json!([1]), None),
            ("docker-compose.yml", &services, Some("Compose")),
            ("compose.dev.yaml", &services, Some("Compose")),
            ("compose.yaml", &values, None),
            ("services.yaml", &services, None),
            ("kustomization.yaml", &values, Some("Kustomization")),
            ("my-kustomization.yaml", &values, None),
            (".github/workflows/ci.yml", &jobs, Some("Workflow")),
            ("a/.github/workflows/ci.yaml", &jobs, Some("Workflow")),
            ("a\\.github\\workflows\\ci.yaml", &jobs, Some("Workflow")),
            ("workflows/ci.yml", &jobs, None),
            (".github/workflows/ci.yml", &values, None),
            (".gitlab-ci.yml", &values, Some("Pipeline")),
            ("ci/build.gitlab-ci.yml", &values, Some("Pipeline")),
            ("/etc/docker/daemon.json", &values, Some("DockerDaemon")),
            ("config.json", &json!({"auths": {}}), Some("DockerConfig")),
            ("config.json", &values, None),
            ("registries.yaml", &json!({"mirrors": {}}), Some("Registries")),
            ("registries.yaml", &values, None),
            ("controlplane.yaml", &json!({"version": "v1alpha1", "machine": {}}), Some("TalosMachine")),
            ("washer.yaml", &json!({"version": "v2", "machine": {}}), None),
            ("a.yaml", &json!({"apiVersion": "v1alpha1", "kind": "RegistryMirrorConfig"}), Some("TalosDocument")),
            ("a.yaml", &json!({"apiVersion": "example.com/v1alpha1", "kind": "RegistryMirrorConfig"}), None),
            ("a.yaml", &json!({"apiVersion": "skaffold/v4beta13", "kind": "Config"}), Some("Skaffold")),
            ("devfile.yaml", &json!({"schemaVersion": "2.2.0", "components": []}), Some("Devfile")),
            ("play.yml", &json!([{"hosts": "all", "tasks": []}]), Some("AnsibleTasks")),
            ("tasks/main.yml", &json!([{"community.docker.docker_login": {}}]), Some("AnsibleTasks")),
            ("tasks/main.yml", &json!([{"name": "a", "shell": "b"}]), Some("AnsibleTasks")),
            ("tasks/main.yml", &json!([{"name": "a", "image": "b"}]), None),
            ("steps.yml", &json!([{"image": "a", "command": ["b"]}]), None),
            ("a.yaml", &json!({"apiVersion": "v1", "kind": "Pod"}), None),
            // A manifest is one, whatever its file is called.
            ("values.yaml", &json!({"apiVersion": "v1", "kind": "Pod"}), None),
        ] {
            assert_eq!(FileKind::of(path, document).map(|kind| kind.kind), expected, "{path}");
        }
        for (path, expected) in [
            ("etc/containerd/certs.d/registry.example.com/hosts.toml", true),
            ("registries.conf", true),
            ("containers/registries.conf.d/10-a.conf", true),
            ("crio/crio.conf.d/10-a", true),
            ("nginx.conf", false),
            ("Cargo.toml", false),
            ("conf.d/a.conf", false),
            ("Dockerfile", true),
            ("a/Containerfile", true),
            ("build/web.Dockerfile", true),
            ("Dockerfile.prod", true),
            ("Dockerfile.dockerignore", false),
            ("Dockerfile.j2", false),
            ("Dockerfile.", false),
            ("MyDockerfile", false),
            (".env", true),
            ("deploy/prod.env", true),
            (".env.local", true),
            (".envrc", false),
            ("environment", false),
            ("hack/push.sh", true),
            ("push.bash", true),
            ("push.sh.tpl", false),
            ("push.zsh", false),
            ("sh", false),
        ] {
            assert_eq!(is_called_like_one(path), expected, "{path}");
        }
    }
}
