//! Settings of Kubewarden's trusted-repos. It compares parsed references: `docker.io` is there for images that name no registry.
//!
//! Source: `policies/trusted-repos-policy/src/{matchers,validation.rs}` of kubewarden/policies.

use serde_json::Value;

use super::entry::{Form, of_glob};
use super::{Migration, listed, shown, strings};

const FIELDS: [&str; 3] = ["registries", "tags", "images"];

pub(super) fn is_settings(settings: &Value) -> bool {
    let fields = settings.as_object().filter(|fields| !fields.is_empty());
    fields.is_some_and(|fields| fields.keys().all(|field| FIELDS.contains(&field.as_str())))
}

pub(super) fn read_policy(to: &mut Migration, of: &str, policy: &Value) {
    read(to, of, &policy["spec"]["settings"]);
    to.differs.push(format!("{of}: keep its `mode`, `rules`, `namespaceSelector` and the like for this policy"));
}

pub(super) fn read(to: &mut Migration, of: &str, settings: &Value) {
    let at = |list: &str, which: &str| strings(&settings[list][which]);
    let (registries, images) = (at("registries", "allow"), at("images", "allow"));
    // Both lists have to allow an image.
    if !registries.is_empty() {
        let suffixed: Vec<_> = registries.iter().map(|it| format!("{it}/")).collect();
        let forms = suffixed.iter().map(|it| registry(it));
        to.allow(&format!("registries.allow of {of}"), registries.iter().copied().zip(forms));
    }
    if !images.is_empty() {
        to.allow(&format!("images.allow of {of}"), images.iter().map(|it| (*it, of_glob(it))));
    }
    let rejected = at("registries", "reject");
    let suffixed: Vec<_> = rejected.iter().map(|it| format!("{it}/")).collect();
    to.deny(
        &format!("registries.reject of {of}"),
        rejected.iter().copied().zip(suffixed.iter().map(|it| registry(it))),
    );
    to.deny(&format!("images.reject of {of}"), at("images", "reject").iter().map(|it| (*it, of_glob(it))));
    for it in images.iter().filter(|it| is_short(it)) {
        let name = if it.contains('/') { shown(it) } else { format!("library/{}", shown(it)) };
        let what = format!("also allows `evil.example/{name}`, from any registry; the entry does not");
        to.differs.push(format!("images.allow of {of}: `{}` {what}", shown(it)));
    }
    let tags = at("tags", "reject");
    if !tags.is_empty() {
        to.left_out.push(format!("tags.reject of {of}: tags are not checked here ({})", listed(&tags)));
    }
    to.warns.push(false);
    to.scopes.push(String::new());
}

/// A registry with a slash after it, so that nothing else begins so.
fn registry(text: &str) -> Result<Form<'_>, String> {
    let name = text.strip_suffix('/').unwrap_or(text);
    match name {
        "*" => Ok(Form::All),
        _ if name.trim_start_matches("*.").contains(['*', '?']) => {
            Err("has a wildcard where entries have none".to_owned())
        }
        _ if name.contains('/') => Err("has a path, which no registry has".to_owned()),
        // What has neither a dot nor a port is no registry there either.
        _ if !name.contains(['.', ':']) && name != "localhost" => {
            Err("has neither a dot nor a port, so no image names such a registry".to_owned())
        }
        _ => Ok(Form::Prefix(text)),
    }
}

/// Whether an image names neither a registry nor a tag: such an entry is compared with the path alone, too.
fn is_short(image: &str) -> bool {
    let host = image.split_once('/').map_or("", |(host, _)| host);
    let is_host = host.contains(['.', ':']) || host == "localhost";
    (!is_host || host == "docker.io")
        && !image.contains(['*', '?', '@'])
        && !image.rsplit('/').next().is_some_and(|it| it.contains(':'))
}
