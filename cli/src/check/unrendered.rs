//! What is to be rendered before it is manifests, and by what.

use std::path::{Path, PathBuf};

use insecure_registry_check::Engine;
use serde::Serialize;

use super::files::name_of;

/// Who makes manifests of what stands in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Renderer {
    Helm,
    Kustomize,
    Go,
    Jinja,
    Other,
}

/// What is not rendered in a file.
#[derive(Debug)]
pub(super) struct Rendering {
    pub(super) renderer: Renderer,
    /// The chart, the folder with the kustomization, or the folder of the file.
    pub(super) folder: String,
    /// How many templates or patches.
    pub(super) number: usize,
}

/// Who renders a file, and where from.
pub(super) fn rendering(path: &Path, engine: Option<Engine>, patches: usize) -> Option<Rendering> {
    let parent = || path.parent().unwrap_or(Path::new(""));
    let is_template = || path.components().any(|part| part.as_os_str() == "templates");
    let chart = engine.filter(|engine| *engine == Engine::Go || is_template()).and_then(|_| chart(path));
    let (renderer, folder, number) = match engine {
        // What a template of a chart is written with may look like anything.
        Some(_) if chart.is_some() => (Renderer::Helm, chart.unwrap_or_default(), 1),
        Some(Engine::Go) => (Renderer::Go, parent().to_owned(), 1),
        Some(Engine::Jinja) => (Renderer::Jinja, parent().to_owned(), 1),
        Some(Engine::Other) => (Renderer::Other, parent().to_owned(), 1),
        None if patches > 0 => {
            let has_kustomization = |folder: &&Path| kustomization(folder).is_some();
            let folder = path.ancestors().skip(1).find(has_kustomization).unwrap_or(parent());
            (Renderer::Kustomize, folder.to_owned(), patches)
        }
        None => return None,
    };
    let folder = name_of(&folder);
    Some(Rendering { renderer, folder: if folder.is_empty() { ".".to_owned() } else { folder }, number })
}

/// The files by which a folder is a kustomization.
pub(super) const KUSTOMIZATIONS: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// The file by which a folder is a kustomization.
pub(super) fn kustomization(folder: &Path) -> Option<PathBuf> {
    KUSTOMIZATIONS.iter().map(|name| folder.join(name)).find(|file| file.is_file())
}

/// The chart that a template belongs to: not one that is part of another.
pub(super) fn chart(path: &Path) -> Option<PathBuf> {
    let is_chart = |folder: &Path| folder.join("Chart.yaml").is_file();
    let mut chart = path.ancestors().skip(1).find(|folder| is_chart(folder))?;
    while let Some(charts) = chart.parent().filter(|parent| parent.ends_with("charts"))
        && let Some(outer) = charts.parent().filter(|outer| is_chart(outer))
    {
        chart = outer;
    }
    Some(chart.to_owned())
}

impl Renderer {
    /// All of them, in the order in which they are named.
    pub(super) const ALL: [Self; 5] =
        [Renderer::Helm, Renderer::Kustomize, Renderer::Go, Renderer::Jinja, Renderer::Other];

    /// What is said of that many templates or patches in a folder.
    pub(super) fn note(self, number: usize) -> String {
        let [one, several, what] = match self {
            Renderer::Helm => ["template", "templates", "rendered"],
            Renderer::Kustomize => ["patch", "patches", "applied"],
            Renderer::Go => ["Go template", "Go templates", "rendered"],
            Renderer::Jinja => ["Jinja template", "Jinja templates", "rendered"],
            Renderer::Other => ["template of an unknown kind", "templates of an unknown kind", "rendered"],
        };
        format!("{number} {} not {what}", if number == 1 { one } else { several })
    }

    /// How to check them nevertheless.
    pub(super) fn hint(self, folder: &str) -> String {
        let quoted = if folder.contains(' ') { format!("'{folder}'") } else { folder.to_owned() };
        match self {
            Renderer::Helm => format!("`helm template {quoted} | insecure-registry check -`, or --render"),
            Renderer::Kustomize => format!("`kustomize build {quoted} | insecure-registry check -`, or --render"),
            Renderer::Go | Renderer::Jinja | Renderer::Other => "check what is made of them".to_owned(),
        }
    }
}
